//! From the bytes of a file to a text, saying what is unusual about it.

use super::{ByteOffset, Text};
use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The largest article that is opened: 64 MiB.
pub const MAX_ARTICLE_BYTES: usize = 64 << 20;

/// How the bytes of a file stood for its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Encoding {
    Utf8,
    Utf8Marked,
    Utf16LittleEndian,
    Utf16BigEndian,
}

/// A file's text, unchanged but for a leading byte-order mark, and what a person should know about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text.
    pub text: Text,
    /// How it was written.
    pub encoding: Encoding,
    /// What is unusual; none of it stops anyone from working.
    pub notices: Vec<Notice>,
}

/// Why a file's bytes are no article. Each says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentences say it")]
pub enum DecodeError {
    #[error("the file is empty; put the article’s text into it, or remove it")]
    Empty,
    #[error("line {line}, byte {byte}: this is not UTF-8; save the file again with the encoding UTF-8")]
    InvalidUtf8 { byte: usize, line: usize },
    #[error("byte {byte}: this is not text but a binary file; save the article as plain text in UTF-8")]
    Binary { byte: usize },
    #[error("this looks like UTF-16 without its mark; save the file again with the encoding UTF-8")]
    UnmarkedUtf16,
    #[error("byte {byte}: the UTF-16 breaks off or is damaged here; save the file again with the encoding UTF-8")]
    BrokenUtf16 { byte: usize },
    #[error("the file has {} MB, more than the {} MB an article may have; split it", bytes.div_ceil(1 << 20), MAX_ARTICLE_BYTES >> 20)]
    TooLarge { bytes: usize },
}

/// Something unusual about a text. It is opened all the same, and unchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the sentences say it")]
pub enum Notice {
    Utf16,
    Nul { count: usize, first: ByteOffset },
    CrLf,
    LoneCr,
    MixedLineEnds,
    Decomposed,
    ZeroWidth { count: usize, first: ByteOffset },
    Bidirectional { count: usize, first: ByteOffset },
}

impl Notice {
    /// The notice as a sentence for people.
    pub fn sentence(&self) -> String {
        let times = |n: usize, one: &str, many: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {many}") };
        match *self {
            Notice::Utf16 => "The file is UTF-16; offsets in exports count the characters of its text".to_owned(),
            Notice::Nul { count, .. } => format!("The text holds {}", times(count, "NUL character", "NUL characters")),
            Notice::CrLf => "Lines end with CR LF, as on Windows; they are kept".to_owned(),
            Notice::LoneCr => "Lines end with a lone CR, as on old Macs; they are kept".to_owned(),
            Notice::MixedLineEnds => "Lines end in different ways (LF, CR LF, CR); they are kept".to_owned(),
            Notice::Decomposed => {
                "Letters and their accents are stored apart (decomposed Unicode); they are kept so, and searching finds both forms"
                    .to_owned()
            }
            Notice::ZeroWidth { count, .. } => format!(
                "The text holds {}, which nobody sees but offsets count",
                times(count, "character without width", "characters without width")
            ),
            Notice::Bidirectional { count, .. } => format!(
                "The text holds {}: letters may be shown in another order than they are stored",
                times(count, "invisible control of writing direction", "invisible controls of writing direction")
            ),
        }
    }
}

/// Reads a file's bytes as an article's text.
///
/// UTF-8, with or without a mark, and UTF-16 with a mark. A leading mark is set aside; nothing else is changed.
///
/// # Errors
/// [`DecodeError`] says what is wrong and what to do.
pub fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let (text, encoding) = read(bytes)?;
    let mut notices = notices(&text);
    if matches!(encoding, Encoding::Utf16LittleEndian | Encoding::Utf16BigEndian) {
        notices.insert(0, Notice::Utf16);
    }
    Ok(Decoded { text: Text::new(text), encoding, notices })
}

/// The text alone, with nothing said about it: many times faster, for looking through many files.
///
/// # Errors
/// As [`decode`].
pub fn decode_plain(bytes: &[u8]) -> Result<Cow<'_, str>, DecodeError> {
    read(bytes).map(|(text, _)| text)
}

fn read(bytes: &[u8]) -> Result<(Cow<'_, str>, Encoding), DecodeError> {
    if bytes.len() > MAX_ARTICLE_BYTES {
        return Err(DecodeError::TooLarge { bytes: bytes.len() });
    }
    let (text, encoding) = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => (utf8(rest, 3)?.into(), Encoding::Utf8Marked),
        // FF FE 00 00 is the mark of UTF-32, which as UTF-16 would be a text that begins with a NUL.
        [0xFF, 0xFE, rest @ ..] if !rest.starts_with(&[0, 0]) => {
            (utf16(rest, u16::from_le_bytes)?.into(), Encoding::Utf16LittleEndian)
        }
        [0xFE, 0xFF, rest @ ..] => (utf16(rest, u16::from_be_bytes)?.into(), Encoding::Utf16BigEndian),
        _ => (utf8(bytes, 0)?.into(), Encoding::Utf8),
    };
    let text: Cow<'_, str> = text;
    // A file that has nothing but its mark says that the text is empty: a corpus may have such documents.
    if text.is_empty() && encoding != Encoding::Utf8Marked { Err(DecodeError::Empty) } else { Ok((text, encoding)) }
}

