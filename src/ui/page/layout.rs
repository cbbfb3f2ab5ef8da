//! Text to rows: one galley for each visible block, kept by egui from frame to frame. Marks are never part of it.

use super::model::{Kind, PageModel};
use crate::{
    text::{ByteOffset, Text},
    ui::theme::Typeset,
};
use egui::{
    Color32, Galley, Pos2, Rect, Ui,
    epaint::text::{ByteIndex, LayoutJob, LayoutSection, TextFormat, cursor::CCursor},
};
use std::{ops::Range, sync::Arc};
use unicode_segmentation::UnicodeSegmentation;

/// A laid-out block on the screen.
pub struct Placed {
    /// Which block.
    pub block: usize,
    /// Its rows.
    pub galley: Arc<Galley>,
    /// Where its top left corner is on the screen.
    pub at: Pos2,
    /// Its height with the space after it.
    pub height: f32,
}

/// Lays a block out for a width. Cheap where it was laid out in the frame before.
pub fn galley(ui: &Ui, model: &PageModel, block: usize, width: f32, set: &Typeset) -> (Arc<Galley>, bool) {
    let text = model.block_text(block);
    let known = model.blocks().get(block);
    let kind = known.map_or(Kind::Body, |b| b.kind);
    let lay_out = |by_grapheme| ui.fonts_mut(|f| f.layout_job(job(text, kind, width, by_grapheme, set)));
    let by_grapheme = known.is_some_and(|b| b.by_grapheme);
    let galley = lay_out(by_grapheme);
    if by_grapheme || glyphs(&galley) == text.chars().count() {
        return (galley, by_grapheme);
    }
    // Runs from right to left come out with another number of glyphs than characters, and then no position can be trusted.
    // With one section for each grapheme the counts agree: the letters stand apart, but every click and mark is right.
    (lay_out(true), true)
}

/// The height of a block with the space after it.
pub fn height(kind: Kind, goes_on: bool, empty: bool, rows: f32, set: &Typeset) -> f32 {
    match (kind, goes_on, empty) {
        (_, true, _) => rows,
        (Kind::Title, ..) => rows + 6.0,
        (_, _, true) => set.line * 0.5,
        _ => rows + set.scaled(12.0),
    }
}

/// A guess at the height of a block that was not laid out yet.
pub fn estimate(kind: Kind, goes_on: bool, text: &str, width: f32, set: &Typeset) -> f32 {
    let (size, line) = size_of(kind, set);
    // Bytes are counted instead of letters: Vietnamese has about four bytes in three letters.
    let letters = text.len() as f32 * 0.78;
    let rows = (letters * size * 0.53 / width).ceil().max(1.0);
    height(kind, goes_on, text.is_empty(), rows * line, set)
}

fn size_of(kind: Kind, set: &Typeset) -> (f32, f32) {
    match kind {
        Kind::Title => (set.title_size, set.title_line),
        _ => (set.size, set.line),
    }
}

fn job(text: &str, kind: Kind, width: f32, by_grapheme: bool, set: &Typeset) -> LayoutJob {
    let format = TextFormat {
        font_id: if kind == Kind::Title { set.title() } else { set.body() },
        line_height: Some(size_of(kind, set).1),
        color: Color32::PLACEHOLDER,
        ..TextFormat::default()
    };
    let mut job = LayoutJob { text: text.to_owned(), break_on_newline: false, ..LayoutJob::default() };
    job.wrap.max_width = width;
    let section = |range: Range<usize>| LayoutSection {
        leading_space: 0.0,
        byte_range: ByteIndex(range.start)..ByteIndex(range.end),
        format: format.clone(),
    };
    if by_grapheme {
        job.sections = text.grapheme_indices(true).map(|(i, g)| section(i..i + g.len())).collect();
    } else {
        job.sections = vec![section(0..text.len())];
    }
    job
}

fn glyphs(galley: &Galley) -> usize {
    galley.rows.iter().map(|r| r.glyphs.len() + usize::from(r.ends_with_newline)).sum()
}

impl Placed {
    /// Characters of the block before a position of the article.
    pub fn char_of(&self, model: &PageModel, at: ByteOffset) -> usize {
        let text = model.block_text(self.block);
        let start = model.blocks().get(self.block).map_or(0, |b| b.range.start);
        let within = at.0.saturating_sub(start).min(text.len());
        text.get(..within).map_or(0, |t| t.chars().count())
    }

