//! Which day an expression means: the calendar seen from the day of publication and from what was spoken of before.

use super::{
    calendar::{self, Amount, Unit, date, days_on, months_on},
    expr::{Clock, Core, Expr, Feast, Offset, Part, Place, Within, Year},
    parse::{begins_something, turned},
    year::{self, Lean},
};
use jiff::civil::Date;

/// What is known where an expression stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around {
    /// The day of publication.
    pub now: Option<Date>,
    /// The time of publication.
    pub now_time: Option<(u8, u8)>,
    /// Which day `now` is, for a person: that of publication, or of a quotation.
    pub now_is: &'static str,
    /// The day that was spoken of last, or the first day of something longer.
    pub that: Option<Date>,
    /// The last that was a day and nothing longer, and whether it is near enough for a clock time alone.
    pub day: Option<Date>,
    pub day_is_near: bool,
    /// The time of day that was spoken of last, on `that`.
    pub that_time: Option<(u8, u8)>,
    /// Which way the words before it lean.
    pub lean: Lean,
}

/// What an expression came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Resolved {
    pub kind: &'static str,
    pub value: String,
    pub modifier: Option<&'static str>,
    /// The day it begins with, for what is said after it.
    pub day: Option<Date>,
    pub time: Option<(u8, u8)>,
    /// How it was found, for a person.
    pub why: String,
}

/// A day, a month, a year as a value, with its first day.
type Found = (String, Option<Date>, String);

/// Resolves an expression; `None` where there is no such day, or nothing to count from.
pub(super) fn resolve(expr: &Expr, around: &Around) -> Option<Resolved> {
    let modifier = expr.modifier.map(|m| match &expr.core {
        Core::From(_, Offset::Now(n) | Offset::That(n)) => turned(m, i64::from(*n)),
        _ => m.code(),
    });
    let done = |kind, (value, day, why): Found, time| Some(Resolved { kind, value, modifier, day, time, why });
    match &expr.core {
        Core::Length(parts, to) => {
            let mut value = calendar::length(parts);
            if let Some(to) = to {
                value = format!("{value}/{}", calendar::length(to));
            }
            done("DURATION", (value, None, "a length of time".into()), None)
        }
        Core::Set(value) => done("SET", (value.clone(), None, "again and again".into()), None),
        Core::Reference(value) => done("DATE", ((*value).into(), None, "no day of the calendar is meant".into()), None),
        Core::Range(from, to) => range(from, to, around).map(|r| Resolved { modifier, ..r }),
        core => {
            let (day_value, day, why) = match core {
                Core::None => clock_day(around),
                core => calendar_value(core, around)?,
            };
            let Some(time) = time_of(expr.clock, expr.part) else {
                // Hours from somewhere are a time already.
                let kind = if day_value.contains('T') { "TIME" } else { "DATE" };
                return done(kind, (day_value, day, why), None);
            };
            // A time belongs to a day, or to no day that is known.
            if !day_value.is_empty() && day_value.split('-').count() != 3 {
                return None;
            }
            let clock = expr.clock.map(|c| (c.hour, c.minute.unwrap_or(0)));
            done("TIME", (format!("{day_value}T{time}"), day, why), clock)
        }
    }
}

fn time_of(clock: Option<Clock>, part: Option<Part>) -> Option<String> {
    match (clock, part) {
        (Some(clock), _) => {
            let second = clock.second.map(|s| format!(":{s:02}")).unwrap_or_default();
            Some(format!("{:02}:{:02}{second}", clock.hour, clock.minute.unwrap_or(0)))
        }
        (None, Some(part)) => Some(part.code().to_owned()),
        (None, None) => None,
    }
}

/// The day of a time of day alone.
fn clock_day(around: &Around) -> Found {
    match (around.day.filter(|_| around.day_is_near), around.now) {
        (Some(day), _) => (day.to_string(), Some(day), "on the day spoken of before".into()),
        (None, Some(day)) => (day.to_string(), Some(day), format!("on the day of publication, {}", english(day))),
        (None, None) => (String::new(), None, "on a day that is not known".into()),
    }
}

