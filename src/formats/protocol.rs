//! The lines in which a program that suggests is asked, and answers: one JSON object a line, one line in answer to each. The
//! window says them to a person's own program; the command line's `whosaid suggest --pipe` is such a program.

use super::{
    facts,
    fields::{Fields, id, number, object, place, text, yes_or_no},
    json,
};
use crate::model::Published;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// What is said to a program that suggests.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "op", rename_all = "lowercase")]
pub enum Line {
    /// Which labels there are. Comes first.
    Hello {
        /// Their names. What is said may also give objects with a `name`.
        labels: Vec<String>,
    },
    /// Asks for annotations of a document.
    Suggest {
        /// The document.
        doc: LineDoc,
    },
    /// A person marked a place; asks for what that makes likely elsewhere in the same document.
    Added {
        /// The document's id.
        id: String,
        /// What was marked.
        span: LineSpan,
    },
    /// A document is finished, to be learnt from.
    Done {
        /// The document's id; where it is left out on a line, that of `doc`.
        id: String,
        /// What is marked in it.
        spans: Vec<LineSpan>,
        /// The document, where it was not suggested for.
        #[serde(skip_serializing_if = "Option::is_none")]
        doc: Option<LineDoc>,
    },
    /// There is no more.
    Quit,
}

/// A document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LineDoc {
    /// What it is called; a number is taken as a text.
    pub id: String,
    /// Its language as an ISO 639-1 code.
    pub lang: Option<String>,
    /// The day it was published: `2021-12-07`, perhaps with a time.
    pub date: Option<String>,
    /// Its text.
    pub text: String,
}

/// A place with a label. Offsets count Unicode scalars.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct LineSpan {
    /// Where it starts.
    pub start: usize,
    /// Where it ends; not covered.
    pub end: usize,
    /// As what.
    pub label: String,
    /// How likely it is right, from 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f32>,
    /// The TIMEX3 type of a date; null on a line where there is none, as are value and modifier.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The TIMEX3 value of a date.
    pub value: Option<String>,
    /// The TIMEX3 modifier of a date.
    #[serde(rename = "mod")]
    pub modifier: Option<String>,
    /// What proposed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Why, in a phrase.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// What else it says, by attribute name. What is no text is passed over.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, String>,
    /// What it is linked to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<LineLink>,
}

/// A link to the place of another span of the same answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LineLink {
    /// The role: `source`.
    pub role: String,
    /// Where the other starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What it is.
    pub label: String,
}

/// What a program answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Answer {
    /// Whether it was understood; with `hello` and `done`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ok: Option<bool>,
    /// Whether it answers to what was `added`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub live: Option<bool>,
    /// What it suggests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spans: Option<Vec<LineSpan>>,
    /// What went wrong, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

impl Line {
    /// The line, without its end.
    pub fn write(&self) -> String {
        json::string(self)
    }

    /// Reads a line.
    ///
    /// # Errors
    /// A sentence that says which field is wrong, and what it should be.
    pub fn read(line: &str) -> Result<Self, String> {
        let mut all = Fields::of_line(line)?;
        let op: String = all.need("op", text)?;
        Ok(match op.as_str() {
            "hello" => Line::Hello { labels: all.list("labels", label)? },
            "suggest" => Line::Suggest { doc: all.need("doc", LineDoc::read)? },
            "added" => Line::Added { id: all.need("id", id)?, span: all.need("span", LineSpan::read)? },
            "done" => {
                let doc: Option<LineDoc> = all.may("doc", LineDoc::read)?;
                let said = all.may("id", id)?.filter(|id| !id.is_empty());
                let id = match (said, &doc) {
                    (Some(id), Some(doc)) if id != doc.id => {
                        return Err(format!("`id` is “{id}” and `doc.id` is “{}”: a line is of one document", doc.id));
                    }
                    (Some(id), _) => id,
                    (None, Some(doc)) => doc.id.clone(),
                    (None, None) => return Err("`id` is missing: it says which document is done".to_owned()),
                };
                Line::Done { id, spans: all.list("spans", LineSpan::read)?, doc }
            }
            "quit" => Line::Quit,
            _ => return Err(format!("`op` should be hello, suggest, added, done or quit, not “{op}”")),
        })
    }
}

