//! Accepting and rejecting: each one undoable step, however many suggestions it settles.

use super::{Session, Suggestion, SuggestionId};
use crate::{
    model::{
        Annotation, AnnotationId, AnnotationSet, ChangeSet, IdMaker, Label, LabelName, LabelSet, Link, Origin,
        Rejection, Remarks,
    },
    session::{Selection, describing::set_type, history::Step},
    suggest::Goal,
    text::{Span, counted, folded},
};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

/// So many marks before a place are looked at for one that lies over it.
const BACK: usize = 16;

impl Session {
    /// Accepts the suggestion in hand.
    pub(in crate::session) fn accept_in_hand(&mut self) {
        if let Some(id) = self.suggesting.in_hand().map(|s| s.id) {
            self.accept(id);
        }
    }

    /// Rejects the suggestion in hand.
    pub(in crate::session) fn reject_in_hand(&mut self) {
        if let Some(id) = self.suggesting.in_hand().map(|s| s.id) {
            self.reject(id);
        }
    }

    /// Accepts all of the label of the suggestion in hand.
    pub(in crate::session) fn accept_label_in_hand(&mut self) {
        if let Some(label) = self.suggesting.in_hand().map(|s| s.label.clone()) {
            self.accept_label(&label);
        }
    }

    /// Accepts, or rejects, all that are like the one in hand.
    pub(in crate::session) fn settle_like_in_hand(&mut self, accept: bool) {
        if let Some(id) = self.suggesting.in_hand().map(|s| s.id) {
            if accept { self.accept_like(id) } else { self.reject_like(id) }
        }
    }

    pub(super) fn accept(&mut self, id: SuggestionId) {
        let Some(suggestion) = self.suggesting.get(id).cloned() else { return };
        let roles: Vec<&str> = suggestion.links.iter().map(|g| &*g.role).collect();
        let with = if roles.is_empty() { String::new() } else { format!(" with its {}", roles.join(" and ")) };
        let title = format!("Accept {} {}{with}", suggestion.label, self.quote(Some(suggestion.span)));
        self.take_up(&[suggestion], title);
    }

    pub(super) fn accept_label(&mut self, label: &LabelName) {
        let all: Vec<_> = self.suggesting.shown.iter().filter(|s| s.label == *label).cloned().collect();
        let title = format!("Accept {} × {label}", all.len());
        self.take_up(&all, title);
    }

    /// Accepts all that are shown: what is wrong is mended afterwards.
    pub(in crate::session) fn accept_everything(&mut self) {
        let all = self.suggesting.shown.clone();
        let title = format!("Accept {}", counted(all.len(), "suggestion"));
        self.take_up(&all, title);
    }

    pub(super) fn accept_like(&mut self, id: SuggestionId) {
        let (all, what) = self.like(id);
        self.take_up(&all, format!("Accept {what}"));
    }

    pub(super) fn reject(&mut self, id: SuggestionId) {
        let Some(suggestion) = self.suggesting.get(id).cloned() else { return };
        let title = format!("Reject {} {}", suggestion.was.label, self.quote(Some(suggestion.was.span)));
        self.turn_away(&[suggestion], title);
    }

    pub(super) fn reject_like(&mut self, id: SuggestionId) {
        let (all, what) = self.like(id);
        self.turn_away(&all, format!("Reject {what}"));
    }

    /// Those with the same words and label as this one, this one among them, and what they are called together.
    fn like(&self, id: SuggestionId) -> (Vec<Arc<Suggestion>>, String) {
        let (Some(this), Some(doc)) = (self.suggesting.get(id), self.doc()) else { return Default::default() };
        let words = |span: Span| folded(span.of(&doc.text));
        let wanted = words(this.span);
        let alike = |s: &&Arc<Suggestion>| {
            s.label == this.label && s.span.len() <= 4 * this.span.len() && words(s.span) == wanted
        };
        let all: Vec<_> = self.suggesting.shown.iter().filter(alike).cloned().collect();
        let what = format!("{} × {} as {}", all.len(), self.quote(Some(this.span)), this.label);
        (all, what)
    }

