//! Offset types and the text they point into.
//!
//! Three units are in use in the world: bytes (Rust), Unicode scalars (Python and our files), UTF-16 units (JavaScript, Java).
//! Each has its own type, so that mixing them does not compile.

use std::sync::Arc;

/// A position in a text, in bytes of its UTF-8 form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByteOffset(pub usize);

/// A position in a text, in Unicode scalar values: what Python counts and what our files hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CharOffset(pub usize);

/// A position in a text, in UTF-16 code units: what JavaScript and Java count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Utf16Offset(pub usize);

/// One checkpoint every so many bytes keeps a conversion's cost constant and the table at 1.5 % of the text.
const STRIDE: usize = 1024;

#[derive(Clone, Copy, Debug)]
struct Checkpoint {
    byte: usize,
    chars: usize,
    utf16: usize,
}

/// An article's text, unchanged, with constant-time conversion between the three offset units.
#[derive(Clone)]
pub struct Text {
    text: Arc<str>,
    checkpoints: Arc<[Checkpoint]>,
    end: Checkpoint,
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Text").field(&self.text).finish()
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Text {}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Text::new(text)
    }
}

impl Text {
    /// Takes the text as it is and builds the conversion table in one pass.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let mut at = Checkpoint { byte: 0, chars: 0, utf16: 0 };
        let mut next = 0;
        let mut checkpoints = Vec::with_capacity(text.len() / STRIDE + 1);
        for c in text.chars() {
            if at.byte >= next {
                checkpoints.push(at);
                next += STRIDE;
            }
            at = at.after(c);
        }
        if checkpoints.is_empty() {
            checkpoints.push(at);
        }
        Text { text, checkpoints: checkpoints.into(), end: at }
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The whole text, shared.
    pub fn shared(&self) -> Arc<str> {
        self.text.clone()
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The position after the last byte.
    pub fn end(&self) -> ByteOffset {
        ByteOffset(self.end.byte)
    }

    /// Length in Unicode scalars.
    pub fn char_len(&self) -> CharOffset {
        CharOffset(self.end.chars)
    }

    /// Length in UTF-16 units.
    pub fn utf16_len(&self) -> Utf16Offset {
        Utf16Offset(self.end.utf16)
    }

    /// The text between two positions; `None` where they are out of range, out of order, or inside a scalar.
    pub fn get(&self, start: ByteOffset, end: ByteOffset) -> Option<&str> {
        self.text.get(start.0..end.0)
    }

    /// The text from a position on, empty where the position is out of range or inside a scalar.
    pub fn from(&self, start: ByteOffset) -> &str {
        self.text.get(start.0..).unwrap_or("")
    }

    /// The text up to a position, empty where the position is out of range or inside a scalar.
    pub fn until(&self, end: ByteOffset) -> &str {
        self.text.get(..end.0).unwrap_or("")
    }

    /// Bytes to scalars. A position inside a scalar counts as its start; past the end counts as the end.
    pub fn char_of(&self, offset: ByteOffset) -> CharOffset {
        if offset.0 >= self.end.byte {
            return self.char_len();
        }
        let at = self.checkpoint(|c| c.byte, offset.0);
        let between = self.text.get(at.byte..self.text.floor_char_boundary(offset.0)).unwrap_or("");
        CharOffset(at.chars + between.chars().count())
    }

    /// Scalars to bytes; `None` past the end.
    pub fn byte_of(&self, offset: CharOffset) -> Option<ByteOffset> {
        if offset.0 >= self.end.chars {
            return (offset.0 == self.end.chars).then(|| self.end());
        }
        let at = self.checkpoint(|c| c.chars, offset.0);
        let (further, _) = self.from(ByteOffset(at.byte)).char_indices().nth(offset.0 - at.chars)?;
        Some(ByteOffset(at.byte + further))
    }

    /// Bytes to UTF-16 units. A position inside a scalar counts as its start; past the end counts as the end.
    pub fn utf16_of(&self, offset: ByteOffset) -> Utf16Offset {
        Utf16Offset(self.walk(|c| c.byte, offset.0).utf16)
    }

    /// UTF-16 units to bytes; `None` past the end or between the two halves of a surrogate pair.
    pub fn byte_of_utf16(&self, offset: Utf16Offset) -> Option<ByteOffset> {
        let found = self.walk(|c| c.utf16, offset.0);
        (found.utf16 == offset.0).then_some(ByteOffset(found.byte))
    }

    /// The last checkpoint whose position in the given unit is not past `target`.
    fn checkpoint(&self, unit: impl Fn(&Checkpoint) -> usize, target: usize) -> Checkpoint {
        let after = self.checkpoints.partition_point(|c| unit(c) <= target);
        self.checkpoints.get(after.saturating_sub(1)).copied().unwrap_or(self.end)
    }

    /// The last scalar boundary whose position in the given unit is not past `target`.
    fn walk(&self, unit: impl Fn(&Checkpoint) -> usize, target: usize) -> Checkpoint {
        if target >= unit(&self.end) {
            return self.end;
        }
        let mut at = self.checkpoint(&unit, target);
        for c in self.from(ByteOffset(at.byte)).chars() {
            let next = at.after(c);
            if unit(&next) > target {
                break;
            }
            at = next;
        }
        at
    }
}

impl Checkpoint {
    fn after(self, c: char) -> Self {
        Checkpoint { byte: self.byte + c.len_utf8(), chars: self.chars + 1, utf16: self.utf16 + c.len_utf16() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn conversions_agree_with_counting(text in "(\\PC|[\u{0}-\u{7f}]|\u{1F525}|ổ|o\u{302}\u{309}){0,1500}", at in 0usize..6000) {
            let t = Text::new(text.as_str());
            let mut b = at.min(text.len());
            while !text.is_char_boundary(b) { b -= 1; }
            let before = text.get(..b).unwrap_or("");
            let chars = before.chars().count();
            let utf16 = before.encode_utf16().count();
            prop_assert_eq!(t.char_of(ByteOffset(b)), CharOffset(chars));
            prop_assert_eq!(t.utf16_of(ByteOffset(b)), Utf16Offset(utf16));
            prop_assert_eq!(t.byte_of(CharOffset(chars)), Some(ByteOffset(b)));
            prop_assert_eq!(t.byte_of_utf16(Utf16Offset(utf16)), Some(ByteOffset(b)));
            prop_assert_eq!(t.byte_of(CharOffset(text.chars().count() + 1)), None);
        }
    }

    #[test]
    fn half_a_surrogate_pair_is_no_position() {
        let t = Text::new("a🔥b");
        assert_eq!(t.byte_of_utf16(Utf16Offset(2)), None);
        assert_eq!(t.byte_of_utf16(Utf16Offset(3)), Some(ByteOffset(5)));
        assert_eq!(t.byte_of_utf16(Utf16Offset(5)), None);
    }
}
