//! Laws of sets and their changes, on any sequence of changes.

use super::*;
use crate::text::{ByteOffset, Span, Text};
use proptest::prelude::*;
use std::{collections::HashSet, sync::Arc};

/// Something a person does to a set; numbers are taken modulo what there is.
#[derive(Clone, Debug)]
enum Act {
    Create(usize, usize, bool),
    Delete(usize),
    Resize(usize, usize, usize),
    Relabel(usize),
    Link(usize, usize),
    Note(usize, u8),
    State(usize),
    Reject(usize, usize),
}

fn acts(most: usize) -> impl Strategy<Value = Vec<Act>> {
    let n = any::<usize>;
    let act = prop_oneof![
        5 => (0usize..20, 1usize..6, any::<bool>()).prop_map(|(s, l, b)| Act::Create(s, l, b)),
        2 => n().prop_map(Act::Delete),
        2 => (n(), 0usize..20, 1usize..6).prop_map(|(i, s, l)| Act::Resize(i, s, l)),
        1 => n().prop_map(Act::Relabel),
        3 => (n(), n()).prop_map(|(i, j)| Act::Link(i, j)),
        1 => (n(), any::<u8>()).prop_map(|(i, c)| Act::Note(i, c)),
        1 => n().prop_map(Act::State),
        2 => (0usize..20, 1usize..6).prop_map(|(s, l)| Act::Reject(s, l)),
    ];
    prop::collection::vec(act, 0..most)
}

fn span(start: usize, len: usize) -> Span {
    Span::new(ByteOffset(start), ByteOffset(start + len)).unwrap()
}

/// The change that an act makes, whether or not it fits.
fn change(set: &AnnotationSet, act: &Act, ids: &mut IdMaker) -> ChangeSet {
    let nth = |i: usize| set.iter().nth(i % set.len().max(1)).cloned();
    let update = |i: usize, f: &dyn Fn(&mut Annotation)| {
        nth(i).map_or_else(ChangeSet::default, |old| {
            let mut new = Annotation::clone(&old);
            f(&mut new);
            ChangeSet::updating(&old, new)
        })
    };
    match act {
        Act::Create(s, l, b) => {
            let label = if *b { "Actor" } else { "Claim" };
            let new = Annotation::new(ids.make(|id| set.get(id).is_some()), span(*s, *l), label.into());
            ChangeSet { created: vec![new.into()], ..ChangeSet::default() }
        }
        Act::Delete(i) => {
            let gone: HashSet<AnnotationId> = nth(*i).map(|a| a.id.clone()).into_iter().collect();
            ChangeSet::deleting(set, &gone)
        }
        Act::Resize(i, s, l) => update(*i, &|a| a.place = Place::At(span(*s, *l))),
        Act::Relabel(i) => update(*i, &|a| a.label = if &*a.label == "Actor" { "Claim" } else { "Actor" }.into()),
        Act::Link(i, j) => nth(*j).map_or_else(ChangeSet::default, |to| {
            update(*i, &|a| a.links.push(Link { role: "source".into(), to: to.id.clone() }))
        }),
        Act::Note(i, c) => update(*i, &|a| a.note = format!("{c}").into()),
        Act::State(i) => {
            ChangeSet { state: Some((set.state(), State::ALL[i % State::ALL.len()].0)), ..ChangeSet::default() }
        }
        Act::Reject(s, l) => {
            let rejection = Rejection::new(span(*s, *l), "Date".into(), "dates".into());
            let mut new = Remarks::clone(set.remarks());
            if !new.rejected.remove(&rejection) {
                new.rejected.insert(rejection);
            }
            ChangeSet { remarks: Some((set.remarks().clone(), new.into())), ..ChangeSet::default() }
        }
    }
}

/// What holds of every set: order, no id and no mark twice, no link to nowhere.
fn assert_sound(set: &AnnotationSet) {
    let all: Vec<&Arc<Annotation>> = set.iter().collect();
    assert!(all.windows(2).all(|w| w[0].order() < w[1].order()));
    for (i, a) in all.iter().enumerate() {
        assert!(all.iter().skip(i + 1).all(|b| a.id != b.id && (a.span() != b.span() || a.label != b.label)));
        assert!(a.links.iter().all(|l| set.get(&l.to).is_some()), "{a:?}");
        assert_eq!(set.same(a.span().unwrap(), &a.label), Some(*a));
    }
}

