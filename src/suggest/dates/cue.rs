//! Which way the words around an expression draw it: to the past, or to the future.

use super::{
    expr::Expr,
    parse::Parser,
    quotes,
    token::{Case, Gap, Kind, Token},
    words::Role,
    year::Lean,
};
use std::ops::Range;

/// How many words back a cue can be.
const REACH: usize = 40;

/// A word that draws an expression to the past or the future: its first and last token.
pub(super) type Cue = (usize, usize, Lean);

/// Which way an expression is drawn, and by what. `until Wednesday` is to come; a day and month there are just the nearest where
/// the sentence speaks of the past.
pub(super) fn cue(
    p: &Parser<'_>,
    at: usize,
    expr: &Expr,
    last: &Range<usize>,
    quotations: &[Range<usize>],
) -> Option<Cue> {
    let found = nearest_cue(p, at, expr, last, quotations);
    // `ebbed by June`: where nothing is told as past.
    if let Some(by) = p.words.ends_before(p.tokens, at, Role::SoftDeadline) {
        return found.or(Some((by, at - 1, Lean::Future)));
    }
    let lean = found.map(|(_, _, lean)| lean);
    match p.words.ends_before(p.tokens, at, Role::Deadline) {
        None => found,
        Some(_) if lean == Some(Lean::Past) => found,
        // `By April, three were sold`
        Some(_) if found.is_some_and(|(from, ..)| from >= expr.end) => found,
        Some(_) if lean == Some(Lean::MostlyPast) && expr.place().is_some_and(|p| p.day.is_some()) => None,
        Some(from) => Some((from, at - 1, Lean::Future)),
    }
}

/// Which way a token leans by itself.
fn lean_at(p: &Parser<'_>, n: usize) -> Option<Cue> {
    // A capital inside a sentence is a name's.
    let token = p.tokens.get(n)?;
    let begins = token.gap == Gap::Line || n > 0 && (is_sentence_end(p, n - 1) || is_opening(p, n - 1));
    if token.case == Case::Capital && !begins {
        return None;
    }
    let is = |role, lean| p.words.is(p.tokens, n, role).map(|e| (n, e - 1, lean));
    // The longest counts, so that `were to` is no `were`; nor is `mới vào` one, nor `quyết định`.
    let all = [is(Role::Future, Lean::Future), is(Role::MostlyPast, Lean::MostlyPast), is(Role::Past, Lean::Past)];
    let found = all.into_iter().flatten().max_by_key(|(_, end, _)| *end)?;
    // `by 364 votes`
    let counted = n > 0
        && matches!(p.tokens.get(n - 1).map(|t| t.kind), Some(Kind::Number(..)))
        && p.words.is(p.tokens, n, Role::NotAfter).is_some();
    let none = counted || p.words.is(p.tokens, n, Role::NoCue).is_some_and(|end| end > found.1 + 1);
    (!none && p.words.ends_before(p.tokens, found.1 + 1, Role::NoCue).is_none()).then_some(found)
}

