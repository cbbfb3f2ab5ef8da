//! Cohen's κ over tokens.

use super::{
    About, Alive, Choice, Figure, Measure, Part, Ready, Scorer, Study, Undefined,
    pairwise::mean_figure,
    tokens::{Adder, UNSEEN},
};
use crate::model::LabelName;

/// Cohen's κ (Cohen 1960). Two annotators judge tokens, and the category of a token is the set of labels that its marks give it,
/// so that overlapping marks are no special case; chance is what each of the two would give by their own habits. A pair is
/// compared over the articles that both saw; for more than two annotators κ is the mean over the pairs that have one, and so are
/// what is observed and expected. By label, a token has the label or has it not.
pub(super) struct CohenKappa;

static ABOUT: About = About {
    id: "cohen_kappa",
    title: "Cohen’s kappa",
    tooltip: "Word by word, how often two annotators gave the same labels, beyond what their habits would give by chance; \
              the mean over all pairs. 1 is perfect, 0 is chance.",
    source: "Cohen 1960, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20(1)",
    counts: "tokens",
    chance: Some(0.0),
    slow: false,
};

impl Measure for CohenKappa {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn prepare<'s>(&self, study: &'s Study, _seed: u64, alive: &mut Alive<'_>) -> Ready<'s> {
        Some(Box::new(Kappas(Adder::new(study, alive)?)))
    }
}

struct Kappas<'s>(Adder<'s>);

/// What was observed and what chance would give, as shares of the tokens; where chance is not certain.
#[derive(Clone, Copy)]
struct Agreed {
    observed: f64,
    expected: f64,
}

impl Agreed {
    /// From how many tokens there are, on how many the two agree, and how many each of them put into each category.
    fn new(tokens: f64, same: f64, margins: &[[f64; 2]]) -> Result<Self, Undefined> {
        if margins.iter().any(|m| m.iter().all(|n| *n == tokens)) {
            return Err(Undefined::NoVariation);
        }
        let expected = margins.iter().map(|[a, b]| (a / tokens) * (b / tokens)).sum();
        Ok(Agreed { observed: same / tokens, expected })
    }

    fn kappa(self) -> f64 {
        (self.observed - self.expected) / (1.0 - self.expected)
    }
}

impl Kappas<'_> {
    fn of(&self, pair: (usize, usize), opinions: &[(&[u32], f64)], articles: &Choice) -> Result<Agreed, Undefined> {
        let mut margins = vec![[0.0; 2]; self.0.tokens.sets.len()];
        let (mut tokens, mut same) = (0.0, 0.0);
        for (a, b, n) in both(pair, opinions) {
            tokens += n;
            same += if a == b { n } else { 0.0 };
            for (who, set) in [a, b].into_iter().enumerate() {
                if let Some(sum) = margins.get_mut(set as usize).and_then(|m| m.get_mut(who)) {
                    *sum += n;
                }
            }
        }
        if tokens == 0.0 {
            return Err(self.0.nothing_of(pair, articles));
        }
        Agreed::new(tokens, same, &margins)
    }

    /// κ of two annotators for every label alone.
    fn labels_of(&self, pair: (usize, usize), opinions: &[(&[u32], f64)], articles: &Choice) -> Vec<Figure> {
        // How many tokens have the label by the first, by the second, by both.
        let mut sums = vec![[0.0; 3]; self.0.study.labels().len()];
        let mut tokens = 0.0;
        for (a, b, n) in both(pair, opinions) {
            tokens += n;
            let (a, b) = (self.0.tokens.labels(a), self.0.tokens.labels(b));
            let common = a.iter().filter(|label| b.binary_search(label).is_ok());
            let all = a.iter().map(|l| (l, 0)).chain(b.iter().map(|l| (l, 1))).chain(common.map(|l| (l, 2)));
            for (label, column) in all {
                if let Some(sum) = sums.get_mut(usize::from(*label)).and_then(|s| s.get_mut(column)) {
                    *sum += n;
                }
            }
        }
        let figure = |[a, b, both]: [f64; 3]| {
            if tokens == 0.0 {
                return Err(self.0.nothing_of(pair, articles));
            }
            let same = tokens - a - b + 2.0 * both;
            Ok(Agreed::new(tokens, same, &[[a, b], [tokens - a, tokens - b]])?.kappa())
        };
        sums.into_iter().map(figure).collect()
    }
}

/// What two annotators say of the tokens that both have seen, and of how many tokens.
fn both(pair: (usize, usize), opinions: &[(&[u32], f64)]) -> impl Iterator<Item = (u32, u32, f64)> {
    opinions.iter().filter_map(move |(opinion, n)| {
        let (a, b) = (*opinion.get(pair.0)?, *opinion.get(pair.1)?);
        (a != UNSEEN && b != UNSEEN).then_some((a, b, *n))
    })
}

impl Scorer for Kappas<'_> {
    fn all(&self, articles: &Choice) -> Part {
        let opinions = self.0.opinions(articles);
        let agreed: Vec<_> = self.0.study.pairs().map(|pair| self.of(pair, &opinions, articles)).collect();
        let over = |figure: fn(Agreed) -> f64| mean_figure(agreed.iter().map(|a| a.map(figure)));
        match over(Agreed::kappa) {
            Err(why) => Part::undefined(why),
            value => Part {
                value,
                n: opinions.iter().map(|(_, n)| n).sum::<f64>() as usize,
                observed: over(|a| a.observed).ok(),
                expected: over(|a| a.expected).ok(),
            },
        }
    }

    fn by_pair(&self, articles: &Choice) -> Vec<((usize, usize), Figure)> {
        let opinions = self.0.opinions(articles);
        self.0.study.by_pair(|pair| self.of(pair, &opinions, articles).map(Agreed::kappa))
    }

    fn by_label(&self, articles: &Choice) -> Vec<(LabelName, Figure)> {
        let opinions = self.0.opinions(articles);
        let pairs: Vec<_> = self.0.study.pairs().map(|pair| self.labels_of(pair, &opinions, articles)).collect();
        self.0
            .study
            .by_label(|label| mean_figure(pairs.iter().filter_map(|labels| labels.get(usize::from(label)).copied())))
    }
}
