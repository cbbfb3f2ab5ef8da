//! The continuum: units and gaps of a study, kept article by article so that any choice of articles is quickly laid end to end.

use crate::agreement::{
    Alive, Choice, Study,
    study::Item,
    tally::{Rows, add_up},
};

/// What annotators differ by on a label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Disagreement {
    /// How many units there are.
    pub(super) units: f64,
    /// What was observed, D_o.
    pub(super) observed: f64,
    /// What chance would give, D_e.
    pub(super) expected: f64,
}

/// A unit of a label by an annotator; places in an article, in Unicode scalars.
#[derive(Clone, Copy)]
struct Unit {
    label: u16,
    who: u32,
    start: u32,
    end: u32,
}

impl Unit {
    fn len(self) -> u32 {
        self.end - self.start
    }
}

/// What an annotator leaves open of an article before the first and after the last unit of a label.
struct Ends {
    label: u16,
    who: u32,
    first: u32,
    last: u32,
}

/// Units of one length, and the gaps that hold a unit of that length but none of the next longer of the label.
#[derive(Clone, Copy, Default)]
struct Bucket {
    units: f64,
    gaps: f64,
    /// The lengths of those gaps added up.
    open: f64,
}

/// Gaps that hold the longest unit of a label.
struct Wide {
    from: u64,
    gaps: u64,
    open: u64,
}

/// Articles by number, as some annotators have seen and marked them.
pub(super) struct Continuum {
    /// How many annotators.
    who: usize,
    /// How many labels.
    labels: usize,
    /// Each length that a unit has, label by label, the shortest first; each has a bucket.
    lengths: Rows<u32>,
    /// How long articles are.
    chars: Vec<u64>,
    /// Who has seen an article; nobody where fewer than two have.
    seen: Rows<u32>,
    /// By label, the squares that those who have seen an article differ by, for every two of them in both orders, over one less
    /// than how many they are.
    observed: Rows<(u16, f64)>,
    /// The buckets of units, and how many.
    units: Rows<(u32, u32)>,
    /// The buckets of the gaps between units of an article, how many, and their lengths added up.
    gaps: Rows<(u32, u32, u64)>,
    /// What lies outside of the units of an article.
    ends: Rows<Ends>,
}

impl Continuum {
    /// Of these annotators, over the articles that two of them have seen. `None`: `alive` said stop.
    pub(super) fn new(study: &Study, who: &[usize], alive: &mut Alive<'_>) -> Option<Self> {
        let articles = study.articles();
        let (mut units, mut seen) = (Rows::default(), Rows::default());
        study.walk(alive, |item| {
            let saw: Vec<u32> = (0u32..).zip(who).filter(|(_, a)| item.of(**a).is_some()).map(|(at, _)| at).collect();
            let two = saw.len() > 1;
            units.push(if two { units_of(item, who) } else { Vec::new() });
            seen.push(if two { saw } else { Vec::new() });
        })?;
        let mut all: Vec<(u16, u32)> = units.all().iter().map(|u: &Unit| (u.label, u.len())).collect();
        all.sort_unstable();
        all.dedup();
        let mut lengths = Rows::default();
        for label in 0..study.labels().len() {
            let of_label = |l: &&(u16, u32)| usize::from(l.0) == label;
            let from = all.partition_point(|l| usize::from(l.0) < label);
            lengths.push(all.iter().skip(from).take_while(of_label).map(|l| l.1));
        }
        let mut made = Continuum {
            who: who.len(),
            labels: study.labels().len(),
            lengths,
            chars: articles.iter().map(|item| item.chars() as u64).collect(),
            seen,
            observed: Rows::default(),
            units: Rows::default(),
            gaps: Rows::default(),
            ends: Rows::default(),
        };
        for article in 0..articles.len() {
            made.add(article, units.row(article));
        }
        Some(made)
    }

