//! Marks agree that have the same label and share at least half of what they cover together, in Unicode scalars.

use crate::agreement::{About, Alive, Measure, Ready, Study, matching::most_half, pairwise::Pairwise};

/// Same label, IoU of a half or more; as many one-to-one pairs as there can be.
#[derive(Debug)]
pub struct Iou50;

static ABOUT: About = About {
    id: "span_f1_iou50",
    title: "IoU 0.5 F1",
    tooltip: "As overlap F1, but two marks must have in common at least half of what they cover together.",
    source: "Hripcsak & Rothschild 2005, J. Am. Med. Inform. Assoc. 12(3):296–298; the threshold of Everingham et al. 2010, Int. J. Comput. Vis. 88:303–338",
    counts: "marks",
    chance: None,
    slow: false,
};

impl Measure for Iou50 {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn prepare<'s>(&self, study: &'s Study, _seed: u64, alive: &mut Alive<'_>) -> Ready<'s> {
        let scorer =
            Pairwise::of_places(study, alive, |left, right| (most_half(left, right), left.len() + right.len()))?;
        Some(Box::new(scorer))
    }
}
