//! What the page shows, apart from how: the text in blocks with their heights, and which marks touch which block.
//!
//! A block is a paragraph, or a piece of at most [`BLOCK_BYTES`] of a very long one. Positions are bytes in the text; heights
//! are points. Nothing here is laid out: heights are estimates until a block was seen.

use super::{
    layers::{MarkOf, Slot, slots},
    paint::TRACKS_SHOWN,
    touching::{Touching, last_before},
};
use crate::{
    model::{Annotation, AnnotationId, AnnotationSet},
    session::Suggestion,
    text::{ByteOffset, Span, Text},
};
use std::{ops::Range, sync::Arc};
use unicode_normalization::UnicodeNormalization;

/// A longer paragraph is shown in pieces, so that what is laid out at a time stays small.
const BLOCK_BYTES: usize = 2048;

/// Room above the first block, in points.
const LEAD: f64 = 22.0;

/// So many tracks have room to spare.
const FEW: u8 = 4;

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The headline, where it stands in the text.
    Title,
    /// Text.
    Body,
    /// The quiet line of outlet, date and URL; it has no text of the article.
    Details,
}

/// A paragraph, or a piece of a long one.
#[derive(Clone, Debug)]
pub struct Block {
    /// Where its text is, in bytes, without the line end.
    pub range: Range<usize>,
    /// What it is.
    pub kind: Kind,
    /// Whether its paragraph goes on in the next block.
    pub goes_on: bool,
    /// Its height with the space after it, in points; an estimate until `exact`.
    pub height: f32,
    /// Whether the height was measured.
    pub exact: bool,
    /// Whether the text needs one section for each character, because it runs right to left in part.
    pub by_grapheme: bool,
}

/// A mark as the page needs it.
#[derive(Clone, Debug)]
pub struct PageMark {
    /// Which.
    pub annotation: Arc<Annotation>,
    /// Where.
    pub span: Span,
    /// Whose: the number of its layer.
    pub layer: usize,
    /// Its underline.
    pub slot: Slot,
}

impl PageMark {
    /// Whether it is the mark of that id in that layer.
    pub fn is(&self, layer: usize, id: &AnnotationId) -> bool {
        self.layer == layer && self.annotation.id == *id
    }

    /// Which it is among all layers.
    pub fn of(&self) -> MarkOf {
        (self.layer, self.annotation.id.clone())
    }
}

/// A suggestion as the page needs it.
#[derive(Clone, Debug)]
pub struct Ghost {
    /// What is suggested.
    pub suggestion: Arc<Suggestion>,
    /// Its underline.
    pub slot: Slot,
}

/// An article's text and marks, ready to be shown.
#[derive(Debug)]
pub struct PageModel {
    text: Text,
    blocks: Vec<Block>,
    /// Where each block begins, in points from the top; one more than there are blocks.
    tops: Vec<f64>,
    /// The first block whose height is not summed up in `tops` yet.
    unsummed: usize,
    marks: Vec<PageMark>,
    touching: Touching,
    ghosts: Vec<Ghost>,
    haunting: Touching,
}

impl PageModel {
    /// Cuts the text into blocks. `title` is the headline, which is drawn larger where it is the text's first line.
    pub fn new(text: &Text, title: Option<&str>) -> Self {
        let mut blocks = Vec::new();
        let block =
            |range, kind, goes_on| Block { range, kind, goes_on, height: 0.0, exact: false, by_grapheme: false };
        let mut title = title.map(str::trim).filter(|t| !t.is_empty() && t.len() < 1000);
        let mut details = false;
        for paragraph in text.paragraphs() {
            let line = text.get(paragraph.start, paragraph.end).unwrap_or("");
            let mut range = paragraph.start.0..paragraph.end.0;
            if !details && !line.trim().is_empty() {
                // The title is composed; the line is as it is.
                if title.take().is_some_and(|t| line.trim().nfc().eq(t.nfc())) {
                    blocks.push(block(range.clone(), Kind::Title, false));
                    blocks.push(block(range.end..range.end, Kind::Details, false));
                    details = true;
                    continue;
                }
                blocks.insert(0, block(0..0, Kind::Details, false));
                details = true;
            }
            while range.len() > BLOCK_BYTES {
                let cut = cut_before(text, range.start + BLOCK_BYTES).max(range.start + 1);
                blocks.push(block(range.start..cut, Kind::Body, true));
                range.start = cut;
            }
            blocks.push(block(range, Kind::Body, false));
        }
        if !details {
            blocks.insert(0, block(0..0, Kind::Details, false));
        }
        let count = blocks.len();
        PageModel {
            text: text.clone(),
            blocks,
            tops: vec![LEAD; count + 1],
            unsummed: 0,
            marks: Vec::new(),
            touching: Touching::default(),
            ghosts: Vec::new(),
            haunting: Touching::default(),
        }
    }

