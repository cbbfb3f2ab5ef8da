//! Files of records in JSON: which files of a folder a format reads, and their records one at a time, whether they are lines, a
//! list, or one alone.

use super::{Flow, Likeness, News, Place, ReadError, Rejected, Sink, Source, json, lines, lines::Lines};
use serde::{Deserialize, Deserializer, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
};

/// An object of a file, key by key.
pub type Object = Map<String, Value>;

/// How the files of a format are told from others.
pub struct Looks {
    /// The file that our own export writes; with a `/` at the end, the folder.
    pub own: &'static str,
    /// How well a file's places for values look like the format's.
    pub like: fn(&BTreeSet<String>) -> Likeness,
}

/// What stands beside every export and is no format of these.
const BESIDE: [&str; 6] =
    ["docs.jsonl", "spans.jsonl", "relations.jsonl", "files.json", "loss.jsonl", "loss-parts.jsonl"];

/// How many bytes of a file are looked at, and how many files of a folder.
const LOOKED_AT: (u64, usize) = (1 << 18, 8);

impl Looks {
    /// The files that may be of the format: our own, where they are there, else all that have the ending.
    fn candidates<'s>(&self, source: &'s dyn Source) -> Vec<&'s str> {
        let files = || source.files().iter().map(String::as_str);
        let own: Vec<&str> = files()
            .filter(|f| if self.own.ends_with('/') { f.starts_with(self.own) } else { *f == self.own })
            .filter(|f| is_json(f))
            .collect();
        if !own.is_empty() {
            return own;
        }
        if let [only] = source.files() {
            return vec![only];
        }
        files().filter(|f| is_json(f) && !BESIDE.contains(f)).collect()
    }

    /// How well a source looks like the format.
    pub fn detect(&self, source: &dyn Source) -> Likeness {
        let files = self.candidates(source).into_iter().take(LOOKED_AT.1);
        files.map(|f| (self.like)(&places(&lines::head(source, f, LOOKED_AT.0)))).max().unwrap_or(Likeness::No)
    }

    /// The files to read. Where there are several, those that do not look like the format are told and left out.
    ///
    /// # Errors
    /// [`ReadError`] where there is none.
    pub fn files<'s>(
        &self,
        source: &'s dyn Source,
        title: &str,
        tell: &mut dyn FnMut(News) -> Flow,
    ) -> Result<Vec<&'s str>, ReadError> {
        let all = self.candidates(source);
        let own = all.first().is_some_and(|f| f.starts_with(self.own));
        if own || all.len() == 1 {
            return Ok(all);
        }
        let like = |f: &&str| (self.like)(&places(&lines::head(source, f, LOOKED_AT.0))) > Likeness::No;
        let (like, other): (Vec<&str>, Vec<&str>) = all.into_iter().partition(like);
        if like.is_empty() {
            let why = format!("It is not there, and no other file is of the format {title}");
            return Err(ReadError::form(Place::file(self.own), why));
        }
        for name in other {
            let why = format!("The file does not look like {title} and was left out");
            if tell(Rejected::news(Place::file(name), why, "")).is_break() {
                return Ok(Vec::new());
            }
        }
        Ok(like)
    }
}

fn is_json(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    ["json", "jsonl", "ndjson", "jsonld"].iter().any(|e| ending.eq_ignore_ascii_case(e))
}

/// Whether a file's head has a place for values.
pub fn has_place(source: &dyn Source, name: &str, place: &str) -> bool {
    places(&lines::head(source, name, LOOKED_AT.0)).contains(place)
}

/// The places for values in the records of a file's head, which may be cut anywhere: `a` is a key of a record, `a{}` is there
/// where it has an object, `a[]` where it has a list, `a[].b` where that has objects with `b`, `a[][]` where it has lists.
pub fn places(head: &[u8]) -> BTreeSet<String> {
    const DEEPEST: usize = 12;
    const MOST: usize = 1000;
    let mut all = BTreeSet::new();
    // The open objects (with whether a key comes next) and lists, each with its place.
    let mut open: Vec<(Option<bool>, String)> = Vec::new();
    // The place of the value that comes next.
    let mut here = String::new();
    let mut bytes = head.iter().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => {
                let mut escaped = false;
                let end = bytes.find(|(_, b)| {
                    let ends = **b == b'"' && !escaped;
                    escaped = **b == b'\\' && !escaped;
                    ends
                });
                let Some((end, _)) = end else { break };
                if let Some((Some(key @ true), place)) = open.last_mut() {
                    *key = false;
                    let name = String::from_utf8_lossy(head.get(at + 1..end.min(at + 65)).unwrap_or_default());
                    here = if place.is_empty() { name.into_owned() } else { format!("{place}.{name}") };
                    all.insert(here.clone());
                }
            }
            b'{' | b'[' => {
                let list = *byte == b'[';
                // The list that has the records is no place of them.
                if !(open.is_empty() || here.is_empty() && !list) {
                    all.insert(format!("{here}{}", if list { "[]" } else { "{}" }));
                }
                if list && !open.is_empty() {
                    here.push_str("[]");
                }
                open.push((if list { None } else { Some(true) }, here.clone()));
            }
            b'}' | b']' => {
                open.pop();
                here = open.last().map(|(_, place)| place.clone()).unwrap_or_default();
            }
            b',' => {
                if let Some((key, place)) = open.last_mut() {
                    here.clone_from(place);
                    if let Some(key) = key {
                        *key = true;
                    }
                }
            }
            _ => {}
        }
        if open.len() > DEEPEST || all.len() > MOST {
            break;
        }
    }
    all
}

