//! Where sets of one article differ: clusters of marks, each one decision for a reviewer.
//!
//! | file | holds |
//! |---|---|
//! | `join` | which marks stand for the same thing |
//! | `field` | finding marks that share most of their text |
//! | `kinds` | in what the marks of a cluster differ |
//! | `proposal` | union and intersection of a cluster |
//!
//! ## What is one cluster
//!
//! 1. Marks with the same span and label in every set are a cluster, and are set aside.
//! 2. Of the others, marks of different annotators with the same label that overlap are in one cluster, and so is what hangs
//!    together through them: one long claim of A and the two of B inside it are one decision. Marks of one annotator are never
//!    joined for overlapping one another.
//! 3. Two such groups with different labels are rivals, and are one cluster, where no annotator has marks in both and a mark of
//!    one and a mark of the other share at least half of what they cover together (intersection over union ≥ 0.5). Whoever has
//!    marks in both holds them for two things, and so do we. An actor inside a claim stays by itself.
//!
//! The clusters and their differences do not depend on the order of the sets.

mod field;
mod join;
mod kinds;
mod proposal;

pub use proposal::Proposal;

use crate::{
    model::{Annotation, AnnotationSet, LabelName},
    text::{Span, Text},
};
use std::{cmp::Ordering, sync::Arc};

/// Marks that stand for the same thing: one decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// From the first start to the last end of its marks.
    pub span: Span,
    /// The marks of each set, in the order in which the sets were given; each in the order of its set. Empty: has nothing here.
    pub versions: Vec<Vec<Arc<Annotation>>>,
    /// In what they differ, the gravest first, each kind at most once. Empty: all agree.
    pub differences: Vec<Difference>,
}

/// In what the versions of a cluster differ. Sets are given by their numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Some have nothing here.
    Missed {
        /// Who.
        by: Vec<usize>,
    },
    /// The labels are not the same.
    Label,
    /// The places are not the same.
    Boundary {
        /// How many syllables lie, wholly or in part, between the two starts and between the two ends, added up; for the two
        /// versions that are farthest apart. Of a version with several marks, the first start and the last end count. 0: only
        /// blanks and punctuation are between them, or only the parting into several marks differs.
        syllables: usize,
    },
    /// Marks with the same label say different things.
    Attributes {
        /// The attributes with different values, in order. None given is a value too.
        names: Vec<Arc<str>>,
    },
    /// Marks with the same label have different links. Two links are the same where they have the same role and lead into the
    /// same cluster; so a difference in what they lead to, such as a boundary, is asked once, and there.
    Links {
        /// The roles, in order.
        roles: Vec<Arc<str>>,
    },
}

/// Compares sets of one article, of those who have seen it. The clusters come by place. Every annotation with a place is in exactly one of
/// them; those whose place was lost are in none, and a caller finds them by [`AnnotationSet::lost`].
///
/// Takes n log n steps for n marks, times the number of different groups of annotators who marked the same thing.
pub fn compare(text: &Text, sets: &[&AnnotationSet]) -> Vec<Cluster> {
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut cluster_of: Vec<Option<usize>> = Vec::new();
    let marks = join::marks(sets);
    for (mark, group) in marks.iter().zip(join::groups(&marks, sets.len())) {
        if cluster_of.len() <= group {
            cluster_of.resize(group + 1, None);
        }
        let Some(slot) = cluster_of.get_mut(group) else { continue };
        let at = *slot.get_or_insert_with(|| {
            clusters.push(Cluster { span: mark.span, versions: vec![Vec::new(); sets.len()], differences: Vec::new() });
            clusters.len() - 1
        });
        let Some(cluster) = clusters.get_mut(at) else { continue };
        cluster.span = cluster.span.hull(mark.span);
        if let Some(version) = cluster.versions.get_mut(mark.set) {
            version.push(Arc::clone(mark.mark));
        }
    }
    // No two clusters have the same hull and a mark in common, so this order is one, whatever the order of the sets.
    clusters.sort_by(|a, b| a.span.cmp(&b.span).then_with(|| a.least().cmp(&b.least())));
    let differences = kinds::differences(text, &clusters);
    for (cluster, differences) in clusters.iter_mut().zip(differences) {
        cluster.differences = differences;
    }
    clusters
}

impl Cluster {
    /// Whether all agree.
    pub fn agreed(&self) -> bool {
        self.differences.is_empty()
    }

    /// Its marks with the number of their set and their span, set by set.
    pub fn marks(&self) -> impl Iterator<Item = (usize, Span, &Arc<Annotation>)> {
        let numbered = self.versions.iter().enumerate();
        numbered.flat_map(|(set, marks)| marks.iter().filter_map(move |mark| Some((set, mark.span()?, mark))))
    }

    fn least(&self) -> Option<(Span, &LabelName)> {
        self.marks().map(|(_, span, mark)| (span, &mark.label)).min()
    }
}

/// The clusters of an article in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Summary {
    /// How many clusters all agree on.
    pub agreed: usize,
    /// How many they differ in.
    pub open: usize,
    /// F1 of exact spans with labels, pooled over all pairs of annotators; from 0 to 1. `None` where there is no mark, or only one set.
    pub score: Option<f64>,
}

impl Summary {
    /// Counts the clusters of one article.
    pub fn of(clusters: &[Cluster]) -> Self {
        let agreed = clusters.iter().filter(|c| c.agreed()).count();
        // A mark that m of k annotators have is a hit in m (m - 1) / 2 pairs, and counts in m (k - 1) sets of pairs.
        let (mut hits, mut marks) = (0, 0);
        let mut all = Vec::new();
        for cluster in clusters {
            all.clear();
            all.extend(cluster.marks().map(|(set, span, mark)| (span, &mark.label, set)));
            all.sort_unstable();
            all.dedup();
            for same in all.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
                hits += same.len() * (same.len() - 1);
                marks += same.len();
            }
        }
        let most = marks * clusters.first().map_or(0, |c| c.versions.len().saturating_sub(1));
        Summary { agreed, open: clusters.len() - agreed, score: (most > 0).then(|| hits as f64 / most as f64) }
    }

    /// The order of a list with the worst first: by score, then the more open decisions; without a score last.
    pub fn worst_first(&self, other: &Self) -> Ordering {
        let scores = match (self.score, other.score) {
            (Some(a), Some(b)) => a.total_cmp(&b),
            (a, b) => a.is_none().cmp(&b.is_none()),
        };
        scores.then(other.open.cmp(&self.open))
    }
}

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;
