//! Actors: whole mentions of those who act or speak, with the name that all mentions of one share.
//!
//! | file | holds |
//! |---|---|
//! | `scan` | all mentions that the words of a text tell of |
//! | `weigh` | how likely each is somebody who acts here |
//! | `places` | where a name only tells where something is |
//! | `groups` | which mentions are of one actor, and why |
//! | `offers` | marks of one actor that have several names, and the other way round |

mod groups;
mod offers;
#[cfg(test)]
mod offers_tests;
mod places;
mod scan;
#[cfg(test)]
mod tests;
mod weigh;

pub use groups::{Group, Member, groups};
pub use offers::{Offer, OfferKind, offers};
pub(super) use scan::scan;

use super::prose::{ActorKind, Gender, Prose};
use super::{About, Proposal, Request, Source, claims};
use crate::text::Span;
use std::{collections::BTreeMap, sync::Arc};

static ABOUT: About = About {
    id: "actors",
    title: "Actors",
    what: "Mentions of those who act or speak, with the name that all mentions of one share",
};

/// The source of actors.
pub struct Actors;

/// A mention of somebody, or of a place that has a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The whole mention: title, honorific and name.
    pub span: Span,
    /// The bare name in it, as corpora of names mark it.
    pub name_span: Option<Span>,
    /// What it is.
    pub kind: ActorKind,
    /// Whom a pronoun for it would mean, where its words say so.
    pub gender: Option<Gender>,
    /// Whether it is the source of a claim.
    pub is_source: bool,
    /// How likely it is somebody who acts or speaks here, from 0 to 1.
    pub score: f32,
    /// Why, in a phrase.
    pub why: &'static str,
}

/// All mentions of a text, in order, none inside another.
pub fn mentions(request: &Request<'_>) -> Vec<Mention> {
    let prose = Prose::of(request);
    let natural = scan(&prose);
    let said = claims::said(&prose, &natural);
    weigh::weigh(&prose, &natural, &said)
}

impl Source for Actors {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn propose(&self, request: &Request<'_>) -> Vec<Proposal> {
        let Some(label) = &request.roles.actor else { return Vec::new() };
        let mut mentions = mentions(request);
        // A corpus of sources marks nobody else.
        let sources_only = label.eq_ignore_ascii_case("source");
        mentions.retain(|m| m.kind != ActorKind::Place && (m.is_source || !sources_only && m.score >= LEAST));
        let marked: Vec<&super::Marked> = request.marked.iter().filter(|m| m.label == *label).collect();
        let named = names(request, &mentions, &marked);
        let mut all = Vec::new();
        for (mention, name) in mentions.iter().zip(named) {
            let at = marked.partition_point(|m| m.span.end() <= mention.span.start());
            if marked.get(at).is_some_and(|m| m.span.overlaps(mention.span)) {
                continue;
            }
            let mut attributes: BTreeMap<Arc<str>, Arc<str>> = BTreeMap::new();
            attributes.insert("entity".into(), name.as_str().into());
            attributes.insert("kind".into(), mention.kind.name().into());
            all.push(Proposal {
                source: ABOUT.id.into(),
                span: mention.span,
                label: label.clone(),
                attributes,
                links: Vec::new(),
                score: mention.score,
                why: format!("{}: {name}", mention.why),
            });
        }
        all
    }
}

/// Less likely mentions are not proposed.
const LEAST: f32 = 0.45;

/// The name of each mention's actor: what the annotator called it where it is marked already.
fn names(request: &Request<'_>, mentions: &[Mention], marked: &[&super::Marked]) -> Vec<String> {
    let groups = groups(request, mentions);
    let mut names = vec![String::new(); mentions.len()];
    for group in &groups {
        let given = group.members.iter().find_map(|member| {
            let span = mentions.get(member.mention)?.span;
            let at = marked.partition_point(|m| m.span.end() <= span.start());
            let mark = marked.get(at).filter(|m| m.span.overlaps(span))?;
            mark.attributes.get("entity").filter(|e| !e.trim().is_empty()).map(|e| e.to_string())
        });
        let name = given.unwrap_or_else(|| group.name.clone());
        for member in &group.members {
            if let Some(slot) = names.get_mut(member.mention) {
                slot.clone_from(&name);
            }
        }
    }
    names
}
