//! The open suggestions of the article, in the order of the text.

use super::act;
use crate::{
    model::{Label, LabelName},
    session::{Action, Doc, Session, SuggestAction, Suggestion},
    text::one_line,
    ui::{
        articles::elided,
        page,
        theme::{self, Palette},
    },
};
use egui::{
    Color32, CornerRadius, FontId, Painter, Pos2, Rect, ScrollArea, Sense, Stroke, Ui, WidgetInfo, accesskit::Role,
    pos2, vec2,
};

/// Height of a row, in points: the words, and under them what is said of them.
const ROW: f32 = 44.0;
/// The size of a button, and of the bar for the score.
const BUTTON: f32 = 22.0;
const BAR: (f32, f32) = (34.0, 4.0);

pub(super) fn show(ui: &mut Ui, session: &Session, only: Option<&LabelName>, p: &Palette, actions: &mut Vec<Action>) {
    let Some(doc) = session.doc() else { return };
    let shown = session.suggesting().shown();
    let wanted = |s: &Suggestion| only.is_none_or(|label| s.label == *label);
    let rows: Vec<usize> = (0..shown.len()).filter(|n| shown.get(*n).is_some_and(|s| wanted(s))).collect();
    let in_hand = session.suggesting().current();
    // Each article has a place of its own; the one in hand stays in sight whenever another is taken.
    let id = ui.make_persistent_id(("suggestion-list", doc.key().as_str()));
    let mut area = ScrollArea::vertical().auto_shrink(false).id_salt(("suggestion-list", doc.key().as_str()));
    let (offset, height, last): (f32, f32, Option<usize>) = ui.data(|d| d.get_temp(id)).unwrap_or((0.0, 0.0, None));
    if in_hand != last
        && let Some(n) = in_hand.and_then(|now| rows.binary_search(&now).ok())
    {
        let top = n as f32 * ROW;
        if top < offset || top + ROW > offset + height {
            area = area.vertical_scroll_offset((top - height / 2.0).max(0.0));
        }
    }
    let out = area.show_rows(ui, ROW, rows.len(), |ui, range| {
        for n in rows.get(range).unwrap_or_default() {
            if let Some(suggestion) = shown.get(*n) {
                row(ui, session, doc, suggestion, in_hand == Some(*n), p, actions);
            }
        }
    });
    ui.data_mut(|d| d.insert_temp(id, (out.state.clamped_offset().y, out.inner_rect.height(), in_hand)));
}

