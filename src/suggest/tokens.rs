//! A text as the tokens that repeats and the learner count in: words, numbers, and each mark of punctuation by itself.

use std::borrow::Cow;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark, is_nfc};
use unicode_segmentation::UnicodeSegmentation;

/// A token, and where it stands in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// Where it starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The composed form of what stands there.
    pub word: Cow<'a, str>,
    /// Whether a line ends somewhere between the token before and this one; so too for the first.
    pub first_in_line: bool,
    /// Whether nothing stands between the token before and this one.
    pub glued: bool,
}

impl Token<'_> {
    /// Whether it is a word or a number, not punctuation.
    pub(super) fn is_word(&self) -> bool {
        self.word.starts_with(char::is_alphanumeric)
    }

    /// Whether it begins with a capital letter.
    pub(super) fn is_capitalised(&self) -> bool {
        self.word.starts_with(char::is_uppercase)
    }
}

/// Takes a text apart. Edges lie between characters as people see them, but for texts that no one writes: whoever makes spans of
/// them checks.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut all = Vec::with_capacity(text.len() / 5);
    let (mut at, mut line, mut glued) = (0, true, false);
    while let Some(rest) = text.get(at..)
        && let Some(c) = rest.chars().next()
    {
        if c.is_whitespace() || c.is_control() || c == '\u{feff}' || c == '\u{200b}' {
            line |= matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
            glued = false;
            at += c.len_utf8();
            continue;
        }
        // Word-segmented Vietnamese writes `Hà_Nội`.
        if c == '_' && glued && all.last().is_some_and(|t: &Token<'_>| is_syllable(&t.word)) {
            let next = rest.get(1..).unwrap_or_default();
            if next.get(..word_length(next)).is_some_and(is_syllable) {
                (glued, at) = (false, at + 1);
                continue;
            }
        }
        let length = if c.is_alphanumeric() {
            word_length(rest)
        } else {
            rest.graphemes(true).next().map_or(c.len_utf8(), str::len)
        };
        let word = rest.get(..length).unwrap_or_default();
        let word = if word.is_ascii() || is_nfc(word) { Cow::Borrowed(word) } else { Cow::Owned(word.nfc().collect()) };
        all.push(Token { start: at, end: at + length, word, first_in_line: line, glued });
        (line, glued) = (false, true);
        at += length;
    }
    all
}

/// How long the word at the front is: letters, digits and their accents, with the stops of initials (`U.S.`), the stops and commas
/// inside numbers, and the apostrophe of names such as O'Neil.
fn word_length(rest: &str) -> usize {
    let mut chars = rest.char_indices().peekable();
    let mut letters = 0usize;
    let mut last = ' ';
    while let Some((i, c)) = chars.next() {
        if c.is_alphanumeric() || (letters > 0 && (is_combining_mark(c) || c == '\u{200d}')) {
            letters += 1;
            last = c;
            continue;
        }
        let behind = || rest.get(i + c.len_utf8()..).unwrap_or_default();
        let next = chars.peek().map_or(' ', |(_, n)| *n);
        match c {
            '.' if letters == 1 && last.is_uppercase() => {
                if next.is_uppercase() && behind().chars().nth(1) == Some('.') {
                    letters = 0;
                } else {
                    return i + 1;
                }
            }
            '.' | ',' if last.is_ascii_digit() && next.is_ascii_digit() => {}
            '\'' | '’'
                if letters <= 2
                    && next.is_uppercase()
                    && behind().chars().nth(1).is_some_and(char::is_lowercase)
                    && rest.starts_with(char::is_uppercase) => {}
            _ => return i,
        }
    }
    rest.len()
}

/// Whether a word may be a Vietnamese syllable: at most one sound before its vowels, at most three vowels, few sounds behind.
pub(super) fn is_syllable(word: &str) -> bool {
    let letters: String = word.nfd().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let letters = letters.replace('đ', "d");
    let vowel = |c: char| "aeiouy".contains(c);
    let begins = letters.find(vowel).unwrap_or(letters.len());
    let (front, rest) = letters.split_at_checked(begins).unwrap_or_default();
    let ends = rest.find(|c| !vowel(c)).unwrap_or(rest.len());
    let (vowels, back) = rest.split_at_checked(ends).unwrap_or_default();
    let fronts = [
        "", "b", "c", "ch", "d", "g", "gh", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph", "q", "r", "s",
        "t", "th", "tr", "v", "x",
    ];
    (1..=3).contains(&vowels.len())
        && fronts.contains(&front)
        && ["", "c", "ch", "m", "n", "ng", "nh", "p", "t"].contains(&back)
}

/// The key by which words are the same words: their composed forms with one blank where any stood.
pub(super) fn key(tokens: &[Token<'_>]) -> String {
    let mut key = String::new();
    for (i, token) in tokens.iter().enumerate() {
        if i > 0 && !token.glued {
            key.push(' ');
        }
        key.push_str(&token.word);
    }
    key
}

/// The tokens that a place covers, as a range of indices; `None` where it covers none. A token that is cut is covered.
pub(super) fn covered(tokens: &[Token<'_>], start: usize, end: usize) -> Option<(usize, usize)> {
    let from = tokens.partition_point(|t| t.end <= start);
    let to = tokens.partition_point(|t| t.start < end);
    (from < to).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        tokens(text).iter().map(|t| t.word.to_string()).collect()
    }

    #[test]
    fn a_text_comes_apart_into_words_and_marks() {
        for (text, expected) in [
            ("Bộ_trưởng Lê_Văn_An, user_name_", "Bộ|trưởng|Lê|Văn|An|,|user|_|name|_"),
            ("Ms O'Neil's U.S. trip, J. Lam's 3.5%.", "Ms|O'Neil|'|s|U.S.|trip|,|J.|Lam|'|s|3.5|%|."),
            ("bà Nguye\u{302}\u{303}n—Hà Nội", "bà|Nguyễn|—|Hà|Nội"),
            ("Viê\u{323}t-Nga\u{a0}(7/12)", "Việt|-|Nga|(|7|/|12|)"),
            ("", ""),
            ("👩‍🚀x", "👩‍🚀|x"),
            ("in 1,200.", "in|1,200|."),
        ] {
            assert_eq!(words(text).join("|"), expected, "{text}");
        }
        assert_eq!(key(&tokens("Hà \r\n Nội-7")), "Hà Nội-7");
        assert_eq!(key(&tokens("Hà_Nội")), "Hà Nội");
        let lines: Vec<bool> = tokens("a b\nc").iter().map(|t| t.first_in_line).collect();
        assert_eq!(lines, [true, false, true]);
    }

    #[test]
    fn a_place_covers_tokens() {
        let all = tokens("one two, three");
        assert_eq!(covered(&all, 0, 7), Some((0, 2)));
        assert_eq!(covered(&all, 5, 6), Some((1, 2)));
        assert_eq!(covered(&all, 3, 4), None);
    }
}
