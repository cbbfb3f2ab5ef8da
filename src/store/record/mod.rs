//! The stored records: RON, versioned, with types of their own.
//!
//! Reading is ron's; writing is ours ([`emit`]), because these files are read by people and compared by line: ron escapes
//! every apostrophe and every combining mark, and then nobody can read a quotation. A property test holds the two together.

mod comment;
mod emit;
pub(crate) mod meta;
mod place;
pub(crate) mod project;
pub(crate) mod rejection;
pub(crate) mod review;
pub(crate) mod set;
pub(crate) mod settings;
pub(crate) mod time;

use super::trouble::FileTrouble;
use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use std::{borrow::Cow, path::Path, sync::Arc};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The newest format that is known. Every earlier one is read.
pub(crate) const FORMAT: u32 = 5;

/// The format of what has not changed since: so that earlier versions read it, and no file changes for a number's sake. A file
/// has the number of the newest thing in it.
pub(crate) const SINCE: u32 = 2;

/// The format of an article's id and what else is known of it.
pub(crate) const SINCE_MORE: u32 = 3;

/// The format of reviews: decisions in sets, and what a project says of reviews and assignments.
pub(crate) const SINCE_REVIEW: u32 = 4;

/// The format of suggestions: what marks came of, what was rejected, which sources are off, what was passed over.
pub(crate) const SINCE_SUGGESTIONS: u32 = 5;

/// The most bytes of a record that are read. A set of 100,000 marks with long quotations stays below it, so nothing that was
/// written here is ever refused.
pub(crate) const MAX_RECORD_BYTES: u64 = 64 << 20;

/// Why a stored file gives no set. The file is left as it is and must not be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetTrouble {
    /// It cannot be read, or not be understood.
    Broken(FileTrouble),
    /// A newer version of the program wrote it.
    Newer {
        /// The sentence for it.
        trouble: FileTrouble,
        /// Its format number.
        format: u32,
    },
}

impl SetTrouble {
    /// The file, the place in it, and the sentence.
    pub fn trouble(&self) -> &FileTrouble {
        match self {
            SetTrouble::Broken(trouble) | SetTrouble::Newer { trouble, .. } => trouble,
        }
    }

    /// The same, taken out.
    pub fn into_trouble(self) -> FileTrouble {
        match self {
            SetTrouble::Broken(trouble) | SetTrouble::Newer { trouble, .. } => trouble,
        }
    }
}

/// A record that says which format it is.
pub(crate) trait Record: DeserializeOwned {
    fn format(&self) -> u32;
}

/// The text of a record; a byte-order mark that an editor left is set aside.
pub(crate) fn text_of<'a>(path: &Path, bytes: &'a [u8]) -> Result<&'a str, SetTrouble> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let good = bytes.get(..error.valid_up_to()).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("");
        let what = "It is not UTF-8 here. The file was left as it is: mend it, restore a backup, or set it aside";
        SetTrouble::Broken(FileTrouble::at(path, Some(place_after(good)), what))
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Reads a record: its number first, so that a newer file is told from a broken one.
pub(crate) fn parse<T: Record>(path: &Path, text: &str) -> Result<T, SetTrouble> {
    let newer = |format: u32| SetTrouble::Newer {
        trouble: FileTrouble::new(
            path,
            format!(
                "A newer version of Whosaid wrote it (format {format}; this version knows up to {FORMAT}). \
                 It was left as it is and is read-only here: get the newer version to work on it"
            ),
        ),
        format,
    };
    if let Some(format) = format_of(text)
        && format > FORMAT
    {
        return Err(newer(format));
    }
    let broken = |place: (usize, usize), what: String| {
        SetTrouble::Broken(FileTrouble::at(
            path,
            Some(place),
            format!("{what}. The file was left as it is: mend the line, restore a backup, or set the file aside"),
        ))
    };
    let record: T = ron::from_str(text).map_err(|error| {
        let at = error.span.start;
        broken((at.line, at.col), format!("It cannot be understood here: {}", error.code))
    })?;
    match record.format() {
        0 => Err(broken(find_format(text), format!("There is no format 0; this version writes format {FORMAT}"))),
        format if format > FORMAT => Err(newer(format)),
        _ => Ok(record),
    }
}

/// The format number, if it is the first field, without understanding the rest.
pub(crate) fn format_of(text: &str) -> Option<u32> {
    let mut rest = skip_blank(text);
    rest = rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
    rest = skip_blank(skip_blank(rest).strip_prefix('(')?);
    rest = skip_blank(rest.strip_prefix("format")?);
    rest = skip_blank(rest.strip_prefix(':')?);
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    if digits.is_empty() { None } else { Some(digits.parse().unwrap_or(u32::MAX)) }
}

/// Skips white space and line comments.
fn skip_blank(text: &str) -> &str {
    let mut rest = text.trim_start();
    while let Some(comment) = rest.strip_prefix("//") {
        rest = comment.split_once('\n').map_or("", |(_, rest)| rest).trim_start();
    }
    rest
}

fn find_format(text: &str) -> (usize, usize) {
    place_after(text.find("format").and_then(|at| text.get(..at)).unwrap_or(""))
}

/// Line and column, from 1, of what comes after this text.
pub(crate) fn place_after(text: &str) -> (usize, usize) {
    let line = text.bytes().filter(|b| *b == b'\n').count() + 1;
    let column = text.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    (line, column)
}

/// Where the field `name: "value"` stands for the `nth` time (from 0): the place of a mark with that id, or of a label with that name.
pub(crate) fn locate(text: &str, name: &str, value: &str, nth: usize) -> Option<(usize, usize)> {
    let literal = emit::literal(value);
    let mut from = 0;
    let mut seen = 0;
    while let Some(found) = text.get(from..)?.find(name) {
        let at = from + found;
        let after = text.get(at + name.len()..)?.trim_start();
        if let Some(value) = after.strip_prefix(':')
            && value.trim_start().starts_with(&literal)
        {
            if seen == nth {
                return text.get(..at).map(place_after);
            }
            seen += 1;
        }
        from = at + name.len();
    }
    None
}

/// A field that may be left out, written without `Some`.
pub(crate) fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

/// Composed form, only where the text is not composed already.
pub(crate) fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc(text) { text.into() } else { text.nfc().collect::<String>().into() }
}

/// Composed form, to keep.
pub(crate) fn nfc(text: &str) -> Arc<str> {
    composed(text).into()
}

/// The same of a text that is shared already.
pub(crate) fn nfc_shared(text: &Arc<str>) -> Arc<str> {
    match composed(text) {
        Cow::Borrowed(_) => Arc::clone(text),
        Cow::Owned(text) => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_is_read_before_the_rest() {
        assert_eq!(format_of("(format: 7, anything !!"), Some(7));
        assert_eq!(format_of("// by hand\n Annotations (\r\n  format : 12 )"), Some(12));
        assert_eq!(format_of("(format: 99999999999)"), Some(u32::MAX));
        assert_eq!(format_of("(article: \"x\", format: 2)"), None);
        assert_eq!(format_of(""), None);
    }

    #[test]
    fn places_are_lines_and_columns() {
        let text = "(\n  a: [\n    (id: \"x\"),\n    (id:\"ổ\\\"y\"), (id : \"x\"),\n";
        assert_eq!(locate(text, "id", "x", 0), Some((3, 6)));
        assert_eq!(locate(text, "id", "x", 1), Some((4, 19)));
        assert_eq!(locate(text, "id", "ổ\"y", 0), Some((4, 6)));
        assert_eq!(locate(text, "id", "z", 0), None);
    }
}
