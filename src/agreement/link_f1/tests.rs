//! F1 of links: stories.

use crate::agreement::{
    Assessed, Figure, Study, Undefined, measure,
    tests::{Told, add_told, assessed, told},
};

fn of(study: &Study) -> Assessed {
    assessed(measure("link_f1").unwrap(), study)
}

fn mark(span: (usize, usize), label: &'static str, links: &'static [(&'static str, usize)]) -> Told<'static> {
    Told { span, label, attributes: &[], links }
}

const TEXT: &str = "Ms Adams said it rained on Monday";

#[test]
fn links_agree_that_have_one_role_and_join_the_same_marks() {
    let story =
        |actor: (usize, usize), claim: Told<'static>| [mark(actor, "Actor", &[]), mark((27, 33), "Date", &[]), claim];
    let both = mark((14, 23), "Claim", &[("source", 0), ("when", 1)]);
    let a = story((0, 8), both);
    let figure = |b: &[Told<'_>]| of(&told(TEXT, &[("A", &a), ("B", b)])).all.value;
    assert_eq!(figure(&a), Ok(1.0));
    // Other edges are the same mark.
    assert_eq!(figure(&story((3, 8), mark((14, 33), "Claim", &[("source", 0), ("when", 1)]))), Ok(1.0));
    // A link less; another role; another end; no partner for the end; no claim.
    assert_eq!(figure(&story((0, 8), mark((14, 23), "Claim", &[("source", 0)]))), Ok(2.0 / 3.0));
    assert_eq!(figure(&story((0, 8), mark((14, 23), "Claim", &[("source", 0), ("since", 1)]))), Ok(0.5));
    assert_eq!(figure(&story((0, 8), mark((14, 23), "Claim", &[("source", 1), ("when", 0)]))), Ok(0.0));
    assert_eq!(figure(&story((9, 13), both)), Ok(0.5));
    assert_eq!(figure(&[]), Ok(0.0));
}

#[test]
fn links_to_two_marks_without_partners_are_two() {
    let a = [
        mark((0, 2), "Actor", &[]),
        mark((3, 8), "Actor", &[]),
        mark((14, 23), "Claim", &[("source", 0), ("source", 1)]),
    ];
    let b = [mark((27, 33), "Actor", &[]), mark((14, 23), "Claim", &[("source", 0)])];
    let found = of(&told(TEXT, &[("A", &a), ("B", &b)]));
    assert_eq!((found.all.value, found.all.n), (Ok(0.0), 3));
}

#[test]
fn labels_are_those_that_links_start_from_and_articles_add_up() {
    let a = [mark((0, 8), "Actor", &[("said", 1)]), mark((14, 23), "Claim", &[("source", 0)])];
    let b = [mark((0, 8), "Actor", &[]), mark((14, 23), "Claim", &[("source", 0)])];
    let mut study = Study::new(["A", "B", "C"]);
    add_told(&mut study, TEXT, &[("A", &a), ("B", &b), ("C", &[])]);
    add_told(&mut study, TEXT, &[("B", &a), ("A", &a)]);
    let found = of(&study);
    // A and B: 1 of 2 and 1, and 2 of 2 and 2. With C: none of theirs.
    let pairs: Vec<Figure> = found.by_pair.iter().map(|(_, f)| *f).collect();
    assert_eq!(pairs, [Ok(6.0 / 7.0), Ok(0.0), Ok(0.0)]);
    let labels: Vec<(&str, Figure)> = found.by_label.iter().map(|(l, f)| (&**l, *f)).collect();
    // No link from an actor between B and C.
    assert_eq!(labels, [("Actor", Ok((2.0 / 3.0) / 2.0)), ("Claim", Ok(1.0 / 3.0))]);
    assert_eq!(found.by_article.iter().map(|(_, p)| p.n).collect::<Vec<_>>(), [3 + 2 + 1, 4]);
}

#[test]
fn without_links_there_is_no_figure() {
    let marks = [mark((0, 8), "Actor", &[])];
    let found = of(&told(TEXT, &[("A", &marks), ("B", &marks)]));
    assert_eq!(found.all.value, Err(Undefined::NoLinks));
    assert_eq!(found.by_label, [("Actor".into(), Err(Undefined::NoLinks))]);
}
