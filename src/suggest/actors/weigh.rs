//! How likely a mention is an actor here: countries and capitals only where they act, common words only where they mean one.

use super::Mention;
use super::places::{dateline, list, listed_place, placed};
use crate::suggest::prose::{Act, ActorKind, Class, ED, Head, ING, Kind, LY, Phrase, Prose, Small, phrase};
use crate::suggest::{WORTH, claims::Said};
use std::collections::{HashMap, HashSet};

/// The mentions of a text with their likelihood; the sources of claims among them.
pub(super) fn weigh(p: &Prose<'_>, natural: &[Phrase], said: &[Said]) -> Vec<Mention> {
    let mut sources: Vec<(Phrase, f32)> = said.iter().filter_map(|s| Some((s.speaker?.0, s.score))).collect();
    sources.sort_by(|a, b| (a.0.start, a.0.end).cmp(&(b.0.start, b.0.end)).then(b.1.total_cmp(&a.1)));
    sources.dedup_by_key(|s| (s.0.start, s.0.end));
    // How often the words of a mention stand in the text, and whether they are ever a source.
    let mut spoke: HashMap<String, usize> = HashMap::new();
    for (s, _) in &sources {
        *spoke.entry(p.folded(s.start, s.end)).or_default() += 1;
    }
    // The names of those who speak, and bodies that do: their mentions elsewhere are of them.
    let last = |s: &Phrase| s.name.filter(|_| s.kind == ActorKind::Person).map(|(_, end)| p.lower(end - 1));
    let mut known: HashSet<&str> = sources.iter().filter_map(|(s, _)| last(s)).collect();
    // Whoever is introduced with a title is known by the name from then on.
    known.extend(
        natural
            .iter()
            .filter(|n| {
                n.head == Head::Titled
                    || n.head == Head::Name && (explained(p, n) || alone(p, n) && heads(p, n) && !listed_place(p, n))
            })
            .flat_map(|n| last(n).into_iter().chain(forename(p, n))),
    );
    // `Hãng hàng không Bắc Phong`: from then on `Bắc Phong`.
    let own: HashSet<String> = natural.iter().filter_map(|n| called(p, n)).map(|(s, e)| p.folded(s, e)).collect();
    let bodies: Vec<String> = sources
        .iter()
        .filter(|(s, _)| s.head == Head::Body)
        .take(40)
        .map(|(s, _)| p.folded(s.start, s.end) + " ")
        .collect();
    // Bodies, offices and groups that do something here are meant elsewhere too.
    let plain = |m: &Phrase| p.folded(m.start + p.longest(m.start, Class::Determiner), m.end);
    let common = |m: &Phrase| !p.vietnamese && matches!(m.head, Head::Body | Head::Role | Head::Many);
    let doers: HashSet<String> =
        natural.iter().filter(|n| common(n) && !harmed(p, n) && (acts(p, n) || addressed(p, n))).map(plain).collect();
    let mut all: Vec<Mention> = Vec::new();
    let mut end = 0;
    let mut next = 0;
    let mut push = |phrase: &Phrase, source: Option<f32>, end: &mut usize| {
        let Some(span) = p.span(phrase.start, phrase.end).filter(|_| phrase.start >= *end) else { return };
        *end = phrase.end;
        let name_span = phrase.name.and_then(|(start, end)| p.span(start, end));
        let (mut score, why) = match source {
            Some(score) => (0.55 + score * 0.4, "says something here"),
            None => likely(p, phrase),
        };
        let named = phrase.head == Head::Name
            && !(p.vietnamese && placed(p, phrase))
            && phrase.name.is_some_and(|(_, end)| known.contains(p.lower(end - 1)));
        if source.is_none() {
            let words = p.folded(phrase.start, phrase.end);
            let headed = phrase.head == Head::Body
                && bodies.iter().any(|b| b.strip_prefix(words.as_str()).is_some_and(|r| r.starts_with(' ')));
            if named {
                score = score.max(0.8);
            } else if phrase.head == Head::Name && own.contains(&words) && !placed(p, phrase) {
                score = 0.8;
            } else if spoke.contains_key(&words)
                || headed
                || score < 0.6 && common(phrase) && !placed(p, phrase) && doers.contains(&plain(phrase))
            {
                score = (score + 0.18).min(0.9);
            }
        }
        let place = source.is_none() && phrase.head == Head::Power && score < WORTH
            || phrase.head == Head::Name && placed(p, phrase) && (p.vietnamese || score < WORTH);
        let kind = match phrase.kind {
            _ if place => ActorKind::Place,
            // One word says nothing of what it names; here it names somebody.
            ActorKind::Organisation if named && phrase.end - phrase.start == 1 => ActorKind::Person,
            kind => kind,
        };
        all.push(Mention { span, name_span, kind, gender: phrase.gender, is_source: source.is_some(), score, why });
    };
    for phrase in natural.iter().filter(|n| !n.pronoun()) {
        while let Some((source, score)) = sources.get(next).filter(|(s, _)| s.start < phrase.end) {
            push(source, Some(*score), &mut end);
            next += 1;
        }
        push(phrase, None, &mut end);
    }
    for (source, score) in sources.get(next..).unwrap_or_default() {
        push(source, Some(*score), &mut end);
    }
    all
}