/// Does all that fits, and returns the sets in between and the changes.
fn run(set: &mut AnnotationSet, acts: &[Act], seed: u64) -> (Vec<AnnotationSet>, Vec<ChangeSet>) {
    let mut ids = IdMaker::new(seed);
    let (mut sets, mut done) = (vec![set.clone()], Vec::new());
    for act in acts {
        let change = change(set, act, &mut ids);
        match change.apply(set) {
            Ok(()) => {
                assert_sound(set);
                sets.push(set.clone());
                done.push(change);
            }
            Err(error) => assert_eq!(sets.last(), Some(&*set), "{error} left something behind"),
        }
    }
    (sets, done)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn undo_all_then_redo_all(acts in acts(30)) {
        let mut set = AnnotationSet::default();
        let (sets, done) = run(&mut set, &acts, 1);
        for (change, before) in done.iter().zip(&sets).rev() {
            prop_assert_eq!(change.inverse().apply(&mut set), Ok(()));
            prop_assert_eq!(&set, before);
            prop_assert_eq!(&change.inverse().inverse(), change);
        }
        for (change, after) in done.iter().zip(sets.iter().skip(1)) {
            prop_assert_eq!(change.apply(&mut set), Ok(()));
            prop_assert_eq!(&set, after);
        }
    }

    #[test]
    fn a_difference_leads_from_one_to_the_other(common in acts(15), more in acts(15)) {
        let mut from = AnnotationSet::default();
        run(&mut from, &common, 1);
        let mut to = from.clone();
        run(&mut to, &more, 2);
        let change = diff(&from, &to);
        let mut set = from.clone();
        prop_assert_eq!(change.apply(&mut set), Ok(()));
        prop_assert_eq!(&set, &to);
        prop_assert_eq!(change.inverse().apply(&mut set), Ok(()));
        prop_assert_eq!(&set, &from);
        prop_assert!(diff(&from, &from).is_empty());
    }

    #[test]
    fn a_merge_loses_nothing(common in acts(12), mine in acts(12), theirs in acts(12)) {
        let mut base = AnnotationSet::default();
        run(&mut base, &common, 1);
        let (mut m, mut t) = (base.clone(), base.clone());
        run(&mut m, &mine, 2);
        run(&mut t, &theirs, 3);
        let (merged, clashes) = merge(&base, &m, &t);
        assert_sound(&merged);
        // Whatever either side has and did not inherit, or changed, is there: itself, or reported.
        for side in [&m, &t] {
            for a in side.iter().filter(|a| base.get(&a.id) != Some(a)) {
                let kept = merged.get(&a.id).is_some_and(|k| k.place == a.place && k.label == a.label && k.note == a.note);
                let twin = merged.same(a.span().unwrap(), &a.label).is_some_and(|k| k.note == a.note);
                let reported = clashes.iter().any(|c| c.mine.as_ref() == Some(a) || c.theirs.as_ref() == Some(a));
                prop_assert!(kept || twin || reported, "{:?}", a);
            }
        }
        // A rejection that one side made or took back is made or taken back; nothing else happens to them.
        let rejected = |set: &AnnotationSet| set.remarks().rejected.clone();
        for rejection in rejected(&m).union(&rejected(&t)).chain(&rejected(&base)) {
            let [was, my, their, now] = [&base, &m, &t, &merged].map(|set| set.remarks().rejected.contains(rejection));
            prop_assert_eq!(now, if my == was { their } else { my }, "{:?}", rejection);
        }
        // What both sides left alone stays as it is, but for links to marks that went.
        for a in base.iter().filter(|a| m.get(&a.id) == Some(a) && t.get(&a.id) == Some(a)) {
            let kept = merged.get(&a.id).or(merged.same(a.span().unwrap(), &a.label));
            prop_assert!(kept.is_some());
        }
        prop_assert_eq!(merge(&base, &m, &base), (m.clone(), vec![]));
        prop_assert_eq!(merge(&base, &base, &t), (t.clone(), vec![]));
        prop_assert_eq!(merge(&base, &m, &m), (m.clone(), vec![]));
    }

    #[test]
    fn stories_are_written_and_read(text in "[a-z \\[\\]\\\\|{}đổ\n]{1,30}", marks in prop::collection::vec((0usize..30, 1usize..12, any::<bool>()), 0..8)) {
        let text = Text::new(text);
        let mut set = AnnotationSet::new(State::InProgress);
        let mut ids = IdMaker::new(5);
        for (start, len, label) in marks {
            let Some(new) = Span::between(&text, ByteOffset(start), ByteOffset(start + len)) else { continue };
            // Only marks that do not cross can be told in the markup.
            if set.placed().any(|(s, _)| s.overlaps(new) && !s.covers(new) && !new.covers(s)) { continue }
            let label = if label { "Actor" } else { "Claim" };
            let created = vec![Arc::new(Annotation::new(ids.make(|_| false), new, label.into()))];
            let _ = ChangeSet { created, ..ChangeSet::default() }.apply(&mut set);
        }
        let written = story::write(&text, &set);
        let read = story::parse(&written).unwrap();
        prop_assert_eq!(&read.text, &text);
        let marks = |s: &AnnotationSet| {
            let mut all: Vec<(Span, String)> = s.placed().map(|(s, a)| (s, a.label.to_string())).collect();
            all.sort();
            all
        };
        prop_assert_eq!(marks(&story::set(&read, 9)), marks(&set));
        prop_assert_eq!(story::write(&read.text, &story::set(&read, 9)), written);
    }
}

