//! doccano's JSON Lines, in both shapes: labels as triples, and entities with relations.
//!
//! | file | a line |
//! |---|---|
//! | `doccano.jsonl` | `{"doc_id", "text", "label": [[start, end, name]], "meta": {}}` |
//! | `doccano_rel.jsonl` | `{"id", "doc_id", "text", "entities": [{"id", "label", "start_offset", "end_offset"}], "relations": [{"id", "from_id", "to_id", "type"}], "Comments": [], "meta": {}}` |
//!
//! Offsets in files are Unicode scalars with an end that is not covered; doccano's page counts UTF-16 units, and files may have
//! what it counted. There are no covered words to tell by. Every key that is not doccano's own is metadata to it and comes back
//! at the top, so that `doc_id` and `meta` survive. Older versions called the labels `labels` or `annotations`, and the text
//! `data`. On import doccano leaves out marks that overlap, unless the project allows them. Ids of entities are counted through
//! the whole file. Facts: doccano's import and export code (1.8), files of older versions.

use super::{
    About, At, Attributes, Body, Doc, DocAbout, Export, Flow, Holds, Import, ImportAbout, Incoming, IncomingMark,
    IncomingRelation, Job, Kept, LabelSeen, Likeness, News, OffsetUnit, Place, ReadError, Rejected, Sink, Source,
    Writer,
    json::{self, Id},
    records::{self, Looks, Object},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    io::{self, Write},
};

/// The shape with triples.
pub struct Doccano;

/// The shape with entities and relations.
pub struct DoccanoRel;

const HOLDS: Holds = Holds { attributes: Attributes::None, links: false, notes: false, ids: false, ..Holds::ALL };

static ABOUT: About = About {
    id: "doccano",
    title: "doccano",
    purpose: "Going on in doccano (sequence labelling)",
    files: "doccano.jsonl",
    holds: HOLDS,
};

static ABOUT_REL: About = About {
    id: "doccano_rel",
    title: "doccano with relations",
    purpose: "Going on in doccano, with links",
    files: "doccano_rel.jsonl",
    holds: Holds { links: true, ..HOLDS },
};

static READS: ImportAbout =
    ImportAbout { id: "doccano", title: "doccano", files: "JSON Lines or JSON", unit: OffsetUnit::Chars };

static READS_REL: ImportAbout = ImportAbout {
    id: "doccano_rel",
    title: "doccano with relations",
    files: "JSON Lines or JSON with relations",
    unit: OffsetUnit::Chars,
};

static LOOKS: Looks = Looks {
    own: "doccano.jsonl",
    like: |has| {
        let says = ["label[][]", "labels[][]", "annotations[].start_offset"];
        let could = ["label[]", "labels[]", "annotations[]", "entities[]"];
        like(|key| has.contains(key), &says, &could)
    },
};

static LOOKS_REL: Looks = Looks {
    own: "doccano_rel.jsonl",
    like: |has| like(|key| has.contains(key), &["entities[].start_offset", "relations[].from_id"], &["entities[]"]),
};

fn like(has: impl Fn(&str) -> bool, says: &[&str], could: &[&str]) -> Likeness {
    let text = has("text") || has("data") && !has("data{}");
    // Label Studio's short form has objects under the same key, with the labels inside.
    if !text || has("label[].labels") {
        Likeness::No
    } else if says.iter().any(|key| has(key)) {
        Likeness::Sure
    } else if could.iter().any(|key| has(key)) {
        Likeness::Perhaps
    } else {
        Likeness::No
    }
}

#[derive(Serialize)]
struct Labelled<'a> {
    doc_id: &'a str,
    text: &'a str,
    label: Vec<(usize, usize, &'a str)>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    meta: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct Linked<'a> {
    id: usize,
    doc_id: &'a str,
    text: &'a str,
    entities: Vec<EntityRow<'a>>,
    relations: Vec<RelationRow<'a>>,
    #[serde(rename = "Comments")]
    comments: [(); 0],
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    meta: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct EntityRow<'a> {
    id: usize,
    label: &'a str,
    start_offset: usize,
    end_offset: usize,
}

#[derive(Serialize)]
struct RelationRow<'a> {
    id: usize,
    from_id: usize,
    to_id: usize,
    #[serde(rename = "type")]
    role: &'a str,
}

struct Triples(Box<dyn Write>);

struct Entities {
    to: Box<dyn Write>,
    /// How many entities and relations there were.
    entities: usize,
    relations: usize,
}

impl Export for Doccano {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn begin<'a>(&self, _: &'a Job, out: &mut dyn Sink) -> io::Result<Box<dyn Writer + 'a>> {
        Ok(Box::new(Triples(out.create(LOOKS.own)?)))
    }

    fn reader(&self) -> &dyn Import {
        self
    }
}

