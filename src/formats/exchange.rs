//! The exchange format of agreement: an article a line, with everyone's marks on it.
//!
//! ```json
//! {"doc": "a", "text": "Ms Adams said …", "event": "flood", "annotators": {"Lan": [[0, 8, "Actor"]], "An": []}}
//! ```
//!
//! Offsets are Unicode scalars, half open. Who is not named has not seen the article; an empty list: has seen it and marked
//! nothing. `event` may be left out. It is neither an export nor an import: no project is made of it.

use super::{ReadError, Source, json::Id, lines::Lines};
use serde::{
    Deserialize,
    de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
    fmt,
};

/// Articles with everyone's marks, one at a time.
pub struct Exchange<'a> {
    lines: Lines<'a>,
    /// In which line each article was.
    docs: HashMap<String, u64>,
    /// Names of fields that are not of the format.
    unknown: BTreeSet<String>,
}

/// An article with everyone's marks.
#[derive(Debug)]
pub struct ExchangeRow<'l> {
    /// Its line, from 1.
    pub number: u64,
    /// Its name.
    pub doc: String,
    /// Its text.
    pub text: Cow<'l, str>,
    /// The event that it is on, where the file says one.
    pub event: Option<Cow<'l, str>>,
    /// Those who have seen it, each once, with their marks.
    pub annotators: Vec<(Cow<'l, str>, Vec<ExchangeMark<'l>>)>,
    line: &'l str,
}

/// Start, end (not covered), label. Nothing says yet that they are in the text.
pub type ExchangeMark<'l> = (usize, usize, Cow<'l, str>);

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangeError {
    /// The line, from 1; `None` where the file cannot be read at all.
    pub line: Option<u64>,
    /// The column in characters, from 1; `None` for the whole line.
    pub column: Option<u64>,
    /// A sentence without a full stop.
    pub what: String,
}

impl From<ReadError> for ExchangeError {
    fn from(error: ReadError) -> Self {
        let rejected = error.rejected();
        let line = Some(rejected.place.line).filter(|line| *line > 0);
        ExchangeError { line, column: None, what: rejected.why }
    }
}

impl<'a> Exchange<'a> {
    /// Opens a file.
    ///
    /// # Errors
    /// [`ExchangeError`] where it cannot be opened.
    pub fn open(source: &'a dyn Source, name: &str) -> Result<Self, ExchangeError> {
        Ok(Exchange { lines: Lines::open(source, name)?, docs: HashMap::new(), unknown: BTreeSet::new() })
    }

    /// The next article; blank lines are passed over. `None` at the end.
    ///
    /// # Errors
    /// [`ExchangeError`] where a line is not of the format, or an article comes twice. It is no use going on.
    pub fn row(&mut self) -> Result<Option<ExchangeRow<'_>>, ExchangeError> {
        let Some(line) = self.lines.raw()? else { return Ok(None) };
        let (number, bytes) = line.map_err(|rejected| ExchangeError {
            line: Some(rejected.place.line),
            column: None,
            what: rejected.why,
        })?;
        let fault = |column, what| ExchangeError { line: Some(number), column, what };
        let line = std::str::from_utf8(bytes).map_err(|error| {
            let what = "It is not UTF-8 here. Save it as UTF-8".to_owned();
            fault(Some(scalars(bytes, error.valid_up_to()) + 1), what)
        })?;
        let mut form = Form { stop: None, unknown: &mut self.unknown };
        let row = form.read(line).map_err(|error| {
            let whole = error.to_string();
            let place = format!(" at line {} column {}", error.line(), error.column());
            let what = whole.strip_suffix(&place).unwrap_or(&whole);
            let column = scalars(bytes, error.column()).max(1);
            fault(Some(column), format!("It cannot be understood here: {what}"))
        })?;
        if let Some(before) = self.docs.insert(row.doc.clone(), number) {
            let what = format!("“{}” is in line {before} already. All who saw an article belong in one line", row.doc);
            return Err(fault(None, what));
        }
        Ok(Some(ExchangeRow { number, line, ..row }))
    }

    /// The names of fields that are not of the format and were passed over so far.
    pub fn unknown(&self) -> impl Iterator<Item = &str> {
        self.unknown.iter().map(String::as_str)
    }
}