/// The first word of an English person's full name: people are called by it too.
fn forename<'p>(p: &'p Prose<'_>, m: &Phrase) -> Option<&'p str> {
    m.name
        .filter(|(start, end)| !p.vietnamese && m.kind == ActorKind::Person && end - start == 2)
        .map(|(start, _)| p.lower(start))
}

/// The name that a body has behind what it is: capitals, and not where it is.
fn called(p: &Prose<'_>, m: &Phrase) -> Option<(usize, usize)> {
    // `the dredging firm Marlow`
    if !p.vietnamese {
        let behind = |name: &(usize, usize)| name.0 > m.start && !p.capital(name.0 - 1) && p.is_word(name.0 - 1);
        return m.name.filter(|name| m.head == Head::Body && name.1 == m.end && behind(name));
    }
    let body = matches!(m.kind, ActorKind::Organisation | ActorKind::Outlet | ActorKind::Group);
    if !body || !matches!(m.head, Head::Body | Head::Many) {
        return None;
    }
    let from = (m.start..m.end).rev().take_while(|j| p.capital(*j)).last()?;
    let of = from.checked_sub(1).filter(|b| *b >= m.start)?;
    let place = p.has(of, Class::Place) || p.any(of, &[Class::State, Class::Tail, Class::Preposition]) > 0;
    (!place && p.any(from, &[Class::Country, Class::Capital, Class::Complement]) == 0).then_some((from, m.end))
}

/// How likely a mention that says nothing here is an actor, and why.
fn likely(p: &Prose<'_>, m: &Phrase) -> (f32, &'static str) {
    if addressed(p, m) && m.head != Head::Pronoun {
        return (0.8, "spoken to, or asked to do something");
    }
    if m.head == Head::Many && harmed(p, m) {
        return (0.2, "whoever came to harm");
    }
    let acts = acts(p, m) || done_by(p, m);
    let noun = if p.vietnamese { m.start } else { m.start + p.longest(m.start, Class::Determiner) };
    // `People are tired`: being is no deed.
    let is = !p.vietnamese && p.has(m.end, Class::Passive);
    if (!acts || is) && noun < m.end && p.longest(noun, Class::Vague) == m.end - noun {
        return (0.25, "anybody");
    }
    if matches!(m.head, Head::Power | Head::Name)
        && p.vietnamese
        && p.headline(m.start)
        && p.first(m.start)
        && p.is(m.end, Kind::Colon)
    {
        return (0.25, "where it is");
    }
    match m.head {
        Head::Name | Head::Body if !p.vietnamese && explained(p, m) && !(m.head == Head::Body && placed(p, m)) => {
            (0.8, "a name with what its bearer is")
        }
        Head::Titled => (0.88, "a title or a form of address with a name"),
        Head::Name if placed(p, m) => (0.15, "a name"),
        Head::Name | Head::Power | Head::Body if listed_place(p, m) || dateline(p, m) => (0.15, "where it is"),
        Head::Name if p.first(m.start) && m.end - m.start == 1 && !p.vietnamese => (0.2, "a name"),
        Head::Name | Head::Body if !p.vietnamese && shortened(p, m) => (0.65, "a name's short form"),
        Head::Name if explained(p, m) => (0.8, "a name with what its bearer is"),
        Head::Pronoun => (0.0, "a pronoun"),
        _ if p.vietnamese => vietnamese(p, m, acts),
        _ => english(p, m, acts),
    }
}

