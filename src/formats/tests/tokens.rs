//! Tokens are words as Unicode has them, however they are found.

use super::corpus;
use crate::formats::{TokenUnit, is_blank, tokens::tokens};
use proptest::prelude::*;
use std::collections::BTreeSet;
use unicode_segmentation::UnicodeSegmentation;

/// Unicode's words of the whole text, without blanks.
fn plainly(text: &str) -> Vec<&str> {
    text.split_word_bounds().flat_map(|word| word.split(is_blank)).filter(|word| !word.is_empty()).collect()
}

fn found(text: &str) -> Vec<&str> {
    tokens(text, TokenUnit::Words, &BTreeSet::new()).into_iter().map(|token| text.get(token).unwrap()).collect()
}

#[test]
fn tokens_of_everything_that_breaks_offsets() {
    for doc in corpus() {
        assert_eq!(found(doc.text.as_str()), plainly(doc.text.as_str()), "{}", doc.id);
    }
}

proptest! {
    #[test]
    fn tokens_are_the_words_of_the_whole_text(text in "[a1 \n.,:;?!'’_×ßểọé\u{301}\u{200d}\u{202f}\u{ad}א\"ア漢🇻🇳👩\r\t-]{0,24}") {
        prop_assert_eq!(found(&text), plainly(&text));
    }

    #[test]
    fn tokens_of_any_text(text in any::<String>()) {
        prop_assert_eq!(found(&text), plainly(&text));
    }
}
