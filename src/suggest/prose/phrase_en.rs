//! English mentions: `Prime Minister X`, `Ms Men`, `the province’s deputy chairwoman`, `fish farmers in central Vietnam`.

use super::phrase::{ActorKind, Gender, Head, Phrase, capitals};
use super::{Class, ED, ING, Kind, LY, Prose, Small};

const NOUNS: [Class; 6] =
    [Class::Title, Class::Organisation, Class::State, Class::Outlet, Class::Group, Class::Anonymous];

pub(super) fn phrase(p: &Prose<'_>, i: usize, limit: usize, subject: bool) -> Option<Phrase> {
    let pronouns = [
        (Small::He, Gender::Male),
        (Small::She, Gender::Female),
        (Small::They, Gender::Many),
        (Small::It, Gender::Thing),
    ];
    if let Some((_, gender)) = pronouns.into_iter().find(|(small, _)| p.small(i, *small)) {
        return Some(Phrase {
            start: i,
            end: i + 1,
            kind: ActorKind::Person,
            head: Head::Pronoun,
            gender: Some(gender),
            name: None,
        });
    }
    if p.small(i, Small::I) || !p.is_word(i) && !p.is(i, Kind::Number) {
        return None;
    }
    let known = p.any(i, &[Class::Country, Class::Capital, Class::Building, Class::OutletName]);
    let named = p.capital(i) || p.small(i, Small::The) && p.capital(i + 1);
    if known > 0 && named && i + known <= limit && !goes_on(p, i + known, limit) {
        let outlet = p.longest(i, Class::OutletName) == known;
        let kind = if outlet { ActorKind::Outlet } else { ActorKind::StateBody };
        let head = if outlet { Head::Body } else { Head::Power };
        return Some(Phrase { start: i, end: i + known, kind, head, gender: None, name: Some((i, i + known)) });
    }
    if subject {
        return whole(p, i, limit);
    }
    // A word at the head of a sentence that no list has: who it is the rest of the text may tell.
    let bare = || p.capital(i) && p.first(i) && i < limit && p.tags(i).next().is_none();
    let name = Some((i, i + 1));
    let one = Phrase { start: i, end: i + 1, kind: ActorKind::Person, head: Head::Name, gender: None, name };
    plain(p, i, limit).or_else(|| bare().then_some(one))
}

/// Whether a name goes on behind a country: `Russian`, `China Mobile`, `Washington Post`.
fn goes_on(p: &Prose<'_>, j: usize, limit: usize) -> bool {
    j < limit
        && (p.capital(j) && !p.first(j)
            || p.any(j, &NOUNS) > 0
            || p.lower(j) == "'"
            || p.small(j, Small::Ending)
            || p.token(j).is_some_and(|t| t.kind == Kind::Other))
}

/// The subject of a verb: all up to it, without a relative clause.
fn whole(p: &Prose<'_>, i: usize, limit: usize) -> Option<Phrase> {
    let mut j = i;
    while j < limit {
        match p.kind(j) {
            Some(Kind::Word | Kind::Number) => {}
            // The apostrophe of a possessive; brackets with a name in another script.
            Some(Kind::Other) if j > i && (p.possessive(j) || p.lower(j) == "&") => {}
            Some(Kind::Bracket) => match capitals(p, j.saturating_sub(1), limit) {
                end if end > j => {
                    j = end;
                    break;
                }
                _ => break,
            },
            _ => break,
        }
        let relative = p.smalls(j, &[Small::Who, Small::Whose, Small::Which, Small::That]) && !p.capital(j);
        if (p.has(j, Class::Verb) && !p.capital(j) || relative) && j > i {
            // Who would not be named is known by just that.
            if p.small(j, Small::Who) && (j..limit).any(|k| p.has(k, Class::Nameless)) {
                j = limit;
            }
            break;
        }
        // `the bank raised`: behind its noun a past tense.
        if j > i && !p.capital(j) && p.ed(j) && (p.capital(j - 1) || p.any(j - 1, &NOUNS) > 0) {
            break;
        }
        j += 1;
    }
    // `ignoring the mayor`: what somebody does, not who does it.
    let gerund =
        p.ing(i) && !p.capital(i) && p.any(i, &NOUNS) == 0 && p.any(i, &[Class::Determiner, Class::Prefix]) == 0;
    if j <= i || gerund {
        return None;
    }
    // What the grammar knows ends where it says, but for words that say where it is.
    if let Some(found) = plain(p, i, limit)
        && (found.end == j
            || p.capital(found.end - 1) && third(p, found.end)
            || found.head != Head::Name
                && (!p.has(found.end, Class::Preposition) || p.small(found.end, Small::On))
                && !p.thing(found.end)
                && !p.is(found.end, Kind::Bracket)
                && (!plainly(p, found.end) || p.ed(found.end)))
    {
        return Some(found);
    }
    describe(p, i, j).or_else(|| anything(p, i, j))
}

