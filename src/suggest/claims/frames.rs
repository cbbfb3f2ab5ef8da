//! The patterns in which a cue, who says it and what is said stand together.

use super::bridge::{Bridge, bridge};
use super::content::{self, Content, Wording};
use super::cue::{Cue, Cues};
use super::speaker::{self, Speaker};
use crate::suggest::prose::{Act, ActorKind, Class, Head, Kind, Phrase, Prose, phrase};

/// A claim that was found, with its speaker as it stands there: a pronoun is not resolved yet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Found {
    pub content: Content,
    pub speaker: Option<Phrase>,
    pub cue: Option<(usize, usize)>,
    pub act: Act,
    pub score: f32,
}

/// Sentences are looked through no farther than this, so that one without an end costs no more than others.
const WINDOW: usize = 300;

/// The start of a sentence, or what of it is near a token.
fn near(start: usize, token: usize) -> usize {
    start.max(token.saturating_sub(WINDOW))
}

/// All claims that cues bring in, in the order of the cues.
pub(super) fn read(p: &Prose<'_>, cues: &Cues) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    for cue in &cues.all {
        let from = all.len();
        if cue.according {
            according(p, cues, cue, &mut all);
        } else {
            // Who spoke before in the same sentence, for a verb that has no subject of its own.
            let sentence = p.token(cue.start).map(|t| t.sentence);
            let earlier = all
                .iter()
                .rev()
                .take(4)
                .find(|f| f.cue.is_some_and(|(c, _)| p.token(c).map(|t| t.sentence) == sentence));
            let earlier = earlier.copied().filter(|f| f.speaker.is_some());
            verb(p, cues, cue, earlier, &mut all);
        }
        for found in all.get_mut(from..).unwrap_or_default() {
            found.cue.get_or_insert((cue.start, cue.end));
        }
    }
    all
}

