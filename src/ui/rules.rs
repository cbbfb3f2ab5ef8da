//! How the project's work is reviewed: reasons for decisions, hidden names, and what annotators see of each other.

use super::{choice::tick, theme::Palette};
use crate::{
    model::{REASONS, Settings},
    session::{Action, Overlay, Session},
};
use egui::{Align, Button, Layout, RichText, ScrollArea, TextEdit, Ui, WidgetInfo, accesskit::Role};
use std::sync::Arc;

/// What is being set.
#[derive(Default)]
pub(super) struct State {
    edit: Option<Edit>,
}

struct Edit {
    base: Settings,
    reasons: String,
    blind: bool,
    open: bool,
}

impl Edit {
    fn of(base: &Settings) -> Self {
        let reasons = base.reasons.iter().map(|r| format!("{r}\n")).collect();
        Edit { base: base.clone(), reasons, blind: base.blind, open: base.open }
    }

    fn settings(&self) -> Settings {
        let mut reasons: Vec<Arc<str>> = Vec::new();
        for line in self.reasons.lines().map(|l| l.split_whitespace().collect::<Vec<_>>().join(" ")) {
            if !line.is_empty() && !reasons.iter().any(|r| **r == *line) {
                reasons.push(line.into());
            }
        }
        Settings { reasons, blind: self.blind, open: self.open, ..self.base.clone() }
    }
}

impl State {
    pub(super) fn show(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        let p = Palette::of(ui.visuals());
        let new = self.edit.is_none();
        let now = session.settings();
        let edit = self.edit.get_or_insert_with(|| Edit::of(now));
        if edit.base != *now && edit.settings() == edit.base {
            // Nothing was edited here yet, so what others say now is what is edited.
            *edit = Edit::of(now);
        }
        let modal = super::modal(ui, "review-settings").show(ui, |ui| {
            ui.set_width(460.0);
            ui.heading("Review settings");
            ui.weak("For everyone who works on this project; kept in its file whosaid.ron");
            ui.add_space(8.0);
            ui.strong("Reasons for decisions, one a line");
            let usual = REASONS.join("\n");
            ScrollArea::vertical().max_height(190.0).show(ui, |ui| {
                let hint = RichText::new(usual).weak();
                let field = TextEdit::multiline(&mut edit.reasons).hint_text(hint).desired_rows(REASONS.len());
                let response = ui.add(field.desired_width(f32::INFINITY).margin(egui::Margin::symmetric(8, 5)));
                response.widget_info(|| WidgetInfo::labeled(Role::MultilineTextInput, true, "Reasons"));
                if new {
                    response.request_focus();
                }
            });
            ui.weak("The first nine have the keys 1 to 9; without any, these are the usual ones");
            ui.add_space(8.0);
            tick(ui, true, &mut edit.blind, "Hide annotators’ names from reviewers");
            tick(ui, true, &mut edit.open, "Annotators may look at others’ marks before they are done");
            ui.weak("This is about articles that are assigned to them");
            if let Some(why) = session.settings_edit().refused() {
                ui.add_space(6.0);
                ui.colored_label(p.error, why);
                if edit.base != *now && ui.button("Begin again with theirs").clicked() {
                    *edit = Edit::of(now);
                }
            }
            ui.add_space(10.0);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let ready = !session.settings_edit().is_saving();
                if ui.add_enabled(ready, Button::new(RichText::new("Save").strong())).clicked() {
                    let (settings, base) = (Box::new(edit.settings()), Box::new(edit.base.clone()));
                    actions.push(Action::SaveSettings { settings, base });
                }
                if ui.button("Cancel").clicked() {
                    actions.push(Action::Overlay(Overlay::None));
                }
            });
        });
        if modal.should_close() {
            actions.push(Action::Overlay(Overlay::None));
        }
    }
}
