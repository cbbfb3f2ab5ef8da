//! From rows to documents, by the names of columns: ours, and those that others give.
//!
//! A row is a text with spans (`spans`, `entities`, …: a list of structs, or as older files have it a struct of lists), or tokens
//! with tags (`tokens`, `ner_tags`, …). Columns of single values become what is known of the article.

use super::{
    parquet::Parquet,
    values::{self, Room},
};
use crate::{
    formats::{
        At, Body, Flow, Incoming, IncomingMark, IncomingRelation, LabelSeen, News, Place, ReadError, Rejected, Source,
        json, names,
    },
    model::State,
};
use arrow_array::RecordBatch;
use arrow_schema::{DataType, Schema};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

const TEXT: [&str; 7] = ["text", "content", "sentence", "document", "body", "passage", "article"];
const ID: [&str; 5] = ["id", "doc_id", "document_id", "guid", "uid"];
const SPANS: [&str; 6] = ["spans", "entities", "annotations", "labels", "ner", "label"];
const RELATIONS: [&str; 2] = ["relations", "links"];
const WORDS: [&str; 2] = ["tokens", "words"];
const TAGS: [&str; 7] = ["ner_tags", "tags", "labels", "ner", "bio_tags", "ner_tag", "entity_tags"];

const START: [&str; 7] = ["start", "begin", "start_offset", "start_char", "start_idx", "start_index", "offset_start"];
const END: [&str; 7] = ["end", "stop", "end_offset", "end_char", "end_idx", "end_index", "offset_end"];
const LABEL: [&str; 8] = ["label", "type", "category", "entity_type", "tag", "class", "labels", "entity"];
const WORDS_OF: [&str; 6] = ["text", "word", "surface", "mention", "name", "quote"];
const MARK_ID: [&str; 3] = ["id", "span_id", "entity_id"];
const NOTE: [&str; 2] = ["note", "comment"];
const ATTRIBUTES: [&str; 2] = ["attrs", "attributes"];
const FROM: [&str; 6] = ["from", "head", "from_id", "arg1_id", "source", "subject"];
const TO: [&str; 6] = ["to", "tail", "to_id", "arg2_id", "target", "object"];
const ROLE: [&str; 4] = ["label", "type", "role", "relation"];

/// Reads a file.
///
/// # Errors
/// [`ReadError`] where it cannot be read, or has no texts.
pub fn read(source: &dyn Source, name: &str, tell: &mut dyn FnMut(News) -> Flow) -> Result<Flow, ReadError> {
    let file = Parquet::open(source, name)?;
    let features = file.says("huggingface").and_then(|said| serde_json::from_str::<Value>(said).ok());
    let features = features.as_ref().and_then(|said| said.pointer("/info/features")).unwrap_or(&Value::Null);
    let table = Table::new(name, file.schema(), features)?;
    for label in &table.names {
        let label = LabelSeen { name: label.clone(), ..LabelSeen::default() };
        if tell(News::Label(label)).is_break() {
            return Ok(Flow::Break(()));
        }
    }
    if !table.unread.is_empty() {
        let why = format!("Its columns {} are not taken in", table.unread.join(", "));
        if tell(Rejected::news(Place::file(name), why, "")).is_break() {
            return Ok(Flow::Break(()));
        }
    }
    let mut number = 0;
    file.rows(&table.columns(), &mut |batch| {
        for at in 0..batch.num_rows() {
            number += 1;
            let place = Place::item(name, format_args!("row {number}"));
            let news = match table.row(batch, at, place.clone(), tell) {
                Ok(doc) => News::Doc(Box::new(doc)),
                Err(why) => Rejected::news(place, why, ""),
            };
            if tell(news).is_break() {
                return Flow::Break(());
            }
        }
        Flow::Continue(())
    })
}