/// A subject that no list knows: it speaks, so it is somebody.
fn anything(p: &Prose<'_>, i: usize, end: usize) -> Option<Phrase> {
    // `Another swore`, `one said`; in a headline any noun: `dairy insists`.
    let headed = p.headline(i)
        && !p.ing(i)
        && !p.ed(i)
        && p.any(i, &[Class::Stop, Class::Verb, Class::Preposition, Class::Adverb, Class::Connective, Class::Cue]) == 0;
    if end == i + 1 && p.is_word(i) && (p.has(i, Class::Alone) || headed) {
        return Some(Phrase { start: i, end, kind: ActorKind::Anonymous, head: Head::Many, gender: None, name: None });
    }
    let determined = p.any(i, &[Class::Determiner, Class::Quantifier]) > 0;
    let last = p.lower(end - 1);
    if p.thing(end - 1) || determined && p.has(i + 1, Class::Document) {
        return None;
    }
    let plural = last.len() > 3 && last.ends_with('s') && !last.ends_with("ss") && end - i <= 4;
    let plural = plural
        && (!p.first(i) || end - i >= 2)
        && (p.any(end - 1, &[Class::Cue, Class::Stop, Class::Verb]) == 0 || p.has(end - 1, Class::NounToo));
    let plain = p.any(i, &[Class::Coordinator, Class::Preposition, Class::Relative, Class::Connective]) == 0;
    if !(determined || plural && plain) || end - i < 2 || end - i > 14 {
        return None;
    }
    let kind = if plural { ActorKind::Group } else { ActorKind::Organisation };
    Some(Phrase { start: i, end, kind, head: Head::Many, gender: None, name: None })
}

/// `hydrologist Petra Lund`: a word that no list has, before a name of several words.
fn calling(p: &Prose<'_>, i: usize, end: usize) -> bool {
    let plain = p.is_word(i) && !p.capital(i) && p.tags(i).next().is_none() && !p.ed(i);
    plain && end >= i + 3 && end <= i + 5 && (i + 1..end).all(|j| p.capital(j))
}