impl LineDoc {
    fn read(value: Option<Value>, at: &str) -> Result<Self, String> {
        let mut all = Fields::of(value, at)?;
        Ok(LineDoc {
            id: all.need("id", id)?,
            lang: all.may("lang", text)?,
            date: all.may("date", text)?,
            text: all.need("text", text)?,
        })
    }

    /// The language as a code of two letters where it has one: `vie` and `vi-VN` are `vi`. `None` where nothing is said.
    pub fn language(&self) -> Option<String> {
        let said = self.lang.as_deref().map(str::trim).filter(|said| !said.is_empty())?;
        Some(facts::language(said).unwrap_or_else(|| said.to_lowercase()))
    }

    /// When it was published; seconds do not count. `None` where nothing is said.
    ///
    /// # Errors
    /// A sentence that says how it is written.
    pub fn published(&self) -> Result<Option<Published>, String> {
        let Some(said) = self.date.as_deref().map(str::trim).filter(|said| !said.is_empty()) else { return Ok(None) };
        let precise = || said.get(..10).filter(|day| Published::parse(day).is_ok()).and(facts::published(said, false));
        Published::parse(said).or_else(|why| precise().ok_or(why)).map(Some).map_err(|why| format!("`doc.date`: {why}"))
    }
}

impl LineSpan {
    fn read(value: Option<Value>, at: &str) -> Result<Self, String> {
        let mut all = Fields::of(value, at)?;
        // What is no text is passed over.
        let mut lenient = |name| all.take(name).and_then(|value| text(Some(value), name).ok());
        let (kind, value, modifier) = (lenient("type"), lenient("value"), lenient("mod"));
        let attributes = all.may("attributes", object)?.unwrap_or_default();
        let attributes = attributes.into_iter().filter_map(|(name, value)| Some((name, value.as_str()?.to_owned())));
        Ok(LineSpan {
            start: all.need("start", place)?,
            end: all.need("end", place)?,
            label: all.need("label", text)?,
            score: all.may("score", number)?,
            kind,
            value,
            modifier,
            source: all.may("source", text)?,
            why: all.may("why", text)?,
            attributes: attributes.collect(),
            links: all.may_list("links", LineLink::read)?.unwrap_or_default(),
        })
    }
}

impl LineLink {
    fn read(value: Option<Value>, at: &str) -> Result<Self, String> {
        let mut all = Fields::of(value, at)?;
        Ok(LineLink {
            role: all.need("role", text)?,
            start: all.need("start", place)?,
            end: all.need("end", place)?,
            label: all.need("label", text)?,
        })
    }
}

/// A label: its name, or an object with a name.
fn label(value: Option<Value>, at: &str) -> Result<String, String> {
    match value {
        Some(Value::Object(_)) => Fields::of(value, at)?.need("name", text),
        _ => text(value, at),
    }
}

impl Answer {
    /// The line, without its end.
    pub fn write(&self) -> String {
        json::string(self)
    }

