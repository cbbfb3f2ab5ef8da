//! The pipe: one JSON object a line in, one a line out.

use super::super::Outcome;
use crate::{
    model::{LabelName, Published},
    suggest::{Lexicons, Pipe, PipeDoc, PipeSpan, Proposal, Source},
    text::{MAX_ARTICLE_BYTES, Span, Text},
};
use serde_json::{Map, Value, json};
use std::{
    collections::BTreeMap,
    io::{self, BufRead, ErrorKind, Read, Write},
    process::ExitCode,
    sync::Arc,
};

/// A line is at most so long: the longest article with every character written as an escape.
const MAX_LINE: u64 = MAX_ARTICLE_BYTES as u64 * 6 + (1 << 20);

/// Answers lines until the end, or until it is told to quit.
pub(super) fn run(enabled: &[&'static dyn Source], least: f32) -> Outcome {
    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();
    let mut talk = Talk { enabled: enabled.to_vec(), least, pipe: None };
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = input.by_ref().take(MAX_LINE).read_until(b'\n', &mut line);
        match read {
            Ok(0) => return Ok(ExitCode::SUCCESS),
            Ok(_) => {}
            Err(error) => return Err(format!("Standard input cannot be read: {error}")),
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let (answer, quit) = match line.len() as u64 == MAX_LINE && line.last() != Some(&b'\n') {
            true => {
                skip_line(&mut input).map_err(|error| format!("Standard input cannot be read: {error}"))?;
                (failure("the line is too long"), false)
            }
            false => talk.answer(&line),
        };
        let written = writeln!(output, "{answer}").and_then(|()| output.flush());
        match written {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(ExitCode::SUCCESS),
            Err(error) => return Err(format!("The answer cannot be written to standard output: {error}")),
            Ok(()) if quit => return Ok(ExitCode::SUCCESS),
            Ok(()) => {}
        }
    }
}

/// Reads to the end of a line without keeping it.
fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        let (used, ends) = match buffer.iter().position(|b| *b == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        input.consume(used);
        if ends {
            return Ok(());
        }
    }
}

fn failure(error: impl std::fmt::Display) -> Value {
    json!({ "ok": false, "error": error.to_string() })
}

/// The talk with another program.
struct Talk {
    enabled: Vec<&'static dyn Source>,
    least: f32,
    pipe: Option<Pipe>,
}

impl Talk {
    /// The answer to a line, and whether it is the last.
    fn answer(&mut self, line: &[u8]) -> (Value, bool) {
        let asked: Value = match serde_json::from_slice(line) {
            Ok(asked) => asked,
            Err(error) => return (failure(format!("this is no JSON: {error}")), false),
        };
        let op = asked.get("op").and_then(Value::as_str).unwrap_or_default();
        if op == "quit" {
            return (json!({ "ok": true }), true);
        }
        let answer = match (op, &mut self.pipe) {
            ("hello", _) => self.hello(&asked),
            ("suggest" | "added" | "done", None) => Err("say hello first, with the labels".to_owned()),
            ("suggest", Some(pipe)) => suggest(pipe, &asked),
            ("added", Some(pipe)) => added(pipe, &asked),
            ("done", Some(pipe)) => done(pipe, &asked),
            _ => Err("op is one of hello, suggest, added, done, quit".to_owned()),
        };
        (answer.unwrap_or_else(failure), false)
    }

    fn hello(&mut self, asked: &Value) -> Result<Value, String> {
        let labels = asked.get("labels").and_then(Value::as_array).ok_or("labels is a list of names")?;
        let named = labels.iter().map(|l| l.as_str().or_else(|| l.get("name")?.as_str()).filter(|l| !l.is_empty()));
        let labels: Vec<LabelName> =
            named.map(|l| l.map(LabelName::from)).collect::<Option<_>>().ok_or("a label is a name")?;
        self.pipe = Some(Pipe::new(self.enabled.clone(), Lexicons::default(), &labels, self.least));
        Ok(json!({ "ok": true, "live": true }))
    }
}

fn suggest(pipe: &mut Pipe, asked: &Value) -> Result<Value, String> {
    let doc = doc(asked.get("doc").ok_or("doc is missing")?)?;
    let text = doc.text.clone();
    let proposals = pipe.suggest(doc);
    Ok(json!({ "spans": spans(&text, &proposals) }))
}

