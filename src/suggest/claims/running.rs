//! Quotations that no cue brings in: those that run on behind one that has a speaker, those behind a colon, headlines.

use super::content::{self, Content, Wording};
use super::cue::Cues;
use super::frames::Found;
use super::speaker;
use crate::suggest::prose::{Act, Class, Head, Kind, Phrase, Prose, Quote, phrase};

/// Reporting words, in tokens.
type Cue = Option<(usize, usize)>;
/// The last claim before a place: where it and its cue end, who says it, and with what words.
type Last = (usize, Option<Phrase>, Cue);

/// Adds the claims that stand without a cue of their own.
pub(super) fn read(p: &Prose<'_>, cues: &Cues, all: &mut Vec<Found>) {
    headlines(p, cues, all);
    dialogue(p, cues, all);
    let mut order: Vec<(usize, usize, Option<Phrase>, Cue)> =
        all.iter().map(|f| (f.content.start, f.content.end, f.speaker, f.cue)).collect();
    order.sort_by_key(|o| (o.0, o.1));
    let covered: Vec<(usize, usize)> = order.iter().map(|o| (o.0, o.1)).collect();
    // Up to each claim the farthest end, so that what covers a place is found at once.
    let mut far = Vec::with_capacity(covered.len());
    let mut most = 0;
    for (_, end) in &covered {
        most = most.max(*end);
        far.push(most);
    }
    let inside = |q: &Quote| {
        let behind = covered.partition_point(|(start, _)| *start <= q.open + 1);
        behind.checked_sub(1).and_then(|i| far.get(i)).is_some_and(|end| *end > q.open + 1)
    };
    let mut last: Option<Last> = None;
    let (mut next, mut outer) = (0, 0);
    for q in &p.quotes {
        while let Some(o) = order.get(next).filter(|o| o.0 <= q.open) {
            // What is said inside another claim is not who speaks here.
            let nested = o.1 <= outer;
            outer = outer.max(o.1);
            if !nested && (p.owner(o.0) == 0 || p.owner(o.0.saturating_sub(1)) == 0) {
                let cue_end = o.3.map_or(0, |(_, end)| end);
                last = Some((o.1.max(cue_end), o.2, o.3));
            }
            next += 1;
        }
        if p.owner(q.open) != 0 || p.noise(q.open) || q.carried || inside(q) {
            continue;
        }
        if let Some(found) = alone(p, cues, q, last) {
            last = Some((found.content.end, found.speaker, found.cue));
            all.push(found);
        }
    }
}

/// A quotation without a cue.
fn alone(p: &Prose<'_>, cues: &Cues, q: &Quote, last: Option<Last>) -> Option<Found> {
    let (content, behind) = content::quotation(p, q.open)?;
    let sentence = p.sentence(q.open);
    let words = (content.start..content.end).filter(|i| p.is_word(*i)).count();
    let made = |speaker: Option<Phrase>, score: f32, cue| {
        Some(Found { content, speaker, cue, act: Act::States, score }).filter(|f| f.speaker.is_some())
    };
    let before = q.open.checked_sub(1).filter(|b| p.token(*b).map(|t| t.line) == p.token(q.open).map(|t| t.line));
    // `X đếm lại: “A”`
    if let Some(colon) = before.filter(|b| p.is(*b, Kind::Colon)) {
        if words < 2 {
            return None;
        }
        // `A, she joked, before turning serious: “B”`
        let same = last.filter(|(end, ..)| *end >= sentence.start).and_then(|(_, speaker, _)| speaker);
        let found = speaker::before(p, cues, colon).map(|s| s.phrase).or(same)?;
        return made(Some(found), 0.75, None);
    }
    let starts = sentence.start == q.open || p.is(sentence.start, Kind::Dash);
    let line = p.token(q.open).map(|t| t.line);
    // `“A”, X chìa điện thoại, “B”`
    if starts && p.is(behind, Kind::Comma) || starts && p.vietnamese && p.is(behind, Kind::Dash) {
        let end = (behind + 1..sentence.end)
            .find(|j| matches!(p.kind(*j), Some(Kind::Comma | Kind::Open | Kind::Stop)))
            .unwrap_or(sentence.end);
        let found = phrase(p, behind + 1, end, false)?;
        // `“A”, X’s shop, has closed`: a name, and nothing that is said.
        if !p.vietnamese && !(found.end..sentence.end).any(|j| p.is(j, Kind::Open)) {
            return None;
        }
        // `“A”, tờ X dẫn lời Y`: Y says it.
        let quoting = (found.end..end).find(|j| p.longest(*j, Class::Quoting) > 0);
        let cited = quoting.and_then(|j| {
            let at = j + p.longest(j, Class::Quoting);
            let end = (at..end).find(|k| cues.at(*k).is_some()).unwrap_or(end);
            Some((phrase(p, at, end, true)?, (j, at)))
        });
        if let Some((cited, cue)) = cited.filter(|_| words >= 2 && p.token(behind).map(|t| t.line) == line) {
            return made(Some(cited), 0.75, Some(cue));
        }
        return (words >= 2 && p.token(behind).map(|t| t.line) == line)
            .then(|| made(Some(found), 0.65, None))
            .flatten();
    }
    // `“A”, X said; “B”`
    if before.is_some_and(|b| p.is(b, Kind::Semicolon))
        && let Some((end, speaker, cue)) = last
        && end >= sentence.start
        && words >= 2
    {
        return made(speaker, 0.75, cue);
    }
    // The second half of one that was interrupted.
    if let Some(pause) = before.filter(|b| matches!(p.kind(*b), Some(Kind::Comma | Kind::Dash)) && *b > sentence.start)
        && let Some((end, speaker, cue)) = last
        && end >= sentence.start
        && content::closes(p, behind, 0, sentence.end)
        && p.is(sentence.start, Kind::Open)
        && pause > p.partner(sentence.start)
    {
        return made(speaker, 0.75, cue);
    }
    // A sentence of its own: it runs on.
    let ends = behind >= sentence.end
        || p.is(behind, Kind::Stop)
        || p.first(behind)
        || p.token(behind).map(|t| t.line) != line;
    if starts && ends && words >= 1 {
        let (end, speaker, cue) = last?;
        let near = p.token(end).map(|t| t.line);
        if near == line || p.token(end.saturating_sub(1)).map(|t| t.line) == line {
            let speaker = speaker.map(|s| if s.end <= q.open { speaker::apposition_of(p, &s, q.open) } else { s });
            return made(speaker, 0.8, cue);
        }
        let paragraph =
            p.token(end.saturating_sub(1)).zip(p.token(q.open)).is_some_and(|(a, b)| b.line - a.line.min(b.line) <= 2);
        return (paragraph && words >= 4).then(|| made(speaker, 0.55, None)).flatten();
    }
    None
}

