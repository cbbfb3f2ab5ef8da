//! One annotation: a mark, or a link between annotations.

use super::{DOC, MARK, decoded};
use crate::formats::{
    At, IncomingMark, json,
    records::{Object, joined, list},
};
use serde_json::Value;
use std::collections::{BTreeMap, btree_map::Entry};

/// What an annotation is.
pub enum Annotation {
    /// Marks on a document: several where it has several targets or labels.
    Marks {
        /// The document, as its source names it.
        doc: String,
        /// Its URL, where the source is one.
        url: Option<String>,
        /// Who made it; empty where unknown.
        creator: String,
        /// Whether that is a program.
        machine: bool,
        /// The marks; the first has the annotation's id.
        marks: Vec<IncomingMark>,
    },
    /// A link between two annotations, by their ids, with its role.
    Link(String, String, String),
}

/// How much of the surroundings of a quotation is looked at, in Unicode scalars.
const AROUND: usize = 32;

/// The most marks that one annotation can be: each has all that its bodies say.
const MOST: usize = 16;

/// The role of a link that has none.
const RELATED: &str = "related";

/// Understands an annotation.
///
/// # Errors
/// What is wrong, as a sentence.
pub fn understand(value: &Value) -> Result<Annotation, String> {
    let Value::Object(annotation) = value else { return Err("It is no annotation".into()) };
    let get = |key: &str| annotation.get(key).cloned().unwrap_or_default();
    let motivation = list(get("motivation")).into_iter().next().and_then(|m| joined(m, "")).unwrap_or_default();
    let motivation = motivation.rsplit([':', '/', '#']).next().unwrap_or("").to_owned();
    let targets = list(get("target"));
    let said = Said::of(list(get("body")).into_iter().chain(list(get("bodyValue"))), &motivation);
    if let [from, to] = targets.as_slice()
        && let Some((from, to)) = reference(from).zip(reference(to))
    {
        let role = said.tags.into_iter().next().unwrap_or_else(|| RELATED.into());
        return Ok(Annotation::Link(from, to, role));
    }
    let (creator, machine) = creator(get("creator"));
    let mut tags = said.tags;
    if tags.is_empty() {
        tags.push(motivation);
    }
    let made = joined(get("created"), "").unwrap_or_default();
    let mut doc: Option<(String, Option<String>)> = None;
    if tags.len() * targets.len() > MOST {
        return Err(format!("It has {} targets and {} tags, more than can be read", targets.len(), tags.len()));
    }
    let mut marks = Vec::new();
    for target in targets {
        let (source, place) = place(&target)?;
        if doc.get_or_insert_with(|| named(&source)).0 != named(&source).0 {
            return Err("Its targets are in several documents".into());
        }
        for tag in &tags {
            marks.push(IncomingMark {
                at: place.offsets.map_or(At::Words, |(start, end)| At::Offsets(start, end)),
                label: tag.clone(),
                quote: place.quote.clone(),
                around: place.around.clone(),
                attributes: said.attributes.clone(),
                note: said.notes.join("\n"),
                made: made.clone(),
                ..IncomingMark::default()
            });
        }
    }
    let Some((doc, url)) = doc else { return Err("It has no target".into()) };
    if let Some(first) = marks.first_mut() {
        first.id = mark_id(&id(annotation));
        first.keep_id = true;
    }
    Ok(Annotation::Marks { doc, url, creator, machine, marks })
}

/// The id of an annotation or another object; empty for none.
pub fn id(of: &Object) -> String {
    let id = of.get("id").or_else(|| of.get("@id")).cloned().unwrap_or_default();
    joined(id, "").unwrap_or_default()
}

/// The id of the mark that an annotation is: the one it was written with, where it is ours.
pub fn mark_id(annotation: &str) -> String {
    let own = annotation.strip_prefix(MARK).and_then(|rest| rest.split_once(':'));
    own.map_or_else(|| annotation.to_owned(), |(_, id)| decoded(id))
}