fn added(pipe: &mut Pipe, asked: &Value) -> Result<Value, String> {
    let id = id(asked)?;
    let span = span(asked.get("span").ok_or("span is missing")?)?;
    let proposals = pipe.added(&id, (span.start, span.end), &span.label).map_err(|e| e.to_string())?;
    let text = pipe.text(&id).cloned().unwrap_or_else(|| Text::new(""));
    Ok(json!({ "spans": spans(&text, &proposals) }))
}

fn done(pipe: &mut Pipe, asked: &Value) -> Result<Value, String> {
    let told = asked.get("doc").filter(|d| !d.is_null()).map(doc).transpose()?;
    let id = match &told {
        Some(doc) if asked.get("id").is_none() => doc.id.clone(),
        _ => id(asked)?,
    };
    let all = asked.get("spans").and_then(Value::as_array).ok_or("spans is a list")?;
    let all = all.iter().map(span).collect::<Result<Vec<_>, _>>()?;
    pipe.done(&id, &all, told).map_err(|e| e.to_string())?;
    Ok(json!({ "ok": true }))
}

/// The id of an article: a text, or a number as one.
fn id(asked: &Value) -> Result<String, String> {
    match asked.get("id") {
        Some(Value::String(id)) => Ok(id.clone()),
        Some(Value::Number(id)) => Ok(id.to_string()),
        _ => Err("id is missing".to_owned()),
    }
}

fn doc(told: &Value) -> Result<PipeDoc, String> {
    let text = told.get("text").and_then(Value::as_str).ok_or("doc has no text")?;
    if text.len() > MAX_ARTICLE_BYTES {
        return Err("the text is longer than an article may be".to_owned());
    }
    let said = |name: &str| told.get(name).and_then(Value::as_str).filter(|v| !v.trim().is_empty());
    let published = said("date").map(Published::parse).transpose().map_err(|e| format!("date: {e}"))?;
    let language = said("lang").map(str::to_lowercase);
    Ok(PipeDoc { id: id(told)?, text: Text::new(text), language, published })
}

/// A mark; what a date says may stand in it too.
fn span(told: &Value) -> Result<PipeSpan, String> {
    let number = |name: &str| told.get(name).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
    let place = number("start").zip(number("end"));
    let (start, end) = place.ok_or("a span has a start and an end")?;
    let label = told.get("label").and_then(Value::as_str).ok_or("a span has a label")?.to_owned();
    let mut attributes: BTreeMap<Arc<str>, Arc<str>> = BTreeMap::new();
    let own = told.get("attributes").and_then(Value::as_object).into_iter().flatten();
    let dates = DATES.iter().filter_map(|(outer, inner)| Some((*inner, told.get(*outer)?)));
    for (name, value) in own.map(|(name, value)| (name.as_str(), value)).chain(dates) {
        if let Some(value) = value.as_str() {
            attributes.insert(name.into(), value.into());
        }
    }
    Ok(PipeSpan { start, end, label, attributes })
}

/// What the pipe says of dates, and the attributes that hold it.
const DATES: [(&str, &str); 3] = [("type", "kind"), ("value", "value"), ("mod", "mod")];

