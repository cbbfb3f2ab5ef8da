//! Which mentions are of one actor: by their names, by an office that only one holds in the article, by an apposition.

use super::Mention;
use crate::suggest::Request;
use crate::suggest::prose::{ActorKind, Gender, Lists, Small};
use crate::text::{Folding, Text, fold};
use std::collections::HashMap;

/// Mentions of one actor.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The name that they share: the fullest that the text gives.
    pub name: String,
    /// What the actor is.
    pub kind: ActorKind,
    /// Its mentions, in order of place.
    pub members: Vec<Member>,
}

/// A mention in a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Its place in the list of mentions.
    pub mention: usize,
    /// Why it belongs here, for a person, in a phrase.
    pub reason: &'static str,
    /// How sure that is, from 0 to 1.
    pub confidence: f32,
}

/// Why a role belongs to a name behind a comma, or before it.
pub(super) const BESIDE: &str = "stands beside the name";

/// What is known of a mention while groups are made.
pub(super) struct View {
    /// The bare name's words, folded; empty where it has none.
    pub(super) name: Vec<String>,
    /// The words before the name, or all of them.
    title: Vec<String>,
    pub(super) kind: ActorKind,
    pub(super) gender: Option<Gender>,
}

#[derive(Default)]
struct Work {
    name: Vec<String>,
    title: Vec<String>,
    gender: Option<Gender>,
    kind: Option<ActorKind>,
    members: Vec<Member>,
}

