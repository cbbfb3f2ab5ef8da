//! Exporting in the window: what is chosen, what is said before, and what is on the disk then.

use crate::desk::{Desk, press, settled, typed, window};
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::{Harness, kittest::Queryable};

const NEWS: &str = "Giá gạo tăng\nBà Lan nói giá gạo sẽ tăng vào thứ Ba (7/12).\nÔng Minh phủ nhận điều đó.";

fn news() -> Harness<'static, Desk> {
    let mut w = window(Desk::new(&[("a.txt", NEWS), ("b.txt", "Hôm qua, ông Minh đến.")], Some("Lan")), false);
    w.state_mut().mark("Bà Lan nói", "Claim");
    w.state_mut().mark("Bà Lan", "Actor");
    press(&mut w, Modifiers::NONE, Key::Escape);
    press(&mut w, Modifiers::COMMAND, Key::E);
    w
}

/// Clicks what has this name and can be clicked.
fn click(w: &mut Harness<'_, Desk>, name: &str) {
    let role = [Role::CheckBox, Role::RadioButton, Role::Button].into_iter();
    let role = role.rev().find(|role| w.query_by_role_and_label(*role, name).is_some()).unwrap();
    w.get_by_role_and_label(role, name).scroll_to_me();
    settled(w);
    w.get_by_role_and_label(role, name).click();
    settled(w);
}

fn there(w: &Harness<'_, Desk>, name: &str) -> bool {
    w.query_by_label(name).is_some()
}

#[test]
fn what_there_is_and_what_would_be_lost_is_said_before() {
    let mut w = news();
    assert!(there(&w, "1 document of 1 article, 2 marks, 0 links"));
    assert!(there(&w, "1 article without annotations of those who are chosen, left out"));
    assert!(there(&w, "Nothing: what is chosen holds all of it"));
    assert!(!there(&w, "Keep the outer one"), "options stand there where a format needs them");
    click(&mut w, "CoNLL (IOB2)");
    assert!(there(&w, "Keep the outer one") && there(&w, "Syllables"));
    assert!(w.query_by_label_contains("CoNLL (IOB2) cannot hold: 1 mark overlapping a mark that stays").is_some());
    assert!(w.query_by_label_contains("B-Claim").is_some(), "and what it looks like is shown");
    click(&mut w, "Keep the inner one");
    assert!(w.query_by_label_contains("B-Actor").is_some());
    click(&mut w, "Claim");
    assert!(there(&w, "1 document of 1 article, 1 mark, 0 links"));
}

#[test]
fn an_export_is_written_where_it_was_said_and_read_back() {
    let mut w = news();
    let folder = w.state().root().with_file_name("out");
    click(&mut w, "doccano");
    w.get_by_role_and_label(Role::TextInput, "Folder").focus();
    settled(&mut w);
    press(&mut w, Modifiers::COMMAND, Key::A);
    typed(&mut w, &folder.display().to_string());
    press(&mut w, Modifiers::NONE, Key::Enter);
    assert!(w.query_by_label_contains("1 document and 2 marks in 2 formats").is_some());
    assert!(there(&w, "Everything was read back and is as in the project"));
    let lines = std::fs::read_to_string(folder.join("doccano.jsonl")).unwrap();
    assert!(lines.contains("Bà Lan nói giá gạo"), "{lines}");
    click(&mut w, "Open folder");
    assert_eq!(w.state().shown.last(), Some(&folder));
    press(&mut w, Modifiers::NONE, Key::Escape);
    assert!(!there(&w, "Open folder"));
    assert_eq!(w.state().story().matches('[').count(), 2, "the project is as it was");
}

#[test]
fn where_nothing_can_be_exported_the_reason_stands_beside_the_button() {
    let mut w = news();
    click(&mut w, "Only what is done");
    assert!(there(&w, "There is nothing to export"));
    click(&mut w, "Done and in progress");
    click(&mut w, "Lan");
    assert!(there(&w, "Choose whose marks are exported"));
    click(&mut w, "Lan");
    assert!(!there(&w, "Choose whose marks are exported"));
    let among = w.state().root().join("articles/out").display().to_string();
    w.get_by_role_and_label(Role::TextInput, "Folder").focus();
    settled(&mut w);
    press(&mut w, Modifiers::COMMAND, Key::A);
    typed(&mut w, &among);
    click(&mut w, "Export");
    assert!(w.query_by_label_contains("would be taken for articles").is_some());
    assert!(!std::path::Path::new(&among).exists());
}

#[test]
fn the_keyboard_is_enough() {
    let mut w = news();
    let folder = w.state().root().with_file_name("project-export");
    press(&mut w, Modifiers::NONE, Key::Space);
    let formats = |w: &Harness<'_, Desk>| w.state().session.exporting().chosen().count();
    assert_eq!(formats(&w), 2, "the first format has the focus");
    press(&mut w, Modifiers::NONE, Key::Tab);
    press(&mut w, Modifiers::NONE, Key::Space);
    assert_eq!(formats(&w), 3);
    w.get_by_role_and_label(Role::Button, "Export").focus();
    settled(&mut w);
    press(&mut w, Modifiers::NONE, Key::Enter);
    assert!(folder.join("manifest.json").exists());
}

#[test]
fn what_is_divided_once_stays_divided() {
    let mut w = news();
    click(&mut w, "Divide into train, dev and test");
    assert!(w.query_by_label_contains("1 group in three parts: train ").is_some());
    let before = w.state().session.exporting().split().1;
    w.get_by_role_and_label(Role::SpinButton, "train").focus();
    settled(&mut w);
    press(&mut w, Modifiers::COMMAND, Key::A);
    typed(&mut w, "70");
    press(&mut w, Modifiers::NONE, Key::Enter);
    assert_eq!((before.train, w.state().session.exporting().split().1.train), (80, 70));
    click(&mut w, "Export");
    let splits = std::fs::read_to_string(w.state().root().join("splits.json")).unwrap();
    assert!(splits.contains("\"a\""), "{splits}");
}

#[test]
fn the_dialog_has_room_in_a_small_window() {
    let mut w = news();
    w.set_size(egui::vec2(700.0, 500.0));
    settled(&mut w);
    click(&mut w, "Compose the texts (NFC)");
    assert!(w.state().session.exporting().options().composed);
    click(&mut w, "Close");
    assert!(!there(&w, "Compose the texts (NFC)"));
}
