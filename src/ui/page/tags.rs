//! Tags: whose a mark is, in small at the beginning of its underline. A tag interrupts the lines it stands on, like the heights
//! on a map, and never covers a letter.

use super::{PageInput, layout::Placed, model::PageModel, paint};
use crate::ui::theme::{self, Palette};
use egui::{Color32, FontId, Galley, Painter, Pos2, Rect, pos2, vec2};
use std::sync::Arc;

/// The height of a tag's letters for 17-point text, and the room for one, in points.
const SIZE: f32 = 9.0;
const ROOM: (f32, f32) = (7.0, 8.0);
/// A tag that would stand farther than this from the beginning of its mark is left out: it would say the wrong thing.
const FAR: f32 = 20.0;

/// One tag on the screen.
pub struct Tag {
    /// The block it is in.
    pub block: usize,
    /// The index of its mark in the page's model.
    pub mark: usize,
    /// Where it is.
    pub rect: Rect,
    letters: Arc<Galley>,
    /// Its label's colour.
    color: Color32,
}

/// Where a mark begins on the screen: the left end of its underline.
struct Start {
    row: usize,
    at: Pos2,
    layer: usize,
    color: Color32,
    lit: bool,
    mark: usize,
}

/// The tags of all marks that begin on the screen. Those that begin together stand side by side, in the order of the layers;
/// marks of one layer and one label that begin together share one.
pub fn tags(
    painter: &Painter,
    input: &PageInput<'_>,
    model: &PageModel,
    placed: &[Placed],
    palette: &Palette,
) -> Vec<Tag> {
    if input.layers.iter().all(|l| l.tag.is_empty()) {
        return Vec::new();
    }
    let mut all = Vec::new();
    for block in placed {
        let Some(range) = model.blocks().get(block.block).map(|b| b.range.clone()) else { continue };
        let tracks = model.tracks(block.block);
        let mut starts: Vec<Start> = Vec::new();
        for (i, mark) in model.touching(block.block).filter(|(_, m)| m.span.start().0 >= range.start) {
            if input.layers.get(mark.layer).is_none_or(|l| l.tag.is_empty()) {
                continue;
            }
            let chars = block.char_of(model, mark.span.start())..block.char_of(model, mark.span.end());
            if let Some((row, rect)) = block.rects(chars).next() {
                let (color, _) = theme::look(input.labels.get(&mark.annotation.label), palette);
                // On its line, as far as it stays between this row's letters and the next one's.
                let half = input.set.scaled(ROOM.1) / 2.0;
                let below = paint::below(mark.slot.line, tracks, &input.set).min(paint::room(&input.set));
                let middle = rect.top() + block.baseline(row) + below.max(input.set.scaled(2.5) + half);
                let at = pos2(rect.left(), middle);
                starts.push(Start { row, at, layer: mark.layer, color, lit: input.is_lit(mark), mark: i });
            }
        }
        // Of those that share a tag, one of the place in hand is the first, and has it.
        let rest = |s: &Start| (s.layer, s.color.to_array(), !s.lit);
        let order = |a: &Start, b: &Start| a.row.cmp(&b.row).then(a.at.x.total_cmp(&b.at.x));
        starts.sort_by(|a, b| order(a, b).then_with(|| rest(a).cmp(&rest(b))));
        starts.dedup_by(|b, a| (a.row, a.at.x, a.layer, a.color) == (b.row, b.at.x, b.layer, b.color));
        let (mut row_before, mut free) = (None, f32::NEG_INFINITY);
        for Start { row, at, layer, color, mark, .. } in starts {
            if row_before != Some(row) {
                (row_before, free) = (Some(row), f32::NEG_INFINITY);
            }
            let Some(tag) = input.layers.get(layer).map(|l| &l.tag) else { continue };
            let font = FontId::new(input.set.scaled(SIZE), theme::bold());
            let letters = painter.layout_no_wrap(tag.to_string(), font, Color32::PLACEHOLDER);
            let left = at.x.max(free);
            if left > at.x + FAR {
                continue;
            }
            let size = vec2((letters.rect.width() + 1.0).max(input.set.scaled(ROOM.0)), input.set.scaled(ROOM.1));
            let rect = Rect::from_center_size(pos2(left + size.x / 2.0 - 1.0, at.y), size);
            free = rect.right() + 1.0;
            all.push(Tag { block: block.block, mark, rect, letters, color });
        }
    }
    all
}

/// Paints a tag, behind the letters of the text. It is too small to fade with its mark.
pub fn show(painter: &Painter, tag: &Tag, palette: &Palette) {
    painter.rect_filled(tag.rect, 0.0, palette.page);
    painter.galley(tag.rect.center() - tag.letters.rect.size() / 2.0, tag.letters.clone(), tag.color);
}
