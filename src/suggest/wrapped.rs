//! Lines that were broken only to fit a width: what sources read has a blank there.
//!
//! Some collections keep a paragraph as lines of at most so many columns. A sentence, a name, a date that goes on in the next line
//! is one all the same. Where each line is a paragraph, nothing changes.

use crate::text::Text;

/// A text of wrapped lines has none longer than this, in Unicode scalars.
const WIDEST: usize = 100;

/// Nor is its longest line shorter than this: a list of names, verses.
const NARROWEST: usize = 40;

/// So many line ends, at least, show that a text is wrapped.
const SHOWN: usize = 3;

/// The text with a blank for each line end at which a sentence goes on; `None` where there is none. Every place stays what it is, in
/// bytes.
pub(super) fn unbroken(text: &Text) -> Option<Text> {
    let all = text.as_str();
    let lines: Vec<Line<'_>> = lines(all);
    let width = lines.iter().map(|l| l.width).max().unwrap_or(0);
    let pairs = || lines.iter().zip(lines.iter().skip(1)).filter(|(a, b)| a.width > 0 && b.width > 0);
    // A line that had no room for the first word of the next.
    let full = |(a, b): &(&Line<'_>, &Line<'_>)| a.width + 1 + b.first_word() > width;
    let broken = pairs().filter(full).count();
    let wrapped = (NARROWEST..=WIDEST).contains(&width) && broken >= SHOWN && broken * 5 >= pairs().count() * 3;
    let goes_on = |pair: &(&Line<'_>, &Line<'_>)| pair.0.is_open() && pair.1.begins_small() || wrapped && full(pair);
    let mut flat: Option<Vec<u8>> = None;
    for (line, _) in pairs().filter(goes_on) {
        let bytes = flat.get_or_insert_with(|| all.as_bytes().to_vec());
        bytes.get_mut(line.end..line.next).unwrap_or_default().fill(b' ');
    }
    flat.and_then(|bytes| String::from_utf8(bytes).ok()).map(Text::new)
}

/// A line, where it ends, and where the next begins.
struct Line<'a> {
    text: &'a str,
    width: usize,
    end: usize,
    next: usize,
}

fn lines(all: &str) -> Vec<Line<'_>> {
    let mut at = 0;
    all.split_inclusive('\n')
        .map(|whole| {
            let line = whole.trim_end_matches(['\n', '\r']);
            let (end, next) = (at + line.len(), at + whole.len());
            at = next;
            let text = line.trim();
            Line { text, width: text.chars().count(), end, next }
        })
        .collect()
}

impl Line<'_> {
    fn first_word(&self) -> usize {
        self.text.chars().take_while(|c| !c.is_whitespace()).count()
    }

    /// Whether its last word ends no sentence and brings in no other line.
    fn is_open(&self) -> bool {
        self.text.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '-' | '\u{300}'..='\u{36f}'))
    }

    fn begins_small(&self) -> bool {
        self.text.starts_with(char::is_lowercase)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> String {
        unbroken(&Text::new(text)).map_or_else(|| text.to_owned(), |t| t.as_str().to_owned())
    }

    #[test]
    fn a_sentence_goes_on_behind_a_break() {
        for (text, expected) in [
            ("Bộ Y tế cho biết số ca\nđã giảm.\nTrời mưa.", "Bộ Y tế cho biết số ca đã giảm.\nTrời mưa."),
            ("The ferry,\r\nwhich was late, sank.\r\n", "The ferry,  which was late, sank.\r\n"),
            ("A headline\n\nit is not part of", "A headline\n\nit is not part of"),
            ("Kết quả:\nhai đội hòa", "Kết quả:\nhai đội hòa"),
            ("Hà Nội\nHuế\nĐà Nẵng\nVinh\nPleiku", "Hà Nội\nHuế\nĐà Nẵng\nVinh\nPleiku"),
        ] {
            assert_eq!(read(text), expected);
        }
    }

    #[test]
    fn a_wrapped_text_is_read_as_its_paragraphs() {
        let paragraphs = [
            "The harbour master of Fellmouth, Ada Holt, said on Monday that the old quay would have to close for the whole of \
             the winter, since two of its cranes had begun to lean towards the water.",
            "Boats will be sent to the pier of Marsh Island until the end of March.",
        ];
        let wrap = |text: &str| {
            let mut lines = vec![String::new()];
            for word in text.split(' ') {
                if lines.last().is_some_and(|l| l.len() + 1 + word.len() > 60) {
                    lines.push(String::new());
                }
                let line = lines.last_mut().unwrap();
                *line += if line.is_empty() { "" } else { " " };
                *line += word;
            }
            lines.join("\n")
        };
        let text = paragraphs.map(wrap).join("\n\n");
        assert_eq!(read(&text), paragraphs.join("\n\n"));
        let long = paragraphs.join("\n");
        assert_eq!(read(&long), long, "a paragraph a line");
    }

    proptest! {
        #[test]
        fn places_stay_what_they_are(text in "(\\PC|\n|\r\n|[a-z ]{1,30}){0,40}") {
            let flat = read(&text);
            prop_assert_eq!(flat.len(), text.len());
            let same = flat.bytes().zip(text.bytes()).all(|(a, b)| a == b || a == b' ' && matches!(b, b'\n' | b'\r'));
            prop_assert!(same);
        }
    }
}
