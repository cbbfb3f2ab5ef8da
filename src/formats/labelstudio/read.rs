//! Tasks as Label Studio exports them: each annotation and each prediction is a document.

use super::{ATTRIBUTE, OURS, config::Config};
use crate::{
    formats::{
        At, Body, DocAbout, Incoming, IncomingMark, IncomingRelation, News, Place, Rejected,
        json::{self, Id},
        records::{self, Object, joined, list, or_default, reject_part},
    },
    model::State,
};
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;

/// What all annotations of a task share.
struct Shared {
    place: Place,
    id: Option<String>,
    text: String,
    /// The name on the page of the text that was read; empty where no configuration says.
    name: String,
    about: DocAbout,
}

/// Reads a task.
pub fn task(mut task: Object, config: &Config, place: Place, news: &mut Vec<News>) {
    let Some(Value::Object(mut data)) = task.remove("data") else { return short(task, config, place, news) };
    let number = task.remove("id");
    let id = data.remove("doc_id").or(number).filter(|id| id.is_string() || id.is_number());
    let who = data.remove("annotator").and_then(|who| joined(who, ", ")).unwrap_or_default();
    let Some(mut shared) = shared(&mut data, id, config, place, news) else { return };
    records::take_metadata(&mut shared.about, data, &OURS);
    if let Some(Value::Object(meta)) = task.remove("meta") {
        records::take_metadata(&mut shared.about, meta, &OURS);
    }
    let all = ["annotations", "completions", "predictions"].map(|key| list(task.remove(key).unwrap_or_default()));
    if let Some(why) = records::too_many(&shared.text, all.iter().map(Vec::len).sum()) {
        news.push(Rejected::news(shared.place, why, ""));
        return;
    }
    let mut any = false;
    for (what, all) in ["annotation", "completion", "prediction"].into_iter().zip(all) {
        let machine = what == "prediction";
        for (at, value) in all.into_iter().enumerate() {
            let item = format!("{what} {}", at + 1);
            match Annotation::deserialize(&value) {
                Ok(annotation) => {
                    any = true;
                    annotated(annotation, &shared, &item, machine, &who, news);
                }
                Err(error) => news.push(reject_part(&shared.place, &item, json::sentence(&error), &value)),
            }
        }
    }
    for draft in list(task.remove("drafts").unwrap_or_default()).iter().filter(|d| d.is_object()) {
        news.push(reject_part(&shared.place, "draft", "It was not submitted and was left out", draft));
    }
    if !any {
        // Nobody has annotated it.
        let mut doc = shared.document();
        doc.about.state = Some(State::New);
        news.push(News::Doc(Box::new(doc)));
    }
}

fn shared(data: &mut Object, id: Option<Value>, config: &Config, place: Place, news: &mut Vec<News>) -> Option<Shared> {
    let wanted = config.texts.iter().find(|(_, key)| data.get(key).is_some_and(Value::is_string));
    let Some(text) = records::take_text(data, wanted.map(|(_, key)| key.as_str())) else {
        let keys: Vec<&str> = data.keys().map(String::as_str).collect();
        let why = format!("Which of its data is the text is not known ({})", keys.join(", "));
        news.push(Rejected::news(place, why, &json::string(data)));
        return None;
    };
    let name = wanted.map_or(String::new(), |(name, _)| name.clone());
    Some(Shared { place, id: id.map(json::value_text), text, name, about: DocAbout::default() })
}

impl Shared {
    fn document(&self) -> Incoming {
        Incoming {
            place: self.place.clone(),
            id: self.id.clone(),
            body: Body::Text(self.text.clone()),
            about: self.about.clone(),
            ..Incoming::default()
        }
    }
}

#[derive(Deserialize)]
struct Annotation {
    #[serde(default, deserialize_with = "or_default")]
    result: Vec<Value>,
    #[serde(default)]
    completed_by: Value,
    #[serde(default)]
    created_username: Value,
    #[serde(default)]
    model_version: Id,
    #[serde(default, deserialize_with = "or_default", alias = "skipped")]
    was_cancelled: bool,
}

#[derive(Deserialize)]
struct Part {
    #[serde(default)]
    id: Id,
    #[serde(default)]
    from_name: Id,
    #[serde(default)]
    to_name: Id,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    value: Object,
    #[serde(default, deserialize_with = "or_default")]
    meta: Object,
}

#[derive(Deserialize)]
struct Stretch {
    start: u64,
    end: u64,
    text: Option<String>,
    #[serde(default)]
    labels: Value,
}

