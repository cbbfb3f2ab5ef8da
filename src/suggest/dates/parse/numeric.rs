//! Dates in digits: `7/12`, `7.12.2021`, `9-3`, `2021-12-07`, `12/2021`.

use super::{Core, Expr, Parser};
use crate::suggest::dates::expr::{Place, Within, Year};

impl Parser<'_> {
    /// A day, or a month of a year, in digits with the same mark between.
    pub(super) fn numeric(&self, at: usize) -> Option<Expr> {
        let (first, first_digits) = match self.token(at)?.kind {
            super::Kind::Number(n, digits) => (n, digits),
            _ => return None,
        };
        let sign = ['/', '.', '-'].into_iter().find(|c| self.mark(at + 1, *c) && self.glued(at + 1))?;
        let part = |at: usize| self.digits(at).filter(|_| self.glued(at));
        let (second, second_digits) = part(at + 2)?;
        let third = part(at + 4).filter(|_| self.mark(at + 3, sign) && self.glued(at + 3));
        // `10-12.2.2021`: the first of them is a range's.
        if first_digits == 4 {
            let (third, digits) = third?;
            let fits = second_digits <= 2 && digits <= 2 && is_year(first) && sign != '.';
            return if fits { self.day_expr(third, second, Some(year(first)?), true, at + 5) } else { None };
        }
        if first_digits > 2 {
            return None;
        }
        if let Some((third, digits)) = third {
            let full = match digits {
                4 => is_year(third).then_some(third)?,
                // `8/3/22`
                2 if sign != '-' || second_digits == 2 => third + if third < 50 { 2000 } else { 1900 },
                _ => return None,
            };
            let (day, month) = self.day_and_month(first, second, true);
            return self.day_expr(day, month, Some(year(full)?), digits == 4, at + 5);
        }
        // `4/1000` is a share, `1/5000` a scale.
        let share = sign == '/' && second == 1000;
        if second_digits == 4 && is_year(second) && !share && (1..=12).contains(&first) {
            let place = Place {
                year: Some(year(second)?),
                within: Some(Within::Month(u8::try_from(first).ok()?)),
                ..Place::default()
            };
            return Some(Expr::new(Core::Place(place), false, at + 3));
        }
        // `7.12.` that goes on, as in a number of a section.
        if second_digits > 2 || self.mark(at + 3, sign) && self.glued(at + 3) && part(at + 4).is_some() && sign != '-' {
            return None;
        }
        // `the night of 3-4 March`: two days.
        if sign == '-' && !self.words.head_first && self.next(at + 3).is_some() && self.month_name(at + 3).is_some() {
            return None;
        }
        let (day, month) = self.day_and_month(first, second, false);
        self.day_expr(day, month, None, false, at + 3)
    }

    /// In Vietnamese the day stands first: `5/16` without a year is a share.
    fn day_and_month(&self, first: u32, second: u32, full: bool) -> (u32, u32) {
        let may_turn = full || !self.words.head_first;
        if may_turn && first <= 12 && (second > 12 || self.month_first) { (second, first) } else { (first, second) }
    }

    fn day_expr(&self, day: u32, month: u32, year: Option<Year>, strong: bool, end: usize) -> Option<Expr> {
        let (day, month) = (u8::try_from(day).ok()?, u8::try_from(month).ok()?);
        if !is_day(day, month) {
            return None;
        }
        let place = Place { year, within: Some(Within::Month(month)), day: Some(day), ..Place::default() };
        // `2/9 năm ngoái`
        if year.is_none()
            && self.words.head_first
            && let Some((found, end)) = self.next(end).and_then(|_| self.year(end))
        {
            return Some(Expr::new(Core::Place(Place { year: Some(found), ..place }), true, end));
        }
        // `ngày 20/12 tới đây`; `ngày 7/12 tới thăm` goes on with something else.
        if year.is_none()
            && let Some((by, after)) = self.after(end)
            && (after - end > 1 || self.next(after).is_none_or(|t| matches!(t.kind, super::Kind::Mark(_))))
        {
            return Some(Expr::new(Core::Place(Place { by: Some(by), ..place }), strong, after));
        }
        Some(Expr::new(Core::Place(place), strong, end))
    }
}

/// Whether a number can be a year of our time that news speak of.
pub(super) fn is_year(n: u32) -> bool {
    (1000..2200).contains(&n)
}

/// A year in the calendar.
pub(super) fn year(n: u32) -> Option<Year> {
    i16::try_from(n).ok().map(Year::At)
}

/// Whether there is such a day in some year.
pub(super) fn is_day(day: u8, month: u8) -> bool {
    let last = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=last).contains(&day)
}
