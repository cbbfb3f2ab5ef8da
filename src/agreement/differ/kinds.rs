//! In what the marks of a cluster differ.

use super::{Cluster, Difference};
use crate::{
    model::{Annotation, AnnotationId, LabelName},
    text::{ByteOffset, Span, Text, Unit},
};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

/// The differences of each cluster.
pub(super) fn differences(text: &Text, clusters: &[Cluster]) -> Vec<Vec<Difference>> {
    let ends = Ends::new(clusters);
    let uneven: Vec<Vec<Span>> = clusters.iter().map(uneven).collect();
    let syllables = Syllables::new(text, &uneven);
    clusters.iter().zip(&uneven).map(|(cluster, hulls)| of(cluster, hulls, &ends, &syllables)).collect()
}

fn of(cluster: &Cluster, hulls: &[Span], ends: &Ends<'_>, syllables: &Syllables<'_>) -> Vec<Difference> {
    let mut found = Vec::new();
    let missing = cluster.versions.iter().enumerate().filter(|(_, marks)| marks.is_empty());
    let by: Vec<usize> = missing.map(|(set, _)| set).collect();
    if !by.is_empty() {
        found.push(Difference::Missed { by });
    }
    // Where the places are the same ones, the labels can still be spread over them in different ways.
    let labels_differ = if hulls.is_empty() {
        differs(cluster, |mark| (mark.span(), &mark.label))
    } else {
        differs(cluster, |mark| &mark.label)
    };
    if labels_differ {
        found.push(Difference::Label);
    }
    if !hulls.is_empty() {
        let pairs = hulls.iter().enumerate().flat_map(|(n, a)| hulls.iter().skip(n + 1).map(move |b| (a, b)));
        let apart =
            |(a, b): (&Span, &Span)| syllables.between(a.start(), b.start()) + syllables.between(a.end(), b.end());
        found.push(Difference::Boundary { syllables: pairs.map(apart).max().unwrap_or(0) });
    }
    let names = varying(cluster, |_, mark| mark.attributes.iter().collect());
    if !names.is_empty() {
        found.push(Difference::Attributes { names });
    }
    let roles = varying(cluster, |set, mark| mark.links.iter().map(|l| (&l.role, ends.of(set, &l.to))).collect());
    if !roles.is_empty() {
        found.push(Difference::Links { roles });
    }
    found
}

/// Whether not all versions that have marks have the same of something.
fn differs<'a, T: Ord>(cluster: &'a Cluster, of: impl Fn(&'a Annotation) -> T) -> bool {
    let mut versions = cluster.versions.iter().filter(|marks| !marks.is_empty());
    let Some(first) = versions.next() else { return false };
    if let [one] = &first[..] {
        // By far the most frequent.
        let one = of(one);
        return versions.any(|marks| marks.iter().any(|mark| of(mark) != one));
    }
    let first: BTreeSet<T> = first.iter().map(|mark| of(mark)).collect();
    versions.any(|marks| marks.iter().map(|mark| of(mark)).collect::<BTreeSet<T>>() != first)
}

/// The hulls of the versions, each once, where their places are not the same; empty where they are.
fn uneven(cluster: &Cluster) -> Vec<Span> {
    if !differs(cluster, Annotation::span) {
        return Vec::new();
    }
    let spans = cluster.versions.iter().map(|marks| marks.iter().filter_map(|mark| mark.span()));
    let mut hulls: Vec<Span> = spans.filter_map(|spans| spans.reduce(Span::hull)).collect();
    hulls.sort_unstable();
    hulls.dedup();
    hulls
}

/// What a mark says beside its place and label: values under names.
type Said<'a, V> = Vec<(&'a Arc<str>, V)>;

