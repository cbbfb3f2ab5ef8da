//! Whom pronouns mean.

use super::speaker::apposition_of;
use crate::suggest::prose::{ActorKind, Class, Gender, Head, Kind, Phrase, Prose, Small, phrase};
use std::collections::{HashMap, HashSet};

/// Whom pronouns mean.
pub(super) struct Known {
    /// The mentions of the text in order, outside quotations and in them.
    mentions: Vec<Phrase>,
    genders: HashMap<String, Gender>,
    /// The last words of names that a title or another name stands before: people, who are called by one word later on.
    people: HashSet<String>,
}

impl Known {
    pub fn new(p: &Prose<'_>, mentions: Vec<Phrase>) -> Self {
        let mut genders = HashMap::new();
        for m in &mentions {
            if let (Some(gender), Some((_, end))) = (m.gender, m.name) {
                genders.entry(p.lower(end - 1).to_owned()).or_insert(gender);
            }
        }
        let named = mentions.iter().filter_map(|m| m.name.map(|name| (m.head, name)));
        let people = named
            .filter(|(head, (start, end))| *head == Head::Titled || end - start > 1)
            .map(|(_, (_, end))| p.lower(end - 1).to_owned())
            .collect();
        Known { mentions, genders, people }
    }

    /// The nearest mention before a token that a pronoun can mean, and what the pronoun says of whoever it is.
    pub fn meant(&mut self, p: &Prose<'_>, pronoun: &Phrase, speakers: &[Phrase]) -> Option<Phrase> {
        let found = self.nearest(p, pronoun, speakers)?;
        if let (Some(gender @ (Gender::Male | Gender::Female)), Some((_, end))) = (pronoun.gender, found.name) {
            self.genders.entry(p.lower(end - 1).to_owned()).or_insert(gender);
        }
        // `X, the operator, rejects it. “A”, it said`: of one actor the nearer mention.
        Some(apposition_of(p, &found, pronoun.start))
    }

    /// Whether a mention ends right before the comma before this one: `Her husband, Carl, said`.
    fn apposed(&self, m: &Phrase) -> bool {
        let at = self.mentions.partition_point(|o| o.start < m.start);
        self.mentions.get(..at).unwrap_or_default().iter().rev().take(3).any(|o| o.end + 1 == m.start)
    }

    fn nearest(&self, p: &Prose<'_>, pronoun: &Phrase, speakers: &[Phrase]) -> Option<Phrase> {
        let wants = pronoun.gender?;
        let fits = |m: &Phrase| {
            let gender = m.gender.or_else(|| m.name.and_then(|(_, end)| self.genders.get(p.lower(end - 1)).copied()));
            match wants {
                Gender::Male | Gender::Female => {
                    // A noun that no list has speaks, so it may be a person.
                    let unknown = m.head == Head::Many
                        && m.kind == ActorKind::Organisation
                        && (p.is(m.start.saturating_sub(1), Kind::Comma)
                            || p.small(m.start, Small::Article) && !p.small(m.start, Small::The));
                    // `Datawise`: one word alone, and nobody’s.
                    let alone = m.end == m.start + 1 && !self.people.contains(p.lower(m.start)) && !self.apposed(m);
                    let nobody =
                        m.head == Head::Name && gender.is_none() && (alone || p.has(m.start, Class::Determiner));
                    !nobody
                        && (unknown || matches!(m.kind, ActorKind::Person | ActorKind::Anonymous))
                        && gender.is_none_or(|g| g == wants)
                }
                Gender::Many => !matches!(m.kind, ActorKind::Person | ActorKind::Place),
                Gender::Thing => matches!(m.kind, ActorKind::Organisation | ActorKind::StateBody | ActorKind::Outlet),
            }
        };
        let behind = self.mentions.partition_point(|m| m.start < pronoun.start);
        let near = self.mentions.get(..behind).unwrap_or_default().iter().rev().take(40);
        // `Her candidate lost. She …`: whose it is, and not that one.
        let hers = |m: &Phrase| match wants {
            Gender::Male => p.small(m.start, Small::His),
            Gender::Female => p.small(m.start, Small::Her),
            Gender::Many => p.small(m.start, Small::Their),
            Gender::Thing => p.small(m.start, Small::Its),
        };
        let outside = |m: &&Phrase| p.owner(m.start) == 0 || p.owner(m.start) == p.owner(pronoun.start);
        let mut near = near.filter(outside).filter(|m| !m.pronoun() && fits(m) && !hers(m)).copied();
        let nearest = near.next();
        let speaker = speakers.iter().rev().take(6).find(|m| m.end <= pronoun.start && fits(m) && !hers(m)).copied();
        // The mention as it was found with its verb, or the whole apposition.
        let nearest = nearest.map(|n| within(p, &n).unwrap_or(n)).map(|n| {
            speakers.iter().rev().take(20).find(|s| s.start <= n.start && n.end <= s.end).copied().unwrap_or(n)
        });
        // A speaker of late is meant before somebody who was only mentioned, unless that one is the subject of a later sentence.
        match (nearest, speaker) {
            // `Bà Lan, chủ quán, nói. Bà …`: of one person the nearer mention.
            (Some(n), Some(s)) if n.start == s.end + 1 && p.is(s.end, Kind::Comma) => {
                let whole = apposition_of(p, &s, pronoun.start);
                Some(if whole != s || !closed(p, n.end) { whole } else { n })
            }
            (Some(n), Some(s)) if n.start > s.end => {
                let heads = |m: &Phrase| p.sentence(m.start).start == m.start;
                let leads = heads(&n) || p.sentence(n.start).start > s.end && apposition(p, &n);
                Some(if leads { n } else { near.find(|m| m.start > s.end && heads(m)).unwrap_or(s) })
            }
            (n, s) => n.filter(|n| s.is_none_or(|s| s.start <= n.start)).or(s),
        }
    }
}

/// The apposition that a mention is only a part of: `X, the bloc’s special envoy, …`.
fn within(p: &Prose<'_>, m: &Phrase) -> Option<Phrase> {
    let comma = (m.start.saturating_sub(8)..m.start)
        .rev()
        .find(|j| !p.is_word(*j) && p.lower(*j) != "'" && !p.small(*j, Small::Ending))?;
    let whole = phrase(p, comma + 1, m.end, true).filter(|w| w.end == m.end && w.start < m.start && w.head == m.head);
    whole.filter(|w| p.is(comma, Kind::Comma) && closed(p, m.end) && p.any(w.start, &[Class::Cue, Class::Verb]) == 0)
}

/// Whether a mention ends where its clause pauses.
fn closed(p: &Prose<'_>, end: usize) -> bool {
    p.kind(end).is_none_or(|k| matches!(k, Kind::Comma | Kind::Stop | Kind::Dash | Kind::Semicolon)) || p.first(end)
}

/// Whether a mention stands between commas behind another.
fn apposition(p: &Prose<'_>, m: &Phrase) -> bool {
    m.start.checked_sub(1).is_some_and(|c| p.is(c, Kind::Comma)) && m.start - p.sentence(m.start).start < 10
}
