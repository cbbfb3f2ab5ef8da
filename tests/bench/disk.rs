//! What the disk costs: opening large projects, durable saves, reading and writing many annotation files, finding marks again.
//!
//! Wall time, for here waiting is the cost. The folder is `WHOSAID_BENCH_DIR`, else one under `target`; its disk is what is
//! measured. `cargo bench --bench disk`; docs/benchmarks.md says what each row means.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a benchmark stops where its own premises fail"
)]

mod words;

use std::{
    fs,
    hint::black_box,
    io::Write as _,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, channel},
    time::{Duration, Instant},
};
use whosaid::{
    model::{Annotation, AnnotationSet, AnnotatorName, ArticleKey, ChangeSet, IdMaker, LabelName},
    session::{Event, Opening, Session},
    store::{Home, Prefs, Project, SaveJob, SaveReport, SaveWhat, Saver, Stamp},
    text::{ByteOffset, CharOffset, Found, Quotation, Text, find_again},
};
use words::{Dice, Table, marks, ms, news, part, verdict};

/// Times younger than this are not trusted by the index, so that a fresh project has to wait.
const SETTLED: Duration = Duration::from_millis(2500);

fn main() {
    // `cargo test --benches` and the like only ask whether it starts.
    if std::env::args().any(|a| a == "--test" || a == "--list") {
        return;
    }
    let only: Option<String> = std::env::args().skip(1).find(|a| !a.starts_with('-'));
    let wanted = |what: &str| only.as_deref().is_none_or(|o| what.contains(o));
    let base =
        std::env::var_os("WHOSAID_BENCH_DIR").map_or_else(|| PathBuf::from(env!("CARGO_TARGET_TMPDIR")), PathBuf::from);
    let folder = tempfile::tempdir_in(base).expect("a folder to measure in");
    let mut projects =
        Table::new("Projects: wall time in ms", &["what", "10 000 articles", "100 000 articles", "limit"]);
    let mut saves = Table::new(
        "Saves: gesture to durable on disk, wall time in ms",
        &["marks in the file", "bytes", "p50", "p99", "max", "bare write p50", "limit (p99)"],
    );
    let mut files = Table::new("Files: wall time in ms", &["what", "each", "all"]);
    let mut found =
        Table::new("Finding 10 000 marks again in 1 MB", &["edits to the text", "ms", "exact", "moved", "lost"]);
    if wanted("found") {
        for edits in [0, 1, 10, 100, 1000] {
            again(edits, &mut found);
        }
    }
    if wanted("save") {
        for count in [100, 10_000] {
            save(folder.path(), count, &mut saves);
        }
    }
    if wanted("load") {
        for (bytes, count) in [(10_000, 100), (1_000_000, 10_000), (10_000_000, 100_000)] {
            load(folder.path(), bytes, count, &mut files);
        }
    }
    if wanted("project") {
        let small = project(folder.path(), 10_000, Some(&mut files));
        let large = project(folder.path(), 100_000, None);
        for ((what, small, limit), (_, large, _)) in small.into_iter().zip(large) {
            let limit = limit.map_or("–".to_owned(), |l| verdict(large, l));
            projects.row([what.to_owned(), ms(small), ms(large), limit]);
        }
    }
    for table in [projects, saves, files, found] {
        table.print();
    }
}

fn lan() -> AnnotatorName {
    AnnotatorName::new("Lan").expect("a name")
}

fn key(name: &str) -> ArticleKey {
    ArticleKey::new(name).expect("a name")
}

fn open(root: &Path) -> Project {
    Project::open_with(root, Home::at(&root.join("../home"))).expect("a folder").0
}

fn clock<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let made = work();
    (start.elapsed(), made)
}

fn saver(project: &Project) -> (Saver, Receiver<SaveReport>) {
    let (send, reports) = channel();
    (Saver::start(project.clone(), move |report| drop(send.send(report))), reports)
}

fn saved(reports: &Receiver<SaveReport>) -> Stamp {
    match reports.recv_timeout(Duration::from_secs(60)) {
        Ok(SaveReport::Saved { stamp, .. }) => stamp,
        other => panic!("{other:?}"),
    }
}

fn job(name: &str, set: AnnotationSet, text: &Text, stamp: Stamp, serial: u64) -> SaveJob {
    let what = SaveWhat::Set { set, text: text.clone(), stamp };
    SaveJob { key: key(name), annotator: lan(), what, serial, since: 0 }
}