/// The names under which marks with the same label say different things in different versions, in order. Of a version with several
/// such marks, all their values count, and whether each of the marks has one.
fn varying<'a, V: Ord>(cluster: &'a Cluster, says: impl Fn(usize, &'a Annotation) -> Said<'a, V>) -> Vec<Arc<str>> {
    let mut marks: Vec<(&LabelName, usize, Said<'_, V>)> =
        cluster.marks().map(|(set, _, mark)| (&mark.label, set, says(set, mark))).collect();
    if marks.iter().all(|(.., said)| said.is_empty()) {
        return Vec::new();
    }
    marks.iter_mut().for_each(|(.., said)| {
        said.sort_unstable();
        said.dedup();
    });
    marks.sort_by_key(|(label, set, _)| (*label, *set));
    let mut names = BTreeSet::new();
    for label in marks.chunk_by(|a, b| a.0 == b.0) {
        if label.windows(2).all(|pair| matches!(pair, [a, b] if a.2 == b.2)) {
            continue;
        }
        let versions: Vec<_> = label.chunk_by(|a, b| a.1 == b.1).collect();
        let mut all: Vec<(&Arc<str>, usize, usize, &V)> = Vec::new();
        for (version, marks) in versions.iter().enumerate() {
            for (at, (.., said)) in marks.iter().enumerate() {
                all.extend(said.iter().map(|(name, value)| (*name, version, at, value)));
            }
        }
        all.sort_unstable();
        for same in all.chunk_by(|a, b| a.0 == b.0) {
            let mut views: Vec<(BTreeSet<&V>, bool)> = Vec::new();
            for version in same.chunk_by(|a, b| a.1 == b.1) {
                let speaking = version.chunk_by(|a, b| a.2 == b.2).count();
                let marks = version.first().and_then(|v| versions.get(v.1)).map_or(0, |v| v.len());
                views.push((version.iter().map(|v| v.3).collect(), speaking == marks));
            }
            let silent = views.len() < versions.len();
            if silent || views.windows(2).any(|pair| matches!(pair, [a, b] if a != b)) {
                names.extend(same.first().map(|v| Arc::clone(v.0)));
            }
        }
    }
    names.into_iter().collect()
}

/// Where links lead: the clusters of marks, by set and id.
struct Ends<'a>(Vec<HashMap<&'a AnnotationId, usize>>);

impl<'a> Ends<'a> {
    fn new(clusters: &'a [Cluster]) -> Self {
        let mut ends: Vec<HashMap<&AnnotationId, usize>> = Vec::new();
        let marks =
            || clusters.iter().enumerate().flat_map(|(n, c)| c.marks().map(move |(set, _, mark)| (n, set, mark)));
        if marks().any(|(.., mark)| !mark.links.is_empty()) {
            ends.resize_with(clusters.first().map_or(0, |c| c.versions.len()), HashMap::new);
            for (cluster, set, mark) in marks() {
                if let Some(ends) = ends.get_mut(set) {
                    ends.insert(&mark.id, cluster);
                }
            }
        }
        Ends(ends)
    }

    /// `None` for a mark that has no place.
    fn of(&self, set: usize, to: &AnnotationId) -> Option<usize> {
        self.0.get(set)?.get(to).copied()
    }
}

/// Where syllables end at the places where edges differ. Only there is the text read, and once.
struct Syllables<'a> {
    text: &'a Text,
    ends: Vec<ByteOffset>,
}

impl<'a> Syllables<'a> {
    fn new(text: &'a Text, hulls: &[Vec<Span>]) -> Self {
        let mut places: Vec<(ByteOffset, ByteOffset)> = Vec::new();
        for hulls in hulls {
            let ends = || hulls.iter().map(|s| s.end());
            places.extend(hulls.first().zip(hulls.last()).map(|(a, b)| (a.start(), b.start())));
            places.extend(ends().min().zip(ends().max()));
        }
        places.sort_unstable();
        let mut ends: Vec<ByteOffset> = Vec::new();
        'places: for (start, end) in places.into_iter().filter(|(start, end)| start < end) {
            // The last one found may lie behind this place: there is none between it and the one before.
            while let from = ends.last().map_or(start, |last| start.max(*last))
                && from < end
            {
                let next = text.next_end(Unit::Syllable, from);
                if next <= from {
                    break 'places;
                }
                ends.push(next);
            }
        }
        Syllables { text, ends }
    }

    /// How many lie wholly or in part between two places.
    fn between(&self, a: ByteOffset, b: ByteOffset) -> usize {
        let (a, b) = (a.min(b), a.max(b));
        if a == b {
            return 0;
        }
        let before = |at: ByteOffset| self.ends.partition_point(|end| *end <= at);
        let (from, to) = (before(a), before(b));
        // Those that end there, and the one that goes on behind.
        let ends_here = to > from && self.ends.get(to - 1) == Some(&b);
        let next = self.ends.get(to).filter(|_| !ends_here);
        let cut = next.is_some_and(|next| self.text.prev_boundary(Unit::Syllable, *next) < b);
        to - from + usize::from(cut)
    }
}
