//! The mouse on the page where things lie close together, and where frames take long.

use crate::desk::{Desk, drag, place, settled, window};
use egui::{Event, Modifiers, PointerButton, Pos2, vec2};
use egui_kittest::{Harness, kittest::NodeT, kittest::Queryable};

const NEWS: &str = "Ms Adams said on Monday that it rained, and Mr Bell that it did not.";

fn desk<'a>() -> Harness<'a, Desk> {
    let mut desk = Desk::new(&[("a.txt", NEWS)], Some("Lan"));
    desk.mark("it rained", "Claim");
    desk.mark("Mr Bell", "Actor");
    desk.mark("Monday", "Date");
    desk.take("it rained");
    window(desk, false)
}

#[test]
fn an_edge_is_dragged_where_the_ring_is_near_too() {
    let mut h = desk();
    let (_, end) = place(&h, "it rained");
    let (_, to) = place(&h, "Bell");
    drag(&mut h, end + vec2(5.0, -9.0), to);
    assert_eq!(h.state().said("it rained, and Mr Bell"), "", "it reaches farther and is linked to nothing");
    let (_, end) = place(&h, "Bell");
    let (monday, _) = place(&h, "Monday");
    drag(&mut h, end + vec2(10.0, -11.0), monday);
    assert_eq!(h.state().said("it rained, and Mr Bell"), "when→Monday", "beside the edge the ring is taken");
}

fn button(pos: Pos2, pressed: bool) -> Event {
    Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE }
}

#[test]
fn a_drag_ends_where_the_button_was_let_go_however_long_the_frame_took() {
    let mut h = desk();
    let (from, to, next) = (place(&h, "Ms").0, place(&h, "Adams").1, place(&h, "Bell").0 + vec2(6.0, 0.0));
    h.hover_at(from);
    h.drag_at(from);
    h.hover_at(from.lerp(to, 0.5));
    h.step();
    // All of this comes in one frame.
    let all = [Event::PointerMoved(to), button(to, false), Event::PointerMoved(next), button(next, true)];
    h.input_mut().events.extend(all);
    h.step();
    let doc = h.state().session.doc().unwrap();
    assert_eq!(doc.selection().span().map(|s| s.of(doc.text())), Some("Ms Adams"));
    h.event(button(next, false));
    settled(&mut h);
    assert!(h.get_by_label("Actor: Mr Bell").accesskit_node().is_selected().unwrap_or(false), "the click is one too");
}

#[test]
fn a_click_is_where_the_button_was_let_go() {
    let mut h = desk();
    let (at, away) = (place(&h, "Bell").0 + vec2(6.0, 0.0), place(&h, "Ms").0);
    h.hover_at(at);
    h.drag_at(at);
    h.step();
    h.input_mut().events.extend([button(at, false), Event::PointerMoved(away)]);
    settled(&mut h);
    assert!(h.get_by_label("Actor: Mr Bell").accesskit_node().is_selected().unwrap_or(false));
}
