//! GATE XML, a file a document: the text with nodes, annotation sets with annotations between nodes, features, and relation sets.
//!
//! The numbers of nodes are offsets in UTF-16 units; we write them so (Java counts them), and read a place by where its node
//! stands. We write the default set, the label as the annotation's type, attributes and what is known of the article as
//! features, links as relations with two members. Ids are counted, and notes have no place.
//!
//! Reading takes every set. Sets that share a type are several annotators: each becomes a document of its own, the set's name
//! the annotator. Sets without a type in common are kinds of labels and become one document, with the set's name as the
//! attribute `set`. What GATE makes itself is passed over: tokens, sentences, gazetteer look-ups, and the set of original
//! markups.
//!
//! Facts: GATE's user guide and files, and what gatenlp reads.

use super::{
    About, At, Body, Doc, Export, Flow, Holds, Import, ImportAbout, Incoming, IncomingMark, IncomingRelation, Job,
    Kept, Likeness, News, OffsetUnit, Place, ReadError, Rejected, Sink, Source, Writer,
    export::FileEach,
    jsonl, names,
    passed::{Passed, deliver},
    xml::{Event, Files, Reader, Running, attribute, text},
};
use crate::text::{ByteOffset, Utf16Offset};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt::Write as _,
    io,
};

/// The format.
pub struct Gate;

static ABOUT: About = About {
    id: "gate",
    title: "GATE XML",
    purpose: "GATE Developer, Teamware and gatenlp",
    files: "gate/STEM.xml",
    holds: Holds { notes: false, ids: false, controls: false, ..Holds::ALL },
};

static READS: ImportAbout =
    ImportAbout { id: "gate", title: "GATE XML", files: "a folder of GATE XML files, or one", unit: OffsetUnit::Utf16 };

static FILES: Files = Files { title: "GATE XML", endings: &[".xml", ".gate"], roots: &["GateDocument"] };

/// The feature that has a document's id.
const DOC_ID: &str = "doc_id";

impl Export for Gate {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn begin<'a>(&self, _: &'a Job, _: &mut dyn Sink) -> io::Result<Box<dyn Writer + 'a>> {
        Ok(Box::new(FileEach { folder: "gate", ending: ".xml", content: document }))
    }

    fn reader(&self) -> &dyn Import {
        self
    }
}

/// The file of a document. Writing to a string cannot go wrong.
fn document(doc: &Doc, kept: &Kept<'_>) -> String {
    let feature = |to: &mut String, name: &str, value: &str| {
        let (name, value) = (text(name), text(value));
        let _ = write!(
            to,
            "<Feature><Name className=\"java.lang.String\">{name}</Name>\
             <Value className=\"java.lang.String\">{value}</Value></Feature>"
        );
    };
    let mut to =
        String::from("<?xml version='1.0' encoding='UTF-8'?>\n<GateDocument version=\"3\">\n<GateDocumentFeatures>");
    feature(&mut to, DOC_ID, &doc.id);
    for (name, value) in doc.about.pairs() {
        feature(&mut to, &name, &value);
    }
    to.push_str("</GateDocumentFeatures>\n<TextWithNodes>");
    let mut nodes: BTreeSet<ByteOffset> = kept.marks().flat_map(|(_, m)| [m.span.start(), m.span.end()]).collect();
    nodes.extend([ByteOffset(0), doc.text.end()]);
    let mut done = ByteOffset(0);
    for node in nodes {
        let before = text(doc.text.get(done, node).unwrap_or(""));
        let _ = write!(to, "{before}<Node id=\"{}\"/>", doc.text.utf16_of(node).0);
        done = node;
    }
    to.push_str("</TextWithNodes>\n<AnnotationSet>\n");
    for (at, mark) in kept.marks() {
        let (Utf16Offset(start), Utf16Offset(end)) = doc.utf16(mark);
        let label = attribute(&mark.label);
        let _ = write!(to, "<Annotation Id=\"{at}\" Type=\"{label}\" StartNode=\"{start}\" EndNode=\"{end}\">");
        for (name, value) in kept.attributes(mark) {
            feature(&mut to, name, value);
        }
        to.push_str("</Annotation>\n");
    }
    to.push_str("</AnnotationSet>\n<RelationSet>\n");
    for (n, relation) in kept.relations().enumerate() {
        let (id, role) = (doc.marks.len() + n, attribute(&relation.role));
        let _ = writeln!(to, "<Relation Id=\"{id}\" Type=\"{role}\" Members=\"{};{}\"/>", relation.from, relation.to);
    }
    to.push_str("</RelationSet>\n</GateDocument>\n");
    to
}