/// The annotation that a target refers to, where it has no place of its own.
fn reference(target: &Value) -> Option<String> {
    match target {
        Value::String(id) if fragment(id).is_none() => Some(id.clone()),
        Value::Object(object) if !object.contains_key("selector") && !object.contains_key("source") => {
            Some(id(object)).filter(|id| !id.is_empty())
        }
        _ => None,
    }
}

/// Who made an annotation, and whether that is a program.
fn creator(value: Value) -> (String, bool) {
    match list(value).into_iter().next() {
        Some(Value::Object(agent)) => {
            let text = |key: &str| agent.get(key).cloned().and_then(|v| joined(v, ", ")).unwrap_or_default();
            let names = ["name", "nickname", "email", "id", "@id"].map(text);
            let name = names.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
            let kind = format!("{}{}", text("type"), text("@type"));
            (name, kind.contains("Software"))
        }
        other => (other.and_then(|v| joined(v, "")).unwrap_or_default(), false),
    }
}

/// The name of a document by its source, and its URL where that is one.
fn named(source: &str) -> (String, Option<String>) {
    match source.strip_prefix(DOC) {
        Some(id) => (decoded(id), None),
        None => {
            let web = source.starts_with("http://") || source.starts_with("https://");
            (source.to_owned(), web.then(|| source.to_owned()))
        }
    }
}

/// What bodies say.
#[derive(Default)]
struct Said {
    tags: Vec<String>,
    attributes: BTreeMap<String, String>,
    notes: Vec<String>,
}

impl Said {
    fn of(bodies: impl Iterator<Item = Value>, motivation: &str) -> Self {
        let mut said = Said::default();
        for body in bodies {
            said.take(body, motivation);
        }
        said
    }

    fn take(&mut self, body: Value, motivation: &str) {
        let (purpose, value) = match body {
            Value::Object(body) => {
                let purpose = body.get("purpose").cloned().and_then(|p| joined(p, "")).unwrap_or_default();
                let inner = body.get("source").and_then(Value::as_object).unwrap_or(&body);
                let keys = ["value", "label", "source", "id", "@id"];
                let text = |of: &Object| keys.iter().find_map(|key| joined(of.get(*key)?.clone(), ", "));
                let value = text(inner).or_else(|| text(&body));
                (purpose, value.unwrap_or_else(|| json::string(&body)))
            }
            other => (String::new(), joined(other, ", ").unwrap_or_default()),
        };
        let purpose = purpose.rsplit([':', '/', '#']).next().unwrap_or("").to_owned();
        let purpose = if purpose.is_empty() { motivation.to_owned() } else { purpose };
        match &*purpose {
            "tagging" | "classifying" => self.tags.push(value),
            "describing" => match serde_json::from_str::<Object>(&value) {
                Ok(object) => {
                    for (name, value) in object {
                        self.attribute(name, json::value_text(value));
                    }
                }
                Err(_) => self.notes.push(value),
            },
            "" | "commenting" | "replying" | "highlighting" | "editing" | "questioning" | "assessing"
            | "moderating" => self.notes.push(value),
            _ => self.attribute(purpose, value),
        }
    }

    /// A second value of an attribute is kept as a note.
    fn attribute(&mut self, name: String, value: String) {
        match self.attributes.entry(name) {
            Entry::Occupied(other) => self.notes.push(format!("{}: {value}", other.key())),
            Entry::Vacant(place) => drop(place.insert(value)),
        }
    }
}

/// Where a target is in its document.
#[derive(Default)]
struct Found {
    offsets: Option<(u64, u64)>,
    quote: Option<String>,
    around: Option<(String, String)>,
}

