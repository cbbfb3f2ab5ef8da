//! What was said of the case in hand, by the reviewer and by annotators, and answering it.

use super::super::{
    talk::{Drafts, Said},
    theme::Palette,
};
use crate::session::{Action, ReviewAction, Session, review::Case};
use egui::{Context, Id, Label, RichText, Ui};

/// What the field keeps between frames.
#[derive(Default)]
pub(super) struct State {
    drafts: Drafts,
    /// The wish for the field that was met last.
    met: u64,
}

fn field() -> Id {
    Id::unique("review-comment")
}

impl State {
    /// Gives the field the keyboard, once for each wish; when all is drawn, so that the key that asked is not typed into it.
    pub(super) fn focus_once(&mut self, ctx: &Context, session: &Session) {
        if session.reviewing().comment_wanted() > self.met {
            self.met = session.reviewing().comment_wanted();
            ctx.memory_mut(|m| m.request_focus(field()));
            ctx.request_repaint();
        }
    }

    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        (at, case): (usize, &Case),
        actions: &mut Vec<Action>,
    ) {
        let Some(article) = session.current() else { return };
        let p = Palette::of(ui.visuals());
        let thread = session.thread_of(at);
        if !thread.is_empty() {
            ui.add_space(2.0);
            let (words, color) =
                if thread.is_open() { ("Comments", p.warning) } else { ("Comments, resolved", p.good) };
            ui.add(Label::new(RichText::new(words).strong().size(13.0).color(color)));
        }
        let place = format!("{}-{}", case.cluster.span.start().0, case.cluster.span.end().0);
        let key = session.keys().shown("case-comment");
        let wanted = session.reviewing().comment_wanted() > self.met;
        let said = self.drafts.show(ui, session, (article, place), &thread, (field(), &key, wanted));
        if let Some(Said { text, resolves }) = said {
            actions.push(Action::Review(ReviewAction::Say { at, text, resolves }));
        }
    }
}
