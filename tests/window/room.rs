//! That everything has its room: nothing is cut, wraps or covers what it belongs to.

use crate::desk::{Desk, press, settled, typed, window};
use egui::{Key, Modifiers, Rect, Shape, accesskit::Role};
use egui_kittest::{Harness, kittest::Queryable};

fn long() -> String {
    (1..30).map(|n| format!("Đoạn số {n} kể rằng giá gạo lại tăng và chợ vắng người hơn. ")).collect()
}

/// Where words are painted: their places, what is seen of the screen there, and whether they were shortened.
fn painted(h: &Harness<'_, Desk>, words: &str) -> Vec<(Rect, Rect, bool)> {
    let of = |shape: &egui::epaint::ClippedShape| match &shape.shape {
        Shape::Text(text) if text.galley.text() == words => {
            Some((text.visual_bounding_rect(), shape.clip_rect, text.galley.elided))
        }
        _ => None,
    };
    h.output().shapes.iter().filter_map(of).collect()
}

#[test]
fn the_tabs_stand_in_one_row_and_those_without_a_name_say_it() {
    let mut h = window(Desk::new(&[("a.txt", &long())], Some("Lan")), false);
    for panel in ["Find", "Marks"] {
        let all: Vec<Rect> = h.get_all_by_role(Role::Tab).map(|tab| tab.rect()).filter(|r| r.left() > 900.0).collect();
        assert_eq!(all.len(), 6);
        assert!(all.iter().all(|tab| tab.top() == all[0].top() && tab.right() <= 1280.0), "{all:?}");
        h.get_by_role_and_label(Role::Tab, panel).click();
        settled(&mut h);
    }
    h.hover_at(h.get_by_role_and_label(Role::Tab, "History").rect().center());
    for _ in 0..90 {
        h.step();
    }
    assert_eq!(painted(&h, "History").len(), 1, "a sign says what it stands for");
}

#[test]
fn no_row_of_the_keys_is_cut() {
    let mut h = window(Desk::new(&[("a.txt", "Hết.")], Some("Lan")), false);
    typed(&mut h, "?");
    for name in ["Mouse and caret", "Next problem"] {
        assert_eq!(painted(&h, name).len(), 1, "{name}");
    }
    for row in ["Select whole syllables; with Alt single characters", "Double, triple, quadruple click"] {
        let all = painted(&h, row);
        assert!(matches!(all[..], [(_, _, false)]), "{row}: {all:?}");
    }
}

#[test]
fn names_in_the_margin_end_before_the_scroll_bar() {
    let mut desk = Desk::new(&[("a.txt", &long().repeat(4))], Some("Lan"));
    // One in the other: two bars stand side by side.
    for letters in [400, 300] {
        let claim: String = long().chars().take(letters).collect();
        desk.mark(claim.trim(), "Claim");
    }
    let mut h = window(desk, false);
    press(&mut h, Modifiers::NONE, Key::Escape);
    let inside = |(place, seen, short): &(Rect, Rect, bool)| !short && place.right() <= seen.right() - 2.0;
    let names: Vec<_> = painted(&h, "Claim").into_iter().filter(|(r, ..)| (880.0..976.0).contains(&r.left())).collect();
    assert!(names.len() == 1 && names.iter().all(inside), "{names:?}");
}

#[test]
fn letters_of_a_link_leave_the_words_to_be_read() {
    let text = "Ms Adams said on Monday that it rained, and Mr Bell that it did not.";
    let mut desk = Desk::new(&[("a.txt", text)], Some("Lan"));
    desk.mark("Ms Adams", "Actor");
    desk.mark("Mr Bell", "Actor");
    desk.mark("it rained", "Claim");
    desk.take("it rained");
    let mut h = window(desk, false);
    typed(&mut h, "s");
    let (words, _) = crate::desk::place(&h, "Mr Bell");
    let letters = ('A'..='Z').flat_map(|letter| painted(&h, &letter.to_string()));
    let near = |r: &Rect| (r.left() - words.x).abs() < 12.0 && (r.center().y - words.y).abs() < 30.0;
    let hint = letters.map(|(r, ..)| r).find(near).unwrap();
    // Half of the letters of a hint are 4 points high; those of the row reach 11 points above its middle.
    assert!(hint.bottom() < words.y - 11.0, "{hint:?} {words:?}");
}
