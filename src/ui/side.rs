//! The right side bar: a row of tabs, and the page that is chosen.

use super::{find, guide, history, inspector, marks, problems, review, suggestions, tabs, talk};
use crate::session::{Action, Panel, Session};
use egui::Ui;

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
        tabs::show(ui, session, actions);
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
