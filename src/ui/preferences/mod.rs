//! Preferences: how articles are set, light or dark, and which key does what. Every change is seen at once on the page behind.

mod keys;
mod reading;

use super::{Host, theme::Palette};
use crate::session::{Action, Overlay, Session};
use egui::{Align, Align2, Color32, Frame, Layout, Margin, Modal, RichText, Sense, Ui, WidgetInfo, accesskit::Role};

/// The dialog's width, in points; narrow, for what it changes is beside it.
const WIDTH: f32 = 440.0;

/// Which page is shown, and what is being done on it.
#[derive(Default)]
pub(super) struct State {
    keys_shown: bool,
    reading: reading::State,
    keys: keys::State,
}

impl State {
    pub(super) fn show(&mut self, ui: &mut Ui, session: &Session, host: &dyn Host, actions: &mut Vec<Action>) {
        if self.keys_shown {
            self.keys.take_stroke(ui, session, actions);
        }
        let id = egui::Id::unique("preferences");
        let size = ui.ctx().content_rect().size();
        // Its top stays where it is when the other page is chosen.
        let area = Modal::default_area(id).anchor(Align2::RIGHT_TOP, [-16.0, 56.0]);
        let frame = Frame::window(ui.style()).inner_margin(Margin::same(16));
        let modal = Modal::new(id).area(area).backdrop_color(Color32::TRANSPARENT).frame(frame).show(ui, |ui| {
            ui.set_width(WIDTH.min(size.x - 64.0));
            ui.horizontal(|ui| {
                ui.heading("Preferences");
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if ui.button("Close").clicked() {
                        actions.push(Action::Overlay(Overlay::None));
                    }
                });
            });
            ui.add_space(4.0);
            ui.horizontal(|ui| {
                for (keys, title) in [(false, "Reading"), (true, "Keys")] {
                    if tab(ui, title, self.keys_shown == keys) {
                        self.keys_shown = keys;
                        self.keys = keys::State::default();
                    }
                }
            });
            ui.add_space(10.0);
            if self.keys_shown {
                self.keys.show(ui, session, size.y - 300.0, actions);
            } else {
                self.reading.show(ui, session, host, actions);
            }
        });
        if modal.should_close() {
            actions.push(Action::Overlay(Overlay::None));
        }
    }
}

fn tab(ui: &mut Ui, title: &str, chosen: bool) -> bool {
    let p = Palette::of(ui.visuals());
    let text = RichText::new(title).color(if chosen { p.text } else { p.quiet });
    let text = if chosen { text.strong() } else { text };
    let label = egui::Label::new(text).selectable(false).sense(Sense::click());
    let response = Frame::new().inner_margin(Margin::symmetric(6, 4)).show(ui, |ui| ui.add(label)).inner;
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, chosen, title));
    if chosen {
        let under = response.rect.expand2(egui::vec2(0.0, 4.0));
        ui.painter().hline(under.x_range(), under.bottom(), egui::Stroke::new(2.0, p.accent));
    }
    response.clicked()
}
