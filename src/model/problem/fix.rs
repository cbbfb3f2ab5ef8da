//! What puts a problem right, as a change of the set.

use super::Problem;
use crate::{
    model::{Annotation, AnnotationId, AnnotationSet, ChangeSet, LabelName, Link, Place},
    text::Span,
};
use std::{collections::BTreeMap, sync::Arc};

/// What puts a problem right.
#[derive(Clone, Debug, PartialEq)]
pub enum Fix {
    /// Give the mark this span.
    Resize(Span),
    /// Give an attribute of the mark a value.
    SetValue(Arc<str>, Arc<str>),
    /// Let the mark link to another one.
    Link(Link, Arc<str>),
    /// Take these links from the mark.
    Unlink(Vec<Link>),
    /// Give these marks another label.
    Relabel(Vec<AnnotationId>, LabelName),
    /// Mark all places of the problem with a label, and with what marks of the same words all say.
    Mark(LabelName, BTreeMap<Arc<str>, Arc<str>>),
}

impl Fix {
    /// What it does, as a button says it.
    pub fn title(&self, problem: &Problem) -> String {
        match self {
            Fix::Resize(_) => "Trim the edges".to_owned(),
            Fix::SetValue(name, value) => format!("Set {name} to {value}"),
            Fix::Link(link, words) => format!("Link {} to “{words}”", link.role),
            Fix::Unlink(links) if links.len() == 1 => "Remove the link".to_owned(),
            Fix::Unlink(links) => format!("Remove {} links", links.len()),
            Fix::Relabel(_, label) => format!("Relabel as {label}"),
            Fix::Mark(label, _) if problem.places.len() == 1 => format!("Mark as {label}"),
            Fix::Mark(label, _) => format!("Mark all {} as {label}", problem.places.len()),
        }
    }

    /// The marks that it reads or changes, beside the one the problem is about.
    pub fn marks(&self) -> &[AnnotationId] {
        match self {
            Fix::Relabel(ids, _) => ids,
            Fix::Link(link, _) => std::slice::from_ref(&link.to),
            _ => &[],
        }
    }

    /// The change it makes. `new_id` makes ids that are not in use, `made` is the time as marks keep it. `None` where the set
    /// is no longer as it was when the problem was found.
    pub fn change(
        &self,
        problem: &Problem,
        set: &AnnotationSet,
        new_id: &mut dyn FnMut() -> AnnotationId,
        made: &Arc<str>,
    ) -> Option<ChangeSet> {
        let update = |id: &AnnotationId, f: &dyn Fn(&mut Annotation)| {
            let old = set.get(id)?;
            let mut new = Annotation::clone(old);
            f(&mut new);
            (new != **old).then(|| (old.clone(), Arc::new(new)))
        };
        let mut change = ChangeSet::default();
        let own = |f: &dyn Fn(&mut Annotation)| update(problem.mark.as_ref()?, f);
        match self {
            Fix::Resize(span) => change.updated.push(own(&|a| a.place = Place::At(*span))?),
            Fix::SetValue(name, value) => {
                change.updated.push(own(&|a| _ = a.attributes.insert(name.clone(), value.clone()))?);
            }
            Fix::Link(link, _) => change.updated.push(own(&|a| a.links.push(link.clone()))?),
            Fix::Unlink(links) => change.updated.push(own(&|a| {
                // Of two that are alike one goes.
                for link in links {
                    if let Some(at) = a.links.iter().rposition(|l| l == link) {
                        a.links.remove(at);
                    }
                }
            })?),
            Fix::Relabel(ids, label) => {
                for id in ids {
                    change.updated.push(update(id, &|a| a.label = label.clone())?);
                }
            }
            Fix::Mark(label, values) => {
                for span in &problem.places {
                    let mut new = Annotation::new(new_id(), *span, label.clone());
                    new.attributes = values.clone();
                    new.made = made.clone();
                    change.created.push(new.into());
                }
            }
        }
        (!change.is_empty()).then_some(change)
    }
}
