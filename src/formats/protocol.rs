//! The lines in which a program that suggests is asked, and answers: one JSON object a line, one line in answer to each. The
//! window says them to a person's own program; the command line's `whosaid suggest --pipe` is such a program.

use super::json;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// What is said to a program that suggests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "lowercase")]
pub enum Line {
    /// Which labels there are. Comes first.
    Hello {
        /// Their names. What is said may also give objects with a `name`.
        #[serde(deserialize_with = "names")]
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
        #[serde(deserialize_with = "id")]
        id: String,
        /// What was marked.
        span: LineSpan,
    },
    /// A document is finished, to be learnt from.
    Done {
        /// The document's id; where it is left out on a line, that of `doc`.
        #[serde(default, deserialize_with = "id")]
        id: String,
        /// What is marked in it.
        spans: Vec<LineSpan>,
        /// The document, where it was not suggested for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        doc: Option<LineDoc>,
    },
    /// There is no more.
    Quit,
}

/// A document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineDoc {
    /// What it is called; a number is taken as a text.
    #[serde(deserialize_with = "id")]
    pub id: String,
    /// Its language as an ISO 639-1 code.
    #[serde(default)]
    pub lang: Option<String>,
    /// The day it was published: `2021-12-07`, perhaps with a time.
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
    /// The TIMEX3 type of a date; null on a line where there is none, as are value and modifier.
    #[serde(default, rename = "type", deserialize_with = "text")]
    pub kind: Option<String>,
    /// The TIMEX3 value of a date.
    #[serde(default, deserialize_with = "text")]
    pub value: Option<String>,
    /// The TIMEX3 modifier of a date.
    #[serde(default, rename = "mod", deserialize_with = "text")]
    pub modifier: Option<String>,
    /// What proposed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Why, in a phrase.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// What else it says, by attribute name. What is no text is passed over.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "texts")]
    pub attributes: BTreeMap<String, String>,
    /// What it is linked to.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "links")]
    pub links: Vec<LineLink>,
}

/// A link to the place of another span of the same answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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

/// An id: a text, or a number as one.
fn id<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "an id is a text or a number")]
    enum Id {
        Text(String),
        Number(serde_json::Number),
    }
    Id::deserialize(from).map(|id| match id {
        Id::Text(id) => id,
        Id::Number(id) => id.to_string(),
    })
}

/// A text; nothing where something else stands there.
fn text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Value::deserialize(from).map(|value| value.as_str().map(str::to_owned))
}

/// Texts by name, without what is none.
fn texts<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, String>, D::Error> {
    let said: Option<BTreeMap<String, Value>> = Option::deserialize(from)?;
    let text = |(name, value): (String, Value)| Some((name, value.as_str()?.to_owned()));
    Ok(said.into_iter().flatten().filter_map(text).collect())
}

/// Links; none where null stands there.
fn links<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<LineLink>, D::Error> {
    Option::deserialize(from).map(Option::unwrap_or_default)
}

/// Labels: their names, or objects with a name.
fn names<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "a label is a name")]
    enum Label {
        Name(String),
        Whole { name: String },
    }
    let labels = Vec::deserialize(from)?;
    Ok(labels.into_iter().map(|(Label::Name(name) | Label::Whole { name })| name).collect())
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
        let mut line = json::read(line)?;
        if let Line::Done { id, doc, .. } = &mut line
            && id.is_empty()
        {
            let own = doc.as_ref().map(|doc| doc.id.clone());
            *id = own.ok_or("It says of no document that it is done: `id` is missing")?;
        }
        Ok(line)
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
}
