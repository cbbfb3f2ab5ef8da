//! One measure over a study: for all, by pair, by label, by article and by event, with an interval.

use super::{About, Alive, Choice, Figure, Measure, Part, Scorer, Study, Undefined, chance::Chance};
use crate::model::LabelName;
use std::{collections::BTreeMap, sync::Arc};

/// How an interval is made: by drawing articles again and again (percentile bootstrap, Efron & Tibshirani 1993).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confidence {
    /// How many times; 0 for no interval.
    pub rounds: usize,
    /// What the draws come from.
    pub seed: u64,
    /// Whether all articles on one event are drawn together: where several outlets tell the same event, they are not independent.
    pub by_event: bool,
}

impl Default for Confidence {
    fn default() -> Self {
        Confidence { rounds: 1000, seed: 1, by_event: false }
    }
}

/// What a measure says of a study.
#[derive(Clone, Debug)]
pub struct Assessed {
    /// The measure.
    pub about: &'static About,
    /// Over everything.
    pub all: Part,
    /// Where the value lies with 95 % confidence; `None` where too few draws had a value, or there is only one article or event.
    pub ci95: Option<(f64, f64)>,
    /// For every two annotators, by their numbers.
    pub by_pair: Vec<((usize, usize), Figure)>,
    /// For every label.
    pub by_label: Vec<(LabelName, Figure)>,
    /// For every article of the choice, by number.
    pub by_article: Vec<(usize, Part)>,
    /// For every event.
    pub by_event: BTreeMap<Arc<str>, Part>,
}

/// Runs a measure over a choice of articles; see [`assess_all`].
pub fn assess(
    measure: &dyn Measure,
    study: &Study,
    articles: &[usize],
    confidence: Confidence,
    alive: &mut Alive<'_>,
) -> Option<Assessed> {
    assess_all(&[measure], study, articles, confidence, alive)?.pop()
}

/// Runs measures over a choice of articles, with the same draws for all of them. `alive` is asked now and then, with how far it has
/// come (0 to 1). `None`: it was stopped.
pub fn assess_all(
    measures: &[&dyn Measure],
    study: &Study,
    articles: &[usize],
    confidence: Confidence,
    alive: &mut Alive<'_>,
) -> Option<Vec<Assessed>> {
    // Preparing is most of the work of a slow measure; of a quick one the draws are.
    let preparing = if measures.iter().any(|m| m.about().slow) { 0.95 } else { 0.4 };
    let share = preparing / measures.len().max(1) as f32;
    let mut scorers = Vec::with_capacity(measures.len());
    for (at, measure) in measures.iter().enumerate() {
        scorers.push(measure.prepare(study, confidence.seed, &mut |done| alive((at as f32 + done) * share))?);
    }
    let shared: Vec<usize> = articles.iter().copied().filter(|a| is_shared(study, *a)).collect();
    let chosen = Choice::of(shared.iter().copied());
    let why = if study.annotators().len() < 2 {
        Some(Undefined::FewerThanTwoAnnotators)
    } else {
        shared.is_empty().then_some(Undefined::NoSharedArticles)
    };
    let all: Vec<Part> =
        scorers.iter().map(|scorer| why.map_or_else(|| scorer.all(&chosen), Part::undefined)).collect();
    let drawn: Vec<Option<&dyn Scorer>> =
        scorers.iter().zip(&all).map(|(scorer, all)| all.value.is_ok().then_some(&**scorer)).collect();
    let intervals = intervals(&drawn, &units(study, &shared, confidence.by_event), confidence, &mut |done| {
        alive(preparing + done * (1.0 - preparing))
    })?;
    let mut events: BTreeMap<Arc<str>, Vec<usize>> = BTreeMap::new();
    for article in &shared {
        if let Some(event) = study.articles().get(*article).and_then(|a| a.event.clone()) {
            events.entry(event).or_default().push(*article);
        }
    }
    let events: BTreeMap<Arc<str>, Choice> = events.into_iter().map(|(event, all)| (event, Choice::of(all))).collect();
    let found = measures.iter().zip(&scorers).zip(all.into_iter().zip(intervals));
    let found = found.map(|((measure, scorer), (all, ci95))| Assessed {
        about: measure.about(),
        all,
        ci95,
        by_pair: match why {
            Some(why) => study.by_pair(|_| Err(why)),
            None => scorer.by_pair(&chosen),
        },
        by_label: if why.is_some() { Vec::new() } else { scorer.by_label(&chosen) },
        by_article: shared.iter().map(|a| (*a, scorer.all(&Choice::of([*a])))).collect(),
        by_event: events.iter().map(|(event, choice)| (event.clone(), scorer.all(choice))).collect(),
    });
    Some(found.collect())
}

