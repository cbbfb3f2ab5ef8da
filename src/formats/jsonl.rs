//! Whosaid's own JSON Lines: complete, one file a kind of thing. Written beside every other export, so that nothing is lost.
//!
//! | file | a line |
//! |---|---|
//! | `docs.jsonl` | `{"id", "text", "meta": {name: text}, "article", "annotator", "state", "split", "noise": [[line, words]], "body": …}` |
//! | `spans.jsonl` | `{"doc", "id", "start", "end", "label", "text", "attrs": {name: text}, "note", "made", "from", "mended"}` |
//! | `relations.jsonl` | `{"doc", "id", "label", "from", "to"}`, ends by the ids of spans |
//! | `files.json` | `{stem: doc}` for the formats with a file a document |
//!
//! Offsets are Unicode scalars, half open, in exactly the text of `docs.jsonl`.

use super::{
    About, At, Body, Doc, DocAbout, Export, Flow, Holds, Import, ImportAbout, Incoming, IncomingMark, IncomingRelation,
    Job, Kept, Likeness, Mark, News, OffsetUnit, Place, ReadError, Rejected, Sink, Source, Writer,
    json::{self, Id},
    lines::{self, Lines},
    names,
    tables::{Grouped, Rows, in_order},
};
use crate::{
    model::{Line, Origin, State},
    text::Text,
};
use serde::{Deserialize, Serialize};
use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap, HashSet},
    io::{self, Write},
};

/// The format.
pub struct Jsonl;

const DOCS: &str = "docs.jsonl";
const SPANS: &str = "spans.jsonl";
const RELATIONS: &str = "relations.jsonl";

static ABOUT: About = About {
    id: "jsonl",
    title: "Whosaid JSON Lines",
    purpose: "Everything, for your own scripts and for coming back",
    files: "docs.jsonl, spans.jsonl, relations.jsonl, files.json",
    holds: Holds::ALL,
};

static READS: ImportAbout = ImportAbout {
    id: "jsonl",
    title: "Whosaid JSON Lines",
    files: "docs.jsonl with spans.jsonl and relations.jsonl beside it",
    unit: OffsetUnit::Chars,
};

#[derive(Serialize, Deserialize)]
struct DocRow<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    text: Cow<'a, str>,
    #[serde(default)]
    meta: BTreeMap<Cow<'a, str>, serde_json::Value>,
    #[serde(borrow, default, skip_serializing_if = "str::is_empty")]
    article: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "str::is_empty")]
    annotator: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "str::is_empty")]
    state: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "str::is_empty")]
    split: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    noise: Vec<(usize, Cow<'a, str>)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    body: Vec<(usize, Cow<'a, str>)>,
}

#[derive(Serialize, Deserialize)]
struct SpanRow<'a> {
    #[serde(borrow)]
    doc: Cow<'a, str>,
    #[serde(borrow)]
    id: Cow<'a, str>,
    start: u64,
    end: u64,
    #[serde(borrow)]
    label: Cow<'a, str>,
    #[serde(borrow)]
    text: Cow<'a, str>,
    #[serde(default)]
    attrs: BTreeMap<Cow<'a, str>, Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "str::is_empty")]
    note: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "str::is_empty")]
    made: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "str::is_empty")]
    from: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    mended: bool,
}

#[derive(Serialize)]
struct RelationRow<'a> {
    doc: &'a str,
    id: String,
    label: &'a str,
    from: &'a str,
    to: &'a str,
}

struct Files {
    docs: Box<dyn Write>,
    spans: Box<dyn Write>,
    relations: Box<dyn Write>,
    files: Box<dyn Write>,
    any: bool,
}

impl Export for Jsonl {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn begin<'a>(&self, _: &'a Job, out: &mut dyn Sink) -> io::Result<Box<dyn Writer + 'a>> {
        let mut files = Files {
            docs: out.create(DOCS)?,
            spans: out.create(SPANS)?,
            relations: out.create(RELATIONS)?,
            files: out.create("files.json")?,
            any: false,
        };
        files.files.write_all(b"{")?;
        Ok(Box::new(files))
    }

    fn reader(&self) -> &dyn Import {
        self
    }
}

