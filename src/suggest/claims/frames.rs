//! The patterns in which a cue, who says it and what is said stand together.

use super::before::{Before, backward, before, near, turned};
use super::bridge::{Bridge, bridge};
use super::content::{self, Content, Wording};
use super::cue::{Cue, Cues, untold};
use super::objects::{accuses, closes, denied_object, figure, gerund, objects, takes_noun};
use super::speaker::{self, Speaker};
use super::subject::in_which;
use crate::suggest::prose::{Act, ActorKind, Class, Head, Kind, Phrase, Prose, Small, phrase};

/// A claim that was found, with its speaker as it stands there: a pronoun is not resolved yet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Found {
    pub content: Content,
    pub speaker: Option<Phrase>,
    pub cue: Option<(usize, usize)>,
    pub act: Act,
    pub score: f32,
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
            let near = || {
                all.iter()
                    .rev()
                    .take(4)
                    .filter(|f| f.cue.is_some_and(|(c, _)| p.token(c).map(|t| t.sentence) == sentence))
            };
            // `X said Y wants A, and demanded B`: X, and not who speaks inside.
            let inner = |f: &Found| {
                let holds = |o: &Found| o.content.start < f.content.start && f.content.end <= o.content.end;
                near().any(|o| holds(o) && o.content.end <= cue.start)
            };
            let earlier = near().find(|f| !inner(f)).copied().filter(|f| f.speaker.is_some());
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
                    .filter(|f| f.end == next || p.smalls(f.end, &[Small::Who, Small::Whose]));
                let comma = p.is(next, Kind::Comma);
                // `according to her coach, Nils Oram, A`
                let role = phrase(p, cue.end, end, true).is_some_and(|f| f.end == end && f.head == Head::Role);
                let apposed = found.is_some_and(|f| {
                    matches!(f.head, Head::Role | Head::Titled) || f.head == Head::Name && (!comma || role)
                });
                // `A, theo X, cơ quan giám sát đê.`
                let closing = p.vietnamese
                    && !comma
                    && lead.is_some_and(|b| {
                        p.is(b, Kind::Comma) && b > sentence.start + p.longest(sentence.start, Class::Connective)
                    })
                    && phrase(p, end + 1, next, true).is_some_and(|f| !matches!(f.head, Head::Name | Head::Power))
                    && !(end + 1..next).any(|j| p.has(j, Class::Tense) && !p.inside(j));
                // `theo X, do Y lập ra, A`
                let aside = p.has(end + 1, Class::Apposed) || p.small(end + 1, Small::Aside);
                let noun = p.vietnamese && comma && aside;
                if !apposed && !noun && !closing || commas > 0 {
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
    let asides = p.smalls(end + 1, &[Small::Who, Small::Which, Small::Whose]) && lead.is_some();
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
    let time = |j: &usize| p.vietnamese && p.has(*j, Class::Time) && !p.capital(*j) && !p.small(*j - 1, Small::Born);
    let end_of = (from..end).find(time).unwrap_or(end);
    let end = if end_of > from { end_of } else { end };
    let document = p.longest(from, Class::Document);
    if (document == 0 || p.tags(from).any(|(_, len)| len > document))
        && let Some(found) =
            phrase(p, from, end, true).filter(|f| f.head != Head::Many || f.kind != ActorKind::Organisation)
    {
        return Some(found);
    }
    let at = (from..end.min(from + 12)).find(|j| p.small(*j, Small::Issuer) && p.ends(*j, Class::Reader) == 0)?;
    phrase(p, at + 1, end, true)
}

