//! The button, how far it is, and what came of it.

use super::{act, recognised::rejected};
use crate::{
    session::{Action, ImportAction, Overlay, Session, Taking, dataset::Taken},
    text::counted,
    ui::{export::strip, theme::Palette},
};
use egui::{
    Align, Button, Layout, Margin, ProgressBar, RichText, ScrollArea, TextEdit, Ui, WidgetInfo, accesskit::Role,
};

/// The most height that what came of it takes, in points.
const OUTCOME: f32 = 180.0;

pub(super) fn show(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    let importing = session.importing();
    match importing.taking() {
        Taking::Done(taken) => strip(ui, |ui| {
            ScrollArea::vertical().max_height(OUTCOME).show(ui, |ui| done(ui, taken));
        }),
        Taking::Failed(why) => strip(ui, |ui| {
            ui.colored_label(p.error, why);
        }),
        Taking::Idle | Taking::Waiting | Taking::On(..) => {}
    }
    let done = matches!(importing.taking(), Taking::Done(_));
    if session.project().is_none() && !done && importing.seen().is_some() {
        into(ui, session, actions);
    }
    let hindrance = session.import_hindrance();
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if importing.is_on() {
            return progress(ui, session, actions);
        }
        if done {
            if ui.add(Button::new(RichText::new("Close").strong())).clicked() {
                actions.push(Action::Overlay(Overlay::None));
            }
            return;
        }
        let button = ui.add_enabled(hindrance.is_none(), Button::new(RichText::new("Import").strong()));
        if button.on_disabled_hover_text(hindrance.clone().unwrap_or_default()).clicked() {
            act(actions, ImportAction::Start);
        }
        if ui.button("Close").clicked() {
            actions.push(Action::Overlay(Overlay::None));
        }
        if let Some(why) = hindrance.as_ref().filter(|_| importing.source().is_some()) {
            ui.add(egui::Label::new(RichText::new(why).color(p.warning)).truncate());
        }
    });
}

/// Where the new project will be, while none is open.
fn into(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        let label = ui.label("New project in");
        let mut folder = session.importing().into().to_owned();
        let edit = TextEdit::singleline(&mut folder).desired_width(ui.available_width() - 12.0);
        if ui.add(edit.margin(Margin::symmetric(6, 4))).labelled_by(label.id).changed() {
            act(actions, ImportAction::Into(folder));
        }
    });
}

fn progress(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let importing = session.importing();
    let (n, stopped) = match importing.taking() {
        Taking::On(n, stopped) => (*n, *stopped),
        _ => (0, false),
    };
    let stop = ui.add_enabled(!stopped, Button::new(if stopped { "Stopping…" } else { "Stop" }));
    let stop = stop.on_hover_text("What was taken in stays; importing once more takes in the rest");
    stop.widget_info(|| WidgetInfo::labeled(Role::Button, !stopped, "Stop the import"));
    if stop.clicked() {
        act(actions, ImportAction::Stop);
    }
    if ui.button("Close").on_hover_text("It goes on, and you are told when it is done").clicked() {
        actions.push(Action::Overlay(Overlay::None));
    }
    let of = importing.seen().and_then(Result::ok).map_or(0, |s| s.preview.docs);
    let text = format!("{n} of {}", counted(of, "document"));
    ui.add(ProgressBar::new(n as f32 / of.max(1) as f32).text(text).desired_width(ui.available_width()));
}

fn done(ui: &mut Ui, taken: &Taken) {
    let p = Palette::of(ui.visuals());
    let imported = &taken.imported;
    ui.label(RichText::new(imported.sentence()).strong());
    if imported.there > 0 {
        ui.label(format!("{} there already", counted(imported.there, "mark")));
    }
    if !imported.lacks.is_empty() {
        let what = if imported.labels_added { "Added to the labels" } else { "The labels lack" };
        ui.label(format!("{what}: {}", imported.lacks.join(", ")));
    }
    if imported.stopped {
        ui.colored_label(p.warning, "It was stopped; what was taken in before stays. Import it once more for the rest");
    }
    if let Some(broken) = &imported.broken {
        ui.colored_label(p.error, format!("Reading could not go on: {broken}. What was read before was taken in"));
    }
    rejected(ui, "not taken in", &imported.rejected, imported.rejected_count);
    rejected(ui, "taken in otherwise than it stands there", &imported.remarks, imported.remark_count);
    if let Some(path) = &taken.kept {
        ui.label(format!("These records are kept in {}", path.display()));
    }
    if let Some(trouble) = &taken.trouble {
        ui.colored_label(p.error, trouble.to_string());
    }
    if imported.rejected_count == 0 && imported.broken.is_none() && !imported.stopped {
        ui.colored_label(p.good, "Everything was taken in");
    }
}
