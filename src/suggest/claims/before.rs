//! Claims that stand before their reporting words: `“A”, X nói`; `A, X cảnh báo`; `A, said X`.

use super::bridge::Bridge;
use super::content::{self, Content, Wording};
use super::cue::{Cue, Cues};
use super::frames::Found;
use super::objects::{closes, gerund};
use super::speaker::{self, Speaker};
use crate::suggest::prose::{Act, Class, Head, Kind, Phrase, Prose, Small};

/// Sentences are looked through no farther than this, so that one without an end costs no more than others.
const WINDOW: usize = 300;

/// The start of a sentence, or what of it is near a token.
pub(super) fn near(start: usize, token: usize) -> usize {
    start.max(token.saturating_sub(WINDOW))
}

/// What stands before a cue as its claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before {
    No,
    Quotation,
    Clause,
}

/// A claim before the cue: `“A”, X nói`; `A, X cảnh báo`. What there is.
pub(super) fn before(
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
                    && !(near(sentence.start, m)..m).any(|j| p.has(j, Class::Relative))
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
        let lead = opening(p, (lead..open).rev().find(|j| p.is(*j, Kind::Semicolon)).map_or(lead, |j| j + 1), open);
        let led = (lead..open).any(|j| p.is_word(j))
            && (p.any(lead, &[Class::Connective, Class::Coordinator]) == 0
                || m == close && (lead..open).any(|j| cues.at(j).is_some()));
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
    let led_in = m.saturating_sub(sentence.start);
    // What leads a sentence in belongs to the teller: `Tuy nhiên, ông Tư nói, …`; in English most belongs to the speaker.
    let short = if p.vietnamese { led_in < 3 } else { lead >= led_in };
    // `Asked about it, X replied, “A”`
    let led = matches!(bridge, Bridge::Quotation(_))
        && !p.vietnamese
        && (p.any(sentence.start, &[Class::Connective, Class::Relative, Class::Preposition]) > 0
            || gerund(p, sentence.start)
            || p.ing(sentence.start));
    // `Trong báo cáo gửi bộ, X nêu rõ, A`
    let paper =
        p.vietnamese && lead > 0 && (near(sentence.start, m)..m).any(|j| p.has(j, Class::Document) && !p.inside(j));
    let tells = led
        || paper
        || p.vietnamese && aside(p, sentence.start, m)
        || lead > 0
            && (short || p.vietnamese && (p.has(sentence.start, Class::Time) || p.small(cue.start, Small::Give)));
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
    end < start + WINDOW && leads(start) && (start..end).filter(|j| p.is(*j, Kind::Comma)).all(|j| leads(j + 1))
}

/// `A, says X, who …`: a clause, and behind it a verb whose subject is the rest of the sentence.
pub(super) fn turned(p: &Prose<'_>, cues: &Cues, by: &Phrase, start: usize, comma: usize, end: usize) -> bool {
    if p.vietnamese {
        return false;
    }
    let (start, end) = (near(start, comma), end.min(by.end + WINDOW));
    let told = |j: usize| p.has(j, Class::Finite) || p.lower(j).len() > 4 && p.ed(j);
    let clause = comma == start + 1 || (start..comma).any(told);
    let rest = by.end + 1;
    let more = match p.kind(by.end) {
        Some(Kind::Stop) => true,
        Some(Kind::Comma) => {
            let relative = p.smalls(rest, &[Small::Who, Small::Whose, Small::Which]);
            let comma = (rest..end).any(|j| p.is(j, Kind::Comma));
            !comma && (relative || !(rest..end).any(|j| p.has(j, Class::Finite) || cues.at(j).is_some()))
        }
        _ => by.end >= end,
    };
    clause
        && more
        && !(start..comma).any(|j| cues.at(j).is_some_and(|c| !c.according && !c.flags.strict && !c.flags.quote))
}

/// The quotation's own opening: that of its first paragraph.
fn first_of(p: &Prose<'_>, open: usize) -> usize {
    let mut open = open;
    for _ in 0..50 {
        let at = p.quotes.partition_point(|q| q.open < open);
        if !p.quotes.get(at).is_some_and(|q| q.carried) {
            break;
        }
        let earlier = p.quotes.get(..at).unwrap_or_default().iter().rev().take(WINDOW);
        let Some(before) = earlier.into_iter().find(|q| q.next == Some(at)) else { break };
        open = before.open;
    }
    open
}

/// Whether a word alone may be what is said: `Lạm phát, ông nói, …`, `Probably, says X`.
fn whole_word(p: &Prose<'_>, i: usize) -> bool {
    !p.vietnamese
        && p.is_word(i)
        && p.any(i, &[Class::Connective, Class::Time, Class::Coordinator, Class::Determiner]) == 0
}

/// Behind where the news comes from, and what a headline is about: `(Tin Sông) - A`, `HÀ NỘI — A`, `Harbour fire: A, inquiry hears`.
fn opening(p: &Prose<'_>, from: usize, end: usize) -> usize {
    let near =
        |kind: Kind, most: usize| (from..end.min(from + most)).find(|j| p.is(*j, kind) && p.owner(*j) == p.owner(from));
    let dash = near(Kind::Dash, 10).filter(|_| p.first(from));
    let colon = near(Kind::Colon, 6).filter(|_| p.headline(from) && !p.vietnamese);
    dash.into_iter().chain(colon).max().map_or(from, |at| at + 1)
}

/// A clause that ends before a token.
pub(super) fn backward(
    p: &Prose<'_>,
    from: usize,
    end: usize,
    owner: u32,
    speaker: Option<Phrase>,
    act: Act,
    score: f32,
    all: &mut Vec<Found>,
) -> bool {
    let mut start = opening(p, from, end);
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
