//! The window driven by accessible names, over a real project on disk; no display needed.
#![cfg(feature = "window")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test ends where something is not as it says"
)]

mod actors;
mod agreement;
mod articles;
mod desk;
mod exporting;
mod facts;
mod finding;
mod importing;
mod labels;
mod layers;
mod picture;
mod pictures;
mod pointing;
mod preferences;
mod problems;
mod reviewing;
mod room;
mod rules;
mod saying;
mod suggesting;

use desk::{Desk, drag, place, press, settled, typed, window};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};

const NEWS: &str = "Giá gạo tăng\nBà Lan nói giá gạo sẽ tăng vào thứ Ba (7/12).\nÔng Minh phủ nhận điều đó.";

fn news() -> egui_kittest::Harness<'static, Desk> {
    window(Desk::new(&[("a.txt", NEWS), ("b.txt", "Bản tin thứ hai\nHết.")], Some("Lan")), false)
}

#[test]
fn the_first_project_asks_for_a_name_once() {
    let mut w = window(Desk::new(&[("a.txt", NEWS)], None), false);
    assert!(w.query_by_label("Annotator’s name").is_some());
    press(&mut w, Modifiers::COMMAND, Key::A);
    typed(&mut w, "Hoa");
    press(&mut w, Modifiers::NONE, Key::Enter);
    assert!(w.query_by_label("Annotator’s name").is_none());
    assert!(w.query_by_label("Annotator: Hoa").is_some());
    assert_eq!(w.state().story(), NEWS);
}

#[test]
fn a_drag_and_a_key_put_a_mark_on_screen_and_on_disk() {
    let mut w = news();
    let ((from, _), (_, to)) = (place(&w, "Bà"), place(&w, "Lan"));
    drag(&mut w, from, to);
    typed(&mut w, "1");
    assert!(w.query_by_label("Actor: Bà Lan").is_some(), "the mark is in the tree");
    assert!(w.query_by_label("Actor, Bà Lan").is_some(), "and in the list");
    assert!(w.state().on_disk("a.txt", "Lan").contains("[Actor Bà Lan] nói"));
    assert!(w.query_by_label_contains("Saved state: Saved").is_some());
}

#[test]
fn a_drag_takes_whole_syllables_even_from_the_middle_of_one() {
    let mut w = news();
    let ((_, from), (to, _)) = (place(&w, "g"), place(&w, "(7"));
    let ((a, b), _) = (place(&w, "thứ Ba (7/12)"), (from, to));
    drag(&mut w, egui::pos2(a.x + 8.0, a.y), egui::pos2(b.x - 12.0, b.y));
    typed(&mut w, "3");
    assert!(w.state().story().contains("[Date thứ Ba (7/12)]."), "{}", w.state().story());
}

#[test]
fn a_click_takes_a_mark_in_hand_and_an_edge_can_be_dragged() {
    let mut w = news();
    let (from, to) = place(&w, "Lan");
    drag(&mut w, from, to);
    typed(&mut w, "1");
    w.hover_at(egui::pos2(700.0, 700.0));
    press(&mut w, Modifiers::NONE, Key::Escape);
    let at = place(&w, "an nói").0;
    w.hover_at(at);
    w.step();
    w.drag_at(at);
    w.step();
    w.drop_at(at);
    settled(&mut w);
    assert!(w.get_by_label("Actor: Lan").accesskit_node().is_selected().unwrap_or(false));
    let (edge, to) = (place(&w, "Lan").0, place(&w, "Bà").0);
    drag(&mut w, egui::pos2(edge.x - 1.0, edge.y), to);
    assert!(w.state().story().contains("[Actor Bà Lan] nói"), "{}", w.state().story());
    press(&mut w, Modifiers::COMMAND, Key::Z);
    assert!(w.state().story().contains("Bà [Actor Lan] nói"), "{}", w.state().story());
}

