//! What a text itself says about where it comes from: title, outlet, URL, publication date, language.
//!
//! Only what stands there plainly counts: a line of its own, at the head or the very end. A date inside a sentence is news, not
//! the date of publication, and half a date is none.

mod stamp;

pub use stamp::is_stamp;

use super::{Metadata, Published};
use crate::text::Text;
use regex::Regex;
use std::sync::{Arc, LazyLock};
use unicode_normalization::UnicodeNormalization;

/// How much of a text's beginning is looked at, in bytes.
const HEAD: usize = 4 << 10;
/// How much of its end.
const TAIL: usize = 1 << 10;
/// A longer line is no headline.
const LONGEST_TITLE: usize = 200;

/// A fixed pattern. `None` would be a slip in the pattern itself, which the tests find; then it just matches nothing.
type Pattern = LazyLock<Option<Regex>>;

/// What a pattern's first group, or its whole match, holds in a line.
fn first_group<'a>(pattern: &Pattern, line: &'a str) -> Option<&'a str> {
    let found = pattern.as_ref()?.captures(line)?;
    found.iter().skip(1).flatten().next().or(found.get(0)).map(|m| m.as_str())
}

static ADDRESS: Pattern = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:(?:url|link|nguồn|source|địa chỉ|bài gốc|link bài gốc|đọc tại|original)\s*:\s*)?<?(https?://[^\s<>]+?)[>.,;]*$").ok()
});
/// `VOV.VN - …`
static NAMED_SITE: Pattern = LazyLock::new(|| {
    Regex::new(r"^\(?([\p{L}\d]{2,20}\.(?:VN|vn|com|COM|net|org|com\.vn|gov\.vn))\)?\s*[-–—:]\s").ok()
});
/// `(TTXVN) -`, `HÀ NỘI, 8/12 (Reuters) -`
static BYLINE: Pattern =
    LazyLock::new(|| Regex::new(r"^(?:\p{Lu}[^()]{0,60}\s)?\((\p{Lu}[\p{L}\d .&+]{1,30})\)\s*[-–—]").ok());
/// `TTXVN - …`: agencies that are known by their letters.
static AGENCY: Pattern = LazyLock::new(|| {
    Regex::new(r"^(TTXVN|VOV|VTV|VTC|VNA|TTXVN/Vietnam\+|Vietnam\+|AFP|AP|UPI|BBC|CNN|DPA|TASS|EFE|ANSA|Reuters|Xinhua|Yonhap|Kyodo|Bloomberg)\s*[-–—]\s").ok()
});
static SOURCE: Pattern = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:nguồn tin|nguồn|source|báo|outlet|publisher)\s*:\s*([\p{L}\d][\p{L}\d .&+/-]{1,40}?)\.?$").ok()
});
/// `Theo VnExpress`, `(Theo Reuters)`, alone on its line.
static AFTER: Pattern = LazyLock::new(|| {
    Regex::new(
        r"^\(?(?:Theo|According to)\s+(?:báo\s+|Báo\s+)?(\p{Lu}[\p{L}\d.&+]*(?:\s+\p{Lu}[\p{L}\d.&+]*){0,3}?)\.?\)?$",
    )
    .ok()
});
static TITLE_LABEL: Pattern = LazyLock::new(|| Regex::new(r"(?i)^(?:title|headline|tiêu đề|tít)\s*:\s*(\S.*)$").ok());

/// What stands in a text about itself. The file's name is no evidence and is not looked at.
pub fn detect(text: &Text, _file_name: &str) -> Metadata {
    let (head, tail) = lines(text.as_str());
    let is_vietnamese = is_vietnamese(text.as_str());
    let language = if is_vietnamese { Some("vi") } else { is_english(text.as_str()).then_some("en") };
    let all = || head.iter().chain(&tail).map(String::as_str);
    let url = all().find_map(|line| first_group(&ADDRESS, line));
    let body = || head.iter().skip(1).chain(&tail).map(String::as_str);
    let outlet = body()
        .find_map(|l| {
            first_group(&NAMED_SITE, l).or_else(|| first_group(&BYLINE, l)).or_else(|| first_group(&AGENCY, l))
        })
        .or_else(|| all().find_map(|line| first_group(&SOURCE, line)))
        .or_else(|| all().find_map(|line| first_group(&AFTER, line)))
        .or_else(|| url.and_then(host));
    Metadata {
        title: title(&head, is_vietnamese),
        outlet: outlet.map(|o| o.trim().into()),
        url: url.map(Into::into),
        published: stamp::published(all(), is_vietnamese),
        event: None,
        language: language.map(Into::into),
        ..Metadata::default()
    }
}

