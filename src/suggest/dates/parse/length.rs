//! Amounts of time: `50 phút`, `hơn hai tháng qua`, `three days later`, `ba ngày trước`, `the past five years`.

use super::{Case, Core, Expr, Mod, Offset, Parser, Read, Role, Sense, Unit};
use crate::suggest::dates::{
    calendar::Amount,
    expr::{Part, Place},
    token::Kind,
};

type Parts = Vec<(Amount, Unit)>;

impl Parser<'_> {
    /// A length, and what it is counted from, if that is said.
    pub(in crate::suggest::dates) fn length(&self, at: usize) -> Option<Expr> {
        // `the past five years`, `the next few days`, `cách đây ba năm`.
        let article = self.begin_role(at, Role::The).map_or(at, |(_, next)| next);
        for from in [article, at] {
            let until = self.begin(from, |s| match s {
                Sense::Until(by) => Some(by),
                _ => None,
            });
            if let Some((by, next)) = until {
                return self.counted(by, next);
            }
            if article == at {
                break;
            }
        }
        // `the first nine months of 2021`
        let of = |role| self.begin_role(article, role).map(|(_, next)| next);
        if let Some(next) = of(Role::FirstOf).or_else(|| of(Role::LastOf)).filter(|_| !self.words.head_first)
            && let Some((parts, end)) = self.next(next).and_then(|_| self.parts(next))
            && let [(Some(amount), Unit::Month)] = parts.as_slice()
            && let Some(Expr { core: Core::Place(place), end, .. }) = self.months_of(*amount, end)
            && let Some(count) = u8::try_from(amount / 1000).ok()
        {
            return Some(self.months_expr(count, of(Role::FirstOf).is_none(), place.year, end));
        }
        let Some((parts, to, next)) = self.length_range(at) else { return self.nights(at) };
        self.since(parts, to, next)
    }

    /// `hai đêm trước`, `two nights ago`
    fn nights(&self, at: usize) -> Option<Expr> {
        let (amount @ Some(_), next) = self.amount(at)? else { return None };
        let (part, end) = self.find(next, |s| match s {
            Sense::Counted(part) => Some(part),
            _ => None,
        })?;
        let (by, end) = self.find(end, |s| match s {
            Sense::Since(by @ (Offset::Now(_) | Offset::That(_))) => Some(by),
            _ => None,
        })?;
        let mut expr = Expr::new(Core::From(vec![(amount, Unit::Day)], by), true, end);
        expr.part = Some(part);
        self.is(end, Role::Event).is_none().then_some(expr)
    }

    fn counted(&self, by: Offset, next: usize) -> Option<Expr> {
        self.next(next)?;
        let modified = self.find(next, |s| match s {
            Sense::Mod(m) if !m.is_part() => Some(m),
            _ => None,
        });
        let (modifier, next) = modified.map_or((None, next), |(m, next)| (Some(m), next));
        let (parts, end) = match self.parts(next) {
            Some(read) => read,
            // `the past year`, `the last decade`, `coming weeks`.
            None => return self.bare_counted(by, next),
        };
        let unknown = parts.iter().all(|(amount, _)| amount.is_none());
        let core = match by {
            Offset::Length => Core::Length(parts, None),
            _ if unknown => Core::Reference("PAST_REF"),
            by => Core::From(parts, by),
        };
        let mut expr = Expr::new(core, true, end);
        expr.modifier = modifier;
        Some(expr)
    }

    fn bare_counted(&self, by: Offset, next: usize) -> Option<Expr> {
        let (unit, end) = self.unit(next)?;
        if by == Offset::Length && unit >= Unit::Day {
            return Some(Expr::new(Core::Length(vec![(Some(1000), unit)], None), true, end));
        }
        None
    }

    /// What stands behind a length: `trước`, `sau đó`, `later`, `qua`.
    fn since(&self, parts: Parts, to: Option<Parts>, next: usize) -> Option<Expr> {
        // `6 tháng đầu năm 2023` is a part of that year.
        if to.is_none()
            && let [(Some(amount), unit @ (Unit::Month | Unit::Quarter))] = parts.as_slice()
            && let Some(expr) = self.months_of(if *unit == Unit::Quarter { amount * 3 } else { *amount }, next)
        {
            return Some(expr);
        }
        let strong = true;
        // `a week from Monday`; `for a week from Monday` is a length.
        if let [(Some(weeks), Unit::Week)] = parts.as_slice()
            && !self.words.head_first
            && !self.prefer_length
            && let Some(from) = self.is(next, Role::From).filter(|from| self.next(*from).is_some())
            && let Some(mut expr) = self.weekday(from)
            && let Core::Place(place @ Place { by: None, week: None, .. }) = &mut expr.core
        {
            place.by = Some(Offset::Now(i8::try_from(weeks / 1000 + 1).ok()?));
            return Some(expr);
        }
        let counted = self.find(next, |s| match s {
            Sense::Since(by) => Some(by),
            _ => None,
        });
        let Some((by, end)) = counted else { return Some(Expr::new(Core::Length(parts, to), strong, next)) };
        let before_event = self.is(end, Role::Event).is_some();
        if before_event {
            return Some(Expr::new(Core::Length(parts, to), strong, next));
        }
        let unknown = parts.iter().all(|(amount, _)| amount.is_none());
        let core = match by {
            Offset::Length => Core::Length(parts, to),
            Offset::Now(n) if unknown && n < 0 => Core::Reference("PAST_REF"),
            Offset::Now(_) if unknown => Core::Reference("FUTURE_REF"),
            _ if unknown || to.is_some() => Core::Length(parts, to),
            by => Core::From(parts, by),
        };
        let end = if matches!(core, Core::Length(..)) && by != Offset::Length { next } else { end };
        Some(Expr::new(core, strong, end))
    }

    /// `2-3 ngày`, `từ 3 đến 5 năm`, `two to three weeks`, or one length.
    fn length_range(&self, at: usize) -> Option<(Parts, Option<Parts>, usize)> {
        let from = self.begin_role(at, Role::From).map(|(_, next)| next);
        let begin = from.unwrap_or(at);
        if let Some((low, next)) = self.amount(begin)
            && let Some(low) = low
        {
            let to = self.is(next, Role::To).or_else(|| (self.mark(next, '-')).then_some(next + 1));
            if let Some(to) = to
                && let Some((Some(high), unit_at)) = self.next(to).and_then(|_| self.amount(to))
                && low < high
                && let Some((unit, end)) = self.unit(unit_at)
                && self.is(end, Role::Old).is_none()
                && !self.is_calendar_behind(unit, end)
            {
                return Some((vec![(Some(low), unit)], Some(vec![(Some(high), unit)]), end));
            }
        }
        if from.is_some() {
            return None;
        }
        self.parts(at).map(|(parts, end)| (parts, None, end))
    }

    /// Whether what looks like a unit begins a date: `10 đến 15 tháng 3`.
    fn is_calendar_behind(&self, unit: Unit, end: usize) -> bool {
        match unit {
            Unit::Month => self.month_number(end).is_some(),
            Unit::Year => self.digits(end).is_some_and(|(_, digits)| digits == 4),
            Unit::Hour => self.digits(end).is_some(),
            _ => false,
        }
    }

    /// One amount with its unit after the other, each smaller: `2 giờ 30 phút`, `a year and six months`.
    fn parts(&self, at: usize) -> Read<Parts> {
        let mut parts: Parts = Vec::new();
        let mut next = at;
        while parts.len() < 3 {
            let and = if parts.is_empty() { next } else { self.past(next, Role::And) };
            if !parts.is_empty() && self.next(and).is_none() {
                break;
            }
            let Some((amount, unit, end)) = self.amount_unit(and) else { break };
            if parts.last().is_some_and(|(_, last)| unit >= *last || amount.is_none()) {
                break;
            }
            parts.push((amount, unit));
            next = end;
        }
        let (amount, unit) = *parts.last()?;
        // `ba ngày hai đêm`, `three days and two nights`
        let and = self.past(next, Role::And);
        if unit == Unit::Day
            && let Some((Some(_), at)) = self.next(and).and_then(|_| self.amount(and))
            && let Some((_, end)) = self.find(at, |s| (s == Sense::Counted(Part::Night)).then_some(()))
        {
            return Some((parts, end));
        }
        // `hai năm rưỡi`, `one and a half years` is read with its number.
        if let Some(end) = self.is(next, Role::AndHalf)
            && let Some(n) = amount
        {
            parts.pop();
            parts.extend(half_more(n, unit));
            next = end;
        }
        Some((parts, next))
    }

    /// An amount with its unit.
    fn amount_unit(&self, at: usize) -> Option<(Amount, Unit, usize)> {
        // `nửa tiếng`, `half an hour`, `half a century`.
        if let Some((_, next)) = self.begin_role(at, Role::HalfOf) {
            let next = self.past(next, Role::Article);
            let (unit, end) = self.unit(next)?;
            let (amount, unit) = half_of(unit)?;
            return Some((Some(amount), unit, end));
        }
        let article = self.begin_role(at, Role::Article);
        let (amount, next) = match (self.amount(at), article) {
            (Some(read), _) => read,
            (None, Some((_, next))) => (Some(1000), next),
            (None, None) => return None,
        };
        // `one and a half years`.
        if let Some(n) = amount
            && let Some(half) = self.is(next, Role::AndHalf)
            && let Some((unit, end)) = self.unit(half)
        {
            return Some((Some(n + 500), unit, end));
        }
        let is_digits = matches!(self.token(at)?.kind, Kind::Number(..));
        let hyphen = self.mark(next, '-') && self.glued(next) && self.glued(next + 1);
        let next = if hyphen { next + 1 } else { next };
        if let Some((unit, end)) = self.unit(next) {
            // `Hai Năm` is somebody.
            if !is_digits && self.token(next).is_some_and(|t| t.case == Case::Capital) {
                return None;
            }
            if self.is(end, Role::Old).is_some() || self.is_date_behind(at, unit, end) {
                return None;
            }
            return Some((amount, unit, end));
        }
        // `50'`, `24h`.
        if is_digits && let Some(end) = self.is(next, Role::Hour).filter(|_| self.glued(next) && self.is_small(next)) {
            return Some((amount, Unit::Hour, end));
        }
        None
    }

    /// `7 tháng 12`, `6 tháng Sáu`, `3 năm 2021` are no lengths.
    fn is_date_behind(&self, at: usize, unit: Unit, end: usize) -> bool {
        match unit {
            Unit::Month => {
                let day = self.number(at).is_some_and(|(n, _)| (1..=31).contains(&n));
                let month = self.month_number(end).filter(|(_, next)| self.unit(*next).is_none());
                day && month.is_some() && (self.unit(end).is_none() || self.is_capital(end))
            }
            Unit::Year => self.digits(end).is_some_and(|(_, digits)| digits == 4),
            // `hai ngày 7 và 8/12` are these two days.
            Unit::Day => self.digits(end).is_some() && self.list_month(end + 1).is_some(),
            _ => false,
        }
    }

    /// `đầu năm 2023` behind six months, `năm 2023` behind nine.
    fn months_of(&self, amount: u64, next: usize) -> Option<Expr> {
        let count = u8::try_from(amount / 1000).ok().filter(|n| (1..=11).contains(n) && amount.is_multiple_of(1000))?;
        let first = self.is(next, Role::FirstOf);
        let last = self.is(next, Role::LastOf);
        let year_at = first.or(last).unwrap_or(next);
        let year_at = self.past(year_at, Role::Of);
        let (year, end) = match self.year(year_at) {
            Some((year, end)) => (Some(year), end),
            // `6 tháng đầu năm`.
            None if first.or(last).is_some() => {
                let (_, end) = self.unit(year_at).filter(|(unit, _)| *unit == Unit::Year)?;
                (None, end)
            }
            None => return None,
        };
        Some(self.months_expr(count, last.is_some(), year, end))
    }
}

