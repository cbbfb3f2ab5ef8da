//! What a frame of the window costs the processor, from events to triangles, without a display or a graphics card.
//!
//! Thread processor time of the whole pass over all panels, and of turning shapes into triangles; what a graphics card or its
//! driver does afterwards is not in it. `cargo bench --bench frames`; docs/benchmarks.md says what each row means.
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a benchmark stops where its own premises fail")]

mod desk;
mod words;

use cpu_time::ThreadTime;
use desk::{key, loaded};
use egui::{
    Event, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, RawInput, Rect, TouchPhase, pos2, vec2,
};
use std::{hint::black_box, sync::Arc, time::Duration};
use whosaid::{
    model::{Annotation, AnnotationId, AnnotationSet, AnnotatorName, ChangeSet, Metadata, State},
    session::{Action, Effect, Event as News, Knowledge, Panel, Session, SuggestJob},
    store::{Loaded, SaveReport, Stamp, Work},
    suggest::{Proposal, SOURCES},
    text::{ByteOffset, Span, Text},
    ui::{Host, Screen, strokes, theme},
};
use words::{Dice, Table, marks, ms, news, part, verdict};

const SIZE: egui::Vec2 = vec2(1280.0, 800.0);
/// A place in the middle of the page.
const MIDDLE: Pos2 = pos2(640.0, 400.0);
const WARM: usize = 60;
const FRAMES: usize = 400;

struct Nowhere;

impl Host for Nowhere {
    fn fonts(&self) -> Option<Vec<String>> {
        None
    }
    fn complete_path(&self, _: &str) -> Vec<String> {
        Vec::new()
    }
    fn user_name(&self) -> String {
        String::new()
    }
}

/// The window, with everything in memory.
struct Window {
    ctx: egui::Context,
    session: Session,
    screen: Screen,
    time: f64,
    /// What the last frame showed, to see whether it moved.
    shown: u64,
    moved: bool,
    /// What the sources were asked last.
    asked: Option<Box<SuggestJob>>,
}

impl Window {
    /// A project of 200 articles, of which these were read.
    fn new(articles: Vec<Loaded>) -> Self {
        let ctx = egui::Context::default();
        theme::install(&ctx);
        ctx.set_theme(egui::Theme::Light);
        let session = desk::session(articles);
        let screen = Screen::default();
        let mut window = Window { ctx, session, screen, time: 0.0, shown: 0, moved: false, asked: None };
        for _ in 0..WARM {
            window.frame(Vec::new());
        }
        window
    }

    /// Draws one frame as the program does, and says what it cost.
    fn frame(&mut self, events: Vec<Event>) -> Duration {
        self.time += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)),
            time: Some(self.time),
            predicted_dt: 1.0 / 60.0,
            events,
            focused: true,
            ..RawInput::default()
        };
        let start = ThreadTime::now();
        let (session, screen) = (&mut self.session, &mut self.screen);
        session.set_now(self.time, "2026-01-02T03:04:05Z");
        let out = self.ctx.run_ui(input, |ui| {
            for stroke in strokes(ui.ctx(), session) {
                session.act(Action::Stroke(stroke));
            }
            for action in screen.show(ui, session, &Nowhere) {
                session.act(action);
            }
        });
        let effects = self.session.take_effects();
        let drawn = start.elapsed();
        let shown = fingerprint(&out.shapes);
        self.moved = shown != self.shown;
        self.shown = shown;
        let start = ThreadTime::now();
        black_box(self.ctx.tessellate(out.shapes, out.pixels_per_point));
        let spent = drawn + start.elapsed();
        for effect in effects {
            match effect {
                Effect::Save(job) => {
                    let (key, serial) = (job.key, job.serial);
                    let done = SaveReport::Saved { key, serial, stamp: Stamp::Absent, metadata: false };
                    self.session.handle(News::Save(done));
                }
                Effect::Suggest(job) => self.asked = Some(job),
                _ => {}
            }
        }
        spent
    }

    /// Frames with events made for each, after some to warm up. Panics where the picture does not change as it should.
    fn frames(&mut self, moves: bool, mut events: impl FnMut(usize) -> Vec<Event>) -> Costs {
        let (mut costs, mut moved) = (Vec::with_capacity(FRAMES), 0);
        for n in 0..WARM + FRAMES {
            let events = events(n);
            let cost = self.frame(events);
            if n >= WARM {
                costs.push(cost);
                moved += usize::from(self.moved);
            }
        }
        assert!(if moves { moved > FRAMES * 3 / 4 } else { moved < FRAMES / 10 }, "{moved} of {FRAMES} frames differ");
        Costs::of(costs)
    }

    fn rest(&mut self) {
        for _ in 0..30 {
            self.frame(Vec::new());
        }
    }

    fn at(&self) -> ByteOffset {
        self.session.doc().expect("an article").selection().focus
    }
}

