//! Dice's coefficient of the characters that two people covered under the same label.

use super::{About, Alive, Measure, Ready, Study, matching::Place, pairwise::Pairwise};

/// Characters that both covered under a label, twice, over those that each did: once however many marks of the label lie on them. Counts are
/// added up over labels and articles that both have seen; the figure for all is the mean over pairs of annotators that have one.
#[derive(Debug)]
pub struct CharDice;

static ABOUT: About = About {
    id: "char_dice",
    title: "Character Dice",
    tooltip: "How many of the characters that two people covered under a label are the same. Long marks weigh more than short ones.",
    source: "Dice 1945, Ecology 26(3):297–302",
    counts: "characters",
    chance: None,
    slow: false,
};

impl Measure for CharDice {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn prepare<'s>(&self, study: &'s Study, _seed: u64, alive: &mut Alive<'_>) -> Ready<'s> {
        let scorer = Pairwise::of_places(study, alive, |left, right| {
            let (left, right) = (covered(left), covered(right));
            (common(&left, &right), length(&left) + length(&right))
        })?;
        Some(Box::new(scorer))
    }
}

/// What places cover together, in order, without overlaps.
fn covered(places: &[Place]) -> Vec<Place> {
    let mut covered: Vec<Place> = Vec::with_capacity(places.len());
    for place in places {
        match covered.last_mut() {
            Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
            _ => covered.push(*place),
        }
    }
    covered
}

fn length(covered: &[Place]) -> usize {
    covered.iter().map(|p| p.len()).sum()
}

/// How many characters two such lists have in common.
fn common(left: &[Place], right: &[Place]) -> usize {
    let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
    let mut n = 0;
    while let (Some(l), Some(r)) = (left.peek(), right.peek()) {
        n += l.end.min(r.end).saturating_sub(l.start.max(r.start)) as usize;
        if l.end < r.end {
            left.next()
        } else {
            right.next()
        };
    }
    n
}
