//! Tables of sentences with the dates that are expected in them: how many are found wholly right, and none where there is none.
//!
//! A line of `tests/tables/dates-*.tsv`: the day of publication or `-`, a sentence with its dates in `[brackets]`, and of each date
//! its type, value and perhaps modifier, one after the other with ` ; ` between; `-` where there is none. Tab-separated.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

use std::{
    fs,
    path::{Path, PathBuf},
};
use whosaid::{
    model::{LabelName, Published},
    suggest::{Lexicons, Memory, ProseCell, Request, Roles, source},
    text::Text,
};

/// An expected or found date: where, in bytes, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Date {
    start: usize,
    end: usize,
    what: String,
}

struct Line {
    published: Option<Published>,
    text: String,
    dates: Vec<Date>,
}

fn read(line: &str) -> Line {
    let mut cells = line.split('\t');
    let (published, marked, what) = (cells.next().unwrap(), cells.next().expect(line), cells.next().expect(line));
    let (mut text, mut spans, mut open) = (String::new(), Vec::new(), 0);
    for c in marked.chars() {
        match c {
            '[' => open = text.len(),
            ']' => spans.push((open, text.len())),
            c => text.push(c),
        }
    }
    let what: Vec<&str> = if what.trim() == "-" { Vec::new() } else { what.trim().split(" ; ").collect() };
    assert_eq!(what.len(), spans.len(), "{line}");
    let dates = spans.iter().zip(what).map(|((start, end), what)| Date {
        start: *start,
        end: *end,
        what: what.trim().to_owned(),
    });
    Line {
        published: (published != "-").then(|| Published::parse(published).expect(line)),
        dates: dates.collect(),
        text,
    }
}

fn found(text: &str, published: Option<&Published>) -> Vec<Date> {
    let label: LabelName = "Date".into();
    let roles = Roles::of([&label]);
    let (lexicons, memory) = lists();
    let text = Text::new(text);
    let prose = &ProseCell::default();
    let request =
        Request { text: &text, language: None, published, roles: &roles, marked: &[], lexicons, memory, prose };
    let proposals = source("dates").unwrap().propose(&request);
    let date = |p: &whosaid::suggest::Proposal| {
        let parts = ["kind", "value", "mod"].iter().filter_map(|name| p.attributes.get(*name).map(|v| v.to_string()));
        Date { start: p.span.start().0, end: p.span.end().0, what: parts.collect::<Vec<_>>().join(" ") }
    };
    proposals.iter().map(date).collect()
}

fn lists() -> (&'static Lexicons, &'static Memory) {
    use std::sync::OnceLock;
    static MEMORY: OnceLock<Memory> = OnceLock::new();
    (Lexicons::standard(), MEMORY.get_or_init(Memory::default))
}

/// How a table was met.
#[derive(Default, Debug)]
struct Share {
    expected: usize,
    right: usize,
    extra: usize,
    /// Proposals in lines that have no date.
    false_dates: usize,
}

fn measure(path: &Path) -> Share {
    let mut share = Share::default();
    for line in fs::read_to_string(path).unwrap().lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        let line = read(line);
        let found = found(&line.text, line.published.as_ref());
        let missed: Vec<&Date> = line.dates.iter().filter(|d| !found.contains(d)).collect();
        let extra: Vec<&Date> = found.iter().filter(|d| !line.dates.contains(d)).collect();
        share.expected += line.dates.len();
        share.right += line.dates.len() - missed.len();
        share.extra += extra.len();
        share.false_dates += if line.dates.is_empty() { extra.len() } else { 0 };
        if !missed.is_empty() || !extra.is_empty() {
            let show = |dates: &[&Date]| {
                let all = dates.iter().map(|d| format!("[{}] {}", &line.text[d.start..d.end], d.what));
                all.collect::<Vec<_>>().join(" ; ")
            };
            let day = line.published.as_ref().map_or("-".into(), |p| p.to_string());
            println!("{day} {}\n    expected {}\n    found    {}", line.text, show(&missed), show(&extra));
        }
    }
    println!("{}: {share:?}", path.display());
    share
}

fn tables() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tables")
}

fn table(name: &str, least: f64) {
    let share = measure(&tables().join(name));
    let right = share.right as f64 / share.expected.max(1) as f64;
    assert!(share.expected > 20, "{name} is no table");
    assert!(right >= least, "{name}: {:.1} % wholly right", right * 100.0);
    assert_eq!(share.false_dates, 0, "{name}: dates where there are none");
}

#[test]
fn vietnamese() {
    table("dates-vi.tsv", 0.85);
}

#[test]
fn english() {
    table("dates-en.tsv", 0.80);
}

/// Numeric dates among fractions, scores, sizes and numbers of houses: found wholly right, and nothing else found.
#[test]
fn numeric_among_distractors() {
    let share = measure(&tables().join("dates-numeric-vi.tsv"));
    let (right, found) = (share.right as f64, (share.right + share.extra) as f64);
    assert!(share.expected > 100, "no table");
    let recall = right / share.expected as f64;
    assert!(recall >= 0.97, "recall {:.1} %", recall * 100.0);
    assert!(right / found >= 0.99, "precision {:.1} %", right / found * 100.0);
}

/// Decrees, scores, names, springs of water; and what a day said to be in a quotation or behind a verb comes to.
#[test]
fn traps() {
    table("dates-traps.tsv", 0.98);
}

#[test]
fn of_our_own() {
    table("dates-own.tsv", 0.97);
}
