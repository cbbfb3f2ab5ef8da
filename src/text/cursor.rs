//! Offsets converted in the order of the text, each from the one before: ten thousand marks then cost one pass.

use super::{ByteOffset, CharOffset, Text};

/// Farther than this, the text's own table is faster than walking.
const NEAR: usize = 512;

/// A place in a text, in both units.
#[derive(Clone, Copy)]
pub struct Cursor<'a> {
    text: &'a Text,
    byte: usize,
    char: usize,
}

impl<'a> Cursor<'a> {
    /// The start of a text.
    pub fn new(text: &'a Text) -> Self {
        Cursor { text, byte: 0, char: 0 }
    }

    /// Goes to a position and gives it in scalars, as [`Text::char_of`] does.
    pub fn char_of(&mut self, to: ByteOffset) -> CharOffset {
        let ahead = to.0.checked_sub(self.byte).filter(|n| *n <= NEAR);
        match ahead.and_then(|_| self.text.get(ByteOffset(self.byte), to)) {
            Some(between) => self.char += between.chars().count(),
            None => self.char = self.text.char_of(to).0,
        }
        self.byte = to.0;
        CharOffset(self.char)
    }

    /// Goes to a position and gives it in bytes; `None` past the end, as [`Text::byte_of`] does.
    pub fn byte_of(&mut self, to: CharOffset) -> Option<ByteOffset> {
        let ahead = to.0.checked_sub(self.char).filter(|n| *n <= NEAR);
        let byte = match ahead {
            None => self.text.byte_of(to)?,
            Some(ahead) => {
                let rest = self.text.from(ByteOffset(self.byte));
                let mut places = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
                ByteOffset(self.byte + places.nth(ahead)?)
            }
        };
        (self.byte, self.char) = (byte.0, to.0);
        Some(byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_converts_as_the_text_does(text in "(\\PC|ổ|👩){0,900}", places in proptest::collection::vec(0usize..1000, 0..20)) {
            let text = Text::new(text);
            let (mut there, mut back) = (Cursor::new(&text), Cursor::new(&text));
            for place in places {
                let byte = text.byte_of(CharOffset(place));
                prop_assert_eq!(there.byte_of(CharOffset(place)), byte);
                if let Some(byte) = byte {
                    prop_assert_eq!(back.char_of(byte), CharOffset(place));
                }
            }
        }
    }
}