/// A mark is made, and the file is on the disk for good: the worst case of autosave, again and again.
fn save(folder: &Path, count: usize, table: &mut Table) {
    let root = folder.join(format!("save-{count}"));
    let text = Text::new(news(count * 100, 3, false));
    fs::create_dir_all(root.join("articles")).expect("a folder");
    fs::write(root.join("articles/a.txt"), text.as_str()).expect("an article");
    let project = open(&root);
    let (saver, reports) = saver(&project);
    let set = marks(&text, count);
    let mut ids = IdMaker::new(99);
    let mut stamp = Stamp::Absent;
    let mut times = Vec::new();
    let rounds = if count > 1000 { 220 } else { 420 };
    for n in 0..rounds {
        let at = text.grapheme_floor(ByteOffset(n * 7 % text.len()));
        let span = text.snap(at, text.grapheme_ceil(ByteOffset((at.0 + 3 + n / 9).min(text.len()))));
        let Some(span) = span.filter(|s| set.same(*s, "Claim").is_none()) else { continue };
        let mut mark = Annotation::new(ids.make(|_| false), span, LabelName::from("Claim"));
        mark.made = "2026-01-02T03:04:05Z".into();
        let change = ChangeSet { created: vec![mark.into()], ..ChangeSet::default() };
        let mut more = set.clone();
        change.apply(&mut more).expect("a new mark");
        let job = job("a.txt", more, &text, stamp, n as u64);
        let (time, now) = clock(|| {
            saver.save(job);
            saved(&reports)
        });
        stamp = now;
        if n >= 20 {
            times.push(time);
        }
    }
    let bytes = fs::read(project.set_path(&key("a.txt"), &lan())).expect("the file");
    let mut bare: Vec<Duration> = (0..50).map(|_| clock(|| replace_bare(&root, &bytes)).0).collect();
    bare.sort_unstable();
    times.sort_unstable();
    let p99 = part(&times, 99);
    let row = [count.to_string(), bytes.len().to_string(), ms(part(&times, 50)), ms(p99), ms(part(&times, 100))];
    let [a, b, c, d, e] = row;
    table.row([a, b, c, d, e, ms(part(&bare, 50)), verdict(p99, Duration::from_millis(50))]);
}

/// The least that durable replacing takes: a temporary file, synced, renamed, and the folder synced.
fn replace_bare(folder: &Path, bytes: &[u8]) {
    let (temp, target) = (folder.join("bare.tmp"), folder.join("bare"));
    let mut file = fs::File::create(&temp).expect("a file");
    file.write_all(bytes).and_then(|()| file.sync_all()).expect("written");
    fs::rename(&temp, target).expect("renamed");
    let _ = fs::File::open(folder).and_then(|f| f.sync_all());
}

/// What is read when an article is opened that is not in memory: the text, the marks, and whether they still fit.
fn load(folder: &Path, bytes: usize, count: usize, table: &mut Table) {
    let root = folder.join(format!("load-{count}"));
    let text = Text::new(news(bytes, 3, false));
    fs::create_dir_all(root.join("articles")).expect("a folder");
    fs::write(root.join("articles/a.txt"), text.as_str()).expect("an article");
    let project = open(&root);
    let (saver, reports) = saver(&project);
    saver.save(job("a.txt", marks(&text, count), &text, Stamp::Absent, 1));
    saved(&reports);
    let rounds = if count > 10_000 { 5 } else { 25 };
    let mut times: Vec<Duration> = (0..rounds)
        .map(|_| {
            let (time, loaded) = clock(|| project.load(&key("a.txt"), &lan()).expect("it can be read"));
            assert_eq!(loaded.set.placed().count(), count);
            time
        })
        .collect();
    times.sort_unstable();
    let what = format!("reading one article of {} KB with {count} marks, p50", bytes / 1000);
    table.row([what, ms(part(&times, 50)), "–".to_owned()]);
}