    /// Reads a line.
    ///
    /// # Errors
    /// A sentence that says which field is wrong, and what it should be.
    pub fn read(line: &str) -> Result<Self, String> {
        let mut all = Fields::of_line(line)?;
        Ok(Answer {
            ok: all.may("ok", yes_or_no)?,
            live: all.may("live", yes_or_no)?,
            spans: all.may_list("spans", LineSpan::read)?,
            error: all.may("error", text)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_as_they_are_described() {
        let span = LineSpan {
            start: 3,
            end: 7,
            label: "Date".into(),
            value: Some("2021-12-07".into()),
            ..LineSpan::default()
        };
        let doc = LineDoc { id: "a".into(), lang: Some("vi".into()), date: None, text: "hôm 7/12\u{2028}".into() };
        for (line, written) in [
            (Line::Hello { labels: vec!["PER".into()] }, r#"{"op":"hello","labels":["PER"]}"#),
            (
                Line::Suggest { doc },
                r#"{"op":"suggest","doc":{"id":"a","lang":"vi","date":null,"text":"hôm 7/12\u2028"}}"#,
            ),
            (
                Line::Added { id: "a".into(), span: span.clone() },
                r#"{"op":"added","id":"a","span":{"start":3,"end":7,"label":"Date","type":null,"value":"2021-12-07","mod":null}}"#,
            ),
            (Line::Done { id: "a".into(), spans: vec![], doc: None }, r#"{"op":"done","id":"a","spans":[]}"#),
            (Line::Quit, r#"{"op":"quit"}"#),
        ] {
            assert_eq!(line.write(), written);
            assert_eq!(Line::read(written), Ok(line));
        }
        let answer = r#"{"spans":[{"start":3,"end":7,"label":"Date","score":null,"value":"2021-12-07","more":1}]}"#;
        assert_eq!(Answer::read(answer), Ok(Answer { spans: Some(vec![span]), ..Answer::default() }));
        let linked = r#"{"spans":[{"start":3,"end":7,"label":"Claim","attributes":{"cue":"said"},"links":[{"role":"source","start":0,"end":2,"label":"Actor"}]}]}"#;
        let linked = Answer::read(linked).unwrap();
        assert_eq!(Answer::read(&linked.write()), Ok(linked.clone()));
        let linked = linked.spans.unwrap().remove(0);
        assert_eq!((&*linked.attributes["cue"], linked.links[0].end), ("said", 2));
        let live = r#"{"ok":true,"live":true}"#;
        assert_eq!(Answer::read(live).map(|a| a.write()).as_deref(), Ok(live));
        assert!(Answer::read("Traceback").is_err());
    }

    #[test]
    fn what_others_say_in_other_words_is_understood() {
        for (said, meant) in [
            (
                r#"{"op":"hello","labels":["PER",{"name":"ORG","colour":"red"}]}"#,
                r#"{"op":"hello","labels":["PER","ORG"]}"#,
            ),
            (
                r#"{"doc":{"text":"x","id":7,"extra":[]},"op":"suggest"}"#,
                r#"{"op":"suggest","doc":{"id":"7","lang":null,"date":null,"text":"x"}}"#,
            ),
            (
                r#"{"op":"done","spans":[{"start":0,"end":1,"label":"A","value":7,"attributes":{"n":1,"m":"x"},"links":null}],"doc":{"id":7,"text":"x"}}"#,
                r#"{"op":"done","id":"7","spans":[{"start":0,"end":1,"label":"A","type":null,"value":null,"mod":null,"attributes":{"m":"x"}}],"doc":{"id":"7","lang":null,"date":null,"text":"x"}}"#,
            ),
        ] {
            assert_eq!(Line::read(said).map(|line| line.write()).as_deref(), Ok(meant));
        }
    }

    #[test]
    fn days_and_languages_are_known_in_the_forms_that_programs_write() {
        let doc =
            |lang: &str, date: &str| LineDoc { lang: Some(lang.into()), date: Some(date.into()), ..LineDoc::default() };
        for (date, day) in [
            ("2020-01-01", "2020-01-01"),
            ("2020-01-01T10:00:00.123Z", "2020-01-01"),
            ("2020-01-01 10:00:59", "2020-01-01"),
            ("2020-01-01T23:30:00.5+07:00", "2020-01-01"),
        ] {
            let published = doc("", date).published().unwrap();
            assert_eq!(published.map(|p| p.date.to_string()).as_deref(), Some(day), "{date}");
        }
        assert_eq!((doc(" ", " ").published(), doc(" ", " ").language()), (Ok(None), None));
        for date in ["soon", "2020-13-01T10:00:00Z", "01/02/2020"] {
            assert!(doc("", date).published().is_err(), "{date}");
        }
        for (said, code) in [("vi", "vi"), ("vie", "vi"), ("vi-VN", "vi"), ("en_US", "en"), ("ENG", "en"), ("fr", "fr")]
        {
            assert_eq!(doc(said, "").language().as_deref(), Some(code));
        }
    }
}