/// `theo X, A`; `A, theo X`; `according to X, A`.
fn according(p: &Prose<'_>, cues: &Cues, cue: &Cue, all: &mut Vec<Found>) {
    let owner = p.owner(cue.start);
    let sentence = p.sentence(cue.start);
    let lead = cue.start.checked_sub(1).filter(|b| *b >= sentence.start && p.owner(*b) == owner);
    let after_boundary = lead.is_none_or(|b| {
        matches!(
            p.kind(b),
            Some(Kind::Comma | Kind::Semicolon | Kind::Dash | Kind::Close | Kind::Unbracket | Kind::Colon)
        ) || p.has(b, Class::Coordinator)
            || b == sentence.start && p.has(b, Class::Adverb)
    });
    if (p.vietnamese || cue.flags.strict) && !after_boundary {
        return;
    }
    let mut end = cue.end;
    let mut commas = 0;
    while end < sentence.end && p.owner(end) == owner && end < cue.end + 30 {
        match p.kind(end) {
            Some(Kind::Comma) => {
                // An apposition: `according to X, head of Y, A`.
                let stop = |j: &usize| !matches!(p.kind(*j), Some(Kind::Word | Kind::Number | Kind::Other));
                let next = (end + 1..sentence.end.min(end + 14)).find(stop).unwrap_or(sentence.end);
                let found = phrase(p, end + 1, next, true)
                    .filter(|f| f.end == next || !p.vietnamese && matches!(p.lower(f.end), "who" | "whose"));
                let comma = p.is(next, Kind::Comma);
                // `according to her coach, Nils Oram, A`
                let role = phrase(p, cue.end, end, true).is_some_and(|f| f.end == end && f.head == Head::Role);
                let apposed = found.is_some_and(|f| {
                    matches!(f.head, Head::Role | Head::Titled) || f.head == Head::Name && (!comma || role)
                });
                let noun = p.vietnamese && comma && p.has(end + 1, Class::Apposed);
                if !apposed && !noun || commas > 0 {
                    break;
                }
                commas += 1;
            }
            Some(Kind::Colon | Kind::Semicolon | Kind::Open | Kind::Close | Kind::Unbracket) => break,
            Some(Kind::Stop) if end + 1 >= sentence.end => break,
            _ => {}
        }
        end = p.next(end);
    }
    let named = (cue.end..end).find(|j| p.is(*j, Kind::Comma)).unwrap_or(end);
    let Some(speaker) = source_in(p, cue.end, named) else { return };
    // `A, according to three people, who were not named`
    let asides = matches!(p.lower(end + 1), "who" | "which" | "whose") && lead.is_some();
    let leading = p.is(end, Kind::Comma) && !asides || p.is(end, Kind::Colon) || p.is(end, Kind::Open);
    let trailing = end >= sentence.end
        || asides
        || matches!(p.kind(end), Some(Kind::Stop | Kind::Close | Kind::Unbracket | Kind::Semicolon))
        || p.owner(end) != owner;
    if after_boundary && leading && !lead.is_some_and(|b| p.is(b, Kind::Comma) && trailing) {
        let start = if p.is(end, Kind::Open) { end } else { end + 1 };
        // `Lý do, theo X, là A`
        let start = start + if p.vietnamese { p.longest(start, Class::Conjunction) } else { 0 };
        // `Theo X, ngày 3/2, A`: what is only a time stays in the claim.
        if let Some(content) = content::forward(p, cues, start, cue.start, true).filter(|c| c.end - c.start >= 2) {
            all.push(Found { content, speaker: Some(speaker), cue: None, act: Act::States, score: 0.85 });
            // `A, according to X, B`
            if let Some(comma) = lead.filter(|b| !p.vietnamese && p.is(*b, Kind::Comma) && p.is(end, Kind::Comma)) {
                let free = (sentence.start..comma).all(|j| cues.at(j).is_none() && !p.is(j, Kind::Comma));
                if free && p.any(sentence.start, &[Class::Connective, Class::Time, Class::Coordinator]) == 0 {
                    backward(p, sentence.start, comma, owner, Some(speaker), Act::States, 0.75, all);
                }
            }
            return;
        }
    }
    if !trailing && !lead.is_some_and(|b| p.is(b, Kind::Comma)) {
        return;
    }
    let Some(stop) = lead else { return };
    let stop = if p.is(stop, Kind::Comma) { stop } else { stop + 1 };
    // In Vietnamese the claim of a verb before it has its own speaker.
    let from = near(sentence.start, stop);
    let said = all.iter().rev().take(6).any(|f| {
        f.cue.is_some_and(|(c, _)| {
            (from..stop).contains(&c) && p.owner(c) == owner && !cues.at(c).is_some_and(|c| c.according)
        })
    });
    if said && (p.vietnamese || !p.is(stop, Kind::Comma)) {
        return;
    }
    backward(p, sentence.start, stop, owner, Some(speaker), Act::States, 0.8, all);
}

/// The actor in `the X report by Y`, `thông báo của Y`, or at once.
fn source_in(p: &Prose<'_>, from: usize, end: usize) -> Option<Phrase> {
    let end_of = (from..end).find(|j| p.vietnamese && p.has(*j, Class::Time) && !p.capital(*j)).unwrap_or(end);
    let end = if end_of > from { end_of } else { end };
    if p.any(from, &[Class::Document]) == 0
        && let Some(found) =
            phrase(p, from, end, true).filter(|f| f.head != Head::Many || f.kind != ActorKind::Organisation)
    {
        return Some(found);
    }
    let of = |j: usize| {
        if p.vietnamese { matches!(p.lower(j), "của" | "từ") } else { matches!(p.lower(j), "by" | "from" | "of") }
    };
    let at = (from..end.min(from + 12)).find(|j| of(*j) && p.ends(*j, Class::Reader) == 0)?;
    phrase(p, at + 1, end, true)
}

