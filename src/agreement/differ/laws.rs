//! Laws of comparing, and a slow comparison that is plainly the definition.

use super::*;
use crate::{
    model::{AnnotationId, ChangeSet, IdMaker, Link, Place, State},
    text::{ByteOffset, Unit},
};
use proptest::prelude::*;
use std::collections::{BTreeSet, HashSet};

const LABELS: [&str; 3] = ["Actor", "Claim", "Date"];

/// A mark to be: start, length, label, value of an attribute (0: none), and the mark that a link leads to (numbers modulo what there is).
type Wish = (usize, usize, usize, usize, Option<usize>);

fn wishes(text: usize, long: usize, most: usize) -> impl Strategy<Value = Vec<Wish>> {
    let link = prop_oneof![3 => Just(None), 1 => (0usize..20).prop_map(Some)];
    prop::collection::vec((0..text, 1..long, 0usize..3, 0usize..3, link), 0..most)
}

fn set(text: &Text, wishes: &[Wish], seed: u64) -> AnnotationSet {
    let mut ids = IdMaker::new(seed);
    let (mut seen, mut created) = (HashSet::new(), Vec::new());
    for (start, long, label, value, _) in wishes {
        let Some(span) = Span::between(text, ByteOffset(*start), ByteOffset(start + long)) else { continue };
        if seen.insert((span, *label)) {
            let mut new = Annotation::new(ids.make(|_| false), span, LABELS[*label].into());
            if *value > 0 {
                new.attributes.insert("x".into(), format!("{value}").into());
            }
            created.push(new);
        }
    }
    let all: Vec<AnnotationId> = created.iter().map(|a| a.id.clone()).collect();
    for (new, wish) in created.iter_mut().zip(wishes) {
        if let Some(to) = wish.4 {
            new.links.push(Link { role: "source".into(), to: all[to % all.len()].clone() });
        }
    }
    let mut set = AnnotationSet::new(State::Done);
    let created = created.into_iter().map(Arc::new).collect();
    ChangeSet { created, ..ChangeSet::default() }.apply(&mut set).unwrap();
    set
}

/// Texts with Vietnamese in both forms, and sets of marks that often lie on one another.
fn articles() -> impl Strategy<Value = (Text, Vec<AnnotationSet>)> {
    let text = "(ông |Nguye\u{302}\u{303}n |trưởng|, |a|\\. |\n|👩\u{200d}🚀){1,25}";
    (text, 1usize..=4, 1usize..40).prop_flat_map(|(text, sets, long)| {
        let text = Text::new(text);
        let wishes = prop::collection::vec(wishes(text.len(), long + 1, 9), sets);
        wishes.prop_map(move |wishes| {
            let sets = wishes.iter().zip(1..).map(|(w, seed)| set(&text, w, seed)).collect();
            (text.clone(), sets)
        })
    })
}