impl Writer for Files {
    fn doc(&mut self, at: usize, doc: &Doc, kept: &Kept<'_>, _: &mut dyn Sink) -> io::Result<()> {
        let lines = |lines: &'_ [Line]| lines.iter().map(|l| (l.number, Cow::Owned(l.words.to_string()))).collect();
        let pairs = doc.about.pairs();
        let row = DocRow {
            id: (&*doc.id).into(),
            text: doc.text.as_str().into(),
            meta: pairs.iter().map(|(name, value)| ((&**name).into(), (&**value).into())).collect(),
            article: (&*doc.about.article).into(),
            annotator: (&*doc.about.annotator).into(),
            state: doc.about.state.map_or("", State::name).into(),
            split: doc.about.split.as_deref().unwrap_or("").into(),
            noise: lines(&doc.about.metadata.noise),
            body: lines(&doc.about.metadata.body),
        };
        json::write_line(&mut self.docs, &row)?;
        for (_, mark) in kept.marks() {
            let attributes = kept.attributes(mark).map(|(name, value)| ((&**name).into(), (&**value).into())).collect();
            let row = span_line(doc, mark, attributes, kept.note(mark));
            json::write_line(&mut self.spans, &row)?;
        }
        for (n, relation) in kept.relations().enumerate() {
            let (Some(from), Some(to)) = (doc.marks.get(relation.from), doc.marks.get(relation.to)) else { continue };
            let id = format!("r{}", n + 1);
            let row = RelationRow { doc: &doc.id, id, label: &relation.role, from: &from.id, to: &to.id };
            json::write_line(&mut self.relations, &row)?;
        }
        if std::mem::replace(&mut self.any, true) {
            self.files.write_all(b",")?;
        }
        let (stem, id) = (json::string(&names::stem(at, &doc.id)), json::string(&*doc.id));
        write!(self.files, "\n{stem}: {id}")
    }

    fn end(mut self: Box<Self>, _: &mut dyn Sink) -> io::Result<()> {
        self.files.write_all(b"\n}\n")?;
        [self.docs, self.spans, self.relations, self.files].iter_mut().try_for_each(Write::flush)
    }
}

/// A mark's line.
fn span_line<'a>(
    doc: &'a Doc,
    mark: &'a Mark,
    attributes: BTreeMap<Cow<'a, str>, Cow<'a, str>>,
    note: &'a str,
) -> SpanRow<'a> {
    SpanRow {
        doc: (&*doc.id).into(),
        id: (&*mark.id).into(),
        start: mark.start.0 as u64,
        end: mark.end.0 as u64,
        label: (&*mark.label).into(),
        text: doc.words(mark).into(),
        attrs: attributes,
        note: note.into(),
        made: (&*mark.made).into(),
        from: mark.origin.as_ref().map_or("", |o| &o.source).into(),
        mended: mark.origin.as_ref().is_some_and(|o| o.mended),
    }
}

impl Import for Jsonl {
    fn about(&self) -> &'static ImportAbout {
        &READS
    }

    fn detect(&self, source: &dyn Source) -> Likeness {
        if docs_file(source).is_none() {
            return Likeness::No;
        }
        let has = |name: &str| source.files().iter().any(|f| f == name);
        if has(SPANS) { Likeness::Sure } else { Likeness::No }
    }

    fn read(&self, source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
        let mut reader = Reader::open(source, tell)?;
        while let Some(doc) = reader.next(tell)? {
            if tell(News::Doc(Box::new(doc))).is_break() {
                return Ok(());
            }
        }
        reader.end(tell);
        Ok(())
    }
}

/// The documents of a folder, one at a time.
pub(super) struct Reader<'a> {
    name: String,
    docs: Lines<'a>,
    spans: Grouped<'a, IncomingMark>,
    relations: Grouped<'a, IncomingRelation>,
}

