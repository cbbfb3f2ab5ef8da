//! Decisions about others' work, as stored at the end of the reviewer's set.

use super::{
    composed, emit, nfc_shared,
    set::{Line, MarkRecord},
};
use crate::{
    model::{Annotation, AnnotationId, AnnotatorName, Decision, LabelSet, Link, Offer, Place, Review, Verdict},
    text::{Span, Text},
};
use serde::Deserialize;
use std::sync::Arc;

/// One decision; its offered marks a line each.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DecisionRecord {
    pub id: Arc<str>,
    verdict: VerdictRecord,
    #[serde(default)]
    taken: Vec<Arc<str>>,
    #[serde(default)]
    reason: Arc<str>,
    #[serde(default)]
    note: Arc<str>,
    #[serde(default)]
    made: Arc<str>,
    offered: Vec<(Arc<str>, Vec<MarkRecord>)>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
enum VerdictRecord {
    Open,
    Agreed,
    Took(Arc<str>),
    Majority,
    Split,
    Union,
    Intersection,
    Edited,
    Neither,
}

impl DecisionRecord {
    /// The marks that were offered.
    pub(crate) fn marks(&self) -> impl Iterator<Item = &MarkRecord> {
        self.offered.iter().flat_map(|(_, marks)| marks)
    }

    /// Gives its marks their labels' present names.
    pub(crate) fn bring(&mut self, labels: &LabelSet) {
        for mark in self.offered.iter_mut().flat_map(|(_, marks)| marks) {
            let name = nfc_shared(&mark.label);
            let Some(label) = labels.meant(&name) else { continue };
            if label.name != name {
                mark.label = label.name.clone();
            }
            label.bring(&mut mark.attributes, mark.links.iter_mut().map(|(role, _)| role));
        }
    }

    /// What is wrong with it; `None` where it can be understood.
    pub(crate) fn fault(&self) -> Option<String> {
        let took = match &self.verdict {
            VerdictRecord::Took(who) => Some(who),
            _ => None,
        };
        let mut names = self.offered.iter().map(|(who, _)| who).chain(took);
        let unnamed = names.find_map(|who| AnnotatorName::new(who).err().map(|error| format!("“{who}”: {error}")));
        let empty = self.marks().find(|m| m.end <= m.start && !m.lost);
        unnamed.or_else(|| {
            let mark = empty?;
            Some(format!("An offered mark’s end ({}) is not after its start ({})", mark.end, mark.start))
        })
    }

    /// The decision, its offered marks at the places that were found for them, in order.
    pub(crate) fn model(&self, places: &mut dyn Iterator<Item = Option<Span>>) -> Option<Decision> {
        let places: Vec<Option<Span>> = places.take(self.marks().count()).collect();
        let mut places = places.into_iter();
        let verdict = match &self.verdict {
            VerdictRecord::Open => Verdict::Open,
            VerdictRecord::Agreed => Verdict::Agreed,
            VerdictRecord::Took(who) => Verdict::Took(AnnotatorName::new(who).ok()?),
            VerdictRecord::Majority => Verdict::Majority,
            VerdictRecord::Split => Verdict::Split,
            VerdictRecord::Union => Verdict::Union,
            VerdictRecord::Intersection => Verdict::Intersection,
            VerdictRecord::Edited => Verdict::Edited,
            VerdictRecord::Neither => Verdict::Neither,
        };
        let offered = self.offered.iter().map(|(who, marks)| {
            let marks = marks.iter().map(|mark| offered(mark, places.next().flatten()).into()).collect();
            Some(Offer { by: AnnotatorName::new(who).ok()?, marks })
        });
        Some(Decision {
            offered: offered.collect::<Option<_>>()?,
            verdict,
            taken: self.taken.iter().map(|id| AnnotationId::new(Arc::clone(id))).collect(),
            reason: nfc_shared(&self.reason),
            note: nfc_shared(&self.note),
            made: Arc::clone(&self.made),
        })
    }

