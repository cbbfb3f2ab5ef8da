//! What two people have in common, twice, over what each has: F1 and Dice, for every two people; their mean for all.

use super::{Alive, Choice, Figure, Mark, Part, Scorer, Study, Undefined, matching::Place, tally::Rows};
use crate::model::LabelName;
use std::collections::BTreeMap;

/// What two people have of one article.
#[derive(Clone, Copy, Debug)]
struct Count {
    pair: u32,
    /// Which label; not used in counts over all labels.
    label: u16,
    common: u32,
    /// What one has and what the other has, added up.
    total: u32,
}

/// Counts of every article and two people.
pub(super) struct Pairwise<'s> {
    study: &'s Study,
    pairs: Vec<(usize, usize)>,
    all: Rows<Count>,
    by_label: Rows<Count>,
    nothing: Undefined,
}

/// Takes the counts of two people in an article.
pub(super) struct Counter<'a> {
    pair: u32,
    all: &'a mut Rows<Count>,
    by_label: &'a mut Rows<Count>,
}

impl Counter<'_> {
    /// What is in common, and what one has and the other has, added up.
    pub(super) fn all(&mut self, (common, total): (usize, usize)) {
        self.all.add(Count { pair: self.pair, label: 0, common: short(common), total: short(total) });
    }

    /// The same for one label.
    pub(super) fn label(&mut self, label: u16, (common, total): (usize, usize)) {
        self.by_label.add(Count { pair: self.pair, label, common: short(common), total: short(total) });
    }
}

/// Counts in an article fit: its characters and marks do (see [`Mark`]), and overlapping marks of that many would fill any memory.
fn short(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl<'s> Pairwise<'s> {
    /// Counts whatever `count` counts, article by article, two people at a time. `nothing`: why there is no figure where neither has
    /// anything. `None`: it was stopped.
    pub(super) fn new(
        study: &'s Study,
        nothing: Undefined,
        alive: &mut Alive<'_>,
        mut count: impl FnMut(&'s [Mark], &'s [Mark], &mut Counter<'_>),
    ) -> Option<Self> {
        let pairs: Vec<(usize, usize)> = study.pairs().collect();
        let (mut all, mut by_label) = (Rows::default(), Rows::default());
        study.walk(alive, |item| {
            for (pair, number) in pairs.iter().zip(0..) {
                if let Some((left, right)) = item.both(*pair) {
                    count(left, right, &mut Counter { pair: number, all: &mut all, by_label: &mut by_label });
                }
            }
            all.end();
            by_label.end();
        })?;
        Some(Pairwise { study, pairs, all, by_label, nothing })
    }

    /// The same for counts that are made of places, label by label, and added up over labels.
    pub(super) fn of_places(
        study: &'s Study,
        alive: &mut Alive<'_>,
        count: impl Fn(&[Place], &[Place]) -> (usize, usize),
    ) -> Option<Self> {
        Self::new(study, Undefined::NoMarks, alive, |left, right, counter| {
            let (mut common, mut total) = (0, 0);
            each_label(left, right, |label, left, right| {
                let found = count(left, right);
                common += found.0;
                total += found.1;
                counter.label(label, found);
            });
            counter.all((common, total));
        })
    }

    /// Why two people have no figure where there is nothing to divide by.
    fn why(&self, pair: (usize, usize), articles: &Choice) -> Undefined {
        if self.study.share(pair, articles) { self.nothing } else { Undefined::NoSharedArticles }
    }

    fn why_all(&self, articles: &Choice) -> Undefined {
        // Nothing in what was shared says more than nothing shared.
        self.pairs.iter().map(|p| self.why(*p, articles)).max().unwrap_or(Undefined::NoSharedArticles)
    }

    /// What is in common, and what there is, for every two.
    fn sums(&self, articles: &Choice) -> Vec<(u64, u64)> {
        let mut sums = vec![(0, 0); self.pairs.len()];
        self.all.each(articles, |count, times| {
            if let Some(sum) = sums.get_mut(count.pair as usize) {
                *sum = (sum.0 + times * u64::from(count.common), sum.1 + times * u64::from(count.total));
            }
        });
        sums
    }
}

fn ratio((common, total): (u64, u64)) -> Option<f64> {
    (total > 0).then(|| 2.0 * common as f64 / total as f64)
}

/// The mean of those that are there.
pub(super) fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, n) = values.fold((0.0, 0usize), |(sum, n), value| (sum + value, n + 1));
    (n > 0).then(|| sum / n as f64)
}