#[test]
fn ten_marks_by_the_keyboard_alone() {
    let mut w = news();
    // From the start: mark every second syllable.
    for n in 0..10 {
        press(&mut w, Modifiers::SHIFT, Key::ArrowRight);
        typed(&mut w, ["1", "2", "3"][n % 3]);
        press(&mut w, Modifiers::NONE, Key::ArrowRight);
    }
    assert_eq!(w.state().session.doc().unwrap().set().len(), 10, "{}", w.state().story());
    for _ in 0..10 {
        press(&mut w, Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(w.state().story(), NEWS);
}

#[test]
fn up_and_down_keep_the_column_and_shift_extends() {
    let mut w = news();
    press(&mut w, Modifiers::NONE, Key::ArrowDown);
    press(&mut w, Modifiers::NONE, Key::ArrowDown);
    let doc = w.state().session.doc().unwrap();
    let third = NEWS.find("Ông").unwrap();
    assert_eq!(doc.selection().focus.0, third);
    press(&mut w, Modifiers::SHIFT, Key::End);
    let doc = w.state().session.doc().unwrap();
    assert_eq!(
        doc.selection().span().map(|s| s.of(doc.text()).to_owned()).as_deref(),
        Some("Ông Minh phủ nhận điều đó.")
    );
    press(&mut w, Modifiers::COMMAND, Key::C);
    w.event(egui::Event::Copy);
    settled(&mut w);
    assert_eq!(w.state().copied.last().map(String::as_str), Some("Ông Minh phủ nhận điều đó."));
}

#[test]
fn single_keys_do_nothing_to_the_text_while_a_field_has_the_focus() {
    let mut w = news();
    press(&mut w, Modifiers::SHIFT, Key::ArrowRight);
    press(&mut w, Modifiers::COMMAND, Key::L);
    typed(&mut w, "123");
    assert_eq!(w.state().story(), NEWS);
    assert_eq!(w.state().session.articles().filter().words, "123");
}

#[test]
fn an_input_method_that_composes_makes_no_marks() {
    let mut w = news();
    press(&mut w, Modifiers::SHIFT, Key::ArrowRight);
    press(&mut w, Modifiers::COMMAND, Key::L);
    w.event(egui::Event::Ime(egui::ImeEvent::Commit("tiếng 1".to_owned())));
    settled(&mut w);
    assert_eq!(w.state().story(), NEWS);
}

#[test]
fn an_open_dialog_or_menu_has_the_keys() {
    let mut w = news();
    press(&mut w, Modifiers::SHIFT, Key::ArrowRight);
    press(&mut w, Modifiers::NONE, Key::F2);
    press(&mut w, Modifiers::COMMAND, Key::PageDown);
    press(&mut w, Modifiers::NONE, Key::Escape);
    assert_eq!(w.state().session.current().map(|k| k.as_str()), Some("a.txt"));
    w.get_by_label("Mark").click();
    settled(&mut w);
    typed(&mut w, "1");
    assert_eq!(w.state().story(), NEWS);
    press(&mut w, Modifiers::NONE, Key::Escape);
    typed(&mut w, "1");
    assert_eq!(w.state().story(), NEWS.replacen("Giá", "[Actor Giá]", 1), "the selection outlived the menu");
}

#[test]
fn enter_on_a_button_presses_the_button_only() {
    let mut w = news();
    w.get_by_label("Label Actor").focus();
    settled(&mut w);
    press(&mut w, Modifiers::NONE, Key::Enter);
    assert_eq!(w.state().session.current().map(|k| k.as_str()), Some("a.txt"));
    assert_eq!(w.state().session.armed().map(|l| &**l), Some("Actor"));
}

#[test]
fn the_list_opens_articles_and_enter_goes_on() {
    let mut w = news();
    press(&mut w, Modifiers::NONE, Key::Enter);
    assert_eq!(w.state().session.current().map(|k| k.as_str()), Some("b.txt"));
    assert!(w.query_by_label("Giá gạo tăng, done").is_some());
    w.get_by_label("Giá gạo tăng, done").click();
    settled(&mut w);
    assert_eq!(w.state().session.current().map(|k| k.as_str()), Some("a.txt"));
}

#[test]
fn the_palette_finds_and_runs_commands() {
    let mut w = news();
    press(&mut w, Modifiers::COMMAND, Key::K);
    assert!(w.query_by_label("Search commands").is_some());
    w.event(egui::Event::Text("next art".to_owned()));
    settled(&mut w);
    press(&mut w, Modifiers::NONE, Key::Enter);
    assert_eq!(w.state().session.current().map(|k| k.as_str()), Some("b.txt"));
    assert!(w.query_by_label("Search commands").is_none());
}

#[test]
fn every_command_with_a_key_is_in_the_overlay_of_keys() {
    let mut w = news();
    typed(&mut w, "?");
    for name in ["Label Actor", "Label Claim", "Label Date"] {
        assert!(w.query_all_by_label(name).count() > 1, "{name} is missing");
    }
    let others = whosaid::session::COMMANDS.iter().filter(|c| !c.id.starts_with("label-"));
    // Of keys for versions there are as many as a case mostly has versions.
    let others = others.filter(|c| !c.id.strip_prefix("take-").is_some_and(|n| n.parse().is_ok_and(|n: u8| n > 2)));
    for command in others.filter(|c| !c.keys.is_empty()) {
        assert!(w.query_all_by_label(command.title).next().is_some(), "{} is missing", command.title);
    }
    press(&mut w, Modifiers::NONE, Key::Escape);
    assert!(w.query_by_label("Keys").is_none());
}

#[test]
fn every_mark_and_paragraph_of_a_long_article_is_in_the_tree() {
    let mut text = String::from("Tiêu đề\n");
    for n in 0..300 {
        text.push_str(&format!("Đoạn số {n}: bà Lan nói một điều.\n"));
    }
    let mut w = window(Desk::new(&[("dài.txt", &text)], Some("Lan")), false);
    press(&mut w, Modifiers::COMMAND, Key::End);
    press(&mut w, Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowLeft);
    typed(&mut w, "2");
    press(&mut w, Modifiers::COMMAND, Key::Home);
    assert!(
        w.query_by_label("Claim: Đoạn số 299: bà Lan nói một điều").is_some()
            || w.query_by_label_contains("Claim: Đoạn số 299").is_some()
    );
    assert!(w.query_by_label("Đoạn số 150: bà Lan nói một điều.").is_some());
    // Going to the mark shows it.
    typed(&mut w, "n");
    let mark = w.query_by_label_contains("Claim: Đoạn số 299").unwrap().rect();
    assert!(
        egui::Rect::from_min_max(egui::pos2(280.0, 40.0), egui::pos2(1000.0, 760.0)).contains(mark.center()),
        "{mark:?}"
    );
}

#[test]
fn scrolling_up_through_guessed_heights_does_not_jump() {
    let mut text = String::from("Tiêu đề\n");
    for n in 0..400 {
        text.push_str(&format!("Đoạn {n}. {}\n", "một câu ngắn hay dài tùy chỗ, ".repeat(n * 7 % 23)));
    }
    let mut w = window(Desk::new(&[("dài.txt", &text)], Some("Lan")), false);
    press(&mut w, Modifiers::COMMAND, Key::End);
    let label = |n: usize| format!("Đoạn {n}. ");
    w.hover_at(egui::pos2(640.0, 400.0));
    w.step();
    let mut last: Option<(usize, f32)> = None;
    for _ in 0..120 {
        w.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: egui::vec2(0.0, 40.0),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        });
        w.step();
        // A paragraph that was on the screen and still is has moved down by a scroll step at most, and never up.
        if let Some((n, y)) = last
            && let Some(node) = w.query_by_label_contains(&label(n))
        {
            let now = node.rect().top();
            assert!(now - y > -0.6 && now - y < 120.0, "paragraph {n} went from {y} to {now}");
        }
        last = (0..400).rev().find_map(|n| {
            let rect = w.query_by_label_contains(&label(n))?.rect();
            (rect.top() > 100.0 && rect.top() < 500.0).then_some((n, rect.top()))
        });
    }
    assert!(last.is_some_and(|(n, _)| n < 390), "it did scroll: {last:?}");
}

