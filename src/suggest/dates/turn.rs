//! The same value one year or one week on or back, for a person who takes the neighbour of what was proposed.

use super::calendar::{self, days_on, months_on};
use crate::model::timex;
use jiff::{ToSpan, civil::Date};

/// The same day, month, quarter, season or time one year on or back; for what `weekly` says came from a weekday or a week
/// ([`super::goes_by_weeks`]), one week. A value that is a week or a weekend goes by weeks in any case. `None` where the value has no neighbour: a length, a
/// set, a reference.
pub fn turn(value: &str, forward: bool, weekly: bool) -> Option<String> {
    let by = if forward { 1 } else { -1 };
    let both = |turned: &dyn Fn(&str) -> Option<String>| match value.split_once('/') {
        Some((from, to)) => Some(format!("{}/{}", turned(from)?, turned(to)?)),
        None => turned(value),
    };
    let turned = both(&|v| {
        if weekly || v.contains("-W") && !v.contains("-WI") { weeks(v, i64::from(by)) } else { years(v, by) }
    })?;
    timex::parse(&turned).ok().map(|_| turned)
}

/// So many years on. A 29 February becomes a 28.
pub(super) fn years(value: &str, by: i16) -> Option<String> {
    let (day, time) = cut(value);
    let year: i16 = day.get(..4)?.parse().ok()?;
    let rest = day.get(4..)?;
    if !rest.is_empty() && !rest.starts_with('-') {
        return None;
    }
    if let Ok(day) = day.parse::<Date>() {
        return Some(format!("{}{time}", day.checked_add(i64::from(by).years()).ok()?));
    }
    let year = year.checked_add(by).filter(|y| (0..=9999).contains(y))?;
    Some(format!("{year:04}{rest}{time}"))
}

/// So many weeks on.
fn weeks(value: &str, by: i64) -> Option<String> {
    let (day, time) = cut(value);
    if let Ok(day) = day.parse::<Date>() {
        return Some(format!("{}{time}", days_on(day, by * 7)?));
    }
    let (first, _) = timex::parse(day).ok()?.days?;
    let end = if day.ends_with("-WE") { "-WE" } else { "" };
    if day.contains("-W") {
        return Some(format!("{}{end}", calendar::week(days_on(first, by * 7)?)));
    }
    // A month by weeks is no month: it goes by months.
    (day.len() == 7).then(|| months_on(first, by)).flatten().map(calendar::month)
}

fn cut(value: &str) -> (&str, &str) {
    value.find('T').and_then(|at| value.split_at_checked(at)).unwrap_or((value, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_and_weeks_turn() {
        for (value, weekly, next) in [
            ("2021-12-07", false, Some("2022-12-07")),
            ("2021-12-07", true, Some("2021-12-14")),
            ("2020-02-29", false, Some("2021-02-28")),
            ("2021-12", false, Some("2022-12")),
            ("2021", false, Some("2022")),
            ("2021-Q4", false, Some("2022-Q4")),
            ("2021-WI", false, Some("2022-WI")),
            ("2021-12-30T15:35", false, Some("2022-12-30T15:35")),
            ("2021-12-30TMO", true, Some("2022-01-06TMO")),
            ("2021-W52", false, Some("2022-W01")),
            ("2021-W52-WE", true, Some("2022-W01-WE")),
            ("2022-03-10/2022-03-15", false, Some("2023-03-10/2023-03-15")),
            ("XXXX-12-07", false, None),
            ("P3W", false, None),
            ("PAST_REF", false, None),
            ("XXXX-WXX-3", false, None),
            ("199", false, None),
            ("BC0207", false, None),
            ("", false, None),
        ] {
            assert_eq!(turn(value, true, weekly).as_deref(), next, "{value}");
            if let Some(next) = next.filter(|_| value != "2020-02-29") {
                assert_eq!(turn(next, false, weekly).as_deref(), Some(value), "{next}");
            }
        }
    }
}
