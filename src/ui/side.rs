//! The right side bar: a row of tabs, and the page that is chosen.

use super::{
    articles::elided, find, guide, history, inspector, marks, problems, review, suggestions, talk, theme::Palette,
};
use crate::session::{Action, Panel, Session};
use egui::{FontId, Frame, Margin, Sense, Ui, WidgetInfo, accesskit::Role, vec2};

/// What the pages keep between frames.
#[derive(Default)]
pub(super) struct State {
    find: find::State,
    guide: guide::State,
    talk: talk::Drafts,
    suggestions: suggestions::State,
}

impl State {
    /// Forgets what belongs to a project, for another one.
    pub(super) fn forget(&mut self) {
        self.guide = guide::State::default();
        self.talk = talk::Drafts::default();
        self.suggestions = suggestions::State::default();
    }

    /// What of the chosen page must be at hand also where the window is too narrow for the side bar.
    pub(super) fn narrow(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        if session.panel() == Panel::Find && session.sides().right {
            find::narrow(&mut self.find, ui, session, actions);
        }
    }

    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        review: &mut review::State,
        actions: &mut Vec<Action>,
    ) {
        ui.set_min_size(ui.available_size());
        tabs(ui, session, actions);
        if session.panel().has_inspector() && session.doc().is_some_and(|d| d.selected().is_some()) {
            // At the bottom, so that the rows of the list stay where they are.
            let most = ui.available_height() * 0.6;
            inspector::panel(ui, session, most, actions);
        } else if session.panel().has_inspector() && !self.suggestions.is_about_sources(session) {
            suggestions::in_hand(ui, session, actions);
        }
        match session.panel() {
            Panel::Marks if review::is_on(session) => review.cases(ui, session, actions),
            Panel::Marks => {
                self.talk.about_mine(ui, session, actions);
                marks::show(ui, session, actions);
            }
            Panel::Problems => problems::show(ui, session, actions),
            Panel::Suggestions => suggestions::show(ui, session, &mut self.suggestions, actions),
            Panel::Find => self.find.show(ui, session, actions),
            Panel::Guide => guide::show(ui, session, &mut self.guide, actions),
            Panel::History => history::show(ui, session, actions),
        }
    }
}

fn tabs(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let chosen = session.panel();
    let p = Palette::of(ui.visuals());
    Frame::new().inner_margin(Margin { left: 8, right: 8, top: 6, bottom: 0 }).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(1.0, 0.0);
            // Where others' work is decided on nothing is suggested.
            let idle = |panel: Panel| panel == Panel::Suggestions && panel != chosen && review::is_on(session);
            for (panel, title) in Panel::ALL.iter().filter(|(panel, _)| !idle(*panel)) {
                let is_chosen = *panel == chosen;
                let count = match panel {
                    Panel::Problems => session.problems().count(),
                    Panel::Suggestions => session.suggesting().shown().len(),
                    _ => 0,
                };
                let title = if *panel == Panel::Marks && review::is_on(session) { &"Cases" } else { title };
                let title = if count > 0 { format!("{title} {count}") } else { (*title).to_owned() };
                let color = if is_chosen { p.text } else { p.quiet };
                // A size of its own, so that a tab that does not fit goes to the next line whole.
                let galley = elided(ui, &title, FontId::proportional(13.5), color, f32::INFINITY);
                let (rect, response) = ui.allocate_exact_size(galley.size() + vec2(9.0, 10.0), Sense::click());
                ui.painter().galley(rect.min + vec2(4.5, 5.0), galley, color);
                response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_chosen, &title));
                if is_chosen {
                    let line = rect.shrink2(vec2(4.5, 1.0));
                    ui.painter().hline(line.x_range(), line.bottom(), egui::Stroke::new(2.0, p.accent));
                }
                if response.clicked() {
                    actions.push(Action::Panel(*panel));
                }
            }
        });
    });
}
