//! Days, months, years in words: `ngày 7 tháng 12 năm 2021`, `March 3, 2021`, `thứ Ba tuần trước`, `mùng 3 Tết`.

use super::{
    Core, Expr, Kind, Offset, Parser, Point, Read, Role, Sense, Unit, longest,
    numeric::{is_day, is_year, year},
};
use crate::suggest::dates::expr::{Feast, Place, Within, Year};

impl Parser<'_> {
    /// A day or something longer. `headed`: behind `ngày` and the like, a number alone is a day too.
    pub(super) fn bare_day(&self, at: usize, headed: bool) -> Option<Expr> {
        longest!(
            self.numeric(at),
            self.lunar(at, headed),
            self.day_month(at, headed),
            self.month(at),
            self.weekday(at),
            self.feast(at),
            self.point_expr(at),
            self.unit_expr(at),
            self.year_expr(at),
        )
    }

    fn place(&self, place: Place, strong: bool, end: usize) -> Option<Expr> {
        Some(Expr::new(Core::Place(place), strong, end))
    }

    /// The number of a month behind `tháng`: `6`, `Sáu`, `Giêng`, `mười một`.
    pub(super) fn month_number(&self, at: usize) -> Read<u8> {
        self.next(at)?;
        let named = self.find(at, |s| match s {
            Sense::Month(n) | Sense::MonthWeak(n) if self.words.head_first => Some(n),
            Sense::Tail(n) => u8::try_from(n).ok(),
            _ => None,
        });
        if named.is_some() {
            return named;
        }
        let (n, end) = self.number(at)?;
        if self.digits(at).is_some_and(|(_, digits)| digits > 2) {
            return None;
        }
        let n = u8::try_from(n).ok().filter(|n| (1..=12).contains(n))?;
        Some((n, end))
    }

    /// A month: by its name, or by `tháng` and its number.
    pub(super) fn month_name(&self, at: usize) -> Read<(u8, bool)> {
        if let Some((Unit::Month, next)) = self.begin(at, unit) {
            return self.month_number(next).map(|(n, end)| ((n, true), end));
        }
        if self.words.head_first {
            return None;
        }
        let found = self.begin(at, |s| match s {
            Sense::Month(n) => Some((n, true)),
            Sense::MonthWeak(n) => Some((n, false)),
            _ => None,
        });
        let short = self.token(at).is_some_and(|t| t.end - t.start <= 4);
        // Whole names that are nothing else do not need their capital: `on 7 december`.
        let ((n, sure), end) = found.filter(|((_, sure), _)| self.is_capital(at) || *sure && !short)?;
        // `Dec.` is not the end of a sentence where something follows.
        let dot = short && self.mark(end, '.') && self.glued(end) && self.next(end + 1).is_some();
        Some(((n, sure), if dot { end + 1 } else { end }))
    }

    /// The year that belongs to a month or to something longer, with what joins it: `/2022`, ` năm 2022`, `, 2022`, ` of last year`.
    pub(super) fn year_behind(&self, at: usize) -> Read<Year> {
        // `10/2022`, `10-2022`, `10.2022`
        if ['/', '-', '.'].into_iter().any(|c| self.mark(at, c)) && self.glued(at) && self.glued(at + 1) {
            return self
                .digits(at + 1)
                .filter(|(n, d)| *d == 4 && is_year(*n))
                .and_then(|(n, _)| Some((year(n)?, at + 2)));
        }
        let next = self.past(at, Role::Of);
        let comma = self.mark(next, ',');
        let next = next + usize::from(comma);
        self.next(next)?;
        let found = self.year(next)?;
        // `tháng 6, năm ngoái`: only a year with its number stands behind a comma.
        (!comma || matches!(found.0, Year::At(_))).then_some(found)
    }

    /// A year: `năm 2016`, `2016`, `năm ngoái`, `last year`, `207 BC`, `năm Giáp Thìn`.
    pub(super) fn year(&self, at: usize) -> Read<Year> {
        if let Some((Point::At(Unit::Year, by, None), end)) = self.point(at) {
            return Some((Year::By(by), end));
        }
        let the = self.begin_role(at, Role::The).map_or(at, |(_, next)| next);
        let head = self.begin(the, unit).filter(|(u, _)| *u == Unit::Year).map(|(_, next)| next);
        let kind = || self.begin_role(the, Role::YearKind).map(|(_, next)| next);
        let head = head.or_else(|| kind().filter(|_| !self.words.head_first));
        if let Some(next) = head {
            // `năm tới`, `năm học tới`
            if let Some((by, end)) = self.after(self.past(next, Role::YearKind)) {
                return Some((Year::By(by), end));
            }
            if let Some(found) = self.cycle(next) {
                return Some(found);
            }
        } else if let Some((by, next)) = self.before(at)
            && let Some((Unit::Year, end)) = self.unit(next)
        {
            return Some((Year::By(by), end));
        }
        let next = head.map_or(at, |next| self.past(next, Role::YearKind));
        let Kind::Number(n, digits) = self.token(next).filter(|t| next == at || t.gap < super::Gap::Line)?.kind else {
            return None;
        };
        let end = next + 1;
        if let Some(end) = self.is(end, Role::Bc) {
            return i16::try_from(n).ok().filter(|n| (1..=9999).contains(n)).map(|n| (Year::Bc(n), end));
        }
        let counted = || self.unit(end).is_some() || self.is(end, Role::NotAfter).is_some();
        let old = head.is_some() && digits == 3 && n >= 100 && !counted();
        if digits == 4 && is_year(n) || old {
            // `năm 2021 vừa qua`
            let behind =
                self.after(end).filter(|(by, after)| head.is_some() && (*by == Offset::Now(0) || after - end > 1));
            return year(n).map(|y| (y, behind.map_or(end, |(_, after)| after)));
        }
        None
    }

    /// `Giáp Thìn`, as a place among sixty.
    fn cycle(&self, at: usize) -> Read<Year> {
        let (stem, next) = self.find(at, |s| match s {
            Sense::Stem(n) => Some(n),
            _ => None,
        })?;
        let (branch, end) = self.find(next, |s| match s {
            Sense::Branch(n) => Some(n),
            _ => None,
        })?;
        let n = (0..60).find(|n| n % 10 == stem && n % 12 == branch)?;
        // `Nhâm Dần 2022`
        if let Some((number, 4)) = self.digits(end)
            && is_year(number)
        {
            return year(number).map(|y| (y, end + 1));
        }
        self.is_capital(at).then_some((Year::Cycle(n), end))
    }

    /// `ngày 7 tháng 12 năm 2021`, `3 March 2021`, `March 3rd`, `the 5th of July`, `7`.
    fn day_month(&self, at: usize, headed: bool) -> Option<Expr> {
        if let Some(expr) = self.month_day(at) {
            return Some(expr);
        }
        let after_article = self.begin_role(at, Role::The).map(|(_, next)| next);
        let from = after_article.unwrap_or(at);
        let mung = self.begin_role(from, Role::LunarHead).map(|(_, next)| next);
        let (day, next) = self.day_number(mung.unwrap_or(from))?;
        let headed = headed || mung.is_some();
        let month_at = self.past(next, Role::Of);
        // `7 - tháng 12` does not occur; `7/tháng 12` does not either.
        let month = self.next(month_at).and_then(|_| self.month_name(month_at));
        if let Some(((month, sure), end)) = month {
            // `9 tháng năm 2021` are nine months of that year.
            let of_year =
                !headed && self.unit(end - 1).is_some_and(|(u, _)| u == Unit::Year) && self.digits(end).is_some();
            if of_year && !self.is_capital(end - 1) {
                return None;
            }
            let lonely = !headed && !sure && after_article.is_none() && self.words.head_first;
            if lonely || !is_day(day, month) {
                return None;
            }
            return self.with_year(day, month, true, end);
        }
        // `ngày 15 tháng này`
        if let Some((Unit::Month, unit_end)) = self.unit(next)
            && let Some((by, end)) = self.after(unit_end).filter(|_| headed)
        {
            let place = Place { within: Some(Within::MonthBy(by)), day: Some(day), ..Place::default() };
            return self.place(place, true, end);
        }
        let in_digits = matches!(self.token(mung.unwrap_or(from))?.kind, Kind::Number(..));
        let alone = headed && self.unit(next).is_none() && (in_digits || mung.is_some());
        // `ngày 7, 8 và 9/12`
        if alone && let Some((within, year)) = self.list_month(next) {
            return self.place(Place { year, within: Some(within), day: Some(day), ..Place::default() }, true, next);
        }
        if alone && after_article.is_none() {
            // `ngày 7 tới`
            let (by, end) = self.after(next).map_or((None, next), |(by, end)| (Some(by), end));
            return self.place(Place { day: Some(day), by, ..Place::default() }, false, end);
        }
        None
    }

    /// The month that a list of days comes to: behind `7`, in `7, 8 và 9/12`.
    pub(super) fn list_month(&self, at: usize) -> Option<(Within, Option<Year>)> {
        let mut next = at;
        for _ in 0..6 {
            let comma = self.mark(next, ',') || self.mark(next, '-');
            next = if comma { self.past(next + 1, Role::And) } else { self.is(next, Role::And)? };
            next = self.past(next, Role::Head);
            next = self.part(next).filter(|_| self.next(next).is_some()).map_or(next, |(_, end)| end);
            let (_, digits) = self.digits(next)?;
            let found = self.numeric(next).or_else(|| self.headed_month(next));
            if let Some(place) = found.as_ref().and_then(|e| e.place()).filter(|p| p.day.is_some()) {
                return place.within.map(|within| (within, place.year));
            }
            if digits > 2 {
                return None;
            }
            next += 1;
        }
        None
    }

    fn headed_month(&self, at: usize) -> Option<Expr> {
        let (day, next) = self.day_number(at)?;
        let ((month, _), end) = self.next(next).and_then(|_| self.month_name(next))?;
        self.with_year(day, month, true, end)
    }

    /// A day inside a list: `8` in `ngày 7, 8 và 9/12`.
    pub(in crate::suggest::dates) fn list_day(&self, at: usize) -> Option<Expr> {
        let Kind::Number(day, 1..=2) = self.token(at)?.kind else { return None };
        let (within, year) = self.list_month(at + 1)?;
        let day = u8::try_from(day).ok().filter(|d| (1..=31).contains(d));
        self.place(Place { year, within: Some(within), day, ..Place::default() }, true, at + 1)
    }

    fn with_year(&self, day: u8, month: u8, strong: bool, end: usize) -> Option<Expr> {
        let (year, by, end) = match self.year_behind(end) {
            Some((year, end)) => (Some(year), None, end),
            None => match self.after(end) {
                Some((by, end)) => (None, Some(by), end),
                None => (None, None, end),
            },
        };
        let place = Place { year, within: Some(Within::Month(month)), day: Some(day), by, ..Place::default() };
        let (lunar, end) = self.is(end, Role::Lunar).map_or((false, end), |end| (true, end));
        self.place(Place { lunar, ..place }, strong, end)
    }

    /// `March 3`, `Mar. 3rd, 2021`.
    fn month_day(&self, at: usize) -> Option<Expr> {
        if self.words.head_first {
            return None;
        }
        let ((month, _), next) = self.month_name(at)?;
        let next = self.past(next, Role::The);
        let (day, next) = self.next(next).and_then(|_| self.day_number(next))?;
        if !is_day(day, month)
            || self.unit(next).is_some()
            || self.mark(next, ':') && self.glued(next) && self.glued(next + 1)
        {
            return None;
        }
        self.with_year(day, month, true, next)
    }

    /// The number of a day: `7`, `7th`, `hai mươi bảy`, `fifth`.
    fn day_number(&self, at: usize) -> Read<u8> {
        let token = self.token(at)?;
        let (n, end) = match token.kind {
            Kind::Number(n, 1..=2) => {
                // `7th`; and not `7.12` or `7,5`.
                let suffix = self.find_role(at + 1, Role::Glued);
                let suffix = suffix.filter(|_| self.glued(at + 1)).map(|(_, end)| end);
                (n, suffix.unwrap_or(at + 1))
            }
            Kind::Number(..) => return None,
            _ => self
                .begin(at, |s| match s {
                    Sense::Ordinal(n) => Some(n),
                    _ => None,
                })
                .or_else(|| self.words_number(at))?,
        };
        u8::try_from(n).ok().filter(|n| (1..=31).contains(n)).map(|n| (n, end))
    }

    /// A month alone, or one of a year.
    fn month(&self, at: usize) -> Option<Expr> {
        // `last June`, `next March`, `this May`
        if let Some((by, next)) = self.before(at)
            && self.next(next).is_some()
            && let Some(((month, _), end)) = self.month_name(next)
        {
            let place = Place { within: Some(Within::Month(month)), by: Some(by), ..Place::default() };
            return self.place(place, true, end);
        }
        let ((month, sure), end) = self.month_name(at)?;
        let within = Some(Within::Month(month));
        if let Some((year, end)) = self.year_behind(end) {
            let (lunar, end) = self.is(end, Role::Lunar).map_or((false, end), |end| (true, end));
            return self.place(Place { year: Some(year), within, lunar, ..Place::default() }, true, end);
        }
        if let Some(end) = self.is(end, Role::Lunar) {
            return self.place(Place { within, lunar: true, ..Place::default() }, true, end);
        }
        let (by, end) = self.after(end).map_or((None, end), |(by, end)| (Some(by), end));
        self.place(Place { within, by, ..Place::default() }, sure && self.words.head_first || by.is_some(), end)
    }

    /// What moves the unit behind it: `last`, `the next`.
    pub(super) fn before(&self, at: usize) -> Read<Offset> {
        let article = self.begin_role(at, Role::The).map(|(_, next)| next);
        let found = |at| {
            self.begin(at, |s| match s {
                Sense::Before(by) => Some(by),
                _ => None,
            })
        };
        found(at).or_else(|| found(article?))
    }

    /// A weekday: `thứ Ba`, `Chủ nhật`, `thứ Ba tuần trước`, `last Tuesday`, `T2` beside a date.
    pub(super) fn weekday(&self, at: usize) -> Option<Expr> {
        let (by, name_at) = self.before(at).map_or((None, at), |(by, next)| (Some(by), next));
        if by.is_some() {
            self.next(name_at)?;
        }
        let full = self.begin(name_at, |s| match s {
            Sense::Weekday(n) => Some(n),
            _ => None,
        });
        let ((weekday, short), mut end) = match full {
            Some((n, end)) => ((n, false), end),
            None => {
                let (n, end) = self.begin(name_at, |s| match s {
                    Sense::WeekdayShort(n) => Some(n),
                    _ => None,
                })?;
                ((n, true), end)
            }
        };
        let last = self.is_capital(end - 1) || self.token(end - 1).is_some_and(|t| matches!(t.kind, Kind::Number(..)));
        let head_first = self.words.head_first;
        if short && !self.is_capital(name_at) {
            return None;
        }
        if short && self.mark(end, '.') && self.glued(end) && self.next(end + 1).is_some() {
            end += 1;
        }
        let mut place = Place { weekday: Some(weekday), by, ..Place::default() };
        let mut strong =
            by.is_some() || !short && (!head_first && full.is_some() || last && !self.is_ordinal_digit(end - 1));
        // `Chủ nhật` is no ordinal, whatever its letters.
        strong |= head_first && !short && self.begin_role(name_at, Role::Nth).is_none();
        // `thứ Ba tuần trước`, `Tuesday of last week`
        let week_at = self.past(end, Role::Of);
        if let Some((week, next)) = self.week_behind(week_at) {
            (place.week, end, strong) = (Some(week), next, true);
        } else if let Some((by, next)) = self.after(end) {
            (place.by, end, strong) = (Some(by), next, true);
        }
        self.place(place, strong, end)
    }

    /// `thứ 2` is both a Monday and the second.
    fn is_ordinal_digit(&self, at: usize) -> bool {
        self.token(at).is_some_and(|t| matches!(t.kind, Kind::Number(..)))
    }

    fn week_behind(&self, at: usize) -> Read<Offset> {
        self.next(at)?;
        if let Some((Point::At(Unit::Week, by, None), end)) = self.point(at) {
            return Some((by, end));
        }
        match self.deeper()?.unit_expr(at)? {
            Expr { core: Core::By(Unit::Week, by), end, .. } => Some((by, end)),
            _ => None,
        }
    }

    /// `mùng 3 Tết`, `30 Tết`, `rằm tháng Giêng`, `23 tháng Chạp`, `10/3 âm lịch`.
    fn lunar(&self, at: usize, headed: bool) -> Option<Expr> {
        let mung = self.begin_role(at, Role::LunarHead).map(|(_, next)| next);
        let full = self.begin_role(at, Role::FullMoon).map(|(_, next)| next);
        let (day, next) = match full {
            Some(next) => (15, next),
            None => {
                self.next(mung.unwrap_or(at)).or(self.token(at)).and_then(|_| self.day_number(mung.unwrap_or(at)))?
            }
        };
        let lunar = |month, end: usize| {
            let (year, end) = match self.feast_year(end) {
                Some((year, end)) => (Some(year), end),
                None => (None, end),
            };
            let end = self.past(end, Role::Lunar);
            let place =
                Place { year, within: Some(Within::Month(month)), day: Some(day), lunar: true, ..Place::default() };
            self.place(place, true, end)
        };
        // `mùng 3 Tết`, `30 Tết`
        let new_year = self.find(next, |s| (s == Sense::Feast(Feast::Lunar(1, 1))).then_some(()));
        if let Some((_, end)) = new_year {
            let eve = day >= 23 && mung.is_none();
            return lunar(if eve { 12 } else { 1 }, end);
        }
        let slash = self.numeric(mung.unwrap_or(at)).and_then(|e| Some((*e.place()?, e.end)));
        if let Some((place, end)) = slash
            && let Some(end) = self.is(end, Role::Lunar)
        {
            return self.place(Place { lunar: true, ..place }, true, end);
        }
        let (Unit::Month, month_at) = self.unit(next)? else { return None };
        let named = self.find(month_at, |s| match s {
            Sense::Month(n) => Some(n),
            _ => None,
        });
        let (month, end) = self.month_number(month_at)?;
        // Months with names of their own are lunar; so is what is named by the moon, and two feasts.
        let said = self.is(end, Role::Lunar).is_some();
        let feast = mung.is_some() && matches!((month, day), (3, 10) | (5, 5));
        // `ngày 12 tháng Giêng` is a day of January; `12 tháng Giêng` of the moon.
        let plain = || !headed && self.feast_year(end).is_none();
        let own_name = named.is_some() && (month == 12 || mung.is_some() || plain());
        if full.is_some() || said || feast || own_name {
            return lunar(month, end);
        }
        None
    }

    /// A feast: `Tết Giáp Thìn`, `Trung thu năm nay`, `Christmas 2021`.
    fn feast(&self, at: usize) -> Option<Expr> {
        let (feast, end) = self.begin(at, |s| match s {
            Sense::Feast(feast) => Some(feast),
            _ => None,
        })?;
        if !self.is_capital(at) && !self.is_capital(end - 1) && self.token(at)?.end - self.token(at)?.start < 6 {
            return None;
        }
        // `lễ Vu Lan rằm tháng Bảy`: the day says it.
        if self.next(end).is_some() && self.lunar(end, false).is_some() {
            return None;
        }
        let (year, end) = self.feast_year(end).map_or((None, end), |(y, end)| (Some(y), end));
        Some(Expr::new(Core::Feast(feast, year), true, end))
    }

    fn feast_year(&self, at: usize) -> Read<Year> {
        self.next(at)?;
        self.cycle(at).or_else(|| self.year_behind(at))
    }
}

fn unit(sense: Sense) -> Option<Unit> {
    match sense {
        Sense::Unit(unit) => Some(unit),
        _ => None,
    }
}