/// The date of publication that a line is, as pages show it or programs write it. Where the text is Vietnamese, days come before
/// months.
pub fn published_in(line: &str, is_vietnamese: bool) -> Option<Published> {
    stamp::published(std::iter::once(line), is_vietnamese)
}

/// The lines of the head and of the tail, composed and trimmed, without empty ones and without those cut off.
fn lines(text: &str) -> (Vec<String>, Vec<String>) {
    let split = |part: &str| -> Vec<String> {
        part.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'])
            .map(|line| line.nfc().collect::<String>().trim().to_owned())
            .collect()
    };
    let cut = text.floor_char_boundary(HEAD);
    let mut head = split(text.get(..cut).unwrap_or_default());
    let rest = text.get(cut..).unwrap_or_default();
    let mut tail = Vec::new();
    if !rest.is_empty() {
        head.pop();
        tail = split(rest.get(rest.floor_char_boundary(rest.len().saturating_sub(TAIL))..).unwrap_or_default());
        if !tail.is_empty() {
            tail.remove(0);
        }
    }
    head.retain(|line| !line.is_empty());
    tail.retain(|line| !line.is_empty());
    (head, tail)
}

/// The first line that is not about something else, if it is short enough for a headline.
fn title(head: &[String], is_vietnamese: bool) -> Option<Arc<str>> {
    let mut lines = head.iter().map(String::as_str).take(5);
    let line = lines.find(|line| {
        first_group(&ADDRESS, line).is_none() && first_group(&SOURCE, line).is_none() && !is_stamp(line, is_vietnamese)
    })?;
    let line = first_group(&TITLE_LABEL, line).unwrap_or(line);
    (line.chars().count() <= LONGEST_TITLE && line.chars().any(char::is_alphanumeric)).then(|| line.into())
}

/// The site of an address: its host without `www.`.
fn host(url: &str) -> Option<&str> {
    let host = url.split("://").nth(1)?.split(['/', '?', '#', ':']).next()?;
    let host = host.rsplit('@').next()?;
    let host = host.strip_prefix("www.").or_else(|| host.strip_prefix("m.")).unwrap_or(host);
    (host.contains('.')).then_some(host)
}

/// How much of a text is read to tell its language, in bytes.
const SAMPLE: usize = 16 << 10;

fn sample(text: &str) -> &str {
    text.get(..text.floor_char_boundary(SAMPLE)).unwrap_or(text)
}

/// Whether a text is Vietnamese: whether at least one letter in sixteen is one that only Vietnamese has.
///
/// Running Vietnamese has three times as many, names in an English text far fewer. Both Unicode forms are known; Vietnamese
/// written without its marks is not.
pub fn is_vietnamese(text: &str) -> bool {
    let (mut letters, mut own) = (0, 0);
    for c in sample(text).nfc().filter(|c| c.is_alphabetic()) {
        letters += 1;
        own += usize::from(matches!(c, 'đ' | 'Đ' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | '\u{1EA0}'..='\u{1EF9}'));
    }
    own * 16 >= letters && own > 0
}

/// Whether a text is English: Latin letters, and at least one word in ten is one of the commonest.
fn is_english(text: &str) -> bool {
    const COMMON: [&str; 16] =
        ["the", "of", "and", "to", "in", "said", "that", "is", "was", "for", "on", "he", "it", "with", "by", "from"];
    let (mut words, mut common) = (0, 0);
    for word in sample(text).split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        words += 1;
        common += usize::from(COMMON.iter().any(|c| word.eq_ignore_ascii_case(c)));
    }
    let letters = sample(text).chars().filter(|c| c.is_alphabetic());
    let foreign = letters.filter(|c| !c.is_ascii()).count();
    common >= 3 && common * 10 >= words && foreign <= words
}

#[cfg(test)]
mod tests;