/// A cue that is a verb.
fn verb(p: &Prose<'_>, cues: &Cues, cue: &Cue, earlier: Option<Found>, all: &mut Vec<Found>) {
    let sentence = p.sentence(cue.start);
    let participle = cue.flags.participle;
    let own = if participle && !p.vietnamese {
        speaker::of_clause(p, cues, cue.start)
    } else {
        speaker::before(p, cues, cue.start)
    };
    // `đồng thời cảnh báo B`, `but insisted B`: no subject of its own, so who spoke before.
    // `if the governor says so`: nobody has said it.
    let start = own.map_or(cue.start, |s| s.reach);
    let doubt = |i: usize| p.has(i, Class::Doubt);
    if doubt(start) || start > sentence.start && doubt(start - 1) {
        return;
    }
    let doubted = |s: &Speaker| {
        s.phrase.start > sentence.start && doubt(s.phrase.start - 1)
            || p.vietnamese && s.hops == 0 && (s.phrase.end..cue.start).any(doubt)
    };
    if own.is_some_and(|s| doubted(&s)) {
        return;
    }
    let relative = own
        .and_then(|s| s.reach.checked_sub(1))
        .is_some_and(|b| !p.vietnamese && matches!(p.lower(b), "which" | "whom"));
    if relative {
        return;
    }
    // Who only stands in an earlier claim does not say this one.
    let inside =
        |s: &Speaker| earlier.is_some_and(|f| f.content.start <= s.phrase.start && s.phrase.end <= f.content.end);
    let chained = earlier.is_some()
        && (participle || own.is_none_or(|s| s.hops > 0 && (joined(p, cue) || far(cues, &s, cue) || inside(&s))));
    let speaker = if chained { earlier.and_then(|f| f.speaker) } else { own.map(|s| s.phrase) };
    let plain = chained || own.is_some_and(|s| s.plain);
    let reach = own.filter(|_| !chained).map_or(cue.start, |s| s.reach);
    let mut bridge = bridge(p, cues, cue, cue.end);
    let mut found_before = Before::No;
    let mut speaker = speaker;
    if !chained && !participle {
        let inverted;
        (found_before, inverted) = before(p, cues, cue, own, reach, bridge, all);
        // `A deal, said X, “was …”`
        if let Some(found) = inverted.filter(|_| found_before != Before::No) {
            speaker = Some(found);
            if found_before == Before::Clause && turned(p, cues, &found, sentence.start, cue.start - 1, sentence.end) {
                return;
            }
            bridge = match p.kind(found.end) {
                Some(Kind::Comma) if found_before == Before::Clause || p.is(found.end + 1, Kind::Open) => {
                    super::bridge::bridge(p, cues, cue, found.end)
                }
                _ => return,
            };
        }
    }
    if found_before == Before::Quotation
        && let Some(own) = own.filter(|s| speaker == Some(s.phrase))
    {
        speaker = Some(speaker::nearer(p, cues, &own));
    }
    let Some(speaker) = speaker else { return };
    let speaker = Some(speaker);
    let flags = cue.flags;
    let (start, base) = match bridge {
        Bridge::Conjunction(at) => (at, 0.9),
        Bridge::Colon(at) => (at, 0.88),
        // `“A”, he told CNN’s “B”`
        Bridge::Quotation(at)
            if found_before == Before::Quotation
                && at > cue.end
                && !matches!(p.kind(at - 1), Some(Kind::Comma | Kind::Colon)) =>
        {
            return;
        }
        Bridge::Quotation(at) => (at, 0.88),
        Bridge::Comma(at) if takes_comma(p, cue, found_before, reach, at) => (at, 0.75),
        Bridge::Bare(at) if flags.gerund && gerund(p, at) => (at, 0.8),
        Bridge::Bare(at) if !flags.strict && !flags.quote && (found_before == Before::No || flags.object) => {
            (at, if flags.clause { 0.68 } else { 0.82 })
        }
        _ => return,
    };
    let gerund = matches!(bridge, Bridge::Bare(at) if flags.gerund && gerund(p, at));
    let bare = matches!(bridge, Bridge::Bare(_)) && !gerund;
    if flags.quote && !gerund && !matches!(bridge, Bridge::Quotation(_) | Bridge::Colon(_)) {
        return;
    }
    let start = if flags.of {
        let Some(of) = (cue.end..sentence.end.min(cue.end + 16)).find(|j| p.lower(*j) == "of" && accuses(p, *j)) else {
            return;
        };
        of + 1
    } else if flags.blame
        && bare
        && let Some(at) = (cue.end..sentence.end.min(cue.end + 12)).find(|j| p.lower(*j) == "for")
    {
        at + 1
    } else {
        start
    };
    if bare && denied_object(p, cue, start) {
        return;
    }
    let skip = if bare && cue.act == Act::Denies { p.longest(start, Class::Denied) } else { 0 };
    // `bác bỏ cáo buộc của X`: whose it is, and not what it says.
    if skip > 0 && matches!(p.lower(start + skip), "của" | "từ" | "do" | "mà" | "trên" | "trong") {
        return;
    }
    let start = if skip > 0 && !closes(p, start + skip) {
        start + skip + p.longest(start + skip, Class::Conjunction)
    } else {
        start
    };
    // `A, he said, and B`
    let joined = matches!(bridge, Bridge::Comma(_)) && found_before == Before::Clause;
    let joint = if joined { p.longest(start, Class::Coordinator) } else { 0 };
    let start = start + joint;
    let colon = matches!(bridge, Bridge::Colon(_)) && !p.headline(cue.start);
    let Some(content) = content::forward(p, cues, start, cue.start, !colon) else { return };
    // Headlines are short: `công ty hứa đền`.
    let long = content.end - content.start + if p.vietnamese && p.headline(cue.start) { 2 } else { 0 };
    // `disputed that account`
    let that = matches!(bridge, Bridge::Conjunction(at) if p.lower(at - 1) == "that");
    if that && long <= 2 && content.wording == Wording::Indirect && !content::is_clause(p, &content) {
        return;
    }
    if bare
        && (flags.clause && !content::is_clause(p, &content) && !(flags.figure && figure(p, content.start))
            || flags.object && skip == 0 && !objects(p, cue, &content)
            || long < 2 && !(p.is_word(start) && takes_noun(p, cue)))
    {
        return;
    }
    let comma = matches!(bridge, Bridge::Comma(_));
    let aside = [Class::Connective, Class::Relative];
    // `A, X said, although Y warned that B`
    if comma
        && let Some(other) = phrase(p, start, sentence.end, true)
        && cues.at(adverbs(p, other.end)).is_some()
    {
        return;
    }
    // `A, X said, blaming Y`
    if comma && !p.vietnamese && cues.at(start).is_some_and(|c| c.flags.participle) {
        return;
    }
    // Behind reporting words in the middle of a claim a reason is still part of it.
    // `X cho rằng, nếu A, B`
    let quoted = reach > 0 && (p.is(reach - 1, Kind::Close) || reach > 1 && p.is(reach - 2, Kind::Close));
    let yet = matches!(p.lower(start), "dù" | "tuy" | "mặc" | "dẫu");
    let pause = p.vietnamese && found_before == Before::No && !quoted && !yet && !p.has(start, Class::According);
    let reason = pause
        || found_before == Before::Clause
            && if p.vietnamese { !p.has(start, Class::Time) } else { p.has(start, Class::Doubt) };
    if comma && joint == 0 && !reason && p.any(content.start, &aside) > 0
        || bare && !p.vietnamese && p.has(content.start, Class::Elsewhere)
        || bare && p.vietnamese && matches!(p.lower(content.start), "và" | "nhưng" | "hoặc" | "mà")
    {
        return;
    }
    // A bare preposition leads in where and when, and no claim.
    if bare
        && !flags.object
        && !p.vietnamese
        && p.has(content.start, Class::Adjunct)
        && p.has(content.start, Class::Preposition)
        && !(p.lower(content.start) == "at" && figure(p, content.start))
        || bare && !p.vietnamese && p.longest(content.start, Class::Question) > 0
    {
        return;
    }
    let score = base - if plain { 0.0 } else { 0.15 };
    all.push(Found { content, speaker, cue: None, act: cue.act, score });
    let mut more = content.more;
    let mut rounds = 0;
    while let Some(at) = more.filter(|_| rounds < 4) {
        let Some(content) = content::forward(p, cues, at, cue.start, true) else { break };
        all.push(Found { content, speaker, cue: None, act: cue.act, score: 0.8 });
        more = content.more;
        rounds += 1;
    }
}

