//! Which texts have nearly the same words, without comparing each with each.
//!
//! Candidates are found by MinHash: of each of many hash functions, a text keeps the smallest value over its runs of words, and two
//! texts agree in such a value as often as they have runs in common (A. Z. Broder, “On the resemblance and containment of
//! documents”, 1997). The values are taken together in bands, and only texts that agree in a whole band are compared (P. Indyk,
//! R. Motwani, “Approximate nearest neighbors”, STOC 1998; as in Leskovec, Rajaraman, Ullman, “Mining of Massive Datasets”, chapter
//! 3). A text that is a part of a longer one agrees with it too seldom for that; it is found by those
//! of its runs that are in few other texts. Every candidate is then compared exactly.

use super::{
    Options,
    shingles::{Shingles, mixed},
};
use std::collections::{BTreeMap, HashMap};

/// In how many bands the values are taken together.
const BANDS: usize = 48;
/// How likely a pair that is just alike enough may be overlooked.
const OVERLOOKED: f64 = 1e-5;
/// Where more texts agree than this, each is compared with so many next ones only: they are one heap anyway.
const NEIGHBOURS: usize = 100;
/// How many of its runs a text is looked for in others by.
const PROBES: usize = 8;
/// Runs that are in more texts than this are phrases of the trade, and say little.
const COMMON: usize = 64;
/// With fewer runs a text is too short to be told from a phrase, and counts as part of no other.
const SHORTEST: usize = 8;

/// How near two texts are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Nearness {
    /// They have this share of all their runs of words in common (Jaccard).
    Alike(f64),
    /// The other has this share of the one's runs of words in it.
    Contained(f64),
}

impl Nearness {
    /// The share.
    pub fn score(self) -> f64 {
        match self {
            Nearness::Alike(score) | Nearness::Contained(score) => score,
        }
    }
}

/// Two texts that are near one another, by their places.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Of a pair of which one contains the other, the contained one.
    pub one: usize,
    /// The other.
    pub other: usize,
    /// How near they are.
    pub how: Nearness,
}

/// A text's bands, each as one number; none for a text without words.
#[derive(Clone, Debug)]
pub struct Signature(Box<[u32]>);

/// The hash functions.
#[derive(Debug)]
pub struct Signing {
    rows: usize,
    functions: Vec<(u64, u64)>,
}

impl Signing {
    /// Functions for finding pairs that are alike to this degree: as many in a band as can be without overlooking them.
    pub fn new(alike: f64) -> Self {
        let overlooked = |rows: i32| (1.0 - alike.powi(rows)).powi(BANDS as i32);
        let rows = (1..=8).rev().find(|rows| overlooked(*rows) <= OVERLOOKED).unwrap_or(1) as usize;
        let functions = (0..(BANDS * rows) as u64).map(|n| (mixed(2 * n) | 1, mixed(2 * n + 1))).collect();
        Signing { rows, functions }
    }

    /// A text's bands.
    pub fn sign(&self, shingles: &Shingles) -> Signature {
        if shingles.len() == 0 {
            return Signature(Box::default());
        }
        let least = |(times, plus): &(u64, u64)| {
            let hash = |run: &u32| (u64::from(*run).wrapping_mul(*times).wrapping_add(*plus) >> 32) as u32;
            shingles.all().iter().map(hash).min().unwrap_or(u32::MAX)
        };
        let band = |functions: &[(u64, u64)]| {
            (functions.iter().map(least).fold(0, |sum, least| mixed(sum ^ u64::from(least))) >> 32) as u32
        };
        Signature(self.functions.chunks(self.rows).map(band).collect())
    }
}

/// The near ones among texts, in order. Of texts with the very same runs each is paired with the first, and only the first with
/// others.
pub fn pairs(texts: &[(&Shingles, &Signature)], options: Options) -> Vec<Pair> {
    let mut found = Found { texts, options, pairs: BTreeMap::new() };
    let mut first: BTreeMap<&Shingles, usize> = BTreeMap::new();
    let mut distinct = Vec::new();
    for (at, (shingles, _)) in texts.iter().enumerate().filter(|(_, (shingles, _))| shingles.len() > 0) {
        let same = *first.entry(*shingles).or_insert(at);
        if same == at {
            distinct.push(at);
        } else {
            found.pairs.insert((same, at), Pair { one: same, other: at, how: Nearness::Alike(1.0) });
        }
    }
    drop(first);
    found.by_bands(&distinct);
    found.by_probes(&distinct);
    found.pairs.into_values().collect()
}

