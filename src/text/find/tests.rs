//! What finding promises, against a search that is plainly right.

use super::*;
use crate::text::{Text, Unit, folded};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

fn query(words: &str) -> Query {
    Query { words: words.to_owned(), ..Query::default() }
}

fn expression(words: &str) -> Query {
    Query { expression: true, ..query(words) }
}

fn go(text: &str, query: &Query) -> Vec<String> {
    let hits = Finder::new(query).unwrap().find(text, 1000, &|| false);
    let text = Text::new(text);
    hits.spans.iter().map(|s| Span::in_text(&text, s.start(), s.end()).unwrap().of(&text).to_owned()).collect()
}

/// By folding everything and trying every place.
fn naive(text: &str, query: &Query) -> Vec<Span> {
    let folding = Folding { case: !query.case, accents: !query.accents };
    let (wanted, folded) = (fold(query.words.trim(), folding).text, fold(text, folding));
    let t = Text::new(text);
    let mut found: Vec<Span> = Vec::new();
    for (at, _) in folded.text.char_indices() {
        if !folded.text.get(at..).unwrap().starts_with(&wanted) {
            continue;
        }
        let range = folded.original(at..at + wanted.len());
        let Ok(span) = Span::in_text(&t, ByteOffset(range.start), ByteOffset(range.end)) else { continue };
        // The fold widens a part of a character to the whole of it.
        if fold(span.of(&t), folding).text != wanted || found.last().is_some_and(|f| span.start() < f.end()) {
            continue;
        }
        let whole = [span.start(), span.end()]
            .into_iter()
            .all(|edge| t.unit_at(Unit::Syllable, edge).is_none_or(|s| edge <= s.start() || edge >= s.end()));
        if whole || !query.whole {
            found.push(span);
        }
    }
    found
}

#[test]
fn accents_left_out_find_all_forms() {
    let apart: String = "Tổng thống".nfd().collect();
    let text = format!("Tổng thống, tổng thống, {apart}, TONG THONG; tông thông");
    for words in ["Tong thong", "tổng thống", &apart] {
        assert_eq!(
            go(&text, &query(words)),
            ["Tổng thống", "tổng thống", &apart, "TONG THONG", "tông thông"],
            "{words}"
        );
        let case = Query { case: true, ..query("Tong thong") };
        assert_eq!(go(&text, &case), ["Tổng thống", &apart]);
    }
    let exact = Query { accents: true, ..query("tổng thống") };
    assert_eq!(go(&text, &exact), ["Tổng thống", "tổng thống", &apart]);
    assert_eq!(go(&text, &Query { case: true, ..exact }), ["tổng thống"]);
    assert_eq!(go("Đà Nẵng, da nang", &query("đa nang")), ["Đà Nẵng", "da nang"]);
    assert_eq!(go("İstanbul ISTANBUL ıstanbul", &query("istanbul")), ["İstanbul", "ISTANBUL"]);
}

#[test]
fn whole_words_are_whole_syllables() {
    let whole = |words| Query { whole: true, accents: true, ..query(words) };
    assert_eq!(go("An, Ánh, bàn An", &whole("an")), ["An", "An"]);
    assert_eq!(go("Nga-Mỹ và Mỹ", &whole("mỹ")), ["Mỹ", "Mỹ"]);
    let any = Query { whole: true, ..expression("\\w+n") };
    assert_eq!(go("bàn bànx ban", &any), ["bàn", "ban"]);
}

#[test]
fn expressions_see_letters_with_their_accents() {
    let apart = |text: &str| text.nfd().collect::<String>();
    for text in ["Bộ trưởng nói 25 lần", &apart("Bộ trưởng nói 25 lần")] {
        let all = |e: &str| go(text, &expression(e)).iter().map(|s| s.nfc().collect()).collect::<Vec<String>>();
        assert_eq!(all("b.\\s"), ["Bộ "]);
        assert_eq!(all("tr[aou]+ng"), ["trưởng"]);
        assert_eq!(all("tr[ư][ơ]ng"), ["trưởng"]);
        assert_eq!(all("^bo|lan$"), ["Bộ", "lần"]);
        assert_eq!(all("\\bn\\w{2}\\b"), ["nói"]);
        assert_eq!(all("\\d+"), ["25"]);
        assert_eq!(all("n[^o]*i"), Vec::<String>::new(), "ó is an o where accents do not count");
        assert_eq!(all("\\pL{6}"), ["trưởng"]);
        assert_eq!(all("(?s)b.*n").len(), 1);
        let exact = Query { accents: true, ..expression("tr.ởng|noi|lần") };
        assert_eq!(go(text, &exact).len(), 2);
    }
    assert_eq!(go("một\r\nhai\r\nba", &expression("^.*$")), ["một", "hai", "ba"]);
    assert_eq!(go("baaa", &expression("a*")), ["aaa"], "empty places are no places");
    assert_eq!(go("chữ không có", &expression("x*")), Vec::<String>::new());
}