/// The definition in the head of `mod.rs`, word for word, by looking at every two marks.
fn plainly(text: &Text, sets: &[&AnnotationSet]) -> Vec<Cluster> {
    let marks: Vec<(usize, Span, Arc<Annotation>)> =
        sets.iter().enumerate().flat_map(|(n, s)| s.placed().map(move |(span, a)| (n, span, a.clone()))).collect();
    let same = |a: usize, b: usize| marks[a].1 == marks[b].1 && marks[a].2.label == marks[b].2.label;
    let all = 0..marks.len();
    let sets_with = |a: usize| all.clone().filter(|b| same(a, *b)).map(|b| marks[b].0).collect::<BTreeSet<_>>();
    let of_all: Vec<bool> = all.clone().map(|a| sets_with(a).len() == sets.len()).collect();
    // Groups by repeated painting.
    let paint = |joined: &dyn Fn(usize, usize) -> bool| {
        let mut color: Vec<usize> = all.clone().collect();
        loop {
            let before = color.clone();
            for (a, b) in all.clone().flat_map(|a| all.clone().map(move |b| (a, b))) {
                if color[a] != color[b] && joined(a, b) {
                    let least = color[a].min(color[b]);
                    (color[a], color[b]) = (least, least);
                }
            }
            if color == before {
                break;
            }
        }
        color
    };
    let alike = |a: usize, b: usize| {
        let (x, y) = (&marks[a], &marks[b]);
        if of_all[a] || of_all[b] {
            return same(a, b);
        }
        x.0 != y.0 && x.2.label == y.2.label && x.1.overlaps(y.1)
    };
    let groups = paint(&alike);
    let who = |a: usize| all.clone().filter(|b| groups[*b] == groups[a]).map(|b| marks[b].0).collect::<BTreeSet<_>>();
    let whos: Vec<BTreeSet<usize>> = all.clone().map(who).collect();
    let half = |a: Span, b: Span| {
        let both = a.end().0.min(b.end().0).saturating_sub(a.start().0.max(b.start().0));
        2 * both >= a.len() + b.len() - both
    };
    let color = paint(&|a, b| groups[a] == groups[b] || whos[a].is_disjoint(&whos[b]) && half(marks[a].1, marks[b].1));

    let mut clusters: Vec<Cluster> = Vec::new();
    for c in all.clone().filter(|a| color[*a] == *a) {
        let here: Vec<&(usize, Span, Arc<Annotation>)> =
            all.clone().filter(|a| color[*a] == c).map(|a| &marks[a]).collect();
        let start = here.iter().map(|m| m.1.start()).min().unwrap();
        let end = here.iter().map(|m| m.1.end()).max().unwrap();
        let versions =
            (0..sets.len()).map(|n| here.iter().filter(|m| m.0 == n).map(|m| m.2.clone()).collect()).collect();
        clusters.push(Cluster { span: Span::new(start, end).unwrap(), versions, differences: Vec::new() });
    }
    clusters.sort_by_key(|c| (c.span, c.marks().map(|(_, s, a)| (s, a.label.clone())).min()));
    let differences: Vec<_> = clusters.iter().map(|c| differences(text, c, &clusters)).collect();
    clusters.iter_mut().zip(differences).for_each(|(c, d)| c.differences = d);
    clusters
}