/// A cue that is a verb.
fn verb(p: &Prose<'_>, cues: &Cues, cue: &Cue, earlier: Option<Found>, all: &mut Vec<Found>) {
    if let Some(start) = untold(p, cue) {
        let content = content::forward(p, cues, start, cue.start, true).filter(|c| c.end - c.start >= 2);
        all.extend(content.map(|content| Found { content, speaker: None, cue: None, act: cue.act, score: 0.7 }));
        return;
    }
    let sentence = p.sentence(cue.start);
    // `was claiming A`: as any other verb.
    let continuous = cue.flags.participle && cue.start.checked_sub(1).is_some_and(|b| p.has(b, Class::Passive));
    let participle = cue.flags.participle && !continuous;
    let agent = agent(p, cue);
    let own = if agent.is_some() {
        agent
    } else if participle && !p.vietnamese {
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
        // `A, a charge both sides reject`
        .is_some_and(|b| {
            let named = p.is(b, Kind::Comma) && p.has(b + 1, Class::Turn) && !p.is(cue.end, Kind::Open);
            let which = p.smalls(b, &[Small::Which, Small::Whom]) && !in_which(p, b);
            !p.vietnamese && (named || which)
        });
    if relative {
        return;
    }
    // Who only stands in an earlier claim does not say this one.
    let inside =
        |s: &Speaker| earlier.is_some_and(|f| f.content.start <= s.phrase.start && s.phrase.end <= f.content.end);
    let chained = earlier.is_some()
        && agent.is_none()
        && (participle
            || own.is_none_or(|s| s.hops > 0 && (joined(p, cue) || far(cues, &s, cue) || p.vietnamese && inside(&s))));
    let speaker = if chained { earlier.and_then(|f| f.speaker) } else { own.map(|s| s.phrase) };
    let plain = chained || own.is_some_and(|s| s.plain);
    let reach = own.filter(|_| !chained).map_or(cue.start, |s| s.reach);
    let mut bridge = bridge(p, cues, cue, agent.map_or(cue.end, |s| s.phrase.end.max(cue.end)));
    let mut found_before = Before::No;
    let mut speaker = speaker;
    if !chained && !participle && agent.is_none() {
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
        // `hears of “B”`: spoken of, and not said.
        Bridge::Quotation(at) if at == cue.end + 1 && p.small(cue.end, Small::Of) => return,
        // `đổ lỗi cho “bọn lâm tặc”`: somebody is called so.
        Bridge::Quotation(at) if flags.object && named(p, at) => return,
        Bridge::Quotation(at) => (at, 0.88),
        Bridge::Comma(at) if takes_comma(p, cue, found_before, reach, at) => (at, 0.75),
        Bridge::Bare(at) if flags.gerund && gerund(p, at) => (at, 0.8),
        Bridge::Bare(at)
            if !flags.strict && !flags.quote && !continuous && (found_before == Before::No || flags.object) =>
        {
            (at, if flags.clause { 0.68 } else { 0.82 })
        }
        _ => return,
    };
    let gerund = matches!(bridge, Bridge::Bare(at) if flags.gerund && gerund(p, at));
    let bare = matches!(bridge, Bridge::Bare(_)) && !gerund;
    // `bị cấp dưới tố nhận tiền`: whose deed it is stands before.
    let done = p.vietnamese && agent.is_some();
    if flags.quote && !gerund && !matches!(bridge, Bridge::Quotation(_) | Bridge::Colon(_)) {
        return;
    }
    let start = if flags.of {
        let Some(of) = (cue.end..sentence.end.min(cue.end + 16)).find(|j| p.small(*j, Small::Of) && accuses(p, *j))
        else {
            return;
        };
        of + 1
    } else if flags.blame
        && bare
        && let Some(at) = (cue.end..sentence.end.min(cue.end + 12)).find(|j| p.small(*j, Small::For))
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
    if skip > 0 && p.small(start + skip, Small::Link) {
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
    let that = matches!(bridge, Bridge::Conjunction(at) if !p.vietnamese && p.small(at - 1, Small::That));
    if that && long <= 2 && content.wording == Wording::Indirect && !content::is_clause(p, &content) {
        return;
    }
    let clause = flags.clause && (p.vietnamese || !flags.object) && !done;
    if bare
        && (clause && !content::is_clause(p, &content) && !(flags.figure && figure(p, content.start))
            || flags.object && skip == 0 && !done && !objects(p, cue, &content)
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
    let yet = p.small(start, Small::Concession);
    let pause = p.vietnamese && found_before == Before::No && !quoted && !yet && !p.has(start, Class::According);
    let reason = pause
        || found_before == Before::Clause
            && if p.vietnamese { !p.has(start, Class::Time) } else { p.has(start, Class::Doubt) };
    if comma && joint == 0 && !reason && p.any(content.start, &aside) > 0
        || bare && !p.vietnamese && p.has(content.start, Class::Elsewhere)
        || bare && p.small(content.start, Small::NoClaim)
        || bare && flags.object && p.small(content.start, Small::Cause)
    {
        return;
    }
    // A bare preposition leads in where and when, and no claim.
    if bare
        && !flags.object
        && !p.vietnamese
        && p.has(content.start, Class::Adjunct)
        && p.has(content.start, Class::Preposition)
        && !(p.small(content.start, Small::At) && figure(p, content.start))
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

/// Who told or accused somebody: `had been told by X that A`, `bị X cáo buộc A`.
fn agent(p: &Prose<'_>, cue: &Cue) -> Option<Speaker> {
    if p.vietnamese {
        let from = near(p.sentence(cue.start).start, cue.start).max(cue.start.saturating_sub(12));
        let passive = (from..cue.start).rev().find(|j| p.small(*j, Small::Passive) && !p.inside(*j))?;
        let found = phrase(p, passive + 1, cue.start, true).filter(|f| f.end == cue.start && !f.pronoun())?;
        return Some(Speaker { phrase: found, reach: passive, plain: true, hops: 0 });
    }
    let by = cue.flags.addressee && !p.vietnamese && p.small(cue.end, Small::By);
    let limit = p.sentence(cue.start).end.min(cue.end + 16);
    let limit = (cue.end + 1..limit).find(|j| p.has(*j, Class::Conjunction)).unwrap_or(limit);
    let found = by.then(|| phrase(p, cue.end + 1, limit, true)).flatten()?;
    Some(Speaker { phrase: found, reach: cue.start, plain: true, hops: 0 })
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

/// Whether all that stands in a quotation is a mention.
fn named(p: &Prose<'_>, open: usize) -> bool {
    let close = p.partner(open);
    p.vietnamese && phrase(p, open + 1, close, false).is_some_and(|f| f.end == close)
}

/// Behind adverbs.
fn adverbs(p: &Prose<'_>, from: usize) -> usize {
    let mut i = from;
    while let n @ 1.. = p.longest(i, Class::Adverb) {
        i += n;
    }
    i
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
