//! PubAnnotation's JSON, as PubAnnotation and TextAE have it: a file a document.
//!
//! `pubannotation/STEM.json`: `{"sourcedb", "sourceid", "text", "denotations": [{"id", "span": {"begin", "end"}, "obj"}], "attributes":
//! [{"id", "subj", "pred", "obj"}], "relations": [{"id", "pred", "subj", "obj"}]}`. Offsets are Unicode scalars with an end that is not
//! covered. Ids are unique through all three lists. Files from a server can have `tracks`, one an annotating project, and marks in
//! several pieces, which are not read. There is no place for metadata and notes. Facts: PubAnnotation's documentation of its format.

use super::{
    About, At, Body, Doc, DocAbout, Export, Flow, Holds, Import, ImportAbout, Incoming, IncomingMark, IncomingRelation,
    Job, Kept, Likeness, News, OffsetUnit, Place, ReadError, Rejected, Sink, Source, Writer,
    export::write_file,
    json::{self, Id},
    names,
    records::{self, Looks, or_default},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{
    collections::{HashMap, HashSet},
    io,
};

/// The format.
pub struct PubAnnotation;

static ABOUT: About = About {
    id: "pubannotation",
    title: "PubAnnotation",
    purpose: "PubAnnotation and TextAE",
    files: "pubannotation/STEM.json",
    holds: Holds { notes: false, metadata: false, ..Holds::ALL },
};

static READS: ImportAbout = ImportAbout {
    id: "pubannotation",
    title: "PubAnnotation",
    files: "JSON, a file a document or a list of them",
    unit: OffsetUnit::Chars,
};

static LOOKS: Looks = Looks {
    own: "pubannotation/",
    like: |has| {
        let says = ["denotations[]", "tracks[].denotations"];
        if says.iter().any(|key| has.contains(*key)) {
            Likeness::Sure
        } else if has.contains("sourcedb") && has.contains("text") {
            Likeness::Likely
        } else {
            Likeness::No
        }
    },
};

/// The source that is no database.
const LOCAL: &str = "local";

#[derive(Serialize)]
struct File<'a> {
    sourcedb: &'a str,
    sourceid: &'a str,
    text: &'a str,
    denotations: Vec<Denotation<'a>>,
    attributes: Vec<Triple<'a>>,
    relations: Vec<Triple<'a>>,
}

#[derive(Serialize)]
struct Denotation<'a> {
    id: &'a str,
    span: Stretch,
    obj: &'a str,
}

#[derive(Serialize, Deserialize)]
struct Stretch {
    begin: u64,
    end: u64,
}

#[derive(Serialize)]
struct Triple<'a> {
    id: String,
    pred: &'a str,
    subj: &'a str,
    obj: &'a str,
}

struct Files;

impl Export for PubAnnotation {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn begin<'a>(&self, _: &'a Job, _: &mut dyn Sink) -> io::Result<Box<dyn Writer + 'a>> {
        Ok(Box::new(Files))
    }

    fn reader(&self) -> &dyn Import {
        self
    }
}

impl Writer for Files {
    fn doc(&mut self, at: usize, doc: &Doc, kept: &Kept<'_>, out: &mut dyn Sink) -> io::Result<()> {
        let taken: HashSet<&str> = kept.marks().map(|(_, m)| &*m.id).collect();
        // Ids that no mark has.
        let free = |letter: char| (1..).map(move |n| format!("{letter}{n}")).filter(|id| !taken.contains(id.as_str()));
        let denotations = kept.marks().map(|(_, m)| Denotation {
            id: &m.id,
            span: Stretch { begin: m.start.0 as u64, end: m.end.0 as u64 },
            obj: &m.label,
        });
        let values =
            kept.marks().flat_map(|(_, m)| kept.attributes(m).map(|(name, value)| (&*m.id, &**name, &**value)));
        let links = kept.relations().filter_map(|r| {
            let (from, to) = (doc.marks.get(r.from)?, doc.marks.get(r.to)?);
            Some((&*from.id, &*r.role, &*to.id))
        });
        let triple = |((subj, pred, obj), id)| Triple { id, pred, subj, obj };
        let file = File {
            sourcedb: LOCAL,
            sourceid: &doc.id,
            text: doc.text.as_str(),
            denotations: denotations.collect(),
            attributes: values.zip(free('A')).map(triple).collect(),
            relations: links.zip(free('R')).map(triple).collect(),
        };
        let name = format!("{}{}.json", LOOKS.own, names::stem(at, &doc.id));
        write_file(out, &name, (json::string(&file) + "\n").as_bytes())
    }

    fn end(self: Box<Self>, _: &mut dyn Sink) -> io::Result<()> {
        Ok(())
    }
}

#[derive(Deserialize)]
struct Read {
    #[serde(default)]
    sourcedb: Id,
    #[serde(default)]
    sourceid: Id,
    #[serde(default)]
    divid: Id,
    text: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    tracks: Vec<Value>,
    #[serde(flatten)]
    own: Track,
}

