//! What was decided of the case in hand: verdict, reason, remark; and what was decided before the work was changed.

use super::super::theme::Palette;
use super::{versions, words};
use crate::{
    model::{ArticleKey, Decision, Verdict},
    session::{
        Action, ReviewAction, Session,
        review::{Case, Desk},
    },
    text::Span,
};
use egui::{Context, EventFilter, Id, Key, Label, Modifiers, RichText, TextEdit, Ui, WidgetInfo, accesskit::Role};

pub(super) fn show(
    ui: &mut Ui,
    session: &Session,
    (at, case): (usize, &Case),
    decision: Option<&Decision>,
    note: &mut Note,
    actions: &mut Vec<Action>,
) {
    let p = Palette::of(ui.visuals());
    let Ok(desk) = session.desk() else { return };
    if let Some(decision) = decision {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let color = if decision.is_settled() { p.good } else { p.quiet };
            ui.colored_label(color, RichText::new(words::verdict(session, &decision.verdict)).strong());
            ui.weak(session.ago(&decision.made));
        });
        taken(ui, session, desk, decision);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let none = decision.reason.is_empty();
            let reason = if none { "No reason given".to_owned() } else { format!("Reason: {}", decision.reason) };
            let reason = RichText::new(reason).size(13.0);
            ui.label(if none { reason.color(p.quiet) } else { reason });
            versions::run(ui, session, "case-reason", "Reason…", actions);
        });
    }
    for id in &case.earlier {
        let Some(was) = session.review().and_then(|r| r.decisions.get(id)) else { continue };
        earlier(ui, session, desk, was);
    }
    let now = decision.map_or("", |d| &*d.note);
    let writing = note.is_wanted(session) || note.writes(at) || ui.memory(|m| m.has_focus(field()));
    if decision.is_some() || writing {
        actions.extend(note.show(ui, session, (at, case.cluster.span), now));
    }
}

/// The marks that came of a decision, where they are not simply somebody's version.
fn taken(ui: &mut Ui, session: &Session, desk: &Desk, decision: &Decision) {
    if matches!(decision.verdict, Verdict::Took(_) | Verdict::Agreed) {
        return;
    }
    let marks = decision.taken.iter().filter_map(|id| session.doc()?.set().get(id));
    for mark in marks.take(6) {
        ui.add(Label::new(RichText::new(versions::plain(desk, mark)).size(13.0)).wrap());
    }
}

/// What was decided before the work was changed.
fn earlier(ui: &mut Ui, session: &Session, desk: &Desk, was: &Decision) {
    let p = Palette::of(ui.visuals());
    let verdict = words::verdict(session, &was.verdict);
    let reason = if was.reason.is_empty() { String::new() } else { format!(" ({})", was.reason) };
    let ago = session.ago(&was.made);
    ui.add(Label::new(RichText::new("Changed since it was decided").strong().color(p.warning)));
    ui.add(Label::new(RichText::new(format!("Was: {verdict}{reason} {ago}")).size(13.0)).wrap());
    for offer in &was.offered {
        let said: Vec<String> = offer.marks.iter().take(6).map(|m| versions::plain(desk, m)).collect();
        let said = if said.is_empty() { "nothing".to_owned() } else { said.join("; ") };
        let name = session.shown_name(&offer.by);
        ui.add(Label::new(RichText::new(format!("{name} had {said}")).size(12.5).color(p.quiet)).wrap());
    }
    if !was.note.is_empty() {
        ui.add(Label::new(RichText::new(format!("Remark: {}", was.note)).size(12.5).color(p.quiet)).wrap());
    }
}

/// The remark that is being written.
#[derive(Default)]
pub(super) struct Note {
    draft: Option<Draft>,
    /// The wish for the field that was met last.
    met: u64,
}

struct Draft {
    article: ArticleKey,
    at: usize,
    span: Span,
    text: String,
    now: String,
}

fn field() -> Id {
    Id::unique("review-remark")
}

impl Note {
    /// Whether the field is asked for and does not have the keyboard yet.
    fn is_wanted(&self, session: &Session) -> bool {
        session.reviewing().note_wanted() > self.met
    }

    fn writes(&self, at: usize) -> bool {
        self.draft.as_ref().is_some_and(|d| d.at == at)
    }

    /// Gives the field the keyboard, once for each wish; when all is drawn, so that the key that asked is not typed into it.
    pub(super) fn focus_once(&mut self, ctx: &Context, session: &Session) {
        if self.is_wanted(session) {
            self.met = session.reviewing().note_wanted();
            if super::is_on(session) {
                ctx.memory_mut(|m| m.request_focus(field()));
                ctx.request_repaint();
            }
        }
    }

    /// What is being written, to be kept.
    pub(super) fn take(&mut self, session: &Session) -> Option<Action> {
        let draft = self.draft.take().filter(|d| d.text.trim() != d.now.trim())?;
        if session.current() != Some(&draft.article) {
            return None;
        }
        // The cases may have been counted anew meanwhile.
        let cases = &session.desk().ok()?.cases;
        let same = |at: &usize| cases.get(*at).is_some_and(|c| c.cluster.span == draft.span);
        let at = Some(draft.at).filter(same).or_else(|| (0..cases.len()).find(same))?;
        Some(Action::Review(ReviewAction::Note(at, draft.text)))
    }

    /// What was being written on a case that is no longer in hand.
    pub(super) fn left_behind(&mut self, session: &Session) -> Option<Action> {
        let here = super::is_on(session)
            && self.draft.as_ref().is_none_or(|d| {
                session.current() == Some(&d.article) && session.case().is_some_and(|(at, _)| at == d.at)
            });
        if here { None } else { self.take(session) }
    }

    fn show(&mut self, ui: &mut Ui, session: &Session, (at, span): (usize, Span), now: &str) -> Option<Action> {
        let focused = ui.memory(|m| m.has_focus(field()));
        let (enter, escape) = match focused {
            true => ui.input_mut(|i| {
                let enter = !i.modifiers.shift && i.consume_key(Modifiers::NONE, Key::Enter);
                (enter, i.consume_key(Modifiers::NONE, Key::Escape))
            }),
            false => (false, false),
        };
        let mut text = self.draft.as_ref().map_or_else(|| now.to_owned(), |d| d.text.clone());
        let filter = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
        let edit = TextEdit::multiline(&mut text).desired_rows(1).id(field()).event_filter(filter);
        let key = session.keys().shown("case-note");
        let hint = if key.is_empty() { "Remark".to_owned() } else { format!("Remark ({key})") };
        let edit = edit.hint_text(RichText::new(hint).weak()).desired_width(f32::INFINITY);
        let response = ui.add_enabled(session.can_mark(), edit);
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::TextInput, session.can_mark(), "Remark");
            info.current_text_value = Some(text.clone());
            info
        });
        if escape {
            self.draft = None;
            ui.memory_mut(|m| m.surrender_focus(field()));
            return None;
        }
        if response.changed() || response.has_focus() && self.draft.is_none() {
            let article = session.current()?.clone();
            self.draft = Some(Draft { article, at, span, text, now: now.to_owned() });
        }
        if enter {
            ui.memory_mut(|m| m.surrender_focus(field()));
        }
        if enter || response.lost_focus() { self.take(session) } else { None }
    }
}