impl<'a> Reader<'a> {
    /// Opens a folder.
    pub(super) fn open(source: &'a dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<Self, ReadError> {
        let name = docs_file(source).ok_or_else(|| {
            ReadError::form(Place::file(DOCS), "There is no docs.jsonl. Import the folder that has it")
        })?;
        Ok(Reader {
            name: name.to_owned(),
            spans: table(source, SPANS, span_row, tell)?,
            relations: table(source, RELATIONS, relation_row, tell)?,
            docs: Lines::open(source, name)?,
        })
    }

    /// The next document with its marks; `None` at the end. What cannot be understood is told.
    pub(super) fn next(&mut self, tell: &mut dyn FnMut(News) -> Flow) -> Result<Option<Incoming>, ReadError> {
        while let Some(line) = self.docs.next()? {
            let rejected = match line {
                Err(rejected) => rejected,
                Ok((number, line)) => match json::read::<DocRow<'_>>(line) {
                    Err(why) => Rejected::new(Place::line(&self.name, number), why, line),
                    Ok(row) => {
                        let marks = self.spans.take(&row.id, tell)?;
                        let relations = self.relations.take(&row.id, tell)?;
                        return Ok(Some(incoming(row, Place::line(&self.name, number), marks, relations)));
                    }
                },
            };
            if tell(News::Rejected(rejected)).is_break() {
                return Ok(None);
            }
        }
        Ok(None)
    }

    fn end(self, tell: &mut dyn FnMut(News) -> Flow) {
        self.spans.end(SPANS, tell);
        self.relations.end(RELATIONS, tell);
    }
}

fn docs_file(source: &dyn Source) -> Option<&str> {
    source.files().iter().map(String::as_str).find(|f| *f == DOCS)
}

/// Reads a row, given its line and the line's number: the document's id with what it says, or what is wrong.
type ReadRow<R> = fn(&str, u64) -> Result<(String, R), String>;

/// A table's rows by document; none where the file is not there.
fn table<'a, R: 'a>(
    source: &'a dyn Source,
    name: &'static str,
    row: ReadRow<R>,
    tell: &mut dyn FnMut(News) -> Flow,
) -> Result<Grouped<'a, R>, ReadError> {
    if !source.files().iter().any(|f| f == name) {
        return Ok(Grouped::ordered(Box::new(|_| Ok(None))));
    }
    #[derive(Deserialize)]
    struct OfDoc {
        doc: Id,
    }
    let (mut docs, mut of) = (Lines::open(source, DOCS)?, Lines::open(source, name)?);
    let ordered = in_order(
        || ids(&mut docs, "id", |line| json::read::<Named>(line).ok().map(|n| n.id.0)),
        || ids(&mut of, "doc", |line| json::read::<OfDoc>(line).ok().map(|n| n.doc.0)),
    )?;
    let mut lines = Lines::open(source, name)?;
    let rows: Rows<'a, R> = Box::new(move |tell| {
        while let Some(line) = lines.next()? {
            let rejected = match line {
                Err(rejected) => rejected,
                Ok((number, line)) => match row(line, number) {
                    Ok(row) => return Ok(Some(row)),
                    Err(why) => Rejected::new(Place::line(name, number), why, line),
                },
            };
            if tell(News::Rejected(rejected)).is_break() {
                return Ok(None);
            }
        }
        Ok(None)
    });
    if ordered { Ok(Grouped::ordered(rows)) } else { Grouped::any(rows, tell) }
}

/// The value of a key that stands first in a line, as exports have it, and is plain text: without reading the rest.
fn first(line: &[u8], key: &str) -> Option<String> {
    let rest = line.strip_prefix(b"{\"")?.strip_prefix(key.as_bytes())?.strip_prefix(b"\":")?;
    let value = rest.trim_ascii_start().strip_prefix(b"\"")?.split(|b| *b == b'"').next()?;
    if value.contains(&b'\\') { None } else { String::from_utf8(value.to_vec()).ok() }
}

/// A document's line, as far as its id.
#[derive(Deserialize)]
struct Named {
    id: Id,
}

