//! One article under review: others' work side by side, cut into cases, each with what was decided of it.

use crate::{
    agreement::differ::{Cluster, Summary, compare},
    model::{Annotation, AnnotationId, AnnotationSet, AnnotatorName, Decision, Link, Offer, Review},
    text::{Span, Text},
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

/// Somebody's work on the article.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Who.
    pub by: AnnotatorName,
    /// What they marked.
    pub set: AnnotationSet,
}

/// An article under review.
#[derive(Clone, Debug)]
pub struct Desk {
    /// Its text.
    pub text: Text,
    /// Everyone whose work is compared, in the order of their versions.
    pub readings: Vec<Reading>,
    /// What there is to decide, in the order of the text.
    pub cases: Vec<Case>,
    /// How far the readings agree.
    pub summary: Summary,
}

/// One thing to decide.
#[derive(Clone, Debug)]
pub struct Case {
    /// What each reading has there, in the order of the readings, and in what they differ. Without any marks: all who had marked
    /// something there took it back after it was decided.
    pub cluster: Cluster,
    /// The decision that stands.
    pub decision: Option<AnnotationId>,
    /// Decisions that were made of this before the work was changed: they stand no longer, and this is asked again.
    pub earlier: Vec<AnnotationId>,
}

impl Case {
    /// The decisions that were made of it: the one that stands, and earlier ones.
    pub fn decisions(&self) -> impl Iterator<Item = &AnnotationId> {
        self.decision.iter().chain(&self.earlier)
    }

    /// Whether a decision was made of it, one that stands or an earlier one.
    pub fn is_of(&self, decision: &AnnotationId) -> bool {
        self.decisions().any(|id| id == decision)
    }

    /// Whether all agree.
    pub fn is_agreed(&self) -> bool {
        self.cluster.agreed() && !self.is_withdrawn()
    }

    /// Whether all who had marked something there took it back after it was decided.
    pub fn is_withdrawn(&self) -> bool {
        self.cluster.versions.iter().all(Vec::is_empty)
    }
}

impl Desk {
    /// Compares everyone's work on a text with what a reviewer has decided already.
    pub fn new(text: &Text, readings: Vec<Reading>, review: Option<&Review>) -> Self {
        let sets: Vec<&AnnotationSet> = readings.iter().map(|r| &r.set).collect();
        let clusters = compare(text, &sets);
        let case = |cluster| Case { cluster, decision: None, earlier: Vec::new() };
        let summary = Summary::of(&clusters);
        let cases = clusters.into_iter().map(case).collect();
        let mut desk = Desk { text: text.clone(), cases, summary, readings };
        desk.again(review);
        desk
    }

    /// Brings the cases up to what is decided now.
    pub fn again(&mut self, review: Option<&Review>) {
        self.cases.retain(|c| !c.is_withdrawn());
        for case in &mut self.cases {
            (case.decision, case.earlier) = (None, Vec::new());
        }
        if let Some(review) = review {
            self.recall(review);
        }
    }

    /// Who is compared.
    pub fn names(&self) -> impl Iterator<Item = &AnnotatorName> {
        self.readings.iter().map(|r| &r.by)
    }

    /// What each annotator has at a case, as a decision keeps it.
    pub fn offers(&self, case: &Case) -> Vec<Offer> {
        let versions = case.cluster.versions.iter();
        self.names().zip(versions).map(|(by, marks)| Offer { by: by.clone(), marks: marks.clone() }).collect()
    }

    /// Finds the decision of each case. A decision stands where everyone whose work it was made of still offers the same, and who
    /// came later offers nothing new.
    fn recall(&mut self, review: &Review) {
        let mut by_place: HashMap<(Span, &str), Vec<&AnnotationId>> = HashMap::new();
        for (id, decision) in &review.decisions {
            let places: BTreeSet<(Span, &str)> =
                decision.offered.iter().flat_map(|o| &o.marks).filter_map(|m| Some((m.span()?, &*m.label))).collect();
            for place in places {
                by_place.entry(place).or_default().push(id);
            }
        }
        let mut standing: BTreeSet<&AnnotationId> = BTreeSet::new();
        for case in &mut self.cases {
            let places = case.cluster.versions.iter().flatten().filter_map(|m| Some((m.span()?, &*m.label)));
            let candidates: BTreeSet<&AnnotationId> =
                places.filter_map(|place| by_place.get(&place)).flatten().copied().collect();
            let names = self.readings.iter().map(|r| &r.by);
            let now: Vec<_> = names.zip(&case.cluster.versions).collect();
            let stands = |id: &&AnnotationId| review.decisions.get(*id).is_some_and(|d| offers_the_same(d, &now));
            let found = candidates.into_iter().find(stands);
            case.decision = found.cloned();
            standing.extend(found);
        }
        self.remember(review, &standing);
    }

