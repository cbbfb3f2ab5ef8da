//! The right side bar: a row of tabs, and the page that is chosen.

use super::{find, guide, history, marks, theme::Palette};
use crate::session::{Action, Panel, Session};
use egui::{Frame, Margin, RichText, Sense, Ui, WidgetInfo, accesskit::Role, vec2};

/// What the pages keep between frames.
#[derive(Default)]
pub(super) struct State {
    find: find::State,
    guide: guide::State,
}

impl State {
    /// Forgets what belongs to a project, for another one.
    pub(super) fn forget(&mut self) {
        self.guide = guide::State::default();
    }

    /// What of the chosen page must be at hand also where the window is too narrow for the side bar.
    pub(super) fn narrow(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        if session.panel() == Panel::Find && session.prefs().right_open {
            find::narrow(&mut self.find, ui, session, actions);
        }
    }

    pub(super) fn show(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        ui.set_min_size(ui.available_size());
        tabs(ui, session.panel(), actions);
        match session.panel() {
            Panel::Marks => marks::show(ui, session, actions),
            Panel::Find => self.find.show(ui, session, actions),
            Panel::Guide => guide::show(ui, session, &mut self.guide, actions),
            Panel::History => history::show(ui, session, actions),
        }
    }
}

fn tabs(ui: &mut Ui, chosen: Panel, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    Frame::new().inner_margin(Margin { left: 8, right: 8, top: 6, bottom: 0 }).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(2.0, 0.0);
            for (panel, title) in Panel::ALL {
                let is_chosen = *panel == chosen;
                let text = RichText::new(*title).color(if is_chosen { p.text } else { p.quiet });
                let text = if is_chosen { text.strong() } else { text };
                let response = Frame::new()
                    .inner_margin(Margin::symmetric(6, 4))
                    .show(ui, |ui| ui.add(egui::Label::new(text).selectable(false).sense(Sense::click())));
                let response = response.inner;
                response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_chosen, *title));
                if is_chosen {
                    let under = response.rect.expand2(vec2(0.0, 4.0));
                    ui.painter().hline(under.x_range(), under.bottom(), egui::Stroke::new(2.0, p.accent));
                }
                if response.clicked() {
                    actions.push(Action::Panel(*panel));
                }
            }
        });
    });
}
