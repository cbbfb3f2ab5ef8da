//! Three annotators and more: the best alignment is the cheapest way to part units into candidates, a set partitioning problem.
//!
//! Units get prices, so that no candidate costs less than its units are worth: the sum of the prices is then a lower bound, and a
//! candidate's cost above the prices of its units is what it adds to that. The prices come from coordinate ascent on the dual, first
//! by midpoints (Wedelin 1995) and, where that is not good enough, on the dual smoothed by an entropy, cooled down. Then the way from
//! nothing to all units that adds least is looked for by Dijkstra's algorithm (1959), the first unit left always next. That makes it
//! exact, whatever the prices; good prices make it short.

use super::{align::Candidate, assign::Length};
use crate::agreement::Undefined;
use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
};

/// So many ways to begin are looked at for one part of an article with the quick prices, beside four for each unit; and with the
/// good ones.
const FIRST_STEPS: usize = 1000;
const MOST_STEPS: usize = 200_000;

/// How often all prices are set again: in the quick way at most, and at each heat.
const QUICK_SWEEPS: usize = 200;
const SWEEPS: usize = 20;

/// The heats, from the first down to the last, each so much of the one before.
const HEATS: (f64, f64, f64) = (0.5, 0.002, 0.6);

/// Units, as bits.
type Bits = Vec<u64>;

/// The candidates of the cheapest partition; units that are in none of them stay alone, for `alone` each. `start` says where a unit
/// begins, by its number.
///
/// # Errors
/// [`Undefined::TooMuch`] where it is not found in a bounded number of steps.
pub(super) fn partition(
    candidates: &[Candidate],
    alone: f64,
    start: impl Fn(usize) -> i64,
) -> Result<Vec<&Candidate>, Undefined> {
    let mut units: Vec<usize> = candidates.iter().flat_map(|c| c.units.iter().copied()).collect();
    units.sort_unstable();
    units.dedup();
    units.sort_by_key(|unit| start(*unit));
    let place: HashMap<usize, usize> = units.iter().enumerate().map(|(at, unit)| (*unit, at)).collect();
    let mut parts: Vec<Part<'_>> = (0..units.len()).map(|at| Part { of: None, units: vec![at], left: alone }).collect();
    parts.extend(candidates.iter().map(|c| {
        let mut units: Vec<usize> = c.units.iter().filter_map(|unit| place.get(unit).copied()).collect();
        units.sort_unstable();
        Part { of: Some(c), units, left: c.cost }
    }));
    let mut with: Vec<Vec<usize>> = vec![Vec::new(); units.len()];
    for (at, part) in parts.iter().enumerate() {
        for unit in &part.units {
            if let Some(with) = with.get_mut(*unit) {
                with.push(at);
            }
        }
    }
    meet(&mut parts, &with);
    settle(&mut parts, &with);
    if let Some(found) = cheapest(&parts, &with, FIRST_STEPS + 4 * with.len()) {
        return Ok(found);
    }
    anneal(&mut parts, &with);
    settle(&mut parts, &with);
    cheapest(&parts, &with, MOST_STEPS).ok_or(Undefined::TooMuch)
}

/// What units can be parted into: a candidate, or a unit alone.
struct Part<'a> {
    of: Option<&'a Candidate>,
    units: Vec<usize>,
    /// Its cost above the prices of its units.
    left: f64,
}

/// Takes what the price of a unit goes up from all parts that it is in.
fn raise(parts: &mut [Part<'_>], with: &[usize], by: f64) {
    for at in with {
        if let Some(part) = parts.get_mut(*at) {
            part.left -= by;
        }
    }
}

fn left<'a>(parts: &'a [Part<'_>], with: &'a [usize]) -> impl Iterator<Item = f64> + 'a {
    with.iter().map(|at| parts.get(*at).map_or(0.0, |part| part.left))
}

