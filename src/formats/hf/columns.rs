//! The columns of the two formats.

use super::{Columns, failed};
use crate::{
    formats::{Doc, Job, Kept, json, tokens::Tokens},
    model::State,
};
use arrow_array::{
    Array, ArrayRef, ListArray, StructArray,
    builder::{Int32Builder, Int64Builder, StringBuilder},
};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{DataType, Field, FieldRef, Fields, Schema, SchemaRef};
use std::{
    collections::BTreeMap,
    io,
    sync::{Arc, LazyLock},
};

/// The largest document, with all the words its marks cover: a column counts its bytes in 31 bits.
const MOST: usize = 1 << 30;

/// The columns of `hf` with a sentence, for the card.
pub const SPANS_SAID: [(&str, &str); 8] = [
    ("id", "the document’s name"),
    ("text", "the article"),
    (
        "spans",
        "the marks: `id`, `start`, `end`, `label`, the words as `text`, what else is said as JSON in `attrs`, `note`. \
         Offsets count Unicode characters (code points, as Python does), so the words are `text[start:end]`",
    ),
    ("relations", "links between marks: `from` and `to` are ids of spans, `label` is the role"),
    ("title, outlet, url, published, event, language", "what is known of the article; null where it is not"),
    ("article, annotator", "the article’s name in the project, and whose marks these are"),
    ("state", "how far the annotator has come"),
    ("meta", "what else is known, as JSON"),
];

/// The columns of `hf_tokens` with a sentence, for the card.
pub const TOKENS_SAID: [(&str, &str); 4] = [
    ("id", "the document’s name"),
    ("tokens", "the words"),
    ("ner_tags", "a tag for each (IOB2)"),
    ("token_starts", "where each begins in the article, in Unicode characters (code points, as Python counts)"),
];

const KNOWN: [&str; 6] = ["title", "outlet", "url", "published", "event", "language"];
const MORE: [&str; 4] = ["article", "annotator", "state", "meta"];

/// Columns of text, one list in them for each document, by the names of their fields.
#[derive(Default)]
struct Lists {
    lengths: Vec<usize>,
}

impl Lists {
    fn take(&mut self, of: Vec<ArrayRef>, field: &FieldRef) -> io::Result<ArrayRef> {
        let values: ArrayRef = match (field.data_type(), of.as_slice()) {
            (DataType::Struct(fields), _) => Arc::new(StructArray::try_new(fields.clone(), of, None).map_err(failed)?),
            (_, [values]) => values.clone(),
            _ => return Err(io::Error::other("a column has no values")),
        };
        let offsets = OffsetBuffer::from_lengths(std::mem::take(&mut self.lengths));
        Ok(Arc::new(ListArray::try_new(field.clone(), offsets, values, None).map_err(failed)?))
    }
}

fn text(name: &str) -> Field {
    Field::new(name, DataType::Utf8, true)
}

fn element(of: DataType) -> FieldRef {
    Arc::new(Field::new("element", of, true))
}

static SPAN: LazyLock<FieldRef> = LazyLock::new(|| {
    let int = |name: &str| Field::new(name, DataType::Int32, true);
    let fields = vec![text("id"), int("start"), int("end"), text("label"), text("text"), text("attrs"), text("note")];
    element(DataType::Struct(Fields::from(fields)))
});

static RELATION: LazyLock<FieldRef> =
    LazyLock::new(|| element(DataType::Struct(Fields::from(vec![text("from"), text("to"), text("label")]))));

static WORD: LazyLock<FieldRef> = LazyLock::new(|| element(DataType::Utf8));
static TAG: LazyLock<FieldRef> = LazyLock::new(|| element(DataType::Int64));
static START: LazyLock<FieldRef> = LazyLock::new(|| element(DataType::Int32));

/// Texts with spans.
#[derive(Default)]
pub struct SpanColumns {
    bytes: usize,
    id: StringBuilder,
    text: StringBuilder,
    spans: Lists,
    span_id: StringBuilder,
    start: Int32Builder,
    end: Int32Builder,
    label: StringBuilder,
    words: StringBuilder,
    attrs: StringBuilder,
    note: StringBuilder,
    relations: Lists,
    from: StringBuilder,
    to: StringBuilder,
    role: StringBuilder,
    known: [StringBuilder; KNOWN.len()],
    more: [StringBuilder; MORE.len()],
}

