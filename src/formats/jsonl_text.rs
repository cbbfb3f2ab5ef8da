//! JSON Lines with an article a line, or a JSON list of articles: what crawlers and dataset builders keep texts in.
//!
//! | what | its names |
//! |---|---|
//! | the text | `text`, `body`, `content`, `article`, `article_text`, `raw_text`: of those a file has, the one with most to say |
//! | the id | `id`, `_id`, `doc_id`, `uuid`, as text or number |
//! | title, URL, outlet, publication, event, language | as in `facts` |
//! | all else | kept under its name; what is no text as JSON |
//!
//! A list may be the file, or stand in an object under `articles`, `docs`, `documents`, `data`, `items`, `results` or `records`; an
//! object alone is one article. Fields of an object called `meta` or `metadata` count as the record's own. There are no marks: a
//! file with marks is for another import.

use super::{
    Body, DocAbout, Flow, Import, ImportAbout, Incoming, Likeness, News, OffsetUnit, Place, ReadError, Rejected,
    Source, facts, files, json,
    lines::{self, Lines},
};
use crate::model::{State, is_vietnamese};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The format.
pub struct JsonlText;

const ENDINGS: &[&str] = &[".jsonl", ".ndjson", ".json"];
const TEXTS: [&str; 6] = ["text", "body", "content", "article", "articletext", "rawtext"];
const IDS: [&str; 4] = ["id", "_id", "doc_id", "uuid"];
const LISTS: &[&str] = &["articles", "docs", "documents", "data", "items", "results", "records"];
/// What records with marks have.
const MARKS: [&str; 18] = [
    "annotations",
    "completions",
    "predictions",
    "entities",
    "spans",
    "label",
    "labels",
    "ner",
    "ner_tags",
    "tags",
    "tokens",
    "tokenized_text",
    "relations",
    "sentences",
    "passages",
    "target",
    "offsets",
    "result",
];
/// How many records are looked at to tell which field is the text.
const LOOK: usize = 1000;
/// How much of a file is looked at to tell what it is.
const HEAD: u64 = 64 << 10;

static READS: ImportAbout = ImportAbout {
    id: "jsonl_text",
    title: "JSON Lines or JSON with articles",
    files: "A .jsonl or .json file whose records have a text, or a folder of them",
    unit: OffsetUnit::Chars,
};

type Record = Map<String, Value>;

impl Import for JsonlText {
    fn about(&self) -> &'static ImportAbout {
        &READS
    }

    fn detect(&self, source: &dyn Source) -> Likeness {
        let likeness = files::likeness(source, ENDINGS, Likeness::Likely);
        let first = source.files().iter().find(|name| files::stem(name, ENDINGS).is_some());
        let Some(name) = first.filter(|_| likeness != Likeness::No) else { return Likeness::No };
        let keys = keys(&String::from_utf8_lossy(&lines::head(source, name, HEAD)));
        let Some((depth, _)) = keys.iter().find(|(_, keys)| keys.iter().any(|key| is_text(key))) else {
            return Likeness::No;
        };
        let has_marks = keys.range(..=depth).flat_map(|(_, keys)| keys).any(|key| MARKS.contains(&key.as_str()));
        if has_marks { Likeness::Perhaps } else { likeness }
    }

    fn read(&self, source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
        files::each(source, ENDINGS, tell, &mut |name, tell| {
            let mut seen = Seen::default();
            // What is wrong with the file is told when it is read.
            let _ = records(source, name, &mut |_, record| {
                if let Ok(record) = &record {
                    seen.look(record);
                }
                if seen.records < LOOK { Flow::Continue(()) } else { Flow::Break(()) }
            });
            let text = seen.text();
            records(source, name, &mut |place, record| {
                tell(match record {
                    Ok(record) => news(place, record, text),
                    Err((why, raw)) => Rejected::news(place, why, &raw),
                })
            })
        })
    }
}

/// The keys in the head of a file by how deep they stand: 1 in an object that is the file or a line, 2 in a list's, 3 in the
/// objects of a list in an object.
fn keys(head: &str) -> BTreeMap<usize, BTreeSet<String>> {
    let mut keys: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    let (mut depth, mut last): (usize, String) = (0, String::new());
    let mut chars = head.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                last.clear();
                while let Some(c) = chars.next().filter(|c| *c != '"') {
                    last.push(if c == '\\' { chars.next().unwrap_or(c) } else { c });
                }
            }
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            ':' if depth <= 3 => drop(keys.entry(depth).or_default().insert(last.to_lowercase())),
            _ => {}
        }
    }
    keys
}

fn is_text(key: &str) -> bool {
    TEXTS.contains(&facts::plain_name(key).as_str())
}

/// Reads the records of a file, whichever of the forms it has.
fn records(
    source: &dyn Source,
    name: &str,
    take: &mut dyn FnMut(Place, Result<Record, (String, String)>) -> Flow,
) -> Result<Flow, ReadError> {
    match form(source, name)? {
        Form::Lines => {
            let mut lines = Lines::open(source, name)?;
            while let Some(line) = lines.next()? {
                let flow = match line {
                    Err(rejected) => take(rejected.place, Err((rejected.why, rejected.raw))),
                    Ok((number, line)) => {
                        let record = json::read::<Record>(line).map_err(|why| (why, line.to_owned()));
                        take(Place::line(name, number), record)
                    }
                };
                if flow.is_break() {
                    return Ok(flow);
                }
            }
        }
        Form::One => {
            let record = json::whole::<Record>(source, name)?;
            return Ok(take(Place::file(name), Ok(record)));
        }
        Form::List(under) => {
            let mut flow = Flow::Continue(());
            json::each::<Record>(source, name, under, &mut |at, record| {
                let record = record.map_err(|(why, value)| (why, value.to_string()));
                flow = take(Place::item(name, format!("record {}", at + 1)), record);
                flow
            })?;
            return Ok(flow);
        }
    }
    Ok(Flow::Continue(()))
}

