//! What the project says of reviews and of who does what, and what is said of decisions, by accessible name.

use crate::desk::{Desk, press, settled, typed, window};
use egui::{
    Key, Modifiers,
    accesskit::{Role, Toggled},
};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};
use whosaid::{
    model::ArticleKey,
    session::{Action, ReviewAction},
};

const TEXT: &str = "Nước rút\nBà Hòa nói nước đã rút.";

/// Three articles; An and Minh have marked the first and are done with it. Lan is here.
fn desk() -> Desk {
    let mut desk = Desk::new(&[("a.txt", TEXT), ("b.txt", "Hết\nKhông."), ("c.txt", "Sau\nCó.")], Some("An"));
    for (who, words) in [("An", "Bà Hòa"), ("Minh", "Hòa")] {
        become_one(&mut desk, who);
        desk.mark(words, "Actor");
        desk.session.act(Action::Run("escape"));
        desk.session.act(Action::Run("done"));
        desk.settle();
    }
    become_one(&mut desk, "Lan");
    desk.session.act(Action::Run("refresh"));
    desk.settle();
    desk
}

fn become_one(desk: &mut Desk, name: &str) {
    desk.session.act(Action::SetAnnotator(name.to_owned()));
    desk.session.act(Action::OpenArticle(ArticleKey::new("a.txt").unwrap()));
    desk.settle();
}

fn click(w: &mut Harness<'_, Desk>, name: &str) {
    w.get_by_label(name).click();
    settled(w);
}

/// Presses a button that may have to be scrolled to.
fn press_it(w: &mut Harness<'_, Desk>, name: &str) {
    w.get_by_label(name).click_accesskit();
    settled(w);
}

fn shows(w: &Harness<'_, Desk>, text: &str) -> bool {
    w.query_all_by_label_contains(text).next().is_some()
}

fn own_file(w: &Harness<'_, Desk>) -> String {
    std::fs::read_to_string(w.state().root().join("whosaid.ron")).unwrap_or_default()
}

fn run(w: &mut Harness<'_, Desk>, command: &'static str) {
    w.state_mut().session.act(Action::Run(command));
    settled(w);
}

#[test]
fn articles_are_assigned_seen_and_filtered() {
    let mut w = window(desk(), false);
    run(&mut w, "assign");
    assert!(shows(&w, "3 of 3 articles have nobody yet"));
    let assign = w.get_by_role_and_label(Role::Button, "Assign");
    assert!(assign.accesskit_node().is_disabled(), "to nobody nothing is assigned");
    click(&mut w, "Lan");
    w.get_by_label("Another name").click();
    settled(&mut w);
    typed(&mut w, "Hà");
    click(&mut w, "Add");
    assert!(shows(&w, "Lan: 2 articles, 2 new, 1 shared") && shows(&w, "Hà: 2 articles, 2 new, 1 shared"));
    w.get_by_role_and_label(Role::Button, "Assign").click();
    settled(&mut w);
    assert_eq!(own_file(&w).matches(".txt\", [").count(), 3, "{}", own_file(&w));
    assert!(shows(&w, "3 articles assigned"));
    assert!(shows(&w, "for Hà and you") || shows(&w, "for you and Hà"));
    click(&mut w, "Filter by");
    click(&mut w, "Mine, 2");
    assert!(shows(&w, "Drop the filter Mine"));
    press(&mut w, Modifiers::NONE, Key::Escape);
    assert_eq!(w.state().session.articles().shown_len(), 2);
    run(&mut w, "assign");
    assert!(shows(&w, "Every article is assigned already"));
}

#[test]
fn review_settings_are_saved_for_everyone() {
    let mut w = window(desk(), false);
    run(&mut w, "review-settings");
    typed(&mut w, "ranh giới");
    press(&mut w, Modifiers::NONE, Key::Enter);
    typed(&mut w, "không rõ");
    click(&mut w, "Hide annotators’ names from reviewers");
    click(&mut w, "Save");
    let file = own_file(&w);
    assert!(file.contains("review: (reasons: [\"ranh giới\", \"không rõ\"], blind: true)"), "{file}");
    press(&mut w, Modifiers::COMMAND, Key::Num2);
    assert!(shows(&w, "Version 1 Annotator ") && !shows(&w, "Version 1 An:"));
    typed(&mut w, "0");
    assert!(shows(&w, "không rõ"));
    press(&mut w, Modifiers::NONE, Key::Escape);
    run(&mut w, "review-settings");
    let hidden = w.get_by_label("Hide annotators’ names from reviewers");
    assert_eq!(hidden.accesskit_node().toggled(), Some(Toggled::True));
    // Someone else changes them meanwhile: theirs stay, and what was typed.
    std::fs::write(w.state().root().join("whosaid.ron"), file.replace("blind: true", "open: true")).unwrap();
    click(&mut w, "Hide annotators’ names from reviewers");
    click(&mut w, "Save");
    assert!(shows(&w, "Someone else changed the project's settings meanwhile"));
    assert!(own_file(&w).contains("open: true"));
    click(&mut w, "Begin again with theirs");
    click(&mut w, "Save");
    assert!(!shows(&w, "Review settings") && own_file(&w).contains("open: true"));
}