#[derive(Deserialize)]
struct Link {
    from_id: Id,
    to_id: Id,
    #[serde(default, deserialize_with = "or_default")]
    direction: String,
    #[serde(default)]
    labels: Value,
}

/// What a result that belongs to a region, or to the whole text, can be.
const SAID: [&str; 7] = ["textarea", "choices", "rating", "number", "datetime", "taxonomy", "pairwise"];

/// The most labels of a region: each is a mark of its own.
const MOST_LABELS: usize = 16;

/// The role of a link that has none.
const RELATED: &str = "related";

fn annotated(annotation: Annotation, shared: &Shared, item: &str, machine: bool, who: &str, news: &mut Vec<News>) {
    let mut doc = shared.document();
    let place = shared.place.clone();
    let place = Place { item: [place.item.as_str(), item].join(", ").trim_start_matches(", ").into(), ..place };
    doc.place = place.clone();
    doc.machine = machine;
    let by = if machine { annotation.model_version.0 } else { person(annotation.completed_by) };
    let by = if by.is_empty() { person(annotation.created_username) } else { by };
    doc.about.annotator = if by.is_empty() && !machine { who.into() } else { by.into() };
    doc.about.state = match (machine, annotation.was_cancelled) {
        (true, _) => None,
        (false, true) => Some(State::Skipped),
        (false, false) => Some(State::Done),
    };
    let mut regions: HashMap<String, Vec<usize>> = HashMap::new();
    let mut others: Vec<(usize, Value)> = Vec::new();
    for (at, value) in annotation.result.into_iter().enumerate() {
        if value.get("type").and_then(Value::as_str) == Some("labels") {
            match region(&value, shared) {
                Ok(marks) => {
                    for mark in marks {
                        regions.entry(value_id(&value)).or_default().push(doc.marks.len());
                        doc.marks.push(mark);
                    }
                }
                Err(why) => news.push(reject_part(&place, &format!("result {}", at + 1), why, &value)),
            }
        } else {
            others.push((at, value));
        }
    }
    for (at, value) in others {
        let done = if value.get("type").and_then(Value::as_str) == Some("relation") {
            Link::deserialize(&value).map(|l| link(l, &mut doc.relations)).map_err(|error| json::sentence(&error))
        } else {
            say(&value, &mut doc, &regions)
        };
        news.extend(done.err().map(|why| reject_part(&place, &format!("result {}", at + 1), why, &value)));
    }
    news.push(News::Doc(Box::new(doc)));
}

/// Who an annotation is by: a number, or an object with an address and names.
fn person(value: Value) -> String {
    let Value::Object(person) = value else {
        // Old versions wrote an address with a number behind it.
        let name = joined(value, " ").unwrap_or_default();
        return name.rsplit_once(", ").map_or(&*name, |(name, _)| name).trim().to_owned();
    };
    let text = |key: &str| person.get(key).and_then(Value::as_str).unwrap_or("").trim().to_owned();
    let names = format!("{} {}", text("first_name"), text("last_name"));
    let number = person.get("id").filter(|id| id.is_number()).map(Value::to_string).unwrap_or_default();
    let all = [text("email"), names.trim().to_owned(), text("username"), number];
    all.into_iter().find(|name| !name.is_empty()).unwrap_or_default()
}

fn value_id(value: &Value) -> String {
    value.get("id").cloned().and_then(|id| joined(id, "")).unwrap_or_default()
}

/// The marks of a region: one for each of its labels.
fn region(value: &Value, shared: &Shared) -> Result<Vec<IncomingMark>, String> {
    let part = Part::deserialize(value).map_err(|error| json::sentence(&error))?;
    if !shared.name.is_empty() && !part.to_name.0.is_empty() && part.to_name.0 != shared.name {
        return Err(format!("It is on “{}”, not on the text “{}”", part.to_name.0, shared.name));
    }
    let note = part.meta.get("text").cloned().and_then(|text| joined(text, "\n")).unwrap_or_default();
    let mut marks = stretch(Value::Object(part.value), shared)?;
    if let Some(first) = marks.first_mut() {
        first.keep_id = true;
        first.id = part.id.0;
    }
    for mark in &mut marks {
        mark.note.clone_from(&note);
    }
    Ok(marks)
}

