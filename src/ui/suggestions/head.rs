//! How many suggestions of each label there are, each with a button that accepts them all, and the slider for the score.

use super::{State, act};
use crate::{
    model::LabelName,
    session::{Action, Session, SuggestAction},
    ui::{
        articles::elided,
        page,
        theme::{self, Palette},
    },
};
use egui::{
    Align, Button, Color32, CornerRadius, FontId, Frame, Layout, Margin, Rect, RichText, Sense, Slider, Ui, UiBuilder,
    WidgetInfo, accesskit::Role, pos2, vec2,
};

/// Height of a row, in points.
const ROW: f32 = 28.0;

pub(super) fn show(ui: &mut Ui, session: &Session, state: &mut State, p: &Palette, actions: &mut Vec<Action>) {
    let Some(project) = session.project() else { return };
    let shown = session.suggesting().shown();
    let count = |label: &LabelName| shown.iter().filter(|s| s.label == *label).count();
    let counts: Vec<_> = project.labels.iter().map(|l| (l, count(&l.name))).filter(|(_, n)| *n > 0).collect();
    // A label of which nothing is left is no filter any more.
    if state.only.as_ref().is_some_and(|only| !counts.iter().any(|(l, _)| l.name == *only)) {
        state.only = None;
    }
    if shown.len() > 1 {
        let key = session.keys().shown("accept-all");
        let hint = format!("Make marks of all of them as one step, then mend what is wrong. {key} does the same");
        let row = Row { name: "All", color: p.text, count: shown.len(), chosen: state.only.is_none() };
        let (filter, accept) = row.show(ui, p, ("Accept everything", "Accept everything", &hint));
        if filter {
            state.only = None;
        }
        if accept {
            act(actions, SuggestAction::AcceptEverything);
        }
    }
    for (label, count) in counts {
        let chosen = state.only.as_ref() == Some(&label.name);
        let hint = format!("Make marks of all suggestions for {} as one step", label.name);
        let name = format!("Accept all {}", label.name);
        let row = Row { name: &label.name, color: p.label(label.color), count, chosen };
        let (filter, accept) = row.show(ui, p, ("Accept all", &name, &hint));
        if filter {
            state.only = Some(label.name.clone()).filter(|_| !chosen);
        }
        if accept {
            act(actions, SuggestAction::AcceptAll(label.name.clone()));
        }
    }
    threshold(ui, session, p, actions);
}

/// A label with how many suggestions it has.
struct Row<'a> {
    name: &'a str,
    color: Color32,
    count: usize,
    chosen: bool,
}

impl Row<'_> {
    /// Says whether it was clicked, to list these alone, and whether all of them are to be accepted.
    fn show(&self, ui: &mut Ui, p: &Palette, (title, name, hint): (&str, &str, &str)) -> (bool, bool) {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
        if self.chosen || response.hovered() || response.has_focus() {
            ui.painter().rect_filled(rect, CornerRadius::ZERO, if self.chosen { p.chosen } else { p.hover });
        }
        let number = ui.painter().layout_no_wrap(self.count.to_string(), FontId::new(14.0, theme::bold()), p.text);
        let wide = rect.width() - 190.0;
        let words = elided(ui, self.name, FontId::proportional(14.0), self.color, wide);
        let (x, middle) = (rect.left() + 12.0, rect.center().y);
        let behind = x + words.rect.width() + 8.0;
        ui.painter().galley(pos2(x, middle - words.rect.height() / 2.0), words, self.color);
        ui.painter().galley(pos2(behind, middle - number.rect.height() / 2.0), number, p.text);
        let said = format!("{}: {} suggested", self.name, self.count);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, self.chosen, &said));
        let place =
            Rect::from_min_max(pos2(rect.right() - 160.0, rect.top()), pos2(rect.right() - 10.0, rect.bottom()));
        let mut child = ui.new_child(UiBuilder::new().max_rect(place).layout(Layout::right_to_left(Align::Center)));
        let button = child.add(Button::new(title).small());
        button.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
        let accept = button.on_hover_text(hint).clicked();
        (response.on_hover_text("Click to list these alone").clicked(), accept)
    }
}

/// From which score on suggestions are shown.
fn threshold(ui: &mut Ui, session: &Session, p: &Palette, actions: &mut Vec<Action>) {
    Frame::new().inner_margin(Margin { left: 12, right: 12, top: 6, bottom: 8 }).show(ui, |ui| {
        let mut score = session.suggestion_threshold();
        let before = score;
        ui.horizontal(|ui| {
            ui.label("From");
            ui.spacing_mut().slider_width = (ui.available_width() - 68.0).clamp(60.0, 240.0);
            let slider = Slider::new(&mut score, 0.0..=1.0)
                .step_by(0.05)
                .custom_formatter(|n, _| page::percent(n as f32))
                .custom_parser(|text| Some(text.trim().trim_end_matches('%').trim().parse::<f64>().ok()? / 100.0));
            let response = ui.add(slider);
            response.widget_info(|| WidgetInfo::slider(true, f64::from(score) * 100.0, "Least score, in per cent"));
            response.on_hover_text("Suggestions whose source is less sure than this are not shown");
        });
        let (shown, below) = (session.suggesting().shown().len(), session.suggesting().below());
        ui.label(RichText::new(format!("{shown} shown, {below} below")).size(12.0).color(p.quiet));
        if (score - before).abs() > f32::EPSILON {
            act(actions, SuggestAction::Threshold(score));
        }
    });
    let line = ui.max_rect().x_range();
    ui.painter().hline(line, ui.cursor().top(), egui::Stroke::new(1.0, p.line));
}
