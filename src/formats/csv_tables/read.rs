//! Reading tables that belong together.

use super::{
    Csv, READS,
    headings::Role,
    table::{Row, Rows, Table, number},
};
use crate::{
    formats::{
        At, Body, Flow, Import, ImportAbout, Incoming, IncomingMark, IncomingRelation, Likeness, News, Place,
        ReadError, Source, json,
        tables::{self, Grouped, in_order},
    },
    model::State,
};
use std::{
    collections::{BTreeMap, HashSet},
    rc::Rc,
};

impl Import for Csv {
    fn about(&self) -> &'static ImportAbout {
        &READS
    }

    fn detect(&self, source: &dyn Source) -> Likeness {
        let found = || named(source).filter_map(|name| Table::of(source, name).ok());
        let ours = |table: &Table| table.role == Role::Docs && table.headings.all.iter().any(|h| h == "doc_id");
        match found().next() {
            None => Likeness::No,
            Some(_) if found().any(|table| ours(&table)) => Likeness::Sure,
            Some(_) => Likeness::Likely,
        }
    }

    fn read(&self, source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
        // Once it is enough, nothing more is told.
        let mut stopped = false;
        let mut tell = |news: News| {
            stopped = stopped || tell(news).is_break();
            if stopped { Flow::Break(()) } else { Flow::Continue(()) }
        };
        for group in groups(source, &mut tell)? {
            group.read(source, &mut tell)?;
        }
        Ok(())
    }
}

fn named(source: &dyn Source) -> impl Iterator<Item = &str> {
    let is = |name: &&str| [".csv", ".tsv", ".tab"].iter().any(|ending| name.to_ascii_lowercase().ends_with(ending));
    source.files().iter().map(String::as_str).filter(is)
}

/// Tables that belong together: those of one folder and one kind.
#[derive(Default)]
struct Group {
    docs: Vec<Table>,
    spans: Vec<Table>,
    relations: Vec<Table>,
}

/// The groups of a source. Ours are there twice, in the folders `csv` and `tsv`: the second is left out.
fn groups(source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<Vec<Group>, ReadError> {
    if let [one] = source.files() {
        let mut group = Group::default();
        group.put(Table::of(source, one)?);
        return Ok(vec![group]);
    }
    let (mut all, mut wrong) = (BTreeMap::<_, (Vec<&str>, Group)>::new(), Vec::new());
    for name in named(source) {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        let (stem, kind) = file.rsplit_once('.').unwrap_or((file, ""));
        match Table::of(source, name) {
            Ok(table) => {
                let (stems, group) = all.entry((kind, folder)).or_default();
                stems.push(stem);
                group.put(table);
            }
            Err(error) => wrong.push(((kind, folder), error)),
        }
    }
    // What lies in a folder without such tables is something else.
    for (of, error) in wrong {
        if all.contains_key(&of) && tell(News::Rejected(error.rejected())).is_break() {
            return Ok(Vec::new());
        }
    }
    if all.is_empty() {
        let what = "There is no table with headings such as text, or start, end and label";
        return Err(ReadError::form(Place::default(), what));
    }
    let mut seen = HashSet::new();
    let new = |((kind, folder), (stems, group)): ((&str, &str), (Vec<&str>, Group))| {
        let ours = folder.rsplit_once('/').map_or(("", folder), |both| both);
        (ours.1 != kind || seen.insert((ours.0.to_owned(), stems.join("/")))).then_some(group)
    };
    Ok(all.into_iter().filter_map(new).collect())
}

impl Group {
    fn put(&mut self, table: Table) {
        match table.role {
            Role::Docs => self.docs.push(table),
            Role::Spans => self.spans.push(table),
            Role::Relations => self.relations.push(table),
        }
    }

    fn read(&self, source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
        // Without a table of articles, the spans name them.
        let alone = self.docs.is_empty();
        let of = if alone { &self.spans } else { &self.docs };
        let mut spans = grouped(source, of, &self.spans, move |row, table| span(row, table, alone), tell)?;
        let mut relations = grouped(source, of, &self.relations, relation, tell)?;
        let (mut docs, mut seen) = (Chain::new(source, of), HashSet::new());
        while let Some((row, table)) = docs.next(tell)? {
            let key = key(&row, &table);
            if alone && !seen.insert(key.clone()) {
                continue;
            }
            let mut doc = document(&row, &table, alone, tell);
            if self.spans.is_empty() {
                // Articles alone: nobody has annotated them.
                doc.about.state = doc.about.state.or(Some(State::New));
            }
            let marks = if key.is_empty() { Vec::new() } else { spans.take(&key, tell)? };
            let links = if key.is_empty() { Vec::new() } else { relations.take(&key, tell)? };
            for doc in by_annotator(doc, marks, links) {
                if tell(News::Doc(Box::new(doc))).is_break() {
                    return Ok(());
                }
            }
        }
        let file = |tables: &[Table]| tables.first().map_or(String::new(), |t| t.name.clone());
        spans.end(&file(&self.spans), tell);
        relations.end(&file(&self.relations), tell);
        Ok(())
    }
}

/// Several tables as one.
struct Chain<'a> {
    source: &'a dyn Source,
    tables: Vec<Table>,
    at: usize,
    rows: Option<Rows<'a>>,
}

