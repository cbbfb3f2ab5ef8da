//! From a CAS, however it was written, to a document.
//!
//! The initial view is read. A mark is an annotation of a layer that people make: DKPro's `NamedEntity` (label: `value`), a
//! custom layer (label: its first feature that holds text, or where that is empty the layer's name, which else is kept as the
//! attribute `layer`), or a type of somebody else (label: the type's name). Other features are attributes. Relation layers
//! (`Governor`, `Dependent`) and link features become links. Tokens, sentences and the like are passed over; other layers of
//! DKPro that people may have made are told, once a file.

use super::types::Types;
use crate::formats::{
    At, Body, Incoming, IncomingMark, IncomingRelation, Place, Rejected, json, names, passed::Passed,
};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A CAS as it was read.
#[derive(Debug, Default)]
pub struct Cas {
    /// Its texts, each with its id and the name of its view; `None` where the text is elsewhere.
    pub sofas: Vec<(String, String, Option<String>)>,
    /// Its feature structures.
    pub all: Vec<Fs>,
    /// What counts, by the sofa's id.
    pub members: HashMap<String, HashSet<String>>,
}

/// A feature structure.
#[derive(Debug, Default)]
pub struct Fs {
    /// Its id.
    pub id: String,
    /// Its type, such as `webanno.custom.Span`.
    pub kind: String,
    /// The sofa it is on; empty for none.
    pub sofa: String,
    /// Where it is, if anywhere.
    pub at: Option<(u64, u64)>,
    /// Its other features, in order.
    pub features: Vec<(String, Value)>,
    /// Its line; 0 for none.
    pub line: u64,
}

/// The value of a feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text, a number, a truth value.
    Text(String),
    /// Other feature structures, by their ids.
    Refs(Vec<String>),
}

/// The most features that a feature structure may have.
pub const MOST_FEATURES: usize = 1024;

/// What is said of one with more.
pub const TOO_MANY: &str = "A feature structure has more than 1024 features";

/// The feature that holds the elements of an array.
pub const ELEMENTS: &str = "%ELEMENTS";

/// A document of a CAS.
#[derive(Debug, Default)]
pub struct Understood {
    /// What becomes of it.
    pub doc: Incoming,
    /// Its id, where we wrote it.
    pub own: Option<String>,
    /// The title that DKPro keeps: INCEpTION's name of the document.
    pub title: Option<String>,
    /// What is to be said of it.
    pub remarks: Vec<Rejected>,
}

impl Fs {
    fn text(&self, feature: &str) -> Option<&str> {
        self.features.iter().find_map(|(name, value)| match value {
            Value::Text(text) if name == feature => Some(text.as_str()),
            _ => None,
        })
    }

    fn refs(&self, feature: &str) -> Option<&[String]> {
        self.features.iter().find_map(|(name, value)| match value {
            Value::Refs(refs) if name == feature => Some(refs.as_slice()),
            _ => None,
        })
    }

    /// The id that we gave a mark.
    fn mark_id(&self) -> Option<&str> {
        self.text("markId").filter(|id| self.kind == SPAN && !id.is_empty())
    }

    /// The ends of a relation.
    fn ends(&self) -> Option<(&str, &str)> {
        let one = |name| self.refs(name).map(|refs| refs.first().map_or("", String::as_str));
        one("Governor").zip(one("Dependent"))
    }
}

/// What a type is to us.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Structure, passed over without a word.
    Structure,
    /// Made by a program or a person, but nothing that becomes a mark.
    Other,
    /// DKPro's named entities.
    Entity,
    /// A custom layer.
    Layer,
    /// Somebody's own type.
    Own,
}

/// The namespaces of UIMA, DKPro and INCEpTION.
const HOUSES: [&str; 6] = [
    "uima.",
    "de.tudarmstadt.ukp.dkpro.core.",
    "de.tudarmstadt.ukp.clarin.",
    "de.tudarmstadt.ukp.inception.",
    "org.dkpro.core.",
    "org.apache.uima.",
];

/// Last names of types that only say how a text is built.
const BUILT: &[&str] = &[
    "Token",
    "BaseToken",
    "WordToken",
    "Sentence",
    "Paragraph",
    "Lemma",
    "Stem",
    "POS",
    "NGram",
    "StopWord",
    "Split",
    "CompoundPart",
    "Heading",
    "Line",
    "Page",
    "Div",
    "SourceDocumentInformation",
];

