//! One-to-one matchings between two lists of places: as many pairs as there can be, or the best pairs first.
//!
//! None is greedy in the order of the text, which gives too few pairs where marks are stacked, nested or crossing. All take
//! n log n steps where few places lie on one another; of `k` places on one spot, each is compared with each.

use super::Mark;
use std::{cmp::Reverse, collections::BinaryHeap};

/// A place: start, end (not covered), in Unicode scalars. Never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Place {
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Place {
    pub(super) fn of(mark: &Mark) -> Self {
        Place { start: mark.start, end: mark.end }
    }

    pub(super) fn len(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }

    /// How much two places have in common, and how much they cover together, counting what lies between them.
    fn shared(self, other: Place) -> (u64, u64) {
        let shared = self.end.min(other.end).saturating_sub(self.start.max(other.start));
        (u64::from(shared), u64::from(self.end.max(other.end) - self.start.min(other.start)))
    }

    pub(super) fn overlaps(self, other: Place) -> bool {
        self.shared(other).0 > 0
    }

    /// Whether what they share is at least half of what they cover together: IoU ≥ 0.5.
    pub(super) fn is_half(self, other: Place) -> bool {
        let (shared, together) = self.shared(other);
        2 * shared >= together
    }
}

/// As many pairs of overlapping places as there can be. Both lists in order.
///
/// Of all places that are left, the one that ends first takes, of those it overlaps, the one that ends first. That loses
/// nothing: all that it overlaps end behind it, so whatever overlaps the partner overlaps every other choice too.
pub(super) fn most_overlapping(left: &[Place], right: &[Place]) -> usize {
    let mut order: Vec<(u32, u32, usize, usize)> = Vec::with_capacity(left.len() + right.len());
    order.extend(left.iter().enumerate().map(|(at, p)| (p.end, p.start, 0, at)));
    order.extend(right.iter().enumerate().map(|(at, p)| (p.end, p.start, 1, at)));
    order.sort_unstable();
    let mut gone = [vec![false; left.len()], vec![false; right.len()]];
    // Of each side: what starts before the end in hand, the first to end on top, and where the next of these comes from.
    let mut near = [BinaryHeap::new(), BinaryHeap::new()];
    let mut next = [left.iter().enumerate().peekable(), right.iter().enumerate().peekable()];
    let mut pairs = 0;
    for (end, _, side, at) in order {
        let (gone, others) = match (&mut gone, side) {
            ([own, other], 0) => (own, other),
            ([other, own], _) => (own, other),
        };
        match gone.get_mut(at) {
            Some(gone) if !*gone => *gone = true,
            _ => continue,
        }
        let (Some(near), Some(next)) = (near.get_mut(1 - side), next.get_mut(1 - side)) else { continue };
        while let Some((at, p)) = next.next_if(|(_, p)| p.start < end) {
            near.push(Reverse((p.end, p.start, at)));
        }
        while let Some(Reverse((.., at))) = near.pop() {
            match others.get_mut(at) {
                Some(other) if !*other => {
                    *other = true;
                    pairs += 1;
                    break;
                }
                _ => {}
            }
        }
    }
    pairs
}

/// As many pairs of places with IoU ≥ 0.5 as there can be. Both lists in order. (Hopcroft & Karp 1973: at most `k`√`n` steps.)
pub(super) fn most_half(left: &[Place], right: &[Place]) -> usize {
    HopcroftKarp::new(left, right).run()
}

/// Not matched, or not reached.
const NONE: usize = usize::MAX;

struct HopcroftKarp<'a> {
    left: &'a [Place],
    right: &'a [Place],
    /// Of each left place, which right ones can have an IoU of a half with it: their starts are no further off than it is long.
    near: Vec<(usize, usize)>,
    left_mate: Vec<usize>,
    right_mate: Vec<usize>,
    /// How many changes of partners lead to a left place from one that has none.
    level: Vec<usize>,
    /// Up to where its right places were tried.
    tried: Vec<usize>,
}

