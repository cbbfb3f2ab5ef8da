//! Tasks as Label Studio imports them.

use super::{ATTRIBUTE, CONFIG, LOOKS, OURS, config};
use crate::{
    formats::{
        Doc, Job, Kept, Mark, Sink, Writer,
        export::write_file,
        records::{self, ListFile},
    },
    model::State,
};
use serde::Serialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    sync::Arc,
};

#[derive(Serialize)]
struct Task<'a> {
    id: usize,
    data: BTreeMap<String, String>,
    annotations: [Annotation<'a>; 1],
    predictions: [(); 0],
}

#[derive(Serialize)]
struct Annotation<'a> {
    id: usize,
    was_cancelled: bool,
    ground_truth: bool,
    result: Vec<Item<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Item<'a> {
    Part {
        id: &'a str,
        from_name: String,
        to_name: &'a str,
        #[serde(rename = "type")]
        kind: &'a str,
        origin: &'a str,
        value: Value<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        meta: Option<Meta<'a>>,
    },
    Relation {
        #[serde(rename = "type")]
        kind: &'a str,
        from_id: &'a str,
        to_id: &'a str,
        direction: &'a str,
        labels: [&'a str; 1],
    },
}

#[derive(Serialize)]
struct Meta<'a> {
    text: [&'a str; 1],
}

#[derive(Serialize)]
struct Value<'a> {
    start: usize,
    end: usize,
    text: Said<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    labels: Option<[&'a str; 1]>,
}

/// The words of a mark, or what a text area says.
#[derive(Serialize)]
#[serde(untagged)]
enum Said<'a> {
    Words(&'a str),
    Value([&'a str; 1]),
}

/// What marks have, for the configuration.
#[derive(Default)]
pub struct Seen {
    /// Their labels.
    pub labels: BTreeSet<Arc<str>>,
    /// The names of their attributes.
    pub attributes: BTreeSet<Arc<str>>,
    /// The roles of their links.
    pub roles: BTreeSet<Arc<str>>,
}

/// An export under way.
pub struct Tasks<'a> {
    job: &'a Job,
    to: ListFile,
    seen: Seen,
}

impl<'a> Tasks<'a> {
    /// Begins an export.
    ///
    /// # Errors
    /// Where the file cannot be made.
    pub fn begin(job: &'a Job, out: &mut dyn Sink) -> io::Result<Self> {
        Ok(Tasks { job, to: ListFile::begin(out, LOOKS.own, "")?, seen: Seen::default() })
    }
}

impl Writer for Tasks<'_> {
    fn doc(&mut self, at: usize, doc: &Doc, kept: &Kept<'_>, _: &mut dyn Sink) -> io::Result<()> {
        let mut data = records::metadata(&doc.about, &OURS);
        data.insert("text".into(), doc.text.as_str().into());
        data.insert("doc_id".into(), doc.id.to_string());
        if !doc.about.annotator.is_empty() {
            data.insert("annotator".into(), doc.about.annotator.to_string());
        }
        let mut result = Vec::new();
        for (_, mark) in kept.marks() {
            self.seen.labels.insert(mark.label.clone());
            let note = Some(kept.note(mark)).filter(|note| !note.is_empty());
            let value = |text, labels| Value { start: mark.start.0, end: mark.end.0, text, labels };
            let words = value(Said::Words(doc.words(mark)), Some([&*mark.label]));
            result.push(part(mark, "label".into(), "labels", words, note.map(|note| Meta { text: [note] })));
            for (name, said) in kept.attributes(mark) {
                self.seen.attributes.insert(name.clone());
                let said = value(Said::Value([&**said]), None);
                result.push(part(mark, format!("{ATTRIBUTE}{name}"), "textarea", said, None));
            }
        }
        for relation in kept.relations() {
            let (Some(from), Some(to)) = (doc.marks.get(relation.from), doc.marks.get(relation.to)) else { continue };
            self.seen.roles.insert(relation.role.clone());
            let labels = [&*relation.role];
            let (from_id, to_id) = (&*from.id, &*to.id);
            result.push(Item::Relation { kind: "relation", from_id, to_id, direction: "right", labels });
        }
        let was_cancelled = doc.about.state == Some(State::Skipped);
        let annotation = Annotation { id: at + 1, was_cancelled, ground_truth: false, result };
        self.to.push(&Task { id: at + 1, data, annotations: [annotation], predictions: [] })
    }

    fn end(self: Box<Self>, out: &mut dyn Sink) -> io::Result<()> {
        self.to.end("")?;
        write_file(out, CONFIG, config::written(self.job, &self.seen).as_bytes())
    }
}

fn part<'a>(mark: &'a Mark, from_name: String, kind: &'a str, value: Value<'a>, meta: Option<Meta<'a>>) -> Item<'a> {
    Item::Part { id: &mark.id, from_name, to_name: "text", kind, origin: "manual", value, meta }
}
