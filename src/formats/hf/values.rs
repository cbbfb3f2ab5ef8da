//! A cell of a Parquet column as JSON, whatever its type: others' files have the same things in many types.

use crate::formats::lines::MAX_RECORD;
use arrow_array::{
    Array, ArrowNativeTypeOp, ArrowPrimitiveType,
    cast::AsArray,
    types::{
        Date32Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType,
        TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type,
        UInt64Type,
    },
};
use arrow_schema::{DataType, TimeUnit};
use jiff::{Timestamp, civil::Date};
use serde_json::{Map, Value};

/// How much a row may still have.
pub struct Room {
    values: usize,
    bytes: u64,
}

impl Room {
    /// Of a whole row.
    pub fn new() -> Self {
        Room { values: 1 << 21, bytes: MAX_RECORD }
    }

    fn take(&mut self, bytes: usize) -> Option<()> {
        self.values = self.values.checked_sub(1)?;
        self.bytes = self.bytes.checked_sub(bytes as u64)?;
        Some(())
    }
}

/// A cell. `None` where the row is larger than any article.
pub fn value(of: &dyn Array, at: usize, room: &mut Room) -> Option<Value> {
    room.take(0)?;
    if at >= of.len() || of.is_null(at) {
        return Some(Value::Null);
    }
    fn number<T: ArrowPrimitiveType>(of: &dyn Array, at: usize) -> Value
    where
        T::Native: ArrowNativeTypeOp + Into<Value>,
    {
        of.as_primitive::<T>().value(at).into()
    }
    fn time(at: Result<Timestamp, jiff::Error>) -> Value {
        at.map_or(Value::Null, |at| at.to_string().into())
    }
    fn text(text: &str, room: &mut Room) -> Option<Value> {
        room.take(text.len())?;
        Some(text.into())
    }
    fn list(of: &dyn Array, room: &mut Room) -> Option<Value> {
        (0..of.len()).map(|at| value(of, at, room)).collect::<Option<Vec<_>>>().map(Value::Array)
    }
    Some(match of.data_type() {
        DataType::Boolean => of.as_boolean().value(at).into(),
        DataType::Int8 => number::<Int8Type>(of, at),
        DataType::Int16 => number::<Int16Type>(of, at),
        DataType::Int32 => number::<Int32Type>(of, at),
        DataType::Int64 => number::<Int64Type>(of, at),
        DataType::UInt8 => number::<UInt8Type>(of, at),
        DataType::UInt16 => number::<UInt16Type>(of, at),
        DataType::UInt32 => number::<UInt32Type>(of, at),
        DataType::UInt64 => number::<UInt64Type>(of, at),
        DataType::Float32 => number::<Float32Type>(of, at),
        DataType::Float64 => number::<Float64Type>(of, at),
        DataType::Utf8 => text(of.as_string::<i32>().value(at), room)?,
        DataType::LargeUtf8 => text(of.as_string::<i64>().value(at), room)?,
        DataType::Utf8View => text(of.as_string_view().value(at), room)?,
        DataType::List(_) => list(&of.as_list::<i32>().value(at), room)?,
        DataType::LargeList(_) => list(&of.as_list::<i64>().value(at), room)?,
        DataType::FixedSizeList(..) => list(&of.as_fixed_size_list().value(at), room)?,
        DataType::Struct(fields) => {
            let mut map = Map::new();
            for (field, column) in fields.iter().zip(of.as_struct().columns()) {
                map.insert(field.name().clone(), value(column, at, room)?);
            }
            map.into()
        }
        DataType::Dictionary(..) => {
            let words = of.as_any_dictionary();
            let key = value(words.keys(), at, room)?.as_u64().and_then(|key| usize::try_from(key).ok());
            key.map_or(Some(Value::Null), |key| value(words.values(), key, room))?
        }
        DataType::Timestamp(TimeUnit::Second, _) => {
            time(Timestamp::from_second(of.as_primitive::<TimestampSecondType>().value(at)))
        }
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            time(Timestamp::from_millisecond(of.as_primitive::<TimestampMillisecondType>().value(at)))
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            time(Timestamp::from_microsecond(of.as_primitive::<TimestampMicrosecondType>().value(at)))
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            time(Timestamp::from_nanosecond(of.as_primitive::<TimestampNanosecondType>().value(at).into()))
        }
        DataType::Date32 => {
            let days = i64::from(of.as_primitive::<Date32Type>().value(at));
            let date = jiff::Span::new().try_days(days).and_then(|days| Date::constant(1970, 1, 1).checked_add(days));
            date.map_or(Value::Null, |date| date.to_string().into())
        }
        _ => Value::Null,
    })
}

/// Whether a type is one value that can be written as text.
pub fn is_plain(kind: &DataType) -> bool {
    match kind {
        DataType::Dictionary(_, of) => is_plain(of),
        DataType::Boolean | DataType::Timestamp(..) | DataType::Date32 => true,
        kind => is_text(kind) || kind.is_integer() || matches!(kind, DataType::Float32 | DataType::Float64),
    }
}

/// Whether a type is text.
pub fn is_text(kind: &DataType) -> bool {
    match kind {
        DataType::Dictionary(_, of) => is_text(of),
        kind => matches!(kind, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View),
    }
}

/// What a list is of.
pub fn item(kind: &DataType) -> Option<&DataType> {
    match kind {
        DataType::List(of) | DataType::LargeList(of) | DataType::FixedSizeList(of, _) => Some(of.data_type()),
        _ => None,
    }
}