fn calendar_value(core: &Core, around: &Around) -> Option<Found> {
    match core {
        Core::Place(place) => year::place(place, around),
        Core::By(unit, by) => moved(*unit, *by, around),
        Core::From(parts, by) => counted(parts, *by, around),
        Core::Weekend(by) => {
            let now = around.now?;
            let by = match by {
                Some(Offset::Now(n)) => i64::from(*n),
                Some(_) => return None,
                // The one that is or was, unless something is to come.
                None if around.lean == Lean::Future || calendar::weekday(now) >= 6 => 0,
                None if matches!(around.lean, Lean::Past | Lean::MostlyPast) => -1,
                None => 0,
            };
            let saturday = days_on(calendar::monday(now)?, by * 7 + 5)?;
            let why = format!("the weekend of {}", english(saturday));
            Some((format!("{}-WE", calendar::week(saturday)), Some(saturday), why))
        }
        Core::Decade(n) => Some((format!("{n:03}"), None, format!("the ten years from {n}0"))),
        Core::Century(n) => Some((format!("{n:02}"), None, format!("the hundred years from {n}00"))),
        Core::Feast(feast, year) => self::feast(*feast, *year, around),
        _ => None,
    }
}

/// A unit so many on.
fn moved(unit: Unit, by: Offset, around: &Around) -> Option<Found> {
    let around = if unit == Unit::Day { &Around { that: around.day, ..*around } } else { around };
    let (base, n, from) = base(by, around)?;
    let n = i64::from(n);
    let why = |what: String| format!("{what}, counted from {from}");
    let found = match unit {
        Unit::Day => {
            let day = days_on(base, n)?;
            (day.to_string(), Some(day), why(english(day)))
        }
        Unit::Week => {
            let day = days_on(calendar::monday(base)?, n * 7)?;
            (calendar::week(day), Some(day), why(format!("the week of {}", english(day))))
        }
        Unit::Month => {
            let day = months_on(base, n)?;
            (calendar::month(day), Some(day), why(calendar::month(day)))
        }
        Unit::Quarter => {
            let day = months_on(base, n * 3)?;
            (calendar::quarter(day), Some(day), why(calendar::quarter(day)))
        }
        Unit::Year => year_value(i64::from(base.year()) + n).map(|(v, d)| (v.clone(), d, why(v)))?,
        Unit::Decade => {
            let decade = i64::from(base.year() / 10) + n;
            (format!("{decade:03}"), None, why(format!("{decade}0")))
        }
        Unit::Century => {
            let century = i64::from(base.year() / 100) + n;
            (format!("{century:02}"), None, why(format!("{century}00")))
        }
        Unit::Hour | Unit::Minute | Unit::Second | Unit::Millennium => return None,
    };
    Some(found)
}

/// The day something is counted from, how many, and what that day is, for a person.
fn base(by: Offset, around: &Around) -> Option<(Date, i8, &'static str)> {
    match by {
        Offset::Now(n) => Some((around.now?, n, around.now_is)),
        Offset::That(n) => match around.that {
            Some(that) => Some((that, n, "the day spoken of before")),
            None => Some((around.now?, n, around.now_is)),
        },
        Offset::Length => None,
    }
}

fn year_value(year: i64) -> Option<(String, Option<Date>)> {
    let year = i16::try_from(year).ok().filter(|y| (0..=9999).contains(y))?;
    Some((format!("{year:04}"), date(year, 1, 1)))
}

