//! The list of articles on the left: filter, status, one row an article, progress.

use super::{counted, theme::Palette};
use crate::{
    model::State,
    session::{Action, Entry, FileTrouble, Session, Status},
};
use egui::{Align2, ComboBox, CornerRadius, FontId, Key, Rect, ScrollArea, Sense, Stroke, TextEdit, Ui, pos2, vec2};

/// Height of a row, in points.
const ROW: f32 = 46.0;

/// The list's own state.
#[derive(Default)]
pub(super) struct List {
    filter: String,
    wanted: u64,
    shown: Option<crate::model::ArticleKey>,
}

impl List {
    pub(super) fn show(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        let p = Palette::of(ui.visuals());
        let articles = session.articles();
        ui.spacing_mut().item_spacing.y = 0.0;
        egui::Frame::new().inner_margin(egui::Margin { left: 10, right: 10, top: 8, bottom: 8 }).show(ui, |ui| {
            ui.horizontal(|ui| {
                let status = status_name(articles.status());
                let wide = ui.available_width() - 118.0;
                if self.filter != articles.filter() && !ui.memory(|m| m.has_focus(filter_id())) {
                    self.filter = articles.filter().to_owned();
                }
                let edit =
                    TextEdit::singleline(&mut self.filter).id(filter_id()).hint_text("Filter").desired_width(wide);
                let response =
                    ui.add(edit).on_hover_text("Words of a title, outlet or file name; accents may be left out");
                response.widget_info(|| {
                    egui::WidgetInfo::labeled(egui::accesskit::Role::SearchInput, true, "Filter articles")
                });
                if session.filter_wanted() != self.wanted {
                    self.wanted = session.filter_wanted();
                    response.request_focus();
                }
                if response.changed() {
                    actions.push(Action::Filter(self.filter.clone()));
                }
                if response.lost_focus()
                    && ui.input(|i| i.key_pressed(Key::Enter))
                    && let Some(first) = articles.shown(0)
                {
                    actions.push(Action::OpenArticle(first.key.clone()));
                }
                if response.lost_focus() && ui.input(|i| i.key_pressed(Key::Escape)) {
                    self.filter.clear();
                    actions.push(Action::Filter(String::new()));
                }
                let combo = ComboBox::from_id_salt("status").selected_text(status).width(90.0).show_ui(ui, |ui| {
                    for choice in STATUSES {
                        if ui.selectable_label(articles.status() == choice, status_name(choice)).clicked() {
                            actions.push(Action::FilterStatus(choice));
                        }
                    }
                });
                combo.response.on_hover_text("Which articles the list shows");
            });
        });
        let foot = 30.0;
        if articles.shown_len() == 0 && !articles.is_empty() {
            egui::Frame::new().inner_margin(egui::Margin::symmetric(12, 8)).show(ui, |ui| {
                ui.colored_label(p.quiet, "No article fits the filter");
                if ui.button("Show all").clicked() {
                    actions.extend([Action::Filter(String::new()), Action::FilterStatus(Status::All)]);
                }
            });
        }
        let rows = articles.shown_len();
        // What cannot be an article has its place in the list too, behind those that are.
        let plain = articles.filter().is_empty() && matches!(articles.status(), Status::All | Status::Trouble);
        let troubles = session.project().map(|p| p.troubles.as_slice()).filter(|_| plain).unwrap_or_default();
        let wanted = session.current().filter(|c| self.shown.as_ref() != Some(c));
        let target = wanted.and_then(|c| articles.position(c));
        let mut area = ScrollArea::vertical().auto_shrink(false).max_height(ui.available_height() - foot);
        if let Some(n) = target {
            // Only where the row is out of sight does the list move.
            let id = ui.make_persistent_id("article-list-offset");
            let (offset, height): (f32, f32) = ui.data(|d| d.get_temp(id)).unwrap_or((0.0, 0.0));
            let top = n as f32 * ROW;
            if top < offset || top + ROW > offset + height {
                area = area.vertical_scroll_offset((top - height / 2.0).max(0.0));
            }
            self.shown = session.current().cloned();
        }
        let id = ui.make_persistent_id("article-list-offset");
        let out = area.show_rows(ui, ROW, rows + troubles.len(), |ui, range| {
            for n in range {
                if let Some(entry) = articles.shown(n) {
                    row(ui, session, entry, p, actions);
                } else if let Some(trouble) = n.checked_sub(rows).and_then(|n| troubles.get(n)) {
                    no_article(ui, trouble, p);
                }
            }
        });
        ui.data_mut(|d| d.insert_temp(id, (out.state.clamped_offset().y, out.inner_rect.height())));
        let bottom = ui.available_rect_before_wrap();
        ui.painter().hline(bottom.x_range(), bottom.top(), Stroke::new(1.0, p.line));
        let all = articles.len();
        let text = match (rows == all, articles.complete()) {
            (_, false) => format!("Looking at {}…", counted(all, "article", "articles")),
            (true, true) => format!("{} of {} done", articles.done(), counted(all, "article", "articles")),
            (false, true) => format!("{rows} of {} shown", counted(all, "article", "articles")),
        };
        let at = pos2(bottom.left() + 12.0, bottom.top() + foot / 2.0);
        ui.painter().text(at, Align2::LEFT_CENTER, text, FontId::proportional(12.5), p.quiet);
        if all > 0 {
            let track = Rect::from_min_size(pos2(bottom.right() - 92.0, at.y - 2.0), vec2(80.0, 4.0));
            ui.painter().rect_filled(track, 2.0, p.line);
            let part = articles.done() as f32 / all as f32;
            let full = Rect::from_min_size(track.min, vec2(track.width() * part, track.height()));
            ui.painter().rect_filled(full, 2.0, p.good);
        }
    }
}

