//! UIMA JSON CAS 0.4: a file a document, each with its types. References are features that begin with `@`.

use super::{
    cas::{Cas, ELEMENTS, Fs, MOST_FEATURES, TOO_MANY, Value, understood},
    types::Types,
};
use crate::formats::{
    About, Doc, Export, Flow, Holds, Import, ImportAbout, Job, Kept, Likeness, News, OffsetUnit, Place, ReadError,
    Rejected, Sink, Source, Writer,
    export::FileEach,
    json::{self, Id},
    jsonl, lines,
    passed::deliver,
};
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::{Value as Json, json};
use std::{collections::BTreeMap, fmt, io};

/// The format.
pub struct UimaJson;

static ABOUT: About = About {
    id: "uima_json",
    title: "UIMA JSON CAS",
    purpose: "INCEpTION, dkpro-cassis",
    files: "uima_json/STEM.json",
    holds: Holds::ALL,
};

static READS: ImportAbout = ImportAbout {
    id: "uima_json",
    title: "UIMA JSON CAS",
    files: "a folder of .json files, or one; one folder a document where there are several annotators",
    unit: OffsetUnit::Utf16,
};

const TYPES: &str = concat!(
    r#"{"%TYPES":{"webanno.custom.Span":{"%NAME":"webanno.custom.Span","%SUPER_TYPE":"uima.tcas.Annotation","#,
    r#""label":{"%RANGE":"uima.cas.String"},"attrs":{"%RANGE":"uima.cas.String"},"note":{"%RANGE":"uima.cas.String"},"#,
    r#""made":{"%RANGE":"uima.cas.String"},"markId":{"%RANGE":"uima.cas.String"}},"#,
    r#""webanno.custom.SpanLink":{"%NAME":"webanno.custom.SpanLink","%SUPER_TYPE":"uima.tcas.Annotation","#,
    r#""label":{"%RANGE":"uima.cas.String"},"Governor":{"%RANGE":"webanno.custom.Span"},"#,
    r#""Dependent":{"%RANGE":"webanno.custom.Span"}},"#,
    r#""webanno.custom.Document":{"%NAME":"webanno.custom.Document","%SUPER_TYPE":"uima.cas.AnnotationBase","#,
    r#""identifier":{"%RANGE":"uima.cas.String"},"annotator":{"%RANGE":"uima.cas.String"},"#,
    r#""meta":{"%RANGE":"uima.cas.String"}}},"#,
    "\n\"%FEATURE_STRUCTURES\":[\n",
);

impl Export for UimaJson {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn begin<'a>(&self, _: &'a Job, _: &mut dyn Sink) -> io::Result<Box<dyn Writer + 'a>> {
        Ok(Box::new(FileEach { folder: "uima_json", ending: ".json", content: cas }))
    }

    fn reader(&self) -> &dyn Import {
        self
    }
}

/// The file of a document, a feature structure a line.
fn cas(doc: &Doc, kept: &Kept<'_>) -> String {
    // Sofa 1, the document's own annotation 2, what is known of it 3, marks from 4 by their places.
    let id = |mark: usize| mark + 4;
    let with = |mut fs: Json, features: Vec<(&str, std::borrow::Cow<'_, str>)>| {
        if let Some(map) = fs.as_object_mut() {
            map.extend(features.into_iter().map(|(name, value)| (name.to_owned(), value.into())));
        }
        fs
    };
    let mut all = vec![
        json!({"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView", "mimeType": "text",
               "sofaString": doc.text.as_str()}),
        json!({"%ID": 2, "%TYPE": "uima.tcas.DocumentAnnotation", "@sofa": 1, "begin": 0,
               "end": doc.text.utf16_len().0, "language": super::language(doc)}),
        with(json!({"%ID": 3, "%TYPE": "webanno.custom.Document", "@sofa": 1}), super::document(doc)),
    ];
    let mut members = vec![2, 3];
    for (at, mark) in kept.marks() {
        let (start, end) = doc.utf16(mark);
        let fs = json!({"%ID": id(at), "%TYPE": "webanno.custom.Span", "@sofa": 1, "begin": start.0, "end": end.0});
        all.push(with(fs, super::features(kept, mark)));
        members.push(id(at));
    }
    for (n, relation) in kept.relations().enumerate() {
        let Some(dependent) = doc.marks.get(relation.to) else { continue };
        let (start, end) = doc.utf16(dependent);
        let own = id(doc.marks.len() + n);
        all.push(json!({"%ID": own, "%TYPE": "webanno.custom.SpanLink", "@sofa": 1, "begin": start.0, "end": end.0,
            "label": &*relation.role, "@Governor": id(relation.from), "@Dependent": id(relation.to)}));
        members.push(own);
    }
    let all: Vec<String> = all.iter().map(json::string).collect();
    let views = json::string(&json!({"_InitialView": {"%SOFA": 1, "%MEMBERS": members}}));
    format!("{TYPES}{}\n],\n\"%VIEWS\":{views}}}\n", all.join(",\n"))
}

/// An object with its keys in their order.
struct Pairs(Vec<(String, Json)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Ordered;
        impl<'de> Visitor<'de> for Ordered {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        from.deserialize_map(Ordered)
    }
}

#[derive(Deserialize)]
struct File {
    #[serde(rename = "%TYPES", default)]
    types: BTreeMap<String, Pairs>,
    #[serde(rename = "%FEATURE_STRUCTURES")]
    all: Structures,
    #[serde(rename = "%VIEWS", default)]
    views: BTreeMap<String, View>,
}

