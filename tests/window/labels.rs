//! Editing labels, and guidelines beside the text.

use crate::desk::{Desk, press, settled, typed, window};
use egui::{Key, Modifiers};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};

const NEWS: &str = "Giá gạo tăng\nBà Lan nói giá gạo sẽ tăng vào thứ Ba (7/12).\nÔng Minh phủ nhận điều đó.";

fn news() -> Harness<'static, Desk> {
    let mut w = window(Desk::new(&[("a.txt", NEWS), ("b.txt", "Hôm qua, ông Minh đến.")], Some("Lan")), false);
    w.state_mut().mark("Bà Lan", "Actor");
    w.state_mut().mark("thứ Ba (7/12)", "Date");
    w.state_mut().mark("giá gạo sẽ tăng", "Claim");
    press(&mut w, Modifiers::NONE, Key::Escape);
    w
}

fn click(w: &mut Harness<'_, Desk>, name: &str) {
    w.get_by_label(name).scroll_to_me();
    settled(w);
    w.get_by_label(name).click();
    settled(w);
}

/// Puts words in the place of what a field holds.
fn write(w: &mut Harness<'_, Desk>, field: &str, words: &str) {
    w.get_by_label(field).focus();
    settled(w);
    press(w, Modifiers::COMMAND, Key::A);
    typed(w, words);
}

fn file(w: &Harness<'_, Desk>) -> String {
    std::fs::read_to_string(w.state().root().join("whosaid.ron")).unwrap_or_default()
}

