//! JSON objects read field by field, so that what is wrong is told by the field's name and by what it should be: whoever writes
//! them has never seen our types.

use serde_json::{Map, Value};

/// The fields of an object that are not read yet.
pub(super) struct Fields {
    /// Where the object stands: `doc`, `spans[2]`; empty for a whole line.
    at: String,
    map: Map<String, Value>,
}

impl Fields {
    /// Those of an object on a line of its own.
    pub(super) fn of_line(line: &str) -> Result<Self, String> {
        let value: Value = serde_json::from_str(line).map_err(|error| format!("This is no JSON: {error}"))?;
        match value {
            Value::Object(map) => Ok(Fields { at: String::new(), map }),
            other => Err(format!("A line should be a JSON object, not {}", shown(&other))),
        }
    }

    /// Those of an object that stands somewhere.
    pub(super) fn of(value: Option<Value>, at: &str) -> Result<Self, String> {
        object(value, at).map(|map| Fields { at: at.to_owned(), map })
    }

    /// A field's value; `None` where there is none or it is null.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        self.map.remove(name).filter(|value| !value.is_null())
    }

    fn path(&self, name: &str) -> String {
        if self.at.is_empty() { name.to_owned() } else { format!("{}.{name}", self.at) }
    }

    /// A field that must be there.
    pub(super) fn need<T>(&mut self, name: &str, read: Reader<T>) -> Result<T, String> {
        read(self.map.remove(name), &self.path(name))
    }

    /// A field that may be missing or null.
    pub(super) fn may<T>(&mut self, name: &str, read: Reader<T>) -> Result<Option<T>, String> {
        self.take(name).map(|value| read(Some(value), &self.path(name))).transpose()
    }

    /// A list that must be there.
    pub(super) fn list<T>(&mut self, name: &str, read: Reader<T>) -> Result<Vec<T>, String> {
        let at = self.path(name);
        match self.map.remove(name) {
            Some(Value::Array(all)) => {
                all.into_iter().enumerate().map(|(n, value)| read(Some(value), &format!("{at}[{n}]"))).collect()
            }
            other => wrong(&at, "a list", other.as_ref()),
        }
    }

    /// A list that may be missing or null.
    pub(super) fn may_list<T>(&mut self, name: &str, read: Reader<T>) -> Result<Option<Vec<T>>, String> {
        if self.map.get(name).is_none_or(Value::is_null) { Ok(None) } else { self.list(name, read).map(Some) }
    }
}

/// Reads what stands at a place, `None` where nothing does.
pub(super) type Reader<T> = fn(Option<Value>, &str) -> Result<T, String>;

/// A text.
pub(super) fn text(value: Option<Value>, at: &str) -> Result<String, String> {
    match value {
        Some(Value::String(text)) => Ok(text),
        other => wrong(at, "a text", other.as_ref()),
    }
}

/// An id: a text, or a number as one.
pub(super) fn id(value: Option<Value>, at: &str) -> Result<String, String> {
    match value {
        Some(Value::String(id)) => Ok(id),
        Some(Value::Number(id)) => Ok(id.to_string()),
        other => wrong(at, "a text or a number", other.as_ref()),
    }
}

/// A place in a text.
pub(super) fn place(value: Option<Value>, at: &str) -> Result<usize, String> {
    match value {
        Some(Value::Number(n)) => {
            let place = n.as_u64().and_then(|place| usize::try_from(place).ok());
            place.map_or_else(|| wrong(at, WHOLE, Some(&Value::Number(n))), Ok)
        }
        other => wrong(at, WHOLE, other.as_ref()),
    }
}

const WHOLE: &str = "a whole number from 0";

/// A number.
pub(super) fn number(value: Option<Value>, at: &str) -> Result<f32, String> {
    match value {
        Some(Value::Number(n)) => Ok(n.as_f64().unwrap_or_default() as f32),
        other => wrong(at, "a number", other.as_ref()),
    }
}

/// Yes or no.
pub(super) fn yes_or_no(value: Option<Value>, at: &str) -> Result<bool, String> {
    match value {
        Some(Value::Bool(yes)) => Ok(yes),
        other => wrong(at, "true or false", other.as_ref()),
    }
}

/// An object.
pub(super) fn object(value: Option<Value>, at: &str) -> Result<Map<String, Value>, String> {
    match value {
        Some(Value::Object(map)) => Ok(map),
        other => wrong(at, "an object", other.as_ref()),
    }
}

fn wrong<T>(at: &str, wanted: &str, found: Option<&Value>) -> Result<T, String> {
    Err(match found {
        None => format!("`{at}` is missing: it should be {wanted}"),
        Some(found) => format!("`{at}` should be {wanted}, not {}", shown(found)),
    })
}

/// A value in an error: what is short as it is.
fn shown(value: &Value) -> String {
    match value {
        Value::String(_) => "a text".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        short => short.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_told_by_its_place_and_by_what_it_should_be() {
        let mut all = Fields::of_line(r#"{"doc":{"id":[]},"all":[{"n":0},{"n":-1}],"no":null,"yes":1}"#).unwrap();
        let n: Reader<usize> = |value, at| Fields::of(value, at)?.need("n", place);
        assert_eq!(
            all.need("doc", |v, at| Fields::of(v, at)?.need("id", id)),
            Err("`doc.id` should be a text or a number, not a list".into())
        );
        assert_eq!(all.list("all", n), Err("`all[1].n` should be a whole number from 0, not -1".into()));
        assert_eq!((all.may("no", text), all.may_list("none", n)), (Ok(None), Ok(None)));
        assert_eq!(all.need("no", text), Err("`no` is missing: it should be a text".into()));
        assert_eq!(all.may("yes", yes_or_no), Err("`yes` should be true or false, not 1".into()));
        let line = |line| Fields::of_line(line).map(|_| ());
        assert_eq!(line("[]"), Err("A line should be a JSON object, not a list".into()));
        assert!(line("{").unwrap_err().starts_with("This is no JSON: EOF"));
    }
}
