//! Session facts and history in the window, and the next start at the exact place.

use crate::desk::{Desk, drag, place, press, settled, typed, window};
use egui::{Key, Modifiers};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};
use whosaid::session::Action;

const FIRST: &str = "Giá gạo tăng\nBà Lan nói giá gạo sẽ tăng.";

fn two() -> Harness<'static, Desk> {
    window(Desk::new(&[("a.txt", FIRST), ("b.txt", "Bản tin thứ hai\nÔng Minh phủ nhận.")], Some("Lan")), false)
}

fn mark(w: &mut Harness<'static, Desk>, words: &str, key: &str) {
    let (from, to) = place(w, words);
    drag(w, from, to);
    typed(w, key);
    press(w, Modifiers::NONE, Key::Escape);
}

#[test]
fn the_facts_of_today_are_there_with_their_units() {
    let mut w = two();
    press(&mut w, Modifiers::NONE, Key::F4);
    assert!(w.query_by_label("Time for a mark: no marks yet").is_some(), "an empty day is designed too");
    press(&mut w, Modifiers::NONE, Key::Escape);
    mark(&mut w, "Bà Lan", "1");
    for _ in 0..200 {
        w.step();
    }
    press(&mut w, Modifiers::COMMAND, Key::PageDown);
    mark(&mut w, "Ông Minh", "1");
    press(&mut w, Modifiers::NONE, Key::F4);
    assert!(w.query_by_label("Marks: 2 made, 0 changed, 0 removed").is_some());
    assert!(w.query_by_label("Articles: 2 worked on, 0 done").is_some());
    assert!(w.query_by_label_contains("Friday 2026-01-02:").is_some(), "each bar has its words");
    assert!(w.query_by_label_contains("Saturday 2025-12-20: 0 s, 0 marks").is_some());
    let row = w.query_all_by_label_contains("1 mark made").find(|row| {
        let name = row.accesskit_node().label().unwrap_or_default();
        name.starts_with("Giá gạo tăng, ")
    });
    row.expect("today's articles are listed").click();
    settled(&mut w);
    assert_eq!(w.state().session.current().unwrap().as_str(), "a.txt");
    assert!(w.query_by_label("Marks: 2 made, 0 changed, 0 removed").is_none(), "the dialog is closed");
}

#[test]
fn the_history_lists_what_was_done_and_leads_back() {
    let mut w = two();
    press(&mut w, Modifiers::COMMAND, Key::H);
    assert!(w.query_by_label_contains("Nothing was done yet in this sitting").is_some());
    mark(&mut w, "Bà Lan", "1");
    press(&mut w, Modifiers::COMMAND, Key::PageDown);
    mark(&mut w, "Ông Minh", "2");
    assert!(w.query_by_label("Mark “Ông Minh” as Claim, Bản tin thứ hai, just now").is_some());
    w.get_by_label("Mark “Bà Lan” as Actor, Giá gạo tăng, just now").click();
    settled(&mut w);
    assert!(w.query_by_label("Mark “Ông Minh” as Claim, taken back · Bản tin thứ hai, just now").is_some());
    assert!(!w.state().on_disk("b.txt", "Lan").contains("[Claim"));
    w.get_by_label("Beginning of this sitting").click();
    settled(&mut w);
    assert_eq!(w.state().story(), FIRST);
    w.get_by_label_contains("Mark “Ông Minh” as Claim, taken back").click();
    settled(&mut w);
    assert!(w.state().story().contains("[Claim Ông Minh]"));
}

#[test]
fn the_next_start_shows_what_was_on_the_screen() {
    let text: String = (1..60).map(|n| format!("Đoạn số {n} kể rằng giá gạo lại tăng.\n")).collect();
    let mut w = window(Desk::new(&[("a.txt", FIRST), ("b.txt", &text)], Some("Lan")), false);
    press(&mut w, Modifiers::COMMAND, Key::PageDown);
    assert!(place(&w, "số 2 ").0.y > 0.0);
    for _ in 0..3 {
        press(&mut w, Modifiers::NONE, Key::PageDown);
    }
    mark(&mut w, "số 50", "3");
    let id = w.state().session.doc().unwrap().set().iter().next().unwrap().id.clone();
    w.state_mut().session.act(Action::SelectMark(id));
    settled(&mut w);
    let before = place(&w, "số 50").0;
    let ctx = w.ctx.clone();
    let desk = w.state_mut();
    for action in desk.screen.leave(&ctx, &desk.session) {
        desk.session.act(action);
    }
    desk.session.act(Action::Leave);
    desk.settle();
    let mut w = window(std::mem::replace(desk, Desk::new(&[], None)).again(), false);
    settled(&mut w);
    assert_eq!(w.state().session.current().unwrap().as_str(), "b.txt");
    let after = place(&w, "số 50").0;
    assert!((after - before).length() < 1.5, "{before:?} {after:?}");
    assert!(w.state().session.doc().unwrap().selected().is_some(), "the mark is in hand");
}