    /// The text.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// All blocks in order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// A block's text.
    pub fn block_text(&self, index: usize) -> &str {
        self.blocks.get(index).and_then(|b| self.text.as_str().get(b.range.clone())).unwrap_or("")
    }

    /// Takes the marks of all layers, and the ghosts of suggestions in the order of their places: lays all on tracks and notes which
    /// block each touches. The ghosts' tracks are below those of the marks they hang together with, so that no mark moves for one.
    pub fn set_marks<'a>(&mut self, layers: impl Iterator<Item = &'a AnnotationSet>, ghosts: &[Arc<Suggestion>]) {
        let mark = |layer| {
            move |(span, a): (Span, &Arc<Annotation>)| PageMark {
                annotation: a.clone(),
                span,
                layer,
                slot: Slot::default(),
            }
        };
        let (mut behind, mut marks) = (0, Vec::new());
        for (layer, set) in layers.enumerate() {
            marks.extend(set.placed().map(mark(layer)));
            behind = layer + 1;
        }
        // Stable, so that each layer keeps the order of its set.
        marks.sort_by_key(|m| m.span);
        self.marks = marks;
        self.ghosts = ghosts.iter().map(|s| Ghost { suggestion: s.clone(), slot: Slot::default() }).collect();
        let marks = self.marks.iter_mut().map(|m| (m.layer, m.span, &mut m.slot));
        let ghosts = self.ghosts.iter_mut().map(|g| (behind, g.suggestion.span, &mut g.slot));
        let mut all: Vec<(usize, Span, &mut Slot)> = marks.chain(ghosts).collect();
        all.sort_by_key(|(_, span, _)| *span);
        let spans: Vec<(usize, Span)> = all.iter().map(|(layer, span, _)| (*layer, *span)).collect();
        for ((_, _, slot), new) in all.into_iter().zip(slots(&spans)) {
            *slot = new;
        }
        self.touching = Touching::new(&self.blocks, self.marks.iter().map(|m| m.span));
        self.haunting = Touching::new(&self.blocks, self.ghosts.iter().map(|g| g.suggestion.span));
    }

    /// All marks, by their places; at one place by layer.
    pub fn marks(&self) -> &[PageMark] {
        &self.marks
    }

    /// The marks that touch a block, by index into [`Self::marks`].
    pub fn touching(&self, block: usize) -> impl Iterator<Item = (usize, &PageMark)> {
        self.touching.of(block).filter_map(|i| Some((i, self.marks.get(i)?)))
    }

    /// How many ghosts there are.
    pub fn ghosts(&self) -> usize {
        self.ghosts.len()
    }

    /// The ghosts that touch a block, in order.
    pub fn haunting(&self, block: usize) -> impl Iterator<Item = &Ghost> {
        self.haunting.of(block).filter_map(|i| self.ghosts.get(i))
    }

    /// How many underline tracks the marks and ghosts of a block are given. With several layers that is a few or all that are drawn: then
    /// lines are whole pixels apart where the text is spread, and two people's never look like one.
    pub fn tracks(&self, block: usize) -> u8 {
        let (mut tracks, mut several) = (0, false);
        for (_, mark) in self.touching(block) {
            tracks = tracks.max(mark.slot.track + 1);
            several |= mark.layer > 0;
        }
        tracks = self.haunting(block).map(|g| g.slot.track + 1).fold(tracks, u8::max);
        if several && tracks > FEW { tracks.max(TRACKS_SHOWN) } else { tracks }
    }

    /// The block that holds a position; at a line end, the one before it.
    pub fn block_at(&self, at: ByteOffset) -> usize {
        last_before(&self.blocks, self.blocks.partition_point(|b| b.range.start <= at.0))
    }

    /// Where a block begins, in points from the top.
    pub fn top(&self, block: usize) -> f64 {
        self.tops.get(block).copied().unwrap_or_else(|| self.total())
    }

    /// The height of everything, in points.
    pub fn total(&self) -> f64 {
        self.tops.last().copied().unwrap_or_default()
    }

    /// The block at a height, in points from the top.
    pub fn block_at_height(&self, y: f64) -> usize {
        self.tops.partition_point(|t| *t <= y).saturating_sub(1).min(self.blocks.len().saturating_sub(1))
    }

    /// Sets a block's measured height; says by how much it differs from what was thought.
    pub fn measured(&mut self, block: usize, height: f32, by_grapheme: bool) -> f32 {
        let Some(b) = self.blocks.get_mut(block) else { return 0.0 };
        let difference = height - b.height;
        b.height = height;
        b.exact = true;
        b.by_grapheme = by_grapheme;
        if difference != 0.0 {
            self.unsummed = self.unsummed.min(block);
        }
        difference
    }

    /// Forgets all measured heights and estimates them anew.
    pub fn estimate(&mut self, height: impl Fn(&Block, &str) -> f32) {
        for block in &mut self.blocks {
            block.height = height(block, self.text.as_str().get(block.range.clone()).unwrap_or(""));
            block.exact = false;
        }
        self.unsummed = 0;
        self.sum();
    }

    /// Sums heights up again from the first block on that changed.
    pub fn sum(&mut self) {
        let first = std::mem::replace(&mut self.unsummed, self.blocks.len());
        let mut top = self.top(first);
        for (top_of, block) in self.tops.iter_mut().skip(first + 1).zip(self.blocks.iter().skip(first)) {
            top += f64::from(block.height);
            *top_of = top;
        }
    }
}

