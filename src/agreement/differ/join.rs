//! Which marks stand for the same thing.

use super::field::Field;
use crate::{
    model::{Annotation, AnnotationSet},
    text::{ByteOffset, Span},
};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// An annotation that has a place.
#[derive(Clone, Copy)]
pub(super) struct Mark<'a> {
    /// Its number among all.
    at: usize,
    /// The number of its set.
    pub set: usize,
    /// A number for its label.
    label: usize,
    /// Its place.
    pub span: Span,
    /// Itself.
    pub mark: &'a Arc<Annotation>,
}

/// All marks of all sets, set by set.
pub(super) fn marks<'a>(sets: &[&'a AnnotationSet]) -> Vec<Mark<'a>> {
    let mut labels: HashMap<&str, usize> = HashMap::new();
    let mut marks = Vec::with_capacity(sets.iter().map(|s| s.placed_len()).sum());
    for (set, of) in sets.iter().enumerate() {
        for (span, mark) in of.placed() {
            let new = labels.len();
            let label = *labels.entry(&mark.label).or_insert(new);
            marks.push(Mark { at: marks.len(), set, label, span, mark });
        }
    }
    marks
}

/// The group of each mark, as the number of one of its marks.
pub(super) fn groups(marks: &[Mark<'_>], sets: usize) -> Vec<usize> {
    let mut groups = Groups((0..marks.len()).collect());
    let mut sorted = marks.to_vec();
    sorted.sort_unstable_by_key(|m| (m.label, m.span, m.set, m.at));
    let mut rest = Vec::new();
    for same in sorted.chunk_by(|a, b| (a.label, a.span) == (b.label, b.span)) {
        let of_all = same.chunk_by(|a, b| a.set == b.set).count() == sets;
        for pair in same.windows(2) {
            // A file edited by hand may have one mark twice in a set: that is one mark here.
            if let [a, b] = pair
                && (of_all || a.set == b.set)
            {
                groups.join(a.at, b.at);
            }
        }
        if !of_all {
            rest.extend_from_slice(same);
        }
    }
    let mut waiting = vec![Vec::new(); sets];
    for label in rest.chunk_by(|a, b| a.label == b.label) {
        join_overlapping(label, &mut waiting, &mut groups);
    }
    join_rivals(&rest, sets, &mut groups);
    (0..marks.len()).map(|at| groups.root(at)).collect()
}

/// Joins overlapping marks of different sets; the marks have one label and come by start.
///
/// `waiting` has, for each set, the marks (with their ends) that may overlap one to come. Once a mark of another set has met
/// them they are all in its group, and the one that reaches farthest stands for them: so each waits once, and is met once.
fn join_overlapping(marks: &[Mark<'_>], waiting: &mut [Vec<(ByteOffset, usize)>], groups: &mut Groups) {
    waiting.iter_mut().for_each(Vec::clear);
    for mark in marks {
        for (set, waiting) in waiting.iter_mut().enumerate() {
            if set == mark.set {
                waiting.push((mark.span.end(), mark.at));
                continue;
            }
            waiting.retain(|(end, _)| *end > mark.span.start());
            waiting.iter().for_each(|(_, other)| groups.join(mark.at, *other));
            let farthest = waiting.iter().copied().max();
            waiting.clear();
            waiting.extend(farthest);
        }
    }
}

/// Joins groups that no annotator has marks in both of, where a mark of one and a mark of the other share most of their text.
/// Of one label there are none: such marks overlap, and are in one group already.
fn join_rivals(marks: &[Mark<'_>], sets: usize, groups: &mut Groups) {
    let mut grouped: Vec<(usize, usize, Span, usize)> =
        marks.iter().map(|m| (groups.root(m.at), m.set, m.span, m.at)).collect();
    grouped.sort_unstable();
    // Marks by who has marks in their group; for each such company there is a field of its own.
    let mut companies: BTreeMap<Vec<usize>, Vec<(Span, usize)>> = BTreeMap::new();
    for group in grouped.chunk_by(|a, b| a.0 == b.0) {
        let who: Vec<usize> = group.chunk_by(|a, b| a.1 == b.1).filter_map(|c| Some(c.first()?.1)).collect();
        if who.len() < sets {
            companies.entry(who).or_default().extend(group.iter().map(|(.., span, at)| (*span, *at)));
        }
    }
    let apart: Vec<Vec<usize>> = companies
        .keys()
        .map(|who| {
            let apart = |other: &[usize]| !other.iter().any(|o| who.binary_search(o).is_ok());
            companies.keys().enumerate().filter(|(_, other)| apart(other)).map(|(n, _)| n).collect()
        })
        .collect();
    let starts: Vec<(usize, Span, usize)> =
        companies.values().enumerate().flat_map(|(n, marks)| marks.iter().map(move |(s, at)| (n, *s, *at))).collect();
    let mut fields: Vec<Field> = companies.into_values().map(Field::new).collect();
    // One part of what hangs together after the other. Whatever is found is taken out of its field: it belongs to the part in
    // hand, and nothing of a later part shares most of its text with it. So each mark is found once.
    let mut asked = vec![false; groups.0.len()];
    for start in starts {
        let mut found = vec![start];
        while let Some((company, span, at)) = found.pop() {
            if asked.get_mut(at).is_none_or(|asked| std::mem::replace(asked, true)) {
                continue;
            }
            for other in apart.get(company).into_iter().flatten() {
                while let Some((rival, there)) = fields.get_mut(*other).and_then(|f| f.take(span)) {
                    groups.join(at, there);
                    found.push((*other, rival, there));
                }
            }
        }
    }
}

/// Disjoint groups of numbers: the parent of each (Galler & Fischer 1964, with paths halved).
struct Groups(Vec<usize>);

impl Groups {
    fn parent(&self, at: usize) -> usize {
        self.0.get(at).copied().unwrap_or(at)
    }

    fn root(&mut self, mut at: usize) -> usize {
        loop {
            let parent = self.parent(at);
            if parent == at {
                return at;
            }
            let over = self.parent(parent);
            if let Some(slot) = self.0.get_mut(at) {
                *slot = over;
            }
            at = over;
        }
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(slot) = self.0.get_mut(a.max(b)) {
            *slot = a.min(b);
        }
    }
}
