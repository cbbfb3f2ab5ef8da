//! The continuum of one article: who put which units where, how unlike two units are, and what chance would have put there.

use crate::agreement::{Mark, chance::Chance};

/// A mark on the continuum, in Unicode scalars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) start: i64,
    pub(super) end: i64,
    pub(super) label: u16,
}

impl Unit {
    /// The positional dissimilarity (Mathet 2015): 0 for the same place, 1 for units of one length side by side.
    pub(super) fn positional(&self, other: &Unit) -> f64 {
        let apart = (self.start - other.start).abs() + (self.end - other.end).abs();
        let lengths = (self.length() + other.length()).max(1);
        (apart as f64 / lengths as f64).powi(2)
    }

    /// The combined dissimilarity with α = β = 1: the positional one, and 1 more where labels differ.
    pub(super) fn dissimilarity(&self, other: &Unit) -> f64 {
        self.positional(other) + f64::from(u8::from(self.label != other.label))
    }

    pub(super) fn length(&self) -> i64 {
        self.end - self.start
    }
}

/// What each annotator of an article put where; the units of each in the order of their starts.
#[derive(Clone, Debug, Default)]
pub(super) struct Continuum {
    pub(super) sets: Vec<Vec<Unit>>,
}

impl Continuum {
    /// From the marks of each annotator, of one label where that is asked for.
    pub(super) fn new<'a>(sets: impl IntoIterator<Item = &'a [Mark]>, label: Option<u16>) -> Self {
        let kept = |m: &&Mark| label.is_none_or(|label| m.label == label);
        let unit = |m: &Mark| Unit { start: m.start.into(), end: m.end.into(), label: m.label };
        let sets = sets.into_iter().map(|marks| sorted(marks.iter().filter(kept).map(unit).collect())).collect();
        Continuum { sets }
    }

    /// How many units there are.
    pub(super) fn len(&self) -> usize {
        self.sets.iter().map(Vec::len).sum()
    }

    /// How many units there are for each annotator.
    pub(super) fn mean_len(&self) -> f64 {
        self.len() as f64 / self.sets.len().max(1) as f64
    }

    /// What chance might have put there (Mathet 2015, 5.2.1): each annotator's units are those of one of the annotators, drawn anew,
    /// all shifted by the same random distance; what would begin past the end comes in again from the start. The distances of two
    /// annotators differ by half the mean length of a unit at least, where there is room for that: half as in the authors' program and
    /// pygamma-agreement; the paper has the whole. As in pygamma-agreement the continuum ends with its last unit.
    pub(super) fn sample(&self, chance: &mut Chance) -> Continuum {
        let units = || self.sets.iter().flatten();
        let end = units().map(|u| u.end).max().unwrap_or(0);
        let apart = units().map(Unit::length).sum::<i64>() as f64 / self.len().max(1) as f64 / 2.0;
        let mut shifts: Vec<i64> = Vec::with_capacity(self.sets.len());
        let mut sets = Vec::with_capacity(self.sets.len());
        for _ in 0..self.sets.len() {
            let mut at = 0.0;
            // Where there is no room left, the last draw stands.
            for _ in 0..100 {
                at = chance.unit() * end as f64;
                if shifts.iter().all(|other| (at - *other as f64).abs() >= apart) {
                    break;
                }
            }
            let shift = at as i64;
            shifts.push(shift);
            let drawn = self.sets.get(chance.below(self.sets.len())).map_or(&[][..], Vec::as_slice);
            let moved = |u: &Unit| {
                let by = if u.start + shift > end { shift - end } else { shift };
                Unit { start: u.start + by, end: u.end + by, ..*u }
            };
            sets.push(sorted(drawn.iter().map(moved).collect()));
        }
        Continuum { sets }
    }
}

fn sorted(mut units: Vec<Unit>) -> Vec<Unit> {
    units.sort_by_key(|u| (u.start, u.end, u.label));
    units
}
