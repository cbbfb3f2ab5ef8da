//! Suggestions by accessible name: on the page, through the sweep, in the list, and the sources.

use crate::{
    desk::{Desk, Suggests, drag, place, press, settled, typed, window},
    pictures::{compare, shown},
};
use egui::{Key, Modifiers};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};
use whosaid::session::Action;

const NEWS: &str = "Cầu mới thông xe\nBà Lan Hà cho biết cầu sẽ mở cửa vào thứ Sáu (10/12). Bà Hà khẳng định vé vẫn rẻ như cũ.\n\
                    Ông Tùng bác bỏ chuyện đó.";

fn made() -> Vec<Suggests> {
    let of = |source, label, words, score| Suggests { source, label, words, score, says: &[], link: None, why: "" };
    vec![
        Suggests {
            says: &[("entity", "Lan Hà")],
            why: "“Bà” stands before a name",
            ..of("names", "Actor", "Bà Lan Hà", 0.93)
        },
        of("names", "Actor", "Bà Hà", 0.81),
        of("names", "Actor", "Ông Tùng", 0.4),
        Suggests {
            says: &[("cue", "cho biết")],
            link: Some(("source", "Bà Lan Hà", "Actor")),
            ..of("claims", "Claim", "cầu sẽ mở cửa vào thứ Sáu (10/12)", 0.7)
        },
        Suggests { says: &[("value", "2021-12-10")], ..of("dates", "Date", "thứ Sáu (10/12)", 0.97) },
    ]
}

/// The news with what is suggested in it, also what is less sure.
fn desk() -> Desk {
    let mut desk = Desk::new(&[], Some("Lan"));
    desk.suggests = made();
    desk.session.act(Action::Suggest(whosaid::session::SuggestAction::Threshold(0.3)));
    desk.begin(&[("a.txt", NEWS), ("b.txt", "Bản tin thứ hai\nHết.")]);
    desk
}

fn news(dark: bool) -> Harness<'static, Desk> {
    window(desk(), dark)
}

fn click(w: &mut Harness<'_, Desk>, name: &str) {
    w.get_by_label(name).click();
    settled(w);
}

fn selected(w: &Harness<'_, Desk>, name: &str) -> bool {
    w.get_by_label(name).accesskit_node().is_selected().unwrap_or(false)
}

#[test]
fn the_sweep_goes_through_the_page_by_keys() {
    let mut w = news(false);
    assert!(w.query_by_label("Suggestion, Actor: Bà Lan Hà, 93 %").is_some(), "a ghost is in the tree");
    assert_eq!(w.state().story(), NEWS, "and is no mark");
    press(&mut w, Modifiers::NONE, Key::Tab);
    assert!(selected(&w, "Suggestion, Actor: Bà Lan Hà, 93 %"));
    assert!(w.query_by_label("“Bà” stands before a name").is_some(), "why is beside the page");
    typed(&mut w, "a");
    assert!(w.query_by_label("Actor: Bà Lan Hà").is_some());
    assert!(selected(&w, "Suggestion, Claim: cầu sẽ mở cửa vào thứ Sáu (10/12), 70 %"), "the next is in hand");
    typed(&mut w, "  x");
    assert!(w.query_by_label_contains("Suggestion, Actor: Bà Hà").is_none());
    typed(&mut w, "a");
    press(&mut w, Modifiers::SHIFT, Key::Tab);
    assert!(selected(&w, "Suggestion, Date: thứ Sáu (10/12), 97 %"));
    press(&mut w, Modifiers::NONE, Key::Escape);
    assert!(!selected(&w, "Suggestion, Date: thứ Sáu (10/12), 97 %"));
    assert!(w.state().story().contains("[Actor Bà Lan Hà] cho biết cầu sẽ"), "{}", w.state().story());
    assert!(w.state().story().contains("[Actor Ông Tùng]"), "{}", w.state().story());
}