impl Export for DoccanoRel {
    fn about(&self) -> &'static About {
        &ABOUT_REL
    }

    fn begin<'a>(&self, _: &'a Job, out: &mut dyn Sink) -> io::Result<Box<dyn Writer + 'a>> {
        Ok(Box::new(Entities { to: out.create(LOOKS_REL.own)?, entities: 0, relations: 0 }))
    }

    fn reader(&self) -> &dyn Import {
        self
    }
}

impl Writer for Triples {
    fn doc(&mut self, _: usize, doc: &Doc, kept: &Kept<'_>, _: &mut dyn Sink) -> io::Result<()> {
        let row = Labelled {
            doc_id: &doc.id,
            text: doc.text.as_str(),
            label: kept.marks().map(|(_, m)| (m.start.0, m.end.0, &*m.label)).collect(),
            meta: records::metadata(&doc.about, &[]),
        };
        json::write_line(&mut self.0, &row)
    }

    fn end(mut self: Box<Self>, _: &mut dyn Sink) -> io::Result<()> {
        self.0.flush()
    }
}

impl Writer for Entities {
    fn doc(&mut self, at: usize, doc: &Doc, kept: &Kept<'_>, _: &mut dyn Sink) -> io::Result<()> {
        let first = self.entities + 1;
        let ids: BTreeMap<usize, usize> = kept.marks().enumerate().map(|(n, (at, _))| (at, first + n)).collect();
        self.entities += ids.len();
        let entities = kept.marks().filter_map(|(at, m)| {
            let id = *ids.get(&at)?;
            Some(EntityRow { id, label: &m.label, start_offset: m.start.0, end_offset: m.end.0 })
        });
        let mut relations = Vec::new();
        for r in kept.relations() {
            let (Some(from), Some(to)) = (ids.get(&r.from), ids.get(&r.to)) else { continue };
            self.relations += 1;
            relations.push(RelationRow { id: self.relations, from_id: *from, to_id: *to, role: &r.role });
        }
        let row = Linked {
            id: at + 1,
            doc_id: &doc.id,
            text: doc.text.as_str(),
            entities: entities.collect(),
            relations,
            comments: [],
            meta: records::metadata(&doc.about, &[]),
        };
        json::write_line(&mut self.to, &row)
    }

    fn end(mut self: Box<Self>, _: &mut dyn Sink) -> io::Result<()> {
        self.to.flush()
    }
}

impl Import for Doccano {
    fn about(&self) -> &'static ImportAbout {
        &READS
    }

    fn detect(&self, source: &dyn Source) -> Likeness {
        LOOKS.detect(source)
    }

    fn read(&self, source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
        read(source, &LOOKS, &READS, tell)
    }
}

impl Import for DoccanoRel {
    fn about(&self) -> &'static ImportAbout {
        &READS_REL
    }

    fn detect(&self, source: &dyn Source) -> Likeness {
        LOOKS_REL.detect(source)
    }

    fn read(&self, source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
        read(source, &LOOKS_REL, &READS_REL, tell)
    }
}

/// Both shapes are read wherever they are, also mixed.
fn read(
    source: &dyn Source,
    looks: &Looks,
    about: &ImportAbout,
    tell: &mut dyn FnMut(News) -> Flow,
) -> Result<(), ReadError> {
    let mut labels = Vec::new();
    let config = source.files().iter().find(|f| is_config(f));
    if let Some(config) = config {
        labels = label_config(source, config);
    }
    if labels.into_iter().map(News::Label).try_for_each(&mut *tell).is_break() {
        return Ok(());
    }
    let mut files = looks.files(source, about.title, &mut |news| match news {
        // That one was read.
        News::Rejected(r) if is_config(&r.place.file) => Flow::Continue(()),
        news => tell(news),
    })?;
    files.retain(|f| !is_config(f));
    // A project whose annotators work apart is exported as a file for each.
    let apart = files.len() > 1;
    records::read(source, &files, "record", tell, &mut |row: Object, place, news| {
        let name = place.file.rsplit('/').next().unwrap_or("");
        let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
        let annotator = if apart && stem != "all" { stem.to_owned() } else { String::new() };
        record(row, place, &annotator, news);
    })
}

fn is_config(name: &str) -> bool {
    name.rsplit('/').next() == Some("label_config.json")
}

