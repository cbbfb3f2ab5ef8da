//! Span groups: the marks of a document, in the forms they have had since spaCy 3.0.

use super::msgpack::{self, Item, broken};
use crate::formats::lines::MAX_RECORD;
use std::io::{self, Read};

/// A span group.
pub struct Group {
    /// What it is called.
    pub key: String,
    /// Its marks.
    pub spans: Vec<SpanRow>,
}

/// A mark in a span group.
pub struct SpanRow {
    /// Its id's number.
    pub id: u64,
    /// The number of what it means in a knowledge base.
    pub kb_id: u64,
    /// Its label's number.
    pub label: u64,
    /// Its first token.
    pub first: i32,
    /// The token behind its last.
    pub behind: i32,
    /// Where it starts, in characters.
    pub start: u64,
    /// Where it ends, in characters.
    pub end: u64,
}

/// Reads span groups: nothing, a list of groups, or a map from groups to the keys they are under.
///
/// # Errors
/// Where they are damaged.
pub fn read_groups(mut from: &[u8]) -> io::Result<Vec<Group>> {
    let from = &mut from;
    let mut all = Vec::new();
    if from.is_empty() {
        return Ok(all);
    }
    match msgpack::next(from)? {
        Item::Array(count) => {
            for _ in 0..count {
                all.push(read_group(&msgpack::string(from, MAX_RECORD)?)?);
            }
        }
        Item::Map(count) => {
            for _ in 0..count {
                let mut group = read_group(&msgpack::string(from, MAX_RECORD)?)?;
                let mut keys = Vec::new();
                for _ in 0..msgpack::array(from)? {
                    keys.push(String::from_utf8_lossy(&msgpack::string(from, MAX_RECORD)?).into_owned());
                }
                if !keys.is_empty() {
                    group.key = keys.join(", ");
                }
                all.push(group);
            }
        }
        other => return Err(broken(format!("there is {other:?}"))),
    }
    Ok(all)
}

fn read_group(mut from: &[u8]) -> io::Result<Group> {
    let from = &mut from;
    let Item::Map(count) = msgpack::next(from)? else { return Err(broken("a group is no map")) };
    let mut group = Group { key: String::new(), spans: Vec::new() };
    for _ in 0..count {
        match msgpack::string(from, MAX_RECORD)?.as_slice() {
            b"name" => group.key = String::from_utf8_lossy(&msgpack::string(from, MAX_RECORD)?).into_owned(),
            b"spans" => {
                for _ in 0..msgpack::array(from)? {
                    group.spans.push(span(&msgpack::string(from, 64)?)?);
                }
            }
            _ => msgpack::skip(from)?,
        }
    }
    Ok(group)
}

/// A mark: big-endian id, kb_id, label, tokens, characters. The first versions of spaCy 3 had no id.
fn span(bytes: &[u8]) -> io::Result<SpanRow> {
    let mut from = bytes;
    let mut long = || -> io::Result<u64> {
        let mut bytes = [0; 8];
        from.read_exact(&mut bytes)?;
        Ok(u64::from_be_bytes(bytes))
    };
    let id = match bytes.len() {
        40 => long()?,
        32 => 0,
        other => return Err(broken(format!("a mark has {other} bytes"))),
    };
    let (kb_id, label, tokens, chars) = (long()?, long()?, long()?, long()?);
    let [high, low] = [|n: u64| (n >> 32) as i32, |n: u64| n as i32];
    let char = |n: i32| u64::try_from(n).unwrap_or(u64::MAX);
    let (start, end) = (char(high(chars)), char(low(chars)));
    Ok(SpanRow { id, kb_id, label, first: high(tokens), behind: low(tokens), start, end })
}
