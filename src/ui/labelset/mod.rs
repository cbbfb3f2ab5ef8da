//! The editor of the project's labels: all of them on the left, the chosen one on the right. Nothing is written until it is saved,
//! and what was edited does not go unasked.

mod asking;
mod attributes;
mod label;
mod links;

use super::{choice::tick_named as tick, page, theme::Palette};
use crate::{
    model::{Draft, Fault, LabelSet, Part},
    session::{Action, Overlay, Session},
};
use asking::Asking;
use egui::{
    Align, Button, Frame, Key, Layout, Margin, Modifiers, Rect, Response, RichText, ScrollArea, Sense, Stroke,
    TextEdit, Ui, WidgetInfo, accesskit::Role, vec2,
};

/// Height of a row of the list, in points.
const ROW: f32 = 30.0;

/// What is being edited. It stays while the editor is closed by something else, until it is saved or let go.
#[derive(Default)]
pub(super) struct State {
    edit: Option<Edit>,
}

struct Edit {
    /// The labels that it began with.
    base: LabelSet,
    draft: Draft,
    chosen: usize,
    /// The name's field is to get the focus.
    focus: bool,
    /// What was added just now: it is scrolled to and gets the focus.
    added: Option<Part>,
    preview: bool,
    asking: Option<Asking>,
    /// What was sent to be saved, when that many answers to earlier wishes had come.
    sent: Option<(LabelSet, u64)>,
}

impl Edit {
    fn of(base: LabelSet) -> Self {
        let draft = Draft::of(&base);
        Edit { base, draft, chosen: 0, focus: true, added: None, preview: false, asking: None, sent: None }
    }

    fn changed(&self) -> bool {
        self.draft != Draft::of(&self.base)
    }
}

impl State {
    /// Whether labels were edited and neither saved nor let go.
    pub(super) fn unsaved(&self) -> bool {
        self.edit.as_ref().is_some_and(|edit| edit.sent.is_none() && edit.changed())
    }

    /// Forgets what is saved.
    pub(super) fn tidy(&mut self, session: &Session) {
        let Some(edit) = &mut self.edit else { return };
        let closed = session.overlay() != Overlay::Labels;
        if let Some((sent, _)) = edit.sent.take_if(|(_, answers)| session.label_edit().answers() > *answers) {
            let there = session.project().is_some_and(|p| p.labels == sent);
            if there && closed {
                self.edit = None;
                return;
            }
        }
        if closed && !edit.changed() {
            self.edit = None;
        }
    }

    pub(super) fn show(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        let Some(project) = session.project() else { return };
        let edit = self.edit.get_or_insert_with(|| Edit::of(project.labels.clone()));
        let built = edit.draft.build(|c| session.letter_taken(c).map(str::to_owned));
        let screen = ui.ctx().content_rect().size();
        let size = vec2((screen.x - 80.0).clamp(560.0, 1040.0), (screen.y - 90.0).clamp(300.0, 760.0));
        let modal = super::modal(ui, "labels").show(ui, |ui| {
            ui.set_width(size.x);
            ui.horizontal(|ui| {
                ui.heading("Labels");
                let all = "One file for the whole project, whosaid.ron; nothing is written until you save";
                ui.add(egui::Label::new(RichText::new(all).color(Palette::of(ui.visuals()).quiet)).truncate());
            });
            banners(ui, session, edit, &project.labels);
            ui.add_space(4.0);
            keys(ui, edit);
            let fault = built.as_ref().err();
            let rest = (size.y - ui.min_rect().height() - 54.0).max(160.0);
            ui.horizontal_top(|ui| {
                ui.set_height(rest);
                ui.allocate_ui_with_layout(vec2(190.0, rest), Layout::top_down(Align::Min), |ui| {
                    ui.set_width(190.0);
                    list(ui, edit, fault);
                });
                ui.separator();
                ui.allocate_ui_with_layout(vec2(ui.available_width(), rest), Layout::top_down(Align::Min), |ui| {
                    let id = edit.draft.labels.get(edit.chosen).map_or(0, |l| l.id);
                    ScrollArea::vertical().id_salt(("label", id)).auto_shrink(false).show(ui, |ui| {
                        Frame::new().inner_margin(Margin { left: 4, right: 14, top: 0, bottom: 8 }).show(ui, |ui| {
                            label::show(ui, edit, fault);
                        });
                    });
                });
            });
            ui.add_space(8.0);
            bottom(ui, session, edit, &built, actions);
        });
        let asks = edit.asking.is_some();
        if let Some(asking) = edit.asking.take() {
            edit.asking = asking.show(ui, session, &mut edit.draft, &mut edit.chosen, actions);
            if matches!(actions.last(), Some(Action::Overlay(Overlay::None))) {
                self.edit = None;
                return;
            }
        }
        if modal.should_close() && !asks && !egui::Popup::is_any_open(ui.ctx()) {
            close(edit, actions);
        }
    }
}

