//! Pairings: stories, and laws against all that stacked, nested and crossing marks can do.

use super::*;
use crate::{
    agreement::tests::{Told, told},
    text::{ByteOffset, Span},
};
use Kind::{Attributes, Both, Boundary, Label, Links, Missed, Same};
use proptest::prelude::*;

fn mark(start: u32, end: u32, label: u16) -> Mark {
    let span = Span::new(ByteOffset(start as usize), ByteOffset(end as usize)).unwrap();
    Mark { span, start, end, label, at: 0, attributes: BTreeMap::new(), links: Vec::new() }
}

fn kinds(left: &[Mark], right: &[Mark]) -> Vec<(Option<usize>, Option<usize>, Kind)> {
    pairings(left, right).into_iter().map(|p| (p.left, p.right, p.kind)).collect()
}

#[test]
fn the_best_match_is_taken_first() {
    // The same words under another label come before an overlap under the same one.
    let left = [mark(0, 5, 0)];
    let right = [mark(0, 5, 1), mark(4, 20, 0)];
    assert_eq!(kinds(&left, &right), [(Some(0), Some(0), Label), (None, Some(1), Missed)]);
    // Of two that overlap, the nearer.
    let right = [mark(0, 4, 0), mark(2, 9, 0)];
    assert_eq!(kinds(&left, &right), [(Some(0), Some(0), Boundary), (None, Some(1), Missed)]);
    // A touch under another label is no match; half of it is.
    assert_eq!(kinds(&left, &[mark(2, 6, 1)]), [(Some(0), Some(0), Both)]);
    assert_eq!(kinds(&left, &[mark(3, 6, 1)]), [(Some(0), None, Missed), (None, Some(0), Missed)]);
    // One against many, and neighbours.
    let many = [mark(0, 2, 0), mark(2, 5, 0), mark(5, 9, 0)];
    assert_eq!(kinds(&left, &many), [(None, Some(0), Missed), (Some(0), Some(1), Boundary), (None, Some(2), Missed)]);
    assert_eq!(kinds(&[], &[]), []);
}

#[test]
fn attributes_and_links_are_looked_at_where_place_and_label_are_the_same() {
    let claim = |attributes, links| Told { span: (4, 9), label: "Claim", attributes, links };
    let actor = |end| Told { span: (0, end), label: "Actor", attributes: &[], links: &[] };
    let far = Told { span: (12, 15), label: "Actor", attributes: &[], links: &[] };
    let kind = |left: Told, actors: (Told, Told), right: Told| {
        let study = told("one two three four", &[("A", &[actors.0, left, far]), ("B", &[actors.1, right, far])]);
        let (left, right) = study.articles()[0].both((0, 1)).unwrap();
        pairings(left, right).iter().find(|p| left[p.left.unwrap()].label == 1).unwrap().kind
    };
    let same = (actor(3), actor(3));
    let sure = claim(&[("sure", "yes")], &[("source", 0)]);
    assert_eq!(kind(sure, same, sure), Same);
    assert_eq!(kind(sure, same, claim(&[("sure", "no")], &[("source", 0)])), Attributes);
    assert_eq!(kind(sure, same, claim(&[], &[])), Attributes);
    assert_eq!(kind(sure, same, claim(&[("sure", "yes")], &[])), Links);
    assert_eq!(kind(sure, same, claim(&[("sure", "yes")], &[("when", 0)])), Links);
    assert_eq!(kind(sure, same, claim(&[("sure", "yes")], &[("source", 2)])), Links);
    // The actor is the same with other edges, and so is the link to it.
    assert_eq!(kind(sure, (actor(3), actor(2)), sure), Same);
}

