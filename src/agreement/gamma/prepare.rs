//! Every article aligned once, as it is and as chance would have it, and kept as sums that add up over any choice of articles.

use super::{
    align::{Alignment, best},
    continuum::Continuum,
};
use crate::agreement::{Choice, Figure, Flow, Item, Part, Study, Undefined, chance::Chance};
use std::{collections::BTreeMap, ops::Range, sync::Arc};

/// How many samples are drawn at first, and at most.
const FIRST: usize = 30;
const MOST: usize = 10_000;

/// How exact the expected disorder shall be, with 95 % confidence.
const PRECISION: f64 = 0.02;

/// What a mark weighs in γ-cat for each annotator who has nothing of it; 0 would leave such marks out.
const UNALIGNED: f64 = 1.0;

/// A fraction of each article that is summed above and below the line: first as it is, then for each sample.
#[derive(Clone, Debug, Default)]
struct Fraction {
    /// On how many things it rests, as it is.
    n: usize,
    sums: Vec<(f64, f64)>,
}

/// One article.
#[derive(Debug)]
struct Row {
    article: usize,
    /// How many marks were compared.
    marks: usize,
    /// An alignment was not found.
    too_much: bool,
    disorder: Fraction,
    categories: Fraction,
    by_label: BTreeMap<u16, Fraction>,
}

/// Articles in the order of the study, of the annotators and labels that it was made for.
#[derive(Debug)]
pub(super) struct Table {
    rows: Vec<Row>,
    /// Why there is no figure where none of its articles was chosen.
    missing: Undefined,
}

/// What γ and γ-cat have in common: the alignments of all annotators, and of every two where there are more.
#[derive(Debug)]
pub(in crate::agreement) struct Prepared {
    pub(super) all: Table,
    /// Empty where there are two annotators, who are all.
    pairs: Vec<((usize, usize), Table)>,
}

impl Prepared {
    /// A figure of every two annotators.
    pub(super) fn by_pair(&self, study: &Study, of: impl Fn(&Table) -> Part) -> Vec<((usize, usize), Figure)> {
        match self.pairs.as_slice() {
            [] => study.by_pair(|_| of(&self.all).value),
            pairs => pairs.iter().map(|(pair, table)| (*pair, of(table).value)).collect(),
        }
    }
}

/// Says how far a share of the work has come, and asks whether to go on.
pub(super) struct Progress<'a> {
    pub(super) alive: &'a mut dyn FnMut(f32) -> Flow,
    pub(super) from: f32,
    pub(super) share: f32,
}

impl Progress<'_> {
    fn at(&mut self, done: f32) -> Option<()> {
        (self.alive)(self.from + done * self.share).is_continue().then_some(())
    }
}

/// What both measures share; it is kept in the study for the other one. `None`: it was stopped.
pub(super) fn prepared(study: &Study, seed: u64, progress: &mut Progress<'_>) -> Option<Arc<Prepared>> {
    progress.at(0.0)?;
    if let Some((of, kept)) = study.aligned.get()
        && *of == seed
    {
        return Some(Arc::clone(kept));
    }
    let pairs: Vec<(usize, usize)> = study.pairs().filter(|_| study.annotators().len() > 2).collect();
    let mut step = Progress { alive: progress.alive, from: progress.from, share: progress.share };
    step.share /= (pairs.len() + 1) as f32;
    let missing = Undefined::NoSharedArticles;
    let all = table(study, seed, missing, true, &mut step, |item| {
        item.is_shared().then(|| Continuum::new(item.seen().map(|(_, marks)| marks), None))
    })?;
    let mut tables = Vec::with_capacity(pairs.len());
    for pair in pairs {
        step.from += step.share;
        let of = |item: &Item| item.both(pair).map(|(a, b)| Continuum::new([a, b], None));
        tables.push((pair, table(study, seed, missing, false, &mut step, of)?));
    }
    let prepared = Arc::new(Prepared { all, pairs: tables });
    // Where another seed's is there already, that one stays.
    let _ = study.aligned.set((seed, Arc::clone(&prepared)));
    Some(prepared)
}

/// The table of one label alone. `None`: it was stopped.
pub(super) fn of_label(study: &Study, label: u16, seed: u64, progress: &mut Progress<'_>) -> Option<Table> {
    table(study, seed, Undefined::NoMarks, false, progress, |item| {
        let continuum = Continuum::new(item.seen().filter(|_| item.is_shared()).map(|(_, marks)| marks), Some(label));
        (continuum.len() > 0).then_some(continuum)
    })
}