/// Sets each price in the middle between where the unit's best part and where its second best would be worth their costs, again and
/// again. Quick, and enough where marks are few on one place.
fn meet(parts: &mut [Part<'_>], with: &[Vec<usize>]) {
    for _ in 0..QUICK_SWEEPS {
        let mut moved = 0.0f64;
        for with in with {
            let (mut best, mut second) = (f64::INFINITY, f64::INFINITY);
            for left in left(parts, with) {
                if left < best {
                    (best, second) = (left, best);
                } else if left < second {
                    second = left;
                }
            }
            let by = (best + second) / 2.0;
            moved = moved.max(by.abs());
            raise(parts, with, by);
        }
        if moved < 1e-9 {
            break;
        }
    }
}

/// Sets each price so that the unit is shared out by its parts as by heat, ever cooler. With heat the bound is smooth and has one
/// top, which is reached one price at a time; cooled down that is the best bound that prices can give.
fn anneal(parts: &mut [Part<'_>], with: &[Vec<usize>]) {
    let (mut heat, last, cooler) = HEATS;
    while heat > last {
        for _ in 0..SWEEPS {
            for with in with {
                let least = left(parts, with).fold(f64::INFINITY, f64::min);
                let sum: f64 = left(parts, with).map(|left| ((least - left) / heat).exp()).sum();
                raise(parts, with, least - heat * sum.ln());
            }
        }
        heat *= cooler;
    }
}

/// Lowers prices where a part costs less than its units are worth, by equal shares; then raises each as far as it goes.
fn settle(parts: &mut [Part<'_>], with: &[Vec<usize>]) {
    let lower: Vec<f64> = with
        .iter()
        .map(|with| {
            let shares = with.iter().filter_map(|at| parts.get(*at)).map(|p| p.left / p.units.len() as f64);
            shares.fold(0.0, f64::min)
        })
        .collect();
    for (with, by) in with.iter().zip(lower) {
        raise(parts, with, by);
    }
    for with in with {
        let by = left(parts, with).fold(f64::INFINITY, f64::min);
        raise(parts, with, by);
    }
}

/// A beginning: units that are parted already.
struct Begun {
    added: f64,
    last: Option<(usize, usize)>,
    done: bool,
}

/// The parts that add least above the prices. `None`: not found in so many steps.
fn cheapest<'a>(parts: &[Part<'a>], with: &[Vec<usize>], most: usize) -> Option<Vec<&'a Candidate>> {
    let words = with.len().div_ceil(64);
    let mut known: HashMap<Bits, usize> = HashMap::new();
    let mut begun = vec![Begun { added: 0.0, last: None, done: false }];
    let mut heap = BinaryHeap::new();
    known.insert(vec![0; words], 0);
    // Of equally cheap beginnings the longest first.
    heap.push((Reverse(Length(0.0)), 0usize, 0usize, vec![0; words]));
    while let Some((Reverse(Length(added)), count, at, bits)) = heap.pop() {
        let Some(here) = begun.get_mut(at) else { continue };
        if std::mem::replace(&mut here.done, true) {
            continue;
        }
        if count == with.len() {
            return Some(way(parts, &begun, at));
        }
        let first = bits.iter().enumerate().find(|(_, word)| **word != u64::MAX);
        let first = first.map_or(0, |(nth, word)| nth * 64 + word.trailing_ones() as usize);
        for part_at in with.get(first).into_iter().flatten() {
            let Some(part) = parts.get(*part_at) else { continue };
            let mut next = bits.clone();
            let free = part.units.iter().all(|unit| match next.get_mut(unit / 64) {
                Some(word) if *word >> (unit % 64) & 1 == 0 => {
                    *word |= 1 << (unit % 64);
                    true
                }
                _ => false,
            });
            if !free {
                continue;
            }
            let added = added + part.left.max(0.0);
            let next_at = *known.entry(next.clone()).or_insert_with(|| {
                begun.push(Begun { added: f64::INFINITY, last: None, done: false });
                begun.len() - 1
            });
            if begun.len() > most {
                return None;
            }
            if let Some(there) = begun.get_mut(next_at).filter(|there| added < there.added) {
                (there.added, there.last) = (added, Some((at, *part_at)));
                heap.push((Reverse(Length(added)), count + part.units.len(), next_at, next));
            }
        }
    }
    None
}

/// The candidates on the way to a beginning.
fn way<'a>(parts: &[Part<'a>], begun: &[Begun], mut at: usize) -> Vec<&'a Candidate> {
    let mut found = Vec::new();
    while let Some((before, part)) = begun.get(at).and_then(|begun| begun.last) {
        found.extend(parts.get(part).and_then(|part| part.of));
        at = before;
    }
    found.reverse();
    found
}
