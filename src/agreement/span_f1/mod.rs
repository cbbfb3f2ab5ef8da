//! F1 of spans for every two annotators: twice the marks that agree over the marks of both. Whoever of the two is taken for the truth, it is
//! the same (Hripcsak & Rothschild 2005), and it needs no count of what nobody marked.
//!
//! | file | two marks agree that have |
//! |---|---|
//! | `exact` | the same place and label |
//! | `boundary` | the same place |
//! | `overlap` | the same label, and a character in common |
//! | `iou50` | the same label, and at least half of what they cover together in common |
//!
//! Each mark agrees with one of the other annotator at most; of all ways to pair them, one with most pairs is taken. Counts are added up over
//! articles that both have seen, and the figure for all is the mean over pairs of annotators that have one.

mod boundary;
mod exact;
mod iou50;
mod overlap;

pub use boundary::Boundary;
pub use exact::Exact;
pub use iou50::Iou50;
pub use overlap::Overlap;

#[cfg(test)]
mod tests;
