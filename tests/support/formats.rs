//! Small sound inputs for every import, made by the exports, and reading whatever became of them.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    io::{self, Cursor, Read, Write},
    ops::ControlFlow,
    rc::Rc,
};
use whosaid::{
    formats::{
        Doc, EXPORTS, Export, IMPORTS, Import, Job, Kept, Mark, News, Rejected, Relation, Scratch, Sink, Source,
        resolve,
    },
    model::{ColorToken, Label, LabelSet, LineStyle, story},
    text::{Span, Text},
};

/// The article that the sound inputs are of.
pub const STORY: &str = "[Date Chiều 3/6], [Actor ông Bảo \u{1F469}\u{200D}\u{1F467}] nói: “[Claim Cầu\r\nsẽ mở [Date thứ Ba]].” \
                         [Actor Ba\u{300} Le\u{302}] bác bỏ.\n";

/// A folder in memory.
#[derive(Clone, Default)]
pub struct Folder {
    files: Rc<RefCell<BTreeMap<String, Vec<u8>>>>,
    names: Vec<String>,
}

impl Folder {
    /// A folder with these files.
    pub fn with(files: Vec<(String, Vec<u8>)>) -> Self {
        let names = files.iter().map(|(name, _)| name.clone()).collect();
        Folder { files: Rc::new(RefCell::new(files.into_iter().collect())), names }
    }

    /// Its files.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        self.files.borrow().iter().map(|(name, bytes)| (name.clone(), bytes.clone())).collect()
    }
}

struct File(Rc<RefCell<BTreeMap<String, Vec<u8>>>>, String);

impl Write for File {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().entry(self.1.clone()).or_default().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sink for Folder {
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Write>> {
        self.files.borrow_mut().insert(name.into(), Vec::new());
        Ok(Box::new(File(self.files.clone(), name.into())))
    }

    fn scratch(&mut self) -> io::Result<Box<dyn Scratch>> {
        Ok(Box::new(Cursor::new(Vec::new())))
    }
}

impl Source for Folder {
    fn files(&self) -> &[String] {
        &self.names
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn Read + '_>> {
        let bytes = self.files.borrow().get(name).cloned();
        bytes.map(|b| Box::new(Cursor::new(b)) as Box<dyn Read>).ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

fn docs() -> Vec<Doc> {
    let story = story::parse(STORY).expect("the story is sound");
    let mut doc = Doc::new("a/1", story.text.clone());
    for (n, (span, label)) in story.marks.iter().enumerate() {
        let mut mark = Mark::new(format!("m{n}"), &story.text, *span, label.clone());
        mark.attributes.insert("value".into(), "2031-06-03".into());
        mark.note = "Một \"ghi chú\"".into();
        doc.marks.push(mark);
    }
    doc.relations = vec![Relation { from: 2, to: 1, role: "source".into() }];
    doc.about.take("title", "Cầu <mở> & đóng");
    doc.about.take("published", "2031-06-03 15:35 +07:00");
    doc.sort();
    vec![doc, Doc::new("b", Text::new("Mưa to."))]
}

fn written(format: &dyn Export) -> Folder {
    let labels = ["Actor", "Claim", "Date"].map(|name| Label {
        name: name.into(),
        formerly: Vec::new(),
        key: None,
        color: ColorToken::Blue,
        line: LineStyle::Solid,
        guideline: "".into(),
        attributes: Vec::new(),
        links: Vec::new(),
    });
    let labels = LabelSet::new(labels.to_vec()).expect("three labels");
    let job = Job { project: "Cầu".into(), labels, ..Job::default() };
    let mut folder = Folder::default();
    let mut writer = format.begin(&job, &mut folder).expect("memory");
    for (at, doc) in docs().iter().enumerate() {
        writer.doc(at, doc, &Kept::of(doc, format.about(), &job), &mut folder).expect("memory");
    }
    writer.end(&mut folder).expect("memory");
    Folder::with(folder.files())
}

/// Every import with a folder it reads: what the exports of its format write, else an article in a single file.
pub fn samples() -> Vec<(&'static dyn Import, Folder)> {
    let mut samples = Vec::new();
    for import in IMPORTS {
        let id = import.about().id;
        let before = samples.len();
        let own = EXPORTS.iter().filter(|export| export.reader().about().id == id);
        samples.extend(own.map(|export| (*import, written(*export))));
        if samples.len() == before {
            let article: &[u8] = match id {
                "html" => "<html lang=vi><title>Cầu</title><nav>x</nav><article><h1>Cầu</h1><p>Ông <b>Bảo</b> nói:<br>“Mở.”<ul><li>một</ul></article>".as_bytes(),
                "jsonl_text" => "{\"id\": 1, \"text\": \"Ông Bảo nói.\", \"date\": \"3/6/2031\"}\n{\"id\": 2, \"text\": \"Mưa.\"}\n".as_bytes(),
                _ => "---\ntitle: Cầu\n---\n# Cầu\n\nÔng [Bảo](x) nói.\n\n- một\n".as_bytes(),
            };
            samples.push((*import, Folder::with(vec![("article".into(), article.to_vec())])));
        }
    }
    samples
}

/// Reads a folder and understands what comes. Whatever is in it: no panic, every mark on whole characters of its text, and all
/// that is wrong told in a sentence. Says how many documents there were.
pub fn read(import: &dyn Import, folder: &Folder) -> usize {
    let about = import.about();
    import.detect(folder);
    let mut docs = 0;
    let read = import.read(folder, &mut |news| {
        match news {
            News::Doc(doc) => {
                docs += 1;
                let known = Text::new(STORY);
                for known in [None, Some(&known)] {
                    match resolve((*doc).clone(), about.unit, None, known) {
                        Err(rejected) => is_sentence(about.id, &rejected),
                        Ok(resolved) => {
                            let text = &resolved.doc.text;
                            for mark in &resolved.doc.marks {
                                let (start, end) = (mark.span.start(), mark.span.end());
                                assert!(Span::in_text(text, start, end).is_ok(), "{}: {mark:?}", about.id);
                                assert!(!mark.label.is_empty(), "{}: {mark:?}", about.id);
                            }
                            let ends = |r: &Relation| r.from.max(r.to) < resolved.doc.marks.len();
                            assert!(resolved.doc.relations.iter().all(ends), "{}", about.id);
                            resolved.remarks.iter().chain(&resolved.rejected).for_each(|r| is_sentence(about.id, r));
                        }
                    }
                }
            }
            News::Rejected(rejected) => is_sentence(about.id, &rejected),
            News::Label(_) => {}
        }
        // Whoever asks to stop is not told more.
        if docs > 100 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    if let Err(error) = read {
        is_sentence(about.id, &error.rejected());
    }
    docs
}

fn is_sentence(id: &str, rejected: &Rejected) {
    let why = &rejected.why;
    // Names of files in front are as they are.
    let begins = why.rsplit_once(": ").map_or(why.as_str(), |(_, what)| what);
    let capital = |text: &str| text.chars().next().is_some_and(|c| !c.is_lowercase());
    assert!((capital(why) || capital(begins)) && why.contains(' '), "{id}: {why:?}");
    assert!(!why.ends_with('.') || why.ends_with("..."), "{id}: {why:?}");
    assert!(rejected.raw.len() <= 4096, "{id}: {}", rejected.raw.len());
}
