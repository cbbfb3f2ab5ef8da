//! Word lists that the rules read: reporting verbs, and expressions of time that point back. They are data files in
//! `assets/lexicons`, so that a reader of a language can mend them without reading code.

use crate::text::{ByteOffset, Folding, Span, Text, fold, folded};
use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

/// Case does not matter, accents do.
const FOLDING: Folding = Folding { case: true, accents: false };

static REPORTING: LazyLock<Reporting> =
    LazyLock::new(|| Reporting::read(include_str!("../../../assets/lexicons/reporting-verbs.txt")));

static PAST: LazyLock<Past> = LazyLock::new(|| Past::read(include_str!("../../../assets/lexicons/past-words.txt")));

/// The lines of a list that say something.
fn entries(list: &str) -> impl Iterator<Item = &str> {
    list.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#') && !l.starts_with('['))
}

fn words(entry: &str) -> Vec<String> {
    fold(entry, FOLDING).text.split_whitespace().map(str::to_owned).collect()
}

#[derive(Default)]
struct Reporting {
    /// By their first word: the words, and whether something must follow.
    verbs: HashMap<String, Vec<(Vec<String>, bool)>>,
    /// Phrases that hold a verb and report nothing.
    not: Vec<Vec<String>>,
    conjunctions: HashSet<String>,
}

impl Reporting {
    fn read(list: &str) -> Self {
        let mut all = Reporting::default();
        for entry in entries(list) {
            if let Some(not) = entry.strip_prefix('!') {
                all.not.push(words(not));
            } else if let Some(conjunction) = entry.strip_prefix('&') {
                all.conjunctions.extend(words(conjunction));
            } else {
                let (verb, strict) = entry.strip_suffix('+').map_or((entry, false), |verb| (verb, true));
                let verb = words(verb);
                if let Some(first) = verb.first().cloned() {
                    all.verbs.entry(first).or_default().push((verb, strict));
                }
            }
        }
        // The longest that fits is meant.
        all.verbs.values_mut().for_each(|v| v.sort_by_key(|(words, _)| std::cmp::Reverse(words.len())));
        all
    }
}

/// One word of a folded text, and whether only blanks stand between it and the word before.
struct Token<'a> {
    start: usize,
    end: usize,
    word: &'a str,
    joined: bool,
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}');
    let mut all: Vec<Token<'_>> = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(start) = rest.find(part).map(|i| at + i) else { break };
        let long = text.get(start..).and_then(|r| r.find(|c| !part(c)));
        let end = long.map_or(text.len(), |i| start + i);
        let between = all.last().and_then(|last| text.get(last.end..start)).unwrap_or("\n");
        let joined = between.chars().all(|c| c.is_whitespace() && !matches!(c, '\n' | '\r'));
        all.push(Token { start, end, word: text.get(start..end).unwrap_or_default(), joined });
        at = end;
    }
    all
}

/// Whether these words stand from the n-th token on, with only blanks between.
fn stands(tokens: &[Token<'_>], from: usize, words: &[String]) -> bool {
    words.iter().enumerate().all(|(i, w)| tokens.get(from + i).is_some_and(|t| t.word == w && (i == 0 || t.joined)))
}

/// All places of words that report what somebody said, in order.
pub(super) fn reporting(text: &Text) -> Vec<Span> {
    let lexicon = &*REPORTING;
    let folded = fold(text.as_str(), FOLDING);
    let tokens = tokens(&folded.text);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let verbs = lexicon.verbs.get(token.word).map(Vec::as_slice).unwrap_or_default();
        let fits = |(verb, strict): &&(Vec<String>, bool)| {
            stands(&tokens, at, verb)
                && (!strict || follows(&folded.text, &tokens, at + verb.len(), &lexicon.conjunctions))
                && !excluded(&tokens, at, verb, &lexicon.not)
        };
        let Some((verb, _)) = verbs.iter().find(fits) else {
            at += 1;
            continue;
        };
        let last = tokens.get(at + verb.len() - 1).map_or(token.end, |t| t.end);
        let range = folded.original(token.start..last);
        found.extend(Span::in_text(text, ByteOffset(range.start), ByteOffset(range.end)).ok());
        at += verb.len();
    }
    found
}

