//! TIMEX3 values: what a date, a time, a duration or a set of times is written as, and the days it covers.
//!
//! The forms are those of TimeML's TIMEX3 (Pustejovsky and others, 2003; ISO 24617-1), with ranges `A/B` as in ISO 8601:
//! `2021-12-07`, `2021-12`, `2021`, `199` (a decade), `16` (the 17th century), `2023-W11`, `2023-W11-WE`, `2021-Q1`, `2021-H1`,
//! `2021-SU`, `BC0207`, `2021-12-30T15:35`, `2021-12-30TMO`, `P7Y`, `PT50M`, `PXY`, `PAST_REF`. `X` stands for a digit that is
//! not known.

use jiff::{ToSpan, civil};

/// The types of TIMEX3, by their names in files.
pub const TYPES: [&str; 4] = ["DATE", "TIME", "DURATION", "SET"];

/// Why a text is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentences say it")]
pub enum TimexError {
    #[error(
        "write a day as 2021-12-07, a month as 2021-12, a time as 2021-12-07T15:35, a duration as P3W, a range as A/B"
    )]
    Form,
    #[error("there is no such day")]
    Day,
    #[error("there is no such week")]
    Week,
    #[error("there is no such time")]
    Time,
    #[error("a range ends after it begins")]
    Range,
}

/// What kind of thing a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A day or something longer in the calendar, or a vague reference.
    Date,
    /// A time of a day.
    Time,
    /// A length of time.
    Duration,
}

/// A value that was understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value {
    /// What kind of thing it is.
    pub kind: Kind,
    /// The first and the last day it covers, where they are known.
    pub days: Option<(civil::Date, civil::Date)>,
}

impl Kind {
    /// The TIMEX3 type that a mark with such a value has, unless it is a set.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Date => "DATE",
            Kind::Time => "TIME",
            Kind::Duration => "DURATION",
        }
    }
}

impl Value {
    /// Whether a mark of that type can have it. A set may be a length (`P1W`) or a pattern in the calendar (`XXXX-WXX-2`).
    pub fn fits(&self, of_type: &str) -> bool {
        match of_type {
            "DATE" => self.kind == Kind::Date,
            "TIME" => self.kind == Kind::Time,
            "DURATION" => self.kind == Kind::Duration,
            _ => true,
        }
    }
}

/// Reads a value.
///
/// # Errors
/// [`TimexError`] says what the forms are, or what is not in the calendar.
pub fn parse(text: &str) -> Result<Value, TimexError> {
    let Some((from, to)) = text.split_once('/') else { return single(text) };
    let (from, to) = (single(from)?, single(to)?);
    if (from.kind == Kind::Duration) != (to.kind == Kind::Duration) {
        return Err(TimexError::Form);
    }
    let days = from.days.zip(to.days).map(|((first, _), (_, last))| (first, last));
    if days.is_some_and(|(first, last)| last < first) {
        return Err(TimexError::Range);
    }
    let kind = if from.kind == Kind::Time || to.kind == Kind::Time { Kind::Time } else { from.kind };
    Ok(Value { kind, days })
}

fn single(text: &str) -> Result<Value, TimexError> {
    if matches!(text, "PAST_REF" | "PRESENT_REF" | "FUTURE_REF") {
        return Ok(Value { kind: Kind::Date, days: None });
    }
    if let Some(length) = text.strip_prefix('P') {
        return duration(length);
    }
    match text.split_once('T') {
        None => Ok(Value { kind: Kind::Date, days: date(text)? }),
        Some((day, clock)) => {
            // A time of an unknown day is a time too.
            let days = if day.is_empty() { None } else { date(day)? };
            time(clock)?;
            Ok(Value { kind: Kind::Time, days })
        }
    }
}

/// A number of so many digits; `None` inside where a digit is not known.
fn number(text: &str, digits: usize) -> Result<Option<i16>, TimexError> {
    if text.len() != digits || !text.bytes().all(|b| b.is_ascii_digit() || b == b'X') {
        return Err(TimexError::Form);
    }
    Ok(if text.contains('X') { None } else { text.parse().ok() })
}

type Days = Option<(civil::Date, civil::Date)>;