/// A target's source and place.
fn place(target: &Value) -> Result<(String, Found), String> {
    let mut found = Found::default();
    let (source, selectors) = match target {
        Value::Object(target) => {
            let source = match target.get("source") {
                Some(Value::Object(source)) => id(source),
                Some(other) => joined(other.clone(), "").unwrap_or_default(),
                None => id(target),
            };
            (source, list(target.get("selector").cloned().unwrap_or_default()))
        }
        other => (joined(other.clone(), "").unwrap_or_default(), Vec::new()),
    };
    for selector in &selectors {
        found.look(selector, true)?;
    }
    let plain = source.split_once('#').map_or(&*source, |(before, _)| before).to_owned();
    if found.offsets.is_none() {
        found.offsets = fragment(&source);
    }
    if found.offsets.is_some() || found.quote.is_some() {
        return Ok((if fragment(&source).is_some() { plain } else { source }, found));
    }
    let kinds: Vec<String> = selectors.iter().filter_map(|s| joined(s.get("type")?.clone(), " ")).collect();
    Err(if selectors.is_empty() {
        "It is on a whole document, not on words in it".into()
    } else {
        format!("Its selectors are of kinds that do not say which words it is on ({})", kinds.join(", "))
    })
}

/// The offsets of a fragment of plain text, as in `#char=10,20` or `char=10,20`.
fn fragment(iri: &str) -> Option<(u64, u64)> {
    let fragment = iri.rsplit_once('#').map_or(iri, |(_, fragment)| fragment);
    let range = fragment.strip_prefix("char=")?.split(';').next()?;
    let (start, end) = range.split_once(',')?;
    Some((start.parse().ok()?, end.parse().ok()?))
}

impl Found {
    /// Takes what a selector says. Inside a selector of another kind (`whole` no more), positions count from there and say
    /// nothing of the whole text; quotations do.
    fn look(&mut self, selector: &Value, whole: bool) -> Result<(), String> {
        let text = |key: &str| selector.get(key).and_then(Value::as_str);
        let kind = selector.get("type").or_else(|| selector.get("@type")).cloned();
        let kind = kind.and_then(|kind| joined(kind, " ")).unwrap_or_default();
        let refined = selector.get("refinedBy");
        let mut inside = false;
        if kind.contains("TextPositionSelector") {
            let number = |key: &str| selector.get(key).and_then(Value::as_u64);
            let Some(range) = number("start").zip(number("end")) else {
                return Err("The start and the end of its position are no numbers from 0".into());
            };
            if whole && self.offsets.is_none() {
                self.offsets = Some(range);
            }
        } else if kind.contains("TextQuoteSelector") {
            let Some(exact) = text("exact") else { return Err("Its quotation has no words".into()) };
            if refined.is_some() {
                return Err("Its quotation is refined by another selector, which is not read".into());
            }
            if self.quote.is_none() {
                let (before, after) = (text("prefix").unwrap_or(""), text("suffix").unwrap_or(""));
                let from = before.char_indices().rev().take(AROUND).last().map_or(0, |(at, _)| at);
                let near: String = after.chars().take(AROUND).collect();
                self.quote = Some(exact.to_owned());
                self.around = Some((before.get(from..).unwrap_or("").to_owned(), near));
            }
        } else if let Some(range) = text("value").filter(|_| kind.contains("FragmentSelector")).and_then(fragment) {
            if whole && self.offsets.is_none() {
                self.offsets = Some(range);
            }
        } else {
            inside = true;
        }
        let Some(refined) = refined else { return Ok(()) };
        if inside {
            return list(refined.clone()).iter().try_for_each(|s| self.look(s, false));
        }
        // Inside a position: another counts from its start, and words are to be looked for.
        let mut inner = Found::default();
        list(refined.clone()).iter().try_for_each(|s| inner.look(s, true))?;
        let base = self.offsets.map_or(0, |(start, _)| start);
        let add = |(start, end): (u64, u64)| Some((base.checked_add(start)?, base.checked_add(end)?));
        self.offsets = inner.offsets.and_then(add);
        self.quote = inner.quote.or(self.quote.take());
        self.around = inner.around.or(self.around.take());
        Ok(())
    }
}
