//! Krippendorff's α over tokens.

use super::{
    About, Alive, Choice, Figure, Measure, Part, Ready, Scorer, Study, Undefined,
    tokens::{Adder, Tokens},
};
use crate::model::LabelName;

/// Krippendorff's α for nominal data (Krippendorff 1980), by coincidences as he lays them out in "Computing Krippendorff's
/// alpha-reliability" (2011). The units are tokens, the value of a token is the set of labels that its marks give it. Any number of
/// annotators from two on may have seen an article, so nothing is lost where work was shared out. What is observed and expected is
/// disagreement. By label, a token has the label or has it not; a pair is taken as if the two were alone.
pub(super) struct KrippendorffAlpha;

static ABOUT: About = About {
    id: "krippendorff_alpha",
    title: "Krippendorff’s alpha",
    tooltip: "Word by word, how far annotators gave the same labels, beyond chance; works for any number of annotators, also where \
              not everyone has seen every article. 1 is perfect, 0 is chance.",
    source: "Krippendorff 1980, Content Analysis: An Introduction to Its Methodology; Krippendorff 2011, Computing \
             Krippendorff's Alpha-Reliability",
    counts: "tokens",
    chance: Some(0.0),
    slow: false,
};

impl Measure for KrippendorffAlpha {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn prepare<'s>(&self, study: &'s Study, _seed: u64, alive: &mut Alive<'_>) -> Ready<'s> {
        Some(Box::new(Alphas(Adder::new(study, alive)?)))
    }
}

struct Alphas<'s>(Adder<'s>);

impl Alphas<'_> {
    /// Over the tokens that two of these annotators have seen; `None` where there are none.
    fn of(&self, who: &[usize], opinions: &[(&[u32], f64)]) -> Option<Part> {
        let mut margins = vec![0.0; self.0.tokens.sets.len()];
        let (mut tokens, mut values, mut disagreed) = (0.0, 0.0, 0.0);
        let mut said = Vec::new();
        for (opinion, n) in opinions {
            let said = Tokens::said(opinion, who, &mut said);
            let seen = said.len() as f64;
            if seen < 2.0 {
                continue;
            }
            tokens += n;
            values += n * seen;
            for same in said.chunk_by(|a, b| a == b) {
                let k = same.len() as f64;
                disagreed += n * k * (seen - k) / (seen - 1.0);
                if let Some(sum) = same.first().and_then(|set| margins.get_mut(*set as usize)) {
                    *sum += n * k;
                }
            }
        }
        (tokens > 0.0).then(|| part(tokens, values, disagreed, &margins))
    }
}

/// From the number of tokens, of values that can be paired, of coincidences of different values, and of each value.
fn part(tokens: f64, values: f64, disagreed: f64, margins: &[f64]) -> Part {
    if margins.contains(&values) {
        return Part::undefined(Undefined::NoVariation);
    }
    let observed = disagreed / values;
    let expected: f64 = margins.iter().map(|n| (n / values) * ((values - n) / (values - 1.0))).sum();
    let value = Ok(1.0 - observed / expected);
    Part { value, n: tokens as usize, observed: Some(observed), expected: Some(expected) }
}

impl Scorer for Alphas<'_> {
    fn all(&self, articles: &Choice) -> Part {
        let everyone: Vec<usize> = (0..self.0.study.annotators().len()).collect();
        let part = self.of(&everyone, &self.0.opinions(articles));
        part.unwrap_or_else(|| Part::undefined(Undefined::NoText))
    }

    fn by_pair(&self, articles: &Choice) -> Vec<((usize, usize), Figure)> {
        self.0.by_pair(articles, |pair, opinions| self.of(pair, opinions))
    }

    fn by_label(&self, articles: &Choice) -> Vec<(LabelName, Figure)> {
        // How often the label was given, and the coincidences of having and not having it.
        let mut sums = vec![(0.0, 0.0); self.0.study.labels().len()];
        let (mut tokens, mut values) = (0.0, 0.0);
        for (opinion, n) in self.0.opinions(articles) {
            let (labels, seen) = self.0.tokens.labels_of(opinion);
            tokens += n;
            values += n * seen;
            for (label, k) in labels {
                if let Some((given, disagreed)) = sums.get_mut(usize::from(label)) {
                    *given += n * k;
                    *disagreed += n * 2.0 * k * (seen - k) / (seen - 1.0);
                }
            }
        }
        self.0.study.by_label(|label| match sums.get(usize::from(label)) {
            Some((given, disagreed)) if tokens > 0.0 => {
                part(tokens, values, *disagreed, &[*given, values - given]).value
            }
            _ => Err(Undefined::NoText),
        })
    }
}