#[test]
fn clicks_on_decomposed_and_right_to_left_text_stay_on_whole_characters() {
    let text = "To\u{302}\u{309}ng tho\u{302}\u{301}ng\nÔng يوسف النهاري và בן־צור nói 🇻🇳 👩‍🚀 ok";
    let mut w = window(Desk::new(&[("x.txt", text)], Some("Lan")), false);
    for y in [100.0, 160.0, 190.0, 220.0, 240.0] {
        for x in (330..950).step_by(7) {
            let at = egui::pos2(x as f32, y);
            drag(&mut w, at, at + egui::vec2(25.0, 3.0));
            let doc = w.state().session.doc().unwrap();
            let s = doc.selection();
            assert!(doc.text().is_grapheme_boundary(s.anchor) && doc.text().is_grapheme_boundary(s.focus));
        }
    }
}

#[test]
fn a_broken_file_is_shown_with_its_place_and_left_alone() {
    let desk = Desk::new(&[("a.txt", NEWS)], Some("Lan"));
    let file = desk.root().join("annotations/Lan/a.ron");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, "Annotations(\n    format: 1,\n    oops\n").unwrap();
    let mut w = window(desk, false);
    // Read again, as after a change on disk.
    w.state_mut().session.handle(whosaid::session::Event::Changed(whosaid::store::Change::Many));
    w.state_mut().settle();
    settled(&mut w);
    assert!(w.query_all_by_label_contains("a.ron:3").next().is_some(), "the place is named");
    typed(&mut w, "1");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "Annotations(\n    format: 1,\n    oops\n");
    w.get_by_label("Set the file aside").click();
    settled(&mut w);
    assert!(!file.exists());
    press(&mut w, Modifiers::SHIFT, Key::ArrowRight);
    typed(&mut w, "1");
    assert!(file.exists(), "a new file begins");
}

