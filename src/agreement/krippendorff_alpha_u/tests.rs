//! α_U against what papers print, and against the formulas taken literally.

use super::*;
use crate::agreement::{
    Flow, Plain,
    tests::{Seen, assessed, study},
    tokens::tests::{drawn, study_of},
};
use proptest::prelude::*;

fn over(study: &Study, articles: &[usize]) -> Vec<Option<Disagreement>> {
    let everyone: Vec<usize> = (0..study.annotators().len()).collect();
    Continuum::new(study, &everyone, &mut |_| Flow::Continue(())).unwrap().labels(&Choice::of(articles.iter().copied()))
}

/// Observed and expected disagreement and α as a paper prints them.
fn printed(found: &Disagreement, decimals: usize) -> [String; 3] {
    [found.observed, found.expected, 1.0 - found.observed / found.expected].map(|x| format!("{x:.decimals$}"))
}

#[test]
fn krippendorff_1995() {
    // Page 57: four pairs of observers on a continuum of 24, here as four labels.
    let a: &[Plain<'_>] = &[
        (2, 10, "A"),
        (14, 20, "A"),
        (0, 18, "B"),
        (2, 8, "C"),
        (10, 12, "C"),
        (14, 18, "C"),
        (20, 22, "C"),
        (0, 2, "D"),
        (2, 10, "D"),
        (10, 14, "D"),
        (14, 20, "D"),
        (20, 24, "D"),
    ];
    let b: &[Plain<'_>] = &[
        (4, 8, "A"),
        (15, 17, "A"),
        (0, 2, "B"),
        (2, 3, "B"),
        (3, 4, "B"),
        (4, 5, "B"),
        (5, 6, "B"),
        (6, 9, "B"),
        (9, 10, "B"),
        (0, 2, "C"),
        (4, 8, "C"),
        (10, 14, "C"),
        (16, 18, "C"),
        (20, 22, "C"),
        (0, 4, "D"),
        (4, 8, "D"),
        (8, 15, "D"),
        (15, 17, "D"),
        (17, 24, "D"),
    ];
    let stretched = |by: usize| {
        let [a, b] = [a, b].map(|marks| marks.iter().map(|(s, e, l)| (s * by, e * by, *l)).collect::<Vec<Plain<'_>>>());
        let sets: &[Seen<'_>] = &[("one", Some(&a)), ("two", Some(&b))];
        let study = study(&[(&"a".repeat(24 * by), sets)]);
        let found = over(&study, &[0]);
        let of = |label: &str| found[study.labels().iter().position(|l| **l == *label).unwrap()].unwrap();
        ["A", "B", "C", "D"].map(of)
    };
    // Five decimals, cut off.
    let cut = |x: f64| (x * 1e5).floor() / 1e5;
    assert_eq!(stretched(1).map(|d| cut(d.observed)), [0.03125, 2.26736, 0.02777, 0.38715]);
    // What is expected depends on how fine the continuum is cut; printed is where that leads. For B and C the paper prints
    // 1.17731 and .08642, where ours are 1.17578 and .0905.
    let [a, b, c, d] = stretched(50_000);
    assert_eq!([a, d].map(|d| format!("{:.5}", d.expected)), ["0.06990", "0.41445"]);
    assert_eq!([a, d].map(|d| printed(&d, 3)[2].clone()), ["0.553", "0.066"]);
    assert!((b.expected - 1.17731).abs() < 0.005 && (c.expected - 0.08642).abs() < 0.005);
}

#[test]
fn krippendorff_2004() {
    // Page 254: a continuum from 150 to 450.
    let i: &[Plain<'_>] = &[(75, 145, "c"), (220, 250, "c"), (30, 90, "k"), (150, 200, "k")];
    let j: &[Plain<'_>] = &[(70, 150, "c"), (205, 225, "c"), (250, 270, "c"), (30, 90, "k"), (150, 200, "k")];
    let sets: &[Seen<'_>] = &[("i", Some(i)), ("j", Some(j))];
    let study = study(&[(&"a".repeat(300), sets)]);
    let found = over(&study, &[0]);
    assert_eq!(printed(&found[0].unwrap(), 4), ["0.0144", "0.0532", "0.7286"]);
    assert_eq!(printed(&found[1].unwrap(), 4), ["0.0000", "0.0490", "1.0000"]);
    // Over labels: 1 − .0144 / (.0532 + .0490), which is .8591 of rounded numbers.
    let all = assessed(&KrippendorffAlphaU, &study).all;
    assert!((all.value.unwrap() - 0.8591).abs() < 0.0005, "{all:?}");
    assert_eq!(all.n, 9);
}

#[test]
fn overlapping_marks_of_one_label_are_one_unit_and_touching_ones_two() {
    let of = |marks: &[Plain<'_>]| {
        let sets: &[Seen<'_>] = &[("A", Some(marks)), ("B", Some(&[]))];
        over(&study(&[("some words to mark", sets)]), &[0])[0].unwrap()
    };
    assert_eq!(of(&[(0, 4, "A"), (3, 8, "A"), (5, 6, "A"), (7, 10, "A")]), of(&[(0, 10, "A")]));
    assert_eq!(of(&[(0, 4, "A"), (4, 8, "A")]).units, 2.0);
}

#[test]
fn a_text_marked_whole_by_both_is_agreement() {
    let sets: &[Seen<'_>] = &[("A", Some(&[(0, 4, "A")])), ("B", Some(&[(0, 4, "A")]))];
    assert_eq!(assessed(&KrippendorffAlphaU, &study(&[("text", sets)])).all.value, Ok(1.0));
    // One character, marked whole: there is nothing else that could have been marked.
    let sets: &[Seen<'_>] = &[("A", Some(&[(0, 1, "A")])), ("B", Some(&[(0, 1, "A")]))];
    assert_eq!(assessed(&KrippendorffAlphaU, &study(&[("t", sets)])).all.value, Err(Undefined::NoVariation));
}

#[test]
fn large_lengths_do_not_overflow() {
    let n = 3_000_000;
    let sets: &[Seen<'_>] = &[("A", Some(&[(0, n, "A")])), ("B", Some(&[(0, 1, "A")]))];
    let found = over(&study(&[(&"a".repeat(n), sets)]), &[0; 1000]);
    let Disagreement { units, observed, expected } = found[0].unwrap();
    assert!(units == 2000.0 && observed.is_finite() && expected.is_finite() && observed > 0.0 && expected > 0.0);
}

/// Begin, length, and whether it is a unit.
type Section = (f64, f64, bool);

/// A continuum cut into units and gaps.
fn sections(units: &[(usize, usize)], length: usize) -> Vec<Section> {
    let mut all = Vec::new();
    let mut at = 0;
    for (start, end) in units.iter().copied().chain([(length, length)]) {
        for (from, to, unit) in [(at, start, false), (start, end, true)] {
            if from < to {
                all.push((from as f64, (to - from) as f64, unit));
            }
        }
        at = end;
    }
    all
}

/// δ² of two sections.
fn squares((b, l, v): Section, (c, k, w): Section) -> f64 {
    match (v, w) {
        (true, true) if -l < b - c && b - c < k => (b - c).powi(2) + (b + l - c - k).powi(2),
        (true, false) if k - l >= b - c && b - c >= 0.0 => l * l,
        (false, true) if l - k >= c - b && c - b >= 0.0 => k * k,
        _ => 0.0,
    }
}

/// The units of an annotator on a label in an article.
fn units(study: &Study, article: usize, who: usize, label: usize) -> Vec<(usize, usize)> {
    let mut covered: Vec<(usize, usize)> = Vec::new();
    for mark in study.articles()[article].of(who).unwrap().iter().filter(|m| usize::from(m.label) == label) {
        let (start, end) = (mark.start as usize, mark.end as usize);
        match covered.last_mut() {
            Some(last) if start < last.1 => last.1 = last.1.max(end),
            _ => covered.push((start, end)),
        }
    }
    covered
}

/// The formulas, literally: every section against every other.
fn naive(study: &Study, choice: &[usize], label: usize) -> (f64, f64) {
    let seen = |article: usize| study.articles()[article].seen().map(|(who, _)| who).collect::<Vec<_>>();
    let choice: Vec<usize> = choice.iter().copied().filter(|a| seen(*a).len() > 1).collect();
    let mut continua = vec![(Vec::new(), 0); study.annotators().len()];
    let (mut observed, mut length) = (0.0, 0);
    for article in choice {
        let (who, chars) = (seen(article), study.articles()[article].chars());
        length += chars;
        for i in &who {
            let mine = units(study, article, *i, label);
            for j in who.iter().filter(|j| i != *j) {
                for g in sections(&mine, chars) {
                    for h in sections(&units(study, article, *j, label), chars) {
                        observed += squares(g, h) / (who.len() - 1) as f64;
                    }
                }
            }
            let (units, end) = &mut continua[*i];
            units.extend(mine.iter().map(|(a, b)| (a + *end, b + *end)));
            *end += chars;
        }
    }
    let all: Vec<Section> = continua.iter().flat_map(|(units, length)| sections(units, *length)).collect();
    let total: f64 = continua.iter().map(|(_, length)| *length as f64).sum();
    let count = all.iter().filter(|s| s.2).count() as f64;
    let (mut expected, mut own) = (0.0, 0.0);
    for (_, l, _) in all.iter().filter(|s| s.2) {
        let gaps = all.iter().filter(|(_, gap, unit)| !unit && gap >= l);
        expected += (count - 1.0) / 3.0 * (2.0 * l.powi(3) - 3.0 * l.powi(2) + l);
        expected += l.powi(2) * gaps.map(|(_, gap, _)| gap - l + 1.0).sum::<f64>();
        own += l * (l - 1.0);
    }
    (observed / (total * length as f64), 2.0 / length as f64 * expected / (total * (total - 1.0) - own))
}

proptest! {
    #[test]
    fn the_quick_way_is_the_formula(articles in drawn(), choice in proptest::collection::vec(0..6usize, 1..8)) {
        let study = study_of(&articles);
        let mut choice: Vec<usize> = choice.into_iter().map(|n| n % articles.len()).collect();
        choice.sort_unstable();
        for (label, found) in over(&study, &choice).into_iter().enumerate() {
            let (observed, expected) = naive(&study, &choice, label);
            let near = |a: f64, b: f64| (a - b).abs() <= 1e-12 * b.abs().max(1.0);
            match found {
                Some(found) => prop_assert!(near(found.observed, observed) && near(found.expected, expected), "{found:?}"),
                // Without units there is nothing that differs.
                None => prop_assert!(expected.is_nan() || expected == 0.0),
            }
        }
    }
}