/// The nearest word before an expression, in its sentence, that draws it to the past or the future; where its sentence begins
/// with it, the nearest behind it. Words of the expression before it, the tokens `last`, are its own.
fn nearest_cue(
    p: &Parser<'_>,
    at: usize,
    expr: &Expr,
    last: &Range<usize>,
    quotations: &[Range<usize>],
) -> Option<Cue> {
    let end = expr.end;
    // The expression's own first word, as in `hôm 7/12`.
    if let Some(found) = lean_at(p, at).filter(|f| f.1 < end && p.words.is(p.tokens, at, Role::Head).is_some()) {
        return Some(found);
    }
    if let Some(found) = verb_before(p, at) {
        return Some(found);
    }
    // `sẽ xét xử vụ cháy ngày 2/5`
    let event = p.words.ends_before(p.tokens, at, Role::EventName);
    if let Some(event) = event.filter(|n| p.words.is(p.tokens, *n, Role::Happening).is_some()) {
        return Some((event, at - 1, Lean::MostlyPast));
    }
    let (mut first, mut kept, mut told, mut comma) = (true, None, false, false);
    // What draws it only where nothing to come stands before it, and whether an infinitive does.
    let (mut weak, mut infinitive): (Option<Cue>, bool) = (None, false);
    let mut n = at;
    while n > 0 && at - n < REACH {
        if p.tokens.get(n).is_some_and(|t| t.gap == Gap::Line) {
            break;
        }
        n -= 1;
        if is_sentence_end(p, n) {
            break;
        }
        first &= at - n < 3;
        // What somebody else says, in quotation marks before it, says nothing of it.
        if let Some(open) = quotes::closed_by(quotations, n) {
            n = open;
            continue;
        }
        comma |= is_comma(p, n);
        if last.contains(&n) {
            continue;
        }
        infinitive |= p.words.is(p.tokens, n, Role::Infinitive).is_some() && is_verb(p, n + 1, at);
        // `promised in May to reopen it in August`
        if infinitive && !comma && p.words.is(p.tokens, n, Role::Promise).is_some() {
            return Some((n, n, Lean::Future));
        }
        if let Some(found) = lean_at(p, n).filter(|f| f.1 < at) {
            // `sẽ xây lại, ông nói vào thứ Sáu`: what is reported does not say when it was reported.
            if told && found.2 == Lean::Future {
                return None;
            }
            // `…, who will retire in July, resigned from the board on Monday`: what stands between commas is for itself.
            let aside = found.2 == Lean::Future && comma && (1..=2).any(|k| n >= k && is_comma(p, n - k));
            if aside {
                continue;
            }
            if weak.is_some() && (comma || found.2 != Lean::Future) {
                return weak;
            }
            // `sẽ tăng kể từ 1/3`: what leads to the time gives way to a future before it. `since` never does.
            let leads = p.words.head_first
                && p.words.is(p.tokens, n, Role::Lead) == Some(at)
                && p.words.ends_before(p.tokens, at, Role::From).is_some();
            if !leads || kept.is_some() {
                return kept.filter(|_| found.2 != Lean::Future).or(Some(found));
            }
            kept = Some(found);
        }
        // `could reach it on Friday`: in its own clause only.
        if let Some(end) = modal(p, n).filter(|e| *e <= at && !comma && !told) {
            return kept.or(Some((n, end - 1, Lean::Future)));
        }
        // `a bill that passed the lower house on Monday`
        if ends_like_past(p, n) && p.words.ends_before(p.tokens, n, Role::Relative).is_some() {
            return Some((n, n, Lean::MostlyPast));
        }
        // `denied the rumours on March 10`, `vụ nổ nhà máy ngày 17/10`
        if weak.is_none() && !comma && !infinitive && has_happened(p, n) {
            weak = Some((n, n, Lean::MostlyPast));
        }
        told |= tells(p, n).is_some_and(|end| end <= at && !is_comma(p, end));
    }
    if let Some(found) = kept.or(weak) {
        return Some(found);
    }
    // `tháng 9 sẽ …`
    first |= p.words.is(p.tokens, end, Role::Future).is_some();
    // `buổi diễn ngày 17/10 đã …`: in its own clause.
    let dated = !comma && expr.place().is_some_and(|p| p.day.is_some() && p.within.is_some() && p.year.is_none());
    let mut n = end;
    while let Some(token) = p.tokens.get(n).filter(|t| (first || dated) && t.gap < Gap::Line && n - end < REACH / 2) {
        let stop =
            !first && is_comma(p, n) || matches!(token.kind, Kind::Mark(';' | '?' | '!')) || is_sentence_end(p, n);
        // `On Monday the port said it would close`
        if stop || tells(p, n).is_some() {
            break;
        }
        let modal = || modal(p, n).map(|e| (n, e - 1, Lean::Future));
        let past = || ends_like_past(p, n).then_some((n, n, Lean::MostlyPast));
        if let Some(found) = lean_at(p, n).or_else(past).or_else(modal) {
            return Some(found);
        }
        n += 1;
    }
    None
}

/// The verb right before a time: `agreed in March`, `said on Friday`, `nói vào thứ Sáu`.
fn verb_before(p: &Parser<'_>, at: usize) -> Option<Cue> {
    let lead = p.words.ends_before(p.tokens, at, Role::Lead);
    if let Some(verb) = lead.and_then(|n| n.checked_sub(1)).filter(|n| ends_like_past(p, *n)) {
        // `extended until 16 December` may be to come.
        let until = p.words.ends_before(p.tokens, at, Role::Deadline).is_some();
        return Some((verb, verb, if until { Lean::MostlyPast } else { Lean::Past }));
    }
    let end = lead.or((!p.words.head_first).then_some(at))?;
    let verb = p.words.ends_before(p.tokens, end, Role::Told)?;
    tells(p, verb).map(|end| (verb, end - 1, Lean::Past))
}