const STATUSES: [Status; 6] = [
    Status::All,
    Status::Only(State::New),
    Status::Only(State::InProgress),
    Status::Only(State::Done),
    Status::Only(State::Skipped),
    Status::Trouble,
];

fn status_name(status: Status) -> &'static str {
    match status {
        Status::All => "All",
        Status::Only(State::New) => "New",
        Status::Only(State::InProgress) => "In progress",
        Status::Only(State::Done) => "Done",
        Status::Only(State::Skipped) => "Skipped",
        Status::Trouble => "Trouble",
    }
}

fn filter_id() -> egui::Id {
    egui::Id::unique("article-filter")
}

fn row(ui: &mut Ui, session: &Session, entry: &Entry, p: &Palette, actions: &mut Vec<Action>) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
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
    let count = entry.count();
    let count_text = if count > 0 { count.to_string() } else { String::new() };
    let counter = ui.painter().layout_no_wrap(count_text, FontId::proportional(12.0), p.quiet);
    let right = rect.right() - 10.0;
    let title = elided(ui, entry.title(), FontId::proportional(14.0), p.text, right - left);
    ui.painter().galley(pos2(left, rect.top() + 5.0), title, p.text);
    let (line, color) = match trouble {
        Some(trouble) => (trouble.to_owned(), p.error),
        None => (about(entry), p.quiet),
    };
    let line = elided(ui, &line, FontId::proportional(12.0), color, right - left - counter.rect.width() - 8.0);
    ui.painter().galley(pos2(left, rect.top() + 26.0), line, color);
    ui.painter().galley(pos2(right - counter.rect.width(), rect.top() + 26.0), counter, p.quiet);
    let name = format!("{}, {}", entry.title(), trouble.unwrap_or(entry.state.name()));
    response.widget_info(|| egui::WidgetInfo::selected(egui::accesskit::Role::ListItem, true, chosen, &name));
    let response = response.on_hover_ui(|ui| {
        ui.set_max_width(360.0);
        ui.strong(entry.title());
        ui.weak(entry.key.as_str());
        if let Some(trouble) = trouble {
            ui.colored_label(p.error, trouble);
        }
        for notice in entry.known.iter().flat_map(|k| &k.notices) {
            ui.colored_label(p.warning, notice);
        }
        for (label, count) in &entry.counts {
            ui.label(format!("{label}: {count}"));
        }
    });
    if response.clicked() {
        actions.push(Action::OpenArticle(entry.key.clone()));
    }
}

/// A file that cannot be an article, with the reason.
fn no_article(ui: &mut Ui, trouble: &FileTrouble, p: &Palette) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let name = trouble.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    glyph(ui, pos2(rect.left() + 18.0, rect.top() + 15.0), State::New, true, p);
    let (left, room) = (rect.left() + 34.0, rect.width() - 44.0);
    let title = elided(ui, &name, FontId::proportional(14.0), p.quiet, room);
    let why = elided(ui, &trouble.what, FontId::proportional(12.0), p.error, room);
    ui.painter().galley(pos2(left, rect.top() + 5.0), title, p.quiet);
    ui.painter().galley(pos2(left, rect.top() + 26.0), why, p.error);
    let label = format!("{name}, {}", trouble.what);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::ListItem, true, &label));
    response.on_hover_text(trouble.to_string());
}

/// Outlet and date, or where the file is; and what is odd about its text.
fn about(entry: &Entry) -> String {
    let known = entry.known.as_ref().map(|k| &k.metadata);
    let outlet = known.and_then(|m| m.outlet.as_deref());
    let date = known.and_then(|m| m.published.as_ref()).map(|d| d.date.to_string());
    let parts: Vec<&str> = [outlet, date.as_deref()].into_iter().flatten().collect();
    let mut about = if parts.is_empty() { entry.key.as_str().to_owned() } else { parts.join(" · ") };
    if let Some(notice) = entry.known.iter().flat_map(|k| &k.notices).next() {
        about.push_str(" · ");
        about.push_str(notice);
    }
    about
}

/// The state as a shape: a ring, a half-filled ring, a filled disc with a tick, a struck ring, or a cross.
fn glyph(ui: &Ui, at: egui::Pos2, state: State, trouble: bool, p: &Palette) {
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
pub(super) fn elided(
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
