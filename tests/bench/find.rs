//! Finding words in a whole project: ten thousand articles of 30 MB in all, beside the least that reading and looking cost.
//!
//! Wall time on two threads; every row is measured in turn with the floors it is compared to, so that a busy machine hits both.
//! `cargo bench --bench find`; docs/benchmarks.md says what each row means.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a benchmark stops where its own premises fail"
)]

mod words;

use cpu_time::ProcessTime;
use std::{
    fs,
    hint::black_box,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    time::{Duration, Instant},
};
use unicode_normalization::UnicodeNormalization;
use whosaid::{
    model::ArticleKey,
    store::{Home, Project, Search, SearchEnd, SearchNews, SearchScope, search},
    text::{Finder, Query},
};
use words::{Table, ms, news, part, verdict};

const ARTICLES: usize = 10_000;
const BYTES: usize = 3_000;
const ROUNDS: usize = 15;
const LIMIT: Duration = Duration::from_millis(300);

fn main() {
    // `cargo test --benches` and the like only ask whether it starts.
    if std::env::args().any(|a| a == "--test" || a == "--list") {
        return;
    }
    let base =
        std::env::var_os("WHOSAID_BENCH_DIR").map_or_else(|| PathBuf::from(env!("CARGO_TARGET_TMPDIR")), PathBuf::from);
    let folder = tempfile::tempdir_in(base).expect("a folder to measure in");
    let composed = project(&folder.path().join("composed"), false);
    let apart = project(&folder.path().join("apart"), true);
    let mut corpus = Table::new(
        "Find in 10 000 articles, 30 MB, 2 threads: wall time in ms, p50",
        &[
            "what",
            "hits",
            "ours",
            "processor time",
            "reading alone",
            "ours to reading",
            "regex over the bytes",
            "limit",
        ],
    );
    for (what, query, floor, decomposed) in queries() {
        row(&mut corpus, what, &query, floor, if decomposed { &apart } else { &composed });
    }
    let mut texts = Table::new("Find in one text, one thread: ms, p50", &["what", "100 KB", "10 MB"]);
    for (what, query, _, _) in queries() {
        one(&mut texts, what, &query);
    }
    let mut slow = Table::new(
        "Expressions made to be slow, in one text of 10 MB: ms until they end or are stopped after 2 s",
        &["expression", "ms", "what came of it"],
    );
    for expression in SLOW {
        evil(&mut slow, expression);
    }
    corpus.print();
    texts.print();
    slow.print();
}

const SLOW: [&str; 7] = [
    "(a*)*b",
    "(x{1000}){1000}",
    ".*.*.*=",
    "(\\w+\\s+){20}zzz",
    "(.{0,60}n){8}q",
    "[a-z]{1,40}.{1,40}[a-z]{1,40}!!",
    "(?s)(.*)(.*)(.*)zzz",
];

fn query(words: &str, expression: bool, case: bool, accents: bool, whole: bool) -> Query {
    Query { words: words.to_owned(), expression, case, accents, whole }
}

/// What is asked, the nearest plain expression for the floor, and whether it is asked of decomposed texts.
fn queries() -> Vec<(&'static str, Query, &'static str, bool)> {
    vec![
        (
            "rare words, accents and case ignored",
            query("cong bo ke hoach moi", false, false, false, false),
            "công bố kế hoạch mới",
            false,
        ),
        ("frequent words, the same", query("bo truong", false, false, false, false), "bộ trưởng", false),
        ("the same in decomposed texts", query("bo truong", false, false, false, false), "bộ trưởng", true),
        ("the same, whole words", query("bo truong", false, false, false, true), "bộ trưởng", false),
        ("accents and case respected", query("bộ trưởng", false, true, true, false), "bộ trưởng", false),
        ("the same in decomposed texts", query("bộ trưởng", false, true, true, false), "bộ trưởng", true),
        (
            "expression, accents ignored",
            query("bo (truong|phu)\\s+\\w+", true, false, false, false),
            "bộ (trưởng|phủ)\\s+\\w+",
            false,
        ),
        (
            "expression, accents respected",
            query("bộ (trưởng|phủ)\\s+\\w+", true, false, true, false),
            "bộ (trưởng|phủ)\\s+\\w+",
            false,
        ),
        ("expression with word edges", query("\\bbo truong\\b", true, false, false, false), "bộ trưởng", false),
        ("expression without a fixed letter", query("\\w+\\d+$", true, false, false, false), "\\w+\\d+$", false),
    ]
}