impl Import for Gate {
    fn about(&self) -> &'static ImportAbout {
        &READS
    }

    fn detect(&self, source: &dyn Source) -> Likeness {
        FILES.detect(source)
    }

    fn read(&self, source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
        let stems = jsonl::stems(source);
        FILES.each(source, tell, &mut |reader, tell| {
            let mut file = read(reader)?;
            let stem = names::stem_of(reader.name());
            let id = stems.get(stem).cloned().or(file.id.take()).unwrap_or_else(|| stem.to_owned());
            let mut remarks = std::mem::take(&mut file.remarks);
            for mut doc in documents(file, &mut remarks) {
                doc.id = Some(id.clone());
                if deliver(doc, std::mem::take(&mut remarks), tell).is_break() {
                    return Ok(Flow::Break(()));
                }
            }
            Ok(Flow::Continue(()))
        })
    }
}

/// A file as it was read.
#[derive(Default)]
struct GateFile {
    id: Option<String>,
    place: Place,
    about: super::DocAbout,
    text: Running,
    sets: Vec<(String, Vec<IncomingMark>)>,
    relations: Vec<IncomingRelation>,
    remarks: Vec<Rejected>,
}

/// Types that GATE's own programs make.
const BUILT: &[&str] = &["Token", "SpaceToken", "DEFAULT_TOKEN", "Sentence", "Split", "Lookup"];

fn read(reader: &mut Reader<'_>) -> Result<GateFile, ReadError> {
    let mut to = GateFile { place: Place::file(reader.name()), ..GateFile::default() };
    let mut nodes: HashMap<String, u64> = HashMap::new();
    let mut passed = Passed::default();
    // The first event is the root.
    reader.next()?;
    while let Some(element) = reader.child()? {
        match element.name.as_str() {
            "GateDocumentFeatures" => {
                while reader.child()?.is_some() {
                    let (name, value) = feature(reader)?;
                    let ours = ["MimeType", "docNewLineType"].contains(&name.as_str()) || name.starts_with("gate.");
                    match name.as_str() {
                        DOC_ID if to.id.is_none() => to.id = Some(value),
                        "gate.SourceURL" if value.starts_with("http") => to.about.take("url", &value),
                        _ if ours => {}
                        _ => to.about.take(&name, &value),
                    }
                }
            }
            "TextWithNodes" => loop {
                match reader.next()? {
                    Event::Text(text) => to.text.push(&text),
                    Event::Start(mut node) => {
                        nodes.insert(node.take("id"), to.text.utf16);
                        reader.skip()?;
                    }
                    Event::End | Event::Eof => break,
                }
            },
            "AnnotationSet" => {
                let name = element.get("Name").unwrap_or("").to_owned();
                if name == "Original markups" {
                    reader.skip()?;
                    continue;
                }
                let marks = set(reader, &nodes, &mut to.remarks)?;
                to.sets.push((name, marks));
            }
            "RelationSet" => {
                while let Some(relation) = reader.child()? {
                    let members = relation.get("Members").unwrap_or("").split([';', ',']).map(|m| m.trim().to_owned());
                    let members: Vec<String> = members.filter(|m| !m.is_empty()).collect();
                    let role = relation.get("Type").unwrap_or("").to_owned();
                    if let Some((from, others)) = members.split_first().filter(|(_, others)| !others.is_empty()) {
                        if others.len() > 1 {
                            passed.note("more than two members: there are links from the first to each other");
                        }
                        let link =
                            |to: &String| IncomingRelation { from: from.clone(), to: to.clone(), role: role.clone() };
                        to.relations.extend(others.iter().map(link));
                    } else {
                        let why = format!("The relation “{role}” has fewer than two members");
                        to.remarks.push(Rejected::new(reader.place(), why, &members.join(";")));
                    }
                    while let Some(inside) = reader.child()? {
                        passed.note(&inside.name);
                        reader.skip()?;
                    }
                }
            }
            _ => reader.skip()?,
        }
    }
    to.remarks.extend(passed.remark(&to.place, "Of relations that is not read"));
    Ok(to)
}

