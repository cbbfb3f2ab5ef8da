//! Where units of a text begin and end: characters, syllables, words, clauses, sentences, paragraphs.
//!
//! Syllables and words are read locally, whatever the length of the text; sentences and clauses within their paragraph, and
//! never farther than 32 KiB from the position asked about. Every answer lies on grapheme boundaries.

mod marks;
mod sentence;
mod token;

use super::{ByteOffset, Span, Text};
use std::ops::Range;

/// A unit of text, from the smallest to the largest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// A character as people see it: a letter with its tone marks, an emoji with its modifiers.
    Grapheme,
    /// What a Vietnamese writer puts between blanks, without outer punctuation; both halves of `Nga-Mỹ`.
    Syllable,
    /// The same, with what hyphens and slashes join; the whole of `Nga-Mỹ`.
    Word,
    /// What stands between commas, colons, dashes, brackets or quotation marks inside a sentence.
    Clause,
    /// A sentence with its stop and the marks that close behind it. Never crosses a paragraph.
    Sentence,
    /// A line, without what ends it.
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

/// Whether a position lies inside a syllable.
pub(super) fn cuts_syllable(text: &str, at: usize) -> bool {
    token::at(text, Unit::Syllable, at).is_some_and(|(start, end)| start < at && at < end)
}

/// Farther than this to either side of a position, no sentence or clause is looked for.
const REACH: usize = 32 << 10;

/// A part of a paragraph, and whether it begins with it.
struct Window {
    start: usize,
    end: usize,
    starts_paragraph: bool,
}

/// The length of what ends a line at that byte; 0 where nothing does.
fn terminator(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at..).unwrap_or_default() {
        [b'\r', b'\n', ..] | [0xC2, 0x85, ..] => 2,
        [b'\n'..=b'\r', ..] => 1,
        [0xE2, 0x80, 0xA8 | 0xA9, ..] => 3,
        _ => 0,
    }
}

/// Whether something that ends a line ends right before that byte.
fn is_line_start(bytes: &[u8], at: usize) -> bool {
    match bytes.get(..at).unwrap_or_default() {
        [] | [.., b'\n'..=b'\x0C'] | [.., 0xC2, 0x85] | [.., 0xE2, 0x80, 0xA8 | 0xA9] => true,
        [.., b'\r'] => bytes.get(at) != Some(&b'\n'),
        _ => false,
    }
}

fn line_start(bytes: &[u8], at: usize, limit: usize) -> usize {
    let floor = at.saturating_sub(limit);
    (floor..=at).rev().find(|at| is_line_start(bytes, *at)).unwrap_or(floor)
}

/// Bytes looked at together.
const CHUNK: usize = 64;

fn line_end(bytes: &[u8], at: usize, limit: usize) -> usize {
    let stop = bytes.len().min(at.saturating_add(limit));
    let mut at = at;
    while at < stop {
        let rest = bytes.get(at..stop).unwrap_or_default();
        // Most bytes begin no line end: whole chunks are looked at together, which is many times faster in long texts.
        let begins = |b: &u8| matches!(b, b'\n'..=b'\r' | 0xC2 | 0xE2);
        let none = |chunk: &&[u8]| !chunk.iter().fold(false, |any, b| any | begins(b));
        let skipped = rest.chunks_exact(CHUNK).take_while(none).count() * CHUNK;
        let Some(i) = rest.iter().skip(skipped).position(begins) else { return stop };
        at += skipped + i;
        if terminator(bytes, at) > 0 {
            return at;
        }
        at += 1;
    }
    stop
}

