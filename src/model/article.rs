//! An article's name in its project, and what is known about it.

use jiff::civil;
use std::{collections::BTreeMap, sync::Arc};

/// An article's path below the articles' folder, with `/` between folders, such as `dam/river-post.txt`.
///
/// A key never leads out of the project: no absolute path, no `.` or `..`, no empty part, no backslash, no control character.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleKey(Arc<str>);

/// Why a text is no article key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no path inside the project")]
pub struct KeyError(pub String);

impl ArticleKey {
    /// Checks a relative path.
    ///
    /// # Errors
    /// [`KeyError`] where it could lead out of the project.
    pub fn new(path: &str) -> Result<Self, KeyError> {
        let bad_part = |part: &str| part.is_empty() || part == "." || part == "..";
        let bad_char = |c: char| c == '\\' || c.is_control();
        let drive = path.as_bytes().get(1) == Some(&b':');
        if path.split('/').any(bad_part) || path.contains(bad_char) || drive {
            return Err(KeyError(path.escape_default().to_string()));
        }
        Ok(ArticleKey(path.into()))
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file's name, without the folders.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The folders, without the file's name; empty at the top.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The key without its `.txt`: the stem of the files that belong to the article. Any other ending stays, so that
    /// `a.txt` and `a.TXT` never share a file.
    pub fn stem(&self) -> &str {
        self.0.strip_suffix(".txt").filter(|s| !s.is_empty() && !s.ends_with('/')).unwrap_or(&self.0)
    }
}

impl std::fmt::Display for ArticleKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// When an article was published: a day, perhaps a time, perhaps a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The day in the article's own zone.
    pub date: civil::Date,
    /// The local time, to the minute.
    pub time: Option<civil::Time>,
    /// An offset such as `+07:00`, or a name such as `Asia/Ho_Chi_Minh`.
    pub zone: Option<Arc<str>>,
}

/// Why a text is no publication date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentences say it")]
pub enum PublishedError {
    #[error("write the day as 2021-12-08, if wanted with the time as 2021-12-08 15:35")]
    Form,
    #[error("there is no such day or time")]
    Calendar,
    #[error("write the zone as +07:00 or as Asia/Ho_Chi_Minh")]
    Zone,
}

impl Published {
    /// Reads `2021-12-08`, `2021-12-08 15:35`, `2021-12-08T15:35`, each with or without a zone after a blank.
    ///
    /// # Errors
    /// [`PublishedError`] says what the form is.
    pub fn parse(text: &str) -> Result<Self, PublishedError> {
        let text = text.trim().replacen('T', " ", 1);
        let mut parts = text.split_whitespace();
        let day = parts.next().ok_or(PublishedError::Form)?;
        let [y, m, d] = numbers::<3>(day, '-').ok_or(PublishedError::Form)?;
        let date = i16::try_from(y)
            .ok()
            .zip(i8::try_from(m).ok().zip(i8::try_from(d).ok()))
            .and_then(|(y, (m, d))| civil::Date::new(y, m, d).ok())
            .ok_or(PublishedError::Calendar)?;
        let mut rest = parts.next();
        let mut time = None;
        if let Some(clock) = rest.filter(|r| r.starts_with(|c: char| c.is_ascii_digit())) {
            // A zone may stand right behind the time, as in RFC 3339.
            let cut = clock.find(['+', 'Z']).or_else(|| clock.rfind('-'));
            let (clock, zone) = clock.split_at(cut.unwrap_or(clock.len()));
            let clock = clock.strip_suffix(":00").filter(|c| c.matches(':').count() == 1).unwrap_or(clock);
            let [h, min] = numbers::<2>(clock, ':').ok_or(PublishedError::Form)?;
            time = Some(
                i8::try_from(h)
                    .ok()
                    .zip(i8::try_from(min).ok())
                    .and_then(|(h, m)| civil::Time::new(h, m, 0, 0).ok())
                    .ok_or(PublishedError::Calendar)?,
            );
            rest = if zone.is_empty() { parts.next() } else { Some(zone) };
        }
        let zone = rest.map(zone).transpose()?;
        if parts.next().is_some() {
            return Err(PublishedError::Form);
        }
        Ok(Published { date, time, zone })
    }
}

impl std::fmt::Display for Published {
    /// The form that [`Published::parse`] reads.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.date)?;
        if let Some(time) = self.time {
            write!(f, " {:02}:{:02}", time.hour(), time.minute())?;
        }
        if let Some(zone) = &self.zone {
            write!(f, " {zone}")?;
        }
        Ok(())
    }
}

fn numbers<const N: usize>(text: &str, between: char) -> Option<[u32; N]> {
    let all: Option<Vec<u32>> = text
        .split(between)
        .map(|p| if p.len() <= 4 && p.bytes().all(|b| b.is_ascii_digit()) { p.parse().ok() } else { None })
        .collect();
    all?.try_into().ok()
}

