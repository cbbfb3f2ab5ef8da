//! Several people's marks on one text: what the page is given for them, and on which lines they stand.
//!
//! Each person's set is a layer. Layer 0 is the article's own set, the one that is edited; the others are only read. Among marks
//! that hang together by overlapping, each layer has a band of underline tracks: the own set's nearest the text, below it that of
//! layer 1, and so on. So a person's marks stand in the same order everywhere, and never between another's. Where a band would
//! not be seen any more, because there are more tracks than lines, the layers share the lines fairly: none is without one.

use super::{PageInput, model::PageMark, paint::TRACKS_SHOWN};
use crate::{
    model::{AnnotationId, AnnotationSet},
    session::Action,
    text::{MAX_TRACKS, Span, tracks},
};
use std::{ops::Range, sync::Arc};

/// One person's marks on the page.
#[derive(Clone, Debug)]
pub struct Layer<'a> {
    /// The marks.
    pub set: &'a AnnotationSet,
    /// What stands at the beginning of each of them: `1`. Nothing does where it is empty.
    pub tag: Arc<str>,
    /// Whose they are, for tooltips and for screen readers; empty where nobody need say so.
    pub name: Arc<str>,
}

impl<'a> Layer<'a> {
    /// Marks that need no name: those of the person at work, who alone is on the page.
    pub fn own(set: &'a AnnotationSet) -> Self {
        Layer { set, tag: Arc::default(), name: Arc::default() }
    }
}

/// A mark of a layer, by the layer's number and the mark's id; ids are unique within a layer only.
pub type MarkOf = (usize, AnnotationId);

/// The place in hand: its marks are lit and all others fade.
#[derive(Clone, Debug)]
pub struct Lit {
    /// Where it is; its marks touch it.
    pub span: Span,
    /// Its marks.
    pub marks: Vec<MarkOf>,
}

/// How far a place of the article has come in review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceState {
    /// To be decided.
    Open,
    /// Decided.
    Done,
    /// Decided, and changed since.
    Changed,
}

impl PlaceState {
    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            PlaceState::Open => "To decide",
            PlaceState::Done => "Decided",
            PlaceState::Changed => "Changed since it was decided",
        }
    }
}

/// What the person did on the page.
#[derive(Debug, Default)]
pub struct PageResponse {
    /// What it means for the article's own set.
    pub actions: Vec<Action>,
    /// The place whose glyph in the margin was clicked, by its index.
    pub clicked_place: Option<usize>,
    /// The mark that was clicked, of whichever layer. Clicks on the own set's marks are among the actions too.
    pub clicked_mark: Option<MarkOf>,
}

impl PageResponse {
    /// A mark was clicked, and nothing else is meant.
    pub(super) fn click(&mut self, mark: &PageMark) {
        if mark.layer == 0 {
            self.actions.push(Action::SelectMark(mark.annotation.id.clone()));
        }
        self.clicked_mark = Some(mark.of());
    }
}

impl PageInput<'_> {
    /// Whether a mark belongs to the place in hand.
    pub(super) fn is_lit(&self, mark: &PageMark) -> bool {
        self.lit
            .is_some_and(|lit| mark.span.overlaps(lit.span) && lit.marks.iter().any(|(layer, id)| mark.is(*layer, id)))
    }

    /// Whether it is the mark in hand.
    pub(super) fn in_hand(&self, mark: &PageMark) -> bool {
        self.doc.selection().mark.as_ref().is_some_and(|id| mark.is(0, id))
    }

    /// What a mark is called: `Actor`, or `Lan: Actor` where its layer has a name.
    pub(super) fn says(&self, mark: &PageMark) -> String {
        let label = &mark.annotation.label;
        self.named(mark).map_or_else(|| label.to_string(), |name| format!("{name}: {label}"))
    }

    /// A mark's attributes in one line, where its layer has a name: those of one's own marks stand elsewhere.
    pub(super) fn attributes(&self, mark: &PageMark) -> Option<String> {
        let all = &self.named(mark).map(|_| &mark.annotation.attributes)?;
        let each = |(name, value)| format!("{name}: {value}");
        (!all.is_empty()).then(|| all.iter().map(each).collect::<Vec<_>>().join(", "))
    }

    fn named(&self, mark: &PageMark) -> Option<&str> {
        self.layers.get(mark.layer).map(|l| &*l.name).filter(|name| !name.is_empty())
    }
}