    /// The position of the article behind so many characters of the block.
    pub fn byte_of(&self, model: &PageModel, chars: usize) -> ByteOffset {
        let text = model.block_text(self.block);
        let start = model.blocks().get(self.block).map_or(0, |b| b.range.start);
        ByteOffset(start + text.char_indices().nth(chars).map_or(text.len(), |(i, _)| i))
    }

    /// The pieces of the screen that a range of characters covers, a row each, with the row's number.
    pub fn rects(&self, chars: Range<usize>) -> impl Iterator<Item = (usize, Rect)> + '_ {
        let mut before = 0;
        self.galley.rows.iter().enumerate().filter_map(move |(i, row)| {
            let first = before;
            before += row.glyphs.len() + usize::from(row.ends_with_newline);
            let from = chars.start.max(first) - first;
            let mut to = chars.end.min(before).checked_sub(first)?.min(row.glyphs.len());
            if from >= to {
                return None;
            }
            // A blank at the end of a row is nothing to see.
            while to > from + 1 && row.glyphs.get(to - 1).is_some_and(|g| g.chr.is_whitespace()) {
                to -= 1;
            }
            let covered = row.glyphs.get(from..to)?;
            let left = covered.iter().map(|g| g.pos.x).fold(f32::INFINITY, f32::min);
            let right = covered.iter().map(egui::epaint::text::Glyph::max_x).fold(f32::NEG_INFINITY, f32::max);
            let corner = self.at + row.pos.to_vec2();
            Some((
                i,
                Rect::from_min_max(
                    corner + egui::vec2(left, 0.0),
                    corner + egui::vec2(right.max(left + 2.0), row.size.y),
                ),
            ))
        })
    }

    /// The caret's place on the screen in front of a character. Between two rows it is at the start of the next, or at the end
    /// of the one before.
    pub fn caret(&self, chars: usize, next_row: bool) -> Rect {
        let cursor = CCursor { index: chars.into(), prefer_next_row: next_row };
        let rect = self.galley.pos_from_cursor(cursor);
        rect.translate(self.at.to_vec2())
    }

    /// How high the letters of a row reach, with most of their marks, in points below the row's top.
    pub fn letters_top(&self, row: usize) -> f32 {
        let first = self.galley.rows.get(row).and_then(|r| r.glyphs.first());
        first.map_or(4.0, |g| g.pos.y - 0.8 * g.font_ascent)
    }

    /// The baseline of a row, in points below the row's top.
    pub fn baseline(&self, row: usize) -> f32 {
        self.galley.rows.get(row).and_then(|r| r.glyphs.first()).map_or(20.0, |g| g.pos.y)
    }
}

/// What lies under a point of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The nearest place between two characters.
    pub caret: ByteOffset,
    /// The character under the point, if it is on one.
    pub on: Option<ByteOffset>,
}

/// Finds what lies under a point, between whole characters as people see them.
pub fn hit(text: &Text, model: &PageModel, placed: &[Placed], at: Pos2) -> Option<Hit> {
    let after = placed.partition_point(|p| p.at.y <= at.y);
    let shown = |p: &&Placed| model.blocks().get(p.block).is_some_and(|b| b.kind != Kind::Details);
    let block = placed.iter().take(after).rev().find(shown).or_else(|| placed.iter().find(shown))?;
    let local = at - block.at;
    let chars = block.galley.cursor_from_pos(local).index.0;
    let caret = text.grapheme_ceil(block.byte_of(model, chars));
    let mut before = 0;
    let mut on = None;
    for row in &block.galley.rows {
        if (row.pos.y..row.pos.y + row.size.y).contains(&local.y) {
            let x = local.x - row.pos.x;
            let glyph = row.glyphs.iter().position(|g| g.pos.x <= x && x < g.max_x());
            on = glyph.map(|g| text.grapheme_floor(block.byte_of(model, before + g)));
        }
        before += row.glyphs.len() + usize::from(row.ends_with_newline);
    }
    let end = model.blocks().get(block.block).map_or(caret, |b| ByteOffset(b.range.end));
    Some(Hit { caret: caret.min(end), on })
}