/// The next id of a file's lines, under a key that mostly stands first; lines without one are passed over.
fn ids(lines: &mut Lines<'_>, key: &str, id: impl Fn(&str) -> Option<String>) -> Result<Option<String>, ReadError> {
    while let Some(line) = lines.raw()? {
        let Ok((_, line)) = line else { continue };
        if let Some(id) = first(line, key).or_else(|| id(std::str::from_utf8(line).ok()?)) {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

fn span_row(line: &str, number: u64) -> Result<(String, IncomingMark), String> {
    /// As other programs may write it: numbers for ids, any value for attributes.
    #[derive(Deserialize)]
    struct Loose {
        doc: Id,
        #[serde(default)]
        id: Id,
        start: u64,
        end: u64,
        label: String,
        #[serde(default)]
        text: Option<String>,
        #[serde(default)]
        attrs: BTreeMap<String, serde_json::Value>,
        #[serde(default)]
        note: String,
        #[serde(default)]
        made: String,
        #[serde(default)]
        from: String,
        #[serde(default)]
        mended: bool,
    }
    let row: Loose = json::read(line)?;
    let mark = IncomingMark {
        keep_id: true,
        id: row.id.0,
        at: At::Offsets(row.start, row.end),
        label: row.label,
        quote: row.text,
        attributes: json::values(row.attrs),
        note: row.note,
        made: row.made,
        origin: (!row.from.is_empty()).then(|| Origin { source: row.from.into(), mended: row.mended }),
        place: Some(Place::line(SPANS, number)),
        around: None,
    };
    Ok((row.doc.0, mark))
}

fn relation_row(line: &str, _: u64) -> Result<(String, IncomingRelation), String> {
    #[derive(Deserialize)]
    struct Loose {
        doc: Id,
        label: String,
        from: Id,
        to: Id,
    }
    let row: Loose = json::read(line)?;
    Ok((row.doc.0, IncomingRelation { from: row.from.0, to: row.to.0, role: row.label }))
}

fn incoming(row: DocRow<'_>, place: Place, marks: Vec<IncomingMark>, relations: Vec<IncomingRelation>) -> Incoming {
    let mut about = DocAbout {
        article: row.article.into(),
        annotator: row.annotator.into(),
        state: State::ALL.iter().find(|(_, name)| *name == row.state).map(|(state, _)| *state),
        split: Some(row.split).filter(|s| !s.is_empty()).map(Into::into),
        ..DocAbout::default()
    };
    for (name, value) in row.meta {
        about.take(&name, &json::value_text(value));
    }
    let lines = |lines: Vec<(usize, Cow<'_, str>)>| {
        lines.into_iter().map(|(number, words)| Line { number, words: words.into() }).collect()
    };
    about.metadata.noise = lines(row.noise);
    about.metadata.body = lines(row.body);
    Incoming {
        place,
        id: Some(row.id.into_owned()),
        body: Body::Text(row.text.into_owned()),
        about,
        machine: false,
        marks,
        relations,
    }
}

/// The documents without their marks, of a `docs.jsonl` beside files of a format that has no texts: those that are `wanted`, in the
/// order in which they are.
pub(super) fn texts<'a>(
    source: &'a dyn Source,
    wanted: &'a [String],
    tell: &mut dyn FnMut(News) -> Flow,
) -> Result<Grouped<'a, Incoming>, ReadError> {
    if docs_file(source).is_none() {
        return Ok(Grouped::ordered(Box::new(|_| Ok(None))));
    }
    let known: HashSet<&str> = wanted.iter().map(String::as_str).collect();
    let (mut order, mut docs) = (wanted.iter().cloned(), Lines::open(source, DOCS)?);
    let mut next = || loop {
        let id = ids(&mut docs, "id", |line| json::read::<Named>(line).ok().map(|n| n.id.0))?;
        if id.as_deref().is_none_or(|id| known.contains(id)) {
            return Ok(id);
        }
    };
    let ordered = in_order(|| Ok(order.next()), &mut next)?;
    let mut docs = Lines::open(source, DOCS)?;
    let rows: Rows<'a, Incoming> = Box::new(move |tell| {
        while let Some(line) = docs.next()? {
            let rejected = match line {
                Err(rejected) => rejected,
                Ok((number, line)) => match json::read::<DocRow<'_>>(line) {
                    Err(why) => Rejected::new(Place::line(DOCS, number), why, line),
                    Ok(row) if !known.contains(&*row.id) => continue,
                    Ok(row) => {
                        let doc = incoming(row, Place::line(DOCS, number), Vec::new(), Vec::new());
                        return Ok(Some((doc.id.clone().unwrap_or_default(), doc)));
                    }
                },
            };
            if tell(News::Rejected(rejected)).is_break() {
                return Ok(None);
            }
        }
        Ok(None)
    });
    if ordered { Ok(Grouped::ordered(rows)) } else { Grouped::any(rows, tell) }
}

