//! Who does which articles: to whom they are given, how many are shared, and what comes of it before it is done.

use super::{choice::tick, counted, theme::Palette};
use crate::{
    model::{AnnotatorName, Plan, Settings},
    session::{Action, Overlay, Session},
};
use egui::{
    Align, Button, DragValue, Grid, Key, Layout, RichText, ScrollArea, TextEdit, Ui, WidgetInfo, accesskit::Role,
};
use std::collections::BTreeSet;

/// What is being planned.
#[derive(Default)]
pub(super) struct State {
    plan: Option<Draft>,
}

struct Draft {
    people: Vec<(AnnotatorName, bool)>,
    name: String,
    shared: u8,
    together: usize,
    seed: u64,
    /// What comes of it, with what it was made of.
    outcome: Option<(Plan, Settings, Settings)>,
}

impl Draft {
    fn of(session: &Session) -> Self {
        let there = session.project().into_iter().flat_map(|p| &p.annotators).filter(|who| !who.is_machine());
        let assigned: BTreeSet<AnnotatorName> = session.settings().assigned.values().flatten().cloned().collect();
        let everyone: BTreeSet<AnnotatorName> = there.chain(&assigned).chain(session.annotator()).cloned().collect();
        let people = everyone.into_iter().map(|who| (who.clone(), assigned.contains(&who))).collect();
        Draft { people, name: String::new(), shared: 20, together: 2, seed: 1, outcome: None }
    }

    fn plan(&self) -> Plan {
        let annotators = self.people.iter().filter(|(_, on)| *on).map(|(who, _)| who.clone()).collect();
        Plan { annotators, shared: self.shared, together: self.together, seed: self.seed }
    }

    /// Adds the name that was typed; someone who is there under another case is meant.
    fn add(&mut self) {
        let Ok(name) = AnnotatorName::new(&self.name) else { return };
        let same = |who: &AnnotatorName| who.as_str().to_lowercase() == name.as_str().to_lowercase();
        match self.people.iter_mut().find(|(who, _)| same(who)) {
            Some((_, on)) => *on = true,
            None => self.people.push((name, true)),
        }
        self.name.clear();
    }

    /// What comes of the plan, made again only when something changed.
    fn outcome(&mut self, session: &Session) -> &Settings {
        let (plan, now) = (self.plan(), session.settings());
        let fresh = self.outcome.take().filter(|(p, base, _)| *p == plan && base == now);
        let (_, _, outcome) = self.outcome.insert(fresh.unwrap_or_else(|| {
            let outcome = session.assign(&plan);
            (plan, now.clone(), outcome)
        }));
        outcome
    }
}

impl State {
    pub(super) fn show(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        let p = Palette::of(ui.visuals());
        let draft = self.plan.get_or_insert_with(|| Draft::of(session));
        let left = session.unassigned();
        let modal = super::modal(ui, "assign").show(ui, |ui| {
            ui.set_width(460.0);
            ui.heading("Assign articles");
            let all = session.articles().len();
            ui.weak(match left {
                0 => "Every article is assigned already; what was assigned stays".to_owned(),
                left => format!(
                    "{left} of {} have nobody yet; what was assigned stays",
                    counted(all, "article", "articles")
                ),
            });
            ui.add_space(8.0);
            let chosen = draft.people.iter().any(|(_, on)| *on);
            let outcome = draft.outcome(session).clone();
            people(ui, draft, session.settings(), &outcome);
            ui.add_space(8.0);
            numbers(ui, draft);
            if let Some(why) = session.settings_edit().refused() {
                ui.add_space(6.0);
                ui.colored_label(p.error, why);
            }
            ui.add_space(10.0);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let ready = chosen && left > 0 && !session.settings_edit().is_saving();
                let assign = ui.add_enabled(ready, Button::new(RichText::new("Assign").strong()));
                let why = if left == 0 { "Every article is assigned already" } else { "Say to whom first" };
                if assign.on_disabled_hover_text(why).clicked() {
                    let (settings, base) = (Box::new(outcome), Box::new(session.settings().clone()));
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

/// Whom there is, and how many articles everyone would have.
fn people(ui: &mut Ui, draft: &mut Draft, now: &Settings, then: &Settings) {
    let (had, loads) = (now.loads(), then.loads());
    ScrollArea::vertical().max_height(210.0).id_salt("people").show(ui, |ui| {
        Grid::new("people").num_columns(4).spacing([22.0, 6.0]).show(ui, |ui| {
            ui.strong("To whom");
            for title in ["Articles", "New", "Shared"] {
                ui.weak(title);
            }
            ui.end_row();
            for (who, on) in &mut draft.people {
                tick(ui, true, on, who.as_str());
                let (all, shared) = loads.get(who).copied().unwrap_or_default();
                let new = all - had.get(who).map_or(0, |(n, _)| *n);
                let name = format!("{who}: {}, {new} new, {shared} shared", counted(all, "article", "articles"));
                ui.label(all.to_string()).widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
                ui.label(new.to_string());
                ui.label(shared.to_string());
                ui.end_row();
            }
        });
    });
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        let edit = TextEdit::singleline(&mut draft.name).hint_text("Another name").desired_width(220.0);
        let field = ui.add(edit.margin(egui::Margin::symmetric(8, 5)));
        field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Another name"));
        let ready = AnnotatorName::new(&draft.name).is_ok();
        let enter = field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
        if ui.add_enabled(ready, Button::new("Add")).clicked() || enter && ready {
            draft.add();
            field.request_focus();
        }
    });
}

fn numbers(ui: &mut Ui, draft: &mut Draft) {
    let most = draft.people.iter().filter(|(_, on)| *on).count().max(2);
    draft.together = draft.together.min(most);
    Grid::new("assign-numbers").num_columns(2).spacing([12.0, 6.0]).show(ui, |ui| {
        let shared = ui.label("Done by several").on_hover_text("So that agreement can be measured");
        ui.add(DragValue::new(&mut draft.shared).range(0..=100).suffix(" %")).labelled_by(shared.id);
        ui.end_row();
        let together = ui.label("By how many each");
        ui.add(DragValue::new(&mut draft.together).range(2..=most)).labelled_by(together.id);
        ui.end_row();
        let seed = ui.label("Seed of the draw").on_hover_text("The same number gives the same draw");
        ui.add(DragValue::new(&mut draft.seed)).labelled_by(seed.id);
        ui.end_row();
    });
}
