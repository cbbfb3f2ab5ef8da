//! γ against the paper's figures, pygamma-agreement's, and every alignment there is.

use super::{
    align::best,
    continuum::{Continuum, Unit},
    *,
};
use crate::{
    agreement::{
        Flow, Plain, Undefined,
        tests::{Seen, study},
    },
    text::Text,
};
use proptest::prelude::*;

/// A case of `reference.tsv`, which `scripts/gamma_reference.py` explains.
#[derive(Default)]
pub(super) struct Case {
    pub(super) name: &'static str,
    marks: Vec<Vec<(usize, usize, &'static str)>>,
    pub(super) observed: (f64, f64),
    pub(super) labels: Vec<(&'static str, f64)>,
    /// Mean and standard deviation of the disorder, the same of the categorical one, and how many samples.
    expected: Option<[f64; 5]>,
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in include_str!("reference.tsv").lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let number = |at: usize| fields[at].parse::<f64>().unwrap();
        if fields[0] == "case" {
            let marks = vec![Vec::new(); fields[2].parse().unwrap()];
            cases.push(Case { name: fields[1], marks, ..Case::default() });
            continue;
        }
        let case = cases.last_mut().unwrap();
        match fields[0] {
            "unit" => {
                let mark = (fields[2].parse().unwrap(), fields[3].parse().unwrap(), fields[4]);
                case.marks[fields[1].parse::<usize>().unwrap()].push(mark);
            }
            "observed" => case.observed = (number(1), number(2)),
            "label" => case.labels.push((fields[1], number(2))),
            "expected" => case.expected = Some([1, 2, 3, 4, 5].map(number)),
            other => panic!("{other}"),
        }
    }
    cases
}

const NAMES: [&str; 4] = ["A", "B", "C", "D"];

impl Case {
    pub(super) fn study(&self) -> Study {
        let end = self.marks.iter().flatten().map(|m| m.1).max().unwrap();
        let sets: Vec<Seen<'_>> = self.marks.iter().zip(NAMES).map(|(m, name)| (name, Some(m.as_slice()))).collect();
        study(&[("x".repeat(end + 7).as_str(), &sets)])
    }

