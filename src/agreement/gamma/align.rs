//! The best alignment of a continuum: which units of different annotators stand for the same thing.
//!
//! Costs are sums over the n(n − 1)/2 pairs of annotators, so that a unit alone costs n(n − 1)/2 and the disorder of a unitary
//! alignment (the mean over the pairs) is its cost divided by that.

use super::{
    assign::assign,
    continuum::{Continuum, Unit},
    partition::partition,
};
use crate::agreement::Undefined;

/// So many ways to put units together are looked at in an article; where there are more, there is no figure.
const MOST_CANDIDATES: usize = 200_000;

/// Units of different annotators that stand for the same thing, as numbers of an annotator and of a unit of theirs. Annotators who
/// are not named have nothing of it.
pub(super) type Together = Vec<(usize, usize)>;

/// The alignment with the least disorder.
#[derive(Clone, Debug)]
pub(super) struct Alignment {
    /// The sum of the disorders of its unitary alignments.
    pub(super) disorder: f64,
    /// They: every unit is in one of them.
    pub(super) together: Vec<Together>,
}

/// A unitary alignment of two units or more that may be in the best alignment: numbers of units, counted over all annotators.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) units: Vec<usize>,
    pub(super) cost: f64,
}

/// The best alignment. Where several are best, the same continuum always gives the same one.
///
/// # Errors
/// [`Undefined::TooMuch`] where it is not found in a bounded number of steps.
pub(super) fn best(continuum: &Continuum) -> Result<Alignment, Undefined> {
    let alone = pairs(continuum.sets.len());
    let units: Vec<(usize, usize)> =
        continuum.sets.iter().enumerate().flat_map(|(a, set)| (0..set.len()).map(move |u| (a, u))).collect();
    let candidates = candidates(continuum)?;
    let mut taken = vec![false; units.len()];
    let mut cost = 0.0;
    let mut together: Vec<Together> = Vec::new();
    for part in components(units.len(), candidates) {
        let chosen = match continuum.sets.as_slice() {
            [left, _] => assign(&part, left.len())?,
            _ => partition(&part, alone, |unit| start(continuum, &units, unit))?,
        };
        for candidate in chosen {
            cost += candidate.cost;
            for unit in &candidate.units {
                if let Some(taken) = taken.get_mut(*unit) {
                    *taken = true;
                }
            }
            together.push(candidate.units.iter().filter_map(|u| units.get(*u).copied()).collect());
        }
    }
    for (unit, taken) in units.iter().zip(&taken) {
        if !taken {
            cost += alone;
            together.push(vec![*unit]);
        }
    }
    Ok(Alignment { disorder: if alone > 0.0 { cost / alone } else { 0.0 }, together })
}

/// How many pairs n annotators are.
fn pairs(annotators: usize) -> f64 {
    (annotators * annotators.saturating_sub(1) / 2) as f64
}

fn start(continuum: &Continuum, units: &[(usize, usize)], unit: usize) -> i64 {
    let unit = units.get(unit).and_then(|(a, u)| continuum.sets.get(*a)?.get(*u));
    unit.map_or(0, |u| u.start)
}

/// All unitary alignments of two units or more that may be in a best alignment.
///
/// One of them is never needed where taking a unit out of it costs no more. With P pairs of annotators and k units that is where the
/// unit's dissimilarities from the others sum up to P + k − 1 or more. (This leaves fewer than the paper's bound, a disorder of n,
/// which is what taking all units apart costs.)
fn candidates(continuum: &Continuum) -> Result<Vec<Candidate>, Undefined> {
    let sets = &continuum.sets;
    let alone = pairs(sets.len());
    let limit = alone + sets.len() as f64 - 1.0;
    let mut first_of = Vec::with_capacity(sets.len());
    let mut count = 0;
    for set in sets {
        first_of.push(count);
        count += set.len();
    }
    let mut found = Vec::new();
    for (a, set) in sets.iter().enumerate() {
        // The later annotators, with the number of their first unit and the length of their longest.
        let later: Vec<(&[Unit], usize, i64)> = sets
            .iter()
            .zip(&first_of)
            .skip(a + 1)
            .map(|(set, first)| (set.as_slice(), *first, set.iter().map(Unit::length).max().unwrap_or(0)))
            .collect();
        for (unit, number) in set.iter().zip(first_of.get(a).copied().unwrap_or(0)..) {
            // Of each later annotator: the units that may stand with this one.
            let near: Vec<Vec<(&Unit, usize, f64)>> = later
                .iter()
                .map(|(set, first, longest)| {
                    let reach = (limit.sqrt() * (unit.length() + longest) as f64) as i64 + 1;
                    let from = set.partition_point(|other| other.start < unit.start - reach);
                    let within = set.iter().zip(*first..).skip(from);
                    let within = within.take_while(|(other, _)| other.start <= unit.start + reach);
                    let apart = within.map(|(other, number)| (other, number, unit.dissimilarity(other)));
                    apart.filter(|(.., apart)| *apart < limit).collect()
                })
                .collect();
            let mut group = Group { units: vec![unit], numbers: vec![number], sums: vec![0.0], cost: 0.0 };
            group.extend(&near, alone, limit, &mut found)?;
        }
    }
    Ok(found)
}

