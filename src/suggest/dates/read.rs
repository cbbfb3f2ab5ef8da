//! Reading a whole text: every expression of time in it, resolved one after the other.

use super::{
    expr::{Core, Expr, Offset},
    guard,
    parse::Parser,
    resolve::{Around, Resolved, resolve},
    token::{Case, Gap, Kind, tokens},
    words::{Lexicon, Role, Sense},
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
    let mut parser = Parser { text, tokens: &all, words, month_first: false, prefer_length: false, depth: 0 };
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
        let cue = cue(&parser, at, &expr, last.clone());
        let lean = cue.map_or(Lean::Neither, |(_, _, lean)| lean);
        if let Some(resolved) = state.resolve(&expr, lean) {
            let (start, end) = (token.start, all.get(expr.end - 1).map_or(token.end, |t| t.end));
            let cue = cue.and_then(|(from, to, lean)| Some((all.get(from)?.start, all.get(to)?.end, lean)));
            state.learn(&expr, &resolved);
            last = at..expr.end;
            last_is_day = expr.place().is_some_and(|p| p.day.is_some() || p.year.is_some() && p.within.is_none());
            at = expr.end;
            mentions.push(Mention { start, end, expr, resolved, cue, language: words.language });
        } else {
            // What cannot be resolved is not read in parts: `hôm nay` is no `nay`.
            at = expr.end;
        }
    }
    mentions
}

/// What was spoken of so far.
struct State {
    now: Option<Date>,
    now_time: Option<(u8, u8)>,
    /// The last day spoken of, and the last that is not to come: further on only that one counts.
    that: Option<That>,
    past: Option<That>,
    /// The same of days, and not of months or years.
    day: Option<That>,
    past_day: Option<That>,
    line: usize,
}

/// A day that was spoken of.
#[derive(Clone, Copy)]
struct That {
    day: Date,
    time: Option<(u8, u8)>,
    line: usize,
}

impl State {
    fn new(published: Option<&Published>) -> Self {
        let time = published.and_then(|p| p.time).map(|t| (t.hour().unsigned_abs(), t.minute().unsigned_abs()));
        State {
            now: published.map(|p| p.date),
            now_time: time,
            that: None,
            past: None,
            day: None,
            past_day: None,
            line: 0,
        }
    }