impl ExchangeRow<'_> {
    /// The column, in characters from 1, where a mark stands: by the annotator's number in `annotators` and the mark's in
    /// their list.
    pub fn column(&self, annotator: usize, mark: usize) -> Option<u64> {
        // Places are not kept while reading, since almost nobody asks: the line is read again up to there.
        let mut form = Form { stop: Some((annotator, mark)), unknown: &mut BTreeSet::new() };
        let stopped = form.read(self.line).err()?;
        Some(scalars(self.line.as_bytes(), stopped.column()) + 1)
    }
}

/// How many Unicode scalars begin in so many bytes.
fn scalars(bytes: &[u8], len: usize) -> u64 {
    bytes.iter().take(len).filter(|b| **b & 0xc0 != 0x80).count() as u64
}

/// The form of a line.
struct Form<'u> {
    /// The mark at which reading stops with an error, so that its place is known.
    stop: Option<(usize, usize)>,
    unknown: &'u mut BTreeSet<String>,
}

impl Form<'_> {
    fn read<'l>(&mut self, line: &'l str) -> Result<ExchangeRow<'l>, serde_json::Error> {
        let mut from = serde_json::Deserializer::from_str(line);
        let row = from.deserialize_map(self)?;
        from.end()?;
        Ok(row)
    }
}

impl<'l> Visitor<'l> for &mut Form<'_> {
    type Value = ExchangeRow<'l>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an article: {\"doc\", \"text\", \"annotators\"}")
    }

    fn visit_map<A: MapAccess<'l>>(self, mut fields: A) -> Result<ExchangeRow<'l>, A::Error> {
        let (mut doc, mut text, mut event, mut annotators) = (None, None, None, None);
        while let Some(Words(name)) = fields.next_key()? {
            let twice = match &*name {
                "doc" => doc.replace(fields.next_value::<Id>()?.0).is_some(),
                "text" => text.replace(fields.next_value::<Words<'l>>()?.0).is_some(),
                "event" => event.replace(fields.next_value::<Option<Words<'l>>>()?).is_some(),
                "annotators" => annotators.replace(fields.next_value_seed(Annotators(self.stop))?).is_some(),
                _ => {
                    fields.next_value::<IgnoredAny>()?;
                    self.unknown.insert(name.into_owned());
                    false
                }
            };
            if twice {
                return Err(A::Error::custom("the field is there twice"));
            }
        }
        let missing = A::Error::missing_field;
        Ok(ExchangeRow {
            number: 0,
            line: "",
            doc: doc.filter(|doc| !doc.is_empty()).ok_or_else(|| missing("doc"))?,
            text: text.ok_or_else(|| missing("text"))?,
            event: event.flatten().map(|Words(event)| event).filter(|event| !event.is_empty()),
            annotators: annotators.ok_or_else(|| missing("annotators"))?,
        })
    }
}

/// The sets of annotators by name.
struct Annotators(Option<(usize, usize)>);

impl<'l> DeserializeSeed<'l> for Annotators {
    type Value = Vec<(Cow<'l, str>, Vec<ExchangeMark<'l>>)>;

    fn deserialize<D: Deserializer<'l>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'l> Visitor<'l> for Annotators {
    type Value = Vec<(Cow<'l, str>, Vec<ExchangeMark<'l>>)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("annotators with their marks: {\"NAME\": [[start, end, \"Label\"], …], …}")
    }

    fn visit_map<A: MapAccess<'l>>(self, mut sets: A) -> Result<Self::Value, A::Error> {
        let mut all: Self::Value = Vec::new();
        let mut seen: BTreeSet<Cow<'l, str>> = BTreeSet::new();
        while let Some(Words(name)) = sets.next_key()? {
            if name.is_empty() {
                return Err(A::Error::custom("an annotator without a name"));
            }
            if !seen.insert(name.clone()) {
                return Err(A::Error::custom(format_args!("the annotator “{name}” is there twice")));
            }
            let stop = self.0.filter(|(annotator, _)| *annotator == all.len()).map(|(_, mark)| mark);
            let marks = sets.next_value_seed(Marks(stop))?;
            all.push((name, marks));
        }
        Ok(all)
    }
}

/// The marks of an annotator.
struct Marks(Option<usize>);

impl<'l> DeserializeSeed<'l> for Marks {
    type Value = Vec<ExchangeMark<'l>>;

