//! What looking for problems costs the processor: after an edit, for the first time, and over a project.
//!
//! Thread processor time, without a display. `cargo bench --bench problems`; docs/benchmarks.md says what each row means.
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a benchmark stops where its own premises fail")]

mod words;

use cpu_time::ThreadTime;
use std::{collections::HashSet, fmt::Write as _, hint::black_box, sync::Arc, time::Duration};
use whosaid::{
    model::{
        Annotation, AnnotationSet, ArticleKey, ChangeSet, IdMaker, LabelSet, Metadata, Published,
        problem::{Look, Names, names},
    },
    store::default_labels,
    text::{ByteOffset, Span, Text, occurrences},
};
use words::{Dice, Table, marks, ms, news, part, verdict};

const NAMES: [&str; 12] = [
    "Minh Hà",
    "Trần Văn Tư",
    "Bà Mai",
    "Kim Long",
    "Hà Giang",
    "Hội Nông dân",
    "Đỗ Thị Lan",
    "Phú Xuân",
    "Ms Hill",
    "Bộ Công Thương",
    "Chợ Lớn",
    "Tân An",
];

/// News with people who speak in it.
fn spoken(bytes: usize, seed: u64) -> Text {
    let mut dice = Dice::new(seed);
    let mut text = String::new();
    for line in news(bytes * 4 / 5, seed, false).lines() {
        let (name, other) = (NAMES[dice.below(NAMES.len())], NAMES[dice.below(NAMES.len())]);
        let said: Vec<&str> = line.split(' ').take(9).collect();
        let said = said.join(" ").to_lowercase();
        let _ = match dice.below(3) {
            0 => writeln!(text, "{line} Theo lời {name}, {said}."),
            1 => writeln!(text, "{line} Sau đó {name} cho biết: “{said}” và gặp {other}."),
            _ => writeln!(text, "{line}"),
        };
    }
    Text::new(text)
}

/// So many marks, a third of them on names.
fn marked(text: &Text, count: usize) -> AnnotationSet {
    let mut set = marks(text, count * 2 / 3);
    let mut ids = IdMaker::new(99);
    let (mut seen, mut created) = (HashSet::new(), Vec::new());
    let places: Vec<Vec<Span>> = NAMES.iter().map(|name| occurrences(text, name)).collect();
    for n in 0..places.iter().map(Vec::len).max().unwrap_or(0) {
        for span in places.iter().filter_map(|p| p.get(n)) {
            if created.len() < count / 3 && set.same(*span, "Actor").is_none() && seen.insert(*span) {
                created.push(Arc::new(Annotation::new(ids.make(|_| false), *span, "Actor".into())));
            }
        }
    }
    ChangeSet { created, ..ChangeSet::default() }.apply(&mut set).expect("the marks fit together");
    set
}

fn look(text: Text, count: usize, labels: &Arc<LabelSet>) -> Look {
    let published = Published::parse("2026-01-02").ok();
    Look {
        key: ArticleKey::new("a.txt").expect("a name"),
        set: marked(&text, count),
        text,
        facts: None,
        metadata: Metadata { published, ..Metadata::default() },
        labels: labels.clone(),
        names: Arc::default(),
    }
}

fn main() {
    // `cargo test --benches` and the like only ask whether it starts.
    if std::env::args().any(|a| a == "--test" || a == "--list") {
        return;
    }
    let labels = Arc::new(default_labels());
    let head = ["article / marks", "what", "found", "p50", "p99", "limit (p99)"];
    let mut table = Table::new("Looking for problems; processor time in ms", &head);
    for (name, bytes, count, limit) in [
        ("3 KB / 30", 3_000, 30, Some(2)),
        ("100 KB / 500", 100_000, 500, Some(2)),
        ("1 MB / 10 000", 1_000_000, 10_000, None),
        ("10 MB / 100 000", 10_000_000, 100_000, None),
    ] {
        let mut look = look(spoken(bytes, 3), count, &labels);
        let runs = if bytes > 500_000 { 5 } else { 200 };
        let measure = |f: &mut dyn FnMut() -> usize| {
            let (mut costs, mut found) = (Vec::new(), 0);
            for _ in 0..runs {
                let start = ThreadTime::now();
                found = black_box(f());
                costs.push(start.elapsed());
            }
            costs.sort_unstable();
            (costs, found)
        };
        let mut row = |what: &str, (costs, found): (Vec<Duration>, usize), limit: Option<u64>| {
            let limit = limit.map_or("–".to_owned(), |l| verdict(part(&costs, 99), Duration::from_millis(l)));
            table.row([
                name.to_owned(),
                what.to_owned(),
                found.to_string(),
                ms(part(&costs, 50)),
                ms(part(&costs, 99)),
                limit,
            ]);
        };
        row("the first look, with reading the text", measure(&mut || look.run().0.open.len()), None);
        look.facts = Some(look.run().1);
        // Each time another name that was not looked for before.
        let mut ids = IdMaker::new(5);
        let mut dice = Dice::new(17);
        row(
            "a mark is made, all rules look again",
            measure(&mut || {
                let from = look.text.grapheme_floor(ByteOffset(dice.below(look.text.len() / 2)));
                let to = look.text.grapheme_ceil(ByteOffset(from.0 + 20));
                if let Some(span) = look.text.snap(from, to).filter(|s| look.set.same(*s, "Actor").is_none()) {
                    let new = Annotation::new(ids.make(|id| look.set.get(id).is_some()), span, "Actor".into());
                    let change = ChangeSet { created: vec![new.into()], ..ChangeSet::default() };
                    change.apply(&mut look.set).expect("it fits");
                }
                look.run().0.open.len()
            }),
            limit,
        );
    }
    table.print();
    project(&labels);
}

/// What a project of 10 000 articles costs beside reading its files.
fn project(labels: &Arc<LabelSet>) {
    let looks: Vec<Look> = (0..200).map(|n| look(spoken(3_000, n), 30, labels)).collect();
    let start = ThreadTime::now();
    let (mut found, mut all) = (0, Names::default());
    for n in 0..10_000 {
        let look = &looks[n % looks.len()];
        found += look.run().0.open.len();
        let key = ArticleKey::new(&format!("{n}.txt")).expect("a name");
        all.learn(&key, names(&look.text, &look.set, labels));
    }
    let looked = start.elapsed();
    let start = ThreadTime::now();
    let is_actor = |label: &str| label == "Actor";
    let conflicts: usize = all.conflicts(&is_actor).map(|(_, articles)| articles.len()).sum();
    let compared = start.elapsed();
    let mut table =
        Table::new("A project of 10 000 articles of 3 KB with 30 marks each; ms", &["what", "found", "time"]);
    table.row(["all rules on all articles".to_owned(), found.to_string(), ms(looked)]);
    table.row(["names with two labels".to_owned(), conflicts.to_string(), ms(compared)]);
    table.print();
}
