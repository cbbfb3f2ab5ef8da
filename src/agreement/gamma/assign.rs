//! Two annotators: the best alignment is an assignment, which can always be found.
//!
//! Shortest augmenting paths with prices of the right units (Jonker & Volgenant 1987), on the pairs that may stand together only.

use super::align::Candidate;
use crate::agreement::Undefined;
use std::{cmp::Reverse, collections::BinaryHeap};

/// So many looks at a pair for one part of an article.
const MOST_STEPS: usize = 100_000_000;

/// What two units cost that are not aligned.
const APART: f64 = 2.0;

/// The pairs of the cheapest assignment. Units below `left` are those of the first annotator.
///
/// # Errors
/// [`Undefined::TooMuch`] where it is not found in a bounded number of steps.
pub(super) fn assign(candidates: &[Candidate], left: usize) -> Result<Vec<&Candidate>, Undefined> {
    // Rows are left units; columns are right units and, for each row, one for staying alone.
    let mut rows: Vec<(usize, Vec<(usize, f64)>)> = Vec::new();
    let mut pairs: Vec<(usize, usize, &Candidate)> =
        candidates.iter().filter_map(|c| Some((*c.units.first()?, *c.units.get(1)?, c))).collect();
    debug_assert!(pairs.iter().all(|(a, b, _)| *a < left && *b >= left));
    pairs.sort_by_key(|(a, b, _)| (*a, *b));
    let mut rights: Vec<usize> = pairs.iter().map(|(_, b, _)| *b).collect();
    rights.sort_unstable();
    rights.dedup();
    for (a, b, candidate) in &pairs {
        let column = rights.partition_point(|right| right < b);
        match rows.last_mut() {
            Some((row, edges)) if row == a => edges.push((column, candidate.cost)),
            _ => rows.push((*a, vec![(column, candidate.cost)])),
        }
    }
    for (nth, (_, edges)) in rows.iter_mut().enumerate() {
        edges.push((rights.len() + nth, APART));
    }
    let columns = shortest(&rows.iter().map(|(_, edges)| edges.as_slice()).collect::<Vec<_>>(), rights.len())?;
    let chosen = rows.iter().zip(columns).filter_map(|((row, _), column)| {
        let right = rights.get(column)?;
        let at = pairs.binary_search_by_key(&(*row, *right), |(a, b, _)| (*a, *b)).ok()?;
        pairs.get(at).map(|(.., candidate)| *candidate)
    });
    Ok(chosen.collect())
}

/// A length in a heap that gives the shortest first.
#[derive(PartialEq)]
pub(super) struct Length(pub(super) f64);

impl Eq for Length {}

impl PartialOrd for Length {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Length {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// For each row the column that it gets.
fn shortest(rows: &[&[(usize, f64)]], rights: usize) -> Result<Vec<usize>, Undefined> {
    const NONE: usize = usize::MAX;
    let columns = rights + rows.len();
    let mut price = vec![0.0; columns];
    let mut row_of = vec![NONE; columns];
    // Of each row: its column, and what that costs.
    let mut column_of = vec![(NONE, 0.0); rows.len()];
    let mut steps = 0usize;
    // Of each column on the way: how far it is, and from which row, at which cost; and whether that is settled, so that rounding
    // cannot lead in a circle.
    let mut way = vec![(f64::INFINITY, NONE, 0.0); columns];
    let mut settled = vec![false; columns];
    for new in 0..rows.len() {
        let mut heap = BinaryHeap::new();
        let mut touched = Vec::new();
        let mut done = Vec::new();
        // The row that is looked from, how far it is, and what its own column costs after its price.
        let (mut row, mut far, mut own) = (new, 0.0, 0.0);
        let (end, length) = loop {
            let edges = rows.get(row).copied().unwrap_or(&[]);
            steps += edges.len();
            if steps > MOST_STEPS {
                return Err(Undefined::TooMuch);
            }
            for (column, cost) in edges {
                let there = far + cost - price.get(*column).copied().unwrap_or(0.0) - own;
                let Some(best) = way.get_mut(*column) else { continue };
                if there < best.0 && !settled.get(*column).copied().unwrap_or(true) {
                    if best.1 == NONE {
                        touched.push(*column);
                    }
                    *best = (there, row, *cost);
                    heap.push((Reverse(Length(there)), Reverse(*column)));
                }
            }
            let Some((Reverse(Length(there)), Reverse(column))) = heap.pop() else {
                // Cannot be: every row has a column of its own.
                return Err(Undefined::TooMuch);
            };
            if settled.get_mut(column).is_none_or(|settled| std::mem::replace(settled, true)) {
                // A longer way to where we were already: on to the next.
                row = NONE;
                continue;
            }
            match row_of.get(column).copied().unwrap_or(NONE) {
                NONE => break (column, there),
                next => {
                    done.push((column, there));
                    let cost = column_of.get(next).map_or(0.0, |c| c.1);
                    (row, far, own) = (next, there, cost - price.get(column).copied().unwrap_or(0.0));
                }
            }
        };
        for (column, far) in done {
            if let Some(price) = price.get_mut(column) {
                *price += far - length;
            }
        }
        // Along the way back every row takes the column that was reached from it.
        let mut column = end;
        while let Some((_, row, cost)) = way.get(column).copied() {
            let Some(slot) = column_of.get_mut(row) else { break };
            let before = std::mem::replace(slot, (column, cost)).0;
            if let Some(of) = row_of.get_mut(column) {
                *of = row;
            }
            if row == new {
                break;
            }
            column = before;
        }
        for column in touched {
            if let Some(way) = way.get_mut(column) {
                *way = (f64::INFINITY, NONE, 0.0);
            }
            if let Some(settled) = settled.get_mut(column) {
                *settled = false;
            }
        }
    }
    Ok(column_of.into_iter().map(|(column, _)| column).collect())
}
