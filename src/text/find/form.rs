//! What a text is made of, as far as an expression that runs over it must know. Told from its bytes, for this is asked of every
//! text of a search.

/// How the letters of a text are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// Every character stands for itself; none composes with another, none is another form of another.
    Simple,
    /// The same, but for accents of Latin, Greek and Cyrillic letters stored behind their letters.
    Accented,
    /// Anything else: Indic, Arabic, decomposed Korean, compatibility forms…
    Other,
}

/// Whether a byte can begin a character that is not simple.
fn is_suspect(byte: u8) -> bool {
    matches!(byte, 0xCC..=0xCE | 0xD2..=0xE3 | 0xEA | 0xEF..=0xF4)
}

/// The form of a text.
pub(super) fn of(text: &str) -> Form {
    let bytes = text.as_bytes();
    let mut form = Form::Simple;
    for (at, byte) in bytes.iter().enumerate() {
        if is_suspect(*byte) {
            match character(bytes.get(at..).unwrap_or_default()) {
                Form::Simple => {}
                Form::Accented => form = Form::Accented,
                Form::Other => return Form::Other,
            }
        }
    }
    form
}

fn character(bytes: &[u8]) -> Form {
    match bytes {
        // U+0340 to U+0344 are other forms of their neighbours.
        [0xCD, 0x80..=0x84, ..] => Form::Other,
        [0xCC, ..] | [0xCD, 0x85..=0xAF, ..] => Form::Accented,
        // Greek, without the ano teleia.
        [0xCE, second, ..] if *second != 0x87 => Form::Simple,
        // Latin with two accents; the capital ß.
        [0xE1, 0xB8..=0xBB, ..] => Form::Simple,
        // Punctuation and currency, without the two spaces that are other forms of other spaces; boxes, shapes, dingbats.
        [0xE2, 0x80, third, ..] if *third > 0x81 => Form::Simple,
        [0xE2, 0x81 | 0x82 | 0x94..=0x9F, ..] => Form::Simple,
        // Chinese and Japanese punctuation and kana, without what combines.
        [0xE3, 0x80, 0xAA..=0xAF, ..] | [0xE3, 0x82, 0x99 | 0x9A, ..] => Form::Other,
        [0xE3, ..] => Form::Simple,
        // Korean syllables.
        [0xEA, 0xB0..=0xBF, ..] => Form::Simple,
        // Marks of byte order, replacement characters, full-width forms; variation selectors.
        [0xEF, 0xBB..=0xBF, ..] | [0xEF, 0xB8, 0x80..=0x8F, ..] => Form::Simple,
        // Emoji.
        [0xF0, 0x9F, ..] => Form::Simple,
        _ => Form::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn what_is_simple_is_its_own_composed_form() {
        for c in (0..=0x10FFFF).filter_map(char::from_u32) {
            let text = c.to_string();
            let form = of(&text);
            if form == Form::Simple {
                assert!(text.nfc().eq(text.chars()), "U+{:04X}", u32::from(c));
                // A mark among them would join a letter before it.
                let joined = format!("o{c}");
                assert!(joined.nfc().eq(joined.chars()), "U+{:04X} joins", u32::from(c));
            }
            assert_eq!(
                form == Form::Accented,
                ('\u{300}'..='\u{36F}').contains(&c) && !('\u{340}'..='\u{344}').contains(&c)
            );
        }
    }
}
