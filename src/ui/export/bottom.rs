//! Where to, the button, how far it is, and what came of it.

use super::act;
use crate::{
    session::{
        Action, ExportAction, Overlay, Session, Writing,
        dataset::{Exported, Step},
        format_title,
    },
    text::counted,
    ui::theme::Palette,
};
use egui::{
    Align, Button, Frame, Key, Layout, Margin, ProgressBar, RichText, TextEdit, Ui, WidgetInfo, accesskit::Role,
};
use std::path::Path;

/// So much of the bar is for writing; the rest for reading back.
const WRITING: f32 = 0.7;
/// The room for the button beside the folder's field, in points.
const CHOOSE: f32 = 84.0;
/// So many differences are shown; manifest.json has all.
const DIFFERENCES: usize = 5;

pub(super) fn show(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    let exporting = session.exporting();
    match exporting.writing() {
        Writing::Done(exported, folder) => strip(ui, |ui| done(ui, exported, folder, actions)),
        Writing::Failed(why) => strip(ui, |ui| {
            ui.colored_label(p.error, why);
        }),
        Writing::Idle | Writing::Waiting | Writing::On(..) => {}
    }
    let hindrance = session.export_hindrance();
    let mut start = folder(ui, session, actions);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if exporting.is_on() {
            progress(ui, session, actions);
            return;
        }
        let ready = hindrance.is_none();
        let button = ui.add_enabled(ready, Button::new(RichText::new("Export").strong()));
        start |= button.on_disabled_hover_text(hindrance.clone().unwrap_or_default()).clicked();
        if ui.button("Close").clicked() {
            actions.push(Action::Overlay(Overlay::None));
        }
        if let Some(why) = &hindrance {
            ui.add(egui::Label::new(RichText::new(why).color(p.warning)).truncate());
        }
    });
    if start && hindrance.is_none() && !exporting.is_on() {
        act(actions, ExportAction::Start);
    }
}

/// What came of it, on a ground of its own.
pub(in crate::ui) fn strip(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    let fill = Palette::of(ui.visuals()).page;
    Frame::new().fill(fill).corner_radius(4).inner_margin(Margin::symmetric(10, 6)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        contents(ui);
    });
    ui.add_space(4.0);
}

/// The folder's line; says whether Enter was pressed in it.
fn folder(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) -> bool {
    let exporting = session.exporting();
    ui.horizontal(|ui| {
        ui.add_enabled_ui(!exporting.is_on(), |ui| {
            let label = ui.label("Folder");
            let mut folder = exporting.folder().to_owned();
            let edit = TextEdit::singleline(&mut folder).hint_text("/path/to/export");
            let field = ui
                .add(edit.desired_width(ui.available_width() - CHOOSE).margin(Margin::symmetric(6, 4)))
                .labelled_by(label.id);
            let field = field.on_hover_text("An earlier export there is replaced; other files stay");
            if field.changed() {
                act(actions, ExportAction::Folder(folder));
            }
            let choose = ui.button("Choose…").on_hover_text("With the system’s dialog");
            choose.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Choose the folder"));
            if choose.clicked() {
                act(actions, ExportAction::ChooseFolder);
            }
            field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter))
        })
        .inner
    })
    .inner
}

fn progress(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let exporting = session.exporting();
    let (share, text, stopped) = match exporting.writing() {
        Writing::On(step, stopped) => {
            let (share, text) = match step {
                Step::Writing(n, of) => {
                    (WRITING * *n as f32 / (*of).max(1) as f32, format!("Writing: {n} of {}", counted(*of, "article")))
                }
                Step::Checking(id) => {
                    let all: Vec<&str> = exporting.chosen().map(|e| e.about().id).collect();
                    let at = all.iter().position(|i| i == id).unwrap_or(0) as f32 / all.len().max(1) as f32;
                    (WRITING + (1.0 - WRITING) * at, format!("Reading {} back", format_title(id)))
                }
            };
            (share, text, *stopped)
        }
        _ => (0.0, "Marks go to the disk first".to_owned(), false),
    };
    let stop = ui.add_enabled(!stopped, Button::new(if stopped { "Stopping…" } else { "Stop" }));
    let stop = stop.on_hover_text("Nothing is left behind; an earlier export stays as it is");
    stop.widget_info(|| WidgetInfo::labeled(Role::Button, !stopped, "Stop the export"));
    if stop.clicked() {
        act(actions, ExportAction::Stop);
    }
    if ui.button("Close").on_hover_text("It goes on, and you are told when it is done").clicked() {
        actions.push(Action::Overlay(Overlay::None));
    }
    ui.add(ProgressBar::new(share).text(text).desired_width(ui.available_width()));
}

fn done(ui: &mut Ui, exported: &Exported, folder: &Path, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    ui.horizontal(|ui| {
        let open = ui.button("Open folder").on_hover_text(folder.display().to_string());
        if open.clicked() {
            act(actions, ExportAction::OpenFolder);
        }
        let sentence = format!("{}, {}, in {}", exported.sentence(), bytes(exported.bytes), folder.display());
        ui.add(egui::Label::new(RichText::new(sentence).strong()).truncate());
    });
    let color = if exported.failed.is_empty() { p.good } else { p.error };
    for difference in exported.differences().take(DIFFERENCES) {
        ui.colored_label(p.error, difference);
    }
    ui.colored_label(color, exported.verdict());
}

/// A size with its unit.
fn bytes(n: u64) -> String {
    let (size, unit) = match n {
        0..1_000 => return counted(n as usize, "byte"),
        1_000..1_000_000 => (n as f64 / 1e3, "kB"),
        1_000_000..1_000_000_000 => (n as f64 / 1e6, "MB"),
        _ => (n as f64 / 1e9, "GB"),
    };
    format!("{size:.1} {unit}")
}

#[cfg(test)]
mod tests {
    #[test]
    fn sizes_have_units() {
        let sizes = [1, 999, 1_000, 1_250_000, 3_000_000_000].map(super::bytes);
        assert_eq!(sizes, ["1 byte", "999 bytes", "1.0 kB", "1.2 MB", "3.0 GB"]);
    }
}
