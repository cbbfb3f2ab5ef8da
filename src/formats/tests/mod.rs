//! Every format out and in again: loops over the lists, so that a new format is covered unasked.

mod argilla;
mod bioc;
mod brat;
mod card;
mod checking;
mod conll;
mod corpus;
mod csv_tables;
mod docbin;
mod doccano;
mod gate;
mod gliner;
#[cfg(feature = "parquet")]
mod hf;
mod html;
mod jsonl_text;
mod labelstudio;
mod markdown;
mod prodigy;
mod pubannotation;
mod records;
mod spaced;
mod tei;
mod timeml;
mod tokens;
mod txt;
mod uima;
mod w3c;
mod webanno;
mod xml;

use super::{
    Body, Doc, EXPORTS, Export, Flow, IMPORTS, Import, Incoming, Job, Kept, News, Options, Policy, Rejected, Resolved,
    Sink, Source, TokenUnit, compare, compare::represented, export::Scratch, resolve,
};
use crate::text::Text;
pub(super) use corpus::corpus;
use std::{
    cell::RefCell,
    collections::BTreeMap,
    io::{self, Cursor, Read, Write},
    rc::Rc,
};

/// A folder in memory.
#[derive(Clone, Default)]
pub(super) struct Folder {
    files: Rc<RefCell<BTreeMap<String, Vec<u8>>>>,
    names: Vec<String>,
}

impl Folder {
    /// A folder with these files.
    pub(super) fn with(files: &[(&str, &[u8])]) -> Self {
        let mut folder = Folder::default();
        for (name, bytes) in files {
            folder.files.borrow_mut().insert((*name).into(), bytes.to_vec());
        }
        folder.list();
        folder
    }

    /// The same files once more: what is done to one is not done to the other.
    fn copy(&self) -> Self {
        Folder { files: Rc::new(RefCell::new(self.files.borrow().clone())), names: self.names.clone() }
    }

    fn list(&mut self) {
        self.names = self.files.borrow().keys().cloned().collect();
    }

    /// The bytes of a file.
    pub(super) fn bytes(&self, name: &str) -> Vec<u8> {
        self.files.borrow().get(name).cloned().unwrap_or_else(|| panic!("{name} of {:?}", self.names))
    }

    /// A file as text.
    pub(super) fn text(&self, name: &str) -> String {
        String::from_utf8(self.bytes(name)).unwrap()
    }
}

struct File(Rc<RefCell<BTreeMap<String, Vec<u8>>>>, String);

