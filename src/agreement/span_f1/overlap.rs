//! Marks agree that have the same label and at least a character in common.

use crate::agreement::{About, Alive, Measure, Ready, Study, matching::most_overlapping, pairwise::Pairwise};

/// Same label, overlapping; as many one-to-one pairs as there can be.
#[derive(Debug)]
pub struct Overlap;

static ABOUT: About = About {
    id: "span_f1_overlap",
    title: "Overlap F1",
    tooltip: "How much of what two people marked overlaps under the same label, wherever the marks begin and end.",
    source: "Hripcsak & Rothschild 2005, J. Am. Med. Inform. Assoc. 12(3):296–298; partial matching as in Chinchor & Sundheim 1993, MUC-5",
    counts: "marks",
    chance: None,
    slow: false,
};

impl Measure for Overlap {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn prepare<'s>(&self, study: &'s Study, _seed: u64, alive: &mut Alive<'_>) -> Ready<'s> {
        let scorer =
            Pairwise::of_places(study, alive, |left, right| (most_overlapping(left, right), left.len() + right.len()))?;
        Some(Box::new(scorer))
    }
}
