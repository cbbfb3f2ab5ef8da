//! Units of the calendar moved on or back, and what years, decades and centuries are divided into.

use super::{Core, Expr, Kind, Offset, Parser, Read, Role, Sense, Unit, longest};
use crate::suggest::dates::expr::{Place, Within, Year};

impl Parser<'_> {
    /// `tuần trước`, `next month`, `quý I/2023`, `the first half of 2023`, `mùa hè 2023`, `thập niên 1990`, `thế kỷ XX`.
    pub(super) fn unit_expr(&self, at: usize) -> Option<Expr> {
        longest!(
            self.moved_unit(at),
            self.week_of(at),
            self.quarter(at),
            self.half(at),
            self.season(at),
            self.weekend(at),
            self.decade(at),
            self.century(at),
        )
    }

    /// Where the reading goes on behind `the`.
    pub(super) fn behind_the(&self, at: usize) -> usize {
        self.begin_role(at, Role::The).map_or(at, |(_, next)| next)
    }

    pub(super) fn unit_at(&self, at: usize) -> Read<Unit> {
        self.begin(at, |s| match s {
            Sense::Unit(unit) => Some(unit),
            _ => None,
        })
    }

    /// `năm` in `cuối năm`, `the month` in `the end of the month`.
    pub(super) fn bare_unit(&self, at: usize) -> Option<Expr> {
        let from = self.behind_the(at);
        let (unit, end) = self.unit_at(from)?;
        let calendar =
            matches!(unit, Unit::Week | Unit::Month | Unit::Quarter | Unit::Year | Unit::Decade | Unit::Century);
        calendar.then(|| Expr::new(Core::By(unit, Offset::Now(0)), false, end))
    }

    fn moved_unit(&self, at: usize) -> Option<Expr> {
        let behind = self.unit_at(at).and_then(|(unit, next)| Some((unit, self.after(next)?)));
        let before = || {
            let (by, next) = self.before(at)?;
            let (unit, end) = self.unit(next)?;
            Some((unit, (by, end)))
        };
        let (unit, (by, end)) = behind.or_else(before)?;
        if unit <= Unit::Day {
            return None;
        }
        // A decade from now or to now is a length; which one of the calendar's is meant nobody could say.
        let by_decade = unit >= Unit::Decade && !matches!(by, Offset::Now(0) | Offset::That(_));
        let core = if by_decade || by == Offset::Length {
            Core::Length(vec![(Some(1000), unit)], None)
        } else {
            Core::By(unit, by)
        };
        Some(Expr::new(core, true, end))
    }

    /// `the week of 15 December`, `tuần từ ngày 15/12`
    fn week_of(&self, at: usize) -> Option<Expr> {
        let (Unit::Week, next) = self.unit_at(self.behind_the(at))? else { return None };
        let next = self.is(next, Role::Of)?;
        self.next(next)?;
        let day = self.deeper()?.day(next)?;
        let place = *day.place().filter(|p| p.day.is_some())?;
        Some(Expr::new(Core::Place(Place { whole_week: true, ..place }), true, day.end))
    }

    fn within(&self, within: Within, year: Option<Year>, strong: bool, end: usize) -> Expr {
        Expr::new(Core::Place(Place { year, within: Some(within), ..Place::default() }), strong, end)
    }

    pub(super) fn months_expr(&self, count: u8, last: bool, year: Option<Year>, end: usize) -> Expr {
        let within = match (count, last) {
            (3, false) => Within::Quarter(1),
            (3, true) => Within::Quarter(4),
            (6, false) => Within::Half(1),
            (6, true) => Within::Half(2),
            (n, false) => Within::First(n),
            (n, true) => Within::Last(n),
        };
        self.within(within, year, true, end)
    }

    fn with_year_behind(&self, within: Within, strong: bool, end: usize) -> Expr {
        match self.year_behind(end) {
            Some((year, end)) => self.within(within, Some(year), true, end),
            None => match self.after(end) {
                Some((by, end)) => {
                    let place = Place { within: Some(within), by: Some(by), ..Place::default() };
                    Expr::new(Core::Place(place), true, end)
                }
                None => self.within(within, None, strong, end),
            },
        }
    }

    /// `quý I/2023`, `quý 3`, `the third quarter of 2023`, `Q3 2023`.
    fn quarter(&self, at: usize) -> Option<Expr> {
        let fits = |n: u32| u8::try_from(n).ok().filter(|n| (1..=4).contains(n));
        // A sign before its number.
        if let Some((_, next)) = self.begin_role(at, Role::Quarter)
            && let Some((n, end)) = self.next(next).and_then(|_| self.roman(next).or_else(|| self.number(next)))
            && let Some(n) = fits(n)
            && !self.mark(end, '%')
        {
            return Some(self.with_year_behind(Within::Quarter(n), true, end));
        }
        let from = self.behind_the(at);
        let (n, next) = self.ordinal(from)?;
        let (Unit::Quarter, end) = self.unit(next)? else { return None };
        let n = fits(n)?;
        Some(self.with_year_behind(Within::Quarter(n), from > at, end))
    }

    /// `third`, `20th`
    pub(super) fn ordinal(&self, at: usize) -> Read<u32> {
        if let Kind::Number(n, 1..=2) = self.token(at)?.kind {
            let end = self.is(at + 1, Role::Glued).filter(|_| self.glued(at + 1))?;
            return Some((n, end));
        }
        self.begin(at, |s| match s {
            Sense::Ordinal(n) => Some(n),
            _ => None,
        })
    }

    /// `nửa đầu năm 2026`, `the second half of the year`; of something shorter or longer its beginning or its end.
    fn half(&self, at: usize) -> Option<Expr> {
        let from = self.behind_the(at);
        let (n, next) = self.begin(from, |s| match s {
            Sense::Half(n) => Some(n),
            _ => None,
        })?;
        let next = self.past(next, Role::Of);
        if let Some((year, end)) = self.next(next).and_then(|_| self.year(next)) {
            return Some(self.within(Within::Half(n), Some(year), true, end));
        }
        let mut expr = longest!(self.bare_unit(next), self.next(next).and_then(|_| self.deeper()?.plain(next)))?;
        if expr.core == Core::By(Unit::Year, Offset::Now(0)) {
            return Some(self.within(Within::Half(n), None, true, expr.end));
        }
        let divided = matches!(
            expr.core,
            Core::By(Unit::Month | Unit::Week | Unit::Decade | Unit::Century, _) | Core::Decade(_) | Core::Century(_)
        ) || expr.place().is_some_and(|p| p.day.is_none() && p.within.is_some());
        if !divided || expr.modifier.is_some() {
            return None;
        }
        expr.modifier = Some(if n == 1 { super::Mod::Start } else { super::Mod::End });
        expr.strong = true;
        Some(expr)
    }

    /// `mùa hè 2023`, `the summer of 2022`, `last spring`.
    fn season(&self, at: usize) -> Option<Expr> {
        let season = |at| {
            self.begin(at, |s| match s {
                Sense::Season(season) | Sense::SeasonWeak(season) => Some(season),
                _ => None,
            })
        };
        if let Some((by, next)) = self.before(at)
            && let Some((name, end)) = self.next(next).and_then(|_| season(next))
        {
            let place = Place { within: Some(Within::Season(name)), by: Some(by), ..Place::default() };
            return Some(Expr::new(Core::Place(place), true, end));
        }
        let from = self.behind_the(at);
        let (name, end) = season(from)?;
        let found = self.with_year_behind(Within::Season(name), end - from > 1, end);
        let of_something = found.end == end && self.is(end, Role::Of).is_some();
        (!of_something).then_some(found)
    }

    /// `cuối tuần này`, `the weekend`, `last weekend`.
    fn weekend(&self, at: usize) -> Option<Expr> {
        let weekend = |at| self.begin_role(at, Role::Weekend);
        if let Some((by, next)) = self.before(at)
            && let Some((_, end)) = self.next(next).and_then(|_| weekend(next))
        {
            return Some(Expr::new(Core::Weekend(Some(by)), true, end));
        }
        let from = self.behind_the(at);
        let (_, end) = weekend(from)?;
        let (by, end) = self.after(end).map_or((None, end), |(by, end)| (Some(by), end));
        Some(Expr::new(Core::Weekend(by), by.is_some() || from > at || self.words.head_first, end))
    }

    /// `thập niên 1990`, `những năm 80`, `the 1990s`, `the '90s`.
    fn decade(&self, at: usize) -> Option<Expr> {
        let decade = |n: u32, digits: u8| match digits {
            4 if n.is_multiple_of(10) && super::numeric::is_year(n) => i16::try_from(n / 10).ok(),
            2 if n.is_multiple_of(10) && (10..100).contains(&n) => i16::try_from(190 + n / 10).ok(),
            _ => None,
        };
        let of = |at: usize| {
            let (n, end) = self.next(at).and_then(|_| self.number(at))?;
            let digits = self.digits(at).map_or(2, |(_, digits)| digits);
            Some((decade(n, digits)?, end))
        };
        let unit = || self.begin(at, |s| (s == Sense::Unit(Unit::Decade)).then_some(()));
        let head = self.begin_role(at, Role::Decades).or_else(unit);
        if let Some((_, next)) = head {
            // `thập niên 90 của thế kỷ trước` says the same twice.
            let (n, end) = of(next)?;
            return Some(Expr::new(Core::Decade(n), true, end));
        }
        let from = self.behind_the(at);
        let named = self.begin(from, |s| match s {
            Sense::DecadeName(n) => Some(190 + i16::from(n)),
            _ => None,
        });
        if let Some((n, end)) = named {
            return Some(Expr::new(Core::Decade(n), from > at, end));
        }
        let quote = self.token(from).is_some_and(|t| t.kind == Kind::Mark('\''));
        let from = from + usize::from(quote);
        let Kind::Number(n, digits) = self.token(from)?.kind else { return None };
        let s = self.mark(from + 1, '\'') && self.glued(from + 1);
        let s_at = from + 1 + usize::from(s);
        let end = self.is(s_at, Role::Decades).filter(|_| self.glued(s_at))?;
        let strong = digits == 4 || quote || from > at;
        decade(n, digits).map(|n| Expr::new(Core::Decade(n), strong, end))
    }

    /// `thế kỷ 20`, `thế kỷ XIX`, `the 17th century`.
    fn century(&self, at: usize) -> Option<Expr> {
        let century = |n: u32| i16::try_from(n).ok().filter(|n| (1..=30).contains(n)).map(|n| n - 1);
        if let Some((Unit::Century, next)) = self.unit_at(at) {
            let next = self.past(next, Role::Nth);
            let (n, end) = self.next(next).and_then(|_| self.roman(next).or_else(|| self.number(next)))?;
            if self.is(end, Role::Bc).is_some() {
                return None;
            }
            return century(n).map(|n| Expr::new(Core::Century(n), true, end));
        }
        let from = self.behind_the(at);
        let (n, next) = self.ordinal(from)?;
        let next = if self.mark(next, '-') { next + 1 } else { next };
        let (Unit::Century, end) = self.unit(next)? else { return None };
        if self.is(end, Role::Bc).is_some() {
            return None;
        }
        century(n).map(|n| Expr::new(Core::Century(n), true, end))
    }

    /// A year alone: `năm 2016`, `2016`, `207 BC`, `FY2023`.
    pub(super) fn year_expr(&self, at: usize) -> Option<Expr> {
        let (found, end) = self.year(at)?;
        // Alone in digits it needs something around it.
        let strong = !matches!(self.token(at)?.kind, Kind::Number(..)) || matches!(found, Year::Bc(_));
        let place = Place { year: Some(found), ..Place::default() };
        if let Year::By(by) = found {
            return Some(Expr::new(Core::By(Unit::Year, by), true, end));
        }
        Some(Expr::new(Core::Place(place), strong, end))
    }
}
