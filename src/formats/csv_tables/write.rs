//! Writing the tables.

use super::{ABOUT, Csv};
use crate::{
    formats::{About, Doc, Export, Import, Job, Kept, Sink, Writer, json},
    model::State,
};
use csv::{QuoteStyle, Terminator, WriterBuilder};
use std::{
    collections::BTreeMap,
    io::{self, Write},
};

/// The columns of metadata that have a name.
pub const METADATA: [&str; 6] = ["title", "outlet", "url", "published", "event", "language"];

const DOCS: [&str; 12] = [
    "doc_id",
    "text",
    "title",
    "outlet",
    "url",
    "published",
    "event",
    "language",
    "meta",
    "article",
    "annotator",
    "state",
];
const SPANS: [&str; 9] = ["doc_id", "span_id", "start", "end", "label", "text", "attrs", "note", "made"];
const RELATIONS: [&str; 5] = ["doc_id", "relation_id", "from", "to", "label"];

type Table = csv::Writer<Box<dyn Write>>;

/// The three tables of one kind.
struct Tables {
    docs: Table,
    spans: Table,
    relations: Table,
}

impl Export for Csv {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn begin<'a>(&self, _: &'a Job, out: &mut dyn Sink) -> io::Result<Box<dyn Writer + 'a>> {
        Ok(Box::new(Both([Tables::begin("csv", b',', out)?, Tables::begin("tsv", b'\t', out)?])))
    }

    fn reader(&self) -> &dyn Import {
        self
    }
}

struct Both([Tables; 2]);

impl Writer for Both {
    fn doc(&mut self, _: usize, doc: &Doc, kept: &Kept<'_>, _: &mut dyn Sink) -> io::Result<()> {
        self.0.iter_mut().try_for_each(|tables| Ok(tables.doc(doc, kept)?))
    }

    fn end(mut self: Box<Self>, _: &mut dyn Sink) -> io::Result<()> {
        let mut all = self.0.iter_mut().flat_map(|t| [&mut t.docs, &mut t.spans, &mut t.relations]);
        all.try_for_each(csv::Writer::flush)
    }
}

impl Tables {
    fn begin(kind: &str, delimiter: u8, out: &mut dyn Sink) -> io::Result<Self> {
        let ends = if kind == "csv" { Terminator::CRLF } else { Terminator::Any(b'\n') };
        let mut begin = |name: &str, headings: &[&str]| -> io::Result<Table> {
            let file = out.create(&format!("{kind}/{name}.{kind}"))?;
            let mut builder = WriterBuilder::new();
            builder.delimiter(delimiter).terminator(ends).quote_style(QuoteStyle::Always);
            let mut table = builder.from_writer(file);
            table.write_record(headings)?;
            Ok(table)
        };
        Ok(Tables {
            docs: begin("docs", &DOCS)?,
            spans: begin("spans", &SPANS)?,
            relations: begin("relations", &RELATIONS)?,
        })
    }

    fn doc(&mut self, doc: &Doc, kept: &Kept<'_>) -> csv::Result<()> {
        // What has no column, or would come back as no value, is in `meta`.
        let (mut named, mut more) = (BTreeMap::new(), BTreeMap::new());
        let pairs = doc.about.pairs();
        for (name, value) in &pairs {
            let has_column = METADATA.contains(&&**name) && !value.is_empty() && !named.contains_key(&**name);
            let to = if has_column { &mut named } else { &mut more };
            to.insert(&**name, &**value);
        }
        let cell = |name: &str| named.get(name).copied().unwrap_or("");
        let meta = if more.is_empty() { String::new() } else { json::string(&more) };
        let [title, outlet, url, published, event, language] = METADATA.map(cell);
        let state = doc.about.state.map_or("", State::name);
        let (article, annotator) = (&*doc.about.article, &*doc.about.annotator);
        let text = doc.text.as_str();
        let row = [&*doc.id, text, title, outlet, url, published, event, language, &meta, article, annotator, state];
        self.docs.write_record(row)?;
        for (_, mark) in kept.marks() {
            let (start, end) = (mark.start.0.to_string(), mark.end.0.to_string());
            let attributes: BTreeMap<&str, &str> = kept.attributes(mark).map(|(n, v)| (&**n, &**v)).collect();
            let (words, attributes, note) = (doc.words(mark), json::string(&attributes), kept.note(mark));
            let row = [&*doc.id, &*mark.id, &start, &end, &*mark.label, words, &attributes, note, &*mark.made];
            self.spans.write_record(row)?;
        }
        for (n, relation) in (1..).zip(kept.relations()) {
            let (Some(from), Some(to)) = (doc.marks.get(relation.from), doc.marks.get(relation.to)) else { continue };
            self.relations.write_record([&*doc.id, &format!("r{n}"), &*from.id, &*to.id, &*relation.role])?;
        }
        Ok(())
    }
}
