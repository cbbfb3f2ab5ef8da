//! The rows of the list of articles: an article, a heading over a group, a file that cannot be one.

use super::super::theme::Palette;
use crate::{
    model::State,
    session::{Action, ArticleGroup, Entry, FileTrouble, Session},
};
use egui::{
    Align2, CornerRadius, FontId, Id, Rect, Response, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo,
    accesskit::Role, pos2, vec2,
};

/// Height of an article's row, and of a heading, in points.
pub(super) const ROW: f32 = 46.0;
pub(super) const HEADING: f32 = 30.0;

/// The article's row.
pub(super) fn article(
    ui: &mut Ui,
    rect: Rect,
    id: Id,
    session: &Session,
    entry: &Entry,
    actions: &mut Vec<Action>,
) -> Response {
    let p = Palette::of(ui.visuals());
    let response = ui.interact(rect, id, Sense::CLICK);
    let chosen = session.current() == Some(&entry.key);
    let fill = match (chosen, response.hovered()) {
        (true, _) => Some(p.chosen),
        (false, true) => Some(p.hover),
        _ => None,
    };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect, CornerRadius::ZERO, fill);
    }
    if chosen {
        let bar = Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
        ui.painter().rect_filled(bar, CornerRadius::ZERO, p.accent);
    }
    let trouble = entry.trouble();
    glyph(ui, pos2(rect.left() + 18.0, rect.top() + 15.0), entry.state, trouble.is_some(), p);
    let left = rect.left() + 34.0;
    let right = rect.right() - 10.0;
    let title = elided(ui, entry.title(), FontId::proportional(14.0), p.text, right - left);
    ui.painter().galley(pos2(left, rect.top() + 5.0), title, p.text);
    // From the right: how many marks, and whether the text has something odd; the words for that are under the pointer.
    let mut end = right;
    let count = entry.count();
    if count > 0 {
        let counter = ui.painter().layout_no_wrap(count.to_string(), FontId::proportional(12.0), p.quiet);
        end -= counter.rect.width();
        ui.painter().galley(pos2(end, rect.top() + 26.0), counter, p.quiet);
        end -= 8.0;
    }
    let notices = entry.known.iter().flat_map(|k| &k.notices);
    if trouble.is_none() && notices.clone().next().is_some() {
        end -= 12.0;
        warning(ui, pos2(end + 6.0, rect.top() + 34.0), p);
        end -= 6.0;
    }
    let (line, color) = match trouble {
        Some(trouble) => (trouble.to_owned(), p.error),
        None => (about(entry), p.quiet),
    };
    let whom = session.for_whom(&entry.key);
    let line = [whom.clone(), line].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let line = elided(ui, &line, FontId::proportional(12.0), color, end - left);
    ui.painter().galley(pos2(left, rect.top() + 26.0), line, color);
    let state = if entry.state == State::Skipped && !entry.skipped.is_empty() {
        format!("skipped: {}", entry.skipped)
    } else {
        entry.state.name().to_owned()
    };
    let mut name = format!("{}, {}", entry.title(), trouble.unwrap_or(&state));
    if !whom.is_empty() {
        name = format!("{name}, {whom}");
    }
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, &name));
    let response = response.on_hover_ui(|ui| {
        ui.set_max_width(360.0);
        ui.strong(entry.title());
        ui.weak(entry.key.as_str());
        if let Some(event) = entry.event() {
            ui.label(format!("Event: {event}"));
        }
        if !whom.is_empty() {
            ui.label(format!("This article is {whom}"));
        }
        if let Some(trouble) = trouble {
            ui.colored_label(p.error, trouble);
        }
        if entry.state == State::Skipped {
            ui.label(if entry.skipped.is_empty() { "Skipped" } else { &state });
        }
        for notice in notices {
            ui.colored_label(p.warning, notice);
        }
        for (label, count) in &entry.counts {
            ui.label(format!("{label}: {count}"));
        }
    });
    if response.clicked() {
        actions.push(Action::OpenArticle(entry.key.clone()));
    }
    response
}

/// The heading over the articles on one event.
pub(super) fn heading(ui: &mut Ui, rect: Rect, id: Id, group: &ArticleGroup, actions: &mut Vec<Action>) -> Response {
    let p = Palette::of(ui.visuals());
    let response = ui.interact(rect, id, Sense::CLICK);
    ui.painter().rect_filled(rect, CornerRadius::ZERO, if response.hovered() { p.chosen } else { p.hover });
    let at = pos2(rect.left() + 14.0, rect.center().y);
    let corners = if group.folded {
        vec![at + vec2(-2.5, -4.5), at + vec2(3.5, 0.0), at + vec2(-2.5, 4.5)]
    } else {
        vec![at + vec2(-4.5, -2.5), at + vec2(4.5, -2.5), at + vec2(0.0, 3.5)]
    };
    ui.painter().add(Shape::convex_polygon(corners, p.quiet, Stroke::NONE));
    let progress = progress(group.done, group.skipped, group.total);
    let count = ui.painter().layout_no_wrap(progress.clone(), FontId::proportional(12.0), p.quiet);
    let end = rect.right() - 10.0 - count.rect.width();
    ui.painter().galley(pos2(end, rect.center().y - count.rect.height() / 2.0), count, p.quiet);
    let name = group.event.as_deref().unwrap_or("No event");
    let left = rect.left() + 28.0;
    let title = elided(ui, name, FontId::new(13.0, super::super::theme::bold()), p.text, end - 8.0 - left);
    ui.painter().galley(pos2(left, rect.center().y - title.rect.height() / 2.0), title, p.text);
    let (shown, folded) = (group.shown, group.folded);
    let label = format!("{name}, {progress}, {shown} shown, {}", if folded { "folded" } else { "unfolded" });
    response.widget_info(|| WidgetInfo::labeled(Role::TreeItem, true, &label));
    let response = response.on_hover_ui(|ui| {
        ui.set_max_width(360.0);
        ui.strong(name);
        ui.label(format!("{progress} · {shown} shown here"));
        ui.weak(if folded { "Click to show its articles" } else { "Click to fold its articles away" });
    });
    if response.clicked() {
        actions.push(Action::Fold(group.event.clone(), !folded));
    }
    response
}

