//! The Review workspace by accessible name: others' work reviewed by keys and by clicks.

use crate::{
    desk::{Desk, press, settled, typed, window},
    pictures::{compare, shown},
};
use egui::{
    Key, Modifiers,
    accesskit::{Role, Toggled},
};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};
use whosaid::{
    model::{ArticleKey, State},
    session::Action,
};

const TEXT: &str = "Nước rút\nBà Hòa nói nước đã rút hôm thứ Hai. Không ai trả lời.";

/// Two articles; An and Minh have marked the first, and are done with it.
pub fn worked(done: bool) -> Desk {
    let mut desk = Desk::new(&[("a.txt", TEXT), ("b.txt", "Hết\nKhông có gì.")], Some("An"));
    for (label, words) in [("Actor", "Bà Hòa"), ("Claim", "nước đã rút"), ("Date", "thứ Hai")] {
        desk.mark(words, label);
    }
    finish(&mut desk, done);
    become_one(&mut desk, "Minh");
    for (label, words) in
        [("Actor", "Hòa"), ("Claim", "nước đã rút"), ("Date", "thứ Hai"), ("Claim", "Không ai trả lời")]
    {
        desk.mark(words, label);
    }
    finish(&mut desk, done);
    become_one(&mut desk, "Gold");
    desk.session.act(Action::Run("refresh"));
    desk.settle();
    desk
}

fn finish(desk: &mut Desk, done: bool) {
    desk.session.act(Action::Run("escape"));
    if done {
        desk.session.act(Action::Run("done"));
    }
    desk.settle();
}

fn become_one(desk: &mut Desk, name: &str) {
    desk.session.act(Action::SetAnnotator(name.to_owned()));
    desk.session.act(Action::OpenArticle(ArticleKey::new("a.txt").unwrap()));
    desk.settle();
}

fn review(done: bool) -> Harness<'static, Desk> {
    let mut w = window(worked(done), false);
    press(&mut w, Modifiers::COMMAND, Key::Num2);
    w
}

fn click(w: &mut Harness<'_, Desk>, name: &str) {
    w.get_by_label(name).click();
    settled(w);
}

fn shows(w: &Harness<'_, Desk>, text: &str) -> bool {
    w.query_all_by_label_contains(text).next().is_some()
}

#[track_caller]
fn left(w: &Harness<'_, Desk>, open: usize) {
    assert!(shows(w, &format!("Left cases: {open}")), "{open} are left");
}

#[test]
fn an_article_is_reviewed_to_its_end_by_keys() {
    let mut w = review(true);
    let tab = w.get_by_role_and_label(Role::Tab, "Review");
    assert_eq!(tab.accesskit_node().toggled(), Some(Toggled::True));
    assert!(shows(&w, "Review: 4 cases left in 1 article"));
    assert!(shows(&w, "Nước rút, 4 left, F1 0.57"));
    assert!(shows(&w, "Case 1 of 4 · 4 left"));
    assert!(shows(&w, "Boundary: 1 syllable"));
    assert!(shows(&w, "Version 1 An: Actor “Bà Hòa”"));
    assert!(shows(&w, "Version 2 Minh: Actor “Hòa”"));
    typed(&mut w, "A");
    left(&w, 2);
    assert!(shows(&w, "Missed by An"), "the next one that is open is in hand");
    typed(&mut w, "0");
    assert!(shows(&w, "Why is none of it right?"));
    typed(&mut w, "5");
    assert!(!shows(&w, "Why is none of it right?"));
    left(&w, 1);
    typed(&mut w, "1");
    left(&w, 0);
    assert!(shows(&w, "All is decided") && shows(&w, "Nước rút, decided"));
    assert_eq!(
        w.state().story(),
        TEXT.replace("Bà Hòa", "[Actor Bà Hòa]")
            .replace("nước đã rút", "[Claim nước đã rút]")
            .replace("thứ Hai", "[Date thứ Hai]")
    );
    press(&mut w, Modifiers::NONE, Key::Enter);
    assert!(w.state().on_disk("a.txt", "Gold").contains("[Actor Bà Hòa]"));
}

