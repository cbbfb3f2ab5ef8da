//! Made-up news in Vietnamese syllables, marks spread over it, and tables of what was measured: shared by the benchmarks.
#![allow(dead_code, reason = "each benchmark takes what it needs")]

use std::{collections::BTreeSet, fmt::Write as _, time::Duration};
use whosaid::{
    model::{Annotation, AnnotationSet, ChangeSet, IdMaker, State},
    text::{ByteOffset, Text},
};

/// Common syllables; the text means nothing.
const SYLLABLES: [&str; 80] = [
    "ông",
    "bà",
    "giá",
    "gạo",
    "tăng",
    "nước",
    "thành",
    "phố",
    "nói",
    "rằng",
    "sẽ",
    "không",
    "có",
    "người",
    "dân",
    "mưa",
    "lũ",
    "trường",
    "học",
    "bệnh",
    "viện",
    "đường",
    "sắt",
    "kế",
    "hoạch",
    "chính",
    "quyền",
    "xã",
    "huyện",
    "tỉnh",
    "đã",
    "công",
    "bố",
    "hôm",
    "qua",
    "theo",
    "nguồn",
    "tin",
    "của",
    "báo",
    "điện",
    "thoại",
    "số",
    "liệu",
    "mới",
    "nhất",
    "cho",
    "thấy",
    "nhiều",
    "hộ",
    "gia",
    "đình",
    "phải",
    "rời",
    "khỏi",
    "nhà",
    "trong",
    "đêm",
    "vì",
    "nguy",
    "cơ",
    "sạt",
    "lở",
    "đất",
    "khẩn",
    "cấp",
    "tuyến",
    "cầu",
    "bộ",
    "trưởng",
    "phủ",
    "nhận",
    "thông",
    "này",
    "và",
    "yêu",
    "cầu",
    "kiểm",
    "tra",
    "lại",
];

/// Numbers that look random and are the same every time.
#[derive(Clone)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Dice(seed.wrapping_mul(2).wrapping_add(1))
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) as usize) % end.max(1)
    }
}

/// News of about so many bytes, in paragraphs of 30 to 120 syllables, or all on one line.
pub fn news(bytes: usize, seed: u64, one_line: bool) -> String {
    let mut dice = Dice::new(seed);
    let mut text = String::with_capacity(bytes + 400);
    let (mut paragraph, mut sentence) = (30 + dice.below(90), 6 + dice.below(14));
    let mut first = true;
    while text.len() < bytes {
        let syllable = SYLLABLES[dice.below(SYLLABLES.len())];
        if first {
            let mut letters = syllable.chars();
            text.extend(letters.next().into_iter().flat_map(char::to_uppercase));
            text.push_str(letters.as_str());
            first = false;
        } else {
            text.push_str(syllable);
        }
        paragraph = paragraph.saturating_sub(1);
        sentence = sentence.saturating_sub(1);
        if sentence > 0 {
            text.push_str(if dice.below(15) == 0 { ", " } else { " " });
            if dice.below(40) == 0 {
                let _ = write!(text, "({}/{}) ", 1 + dice.below(28), 1 + dice.below(12));
            }
            continue;
        }
        sentence = 6 + dice.below(14);
        first = true;
        text.push('.');
        if paragraph == 0 && !one_line {
            text.push('\n');
            paragraph = 30 + dice.below(90);
        } else {
            text.push(' ');
        }
    }
    text.truncate(text.trim_end().len());
    text
}

/// So many marks, evenly over the text: short names and dates, and claims that overlap them.
pub fn marks(text: &Text, count: usize) -> AnnotationSet {
    let mut dice = Dice::new(count as u64);
    let mut ids = IdMaker::new(7);
    let mut seen = BTreeSet::new();
    let mut created = Vec::with_capacity(count);
    let pitch = text.len() as f64 / count as f64;
    let mut at = 0;
    while created.len() < count {
        let place = ((at as f64 + 0.5) * pitch) as usize % text.len();
        let (label, least, more) = [("Actor", 6, 18), ("Claim", 60, 180), ("Date", 4, 10)][at % 3];
        at += 1;
        let mut start = text.grapheme_floor(ByteOffset(place));
        loop {
            let end = ByteOffset((start.0 + least + dice.below(more)).min(text.len()));
            let span = text.snap(start, text.grapheme_ceil(end));
            if let Some(span) = span.filter(|s| seen.insert((s.start().0, s.end().0, label))) {
                let mut mark = Annotation::new(ids.make(|_| false), span, label.into());
                mark.made = "2026-01-02T03:04:05Z".into();
                created.push(mark.into());
                break;
            }
            start = text.grapheme_floor(ByteOffset((start.0 + 7) % text.len()));
        }
    }
    created.sort_by(|a: &std::sync::Arc<Annotation>, b| a.order().cmp(&b.order()));
    let mut set = AnnotationSet::new(State::InProgress);
    let change = ChangeSet { created, ..ChangeSet::default() };
    change.apply(&mut set).expect("the marks fit together");
    set
}

/// The value that so many of a hundred do not exceed.
pub fn part(sorted: &[Duration], percent: usize) -> Duration {
    let last = sorted.len().saturating_sub(1);
    sorted.get((sorted.len() * percent / 100).min(last)).copied().unwrap_or_default()
}

/// A duration in milliseconds, with three digits that count.
pub fn ms(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1e3;
    match ms {
        m if m < 1.0 => format!("{m:.3}"),
        m if m < 10.0 => format!("{m:.2}"),
        m if m < 100.0 => format!("{m:.1}"),
        m => format!("{m:.0}"),
    }
}

/// One table, as Markdown, printed when it is whole.
pub struct Table {
    title: String,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new(title: &str, head: &[&str]) -> Self {
        Table { title: title.to_owned(), rows: vec![head.iter().map(|h| (*h).to_owned()).collect()] }
    }

    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        eprintln!("  {}", cells.join(" · "));
        self.rows.push(cells.into());
    }

    pub fn print(&self) {
        let columns = self.rows[0].len();
        let width = |c: usize| self.rows.iter().filter_map(|r| r.get(c)).map(|s| s.chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns).map(width).collect();
        println!("\n### {}\n", self.title);
        for (n, row) in self.rows.iter().enumerate() {
            let cells: Vec<String> = widths
                .iter()
                .zip(row)
                .map(|(w, cell)| format!("{cell}{}", " ".repeat(w - cell.chars().count())))
                .collect();
            println!("| {} |", cells.join(" | "));
            if n == 0 {
                println!("|{}|", widths.iter().map(|w| "-".repeat(w + 2)).collect::<Vec<_>>().join("|"));
            }
        }
    }
}

/// Whether a limit is kept, in words.
pub fn verdict(measured: Duration, limit: Duration) -> String {
    let word = if measured <= limit { "kept" } else { "MISSED" };
    format!("≤ {} ms {word}", limit.as_secs_f64() * 1e3)
}
