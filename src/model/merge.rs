//! Two versions of one set brought together: what differs, and what both sides changed since they were one.

use super::{Annotation, AnnotationId, AnnotationSet, ChangeSet, Decision, Link, Remarks, Review};
use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

/// An annotation that both sides changed, each in its own way. The merge keeps mine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// Mine; `None` where I deleted it.
    pub mine: Option<Arc<Annotation>>,
    /// Theirs; `None` where they deleted it.
    pub theirs: Option<Arc<Annotation>>,
}

/// The change that turns `from` into `to`, matched by id.
pub fn diff(from: &AnnotationSet, to: &AnnotationSet) -> ChangeSet {
    let (a, b) = (by_id(from), by_id(to));
    let mut change = ChangeSet {
        state: (from.state() != to.state()).then_some((from.state(), to.state())),
        remarks: (from.remarks() != to.remarks()).then(|| (from.remarks().clone(), to.remarks().clone())),
        ..ChangeSet::default()
    };
    for (id, old) in &a {
        match b.get(id) {
            None => change.deleted.push(Arc::clone(old)),
            Some(new) if new != old => change.updated.push((Arc::clone(old), Arc::clone(new))),
            Some(_) => {}
        }
    }
    change.created = b.iter().filter(|(id, _)| !a.contains_key(*id)).map(|(_, new)| Arc::clone(new)).collect();
    change
}

/// Brings two descendants of `base` together: what only one side changed is taken from that side; where both changed the
/// same annotation differently, mine is kept and the clash is reported. Nothing that either side added is lost: of the same mark
/// made on both sides one stays, links to the other lead to it, and where the two say different things that is a clash too.
pub fn merge(base: &AnnotationSet, mine: &AnnotationSet, theirs: &AnnotationSet) -> (AnnotationSet, Vec<Clash>) {
    let (b, m, t) = (by_id(base), by_id(mine), by_id(theirs));
    let mut merged: BTreeMap<&AnnotationId, Arc<Annotation>> = BTreeMap::new();
    let mut clashes = Vec::new();
    let ids: std::collections::BTreeSet<&AnnotationId> = m.keys().chain(t.keys()).copied().collect();
    for id in ids {
        let (was, mine, theirs) = (b.get(id), m.get(id), t.get(id));
        let taken = if mine == was { theirs } else { mine };
        if mine != was && theirs != was && mine != theirs {
            clashes.push(Clash { mine: mine.cloned().cloned(), theirs: theirs.cloned().cloned() });
            // A mark deleted on one side and changed on the other stays: keeping is the error that can be mended.
            if let Some(kept) = mine.or(theirs) {
                merged.insert(id, Arc::clone(kept));
            }
        } else if let Some(taken) = taken {
            merged.insert(id, Arc::clone(taken));
        }
    }
    let state = if mine.state() == base.state() { theirs.state() } else { mine.state() };
    let mut set = AnnotationSet::new(state);
    set.remarks = remarks(base.remarks(), mine.remarks(), theirs.remarks());
    let mut twins: Vec<(AnnotationId, Arc<Annotation>)> = Vec::new();
    // Mine first, so that of a mark that both sides made, mine is the one that stays.
    let (own, others): (Vec<_>, Vec<_>) = merged.into_values().partition(|a| m.contains_key(&a.id));
    for annotation in own.into_iter().chain(others) {
        if let Some(kept) = annotation.span().and_then(|s| set.same(s, &annotation.label)) {
            twins.push((kept.id.clone(), annotation));
            continue;
        }
        let at = set.items.partition_point(|a| a.order() < annotation.order());
        Arc::make_mut(&mut set.items).insert(at, annotation);
    }
    mend_links(&mut set, &twins);
    set.remarks = decided(&set.remarks, &twins);
    for (kept, twin) in &twins {
        // What their twin says beside its place must not vanish unseen.
        let kept = set.get(kept);
        let links = relinked(&set, &twins, twin).unwrap_or_else(|| twin.links.clone());
        if kept.is_some_and(|k| k.attributes != twin.attributes || k.note != twin.note || k.links != links) {
            clashes.push(Clash { mine: kept.cloned(), theirs: Some(Arc::clone(twin)) });
        }
    }
    (set, clashes)
}

/// The remarks with decisions that took a mark which gave way to its twin taking the twin.
fn decided(remarks: &Arc<Remarks>, twins: &[(AnnotationId, Arc<Annotation>)]) -> Arc<Remarks> {
    let Some(review) = remarks.review.as_ref().filter(|_| !twins.is_empty()) else { return Arc::clone(remarks) };
    let mut review = Review::clone(review);
    for decision in review.decisions.values_mut() {
        let kept =
            |id: &AnnotationId| twins.iter().find(|(_, gone)| gone.id == *id).map_or(id, |(kept, _)| kept).clone();
        let mut taken: Vec<AnnotationId> = Vec::with_capacity(decision.taken.len());
        for id in decision.taken.iter().map(kept) {
            if !taken.contains(&id) {
                taken.push(id);
            }
        }
        if taken != decision.taken {
            *decision = Decision { taken, ..Decision::clone(decision) }.into();
        }
    }
    Remarks { review: Some(review.into()), ..Remarks::clone(remarks) }.into()
}

