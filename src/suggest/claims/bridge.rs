//! What stands between a cue and its claim: a conjunction, a colon, a quotation mark, or when and to whom it was said.

use super::cue::{Cue, Cues};
use crate::suggest::prose::{Class, Kind, Prose, Small, phrase};

/// What stands between a cue and its claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bridge {
    Conjunction(usize),
    Colon(usize),
    Quotation(usize),
    Comma(usize),
    /// Nothing, or only when and where it was said.
    Bare(usize),
    None,
}

/// Farther than this behind a cue no conjunction, colon or quotation is looked for.
const REACH: usize = 28;

/// What stands behind a cue.
pub(super) fn bridge(p: &Prose<'_>, cues: &Cues, cue: &Cue, from: usize) -> Bridge {
    let owner = p.owner(cue.start);
    let sentence = p.sentence(cue.start);
    let mut j = from;
    let mut addressee = cue.flags.addressee;
    let to = cue.flags.object && p.small(j, Small::To);
    // `expects about 300 people to come`
    let counts = p.has(j, Class::Quantifier) && p.is(j + 1, Kind::Number);
    let aside = if counts && !p.vietnamese { 0 } else { p.longest(j, Class::Adjunct) };
    // `cho biết trong tháng 12 sẽ mở`: a time of what is said, and not of saying it.
    let counted = usize::from(p.is(j + 1, Kind::Number) || p.has(j + 1, Class::Quantifier));
    let timed_inside = p.small(j, Small::Within)
        && p.has(j + 1 + counted, Class::Time)
        && !(j..j + 6).any(|k| matches!(p.kind(k), None | Some(Kind::Stop | Kind::Colon)));
    let adjunct = !to
        && !timed_inside
        && (aside > p.longest(j, Class::Compound) && p.longest(j, Class::Finite) <= aside || p.is(j, Kind::Bracket))
        || addressee
        || cue.flags.quote;
    if to {
        return Bridge::Bare(j);
    }
    // `explained how it works: A`
    if !p.vietnamese && p.has(j, Class::Question) {
        let colon = (j..sentence.end.min(j + 14)).find(|k| p.is(*k, Kind::Colon));
        return colon.map_or(Bridge::None, |c| Bridge::Colon(c + 1));
    }
    // `recalled telling them that A`: the deed is what is said.
    if cue.flags.gerund && super::objects::gerund(p, j) {
        return Bridge::Bare(j);
    }
    let mut fallback = (!adjunct).then_some(j);
    while j < sentence.end && j < from + REACH && p.owner(j) == owner {
        // `disputed that, saying A`
        let ends = |at: usize| p.is(at, Kind::Comma) && cues.at(at + 1).is_some();
        let marked = |at: usize| (at..at + 9).any(|k| p.is(k, Kind::Open));
        // `called that figure “A”`
        let shows = !p.vietnamese && cue.flags.quote && marked(j + 1);
        let conjunction = Some(p.longest(j, Class::Conjunction)).filter(|n| !ends(j + n) && !shows).unwrap_or(0);
        if conjunction > 0 && (!p.small(j, Small::Is) || j == from || fallback == Some(j)) {
            // `nói rằng: “A”`
            let behind = j + conjunction;
            return if p.is(behind, Kind::Colon) { Bridge::Colon(behind + 1) } else { Bridge::Conjunction(behind) };
        }
        match p.kind(j) {
            Some(Kind::Colon) => return Bridge::Colon(j + 1),
            Some(Kind::Open) if j == from || adjunct && j <= from + 9 && fallback.is_none_or(|at| at >= j) => {
                return Bridge::Quotation(j);
            }
            Some(Kind::Comma) => {
                if p.is(j + 1, Kind::Open)
                    && p.owner(j + 1) == owner
                    && (adjunct
                        || if p.vietnamese { j < from + 4 } else { !(from..j).any(|k| p.has(k, Class::Finite)) })
                {
                    return Bridge::Quotation(j + 1);
                }
                // `stresses, however, that …`
                let aside = p.longest(j + 1, Class::Connective);
                if aside > 0 && p.is(j + 1 + aside, Kind::Comma) {
                    j += aside + 1;
                    continue;
                }
                let conjunction = p.longest(j + 1, Class::Conjunction);
                if conjunction > 0 {
                    return Bridge::Conjunction(j + 1 + conjunction);
                }
                // `said, speaking on background, that A`
                let pause = (j + 1..sentence.end.min(j + 14)).find(|k| !p.is_word(*k)).unwrap_or(j);
                let conjunction = p.longest(pause + 1, Class::Conjunction);
                if conjunction > 0 && p.is(pause, Kind::Comma) && fallback.is_none_or(|at| at >= j) {
                    return Bridge::Conjunction(pause + 1 + conjunction);
                }
                return match fallback {
                    Some(at) if at < j => Bridge::Bare(at),
                    _ => Bridge::Comma(j + 1),
                };
            }
            Some(Kind::Stop) if j + 1 >= sentence.end => break,
            Some(Kind::Stop | Kind::Semicolon | Kind::Dash | Kind::Unbracket | Kind::Close | Kind::Open) => break,
            _ => {}
        }
        // `said on Monday it had …`: the claim's own verb.
        if adjunct
            && fallback.is_some_and(|at| !p.vietnamese && j > at && !p.has(at, Class::Adjunct))
            && p.has(j, Class::Finite)
        {
            break;
        }
        if !adjunct
            && (j >= from + if p.vietnamese { 16 } else { 6 }
                || j > from && (cues.at(j).is_some() || p.has(j, Class::Finite)))
        {
            break;
        }
        // `said in a filing it had …`
        if adjunct && fallback.is_none() && j > from + 1 && resumes(p, j, sentence.end) {
            fallback = Some(j);
            break;
        }
        // Another cue begins: what follows belongs to it.
        if j > from
            && p.tags(j).any(|(t, _)| t.class == Class::Cue && !t.flags.strict && !t.flags.clause)
            && adjunct
            && !cue.flags.quote
            && p.vietnamese
        {
            break;
        }
        if addressee && fallback.is_none() && j == from {
            fallback = addressed(p, j, sentence.end);
            addressee = false;
        } else if adjunct && !cue.flags.quote && fallback.is_none() && j == from {
            fallback = timed(p, j, sentence.end);
        }
        j = if p.is(j, Kind::Bracket) {
            (j..sentence.end.min(j + REACH)).find(|k| p.is(*k, Kind::Unbracket)).map_or(j + 1, |k| k + 1)
        } else {
            p.next(j)
        };
    }
    match fallback {
        Some(at)
            if at < sentence.end && !matches!(p.kind(at), Some(Kind::Stop | Kind::Comma)) && p.owner(at) == owner =>
        {
            Bridge::Bare(at)
        }
        _ => Bridge::None,
    }
}