#[expect(clippy::indexing_slicing, reason = "numbers of places come from the two lists that all else is as long as")]
impl<'a> HopcroftKarp<'a> {
    fn new(left: &'a [Place], right: &'a [Place]) -> Self {
        let near = left.iter().map(|p| {
            let reach = p.end - p.start;
            let from = right.partition_point(|r| r.start < p.start.saturating_sub(reach));
            (from, from + right[from..].partition_point(|r| r.start < p.end))
        });
        HopcroftKarp {
            left,
            right,
            near: near.collect(),
            left_mate: vec![NONE; left.len()],
            right_mate: vec![NONE; right.len()],
            level: vec![NONE; left.len()],
            tried: vec![0; left.len()],
        }
    }

    fn run(mut self) -> usize {
        let mut pairs = 0;
        while self.layer() {
            for at in 0..self.left.len() {
                if self.left_mate[at] == NONE && self.augment(at) {
                    pairs += 1;
                }
            }
        }
        pairs
    }

    /// Finds how far every left place is from one without a partner. Whether some way leads to a right one without.
    fn layer(&mut self) -> bool {
        let mut queue: Vec<usize> = (0..self.left.len()).filter(|l| self.left_mate[*l] == NONE).collect();
        self.level.fill(NONE);
        queue.iter().for_each(|l| self.level[*l] = 0);
        let (mut at, mut last) = (0, NONE);
        while at < queue.len() && self.level[queue[at]] < last {
            let l = queue[at];
            at += 1;
            for r in self.near[l].0..self.near[l].1 {
                if !self.left[l].is_half(self.right[r]) {
                    continue;
                }
                match self.right_mate[r] {
                    // Longer ways wait for the next round.
                    NONE => last = last.min(self.level[l] + 1),
                    mate if self.level[mate] == NONE => {
                        self.level[mate] = self.level[l] + 1;
                        queue.push(mate);
                    }
                    _ => {}
                }
            }
        }
        for (tried, near) in self.tried.iter_mut().zip(&self.near) {
            *tried = near.0;
        }
        last != NONE
    }

    /// Finds a partner for a left place, giving others new ones, along the levels. Without recursion: ways can be long.
    fn augment(&mut self, root: usize) -> bool {
        let mut way = vec![root];
        while let Some(&l) = way.last() {
            let r = self.tried[l];
            if r >= self.near[l].1 {
                // A dead end, for this round.
                way.pop();
                way.last().into_iter().for_each(|before| self.tried[*before] += 1);
                self.level[l] = NONE;
            } else if !self.left[l].is_half(self.right[r]) {
                self.tried[l] += 1;
            } else if self.right_mate[r] == NONE {
                for l in way {
                    let r = self.tried[l];
                    self.left_mate[l] = r;
                    self.right_mate[r] = l;
                    // Whoever comes by again goes on behind it, and no way of this round leads through it twice.
                    self.level[l] = NONE;
                }
                return true;
            } else {
                let mate = self.right_mate[r];
                if self.level[mate] != NONE && self.level[mate] == self.level[l] + 1 {
                    way.push(mate);
                } else {
                    self.tried[l] += 1;
                }
            }
        }
        false
    }
}

/// How well two places fit, the better the greater; no two pairs fit alike, and the sides do not matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Fit {
    shared: u64,
    together: u64,
    places: (Place, Place),
}

impl Fit {
    fn of(a: Place, b: Place) -> Self {
        let (shared, together) = a.shared(b);
        Fit { shared, together, places: (a.min(b), a.max(b)) }
    }
}

impl Ord for Fit {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let iou = (self.shared * other.together).cmp(&(other.shared * self.together));
        iou.then_with(|| other.places.cmp(&self.places))
    }
}