/// Whether two people have seen an article.
fn is_shared(study: &Study, article: usize) -> bool {
    study.articles().get(article).is_some_and(|a| a.is_shared())
}

/// What is drawn as one: an article, or all articles on an event. Articles without an event stand alone.
fn units(study: &Study, articles: &[usize], by_event: bool) -> Vec<Vec<usize>> {
    let mut units: Vec<Vec<usize>> = Vec::new();
    let mut of_event: BTreeMap<&str, usize> = BTreeMap::new();
    for article in articles {
        let event = study.articles().get(*article).and_then(|a| a.event.as_deref()).filter(|_| by_event);
        let at = event.map(|event| *of_event.entry(event).or_insert(units.len()));
        match at.and_then(|at| units.get_mut(at)) {
            Some(unit) => unit.push(*article),
            None => units.push(vec![*article]),
        }
    }
    units
}

/// For each scorer the middle 95 % of its values over draws of as many units as there are. The outer `None`: it was stopped.
fn intervals(
    scorers: &[Option<&dyn Scorer>],
    units: &[Vec<usize>],
    confidence: Confidence,
    alive: &mut Alive<'_>,
) -> Option<Vec<Option<(f64, f64)>>> {
    if units.len() < 2 || scorers.iter().all(Option::is_none) {
        return Some(vec![None; scorers.len()]);
    }
    let mut chance = Chance::new(confidence.seed);
    let mut values: Vec<Vec<f64>> = vec![Vec::new(); scorers.len()];
    let mut times: Vec<u32> = vec![0; units.iter().flatten().max().map_or(0, |last| last + 1)];
    for round in 0..confidence.rounds {
        if alive(round as f32 / confidence.rounds as f32).is_break() {
            return None;
        }
        times.fill(0);
        for _ in 0..units.len() {
            for article in units.get(chance.below(units.len())).into_iter().flatten() {
                if let Some(n) = times.get_mut(*article) {
                    *n += 1;
                }
            }
        }
        let drawn = Choice::counted(&times);
        for (scorer, values) in scorers.iter().zip(&mut values) {
            values.extend(scorer.and_then(|scorer| scorer.all(&drawn).value.ok()));
        }
    }
    let middle = |mut values: Vec<f64>| {
        // Draws without a value are possible where marks are rare; with many of them the rest says little.
        if values.len() * 20 < confidence.rounds * 19 {
            return None;
        }
        values.sort_by(f64::total_cmp);
        quantile(&values, 0.025).zip(quantile(&values, 0.975))
    };
    Some(values.into_iter().map(middle).collect())
}

/// A quantile of sorted values, linear between them (type 7 of Hyndman & Fan 1996, as numpy has it).
fn quantile(sorted: &[f64], q: f64) -> Option<f64> {
    let place = q * (sorted.len().checked_sub(1)?) as f64;
    let below = sorted.get(place.floor() as usize)?;
    let above = sorted.get(place.ceil() as usize)?;
    Some(below + (above - below) * place.fract())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_lie_between_the_values() {
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[3.0], 0.025), Some(3.0));
        assert_eq!(quantile(&[0.0, 1.0, 2.0, 3.0], 0.5), Some(1.5));
        // numpy.quantile([1, 2, 4, 8, 16], 0.975)
        assert!((quantile(&[1.0, 2.0, 4.0, 8.0, 16.0], 0.975).unwrap() - 15.2).abs() < 1e-12);
    }
}
