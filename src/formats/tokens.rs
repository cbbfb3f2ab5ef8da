//! Tokens and sentences: cut so that every mark begins and ends with one.

use super::{Doc, Kept, TokenUnit, is_blank};
use crate::text::{ByteOffset, Span};
use std::{collections::BTreeSet, ops::Range};
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};
use unicode_segmentation::UnicodeSegmentation;

/// A token: a place in a text, in bytes, without a blank in it.
pub type Token = Range<usize>;

/// What a character is to a token.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Blank,
    Word,
    Other,
}

fn kind(c: char) -> Kind {
    if c.is_ascii_alphanumeric() || c == '_' {
        Kind::Word
    } else if is_blank(c) {
        Kind::Blank
    } else if c.is_ascii() {
        Kind::Other
    } else {
        let mark = c.general_category_group() == GeneralCategoryGroup::Mark;
        // Joiners, soft hyphens and direction marks belong to the word they stand in.
        let format = c.general_category() == GeneralCategory::Format;
        if mark || format || c.is_alphanumeric() { Kind::Word } else { Kind::Other }
    }
}

/// The tokens of a text, cut at every offset (in bytes) of `cuts`.
pub fn tokens(text: &str, unit: TokenUnit, cuts: &BTreeSet<usize>) -> Vec<Token> {
    let mut all = Vec::with_capacity(text.len() / 5 + 1);
    match unit {
        TokenUnit::Syllables => runs(text, 0, cuts, &mut all),
        TokenUnit::Words => {
            let mut cut = cuts.iter().copied().peekable();
            words(text, &mut |start, word, plain| {
                let end = start + word.len();
                if !plain && word.chars().all(is_blank) {
                    return;
                }
                // Unicode joins words over some blanks (U+202F), and marks may begin anywhere.
                while cut.next_if(|c| *c <= start).is_some() {}
                if cut.peek().is_none_or(|c| *c >= end) && (plain || !word.contains(is_blank)) {
                    return all.push(start..end);
                }
                let mut from = None;
                for (at, c) in word.char_indices() {
                    let at = start + at;
                    if let Some(begun) = from.take_if(|_| is_blank(c) || cuts.contains(&at)) {
                        all.push(begun..at);
                    }
                    if from.is_none() && !is_blank(c) {
                        from = Some(at);
                    }
                }
                all.extend(from.map(|begun| begun..end));
            });
        }
    }
    all
}

/// The words of a text (UAX #29). No rule looks over U+0020 or a line feed, so it is taken apart there, and what is Latin
/// letters and digits alone is seen to be a word without looking up every character. Told with each is where it starts, and
/// whether it is sure to have no blank.
fn words<'t>(text: &'t str, take: &mut impl FnMut(usize, &'t str, bool)) {
    let mut rest = text;
    while !rest.is_empty() {
        let start = text.len() - rest.len();
        let len = latin(rest.as_bytes());
        let blank = |b: &u8| matches!(b, b' ' | b'\n');
        let sign = |b: &u8| matches!(b, b',' | b'.' | b':' | b';' | b'?' | b'!');
        let (used, plain) = match rest.as_bytes().get(len..).unwrap_or_default() {
            [] => (len, true),
            [next, ..] if blank(next) => (len, true),
            [one] if sign(one) => (len + 1, true),
            [one, next, ..] if sign(one) && blank(next) => (len + 1, true),
            other => (len + other.iter().position(blank).unwrap_or(other.len()), false),
        };
        let (part, further) = rest.split_at(used);
        if plain {
            let (word, sign) = part.split_at(len);
            take(start, word, !word.is_empty());
            take(start + len, sign, !sign.is_empty());
        } else {
            part.split_word_bound_indices().for_each(|(at, word)| take(start + at, word, false));
        }
        rest = further.get(1..).unwrap_or("");
    }
}

/// How many bytes at the start of a text are Latin letters with or without accents (to U+024F, and U+1E00 to U+1EFF) and digits.
fn latin(text: &[u8]) -> usize {
    let mut at = 0;
    loop {
        at += match text.get(at..).unwrap_or_default() {
            [b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z', ..] => 1,
            // Two signs stand among the letters: × and ÷.
            [0xc3, 0x97 | 0xb7, ..] => return at,
            [0xc3..=0xc8, _, ..] | [0xc9, 0x80..=0x8f, ..] => 2,
            [0xe1, 0xb8..=0xbb, _, ..] => 3,
            _ => return at,
        };
    }
}

/// Runs of word characters, and single other characters.
fn runs(text: &str, base: usize, cuts: &BTreeSet<usize>, all: &mut Vec<Token>) {
    let mut cut = cuts.iter().copied().peekable();
    let mut from: Option<(usize, Kind)> = None;
    for (at, c) in text.char_indices() {
        let at = base + at;
        let kind = kind(c);
        while cut.next_if(|c| *c < at).is_some() {}
        let cut_here = cut.peek() == Some(&at);
        if let Some((begun, _)) = from.take_if(|(_, k)| *k != kind || *k == Kind::Other || cut_here) {
            all.push(begun..at);
        }
        if from.is_none() && kind != Kind::Blank {
            from = Some((at, kind));
        }
    }
    all.extend(from.map(|(begun, _)| begun..base + text.len()));
}

/// A token of those that rebuild a text exactly, as spaCy has them: a word with or without a blank behind it, or blanks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spaced {
    /// Where it starts, in bytes.
    pub start: usize,
    /// Where it ends, in bytes; the blank behind it is not covered.
    pub end: usize,
    /// Whether one U+0020 follows that belongs to it.
    pub space: bool,
}

