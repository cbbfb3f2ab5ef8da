//! Drafts edited as people do, and the sets that come of it.

use super::*;
use crate::model::{Attribute, Condition};

fn label(name: &str, key: u8) -> Label {
    Label {
        name: name.into(),
        formerly: Vec::new(),
        key: Some(key),
        color: ColorToken::Blue,
        line: LineStyle::Solid,
        guideline: "Who".into(),
        attributes: Vec::new(),
        links: Vec::new(),
    }
}

/// Actor with a kind and a rank that depends on it, Place, and Claim, whose source is an Actor.
fn set() -> LabelSet {
    let mut actor = label("Actor", 1);
    let values = AttributeKind::Choice(vec!["person".into(), "body".into()]);
    let kind = Attribute { default: "body".into(), ..Attribute::new("kind", values) };
    let when = Some(Condition { attribute: "kind".into(), values: vec!["person".into()] });
    let rank = Attribute { when, ..Attribute::new("rank", AttributeKind::Text) };
    actor.attributes = vec![kind, rank];
    let mut claim = label("Claim", 3);
    claim.links = vec![LinkRole { key: Some('s'), ..LinkRole::new("source", vec!["Actor".into()]) }];
    LabelSet::new(vec![actor, label("Place", 2), claim]).unwrap()
}

fn edited(edit: impl FnOnce(&mut Draft)) -> Result<LabelSet, Fault> {
    let mut draft = Draft::of(&set());
    edit(&mut draft);
    draft.build(|c| (c == 'e').then(|| "Grow selection".to_owned()))
}

#[test]
fn an_untouched_draft_is_the_set() {
    assert_eq!(edited(|_| {}).unwrap(), set());
    assert_eq!(Draft::of(&set()), Draft::of(&set()));
}

#[test]
fn everything_that_is_renamed_knows_its_former_name_and_what_refers_to_it_follows() {
    let new = edited(|d| {
        d.labels[0].name = " Person ".into();
        d.labels[0].attributes[0].name = "sort".into();
        d.labels[0].attributes[0].values[0].text = "human".into();
        d.labels[0].attributes[0].values[1].text = "group".into();
        d.labels[2].links[0].name = "said by".into();
    })
    .unwrap();
    let person = new.get("Person").unwrap();
    assert_eq!(person.formerly, ["Actor".into()]);
    let (sort, rank) = (&person.attributes[0], &person.attributes[1]);
    assert_eq!((&*sort.default, sort.formerly.len(), sort.former_values.len()), ("group", 1, 2));
    assert_eq!(rank.when, Some(Condition { attribute: "sort".into(), values: vec!["human".into()] }));
    let source = &new.get("Claim").unwrap().links[0];
    assert_eq!((&source.formerly[..], &source.to[..]), (&["source".into()][..], &["Person".into()][..]));

    // Renamed once more, it knows both; renamed back, only the name between.
    let mut draft = Draft::of(&new);
    draft.labels[0].name = "Who".into();
    let third = draft.build(|_| None).unwrap();
    assert_eq!(third.get("Who").unwrap().formerly, ["Actor".into(), "Person".into()]);
    let mut draft = Draft::of(&new);
    draft.labels[0].name = "Actor".into();
    draft.labels[0].attributes[0].values[0].text = "person".into();
    let back = draft.build(|_| None).unwrap();
    let actor = back.get("Actor").unwrap();
    assert_eq!(actor.formerly, ["Person".into()]);
    let former: Vec<_> = actor.attributes[0].former_values.iter().map(|(a, b)| format!("{a}={b}")).collect();
    assert_eq!(former, ["body=group", "human=person"]);
}

#[test]
fn names_that_could_mean_two_things_are_refused_at_their_place() {
    let swapped = edited(|d| {
        d.labels[0].name = "Place".into();
        d.labels[1].name = "Actor".into();
    });
    assert_eq!(swapped.map_err(|f| (f.label, f.part)), Err((0, Part::Name)));
    let swapped = edited(|d| {
        d.labels[0].attributes[0].values[0].text = "body".into();
        d.labels[0].attributes[0].values[1].text = "person".into();
    });
    assert_eq!(swapped.map_err(|f| f.part), Err(Part::Attribute(0)));
    let fault = edited(|d| d.labels[2].links[0].key = "e".into()).unwrap_err();
    assert!(fault.part == Part::Link(0) && fault.sentence.contains("Grow selection"), "{fault:?}");
    assert_eq!(edited(|d| d.labels[1].key = Some(1)).map_err(|f| (f.label, f.part)), Err((1, Part::Key)));
    assert_eq!(edited(|d| _ = d.add_label()).map_err(|f| (f.label, f.part)), Err((3, Part::Name)));
    assert_eq!(edited(|d| d.add_attribute(1)).map_err(|f| (f.label, f.part)), Err((1, Part::Attribute(0))));
    let fault = edited(|d| _ = d.labels[0].attributes.remove(0)).unwrap_err();
    assert!(fault.sentence.contains("taken out"), "{fault:?}");
}

#[test]
fn a_label_is_taken_out_into_another_one_or_alone() {
    let into = edited(|d| d.remove_label(0, Some(1))).unwrap();
    assert_eq!(into.get("Place").unwrap().formerly, ["Actor".into()]);
    assert_eq!(into.get("Claim").unwrap().links[0].to, ["Place".into()]);
    let alone = edited(|d| d.remove_label(0, None)).unwrap_err();
    assert_eq!((alone.label, alone.part), (1, Part::Link(0)));
    let alone = edited(|d| {
        d.remove_label(0, None);
        d.labels[1].links.clear();
    });
    assert!(!alone.unwrap().has_former_names());
}

#[test]
fn what_others_renamed_meanwhile_is_known() {
    let theirs = edited(|d| {
        d.labels[0].name = "Person".into();
        d.labels[0].attributes[0].name = "sort".into();
        d.labels[0].attributes[0].values[0].text = "human".into();
        d.labels[2].links[0].name = "by".into();
    })
    .unwrap();
    let mine = edited(|d| {
        d.labels[0].guideline = "Anyone".into();
        d.know(&theirs);
    })
    .unwrap();
    let actor = mine.get("Actor").unwrap();
    assert_eq!(
        (&actor.formerly[..], &actor.attributes[0].formerly[..]),
        (&["Person".into()][..], &["sort".into()][..])
    );
    assert!(actor.attributes[0].former_values.contains_key("human"));
    assert_eq!(mine.get("Claim").unwrap().links[0].formerly, ["by".into()]);
}

#[test]
fn what_is_added_looks_like_nothing_else() {
    let mut draft = Draft::of(&set());
    let at = draft.add_label();
    let new = &draft.labels[at];
    assert_eq!((new.key, new.color == ColorToken::Blue), (Some(4), false));
    assert_eq!(draft.move_label(at, false), at - 1);
}