/// Units that may stand together, while more are looked for.
struct Group<'a> {
    units: Vec<&'a Unit>,
    numbers: Vec<usize>,
    /// Of each unit: the sum of its dissimilarities from the others.
    sums: Vec<f64>,
    /// The sum of the dissimilarities.
    cost: f64,
}

impl<'a> Group<'a> {
    /// Adds the group and whatever it grows into to what was found.
    fn extend(
        &mut self,
        near: &[Vec<(&'a Unit, usize, f64)>],
        alone: f64,
        limit: f64,
        found: &mut Vec<Candidate>,
    ) -> Result<(), Undefined> {
        let size = self.units.len();
        if size > 1 && self.sums.iter().all(|sum| *sum < alone + size as f64 - 1.0) {
            if found.len() == MOST_CANDIDATES {
                return Err(Undefined::TooMuch);
            }
            found.push(Candidate { units: self.numbers.clone(), cost: self.cost + alone - pairs(size) });
        }
        for (nth, near_one) in near.iter().enumerate() {
            for (unit, number, first) in near_one {
                let apart: Vec<f64> = std::iter::once(*first)
                    .chain(self.units.iter().skip(1).map(|other| unit.dissimilarity(other)))
                    .collect();
                let sum: f64 = apart.iter().sum();
                if sum >= limit || self.sums.iter().zip(&apart).any(|(sum, apart)| sum + apart >= limit) {
                    continue;
                }
                let (sums, cost) = (self.sums.clone(), self.cost);
                self.sums.iter_mut().zip(&apart).for_each(|(sum, apart)| *sum += apart);
                self.units.push(unit);
                self.numbers.push(*number);
                self.sums.push(sum);
                self.cost += sum;
                self.extend(near.get(nth + 1..).unwrap_or(&[]), alone, limit, found)?;
                self.units.pop();
                self.numbers.pop();
                (self.sums, self.cost) = (sums, cost);
            }
        }
        Ok(())
    }
}

/// The candidates in parts that have no unit in common, each a problem of its own.
fn components(units: usize, candidates: Vec<Candidate>) -> Vec<Vec<Candidate>> {
    let mut parent: Vec<usize> = (0..units).collect();
    for candidate in &candidates {
        for pair in candidate.units.windows(2) {
            if let [a, b] = pair {
                let (a, b) = (root(&mut parent, *a), root(&mut parent, *b));
                if let Some(parent) = parent.get_mut(b) {
                    *parent = a;
                }
            }
        }
    }
    let mut parts: Vec<Vec<Candidate>> = vec![Vec::new(); units];
    for candidate in candidates {
        let root = candidate.units.first().map(|unit| root(&mut parent, *unit));
        if let Some(part) = root.and_then(|root| parts.get_mut(root)) {
            part.push(candidate);
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Which part a unit is in; the way there is halved as it is gone.
fn root(parent: &mut [usize], mut unit: usize) -> usize {
    loop {
        let above = parent.get(unit).copied().unwrap_or(unit);
        if above == unit {
            return unit;
        }
        let next = parent.get(above).copied().unwrap_or(above);
        if let Some(slot) = parent.get_mut(unit) {
            *slot = next;
        }
        unit = next;
    }
}
