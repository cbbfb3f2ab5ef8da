//! Reading a whole text: every expression of time in it, resolved one after the other.

use super::{
    expr::{Core, Expr, Offset},
    guard,
    parse::Parser,
    resolve::{Around, Resolved, resolve},
    token::{Gap, Kind, tokens},
    words::{Lexicon, Role},
    year::Lean,
};
use crate::model::Published;
use jiff::civil::Date;

/// How many words back a cue can be.
const REACH: usize = 40;
/// For how many lines a day that was spoken of is the day of a clock time alone.
const NEAR: usize = 4;

/// An expression in a text, by bytes of the folded text.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    pub start: usize,
    pub end: usize,
    pub expr: Expr,
    pub resolved: Resolved,
    /// The word that drew it to the past or the future.
    pub cue: Option<(usize, usize, Lean)>,
    pub language: &'static str,
}

/// All expressions of a folded text in one language.
pub(super) fn read(text: &str, words: &Lexicon, published: Option<&Published>, strict: bool) -> Vec<Mention> {
    let all = tokens(text, |w| words.id(w));
    let mut parser = Parser { text, tokens: &all, words, month_first: false, prefer_length: false };
    parser.month_first = words.language != "vi" && is_month_first(&parser);
    let mut state = State::new(published);
    let mut mentions = Vec::new();
    let (mut last, mut last_is_day) = (0..0, false);
    let mut at = 0;
    while let Some(token) = all.get(at) {
        state.line += usize::from(token.gap == Gap::Line);
        if !words.begins(token) {
            at += 1;
            continue;
        }
        let found = guard::accepted(&parser, at, last_is_day && is_listed(&parser, at, last.end))
            .filter(|e| !strict || is_plain(&parser, at, e));
        let Some(mut expr) = found else {
            at += 1;
            continue;
        };
        // A reader's rule of the language: a price for each month, not the length of one.
        if is_rate(&parser, at, &expr)
            && let Core::Length(parts, None) = &expr.core
        {
            expr.core = Core::Set(super::calendar::length(parts));
        }
        let cue = cue(&parser, at, expr.end, last.clone());
        let lean = cue.map_or(Lean::Neither, |(_, _, lean)| lean);
        if let Some(resolved) = state.resolve(&expr, lean) {
            let (start, end) = (token.start, all.get(expr.end - 1).map_or(token.end, |t| t.end));
            let cue = cue.and_then(|(from, to, lean)| Some((all.get(from)?.start, all.get(to)?.end, lean)));
            state.learn(&expr, &resolved);
            last = at..expr.end;
            last_is_day = expr.place().is_some_and(|p| p.day.is_some());
            at = expr.end;
            mentions.push(Mention { start, end, expr, resolved, cue, language: words.language });
        } else {
            at += 1;
        }
    }
    mentions
}

/// What was spoken of so far.
struct State {
    now: Option<Date>,
    now_time: Option<(u8, u8)>,
    that: Option<Date>,
    that_line: usize,
    that_time: Option<(u8, u8)>,
    line: usize,
}

impl State {
    fn new(published: Option<&Published>) -> Self {
        let time = published.and_then(|p| p.time).map(|t| (t.hour().unsigned_abs(), t.minute().unsigned_abs()));
        State { now: published.map(|p| p.date), now_time: time, that: None, that_line: 0, that_time: None, line: 0 }
    }

    fn resolve(&self, expr: &Expr, lean: Lean) -> Option<Resolved> {
        let around = Around {
            now: self.now,
            now_time: self.now_time,
            that: self.that,
            that_is_near: self.that.is_some() && self.line - self.that_line < NEAR,
            that_time: self.that_time,
            lean,
        };
        match resolve(expr, &around) {
            Some(found) => Some(found),
            // Hours from a time nobody said are a length.
            None => match &expr.core {
                Core::From(parts, Offset::Now(_) | Offset::That(_)) if parts.iter().all(|(_, u)| u.is_clock()) => {
                    let expr = Expr { core: Core::Length(parts.clone(), None), ..expr.clone() };
                    resolve(&expr, &around)
                }
                _ => None,
            },
        }
    }

    /// Keeps what was spoken of: a day, or the beginning of something longer in the past.
    fn learn(&mut self, expr: &Expr, resolved: &Resolved) {
        let Some(day) = resolved.day else { return };
        // A line that is nothing but a stamp speaks of the page; the same day then comes from the publication.
        let stamp = expr.clock.is_some() && expr.place().is_some_and(|p| p.year.is_some() && p.day.is_some());
        if stamp && self.now == Some(day) {
            return;
        }
        (self.that, self.that_line, self.that_time) = (Some(day), self.line, resolved.time);
    }
}

