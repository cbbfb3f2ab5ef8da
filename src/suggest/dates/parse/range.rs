//! From one time to another: `từ 10 đến 15/3`, `25-7 đến 27-7`, `2019-2021`, `between 9 a.m. and noon`.

use super::{Core, Expr, Kind, Mod, Parser, Role, Unit, longest};
use crate::suggest::dates::expr::{Clock, Place, Within, Year};

/// What an end of a range is, so that ends fit together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Grain {
    Number,
    Clock,
    Day,
    Weekday,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    /// Now: only something can go on to it.
    Now,
}

impl Parser<'_> {
    /// A range: one mark with its `từ`.
    pub(super) fn range(&self, at: usize, single: Option<&Expr>) -> Option<Expr> {
        let from = self.begin_role(at, Role::From).map(|(_, next)| (false, next));
        let from = from.or_else(|| self.begin_role(at, Role::Between).map(|(_, next)| (true, next)));
        // `dời từ 7/9 sang 21/9` are two days, not what lies between.
        let before = if from.is_some() { Some(at) } else { self.words.ends_before(self.tokens, at, Role::From) };
        let moved = before.is_some_and(|at| self.words.ends_before(self.tokens, at, Role::Mover).is_some());
        if moved {
            return None;
        }
        let (between, start) = match from {
            Some((between, next)) => (between, next),
            None => (false, at),
        };
        if from.is_some() {
            self.next(start)?;
        }
        if let Some(expr) = self.night(start) {
            return from.is_none().then_some(expr);
        }
        let single = if start == at { single.cloned() } else { self.single(start) };
        let to = |first: Option<Expr>| first.and_then(|first| self.to(&first, from.is_some(), between));
        longest!(to(self.bare_end(start, from.is_some())), to(single))
    }

    /// A stretch of years with its name: `giai đoạn 2016-2020`, `the 2022-23 season`.
    pub(super) fn period(&self, at: usize) -> Option<Expr> {
        if self.words.head_first {
            let (_, next) = self.begin_role(at, Role::Period)?;
            self.next(next)?;
            return Some(Expr { strong: true, ..self.years(next)? });
        }
        let from = self.behind_the(at);
        self.year_digits_first(from)?;
        let years = self.years(from)?;
        Some(Expr { end: self.is(years.end, Role::Period)?, strong: true, ..years })
    }

    /// `cùng kỳ năm ngoái`
    pub(super) fn same_period(&self, at: usize) -> Option<Expr> {
        let (_, next) = self.begin_role(at, Role::SamePeriod)?;
        self.next(next)?;
        let of = self.plain(next)?;
        let long = of.clock.is_none() && matches!(grain(&of), Some(Grain::Year | Grain::Quarter | Grain::Month));
        long.then_some(Expr { strong: true, ..of })
    }

    /// `2016-2020`, `từ năm 2016 đến năm 2020`, `2022/23`
    fn years(&self, at: usize) -> Option<Expr> {
        let is_year = |e: &Expr| e.clock.is_none() && grain(e) == Some(Grain::Year);
        let place =
            |year: Year, end| Expr::new(Core::Place(Place { year: Some(year), ..Place::default() }), false, end);
        if let Some(first @ Year::At(n)) = self.year_digits_first(at)
            && (self.mark(at + 1, '-') || self.mark(at + 1, '/'))
            && self.glued(at + 1)
            && self.glued(at + 2)
            && let Some((short, 2)) = self.digits(at + 2)
        {
            let short = i16::try_from(short).ok()?;
            let last = n - n % 100 + short + if short < n % 100 { 100 } else { 0 };
            let (first, last) = (place(first, at + 1), place(Year::At(last), at + 3));
            return Some(Expr::new(Core::Range(Box::new(first), Box::new(last)), true, at + 3));
        }
        let single = self.single(at);
        let range = self.range(at, single.as_ref())?;
        matches!(&range.core, Core::Range(from, to) if is_year(from) && is_year(to)).then_some(range)
    }

    /// `đêm 7 rạng sáng 8/12`, `đêm mùng 7 rạng sáng mùng 8 tháng Giêng`
    fn night(&self, at: usize) -> Option<Expr> {
        let (part, next) = self.part(at)?;
        let next = self.past(next, Role::Head);
        let next = self.past(next, Role::LunarHead);
        let (day, digits) = self.digits(next)?;
        let behind = next + 1 + usize::from(self.mark(next + 1, ','));
        self.next(behind)?;
        self.part(behind)?;
        let second = self.single(behind).filter(|e| e.part.is_some() && e.place().is_some_and(|p| p.day.is_some()))?;
        let day = u8::try_from(day).ok().filter(|d| digits <= 2 && (1..=31).contains(d))?;
        let mut first = Expr::new(Core::Place(Place { day: Some(day), ..Place::default() }), true, next + 1);
        first.part = Some(part);
        let end = second.end;
        Some(Expr::new(Core::Range(Box::new(first), Box::new(second)), true, end))
    }

    /// A number that is a day, a month, an hour, a year or a century by what it goes to. `headed`: behind `from`, where it may be
    /// `the 11th` or `the third` too.
    fn bare_end(&self, at: usize, headed: bool) -> Option<Expr> {
        let from = if headed { self.behind_the(at) } else { at };
        if let Some((n, end)) = self.ordinal(from).filter(|_| headed && !self.words.head_first) {
            let place = Place { day: u8::try_from(n).ok().filter(|n| *n < 32), ..Place::default() };
            return place.day.map(|_| Expr::new(Core::Place(place), false, end));
        }
        let Kind::Number(n, digits) = self.token(at)?.kind else { return None };
        let place = match digits {
            1 | 2 if (1..=31).contains(&n) => Place { day: u8::try_from(n).ok(), ..Place::default() },
            4 => Place { year: Some(self.year_digits_first(at)?), ..Place::default() },
            _ => return None,
        };
        let end = self.is(at + 1, Role::Glued).filter(|_| digits <= 2 && self.glued(at + 1)).unwrap_or(at + 1);
        Some(Expr::new(Core::Place(place), false, end))
    }

    fn year_digits_first(&self, at: usize) -> Option<Year> {
        match self.token(at)?.kind {
            Kind::Number(n, 4) if super::numeric::is_year(n) => super::numeric::year(n),
            _ => None,
        }
    }

    fn to(&self, first: &Expr, headed: bool, between: bool) -> Option<Expr> {
        let at = first.end;
        let word = if between { self.is(at, Role::And) } else { self.is(at, Role::To) };
        // `mùa giải 2021/2022`
        let years = self.mark(at, '/') && first.place().is_some_and(|p| p.year.is_some() && p.within.is_none());
        let dash = self.mark(at, '-') || years && self.glued(at) && self.digits(at + 1).is_some_and(|(_, d)| d == 4);
        // `7/12- 8/12` is a slip; `7 - 8/12` and `7-8/12` are both written.
        let next = word.or(dash.then_some(at + 1))?;
        // `5-12-17-23` is no range: its dashes would have to be of two kinds.
        let sign = |n: usize| self.token(n).and_then(|t| self.text.get(t.start..t.end));
        if dash && self.glued(at) && self.glued(next) && self.mark(at + 2, '-') && sign(at) == sign(at + 2) {
            return None;
        }
        self.next(next)?;
        let fit = |second: Option<Expr>| second.and_then(|second| self.pair(first, second, headed, word.is_some()));
        // `thế kỷ XV đến XVII`
        let century = self.roman(next).filter(|_| matches!(first.core, Core::Century(_)));
        let century = century.map(|(n, end)| {
            let day = u8::try_from(n).ok();
            Expr::new(Core::Place(Place { day, ..Place::default() }), false, end)
        });
        longest!(fit(self.bare_end(next, false)), fit(self.single(next)), fit(century))
    }

    /// Where `hàng tuần` ends behind a range.
    fn weekly(&self, at: usize) -> Option<usize> {
        self.next(at)?;
        self.set_at(at).filter(|(value, _)| *value == "P1W").map(|(_, end)| end)
    }

    /// `từ thứ Hai đến thứ Sáu hàng tuần`
    fn weekdays(&self, first: &Expr, second: &Expr, at: usize) -> Option<Expr> {
        let day = |e: &Expr| e.place().and_then(|p| p.weekday);
        let value = format!("XXXX-WXX-{}/XXXX-WXX-{}", day(first)?, day(second)?);
        Some(Expr::new(Core::Set(value), true, self.weekly(at)?))
    }

    fn pair(&self, first: &Expr, second: Expr, headed: bool, word: bool) -> Option<Expr> {
        let (a, b) = (grain(first)?, grain(&second)?);
        let mut first = first.clone();
        let mut second = second;
        let end = second.end;
        let head_first = self.words.head_first;
        let strong = match (a, b) {
            // `10 đến 15/3`, `3-5 March`
            (Grain::Number, Grain::Day) if is_lower(&first, &second) => headed || second.strong || !word,
            // `March 3 to 5`, `từ ngày 3/3 đến 5`
            (Grain::Day, Grain::Number)
                if first.place().is_some_and(|p| p.within.is_some()) && (!head_first || headed) =>
            {
                let lower = first.place().and_then(|p| p.day) < second.place().and_then(|p| p.day);
                if !lower {
                    return None;
                }
                headed || first.strong
            }
            // `tháng 6 đến 8`, `tháng 6-8/2022`
            (Grain::Month, Grain::Number) if head_first && first.place().is_some_and(|p| p.year.is_none()) => {
                let month = second.place().and_then(|p| p.day).filter(|d| *d <= 12)?;
                second.core = Core::Place(Place { within: Some(Within::Month(month)), ..Place::default() });
                let (year, end) = self.year_behind(second.end).map_or((None, end), |(y, e)| (Some(y), e));
                if let Core::Place(place) = &mut second.core {
                    place.year = year;
                }
                second.end = end;
                true
            }
            // `the 11th to the 13th century`
            (Grain::Number, Grain::Century) => {
                first.core = Core::Century(i16::from(first.place()?.day?) - 1);
                headed || !word
            }
            (Grain::Century, Grain::Number) => {
                second.core = Core::Century(i16::from(second.place()?.day?) - 1);
                true
            }
            // `the first to the third quarter`
            (Grain::Number, Grain::Quarter) => {
                let quarter = first.place()?.day.filter(|n| *n < 5)?;
                first.core = Core::Place(Place { within: Some(Within::Quarter(quarter)), ..Place::default() });
                headed
            }
            // `những năm 1980-1990`
            (Grain::Decade, Grain::Number | Grain::Year) if head_first => {
                let n = match second.place()? {
                    Place { year: Some(Year::At(n)), .. } => *n,
                    place => 1900 + i16::from(place.day?),
                };
                second.core = Core::Decade((n % 10 == 0).then_some(n / 10)?);
                true
            }
            (Grain::Century, Grain::Century) | (Grain::Decade, Grain::Decade) => headed || first.strong,
            // `7 to 9 p.m.`, `8-17h`
            (Grain::Number, Grain::Clock) => {
                let hour = first.place().and_then(|p| p.day)?;
                let clock = second.clock?;
                let half = if clock.hour >= 12 && hour < 12 && !head_first && hour + 12 <= clock.hour { 12 } else { 0 };
                first.core = Core::None;
                first.clock = Some(Clock { hour: hour + half, minute: Some(0), second: None, sure: clock.sure });
                headed || second.strong
            }
            (Grain::Clock, Grain::Clock) => headed || first.strong || second.strong || !word,
            (Grain::Year, Grain::Year) => {
                // In digits alone, one after the other.
                let bare = !first.strong && !second.strong;
                !bare || headed || !word
            }
            (Grain::Day, Grain::Day) => headed || first.strong || second.strong || word,
            (Grain::Weekday, Grain::Weekday) if self.weekly(end).is_some() => {
                return self.weekdays(&first, &second, end);
            }
            (Grain::Weekday, Grain::Weekday | Grain::Day) | (Grain::Quarter, Grain::Quarter) => headed || first.strong,
            (Grain::Month, Grain::Month) => headed || first.strong || second.strong,
            (Grain::Day, Grain::Weekday) if headed => true,
            // `từ năm 2019 đến nay`
            (Grain::Year | Grain::Month | Grain::Day | Grain::Quarter, Grain::Now) if word => headed || first.strong,
            // `từ đầu năm đến 15/4`
            (Grain::Year | Grain::Month, Grain::Day) if begins_something(&first) => headed,
            (Grain::Month, Grain::Year) | (Grain::Year, Grain::Month) if headed => first.strong && second.strong,
            _ => return None,
        };
        if matches!((a, b), (Grain::Clock, Grain::Clock)) && !headed && !strong {
            return None;
        }
        if let (Core::Century(a), Core::Century(b)) | (Core::Decade(a), Core::Decade(b)) = (&first.core, &second.core)
            && a >= b
        {
            return None;
        }
        let end = end.max(second.end);
        Some(Expr::new(Core::Range(Box::new(first), Box::new(second)), strong, end))
    }
}