impl PartialOrd for Fit {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// Pairs of places that fit, the best (greatest IoU; of equals, the first in the text) first, each place in one pair. Both lists in
/// order, and no place in both; of a place that is in one list several times, the first is taken first.
///
/// Whoever are best for one another are a pair; from any place, going to the best of the best ends at such a pair.
pub(super) fn best_first(left: &[Place], right: &[Place], fits: impl Fn(Place, Place) -> bool) -> Vec<(usize, usize)> {
    let sides = [left, right];
    let mut free = [Free::new(left), Free::new(right)];
    let mut pairs = Vec::new();
    let mut chain: Vec<(usize, usize)> = Vec::new();
    for at in 0..left.len() {
        chain.extend(free.first().is_some_and(|f| f.has(at)).then_some((0, at)));
        while let Some(&(side, at)) = chain.last() {
            let place = sides.get(side).and_then(|s| s.get(at)).copied();
            let best = place.zip(free.get(1 - side)).and_then(|(place, free)| free.best(place, &fits));
            match best {
                Some(best) if chain.iter().rev().nth(1) == Some(&(1 - side, best)) => {
                    chain.truncate(chain.len() - 2);
                    for (side, at) in [(side, at), (1 - side, best)] {
                        free.get_mut(side).into_iter().for_each(|f| f.take(at));
                    }
                    pairs.push(if side == 0 { (at, best) } else { (best, at) });
                }
                Some(best) => chain.push((1 - side, best)),
                None => {
                    chain.pop();
                }
            }
        }
    }
    pairs
}

/// Places in order of which some are still free, with a tree of the ends of free ones: the last end of each part of the list.
struct Free<'a> {
    places: &'a [Place],
    /// Two children of `n` are `2n` and `2n + 1`; the places' own ends begin at `leaves`. 0 for one that is taken.
    ends: Vec<u32>,
    leaves: usize,
}

impl<'a> Free<'a> {
    fn new(places: &'a [Place]) -> Self {
        let leaves = places.len().next_power_of_two();
        let mut ends = vec![0; leaves];
        ends.extend(places.iter().map(|p| p.end));
        ends.resize(2 * leaves, 0);
        let mut free = Free { places, ends, leaves };
        (1..leaves).rev().for_each(|n| free.renew(n));
        free
    }

    fn end(&self, node: usize) -> u32 {
        self.ends.get(node).copied().unwrap_or(0)
    }

    fn renew(&mut self, node: usize) {
        let end = self.end(2 * node).max(self.end(2 * node + 1));
        self.ends.get_mut(node).into_iter().for_each(|n| *n = end);
    }

    fn has(&self, at: usize) -> bool {
        self.end(self.leaves + at) > 0
    }

    fn take(&mut self, at: usize) {
        let mut node = self.leaves + at;
        self.ends.get_mut(node).into_iter().for_each(|n| *n = 0);
        while node > 1 {
            node /= 2;
            self.renew(node);
        }
    }

    /// The first that is free, not before `at`, and ends behind `start`.
    fn next(&self, at: usize, start: u32) -> Option<usize> {
        let mut node = self.leaves + at;
        if at >= self.leaves {
            return None;
        }
        while self.end(node) <= start {
            // To the next part on the right; there is none from the right edge of the tree.
            while node % 2 == 1 {
                node /= 2;
            }
            if node == 0 {
                return None;
            }
            node += 1;
        }
        while node < self.leaves {
            node *= 2;
            node += usize::from(self.end(node) <= start);
        }
        Some(node - self.leaves)
    }