/// Whether a figure stands near a token: `reported a 40% fall`.
fn figure(p: &Prose<'_>, start: usize) -> bool {
    (start..start + 4).any(|j| p.is(j, Kind::Number))
}

/// Whether a noun alone may be what is said: `denied fraud`, `called for patience`.
fn takes_noun(p: &Prose<'_>, cue: &Cue) -> bool {
    !p.vietnamese
        && cue.flags.object
        && !cue.flags.infinitive
        && (cue.act == Act::Denies || cue.end > cue.start + 1 && matches!(p.lower(cue.end - 1), "for" | "of"))
}

/// Whether a claim stands behind a comma behind a cue: the rest of one that the cue interrupts, or in Vietnamese any.
fn takes_comma(p: &Prose<'_>, cue: &Cue, found_before: Before, reach: usize, at: usize) -> bool {
    match found_before {
        Before::Clause => true,
        Before::Quotation => false,
        Before::No if p.vietnamese => !cue.flags.object && at == cue.end + 1,
        Before::No => reach > p.sentence(cue.start).start && p.is(reach - 1, Kind::Comma),
    }
}

/// Behind adverbs.
fn adverbs(p: &Prose<'_>, from: usize) -> usize {
    let mut i = from;
    while let n @ 1.. = p.longest(i, Class::Adverb) {
        i += n;
    }
    i
}

