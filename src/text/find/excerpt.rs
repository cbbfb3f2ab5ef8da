//! A line around a place, for lists of what was found.

use crate::text::{ByteOffset, Span};
use std::ops::Range;

/// A place with what stands before and behind it, on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The line; `…` where it was cut. Blanks and line ends are single blanks.
    pub line: String,
    /// Where in the line the place itself is, in bytes.
    pub words: Range<usize>,
}

/// How much stands before a place, in Unicode scalars.
const BEFORE: usize = 40;
/// How much stands behind it.
const BEHIND: usize = 110;
/// The same in bytes, with room for accents stored apart.
const NEAR: usize = 1024;
/// How much of a long place is shown.
const WORDS: usize = 160;

impl Excerpt {
    /// The line around a span of a text. A span that is not of this text gives an empty line.
    pub fn of(text: &str, span: Span) -> Excerpt {
        let (ByteOffset(start), ByteOffset(end)) = (span.start(), span.end());
        let (Some(before), Some(words), Some(behind)) = (text.get(..start), text.get(start..end), text.get(end..))
        else {
            return Excerpt { line: String::new(), words: 0..0 };
        };
        // However long the line is, only what is near is looked at.
        let before = before.get(before.floor_char_boundary(start.saturating_sub(NEAR))..).unwrap_or_default();
        let behind = behind.get(..behind.floor_char_boundary(NEAR)).unwrap_or_default();
        let mut line = String::new();
        // What stands before ends with its line: a heading above says nothing of the words.
        let before = before.rsplit(['\n', '\r']).next().unwrap_or_default();
        let from = before.char_indices().rev().nth(BEFORE).map(|(at, c)| at + c.len_utf8());
        if let Some(from) = from {
            line.push('…');
            // From a whole word on, where one begins soon.
            let cut = before.get(from..).unwrap_or_default();
            let word =
                cut.find(' ').filter(|at| *at < cut.len() / 2).map_or(cut, |at| cut.get(at + 1..).unwrap_or(cut));
            push(&mut line, word, usize::MAX);
        } else {
            push(&mut line, before.trim_start(), usize::MAX);
        }
        let first = line.len();
        let whole = push(&mut line, words, WORDS);
        let last = line.len();
        let whole = whole && push(&mut line, behind.split(['\n', '\r']).next().unwrap_or_default().trim_end(), BEHIND);
        if !whole {
            line.push('…');
        }
        Excerpt { line, words: first..last }
    }
}

/// Adds a text with its blanks drawn together, at most so many scalars of it. Whether all of it was added.
fn push(line: &mut String, text: &str, most: usize) -> bool {
    let mut blank = line.ends_with(' ');
    for (count, c) in text.chars().enumerate() {
        if count >= most {
            return false;
        }
        let is_blank = c.is_whitespace() || c.is_control();
        if !is_blank {
            line.push(c);
        } else if !blank {
            line.push(' ');
        }
        blank = is_blank;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, words: &str) -> String {
        let at = text.find(words).unwrap();
        let span = Span::new(ByteOffset(at), ByteOffset(at + words.len())).unwrap();
        let Excerpt { line, words } = Excerpt::of(text, span);
        let part = |range: Range<usize>| line.get(range).unwrap();
        format!("{}[{}]{}", part(0..words.start), part(words.clone()), part(words.end..line.len()))
    }

    #[test]
    fn the_words_stand_in_their_line() {
        assert_eq!(shown("Đầu đề\nBà Lan  nói\tđiều đó.\nHết", "nói"), "Bà Lan [nói] điều đó.");
        assert_eq!(shown("nói", "nói"), "[nói]");
        assert_eq!(shown("một\r\nhai", "một\r\nhai"), "[một hai]");
        let long = format!("{} giữa {}", "chữ ".repeat(50).trim(), "chữ ".repeat(80).trim());
        let line = shown(&long, "giữa");
        assert!(line.starts_with("…chữ chữ") && line.contains("[giữa]") && line.ends_with('…'), "{line}");
        let line = shown(&"x".repeat(900), &"x".repeat(800));
        assert_eq!(line, format!("[{}]…", "x".repeat(WORDS)));
    }
}
