//! Preferences in the window: the page follows at once, and keys are given, taken and given back.

use crate::desk::{Desk, place, press, settled, typed, window};
use egui::{Key, Modifiers};
use egui_kittest::{Harness, kittest::Queryable};

fn long() -> Harness<'static, Desk> {
    let text: String =
        (1..60).map(|n| format!("Đoạn số {n} kể rằng giá gạo lại tăng và chợ vắng người hơn.\n")).collect();
    window(Desk::new(&[("a.txt", &text), ("b.txt", "Bài khác")], Some("Lan")), false)
}

fn click(w: &mut Harness<'static, Desk>, name: &str) {
    w.get_by_label(name).click();
    settled(w);
}

fn keys(w: &mut Harness<'static, Desk>, filter: &str) {
    press(w, Modifiers::COMMAND, Key::Comma);
    click(w, "Keys");
    typed(w, filter);
}

#[test]
fn the_text_is_set_anew_at_once_and_the_place_stays() {
    let mut w = long();
    w.hover_at(egui::pos2(640.0, 400.0));
    w.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, -900.0),
        modifiers: Modifiers::NONE,
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
    });
    for _ in 0..30 {
        w.step();
    }
    press(&mut w, Modifiers::COMMAND, Key::Comma);
    let before = place(&w, "số 21").0;
    assert!(before.y < 90.0, "it is the first row on the screen: {before:?}");
    let mut reading = w.state().session.prefs().reading.clone();
    (reading.size, reading.line) = (25.0, 2.0);
    w.state_mut().session.act(whosaid::session::Action::Reading(reading));
    settled(&mut w);
    // Its row is 50 points high now instead of 28.
    let after = place(&w, "số 21").0;
    assert!((after.y - before.y - 11.0).abs() < 2.0, "the first row stayed: {before:?} {after:?}");
    click(&mut w, "Back to defaults");
    let back = place(&w, "số 21").0;
    assert!((back.y - before.y).abs() < 2.0, "{before:?} {back:?}");
    click(&mut w, "Undo");
    assert!((w.state().session.prefs().reading.size - 25.0).abs() < 0.01);
    click(&mut w, "Dark");
    assert_eq!(w.state().session.prefs().theme, whosaid::session::Theme::Dark);
    click(&mut w, "Close");
    assert!(w.query_by_label("Back to defaults").is_none());
}

#[test]
fn a_key_is_pressed_and_given() {
    let mut w = long();
    keys(&mut w, "grow");
    click(&mut w, "e for Grow selection");
    assert!(w.query_by_label("Press a key for Grow selection").is_some());
    typed(&mut w, "§");
    assert!(w.query_by_label("§ for Grow selection").is_some());
    click(&mut w, "Add a key to Grow selection");
    press(&mut w, Modifiers::COMMAND | Modifiers::SHIFT, Key::G);
    assert!(w.query_by_label("Ctrl+Shift+G for Grow selection").is_some());
    click(&mut w, "§ for Grow selection");
    click(&mut w, "Remove § from Grow selection");
    assert!(w.query_by_label("§ for Grow selection").is_none());
    // Esc cancels the waiting, not the dialog.
    click(&mut w, "Add a key to Grow selection");
    press(&mut w, Modifiers::NONE, Key::Escape);
    assert!(w.query_by_label("Filter keys").is_some() && w.query_by_label("Press a key for Grow selection").is_none());
    click(&mut w, "Default keys of Grow selection");
    assert!(w.query_by_label("e for Grow selection").is_some());
}

#[test]
fn a_taken_key_is_asked_for_and_some_are_refused() {
    let mut w = long();
    keys(&mut w, "grow");
    click(&mut w, "e for Grow selection");
    typed(&mut w, "n");
    assert!(w.query_by_label("n is Next mark; take it from there?").is_some());
    press(&mut w, Modifiers::NONE, Key::Escape);
    assert!(w.query_by_label("e for Grow selection").is_some(), "cancelled");
    click(&mut w, "e for Grow selection");
    typed(&mut w, "n");
    press(&mut w, Modifiers::NONE, Key::Enter);
    assert!(w.query_by_label("n for Grow selection").is_some(), "Enter takes it");
    click(&mut w, "Add a key to Grow selection");
    press(&mut w, Modifiers::NONE, Key::Enter);
    assert!(w.query_by_label("Enter is Done, next article; take it from there?").is_some());
    click(&mut w, "Cancel");
    click(&mut w, "Add a key to Grow selection");
    typed(&mut w, "1");
    assert!(w.query_by_label_contains("1 cannot be given to a command: the digits").is_some());
    click(&mut w, "All keys back to default");
    click(&mut w, "Give them back");
    assert!(w.query_by_label("e for Grow selection").is_some());
    click(&mut w, "Close");
    assert_eq!(w.state().session.prefs().keys.len(), 0);
}

#[test]
fn a_question_takes_its_room_from_the_list_of_keys() {
    let mut w = long();
    keys(&mut w, "");
    let top = |w: &Harness<'static, Desk>| w.get_by_label("Preferences").rect().top();
    let before = top(&w);
    click(&mut w, "Ctrl+O for Open folder…");
    press(&mut w, Modifiers::COMMAND, Key::E);
    assert!(w.query_by_label_contains("take it from there?").is_some());
    assert!((top(&w) - before).abs() < 1.0, "the dialog stays where it is: {before} {}", top(&w));
}

#[test]
fn own_keys_work_and_are_shown_everywhere() {
    let mut w = long();
    keys(&mut w, "all keys");
    click(&mut w, "? for All keys…");
    typed(&mut w, "§");
    press(&mut w, Modifiers::NONE, Key::Escape);
    assert!(w.query_by_label_contains("§ all keys").is_some(), "the hints name it");
    typed(&mut w, "?");
    assert!(w.query_by_label("Mouse and caret").is_none());
    typed(&mut w, "§");
    assert!(w.query_by_label("Mouse and caret").is_some());
    assert!(w.query_by_label("§  F1").is_some(), "and the overlay of keys");
}