    /// Keeps an article's units, in the order of labels, annotators and places.
    fn add(&mut self, article: usize, units: &[Unit]) {
        let (mut lengths, mut gaps, mut ends, mut observed) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let others = self.seen.row(article).len().saturating_sub(1) as f64;
        for units in units.chunk_by(|a, b| a.label == b.label) {
            let Some(Unit { label, .. }) = units.first() else { continue };
            let by: Vec<&[Unit]> = units.chunk_by(|a, b| a.who == b.who).collect();
            for units in &by {
                lengths.extend(units.iter().filter_map(|u| Some((self.bucket(*label, u64::from(u.len()))?, 1))));
                for pair in units.windows(2) {
                    let [before, after] = pair else { continue };
                    let gap = u64::from(after.start - before.end);
                    gaps.extend(self.bucket(*label, gap).map(|at| (at, 1, gap)));
                }
                if let (Some(first), Some(last)) = (units.first(), units.last()) {
                    ends.push(Ends { label: *label, who: first.who, first: first.start, last: last.end });
                }
            }
            // Whoever has no unit of the label differs from each unit of the others by all of it.
            let squares: f64 = units.iter().map(|u| square(u.len())).sum();
            let without = others + 1.0 - by.len() as f64;
            let pairs = (1..).zip(&by).flat_map(|(after, a)| by.iter().skip(after).map(move |b| difference(a, b)));
            observed.push((*label, 2.0 * (without * squares + pairs.sum::<f64>()) / others));
        }
        add_up(&mut lengths);
        gaps.sort_unstable();
        gaps.dedup_by(|one, sum| {
            let same = one.0 == sum.0;
            if same {
                *sum = (sum.0, sum.1 + one.1, sum.2 + one.2);
            }
            same
        });
        self.units.push(lengths);
        self.gaps.push(gaps);
        self.ends.push(ends);
        self.observed.push(observed);
    }

    /// The bucket of the longest unit of a label that a length holds.
    fn bucket(&self, label: u16, length: u64) -> Option<u32> {
        let lengths = self.lengths.row(usize::from(label));
        let longest = lengths.last()?;
        let fits = if u64::from(*longest) <= length {
            lengths.len()
        } else {
            lengths.partition_point(|l| u64::from(*l) <= length)
        };
        Some((self.lengths.range(usize::from(label)).start + fits.checked_sub(1)?) as u32)
    }

    /// What the annotators differ by on each label, over articles laid end to end; `None` for labels without a unit.
    pub(super) fn labels(&self, articles: &Choice) -> Vec<Option<Disagreement>> {
        let mut buckets = vec![Bucket::default(); self.lengths.all().len()];
        let mut observed = vec![0.0; self.labels];
        // How far each annotator's continuum has come, and for each label and annotator where its last unit ended.
        let (mut come, mut last) = (vec![0u64; self.who], vec![0u64; self.who * self.labels]);
        let mut length = 0;
        // What lies within an article only counts as often as it comes.
        for (article, times) in articles.iter() {
            let times = times as f64;
            for (label, squares) in self.observed.row(article) {
                if let Some(sum) = observed.get_mut(usize::from(*label)) {
                    *sum += times * squares;
                }
            }
            for (at, n) in self.units.row(article) {
                if let Some(sum) = buckets.get_mut(*at as usize) {
                    sum.units += times * f64::from(*n);
                }
            }
            for (at, n, open) in self.gaps.row(article) {
                if let Some(sum) = buckets.get_mut(*at as usize) {
                    sum.gaps += times * f64::from(*n);
                    sum.open += times * *open as f64;
                }
            }
        }
        // Gaps over borders hang on the order. Nearly all of them hold the longest unit of their label, and are added up apart.
        let longest = |label| self.lengths.row(label).last().map_or(u64::MAX, |l| u64::from(*l));
        let mut wide: Vec<Wide> = (0..self.labels).map(|l| Wide { from: longest(l), gaps: 0, open: 0 }).collect();
        for article in articles.iter().flat_map(|(article, times)| (0..times).map(move |_| article)) {
            for ends in self.ends.row(article) {
                let (who, label) = (ends.who as usize, usize::from(ends.label));
                let last = last.get_mut(label * self.who + who);
                let (Some(come), Some(last), Some(wide)) = (come.get(who), last, wide.get_mut(label)) else { continue };
                let gap = come + u64::from(ends.first) - *last;
                *last = come + u64::from(ends.last);
                if gap >= wide.from {
                    wide.gaps += 1;
                    wide.open += gap;
                } else {
                    self.open(ends.label, 1, gap, gap, &mut buckets);
                }
            }
            let chars = self.chars.get(article).copied().unwrap_or(0);
            let seen = self.seen.row(article);
            for who in seen {
                if let Some(come) = come.get_mut(*who as usize) {
                    *come += chars;
                }
            }
            length += if seen.is_empty() { 0 } else { chars };
        }
        for (label, last) in (0u16..).zip(last.chunks(self.who.max(1))) {
            for (come, last) in come.iter().zip(last) {
                self.open(label, 1, come - last, come - last, &mut buckets);
            }
        }
        for (label, wide) in (0u16..).zip(&wide) {
            self.open(label, wide.gaps, wide.from, wide.open, &mut buckets);
        }
        let (length, seen) = (length as f64, come.iter().sum::<u64>() as f64);
        let disagreement = |(label, observed): (usize, &f64)| {
            let (units, expected) = expected(self.lengths.row(label), buckets.get(self.lengths.range(label))?, seen)?;
            Some(Disagreement { units, observed: observed / (seen * length), expected: 2.0 / length * expected })
        };
        observed.iter().enumerate().map(disagreement).collect()
    }

