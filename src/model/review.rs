//! What a reviewer decided about others' work, kept with the set that came of it: the gold set.

use super::{Annotation, AnnotationId, AnnotatorName};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// A review of one article, in the reviewer's own set. What the reviewer took is in the annotations of the set; this says what was
/// offered and why it was taken or not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Review {
    /// Whose sets were compared, in order.
    pub of: Vec<AnnotatorName>,
    /// The decisions by their ids.
    pub decisions: BTreeMap<AnnotationId, Arc<Decision>>,
}

/// What was decided at one place: what was offered, what was taken, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What each annotator who was compared had there, with the ids it had in their sets; no marks: saw the place and had
    /// nothing. Where nobody offers any, the whole article was looked at and nobody had marked it.
    pub offered: Vec<Offer>,
    /// What was decided.
    pub verdict: Verdict,
    /// The marks of the reviewer's set that came of it.
    pub taken: Vec<AnnotationId>,
    /// Why: one of the project's reasons for review; empty for none given.
    pub reason: Arc<str>,
    /// A remark; empty for none.
    pub note: Arc<str>,
    /// When, as RFC 3339 in UTC; empty where unknown.
    pub made: Arc<str>,
}

/// What one annotator had at the place of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Who.
    pub by: AnnotatorName,
    /// Their marks there, as they were when it was decided, in order. Links lead to ids of their set.
    pub marks: Vec<Arc<Annotation>>,
}

/// What was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing yet: put off.
    Open,
    /// All had the same, and it was accepted.
    Agreed,
    /// This annotator's version; nothing there where they had nothing.
    Took(AnnotatorName),
    /// By rule: what more than half of them had.
    Majority,
    /// By rule: the rule has no answer to all of it, so only that was taken to which it has one. A person is still asked.
    Split,
    /// All that anyone covered.
    Union,
    /// What all covered.
    Intersection,
    /// Something else, made by hand.
    Edited,
    /// None of it: nothing is there.
    Neither,
}

impl Verdict {
    /// Whether counting gives it: what all have, or what a rule says.
    pub fn is_counted(&self) -> bool {
        matches!(self, Verdict::Agreed | Verdict::Majority | Verdict::Split)
    }

    /// Its name in files and exports; who was taken is said beside it.
    pub fn name(&self) -> &'static str {
        match self {
            Verdict::Open => "open",
            Verdict::Agreed => "agreed",
            Verdict::Took(_) => "took",
            Verdict::Majority => "majority",
            Verdict::Split => "split",
            Verdict::Union => "union",
            Verdict::Intersection => "intersection",
            Verdict::Edited => "edited",
            Verdict::Neither => "neither",
        }
    }
}

impl Review {
    /// The decision that a mark of the set came of.
    pub fn origin(&self, mark: &AnnotationId) -> Option<(&AnnotationId, &Arc<Decision>)> {
        self.decisions.iter().find(|(_, d)| d.taken.contains(mark))
    }

    /// Both sides' changes since they were one; where both changed the same, mine.
    pub(super) fn merged(base: Option<&Arc<Review>>, mine: &Arc<Review>, theirs: &Arc<Review>) -> Review {
        let was = |id| base.and_then(|b| b.decisions.get(id));
        let mut merged = Review { of: mine.of.clone(), ..Review::default() };
        merged.of.extend(theirs.of.iter().filter(|name| !mine.of.contains(name)).cloned());
        for id in mine.decisions.keys().chain(theirs.decisions.keys()) {
            let (my, their) = (mine.decisions.get(id), theirs.decisions.get(id));
            if let Some(decision) = if my == was(id) { their } else { my } {
                merged.decisions.insert(id.clone(), decision.clone());
            }
        }
        merged
    }
}

impl Decision {
    /// Whether a person, or a rule that had an answer, decided it.
    pub fn is_settled(&self) -> bool {
        !matches!(self.verdict, Verdict::Open | Verdict::Split)
    }

    /// Marks that were offered and not taken in any form: seen, and known not to be right there. What is in the version that was
    /// taken, with the same place and label, was taken, whoever offered it.
    pub fn rejected(&self) -> impl Iterator<Item = (&AnnotatorName, &Arc<Annotation>)> {
        let settled = self.is_settled();
        let taken = move |by: &AnnotatorName| match &self.verdict {
            Verdict::Took(who) => who == by,
            Verdict::Agreed => true,
            _ => false,
        };
        let version = self.offered.iter().filter(move |o| taken(&o.by)).flat_map(|o| &o.marks);
        let version: BTreeSet<_> = version.map(|m| (m.span(), m.label.clone())).collect();
        let marks = self.offered.iter().filter(move |_| settled).flat_map(|o| o.marks.iter().map(|m| (&o.by, m)));
        marks.filter(move |(_, m)| !version.contains(&(m.span(), m.label.clone())))
    }
}

/// The reasons that a reviewer can give, in the order of their keys, where the project names no others.
pub const REASONS: [&str; 8] = [
    "boundary",
    "wrong label",
    "wrong attribute",
    "wrong link",
    "not to be marked",
    "missed",
    "guideline unclear",
    "slip of the hand",
];