/// What a phrase is, by the words in it.
fn describe(p: &Prose<'_>, i: usize, end: usize) -> Option<Phrase> {
    if (!p.capital(i) || p.first(i))
        && p.any(i, &[Class::Coordinator, Class::Preposition, Class::Relative, Class::Connective]) > 0
        && p.any(i, &[Class::Determiner]) == 0
        && p.any(i, &NOUNS) == 0
    {
        return None;
    }
    // `NHS England`, `the Bank of England`: known as it stands.
    let opens = i + usize::from(p.article(i));
    let known = |class: Class| {
        p.tags(opens).any(|(t, len)| t.class == class && opens + len == end && (t.flags.capital || len > 1))
    };
    if p.capital(opens)
        && let Some(class) = [Class::State, Class::Organisation, Class::Outlet].into_iter().find(|c| known(*c))
    {
        let kind = match class {
            Class::State => ActorKind::StateBody,
            Class::Outlet => ActorKind::Outlet,
            _ => ActorKind::Organisation,
        };
        return Some(Phrase { start: i, end, kind, head: Head::Body, gender: None, name: Some((opens, end)) });
    }
    let starts = p.capital(i) && p.any(i, &[Class::Stop]) == 0
        || p.any(i, &[Class::Determiner, Class::Quantifier, Class::Prefix]) > 0
        || p.any(i, &NOUNS) > 0
        || p.is(i, Kind::Number)
        || calling(p, i, end);
    // Where the words before `of` or `in` end: the head noun is the last of them.
    let stem = (i + 1..end).find(|j| p.longest(*j, Class::Preposition) > 0 && !p.capital(*j)).unwrap_or(end);
    let noun = (i..stem).rev().find(|j| p.any(*j, &NOUNS) > 0 && !p.article(*j) && (p.capital(*j) || !p.thing(*j)));
    let has_name = (i..stem).any(|j| p.capital(j) && (j > i || p.any(j, &[Class::Stop, Class::Determiner]) == 0));
    if !starts && noun.is_none() {
        return None;
    }
    let title = noun.is_some_and(|j| p.has(j, Class::Title));
    // `X (…)`: the name stands before its other script.
    let stem = if p.is(stem - 1, Kind::Unbracket) {
        (i + 1..stem).find(|j| p.is(*j, Kind::Bracket)).unwrap_or(stem)
    } else {
        stem
    };
    let tail = (i..stem).rev().take_while(|j| p.capital(*j)).count();
    let name_start = stem - tail;
    let gender = (i..stem).find_map(|j| match (p.has(j, Class::He), p.has(j, Class::She)) {
        (true, _) => Some(Gender::Male),
        (_, true) => Some(Gender::Female),
        _ => None,
    });
    let of_body = |j: usize| {
        if p.has(j, Class::State) {
            ActorKind::StateBody
        } else if p.has(j, Class::Outlet) {
            ActorKind::Outlet
        } else if p.has(j, Class::Organisation) {
            ActorKind::Organisation
        } else {
            ActorKind::Group
        }
    };
    let last = stem.saturating_sub(1);
    // `MPs`, `Democrats`: capitals, but no name.
    let many = tail == 1
        && p.any(last, &[Class::Group, Class::Title]) > 0
        && (p.has(last, Class::Group) || !p.first(last) || p.headline(last))
        || p.article(i) && p.has(last, Class::Title) && (1..3).contains(&tail);
    if tail > 0
        && !many
        && name_start < stem
        && (p.any(last, &[Class::Organisation, Class::State, Class::Outlet]) == 0)
        && tail < 8
    {
        // Titles with capitals are no part of the name.
        let titles = [Class::Title, Class::Male, Class::Female, Class::Honorific];
        let titled_to = (name_start..stem)
            .filter(|j| p.any(*j, &titles) > 0)
            .map(|j| j + p.any(j, &titles))
            .filter(|e| *e < stem)
            .max();
        let mut from = titled_to.unwrap_or(name_start);
        while titled_to.is_none() && from + 1 < stem {
            let len = p.any(from, &[Class::Prefix, Class::Country]);
            if len == 0 || from + len >= stem {
                break;
            }
            from += len;
        }
        let before = noun.filter(|n| *n < name_start);
        // `trade weekly Perigee`
        let of = before.filter(|n| titled_to.is_none() && !p.has(*n, Class::Title) && !p.has(*n, Class::Group));
        let titled = of.is_none() && (titled_to.is_some() || before.is_some() || calling(p, i, end));
        let capital_noun =
            |j: usize| p.any(j, &[Class::Organisation, Class::State]) > 0 && p.capital(j) && !p.has(j, Class::Title);
        let body = !titled && (i..stem).any(capital_noun);
        let kind = match of {
            Some(noun) => of_body(noun),
            None if body => of_body(last),
            None => ActorKind::Person,
        };
        let kind = if kind == ActorKind::Group { ActorKind::Organisation } else { kind };
        let head = if of.is_some() {
            Head::Body
        } else if titled {
            Head::Titled
        } else {
            Head::Name
        };
        return (head != Head::Name || tail > 1 || has_name).then_some(Phrase {
            start: i,
            end,
            kind,
            head,
            gender,
            name: Some((from, stem)),
        });
    }
    let noun = noun?;
    let one = p.small(i, Small::Indefinite);
    let plural = p.lower(last).ends_with('s') && !p.lower(last).ends_with("ss") && p.has(noun, Class::Title)
        || p.has(last, Class::Group);
    let (kind, head) = if plural {
        (ActorKind::Group, Head::Many)
    } else if title {
        (if one { ActorKind::Anonymous } else { ActorKind::Person }, Head::Role)
    } else {
        (of_body(noun), if of_body(noun) == ActorKind::Group { Head::Many } else { Head::Body })
    };
    let name = (head == Head::Body && has_name).then_some((i + usize::from(p.small(i, Small::The)), end));
    Some(Phrase { start: i, end, kind, head, gender, name })
}

