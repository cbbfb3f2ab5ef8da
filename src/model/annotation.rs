//! One annotation: a span with a label, attribute values, links, a note, and where it comes from.

use super::LabelName;
use crate::text::{CharOffset, Quotation, Span};
use std::{collections::BTreeMap, sync::Arc};

/// Names one annotation inside its set, and, being drawn from a hash, across sets too for all practical purposes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AnnotationId(Arc<str>);

impl AnnotationId {
    /// Takes a stored id as it is.
    pub fn new(id: impl Into<Arc<str>>) -> Self {
        AnnotationId(id.into())
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for AnnotationId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Makes annotation ids: eight letters and digits from a hash of a seed and a count, so the same seed gives the same ids.
#[derive(Clone, Debug)]
pub struct IdMaker {
    seed: u64,
    count: u64,
}

impl IdMaker {
    /// Starts a series. Two windows must start with different seeds (the caller has a clock; this room has none).
    pub fn new(seed: u64) -> Self {
        IdMaker { seed, count: 0 }
    }

    /// The next id that `taken` does not hold.
    pub fn make(&mut self, taken: impl Fn(&AnnotationId) -> bool) -> AnnotationId {
        // No vowels and no look-alikes: an id never spells a word and is read aloud without doubt.
        const LETTERS: &[u8; 24] = b"23456789bcdfghjkmnpqrstv";
        loop {
            self.count += 1;
            let mut hasher = blake3::Hasher::new();
            hasher.update(&self.seed.to_le_bytes());
            hasher.update(&self.count.to_le_bytes());
            let hash = hasher.finalize();
            let id: String = hash
                .as_bytes()
                .iter()
                .take(8)
                .filter_map(|b| LETTERS.get(usize::from(*b) % LETTERS.len()))
                .map(|b| char::from(*b))
                .collect();
            let id = AnnotationId::new(id);
            if !taken(&id) {
                return id;
            }
        }
    }
}

/// Where an annotation is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In the text.
    At(Span),
    /// The text changed and its quotation was not found: kept until a person settles it.
    Lost(Was),
}

/// What is known of a lost annotation's place: the offsets it had, and the words it covered.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Was {
    /// Start in the text it was made on, in Unicode scalars.
    pub start: CharOffset,
    /// End in the text it was made on, in Unicode scalars.
    pub end: CharOffset,
    /// The words it covered, with a little text on each side.
    pub quotation: Quotation,
}

/// From one annotation to another of the same set, with a role such as a claim's `source`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// The role.
    pub role: Arc<str>,
    /// The annotation at the other end.
    pub to: AnnotationId,
}

/// Which suggestion an annotation came of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// The source that proposed it: `dates`, or the name of a machine annotator.
    pub source: Arc<str>,
    /// Whether its place, its label or something that was filled in was changed by the person, before or after accepting it.
    pub mended: bool,
}

/// A place with a label, and all that a person said about it. On screen: a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// Its name inside the set.
    pub id: AnnotationId,
    /// Where it is.
    pub place: Place,
    /// Its category.
    pub label: LabelName,
    /// Attribute values by attribute name.
    pub attributes: BTreeMap<Arc<str>, Arc<str>>,
    /// Links to other annotations of the set, in order.
    pub links: Vec<Link>,
    /// A remark by its annotator; empty for none.
    pub note: Arc<str>,
    /// When it was made, as RFC 3339 in UTC; empty where unknown. Opaque here: this room has no clock.
    pub made: Arc<str>,
    /// The suggestion it came of; `None` where a person made it.
    pub origin: Option<Arc<Origin>>,
}

impl Annotation {
    /// A bare annotation.
    pub fn new(id: AnnotationId, span: Span, label: LabelName) -> Self {
        Annotation {
            id,
            place: Place::At(span),
            label,
            attributes: BTreeMap::new(),
            links: Vec::new(),
            note: "".into(),
            made: "".into(),
            origin: None,
        }
    }

    /// Its span, unless it is lost.
    pub fn span(&self) -> Option<Span> {
        match &self.place {
            Place::At(span) => Some(*span),
            Place::Lost(_) => None,
        }
    }

    /// The same with another place.
    pub fn at(&self, span: Span) -> Self {
        Annotation { place: Place::At(span), ..self.clone() }
    }

    /// Whether a change to this took back something that was proposed: its place, its label, a value or a link.
    pub fn mends(&self, old: &Annotation) -> bool {
        let values = old.attributes.iter().all(|(name, value)| self.attributes.get(name) == Some(value));
        let links = old.links.iter().all(|link| self.links.contains(link));
        !(self.place == old.place && self.label == old.label && values && links)
    }

    /// The order in sets and files: by place (start, end), the lost ones last, then by id.
    pub fn order(&self) -> (bool, usize, usize, &AnnotationId) {
        match &self.place {
            Place::At(span) => (false, span.start().0, span.end().0, &self.id),
            Place::Lost(was) => (true, was.start.0, was.end.0, &self.id),
        }
    }
}