#[test]
fn a_version_is_taken_by_a_click_and_undone() {
    let mut w = review(true);
    click(&mut w, "Version 2 Minh: Actor “Hòa”");
    left(&w, 3);
    assert!(w.state().story().contains("Bà [Actor Hòa]"), "{}", w.state().story());
    assert!(shows(&w, "Version 1 An, 2 Minh: Claim “nước đã rút”"), "the next case, in which both have the same");
    press(&mut w, Modifiers::COMMAND, Key::Z);
    left(&w, 4);
    assert!(shows(&w, "Case 1 of 4"), "what was undone is in hand again");
    assert_eq!(w.state().story(), TEXT);
}

#[test]
fn cases_are_taken_in_hand_from_the_list_the_margin_and_the_page() {
    let mut w = review(true);
    click(&mut w, "To decide: missed, Không ai trả lời");
    assert!(shows(&w, "Case 4 of 4"));
    click(&mut w, "To decide: thứ Hai");
    assert!(shows(&w, "Case 3 of 4"));
    w.get_by_label("Minh: Actor: Hòa").click_accesskit();
    settled(&mut w);
    assert!(shows(&w, "Case 1 of 4"));
    click(&mut w, "Agreed cases: 2");
    assert!(shows(&w, "To decide: agreed, thứ Hai") && !shows(&w, "To decide: missed"));
    click(&mut w, "Accept all that agree (2)");
    assert!(shows(&w, "Decided: agreed, thứ Hai"));
    click(&mut w, "Left cases: 2");
    assert!(!shows(&w, "Decided: agreed"));
}

#[test]
fn reasons_and_remarks_are_given_and_kept() {
    let mut w = review(true);
    typed(&mut w, "1p");
    assert!(shows(&w, "Took the version of An") && shows(&w, "No reason given"));
    typed(&mut w, "r");
    click(&mut w, "Reason: guideline unclear");
    assert!(shows(&w, "Reason: guideline unclear"));
    typed(&mut w, "m");
    assert!(w.get_by_label("Remark").is_focused());
    typed(&mut w, "Xem mục 2");
    press(&mut w, Modifiers::NONE, Key::Enter);
    let note = |w: &Harness<'_, Desk>| {
        let review = w.state().session.review().unwrap();
        review.decisions.values().map(|d| d.note.to_string()).collect::<String>()
    };
    assert_eq!(note(&w), "Xem mục 2");
    typed(&mut w, "m");
    typed(&mut w, " và 3");
    click(&mut w, "To decide: missed, Không ai trả lời");
    assert_eq!(note(&w), "Xem mục 2 và 3", "what was being written is kept when another case is taken");
    assert!(shows(&w, "Case 4 of 4"));
}

#[test]
fn what_is_not_decided_yet_can_be_remarked_on() {
    let mut w = review(true);
    typed(&mut w, "m");
    assert!(w.get_by_label("Remark").is_focused());
    typed(&mut w, "Hỏi Lan");
    press(&mut w, Modifiers::NONE, Key::Enter);
    left(&w, 4);
    let review = w.state().session.review().unwrap().clone();
    let notes: Vec<(&str, &str)> = review.decisions.values().map(|d| (d.verdict.name(), &*d.note)).collect();
    assert_eq!(notes, [("open", "Hỏi Lan")]);
    assert!(shows(&w, "Put off"));
    typed(&mut w, "m");
    press(&mut w, Modifiers::NONE, Key::Escape);
    typed(&mut w, "1");
    left(&w, 3);
}

#[test]
fn later_is_the_space_bar() {
    let mut w = review(true);
    typed(&mut w, " ");
    assert!(shows(&w, "Case 2 of 4 · 4 left"));
}

