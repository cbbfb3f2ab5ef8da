//! Cohen's κ of the attribute values of marks that stand for the same thing.

use super::{
    About, Alive, Choice, Figure, Item, Measure, Part, Ready, Scorer, Study, Undefined,
    pairing::pairings,
    pairwise::{mean, mean_figure},
    tally::Rows,
};
use crate::model::LabelName;
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// For two annotators, marks are paired one to one ([`pairings`]), and those under one label are compared, attribute by attribute; an
/// attribute of one label is not the same as one of that name of another. Where either gave an attribute to a paired mark of a label,
/// every paired mark of that label is a comparison, and no value is a category of its own.
///
/// Agreement by chance is only possible within an attribute, so it is worked out there, and κ is
/// (ΣO − ΣE) / (N − ΣE): the comparisons that agree, those expected to, and all, added up over attributes. For one attribute this is
/// Cohen's κ. The figure for all is the mean over pairs of annotators that have one, as are what was observed and expected.
#[derive(Debug)]
pub struct AttributeKappa;

static ABOUT: About = About {
    id: "attribute_kappa",
    title: "Attribute κ",
    tooltip: "How far two people gave the same attribute values to marks that both made, beyond what chance would give. Missed marks do not count.",
    source: "Cohen 1960, Educ. Psychol. Meas. 20(1):37–46",
    counts: "values",
    chance: Some(0.0),
    slow: false,
};

impl Measure for AttributeKappa {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn prepare<'s>(&self, study: &'s Study, _seed: u64, alive: &mut Alive<'_>) -> Ready<'s> {
        let marks = study.articles().iter().flat_map(Item::seen).flat_map(|(_, marks)| marks);
        let with: HashSet<u16> = marks.filter(|m| !m.attributes.is_empty()).map(|m| m.label).collect();
        let mut counts = Counts::default();
        study.walk(alive, |item| {
            let any = item.seen().any(|(_, marks)| marks.iter().any(|m| with.contains(&m.label)));
            for (pair, number) in study.pairs().filter(|_| any).zip(0..) {
                counts.add(item, pair, number, &with);
            }
            counts.rows.end();
        })?;
        Some(Box::new(Kappa { study, with_attributes: !with.is_empty(), counts }))
    }
}

/// The number of a sum.
type Slot = usize;

/// What is counted of a label's attribute between two annotators.
struct Compared {
    pair: usize,
    label: u16,
    /// Paired marks of the label.
    marks: Slot,
    /// Those where they differ: another value, or none.
    differ: Slot,
    /// For every value, how often the left and the right annotator gave it.
    values: Vec<(Slot, Slot)>,
}

/// Sums that are needed, and what each article adds to them.
#[derive(Default)]
struct Counts<'s> {
    slots: usize,
    rows: Rows<(u32, u32)>,
    compared: Vec<Compared>,
    marks: HashMap<(usize, u16), Slot>,
    attributes: HashMap<(usize, u16, &'s str), usize>,
    values: HashMap<(usize, &'s str), (Slot, Slot)>,
}

impl<'s> Counts<'s> {
    fn add(&mut self, item: &'s Item, between: (usize, usize), pair: usize, with: &HashSet<u16>) {
        let Some((left, right)) = item.both(between) else { return };
        let mut now: Vec<Slot> = Vec::new();
        for pairing in pairings(left, right).into_iter().filter(|p| p.kind.is_same_label()) {
            let (left, right) = (pairing.left.and_then(|at| left.get(at)), pairing.right.and_then(|at| right.get(at)));
            let Some((left, right)) = left.zip(right).filter(|(left, _)| with.contains(&left.label)) else { continue };
            let marks = *self.marks.entry((pair, left.label)).or_insert_with(|| next(&mut self.slots));
            now.push(marks);
            let (left, right, label) = (&left.attributes, &right.attributes, left.label);
            for name in left.keys().chain(right.keys().filter(|name| !left.contains_key(*name))) {
                let at = *self.attributes.entry((pair, label, &**name)).or_insert_with(|| {
                    let differ = next(&mut self.slots);
                    self.compared.push(Compared { pair, label, marks, differ, values: Vec::new() });
                    self.compared.len() - 1
                });
                let Some(compared) = self.compared.get_mut(at) else { continue };
                let mut of = |value: &'s Arc<str>| {
                    *self.values.entry((at, &**value)).or_insert_with(|| {
                        let slots = (next(&mut self.slots), next(&mut self.slots));
                        compared.values.push(slots);
                        slots
                    })
                };
                let (a, b) = (left.get(name), right.get(name));
                now.extend(a.map(|value| of(value).0));
                now.extend(b.map(|value| of(value).1));
                now.extend((a != b).then_some(compared.differ));
            }
        }
        now.sort_unstable();
        for same in now.chunk_by(|a, b| a == b) {
            let slot = same.first().and_then(|slot| u32::try_from(*slot).ok());
            if let Some((slot, n)) = slot.zip(u32::try_from(same.len()).ok()) {
                self.rows.add((slot, n));
            }
        }
    }
}