/// A mention anywhere: a name with its titles, or a noun that means somebody, with what stands before it and what belongs to it.
fn plain(p: &Prose<'_>, i: usize, limit: usize) -> Option<Phrase> {
    // `one of those inspectors`
    if p.has(i, Class::Alone) && p.small(i + 1, Small::Of) && p.any(i + 2, &[Class::Determiner]) > 0 {
        let inner = plain(p, i + 2, limit)?;
        let kind = if p.small(i, Small::One) { ActorKind::Anonymous } else { ActorKind::Group };
        return Some(Phrase { start: i, end: inner.end, kind, head: Head::Many, gender: None, name: None });
    }
    // `a charge Norland denies`
    if p.has(i, Class::Turn) || affiliation(p, i) {
        return None;
    }
    let opened = determiners(p, i, limit);
    if opened == i && p.any(i, &[Class::Determiner, Class::Quantifier]) > 0 && !p.capital(i) && p.article(i + 1) {
        return None;
    }
    let from = owners(p, opened, limit, opened > i);
    let found = head(p, i, from, limit, opened > i || from > opened);
    // Whoever owns something that is nobody: `the governor’s watch`.
    let found = found.or_else(|| (from > opened).then(|| head(p, i, opened, limit, opened > i)).flatten());
    found.map(|f| belongs(p, f, limit))
}

/// The party and place of a politician: `R-Ohio`.
fn affiliation(p: &Prose<'_>, i: usize) -> bool {
    p.capital(i) && p.lower(i).as_bytes().get(1) == Some(&b'-')
}

/// Behind the words that open a noun phrase: `the`, `two other`, `more than 600`.
fn determiners(p: &Prose<'_>, i: usize, limit: usize) -> usize {
    let mut j = i;
    while j < limit {
        let len = p.any(j, &[Class::Determiner, Class::Quantifier]);
        // `the only one the two campaigns agreed on`: two phrases.
        if j > i && p.article(j) && !p.small(j - 1, Small::BeforeArticle) {
            return i;
        }
        let counts =
            p.is(j, Kind::Number) && j > i || p.is(j, Kind::Number) && !p.lower(j).contains(['%', '.', '/', ':']);
        if len > 0 && (!p.capital(j) || p.first(j)) && p.any(j, &NOUNS) <= len {
            j += len;
        } else if counts {
            j += 1;
        } else {
            break;
        }
    }
    j.min(limit)
}

/// Behind those whom a mention belongs to: `Norway’s`, `the tanker’s`.
fn owners(p: &Prose<'_>, from: usize, limit: usize, determined: bool) -> usize {
    let mut start = from;
    let mut j = from;
    while j < limit.min(start + 6) && p.is_word(j) {
        let known = p.capital(j)
            || p.any(j, &NOUNS) > 0
            || determined && (plainly(p, j) || p.is_word(j) && p.possessive(j + 1));
        if !known {
            break;
        }
        j += 1;
        if p.possessive(j) {
            j += 1 + usize::from(p.small(j + 1, Small::Ending));
            start = j;
        }
    }
    start.min(limit)
}

