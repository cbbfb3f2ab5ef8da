//! A text as a set of runs of words (shingles), each a number: what is left of it when it is compared with others.
//!
//! The method is Broder's: A. Z. Broder, “On the resemblance and containment of documents”, Compression and Complexity of
//! Sequences 1997. Words are folded, so that case and accents make no difference, and so do blanks and punctuation.

use crate::text::folded;
use unicode_segmentation::UnicodeSegmentation;

/// The runs of words of a text, as numbers, in order and each once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shingles(Box<[u32]>);

impl Shingles {
    /// The runs of so many words. A shorter text is one run, a text without a word none.
    pub fn of(text: &str, words: usize) -> Self {
        let folded = folded(text);
        let hashes: Vec<u64> = folded.unicode_words().map(|w| murmurhash64::murmur_hash64a(w.as_bytes(), 1)).collect();
        let run = |words: &[u64]| (words.iter().fold(0, |sum, word| mixed(sum ^ *word)) >> 32) as u32;
        let mut all: Vec<u32> = match hashes.len() {
            0 => Vec::new(),
            n if n < words => vec![run(&hashes)],
            _ => hashes.windows(words).map(run).collect(),
        };
        all.sort_unstable();
        all.dedup();
        // A copy of the very size, made last: what stays does not stand between what is let go of.
        Shingles(all.as_slice().into())
    }

    /// The numbers, in order.
    pub fn all(&self) -> &[u32] {
        &self.0
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// How many two texts have in common.
    pub fn common(&self, other: &Shingles) -> usize {
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut common = 0;
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            let order = x.cmp(y);
            common += usize::from(order.is_eq());
            if order.is_le() {
                a.next();
            }
            if order.is_ge() {
                b.next();
            }
        }
        common
    }
}

/// A number spread over all bits: the last step of splitmix64 (Steele, Lea, Flood 2014).
pub fn mixed(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}
