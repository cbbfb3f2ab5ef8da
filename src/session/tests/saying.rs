//! What marks say beside their place: attributes, notes and links, by keys, clicks and drags.

use super::*;
use crate::model::{Annotation, State as SetState};

/// A mark's attributes, links and note in a line: `act=denies source→Ms Adams “really?”`.
fn said(w: &World, words: &str) -> String {
    let doc = w.session.doc().unwrap();
    let mark = of(w, words);
    let words =
        |id: &AnnotationId| doc.set().get(id).and_then(|m| m.span()).map_or("?", |s| s.of(doc.text())).to_owned();
    let attributes = mark.attributes.iter().map(|(name, value)| format!("{name}={value}"));
    let links = mark.links.iter().map(|l| format!("{}→{}", l.role, words(&l.to)));
    let note = (!mark.note.is_empty()).then(|| format!("“{}”", mark.note));
    attributes.chain(links).chain(note).collect::<Vec<_>>().join(" ")
}

fn of(w: &World, words: &str) -> Annotation {
    let doc = w.session.doc().unwrap();
    let found = doc.set().iter().find(|m| m.span().is_some_and(|s| s.of(doc.text()) == words));
    Annotation::clone(found.unwrap_or_else(|| panic!("no mark “{words}”")))
}

fn attribute(w: &mut World, words: &str, name: &str, value: &str) {
    let mark = of(w, words).id;
    let article = w.session.current().unwrap().clone();
    w.act(Action::Attribute { article, mark, name: name.into(), value: value.to_owned() });
}

const NEWS: &str =
    "[Actor Ms Adams] said on [Date Monday] that [Claim it rained], [Actor Mr Bell] that [Claim it did not].";

#[test]
fn s_and_a_hint_letter_make_a_source_and_w_a_when() {
    let mut w = world(&[NEWS]);
    w.click("it rained").keys("s");
    let hints = w.session.linking().map(|l| l.step.clone());
    let Some(LinkStep::Target { hints, .. }) = hints else { panic!("{hints:?}") };
    let doc = w.session.doc().unwrap();
    let words = |id| doc.set().get(id).and_then(|m| m.span()).map(|s| s.of(doc.text()).to_owned()).unwrap();
    let letters: Vec<(String, String)> = hints.iter().map(|(id, l)| (words(id), l.clone())).collect();
    assert_eq!(letters, [("Mr Bell".into(), "a".into()), ("Ms Adams".into(), "s".into())], "the nearest first");
    w.keys("s w a");
    assert_eq!(said(&w, "it rained"), "source→Ms Adams when→Monday");
    assert_eq!(w.selected(), "it rained", "the claim stays in hand");
    w.keys("Ctrl+z Ctrl+z");
    assert_eq!(said(&w, "it rained"), "");
    w.keys("Ctrl+Shift+z Ctrl+Shift+z");
    assert_eq!(said(&w, "it rained"), "source→Ms Adams when→Monday");
}

#[test]
fn a_chain_of_sources_keeps_its_order_and_can_be_reordered() {
    let mut w = world(&[NEWS]);
    w.click("it rained").keys("s a s s");
    assert_eq!(said(&w, "it rained"), "source→Mr Bell source→Ms Adams");
    let mark = of(&w, "it rained");
    w.act(Action::Link(LinkAction::Earlier(mark.id.clone(), mark.links[1].clone())));
    assert_eq!(said(&w, "it rained"), "source→Ms Adams source→Mr Bell");
    w.keys("s a");
    assert_eq!(said(&w, "it rained"), "source→Ms Adams", "once more takes it away");
    w.act(Action::Link(LinkAction::Remove(mark.id, mark.links[1].clone())));
    assert_eq!(said(&w, "it rained"), "");
}

#[test]
fn a_role_for_one_mark_lets_the_other_go() {
    let mut w = world(&["[Claim It rained] on [Date Monday] and [Date Tuesday]"]);
    w.click("It rained").keys("w a w s");
    assert_eq!(said(&w, "It rained"), "when→Tuesday");
}

#[test]
fn l_asks_for_the_role_and_a_click_gives_the_other_end() {
    let mut w = world(&[NEWS]);
    w.click("it rained").keys("l c");
    w.click("it did not");
    assert_eq!(said(&w, "it rained"), "contradicts→it did not");
    w.keys("s").click("that");
    assert!(w.session.linking().is_none(), "a click elsewhere lets it go");
    assert_eq!(said(&w, "it rained"), "contradicts→it did not");
    assert_eq!(w.selected(), "it rained");
    w.keys("s Esc").keys("s Delete");
    assert!(!w.story().contains("it rained]"), "other keys do what they do");
}