fn utf8(bytes: &[u8], skipped: usize) -> Result<&str, DecodeError> {
    if looks_like_utf16(bytes) {
        return Err(DecodeError::UnmarkedUtf16);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => match first_binary(bytes) {
            Some(byte) => Err(DecodeError::Binary { byte: byte + skipped }),
            None => Ok(text),
        },
        Err(error) => {
            let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
            if let Some(byte) = first_binary(bytes) {
                return Err(DecodeError::Binary { byte: byte + skipped });
            }
            let line = 1 + good.iter().filter(|b| **b == b'\n').count();
            Err(DecodeError::InvalidUtf8 { byte: good.len() + skipped, line })
        }
    }
}

fn utf16(bytes: &[u8], read: impl Fn([u8; 2]) -> u16) -> Result<String, DecodeError> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len());
    let mut at = 2;
    for unit in char::decode_utf16(pairs.iter().map(|pair| read(*pair))) {
        match unit {
            Ok(c) => {
                at += 2 * c.len_utf16();
                text.push(c);
            }
            Err(_) => return Err(DecodeError::BrokenUtf16 { byte: at }),
        }
    }
    if rest.is_empty() { Ok(text) } else { Err(DecodeError::BrokenUtf16 { byte: at }) }
}

/// How much of a file is looked at to tell what it is.
const LOOK: usize = 8 << 10;

/// Whether nearly every other byte at the head is NUL, always on the same side, as in UTF-16 of a Latin text.
fn looks_like_utf16(bytes: &[u8]) -> bool {
    let head = bytes.get(..LOOK).unwrap_or(bytes);
    if !head.contains(&0) {
        return false;
    }
    let (pairs, _) = head.as_chunks::<2>();
    let count = |f: fn(&[u8; 2]) -> bool| pairs.iter().filter(|p| f(p)).count();
    let low = count(|[a, b]| *a != 0 && *b == 0);
    let high = count(|[a, b]| *a == 0 && *b != 0);
    // Vietnamese in UTF-16 has about one letter in five beyond Latin-1.
    pairs.len() >= 2 && (low.max(high) * 2 > pairs.len()) && low.min(high) * 20 <= pairs.len()
}

/// The first control character, where there are so many at the head that this is no text.
fn first_binary(bytes: &[u8]) -> Option<usize> {
    let head = bytes.get(..LOOK).unwrap_or(bytes);
    let control = |b: &u8| matches!(*b, 0..=8 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F);
    let many = head.iter().filter(|b| control(b)).count() * 10 > head.len();
    many.then(|| head.iter().position(control)).flatten()
}

