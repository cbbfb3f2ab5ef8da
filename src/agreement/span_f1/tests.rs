//! Measures of spans against stories with known values, and figures worked out elsewhere.

use crate::agreement::{
    About, Assessed, Confidence, Figure, Flow, Plain, Study, Undefined, assess, measure,
    tests::{Seen, assessed, study},
};
use crate::text::Text;

const MEASURES: [&str; 5] = ["span_f1_exact", "span_f1_boundary", "span_f1_overlap", "span_f1_iou50", "char_dice"];

fn of(id: &str, study: &Study) -> Assessed {
    assessed(measure(id).unwrap(), study)
}

fn near(found: Figure, value: f64) -> bool {
    found.is_ok_and(|found| (found - value).abs() < 1e-12)
}

/// The five figures of two annotators of one text.
fn figures(text: &str, a: &[Plain<'_>], b: &[Plain<'_>]) -> [f64; 5] {
    let study = study(&[(text, &[("A", Some(a)), ("B", Some(b))])]);
    MEASURES.map(|id| of(id, &study).all.value.unwrap())
}

#[track_caller]
fn same(found: [f64; 5], expected: [f64; 5]) {
    let near = found.iter().zip(&expected).all(|(a, b)| (a - b).abs() < 1e-12);
    assert!(near, "{found:?}, not {expected:?}");
}

#[test]
fn each_measure_forgives_what_it_should() {
    let text = "Ms Adams said it rained on Monday";
    let actor = [(0, 8, "Actor")];
    // In the order of MEASURES. The same; another label; a word less; a touch.
    same(figures(text, &actor, &[(0, 8, "Actor")]), [1.0, 1.0, 1.0, 1.0, 1.0]);
    same(figures(text, &actor, &[(0, 8, "Claim")]), [0.0, 1.0, 0.0, 0.0, 0.0]);
    same(figures(text, &actor, &[(3, 8, "Actor")]), [0.0, 0.0, 1.0, 1.0, 10.0 / 13.0]);
    same(figures(text, &actor, &[(7, 13, "Actor")]), [0.0, 0.0, 1.0, 0.0, 2.0 / 14.0]);
    // Neighbours share nothing.
    same(figures(text, &actor, &[(8, 13, "Actor")]), [0.0; 5]);
    // Exactly a half is enough, and a place under two labels is one place.
    same(figures(text, &actor, &[(0, 4, "Actor")]), [0.0, 0.0, 1.0, 1.0, 8.0 / 12.0]);
    same(figures(text, &actor, &[(0, 3, "Actor")]), [0.0, 0.0, 1.0, 0.0, 6.0 / 11.0]);
    same(
        figures(text, &[(0, 8, "Actor"), (0, 8, "Claim")], &actor),
        [2.0 / 3.0, 1.0, 2.0 / 3.0, 2.0 / 3.0, 16.0 / 24.0],
    );
}

#[test]
fn half_is_counted_in_characters_and_not_in_bytes() {
    // Four letters of three bytes, and four of one.
    let text = "ếếếếabcd";
    same(figures(text, &[(0, 8, "Claim")], &[(4, 8, "Claim")]), [0.0, 0.0, 1.0, 1.0, 8.0 / 12.0]);
}

#[test]
fn marks_are_paired_so_that_most_agree() {
    let text = "one two three four five six seven";
    // In the order of the text the long mark would take the first short one, which the other mark needs.
    let a = [(0, 33, "Claim"), (0, 3, "Claim")];
    let b = [(0, 3, "Claim"), (28, 33, "Claim")];
    same(figures(text, &a, &b), [0.5, 0.5, 1.0, 0.5, 2.0 * 8.0 / 41.0]);
}