/// Which column is what.
struct Table<'a> {
    file: &'a str,
    id: Option<Column>,
    rows: Rows,
    /// What is known of the article.
    more: Vec<Column>,
    /// What is not taken in.
    unread: Vec<String>,
    /// The labels that the file declares.
    names: BTreeSet<String>,
}

enum Rows {
    Texts { text: Column, spans: Option<Column>, relations: Option<Column>, labels: Option<Vec<String>> },
    Words { words: Column, tags: Column, names: Option<Vec<String>> },
}

/// A column: its place in the file and its name.
#[derive(Clone, PartialEq)]
struct Column(usize, String);

impl<'a> Table<'a> {
    fn new(file: &'a str, schema: &Schema, features: &Value) -> Result<Self, ReadError> {
        let find = |names: &[&str], fits: &dyn Fn(&DataType) -> bool| {
            let named = |name: &&str| schema.column_with_name(name).filter(|(_, field)| fits(field.data_type()));
            names.iter().find_map(named).map(|(at, field)| Column(at, field.name().clone()))
        };
        let is_struct = |kind: &DataType| matches!(kind, DataType::Struct(_));
        let structs = |kind: &DataType| is_struct(kind) || values::item(kind).is_some_and(is_struct);
        let text = find(&TEXT, &values::is_text);
        let spans = find(&SPANS, &structs);
        let words = find(&WORDS, &|kind| values::item(kind).is_some_and(values::is_text));
        let tags = find(&TAGS, &|kind| values::item(kind).is_some_and(|of| values::is_text(of) || of.is_integer()));
        let rows = match (text, words.zip(tags)) {
            (Some(text), pair) if spans.is_some() || pair.is_none() => {
                let of = |field: &str| class_names(features, &[spans.as_ref()?.1.as_str(), field]);
                let labels = LABEL.iter().find_map(|field| of(field));
                Rows::Texts { text, spans, relations: find(&RELATIONS, &structs), labels }
            }
            (_, Some((words, tags))) => {
                let names = class_names(features, &[&tags.1]);
                let numbers = schema.field(tags.0).data_type();
                if names.is_none() && values::item(numbers).is_some_and(DataType::is_integer) {
                    let why = format!(
                        "The {} are numbers, and the file does not say of which labels. Write it with the datasets \
                         library, with ClassLabel, or with the tags as text",
                        tags.1
                    );
                    return Err(ReadError::form(Place::file(file), why));
                }
                Rows::Words { words, tags, names }
            }
            _ => {
                let why = "It has no column of texts (text), and no tokens with tags (tokens, ner_tags)";
                return Err(ReadError::form(Place::file(file), why));
            }
        };
        let id = find(&ID, &values::is_plain);
        let mut table = Table { file, id, rows, more: Vec::new(), unread: Vec::new(), names: BTreeSet::new() };
        let used = table.columns();
        for (at, field) in schema.fields().iter().enumerate().filter(|(at, _)| !used.contains(at)) {
            let ours = field.name() == "token_starts" && matches!(table.rows, Rows::Words { .. });
            if values::is_plain(field.data_type()) {
                table.more.push(Column(at, field.name().clone()));
            } else if !ours {
                table.unread.push(field.name().clone());
            }
        }
        match &table.rows {
            Rows::Texts { labels, .. } => table.names.extend(labels.iter().flatten().cloned()),
            Rows::Words { names, .. } => {
                let names = names.as_deref().unwrap_or_default();
                let scheme = Scheme::of(names.iter().map(String::as_str));
                table.names.extend(names.iter().filter_map(|tag| Some(scheme.split(tag)?.1.to_owned())));
            }
        }
        Ok(table)
    }

    /// The columns that are read, in order.
    fn columns(&self) -> Vec<usize> {
        let of_rows: Vec<&Column> = match &self.rows {
            Rows::Texts { text, spans, relations, .. } => {
                [Some(text), spans.as_ref(), relations.as_ref()].into_iter().flatten().collect()
            }
            Rows::Words { words, tags, .. } => vec![words, tags],
        };
        let mut all: Vec<usize> =
            of_rows.into_iter().chain(&self.id).chain(&self.more).map(|column| column.0).collect();
        all.sort_unstable();
        all
    }

