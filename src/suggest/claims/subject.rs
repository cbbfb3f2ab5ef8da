//! The subject of a clause: where the clause begins, and how far the words for whoever acts in it go.

use super::cue::Cues;
use crate::suggest::prose::{ActorKind, Class, Gender, Head, Kind, Phrase, Prose, Small, phrase};

/// Where the clause begins whose verb stands at a token: behind a comma, a quotation, a conjunction, another cue.
pub(super) fn region(p: &Prose<'_>, cues: &Cues, end: usize, over_and: bool) -> usize {
    let sentence = p.sentence(end.min(p.len().saturating_sub(1)));
    let owner = p.owner(end);
    let mut i = end;
    while let Some(before) = p.prev(i) {
        if i <= sentence.start || end - i > 60 || p.owner(before) != owner {
            break;
        }
        let stop = match p.kind(before) {
            Some(Kind::Comma | Kind::Semicolon | Kind::Colon | Kind::Dash | Kind::Open | Kind::Stop) => true,
            Some(Kind::Word) => {
                (1..=4).any(|n| i.checked_sub(n).is_some_and(|at| cues.at(at).is_some_and(|c| c.end == i)))
                    || matches!(p.ends(i, Class::Quoting), n if n > 0 && !p.inside(i - n))
                    || p.ends(i, Class::Conjunction) > 0 && !p.small(before, Small::Is) && (p.vietnamese || i < end)
                    || p.ends(i, Class::Coordinator) > 0 && !(over_and && p.small(before, Small::And))
            }
            _ => false,
        };
        if stop {
            break;
        }
        i = before;
    }
    i
}

/// `The border closed after police said A`: behind such a word nothing but who speaks stands before the verb.
pub(super) fn subordinate(p: &Prose<'_>, word: usize, end: usize) -> bool {
    !p.vietnamese
        && (p.any(word, &[Class::Elsewhere, Class::Ending, Class::Doubt]) > 0 || in_which(p, word))
        && phrase(p, word + 1, end, true)
            .is_some_and(|f| f.end == end && (f.head, f.kind) != (Head::Many, ActorKind::Organisation))
}

/// `a letter in which X said A`
pub(super) fn in_which(p: &Prose<'_>, word: usize) -> bool {
    p.smalls(word, &[Small::Which, Small::Whom]) && word.checked_sub(1).is_some_and(|b| p.has(b, Class::Preposition))
}

/// The mention that a clause begins with, and whether nothing but adverbs and times stand around it.
pub(super) fn leading(p: &Prose<'_>, from: usize, end: usize) -> Option<(Phrase, bool)> {
    let mut end = end;
    loop {
        let n = p.ends(end, Class::Adverb).max(p.ends(end, Class::Time));
        if n == 0 || end - n.min(end) < from.max(1) || end - n <= from {
            break;
        }
        end -= n;
    }
    let from = (from..end).find(|j| !matches!(p.kind(*j), Some(Kind::Other)) || p.is_word(*j)).unwrap_or(from);
    // `Thông cáo viết`: whose paper it is speaks.
    let paper = p.longest(from, Class::Document);
    // `Thư ngỏ của 40 giáo viên viết`, `a statement from the ministry said`
    if paper > 0
        && let Some(by) = author(p, from + paper, end)
        && let Some(found) = phrase(p, by, end, true)
    {
        return Some((found, found.end >= end));
    }
    if paper > 0 && phrase(p, from, end, true).is_none() {
        let (kind, head) = (ActorKind::Organisation, Head::Pronoun);
        let found = Phrase { start: from, end: from + paper, kind, head, gender: Some(Gender::Thing), name: None };
        return Some((found, from + paper >= end));
    }
    // `House Speaker X`
    if p.thing(from) && (p.vietnamese || !(p.capital(from) && p.capital(from + 1))) {
        return None;
    }
    // `, ignoring Mayor Hill, who …`; `before turning serious: “A”`
    let participle = !p.vietnamese
        && !p.capital(from)
        && p.ing(from)
        && from.checked_sub(1).is_some_and(|b| {
            !p.is_word(b) || p.any(b, &[Class::Coordinator, Class::Elsewhere, Class::Preposition]) > 0
        })
        && !p.first(from);
    let from = from + usize::from(participle);
    let mut i = from;
    // Where the subject may begin: behind what leads the clause in.
    let (mut lead, mut loose) = (from, false);
    while i < end && i < from + 14 {
        let placed = i > from && p.ends(i, Class::Place) > 0;
        if !placed
            && let Some(found) = phrase(p, i, end, true)
            && sensible(p, &found)
        {
            let found = widen(p, found, lead, end);
            let aside = if p.is(found.end, Kind::Bracket) { p.next(found.end) } else { found.end };
            // `the Port Safety Board (PSB) said`: the nearer name.
            let short = Some(found.end + 1)
                .filter(|s| !p.vietnamese && aside == s + 2 && found.head == Head::Body && p.capital(*s));
            let found = short.and_then(|s| phrase(p, s, s + 1, true)).map_or(found, |s| Phrase {
                kind: found.kind,
                head: Head::Body,
                ..s
            });
            let plain = (aside..end).all(|j| !p.is_word(j) || p.any(j, &[Class::Adverb, Class::Time]) > 0);
            return Some((found, plain));
        }
        let skip = p
            .any(i, &[Class::Turn, Class::Connective, Class::Coordinator, Class::Time, Class::Adverb, Class::Relative]);
        if p.is(i, Kind::Bracket) {
            i = (i..end).find(|j| p.is(*j, Kind::Unbracket)).map_or(end, |j| j + 1);
            lead = i;
            continue;
        }
        // In English a subject that is no mention ends the search, but for what leads a sentence in.
        if skip == 0 && !p.is(i, Kind::Number) && !p.vietnamese && i == from {
            return unlisted(p, from, end).map(|found| (found, false));
        }
        i += if placed { phrase(p, i, end, false).map_or(1, |f| f.end - i) } else { skip.max(1) };
        if placed || skip > 0 {
            loose |= placed || p.has(lead, Class::Relative) || p.has(lead, Class::Turn);
            lead = i;
        }
    }
    // A subject in words that no list has.
    let bound =
        from.checked_sub(1).is_none_or(|b| !p.is_word(b) || p.ends(from, Class::Coordinator) > 0 || p.first(from));
    (p.vietnamese
        && bound
        && !loose
        && lead < end
        && (lead..end).any(|j| p.is_word(j))
        && end - lead <= 8
        && nominal(p, lead, end))
    .then(|| {
        let (kind, head) = (ActorKind::Group, Head::Many);
        (Phrase { start: lead, end, kind, head, gender: None, name: None }, false)
    })
}

