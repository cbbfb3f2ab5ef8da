//! Tokens that rebuild the text: small cases, and the law on the whole corpus.

use super::corpus;
use crate::formats::{TokenUnit, tokens::spaced};
use std::collections::BTreeSet;

/// The tokens of a text with marks at places in bytes: their words, with `_` where a blank belongs to them.
fn shown(text: &str, marks: &[(usize, usize)]) -> Vec<String> {
    let (starts, ends) = marks.iter().copied().unzip();
    let tokens = spaced(text, TokenUnit::Syllables, &starts, &ends);
    tokens.iter().map(|t| format!("{}{}", text.get(t.start..t.end).unwrap(), if t.space { "_" } else { "" })).collect()
}

#[test]
fn one_blank_belongs_to_the_word_before_it_and_the_others_are_tokens() {
    assert_eq!(shown("Bà Lan.", &[]), ["Bà_", "Lan", "."]);
    assert_eq!(shown(" a  b\n\nc ", &[]), [" ", "a_", " ", "b", "\n\n", "c_"]);
    assert_eq!(shown("a\u{a0}b \tc", &[]), ["a", "\u{a0}", "b_", "\t", "c"]);
    assert_eq!(shown("", &[]), [""; 0]);
    assert_eq!(shown(" \n", &[]), [" \n"]);
}

#[test]
fn a_blank_that_a_mark_begins_or_ends_with_is_a_token() {
    assert_eq!(shown("a b", &[(0, 2)]), ["a", " ", "b"]);
    assert_eq!(shown("a b", &[(1, 3)]), ["a", " ", "b"]);
    assert_eq!(shown("a b", &[(0, 1), (2, 3)]), ["a_", "b"]);
    assert_eq!(shown("a\n\n\nb", &[(0, 2), (3, 5)]), ["a", "\n", "\n", "\n", "b"]);
    assert_eq!(shown("ab", &[(0, 1)]), ["a", "b"]);
}

#[test]
fn the_tokens_rebuild_every_text_and_every_mark_is_made_of_whole_ones() {
    for doc in corpus() {
        let text = doc.text.as_str();
        let starts: BTreeSet<usize> = doc.marks.iter().map(|m| m.span.start().0).collect();
        let ends: BTreeSet<usize> = doc.marks.iter().map(|m| m.span.end().0).collect();
        for (unit, _) in TokenUnit::ALL {
            let tokens = spaced(text, unit, &starts, &ends);
            let again: String = tokens
                .iter()
                .flat_map(|t| [text.get(t.start..t.end).unwrap(), if t.space { " " } else { "" }])
                .collect();
            assert_eq!(again, text, "{}", doc.id);
            assert!(starts.iter().all(|s| tokens.iter().any(|t| t.start == *s)), "{}", doc.id);
            assert!(ends.iter().all(|e| tokens.iter().any(|t| t.end == *e)), "{}", doc.id);
        }
    }
}
