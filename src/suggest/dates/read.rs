//! Reading a whole text: every expression of time in it, resolved one after the other.

use super::{
    cue,
    expr::{Core, Expr, Offset},
    guard,
    parse::Parser,
    quotes,
    resolve::{Around, Resolved, resolve},
    token::{Gap, Kind, Token},
    words::{Lexicon, Role, Sense},
    year::Lean,
};
use crate::model::Published;
use jiff::civil::Date;

/// For how many lines a day that was spoken of is the day of a clock time alone.
const NEAR: usize = 4;

/// An expression in a text, by bytes of the folded text.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    pub start: usize,
    pub end: usize,
    /// The same by tokens.
    pub tokens: std::ops::Range<usize>,
    pub expr: Expr,
    pub resolved: Resolved,
    /// The word that drew it to the past or the future.
    pub cue: Option<(usize, usize, Lean)>,
    pub language: &'static str,
}

/// All expressions of a folded text in one language.
pub(super) fn read(
    text: &str,
    all: &[Token],
    words: &Lexicon,
    published: Option<&Published>,
    strict: bool,
) -> Vec<Mention> {
    let mut parser = Parser { text, tokens: all, words, month_first: false, prefer_length: false, depth: 0 };
    parser.month_first = !words.head_first && is_month_first(&parser);
    let quotations = quotes::find(text, all);
    let mut state = State::new(published);
    let mut mentions = Vec::new();
    let (mut last, mut last_is_day, mut last_is_month) = (0..0, false, false);
    let mut at = 0;
    while let Some(token) = all.get(at) {
        state.line += usize::from(token.gap == Gap::Line);
        if let Some(end) = words.is(all, at, Role::NoTime) {
            at = end;
            continue;
        }
        if !words.begins(all, at) {
            at += 1;
            continue;
        }
        let listed = last_is_day || last_is_month && !matches!(token.kind, Kind::Number(..));
        let found = guard::accepted(&parser, at, listed && is_listed(&parser, at, last.end))
            .filter(|e| !strict || is_plain(&parser, at, e));
        let Some(mut expr) = found else {
            at += 1;
            continue;
        };
        // A reader's rule of the language: a price for each month, not the length of one.
        if is_rate(&parser, at, &expr)
            && let Core::Length(parts, None) = &expr.core
        {
            // `1.000 đồng một phút` is only a price.
            if parts.iter().all(|(_, unit)| unit.is_clock()) {
                at = expr.end;
                continue;
            }
            expr.core = Core::Set(super::calendar::length(parts));
        }
        let cue = cue::cue(&parser, at, &expr, &last, &quotations);
        let lean = cue.map_or(Lean::Neither, |(_, _, lean)| lean);
        if let Some(resolved) = state.resolve(&expr, lean) {
            let (start, end) = (token.start, all.get(expr.end - 1).map_or(token.end, |t| t.end));
            let cue = cue.and_then(|(from, to, lean)| Some((all.get(from)?.start, all.get(to)?.end, lean)));
            state.learn(&expr, &resolved);
            last = at..expr.end;
            last_is_day = expr.place().is_some_and(|p| p.day.is_some() || p.year.is_some() && p.within.is_none());
            last_is_month = expr.place().is_some_and(|p| p.within.is_some());
            at = expr.end;
            mentions.push(Mention { start, end, tokens: last.clone(), expr, resolved, cue, language: words.language });
        } else {
            // What cannot be resolved is not read in parts: `hôm nay` is no `nay`.
            at = expr.end;
        }
    }
    quotes::resolve_in_quotations(&parser, &quotations, &mut mentions);
    mentions
}

/// What was spoken of so far.
pub(super) struct State {
    now: Option<Date>,
    now_time: Option<(u8, u8)>,
    /// Which day `now` is, for a person.
    now_is: &'static str,
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
            now_is: "the day of publication",
            that: None,
            past: None,
            day: None,
            past_day: None,
            line: 0,
        }
    }

    pub fn resolve(&self, expr: &Expr, lean: Lean) -> Option<Resolved> {
        let nearest = |that: Option<That>, past| that.filter(|t| t.line == self.line).or(past).or(that);
        let that = nearest(self.that, self.past);
        let day = nearest(self.day, self.past_day);
        let around = Around {
            now: self.now,
            now_time: self.now_time,
            now_is: self.now_is,
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

    /// What is known in a quotation of that day.
    pub fn quoted(day: Date) -> Self {
        let mut state = State::new(None);
        (state.now, state.now_is) = (Some(day), "the day of the quotation");
        state
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
    if p.words.head_first {
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
    // `killed 20 people a day after it opened`
    let distance = || p.words.is(p.tokens, expr.end, Role::Distance).is_some();
    let (amount, unit) = (|| guard::is_after_amount(p, at), || guard::is_after_unit(p, at));
    expr.modifier.is_none() && (article && (amount() || unit()) && !distance() || one && unit())
}

/// Whether no more than a comma, `và` or `đến` stands between the end of the last expression and a token.
fn is_listed(p: &Parser<'_>, at: usize, last: usize) -> bool {
    let between = at.saturating_sub(last);
    let comma = |n: usize| p.tokens.get(n).is_some_and(|t| matches!(t.kind, Kind::Mark(',' | ';')));
    let and = |n: usize| [Role::And, Role::To].into_iter().any(|role| p.words.is(p.tokens, n, role) == Some(n + 1));
    last > 0 && between == 1 && (comma(last) || and(last))
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
