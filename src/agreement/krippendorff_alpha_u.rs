//! Krippendorff's α for unitizing, over characters.

mod continuum;
#[cfg(test)]
mod tests;

use super::{About, Alive, Choice, Figure, Flow, Measure, Part, Ready, Scorer, Study, Undefined};
use crate::model::LabelName;
use continuum::{Continuum, Disagreement};

/// Krippendorff's α for unitizing, α_U (Krippendorff 1995; the formulas are those of Krippendorff 2004, where a sign of 1995 is
/// mended). Annotators cut units out of a continuum; units that overlap differ by the squares of how far their starts and their ends
/// lie apart, a unit where the other has none by the square of its length. Chance is the same units and gaps laid anywhere.
///
/// - The continuum is the chosen articles laid end to end in the order of the study, in Unicode scalars. It is one: a gap between
///   units runs on over the border of articles. A unit never does.
/// - The units of a label are the marks of one annotator with it. Marks with one label by one annotator that overlap are one unit;
///   those that only touch are two.
/// - Over labels, the disagreements observed are added up, and those expected: α_U = 1 − Σ D_o / Σ D_e.
/// - Where not everyone has seen every article, an annotator's continuum is the articles they saw. What `m` annotators differ by on an
///   article weighs 1/(m − 1), and the length of all annotators' continua takes the place of their number times the length. Where
///   everyone has seen everything that is the formula as printed. A pair is taken as if the two were alone.
///
/// Squares make one long mark that the other lacks outweigh many short ones that agree. Krippendorff, Mathet, Bouvry & Widlöcher
/// (2016) found that it does not behave as expected with more than two annotators; the pairs are not touched by that.
pub(super) struct KrippendorffAlphaU;

static ABOUT: About = About {
    id: "krippendorff_alpha_u",
    title: "Krippendorff’s alpha for unitizing",
    tooltip: "How far annotators marked the same stretches of text with the same labels, beyond chance: near misses cost little, long \
              marks that others lack cost much. 1 is perfect, 0 is chance.",
    source: "Krippendorff 1995, On the reliability of unitizing continuous data, Sociological Methodology 25; Krippendorff 2004, \
             Content Analysis: An Introduction to Its Methodology, 2nd edition",
    counts: "marks",
    chance: Some(0.0),
    slow: false,
};

impl Measure for KrippendorffAlphaU {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn prepare<'s>(&self, study: &'s Study, _seed: u64, alive: &mut Alive<'_>) -> Ready<'s> {
        let everyone: Vec<usize> = (0..study.annotators().len()).collect();
        Some(Box::new(Alphas { study, everyone: Continuum::new(study, &everyone, alive)? }))
    }
}

struct Alphas<'s> {
    study: &'s Study,
    everyone: Continuum,
}

/// Over labels.
fn part(labels: &[Option<Disagreement>]) -> Part {
    let n = labels.iter().flatten().map(|d| d.units).sum::<f64>() as usize;
    let observed: f64 = labels.iter().flatten().map(|d| d.observed).sum();
    let expected: f64 = labels.iter().flatten().map(|d| d.expected).sum();
    if n == 0 {
        return Part::undefined(Undefined::NoMarks);
    }
    if expected <= 0.0 {
        return Part::undefined(Undefined::NoVariation);
    }
    Part { value: Ok(1.0 - observed / expected), n, observed: Some(observed), expected: Some(expected) }
}

impl Scorer for Alphas<'_> {
    fn all(&self, articles: &Choice) -> Part {
        part(&self.everyone.labels(articles))
    }

    fn by_pair(&self, articles: &Choice) -> Vec<((usize, usize), Figure)> {
        self.study.by_pair(|(a, b)| {
            let alone = || Continuum::new(self.study, &[a, b], &mut |_| Flow::Continue(()));
            let alone = self.study.share((a, b), articles).then(alone).flatten();
            part(&alone.ok_or(Undefined::NoSharedArticles)?.labels(articles)).value
        })
    }

    fn by_label(&self, articles: &Choice) -> Vec<(LabelName, Figure)> {
        let labels = self.everyone.labels(articles);
        self.study.labels().iter().cloned().zip(labels.chunks(1).map(|one| part(one).value)).collect()
    }
}