#[test]
fn a_drag_from_mark_to_mark_asks_only_where_several_roles_fit() {
    let mut w = world(&[NEWS]);
    let (claim, date, actor) = (of(&w, "it rained").id, of(&w, "Monday").id, of(&w, "Ms Adams").id);
    w.click("it rained").act(Action::Link(LinkAction::To(date.clone())));
    assert_eq!(said(&w, "it rained"), "when→Monday", "there is one role only");
    w.act(Action::Link(LinkAction::To(actor)));
    let roles: Vec<_> = w.session.link_roles().iter().map(|r| r.name.to_string()).collect();
    assert_eq!(roles, ["source", "addressee", "about"]);
    w.keys("d");
    assert_eq!(said(&w, "it rained"), "when→Monday addressee→Ms Adams");
    // From the actor to the claim: the claim's source.
    w.click("Mr Bell").act(Action::Link(LinkAction::To(claim))).keys("s");
    assert_eq!(said(&w, "it rained"), "when→Monday addressee→Ms Adams source→Mr Bell");
    w.click("Mr Bell").act(Action::Link(LinkAction::To(date)));
    assert!(w.told().contains("no link between"), "{}", w.told());
}

#[test]
fn links_outlive_resizing_and_relabelling_and_go_with_their_ends() {
    let mut w = world(&[NEWS]);
    w.click("it rained").keys("s s w a {");
    assert_eq!(said(&w, "it"), "source→Ms Adams when→Monday");
    w.keys("3 2 }");
    assert_eq!(said(&w, "it rained"), "source→Ms Adams when→Monday");
    w.click("Ms Adams").keys("Delete");
    assert_eq!(said(&w, "it rained"), "when→Monday");
    w.keys("Ctrl+z");
    assert_eq!(said(&w, "it rained"), "source→Ms Adams when→Monday", "undo brings them back");
}

#[test]
fn without_another_end_there_is_a_sentence() {
    let mut w = world(&["[Claim It rained] on Monday"]);
    w.click("It rained").keys("w");
    assert!(w.session.linking().is_none());
    assert!(w.told().contains("no Date mark"), "{}", w.told());
    w.drag("Monday").keys("3 s");
    assert_eq!(w.story(), "[Claim It rained] on [Date Monday]", "a role's key on another label does nothing");
}

#[test]
fn attributes_are_checked_and_undone() {
    let mut w = world(&[NEWS]);
    w.click("it rained");
    attribute(&mut w, "it rained", "act", "denies");
    attribute(&mut w, "it rained", "cue", " said ");
    assert_eq!(said(&w, "it rained"), "act=denies cue=said");
    attribute(&mut w, "it rained", "act", "sings");
    assert_eq!(said(&w, "it rained"), "act=denies cue=said");
    assert!(w.told().contains("“sings” was not kept as act"), "{}", w.told());
    attribute(&mut w, "it rained", "act", "");
    w.keys("Ctrl+z");
    assert_eq!(said(&w, "it rained"), "act=denies cue=said");
    assert_eq!(w.session.doc().unwrap().set().state(), SetState::InProgress);
}

#[test]
fn a_value_says_its_type_and_what_no_longer_applies_goes() {
    let mut w = world(&[NEWS]);
    w.click("Monday");
    attribute(&mut w, "Monday", "value", "2021-12-06");
    assert_eq!(said(&w, "Monday"), "kind=DATE value=2021-12-06");
    attribute(&mut w, "Monday", "function", "said");
    attribute(&mut w, "Monday", "value", "P3W");
    assert_eq!(said(&w, "Monday"), "kind=DURATION value=P3W", "a length of time has no function");
    w.keys("Ctrl+z");
    assert_eq!(said(&w, "Monday"), "function=said kind=DATE value=2021-12-06");
    attribute(&mut w, "Monday", "value", "6/12");
    assert!(w.told().contains("write a day as"), "{}", w.told());
}

