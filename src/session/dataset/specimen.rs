//! What formats make of one document: written into memory, as an export would write it.

use crate::formats::{Doc, Export, Job, Kept, Scratch, Sink};
use std::{
    cell::RefCell,
    collections::BTreeMap,
    io::{self, Cursor, Write},
    rc::Rc,
};

/// So much of a file is kept, in bytes.
const HEAD: usize = 16 << 10;
/// So many lines of a format are shown, over all its files.
const LINES: usize = 60;
/// A longer line is cut, in characters.
const LONGEST: usize = 2000;

/// What a format makes of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Specimen {
    /// The format.
    pub id: &'static str,
    /// The beginnings of its files, by name.
    pub files: Vec<(String, Glimpse)>,
}

/// The beginning of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Glimpse {
    /// Its first lines, and whether there is more.
    Text(String, bool),
    /// It is no text; so many bytes.
    Binary(usize),
}

/// What each format makes of a document. One that cannot write it at all is left out: the export will say why.
pub fn specimens(doc: &Doc, job: &Job, formats: &[&'static dyn Export]) -> Vec<Specimen> {
    formats.iter().filter_map(|format| specimen(doc, job, *format).ok()).collect()
}

fn specimen(doc: &Doc, job: &Job, format: &'static dyn Export) -> io::Result<Specimen> {
    let about = format.about();
    let mut memory = Memory::default();
    let kept = Kept::of(doc, about, job);
    let mut writer = format.begin(job, &mut memory)?;
    writer.doc(0, doc, &kept, &mut memory)?;
    writer.end(&mut memory)?;
    let mut left = LINES;
    let mut files = Vec::new();
    for (name, head) in memory.files.borrow().iter() {
        if left > 0 {
            files.push((name.clone(), head.glimpse(&mut left)));
        }
    }
    Ok(Specimen { id: about.id, files })
}

/// A folder in memory that keeps the beginnings of files.
#[derive(Default)]
struct Memory {
    files: Rc<RefCell<BTreeMap<String, Head>>>,
}

#[derive(Default)]
struct Head {
    bytes: Vec<u8>,
    length: usize,
}

struct HeadFile(Rc<RefCell<BTreeMap<String, Head>>>, String);

impl Write for HeadFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut files = self.0.borrow_mut();
        let head = files.entry(self.1.clone()).or_default();
        let room = HEAD.saturating_sub(head.bytes.len()).min(bytes.len());
        head.bytes.extend(bytes.iter().take(room));
        head.length += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sink for Memory {
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Write>> {
        self.files.borrow_mut().entry(name.to_owned()).or_default();
        Ok(Box::new(HeadFile(self.files.clone(), name.to_owned())))
    }

    fn scratch(&mut self) -> io::Result<Box<dyn Scratch>> {
        Ok(Box::new(Cursor::new(Vec::new())))
    }
}

impl Head {
    /// The first lines, as many as are left.
    fn glimpse(&self, left: &mut usize) -> Glimpse {
        let text = match std::str::from_utf8(&self.bytes) {
            Ok(text) => text,
            // Cut in the middle of a character.
            Err(error) if error.error_len().is_none() && self.length > self.bytes.len() => {
                std::str::from_utf8(self.bytes.get(..error.valid_up_to()).unwrap_or_default()).unwrap_or_default()
            }
            Err(_) => return Glimpse::Binary(self.length),
        };
        if text.contains('\0') {
            return Glimpse::Binary(self.length);
        }
        let mut shown = String::new();
        let mut lines = text.lines();
        let mut cut = self.length > self.bytes.len();
        for line in lines.by_ref().take(*left) {
            let end = line.char_indices().nth(LONGEST).map(|(at, _)| at);
            shown.push_str(line.get(..end.unwrap_or(line.len())).unwrap_or(line));
            shown.push_str(if end.is_some() { "…\n" } else { "\n" });
            cut |= end.is_some();
            *left -= 1;
        }
        cut |= lines.next().is_some();
        shown.truncate(shown.trim_end_matches('\n').len());
        Glimpse::Text(shown, cut)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        formats::{EXPORTS, Mark},
        model::story,
    };

    fn doc(text: &str) -> Doc {
        let story = story::parse(text).unwrap();
        let mut doc = Doc::new("a", story.text.clone());
        for (n, mark) in story::set(&story, 1).placed().enumerate() {
            doc.marks.push(Mark::new(format!("m{n}"), &story.text, mark.0, mark.1.label.clone()));
        }
        doc
    }

    #[test]
    fn every_format_shows_what_it_makes_of_a_document() {
        let doc = doc("[Actor Bà Lan] nói [Claim giá gạo tăng].");
        for specimen in specimens(&doc, &Job::default(), EXPORTS) {
            assert!(!specimen.files.is_empty(), "{}", specimen.id);
        }
        let own = specimens(&doc, &Job::default(), &EXPORTS[..1]);
        let (_, Glimpse::Text(text, false)) = &own[0].files[0] else { panic!("{own:?}") };
        assert!(text.contains("giá gạo tăng"), "{text}");
    }

    #[test]
    fn what_is_long_is_cut_and_says_so() {
        let doc = doc(&"á".repeat(HEAD));
        let own = specimens(&doc, &Job::default(), &EXPORTS[..1]);
        let Some((_, Glimpse::Text(text, true))) =
            own[0].files.iter().find(|(_, g)| matches!(g, Glimpse::Text(_, true)))
        else {
            panic!("{own:?}")
        };
        assert!(text.contains("…") && text.chars().count() < LONGEST + 10, "{text}");
    }

    #[test]
    fn lines_are_counted_over_all_files_and_bytes_are_no_text() {
        let head = |bytes: &[u8]| Head { bytes: bytes.to_vec(), length: bytes.len() };
        let lines = "x\n".repeat(40);
        let mut left = LINES;
        assert_eq!(head(lines.as_bytes()).glimpse(&mut left), Glimpse::Text("x\n".repeat(40).trim_end().into(), false));
        assert_eq!(head(lines.as_bytes()).glimpse(&mut left), Glimpse::Text("x\n".repeat(20).trim_end().into(), true));
        assert_eq!(head(&[0xff, 0xfe, 1]).glimpse(&mut left), Glimpse::Binary(3));
        assert_eq!(head(b"PAR1\0").glimpse(&mut left), Glimpse::Binary(5));
    }
}