/// What one project says of a document.
#[derive(Default, Deserialize)]
struct Track {
    #[serde(default)]
    project: Id,
    #[serde(default, deserialize_with = "or_default")]
    denotations: Vec<Value>,
    #[serde(default, deserialize_with = "or_default")]
    blocks: Vec<Value>,
    #[serde(default, deserialize_with = "or_default")]
    attributes: Vec<Value>,
    #[serde(default, deserialize_with = "or_default")]
    relations: Vec<Value>,
    #[serde(default, deserialize_with = "or_default")]
    modifications: Vec<Value>,
}

#[derive(Deserialize)]
struct ReadDenotation {
    #[serde(default)]
    id: Id,
    span: Value,
    obj: Id,
}

#[derive(Deserialize)]
struct ReadTriple {
    pred: Id,
    subj: Id,
    obj: Value,
}

#[derive(Deserialize)]
struct Modification {
    pred: Id,
    obj: Id,
}

impl Import for PubAnnotation {
    fn about(&self) -> &'static ImportAbout {
        &READS
    }

    fn detect(&self, source: &dyn Source) -> Likeness {
        LOOKS.detect(source)
    }

    fn read(&self, source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
        let files = LOOKS.files(source, READS.title, tell)?;
        records::read(source, &files, "document", tell, &mut document)
    }
}

fn document(file: Read, place: Place, news: &mut Vec<News>) {
    let source = Some(file.sourcedb.0).filter(|db| db != LOCAL);
    let parts = source.into_iter().chain([file.sourceid.0, file.divid.0]).filter(|part| !part.is_empty());
    let id = Some(parts.collect::<Vec<_>>().join("-")).filter(|id| !id.is_empty());
    let mut tracks: Vec<Track> = records::parts(file.tracks, "track", &place, news);
    if tracks.is_empty() || !file.own.denotations.is_empty() {
        tracks.push(file.own);
    }
    if let Some(why) = records::too_many(file.text.as_deref().unwrap_or(""), tracks.len()) {
        news.push(Rejected::news(place, why, ""));
        return;
    }
    for track in tracks {
        let mut read = Incoming {
            place: place.clone(),
            id: id.clone(),
            body: file.text.clone().map_or(Body::Named, Body::Text),
            about: DocAbout { annotator: track.project.0.as_str().into(), ..DocAbout::default() },
            ..Incoming::default()
        };
        take(track, &mut read, news);
        news.push(News::Doc(Box::new(read)));
    }
}

fn take(track: Track, read: &mut Incoming, news: &mut Vec<News>) {
    let place = read.place.clone();
    let mut by_id: HashMap<String, usize> = HashMap::new();
    for (what, values) in [("denotation", track.denotations), ("block", track.blocks)] {
        for value in values {
            match denotation(&value) {
                Ok(mark) => {
                    by_id.entry(mark.id.clone()).or_insert(read.marks.len());
                    read.marks.push(mark);
                }
                Err(why) => news.push(records::reject_part(&place, what, why, &value)),
            }
        }
    }
    let say = |marks: &mut [IncomingMark], subj: &str, name: String, value: String| -> Result<(), String> {
        let mark = by_id.get(subj).and_then(|at| marks.get_mut(*at));
        let mark = mark.ok_or_else(|| format!("There is no mark with the id “{subj}” that could have it"))?;
        if mark.attributes.contains_key(&name) {
            return Err(format!("The mark “{subj}” has another value for “{name}”, which was taken"));
        }
        mark.attributes.insert(name, value);
        Ok(())
    };
    for value in track.attributes {
        let said = ReadTriple::deserialize(&value).map_err(|error| json::sentence(&error));
        let done = said.and_then(|t| say(&mut read.marks, &t.subj.0, t.pred.0, json::value_text(t.obj)));
        news.extend(done.err().map(|why| records::reject_part(&place, "attribute", why, &value)));
    }
    for value in track.modifications {
        let said = Modification::deserialize(&value).map_err(|error| json::sentence(&error));
        let done = said.and_then(|m| say(&mut read.marks, &m.obj.0, m.pred.0, "yes".into()));
        news.extend(done.err().map(|why| records::reject_part(&place, "modification", why, &value)));
    }
    let relations: Vec<ReadTriple> = records::parts(track.relations, "relation", &place, news);
    let relation = |r: ReadTriple| IncomingRelation { from: r.subj.0, to: json::value_text(r.obj), role: r.pred.0 };
    read.relations = relations.into_iter().map(relation).collect();
}

fn denotation(value: &Value) -> Result<IncomingMark, String> {
    let read = ReadDenotation::deserialize(value).map_err(|error| json::sentence(&error))?;
    let pieces = records::list(read.span);
    let [piece] = pieces.as_slice() else {
        return Err(format!("It is in {} pieces; marks here are of one", pieces.len()));
    };
    let at = Stretch::deserialize(piece).map_err(|error| json::sentence(&error))?;
    Ok(IncomingMark {
        keep_id: true,
        id: read.id.0,
        at: At::Offsets(at.begin, at.end),
        label: read.obj.0,
        ..IncomingMark::default()
    })
}
