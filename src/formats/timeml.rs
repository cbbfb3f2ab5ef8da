//! TimeML, a file a document: expressions of time as `TIMEX3` in the text, and the day of publication as the document's creation
//! time (DCT).
//!
//! It holds marks of the label for dates (other labels are lost), none inside another, and of their attributes `value`. Without
//! one, the value is `XXXX-XX-XX` and a temporal function, which TimeML calls a value that is still to be found. A label that is
//! not called Date is kept as a comment.
//!
//! Reading takes every TIMEX3 with its attributes as the label Date. Events, signals and links are passed over, and said so once
//! a file; so are expressions without words. Files without a TEXT element (TimeBank 1.1) are read whole.
//!
//! Facts: TimeML 1.2.1, and the corpora of TempEval and TimeBank.

use super::{
    About, At, Attributes, Body, Doc, Export, Flow, Holds, Import, ImportAbout, Incoming, IncomingMark, Job, Kept,
    Labels, Likeness, Mark, News, OffsetUnit, Overlap, Place, ReadError, Rejected, Sink, Source, Writer,
    export::FileEach,
    jsonl, names,
    passed::{Passed, deliver},
    xml::{Element, Event, Files, Reader, Running, attribute, text},
};
use crate::{model::Published, text::ByteOffset};
use std::{fmt::Write as _, io};

/// The format.
pub struct TimeMl;

static ABOUT: About = About {
    id: "timeml",
    title: "TimeML",
    purpose: "Temporal taggers and their evaluation; dates only",
    files: "timeml/STEM.tml",
    holds: Holds {
        labels: Labels::Dates,
        overlap: Overlap::None,
        attributes: Attributes::Value,
        links: false,
        notes: false,
        ids: false,
        metadata: false,
        controls: false,
        ..Holds::ALL
    },
};

static READS: ImportAbout =
    ImportAbout { id: "timeml", title: "TimeML", files: "a folder of .tml files, or one", unit: OffsetUnit::Chars };

static FILES: Files = Files { title: "TimeML", endings: &[".tml", ".timeml", ".xml"], roots: &["TimeML"] };

/// The value of what has none.
const UNKNOWN: &str = "XXXX-XX-XX";

/// What stands before another label in a comment.
const LABEL: &str = "label: ";

impl Export for TimeMl {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn begin<'a>(&self, _: &'a Job, _: &mut dyn Sink) -> io::Result<Box<dyn Writer + 'a>> {
        Ok(Box::new(FileEach { folder: "timeml", ending: ".tml", content: document }))
    }

    fn reader(&self) -> &dyn Import {
        self
    }
}

/// The file of a document. Writing to a string cannot go wrong.
fn document(doc: &Doc, kept: &Kept<'_>) -> String {
    let created = doc.about.metadata.published.as_ref().map_or_else(|| UNKNOWN.to_owned(), created);
    let mut to = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <TimeML xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:noNamespaceSchemaLocation=\"http://timeml.org/timeMLdocs/TimeML_1.2.1.xsd\">\n\
         <DOCID>{}</DOCID>\n\
         <DCT><TIMEX3 tid=\"t0\" type=\"{}\" value=\"{created}\" functionInDocument=\"CREATION_TIME\">{created}</TIMEX3></DCT>\n\
         <TEXT>",
        text(&doc.id),
        kind(&created)
    );
    let mut done = ByteOffset(0);
    for (n, (_, mark)) in kept.marks().enumerate() {
        let (before, words) = (doc.text.get(done, mark.span.start()).unwrap_or(""), doc.words(mark));
        let _ = write!(to, "{}<TIMEX3 tid=\"t{}\"{}>{}</TIMEX3>", text(before), n + 1, said(kept, mark), text(words));
        done = mark.span.end();
    }
    let _ = writeln!(to, "{}</TEXT>\n</TimeML>", text(doc.text.from(done)));
    to
}

/// Type, value and label of a mark, as attributes.
fn said(kept: &Kept<'_>, mark: &Mark) -> String {
    let value = kept.attributes(mark).next().map(|(_, value)| &**value);
    let known = value.unwrap_or(UNKNOWN);
    let mut said = format!(" type=\"{}\" value=\"{}\"", kind(known), attribute(known));
    if value.is_none() {
        said.push_str(" temporalFunction=\"true\"");
    }
    if &*mark.label != "Date" {
        let _ = write!(said, " comment=\"{LABEL}{}\"", attribute(&mark.label));
    }
    said
}

/// A publication date as TimeML has it.
fn created(published: &Published) -> String {
    let time = published.time.map_or(String::new(), |t| format!("T{:02}:{:02}", t.hour(), t.minute()));
    format!("{}{time}", published.date)
}