/// Reads the records of files one at a time; `make` makes news of them. A file that cannot be read on is told where there are
/// others.
///
/// # Errors
/// [`ReadError`] where the only file cannot be read.
pub fn read<T: DeserializeOwned>(
    source: &dyn Source,
    files: &[&str],
    what: &str,
    tell: &mut dyn FnMut(News) -> Flow,
    make: &mut dyn FnMut(T, Place, &mut Vec<News>),
) -> Result<(), ReadError> {
    for name in files {
        let mut stopped = Flow::Continue(());
        let read = each(source, name, what, &mut |place, record| {
            let mut news = Vec::new();
            match record {
                Ok(record) => make(record, place, &mut news),
                Err((why, raw)) => news.push(Rejected::news(place, why, &raw)),
            }
            stopped = news.into_iter().try_for_each(&mut *tell);
            stopped
        });
        match read {
            Err(error) if files.len() == 1 => return Err(error),
            Err(error) => stopped = tell(told(error)),
            Ok(()) => {}
        }
        if stopped.is_break() {
            return Ok(());
        }
    }
    Ok(())
}

/// That a file cannot be read on, as news.
pub fn told(error: ReadError) -> News {
    match error {
        ReadError::Form(place, why) => Rejected::news(place, why, ""),
        ReadError::File(name, error) => Rejected::news(Place::file(&name), format!("It cannot be read: {error}"), ""),
    }
}

/// A record, or why it is none and what stands there.
pub type Record<T> = Result<T, (String, String)>;

/// Reads the records of a file one at a time.
///
/// # Errors
/// [`ReadError`] where it cannot be read on.
pub fn each<T: DeserializeOwned>(
    source: &dyn Source,
    name: &str,
    what: &str,
    take: &mut dyn FnMut(Place, Record<T>) -> Flow,
) -> Result<(), ReadError> {
    match form(source, name) {
        Form::List => each_under(source, name, what, &[], take),
        Form::Lines => each_line(source, name, take),
        Form::One => {
            let value: Value = json::whole(source, name)?;
            let record = T::deserialize(&value).map_err(|error| (json::sentence(&error), value.to_string()));
            let _ = take(Place::file(name), record);
            Ok(())
        }
    }
}

/// The same, where the file is a list, or an object that has it under a key of `under`.
///
/// # Errors
/// [`ReadError`] where it cannot be read on.
pub fn each_under<T: DeserializeOwned>(
    source: &dyn Source,
    name: &str,
    what: &str,
    under: &[&str],
    take: &mut dyn FnMut(Place, Record<T>) -> Flow,
) -> Result<(), ReadError> {
    json::each(source, name, under, &mut |at, record| {
        let place = Place::item(name, format!("{what} {}", at + 1));
        take(place, record.map_err(|(why, value)| (why, value.to_string())))
    })
}

/// How a file has its records.
enum Form {
    Lines,
    List,
    One,
}

fn form(source: &dyn Source, name: &str) -> Form {
    let head = lines::head(source, name, LOOKED_AT.0);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let lines = ["jsonl", "ndjson"].iter().any(|e| ending.eq_ignore_ascii_case(e));
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head).trim_ascii_start();
    let mut all = head.splitn(2, |b| *b == b'\n');
    match (all.next(), all.next()) {
        (Some([b'[', ..]), _) => Form::List,
        // A line that is cut off in the middle of an object: the object goes on in the next.
        (Some(first @ [b'{', ..]), Some(_)) if !lines => match serde_json::from_slice::<serde::de::IgnoredAny>(first) {
            Err(error) if error.is_eof() => Form::One,
            _ => Form::Lines,
        },
        _ => Form::Lines,
    }
}

fn each_line<T: DeserializeOwned>(
    source: &dyn Source,
    name: &str,
    take: &mut dyn FnMut(Place, Record<T>) -> Flow,
) -> Result<(), ReadError> {
    let mut lines = Lines::open(source, name)?;
    while let Some(line) = lines.next()? {
        let flow = match line {
            Err(rejected) => take(rejected.place, Err((rejected.why, rejected.raw))),
            Ok((number, line)) => {
                take(Place::line(name, number), json::read(line).map_err(|why| (why, line.to_owned())))
            }
        };
        if flow.is_break() {
            break;
        }
    }
    Ok(())
}

