//! A table of cells to click: headings that stay readable, cells shaded by their share, only those in sight drawn.

use super::super::{articles::elided, theme::Palette};
use egui::{Align2, FontId, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, accesskit::Role, pos2, vec2};

/// Room for the headings on the left, and for a cell, in points.
const LEFT: f32 = 150.0;
const CELL: egui::Vec2 = vec2(92.0, 30.0);

/// A cell.
pub(super) struct Cell {
    pub(super) text: String,
    /// How strongly it is shaded, 0 to 1.
    pub(super) share: f32,
    /// Its accessible name.
    pub(super) name: String,
    /// What is said under the pointer.
    pub(super) tip: String,
}

/// Draws it; gives the row and column of the cell that was clicked. Where there is no cell, the place is empty.
pub(super) fn show(
    ui: &mut Ui,
    corner: &str,
    rows: &[String],
    columns: &[String],
    cell: impl Fn(usize, usize) -> Option<Cell>,
) -> Option<(usize, usize)> {
    let p = Palette::of(ui.visuals());
    let size = vec2(LEFT + CELL.x * columns.len() as f32, CELL.y * (rows.len() + 1) as f32);
    let (area, _) = ui.allocate_exact_size(size, Sense::hover());
    let in_sight = ui.clip_rect();
    let at = |row: usize, column: usize| {
        let corner = area.min + vec2(LEFT + CELL.x * column as f32, CELL.y * (row + 1) as f32);
        Rect::from_min_size(corner, CELL).shrink(1.0)
    };
    let heading = |ui: &Ui, text: &str, from: egui::Pos2, room: f32| {
        let galley = elided(ui, text, FontId::proportional(13.0), p.quiet, room);
        ui.painter().galley(from + vec2(0.0, 6.0), galley, p.quiet);
    };
    heading(ui, corner, area.min, LEFT - 8.0);
    for (n, name) in columns.iter().enumerate() {
        let from = pos2(area.left() + LEFT + CELL.x * n as f32 + 6.0, area.top());
        heading(ui, name, from, CELL.x - 10.0);
    }
    let visible = |from: f32, to: f32, step: f32, count: usize| {
        let first = (from / step).floor().max(0.0) as usize;
        let last = (to / step).ceil().max(0.0) as usize;
        first.min(count)..last.min(count)
    };
    let top = area.top() + CELL.y;
    let mut clicked = None;
    for row in visible(in_sight.top() - top, in_sight.bottom() - top, CELL.y, rows.len()) {
        let from = pos2(area.left(), top + CELL.y * row as f32);
        heading(ui, rows.get(row).map_or("", String::as_str), from, LEFT - 8.0);
        let left = area.left() + LEFT;
        for column in visible(in_sight.left() - left, in_sight.right() - left, CELL.x, columns.len()) {
            let rect = at(row, column);
            let Some(cell) = cell(row, column) else {
                ui.painter().rect_filled(rect, 2.0, p.panel);
                continue;
            };
            let id = ui.scope_id().with((corner, row, column));
            let response = ui.interact(rect, id, Sense::click());
            ui.painter().rect_filled(rect, 2.0, p.shade(cell.share));
            if response.hovered() || response.has_focus() {
                ui.painter().rect_stroke(rect, 2.0, Stroke::new(2.0, p.accent), StrokeKind::Inside);
            }
            ui.painter().text(rect.center(), Align2::CENTER_CENTER, &cell.text, FontId::proportional(14.0), p.text);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &cell.name));
            if response.on_hover_text(&cell.tip).clicked() {
                clicked = Some((row, column));
            }
        }
    }
    clicked
}
