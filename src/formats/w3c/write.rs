//! A page of annotations: each document's marks, then its links.

use super::{DOC, LOOKS, MARK, encoded};
use crate::{
    formats::{Doc, Kept, Mark, Sink, Writer, json, records::ListFile},
    text::{ByteOffset, Text},
};
use serde::Serialize;
use std::{collections::BTreeMap, io};

/// What stands before the list of annotations.
const HEAD: &str =
    r#"{"@context":"http://www.w3.org/ns/anno.jsonld","id":"urn:anno:page","type":"AnnotationPage","items":"#;

/// How many Unicode scalars before and after a mark are quoted.
const AROUND: usize = 32;

#[derive(Serialize)]
struct Annotation<'a> {
    id: String,
    #[serde(rename = "type")]
    kind: &'a str,
    motivation: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    creator: Option<Person<'a>>,
    #[serde(skip_serializing_if = "str::is_empty")]
    created: &'a str,
    body: Vec<Body<'a>>,
    target: Target<'a>,
}

#[derive(Serialize)]
struct Person<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct Body<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    purpose: &'a str,
    value: String,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Target<'a> {
    Place { source: &'a str, selector: (Position<'a>, Quote<'a>) },
    Ends([String; 2]),
}

#[derive(Serialize)]
struct Position<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct Quote<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    exact: &'a str,
    prefix: &'a str,
    suffix: &'a str,
}

/// An export under way.
pub struct Page(ListFile);

impl Page {
    /// Begins an export.
    ///
    /// # Errors
    /// Where the file cannot be made.
    pub fn begin(out: &mut dyn Sink) -> io::Result<Self> {
        Ok(Page(ListFile::begin(out, LOOKS.own, HEAD)?))
    }
}

impl Writer for Page {
    fn doc(&mut self, at: usize, doc: &Doc, kept: &Kept<'_>, _: &mut dyn Sink) -> io::Result<()> {
        let source = format!("{DOC}{}", encoded(&doc.id));
        let id = |mark: &Mark| format!("{MARK}{at}:{}", encoded(&mark.id));
        let who = &*doc.about.annotator;
        let creator = || (!who.is_empty()).then_some(Person { kind: "Person", name: who });
        for (_, mark) in kept.marks() {
            let mut body = vec![text("tagging", mark.label.to_string())];
            let said = kept.attributes(mark).map(|(name, value)| json::string(&BTreeMap::from([(name, value)])));
            body.extend(said.map(|said| text("describing", said)));
            let note = Some(kept.note(mark)).filter(|note| !note.is_empty());
            body.extend(note.map(|note| text("commenting", note.to_owned())));
            let (prefix, suffix) = around(&doc.text, mark);
            self.0.push(&Annotation {
                id: id(mark),
                kind: "Annotation",
                motivation: "tagging",
                creator: creator(),
                created: &mark.made,
                body,
                target: Target::Place {
                    source: &source,
                    selector: (
                        Position { kind: "TextPositionSelector", start: mark.start.0, end: mark.end.0 },
                        Quote { kind: "TextQuoteSelector", exact: doc.words(mark), prefix, suffix },
                    ),
                },
            })?;
        }
        for (n, relation) in kept.relations().enumerate() {
            let (Some(from), Some(to)) = (doc.marks.get(relation.from), doc.marks.get(relation.to)) else { continue };
            self.0.push(&Annotation {
                id: format!("urn:link:{at}:{}", n + 1),
                kind: "Annotation",
                motivation: "linking",
                creator: creator(),
                created: "",
                body: vec![text("tagging", relation.role.to_string())],
                target: Target::Ends([id(from), id(to)]),
            })?;
        }
        Ok(())
    }

    fn end(self: Box<Self>, _: &mut dyn Sink) -> io::Result<()> {
        self.0.end("}")
    }
}

fn text(purpose: &str, value: String) -> Body<'_> {
    Body { kind: "TextualBody", purpose, value }
}

/// What stands before and after a mark.
fn around<'a>(text: &'a Text, mark: &Mark) -> (&'a str, &'a str) {
    let (before, after) = (text.until(mark.span.start()), text.from(mark.span.end()));
    let from = before.char_indices().rev().take(AROUND).last().map_or(before.len(), |(at, _)| at);
    let to = after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
    let part = |a, b| text.get(ByteOffset(a), ByteOffset(b)).unwrap_or("");
    (part(from, before.len()), part(mark.span.end().0, mark.span.end().0 + to))
}