#[test]
fn counts_are_pooled_over_articles_and_the_mean_is_over_pairs_that_have_a_figure() {
    let mark: &[Plain<'_>] = &[(0, 3, "Actor")];
    let two: &[Plain<'_>] = &[(0, 3, "Actor"), (4, 7, "Date")];
    let first: &[Seen<'_>] = &[("A", Some(mark)), ("B", Some(mark)), ("C", None), ("D", Some(&[]))];
    let second: &[Seen<'_>] = &[("A", Some(two)), ("B", Some(&[])), ("C", Some(&[])), ("D", None)];
    let study = study(&[("one two", first), ("one two", second)]);
    for id in ["span_f1_exact", "span_f1_boundary", "span_f1_overlap", "span_f1_iou50"] {
        let found = of(id, &study);
        // A and B: 2·1 / (1 + 1 + 2 + 0). A and C, A and D, B and D: marks on one side only. B and C: none. C and D: nothing shared.
        assert!(near(found.all.value, 0.5 / 4.0), "{id}: {:?}", found.all);
        assert_eq!(found.all.n, 4 + 2 + 1 + 1, "{id}");
        assert_eq!((found.all.observed, found.all.expected), (found.all.value.ok(), None), "{id}");
        let pairs: Vec<Figure> = found.by_pair.iter().map(|(_, f)| *f).collect();
        let (none, unshared) = (Err(Undefined::NoMarks), Err(Undefined::NoSharedArticles));
        assert_eq!(pairs, [Ok(0.5), Ok(0.0), Ok(0.0), none, Ok(0.0), unshared], "{id}");
        let labels: Vec<(&str, Figure)> = found.by_label.iter().map(|(l, f)| (&**l, *f)).collect();
        // Of Date, only A has any: 0 for the pairs of A that shared the second article.
        assert_eq!(labels[1], ("Date", Ok(0.0)), "{id}");
        assert_eq!(labels[0].0, "Actor");
        assert!(near(labels[0].1, 2.0 / 3.0 / 4.0), "{id}: {labels:?}");
    }
}

#[test]
fn figures_are_those_of_plain_sets_and_of_an_assignment_by_scipy() {
    let file = include_str!("../../../tests/golden/agreement/spans.txt");
    let lines: Vec<Vec<&str>> = file.lines().map(|l| l.split('\t').collect()).collect();
    let names = lines.iter().filter(|l| l[0] == "marks").map(|l| l[1]);
    let mut study = Study::new(names);
    let mut at = lines.iter().peekable();
    while let Some(line) = at.next_if(|l| l[0] == "text") {
        let mut sets: Vec<(&str, Vec<Plain<'_>>)> = Vec::new();
        while let Some(line) = at.next_if(|l| l[0] == "marks") {
            let mark = |mark: &'static str| {
                let fields: Vec<&str> = mark.split(',').collect();
                (fields[0].parse().unwrap(), fields[1].parse().unwrap(), fields[2])
            };
            sets.push((line[1], line[2].split_whitespace().map(mark).collect()));
        }
        study.add_plain(line[1].into(), None, Text::new(line[2]), &sets).unwrap();
    }
    let articles = study.everything();
    assert_eq!(articles.len(), 60);
    let confidence = Confidence { rounds: 0, ..Confidence::default() };
    let all = MEASURES.map(|id| {
        (id, assess(measure(id).unwrap(), &study, &articles, confidence, &mut |_| Flow::Continue(())).unwrap())
    });
    let mut compared = 0;
    for line in at {
        let found = &all.iter().find(|(id, _)| *id == line[1]).unwrap().1;
        let (figure, value) = match line[0] {
            "all" => {
                assert_eq!(found.all.n, line[3].parse::<usize>().unwrap(), "{line:?}");
                (found.all.value, line[2])
            }
            "pair" => {
                let pair = (study.annotator(line[2]).unwrap(), study.annotator(line[3]).unwrap());
                let pair = (pair.0.min(pair.1), pair.0.max(pair.1));
                (found.by_pair.iter().find(|(p, _)| *p == pair).unwrap().1, line[4])
            }
            "label" => (found.by_label.iter().find(|(l, _)| &**l == line[2]).unwrap().1, line[3]),
            "article" => {
                let number: usize = line[2].parse().unwrap();
                let found = found.by_article.iter().find(|(at, _)| *at == number);
                (found.map_or(Err(Undefined::NoSharedArticles), |(_, part)| part.value), line[3])
            }
            other => panic!("{other}"),
        };
        match value.parse::<f64>() {
            Ok(value) => assert!(figure.is_ok_and(|f| (f - value).abs() < 1e-9), "{line:?}: {figure:?}"),
            Err(_) => assert!(value == "-" && figure.is_err(), "{line:?}: {figure:?}"),
        }
        compared += 1;
    }
    assert_eq!(compared, 5 * (1 + 6 + 3 + 60));
}

#[test]
fn ids_are_those_of_the_list() {
    let about: Vec<&About> = MEASURES.iter().map(|id| measure(id).unwrap().about()).collect();
    assert!(about.iter().all(|a| a.chance.is_none() && !a.slow));
    assert_eq!(crate::agreement::MEASURES[0].about().id, "span_f1_exact");
}
