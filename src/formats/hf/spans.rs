//! Spans and links in the forms that others give them: names of fields, and what stands in them.

use crate::formats::{At, IncomingMark, IncomingRelation, json};
use serde_json::{Map, Value};

const START: [&str; 7] = ["start", "begin", "start_offset", "start_char", "start_idx", "start_index", "offset_start"];
const END: [&str; 7] = ["end", "stop", "end_offset", "end_char", "end_idx", "end_index", "offset_end"];
/// The names of the field that has a span's label.
pub const LABEL: [&str; 8] = ["label", "type", "category", "entity_type", "tag", "class", "labels", "entity"];
const WORDS_OF: [&str; 6] = ["text", "word", "surface", "mention", "name", "quote"];
const MARK_ID: [&str; 3] = ["id", "span_id", "entity_id"];
const NOTE: [&str; 2] = ["note", "comment"];
const ATTRIBUTES: [&str; 2] = ["attrs", "attributes"];
const FROM: [&str; 6] = ["from", "head", "from_id", "arg1_id", "source", "subject"];
const TO: [&str; 6] = ["to", "tail", "to_id", "arg2_id", "target", "object"];
const ROLE: [&str; 4] = ["label", "type", "role", "relation"];

/// The names of a ClassLabel, under names of columns and fields in what the file says of its features.
pub fn class_names(features: &Value, path: &[&str]) -> Option<Vec<String>> {
    fn inner(mut of: &Value) -> &Value {
        loop {
            of = match of {
                Value::Array(one) if one.len() == 1 => one.first().unwrap_or(&Value::Null),
                Value::Object(map) if map.contains_key("feature") => map.get("feature").unwrap_or(&Value::Null),
                other => return other,
            };
        }
    }
    let found = path.iter().try_fold(features, |of, name| inner(of).get(name))?;
    serde_json::from_value(inner(found).get("names")?.clone()).ok()
}

/// A list of records, or one record of lists.
pub fn records(of: Value) -> Vec<Map<String, Value>> {
    match of {
        Value::Array(all) => {
            let record = |value| if let Value::Object(map) = value { map } else { Map::new() };
            all.into_iter().map(record).collect()
        }
        Value::Object(columns) => {
            let len = columns.values().filter_map(|c| c.as_array().map(Vec::len)).max().unwrap_or(0);
            let mut all = vec![Map::new(); len];
            for (name, column) in columns {
                let Value::Array(column) = column else { continue };
                for (record, value) in all.iter_mut().zip(column) {
                    record.insert(name.clone(), value);
                }
            }
            all
        }
        _ => Vec::new(),
    }
}

fn take(from: &mut Map<String, Value>, names: &[&str]) -> Option<Value> {
    names.iter().find_map(|name| from.remove(*name).filter(|value| !value.is_null()))
}

fn offset(value: &Value) -> Option<u64> {
    match value {
        Value::String(text) => text.trim().parse().ok(),
        // Tables made with pandas have numbers with a point.
        Value::Number(n) => {
            n.as_u64().or_else(|| n.as_f64().filter(|f| f.fract() == 0.0 && *f >= 0.0).map(|f| f as u64))
        }
        _ => None,
    }
}

/// The place of a span that is given as `[start, end]`, or as a list of such pairs with no more than a blank between them.
fn pieces(offsets: Option<&Value>) -> Result<Option<(u64, u64)>, &'static str> {
    let pair = |of: &[Value]| if let [start, end] = of { offset(start).zip(offset(end)) } else { None };
    let all = offsets.and_then(Value::as_array).ok_or("It has no start and end")?;
    if let Some(Value::Array(_)) = all.first() {
        let pairs: Option<Vec<_>> = all.iter().map(|piece| pair(piece.as_array()?)).collect();
        let Some(pairs) = pairs else { return Ok(None) };
        if pairs.windows(2).any(|two| matches!(two, [a, b] if b.0 < a.1 || b.0 - a.1 > 1)) {
            return Err("It is in several pieces, with words between them");
        }
        return Ok(pairs.first().zip(pairs.last()).map(|(first, last)| (first.0, last.1)));
    }
    Ok(pair(all))
}

