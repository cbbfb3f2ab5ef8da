//! Which year, month or week a place in the calendar is in, where it does not say so itself: the nearest, drawn to the past or
//! to the future by the words around.

use super::{
    calendar::{self, date, days_on, months_on},
    expr::{Offset, Place, Within, Year},
    lunar,
    resolve::{Around, english, months},
};
use jiff::civil::Date;

/// Which way the words around an expression lean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Lean {
    #[default]
    Neither,
    /// Rather back: `đã`, `was`.
    MostlyPast,
    Past,
    Future,
}

type Found = (String, Option<Date>, String);

/// The number of a year.
pub(super) fn number(year: Year, around: &Around) -> Option<i16> {
    match year {
        Year::At(n) => Some(n),
        Year::Bc(_) => None,
        Year::By(Offset::Now(n)) => Some(around.now?.year() + i16::from(n)),
        Year::By(Offset::That(n)) => Some(around.that.or(around.now)?.year() + i16::from(n)),
        Year::By(Offset::Length) => None,
        // The nearest year of that name; 4 was the first of a cycle.
        Year::Cycle(n) => {
            let now = around.now?.year();
            let ahead = (i16::from(n) + 4 - now).rem_euclid(60);
            Some(if ahead > 30 { now + ahead - 60 } else { now + ahead })
        }
    }
}

fn days_between(a: Date, b: Date) -> i64 {
    b.since(a).map(|s| i64::from(s.get_days())).unwrap_or(i64::MAX)
}

/// The day of the years around that is nearest to `now`, on the side that the words lean to.
pub(super) fn nearest(now: Date, lean: Lean, on: impl Fn(i16) -> Option<Date>) -> Option<Date> {
    // Almost every day is there in one of three years; 29 February is not.
    nearest_within(now, lean, 1, &on).or_else(|| nearest_within(now, lean, 8, &on))
}

fn nearest_within(now: Date, lean: Lean, reach: i16, on: &impl Fn(i16) -> Option<Date>) -> Option<Date> {
    let years = now.year() - reach..=now.year() + reach;
    let all: Vec<(i64, Date)> = years.filter_map(on).map(|d| (days_between(now, d), d)).collect();
    let closest = |fits: &dyn Fn(i64) -> bool| all.iter().filter(|(n, _)| fits(*n)).min_by_key(|(n, _)| n.abs());
    // What is told as past may still be to come within days: `đã hoãn đến 16/12`.
    let cost = |n: i64| if n > 0 { n * 8 } else { -n };
    let chosen = match lean {
        Lean::MostlyPast => all.iter().min_by_key(|(n, _)| cost(*n)),
        Lean::Past => closest(&|n| n <= 0),
        // What is to come may speak of what has been: `sẽ xét xử vụ cháy ngày 30/11`.
        Lean::Future => all.iter().min_by_key(|(n, _)| if *n < 0 { n.abs() * 15 } else { *n }),
        Lean::Neither => closest(&|_| true),
    };
    chosen.map(|(_, d)| *d)
}

/// A place in the calendar as a value.
pub(super) fn place(place: &Place, around: &Around) -> Option<Found> {
    match (place.year, place.within, place.day, place.weekday) {
        (Some(Year::Bc(n)), None, None, None) => Some((format!("BC{n:04}"), None, format!("{n} before Christ"))),
        (_, Some(Within::Month(month)), Some(day), _) => day_of_month(place, month, day, around),
        (_, Some(Within::MonthBy(by)), Some(day), _) => {
            let first = match by {
                Offset::Now(n) => months_on(around.now?, i64::from(n))?,
                Offset::That(n) => months_on(around.that.or(around.now)?, i64::from(n))?,
                Offset::Length => return None,
            };
            let day = date(first.year(), calendar_month(first), day)?;
            Some((day.to_string(), Some(day), english(day)))
        }
        (_, None, Some(day), _) => lone_day(place, day, around),
        (None, None, None, Some(weekday)) => self::weekday(place, weekday, around),
        (year, Some(within), None, None) => part_of_year(place, year, within, around),
        (Some(year), None, None, None) => {
            let year = number(year, around)?;
            Some((format!("{year:04}"), date(year, 1, 1), format!("the year {year}")))
        }
        _ => None,
    }
}

