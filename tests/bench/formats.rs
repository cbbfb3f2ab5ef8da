//! Exports and imports of a large corpus: ten thousand articles with twenty marks each, into every format and back.
//!
//! The processor's time, and the most memory of a process that does nothing else. `cargo bench --bench formats`;
//! docs/benchmarks.md says what each row means. `scripts/bench-formats.sh` sets it beside the same conversion in Python.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a benchmark stops where its own premises fail"
)]

mod words;

use cpu_time::ProcessTime;
use std::{
    cell::Cell,
    fs::{self, File},
    io::{self, BufWriter, Read, Write},
    path::{Path, PathBuf},
    process::Command,
    rc::Rc,
    time::Duration,
};
use whosaid::{
    formats::{
        Body, Doc, EXPORTS, Export, Flow, Import, Incoming, Job, Kept, Mark, News, OffsetUnit, Relation, Scratch, Sink,
        Source, export, import, resolve,
    },
    model::Published,
    store,
    text::Text,
};
use words::{Dice, Table, marks, part};

const ARTICLES: usize = 10_000;
const BYTES: usize = 3_000;
const MARKS: usize = 20;
const ROUNDS: usize = 3;
/// The least that formats should write, in MB of text a second.
const SPEED: [(&str, f64); 3] = [("jsonl", 50.0), ("hf", 50.0), ("hf_tokens", 50.0)];
/// The most memory that any should need.
const MEMORY: f64 = 200.0;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words.as_slice() {
        // `cargo test --benches` and the like only ask whether it starts.
        ["--test" | "--list", ..] => {}
        ["--alone", "write", id] => {
            write(format(id), &mut Nowhere::default(), (0..ARTICLES).map(article));
            println!("{}", most_memory());
        }
        ["--alone", "read", id, folder] => {
            read(format(id).reader(), &Folder::of(folder), &|at| article(at).text);
            println!("{}", most_memory());
        }
        ["--corpus", folder] => {
            write(format("jsonl"), &mut Folder::of(folder), (0..ARTICLES).map(article));
        }
        ["--convert", id, from, to] => {
            let spent = ProcessTime::now();
            convert(id, &Folder::of(from), &mut Folder::of(to));
            println!("{:.3}", spent.elapsed().as_secs_f64());
        }
        _ => all(words.iter().find(|a| !a.starts_with('-')).copied()),
    }
}

fn format(id: &str) -> &'static dyn Export {
    export(id).unwrap_or_else(|| panic!("there is no format {id}"))
}

fn all(only: Option<&str>) {
    let docs: Vec<Doc> = (0..ARTICLES).map(article).collect();
    let megabytes = docs.iter().map(|d| d.text.len()).sum::<usize>() as f64 / 1e6;
    let title = format!(
        "Exports and imports: {ARTICLES} articles with {megabytes:.0} MB of text and {} marks",
        docs.iter().map(|d| d.marks.len()).sum::<usize>()
    );
    let head = [
        "format",
        "MB in files",
        "writing, MB of text a second",
        "reading, the same",
        "memory writing, MB",
        "memory reading, MB",
        "limits",
    ];
    let mut table = Table::new(&title, &head);
    for format in EXPORTS.iter().filter(|f| only.is_none_or(|only| f.about().id == only)) {
        row(&mut table, *format, &docs, megabytes);
    }
    table.print();
}

fn row(table: &mut Table, format: &dyn Export, docs: &[Doc], megabytes: f64) {
    let id = format.about().id;
    let base =
        std::env::var_os("WHOSAID_BENCH_DIR").map_or_else(|| PathBuf::from(env!("CARGO_TARGET_TMPDIR")), PathBuf::from);
    let disk = tempfile::tempdir_in(base).expect("a folder to measure in");
    let folder = disk.path().to_str().expect("a path").to_owned();
    write(format, &mut Folder::of(&folder), docs.iter());
    let source = Folder::of(&folder);
    let (mut writing, mut reading) = (Vec::new(), Vec::new());
    let mut size = 0;
    for _ in 0..ROUNDS {
        let mut sink = Nowhere::default();
        writing.push(clock(|| write(format, &mut sink, docs.iter())));
        size = sink.bytes.get();
        reading.push(clock(|| {
            let read = read(format.reader(), &source, &|at| docs[at].text.clone());
            assert_eq!(read, docs.len(), "{id}: documents");
        }));
    }
    writing.sort_unstable();
    reading.sort_unstable();
    let speed = |times: &[Duration]| megabytes / part(times, 50).as_secs_f64();
    let (writing, reading) = (speed(&writing), speed(&reading));
    let memory = [alone(&["write", id]), alone(&["read", id, &folder])];
    let kept = |good: bool| if good { "kept" } else { "MISSED" };
    let mut limits = String::new();
    if let Some((_, least)) = SPEED.iter().find(|(of, _)| *of == id) {
        limits = format!("≥ {least} MB/s {}, ", kept(writing >= *least));
    }
    let most = memory[0].max(memory[1]);
    limits.push_str(&format!("≤ {MEMORY} MB {}", kept(most <= MEMORY)));
    table.row([
        id.to_owned(),
        format!("{:.0}", size as f64 / 1e6),
        format!("{writing:.0}"),
        format!("{reading:.0}"),
        format!("{:.0}", memory[0]),
        format!("{:.0}", memory[1]),
        limits,
    ]);
}