/// Whether a conjunction, a colon or an opening quotation mark follows at once.
fn follows(text: &str, tokens: &[Token<'_>], next: usize, conjunctions: &HashSet<String>) -> bool {
    if tokens.get(next).is_some_and(|t| t.joined && conjunctions.contains(t.word)) {
        return true;
    }
    let Some(end) = next.checked_sub(1).and_then(|i| tokens.get(i)).map(|t| t.end) else { return false };
    let rest = text.get(end..).unwrap_or_default().trim_start_matches([' ', '\u{a0}']);
    let rest = rest.strip_prefix(',').map_or(rest, |r| r.trim_start_matches([' ', '\u{a0}']));
    rest.starts_with([':', '“', '„', '«', '"', '‘', '「'])
}

fn excluded(tokens: &[Token<'_>], at: usize, verb: &[String], not: &[Vec<String>]) -> bool {
    not.iter().any(|phrase| {
        let mut offsets = (0..phrase.len()).filter(|i| phrase.get(*i..*i + verb.len()) == Some(verb));
        offsets.any(|i| at.checked_sub(i).is_some_and(|from| stands(tokens, from, phrase)))
    })
}

#[derive(Default)]
struct Past {
    whole: HashSet<String>,
    ends: Vec<String>,
}

impl Past {
    fn read(list: &str) -> Self {
        let mut all = Past::default();
        for entry in entries(list) {
            match entry.strip_prefix('…') {
                Some(end) => all.ends.push(words(end).join(" ")),
                None => _ = all.whole.insert(words(entry).join(" ")),
            }
        }
        all
    }
}

/// Whether an expression of time points back: `hôm qua`, `two weeks ago`.
pub(super) fn points_back(expression: &str) -> bool {
    let said = words(expression).join(" ");
    PAST.whole.contains(&said)
        || PAST.ends.iter().any(|end| said.strip_suffix(end.as_str()).is_some_and(|r| r.ends_with(' ')))
}

/// Whether a text has letters in it at all when case and accents are set aside: marks of bare punctuation are nobody's name.
pub(super) fn has_letters(text: &str) -> bool {
    folded(text).chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    fn found(text: &str) -> Vec<String> {
        let text = Text::new(text);
        reporting(&text).into_iter().map(|s| s.of(&text).to_owned()).collect()
    }

    #[test]
    fn words_that_report() {
        assert_eq!(found("Bà Mai cho biết giá tăng. Theo lời ông, hết gạo."), ["cho biết", "Theo lời"]);
        assert_eq!(found("Ông Tư nói rằng mưa. Ông nói: “Mưa”. Bà tuyên bố, “Thôi”."), ["nói rằng", "nói", "tuyên bố"]);
        assert_eq!(
            found("Ms Hill said it rained, and according to him it announced that all is well"),
            ["said", "according to"]
                .iter()
                .map(|s| (*s).to_owned())
                .chain(["announced".to_owned()])
                .collect::<Vec<_>>()
        );
        let apart: String = "Bà Mai cho biết".nfd().collect();
        assert_eq!(found(&apart), ["cho biết".nfd().collect::<String>()]);
    }

    #[test]
    fn words_that_do_not() {
        for text in [
            "Hai người nói chuyện với nhau.",
            "Theo đó, giá sẽ tăng. Công an theo dõi vụ việc.",
            "Bản tuyên bố chung dài ba trang.",
            "Cơ quan chưa cho biết lý do.",
            "Cầu này được đánh giá là dài nhất.",
            "Cho\nbiết",
            "That said, it may rain. Easier said than done.",
            "The report noted progress.",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn expressions_that_point_back() {
        assert!(["Hôm qua", "yesterday", "two weeks ago", "ba năm trước", "Last  week"].iter().all(|e| points_back(e)));
        assert!(!["hôm nay", "next week", "ago", "trước", "ngày mai"].iter().any(|e| points_back(e)));
    }
}