/// How far one has come: `12 done, 3 skipped of 340`.
pub(super) fn progress(done: usize, skipped: usize, total: usize) -> String {
    let skipped =
        if skipped > 0 { format!(" done, {skipped} skipped of {total}") } else { format!(" of {total} done") };
    format!("{done}{skipped}")
}

/// The frame around the row that the arrow keys have come to.
pub(super) fn cursor(ui: &Ui, rect: Rect, p: &Palette) {
    ui.painter().rect_stroke(rect.shrink(1.0), CornerRadius::same(3), Stroke::new(2.0, p.accent), StrokeKind::Inside);
}

/// A file that cannot be an article, with the reason.
pub(super) fn no_article(ui: &mut Ui, rect: Rect, id: Id, trouble: &FileTrouble) {
    let p = Palette::of(ui.visuals());
    let response = ui.interact(rect, id, Sense::hover());
    let name = trouble.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    glyph(ui, pos2(rect.left() + 18.0, rect.top() + 15.0), State::New, true, p);
    let (left, room) = (rect.left() + 34.0, rect.width() - 44.0);
    let title = elided(ui, &name, FontId::proportional(14.0), p.quiet, room);
    let why = elided(ui, &trouble.what, FontId::proportional(12.0), p.error, room);
    ui.painter().galley(pos2(left, rect.top() + 5.0), title, p.quiet);
    ui.painter().galley(pos2(left, rect.top() + 26.0), why, p.error);
    let label = format!("{name}, {}", trouble.what);
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &label));
    response.on_hover_text(trouble.to_string());
}

/// Why it was skipped, outlet and date; or where the file is.
pub(in crate::ui) fn about(entry: &Entry) -> String {
    let known = entry.metadata();
    let skipped =
        (entry.state == State::Skipped && !entry.skipped.is_empty()).then(|| format!("Skipped: {}", entry.skipped));
    let outlet = known.and_then(|m| m.outlet.as_deref()).map(str::to_owned);
    let date = known.and_then(|m| m.published.as_ref()).map(|d| d.date.to_string());
    let parts: Vec<String> = [skipped, outlet, date].into_iter().flatten().collect();
    if parts.is_empty() { entry.key.as_str().to_owned() } else { parts.join(" · ") }
}

/// A small triangle: there is something to know.
fn warning(ui: &Ui, at: egui::Pos2, p: &Palette) {
    let corners = vec![at + vec2(0.0, -5.5), at + vec2(6.0, 5.0), at + vec2(-6.0, 5.0)];
    ui.painter().add(Shape::closed_line(corners, Stroke::new(1.3, p.warning)));
    ui.painter().text(at + vec2(0.0, 0.8), Align2::CENTER_CENTER, "!", FontId::proportional(9.0), p.warning);
}

/// The state as a shape: a ring, a half-filled ring, a filled disc with a tick, a struck ring, or a cross.
pub(in crate::ui) fn glyph(ui: &Ui, at: egui::Pos2, state: State, trouble: bool, p: &Palette) {
    let painter = ui.painter();
    if trouble {
        let d = 4.0;
        let stroke = Stroke::new(2.0, p.error);
        painter.line_segment([at - vec2(d, d), at + vec2(d, d)], stroke);
        painter.line_segment([at + vec2(-d, d), at + vec2(d, -d)], stroke);
        return;
    }
    match state {
        State::New => {
            painter.circle_stroke(at, 5.0, Stroke::new(1.5, p.quiet));
        }
        State::InProgress => {
            painter.circle_stroke(at, 5.0, Stroke::new(1.5, p.accent));
            painter.circle_filled(at, 2.6, p.accent);
        }
        State::Skipped => {
            painter.circle_stroke(at, 5.0, Stroke::new(1.5, p.quiet));
            painter.line_segment([at + vec2(-3.5, 3.5), at + vec2(3.5, -3.5)], Stroke::new(1.5, p.quiet));
        }
        State::Done => {
            painter.circle_filled(at, 6.0, p.good);
            let tick = vec![at + vec2(-2.8, 0.2), at + vec2(-0.8, 2.4), at + vec2(3.0, -2.2)];
            painter.line(tick, Stroke::new(1.6, p.panel));
        }
    }
}

/// A text on one line, cut with `…` where it does not fit.
pub(in crate::ui) fn elided(
    ui: &Ui,
    text: &str,
    font: FontId,
    color: egui::Color32,
    width: f32,
) -> std::sync::Arc<egui::Galley> {
    let mut job = egui::text::LayoutJob::simple_singleline(crate::text::one_line(text, 300), font, color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width.max(10.0));
    ui.fonts_mut(|f| f.layout_job(job))
}
