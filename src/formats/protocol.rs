//! The lines that programs speak which suggest, on either side: one JSON object for each line, one line in answer to each.
//! `docs/suggestions.md` tells it to people.

use super::json;
use serde::{Deserialize, Serialize};

/// What is said to a program that suggests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "lowercase")]
pub enum Line {
    /// Which labels there are. Comes first.
    Hello {
        /// Their names.
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
        /// The document's id.
        id: String,
        /// What is marked in it.
        spans: Vec<LineSpan>,
    },
    /// There is no more.
    Quit,
}

/// A document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineDoc {
    /// What it is called.
    pub id: String,
    /// Its language as an ISO 639-1 code.
    #[serde(default)]
    pub lang: Option<String>,
    /// The day it was published: `2021-12-07`.
    #[serde(default)]
    pub date: Option<String>,
    /// Its text.
    pub text: String,
}

/// A place with a label. Offsets count Unicode scalars.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LineSpan {
    /// Where it starts.
    pub start: usize,
    /// Where it ends; not covered.
    pub end: usize,
    /// As what.
    pub label: String,
    /// How likely it is right, from 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f32>,
    /// The TIMEX3 type of a date.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The TIMEX3 value of a date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The TIMEX3 modifier of a date.
    #[serde(default, rename = "mod", skip_serializing_if = "Option::is_none")]
    pub modifier: Option<String>,
    /// What proposed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// What a program answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// Whether it was understood; with `hello` and `done`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ok: Option<bool>,
    /// Whether it answers to what was `added`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live: Option<bool>,
    /// What it suggests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spans: Option<Vec<LineSpan>>,
    /// What went wrong, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
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
    /// A sentence that says what is wrong.
    pub fn read(line: &str) -> Result<Self, String> {
        json::read(line)
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
    /// A sentence that says what is wrong.
    pub fn read(line: &str) -> Result<Self, String> {
        json::read(line)
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
                r#"{"op":"added","id":"a","span":{"start":3,"end":7,"label":"Date","value":"2021-12-07"}}"#,
            ),
            (Line::Done { id: "a".into(), spans: vec![] }, r#"{"op":"done","id":"a","spans":[]}"#),
            (Line::Quit, r#"{"op":"quit"}"#),
        ] {
            assert_eq!(line.write(), written);
            assert_eq!(Line::read(written), Ok(line));
        }
        let answer = Answer { spans: Some(vec![span]), ..Answer::default() };
        assert_eq!(Answer::read(&answer.write()), Ok(answer));
        assert_eq!(Answer::read(r#"{"ok":true,"live":true}"#).map(|a| (a.ok, a.live)), Ok((Some(true), Some(true))));
        assert!(Answer::read("Traceback").is_err());
        assert!(Line::read(r#"{"op":"sing"}"#).is_err());
    }
}
