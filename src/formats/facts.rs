//! What files say of an article in words of their own: names of fields, dates in many forms, languages.

use super::DocAbout;
use crate::model::{Published, published_in};
use jiff::{Timestamp, tz::TimeZone};

/// The names that other people's files have for what we know of an article, small and without `_`, `-` and blanks. Where a file
/// has several for one thing, the first counts.
const NAMES: [(&str, &[&str]); 6] = [
    ("title", &["title", "headline", "articletitle"]),
    ("url", &["url", "link", "articleurl", "canonicalurl", "sourceurl", "originalurl", "weburl", "permalink"]),
    (
        "outlet",
        &[
            "outlet",
            "publisher",
            "source",
            "site",
            "sitename",
            "sourcename",
            "sourcedomain",
            "newspaper",
            "publication",
        ],
    ),
    (
        "published",
        &[
            "published",
            "datepublished",
            "publishdate",
            "datepublish",
            "publisheddate",
            "publishedat",
            "publishedtime",
            "publishtime",
            "publicationdate",
            "pubdate",
            "date",
            "datetime",
            "time",
            "timestamp",
        ],
    ),
    ("event", &["event", "topic"]),
    ("language", &["language", "lang", "inlanguage"]),
];

/// A field's name as it is compared: small, without `_`, `-` and blanks.
pub fn plain_name(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

/// What is known of an article from a file's own fields. Blank values say nothing; what has no field of ours, or cannot be
/// read as one, is kept under its own name. Days such as 5/2/2026 are read as in Vietnam where the text is Vietnamese.
pub fn about(fields: Vec<(String, String)>, is_vietnamese: bool) -> DocAbout {
    let mut about = DocAbout::default();
    let mut left: Vec<(String, String, String)> = fields
        .into_iter()
        .filter(|(name, value)| !name.trim().is_empty() && !value.trim().is_empty())
        .map(|(name, value)| (plain_name(&name), name, value))
        .collect();
    for (ours, theirs) in NAMES {
        let readable = theirs.iter().find_map(|name| {
            let at = left.iter().position(|(plain, _, value)| plain == name && fits(ours, value, is_vietnamese))?;
            Some(left.remove(at).2)
        });
        let Some(value) = readable else { continue };
        let m = &mut about.metadata;
        match ours {
            "published" => m.published = published(&value, is_vietnamese),
            "language" => m.language = language(&value).map(Into::into),
            _ => about.take(ours, value.trim()),
        }
    }
    for (_, name, value) in left {
        about.metadata.more.insert(name.as_str().into(), value.as_str().into());
    }
    about
}

fn fits(ours: &str, value: &str, is_vietnamese: bool) -> bool {
    let is_address = value.trim().starts_with("http://") || value.trim().starts_with("https://");
    match ours {
        "published" => published(value, is_vietnamese).is_some(),
        "language" => language(value).is_some(),
        // An address is nobody's name.
        "outlet" => !is_address,
        _ => true,
    }
}

/// A moment of publication in one of the many forms it has in files: ISO 8601, RFC 2822, seconds since 1970, or as pages show it.
/// It is kept to the minute.
pub fn published(value: &str, is_vietnamese: bool) -> Option<Published> {
    let value = value.trim();
    if let Ok(published) = Published::parse(value) {
        return Some(published);
    }
    if value.bytes().all(|b| b.is_ascii_digit()) {
        let number = value.parse::<i64>().ok()?;
        return match value.len() {
            8 => {
                Published::parse(&format!("{:04}-{:02}-{:02}", number / 10_000, number / 100 % 100, number % 100)).ok()
            }
            10 => moment(Timestamp::from_second(number).ok()?),
            13 => moment(Timestamp::from_millisecond(number).ok()?),
            _ => None,
        };
    }
    published_in(value, is_vietnamese)
}

fn moment(at: Timestamp) -> Option<Published> {
    let at = at.to_zoned(TimeZone::UTC);
    Published::parse(&format!("{} {:02}:{:02} +00:00", at.date(), at.hour(), at.minute())).ok()
}

/// A language as an ISO 639 code: from a tag such as `vi-VN` or `en_US`, or its name.
pub fn language(tag: &str) -> Option<String> {
    let tag = tag.trim().to_lowercase();
    match tag.as_str() {
        "vietnamese" | "tiếng việt" => return Some("vi".into()),
        "english" | "tiếng anh" => return Some("en".into()),
        _ => {}
    }
    let first = tag.split(['-', '_']).next()?;
    let is_code = matches!(first.len(), 2 | 3) && first.bytes().all(|b| b.is_ascii_lowercase());
    let first = match first {
        "vie" => "vi",
        "eng" => "en",
        other => other,
    };
    is_code.then(|| first.to_owned())
}
