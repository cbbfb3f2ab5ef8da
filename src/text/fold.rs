//! Texts folded for searching: case and accents set aside on request, composed and decomposed forms alike always.

use std::ops::Range;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;

/// What a search does not look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Folding {
    /// Ignore upper and lower case.
    pub case: bool,
    /// Ignore accents, tone marks and the bar of `đ`.
    pub accents: bool,
}

/// A folded text that knows where each of its parts came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    starts: Vec<(usize, usize)>,
}

impl Folded {
    /// The bytes of the original text that a range of bytes of the folded text came from, widened to whole characters as people see them.
    pub fn original(&self, range: Range<usize>) -> Range<usize> {
        let start = self.starts.partition_point(|(folded, _)| *folded <= range.start).saturating_sub(1);
        let end = self.starts.partition_point(|(folded, _)| *folded < range.end);
        let at = |i: usize| self.starts.get(i).or(self.starts.last()).map_or(0, |(_, original)| *original);
        at(start)..at(end)
    }
}

/// Folds a text.
pub fn fold(text: &str, folding: Folding) -> Folded {
    let mut folded = Folded { text: String::with_capacity(text.len()), starts: Vec::new() };
    for (at, grapheme) in text.grapheme_indices(true) {
        folded.starts.push((folded.text.len(), at));
        let plain = grapheme.nfd().filter(|c| !folding.accents || !is_combining_mark(*c)).map(|c| match c {
            'đ' if folding.accents => 'd',
            'Đ' if folding.accents => 'D',
            c => c,
        });
        if folding.case {
            folded.text.extend(plain.flat_map(char::to_lowercase).nfc());
        } else {
            folded.text.extend(plain.nfc());
        }
    }
    folded.starts.push((folded.text.len(), text.len()));
    folded
}

/// The text with case and accents ignored, for filter boxes.
pub fn folded(text: &str) -> String {
    fold(text, Folding { case: true, accents: true }).text
}