/// Whether behind when and where something was said a clause begins, with its subject and its verb.
fn resumes(p: &Prose<'_>, i: usize, limit: usize) -> bool {
    let Some(before) = i.checked_sub(1) else { return false };
    let open =
        [Class::Preposition, Class::Determiner, Class::Coordinator, Class::Adverb, Class::Relative, Class::Adjunct];
    let subject = p.has(i, Class::Determiner) || p.capital(i) && !p.capital(before) || p.has(i, Class::Finite);
    if p.vietnamese || !subject || !p.is_word(before) || p.any(before, &open) > 0 && !p.capital(before) {
        return false;
    }
    phrase(p, i, limit, true).is_some_and(|f| p.has(f.end, Class::Finite) && !p.has(f.end, Class::Determiner))
}

/// Behind whoever is spoken to: `told reporters A`.
fn addressed(p: &Prose<'_>, from: usize, limit: usize) -> Option<usize> {
    if p.has(from, Class::Addressee) {
        return Some(timed(p, from + 1, limit).unwrap_or(from + 1));
    }
    if (from + 1..limit.min(from + 4)).any(|j| p.small(j, Small::To)) {
        return Some(from);
    }
    // `told the BBC he …`
    let name = from + usize::from(p.has(from, Class::Determiner));
    let capitals = (name..limit.min(from + 10)).take_while(|j| p.capital(*j)).count();
    let Some(found) = phrase(p, from, limit.min(from + 10), false) else {
        return Some(name + capitals).filter(|end| *end > name && *end < limit);
    };
    // `told staff to leave`: whom it is said to belongs to what is said.
    if p.small(found.end, Small::To) {
        return Some(from);
    }
    Some(timed(p, found.end, limit).unwrap_or(found.end))
}

/// Behind an expression of time: `on Monday`, `last June`, `hôm thứ Ba (2/12)`.
fn timed(p: &Prose<'_>, from: usize, limit: usize) -> Option<usize> {
    let mut j = from;
    if p.vietnamese {
        if !p.has(j, Class::TimeHead) {
            // `hứa từ quý II sẽ …`: what follows is the claim itself.
            // `tiết lộ với X A`
            if p.small(j, Small::With) {
                return phrase(p, j + 1, limit, false).map(|f| f.end).filter(|e| p.is_word(*e));
            }
            return (!p.has(j, Class::Elsewhere)).then_some(j);
        }
        let start = j;
        while j < limit
            && (p.is(j, Kind::Number)
                || p.has(j, Class::Time)
                || matches!(p.kind(j), Some(Kind::Bracket | Kind::Unbracket))
                || j > start && p.capital(j) && j < start + 4)
        {
            j += 1;
        }
        return (j > start && j < limit).then_some(j);
    }
    if p.has(j, Class::TimeHead) {
        j += 1;
    }
    let start = j;
    while j < limit && (p.has(j, Class::Time) || p.is(j, Kind::Number)) {
        j += 1;
    }
    (j > start && j < limit).then_some(j)
}
