//! Quotations: the words at a place with a little text around, so that the place can be found again after the text changed.

mod likeness;
mod search;
mod view;

pub use likeness::edits;

use super::{ByteOffset, CharOffset, Span, Text, Unit};
use search::{Candidate, Searcher};
use std::sync::Arc;

/// How many Unicode scalars of context a quotation keeps on each side, at most.
const CONTEXT: usize = 24;

/// The words a span covers, and a little text on each side.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quotation {
    /// Up to 24 Unicode scalars before the words.
    pub before: Arc<str>,
    /// The words.
    pub exact: Arc<str>,
    /// Up to 24 Unicode scalars after the words.
    pub after: Arc<str>,
}

impl Quotation {
    /// The quotation at a place; the context is cut between characters as people see them.
    pub fn of(text: &Text, span: Span) -> Self {
        let (before, after) = (text.until(span.start()), text.from(span.end()));
        let from = before.char_indices().rev().take(CONTEXT).last().map_or(before.len(), |(at, _)| at);
        let to = after.char_indices().nth(CONTEXT).map_or(after.len(), |(at, _)| at);
        let from = text.grapheme_ceil(ByteOffset(from)).min(span.start());
        let to = text.grapheme_floor(ByteOffset(span.end().0 + to)).max(span.end());
        let part = |a, b| text.get(a, b).unwrap_or("").into();
        Quotation { before: part(from, span.start()), exact: span.of(text).into(), after: part(span.end(), to) }
    }
}

/// What became of a quotation's place.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// The same words at the same offsets.
    Exact(Span),
    /// Found elsewhere, or a little changed.
    Moved {
        /// Where the words are now.
        span: Span,
        /// How much of the words and of their surroundings is as it was: 1 for all of it, less for every change. Unicode forms
        /// and the length of blanks do not count. Never below 0.5.
        score: f32,
    },
    /// Not found, or found at several places that cannot be told apart.
    Lost,
}

/// What scores less is not the quotation any more.
const LEAST_SCORE: f32 = 0.5;
/// Words of which less is as it was are other words.
const LEAST_WORDS: f32 = 0.55;
/// Two places whose scores differ by less are equally good.
const MARGIN: f32 = 0.04;
/// From here on a quotation's surroundings speak for the place.
const KNOWN_CONTEXT: f32 = 0.6;
/// So many unchanged scalars are words enough to be known by themselves.
const KNOWN_WORDS: usize = 20;
/// So near to where its neighbours say it should be, a place is the one they mean.
const NEAR: usize = 12;

/// A quotation that is not where it was.
struct Open {
    /// Its index in what is wanted.
    index: usize,
    /// Where it would be, had nothing moved.
    expected: usize,
    candidates: Vec<Candidate>,
}

/// A quotation whose new place is sure: where it would be, and where it is.
#[derive(Clone, Copy)]
struct Sure {
    expected: usize,
    place: usize,
}

/// Finds quotations again in a text that may have changed since they were taken: each with the offsets it had then.
///
/// A quotation at its old offsets is exact. One that is not is looked for in the whole text, also with a few changes inside;
/// the likest place wins by its words, its surroundings, and how its neighbours moved. Where the score is below 0.5, or less than
/// 0.55 of the words is as it was, where short words are found in foreign surroundings, or where two places are equally good and the neighbours do not decide, it is
/// lost: a guess would be worse.
pub fn find_again(text: &Text, wanted: &[(CharOffset, CharOffset, Quotation)]) -> Vec<Found> {
    let mut found: Vec<Found> = wanted.iter().map(|w| exact(text, w).map_or(Found::Lost, Found::Exact)).collect();
    if found.iter().all(|f| matches!(f, Found::Exact(_))) {
        return found;
    }
    let searcher = Searcher::new(text);
    let expected = |start: CharOffset| searcher.expected(text.byte_of(start).unwrap_or(text.end()));
    let mut sure: Vec<Sure> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for (index, (found, (start, _, quotation))) in found.iter_mut().zip(wanted).enumerate() {
        let expected = expected(*start);
        if let Found::Exact(span) = found {
            // The same words may have come there by chance; they count as a neighbour only in the same surroundings.
            let same = text.until(span.start()).ends_with(&*quotation.before)
                || text.from(span.end()).starts_with(&*quotation.after);
            if same {
                sure.push(Sure { expected, place: expected });
            }
            continue;
        }
        let candidates = searcher.candidates(text, quotation, expected);
        if let Some(best) = clear_best(&candidates).filter(|c| c.is_known()) {
            sure.push(Sure { expected, place: best.start });
            *found = best.found();
        } else {
            open.push(Open { index, expected, candidates });
        }
    }
    settle(text, wanted, &searcher, sure, open, &mut found);
    for (found, (_, _, quotation)) in found.iter_mut().zip(wanted) {
        if let Found::Moved { span, .. } = found {
            *span = whole_syllables(text, quotation, *span);
        }
    }
    found
}