fn spans(text: &Text, proposals: &[Proposal]) -> Vec<Value> {
    let place = |span: Span| (text.char_of(span.start()).0, text.char_of(span.end()).0);
    let told = proposals.iter().map(|p| {
        let (start, end) = place(p.span);
        let links = p.links.iter().map(|goal| {
            let (start, end) = place(goal.span);
            json!({ "role": &*goal.role, "start": start, "end": end, "label": &*goal.label })
        });
        let attributes: Map<String, Value> =
            p.attributes.iter().map(|(name, value)| (name.to_string(), json!(&**value))).collect();
        let is_date = p.attributes.contains_key("value");
        let date = |name: &str| p.attributes.get(name).filter(|_| is_date).map(|v| &**v);
        let [kind, value, modifier] = DATES.map(|(_, name)| date(name));
        json!({
            "start": start, "end": end, "label": &*p.label, "score": (f64::from(p.score) * 1000.0).round() / 1000.0,
            "type": kind, "value": value, "mod": modifier, "source": &*p.source,
            "attributes": attributes, "links": links.collect::<Vec<_>>(), "why": p.why,
        })
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suggest::SOURCES;

    fn talk(lines: &[&str]) -> Vec<Value> {
        let mut talk = Talk { enabled: SOURCES.to_vec(), least: 0.5, pipe: None };
        lines.iter().map(|l| talk.answer(l.as_bytes()).0).collect()
    }

    #[test]
    fn what_cannot_be_done_is_told_and_the_talk_goes_on() {
        let hello = r#"{"op":"hello","labels":["Thing",{"name":"Other"}]}"#;
        let suggest =
            r#"{"op":"suggest","doc":{"id":"a","lang":"vi","date":null,"text":"e\u0301 Minh Anh, Minh Anh"}}"#;
        let bad = [
            (r#"{"op":"suggest","doc":{"id":"a","text":"x"}}"#, "hello first"),
            ("not json", "no JSON"),
            (r#"["op"]"#, "op is one of"),
            (r#"{"op":"dance"}"#, "op is one of"),
            (r#"{"op":"hello","labels":[1]}"#, "a label is a name"),
            (hello, ""),
            (r#"{"op":"suggest","doc":{"text":"x"}}"#, "id is missing"),
            (r#"{"op":"suggest","doc":{"id":"a","date":"soon","text":"x"}}"#, "date: "),
            (suggest, ""),
            (r#"{"op":"added","id":"b","span":{"start":0,"end":1,"label":"Thing"}}"#, "no article “b”"),
            (r#"{"op":"added","id":"a","span":{"start":0,"end":1,"label":"Thing"}}"#, "inside a character"),
            (r#"{"op":"added","id":"a","span":{"start":3,"end":99,"label":"Thing"}}"#, "past the end"),
            (r#"{"op":"added","id":"a","span":{"start":3,"end":3,"label":"Thing"}}"#, "not after the start"),
            (r#"{"op":"added","id":"a","span":{"start":-3,"end":3,"label":"Thing"}}"#, "a start and an end"),
            (r#"{"op":"added","id":"a","span":{"start":3,"end":11,"label":"No"}}"#, "no label “No”"),
            (r#"{"op":"added","id":"a","span":{"start":3,"end":11,"label":"Thing"}}"#, ""),
            (r#"{"op":"added","id":"a","span":{"start":3,"end":11,"label":"Thing"}}"#, "marked already"),
            (r#"{"op":"done","id":"a"}"#, "spans is a list"),
            (r#"{"op":"done","id":"a","spans":[{"start":0,"end":99,"label":"Thing"}]}"#, "past the end"),
            (r#"{"op":"done","id":"a","spans":[]}"#, ""),
            (r#"{"op":"done","id":"a","spans":[]}"#, "finished already"),
            (r#"{"op":"done","id":"new","spans":[],"doc":{"id":"new","text":"Hello"}}"#, ""),
            (r#"{"op":"quit"}"#, ""),
        ];
        let answers = talk(&bad.map(|(line, _)| line));
        for ((line, why), answer) in bad.iter().zip(&answers) {
            match answer["error"].as_str() {
                Some(error) => assert!(!why.is_empty() && error.contains(why), "{line}: {error}"),
                None => assert!(why.is_empty(), "{line} was answered by {answer}"),
            }
        }
    }

    #[test]
    fn a_mark_by_hand_is_carried_on_and_places_count_scalars() {
        let text = "💧 Minh Anh, Minh Anh và Minh Anh";
        let suggest =
            json!({"op": "suggest", "doc": {"id": 7, "lang": "vi", "date": "2021-12-07", "text": text}}).to_string();
        let hello = r#"{"op":"hello","labels":["Thing"]}"#;
        let added = r#"{"op":"added","id":7,"span":{"start":12,"end":20,"label":"Thing"}}"#;
        let answers = talk(&[hello, &suggest, added]);
        assert_eq!(answers[0], json!({"ok": true, "live": true}));
        assert_eq!(answers[1]["spans"], json!([]));
        let places: Vec<_> = answers[2]["spans"].as_array().unwrap().iter().map(|s| (&s["start"], &s["end"])).collect();
        assert_eq!(places, [(&json!(2), &json!(10)), (&json!(24), &json!(32))]);
        let first = &answers[2]["spans"][0];
        assert_eq!(
            (&first["label"], &first["source"], &first["value"]),
            (&json!("Thing"), &json!("repeats"), &Value::Null)
        );
    }
}