    pub(super) fn continuum(&self) -> Continuum {
        let study = self.study();
        Continuum::new(study.articles()[0].seen().map(|(_, marks)| marks), None)
    }
}

fn all(measure: &dyn Measure, study: &Study, seed: u64) -> Part {
    let scorer = measure.prepare(study, seed, &mut |_| Flow::Continue(())).unwrap();
    let articles = study.everything();
    scorer.all(&Choice::of(articles))
}

#[test]
fn places_are_as_unlike_as_in_the_paper() {
    // Figure 10 of Mathet 2015 and the values printed beside it.
    let unit = |start, end| Unit { start, end, label: 0 };
    for (a, b, printed) in [
        (unit(4, 14), unit(40, 44), "22.2"),
        (unit(4, 14), unit(4, 14), "0.0"),
        (unit(4, 14), unit(20, 25), "3.2"),
        (unit(4, 14), unit(14, 24), "1.0"),
        (unit(20, 30), unit(20, 25), "0.11"),
        (unit(20, 25), unit(14, 24), "0.22"),
    ] {
        let digits = printed.split('.').nth(1).unwrap().len();
        assert_eq!(format!("{:.digits$}", a.positional(&b)), printed);
        assert_eq!(a.positional(&b), b.positional(&a));
    }
    // Figure 20: the scale does not matter.
    assert_eq!(unit(0, 7).positional(&unit(0, 10)), unit(0, 21).positional(&unit(0, 30)));
}

#[test]
fn observed_disorder_is_that_of_pygamma_agreement() {
    for case in cases() {
        let continuum = case.continuum();
        let disorder = best(&continuum).unwrap().disorder / continuum.mean_len();
        assert!((disorder - case.observed.0).abs() < 1e-6, "{}: {disorder} {}", case.name, case.observed.0);
    }
}

#[test]
fn expected_disorder_is_that_of_pygamma_agreement_within_the_error_of_sampling() {
    for case in cases() {
        let Some([mean, deviation, categorical, categorical_deviation, samples]) = case.expected else { continue };
        let study = case.study();
        for (measure, mean, deviation) in
            [(&Gamma as &dyn Measure, mean, deviation), (&GammaCat, categorical, categorical_deviation)]
        {
            let found = all(measure, &study, 1);
            // Four standard errors of theirs, and twice the 2 % that ours may be off.
            let off = (found.expected.unwrap() - mean).abs();
            let id = measure.about().id;
            assert!(off < 4.0 * deviation / samples.sqrt() + 0.04 * mean, "{id} {}: {found:?} {mean}", case.name);
            assert_eq!(found.value, Ok(1.0 - found.observed.unwrap() / found.expected.unwrap()));
        }
    }
}

/// The least cost of all alignments, tried one by one: the first unit alone or with any units of the annotators after it.
fn tried(sets: &[Vec<Unit>]) -> f64 {
    let n = sets.len();
    let pairs = (n * (n - 1) / 2) as f64;
    let Some(first) = sets.iter().position(|set| !set.is_empty()) else { return 0.0 };
    let mut rest = sets.to_vec();
    let unit = rest[first].remove(0);
    fn with(rest: &mut [Vec<Unit>], from: usize, group: &mut Vec<Unit>, pairs: f64) -> f64 {
        if from == rest.len() {
            let n = group.len();
            let apart = (0..n).flat_map(|a| (a + 1..n).map(move |b| (a, b)));
            let cost: f64 = apart.map(|(a, b)| group[a].dissimilarity(&group[b])).sum();
            return (cost + pairs - (n * (n - 1) / 2) as f64) / pairs + tried(rest);
        }
        let mut least = with(rest, from + 1, group, pairs);
        for at in 0..rest[from].len() {
            let unit = rest[from].remove(at);
            group.push(unit);
            least = least.min(with(rest, from + 1, group, pairs));
            group.pop();
            rest[from].insert(at, unit);
        }
        least
    }
    with(&mut rest, first + 1, &mut vec![unit], pairs)
}

fn continua(annotators: std::ops::Range<usize>, most: usize, length: i64) -> impl Strategy<Value = Continuum> {
    let unit =
        (0..length, 1..15i64, 0..3u16).prop_map(|(start, length, label)| Unit { start, end: start + length, label });
    prop::collection::vec(prop::collection::vec(unit, 0..=most), annotators).prop_map(|mut sets| {
        sets.iter_mut().for_each(|set| set.sort_by_key(|u| (u.start, u.end, u.label)));
        Continuum { sets }
    })
}

fn cost(continuum: &Continuum, together: &[Vec<(usize, usize)>]) -> f64 {
    let n = continuum.sets.len();
    let pairs = (n * (n - 1) / 2) as f64;
    let one = |group: &Vec<(usize, usize)>| {
        let units: Vec<&Unit> = group.iter().map(|(a, u)| &continuum.sets[*a][*u]).collect();
        let k = units.len();
        let apart = (0..k).flat_map(|a| (a + 1..k).map(move |b| (a, b)));
        let sum: f64 = apart.map(|(a, b)| units[a].dissimilarity(units[b])).sum();
        (sum + pairs - (k * (k - 1) / 2) as f64) / pairs
    };
    together.iter().map(one).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_alignment_of_two_is_better_than_the_best(continuum in continua(2..3, 4, 30)) {
        prop_assert!((best(&continuum).unwrap().disorder - tried(&continuum.sets)).abs() < 1e-9);
    }

    #[test]
    fn no_alignment_of_three_is_better_than_the_best(continuum in continua(3..4, 3, 30)) {
        prop_assert!((best(&continuum).unwrap().disorder - tried(&continuum.sets)).abs() < 1e-9);
    }

    #[test]
    fn the_best_alignment_is_one_and_no_worse_than_a_random_one(
        continuum in continua(2..5, 7, 60), draws in prop::collection::vec(0usize..8, 28),
    ) {
        let found = best(&continuum).unwrap();
        let mut units: Vec<(usize, usize)> = found.together.iter().flatten().copied().collect();
        units.sort_unstable();
        let all: Vec<(usize, usize)> =
            continuum.sets.iter().enumerate().flat_map(|(a, set)| (0..set.len()).map(move |u| (a, u))).collect();
        prop_assert_eq!(&units, &all, "every unit once");
        prop_assert!((cost(&continuum, &found.together) - found.disorder).abs() < 1e-9);
        let mut random: Vec<Vec<(usize, usize)>> = vec![Vec::new(); 8];
        for (unit, group) in all.iter().zip(&draws) {
            if random[*group].iter().any(|(a, _)| *a == unit.0) {
                random.push(vec![*unit]);
            } else {
                random[*group].push(*unit);
            }
        }
        random.retain(|group| !group.is_empty());
        prop_assert!(found.disorder <= cost(&continuum, &random) + 1e-9);
    }
}

#[test]
fn the_same_seed_gives_the_same_figures() {
    let cases = cases();
    let study = || cases.iter().find(|case| case.name == "2_5").unwrap().study();
    let one = all(&Gamma, &study(), 1);
    assert_eq!(one, all(&Gamma, &study(), 1));
    let other = all(&Gamma, &study(), 2);
    assert_eq!(one.observed, other.observed);
    assert_ne!(one.expected, other.expected);
}

#[test]
fn what_is_shared_with_the_other_measure_changes_no_figure() {
    let cases = cases();
    let study = || cases.iter().find(|case| case.name == "2_1").unwrap().study();
    let shared = study();
    let gamma = all(&Gamma, &shared, 1);
    assert_eq!(all(&GammaCat, &shared, 1), all(&GammaCat, &study(), 1));
    // Another seed is not given the samples of the first.
    assert_eq!(all(&GammaCat, &shared, 2), all(&GammaCat, &study(), 2));
    // Nor is a study that has grown since given those of before.
    let mut grown = shared;
    let marks = vec![(0, 4, "A")];
    grown.add_plain("new".into(), None, Text::new("more"), &[("A", marks), ("B", Vec::new())]).unwrap();
    assert!(all(&Gamma, &grown, 1).observed.unwrap() > gamma.observed.unwrap());
}

#[test]
fn articles_are_laid_end_to_end_and_each_annotator_counts_where_they_were() {
    let a: &[Plain<'_>] = &[(0, 10, "X"), (20, 30, "X")];
    let b: &[Plain<'_>] = &[(0, 10, "X"), (20, 30, "Y")];
    let text = "x".repeat(40);
    let study = study(&[
        (&text, &[("A", Some(a)), ("B", Some(b)), ("C", None)]),
        (&text, &[("A", Some(a)), ("B", Some(&[])), ("C", Some(a))]),
    ]);
    let scorer = Gamma.prepare(&study, 1, &mut |_| Flow::Continue(())).unwrap();
    // One pair differs in its label: disorder 1 over 2 marks for each. C, who has not seen it, does not matter.
    assert_eq!(scorer.all(&Choice::of([0])).observed, Some(0.5));
    // Two pairs alike, with nothing of B: 2/3 each, over 4/3 marks for each.
    assert!((scorer.all(&Choice::of([1])).observed.unwrap() - 1.0).abs() < 1e-12);
    let both = scorer.all(&Choice::of([0, 1]));
    assert!((both.observed.unwrap() - (1.0 + 4.0 / 3.0) / (2.0 + 4.0 / 3.0)).abs() < 1e-12);
    assert_eq!(both.n, 8);
    let pairs = scorer.by_pair(&Choice::of([0, 1]));
    assert_eq!(pairs[1], ((0, 2), Ok(1.0)));
    assert_eq!(pairs[2], ((1, 2), scorer.by_pair(&Choice::of([1]))[2].1));
    assert_eq!(scorer.by_pair(&Choice::of([0]))[2].1, Err(Undefined::NoSharedArticles));
    // A label alone: B has one X where A has two.
    let labels = scorer.by_label(&Choice::of([0]));
    assert!(labels[0].1.is_ok_and(|gamma| gamma < 1.0));
}

#[test]
fn too_much_on_one_place_is_named() {
    let marks: Vec<Plain<'_>> = (0..25).map(|at| (at, at + 100, "X")).collect();
    let sets: Vec<Seen<'_>> = ["A", "B", "C", "D"].map(|name| (name, Some(marks.as_slice()))).into();
    let study = study(&[("x".repeat(130).as_str(), &sets)]);
    let continuum = Continuum::new(study.articles()[0].seen().map(|(_, marks)| marks), None);
    assert_eq!(best(&continuum).map(|a| a.disorder), Err(Undefined::TooMuch));
}
