//! The right margin: glyphs that say how far each place has come in review, bars for long marks with their labels, and dots for
//! notes. Hovering lights the mark and what it is linked to; a click goes there.

use super::{Page, PageInput, PageResponse, PlaceState, layout::Placed, model::PageModel};
use crate::{
    text::one_line,
    ui::theme::{self, Palette},
};
use egui::{Align2, FontId, Pos2, Rect, Sense, Shape, Stroke, Ui, WidgetInfo, accesskit::Role, pos2, vec2};

/// A mark over so many rows is long and gets a bar in the margin.
const LONG_ROWS: usize = 3;
/// Bars drawn side by side in the margin at most, and the room for each, in points.
const LANES: usize = 4;
const LANE: f32 = 7.0;

/// Where the first bar stands, and the dots, in points right of the column.
const BARS: f32 = 14.0;
const DOTS: f32 = 5.0;

/// Glyphs of places beside one row at most, where the first stands, in points right of the column, and the room for each.
const GLYPHS: usize = 3;
const GLYPH: (f32, f32) = (8.0, 12.0);

/// Something in the margin.
#[derive(Clone, Debug)]
pub struct Item {
    /// The index of its mark in the page's model.
    pub mark: usize,
    /// Where it is on the screen.
    pub rect: Rect,
    /// Which lane its bar is in; `None` for the dot of a note.
    pub lane: Option<usize>,
}

/// The room that the glyphs of places need; the rest of the margin begins behind it.
fn beside(input: &PageInput<'_>) -> f32 {
    if input.places.is_empty() { 0.0 } else { GLYPH.1 * GLYPHS as f32 }
}

/// What stands in the margin beside the blocks on the screen.
pub fn items(input: &PageInput<'_>, model: &PageModel, placed: &[Placed], width: f32) -> Vec<Item> {
    // By mark: from where to where, and over how many rows.
    let mut bars: Vec<(usize, f32, f32, usize)> = Vec::new();
    for block in placed {
        for (i, mark) in model.touching(block.block) {
            let from = block.char_of(model, mark.span.start());
            let to = block.char_of(model, mark.span.end());
            let rows: Vec<Rect> = block.rects(from..to).map(|(_, r)| r).collect();
            let (Some(first), Some(last)) = (rows.first(), rows.last()) else { continue };
            match bars.iter_mut().rfind(|(m, ..)| *m == i) {
                Some(bar) => (bar.2, bar.3) = (last.bottom(), bar.3 + rows.len()),
                None => bars.push((i, first.top(), last.bottom(), rows.len())),
            }
        }
    }
    let edge = placed.first().map_or(0.0, |p| p.at.x) + width + beside(input);
    let mut lanes: Vec<f32> = Vec::new();
    let mut all = Vec::new();
    for (i, top, bottom, rows) in bars {
        let Some(mark) = model.marks().get(i) else { continue };
        if !mark.annotation.note.is_empty() {
            let rect = Rect::from_center_size(pos2(edge + DOTS, top + 12.0), vec2(8.0, 8.0));
            all.push(Item { mark: i, rect, lane: None });
        }
        if rows < LONG_ROWS {
            continue;
        }
        let free = lanes.iter().position(|end| *end <= top + 1.0);
        let lane = free.unwrap_or(lanes.len());
        match lanes.get_mut(lane) {
            Some(end) => *end = bottom,
            None => lanes.push(bottom),
        }
        if lane < LANES {
            let x = edge + BARS + LANE * lane as f32;
            let rect = Rect::from_center_size(pos2(x, (top + bottom) / 2.0), vec2(LANE, bottom - top - 8.0));
            all.push(Item { mark: i, rect, lane: Some(lane) });
        }
    }
    all
}

impl Page {
    /// The item of the margin under a point.
    pub(super) fn margin_at(&self, at: Pos2) -> Option<&Item> {
        self.margin.iter().find(|item| item.rect.expand(1.0).contains(at))
    }

    pub(super) fn paint_margin(&self, ui: &Ui, input: &PageInput<'_>, model: &PageModel, palette: &Palette) {
        let last = self.margin.iter().filter_map(|i| Some((i.lane?, i.rect.center().x))).max_by_key(|(lane, _)| *lane);
        for item in &self.margin {
            let Some(mark) = model.marks().get(item.mark) else { continue };
            let (color, _) = theme::look(input.labels.get(&mark.annotation.label), palette);
            let lit = self.is_hovered(mark) || input.in_hand(mark) || input.is_lit(mark);
            let color = if lit || input.lit.is_none() { color } else { palette.dim(color) };
            let Some(lane) = item.lane else {
                ui.painter().circle_filled(item.rect.center(), if lit { 4.0 } else { 3.0 }, palette.quiet);
                continue;
            };
            let bar = Rect::from_center_size(item.rect.center(), vec2(if lit { 4.0 } else { 2.5 }, item.rect.height()));
            ui.painter().rect_filled(bar, 1.0, color);
            if lane > 0 {
                continue;
            }
            // Names stand right of all bars, and stay in sight while a part of the mark is.
            let x = last.map_or(bar.right(), |(_, x)| x) + LANE;
            let room = ui.clip_rect().right() - x - 2.0;
            if room < 20.0 {
                continue; // Of so little nothing could be read.
            }
            let y = (bar.top() + 2.0).max(ui.clip_rect().top() + 4.0).min(bar.bottom() - 16.0);
            let font = FontId::proportional(11.5);
            let name = crate::ui::articles::elided(ui, &mark.annotation.label, font, color, room);
            ui.painter().galley(pos2(x, y), name, color);
        }
    }
}

