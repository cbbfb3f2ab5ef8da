//! What comparing annotators costs the processor.
//!
//! Thread processor time, without a display. `cargo bench --bench agreement`, `-- differ` for one part; docs/benchmarks.md says
//! what each row means.
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a benchmark stops where its own premises fail")]

mod words;

use cpu_time::ThreadTime;
use std::{collections::HashSet, hint::black_box, sync::Arc, time::Duration};
use whosaid::{
    agreement::{Confidence, Flow, MEASURES, Measure, Study, assess_all, differ},
    model::{Annotation, AnnotationSet, ChangeSet, IdMaker, Link, State},
    text::{ByteOffset, Span, Text},
};
use words::{Dice, Table, marks, ms, news, part, verdict};

/// Each part with its name.
const PARTS: [(&str, fn()); 2] = [("differ", differences), ("measures", measures)];

fn main() {
    // `cargo test --benches` and the like only ask whether it starts.
    if std::env::args().any(|a| a == "--test" || a == "--list") {
        return;
    }
    let only: Option<String> = std::env::args().skip(1).find(|a| !a.starts_with('-'));
    for (name, run) in PARTS {
        if only.as_deref().is_none_or(|o| name.contains(o)) {
            run();
        }
    }
}

const ANNOTATORS: usize = 3;
const MARKS: usize = 10_000;

/// Where three sets of one article differ.
fn differences() {
    let text = Text::new(news(1_000_000, 3, false));
    let mut table = Table::new(
        "Disagreements of one article of 1 MB with 3 × 10 000 marks; processor time in ms",
        &["marks", "decisions", "open", "p50", "p99", "limit (p99)"],
    );
    let articles: [(&str, Vec<AnnotationSet>); 5] = [
        ("nine in ten alike, with attributes and links", ordinary(&text)),
        ("nothing alike", (0..ANNOTATORS).map(|n| marks(&text, MARKS - n)).collect()),
        ("all on one place, three labels", stacked(&text, |_, n| ["Actor", "Claim", "Date"][n % 3].to_owned())),
        ("all on one place, a label for each annotator", stacked(&text, |who, _| format!("Label {who}"))),
        ("all on one place, a label for each mark", stacked(&text, |who, n| format!("Label {n} of {who}"))),
    ];
    for (what, sets) in &articles {
        let sets: Vec<&AnnotationSet> = sets.iter().collect();
        let mut costs: Vec<Duration> = Vec::new();
        let mut summary = differ::Summary::default();
        for _ in 0..40 {
            let start = ThreadTime::now();
            let clusters = black_box(differ::compare(&text, &sets));
            costs.push(start.elapsed());
            summary = differ::Summary::of(&clusters);
        }
        costs.sort_unstable();
        table.row([
            (*what).to_owned(),
            (summary.agreed + summary.open).to_string(),
            summary.open.to_string(),
            ms(part(&costs, 50)),
            ms(part(&costs, 99)),
            verdict(part(&costs, 99), Duration::from_millis(50)),
        ]);
    }
    table.print();
}

/// What the measures that are not slow cost on a large corpus, with intervals.
fn measures() {
    let study = study(10_000);
    let articles: Vec<usize> = (0..study.articles().len()).collect();
    let marks: usize = study.articles().iter().flat_map(|a| a.seen()).map(|(_, marks)| marks.len()).sum();
    let mut table = Table::new(
        &format!("10 000 articles by {ANNOTATORS} annotators, {marks} marks, 1 000 draws; processor time in ms"),
        &["measure", "value", "time", "limit"],
    );
    let quick: Vec<&dyn Measure> = MEASURES.iter().copied().filter(|m| !m.about().slow).collect();
    let mut run = |what: &str, measures: &[&dyn Measure]| {
        // What measures share is made anew for each row.
        let study = self::study(10_000);
        let start = ThreadTime::now();
        let found = assess_all(measures, &study, &articles, Confidence::default(), &mut |_| Flow::Continue(()));
        let spent = start.elapsed();
        let found = found.expect("nothing stops it");
        let value = match found.as_slice() {
            [one] => one.all.value.map_or("–".into(), |value| format!("{value:.3}")),
            _ => String::new(),
        };
        let limit = if found.len() > 1 { verdict(spent, Duration::from_secs(3)) } else { String::new() };
        table.row([what.to_owned(), value, ms(spent), limit]);
    };
    for measure in &quick {
        run(measure.about().id, &[*measure]);
    }
    run("all together", &quick);
    table.print();
}

