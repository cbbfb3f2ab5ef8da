//! Argilla's records, as its Python library writes and reads them (2.x), with what its server answers.
//!
//! `argilla.json`: `[{"id", "fields": {"text"}, "metadata": {}, "suggestions": {}, "responses": {"spans": [{"value": [{"start", "end",
//! "label"}], "user_id", "status"}]}, "vectors": {}, "status"}]`. Offsets are Unicode scalars with an end that is not covered, but
//! Argilla's page has written UTF-16 units, and there are no covered words to tell by. The dataset needs a span question called
//! `spans` on the field `text` that allows overlapping. Users are known by number alone, so an annotator's name stands in the
//! metadata. Suggestions are a machine's. There is no place for attributes, links and notes. Facts: argilla 2.8, `Record`.

use super::{
    About, At, Attributes, Body, Doc, DocAbout, Export, Flow, Holds, Import, ImportAbout, Incoming, IncomingMark, Job,
    Kept, LabelSeen, Likeness, News, OffsetUnit, Place, ReadError, Rejected, Sink, Source, Writer, json,
    json::Id,
    records::{self, ListFile, Looks, Object, or_default},
};
use crate::model::State;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{collections::BTreeMap, io};

/// The format.
pub struct Argilla;

static ABOUT: About = About {
    id: "argilla",
    title: "Argilla",
    purpose: "Going on in Argilla",
    files: "argilla.json",
    holds: Holds { attributes: Attributes::None, links: false, notes: false, ids: false, ..Holds::ALL },
};

static READS: ImportAbout =
    ImportAbout { id: "argilla", title: "Argilla", files: "JSON of records", unit: OffsetUnit::Chars };

static LOOKS: Looks = Looks {
    own: "argilla.json",
    like: |has| {
        let says = ["responses{}", "responses[]", "suggestions{}", "suggestions[]"];
        let fields = has.contains("fields{}");
        if fields && says.iter().any(|key| has.contains(*key)) { Likeness::Sure } else { Likeness::No }
    },
};

/// What `metadata` has that is no metadata.
const OURS: [&str; 1] = ["annotator"];

/// The user of our responses: Argilla wants a number of this form, and gives its own to who loads the records.
const USER: &str = "00000000-0000-0000-0000-000000000001";

#[derive(Serialize)]
struct Record<'a> {
    id: &'a str,
    fields: BTreeMap<&'a str, &'a str>,
    metadata: BTreeMap<String, String>,
    suggestions: BTreeMap<&'a str, ()>,
    responses: BTreeMap<&'a str, [Response<'a>; 1]>,
    vectors: BTreeMap<&'a str, ()>,
    status: &'a str,
}

#[derive(Serialize)]
struct Response<'a> {
    value: Vec<SpanRow<'a>>,
    user_id: &'a str,
    status: &'a str,
}

#[derive(Serialize)]
struct SpanRow<'a> {
    start: usize,
    end: usize,
    label: &'a str,
}

struct Records(ListFile);

impl Export for Argilla {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn begin<'a>(&self, _: &'a Job, out: &mut dyn Sink) -> io::Result<Box<dyn Writer + 'a>> {
        Ok(Box::new(Records(ListFile::begin(out, LOOKS.own, "")?)))
    }

    fn reader(&self) -> &dyn Import {
        self
    }
}

impl Writer for Records {
    fn doc(&mut self, _: usize, doc: &Doc, kept: &Kept<'_>, _: &mut dyn Sink) -> io::Result<()> {
        let mut metadata = records::metadata(&doc.about, &OURS);
        if !doc.about.annotator.is_empty() {
            metadata.insert("annotator".into(), doc.about.annotator.to_string());
        }
        let (record, response) = match doc.about.state {
            Some(State::New | State::InProgress) => ("pending", "draft"),
            Some(State::Skipped) => ("completed", "discarded"),
            Some(State::Done) | None => ("completed", "submitted"),
        };
        let response = Response { value: kept.marks().map(|(_, m)| row(m)).collect(), user_id: USER, status: response };
        self.0.push(&Record {
            id: &doc.id,
            fields: BTreeMap::from([("text", doc.text.as_str())]),
            metadata,
            suggestions: BTreeMap::new(),
            responses: BTreeMap::from([("spans", [response])]),
            vectors: BTreeMap::new(),
            status: record,
        })
    }

    fn end(self: Box<Self>, _: &mut dyn Sink) -> io::Result<()> {
        self.0.end("")
    }
}

fn row(mark: &super::Mark) -> SpanRow<'_> {
    SpanRow { start: mark.start.0, end: mark.end.0, label: &mark.label }
}

#[derive(Deserialize)]
struct Read {
    #[serde(default, alias = "external_id")]
    id: Id,
    #[serde(default, deserialize_with = "or_default")]
    fields: Object,
    #[serde(default, deserialize_with = "or_default")]
    metadata: Object,
    #[serde(default)]
    suggestions: Value,
    #[serde(default)]
    responses: Value,
}

#[derive(Deserialize)]
struct ReadSpan {
    start: u64,
    end: u64,
    label: Id,
}

/// What one user, or one machine, answered: to every question its value.
#[derive(Default)]
struct Answers {
    status: String,
    values: Vec<(String, Value)>,
}