fn table(
    study: &Study,
    seed: u64,
    missing: Undefined,
    by_label: bool,
    progress: &mut Progress<'_>,
    of: impl Fn(&Item) -> Option<Continuum>,
) -> Option<Table> {
    let count = study.articles().len().max(1) as f32;
    let mut rows = Vec::new();
    for (article, item) in study.articles().iter().enumerate() {
        let Some(continuum) = of(item) else { continue };
        let mut row = Row::new(article, &continuum, by_label);
        row.add(&continuum, best(&continuum));
        // Half of what there is to do, if more samples are needed.
        let mut alive = |done: f32| progress.at((article as f32 + done) / count / 2.0);
        row.draw(&continuum, seed, 0..FIRST, &mut alive)?;
        rows.push(row);
    }
    let needed = needed(&rows);
    if needed > FIRST {
        let count = rows.len() as f32;
        for (nth, row) in rows.iter_mut().enumerate() {
            let Some(continuum) = study.articles().get(row.article).and_then(&of) else { continue };
            let mut alive = |done: f32| progress.at(0.5 + (nth as f32 + done) / count / 2.0);
            row.draw(&continuum, seed, FIRST..needed, &mut alive)?;
        }
    }
    progress.at(1.0)?;
    Some(Table { rows, missing })
}

/// How many samples make the expected disorder of all articles together as exact as it shall be (Mathet 2015, 5.3).
fn needed(rows: &[Row]) -> usize {
    let (_, samples) = added(rows.iter().filter(|row| !row.too_much).map(|row| (&row.disorder, 1.0)));
    let mean = samples.iter().sum::<f64>() / samples.len().max(1) as f64;
    if mean <= 0.0 {
        return FIRST;
    }
    let variance = samples.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / samples.len() as f64;
    let needed = (variance.sqrt() / mean * 1.96 / PRECISION).powi(2).ceil();
    (needed as usize).clamp(FIRST, MOST)
}

/// What fractions of several articles, each with how often it counts, give together: as it is, and for each sample that has any.
fn added<'a>(fractions: impl Iterator<Item = (&'a Fraction, f64)>) -> (f64, Vec<f64>) {
    let mut sums: Vec<(f64, f64)> = Vec::new();
    for (fraction, times) in fractions {
        sums.resize(sums.len().max(fraction.sums.len()), (0.0, 0.0));
        for (sum, one) in sums.iter_mut().zip(&fraction.sums) {
            sum.0 += times * one.0;
            sum.1 += times * one.1;
        }
    }
    let divided = |(above, below): &(f64, f64)| (*below > 0.0).then(|| above / below);
    let observed = sums.first().and_then(divided).unwrap_or(0.0);
    (observed, sums.iter().skip(1).filter_map(divided).collect())
}

impl Row {
    fn new(article: usize, continuum: &Continuum, by_label: bool) -> Self {
        let units = continuum.sets.iter().flatten().filter(|_| by_label);
        let by_label = units.map(|unit| (unit.label, Fraction::default())).collect();
        let (disorder, categories) = Default::default();
        Row { article, marks: continuum.len(), too_much: false, disorder, categories, by_label }
    }

    /// Draws samples and adds them.
    fn draw(
        &mut self,
        continuum: &Continuum,
        seed: u64,
        samples: Range<usize>,
        alive: &mut dyn FnMut(f32) -> Option<()>,
    ) -> Option<()> {
        let count = samples.len() as f32;
        for (nth, sample) in samples.enumerate() {
            alive(nth as f32 / count)?;
            if self.too_much {
                break;
            }
            // Each sample is a draw of its own, so that none hangs on how many others there are.
            let of_article = (self.article as u64 + 1).wrapping_mul(0xd134_2543_de82_ef95);
            let of_sample = (sample as u64 + 1).wrapping_mul(0xaf25_1af3_b0f0_25b5);
            let sample = continuum.sample(&mut Chance::new(seed ^ of_article ^ of_sample));
            self.add(&sample, best(&sample));
        }
        Some(())
    }