impl Columns for SpanColumns {
    fn schema() -> SchemaRef {
        static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
            let lists = [("spans", &*SPAN), ("relations", &*RELATION)];
            let lists = lists.map(|(name, of)| Field::new(name, DataType::List(of.clone()), true));
            let fields =
                [text("id"), text("text")].into_iter().chain(lists).chain(KNOWN.map(text)).chain(MORE.map(text));
            Arc::new(Schema::new(fields.collect::<Vec<_>>()))
        });
        SCHEMA.clone()
    }

    const REPEATED: &'static [&'static str] = &[
        "spans.list.element.label",
        "spans.list.element.attrs",
        "spans.list.element.note",
        "relations.list.element.label",
        "outlet",
        "event",
        "language",
        "annotator",
        "state",
        "meta",
    ];

    fn add(&mut self, doc: &Doc, kept: &Kept<'_>, _: &Job, _: &mut Tags) -> io::Result<()> {
        let covered: usize = kept.marks().map(|(_, m)| doc.words(m).len() + m.note.len() + 64).sum();
        let bytes = doc.text.as_str().len() + covered;
        if bytes > MOST {
            return Err(too_large(doc));
        }
        self.bytes += bytes;
        self.id.append_value(&doc.id);
        self.text.append_value(doc.text.as_str());
        for (_, mark) in kept.marks() {
            let attrs: BTreeMap<&str, &str> = kept.attributes(mark).map(|(name, value)| (&**name, &**value)).collect();
            self.span_id.append_value(&mark.id);
            self.start.append_value(number(mark.start.0, doc)?);
            self.end.append_value(number(mark.end.0, doc)?);
            self.label.append_value(&mark.label);
            self.words.append_value(doc.words(mark));
            let attrs = if attrs.is_empty() { "{}".to_owned() } else { json::string(&attrs) };
            self.attrs.append_value(attrs);
            self.note.append_value(kept.note(mark));
        }
        self.spans.lengths.push(kept.marks.len());
        let mut links = 0;
        for link in kept.relations() {
            let (Some(from), Some(to)) = (doc.marks.get(link.from), doc.marks.get(link.to)) else { continue };
            self.from.append_value(&from.id);
            self.to.append_value(&to.id);
            self.role.append_value(&link.role);
            links += 1;
        }
        self.relations.lengths.push(links);
        let mut pairs: BTreeMap<Arc<str>, Arc<str>> = doc.about.pairs().into_iter().collect();
        for (column, name) in self.known.iter_mut().zip(KNOWN) {
            column.append_option(pairs.remove(name));
        }
        let about = &doc.about;
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let meta = if pairs.is_empty() { None } else { Some(json::string(&pairs)) };
        let more = [some(&about.article), some(&about.annotator), about.state.map(|s| State::name(s).into()), meta];
        for (column, value) in self.more.iter_mut().zip(more) {
            column.append_option(value);
        }
        Ok(())
    }

    fn bytes(&self) -> usize {
        self.bytes
    }

    fn take(&mut self) -> io::Result<Vec<ArrayRef>> {
        self.bytes = 0;
        let spans = vec![
            done(&mut self.span_id),
            Arc::new(self.start.finish()) as ArrayRef,
            Arc::new(self.end.finish()),
            done(&mut self.label),
            done(&mut self.words),
            done(&mut self.attrs),
            done(&mut self.note),
        ];
        let relations = vec![done(&mut self.from), done(&mut self.to), done(&mut self.role)];
        let mut all = vec![done(&mut self.id), done(&mut self.text)];
        all.push(self.spans.take(spans, &SPAN)?);
        all.push(self.relations.take(relations, &RELATION)?);
        all.extend(self.known.iter_mut().chain(&mut self.more).map(done));
        Ok(all)
    }

    fn features(_: &Tags) -> Option<String> {
        None
    }
}

/// Words with tags.
#[derive(Default)]
pub struct TokenColumns {
    bytes: usize,
    id: StringBuilder,
    lengths: Vec<usize>,
    words: StringBuilder,
    tags: Int64Builder,
    starts: Int32Builder,
}