/// The texts of a `docs.jsonl` beside files that have none, one after another. Where they are asked for in their order, as the
/// files of an export have it, none is kept.
pub struct Texts<'a> {
    source: &'a dyn Source,
    lines: Option<Lines<'a>>,
    last: Option<(String, Text)>,
    /// All of them, once they were asked for in another order.
    all: Option<HashMap<String, Text>>,
}

impl<'a> Texts<'a> {
    /// Those beside some files; none where there is no `docs.jsonl`.
    pub fn beside(source: &'a dyn Source) -> Self {
        Texts { source, lines: Self::lines(source), last: None, all: None }
    }

    fn lines(source: &'a dyn Source) -> Option<Lines<'a>> {
        docs_file(source).and_then(|name| Lines::open(source, name).ok())
    }

    /// The one of that id, or, without an id, the next one.
    pub fn get(&mut self, id: Option<&str>) -> Option<(String, Text)> {
        let Some(id) = id else { return next(self.lines.as_mut()?) };
        if let Some(all) = &self.all {
            return all.get(id).map(|text| (id.to_owned(), text.clone()));
        }
        if self.last.as_ref().is_none_or(|(last, _)| last != id) {
            self.last = loop {
                match next(self.lines.as_mut()?) {
                    Some(found) if found.0 == id => break Some(found),
                    Some(_) => {}
                    None => break None,
                }
            };
        }
        if self.last.is_none() {
            let mut lines = Self::lines(self.source)?;
            self.all = Some(std::iter::from_fn(|| next(&mut lines)).collect());
            return self.get(Some(id));
        }
        self.last.clone()
    }
}

/// The next document's id and text. What is wrong with others is told where our own format is imported.
fn next(lines: &mut Lines<'_>) -> Option<(String, Text)> {
    loop {
        // What cannot be read on has no more documents.
        let line = lines.next().ok()??;
        let row = line.ok().and_then(|(_, line)| json::read::<DocRow<'_>>(line).ok());
        if let Some(row) = row {
            return Some((row.id.into_owned(), Text::new(&*row.text)));
        }
    }
}

/// The ids of the formats with a file a document: by stem, from a `files.json` beside the files; empty where there is none.
pub(super) fn stems(source: &dyn Source) -> BTreeMap<String, String> {
    let Some(name) = source.files().iter().find(|f| *f == "files.json") else { return BTreeMap::new() };
    lines::whole(source, name).ok().and_then(|text| json::read(&text).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_says_which_suggestion_it_came_of() {
        let row = |more: &str| format!(r#"{{"doc":"a","id":"m","start":0,"end":4,"label":"Date"{more}}}"#);
        let origin = |more: &str| span_row(&row(more), 1).map(|(_, mark)| mark.origin);
        assert_eq!(origin(""), Ok(None));
        let dates = |mended| Some(Origin { source: "dates".into(), mended });
        assert_eq!(origin(r#","from":"dates""#), Ok(dates(false)));
        assert_eq!(origin(r#","from":"dates","mended":true"#), Ok(dates(true)));
        let text = Text::new("7/12");
        let span = crate::text::Span::new(crate::text::ByteOffset(0), text.end()).unwrap();
        let mut doc = Doc::new("a", text.clone());
        doc.marks.push(Mark::new("m", &text, span, "Date"));
        doc.marks[0].origin = dates(true).map(Into::into);
        let written = json::string(&span_line(&doc, &doc.marks[0], BTreeMap::new(), ""));
        assert_eq!(span_row(&written, 1).map(|(_, mark)| mark.origin), Ok(dates(true)), "{written}");
    }
}
