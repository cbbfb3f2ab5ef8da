//! From an article with one annotator's set to a document.

use super::Scope;
use crate::{
    formats::{Doc, DocAbout, Mark, Options, Relation, is_blank},
    model::{AnnotationId, AnnotationSet, AnnotatorName, Line, Metadata},
    text::{ByteOffset, Span, Text},
};
use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};
use unicode_normalization::UnicodeNormalization;

/// The document of a set, with the marks in scope. Marks whose words are lost have no place in it.
pub fn to_doc(
    id: &str,
    article: &str,
    text: &Text,
    metadata: &Metadata,
    (annotator, set): (&AnnotatorName, &AnnotationSet),
    scope: &Scope,
    options: &Options,
) -> Doc {
    let mut doc = Doc::new(id, text.clone());
    doc.about = DocAbout {
        article: article.into(),
        annotator: annotator.as_str().into(),
        state: Some(set.state()),
        split: None,
        metadata: Metadata { id: None, ..metadata.clone() },
    };
    let mut at: HashMap<&AnnotationId, usize> = HashMap::new();
    let chosen = || set.placed().filter(|(_, m)| scope.has_label(&m.label));
    // A mark never takes the very place of another one of its label, also when it is trimmed.
    let mut taken: HashSet<(Span, &str)> = chosen().map(|(span, m)| (span, &*m.label)).collect();
    for (span, mark) in chosen() {
        let mut span = span;
        if options.trim
            && let Some(trimmed) = trimmed(text, span)
            && taken.insert((trimmed, &*mark.label))
        {
            taken.remove(&(span, &*mark.label));
            span = trimmed;
        }
        at.insert(&mark.id, doc.marks.len());
        let mut new = Mark::new(mark.id.as_str(), text, span, mark.label.clone());
        new.attributes = mark.attributes.clone();
        new.note = mark.note.clone();
        new.made = mark.made.clone();
        new.origin = mark.origin.clone();
        doc.marks.push(new);
    }
    for (from, (_, mark)) in chosen().enumerate() {
        for link in &mark.links {
            if let Some(to) = at.get(&link.to) {
                doc.relations.push(Relation { from, to: *to, role: link.role.clone() });
            }
        }
    }
    doc.sort();
    if options.composed { composed(&doc) } else { doc }
}

/// A span without the blanks at its edges; `None` where there are none, or nothing else.
fn trimmed(text: &Text, span: Span) -> Option<Span> {
    let words = text.get(span.start(), span.end())?;
    let start = words.len() - words.trim_start_matches(is_blank).len();
    let end = words.trim_end_matches(is_blank).len();
    let trimmed = Span::in_text(text, ByteOffset(span.start().0 + start), ByteOffset(span.start().0 + end)).ok()?;
    (trimmed != span).then_some(trimmed)
}

/// The document with its text composed (NFC). The text is composed piece by piece between the edges of marks, which lie between
/// whole characters, so every mark keeps its words.
fn composed(doc: &Doc) -> Doc {
    let old = doc.text.as_str();
    let edges: BTreeSet<usize> =
        doc.marks.iter().flat_map(|m| [m.span.start().0, m.span.end().0]).chain([0, old.len()]).collect();
    let mut text = String::with_capacity(old.len());
    let mut at: HashMap<usize, usize> = HashMap::new();
    let mut from = 0;
    for edge in edges {
        text.extend(old.get(from..edge).unwrap_or("").nfc());
        at.insert(edge, text.len());
        from = edge;
    }
    let text = Text::new(text);
    let place = |offset: ByteOffset| at.get(&offset.0).map(|at| ByteOffset(*at));
    let mut new = Doc { text: text.clone(), marks: Vec::with_capacity(doc.marks.len()), ..doc.clone() };
    for mark in &doc.marks {
        let span = place(mark.span.start()).zip(place(mark.span.end())).and_then(|(a, b)| Span::new(a, b));
        let span = span.unwrap_or(mark.span);
        let (start, end) = (text.char_of(span.start()), text.char_of(span.end()));
        new.marks.push(Mark { span, start, end, ..mark.clone() });
    }
    for lines in [&mut new.about.metadata.noise, &mut new.about.metadata.body] {
        for line in lines {
            *line = Line { number: line.number, words: Arc::from(line.words.nfc().collect::<String>()) };
        }
    }
    new
}
