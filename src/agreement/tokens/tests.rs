//! Tokens by hand and by law.

use super::*;
use crate::agreement::{
    Flow, MEASURES, Plain, assess,
    assess::Confidence,
    tests::{Seen, study},
};
use proptest::prelude::*;

fn words(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    tokens(text, &mut all);
    all.into_iter().map(|place| text.get(place).unwrap()).collect()
}

#[test]
fn tokens_are_runs_of_letters_digits_marks_and_format_characters_or_single_others() {
    assert_eq!(words("Thủ tướng nói: “3,5%”."), ["Thủ", "tướng", "nói", ":", "“", "3", ",", "5", "%", "”", "."]);
    assert_eq!(words("e\u{301}cole co\u{ad}op x²½Ⅻ no_one"), ["e\u{301}cole", "co\u{ad}op", "x²½Ⅻ", "no", "_", "one"]);
    assert_eq!(words("2×3÷4 Ⓐ👩\u{200d}🌾"), ["2", "×", "3", "÷", "4", "Ⓐ", "👩", "\u{200d}", "🌾"]);
    assert_eq!(words("日本 \u{a0}\u{2003}\t\r\n\u{85}\u{3000}ย้ำ\u{1}"), ["日本", "ย้ำ", "\u{1}"]);
    assert_eq!(words(""), [""; 0]);
    assert_eq!(words(" \n"), [""; 0]);
}

#[test]
fn the_quick_way_knows_every_character() {
    use GeneralCategoryGroup::{Letter, Mark, Number};
    for c in '\0'..=char::MAX {
        let word = matches!(c.general_category_group(), Letter | Mark | Number)
            || c.general_category() == GeneralCategory::Format;
        let slow = match c {
            c if c.is_whitespace() => Kind::Blank,
            _ if word => Kind::Word,
            _ => Kind::Other,
        };
        assert!(kind(c) == slow, "{c:?}");
    }
}