/// The mean of the figures there are; where there is none, the weightiest reason.
pub(super) fn mean_figure(figures: impl Iterator<Item = Figure> + Clone) -> Figure {
    let why = figures.clone().filter_map(Result::err).max().unwrap_or(Undefined::FewerThanTwoAnnotators);
    mean(figures.filter_map(Result::ok)).ok_or(why)
}

impl Scorer for Pairwise<'_> {
    fn all(&self, articles: &Choice) -> Part {
        let sums = self.sums(articles);
        match mean(sums.iter().filter_map(|s| ratio(*s))) {
            Some(value) => {
                let n = sums.iter().map(|s| s.1).sum::<u64>() as usize;
                Part { value: Ok(value), n, observed: Some(value), expected: None }
            }
            None => Part::undefined(self.why_all(articles)),
        }
    }

    fn by_pair(&self, articles: &Choice) -> Vec<((usize, usize), Figure)> {
        let sums = self.sums(articles);
        let of =
            |(pair, sum): (&(usize, usize), (u64, u64))| (*pair, ratio(sum).ok_or_else(|| self.why(*pair, articles)));
        self.pairs.iter().zip(sums).map(of).collect()
    }

    fn by_label(&self, articles: &Choice) -> Vec<(LabelName, Figure)> {
        let mut sums: BTreeMap<(u16, u32), (u64, u64)> = BTreeMap::new();
        self.by_label.each(articles, |count, times| {
            let sum = sums.entry((count.label, count.pair)).or_default();
            *sum = (sum.0 + times * u64::from(count.common), sum.1 + times * u64::from(count.total));
        });
        let why = self.why_all(articles);
        self.study.by_label(|label| {
            let pairs = sums.range((label, 0)..=(label, u32::MAX));
            mean(pairs.filter_map(|(_, s)| ratio(*s))).ok_or(why)
        })
    }
}

/// The places of both lists, label by label, in the order of labels; places in order.
pub(super) fn each_label(left: &[Mark], right: &[Mark], mut each: impl FnMut(u16, &[Place], &[Place])) {
    let grouped = |marks: &[Mark]| {
        let mut labels: Vec<(u16, Place)> = marks.iter().map(|m| (m.label, Place::of(m))).collect();
        labels.sort_unstable();
        labels
    };
    let (left, right) = (grouped(left), grouped(right));
    let (mut left, mut right) = (left.as_slice(), right.as_slice());
    let mut places = (Vec::new(), Vec::new());
    while let Some(label) = left.first().into_iter().chain(right.first()).map(|(label, _)| *label).min() {
        for (list, places) in [(&mut left, &mut places.0), (&mut right, &mut places.1)] {
            let (these, rest) = list.split_at(list.partition_point(|(l, _)| *l == label));
            places.clear();
            places.extend(these.iter().map(|(_, place)| *place));
            *list = rest;
        }
        each(label, &places.0, &places.1);
    }
}

/// How many elements two lists in order have in common, each list without repetition.
pub(super) fn common<T: Ord>(left: &[T], right: &[T]) -> usize {
    let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
    let mut n = 0;
    while let (Some(l), Some(r)) = (left.peek(), right.peek()) {
        match l.cmp(r) {
            std::cmp::Ordering::Less => left.next(),
            std::cmp::Ordering::Greater => right.next(),
            std::cmp::Ordering::Equal => {
                n += 1;
                left.next();
                right.next()
            }
        };
    }
    n
}