/// An amount and a half of its unit, in whole numbers where there are some.
fn half_more(amount: u64, unit: Unit) -> Parts {
    match (unit, half_of(unit)) {
        (Unit::Year | Unit::Hour | Unit::Minute, Some((half, smaller))) => {
            vec![(Some(amount), unit), (Some(half), smaller)]
        }
        _ => vec![(Some(amount + 500), unit)],
    }
}

/// Half of a unit.
fn half_of(unit: Unit) -> Option<(u64, Unit)> {
    Some(match unit {
        Unit::Minute => (30_000, Unit::Second),
        Unit::Hour => (30_000, Unit::Minute),
        Unit::Day => (12_000, Unit::Hour),
        Unit::Month | Unit::Week => (500, unit),
        Unit::Year => (6000, Unit::Month),
        Unit::Decade => (5000, Unit::Year),
        Unit::Century => (50_000, Unit::Year),
        Unit::Millennium => (500_000, Unit::Year),
        Unit::Second | Unit::Quarter => return None,
    })
}

/// The modifier of a day that lies before or after one that is so far away.
pub(in crate::suggest::dates) fn turned(modifier: Mod, by: i64) -> &'static str {
    match (modifier, by < 0) {
        (Mod::MoreThan, true) | (Mod::LessThan, false) => "BEFORE",
        (Mod::LessThan, true) | (Mod::MoreThan, false) => "AFTER",
        (modifier, _) => modifier.code(),
    }
}