    /// What is stored of a decision.
    pub(crate) fn of(id: &AnnotationId, decision: &Decision, text: &Text) -> Self {
        let shared = |text: &str| Arc::from(text);
        let verdict = match &decision.verdict {
            Verdict::Open => VerdictRecord::Open,
            Verdict::Agreed => VerdictRecord::Agreed,
            Verdict::Took(who) => VerdictRecord::Took(shared(who.as_str())),
            Verdict::Majority => VerdictRecord::Majority,
            Verdict::Split => VerdictRecord::Split,
            Verdict::Union => VerdictRecord::Union,
            Verdict::Intersection => VerdictRecord::Intersection,
            Verdict::Edited => VerdictRecord::Edited,
            Verdict::Neither => VerdictRecord::Neither,
        };
        let offers = decision.offered.iter();
        DecisionRecord {
            id: shared(id.as_str()),
            verdict,
            taken: decision.taken.iter().map(|id| shared(id.as_str())).collect(),
            reason: decision.reason.clone(),
            note: decision.note.clone(),
            made: decision.made.clone(),
            offered: offers
                .map(|o| (shared(o.by.as_str()), o.marks.iter().map(|m| MarkRecord::of(m, text)).collect()))
                .collect(),
        }
    }

    fn push(&self, out: &mut String) {
        out.push_str("        (");
        emit::push_always(out, "id", &self.id);
        out.push_str("verdict: ");
        match &self.verdict {
            VerdictRecord::Took(who) => {
                out.push_str("Took(");
                emit::push_literal(out, &composed(who));
                out.push(')');
            }
            plain => out.push_str(&format!("{plain:?}")),
        }
        out.push_str(", ");
        if !self.taken.is_empty() {
            let all: Vec<String> = self.taken.iter().map(|id| emit::literal(id)).collect();
            out.push_str(&format!("taken: [{}], ", all.join(", ")));
        }
        emit::push_text(out, "reason", &composed(&self.reason));
        emit::push_text(out, "note", &composed(&self.note));
        emit::push_text(out, "made", &self.made);
        out.push_str("offered: [\n");
        for (who, marks) in &self.offered {
            out.push_str("            (");
            emit::push_literal(out, &composed(who));
            if marks.is_empty() {
                out.push_str(", []),\n");
                continue;
            }
            out.push_str(", [\n");
            for mark in marks {
                out.push_str("        ");
                Line::of(mark).push(out, mark.links.iter().map(|(role, to)| (&**role, &**to)));
            }
            out.push_str("            ]),\n");
        }
        out.push_str("        ]),\n");
    }
}

/// Adds whose work was reviewed, on a line of its own.
pub(super) fn push_reviewed(out: &mut String, names: &[Arc<str>]) {
    if !names.is_empty() {
        let all: Vec<String> = names.iter().map(|name| emit::literal(&composed(name))).collect();
        emit::push_line(out, "reviewed", &format!("[{}]", all.join(", ")));
    }
}

/// Adds all decisions, by their ids.
pub(super) fn push_all<'a>(out: &mut String, decisions: impl Iterator<Item = &'a DecisionRecord>) {
    let mut decisions = decisions.peekable();
    if decisions.peek().is_some() {
        out.push_str("    decisions: [\n");
        decisions.for_each(|d| d.push(out));
        out.push_str("    ],\n");
    }
}

/// What is stored of a review: whose work, and the decisions.
pub(super) fn records(review: &Review, text: &Text) -> (Vec<Arc<str>>, Vec<DecisionRecord>) {
    let names = review.of.iter().map(|name| name.as_str().into()).collect();
    (names, review.decisions.iter().map(|(id, d)| DecisionRecord::of(id, d, text)).collect())
}

/// An offered mark; its links stay as they are, for they lead into another set.
fn offered(mark: &MarkRecord, place: Option<Span>) -> Annotation {
    let links = mark.links.iter().map(|(role, to)| Link { role: nfc_shared(role), to: AnnotationId::new(to.clone()) });
    let (links, copy) = (links.collect(), Arc::clone);
    Annotation {
        id: AnnotationId::new(copy(&mark.id)),
        place: place.map_or_else(|| Place::Lost(mark.was()), Place::At),
        label: nfc_shared(&mark.label),
        attributes: mark.attributes.iter().map(|(name, value)| (nfc_shared(name), nfc_shared(value))).collect(),
        links,
        note: nfc_shared(&mark.note),
        made: copy(&mark.made),
        origin: mark.origin(),
    }
}
