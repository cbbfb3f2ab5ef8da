//! Page noise on the page: lines that are not article text are dimmed, with a thin bar beside them; lines that only look like it
//! keep their colour and have a dashed bar, with two small buttons to decide.

use super::{PageInput, layout::Placed, model::Block, model::PageModel};
use crate::{
    model::LineStyle,
    session::{Action, Doc, NoiseLine},
    text::{Span, one_line},
    ui::theme::Palette,
};
use egui::{Color32, CornerRadius, Rect, Sense, Stroke, Ui, WidgetInfo, accesskit::Role, pos2, vec2};

/// From the text to the bar, in points; and the size of a button.
const BAR: f32 = 12.0;
const BUTTON: f32 = 20.0;

/// The noise line that a block belongs to.
pub fn line_of<'a>(doc: &'a Doc, block: &Block) -> Option<&'a NoiseLine> {
    let lines = doc.noise();
    let at = lines.partition_point(|l| l.range.end.0 < block.range.end);
    lines.get(at).filter(|l| l.range.start.0 <= block.range.start && !block.range.is_empty())
}

/// What a screen reader says of a line.
pub fn description(line: &NoiseLine) -> String {
    line.proposed
        .as_deref()
        .map_or_else(|| "Not article text".to_owned(), |what| format!("Looks like {what}; perhaps not article text"))
}

/// The colour of a block's text. What is selected is read, so it is not dimmed.
pub fn color(doc: &Doc, block: &Block, palette: &Palette) -> Color32 {
    let marked = doc.selected().and_then(|m| m.span());
    let touches = |s: Span| s.start().0 < block.range.end && block.range.start < s.end().0;
    match line_of(doc, block).filter(|_| !doc.selection().span().or(marked).is_some_and(touches)) {
        Some(NoiseLine { proposed: None, .. }) => palette.dimmed,
        _ => palette.text,
    }
}

/// The bars beside the lines, and the buttons beside those that nobody decided on.
pub fn show(ui: &mut Ui, input: &PageInput<'_>, model: &PageModel, placed: &[Placed], actions: &mut Vec<Action>) {
    if input.doc.noise().is_empty() {
        return;
    }
    let p = Palette::of(ui.visuals());
    let can = input.can_mark && input.doc.meta_trouble().is_none();
    for block in placed {
        let Some(known) = model.blocks().get(block.block) else { continue };
        let Some(line) = line_of(input.doc, known) else { continue };
        let bar = Rect::from_min_max(
            pos2(block.at.x - BAR - 2.0, block.at.y + 4.0),
            pos2(block.at.x - BAR, block.at.y + block.galley.rect.height() - 4.0),
        );
        if line.proposed.is_none() {
            ui.painter().rect_filled(bar, 1.0, p.dimmed);
            continue;
        }
        dashes(ui, bar, p.quiet);
        if !can || known.range.start != line.range.start.0 {
            continue;
        }
        let words = one_line(model.block_text(block.block), 80);
        let row = block.galley.rows.first().map_or(BUTTON, |r| r.size.y);
        let top = block.at.y + (row - BUTTON) / 2.0;
        for (left, noise) in [(2.0 * BUTTON + 2.0, true), (BUTTON, false)] {
            let rect = Rect::from_min_size(pos2(bar.left() - 4.0 - left, top), vec2(BUTTON, BUTTON));
            let id = response_id(input.doc, line, noise);
            let response = ui.interact(rect, id, Sense::click());
            response.widget_info(|| {
                let name = if noise { "Not article text" } else { "Keep as article text" };
                WidgetInfo::labeled(Role::Button, true, format!("{name}: {words}"))
            });
            let lit = response.hovered() || response.has_focus();
            if lit {
                ui.painter().rect_filled(rect, CornerRadius::same(4), p.hover);
            }
            let stroke = Stroke::new(1.6, if lit { p.text } else { p.quiet });
            let at = rect.center();
            if noise {
                let tick = [vec2(-4.0, 0.3), vec2(-1.2, 3.4), vec2(4.4, -3.2)].map(|d| at + d);
                ui.painter().line(tick.to_vec(), stroke);
            } else {
                let d = 3.4;
                ui.painter().line_segment([at - vec2(d, d), at + vec2(d, d)], stroke);
                ui.painter().line_segment([at + vec2(-d, d), at + vec2(d, -d)], stroke);
            }
            let response = response.on_hover_ui(|ui| {
                ui.label(description(line));
                ui.weak(if noise { "Click to leave it out of exports" } else { "Click to keep it as article text" });
            });
            if response.clicked() {
                actions.push(Action::Noise(vec![line.number], noise));
            }
        }
    }
}

fn response_id(doc: &Doc, line: &NoiseLine, noise: bool) -> egui::Id {
    egui::Id::unique(("noise", doc.key().as_str(), line.number, noise))
}

/// A dashed bar from top to bottom.
fn dashes(ui: &Ui, bar: Rect, color: Color32) {
    let mut y = bar.top();
    while y < bar.bottom() {
        let dash = Rect::from_min_max(pos2(bar.left(), y), pos2(bar.right(), (y + 4.0).min(bar.bottom())));
        super::stroke(ui.painter(), dash, LineStyle::Solid, color);
        y += 7.0;
    }
}
