//! Session facts: today, this article, the last fourteen days, and today's articles to go back to.

use super::{articles::elided, counted, modal, theme::Palette};
use crate::{
    model::ArticleKey,
    session::{Action, Facts, Overlay, Session, Worked},
};
use egui::{
    Align2, CornerRadius, FontId, Grid, Layout, Rect, RichText, ScrollArea, Sense, Ui, WidgetInfo, accesskit::Role,
    pos2, vec2,
};
use std::time::Duration;

/// The chart's height, in points.
const CHART: f32 = 96.0;
/// Height of a row of the list, in points.
const ROW: f32 = 42.0;

pub(super) fn show(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let size = ui.ctx().content_rect().size();
    let modal = modal(ui, "facts").show(ui, |ui| {
        ui.set_width(560.0_f32.min(size.x - 80.0));
        ui.horizontal(|ui| {
            ui.heading("Session facts");
            ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
                if ui.button("Close").clicked() {
                    actions.push(Action::Overlay(Overlay::None));
                }
            });
        });
        if let (Some(facts), Some(me)) = (session.facts(), session.annotator()) {
            let project = session.project().map(|p| p.name.as_str()).unwrap_or_default();
            ui.weak(format!("{me} in {project}. Pauses of more than a minute are left out"));
            ui.add_space(8.0);
            let room = size.y - 150.0;
            let area = ScrollArea::vertical().max_height(room).min_scrolled_height(room);
            area.auto_shrink([false, true]).show(ui, |ui| {
                contents(ui, session, &facts, actions);
            });
        }
    });
    if modal.should_close() {
        actions.push(Action::Overlay(Overlay::None));
    }
}

fn contents(ui: &mut Ui, session: &Session, facts: &Facts, actions: &mut Vec<Action>) {
    section(ui, "Today");
    if facts.articles.is_empty() {
        ui.label("Nothing yet: open an article and read, mark or edit; the time counts by itself");
    } else {
        let (made, changed, removed) = facts.marks;
        let pace = facts.pace.map_or("known after a minute of work".to_owned(), |p| {
            format!("{} an hour", counted(p.round() as usize, "mark", "marks"))
        });
        let per_mark = facts.per_mark.map_or("no marks yet".to_owned(), seconds);
        table(
            ui,
            "today",
            &[
                ("Active time", time(facts.active)),
                ("Articles", format!("{} worked on, {} done", facts.articles.len(), facts.done)),
                ("Marks", format!("{made} made, {changed} changed, {removed} removed")),
                ("Pace", pace),
                ("Time for a mark", format!("{per_mark}{}", if facts.per_mark.is_some() { " (median)" } else { "" })),
            ],
        );
    }
    if let Some((key, all, today)) = &facts.article {
        section(ui, "This article");
        let marks = session.doc().map_or(0, |d| d.set().len());
        let time = format!("{}, {} of it today", time(*all), time(*today));
        ui.add(egui::Label::new(RichText::new(title(session, key)).strong()).truncate());
        table(ui, "article", &[("Active time", time), ("Marks", counted(marks, "mark", "marks"))]);
    }
    section(ui, "The last 14 days");
    if facts.complete {
        chart(ui, facts);
    } else {
        ui.weak("Reading the times of earlier days…");
    }
    if !facts.articles.is_empty() {
        section(ui, "Today’s articles");
        ui.spacing_mut().item_spacing.y = 0.0;
        for (key, worked) in &facts.articles {
            if row(ui, session, key, worked) {
                actions.push(Action::Overlay(Overlay::None));
                actions.push(Action::OpenArticle(key.clone()));
            }
        }
    }
}

fn section(ui: &mut Ui, title: &str) {
    ui.add_space(8.0);
    ui.colored_label(Palette::of(ui.visuals()).quiet, title);
    ui.add_space(2.0);
}

fn table(ui: &mut Ui, id: &str, rows: &[(&str, String)]) {
    Grid::new(id).num_columns(2).min_col_width(130.0).spacing([14.0, 4.0]).show(ui, |ui| {
        for (name, value) in rows {
            ui.label(*name);
            let response = ui.strong(value);
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name}: {value}")));
            ui.end_row();
        }
    });
}

