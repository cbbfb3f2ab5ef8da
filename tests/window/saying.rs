//! What marks say, by mouse and keyboard in the window: attributes, links, notes.

use crate::desk::{Desk, drag, place, press, settled, typed, window};
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};

use whosaid::{
    model::{ArticleKey, Draft},
    session::{Action, Event, Panel},
};

const NEWS: &str = "Ms Adams said on Monday that it rained, and Mr Bell that it did not.";

fn desk<'a>() -> Harness<'a, Desk> {
    let mut desk = Desk::new(&[("a.txt", NEWS)], Some("Lan"));
    desk.mark("Ms Adams", "Actor");
    desk.mark("Monday", "Date");
    desk.mark("it rained", "Claim");
    desk.mark("Mr Bell", "Actor");
    desk.take("it rained");
    window(desk, false)
}

fn text(harness: &Harness<'_, Desk>, name: &str) -> String {
    harness.get_by_role_and_label(Role::TextInput, name).accesskit_node().value().unwrap_or_default()
}

#[test]
fn attributes_and_links_are_made_by_keys_alone() {
    let mut h = desk();
    typed(&mut h, "i");
    typed(&mut h, "ind");
    press(&mut h, Modifiers::NONE, Key::Tab);
    typed(&mut h, "st");
    press(&mut h, Modifiers::NONE, Key::Tab);
    press(&mut h, Modifiers::NONE, Key::Tab);
    typed(&mut h, "said");
    press(&mut h, Modifiers::NONE, Key::Enter);
    assert_eq!(h.state().said("it rained"), "act=states cue=said quotation=indirect");
    typed(&mut h, "s");
    typed(&mut h, "s");
    typed(&mut h, "w");
    typed(&mut h, "a");
    assert_eq!(h.state().said("it rained"), "act=states cue=said quotation=indirect source→Ms Adams when→Monday");
    typed(&mut h, "m");
    typed(&mut h, "sure?");
    press(&mut h, Modifiers::NONE, Key::Enter);
    assert!(h.state().said("it rained").ends_with("“sure?”"));
    assert_eq!(text(&h, "Note"), "sure?");
}

#[test]
fn a_wrong_value_stays_in_its_field_with_the_reason_until_it_is_mended_or_left() {
    let mut h = desk();
    h.state_mut().take("Monday");
    settled(&mut h);
    h.get_by_role_and_label(Role::TextInput, "value").focus();
    settled(&mut h);
    typed(&mut h, "6.12.2021");
    press(&mut h, Modifiers::NONE, Key::Enter);
    h.get_by_label_contains("write a day as");
    assert_eq!(h.state().said("Monday"), "");
    press(&mut h, Modifiers::COMMAND, Key::A);
    typed(&mut h, "2021-12-06");
    press(&mut h, Modifiers::NONE, Key::Enter);
    assert_eq!(h.state().said("Monday"), "kind=DATE value=2021-12-06");
}

#[test]
fn escape_leaves_a_field_as_it_was_and_the_mark_in_hand() {
    let mut h = desk();
    typed(&mut h, "i");
    typed(&mut h, "dir");
    press(&mut h, Modifiers::NONE, Key::Escape);
    assert_eq!(h.state().said("it rained"), "");
    assert!(h.state().session.doc().unwrap().selected().is_some());
    assert_eq!(text(&h, "quotation"), "");
}

#[test]
fn what_was_typed_is_kept_when_another_mark_is_clicked() {
    let mut h = desk();
    typed(&mut h, "i");
    typed(&mut h, "mixed");
    h.get_by_label("Actor: Mr Bell").click_accesskit();
    settled(&mut h);
    settled(&mut h);
    assert_eq!(h.state().said("it rained"), "quotation=mixed");
    assert_eq!(h.state().said("Mr Bell"), "");
}

#[test]
fn links_are_followed_and_removed_by_mouse() {
    let mut h = desk();
    typed(&mut h, "s");
    typed(&mut h, "s");
    h.get_by_label("Go to Ms Adams").click();
    settled(&mut h);
    h.get_by_label("Go to it rained").click();
    settled(&mut h);
    h.get_by_label("Remove source Ms Adams").click();
    settled(&mut h);
    assert_eq!(h.state().said("it rained"), "");
}

#[test]
fn keys_of_roles_do_not_fire_in_a_field() {
    let mut h = desk();
    typed(&mut h, "m");
    typed(&mut h, "swims");
    assert!(h.state().session.linking().is_none());
    assert_eq!(text(&h, "Note"), "swims");
}

