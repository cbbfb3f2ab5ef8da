//! The tabs of the right side bar, always in one row: where their names do not fit, signs stand for them, from the right end on, with
//! the name on hover.

use super::{articles::elided, review, theme::Palette};
use crate::session::{Action, Panel, Session};
use egui::{
    Color32, FontId, Frame, Galley, Margin, Painter, Pos2, Rect, Sense, Shape, Stroke, Ui, WidgetInfo, accesskit::Role,
    pos2, vec2,
};
use std::sync::Arc;

/// The size of names and of counts, the room beside them, and the room for a sign, in points.
const SIZE: (f32, f32) = (13.0, 11.0);
const BESIDE: f32 = 3.5;
const SIGN: f32 = 14.0;
/// From a name or sign to its count.
const GAP: f32 = 3.0;
/// The room for two digits of a count.
const COUNT: f32 = 13.0;

/// A tab.
struct Tab {
    panel: Panel,
    /// Its name and count, for hovering and screen readers.
    title: String,
    name: Arc<Galley>,
    /// How much there is to see, where something is counted.
    count: Option<Arc<Galley>>,
    /// A sign stands for its name.
    folded: bool,
}

impl Tab {
    /// The width of its name, or of its sign.
    fn head(&self) -> f32 {
        if self.folded { SIGN } else { self.name.size().x }
    }

    fn width(&self) -> f32 {
        self.head() + self.count.as_ref().map_or(0.0, |c| GAP + c.size().x) + 2.0 * BESIDE
    }

    /// The room that it is given when it is decided which are folded: counts come and go, and no sign with them.
    fn room(&self) -> f32 {
        let least = if matches!(self.panel, Panel::Problems | Panel::Suggestions) { GAP + COUNT } else { 0.0 };
        self.width().max(self.head() + least + 2.0 * BESIDE)
    }
}

pub(super) fn show(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    Frame::new().inner_margin(Margin { left: 8, right: 4, top: 6, bottom: 0 }).show(ui, |ui| {
        let mut tabs = tabs(ui, session, p);
        let room = ui.available_width();
        for n in (0..tabs.len()).rev() {
            if tabs.iter().map(Tab::room).sum::<f32>() <= room {
                break;
            }
            if let Some(tab) = tabs.get_mut(n) {
                tab.folded = true;
            }
        }
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            for tab in &tabs {
                show_one(ui, tab, tab.panel == session.panel(), p, actions);
            }
        });
    });
}

fn tabs(ui: &Ui, session: &Session, p: &Palette) -> Vec<Tab> {
    let chosen = session.panel();
    // Where others' work is decided on nothing is suggested.
    let idle = |panel: Panel| panel == Panel::Suggestions && panel != chosen && review::is_on(session);
    let all = Panel::ALL.iter().filter(|(panel, _)| !idle(*panel));
    all.map(|(panel, title)| {
        let count = match panel {
            Panel::Problems => session.problems().count(),
            Panel::Suggestions => session.suggesting().shown().len(),
            _ => 0,
        };
        let title = if *panel == Panel::Marks && review::is_on(session) { &"Cases" } else { title };
        let color = if *panel == chosen { p.text } else { p.quiet };
        let set = |text: &str, size: f32| elided(ui, text, FontId::proportional(size), color, f32::INFINITY);
        let name = set(title, SIZE.0);
        let title = if count > 0 { format!("{title} {count}") } else { (*title).to_owned() };
        let count = (count > 0).then(|| set(&count.to_string(), SIZE.1));
        Tab { panel: *panel, title, name, count, folded: false }
    })
    .collect()
}

fn show_one(ui: &mut Ui, tab: &Tab, is_chosen: bool, p: &Palette, actions: &mut Vec<Action>) {
    let size = vec2(tab.width(), tab.name.size().y + 10.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let color = if is_chosen { p.text } else { p.quiet };
    let at = rect.min + vec2(BESIDE, 5.0);
    if tab.folded {
        sign(ui.painter(), tab.panel, pos2(at.x + SIGN / 2.0, rect.center().y), color);
    } else {
        ui.painter().galley(at, tab.name.clone(), color);
    }
    if let Some(count) = &tab.count {
        let middle = rect.center().y - count.size().y / 2.0;
        ui.painter().galley(pos2(at.x + tab.head() + GAP, middle), count.clone(), color);
    }
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_chosen, &tab.title));
    if is_chosen {
        let line = rect.shrink2(vec2(BESIDE, 1.0));
        ui.painter().hline(line.x_range(), line.bottom(), Stroke::new(2.0, p.accent));
    }
    let response = if tab.folded { response.on_hover_text(&tab.title) } else { response };
    if response.clicked() {
        actions.push(Action::Panel(tab.panel));
    }
}

/// What stands for a page where its name has no room.
fn sign(painter: &Painter, panel: Panel, at: Pos2, color: Color32) {
    let stroke = Stroke::new(1.4, color);
    let line = |from: (f32, f32), to: (f32, f32)| {
        painter.line_segment([at + vec2(from.0, from.1), at + vec2(to.0, to.1)], stroke);
    };
    match panel {
        // Words with a line under them, as the page has them.
        Panel::Marks => {
            line((-6.0, -4.0), (6.0, -4.0));
            line((-6.0, 0.0), (2.0, 0.0));
            painter.rect_filled(Rect::from_center_size(at + vec2(0.0, 4.5), vec2(12.0, 2.6)), 0.0, color);
        }
        // A dashed frame, as around a suggestion in hand.
        Panel::Suggestions => {
            let frame = Rect::from_center_size(at, vec2(13.0, 9.0));
            let corners =
                [frame.left_top(), frame.right_top(), frame.right_bottom(), frame.left_bottom(), frame.left_top()];
            painter.extend(Shape::dashed_line(&corners, stroke, 3.0, 2.2));
        }
        Panel::Problems => {
            let corners = [(0.0, -5.5), (6.2, 5.2), (-6.2, 5.2)].map(|(x, y)| at + vec2(x, y));
            painter.add(Shape::closed_line(corners.to_vec(), stroke));
            line((0.0, -1.8), (0.0, 1.6));
            painter.circle_filled(at + vec2(0.0, 3.4), 0.8, color);
        }
        Panel::Find => {
            painter.circle_stroke(at + vec2(-1.2, -1.2), 4.4, stroke);
            line((2.0, 2.0), (5.8, 5.8));
        }
        // A sheet with lines.
        Panel::Guide => {
            painter.rect_stroke(Rect::from_center_size(at, vec2(10.0, 13.0)), 1.5, stroke, egui::StrokeKind::Middle);
            for y in [-3.0, 0.0, 3.0] {
                line((-2.6, y), (2.6, y));
            }
        }
        // A clock.
        Panel::History => {
            painter.circle_stroke(at, 5.8, stroke);
            line((0.0, -3.4), (0.0, 0.3));
            line((0.0, 0.3), (2.8, 1.6));
        }
    }
}
