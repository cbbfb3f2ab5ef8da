//! Where in a text a quotation may be, and how alike each place is.

use super::likeness::{context_likeness, likeness};
use super::view::{GRAM, Index, View};
use super::{CONTEXT, Found, KNOWN_CONTEXT, KNOWN_WORDS, LEAST_WORDS, Quotation};
use crate::text::{ByteOffset, Span, Text};

/// Sequences looked up for each edge of a quotation, the rarest first.
const LOOKUPS: usize = 16;
/// Places looked at for each sequence, those nearest to the old place first.
const PLACES: usize = 16;
/// Places kept for each edge.
const EDGES: usize = 8;
/// How far around the place that neighbours point to words are looked for without an index.
const NEARBY: usize = 80;

/// A place that a quotation may be at now, in scalars of the view.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Candidate {
    pub start: usize,
    pub end: usize,
    pub score: f32,
    context: f32,
    /// Scalars of the words that are as they were.
    kept: usize,
    span: Option<Span>,
}

impl Candidate {
    /// Whether the place is known without asking neighbours.
    pub fn is_known(&self) -> bool {
        self.context >= KNOWN_CONTEXT || self.kept >= KNOWN_WORDS
    }

    pub fn found(&self) -> Found {
        self.span.map_or(Found::Lost, |span| Found::Moved { span, score: self.score })
    }
}

/// A quotation in the form that is compared.
struct Wanted {
    before: Vec<char>,
    exact: Vec<char>,
    after: Vec<char>,
}

impl Wanted {
    fn of(quotation: &Quotation) -> Self {
        let mut before = View::of(&quotation.before).chars;
        // Anchored at the words' edge, the text before is compared backwards.
        before.reverse();
        Wanted { before, exact: View::of(&quotation.exact).chars, after: View::of(&quotation.after).chars }
    }
}

/// A text prepared for searching.
pub(super) struct Searcher {
    view: View,
    index: Index,
}

impl Searcher {
    pub fn new(text: &Text) -> Self {
        let view = View::of(text.as_str());
        let index = Index::of(&view);
        Searcher { view, index }
    }

    /// Where a position of the text is in the view.
    pub fn expected(&self, at: ByteOffset) -> usize {
        self.view.index_of(at.0)
    }

    /// The places a quotation may be at, no two of them overlapping, the best first.
    pub fn candidates(&self, text: &Text, quotation: &Quotation, expected: usize) -> Vec<Candidate> {
        let wanted = Wanted::of(quotation);
        let long = wanted.exact.len();
        let pattern: Vec<char> =
            wanted.before.iter().rev().chain(&wanted.exact).chain(&wanted.after).copied().collect();
        let lead = wanted.before.len();
        let near = long.min(CONTEXT);
        let starts = self.edges(&pattern, 0..lead + near, lead, expected);
        let ends = self.edges(&pattern, lead + long - near..pattern.len(), lead + long, expected + long);
        let mut ranges: Vec<(usize, usize)> = Vec::new();
        let slack = 8.max(long / 2);
        for start in &starts {
            ranges.push((*start, start + long));
            let fits = |end: &&usize| **end > *start && (*end - start).abs_diff(long) <= slack;
            ranges.extend(ends.iter().filter(fits).map(|end| (*start, *end)));
        }
        ranges.extend(ends.iter().filter_map(|end| Some((end.checked_sub(long)?, *end))));
        ranges.sort_unstable();
        ranges.dedup();
        let judged = ranges.into_iter().filter_map(|range| self.judge(text, &wanted, range)).collect();
        apart(judged, expected)
    }

    /// Adds the places of the very words near to where the neighbours point, which the index may have passed over.
    pub fn add_near(&self, text: &Text, quotation: &Quotation, around: (usize, usize), to: &mut Vec<Candidate>) {
        let wanted = Wanted::of(quotation);
        let long = wanted.exact.len();
        let (from, until) = (around.0.saturating_sub(NEARBY), around.1.min(around.0 + 4 * NEARBY) + NEARBY + long);
        if long == 0 || from >= self.view.len() {
            return;
        }
        let nearby = self.view.slice(from, until);
        let hits = nearby.windows(long).enumerate().filter(|(_, w)| *w == wanted.exact.as_slice());
        let more: Vec<Candidate> =
            hits.filter_map(|(i, _)| self.judge(text, &wanted, (from + i, from + i + long))).collect();
        if !more.is_empty() {
            let all = to.iter().copied().chain(more).collect();
            *to = apart(all, around.0);
        }
    }