/// Which texts stand where.
fn fingerprint(shapes: &[egui::epaint::ClippedShape]) -> u64 {
    use std::hash::{Hash, Hasher};
    let mut hash = std::hash::DefaultHasher::new();
    for clipped in shapes {
        if let egui::Shape::Text(text) = &clipped.shape {
            (text.pos.y.to_bits(), text.galley.text().len()).hash(&mut hash);
        }
    }
    hash.finish()
}

#[derive(Clone, Copy)]
struct Costs {
    p50: Duration,
    p99: Duration,
    max: Duration,
}

impl Costs {
    fn of(mut costs: Vec<Duration>) -> Self {
        costs.sort_unstable();
        Costs { p50: part(&costs, 50), p99: part(&costs, 99), max: part(&costs, 100) }
    }
}

fn wheel(by: f32) -> Event {
    Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, by),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    }
}

fn press(pressed: bool, pos: Pos2) -> Event {
    Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE }
}

/// An article to measure on.
struct Case {
    name: &'static str,
    text: Text,
    set: AnnotationSet,
    /// How far down the article one can go, in points.
    reach: f32,
}

impl Case {
    /// Adds a row to the table; gives the median.
    fn row(&self, table: &mut Table, what: &str, costs: Costs, limit: Option<u64>) -> Duration {
        let limit = limit.map_or("–".to_owned(), |l| verdict(costs.p99, Duration::from_millis(l)));
        table.row([self.name.to_owned(), what.to_owned(), ms(costs.p50), ms(costs.p99), ms(costs.max), limit]);
        costs.p50
    }
}

/// Goes through the article by the wheel and by pages; gives the medians.
fn scrolled(window: &mut Window, case: &Case, table: &mut Table) -> [Duration; 2] {
    let steps = [("wheel, 60 points", 60.0, 2), ("a new page", 690.0, 4)];
    let medians = steps.map(|(what, points, limit)| {
        let costs = window.frames(true, there_and_back(case.reach, points));
        case.row(table, what, costs, Some(limit))
    });
    window.rest();
    medians
}

fn case(name: &'static str, bytes: usize, count: usize, one_line: bool) -> Case {
    let text = Text::new(news(bytes, 3, one_line));
    let set = marks(&text, count);
    // Sixty characters and more on a row of 28 points; well inside the article.
    let reach = text.len() as f32 / 80.0 * 28.0 * 0.6 - 700.0;
    Case { name, text, set, reach }
}

/// Down and up again, so far a frame, always inside the article.
fn there_and_back(reach: f32, by: f32) -> impl FnMut(usize) -> Vec<Event> {
    let turn = ((reach / by) as usize).clamp(2, 5000);
    move |n| {
        let down = (n / turn).is_multiple_of(2);
        vec![Event::PointerMoved(MIDDLE), wheel(if down { -by } else { by })]
    }
}

