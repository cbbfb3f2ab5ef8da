//! BioC as JSON: a collection, a list of collections (PubMed Central), documents under `PubTator3`, one document alone, or one a
//! line.

use super::{
    infons,
    read::{Annotation, Document, Passage, Relation, understood},
    relations,
};
use crate::formats::{
    About, Doc, Export, Flow, Holds, Import, ImportAbout, Job, Kept, Likeness, News, OffsetUnit, Place, ReadError,
    Rejected, Sink, Source, Writer,
    json::{self, Id},
    lines::{self, Lines},
    passed::deliver,
};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// The format.
pub struct BiocJson;

static ABOUT: About = About {
    id: "bioc_json",
    title: "BioC JSON",
    purpose: "PubTator, PubMed Central and other biomedical tools",
    files: "bioc.json",
    holds: Holds { notes: false, ..Holds::ALL },
};

static READS: ImportAbout = ImportAbout {
    id: "bioc_json",
    title: "BioC JSON",
    files: "a file of BioC JSON, or a folder of them",
    unit: OffsetUnit::Chars,
};

impl Export for BiocJson {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn begin<'a>(&self, job: &'a Job, out: &mut dyn Sink) -> io::Result<Box<dyn Writer + 'a>> {
        let mut file = out.create("bioc.json")?;
        let source = json::string(&job.project);
        write!(file, "{{\"source\":{source},\"date\":\"\",\"key\":\"\",\"infons\":{{}},\"documents\":[")?;
        Ok(Box::new(Collection { file, any: false }))
    }

    fn reader(&self) -> &dyn Import {
        self
    }
}

struct Collection {
    file: Box<dyn Write>,
    any: bool,
}

impl Writer for Collection {
    fn doc(&mut self, _: usize, doc: &Doc, kept: &Kept<'_>, _: &mut dyn Sink) -> io::Result<()> {
        if !kept.whole {
            return Ok(());
        }
        let between: &[u8] = if std::mem::replace(&mut self.any, true) { b",\n" } else { b"\n" };
        self.file.write_all(between)?;
        json::write(&mut self.file, &document(doc, kept))
    }

    fn end(mut self: Box<Self>, _: &mut dyn Sink) -> io::Result<()> {
        self.file.write_all(b"\n]}\n")?;
        self.file.flush()
    }
}

fn document(doc: &Doc, kept: &Kept<'_>) -> Value {
    let map = |infons: Vec<(String, &str)>| -> Map<String, Value> {
        infons.into_iter().map(|(name, value)| (name, value.into())).collect()
    };
    let marks = kept.marks().map(|(_, mark)| {
        let location = json!({"offset": mark.start.0, "length": mark.end.0 - mark.start.0});
        json!({"id": &*mark.id, "infons": map(infons(kept, mark)), "text": doc.words(mark), "locations": [location]})
    });
    let marks: Vec<Value> = marks.collect();
    let links = relations(doc, kept).into_iter().map(|(id, role, from, to)| {
        let nodes = json!([{"refid": from, "role": "from"}, {"refid": to, "role": "to"}]);
        json!({"id": id, "infons": {"type": role}, "nodes": nodes})
    });
    let links: Vec<Value> = links.collect();
    let pairs = doc.about.pairs();
    let about = map(pairs.iter().map(|(name, value)| (name.to_string(), &**value)).collect());
    let passage = json!({"offset": 0, "infons": {}, "text": doc.text.as_str(), "sentences": [],
                         "annotations": marks, "relations": links});
    json!({"id": &*doc.id, "infons": about, "annotations": [], "relations": [], "passages": [passage]})
}

impl Import for BiocJson {
    fn about(&self) -> &'static ImportAbout {
        &READS
    }

    fn detect(&self, source: &dyn Source) -> Likeness {
        candidates(source).take(8).map(|name| looks(source, name)).max().unwrap_or(Likeness::No)
    }

    fn read(&self, source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
        let mut any = false;
        for name in candidates(source).filter(|name| looks(source, name) > Likeness::No) {
            any = true;
            let read = if is_lines(name) { each_line(source, name, tell) } else { each(source, name, tell) };
            let flow = match read {
                Ok(flow) => flow,
                Err(ReadError::Form(place, why)) => tell(Rejected::news(place, why, "")),
                Err(error) => return Err(error),
            };
            if flow.is_break() {
                return Ok(());
            }
        }
        if any { Ok(()) } else { Err(ReadError::form(Place::file("*.json"), "No file here is BioC JSON")) }
    }
}

