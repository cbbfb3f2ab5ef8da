//! What happens again and again: `hàng tuần`, `mỗi thứ Tư`, `every two weeks`, `hai lần một tuần`, `Fridays`.

use super::{Core, Expr, Parser, Role, Sense, Unit, longest};
use crate::suggest::dates::{
    calendar::{Amount, length},
    expr::Within,
};

impl Parser<'_> {
    /// A set of times.
    pub(super) fn set(&self, at: usize) -> Option<Expr> {
        longest!(self.named(at), self.each(at), self.times(at), self.a_day(at), self.weekday_each(at))
    }

    fn value(&self, value: String, end: usize) -> Option<Expr> {
        Some(Expr::new(Core::Set(value), true, end))
    }

    pub(super) fn set_at(&self, at: usize) -> Option<(&str, usize)> {
        let (index, end) = self.begin(at, |s| match s {
            Sense::Set(index) => Some(index),
            _ => None,
        })?;
        self.words.sets.get(index).map(|value| (value.as_str(), end))
    }

    fn named(&self, at: usize) -> Option<Expr> {
        let (value, end) = self.set_at(at)?;
        self.value(value.to_owned(), end)
    }

    /// A weekday with its part of the day, as a pattern of the week.
    fn pattern(&self, at: usize) -> Option<(String, usize)> {
        self.next(at)?;
        let part = self.part(at);
        let from = part.map_or(at, |(_, next)| next);
        let weekday = self.begin(from, |s| match s {
            Sense::Weekday(n) | Sense::Weekdays(n) => Some(n),
            _ => None,
        });
        let Some((day, end)) = weekday else {
            return part.map(|(part, end)| (format!("XXXX-XX-XXT{}", part.code()), end));
        };
        let behind = self.next(end).and_then(|_| self.part(end)).filter(|_| part.is_none() && !self.words.head_first);
        let (part, end) = behind.map_or((part.map(|p| p.0), end), |(part, end)| (Some(part), end));
        let part = part.map_or(String::new(), |p| format!("T{}", p.code()));
        Some((format!("XXXX-WXX-{day}{part}"), end))
    }

    /// `mỗi ngày`, `every two weeks`, `mỗi thứ Tư`, `each summer`.
    fn each(&self, at: usize) -> Option<Expr> {
        let (_, next) = self.begin_role(at, Role::Each)?;
        if let Some((pattern, end)) = self.pattern(next) {
            return self.value(pattern, end);
        }
        let season = self.find(next, |s| match s {
            Sense::Season(season) | Sense::SeasonWeak(season) => Some(season),
            _ => None,
        });
        if let Some((season, end)) = season {
            return self.value(format!("XXXX-{season}"), end);
        }
        let month = self.find(next, |s| match s {
            Sense::Month(n) | Sense::MonthWeak(n) if self.is_capital(next) => Some(n),
            _ => None,
        });
        if let Some((month, end)) = month {
            return self.value(format!("XXXX-{month:02}"), end);
        }
        let (amount, unit_at): (Amount, usize) = match self.next(next).and_then(|_| self.amount(next)) {
            Some((amount @ Some(_), end)) if self.unit(end).is_some() => (amount, end),
            Some((None, _)) => return None,
            _ => (Some(1000), next),
        };
        let (unit, end) = self.unit(unit_at)?;
        if self.is(end, Role::Old).is_some() {
            return None;
        }
        self.value(length(&[(amount, unit)]), end)
    }

    /// `tháng 10 hàng năm`, `ngày 2/9 hàng năm`, `October each year`
    pub(super) fn yearly(&self, time: Option<&Expr>) -> Option<Expr> {
        let time = time.filter(|e| !e.is_time() && e.modifier.is_none())?;
        let place = time.place().filter(|p| p.year.is_none() && p.by.is_none() && !p.lunar)?;
        let named = || self.set_at(time.end).filter(|(value, _)| *value == "P1Y").map(|(_, end)| end);
        let each = || {
            let unit = self.unit(self.is(time.end, Role::Each)?).filter(|(unit, _)| *unit == Unit::Year);
            unit.map(|(_, end)| end)
        };
        self.next(time.end)?;
        let value = match (place.within?, place.day) {
            (Within::Month(month), Some(day)) => format!("XXXX-{month:02}-{day:02}"),
            (Within::Month(month), None) => format!("XXXX-{month:02}"),
            (Within::Season(season), None) => format!("XXXX-{season}"),
            _ => return None,
        };
        self.value(value, named().or_else(each)?)
    }

    /// `ngày hai lần`, `tuần 3 buổi`; not `ngày 7 lần đầu tiên`.
    fn a_day(&self, at: usize) -> Option<Expr> {
        let (unit @ (Unit::Day | Unit::Week | Unit::Month), next) = self.unit_at(at)? else { return None };
        let (Some(..10_000), times) = self.next(next).and_then(|_| self.amount(next))? else { return None };
        let end = self.is(times, Role::Times).filter(|_| self.words.head_first)?;
        let goes_on = [Role::FirstOf, Role::LastOf, Role::Nth].into_iter().any(|role| self.is(end, role).is_some());
        if goes_on { None } else { self.value(length(&[(Some(1000), unit)]), end) }
    }

    /// `bốn năm một lần`
    fn once(&self, at: usize) -> Option<Expr> {
        let (Some(amount), unit_at) = self.amount(at)? else { return None };
        let (unit, one) = self.unit(unit_at)?;
        let (_, times) = self.find(one, |s| (s == Sense::Number(1)).then_some(()))?;
        let end = self.is(times, Role::Times).filter(|_| self.words.head_first)?;
        self.value(length(&[(Some(amount), unit)]), end)
    }

    /// `hai lần một tuần`, `twice a week`, `three times per year`.
    fn times(&self, at: usize) -> Option<Expr> {
        if let Some(expr) = self.once(at) {
            return Some(expr);
        }
        let (_, times_at) = self.amount(at).unwrap_or((None, at));
        let next = if times_at == at { self.begin_role(at, Role::Times)?.1 } else { self.is(times_at, Role::Times)? };
        if times_at == at && self.words.head_first {
            return None;
        }
        let each = self.is(next, Role::Each).or_else(|| self.is(next, Role::Article));
        let one = || self.find(next, |s| (s == Sense::Number(1)).then_some(())).map(|(_, end)| end);
        let each = each.or_else(one).or_else(|| self.mark(next, '/').then_some(next + 1))?;
        let (unit, end) = self.unit(each)?;
        self.value(length(&[(Some(1000), unit)]), end)
    }

    /// `thứ Sáu hàng tuần`, `Fridays`, `Sunday mornings`.
    fn weekday_each(&self, at: usize) -> Option<Expr> {
        let plural = self.begin(at, |s| match s {
            Sense::Weekdays(n) => Some(n),
            _ => None,
        });
        if let Some((day, end)) = plural {
            return self.value(format!("XXXX-WXX-{day}"), end);
        }
        let head = self.begin_role(at, Role::Head).or_else(|| self.begin_role(at, Role::LunarHead));
        let head = head.map_or(at, |(_, next)| next);
        // `ngày 15 hàng tháng`
        if head > at
            && let Some((day @ 1..=31, _)) = self.digits(head)
            && let Some(("P1M", end)) = self.next(head + 1).and_then(|_| self.set_at(head + 1))
        {
            return self.value(format!("XXXX-XX-{day:02}"), end);
        }
        let (pattern, end) = if head == at { self.first_pattern(at)? } else { self.pattern(head)? };
        let (value, end) = self.next(end).and_then(|_| self.set_at(end))?;
        let weekly = value == length(&[(Some(1000), Unit::Week)]) && pattern.contains('W');
        let daily = value == length(&[(Some(1000), Unit::Day)]) && pattern.starts_with("XXXX-XX");
        if weekly || daily { self.value(pattern, end) } else { None }
    }

    fn first_pattern(&self, at: usize) -> Option<(String, usize)> {
        let part = self.part(at);
        let from = part.map_or(at, |(_, next)| next);
        let weekday = self.begin(from, |s| match s {
            Sense::Weekday(n) => Some(n),
            _ => None,
        });
        match (weekday, part) {
            (Some((day, end)), part) => {
                let part = part.map_or(String::new(), |(p, _)| format!("T{}", p.code()));
                Some((format!("XXXX-WXX-{day}{part}"), end))
            }
            (None, Some((part, end))) => Some((format!("XXXX-XX-XXT{}", part.code()), end)),
            (None, None) => None,
        }
    }
}
