//! The Vietnamese lunar calendar: new moons and the sun's longitude after Jean Meeus, *Astronomical Algorithms*, for the zone UTC+7.
//!
//! A month begins on the day of a new moon. The eleventh month holds the winter solstice; where thirteen months lie between
//! two of them, the first without one of the twelve principal terms is a leap month.

use jiff::civil::Date;

/// Julian day number of 1 January 1970.
const EPOCH: i64 = 2_440_588;
/// Vietnam is ahead of UTC by this part of a day. (Before 1968 the almanacs were made for other zones: dates may differ by a day.)
const ZONE: f64 = 7.0 / 24.0;
/// The mean time from new moon to new moon, in days.
const MONTH: f64 = 29.530_588_861;

fn julian(day: Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    EPOCH + i64::from(day.since(epoch).map(|s| s.get_days()).unwrap_or_default())
}

fn civil(julian: i64) -> Option<Date> {
    super::calendar::days_on(jiff::civil::date(1970, 1, 1), julian - EPOCH)
}

/// The day of the new moon with that number, counted from January 1900.
fn new_moon(k: i64) -> i64 {
    #[expect(clippy::cast_precision_loss, reason = "a count of months since 1900 is small")]
    let k = k as f64;
    let t = k / 1236.85;
    let (t2, t3) = (t * t, t * t * t);
    let mean = 2_415_020.759_33 + 29.530_588_68 * k + 0.000_117_8 * t2 - 0.000_000_155 * t3
        + 0.000_33 * (166.56 + 132.87 * t - 0.009_173 * t2).to_radians().sin();
    let sun = (359.2242 + 29.105_356_08 * k - 0.000_033_3 * t2 - 0.000_003_47 * t3).to_radians();
    let moon = (306.0253 + 385.816_918_06 * k + 0.010_730_6 * t2 + 0.000_012_36 * t3).to_radians();
    let node = (21.2964 + 390.670_506_46 * k - 0.001_652_8 * t2 - 0.000_002_39 * t3).to_radians();
    let correction = (0.1734 - 0.000_393 * t) * sun.sin() + 0.0021 * (2.0 * sun).sin() - 0.4068 * moon.sin()
        + 0.0161 * (2.0 * moon).sin()
        - 0.0004 * (3.0 * moon).sin()
        + 0.0104 * (2.0 * node).sin()
        - 0.0051 * (sun + moon).sin()
        - 0.0074 * (sun - moon).sin()
        + 0.0004 * (2.0 * node + sun).sin()
        - 0.0004 * (2.0 * node - sun).sin()
        - 0.0006 * (2.0 * node + moon).sin()
        + 0.0010 * (2.0 * node - moon).sin()
        + 0.0005 * (sun + 2.0 * moon).sin();
    // The difference between the clock and the even time of the planets.
    let delay = if t < -11.0 {
        0.001 + 0.000_839 * t + 0.000_226_1 * t2 - 0.000_008_45 * t3 - 0.000_000_081 * t * t3
    } else {
        -0.000_278 + 0.000_265 * t + 0.000_262 * t2
    };
    whole(mean + correction - delay + 0.5 + ZONE)
}

#[expect(clippy::cast_possible_truncation, reason = "days of the years that a date can have are small")]
fn whole(days: f64) -> i64 {
    days.floor() as i64
}

/// Which twelfth of its year's way the sun is in as a day begins: 0 from the spring equinox.
fn sun_at(day: i64) -> i64 {
    #[expect(clippy::cast_precision_loss, reason = "a day's number is small")]
    let t = (day as f64 - 2_451_545.5 - ZONE) / 36_525.0;
    let t2 = t * t;
    let anomaly = (357.529_10 + 35_999.050_30 * t - 0.000_155_9 * t2 - 0.000_000_48 * t * t2).to_radians();
    let mean = 280.466_45 + 36_000.769_83 * t + 0.000_303_2 * t2;
    let centre = (1.914_600 - 0.004_817 * t - 0.000_014 * t2) * anomaly.sin()
        + (0.019_993 - 0.000_101 * t) * (2.0 * anomaly).sin()
        + 0.000_290 * (3.0 * anomaly).sin();
    whole((mean + centre).rem_euclid(360.0) / 30.0)
}