#[test]
fn a_case_is_edited_by_hand_and_ended_with_enter() {
    let mut w = review(true);
    typed(&mut w, "e");
    assert!(shows(&w, "Editing by hand"));
    assert!(shows(&w, "Label Actor"), "the labels are there");
    typed(&mut w, "]3");
    press(&mut w, Modifiers::NONE, Key::Enter);
    assert!(!shows(&w, "Editing by hand: Enter"));
    assert!(w.state().story().contains("Bà [Date Hòa]"), "{}", w.state().story());
    left(&w, 3);
}

#[test]
fn where_nothing_is_ready_it_is_said_what_makes_it_so() {
    let mut w = review(false);
    assert!(shows(&w, "No work is ready for review"));
    assert!(shows(&w, "An article is ready when an annotator calls it done with Enter."));
    assert!(shows(&w, "Nobody is done with this article"));
    w.query_all_by_label("Also review work in progress").next().unwrap().click();
    settled(&mut w);
    assert!(shows(&w, "Case 1 of 4"));
    let mut w = window(Desk::new(&[("a.txt", TEXT)], Some("Gold")), false);
    press(&mut w, Modifiers::COMMAND, Key::Num2);
    assert!(shows(&w, "Nobody else has work in this project"));
}

#[test]
fn ones_own_marks_are_no_place_for_a_review_and_it_is_said() {
    let mut desk = worked(true);
    desk.mark("Hòa nói", "Actor");
    let mut w = window(desk, false);
    press(&mut w, Modifiers::COMMAND, Key::Num2);
    assert!(shows(&w, "You annotated this article yourself"));
    assert!(shows(&w, "“Gold (gold)”"));
    click(&mut w, "Change annotator…");
    assert!(shows(&w, "Annotator’s name"));
}

#[test]
fn names_are_hidden_and_one_persons_work_is_reviewed_alone() {
    let mut w = review(true);
    click(&mut w, "Whose work");
    click(&mut w, "Hide names");
    press(&mut w, Modifiers::NONE, Key::Escape);
    assert!(shows(&w, "Annotator ") && !shows(&w, "Minh") && !shows(&w, "An: Actor"));
    click(&mut w, "Whose work");
    click(&mut w, "Hide names");
    w.get_by_role_and_label(Role::CheckBox, "An").click();
    settled(&mut w);
    press(&mut w, Modifiers::NONE, Key::Escape);
    assert!(shows(&w, "Case 1 of 4") && shows(&w, "Version 1 Minh: Actor “Hòa”") && shows(&w, "Minh alone"));
    assert!(!shows(&w, "An: Actor"), "An's marks are not on the page");
}

#[test]
fn an_article_without_marks_is_confirmed() {
    let mut desk = worked(true);
    become_one(&mut desk, "An");
    desk.session.act(Action::OpenArticle(ArticleKey::new("b.txt").unwrap()));
    desk.settle();
    desk.session.act(Action::Run("done"));
    become_one(&mut desk, "Gold");
    desk.session.act(Action::OpenArticle(ArticleKey::new("b.txt").unwrap()));
    desk.settle();
    let mut w = window(desk, false);
    press(&mut w, Modifiers::COMMAND, Key::Num2);
    assert!(shows(&w, "Nobody marked anything here"));
    press(&mut w, Modifiers::NONE, Key::Enter);
    let doc = w.state().session.docs().find(|d| d.key().as_str() == "b.txt").unwrap();
    assert_eq!((doc.set().state(), doc.set().review().unwrap().decisions.len()), (State::Done, 1));
}

/// A case in hand, decided ones behind it.
fn picture(name: &str, dark: bool) {
    let (mut w, textures) = shown(worked(true), dark);
    press(&mut w, Modifiers::COMMAND, Key::Num2);
    typed(&mut w, "An");
    w.hover_at(egui::pos2(450.0, 540.0));
    w.state_mut().session.set_now(0.0, "");
    settled(&mut w);
    assert!(shows(&w, "Case 1 of 4 · 2 left"));
    compare(name, &w, &textures);
}

#[test]
fn the_workspace_in_light() {
    picture("review-light", false);
}

#[test]
fn the_workspace_in_dark() {
    picture("review-dark", true);
}
