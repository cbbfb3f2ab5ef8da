//! Suggestions on the right: what is open in the article, from which score on, the one in hand; and the sources with what became of
//! their suggestions.
//!
//! | file | holds |
//! |---|---|
//! | `head` | how many of each label, all accepted at once, the slider for the score |
//! | `list` | the suggestions in order |
//! | `hand` | the one in hand, below every page that has an inspector |
//! | `same` | whether marks are of one actor |
//! | `sources` | which sources are asked |
//! | `figures` | what became of suggestions |
//! | `program` | a program of the person's own |

mod figures;
mod hand;
mod head;
mod list;
mod program;
mod same;
mod sources;

pub(super) use hand::show as in_hand;

use super::{review, theme::Palette};
use crate::{
    model::{LabelName, State as Stage},
    session::{Action, Panel, Session, SuggestAction},
};
use egui::{Frame, Margin, Ui};

/// What the page keeps between frames.
#[derive(Default)]
pub(super) struct State {
    /// The sources are shown instead of the list.
    sources: bool,
    /// Only suggestions of this label are listed.
    only: Option<LabelName>,
    /// The figures are of all articles instead of the one in hand.
    whole: bool,
    /// The times that figures need were asked for.
    counted: bool,
    program: program::State,
}

impl State {
    /// Whether the sources are shown, and the suggestion in hand would take their room.
    pub(super) fn is_about_sources(&self, session: &Session) -> bool {
        self.sources && session.panel() == Panel::Suggestions
    }
}

fn act(actions: &mut Vec<Action>, action: SuggestAction) {
    actions.push(Action::Suggest(action));
}

pub(super) fn show(ui: &mut Ui, session: &Session, state: &mut State, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    ui.spacing_mut().item_spacing.y = 0.0;
    let looking = session.suggesting().is_looking();
    Frame::new().inner_margin(Margin { left: 12, right: 10, top: 10, bottom: 6 }).show(ui, |ui| {
        ui.horizontal(|ui| {
            for (sources, title) in [(false, "This article"), (true, "Sources")] {
                if ui.selectable_label(state.sources == sources, title).clicked() {
                    state.sources = sources;
                }
            }
            if looking {
                ui.weak("Looking…");
            }
        });
    });
    if state.sources {
        if !std::mem::replace(&mut state.counted, true) {
            act(actions, SuggestAction::CountAll);
        }
        return sources::show(ui, session, state, p, actions);
    }
    let (shown, below) = (session.suggesting().shown(), session.suggesting().below());
    same::show(ui, session, p, actions);
    if shown.is_empty() && below == 0 {
        Frame::new().inner_margin(Margin::symmetric(12, 4)).show(ui, |ui| nothing(ui, session, looking, state, p));
        return;
    }
    head::show(ui, session, state, p, actions);
    list::show(ui, session, state.only.as_ref(), p, actions);
}

/// Why there is nothing, and what to do.
fn nothing(ui: &mut Ui, session: &Session, looking: bool, state: &mut State, p: &Palette) {
    ui.spacing_mut().item_spacing.y = 8.0;
    let Some(doc) = session.doc() else { return };
    let sources = session.suggestion_sources();
    let off = !sources.is_empty() && sources.iter().all(|source| !source.on || source.turned_down.is_some());
    let text = match doc.set().state() {
        _ if review::is_on(session) => "Suggestions are for marking; here others’ marks are decided on",
        _ if !session.can_mark() => "This article cannot be marked now, so nothing is suggested",
        Stage::Done => "This article is done: what was left of its suggestions was seen",
        Stage::Skipped => "This article is skipped, so nothing is suggested",
        _ if off => "No source suggests here: all are off or turned down",
        _ if looking => "The sources are at work…",
        _ => "Nothing is left to suggest in this article. What you mark here is suggested again where it recurs",
    };
    ui.colored_label(p.quiet, text);
    if off && ui.button("Show the sources").clicked() {
        state.sources = true;
    }
}
