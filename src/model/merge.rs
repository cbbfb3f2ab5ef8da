//! Two versions of one set brought together: what differs, and what both sides changed since they were one.

use super::{Annotation, AnnotationId, AnnotationSet, ChangeSet};
use std::{collections::BTreeMap, sync::Arc};

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
/// same annotation differently, mine is kept and the clash is reported. Nothing that either side added is lost.
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
    let all: Vec<Arc<Annotation>> = merged.into_values().collect();
    let known: std::collections::BTreeSet<AnnotationId> = all.iter().map(|a| a.id.clone()).collect();
    for annotation in all {
        // Both sides may have made the same mark; one of the two says it all.
        if annotation.span().is_some_and(|s| set.same(s, &annotation.label).is_some()) {
            continue;
        }
        let mut annotation = annotation;
        if annotation.links.iter().any(|l| !known.contains(&l.to)) {
            let mut without = Annotation::clone(&annotation);
            without.links.retain(|l| known.contains(&l.to));
            annotation = without.into();
        }
        let at = set.items.partition_point(|a| a.order() < annotation.order());
        set.items.insert(at, annotation);
    }
    (set, clashes)
}

fn by_id(set: &AnnotationSet) -> BTreeMap<&AnnotationId, &Arc<Annotation>> {
    set.iter().map(|a| (&a.id, a)).collect()
}