    fn deserialize<D: Deserializer<'l>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'l> Visitor<'l> for Marks {
    type Value = Vec<ExchangeMark<'l>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a list of marks: [[start, end, \"Label\"], …]; leave an annotator out who has not seen the article",
        )
    }

    fn visit_seq<A: SeqAccess<'l>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut marks = Vec::new();
        while let Some(mark) = list.next_element_seed(OneMark { here: self.0 == Some(marks.len()) })? {
            marks.push(mark);
        }
        Ok(marks)
    }
}

/// A mark.
struct OneMark {
    here: bool,
}

impl<'l> DeserializeSeed<'l> for OneMark {
    type Value = ExchangeMark<'l>;

    fn deserialize<D: Deserializer<'l>>(self, from: D) -> Result<Self::Value, D::Error> {
        if self.here { Err(D::Error::custom("here")) } else { from.deserialize_seq(self) }
    }
}

impl<'l> Visitor<'l> for OneMark {
    type Value = ExchangeMark<'l>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a mark: [start, end, \"Label\"]")
    }

    fn visit_seq<A: SeqAccess<'l>>(self, mut parts: A) -> Result<Self::Value, A::Error> {
        let short = |n| A::Error::invalid_length(n, &"a mark: [start, end, \"Label\"]");
        let Offset(start) = parts.next_element()?.ok_or_else(|| short(0))?;
        let Offset(end) = parts.next_element()?.ok_or_else(|| short(1))?;
        let Words(label) = parts.next_element()?.ok_or_else(|| short(2))?;
        if label.is_empty() {
            return Err(A::Error::custom("a label without a name"));
        }
        if parts.next_element::<IgnoredAny>()?.is_some() {
            return Err(short(4));
        }
        Ok((start, end, label))
    }
}

/// Text, borrowed from the line where it has no escapes.
#[derive(Deserialize)]
struct Words<'l>(#[serde(borrow)] Cow<'l, str>);

/// A whole number from 0.
struct Offset(usize);

impl<'l> Deserialize<'l> for Offset {
    fn deserialize<D: Deserializer<'l>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_u64(OffsetForm).map(Offset)
    }
}

struct OffsetForm;