#[test]
fn what_cannot_be_looked_for_is_said() {
    let error = |q: &Query| Finder::new(q).unwrap_err().to_string();
    assert_eq!(error(&query("  ")), "Type what to find");
    assert_eq!(error(&expression("ổn (định")), "The expression cannot be read at character 4: unclosed group");
    assert!(error(&expression("(x{1000}){1000}")).starts_with("The expression is too large"));
    assert!(error(&expression(&"(".repeat(500))).starts_with("The expression cannot be read at character"));
    assert!(error(&expression("\\p{Nonsense}")).starts_with("The expression cannot be read at character"));
    assert!(Finder::new(&query(&"Tổng thống ".repeat(100))).is_ok());
}

#[test]
fn evil_expressions_end() {
    let text = "a".repeat(40_000) + "!";
    for evil in ["(a*)*b", "(a|a)*b", "(a+)+$x", ".*.*.*=", "(.*)(.*)(.*)(.*)x", "a{0,200}a{200}b", "(a?){100}a{100}b"]
    {
        assert_eq!(go(&text, &expression(evil)).len(), 0, "{evil}");
    }
    let hits = Finder::new(&query("a")).unwrap().find(&text, 100, &|| false);
    assert!(hits.more && hits.spans.len() == 100);
    let hits = Finder::new(&query("a")).unwrap().find(&text, 100_000, &|| true);
    assert!(hits.stopped);
}

#[test]
fn long_texts_are_read_in_pieces_without_a_seam() {
    let line = "Bà Lan nói giá gạo sẽ tăng vào thứ Ba.\n";
    let text = line.repeat(3 * PIECE / line.len());
    let lines = text.lines().count();
    assert_eq!(Finder::new(&query("gia gao")).unwrap().find(&text, usize::MAX, &|| false).spans.len(), lines);
    assert_eq!(Finder::new(&expression("^.*$")).unwrap().find(&text, usize::MAX, &|| false).spans.len(), lines);
    let all = Finder::new(&expression("(?s)ba.*$")).unwrap().find(&text, usize::MAX, &|| false);
    assert_eq!(all.spans.len(), 1, "a hit that reaches past a piece is followed");
    assert!(all.spans[0].len() > text.len() - 3);
}

proptest! {
    #[test]
    fn plain_words_are_found_as_by_folding(
        text in "([aAnN]|ă|Ắ|đ|Đ|d|ô|o\u{302}\u{309}|ồ|o|\u{323}|İ|か|\u{3099}|🚀|\r\n|[ ,.-]){0,30}",
        words in "([aAn]|ắ|đ|ô|o\u{302}|ờ| |か\u{3099}){1,3}",
        case in any::<bool>(), accents in any::<bool>(), whole in any::<bool>(),
    ) {
        let query = Query { words, expression: false, case, accents, whole };
        prop_assume!(!query.is_empty());
        let found = Finder::new(&query).unwrap().find(&text, usize::MAX, &|| false);
        prop_assert_eq!(found.spans, naive(&text, &query));
    }

    #[test]
    fn ignoring_finds_more_and_both_forms_the_same(text in "([aăắnđdoôồ]|[ ,]){0,40}", words in "[aăắnđdoôồ]{1,3}") {
        let count = |text: &str, words: &str, accents: bool, expression: bool| {
            let query = Query { words: words.to_owned(), expression, accents, ..Query::default() };
            Finder::new(&query).unwrap().find(text, usize::MAX, &|| false).spans.len()
        };
        let (apart, words_apart): (String, String) = (text.nfd().collect(), words.nfd().collect());
        for expression in [false, true] {
            for accents in [false, true] {
                let n = count(&text, &words, accents, expression);
                prop_assert_eq!(n, count(&apart, &words, accents, expression));
                prop_assert_eq!(n, count(&text, &words_apart, accents, expression));
            }
            prop_assert!(count(&text, &words, false, expression) >= count(&text, &words, true, expression));
        }
        prop_assert_eq!(count(&text, &words, false, false), folded(&text).matches(&folded(&words)).count());
    }

    #[test]
    fn any_expression_is_refused_or_gives_whole_characters_in_order(
        text in "(\\PC|\r\n|o\u{302}\u{309}|👩\u{200d}🚀|🇻🇳){0,20}", words in "([a-zơ\u{302}.*+?|()\\[\\]^$\\\\{}0-9,-]|\\\\w|\\\\b|\\\\PL|\\(\\?s\\)){1,10}",
        accents in any::<bool>(), whole in any::<bool>(),
    ) {
        let query = Query { words, expression: true, accents, whole, ..Query::default() };
        if let Ok(finder) = Finder::new(&query) {
            let t = Text::new(text.as_str());
            let mut end = ByteOffset(0);
            for span in finder.find(&text, 100, &|| false).spans {
                prop_assert!(Span::in_text(&t, span.start(), span.end()).is_ok());
                prop_assert!(span.start() >= end);
                end = span.end();
            }
        }
    }
}
