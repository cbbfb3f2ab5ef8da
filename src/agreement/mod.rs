//! Agreement: how far several people marked the same texts alike, by measures from the literature.
//!
//! Pure: no disk, no threads, no clock, and chance only from a seed that the caller gives.
//!
//! | file | holds |
//! |---|---|
//! | `study` | what is compared: articles, each with the marks of those who saw it |
//! | `measure` | what a measure is, and what one says of a study |
//! | `assess` | one measure over a study: all, by pair, label, article and event, with an interval |
//! | `choice` | which articles are scored, and how often each counts |
//! | `chance` | draws from a seed, and resampling |
//! | `tally` | what is counted of each article, for measures made of sums |
//! | `differ` | where sets of one article differ, for review: clusters of marks, each one decision |
//! | `matching` | places paired one to one: as many as there can be, or the best first |
//! | `pairing` | which mark of one annotator stands for which of another, and the confusion matrix |
//! | `pairwise` | twice what two have in common over what each has: F1 and Dice |
//! | `tokens` | tokens, and what everyone says of each, for measures made of tokens |
//! | one file or folder each | the measures |
//!
//! A new measure is a file here and its line in [`MEASURES`].

mod assess;
mod attribute_kappa;
mod chance;
mod char_dice;
mod choice;
mod cohen_kappa;
pub mod differ;
mod fleiss_kappa;
mod gamma;
mod krippendorff_alpha;
mod krippendorff_alpha_u;
mod link_f1;
mod matching;
mod measure;
mod pairing;
mod pairwise;
mod span_f1;
mod study;
mod tally;
mod tokens;

pub use assess::{Assessed, Confidence, assess, assess_all};
pub use choice::Choice;
pub use measure::{About, Alive, Figure, Flow, Measure, Part, Ready, Scorer, Undefined};
pub use pairing::{Confusion, Found, Kind, Pairing, pairings};
pub use study::{Item, Mark, Plain, Study, StudyError};

/// Every measure there is, in the order in which they are shown. The first is the headline.
pub static MEASURES: &[&dyn Measure] = &[
    &span_f1::Exact,
    &span_f1::Boundary,
    &span_f1::Overlap,
    &span_f1::Iou50,
    &char_dice::CharDice,
    &cohen_kappa::CohenKappa,
    &fleiss_kappa::FleissKappa,
    &krippendorff_alpha::KrippendorffAlpha,
    &krippendorff_alpha_u::KrippendorffAlphaU,
    &gamma::Gamma,
    &gamma::GammaCat,
    &attribute_kappa::AttributeKappa,
    &link_f1::LinkF1,
];

/// The measure of that id.
pub fn measure(id: &str) -> Option<&'static dyn Measure> {
    MEASURES.iter().copied().find(|m| m.about().id == id)
}

#[cfg(test)]
mod tests;