/// The parts of a record, each by itself: one that cannot be understood is told, and the others are taken.
pub fn parts<T: DeserializeOwned>(values: Vec<Value>, what: &str, place: &Place, news: &mut Vec<News>) -> Vec<T> {
    let mut all = Vec::with_capacity(values.len());
    for (at, value) in values.into_iter().enumerate() {
        match T::deserialize(&value) {
            Ok(part) => all.push(part),
            Err(error) => news.push(reject_part(place, &format!("{what} {}", at + 1), json::sentence(&error), &value)),
        }
    }
    all
}

/// Tells of a part of a record that is not taken.
pub fn reject_part(place: &Place, item: &str, why: impl Into<String>, value: &Value) -> News {
    let mut place = place.clone();
    place.item = if place.item.is_empty() { item.into() } else { format!("{}, {item}", place.item) };
    Rejected::news(place, why, &value.to_string())
}

/// Why a text cannot be given out so many times, if it cannot: each annotator's document has a copy of its own.
pub fn too_many(text: &str, times: usize) -> Option<String> {
    let many = text.len().saturating_mul(times) as u64 > 2 * lines::MAX_RECORD;
    many.then(|| format!("Its text of {} bytes is annotated {times} times, more than can be read", text.len()))
}

/// For keys that may be `null`: that is as if they were not there.
///
/// # Errors
/// Where the value is neither.
pub fn or_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(from: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

/// A list, where a value is one; what is alone is a list of one, and what is not there is an empty one.
pub fn list(value: Value) -> Vec<Value> {
    match value {
        Value::Array(all) => all,
        Value::Null => Vec::new(),
        alone => vec![alone],
    }
}

/// A value as text, a list with its elements joined; `None` where there is nothing in it.
pub fn joined(value: Value, with: &str) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Array(all) if all.iter().all(|v| !v.is_object() && !v.is_array()) => {
            let all: Vec<String> = all.into_iter().filter(|v| !v.is_null()).map(json::value_text).collect();
            (!all.is_empty()).then(|| all.join(with))
        }
        Value::Object(object) if object.is_empty() => None,
        Value::Array(all) if all.is_empty() => None,
        other => Some(json::value_text(other)),
    }
}

/// Takes out the text of a record that has several values: under the wanted name, under `text`, or the only one that is text.
pub fn take_text(of: &mut Object, wanted: Option<&str>) -> Option<String> {
    let is_text = |name: &&str| of.get(*name).is_some_and(Value::is_string);
    let named = wanted.into_iter().chain(["text"]).find(is_text).map(str::to_owned);
    let name = named.or_else(|| {
        let mut texts = of.iter().filter(|(_, value)| value.is_string());
        let only = texts.next().map(|(name, _)| name.clone());
        only.filter(|_| texts.next().is_none())
    })?;
    match of.remove(&name) {
        Some(Value::String(text)) => Some(text),
        _ => None,
    }
}

/// A name of metadata that stands among names of the format's own: one that would be taken for such has a `_` behind it.
pub fn aside<'a>(name: &'a str, taken: &[&str]) -> Cow<'a, str> {
    if taken.contains(&name.trim_end_matches('_')) { format!("{name}_").into() } else { name.into() }
}

/// The name that [`aside`] was made of.
pub fn not_aside<'a>(name: &'a str, taken: &[&str]) -> &'a str {
    name.strip_suffix('_').filter(|n| taken.contains(&n.trim_end_matches('_'))).unwrap_or(name)
}

/// Metadata as an object, aside from what a format has there.
pub fn metadata<'a>(about: &super::DocAbout, taken: &'a [&'a str]) -> BTreeMap<String, String> {
    let pairs = about.pairs().into_iter();
    pairs.map(|(name, value)| (aside(&name, taken).into_owned(), value.to_string())).collect()
}

/// Takes an object as metadata; what is empty or `null` says nothing.
pub fn take_metadata(about: &mut super::DocAbout, object: Object, taken: &[&str]) {
    for (name, value) in object {
        if let Value::String(text) = value {
            about.take(not_aside(&name, taken), &text);
        } else if let Some(text) = joined(value, ", ") {
            about.take(not_aside(&name, taken), &text);
        }
    }
}

/// A file that is one list, written record by record, each on a line.
pub struct ListFile {
    to: Box<dyn Write>,
    any: bool,
}

impl ListFile {
    /// Begins a file; `head` is what stands before the list's bracket.
    ///
    /// # Errors
    /// Where it cannot be made.
    pub fn begin(out: &mut dyn Sink, name: &str, head: &str) -> io::Result<Self> {
        let mut to = out.create(name)?;
        write!(to, "{head}[")?;
        Ok(ListFile { to, any: false })
    }

    /// Writes a record.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn push<T: Serialize + ?Sized>(&mut self, record: &T) -> io::Result<()> {
        let between: &[u8] = if std::mem::replace(&mut self.any, true) { b",\n" } else { b"\n" };
        self.to.write_all(between)?;
        json::write(&mut self.to, record)
    }

    /// Ends the list; `tail` is what stands behind its bracket.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn end(mut self, tail: &str) -> io::Result<()> {
        writeln!(self.to, "\n]{tail}")?;
        self.to.flush()
    }
}