/// A bar for each day, as high as the time; the day under the pointer is told in words, and each bar has its words for those
/// who do not see it.
fn chart(ui: &mut Ui, facts: &Facts) {
    let p = Palette::of(ui.visuals());
    let most = facts.days.iter().map(|(_, t, _)| t.as_secs_f32()).fold(0.0, f32::max);
    if most <= 0.0 {
        ui.weak("No day of work in this project yet");
        return;
    }
    let (area, _) = ui.allocate_exact_size(vec2(ui.available_width(), CHART + 40.0), Sense::hover());
    let painter = ui.painter().clone();
    let step = area.width() / facts.days.len().max(1) as f32;
    let floor = area.top() + 18.0 + CHART;
    painter.hline(area.x_range(), floor, egui::Stroke::new(1.0, p.line));
    for (n, (day, spent, made)) in facts.days.iter().enumerate() {
        let left = area.left() + step * n as f32;
        let cell = Rect::from_min_max(pos2(left, area.top()), pos2(left + step, area.bottom()));
        let today = n + 1 == facts.days.len();
        let high = (spent.as_secs_f32() / most * CHART).max(if spent.is_zero() { 0.0 } else { 2.0 });
        let bar = Rect::from_min_max(pos2(left + 5.0, floor - high), pos2(left + step - 5.0, floor));
        let words =
            format!("{} {}: {}, {}", weekday(*day), day, time(*spent), counted(*made as usize, "mark", "marks"));
        let response = ui.interact(cell, ui.scope_id().with(("day", n)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &words));
        let color = if today || response.hovered() { p.accent } else { p.quiet };
        painter.rect_filled(bar, CornerRadius::same(2), color);
        let font = FontId::proportional(11.5);
        if !spent.is_zero() {
            let at = pos2(cell.center().x, bar.top() - 2.0);
            painter.text(at, Align2::CENTER_BOTTOM, short(*spent), font.clone(), p.quiet);
        }
        let ink = if today { p.text } else { p.quiet };
        painter.text(pos2(cell.center().x, floor + 4.0), Align2::CENTER_TOP, day.day().to_string(), font, ink);
        response.on_hover_text(words);
    }
}

fn row(ui: &mut Ui, session: &Session, key: &ArticleKey, worked: &Worked) -> bool {
    let p = Palette::of(ui.visuals());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let here = session.current() == Some(key);
    if here || response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, CornerRadius::same(4), if here { p.chosen } else { p.hover });
    }
    let title = title(session, key);
    let done = if worked.done { " · done" } else { "" };
    let about = format!("{} · {} made{done}", time(worked.active), counted(worked.made as usize, "mark", "marks"));
    let room = rect.width() - 20.0;
    let line = elided(ui, &title, FontId::proportional(14.0), p.text, room);
    let small = elided(ui, &about, FontId::proportional(12.0), p.quiet, room);
    ui.painter().galley(rect.min + vec2(10.0, 3.0), line, p.text);
    ui.painter().galley(rect.min + vec2(10.0, 22.0), small, p.quiet);
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, here, format!("{title}, {about}")));
    response.on_hover_text("Click to open it").clicked()
}

fn title(session: &Session, key: &ArticleKey) -> String {
    session.articles().get(key).map_or(key.file_name(), |e| e.title()).to_owned()
}

/// A time with its units: `45 s`, `12 min`, `2 h 05 min`.
fn time(spent: Duration) -> String {
    match spent.as_secs() {
        s @ 0..=59 => format!("{s} s"),
        s @ 60..=3599 => format!("{} min", s / 60),
        s => format!("{} h {:02} min", s / 3600, s % 3600 / 60),
    }
}

/// The same where there is room for little: `45 s`, `12 min`, `2:05 h`.
fn short(spent: Duration) -> String {
    match spent.as_secs() {
        s @ 0..=59 => format!("{s} s"),
        s @ 60..=3599 => format!("{} min", s / 60),
        s => format!("{}:{:02} h", s / 3600, s % 3600 / 60),
    }
}

fn seconds(spent: Duration) -> String {
    if spent.as_secs() < 10 { format!("{:.1} s", spent.as_secs_f64()) } else { time(spent) }
}

fn weekday(day: jiff::civil::Date) -> &'static str {
    use jiff::civil::Weekday;
    match day.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}
