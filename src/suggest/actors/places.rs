//! Where a name only tells where something is: behind words that places follow, in lists of places, before the news.

use super::weigh::follows;
use crate::suggest::prose::{Class, Head, Kind, Phrase, Prose, Small};

/// Whether a name stands behind a word that places follow.
pub(super) fn placed(p: &Prose<'_>, m: &Phrase) -> bool {
    m.start.checked_sub(1).is_some_and(|b| p.ends(b + 1, Class::Place) > 0)
        || m.start.checked_sub(2).is_some_and(|b| p.small(b + 1, Small::The) && p.ends(b + 1, Class::Place) > 0)
}

/// Whether a name is one of several places behind such a word: `in Oslo, Bergen and Lyon`, and no verb stands behind the last.
pub(super) fn listed_place(p: &Prose<'_>, m: &Phrase) -> bool {
    let joint = |i: usize| p.is(i, Kind::Comma) || p.small(i, Small::And);
    if m.head == Head::Body && !(p.vietnamese && p.has(m.start, Class::State)) {
        return false;
    }
    let mut start = m.start;
    for _ in 0..NAMES {
        let Some(end) = start.checked_sub(1).filter(|j| joint(*j)) else { return false };
        let run = (0..end).rev().take(WORDS).take_while(|j| p.capital(*j)).count();
        start = end - run;
        // `ở tỉnh Bến Sậy và Bến Dâu`
        let state = if p.vietnamese { p.ends(start, Class::State) } else { 0 };
        start -= state;
        if run == 0 {
            return false;
        }
        if state > 0 && !p.capital(start) || p.ends(start, Class::Place) > 0 {
            break;
        }
    }
    let end = list(p, m.end);
    let verb = [Class::Verb, Class::Finite, Class::Cue, Class::Modal];
    let acts = if p.vietnamese {
        let time = |j: &usize| p.has(*j, Class::Time) || p.is(*j, Kind::Number);
        let end = (end..end + WORDS).find(|j| !time(j)).unwrap_or(end);
        follows(p, &Phrase { end, ..*m })
    } else {
        p.any(end, &verb) > p.any(end, &[Class::Preposition, Class::Adjunct, Class::Coordinator]) || p.ed(end)
    };
    !acts
}

/// Where the last name ends of a list that goes on behind one: `Oslo, Bergen and Lyon`.
pub(super) fn list(p: &Prose<'_>, mut end: usize) -> usize {
    for _ in 0..NAMES {
        let joint = p.is(end, Kind::Comma) || p.small(end, Small::And);
        let run = (end + 1..end + 1 + WORDS).take_while(|j| p.capital(*j)).count();
        if !joint || run == 0 {
            break;
        }
        end += run + 1;
    }
    end
}

/// Longer lists of places are none, nor longer names.
const NAMES: usize = 6;
const WORDS: usize = 8;

/// Whether a mention stands in what tells where the news comes from: `VILNIUS, Lithuania, March 4 — A`.
pub(super) fn dateline(p: &Prose<'_>, m: &Phrase) -> bool {
    let line = |i: usize| p.token(i).map(|t| t.line);
    let dash = (m.end..m.end + 9).find(|j| p.is(*j, Kind::Dash) && line(*j) == line(m.start));
    let behind = || m.start > 1 && p.is(m.start - 1, Kind::Comma) && p.capital(m.start - 2);
    let plain = |d: usize| (m.end..d).all(|j| !p.is_word(j) || p.capital(j));
    dash.is_some_and(|d| (p.first(m.start) || behind()) && p.first(d + 1) && !p.is(m.end, Kind::Word) && plain(d))
}