/// A corpus of short articles, each with a dozen marks that everyone finds, nearly: some are missed, cut otherwise, or called
/// otherwise.
fn study(articles: usize) -> Study {
    let names = ["An", "Bình", "Chi"];
    let mut study = Study::new(names);
    let mut dice = Dice::new(11);
    for nth in 0..articles {
        let text = Text::new(news(2_600, nth as u64 % 50, false));
        let chars = text.char_len().0;
        let truth: Vec<(usize, usize, usize)> =
            (0..12).map(|_| (dice.below(chars - 160), 3 + dice.below(40), dice.below(3))).collect();
        let sets = names.map(|name| {
            let mut marks = Vec::new();
            for (start, length, label) in &truth {
                let (luck, mut length, mut label) = (dice.below(100), *length, *label);
                if luck < 8 {
                    continue;
                }
                if luck < 25 {
                    length += 1 + dice.below(9);
                }
                if luck > 95 {
                    label = dice.below(3);
                }
                marks.push((*start, start + length, ["Actor", "Claim", "Date"][label]));
            }
            (name, marks)
        });
        let event = format!("event {}", nth / 4);
        study.add_plain(format!("{nth}").into(), Some(event.into()), text, &sets).expect("the marks are in the text");
    }
    study
}

fn set(created: Vec<Annotation>) -> AnnotationSet {
    let mut created: Vec<Arc<Annotation>> = created.into_iter().map(Arc::new).collect();
    created.sort_by(|a, b| a.order().cmp(&b.order()));
    let mut set = AnnotationSet::new(State::Done);
    ChangeSet { created, ..ChangeSet::default() }.apply(&mut set).expect("the marks fit together");
    set
}

/// The same marks for all, of which each annotator has changed one in ten: left out, moved, named or described otherwise.
fn ordinary(text: &Text) -> Vec<AnnotationSet> {
    let common: Vec<Annotation> = marks(text, MARKS).iter().map(|a| Annotation::clone(a)).collect();
    let of = |who: usize| {
        let mut dice = Dice::new(who as u64 + 1);
        let mut ids = IdMaker::new(who as u64 + 1);
        let mut seen = HashSet::new();
        let mut created: Vec<Annotation> = Vec::new();
        for mark in &common {
            let mut mark = Annotation { id: ids.make(|_| false), ..mark.clone() };
            if &*mark.label == "Claim" {
                mark.attributes = [("act".into(), "states".into()), ("polarity".into(), "positive".into())].into();
                let source = created.iter().rev().take(5).find(|a| &*a.label == "Actor");
                mark.links.extend(source.map(|a| Link { role: "source".into(), to: a.id.clone() }));
            }
            match dice.below(50) {
                0 => continue,
                1 | 2 => {
                    let span = mark.span().expect("a place");
                    let moved = text.snap(span.start(), ByteOffset((span.end().0 + 8).min(text.len())));
                    mark = mark.at(moved.unwrap_or(span));
                }
                3 => mark.label = "Actor".into(),
                4 => drop(mark.attributes.insert("act".into(), "denies".into())),
                _ => {}
            }
            if seen.insert((mark.span(), mark.label.clone())) {
                created.push(mark);
            }
        }
        set(created)
    };
    (0..ANNOTATORS).map(of).collect()
}

/// Marks that all have one character in common, of many lengths.
fn stacked(text: &Text, label: impl Fn(usize, usize) -> String) -> Vec<AnnotationSet> {
    let middle = text.len() / 2;
    let of = |who: usize| {
        let mut dice = Dice::new(who as u64 + 1);
        let mut ids = IdMaker::new(who as u64 + 1);
        let mut seen = HashSet::new();
        let mut created = Vec::new();
        while created.len() < MARKS {
            let (before, after) = (dice.below(20_000), dice.below(20_000));
            let span =
                Span::between(text, ByteOffset(middle - before), ByteOffset(middle + 1 + after)).expect("a place");
            let label = label(who, created.len());
            if seen.insert((span, label.clone())) {
                created.push(Annotation::new(ids.make(|_| false), span, label.into()));
            }
        }
        set(created)
    };
    (0..ANNOTATORS).map(of).collect()
}