type Rows = Vec<(&'static str, Duration, Option<Duration>)>;

/// A project of so many articles; with a table for files, everyone is annotated too.
fn project(folder: &Path, count: usize, files: Option<&mut Table>) -> Rows {
    let root = folder.join(format!("project-{count}"));
    let name = |n: usize| format!("{:03}/{n:06}.txt", n / 500);
    let texts: Vec<Text> =
        (0..50).map(|n| Text::new(news(if count > 10_000 { 700 } else { 3000 }, n, false))).collect();
    for n in 0..count {
        let path = root.join("articles").join(name(n));
        if n % 500 == 0 {
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        }
        fs::write(path, texts[n % texts.len()].as_str()).expect("an article");
    }
    if let Some(files) = files {
        write_and_read(&root, count, &texts, name, files);
    }
    std::thread::sleep(SETTLED);
    let mut rows = Rows::new();
    let before = resident();
    let project = open(&root);
    let (first, (session, _)) = clock(|| show(&project));
    assert_eq!(session.articles().len(), count);
    drop(session);
    rows.push(("first time: the list with file names", first, None));
    let (time, all) = clock(|| {
        project.refresh(Vec::new(), &mut |summary| {
            black_box(summary);
            true
        })
    });
    assert_eq!(all.len(), count);
    drop(all);
    rows.push(("first time: every article looked at", time, None));
    let second = open(&root);
    let (time, (session, summaries)) = clock(|| show(&second));
    assert!(session.articles().shown(count / 2).is_some_and(|e| e.known.is_some()), "the index is used");
    rows.push(("again: the list with titles, states and counts", time, Some(Duration::from_secs(1))));
    let (time, _) = clock(|| second.refresh(summaries, &mut |summary| panic!("{summary:?} did not change")));
    rows.push(("again: checked in the background that nothing changed", time, None));
    if let (Some(before), Some(now)) = (before, resident()) {
        eprintln!("  {count} articles: {} MB of memory more with the list", now.saturating_sub(before) / 1024);
    }
    rows
}

/// What stands between the folder and a usable list, as the window does it.
fn show(project: &Project) -> (Session, Vec<whosaid::store::Summary>) {
    let listing = project.list();
    let summaries = project.index();
    let prefs = Prefs { annotator: Some("Lan".to_owned()), ..Prefs::default() };
    let mut session = Session::new(prefs, 1);
    session.handle(Event::Opened(Box::new(Opening {
        name: project.name(),
        root: project.root().to_owned(),
        labels: project.labels(),
        settings: Default::default(),
        articles: listing.articles,
        troubles: listing.troubles,
        summaries: summaries.clone(),
        annotators: project.annotators(),
        first: None,
    })));
    (session, summaries)
}

fn write_and_read(root: &Path, count: usize, texts: &[Text], name: impl Fn(usize) -> String, table: &mut Table) {
    let project = open(root);
    let (saver, reports) = saver(&project);
    let sets: Vec<AnnotationSet> = texts.iter().map(|t| marks(t, 10)).collect();
    let (time, ()) = clock(|| {
        for n in 0..count {
            let at = n % texts.len();
            saver.save(job(&name(n), sets[at].clone(), &texts[at], Stamp::Absent, n as u64));
            // A queue no longer than a person's gestures would make it.
            if n % 50 == 49 {
                assert!(saver.flush(Duration::from_secs(600)));
            }
        }
        assert!(saver.flush(Duration::from_secs(600)));
    });
    assert_eq!(reports.try_iter().filter(|r| matches!(r, SaveReport::Saved { .. })).count(), count);
    let each = |time: Duration| time / u32::try_from(count).unwrap_or(1);
    table.row([format!("writing {count} annotation files of 10 marks, each durable"), ms(each(time)), ms(time)]);
    let (time, ()) = clock(|| {
        for n in 0..count {
            let loaded = project.load(&key(&name(n)), &lan()).expect("it can be read");
            assert_eq!(loaded.set.len(), 10);
        }
    });
    table.row([format!("reading {count} articles with their annotation files"), ms(each(time)), ms(time)]);
}

/// Memory in use, in KiB, where the system tells.
fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|l| l.strip_prefix("VmRSS:"))?.split_whitespace().next()?.parse().ok()
}

/// Quotations in a text that was edited at so many places.
fn again(edits: usize, table: &mut Table) {
    let old = Text::new(news(1_000_000, 3, false));
    let set = marks(&old, 10_000);
    let wanted: Vec<(CharOffset, CharOffset, Quotation)> = set
        .placed()
        .map(|(span, _)| (old.char_of(span.start()), old.char_of(span.end()), Quotation::of(&old, span)))
        .collect();
    let mut dice = Dice::new(21);
    let mut text = old.as_str().to_owned();
    for n in 0..edits {
        let at = text.floor_char_boundary(dice.below(text.len() - 100));
        let to = text.floor_char_boundary(at + 5 + dice.below(40));
        match n % 3 {
            0 => text.insert_str(at, " một câu mới được thêm vào đây. "),
            1 => text.replace_range(at..to, ""),
            _ => text.replace_range(at..to, "chữ khác"),
        }
    }
    let new = Text::new(text);
    let (time, found) = clock(|| find_again(&new, &wanted));
    let count = |is: fn(&Found) -> bool| found.iter().filter(|f| is(f)).count().to_string();
    table.row([
        edits.to_string(),
        ms(time),
        count(|f| matches!(f, Found::Exact(_))),
        count(|f| matches!(f, Found::Moved { .. })),
        count(|f| matches!(f, Found::Lost)),
    ]);
}