impl Write for File {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().get_mut(&self.1).unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sink for Folder {
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Write>> {
        let before = self.files.borrow_mut().insert(name.into(), Vec::new());
        assert!(before.is_none(), "{name} is written twice");
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

pub(super) fn job() -> Job {
    Job { project: "Hostile".into(), labels: corpus::labels(), ..Job::default() }
}

/// Writes documents in a format.
pub(super) fn written(format: &dyn Export, docs: &[Doc], job: &Job) -> Folder {
    let mut folder = Folder::default();
    let mut writer = format.begin(job, &mut folder).unwrap();
    for (at, doc) in docs.iter().enumerate() {
        writer.doc(at, doc, &Kept::of(doc, format.about(), job), &mut folder).unwrap();
    }
    writer.end(&mut folder).unwrap();
    folder.list();
    folder
}

/// Reads everything: documents as they come, and what was rejected.
pub(super) fn read(format: &dyn Import, source: &dyn Source) -> (Vec<Incoming>, Vec<Rejected>) {
    let (mut docs, mut rejected) = (Vec::new(), Vec::new());
    let done = format.read(source, &mut |news| {
        match news {
            News::Doc(doc) => docs.push(*doc),
            News::Rejected(what) => rejected.push(what),
            News::Label(_) => {}
        }
        Flow::Continue(())
    });
    if let Err(error) = done {
        rejected.push(Rejected::new(super::Place::default(), error.to_string(), ""));
    }
    (docs, rejected)
}

/// Reads everything and understands it; the text of what has none is asked of `known`.
pub(super) fn understood(
    format: &dyn Import,
    source: &dyn Source,
    known: &dyn Fn(usize, &str) -> Option<Text>,
) -> Vec<Resolved> {
    let (docs, rejected) = read(format, source);
    assert_eq!(rejected, [], "{}", format.about().id);
    let unit = format.about().unit;
    let resolved = docs.into_iter().enumerate().map(|(at, doc)| {
        let text = if matches!(doc.body, Body::Text(_)) { None } else { known(at, doc.id.as_deref().unwrap_or("")) };
        resolve(doc, unit, None, text.as_ref()).unwrap_or_else(|r| panic!("{}: {}", r.place, r.why))
    });
    resolved.collect()
}

/// Writes, reads back, and compares to the last mark.
pub(super) fn round_trip(format: &dyn Export, docs: &[Doc], job: &Job) -> Folder {
    let about = format.about();
    let folder = written(format, docs, job);
    let kept: Vec<Kept<'_>> = docs.iter().map(|doc| Kept::of(doc, about, job)).collect();
    let there: Vec<(&Doc, &Kept<'_>)> = docs.iter().zip(&kept).filter(|(d, k)| represented(format, d, k)).collect();
    let known = |at: usize, id: &str| {
        let by_id = there.iter().find(|(d, _)| *d.id == *id);
        by_id.or_else(|| there.get(at)).map(|(d, _)| d.text.clone())
    };
    // A copy: what is added here was not written.
    let mut source = folder.copy();
    // The formats with a file a document know the ids from here.
    let stems: BTreeMap<String, &str> =
        docs.iter().enumerate().map(|(at, d)| (super::names::stem(at, &d.id), &*d.id)).collect();
    source.files.borrow_mut().entry("files.json".into()).or_insert_with(|| serde_json::to_vec(&stems).unwrap());
    source.list();
    let back = understood(format.reader(), &source, &known);
    assert_eq!(back.len(), there.len(), "{}: documents", about.id);
    for ((doc, kept), back) in there.iter().zip(&back) {
        assert_eq!(compare(doc, kept, about.holds, back), None, "{}: {}", about.id, doc.id);
        assert!(back.doc.id.is_empty() || back.doc.id == doc.id, "{}: {} {}", about.id, back.doc.id, doc.id);
    }
    folder
}

#[test]
fn every_format_comes_back_whole_and_the_same_twice() {
    for format in EXPORTS {
        let docs = corpus();
        let first = round_trip(*format, &docs, &job());
        let again = written(*format, &docs, &job());
        assert!(*first.files.borrow() == *again.files.borrow(), "{}: the same bytes twice", format.about().id);
    }
}

#[test]
fn every_format_comes_back_with_every_option() {
    for format in EXPORTS {
        let mut all: Vec<Options> =
            Policy::ALL.iter().map(|(policy, _)| Options { policy: *policy, ..Options::default() }).collect();
        all.push(Options { tokens: TokenUnit::Syllables, without_noise: true, ..Options::default() });
        for options in all {
            round_trip(*format, &corpus(), &Job { options, ..job() });
        }
    }
}

#[test]
fn every_format_is_known_by_its_looks() {
    let docs = corpus();
    for format in EXPORTS {
        let own = format.reader().about().id;
        let Some(import) = super::import(own) else { continue };
        let folder = written(*format, &docs, &job());
        let mut likely: Vec<_> = IMPORTS.iter().map(|i| (i.detect(&folder), i.about().id)).collect();
        likely.sort_by_key(|(how, _)| std::cmp::Reverse(*how));
        let (best, of) = likely[0];
        assert!(import.detect(&folder) == best, "{own} is taken for {of}: {likely:?}");
        let ties: Vec<_> = likely.iter().filter(|(how, id)| *how == best && *id != own).collect();
        assert!(ties.is_empty(), "{own} could as well be one of {ties:?}");
    }
}

#[test]
fn the_lists_are_in_order() {
    let mut ids: Vec<_> = EXPORTS.iter().map(|e| e.about().id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), EXPORTS.len());
    for about in EXPORTS.iter().map(|e| e.about()) {
        assert!(!about.purpose.ends_with('.') && !about.title.is_empty() && !about.files.is_empty(), "{about:?}");
        assert!(super::export(about.id).is_some());
    }
}
