//! Where units of a text begin and end: graphemes, syllables, words, clauses, sentences, paragraphs.

use super::{ByteOffset, Span, Text};
use std::ops::Range;

/// A unit of text, from the smallest to the largest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Unit {
    Grapheme,
    Syllable,
    Word,
    Clause,
    Sentence,
    Paragraph,
}

impl Unit {
    /// All units, from the smallest to the largest.
    pub const ALL: [Unit; 6] =
        [Unit::Grapheme, Unit::Syllable, Unit::Word, Unit::Clause, Unit::Sentence, Unit::Paragraph];

    /// Its name, for people.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Grapheme => "character",
            Unit::Syllable => "syllable",
            Unit::Word => "word",
            Unit::Clause => "clause",
            Unit::Sentence => "sentence",
            Unit::Paragraph => "paragraph",
        }
    }
}

impl Text {
    fn all(&self, unit: Unit) -> Vec<Span> {
        let text = self.as_str();
        let mut spans = Vec::new();
        let mut start = 0;
        for (at, g) in unicode_segmentation::UnicodeSegmentation::grapheme_indices(text, true) {
            let cut = match unit {
                Unit::Grapheme => true,
                Unit::Syllable | Unit::Word => !g.chars().any(char::is_alphanumeric),
                Unit::Clause => ",;:.?!\n".contains(g),
                Unit::Sentence => ".?!\n".contains(g),
                Unit::Paragraph => g.contains(['\n', '\r']),
            };
            if unit == Unit::Grapheme {
                spans.extend(Span::new(ByteOffset(at), ByteOffset(at + g.len())));
            } else if cut {
                spans.extend(Span::new(ByteOffset(start), ByteOffset(at)));
                start = at + g.len();
            }
        }
        if unit != Unit::Grapheme {
            spans.extend(Span::new(ByteOffset(start), self.end()));
        }
        spans
    }

    /// The unit that covers a position, or else the one that ends there.
    pub fn unit_at(&self, unit: Unit, at: ByteOffset) -> Option<Span> {
        let all = self.all(unit);
        all.iter().find(|s| s.contains(at)).or_else(|| all.iter().find(|s| s.end() == at)).copied()
    }

    /// The start of the next unit after a position, or the text's end.
    pub fn next_boundary(&self, unit: Unit, at: ByteOffset) -> ByteOffset {
        self.all(unit).iter().map(|s| s.start()).find(|s| *s > at).unwrap_or(self.end())
    }

    /// The start of the nearest unit that starts before a position, or the text's start.
    pub fn prev_boundary(&self, unit: Unit, at: ByteOffset) -> ByteOffset {
        self.all(unit).iter().map(|s| s.start()).rfind(|s| *s < at).unwrap_or_default()
    }

    /// The same as [`Text::next_boundary`].
    pub fn next_start(&self, unit: Unit, at: ByteOffset) -> ByteOffset {
        self.next_boundary(unit, at)
    }

    /// The same as [`Text::prev_boundary`].
    pub fn prev_start(&self, unit: Unit, at: ByteOffset) -> ByteOffset {
        self.prev_boundary(unit, at)
    }

    /// The nearest end of a unit after a position; the position itself where there is none.
    pub fn next_end(&self, unit: Unit, at: ByteOffset) -> ByteOffset {
        self.all(unit).iter().map(|s| s.end()).find(|s| *s > at).unwrap_or(at)
    }

    /// The nearest end of a unit before a position; the position itself where there is none.
    pub fn prev_end(&self, unit: Unit, at: ByteOffset) -> ByteOffset {
        self.all(unit).iter().map(|s| s.end()).rfind(|s| *s < at).unwrap_or(at)
    }

    /// The drag gesture.
    pub fn snap(&self, a: ByteOffset, b: ByteOffset) -> Option<Span> {
        let (a, b) = (a.min(b), a.max(b));
        let all = self.all(Unit::Syllable);
        let start = all.iter().find(|s| s.start() < a && a < s.end()).map_or(a, |s| s.start());
        let end = all.iter().find(|s| s.start() < b && b < s.end()).map_or(b, |s| s.end());
        self.trim(Span::between(self, start, end)?)
    }

    /// A span without the blanks and the punctuation at its edges.
    pub fn trim(&self, span: Span) -> Option<Span> {
        let words = span.of(self);
        let outer = |c: char| !c.is_alphanumeric();
        let start = span.start().0 + words.len() - words.trim_start_matches(outer).len();
        let end = span.end().0 - (words.len() - words.trim_end_matches(outer).len());
        Span::new(ByteOffset(start), ByteOffset(end)).or(Some(span))
    }

    /// The lines of the text without what ends them.
    pub fn paragraphs(&self) -> Vec<Range<ByteOffset>> {
        let mut at = 0;
        self.as_str()
            .split('\n')
            .map(|line| {
                let range = ByteOffset(at)..ByteOffset(at + line.trim_end_matches('\r').len());
                at += line.len() + 1;
                range
            })
            .collect()
    }

    /// What is inside the innermost quotation marks around a position.
    pub fn quotation_at(&self, _at: ByteOffset) -> Option<Span> {
        None
    }

    /// The next larger unit around a span.
    pub fn grow(&self, span: Span) -> Span {
        Unit::ALL
            .into_iter()
            .filter_map(|unit| self.unit_at(unit, span.start()))
            .filter(|s| s.covers(span) && *s != span)
            .min_by_key(|s| s.len())
            .or(Span::new(ByteOffset(0), self.end()))
            .unwrap_or(span)
    }
}