fn date(text: &str) -> Result<Days, TimexError> {
    if let Some(year) = text.strip_prefix("BC") {
        return number(year, 4).map(|_| None);
    }
    let mut parts = text.split('-');
    let year = parts.next().unwrap_or_default();
    let (next, last) = (parts.next(), parts.next());
    if parts.next().is_some() || year.len() != 4 && next.is_some() {
        return Err(TimexError::Form);
    }
    let Some(next) = next else {
        return match year.len() {
            4 => Ok(number(year, 4)?.and_then(|y| years(y, y))),
            3 => Ok(number(year, 3)?.and_then(|d| years(d * 10, d * 10 + 9))),
            2 => Ok(number(year, 2)?.and_then(|c| years((c * 100).max(1), c * 100 + 99))),
            _ => Err(TimexError::Form),
        };
    };
    let year = number(year, 4)?;
    // A season has no agreed first day; winter runs into the next year.
    if matches!(next, "SP" | "SU" | "FA" | "WI" | "QX" | "HX") {
        return if last.is_none() { Ok(None) } else { Err(TimexError::Form) };
    }
    if let Some(week) = next.strip_prefix('W') {
        return weeks(year, number(week, 2)?, last);
    }
    let months = match next {
        "Q1" => (1, 3),
        "Q2" => (4, 6),
        "Q3" => (7, 9),
        "Q4" => (10, 12),
        "H1" => (1, 6),
        "H2" => (7, 12),
        month => {
            let month = number(month, 2)?;
            let day = last.map(|d| number(d, 2)).transpose()?;
            return day_or_month(year, month, day);
        }
    };
    if last.is_some() {
        return Err(TimexError::Form);
    }
    Ok(year.and_then(|y| Some((first_of(y, months.0)?, last_of(y, months.1)?))))
}

fn day_or_month(year: Option<i16>, month: Option<i16>, day: Option<Option<i16>>) -> Result<Days, TimexError> {
    let in_range = |n: Option<i16>, last: i16| n.is_none_or(|n| (1..=last).contains(&n));
    if !in_range(month, 12) || !in_range(day.flatten(), 31) {
        return Err(TimexError::Day);
    }
    let (Some(year), Some(month)) = (year, month) else { return Ok(None) };
    match day {
        None => Ok(first_of(year, month).zip(last_of(year, month))),
        Some(None) => Ok(None),
        Some(Some(day)) => {
            let day = civil::Date::new(year, small(month), small(day)).map_err(|_| TimexError::Day)?;
            Ok(Some((day, day)))
        }
    }
}

fn weeks(year: Option<i16>, week: Option<i16>, part: Option<&str>) -> Result<Days, TimexError> {
    let (first, last) = match part {
        None => (0, 6),
        Some("WE") => (5, 6),
        Some(day) => match number(day, 1)? {
            Some(day @ 1..=7) => (i32::from(day) - 1, i32::from(day) - 1),
            Some(_) => return Err(TimexError::Week),
            None => return Ok(None),
        },
    };
    if week.is_some_and(|w| !(1..=53).contains(&w)) {
        return Err(TimexError::Week);
    }
    let (Some(year), Some(week)) = (year, week) else { return Ok(None) };
    let monday = civil::ISOWeekDate::new(year, small(week), civil::Weekday::Monday).map_err(|_| TimexError::Week)?;
    let monday = monday.date();
    Ok(monday.checked_add(first.days()).ok().zip(monday.checked_add(last.days()).ok()))
}

fn time(clock: &str) -> Result<(), TimexError> {
    if matches!(clock, "MO" | "MI" | "AF" | "EV" | "NI" | "DT") {
        return Ok(());
    }
    let mut parts = clock.split(':');
    let mut next = |last: i16| -> Result<bool, TimexError> {
        let Some(part) = parts.next() else { return Ok(false) };
        if number(part, 2)?.is_some_and(|n| n > last) {
            return Err(TimexError::Time);
        }
        Ok(true)
    };
    // An hour alone, with minutes, with seconds; `24:00` ends a day.
    if !next(24)? {
        return Err(TimexError::Form);
    }
    if next(59)? {
        next(59)?;
    }
    if parts.next().is_some() { Err(TimexError::Form) } else { Ok(()) }
}

/// What stands behind the `P`: numbers with their units, those of the clock behind a `T`.
fn duration(length: &str) -> Result<Value, TimexError> {
    let (calendar, clock) = length.split_once('T').map_or((length, None), |(a, b)| (a, Some(b)));
    let units = |text: &str, units: &str| -> Result<bool, TimexError> {
        let mut rest = text;
        while !rest.is_empty() {
            let cut = rest.find(|c: char| !(c.is_ascii_digit() || c == 'X' || c == '.')).ok_or(TimexError::Form)?;
            let (count, tail) = rest.split_at(cut);
            let known = count == "X" || count.parse::<f64>().is_ok_and(f64::is_finite);
            let unit = tail.chars().next().filter(|u| units.contains(*u)).ok_or(TimexError::Form)?;
            if !known {
                return Err(TimexError::Form);
            }
            rest = tail.get(unit.len_utf8()..).unwrap_or_default();
        }
        Ok(!text.is_empty())
    };
    // C and E are centuries and decades, L a millennium.
    let any = units(calendar, "LCEYQMWD")?;
    let any = match clock {
        Some(clock) => units(clock, "HMS")?,
        None => any,
    };
    if any { Ok(Value { kind: Kind::Duration, days: None }) } else { Err(TimexError::Form) }
}