fn project(root: &Path, apart: bool) -> (Project, Vec<ArticleKey>) {
    let mut keys = Vec::new();
    for n in 0..ARTICLES {
        let name = format!("{:03}/{n:06}.txt", n / 500);
        let path = root.join("articles").join(&name);
        if n % 500 == 0 {
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        }
        let text = news(BYTES, n as u64 % 997, false);
        let text: String = if apart { text.nfd().collect() } else { text };
        fs::write(path, text).expect("an article");
        keys.push(ArticleKey::new(&name).expect("a name"));
    }
    (Project::open_with(root, Home::at(&root.join("../home"))).expect("a folder").0, keys)
}

fn clock<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let made = work();
    (start.elapsed(), made)
}

fn row(table: &mut Table, what: &str, query: &Query, floor: &str, (project, keys): &(Project, Vec<ArticleKey>)) {
    let regex = regex::bytes::Regex::new(floor).expect("an expression");
    let (mut ours, mut busy, mut reading, mut bare) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut count = 0;
    for _ in 0..ROUNDS {
        let spent = ProcessTime::now();
        let (time, hits) = clock(|| search_all(project, query, keys));
        busy.push(spent.elapsed());
        ours.push(time);
        count = hits;
        reading.push(clock(|| read_all(project, keys, &|bytes| bytes.len())).0);
        bare.push(clock(|| read_all(project, keys, &|bytes| regex.find_iter(bytes).count())).0);
    }
    for times in [&mut ours, &mut busy, &mut reading, &mut bare] {
        times.sort_unstable();
    }
    let (p50, floor) = (part(&ours, 50), part(&reading, 50));
    table.row([
        what.to_owned(),
        count.to_string(),
        ms(p50),
        ms(part(&busy, 50)),
        ms(floor),
        format!("{:.2}", p50.as_secs_f64() / floor.as_secs_f64()),
        ms(part(&bare, 50)),
        verdict(p50, LIMIT),
    ]);
}

/// A search as the window does it, but that it does not end at the first few thousand hits.
fn search_all(project: &Project, query: &Query, keys: &[ArticleKey]) -> usize {
    let asked = Search { serial: 1, query: query.clone(), scope: SearchScope::Articles(keys.into()), most: usize::MAX };
    let mut hits = 0;
    search(project, &asked, &AtomicBool::new(false), &mut |news| match news {
        SearchNews::Part { found, unreadable, .. } => {
            assert!(unreadable.is_empty(), "{unreadable:?}");
            hits += found.iter().map(|article| article.hits.len()).sum::<usize>();
        }
        SearchNews::End(end) => assert_eq!(end, SearchEnd::All),
    });
    hits
}

/// The floor: every file read on two threads, and something done with its bytes.
fn read_all(project: &Project, keys: &[ArticleKey], with: &(dyn Fn(&[u8]) -> usize + Sync)) -> usize {
    let next = AtomicUsize::new(0);
    let folder = project.articles_folder();
    let sum = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(keys) = keys.chunks(32).nth(next.fetch_add(1, Ordering::Relaxed)) {
                    for key in keys {
                        let bytes = fs::read(folder.join(key.as_str())).expect("an article");
                        sum.fetch_add(black_box(with(&bytes)), Ordering::Relaxed);
                    }
                }
            });
        }
    });
    sum.into_inner()
}

/// One article in hand.
fn one(table: &mut Table, what: &str, query: &Query) {
    let finder = Finder::new(query).expect("a query");
    let times = [100_000, 10_000_000].map(|bytes| {
        let text = news(bytes, 3, false);
        let mut times: Vec<Duration> =
            (0..9).map(|_| clock(|| black_box(finder.find(&text, 5_000, &|| false))).0).collect();
        times.sort_unstable();
        ms(part(&times, 50))
    });
    let [small, large] = times;
    table.row([what.to_owned(), small, large]);
}

fn evil(table: &mut Table, expression: &str) {
    let text = news(10_000_000, 3, false);
    let start = Instant::now();
    let came = match Finder::new(&query(expression, true, false, false, false)) {
        Err(error) => error.to_string(),
        Ok(finder) => {
            let hits = finder.find(&text, 5_000, &|| start.elapsed() > Duration::from_secs(2));
            format!("{} hits{}", hits.spans.len(), if hits.stopped { ", stopped" } else { "" })
        }
    };
    table.row([format!("`{expression}`"), ms(start.elapsed()), came]);
}