#[test]
fn the_matrix_knows_where_each_count_comes_from() {
    let span = |span, label| Told { span, label, attributes: &[], links: &[] };
    let a = [span((0, 3), "Actor"), span((4, 7), "Date"), span((8, 13), "Claim")];
    let b = [span((0, 3), "Actor"), span((4, 7), "Claim")];
    let study = told("one two three", &[("A", &a), ("B", &b), ("C", &a)]);
    let matrix = Confusion::of(&study, &[0], &[(0, 1), (0, 2)]);
    let counts: Vec<_> = matrix.cells().map(|(labels, found)| (labels, found.len())).collect();
    // Actor, Date and Claim, in the order in which they came.
    let expected = [
        ((Some(0), Some(0)), 2),
        ((Some(1), Some(1)), 1),
        ((Some(1), Some(2)), 1),
        ((Some(2), None), 1),
        ((Some(2), Some(2)), 1),
    ];
    assert_eq!(counts, expected);
    let pairing = Pairing { left: Some(1), right: Some(1), kind: Label };
    assert_eq!(matrix.cell(Some(1), Some(2)), [Found { article: 0, annotators: (0, 1), pairing }]);
    assert_eq!(matrix.cell(None, Some(0)), []);
    // Nothing to say of who has not seen it, of what is not there, or of nobody.
    assert_eq!(Confusion::of(&study, &[7], &[(0, 1)]).cells().count(), 0);
    assert_eq!(Confusion::of(&study, &[0], &[(0, 9)]).cells().count(), 0);
}

fn marks() -> impl Strategy<Value = Vec<Mark>> {
    let one = (0u32..12, 1u32..8, 0u16..3).prop_map(|(start, len, label)| mark(start, start + len, label));
    prop::collection::vec(one, 0..12).prop_map(|mut marks| {
        marks.sort_by_key(|m| (m.span, m.label));
        marks.dedup();
        marks
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn every_mark_comes_once_and_the_sides_do_not_matter(left in marks(), right in marks()) {
        let found = pairings(&left, &right);
        for (list, of) in [(&left, (|p: &Pairing| p.left) as fn(&Pairing) -> Option<usize>), (&right, |p| p.right)] {
            let mut numbers: Vec<usize> = found.iter().filter_map(of).collect();
            numbers.sort();
            prop_assert_eq!(numbers, (0..list.len()).collect::<Vec<_>>());
        }
        let mirrored: Vec<Pairing> =
            pairings(&right, &left).into_iter().map(|p| Pairing { left: p.right, right: p.left, ..p }).collect();
        prop_assert_eq!(&found, &mirrored);
        for p in &found {
            let (l, r) = (p.left.map(|at| &left[at]), p.right.map(|at| &right[at]));
            prop_assert_eq!(p.kind == Missed, l.is_none() || r.is_none());
            let Some((l, r)) = l.zip(r) else { continue };
            let same = (l.span == r.span, l.label == r.label);
            let kind = match same { (true, true) => Same, (true, false) => Label, (false, true) => Boundary, _ => Both };
            prop_assert_eq!(p.kind, kind);
            prop_assert!(l.span.overlaps(r.span));
        }
        // Whoever stays alone has no one left to be paired with, and what is the same is never missed.
        let alone = |of: fn(&Pairing) -> Option<usize>| found.iter().filter(|p| p.kind == Missed).filter_map(of);
        for l in alone(|p| p.left) {
            prop_assert!(!right.contains(&left[l]));
            for r in alone(|p| p.right) {
                let (l, r) = (&left[l], &right[r]);
                prop_assert!(l.label != r.label || !l.span.overlaps(r.span));
                prop_assert!(!Place::of(l).is_half(Place::of(r)));
            }
        }
    }

    #[test]
    fn one_edit_is_one_difference(set in marks(), which in any::<prop::sample::Index>()) {
        prop_assert!(pairings(&set, &set).iter().all(|p| p.kind == Same && p.left == p.right));
        if !set.is_empty() {
            let mut less = set.clone();
            less.remove(which.index(set.len()));
            let found = pairings(&set, &less);
            prop_assert_eq!(found.iter().filter(|p| p.kind != Same).count(), 1);
        }
    }
}
