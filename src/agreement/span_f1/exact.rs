//! Marks agree that have the same place and label: the headline.

use crate::agreement::{
    About, Alive, Measure, Ready, Study,
    pairwise::{Pairwise, common},
};

/// Same place, same label.
#[derive(Debug)]
pub struct Exact;

static ABOUT: About = About {
    id: "span_f1_exact",
    title: "Exact span F1",
    tooltip: "How much of what two people marked is the same: the same words under the same label. 1 is all, 0 is nothing.",
    source: "Hripcsak & Rothschild 2005, J. Am. Med. Inform. Assoc. 12(3):296–298",
    counts: "marks",
    chance: None,
    slow: false,
};

impl Measure for Exact {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn prepare<'s>(&self, study: &'s Study, _seed: u64, alive: &mut Alive<'_>) -> Ready<'s> {
        let scorer = Pairwise::of_places(study, alive, |left, right| (common(left, right), left.len() + right.len()))?;
        Some(Box::new(scorer))
    }
}