/// The type that a value tells of.
fn kind(value: &str) -> &'static str {
    let duration =
        value.strip_prefix('P').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || "TX".contains(c)));
    if duration {
        "DURATION"
    } else if value.contains('T') && value.starts_with(|c: char| c.is_ascii_digit() || "XT".contains(c)) {
        "TIME"
    } else {
        "DATE"
    }
}

impl Import for TimeMl {
    fn about(&self) -> &'static ImportAbout {
        &READS
    }

    fn detect(&self, source: &dyn Source) -> Likeness {
        FILES.detect(source)
    }

    fn read(&self, source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
        let stems = jsonl::stems(source);
        FILES.each(source, tell, &mut |reader, tell| {
            let mut reading = Reading::default();
            reading.all(reader)?;
            let place = Place::file(reader.name());
            let remarks = reading.passed.remark(&place, "It has more than expressions of time, which is not read");
            let mut doc = reading.doc;
            doc.body = Body::Text(reading.text.text);
            let stem = names::stem_of(&place.file);
            let id = stems.get(stem).cloned().or(doc.id.take()).unwrap_or_else(|| stem.to_owned());
            doc.id = Some(id);
            doc.place = place;
            Ok(deliver(doc, remarks.into_iter().collect::<Vec<Rejected>>(), tell))
        })
    }
}

/// A file as far as it was read.
#[derive(Default)]
struct Reading {
    doc: Incoming,
    text: Running,
    passed: Passed,
    /// Whether the TEXT element has ended: what follows is no text.
    done: bool,
}

/// What an element that has begun is.
enum Open {
    Timex(Box<(Element, u64, u64)>),
    Text,
    Other,
}

impl Reading {
    fn all(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        let mut open = Vec::new();
        loop {
            match reader.next()? {
                Event::Text(text) if !self.done => self.text.push(&text),
                Event::Text(_) => {}
                Event::Start(element) => {
                    let line = reader.place().line;
                    match element.name.as_str() {
                        "DOCID" => self.doc.id = Some(reader.text()?.trim().to_owned()).filter(|id| !id.is_empty()),
                        "TITLE" => {
                            let title = reader.text()?;
                            if !title.trim().is_empty() {
                                self.doc.about.take("title", title.trim());
                            }
                        }
                        "DCT" => {
                            while let Some(inside) = reader.child()? {
                                self.created(inside.get("value").unwrap_or(""));
                                reader.skip()?;
                            }
                        }
                        "EXTRAINFO" | "MAKEINSTANCE" | "TLINK" | "SLINK" | "ALINK" | "CLINK" => {
                            if !reader.text()?.trim().is_empty() || element.name != "EXTRAINFO" {
                                self.passed.note(&element.name);
                            }
                        }
                        "TEXT" => {
                            // What was before it was the space between elements.
                            self.text = Running::default();
                            self.doc.marks.clear();
                            open.push(Open::Text);
                        }
                        "TIMEX3" => open.push(Open::Timex(Box::new((element, self.text.chars, line)))),
                        name => {
                            if !matches!(name, "TimeML" | "s" | "p" | "DOC" | "BODY") {
                                self.passed.note(name);
                            }
                            open.push(Open::Other);
                        }
                    }
                }
                Event::End => match open.pop() {
                    Some(Open::Timex(timex)) => self.timex(*timex, reader.name()),
                    Some(Open::Text) => self.done = true,
                    _ => {}
                },
                Event::Eof => return Ok(()),
            }
        }
    }

    fn created(&mut self, value: &str) {
        if !value.is_empty() && value != UNKNOWN {
            self.doc.about.take("published", value);
        }
    }

    fn timex(&mut self, (element, start, line): (Element, u64, u64), file: &str) {
        if element.get("functionInDocument") == Some("CREATION_TIME") {
            self.created(element.get("value").unwrap_or(""));
        }
        if self.done || start == self.text.chars {
            return self.passed.note("TIMEX3 without words in the text");
        }
        let mut mark = IncomingMark {
            id: element.get("tid").unwrap_or("").to_owned(),
            at: At::Offsets(start, self.text.chars),
            label: "Date".into(),
            place: Some(Place { item: element.get("tid").unwrap_or("").to_owned(), ..Place::line(file, line) }),
            ..IncomingMark::default()
        };
        let value = element.get("value").unwrap_or("").to_owned();
        let unknown = value == UNKNOWN && element.get("temporalFunction") == Some("true");
        for (name, said) in element.attributes {
            match name.as_str() {
                "tid" => {}
                "value" | "temporalFunction" if unknown => {}
                "type" if said == kind(&value) => {}
                "temporalFunction" if said == "false" => {}
                "functionInDocument" if said == "NONE" => {}
                "comment" if said.starts_with(LABEL) => mark.label = said.replacen(LABEL, "", 1),
                _ => drop(mark.attributes.insert(name, said)),
            }
        }
        self.doc.marks.push(mark);
    }
}