    fn resolve(&self, expr: &Expr, lean: Lean) -> Option<Resolved> {
        let nearest = |that: Option<That>, past| that.filter(|t| t.line == self.line).or(past).or(that);
        let that = nearest(self.that, self.past);
        let day = nearest(self.day, self.past_day);
        let around = Around {
            now: self.now,
            now_time: self.now_time,
            that: that.map(|t| t.day),
            day: day.map(|t| t.day),
            day_is_near: day.is_some_and(|t| self.line - t.line < NEAR),
            that_time: that.and_then(|t| t.time),
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
        let that = Some(That { day, time: resolved.time, line: self.line });
        let is_day = resolved.kind == "TIME" || resolved.value == day.to_string();
        let is_past = self.now.is_none_or(|now| day <= now);
        self.that = that;
        if is_past {
            self.past = that;
        }
        if is_day {
            self.day = that;
            self.past_day = if is_past { that } else { self.past_day };
        }
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
    let one = p.words.find(p.tokens, at, |s| (s == Sense::Number(1)).then_some(())).is_some();
    expr.modifier.is_none() && (article && guard::is_after_amount(p, at) || one && guard::is_after_unit(p, at))
}

/// A word that draws an expression to the past or the future: its first and last token.
type Cue = (usize, usize, Lean);

/// Which way an expression is drawn, and by what. `until Wednesday` is to come; a day and month there are just the nearest where
/// the sentence speaks of the past.
fn cue(p: &Parser<'_>, at: usize, expr: &Expr, last: std::ops::Range<usize>) -> Option<Cue> {
    let found = nearest_cue(p, at, expr.end, last);
    let lean = found.map(|(_, _, lean)| lean);
    match p.words.ends_before(p.tokens, at, Role::Deadline) {
        None => found,
        Some(_) if lean == Some(Lean::Past) => found,
        Some(_) if lean == Some(Lean::MostlyPast) && expr.place().is_some_and(|p| p.day.is_some()) => None,
        Some(from) => Some((from, at - 1, Lean::Future)),
    }
}

/// The nearest word before an expression, in its sentence, that draws it to the past or the future; where its sentence begins
/// with it, the nearest behind it. Words of the expression before it, up to the token `last`, are its own.
fn nearest_cue(p: &Parser<'_>, at: usize, end: usize, last: std::ops::Range<usize>) -> Option<Cue> {
    let lean_at = |n: usize| {
        // A capital inside a sentence is a name's.
        let token = p.tokens.get(n)?;
        let begins = token.gap == Gap::Line || n > 0 && (is_sentence_end(p, n - 1) || is_quote(p, n - 1));
        if token.case == Case::Capital && !begins {
            return None;
        }
        let past = p.words.is(p.tokens, n, Role::Past).map(|e| (n, e - 1, Lean::Past));
        let mostly = || p.words.is(p.tokens, n, Role::MostlyPast).map(|e| (n, e - 1, Lean::MostlyPast));
        past.or_else(mostly).or_else(|| p.words.is(p.tokens, n, Role::Future).map(|e| (n, e - 1, Lean::Future)))
    };
    // The expression's own first word, as in `hôm 7/12`.
    if let Some(found) = lean_at(at).filter(|f| f.1 < end && p.words.is(p.tokens, at, Role::Head).is_some()) {
        return Some(found);
    }
    // `agreed in March`
    if let Some(n) = p.words.ends_before(p.tokens, at, Role::Lead).and_then(|n| n.checked_sub(1))
        && let Some(token) = p.tokens.get(n)
        && p.text.get(token.start..token.end).is_some_and(|w| p.words.ends_like_past(w))
        && p.words.ends_before(p.tokens, n, Role::Passive).is_none()
        && p.words.is(p.tokens, n, Role::Future).is_none()
    {
        return Some((n, n, Lean::MostlyPast));
    }
    let mut n = at;
    let (mut first, mut kept) = (true, None);
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
        if is_closing_quote(p, n) {
            let open = (n.saturating_sub(REACH * 4)..n).rev().find(|k| is_opening_quote(p, *k));
            n = open.unwrap_or(n);
            continue;
        }
        if last.contains(&n) {
            continue;
        }
        if let Some(found) = lean_at(n).filter(|f| f.1 < at) {
            // `sẽ tăng kể từ 1/3`: what leads to the time gives way to a future before it. `since` never does.
            let leads = p.words.language == "vi" && p.words.is(p.tokens, n, Role::Lead) == Some(at);
            if !leads || kept.is_some() {
                return kept.filter(|_| found.2 != Lean::Future).or(Some(found));
            }
            kept = Some(found);
        }
    }
    if kept.is_some() {
        return kept;
    }
    let mut n = end;
    while let Some(token) = p.tokens.get(n).filter(|t| first && t.gap < Gap::Line && n - end < REACH / 2) {
        let stop = matches!(token.kind, Kind::Mark(';' | '?' | '!')) || is_sentence_end(p, n);
        if stop {
            break;
        }
        if let Some(found) = lean_at(n).or_else(|| ends_like_past(p, n).then_some((n, n, Lean::MostlyPast))) {
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

fn is_quote(p: &Parser<'_>, at: usize) -> bool {
    matches!(p.tokens.get(at).map(|t| t.kind), Some(Kind::Mark('"' | '\'' | '(' | '-' | '[')))
}

/// A quotation mark that stands right behind a token, with none right behind it.
fn is_closing_quote(p: &Parser<'_>, at: usize) -> bool {
    let glued = |n: usize| p.tokens.get(n).is_some_and(|t| t.gap == Gap::None);
    matches!(p.tokens.get(at).map(|t| t.kind), Some(Kind::Mark('"'))) && glued(at) && !glued(at + 1)
}

fn is_opening_quote(p: &Parser<'_>, at: usize) -> bool {
    matches!(p.tokens.get(at).map(|t| t.kind), Some(Kind::Mark('"'))) && !is_closing_quote(p, at)
}

/// Whether a word tells the past by how it ends: `agreed`, and not `be agreed`.
fn ends_like_past(p: &Parser<'_>, at: usize) -> bool {
    let word = p.tokens.get(at).and_then(|t| p.text.get(t.start..t.end));
    word.is_some_and(|w| p.words.ends_like_past(w))
        && p.words.ends_before(p.tokens, at, Role::Passive).is_none()
        && p.words.is(p.tokens, at, Role::Future).is_none()
}

/// A stop with a blank behind it, and no short form before it.
fn is_sentence_end(p: &Parser<'_>, at: usize) -> bool {
    match p.tokens.get(at).map(|t| t.kind) {
        Some(Kind::Mark('?' | '!' | ';')) => true,
        Some(Kind::Mark('.')) => p.tokens.get(at + 1).is_none_or(|t| t.gap > Gap::None && t.case != Case::Small),
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