#[test]
fn a_renamed_label_is_renamed_everywhere_and_undo_goes_on() {
    let mut w = news();
    press(&mut w, Modifiers::NONE, Key::F6);
    assert!(w.query_by_label("Edit Actor").is_some());
    write(&mut w, "Name of the label", "Nhân vật");
    assert_eq!(file(&w), "", "nothing is written before it is saved");
    click(&mut w, "Save");
    assert!(w.query_by_label("Edit Nhân vật").is_none(), "the editor is closed");
    assert!(w.state().story().contains("[Nhân vật Bà Lan] nói"), "{}", w.state().story());
    assert!(w.query_by_label("Label Nhân vật").is_some(), "the label bar follows");
    let set = std::fs::read_to_string(w.state().root().join("annotations/Lan/a.ron")).unwrap();
    assert!(set.contains("label: \"Nhân vật\"") && !set.contains("Actor"), "{set}");
    assert!(file(&w).contains("formerly: [\"Actor\"]"), "{}", file(&w));
    assert!(file(&w).starts_with("// The labels of this project."), "{}", file(&w));
    for _ in 0..3 {
        press(&mut w, Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(w.state().story(), NEWS);
    press(&mut w, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert!(w.state().story().contains("[Nhân vật Bà Lan]"), "{}", w.state().story());
}

#[test]
fn what_was_edited_does_not_go_unasked() {
    let mut w = news();
    press(&mut w, Modifiers::NONE, Key::F6);
    press(&mut w, Modifiers::NONE, Key::Escape);
    assert!(w.query_by_label("Edit Actor").is_none(), "unchanged, it closes at once");
    press(&mut w, Modifiers::NONE, Key::F6);
    write(&mut w, "Name of the label", "Person");
    press(&mut w, Modifiers::NONE, Key::Escape);
    press(&mut w, Modifiers::NONE, Key::Escape);
    assert!(w.query_by_label("Edit Person").is_some(), "it is asked, or left open");
    if w.query_by_label("Discard").is_none() {
        click(&mut w, "Cancel");
    }
    click(&mut w, "Go on editing");
    assert!(w.query_by_label("Edit Person").is_some());
    click(&mut w, "Cancel");
    click(&mut w, "Discard");
    assert!(w.query_by_label("Edit Person").is_none());
    assert!(w.state().story().contains("[Actor Bà Lan]"));
    assert_eq!(file(&w), "");
}

#[test]
fn a_label_in_use_goes_only_with_an_answer() {
    let mut w = news();
    press(&mut w, Modifiers::NONE, Key::F6);
    click(&mut w, "Edit Date");
    click(&mut w, "Remove label");
    assert!(w.query_by_label_contains("1 mark has “Date”, by Lan (1), in 1 file").is_some());
    click(&mut w, "Keep it");
    assert!(w.query_by_label("Edit Date").is_some());
    click(&mut w, "Remove label");
    click(&mut w, "Move its marks to");
    assert!(w.query_by_label("Edit Date").is_none());
    click(&mut w, "Save");
    assert!(w.state().story().contains("[Actor thứ Ba (7/12)]"), "{}", w.state().story());
    assert!(w.state().on_disk("a.txt", "Lan").contains("[Actor thứ Ba (7/12)]"));

    // One that no mark has goes at once, and one whose marks stay leaves them as other.
    press(&mut w, Modifiers::NONE, Key::F6);
    click(&mut w, "Edit Claim");
    click(&mut w, "Remove label");
    click(&mut w, "Remove it, keep its marks");
    click(&mut w, "Add label");
    typed(&mut w, "Nơi");
    click(&mut w, "Save");
    assert!(w.state().story().contains("[Claim giá gạo sẽ tăng]"), "{}", w.state().story());
    assert_eq!(w.query_all_by_label_contains("other 1").count(), 1);
    assert!(w.query_by_label("Label Nơi").is_some());
}

#[test]
fn faults_are_said_where_they_are_and_stop_the_saving() {
    let mut w = news();
    press(&mut w, Modifiers::NONE, Key::F6);
    write(&mut w, "Name of the label", "Claim");
    assert!(w.query_all_by_label_contains("Two labels are called “Claim”").count() > 0);
    assert!(w.get_by_label("Save").accesskit_node().is_disabled());
    write(&mut w, "Name of the label", "Actor");
    click(&mut w, "Edit Claim");
    write(&mut w, "Key of source", "e");
    assert!(w.query_all_by_label_contains("belongs to “Grow selection”").count() > 0);
    write(&mut w, "Key of source", "u");
    assert!(!w.get_by_label("Save").accesskit_node().is_disabled());
    click(&mut w, "Save");
    assert!(file(&w).contains("(role: \"source\", key: 'u', to: [\"Actor\"]"), "{}", file(&w));
}

#[test]
fn labels_changed_elsewhere_are_met_and_nothing_of_either_goes() {
    let mut w = news();
    press(&mut w, Modifiers::NONE, Key::F6);
    write(&mut w, "Name of the label", "Person");
    let path = w.state().root().join("whosaid.ron");
    let theirs = include_str!("../../assets/labels.ron")
        .replace("name: \"Date\"", "name: \"When\", formerly: [\"Date\"]")
        .replace("to: [\"Date\"]", "to: [\"When\"]");
    std::fs::write(&path, &theirs).unwrap();
    click(&mut w, "Save");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), theirs, "theirs stands");
    assert!(w.query_by_label_contains("changed elsewhere while you edited").is_some());
    click(&mut w, "Go on with mine");
    click(&mut w, "Save");
    let text = file(&w);
    assert!(
        text.contains("name: \"Person\"") && text.contains("name: \"Date\",\n            formerly: [\"When\"]"),
        "{text}"
    );
    assert!(
        w.state().story().contains("[Person Bà Lan]") && w.state().story().contains("[Date thứ Ba"),
        "{}",
        w.state().story()
    );
}

#[test]
fn the_guide_follows_the_label_in_hand_and_its_examples_lead_there() {
    let mut w = news();
    typed(&mut w, "g");
    assert!(w.query_by_label_contains("Someone who acts or speaks").is_some());
    w.state_mut().take("thứ Ba");
    settled(&mut w);
    assert!(w.query_by_label_contains("Any expression of time").is_some());
    click(&mut w, "Guideline of Actor");
    click(&mut w, "Example: Bà Lan");
    let doc = w.state().session.doc().unwrap();
    assert_eq!(doc.selected().and_then(|m| m.span()).map(|s| s.of(doc.text())), Some("Bà Lan"));
    click(&mut w, "Edit labels…");
    assert!(w.query_by_label("Edit Actor").is_some());
    press(&mut w, Modifiers::NONE, Key::Escape);
    press(&mut w, Modifiers::NONE, Key::Escape);
    typed(&mut w, "g");
    assert!(w.query_by_label_contains("Someone who acts or speaks").is_none(), "again brings the marks back");
}

#[test]
fn labels_are_made_and_ordered_by_the_keyboard() {
    let mut w = news();
    press(&mut w, Modifiers::NONE, Key::F6);
    press(&mut w, Modifiers::ALT, Key::ArrowDown);
    press(&mut w, Modifiers::ALT, Key::ArrowDown);
    click(&mut w, "Colour red");
    click(&mut w, "Line wavy");
    click(&mut w, "Add attribute");
    write(&mut w, "Name of attribute 3", "vai");
    click(&mut w, "Save");
    let labels: Vec<String> = w.state().session.project().unwrap().labels.iter().map(|l| l.name.to_string()).collect();
    assert_eq!(labels, ["Claim", "Date", "Actor"]);
    assert!(
        file(&w).contains("color: \"red\",\n            line: \"wavy\"")
            && file(&w).contains("name: \"vai\", kind: Text")
    );
}

#[test]
fn edited_labels_are_known_to_be_unsaved_until_they_are_saved_or_let_go() {
    let mut w = news();
    press(&mut w, Modifiers::NONE, Key::F6);
    assert!(!w.state().screen.unsaved());
    write(&mut w, "Name of the label", "Person");
    assert!(w.state().screen.unsaved());
    click(&mut w, "Save");
    assert!(!w.state().screen.unsaved());
}