/// The marks of an annotation set.
fn set(
    reader: &mut Reader<'_>,
    nodes: &HashMap<String, u64>,
    remarks: &mut Vec<Rejected>,
) -> Result<Vec<IncomingMark>, ReadError> {
    let mut marks = Vec::new();
    while let Some(mut element) = reader.child()? {
        let (id, label) = (element.take("Id"), element.take("Type"));
        if element.name != "Annotation" || BUILT.contains(&label.as_str()) {
            reader.skip()?;
            continue;
        }
        let place = Place { item: id.clone(), ..reader.place() };
        let node = |name| {
            let id = element.get(name)?.trim();
            nodes.get(id).copied().or_else(|| id.parse().ok())
        };
        let at = node("StartNode").zip(node("EndNode"));
        let mut attributes = BTreeMap::new();
        while let Some(inside) = reader.child()? {
            if inside.name == "Feature" {
                let (name, value) = feature(reader)?;
                attributes.insert(name, value);
            } else {
                reader.skip()?;
            }
        }
        match at {
            Some((start, end)) => marks.push(IncomingMark {
                id,
                at: At::Offsets(start, end),
                label,
                attributes,
                place: Some(place),
                ..IncomingMark::default()
            }),
            None => {
                let why = format!("The annotation “{label}” does not say between which nodes it is");
                remarks.push(Rejected::new(place, why, ""));
            }
        }
    }
    Ok(marks)
}

/// A feature that has begun: its name and its value.
fn feature(reader: &mut Reader<'_>) -> Result<(String, String), ReadError> {
    let (mut name, mut value) = (String::new(), String::new());
    while let Some(part) = reader.child()? {
        match part.name.as_str() {
            "Name" => name = reader.text()?,
            "Value" => value = reader.text()?,
            _ => reader.skip()?,
        }
    }
    Ok((name, value))
}

/// The most sets that can be annotators: each has the text anew.
const MOST: usize = 64;

/// One document, or one a set where sets are annotators.
fn documents(file: GateFile, remarks: &mut Vec<Rejected>) -> Vec<Incoming> {
    let GateFile { place, about, text, mut sets, relations, .. } = file;
    sets.retain(|(_, marks)| !marks.is_empty());
    let base = |annotator: &str, text: String| {
        let mut about = about.clone();
        about.annotator = annotator.into();
        Incoming { place: place.clone(), body: Body::Text(text), about, ..Incoming::default() }
    };
    let mut owner: HashMap<&str, BTreeSet<usize>> = HashMap::new();
    for (n, (_, marks)) in sets.iter().enumerate() {
        for mark in marks {
            owner.entry(&mark.label).or_default().insert(n);
        }
    }
    let annotators = sets.len() == 1 || sets.len() <= MOST && owner.values().any(|sets| sets.len() > 1);
    if !annotators {
        let mut doc = base("", text.text);
        for (name, marks) in sets {
            let named = |mut mark: IncomingMark| {
                if !name.is_empty() {
                    mark.attributes.entry("set".into()).or_insert_with(|| name.clone());
                }
                mark
            };
            doc.marks.extend(marks.into_iter().map(named));
        }
        doc.relations = relations;
        return vec![doc];
    }
    let set_of: HashMap<String, usize> =
        sets.iter().enumerate().flat_map(|(n, (_, marks))| marks.iter().map(move |m| (m.id.clone(), n))).collect();
    let mut docs: Vec<Incoming> = Vec::new();
    for (name, marks) in sets {
        docs.push(Incoming { marks, ..base(&name, text.text.clone()) });
    }
    for relation in relations {
        let (from, to) = (set_of.get(&relation.from), set_of.get(&relation.to));
        if let (Some(from), Some(to)) = (from, to)
            && from != to
        {
            let why = format!("The link “{}” is between marks of two annotators", relation.role);
            remarks.push(Rejected::new(place.clone(), why, &format!("{};{}", relation.from, relation.to)));
        } else if let Some(doc) = docs.get_mut(from.or(to).copied().unwrap_or(0)) {
            doc.relations.push(relation);
        }
    }
    docs
}
