//! What a reviewer was offered, and whether it is still what is there.

use super::Cluster;
use crate::{
    model::{Annotation, AnnotatorName},
    text::Span,
};
use std::{collections::BTreeMap, sync::Arc};

/// An annotator's marks in a cluster.
pub type Offer = (AnnotatorName, Vec<Arc<Annotation>>);

impl Cluster {
    /// What it offers, by the names of those whose sets were compared, in their order. Who has nothing here is in it without marks.
    pub fn offers(&self, names: &[AnnotatorName]) -> Vec<Offer> {
        names.iter().cloned().zip(self.versions.iter().cloned()).collect()
    }
}

/// Whether two offers are the same, so that a decision on one stands for the other: the same annotators with the same marks, that
/// is place, label, attributes, and roles of links. The order of annotators and of marks does not matter, nor do ids, notes and
/// times.
///
/// Where links lead is not compared, for ids tell nothing without their sets; of each role only the number of links is. An
/// annotator without marks offers nothing, so one who comes later and has nothing here changes no offer. Both are to be placed in
/// the same text; an offer with a mark that is lost there is like no other.
pub fn offers_alike(a: &[Offer], b: &[Offer]) -> bool {
    shown(a).is_some_and(|a| shown(b) == Some(a))
}

/// What counts of a mark.
type Shown<'a> = (&'a AnnotatorName, Span, &'a str, &'a BTreeMap<Arc<str>, Arc<str>>, Vec<&'a str>);

fn shown(offers: &[Offer]) -> Option<Vec<Shown<'_>>> {
    let marks = offers.iter().flat_map(|(name, marks)| marks.iter().map(move |mark| (name, mark)));
    let mut shown = marks
        .map(|(name, mark)| {
            let mut roles: Vec<&str> = mark.links.iter().map(|link| &*link.role).collect();
            roles.sort_unstable();
            Some((name, mark.span()?, &*mark.label, &mark.attributes, roles))
        })
        .collect::<Option<Vec<Shown<'_>>>>()?;
    shown.sort_unstable();
    Some(shown)
}