/// A list as texts.
pub fn texts(of: Value) -> Vec<String> {
    match of {
        Value::Array(all) => all.into_iter().map(json::value_text).collect(),
        _ => Vec::new(),
    }
}

/// The marks of a span: one for each of its labels.
///
/// # Errors
/// What is wrong with it, with the span.
pub fn marks(
    mut span: Map<String, Value>,
    number: usize,
    names: Option<&[String]>,
) -> Result<Vec<IncomingMark>, (String, Value)> {
    let raw = Value::Object(span.clone());
    let start = take(&mut span, &START);
    let end = take(&mut span, &END);
    let pair = match (start, end) {
        (Some(start), Some(end)) => offset(&start).zip(offset(&end)),
        _ => {
            let offsets = take(&mut span, &["offsets", "offset", "indices"]);
            pieces(offsets.as_ref()).map_err(|why| (why.into(), raw.clone()))?
        }
    };
    let Some((start, end)) = pair else {
        return Err(("Its start and end are no offsets".into(), raw));
    };
    let labels = match take(&mut span, &LABEL) {
        None => return Err(("It has no label".into(), raw)),
        Some(Value::Array(labels)) => labels,
        Some(label) => vec![label],
    };
    let quote = take(&mut span, &WORDS_OF).map(|words| match words {
        Value::Array(_) => texts(words).join(" "),
        words => json::value_text(words),
    });
    let id = take(&mut span, &MARK_ID).map(json::value_text);
    let note = take(&mut span, &NOTE).map(json::value_text).unwrap_or_default();
    let mut attributes = Map::new();
    match take(&mut span, &ATTRIBUTES) {
        None => {}
        Some(Value::Object(said)) => attributes = said,
        Some(said) => match serde_json::from_str::<Map<String, Value>>(said.as_str().unwrap_or("")) {
            Ok(said) => attributes = said,
            Err(_) if said.as_str().is_some_and(str::is_empty) => {}
            Err(_) => drop(attributes.insert("attrs".into(), said)),
        },
    }
    attributes.extend(span);
    attributes.retain(|_, value| !value.is_null() && value.as_array().is_none_or(|all| !all.is_empty()));
    let keep_id = id.is_some();
    let first = IncomingMark {
        // Links without ids go by the order.
        id: id.unwrap_or_else(|| number.to_string()),
        keep_id,
        at: At::Offsets(start, end),
        quote,
        attributes: json::values(attributes.into_iter().collect()),
        note,
        ..IncomingMark::default()
    };
    let one = |label: Value| {
        let label = match names {
            Some(_) if label.as_i64().is_some_and(|n| n < 0) => return Err(("It has no label".into(), raw.clone())),
            Some(names) => named(&label, names).map_err(|why| (why, raw.clone()))?,
            None => json::value_text(label),
        };
        Ok(IncomingMark { label, ..first.clone() })
    };
    labels.into_iter().map(one).collect()
}

/// The name of a ClassLabel's number; a negative one stands for none.
///
/// # Errors
/// Where it has no such number.
pub fn named(label: &Value, names: &[String]) -> Result<String, String> {
    match label {
        Value::Number(n) if n.as_i64().is_some_and(|n| n < 0) => Ok("O".into()),
        Value::Number(n) => {
            let name = n.as_u64().and_then(|n| names.get(usize::try_from(n).ok()?));
            name.cloned().ok_or_else(|| format!("{n} is none of its {} labels", names.len()))
        }
        Value::Null => Ok("O".into()),
        other => Ok(json::value_text(other.clone())),
    }
}

/// A link.
///
/// # Errors
/// The link itself, where an end is missing.
pub fn relation(mut link: Map<String, Value>) -> Result<IncomingRelation, Value> {
    let raw = Value::Object(link.clone());
    let (from, to) = (take(&mut link, &FROM), take(&mut link, &TO));
    let role = take(&mut link, &ROLE).map(json::value_text).unwrap_or_default();
    match (from, to) {
        (Some(from), Some(to)) => Ok(IncomingRelation { from: json::value_text(from), to: json::value_text(to), role }),
        _ => Err(raw),
    }
}
