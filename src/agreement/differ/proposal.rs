//! What a reviewer can take besides one annotator's version: union and intersection.

use super::Cluster;
use crate::{
    model::{Annotation, LabelName},
    text::Span,
};
use std::{collections::BTreeMap, sync::Arc};

/// A mark to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Its place. Its edges are edges of marks.
    pub span: Span,
    /// Its label.
    pub label: LabelName,
    /// For each attribute of the marks that it overlaps, the value that the first of them gives, in the order of the sets; so
    /// that on which all agree stays as it is.
    pub attributes: BTreeMap<Arc<str>, Arc<str>>,
}

/// The marks of a label, with the number of their set and their span, set by set.
type Labelled<'a> = Vec<(usize, Span, &'a Annotation)>;

impl Cluster {
    /// For each label, all that anyone marked with it: one mark for what overlaps. By place, then label.
    pub fn union(&self) -> Vec<Proposal> {
        self.proposals(|marks| merged(marks.iter().map(|(_, span, _)| *span).collect()))
    }

    /// For each label, what everyone marked who has marks of that label here. Empty where no text is common. By place, then label.
    pub fn intersection(&self) -> Vec<Proposal> {
        self.proposals(|marks| {
            let versions = marks.chunk_by(|a, b| a.0 == b.0);
            let covered = versions.map(|marks| merged(marks.iter().map(|(_, span, _)| *span).collect()));
            covered.reduce(|a, b| common(&a, &b)).unwrap_or_default()
        })
    }

    fn proposals(&self, places: impl Fn(&Labelled<'_>) -> Vec<Span>) -> Vec<Proposal> {
        let mut labels: BTreeMap<&LabelName, Labelled<'_>> = BTreeMap::new();
        for (set, span, mark) in self.marks() {
            labels.entry(&mark.label).or_default().push((set, span, mark));
        }
        let mut proposals = Vec::new();
        for (label, mut marks) in labels {
            let places = places(&marks);
            marks.retain(|(.., mark)| !mark.attributes.is_empty());
            for span in places {
                let mut attributes = BTreeMap::new();
                for (.., mark) in marks.iter().filter(|(_, s, _)| s.overlaps(span)) {
                    for (name, value) in &mark.attributes {
                        attributes.entry(Arc::clone(name)).or_insert_with(|| Arc::clone(value));
                    }
                }
                proposals.push(Proposal { span, label: Arc::clone(label), attributes });
            }
        }
        proposals.sort_by(|a, b| (a.span, &a.label).cmp(&(b.span, &b.label)));
        proposals
    }
}

/// The hulls of spans that hang together by overlapping, in order.
fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut merged: Vec<Span> = Vec::new();
    for span in spans {
        match merged.last_mut().filter(|last| last.overlaps(span)) {
            Some(last) => *last = last.hull(span),
            None => merged.push(span),
        }
    }
    merged
}

/// What both cover; in each, the spans come in order and do not overlap.
fn common(a: &[Span], b: &[Span]) -> Vec<Span> {
    let (mut a, mut b) = (a.iter().copied().peekable(), b.iter().copied().peekable());
    let mut common = Vec::new();
    while let Some((x, y)) = a.peek().copied().zip(b.peek().copied()) {
        common.extend(x.common(y));
        let _ = if x.end() <= y.end() { a.next() } else { b.next() };
    }
    common
}