/// Where a mark's underline is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slot {
    /// Its track, 0 nearest the text.
    pub track: u8,
    /// The line it is drawn on: its track, as long as there are enough lines.
    pub line: u8,
}

/// The slots of marks, each given by its layer and its span, in the order of their starts. n log n.
pub fn slots(marks: &[(usize, Span)]) -> Vec<Slot> {
    if marks.iter().all(|(layer, _)| *layer == 0) {
        let spans: Vec<Span> = marks.iter().map(|(_, span)| *span).collect();
        let all = tracks(&spans);
        let slot = |track: u8| Slot { track, line: track.min(TRACKS_SHOWN - 1) };
        return (0..spans.len()).map(|i| slot(all.of(i))).collect();
    }
    let mut slots = vec![Slot::default(); marks.len()];
    let (mut first, mut reach) = (0, 0);
    for (i, (_, span)) in marks.iter().enumerate() {
        // Groups are apart, so each has its tracks to itself.
        if span.start().0 >= reach {
            place(marks, first..i, &mut slots);
            first = i;
        }
        reach = reach.max(span.end().0);
    }
    place(marks, first..marks.len(), &mut slots);
    slots
}

/// Gives slots to marks that hang together.
fn place(marks: &[(usize, Span)], group: Range<usize>, slots: &mut [Slot]) {
    if group.len() < 2 {
        return;
    }
    let mut order: Vec<(usize, usize, Span)> =
        group.filter_map(|i| marks.get(i).map(|(layer, span)| (*layer, i, *span))).collect();
    order.sort_unstable();
    let bands: Vec<_> = order
        .chunk_by(|a, b| a.0 == b.0)
        .map(|band| (band, tracks(&band.iter().map(|(.., span)| *span).collect::<Vec<_>>())))
        .collect();
    let lines = share(&bands.iter().map(|(_, tracks)| tracks.count()).collect::<Vec<_>>());
    let (mut track, mut line) = (0_u8, 0_u8);
    for ((band, tracks), lines) in bands.into_iter().zip(lines) {
        for (n, (_, i, _)) in band.iter().enumerate() {
            if let Some(slot) = slots.get_mut(*i) {
                let own = tracks.of(n);
                slot.track = track.saturating_add(own).min(MAX_TRACKS - 1);
                slot.line = (line + own.min(lines.saturating_sub(1))).min(TRACKS_SHOWN - 1);
            }
        }
        track = track.saturating_add(tracks.count());
        line += lines;
    }
}

/// How many lines each band is given, of those that are drawn: one each, then one more in turn for those that need it. Of more
/// bands than lines, the last ones share the last line.
fn share(wanted: &[u8]) -> Vec<u8> {
    let mut given = vec![0; wanted.len()];
    let mut left = TRACKS_SHOWN;
    loop {
        let before = left;
        for (given, wanted) in given.iter_mut().zip(wanted) {
            if *given < *wanted && left > 0 {
                *given += 1;
                left -= 1;
            }
        }
        if left == 0 || left == before {
            return given;
        }
    }
}