/// The most memory of a process of its own, in MB.
fn alone(args: &[&str]) -> f64 {
    let this = std::env::current_exe().expect("this program");
    let done = Command::new(this).arg("--alone").args(args).output().expect("this program once more");
    let said = String::from_utf8_lossy(&done.stdout);
    said.trim().parse().unwrap_or_else(|_| panic!("{said}{}", String::from_utf8_lossy(&done.stderr)))
}

/// The most memory that this process has had, in MB.
fn most_memory() -> f64 {
    let status = fs::read_to_string("/proc/self/status").expect("what Linux says of a process");
    let line = status.lines().find(|l| l.starts_with("VmHWM")).expect("the most memory");
    let kibibytes: f64 = line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).expect("a number");
    kibibytes * 1024.0 / 1e6
}

fn clock(work: impl FnOnce()) -> Duration {
    let start = ProcessTime::now();
    work();
    start.elapsed()
}

/// Beginnings and ends of syllables; put together they look like Vietnamese, some 2,700 words.
const ONSETS: &str = "b c ch d đ g gi h k kh l m n ng nh ph qu r s t th tr v x";
const RIMES: &str = "a á à ả ã ạ an án àn ản ạn ang áng àng ạng anh ánh ành ạnh ao áo ào ạo ăm ắm ằm ặm ăn ắn ằn ặn âm ấm ầm \
    ận ất ật ây ấy ầy ẩy e é è ẹ em én ên ến ền ệnh i í ì ị ích in inh ình ính o ó ò ọ ong óng òng ọng oan oán ô ố ồ ộ ôn ốn ồn ộn \
    ông ống ồng ổng ộng ơ ớ ờ ợ ơi ới ời ợi u ú ù ụ ung úng ùng ụng uyên uyến ư ứ ừ ự ưng ứng ừng ước ường ượng ười ưởng y ý";