    /// Adds gaps that are at least so wide, and together so long.
    fn open(&self, label: u16, gaps: u64, width: u64, open: u64, buckets: &mut [Bucket]) {
        if let Some(bucket) = self.bucket(label, width).and_then(|at| buckets.get_mut(at as usize)) {
            bucket.gaps += gaps as f64;
            bucket.open += open as f64;
        }
    }
}

/// How many units there are, and D_e without its factor of 2/L; `seen` is the length of all annotators' continua. `None` where there
/// are no units.
fn expected(lengths: &[u32], buckets: &[Bucket], seen: f64) -> Option<(f64, f64)> {
    let units: f64 = buckets.iter().map(|b| b.units).sum();
    let (mut sum, mut own) = (0.0, 0.0);
    // From the longest: the gaps that hold a unit of this length, and their lengths added up.
    let (mut gaps, mut open) = (0.0, 0.0);
    for (length, bucket) in lengths.iter().zip(buckets).rev() {
        let l = f64::from(*length);
        gaps += bucket.gaps;
        open += bucket.open;
        let met = (units - 1.0) / 3.0 * l * (l - 1.0) * (2.0 * l - 1.0);
        let missed = l * l * (open - gaps * (l - 1.0));
        sum += bucket.units * (met + missed);
        own += bucket.units * l * (l - 1.0);
    }
    (units > 0.0).then(|| (units, sum / (seen * (seen - 1.0) - own)))
}

/// The units of an article, in the order of labels, annotators and places.
fn units_of(item: &Item, who: &[usize]) -> Vec<Unit> {
    let mut units = Vec::new();
    for (who, annotator) in (0u32..).zip(who) {
        let marks = item.of(*annotator).unwrap_or(&[]).iter();
        units.extend(marks.map(|m| Unit { label: m.label, who, start: m.start, end: m.end }));
    }
    units.sort_unstable_by_key(|u| (u.label, u.who, u.start));
    units.dedup_by(|next, unit| {
        let one = (next.label, next.who) == (unit.label, unit.who) && next.start < unit.end;
        if one {
            unit.end = unit.end.max(next.end);
        }
        one
    });
    units
}

fn square(n: u32) -> f64 {
    f64::from(n) * f64::from(n)
}

/// The squares that two annotators' units of a label differ by, each in the order of places.
fn difference(a: &[Unit], b: &[Unit]) -> f64 {
    overlaps(a, b) + alone(a, b) + alone(b, a)
}

/// The units of `b` that overlap a unit, from a place on from which the search may go on for the next unit.
fn met<'u>(unit: &Unit, b: &'u [Unit], from: &mut usize) -> impl Iterator<Item = &'u Unit> + use<'u> {
    let (start, end) = (unit.start, unit.end);
    *from += b.iter().skip(*from).take_while(|other| other.end <= start).count();
    b.iter().skip(*from).take_while(move |other| other.start < end)
}

/// Units of both that overlap.
fn overlaps(a: &[Unit], b: &[Unit]) -> f64 {
    let mut from = 0;
    let apart = |a: &Unit, b: &Unit| square(a.start.abs_diff(b.start)) + square(a.end.abs_diff(b.end));
    a.iter().map(|unit| met(unit, b, &mut from).map(|other| apart(unit, other)).sum::<f64>()).sum()
}

/// Units of one that lie in a gap of the other.
fn alone(a: &[Unit], b: &[Unit]) -> f64 {
    let mut from = 0;
    a.iter().filter(|unit| met(unit, b, &mut from).next().is_none()).map(|unit| square(unit.len())).sum()
}