    fn row(
        &self,
        batch: &RecordBatch,
        at: usize,
        place: Place,
        tell: &mut dyn FnMut(News) -> Flow,
    ) -> Result<Incoming, String> {
        let mut room = Room::new();
        let mut cell = |column: &Column| match batch.column_by_name(&column.1) {
            None => Ok(Value::Null),
            Some(of) => values::value(of, at, &mut room).ok_or("The row is larger than any article"),
        };
        let mut doc = Incoming { place: place.clone(), ..Incoming::default() };
        doc.id = match self.id.as_ref().map(&mut cell).transpose()? {
            None | Some(Value::Null) => None,
            Some(id) => Some(json::value_text(id)),
        };
        let mut tell = |why: String, raw: &Value| {
            let _ = tell(Rejected::news(place.clone(), why, &json::string(raw)));
        };
        match &self.rows {
            Rows::Texts { text, spans, relations, labels } => {
                let Value::String(text) = cell(text)? else { return Err("The row has no text".into()) };
                doc.body = Body::Text(text);
                let spans = spans.as_ref().map(&mut cell).transpose()?.unwrap_or_default();
                for (n, span) in records(spans).into_iter().enumerate() {
                    match marks(span, n, labels.as_deref()) {
                        Ok(marks) => doc.marks.extend(marks),
                        Err((why, raw)) => tell(format!("Span {}: {why}", n + 1), &raw),
                    }
                }
                let relations = relations.as_ref().map(&mut cell).transpose()?.unwrap_or_default();
                for (n, link) in records(relations).into_iter().enumerate() {
                    match relation(link) {
                        Ok(link) => doc.relations.push(link),
                        Err(raw) => tell(format!("Relation {} does not say from where and to where", n + 1), &raw),
                    }
                }
            }
            Rows::Words { words, tags, names } => {
                let words = texts(cell(words)?);
                let tags = match (cell(tags)?, names) {
                    (Value::Array(tags), Some(names)) => {
                        tags.iter().map(|tag| named(tag, names)).collect::<Result<Vec<_>, _>>()?
                    }
                    (tags, _) => texts(tags),
                };
                if words.len() != tags.len() {
                    return Err(format!("The row has {} tokens and {} tags", words.len(), tags.len()));
                }
                doc.marks = tagged(&tags);
                doc.body = Body::Tokens(vec![words]);
            }
        }
        for column in &self.more {
            let value = match cell(column)? {
                Value::Null => continue,
                value => json::value_text(value),
            };
            match column.1.as_str() {
                "article" => doc.about.article = value.into(),
                "annotator" => doc.about.annotator = value.into(),
                "state" if State::ALL.iter().any(|(_, name)| *name == value) => {
                    doc.about.state = State::ALL.iter().find(|(_, name)| *name == value).map(|(state, _)| *state);
                }
                "meta" => match serde_json::from_str::<Map<String, Value>>(&value) {
                    Ok(all) => {
                        all.into_iter().for_each(|(name, value)| doc.about.take(&name, &json::value_text(value)))
                    }
                    Err(_) => doc.about.take("meta", &value),
                },
                name => doc.about.take(name, &value),
            }
        }
        doc.about.split = names::split_of_file(self.file);
        Ok(doc)
    }
}

/// The names of a ClassLabel, under names of columns and fields in what the file says of its features.
fn class_names(features: &Value, path: &[&str]) -> Option<Vec<String>> {
    fn inner(mut of: &Value) -> &Value {
        loop {
            of = match of {
                Value::Array(one) if one.len() == 1 => one.first().unwrap_or(&Value::Null),
                Value::Object(map) if map.contains_key("feature") => map.get("feature").unwrap_or(&Value::Null),
                other => return other,
            };
        }
    }
    let found = path.iter().try_fold(features, |of, name| inner(of).get(name))?;
    serde_json::from_value(inner(found).get("names")?.clone()).ok()
}

