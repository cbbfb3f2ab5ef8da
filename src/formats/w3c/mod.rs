//! W3C Web Annotations (JSON-LD), as Recogito, Hypothesis and others have them: marks without the texts they are on.
//!
//! `w3c.jsonld`: `{"@context", "id", "type": "AnnotationPage", "items": […]}`. A mark is an annotation with a body for its label
//! (`purpose` tagging), one for each attribute (describing, `{name: value}`) and one for its note (commenting), and a target with
//! `source` and two selectors: `TextPositionSelector` (Unicode scalars with an end that is not covered) and
//! `TextQuoteSelector`. A link is an annotation with the motivation `linking` whose two targets are annotations.
//!
//! A document is named by its source, `urn:doc:` and its id; one without marks leaves no trace. Where `docs.jsonl` lies beside the
//! file, its texts are taken. On import a mark without a position is found by its quotation. Facts: Web Annotation Data Model,
//! RFC 5147 for `#char=`, Recogito's way of linking.

mod annotation;
mod read;
mod write;

use super::{
    About, Doc, Export, Flow, Holds, Import, ImportAbout, Job, Kept, Likeness, News, OffsetUnit, ReadError, Sink,
    Source, Writer, records::Looks,
};
use std::io;

/// The format.
pub struct W3c;

static ABOUT: About = About {
    id: "w3c",
    title: "W3C Web Annotation",
    purpose: "Marks that stand apart from their texts, for the web",
    files: "w3c.jsonld",
    holds: Holds { text: false, metadata: false, ..Holds::ALL },
};

static READS: ImportAbout = ImportAbout {
    id: "w3c",
    title: "W3C Web Annotation",
    files: "JSON-LD: a page, a list, or one annotation",
    unit: OffsetUnit::Chars,
};

static LOOKS: Looks = Looks {
    own: "w3c.jsonld",
    like: |has| {
        let targets = ["items[].target", "first.items[].target", "target", "@graph[].target"];
        let target = targets.iter().any(|key| has.contains(*key));
        let says = ["@context", "items[].@context", "motivation", "body", "items[].body", "items[].motivation"];
        if target && says.iter().any(|key| has.contains(*key)) {
            Likeness::Sure
        } else if target {
            Likeness::Perhaps
        } else {
            Likeness::No
        }
    },
};

/// What stands before a document's id in a source, and before a document's number and a mark's id in an annotation's id.
const DOC: &str = "urn:doc:";
const MARK: &str = "urn:anno:";

impl Export for W3c {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn begin<'a>(&self, _: &'a Job, out: &mut dyn Sink) -> io::Result<Box<dyn Writer + 'a>> {
        Ok(Box::new(write::Page::begin(out)?))
    }

    fn leaves_trace(&self, _: &Doc, kept: &Kept<'_>) -> bool {
        !kept.marks.is_empty()
    }

    fn reader(&self) -> &dyn Import {
        self
    }
}

impl Import for W3c {
    fn about(&self) -> &'static ImportAbout {
        &READS
    }

    fn detect(&self, source: &dyn Source) -> Likeness {
        LOOKS.detect(source)
    }

    fn read(&self, source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
        let files = LOOKS.files(source, READS.title, tell)?;
        read::read(source, &files, tell)
    }
}

/// Text as a part of a URN: all but ASCII letters and digits as `%` and two hexadecimal digits.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The text that was encoded; as it is, where it cannot be read so.
fn decoded(text: &str) -> String {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or("").as_bytes().to_vec();
    for part in parts {
        match part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                bytes.extend(part.bytes().skip(2));
            }
            None => return text.to_owned(),
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}