/// Whether many only came to harm: `hai ngư dân mất tích`, `12 people were killed`, `những người bị thương`.
fn harmed(p: &Prose<'_>, m: &Phrase) -> bool {
    if p.vietnamese {
        return p.has(m.end, Class::Harm) || p.ends(m.end, Class::Harm) > 0;
    }
    let helps = |j: &usize| p.any(*j, &[Class::Passive, Class::Adverb]) > 0 && !p.has(*j, Class::Harm);
    let verb = (m.end..m.end + 4).find(|j| !helps(j)).unwrap_or(m.end);
    p.has(verb, Class::Harm) && (m.end..verb).any(|j| p.has(j, Class::Passive))
}

/// Whether a word of a mention has a capital of its own.
fn capital(p: &Prose<'_>, m: &Phrase) -> bool {
    let known = |i: usize| !p.vietnamese && p.tags(i).any(|(t, _)| t.flags.capital);
    (m.start..m.end).any(|i| p.capital(i) && (!(p.first(i) && m.end - m.start == 1) || known(i)))
}

/// Such figures are what these came to on annotated news.
fn vietnamese(p: &Prose<'_>, m: &Phrase, acts: bool) -> (f32, &'static str) {
    let (capital, leads, sides) = (capital(p, m), leads(p, m), sides(p, m));
    let counted = p.has(m.start, Class::Quantifier);
    let shown = p.has(m.end - 1, Class::Determiner);
    // `tại Bệnh viện Chợ Rẫy`
    let bracketed = m.start > 0 && p.is(m.start - 1, Kind::Bracket) && p.is(m.end, Kind::Unbracket);
    let place = bracketed || !acts && (m.kind != ActorKind::Outlet && placed(p, m) || p.has(m.start, Class::Place));
    let figure = (m.start..m.end).any(|i| p.is(i, Kind::Number));
    let rough = figure && !p.headline(m.start) && p.small(m.start, Small::Roughly);
    // `X là công nhân`: what X is.
    let is = m.start.checked_sub(1).is_some_and(|b| p.small(b, Small::Become) && p.ends(m.start, Class::Cue) == 0);
    let score = match m.head {
        Head::Role | Head::Many if is && !capital && !(acts && counted) => 0.25,
        // `hơn 3.000 công nhân`: how many there are.
        Head::Many if rough => 0.3,
        Head::Name => {
            if sides {
                0.8
            } else if acts {
                0.4
            } else if p.has(m.start, Class::Family) && m.end - m.start > 2 {
                0.5
            } else {
                0.1
            }
        }
        Head::Body if place => 0.3,
        Head::Many if place && (shown || bodies(p, m)) => 0.3,
        Head::Body | Head::Role | Head::Many if shown => 0.6,
        Head::Body if capital => {
            if acts {
                0.88
            } else if leads || sides {
                0.6
            } else {
                0.5
            }
        }
        Head::Body => {
            if acts {
                0.7
            } else if sides {
                0.55
            } else {
                0.2
            }
        }
        Head::Role if capital => {
            if acts {
                0.88
            } else if leads {
                0.75
            } else {
                0.6
            }
        }
        Head::Role => {
            if acts {
                0.88
            } else if leads || sides {
                0.5
            } else {
                0.4
            }
        }
        Head::Many if counted || capital => {
            if acts || leads {
                0.7
            } else if sides {
                0.55
            } else {
                0.2
            }
        }
        Head::Many => {
            if acts && m.end > m.start + 1 && p.is_word(m.start) {
                0.5
            } else if acts || sides {
                0.45
            } else {
                0.2
            }
        }
        // `Mỹ, Nhật Bản và Pháp là ba thị trường`: what they are.
        _ if leads && p.small(list(p, m.end), Small::Is) && p.ends(m.start, Class::Cue) == 0 => 0.3,
        _ => {
            if acts {
                0.85
            } else if sides {
                0.75
            } else if leads {
                0.5
            } else {
                0.15
            }
        }
    };
    (score, why(m))
}

/// Whether several bodies are meant, and not people: `hai bệnh viện`.
fn bodies(p: &Prose<'_>, m: &Phrase) -> bool {
    let noun = (m.start..m.end).find(|j| !p.is(*j, Kind::Number) && p.longest(*j, Class::Quantifier) == 0);
    noun.is_some_and(|j| p.any(j, &[Class::Organisation, Class::State]) > p.any(j, &[Class::Title, Class::Anonymous]))
}