/// A list of records, or one record of lists.
fn records(of: Value) -> Vec<Map<String, Value>> {
    match of {
        Value::Array(all) => {
            let record = |value| if let Value::Object(map) = value { map } else { Map::new() };
            all.into_iter().map(record).collect()
        }
        Value::Object(columns) => {
            let len = columns.values().filter_map(|c| c.as_array().map(Vec::len)).max().unwrap_or(0);
            let mut all = vec![Map::new(); len];
            for (name, column) in columns {
                let Value::Array(column) = column else { continue };
                for (record, value) in all.iter_mut().zip(column) {
                    record.insert(name.clone(), value);
                }
            }
            all
        }
        _ => Vec::new(),
    }
}

fn take(from: &mut Map<String, Value>, names: &[&str]) -> Option<Value> {
    names.iter().find_map(|name| from.remove(*name).filter(|value| !value.is_null()))
}

fn offset(value: &Value) -> Option<u64> {
    match value {
        Value::String(text) => text.trim().parse().ok(),
        // Tables made with pandas have numbers with a point.
        Value::Number(n) => {
            n.as_u64().or_else(|| n.as_f64().filter(|f| f.fract() == 0.0 && *f >= 0.0).map(|f| f as u64))
        }
        _ => None,
    }
}

fn texts(of: Value) -> Vec<String> {
    match of {
        Value::Array(all) => all.into_iter().map(json::value_text).collect(),
        _ => Vec::new(),
    }
}

/// The marks of a span: one for each of its labels.
fn marks(
    mut span: Map<String, Value>,
    number: usize,
    names: Option<&[String]>,
) -> Result<Vec<IncomingMark>, (String, Value)> {
    let raw = Value::Object(span.clone());
    let start = take(&mut span, &START);
    let end = take(&mut span, &END);
    let pair = match (start, end) {
        (Some(start), Some(end)) => offset(&start).zip(offset(&end)),
        _ => {
            // [start, end], or a list of such pairs, of which only one can be taken.
            let offsets = take(&mut span, &["offsets", "offset", "indices"]);
            let one = match offsets.as_ref().and_then(Value::as_array).map(Vec::as_slice) {
                Some([Value::Array(one)]) => one.as_slice(),
                Some([Value::Array(_), ..]) => return Err(("It is in several pieces".into(), raw)),
                Some(one) => one,
                None => return Err(("It has no start and end".into(), raw)),
            };
            if let [start, end] = one { offset(start).zip(offset(end)) } else { None }
        }
    };
    let Some((start, end)) = pair else {
        return Err(("Its start and end are no offsets".into(), raw));
    };
    let labels = match take(&mut span, &LABEL) {
        None => return Err(("It has no label".into(), raw)),
        Some(Value::Array(labels)) => labels,
        Some(label) => vec![label],
    };
    let quote = take(&mut span, &WORDS_OF).map(|words| match words {
        Value::Array(_) => texts(words).join(" "),
        words => json::value_text(words),
    });
    let id = take(&mut span, &MARK_ID).map(json::value_text);
    let note = take(&mut span, &NOTE).map(json::value_text).unwrap_or_default();
    let mut attributes = Map::new();
    match take(&mut span, &ATTRIBUTES) {
        None => {}
        Some(Value::Object(said)) => attributes = said,
        Some(said) => match serde_json::from_str::<Map<String, Value>>(said.as_str().unwrap_or("")) {
            Ok(said) => attributes = said,
            Err(_) if said.as_str().is_some_and(str::is_empty) => {}
            Err(_) => drop(attributes.insert("attrs".into(), said)),
        },
    }
    attributes.extend(span);
    attributes.retain(|_, value| !value.is_null());
    let keep_id = id.is_some();
    let first = IncomingMark {
        // Links without ids go by the order.
        id: id.unwrap_or_else(|| number.to_string()),
        keep_id,
        at: At::Offsets(start, end),
        quote,
        attributes: json::values(attributes.into_iter().collect()),
        note,
        ..IncomingMark::default()
    };
    let one = |label: Value| {
        let label = match names {
            Some(names) => named(&label, names).map_err(|why| (why, raw.clone()))?,
            None => json::value_text(label),
        };
        Ok(IncomingMark { label, ..first.clone() })
    };
    labels.into_iter().map(one).collect()
}