#[test]
fn details_are_edited_where_they_stand() {
    let mut w = news();
    w.get_by_label("Publication date").click();
    settled(&mut w);
    typed(&mut w, "2021-12-08");
    press(&mut w, Modifiers::NONE, Key::Enter);
    let published = |w: &egui_kittest::Harness<'_, Desk>| {
        w.state().session.doc().unwrap().metadata().published.as_ref().map(ToString::to_string)
    };
    assert_eq!(published(&w).as_deref(), Some("2021-12-08"));
    assert_eq!(w.state().story(), NEWS);
    assert!(w.state().root().join("articles/a.meta.ron").exists());
    w.get_by_label("Publication date").click();
    settled(&mut w);
    typed(&mut w, "9");
    press(&mut w, Modifiers::NONE, Key::Escape);
    assert_eq!(published(&w).as_deref(), Some("2021-12-08"), "Esc leaves it as it was");
}

#[test]
fn the_welcome_page_offers_the_ways_in() {
    let w = window(Desk::new(&[], None), false);
    for way in ["Open a folder of articles…", "Type a path…", "Open the sample project"] {
        assert!(w.query_by_label(way).is_some(), "{way}");
    }
}

#[test]
fn an_idle_window_asks_for_no_frames() {
    let mut w = news();
    for _ in 0..20 {
        w.step();
    }
    // After a while nothing asks for another frame: neither a caret that blinks nor a clock that ticks.
    let delay = w.output().viewport_output.values().map(|v| v.repaint_delay).min().unwrap();
    assert!(delay > std::time::Duration::from_secs(3600), "a frame is asked for in {delay:?}");
}

#[test]
fn the_saved_state_is_shown_also_with_the_text_alone() {
    let mut w = news();
    press(&mut w, Modifiers::NONE, Key::F11);
    assert!(w.query_by_label("Filter articles").is_none());
    assert!(w.query_by_label_contains("Saved state:").is_some());
}
