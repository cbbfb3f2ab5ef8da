//! From a choice to a change of the reviewer's set: the marks taken, and the decision that says why.

use super::{Case, Desk};
use crate::{
    agreement::differ::Proposal,
    model::{
        Annotation, AnnotationId, AnnotationSet, AnnotatorName, ChangeSet, Decision, IdMaker, LabelName, Link, Offer,
        Remarks, Review, Verdict,
    },
    text::Span,
};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

/// What is chosen for a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// How it was decided.
    pub verdict: Verdict,
    /// Why: one of the project's reasons; empty for none.
    pub reason: Arc<str>,
    /// A remark; empty for none.
    pub note: Arc<str>,
}

impl Chosen {
    /// A verdict without a reason.
    pub fn new(verdict: Verdict) -> Self {
        Chosen { verdict, reason: "".into(), note: "".into() }
    }
}

/// A mark to be taken: its place, and what it says.
struct Wanted {
    span: Span,
    label: LabelName,
    attributes: BTreeMap<Arc<str>, Arc<str>>,
}

/// What making decisions needs beside the desk.
pub struct Clerk<'a> {
    /// Makes ids for marks and decisions.
    pub ids: &'a mut IdMaker,
    /// The time as RFC 3339 in UTC.
    pub now: Arc<str>,
}

/// Decides cases, all as one change of the reviewer's set. A case that was decided before is decided anew.
pub fn decide(desk: &Desk, gold: &AnnotationSet, chosen: &[(usize, Chosen)], clerk: &mut Clerk<'_>) -> ChangeSet {
    let mut draft = Draft::new(desk, gold);
    for (at, chosen) in chosen {
        if let Some(case) = desk.cases.get(*at) {
            draft.decide(case, chosen, clerk);
        }
    }
    draft.link();
    draft.finish()
}

/// Records that the whole article was seen and nothing is there, where nobody marked anything and nothing was decided.
pub fn confirm_nothing(desk: &Desk, gold: &AnnotationSet, clerk: &mut Clerk<'_>) -> Option<ChangeSet> {
    let decided = gold.review().is_some_and(|r| !r.decisions.is_empty());
    if !desk.cases.is_empty() || !gold.is_empty() || decided || desk.readings.is_empty() {
        return None;
    }
    let mut draft = Draft::new(desk, gold);
    let offered = desk.names().map(|by| Offer { by: by.clone(), marks: Vec::new() }).collect();
    let nothing = Decision {
        offered,
        verdict: Verdict::Agreed,
        taken: Vec::new(),
        reason: "".into(),
        note: "".into(),
        made: clerk.now.clone(),
    };
    let id = clerk.ids.make(|_| false);
    draft.review.decisions.insert(id, nothing.into());
    Some(draft.finish())
}

/// What becomes of a review when its marks are changed by hand: a decision whose marks are no longer those that were offered was
/// edited, and one whose marks are all gone took none. `None` where no decision is touched.
pub fn follow(review: &Review, change: &ChangeSet) -> Option<Review> {
    let moved = change.updated.iter().filter(|(old, new)| {
        (old.span(), &old.label, &old.attributes, &old.links) != (new.span(), &new.label, &new.attributes, &new.links)
    });
    let touched: BTreeSet<&AnnotationId> =
        moved.map(|(old, _)| &old.id).chain(change.deleted.iter().map(|m| &m.id)).collect();
    let gone: BTreeSet<&AnnotationId> = change.deleted.iter().map(|m| &m.id).collect();
    let mut new = review.clone();
    let mut any = false;
    for decision in new.decisions.values_mut().filter(|d| d.taken.iter().any(|id| touched.contains(id))) {
        let mut edited = Decision::clone(decision);
        edited.taken.retain(|id| !gone.contains(id));
        edited.verdict = if edited.taken.is_empty() { Verdict::Neither } else { Verdict::Edited };
        any |= **decision != edited;
        *decision = edited.into();
    }
    any.then_some(new)
}

/// The reviewer's set as it becomes.
struct Draft<'a> {
    desk: &'a Desk,
    gold: &'a AnnotationSet,
    review: Review,
    marks: BTreeMap<AnnotationId, Annotation>,
    at: HashMap<(Span, LabelName), AnnotationId>,
    /// The marks whose links may come or go.
    fresh: BTreeSet<AnnotationId>,
}

impl<'a> Draft<'a> {
    fn new(desk: &'a Desk, gold: &'a AnnotationSet) -> Self {
        let mut review = gold.review().map(|r| Review::clone(r)).unwrap_or_default();
        let new: Vec<AnnotatorName> = desk.names().filter(|name| !review.of.contains(name)).cloned().collect();
        review.of.extend(new);
        review.of.sort();
        let marks: BTreeMap<_, _> = gold.iter().map(|m| (m.id.clone(), Annotation::clone(m))).collect();
        let at = marks.values().filter_map(|m| Some(((m.span()?, m.label.clone()), m.id.clone()))).collect();
        Draft { desk, gold, review, marks, at, fresh: BTreeSet::new() }
    }

