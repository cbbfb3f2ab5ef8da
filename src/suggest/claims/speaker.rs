//! Who says it: the subject before a cue, or behind it; the mention that a pronoun means.

use super::cue::Cues;
use crate::suggest::prose::{ActorKind, Class, Gender, Head, Kind, Phrase, Prose, phrase};
use std::collections::{HashMap, HashSet};

/// The speaker of a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Speaker {
    pub phrase: Phrase,
    /// Where the cue's clause begins: before it the claim may stand.
    pub reach: usize,
    /// Whether the clause is plain: nothing unknown stands between speaker and cue.
    pub plain: bool,
    /// How many commas or conjunctions lie between them.
    pub hops: usize,
}

/// Where the clause begins whose verb stands at a token: behind a comma, a quotation, a conjunction, another cue.
fn region(p: &Prose<'_>, cues: &Cues, end: usize, over_and: bool) -> usize {
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
                    || p.ends(i, Class::Conjunction) > 0 && p.lower(before) != "là"
                    || p.ends(i, Class::Coordinator) > 0 && !(over_and && matches!(p.lower(before), "và" | "and"))
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
fn subordinate(p: &Prose<'_>, word: usize, end: usize) -> bool {
    !p.vietnamese
        && p.any(word, &[Class::Elsewhere, Class::Ending, Class::Doubt]) > 0
        && phrase(p, word + 1, end, true)
            .is_some_and(|f| f.end == end && (f.head, f.kind) != (Head::Many, ActorKind::Organisation))
}

/// The mention that a clause begins with, and whether nothing but adverbs and times stand around it.
fn leading(p: &Prose<'_>, from: usize, end: usize) -> Option<(Phrase, bool)> {
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
        && p.lower(from).ends_with("ing")
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
    (p.vietnamese && bound && !loose && lead < end && end - lead <= 8 && nominal(p, lead, end)).then(|| {
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
        Some(from).filter(|j| matches!(p.lower(*j), "của" | "từ"))
    } else if matches!(p.lower(from), "from" | "of") {
        Some(from)
    } else {
        (from..end).find(|j| p.lower(*j) == "by" && p.ends(*j, Class::Reader) == 0)
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
        matches!(p.kind(j), Some(Kind::Word | Kind::Number))
            && (p.capital(j) || p.any(j, &told) == 0 && !p.lower(j).ends_with("ed"))
            || p.is(j, Kind::Other) && j > from && matches!(p.lower(j), "'" | "’")
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
fn nominal(p: &Prose<'_>, start: usize, end: usize) -> bool {
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
        let participle = next.len() > 4 && (next.ends_with("ed") || next.ends_with("ing"));
        let goes_on = (participle || p.has(found.end, Class::Preposition)) && p.any(found.end, &[Class::Cue]) == 0;
        let alone = found.end + 1 < end
            && (matches!(found.head, Head::Role | Head::Many) || p.any(found.start, &[Class::Title, Class::Group]) > 0)
            && (found.end..end).all(|j| {
                matches!(p.kind(j), Some(Kind::Word | Kind::Number))
                    && p.any(j, &[Class::Coordinator, Class::Finite]) == 0
            });
        // `the secretary of state’s office`
        let owner = matches!(next, "'" | "’")
            && p.lower(found.end + 1) == "s"
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
        let behind = matches!(p.lower(wide.end), "trong" | "tại" | "ở" | "của" | "thuộc");
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
    let and = matches!(p.lower(found.end), "và") && found.head == Head::Body && !p.capital(found.end + 1);
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

/// The subject before a cue.
pub(super) fn before(p: &Prose<'_>, cues: &Cues, cue: usize) -> Option<Speaker> {
    let sentence = p.sentence(cue);
    let mut end = cue;
    let mut plain = true;
    for hop in 0..5 {
        let from = region(p, cues, end, false);
        let from =
            if hop == 0 { (from..end).rev().find(|j| subordinate(p, *j, end)).map_or(from, |j| j + 1) } else { from };
        // `X được báo Y dẫn lời nói A`, `X was quoted by Y as saying A`
        let quoting = p.ends(from, Class::Quoting);
        if quoting > 0
            && (from == end || !p.vietnamese)
            && let Some(passive) = (region(p, cues, from - quoting, true)..from - quoting)
                .rev()
                .take(8)
                .find(|j| if p.vietnamese { p.lower(*j) == "được" } else { p.has(*j, Class::Passive) })
            && let Some((found, _)) = leading(p, region(p, cues, passive, true), passive)
        {
            return Some(Speaker { phrase: found, reach: passive, plain: true, hops: 0 });
        }
        if from > sentence.start && matches!(p.lower(from - 1), "và" | "and") {
            // `Sở Nông nghiệp và Môi trường`
            let wide = region(p, cues, end, true);
            if wide + 1 < from
                && let Some((found, clear)) = leading(p, wide, end)
                && found.end > from
            {
                return Some(Speaker { phrase: found, reach: wide, plain: plain && clear, hops: hop });
            }
        }
        if from < end
            && let Some((found, clear)) = leading(p, from, end)
            && (hop == 0 || !found.pronoun())
            && !(hop > 0 && (relative(p, from) || p.vietnamese && p.is(from, Kind::Number)))
            && !(hop > 0 && p.vietnamese && strays(p, &found, from))
            && !(hop > 0 && p.vietnamese && p.ends(from, Class::Coordinator) > 0 && guessed(&found))
            && !(hop > 0 && p.vietnamese && paired(p, from))
            && !(hop > 0 && p.vietnamese && found.start > from && follows(p, cues, from))
            && !(hop > 0 && !p.vietnamese && aside(p, from))
            && !(hop > 0 && belongs(p, cues, &found, from, sentence.start))
            && !(hop > 0 && from > sentence.start && p.is(from - 1, Kind::Dash) && !p.is(end, Kind::Dash))
        {
            let found = if hop > 0 { whole(p, found, from, end) } else { found };
            let reach = apposed(p, cues, &found, from, sentence.start);
            return Some(Speaker { phrase: found, reach, plain: plain && (clear || hop > 0), hops: hop });
        }
        // `Bà Đẹp, người bán rau, than`: what somebody is, in words that no list has.
        let comma = from.checked_sub(1).is_some_and(|c| c > sentence.start && pauses(p, c)) && pauses(p, end);
        let unknown = || {
            p.vietnamese
                && nominal(p, from, end)
                && !p.is(from, Kind::Number)
                && p.any(from, &[Class::Place, Class::Adjunct, Class::Elsewhere]) == 0
                && phrase(p, region(p, cues, from - 1, true), from - 1, true).is_some_and(|n| n.end == from - 1)
        };
        let body = p.any(from, &BODIES) > 0 && person_before(p, cues, from, sentence.start);
        if hop > 0 && comma && !body && (p.has(from, Class::Apposed) || unknown()) && end - from <= 12 && end > from + 1
        {
            let found =
                Phrase { start: from, end, kind: ActorKind::Person, head: Head::Role, gender: None, name: None };
            let reach = apposed(p, cues, &found, from, sentence.start);
            return Some(Speaker { phrase: found, reach, plain, hops: hop });
        }
        // A subject that no list knows: whoever stands before it does not say this.
        let known = [
            Class::Adverb,
            Class::Time,
            Class::Coordinator,
            Class::Connective,
            Class::Verb,
            Class::Finite,
            Class::Relative,
        ];
        if hop == 0
            && p.vietnamese
            && (from..end).any(|j| p.is_word(j) && p.any(j, &known) == 0 && !p.inside(j))
            && from > sentence.start
        {
            return None;
        }
        // `The Post, citing officials, reported`
        let quoting = if p.vietnamese || hop == 0 { 0 } else { p.ends(from, Class::Quoting) };
        if let Some(comma) =
            from.checked_sub(quoting + 1).filter(|c| quoting > 0 && *c > sentence.start && pauses(p, *c))
        {
            end = comma;
            continue;
        }
        plain &= from + 1 >= end || hop > 0;
        let edge = from.checked_sub(1).filter(|e| *e >= sentence.start && p.owner(*e) == p.owner(cue))?;
        let verb = (1..=5).filter_map(|n| from.checked_sub(n)).find(|at| cues.at(*at).is_some_and(|c| c.end == from));
        match p.kind(edge) {
            // `Ông Tư - phó giám đốc sở - nói`
            Some(Kind::Comma | Kind::Dash) => end = edge,
            Some(Kind::Word) if p.ends(from, Class::Coordinator) > 0 => end = from - p.ends(from, Class::Coordinator),
            // `bác bỏ, cho rằng`: the verb before has the same subject.
            Some(Kind::Word) if verb.is_some_and(|v| v > sentence.start) && (hop > 0 || cue == from) => end = verb?,
            _ => return None,
        }
        if end <= sentence.start {
            return None;
        }
    }
    None
}

/// Whether a name is the second of two: `giữa Mỹ và Nga`.
fn paired(p: &Prose<'_>, from: usize) -> bool {
    let and = p.ends(from, Class::Coordinator);
    and > 0 && p.capital(from) && from.checked_sub(and + 1).is_some_and(|b| p.capital(b))
}

/// Whether reporting words end before a token: `từng dọa rút quân, cáo buộc A`.
fn follows(p: &Prose<'_>, cues: &Cues, from: usize) -> bool {
    (1..=5)
        .filter_map(|n| from.checked_sub(n))
        .any(|at| cues.at(at).is_some_and(|c| c.end == from && !c.according) && p.owner(at) == p.owner(from))
}

/// Whether a subject was only guessed by its place.
fn guessed(found: &Phrase) -> bool {
    (found.head, found.kind) == (Head::Many, ActorKind::Group) && found.name.is_none() && found.gender.is_none()
}

/// Whether a comma or a dash sets off what stands beside it.
fn pauses(p: &Prose<'_>, i: usize) -> bool {
    matches!(p.kind(i), Some(Kind::Comma | Kind::Dash))
}

/// The subject of a participle: that of the clause it belongs to, whatever its verb is.
pub(super) fn of_clause(p: &Prose<'_>, cues: &Cues, participle: usize) -> Option<Speaker> {
    let sentence = p.sentence(participle);
    let start = sentence.start.max(participle.saturating_sub(60));
    let commas = (start..participle).filter(|j| p.is(*j, Kind::Comma) && p.owner(*j) == p.owner(participle));
    // From the nearest clause back: `A, and B, saying C`.
    let joined = commas.clone().filter(|c| p.has(c + 1, Class::Coordinator)).map(|c| c + 1).last();
    // What leads the sentence in ends at a comma.
    let lead = (p.any(start, &[Class::Connective, Class::Relative, Class::Time]) > 0).then(|| commas.clone().next());
    let from = joined.or(lead.flatten().map(|c| c + 1)).unwrap_or(start);
    let from = from + p.longest(from, Class::Coordinator);
    let past = |j: usize| p.lower(j).ends_with("ed") && !p.capital(j) && p.capital(j - 1);
    let told = |j: usize| cues.at(j).is_some() || p.any(j, &[Class::Finite, Class::Verb]) > 0;
    let stops = |j: &usize| p.is(*j, Kind::Comma) || told(*j) || past(*j);
    let end = (from + 1..participle).find(stops)?;
    let (found, _) = leading(p, from, end)?;
    let found = apposition_of(p, &found, participle);
    Some(Speaker { phrase: found, reach: participle, plain: true, hops: 0 })
}

/// An apposition goes to the comma, where nothing in it is a verb.
fn whole(p: &Prose<'_>, found: Phrase, from: usize, end: usize) -> Phrase {
    let role = matches!(found.head, Head::Role | Head::Body) && found.start == from && pauses(p, end);
    let plain = (found.end..end)
        .all(|j| !matches!(p.lower(j), "đã" | "là" | "sẽ") && matches!(p.kind(j), Some(Kind::Word | Kind::Number)));
    if role && plain && end - from <= 12 && p.vietnamese { Phrase { end, ..found } } else { found }
}

/// Whether a word before a token leads in when or as what something was said: `in testimony before the committee`.
fn aside(p: &Prose<'_>, from: usize) -> bool {
    from.checked_sub(1).is_some_and(|b| {
        p.is_word(b) && p.has(b, Class::Coordinator) && p.any(b, &[Class::Adjunct, Class::Elsewhere]) > 0
            || p.is_word(b) && p.has(b, Class::Quoting)
    })
}

/// Whether what stands between commas only says more of the one before: `who lost 14 cages`.
fn relative(p: &Prose<'_>, from: usize) -> bool {
    // `the body, known as X, said`
    if !p.vietnamese && !p.capital(from) && p.lower(from).ends_with("ed") && !p.has(from, Class::Group) {
        return true;
    }
    let len = p.longest(from, Class::Relative);
    len > 0
        && p.any(from, &[Class::Title, Class::Group, Class::Determiner, Class::Organisation]) <= len
        && (!p.vietnamese || p.longest(from, Class::Title) == 0)
}

/// Whether what stands between commas is only where the one before belongs: `ông Lê Văn Tư, Sở Y tế, nói`, `Mr Hill, R-Ohio, said`.
fn belongs(p: &Prose<'_>, cues: &Cues, found: &Phrase, from: usize, least: usize) -> bool {
    let party = found.end == found.start + 1 && p.lower(found.start).as_bytes().get(1) == Some(&b'-');
    let place = matches!(found.head, Head::Body | Head::Power)
        || p.vietnamese && (found.head == Head::Name || p.any(from, &BODIES) > 0);
    let comma = from.checked_sub(1).filter(|c| *c > least && pauses(p, *c));
    (party || place)
        && (person_before(p, cues, from, least)
            || comma.and_then(|c| name_before(p, cues, found, c)).is_some_and(|who| {
                let person = matches!(who.kind, ActorKind::Person | ActorKind::Anonymous);
                party || person && matches!(who.head, Head::Titled | Head::Role)
            }))
}

const BODIES: [Class; 3] = [Class::Organisation, Class::State, Class::Outlet];

/// Whether somebody by title stands before the comma before a token.
fn person_before(p: &Prose<'_>, cues: &Cues, from: usize, least: usize) -> bool {
    let persons = [Class::Title, Class::Group, Class::Male, Class::Female, Class::Honorific];
    let comma = from.checked_sub(1).filter(|c| *c > least && pauses(p, *c));
    p.vietnamese
        && comma.is_some_and(|c| {
            let start = region(p, cues, c, true);
            p.any(start, &persons) > p.any(start, &BODIES)
        })
}

/// Whether words that are no mention stand before one between commas: `bán nước ở cổng bệnh viện`.
fn strays(p: &Prose<'_>, found: &Phrase, from: usize) -> bool {
    let from = from.max(p.sentence(from).start);
    let led =
        p.any(from, &[Class::Connective, Class::Time, Class::Coordinator, Class::Adverb, Class::Turn, Class::Quoting]);
    led == 0
        && (from..found.start)
            .any(|j| p.any(j, &[Class::Verb, Class::Finite, Class::Place]) > 0 || !p.has(j, Class::Relative))
        && (p.is(from.saturating_sub(1), Kind::Comma) || p.ends(from, Class::Coordinator) > 0)
}

/// Where the clause of an apposition begins: before the name it says more of.
fn apposed(p: &Prose<'_>, cues: &Cues, found: &Phrase, from: usize, least: usize) -> usize {
    let Some(comma) = from.checked_sub(1).filter(|c| *c > least && pauses(p, *c)) else { return from };
    name_before(p, cues, found, comma).map_or(from, |name| name.start)
}

/// The name that an apposition says more of, or the office whose holder is named behind it.
fn name_before(p: &Prose<'_>, cues: &Cues, found: &Phrase, comma: usize) -> Option<Phrase> {
    if found.pronoun() {
        return None;
    }
    let start = region(p, cues, comma, true);
    phrase(p, start, comma, true)
        .filter(|n| n.end == comma && !n.pronoun() && n.head != Head::Many && p.owner(start) == p.owner(comma))
}

/// Whom a claim before the cue belongs to: of a name with an apposition the name, being nearer.
pub(super) fn nearer(p: &Prose<'_>, cues: &Cues, speaker: &Speaker) -> Phrase {
    let comma =
        speaker.phrase.start.checked_sub(1).filter(|c| speaker.reach < speaker.phrase.start && p.is(*c, Kind::Comma));
    comma.and_then(|c| name_before(p, cues, &speaker.phrase, c)).unwrap_or(speaker.phrase)
}

/// Whom what runs on behind a speaker belongs to: the apposition, being nearer.
pub(super) fn apposition_of(p: &Prose<'_>, speaker: &Phrase, before: usize) -> Phrase {
    let limit = before.min(speaker.end + 16);
    if !p.is(speaker.end, Kind::Comma) || limit <= speaker.end + 1 {
        return *speaker;
    }
    let end = (speaker.end + 1..limit)
        .find(|j| !matches!(p.kind(*j), Some(Kind::Word | Kind::Number | Kind::Other)))
        .unwrap_or(limit);
    let found = phrase(p, speaker.end + 1, end, true).map(|f| whole(p, f, speaker.end + 1, end));
    found.filter(|f| f.end == end && matches!(f.head, Head::Role | Head::Many | Head::Name)).unwrap_or(*speaker)
}

/// The subject behind a cue: `said X`.
pub(super) fn behind(p: &Prose<'_>, from: usize, end: usize) -> Option<Phrase> {
    let cut = |j: &usize| {
        !matches!(p.kind(*j), Some(Kind::Word | Kind::Number | Kind::Other))
            || *j > from
                && !p.capital(*j)
                && (p.has(*j, Class::Adjunct) && !matches!(p.lower(*j), "of" | "for" | "from")
                    || p.has(*j, Class::Time))
    };
    let limit = (from..end.min(from + 30)).find(cut).unwrap_or(end.min(from + 30));
    let found = phrase(p, from, limit, true)?;
    (!found.pronoun() || !p.vietnamese).then_some(found)
}

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

    fn nearest(&self, p: &Prose<'_>, pronoun: &Phrase, speakers: &[Phrase]) -> Option<Phrase> {
        let wants = pronoun.gender?;
        let fits = |m: &Phrase| {
            let gender = m.gender.or_else(|| m.name.and_then(|(_, end)| self.genders.get(p.lower(end - 1)).copied()));
            match wants {
                Gender::Male | Gender::Female => {
                    // A noun that no list has speaks, so it may be a person.
                    let unknown = m.head == Head::Many
                        && m.kind == ActorKind::Organisation
                        && (p.is(m.start.saturating_sub(1), Kind::Comma) || matches!(p.lower(m.start), "a" | "an"));
                    // `Datawise`: one word alone, and nobody’s.
                    let alone = m.end == m.start + 1 && !self.people.contains(p.lower(m.start));
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
            Gender::Male => p.lower(m.start) == "his",
            Gender::Female => p.lower(m.start) == "her",
            Gender::Many => p.lower(m.start) == "their",
            Gender::Thing => p.lower(m.start) == "its",
        };
        let outside = |m: &&Phrase| p.owner(m.start) == 0 || p.owner(m.start) == p.owner(pronoun.start);
        let nearest = near.filter(outside).find(|m| !m.pronoun() && fits(m) && !hers(m)).copied();
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
                let leads =
                    p.sentence(n.start).start == n.start || p.sentence(n.start).start > s.end && apposition(p, &n);
                Some(if leads { n } else { s })
            }
            (n, s) => n.filter(|n| s.is_none_or(|s| s.start <= n.start)).or(s),
        }
    }
}

/// The apposition that a mention is only a part of: `X, the bloc’s special envoy, …`.
fn within(p: &Prose<'_>, m: &Phrase) -> Option<Phrase> {
    let comma = (m.start.saturating_sub(8)..m.start)
        .rev()
        .find(|j| !p.is_word(*j) && p.lower(*j) != "'" && p.lower(*j) != "s")?;
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
