//! Noun phrases that mean somebody: how far a mention goes that begins at a token, and what it is.

use super::{Class, Kind, Prose};

/// What an actor is: the values of the attribute `kind`, and places, which are none but have names too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum ActorKind {
    Person,
    Organisation,
    StateBody,
    Outlet,
    Group,
    Anonymous,
    Place,
}

impl ActorKind {
    /// Its name among the attribute's values.
    pub fn name(self) -> &'static str {
        match self {
            ActorKind::Person => "person",
            ActorKind::Organisation => "organisation",
            ActorKind::StateBody => "state body",
            ActorKind::Outlet => "outlet",
            ActorKind::Group => "group",
            ActorKind::Anonymous => "anonymous",
            ActorKind::Place => "place",
        }
    }
}

/// Whom a pronoun or an honorific can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Gender {
    Male,
    Female,
    Many,
    Thing,
}

/// How a mention is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::suggest) enum Head {
    Pronoun,
    /// Title or honorific with a name.
    Titled,
    /// Capitals alone.
    Name,
    /// An office or a calling alone.
    Role,
    /// An organisation, a state body, an outlet: by a head word, or by a known name.
    Body,
    /// Many, or somebody unnamed.
    Many,
    /// A country, a capital, a building.
    Power,
}

/// A mention, in tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::suggest) struct Phrase {
    pub start: usize,
    pub end: usize,
    pub kind: ActorKind,
    pub head: Head,
    pub gender: Option<Gender>,
    /// The bare name in it.
    pub name: Option<(usize, usize)>,
}

impl Phrase {
    pub fn pronoun(&self) -> bool {
        self.head == Head::Pronoun
    }
}

/// The mention that begins at a token and ends before `limit`. As the `subject` of a verb it goes on over words that no list has.
pub(in crate::suggest) fn phrase(p: &Prose<'_>, i: usize, limit: usize, subject: bool) -> Option<Phrase> {
    let line = p.token(i)?.line;
    let limit = limit.min(p.len()).min(i + 40);
    let limit = (i..limit).find(|j| p.token(*j).is_none_or(|t| t.line != line)).unwrap_or(limit);
    if p.vietnamese {
        super::phrase_vi::phrase(p, i, limit, subject)
    } else {
        super::phrase_en::phrase(p, i, limit, subject)
    }
}

/// The end of a run of capitalised words, with hyphens and small words inside names.
pub(super) fn capitals(p: &Prose<'_>, i: usize, limit: usize) -> usize {
    let mut j = i;
    while j < limit && (p.capital(j) && (j == i || !p.first(j)) || j > i && joined(p, j)) {
        j += 1;
        // `Ursula von der Leyen`
        let particles = (j..limit.min(j + 2)).take_while(|k| p.is_word(*k) && p.has(*k, Class::Particle)).count();
        if particles > 0 && j + particles < limit && p.capital(j + particles) {
            j += particles;
        }
    }
    // `Dr X (…)`: the name in another script.
    if j > i
        && p.is(j, Kind::Bracket)
        && let Some(close) = (j + 1..limit.min(j + 10)).find(|k| p.is(*k, Kind::Unbracket))
        && (j + 1..close).all(|k| {
            p.lower(k).chars().all(|c| c as u32 > 0x370 && !('\u{1E00}'..='\u{20FF}').contains(&c) || c == '-')
        })
        && close > j + 1
    {
        return close + 1;
    }
    j
}

/// Whether a word is a part of a name behind a small one: `al-Masri`.
fn joined(p: &Prose<'_>, j: usize) -> bool {
    let word = p.token(j).and_then(|t| p.text.as_str().get(t.start..t.end)).unwrap_or_default();
    let rest = word.split_once('-').filter(|(small, _)| (2..4).contains(&small.len())).map(|(_, rest)| rest);
    p.is_word(j) && !p.capital(j) && rest.is_some_and(|rest| rest.chars().next().is_some_and(char::is_uppercase))
}

/// The bare name at the end of a run of capitals: in Vietnamese from a family name on.
pub(super) fn person_name(p: &Prose<'_>, from: usize, end: usize) -> (usize, usize) {
    let mut start = from;
    let body = [Class::Country, Class::Capital, Class::Building, Class::OutletName, Class::Organisation, Class::State];
    loop {
        let len = p.any(start, &body);
        if len == 0 || start + len >= end || p.has(start, Class::Family) && len == 1 {
            break;
        }
        start += len;
    }
    let family =
        |least: usize| (start..end).rev().find(|f| p.has(*f, Class::Family) && (least..=5).contains(&(end - f)));
    (family(3).or_else(|| family(2)).unwrap_or(start), end)
}