/// `hearing`, but no pronoun or noun in `-ing`.
fn gerund(p: &Prose<'_>, i: usize) -> bool {
    let word = p.lower(i);
    word.len() > 5
        && word.ends_with("ing")
        && !p.capital(i)
        && p.any(i, &[Class::Stop, Class::Finite, Class::Time]) == 0
}

/// Whether a coordinator stands before a cue, with nothing but adverbs between.
fn joined(p: &Prose<'_>, cue: &Cue) -> bool {
    let mut i = cue.start;
    for _ in 0..4 {
        if p.ends(i, Class::Coordinator) > 0 {
            return true;
        }
        let n = p.ends(i, Class::Adverb);
        if n == 0 || n > i {
            break;
        }
        i -= n;
    }
    false
}

/// Whether the subject that was found stands before another cue of the sentence: the nearer speaker is meant then.
fn far(cues: &Cues, speaker: &Speaker, cue: &Cue) -> bool {
    (speaker.phrase.end..cue.start).any(|j| cues.at(j).is_some())
}

/// `of` with a deed behind it, not `the owner of the dam`.
fn accuses(p: &Prose<'_>, of: usize) -> bool {
    let next = p.lower(of + 1);
    next.ends_with("ing") || p.is(of + 1, Kind::Open) || !p.has(of + 1, Class::Determiner) && !p.capital(of + 1)
}

/// `bác bỏ cáo buộc này`: nothing is said of what is denied.
fn denied_object(p: &Prose<'_>, cue: &Cue, start: usize) -> bool {
    let len = p.longest(start, Class::Object);
    let end = start + len;
    // `denied it was a threat`
    len > 0
        && (p.vietnamese || !p.has(end, Class::Finite))
        && (closes(p, end)
            || cue.act == Act::Denies
                && !p.vietnamese
                && p.longest(end, Class::Preposition) == 0
                && !p.has(end, Class::Conjunction))
}

fn closes(p: &Prose<'_>, i: usize) -> bool {
    p.token(i).is_none_or(|t| {
        t.first || matches!(t.kind, Kind::Stop | Kind::Comma | Kind::Semicolon | Kind::Close | Kind::Dash)
    }) || p.has(i, Class::Coordinator)
}