    /// Where an edge of the pattern, `edge` scalars from its front, may be: what most of its rare sequences in `range` agree on.
    fn edges(&self, pattern: &[char], range: std::ops::Range<usize>, edge: usize, expected: usize) -> Vec<usize> {
        let part = pattern.get(range.clone()).unwrap_or_default();
        let mut grams: Vec<(usize, usize, &[char])> = part
            .windows(GRAM)
            .enumerate()
            .map(|(i, gram)| (self.index.places(gram).len(), range.start + i, gram))
            .filter(|(_, _, gram)| self.holds(gram))
            .collect();
        grams.sort_unstable_by_key(|(places, i, _)| (*places, i.abs_diff(edge)));
        let mut votes: Vec<usize> = Vec::new();
        for (_, i, gram) in grams.into_iter().take(LOOKUPS) {
            let places = self.index.places(gram);
            let target = (expected + i).saturating_sub(edge);
            let middle = places.partition_point(|p| (*p as usize) < target);
            let from = middle.saturating_sub(PLACES / 2).min(places.len().saturating_sub(PLACES));
            for place in places.iter().skip(from).take(PLACES).map(|p| *p as usize) {
                if self.view.slice(place, place + GRAM) == gram {
                    votes.extend((place + edge).checked_sub(i).filter(|at| *at <= self.view.len()));
                }
            }
        }
        votes.sort_unstable();
        let mut counted: Vec<(usize, usize)> = Vec::new();
        for vote in votes {
            match counted.last_mut() {
                Some((n, at)) if *at == vote => *n += 1,
                _ => counted.push((1, vote)),
            }
        }
        counted.sort_unstable_by_key(|(n, at)| (std::cmp::Reverse(*n), at.abs_diff(expected)));
        counted.into_iter().take(EDGES).map(|(_, at)| at).collect()
    }

    /// Whether a sequence stands in the text, as far as a few looks tell.
    fn holds(&self, gram: &[char]) -> bool {
        self.index.places(gram).iter().take(PLACES).any(|p| self.view.slice(*p as usize, *p as usize + GRAM) == gram)
    }

    /// How much a place is like the quotation; `None` where its words are another's.
    fn judge(&self, text: &Text, wanted: &Wanted, (start, end): (usize, usize)) -> Option<Candidate> {
        if start >= end || end > self.view.len() {
            return None;
        }
        let words = likeness(&wanted.exact, self.view.slice(start, end));
        if words < LEAST_WORDS {
            return None;
        }
        let reach = CONTEXT + CONTEXT / 2;
        let mut before: Vec<char> = self.view.slice(start.saturating_sub(reach), start).to_vec();
        before.reverse();
        let after = self.view.slice(end, end + reach);
        let (b, a) = (wanted.before.len() as f32, wanted.after.len() as f32);
        let sides = b * context_likeness(&wanted.before, &before) + a * context_likeness(&wanted.after, after);
        let context = if b + a > 0.0 { sides / (b + a) } else { 1.0 };
        let (from, to) = self.view.bytes(start, end);
        let span = Span::between(text, ByteOffset(from), ByteOffset(to));
        // What is left of all that was known, the surroundings counting half.
        let all = wanted.exact.len().max(end - start) as f32;
        let score = ((words * all + sides / 2.0) / (all + (a + b) / 2.0)).clamp(0.0, 1.0);
        let kept = (words * all) as usize;
        Some(Candidate { start, end, score, context, kept, span })
    }
}

/// The best candidates that do not overlap one another, best first; of equally good ones the one nearer to `expected` first.
fn apart(mut all: Vec<Candidate>, expected: usize) -> Vec<Candidate> {
    all.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then(a.start.abs_diff(expected).cmp(&b.start.abs_diff(expected)))
            .then(a.end.cmp(&b.end))
    });
    let mut kept: Vec<Candidate> = Vec::new();
    for candidate in all {
        if kept.iter().all(|k| candidate.end <= k.start || k.end <= candidate.start) {
            kept.push(candidate);
        }
    }
    kept
}