fn main() {
    // `cargo test --benches` and the like only ask whether it starts.
    if std::env::args().any(|a| a == "--test" || a == "--list") {
        return;
    }
    let only: Option<String> = std::env::args().skip(1).find(|a| !a.starts_with('-'));
    let wanted = |what: &str| only.as_deref().is_none_or(|o| what.contains(o));
    let head = ["article / marks", "what happens in each frame", "p50", "p99", "max", "limit (p99)"];
    let mut table = Table::new("Frames: processor time in ms, events to triangles, window 1280×800, all panels", &head);
    let mut ratios = Table::new(
        "Length does not matter: p50 over that of 10 KB / 100",
        &["what", "10 KB / 100", "1 MB / 10 000", "10 MB / 100 000"],
    );
    let mut p50: Vec<[Duration; 5]> = Vec::new();
    let sizes = [
        ("10 KB / 100", 10_000, 100, false),
        ("1 MB / 100", 1_000_000, 100, false),
        ("1 MB / 10 000", 1_000_000, 10_000, false),
        ("1 MB, one line / 10 000", 1_000_000, 10_000, true),
        ("10 MB / 10 000", 10_000_000, 10_000, false),
        ("10 MB / 100 000", 10_000_000, 100_000, false),
    ];
    for (name, bytes, count, one_line) in sizes {
        if !wanted("scroll") {
            break;
        }
        let case = case(name, bytes, count, one_line);
        let measured = scrolling(&case, &mut table);
        if matches!(name, "10 KB / 100" | "1 MB / 10 000" | "10 MB / 100 000") {
            p50.push(measured);
        }
    }
    if let [small, middle, large] = p50[..] {
        let what = ["wheel, 60 points", "a new page", "a jump far away", "selecting while scrolling", "drawn again"];
        for (i, what) in what.into_iter().enumerate() {
            let ratio = |d: &[Duration; 5]| format!("{:.2}", d[i].as_secs_f64() / small[i].as_secs_f64());
            ratios.row([what.to_owned(), "1".to_owned(), ratio(&middle), ratio(&large)]);
        }
    }
    let mut opening = Table::new(
        "Opening: list click to painted frame, the article in memory; processor time in ms",
        &["article / marks", "p50", "p99", "max", "limit (p99)"],
    );
    let mut keys = Table::new(
        "A key: stroke to finished frame with the mark in it; processor time in ms",
        &["article / marks", "p50", "p99", "max", "limit (p99)"],
    );
    for (name, bytes, count, one_line) in sizes {
        if wanted("open") {
            open(&case(name, bytes, count, one_line), &mut opening);
        }
    }
    for (name, bytes, count) in
        [("100 KB / 500", 100_000, 500), ("1 MB / 10 000", 1_000_000, 10_000), ("10 MB / 100 000", 10_000_000, 100_000)]
    {
        if wanted("key") {
            label(&case(name, bytes, count, false), &mut keys);
        }
    }
    let mut reviewing = Table::new(
        "Review: an article with three people's marks; processor time in ms",
        &["article / marks of each", "what happens", "p50", "p99", "max", "limit (p99)"],
    );
    for (name, bytes, count) in [("10 KB / 100", 10_000, 100), ("1 MB / 10 000", 1_000_000, 10_000)] {
        if wanted("review") {
            review(&case(name, bytes, count, false), &mut reviewing);
        }
    }
    let mut suggesting = Table::new(
        "Suggestions: an article with ghosts, their page beside it; processor time in ms",
        &["article / suggestions", "what happens", "p50", "p99", "max", "limit (p99)"],
    );
    for (name, bytes, count) in [("10 KB / 100", 10_000, 100), ("1 MB / 10 000", 1_000_000, 10_000)] {
        if wanted("suggest") {
            suggestions(&case(name, bytes, count, false), &mut suggesting);
        }
    }
    for table in [table, ratios, opening, keys, reviewing, suggesting] {
        table.print();
    }
}

