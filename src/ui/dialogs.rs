//! The small dialogs: annotator's name, a typed path, an article's details, why one is skipped, about.

use super::{Host, choice::tick, page, theme::Palette};
use crate::{
    model::{AnnotatorName, Published},
    session::{Action, Field, Overlay, Session},
    text::{Quotation, Span, one_line},
};
use egui::{Align, Button, Grid, Key, Layout, RichText, ScrollArea, TextEdit, Ui, WidgetInfo, accesskit::Role};
use std::sync::Arc;

/// What is being typed.
#[derive(Default)]
pub(super) struct State {
    open: Overlay,
    name: String,
    path: String,
    completions: Vec<String>,
    details: Vec<(Field, &'static str, String)>,
    places: Vec<(Span, bool)>,
    reason: String,
    reasons: Vec<Arc<str>>,
}

const DETAILS: [(Field, &str); 6] = [
    (Field::Title, "Title"),
    (Field::Outlet, "Outlet"),
    (Field::Url, "URL"),
    (Field::Published, "Publication date"),
    (Field::Event, "Event"),
    (Field::Language, "Language"),
];

impl State {
    pub(super) fn closed_unless(&mut self, overlay: Overlay) {
        if self.open != overlay {
            *self = State::default();
        }
    }

    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        overlay: Overlay,
        host: &dyn Host,
        actions: &mut Vec<Action>,
    ) {
        let new = self.open != overlay;
        if new {
            *self = State { open: overlay, ..State::default() };
            match overlay {
                Overlay::Annotator => {
                    self.name = session.annotator().map_or_else(|| host.user_name(), |me| me.as_str().to_owned());
                }
                Overlay::OpenPath => {
                    let here = session.project().and_then(|p| p.root.parent()).map(|p| p.display().to_string());
                    self.path = here.map_or_else(|| "~/".to_owned(), |p| format!("{p}/"));
                    self.completions = host.complete_path(&self.path);
                }
                Overlay::Metadata => {
                    let metadata = session.doc().map(|d| d.metadata().clone()).unwrap_or_default();
                    self.details = DETAILS.iter().map(|(f, n)| (*f, *n, page::details::value(&metadata, *f))).collect();
                }
                Overlay::Skip => {
                    self.reasons = session.skip_reasons();
                    self.reason = session.doc().map(|d| d.set().remarks().skipped.to_string()).unwrap_or_default();
                }
                // All that are not marked yet are chosen at first.
                Overlay::Occurrences => {
                    self.places =
                        session.occurrences().into_iter().filter(|(_, m)| !m).map(|(s, _)| (s, true)).collect();
                }
                _ => {}
            }
        }
        let modal = super::modal(ui, &format!("dialog-{overlay:?}")).show(ui, |ui| {
            ui.set_width(460.0);
            match overlay {
                Overlay::Annotator => self.annotator(ui, session, new, actions),
                Overlay::OpenPath => self.path(ui, session, host, new, actions),
                Overlay::Metadata => self.metadata(ui, session, new, actions),
                Overlay::Occurrences => self.occurrences(ui, session, actions),
                Overlay::Skip => self.skip(ui, new, actions),
                _ => about(ui, actions),
            }
        });
        if modal.should_close() {
            actions.push(Action::Overlay(Overlay::None));
        }
    }

    fn annotator(&mut self, ui: &mut Ui, session: &Session, new: bool, actions: &mut Vec<Action>) {
        ui.heading("Who annotates?");
        ui.label(
            "Your marks are kept in files of your own under this name, so that several people can work on one project.",
        );
        ui.add_space(6.0);
        let response = field(ui, &mut self.name, "Your name", "Annotator’s name", new);
        let wrong = AnnotatorName::new(&self.name).err().filter(|_| !self.name.is_empty());
        if let Some(wrong) = &wrong {
            ui.colored_label(Palette::of(ui.visuals()).error, sentence(&wrong.to_string()));
        }
        let others: Vec<&AnnotatorName> = session.project().into_iter().flat_map(|p| &p.annotators).collect();
        if !others.is_empty() {
            ui.add_space(4.0);
            ui.horizontal_wrapped(|ui| {
                ui.weak("In this project:");
                for other in others {
                    if ui.button(other.as_str()).clicked() {
                        self.name = other.as_str().to_owned();
                    }
                }
            });
        }
        let enter = response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
        let ready = AnnotatorName::new(&self.name).is_ok();
        if buttons(ui, "Annotate", ready, actions) || enter && ready {
            actions.push(Action::SetAnnotator(self.name.clone()));
        }
    }

