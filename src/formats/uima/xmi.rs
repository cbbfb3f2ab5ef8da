//! UIMA CAS XMI: a file a document, with TypeSystem.xml beside them. Line ends and tabs of the text are numbers in it, or
//! readers of XML make them blanks.

use super::{
    cas::{Cas, ELEMENTS, Fs, MOST_FEATURES, TOO_MANY, Value, understood},
    types::Types,
};
use crate::formats::{
    About, Doc, Export, Flow, Holds, Import, ImportAbout, Job, Kept, Likeness, News, OffsetUnit, ReadError, Sink,
    Source, Writer,
    export::{FileEach, write_file},
    jsonl,
    passed::deliver,
    xml::{Element, Event, Files, Reader, attribute},
};
use std::{
    collections::{BTreeMap, HashSet},
    fmt::Write as _,
    io,
};

/// The format.
pub struct UimaXmi;

static ABOUT: About = About {
    id: "uima_xmi",
    title: "UIMA CAS XMI",
    purpose: "INCEpTION, WebAnno, DKPro, dkpro-cassis",
    files: "uima_xmi/STEM.xmi, uima_xmi/TypeSystem.xml",
    holds: Holds { controls: false, ..Holds::ALL },
};

static READS: ImportAbout = ImportAbout {
    id: "uima_xmi",
    title: "UIMA CAS XMI",
    files: "a folder of .xmi files, with TypeSystem.xml if there is one; one folder a document where there are several annotators",
    unit: OffsetUnit::Utf16,
};

static FILES: Files = Files { title: "UIMA XMI", endings: &[".xmi", ".xml"], roots: &["XMI"] };

/// What INCEpTION takes as layers.
const TYPE_SYSTEM: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier">
<types>
<typeDescription><name>webanno.custom.Span</name><description/><supertypeName>uima.tcas.Annotation</supertypeName><features>
<featureDescription><name>label</name><description/><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>
<featureDescription><name>attrs</name><description/><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>
<featureDescription><name>note</name><description/><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>
<featureDescription><name>made</name><description/><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>
<featureDescription><name>markId</name><description/><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>
</features></typeDescription>
<typeDescription><name>webanno.custom.SpanLink</name><description/><supertypeName>uima.tcas.Annotation</supertypeName><features>
<featureDescription><name>label</name><description/><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>
<featureDescription><name>Governor</name><description/><rangeTypeName>webanno.custom.Span</rangeTypeName></featureDescription>
<featureDescription><name>Dependent</name><description/><rangeTypeName>webanno.custom.Span</rangeTypeName></featureDescription>
</features></typeDescription>
<typeDescription><name>webanno.custom.Document</name><description/><supertypeName>uima.cas.AnnotationBase</supertypeName><features>
<featureDescription><name>identifier</name><description/><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>
<featureDescription><name>annotator</name><description/><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>
<featureDescription><name>meta</name><description/><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>
</features></typeDescription>
</types>
</typeSystemDescription>
"#;

const HEAD: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8"?>"#,
    "\n",
    r#"<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" "#,
    r#"xmlns:tcas="http:///uima/tcas.ecore" xmlns:custom="http:///webanno/custom.ecore" xmi:version="2.0">"#,
    "\n<cas:NULL xmi:id=\"0\"/>\n",
);

impl Export for UimaXmi {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn begin<'a>(&self, _: &'a Job, out: &mut dyn Sink) -> io::Result<Box<dyn Writer + 'a>> {
        write_file(out, "uima_xmi/TypeSystem.xml", TYPE_SYSTEM.as_bytes())?;
        Ok(Box::new(FileEach { folder: "uima_xmi", ending: ".xmi", content: cas }))
    }

    fn reader(&self) -> &dyn Import {
        self
    }
}

/// The file of a document.
fn cas(doc: &Doc, kept: &Kept<'_>) -> String {
    let mut to = String::from(HEAD);
    // Sofa 1, the document's own annotation 2, what is known of it 3, marks from 4 by their places.
    let id = |mark: usize| mark + 4;
    let features = |to: &mut String, features: Vec<(&str, std::borrow::Cow<'_, str>)>| {
        for (name, value) in features {
            let _ = write!(to, " {name}=\"{}\"", attribute(&value));
        }
        to.push_str("/>\n");
    };
    // Writing to a string cannot go wrong.
    let _ =
        write!(to, "<tcas:DocumentAnnotation xmi:id=\"2\" sofa=\"1\" begin=\"0\" end=\"{}\"", doc.text.utf16_len().0);
    features(&mut to, vec![("language", super::language(doc).into())]);
    to.push_str("<custom:Document xmi:id=\"3\" sofa=\"1\"");
    features(&mut to, super::document(doc));
    let mut members = String::from("2 3");
    for (at, mark) in kept.marks() {
        let (start, end) = doc.utf16(mark);
        let id = id(at);
        let _ = write!(to, "<custom:Span xmi:id=\"{id}\" sofa=\"1\" begin=\"{}\" end=\"{}\"", start.0, end.0);
        features(&mut to, super::features(kept, mark));
        let _ = write!(members, " {id}");
    }
    for (n, relation) in kept.relations().enumerate() {
        let Some(dependent) = doc.marks.get(relation.to) else { continue };
        let (start, end) = doc.utf16(dependent);
        let own = id(doc.marks.len() + n);
        let _ = write!(to, "<custom:SpanLink xmi:id=\"{own}\" sofa=\"1\" begin=\"{}\" end=\"{}\"", start.0, end.0);
        let (from, into) = (id(relation.from).to_string(), id(relation.to).to_string());
        let role = (&*relation.role).into();
        features(&mut to, vec![("label", role), ("Governor", from.into()), ("Dependent", into.into())]);
        let _ = write!(members, " {own}");
    }
    let text = attribute(doc.text.as_str());
    let _ = write!(
        to,
        "<cas:Sofa xmi:id=\"1\" sofaNum=\"1\" sofaID=\"_InitialView\" mimeType=\"text\" sofaString=\"{text}\"/>\n\
         <cas:View sofa=\"1\" members=\"{members}\"/>\n</xmi:XMI>\n"
    );
    to
}

