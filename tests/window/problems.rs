//! The page of problems by accessible name: going there, fixing, silencing with a reason, and the project.

use crate::desk::{Desk, press, settled, typed, window};
use egui::{Key, Modifiers};
use egui_kittest::{Harness, kittest::Queryable};
use whosaid::{session::Action, text::ByteOffset};

const NEWS: &str = "Giá gạo tăng\nBà Lan Anh nói giá gạo sẽ tăng. Lan Anh cho biết: “Chúng tôi sẽ bù lỗ cho dân” hôm qua.\n\
                    Trên biển có chữ “cấm đỗ xe ở đây” từ lâu.";

fn marked(dark: bool) -> Harness<'static, Desk> {
    let other = "Chợ\nLan Anh nói giá sẽ giảm vào ngày mai.";
    let mut desk = Desk::new(&[("a.txt", NEWS), ("b.txt", other)], Some("Lan"));
    desk.mark("giá gạo sẽ tăng", "Claim");
    desk.mark("Lan Anh", "Actor");
    desk.session.act(Action::Run("escape"));
    desk.mark("hôm qua", "Date");
    desk.session.act(Action::Run("escape"));
    window(desk, dark)
}

fn click(w: &mut Harness<'_, Desk>, name: &str) {
    w.get_by_label(name).click();
    settled(w);
}

#[test]
fn a_row_goes_there_and_a_button_fixes() {
    let mut w = marked(false);
    click(&mut w, "Problems 5");
    click(&mut w, "This quotation has no claim: Chúng tôi sẽ bù lỗ cho dân");
    let doc = w.state().session.doc().unwrap();
    assert_eq!(doc.selection().span().map(|s| s.of(doc.text())), Some("Chúng tôi sẽ bù lỗ cho dân"));
    click(&mut w, "Mark as Claim");
    assert!(w.state().story().contains("“[Claim Chúng tôi sẽ bù lỗ cho dân]”"), "{}", w.state().story());
    assert!(w.query_by_label("This quotation has no claim: Chúng tôi sẽ bù lỗ cho dân").is_none());
    press(&mut w, Modifiers::COMMAND, Key::Z);
    assert!(w.query_by_label("This quotation has no claim: Chúng tôi sẽ bù lỗ cho dân").is_some());
}

#[test]
fn keys_go_fix_and_silence_with_a_reason() {
    let mut w = marked(false);
    w.state_mut().session.act(Action::MoveCaret { to: ByteOffset(0), extend: false });
    press(&mut w, Modifiers::NONE, Key::F8);
    assert!(w.query_by_label("Silence…").is_some(), "the page of problems is open");
    for _ in 0..4 {
        if w.query_by_label("Mark as Claim").is_none() {
            press(&mut w, Modifiers::NONE, Key::F8);
        }
    }
    let before = w.state().story();
    press(&mut w, Modifiers::COMMAND, Key::Period);
    assert_ne!(w.state().story(), before);
    for _ in 0..6 {
        let sign = w.state().session.problems().chosen().is_some_and(|(p, _)| p.about.contains("cấm"));
        if !sign {
            press(&mut w, Modifiers::NONE, Key::F8);
        }
    }
    press(&mut w, Modifiers::COMMAND, Key::F8);
    assert!(w.query_by_label("Reason").is_some());
    typed(&mut w, "a sign");
    press(&mut w, Modifiers::NONE, Key::Enter);
    assert!(w.query_by_label("Reason").is_none());
    assert!(w.query_by_label("This quotation has no claim: cấm đỗ xe ở đây").is_none());
    click(&mut w, "Show 1 silenced");
    click(&mut w, "Show again: cấm đỗ xe ở đây, a sign");
    assert!(w.query_by_label("This quotation has no claim: cấm đỗ xe ở đây").is_some());
}

#[test]
fn one_kind_alone_and_the_whole_project() {
    let mut w = marked(false);
    w.state_mut().session.act(Action::Run("refresh"));
    click(&mut w, "Problems 5");
    click(&mut w, "Kind of problem");
    click(&mut w, "Quotations without a claim (2)");
    assert!(w.query_by_label_contains("This date has no value").is_none());
    click(&mut w, "Whole project");
    assert!(w.query_by_label("Giá gạo tăng: 5 problems").is_some());
    press(&mut w, Modifiers::CTRL, Key::PageDown);
    click(&mut w, "Giá gạo tăng: 5 problems");
    assert_eq!(w.state().session.current().map(ToString::to_string).as_deref(), Some("a.txt"));
    assert!(w.query_by_label("Group").is_some(), "and its problems are shown");
}

#[test]
fn nothing_found_is_said() {
    let mut w = window(Desk::new(&[("a.txt", "Chợ\nHết.")], Some("Lan")), false);
    click(&mut w, "Problems");
    assert!(w.query_by_label("Problems are looked for as soon as this article is begun").is_some());
    press(&mut w, Modifiers::CTRL, Key::Enter);
    assert!(w.query_by_label("No problems found in this article").is_some());
    click(&mut w, "Whole project");
    assert!(w.query_by_label_contains("No problems found in the articles you have begun").is_some());
}
