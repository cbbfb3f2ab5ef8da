//! What the rules know of a text alone, read once: while its marks change, none of this does.

use super::lexicon;
use crate::text::{ByteOffset, Places, Span, Text};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// A quotation of fewer syllables is hardly a claim, unless a reporting verb stands beside it.
const FEW_SYLLABLES: usize = 4;
/// A heading is no longer than this, in Unicode scalars.
const HEADING: usize = 160;
/// A reporting verb this far from a quotation stands beside it, in bytes.
const BESIDE: usize = 24;

/// Words that report what somebody said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cue {
    /// The words.
    pub span: Span,
    /// The sentence they stand in.
    pub sentence: Span,
    /// Where the claim is looked for: the sentence, and what quotation marks or a colon join to it.
    pub around: Span,
}

/// What the rules know of a text alone.
#[derive(Debug)]
pub struct TextFacts {
    /// All sentences, in order.
    pub(super) sentences: Vec<Span>,
    /// Quotations long enough to be claims, in order.
    pub(super) quotations: Vec<Span>,
    /// Words that report, outside headings, in order.
    pub(super) cues: Vec<Cue>,
    /// Where the lines start and end.
    lines: Vec<(usize, usize)>,
    all_places: Places,
    /// Where words stand in the text, as far as it was asked.
    places: Mutex<HashMap<Arc<str>, Arc<[Span]>>>,
}

impl TextFacts {
    /// Reads a text. Costs some 50 ms for a megabyte.
    pub fn new(text: &Text) -> Self {
        let lines: Vec<(usize, usize)> = text.paragraphs().into_iter().map(|l| (l.start.0, l.end.0)).collect();
        let mut facts = TextFacts {
            sentences: text.sentences(),
            quotations: Vec::new(),
            cues: Vec::new(),
            lines,
            all_places: Places::new(text),
            places: Mutex::default(),
        };
        let cues = lexicon::reporting(text);
        let beside = |quotation: Span| {
            let at = cues.partition_point(|c| c.start() < quotation.start());
            let before = at.checked_sub(1).and_then(|i| cues.get(i)).map(|c| (c.end(), quotation.start()));
            let after = cues.get(at..).unwrap_or_default().iter().find(|c| c.start() >= quotation.end());
            let after = after.map(|c| (quotation.end(), c.start()));
            before.into_iter().chain(after).any(|(from, to)| {
                let near = from <= to && to.0 - from.0 <= BESIDE;
                near && text.get(from, to).is_some_and(|t| !t.contains(['\n', '\r', ';']))
            })
        };
        facts.quotations = text.quotations();
        facts.quotations.retain(|q| is_long(q.of(text)) || beside(*q) && lexicon::has_letters(q.of(text)));
        facts.cues = cues.iter().filter_map(|span| facts.cue(text, *span)).collect();
        facts
    }

    /// Words that report, unless they stand in a heading.
    fn cue(&self, text: &Text, span: Span) -> Option<Cue> {
        let line = self.line(span.start().0)?;
        let words = text.get(ByteOffset(line.0), ByteOffset(line.1)).unwrap_or_default().trim();
        let is_first = text.get(ByteOffset(0), ByteOffset(line.0)).is_some_and(|t| t.trim().is_empty());
        let open_end = words.ends_with(char::is_alphanumeric) || is_first && words.ends_with(['?', '!']);
        if open_end && words.chars().count() <= HEADING && self.lines.len() > 1 {
            return None;
        }
        let sentence = self.sentence(span.start())?;
        let is_mark = |c: char| matches!(c, '“' | '”' | '„' | '"' | '«' | '»' | '‘' | '’' | '「' | '」');
        let before = text.get(ByteOffset(0), sentence.start()).unwrap_or_default();
        let cut = before.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
        let joined = before.get(cut..).is_some_and(|gap| gap.contains(is_mark) && !gap.contains(['\n', '\r']));
        let start = if joined { ByteOffset(cut.saturating_sub(1)) } else { sentence.start() };
        let inside = sentence.of(text);
        let tail = inside.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
        let after = text.get(ByteOffset(sentence.start().0 + tail), text.end()).unwrap_or_default();
        let gap = after.find(char::is_alphanumeric).unwrap_or(after.len());
        let joined = after
            .get(..gap)
            .is_some_and(|gap| gap.contains(':') || gap.trim_end().ends_with(is_mark) && !gap.contains(['\n', '\r']));
        let end = sentence.start().0 + tail + gap + 1;
        let end = if joined { ByteOffset(end.min(text.len())) } else { sentence.end() };
        let around = Span::new(text.grapheme_floor(start), text.grapheme_ceil(end))?;
        Some(Cue { span, sentence, around })
    }

    /// The line that a byte lies in.
    fn line(&self, at: usize) -> Option<(usize, usize)> {
        let n = self.lines.partition_point(|l| l.0 <= at);
        self.lines.get(n.checked_sub(1)?).copied()
    }

    /// The n-th line, from 0, without what ends it.
    pub(super) fn nth_line(&self, n: usize) -> Option<Span> {
        let (start, end) = *self.lines.get(n)?;
        Span::new(ByteOffset(start), ByteOffset(end))
    }

    /// The sentence that covers a position.
    pub(super) fn sentence(&self, at: ByteOffset) -> Option<Span> {
        let n = self.sentences.partition_point(|s| s.start() <= at);
        self.sentences.get(n.checked_sub(1)?).copied().filter(|s| at < s.end())
    }

    /// Where words stand as whole syllables. Looked for once, then remembered.
    pub(super) fn places(&self, words: &str) -> Arc<[Span]> {
        let mut known = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(places) = known.get(words) {
            return places.clone();
        }
        let places: Arc<[Span]> = self.all_places.of(words).into();
        known.insert(words.into(), places.clone());
        places
    }
}

/// Whether a quotation is long enough for a claim. The title of a book or a film is not, however long: most of its words
/// begin with capitals.
fn is_long(words: &str) -> bool {
    let (mut count, mut capital) = (0, 0);
    for word in words.split_whitespace() {
        let first = word.chars().find(|c| c.is_alphanumeric());
        count += usize::from(first.is_some());
        capital += usize::from(first.is_some_and(char::is_uppercase));
    }
    count >= FEW_SYLLABLES && capital * 3 < count * 2
}