impl Text {
    /// The unit that covers a position, or else the one that ends there.
    ///
    /// For [`Unit::Syllable`] and [`Unit::Word`] on punctuation: the run of punctuation. `None` on blanks between units and on
    /// empty lines.
    pub fn unit_at(&self, unit: Unit, at: ByteOffset) -> Option<Span> {
        let floor = self.grapheme_floor(at);
        match unit {
            Unit::Grapheme => {
                let next = self.next_grapheme(floor).and_then(|end| Span::new(floor, end));
                next.or_else(|| Span::new(self.prev_grapheme(floor)?, floor))
            }
            Unit::Syllable | Unit::Word => span(token::at(self.as_str(), unit, floor.0)?),
            Unit::Clause | Unit::Sentence => {
                let units = self.units(unit, &self.window(floor));
                let covers = units.iter().find(|(start, end)| *start <= floor.0 && floor.0 < *end);
                span(*covers.or_else(|| units.iter().find(|(_, end)| *end == floor.0))?)
            }
            Unit::Paragraph => {
                let bytes = self.as_str().as_bytes();
                span((line_start(bytes, floor.0, usize::MAX), line_end(bytes, floor.0, usize::MAX)))
            }
        }
    }

    /// Where a caret goes forward: the next start of a unit after a position, or the text's end. Free punctuation is no
    /// syllable and no word here, and an empty line no paragraph.
    pub fn next_boundary(&self, unit: Unit, at: ByteOffset) -> ByteOffset {
        let floor = self.grapheme_floor(at);
        let next = match unit {
            Unit::Grapheme => self.next_grapheme(floor).map(|b| b.0),
            Unit::Syllable | Unit::Word => token::next_start(self.as_str(), unit, floor.0),
            _ => self.forward(unit, floor, |(start, _)| (start > at.0).then_some(start)),
        };
        next.map_or(self.end(), ByteOffset)
    }

    /// Where a caret goes back: the nearest start of a unit before a position, or the text's start.
    pub fn prev_boundary(&self, unit: Unit, at: ByteOffset) -> ByteOffset {
        let ceil = self.grapheme_ceil(at);
        let previous = match unit {
            Unit::Grapheme => self.prev_grapheme(ceil).map(|b| b.0),
            Unit::Syllable | Unit::Word => token::prev_start(self.as_str(), unit, ceil.0),
            _ => self.backward(unit, ceil, |(start, _)| (start < at.0).then_some(start)),
        };
        ByteOffset(previous.unwrap_or(0))
    }

    /// Where the start edge of a mark goes forward: the same as [`Text::next_boundary`].
    pub fn next_start(&self, unit: Unit, at: ByteOffset) -> ByteOffset {
        self.next_boundary(unit, at)
    }

    /// Where the start edge of a mark goes back: the same as [`Text::prev_boundary`].
    pub fn prev_start(&self, unit: Unit, at: ByteOffset) -> ByteOffset {
        self.prev_boundary(unit, at)
    }

    /// Where the end edge of a mark goes forward: the nearest end of a unit after a position; where there is none the
    /// position itself, or the end of the character it lies in.
    pub fn next_end(&self, unit: Unit, at: ByteOffset) -> ByteOffset {
        let floor = self.grapheme_floor(at);
        let next = match unit {
            Unit::Grapheme => self.next_grapheme(floor).map(|b| b.0),
            Unit::Syllable | Unit::Word => token::next_end(self.as_str(), unit, floor.0),
            _ => self.forward(unit, floor, |(_, end)| (end > at.0).then_some(end)),
        };
        next.map_or(self.grapheme_ceil(at), ByteOffset)
    }

    /// Where the end edge of a mark goes back: the nearest end of a unit before a position; where there is none the
    /// position itself, or the start of the character it lies in.
    pub fn prev_end(&self, unit: Unit, at: ByteOffset) -> ByteOffset {
        let ceil = self.grapheme_ceil(at);
        let previous = match unit {
            Unit::Grapheme => self.prev_grapheme(ceil).map(|b| b.0).filter(|b| *b > 0),
            Unit::Syllable | Unit::Word => token::prev_end(self.as_str(), unit, ceil.0),
            _ => self.backward(unit, ceil, |(_, end)| (end < at.0).then_some(end)),
        };
        previous.map_or(self.grapheme_floor(at), ByteOffset)
    }

