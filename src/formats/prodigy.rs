//! Prodigy's JSON Lines: a task a line, with the tokens of the `spans_manual` and `relations` pages. spaCy's own tools read it too.
//!
//! `prodigy.jsonl`: `{"text", "meta": {"doc_id", …}, "tokens": [{"text", "start", "end", "id", "ws"}], "spans": [{"start", "end",
//! "label", "token_start", "token_end"}], "relations": [{"head", "child", "label", "head_span", "child_span"}], "answer"}`.
//!
//! Offsets are Unicode scalars with an end that is not covered; `token_end` is the last token, covered. The tokens rebuild the text:
//! `ws` says that one U+0020 follows, every other blank is a token. Metadata stands in `meta`, which Prodigy shows below the
//! text; `span_id`, `attrs` and `note` are keys of ours in a span, which Prodigy keeps. An article that was skipped has the answer
//! `ignore`. Facts: Prodigy's documentation of its interfaces and annotation tasks; its public recipes.

use super::{
    About, At, Body, Doc, DocAbout, Export, Flow, Holds, Import, ImportAbout, Incoming, IncomingMark, IncomingRelation,
    Job, Kept, Likeness, News, OffsetUnit, Place, ReadError, Rejected, Sink, Source, TokenUnit, Writer,
    json::{self, Id},
    records::{self, Looks, Object, or_default},
    tokens::{Spaced, spaced},
};
use crate::{model::State, text::ByteOffset};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    io::{self, Write},
};

/// The format.
pub struct Prodigy;

static ABOUT: About = About {
    id: "prodigy",
    title: "Prodigy",
    purpose: "Going on in Prodigy, or training spaCy",
    files: "prodigy.jsonl",
    holds: Holds::ALL,
};

static READS: ImportAbout =
    ImportAbout { id: "prodigy", title: "Prodigy", files: "JSON Lines of db-out", unit: OffsetUnit::Chars };

static LOOKS: Looks = Looks {
    own: "prodigy.jsonl",
    like: |has| {
        let says = ["_view_id", "_input_hash", "_task_hash", "tokens[].ws", "spans[].token_start"];
        if !has.contains("text") {
            Likeness::No
        } else if says.iter().any(|key| has.contains(*key)) {
            Likeness::Sure
        } else if has.contains("spans[].start") && has.contains("spans[].label") {
            Likeness::Likely
        } else {
            Likeness::No
        }
    },
};

/// What `meta` has that is no metadata.
const OURS: [&str; 1] = ["doc_id"];

#[derive(Serialize)]
struct Task<'a> {
    text: &'a str,
    meta: BTreeMap<String, String>,
    _view_id: &'a str,
    answer: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    _annotator_id: &'a str,
    tokens: Vec<TokenRow<'a>>,
    spans: Vec<SpanRow<'a>>,
    relations: Vec<RelationRow<'a>>,
}

#[derive(Serialize)]
struct TokenRow<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    id: usize,
    ws: bool,
}

#[derive(Serialize)]
struct SpanRow<'a> {
    #[serde(flatten)]
    end: End<'a>,
    text: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    attrs: BTreeMap<&'a str, &'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'a str,
}

/// A mark as an end of a relation has it.
#[derive(Clone, Copy, Serialize)]
struct End<'a> {
    start: usize,
    end: usize,
    label: &'a str,
    span_id: &'a str,
    token_start: usize,
    token_end: usize,
}

#[derive(Serialize)]
struct RelationRow<'a> {
    head: usize,
    child: usize,
    label: &'a str,
    head_span: End<'a>,
    child_span: End<'a>,
}

struct Tasks {
    to: Box<dyn Write>,
    unit: TokenUnit,
}

impl Export for Prodigy {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn begin<'a>(&self, job: &'a Job, out: &mut dyn Sink) -> io::Result<Box<dyn Writer + 'a>> {
        Ok(Box::new(Tasks { to: out.create(LOOKS.own)?, unit: job.options.tokens }))
    }

    fn reader(&self) -> &dyn Import {
        self
    }
}