/// A word in lower case that may stand before a noun: no verb, no preposition.
fn plainly(p: &Prose<'_>, j: usize) -> bool {
    let other = [
        Class::Verb,
        Class::Finite,
        Class::Stop,
        Class::Preposition,
        Class::Cue,
        Class::Adverb,
        Class::Coordinator,
        Class::Relative,
        Class::Modal,
        Class::Connective,
        Class::Thing,
        Class::Time,
    ];
    p.is_word(j) && !p.capital(j) && (p.any(j, &other) == 0 || p.has(j, Class::Prefix))
}

/// A name or a noun that means somebody, from `from` on; the phrase begins at `i`.
fn head(p: &Prose<'_>, i: usize, from: usize, limit: usize, determined: bool) -> Option<Phrase> {
    let mut j = from;
    let mut end = from;
    let mut noun = false;
    // How many words that no list has may stand before the noun.
    let most = if determined { 4 } else { 1 };
    let mut spare = most;
    while j < limit && p.is_word(j) && (j == from || !p.article(j)) {
        let len = p.any(j, &NOUNS);
        let lead = p.any(j, &[Class::Prefix, Class::Male, Class::Female, Class::Honorific, Class::Country]);
        // `told MPs voters had gone`: two groups, and no `veterans’ groups`.
        let many = |k: usize| p.has(k, Class::Group) && p.any(k, &[Class::Organisation, Class::State]) == 0;
        if noun && many(j) && many(j - 1) && p.lower(j - 1).ends_with('s') && !p.small(j, Small::Collective) {
            break;
        }
        if len > 0 && (!p.has(j, Class::Verb) || p.capital(j)) && (!p.thing(j) || p.capital(j)) {
            j += len;
            (end, noun) = (j, true);
        } else if lead > 0 && !p.small(j, Small::HisOwn) {
            j += lead;
        } else if p.capital(j) && (j > from || named(p, j)) && (noun || spare == most || determined && p.capital(j + 1))
        {
            j = capitals(p, j, limit).max(j + 1);
            end = j;
        } else if p.small(j, Small::And)
            && j > from
            && (both_titles(p, j, noun) || parted(p, j, limit, noun, determined))
        {
            j += 1;
        } else if spare > 0
            && plainly(p, j)
            && !(spare < most && p.ed(j))
            && (determined || bare(p, j, limit))
            && (!noun || p.any(j + 1, &NOUNS) > 0)
        {
            spare -= 1;
            j += 1;
        } else {
            break;
        }
    }
    let named = (from..end).any(|k| p.capital(k) && p.any(k, &[Class::Determiner]) == 0);
    if end <= from || end > limit || !noun && !named {
        return None;
    }
    let caps = (i..end).filter(|k| p.capital(*k)).count();
    if !noun && (caps == 0 || caps == 1 && p.first(i) && end == i + 1) {
        return None;
    }
    describe(p, i, end)
}

/// `founder and chief executive`, `a lawyer and opposition politician`
fn both_titles(p: &Prose<'_>, and: usize, noun: bool) -> bool {
    let next = and + 1 + usize::from(p.has(and + 1, Class::Prefix) || plainly(p, and + 1));
    let title = |j: usize| p.has(j, Class::Title) && !p.has(j, Class::Group) && p.any(j, &[Class::Determiner]) == 0;
    noun && p.has(and - 1, Class::Title) && !p.capital(and + 1) && (title(and + 1) || title(next))
}

/// A name in two parts before its noun: `Ways and Means Committee`, `the Danish and Polish unions`.
fn parted(p: &Prose<'_>, and: usize, limit: usize, noun: bool, determined: bool) -> bool {
    let end = capitals(p, and + 1, limit);
    // `the Japanese`: many, but not before a noun of theirs.
    let people = || and > 1 && p.article(and - 2) && p.any(and - 1, &NOUNS) == 0;
    (!noun || people())
        && p.capital(and - 1)
        && end > and + 1
        && p.any(and + 1, &NOUNS) == 0
        && p.any(and + 1, &[Class::Country, Class::Capital]) == 0
        && (and + 2..end + 2)
            .any(|k| p.any(k, &NOUNS) > 0 && (determined || people() || !p.has(k, Class::Group)) && !p.article(k))
}

