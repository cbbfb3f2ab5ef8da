//! Underline tracks: which of several overlapping spans is drawn on which line under the text.

use super::Span;
use std::{cmp::Reverse, collections::BTreeMap};

/// More tracks than this are never used; whatever does not fit shares the last one.
pub const MAX_TRACKS: u8 = 64;

/// The track of each span, by the span's index. Track 0 is nearest the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tracks {
    of: Vec<u8>,
    count: u8,
}

impl Tracks {
    /// The track of the span with that index; 0 where there is no such span.
    pub fn of(&self, index: usize) -> u8 {
        self.of.get(index).copied().unwrap_or_default()
    }

    /// How many tracks are in use; 0 where there are no spans, at most [`MAX_TRACKS`].
    pub fn count(&self) -> u8 {
        self.count
    }
}

/// Gives each span the lowest track that is free along its whole length, the longest first.
///
/// Spans that overlap never share a track (but for the last one, when [`MAX_TRACKS`] do not suffice). Because the longer is
/// placed first, adding or removing a span never moves a longer one. Equally long ones go by start, then by index.
pub fn tracks(spans: &[Span]) -> Tracks {
    let mut order: Vec<(Span, usize)> = spans.iter().enumerate().map(|(i, s)| (*s, i)).collect();
    order.sort_unstable();
    let mut tracks = Tracks { of: vec![0; spans.len()], count: u8::from(!spans.is_empty()) };
    let (mut group, mut reach) = (Vec::new(), 0);
    for (span, index) in order {
        // Spans of different groups are apart, so each group has its tracks to itself.
        if span.start().0 >= reach {
            tracks.place(&mut group);
        }
        reach = reach.max(span.end().0);
        group.push((Reverse(span.len()), span, index));
    }
    tracks.place(&mut group);
    tracks
}

impl Tracks {
    /// Gives tracks to spans that hang together, and forgets them.
    fn place(&mut self, group: &mut Vec<(Reverse<usize>, Span, usize)>) {
        if group.len() < 2 {
            return group.clear();
        }
        group.sort_unstable();
        // Each taken track as start → end; the spans on one track are apart, so one look to the left tells whether one more fits.
        let mut taken: Vec<BTreeMap<usize, usize>> = Vec::new();
        for (_, span, index) in group.drain(..) {
            let (start, end) = (span.start().0, span.end().0);
            let mut track = 0;
            for row in &mut taken {
                let free = row.range(..end).next_back().is_none_or(|(_, before)| *before <= start);
                if free {
                    row.insert(start, end);
                    break;
                }
                track += 1;
            }
            if usize::from(track) == taken.len() && track + 1 < MAX_TRACKS {
                taken.push(BTreeMap::from([(start, end)]));
            }
            let track = track.min(MAX_TRACKS - 1);
            self.count = self.count.max(track + 1);
            if let Some(slot) = self.of.get_mut(index) {
                *slot = track;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::ByteOffset;
    use proptest::prelude::*;

    fn span(start: usize, len: usize) -> Span {
        Span::new(ByteOffset(start), ByteOffset(start + len)).unwrap()
    }

    #[test]
    fn the_longest_is_nearest_the_text() {
        let t = tracks(&[span(3, 2), span(0, 10), span(5, 5), span(3, 2), span(20, 1)]);
        assert_eq!((0..5).map(|i| t.of(i)).collect::<Vec<_>>(), [1, 0, 1, 2, 0]);
        assert_eq!(t.count(), 3);
        assert_eq!((tracks(&[]).count(), tracks(&[]).of(7)), (0, 0));
    }

    #[test]
    fn more_than_the_tracks_share_the_last() {
        let t = tracks(&vec![span(0, 5); 100]);
        assert_eq!((t.count(), t.of(62), t.of(63), t.of(99)), (64, 62, 63, 63));
    }

    proptest! {
        #[test]
        fn overlapping_spans_never_share(spans in prop::collection::vec((0usize..200, 1usize..40), 0..60), more in (0usize..200, 1usize..40)) {
            let mut spans: Vec<Span> = spans.into_iter().map(|(s, l)| span(s, l)).collect();
            let t = tracks(&spans);
            for i in 0..spans.len() {
                for j in 0..i {
                    prop_assert!(!spans[i].overlaps(spans[j]) || t.of(i) != t.of(j));
                }
                // First fit: each lower track is taken by one that is at least as long.
                for lower in 0..t.of(i) {
                    prop_assert!((0..spans.len()).any(|j| t.of(j) == lower && spans[j].overlaps(spans[i]) && spans[j].len() >= spans[i].len()));
                }
            }
            prop_assert_eq!(t.count(), (0..spans.len()).map(|i| t.of(i) + 1).max().unwrap_or(0));
            let more = span(more.0, more.1);
            spans.push(more);
            let after = tracks(&spans);
            for (i, before) in spans.iter().enumerate().take(spans.len() - 1) {
                prop_assert!(before.len() <= more.len() || after.of(i) == t.of(i));
            }
        }
    }
}