fn zone(text: &str) -> Result<Arc<str>, PublishedError> {
    if text == "Z" {
        return Ok("+00:00".into());
    }
    if let Some(digits) = text.strip_prefix(['+', '-']) {
        let [h, m] = match digits.len() {
            5 => numbers::<2>(digits, ':'),
            4 => digits.get(..2).zip(digits.get(2..)).and_then(|(h, m)| Some([h.parse().ok()?, m.parse().ok()?])),
            _ => digits.parse().ok().map(|h| [h, 0]),
        }
        .ok_or(PublishedError::Zone)?;
        if h > 14 || m > 59 {
            return Err(PublishedError::Zone);
        }
        let sign = if text.starts_with('-') { '-' } else { '+' };
        return Ok(format!("{sign}{h:02}:{m:02}").into());
    }
    let named = text == "UTC"
        || text.contains('/') && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+'));
    if named { Ok(text.into()) } else { Err(PublishedError::Zone) }
}

/// What is known about an article. Each field may be unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Its name in the corpus that it was imported from, by which exports call it.
    pub id: Option<Arc<str>>,
    /// Its headline.
    pub title: Option<Arc<str>>,
    /// Who published it.
    pub outlet: Option<Arc<str>>,
    /// Where it was published.
    pub url: Option<Arc<str>>,
    /// When it was published.
    pub published: Option<Published>,
    /// The event it tells of: articles with the same event form a group.
    pub event: Option<Arc<str>>,
    /// Its language as an ISO 639-1 code, such as `vi`.
    pub language: Option<Arc<str>>,
    /// What else is known of it, by name: what an import brought and the fields above do not hold.
    pub more: BTreeMap<Arc<str>, Arc<str>>,
    /// Lines that are not article text but came with the page: left out of exports.
    pub noise: Vec<Line>,
    /// Lines of which a person said that they are article text, so that they are not proposed as noise again.
    pub body: Vec<Line>,
}

/// A line of an article, known by its words too, so that it is found again when others were put before it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// Which line, from 1.
    pub number: usize,
    /// Its words, without the line end.
    pub words: Arc<str>,
}

impl Metadata {
    /// These fields, and where one is unknown, the other's.
    pub fn or(&self, other: &Metadata) -> Metadata {
        Metadata {
            id: self.id.clone().or_else(|| other.id.clone()),
            more: if self.more.is_empty() { other.more.clone() } else { self.more.clone() },
            title: self.title.clone().or_else(|| other.title.clone()),
            outlet: self.outlet.clone().or_else(|| other.outlet.clone()),
            url: self.url.clone().or_else(|| other.url.clone()),
            published: self.published.clone().or_else(|| other.published.clone()),
            event: self.event.clone().or_else(|| other.event.clone()),
            language: self.language.clone().or_else(|| other.language.clone()),
            noise: if self.noise.is_empty() { other.noise.clone() } else { self.noise.clone() },
            body: if self.body.is_empty() { other.body.clone() } else { self.body.clone() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stay_inside_the_project() {
        for good in ["a.txt", "sự kiện/bài 1.txt", "a/b/c.TXT", "..a.txt", "a..txt", "\u{202e}x.txt"] {
            assert!(ArticleKey::new(good).is_ok(), "{good}");
        }
        for bad in ["", "/a.txt", "../a.txt", "a/../b.txt", "a//b.txt", "a\\b.txt", "C:a.txt", "a/./b", "a\n.txt", "a/"]
        {
            assert!(ArticleKey::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn stems_never_collide() {
        let stem = |k: &str| ArticleKey::new(k).map(|k| k.stem().to_owned());
        assert_eq!(stem("x/a.txt"), Ok("x/a".to_owned()));
        assert_eq!(stem("x/a.TXT"), Ok("x/a.TXT".to_owned()));
        assert_eq!(stem("x/.txt"), Ok("x/.txt".to_owned()));
    }

    #[test]
    fn publication_dates_are_read_and_written() {
        for (typed, canonical) in [
            ("2021-12-08", "2021-12-08"),
            (" 2021-12-08 15:35 ", "2021-12-08 15:35"),
            ("2021-12-08T15:35", "2021-12-08 15:35"),
            ("2021-12-08T15:35:00+07:00", "2021-12-08 15:35 +07:00"),
            ("2021-12-08 15:35 +7", "2021-12-08 15:35 +07:00"),
            ("2021-12-08 15:35 Asia/Ho_Chi_Minh", "2021-12-08 15:35 Asia/Ho_Chi_Minh"),
            ("2021-12-08 +0700", "2021-12-08 +07:00"),
            ("2021-12-08T08:35Z", "2021-12-08 08:35 +00:00"),
        ] {
            let read = Published::parse(typed);
            assert_eq!(read.as_ref().map(ToString::to_string), Ok(canonical.to_owned()), "{typed}");
            assert_eq!(read.map(|r| r.to_string()).and_then(|t| Published::parse(&t)), Published::parse(typed));
        }
        assert_eq!(Published::parse("2021-02-30"), Err(PublishedError::Calendar));
        assert_eq!(Published::parse("8.12.2021"), Err(PublishedError::Form));
        assert_eq!(Published::parse("2021-12-08 25:00"), Err(PublishedError::Calendar));
        assert_eq!(Published::parse("2021-12-08 nowhere"), Err(PublishedError::Zone));
        assert_eq!(Published::parse(""), Err(PublishedError::Form));
    }
}
