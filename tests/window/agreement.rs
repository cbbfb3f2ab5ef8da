//! Agreement by accessible name: what was measured, and from a number to the page.

use crate::{
    desk::{Desk, press, settled, window},
    reviewing::worked,
};
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::{Harness, kittest::Queryable};

/// The work of An and Minh, measured.
fn measured(done: bool) -> Harness<'static, Desk> {
    let mut w = window(worked(done), false);
    press(&mut w, Modifiers::NONE, Key::F7);
    w
}

fn click(w: &mut Harness<'_, Desk>, name: &str) {
    w.get_by_label(name).click();
    settled(w);
}

fn tab(w: &mut Harness<'_, Desk>, name: &str) {
    w.get_by_role_and_label(Role::Tab, name).click();
    settled(w);
}

fn shows(w: &Harness<'_, Desk>, text: &str) -> bool {
    w.query_all_by_label_contains(text).next().is_some()
}

#[test]
fn a_disagreement_is_found_from_a_cell_of_the_matrix_in_two_clicks() {
    let mut w = measured(true);
    assert!(shows(&w, "Exact span F1: 0.57"));
    assert!(shows(&w, "Of 100 marks of one annotator, about 57 are the same"));
    click(&mut w, "Minh and An: 0.57, 2 places");
    assert!(shows(&w, "All: 4 places") && shows(&w, "Boundary: 1 place") && shows(&w, "Missed: 1 place"));
    click(&mut w, "missed, An: nothing, Minh: Claim “Không ai trả lời”, Nước rút");
    assert!(!shows(&w, "Put the list away"), "the page is there");
    assert!(shows(&w, "Case 4 of 4") && shows(&w, "Missed by An"));
    // The list is still there for the next one.
    press(&mut w, Modifiers::NONE, Key::F7);
    click(&mut w, "boundary, An: Actor “Bà Hòa”, Minh: Actor “Hòa”, Nước rút");
    assert!(shows(&w, "Case 1 of 4"));
}

#[test]
fn a_cell_of_labels_leads_to_the_page_too() {
    let mut w = measured(true);
    tab(&mut w, "Labels");
    click(&mut w, "Claim and none: 1 place");
    click(&mut w, "missed, An: nothing, Minh: Claim “Không ai trả lời”, Nước rút");
    assert!(shows(&w, "Case 4 of 4"));
}

#[test]
fn articles_phrases_and_measures_open() {
    let mut w = measured(true);
    tab(&mut w, "Articles");
    click(&mut w, "Nước rút: 0.57, 2 places");
    assert!(shows(&w, "Differ: 2 places"));
    click(&mut w, "All: 4 places");
    assert!(shows(&w, "same, An: Date “thứ Hai”, Minh: Date “thứ Hai”, Nước rút"));
    click(&mut w, "Put the list away");
    tab(&mut w, "Phrases");
    click(&mut w, "Không ai trả lời: 1 place");
    assert!(shows(&w, "All: 1 place"));
    tab(&mut w, "Overview");
    click(&mut w, "Exact span F1, Actor: 0.00");
    assert!(shows(&w, "boundary, An: Actor"));
    assert!(shows(&w, "no mark that two people made has an attribute"));
    assert!(shows(&w, "not measured yet"));
    click(&mut w, "Measure γ… (takes a while)");
    assert!(!shows(&w, "not measured yet"));
}

#[test]
fn annotators_are_compared_with_gold() {
    let mut w = measured(true);
    tab(&mut w, "Against gold");
    assert!(shows(&w, "There is no gold to compare with"));
    press(&mut w, Modifiers::NONE, Key::Escape);
    press(&mut w, Modifiers::COMMAND, Key::Num2);
    for _ in 0..4 {
        w.event(egui::Event::Text("1".to_owned()));
        settled(&mut w);
    }
    press(&mut w, Modifiers::NONE, Key::Enter);
    press(&mut w, Modifiers::NONE, Key::F7);
    assert!(shows(&w, "Work was changed since; measure again"));
    click(&mut w, "Measure again");
    assert!(!shows(&w, "Work was changed since"));
    assert!(shows(&w, "1 reviewer left out"));
    tab(&mut w, "Overview");
    assert!(shows(&w, "Minh and An: 0.57, 2 places"), "gold is no annotator");
    tab(&mut w, "Against gold");
    click(&mut w, "An and gold: 1.00");
    click(&mut w, "Put the list away");
    click(&mut w, "Minh and gold: 0.57");
    click(&mut w, "boundary, Minh: Actor “Hòa”, Gold: Actor “Bà Hòa”, Nước rút");
    assert!(shows(&w, "Case 1 of 4"));
}

#[test]
fn too_little_data_says_so_and_what_to_do() {
    let mut w = measured(false);
    assert!(shows(&w, "There are fewer than two annotators to compare"));
    assert!(shows(&w, "2 sets not done, left out"));
    for tab in ["Labels", "Articles", "Phrases", "Against gold"] {
        w.get_by_role_and_label(Role::Tab, tab).click();
        settled(&mut w);
    }
    click(&mut w, "Whose work");
    click(&mut w, "Also work in progress");
    press(&mut w, Modifiers::NONE, Key::Escape);
    assert!(shows(&w, "Work was changed since; measure again"));
    click(&mut w, "Measure again");
    tab(&mut w, "Overview");
    assert!(shows(&w, "Exact span F1: 0.57"));
}

#[test]
fn measuring_is_stopped_and_begun_again() {
    let mut desk = worked(true);
    desk.hold_measuring = true;
    let mut w = window(desk, false);
    press(&mut w, Modifiers::NONE, Key::F7);
    assert!(shows(&w, "Reading the work"));
    click(&mut w, "Stop measuring");
    assert!(shows(&w, "Nothing is measured yet"), "the thread says that it has stopped");
    w.state_mut().hold_measuring = false;
    click(&mut w, "Measure");
    assert!(shows(&w, "Exact span F1: 0.57"));
    w.state_mut().hold_measuring = true;
    click(&mut w, "Measure γ… (takes a while)");
    click(&mut w, "Stop measuring");
    assert!(shows(&w, "not measured yet") && shows(&w, "Exact span F1: 0.57"));
    // An open dialog draws nothing by itself.
    for _ in 0..20 {
        w.step();
    }
    let delay = w.output().viewport_output.values().map(|v| v.repaint_delay).min().unwrap();
    assert!(delay > std::time::Duration::from_secs(3600), "a frame is asked for in {delay:?}");
}
