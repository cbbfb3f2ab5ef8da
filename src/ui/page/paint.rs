//! Marks, selection and caret to shapes. Fills and underlines go under the letters, so that no letter is ever covered.

use super::layout::Placed;
use crate::{
    model::LineStyle,
    ui::theme::{Palette, Strength, Typeset},
};
use egui::{Color32, CornerRadius, Painter, Rect, Shape, Stroke, pos2, vec2};
use std::ops::Range;

/// Lines drawn one under the other; of more tracks, further ones share them.
pub const TRACKS_SHOWN: u8 = 7;
/// From the baseline to the first track, for 17-point letters.
const FIRST_TRACK: f32 = 4.0;

/// How one mark is drawn in one block.
pub struct MarkLook {
    /// Its characters in the block.
    pub chars: Range<usize>,
    /// Its label's colour.
    pub color: Color32,
    /// Its label's line.
    pub line: LineStyle,
    /// The line it stands on, 0 nearest the text.
    pub line_at: u8,
    /// How strongly it is filled.
    pub strength: Strength,
    /// Whether it begins in this block, and whether it ends there.
    pub ends: (bool, bool),
}

/// The fill of a mark, or of a part of it, behind the text.
pub fn fill(painter: &Painter, palette: &Palette, block: &Placed, chars: Range<usize>, look: &MarkLook, set: &Typeset) {
    let below = set.scaled(6.0).min(set.line - set.size);
    for (row, rect) in block.rects(chars) {
        let baseline = rect.top() + block.baseline(row);
        let area = Rect::from_min_max(pos2(rect.left(), baseline - set.size), pos2(rect.right(), baseline + below));
        painter.rect_filled(area, CornerRadius::same(3), palette.fill(look.color, look.strength));
    }
}

/// The room below the letters of a row: all its lines stay above the tone marks of the next one.
pub fn room(set: &Typeset) -> f32 {
    (set.line - set.size - 2.0).max(2.0)
}

/// From one line to the next, where a block needs so many tracks.
fn pitch(tracks: u8, set: &Typeset) -> f32 {
    (room(set) / f32::from(tracks.clamp(1, TRACKS_SHOWN))).min(set.scaled(3.0))
}

/// How far a line is below the baseline.
pub fn below(line: u8, tracks: u8, set: &Typeset) -> f32 {
    set.scaled(FIRST_TRACK) + pitch(tracks, set) * f32::from(line)
}

/// The underline of a mark, on its line; `tracks` is how many the block needs.
pub fn underline(painter: &Painter, palette: &Palette, block: &Placed, look: &MarkLook, tracks: u8, set: &Typeset) {
    let color = if look.strength == Strength::Dim { palette.dim(look.color) } else { look.color };
    let (pitch, offset) = (pitch(tracks, set), below(look.line_at, tracks, set));
    let thick = if tracks <= 3 { 1.8 } else { (pitch * 0.6).max(0.9) };
    let thick = match look.strength {
        Strength::Dim | Strength::Faint => thick,
        // Several lie one under the other: they stay apart.
        Strength::Lit => (thick + 0.7).min((pitch - 1.0).max(0.9)),
        Strength::Hover | Strength::Chosen => thick + 0.7,
    };
    let rows: Vec<(usize, Rect)> = block.rects(look.chars.clone()).collect();
    let last = rows.len().saturating_sub(1);
    for (i, (row, rect)) in rows.into_iter().enumerate() {
        let y = rect.top() + block.baseline(row) + offset;
        // Neighbours on one track stay apart by a hair.
        let line =
            Rect::from_x_y_ranges((rect.left() + 0.5)..=(rect.right() - 0.5), (y - thick / 2.0)..=(y + thick / 2.0));
        stroke(painter, line, look.line, color);
        if look.line == LineStyle::Bracketed {
            let end = |x: f32| Rect::from_min_max(pos2(x, y - 4.0), pos2(x + 1.6, y + thick / 2.0));
            if i == 0 && look.ends.0 {
                painter.rect_filled(end(line.left()), 0.0, color);
            }
            if i == last && look.ends.1 {
                painter.rect_filled(end(line.right() - 1.6), 0.0, color);
            }
        }
    }
}

/// A label's line inside a rectangle of its thickness.
pub fn stroke(painter: &Painter, line: Rect, style: LineStyle, color: Color32) {
    let pieces = |on: f32, off: f32| {
        let mut x = line.left();
        while x < line.right() {
            let end = (x + on).min(line.right());
            painter.rect_filled(Rect::from_x_y_ranges(x..=end, line.y_range()), 0.0, color);
            x += on + off;
        }
    };
    match style {
        LineStyle::Solid | LineStyle::Bracketed => {
            painter.rect_filled(line, 0.0, color);
        }
        LineStyle::Dotted => pieces(2.0, 2.5),
        LineStyle::Dashed => pieces(6.0, 3.0),
        LineStyle::Double => {
            // Two lines of a point each, a little wider than the others together, or they would look like one.
            for y in [line.center().y - 1.6, line.center().y + 0.6] {
                painter.rect_filled(Rect::from_min_size(pos2(line.left(), y), vec2(line.width(), 1.0)), 0.0, color);
            }
        }
        LineStyle::Wavy => {
            let steps = (line.width() / 2.0).ceil().max(1.0) as usize;
            let point = |i: usize| {
                let up = if i.is_multiple_of(2) { line.top() } else { line.bottom() };
                pos2((line.left() + 2.0 * i as f32).min(line.right()), up)
            };
            painter.line((0..=steps).map(point).collect(), Stroke::new(1.0, color));
        }
    }
}