/// `X: A` on the first lines, and alone on a line.
fn headlines(p: &Prose<'_>, cues: &Cues, all: &mut Vec<Found>) {
    let mut at = 0;
    let mut lines = 0;
    while let Some(first) = p.token(at) {
        let line = first.line;
        let end = (at..p.len()).find(|i| p.token(*i).is_none_or(|t| t.line != line)).unwrap_or(p.len());
        if !p.noise(at) {
            lines += 1;
            if lines <= 2 {
                headline(p, cues, at, end, all);
            }
        }
        if lines > 2 {
            break;
        }
        at = end;
    }
}

fn headline(p: &Prose<'_>, cues: &Cues, start: usize, end: usize, all: &mut Vec<Found>) {
    // A headline ends without a stop.
    if end - start > 40 || p.is(end - 1, Kind::Stop) && end - start > 25 {
        return;
    }
    let Some(colon) = (start..end.min(start + 16)).find(|i| p.is(*i, Kind::Colon) && p.owner(*i) == 0) else { return };
    // The last part before the colon: `Cấm cầu Sậy, tiểu thương: ‘…’`.
    let from = (start..colon).rev().find(|i| p.is(*i, Kind::Comma)).map_or(start, |c| c + 1);
    let Some(found) = phrase(p, from, colon, true).filter(|f| f.end == colon && !f.pronoun()) else { return };
    if p.thing(from) {
        return;
    }
    let known = matches!(found.head, Head::Body | Head::Power | Head::Role | Head::Titled | Head::Many)
        || p.is(colon + 1, Kind::Open);
    // `Nauru: Cảnh sát nói A`: where it is, and somebody else speaks.
    let other = |f: &Found| f.speaker.is_some_and(|s| s.start == colon + 1);
    let near = |f: &Found| f.content.start > colon && f.content.start <= colon + 2;
    if all.iter().any(|f| near(f) || other(f) && found.head == Head::Power) || !known {
        return;
    }
    let content = if p.is(colon + 1, Kind::Open) && p.partner(colon + 1) + 1 >= end {
        content::quotation(p, colon + 1).map(|(c, _)| c)
    } else {
        content::clause(p, cues, colon + 1, end, 0, true).map(|c| Content {
            wording: if c.wording == Wording::Mixed { Wording::Mixed } else { Wording::Indirect },
            ..c
        })
    };
    let Some(content) = content.filter(|c| (c.start..c.end).filter(|i| p.is_word(*i)).count() >= 3) else { return };
    let plain = p.any(from, &[Class::Place]) == 0;
    all.push(Found {
        content,
        speaker: Some(found),
        cue: None,
        act: Act::States,
        score: if plain { 0.65 } else { 0.4 },
    });
}

/// `– A, – ông Cán đáp.`: speech between dashes, a paragraph each.
fn dialogue(p: &Prose<'_>, cues: &Cues, all: &mut Vec<Found>) {
    let mut at = 0;
    while let Some(first) = p.token(at).copied() {
        let end = (at..p.len()).find(|i| p.token(*i).is_none_or(|t| t.line != first.line)).unwrap_or(p.len());
        if first.kind == Kind::Dash && !p.noise(at) {
            let dashes: Vec<usize> =
                (at + 1..end).filter(|i| p.is(*i, Kind::Dash) && p.owner(*i) == 0).take(4).collect();
            if let Some(dash) = dashes.first().copied()
                && let Some(cue) = (dash + 1..end.min(dash + 12)).find_map(|i| cues.at(i)).filter(|c| !c.according)
                && let Some(speaker) = phrase(p, dash + 1, cue.start, true).or_else(|| speaker::behind(p, cue.end, end))
            {
                let made = |start: usize, end: usize| {
                    let end = (start..end).rev().find(|i| !p.is(*i, Kind::Comma)).map_or(start, |i| i + 1);
                    let content = Content { start, end, wording: Wording::Direct, more: None };
                    Found { content, speaker: Some(speaker), cue: Some((cue.start, cue.end)), act: cue.act, score: 0.8 }
                };
                all.push(made(at + 1, dash));
                if let Some(second) = dashes.get(1).filter(|s| **s + 2 < end) {
                    all.push(made(second + 1, end));
                }
            }
        }
        at = end;
    }
}