impl Visitor<'_> for OffsetForm {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an offset: a whole number from 0")
    }

    fn visit_u64<E: serde::de::Error>(self, offset: u64) -> Result<usize, E> {
        // What a machine cannot count to is in no text.
        Ok(usize::try_from(offset).unwrap_or(usize::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{self, Read};

    /// One file in memory.
    struct File(Vec<u8>);

    impl Source for File {
        fn files(&self) -> &[String] {
            &[]
        }

        fn open(&self, _: &str) -> io::Result<Box<dyn Read + '_>> {
            Ok(Box::new(&*self.0))
        }
    }

    /// What is wrong with a file: line, column, words.
    fn wrong(bytes: &[u8]) -> (Option<u64>, Option<u64>, String) {
        let file = File(bytes.to_vec());
        let mut rows = Exchange::open(&file, "x.jsonl").unwrap();
        loop {
            match rows.row() {
                Ok(row) => assert!(row.is_some(), "nothing is wrong with {}", String::from_utf8_lossy(bytes)),
                Err(error) => return (error.line, error.column, error.what),
            }
        }
    }

    #[test]
    fn rows_come_one_after_another() {
        let file = File(
            "\u{feff}{\"doc\":\"a\",\"text\":\"Bà Mén\",\"annotators\":{\"An\":[[0,6,\"Actor\"]],\"L\\u00ea\":[]},\"x\":{\"y\":[1]}}\r\n\r\n  \n\
             {\"annotators\":{},\"event\":\"flood\",\"doc\":7,\"text\":\"\\ud83d\\udca7\"}"
                .into(),
        );
        let mut rows = Exchange::open(&file, "x.jsonl").unwrap();
        let row = rows.row().unwrap().unwrap();
        assert_eq!((row.number, &*row.doc, &*row.text, &row.event), (1, "a", "Bà Mén", &None));
        assert_eq!(row.annotators, [("An".into(), vec![(0, 6, "Actor".into())]), ("Lê".into(), vec![])]);
        assert!(matches!(row.text, Cow::Borrowed(_)));
        let row = rows.row().unwrap().unwrap();
        assert_eq!((row.number, &*row.doc, &*row.text), (4, "7", "💧"));
        assert_eq!(row.event.as_deref(), Some("flood"));
        assert!(rows.row().unwrap().is_none());
        assert_eq!(rows.unknown().collect::<Vec<_>>(), ["x"]);
    }

    #[test]
    fn what_is_wrong_has_its_place() {
        let line = |annotators: &str| format!("{{\"doc\":\"a\",\"text\":\"Mén kể\",\"annotators\":{annotators}}}");
        let marks = |marks: &str| line(&format!("{{\"A\":{marks}}}"));
        let at = marks("").find("\"A\":").unwrap() as u64 + 4 + 1;
        // “Mén kể” has three bytes more than characters.
        let at = at - 3;
        for (bytes, column, words) in [
            (marks("[[3.0,4,\"X\"]]"), Some(at + 4), "whole number from 0"),
            (marks("[[-1,4,\"X\"]]"), Some(at + 3), "whole number from 0"),
            (marks("[[1e999,4,\"X\"]]"), None, "number out of range"),
            (marks("[[NaN,4,\"X\"]]"), None, "expected"),
            (marks("[[0,340282366920938463463374607431768211456,\"X\"]]"), None, "whole number from 0"),
            (marks("[[0,4]]"), None, "[start, end, \"Label\"]"),
            (marks("[[0,4,\"X\",1]]"), None, "[start, end, \"Label\"]"),
            (marks("[[0,4,\"\"]]"), None, "label without a name"),
            (marks("null"), None, "has not seen"),
            (marks("[0,4,\"X\"]"), None, "a mark"),
            (line("{\"A\":[],\"A\":[]}"), None, "“A” is there twice"),
            (line("{\"\":[]}"), None, "without a name"),
            (line("[]"), None, "annotators with their marks"),
            (line("{},\"doc\":\"b\""), None, "twice"),
            (line("{}") + "x", None, "trailing"),
            (line("{}").replace('}', "") + "},\"x\":" + &"[".repeat(100_000), None, "EOF"),
            ("{\"doc\":\"a\",\"text\":\"\\ud800\",\"annotators\":{}}".into(), None, ""),
            ("{\"text\":\"a\",\"annotators\":{}}".into(), None, "doc"),
            ("{\"doc\":\"a\",\"annotators\":{}}".into(), None, "text"),
            ("{\"doc\":\"a\",\"text\":\"\"}".into(), None, "annotators"),
            ("[]".into(), None, "an article"),
            ("\u{feff}\u{feff}{}".into(), None, ""),
        ] {
            // The line is the third.
            let (number, found, what) =
                wrong(format!("{}\n\n{bytes}\n", line("{}").replace("\"a\"", "\"0\"")).as_bytes());
            assert_eq!(number, Some(3), "{bytes}");
            assert!(found.is_some() && (column.is_none() || found == column), "{bytes}: {found:?} {what}");
            assert!(what.contains(words) && !what.contains(" column "), "{bytes}: {what}");
        }
        let (number, column, what) = wrong("{\"doc\": \"Mé".as_bytes());
        assert_eq!((number, column), (Some(1), Some(11)), "{what}");
        let mut bytes = line("{}").into_bytes();
        bytes.splice(9..9, *b"\xc3\xa9\xff");
        assert_eq!((wrong(&bytes).0, wrong(&bytes).1), (Some(1), Some(11)));
        let twice = format!("{0}\n{0}\n", line("{}"));
        assert!(wrong(twice.as_bytes()).2.contains("line 1 already"));
    }

    #[test]
    fn a_mark_is_found_in_its_line() {
        let text =
            "{\"annotators\":{\"Lê\":[[0,1,\"X\"]],\"A\": [ [1,2,\"Y\"] , [9,9,\"Z\"]]},\"doc\":\"a\",\"text\":\"kể\"}";
        let file = File(text.into());
        let mut rows = Exchange::open(&file, "x.jsonl").unwrap();
        let row = rows.row().unwrap().unwrap();
        let column = |words: &str| Some(text.split(words).next().unwrap().chars().count() as u64 + 1);
        assert_eq!(row.column(0, 0), column("[0,1"));
        assert_eq!(row.column(1, 0), column("[1,2"));
        assert_eq!(row.column(1, 1), column("[9,9"));
        assert_eq!(row.column(1, 2), None);
        assert_eq!(row.column(2, 0), None);
    }
}
