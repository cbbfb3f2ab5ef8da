//! The text as it is compared: composed, every run of blanks one blank; and an index of where its short sequences stand.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// A text as scalars to compare, each knowing the byte its character (as people see it) started at.
pub(super) struct View {
    pub chars: Vec<char>,
    starts: Vec<u32>,
    bytes: u32,
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Composed letters of Latin scripts: alone unless something beyond them follows.
fn is_simple(c: char) -> bool {
    c.is_ascii() || matches!(c, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}')
}

impl View {
    pub fn of(text: &str) -> Self {
        let mut view = View { chars: Vec::with_capacity(text.len()), starts: Vec::new(), bytes: narrow(text.len()) };
        view.starts.reserve(text.len());
        let mut at = 0;
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            let simple = is_simple(c) && chars.as_str().chars().next().is_none_or(is_simple);
            if simple {
                view.push(c, at);
                at += c.len_utf8();
                continue;
            }
            let rest = text.get(at..).unwrap_or_default();
            let cluster = rest.graphemes(true).next().unwrap_or(rest);
            for c in cluster.nfc() {
                view.push(c, at);
            }
            at += cluster.len();
            chars = text.get(at..).unwrap_or_default().chars();
        }
        view
    }

    fn push(&mut self, c: char, at: usize) {
        let c = if c.is_whitespace() { ' ' } else { c };
        if c != ' ' || self.chars.last() != Some(&' ') {
            self.chars.push(c);
            self.starts.push(narrow(at));
        }
    }

    pub fn len(&self) -> usize {
        self.chars.len()
    }

    pub fn slice(&self, start: usize, end: usize) -> &[char] {
        self.chars.get(start..end.min(self.len())).unwrap_or_default()
    }

    /// The first scalar at or after a byte of the text.
    pub fn index_of(&self, byte: usize) -> usize {
        self.starts.partition_point(|s| (*s as usize) < byte)
    }

    /// The bytes of the text that some scalars came from, widened to whole characters.
    pub fn bytes(&self, start: usize, end: usize) -> (usize, usize) {
        let at = |i: usize| self.starts.get(i).copied().unwrap_or(self.bytes);
        let inside = |i: usize| i > 0 && i < self.len() && at(i) == at(i - 1);
        let end = (end..=self.len()).find(|i| !inside(*i)).unwrap_or(self.len());
        (at(start) as usize, at(end) as usize)
    }
}

/// How many scalars are looked up at once.
pub(super) const GRAM: usize = 5;

/// Where each sequence of [`GRAM`] scalars stands, in order.
pub(super) struct Index {
    /// Where each bucket ends in `positions`, shifted by one so that the first entry is 0.
    ends: Vec<u32>,
    positions: Vec<u32>,
    mask: usize,
}

fn hash(gram: &[char]) -> usize {
    let mixed = gram.iter().fold(0u64, |h, c| (h ^ u64::from(*c)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23));
    usize::try_from(mixed >> 20 & 0xFFFF_FFFF).unwrap_or(0)
}

impl Index {
    pub fn of(view: &View) -> Self {
        let mask = (4 * view.len()).next_power_of_two().clamp(1 << 12, 1 << 22) - 1;
        let mut ends = vec![0u32; mask + 2];
        for gram in view.chars.windows(GRAM) {
            if let Some(n) = ends.get_mut((hash(gram) & mask) + 1) {
                *n += 1;
            }
        }
        let mut sum = 0;
        for end in &mut ends {
            sum += *end;
            *end = sum;
        }
        let mut next = ends.clone();
        let mut positions = vec![0u32; sum as usize];
        for (at, gram) in view.chars.windows(GRAM).enumerate() {
            if let Some(slot) = next.get_mut(hash(gram) & mask) {
                if let Some(position) = positions.get_mut(*slot as usize) {
                    *position = narrow(at);
                }
                *slot += 1;
            }
        }
        Index { ends, positions, mask }
    }

    /// Where a sequence may stand: all places of its bucket, in order; a few may hold something else.
    pub fn places(&self, gram: &[char]) -> &[u32] {
        let bucket = hash(gram) & self.mask;
        let range = self.ends.get(bucket).zip(self.ends.get(bucket + 1));
        range.and_then(|(a, b)| self.positions.get(*a as usize..*b as usize)).unwrap_or_default()
    }
}
