//! Fleiss' κ over tokens.

use super::{
    About, Alive, Choice, Figure, Measure, Part, Ready, Scorer, Study, Undefined,
    tokens::{Adder, Tokens},
};
use crate::model::LabelName;

/// Fleiss' κ (Fleiss 1971). All annotators judge the same tokens; the category of a token is the set of labels that its marks give
/// it. Agreement on a token is the share of pairs that agree; chance is what everyone's categories thrown together would give. It
/// needs the same number of judgements for each token, so only articles count that every annotator of the study has seen. Of two
/// annotators it is Scott's π (Scott 1955), over the articles that both saw. By label, a token has the label or has it not.
pub(super) struct FleissKappa;

static ABOUT: About = About {
    id: "fleiss_kappa",
    title: "Fleiss’ kappa",
    tooltip: "Word by word, how often all annotators gave the same labels, beyond chance. Only articles that every annotator \
              has seen count. 1 is perfect, 0 is chance.",
    source: "Fleiss 1971, Measuring nominal scale agreement among many raters, Psychological Bulletin 76(5)",
    counts: "tokens",
    chance: Some(0.0),
    slow: false,
};

impl Measure for FleissKappa {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn prepare<'s>(&self, study: &'s Study, _seed: u64, alive: &mut Alive<'_>) -> Ready<'s> {
        Some(Box::new(Kappas(Adder::new(study, alive)?)))
    }
}

struct Kappas<'s>(Adder<'s>);

impl Kappas<'_> {
    /// Over the tokens that these annotators have all seen; `None` where there are none.
    fn of(&self, who: &[usize], opinions: &[(&[u32], f64)]) -> Option<Part> {
        let judges = who.len() as f64;
        let mut margins = vec![0.0; self.0.tokens.sets.len()];
        let (mut tokens, mut agreed) = (0.0, 0.0);
        let mut said = Vec::new();
        for (opinion, n) in opinions {
            let said = Tokens::said(opinion, who, &mut said);
            if said.len() < who.len() {
                continue;
            }
            tokens += n;
            for same in said.chunk_by(|a, b| a == b) {
                let k = same.len() as f64;
                agreed += n * k * (k - 1.0) / (judges * (judges - 1.0));
                if let Some(sum) = same.first().and_then(|set| margins.get_mut(*set as usize)) {
                    *sum += n * k;
                }
            }
        }
        (tokens > 0.0 && judges > 1.0).then(|| part(tokens, judges, agreed, &margins))
    }
}

/// From the number of tokens, of judges, the sum of each token's agreement, and how often each category was given.
fn part(tokens: f64, judges: f64, agreed: f64, margins: &[f64]) -> Part {
    let given = tokens * judges;
    if margins.contains(&given) {
        return Part::undefined(Undefined::NoVariation);
    }
    let observed = agreed / tokens;
    let expected: f64 = margins.iter().map(|n| (n / given) * (n / given)).sum();
    let value = Ok((observed - expected) / (1.0 - expected));
    Part { value, n: tokens as usize, observed: Some(observed), expected: Some(expected) }
}

impl Kappas<'_> {
    fn everyone(&self) -> Vec<usize> {
        (0..self.0.study.annotators().len()).collect()
    }

    fn nothing(&self, articles: &Choice) -> Undefined {
        let seen = |a: usize| self.0.study.articles().get(a).is_some_and(|item| item.sets.iter().all(Option::is_some));
        if articles.articles().any(seen) { Undefined::NoText } else { Undefined::NoArticlesOfAll }
    }
}

impl Scorer for Kappas<'_> {
    fn all(&self, articles: &Choice) -> Part {
        let part = self.of(&self.everyone(), &self.0.opinions(articles));
        part.unwrap_or_else(|| Part::undefined(self.nothing(articles)))
    }

    fn by_pair(&self, articles: &Choice) -> Vec<((usize, usize), Figure)> {
        self.0.by_pair(articles, |pair, opinions| self.of(pair, opinions))
    }

    fn by_label(&self, articles: &Choice) -> Vec<(LabelName, Figure)> {
        let judges = self.0.study.annotators().len() as f64;
        // How often the label was given, and the sum of each token's disagreement on it.
        let mut sums = vec![(0.0, 0.0); self.0.study.labels().len()];
        let mut tokens = 0.0;
        for (opinion, n) in self.0.opinions(articles) {
            let (labels, seen) = self.0.tokens.labels_of(opinion);
            if seen < judges {
                continue;
            }
            tokens += n;
            for (label, k) in labels {
                if let Some((given, disagreed)) = sums.get_mut(usize::from(label)) {
                    *given += n * k;
                    *disagreed += n * 2.0 * k * (judges - k) / (judges * (judges - 1.0));
                }
            }
        }
        let why = self.nothing(articles);
        self.0.study.by_label(|label| match sums.get(usize::from(label)) {
            Some((given, disagreed)) if tokens > 0.0 => {
                part(tokens, judges, tokens - disagreed, &[*given, tokens * judges - given]).value
            }
            _ => Err(why),
        })
    }
}
