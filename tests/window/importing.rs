//! Importing in the window: what was recognised, whose it becomes, and what is on the disk then.

use crate::desk::{Desk, press, settled, typed, window};
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::{Harness, kittest::Queryable};

const NEWS: &str = "Bà Lan nói giá gạo sẽ tăng.";

/// A window on a project of one article, and the import dialog on this file beside it.
fn reading(name: &str, text: &str) -> Harness<'static, Desk> {
    let mut w = window(Desk::new(&[("a.txt", NEWS)], Some("Lan")), false);
    let path = w.state().root().with_file_name(name);
    std::fs::write(&path, text).unwrap();
    press(&mut w, Modifiers::COMMAND, Key::I);
    typed(&mut w, &path.display().to_string());
    press(&mut w, Modifiers::NONE, Key::Enter);
    settled(&mut w);
    w
}

fn doccano() -> String {
    format!(
        "{{\"id\": 7, \"text\": \"{NEWS}\", \"label\": [[0, 6, \"Actor\"], [7, 10, \"Verb\"]]}}\n\
         {{\"id\": 8, \"text\": \"Bài mới\", \"label\": [[0, 99, \"Actor\"], [0, 3, \"Actor\"]]}}\n"
    )
}

fn click(w: &mut Harness<'_, Desk>, role: Role, name: &str) {
    w.get_by_role_and_label(role, name).click();
    settled(w);
}

fn there(w: &Harness<'_, Desk>, words: &str) -> bool {
    w.query_all_by_label_contains(words).next().is_some()
}

#[test]
fn what_was_recognised_is_shown_and_taken_in_where_it_belongs() {
    let mut w = reading("round.jsonl", &doccano());
    assert!(there(&w, "Format: doccano") && there(&w, "2 documents, 3 marks, 0 links"));
    assert!(there(&w, "1 document on articles that are there already, 1 on new ones"));
    assert!(there(&w, "the label “Verb”") && there(&w, "1 record would not be taken in"));
    w.get_by_label("Annotator of what is imported").focus();
    settled(&mut w);
    press(&mut w, Modifiers::COMMAND, Key::A);
    typed(&mut w, "Minh");
    click(&mut w, Role::Button, "Import");
    assert!(there(&w, "1 article new, 1 there already"));
    assert!(there(&w, "Added to the labels: the label “Verb”"));
    assert!(there(&w, "import-rejected-1.jsonl"));
    click(&mut w, Role::Button, "Close");
    assert_eq!(w.state().on_disk("a.txt", "Minh"), "[Actor Bà Lan] [Verb nói] giá gạo sẽ tăng.");
    assert_eq!(w.state().on_disk("a.txt", "Lan"), NEWS, "mine are as they were");
    assert!(w.query_by_label("Label Verb").is_some(), "the label bar has the new label");
    assert_eq!(w.state().session.articles().len(), 2);
}

#[test]
fn a_file_that_is_nothing_known_says_what_to_do() {
    let mut w = reading("x.bin", "???");
    assert!(there(&w, "Not recognised: choose"));
    assert!(there(&w, "It looks like no format that is known here"));
    assert!(there(&w, "Say which format it is"));
    assert!(w.query_by_label("Open it as a project instead").is_some());
    press(&mut w, Modifiers::NONE, Key::Escape);
    assert!(!there(&w, "It looks like no format"));
}

#[test]
fn a_path_that_leads_nowhere_is_told() {
    let mut w = reading("x.jsonl", &doccano());
    w.get_by_label("File or folder").focus();
    settled(&mut w);
    press(&mut w, Modifiers::COMMAND, Key::A);
    typed(&mut w, "/no/such/file.jsonl");
    press(&mut w, Modifiers::NONE, Key::Enter);
    assert!(there(&w, "Nothing was taken in"), "what happened and what was kept");
}