/// The glyphs of the places on the screen, each a button that goes there. Beside a row with many, the last one stands for the
/// rest, and goes to the first of them that is to be decided.
pub fn places(
    ui: &mut Ui,
    input: &PageInput<'_>,
    model: &PageModel,
    placed: &[Placed],
    width: f32,
    out: &mut PageResponse,
) {
    let mut seen: Vec<(f32, usize)> = Vec::new();
    let text = |p: Option<&Placed>| p.and_then(|p| model.blocks().get(p.block)).map(|b| b.range.clone());
    let (from, to) = (text(placed.first()).map_or(0, |r| r.start), text(placed.last()).map_or(0, |r| r.end));
    let first = input.places.partition_point(|(span, _)| span.start().0 < from);
    let inside = |(_, (span, _)): &(usize, &(crate::text::Span, PlaceState))| span.start().0 < to;
    for (i, (span, _)) in input.places.iter().enumerate().skip(first).take_while(inside) {
        let at = placed.partition_point(|p| model.blocks().get(p.block).is_some_and(|b| b.range.end <= span.start().0));
        let Some(block) = placed.get(at) else { continue };
        let chars = block.char_of(model, span.start())..block.char_of(model, span.end());
        let begins = model.blocks().get(block.block).is_some_and(|b| b.range.contains(&span.start().0));
        if let Some((_, row)) = block.rects(chars).next().filter(|_| begins) {
            seen.push((row.center().y, i));
        }
    }
    seen.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let edge = placed.first().map_or(0.0, |p| p.at.x) + width;
    let open = |(_, i): &&(f32, usize)| input.places.get(*i).is_some_and(|(_, state)| *state != PlaceState::Done);
    for row in seen.chunk_by(|a, b| a.0 == b.0) {
        let single = if row.len() > GLYPHS { GLYPHS - 1 } else { row.len() };
        let (alone, rest) = row.split_at_checked(single).unwrap_or((row, &[]));
        let last = rest.iter().find(open).or(rest.first());
        for (n, (y, i)) in alone.iter().chain(last).enumerate() {
            let rect = Rect::from_center_size(pos2(edge + GLYPH.0 + GLYPH.1 * n as f32, *y), vec2(GLYPH.1, 16.0));
            if glyph(ui, input, model, *i, rect, if n < single { 0 } else { rest.len() }) {
                out.clicked_place = Some(*i);
            }
        }
    }
}

/// How far a place has come, as a shape: a ring, a tick, or a triangle.
pub fn shape(painter: &egui::Painter, at: Pos2, state: PlaceState, p: &Palette) {
    match state {
        PlaceState::Open => {
            painter.circle_stroke(at, 3.4, Stroke::new(1.6, p.accent));
        }
        PlaceState::Done => {
            let tick = [vec2(-3.6, 0.3), vec2(-1.0, 3.0), vec2(3.8, -3.0)].map(|d| at + d);
            painter.line(tick.to_vec(), Stroke::new(1.6, p.good));
        }
        PlaceState::Changed => {
            let corners = [vec2(0.0, -4.2), vec2(4.4, 3.4), vec2(-4.4, 3.4)].map(|d| at + d);
            painter.add(Shape::convex_polygon(corners.to_vec(), p.warning, Stroke::NONE));
        }
    }
}

/// One glyph, or the number of the places that it stands for. Says whether it was clicked.
fn glyph(ui: &mut Ui, input: &PageInput<'_>, model: &PageModel, place: usize, rect: Rect, more: usize) -> bool {
    let Some((span, state)) = input.places.get(place) else { return false };
    let p = Palette::of(ui.visuals());
    let id = egui::Id::unique(("place", input.doc.key().as_str(), place));
    let response = ui.interact(rect, id, Sense::click());
    let words = one_line(span.of(model.text()), 80);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{}: {words}", state.name())));
    let (painter, at) = (ui.painter(), rect.center());
    if input.lit.is_some_and(|lit| lit.span == *span) {
        painter.rect_filled(rect, 4.0, p.chosen);
    } else if response.hovered() || response.has_focus() {
        painter.rect_filled(rect, 4.0, p.hover);
    }
    match state {
        _ if more > 0 => {
            painter.text(at, Align2::CENTER_CENTER, format!("+{more}"), FontId::proportional(10.5), p.quiet);
        }
        state => shape(painter, at, *state, p),
    }
    let response = response.on_hover_ui(|ui| {
        ui.set_max_width(320.0);
        if more > 0 {
            ui.label(format!("{more} more places in this line"));
        }
        ui.label(state.name());
        ui.weak(&words);
    });
    response.clicked()
}