#[test]
fn a_click_takes_the_innermost_in_hand_and_again_the_next_one_out() {
    let mut w = news(true);
    let at = place(&w, "thứ Sáu").0 + egui::vec2(4.0, 0.0);
    let tap = |w: &mut Harness<'_, Desk>| {
        w.hover_at(at);
        w.step();
        w.drag_at(at);
        w.step();
        w.drop_at(at);
        settled(w);
        for _ in 0..40 {
            w.step(); // two clicks, not a double one
        }
    };
    tap(&mut w);
    assert!(selected(&w, "Suggestion, Date: thứ Sáu (10/12), 97 %"));
    tap(&mut w);
    assert!(selected(&w, "Suggestion, Claim: cầu sẽ mở cửa vào thứ Sáu (10/12), 70 %"));
    tap(&mut w);
    assert!(selected(&w, "Suggestion, Date: thứ Sáu (10/12), 97 %"));
    let tip = |w: &Harness<'_, Desk>| w.query_all_by_label("value: 2021-12-10").next().is_some();
    w.hover_at(at + egui::vec2(20.0, 0.0));
    for _ in 0..90 {
        w.step();
    }
    assert!(tip(&w), "what lies there is named, with its value");
}

#[test]
fn an_edge_is_dragged_before_it_is_accepted() {
    let mut w = news(false);
    press(&mut w, Modifiers::NONE, Key::Tab);
    let (edge, to) = (place(&w, "Bà Lan").0, place(&w, "Lan Hà").0);
    drag(&mut w, egui::pos2(edge.x - 1.0, edge.y), to);
    assert!(selected(&w, "Suggestion, Actor: Lan Hà, 93 %"), "it stays in hand");
    assert_eq!(w.state().story(), NEWS);
    typed(&mut w, "a");
    assert!(w.state().story().contains("Bà [Actor Lan Hà] cho"), "{}", w.state().story());
}

#[test]
fn the_page_of_suggestions_lists_filters_and_accepts() {
    let mut w = news(false);
    click(&mut w, "Suggestions 5");
    assert!(w.query_by_label("5 shown, 0 below").is_some());
    click(&mut w, "Suggestion, Date, thứ Sáu (10/12), 97 %");
    assert!(selected(&w, "Suggestion, Date: thứ Sáu (10/12), 97 %"), "a row goes there");
    click(&mut w, "Actor: 3 suggested");
    assert!(w.query_by_label("Suggestion, Date, thứ Sáu (10/12), 97 %").is_none(), "one label alone");
    click(&mut w, "Reject: Ông Tùng");
    assert!(w.query_by_label_contains("Suggestion, Actor, Ông Tùng").is_none());
    click(&mut w, "Accept all Actor");
    assert!(w.state().story().contains("[Actor Bà Lan Hà] cho") && w.state().story().contains("[Actor Bà Hà]"));
    assert!(w.query_by_label("Suggestions 2").is_some(), "what is left is counted");
    assert!(w.query_by_label("Suggestion, Date, thứ Sáu (10/12), 97 %").is_some(), "no filter for what is gone");
    click(&mut w, "Accept everything");
    assert_eq!(w.state().said("cầu sẽ mở cửa vào thứ Sáu (10/12)"), "cue=cho biết source→Bà Lan Hà");
    assert!(w.query_by_label_contains("Nothing is left to suggest").is_some());
    press(&mut w, Modifiers::COMMAND, Key::Z);
    assert!(w.query_by_label("Suggestions 2").is_some(), "one step to undo");
}

#[test]
fn the_slider_says_what_is_below() {
    let mut w = news(false);
    click(&mut w, "Suggestions 5");
    w.state_mut().session.act(Action::Suggest(whosaid::session::SuggestAction::Threshold(0.75)));
    settled(&mut w);
    assert!(w.query_by_label("3 shown, 2 below").is_some());
    assert!(w.query_by_label_contains("Ông Tùng, 40 %").is_none());
    assert!(w.query_by_label("Least score, in per cent").is_some());
}

