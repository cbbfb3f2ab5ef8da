//! How a source is read, and whose annotations it becomes.

use super::act;
use crate::{
    formats::{IMPORTS, Likeness, OffsetUnit, import},
    model::{LabelSet, State},
    session::{Action, ImportAction, Seen, Session},
    ui::{
        choice::{radio, tick},
        export::title,
        theme::Palette,
    },
};
use egui::{ComboBox, RichText, TextEdit, Ui, WidgetInfo, accesskit::Role};

pub(super) fn show(ui: &mut Ui, session: &Session, seen: &Seen, actions: &mut Vec<Action>) {
    ui.add_enabled_ui(!session.importing().is_on(), |ui| {
        format(ui, seen, actions);
        if seen.format.is_none() {
            return;
        }
        people(ui, session, seen, actions);
        state(ui, session, actions);
        unit(ui, session, seen, actions);
        if let Some(wanting) = &seen.preview.wanting {
            lacking(ui, session, seen, wanting, actions);
        }
    });
}

/// The formats that fit first, then all others.
fn format(ui: &mut Ui, seen: &Seen, actions: &mut Vec<Action>) {
    title(ui, "Format");
    let title_of = |id: &str| import(id).map_or("", |i| i.about().title);
    let now = seen.format;
    let mut new = now;
    let shown = now.map_or("Not recognised: choose", title_of);
    let list = ComboBox::from_id_salt("import-format").selected_text(shown).width(240.0).height(320.0);
    let list = list.show_ui(ui, |ui| {
        for (how, id) in &seen.likely {
            let sure = if *how >= Likeness::Likely { "" } else { " (could be)" };
            ui.selectable_value(&mut new, Some(*id), RichText::new(format!("{}{sure}", title_of(id))).strong());
        }
        if !seen.likely.is_empty() {
            ui.separator();
        }
        for about in IMPORTS.iter().map(|i| i.about()).filter(|a| seen.likely.iter().all(|(_, id)| *id != a.id)) {
            ui.selectable_value(&mut new, Some(about.id), about.title);
        }
    });
    let name = format!("Format: {shown}");
    list.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &name));
    let p = Palette::of(ui.visuals());
    let others: Vec<&str> = seen.likely.iter().filter(|(_, id)| Some(*id) != now).map(|(_, id)| title_of(id)).collect();
    if !others.is_empty() {
        ui.colored_label(p.quiet, format!("It could also be {}", others.join(", ")));
    }
    if let Some(id) = new.filter(|_| new != now) {
        act(actions, ImportAction::Format(id));
    }
}

fn people(ui: &mut Ui, session: &Session, seen: &Seen, actions: &mut Vec<Action>) {
    let importing = session.importing();
    let p = Palette::of(ui.visuals());
    title(ui, "Whose annotations");
    let named: Vec<&str> = seen.preview.annotators.keys().filter(|n| !n.is_empty()).map(String::as_str).collect();
    let hint = if named.is_empty() { "Name of the annotator".to_owned() } else { named.join(", ") };
    let mut name = importing.annotator().to_owned();
    let field = ui.add(TextEdit::singleline(&mut name).hint_text(hint).desired_width(f32::INFINITY));
    field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Annotator of what is imported"));
    if field.changed() {
        act(actions, ImportAction::Annotator(name.clone()));
    }
    let about = match (named.is_empty(), name.trim().is_empty()) {
        (false, true) => "Empty: as the source says",
        (false, false) => "All become this annotator’s, whoever the source names",
        (true, _) => "The source names nobody",
    };
    ui.colored_label(p.quiet, about);
    let mut machine = importing.machine();
    let about = "Predictions of a model: they become a machine annotator’s";
    if tick(ui, true, &mut machine, "A machine made them").on_hover_text(about).changed() {
        act(actions, ImportAction::Machine(machine));
    }
}

fn state(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    title(ui, "Their articles count as");
    for (state, name) in [
        (None, "As the source says, or done"),
        (Some(State::Done), "Done"),
        (Some(State::InProgress), "In progress, to be looked through"),
    ] {
        if radio(ui, true, session.importing().state() == state, name).clicked() {
            act(actions, ImportAction::State(state));
        }
    }
}

fn unit(ui: &mut Ui, session: &Session, seen: &Seen, actions: &mut Vec<Action>) {
    if seen.preview.units.is_empty() {
        return;
    }
    title(ui, "Offsets count");
    let now = session.importing().unit();
    let found: Vec<&str> = seen.preview.units.keys().copied().collect();
    let found = match now {
        None => format!("What the covered words show: {}", found.join(", ")),
        Some(_) => "What the covered words show".to_owned(),
    };
    let units = OffsetUnit::ALL.into_iter().map(|(unit, _)| {
        let name = match unit {
            OffsetUnit::Chars => "Characters, as Python does",
            OffsetUnit::Utf16 => "UTF-16 units, as JavaScript does",
            OffsetUnit::Bytes => "Bytes of UTF-8",
        };
        (Some(unit), name)
    });
    for (unit, name) in [(None, found.as_str())].into_iter().chain(units) {
        if radio(ui, true, now == unit, name).clicked() {
            act(actions, ImportAction::Unit(unit));
        }
    }
}

/// What the project's labels lack, with the colours that it would have.
fn lacking(ui: &mut Ui, session: &Session, seen: &Seen, wanting: &LabelSet, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    title(ui, "The project lacks");
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        for label in wanting.iter().filter(|l| seen.labels.get(&l.name).is_none()) {
            ui.colored_label(p.label(label.color), &*label.name);
        }
    });
    ui.label(RichText::new(seen.preview.lacks.join(", ")).size(12.5).color(p.quiet));
    if session.project().is_none() {
        return; // A new project gets them in any case.
    }
    let mut add = session.importing().add_labels();
    let about = "Without it the marks are taken in all the same, and shown as other";
    if tick(ui, true, &mut add, "Add it to the project’s labels").on_hover_text(about).changed() {
        act(actions, ImportAction::AddLabels(add));
    }
}