fn row(
    ui: &mut Ui,
    session: &Session,
    doc: &Doc,
    suggestion: &Suggestion,
    in_hand: bool,
    p: &Palette,
    actions: &mut Vec<Action>,
) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let buttons = [(true, "Accept"), (false, "Reject")].map(|(accept, name)| {
        let right = rect.right() - 8.0 - if accept { BUTTON + 2.0 } else { 0.0 };
        let place = Rect::from_min_size(pos2(right - BUTTON, rect.top() + 3.0), vec2(BUTTON, BUTTON));
        (accept, name, ui.interact(place, ui.scope_id().with((suggestion.id, accept)), Sense::click()))
    });
    let lit = response.contains_pointer() || buttons.iter().any(|(.., b)| b.has_focus());
    if in_hand || lit || response.has_focus() {
        ui.painter().rect_filled(rect, CornerRadius::ZERO, if in_hand { p.chosen } else { p.hover });
    }
    let label = session.project().and_then(|project| project.labels.get(&suggestion.label));
    let (color, line) = theme::look(label, p);
    let chip = elided(ui, &suggestion.label, FontId::proportional(11.5), color, 50.0);
    let sample =
        Rect::from_min_size(pos2(rect.left() + 12.0, rect.top() + 22.0), vec2(chip.rect.width().max(20.0), 1.6));
    ui.painter().galley(pos2(rect.left() + 12.0, rect.top() + 4.0), chip, color);
    page::ghost_stroke(ui.painter(), sample, line, color);
    let words = one_line(suggestion.span.of(doc.text()), 300);
    let (left, end) = (rect.left() + 70.0, rect.right() - 10.0);
    let room = if lit { 2.0 * BUTTON + 10.0 } else { BAR.0 + 8.0 };
    let first = elided(ui, &words, FontId::proportional(14.0), p.text, end - room - left);
    ui.painter().galley(pos2(left, rect.top() + 3.0), first, p.text);
    let score = page::percent(suggestion.score);
    let number = ui.painter().layout_no_wrap(score.clone(), FontId::proportional(12.0), p.quiet);
    let about = elided(
        ui,
        &about(suggestion, label, doc),
        FontId::proportional(12.0),
        p.quiet,
        end - left - number.rect.width() - 8.0,
    );
    ui.painter().galley(pos2(left, rect.top() + 23.0), about, p.quiet);
    ui.painter().galley(pos2(end - number.rect.width(), rect.top() + 23.0), number, p.quiet);
    if !lit {
        bar(
            ui.painter(),
            Rect::from_min_size(pos2(end - BAR.0, rect.top() + 12.0), vec2(BAR.0, BAR.1)),
            suggestion.score,
            p,
        );
    }
    response.widget_info(|| {
        let name = format!("Suggestion, {}, {words}, {score}", suggestion.label);
        WidgetInfo::selected(Role::ListItem, true, in_hand, name)
    });
    for (accept, name, button) in buttons {
        button.widget_info(|| WidgetInfo::labeled(Role::Button, session.can_mark(), format!("{name}: {words}")));
        if lit {
            if button.hovered() || button.has_focus() {
                ui.painter().rect_filled(button.rect, CornerRadius::same(4), p.page);
            }
            glyph(ui.painter(), button.rect.center(), accept, if accept { p.good } else { p.error });
        }
        if button.on_hover_text(name).clicked() {
            let act_on = if accept { SuggestAction::Accept } else { SuggestAction::Reject };
            act(actions, act_on(suggestion.id));
        }
    }
    let response = response.on_hover_ui(|ui| {
        ui.set_max_width(340.0);
        ui.colored_label(color, &*suggestion.label);
        ui.label(&words);
        for (name, value) in page::said(suggestion, label, doc.text()) {
            ui.label(format!("{name}: {value}"));
        }
        ui.label(&suggestion.why);
        ui.weak(format!("{} · {score}", suggestion.title));
    });
    if response.clicked() {
        act(actions, SuggestAction::Go(suggestion.id));
    }
}

/// What is said of it in a line: its values, what it would be linked to, and who proposes it.
fn about(suggestion: &Suggestion, label: Option<&Label>, doc: &Doc) -> String {
    let values = page::values(suggestion, label).into_iter().map(|(_, value)| value.to_owned());
    let links = suggestion.links.iter().map(|g| format!("{} {}", g.role, one_line(g.span.of(doc.text()), 40)));
    let mended = suggestion.mended.then(|| "mended".to_owned());
    let all: Vec<String> = links.chain(values).chain(mended).chain([suggestion.title.to_string()]).collect();
    all.join(" · ")
}

/// How sure its source is, as a bar.
pub(super) fn bar(painter: &Painter, rect: Rect, score: f32, p: &Palette) {
    painter.rect_filled(rect, 2.0, p.line);
    let full = Rect::from_min_size(rect.min, vec2(rect.width() * score.clamp(0.0, 1.0), rect.height()));
    painter.rect_filled(full, 2.0, p.quiet);
}

/// A tick, or a cross.
fn glyph(painter: &Painter, at: Pos2, tick: bool, color: Color32) {
    let stroke = Stroke::new(1.8, color);
    if tick {
        painter.line([vec2(-4.4, 0.3), vec2(-1.2, 3.6), vec2(4.8, -3.6)].map(|d| at + d).to_vec(), stroke);
    } else {
        let d = 3.8;
        painter.line_segment([at - vec2(d, d), at + vec2(d, d)], stroke);
        painter.line_segment([at + vec2(-d, d), at + vec2(d, -d)], stroke);
    }
}