/// Whether a word with a capital may begin a name: `April Moss` at the head of a sentence, but not `Appointing Moss`.
fn named(p: &Prose<'_>, j: usize) -> bool {
    let heads = p.first(j) && p.capital(j + 1);
    let gerund = heads && p.any(j, &[Class::Prefix, Class::Capital]) == 0 && p.ing(j);
    let month = heads && p.longest(j, Class::Time) == 1 && !p.has(j + 1, Class::Time);
    !gerund && (month || p.any(j, &[Class::Stop, Class::Time]) == 0)
}

/// `opposition lawmakers`, `cable operator Nordlink`: a word that no list has, before many or before one who is named.
fn bare(p: &Prose<'_>, j: usize, limit: usize) -> bool {
    let word = p.lower(j);
    let len = p.any(j + 1, &NOUNS);
    let next = j + 1 + len;
    len > 0
        && next <= limit
        && p.tags(j).next().is_none()
        && j.checked_sub(1).is_none_or(|b| !p.small(b, Small::To))
        && ![ED, ING, LY].iter().any(|e| word.ends_with(e))
        && !third(p, j)
        && !p.capital(j + 1)
        && (p.any(j + 1, &[Class::Group]) > 0 || p.lower(next - 1).ends_with('s') || next < limit && p.capital(next))
}

/// Whether a word that no list has ends as a verb does behind one: `drops`.
fn third(p: &Prose<'_>, j: usize) -> bool {
    let word = p.lower(j);
    p.is_word(j)
        && !p.capital(j)
        && word.len() > 3
        && word.ends_with('s')
        && !word.ends_with("ss")
        && p.tags(j).next().is_none()
}

/// Behind the party of a politician in brackets: `(Independent)`, but not `(R-Ohio)`.
fn party(p: &Prose<'_>, f: &Phrase, limit: usize) -> Option<usize> {
    let named = f.head == Head::Titled && p.is(f.end, Kind::Bracket) && p.capital(f.end + 1);
    let close = named.then(|| capitals(p, f.end + 1, limit)).filter(|_| !affiliation(p, f.end + 1))?;
    (p.is(close, Kind::Unbracket) && close < limit).then_some(close + 1)
}

/// Behind the other parts of a name that has several: `the Ministry of Health and Welfare`, `the Office for Roads, Rail and Ports`.
fn parts(p: &Prose<'_>, f: &Phrase, limit: usize) -> usize {
    let other = [Class::Country, Class::Capital, Class::Title, Class::Organisation, Class::State, Class::OutletName];
    let named = matches!(f.head, Head::Body | Head::Many)
        && p.capital(f.end - 1)
        && (f.start..f.end).any(|j| p.smalls(j, &[Small::Of, Small::For]));
    let part = |at: usize| at < limit && p.capital(at) && p.any(at, &other) == 0;
    let listed = if p.is(f.end, Kind::Comma) && part(f.end + 1) { capitals(p, f.end + 1, limit) } else { f.end };
    if named && p.small(listed, Small::And) && part(listed + 1) { capitals(p, listed + 1, limit) } else { f.end }
}