/// The best place to cut a long paragraph at or before a position: behind a sentence, else behind a blank, else between characters.
fn cut_before(text: &Text, at: usize) -> usize {
    let window = text.grapheme_floor(ByteOffset(at)).0;
    let from = text.as_str().floor_char_boundary(window.saturating_sub(BLOCK_BYTES / 2));
    let near = text.as_str().get(from..window).unwrap_or("");
    near.rfind(". ")
        .map(|i| i + 2)
        .or_else(|| near.rfind(' ').map(|i| i + 1))
        .filter(|i| text.is_grapheme_boundary(ByteOffset(from + i)))
        .map_or(window, |i| from + i)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn blocks_hold_every_character_but_line_ends_once_and_in_order(text in "(chữ\\. |dài|\n|\r\n|o\u{302}\u{309}){0,900}") {
            let t = Text::new(text.as_str());
            let m = PageModel::new(&t, None);
            let mut joined = String::new();
            let mut end = 0;
            for b in m.blocks() {
                prop_assert!(b.range.start >= end || b.kind == Kind::Details);
                prop_assert!(t.is_grapheme_boundary(ByteOffset(b.range.start)));
                joined.push_str(t.as_str().get(b.range.clone()).unwrap_or("?"));
                end = b.range.end;
            }
            prop_assert_eq!(joined, text.replace(['\r', '\n'], ""));
        }

        #[test]
        fn each_position_has_its_block(text in "(một dòng|\n){0,50}", at in 0usize..400) {
            let t = Text::new(text.as_str());
            let m = PageModel::new(&t, text.lines().next());
            let at = t.grapheme_floor(ByteOffset(at.min(t.len())));
            if let Some(b) = m.blocks().get(m.block_at(at)).filter(|_| !t.is_empty()) {
                prop_assert!(b.range.start <= at.0 && at.0 <= b.range.end + 1, "{:?} in {:?}", at, b);
                prop_assert!(b.kind != Kind::Details);
            }
        }
    }
}