    /// The drag gesture: what lies between two positions in either order, widened to whole syllables, without the blanks and
    /// the punctuation at its edges (see [`Text::trim`]). `None` where it touches nothing.
    pub fn snap(&self, a: ByteOffset, b: ByteOffset) -> Option<Span> {
        if a == b {
            return None;
        }
        let (a, b) = (self.grapheme_floor(a.min(b)), self.grapheme_ceil(a.max(b)));
        let text = self.as_str();
        let word = |piece: Option<token::Piece>| piece.is_some_and(|p| token::is_word(text, Unit::Syllable, p));
        let start = if word(token::after(text, a.0)) { token::start_of(text, Unit::Syllable, a.0) } else { a.0 };
        let end = if word(token::before(text, b.0)) { token::end_of(text, Unit::Syllable, b.0) } else { b.0 };
        self.trim(span((start, end))?).map(|s| self.close(s))
    }

    /// A span with the closing bracket that follows it, where its opening one is inside: `thứ Ba (7/12` takes its `)` in.
    pub fn close(&self, of: Span) -> Span {
        let inside = of.of(self);
        for (open, close) in [('(', ')'), ('[', ']'), ('{', '}'), ('（', '）')] {
            let open_more = inside.matches(open).count() > inside.matches(close).count();
            if open_more && self.from(of.end()).starts_with(close) {
                return Span::new(of.start(), ByteOffset(of.end().0 + close.len_utf8())).unwrap_or(of);
            }
        }
        of
    }

    /// A span without the blanks and the punctuation at its edges.
    ///
    /// Kept are marks that belong to a syllable (`50%`, `+7`), and brackets and quotation marks whose partner is inside the
    /// span: `thứ Ba (7/12)`. Two that enclose the whole span go. A span of punctuation alone stays, one of blanks is `None`.
    pub fn trim(&self, of: Span) -> Option<Span> {
        let of = Span::between(self, of.start(), of.end())?;
        span(marks::trim(self.as_str(), of.start().0, of.end().0)?)
    }

    /// The lines of the text without what ends them (LF, CR LF, CR, VT, FF, NEL, U+2028, U+2029). An empty line is an empty
    /// range, and so is the one behind a terminator at the text's end.
    pub fn paragraphs(&self) -> Vec<Range<ByteOffset>> {
        let bytes = self.as_str().as_bytes();
        let mut lines = Vec::new();
        let mut start = 0;
        loop {
            let end = line_end(bytes, start, usize::MAX);
            lines.push(ByteOffset(start)..ByteOffset(end));
            match terminator(bytes, end) {
                0 => return lines,
                long => start = end + long,
            }
        }
    }

    /// What is inside the innermost quotation marks around a position, within its paragraph; without blanks at its edges and
    /// without the comma that English puts before the closing mark. Unlike marks pair; apostrophes are no marks.
    pub fn quotation_at(&self, at: ByteOffset) -> Option<Span> {
        self.quotations_at(at).first().copied()
    }

    /// The smallest of syllable, word, clause or quotation, sentence, paragraph that is larger than a span and covers it; at
    /// last the whole text.
    pub fn grow(&self, from: Span) -> Span {
        // What cuts through syllables, words or paragraphs is first widened to whole ones.
        let widened = |unit: Unit| {
            let last = self.prev_grapheme(from.end())?;
            let (first, last) = (self.unit_at(unit, from.start()), self.unit_at(unit, last));
            let start = first.map_or(from.start(), |s| s.start().min(from.start()));
            Span::new(start, last.map_or(from.end(), |s| s.end().max(from.end())))
        };
        let quotations: Vec<Span> = self.quotations_at(from.start()).into_iter().filter(|q| q.covers(from)).collect();
        // A sentence that reaches out of the quotation is taken as far as the quotation goes.
        let inside = |s: Span| match quotations.iter().find(|q| !s.covers(**q)) {
            Some(q) => Span::new(s.start().max(q.start()), s.end().min(q.end())),
            None => Some(s),
        };
        [
            widened(Unit::Syllable),
            widened(Unit::Word),
            self.unit_at(Unit::Clause, from.start()),
            widened(Unit::Sentence).and_then(inside),
            widened(Unit::Paragraph),
        ]
        .into_iter()
        .flatten()
        .chain(quotations.iter().copied())
        .filter(|s| s.covers(from) && *s != from)
        .min_by_key(|s| s.len())
        .or(Span::new(ByteOffset(0), self.end()))
        .unwrap_or(from)
    }

