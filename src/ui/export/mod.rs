//! The export dialog: the formats on the left, what is taken in the middle, what would be written and lost on the right, the
//! folder and the button below.

mod bottom;
mod formats;
mod outlook;
mod preview;
mod scope;

pub(super) use bottom::strip;

use super::theme::Palette;
use crate::session::{Action, ExportAction, Overlay, Session};
use egui::{Align, Frame, Layout, Margin, RichText, ScrollArea, Ui, vec2};

/// Narrower than this, in points, everything stands below one another.
const THREE_FROM: f32 = 740.0;

/// What belongs to the screen alone.
#[derive(Default)]
pub(super) struct State {
    /// It was there in the frame before.
    open: bool,
    /// The format of which the preview is shown, where one was chosen.
    preview: Option<&'static str>,
}

impl State {
    pub(super) fn show(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        let new = !std::mem::replace(&mut self.open, true);
        let screen = ui.ctx().content_rect().size();
        let size = vec2((screen.x - 64.0).clamp(400.0, 1400.0), (screen.y - 72.0).clamp(280.0, 900.0));
        let modal = super::modal(ui, "export").show(ui, |ui| {
            ui.set_width(size.x);
            ui.horizontal(|ui| {
                ui.heading("Export");
                let about = "Annotations for other programs; everything is read back and compared with the project";
                ui.add(egui::Label::new(RichText::new(about).color(Palette::of(ui.visuals()).quiet)).truncate());
            });
            ui.add_space(6.0);
            let rest = vec2(size.x, size.y - ui.min_rect().height());
            ui.allocate_ui_with_layout(rest, Layout::top_down(Align::Min), |ui| {
                ui.set_min_size(rest);
                ui.set_max_size(rest);
                egui::Panel::bottom("export-bottom")
                    .frame(Frame::new().inner_margin(Margin { left: 0, right: 0, top: 8, bottom: 0 }))
                    .resizable(false)
                    .show(ui, |ui| bottom::show(ui, session, actions));
                self.body(ui, session, new, actions);
            });
        });
        if modal.should_close() && !egui::Popup::is_any_open(ui.ctx()) {
            actions.push(Action::Overlay(Overlay::None));
        }
    }

    fn body(&mut self, ui: &mut Ui, session: &Session, new: bool, actions: &mut Vec<Action>) {
        let size = ui.available_size();
        if size.x < THREE_FROM {
            ScrollArea::vertical().id_salt("export").auto_shrink(false).show(ui, |ui| {
                Frame::new().inner_margin(Margin { left: 0, right: 14, top: 0, bottom: 8 }).show(ui, |ui| {
                    formats::show(ui, session, new, actions);
                    ui.separator();
                    scope::show(ui, session, actions);
                    ui.separator();
                    outlook::show(ui, session, &mut self.preview, actions);
                });
            });
            return;
        }
        let (left, middle) = ((size.x * 0.29).clamp(240.0, 360.0), (size.x * 0.22).clamp(190.0, 280.0));
        ui.horizontal_top(|ui| {
            column(ui, "export-formats", left, |ui| formats::show(ui, session, new, actions));
            ui.separator();
            column(ui, "export-scope", middle, |ui| scope::show(ui, session, actions));
            ui.separator();
            let rest = ui.available_width();
            column(ui, "export-outlook", rest, |ui| outlook::show(ui, session, &mut self.preview, actions));
        });
    }
}

/// A column that scrolls by itself.
pub(super) fn column(ui: &mut Ui, id: &str, width: f32, contents: impl FnOnce(&mut Ui)) {
    let size = vec2(width, ui.available_height());
    ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
        ui.set_min_size(size);
        ScrollArea::vertical().id_salt(id).auto_shrink(false).show(ui, |ui| {
            Frame::new().inner_margin(Margin { left: 2, right: 14, top: 0, bottom: 8 }).show(ui, contents);
        });
    });
}

/// A heading inside a column.
pub(super) fn title(ui: &mut Ui, text: &str) {
    ui.add_space(6.0);
    title_beside(ui, text);
}

/// The same with something beside it.
fn title_beside(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).font(egui::FontId::new(14.0, super::theme::bold())));
}

fn act(actions: &mut Vec<Action>, action: ExportAction) {
    actions.push(Action::Export(action));
}