impl Import for Argilla {
    fn about(&self) -> &'static ImportAbout {
        &READS
    }

    fn detect(&self, source: &dyn Source) -> Likeness {
        LOOKS.detect(source)
    }

    fn read(&self, source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
        let settings = source.files().iter().find(|f| is_settings(f));
        let labels = settings.map(|name| labels(source, name)).unwrap_or_default();
        if labels.into_iter().map(News::Label).try_for_each(&mut *tell).is_break() {
            return Ok(());
        }
        let mut files = LOOKS.files(source, READS.title, &mut |news| match news {
            // Those of a dataset that was saved as a folder: read above, or of no use here.
            News::Rejected(r) if is_settings(&r.place.file) || r.place.file.ends_with("dataset.json") => {
                Flow::Continue(())
            }
            news => tell(news),
        })?;
        files.retain(|f| !is_settings(f));
        records::read(source, &files, "record", tell, &mut record)
    }
}

fn is_settings(name: &str) -> bool {
    name.rsplit('/').next() == Some("settings.json")
}

/// The labels of the span questions in a dataset's settings.
fn labels(source: &dyn Source, name: &str) -> Vec<LabelSeen> {
    let settings: Value = json::whole(source, name).unwrap_or_default();
    let questions = settings.get("questions").and_then(Value::as_array).into_iter().flatten();
    let spans = questions.filter_map(|q| q.get("settings").filter(|s| s.get("type") == Some(&"span".into())));
    let options = spans.filter_map(|s| s.get("options").and_then(Value::as_array)).flatten();
    let names = options.filter_map(|o| o.get("value").and_then(Value::as_str));
    names.map(|name| LabelSeen { name: name.into(), ..LabelSeen::default() }).collect()
}

fn record(mut record: Read, place: Place, news: &mut Vec<News>) {
    let Some(text) = records::take_text(&mut record.fields, None) else {
        news.push(Rejected::news(
            place,
            "The record has no field called text, nor only one",
            &json::string(&record.fields),
        ));
        return;
    };
    let mut about = DocAbout::default();
    if let Some(Value::String(annotator)) = record.metadata.remove("annotator") {
        about.annotator = annotator.into();
    }
    records::take_metadata(&mut about, record.metadata, &OURS);
    records::take_metadata(&mut about, record.fields, &[]);
    let mut all: Vec<(bool, String, Answers)> = Vec::new();
    all.extend(by_user(record.responses).into_iter().map(|(user, answers)| (false, user, answers)));
    all.extend(by_agent(record.suggestions).into_iter().map(|(agent, answers)| (true, agent, answers)));
    if let Some(why) = records::too_many(&text, all.len()) {
        news.push(Rejected::news(place, why, ""));
        return;
    }
    if all.is_empty() {
        all.push((false, String::new(), Answers::default()));
    }
    for (machine, who, answers) in all {
        let mut about = about.clone();
        if machine || who != USER && !who.is_empty() {
            about.annotator = who.into();
        }
        about.state = match &*answers.status {
            "submitted" => Some(State::Done),
            "draft" => Some(State::InProgress),
            "discarded" => Some(State::Skipped),
            _ => None,
        };
        let mut marks = Vec::new();
        for (question, value) in answers.values {
            match value {
                // Spans are objects; other answers are of the whole text.
                Value::Array(spans) if spans.iter().all(|s| s.get("start").is_some()) => {
                    let spans: Vec<ReadSpan> = records::parts(spans, &format!("{question}, span"), &place, news);
                    marks.extend(spans.into_iter().map(|span| IncomingMark {
                        at: At::Offsets(span.start, span.end),
                        label: span.label.0,
                        ..IncomingMark::default()
                    }));
                }
                other => records::take_metadata(&mut about, Object::from_iter([(question, other)]), &[]),
            }
        }
        news.push(News::Doc(Box::new(Incoming {
            place: place.clone(),
            id: Some(record.id.0.clone()).filter(|id| !id.is_empty()),
            body: Body::Text(text.clone()),
            about,
            machine,
            marks,
            relations: Vec::new(),
        })));
    }
}

/// The answers by user. The library has them by question, the server by user.
fn by_user(responses: Value) -> BTreeMap<String, Answers> {
    let mut all: BTreeMap<String, Answers> = BTreeMap::new();
    let mut take = |answer: &mut Value, values: Vec<(String, Value)>| {
        let text = |v: Option<&Value>| v.and_then(Value::as_str).unwrap_or("").to_owned();
        let answers = all.entry(text(answer.get("user_id"))).or_default();
        answers.status = text(answer.get("status"));
        answers.values.extend(values);
    };
    match responses {
        Value::Object(questions) => {
            for (question, answers) in questions {
                for mut answer in records::list(answers) {
                    let value = answer.get_mut("value").map(Value::take).unwrap_or_default();
                    take(&mut answer, vec![(question.clone(), value)]);
                }
            }
        }
        answers => {
            for mut answer in records::list(answers) {
                let values = answer.get_mut("values").map(Value::take).unwrap_or_default();
                let values = if let Value::Object(values) = values { values } else { Object::new() };
                let inner = |value: Value| value.get("value").cloned().unwrap_or(value);
                take(&mut answer, values.into_iter().map(|(question, value)| (question, inner(value))).collect());
            }
        }
    }
    all
}

/// The suggestions by agent.
fn by_agent(suggestions: Value) -> BTreeMap<String, Answers> {
    let questions: Vec<(Option<String>, Value)> = match suggestions {
        Value::Object(questions) => questions.into_iter().map(|(question, s)| (Some(question), s)).collect(),
        list => records::list(list).into_iter().map(|s| (None, s)).collect(),
    };
    let mut all: BTreeMap<String, Answers> = BTreeMap::new();
    for (question, mut suggestion) in questions {
        let text = |name: &str| suggestion.get(name).and_then(Value::as_str).unwrap_or("").to_owned();
        let (agent, question) = (text("agent"), question.unwrap_or_else(|| text("question_name")));
        let value = suggestion.get_mut("value").map(Value::take).unwrap_or_default();
        all.entry(agent).or_default().values.push((question, value));
    }
    all
}
