//! BioC as XML.

use super::{
    infons,
    read::{Annotation, Document, Passage, Relation, understood},
    relations,
};
use crate::formats::{
    About, Doc, Export, Flow, Holds, Import, ImportAbout, Job, Kept, Likeness, News, OffsetUnit, Place, ReadError,
    Rejected, Sink, Source, Writer, lines,
    passed::deliver,
    xml::{Element, Files, Reader, attribute, text},
};
use std::{
    fmt::Write as _,
    io::{self, Write},
};

/// The format.
pub struct BiocXml;

static ABOUT: About = About {
    id: "bioc_xml",
    title: "BioC XML",
    purpose: "PubTator, PubMed Central and other biomedical tools",
    files: "bioc.xml",
    holds: Holds { notes: false, controls: false, ..Holds::ALL },
};

static READS: ImportAbout = ImportAbout {
    id: "bioc_xml",
    title: "BioC XML",
    files: "a file of BioC XML, or a folder of them",
    unit: OffsetUnit::Chars,
};

static FILES: Files = Files { title: "BioC XML", endings: &[".xml", ".bioc"], roots: &["collection"] };

impl Export for BiocXml {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn begin<'a>(&self, job: &'a Job, out: &mut dyn Sink) -> io::Result<Box<dyn Writer + 'a>> {
        let mut file = out.create("bioc.xml")?;
        writeln!(
            file,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE collection SYSTEM \"BioC.dtd\">\n\
             <collection><source>{}</source><date></date><key></key>",
            text(&job.project)
        )?;
        Ok(Box::new(Collection(file)))
    }

    fn reader(&self) -> &dyn Import {
        self
    }
}

struct Collection(Box<dyn Write>);

impl Writer for Collection {
    fn doc(&mut self, _: usize, doc: &Doc, kept: &Kept<'_>, _: &mut dyn Sink) -> io::Result<()> {
        if kept.whole { self.0.write_all(document(doc, kept).as_bytes()) } else { Ok(()) }
    }

    fn end(mut self: Box<Self>, _: &mut dyn Sink) -> io::Result<()> {
        self.0.write_all(b"</collection>\n")?;
        self.0.flush()
    }
}

/// A document. Writing to a string cannot go wrong.
fn document(doc: &Doc, kept: &Kept<'_>) -> String {
    let infon = |to: &mut String, name: &str, value: &str| {
        let _ = write!(to, "<infon key=\"{}\">{}</infon>", attribute(name), text(value));
    };
    let mut to = format!("<document><id>{}</id>", text(&doc.id));
    for (name, value) in doc.about.pairs() {
        infon(&mut to, &name, &value);
    }
    let _ = writeln!(to, "<passage><offset>0</offset><text>{}</text>", text(doc.text.as_str()));
    for (_, mark) in kept.marks() {
        let _ = write!(to, "<annotation id=\"{}\">", attribute(&mark.id));
        for (name, value) in infons(kept, mark) {
            infon(&mut to, &name, value);
        }
        let (start, length) = (mark.start.0, mark.end.0 - mark.start.0);
        let words = text(doc.words(mark));
        let _ = writeln!(to, "<location offset=\"{start}\" length=\"{length}\"/><text>{words}</text></annotation>");
    }
    for (id, role, from, into) in relations(doc, kept) {
        let _ = write!(to, "<relation id=\"{}\">", attribute(&id));
        infon(&mut to, super::TYPE, role);
        let (from, into) = (attribute(from), attribute(into));
        let _ = writeln!(to, "<node refid=\"{from}\" role=\"from\"/><node refid=\"{into}\" role=\"to\"/></relation>");
    }
    to.push_str("</passage></document>\n");
    to
}

