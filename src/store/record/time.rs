//! How one window saw a day of one annotator's work, as stored in the private folder.

use super::{Record, SINCE, SINCE_SUGGESTIONS, SetTrouble, emit, locate};
use crate::{
    model::{AnnotationId, ArticleKey},
    store::{
        time::{Sitting, Worked},
        trouble::FileTrouble,
    },
};
use serde::Deserialize;
use std::{fmt::Write as _, path::Path, sync::Arc, time::Duration};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename = "Time")]
struct TimeRecord {
    format: u32,
    day: String,
    articles: Vec<ArticleRecord>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ArticleRecord {
    article: String,
    /// Milliseconds.
    active_ms: u64,
    #[serde(default)]
    made: u32,
    #[serde(default)]
    changed: u32,
    #[serde(default)]
    removed: u32,
    #[serde(default)]
    done: bool,
    #[serde(default)]
    marks: Vec<(String, u64)>,
    #[serde(default)]
    actions: u32,
    #[serde(default)]
    passed: Vec<(Arc<str>, u32)>,
}

impl Record for TimeRecord {
    fn format(&self) -> u32 {
        self.format
    }
}

/// Reads a day of work; its sitting is the file's to say.
pub(crate) fn read(path: &Path, bytes: &[u8], id: &str) -> Result<Sitting, SetTrouble> {
    let text = super::text_of(path, bytes)?;
    let record: TimeRecord = super::parse(path, text)?;
    let broken = |name: &str, value: &str, what: String| {
        let what = format!("{what}. The times of that day are left out");
        SetTrouble::Broken(FileTrouble::at(path, locate(text, name, value, 0), what))
    };
    let day = record.day.parse().map_err(|_| broken("day", &record.day, format!("“{}” is no day", record.day)))?;
    let mut sitting = Sitting::new(id, day);
    for a in record.articles {
        let key = ArticleKey::new(&a.article)
            .map_err(|why| broken("article", &a.article, format!("“{}” names no article: {why}", a.article)))?;
        let mut worked = Worked {
            active: Duration::from_millis(a.active_ms),
            made: a.made,
            changed: a.changed,
            removed: a.removed,
            done: a.done,
            actions: a.actions,
            passed: a.passed.into_iter().collect(),
            ..Worked::default()
        };
        for (mark, ms) in a.marks {
            worked.marks.insert(AnnotationId::new(mark), Duration::from_millis(ms));
        }
        sitting.articles.insert(key, worked);
    }
    Ok(sitting)
}

/// The bytes of a day of work: an article a line.
pub(crate) fn write(sitting: &Sitting) -> Vec<u8> {
    let mut out = String::from("Time(\n");
    let plain = sitting.articles.values().all(|w| w.actions == 0 && w.passed.is_empty());
    emit::push_line(&mut out, "format", &(if plain { SINCE } else { SINCE_SUGGESTIONS }).to_string());
    emit::push_line(&mut out, "day", &emit::literal(&sitting.day.to_string()));
    out.push_str("    articles: [\n");
    for (key, worked) in &sitting.articles {
        out.push_str("        (");
        emit::push_always(&mut out, "article", key.as_str());
        let _ = write!(out, "active_ms: {}, ", worked.active.as_millis());
        let numbers = [worked.made, worked.changed, worked.removed, worked.actions];
        for (name, number) in ["made", "changed", "removed", "actions"].into_iter().zip(numbers) {
            if number > 0 {
                let _ = write!(out, "{name}: {number}, ");
            }
        }
        if worked.done {
            out.push_str("done: true, ");
        }
        if !worked.passed.is_empty() {
            out.push_str("passed: [");
            for (source, number) in &worked.passed {
                let _ = write!(out, "({}, {number}), ", emit::literal(source));
            }
            emit::close(&mut out);
            out.push_str("], ");
        }
        if !worked.marks.is_empty() {
            out.push_str("marks: [");
            for (id, time) in &worked.marks {
                let _ = write!(out, "({}, {}), ", emit::literal(id.as_str()), time.as_millis());
            }
            emit::close(&mut out);
            out.push_str("], ");
        }
        emit::close(&mut out);
        out.push_str("),\n");
    }
    out.push_str("    ],\n)\n");
    out.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_day_survives(
            articles in proptest::collection::btree_map(
                "[a-zổ]{1,8}\\.txt",
                (
                    0u64..90_000_000,
                    [0u32..9, 0u32..9, 0u32..9, 0u32..9],
                    any::<bool>(),
                    proptest::collection::btree_map("[a-z0-9]{1,9}", 0u64..900_000, 0..4),
                    proptest::collection::btree_map("\\PC{1,9}", 1u32..9, 0..3),
                ),
                0..5,
            ),
            days in 0i32..20_000,
        ) {
            let day = date(1990, 1, 1).saturating_add(jiff::Span::new().days(days));
            let mut sitting = Sitting::new("s", day);
            for (name, (ms, [made, changed, removed, actions], done, marks, passed)) in articles {
                let marks = marks.into_iter().map(|(id, ms)| (AnnotationId::new(id), Duration::from_millis(ms)));
                let active = Duration::from_millis(ms);
                let passed = passed.into_iter().map(|(source, n)| (source.into(), n)).collect();
                let worked = Worked { active, made, changed, removed, done, marks: marks.collect(), actions, passed };
                sitting.articles.insert(ArticleKey::new(&name).unwrap(), worked);
            }
            prop_assert_eq!(read(Path::new("t"), &write(&sitting), "s"), Ok(sitting));
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        for (text, says) in [
            ("Time(\n format: 1,\n day: \"yesterday\",\n articles: [],\n)", "t:3:2: “yesterday” is no day"),
            ("Time(\n format: 1,\n day: \"2026-01-02\",\n hours: 3,\n articles: [],\n)", "hours"),
            (
                "Time(\n format: 1,\n day: \"2026-01-02\",\n articles: [\n  (article: \"../x\", active_ms: 1),\n ],\n)",
                "t:5:4: “../x” names no article",
            ),
            ("Time(\n format: 99,\n)", "A newer version"),
        ] {
            let trouble = read(Path::new("t"), text.as_bytes(), "s").unwrap_err().into_trouble().to_string();
            assert!(trouble.contains(says), "{trouble}");
        }
    }
}