/// The marks at a place with labels.
fn stretch(value: Value, shared: &Shared) -> Result<Vec<IncomingMark>, String> {
    let stretch = Stretch::deserialize(value).map_err(|error| json::sentence(&error))?;
    let quote = stretch.text.map(|words| unescaped(words, &shared.text));
    let mut labels: Vec<String> = list(stretch.labels).into_iter().map(json::value_text).collect();
    if labels.is_empty() {
        labels.push(String::new());
    }
    if labels.len() > MOST_LABELS {
        return Err(format!("It has {} labels, more than can be read", labels.len()));
    }
    let mark = |label| IncomingMark {
        at: At::Offsets(stretch.start, stretch.end),
        label,
        quote: quote.clone(),
        ..IncomingMark::default()
    };
    Ok(labels.into_iter().map(mark).collect())
}

/// Some versions write line ends in covered words as a backslash and a letter.
fn unescaped(words: String, text: &str) -> String {
    if words.contains("\\n") && !text.contains(&words) {
        let plain = words.replace("\\r", "\r").replace("\\n", "\n");
        if text.contains(&plain) {
            return plain;
        }
    }
    words
}

fn link(link: Link, relations: &mut Vec<IncomingRelation>) {
    let mut roles: Vec<String> = list(link.labels).into_iter().map(json::value_text).collect();
    if roles.is_empty() {
        roles.push(RELATED.into());
    }
    let (from, to) = (link.from_id.0, link.to_id.0);
    for role in roles {
        if link.direction != "left" {
            relations.push(IncomingRelation { from: from.clone(), to: to.clone(), role: role.clone() });
        }
        if link.direction == "left" || link.direction == "bi" {
            relations.push(IncomingRelation { from: to.clone(), to: from.clone(), role });
        }
    }
}

/// Takes what a result says of a region as an attribute of its marks, and what it says of the whole text as metadata.
fn say(value: &Value, doc: &mut Incoming, regions: &HashMap<String, Vec<usize>>) -> Result<(), String> {
    let mut part = Part::deserialize(value).map_err(|error| json::sentence(&error))?;
    if !SAID.contains(&&*part.kind) {
        return Err(format!("A result of the type “{}” is not read", part.kind));
    }
    let key = if part.kind == "textarea" { "text" } else { &part.kind };
    let with = if part.kind == "textarea" { "\n" } else { ", " };
    let said = part.value.remove(key).and_then(|value| joined(value, with));
    let said = said.ok_or_else(|| format!("Its value has no “{key}”"))?;
    let name = part.from_name.0.strip_prefix(ATTRIBUTE).unwrap_or(&part.from_name.0);
    match regions.get(&part.id.0) {
        Some(marks) => {
            for at in marks {
                let Some(mark) = doc.marks.get_mut(*at) else { continue };
                if mark.attributes.contains_key(name) {
                    return Err(format!("Its region has another value for “{name}”, which was taken"));
                }
                mark.attributes.insert(name.into(), said.clone());
            }
        }
        None if part.value.contains_key("start") => {
            return Err(format!("There is no region with the id “{}” and a label", part.id.0));
        }
        None => doc.about.take(name, &said),
    }
    Ok(())
}

/// What the short form has that is no metadata.
const BOOKKEEPING: [&str; 5] = ["id", "annotation_id", "created_at", "updated_at", "lead_time"];

/// Reads a task in the short form: its data, and under each control's name what was marked with it. Ids and links are not there.
fn short(mut task: Object, config: &Config, place: Place, news: &mut Vec<News>) {
    let number = task.remove("id");
    let id = task.remove("doc_id").or(number).filter(|id| id.is_string() || id.is_number());
    let who = person(task.remove("annotator").unwrap_or_default());
    let is_regions = |value: &Value| {
        let all = value.as_array().filter(|all| !all.is_empty());
        all.is_some_and(|all| all.iter().all(|v| v.get("start").is_some() && v.get("labels").is_some()))
    };
    let names: Vec<String> = task.iter().filter(|(_, v)| is_regions(v)).map(|(name, _)| name.clone()).collect();
    let regions: Vec<(String, Value)> =
        names.into_iter().filter_map(|name| task.remove(&name).map(|value| (name, value))).collect();
    task.retain(|name, _| !BOOKKEEPING.contains(&name.as_str()));
    let Some(mut shared) = shared(&mut task, id, config, place, news) else { return };
    shared.about.annotator = who.into();
    records::take_metadata(&mut shared.about, task, &OURS);
    let mut doc = shared.document();
    for (name, values) in regions {
        for (at, value) in list(values).into_iter().enumerate() {
            match stretch(value.clone(), &shared) {
                Ok(marks) => doc.marks.extend(marks),
                Err(why) => news.push(reject_part(&shared.place, &format!("{name} {}", at + 1), why, &value)),
            }
        }
    }
    news.push(News::Doc(Box::new(doc)));
}