    /// Puts decisions that stand no longer beside the cases that came of the same marks, or makes cases of their own for them.
    fn remember(&mut self, review: &Review, standing: &BTreeSet<&AnnotationId>) {
        let mut case_of: HashMap<(&AnnotatorName, &AnnotationId), usize> = HashMap::new();
        for (at, case) in self.cases.iter().enumerate() {
            for (reading, marks) in self.readings.iter().zip(&case.cluster.versions) {
                case_of.extend(marks.iter().map(|m| ((&reading.by, &m.id), at)));
            }
        }
        let mut earlier: BTreeMap<usize, Vec<AnnotationId>> = BTreeMap::new();
        let mut withdrawn = Vec::new();
        for (id, decision) in review.decisions.iter().filter(|(id, _)| !standing.contains(id)) {
            let marks = || decision.offered.iter().flat_map(|o| o.marks.iter().map(move |m| (&o.by, m)));
            let same: BTreeSet<usize> = marks().filter_map(|(by, m)| case_of.get(&(by, &m.id)).copied()).collect();
            for at in &same {
                earlier.entry(*at).or_default().push(id.clone());
            }
            // Whose work is not compared now has taken nothing back.
            let here = marks().all(|(by, mark)| {
                let reading = self.readings.iter().find(|r| r.by == *by);
                // What lost its place in a changed text is not taken back either.
                reading.is_some_and(|r| !r.set.lost().any(|lost| lost.id == mark.id))
            });
            if let (true, Some(span)) =
                (same.is_empty() && here, marks().filter_map(|(_, m)| m.span()).reduce(Span::hull))
            {
                withdrawn.push((span, id.clone()));
            }
        }
        for (at, ids) in earlier {
            if let Some(case) = self.cases.get_mut(at) {
                case.earlier = ids;
            }
        }
        let versions = vec![Vec::new(); self.readings.len()];
        self.cases.extend(withdrawn.into_iter().map(|(span, id)| Case {
            cluster: Cluster { span, versions: versions.clone(), differences: Vec::new() },
            decision: None,
            earlier: vec![id],
        }));
        self.cases.sort_by_key(|c| c.cluster.span);
    }

    /// The decision of a case that stands.
    pub fn decision<'r>(&self, case: usize, review: Option<&'r Review>) -> Option<&'r Arc<Decision>> {
        review?.decisions.get(self.cases.get(case)?.decision.as_ref()?)
    }

    /// Whether nothing is left to decide at a case.
    pub fn is_settled(&self, case: usize, review: Option<&Review>) -> bool {
        self.decision(case, review).is_some_and(|d| d.is_settled())
    }

    /// How many cases are left to decide.
    pub fn open(&self, review: Option<&Review>) -> usize {
        (0..self.cases.len()).filter(|case| !self.is_settled(*case, review)).count()
    }
}

/// What a version is, apart from ids, notes and times.
type Said<'a> = Vec<(Option<Span>, &'a str, &'a BTreeMap<Arc<str>, Arc<str>>)>;

fn said(marks: &[Arc<Annotation>]) -> Said<'_> {
    let mut said: Said<'_> = marks.iter().map(|m| (m.span(), &*m.label, &m.attributes)).collect();
    said.sort();
    said
}

fn links(marks: &[Arc<Annotation>]) -> Vec<(&AnnotationId, &Vec<Link>)> {
    let mut links: Vec<_> = marks.iter().filter(|m| !m.links.is_empty()).map(|m| (&m.id, &m.links)).collect();
    links.sort();
    links
}

/// Whether a decision was made of what is offered now: everyone whose work it was made of offers the same, and who came later offers
/// nothing, or what another offered then. Links lead into a set of one's own, so only one's own can be compared.
fn offers_the_same(decision: &Decision, now: &[(&AnnotatorName, &Vec<Arc<Annotation>>)]) -> bool {
    now.iter().all(|(by, marks)| {
        let offered = &decision.offered;
        match offered.iter().find(|o| o.by == **by) {
            Some(then) => said(&then.marks) == said(marks) && links(&then.marks) == links(marks),
            // What was decided by counting is counted anew; a person has seen that not everyone has it.
            None if marks.is_empty() && !decision.verdict.is_counted() => true,
            None => offered.iter().any(|then| said(&then.marks) == said(marks)),
        }
    })
}
