//! Offers about the marked actors of the article in hand: to give marks of one actor one name, and different actors names of
//! their own. What is refused is remembered with the marks, where problems that are none are, and is not offered again.

use super::{Session, SuggestJob, teach::marks};
use crate::{
    model::{Annotation, AnnotationId, AnnotationSet, AttributeKind, ChangeSet, LabelName, Place, Remarks, Silence},
    suggest::{
        Lexicons, Memory, ProseCell,
        actors::{OfferKind, offers},
    },
    text::{counted, one_line},
};
use std::sync::Arc;

/// Under this name refused offers stand in files, beside the rules of problems: never changes.
const RULE: &str = "same actor";

/// An offer about marked actors.
#[derive(Clone, Debug, PartialEq)]
pub struct ActorOffer {
    /// What tells it from other offers of the article; it stays the same when it is looked for again.
    pub id: Arc<str>,
    /// Whether marks are of one actor, or of several.
    pub kind: OfferKind,
    /// What the marks to change are called, or will be where they are split off.
    pub name: Arc<str>,
    /// The name of those that stay as they are.
    pub stays: Arc<str>,
    /// Why it is offered, in a sentence without a full stop.
    pub why: String,
    /// The marks to change, in order of place, each with what names it now.
    marks: Vec<(AnnotationId, Option<Arc<str>>)>,
    /// One of those that stay.
    beside: (AnnotationId, Option<Arc<str>>),
    label: LabelName,
    attribute: Arc<str>,
    entity: Arc<str>,
}

impl ActorOffer {
    /// The marks to change, in order of place.
    pub fn marks(&self) -> impl Iterator<Item = &AnnotationId> {
        self.marks.iter().map(|(id, _)| id)
    }

    /// Whether the marks to change have no name yet.
    pub fn is_unnamed(&self) -> bool {
        self.marks.iter().all(|(_, entity)| entity.is_none())
    }

    /// One of the marks that stay as they are.
    pub fn beside(&self) -> &AnnotationId {
        &self.beside.0
    }

    fn silence(&self) -> Silence {
        Silence { rule: RULE.into(), about: self.id.clone() }
    }

    /// As far as it still fits the marks: those that are gone, or named otherwise by now, are left out.
    fn fitting(&self, set: &AnnotationSet) -> Option<Self> {
        let as_was = |(id, entity): &(AnnotationId, Option<Arc<str>>)| {
            set.get(id).is_some_and(|a| a.label == self.label && a.attributes.get(&self.attribute) == entity.as_ref())
        };
        if set.remarks().silenced.contains_key(&self.silence()) || !as_was(&self.beside) {
            return None;
        }
        let marks: Vec<_> = self.marks.iter().filter(|mark| as_was(mark)).cloned().collect();
        (!marks.is_empty()).then(|| ActorOffer { marks, ..self.clone() })
    }
}

impl SuggestJob {
    /// What may be offered about the marked actors, where their label names them.
    pub(in crate::session) fn actor_offers(&self, lexicons: &Lexicons, prose: &ProseCell) -> Vec<ActorOffer> {
        let (Some(attribute), Some(label)) = (&self.entity, &self.roles.actor) else { return Vec::new() };
        if self.off.contains("actors") {
            return Vec::new();
        }
        // The same marks in the same order as sources are shown them.
        let ids: Vec<&Arc<Annotation>> = self.set.iter().filter(|a| matches!(a.place, Place::At(_))).collect();
        let (marked, memory) = (marks(&self.set), Memory::default());
        let request = crate::suggest::Request {
            text: &self.text,
            language: self.language.as_deref(),
            published: self.published.as_ref(),
            roles: &self.roles,
            marked: &marked,
            lexicons,
            memory: &memory,
            prose,
        };
        let named = |at: usize| {
            let mark = ids.get(at)?;
            Some((mark.id.clone(), mark.attributes.get(attribute).cloned()))
        };
        let own = |offer: crate::suggest::actors::Offer| {
            Some(ActorOffer {
                id: offer.about,
                kind: offer.kind,
                name: offer.name,
                stays: offer.stays,
                why: offer.why,
                marks: offer.marks.into_iter().filter_map(named).collect(),
                beside: named(offer.beside)?,
                label: label.clone(),
                attribute: attribute.clone(),
                entity: offer.entity,
            })
        };
        offers(&request, attribute).into_iter().filter_map(own).collect()
    }
}

impl Session {
    /// The attribute that names actors, where the label for them has one.
    pub(super) fn entity_of_actors(&self) -> Option<Arc<str>> {
        let actor = self.roles().actor?;
        let label = self.project()?.labels.get(&actor)?;
        label.attributes.iter().find(|a| a.kind == AttributeKind::Entity).map(|a| a.name.clone())
    }

    pub(super) fn take_offer(&mut self, id: &str) {
        let Some(offer) = self.suggesting.offers.iter().find(|o| &*o.id == id).cloned() else { return };
        let Some(doc) = self.doc() else { return };
        let renamed = |id: &AnnotationId| {
            let old = doc.set.get(id)?;
            let mut new = Annotation::clone(old);
            new.attributes.insert(offer.attribute.clone(), offer.entity.clone());
            Some((old.clone(), Arc::new(new)))
        };
        let updated: Vec<_> = offer.marks().filter_map(renamed).collect();
        let what = match updated.as_slice() {
            [(old, _)] => self.quote(old.span()),
            all => counted(all.len(), "mark"),
        };
        let title = format!("Set {} of {what} to {}", offer.attribute, one_line(&offer.entity, 40));
        let selection = doc.selection.clone();
        self.change(title, ChangeSet { updated, ..ChangeSet::default() }, selection);
    }

    pub(super) fn refuse_offer(&mut self, id: &str) {
        let Some(offer) = self.suggesting.offers.iter().find(|o| &*o.id == id).cloned() else { return };
        let Some(doc) = self.doc() else { return };
        let names = format!("{} and {}", one_line(&offer.name, 40), one_line(&offer.stays, 40));
        let (title, reason) = match offer.kind {
            OfferKind::Merge => (format!("Keep apart {names}"), "Different actors"),
            OfferKind::Split => (format!("Keep {} as one actor", one_line(&offer.stays, 40)), "One actor"),
        };
        let (old, selection) = (doc.set.remarks().clone(), doc.selection.clone());
        let mut new = Remarks::clone(&old);
        new.silenced.insert(offer.silence(), reason.into());
        let change = ChangeSet { remarks: Some((old, new.into())), ..ChangeSet::default() };
        self.change(title, change, selection);
    }
}

/// Those that still fit.
pub(super) fn fitting(found: &[ActorOffer], set: &AnnotationSet) -> Vec<ActorOffer> {
    found.iter().filter_map(|offer| offer.fitting(set)).collect()
}