impl Kind {
    fn of(kind: &str) -> Kind {
        let last = last(kind);
        if kind.contains(".api.ner.type.") {
            Kind::Entity
        } else if HOUSES.iter().any(|h| kind.starts_with(h)) {
            let human = [".coref.", ".semantics.", ".syntax.type.chunk."].iter().any(|part| kind.contains(part));
            if human { Kind::Other } else { Kind::Structure }
        } else if kind.starts_with("webanno.custom.") || kind.starts_with("custom.") {
            Kind::Layer
        } else if BUILT.contains(&last) {
            Kind::Structure
        } else {
            Kind::Own
        }
    }
}

fn last(kind: &str) -> &str {
    kind.rsplit('.').next().unwrap_or(kind)
}

/// The types of ours.
const SPAN: &str = "webanno.custom.Span";
const DOCUMENT: &str = "webanno.custom.Document";

/// Understands a CAS.
///
/// # Errors
/// [`Rejected`] where it has no text.
pub fn understood(mut cas: Cas, types: &Types, place: &Place) -> Result<Understood, Rejected> {
    let view = cas.sofas.iter().position(|(_, name, text)| name == "_InitialView" && text.is_some());
    let view = view.or_else(|| cas.sofas.iter().position(|(_, _, text)| text.is_some()));
    let Some((sofa, name, Some(text))) = view.map(|at| cas.sofas.swap_remove(at)) else {
        return Err(Rejected::new(place.clone(), "It has no text: no sofa with a sofaString", ""));
    };
    let members = cas.members.get(&sofa).filter(|m| !m.is_empty());
    let by_id: HashMap<&str, &Fs> = cas.all.iter().map(|fs| (fs.id.as_str(), fs)).collect();
    let mut to = Understood::default();
    to.doc.place = place.clone();
    to.doc.body = Body::Text(text);
    let mut passed = Passed::default();
    let mut views = BTreeSet::new();
    for fs in &cas.all {
        if !fs.sofa.is_empty() && fs.sofa != sofa {
            if Kind::of(&fs.kind) != Kind::Structure {
                views.insert(fs.sofa.as_str());
            }
            continue;
        }
        if to.about(fs) || members.is_some_and(|m| !m.contains(&fs.id)) {
            continue;
        }
        match (Kind::of(&fs.kind), fs.ends(), fs.at) {
            (Kind::Structure, ..) => {}
            (Kind::Other, ..) => passed.note(&fs.kind),
            (_, Some((from, end)), _) => {
                let (role, said_by) = label(fs, types, &by_id);
                to.doc.relations.push(IncomingRelation { from: from.into(), to: end.into(), role });
                let more = fs.features.iter().map(|(name, _)| name.as_str());
                let more = more.filter(|n| Some(*n) != said_by && *n != "Governor" && *n != "Dependent");
                more.for_each(|name| passed.note(&format!("{}.{name}", fs.kind)));
            }
            (_, None, Some(at)) => mark(fs, at, types, &by_id, &mut to.doc, &mut passed),
            // Links are read with the marks that have them. What else has no place is said of the whole text, or has a broken one.
            (_, None, None) if fs.refs("target").is_some() => {}
            (_, None, None) => passed.note(&format!("{} without a place", last(&fs.kind))),
        }
    }
    // Links know marks by the numbers in the file.
    let ids: HashMap<&str, &str> = cas.all.iter().filter_map(|fs| Some((fs.id.as_str(), fs.mark_id()?))).collect();
    for relation in &mut to.doc.relations {
        for end in [&mut relation.from, &mut relation.to] {
            if let Some(id) = ids.get(end.as_str()) {
                *end = (*id).to_owned();
            }
        }
    }
    let views: Vec<_> =
        cas.sofas.iter().filter(|(id, ..)| views.contains(id.as_str())).map(|(_, name, _)| name.as_str()).collect();
    if !views.is_empty() {
        let why = format!("Only the view {name} is read; there are marks in others too: {}", views.join(", "));
        to.remarks.push(Rejected::new(place.clone(), why, ""));
    }
    to.remarks.extend(passed.remark(place, "Layers and features that are not read"));
    Ok(to)
}