/// Whether what follows a verb with an object is a whole demand, promise or denial.
fn objects(p: &Prose<'_>, cue: &Cue, content: &Content) -> bool {
    let long = content.end - content.start;
    let start = content.start;
    if p.vietnamese {
        let clause = content::is_clause(p, content);
        return match cue.act {
            Act::Accuses => clause && long >= 2 || long >= 4 && !p.has(start, Class::Noun),
            Act::Denies if p.headline(start) => long >= 2,
            Act::Denies => p.lower(start) == "việc" && long >= 3 || long >= 4 && clause,
            _ if cue.flags.clause => clause && long >= 3,
            _ => long >= 3 || clause && p.has(start, Class::Finite) && long >= 2,
        };
    }
    let to = (start..content.end.min(start + 12)).any(|j| p.lower(j) == "to");
    match cue.act {
        Act::Demands | Act::Asks => long >= 2 && (!cue.flags.infinitive || to && p.lower(start) != "to"),
        Act::Promises if cue.flags.infinitive => p.lower(start) == "to",
        _ if takes_noun(p, cue) => true,
        Act::Promises | Act::Warns | Act::Accuses => long >= 2,
        Act::Denies => {
            (start..start + 2).any(|j| p.lower(j).ends_with("ing"))
                || long >= 4 && content::is_clause(p, content)
                || p.any(start, &[Class::Determiner, Class::Object, Class::Quantifier]) == 0 && !p.capital(start)
        }
        Act::Estimates if cue.flags.figure => {
            (start..content.end.min(start + 12)).any(|j| p.lower(j) == "at" && !p.is_word(j + 1))
        }
        Act::Estimates => long >= 3 || (start..content.end).any(|j| p.is(j, Kind::Number)),
        _ => long >= 3,
    }
}

/// What stands before a cue as its claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    No,
    Quotation,
    Clause,
}

