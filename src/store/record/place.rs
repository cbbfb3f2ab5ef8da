//! Where something stands, as stored: offsets in Unicode scalars, and the words there.

use crate::{
    model::{Place, Was},
    text::{CharOffset, Cursor, Quotation, Text},
};
use std::sync::Arc;

/// What is stored of a place, and whether it is lost.
pub(super) fn stored(place: &Place, text: &Text, cursor: &mut Cursor<'_>) -> (Was, bool) {
    match place {
        Place::At(span) => {
            let start = cursor.char_of(span.start());
            let end = Cursor::char_of(&mut { *cursor }, span.end());
            (Was { start, end, quotation: Quotation::of(text, *span) }, false)
        }
        Place::Lost(was) => (was.clone(), true),
    }
}

/// What was stored of a place: its offsets, and its words with those before and behind.
pub(super) fn was((start, end): (usize, usize), [before, exact, after]: [&Arc<str>; 3]) -> Was {
    let [before, exact, after] = [before, exact, after].map(Arc::clone);
    Was { start: CharOffset(start), end: CharOffset(end), quotation: Quotation { before, exact, after } }
}