    fn skip(&mut self, ui: &mut Ui, new: bool, actions: &mut Vec<Action>) {
        ui.heading("Skip this article");
        ui.label("It counts as dealt with, and its marks stay. Say why, so that others know.");
        ui.add_space(6.0);
        let response = field(ui, &mut self.reason, "Reason", "Reason for skipping", new);
        let mut skip = response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
        ui.add_space(4.0);
        ui.horizontal_wrapped(|ui| {
            for reason in &self.reasons {
                let chip = ui.add(Button::new(one_line(reason, 40))).on_hover_text("Skip for this reason");
                chip.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Skip: {reason}")));
                if chip.clicked() {
                    self.reason = reason.to_string();
                    skip = true;
                }
            }
        });
        skip |= buttons(ui, "Skip", true, actions);
        if skip {
            actions.push(Action::Skip(self.reason.clone()));
        }
    }

    fn path(&mut self, ui: &mut Ui, session: &Session, host: &dyn Host, new: bool, actions: &mut Vec<Action>) {
        ui.heading("Open a folder or file");
        ui.label("A folder of .txt articles opens as it is. Tab completes the path.");
        ui.add_space(6.0);
        // Tab must reach us before it moves the focus on.
        let tab = ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, Key::Tab));
        let response = path_field(ui, &mut self.path, new);
        if let Some(why) = session.open_error() {
            ui.colored_label(Palette::of(ui.visuals()).error, why);
        }
        if tab {
            if let Some(longest) = common_start(&self.completions).filter(|c| c.len() > self.path.len()) {
                self.path = longest;
            }
            self.completions = host.complete_path(&self.path);
            let end = self.path.chars().count();
            select(ui, &response, end, end);
        } else if response.changed() {
            self.completions = host.complete_path(&self.path);
        }
        ui.add_space(4.0);
        ScrollArea::vertical().max_height(200.0).auto_shrink([false, true]).show(ui, |ui| {
            let mut chosen = None;
            for path in &self.completions {
                if ui.add(Button::new(path).frame(false)).clicked() {
                    chosen = Some(path.clone());
                }
            }
            if let Some(path) = chosen {
                self.completions = host.complete_path(&path);
                self.path = path;
                response.request_focus();
            }
            if self.completions.is_empty() {
                ui.weak("No folder or article begins like this");
            }
        });
        let enter = response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
        if enter {
            response.request_focus(); // where the path cannot be opened it is mended here
        }
        let ready = !self.path.trim().is_empty();
        if buttons(ui, "Open", ready, actions) || enter && ready {
            actions.push(Action::OpenProject(self.path.trim().into()));
        }
    }

    fn occurrences(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        let Some((doc, mark)) = session.doc().and_then(|d| Some((d, d.selected()?))) else { return };
        let words = mark.span().map(|s| s.of(doc.text())).unwrap_or_default();
        ui.heading(format!("Mark as {}", mark.label));
        ui.label(format!("Where “{}” stands without this label:", one_line(words, 60)));
        ui.add_space(6.0);
        if self.places.is_empty() {
            ui.weak("Nowhere else in this article");
        }
        ScrollArea::vertical().max_height(360.0).auto_shrink([false, true]).show(ui, |ui| {
            for (span, chosen) in &mut self.places {
                let quotation = Quotation::of(doc.text(), *span);
                let line = format!("…{}{}{}…", quotation.before, quotation.exact, quotation.after);
                tick(ui, true, chosen, one_line(&line, 120));
            }
        });
        let chosen: Vec<Span> = self.places.iter().filter(|(_, c)| *c).map(|(s, _)| *s).collect();
        let free = ui.memory(|m| m.focused()).is_none_or(|id| id == page::page_id());
        let enter = free && ui.input(|i| i.key_pressed(Key::Enter));
        let name = format!("Mark {}", super::counted(chosen.len(), "place", "places"));
        if buttons(ui, &name, !chosen.is_empty(), actions) || enter && !chosen.is_empty() {
            actions.push(Action::MarkAll(chosen, mark.label.clone()));
            actions.push(Action::Overlay(Overlay::None));
        }
    }

    fn metadata(&mut self, ui: &mut Ui, session: &Session, new: bool, actions: &mut Vec<Action>) {
        let p = Palette::of(ui.visuals());
        ui.heading("Article details");
        ui.weak("Kept beside the article; the text itself is never changed. An emptied field shows again what the text says.");
        ui.add_space(6.0);
        let found = session.doc().map(|d| d.found().clone()).unwrap_or_default();
        let mut wrong = None;
        let mut enter = false;
        Grid::new("details").num_columns(2).spacing([12.0, 8.0]).show(ui, |ui| {
            for (i, (which, name, value)) in self.details.iter_mut().enumerate() {
                ui.label(*name);
                ui.vertical(|ui| {
                    let hint = match which {
                        Field::Published => "2021-12-08 15:35 +07:00".to_owned(),
                        Field::Language => "vi, en, …".to_owned(),
                        _ => page::details::value(&found, *which),
                    };
                    let response = field(ui, value, &hint, name, new && i == 0);
                    enter |= response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
                    if *which == Field::Published
                        && !value.trim().is_empty()
                        && let Err(why) = Published::parse(value)
                    {
                        ui.colored_label(p.error, sentence(&why.to_string()));
                        wrong = Some(why);
                    }
                });
                ui.end_row();
            }
        });
        let ready = wrong.is_none() && session.read_only().is_none();
        if buttons(ui, "Keep", ready, actions) || enter && ready {
            let now = session.doc().map(|d| d.metadata().clone()).unwrap_or_default();
            let changed = self.details.iter().filter(|(f, _, v)| page::details::value(&now, *f) != v.trim());
            actions.push(Action::Metadata(changed.map(|(f, _, v)| (*f, v.clone())).collect()));
            actions.push(Action::Overlay(Overlay::None));
        }
    }
}