/// A claim before the cue: `“A”, X nói`; `A, X cảnh báo`. What there is.
fn before(
    p: &Prose<'_>,
    cues: &Cues,
    cue: &Cue,
    own: Option<Speaker>,
    reach: usize,
    bridge: Bridge,
    all: &mut Vec<Found>,
) -> (Before, Option<Phrase>) {
    let owner = p.owner(cue.start);
    let sentence = p.sentence(cue.start);
    let (mut edge, mut speaker) = (reach, own.map(|s| speaker::nearer(p, cues, &s)));
    let mut plain = own.is_some_and(|s| s.plain);
    let mark = |edge: usize| {
        edge.checked_sub(1)
            .filter(|e| p.token(*e).map(|t| (t.owner, t.line)) == p.token(cue.start).map(|t| (t.owner, t.line)))
    };
    // `X called “A”`: the quotation behind it is meant, not one before.
    if matches!(bridge, Bridge::Quotation(at) if at == cue.end)
        || cue.flags.quote && matches!(bridge, Bridge::Quotation(_)) && !p.is(cue.end, Kind::Comma)
    {
        return (Before::No, None);
    }
    let mut by = None;
    // `“A,” said X`: the verb stands at once behind the quotation.
    let direct = mark(cue.start).filter(|m| p.is(*m, Kind::Close) || p.is(*m, Kind::Comma));
    if let Some(m) = direct {
        let inverted = speaker::behind(p, cue.end, sentence.end).filter(|_| !cue.flags.addressee);
        let closed = p.is(m, Kind::Close) || m > 0 && p.is(m - 1, Kind::Close);
        let takes = cue.flags.object || cue.flags.of || cue.flags.blame;
        let tells = |f: &Phrase| {
            !takes
                || turned(p, cues, f, sentence.start, m, sentence.end)
                    && !(sentence.start..m).any(|j| p.has(j, Class::Relative))
        };
        if let Some(found) = inverted.filter(|f| closed || !f.pronoun() && f.head != Head::Many && tells(f))
            && (closed
                || !p.vietnamese
                    && (turned(p, cues, &found, sentence.start, m, sentence.end)
                        || closes(p, found.end)
                        || p.is(found.end, Kind::Open)
                        || p.any(found.end, &[Class::Adjunct, Class::Time]) > 0))
        {
            (edge, speaker, plain) = (cue.start, Some(found), true);
            by = Some(found);
        }
    }
    let Some(speaker) = speaker else { return (Before::No, None) };
    let Some(m) = mark(edge) else { return (Before::No, None) };
    let close = match p.kind(m) {
        Some(Kind::Close) => Some(m),
        Some(Kind::Comma | Kind::Dash) if m > 0 && p.is(m - 1, Kind::Close) && p.owner(m - 1) == owner => Some(m - 1),
        _ => None,
    };
    if let Some(close) = close {
        let open = p.partner(close);
        let lead = p.sentence(open).start;
        // Words before the quotation make it part of a clause.
        let lead = near(lead, open);
        let lead = (lead..open).rev().find(|j| p.is(*j, Kind::Semicolon)).map_or(lead, |j| j + 1);
        let led = (lead..open).any(|j| p.is_word(j)) && p.any(lead, &[Class::Connective, Class::Coordinator]) == 0;
        if led && !(lead..open).any(|j| cues.at(j).is_some()) && m == close + 1 {
            let content = Content { start: lead, end: m, wording: Wording::Mixed, more: None };
            all.push(Found { content, speaker: Some(speaker), cue: None, act: cue.act, score: 0.6 });
            return (Before::Quotation, by);
        }
        if led {
            return (Before::No, None);
        }
        let Some((content, _)) = content::quotation(p, first_of(p, open)) else { return (Before::No, None) };
        let score = if plain { 0.9 } else { 0.75 };
        all.push(Found { content, speaker: Some(speaker), cue: None, act: cue.act, score });
        return (Before::Quotation, by);
    }
    if !p.is(m, Kind::Comma) || cue.flags.quote || cue.flags.object && p.vietnamese {
        return (Before::No, None);
    }
    let apart = by.is_some_and(|f| turned(p, cues, &f, sentence.start, m, sentence.end));
    let ends = |from: usize| {
        (from..sentence.end.min(from + WINDOW))
            .all(|j| !matches!(p.kind(j), Some(Kind::Comma | Kind::Colon | Kind::Open)))
    };
    let fits = match bridge {
        _ if apart || by.is_some_and(|f| closes(p, f.end) || p.is(f.end, Kind::Open)) => true,
        Bridge::None => true,
        Bridge::Comma(_) | Bridge::Quotation(_) => true,
        Bridge::Bare(at) => {
            edge == cue.start && ends(at)
                || p.longest(cue.end, Class::Adjunct) > 0 && !cue.flags.object && ends(cue.end) && !p.vietnamese
        }
        _ => false,
    };
    if !fits {
        return (Before::No, None);
    }
    // A claim that ends before this one begins has its own words: `X hứa A, và B, X nói`.
    let said = all.iter().rev().take(6).find(|f| {
        f.content.end > sentence.start
            && f.content.end <= m
            && p.owner(f.content.start) == owner
            && f.cue
                .is_some_and(|(c, _)| c >= near(sentence.start, m) && c < m && !cues.at(c).is_some_and(|c| c.according))
    });
    // `X said A, state television reported.`: what is reported holds the claim.
    let said = said.filter(|f| f.content.end < m || !content::trails(p, cue.end, sentence.end));
    let from = said.map_or(Some(sentence.start), |f| {
        let at = f.content.end + usize::from(p.is(f.content.end, Kind::Comma));
        (p.longest(at, Class::Coordinator) > 0 && at < m).then_some(at)
    });
    let pause = matches!(bridge, Bridge::Comma(_) | Bridge::Quotation(_));
    let lead = p.any(sentence.start, &[Class::Connective, Class::Time, Class::Adverb]);
    // What leads a sentence in belongs to the teller: `Tuy nhiên, ông Tư nói, …`; in English most belongs to the speaker.
    let short = if p.vietnamese { m - sentence.start < 3 } else { lead >= m - sentence.start };
    // `Asked about it, X replied, “A”`
    let led = matches!(bridge, Bridge::Quotation(_))
        && !p.vietnamese
        && (p.any(sentence.start, &[Class::Connective, Class::Relative, Class::Preposition]) > 0
            || gerund(p, sentence.start)
            || p.lower(sentence.start).ends_with("ing"));
    // `Trong báo cáo gửi bộ, X nêu rõ, A`
    let paper = p.vietnamese && lead > 0 && (sentence.start..m).any(|j| p.has(j, Class::Document) && !p.inside(j));
    let tells = led
        || paper
        || p.vietnamese && aside(p, sentence.start, m)
        || lead > 0 && (short || p.vietnamese && (p.has(sentence.start, Class::Time) || p.lower(cue.start) == "cho"));
    let Some(from) = from.filter(|_| !(pause && tells)) else { return (Before::No, None) };
    if backward(p, from, m, owner, Some(speaker), cue.act, if plain { 0.78 } else { 0.6 }, all) {
        (Before::Clause, by)
    } else {
        (Before::No, None)
    }
}

