//! Agreement: what was measured on the left, the places behind the number that was clicked on the right.
//!
//! | file | holds |
//! |---|---|
//! | `status` | how far measuring is, what has changed since, what was left out |
//! | `overview` | the headline, the matrix of annotators, the measures |
//! | `measures` | every measure with its interval, or why it has no value; by label |
//! | `labels` | which label stands for which |
//! | `worst` | articles and events, the worst first |
//! | `phrases` | words that annotators do not agree on |
//! | `gold` | each annotator against gold, over time |
//! | `places` | the places behind a number |
//! | `matrix` | a table of cells to click |
//! | `words` | what things are called |

mod gold;
mod labels;
mod matrix;
mod measures;
mod overview;
mod phrases;
mod places;
mod status;
mod words;
mod worst;

use super::theme::Palette;
use crate::session::{
    Action, AgreementAction, Overlay, Session,
    agreeing::{Behind, Between, Measured},
};
use egui::{Align, Button, Frame, Layout, Margin, RichText, ScrollArea, Ui, WidgetInfo, accesskit::Role, vec2};

/// Narrower than this, in points, the places stand instead of what was measured.
const TWO_FROM: f32 = 820.0;

/// What is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Tab {
    #[default]
    Overview,
    Labels,
    Articles,
    Phrases,
    Gold,
}

const TABS: [(Tab, &str); 5] = [
    (Tab::Overview, "Overview"),
    (Tab::Labels, "Labels"),
    (Tab::Articles, "Articles"),
    (Tab::Phrases, "Phrases"),
    (Tab::Gold, "Against gold"),
];

/// What belongs to the screen alone. It stays while the dialog is closed, so that one comes back to where one was.
#[derive(Default)]
pub(super) struct State {
    tab: Tab,
    /// The measure of the matrix of annotators.
    measure: Option<&'static str>,
    /// Between whom labels are compared.
    between: Between,
    /// Events instead of articles.
    events: bool,
    labels: labels::Cells,
    /// What was measured when this was last drawn.
    serial: u64,
}

impl State {
    pub(super) fn show(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        let agreeing = session.agreeing();
        if std::mem::replace(&mut self.serial, agreeing.serial()) != agreeing.serial() {
            (self.between, self.labels) = (Between::Everyone, labels::Cells::default());
        }
        let screen = ui.ctx().content_rect().size();
        let size = vec2((screen.x - 64.0).clamp(400.0, 1500.0), (screen.y - 72.0).clamp(280.0, 1000.0));
        let modal = super::modal(ui, "agreement").show(ui, |ui| {
            ui.set_width(size.x);
            header(ui, session, actions);
            ui.add_space(4.0);
            status::show(ui, session, actions);
            let rest = vec2(size.x, (size.y - ui.min_rect().height()).max(0.0));
            ui.allocate_ui_with_layout(rest, Layout::top_down(Align::Min), |ui| {
                ui.set_min_size(rest);
                ui.set_max_size(rest);
                if let Some(measured) = agreeing.measured() {
                    self.body(ui, session, measured, actions);
                }
            });
        });
        if modal.should_close() && !egui::Popup::is_any_open(ui.ctx()) {
            actions.push(Action::Overlay(Overlay::None));
        }
    }

    fn body(&mut self, ui: &mut Ui, session: &Session, measured: &Measured, actions: &mut Vec<Action>) {
        let size = ui.available_size();
        let opened = session.agreeing().opened();
        if let Some(opened) = opened.filter(|_| size.x < TWO_FROM) {
            return places::show(ui, session, measured, opened, actions);
        }
        let right = if opened.is_some() { (size.x * 0.38).clamp(340.0, 520.0) } else { 0.0 };
        ui.horizontal_top(|ui| {
            let room = vec2(size.x - right - if right > 0.0 { 24.0 } else { 0.0 }, size.y);
            column(ui, room, |ui| self.figures(ui, session, measured, actions));
            if let Some(opened) = opened {
                ui.separator();
                column(ui, vec2(ui.available_width(), size.y), |ui| {
                    places::show(ui, session, measured, opened, actions);
                });
            }
        });
    }

    fn figures(&mut self, ui: &mut Ui, session: &Session, measured: &Measured, actions: &mut Vec<Action>) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            for (tab, name) in TABS {
                let chosen = self.tab == tab;
                let response = ui.add(Button::selectable(chosen, name));
                response.widget_info(|| WidgetInfo::selected(Role::Tab, true, chosen, name));
                if response.clicked() {
                    self.tab = tab;
                }
            }
        });
        ui.add_space(6.0);
        match self.tab {
            Tab::Overview => overview::show(self, ui, session, measured, actions),
            Tab::Labels => labels::show(self, ui, session, measured, actions),
            Tab::Articles => worst::show(self, ui, session, measured, actions),
            Tab::Phrases => phrases::show(ui, measured, actions),
            Tab::Gold => gold::show(ui, session, measured, actions),
        }
    }
}

fn header(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    ui.horizontal(|ui| {
        ui.heading("Agreement");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.button("Close").clicked() {
                actions.push(Action::Overlay(Overlay::None));
            }
            let can = !session.agreeing().stage().is_on() && !session.agreeing().slow_stage().is_on();
            let again = ui.add_enabled(can, Button::new("Measure again"));
            if again.on_hover_text("Read the work of all again and measure it").clicked() {
                act(actions, AgreementAction::Measure);
            }
            super::review::whose(ui, session, actions);
            if let Some(measured) = session.agreeing().measured() {
                let about = RichText::new(words::summary(measured)).color(p.quiet);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add(egui::Label::new(about).truncate());
                });
            }
        });
    });
}

/// A line that is filled from the right.
fn from_right(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| ui.with_layout(Layout::right_to_left(Align::Center), contents));
}

/// A part of the dialog of this size.
fn column(ui: &mut Ui, size: egui::Vec2, contents: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
        ui.set_min_size(size);
        ui.set_max_width(size.x);
        contents(ui);
    });
}

/// A part that scrolls.
fn scrolled(ui: &mut Ui, id: &str, contents: impl FnOnce(&mut Ui)) {
    ScrollArea::both().id_salt(id).auto_shrink(false).show(ui, |ui| {
        Frame::new().inner_margin(Margin { left: 2, right: 14, top: 0, bottom: 8 }).show(ui, contents);
    });
}

fn title(ui: &mut Ui, text: &str) {
    ui.add_space(10.0);
    title_beside(ui, text);
    ui.add_space(2.0);
}

/// The same with something beside it.
fn title_beside(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).font(egui::FontId::new(14.0, super::theme::bold())));
}

fn act(actions: &mut Vec<Action>, action: AgreementAction) {
    actions.push(Action::Agreement(action));
}

fn open(actions: &mut Vec<Action>, behind: Behind) {
    act(actions, AgreementAction::Open(behind));
}