/// Whether whoever speaks is all that stands between a token and a cue.
pub(super) fn stands(p: &Prose<'_>, from: usize, cue: usize) -> bool {
    leading(p, from, cue).is_some_and(|(found, plain)| found.start == from && (plain || found.end == cue))
}

/// Where whose paper it is is told, behind the word for it: `của X`, `from X`, `published last week by X`.
fn author(p: &Prose<'_>, from: usize, end: usize) -> Option<usize> {
    let at = if p.vietnamese {
        Some(from).filter(|j| p.small(*j, Small::Issuer))
    } else if p.smalls(from, &[Small::From, Small::Of]) {
        Some(from)
    } else {
        (from..end).find(|j| p.small(*j, Small::By) && p.ends(*j, Class::Reader) == 0)
    };
    at.map(|j| j + 1).filter(|j| *j < end)
}

/// An English subject in words that no list has, up to the verb: `Local media`, `Mr Hill’s office`.
fn unlisted(p: &Prose<'_>, from: usize, end: usize) -> Option<Phrase> {
    let told = [
        Class::Finite,
        Class::Verb,
        Class::Cue,
        Class::Coordinator,
        Class::Relative,
        Class::Preposition,
        Class::Adverb,
        Class::Negation,
        Class::Modal,
    ];
    let fits = |j: usize| {
        matches!(p.kind(j), Some(Kind::Word | Kind::Number)) && (p.capital(j) || p.any(j, &told) == 0 && !p.ed(j))
            || j > from && p.possessive(j)
    };
    let plain = (2..=8).contains(&(end - from.min(end))) && (from..end).all(fits) && p.is_word(end - 1);
    let (kind, head) = (ActorKind::Group, Head::Many);
    (plain && p.capital(from) && !p.is(end, Kind::Comma) && !p.thing(end - 1) && !p.has(end - 1, Class::Document))
        .then_some(Phrase { start: from, end, kind, head, gender: None, name: None })
}

/// Words with which a clause goes on, and none of which stands in a subject.
const VERBAL: [Class; 16] = [
    Class::Verb,
    Class::Finite,
    Class::Modal,
    Class::Negation,
    Class::Coordinator,
    Class::Conjunction,
    Class::Connective,
    Class::Time,
    Class::Adverb,
    Class::Cue,
    Class::According,
    Class::Quoting,
    Class::Thing,
    Class::Doubt,
    Class::They,
    Class::Turn,
];

/// Whether a range may be a noun phrase: words and numbers, and no verb among them.
pub(super) fn nominal(p: &Prose<'_>, start: usize, end: usize) -> bool {
    nominal_but(p, start, end, &VERBAL)
}