/// A field for a path: Tab stays in it, and what it proposes is selected, so that typing replaces it.
fn path_field(ui: &mut Ui, path: &mut String, new: bool) -> egui::Response {
    let edit = TextEdit::singleline(path).hint_text("/path/to/articles").desired_width(f32::INFINITY).lock_focus(true);
    let response = ui.add(edit.margin(egui::Margin::symmetric(8, 5)));
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Path"));
    if new {
        response.request_focus();
        select(ui, &response, 0, path.chars().count());
    }
    response
}

/// Selects a range of characters of a text field.
fn select(ui: &Ui, field: &egui::Response, from: usize, to: usize) {
    let mut state = TextEdit::load_state(ui.ctx(), field.id).unwrap_or_default();
    let cursor = egui::text::CCursor::new;
    state.cursor.set_char_range(Some(egui::text::CCursorRange::two(cursor(from), cursor(to))));
    TextEdit::store_state(ui.ctx(), field.id, state);
}

fn field(ui: &mut Ui, text: &mut String, hint: &str, name: &str, focus: bool) -> egui::Response {
    let edit = TextEdit::singleline(text).hint_text(hint.to_owned()).desired_width(f32::INFINITY);
    let response = ui.add(edit.margin(egui::Margin::symmetric(8, 5)));
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, name));
    if focus {
        response.request_focus();
    }
    response
}

/// The two buttons of a dialog; says whether the first was pressed.
fn buttons(ui: &mut Ui, yes: &str, ready: bool, actions: &mut Vec<Action>) -> bool {
    ui.add_space(10.0);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let pressed = ui.add_enabled(ready, Button::new(RichText::new(yes).strong())).clicked();
        if ui.button("Cancel").clicked() {
            actions.push(Action::Overlay(Overlay::None));
        }
        pressed
    })
    .inner
}

fn about(ui: &mut Ui, actions: &mut Vec<Action>) {
    ui.heading(format!("Whosaid {}", env!("CARGO_PKG_VERSION")));
    ui.label("Mark who said what, and when, in news articles.");
    ui.add_space(6.0);
    ui.label(
        "Your marks lie in the project’s folder under annotations, one file for each annotator and article, in RON.",
    );
    ui.label(
        "The program is MIT or Apache-2.0, as you choose. The typeface is Noto Sans, under the SIL Open Font License.",
    );
    ui.add_space(10.0);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if ui.button("Close").clicked() {
            actions.push(Action::Overlay(Overlay::None));
        }
    });
}

/// The same with a capital first letter.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The longest start that all have in common.
fn common_start(all: &[String]) -> Option<String> {
    let first = all.first()?;
    let mut end = first.len();
    for other in all {
        let same = first.chars().zip(other.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        end = end.min(same);
    }
    first.get(..end).map(str::to_owned)
}
