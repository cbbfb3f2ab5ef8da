//! Bringing the proposals of several sources together, and teaching them all from a finished article.

use super::{Fate, Finished, Marked, Memory, Proposal, Request, Source, Tallies, tally::WORTH, worth::Case};
use crate::{
    model::LabelName,
    text::{ByteOffset, Span, Text},
};
use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// What was rejected by name in an article: it is not proposed again.
pub type Rejections = BTreeSet<(Span, LabelName)>;

/// What the enabled sources propose for an article, in order of place.
///
/// Left out is what is marked already, what overlaps a mark of its label (but for claims, which may nest), what was rejected,
/// and what cannot be: labels that the project does not have, edges inside a character. Equal proposals become one with
/// the best score, and everything that the sources say of it. Where proposals of one label overlap, the likeliest is kept; so too
/// where their labels differ, unless marks of these labels were seen to overlap or one is for claims. A date that says no value
/// gives way to one that does, and to a rejected one. Every score is what the [`Tallies`] make of it.
pub fn suggest(request: &Request<'_>, enabled: &[&dyn Source], rejected: &Rejections) -> Vec<Proposal> {
    together(request, enabled.iter().map(|source| (Some(*source), source.propose(request))), rejected)
}

/// The same for what was proposed already: each with its source, where that is one of the program's.
pub fn together<'s>(
    request: &Request<'_>,
    found: impl IntoIterator<Item = (Option<&'s dyn Source>, Vec<Proposal>)>,
    rejected: &Rejections,
) -> Vec<Proposal> {
    let fresh = Tallies::default();
    let tallies = request.memory.get::<Tallies>().unwrap_or(&fresh);
    let marks = Places::of(request.marked);
    let lines = Lines::of(request.unbroken());
    let mut all = Vec::new();
    // Labels that are shown however little they save: marked in this article, of which nothing is known, or with a sure proposal.
    let mut trusted: BTreeSet<LabelName> = request.marked.iter().map(|m| m.label.clone()).collect();
    for (source, mut own) in found {
        own.retain(|p| is_possible(request, p) && !rejected.contains(&(p.span, p.label.clone())));
        own.retain(|p| !marks.stand_against(p, request.roles.claim.as_ref()));
        for proposal in &mut own {
            let case = lines.case(tallies, proposal);
            let must_prove = source.is_some_and(|s| s.must_prove(&proposal.label));
            let worth = tallies.worth(&proposal.source, &proposal.label, &case, must_prove);
            if worth >= SURE || !tallies.know(&proposal.source, &proposal.label) {
                trusted.insert(proposal.label.clone());
            }
            proposal.score = worth;
        }
        all.append(&mut own);
    }
    let mut all = merged(all);
    leave_to_valued(&mut all, request, rejected);
    let mut all = likeliest(all, request, tallies);
    hold_back(&mut all, &trusted);
    all
}

/// A proposal that scores as much is shown for itself.
const SURE: f32 = 0.8;

/// What accepting all proposals of a label in an article costs, in marks by hand.
const KEY: f32 = 1.0;

/// What is held back scores at most this.
const HELD: f32 = 0.45;

/// Holds back the proposals of each label, but for the `trusted`, that together would not save the key that accepts them: each saves
/// a mark where it is right, and costs a key where it is wrong.
fn hold_back(all: &mut [Proposal], trusted: &BTreeSet<LabelName>) {
    let mut saves: BTreeMap<LabelName, f32> = BTreeMap::new();
    for p in all.iter().filter(|p| p.score >= WORTH && !trusted.contains(&p.label)) {
        *saves.entry(p.label.clone()).or_default() += 2.0 * p.score - 1.0;
    }
    for p in all.iter_mut() {
        if saves.get(&p.label).is_some_and(|saved| *saved < KEY) {
            p.score = p.score.min(HELD);
        }
    }
}

/// The attribute of a date that says when it is.
const VALUE: &str = "value";

/// Words that were a date elsewhere are not proposed where they overlap a date that is understood, or one that was rejected:
/// they are a part of it, or it is none.
fn leave_to_valued(all: &mut Vec<Proposal>, request: &Request<'_>, rejected: &Rejections) {
    let Some(date) = &request.roles.date else { return };
    let mut better = Spans::default();
    for p in all.iter().filter(|p| p.label == *date && p.attributes.contains_key(VALUE) && p.score >= WORTH) {
        better.insert(p.span);
    }
    for (span, _) in rejected.iter().filter(|(_, label)| label == date) {
        better.insert(*span);
    }
    all.retain(|p| p.label != *date || p.attributes.contains_key(VALUE) || better.over(p.span).next().is_none());
}

/// Whether a proposal could become an annotation.
fn is_possible(request: &Request<'_>, proposal: &Proposal) -> bool {
    let edges = Span::in_text(request.text, proposal.span.start(), proposal.span.end());
    edges.is_ok() && proposal.score.is_finite() && request.roles.all.contains(&proposal.label)
}