/// An amount of time from somewhere: as exact as its smallest unit.
fn counted(parts: &[(Amount, Unit)], by: Offset, around: &Around) -> Option<Found> {
    let (start, sign, from) = base(by, around)?;
    let sign = i64::from(sign);
    let (_, unit) = parts.last()?;
    if unit.is_clock() {
        return clock_counted(parts, by, around);
    }
    let mut day = start;
    for (amount, unit) in parts {
        let thousandths = i64::try_from((*amount)?).ok()?;
        let n = sign * thousandths / 1000;
        let months = |each: i64| sign * thousandths * each / 1000;
        day = match unit {
            Unit::Day => days_on(day, n)?,
            Unit::Week => days_on(day, n * 7)?,
            Unit::Month => calendar::same_day_months_on(day, months(1))?,
            Unit::Quarter => calendar::same_day_months_on(day, months(3))?,
            Unit::Year => calendar::same_day_months_on(day, months(12))?,
            Unit::Decade => calendar::same_day_months_on(day, months(120))?,
            Unit::Century => calendar::same_day_months_on(day, months(1200))?,
            _ => return None,
        };
    }
    let (value, first, _) = moved(*unit, Offset::Now(0), &Around { now: Some(day), ..*around })?;
    let first = if *unit == Unit::Day { first } else { Some(day) };
    let why = format!("{value}, counted from {from}");
    Some((value, first, why))
}

/// Hours and minutes from a time that is known.
fn clock_counted(parts: &[(Amount, Unit)], by: Offset, around: &Around) -> Option<Found> {
    let (base, sign, time) = match by {
        Offset::Now(n) => (around.now?, n, around.now_time?),
        Offset::That(n) => (around.that?, n, around.that_time?),
        Offset::Length => return None,
    };
    let mut seconds = i64::from(time.0) * 3600 + i64::from(time.1) * 60;
    for (amount, unit) in parts {
        let each = match unit {
            Unit::Second => 1,
            Unit::Minute => 60,
            Unit::Hour => 3600,
            _ => return None,
        };
        seconds += i64::from(sign) * i64::try_from((*amount)?).ok()? * each / 1000;
    }
    let day = days_on(base, seconds.div_euclid(86_400))?;
    let of_day = seconds.rem_euclid(86_400);
    let value = format!("{day}T{:02}:{:02}", of_day / 3600, of_day % 3600 / 60);
    Some((value, Some(day), "counted from the time spoken of before".into()))
}

/// A feast: of its year, or the nearest.
fn feast(feast: Feast, year: Option<Year>, around: &Around) -> Option<Found> {
    let on = |year: i16| -> Option<Date> {
        match feast {
            Feast::Solar(month, day) => date(year, month, day),
            Feast::Lunar(month, day) => super::lunar::solar(year, month, day),
            Feast::LunarEve => super::lunar::eve(year),
            Feast::Easter(by) => days_on(calendar::easter(year)?, i64::from(by)),
            Feast::Nth(month, weekday, n) => nth(year, month, weekday, n),
        }
    };
    let day = match year {
        Some(year) => on(year::number(year, around)?)?,
        None => match around.now {
            Some(now) => year::nearest(now, around.lean, on)?,
            None => {
                let Feast::Solar(month, day) = feast else { return None };
                return Some((format!("XXXX-{month:02}-{day:02}"), None, "a feast of every year".into()));
            }
        },
    };
    Some((day.to_string(), Some(day), english(day)))
}

/// The n-th such weekday of a month; the fifth is the last.
fn nth(year: i16, month: u8, weekday: u8, n: u8) -> Option<Date> {
    let first = date(year, month, 1)?;
    let to_first = (i64::from(weekday) - i64::from(calendar::weekday(first))).rem_euclid(7);
    let days = (0..=i64::from(n.saturating_sub(1))).rev().map(|k| to_first + k * 7);
    days.filter_map(|by| days_on(first, by)).find(|d| d.month() == first.month())
}