pub(super) fn words(text: &str) -> Vec<String> {
    let folded = fold(text, Folding { case: true, accents: false }).text;
    folded.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

pub(super) fn view(text: &Text, lists: &Lists, m: &Mention) -> View {
    let (name, title) = match m.name_span {
        Some(name) => {
            let before = text.get(m.span.start(), name.start()).unwrap_or_default();
            (words(name.of(text)), words(before))
        }
        None => (Vec::new(), words(m.span.of(text))),
    };
    // `the`, `vị` and the like say nothing of who it is.
    let title = title.into_iter().skip_while(|w| lists.small(w, Small::Opening)).collect();
    View { name, title, kind: m.kind, gender: m.gender }
}

/// Brings mentions together that are of one actor. The same mentions give the same groups, in order of their first mention.
pub fn groups(request: &Request<'_>, mentions: &[Mention]) -> Vec<Group> {
    let (text, lists) = (request.text, request.lexicons.get::<Lists>());
    let views: Vec<View> = mentions.iter().map(|m| view(text, &lists, m)).collect();
    let mut work: Vec<Work> = Vec::new();
    // By the last word of a name, by a whole phrase, and by the first word of a title or a body.
    let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut by_words: HashMap<String, usize> = HashMap::new();
    let mut by_head: HashMap<&str, Vec<usize>> = HashMap::new();
    // The group of the mention before.
    let mut last = None;
    for (i, (m, v)) in mentions.iter().zip(&views).enumerate() {
        let all = words(m.span.of(text)).join(" ");
        let found = by_words
            .get(&all)
            .map(|g| (*g, "the same words", 0.97))
            .or_else(|| by_named(v, &by_name, &work))
            .or_else(|| apposed(text, mentions, i, &views, last))
            .or_else(|| by_role(v, &by_head, &work));
        let (group, reason, confidence) = found.unwrap_or_else(|| {
            work.push(Work::default());
            (work.len() - 1, "named here first", 1.0)
        });
        last = Some(group);
        let Some(w) = work.get_mut(group) else { continue };
        w.members.push(Member { mention: i, reason, confidence });
        if v.name.len() > w.name.len() {
            w.name.clone_from(&v.name);
        }
        if v.title.len() > w.title.len() {
            w.title.clone_from(&v.title);
        }
        w.gender = w.gender.or(v.gender);
        // A role is a person once its name is known.
        if w.kind.is_none() || matches!(w.kind, Some(ActorKind::Anonymous | ActorKind::Group)) && !v.name.is_empty() {
            w.kind = Some(v.kind);
        }
        by_words.entry(all).or_insert(group);
        for key in v.name.last().into_iter().chain(v.name.first().filter(|_| v.kind != ActorKind::Person)) {
            let list = by_name.entry(key).or_default();
            if !list.contains(&group) && list.len() < 8 {
                list.push(group);
            }
        }
        let head = if v.title.is_empty() { v.name.first() } else { v.title.first() };
        if let Some(head) = head {
            let list = by_head.entry(head).or_default();
            list.retain(|g| *g != group);
            list.push(group);
            if list.len() > 8 {
                list.remove(0);
            }
        }
    }
    work.into_iter().map(|w| named(text, mentions, w)).collect()
}

/// A group with the same name, or one that this is a part of.
fn by_named(v: &View, by_name: &HashMap<&str, Vec<usize>>, work: &[Work]) -> Option<(usize, &'static str, f32)> {
    let last = v.name.last()?;
    let fits = |g: &&usize| {
        let Some(w) = work.get(**g) else { return false };
        let (short, long) = if v.name.len() <= w.name.len() { (&v.name, &w.name) } else { (&w.name, &v.name) };
        let person = v.kind == ActorKind::Person;
        let end = long.ends_with(short) && (person || short.len() > 1 || short.len() == long.len());
        let same = !short.is_empty() && (end || long.starts_with(short) && !person);
        let genders = w.gender.zip(v.gender).is_none_or(|(a, b)| a == b);
        let body = |k: ActorKind| !matches!(k, ActorKind::Person | ActorKind::Group | ActorKind::Anonymous);
        let kinds = w.kind.is_none_or(|k| body(k) == body(v.kind) || v.name.len() == 1 && v.title.is_empty());
        same && genders && kinds
    };
    let group = by_name.get(last.as_str())?.iter().rev().find(fits)?;
    let whole = work.get(*group).is_some_and(|w| w.name == v.name);
    Some((*group, if whole { "the same name" } else { "part of the name" }, if whole { 0.95 } else { 0.88 }))
}

/// A role behind a name and a comma, or a name behind a role.
fn apposed(
    text: &Text,
    mentions: &[Mention],
    i: usize,
    views: &[View],
    last: Option<usize>,
) -> Option<(usize, &'static str, f32)> {
    let before = i.checked_sub(1)?;
    let (m, b) = (mentions.get(i)?, mentions.get(before)?);
    let between = text.get(b.span.end(), m.span.start())?;
    let (v, u) = (views.get(i)?, views.get(before)?);
    let person = |k: ActorKind| matches!(k, ActorKind::Person | ActorKind::Anonymous);
    let fits = between.trim() == "," && (v.name.is_empty() != u.name.is_empty()) && person(v.kind) == person(u.kind);
    let group = last.filter(|_| fits)?;
    Some((group, BESIDE, 0.82))
}

/// An office without a name: the nearest before that has it. A body's head word alone: the nearest body that begins with it.
fn by_role(v: &View, by_head: &HashMap<&str, Vec<usize>>, work: &[Work]) -> Option<(usize, &'static str, f32)> {
    let said = if v.name.is_empty() { &v.title } else { &v.name };
    let several = matches!(v.kind, ActorKind::Group | ActorKind::Anonymous);
    if said.is_empty() || several || !v.title.is_empty() && !v.name.is_empty() {
        return None;
    }
    let fits = |g: &&usize| {
        work.get(**g).is_some_and(|w| {
            let longer = if w.title.starts_with(said) { true } else { w.name.starts_with(said) };
            longer && w.kind.is_none_or(|k| k == v.kind)
        })
    };
    let group = by_head.get(said.first()?.as_str())?.iter().rev().find(fits)?;
    Some((*group, "the same office or body", 0.65))
}

/// The group with its name: the bare name of a person, the longest mention of others.
fn named(text: &Text, mentions: &[Mention], w: Work) -> Group {
    let of = |member: &Member| {
        let m = mentions.get(member.mention)?;
        let person = m.kind == ActorKind::Person;
        Some(m.name_span.filter(|_| person).unwrap_or(m.span).of(text))
    };
    let bare = w.members.iter().filter(|m| mentions.get(m.mention).is_some_and(|m| m.name_span.is_some()));
    let longest = |best: Option<&'_ str>, next: &Member| {
        let next = of(next)?;
        Some(best.filter(|b| b.chars().count() >= next.chars().count()).unwrap_or(next).to_owned())
    };
    let mut name: Option<String> = None;
    for member in bare.chain(&w.members) {
        let better = longest(name.as_deref(), member);
        let has = mentions.get(member.mention).is_some_and(|m| m.name_span.is_some());
        if name.is_none() || has {
            name = better.or(name);
        }
    }
    let name = name.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    Group { name: first_capital(&name), kind: w.kind.unwrap_or(ActorKind::Person), members: w.members }
}

/// A name begins with a capital, wherever its mention stood.
fn first_capital(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