/// The dashes of a suggestion's line and frame: on, off, in points.
const DASHES: (f32, f32) = (4.0, 3.5);

/// The underline of a suggestion, on its line: its label's, broken into dashes and thin.
pub fn ghost_line(painter: &Painter, block: &Placed, look: &MarkLook, tracks: u8, set: &Typeset) {
    let thick = match look.strength {
        Strength::Dim | Strength::Faint | Strength::Lit if tracks <= 3 => 1.3,
        Strength::Dim | Strength::Faint | Strength::Lit => (pitch(tracks, set) * 0.5).max(0.8),
        Strength::Hover | Strength::Chosen => 1.8,
    };
    let offset = below(look.line_at, tracks, set);
    let rows: Vec<(usize, Rect)> = block.rects(look.chars.clone()).collect();
    let last = rows.len().saturating_sub(1);
    for (i, (row, rect)) in rows.into_iter().enumerate() {
        let y = rect.top() + block.baseline(row) + offset;
        let line =
            Rect::from_x_y_ranges((rect.left() + 0.5)..=(rect.right() - 0.5), (y - thick / 2.0)..=(y + thick / 2.0));
        ghost_stroke(painter, line, look.line, look.color);
        if look.line == LineStyle::Bracketed {
            let end = |x: f32| Rect::from_min_max(pos2(x, y - 4.0), pos2(x + thick, y + thick / 2.0));
            if i == 0 && look.ends.0 {
                painter.rect_filled(end(line.left()), 0.0, look.color);
            }
            if i == last && look.ends.1 {
                painter.rect_filled(end(line.right() - thick), 0.0, look.color);
            }
        }
    }
}

/// A label's line as suggestions have it, inside a rectangle of its thickness.
pub fn ghost_stroke(painter: &Painter, line: Rect, style: LineStyle, color: Color32) {
    let (on, off) = match style {
        LineStyle::Dotted => (line.height().max(1.5), 5.0),
        LineStyle::Dashed => (8.0, 6.0),
        _ => DASHES,
    };
    let mut x = line.left();
    while x < line.right() {
        let piece = Rect::from_x_y_ranges(x..=(x + on).min(line.right()), line.y_range());
        // Of dots and dashes the pieces are plain; the others keep their kind in each piece.
        let kind = if matches!(style, LineStyle::Double | LineStyle::Wavy) { style } else { LineStyle::Solid };
        stroke(painter, piece, kind, color);
        x += on + off;
    }
}

/// A dashed frame around words, open where they go on in another row.
pub fn frame(painter: &Painter, block: &Placed, look: &MarkLook, thick: f32, set: &Typeset) {
    let below = set.scaled(6.0).min(set.line - set.size);
    let rows: Vec<(usize, Rect)> = block.rects(look.chars.clone()).collect();
    let last = rows.len().saturating_sub(1);
    let stroke = Stroke::new(thick, look.color);
    for (i, (row, rect)) in rows.into_iter().enumerate() {
        let baseline = rect.top() + block.baseline(row);
        let area = Rect::from_min_max(
            pos2(rect.left() - 1.0, baseline - set.size),
            pos2(rect.right() + 1.0, baseline + below),
        );
        let side = |from, to| painter.extend(Shape::dashed_line(&[from, to], stroke, DASHES.0, DASHES.1));
        side(area.left_top(), area.right_top());
        side(area.left_bottom(), area.right_bottom());
        if i == 0 && look.ends.0 {
            side(area.left_top(), area.left_bottom());
        }
        if i == last && look.ends.1 {
            side(area.right_top(), area.right_bottom());
        }
    }
}

/// The selected text, behind the letters.
pub fn selection(painter: &Painter, palette: &Palette, block: &Placed, chars: Range<usize>) {
    for (_, rect) in block.rects(chars) {
        painter.rect_filled(rect.expand2(vec2(0.0, -2.0)), 0.0, palette.selection);
    }
}

/// A place that was found, behind the letters; the one in hand stands out.
pub fn found(painter: &Painter, palette: &Palette, block: &Placed, chars: Range<usize>, here: bool) {
    let color = if here { palette.found_here } else { palette.found };
    for (_, rect) in block.rects(chars) {
        painter.rect_filled(rect.expand2(vec2(1.0, -3.0)), 2.0, color);
    }
}

/// The caret, over everything.
pub fn caret(painter: &Painter, palette: &Palette, at: Rect, set: &Typeset) {
    let line = Rect::from_center_size(at.center(), vec2(2.0, set.scaled(22.0)));
    painter.rect_filled(line, 1.0, palette.accent);
}

/// The grip at one end of the mark in hand.
pub fn grip(painter: &Painter, palette: &Palette, at: Rect, color: Color32, start: bool, set: &Typeset) {
    // The stroke stays on the mark's own letters: a comma behind them must not look like a full stop.
    let x = at.center().x + if start { 0.5 } else { -1.0 };
    let (y, half) = (at.center().y, set.scaled(12.0));
    painter.rect_filled(Rect::from_center_size(pos2(x, y), vec2(2.0, half * 2.0)), 0.0, color);
    let knob = pos2(x, if start { y - half } else { y + half });
    painter.circle(knob, 4.0, color, Stroke::new(1.5, palette.page));
}