    /// Makes marks of suggestions, as one step; the next suggestion comes in hand.
    fn take_up(&mut self, all: &[Arc<Suggestion>], title: String) {
        let Some(last) = all.iter().map(|s| s.span.start()).max().filter(|_| self.can_suggest()) else { return };
        let (Some(doc), Some(project)) = (self.doc(), self.project()) else { return };
        let made = self.now.1.clone();
        let mut ids = self.ids.clone();
        let mut taking = Taking::new(&doc.set, &project.labels, &self.suggesting.found, &mut ids, made);
        for suggestion in all {
            taking.accept(suggestion);
        }
        let change = ChangeSet { created: taking.created(), ..ChangeSet::default() };
        self.ids = ids;
        if !change.created.is_empty() {
            self.change(title, change, Selection::caret(last));
        }
        self.follow_suggestions();
        self.go_on_from(last);
    }

    /// Remembers suggestions as rejected, as one step; the next one comes in hand.
    fn turn_away(&mut self, all: &[Arc<Suggestion>], title: String) {
        let Some(last) = all.iter().map(|s| s.span.start()).max().filter(|_| self.can_suggest()) else { return };
        let Some(doc) = self.doc() else { return };
        let old = doc.set.remarks().clone();
        let mut new = Remarks::clone(&old);
        new.rejected.extend(all.iter().map(|s| Rejection::new(s.was.span, s.was.label.clone(), s.source.clone())));
        let change = ChangeSet { remarks: Some((old, new.into())), ..ChangeSet::default() };
        self.change(title, change, Selection::caret(last));
        self.follow_suggestions();
        self.go_on_from(last);
    }

    /// What a person's own change says of what was proposed: a mark that came of a suggestion and is changed was mended, and one
    /// that is removed was rejected after all.
    pub(in crate::session) fn with_origins(set: &AnnotationSet, change: &mut ChangeSet) {
        for (old, new) in &mut change.updated {
            if let Some(origin) = new.origin.clone().filter(|o| !o.mended && new.mends(old)) {
                let mended = Origin { mended: true, ..Origin::clone(&origin) };
                Arc::make_mut(new).origin = Some(mended.into());
            }
        }
        let gone = change.deleted.iter().filter_map(|mark| {
            let origin = mark.origin.as_ref()?;
            Some(Rejection::new(mark.span()?, mark.label.clone(), origin.source.clone()))
        });
        let gone: Vec<Rejection> = gone.collect();
        if !gone.is_empty() {
            let (old, new) = change.remarks.take().unwrap_or_else(|| (set.remarks().clone(), set.remarks().clone()));
            let mut new = Remarks::clone(&new);
            new.rejected.extend(gone);
            change.remarks = Some((old, new.into()));
        }
    }

    /// The steps of a thing done in which articles became done, for learning.
    pub(in crate::session) fn became_done(steps: &[Step]) -> Vec<crate::model::ArticleKey> {
        let done = |step: &Step| match step {
            Step::Marks(key, change) => {
                change.state.filter(|(_, new)| *new == crate::model::State::Done).map(|_| key.clone())
            }
            Step::Metadata(..) => None,
        };
        steps.iter().filter_map(done).collect()
    }
}

/// Marks that are made of suggestions.
struct Taking<'a> {
    labels: &'a LabelSet,
    /// What else is proposed, by place and label: what is made for a link says what is proposed for it.
    proposed: HashMap<(Span, &'a str), &'a Suggestion>,
    ids: &'a mut IdMaker,
    taken: HashSet<AnnotationId>,
    /// Where marks are, those that are made here too.
    placed: BTreeMap<(LabelName, Span), AnnotationId>,
    /// Those that are made, each with its place in the order.
    made: BTreeMap<AnnotationId, Annotation>,
    order: Vec<AnnotationId>,
    stamp: Arc<str>,
}

impl<'a> Taking<'a> {
    fn new(
        set: &AnnotationSet,
        labels: &'a LabelSet,
        found: &'a [Arc<Suggestion>],
        ids: &'a mut IdMaker,
        stamp: Arc<str>,
    ) -> Self {
        Taking {
            labels,
            proposed: found.iter().map(|s| ((s.span, &*s.label), &**s)).collect(),
            ids,
            taken: set.iter().map(|a| a.id.clone()).collect(),
            placed: set.placed().map(|(span, a)| ((a.label.clone(), span), a.id.clone())).collect(),
            made: BTreeMap::new(),
            order: Vec::new(),
            stamp,
        }
    }

    fn created(mut self) -> Vec<Arc<Annotation>> {
        let made = &mut self.made;
        self.order.iter().filter_map(|id| made.remove(id).map(Arc::new)).collect()
    }

