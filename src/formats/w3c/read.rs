//! Annotations by document. Where each document's stand together, as exports have them, no more than one document's are kept in
//! memory; else all are.

use super::annotation::{Annotation, id, mark_id, understand};
use crate::formats::{
    Body, DocAbout, Flow, Incoming, IncomingMark, IncomingRelation, News, Place, ReadError, Rejected, Source, jsonl,
    records::{self, Record, list},
    tables::Grouped,
};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// Reads the annotations of files.
///
/// # Errors
/// [`ReadError`] where a file cannot be read on.
pub fn read(source: &dyn Source, files: &[&str], tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
    let order = Order::of(source, files);
    let texts = jsonl::texts(source, &order.docs, tell)?;
    let mut reading = Reading { file: String::new(), texts, last: None, open: Open::default() };
    for name in files {
        reading.file = (*name).to_owned();
        let mut failed = Ok(Flow::Continue(()));
        let read = annotations(source, name, &mut |place, value| {
            failed = reading.take(place, value, order.together, tell);
            failed.as_ref().map_or(Flow::Break(()), |flow| *flow)
        });
        if failed?.is_break() {
            return Ok(());
        }
        match read {
            Err(error) if files.len() == 1 => {
                // What came before the error was read.
                let _ = reading.close(tell)?;
                return Err(error);
            }
            Err(error) => {
                if tell(records::told(error)).is_break() {
                    return Ok(());
                }
            }
            Ok(()) => {}
        }
    }
    let _ = reading.close(tell)?;
    Ok(())
}

/// Each annotation of a file with its place: of a page, a collection, a list, lines, or one.
fn annotations(
    source: &dyn Source,
    name: &str,
    take: &mut dyn FnMut(Place, Record<Value>) -> Flow,
) -> Result<(), ReadError> {
    const WHAT: &str = "annotation";
    if records::has_place(source, name, "items[]") {
        return records::each_under(source, name, WHAT, &["items"], take);
    }
    records::each(source, name, WHAT, &mut |place, value: Record<Value>| match value {
        Err(error) => take(place, Err(error)),
        Ok(value) => inside(value).into_iter().try_for_each(|(n, value)| {
            let item = if n == 0 { place.item.clone() } else { format!("{WHAT} {n}") };
            take(Place { item, ..place.clone() }, Ok(value))
        }),
    })
}

/// The annotations in a value, with their numbers from 1; 0 where it is one itself.
fn inside(mut value: Value) -> Vec<(usize, Value)> {
    for key in ["items", "@graph"] {
        if let Some(all) = value.get_mut(key).filter(|v| v.is_array()) {
            return list(all.take()).into_iter().enumerate().map(|(at, value)| (at + 1, value)).collect();
        }
    }
    match value.get_mut("first").filter(|v| v.is_object()) {
        Some(first) => inside(first.take()),
        None => vec![(0, value)],
    }
}

/// Which documents there are, in order, and whether each document's annotations stand together with its links behind them.
struct Order {
    docs: Vec<String>,
    together: bool,
}

impl Order {
    fn of(source: &dyn Source, files: &[&str]) -> Self {
        let mut order = Order { docs: Vec::new(), together: true };
        let mut seen: HashSet<String> = HashSet::new();
        let mut ids: HashSet<String> = HashSet::new();
        for name in files {
            // What is wrong with a file is told when it is read for good.
            let _ = annotations(source, name, &mut |_, value| {
                match value.ok().map(|value| (value_id(&value), understand(&value))) {
                    Some((id, Ok(Annotation::Marks { doc, .. }))) => {
                        if order.docs.last() != Some(&doc) {
                            ids.clear();
                            if seen.insert(doc.clone()) {
                                order.docs.push(doc);
                            } else {
                                order.together = false;
                            }
                        }
                        ids.insert(id);
                    }
                    Some((_, Ok(Annotation::Link(from, to, _)))) => {
                        order.together &= ids.contains(&from) && ids.contains(&to);
                    }
                    _ => {}
                }
                Flow::Continue(())
            });
        }
        order
    }
}

fn value_id(value: &Value) -> String {
    value.as_object().map(id).unwrap_or_default()
}

/// What was read and not told yet.
#[derive(Default)]
struct Open {
    groups: Vec<Group>,
    by_key: HashMap<(String, String), usize>,
    /// The groups of annotations by their ids.
    by_id: HashMap<String, usize>,
    links: Vec<(Place, String, String, String)>,
}

