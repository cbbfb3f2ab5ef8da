//! Lines that are nothing but a date of publication.

use super::Pattern;
use crate::model::Published;
use regex::{Captures, Regex};
use std::sync::LazyLock;

static ISO: Pattern = LazyLock::new(|| Regex::new(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:T|\b)").ok());
static NUMBERS: Pattern = LazyLock::new(|| Regex::new(r"\b(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?[-/.]\s?(\d{4})\b").ok());
static VIETNAMESE: Pattern =
    LazyLock::new(|| Regex::new(r"(?i)\b(\d{1,2})\s+tháng\s+(\d{1,2})\s*(?:[,/-]|\s)\s*(?:năm\s+)?(\d{4})\b").ok());
static DAY_MONTH: Pattern = LazyLock::new(|| {
    Regex::new(r"(?i)\b(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+(\d{4})\b").ok()
});
static MONTH_DAY: Pattern = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b",
    )
    .ok()
});
static CLOCK: Pattern = LazyLock::new(|| {
    Regex::new(r"(?i)\b(\d{1,2})(?:\s?[:h]\s?(\d{2})(?::\d{2}(?:\.\d+)?)?|h|\s+giờ(?:\s+(\d{1,2})(?:\s+phút)?)?)(?:\s?(am|pm|a\.m\.?|p\.m\.?|sa|ch)\b)?").ok()
});
static ZONE: Pattern = LazyLock::new(|| {
    Regex::new(r"(?i)(?:\b(?:gmt|utc)\s?)?([+-])\s?(\d{1,2})(?::?(\d{2}))?\b|\b(gmt|utc|ict|est|edt|cst|cdt|mst|mdt|pst|pdt|bst|cet|cest|msk|jst|kst|z)\b|\bgiờ (?:việt nam|hà nội)\b").ok()
});
/// What may stand beside a date in a stamp: what kind it is, the day of the week, and what joins the parts.
static AROUND: Pattern = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)\b(?:first published|published|posted|updated|last updated|last modified|modified|date|time|issued|on|at|of|local time|",
        r"cập nhật lần cuối|cập nhật|ngày đăng|ngày xuất bản|ngày cập nhật|đăng ngày|đăng lúc|đăng tải|đăng|xuất bản|thời gian|ngày|lúc|vào|hồi|giờ|",
        r"thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|cn|t[2-7]|",
        r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)\b"
    ))
    .ok()
});
static UPDATED: Pattern = LazyLock::new(|| Regex::new(r"(?i)\b(?:updated|modified|cập nhật)\b").ok());
static PUBLISHED: Pattern = LazyLock::new(|| Regex::new(r"(?i)\b(?:published|posted|đăng|xuất bản)\b").ok());

/// The first stamp that says it is of the publication, else the first that says nothing, else one of an update.
pub(super) fn published<'a>(lines: impl Iterator<Item = &'a str>, is_vietnamese: bool) -> Option<Published> {
    let found = lines.filter_map(|line| Some((rank(line), stamp(line, is_vietnamese)?.1?)));
    found.min_by_key(|(rank, _)| *rank).map(|(_, published)| published)
}

fn rank(line: &str) -> u8 {
    let is = |pattern: &Pattern| pattern.as_ref().is_some_and(|p| p.is_match(line));
    if is(&PUBLISHED) { 0 } else { 1 + u8::from(is(&UPDATED)) }
}

/// Whether a line is a stamp, even one whose day cannot be told.
pub fn is_stamp(line: &str, is_vietnamese: bool) -> bool {
    stamp(line, is_vietnamese).is_some()
}