#[test]
fn all_of_one_kind_are_settled_beside_the_page() {
    let mut w = news(false);
    let like = |name: &str, w: &Harness<'_, Desk>| w.query_by_label(name).is_some();
    press(&mut w, Modifiers::NONE, Key::Tab);
    assert!(like("Accept", &w) && like("Reject", &w) && !like("Accept all like this", &w), "there is one of it");
    click(&mut w, "Reject");
    assert!(w.query_by_label_contains("Bà Lan Hà, 93 %").is_none());
}

#[test]
fn a_program_of_ones_own_is_named_in_the_window_and_stopped_there() {
    let mut w = news(false);
    click(&mut w, "Suggestions 5");
    click(&mut w, "Sources");
    click(&mut w, "Use a program of your own…");
    typed(&mut w, "python3 mine.py");
    press(&mut w, Modifiers::NONE, Key::Enter);
    assert_eq!(w.state().session.program().as_deref(), Some("python3 mine.py"));
    assert!(w.query_by_label("Source mine.py").is_some(), "it is a source like the others");
    w.get_by_label("Stop using it").click_accesskit(); // it may have to be scrolled to
    settled(&mut w);
    assert_eq!(w.state().session.program(), None);
}

#[test]
fn a_source_that_turned_itself_down_is_asked_again_in_its_list() {
    let days: String = (1..=9).map(|day| format!("Ngày {day}/12/2021 trời mưa. ")).collect();
    let mut desk = Desk::new(&[], Some("Lan"));
    (desk.real_sources, desk.know) = (true, Some(whosaid::session::Knowledge::default()));
    desk.begin(&[("a.txt", &days), ("b.txt", "Ngày 7/12/2021 trời nắng.")]);
    let mut w = window(desk, false);
    press(&mut w, Modifiers::NONE, Key::Enter);
    w.state_mut().session.act(Action::Panel(whosaid::session::Panel::Suggestions));
    settled(&mut w);
    let dates = |w: &Harness<'_, Desk>| w.query_by_label_contains("Suggestion, Date: Ngày 7/12/2021").is_some();
    click(&mut w, "Sources");
    assert!(!dates(&w) && w.query_by_label_contains("Turned itself down: 0 of its last").is_some());
    click(&mut w, "Ask it again: Dates");
    assert!(dates(&w) && w.query_by_label_contains("Turned itself down").is_none());
    click(&mut w, "Count all again: Dates");
    assert!(!dates(&w) && w.query_by_label_contains("Turned itself down").is_some());
}

#[test]
fn the_keys_are_the_pages_again_when_the_palette_is_closed() {
    let mut w = news(false);
    press(&mut w, Modifiers::COMMAND, Key::K);
    w.event(egui::Event::Text("light the".to_owned()));
    settled(&mut w);
    w.key_press(Key::Enter);
    w.run();
    w.key_press(Key::Tab);
    w.run();
    press(&mut w, Modifiers::NONE, Key::Tab);
    assert!(selected(&w, "Suggestion, Claim: cầu sẽ mở cửa vào thứ Sáu (10/12), 70 %"));
    assert!(w.ctx.memory(|m| m.focused()) == Some(whosaid::ui::page::page_id()), "no button has taken the key too");
}

#[test]
fn a_link_straight_up_is_drawn() {
    let of = |label, words| Suggests { source: "x", label, words, score: 0.9, says: &[], link: None, why: "" };
    let mut desk = Desk::new(&[], Some("Lan"));
    desk.suggests = vec![Suggests { link: Some(("source", "Ông Lâm", "Actor")), ..of("Claim", "Trời sẽ mưa") }];
    desk.begin(&[("a.txt", "Bản tin\nÔng Lâm nói thế.\nTrời sẽ mưa to.")]);
    let mut w = window(desk, false);
    press(&mut w, Modifiers::NONE, Key::Tab);
    assert!(selected(&w, "Suggestion, Claim: Trời sẽ mưa, 90 %"));
    typed(&mut w, "a");
    assert_eq!(w.state().said("Trời sẽ mưa"), "source→Ông Lâm");
}