/// Closes the editor, or asks where something was changed.
fn close(edit: &mut Edit, actions: &mut Vec<Action>) {
    if edit.changed() {
        edit.asking = Some(Asking::Discard);
    } else {
        actions.push(Action::Overlay(Overlay::None));
    }
}

/// What stands in the way of saving.
fn banners(ui: &mut Ui, session: &Session, edit: &mut Edit, now: &LabelSet) {
    let p = Palette::of(ui.visuals());
    if edit.base != *now && edit.sent.is_none() {
        Frame::new().fill(p.hover).inner_margin(Margin::symmetric(10, 6)).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.colored_label(p.warning, "The labels were changed elsewhere while you edited them. Nothing was overwritten");
            ui.horizontal(|ui| {
                let theirs = ui.button("Begin again with theirs").on_hover_text("What you edited here goes");
                if theirs.clicked() {
                    *edit = Edit::of(now.clone());
                }
                let mine = ui.button("Go on with mine");
                let about = "Saving then puts yours in the place of theirs; theirs is kept among the backups, and marks that got \
                             a new name there come to your name for it";
                if mine.on_hover_text(about).clicked() {
                    edit.draft.know(now);
                    edit.base = now.clone();
                }
            });
        });
    }
    if let Some(why) = session.label_edit().refused() {
        ui.colored_label(p.error, why);
    }
}

/// Moving labels by keys.
fn keys(ui: &Ui, edit: &mut Edit) {
    for (key, down) in [(Key::ArrowUp, false), (Key::ArrowDown, true)] {
        if edit.asking.is_none() && ui.input_mut(|i| i.consume_key(Modifiers::ALT, key)) {
            edit.chosen = edit.draft.move_label(edit.chosen, down);
        }
    }
}

fn list(ui: &mut Ui, edit: &mut Edit, fault: Option<&Fault>) {
    let p = Palette::of(ui.visuals());
    ui.spacing_mut().item_spacing.y = 0.0;
    let most = ui.available_height() - 76.0;
    let (mut clicked, mut dragged) = (None, None);
    ScrollArea::vertical().id_salt("labels").max_height(most).auto_shrink([false, true]).show(ui, |ui| {
        let top = ui.cursor().top();
        for (at, label) in edit.draft.labels.iter().enumerate() {
            let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click_and_drag());
            let chosen = at == edit.chosen;
            let wrong = fault.is_some_and(|f| f.label == at);
            if chosen || response.hovered() || response.has_focus() {
                ui.painter().rect_filled(rect, 4.0, if chosen { p.chosen } else { p.hover });
            }
            let color = p.label(label.color);
            let name = if label.name.trim().is_empty() { "New label" } else { label.name.trim() };
            let text = super::articles::elided(ui, name, egui::FontId::proportional(14.0), p.text, rect.width() - 50.0);
            let width = text.rect.width();
            let left = rect.left() + 10.0;
            ui.painter().galley(egui::pos2(left, rect.top() + 4.0), text, p.text);
            let under = Rect::from_min_size(egui::pos2(left, rect.bottom() - 6.0), vec2(width.max(16.0), 2.0));
            page::stroke(ui.painter(), under, label.line, color);
            let key = if wrong { "!".to_owned() } else { label.key.map(|k| k.to_string()).unwrap_or_default() };
            let key_color = if wrong { p.error } else { p.quiet };
            let at_right = rect.right_center() - vec2(12.0, 0.0);
            ui.painter().text(at_right, egui::Align2::RIGHT_CENTER, key, egui::FontId::proportional(13.0), key_color);
            response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, format!("Edit {name}")));
            if response.clicked() || response.drag_started() {
                clicked = Some(at);
            }
            if response.dragged()
                && let Some(pointer) = response.interact_pointer_pos()
            {
                let to = ((pointer.y - top) / ROW).floor().max(0.0) as usize;
                dragged = Some(to.min(edit.draft.labels.len().saturating_sub(1)));
            }
        }
    });
    if let Some(at) = clicked {
        edit.chosen = at;
    }
    while let Some(to) = dragged.filter(|to| *to != edit.chosen) {
        let next = edit.draft.move_label(edit.chosen, edit.chosen < to);
        if next == edit.chosen {
            break;
        }
        edit.chosen = next;
    }
    ui.add_space(8.0);
    ui.spacing_mut().item_spacing.y = 4.0;
    ui.horizontal(|ui| {
        if ui.button("Add label").clicked() {
            edit.chosen = edit.draft.add_label();
            edit.focus = true;
        }
        if arrow(ui, false, "Move label up", "Alt+↑; the order is that of the label bar") {
            edit.chosen = edit.draft.move_label(edit.chosen, false);
        }
        if arrow(ui, true, "Move label down", "Alt+↓") {
            edit.chosen = edit.draft.move_label(edit.chosen, true);
        }
    });
    ui.horizontal(|ui| {
        let any = edit.chosen < edit.draft.labels.len();
        if ui.add_enabled(any, Button::new("Remove label")).clicked() {
            edit.asking = Some(Asking::Label { at: edit.chosen, into: None });
        }
    });
}

