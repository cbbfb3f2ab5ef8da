//! The right margin: bars for long marks with their labels, and dots for notes. Hovering lights the mark and what it is linked
//! to; a click goes there.

use super::{Page, PageInput, layout::Placed, model::PageModel, pointer};
use crate::{
    model::AnnotationId,
    ui::theme::{self, Palette},
};
use egui::{Pos2, Rect, Ui, pos2, vec2};

/// A mark over so many rows is long and gets a bar in the margin.
const LONG_ROWS: usize = 3;
/// Bars drawn side by side in the margin at most, and the room for each, in points.
const LANES: usize = 4;
const LANE: f32 = 7.0;

/// Where the first bar stands, and the dots, in points right of the column.
const BARS: f32 = 14.0;
const DOTS: f32 = 5.0;

/// Something in the margin.
#[derive(Clone, Debug)]
pub struct Item {
    /// The index of its mark in the page's model.
    pub mark: usize,
    /// Its mark.
    pub id: AnnotationId,
    /// Where it is on the screen.
    pub rect: Rect,
    /// Which lane its bar is in; `None` for the dot of a note.
    pub lane: Option<usize>,
}

/// What stands in the margin beside the blocks on the screen.
pub fn items(model: &PageModel, placed: &[Placed], width: f32) -> Vec<Item> {
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
    let edge = placed.first().map_or(0.0, |p| p.at.x) + width;
    let mut lanes: Vec<f32> = Vec::new();
    let mut all = Vec::new();
    for (i, top, bottom, rows) in bars {
        let Some(mark) = model.marks().get(i) else { continue };
        let id = mark.annotation.id.clone();
        if !mark.annotation.note.is_empty() {
            let rect = Rect::from_center_size(pos2(edge + DOTS, top + 12.0), vec2(8.0, 8.0));
            all.push(Item { mark: i, id: id.clone(), rect, lane: None });
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
            all.push(Item { mark: i, id, rect, lane: Some(lane) });
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
            let lit = self.hovered.as_ref() == Some(&item.id) || input.doc.selection().mark.as_ref() == Some(&item.id);
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
            let room = pointer::SIDE - LANE * (last.map_or(0, |(lane, _)| lane) + 1) as f32 - 18.0;
            let y = (bar.top() + 2.0).max(ui.clip_rect().top() + 4.0).min(bar.bottom() - 16.0);
            let font = egui::FontId::proportional(11.5);
            let name = crate::ui::articles::elided(ui, &mark.annotation.label, font, color, room);
            ui.painter().galley(pos2(x, y), name, color);
        }
    }
}