/// Where a word that reports ends, if one begins at a token; not in `sẽ phát biểu`, `be told`.
pub(super) fn tells(p: &Parser<'_>, at: usize) -> Option<usize> {
    let end = p.words.is(p.tokens, at, Role::Told)?;
    let ahead = (1..=3).any(|n| at.checked_sub(n).is_some_and(|n| p.words.is(p.tokens, n, Role::Future).is_some()));
    (!ahead && p.words.ends_before(p.tokens, at, Role::Passive).is_none()).then_some(end)
}

/// Where a word such as `could` ends, if one begins at a token. `May` is a month.
fn modal(p: &Parser<'_>, at: usize) -> Option<usize> {
    let small = p.tokens.get(at).is_some_and(|t| t.case == Case::Small);
    p.words.is(p.tokens, at, Role::Modal).filter(|_| small)
}

/// Whether a token is a verb behind the `to` of an infinitive.
fn is_verb(p: &Parser<'_>, at: usize, end: usize) -> bool {
    let is = |role| p.words.is(p.tokens, at, role).is_some();
    let small = |t: &Token| t.case == Case::Small && matches!(t.kind, Kind::Word(_));
    at < end && p.tokens.get(at).is_some_and(small) && ![Role::The, Role::Article, Role::Lead].into_iter().any(is)
}

/// Whether a word says that something has happened: a verb with its subject before it, or a noun.
fn has_happened(p: &Parser<'_>, at: usize) -> bool {
    let the = |n| [Role::The, Role::Article].into_iter().any(|role| p.words.ends_before(p.tokens, n, role).is_some());
    // `a bill backed by the mayor`
    let by = || p.words.is(p.tokens, at + 1, Role::SoftDeadline).is_some();
    p.words.is(p.tokens, at, Role::Happening).is_some() || ends_like_past(p, at) && !the(at) && !by()
}

/// Whether a word tells the past, by how it ends or as itself: `agreed`, `won`, and not `be agreed`.
pub(super) fn ends_like_past(p: &Parser<'_>, at: usize) -> bool {
    let word = p.tokens.get(at).and_then(|t| p.text.get(t.start..t.end));
    (word.is_some_and(|w| p.words.ends_like_past(w)) || p.words.is(p.tokens, at, Role::PastVerb).is_some())
        && p.words.ends_before(p.tokens, at, Role::Passive).is_none()
        && p.words.is(p.tokens, at, Role::Future).is_none()
}

fn is_comma(p: &Parser<'_>, at: usize) -> bool {
    matches!(p.tokens.get(at).map(|t| t.kind), Some(Kind::Mark(',')))
}

fn is_opening(p: &Parser<'_>, at: usize) -> bool {
    matches!(p.tokens.get(at).map(|t| t.kind), Some(Kind::Mark('"' | '\'' | '(' | '-' | '[')))
}

/// A stop with a blank behind it, and no short form before it.
pub(super) fn is_sentence_end(p: &Parser<'_>, at: usize) -> bool {
    match p.tokens.get(at).map(|t| t.kind) {
        Some(Kind::Mark('?' | '!' | ';')) => true,
        Some(Kind::Mark('.')) => {
            p.tokens.get(at + 1).is_none_or(|t| t.gap > Gap::None && t.case != Case::Small) && !is_short_form(p, at)
        }
        _ => false,
    }
}

/// Whether a stop belongs to the word before: an initial, or a capital and consonants, as in `Mr.`, `Dr.`
fn is_short_form(p: &Parser<'_>, at: usize) -> bool {
    let word = at.checked_sub(1).and_then(|n| p.tokens.get(n)).filter(|t| t.case == Case::Capital);
    let word = word.and_then(|t| p.text.get(t.start..t.end)).unwrap_or("vowel");
    word.len() <= 4 && (word.len() == 1 || word.chars().all(|c| c.is_ascii() && !"AEIOUYaeiouy".contains(c)))
}