#[test]
fn a_link_is_dragged_from_the_ring_and_several_roles_are_asked_for() {
    let mut h = desk();
    let (_, end) = place(&h, "it rained");
    let ring = end + egui::vec2(10.0, -11.0);
    let (monday, _) = place(&h, "Monday");
    drag(&mut h, ring, monday);
    assert_eq!(h.state().said("it rained"), "when→Monday");
    let (bell, _) = place(&h, "Mr Bell");
    drag(&mut h, ring, bell);
    h.get_by_label("As about").click();
    settled(&mut h);
    assert_eq!(h.state().said("it rained"), "when→Monday about→Mr Bell");
}

#[test]
fn a_click_with_ctrl_links_too() {
    let mut h = desk();
    let (monday, _) = place(&h, "Monday");
    h.hover_at(monday);
    h.step();
    let click = |pressed| egui::Event::PointerButton {
        pos: monday,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: Modifiers::COMMAND,
    };
    h.event_modifiers(click(true), Modifiers::COMMAND);
    h.step();
    h.event_modifiers(click(false), Modifiers::COMMAND);
    h.step();
    settled(&mut h);
    assert_eq!(h.state().said("it rained"), "when→Monday");
}

#[test]
fn what_was_typed_is_kept_when_another_page_is_shown() {
    for key in [Key::H, Key::F, Key::J] {
        let mut h = desk();
        typed(&mut h, "m");
        typed(&mut h, "swims");
        press(&mut h, Modifiers::COMMAND, key);
        settled(&mut h);
        assert_eq!(h.state().said("it rained"), "“swims”", "{key:?}");
    }
}

#[test]
fn typing_goes_on_beside_the_page_of_problems() {
    let mut h = desk();
    typed(&mut h, "m");
    typed(&mut h, "swims");
    press(&mut h, Modifiers::NONE, Key::F8);
    press(&mut h, Modifiers::NONE, Key::Enter);
    settled(&mut h);
    assert_eq!(h.state().said("it rained"), "“swims”");
}

#[test]
fn what_was_typed_is_kept_when_its_article_is_left() {
    let mut desk = Desk::new(&[("a.txt", NEWS), ("b.txt", "Nothing.")], Some("Lan"));
    desk.mark("it rained", "Claim");
    let mut h = window(desk, false);
    typed(&mut h, "m");
    typed(&mut h, "swims");
    let open = |name| Action::OpenArticle(ArticleKey::new(name).unwrap());
    h.state_mut().session.act(open("b.txt"));
    settled(&mut h);
    h.state_mut().session.act(open("a.txt"));
    settled(&mut h);
    assert_eq!(h.state().said("it rained"), "“swims”");
}

#[test]
fn an_attribute_may_be_called_as_the_note() {
    let mut h = desk();
    let mut draft = Draft::of(&h.state().session.project().unwrap().labels);
    let claim = draft.labels.iter_mut().find(|l| l.name == "Claim").unwrap();
    let cue = claim.attributes.iter_mut().find(|a| a.name == "cue").unwrap();
    cue.name = "Note".to_owned();
    let labels = draft.build(|_| None).unwrap();
    h.state_mut().session.handle(Event::Labels(Ok(labels)));
    settled(&mut h);
    let fields = || h.get_all_by_role_and_label(Role::TextInput, "Note");
    let field = fields().min_by(|a, b| a.rect().top().total_cmp(&b.rect().top())).unwrap();
    field.focus();
    settled(&mut h);
    typed(&mut h, "swims");
    h.state_mut().session.act(Action::Panel(Panel::History));
    settled(&mut h);
    assert_eq!(h.state().said("it rained"), "Note=swims");
}

#[test]
fn what_was_typed_is_kept_when_the_window_closes() {
    let mut h = desk();
    typed(&mut h, "m");
    typed(&mut h, "swims");
    let ctx = h.ctx.clone();
    let desk = h.state_mut();
    for action in desk.screen.leave(&ctx, &desk.session) {
        desk.session.act(action);
    }
    desk.settle();
    assert_eq!(h.state().said("it rained"), "“swims”");
    let set = std::fs::read_to_string(h.state().root().join("annotations/Lan/a.ron")).unwrap();
    assert!(set.contains("swims"), "{set}");
}

#[test]
fn letters_that_come_in_one_frame_with_the_key_of_a_field_run_nothing() {
    let mut h = desk();
    for letter in ["m", "s", "2"] {
        h.input_mut().events.push(egui::Event::Text(letter.to_owned()));
    }
    settled(&mut h);
    assert!(h.state().session.linking().is_none());
    typed(&mut h, "swims");
    assert_eq!(text(&h, "Note"), "swims");
}