/// The name of a ClassLabel's number; -1 is none.
fn named(label: &Value, names: &[String]) -> Result<String, String> {
    match label {
        Value::Number(n) if n.as_i64().is_some_and(|n| n < 0) => Ok("O".into()),
        Value::Number(n) => {
            let name = n.as_u64().and_then(|n| names.get(usize::try_from(n).ok()?));
            name.cloned().ok_or_else(|| format!("{n} is none of its {} labels", names.len()))
        }
        Value::Null => Ok("O".into()),
        other => Ok(json::value_text(other.clone())),
    }
}

fn relation(mut link: Map<String, Value>) -> Result<IncomingRelation, Value> {
    let raw = Value::Object(link.clone());
    let (from, to) = (take(&mut link, &FROM), take(&mut link, &TO));
    let role = take(&mut link, &ROLE).map(json::value_text).unwrap_or_default();
    match (from, to) {
        (Some(from), Some(to)) => Ok(IncomingRelation { from: json::value_text(from), to: json::value_text(to), role }),
        _ => Err(raw),
    }
}

/// Whether tags say where marks begin (`B-Actor`), or only what a token is (`Actor`).
#[derive(Clone, Copy)]
enum Scheme {
    Prefixed,
    Plain,
}

impl Scheme {
    fn of<'a>(tags: impl Iterator<Item = &'a str>) -> Self {
        let prefixed = |tag: &str| {
            let mut chars = tag.chars();
            chars.next().is_some_and(|c| "BILESUM".contains(c)) && matches!(chars.next(), Some('-' | '_'))
        };
        let mut tags = tags.filter(|tag| !is_outside(tag));
        if tags.all(prefixed) { Scheme::Prefixed } else { Scheme::Plain }
    }

    /// A tag's prefix and its label; `None` outside.
    fn split(self, tag: &str) -> Option<(char, &str)> {
        if is_outside(tag) {
            return None;
        }
        match self {
            Scheme::Prefixed => Some((tag.chars().next()?, tag.get(2..)?)),
            Scheme::Plain => Some(('I', tag)),
        }
    }
}

fn is_outside(tag: &str) -> bool {
    matches!(tag, "O" | "" | "_" | "null")
}

/// The marks of tags in IOB2, IOB1, BIOES or BILOU, or without prefixes.
fn tagged(tags: &[String]) -> Vec<IncomingMark> {
    let scheme = Scheme::of(tags.iter().map(String::as_str));
    let mut marks: Vec<(usize, usize, &str)> = Vec::new();
    let mut open = false;
    for (at, tag) in tags.iter().enumerate() {
        let Some((prefix, label)) = scheme.split(tag) else {
            open = false;
            continue;
        };
        let goes_on = open && matches!(prefix, 'I' | 'E' | 'L' | 'M');
        match marks.last_mut().filter(|last| goes_on && last.2 == label) {
            Some(last) => last.1 = at + 1,
            None => marks.push((at, at + 1, label)),
        }
        open = !matches!(prefix, 'E' | 'L' | 'S' | 'U');
    }
    let mark = |(first, behind, label): (usize, usize, &str)| IncomingMark {
        at: At::Tokens(first, behind),
        label: label.into(),
        ..IncomingMark::default()
    };
    marks.into_iter().map(mark).collect()
}
