//! The import dialog: what is read and how on the left, what was recognised on the right, the button below.

mod bottom;
mod choices;
mod recognised;

use super::theme::Palette;
use crate::session::{Action, ImportAction, Overlay, Session};
use egui::{
    Align, Button, Frame, Key, Layout, Margin, RichText, ScrollArea, TextEdit, Ui, WidgetInfo, accesskit::Role, vec2,
};

/// Narrower than this, in points, everything stands below one another.
const TWO_FROM: f32 = 640.0;
/// The room for the buttons beside the path's field, in points.
const BUTTONS: f32 = 292.0;

/// What belongs to the screen alone.
#[derive(Default)]
pub(super) struct State {
    /// It was there in the frame before.
    open: bool,
}

impl State {
    pub(super) fn show(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        let new = !std::mem::replace(&mut self.open, true);
        let screen = ui.ctx().content_rect().size();
        let size = vec2((screen.x - 64.0).clamp(400.0, 1100.0), (screen.y - 72.0).clamp(280.0, 780.0));
        let modal = super::modal(ui, "import").show(ui, |ui| {
            ui.set_width(size.x);
            ui.horizontal(|ui| {
                ui.heading("Import");
                let about = "Articles are found again by their text; marks that are there stay as they are";
                ui.add(egui::Label::new(RichText::new(about).color(Palette::of(ui.visuals()).quiet)).truncate());
            });
            ui.add_space(6.0);
            path(ui, session, new, actions);
            ui.add_space(4.0);
            let rest = vec2(size.x, size.y - ui.min_rect().height());
            ui.allocate_ui_with_layout(rest, Layout::top_down(Align::Min), |ui| {
                ui.set_min_size(rest);
                ui.set_max_size(rest);
                egui::Panel::bottom("import-bottom")
                    .frame(Frame::new().inner_margin(Margin { left: 0, right: 0, top: 8, bottom: 0 }))
                    .resizable(false)
                    .show(ui, |ui| bottom::show(ui, session, actions));
                body(ui, session, actions);
            });
        });
        if modal.should_close() && !egui::Popup::is_any_open(ui.ctx()) {
            actions.push(Action::Overlay(Overlay::None));
        }
    }
}

/// What happens to a file that is held over the window.
pub(super) fn held_over(ui: &Ui, session: &Session) {
    if session.project().is_none() || session.importing().is_on() || ui.input(|i| i.raw.hovered_files.is_empty()) {
        return;
    }
    let area = egui::Area::new(egui::Id::unique("held-over")).order(egui::Order::Tooltip);
    area.anchor(egui::Align2::CENTER_CENTER, vec2(0.0, 0.0)).show(ui, |ui| {
        Frame::popup(ui.style()).inner_margin(Margin::symmetric(24, 16)).show(ui, |ui| {
            ui.heading("Let go to import");
        });
    });
}

/// The line with the file or folder.
fn path(ui: &mut Ui, session: &Session, new: bool, actions: &mut Vec<Action>) {
    let importing = session.importing();
    ui.add_enabled_ui(!importing.is_on(), |ui| {
        ui.horizontal(|ui| {
            let mut path = importing.path().to_owned();
            let edit = TextEdit::singleline(&mut path).hint_text("Path of a file or a folder, or drop it here");
            let field = ui.add(edit.desired_width(ui.available_width() - BUTTONS).margin(Margin::symmetric(6, 4)));
            field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "File or folder"));
            if new && importing.source().is_none() {
                field.request_focus();
            }
            if field.changed() {
                act(actions, ImportAction::Path(path));
            }
            let enter = field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
            let named = !importing.path().trim().is_empty();
            if ui.add_enabled(named, Button::new("Read")).clicked() || enter {
                act(actions, ImportAction::Read);
            }
            for (file, name) in [(true, "Choose file…"), (false, "Choose folder…")] {
                if ui.button(name).on_hover_text("With the system’s dialog").clicked() {
                    act(actions, ImportAction::Choose(file));
                }
            }
        });
    });
}

fn body(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let size = ui.available_size();
    let margin = Margin { left: 2, right: 14, top: 0, bottom: 8 };
    let p = Palette::of(ui.visuals());
    let importing = session.importing();
    let Some(seen) = importing.seen() else {
        let text = match importing.reading() {
            Some(n) => format!("Reading: {}", crate::text::counted(n, "document")),
            None => "Exports of Label Studio, Prodigy, doccano, brat, INCEpTION and many more are recognised. Nothing is taken in \
                     before you have seen what is there"
                .to_owned(),
        };
        ui.add_space(12.0);
        ui.colored_label(p.quiet, text);
        return;
    };
    let seen = match seen {
        Ok(seen) => seen,
        Err(trouble) => {
            ui.add_space(12.0);
            ui.colored_label(p.error, format!("{trouble}. Nothing was taken in"));
            return;
        }
    };
    if size.x < TWO_FROM {
        ScrollArea::vertical().id_salt("import").auto_shrink(false).show(ui, |ui| {
            Frame::new().inner_margin(margin).show(ui, |ui| {
                choices::show(ui, session, seen, actions);
                ui.separator();
                recognised::show(ui, session, seen, actions);
            });
        });
        return;
    }
    ui.horizontal_top(|ui| {
        super::export::column(ui, "import-choices", (size.x * 0.36).clamp(250.0, 380.0), |ui| {
            choices::show(ui, session, seen, actions);
        });
        ui.separator();
        let rest = ui.available_width();
        super::export::column(ui, "import-seen", rest, |ui| recognised::show(ui, session, seen, actions));
    });
}

fn act(actions: &mut Vec<Action>, action: ImportAction) {
    actions.push(Action::Import(action));
}
