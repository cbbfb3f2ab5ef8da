//! The only way to alter a set: a change that is all or nothing, and exactly invertible.

use super::{Annotation, AnnotationId, AnnotationSet, LabelName, Remarks, State};
use std::{collections::HashSet, sync::Arc};

/// What becomes of a set: created, deleted, updated (old and new), and perhaps its state and remarks (old and new).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeSet {
    /// New annotations.
    pub created: Vec<Arc<Annotation>>,
    /// Annotations to be removed, as they are.
    pub deleted: Vec<Arc<Annotation>>,
    /// Annotations as they are, and as they shall be; an id never changes.
    pub updated: Vec<(Arc<Annotation>, Arc<Annotation>)>,
    /// The state as it is, and as it shall be.
    pub state: Option<(State, State)>,
    /// The remarks as they are, and as they shall be.
    pub remarks: Option<(Arc<Remarks>, Arc<Remarks>)>,
}

/// Why a change does not fit a set. The set is then as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentences say it")]
pub enum ChangeError {
    #[error("there is already a mark “{0}” at this very place")]
    Duplicate(LabelName),
    #[error("the id {0} is in use")]
    IdInUse(AnnotationId),
    #[error("the mark {0} is not, or no longer, as the change expects it")]
    NotAsExpected(AnnotationId),
    #[error("the mark {0} would link to a mark that is not there")]
    DanglingLink(AnnotationId),
    #[error("the set’s state is not as the change expects it")]
    State,
    #[error("the set’s remarks are not as the change expects them")]
    Remarks,
}

impl ChangeSet {
    /// Whether it would alter nothing.
    pub fn is_empty(&self) -> bool {
        let marks = self.created.is_empty() && self.deleted.is_empty() && self.updated.is_empty();
        marks && self.state.is_none() && self.remarks.is_none()
    }

    /// The change that takes this one back.
    pub fn inverse(&self) -> ChangeSet {
        ChangeSet {
            created: self.deleted.clone(),
            deleted: self.created.clone(),
            updated: self.updated.iter().map(|(old, new)| (new.clone(), old.clone())).collect(),
            state: self.state.map(|(old, new)| (new, old)),
            remarks: self.remarks.clone().map(|(old, new)| (new, old)),
        }
    }

    /// Removing these annotations, and with them every link that leads to them.
    pub fn deleting(set: &AnnotationSet, ids: &HashSet<AnnotationId>) -> ChangeSet {
        let mut change = ChangeSet::default();
        for annotation in set.iter() {
            if ids.contains(&annotation.id) {
                change.deleted.push(annotation.clone());
            } else if annotation.links.iter().any(|l| ids.contains(&l.to)) {
                let mut new = Annotation::clone(annotation);
                new.links.retain(|l| !ids.contains(&l.to));
                change.updated.push((annotation.clone(), new.into()));
            }
        }
        change
    }

    /// Updating one annotation.
    pub fn updating(old: &Arc<Annotation>, new: Annotation) -> ChangeSet {
        ChangeSet { updated: vec![(old.clone(), new.into())], ..ChangeSet::default() }
    }

    /// Applies the change to a set, wholly or not at all.
    ///
    /// # Errors
    /// [`ChangeError`] says what does not fit; the set is then unchanged.
    pub fn apply(&self, set: &mut AnnotationSet) -> Result<(), ChangeError> {
        let mut new = set.clone();
        if let Some((old, to)) = self.state {
            if new.state != old {
                return Err(ChangeError::State);
            }
            new.state = to;
        }
        if let Some((old, to)) = &self.remarks {
            if new.remarks != *old {
                return Err(ChangeError::Remarks);
            }
            new.remarks = to.clone();
        }
        let removed = self.deleted.iter().chain(self.updated.iter().map(|(old, _)| old));
        for old in removed {
            let at = new.items.binary_search_by(|a| a.order().cmp(&old.order()));
            match at {
                Ok(at) if new.items.get(at) == Some(old) => {
                    Arc::make_mut(&mut new.items).remove(at);
                }
                _ => return Err(ChangeError::NotAsExpected(old.id.clone())),
            }
        }
        let added: Vec<&Arc<Annotation>> = self.created.iter().chain(self.updated.iter().map(|(_, new)| new)).collect();
        if let Some((old, new)) = self.updated.iter().find(|(old, new)| old.id != new.id) {
            return Err(ChangeError::NotAsExpected(if old.id < new.id { old.id.clone() } else { new.id.clone() }));
        }
        // One pass over the ids, only where something is added or a link could break.
        let touches_links = !self.deleted.is_empty() || added.iter().any(|a| !a.links.is_empty());
        let mut ids: HashSet<&AnnotationId> = HashSet::new();
        if let [one] = added[..]
            && !touches_links
        {
            // One new mark, as a key makes it: looking costs less than a set of all ids.
            if new.items.iter().any(|a| a.id == one.id) {
                return Err(ChangeError::IdInUse(one.id.clone()));
            }
        } else if !added.is_empty() || touches_links {
            ids = new.items.iter().map(|a| &a.id).collect();
            for annotation in &added {
                if !ids.insert(&annotation.id) {
                    return Err(ChangeError::IdInUse(annotation.id.clone()));
                }
            }
        }
        if touches_links {
            let dangling = |a: &Annotation| a.links.iter().any(|l| !ids.contains(&l.to));
            let deleted: HashSet<&AnnotationId> = self.deleted.iter().map(|a| &a.id).collect();
            // Links that dangled before (in a file edited by hand) are not this change's fault.
            let broken = new.items.iter().find(|a| a.links.iter().any(|l| deleted.contains(&l.to)) && dangling(a));
            if let Some(a) = added.iter().copied().find(|a| dangling(a)).or(broken) {
                return Err(ChangeError::DanglingLink(a.id.clone()));
            }
        }
        let items = Arc::make_mut(&mut new.items);
        for annotation in added {
            let at = items.partition_point(|a| a.order() < annotation.order());
            items.insert(at, annotation.clone());
        }
        for annotation in self.created.iter().chain(self.updated.iter().map(|(_, new)| new)) {
            if let Some(span) = annotation.span() {
                let from = new.items.partition_point(|a| a.span().is_some_and(|s| s < span));
                let twins = new.items.iter().skip(from).take_while(|a| a.span() == Some(span));
                if twins.filter(|a| a.label == annotation.label).count() > 1 {
                    return Err(ChangeError::Duplicate(annotation.label.clone()));
                }
            }
        }
        *set = new;
        Ok(())
    }
}
