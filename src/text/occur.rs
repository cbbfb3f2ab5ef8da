//! Where the same words stand again in a text.

use super::{ByteOffset, Folded, Folding, Span, Text, Unit, fold};

/// Letters and accents as written, composed or not.
const AS_WRITTEN: Folding = Folding { case: false, accents: false };

/// All places where these words stand as whole syllables, in order; letters and accents as written, composed or not. Places
/// do not overlap one another.
pub fn occurrences(text: &Text, words: &str) -> Vec<Span> {
    Places::new(text).of(words)
}

/// A text made ready to be looked through for words again and again.
#[derive(Clone, Debug)]
pub struct Places {
    text: Text,
    folded: Folded,
}

impl Places {
    /// Makes a text ready; the costly part.
    pub fn new(text: &Text) -> Self {
        Places { text: text.clone(), folded: fold(text.as_str(), AS_WRITTEN) }
    }

    /// The same as [`occurrences`] of the text.
    pub fn of(&self, words: &str) -> Vec<Span> {
        let wanted = fold(words.trim(), AS_WRITTEN).text;
        if wanted.is_empty() {
            return Vec::new();
        }
        let span = |(at, found): (usize, &str)| {
            let range = self.folded.original(at..at + found.len());
            Span::in_text(&self.text, ByteOffset(range.start), ByteOffset(range.end)).ok()
        };
        let found = self.folded.text.match_indices(&wanted).filter_map(span);
        found.filter(|span| whole(&self.text, *span)).collect()
    }
}

/// Whether no edge cuts a syllable.
fn whole(text: &Text, span: Span) -> bool {
    [span.start(), span.end()]
        .into_iter()
        .all(|edge| text.unit_at(Unit::Syllable, edge).is_none_or(|s| edge <= s.start() || edge >= s.end()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    fn found(text: &str, words: &str) -> Vec<String> {
        let text = Text::new(text);
        occurrences(&text, words).into_iter().map(|s| s.of(&text).to_owned()).collect()
    }

    #[test]
    fn whole_syllables_in_either_unicode_form() {
        assert_eq!(found("Bà An nói với anh An, còn Ánh thì không. An.", "An"), ["An", "An", "An"]);
        assert_eq!(found("ông Biden, Bidens, biden", "Biden"), ["Biden"]);
        let apart: String = "Tổng thống".nfd().collect();
        assert_eq!(found(&format!("Tổng thống và {apart}"), &apart), ["Tổng thống".to_owned(), apart.clone()]);
        assert_eq!(found("a", " "), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn every_place_reads_like_the_words(text in "((An|Ánh|o\u{302}|ô|,| |\n)){0,60}") {
            let t = Text::new(text.as_str());
            for words in ["An", "ô", "An ô"] {
                for span in occurrences(&t, words) {
                    prop_assert!(span.of(&t).nfc().eq(words.nfc()));
                }
            }
        }
    }
}