#[test]
fn stories_say_what_is_wrong() {
    use story::StoryError;
    let read = story::parse(r"[Claim [Actor Ms Ams] said \[so\] it] rained").expect("a story");
    assert_eq!(read.text.as_str(), "Ms Ams said [so] it rained");
    let marks: Vec<(&str, &str)> = read.marks.iter().map(|(s, l)| (s.of(&read.text), l.as_str())).collect();
    assert_eq!(marks, [("Ms Ams said [so] it", "Claim"), ("Ms Ams", "Actor")]);
    assert_eq!(story::parse("a ]"), Err(StoryError::Unopened(2)));
    assert_eq!(story::parse("a [Actor b"), Err(StoryError::Unclosed(2)));
    assert_eq!(story::parse("[ b]"), Err(StoryError::Unlabelled(0)));
    assert_eq!(story::parse("[Actor ]"), Err(StoryError::Unlabelled(7)));
    let crossing = story::parse("[Actor đập b]c").expect("a story");
    let mut set = story::set(&crossing, 1);
    let other = Annotation::new(AnnotationId::new("z"), span(4, 5), "Claim".into());
    ChangeSet { created: vec![other.into()], ..ChangeSet::default() }.apply(&mut set).expect("fits");
    assert!(story::write(&crossing.text, &set).ends_with('}'));
}

#[test]
fn a_twin_made_on_both_sides_keeps_its_links() {
    let base = AnnotationSet::new(State::InProgress);
    let set = |ids: [&str; 2], note: &str| {
        let mut actor = Annotation::new(AnnotationId::new(ids[0]), span(0, 3), "Actor".into());
        actor.note = note.into();
        let mut claim = Annotation::new(AnnotationId::new(ids[1]), span(4, 3), "Claim".into());
        claim.links.push(Link { role: "source".into(), to: AnnotationId::new(ids[0]) });
        let mut set = base.clone();
        let created = vec![actor.into(), claim.into()];
        ChangeSet { created, ..ChangeSet::default() }.apply(&mut set).expect("fits");
        set
    };
    for (mine, theirs) in [(["a", "b"], ["c", "d"]), (["c", "d"], ["a", "b"])] {
        let (merged, clashes) = merge(&base, &set(mine, ""), &set(theirs, ""));
        assert_eq!((merged, clashes), (set(mine, ""), vec![]));
    }
    let (mine, theirs) = (set(["c", "d"], "seen"), set(["a", "b"], "heard"));
    let (merged, clashes) = merge(&base, &mine, &theirs);
    assert_eq!(merged, mine);
    assert_eq!(clashes.len(), 1);
}
