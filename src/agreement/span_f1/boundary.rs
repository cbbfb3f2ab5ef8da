//! Marks agree that have the same place, whatever their label.

use crate::agreement::{
    About, Alive, Mark, Measure, Ready, Study, Undefined,
    matching::Place,
    pairwise::{Pairwise, common, each_label},
};

/// Same place. A place that one person marked under two labels counts once. A label by itself: the marks of that label alone.
#[derive(Debug)]
pub struct Boundary;

static ABOUT: About = About {
    id: "span_f1_boundary",
    title: "Boundary F1",
    tooltip: "How many of the places that two people marked are the same, under whatever label.",
    source: "Hripcsak & Rothschild 2005, J. Am. Med. Inform. Assoc. 12(3):296–298",
    counts: "places",
    chance: None,
    slow: false,
};

impl Measure for Boundary {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn prepare<'s>(&self, study: &'s Study, _seed: u64, alive: &mut Alive<'_>) -> Ready<'s> {
        let scorer = Pairwise::new(study, Undefined::NoMarks, alive, |left, right, counter| {
            let count = |left: &[Place], right: &[Place]| (common(left, right), left.len() + right.len());
            each_label(left, right, |label, left, right| counter.label(label, count(left, right)));
            counter.all(count(&places(left), &places(right)));
        })?;
        Some(Box::new(scorer))
    }
}

/// Marks are in the order of places.
fn places(marks: &[Mark]) -> Vec<Place> {
    let mut places: Vec<Place> = marks.iter().map(Place::of).collect();
    places.dedup();
    places
}
