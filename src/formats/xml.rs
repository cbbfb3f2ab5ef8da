//! XML as exports have it: what must be escaped so that a text comes back to the letter, and reading as a stream.

use std::borrow::Cow;

/// Whether XML 1.0 has no way to hold a character.
pub fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Text between tags. A carriage return is written as a number, or readers make it a line feed.
pub fn text(of: &str) -> Cow<'_, str> {
    escape(of, false)
}

/// Text in an attribute. Tabs and line ends are written as numbers, or readers make them blanks.
pub fn attribute(of: &str) -> Cow<'_, str> {
    escape(of, true)
}

fn escape(of: &str, attribute: bool) -> Cow<'_, str> {
    let special =
        |c: char| matches!(c, '&' | '<' | '>' | '\r') || attribute && matches!(c, '"' | '\t' | '\n') || is_forbidden(c);
    if !of.contains(special) {
        return Cow::Borrowed(of);
    }
    let mut out = String::with_capacity(of.len() + of.len() / 8);
    for c in of.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            '"' if attribute => out.push_str("&quot;"),
            '\t' if attribute => out.push_str("&#9;"),
            '\n' if attribute => out.push_str("&#10;"),
            c if is_forbidden(c) => out.push(char::REPLACEMENT_CHARACTER),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}