    fn quotations_at(&self, at: ByteOffset) -> Vec<Span> {
        let floor = self.grapheme_floor(at);
        let window = self.window(floor);
        marks::quotations(self.as_str(), (window.start, window.end), window.starts_paragraph, floor.0)
            .into_iter()
            .filter_map(|(start, end)| Span::between(self, ByteOffset(start), ByteOffset(end)))
            .collect()
    }

    /// The paragraph around a position, cut where it is very long.
    fn window(&self, at: ByteOffset) -> Window {
        let bytes = self.as_str().as_bytes();
        let start = line_start(bytes, at.0, REACH);
        let end = line_end(bytes, at.0, REACH);
        Window {
            start: self.grapheme_floor(ByteOffset(start)).0,
            end: self.grapheme_ceil(ByteOffset(end)).0,
            starts_paragraph: is_line_start(bytes, start),
        }
    }

    fn units(&self, unit: Unit, window: &Window) -> Vec<(usize, usize)> {
        let text = self.as_str();
        match unit {
            Unit::Paragraph => vec![(window.start, window.end)],
            Unit::Clause => sentence::sentences(text, window.start, window.end)
                .into_iter()
                .flat_map(|(start, end)| sentence::clauses(text, start, end))
                .collect(),
            _ => sentence::sentences(text, window.start, window.end),
        }
    }

    fn line(&self, unit: Unit, at: usize) -> Window {
        match unit {
            Unit::Paragraph => {
                let bytes = self.as_str().as_bytes();
                let (start, end) = (line_start(bytes, at, usize::MAX), line_end(bytes, at, usize::MAX));
                Window { start, end, starts_paragraph: true }
            }
            _ => self.window(ByteOffset(at)),
        }
    }

    /// The first answer of `pick` among the units around a position and after it.
    fn forward(&self, unit: Unit, from: ByteOffset, pick: impl Fn((usize, usize)) -> Option<usize>) -> Option<usize> {
        let bytes = self.as_str().as_bytes();
        let mut at = from.0;
        loop {
            let window = self.line(unit, at);
            if let Some(found) = self.units(unit, &window).into_iter().filter(|(s, e)| s < e).find_map(&pick) {
                return Some(found);
            }
            at = window.end;
            loop {
                match terminator(bytes, at) {
                    0 => break,
                    long => at += long,
                }
            }
            if at >= bytes.len() {
                return None;
            }
        }
    }

    /// The last answer of `pick` among the units around a position and before it.
    fn backward(&self, unit: Unit, from: ByteOffset, pick: impl Fn((usize, usize)) -> Option<usize>) -> Option<usize> {
        let bytes = self.as_str().as_bytes();
        let mut at = from.0;
        loop {
            let window = self.line(unit, at);
            if let Some(found) = self.units(unit, &window).into_iter().rev().filter(|(s, e)| s < e).find_map(&pick) {
                return Some(found);
            }
            at = window.start;
            while at > 0 && is_line_start(bytes, at) {
                at = self.prev_grapheme(ByteOffset(at))?.0;
            }
            if at == 0 {
                return None;
            }
        }
    }
}

fn span((start, end): (usize, usize)) -> Option<Span> {
    Span::new(ByteOffset(start), ByteOffset(end))
}

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;