fn candidates(source: &dyn Source) -> impl Iterator<Item = &str> {
    let files = source.files();
    let named = |name: &&str| files.len() == 1 || name.to_ascii_lowercase().ends_with(".json") || is_lines(name);
    files.iter().map(String::as_str).filter(named)
}

fn is_lines(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with(".jsonl") || name.ends_with(".ndjson")
}

fn looks(source: &dyn Source, name: &str) -> Likeness {
    let head = lines::head(source, name, 4096);
    let head = String::from_utf8_lossy(&head);
    let has = |key: &str| head.contains(&format!("\"{key}\""));
    let passages = has("passages") && (has("infons") || has("offset"));
    if has("documents") && has("source") && has("key") || has("documents") && passages {
        Likeness::Sure
    } else if passages {
        Likeness::Likely
    } else {
        Likeness::No
    }
}

fn each_line(source: &dyn Source, name: &str, tell: &mut dyn FnMut(News) -> Flow) -> Result<Flow, ReadError> {
    let mut lines = Lines::open(source, name)?;
    while let Some(line) = lines.next()? {
        let flow = match line {
            Err(rejected) => tell(News::Rejected(rejected)),
            Ok((number, line)) => match json::read::<Value>(line) {
                Ok(value) => documents(value, &Place::line(name, number), tell),
                Err(why) => tell(Rejected::news(Place::line(name, number), why, line)),
            },
        };
        if flow.is_break() {
            return Ok(flow);
        }
    }
    Ok(Flow::Continue(()))
}

fn each(source: &dyn Source, name: &str, tell: &mut dyn FnMut(News) -> Flow) -> Result<Flow, ReadError> {
    let (mut any, mut flow) = (false, Flow::Continue(()));
    json::each::<Value>(source, name, &["documents", "PubTator3"], &mut |at, value| {
        any = true;
        let place = Place::item(name, format!("document {}", at + 1));
        flow = match value {
            Ok(value) => documents(value, &place, tell),
            Err((why, raw)) => tell(Rejected::news(place, why, &json::string(&raw))),
        };
        flow
    })?;
    if any {
        return Ok(flow);
    }
    // One document alone, or nothing.
    let whole: Map<String, Value> = json::whole(source, name)?;
    let alone = whole.contains_key("passages");
    Ok(if alone { documents(Value::Object(whole), &Place::file(name), tell) } else { Flow::Continue(()) })
}

/// A document, or a collection inside a list.
fn documents(value: Value, place: &Place, tell: &mut dyn FnMut(News) -> Flow) -> Flow {
    if let Value::Object(mut collection) = value {
        if let Some(Value::Array(all)) = collection.remove("documents") {
            return all.into_iter().enumerate().try_for_each(|(n, value)| {
                let place = Place { item: format!("{}, {}", place.item, n + 1), ..place.clone() };
                document_of(&value, place, tell)
            });
        }
        return document_of(&Value::Object(collection), place.clone(), tell);
    }
    tell(Rejected::news(place.clone(), "It is not a BioC document", &json::string(&value)))
}

fn document_of(value: &Value, place: Place, tell: &mut dyn FnMut(News) -> Flow) -> Flow {
    match DocumentForm::deserialize(value) {
        Ok(form) => {
            let (doc, remarks) = understood(form.taken(&place), place);
            deliver(doc, remarks, tell)
        }
        Err(error) => tell(Rejected::news(place, json::sentence(&error), &json::string(value))),
    }
}

/// Lists that may be missing or null.
fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Vec<T>, D::Error> {
    Ok(Option::<Vec<T>>::deserialize(from)?.unwrap_or_default())
}

/// Infons: any values; null ones are left out.
fn pairs<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<(String, String)>, D::Error> {
    let map = Option::<Map<String, Value>>::deserialize(from)?.unwrap_or_default();
    Ok(map.into_iter().filter(|(_, v)| !v.is_null()).map(|(name, value)| (name, json::value_text(value))).collect())
}