/// Whether it is the beginning of something longer than a day: `đầu năm`.
pub(in crate::suggest::dates) fn begins_something(expr: &Expr) -> bool {
    expr.modifier == Some(Mod::Start) && matches!(grain(expr), Some(Grain::Year | Grain::Month))
}

/// Whether a bare day comes before the day that it goes to.
fn is_lower(first: &Expr, second: &Expr) -> bool {
    let day = |e: &Expr| e.place().and_then(|p| p.day);
    day(first).zip(day(second)).is_some_and(|(a, b)| a < b)
}

fn grain(expr: &Expr) -> Option<Grain> {
    if expr.clock.is_some() {
        return Some(Grain::Clock);
    }
    match &expr.core {
        Core::Place(Place { day: Some(_), within: None, weekday: None, .. }) if !expr.strong && expr.part.is_none() => {
            Some(Grain::Number)
        }
        Core::Place(Place { day: Some(_), .. }) => Some(Grain::Day),
        Core::Place(Place { weekday: Some(_), .. }) => Some(Grain::Weekday),
        Core::Place(Place { within: Some(Within::Month(_)), .. }) => Some(Grain::Month),
        Core::Place(Place { within: Some(Within::Quarter(_)), .. }) => Some(Grain::Quarter),
        Core::Place(Place { year: Some(_), within: None, .. }) | Core::By(Unit::Year, _) => Some(Grain::Year),
        Core::Decade(_) => Some(Grain::Decade),
        Core::Century(_) => Some(Grain::Century),
        Core::By(Unit::Day, _) | Core::Feast(..) => Some(Grain::Day),
        Core::By(Unit::Month, _) => Some(Grain::Month),
        Core::Reference("PRESENT_REF") => Some(Grain::Now),
        _ => None,
    }
}
