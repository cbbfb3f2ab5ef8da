//! MessagePack as a stream: what comes next, without trusting any length.

use rmp::{Marker, encode};
use serde_json::{Map, Value};
use std::io::{self, Read};

/// What comes next. Of what has a length, the bytes or elements follow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Item {
    /// Nothing.
    Nil,
    /// Yes or no.
    Bool(bool),
    /// A whole number, written as one that may be negative.
    Int(i64),
    /// A whole number.
    UInt(u64),
    /// Any number.
    Float(f64),
    /// Text or bytes: old writers do not tell them apart.
    Bytes(u64),
    /// A list.
    Array(u64),
    /// A map.
    Map(u64),
    /// A type of some program's own.
    Own(u64),
}

/// An error with a sentence.
pub fn broken(what: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.into())
}

fn big_endian<const N: usize>(from: &mut dyn Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    from.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Reads what comes next.
///
/// # Errors
/// Where there is nothing, or no MessagePack.
pub fn next(from: &mut dyn Read) -> io::Result<Item> {
    let [byte] = big_endian(from)?;
    let u8 = |from: &mut dyn Read| big_endian(from).map(|b| u64::from(u8::from_be_bytes(b)));
    let u16 = |from: &mut dyn Read| big_endian(from).map(|b| u64::from(u16::from_be_bytes(b)));
    let u32 = |from: &mut dyn Read| big_endian(from).map(|b| u64::from(u32::from_be_bytes(b)));
    Ok(match Marker::from_u8(byte) {
        Marker::Null => Item::Nil,
        Marker::True => Item::Bool(true),
        Marker::False => Item::Bool(false),
        Marker::FixPos(n) => Item::UInt(n.into()),
        Marker::FixNeg(n) => Item::Int(n.into()),
        Marker::U8 => Item::UInt(u8(from)?),
        Marker::U16 => Item::UInt(u16(from)?),
        Marker::U32 => Item::UInt(u32(from)?),
        Marker::U64 => Item::UInt(u64::from_be_bytes(big_endian(from)?)),
        Marker::I8 => Item::Int(i8::from_be_bytes(big_endian(from)?).into()),
        Marker::I16 => Item::Int(i16::from_be_bytes(big_endian(from)?).into()),
        Marker::I32 => Item::Int(i32::from_be_bytes(big_endian(from)?).into()),
        Marker::I64 => Item::Int(i64::from_be_bytes(big_endian(from)?)),
        Marker::F32 => Item::Float(f32::from_be_bytes(big_endian(from)?).into()),
        Marker::F64 => Item::Float(f64::from_be_bytes(big_endian(from)?)),
        Marker::FixStr(n) => Item::Bytes(n.into()),
        Marker::Str8 | Marker::Bin8 => Item::Bytes(u8(from)?),
        Marker::Str16 | Marker::Bin16 => Item::Bytes(u16(from)?),
        Marker::Str32 | Marker::Bin32 => Item::Bytes(u32(from)?),
        Marker::FixArray(n) => Item::Array(n.into()),
        Marker::Array16 => Item::Array(u16(from)?),
        Marker::Array32 => Item::Array(u32(from)?),
        Marker::FixMap(n) => Item::Map(n.into()),
        Marker::Map16 => Item::Map(u16(from)?),
        Marker::Map32 => Item::Map(u32(from)?),
        Marker::FixExt1 => Item::Own(2),
        Marker::FixExt2 => Item::Own(3),
        Marker::FixExt4 => Item::Own(5),
        Marker::FixExt8 => Item::Own(9),
        Marker::FixExt16 => Item::Own(17),
        Marker::Ext8 => Item::Own(u8(from)? + 1),
        Marker::Ext16 => Item::Own(u16(from)? + 1),
        Marker::Ext32 => Item::Own(u32(from)? + 1),
        Marker::Reserved => return Err(broken("It is no MessagePack")),
    })
}

/// Reads so many bytes; no more memory is taken than there are.
///
/// # Errors
/// Where there are fewer, or more than `most` are wanted.
pub fn bytes(from: &mut dyn Read, len: u64, most: u64) -> io::Result<Vec<u8>> {
    if len > most {
        return Err(broken(format!("One value has {len} bytes, more than the {most} that are read")));
    }
    let mut bytes = Vec::new();
    from.take(len).read_to_end(&mut bytes)?;
    if (bytes.len() as u64) < len { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(bytes) }
}

/// Reads a list's length.
///
/// # Errors
/// Where there is no list.
pub fn array(from: &mut dyn Read) -> io::Result<u64> {
    match next(from)? {
        Item::Array(len) => Ok(len),
        other => Err(broken(format!("There should be a list, not {other:?}"))),
    }
}

/// Reads a string or bytes.
///
/// # Errors
/// Where there are none, or more than `most`.
pub fn string(from: &mut dyn Read, most: u64) -> io::Result<Vec<u8>> {
    match next(from)? {
        Item::Bytes(len) => bytes(from, len, most),
        other => Err(broken(format!("There should be bytes, not {other:?}"))),
    }
}

/// Reads over whatever comes next.
///
/// # Errors
/// Where it is cut off or nested too deep.
pub fn skip(from: &mut dyn Read) -> io::Result<()> {
    let mut left: u64 = 1;
    while left > 0 {
        left -= 1;
        let more = match next(from)? {
            Item::Bytes(len) | Item::Own(len) => {
                skip_bytes(from, len)?;
                0
            }
            Item::Array(len) => len,
            Item::Map(len) => len * 2,
            _ => 0,
        };
        left = left.saturating_add(more);
    }
    Ok(())
}

/// Reads over so many bytes.
///
/// # Errors
/// Where there are fewer.
pub fn skip_bytes(from: &mut dyn Read, len: u64) -> io::Result<()> {
    let skipped = io::copy(&mut from.take(len), &mut io::sink())?;
    if skipped < len { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
}

/// How many values one record may have.
const VALUES: usize = 1 << 21;
const DEPTH: usize = 64;

/// Reads a value as JSON. Keys that are no text are written as JSON, bytes that are no text and types of a program's own as how
/// many bytes they are.
///
/// # Errors
/// Where it is cut off, too large or nested too deep.
pub fn value(from: &mut &[u8]) -> io::Result<Value> {
    let mut left = VALUES;
    read_value(from, DEPTH, &mut left)
}

fn read_value(from: &mut &[u8], depth: usize, left: &mut usize) -> io::Result<Value> {
    *left = left.checked_sub(1).ok_or_else(|| broken(format!("One record has more than {VALUES} values")))?;
    let depth = depth.checked_sub(1).ok_or_else(|| broken(format!("Values are nested deeper than {DEPTH}")))?;
    Ok(match next(from)? {
        Item::Nil => Value::Null,
        Item::Bool(is) => is.into(),
        Item::Int(n) => n.into(),
        Item::UInt(n) => n.into(),
        Item::Float(n) => n.into(),
        Item::Bytes(len) => {
            let bytes = bytes(from, len, len)?;
            String::from_utf8(bytes).unwrap_or_else(|error| format!("{} bytes", error.as_bytes().len())).into()
        }
        Item::Own(len) => {
            skip_bytes(from, len)?;
            format!("{len} bytes").into()
        }
        Item::Array(len) => {
            let mut all = Vec::new();
            for _ in 0..len {
                all.push(read_value(from, depth, left)?);
            }
            all.into()
        }
        Item::Map(len) => {
            let mut all = Map::new();
            for _ in 0..len {
                let key = match read_value(from, depth, left)? {
                    Value::String(key) => key,
                    other => other.to_string(),
                };
                all.insert(key, read_value(from, depth, left)?);
            }
            all.into()
        }
    })
}

/// Writes a value.
///
/// # Errors
/// Where it cannot be written.
pub fn write(to: &mut Vec<u8>, value: &Value) -> io::Result<()> {
    let len = |len: usize| u32::try_from(len).map_err(|_| broken("A record is larger than MessagePack can hold"));
    match value {
        Value::Null => encode::write_nil(to)?,
        Value::Bool(is) => encode::write_bool(to, *is)?,
        Value::Number(n) => match (n.as_u64(), n.as_i64(), n.as_f64()) {
            (Some(n), ..) => drop(encode::write_uint(to, n)?),
            (_, Some(n), _) => drop(encode::write_sint(to, n)?),
            (.., n) => encode::write_f64(to, n.unwrap_or(0.0))?,
        },
        Value::String(text) => encode::write_str(to, text)?,
        Value::Array(all) => {
            encode::write_array_len(to, len(all.len())?)?;
            all.iter().try_for_each(|value| write(to, value))?;
        }
        Value::Object(all) => {
            encode::write_map_len(to, len(all.len())?)?;
            for (key, value) in all {
                encode::write_str(to, key)?;
                write(to, value)?;
            }
        }
    }
    Ok(())
}
