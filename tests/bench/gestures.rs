//! What the command of each gesture costs, from the key to the changed session: no drawing, no disk. `cargo bench --bench
//! gestures`; docs/benchmarks.md says what each row means.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a benchmark stops where its own premises fail"
)]

mod desk;
mod words;

use cpu_time::ThreadTime;
use desk::loaded;
use std::{hint::black_box, time::Duration};
use whosaid::{
    model::AnnotationId,
    session::{Action, COMMANDS, Command, Group, LinkAction, LinkStep, Session},
    text::{Span, Text},
};
use words::{Dice, Table, marks, ms, news, part, verdict};

/// Each gesture is done so often, on marks and words all over the article.
const TIMES: usize = 60;
const LIMIT: Duration = Duration::from_millis(2);

struct Bench {
    session: Session,
    dice: Dice,
    ids: Vec<AnnotationId>,
    times: Vec<Duration>,
}

impl Bench {
    fn new(text: &Text, count: usize) -> Self {
        let set = marks(text, count);
        let ids = set.iter().map(|m| m.id.clone()).collect();
        Bench { session: desk::session(vec![loaded("a.txt", text, set)]), dice: Dice::new(3), ids, times: Vec::new() }
    }

    /// Takes some mark of that label in hand.
    fn take(&mut self, label: &str) {
        loop {
            let id = self.ids[self.dice.below(self.ids.len())].clone();
            let there = self.session.doc().and_then(|d| d.set().get(&id)).is_some_and(|m| &*m.label == label);
            if there {
                self.session.act(Action::SelectMark(id));
                return;
            }
        }
    }

    /// Selects some words.
    fn select(&mut self) -> Span {
        let text = self.session.doc().expect("an article").text().clone();
        loop {
            let at = text.grapheme_floor(whosaid::text::ByteOffset(self.dice.below(text.len() - 100)));
            if let Some(span) = text.snap(at, whosaid::text::ByteOffset(at.0 + 12)) {
                self.session.act(Action::Select { anchor: span.start(), focus: span.end(), finished: true });
                return span;
            }
        }
    }

    fn timed(&mut self, action: Action) {
        self.session.take_effects();
        let start = ThreadTime::now();
        self.session.act(action);
        black_box(self.session.take_effects());
        self.times.push(start.elapsed());
    }

    /// Takes everything back, untimed, so that each gesture meets the same marks.
    fn back(&mut self) {
        while self.session.undo_title().is_some() {
            self.session.act(Action::Run("undo"));
        }
        self.session.act(Action::Run("escape"));
        self.session.take_effects();
    }

    fn row(&mut self, name: &str, table: &mut Table) {
        let mut times = std::mem::take(&mut self.times);
        times.sort();
        if let Some(max) = times.last() {
            let (p50, p99) = (part(&times, 50), part(&times, 99));
            table.row([name.to_owned(), ms(p50), ms(p99), ms(*max), verdict(p99, LIMIT)]);
        }
    }
}

fn main() {
    for (bytes, count) in [(100_000, 500), (1_000_000, 10_000)] {
        let text = Text::new(news(bytes, 5, false));
        let mut bench = Bench::new(&text, count);
        let title = format!("Commands: processor time in ms, article of {} KB with {count} marks", bytes / 1000);
        let mut table = Table::new(&title, &["gesture", "p50", "p99", "max", "limit (p99)"]);
        // What leaves the article, or goes on elsewhere.
        let here = |c: &&Command| {
            c.group != Group::Project
                && !matches!(c.id, "done-next" | "escape" | "focus" | "next-article" | "previous-article")
        };
        for command in COMMANDS.iter().filter(here) {
            for n in 0..TIMES {
                // With words selected, or with a mark in hand.
                if command.id.starts_with("label-") && n % 2 == 0 {
                    bench.select();
                } else {
                    bench.take(["Claim", "Actor", "Date"][n % 3]);
                }
                if command.id == "redo" {
                    bench.session.act(Action::Run("delete"));
                    bench.session.act(Action::Run("undo"));
                }
                if command.id == "undo" {
                    bench.session.act(Action::Run("delete"));
                }
                if command.is_enabled(&bench.session) {
                    bench.timed(Action::Run(command.id));
                }
                bench.back();
            }
            bench.row(command.title, &mut table);
        }
        for _ in 0..TIMES {
            bench.take("Claim");
            bench.timed(Action::Link(LinkAction::Begin("source".into())));
            bench.back();
        }
        bench.row("s: hint letters for a source", &mut table);
        for _ in 0..TIMES {
            bench.take("Claim");
            bench.session.act(Action::Link(LinkAction::Begin("source".into())));
            let step = bench.session.linking().map(|l| l.step.clone());
            let Some(LinkStep::Target { hints, .. }) = step else { panic!("actors to choose from") };
            bench.timed(Action::Link(LinkAction::To(hints[0].0.clone())));
            bench.back();
        }
        bench.row("a hint letter: the link", &mut table);
        for n in 0..TIMES {
            bench.take("Claim");
            let doc = bench.session.doc().expect("an article is open");
            let (article, mark) = (doc.key().clone(), doc.selected().expect("in hand").id.clone());
            let value = ["denies", "states"][n % 2].to_owned();
            let (there, of) = (article.clone(), mark.clone());
            bench.timed(Action::Attribute { article: there, mark: of, name: "act".into(), value });
            bench.timed(Action::Note { article, mark, text: format!("remark {n}") });
            bench.back();
        }
        bench.row("an attribute, a note", &mut table);
        for _ in 0..TIMES {
            bench.take("Actor");
            let places = bench.session.occurrences();
            bench.timed(Action::MarkAll(places.iter().map(|(s, _)| *s).take(50).collect(), "Actor".into()));
            bench.back();
        }
        bench.row("mark up to 50 places at once", &mut table);
        table.print();
    }
}