fn differences(text: &Text, cluster: &Cluster, clusters: &[Cluster]) -> Vec<Difference> {
    let mut found = Vec::new();
    let by: Vec<usize> = (0..cluster.versions.len()).filter(|n| cluster.versions[*n].is_empty()).collect();
    if !by.is_empty() {
        found.push(Difference::Missed { by });
    }
    let here: Vec<(usize, &Vec<Arc<Annotation>>)> =
        cluster.versions.iter().enumerate().filter(|(_, v)| !v.is_empty()).collect();
    let spans = |v: &[Arc<Annotation>]| v.iter().map(|a| a.span().unwrap()).collect::<BTreeSet<_>>();
    let labels = |v: &[Arc<Annotation>]| v.iter().map(|a| a.label.clone()).collect::<BTreeSet<_>>();
    let marks = |v: &[Arc<Annotation>]| v.iter().map(|a| (a.span(), a.label.clone())).collect::<BTreeSet<_>>();
    let moved = here.iter().any(|(_, v)| spans(v) != spans(here[0].1));
    if here.iter().any(|(_, v)| labels(v) != labels(here[0].1) || !moved && marks(v) != marks(here[0].1)) {
        found.push(Difference::Label);
    }
    if moved {
        let mut syllables = Vec::new();
        let mut at = ByteOffset(0);
        loop {
            let end = text.next_end(Unit::Syllable, at);
            if end <= at {
                break;
            }
            syllables.push(Span::new(text.prev_boundary(Unit::Syllable, end), end).unwrap());
            at = end;
        }
        let between = |a: ByteOffset, b: ByteOffset| {
            Span::new(a.min(b), a.max(b)).map_or(0, |gap| syllables.iter().filter(|s| s.overlaps(gap)).count())
        };
        let hull = |v: &[Arc<Annotation>]| {
            let spans = spans(v);
            (spans.iter().map(|s| s.start()).min().unwrap(), spans.iter().map(|s| s.end()).max().unwrap())
        };
        let hulls: Vec<(ByteOffset, ByteOffset)> = here.iter().map(|(_, v)| hull(v)).collect();
        let pairs = hulls.iter().flat_map(|a| hulls.iter().map(move |b| between(a.0, b.0) + between(a.1, b.1)));
        found.push(Difference::Boundary { syllables: pairs.max().unwrap() });
    }
    let varies = |label: &str, says: &dyn Fn(usize, &Annotation) -> BTreeSet<String>| {
        let views: BTreeSet<_> = here
            .iter()
            .filter(|(_, v)| labels(v).contains(label))
            .map(|(n, v)| {
                let said: Vec<_> = v.iter().filter(|a| &*a.label == label).map(|a| says(*n, a)).collect();
                (said.iter().all(|s| !s.is_empty()), said.into_iter().flatten().collect::<BTreeSet<_>>())
            })
            .collect();
        views.len() > 1
    };
    if LABELS.iter().any(|l| varies(l, &|_, a| a.attributes.get("x").map(|v| v.to_string()).into_iter().collect())) {
        found.push(Difference::Attributes { names: vec!["x".into()] });
    }
    let end = |n: usize, to: &AnnotationId| clusters.iter().position(|c| c.versions[n].iter().any(|a| a.id == *to));
    if LABELS.iter().any(|l| varies(l, &|n, a| a.links.iter().map(|l| format!("{:?}", end(n, &l.to))).collect())) {
        found.push(Difference::Links { roles: vec!["source".into()] });
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn it_is_the_definition((text, sets) in articles()) {
        let sets: Vec<&AnnotationSet> = sets.iter().collect();
        prop_assert_eq!(compare(&text, &sets), plainly(&text, &sets));
    }

    #[test]
    fn every_mark_is_in_one_cluster_that_covers_it((text, sets) in articles()) {
        let sets: Vec<&AnnotationSet> = sets.iter().collect();
        let clusters = compare(&text, &sets);
        for (n, set) in sets.iter().enumerate() {
            let mut found: Vec<&Arc<Annotation>> = clusters.iter().flat_map(|c| &c.versions[n]).collect();
            found.sort_by(|a, b| a.order().cmp(&b.order()));
            prop_assert_eq!(found, set.iter().collect::<Vec<_>>());
        }
        for cluster in &clusters {
            prop_assert!(cluster.marks().all(|(_, span, _)| cluster.span.covers(span)));
            prop_assert!(cluster.marks().any(|(_, span, _)| span.start() == cluster.span.start()));
            prop_assert!(cluster.marks().any(|(_, span, _)| span.end() == cluster.span.end()));
        }
        prop_assert!(clusters.windows(2).all(|c| c[0].span <= c[1].span));
    }

    #[test]
    fn the_order_of_sets_changes_nothing_else((text, sets) in articles(), turn in 0usize..4, swap in any::<bool>()) {
        let mut order: Vec<usize> = (0..sets.len()).collect();
        order.rotate_left(turn % sets.len());
        if swap {
            order.reverse();
        }
        let one = compare(&text, &sets.iter().collect::<Vec<_>>());
        let mut other = compare(&text, &order.iter().map(|n| &sets[*n]).collect::<Vec<_>>());
        prop_assert_eq!(Summary::of(&one), Summary::of(&other));
        for cluster in &mut other {
            let mut versions = vec![Vec::new(); sets.len()];
            cluster.versions.drain(..).zip(&order).for_each(|(v, n)| versions[*n] = v);
            cluster.versions = versions;
            if let Some(Difference::Missed { by }) = cluster.differences.first_mut() {
                by.iter_mut().for_each(|n| *n = order[*n]);
                by.sort_unstable();
            }
        }
        prop_assert_eq!(one, other);
    }

    #[test]
    fn equal_sets_agree((text, sets) in articles(), times in 1usize..5) {
        let clusters = compare(&text, &vec![&sets[0]; times]);
        prop_assert!(clusters.iter().all(Cluster::agreed));
        prop_assert_eq!(clusters.len(), sets[0].len());
        let score = (times > 1 && !sets[0].is_empty()).then_some(1.0);
        prop_assert_eq!(Summary::of(&clusters), Summary { agreed: sets[0].len(), open: 0, score });
    }

    #[test]
    fn the_score_is_that_of_pairs((text, sets) in articles()) {
        let marks = |s: &AnnotationSet| s.placed().map(|(span, a)| (span, a.label.clone())).collect::<BTreeSet<_>>();
        let (mut hits, mut sum) = (0, 0);
        for a in 0..sets.len() {
            for b in 0..a {
                hits += 2 * marks(&sets[a]).intersection(&marks(&sets[b])).count();
                sum += sets[a].len() + sets[b].len();
            }
        }
        let score = (sum > 0).then(|| hits as f64 / sum as f64);
        prop_assert_eq!(Summary::of(&compare(&text, &sets.iter().collect::<Vec<_>>())).score, score);
    }

    #[test]
    fn proposals_are_all_and_what_is_common((text, sets) in articles()) {
        let clusters = compare(&text, &sets.iter().collect::<Vec<_>>());
        for cluster in &clusters {
            for label in LABELS {
                let covers = |p: &[Proposal], at: usize| p.iter().filter(|p| &*p.label == label && p.span.contains(ByteOffset(at))).count();
                let (union, common) = (cluster.union(), cluster.intersection());
                for at in cluster.span.start().0..cluster.span.end().0 {
                    let mut any = false;
                    let mut all = true;
                    for version in &cluster.versions {
                        let marks: Vec<_> = version.iter().filter(|a| &*a.label == label).collect();
                        let here = marks.iter().any(|a| a.span().unwrap().contains(ByteOffset(at)));
                        any |= here;
                        all &= here || marks.is_empty();
                    }
                    prop_assert_eq!(covers(&union, at), usize::from(any));
                    prop_assert_eq!(covers(&common, at), usize::from(any && all));
                }
            }
        }
    }

    #[test]
    fn one_edit_is_one_difference(
        others in prop::collection::vec((0usize..11, 0usize..5, 1usize..4, 0usize..3), 0..20),
        sets in 2usize..5, who in 0usize..4, edit in 0usize..7, by in 1usize..3, label in 0usize..3,
    ) {
        // Twelve lines of six words each; the mark that is edited has the last line to itself.
        const LINE: usize = 6 * 6;
        let text = Text::new("một, hai ba, bốn năm.. sáu\n".repeat(12));
        let words: Vec<Span> = {
            let mut words = Vec::new();
            let mut at = ByteOffset(0);
            while let end = text.next_end(Unit::Syllable, at) && end > at {
                words.push(Span::new(text.prev_boundary(Unit::Syllable, end), end).unwrap());
                at = end;
            }
            words
        };
        let span = |first: usize, last: usize| Span::new(words[first].start(), words[last].end()).unwrap();
        let place = |(line, from, long, label): (usize, usize, usize, usize)| (span(line * 6 + from, line * 6 + (from + long - 1).min(5)), label);
        let placed: BTreeSet<(Span, usize)> = others.into_iter().map(place).chain([(span(0, 0), 0), (span(0, 1), 1)]).collect();
        let last = LINE * 2 - 6;
        let make = |seed: u64| {
            let mut ids = IdMaker::new(seed);
            let mut created: Vec<Annotation> = placed.iter().map(|(s, l)| Annotation::new(ids.make(|_| false), *s, LABELS[*l].into())).collect();
            let mut mark = Annotation::new(ids.make(|_| false), span(last + 2, last + 3), LABELS[label].into());
            mark.attributes.insert("x".into(), "1".into());
            mark.links.push(Link { role: "source".into(), to: created[0].id.clone() });
            created.push(mark);
            let mut set = AnnotationSet::new(State::Done);
            let created = created.into_iter().map(Arc::new).collect();
            ChangeSet { created, ..ChangeSet::default() }.apply(&mut set).unwrap();
            set
        };
        let mut all: Vec<AnnotationSet> = (0..sets as u64).map(make).collect();
        let who = who % sets;
        let edited = &mut all[who];
        let old = edited.iter().next_back().unwrap().clone();
        let elsewhere = edited.placed().map(|(_, a)| a.id.clone()).find(|id| *id != old.links[0].to).unwrap();
        let mut new = Annotation::clone(&old);
        let expected = match edit {
            0 => Difference::Missed { by: vec![who] },
            1 => {
                new.place = Place::At(span(last + 2 - by, last + 3));
                Difference::Boundary { syllables: by }
            }
            2 => {
                new.place = Place::At(span(last + 2, last + 3 + by));
                Difference::Boundary { syllables: by }
            }
            3 => {
                new.label = LABELS[(label + by) % 3].into();
                Difference::Label
            }
            4 => {
                new.attributes.insert("x".into(), "2".into());
                Difference::Attributes { names: vec!["x".into()] }
            }
            5 => {
                new.links[0].to = elsewhere;
                Difference::Links { roles: vec!["source".into()] }
            }
            _ => {
                new.links.clear();
                Difference::Links { roles: vec!["source".into()] }
            }
        };
        let change = match edit {
            0 => ChangeSet { deleted: vec![old], ..ChangeSet::default() },
            _ => ChangeSet::updating(&old, new),
        };
        change.apply(edited).unwrap();
        let clusters = compare(&text, &all.iter().collect::<Vec<_>>());
        let open: Vec<&[Difference]> = clusters.iter().filter(|c| !c.agreed()).map(|c| &c.differences[..]).collect();
        prop_assert_eq!(open, [&[expected][..]]);
        prop_assert_eq!(clusters.len(), placed.len() + 1);
    }
}