fn notices(text: &str) -> Vec<Notice> {
    let mut notices = Vec::new();
    let bytes = text.as_bytes();
    let count = |of: &dyn Fn(char) -> bool| {
        let mut found = text.char_indices().filter(|(_, c)| of(*c)).map(|(at, _)| ByteOffset(at));
        found.next().map(|first| (1 + found.count(), first))
    };
    if let Some((count, first)) = bytes.contains(&0).then(|| count(&|c| c == '\0')).flatten() {
        notices.push(Notice::Nul { count, first });
    }
    let cr = bytes.iter().filter(|b| **b == b'\r').count();
    if cr > 0 {
        let lf = bytes.iter().filter(|b| **b == b'\n').count();
        let both = bytes.windows(2).filter(|w| *w == b"\r\n").count();
        notices.push(match (cr - both, lf - both, both) {
            (0, 0, _) => Notice::CrLf,
            (_, 0, 0) => Notice::LoneCr,
            _ => Notice::MixedLineEnds,
        });
    }
    if !text.is_ascii() {
        let composed = match is_nfc_quick(text.chars()) {
            IsNormalized::Yes => true,
            IsNormalized::No => false,
            IsNormalized::Maybe => text.nfc().eq(text.chars()),
        };
        if !composed {
            notices.push(Notice::Decomposed);
        }
        // A joiner inside an emoji, and the one Persian and Indic spelling needs, are as they should be.
        if let Some((count, first)) = count(&|c| matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}')) {
            notices.push(Notice::ZeroWidth { count, first });
        }
        if let Some((count, first)) = count(&|c| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')) {
            notices.push(Notice::Bidirectional { count, first });
        }
    }
    notices
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn utf16_of(text: &str, little: bool) -> Vec<u8> {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units.flat_map(|u| if little { u.to_le_bytes() } else { u.to_be_bytes() }).collect()
    }

    fn notices_of(text: &str) -> Vec<Notice> {
        decode(text.as_bytes()).unwrap().notices
    }

    #[test]
    fn each_bad_input_has_its_sentence() {
        for (bytes, error) in [
            (&b""[..], DecodeError::Empty),
            (b"\xFF\xFE", DecodeError::Empty),
            (b"one\ntwo\xFFthree", DecodeError::InvalidUtf8 { byte: 7, line: 2 }),
            (b"\xEF\xBB\xBFtwo\xFF", DecodeError::InvalidUtf8 { byte: 6, line: 1 }),
            (b"cut off \xE1\xBB", DecodeError::InvalidUtf8 { byte: 8, line: 1 }),
            (b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\x03\0\xFE", DecodeError::Binary { byte: 0 }),
            (b"PNG\0\0\0\x0d\x01\x02\0\0\0\0", DecodeError::Binary { byte: 3 }),
            (b"W\0h\0o\0 \0s\0a\0i\0d\0", DecodeError::UnmarkedUtf16),
            (b"\0W\0h\0o\0 \0s\0a\0i\0d", DecodeError::UnmarkedUtf16),
            (b"\xFF\xFEa\0\x00\xD8b\0", DecodeError::BrokenUtf16 { byte: 4 }),
            (b"\xFE\xFF\0a\0", DecodeError::BrokenUtf16 { byte: 4 }),
            (b"\xFF\xFE\0\0a\0\0\0b\0\0\0", DecodeError::Binary { byte: 2 }),
        ] {
            assert_eq!(decode(bytes), Err(error), "{bytes:?}");
        }
        let big = decode(&vec![b'a'; MAX_ARTICLE_BYTES + 1]).unwrap_err();
        assert_eq!(big.to_string(), "the file has 65 MB, more than the 64 MB an article may have; split it");
        assert!(decode(b" \n").is_ok());
    }

    #[test]
    fn notices_say_what_is_unusual() {
        assert_eq!(notices_of("Đập đã đầy.\nMưa tạnh."), []);
        assert_eq!(notices_of("a\r\nb\r\n"), [Notice::CrLf]);
        assert_eq!(notices_of("a\rb"), [Notice::LoneCr]);
        assert_eq!(notices_of("a\r\nb\n"), [Notice::MixedLineEnds]);
        assert_eq!(notices_of("a\r\nb\rc"), [Notice::MixedLineEnds]);
        assert_eq!(notices_of("đa\u{302}\u{323}p nước"), [Notice::Decomposed]);
        assert_eq!(notices_of("a long enough line\0"), [Notice::Nul { count: 1, first: ByteOffset(18) }]);
        assert_eq!(notices_of("a\u{200B}b\u{FEFF}"), [Notice::ZeroWidth { count: 2, first: ByteOffset(1) }]);
        assert_eq!(notices_of("x\u{202E}y\u{202C}"), [Notice::Bidirectional { count: 2, first: ByteOffset(1) }]);
        assert_eq!(notices_of("👩\u{200d}🚀"), []);
        for notice in [Notice::Nul { count: 2, first: ByteOffset(0) }, Notice::CrLf, Notice::Utf16] {
            assert!(!notice.sentence().is_empty());
        }
    }

    proptest! {
        #[test]
        fn what_goes_in_comes_out(text in "[^\u{0}-\u{1f}\u{7f}\u{feff}](\\PC|\r\n|\r|\n|o\u{302}\u{309}|🔥){0,60}") {
            prop_assume!(!looks_like_utf16(text.as_bytes()));
            let marked = format!("\u{FEFF}{text}");
            for (bytes, encoding) in [
                (text.as_bytes().to_vec(), Encoding::Utf8),
                (marked.into_bytes(), Encoding::Utf8Marked),
                (utf16_of(&text, true), Encoding::Utf16LittleEndian),
                (utf16_of(&text, false), Encoding::Utf16BigEndian),
            ] {
                let decoded = decode(&bytes).unwrap();
                prop_assert_eq!(decoded.text.as_str(), text.as_str());
                prop_assert_eq!(decoded.encoding, encoding);
            }
        }

        #[test]
        fn no_bytes_bring_it_down(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            match decode(&bytes) {
                Ok(decoded) => prop_assert!(!decoded.text.is_empty()),
                Err(error) => prop_assert!(!error.to_string().is_empty()),
            }
        }
    }
}