/// The number and the first day of the month that holds the winter solstice of a year.
fn eleventh(year: i16) -> Option<(i64, i64)> {
    let last = julian(super::calendar::date(year, 12, 31)?);
    #[expect(clippy::cast_precision_loss, reason = "a day's number is small")]
    let k = whole((last as f64 - 2_415_021.076_998_695) / MONTH);
    // The estimate may be one too many or too few.
    let k = (k - 1..=k + 1).rev().find(|k| new_moon(*k) <= last)?;
    let k = if sun_at(new_moon(k)) >= 9 { k - 1 } else { k };
    Some((k, new_moon(k)))
}

/// The solar day of a day of the lunar calendar; the regular month where there is a leap one too.
pub(super) fn solar(year: i16, month: u8, day: u8) -> Option<Date> {
    if !(1..=12).contains(&month) || !(1..=30).contains(&day) || !(1800..=2199).contains(&year) {
        return None;
    }
    let from = if month < 11 { year - 1 } else { year };
    let (first, start) = eleventh(from)?;
    let (_, end) = eleventh(from + 1)?;
    let mut offset = (i64::from(month) - 11).rem_euclid(12);
    if end - start > 365 {
        // The month after the first one whose beginning and end lie in the same twelfth.
        let leap = (1..14).find(|i| sun_at(new_moon(first + i)) == sun_at(new_moon(first + i + 1)))?;
        offset += i64::from(offset >= leap);
    }
    let (begin, next) = (new_moon(first + offset), new_moon(first + offset + 1));
    let at = begin + i64::from(day) - 1;
    if at < next { civil(at) } else { None }
}

/// The last day of a lunar year: New Year's Eve.
pub(super) fn eve(year: i16) -> Option<Date> {
    super::calendar::days_on(solar(year, 1, 1)?, -1)
}

/// The lunar year that a day lies in.
pub(super) fn year(day: Date) -> i16 {
    match solar(day.year(), 1, 1) {
        Some(new_year) if day < new_year => day.year() - 1,
        _ => day.year(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_years_and_feasts_of_the_almanacs() {
        for (lunar, day) in [
            ((2019, 1, 1), "2019-02-05"),
            ((2020, 1, 1), "2020-01-25"),
            ((2021, 1, 1), "2021-02-12"),
            ((2022, 1, 1), "2022-02-01"),
            ((2023, 1, 1), "2023-01-22"),
            ((2024, 1, 1), "2024-02-10"),
            ((2025, 1, 1), "2025-01-29"),
            ((2026, 1, 1), "2026-02-17"),
            // A day earlier than in China.
            ((1985, 1, 1), "1985-01-21"),
            ((2007, 1, 1), "2007-02-17"),
            ((2030, 1, 1), "2030-02-02"),
            // After leap months: the second of 2023, the fourth of 2020, the sixth of 2025.
            ((2023, 3, 10), "2023-04-29"),
            ((2023, 8, 15), "2023-09-29"),
            ((2020, 8, 15), "2020-10-01"),
            ((2025, 8, 15), "2025-10-06"),
            ((2024, 3, 10), "2024-04-18"),
            ((2022, 3, 10), "2022-04-10"),
            ((2024, 12, 23), "2025-01-22"),
            ((2021, 5, 5), "2021-06-14"),
            ((2024, 1, 15), "2024-02-24"),
        ] {
            let (y, m, d) = lunar;
            assert_eq!(solar(y, m, d).map(|d| d.to_string()).as_deref(), Some(day), "{lunar:?}");
        }
        assert_eq!(eve(2026).map(|d| d.to_string()).as_deref(), Some("2026-02-16"));
        assert_eq!(year(jiff::civil::date(2026, 2, 16)), 2025);
    }

    #[test]
    fn months_of_a_year_follow_one_another() {
        for year in 1900..2100 {
            for month in 1..=12 {
                let first = solar(year, month, 1).unwrap();
                let last = solar(year, month, 30).or_else(|| solar(year, month, 29)).unwrap();
                assert!(last > first && julian(last) - julian(first) < 30);
            }
        }
    }
}