/// Whether all that stands before a comma only tells when and where: `Liên quan vụ việc, tại cuộc họp ngày 5/3, ông Tư nói, A`.
fn aside(p: &Prose<'_>, start: usize, end: usize) -> bool {
    let leads = |j: usize| {
        p.any(j, &[Class::Connective, Class::Time, Class::Adjunct]) > 0
            && p.any(j, &[Class::Doubt, Class::Quantifier]) == 0
    };
    leads(start) && (start..end).filter(|j| p.is(*j, Kind::Comma)).all(|j| leads(j + 1))
}

/// `A, says X, who …`: a clause, and behind it a verb whose subject is the rest of the sentence.
fn turned(p: &Prose<'_>, cues: &Cues, by: &Phrase, start: usize, comma: usize, end: usize) -> bool {
    let told = |j: usize| p.has(j, Class::Finite) || p.lower(j).len() > 4 && p.lower(j).ends_with("ed");
    let clause = comma == start + 1 || (start..comma).any(told);
    let rest = by.end + 1;
    let more = match p.kind(by.end) {
        Some(Kind::Stop) => true,
        Some(Kind::Comma) => {
            let relative = matches!(p.lower(rest), "who" | "whose" | "which");
            let commas = (rest..end).filter(|j| p.is(*j, Kind::Comma)).count();
            commas == 0 && (relative || !(rest..end).any(|j| p.has(j, Class::Finite) || cues.at(j).is_some()))
        }
        _ => by.end >= end,
    };
    clause
        && more
        && !p.vietnamese
        && !(start..comma).any(|j| cues.at(j).is_some_and(|c| !c.according && !c.flags.strict && !c.flags.quote))
}

/// The quotation's own opening: that of its first paragraph.
fn first_of(p: &Prose<'_>, open: usize) -> usize {
    let mut open = open;
    for _ in 0..50 {
        let at = p.quotes.partition_point(|q| q.open < open);
        let carried = p.quotes.get(at).is_some_and(|q| q.carried);
        match p.quotes.get(..at).unwrap_or_default().iter().rev().find(|q| q.next == Some(at)) {
            Some(before) if carried => open = before.open,
            _ => break,
        }
    }
    open
}

/// Whether a word alone may be what is said: `Lạm phát, ông nói, …`, `Probably, says X`.
fn whole_word(p: &Prose<'_>, i: usize) -> bool {
    !p.vietnamese
        && p.is_word(i)
        && p.any(i, &[Class::Connective, Class::Time, Class::Coordinator, Class::Determiner]) == 0
}

/// A clause that ends before a token.
fn backward(
    p: &Prose<'_>,
    from: usize,
    end: usize,
    owner: u32,
    speaker: Option<Phrase>,
    act: Act,
    score: f32,
    all: &mut Vec<Found>,
) -> bool {
    let mut start = from;
    // `(Tin Sông) - A`, `HÀ NỘI — A`: where the news comes from.
    if let Some(dash) = (from..end.min(from + 10)).find(|j| p.is(*j, Kind::Dash))
        && p.first(from)
    {
        start = dash + 1;
    }
    start += p.longest(start, Class::Coordinator);
    if p.vietnamese && p.has(start, Class::According) {
        return false;
    }
    if end <= start || end - start < 2 && !whole_word(p, start) || end - start > 120 || p.owner(start) != owner {
        return false;
    }
    let quoted = (start..end).any(|j| p.is(j, Kind::Open));
    let whole = p.is(start, Kind::Open) && p.partner(start) + 1 == end;
    let content = if whole {
        content::quotation(p, start).map(|(c, _)| c)
    } else {
        Some(Content { start, end, wording: if quoted { Wording::Mixed } else { Wording::Indirect }, more: None })
    };
    let Some(content) = content else { return false };
    all.push(Found { content, speaker, cue: None, act, score });
    true
}