/// The marks of one annotator on one document.
struct Group {
    doc: String,
    url: Option<String>,
    creator: String,
    machine: bool,
    marks: Vec<IncomingMark>,
    relations: Vec<IncomingRelation>,
}

struct Reading<'a> {
    file: String,
    texts: Grouped<'a, Incoming>,
    /// The last document that was asked for in `docs.jsonl`, and by how many annotators it has been.
    last: Option<(String, Option<Incoming>, usize)>,
    open: Open,
}

impl Reading<'_> {
    fn take(
        &mut self,
        place: Place,
        value: Record<Value>,
        together: bool,
        tell: &mut dyn FnMut(News) -> Flow,
    ) -> Result<Flow, ReadError> {
        let value = match value {
            Ok(value) => value,
            Err((why, raw)) => return Ok(tell(Rejected::news(place, why, &raw))),
        };
        match understand(&value) {
            Err(why) => return Ok(tell(Rejected::news(place, why, &value.to_string()))),
            Ok(Annotation::Link(from, to, role)) => self.open.links.push((place, from, to, role)),
            Ok(Annotation::Marks { doc, url, creator, machine, mut marks }) => {
                let other = self.open.groups.last().is_some_and(|group| group.doc != doc);
                if together && other && self.close(tell)?.is_break() {
                    return Ok(Flow::Break(()));
                }
                for mark in &mut marks {
                    mark.place = Some(place.clone());
                }
                let open = &mut self.open;
                let at = *open.by_key.entry((doc.clone(), creator.clone())).or_insert(open.groups.len());
                if at == open.groups.len() {
                    open.groups.push(Group { doc, url, creator, machine, marks: Vec::new(), relations: Vec::new() });
                }
                open.by_id.entry(value_id(&value)).or_insert(at);
                if let Some(group) = open.groups.get_mut(at) {
                    group.marks.append(&mut marks);
                }
            }
        }
        Ok(Flow::Continue(()))
    }

    /// Tells what is open: links go with the mark that they come from.
    fn close(&mut self, tell: &mut dyn FnMut(News) -> Flow) -> Result<Flow, ReadError> {
        let mut open = std::mem::take(&mut self.open);
        for (place, from, to, role) in open.links {
            match open.by_id.get(&from).and_then(|at| open.groups.get_mut(*at)) {
                Some(group) => {
                    let (from, to) = (mark_id(&from), mark_id(&to));
                    group.relations.push(IncomingRelation { from, to, role });
                }
                None => {
                    let why = format!("The link “{role}” from {from} to {to} has an end that is not there");
                    if tell(Rejected::news(place, why, "")).is_break() {
                        return Ok(Flow::Break(()));
                    }
                }
            }
        }
        // Those of one document together, for its text; stable, so that the rest is as it came.
        let mut first: HashMap<String, usize> = HashMap::new();
        for (at, group) in open.groups.iter().enumerate() {
            first.entry(group.doc.clone()).or_insert(at);
        }
        open.groups.sort_by_key(|group| first.get(&group.doc).copied());
        for group in open.groups {
            let news = self.document(group, tell)?;
            if tell(news).is_break() {
                return Ok(Flow::Break(()));
            }
        }
        Ok(Flow::Continue(()))
    }

    fn document(&mut self, group: Group, tell: &mut dyn FnMut(News) -> Flow) -> Result<News, ReadError> {
        let place = Place::item(&self.file, &group.doc);
        if self.last.as_ref().is_none_or(|(doc, ..)| *doc != group.doc) {
            let known = self.texts.take(&group.doc, tell)?.into_iter().next();
            self.last = Some((group.doc.clone(), known, 0));
        }
        let known = self.last.as_mut().and_then(|(_, known, times)| {
            *times += 1;
            Some((known.as_ref()?, *times))
        });
        if let Some((Incoming { body: Body::Text(text), .. }, times)) = known
            && let Some(why) = records::too_many(text, times)
        {
            return Ok(Rejected::news(place, why, &group.creator));
        }
        let known = known.map(|(known, _)| known);
        let mut about = known.map_or_else(DocAbout::default, |known| known.about.clone());
        if let Some(url) = group.url.filter(|_| about.metadata.url.is_none()) {
            about.take("url", &url);
        }
        if !group.creator.is_empty() {
            about.annotator = group.creator.into();
        }
        Ok(News::Doc(Box::new(Incoming {
            place,
            id: Some(group.doc).filter(|id| !id.is_empty()),
            body: known.map_or(Body::Named, |known| known.body.clone()),
            about,
            machine: group.machine,
            marks: group.marks,
            relations: group.relations,
        })))
    }
}
