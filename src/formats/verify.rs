//! Every export checks itself: its files are read back and compared with the project, document by document.

use super::{
    Export, Flow, Job, Kept, News, OffsetUnit, Place, ReadError, Rejected, Resolved, Source, compare, jsonl::Reader,
    represented, resolve,
};
use std::{collections::BTreeSet, fmt::Write as _, sync::Arc};

/// The most differences that are told; the rest is counted.
const MOST: usize = 20;

/// Reads back what a format wrote and compares it with the documents of `docs.jsonl` beside it, which were compared with the
/// project themselves. What differs, as sentences; none where all is as it should be. `source` has the format's files and the
/// ones of our own JSON Lines.
pub fn verify(format: &dyn Export, job: &Job, source: &dyn Source, alive: &mut dyn FnMut() -> Flow) -> Vec<String> {
    let mut told = Told::default();
    // A format that keeps parts apart has them one behind the other, each in the documents' order.
    let parts = if format.about().holds.parts { parts(source, &mut told) } else { BTreeSet::new() };
    let parts: Vec<Option<Arc<str>>> =
        if parts.is_empty() { vec![None] } else { parts.into_iter().map(Some).collect() };
    for part in parts {
        let done = Reader::open(source, &mut |news| told.news(news)).and_then(|truth| {
            let mut check = Check { format, job, truth, part, told: &mut told, alive: &mut *alive };
            check.run(source)
        });
        if let Err(error) = done {
            told.say(error.to_string());
        }
    }
    told.end()
}

/// The parts of the dataset that documents are in.
fn parts(source: &dyn Source, told: &mut Told) -> BTreeSet<Arc<str>> {
    let mut parts = BTreeSet::new();
    let read = Reader::open(source, &mut |news| told.news(news)).and_then(|mut truth| {
        while let Some(doc) = truth.next(&mut |news| told.news(news))? {
            parts.extend(doc.about.split);
        }
        Ok(())
    });
    if let Err(error) = read {
        told.say(error.to_string());
    }
    parts
}

#[derive(Default)]
struct Told {
    all: Vec<String>,
    more: usize,
}

impl Told {
    fn say(&mut self, what: String) {
        if self.all.len() < MOST {
            self.all.push(what);
        } else {
            self.more += 1;
        }
    }

    fn news(&mut self, news: News) -> Flow {
        if let News::Rejected(Rejected { place, why, .. }) = news {
            self.say(format!("{place}: {why}"));
        }
        Flow::Continue(())
    }

    fn end(mut self) -> Vec<String> {
        if self.more > 0 {
            self.all.push(format!("and {} more", self.more));
        }
        self.all
    }
}

struct Check<'a, 's> {
    format: &'a dyn Export,
    job: &'a Job,
    truth: Reader<'s>,
    /// Only the documents of this part; `None`: all.
    part: Option<Arc<str>>,
    told: &'a mut Told,
    alive: &'a mut dyn FnMut() -> Flow,
}

impl Check<'_, '_> {
    fn run(&mut self, source: &dyn Source) -> Result<(), ReadError> {
        let reader = self.format.reader();
        let unit = reader.about().unit;
        let mut broken = None;
        reader.read(source, &mut |news| {
            let News::Doc(doc) = news else { return self.told.news(news) };
            if self.part.is_some() && self.part != doc.about.split {
                return Flow::Continue(());
            }
            let (id, place) = (doc.id.clone(), doc.place.clone());
            match self.expected(id.as_deref()) {
                Err(error) => {
                    broken = Some(error);
                    return Flow::Break(());
                }
                Ok(None) => {
                    let id = id.unwrap_or_default();
                    self.told
                        .say(format!("{place}: a document “{id}” came back that was not there, or out of its order"));
                    // What follows cannot be put beside anything.
                    return Flow::Break(());
                }
                Ok(Some(want)) => {
                    let what = match resolve(*doc, unit, Some(unit), Some(&want.doc.text)) {
                        Err(rejected) => Some(format!("{}: {}", rejected.place, rejected.why)),
                        Ok(back) => {
                            let kept = Kept::of(&want.doc, self.format.about(), self.job);
                            compare(&want.doc, &kept, self.format.about().holds, &back)
                        }
                    };
                    if let Some(what) = what {
                        self.told.say(format!("{place}, {}: {what}", want.doc.id));
                    }
                }
            }
            (self.alive)()
        })?;
        if let Some(error) = broken {
            return Err(error);
        }
        if (self.alive)().is_continue() && self.told.all.is_empty() {
            // Those that are left must be ones that leave no trace.
            if let Some(left) = self.expected(Some("\0"))? {
                self.told.say(format!("{}: it did not come back", left.doc.id));
            }
        }
        Ok(())
    }