/// The remarks of both sides: where both changed the same, mine.
fn remarks(base: &Arc<Remarks>, mine: &Arc<Remarks>, theirs: &Arc<Remarks>) -> Arc<Remarks> {
    if mine == base {
        return Arc::clone(theirs);
    }
    let skipped = if mine.skipped == base.skipped { &theirs.skipped } else { &mine.skipped };
    let mut merged = Remarks { skipped: Arc::clone(skipped), ..Remarks::default() };
    for silence in mine.silenced.keys().chain(theirs.silenced.keys()) {
        let (was, my, their) = (base.silenced.get(silence), mine.silenced.get(silence), theirs.silenced.get(silence));
        if let Some(reason) = if my == was { their } else { my } {
            merged.silenced.insert(silence.clone(), Arc::clone(reason));
        }
    }
    for id in mine.comments.keys().chain(theirs.comments.keys()) {
        let (was, my, their) = (base.comments.get(id), mine.comments.get(id), theirs.comments.get(id));
        if let Some(comment) = if my == was { their } else { my } {
            merged.comments.insert(id.clone(), Arc::clone(comment));
        }
    }
    for rejection in mine.rejected.union(&theirs.rejected) {
        let [was, my, their] = [base, mine, theirs].map(|side| side.rejected.contains(rejection));
        if if my == was { their } else { my } {
            merged.rejected.insert(rejection.clone());
        }
    }
    merged.review = match (&mine.review, &theirs.review) {
        (Some(mine), Some(theirs)) => Some(Review::merged(base.review.as_ref(), mine, theirs).into()),
        (mine, theirs) => if *mine == base.review { theirs } else { mine }.clone(),
    };
    merged.into()
}

/// Leads links to a mark that gave way to its twin to the twin, and drops those to marks that went.
fn mend_links(set: &mut AnnotationSet, twins: &[(AnnotationId, Arc<Annotation>)]) {
    let known: HashSet<AnnotationId> = set.iter().map(|a| a.id.clone()).collect();
    let whole = |a: &Annotation| a.links.iter().all(|l| known.contains(&l.to));
    let mended: Vec<(usize, Vec<Link>)> = set
        .iter()
        .enumerate()
        .filter(|(_, a)| !whole(a))
        .filter_map(|(i, a)| Some((i, relinked(set, twins, a)?)))
        .collect();
    for (i, links) in mended {
        if let Some(annotation) = Arc::make_mut(&mut set.items).get_mut(i) {
            *annotation = Annotation { links, ..Annotation::clone(annotation) }.into();
        }
    }
}

/// The links an annotation should have in the merged set; `None` where they are right as they are.
fn relinked(set: &AnnotationSet, twins: &[(AnnotationId, Arc<Annotation>)], of: &Annotation) -> Option<Vec<Link>> {
    let mut links: Vec<Link> = Vec::new();
    for link in &of.links {
        let twin = twins.iter().find(|(_, gone)| gone.id == link.to).map(|(kept, _)| kept);
        let to = twin.unwrap_or(&link.to);
        let new = Link { role: Arc::clone(&link.role), to: to.clone() };
        let again = twin.is_some() && (*to == of.id || links.contains(&new));
        if !again && set.get(to).is_some() {
            links.push(new);
        }
    }
    (links != of.links).then_some(links)
}

fn by_id(set: &AnnotationSet) -> BTreeMap<&AnnotationId, &Arc<Annotation>> {
    set.iter().map(|a| (&a.id, a)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::{AnnotatorName, Offer, State, Verdict},
        text::{ByteOffset, Span},
    };

    /// A gold set with one mark and the decision that took it.
    fn gold(mark: &str, decision: &str) -> AnnotationSet {
        let span = Span::new(ByteOffset(0), ByteOffset(3)).unwrap();
        let mark = Annotation::new(AnnotationId::new(mark), span, "Actor".into());
        let by = AnnotatorName::new("An").unwrap();
        let decided = Decision {
            offered: vec![Offer { by: by.clone(), marks: vec![mark.clone().into()] }],
            verdict: Verdict::Took(by.clone()),
            taken: vec![mark.id.clone()],
            reason: "".into(),
            note: "".into(),
            made: "".into(),
        };
        let review = Review { of: vec![by], decisions: [(AnnotationId::new(decision), decided.into())].into() };
        let remarks = Remarks { review: Some(review.into()), ..Remarks::default() };
        let mut set = AnnotationSet::new(State::InProgress);
        let remarks = Some((set.remarks().clone(), remarks.into()));
        ChangeSet { created: vec![mark.into()], remarks, ..ChangeSet::default() }.apply(&mut set).unwrap();
        set
    }

    #[test]
    fn a_decision_takes_the_twin_of_the_mark_that_gave_way() {
        let base = AnnotationSet::new(State::InProgress);
        let (merged, _) = merge(&base, &gold("mine", "d1"), &gold("theirs", "d2"));
        assert_eq!(merged.iter().map(|m| m.id.as_str()).collect::<Vec<_>>(), ["mine"]);
        let taken: Vec<_> = merged.review().unwrap().decisions.values().flat_map(|d| &d.taken).collect();
        assert_eq!(taken, [&AnnotationId::new("mine"), &AnnotationId::new("mine")]);
    }
}