fn next(slots: &mut Slot) -> Slot {
    *slots += 1;
    *slots - 1
}

struct Kappa<'s> {
    study: &'s Study,
    with_attributes: bool,
    counts: Counts<'s>,
}

/// Comparisons of two annotators, those that agree, and those expected to.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    n: f64,
    observed: f64,
    expected: f64,
}

impl Sums {
    fn kappa(self) -> Figure {
        let possible = self.n - self.expected;
        // Numbers of comparisons are whole, so what is left of less is rounding.
        if possible > 1e-9 { Ok((self.observed - self.expected) / possible) } else { Err(Undefined::NoVariation) }
    }
}

impl Kappa<'_> {
    fn slots(&self, articles: &Choice) -> Vec<u64> {
        let mut slots = vec![0; self.counts.slots];
        self.counts.rows.each(articles, |(slot, n), times| {
            slots.get_mut(*slot as usize).into_iter().for_each(|s| *s += times * u64::from(*n));
        });
        slots
    }

    /// For every two, what is compared; of one label, or of all. Nothing where `n` is 0.
    fn sums(&self, slots: &[u64], label: Option<u16>) -> Vec<Sums> {
        let of = |slot: Slot| slots.get(slot).copied().unwrap_or(0) as f64;
        let mut sums = vec![Sums::default(); self.study.pairs().count()];
        for compared in self.counts.compared.iter().filter(|c| label.is_none_or(|l| l == c.label)) {
            let Some(sum) = sums.get_mut(compared.pair) else { continue };
            let marks = of(compared.marks);
            let (mut left, mut right, mut expected) = (marks, marks, 0.0);
            for (l, r) in compared.values.iter().map(|(l, r)| (of(*l), of(*r))) {
                left -= l;
                right -= r;
                expected += l * r;
            }
            if left + right >= 2.0 * marks {
                // Neither gave it to any of these.
                continue;
            }
            // What is left has no value.
            expected += left * right;
            sum.n += marks;
            sum.observed += marks - of(compared.differ);
            sum.expected += expected / marks;
        }
        sums
    }

    /// Why two have nothing to compare.
    fn why(&self, slots: &[u64], pair: usize, label: Option<u16>, articles: &Choice) -> Undefined {
        if !self.study.pairs().nth(pair).is_some_and(|pair| self.study.share(pair, articles)) {
            return Undefined::NoSharedArticles;
        }
        let mut marks =
            self.counts.marks.iter().filter(|((p, l), _)| *p == pair && label.is_none_or(|label| label == *l));
        let matched = marks.any(|(_, slot)| slots.get(*slot).is_some_and(|n| *n > 0));
        if matched || !self.with_attributes { Undefined::NoAttributes } else { Undefined::NoMatchedMarks }
    }

    fn figures(&self, slots: &[u64], label: Option<u16>, articles: &Choice) -> Vec<(Sums, Figure)> {
        let of = |(pair, sums): (usize, Sums)| match sums.n > 0.0 {
            true => (sums, sums.kappa()),
            false => (sums, Err(self.why(slots, pair, label, articles))),
        };
        self.sums(slots, label).into_iter().enumerate().map(of).collect()
    }
}

/// The mean, or the reason of the pair that came furthest.
fn over(figures: &[(Sums, Figure)]) -> Figure {
    mean_figure(figures.iter().map(|(_, figure)| *figure))
}

impl Scorer for Kappa<'_> {
    fn all(&self, articles: &Choice) -> Part {
        let figures = self.figures(&self.slots(articles), None, articles);
        let defined = || figures.iter().filter(|(_, f)| f.is_ok()).map(|(sums, _)| sums);
        Part {
            value: over(&figures),
            n: defined().map(|s| s.n).sum::<f64>() as usize,
            observed: mean(defined().map(|s| s.observed / s.n)),
            expected: mean(defined().map(|s| s.expected / s.n)),
        }
    }

    fn by_pair(&self, articles: &Choice) -> Vec<((usize, usize), Figure)> {
        let figures = self.figures(&self.slots(articles), None, articles);
        self.study.pairs().zip(figures).map(|(pair, (_, figure))| (pair, figure)).collect()
    }

    fn by_label(&self, articles: &Choice) -> Vec<(LabelName, Figure)> {
        let slots = self.slots(articles);
        self.study.by_label(|label| over(&self.figures(&slots, Some(label), articles)))
    }
}

#[cfg(test)]
mod tests;