    /// Which marks of the set stand for offered ones: of those that came of the same decision and have the same label, the one that
    /// shares the most with it.
    fn stand_ins(&self) -> HashMap<(AnnotatorName, AnnotationId), AnnotationId> {
        let mut all = HashMap::new();
        for decision in self.review.decisions.values() {
            for (by, mark) in decision.offered.iter().flat_map(|o| o.marks.iter().map(move |m| (&o.by, m))) {
                let taken = decision.taken.iter().filter_map(|id| self.marks.get(id));
                let alike = taken.filter(|t| t.label == mark.label && shared(t.span(), mark.span()) > 0);
                if let Some(best) = alike.max_by_key(|t| (shared(t.span(), mark.span()), Reverse(&t.id))) {
                    all.insert((by.clone(), mark.id.clone()), best.id.clone());
                }
            }
        }
        all
    }

    fn decide(&mut self, case: &Case, chosen: &Chosen, clerk: &mut Clerk<'_>) {
        let wanted = wanted(self.desk, case, &chosen.verdict);
        // What was taken before gives way; a mark that is wanted again keeps its id and links.
        let before: Vec<AnnotationId> = case.decision.iter().chain(&case.earlier).cloned().collect();
        let mut old: BTreeSet<AnnotationId> = BTreeSet::new();
        for id in &before {
            old.extend(self.review.decisions.remove(id).into_iter().flat_map(|d| d.taken.clone()));
        }
        if !old.is_empty() {
            let elsewhere: BTreeSet<&AnnotationId> = self.review.decisions.values().flat_map(|d| &d.taken).collect();
            old.retain(|id| !elsewhere.contains(id));
        }
        let keep = chosen.verdict == Verdict::Edited && !old.is_empty();
        let mut taken = Vec::new();
        if keep {
            taken.extend(old.iter().filter(|id| self.marks.contains_key(id)).cloned());
        } else {
            for want in wanted {
                taken.push(self.take(want, clerk));
            }
            for id in old.iter().filter(|id| !taken.contains(id)) {
                self.drop(id);
            }
        }
        let id = before.first().cloned().unwrap_or_else(|| {
            let (marks, decisions) = (&self.marks, &self.review.decisions);
            clerk.ids.make(|id| marks.contains_key(id) || decisions.contains_key(id))
        });
        let decision = Decision {
            offered: self.desk.offers(case),
            verdict: chosen.verdict.clone(),
            taken,
            reason: chosen.reason.clone(),
            note: chosen.note.clone(),
            made: clerk.now.clone(),
        };
        self.review.decisions.insert(id, decision.into());
    }

    /// Takes a mark over. One that is there already stands for it.
    fn take(&mut self, want: Wanted, clerk: &mut Clerk<'_>) -> AnnotationId {
        let place = (want.span, want.label.clone());
        let id = match self.at.get(&place) {
            Some(id) => id.clone(),
            None => {
                let (marks, decisions) = (&self.marks, &self.review.decisions);
                let id = clerk.ids.make(|id| marks.contains_key(id) || decisions.contains_key(id));
                let new = Annotation { made: clerk.now.clone(), ..Annotation::new(id.clone(), want.span, want.label) };
                self.marks.insert(id.clone(), new);
                self.at.insert(place, id.clone());
                id
            }
        };
        if let Some(mark) = self.marks.get_mut(&id) {
            mark.attributes = want.attributes;
        }
        self.fresh.insert(id.clone());
        id
    }

    fn drop(&mut self, id: &AnnotationId) {
        let Some(gone) = self.marks.remove(id) else { return };
        if let Some(span) = gone.span() {
            self.at.remove(&(span, gone.label));
        }
        for mark in self.marks.values_mut() {
            mark.links.retain(|l| l.to != *id);
        }
    }

    /// Gives the marks that were taken the links of those they stand for, where the other end was taken too; a link comes with
    /// whichever end is taken last.
    fn link(&mut self) {
        let stand_ins = self.stand_ins();
        let mut links: BTreeMap<AnnotationId, Vec<Link>> = BTreeMap::new();
        for decision in self.review.decisions.values() {
            let from = |o: &&Offer| match &decision.verdict {
                Verdict::Took(who) => o.by == *who,
                Verdict::Agreed | Verdict::Majority | Verdict::Union | Verdict::Intersection => true,
                _ => false,
            };
            for offer in decision.offered.iter().filter(from) {
                for mark in &offer.marks {
                    let own = |id: &AnnotationId| stand_ins.get(&(offer.by.clone(), id.clone()));
                    let Some(here) = own(&mark.id).filter(|id| decision.taken.contains(id)) else { continue };
                    for link in &mark.links {
                        let Some(to) = own(&link.to).filter(|to| *to != here) else { continue };
                        if self.fresh.contains(here) || self.fresh.contains(to) {
                            links
                                .entry(here.clone())
                                .or_default()
                                .push(Link { role: link.role.clone(), to: to.clone() });
                        }
                    }
                }
            }
        }
        for (id, new) in links {
            if let Some(mark) = self.marks.get_mut(&id) {
                for link in new {
                    if !mark.links.contains(&link) {
                        mark.links.push(link);
                    }
                }
            }
        }
    }

