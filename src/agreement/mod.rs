//! Agreement: how far several people marked the same texts alike, by measures from the literature.
//!
//! Pure: no disk, no threads, no clock, and chance only from a seed that the caller gives.
//!
//! | file | holds |
//! |---|---|
//! | `study` | what is compared: articles, each with the marks of those who saw it |
//! | `measure` | what a measure is, and what one says of a study |
//! | `assess` | one measure over a study: all, by pair, label, article and event, with an interval |
//! | `chance` | draws from a seed, and resampling |
//! | `tally` | counts of each article that add up, for measures made of sums |
//! | one file or folder each | the measures |
//!
//! A new measure is a file here and its line in [`MEASURES`].

mod assess;
mod chance;
mod gamma;
mod measure;
mod study;
mod tally;

pub use assess::{Assessed, Confidence, assess};
pub use measure::{About, Figure, Flow, Measure, Part, Scorer, Undefined};
pub use study::{Item, Mark, Plain, Study, StudyError};

/// Every measure there is, in the order in which they are shown. The first is the headline.
pub static MEASURES: &[&dyn Measure] = &[&gamma::Gamma, &gamma::GammaCat];

/// The measure of that id.
pub fn measure(id: &str) -> Option<&'static dyn Measure> {
    MEASURES.iter().copied().find(|m| m.about().id == id)
}

#[cfg(test)]
mod tests;