#[test]
fn the_publication_date_is_asked_under_the_title() {
    let text = "Nước rút\nHôm thứ Ba (7/12/2021), bà Lan cho biết nước đã rút.";
    let asked = || {
        let mut desk = Desk::new(&[], Some("Lan"));
        desk.real_sources = true;
        desk.begin(&[("a.txt", text)]);
        window(desk, false)
    };
    let published =
        |w: &Harness<'_, Desk>| w.state().session.doc().unwrap().metadata().published.as_ref().map(ToString::to_string);
    let mut w = asked();
    assert!(w.query_by_label("Published on 7 December 2021?").is_some());
    click(&mut w, "Yes");
    assert_eq!(published(&w).as_deref(), Some("2021-12-07"));
    assert!(w.query_by_label_contains("Published on").is_none(), "once");
    let mut w = asked();
    click(&mut w, "Another date…");
    press(&mut w, Modifiers::COMMAND, Key::A);
    typed(&mut w, "2021-12-0");
    press(&mut w, Modifiers::NONE, Key::Enter);
    assert_eq!(published(&w), None, "what is no date yet is not taken");
    typed(&mut w, "8");
    press(&mut w, Modifiers::NONE, Key::Enter);
    assert_eq!(published(&w).as_deref(), Some("2021-12-08"));
    let mut w = asked();
    click(&mut w, "Do not ask");
    assert!(w.query_by_label_contains("Published on").is_none() && published(&w).is_none());
}

#[test]
fn a_source_is_turned_off_for_the_project() {
    let mut desk = Desk::new(&[], Some("Lan"));
    desk.real_sources = true;
    desk.begin(&[("a.txt", "Nước rút\nHôm 7/12/2021 nước đã rút.")]);
    let mut w = window(desk, false);
    let date = "Suggestion, Date: ";
    assert!(w.query_by_label_contains(date).is_some());
    w.state_mut().session.act(Action::Run("suggestions"));
    settled(&mut w);
    click(&mut w, "Sources");
    click(&mut w, "Source Dates");
    assert!(w.query_by_label_contains(date).is_none());
    assert!(w.state().session.settings().suggestions_off.contains("dates"));
    click(&mut w, "Source Dates");
    assert!(w.query_by_label_contains(date).is_some());
}

#[test]
fn what_became_of_them_is_counted() {
    let mut w = news(false);
    press(&mut w, Modifiers::NONE, Key::Tab);
    typed(&mut w, "a");
    click(&mut w, "Suggestions 4");
    click(&mut w, "Sources");
    assert!(w.query_by_label_contains("Actions per mark: 1.00 here").is_some());
}

/// A page with marks, many suggestions over one another, one of them in hand.
fn pictured(dark: bool, keys: &str) -> (Harness<'static, Desk>, crate::picture::Textures) {
    let mut desk = desk();
    desk.mark("vé vẫn rẻ như cũ", "Claim");
    desk.session.act(Action::Run("escape"));
    let (mut w, t) = shown(desk, dark);
    for key in keys.chars() {
        match key {
            '\t' => press(&mut w, Modifiers::NONE, Key::Tab),
            key => typed(&mut w, &key.to_string()),
        }
    }
    click(&mut w, "Suggestions 5");
    w.hover_at(egui::pos2(450.0, 530.0));
    w.state_mut().session.set_now(0.0, "");
    for _ in 0..400 {
        w.step(); // until the save is no longer fresh
    }
    (w, t)
}

#[test]
fn suggestions_in_light() {
    let (w, t) = pictured(false, "\t\t");
    compare("suggestions-light", &w, &t);
}

#[test]
fn suggestions_in_dark() {
    let (w, t) = pictured(true, "\t");
    compare("suggestions-dark", &w, &t);
}
