//! Writing RON for people: one record a block, one mark a line, only what cannot be seen or would end the string escaped.

use std::fmt::Write as _;
use unicode_normalization::char::is_combining_mark;

/// A text as a RON string. What a person can see stays as it is, combining marks of decomposed text included; quotation
/// marks, backslashes, line ends, and everything invisible (controls, bidirectional marks, zero-width characters) is escaped.
pub(crate) fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    push_literal(&mut out, text);
    out
}

/// Adds a text as a RON string.
pub(crate) fn push_literal(out: &mut String, text: &str) {
    out.push('"');
    let mut base = false;
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let latin = is_latin(c);
        let letter = latin || c.is_alphabetic();
        let combining = !latin && !c.is_ascii() && is_combining_mark(c);
        let plain = match c {
            '"' | '\\' => false,
            ' '..='~' => true,
            // Only behind a letter: a mark at the very start would sit on the quotation mark.
            _ if combining => base,
            // It looks like a blank and is none.
            '\u{a0}' => false,
            _ => letter || c.escape_debug().len() == 1,
        };
        if !plain {
            out.push_str(text.get(from..at).unwrap_or(""));
            from = at + c.len_utf8();
            match c {
                '\u{a0}' => out.push_str("\\u{a0}"),
                c => out.extend(c.escape_debug()),
            }
        }
        base = letter && !combining || combining && base;
    }
    out.push_str(text.get(from..).unwrap_or(""));
    out.push('"');
}

/// Letters of Latin script with their marks, Vietnamese ones among them: known without a look into the tables, which would take
/// half of the time of a save.
fn is_latin(c: char) -> bool {
    matches!(c, '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

/// Adds `name: "text", ` unless the text is empty.
pub(crate) fn push_text(out: &mut String, name: &str, text: &str) {
    if !text.is_empty() {
        push_always(out, name, text);
    }
}

/// Adds `name: "text", `.
pub(crate) fn push_always(out: &mut String, name: &str, text: &str) {
    out.push_str(name);
    out.push_str(": ");
    push_literal(out, text);
    out.push_str(", ");
}

/// Adds `name: number, `.
pub(crate) fn push_number(out: &mut String, name: &str, number: usize) {
    let _ = write!(out, "{name}: {number}, ");
}

/// Adds a field on a line of its own.
pub(crate) fn push_line(out: &mut String, name: &str, value: &str) {
    let _ = writeln!(out, "    {name}: {value},");
}

/// Takes back the `, ` after the last field.
pub(crate) fn close(out: &mut String) {
    if out.ends_with(", ") {
        out.truncate(out.len() - 2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_can_be_seen_stays_as_it_is() {
        assert_eq!(literal("Biden's “tổng” a\u{309}"), "\"Biden's “tổng” a\u{309}\"");
        assert_eq!(literal("\u{309}a\"\\\n\u{202e}\u{200b}\u{a0}"), r#""\u{309}a\"\\\n\u{202e}\u{200b}\u{a0}""#);
    }

    #[test]
    fn latin_letters_are_letters_and_join_to_nothing() {
        let mut latin = ('\0'..char::MAX).filter(|c| is_latin(*c));
        assert!(latin.all(|c| c.is_alphabetic() && !is_combining_mark(c)));
    }

    proptest! {
        #[test]
        fn ron_reads_what_is_written(text in "(\\PC|.|\\PC|[\u{0}-\u{a0}]|o\u{302}\u{309}|\u{202e}|\u{feff}|\u{2028}|\r\n){0,60}") {
            prop_assert_eq!(ron::from_str::<String>(&literal(&text)), Ok(text));
        }
    }
}