/// The tokens that rebuild a text exactly, cut where marks start and end (in bytes). One U+0020 behind a word belongs to the
/// word, unless a mark begins or ends with it; all other blanks are tokens of their own.
pub fn spaced(text: &str, unit: TokenUnit, starts: &BTreeSet<usize>, ends: &BTreeSet<usize>) -> Vec<Spaced> {
    let cuts: BTreeSet<usize> = starts.union(ends).copied().collect();
    let words = tokens(text, unit, &cuts);
    let mut all: Vec<Spaced> = Vec::with_capacity(words.len() + words.len() / 8);
    let mut at = 0;
    for word in words.into_iter().chain(std::iter::once(text.len()..text.len())) {
        // What was pushed last, if anything, is the word before these blanks.
        let owned = text.as_bytes().get(at) == Some(&b' ') && !starts.contains(&at) && !ends.contains(&(at + 1));
        if let Some(before) = all.last_mut().filter(|_| at < word.start && owned) {
            before.space = true;
            at += 1;
        }
        while at < word.start {
            let end = cuts.range(at + 1..word.start).next().copied().unwrap_or(word.start);
            all.push(Spaced { start: at, end, space: false });
            at = end;
        }
        if !word.is_empty() {
            all.push(Spaced { start: word.start, end: word.end, space: false });
            at = word.end;
        }
    }
    all
}

/// A document's tokens, and which of them its marks are.
pub struct Tokens {
    /// The tokens, in order.
    pub all: Vec<Token>,
}

impl Tokens {
    /// The tokens of a document, cut at the edges of all marks that are kept. Page noise is left out where that is asked for.
    pub fn of(doc: &Doc, kept: &Kept<'_>, unit: TokenUnit, noise: &[Span]) -> Self {
        let cuts = edges(kept);
        let mut all = tokens(doc.text.as_str(), unit, &cuts);
        if !noise.is_empty() {
            let noisy = |t: &Token| {
                let behind = noise.partition_point(|n| n.end().0 <= t.start);
                noise.get(behind).is_some_and(|n| n.start().0 < t.end)
            };
            all.retain(|t| !noisy(t));
        }
        Tokens { all }
    }

    /// The tokens of a place that begins and ends with one: the first, and the one behind the last. `None` where it does not.
    pub fn range(&self, span: Span) -> Option<Range<usize>> {
        let first = self.all.binary_search_by_key(&span.start().0, |t| t.start).ok()?;
        let last = self.all.binary_search_by_key(&span.end().0, |t| t.end).ok()?;
        (first <= last).then_some(first..last + 1)
    }

    /// The sentences as ranges of tokens: broken at line ends that no mark of `spans` crosses.
    pub fn lines(&self, doc: &Doc, spans: &[Span]) -> Vec<Range<usize>> {
        let text = doc.text.as_str();
        // Marks by their starts, and how far those up to each reach.
        let mut sorted: Vec<Span> = spans.to_vec();
        sorted.sort_unstable();
        let mut reach = 0;
        let reaches: Vec<(usize, usize)> = sorted
            .iter()
            .map(|s| {
                reach = reach.max(s.end().0);
                (s.start().0, reach)
            })
            .collect();
        let crossed = |gap: &Range<usize>| {
            // Crossed where a mark begins before the gap's end and ends behind its start.
            let before = reaches.partition_point(|(start, _)| *start < gap.end);
            before.checked_sub(1).and_then(|at| reaches.get(at)).is_some_and(|(_, reach)| *reach > gap.start)
        };
        let mut all = Vec::new();
        let mut from = 0;
        for (at, pair) in self.all.windows(2).enumerate() {
            let [a, b] = pair else { continue };
            let gap = a.end..b.start;
            let breaks = text.get(gap.clone()).is_some_and(|blank| blank.contains(['\n', '\r']));
            if breaks && !crossed(&gap) {
                all.push(from..at + 1);
                from = at + 1;
            }
        }
        if from < self.all.len() {
            all.push(from..self.all.len());
        }
        all
    }

    /// The words of a token; empty where there is none.
    pub fn words<'a>(&self, doc: &'a Doc, at: usize) -> &'a str {
        self.all.get(at).and_then(|t| doc.text.get(ByteOffset(t.start), ByteOffset(t.end))).unwrap_or("")
    }
}

/// The edges of all marks that are kept, in bytes.
pub fn edges(kept: &Kept<'_>) -> BTreeSet<usize> {
    kept.marks().flat_map(|(_, m)| [m.span.start().0, m.span.end().0]).collect()
}
