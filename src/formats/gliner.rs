//! GLiNER's training data: tokens, and marks as token ranges.
//!
//! `gliner.json`: `[{"doc_id", "tokenized_text": […], "ner": [[first, last, label]]}]`, where the last token is covered. `doc_id` is a
//! key of ours; GLiNER reads past it. Marks may overlap. Blanks between tokens are not held, so a text that only exists here is
//! guessed. GLiNER's own splitter takes combining marks for words, so texts should be composed (an option of the export). Facts:
//! GLiNER's documentation of training, its word splitter.

use super::{
    About, At, Attributes, Body, Doc, Export, Flow, Holds, Import, ImportAbout, Incoming, IncomingMark,
    IncomingRelation, Job, Kept, Likeness, News, OffsetUnit, Overlap, Place, ReadError, Sink, Source, TokenUnit,
    Writer, json,
    json::Id,
    records::{self, ListFile, Looks},
    tokens::Tokens,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::io;

/// The format.
pub struct Gliner;

static ABOUT: About = About {
    id: "gliner",
    title: "GLiNER",
    purpose: "Training GLiNER",
    files: "gliner.json",
    holds: Holds { overlap: Overlap::Any, attributes: Attributes::None, ..Holds::FLAT },
};

static READS: ImportAbout =
    ImportAbout { id: "gliner", title: "GLiNER", files: "JSON of training data", unit: OffsetUnit::Chars };

static LOOKS: Looks = Looks {
    own: "gliner.json",
    like: |has| if has.contains("tokenized_text[]") { Likeness::Sure } else { Likeness::No },
};

#[derive(Serialize)]
struct Row<'a> {
    doc_id: &'a str,
    tokenized_text: Vec<&'a str>,
    ner: Vec<(usize, usize, &'a str)>,
}

struct Rows {
    to: ListFile,
    unit: TokenUnit,
    without_noise: bool,
}

impl Export for Gliner {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn begin<'a>(&self, job: &'a Job, out: &mut dyn Sink) -> io::Result<Box<dyn Writer + 'a>> {
        let to = ListFile::begin(out, LOOKS.own, "")?;
        Ok(Box::new(Rows { to, unit: job.options.tokens, without_noise: job.options.without_noise }))
    }

    fn reader(&self) -> &dyn Import {
        self
    }
}

impl Writer for Rows {
    fn doc(&mut self, _: usize, doc: &Doc, kept: &Kept<'_>, _: &mut dyn Sink) -> io::Result<()> {
        let noise = if self.without_noise { doc.about.noise(&doc.text) } else { Vec::new() };
        let tokens = Tokens::of(doc, kept, self.unit, &noise);
        let ner = kept.marks().filter_map(|(_, mark)| {
            let range = tokens.range(mark.span)?;
            Some((range.start, range.end - 1, &*mark.label))
        });
        self.to.push(&Row {
            doc_id: &doc.id,
            tokenized_text: (0..tokens.all.len()).map(|at| tokens.words(doc, at)).collect(),
            ner: ner.collect(),
        })
    }

    fn end(self: Box<Self>, _: &mut dyn Sink) -> io::Result<()> {
        self.to.end("")
    }
}

#[derive(Deserialize)]
struct Read {
    #[serde(default, alias = "id")]
    doc_id: Id,
    tokenized_text: Vec<String>,
    #[serde(default, deserialize_with = "records::or_default")]
    ner: Vec<Value>,
    #[serde(default, deserialize_with = "records::or_default")]
    relations: Vec<Value>,
}

impl Import for Gliner {
    fn about(&self) -> &'static ImportAbout {
        &READS
    }

    fn detect(&self, source: &dyn Source) -> Likeness {
        LOOKS.detect(source)
    }

    fn read(&self, source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
        let files = LOOKS.files(source, READS.title, tell)?;
        records::read(source, &files, "record", tell, &mut record)
    }
}

fn record(row: Read, place: Place, news: &mut Vec<News>) {
    let mut marks = Vec::with_capacity(row.ner.len());
    for (at, value) in row.ner.iter().enumerate() {
        // More may follow behind the label, such as the words.
        let known: Vec<Value> = value.as_array().into_iter().flatten().take(3).cloned().collect();
        match <(usize, usize, Id)>::deserialize(Value::Array(known)) {
            Ok((first, last, label)) => marks.push(IncomingMark {
                id: format!("entity {at}"),
                at: At::Tokens(first, last.saturating_add(1)),
                label: label.0,
                ..IncomingMark::default()
            }),
            Err(error) => {
                news.push(records::reject_part(&place, &format!("entity {at}"), json::sentence(&error), value));
            }
        }
    }
    // Models of relations are trained with pairs of entities, counted from 0.
    let pairs: Vec<(u64, u64, Id)> = records::parts(row.relations, "relation", &place, news);
    let relation = |(from, to, role): (u64, u64, Id)| IncomingRelation {
        from: format!("entity {from}"),
        to: format!("entity {to}"),
        role: role.0,
    };
    news.push(News::Doc(Box::new(Incoming {
        place,
        id: Some(row.doc_id.0).filter(|id| !id.is_empty()),
        body: Body::Tokens(vec![row.tokenized_text]),
        marks,
        relations: pairs.into_iter().map(relation).collect(),
        ..Incoming::default()
    })));
}