/// The labels that doccano exports beside the records.
fn label_config(source: &dyn Source, name: &str) -> Vec<LabelSeen> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Config {
        text: String,
        #[serde(default)]
        background_color: Option<String>,
        #[serde(default)]
        suffix_key: Option<String>,
    }
    let all: Vec<Config> = json::whole(source, name).unwrap_or_default();
    let seen = |c: Config| LabelSeen {
        name: c.text,
        color: c.background_color.unwrap_or_default(),
        key: c.suffix_key.unwrap_or_default(),
    };
    all.into_iter().map(seen).collect()
}

#[derive(Deserialize)]
struct Entity {
    #[serde(default)]
    id: Id,
    #[serde(alias = "start")]
    start_offset: u64,
    #[serde(alias = "end")]
    end_offset: u64,
    label: Id,
    #[serde(default)]
    user: Id,
}

#[derive(Deserialize)]
struct Relation {
    from_id: Id,
    to_id: Id,
    #[serde(default, rename = "type")]
    role: Id,
}

fn record(mut row: Object, place: Place, annotator: &str, news: &mut Vec<News>) {
    let text = match (row.remove("text"), row.remove("data")) {
        (Some(Value::String(text)), data) => {
            row.extend(data.map(|data| ("data".into(), data)));
            text
        }
        (_, Some(Value::String(text))) => text,
        _ => {
            news.push(Rejected::news(place, "The record has no text", &json::string(&row)));
            return;
        }
    };
    let number = row.remove("id");
    let id = row.remove("doc_id").or(number).filter(|id| id.is_string() || id.is_number()).map(json::value_text);
    let mut by_user: BTreeMap<String, Vec<IncomingMark>> = BTreeMap::new();
    for key in ["label", "labels", "annotations", "entities"] {
        // Labels without a place are of the whole text, as in projects that classify.
        let (whole, marks): (Vec<Value>, Vec<Value>) = records::list(row.remove(key).unwrap_or_default())
            .into_iter()
            .partition(|v| !v.is_array() && !v.is_object());
        if !whole.is_empty() {
            row.insert(key.into(), Value::Array(whole));
        }
        for (at, value) in marks.into_iter().enumerate() {
            match mark(&value) {
                Ok((user, mark)) => by_user.entry(user).or_default().push(mark),
                Err(why) => news.push(records::reject_part(&place, &format!("{key} {}", at + 1), why, &value)),
            }
        }
    }
    let links = records::list(row.remove("relations").unwrap_or_default());
    let links: Vec<Relation> = records::parts(links, "relation", &place, news);
    let mut about = DocAbout::default();
    if let Some(Value::Object(meta)) = row.remove("meta") {
        records::take_metadata(&mut about, meta, &[]);
    }
    records::take_metadata(&mut about, row, &[]);
    if let Some(why) = records::too_many(&text, by_user.len()) {
        news.push(Rejected::news(place, why, ""));
        return;
    }
    if by_user.is_empty() {
        by_user.insert(String::new(), Vec::new());
    }
    let relation = |r: Relation| IncomingRelation { from: r.from_id.0, to: r.to_id.0, role: r.role.0 };
    let mut links = links.into_iter().map(relation).collect::<Vec<_>>();
    let alone = by_user.len() == 1;
    for (user, marks) in by_user {
        let mut about = about.clone();
        about.annotator = if annotator.is_empty() { user.into() } else { annotator.into() };
        // Links stay with the annotator who has their beginning.
        let relations = if alone {
            std::mem::take(&mut links)
        } else {
            let own: std::collections::HashSet<&str> = marks.iter().map(|m| m.id.as_str()).collect();
            let (its, other) = std::mem::take(&mut links).into_iter().partition(|r| own.contains(r.from.as_str()));
            links = other;
            its
        };
        news.push(News::Doc(Box::new(Incoming {
            place: place.clone(),
            id: id.clone(),
            body: Body::Text(text.clone()),
            about,
            machine: false,
            marks,
            relations,
        })));
    }
    for link in links {
        let why = format!("The link “{}” from {} to {} has an end that is not there", link.role, link.from, link.to);
        news.push(Rejected::news(place.clone(), why, ""));
    }
}

/// A mark as a triple or as an object, with the user who made it, where that is said.
fn mark(value: &Value) -> Result<(String, IncomingMark), String> {
    let said = |error: serde_json::Error| json::sentence(&error);
    let entity = if value.is_array() {
        let (start_offset, end_offset, label) = <(u64, u64, Id)>::deserialize(value).map_err(said)?;
        Entity { id: Id::default(), start_offset, end_offset, label, user: Id::default() }
    } else {
        Entity::deserialize(value).map_err(said)?
    };
    let mark = IncomingMark {
        id: entity.id.0,
        at: At::Offsets(entity.start_offset, entity.end_offset),
        label: entity.label.0,
        ..IncomingMark::default()
    };
    Ok((entity.user.0, mark))
}
