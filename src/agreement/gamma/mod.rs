//! γ (Mathet, Widlöcher, Métivier 2015) and γ-cat (Mathet 2017): agreement on where things are and what they are, measured on the
//! alignment of all annotators' marks that has the least disorder.
//!
//! | file | holds |
//! |---|---|
//! | `continuum` | the marks of one article, how unlike two of them are, and samples of what chance would give |
//! | `align` | the best alignment: what may stand together, and in which parts that falls |
//! | `assign` | solves a part for two annotators |
//! | `partition` | solves a part for three and more |
//! | `prepare` | all articles aligned once, as sums |
//!
//! The choices where the literature leaves some:
//! - The dissimilarity is the combined one with α = β = Δ∅ = 1, the default of pygamma-agreement. (The authors' program has α = 3.)
//! - Every article is a continuum of its own: no unit is aligned with one of another article. A choice of articles is as if they were
//!   laid end to end: observed is the sum of the disorders of all unitary alignments, divided by the mean number of marks of an
//!   annotator. An annotator who has not seen an article takes no part in it: the mean of each article is over those who have, and the
//!   means are summed up. Where everyone has seen everything that is the same.
//! - Expected disorder is that of samples by the paper's shuffling, inside each article; `continuum` has the details. The samples of
//!   several articles are laid end to end too: first of each with first of each, and so on. First come 30, then as many as make the
//!   expected disorder of *all* articles of the study exact to 2 %, with 95 % confidence; 10,000 at most. The figure of one article in
//!   a large study is less exact than that.
//! - γ-cat weighs pairs as the paper has it. A mark that an annotator has nothing of counts as a pair that differs, of weight 1, as in
//!   pygamma-agreement 0.5.9; the paper leaves such marks out. Without any aligned pair there is no figure.
//! - γ by label is γ of the marks of that label alone; γ-cat by label is the paper's γ-k, on the alignments of all marks.
//! - Where several alignments are best, γ is the same for all of them, and γ-cat may differ; which is taken is always the same.

mod align;
mod assign;
mod continuum;
mod partition;
mod prepare;

use super::{About, Alive, Choice, Figure, Measure, Part, Ready, Scorer, Study};
use crate::model::LabelName;
pub(super) use prepare::Prepared;
use prepare::{Progress, Table, of_label, prepared};
use std::sync::Arc;

/// γ. Disorder of the best alignment against that of chance.
pub(super) struct Gamma;

/// γ-cat. Disorder of labels on the same alignment.
pub(super) struct GammaCat;

impl Measure for Gamma {
    fn about(&self) -> &'static About {
        &About {
            id: "gamma",
            title: "γ",
            tooltip: "How well places and labels together agree beyond chance, on the best alignment of everyone's marks; near \
                      misses count in part.",
            source: "Mathet, Widlöcher & Métivier 2015, Computational Linguistics 41(3)",
            counts: "marks",
            chance: Some(0.0),
            slow: true,
        }
    }

    fn prepare<'s>(&self, study: &'s Study, seed: u64, alive: &mut Alive<'_>) -> Ready<'s> {
        let shared = prepared(study, seed, &mut Progress { alive, from: 0.0, share: 0.8 })?;
        let share = 0.2 / study.labels().len().max(1) as f32;
        let mut labels = Vec::with_capacity(study.labels().len());
        for (nth, label) in (0u16..).zip(study.labels()) {
            let mut progress = Progress { alive, from: 0.8 + f32::from(nth) * share, share };
            labels.push((label.clone(), of_label(study, nth, seed, &mut progress)?));
        }
        Some(Box::new(GammaScorer { study, shared, labels }))
    }
}

struct GammaScorer<'s> {
    study: &'s Study,
    shared: Arc<Prepared>,
    labels: Vec<(LabelName, Table)>,
}

impl Scorer for GammaScorer<'_> {
    fn all(&self, articles: &Choice) -> Part {
        self.shared.all.gamma(articles)
    }

    fn by_pair(&self, articles: &Choice) -> Vec<((usize, usize), Figure)> {
        self.shared.by_pair(self.study, |table| table.gamma(articles))
    }

    fn by_label(&self, articles: &Choice) -> Vec<(LabelName, Figure)> {
        self.labels.iter().map(|(label, table)| (label.clone(), table.gamma(articles).value)).collect()
    }
}

impl Measure for GammaCat {
    fn about(&self) -> &'static About {
        &About {
            id: "gamma_cat",
            title: "γ-cat",
            tooltip: "How well the labels of marks agree beyond chance, on the best alignment of everyone's marks; pairs count the \
                      more, the better their places agree.",
            source: "Mathet 2017, Computational Linguistics 43(3)",
            counts: "aligned pairs of marks",
            chance: Some(0.0),
            slow: true,
        }
    }

    fn prepare<'s>(&self, study: &'s Study, seed: u64, alive: &mut Alive<'_>) -> Ready<'s> {
        let shared = prepared(study, seed, &mut Progress { alive, from: 0.0, share: 1.0 })?;
        Some(Box::new(GammaCatScorer { study, shared }))
    }
}

struct GammaCatScorer<'s> {
    study: &'s Study,
    shared: Arc<Prepared>,
}

impl Scorer for GammaCatScorer<'_> {
    fn all(&self, articles: &Choice) -> Part {
        self.shared.all.gamma_cat(articles, None)
    }

    fn by_pair(&self, articles: &Choice) -> Vec<((usize, usize), Figure)> {
        self.shared.by_pair(self.study, |table| table.gamma_cat(articles, None))
    }

    fn by_label(&self, articles: &Choice) -> Vec<(LabelName, Figure)> {
        self.study.by_label(|label| self.shared.all.gamma_cat(articles, Some(label)).value)
    }
}

#[cfg(test)]
mod tests;
