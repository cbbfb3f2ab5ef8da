//! A field for one value of a mark: proposals under it as one types, checked as typed, kept on Enter, Tab or leaving it.

use super::theme::Palette;
use crate::{
    model::{AnnotationId, ArticleKey},
    session::Action,
};
use egui::{Context, EventFilter, Id, Key, Modifiers, RichText, Sense, TextEdit, Ui, WidgetInfo, accesskit::Role};
use std::sync::Arc;

/// Proposals shown at most.
const MOST: usize = 8;

/// What a field shows and knows.
pub(super) struct Entry<'a> {
    /// Its widget.
    pub id: Id,
    /// Its accessible name.
    pub name: &'a str,
    /// Whose value it is: what was typed is kept for that mark, whatever is in hand when it is left.
    pub of: Of,
    /// The value as it stands.
    pub now: &'a str,
    /// Shown while it is empty.
    pub hint: &'a str,
    /// Whether it can be changed.
    pub enabled: bool,
    /// Whether only proposals are values: letters of one are then enough.
    pub only_proposals: bool,
    /// How many lines it has; with several, Shift+Enter begins a new one.
    pub lines: usize,
    /// What is wrong with a value.
    pub check: &'a dyn Fn(&str) -> Option<String>,
    /// What may be meant by what is typed.
    pub propose: &'a dyn Fn(&str) -> Vec<Arc<str>>,
    /// The fields before and after it, for Tab.
    pub previous: Option<Id>,
    /// See `previous`.
    pub next: Option<Id>,
}

/// Which value it is, and of which mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Of {
    pub article: ArticleKey,
    pub mark: AnnotationId,
    pub value: Value,
}

/// What of a mark is written in a field. An attribute may be called as anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Note,
    Attribute(Arc<str>),
}

/// What is to be kept, and whose it is.
pub(super) struct Kept {
    of: Of,
    value: String,
}

impl From<Kept> for Action {
    fn from(Kept { of: Of { article, mark, value: kind }, value }: Kept) -> Self {
        match kind {
            Value::Note => Action::Note { article, mark, text: value },
            Value::Attribute(name) => Action::Attribute { article, mark, name, value },
        }
    }
}

/// What is being typed, in the one field that has the focus.
#[derive(Clone, Debug)]
struct Draft {
    of: Of,
    text: String,
    /// The value that is meant by it so far.
    value: Option<String>,
    /// Whether it was touched since the field was entered.
    touched: bool,
    chosen: Option<usize>,
    /// The pass in which its field was drawn last.
    pass: u64,
}

/// Gives a field the focus, once for each time it is wanted. To be called behind the field, so that the key that asked for it
/// is not typed into it.
pub(super) fn focus_once(ui: &Ui, wanted: u64, field: Id) {
    let seen = Id::unique("describe-seen");
    if wanted > ui.data(|d| d.get_temp::<u64>(seen)).unwrap_or_default() {
        ui.data_mut(|d| d.insert_temp(seen, wanted));
        ui.memory_mut(|m| m.request_focus(field));
        ui.ctx().request_repaint();
    }
}

fn slot() -> Id {
    Id::unique("value-draft")
}

/// What was typed for a mark that is no longer in hand: its field may not be shown any more.
pub(super) fn left_behind(ui: &Ui, in_hand: Option<(&ArticleKey, &AnnotationId)>) -> Option<Kept> {
    give_back(ui.ctx(), |draft| Some((&draft.of.article, &draft.of.mark)) != in_hand)
}

/// What was typed in a field that is not on the screen any more. To be asked for when all is drawn.
pub(super) fn hidden(ui: &Ui) -> Option<Kept> {
    let pass = ui.ctx().cumulative_pass_nr();
    give_back(ui.ctx(), |draft| draft.pass != pass)
}

/// What is being typed, to be kept before the window closes.
pub(super) fn unkept(ctx: &Context) -> Option<Kept> {
    give_back(ctx, |_| true)
}