fn calendar_month(day: Date) -> u8 {
    day.month().unsigned_abs()
}

fn day_of_month(place: &Place, month: u8, day: u8, around: &Around) -> Option<Found> {
    let on = |year: i16| if place.lunar { lunar::solar(year, month, day) } else { date(year, month, day) };
    let found = match place.year {
        Some(year) => on(number(year, around)?)?,
        None => {
            let Some(now) = around.now else {
                // A lunar day has no place in the calendar without its year.
                let value = format!("XXXX-{month:02}-{day:02}");
                return if place.lunar { None } else { Some((value, None, "its year is not known".into())) };
            };
            let lean = match place.by {
                Some(Offset::Now(n)) if n > 0 => Lean::Future,
                Some(Offset::Now(n)) if n < 0 => Lean::Past,
                _ => around.lean,
            };
            // The weekday beside it says which year.
            let fits = |year: i16| on(year).filter(|d| Some(calendar::weekday(*d)) == place.weekday);
            let by_weekday = place.weekday.and_then(|_| nearest(now, Lean::Neither, fits));
            let by_weekday = by_weekday.filter(|d| days_between(now, *d).abs() < 366);
            match by_weekday {
                Some(found) => found,
                None => nearest(now, lean, on)?,
            }
        }
    };
    if place.whole_week {
        return Some((calendar::week(found), Some(found), format!("the week of {}", english(found))));
    }
    let why = match (place.year, around.now) {
        (Some(_), _) | (_, None) => english(found),
        (None, Some(now)) if place.weekday.is_some_and(|w| w == calendar::weekday(found)) => {
            format!("{}, which is that weekday, near {}", english(found), english(now))
        }
        (None, Some(now)) => {
            let side = match around.lean {
                Lean::Past | Lean::MostlyPast => "the nearest before",
                Lean::Future => "the nearest after",
                Lean::Neither => "the nearest to",
            };
            format!("{}: {side} {}", english(found), english(now))
        }
    };
    Some((found.to_string(), Some(found), why))
}

/// A day whose month is not said.
fn lone_day(place: &Place, day: u8, around: &Around) -> Option<Found> {
    let Some(now) = around.now else {
        return Some((format!("XXXX-XX-{day:02}"), None, "its month is not known".into()));
    };
    let lean = match place.by {
        Some(Offset::Now(n)) if n > 0 => Lean::Future,
        Some(Offset::Now(n)) if n < 0 => Lean::Past,
        _ => around.lean,
    };
    let in_month = |by: i64| months_on(now, by).and_then(|m| date(m.year(), calendar_month(m), day));
    let all = (-2..=2).filter_map(in_month).map(|d| (days_between(now, d), d));
    let all = all.filter(|(n, _)| match lean {
        Lean::Past | Lean::MostlyPast => *n <= 0,
        Lean::Future => *n >= 0,
        Lean::Neither => true,
    });
    let found = all.min_by_key(|(n, _)| n.abs())?.1;
    Some((found.to_string(), Some(found), format!("{}: the nearest such day to {}", english(found), english(now))))
}