/// A number, as such or as text.
fn number<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
    let number = Id::deserialize(from)?.0;
    let what = |_| serde::de::Error::custom(format!("“{number}” is not a number from 0"));
    if number.is_empty() { Ok(0) } else { number.trim().parse().map_err(what) }
}

#[derive(Deserialize)]
struct DocumentForm {
    #[serde(default)]
    id: Id,
    #[serde(default, deserialize_with = "pairs")]
    infons: Vec<(String, String)>,
    #[serde(default, deserialize_with = "list")]
    passages: Vec<PassageForm>,
    #[serde(default, deserialize_with = "list")]
    annotations: Vec<Value>,
    #[serde(default, deserialize_with = "list")]
    relations: Vec<Value>,
}

#[derive(Deserialize)]
struct PassageForm {
    #[serde(default, deserialize_with = "number")]
    offset: u64,
    #[serde(default, deserialize_with = "pairs")]
    infons: Vec<(String, String)>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default, deserialize_with = "list")]
    sentences: Vec<PassageForm>,
    #[serde(default, deserialize_with = "list")]
    annotations: Vec<Value>,
    #[serde(default, deserialize_with = "list")]
    relations: Vec<Value>,
}

#[derive(Deserialize)]
struct AnnotationForm {
    #[serde(default)]
    id: Id,
    #[serde(default, deserialize_with = "pairs")]
    infons: Vec<(String, String)>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default, deserialize_with = "list")]
    locations: Vec<LocationForm>,
}

#[derive(Deserialize)]
struct LocationForm {
    #[serde(deserialize_with = "number")]
    offset: u64,
    #[serde(deserialize_with = "number")]
    length: u64,
}

#[derive(Deserialize)]
struct RelationForm {
    #[serde(default)]
    id: Id,
    #[serde(default, deserialize_with = "pairs")]
    infons: Vec<(String, String)>,
    #[serde(default, deserialize_with = "list")]
    nodes: Vec<NodeForm>,
}

#[derive(Deserialize)]
struct NodeForm {
    #[serde(default)]
    refid: Id,
    #[serde(default)]
    role: Option<String>,
}

impl DocumentForm {
    fn taken(self, place: &Place) -> Document {
        let mut to = Document { id: self.id.0, infons: self.infons, ..Document::default() };
        to.annotations = annotations(&self.annotations, place, &mut to.remarks);
        relations_of(&self.relations, place, &mut to);
        for passage in self.passages {
            let passage = passage.taken(place, &mut to);
            to.passages.push(passage);
        }
        to
    }
}

impl PassageForm {
    fn taken(self, place: &Place, document: &mut Document) -> Passage {
        relations_of(&self.relations, place, document);
        Passage {
            offset: self.offset,
            infons: self.infons,
            text: self.text.unwrap_or_default(),
            annotations: annotations(&self.annotations, place, &mut document.remarks),
            sentences: self.sentences.into_iter().map(|s| s.taken(place, document)).collect(),
        }
    }
}

/// One that is not of the form is told, and the others are taken.
fn annotations(all: &[Value], place: &Place, remarks: &mut Vec<Rejected>) -> Vec<Annotation> {
    let mut taken = Vec::with_capacity(all.len());
    for value in all {
        match AnnotationForm::deserialize(value) {
            Ok(form) => taken.push(Annotation {
                id: form.id.0,
                infons: form.infons,
                text: form.text,
                locations: form.locations.iter().map(|l| (l.offset, l.length)).collect(),
                line: 0,
            }),
            Err(error) => remarks.push(Rejected::new(place.clone(), json::sentence(&error), &json::string(value))),
        }
    }
    taken
}

fn relations_of(all: &[Value], place: &Place, to: &mut Document) {
    for value in all {
        match RelationForm::deserialize(value) {
            Ok(form) => to.relations.push(Relation {
                id: form.id.0,
                infons: form.infons,
                nodes: form.nodes.into_iter().map(|n| (n.refid.0, n.role.unwrap_or_default())).collect(),
            }),
            Err(error) => to.remarks.push(Rejected::new(place.clone(), json::sentence(&error), &json::string(value))),
        }
    }
}