impl Writer for Tasks {
    fn doc(&mut self, _: usize, doc: &Doc, kept: &Kept<'_>, _: &mut dyn Sink) -> io::Result<()> {
        let starts: BTreeSet<usize> = kept.marks().map(|(_, m)| m.span.start().0).collect();
        let ends: BTreeSet<usize> = kept.marks().map(|(_, m)| m.span.end().0).collect();
        let tokens = spaced(doc.text.as_str(), self.unit, &starts, &ends);
        let marks: BTreeMap<usize, End<'_>> =
            kept.marks().filter_map(|(at, _)| Some((at, end(doc, at, &tokens)?))).collect();
        let mut meta = records::metadata(&doc.about, &OURS);
        meta.insert("doc_id".into(), doc.id.to_string());
        let chars = |at: usize| doc.text.char_of(ByteOffset(at)).0;
        let token = |(id, t): (usize, &Spaced)| TokenRow {
            text: doc.text.get(ByteOffset(t.start), ByteOffset(t.end)).unwrap_or(""),
            start: chars(t.start),
            end: chars(t.end),
            id,
            ws: t.space,
        };
        let span = |(at, mark)| {
            Some(SpanRow {
                end: *marks.get(&at)?,
                text: doc.words(mark),
                attrs: kept.attributes(mark).map(|(name, value)| (&**name, &**value)).collect(),
                note: kept.note(mark),
            })
        };
        let relations = kept.relations().filter_map(|r| {
            let (head, child) = (*marks.get(&r.from)?, *marks.get(&r.to)?);
            let (from, to) = (head.token_start, child.token_start);
            Some(RelationRow { head: from, child: to, label: &r.role, head_span: head, child_span: child })
        });
        let task = Task {
            text: doc.text.as_str(),
            meta,
            _view_id: "spans_manual",
            answer: if doc.about.state == Some(State::Skipped) { "ignore" } else { "accept" },
            _annotator_id: &doc.about.annotator,
            tokens: tokens.iter().enumerate().map(token).collect(),
            spans: kept.marks().filter_map(span).collect(),
            relations: relations.collect(),
        };
        json::write_line(&mut self.to, &task)
    }

    fn end(mut self: Box<Self>, _: &mut dyn Sink) -> io::Result<()> {
        self.to.flush()
    }
}

fn end<'a>(doc: &'a Doc, mark: usize, tokens: &[Spaced]) -> Option<End<'a>> {
    let mark = doc.marks.get(mark)?;
    let (start, end) = (mark.span.start().0, mark.span.end().0);
    Some(End {
        start: mark.start.0,
        end: mark.end.0,
        label: &mark.label,
        span_id: &mark.id,
        token_start: tokens.binary_search_by_key(&start, |t| t.start).ok()?,
        token_end: tokens.binary_search_by_key(&end, |t| t.end).ok()?,
    })
}

#[derive(Deserialize)]
struct Read {
    text: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    meta: Value,
    #[serde(default, deserialize_with = "or_default")]
    id: Id,
    #[serde(default, deserialize_with = "or_default")]
    spans: Vec<Value>,
    #[serde(default, deserialize_with = "or_default")]
    relations: Vec<Value>,
    #[serde(default, deserialize_with = "or_default")]
    answer: String,
    #[serde(default, deserialize_with = "or_default")]
    label: Value,
    #[serde(default, deserialize_with = "or_default")]
    accept: Value,
    #[serde(default)]
    _annotator_id: Id,
    #[serde(default)]
    _session_id: Id,
}

#[derive(Deserialize)]
struct ReadSpan {
    start: u64,
    end: u64,
    #[serde(default, deserialize_with = "or_default")]
    label: String,
    text: Option<String>,
    #[serde(default)]
    span_id: Id,
    token_start: Option<u64>,
    token_end: Option<u64>,
    #[serde(default, deserialize_with = "or_default")]
    attrs: BTreeMap<String, Value>,
    #[serde(default, deserialize_with = "or_default")]
    note: String,
}

#[derive(Deserialize)]
struct ReadRelation {
    head: Option<u64>,
    child: Option<u64>,
    #[serde(default, deserialize_with = "or_default")]
    label: String,
    head_span: Option<ReadSpan>,
    child_span: Option<ReadSpan>,
}

impl Import for Prodigy {
    fn about(&self) -> &'static ImportAbout {
        &READS
    }

    fn detect(&self, source: &dyn Source) -> Likeness {
        LOOKS.detect(source)
    }

    fn read(&self, source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
        let files = LOOKS.files(source, READS.title, tell)?;
        records::read(source, &files, "task", tell, &mut task)
    }
}