#[test]
fn ones_own_article_waits_until_one_is_done_with_it() {
    let mut w = window(desk(), false);
    let base = w.state().session.settings().clone();
    let mut settings = base.clone();
    let lan = w.state().session.annotator().unwrap().clone();
    settings.assigned.insert(ArticleKey::new("a.txt").unwrap(), vec![lan]);
    w.state_mut().session.act(Action::SaveSettings { settings: settings.into(), base: base.into() });
    press(&mut w, Modifiers::COMMAND, Key::Num2);
    assert!(shows(&w, "You have this article to annotate yourself"));
    assert!(shows(&w, "Others’ marks show once you are done with it") && !shows(&w, "Version 1"));
    assert!(shows(&w, "Nothing to review"));
    click(&mut w, "Annotate it");
    run(&mut w, "done");
    press(&mut w, Modifiers::COMMAND, Key::Num2);
    // Done and empty is a word of its own, so a review has no place there.
    assert!(!shows(&w, "You have this article to annotate yourself"));
    assert!(shows(&w, "You annotated this article yourself"));
}

#[test]
fn a_case_is_talked_about_and_what_was_unclear_gathers() {
    let mut w = window(desk(), false);
    press(&mut w, Modifiers::COMMAND, Key::Num2);
    w.get_by_role_and_label(Role::TextInput, "Comment").click();
    settled(&mut w);
    typed(&mut w, "Vì sao?");
    press(&mut w, Modifiers::NONE, Key::Enter);
    assert!(shows(&w, "Vì sao?") && shows(&w, "You just now"));
    assert!(w.state().session.review().is_some());
    w.get_by_role_and_label(Role::TextInput, "Reply").click();
    settled(&mut w);
    typed(&mut w, "Xong");
    press_it(&mut w, "Resolve");
    assert!(shows(&w, "Comments, resolved") && shows(&w, "You, and resolved it"));
    press_it(&mut w, "Reopen");
    assert!(!shows(&w, "Comments, resolved") && shows(&w, "You opened it again"));
    press(&mut w, Modifiers::NONE, Key::Escape);
    typed(&mut w, "07");
    click(&mut w, "Reasons and comments in the project: 1");
    assert!(shows(&w, "Listed: Guideline unclear (1)"));
    w.state_mut().session.act(Action::OpenArticle(ArticleKey::new("b.txt").unwrap()));
    settled(&mut w);
    w.state_mut().session.act(Action::OpenArticle(ArticleKey::new("a.txt").unwrap()));
    settled(&mut w);
    click(&mut w, "Reasons and comments in the project: 1");
    w.get_by_label_contains("Open the case Bà Hòa").click();
    settled(&mut w);
    assert_eq!(w.state().session.case().map(|(at, _)| at), Some(0));
    let text = std::fs::read_to_string(w.state().root().join("annotations/Lan/a.ron")).unwrap();
    assert!(text.contains("comments: [") && text.contains("text: \"Vì sao?\""), "{text}");
}

#[test]
fn an_annotator_answers_beside_their_marks() {
    let mut desk = desk();
    desk.session.act(Action::Run("review"));
    desk.settle();
    let text = "Vì sao có “Bà”?".to_owned();
    desk.session.act(Action::Review(ReviewAction::Say { at: 0, text, resolves: false }));
    desk.settle();
    desk.session.act(Action::Run("annotate"));
    // The work of a new reviewer is met when the project is looked at.
    desk.session.act(Action::Run("refresh"));
    become_one(&mut desk, "An");
    let mut w = window(desk, true);
    assert!(shows(&w, "Comments on your marks") && shows(&w, "Vì sao có “Bà”?"));
    w.get_by_label("Go to “Bà Hòa”").click();
    settled(&mut w);
    w.get_by_role_and_label(Role::TextInput, "Reply").click();
    settled(&mut w);
    typed(&mut w, "Tên gọi");
    press(&mut w, Modifiers::NONE, Key::Enter);
    let own = std::fs::read_to_string(w.state().root().join("annotations/An/a.ron")).unwrap();
    assert!(own.contains("of: \"Lan\", text: \"Tên gọi\"") && own.contains("state: Done"), "{own}");
    press_it(&mut w, "Resolve");
    assert!(!shows(&w, "Comments on your marks"));
    // The reviewer sees the answer.
    become_one(w.state_mut(), "Lan");
    press(&mut w, Modifiers::COMMAND, Key::Num2);
    assert!(shows(&w, "Comments, resolved") && shows(&w, "Tên gọi") && shows(&w, "An resolved it"));
}
