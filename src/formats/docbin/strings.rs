//! spaCy's table of strings: every word, label and id is a number in the arrays, and stands once as itself.

use super::symbols;
use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
    sync::{Arc, LazyLock},
};

/// The number that spaCy has for a string: none for nothing, a symbol's own, else a hash.
fn hash(of: &str) -> u64 {
    murmurhash64::murmur_hash64a(of.as_bytes(), 1)
}

/// The symbols by the hashes they would have, so that a word is hashed once.
static SYMBOLS: LazyLock<Numbers<u64>> =
    LazyLock::new(|| symbols::NUMBERS.iter().map(|(name, number)| (hash(name), *number)).collect());

/// The symbols by their numbers.
static NAMES: LazyLock<Numbers<Arc<str>>> =
    LazyLock::new(|| symbols::NUMBERS.iter().map(|(name, number)| (*number, name.as_str().into())).collect());

type Numbers<T> = HashMap<u64, T, BuildHasherDefault<AsItIs>>;

/// Hashes are hashes already.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

/// The strings of a file by their numbers.
#[derive(Default)]
pub struct Strings {
    all: Numbers<(u64, Arc<str>)>,
    bytes: usize,
}

impl Strings {
    /// Takes a string in and gives its number.
    pub fn number(&mut self, of: &str) -> u64 {
        if of.is_empty() {
            return 0;
        }
        let hash = hash(of);
        let (number, _) = self.all.entry(hash).or_insert_with(|| {
            self.bytes += of.len();
            (SYMBOLS.get(&hash).copied().unwrap_or(hash), of.into())
        });
        *number
    }

    /// The string of a number; `None` where the file has none.
    pub fn get(&self, number: u64) -> Option<&Arc<str>> {
        static NONE: LazyLock<Arc<str>> = LazyLock::new(|| "".into());
        if number == 0 {
            return Some(&NONE);
        }
        self.all.get(&number).map(|(_, name)| name).or_else(|| NAMES.get(&number))
    }

    /// How many bytes all strings have.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// All strings in order.
    pub fn sorted(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.all.values().map(|(_, name)| &**name).collect();
        all.sort_unstable();
        all
    }
}

/// The number of a symbol.
pub fn symbol(name: &str) -> Option<u64> {
    symbols::NUMBERS.get(name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_spacy() {
        let mut strings = Strings::default();
        for (word, number) in [
            ("", 0),
            ("coffee", 3_197_928_453_018_144_401),
            ("Actor", 13_631_743_654_408_588_110),
            ("Thủ tướng", 17_766_586_275_465_464_039),
            ("\u{1F525}", 18_321_830_273_729_215_627),
            ("mark", 423),
            ("DATE", 391),
            ("X", 101),
            ("FLAG19", 19),
            ("DEPRECATED001", 104),
            ("DEPRECATED276", 379),
            ("PERSON", 380),
            ("_", 456),
        ] {
            assert_eq!(strings.number(word), number, "{word}");
            assert_eq!(strings.get(number).map(|s| &**s), Some(word));
        }
        assert_eq!(symbols::NUMBERS.len(), 456);
        assert_eq!(strings.get(1).map(|s| &**s), Some("IS_ALPHA"));
        assert_eq!(strings.get(5_000), None);
    }
}
