//! Names of places that stand for actors only where they act: `Nga` says something here and is a direction there.

use crate::{
    model::LabelName,
    suggest::{
        ActorKind, Proposal, Request,
        actors::{Mention, mentions},
    },
    text::Span,
};
use std::collections::BTreeMap;

/// What a repeat is worth where its words are no actor, or only part of a longer one.
const ELSEWHERE: f32 = 0.45;

/// Lowers repeats of actors where the grammar sees a place that does not act, or a longer mention around them. Places whose words
/// are marked as often where they do not act as where they do are left alone: here that is what is wanted.
pub(super) fn lower(request: &Request<'_>, actor: &LabelName, proposals: &mut [Proposal]) {
    let mentions = mentions(request);
    let at = |span: Span| {
        let near = mentions.partition_point(|m| m.span.end() <= span.start());
        mentions.get(near).filter(|m| m.span.covers(span))
    };
    let rests = |m: &Mention| m.kind == ActorKind::Place;
    // By words: marks where the place does not act, less those where it does. One alone may be the grammar's mistake.
    let mut wanted: BTreeMap<&str, i32> = BTreeMap::new();
    for mark in request.marked.iter().filter(|m| m.label == *actor) {
        if let Some(mention) = at(mark.span).filter(|m| m.span == mark.span) {
            *wanted.entry(mark.span.of(request.text)).or_default() += if rests(mention) { 1 } else { -1 };
        }
    }
    let is_wanted = |words: &str| wanted.get(words).is_some_and(|more| *more >= 0);
    for proposal in proposals.iter_mut().filter(|p| p.label == *actor) {
        let Some(mention) = at(proposal.span) else { continue };
        let part = mention.span != proposal.span;
        if part || rests(mention) && !is_wanted(proposal.span.of(request.text)) {
            proposal.score *= ELSEWHERE;
        }
    }
}