/// Whether an English or Vietnamese expression in a text of the other language is plainly one: a date with its month's name.
fn is_plain(p: &Parser<'_>, at: usize, expr: &Expr) -> bool {
    let text = p.tokens.get(at).zip(p.tokens.get(expr.end - 1)).and_then(|(a, b)| p.text.get(a.start..b.end));
    let place = expr.place();
    let dated = place.is_some_and(|p| p.within.is_some() && (p.day.is_some() || p.year.is_some()));
    if p.words.language == "vi" {
        return text.is_some_and(|t| !t.is_ascii());
    }
    dated
        && text
            .is_some_and(|t| t.contains(|c: char| c.is_ascii_uppercase()) && t.contains(|c: char| c.is_ascii_digit()))
}

/// `160,000 dong a month`: an amount of something for each of a unit.
fn is_rate(p: &Parser<'_>, at: usize, expr: &Expr) -> bool {
    let article = p.words.is(p.tokens, at, Role::Article).is_some();
    article && expr.modifier.is_none() && guard::is_after_amount(p, at)
}

/// The nearest word before an expression, in its sentence, that draws it to the past or the future; where its sentence begins
/// with it, the nearest behind it. Words of the expression before it, up to the token `last`, are its own.
fn cue(p: &Parser<'_>, at: usize, end: usize, last: std::ops::Range<usize>) -> Option<(usize, usize, Lean)> {
    let lean_at = |n: usize| {
        let past = p.words.is(p.tokens, n, Role::Past).map(|e| (n, e - 1, Lean::Past));
        past.or_else(|| p.words.is(p.tokens, n, Role::Future).map(|e| (n, e - 1, Lean::Future)))
    };
    // The expression's own first word, as in `hôm 7/12`.
    if let Some(found) = lean_at(at).filter(|f| f.1 < end) {
        return Some(found);
    }
    // `until Wednesday`, `agreed in March`.
    if let Some(from) = p.words.ends_before(p.tokens, at, Role::Deadline) {
        return Some((from, at - 1, Lean::Future));
    }
    if let Some(n) = p.words.ends_before(p.tokens, at, Role::Lead).and_then(|n| n.checked_sub(1))
        && let Some(token) = p.tokens.get(n)
        && p.text.get(token.start..token.end).is_some_and(|w| p.words.ends_like_past(w))
        && p.words.ends_before(p.tokens, n, Role::Passive).is_none()
        && p.words.is(p.tokens, n, Role::Future).is_none()
    {
        return Some((n, n, Lean::Past));
    }
    let mut n = at;
    let mut first = true;
    while n > 0 && at - n < REACH {
        if p.tokens.get(n).is_some_and(|t| t.gap == Gap::Line) {
            break;
        }
        n -= 1;
        if is_sentence_end(p, n) {
            break;
        }
        first &= at - n < 3;
        if last.contains(&n) {
            continue;
        }
        if let Some(found) = lean_at(n).filter(|f| f.1 < at) {
            return Some(found);
        }
    }
    let mut n = end;
    while let Some(token) = p.tokens.get(n).filter(|t| first && t.gap < Gap::Line && n - end < REACH / 2) {
        let stop = matches!(token.kind, Kind::Mark(';' | '?' | '!')) || is_sentence_end(p, n);
        if stop {
            break;
        }
        if let Some(found) = lean_at(n) {
            return Some(found);
        }
        n += 1;
    }
    None
}

/// Whether no more than a comma or `và` stands between the end of the last expression and a token.
fn is_listed(p: &Parser<'_>, at: usize, last: usize) -> bool {
    let between = at.saturating_sub(last);
    let comma = |n: usize| p.tokens.get(n).is_some_and(|t| matches!(t.kind, Kind::Mark(',' | ';')));
    let and = |n: usize| p.words.is(p.tokens, n, Role::And) == Some(n + 1);
    last > 0 && between == 1 && (comma(last) || and(last))
}

/// A stop with a blank behind it, and no short form before it.
fn is_sentence_end(p: &Parser<'_>, at: usize) -> bool {
    match p.tokens.get(at).map(|t| t.kind) {
        Some(Kind::Mark('?' | '!' | ';')) => true,
        Some(Kind::Mark('.')) => {
            p.tokens.get(at + 1).is_none_or(|t| t.gap > Gap::None && t.case != super::token::Case::Small)
        }
        _ => false,
    }
}

/// Whether dates in digits can only be read with the month first: some date in the text has a second number over twelve, and
/// none a first one.
fn is_month_first(p: &Parser<'_>) -> bool {
    let (mut month_first, mut day_first) = (false, false);
    for window in p.tokens.windows(5) {
        let [a, b, c, d, e] = window else { continue };
        let joined = [b, c, d, e].iter().all(|t| t.gap == Gap::None);
        if let (Kind::Number(a, 1..=2), Kind::Mark('/'), Kind::Number(c, 1..=2), Kind::Mark('/'), Kind::Number(_, 4)) =
            (a.kind, b.kind, c.kind, d.kind, e.kind)
            && joined
        {
            month_first |= c > 12 && a <= 12;
            day_first |= a > 12;
        }
    }
    month_first && !day_first
}