/// Three people's work on an article, scrolled and decided on.
fn review(case: &Case, table: &mut Table) {
    let mut window = Window::new(vec![loaded("big.txt", &case.text, AnnotationSet::default()), small()]);
    window.session.act(Action::Run("review"));
    let asked = window.session.take_effects().into_iter().find_map(|effect| match effect {
        Effect::LoadWork(name, _, ask) if name == key("big.txt") => Some(ask),
        _ => None,
    });
    let ask = asked.expect("others' work is asked for");
    let sets = ["An", "Bình", "Chi"].into_iter().zip(0..).map(|(name, fewer)| {
        let mut set = marks(&case.text, case.set.len() - fewer);
        let done = ChangeSet { state: Some((set.state(), State::Done)), ..ChangeSet::default() };
        done.apply(&mut set).expect("the state is as it was");
        (AnnotatorName::new(name).expect("a name"), Ok(set))
    });
    let work = Work {
        key: key("big.txt"),
        text: case.text.clone(),
        metadata: Metadata::default(),
        meta_trouble: None,
        sets: sets.collect(),
    };
    window.session.handle(News::Work(key("big.txt"), Ok(Box::new(work)), ask));
    assert!(window.session.desk().is_ok_and(|desk| desk.readings.len() == 3), "everyone's work is on the desk");
    window.rest();
    scrolled(&mut window, case, table);
    let mut costs = Vec::new();
    for _ in 0..60 {
        let start = ThreadTime::now();
        window.session.act(Action::Run("take-1"));
        let acted = start.elapsed();
        costs.push(acted + window.frame(Vec::new()));
    }
    assert!(window.session.review().is_some_and(|review| review.decisions.len() >= 60), "each key decides");
    case.row(table, "a key decides, the next case opens", Costs::of(costs), None);
}

/// The marks of an article as suggestions of a machine, scrolled and accepted.
fn suggestions(case: &Case, table: &mut Table) {
    let mut window = Window::new(vec![loaded("big.txt", &case.text, AnnotationSet::default()), small()]);
    let mut job = window.asked.take().expect("the sources are asked");
    job.off.extend(SOURCES.iter().map(|source| source.about().id.into()));
    let proposal = |(span, mark): (Span, &Arc<Annotation>)| Proposal {
        source: "machine".into(),
        span,
        label: mark.label.clone(),
        attributes: mark.attributes.clone(),
        links: Vec::new(),
        score: 0.8,
        why: "Made up".to_owned(),
    };
    let proposals: Vec<Proposal> = case.set.placed().map(proposal).collect();
    let report = job.ask(&Knowledge::default(), &proposals, None, &|| true, &mut |_| ()).expect("somebody waits");
    window.session.handle(News::Suggested(Box::new(report)));
    let shown = window.session.suggesting().shown().len();
    assert!(shown * 10 > proposals.len() * 7, "{shown} of {} are shown", proposals.len());
    window.session.act(Action::Panel(Panel::Suggestions));
    window.session.act(Action::Run("next-suggestion"));
    window.rest();
    scrolled(&mut window, case, table);
    for (what, command) in
        [("a key goes on", "next-suggestion"), ("a key accepts, the next comes in hand", "accept-suggestion")]
    {
        let mut costs = Vec::new();
        window.session.act(Action::MoveCaret { to: ByteOffset(0), extend: false });
        window.session.act(Action::Run("next-suggestion"));
        window.rest();
        for _ in 0..60 {
            let start = ThreadTime::now();
            window.session.act(Action::Run(command));
            let acted = start.elapsed();
            costs.push(acted + window.frame(Vec::new()));
        }
        case.row(table, what, Costs::of(costs), None);
    }
    assert!(window.session.doc().is_some_and(|d| d.set().len() >= 60), "each key accepts");
}

fn small() -> Loaded {
    let text = Text::new(news(3_000, 9, false));
    let set = marks(&text, 20);
    loaded("small.txt", &text, set)
}

