//! Tags: whose a mark is, in small at the beginning of its underline. A tag interrupts the lines it stands on, like the heights
//! on a map, and never covers a letter.

use super::{PageInput, layout::Placed, model::PageModel};
use crate::ui::theme::{self, Palette};
use egui::{Color32, FontId, Galley, Painter, Pos2, Rect, pos2, vec2};
use std::sync::Arc;

/// The height of a tag's letters for 17-point text, and the room for one, in points.
const SIZE: f32 = 9.0;
const ROOM: (f32, f32) = (6.0, 8.0);
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
        // By row and place: where it begins, its layer, and which mark.
        let mut starts: Vec<(usize, Pos2, usize, usize, Color32)> = Vec::new();
        for (i, mark) in model.touching(block.block).filter(|(_, m)| m.span.start().0 >= range.start) {
            if input.layers.get(mark.layer).is_none_or(|l| l.tag.is_empty()) {
                continue;
            }
            let chars = block.char_of(model, mark.span.start())..block.char_of(model, mark.span.end());
            if let Some((row, rect)) = block.rects(chars).next() {
                let (color, _) = theme::look(input.labels.get(&mark.annotation.label), palette);
                let baseline = pos2(rect.left(), rect.top() + block.baseline(row));
                starts.push((row, baseline, mark.layer, i, color));
            }
        }
        let lit = |mark: usize| model.marks().get(mark).is_some_and(|m| input.is_lit(m));
        let rest = |s: &(usize, Pos2, usize, usize, Color32)| (s.2, s.4.to_array(), !lit(s.3));
        starts.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.x.total_cmp(&b.1.x)).then_with(|| rest(a).cmp(&rest(b))));
        starts.dedup_by(|b, a| (a.0, a.1, a.2, a.4) == (b.0, b.1, b.2, b.4));
        let (mut row_before, mut free) = (None, f32::NEG_INFINITY);
        for (row, at, layer, mark, color) in starts {
            if row_before != Some(row) {
                (row_before, free) = (Some(row), f32::NEG_INFINITY);
            }
            let Some(tag) = input.layers.get(layer).map(|l| &l.tag) else { continue };
            let font = FontId::proportional(input.set.scaled(SIZE));
            let letters = painter.layout_no_wrap(tag.to_string(), font, Color32::PLACEHOLDER);
            let left = at.x.max(free);
            if left > at.x + FAR {
                continue;
            }
            let size = vec2(letters.rect.width().max(input.set.scaled(ROOM.0 - 1.0)) + 1.0, input.set.scaled(ROOM.1));
            let rect = Rect::from_min_size(pos2(left, at.y + input.set.scaled(3.0)), size);
            free = rect.right();
            all.push(Tag { block: block.block, mark, rect, letters, color });
        }
    }
    all
}

/// Paints a tag, behind the letters of the text.
pub fn paint(painter: &Painter, tag: &Tag, dim: bool, palette: &Palette) {
    painter.rect_filled(tag.rect, 0.0, palette.page);
    let at = tag.rect.center() - tag.letters.rect.size() / 2.0;
    painter.galley(at, tag.letters.clone(), if dim { palette.dim(tag.color) } else { tag.color });
}