impl Import for BiocXml {
    fn about(&self) -> &'static ImportAbout {
        &READS
    }

    fn detect(&self, source: &dyn Source) -> Likeness {
        // The first element is called like those of other formats: what follows decides.
        let likeness = |head: &[u8]| {
            let head = String::from_utf8_lossy(head);
            let has = |what: &str| head.contains(what);
            if has("BioC") || has("<source") && has("<date") && has("<key") {
                Likeness::Sure
            } else if has("<document") {
                Likeness::Likely
            } else {
                Likeness::No
            }
        };
        FILES.some(source).map(|name| likeness(&lines::head(source, name, 4096))).max().unwrap_or(Likeness::No)
    }

    fn read(&self, source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
        FILES.each(source, tell, &mut |reader, tell| {
            // The first event is the root.
            reader.next()?;
            while let Some(element) = reader.child()? {
                if element.name != "document" {
                    reader.skip()?;
                    continue;
                }
                reader.record();
                let place = reader.place();
                let document = read(reader)?;
                let place = Place { item: document.id.chars().take(60).collect(), ..place };
                let (doc, remarks) = understood(document, place);
                if deliver(doc, remarks, tell).is_break() {
                    return Ok(Flow::Break(()));
                }
            }
            Ok(Flow::Continue(()))
        })
    }
}

fn read(reader: &mut Reader<'_>) -> Result<Document, ReadError> {
    let mut to = Document::default();
    while let Some(element) = reader.child()? {
        match element.name.as_str() {
            "id" => reader.text()?.trim().clone_into(&mut to.id),
            "infon" => to.infons.push(infon(reader, element)?),
            "passage" => {
                let passage = passage(reader, &mut to.relations, &mut to.remarks)?;
                to.passages.push(passage);
            }
            "annotation" => to.annotations.push(annotation(reader, element, &mut to.remarks)?),
            "relation" => to.relations.push(relation(reader, element)?),
            _ => reader.skip()?,
        }
    }
    Ok(to)
}

fn passage(
    reader: &mut Reader<'_>,
    relations: &mut Vec<Relation>,
    remarks: &mut Vec<Rejected>,
) -> Result<Passage, ReadError> {
    let mut to = Passage::default();
    while let Some(element) = reader.child()? {
        match element.name.as_str() {
            "offset" => {
                let (place, offset) = (reader.place(), reader.text()?);
                match offset.trim().parse() {
                    Ok(offset) => to.offset = offset,
                    Err(_) => remarks.push(Rejected::new(place, "The offset is not a number", &offset)),
                }
            }
            "infon" => to.infons.push(infon(reader, element)?),
            "text" => to.text = reader.text()?,
            "sentence" => to.sentences.push(passage(reader, relations, remarks)?),
            "annotation" => to.annotations.push(annotation(reader, element, remarks)?),
            "relation" => relations.push(relation(reader, element)?),
            _ => reader.skip()?,
        }
    }
    Ok(to)
}

fn infon(reader: &mut Reader<'_>, mut element: Element) -> Result<(String, String), ReadError> {
    Ok((element.take("key"), reader.text()?))
}

fn annotation(
    reader: &mut Reader<'_>,
    mut element: Element,
    remarks: &mut Vec<Rejected>,
) -> Result<Annotation, ReadError> {
    let mut to = Annotation { id: element.take("id"), line: reader.place().line, ..Annotation::default() };
    while let Some(element) = reader.child()? {
        match element.name.as_str() {
            "infon" => to.infons.push(infon(reader, element)?),
            "text" => to.text = Some(reader.text()?),
            "location" => {
                let number = |name| element.get(name).and_then(|n| n.trim().parse().ok());
                match number("offset").zip(number("length")) {
                    Some(location) => to.locations.push(location),
                    None => {
                        let why = "A location needs an offset and a length, both numbers";
                        remarks.push(Rejected::new(Place { item: to.id.clone(), ..reader.place() }, why, ""));
                    }
                }
                reader.skip()?;
            }
            _ => reader.skip()?,
        }
    }
    Ok(to)
}

fn relation(reader: &mut Reader<'_>, mut element: Element) -> Result<Relation, ReadError> {
    let mut to = Relation { id: element.take("id"), ..Relation::default() };
    while let Some(mut element) = reader.child()? {
        match element.name.as_str() {
            "infon" => to.infons.push(infon(reader, element)?),
            "node" => {
                to.nodes.push((element.take("refid"), element.take("role")));
                reader.skip()?;
            }
            _ => reader.skip()?,
        }
    }
    Ok(to)
}