/// Whether a range is words and numbers, and none of these classes among them.
fn nominal_but(p: &Prose<'_>, start: usize, end: usize, verbal: &[Class]) -> bool {
    let mut i = start;
    while i < end {
        let longest = p.tags(i).map(|(_, len)| len).max().unwrap_or(1);
        let named = p.capital(i) && (!p.first(i) || i > start);
        // `30 năm`
        let counted = i > start && p.is(i - 1, Kind::Number) && p.has(i, Class::Time);
        if !matches!(p.kind(i), Some(Kind::Word | Kind::Number))
            || !named && !counted && p.any(i, verbal) >= longest.max(1)
        {
            return false;
        }
        i += longest;
    }
    i == end && end > start
}

/// The whole subject: the noun before the name that was found, and what stands behind it up to the verb.
fn widen(p: &Prose<'_>, found: Phrase, lead: usize, end: usize) -> Phrase {
    if found.pronoun() {
        return found;
    }
    let mut wide = found;
    if !p.vietnamese {
        // `a nurse reached by phone`, `two engineers working on the rescue`
        let next = p.lower(found.end);
        let participle = next.len() > 4 && (p.ed(found.end) || p.ing(found.end));
        // `the sheriff apologised to them and said A`: what the subject did first.
        let first = p.has(end, Class::Coordinator);
        let goes_on =
            (participle && !first || p.has(found.end, Class::Preposition)) && p.any(found.end, &[Class::Cue]) == 0;
        let alone = found.end + 1 < end
            && (matches!(found.head, Head::Role | Head::Many) || p.any(found.start, &[Class::Title, Class::Group]) > 0)
            && (found.end..end).all(|j| {
                matches!(p.kind(j), Some(Kind::Word | Kind::Number))
                    && p.any(j, &[Class::Coordinator, Class::Finite]) == 0
            });
        // `the secretary of state’s office`
        let owner = next == "'"
            && p.small(found.end + 1, Small::Ending)
            && found.end + 3 == end
            && p.is_word(end - 1)
            && !p.thing(end - 1);
        return match (owner, goes_on && alone) {
            (true, _) => Phrase { end, kind: ActorKind::Group, head: Head::Many, gender: None, name: None, ..found },
            (_, true) => Phrase { end, ..found },
            _ => found,
        };
    }
    let noun = |at: usize| {
        p.any(at, &[Class::Relative, Class::Adjunct, Class::Elsewhere, Class::Tail]) == 0
            && (!p.has(at, Class::Place) || p.first(at))
    };
    if lead < found.start && found.start - lead <= 6 && noun(lead) && nominal(p, lead, found.start) {
        wide.start = lead;
        if wide.head == Head::Name {
            wide.head = Head::Titled;
        }
    }
    // `một quan chức giấu tên`, `một quan chức trong chính phủ Mỹ`
    if matches!(found.head, Head::Role | Head::Many) {
        let nameless = p.longest(wide.end, Class::Nameless);
        let behind = p.smalls(wide.end, &[Small::Within, Small::At, Small::Belonging, Small::PartOf]);
        let within = Some(wide.end + 1).filter(|_| behind).and_then(|at| phrase(p, at, end, true));
        if nameless > 0 && wide.end + nameless <= end {
            wide.end += nameless;
        } else if let Some(body) = within.filter(|b| {
            matches!(b.head, Head::Body | Head::Power)
                && (b.end == end || p.any(b.end, &[Class::Adverb, Class::Time, Class::Nameless]) > 0)
        }) {
            wide.end = body.end + p.longest(body.end, Class::Nameless);
        }
        if wide.end > found.end {
            return wide;
        }
    }
    let and = p.small(found.end, Small::And) && found.head == Head::Body && !p.capital(found.end + 1);
    // `đặc phái viên về Syria X`, `nhân viên tại bệnh viện`
    let office = matches!(found.head, Head::Role | Head::Many) && p.longest(found.end, Class::Tail) == 1;
    let from = found.end + usize::from(and || office);
    let open = matches!(found.head, Head::Role | Head::Body | Head::Many);
    // `nhiều người mua đất`: what they do says which.
    let deeds = VERBAL.get(1..).unwrap_or_default();
    if found.head == Head::Many
        && p.has(found.start, Class::Quantifier)
        && end - from <= 6
        && from < end
        && nominal_but(p, from, end, deeds)
    {
        return Phrase { end, ..wide };
    }
    if open && from < end && end - from <= 8 && !p.is(from, Kind::Number) && nominal(p, from, end) {
        wide.end = end;
        let name =
            (from..end).all(|j| p.capital(j)) && end - from >= 2 && matches!(found.head, Head::Role | Head::Body);
        if name && p.has(found.start, Class::Title) {
            (wide.kind, wide.head, wide.name) = (ActorKind::Person, Head::Titled, Some((from, end)));
        }
    }
    wide
}

fn sensible(p: &Prose<'_>, found: &Phrase) -> bool {
    let length = found.end - found.start;
    length <= 24
        && !(found.head == Head::Name
            && length == 1
            && p.any(found.start, &[Class::Stop, Class::Time, Class::Verb]) > 0)
}