fn bottom(ui: &mut Ui, session: &Session, edit: &mut Edit, built: &Result<LabelSet, Fault>, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let saving = session.label_edit().saving();
        let current = session.project().is_some_and(|p| p.labels == edit.base);
        let ready = built.is_ok() && !saving && current && session.read_only().is_none() && edit.asking.is_none();
        let save = ui.add_enabled(ready, Button::new(RichText::new(if saving { "Saving…" } else { "Save" }).strong()));
        if save.clicked()
            && let Ok(labels) = built
        {
            if edit.changed() {
                edit.sent = Some((labels.clone(), session.label_edit().answers()));
                actions.push(Action::SaveLabels { labels: labels.clone().into(), base: edit.base.clone().into() });
            } else {
                actions.push(Action::Overlay(Overlay::None));
            }
        }
        if ui.button("Cancel").clicked() {
            close(edit, actions);
        }
        match built {
            Err(fault) => {
                let response = ui.add(
                    egui::Label::new(RichText::new(&fault.sentence).color(p.error)).truncate().sense(Sense::click()),
                );
                if response.on_hover_text("Click to go there").clicked() {
                    edit.chosen = fault.label;
                }
            }
            Ok(_) if edit.changed() => _ = ui.colored_label(p.quiet, "Not saved yet"),
            Ok(_) => {}
        }
    });
}

/// The frame around an attribute or a link.
fn part(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    let line = Stroke::new(1.0, Palette::of(ui.visuals()).line);
    Frame::new().stroke(line).corner_radius(6).inner_margin(Margin::symmetric(8, 6)).show(ui, contents);
}

/// Gives what was added just now the focus.
fn come_to(response: &Response, added: &mut Option<Part>, part: Part) {
    if *added == Some(part) {
        *added = None;
        response.request_focus();
        response.scroll_to_me(Some(Align::Center));
    }
}

/// A line of text with its accessible name.
fn field(ui: &mut Ui, text: &mut String, name: &str, hint: &str, width: f32) -> Response {
    let edit = TextEdit::singleline(text).hint_text(hint.to_owned()).desired_width(width);
    let response = ui.add(edit.margin(Margin::symmetric(6, 4)));
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, name));
    response
}

/// A small button with a sign on it and a name in words.
fn small(ui: &mut Ui, sign: &str, name: &str, about: &str) -> bool {
    let response = ui.add(Button::new(sign).small().min_size(vec2(24.0, 24.0)));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let response = if about.is_empty() { response.on_hover_text(name) } else { response.on_hover_text(about) };
    response.clicked()
}

/// The buttons that move a part of a label up or down among its like; says whether the one that removes it was pressed.
fn order(ui: &mut Ui, at: usize, what: &str, which: &str, shift: &mut Option<(usize, bool)>) -> bool {
    for (down, way) in [(false, "up"), (true, "down")] {
        if arrow(ui, down, &format!("Move {which} {way}"), "") {
            *shift = Some((at, down));
        }
    }
    small(ui, "×", &format!("Remove {what} {which}"), "")
}

/// A small button with an arrow.
fn arrow(ui: &mut Ui, down: bool, name: &str, about: &str) -> bool {
    let response = ui.add(Button::new("").min_size(vec2(24.0, 24.0)));
    let (middle, tip) = (response.rect.center(), if down { 3.5 } else { -3.5 });
    let corners = [vec2(-4.5, -tip), vec2(4.5, -tip), vec2(0.0, tip)].map(|corner| middle + corner);
    let color = Palette::of(ui.visuals()).text;
    ui.painter().add(egui::Shape::convex_polygon(corners.to_vec(), color, Stroke::NONE));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    response.on_hover_text(if about.is_empty() { name } else { about }).clicked()
}

/// What is wrong with a part of a label, in red under it.
fn wrong(ui: &mut Ui, fault: Option<&Fault>, label: usize, part: Part) {
    if let Some(fault) = fault.filter(|f| f.label == label && f.part == part) {
        ui.colored_label(Palette::of(ui.visuals()).error, &fault.sentence);
    }
}

/// Former names, each with a button that forgets it.
fn formerly(ui: &mut Ui, names: &mut Vec<std::sync::Arc<str>>) {
    if names.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.weak("Formerly");
        let mut gone = None;
        for (i, name) in names.iter().enumerate() {
            ui.label(&**name);
            let about = "Forget this name: marks that still have it, in files that come later, are then shown as other";
            if small(ui, "×", &format!("Forget the name {name}"), about) {
                gone = Some(i);
            }
        }
        if let Some(i) = gone {
            names.remove(i);
        }
    });
}