/// Both ends; what one does not say, the other says.
fn range(from: &Expr, to: &Expr, around: &Around) -> Option<Resolved> {
    let mut from = from.clone();
    let mut to = to.clone();
    let mut years = false;
    if let (Core::Place(a), Core::Place(b)) = (&mut from.core, &mut to.core) {
        years = inherit(a, b);
    }
    if from.core == Core::None && to.core != Core::None {
        from.core = to.core.clone();
    }
    let second_alone = to.core == Core::None && from.core != Core::None;
    if second_alone {
        to.core = from.core.clone();
    }
    // What only one end says of the half of the day.
    if let (Some(a), Some(b)) = (&mut from.clock, &to.clock)
        && !a.sure
        && b.sure
        && a.hour < 12
        && b.hour >= 12
        && to.part.is_some()
        && a.hour + 12 < b.hour
    {
        a.hour += 12;
    }
    let mut first = resolve(&from, around)?;
    if begins_something(&from)
        && let Some(day) = first.day
        && (to.place().is_some_and(|p| p.day.is_some()) || matches!(to.core, Core::Reference(_)))
    {
        // `từ đầu năm đến 15/4`: its first day, and the day of that year.
        first.value = day.to_string();
        if let Core::Place(place) = &mut to.core {
            place.year = place.year.or(Some(Year::At(day.year())));
        }
    }
    let mut second = resolve(&to, around)?;
    let weekdays = |e: &Expr| e.place().is_some_and(|p| p.weekday.is_some() && p.day.is_none());
    if first.day > second.day && weekdays(&from) {
        // `từ thứ Hai đến thứ Sáu`: one week, the last one or the next.
        if around.lean == Lean::Future {
            second.value = super::turn::turn(&second.value, true, true)?;
        } else {
            first.value = super::turn::turn(&first.value, false, true)?;
        }
    } else if first.day > second.day && second.day.is_some() {
        // `từ tháng 11 đến tháng 2`: the end whose year was not said gives way.
        let back = if years || from_year_is_free(&from) { super::turn::years(&first.value, -1) } else { None };
        match back {
            Some(value) => first.value = value,
            None => second.value = super::turn::years(&second.value, 1)?,
        }
    }
    // `from 10 p.m. to 5 a.m.` runs into the next day.
    if first.day == second.day
        && first.time > second.time
        && let (Some(day), Some((_, clock))) = (second.day.and_then(|d| days_on(d, 1)), second.value.split_once('T'))
    {
        second.value = format!("{day}T{clock}");
    }
    let kind = if first.kind == "TIME" || second.kind == "TIME" { "TIME" } else { first.kind };
    let value = format!("{}/{}", first.value, second.value);
    let why = format!("from {} to {}", first.value, second.value);
    Some(Resolved { kind, value, modifier: None, day: first.day, time: None, why })
}

fn from_year_is_free(from: &Expr) -> bool {
    from.place().is_some_and(|p| p.year.is_none())
}

/// Fills what one end leaves to the other; whether the first got its year so.
fn inherit(a: &mut Place, b: &mut Place) -> bool {
    let borrowed = a.year.is_none() && b.year.is_some() && (a.within.is_some() || a.day.is_some());
    if borrowed {
        a.year = b.year;
    }
    if b.year.is_none() && a.year.is_some() && (b.within.is_some() || b.day.is_some()) {
        b.year = a.year;
    }
    if a.day.is_some() && a.within.is_none() {
        (a.within, a.lunar) = (b.within, b.lunar);
    }
    if b.day.is_some() && b.within.is_none() {
        (b.within, b.lunar) = (a.within, a.lunar);
    }
    borrowed
}

/// A day as people read it: `7 December 2021`.
pub(super) fn english(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// The months that the first or the last so many of a year are.
pub(super) fn months(within: Within, year: i16) -> Option<(String, String)> {
    let (first, last) = match within {
        Within::First(n) => (1, n),
        Within::Last(n) => (13 - n, 12),
        _ => return None,
    };
    Some((format!("{year:04}-{first:02}"), format!("{year:04}-{last:02}")))
}