fn task(task: Read, place: Place, news: &mut Vec<News>) {
    let Some(text) = task.text else {
        news.push(Rejected::news(place, "The task has no text", ""));
        return;
    };
    let mut about = DocAbout::default();
    let mut id = task.id.0;
    if let Value::Object(mut meta) = task.meta {
        if let Some(own) = meta.remove("doc_id") {
            id = json::value_text(own);
        }
        records::take_metadata(&mut about, meta, &OURS);
    }
    // What the whole text was said to be.
    let mut whole = Object::new();
    whole.insert("label".into(), task.label);
    whole.insert("accept".into(), task.accept);
    records::take_metadata(&mut about, whole, &[]);
    let who = if task._annotator_id.0.is_empty() { task._session_id.0 } else { task._annotator_id.0 };
    about.annotator = who.into();
    about.state = match &*task.answer {
        "" => None,
        "accept" => Some(State::Done),
        _ => Some(State::Skipped),
    };
    let mut spans: Vec<ReadSpan> = records::parts(task.spans, "span", &place, news);
    let mut relations: Vec<ReadRelation> = records::parts(task.relations, "relation", &place, news);
    if task.answer == "reject" && !spans.is_empty() {
        let why =
            format!("Its answer is “reject”, so its {} marks are held to be wrong and were left out", spans.len());
        let raw: Vec<_> = spans.iter().map(|s| (s.start, s.end, &s.label)).collect();
        news.push(Rejected::news(place.clone(), why, &json::string(&raw)));
        spans.clear();
        relations.clear();
    }
    let ends = Ends::of(&spans);
    let relations = relations.into_iter().map(|r| IncomingRelation {
        from: ends.id(r.head_span.as_ref(), r.head),
        to: ends.id(r.child_span.as_ref(), r.child),
        role: r.label,
    });
    let relations = relations.collect();
    let marks = spans.into_iter().enumerate().map(|(at, span)| IncomingMark {
        keep_id: !span.span_id.0.is_empty(),
        id: span_id(at, &span),
        at: At::Offsets(span.start, span.end),
        label: span.label,
        quote: span.text,
        attributes: json::values(span.attrs),
        note: span.note,
        ..IncomingMark::default()
    });
    news.push(News::Doc(Box::new(Incoming {
        place,
        id: (!id.is_empty()).then_some(id),
        body: Body::Text(text),
        about,
        machine: false,
        marks: marks.collect(),
        relations,
    })));
}

/// Our own id of a span, or its number.
fn span_id(at: usize, span: &ReadSpan) -> String {
    if span.span_id.0.is_empty() { format!("span {}", at + 1) } else { span.span_id.0.clone() }
}

/// A task's spans, as ends of relations name them.
#[derive(Default)]
struct Ends<'a> {
    by_id: HashMap<&'a str, String>,
    by_label: HashMap<(u64, u64, &'a str), String>,
    by_place: HashMap<(u64, u64), String>,
    by_token: HashMap<u64, String>,
}

impl<'a> Ends<'a> {
    fn of(spans: &'a [ReadSpan]) -> Self {
        let mut ends = Ends::default();
        for (at, span) in spans.iter().enumerate() {
            let id = span_id(at, span);
            let place = (span.start, span.end);
            for token in [span.token_end, span.token_start].into_iter().flatten() {
                ends.by_token.entry(token).or_insert_with(|| id.clone());
            }
            ends.by_id.entry(&span.span_id.0).or_insert_with(|| id.clone());
            ends.by_label.entry((place.0, place.1, &span.label)).or_insert_with(|| id.clone());
            ends.by_place.entry(place).or_insert(id);
        }
        ends
    }

    /// The span that an end of a relation means. Relations can also lead to words that are no marks: those have the words' place
    /// for a name.
    fn id(&self, end: Option<&ReadSpan>, token: Option<u64>) -> String {
        let found = match (end, token) {
            (Some(end), _) => {
                let own = self.by_id.get(&*end.span_id.0).filter(|_| !end.span_id.0.is_empty());
                let label = || self.by_label.get(&(end.start, end.end, &*end.label));
                own.or_else(label).or_else(|| self.by_place.get(&(end.start, end.end)))
            }
            (None, Some(token)) => self.by_token.get(&token),
            (None, None) => None,
        };
        match (found, end, token) {
            (Some(id), ..) => id.clone(),
            (None, Some(end), _) => format!("the words at {}–{}", end.start, end.end),
            (None, None, Some(token)) => format!("token {token}"),
            (None, None, None) => "nothing".into(),
        }
    }
}