impl Columns for TokenColumns {
    fn schema() -> SchemaRef {
        static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
            let lists = [("tokens", &*WORD), ("ner_tags", &*TAG), ("token_starts", &*START)];
            let lists = lists.map(|(name, of)| Field::new(name, DataType::List(of.clone()), true));
            Arc::new(Schema::new(std::iter::once(text("id")).chain(lists).collect::<Vec<_>>()))
        });
        SCHEMA.clone()
    }

    const REPEATED: &'static [&'static str] = &["tokens.list.element", "ner_tags.list.element"];
    const GROWING: &'static [&'static str] = &["token_starts.list.element"];

    fn add(&mut self, doc: &Doc, kept: &Kept<'_>, job: &Job, tags: &mut Tags) -> io::Result<()> {
        if doc.text.as_str().len() > MOST {
            return Err(too_large(doc));
        }
        let noise = if job.options.without_noise { doc.about.noise(&doc.text) } else { Vec::new() };
        let tokens = Tokens::of(doc, kept, job.options.tokens, &noise);
        let mut marks = kept.marks().filter_map(|(_, m)| Some((tokens.range(m.span)?, &m.label))).peekable();
        self.id.append_value(&doc.id);
        let mut seen = (0, 0);
        for (at, token) in tokens.all.iter().enumerate() {
            while marks.next_if(|(range, _)| range.end <= at).is_some() {}
            let tag = match marks.peek().filter(|(range, _)| range.start <= at) {
                None => 0,
                Some((range, label)) => tags.number(label, range.start == at),
            };
            self.words.append_value(tokens.words(doc, at));
            self.tags.append_value(tag);
            let skipped = doc.text.as_str().get(seen.0..token.start).unwrap_or("");
            seen = (token.start, seen.1 + skipped.chars().count());
            self.starts.append_value(number(seen.1, doc)?);
        }
        self.lengths.push(tokens.all.len());
        self.bytes += doc.text.as_str().len() + tokens.all.len() * 16;
        Ok(())
    }

    fn bytes(&self) -> usize {
        self.bytes
    }

    fn take(&mut self) -> io::Result<Vec<ArrayRef>> {
        self.bytes = 0;
        let lengths = std::mem::take(&mut self.lengths);
        let list = |of: ArrayRef, field: &FieldRef| Lists { lengths: lengths.clone() }.take(vec![of], field);
        Ok(vec![
            done(&mut self.id),
            list(done(&mut self.words), &WORD)?,
            list(Arc::new(self.tags.finish()), &TAG)?,
            list(Arc::new(self.starts.finish()), &START)?,
        ])
    }

    fn features(tags: &Tags) -> Option<String> {
        let value = |dtype: &str| serde_json::json!({"dtype": dtype, "_type": "Value"});
        let list = |of: serde_json::Value| serde_json::json!({"feature": of, "_type": "List"});
        let features = serde_json::json!({
            "id": value("string"),
            "tokens": list(value("string")),
            "ner_tags": list(serde_json::json!({"names": tags.names(), "_type": "ClassLabel"})),
            "token_starts": list(value("int32")),
        });
        Some(json::string(&serde_json::json!({"info": {"features": features}})))
    }
}

fn done(column: &mut StringBuilder) -> ArrayRef {
    Arc::new(column.finish()) as Arc<dyn Array>
}

fn number(n: usize, doc: &Doc) -> io::Result<i32> {
    i32::try_from(n).map_err(|_| too_large(doc))
}

fn too_large(doc: &Doc) -> io::Error {
    io::Error::other(format!("The document {} is larger than a Parquet column can hold", doc.id))
}

/// The tags by number: none, then two for each label, in the project's order and then as they come.
pub struct Tags(Vec<Arc<str>>);

impl Tags {
    /// The labels of the project.
    pub fn new(job: &Job) -> Self {
        Tags(job.labels.iter().map(|l| l.name.clone()).collect())
    }

    fn number(&mut self, label: &Arc<str>, begins: bool) -> i64 {
        let at = self.0.iter().position(|known| known == label).unwrap_or_else(|| {
            self.0.push(label.clone());
            self.0.len() - 1
        });
        at as i64 * 2 + if begins { 1 } else { 2 }
    }

    fn names(&self) -> Vec<String> {
        let pairs = self.0.iter().flat_map(|label| [format!("B-{label}"), format!("I-{label}")]);
        std::iter::once("O".to_owned()).chain(pairs).collect()
    }
}