/// What was typed and is not kept yet, where that is asked for; its field then begins anew.
fn give_back(ctx: &Context, wanted: impl FnOnce(&Draft) -> bool) -> Option<Kept> {
    let draft = ctx.data(|d| d.get_temp::<Draft>(slot())).filter(wanted)?;
    ctx.data_mut(|d| d.remove::<Draft>(slot()));
    // What cannot be kept is told where it is refused, with the value as it was typed.
    draft.touched.then(|| Kept { of: draft.of, value: draft.value.unwrap_or(draft.text) })
}

/// Shows the field; answers with a value once it is to be kept.
pub(super) fn show(ui: &mut Ui, entry: &Entry<'_>) -> Option<Kept> {
    let p = Palette::of(ui.visuals());
    let id = entry.id;
    let draft: Option<Draft> = ui.data(|d| d.get_temp(slot()));
    let draft = draft.filter(|d| d.of == entry.of);
    let had = draft.is_some();
    let focused = ui.memory(|m| m.has_focus(id));
    let keys = if focused { Keys::take(ui, entry.lines > 1) } else { Keys::default() };
    let mut draft = draft.unwrap_or_else(|| Draft {
        of: entry.of.clone(),
        text: entry.now.to_owned(),
        value: None,
        touched: false,
        chosen: None,
        pass: 0,
    });
    let bad = focused.then(|| bad(entry, &draft)).flatten();
    let color = if bad.is_some() { p.error } else { p.text };
    let edit = if entry.lines > 1 {
        TextEdit::multiline(&mut draft.text).desired_rows(1)
    } else {
        TextEdit::singleline(&mut draft.text)
    };
    let edit = edit
        .id(id)
        .event_filter(EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true })
        .hint_text(RichText::new(entry.hint).size(12.5).italics().weak())
        .desired_width(f32::INFINITY)
        .margin(egui::Margin::symmetric(6, 3))
        .text_color(color);
    let response = ui.add_enabled(entry.enabled, edit);
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::TextInput, entry.enabled, entry.name);
        info.current_text_value = Some(draft.text.clone());
        info
    });
    if response.gained_focus() {
        // As in any form: what one types takes the place of what is there.
        let mut state = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
        let end = draft.text.chars().count();
        let range = egui::text::CCursorRange::two(egui::text::CCursor::new(0), egui::text::CCursor::new(end));
        state.cursor.set_char_range(Some(range));
        TextEdit::store_state(ui.ctx(), id, state);
    }
    if response.changed() {
        draft.touched = true;
        draft.chosen = None;
    }
    let live = focused || response.has_focus() || response.lost_focus();
    if !live {
        let kept = had.then(|| unkept(ui.ctx())).flatten()?;
        return (kept.value != entry.now).then_some(kept);
    }
    draft.pass = ui.ctx().cumulative_pass_nr();
    // Until something is typed all of them are offered.
    let proposals = (entry.propose)(if draft.touched { &draft.text } else { "" });
    let last = proposals.len().min(MOST).checked_sub(1);
    if keys.down {
        draft.chosen = last.map(|last| draft.chosen.map_or(0, |c| (c + 1).min(last)));
    }
    if keys.up {
        draft.chosen = draft.chosen.and_then(|c| c.checked_sub(1));
    }
    let clicked = list(ui, &proposals, draft.chosen, p);
    if let Some(why) = bad.filter(|_| clicked.is_none()) {
        ui.colored_label(p.error, RichText::new(why).size(12.5));
    }
    if keys.escape {
        ui.data_mut(|d| d.remove::<Draft>(slot()));
        ui.memory_mut(|m| m.surrender_focus(id));
        return None;
    }
    let taken = clicked.or(draft.chosen).and_then(|i| proposals.get(i)).map(ToString::to_string);
    let leaves = keys.enter || keys.tab || keys.back || response.lost_focus() || clicked.is_some();
    if !leaves {
        draft.value = settled(entry, &draft);
        ui.data_mut(|d| d.insert_temp(slot(), draft));
        return None;
    }
    let touched = draft.touched || taken.is_some();
    let value = taken.or_else(|| settled(entry, &draft));
    if value.is_none() && !response.lost_focus() {
        // It is not right yet: it stays to be mended.
        ui.data_mut(|d| d.insert_temp(slot(), draft));
        return None;
    }
    ui.data_mut(|d| d.remove::<Draft>(slot()));
    let next = if keys.tab { entry.next } else { entry.previous.filter(|_| keys.back) };
    match next {
        Some(next) => ui.memory_mut(|m| m.request_focus(next)),
        None => ui.memory_mut(|m| m.surrender_focus(id)),
    }
    // What cannot be kept is told where it is refused, with the value as it was typed.
    let value = value.unwrap_or_else(|| draft.text.clone());
    (touched && value != entry.now).then_some(Kept { of: draft.of, value })
}