#[test]
fn a_token_has_every_label_of_which_a_mark_covers_a_character() {
    let names: Vec<String> = (0..100).map(|n| format!("L{n}")).collect();
    let mut marks: Vec<Plain<'_>> = names.iter().map(|l| (2, 5, l.as_str())).collect();
    marks.extend([(3, 4, "L7"), (0, 1, "L7"), (7, 8, "L0")]);
    let sets: &[Seen<'_>] = &[("A", Some(&marks)), ("B", Some(&[])), ("C", None)];
    let study = study(&[("one two  three", sets)]);
    let tokens = study.tokens(&mut |_| Flow::Continue(())).unwrap();
    let mut said: Vec<_> = tokens.counts.row(0).iter().map(|(o, n)| (&*tokens.opinions[*o as usize], *n)).collect();
    said.sort_unstable();
    // Most marks cover a character of two tokens, the last covers blanks alone.
    let labels = |opinion: &[u32]| tokens.labels(opinion[0]).len();
    let said: Vec<_> = said.iter().map(|(opinion, n)| (labels(opinion), &opinion[1..], *n)).collect();
    assert_eq!(said, [(0, &[0, UNSEEN][..], 1), (100, &[0, UNSEEN][..], 2)]);
}

#[test]
fn an_article_that_is_added_later_is_seen() {
    let sets: &[Seen<'_>] = &[("A", Some(&[])), ("B", Some(&[]))];
    let mut study = study(&[("one two", sets)]);
    assert_eq!(study.tokens(&mut |_| Flow::Continue(())).unwrap().counts.row(1), []);
    study.add_plain("".into(), None, "three".into(), &[("A", vec![]), ("B", vec![])]).unwrap();
    assert_eq!(study.tokens(&mut |_| Flow::Continue(())).unwrap().counts.row(1), [(0, 1)]);
}

const LABELS: [&str; 3] = ["Actor", "Claim", "Date"];

/// An article: its text, and for each of three annotators marks, or not seen.
pub(in crate::agreement) type Drawn = (String, [Option<Vec<(usize, usize, &'static str)>>; 3]);

/// Some articles.
pub(in crate::agreement) fn drawn() -> impl Strategy<Value = Vec<Drawn>> {
    let text = proptest::collection::vec(prop_oneof![Just('a'), Just('ệ'), Just(' '), Just('.')], 1..30);
    let marks = proptest::collection::vec((0..30usize, 1..12usize, 0..3usize), 0..6);
    let set = proptest::option::weighted(0.8, marks);
    let article = (text, [set.clone(), set.clone(), set]).prop_map(|(text, sets)| {
        let n = text.len();
        let place = |(start, len, label): (usize, usize, usize)| {
            let start = start % n;
            (start, (start + len).min(n), LABELS[label])
        };
        (text.iter().collect(), sets.map(|set| Some(set?.into_iter().map(place).collect())))
    });
    proptest::collection::vec(article, 1..6)
}

/// The study of drawn articles.
pub(in crate::agreement) fn study_of<'a>(articles: impl IntoIterator<Item = &'a Drawn>) -> Study {
    let mut study = Study::new(["A", "B", "C"]);
    for (text, sets) in articles {
        let named = ["A", "B", "C"].into_iter().zip(sets);
        let sets: Vec<_> = named.filter_map(|(who, set)| Some((who, set.clone()?))).collect();
        study.add_plain("".into(), None, text.as_str().into(), &sets).unwrap();
    }
    study
}

proptest! {
    #[test]
    fn counting_runs_is_counting_tokens(articles in drawn()) {
        let study = study_of(&articles);
        let made = study.tokens(&mut |_| Flow::Continue(())).unwrap();
        for (at, item) in study.articles().iter().enumerate() {
            let mut places = Vec::new();
            if item.seen().count() > 1 {
                tokens(item.text.as_str(), &mut places);
            }
            let mut naive: Vec<Vec<Option<Vec<u16>>>> = Vec::new();
            for place in places {
                naive.push(item.sets.iter().map(|set| {
                    let hit = set.as_ref()?.iter().filter(|m| m.span.start().0 < place.end && place.start < m.span.end().0);
                    let mut labels: Vec<u16> = hit.map(|m| m.label).collect();
                    labels.sort_unstable();
                    labels.dedup();
                    Some(labels)
                }).collect());
            }
            let mut found: Vec<Vec<Option<Vec<u16>>>> = Vec::new();
            for (opinion, n) in made.counts.row(at) {
                let said = |set: &u32| (*set != UNSEEN).then(|| made.sets[*set as usize].to_vec());
                let said: Vec<_> = made.opinions[*opinion as usize].iter().map(said).collect();
                found.extend(vec![said; *n as usize]);
            }
            naive.sort();
            found.sort();
            prop_assert_eq!(naive, found);
        }
    }

    #[test]
    fn a_choice_is_the_study_that_it_spells(articles in drawn(), choice in proptest::collection::vec(0..6usize, 1..8)) {
        let mut choice: Vec<usize> = choice.into_iter().map(|n| n % articles.len()).collect();
        choice.sort_unstable();
        let one = study_of(&articles);
        let spelt = study_of(choice.iter().map(|at| &articles[*at]));
        let all: Vec<usize> = (0..choice.len()).collect();
        let none = Confidence { rounds: 0, ..Confidence::default() };
        let near = |a: Figure, b: Figure| match (a, b) {
            (Ok(a), Ok(b)) => (a - b).abs() < 1e-12,
            (a, b) => a == b,
        };
        for measure in MEASURES.iter().filter(|m| !m.about().slow) {
            let a = assess(*measure, &one, &choice, none, &mut |_| Flow::Continue(())).unwrap();
            let b = assess(*measure, &spelt, &all, none, &mut |_| Flow::Continue(())).unwrap();
            prop_assert!(near(a.all.value, b.all.value) && a.all.n == b.all.n, "{}: {:?} {:?}", a.about.id, a.all, b.all);
            for (a, b) in a.by_pair.iter().zip(&b.by_pair) {
                prop_assert!(near(a.1, b.1), "{a:?} {b:?}");
            }
            for (label, figure) in &b.by_label {
                let other = a.by_label.iter().find(|(l, _)| l == label);
                prop_assert!(other.is_some_and(|o| near(o.1, *figure)), "{} {label}: {figure:?} {other:?}", a.about.id);
            }
        }
    }
}