    /// The free one that fits a place best.
    fn best(&self, place: Place, fits: impl Fn(Place, Place) -> bool) -> Option<usize> {
        let mut best: Option<(Fit, usize)> = None;
        let mut from = 0;
        while let Some(at) = self.next(from, place.start) {
            let Some(other) = self.places.get(at).filter(|p| p.start < place.end) else { break };
            let fit = Fit::of(place, *other);
            if best.is_none_or(|(old, _)| fit > old) && fits(place, *other) {
                best = Some((fit, at));
            }
            from = at + 1;
        }
        best.map(|(_, at)| at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Few places to choose from, so that many lie on one another.
    fn places() -> impl Strategy<Value = Vec<Place>> {
        let place = (0u32..14, 1u32..9).prop_map(|(start, len)| Place { start, end: start + len });
        prop::collection::vec(place, 0..7).prop_map(|mut places| {
            places.sort();
            places
        })
    }

    /// The most pairs, by trying everything.
    fn most(left: &[Place], right: &[Place], fits: &dyn Fn(Place, Place) -> bool) -> usize {
        let Some((first, left)) = left.split_first() else { return 0 };
        let with = (0..right.len()).filter(|r| fits(*first, right[*r])).map(|r| {
            let rest: Vec<Place> = right[..r].iter().chain(&right[r + 1..]).copied().collect();
            1 + most(left, &rest, fits)
        });
        with.chain([most(left, right, fits)]).max().unwrap()
    }

    /// The best pairs first, by sorting all.
    fn sorted(left: &[Place], right: &[Place], fits: &dyn Fn(Place, Place) -> bool) -> Vec<(usize, usize)> {
        let all = (0..left.len()).flat_map(|l| (0..right.len()).map(move |r| (l, r)));
        let mut all: Vec<(usize, usize)> = all.filter(|(l, r)| fits(left[*l], right[*r])).collect();
        all.sort_by_key(|(l, r)| (Reverse(Fit::of(left[*l], right[*r])), *l, *r));
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for (l, r) in all {
            if pairs.iter().all(|(a, b)| *a != l && *b != r) {
                pairs.push((l, r));
            }
        }
        pairs.sort();
        pairs
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn there_are_as_many_pairs_as_there_can_be(left in places(), right in places()) {
            prop_assert_eq!(most_overlapping(&left, &right), most(&left, &right, &Place::overlaps));
            prop_assert_eq!(most_half(&left, &right), most(&left, &right, &Place::is_half));
            prop_assert_eq!(most_half(&right, &left), most_half(&left, &right));
        }

        #[test]
        fn the_best_pairs_come_first(left in places(), right in places()) {
            // No place in both, as it is promised.
            let right: Vec<Place> = right.into_iter().filter(|p| !left.contains(p)).collect();
            for fits in [Place::overlaps, Place::is_half] {
                let mut found = best_first(&left, &right, fits);
                found.sort();
                prop_assert_eq!(&found, &sorted(&left, &right, &fits));
            }
        }
    }

    #[test]
    fn long_ways_are_found_without_recursion() {
        let n = 20_000;
        let right: Vec<Place> = (0..=n).map(|at| Place { start: 10 * at, end: 10 * at + 10 }).collect();
        // Each fits two, and takes the first; then comes one that fits only the very first, and everyone has to move.
        let mut left: Vec<Place> = (0..n).map(|at| Place { start: 10 * at, end: 10 * at + 20 }).collect();
        left.insert(1, Place { start: 1, end: 9 });
        assert_eq!(most_half(&left, &right), n as usize + 1);
        assert_eq!(most_overlapping(&left, &right), n as usize + 1);
    }

    #[test]
    fn thousands_of_marks_on_one_place_are_paired_in_good_time() {
        let same = vec![Place { start: 5, end: 25 }; 2000];
        assert_eq!((most_overlapping(&same, &same), most_half(&same, &same)), (2000, 2000));
        // Nested: the inner half of one list and the outer half of the other find no partner of half their size.
        let nested = |from: u32| (from..from + 2000).map(|n| Place { start: 10_000 - n, end: 10_000 + n });
        let sorted = |places: &mut dyn Iterator<Item = Place>| {
            let mut places: Vec<Place> = places.collect();
            places.sort();
            places
        };
        let (inner, outer) = (sorted(&mut nested(1)), sorted(&mut nested(1501)));
        assert_eq!(most_overlapping(&inner, &outer), 2000);
        // 751 ≤ n ≤ 2000 of the inner have a partner of twice their size at most.
        assert_eq!(most_half(&inner, &outer), 1250);
        assert_eq!(best_first(&inner, &outer, Place::overlaps).len(), 2000);
    }
}
