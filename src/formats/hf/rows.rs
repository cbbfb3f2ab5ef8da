//! From rows to documents, by the names of columns: ours, and those that others give.
//!
//! A row is a text with spans (`spans`, `entities`, …: a list of structs, or as older files have it a struct of lists), or tokens
//! with tags (`tokens`, `ner_tags`, …). Columns of single values become what is known of the article.

use super::{
    parquet::Parquet,
    spans::{LABEL, class_names, marks, named, records, relation, texts},
    tags::{Scheme, tagged},
    values::{self, Room},
};
use crate::{
    formats::{Body, Flow, Incoming, LabelSeen, News, Place, ReadError, Rejected, Source, json, names},
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
            let news = match table.row(batch, at, &place, tell) {
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
    /// What is known of the article; numbers may stand for names.
    more: Vec<(Column, Option<Vec<String>>)>,
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
                let names = class_names(features, &[field.name()]);
                table.more.push((Column(at, field.name().clone()), names));
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
        let mut all: Vec<usize> = of_rows
            .into_iter()
            .chain(&self.id)
            .chain(self.more.iter().map(|(column, _)| column))
            .map(|column| column.0)
            .collect();
        all.sort_unstable();
        all
    }

    fn row(
        &self,
        batch: &RecordBatch,
        at: usize,
        place: &Place,
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
        for (column, names) in &self.more {
            let value = match (cell(column)?, names) {
                (Value::Null, _) => continue,
                (value, Some(names)) => named(&value, names)?,
                (value, None) => json::value_text(value),
            };
            match column.1.as_str() {
                "article" => doc.about.article = value.into(),
                "annotator" => doc.about.annotator = value.into(),
                "state" if State::ALL.iter().any(|(_, name)| *name == value) => {
                    doc.about.state = State::ALL.iter().find(|(_, name)| *name == value).map(|(state, _)| *state);
                }
                "meta" => match serde_json::from_str::<Map<String, Value>>(&value) {
                    Ok(all) => {
                        all.into_iter().for_each(|(name, value)| doc.about.take(&name, &json::value_text(value)));
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