/// The parts of a range that are in none of those before it; it is noted among them.
pub fn fresh(range: Range<usize>, before: &mut Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut parts = vec![range.clone()];
    for old in before.iter() {
        let outside = |r: Range<usize>| [r.start..r.end.min(old.start), r.start.max(old.end)..r.end];
        parts = parts.into_iter().flat_map(outside).filter(|r| !r.is_empty()).collect();
    }
    before.push(range);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::ByteOffset;
    use proptest::prelude::*;

    fn span(start: usize, len: usize) -> Span {
        Span::new(ByteOffset(start), ByteOffset(start + len)).unwrap()
    }

    fn sorted(mut marks: Vec<(usize, Span)>) -> Vec<(usize, Span)> {
        marks.sort_by_key(|(_, span)| *span);
        marks
    }

    /// Which group each mark is in, found by joining neighbours until nothing changes.
    fn groups(marks: &[(usize, Span)]) -> Vec<usize> {
        let mut group: Vec<usize> = (0..marks.len()).collect();
        loop {
            let before = group.clone();
            for i in 0..marks.len() {
                for j in 0..marks.len() {
                    if marks[i].1.overlaps(marks[j].1) {
                        group[i] = group[i].min(group[j]);
                    }
                }
            }
            if group == before {
                return group;
            }
        }
    }

    #[test]
    fn each_layer_has_its_band_below_the_ones_before() {
        let marks = sorted(vec![
            (2, span(0, 10)),
            (0, span(0, 8)),
            (1, span(2, 3)),
            (1, span(3, 4)),
            (0, span(9, 3)),
            (2, span(20, 5)),
            (1, span(22, 2)),
        ]);
        let of = |layer, at| slots(&marks)[marks.iter().position(|m| *m == (layer, at)).unwrap()].track;
        assert_eq!((of(0, span(0, 8)), of(0, span(9, 3))), (0, 0), "the own set is nearest the text, however short");
        assert_eq!((of(1, span(3, 4)), of(1, span(2, 3)), of(2, span(0, 10))), (1, 2, 3));
        assert_eq!((of(1, span(22, 2)), of(2, span(20, 5))), (0, 1), "elsewhere the bands begin anew");
    }

    #[test]
    fn of_too_many_tracks_no_layer_is_without_a_line() {
        assert_eq!(share(&[1, 2, 3]), [1, 2, 3]);
        assert_eq!(share(&[9, 1, 9]), [3, 1, 3]);
        assert_eq!(share(&[40]), [7]);
        assert_eq!(share(&[1; 9]), [1, 1, 1, 1, 1, 1, 1, 0, 0]);
        let marks: Vec<(usize, Span)> = (0..90).map(|i| (i % 9, span(0, 5))).collect();
        assert!(slots(&marks).iter().all(|s| s.line < TRACKS_SHOWN && s.track < MAX_TRACKS));
    }

    #[test]
    fn no_letter_is_filled_twice() {
        let mut before = Vec::new();
        assert_eq!(fresh(3..6, &mut before), std::slice::from_ref(&(3..6)));
        assert_eq!(fresh(0..9, &mut before), [0..3, 6..9]);
        assert_eq!(fresh(5..12, &mut before), std::slice::from_ref(&(9..12)));
        assert!(fresh(1..4, &mut before).is_empty());
    }

    proptest! {
        #[test]
        fn bands_never_interleave(marks in prop::collection::vec((0usize..4, 0usize..120, 1usize..25), 0..50)) {
            let marks = sorted(marks.into_iter().map(|(layer, start, len)| (layer, span(start, len))).collect());
            let (slots, groups) = (slots(&marks), groups(&marks));
            for i in 0..marks.len() {
                let needed = (0..marks.len()).filter(|j| groups[*j] == groups[i]).map(|j| slots[j].track + 1).max();
                prop_assert!(slots[i].line < TRACKS_SHOWN);
                prop_assert!(needed > Some(TRACKS_SHOWN) || slots[i].line == slots[i].track);
                for j in 0..marks.len() {
                    if i != j && marks[i].1.overlaps(marks[j].1) {
                        prop_assert!(slots[i].track != slots[j].track, "{:?} and {:?}", marks[i], marks[j]);
                    }
                    if groups[i] == groups[j] && marks[i].0 < marks[j].0 {
                        prop_assert!(slots[i].track < slots[j].track && slots[i].line < slots[j].line);
                    }
                }
            }
        }

        #[test]
        fn one_layer_stands_as_it_does_alone(marks in prop::collection::vec((0usize..200, 1usize..40), 0..60), layer in 0usize..2) {
            let marks = sorted(marks.into_iter().map(|(start, len)| (layer, span(start, len))).collect());
            let alone = tracks(&marks.iter().map(|(_, span)| *span).collect::<Vec<_>>());
            for (i, slot) in slots(&marks).into_iter().enumerate() {
                prop_assert_eq!(slot.track, alone.of(i));
            }
        }
    }
}
