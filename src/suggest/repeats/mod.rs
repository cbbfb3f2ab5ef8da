//! Repeats: what was marked in this article, and before in the project, proposed wherever it stands again.
//!
//! Whole words, accents and case as they were first written; only words in capitals (headlines) are also found by words that are
//! not. Where several known strings begin at one place, the longest wins. How likely a string is marked again is counted: how
//! often it was marked so, marked otherwise, and left unmarked. Strings that stand for sentences (claims, and any label whose
//! marks are long) are never repeated.

mod known;
mod places;

use super::{
    About, Finished, Marked, Proposal, Request, Source,
    tokens::{Token, covered, tokens},
};
use crate::{
    model::LabelName,
    text::{ByteOffset, Span},
};
use known::Found;
pub(super) use known::Known;
use std::collections::BTreeMap;

/// The source.
pub(super) static REPEATS: Repeats = Repeats;

/// See the file.
pub(super) struct Repeats;

/// Attributes that hold wherever the words stand. What a date means depends on the article.
const ELSEWHERE: [&str; 2] = ["entity", "kind"];

impl Source for Repeats {
    fn about(&self) -> &'static About {
        &About {
            id: "repeats",
            title: "Repeats",
            what: "What was marked in this article, or before in the project, wherever the same words stand again",
        }
    }

    fn propose(&self, request: &Request<'_>) -> Vec<Proposal> {
        let nothing = Known::default();
        let earlier = request.memory.get::<Known>().unwrap_or(&nothing);
        let tokens = tokens(request.unbroken().as_str());
        let mut here = Known::default();
        for mark in request.marked.iter().filter(|m| is_short(request, earlier, &m.label)) {
            if let Some((from, to)) = whole(&tokens, mark) {
                let words = tokens.get(from..to).unwrap_or_default();
                let (label, attributes) = (&mark.label, &mark.attributes);
                here.mark(words, label, |name| attributes.get(name).cloned(), attributes.keys());
            }
        }
        let mut proposals = Vec::new();
        let mut open = Open::default();
        for i in 0..tokens.len() {
            let rest = tokens.get(i..).unwrap_or_default();
            open.offer(&mut proposals, request, rest, here.longest(rest), true, earlier);
            open.offer(&mut proposals, request, rest, earlier.longest(rest), false, earlier);
        }
        if let Some(actor) = request.roles.actor.as_ref().filter(|actor| proposals.iter().any(|p| p.label == **actor)) {
            places::lower(request, actor, &mut proposals);
        }
        proposals
    }

    fn learn(&self, finished: &Finished<'_>, memory: &mut super::Memory) {
        let request = &finished.request;
        let tokens = tokens(request.unbroken().as_str());
        let known = memory.get_mut::<Known>();
        known.begin();
        let mut of_label: BTreeMap<&LabelName, Vec<(usize, usize)>> = BTreeMap::new();
        for mark in request.marked {
            let Some((from, to)) = covered(&tokens, mark.span.start().0, mark.span.end().0) else { continue };
            of_label.entry(&mark.label).or_default().push((from, to));
            known.measure(&mark.label, to - from);
            let attribute = |name: &str| mark.attributes.get(name).filter(|_| ELSEWHERE.contains(&name)).cloned();
            if whole(&tokens, mark).is_some() && request.roles.claim.as_ref() != Some(&mark.label) {
                known.mark(tokens.get(from..to).unwrap_or_default(), &mark.label, attribute, mark.attributes.keys());
            }
        }
        for spans in of_label.values_mut() {
            spans.sort_unstable();
        }
        // What is known and was left unmarked here.
        let mut behind = 0;
        for i in 0..tokens.len() {
            let rest = tokens.get(i..).unwrap_or_default();
            let Some(found) = known.longest(rest).filter(|f| i + f.tokens > behind) else { continue };
            let place = (i, i + found.tokens);
            behind = place.1;
            let is_marked = of_label.values().any(|spans| {
                let near = spans.partition_point(|s| s.0 < place.1);
                // Marks of one label rarely nest: the few before the place are enough.
                spans.iter().take(near).rev().take(4).any(|s| s.1 > place.0)
            });
            if !is_marked {
                let key = found.key.clone();
                known.leave(&key);
            }
        }
        known.forget();
    }
}

/// Whether marks of a label may be repeated: never claims, nor what is mostly as long as a clause.
fn is_short(request: &Request<'_>, known: &Known, label: &LabelName) -> bool {
    request.roles.claim.as_ref() != Some(label) && known.is_short(label)
}

/// The tokens of a mark that cuts none, and is short enough to be a name or a phrase.
fn whole(tokens: &[Token<'_>], mark: &Marked) -> Option<(usize, usize)> {
    let (from, to) = covered(tokens, mark.span.start().0, mark.span.end().0)?;
    let (first, last) = (tokens.get(from)?, tokens.get(to - 1)?);
    let edges = first.start == mark.span.start().0 && last.end == mark.span.end().0;
    (edges && to - from <= known::LONGEST && tokens.get(from..to)?.iter().any(Token::is_word)).then_some((from, to))
}

/// Where matches that were taken end: one of this article's marks stands before one of earlier articles.
#[derive(Default)]
struct Open {
    here: usize,
    earlier: usize,
}

impl Open {
    fn offer(
        &mut self,
        proposals: &mut Vec<Proposal>,
        request: &Request<'_>,
        rest: &[Token<'_>],
        found: Option<Found<'_>>,
        here: bool,
        earlier: &Known,
    ) {
        let Some(found) = found else { return };
        let (Some(first), Some(last)) = (rest.first(), rest.get(found.tokens - 1)) else { return };
        let behind = if here { &mut self.here } else { &mut self.earlier };
        if first.start < *behind {
            return;
        }
        *behind = last.end;
        if self.here > first.start && !here {
            return; // This article's own marks say it already.
        }
        let Some(span) = Span::new(ByteOffset(first.start), ByteOffset(last.end)) else { return };
        for (label, share) in found.string.labels() {
            if !is_short(request, earlier, label) {
                continue;
            }
            let rate = earlier.rate(label, first);
            let score = found.string.score(share.marked, rate, here) * if found.same_case { 1.0 } else { 0.85 };
            let words = span.of(request.text);
            let why = match (here, share.marked) {
                (true, _) => format!("“{words}” is marked in this article"),
                (false, 1) => format!("“{words}” was marked once before"),
                (false, n) => format!("“{words}” was marked {n} times before"),
            };
            proposals.push(Proposal {
                source: "repeats".into(),
                span,
                label: label.clone(),
                attributes: share.attributes.clone(),
                links: Vec::new(),
                score,
                why,
            });
        }
    }
}

#[cfg(test)]
mod tests;
