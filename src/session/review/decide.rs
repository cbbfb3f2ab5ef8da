//! From a choice to a change of the reviewer's set: the marks taken, and the decision that says why.

use super::{Case, Desk};
use crate::{
    agreement::differ::Proposal,
    model::{
        Annotation, AnnotationId, AnnotationSet, AnnotatorName, ChangeSet, Decision, IdMaker, LabelName, Link, Offer,
        Review, Verdict,
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
    /// The rule that chose it, where no person did.
    pub rule: Option<Rule>,
}

impl Chosen {
    /// A verdict without a reason.
    pub fn new(verdict: Verdict) -> Self {
        Chosen { verdict, reason: "".into(), note: "".into(), rule: None }
    }
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
    let cases: Vec<(&Case, &Chosen)> = chosen.iter().filter_map(|(at, c)| Some((desk.cases.get(*at)?, c))).collect();
    // What was decided before gives way, all of it first: one earlier decision can belong to several cases now.
    let before = draft.release(cases.iter().map(|(case, _)| *case));
    for (case, chosen) in &cases {
        draft.decide(case, chosen, &before, clerk);
    }
    draft.drop_released(&before);
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
    /// The links that the decisions brought, before any is made anew.
    brought: BTreeMap<AnnotationId, BTreeSet<Link>>,
    /// Marks that stay without a decision.
    own: Vec<AnnotationId>,
}

impl<'a> Draft<'a> {
    fn new(desk: &'a Desk, gold: &'a AnnotationSet) -> Self {
        let mut review = gold.review().map(|r| Review::clone(r)).unwrap_or_default();
        let new: Vec<AnnotatorName> = desk.names().filter(|name| !review.of.contains(name)).cloned().collect();
        review.of.extend(new);
        review.of.sort();
        let marks: BTreeMap<_, _> = gold.iter().map(|m| (m.id.clone(), Annotation::clone(m))).collect();
        let at = marks.values().filter_map(|m| Some(((m.span()?, m.label.clone()), m.id.clone()))).collect();
        let brought = inherited(&review, &marks);
        Draft { desk, gold, review, marks, at, brought, own: Vec::new() }
    }

    /// Takes the decisions out that these cases had, and gives them. Where something is there, nobody confirms any more that the
    /// whole article is empty.
    fn release<'c>(&mut self, cases: impl Iterator<Item = &'c Case>) -> BTreeMap<AnnotationId, Arc<Decision>> {
        let mut before = BTreeMap::new();
        for id in cases.flat_map(Case::decisions) {
            before.extend(self.review.decisions.remove(id).map(|decision| (id.clone(), decision)));
        }
        self.review.decisions.retain(|_, d| d.offered.iter().any(|o| !o.marks.is_empty()));
        before
    }

    fn decide(
        &mut self,
        case: &Case,
        chosen: &Chosen,
        before: &BTreeMap<AnnotationId, Arc<Decision>>,
        clerk: &mut Clerk<'_>,
    ) {
        let old = case.decisions().filter_map(|id| before.get(id)).flat_map(|d| &d.taken);
        let old: Vec<AnnotationId> = old.filter(|id| self.marks.contains_key(id)).cloned().collect();
        let edited = chosen.verdict == Verdict::Edited && !old.is_empty();
        let taken: Vec<AnnotationId> = if edited {
            old
        } else {
            wanted(self.desk, case, chosen).into_iter().map(|want| self.take(want, clerk)).collect()
        };
        if case.is_withdrawn() {
            // Nobody offers anything there now: a mark that stays is the reviewer's own.
            return self.own.extend(taken);
        }
        let free = |id: &&AnnotationId| before.contains_key(*id) && !self.review.decisions.contains_key(*id);
        let id = case.decisions().find(free).cloned().unwrap_or_else(|| {
            let (marks, decisions) = (&self.marks, &self.review.decisions);
            clerk.ids.make(|id| marks.contains_key(id) || decisions.contains_key(id) || before.contains_key(id))
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

    /// Takes a mark over. One that is there already stands for it, with its id.
    fn take(&mut self, want: Proposal, clerk: &mut Clerk<'_>) -> AnnotationId {
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
        id
    }

    /// Removes the marks that earlier decisions took and no decision takes now.
    fn drop_released(&mut self, before: &BTreeMap<AnnotationId, Arc<Decision>>) {
        let taken: BTreeSet<&AnnotationId> =
            self.review.decisions.values().flat_map(|d| &d.taken).chain(&self.own).collect();
        let gone: BTreeSet<AnnotationId> =
            before.values().flat_map(|d| &d.taken).filter(|id| !taken.contains(id)).cloned().collect();
        if gone.is_empty() {
            return;
        }
        self.marks.retain(|id, _| !gone.contains(id));
        for mark in self.marks.values_mut() {
            mark.links.retain(|l| !gone.contains(&l.to));
        }
    }

    /// Gives the marks the links that their decisions bring, where the other end was taken too, and takes away those that earlier
    /// decisions brought; a link comes with whichever end is taken last. Links made by hand stay.
    fn link(&mut self) {
        let new = inherited(&self.review, &self.marks);
        let none = BTreeSet::new();
        for (id, mark) in &mut self.marks {
            let (old, new) = (self.brought.get(id).unwrap_or(&none), new.get(id).unwrap_or(&none));
            mark.links.retain(|link| !old.contains(link) || new.contains(link));
            for link in new.difference(old).filter(|link| !mark.links.contains(link)).collect::<Vec<_>>() {
                mark.links.push(link.clone());
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
        change.remarks = Some(self.gold.reviewed(self.review)).filter(|(old, new)| old != new);
        change
    }
}

/// Which marks of a set stand for offered ones: of those that came of the same decision and have the same label, the one that shares
/// the most with it.
fn stand_ins<'r>(
    review: &'r Review,
    marks: &'r BTreeMap<AnnotationId, Annotation>,
) -> HashMap<(&'r AnnotatorName, &'r AnnotationId), &'r AnnotationId> {
    let mut all = HashMap::new();
    for decision in review.decisions.values() {
        for (by, mark) in decision.offered.iter().flat_map(|o| o.marks.iter().map(move |m| (&o.by, m))) {
            let taken = decision.taken.iter().filter_map(|id| marks.get(id));
            let alike = taken.filter(|t| t.label == mark.label && shared(t.span(), mark.span()) > 0);
            if let Some(best) = alike.max_by_key(|t| (shared(t.span(), mark.span()), Reverse(&t.id))) {
                all.insert((by, &mark.id), &best.id);
            }
        }
    }
    all
}

/// The links that the marks of a set have of those that they were taken from: all of the version that was taken; of a majority those
/// that more than half have, of an intersection those that all have.
fn inherited(review: &Review, marks: &BTreeMap<AnnotationId, Annotation>) -> BTreeMap<AnnotationId, BTreeSet<Link>> {
    let stand_ins = stand_ins(review, marks);
    let mut links: BTreeMap<AnnotationId, BTreeSet<Link>> = BTreeMap::new();
    for decision in review.decisions.values() {
        let with = decision.offered.iter().filter(|o| !o.marks.is_empty()).count();
        let needed = match &decision.verdict {
            Verdict::Majority | Verdict::Split => decision.offered.len() / 2 + 1,
            Verdict::Intersection => with,
            Verdict::Took(_) | Verdict::Agreed | Verdict::Union => 1,
            Verdict::Open | Verdict::Edited | Verdict::Neither => continue,
        };
        let from = |o: &&Offer| !matches!(&decision.verdict, Verdict::Took(who) if o.by != *who);
        let mut votes: BTreeMap<(&AnnotationId, Link), BTreeSet<&AnnotatorName>> = BTreeMap::new();
        for offer in decision.offered.iter().filter(from) {
            let own = |id| stand_ins.get(&(&offer.by, id)).copied();
            for mark in &offer.marks {
                let Some(here) = own(&mark.id).filter(|id| decision.taken.contains(id)) else { continue };
                for link in &mark.links {
                    if let Some(to) = own(&link.to).filter(|to| *to != here) {
                        let link = Link { role: link.role.clone(), to: to.clone() };
                        votes.entry((here, link)).or_default().insert(&offer.by);
                    }
                }
            }
        }
        for ((here, link), _) in votes.into_iter().filter(|(_, by)| by.len() >= needed) {
            links.entry(here.clone()).or_default().insert(link);
        }
    }
    links
}

/// The marks that a choice takes at a case.
fn wanted(desk: &Desk, case: &Case, chosen: &Chosen) -> Vec<Proposal> {
    let offers = || desk.names().zip(&case.cluster.versions);
    let version = |who: &AnnotatorName| -> Vec<Proposal> {
        let own = offers().filter(|(by, _)| *by == who).flat_map(|(_, marks)| marks);
        let wanted = |m: &Arc<Annotation>| {
            Some(Proposal { span: m.span()?, label: m.label.clone(), attributes: m.attributes.clone() })
        };
        own.filter_map(wanted).collect()
    };
    match (&chosen.verdict, chosen.rule) {
        (Verdict::Took(who), _) => version(who),
        (Verdict::Agreed | Verdict::Edited, _) => {
            let first = offers().find(|(_, marks)| !marks.is_empty());
            first.map(|(who, _)| version(who)).unwrap_or_default()
        }
        (Verdict::Majority | Verdict::Split, Some(rule)) => rule.counted(case).0,
        (Verdict::Union, _) => case.cluster.union(),
        (Verdict::Intersection, _) => case.cluster.intersection(),
        (Verdict::Open | Verdict::Majority | Verdict::Split | Verdict::Neither, _) => Vec::new(),
    }
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
    pub fn verdict(self, case: &Case) -> Verdict {
        if case.is_agreed() {
            Verdict::Agreed
        } else if self.counted(case).1 {
            Verdict::Majority
        } else {
            Verdict::Split
        }
    }

    /// The choices of the rule for all cases that are not settled. What a person decided before it was changed is left to a person.
    pub fn choices(self, desk: &Desk, review: Option<&Review>) -> Vec<(usize, Chosen)> {
        let ruled = desk.cases.iter().enumerate().filter(|(_, case)| !was_decided_by_a_person(case, review));
        let ruled = ruled.map(|(at, case)| (at, Chosen { rule: Some(self), ..Chosen::new(self.verdict(case)) }));
        // What has no answer still is left as it stands: nothing changes in a file where nothing changed.
        let new = |(at, chosen): &(usize, Chosen)| {
            desk.decision(*at, review).is_none_or(|d| !d.is_settled() && d.verdict != chosen.verdict)
        };
        ruled.filter(new).collect()
    }

    /// Whether so many of so many voices decide.
    fn is_enough(self, voices: usize, of: usize) -> bool {
        match self {
            Rule::Majority => voices * 2 > of,
            Rule::Unanimous => voices == of,
        }
    }

    /// Whether so many voices for something leave it open: neither it nor its absence has enough.
    fn is_open(self, voices: usize, of: usize) -> bool {
        !self.is_enough(voices, of) && !self.is_enough(of - voices.min(of), of)
    }

    /// The marks that enough of the readings have at a case, with the values that enough of those give; and whether that answers
    /// everything: nothing in it is left open, and where there is no mark, enough have none.
    fn counted(self, case: &Case) -> (Vec<Proposal>, bool) {
        let readings = case.cluster.versions.len();
        let mut by_place: BTreeMap<(Span, LabelName), Vec<&Arc<Annotation>>> = BTreeMap::new();
        for mark in case.cluster.versions.iter().flatten() {
            if let Some(span) = mark.span() {
                by_place.entry((span, mark.label.clone())).or_default().push(mark);
            }
        }
        let (mut wanted, mut sure) = (Vec::new(), true);
        for ((span, label), marks) in by_place {
            sure &= !self.is_open(marks.len(), readings);
            if !self.is_enough(marks.len(), readings) {
                continue;
            }
            let mut values: BTreeMap<(&Arc<str>, &Arc<str>), usize> = BTreeMap::new();
            for pair in marks.iter().flat_map(|m| &m.attributes) {
                *values.entry(pair).or_default() += 1;
            }
            sure &= !values.values().any(|n| self.is_open(*n, marks.len()));
            let many = values.into_iter().filter(|(_, n)| self.is_enough(*n, marks.len()));
            let attributes = many.map(|((name, value), _)| (name.clone(), value.clone())).collect();
            wanted.push(Proposal { span, label, attributes });
        }
        let nothing = case.cluster.versions.iter().filter(|v| v.is_empty()).count();
        let answered = !wanted.is_empty() || self.is_enough(nothing, readings);
        (wanted, sure && answered)
    }
}

/// Whether a person decided a case before the work was changed, so that a rule shall not.
fn was_decided_by_a_person(case: &Case, review: Option<&Review>) -> bool {
    let earlier = case.earlier.iter().filter_map(|id| review?.decisions.get(id));
    earlier.into_iter().any(|d| !d.verdict.is_counted() || !d.note.is_empty() || !d.reason.is_empty())
}

/// How many bytes two spans share.
fn shared(a: Option<Span>, b: Option<Span>) -> usize {
    a.zip(b).and_then(|(a, b)| a.common(b)).map_or(0, Span::len)
}
