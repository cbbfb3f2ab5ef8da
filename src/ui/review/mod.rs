//! The Review workspace on screen: others' work side by side, and one decision after the other.
//!
//! | file | holds |
//! |---|---|
//! | `view` | the article in hand as it is drawn, made once for each state of it: names, places, lists of cases |
//! | `queue` | the articles on the left, the worst agreement first |
//! | `whose` | whose work is reviewed |
//! | `side` | the right side: the case in hand, and below it all cases of the article |
//! | `versions` | the case in hand: what each annotator has there |
//! | `decided` | what was decided of it, and before: reason, remark |
//! | `pieces` | a version's words, with what it has more or less than others |
//! | `list` | the cases of the article |
//! | `talk` | what was said of the case in hand |
//! | `gathered` | decisions of the whole project with a reason, or that are talked about |
//! | `asking` | reasons to choose from, over the lower edge of the page |
//! | `bar` | the bottom bar: what the next keys do |
//! | `words` | what differs and what was decided, in words |

mod asking;
mod bar;
mod decided;
mod gathered;
mod list;
mod pieces;
mod queue;
mod side;
mod talk;
mod versions;
mod view;
mod whose;
mod words;

pub(super) use asking::show as asking;
pub(super) use bar::show as bar;
pub(super) use whose::button as whose;

use super::{page::PageResponse, trouble};
use crate::session::{Action, ReviewAction, Session, Workspace, command, review::NoDesk};
use egui::{Context, RichText, Ui};
use view::View;

/// What the workspace keeps between frames.
#[derive(Default)]
pub(super) struct State {
    queue: queue::State,
    view: Option<View>,
    list: list::State,
    note: decided::Note,
    talk: talk::State,
}

impl State {
    /// Brings what is drawn up to what is so. To be called once, before anything is drawn.
    pub(super) fn follow(&mut self, session: &Session, actions: &mut Vec<Action>) {
        actions.extend(self.note.left_behind(session));
        View::follow(&mut self.view, session);
    }

    /// Forgets what belongs to a project, for another one.
    pub(super) fn forget(&mut self) {
        *self = State::default();
    }

    /// The article in hand with everyone's marks, where it is under review.
    pub(super) fn view(&self) -> Option<&View> {
        self.view.as_ref()
    }

    /// The articles on the left.
    pub(super) fn queue(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        self.queue.show(ui, session, actions);
    }

    /// The case in hand and all others, on the right.
    pub(super) fn cases(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        side::show(self, ui, session, actions);
    }

    /// A remark that is being written, to be kept before the window closes.
    pub(super) fn typed(&mut self, session: &Session) -> Option<Action> {
        self.note.take(session)
    }
}

/// Whether the window is for reviewing.
pub(super) fn is_on(session: &Session) -> bool {
    session.reviewing().workspace() == Workspace::Review
}

/// What a click on the page means: the case of a mark, or of a place in the margin, is taken in hand.
pub(super) fn clicked(session: &Session, page: &PageResponse) -> Option<Action> {
    if let Some(place) = page.clicked_place {
        return Some(Action::Review(ReviewAction::Case(place)));
    }
    // While marks are edited, a click is for the one that is edited or for the caret.
    let (layer, mark) = page.clicked_mark.as_ref().filter(|_| !session.reviewing().is_editing())?;
    Some(Action::Review(ReviewAction::CaseOf(layer.checked_sub(1), mark.clone())))
}

/// Above the page: why there is nothing to decide, and what to do.
pub(super) fn banner(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let Err(why) = session.desk() else { return };
    if why == NoDesk::Reading {
        return;
    }
    let p = super::theme::Palette::of(ui.visuals());
    let color = if matches!(why, NoDesk::NobodyReady | NoDesk::NotDone) { p.line } else { p.warning };
    trouble::banner(ui, color, |ui| {
        let (what, more) = words::no_desk(session, &why);
        ui.label(RichText::new(what).strong());
        ui.label(more);
        match why {
            NoDesk::Own => {
                if ui.button("Change annotator…").clicked() {
                    actions.push(Action::Run("annotator"));
                }
            }
            NoDesk::NobodyReady => {
                ui.horizontal_wrapped(|ui| {
                    if command("next-article").is_some_and(|c| c.is_enabled(session)) {
                        versions::run(ui, session, "next-article", "Next article to review", actions);
                    }
                    if !session.reviewing().reviewed().any_state {
                        in_progress(ui, session, actions);
                    }
                });
            }
            NoDesk::NotDone => {
                if ui.button("Annotate it").clicked() {
                    actions.push(Action::Run("annotate"));
                }
            }
            NoDesk::Reading | NoDesk::Failed(_) => {}
        }
    });
}

/// A button that lets work in progress be reviewed too.
fn in_progress(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let button = ui.button("Also review work in progress").on_hover_text("Also sets that nobody has called done yet");
    if button.clicked() {
        let reviewed = session.reviewing().reviewed().clone();
        actions.push(Action::Review(ReviewAction::Whose(crate::session::review::Reviewed {
            any_state: true,
            ..reviewed
        })));
    }
}

/// Gives the field of a remark or comment the keyboard, once for each time that it is asked for. To be called when all is drawn.
pub(super) fn settle(state: &mut State, ctx: &Context, session: &Session) {
    state.note.focus_once(ctx, session);
    state.talk.focus_once(ctx, session);
}
