//! The list of what was done, newest first, to go back to any point of it.

use super::{articles::elided, theme::Palette};
use crate::session::{Action, Past, Session};
use egui::{CornerRadius, FontId, Frame, Key, Margin, ScrollArea, Sense, Ui, WidgetInfo, accesskit::Role, pos2, vec2};

/// Height of a row, in points.
const ROW: f32 = 44.0;

pub(super) fn show(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    ui.spacing_mut().item_spacing.y = 0.0;
    let count = session.past_len();
    if count == 0 {
        Frame::new().inner_margin(Margin::symmetric(12, 10)).show(ui, |ui| {
            ui.colored_label(
                p.quiet,
                "Nothing was done yet in this sitting. Marks, edits and decisions will stand here, to go back to",
            );
        });
        return;
    }
    ui.add_space(8.0);
    ScrollArea::vertical().auto_shrink(false).id_salt("history").show_rows(ui, ROW, count + 1, |ui, range| {
        for n in range {
            match session.past(n) {
                Some(past) => row(ui, session, &past, p, actions),
                None => beginning(ui, session, p, actions),
            }
        }
    });
}

fn row(ui: &mut Ui, session: &Session, past: &Past<'_>, p: &Palette, actions: &mut Vec<Action>) {
    let here = past.number == session.stands_at();
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    ground(ui, &response, here, p);
    let color = if past.done { p.text } else { p.quiet };
    let left = rect.left() + 12.0;
    let room = rect.width() - 22.0;
    let ago = ago(session.now() - past.at);
    let when = ui.painter().layout_no_wrap(ago.clone(), FontId::proportional(12.0), p.quiet);
    let title = elided(ui, past.title, FontId::proportional(14.0), color, room);
    let state = if past.done { "" } else { "taken back · " };
    let about = format!("{state}{}", place(session, past));
    let line = elided(ui, &about, FontId::proportional(12.0), p.quiet, room - when.rect.width() - 10.0);
    let end = rect.right() - 10.0 - when.rect.width();
    ui.painter().galley(pos2(left, rect.top() + 4.0), title, color);
    ui.painter().galley(pos2(left, rect.top() + 24.0), line, p.quiet);
    ui.painter().galley(pos2(end, rect.top() + 24.0), when, p.quiet);
    let name = format!("{}, {about}, {ago}", past.title);
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, here, &name));
    let does = match (here, past.done) {
        (true, _) => "You are here. Click to go where it was done",
        (false, true) => "Click to take back what came after it",
        (false, false) => "Click to do again everything up to it",
    };
    let response = response.on_hover_ui(|ui| {
        ui.set_max_width(360.0);
        ui.label(past.title);
        ui.weak(does);
    });
    if chosen(ui, &response) {
        actions.push(Action::History(past.number));
    }
}

/// The oldest row: before anything was done.
fn beginning(ui: &mut Ui, session: &Session, p: &Palette, actions: &mut Vec<Action>) {
    let here = session.stands_at() == 0;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    ground(ui, &response, here, p);
    let title = elided(ui, "Beginning of this sitting", FontId::proportional(14.0), p.quiet, rect.width() - 22.0);
    ui.painter().galley(pos2(rect.left() + 12.0, rect.top() + 12.0), title, p.quiet);
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, here, "Beginning of this sitting"));
    let response = response.on_hover_text("Click to take everything back; it can be done again");
    if chosen(ui, &response) && !here {
        actions.push(Action::History(0));
    }
}

fn ground(ui: &Ui, response: &egui::Response, here: bool, p: &Palette) {
    if here || response.hovered() || response.has_focus() {
        ui.painter().rect_filled(response.rect, CornerRadius::ZERO, if here { p.chosen } else { p.hover });
    }
    if response.has_focus() {
        let edge = egui::Stroke::new(1.0, p.accent);
        ui.painter().rect_stroke(response.rect, CornerRadius::ZERO, edge, egui::StrokeKind::Inside);
    }
}

fn chosen(ui: &Ui, response: &egui::Response) -> bool {
    response.clicked() || response.has_focus() && ui.input(|i| i.key_pressed(Key::Enter))
}

/// The article's title, and how many others there are.
fn place(session: &Session, past: &Past<'_>) -> String {
    let Some(key) = past.article else { return String::new() };
    let title = session.articles().get(key).map_or(key.file_name(), |e| e.title());
    match past.articles {
        0 | 1 => title.to_owned(),
        more => format!("{title} and {} more", more - 1),
    }
}

/// How long ago, in words that a glance takes in.
fn ago(seconds: f64) -> String {
    match seconds as u64 {
        0..=9 => "just now".to_owned(),
        s @ 10..=59 => format!("{} s ago", s / 10 * 10),
        s @ 60..=3599 => format!("{} min ago", s / 60),
        s => format!("{} h ago", s / 3600),
    }
}
