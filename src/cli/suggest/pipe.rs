//! The pipe: one JSON object a line in, one a line out.

use super::super::Outcome;
use crate::{
    formats::protocol::{Answer, Line, LineDoc, LineLink, LineSpan},
    model::LabelName,
    suggest::{Lexicons, Pipe, PipeDoc, PipeSpan, Proposal, Source},
    text::{MAX_ARTICLE_BYTES, Span, Text},
};
use std::{
    io::{self, BufRead, ErrorKind, Read, Write},
    process::ExitCode,
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
        // Some programs begin what they write with a byte-order mark.
        let said = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line);
        if said.trim_ascii().is_empty() {
            continue;
        }
        let (answer, quit) = match line.len() as u64 == MAX_LINE && line.last() != Some(&b'\n') {
            true => {
                skip_line(&mut input).map_err(|error| format!("Standard input cannot be read: {error}"))?;
                (failure("the line is too long".to_owned()), false)
            }
            false => talk.answer(said),
        };
        let written = writeln!(output, "{}", answer.write()).and_then(|()| output.flush());
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

fn well() -> Answer {
    Answer { ok: Some(true), ..Answer::default() }
}

fn failure(error: String) -> Answer {
    Answer { ok: Some(false), error: Some(error), ..Answer::default() }
}

/// The talk with another program.
struct Talk {
    enabled: Vec<&'static dyn Source>,
    least: f32,
    pipe: Option<Pipe>,
}

impl Talk {
    /// The answer to a line, and whether it is the last.
    fn answer(&mut self, line: &[u8]) -> (Answer, bool) {
        let line = str::from_utf8(line).map_err(|_| "The line is not UTF-8".to_owned()).and_then(Line::read);
        let quits = line == Ok(Line::Quit);
        (line.and_then(|line| self.reply(line)).unwrap_or_else(failure), quits)
    }

    fn reply(&mut self, line: Line) -> Result<Answer, String> {
        let spans = match line {
            Line::Hello { labels } => {
                let labels: Vec<LabelName> = labels.into_iter().map(LabelName::from).collect();
                if labels.iter().any(|l| l.is_empty()) {
                    return Err("a label has a name".to_owned());
                }
                self.pipe = Some(Pipe::new(self.enabled.clone(), Lexicons::default(), &labels, self.least));
                return Ok(Answer { live: Some(true), ..well() });
            }
            Line::Suggest { doc } => {
                let pipe = self.pipe()?;
                let doc = told(doc)?;
                let text = doc.text.clone();
                spans(&text, &pipe.suggest(doc))
            }
            Line::Added { id, span } => {
                let pipe = self.pipe()?;
                let proposals = pipe.added(&id, (span.start, span.end), &span.label).map_err(|e| e.to_string())?;
                pipe.text(&id).map(|text| spans(text, &proposals)).unwrap_or_default()
            }
            Line::Done { id, spans, doc } => {
                let spans: Vec<PipeSpan> = spans.into_iter().map(mark).collect();
                self.pipe()?.done(&id, &spans, doc.map(told).transpose()?).map_err(|e| e.to_string())?;
                return Ok(well());
            }
            Line::Quit => return Ok(well()),
        };
        Ok(Answer { spans: Some(spans), ..Answer::default() })
    }

    fn pipe(&mut self) -> Result<&mut Pipe, String> {
        self.pipe.as_mut().ok_or_else(|| "say hello first, with the labels".to_owned())
    }
}

fn told(doc: LineDoc) -> Result<PipeDoc, String> {
    if doc.text.len() > MAX_ARTICLE_BYTES {
        return Err("the text is longer than an article may be".to_owned());
    }
    let (language, published) = (doc.language(), doc.published()?);
    Ok(PipeDoc { id: doc.id, text: Text::new(doc.text), language, published })
}

/// A mark; what a date says may stand in it too.
fn mark(span: LineSpan) -> PipeSpan {
    let date = [("kind", span.kind), ("value", span.value), ("mod", span.modifier)];
    let date = date.into_iter().filter_map(|(name, value)| Some((name.into(), value?.into())));
    let attributes = span.attributes.into_iter().map(|(name, value)| (name.into(), value.into())).chain(date).collect();
    PipeSpan { start: span.start, end: span.end, label: span.label, attributes }
}