impl<'a> Chain<'a> {
    fn new(source: &'a dyn Source, tables: &[Table]) -> Self {
        Chain { source, tables: tables.to_vec(), at: 0, rows: None }
    }

    fn next(&mut self, tell: &mut dyn FnMut(News) -> Flow) -> Result<Option<(Row, Rc<Table>)>, ReadError> {
        loop {
            if let Some(rows) = &mut self.rows
                && let Some(row) = rows.next(tell)?
            {
                return Ok(Some((row, rows.table.clone())));
            }
            let Some(table) = self.tables.get(self.at) else { return Ok(None) };
            self.rows = Some(table.rows(self.source)?);
            self.at += 1;
        }
    }
}

/// The rows of tables by their articles, as what they say.
fn grouped<'a, R: 'a>(
    source: &'a dyn Source,
    docs: &[Table],
    of: &[Table],
    read: impl Fn(&Row, &Table) -> Result<R, String> + 'a,
    tell: &mut dyn FnMut(News) -> Flow,
) -> Result<Grouped<'a, R>, ReadError> {
    let mut quiet = |_: News| Flow::Continue(());
    let mut also_quiet = |_: News| Flow::Continue(());
    let (mut first, mut second) = (Chain::new(source, docs), Chain::new(source, of));
    let mut seen = HashSet::new();
    let ordered = in_order(
        || {
            // An article's later rows do not name it anew.
            while let Some((row, table)) = first.next(&mut quiet)? {
                let key = key(&row, &table);
                if table.role == Role::Docs || seen.insert(key.clone()) {
                    return Ok(Some(key));
                }
            }
            Ok(None)
        },
        || Ok(second.next(&mut also_quiet)?.map(|(row, table)| key(&row, &table))),
    )?;
    let mut chain = Chain::new(source, of);
    let rows: tables::Rows<'a, R> = Box::new(move |tell| {
        while let Some((row, table)) = chain.next(tell)? {
            match read(&row, &table) {
                Ok(read) => return Ok(Some((key(&row, &table), read))),
                Err(why) => {
                    if tell(row.wrong(why)).is_break() {
                        return Ok(None);
                    }
                }
            }
        }
        Ok(None)
    });
    if ordered { Ok(Grouped::ordered(rows)) } else { Grouped::any(rows, tell) }
}

/// What a row's article is known by: its name, or else its text.
fn key(row: &Row, table: &Table) -> String {
    let headings = &table.headings;
    match headings.doc {
        Some(_) => row.cell(headings.doc).to_owned(),
        None if table.whole => blake3::hash(row.cell(headings.text).as_bytes()).to_hex().to_string(),
        None => String::new(),
    }
}

/// The article of a row, without its marks.
fn document(row: &Row, table: &Table, alone: bool, tell: &mut dyn FnMut(News) -> Flow) -> Incoming {
    let headings = &table.headings;
    let text = if alone && !table.whole { None } else { headings.text };
    let id = row.cell(headings.doc);
    let mut doc = Incoming {
        place: row.place.clone(),
        id: if id.is_empty() { None } else { Some(id.to_owned()) },
        body: text.map_or(Body::Named, |at| Body::Text(row.cell(Some(at)).to_owned())),
        ..Incoming::default()
    };
    for (name, at) in &headings.metadata {
        let value = row.cell(Some(*at));
        if !value.is_empty() {
            doc.about.take(name, value);
        }
    }
    if table.role == Role::Docs {
        let about = &mut doc.about;
        about.article = row.cell(headings.article).into();
        about.annotator = row.cell(headings.annotator).into();
        let state = row.cell(headings.state);
        about.state = State::ALL.iter().find(|(_, name)| *name == state).map(|(state, _)| *state);
        let used = [headings.doc, headings.text, headings.meta, headings.article, headings.annotator, headings.state];
        let mut used = used.to_vec();
        used.extend(headings.metadata.iter().map(|(_, at)| Some(*at)));
        for (at, heading) in headings.others(&used) {
            let value = row.cell(Some(at));
            if !value.is_empty() {
                about.take(heading, value);
            }
        }
    }
    let meta = row.cell(headings.meta);
    match json::read::<BTreeMap<String, serde_json::Value>>(meta) {
        Ok(more) => json::values(more).iter().for_each(|(name, value)| doc.about.take(name, value)),
        Err(_) if meta.is_empty() => {}
        // It is kept as it stands; that reading is over is seen by whoever tells next.
        Err(_) => {
            doc.about.take("meta", meta);
            let _ = tell(row.wrong("The metadata is no JSON object; it is kept as text"));
        }
    }
    doc
}