/// Takes a stamp apart: the line without it, and the date it gives, if that can be told.
fn stamp(line: &str, is_vietnamese: bool) -> Option<(String, Option<Published>)> {
    if line.chars().count() > 120 || !line.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut rest = line.to_owned();
    let day = date(&mut rest, is_vietnamese)?;
    let clock = take(&mut rest, &CLOCK, clock).flatten();
    let zone = take(&mut rest, &ZONE, zone).flatten();
    let left = AROUND.as_ref()?.replace_all(&rest, " ");
    if left.contains(char::is_alphanumeric) {
        return None;
    }
    let published = day.and_then(|(y, m, d)| {
        let mut text = format!("{y:04}-{m:02}-{d:02}");
        if let Some((h, min)) = clock {
            text.push_str(&format!(" {h:02}:{min:02}"));
        }
        if let Some(zone) = zone {
            text.push_str(&format!(" {zone}"));
        }
        Published::parse(&text).ok()
    });
    Some((left.into_owned(), published))
}

/// Removes a pattern's first match from a line and reads it.
fn take<T>(line: &mut String, pattern: &Pattern, read: impl Fn(&Captures<'_>) -> T) -> Option<T> {
    let captures = pattern.as_ref()?.captures(line)?;
    let value = read(&captures);
    let range = captures.get(0)?.range();
    line.replace_range(range, " ");
    Some(value)
}

fn number(captures: &Captures<'_>, group: usize) -> Option<u32> {
    captures.get(group)?.as_str().parse().ok()
}

fn month(captures: &Captures<'_>, group: usize) -> Option<u32> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let name = captures.get(group)?.as_str();
    let at = MONTHS.iter().position(|m| m.eq_ignore_ascii_case(name))?;
    u32::try_from(at + 1).ok()
}

type Day = (u32, u32, u32);

/// Removes the date from a line. `Some(None)`: there is one, but it cannot be told which day it is.
fn date(line: &mut String, is_vietnamese: bool) -> Option<Option<Day>> {
    let all =
        |y: Option<u32>, m: Option<u32>, d: Option<u32>| Some((y?, m?, d?)).filter(|(y, ..)| (1900..=2100).contains(y));
    take(line, &ISO, |c| all(number(c, 1), number(c, 2), number(c, 3)))
        .or_else(|| take(line, &VIETNAMESE, |c| all(number(c, 3), number(c, 2), number(c, 1))))
        .or_else(|| take(line, &DAY_MONTH, |c| all(number(c, 3), month(c, 2), number(c, 1))))
        .or_else(|| take(line, &MONTH_DAY, |c| all(number(c, 3), month(c, 1), number(c, 2))))
        .or_else(|| {
            take(line, &NUMBERS, |c| {
                let (a, b, y) = (number(c, 1)?, number(c, 3)?, number(c, 4));
                // With stops between, the day is first everywhere; with slashes not in America.
                let day_first = is_vietnamese || a > 12 || a == b || c.get(2).is_some_and(|s| s.as_str() == ".");
                if day_first {
                    all(y, Some(b), Some(a))
                } else if b > 12 {
                    all(y, Some(a), Some(b))
                } else {
                    None
                }
            })
        })
}

fn clock(c: &Captures<'_>) -> Option<(u32, u32)> {
    let hour = number(c, 1)?;
    let minute = number(c, 2).or(number(c, 3)).unwrap_or(0);
    let half = c.get(4).map(|h| h.as_str().to_ascii_lowercase());
    let hour = match half.as_deref() {
        None => hour,
        Some(h) if h.starts_with('a') || h == "sa" => hour % 12,
        Some(_) => hour % 12 + 12,
    };
    (hour < 24 && minute < 60).then_some((hour, minute))
}

fn zone(c: &Captures<'_>) -> Option<String> {
    if let Some(sign) = c.get(1) {
        let (hours, minutes) = (number(c, 2)?, number(c, 3).unwrap_or(0));
        return Some(format!("{}{hours:02}:{minutes:02}", sign.as_str()));
    }
    let offset = match c.get(4).map(|z| z.as_str().to_ascii_lowercase()).as_deref() {
        None | Some("ict") => "+07:00",
        Some("gmt" | "utc" | "z") => "+00:00",
        Some("bst" | "cet") => "+01:00",
        Some("cest") => "+02:00",
        Some("msk") => "+03:00",
        Some("jst" | "kst") => "+09:00",
        Some("edt") => "-04:00",
        Some("est" | "cdt") => "-05:00",
        Some("cst" | "mdt") => "-06:00",
        Some("mst" | "pdt") => "-07:00",
        Some("pst") => "-08:00",
        Some(_) => return None,
    };
    Some(offset.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_is_one() {
        for pattern in
            [&ISO, &NUMBERS, &VIETNAMESE, &DAY_MONTH, &MONTH_DAY, &CLOCK, &ZONE, &AROUND, &UPDATED, &PUBLISHED]
        {
            assert!(pattern.is_some());
        }
    }

    #[test]
    fn stamps_are_read() {
        for (line, vietnamese, expected) in [
            ("Thứ Ba, 07/12/2021, 15:35 (GMT+7)", true, "2021-12-07 15:35 +07:00"),
            ("Thứ hai, 6/9/2021 | 09:05", true, "2021-09-06 09:05"),
            ("08/12/2021 09:12", true, "2021-12-08 09:12"),
            ("08-12-2021 - 9h12", true, "2021-12-08 09:12"),
            ("Cập nhật: 15 giờ 35 phút, ngày 8 tháng 12 năm 2021", true, "2021-12-08 15:35"),
            ("Ngày 8 tháng 12, 2021", true, "2021-12-08"),
            ("Chủ Nhật, ngày 05/09/2021 06:00 SA", true, "2021-09-05 06:00"),
            ("(7/12/2021)", true, "2021-12-07"),
            ("Published: 8 December 2021, 09:30 GMT", false, "2021-12-08 09:30 +00:00"),
            ("December 8, 2021", false, "2021-12-08"),
            ("Wed, Dec. 8th, 2021 at 3:35 p.m. EST", false, "2021-12-08 15:35 -05:00"),
            ("2021-12-08", false, "2021-12-08"),
            ("2021-12-08T09:30:15+07:00", false, "2021-12-08 09:30 +07:00"),
            ("2021-12-08T09:30:15Z", false, "2021-12-08 09:30 +00:00"),
            ("12/31/2021", false, "2021-12-31"),
            ("31/12/2021", false, "2021-12-31"),
            ("8.12.2021 12:30 AM", false, "2021-12-08 00:30"),
        ] {
            let found = stamp(line, vietnamese).and_then(|(_, p)| p).map(|p| p.to_string());
            assert_eq!(found.as_deref(), Some(expected), "{line}");
        }
    }

    #[test]
    fn what_is_no_stamp_or_no_whole_date_is_not() {
        for (line, vietnamese) in [
            ("Ngày 8/12/2021, nước rút khỏi ba bản.", true),
            ("Hồ tràn ngày 8 tháng 12 năm 2021", true),
            ("The dam broke on December 8, 2021", false),
            ("8/12", true),
            ("Tháng 12/2021", true),
            ("December 2021", false),
            ("15:35", true),
            ("08/12/2021", false),
            ("31/02/2021", true),
            ("12/31/2021", true),
            ("Gọi 0912 345 678", true),
        ] {
            let found = stamp(line, vietnamese).and_then(|(_, p)| p);
            assert_eq!(found, None, "{line}");
        }
    }

    #[test]
    fn a_publication_is_before_an_update() {
        let lines = ["Updated 10 December 2021", "9 December 2021", "Posted: 8 December 2021"];
        let found = |lines: &[&str]| published(lines.iter().copied(), false).map(|p| p.to_string());
        assert_eq!(found(&lines).as_deref(), Some("2021-12-08"));
        assert_eq!(found(&lines[..2]).as_deref(), Some("2021-12-09"));
        assert_eq!(found(&lines[..1]).as_deref(), Some("2021-12-10"));
    }
}