fn weekday(place: &Place, weekday: u8, around: &Around) -> Option<Found> {
    let Some(now) = around.now else {
        return Some((format!("XXXX-WXX-{weekday}"), None, "its week is not known".into()));
    };
    let in_week = |day: Date, weeks: i64| days_on(calendar::monday(day)?, weeks * 7 + i64::from(weekday) - 1);
    let ahead = (i64::from(weekday) - i64::from(calendar::weekday(now))).rem_euclid(7);
    let found = match (place.week, place.by) {
        (Some(Offset::Now(n)), _) => in_week(now, i64::from(n))?,
        (Some(Offset::That(n)), _) => in_week(around.that.unwrap_or(now), i64::from(n))?,
        (Some(Offset::Length), _) | (_, Some(Offset::Length)) => return None,
        (None, Some(Offset::Now(0))) => in_week(now, 0)?,
        (None, Some(Offset::Now(n) | Offset::That(n))) if n > 0 => {
            days_on(now, if ahead == 0 { 7 } else { ahead } + 7 * i64::from(n - 1))?
        }
        (None, Some(Offset::Now(_) | Offset::That(_))) => days_on(now, if ahead == 0 { -7 } else { ahead - 7 })?,
        (None, None) if around.lean == Lean::Future => days_on(now, if ahead == 0 { 7 } else { ahead })?,
        (None, None) => days_on(now, if ahead == 0 { 0 } else { ahead - 7 })?,
    };
    let side = if found > now { "after" } else { "up to" };
    Some((found.to_string(), Some(found), format!("{}: that weekday {side} {}", english(found), english(now))))
}

/// A month, a quarter, a half, a season, several months.
fn part_of_year(place: &Place, year: Option<Year>, within: Within, around: &Around) -> Option<Found> {
    let first_month = match within {
        Within::Month(m) => m,
        Within::Quarter(q) => q * 3 - 2,
        Within::Half(h) => h * 6 - 5,
        Within::Season("SP") => 3,
        Within::Season("SU") => 6,
        Within::Season("FA") => 9,
        Within::Season(_) => 12,
        Within::First(_) => 1,
        Within::Last(n) => 13 - n,
        Within::MonthBy(_) => return None,
    };
    if place.lunar
        && let Within::Month(month) = within
    {
        let year = match year {
            Some(year) => number(year, around)?,
            None => lunar::year(nearest(around.now?, around.lean, |y| lunar::solar(y, month, 1))?),
        };
        let (first, last) =
            (lunar::solar(year, month, 1)?, lunar::solar(year, month, 30).or(lunar::solar(year, month, 29))?);
        return Some((format!("{first}/{last}"), Some(first), format!("the lunar month from {}", english(first))));
    }
    let value = |year: &str| match within {
        Within::Month(m) => format!("{year}-{m:02}"),
        Within::Quarter(q) => format!("{year}-Q{q}"),
        Within::Half(h) => format!("{year}-H{h}"),
        Within::Season(s) => format!("{year}-{s}"),
        _ => year.to_owned(),
    };
    let whole = matches!(within, Within::Half(_) | Within::First(_) | Within::Last(_) | Within::Season(_));
    let year = match (year, around.now) {
        (Some(year), _) => number(year, around)?,
        (None, None) => {
            let several = matches!(within, Within::First(_) | Within::Last(_));
            return if several { None } else { Some((value("XXXX"), None, "its year is not known".into())) };
        }
        (None, Some(now)) => {
            let this = i64::from(first_month) - i64::from(now.month());
            match place.by {
                Some(Offset::Now(0)) => now.year(),
                Some(Offset::Now(n) | Offset::That(n)) if n > 0 => now.year() + i16::from(this <= 0),
                Some(Offset::Now(_) | Offset::That(_)) => now.year() - i16::from(this >= 0),
                Some(Offset::Length) => return None,
                None if whole => {
                    let last = first_month + if matches!(within, Within::Half(_)) { 5 } else { 2 };
                    let over = i64::from(last) < i64::from(now.month()) && around.lean == Lean::Future;
                    now.year() + i16::from(over)
                }
                None if around.lean == Lean::Future => {
                    // A quarter that has begun is still to come to its end.
                    let over = if matches!(within, Within::Quarter(_)) { this + 2 < 0 } else { this < 0 };
                    now.year() + i16::from(over)
                }
                None => now.year() - i16::from(this > 0),
            }
        }
    };
    if let Some((first, last)) = months(within, year) {
        return Some((format!("{first}/{last}"), date(year, first_month, 1), format!("months of {year}")));
    }
    let value = value(&format!("{year:04}"));
    let why = match (place.year, around.now) {
        (None, Some(now)) => format!("{value}, seen from {}", english(now)),
        _ => value.clone(),
    };
    Some((value, date(year, first_month, 1), why))
}