impl Understood {
    /// Takes what a feature structure says of the document; whether it is one that does.
    fn about(&mut self, fs: &Fs) -> bool {
        let about = &mut self.doc.about;
        match fs.kind.as_str() {
            DOCUMENT => {
                self.own = fs.text("identifier").map(str::to_owned);
                about.annotator = fs.text("annotator").unwrap_or("").into();
                let meta: BTreeMap<String, serde_json::Value> =
                    fs.text("meta").and_then(|meta| json::read(meta).ok()).unwrap_or_default();
                about.metadata.language = None;
                for (name, value) in json::values(meta) {
                    about.take(&name, &value);
                }
            }
            "uima.tcas.DocumentAnnotation" => self.language(fs),
            "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData" => {
                self.title = fs.text("documentTitle").filter(|t| !t.is_empty()).map(str::to_owned);
                let url = fs.text("documentUri").filter(|u| u.starts_with("http"));
                if let (Some(url), None) = (url, &about.metadata.url) {
                    about.metadata.url = Some(url.into());
                }
                self.language(fs);
            }
            _ => return false,
        }
        true
    }

    fn language(&mut self, fs: &Fs) {
        let language = fs.text("language").filter(|l| !l.is_empty() && *l != "x-unspecified");
        if let (Some(language), None, None) = (language, &self.doc.about.metadata.language, &self.own) {
            self.doc.about.metadata.language = Some(language.into());
        }
    }

    /// Names the document and its annotator. `name` is the file's.
    pub fn named(mut self, name: &str, stems: &BTreeMap<String, String>) -> (Incoming, Vec<Rejected>) {
        let stem = names::stem_of(name);
        let (folder, annotator) = of_path(name, self.title.as_deref());
        if let (Some(annotator), true) = (annotator, self.doc.about.annotator.is_empty()) {
            self.doc.about.annotator = annotator.into();
        }
        let id = stems.get(stem).cloned().or(self.own).or(folder.map(str::to_owned)).or(self.title);
        self.doc.id = Some(id.unwrap_or_else(|| stem.to_owned()));
        (self.doc, self.remarks)
    }
}

/// The document and the annotator that a file's path names, as INCEpTION exports them: `annotation/DOC/USER.xmi`. Elsewhere a
/// folder names a document where it looks like a file's name, or has the document's title.
fn of_path<'a>(name: &'a str, title: Option<&'a str>) -> (Option<&'a str>, Option<&'a str>) {
    let stem = names::stem_of(name);
    let mut folders: Vec<&str> = name.split('/').collect();
    folders.pop();
    // A ZIP that was unpacked into a folder of its own.
    if folders.last() == Some(&stem) {
        folders.pop();
    }
    let annotator = if stem == "INITIAL_CAS" { None } else { Some(stem) };
    let kinds = ["annotation", "annotation_ser", "curation", "curation_ser"];
    let above = folders.iter().position(|f| kinds.contains(f)).and_then(|at| folders.get(at + 1));
    let has_ending = |folder: &str| {
        folder.rsplit_once('.').is_some_and(|(stem, end)| {
            !stem.is_empty() && (1..=5).contains(&end.len()) && end.chars().all(|c| c.is_ascii_alphanumeric())
        })
    };
    let folder = above.or_else(|| folders.last().filter(|f| has_ending(f) || Some(**f) == title));
    match folder {
        Some(folder) => (Some(folder), annotator),
        // The folder of one document was chosen.
        None => (None, annotator.filter(|_| title.is_some_and(|t| t != stem && names::stem_of(t) != stem))),
    }
}

/// The label of a mark or a link, and the feature that has it.
fn label<'a>(fs: &'a Fs, types: &'a Types, by_id: &HashMap<&str, &Fs>) -> (String, Option<&'a str>) {
    let layer = || (last(&fs.kind).to_owned(), None);
    let reserved = |name: &str| matches!(name, "attrs" | "note" | "made" | "markId") && fs.kind == SPAN;
    let feature = match Kind::of(&fs.kind) {
        Kind::Entity => Some("value"),
        Kind::Own => None,
        _ if types.knows(&fs.kind) => {
            types.features(&fs.kind).find(|(name, range)| types.is_text(range) && !reserved(name)).map(|(name, _)| name)
        }
        // Without a type system, texts, numbers and references to link features look alike.
        _ => {
            let plain = |text: &str| matches!(text, "true" | "false") || text.parse::<f64>().is_ok();
            let text =
                |value: &Value| matches!(value, Value::Text(text) if !plain(text) && slots(text, by_id).is_none());
            fs.features.iter().find(|(name, value)| text(value) && !reserved(name)).map(|(name, _)| name.as_str())
        }
    };
    let value = feature.and_then(|name| fs.text(name)).map(str::trim).filter(|value| !value.is_empty());
    value.map_or_else(layer, |value| (value.to_owned(), feature))
}