/// Such figures are what these came to on annotated news.
fn english(p: &Prose<'_>, m: &Phrase, acts: bool) -> (f32, &'static str) {
    if attributive(p, m) {
        return (0.15, "it only says more of what follows");
    }
    if !acts && predicate(p, m) || byline(p, m) {
        return (0.2, "what somebody is");
    }
    if m.head != Head::Name && (dealt_with(p, m) || asked(p, m)) {
        return (0.75, "dealt with, or to do something");
    }
    if !acts && m.head == Head::Many && aside(p, m) {
        return (0.35, "many, as somebody has or counts them");
    }
    let (capital, leads) = (capital(p, m), heads(p, m));
    let one = p.small(m.start, Small::Indefinite);
    let definite = !one && (p.headline(m.start) || p.has(m.start, Class::Determiner) || owned(p, m));
    let headline = p.headline(m.start) && acts;
    let alone = alone(p, m);
    let score = match m.head {
        Head::Name if alone => {
            if acts {
                0.8
            } else if leads {
                0.55
            } else {
                0.2
            }
        }
        Head::Name => {
            if acts {
                0.75
            } else if leads {
                0.35
            } else {
                0.15
            }
        }
        Head::Body if capital => {
            if acts {
                0.88
            } else if leads {
                0.55
            } else if definite {
                0.5
            } else {
                0.45
            }
        }
        Head::Body if definite => {
            if acts {
                0.75
            } else if leads || follows(p, m) {
                0.5
            } else {
                0.35
            }
        }
        Head::Body => {
            if acts {
                0.5
            } else {
                0.2
            }
        }
        Head::Role if definite => {
            if acts {
                0.85
            } else if leads {
                0.7
            } else if follows(p, m) || m.end - m.start > 3 || p.possessive(m.end) {
                0.6
            } else {
                0.45
            }
        }
        Head::Role if one && leads || headline => 0.65,
        Head::Role if one && m.start.checked_sub(1).is_some_and(|b| p.is(b, Kind::Comma)) => 0.75,
        Head::Role => {
            if acts && (capital || one) {
                0.75
            } else if acts {
                0.5
            } else {
                0.25
            }
        }
        Head::Many => {
            if acts {
                0.8
            } else if leads || definite || follows(p, m) {
                0.5
            } else {
                0.35
            }
        }
        _ => {
            if acts {
                0.85
            } else if may(p, m) {
                0.7
            } else if leads {
                0.5
            } else {
                0.2
            }
        }
    };
    (score, why(m))
}

/// Whether a verb of its own stands behind an English mention: `the road that Paris would choose`.
fn may(p: &Prose<'_>, m: &Phrase) -> bool {
    let before = m.start.checked_sub(1).filter(|b| p.is_word(*b));
    let led = before.is_some_and(|b| p.any(b, &[Class::Preposition, Class::Coordinator, Class::Place]) == 0);
    led && p.any(m.end, &[Class::Modal, Class::Finite]) > 0
}

/// Whether a clause begins with a mention, and not only a line: `PORT ELLEN — …`.
fn heads(p: &Prose<'_>, m: &Phrase) -> bool {
    leads(p, m) && !matches!(p.kind(m.end), Some(Kind::Dash | Kind::Bracket | Kind::Other))
}

/// Whether a mention is the short form of the name before it: `the Port Safety Board (PSB)`.
fn shortened(p: &Prose<'_>, m: &Phrase) -> bool {
    let bracket = m.start.checked_sub(1).filter(|b| p.is(*b, Kind::Bracket) && p.is(m.end, Kind::Unbracket));
    bracket.is_some_and(|b| b > 1 && p.capital(b - 1) && p.capital(b - 2) && !p.is(m.end + 1, Kind::Dash))
}

/// Whether an English mention is two or three words that no list has: so are people called.
fn alone(p: &Prose<'_>, m: &Phrase) -> bool {
    !p.vietnamese && (2..4).contains(&(m.end - m.start)) && (m.start..m.end).all(|i| p.tags(i).next().is_none())
}

/// Whether what somebody belongs to is told before: `Greyrock’s foreman`.
fn owned(p: &Prose<'_>, m: &Phrase) -> bool {
    (m.start..m.end).any(|i| p.is(i, Kind::Other))
}

/// Whether somebody in English is dealt with: `a letter to X`, `talks with X`, `a complaint from X`.
fn dealt_with(p: &Prose<'_>, m: &Phrase) -> bool {
    let before = m.start.checked_sub(1).filter(|b| p.small(*b, Small::Party));
    before.is_some_and(|b| p.ends(b, Class::Dealing) > 0)
}