#[test]
fn proposals_come_from_choices_and_from_what_was_used_before() {
    let mut w =
        world(&["[Actor Bà Lan] gặp [Actor ông Bình]. [Actor Bà Lan] nói [Claim sẽ mưa].", "[Actor Bà Lan] đi"]);
    attribute(&mut w, "Bà Lan", "entity", "Nguyễn Thị Lan");
    w.click("ông Bình");
    attribute(&mut w, "ông Bình", "entity", "Trần Bình");
    let proposed = |w: &World, name: &str, typed: &str| {
        let (_, label) = w.session.described().unwrap();
        let attribute = label.attribute(name).unwrap();
        w.session.proposals(attribute, typed).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    w.act(Action::OpenArticle(key("1.txt"))).click("Bà Lan");
    assert_eq!(proposed(&w, "entity", ""), ["Nguyễn Thị Lan", "Trần Bình", "Bà Lan"], "the same words first");
    assert_eq!(proposed(&w, "entity", "tran"), ["Trần Bình"], "accents may be left out");
    assert_eq!(
        proposed(&w, "kind", "ou"),
        ["outlet", "group", "anonymous"],
        "what begins so comes before what holds it"
    );
}

#[test]
fn repeating_a_mark_repeats_what_it_says() {
    let mut w = world(&["[Actor Bà Lan] và Bà Lan, rồi Bà Lan"]);
    attribute(&mut w, "Bà Lan", "entity", "Lan");
    w.click("Bà Lan").keys(".");
    let around = w.session.doc().unwrap().around();
    let all = around.elsewhere.as_ref().unwrap();
    assert_eq!(all.iter().filter(|e| !e.marks.is_empty()).count(), 1);
    w.act(Action::MarkAll(all.iter().filter(|e| e.marks.is_empty()).map(|e| e.span).collect(), "Actor".into()));
    let doc = w.session.doc().unwrap();
    assert_eq!(doc.set().len(), 3);
    assert!(doc.set().iter().all(|m| m.attributes.get("entity").is_some_and(|v| &**v == "Lan")));
}

#[test]
fn a_note_is_kept_composed_and_undone() {
    let mut w = world(&[NEWS]);
    let mark = of(&w, "it rained").id;
    w.click("it rained").keys("m");
    assert_eq!(w.session.describe_wanted().1, Describe::Note);
    w.act(Action::Note { article: key("0.txt"), mark, text: " nghi ngo\u{31b}\u{300} ".to_owned() });
    assert_eq!(said(&w, "it rained"), "“nghi ngờ”");
    w.keys("Ctrl+z");
    assert_eq!(said(&w, "it rained"), "");
}

#[test]
fn undecided_marks_are_those_that_lack_something() {
    let mut w = world(&["[Rumour x] [Actor Bell] [Date today] [Actor Ann]"]);
    w.keys("N");
    assert_eq!(w.selected(), "x", "its label is in no label set");
    w.keys("N");
    assert_eq!(w.selected(), "today", "it has no value");
    attribute(&mut w, "today", "value", "2021-12-07");
    w.keys("N");
    assert!(w.told().contains("No mark after this place"), "{}", w.told());
    w.click("Ann").keys("P");
    assert_eq!(w.selected(), "x");
}

#[test]
fn what_was_typed_for_an_article_that_was_left_is_kept_there_and_undone_there() {
    let mut w = world(&[NEWS, "Nobody."]);
    let mark = of(&w, "it rained").id;
    let (here, there) = (key("0.txt"), key("1.txt"));
    w.click("it rained").keys("Ctrl+PageDown");
    assert_eq!(w.session.current(), Some(&there));
    w.act(Action::Note { article: here.clone(), mark: mark.clone(), text: "sure?".into() });
    let value = "states".to_owned();
    w.act(Action::Attribute { article: here.clone(), mark: mark.clone(), name: "act".into(), value });
    assert_eq!(w.session.current(), Some(&there), "the person goes on where they are");
    assert_eq!(w.disk[&here].1.get(&mark).map(|m| &*m.note), Some("sure?"));
    w.keys("Ctrl+z");
    assert_eq!(w.session.current(), Some(&here), "what is taken back is shown");
    assert_eq!(said(&w, "it rained"), "“sure?”");
    w.keys("Ctrl+z");
    assert_eq!(said(&w, "it rained"), "");
}

#[test]
fn what_was_typed_for_a_mark_that_is_gone_is_told() {
    let mut w = world(&[NEWS]);
    let mark = of(&w, "it rained").id;
    w.click("it rained").keys("Delete");
    w.act(Action::Note { article: key("0.txt"), mark, text: "sure?".into() });
    assert!(w.told().contains("“sure?” was not kept as the note"), "{}", w.told());
}

#[test]
fn letters_behind_a_stroke_that_asks_for_a_field_run_nothing() {
    let mut w = world(&[NEWS]);
    let strokes = |keys: &str| keys.chars().map(Stroke::char).collect::<Vec<_>>();
    w.click("it rained");
    w.session.strokes(strokes("ms2"));
    assert!(w.session.linking().is_none());
    assert_eq!(of(&w, "it rained").label, "Claim".into());
    assert_eq!(w.session.describe_wanted(), (1, Describe::Note));
    w.session.strokes(strokes("sa"));
    assert_eq!(said(&w, "it rained"), "source→Mr Bell", "without a field they all run");
}

#[test]
fn values_are_proposed_as_they_are_after_every_change() {
    let mut w = world(&["[Actor Bà Lan] gặp [Actor ông Bình].", "[Actor Ann]"]);
    let proposed = |w: &World| {
        let (_, label) = w.session.described().unwrap();
        let found = w.session.proposals(label.attribute("entity").unwrap(), "");
        found.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    w.click("ông Bình");
    assert_eq!(proposed(&w), ["ông Bình"]);
    attribute(&mut w, "Bà Lan", "entity", "Lan");
    assert_eq!(proposed(&w), ["Lan", "ông Bình"]);
    w.keys("Ctrl+z").click("ông Bình");
    assert_eq!(proposed(&w), ["ông Bình"]);
    attribute(&mut w, "ông Bình", "entity", "Bình");
    w.click("Bà Lan");
    assert_eq!(proposed(&w), ["Bình", "Bà Lan"], "another mark has other words");
}

#[test]
fn another_annotator_does_not_go_on_with_a_link() {
    let mut w = world(&["[Claim It rained], said [Actor Ms Adams]."]);
    w.click("rained").keys("l");
    assert!(w.session.linking().is_some());
    w.act(Action::SetAnnotator("Minh".into()));
    assert!(w.session.linking().is_none());
}
