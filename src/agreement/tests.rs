//! What holds for every measure of the list.

use super::*;
use crate::{
    model::{Annotation, AnnotationId, AnnotationSet, ChangeSet, Link, State},
    text::{CharOffset, Span, Text},
};
use std::collections::HashSet;

/// What one annotator says of an article; `None` for not seen.
pub(super) type Seen<'a> = (&'a str, Option<&'a [Plain<'a>]>);

/// A study from texts with marks of each annotator: `None` for not seen.
pub(super) fn study(articles: &[(&str, &[Seen<'_>])]) -> Study {
    let names: Vec<&str> = articles.iter().flat_map(|(_, sets)| sets.iter().map(|(who, _)| *who)).collect();
    let mut study = Study::new(names);
    for (at, (text, sets)) in articles.iter().enumerate() {
        let sets: Vec<(&str, Vec<Plain<'_>>)> =
            sets.iter().filter_map(|(who, marks)| Some((*who, marks.as_ref()?.to_vec()))).collect();
        study.add_plain(format!("{at}").into(), None, Text::new(*text), &sets).unwrap();
    }
    study
}

/// A mark with what it says beside its place: span in Unicode scalars, label, attributes, links (role, and number in the list).
#[derive(Clone, Copy)]
pub(super) struct Told<'a> {
    pub(super) span: (usize, usize),
    pub(super) label: &'a str,
    pub(super) attributes: &'a [(&'a str, &'a str)],
    pub(super) links: &'a [(&'a str, usize)],
}

/// A study of one article.
pub(super) fn told(text: &str, sets: &[(&str, &[Told<'_>])]) -> Study {
    let mut study = Study::new(sets.iter().map(|(who, _)| *who));
    add_told(&mut study, text, sets);
    study
}

/// One more article.
pub(super) fn add_told(study: &mut Study, text: &str, sets: &[(&str, &[Told<'_>])]) {
    let text = Text::new(text);
    let id = |at: usize| AnnotationId::new(format!("m{at}"));
    let place = |at| text.byte_of(CharOffset(at)).unwrap();
    let set = |marks: &[Told<'_>]| {
        let mut change = ChangeSet::default();
        for (at, told) in marks.iter().enumerate() {
            let span = Span::new(place(told.span.0), place(told.span.1)).unwrap();
            let mut mark = Annotation::new(id(at), span, told.label.into());
            mark.attributes = told.attributes.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
            mark.links = told.links.iter().map(|(role, to)| Link { role: (*role).into(), to: id(*to) }).collect();
            change.created.push(mark.into());
        }
        let mut set = AnnotationSet::new(State::Done);
        change.apply(&mut set).unwrap();
        set
    };
    let sets: Vec<(&str, AnnotationSet)> = sets.iter().map(|(who, marks)| (*who, set(marks))).collect();
    study.add("told".into(), None, text.clone(), sets.iter().map(|(who, set)| (*who, set))).unwrap();
}

/// A measure over a whole study.
pub(super) fn assessed(measure: &dyn Measure, study: &Study) -> Assessed {
    let articles = study.everything();
    let confidence = Confidence { rounds: 20, ..Confidence::default() };
    assess(measure, study, &articles, confidence, &mut |_| Flow::Continue(())).unwrap()
}

/// Only measures of what marks say beside their place have no figure for marks that say nothing more.
fn says_nothing_of_plain_marks(why: Undefined) -> bool {
    matches!(why, Undefined::NoMatchedMarks | Undefined::NoAttributes | Undefined::NoLinks)
}

#[test]
fn every_measure_says_what_it_is() {
    let mut ids = HashSet::new();
    for measure in MEASURES {
        let about = measure.about();
        assert!(ids.insert(about.id), "{} twice", about.id);
        assert!(about.id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'), "{}", about.id);
        assert!([about.title, about.tooltip, about.source, about.counts].iter().all(|s| !s.is_empty()), "{}", about.id);
    }
}

#[test]
fn identical_sets_give_the_maximum() {
    let marks: &[Plain<'_>] = &[(0, 3, "Actor"), (4, 9, "Claim"), (4, 6, "Date"), (12, 15, "Actor")];
    let sets: &[Seen<'_>] = &[("A", Some(marks)), ("B", Some(marks)), ("C", Some(marks))];
    let study =
        study(&[("one two three four five", sets), ("six", &[("A", Some(&[])), ("B", Some(&[])), ("C", None)])]);
    for measure in MEASURES {
        let found = assessed(*measure, &study);
        let id = found.about.id;
        match found.all.value {
            Ok(value) => assert!((value - 1.0).abs() < 1e-12, "{id}: {value}"),
            Err(why) => assert!(says_nothing_of_plain_marks(why), "{id}: {why}"),
        }
        for (label, value) in &found.by_label {
            assert!(value.is_err() || value.is_ok_and(|v| (v - 1.0).abs() < 1e-12), "{id} {label}: {value:?}");
        }
    }
}

#[test]
fn neither_the_names_nor_the_order_of_annotators_matter() {
    type Marks = &'static [Plain<'static>];
    let a: Marks = &[(0, 3, "Actor"), (4, 9, "Claim"), (14, 18, "Date")];
    let b: Marks = &[(0, 7, "Actor"), (4, 9, "Claim"), (14, 18, "Actor")];
    let c: Marks = &[(4, 13, "Claim"), (0, 3, "Actor")];
    let text = "one two three four five";
    let of = |[x, y, z]: [&'static str; 3]| {
        study(&[
            (text, &[(x, Some(a)), (y, Some(b)), (z, Some(c))]),
            ("nothing to say here", &[(x, Some(&[])), (y, Some(&[(0, 7, "Claim")])), (z, Some(&[]))]),
        ])
    };
    for measure in MEASURES.iter().filter(|m| !m.about().slow) {
        let one = assessed(*measure, &of(["A", "B", "C"]));
        for names in [["C", "A", "B"], ["Lan", "An", "Bình"], ["B", "A", "C"]] {
            let other = assessed(*measure, &of(names));
            let id = one.about.id;
            let near = |a: Figure, b: Figure| match (a, b) {
                (Ok(a), Ok(b)) => (a - b).abs() < 1e-12,
                (a, b) => a == b,
            };
            assert!(near(one.all.value, other.all.value), "{id}: {:?} {:?}", one.all, other.all);
            let pairs = |a: &Assessed| {
                let mut all: Vec<f64> = a.by_pair.iter().filter_map(|(_, v)| v.ok()).collect();
                all.sort_by(f64::total_cmp);
                all
            };
            let (one, other) = (pairs(&one), pairs(&other));
            assert!(one.len() == other.len() && one.iter().zip(&other).all(|(a, b)| (a - b).abs() < 1e-12), "{id}");
        }
    }
}

#[test]
fn thin_data_has_a_named_reason_and_never_a_flattering_number() {
    type Marks = Option<&'static [Plain<'static>]>;
    let one: Marks = Some(&[(0, 3, "Actor")]);
    let empty: Marks = Some(&[]);
    let thin: [(&str, Study); 5] = [
        ("nothing at all", Study::new(Vec::<&str>::new())),
        ("one annotator", study(&[("one two", &[("A", one)])])),
        (
            "nothing in common",
            study(&[("one two", &[("A", one), ("B", None)]), ("one two", &[("A", None), ("B", one)])]),
        ),
        ("no marks", study(&[("one two", &[("A", empty), ("B", empty)])])),
        ("no text", study(&[("", &[("A", empty), ("B", empty)])])),
    ];
    for (what, study) in &thin {
        for measure in MEASURES {
            let found = assessed(*measure, study);
            assert!(found.all.value.is_err(), "{}: {what}: {:?}", found.about.id, found.all);
            assert!(
                found.ci95.is_none() && found.by_pair.iter().all(|(_, v)| v.is_err()),
                "{}: {what}",
                found.about.id
            );
            assert!(found.by_label.iter().all(|(_, v)| v.is_err()), "{}: {what}", found.about.id);
        }
    }
}

#[test]
fn seen_and_empty_counts_and_not_seen_does_not() {
    let marks: &[Plain<'_>] = &[(0, 3, "Actor"), (8, 13, "Claim")];
    let alike: (&str, &[Seen<'_>]) = ("one two three", &[("A", Some(marks)), ("B", Some(marks))]);
    let unseen = study(&[alike, ("one two three", &[("A", Some(marks)), ("B", None)])]);
    let empty = study(&[alike, ("one two three", &[("A", Some(marks)), ("B", Some(&[]))])]);
    for measure in MEASURES {
        let (unseen, empty) = (assessed(*measure, &unseen), assessed(*measure, &empty));
        let id = unseen.about.id;
        if let (Ok(unseen), Ok(empty)) = (unseen.all.value, empty.all.value) {
            assert!((unseen - 1.0).abs() < 1e-12 && empty < unseen, "{id}: {unseen} {empty}");
        } else {
            assert!(unseen.all.value.is_err_and(says_nothing_of_plain_marks), "{id}: {:?}", unseen.all);
        }
    }
}

#[test]
fn a_stopped_measure_says_nothing() {
    let marks: &[Plain<'_>] = &[(0, 3, "Actor")];
    let pair: &[Seen<'_>] = &[("A", Some(marks)), ("B", Some(marks))];
    let study = study(&[("one two", pair), ("one two", pair)]);
    for measure in MEASURES {
        assert!(assess(*measure, &study, &[0, 1], Confidence::default(), &mut |_| Flow::Break(())).is_none());
    }
}