/// Whether somebody in English is to do something: `hard for X to act`, `allowed X to act`.
fn asked(p: &Prose<'_>, m: &Phrase) -> bool {
    let verb = p.is_word(m.end + 1) && p.any(m.end + 1, &[Class::Determiner, Class::Country]) == 0;
    let before = m.start.checked_sub(1).filter(|b| p.is_word(*b));
    p.small(m.end, Small::To)
        && verb
        && !p.capital(m.end + 1)
        && before.is_some_and(|b| p.small(b, Small::For) || p.has(b, Class::Verb) || p.ed(b))
}

/// Whether an English mention only says what somebody is: `as an envoy`, `these are no soldiers`.
fn predicate(p: &Prose<'_>, m: &Phrase) -> bool {
    let not = |b: usize| if p.has(b, Class::Negation) { b.checked_sub(1) } else { Some(b) };
    let before = m.start.checked_sub(1).and_then(not).filter(|b| p.is_word(*b));
    before.is_some_and(|b| p.small(b, Small::Become) || p.has(b, Class::Passive))
}

/// Whether a line is only who wrote it: `By our city staff`.
fn byline(p: &Prose<'_>, m: &Phrase) -> bool {
    let line = p.token(m.start).map(|t| t.line);
    let by = m.start.checked_sub(1).filter(|b| p.small(*b, Small::By) && p.first(*b));
    by.is_some_and(|b| p.token(b).map(|t| t.line) == line) && p.token(m.end).map(|t| t.line) != line
}

/// Whether many stand only as somebody’s, or as a number: `her clients`, `whose staff`, `killed 48 people`.
fn aside(p: &Prose<'_>, m: &Phrase) -> bool {
    let whose = p.small(m.start, Small::Own) || m.start.checked_sub(1).is_some_and(|b| p.small(b, Small::Whose));
    let counted = (m.start..m.end).any(|i| p.is(i, Kind::Number)) || p.has(m.start, Class::Quantifier);
    let all = p.small(m.start, Small::Definite);
    (whose || counted && !all) && !heads(p, m)
}

/// How verbs and adverbs are spelt in English: what ends so is taken for no noun.
const VERBAL: [&str; 5] = [ED, ING, LY, "s", "n't"];

/// Whether an English mention only says more of a noun behind it: `the Senate bill`, `a hospital bed`.
fn attributive(p: &Prose<'_>, m: &Phrase) -> bool {
    let after = m.end;
    let word = p.lower(after);
    let noun = p.is_word(after)
        && !p.capital(after)
        && (p.tags(after).next().is_none() || p.thing(after))
        && !VERBAL.iter().any(|e| word.ends_with(e));
    let same_line = p.token(after).map(|t| t.line) == p.token(m.start).map(|t| t.line);
    let many = p.lower(m.end - 1).ends_with('s') && matches!(m.head, Head::Many);
    m.head != Head::Titled
        && !many
        && same_line
        && (noun || p.thing(after) && p.any(after, &[Class::Verb, Class::Finite, Class::Cue]) == 0)
}

fn why(m: &Phrase) -> &'static str {
    match m.head {
        Head::Name | Head::Titled | Head::Pronoun => "a name",
        Head::Body if m.name.is_some() => "the name of a body",
        Head::Body => "a body",
        Head::Role => "an office or a calling",
        Head::Many => "many, or somebody unnamed",
        Head::Power => "a country, a capital or a building that acts",
    }
}

/// Whether a mention stands behind words that turn to somebody: `told X`, `urged X to`, `hứa với X`, `yêu cầu X`.
fn addressed(p: &Prose<'_>, m: &Phrase) -> bool {
    let turned = |end: usize| {
        (1..=4).filter_map(|n| end.checked_sub(n).map(|at| (at, n))).any(|(at, n)| {
            p.tags(at).any(|(t, len)| {
                let turns =
                    t.flags.addressee || matches!(t.act, Act::Demands | Act::Accuses) && (t.flags.object || t.flags.of);
                len == n && t.class == Class::Cue && turns
            })
        })
    };
    let with = m.start.checked_sub(1).filter(|w| p.small(*w, Small::Addressed));
    let cue = |end: usize| p.ends(end, Class::Cue) > 0;
    !p.first(m.start) && (turned(m.start) || with.is_some_and(cue))
}

