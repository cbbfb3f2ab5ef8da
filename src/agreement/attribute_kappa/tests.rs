//! κ of attributes: a published table, stories, and thin data.

use crate::agreement::{
    Assessed, Figure, Study, Undefined, measure,
    tests::{Told, add_told, assessed, told},
};

fn of(study: &Study) -> Assessed {
    assessed(measure("attribute_kappa").unwrap(), study)
}

fn near(found: Option<f64>, value: f64) -> bool {
    found.is_some_and(|found| (found - value).abs() < 1e-12)
}

type Values = &'static [(&'static str, &'static str)];

fn claim(at: usize, attributes: Values) -> Told<'static> {
    Told { span: (at, at + 1), label: "Claim", attributes, links: &[] }
}

fn date(at: usize, attributes: Values) -> Told<'static> {
    Told { label: "Date", ..claim(at, attributes) }
}

const YES: Values = &[("sure", "yes")];
const NO: Values = &[("sure", "no")];
const NONE: Values = &[];

/// Two annotators' values of so many marks.
fn table(cells: &[(usize, Values, Values)]) -> Study {
    let marks = cells.iter().flat_map(|(n, a, b)| (0..*n).map(move |_| (*a, *b))).enumerate();
    let (a, b): (Vec<_>, Vec<_>) = marks.map(|(at, (a, b))| (claim(at, a), claim(at, b))).unzip();
    told(&"x".repeat(a.len()), &[("A", &a), ("B", &b)])
}

#[test]
fn one_attribute_gives_cohens_kappa() {
    // Cohen 1960, table 2: 200 judgements in three categories, κ = .492.
    const P: Values = &[("sure", "perhaps")];
    let found = of(&table(&[
        (88, YES, YES),
        (14, YES, NO),
        (18, YES, P),
        (10, NO, YES),
        (40, NO, NO),
        (10, NO, P),
        (2, P, YES),
        (6, P, NO),
        (12, P, P),
    ]));
    assert!(near(found.all.observed, 0.70) && near(found.all.expected, 0.41), "{:?}", found.all);
    assert_eq!(found.all.value.map(|value| format!("{value:.3}")), Ok("0.492".into()));
    assert_eq!(found.all.n, 200);
}

#[test]
fn no_value_is_a_value_and_an_attribute_that_nobody_gave_is_none() {
    // yes/yes 4, yes/none 1, none/yes 2, none/none 3: observed 7/10; expected (5·6 + 5·4) / 100.
    let found = of(&table(&[(4, YES, YES), (1, YES, NONE), (2, NONE, YES), (3, NONE, NONE)]));
    assert!(near(found.all.value.ok(), (0.7 - 0.5) / 0.5), "{:?}", found.all);
    assert_eq!(found.all.n, 10);
    assert_eq!(of(&table(&[(3, NONE, NONE)])).all.value, Err(Undefined::NoAttributes));
    assert_eq!(of(&table(&[(3, YES, YES)])).all.value, Err(Undefined::NoVariation));
    assert!(near(of(&table(&[(3, YES, YES), (2, NO, NO)])).all.value.ok(), 1.0));
    assert!(near(of(&table(&[(2, YES, NO), (2, NO, YES)])).all.value.ok(), -1.0));
}

#[test]
fn attributes_are_compared_within_themselves_and_added_up() {
    // Claims: sure yes/yes 3, yes/no 1: O = 3, E = (4·3 + 0·1)/4 = 3. Dates: sure yes/yes 1, no/no 1: O = 2, E = (1 + 1)/2 = 1.
    let a = [claim(0, YES), claim(1, YES), claim(2, YES), claim(3, YES), date(4, YES), date(5, NO), date(8, YES)];
    let b = [claim(0, YES), claim(1, YES), claim(2, YES), claim(3, NO), date(4, YES), date(5, NO), claim(9, NO)];
    let study = told("0123456789", &[("A", &a), ("B", &b)]);
    let found = of(&study);
    assert!(near(found.all.value.ok(), (5.0 - 4.0) / (6.0 - 4.0)), "{:?}", found.all);
    assert_eq!(found.all.n, 6);
    let labels: Vec<(&str, Figure)> = found.by_label.iter().map(|(l, f)| (&**l, *f)).collect();
    assert_eq!(labels, [("Claim", Ok(0.0)), ("Date", Ok(1.0))]);
}

#[test]
fn articles_add_up_and_annotators_are_averaged() {
    let mut study = Study::new(["A", "B", "C"]);
    add_told(&mut study, "01", &[("A", &[claim(0, YES), claim(1, NO)]), ("B", &[claim(0, YES), claim(1, NO)])]);
    add_told(
        &mut study,
        "01",
        &[("A", &[claim(0, YES), claim(1, NO)]), ("B", &[claim(0, NO), claim(1, NO)]), ("C", &[claim(0, YES)])],
    );
    let found = of(&study);
    // A and B: yes/yes 1, no/no 2, yes/no 1: observed 3/4, expected (2·1 + 2·3)/16. A and C: one value only. B and C: no/yes: 0 of 1, and 0 expected.
    let pairs: Vec<Figure> = found.by_pair.iter().map(|(_, f)| *f).collect();
    assert_eq!(pairs, [Ok(0.5), Err(Undefined::NoVariation), Ok(0.0)]);
    assert!(near(found.all.value.ok(), 0.25), "{:?}", found.all);
    assert_eq!(found.by_article[0].1.value, Ok(1.0));
    // In other words and in another order of people.
    let mut other = Study::new(["X", "Y", "Z"]);
    add_told(&mut other, "01", &[("Z", &[claim(0, YES), claim(1, NO)]), ("X", &[claim(0, YES), claim(1, NO)])]);
    add_told(
        &mut other,
        "01",
        &[("Z", &[claim(0, YES), claim(1, NO)]), ("X", &[claim(0, NO), claim(1, NO)]), ("Y", &[claim(0, YES)])],
    );
    assert_eq!(of(&other).all, found.all);
}

#[test]
fn there_is_nothing_to_compare_in_marks_of_one_alone() {
    let study = told("0123", &[("A", &[claim(0, YES)]), ("B", &[claim(3, NO), date(0, NO)])]);
    assert_eq!(of(&study).all.value, Err(Undefined::NoMatchedMarks));
    // Edges do not matter where marks overlap under one label.
    let long = Told { span: (0, 3), ..claim(0, YES) };
    let study = told("0123", &[("A", &[long, claim(3, NO)]), ("B", &[claim(1, YES), claim(3, NO)])]);
    assert_eq!(of(&study).all.value, Ok(1.0));
}
