//! The first page: open a folder, drop files, recent projects, the sample.

use super::theme::{self, Palette};
use crate::session::{Action, Session};
use egui::{Button, FontId, RichText, Ui, vec2};

pub(super) fn show(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    ui.vertical_centered(|ui| {
        ui.set_max_width(460.0);
        ui.add_space((ui.available_height() * 0.16).max(20.0));
        ui.label(RichText::new("Whosaid").font(FontId::new(34.0, theme::bold())));
        ui.label(RichText::new("Mark who said what, and when, in news articles").size(16.0).color(p.quiet));
        ui.add_space(26.0);
        if let Some(path) = session.opening() {
            ui.label(format!("Opening {}…", path.display()));
            return;
        }
        let wide = |text: &str| Button::new(RichText::new(text).size(15.0)).min_size(vec2(320.0, 36.0));
        for (id, text) in [
            ("open-folder", "Open a folder of articles…"),
            ("open-path", "Type a path…"),
            ("open-sample", "Open the sample project"),
        ] {
            if ui.add(wide(text)).clicked() {
                actions.push(Action::Run(id));
            }
        }
        ui.add_space(8.0);
        ui.colored_label(p.quiet, "or drop a folder, a .txt file or an export of another program here");
        let recent = &session.prefs().recent;
        if !recent.is_empty() {
            ui.add_space(24.0);
            ui.colored_label(p.quiet, "Recent projects");
            for path in recent.iter().take(8) {
                let name =
                    path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
                ui.add_space(2.0);
                if ui.add(Button::new(name).min_size(vec2(320.0, 26.0))).clicked() {
                    actions.push(Action::OpenProject(path.clone()));
                }
                let folder = RichText::new(path.display().to_string()).size(12.0).color(p.quiet);
                ui.add(egui::Label::new(folder).truncate());
            }
        }
        if ui.input(|i| !i.raw.hovered_files.is_empty()) {
            ui.add_space(16.0);
            ui.strong("Let go to open");
        }
    });
}
