//! The values of dates, in small under their words, so that a wrong year is seen at once. They stand behind the letters, in the gap
//! between two rows, and move nothing.

use super::{PageInput, layout::Placed, model::PageModel, paint};
use crate::{
    model::{AttributeKind, Label},
    text::{Span, one_line},
    ui::theme::{self, Palette},
};
use egui::{Color32, FontId, Painter, Rect, pos2, vec2};
use std::{collections::BTreeMap, sync::Arc};

/// The height of the letters for 17-point text, in points.
const SIZE: f32 = 9.5;
/// A value that would stand farther than this from the beginning of its words is left out: it would say the wrong thing.
const FAR: f32 = 26.0;
/// Longer values are shortened.
const LONG: usize = 21;

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
        // Digits fill the middle of their row: under the line, and as far as it can above the letters of the next row.
        let half = input.set.scaled(SIZE * 0.36);
        let lowest = paint::room(&input.set) + input.set.scaled(5.0) - half;
        let middle = (paint::below(line, tracks, &input.set) + input.set.scaled(2.2) + half).min(lowest);
        let at = pos2(left, rect.top() + block.baseline(row) + middle);
        let room = Rect::from_min_max(at - vec2(0.0, half + 1.0), at + vec2(letters.rect.width() + 2.0, half + 0.5));
        free = room.right() + input.set.scaled(4.0);
        painter.rect_filled(room, 0.0, palette.page);
        painter.galley(at - vec2(0.0, letters.rect.height() / 2.0), letters, color);
    }
}
