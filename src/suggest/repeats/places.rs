//! Names of places that stand for actors only where they act: `Nga` says something here and is a direction there.

use crate::{
    model::LabelName,
    suggest::{
        ActorKind, Proposal, Request,
        actors::{Mention, mentions},
    },
    text::Span,
};
use std::collections::BTreeSet;

/// What a repeat is worth where its words are no actor, or only part of a longer one.
const ELSEWHERE: f32 = 0.45;

/// Lowers repeats of actors where the grammar sees a place that does not act, or a longer mention around them. Places whose words
/// somebody marked where they do not act are left alone: here that is what is wanted.
pub(super) fn lower(request: &Request<'_>, actor: &LabelName, proposals: &mut [Proposal]) {
    let mentions = mentions(request);
    let at = |span: Span| {
        let near = mentions.partition_point(|m| m.span.end() <= span.start());
        mentions.get(near).filter(|m| m.span.covers(span))
    };
    let rests = |m: &Mention| m.kind == ActorKind::Place;
    let marked = request.marked.iter().filter(|m| m.label == *actor);
    let wanted: BTreeSet<&str> = marked
        .filter(|mark| at(mark.span).is_some_and(|m| rests(m) && m.span == mark.span))
        .map(|mark| mark.span.of(request.text))
        .collect();
    for proposal in proposals.iter_mut().filter(|p| p.label == *actor) {
        let Some(mention) = at(proposal.span) else { continue };
        let part = mention.span != proposal.span;
        if part || rests(mention) && !wanted.contains(proposal.span.of(request.text)) {
            proposal.score *= ELSEWHERE;
        }
    }
}