/// What is wrong with what is typed, where something is.
fn bad(entry: &Entry<'_>, draft: &Draft) -> Option<String> {
    if !draft.touched || settled(entry, draft).is_some() {
        return None;
    }
    (entry.check)(draft.text.trim())
}

/// The value that is meant by what is typed; `None` where none is.
fn settled(entry: &Entry<'_>, draft: &Draft) -> Option<String> {
    let text = draft.text.trim();
    if text.is_empty() || !entry.only_proposals {
        return (text.is_empty() || (entry.check)(text).is_none()).then(|| text.to_owned());
    }
    let proposals = (entry.propose)(text);
    let same = proposals.iter().find(|p| ***p == *text);
    same.or(proposals.first()).map(ToString::to_string)
}

/// The proposals under the field; a press on one takes it at once, for by the time of the release the field has lost the focus.
fn list(ui: &mut Ui, proposals: &[Arc<str>], chosen: Option<usize>, p: &Palette) -> Option<usize> {
    let mut taken = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    for (i, value) in proposals.iter().take(MOST).enumerate() {
        let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 21.0), Sense::hover());
        let is_chosen = chosen == Some(i);
        if is_chosen || response.hovered() {
            ui.painter().rect_filled(rect, 3.0, if is_chosen { p.chosen } else { p.hover });
        }
        let text = super::articles::elided(ui, value, egui::FontId::proportional(13.0), p.text, rect.width() - 12.0);
        ui.painter().galley(rect.min + egui::vec2(8.0, 2.0), text, p.text);
        response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_chosen, &**value));
        let pressed =
            ui.input(|i| i.pointer.primary_pressed() && i.pointer.interact_pos().is_some_and(|at| rect.contains(at)));
        if pressed && response.contains_pointer() {
            taken = Some(i);
        }
    }
    ui.spacing_mut().item_spacing.y = 4.0;
    taken
}

/// The keys that a field takes before the text edit sees them.
#[derive(Default)]
struct Keys {
    up: bool,
    down: bool,
    enter: bool,
    tab: bool,
    back: bool,
    escape: bool,
}

impl Keys {
    fn take(ui: &Ui, many_lines: bool) -> Keys {
        ui.input_mut(|i| {
            let new_line = many_lines && i.modifiers.shift;
            let mut take = |modifiers: Modifiers, key: Key| i.consume_key(modifiers, key);
            Keys {
                // In several lines the arrows move the caret.
                up: !many_lines && take(Modifiers::NONE, Key::ArrowUp),
                down: !many_lines && take(Modifiers::NONE, Key::ArrowDown),
                back: take(Modifiers::SHIFT, Key::Tab),
                tab: take(Modifiers::NONE, Key::Tab),
                enter: !new_line && take(Modifiers::NONE, Key::Enter),
                escape: take(Modifiers::NONE, Key::Escape),
            }
        })
    }
}