/// Whether a comma and what somebody is stand behind a name: `Ilse Tarkanen, his challenger, …`.
fn explained(p: &Prose<'_>, m: &Phrase) -> bool {
    if !p.is(m.end, Kind::Comma) || p.owner(m.end) != p.owner(m.start) {
        return false;
    }
    let next = m.end + 1;
    // `Robert Pell, 61, …`, `Lê Văn Bưởi, 61 tuổi, …`
    if p.is(next, Kind::Number) && (p.is(next + 1, Kind::Comma) || p.small(next + 1, Small::Age)) {
        return true;
    }
    let which = p.small(next, Small::Which) && leads(p, m);
    let who = p.smalls(next, &[Small::Who, Small::Whose]) && !placed(p, m)
        || which
        || p.vietnamese && p.has(next, Class::Apposed)
        || m.end > m.start + 1 && p.article(next) && leads(p, m);
    who || phrase(p, next, next + 14, false)
        .is_some_and(|f| f.head == Head::Role || !p.vietnamese && f.head == Head::Body && p.article(next))
}

/// Whether a verb follows and nothing makes it a place or an attribute.
fn acts(p: &Prose<'_>, m: &Phrase) -> bool {
    leads(p, m) && follows(p, m)
}

/// Whether something was done by whom a mention means: `polled by the institute`, `bị cảnh sát bắt`.
fn done_by(p: &Prose<'_>, m: &Phrase) -> bool {
    let Some(before) = m.start.checked_sub(1).filter(|_| matches!(m.head, Head::Body | Head::Role | Head::Many)) else {
        return false;
    };
    p.small(before, Small::Doer) && (!p.vietnamese || follows(p, m))
}

/// Whether what may be a verb stands behind a mention, or what stands before one.
pub(super) fn follows(p: &Prose<'_>, m: &Phrase) -> bool {
    let after = m.end;
    if p.token(after).is_none_or(|t| p.token(m.start).is_none_or(|s| s.line != t.line))
        || p.has(after, Class::Preposition)
    {
        return false;
    }
    let verbal = [Class::Verb, Class::Finite, Class::Cue, Class::Adverb, Class::Modal, Class::Negation];
    let word = p.is_word(after) && !p.capital(after);
    if p.vietnamese {
        // Of a word that is known as nothing else nothing says that it is no verb.
        let other = [Class::Place, Class::Complement, Class::Thing, Class::Determiner, Class::Tail, Class::Relative];
        let open = p.any(after, &other) == 0 || p.has(after, Class::Time);
        return word && p.any(after, &[Class::Coordinator]) == 0 && (open || p.any(after, &verbal) > 0);
    }
    // A word that no list has and that ends so may be one: `gets`, `toured`.
    let ends = |e: &str| p.lower(after).len() > 3 && p.lower(after).ends_with(e);
    let open = p.tags(after).next().is_none() && ends("s") && !ends("ss");
    p.any(after, &verbal) > 0 || word && (ends("ed") || open)
}

/// Whether a mention stands where a subject does: at the head of a clause.
fn leads(p: &Prose<'_>, m: &Phrase) -> bool {
    let Some(before) = m.start.checked_sub(1).filter(|_| !p.first(m.start)) else { return true };
    match p.kind(before) {
        Some(Kind::Word) => {
            let ends = |class: Class| p.ends(m.start, class) > 0;
            let opens =
                [Class::Coordinator, Class::Conjunction, Class::Connective, Class::Cue, Class::Doubt, Class::According];
            let closed =
                ends(Class::Place) || p.has(before, Class::Preposition) || p.vietnamese && ends(Class::Elsewhere);
            opens.into_iter().any(ends) && !closed
        }
        Some(Kind::Stop | Kind::Comma | Kind::Semicolon | Kind::Colon | Kind::Open) => true,
        _ => false,
    }
}

/// Whether a Vietnamese country or capital stands where it is one of two sides, or the owner of what is done.
fn sides(p: &Prose<'_>, m: &Phrase) -> bool {
    let Some(before) = m.start.checked_sub(1).filter(|_| p.vietnamese) else { return false };
    // `ở biên giới với`, `lãnh thổ của`
    let word = p.ends(before, Class::Place);
    let place = word > 0 && !p.inside(before - word);
    p.small(before, Small::Side)
        || p.small(before, Small::Between) && !place
        || p.small(before, Small::Goal) && matches!(m.head, Head::Role | Head::Many)
        || p.small(before, Small::With) && !place && p.ends(m.start, Class::Connective) < 2
}