impl Import for UimaXmi {
    fn about(&self) -> &'static ImportAbout {
        &READS
    }

    fn detect(&self, source: &dyn Source) -> Likeness {
        FILES.detect(source)
    }

    fn read(&self, source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
        let stems = jsonl::stems(source);
        // INCEpTION writes the same type system into every folder: the last one is kept.
        let mut known = (String::new(), Types::default());
        FILES.each(source, tell, &mut |reader, tell| {
            let place = reader.place();
            if let Some(name) = type_system(source, reader.name())
                && known.0 != name
            {
                known = (name.into(), Types::read(source, name)?);
            }
            let cas = read(reader, &known.1)?;
            Ok(match understood(cas, &known.1, &crate::formats::Place::file(&place.file)) {
                Ok(found) => {
                    let (doc, remarks) = found.named(&place.file, &stems);
                    deliver(doc, remarks, tell)
                }
                Err(rejected) => tell(News::Rejected(rejected)),
            })
        })
    }
}

/// The type system for a file: the nearest one in its folder or above, else any.
fn type_system<'a>(source: &'a dyn Source, name: &str) -> Option<&'a str> {
    let folder = |name: &str| name.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let is = |n: &&String| n.rsplit('/').next().is_some_and(|n| n.eq_ignore_ascii_case("typesystem.xml"));
    let all = || source.files().iter().filter(is);
    let above = all().filter(|n| name.starts_with(&folder(n))).max_by_key(|n| n.len());
    above.or_else(|| all().next()).map(String::as_str)
}

fn read(reader: &mut Reader<'_>, types: &Types) -> Result<Cas, ReadError> {
    let mut cas = Cas::default();
    // The first event is the root.
    reader.next()?;
    while let Some(mut element) = reader.child()? {
        let line = reader.place().line;
        match (element.space.as_str(), element.name.as_str()) {
            ("http:///uima/cas.ecore", "Sofa") => {
                let text = element.get("sofaString").is_some().then(|| element.take("sofaString"));
                cas.sofas.push((element.take("xmi:id"), element.take("sofaID"), text));
                reader.skip()?;
            }
            ("http:///uima/cas.ecore", "View") => {
                let members: HashSet<_> = element.take("members").split_ascii_whitespace().map(str::to_owned).collect();
                cas.members.insert(element.take("sofa"), members);
                reader.skip()?;
            }
            ("http:///uima/cas.ecore", "NULL") => reader.skip()?,
            _ => {
                let fs = structure(reader, element, types, line)?;
                cas.all.push(fs);
            }
        }
    }
    Ok(cas)
}

/// A feature structure: features as attributes, and those of several values as elements inside.
fn structure(reader: &mut Reader<'_>, element: Element, types: &Types, line: u64) -> Result<Fs, ReadError> {
    let mut fs = Fs { kind: type_name(&element), line, ..Fs::default() };
    let (mut begin, mut end) = (None, None);
    for (name, value) in element.attributes {
        match name.as_str() {
            "xmi:id" => fs.id = value,
            "sofa" => fs.sofa = value,
            "begin" => begin = value.trim().parse().ok(),
            "end" => end = value.trim().parse().ok(),
            _ => fs.features.push(feature(&fs.kind, name, value, types)),
        }
    }
    fs.at = begin.zip(end);
    let mut several: BTreeMap<String, Vec<String>> = BTreeMap::new();
    loop {
        match reader.next()? {
            Event::Start(inside) => {
                let value = reader.text()?;
                several.entry(inside.name).or_default().push(value);
            }
            Event::Text(_) => {}
            Event::End | Event::Eof => break,
        }
    }
    for (name, mut values) in several {
        let name = if name == "elements" { ELEMENTS.to_owned() } else { name };
        let value = if values.len() == 1 { values.remove(0) } else { crate::formats::json::string(&values) };
        fs.features.push((name, Value::Text(value)));
    }
    if fs.features.len() > MOST_FEATURES {
        return Err(ReadError::form(reader.place(), TOO_MANY));
    }
    Ok(fs)
}

/// The features that refer to others even where no type system says so.
const REFER: [&str; 3] = ["Governor", "Dependent", "target"];

fn feature(kind: &str, name: String, value: String, types: &Types) -> (String, Value) {
    let ids = || value.split_ascii_whitespace();
    let numbers = || ids().next().is_some() && ids().all(|id| id.bytes().all(|b| b.is_ascii_digit()));
    if name == "elements" && kind == "uima.cas.FSArray" {
        return (ELEMENTS.into(), Value::Refs(ids().map(str::to_owned).collect()));
    }
    let refers = types.refers(kind, &name).unwrap_or_else(|| REFER.contains(&name.as_str()) && numbers());
    let value = if refers { Value::Refs(ids().map(str::to_owned).collect()) } else { Value::Text(value) };
    (name, value)
}

/// A type's name: `http:///webanno/custom.ecore` and `Span` are `webanno.custom.Span`.
fn type_name(element: &Element) -> String {
    let space = element.space.strip_prefix("http:///").unwrap_or(&element.space);
    let space = space.strip_suffix(".ecore").unwrap_or(space).replace('/', ".");
    match space.as_str() {
        "" | "uima.noNamespace" | "noNamespace" => element.name.clone(),
        space => format!("{space}.{}", element.name),
    }
}
