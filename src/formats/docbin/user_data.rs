//! What a document's user data say beside its marks: ours, and what other programs put there.

use crate::{
    formats::{DocAbout, Incoming, IncomingMark, IncomingRelation, json},
    model::State,
};
use serde_json::Value;
use std::{collections::BTreeMap, sync::Arc};

/// Takes in what else is known of a document: our own names, and as metadata whatever is text.
pub fn take_user_data(doc: &mut Incoming, value: Value, tell: &mut impl FnMut(String, &str)) {
    let Value::Object(all) = value else {
        return tell("Its user data are no map, and are left out".into(), &value.to_string());
    };
    let mut by_id: BTreeMap<String, usize> = BTreeMap::new();
    for (at, mark) in doc.marks.iter().enumerate() {
        by_id.entry(mark.id.clone()).or_insert(at);
    }
    for (name, value) in all {
        match (name.as_str(), value) {
            (_, Value::Null) => {}
            ("doc_id", id @ (Value::String(_) | Value::Number(_))) => doc.id = Some(json::value_text(id)),
            ("article", Value::String(text)) => doc.about.article = text.into(),
            ("annotator", Value::String(text)) => doc.about.annotator = text.into(),
            ("state", Value::String(text)) if State::ALL.iter().any(|(_, name)| *name == text) => {
                doc.about.state = State::ALL.iter().find(|(_, name)| *name == text).map(|(state, _)| *state);
            }
            ("meta", Value::Object(meta)) => {
                meta.into_iter().for_each(|(name, value)| doc.about.take(&name, &json::value_text(value)));
            }
            ("attrs" | "notes" | "made", Value::Object(said)) => {
                for (id, value) in said {
                    match by_id.get(&id).and_then(|at| doc.marks.get_mut(*at)) {
                        Some(mark) => say(mark, &name, value, tell),
                        None => {
                            let why = format!("Its “{name}” name the mark “{id}”, which is not there");
                            tell(why, &value.to_string());
                        }
                    }
                }
            }
            ("relations", Value::Array(links)) => {
                for link in links {
                    match serde_json::from_value::<(json::Id, json::Id, String)>(link.clone()) {
                        Ok((from, to, role)) => {
                            doc.relations.push(IncomingRelation { from: from.0, to: to.0, role });
                        }
                        Err(_) => tell("A link is not [from, to, role]".into(), &link.to_string()),
                    }
                }
            }
            (name, value) => more(&mut doc.about, name, value, tell),
        }
    }
}

/// Takes in what is said of a mark.
fn say(mark: &mut IncomingMark, name: &str, value: Value, tell: &mut impl FnMut(String, &str)) {
    match (name, value) {
        ("attrs", Value::Object(values)) => {
            mark.attributes.extend(values.into_iter().map(|(name, value)| (name, json::value_text(value))));
        }
        ("notes", value) => mark.note = json::value_text(value),
        ("made", value) => mark.made = json::value_text(value),
        (_, value) => tell(format!("The attributes of the mark “{}” are no map", mark.id), &value.to_string()),
    }
}

/// What another program knows of a document. Its own attributes (`doc._.name`) have a key of four parts.
fn more(about: &mut DocAbout, name: &str, value: Value, tell: &mut impl FnMut(String, &str)) {
    type Key = (String, String, Option<u64>, Option<u64>);
    let name: Arc<str> = match serde_json::from_str::<Key>(name) {
        Ok((_, name, None, None)) => name.into(),
        Ok((_, name, ..)) => {
            let why = format!("What it says of a word or place under “{name}” is not taken in");
            return tell(why, &value.to_string());
        }
        Err(_) => name.into(),
    };
    about.take(&name, &json::value_text(value));
}