/// The mark of a row, with its annotator.
fn span(row: &Row, table: &Table, alone: bool) -> Result<(String, IncomingMark), String> {
    let headings = &table.headings;
    let words = row.cell(headings.words);
    let place = |at: Option<usize>| {
        let cell = row.cell(at);
        number(cell).ok_or_else(|| format!("“{cell}” is no position in a text"))
    };
    let at = match (headings.start, headings.end) {
        (Some(_), Some(_)) if words.is_empty() || !row.cell(headings.start).is_empty() => {
            At::Offsets(place(headings.start)?, place(headings.end)?)
        }
        _ if words.is_empty() => return Err("The row says neither where its mark is nor what it covers".into()),
        _ if table.whole => only_place(row.cell(headings.text), words)?,
        // The article is in another table: they are looked for in it.
        _ => At::Words,
    };
    let cell = row.cell(headings.attributes);
    let attributes = match cell.trim() {
        "" => BTreeMap::new(),
        json => json::values(json::read(json).map_err(|why| format!("The attributes are no JSON object. {why}"))?),
    };
    let mut mark = IncomingMark {
        id: row.cell(headings.id).to_owned(),
        keep_id: true,
        at,
        label: row.cell(headings.label).to_owned(),
        quote: if words.is_empty() { None } else { Some(words.to_owned()) },
        attributes,
        note: row.cell(headings.note).to_owned(),
        made: row.cell(headings.made).to_owned(),
        origin: None,
        place: Some(row.place.clone()),
        around: None,
    };
    let mut used = vec![
        headings.doc,
        headings.id,
        headings.text,
        headings.words,
        headings.start,
        headings.end,
        headings.label,
        headings.attributes,
        headings.note,
        headings.made,
        headings.annotator,
    ];
    if alone {
        used.push(headings.meta);
        used.extend(headings.metadata.iter().map(|(_, at)| Some(*at)));
    }
    for (at, heading) in headings.others(&used) {
        let value = row.cell(Some(at));
        if !value.is_empty() {
            mark.attributes.entry(heading.to_owned()).or_insert_with(|| value.to_owned());
        }
    }
    Ok((row.cell(headings.annotator).to_owned(), mark))
}

/// The place of words that are there once.
fn only_place(text: &str, words: &str) -> Result<At, String> {
    let Some((before, after)) = text.split_once(words) else {
        return Err(format!("The words “{words}” are not in the text"));
    };
    if after.contains(words) {
        return Err(format!("The words “{words}” are in the text more than once, and the row does not say where"));
    }
    let start = before.chars().count() as u64;
    Ok(At::Offsets(start, start + words.chars().count() as u64))
}

fn relation(row: &Row, table: &Table) -> Result<IncomingRelation, String> {
    let headings = &table.headings;
    let cell = |at| row.cell(at).to_owned();
    Ok(IncomingRelation { from: cell(headings.from), to: cell(headings.to), role: cell(headings.label) })
}

/// An article with its marks: once for every annotator that the marks name.
fn by_annotator(doc: Incoming, marks: Vec<(String, IncomingMark)>, links: Vec<IncomingRelation>) -> Vec<Incoming> {
    let mut all: BTreeMap<String, Vec<IncomingMark>> = BTreeMap::new();
    for (annotator, mark) in marks {
        all.entry(annotator).or_default().push(mark);
    }
    if all.len() < 2 && all.keys().all(String::is_empty) {
        let marks = all.into_values().flatten().collect();
        return vec![Incoming { marks, relations: links, ..doc }];
    }
    let mut left = links;
    let mut docs: Vec<Incoming> = Vec::new();
    for (annotator, marks) in all {
        let ids: HashSet<&str> = marks.iter().map(|m| m.id.as_str()).collect();
        let (own, others) = left.into_iter().partition(|link| ids.contains(link.from.as_str()));
        left = others;
        let mut doc = Incoming { marks, relations: own, ..doc.clone() };
        if !annotator.is_empty() {
            doc.about.annotator = annotator.into();
        }
        docs.push(doc);
    }
    // Links without a mark are told with the last.
    if let Some(last) = docs.last_mut() {
        last.relations.extend(left);
    }
    docs
}
