//! JSON as exports have it: readable, and with line separators escaped, since many readers of JSON lines break at U+2028 and
//! U+0085.

use super::{Flow, Place, ReadError, Source, lines::Capped};
use serde::{
    Deserialize, Serialize,
    de::{DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IgnoredAny, SeqAccess, Visitor},
};
use serde_json::ser::{CompactFormatter, Formatter};
use std::{
    cell::Cell,
    collections::BTreeMap,
    io::{self, BufReader, Write},
    marker::PhantomData,
    rc::Rc,
};

/// Writes a value on one line, without the line's end.
///
/// # Errors
/// Where it cannot be written.
pub fn write<T: Serialize + ?Sized>(to: &mut dyn Write, value: &T) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(to, Escaping);
    value.serialize(&mut serializer).map_err(io::Error::from)
}

/// The same with the line's end.
///
/// # Errors
/// Where it cannot be written.
pub fn write_line<T: Serialize + ?Sized>(to: &mut dyn Write, value: &T) -> io::Result<()> {
    write(to, value)?;
    to.write_all(b"\n")
}

/// The same as a string.
pub fn string<T: Serialize + ?Sized>(value: &T) -> String {
    let mut bytes = Vec::new();
    // Writing to memory fails only where a value cannot be JSON, which none of ours is.
    let _ = write(&mut bytes, value);
    String::from_utf8(bytes).unwrap_or_default()
}

struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: Write + ?Sized>(&mut self, to: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = find_separator(rest) {
            let (plain, special) = rest.split_at(at);
            to.write_all(plain.as_bytes())?;
            let mut special = special.chars();
            if let Some(c) = special.next() {
                write!(to, "\\u{:04x}", u32::from(c))?;
            }
            rest = special.as_str();
        }
        CompactFormatter.write_string_fragment(to, rest)
    }
}

/// Where the first of U+0085, U+2028, U+2029, U+FEFF stands. Their first bytes are rare, so this is quick.
fn find_separator(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut from = 0;
    loop {
        let at = from + bytes.get(from..)?.iter().position(|b| matches!(b, 0xc2 | 0xe2 | 0xef))?;
        let special =
            matches!(bytes.get(at..)?, [0xc2, 0x85, ..] | [0xe2, 0x80, 0xa8 | 0xa9, ..] | [0xef, 0xbb, 0xbf, ..]);
        if special {
            return Some(at);
        }
        from = at + 1;
    }
}

/// Reads a value; nesting deeper than 128 is an error, not a stack that overflows.
///
/// # Errors
/// What is wrong, with the column.
pub fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| sentence(&error))
}

/// What is wrong with a JSON text, as a sentence without a full stop.
pub fn sentence(error: &serde_json::Error) -> String {
    format!("It cannot be understood here: {error}")
}

/// Reads a file that is one JSON value.
///
/// # Errors
/// [`ReadError`] where it cannot be opened or understood.
pub fn whole<T: DeserializeOwned>(source: &dyn Source, name: &str) -> Result<T, ReadError> {
    let text = super::lines::whole(source, name)?;
    serde_json::from_str(&text)
        .map_err(|error| ReadError::form(Place::line(name, error.line() as u64), sentence(&error)))
}

/// Reads the elements of an array one at a time, so that a file of any size fits into memory: the file is the array, or an
/// object that has it under one of `under` (other keys are passed over). An element that is not of the form is told as `Err`.
///
/// # Errors
/// [`ReadError`] where the file cannot be opened or is no such JSON; what was read before was told.
pub fn each<T: DeserializeOwned>(
    source: &dyn Source,
    name: &str,
    under: &[&str],
    tell: &mut dyn FnMut(usize, Result<T, (String, serde_json::Value)>) -> Flow,
) -> Result<(), ReadError> {
    let file = source.open(name).map_err(ReadError::file(name))?;
    let mut reader = BufReader::with_capacity(1 << 16, file);
    skip_mark(&mut reader).map_err(ReadError::file(name))?;
    let mut stopped = false;
    // Counted anew with every element, so that a single one cannot fill the memory.
    let used = Rc::new(Cell::new(0));
    let mut json = serde_json::Deserializer::from_reader(Capped { reader, used: used.clone() });
    let mut tell = |at: usize, element: Result<T, (String, serde_json::Value)>| {
        used.set(0);
        tell(at, element)
    };
    let read = Elements { under, tell: &mut tell, stopped: &mut stopped, of: PhantomData::<T> }.deserialize(&mut json);
    match read.and_then(|()| json.end()) {
        Err(_) if stopped => Ok(()),
        Err(error) if error.is_io() => Err(ReadError::File(name.into(), error.into())),
        Err(error) => Err(ReadError::form(Place::line(name, error.line() as u64), sentence(&error))),
        Ok(()) => Ok(()),
    }
}

fn skip_mark(reader: &mut impl io::BufRead) -> io::Result<()> {
    if reader.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
        reader.consume(3);
    }
    Ok(())
}

struct Elements<'t, 'f, T> {
    under: &'t [&'t str],
    tell: &'t mut (dyn FnMut(usize, Result<T, (String, serde_json::Value)>) -> Flow + 'f),
    stopped: &'t mut bool,
    of: PhantomData<T>,
}

impl<'de, T: DeserializeOwned> DeserializeSeed<'de> for Elements<'_, '_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        if self.under.is_empty() { from.deserialize_seq(self) } else { from.deserialize_any(self) }
    }
}

impl<'de, T: DeserializeOwned> Visitor<'de> for Elements<'_, '_, T> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<(), A::Error> {
        let mut at = 0;
        // By way of a value: one bad record must not end the others.
        while let Some(value) = all.next_element::<serde_json::Value>()? {
            let element = T::deserialize(&value).map_err(|error| (sentence(&error), value));
            if (self.tell)(at, element).is_break() {
                *self.stopped = true;
                return Err(A::Error::custom("stopped"));
            }
            at += 1;
        }
        Ok(())
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if self.under.contains(&key.as_str()) {
                let inner = Elements { under: &[], tell: &mut *self.tell, stopped: &mut *self.stopped, of: self.of };
                map.next_value_seed(inner)?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

/// A number that programs write as a number or as a string: an id.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Id(pub String);

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match serde_json::Value::deserialize(from)? {
            serde_json::Value::String(text) => Ok(Id(text)),
            serde_json::Value::Number(number) => Ok(Id(number.to_string())),
            serde_json::Value::Null => Ok(Id(String::new())),
            other => Err(D::Error::custom(format!("an id is text or a number, not {other}"))),
        }
    }
}

/// Values of attributes as text: text as it is, other values as JSON.
pub fn values(map: BTreeMap<String, serde_json::Value>) -> BTreeMap<String, String> {
    map.into_iter().map(|(name, value)| (name, value_text(value))).collect()
}

/// A value as text: text as it is, other values as JSON.
pub fn value_text(value: serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    }
}