    /// The next document that must come back: the one of that id, where the format has ids. Those that are passed over must
    /// leave no trace, else the first of them is told.
    fn expected(&mut self, id: Option<&str>) -> Result<Option<Resolved>, ReadError> {
        while let Some(incoming) = self.truth.next(&mut |news| self.told.news(news))? {
            if self.part.is_some() && self.part != incoming.about.split {
                continue;
            }
            let want = match resolve(incoming, OffsetUnit::Chars, Some(OffsetUnit::Chars), None) {
                Ok(want) => want,
                Err(rejected) => {
                    self.told.say(format!("{}: {}", rejected.place, rejected.why));
                    continue;
                }
            };
            let kept = Kept::of(&want.doc, self.format.about(), self.job);
            let traced = represented(self.format, &want.doc, &kept);
            match id {
                None if traced => return Ok(Some(want)),
                Some(id) if *want.doc.id == *id => return Ok(Some(want)),
                _ if traced => {
                    self.told.say(format!("{}: it did not come back", want.doc.id));
                }
                _ => {}
            }
        }
        Ok(None)
    }
}

/// A short name of a document's content: everything that `docs.jsonl`, `spans.jsonl` and `relations.jsonl` say of it.
pub fn digest(doc: &super::Doc) -> [u8; 32] {
    let mut hash = blake3::Hasher::new();
    let mut part = |text: &str| {
        hash.update(&(text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    };
    part(&doc.id);
    part(doc.text.as_str());
    part(&doc.about.article);
    part(&doc.about.annotator);
    part(doc.about.split.as_deref().unwrap_or(""));
    let mut numbers = String::new();
    for (name, value) in doc.about.pairs() {
        part(&name);
        part(&value);
    }
    for mark in &doc.marks {
        part(&mark.id);
        numbers.clear();
        let _ = write!(numbers, "{} {}", mark.start.0, mark.end.0);
        part(&numbers);
        for text in [&mark.label, &mark.note, &mark.made] {
            part(text);
        }
        for (name, value) in &mark.attributes {
            part(name);
            part(value);
        }
    }
    for relation in &doc.relations {
        numbers.clear();
        let _ = write!(numbers, "{} {}", relation.from, relation.to);
        part(&numbers);
        part(&relation.role);
    }
    hash.finalize().into()
}

/// Compares our own JSON Lines with what the project gave, by the digests of its documents in order. What differs, as
/// sentences; none where all is as it should be.
pub fn verify_own(digests: &[[u8; 32]], source: &dyn Source) -> Vec<String> {
    let mut told = Told::default();
    let mut wanted = digests.iter();
    let mut own = || -> Result<(), ReadError> {
        let mut reader = Reader::open(source, &mut |news| told.news(news))?;
        while let Some(incoming) = reader.next(&mut |news| told.news(news))? {
            let place: Place = incoming.place.clone();
            match resolve(incoming, OffsetUnit::Chars, Some(OffsetUnit::Chars), None) {
                Err(rejected) => told.say(format!("{}: {}", rejected.place, rejected.why)),
                Ok(back) => {
                    if let Some(what) = back.rejected.first().or(back.remarks.first()) {
                        told.say(format!("{}: {}", what.place, what.why));
                    } else if wanted.next() != Some(&digest(&back.doc)) {
                        told.say(format!("{place}, {}: it is not as in the project", back.doc.id));
                    }
                }
            }
        }
        Ok(())
    };
    if let Err(error) = own() {
        told.say(error.to_string());
    }
    if wanted.next().is_some() && told.all.is_empty() {
        told.say("docs.jsonl: documents are missing".into());
    }
    told.end()
}
