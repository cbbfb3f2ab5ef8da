//! What people say of a decision, and answering it: in the Review workspace under the case in hand, and beside one's own marks.

use super::theme::Palette;
use crate::{
    model::{ArticleKey, Thread},
    session::{Action, ReviewAction, Session},
};
use egui::{
    EventFilter, Frame, Id, Key, Label, Margin, Modifiers, RichText, ScrollArea, TextEdit, Ui, WidgetInfo,
    accesskit::Role,
};
use std::collections::HashMap;

/// What is being written, by what it is about: it waits there while something else is in hand.
#[derive(Default)]
pub(super) struct Drafts {
    all: HashMap<(ArticleKey, String), String>,
}

/// Something to be said, and whether nothing is left to talk about then.
pub(super) struct Said {
    pub(super) text: String,
    pub(super) resolves: bool,
}

impl Drafts {
    /// A thread, and below it the field for an answer. `wanted`: the field is about to get the keyboard.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        about: (&ArticleKey, String),
        thread: &Thread,
        (field, key, wanted): (Id, &str, bool),
    ) -> Option<Said> {
        lines(ui, session, thread);
        let place = (about.0.clone(), about.1);
        let mut text = self.all.remove(&place).unwrap_or_default();
        let name = if thread.is_empty() { "Comment" } else { "Reply" };
        let hint = if key.is_empty() { format!("{name}…") } else { format!("{name} ({key})") };
        let focused = ui.memory(|m| m.has_focus(field));
        let (enter, escape) = match focused {
            true => ui.input_mut(|i| {
                let enter = !i.modifiers.shift && i.consume_key(Modifiers::NONE, Key::Enter);
                (enter, i.consume_key(Modifiers::NONE, Key::Escape))
            }),
            false => (false, false),
        };
        let filter = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
        let edit = TextEdit::multiline(&mut text).desired_rows(1).id(field).event_filter(filter);
        let edit = edit.hint_text(RichText::new(hint).weak()).desired_width(f32::INFINITY);
        let response = ui.add_enabled(session.can_mark(), edit);
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::TextInput, session.can_mark(), name);
            info.current_text_value = Some(text.clone());
            info
        });
        let written = !text.trim().is_empty();
        let mut said = (enter && written).then_some(false);
        if enter || escape {
            ui.memory_mut(|m| m.surrender_focus(field));
        }
        if (written || !thread.is_empty()) && session.can_mark() {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                if written && ui.button("Send").on_hover_text("Enter does it too; Shift+Enter begins a line").clicked()
                {
                    said = Some(false);
                }
                let (title, about, resolves) = match thread.is_open() {
                    true => ("Resolve", "Nothing is left to talk about", true),
                    false => ("Reopen", "Something is left to talk about", false),
                };
                let sensible = !thread.is_empty() && (resolves || !written);
                if sensible && ui.button(title).on_hover_text(about).clicked() {
                    said = Some(resolves);
                }
            });
        }
        if response.gained_focus() || response.changed() || wanted {
            // It may stand at the end of something long.
            ui.scroll_to_cursor(None);
        }
        if let Some(resolves) = said {
            return Some(Said { text: text.trim().to_owned(), resolves });
        }
        if !text.is_empty() && !escape {
            self.all.insert(place, text);
        }
        None
    }

    /// What reviewers and others say of one's own marks in the article in hand, each with its place and an answer.
    pub(super) fn about_mine(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        let about = session.talk_about_mine();
        let (Some(article), false) = (session.current(), about.is_empty()) else { return };
        let p = Palette::of(ui.visuals());
        let most = ui.available_height() * 0.5;
        ScrollArea::vertical().id_salt("talk-about-mine").max_height(most).auto_shrink([false, true]).show(ui, |ui| {
            Frame::new().inner_margin(Margin { left: 12, right: 12, top: 8, bottom: 8 }).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 4.0;
                ui.set_width(ui.available_width());
                ui.label(RichText::new("Comments on your marks").strong().color(p.warning));
                for talk in about {
                    let words = RichText::new(crate::text::one_line(&talk.words, 80)).size(13.5);
                    let link = ui.link(words).on_hover_text("Go to the place");
                    link.widget_info(|| WidgetInfo::labeled(Role::Link, true, format!("Go to “{}”", talk.words)));
                    if link.clicked() {
                        actions.push(Action::Click { on: Some(talk.at), caret: talk.at });
                        actions.push(Action::Review(ReviewAction::Reveal(talk.at)));
                    }
                    let field = Id::unique("answer").with((talk.of.as_str(), talk.on.as_str()));
                    let place = format!("{} {}", talk.of, talk.on);
                    let said = self.show(ui, session, (article, place), &talk.thread, (field, "", false));
                    if let Some(Said { text, resolves }) = said {
                        let (on, of) = (talk.on, talk.of);
                        actions.push(Action::Review(ReviewAction::Answer { on, of, text, resolves }));
                    }
                    ui.add_space(4.0);
                }
            });
        });
        ui.painter().hline(ui.max_rect().x_range(), ui.cursor().top(), egui::Stroke::new(1.0, p.line));
    }
}

fn lines(ui: &mut Ui, session: &Session, thread: &Thread) {
    let p = Palette::of(ui.visuals());
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
}