fn scrolling(case: &Case, table: &mut Table) -> [Duration; 5] {
    let mut window = Window::new(vec![loaded("big.txt", &case.text, case.set.clone()), small()]);
    let [by_wheel, by_page] = scrolled(&mut window, case, table);
    let mut row = |what: &str, costs: Costs, limit: Option<u64>| case.row(table, what, costs, limit);

    let ids: Vec<AnnotationId> = case.set.iter().map(|a| a.id.clone()).collect();
    let mut dice = Dice::new(5);
    let mut jumps = Vec::new();
    for n in 0..WARM + FRAMES {
        let to = ids[dice.below(ids.len())].clone();
        let start = ThreadTime::now();
        window.session.act(Action::SelectMark(to));
        let acted = start.elapsed();
        let cost = acted + window.frame(Vec::new());
        if n >= WARM {
            jumps.push(cost);
        }
    }
    let jump = row("a jump far away", Costs::of(jumps), Some(4));

    window.session.act(Action::MoveCaret { to: ByteOffset(0), extend: false });
    window.rest();
    window.frame(vec![Event::PointerMoved(MIDDLE), press(true, MIDDLE)]);
    let before = window.at();
    let mut roll = there_and_back(case.reach, 60.0);
    let drag = window.frames(true, |n| {
        let mut events = vec![Event::PointerMoved(MIDDLE + vec2((n % 40) as f32, 0.0))];
        events.extend(roll(n).pop());
        events
    });
    assert_ne!(before, window.at(), "the selection follows the pointer");
    window.frame(vec![press(false, MIDDLE)]);
    let drag = row("selecting while scrolling", drag, Some(2));

    window.session.act(Action::MoveCaret { to: ByteOffset(case.text.len() / 2), extend: false });
    window.rest();
    let idle = window.frames(false, |_| Vec::new());
    let idle = row("drawn again", idle, None);

    window.session.act(Action::Run("focus"));
    assert!(window.session.focus_mode());
    let alone = window.frames(true, there_and_back(case.reach, 60.0));
    row("wheel, page without panels", alone, Some(2));
    [by_wheel, by_page, jump, drag, idle]
}

/// Going back and forth between a short article and the one that is measured.
fn open(case: &Case, table: &mut Table) {
    let mut window = Window::new(vec![loaded("big.txt", &case.text, case.set.clone()), small()]);
    let mut costs = Vec::new();
    for n in 0..110 {
        window.session.act(Action::OpenArticle(key("small.txt")));
        window.rest();
        let start = ThreadTime::now();
        window.session.act(Action::OpenArticle(key("big.txt")));
        let acted = start.elapsed();
        let cost = acted + window.frame(Vec::new());
        assert!(window.moved, "the other article is shown");
        if n >= 10 {
            costs.push(cost);
        }
        window.rest();
    }
    let costs = Costs::of(costs);
    let limit = verdict(costs.p99, Duration::from_millis(16));
    table.row([case.name.to_owned(), ms(costs.p50), ms(costs.p99), ms(costs.max), limit]);
}

/// Selected words, and a key that labels them.
fn label(case: &Case, table: &mut Table) {
    let mut window = Window::new(vec![loaded("big.txt", &case.text, case.set.clone()), small()]);
    let mut dice = Dice::new(11);
    let mut costs = Vec::new();
    while costs.len() < 330 {
        let from = case.text.grapheme_floor(ByteOffset(200 + dice.below(1200)));
        let to = case.text.grapheme_ceil(ByteOffset(from.0 + 5 + dice.below(30)));
        let Some(span) = case.text.snap(from, to) else { continue };
        let (anchor, focus) = (span.start(), span.end());
        window.session.act(Action::Select { anchor, focus, finished: true });
        window.frame(Vec::new());
        let before = window.session.doc().map_or(0, |d| d.set().len());
        let cost = window.frame(vec![Event::Text("1".to_owned())]);
        let doc = window.session.doc().expect("an article");
        if doc.set().len() == before + 1 && doc.selected().is_some() {
            costs.push(cost);
            window.session.act(Action::Run("delete"));
        }
        window.frame(Vec::new());
        window.frame(Vec::new());
    }
    let costs = Costs::of(costs.split_off(30));
    let limit = verdict(costs.p99, Duration::from_millis(16));
    table.row([case.name.to_owned(), ms(costs.p50), ms(costs.p99), ms(costs.max), limit]);
}