    fn finish(self) -> ChangeSet {
        let mut change = ChangeSet::default();
        let old: BTreeMap<&AnnotationId, &Arc<Annotation>> = self.gold.iter().map(|m| (&m.id, m)).collect();
        for (id, new) in &self.marks {
            match old.get(id) {
                None => change.created.push(new.clone().into()),
                Some(old) if ***old != *new => change.updated.push(((*old).clone(), new.clone().into())),
                Some(_) => {}
            }
        }
        change.deleted = old.iter().filter(|(id, _)| !self.marks.contains_key(id)).map(|(_, m)| (*m).clone()).collect();
        let remarks = Remarks { review: Some(self.review.into()), ..Remarks::clone(self.gold.remarks()) };
        if remarks != **self.gold.remarks() {
            change.remarks = Some((self.gold.remarks().clone(), remarks.into()));
        }
        change
    }
}

/// The marks that a verdict takes at a case.
fn wanted(desk: &Desk, case: &Case, verdict: &Verdict) -> Vec<Wanted> {
    let plain = |marks: Vec<Proposal>| -> Vec<Wanted> {
        marks.into_iter().map(|Proposal { span, label, attributes }| Wanted { span, label, attributes }).collect()
    };
    let offers = || desk.names().zip(&case.cluster.versions);
    let version = |who: &AnnotatorName| -> Vec<Wanted> {
        let own = offers().filter(|(by, _)| *by == who).flat_map(|(_, marks)| marks);
        let wanted = |m: &Arc<Annotation>| {
            Some(Wanted { span: m.span()?, label: m.label.clone(), attributes: m.attributes.clone() })
        };
        own.filter_map(wanted).collect()
    };
    match verdict {
        Verdict::Took(who) => version(who),
        Verdict::Agreed | Verdict::Edited => {
            let first = offers().find(|(_, marks)| !marks.is_empty());
            first.map(|(who, _)| version(who)).unwrap_or_default()
        }
        Verdict::Majority => majority(desk, case).unwrap_or_default(),
        Verdict::Union => plain(case.cluster.union()),
        Verdict::Intersection => plain(case.cluster.intersection()),
        Verdict::Open | Verdict::Split | Verdict::Neither => Vec::new(),
    }
}

/// The marks that more than half of the readings have at a case, with the values that more than half of those give. `None` where
/// there is no such mark and not more than half have nothing either.
fn majority(desk: &Desk, case: &Case) -> Option<Vec<Wanted>> {
    let half = desk.readings.len();
    let mut by_place: BTreeMap<(Span, LabelName), Vec<&Arc<Annotation>>> = BTreeMap::new();
    for mark in case.cluster.versions.iter().flatten() {
        if let Some(span) = mark.span() {
            by_place.entry((span, mark.label.clone())).or_default().push(mark);
        }
    }
    let mut wanted = Vec::new();
    for ((span, label), marks) in by_place {
        if marks.len() * 2 <= half {
            continue;
        }
        let mut values: BTreeMap<(&Arc<str>, &Arc<str>), usize> = BTreeMap::new();
        for pair in marks.iter().flat_map(|m| &m.attributes) {
            *values.entry(pair).or_default() += 1;
        }
        let many = values.into_iter().filter(|(_, n)| n * 2 > marks.len());
        let attributes = many.map(|((name, value), _)| (name.clone(), value.clone())).collect();
        wanted.push(Wanted { span, label, attributes });
    }
    let nothing = case.cluster.versions.iter().filter(|v| v.is_empty()).count();
    (!wanted.is_empty() || nothing * 2 > half).then_some(wanted)
}

/// How a rule decides without a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// What more than half of those who saw the article have.
    Majority,
    /// What all who saw the article have.
    Unanimous,
}

impl Rule {
    /// All, with their names on the command line.
    pub const ALL: [(Rule, &'static str); 2] = [(Rule::Majority, "majority"), (Rule::Unanimous, "unanimous")];

    /// What the rule says of a case.
    pub fn verdict(self, desk: &Desk, case: &Case) -> Verdict {
        match self {
            _ if case.is_agreed() => Verdict::Agreed,
            Rule::Majority if majority(desk, case).is_some() => Verdict::Majority,
            _ => Verdict::Split,
        }
    }

    /// The choices of the rule for all cases that are not settled.
    pub fn choices(self, desk: &Desk, review: Option<&Review>) -> Vec<(usize, Chosen)> {
        let ruled = desk.cases.iter().enumerate().map(|(at, case)| (at, Chosen::new(self.verdict(desk, case))));
        // What has no answer still is left as it stands: nothing changes in a file where nothing changed.
        let new = |(at, chosen): &(usize, Chosen)| {
            desk.decision(*at, review).is_none_or(|d| !d.is_settled() && d.verdict != chosen.verdict)
        };
        ruled.filter(new).collect()
    }
}

/// How many bytes two spans share.
fn shared(a: Option<Span>, b: Option<Span>) -> usize {
    let Some((a, b)) = a.zip(b) else { return 0 };
    a.end().min(b.end()).0.saturating_sub(a.start().max(b.start()).0)
}