enum Form {
    /// A record a line.
    Lines,
    /// A list, the file itself or under one of these names.
    List(&'static [&'static str]),
    /// One record.
    One,
}

/// Which form a file has, by its beginning and its first lines.
fn form(source: &dyn Source, name: &str) -> Result<Form, ReadError> {
    let head = String::from_utf8_lossy(&lines::head(source, name, HEAD)).into_owned();
    if head.trim_start_matches('\u{feff}').trim_start().starts_with('[') {
        return Ok(Form::List(&[]));
    }
    let mut lines = Lines::open(source, name)?;
    let mut next = || -> Result<Option<Option<Record>>, ReadError> {
        Ok(lines.next()?.map(|line| line.ok().and_then(|(_, line)| json::read(line).ok())))
    };
    let first = next()?;
    match (first, next()?) {
        // An object in one line, which may be around a list.
        (Some(Some(record)), None) => {
            let holds_list = LISTS.iter().any(|list| record.get(*list).is_some_and(Value::is_array));
            let has_text = record.keys().any(|key| is_text(key));
            Ok(if holds_list && !has_text { Form::List(LISTS) } else { Form::Lines })
        }
        // Both are, or one of them is broken.
        (Some(Some(_)), _) | (_, Some(Some(_))) => Ok(Form::Lines),
        _ if keys(&head).get(&1).is_some_and(|keys| keys.iter().any(|key| is_text(key))) => Ok(Form::One),
        _ => {
            let mut any = false;
            // What is wrong with it is told when it is read.
            let _ = json::each::<Record>(source, name, LISTS, &mut |_, _| {
                any = true;
                Flow::Break(())
            });
            Ok(if any { Form::List(LISTS) } else { Form::One })
        }
    }
}

/// How much the fields that may be the text have to say.
#[derive(Default)]
struct Seen {
    records: usize,
    bytes: [usize; TEXTS.len()],
}

impl Seen {
    fn look(&mut self, record: &Record) {
        self.records += 1;
        for (at, _, text) in texts(record) {
            if let Some(bytes) = self.bytes.get_mut(at) {
                *bytes += text.len();
            }
        }
    }

    /// Which field is the text: the most frequent with the longest words, which is the one with most in all.
    fn text(&self) -> Option<usize> {
        // Of two alike the first.
        (0..TEXTS.len()).rev().max_by_key(|at| self.bytes.get(*at))
    }
}

/// The fields of a record that may be its text: which of [`TEXTS`], their keys, and what they say.
fn texts(record: &Record) -> impl Iterator<Item = (usize, &str, String)> {
    record.iter().filter_map(|(key, value)| {
        let at = TEXTS.iter().position(|name| *name == facts::plain_name(key))?;
        let text = match value {
            Value::String(text) => text.clone(),
            // A list of paragraphs.
            Value::Array(parts) => parts.iter().map(Value::as_str).collect::<Option<Vec<&str>>>()?.join("\n\n"),
            _ => return None,
        };
        (!text.trim().is_empty()).then_some((at, key.as_str(), text))
    })
}

/// A record as a document. Where it lacks the text that the others have, the longest of its own counts.
fn news(place: Place, mut record: Record, text: Option<usize>) -> News {
    let found = texts(&record)
        .max_by_key(|(at, _, text_here)| (Some(*at) == text, text_here.len()))
        .map(|(_, key, text)| (key.to_owned(), text));
    let Some((key, text)) = found else {
        let why = "The record has no text: it has none of text, body, content, article, article_text and raw_text, or \
                   nothing is in it";
        return Rejected::news(place, why, &Value::Object(record).to_string());
    };
    record.remove(&key);
    let id = IDS.iter().find_map(|name| {
        let id = match record.get(*name)? {
            Value::String(id) if !id.trim().is_empty() => id.clone(),
            Value::Number(id) => id.to_string(),
            _ => return None,
        };
        record.remove(*name);
        Some(id)
    });
    let about = facts::about(fields(record), is_vietnamese(&text));
    // Nobody has marked anything.
    let about = DocAbout { state: Some(State::New), ..about };
    News::Doc(Box::new(Incoming { place, id, body: Body::Text(text), about, ..Incoming::default() }))
}

/// The fields of a record as text; those of its `meta` as its own, where it has no such field itself.
fn fields(mut record: Record) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for meta in ["meta", "metadata"] {
        let inner = match record.remove(meta) {
            Some(Value::Object(inner)) => inner,
            Some(other) => Map::from_iter([(meta.to_owned(), other)]),
            None => continue,
        };
        for (key, value) in inner {
            let key = if record.contains_key(&key) { format!("{meta}.{key}") } else { key };
            record.insert(key, value);
        }
    }
    for (key, value) in record {
        match value {
            Value::Null => {}
            // `{"source": {"id": "tin-song", "name": "Tin Sông"}}`
            Value::Object(mut inner) if inner.get("name").is_some_and(Value::is_string) => {
                fields.extend(inner.remove("name").map(|name| (key.clone(), json::value_text(name))));
                let rest = inner.into_iter().filter(|(_, value)| !value.is_null());
                fields.extend(rest.map(|(name, value)| (format!("{key}.{name}"), json::value_text(value))));
            }
            value => fields.push((key, json::value_text(value))),
        }
    }
    fields
}
