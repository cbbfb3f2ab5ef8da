//! Spans, links and categories beside the text of a TEI document.

use super::read::{Found, named, pointer, squeezed};
use crate::formats::{
    IncomingMark, IncomingRelation, Place, ReadError, Rejected,
    xml::{Element, Event, Reader},
};
use std::collections::BTreeMap;

/// A span beside the text. Ends and categories may come later in the file.
pub struct Beside {
    /// Its own id, to which links point.
    pub id: String,
    /// Where it begins: an id in the text.
    pub from: String,
    /// Where it ends.
    pub to: String,
    /// What `ana` points to.
    pub ana: Option<String>,
    /// What it says in words.
    pub said: String,
    /// The mark, without its place.
    pub mark: IncomingMark,
}

impl Found {
    /// Spans, links and categories beside the text, up to the end of what has begun. `kind` is the type of the group.
    pub fn beside(&mut self, reader: &mut Reader<'_>, kind: &str) -> Result<(), ReadError> {
        let mut kinds = vec![kind.to_owned()];
        loop {
            match reader.next()? {
                Event::Text(_) => {}
                Event::End => {
                    kinds.pop();
                    if kinds.is_empty() {
                        return Ok(());
                    }
                }
                Event::Eof => return Ok(()),
                Event::Start(element) => match element.name.as_str() {
                    "span" => self.span(reader, &element, kinds.last().map_or("", String::as_str))?,
                    "link" => {
                        let role = named(&element).or(kinds.last().map(String::as_str)).unwrap_or("").to_owned();
                        let target = element.get("target").or(element.get("targets")).unwrap_or("");
                        let ends: Vec<&str> = target.split_ascii_whitespace().map(pointer).collect();
                        match ends.split_first() {
                            Some((from, others)) if !others.is_empty() => {
                                if others.len() > 1 {
                                    self.passed.note("links of several ends (read from the first to each other)");
                                }
                                self.links.extend(others.iter().map(|to| IncomingRelation {
                                    from: (*from).to_owned(),
                                    to: (*to).to_owned(),
                                    role: role.clone(),
                                }));
                            }
                            _ => {
                                let why = format!("The link “{role}” has fewer than two ends");
                                self.remarks.push(Rejected::new(reader.place(), why, target));
                            }
                        }
                        reader.skip()?;
                    }
                    "interp" | "category" => {
                        let id = element.get("xml:id").unwrap_or("").to_owned();
                        let label = squeezed(&reader.text()?);
                        self.categories.insert(id, label);
                    }
                    name => {
                        if name.starts_with("list") {
                            self.passed.note(name);
                        }
                        kinds.push(element.get("type").unwrap_or("").to_owned());
                    }
                },
            }
        }
    }

    fn span(&mut self, reader: &mut Reader<'_>, element: &Element, kind: &str) -> Result<(), ReadError> {
        let place = reader.place();
        let mut attributes = BTreeMap::new();
        let (mut said, mut note) = (String::new(), String::new());
        loop {
            match reader.next()? {
                Event::Text(text) => said.push_str(&text),
                Event::Start(inside) => {
                    let value = reader.text()?;
                    match named(&inside) {
                        Some(name) if inside.name == "note" => drop(attributes.insert(name.to_owned(), value)),
                        _ => note.push_str(&value),
                    }
                }
                Event::End | Event::Eof => break,
            }
        }
        let said = squeezed(&said);
        let mut ana = element.get("ana").unwrap_or("").split_ascii_whitespace().map(pointer);
        let first_ana = ana.next().map(str::to_owned);
        let label = match element.get("type").unwrap_or(kind) {
            "" if said.is_empty() => "span",
            "" => &said,
            kind => kind,
        };
        let label = label.to_owned();
        let more = ana.collect::<Vec<_>>().join(" ");
        if !more.is_empty() {
            attributes.insert("ana".into(), more);
        }
        let target = element.get("target").unwrap_or("");
        let first = target.split_ascii_whitespace().next().unwrap_or("");
        let last = target.split_ascii_whitespace().next_back().unwrap_or("");
        let from = pointer(element.get("from").unwrap_or(first)).to_owned();
        let to = element.get("to").map_or(if target.is_empty() { &from } else { pointer(last) }, pointer).to_owned();
        let id = element.get("xml:id").map_or_else(|| format!("span {}", self.spans.len()), str::to_owned);
        let keep_id = element.get("xml:id").is_some();
        // Our own id is in `n`; links point to the other, and are led on.
        let own = if self.own.is_some() { element.get("n") } else { None };
        let mark = IncomingMark {
            id: own.unwrap_or(&id).to_owned(),
            keep_id,
            label,
            attributes,
            note,
            place: Some(Place { item: id.clone(), ..place }),
            ..IncomingMark::default()
        };
        self.spans.push(Beside { id, from, to, ana: first_ana, said, mark });
        Ok(())
    }
}
