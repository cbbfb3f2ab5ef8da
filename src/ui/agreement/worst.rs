//! Articles and events, the worst agreement first.

use super::{
    super::{articles::elided, theme::Palette},
    State, open, words,
};
use crate::{
    session::{
        Action, Session,
        agreeing::{Behind, Between, Measured, Ranked, What},
    },
    text::counted,
};
use egui::{
    Align2, Button, CornerRadius, FontId, Rect, ScrollArea, Sense, Ui, WidgetInfo, accesskit::Role, pos2, vec2,
};

/// Height of a row, in points.
const ROW: f32 = 30.0;

pub(super) fn show(state: &mut State, ui: &mut Ui, session: &Session, measured: &Measured, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let counts = [(false, "Articles", measured.articles.len()), (true, "Events", measured.events.len())];
        for (events, name, count) in counts {
            let chosen = state.events == events;
            let response = ui.add(Button::selectable(chosen, format!("{name} {count}")).small());
            let name = format!("{name}: {count}");
            response.widget_info(|| WidgetInfo::selected(Role::Tab, true, chosen, &name));
            if response.clicked() {
                state.events = events;
            }
        }
        let headline = measured.assessed.first().map_or("", |a| a.about.title);
        ui.colored_label(p.quiet, format!("{headline}, the worst first"));
    });
    ui.add_space(4.0);
    let empty = if state.events { measured.events.is_empty() } else { measured.articles.is_empty() };
    if empty {
        ui.label(match state.events {
            true => {
                "No article that two annotators have seen names its event. Events are given with an article’s details"
            }
            false => "No article was seen by two annotators",
        });
        return;
    }
    let area = ScrollArea::vertical().id_salt(("agreement-worst", state.events)).auto_shrink(false);
    ui.spacing_mut().item_spacing.y = 0.0;
    if state.events {
        area.show_rows(ui, ROW, measured.events.len(), |ui, range| {
            for event in measured.events.get(range).unwrap_or_default() {
                if row(ui, &event.what, event) {
                    open(actions, Behind::new(Between::Everyone, What::Event(event.what.clone())));
                }
            }
        });
    } else {
        area.show_rows(ui, ROW, measured.articles.len(), |ui, range| {
            for article in measured.articles.get(range).unwrap_or_default() {
                let Some(item) = measured.study.articles().get(article.what) else { continue };
                if row(ui, &words::article(session, &item.name), article) {
                    open(actions, Behind::new(Between::Everyone, What::Article(item.name.clone())));
                }
            }
        });
    }
}

fn row<T>(ui: &mut Ui, title: &str, ranked: &Ranked<T>) -> bool {
    let value = ranked.value.map_or("–".to_owned(), words::short);
    let about = format!("{} differ · {}", counted(ranked.differ, "place"), counted(ranked.marks, "mark"));
    let name = format!("{title}: {value}, {}", counted(ranked.differ, "place"));
    line(ui, Some((&value, ranked.value.unwrap_or(0.0))), title, &about, &name)
}

/// A row: a value on a shaded ground, words, and something about them.
pub(super) fn line(ui: &mut Ui, value: Option<(&str, f64)>, text: &str, about: &str, name: &str) -> bool {
    let p = Palette::of(ui.visuals());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, CornerRadius::same(3), p.hover);
    }
    let mut left = rect.left() + 6.0;
    if let Some((value, share)) = value {
        let cell = Rect::from_min_size(pos2(left, rect.top() + 3.0), vec2(52.0, ROW - 6.0));
        ui.painter().rect_filled(cell, 2.0, p.shade(share as f32));
        ui.painter().text(cell.center(), Align2::CENTER_CENTER, value, FontId::proportional(13.5), p.text);
        left = cell.right() + 10.0;
    }
    let right = rect.right() - 10.0;
    let galley = elided(ui, about, FontId::proportional(12.5), p.quiet, 200.0);
    let end = right - galley.rect.width();
    ui.painter().galley(pos2(end, rect.top() + 6.0), galley, p.quiet);
    let galley = elided(ui, text, FontId::proportional(14.0), p.text, end - 12.0 - left);
    ui.painter().galley(pos2(left, rect.top() + 5.0), galley, p.text);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    response.on_hover_text(format!("{text}\nClick to list the places")).clicked()
}