    /// Makes the mark of a suggestion, with what it is linked to, where there is none yet.
    fn accept(&mut self, suggestion: &Suggestion) {
        let Some(label) = self.labels.get(&suggestion.label) else { return };
        let there = self.placed.get(&(label.name.clone(), suggestion.span)).cloned();
        let id = match there {
            // One that was made for the link of another suggestion gets its own links; one that was there is a person's.
            Some(id) if self.made.contains_key(&id) => id,
            Some(_) => return,
            None => self.make(label, suggestion.span, Some(suggestion), &suggestion.source, suggestion.mended),
        };
        let links = self.links(label, &id, &suggestion.links, &suggestion.source);
        if let Some(mark) = self.made.get_mut(&id) {
            mark.links = links;
        }
    }

    /// The links that the label has and that fit.
    fn links(&mut self, label: &Label, from: &AnnotationId, goals: &[Goal], source: &Arc<str>) -> Vec<Link> {
        let mut links: Vec<Link> = Vec::new();
        for goal in goals {
            let role = label.links.iter().find(|l| l.name == goal.role || l.formerly.contains(&goal.role));
            let Some(role) = role.filter(|r| r.allows(&goal.label)) else { continue };
            if !role.many && links.iter().any(|l| l.role == role.name) {
                continue;
            }
            let Some(to) = self.goal(goal, source).filter(|to| to != from) else { continue };
            let link = Link { role: role.name.clone(), to };
            if !links.contains(&link) {
                links.push(link);
            }
        }
        links
    }

    /// The mark that a link leads to: the one with this place and label, else one of that label that lies over it, else a new one.
    fn goal(&mut self, goal: &Goal, source: &Arc<str>) -> Option<AnnotationId> {
        let label = self.labels.get(&goal.label)?;
        let name = &label.name;
        if let Some(there) = self.placed.get(&(name.clone(), goal.span)) {
            return Some(there.clone());
        }
        let behind = Span::new(goal.span.end(), crate::text::ByteOffset(usize::MAX))?;
        let first = self.placed.range(..(name.clone(), behind)).rev().take_while(|((of, _), _)| of == name).take(BACK);
        let over = first.filter_map(|((_, span), id)| Some((span.common(goal.span)?.len(), id)));
        if let Some((_, over)) = over.max_by_key(|(common, _)| *common) {
            return Some(over.clone());
        }
        let like = self.proposed.get(&(goal.span, &*goal.label)).copied();
        Some(self.make(label, goal.span, like, source, false))
    }

    /// Makes a mark that says what a suggestion says, as far as its label can.
    fn make(
        &mut self,
        label: &Label,
        span: Span,
        like: Option<&Suggestion>,
        source: &Arc<str>,
        mended: bool,
    ) -> AnnotationId {
        let taken = &self.taken;
        let id = self.ids.make(|id| taken.contains(id));
        let mut mark = Annotation::new(id.clone(), span, label.name.clone());
        mark.attributes = like.map(|s| values(label, &s.attributes)).unwrap_or_default();
        label.fill(&mut mark.attributes);
        mark.made = self.stamp.clone();
        mark.origin = Some(Origin { source: source.clone(), mended }.into());
        self.taken.insert(id.clone());
        self.placed.insert((label.name.clone(), span), id.clone());
        self.order.push(id.clone());
        self.made.insert(id.clone(), mark);
        id
    }
}

/// The values that the label has and that check, under their present names.
fn values(label: &Label, proposed: &BTreeMap<Arc<str>, Arc<str>>) -> BTreeMap<Arc<str>, Arc<str>> {
    let mut all = proposed.clone();
    label.bring(&mut all, std::iter::empty());
    let fits = |name: &str, value: &str| label.attribute(name).is_some_and(|a| a.check(value).is_ok());
    all.retain(|name, value| !value.is_empty() && fits(name, value));
    for attribute in label.attributes.iter().filter(|a| a.kind == crate::model::AttributeKind::Date) {
        if let Some(value) = all.get(&attribute.name).cloned() {
            set_type(label, &value, &mut all);
        }
    }
    let applies = |name: &str| label.attribute(name).is_some_and(|a| label.applies(a, &all));
    let gone: Vec<Arc<str>> = all.keys().filter(|name| !applies(name)).cloned().collect();
    all.retain(|name, _| !gone.contains(name));
    all
}
