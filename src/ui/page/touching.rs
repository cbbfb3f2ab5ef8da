//! Which of many spans touch which block: found once when they change, so that a frame looks at those on the screen alone.

use super::model::{Block, Kind};
use crate::text::Span;

/// For each block, the spans that touch it, by their numbers.
#[derive(Debug, Default)]
pub struct Touching {
    /// For each block, where its own begin in `all`; one more than there are blocks.
    first: Vec<u32>,
    all: Vec<u32>,
}

impl Touching {
    /// Takes spans in the order of their starts, so that one walk over them and the blocks together is enough.
    pub fn new(blocks: &[Block], spans: impl Iterator<Item = Span>) -> Self {
        let mut pairs: Vec<(usize, u32)> = Vec::new();
        let mut counts = vec![0; blocks.len()];
        let mut after = 0;
        for (i, span) in spans.enumerate() {
            while blocks.get(after).is_some_and(|b| b.range.start <= span.start().0) {
                after += 1;
            }
            for (b, block) in blocks.iter().enumerate().skip(last_before(blocks, after)) {
                if block.range.start >= span.end().0 {
                    break;
                }
                if block.kind != Kind::Details {
                    pairs.push((b, small(i)));
                    if let Some(count) = counts.get_mut(b) {
                        *count += 1;
                    }
                }
            }
        }
        // Where each block's own go; moved on as they come.
        let mut next = Vec::with_capacity(counts.len());
        let mut first = Vec::with_capacity(counts.len() + 1);
        let mut sum = 0;
        for count in counts {
            first.push(sum);
            next.push(sum as usize);
            sum += count;
        }
        first.push(sum);
        let mut all = vec![0; pairs.len()];
        for (b, span) in pairs {
            if let Some(place) = next.get_mut(b) {
                if let Some(slot) = all.get_mut(*place) {
                    *slot = span;
                }
                *place += 1;
            }
        }
        Touching { first, all }
    }

    /// Those that touch a block, in order.
    pub fn of(&self, block: usize) -> impl Iterator<Item = usize> {
        let at = |b: usize| self.first.get(b).map_or(0, |i| *i as usize);
        self.all.get(at(block)..at(block + 1)).unwrap_or_default().iter().map(|i| *i as usize)
    }
}

/// Indices of blocks and marks fit 32 bits: an article has at most 64 MiB.
fn small(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// The block with text just before a place among the blocks, or the first one.
pub fn last_before(blocks: &[Block], after: usize) -> usize {
    let mut index = after.saturating_sub(1);
    if blocks.get(index).is_some_and(|b| b.kind == Kind::Details) {
        index = if index == 0 { 1.min(blocks.len().saturating_sub(1)) } else { index - 1 };
    }
    index
}
