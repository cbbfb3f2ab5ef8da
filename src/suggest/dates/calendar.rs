//! The calendar: days, weeks and months counted on and back, and how they are written as values.

use jiff::{Span, civil::Date};

/// A unit of time, from the smallest to the largest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    Millennium,
}

impl Unit {
    /// The unit of a code in the lists of words: that of a duration, with `T` before units of the clock.
    pub fn of(code: &str) -> Option<Self> {
        Some(match code {
            "TS" => Unit::Second,
            "TM" => Unit::Minute,
            "TH" => Unit::Hour,
            "D" => Unit::Day,
            "W" => Unit::Week,
            "M" => Unit::Month,
            "Q" => Unit::Quarter,
            "Y" => Unit::Year,
            "E" => Unit::Decade,
            "C" => Unit::Century,
            "L" => Unit::Millennium,
            _ => return None,
        })
    }

    /// Whether it is a unit of the clock.
    pub fn is_clock(self) -> bool {
        self < Unit::Day
    }

    fn letter(self) -> char {
        match self {
            Unit::Second => 'S',
            Unit::Minute | Unit::Month => 'M',
            Unit::Hour => 'H',
            Unit::Day => 'D',
            Unit::Week => 'W',
            Unit::Quarter => 'Q',
            Unit::Year => 'Y',
            Unit::Decade => 'E',
            Unit::Century => 'C',
            Unit::Millennium => 'L',
        }
    }
}

/// How much of a unit, in thousandths; `None` for some.
pub(super) type Amount = Option<u64>;

/// A length as a value: `P3W`, `PT1H30M`, `PXY`.
pub(super) fn length(parts: &[(Amount, Unit)]) -> String {
    let mut text = String::from("P");
    let mut clock = false;
    for (amount, unit) in parts {
        if unit.is_clock() && !clock {
            text.push('T');
            clock = true;
        }
        match amount {
            None => text.push('X'),
            Some(n) if n % 1000 == 0 => text.push_str(&(n / 1000).to_string()),
            Some(n) => text.push_str(format!("{}.{:03}", n / 1000, n % 1000).trim_end_matches('0')),
        }
        text.push(unit.letter());
    }
    text
}

/// The day so many days on.
pub(super) fn days_on(day: Date, days: i64) -> Option<Date> {
    day.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// The first day of the month so many months on.
pub(super) fn months_on(day: Date, months: i64) -> Option<Date> {
    same_day_months_on(day.first_of_month(), months)
}

/// The same day so many months on, or the last of that month.
pub(super) fn same_day_months_on(day: Date, months: i64) -> Option<Date> {
    day.checked_add(Span::new().try_months(months).ok()?).ok()
}

/// The Monday of a day's week.
pub(super) fn monday(day: Date) -> Option<Date> {
    days_on(day, -i64::from(day.weekday().to_monday_zero_offset()))
}

/// The number of a day's weekday: Monday is 1.
pub(super) fn weekday(day: Date) -> u8 {
    day.weekday().to_monday_one_offset().unsigned_abs()
}

/// A day's week: `2023-W11`.
pub(super) fn week(day: Date) -> String {
    let iso = day.iso_week_date();
    format!("{:04}-W{:02}", iso.year(), iso.week())
}

/// A day's month: `2023-03`.
pub(super) fn month(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// A day's quarter: `2023-Q1`.
pub(super) fn quarter(day: Date) -> String {
    format!("{:04}-Q{}", day.year(), (day.month() + 2) / 3)
}

/// That day, if there is one.
pub(super) fn date(year: i16, month: u8, day: u8) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Easter Sunday of a year of the Gregorian calendar (the rule of Meeus, Jones and Butcher).
pub(super) fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    date(year, u8::try_from(n / 31).ok()?, u8::try_from(n % 31 + 1).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths() {
        assert_eq!(length(&[(Some(3000), Unit::Week)]), "P3W");
        assert_eq!(length(&[(Some(1000), Unit::Hour), (Some(30_000), Unit::Minute)]), "PT1H30M");
        assert_eq!(length(&[(None, Unit::Year)]), "PXY");
        assert_eq!(length(&[(Some(2500), Unit::Year)]), "P2.5Y");
        assert_eq!(length(&[(Some(1000), Unit::Day), (Some(2000), Unit::Hour)]), "P1DT2H");
    }

    #[test]
    fn easter_is_known() {
        for day in ["2021-04-04", "2024-03-31", "2025-04-20", "2000-04-23", "1999-04-04"] {
            let day: Date = day.parse().unwrap();
            assert_eq!(easter(day.year()), Some(day));
        }
    }
}