/// Where the lines of a text end, and whether each ends as a sentence does: headlines and rows of tables do not.
struct Lines<'a> {
    text: &'a Text,
    ends: Vec<(usize, bool)>,
}

impl<'a> Lines<'a> {
    fn of(text: &'a Text) -> Self {
        let mut end = 0;
        let ends = text.as_str().split_inclusive('\n').map(|line| {
            end += line.len();
            let bare = line.trim_end_matches(|c: char| c.is_whitespace() || "\"'”’»)]".contains(c));
            (end, bare.ends_with(['.', '!', '?', '…', ':', ';', ',']))
        });
        Lines { text, ends: ends.collect() }
    }

    /// What is known of a proposal.
    fn case(&self, tallies: &Tallies, proposal: &Proposal) -> Case {
        let at = proposal.span.start().0;
        let line = self.ends.get(self.ends.partition_point(|(end, _)| *end <= at));
        let aside = line.is_some_and(|(_, sentence)| !sentence);
        tallies.case(&proposal.label, proposal.span.of(self.text), proposal.score, aside)
    }
}

/// The marks of an article by label, to ask what overlaps.
struct Places(BTreeMap<LabelName, Spans>);

/// Spans by start, and the longest of them.
#[derive(Default)]
struct Spans {
    spans: BTreeSet<Span>,
    longest: usize,
}

impl Spans {
    fn insert(&mut self, span: Span) {
        self.longest = self.longest.max(span.len());
        self.spans.insert(span);
    }

    /// Those that overlap a place.
    fn over(&self, span: Span) -> impl Iterator<Item = Span> + '_ {
        let from = ByteOffset(span.start().0.saturating_sub(self.longest));
        let first = Span::new(from, ByteOffset(from.0 + 1));
        let near = first.into_iter().flat_map(|first| self.spans.range(first..));
        near.copied().take_while(move |s| s.start() < span.end()).filter(move |s| s.overlaps(span))
    }
}

/// Whether one lies inside the other, and they are not the same.
fn nested(a: Span, b: Span) -> bool {
    a != b && (a.covers(b) || b.covers(a))
}

impl Places {
    fn of(marks: &[Marked]) -> Self {
        let mut places = Places(BTreeMap::new());
        for mark in marks {
            places.0.entry(mark.label.clone()).or_default().insert(mark.span);
        }
        places
    }

    fn stand_against(&self, proposal: &Proposal, claim: Option<&LabelName>) -> bool {
        let may_nest = claim == Some(&proposal.label);
        let Some(there) = self.0.get(&proposal.label) else { return false };
        there.over(proposal.span).any(|mark| !(may_nest && nested(mark, proposal.span)))
    }
}

/// Equal proposals as one.
fn merged(mut all: Vec<Proposal>) -> Vec<Proposal> {
    let place = |p: &Proposal| (p.span.start(), p.span.end(), p.label.clone());
    all.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| b.score.total_cmp(&a.score)));
    let mut one: Vec<Proposal> = Vec::with_capacity(all.len());
    for proposal in all {
        match one.last_mut().filter(|last| last.span == proposal.span && last.label == proposal.label) {
            None => one.push(proposal),
            Some(best) => {
                for (name, value) in proposal.attributes {
                    best.attributes.entry(name).or_insert(value);
                }
                for link in proposal.links {
                    if !best.links.contains(&link) {
                        best.links.push(link);
                    }
                }
                if !proposal.why.is_empty() && !best.why.contains(&proposal.why) {
                    best.why = [&*best.why, &*proposal.why]
                        .into_iter()
                        .filter(|w| !w.is_empty())
                        .collect::<Vec<_>>()
                        .join("; ");
                }
            }
        }
    }
    one
}

/// Takes the likeliest first, and what it leaves room for.
fn likeliest(mut all: Vec<Proposal>, request: &Request<'_>, tallies: &Tallies) -> Vec<Proposal> {
    let claim = request.roles.claim.as_ref();
    all.sort_by(|a, b| {
        b.score.total_cmp(&a.score).then_with(|| longer_first(a.span, b.span)).then_with(|| a.label.cmp(&b.label))
    });
    let mut taken = Places(BTreeMap::new());
    let mut claims: BTreeMap<Span, Arc<str>> = BTreeMap::new();
    all.retain(|proposal| {
        let is_claim = claim == Some(&proposal.label);
        // A source knows which claims hold others; where two sources share an edge they differ on the other.
        let holds = |other: Span| {
            let shares = other.start() == proposal.span.start() || other.end() == proposal.span.end();
            nested(other, proposal.span) && (!shares || claims.get(&other) == Some(&proposal.source))
        };
        let room = taken.0.iter().all(|(label, there)| {
            let mut over = there.over(proposal.span);
            if *label == proposal.label {
                return over.all(|other| is_claim && holds(other));
            }
            is_claim || claim == Some(label) || tallies.nest(label, &proposal.label) || over.next().is_none()
        });
        if room {
            taken.0.entry(proposal.label.clone()).or_default().insert(proposal.span);
            if is_claim {
                claims.insert(proposal.span, proposal.source.clone());
            }
        }
        room
    });
    all.sort_by(|a, b| (a.span, &a.label).cmp(&(b.span, &b.label)));
    all
}