/// Words that were found changed keep to whole syllables where they did before: the likeness of letters knows no syllables.
fn whole_syllables(text: &Text, quotation: &Quotation, span: Span) -> Span {
    let within =
        |a: Option<char>, b: Option<char>| a.is_some_and(char::is_alphanumeric) && b.is_some_and(char::is_alphanumeric);
    let edge = |at: ByteOffset| match text.unit_at(Unit::Syllable, at) {
        Some(s) if s.start() < at && at < s.end() => {
            if at.0 - s.start().0 <= s.end().0 - at.0 {
                s.start()
            } else {
                s.end()
            }
        }
        _ => at,
    };
    let cut_start = within(quotation.before.chars().last(), quotation.exact.chars().next());
    let cut_end = within(quotation.exact.chars().last(), quotation.after.chars().next());
    let start = if cut_start { span.start() } else { edge(span.start()) };
    let end = if cut_end { span.end() } else { edge(span.end()) };
    Span::new(start, end).unwrap_or(span)
}

fn exact(text: &Text, (start, end, quotation): &(CharOffset, CharOffset, Quotation)) -> Option<Span> {
    let span = Span::in_text(text, text.byte_of(*start)?, text.byte_of(*end)?).ok()?;
    (span.of(text) == &*quotation.exact).then_some(span)
}

/// The best candidate, unless another is about as good.
fn clear_best(candidates: &[Candidate]) -> Option<&Candidate> {
    let best = candidates.first().filter(|c| c.score >= LEAST_SCORE)?;
    let rival = candidates.get(1).is_some_and(|c| c.score > best.score - MARGIN);
    (!rival).then_some(best)
}

/// Settles what could not be told by itself, with the help of the neighbours.
fn settle(
    text: &Text,
    wanted: &[(CharOffset, CharOffset, Quotation)],
    searcher: &Searcher,
    mut sure: Vec<Sure>,
    mut open: Vec<Open>,
    found: &mut [Found],
) {
    sure.sort_by_key(|s| s.expected);
    open.sort_by_key(|o| o.expected);
    // Going forward each settled mark helps the next, and going back those before the first sure one get their turn.
    for forward in [true, false] {
        let mut left_over = Vec::new();
        let mut last: Option<Sure> = None;
        let order: Vec<Open> = if forward { open } else { open.into_iter().rev().collect() };
        for mut mark in order {
            let at = sure.partition_point(|s| s.expected <= mark.expected);
            let before = at.checked_sub(1).and_then(|i| sure.get(i)).copied();
            let after = sure.get(at).copied();
            let nearer = |a: Sure, b: Sure| {
                if a.expected.abs_diff(mark.expected) <= b.expected.abs_diff(mark.expected) { a } else { b }
            };
            let side = if forward { before } else { after };
            let side = match (last, side) {
                (Some(a), Some(b)) => Some(nearer(a, b)),
                (a, b) => a.or(b),
            };
            let (before, after) = if forward { (side, after) } else { (before, side) };
            let Some(around) = around(mark.expected, before, after) else {
                left_over.push(mark);
                continue;
            };
            if let Some((_, _, quotation)) = wanted.get(mark.index) {
                searcher.add_near(text, quotation, around, &mut mark.candidates);
            }
            match nearest(&mark.candidates, around) {
                Some(best) => {
                    last = Some(Sure { expected: mark.expected, place: best.start });
                    if let Some(slot) = found.get_mut(mark.index) {
                        *slot = best.found();
                    }
                }
                None => left_over.push(mark),
            }
        }
        if !forward {
            left_over.reverse();
        }
        open = left_over;
        if forward && sure.is_empty() {
            // Nobody is sure: where many agree on one small move, and another would be far larger, it is that.
            if let Some(agreed) = agreed_move(&open) {
                sure.extend(agreed);
            }
        }
    }
    // No neighbours to ask: words long enough, or in surroundings known well enough, speak for themselves.
    for mark in &open {
        if let Some(best) = clear_best(&mark.candidates).filter(|c| c.is_known())
            && let Some(slot) = found.get_mut(mark.index)
        {
            *slot = best.found();
        }
    }
}