/// What stands behind a mention and is part of it: `head of the association`, `a spokeswoman for the ministry`.
fn belongs(p: &Prose<'_>, f: Phrase, limit: usize) -> Phrase {
    let f = Phrase { end: party(p, &f, limit).unwrap_or_else(|| parts(p, &f, limit)), ..f };
    let many = matches!(f.head, Head::Role | Head::Many) || p.has(f.end - 1, Class::Group);
    // `officials familiar with the matter`, `unions representing drivers`, `a firm based in Oslo`
    let told = p.longest(f.end, Class::Tail);
    let participle = told == 1 && p.ing(f.end);
    let unnamed = many || f.head == Head::Body && f.name.is_none();
    if (unnamed && told > 1 || many && participle) && f.end + told < limit {
        let from = f.end + told;
        let opens = p.longest(from, Class::Determiner);
        let inner = plain(p, from, limit).map_or(from, |n| n.end);
        let words = (from + opens..limit.min(from + opens + 4)).take_while(|j| plainly(p, *j) || p.thing(*j)).count();
        let end = inner.max(from + if words > 0 { opens + words } else { 0 }).max(capitals(p, from, limit));
        return if end > from { Phrase { end, ..f } } else { f };
    }
    let next = f.end + 1;
    let leads = p.first(f.start)
        || f.start
            .checked_sub(1)
            .is_none_or(|b| !p.is_word(b) || p.small(b, Small::By) || p.ends(f.start, Class::According) > 0);
    let small = |small| p.small(f.end, small);
    let fits = next < limit
        && (small(Small::Of)
            // `the Office for Roads`
            || small(Small::For) && f.head == Head::Body && p.capital(f.end - 1) && p.capital(next)
            || many && (small(Small::For) || small(Small::At))
            || small(Small::To) && leads && matches!(f.head, Head::Role | Head::Body) && power(p, next)
            || small(Small::Whence) && many && leads && p.any(f.end, &[Class::Time]) < 2);
    if !fits || p.capital(f.end) {
        return f;
    }
    // Of a name only the place or the party is part: `Graham Stott of Reform UK`.
    let bare = matches!(f.head, Head::Titled | Head::Name);
    let mut end = if p.capital(next) {
        let run = owned(p, &f, next, limit).unwrap_or_else(|| capitals(p, next, limit));
        let run = parts(p, &Phrase { end: run, ..f }, limit);
        // `a spokesman for Germany’s foreign ministry`
        let whole = plain(p, next, limit).map_or(run, |n| n.end.max(run));
        if p.any(next, &[Class::Stop, Class::Time]) > 0 {
            f.end
        } else if bare {
            run
        } else {
            whole
        }
    } else if bare && !(p.small(next, Small::The) && p.capital(next + 1)) {
        f.end
    } else {
        plain(p, next, limit).filter(|n| !n.pronoun()).map_or(f.end, |n| n.end)
    };
    if end == f.end && many && p.any(next, &[Class::Determiner]) > 0 {
        // `the operator of the dam`
        let words = (next + 1..limit.min(next + 4)).take_while(|j| plainly(p, *j)).count();
        end = if words > 0 { next + 1 + words } else { f.end };
    }
    // `officials in Brussels said`, but not `met officials in Brussels on Monday`.
    let placed = small(Small::Whence) || small(Small::To);
    let verbal = [Class::Verb, Class::Finite, Class::Cue, Class::Modal, Class::Adverb];
    let closes = p.is(end, Kind::Comma) || end == limit || p.any(end, &verbal) > 0 || p.ed(end);
    if placed && (!closes || p.has(end, Class::Preposition)) { f } else { Phrase { end: end.max(f.end), ..f } }
}

/// Behind what belongs to whoever is named: `Oslo’s largest grain terminal`.
fn owned(p: &Prose<'_>, f: &Phrase, from: usize, limit: usize) -> Option<usize> {
    let owner = capitals(p, from, limit);
    // `workers at Danish port`
    if p.small(f.end, Small::At) && p.has(owner - 1, Class::Prefix) && owner < limit && plainly(p, owner) {
        return Some(owner + 1);
    }
    let noun = owner + 1 + usize::from(p.small(owner + 1, Small::Ending));
    let words = (noun..limit.min(noun + 4)).take_while(|j| plainly(p, *j) && !p.ed(*j)).count();
    (p.possessive(owner) && p.small(f.end, Small::At) && words > 0).then_some(noun + words)
}

/// Whether a country or a union of countries is named, with `the` or without: `envoy to the EU`.
fn power(p: &Prose<'_>, j: usize) -> bool {
    let at = j + usize::from(p.article(j));
    p.capital(at) && p.any(at, &[Class::Country, Class::Capital, Class::Organisation, Class::State]) > 0
}