/// The words of news: a few are frequent, as in any language.
fn prose(seed: usize) -> String {
    let (onsets, rimes): (Vec<&str>, Vec<&str>) = (ONSETS.split(' ').collect(), RIMES.split_whitespace().collect());
    let mut dice = Dice::new(seed as u64 + 1);
    let mut text = String::with_capacity(BYTES + 200);
    let mut first = true;
    while text.len() < BYTES {
        // The smaller of two is small more often.
        let mut pick = |of: &[&'static str]| of[dice.below(of.len()).min(dice.below(of.len()))];
        let word = format!("{}{}", pick(&onsets), pick(&rimes));
        let mut letters = word.chars();
        let upper = first || dice.below(12) == 0;
        text.extend(letters.next().into_iter().flat_map(|c| if upper { c.to_uppercase().collect() } else { vec![c] }));
        text.push_str(letters.as_str());
        first = false;
        text.push_str(match dice.below(90) {
            0..=5 => ", ",
            6..=9 => ". ",
            10 => ".\n",
            11 => " (5/3) ",
            12 => " 6,5% ",
            _ => " ",
        });
        first = first || text.ends_with(['.', '\n']) || text.ends_with(". ");
    }
    text.truncate(text.trim_end().len());
    text
}

/// An article: news with names, dates, and claims that lead to the name before them.
fn article(n: usize) -> Doc {
    let text = Text::new(prose(n));
    let set = marks(&text, MARKS);
    let mut doc = Doc::new(format!("báo/{:03}/{n:05}.txt", n / 100), text);
    for annotation in set.iter() {
        let Some(span) = annotation.span() else { continue };
        let id = format!("{}{n:04x}", annotation.id);
        let mut mark = Mark::new(id, &doc.text, span, annotation.label.clone());
        mark.made = annotation.made.clone();
        match &*mark.label {
            "Actor" => drop(mark.attributes.insert("entity".into(), "Ông Năm".into())),
            "Date" => drop(mark.attributes.insert("value".into(), "2026-01-02".into())),
            _ => {}
        }
        doc.marks.push(mark);
    }
    doc.sort();
    let mut actor = None;
    for (at, mark) in doc.marks.iter().enumerate() {
        match (&*mark.label, actor) {
            ("Actor", _) => actor = Some(at),
            ("Claim", Some(to)) => doc.relations.push(Relation { from: at, to, role: "source".into() }),
            _ => {}
        }
    }
    doc.about.article = doc.id.clone();
    doc.about.annotator = "Lan".into();
    doc.about.metadata.title = Some(format!("Tin thứ {n}").into());
    doc.about.metadata.outlet = Some("Báo Sông".into());
    doc.about.metadata.published = Published::parse("2026-01-02").ok();
    doc
}

fn job() -> Job {
    Job { project: "Made-up news".into(), labels: store::default_labels(), ..Job::default() }
}

fn write<D: std::borrow::Borrow<Doc>>(format: &dyn Export, out: &mut dyn Sink, docs: impl Iterator<Item = D>) {
    let job = job();
    let mut writer = format.begin(&job, out).expect("an export");
    for (at, doc) in docs.enumerate() {
        let doc = doc.borrow();
        writer.doc(at, doc, &Kept::of(doc, format.about(), &job), out).expect("a document");
    }
    writer.end(out).expect("the end");
}

/// Reads everything and understands it; how many documents there were. Texts that are not in the files are asked for.
fn read(format: &dyn Import, source: &dyn Source, text: &dyn Fn(usize) -> Text) -> usize {
    let unit = format.about().unit;
    let mut count = 0;
    each(format, source, &mut |incoming| {
        let known = if matches!(incoming.body, Body::Text(_)) { None } else { Some(text(count)) };
        let resolved = resolve(incoming, unit, None, known.as_ref()).expect("a document");
        assert_eq!(resolved.rejected, []);
        count += 1;
    });
    count
}

fn each(format: &dyn Import, source: &dyn Source, with: &mut dyn FnMut(Incoming)) {
    let mut tell = |news| {
        match news {
            News::Doc(doc) => with(*doc),
            News::Rejected(what) => panic!("{}: {}", what.place, what.why),
            News::Label(_) => {}
        }
        Flow::Continue(())
    };
    format.read(source, &mut tell).expect("files that were just written");
}

/// From our own JSON Lines to another format, as `scripts/bench_formats.py` does it.
fn convert(id: &str, from: &Folder, to: &mut Folder) {
    let (format, job) = (format(id), job());
    let mut writer = format.begin(&job, to).expect("an export");
    let mut at = 0;
    each(import("jsonl").expect("our own"), from, &mut |incoming| {
        let doc = resolve(incoming, OffsetUnit::Chars, None, None).expect("a document").doc;
        writer.doc(at, &doc, &Kept::of(&doc, format.about(), &job), to).expect("a document");
        at += 1;
    });
    writer.end(to).expect("the end");
}

/// A folder whose files are counted and thrown away.
#[derive(Default)]
struct Nowhere {
    bytes: Rc<Cell<u64>>,
}

struct Counted(Rc<Cell<u64>>);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.set(self.0.get() + bytes.len() as u64);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sink for Nowhere {
    fn create(&mut self, _: &str) -> io::Result<Box<dyn Write>> {
        Ok(Box::new(BufWriter::new(Counted(self.bytes.clone()))))
    }

    fn scratch(&mut self) -> io::Result<Box<dyn Scratch>> {
        Ok(Box::new(tempfile::tempfile()?))
    }
}

/// A folder on the disk.
struct Folder {
    root: PathBuf,
    names: Vec<String>,
}

impl Folder {
    fn of(root: &str) -> Self {
        fn list(folder: &Path, before: &str, names: &mut Vec<String>) {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let name = format!("{before}{}", entry.file_name().to_string_lossy());
                if entry.path().is_dir() {
                    list(&entry.path(), &format!("{name}/"), names);
                } else {
                    names.push(name);
                }
            }
        }
        let mut names = Vec::new();
        list(Path::new(root), "", &mut names);
        names.sort();
        Folder { root: root.into(), names }
    }
}

impl Sink for Folder {
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Write>> {
        let path = self.root.join(name);
        fs::create_dir_all(path.parent().expect("a folder"))?;
        Ok(Box::new(BufWriter::with_capacity(1 << 16, File::create(path)?)))
    }

    fn scratch(&mut self) -> io::Result<Box<dyn Scratch>> {
        Ok(Box::new(tempfile::tempfile_in(&self.root)?))
    }
}

impl Source for Folder {
    fn files(&self) -> &[String] {
        &self.names
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(File::open(self.root.join(name))?))
    }
}
