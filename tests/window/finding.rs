//! Finding in the window: by keys, by clicks, in one article and in all.

use crate::desk::{Desk, press, settled, typed, window};
use egui::{Key, Modifiers};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};
use whosaid::model::ArticleKey;

const NEWS: &str = "Giá gạo\nBà Lan nói Tổng thống Minh sẽ tới Lãn Ông.\nÔng Minh phủ nhận. LAN im re.";

fn news() -> Harness<'static, Desk> {
    let apart = "Tin thứ hai\nTo\u{302}\u{309}ng tho\u{302}\u{301}ng gặp bà Lan (Lan Anh).";
    window(Desk::new(&[("a.txt", NEWS), ("b.txt", apart), ("c.txt", "Không có gì\nHết.")], Some("Lan")), false)
}

const SHIFT: Modifiers = Modifiers::SHIFT;

fn selected(w: &Harness<'_, Desk>) -> String {
    let doc = w.state().session.doc().unwrap();
    doc.selection().span().map(|s| s.of(doc.text()).to_owned()).unwrap_or_default()
}

#[test]
fn letters_go_into_the_field_and_enter_goes_from_place_to_place() {
    let mut w = news();
    press(&mut w, Modifiers::COMMAND, Key::F);
    typed(&mut w, "lan");
    assert_eq!(w.state().story(), NEWS, "no letter is a command while the field has the focus");
    assert!(w.query_by_label("1 of 3").is_some());
    assert_eq!(w.query_all_by_label("Found: Bà Lan nói Tổng thống Minh sẽ tới Lãn Ông.").count(), 2);
    press(&mut w, Modifiers::NONE, Key::Enter);
    assert_eq!(selected(&w), "Lan");
    press(&mut w, Modifiers::NONE, Key::Enter);
    press(&mut w, Modifiers::NONE, Key::Enter);
    assert_eq!(selected(&w), "LAN");
    press(&mut w, SHIFT, Key::Enter);
    assert_eq!(selected(&w), "Lãn");
    typed(&mut w, " ông");
    assert_eq!(w.state().session.find().query().words, "lan ông");
    assert!(w.query_by_label("1 of 1").is_some());
    press(&mut w, Modifiers::NONE, Key::Escape);
    assert!(
        w.query_by_label("Find").filter(|n| n.accesskit_node().role() == egui::accesskit::Role::SearchInput).is_none()
    );
    assert_eq!(selected(&w), "Lãn Ông", "the place stays selected");
    typed(&mut w, "1");
    assert!(w.state().story().contains("[Actor Lãn Ông]"), "and the keys are the page's again");
}

#[test]
fn options_have_names_and_errors_have_places() {
    let mut w = news();
    press(&mut w, Modifiers::COMMAND, Key::F);
    typed(&mut w, "lan");
    w.get_by_label("Match accents").click();
    settled(&mut w);
    assert!(w.query_by_label("1 of 2").is_some());
    w.get_by_label("Match case").click();
    settled(&mut w);
    assert!(w.query_by_label("Nothing found, in this article").is_some());
    w.get_by_label("Regular expression").click();
    settled(&mut w);
    press(&mut w, Modifiers::COMMAND, Key::F);
    typed(&mut w, "(a");
    assert!(w.query_by_label("The expression cannot be read at character 1: unclosed group").is_some());
    press(&mut w, Modifiers::COMMAND, Key::F);
    typed(&mut w, "(x{1000}){1000}");
    assert!(w.query_by_label_contains("The expression is too large").is_some());
}

#[test]
fn all_articles_are_found_opened_and_marked_in_one_step() {
    let mut w = news();
    press(&mut w, Modifiers::COMMAND | SHIFT, Key::F);
    typed(&mut w, "tong thong");
    assert!(w.query_by_label("2 places").is_some());
    assert!(w.query_by_label("In 2 articles of 3").is_some());
    w.get_by_label("Found in: Tin thứ hai").click();
    settled(&mut w);
    assert_eq!(w.state().session.current(), Some(&ArticleKey::new("b.txt").unwrap()));
    assert_eq!(selected(&w), "To\u{302}\u{309}ng tho\u{302}\u{301}ng");
    w.get_by_label("Mark all checked as Actor").click();
    settled(&mut w);
    assert!(w.state().on_disk("a.txt", "Lan").contains("[Actor Tổng thống] Minh"));
    assert!(w.state().on_disk("b.txt", "Lan").contains("[Actor To\u{302}\u{309}ng"));
    assert_eq!(w.query_all_by_label_contains("(marked as Actor)").count(), 2);
    press(&mut w, Modifiers::COMMAND, Key::Z);
    assert_eq!(w.state().on_disk("a.txt", "Lan"), NEWS);
    assert!(!w.state().on_disk("b.txt", "Lan").contains('['), "one step takes both back");
}

#[test]
fn the_list_works_by_keys_and_check_boxes() {
    let mut w = news();
    press(&mut w, Modifiers::COMMAND, Key::F);
    typed(&mut w, "lan");
    press(&mut w, Modifiers::NONE, Key::ArrowDown);
    press(&mut w, Modifiers::NONE, Key::ArrowDown);
    assert!(w.query_by_label("2 of 3").is_some());
    w.key_press(Key::Space);
    settled(&mut w);
    assert!(w.query_by_label("2 of 3 checked").is_some());
    w.get_by_label("Mark place 3: LAN").click();
    settled(&mut w);
    assert!(w.query_by_label("1 of 3 checked").is_some());
    w.get_by_label("Mark all checked as Actor").click();
    settled(&mut w);
    assert!(w.state().story().contains("Bà [Actor Lan] nói") && !w.state().story().contains("[Actor LAN]"));
    press(&mut w, Modifiers::COMMAND, Key::Z);
    assert_eq!(w.state().story(), NEWS);
}

#[test]
fn a_narrow_window_finds_too() {
    let mut w = news();
    w.set_size(egui::vec2(700.0, 600.0));
    settled(&mut w);
    press(&mut w, Modifiers::COMMAND, Key::F);
    typed(&mut w, "minh");
    assert!(w.query_by_label("1 of 2").is_some());
    press(&mut w, Modifiers::NONE, Key::Enter);
    assert_eq!(selected(&w), "Minh");
}