/// As a list, or as an object by id.
#[derive(Deserialize)]
#[serde(untagged)]
enum Structures {
    List(Vec<Pairs>),
    ById(BTreeMap<String, Pairs>),
}

#[derive(Deserialize)]
struct View {
    #[serde(rename = "%SOFA", default)]
    sofa: Id,
    #[serde(rename = "%MEMBERS", default)]
    members: Vec<Id>,
}

impl Import for UimaJson {
    fn about(&self) -> &'static ImportAbout {
        &READS
    }

    fn detect(&self, source: &dyn Source) -> Likeness {
        if candidates(source).take(8).any(|name| looks(source, name)) { Likeness::Sure } else { Likeness::No }
    }

    fn read(&self, source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
        let stems = jsonl::stems(source);
        let mut any = false;
        for name in candidates(source).filter(|name| looks(source, name)) {
            any = true;
            let place = Place::file(name);
            let found = match json::whole::<File>(source, name) {
                Ok(file) => {
                    let (cas, types) = taken(file);
                    if cas.all.iter().any(|fs| fs.features.len() > MOST_FEATURES) {
                        Err(Rejected::new(place, TOO_MANY, ""))
                    } else {
                        understood(cas, &types, &place)
                    }
                }
                Err(ReadError::Form(place, why)) => Err(Rejected::new(place, why, "")),
                Err(error) => return Err(error),
            };
            let flow = match found {
                Ok(found) => {
                    let (doc, remarks) = found.named(name, &stems);
                    deliver(doc, remarks, tell)
                }
                Err(rejected) => tell(News::Rejected(rejected)),
            };
            if flow.is_break() {
                return Ok(());
            }
        }
        if any { Ok(()) } else { Err(ReadError::form(Place::file("*.json"), "No file here is a JSON CAS")) }
    }
}

fn candidates(source: &dyn Source) -> impl Iterator<Item = &str> {
    let files = source.files();
    files.iter().map(String::as_str).filter(|name| files.len() == 1 || name.to_ascii_lowercase().ends_with(".json"))
}

/// Whether a file has the keys of a JSON CAS.
fn looks(source: &dyn Source, name: &str) -> bool {
    let head = lines::head(source, name, 1024);
    let head = String::from_utf8_lossy(&head);
    head.trim_start_matches('\u{feff}').trim_start().starts_with('{')
        && ["\"%TYPES\"", "\"%FEATURE_STRUCTURES\"", "\"%VIEWS\"", "\"%FLAGS\""].iter().any(|key| head.contains(key))
}

fn taken(file: File) -> (Cas, Types) {
    let mut types = Types::default();
    for (name, pairs) in file.types {
        let (mut over, mut features) = (String::new(), Vec::new());
        for (key, value) in pairs.0 {
            match (key.as_str(), value) {
                ("%SUPER_TYPE", Json::String(name)) => over = name,
                (key, Json::Object(feature)) if !key.starts_with('%') => {
                    let range = feature.get("%RANGE").and_then(Json::as_str).unwrap_or("");
                    features.push((key.to_owned(), range.to_owned()));
                }
                _ => {}
            }
        }
        types.add(name, over, features);
    }
    let mut cas = Cas::default();
    let all: Vec<(Option<String>, Pairs)> = match file.all {
        Structures::List(all) => all.into_iter().map(|pairs| (None, pairs)).collect(),
        Structures::ById(all) => all.into_iter().map(|(id, pairs)| (Some(id), pairs)).collect(),
    };
    for (id, pairs) in all {
        structure(id, pairs, &mut cas);
    }
    for view in file.views.into_values() {
        cas.members.entry(view.sofa.0).or_default().extend(view.members.into_iter().map(|id| id.0));
    }
    (cas, types)
}

fn structure(id: Option<String>, pairs: Pairs, cas: &mut Cas) {
    let mut fs = Fs { id: id.unwrap_or_default(), ..Fs::default() };
    let (mut begin, mut end) = (None, None);
    for (name, value) in pairs.0 {
        match name.as_str() {
            "%ID" => fs.id = json::value_text(value),
            "%TYPE" => fs.kind = json::value_text(value),
            "@sofa" => fs.sofa = json::value_text(value),
            "begin" => begin = value.as_u64(),
            "end" => end = value.as_u64(),
            _ if value.is_null() => {}
            ELEMENTS => {
                let refers = !fs.kind.starts_with("uima.cas.String")
                    && value.as_array().is_some_and(|all| all.iter().all(Json::is_u64));
                fs.features.push((name, if refers { refs(value) } else { Value::Text(json::value_text(value)) }));
            }
            _ => match name.strip_prefix('@') {
                Some(feature) => fs.features.push((feature.to_owned(), refs(value))),
                None => fs.features.push((name, Value::Text(json::value_text(value)))),
            },
        }
    }
    if fs.kind == "uima.cas.Sofa" {
        let mut text = |wanted: &str| {
            let found = fs.features.iter_mut().find(|(name, _)| name == wanted);
            found.and_then(|(_, value)| match value {
                Value::Text(text) => Some(std::mem::take(text)),
                Value::Refs(_) => None,
            })
        };
        let (name, text) = (text("sofaID").unwrap_or_default(), text("sofaString"));
        cas.sofas.push((fs.id, name, text));
        return;
    }
    fs.at = begin.zip(end);
    cas.all.push(fs);
}

fn refs(value: Json) -> Value {
    let all = match value {
        Json::Array(all) => all,
        one => vec![one],
    };
    Value::Refs(all.into_iter().map(json::value_text).collect())
}