fn spans(text: &Text, proposals: &[Proposal]) -> Vec<LineSpan> {
    let place = |span: Span| (text.char_of(span.start()).0, text.char_of(span.end()).0);
    let told = proposals.iter().map(|p| {
        let (start, end) = place(p.span);
        let links = p.links.iter().map(|goal| {
            let (start, end) = place(goal.span);
            LineLink { role: goal.role.to_string(), start, end, label: goal.label.to_string() }
        });
        let is_date = p.attributes.contains_key("value");
        let date = |name: &str| p.attributes.get(name).filter(|_| is_date).map(ToString::to_string);
        LineSpan {
            start,
            end,
            label: p.label.to_string(),
            score: Some((p.score * 1000.0).round() / 1000.0),
            kind: date("kind"),
            value: date("value"),
            modifier: date("mod"),
            source: Some(p.source.to_string()),
            why: Some(p.why.clone()),
            attributes: p.attributes.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect(),
            links: links.collect(),
        }
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suggest::SOURCES;
    use serde_json::{Value, json};

    fn talk(lines: &[&str]) -> Vec<Value> {
        let mut talk = Talk { enabled: SOURCES.to_vec(), least: 0.5, pipe: None };
        let answers = lines.iter().map(|l| talk.answer(l.as_bytes()).0);
        answers.map(|answer| serde_json::from_str(&answer.write()).unwrap()).collect()
    }

    #[test]
    fn what_cannot_be_done_is_told_and_the_talk_goes_on() {
        let hello = r#"{"op":"hello","labels":["Thing",{"name":"Other"}]}"#;
        let suggest =
            r#"{"op":"suggest","doc":{"id":"a","lang":"vi","date":null,"text":"e\u0301 Minh Anh, Minh Anh"}}"#;
        let bad = [
            (r#"{"op":"suggest","doc":{"id":"a","text":"x"}}"#, "hello first"),
            ("not json", "expected ident"),
            (r#"["op"]"#, "A line should be a JSON object, not a list"),
            (r#"{"ok":true}"#, "`op` is missing: it should be a text"),
            (r#"{"op":"dance"}"#, "`op` should be hello, suggest, added, done or quit, not “dance”"),
            (r#"{"op":"hello"}"#, "`labels` is missing: it should be a list"),
            (r#"{"op":"hello","labels":["A",1]}"#, "`labels[1]` should be a text, not 1"),
            (hello, ""),
            (r#"{"op":"suggest","doc":["a","vi",null,"x"]}"#, "`doc` should be an object, not a list"),
            (r#"{"op":"suggest","doc":{"text":"x"}}"#, "`doc.id` is missing: it should be a text or a number"),
            (r#"{"op":"suggest","doc":{"id":"a","date":"soon","text":"x"}}"#, "`doc.date`: write the day as"),
            (
                r#"{"op":"suggest","doc":{"id":"a","date":"2021-02-30T10:00:00Z","text":"x"}}"#,
                "`doc.date`: there is no",
            ),
            (suggest, ""),
            (r#"{"op":"added","id":"b","span":{"start":0,"end":1,"label":"Thing"}}"#, "no article “b”"),
            (r#"{"op":"added","id":"a","span":{"start":0,"end":1,"label":"Thing"}}"#, "inside a character"),
            (r#"{"op":"added","id":"a","span":{"start":3,"end":99,"label":"Thing"}}"#, "past the end"),
            (r#"{"op":"added","id":"a","span":{"start":3,"end":3,"label":"Thing"}}"#, "not after the start"),
            (
                r#"{"op":"added","id":"a","span":{"start":-3,"end":3,"label":"Thing"}}"#,
                "`span.start` should be a whole number from 0, not -3",
            ),
            (r#"{"op":"added","id":"a","span":{"start":3,"end":11,"label":"No"}}"#, "no label “No”"),
            (r#"{"op":"added","id":"a","span":{"start":3,"end":11,"label":"Thing"}}"#, ""),
            (r#"{"op":"added","id":"a","span":{"start":3,"end":11,"label":"Thing"}}"#, "marked already"),
            (r#"{"op":"done","id":"a"}"#, "`spans` is missing: it should be a list"),
            (r#"{"op":"done","spans":[]}"#, "`id` is missing"),
            (r#"{"op":"done","id":"a","spans":[],"doc":{"id":"b","text":"x"}}"#, "`id` is “a” and `doc.id` is “b”"),
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