/// The link features that a text without a type system may refer to.
fn slots<'t>(text: &'t str, by_id: &HashMap<&str, &Fs>) -> Option<Vec<&'t str>> {
    let ids: Vec<&str> = text.split_ascii_whitespace().collect();
    let slot = |id: &&str| by_id.get(id).is_some_and(|fs| fs.at.is_none() && fs.refs("target").is_some());
    (!ids.is_empty() && ids.iter().all(slot)).then_some(ids)
}

fn mark(
    fs: &Fs,
    (start, end): (u64, u64),
    types: &Types,
    by_id: &HashMap<&str, &Fs>,
    doc: &mut Incoming,
    passed: &mut Passed,
) {
    let (label, said_by) = label(fs, types, by_id);
    let mut mark = IncomingMark {
        id: fs.mark_id().unwrap_or(&fs.id).to_owned(),
        keep_id: fs.mark_id().is_some(),
        at: At::Offsets(start, end),
        place: Some(Place { line: fs.line, item: fs.id.clone(), ..doc.place.clone() }),
        label,
        ..IncomingMark::default()
    };
    if Kind::of(&fs.kind) == Kind::Layer && fs.kind != SPAN && said_by.is_some() {
        mark.attributes.insert("layer".into(), last(&fs.kind).into());
    }
    for (name, value) in &fs.features {
        let (text, refs): (&str, Vec<&str>) = match value {
            Value::Refs(refs) => ("", refs.iter().map(String::as_str).collect()),
            Value::Text(text) => match slots(text, by_id) {
                Some(ids) if Some(name.as_str()) != said_by => ("", ids),
                _ => (text, Vec::new()),
            },
        };
        if !refs.is_empty() || matches!(value, Value::Refs(_)) {
            follow(name, &refs, fs, by_id, &mut mark, doc, passed);
            continue;
        }
        match name.as_str() {
            name if Some(name) == said_by => {}
            "note" if fs.kind == SPAN => mark.note = text.to_owned(),
            "made" if fs.kind == SPAN => mark.made = text.to_owned(),
            "markId" if fs.kind == SPAN => {}
            "attrs" if fs.kind == SPAN => match json::read::<BTreeMap<String, serde_json::Value>>(text) {
                Ok(attributes) => mark.attributes.extend(json::values(attributes)),
                Err(_) => drop(mark.attributes.insert(name.clone(), text.to_owned())),
            },
            _ => drop(mark.attributes.insert(name.clone(), text.to_owned())),
        }
    }
    doc.marks.push(mark);
}

/// Follows a feature that refers to others: to marks or link features (links), or to an array of texts (an attribute).
fn follow(
    feature: &str,
    refs: &[&str],
    fs: &Fs,
    by_id: &HashMap<&str, &Fs>,
    mark: &mut IncomingMark,
    doc: &mut Incoming,
    passed: &mut Passed,
) {
    let array = |id: &&str| by_id.get(id).and_then(|fs| fs.refs(ELEMENTS));
    let elements: Vec<&str> = refs
        .iter()
        .flat_map(|id| array(id).map_or(vec![*id], |all| all.iter().map(String::as_str).collect()))
        .collect();
    for id in elements {
        let Some(to) = by_id.get(id) else {
            passed.note(&format!("{}.{feature} to what is not there", last(&fs.kind)));
            continue;
        };
        let slot = to.refs("target").and_then(|t| t.first()).filter(|_| to.at.is_none());
        if let Some(text) = to.text(ELEMENTS) {
            mark.attributes.insert(feature.into(), text.into());
        } else if let Some(target) = slot {
            let role = to.text("role").map(str::trim).filter(|r| !r.is_empty()).unwrap_or(feature);
            let (from, to, role) = (fs.id.clone(), target.clone(), role.to_owned());
            doc.relations.push(IncomingRelation { from, to, role });
        } else if to.at.is_some() && Kind::of(&to.kind) != Kind::Structure {
            let (from, to, role) = (fs.id.clone(), id.to_owned(), feature.to_owned());
            doc.relations.push(IncomingRelation { from, to, role });
        } else {
            passed.note(&format!("{}.{feature}", fs.kind));
        }
    }
}
