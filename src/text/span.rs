//! Half-open, non-empty places in a text, on grapheme boundaries.

use super::{ByteOffset, Text};
use unicode_segmentation::{GraphemeCursor, GraphemeIncomplete};

/// A half-open, non-empty place in a text, in bytes. Made through [`Span::new`] or [`Span::in_text`], so `start < end` always.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: ByteOffset,
    end: ByteOffset,
}

/// Why two offsets are no span of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpanError {
    /// `start >= end`.
    #[error("the end is not after the start")]
    Empty,
    /// The end lies past the text.
    #[error("it reaches past the end of the text")]
    OutOfText,
    /// An edge lies inside a character as people see it: a letter with its tone marks, an emoji with its modifiers.
    #[error("an edge lies inside a character")]
    CutsGrapheme,
}

impl Span {
    /// A span from two positions in order; `None` where it would be empty.
    pub fn new(start: ByteOffset, end: ByteOffset) -> Option<Self> {
        (start < end).then_some(Span { start, end })
    }

    /// A span checked against the text it points into.
    pub fn in_text(text: &Text, start: ByteOffset, end: ByteOffset) -> Result<Self, SpanError> {
        let span = Span::new(start, end).ok_or(SpanError::Empty)?;
        if end > text.end() {
            return Err(SpanError::OutOfText);
        }
        if !text.is_grapheme_boundary(start) || !text.is_grapheme_boundary(end) {
            return Err(SpanError::CutsGrapheme);
        }
        Ok(span)
    }

    /// The span between two positions in either order, widened to grapheme boundaries; `None` where both fall on one boundary.
    pub fn between(text: &Text, a: ByteOffset, b: ByteOffset) -> Option<Self> {
        Span::new(text.grapheme_floor(a.min(b)), text.grapheme_ceil(a.max(b)))
    }

    /// Where it starts.
    pub fn start(self) -> ByteOffset {
        self.start
    }

    /// Where it ends: the first position not covered.
    pub fn end(self) -> ByteOffset {
        self.end
    }

    /// Length in bytes; at least 1.
    #[expect(clippy::len_without_is_empty, reason = "a span is never empty")]
    pub fn len(self) -> usize {
        self.end.0 - self.start.0
    }

    /// The smallest span that covers both.
    pub fn hull(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// What both cover; `None` where they share nothing.
    pub fn common(self, other: Span) -> Option<Span> {
        Span::new(self.start.max(other.start), self.end.min(other.end))
    }

    /// Whether the character right after `offset` is covered.
    pub fn contains(self, offset: ByteOffset) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly inside (or is the same place).
    pub fn covers(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The text it covers; empty if it does not belong to this text.
    pub fn of(self, text: &Text) -> &str {
        text.get(self.start, self.end).unwrap_or("")
    }
}

impl Text {
    /// Whether a position lies between two characters as people see them (extended grapheme clusters, UAX #29).
    pub fn is_grapheme_boundary(&self, offset: ByteOffset) -> bool {
        let text = self.as_str();
        if !text.is_char_boundary(offset.0) {
            return false;
        }
        // The whole text is one chunk, so the cursor can never ask for more of it.
        GraphemeCursor::new(offset.0, text.len(), true).is_boundary(text, 0).unwrap_or(false)
    }

    /// The nearest grapheme boundary at or before a position.
    pub fn grapheme_floor(&self, offset: ByteOffset) -> ByteOffset {
        if offset >= self.end() {
            return self.end();
        }
        let at = ByteOffset(self.as_str().floor_char_boundary(offset.0));
        if self.is_grapheme_boundary(at) {
            at
        } else {
            self.step(at, GraphemeCursor::prev_boundary).unwrap_or_default()
        }
    }

    /// The nearest grapheme boundary at or after a position.
    pub fn grapheme_ceil(&self, offset: ByteOffset) -> ByteOffset {
        if offset >= self.end() {
            return self.end();
        }
        if self.is_grapheme_boundary(offset) {
            return offset;
        }
        let at = ByteOffset(self.as_str().floor_char_boundary(offset.0));
        self.step(at, GraphemeCursor::next_boundary).unwrap_or(self.end())
    }

    /// The grapheme boundary after a position; `None` at the end.
    pub fn next_grapheme(&self, offset: ByteOffset) -> Option<ByteOffset> {
        self.step(self.grapheme_floor(offset), GraphemeCursor::next_boundary)
    }

    /// The grapheme boundary before a position; `None` at the start.
    pub fn prev_grapheme(&self, offset: ByteOffset) -> Option<ByteOffset> {
        self.step(self.grapheme_ceil(offset), GraphemeCursor::prev_boundary)
    }

    fn step(
        &self,
        from: ByteOffset,
        go: impl Fn(&mut GraphemeCursor, &str, usize) -> Result<Option<usize>, GraphemeIncomplete>,
    ) -> Option<ByteOffset> {
        let text = self.as_str();
        go(&mut GraphemeCursor::new(from.0, text.len(), true), text, 0).ok().flatten().map(ByteOffset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    #[test]
    fn a_span_never_cuts_a_letter_from_its_tone() {
        let text = Text::new("tô\u{309}ng"); // ổ half composed: ô + hook above
        let inside = ByteOffset("tô".len());
        assert_eq!(Span::in_text(&text, ByteOffset(0), inside), Err(SpanError::CutsGrapheme));
        assert_eq!(Span::between(&text, inside, inside).map(|s| s.of(&text).to_owned()), Some("ô\u{309}".to_owned()));
        assert_eq!(Span::in_text(&text, ByteOffset(0), ByteOffset(99)), Err(SpanError::OutOfText));
        assert_eq!(Span::in_text(&text, ByteOffset(1), ByteOffset(1)), Err(SpanError::Empty));
    }

    proptest! {
        #[test]
        fn boundaries_agree_with_the_plain_iterator(text in "(\\PC|\r\n|o\u{302}\u{309}|👩\u{200d}🚀|🇻🇳|\u{200d}){0,40}", at in 0usize..200) {
            let t = Text::new(text.as_str());
            let all: Vec<usize> = text.grapheme_indices(true).map(|(i, _)| i).chain([text.len()]).collect();
            let b = ByteOffset(at.min(text.len()));
            prop_assert_eq!(t.is_grapheme_boundary(b), all.contains(&b.0));
            prop_assert_eq!(Some(t.grapheme_floor(b).0), all.iter().copied().rfind(|i| *i <= b.0));
            prop_assert_eq!(Some(t.grapheme_ceil(b).0), all.iter().copied().find(|i| *i >= b.0));
            prop_assert_eq!(t.next_grapheme(b).map(|n| n.0), all.iter().copied().find(|i| *i > t.grapheme_floor(b).0));
            prop_assert_eq!(t.prev_grapheme(b).map(|n| n.0), all.iter().copied().rfind(|i| *i < t.grapheme_ceil(b).0));
        }
    }
}