/// Between which places the neighbours say that a mark should be.
fn around(expected: usize, before: Option<Sure>, after: Option<Sure>) -> Option<(usize, usize)> {
    let moved = |s: Sure| (s.place + expected).saturating_sub(s.expected);
    match (before, after) {
        (Some(a), Some(b)) => Some((moved(a).min(moved(b)), moved(a).max(moved(b)))),
        (Some(one), None) | (None, Some(one)) => Some((moved(one), moved(one))),
        (None, None) => None,
    }
}

/// The candidate that the neighbours mean: among those about as good as the best, one near to where they say, all others far.
fn nearest(candidates: &[Candidate], (from, to): (usize, usize)) -> Option<&Candidate> {
    let top = candidates.first().filter(|c| c.score >= LEAST_SCORE)?.score;
    let away = |c: &Candidate| from.saturating_sub(c.start).max(c.start.saturating_sub(to));
    let mut good: Vec<&Candidate> = candidates.iter().filter(|c| c.score > top - MARGIN).collect();
    good.sort_by_key(|c| away(c));
    let best = good.first()?;
    let clear = good.get(1).is_none_or(|second| away(second) > 4 * away(best) + NEAR);
    let supported = best.is_known() || away(best) <= NEAR && to - from <= 4 * NEAR;
    (clear && supported).then_some(best)
}

/// One move that at least three marks could all have made, and the smallest of those that most could.
fn agreed_move(open: &[Open]) -> Option<Vec<Sure>> {
    let mut counts: std::collections::HashMap<i64, usize> = std::collections::HashMap::new();
    let shift = |o: &Open, c: &Candidate| c.start as i64 - o.expected as i64;
    for mark in open {
        let top = mark.candidates.first().map_or(1.0, |c| c.score);
        for c in mark.candidates.iter().filter(|c| c.score > top - MARGIN && c.score >= LEAST_SCORE) {
            *counts.entry(shift(mark, c)).or_default() += 1;
        }
    }
    let most = counts.values().copied().max().filter(|n| *n >= 3)?;
    let mut likely: Vec<i64> = counts.into_iter().filter(|(_, n)| *n * 10 >= most * 9).map(|(s, _)| s).collect();
    likely.sort_unstable_by_key(|s| (s.unsigned_abs(), *s));
    let least = *likely.first()?;
    if likely.get(1).is_some_and(|second| second.unsigned_abs() <= 4 * least.unsigned_abs() + NEAR as u64) {
        return None;
    }
    let sure = open.iter().flat_map(|o| {
        let c = o.candidates.iter().find(|c| shift(o, c) == least)?;
        Some(Sure { expected: o.expected, place: c.start })
    });
    Some(sure.collect())
}

#[cfg(test)]
mod tests;