struct Found<'a> {
    texts: &'a [(&'a Shingles, &'a Signature)],
    options: Options,
    /// By place, the smaller one first.
    pairs: BTreeMap<(usize, usize), Pair>,
}

impl Found<'_> {
    fn shingles(&self, at: usize) -> &[u32] {
        self.texts.get(at).map_or(&[], |(shingles, _)| shingles.all())
    }

    /// Compares texts that agree in a band.
    fn by_bands(&mut self, distinct: &[usize]) {
        let texts = self.texts;
        let key = |at: usize, band: usize| texts.get(at).and_then(|(_, s)| s.0.get(band));
        for band in 0..BANDS {
            let mut keys: Vec<(u32, usize)> = distinct.iter().filter_map(|at| Some((*key(*at, band)?, *at))).collect();
            keys.sort_unstable();
            for heap in keys.chunk_by(|a, b| a.0 == b.0) {
                for (n, (_, one)) in heap.iter().enumerate() {
                    for (_, other) in heap.iter().skip(n + 1).take(NEIGHBOURS) {
                        // Not again what agreed in a band before.
                        if (0..band).all(|before| key(*one, before) != key(*other, before)) {
                            self.compare(*one, *other);
                        }
                    }
                }
            }
        }
    }

    /// Looks for texts that are part of another by their runs: those with the smallest numbers, without what is in many texts.
    fn by_probes(&mut self, distinct: &[usize]) {
        let probes = |found: &Self, at: usize| -> Vec<u32> {
            let shingles = found.shingles(at);
            if shingles.len() < SHORTEST { Vec::new() } else { shingles.iter().take(PROBES).copied().collect() }
        };
        // In how many texts each run is that is a probe of one.
        let mut holders: HashMap<u32, u32> = HashMap::new();
        for at in distinct {
            holders.extend(probes(self, *at).into_iter().map(|run| (run, 0)));
        }
        for at in distinct {
            for run in self.shingles(*at) {
                if let Some(count) = holders.get_mut(run) {
                    *count += 1;
                }
            }
        }
        let mut wanted: Vec<(u32, usize)> = Vec::new();
        for at in distinct {
            let mut own: Vec<(usize, u32)> = probes(self, *at)
                .into_iter()
                .map(|run| (holders.get(&run).copied().unwrap_or(0) as usize, run))
                // In one text alone it leads to none.
                .filter(|(count, _)| *count > 1)
                .collect();
            own.sort_unstable();
            // Where all are in many texts, the rarest.
            let rare = own.iter().take_while(|(count, _)| *count <= COMMON).count().max(1);
            wanted.extend(own.iter().take(rare).map(|(_, run)| (*run, *at)));
        }
        wanted.sort_unstable();
        // From here on: how many of a run's holders are still compared.
        for count in holders.values_mut() {
            *count = COMMON as u32;
        }
        for other in distinct {
            let mut parts = Vec::new();
            for run in self.shingles(*other) {
                let Some(left) = holders.get_mut(run).filter(|left| **left > 0) else { continue };
                *left -= 1;
                let from = wanted.partition_point(|(wanted, _)| wanted < run);
                let all = wanted.iter().skip(from).take_while(|(wanted, _)| wanted == run);
                parts.extend(all.map(|(_, one)| *one).filter(|one| one != other));
            }
            parts.sort_unstable();
            parts.dedup();
            for one in parts {
                self.compare(one, *other);
            }
        }
    }

    /// Compares two texts exactly.
    fn compare(&mut self, a: usize, b: usize) {
        let key = (a.min(b), a.max(b));
        let (Some((first, _)), Some((second, _))) = (self.texts.get(key.0), self.texts.get(key.1)) else { return };
        let (short, long) = if first.len() <= second.len() { (*first, *second) } else { (*second, *first) };
        let most = short.len() as f64;
        let can_be_contained = short.len() >= SHORTEST;
        if most < self.options.alike * long.len() as f64 && !can_be_contained || self.pairs.contains_key(&key) {
            return;
        }
        let common = short.common(long) as f64;
        let alike = common / (most + long.len() as f64 - common);
        let contained = common / most;
        let (one, other) = if std::ptr::eq(short, *first) { key } else { (key.1, key.0) };
        if alike >= self.options.alike {
            self.pairs.insert(key, Pair { one: key.0, other: key.1, how: Nearness::Alike(alike) });
        } else if can_be_contained && contained >= self.options.contained {
            self.pairs.insert(key, Pair { one, other, how: Nearness::Contained(contained) });
        }
    }
}
