//! A document: an article with one annotator's marks, as a format writes it. Plain, checked, in one order.

use crate::{
    model::{Metadata, Origin, Published, State, line_spans},
    text::{CharOffset, Span, Text, Utf16Offset},
};
use std::{collections::BTreeMap, sync::Arc};

/// An article with one annotator's marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doc {
    /// Its name in the export, unique there.
    pub id: Arc<str>,
    /// Its text.
    pub text: Text,
    /// What is known of it.
    pub about: DocAbout,
    /// The marks, by start, end, id.
    pub marks: Vec<Mark>,
    /// The links between them, by owner and order.
    pub relations: Vec<Relation>,
}

/// What is known of a document beside its text and marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocAbout {
    /// The article it is of, as the project names it; empty where unknown.
    pub article: Arc<str>,
    /// Whose marks these are; empty where unknown.
    pub annotator: Arc<str>,
    /// How far the annotator has come; `None` where unknown.
    pub state: Option<State>,
    /// The part of the dataset it is in, such as `train`, `dev` or `test`; `None` where there are no parts.
    pub split: Option<Arc<str>>,
    /// Title, outlet, URL, publication, event, language, noise, and what else is known.
    pub metadata: Metadata,
}

/// A mark with a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its id, unique in the document.
    pub id: Arc<str>,
    /// Its place in bytes.
    pub span: Span,
    /// Where it starts, in Unicode scalars.
    pub start: CharOffset,
    /// Where it ends (not covered), in Unicode scalars.
    pub end: CharOffset,
    /// Its label.
    pub label: Arc<str>,
    /// Attribute values by name.
    pub attributes: BTreeMap<Arc<str>, Arc<str>>,
    /// A remark by its annotator; empty for none.
    pub note: Arc<str>,
    /// When it was made, as RFC 3339; empty where unknown.
    pub made: Arc<str>,
    /// The suggestion it came of; only our own files have it.
    pub origin: Option<Arc<Origin>>,
}

/// A link, with its ends as places in [`Doc::marks`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relation {
    /// The mark that has the link.
    pub from: usize,
    /// The mark it leads to.
    pub to: usize,
    /// Its role.
    pub role: Arc<str>,
}

impl Doc {
    /// A document without marks.
    pub fn new(id: impl Into<Arc<str>>, text: Text) -> Self {
        Doc { id: id.into(), text, about: DocAbout::default(), marks: Vec::new(), relations: Vec::new() }
    }

    /// The words a mark covers.
    pub fn words(&self, mark: &Mark) -> &str {
        self.text.get(mark.span.start(), mark.span.end()).unwrap_or("")
    }

    /// A mark's start and end in UTF-16 units.
    pub fn utf16(&self, mark: &Mark) -> (Utf16Offset, Utf16Offset) {
        (self.text.utf16_of(mark.span.start()), self.text.utf16_of(mark.span.end()))
    }

    /// The relations of a mark, in order.
    pub fn relations_of(&self, mark: usize) -> impl Iterator<Item = &Relation> {
        let from = self.relations.partition_point(|r| r.from < mark);
        self.relations.iter().skip(from).take_while(move |r| r.from == mark)
    }

    /// Puts marks and relations into their order, and the relations' ends with them.
    pub fn sort(&mut self) {
        let mut order: Vec<usize> = (0..self.marks.len()).collect();
        let key = |i: &usize| self.marks.get(*i).map(|m| (m.span, m.id.clone()));
        order.sort_by_cached_key(key);
        let mut place = vec![0; order.len()];
        for (new, old) in order.iter().enumerate() {
            if let Some(place) = place.get_mut(*old) {
                *place = new;
            }
        }
        let mut marks: Vec<Option<Mark>> = std::mem::take(&mut self.marks).into_iter().map(Some).collect();
        self.marks = order.iter().filter_map(|old| marks.get_mut(*old)?.take()).collect();
        let moved = |at: usize| place.get(at).copied().unwrap_or(at);
        for relation in &mut self.relations {
            *relation = Relation { from: moved(relation.from), to: moved(relation.to), role: relation.role.clone() };
        }
        // Stable: several links of one mark keep their order.
        self.relations.sort_by_key(|r| r.from);
    }
}

impl Mark {
    /// A bare mark at a span of a text.
    pub fn new(id: impl Into<Arc<str>>, text: &Text, span: Span, label: impl Into<Arc<str>>) -> Self {
        Mark {
            id: id.into(),
            span,
            start: text.char_of(span.start()),
            end: text.char_of(span.end()),
            label: label.into(),
            attributes: BTreeMap::new(),
            note: "".into(),
            made: "".into(),
            origin: None,
        }
    }

    /// Whether its first or its last character is a blank.
    pub fn has_blank_edge(&self, text: &Text) -> bool {
        let words = text.get(self.span.start(), self.span.end()).unwrap_or("");
        words.starts_with(is_blank) || words.ends_with(is_blank)
    }
}

impl DocAbout {
    /// What is known as names with values, in a fixed order: title, outlet, url, published, event, language, the rest by name.
    pub fn pairs(&self) -> Vec<(Arc<str>, Arc<str>)> {
        let m = &self.metadata;
        let published = m.published.as_ref().map(|p| Arc::from(p.to_string()));
        let known = [
            ("title", m.title.clone()),
            ("outlet", m.outlet.clone()),
            ("url", m.url.clone()),
            ("published", published),
            ("event", m.event.clone()),
            ("language", m.language.clone()),
        ];
        let known = known.into_iter().filter_map(|(name, value)| Some((Arc::from(name), value?)));
        known.chain(m.more.iter().map(|(name, value)| (name.clone(), value.clone()))).collect()
    }

    /// Takes a value under one of the names of [`DocAbout::pairs`]; a date that cannot be read is kept under its name with the
    /// rest, as is what has no field of its own.
    pub fn take(&mut self, name: &str, value: &str) {
        let m = &mut self.metadata;
        let field = match name {
            "title" => &mut m.title,
            "outlet" => &mut m.outlet,
            "url" => &mut m.url,
            "event" => &mut m.event,
            "language" => &mut m.language,
            "published" => match Published::parse(value) {
                Ok(published) => {
                    m.published = Some(published);
                    return;
                }
                Err(_) => {
                    m.more.insert(name.into(), value.into());
                    return;
                }
            },
            _ => {
                m.more.insert(name.into(), value.into());
                return;
            }
        };
        *field = Some(value.into());
    }

    /// The places of the text that are page noise, in order.
    pub fn noise(&self, text: &Text) -> Vec<Span> {
        line_spans(text, &self.metadata.noise)
    }
}

/// Whether a character is a blank to the programs that read exports: Unicode's White_Space, and what Python splits at.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}