fn years(first: i16, last: i16) -> Days {
    first_of(first, 1).zip(last_of(last, 12))
}

fn first_of(year: i16, month: i16) -> Option<civil::Date> {
    civil::Date::new(year, small(month), 1).ok()
}

fn last_of(year: i16, month: i16) -> Option<civil::Date> {
    first_of(year, month).map(civil::Date::last_of_month)
}

/// Months, weeks and days fit.
fn small(n: i16) -> i8 {
    i8::try_from(n).unwrap_or(i8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_forms_and_the_days_they_cover() {
        for (text, kind, days) in [
            ("2021-12-07", Kind::Date, Some("2021-12-07 2021-12-07")),
            ("2024-02", Kind::Date, Some("2024-02-01 2024-02-29")),
            ("2021", Kind::Date, Some("2021-01-01 2021-12-31")),
            ("199", Kind::Date, Some("1990-01-01 1999-12-31")),
            ("16", Kind::Date, Some("1600-01-01 1699-12-31")),
            ("2023-W11", Kind::Date, Some("2023-03-13 2023-03-19")),
            ("2023-W11-WE", Kind::Date, Some("2023-03-18 2023-03-19")),
            ("2023-W11-2", Kind::Date, Some("2023-03-14 2023-03-14")),
            ("2021-Q1", Kind::Date, Some("2021-01-01 2021-03-31")),
            ("2021-H2", Kind::Date, Some("2021-07-01 2021-12-31")),
            ("2021-WI", Kind::Date, None),
            ("XXXX-12-25", Kind::Date, None),
            ("XXXX-WXX-2", Kind::Date, None),
            ("BC0207", Kind::Date, None),
            ("PAST_REF", Kind::Date, None),
            ("2021-12-30T15:35", Kind::Time, Some("2021-12-30 2021-12-30")),
            ("2021-12-30TMO", Kind::Time, Some("2021-12-30 2021-12-30")),
            ("T24:00", Kind::Time, None),
            ("P7Y", Kind::Duration, None),
            ("PT50M", Kind::Duration, None),
            ("P1Y6M", Kind::Duration, None),
            ("PXY", Kind::Duration, None),
            ("P1E", Kind::Duration, None),
            ("P2.5D", Kind::Duration, None),
            ("2022-03-10/2022-03-15", Kind::Date, Some("2022-03-10 2022-03-15")),
            ("2022-03-10T08:00/2022-03-10T09:30", Kind::Time, Some("2022-03-10 2022-03-10")),
        ] {
            let value = parse(text).unwrap_or_else(|why| panic!("{text}: {why}"));
            let covered = value.days.map(|(a, b)| format!("{a} {b}"));
            assert_eq!((value.kind, covered.as_deref()), (kind, days), "{text}");
        }
    }

    #[test]
    fn what_is_no_value_is_told_why() {
        for (text, why) in [
            ("2021-02-30", TimexError::Day),
            ("2021-13", TimexError::Day),
            ("2021-W60", TimexError::Week),
            ("2021-W53", TimexError::Week),
            ("2021-12-07T25:00", TimexError::Time),
            ("2022-03-15/2022-03-10", TimexError::Range),
            ("7/12/2021", TimexError::Form),
            ("7.12.2021", TimexError::Form),
            ("yesterday", TimexError::Form),
            ("P", TimexError::Form),
            ("PT", TimexError::Form),
            ("P3", TimexError::Form),
            ("PT3D", TimexError::Form),
            ("2021-12-07T", TimexError::Form),
            ("2021-12-7", TimexError::Form),
            ("21-12-07", TimexError::Form),
            ("2021-Q1-01", TimexError::Form),
            ("P3W/2021", TimexError::Form),
            ("", TimexError::Form),
            ("2021-12-07/", TimexError::Form),
        ] {
            assert_eq!(parse(text), Err(why), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_value_or_an_error(text in "([0-9X]{0,4}|-|T|P|W|/|:|\\.|BC|Q1|ổ|Y|M){0,8}") {
            if let Ok(Value { days: Some((first, last)), .. }) = parse(&text) {
                prop_assert!(first <= last);
            }
        }

        #[test]
        fn every_day_is_its_own_value(year in 1000i16..3000, month in 1i8..13, day in 1i8..29) {
            let day = civil::Date::new(year, month, day).unwrap();
            prop_assert_eq!(parse(&day.to_string()), Ok(Value { kind: Kind::Date, days: Some((day, day)) }));
        }
    }
}