fn longer_first(a: Span, b: Span) -> Ordering {
    b.len().cmp(&a.len()).then_with(|| a.cmp(&b))
}

/// Teaches all enabled sources from an article that a person has finished, and counts what became of their proposals.
///
/// Before they learn, each is asked what it would have proposed for the bare text, shown or not: so a source that holds itself
/// back is still watched.
pub fn learn(finished: &Finished<'_>, enabled: &[&dyn Source], memory: &mut Memory) {
    let marked = finished.request.marked;
    let marks = Places::of(marked);
    let fate = |span: Span, label: &LabelName| match marks.0.get(label) {
        Some(there) if there.spans.contains(&span) => Fate::Accepted,
        Some(there) if there.over(span).next().is_some() => Fate::Mended,
        _ => Fate::Refused,
    };
    let bare = Request { marked: &[], memory, ..finished.request };
    let would: Vec<Proposal> =
        enabled.iter().flat_map(|s| s.propose(&bare)).filter(|p| is_possible(&bare, p)).collect();
    let asked: BTreeSet<Arc<str>> =
        enabled.iter().map(|s| s.about().id.into()).chain(would.iter().map(|p| p.source.clone())).collect();
    let pairs = overlapping(marked);
    let tallies = memory.get_mut::<Tallies>();
    let lines = Lines::of(finished.request.unbroken());
    let watch = |tallies: &mut Tallies, p: &Proposal| {
        let case = lines.case(tallies, p);
        tallies.watch(&p.source, &p.label, (case, p.score >= WORTH), fate(p.span, &p.label));
    };
    for p in &would {
        watch(tallies, p);
    }
    let mut counted: BTreeSet<(&Arc<str>, Span, &LabelName)> = BTreeSet::new();
    for p in finished.proposed {
        if counted.insert((&p.source, p.span, &p.label)) {
            tallies.count(&p.source, &p.label, fate(p.span, &p.label));
            // A machine annotator or another program is not asked again here: what was shown is what is known of it.
            if !asked.contains(&*p.source) {
                watch(tallies, p);
            }
        }
    }
    for (mark, source) in finished.rejected {
        if counted.insert((source, mark.span, &mark.label)) {
            tallies.count(source, &mark.label, Fate::Refused);
        }
        if fate(mark.span, &mark.label) == Fate::Refused {
            let case = Case::new(WORTH, (0, 0), false);
            tallies.watch(source, &mark.label, (case, true), Fate::Refused);
        }
    }
    // Words count once an article: as marked where they were anywhere in it.
    let mut words: BTreeMap<(&LabelName, &str), bool> = BTreeMap::new();
    let proposed = would.iter().chain(finished.proposed).map(|p| (p.span, &p.label));
    let marks_and_rejected = marked.iter().chain(finished.rejected.iter().map(|(mark, _)| mark));
    for (span, label) in proposed.chain(marks_and_rejected.map(|m| (m.span, &m.label))) {
        let is_marked = fate(span, label) == Fate::Accepted;
        *words.entry((label, span.of(finished.request.text))).or_default() |= is_marked;
    }
    for ((label, words), is_marked) in words {
        tallies.meet(label, words, is_marked);
    }
    let must_prove =
        |id: &str, label: &LabelName| enabled.iter().any(|source| source.about().id == id && source.must_prove(label));
    tallies.finish(pairs, must_prove);
    for source in enabled {
        let request = Request { memory: &Memory::default(), ..finished.request };
        source.learn(&Finished { request, ..*finished }, memory);
    }
}

/// Pairs of labels that have marks that overlap.
fn overlapping(marked: &[Marked]) -> BTreeSet<(&LabelName, &LabelName)> {
    let mut sorted: Vec<&Marked> = marked.iter().collect();
    sorted.sort();
    let mut open: BTreeMap<&LabelName, ByteOffset> = BTreeMap::new();
    let mut pairs = BTreeSet::new();
    for mark in sorted {
        pairs.extend(open.iter().filter(|(_, end)| **end > mark.span.start()).map(|(label, _)| (*label, &mark.label)));
        let end = open.entry(&mark.label).or_insert(mark.span.end());
        *end = (*end).max(mark.span.end());
    }
    pairs
}

#[cfg(test)]
mod tests;
