//! The values of dates, in small under their words, so that a wrong year is seen at once. They stand behind the letters, in the gap
//! between two rows, and move nothing.

use super::{PageInput, layout::Placed, model::PageModel, paint};
use crate::{
    model::{AttributeKind, Label},
    text::{Span, one_line},
    ui::theme::{self, Palette, Typeset},
};
use egui::{Color32, FontId, Painter, Rect, pos2, vec2};
use std::{collections::BTreeMap, sync::Arc};

/// The height of the letters for 17-point text, in points.
const SIZE: f32 = 8.8;
/// Of the letters' size, how high most letters reach above their line.
const TALL: f32 = 0.77;
/// Where a value stands in its line, this much of the line behind it is left out, in points.
const GAP: f32 = 4.0;
/// A value that would stand farther than this from the beginning of its words is left out: it would say the wrong thing.
const FAR: f32 = 26.0;
/// Longer values are shortened.
const LONG: usize = 21;

/// From where to where digits reach under a line, in points below the letters' own line: clear of the mark's line above them where
/// there is room, and in any case above the letters of the next row. Where many lines lie one under the other a value stands in
/// its own, which gives way to it.
fn reach(line: u8, tracks: u8, set: &Typeset) -> (f32, f32) {
    let height = set.scaled(SIZE * 0.72);
    let lowest = set.line - set.size * TALL - height;
    let top = (paint::below(line, tracks, set) + set.scaled(2.2)).min(lowest);
    (top, top + height)
}

/// The value of the date that a label's marks have.
pub fn of<'a>(label: Option<&Label>, attributes: &'a BTreeMap<Arc<str>, Arc<str>>) -> Option<&'a str> {
    let attribute = label?.attributes.iter().find(|a| a.kind == AttributeKind::Date)?;
    let mut names = std::iter::once(&attribute.name).chain(&attribute.formerly);
    names.find_map(|name| attributes.get(name)).map(|value| &**value).filter(|value| !value.is_empty())
}

/// Draws the values of a block's dates, those that are suggested too, behind its letters. Where several people's marks are on the
/// page their tags have this room.
pub fn show(
    painter: &Painter,
    input: &PageInput<'_>,
    model: &PageModel,
    block: &Placed,
    (tracks, width): (u8, f32),
    palette: &Palette,
) {
    let Some(range) = model.blocks().get(block.block).map(|b| b.range.clone()).filter(|_| input.layers.len() < 2)
    else {
        return;
    };
    let marks =
        model.touching(block.block).map(|(_, m)| (m.span, &m.annotation.label, &m.annotation.attributes, m.slot));
    let ghosts = model.haunting(block.block).map(|g| {
        let s = &g.suggestion;
        (s.span, &s.label, &s.attributes, g.slot)
    });
    let mut all: Vec<(Span, &str, Color32, u8)> = Vec::new();
    for (span, label, attributes, slot) in marks.chain(ghosts).filter(|(span, ..)| span.start().0 >= range.start) {
        let label = input.labels.get(label);
        if let Some(value) = of(label, attributes) {
            all.push((span, value, theme::look(label, palette).0, slot.line));
        }
    }
    all.sort_by_key(|(span, ..)| *span);
    let font = FontId::new(input.set.scaled(SIZE), egui::FontFamily::Proportional);
    let column = block.at.x + width;
    let (mut row_before, mut free) = (None, f32::NEG_INFINITY);
    for (span, value, color, line) in all {
        let chars = block.char_of(model, span.start())..block.char_of(model, span.end());
        let Some((row, rect)) = block.rects(chars).next() else { continue };
        if row_before.replace(row) != Some(row) {
            free = f32::NEG_INFINITY;
        }
        let letters = painter.layout_no_wrap(one_line(value, LONG), font.clone(), color);
        // At the end of a row it stays in the column.
        let left = rect.left().min(column - letters.rect.width()).max(free);
        if left > rect.left() + input.set.scaled(FAR) {
            continue;
        }
        let (top, bottom) = reach(line, tracks, &input.set);
        let at = pos2(left, rect.top() + block.baseline(row));
        // Lines give way to it, as far down as its own; what is marked in the next row keeps its fill.
        let own = paint::below(line, tracks, &input.set) + 1.5;
        let below = bottom.min(own.max(input.set.line - input.set.size));
        let room = Rect::from_min_max(at + vec2(0.0, top), at + vec2(letters.rect.width() + GAP, below));
        free = room.right() + input.set.scaled(2.0);
        painter.rect_filled(room, 0.0, palette.page);
        painter.galley(at + vec2(0.0, (top + bottom - letters.rect.height()) / 2.0), letters, color);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_crosses_neither_its_line_nor_the_next_row() {
        for (size, line) in [(17.0, 27.0), (22.0, 35.0), (14.0, 28.0)] {
            let set = Typeset { size, line, title_size: 24.0, title_line: 36.0, column: 600.0 };
            for tracks in 1..=paint::TRACKS_SHOWN {
                for at in 0..tracks {
                    let (top, bottom) = reach(at, tracks, &set);
                    assert!(bottom <= line - size * TALL, "{size}/{line}: {at} of {tracks}: {bottom}");
                    assert!(bottom - top > set.scaled(6.0), "it can be read");
                }
                // A date alone, or in a claim.
                for at in 0..tracks.min(2) {
                    let dots = paint::below(at, tracks, &set) + 0.65;
                    assert!(reach(at, tracks, &set).0 > dots - 0.1, "{size}/{line}: {at} of {tracks}");
                }
            }
        }
    }
}
