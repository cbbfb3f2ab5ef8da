//! Who says it: the subject before a cue, or behind it.

use super::cue::Cues;
use super::subject::{leading, nominal, region, subordinate};
use crate::suggest::prose::{ActorKind, Class, Head, Kind, Phrase, Prose, Small, phrase};

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
                .find(|j| p.small(*j, Small::Passive) || p.has(*j, Class::Passive))
            && let Some((found, _)) = leading(p, region(p, cues, passive, true), passive)
        {
            return Some(Speaker { phrase: found, reach: passive, plain: true, hops: 0 });
        }
        if from > sentence.start && p.small(from - 1, Small::And) {
            // `Sở Nông nghiệp và Môi trường`
            let wide = region(p, cues, end, true);
            if wide + 1 < from
                && let Some((found, clear)) = leading(p, wide, end)
                && found.end > from
            {
                return Some(Speaker { phrase: found, reach: wide, plain: plain && clear, hops: hop });
            }
        }
        // `offered tea to sailors and said A`: what the verb before is done to says nothing.
        let told = (from..end).any(|j| p.has(j, Class::Finite));
        let done = (1..=5).filter_map(|n| from.checked_sub(n)).find(|at| cues.at(*at).is_some_and(|c| c.end == from));
        if !p.vietnamese
            && hop > 0
            && !told
            && let Some(verb) = done.filter(|v| *v > sentence.start)
        {
            end = verb;
            continue;
        }
        if from < end
            && let Some((found, clear)) = leading(p, from, end)
            && (hop == 0 || !found.pronoun())
            && !(hop > 0 && (relative(p, from) || p.vietnamese && p.is(from, Kind::Number)))
            && !(hop > 0 && p.vietnamese && strays(p, &found, from))
            && !(hop > 0
                && p.vietnamese
                && (p.ends(from, Class::Coordinator) > 0 || found.start > from)
                && guessed(&found))
            && !(hop > 0 && p.vietnamese && pauses(p, end) && found.start > from && p.has(from, Class::Adjunct))
            && !(hop > 0 && p.vietnamese && paired(p, from))
            && !(hop > 0 && p.vietnamese && follows(p, cues, from))
            && !(hop > 0 && p.vietnamese && listed(p, from))
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
            Some(Kind::Word)
                if verb.is_some_and(|v| v > sentence.start)
                    && (hop > 0 || cue == from + p.longest(from, Class::Connective)) =>
            {
                end = verb?;
            }
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

/// Whether a mention goes on over the comma before a token: `các bộ, ngành`.
fn listed(p: &Prose<'_>, from: usize) -> bool {
    let comma = from.checked_sub(1).filter(|c| p.is(*c, Kind::Comma));
    comma.is_some_and(|c| (c.saturating_sub(4)..c).any(|j| phrase(p, j, from + 4, false).is_some_and(|f| f.end > from)))
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
    if let Some(found) = super::cue::with(p, participle) {
        return Some(Speaker { phrase: found, reach: participle, plain: true, hops: 0 });
    }
    let sentence = p.sentence(participle);
    let start = sentence.start.max(participle.saturating_sub(60));
    let commas = (start..participle).filter(|j| p.is(*j, Kind::Comma) && p.owner(*j) == p.owner(participle));
    // From the nearest clause back: `A, and B, saying C`.
    let joined = commas.clone().filter(|c| p.has(c + 1, Class::Coordinator)).map(|c| c + 1).next_back();
    // What leads the sentence in ends at a comma.
    let lead = (p.any(start, &[Class::Connective, Class::Relative, Class::Time]) > 0).then(|| commas.clone().next());
    let from = joined.or(lead.flatten().map(|c| c + 1)).unwrap_or(start);
    let from = from + p.longest(from, Class::Coordinator);
    let past = |j: usize| p.ed(j) && !p.capital(j) && p.capital(j - 1);
    let told = |j: usize| cues.at(j).is_some() || p.any(j, &[Class::Finite, Class::Verb]) > 0;
    let stops = |j: &usize| p.is(*j, Kind::Comma) || told(*j) || past(*j);
    let end = (from + 1..participle).find(stops)?;
    let (found, _) = leading(p, from, end)?;
    let found = apposition_of(p, &found, participle);
    Some(Speaker { phrase: found, reach: participle, plain: true, hops: 0 })
}

/// An apposition goes to the comma, where nothing in it is a verb.
fn whole(p: &Prose<'_>, found: Phrase, from: usize, end: usize) -> Phrase {
    let begins = from.checked_sub(1).is_some_and(|c| pauses(p, c)) && pauses(p, end);
    let role = matches!(found.head, Head::Role | Head::Body) && found.start == from && begins;
    let tense = |j: usize| p.has(j, Class::Tense) && !p.inside(j);
    let plain = (found.end..end).all(|j| !tense(j) && matches!(p.kind(j), Some(Kind::Word | Kind::Number)));
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
    if !p.vietnamese && !p.capital(from) && p.ed(from) && !p.has(from, Class::Group) {
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
    let comma = speaker.phrase.start.checked_sub(1).filter(|c| speaker.reach < speaker.phrase.start && pauses(p, *c));
    comma.and_then(|c| name_before(p, cues, &speaker.phrase, c)).unwrap_or(speaker.phrase)
}

/// Whom what runs on behind a speaker belongs to: the apposition, being nearer.
pub(super) fn apposition_of(p: &Prose<'_>, speaker: &Phrase, before: usize) -> Phrase {
    let limit = before.min(speaker.end + 16);
    if !pauses(p, speaker.end) || limit <= speaker.end + 1 {
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
                && (p.has(*j, Class::Adjunct) && !p.smalls(*j, &[Small::Of, Small::For, Small::From])
                    || p.has(*j, Class::Time))
    };
    let limit = (from..end.min(from + 30)).find(cut).unwrap_or(end.min(from + 30));
    let found = phrase(p, from, limit, true)?;
    (!found.pronoun() || !p.vietnamese).then_some(found)
}
