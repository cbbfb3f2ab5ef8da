//! What was said of the case in hand, by the reviewer and by annotators, and answering it.

use super::super::theme::Palette;
use crate::{
    model::ArticleKey,
    session::{Action, ReviewAction, Session, review::Case},
    text::Span,
};
use egui::{Context, EventFilter, Id, Key, Label, Modifiers, RichText, TextEdit, Ui, WidgetInfo, accesskit::Role};
use std::collections::HashMap;

/// What is being written, by the case that it is about: it waits there while others are in hand.
#[derive(Default)]
pub(super) struct State {
    drafts: HashMap<(ArticleKey, Span), String>,
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
        let place = (article.clone(), case.cluster.span);
        if !thread.is_empty() {
            ui.add_space(2.0);
            let (words, color) =
                if thread.is_open() { ("Comments", p.warning) } else { ("Comments, resolved", p.good) };
            ui.add(Label::new(RichText::new(words).strong().size(13.0).color(color)));
        }
        for (who, comment) in &thread.said {
            let you = session.annotator() == Some(who);
            let who = if you { "You".to_owned() } else { session.shown_name(who) };
            let did = match (comment.text.is_empty(), comment.resolves) {
                (true, true) => " resolved it",
                (true, false) => " opened it again",
                (false, true) => ", and resolved it",
                (false, false) => "",
            };
            let line = format!("{who}{did} {}", session.ago(&comment.made));
            ui.add(Label::new(RichText::new(line.trim_end()).size(12.5).color(p.quiet)).wrap());
            if !comment.text.is_empty() {
                ui.add(Label::new(RichText::new(&*comment.text).size(13.5)).wrap());
            }
        }
        let mut text = self.drafts.remove(&place).unwrap_or_default();
        let key = session.keys().shown("case-comment");
        let name = if thread.is_empty() { "Comment" } else { "Reply" };
        let hint = if key.is_empty() { name.to_owned() } else { format!("{name} ({key})") };
        let focused = ui.memory(|m| m.has_focus(field()));
        let (enter, escape) = match focused {
            true => ui.input_mut(|i| {
                let enter = !i.modifiers.shift && i.consume_key(Modifiers::NONE, Key::Enter);
                (enter, i.consume_key(Modifiers::NONE, Key::Escape))
            }),
            false => (false, false),
        };
        let filter = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
        let edit = TextEdit::multiline(&mut text).desired_rows(1).id(field()).event_filter(filter);
        let edit = edit.hint_text(RichText::new(hint).weak()).desired_width(f32::INFINITY);
        let response = ui.add_enabled(session.can_mark(), edit);
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::TextInput, session.can_mark(), name);
            info.current_text_value = Some(text.clone());
            info
        });
        let mut say = |text: &str, resolves| {
            let text = text.trim().to_owned();
            actions.push(Action::Review(ReviewAction::Say { at, text, resolves }));
        };
        let written = !text.trim().is_empty();
        let mut sent = enter && written;
        if sent {
            say(&text, false);
        }
        if enter || escape {
            ui.memory_mut(|m| m.surrender_focus(field()));
        }
        if (written || !thread.is_empty()) && session.can_mark() {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                if written && ui.button("Send").on_hover_text("Enter does it too; Shift+Enter begins a line").clicked()
                {
                    say(&text, false);
                    sent = true;
                }
                let settle = if thread.is_open() {
                    Some(("Resolve", "Nothing is left to talk about", true))
                } else if !thread.is_empty() && !written {
                    Some(("Reopen", "Something is left to talk about", false))
                } else {
                    None
                };
                if let Some((title, about, resolves)) = settle
                    && ui.button(title).on_hover_text(about).clicked()
                {
                    say(&text, resolves);
                    sent = true;
                }
            });
        }
        if response.gained_focus() || response.changed() || session.reviewing().comment_wanted() > self.met {
            // It stands at the end of what may be a long case.
            ui.scroll_to_cursor(None);
        }
        if !sent && !text.is_empty() && !escape {
            self.drafts.insert(place, text);
        }
    }
}