    /// Adds an alignment: the first is what was observed, the next are samples.
    fn add(&mut self, continuum: &Continuum, alignment: Result<Alignment, Undefined>) {
        let Ok(alignment) = alignment else {
            self.too_much = true;
            return;
        };
        let observed = self.disorder.sums.is_empty();
        self.disorder.sums.push((alignment.disorder, continuum.mean_len()));
        self.categories.sums.push((0.0, 0.0));
        self.by_label.values_mut().for_each(|fraction| fraction.sums.push((0.0, 0.0)));
        let annotators = continuum.sets.len();
        for together in &alignment.together {
            let units: Vec<_> = together.iter().filter_map(|(a, unit)| continuum.sets.get(*a)?.get(*unit)).collect();
            for (nth, unit) in units.iter().enumerate() {
                // A unit has a share in each pair that it is in, so that large alignments count no more (Mathet 2017).
                let share = 1.0 / (units.len() as f64 - 1.0);
                for other in units.iter().skip(nth + 1) {
                    let weight = share * (1.0 - unit.positional(other)).max(0.0);
                    let differ = unit.label != other.label;
                    let cost = if differ { weight } else { 0.0 };
                    let other = differ.then_some(other.label);
                    self.count([Some(unit.label), other], cost, weight, observed);
                }
                let unaligned = UNALIGNED * (annotators - units.len()) as f64;
                self.count([Some(unit.label), None], unaligned, unaligned, false);
            }
        }
        if observed {
            self.disorder.n = continuum.len();
        }
    }

    fn count(&mut self, labels: [Option<u16>; 2], cost: f64, weight: f64, aligned: bool) {
        let of_labels = labels.into_iter().flatten();
        let mut add = |fraction: &mut Fraction| {
            fraction.n += usize::from(aligned);
            if let Some(sum) = fraction.sums.last_mut() {
                sum.0 += cost;
                sum.1 += weight;
            }
        };
        add(&mut self.categories);
        for label in of_labels {
            self.by_label.get_mut(&label).map(&mut add);
        }
    }
}

impl Table {
    /// γ over a choice of articles.
    pub(super) fn gamma(&self, articles: &Choice) -> Part {
        self.part(articles, |row| Some(&row.disorder))
    }

    /// γ-cat over a choice of articles, of one label where that is asked for.
    pub(super) fn gamma_cat(&self, articles: &Choice, label: Option<u16>) -> Part {
        self.part(articles, |row| match label {
            Some(label) => row.by_label.get(&label),
            None => Some(&row.categories),
        })
    }

    fn part(&self, articles: &Choice, of: impl Fn(&Row) -> Option<&Fraction>) -> Part {
        let row = |article| self.rows.get(self.rows.binary_search_by_key(&article, |row| row.article).ok()?);
        let rows: Vec<(&Row, u64)> = articles.iter().filter_map(|(at, times)| Some((row(at)?, times))).collect();
        if rows.is_empty() {
            return Part::undefined(self.missing);
        }
        if rows.iter().any(|(row, _)| row.too_much) {
            return Part::undefined(Undefined::TooMuch);
        }
        let marked = || rows.iter().filter(|(row, _)| row.marks > 0);
        let fractions = || marked().filter_map(|(row, times)| Some((of(row)?, *times)));
        if fractions().next().is_none() {
            return Part::undefined(Undefined::NoMarks);
        }
        let n = fractions().map(|(fraction, times)| fraction.n * times as usize).sum();
        if n == 0 {
            return Part::undefined(Undefined::NoMatchedMarks);
        }
        let (observed, samples) = added(fractions().map(|(fraction, times)| (fraction, times as f64)));
        let expected = samples.iter().sum::<f64>() / samples.len().max(1) as f64;
        let value = if expected > 0.0 { Ok(1.0 - observed / expected) } else { Err(Undefined::NoVariation) };
        Part { value, n, observed: Some(observed), expected: Some(expected) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::gamma::tests::cases;

    #[test]
    fn categorical_disorder_is_that_of_pygamma_agreement() {
        for case in cases() {
            let study = case.study();
            let continuum = case.continuum();
            let mut row = Row::new(0, &continuum, true);
            row.add(&continuum, best(&continuum));
            let near = |fraction: &Fraction, reference: f64| {
                let (observed, _) = added(std::iter::once((fraction, 1.0)));
                // Where no two marks are aligned it says 0, and we say nothing.
                assert!(fraction.n == 0 || (observed - reference).abs() < 1e-6, "{}: {observed}", case.name);
            };
            near(&row.categories, case.observed.1);
            assert!(row.categories.n > 0);
            for (label, reference) in &case.labels {
                let at = study.labels().iter().position(|l| &**l == *label).unwrap();
                near(&row.by_label[&(at as u16)], *reference);
            }
        }
    }
}
