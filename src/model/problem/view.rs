//! An article as the rules see it, with what several of them ask.

use super::{Look, Problem, TextFacts, names::Labels};
use crate::{
    model::{Annotation, AnnotationId, AttributeKind, Label, LabelSet, Metadata, find_lines},
    text::{ByteOffset, Span, Text, one_line},
};
use std::{borrow::Cow, cell::OnceCell, collections::HashSet, sync::Arc};
use unicode_normalization::UnicodeNormalization;

/// The role of a link from a claim to whoever makes it.
pub(super) const SOURCE: &str = "source";

/// An article as the rules see it.
pub struct ArticleView<'a> {
    look: &'a Look,
    pub(super) facts: &'a TextFacts,
    pub(super) labels: Vec<Kind<'a>>,
    noise: Vec<Span>,
    ids: OnceCell<HashSet<&'a AnnotationId>>,
    claims: OnceCell<Cover>,
}

/// A label, and what marks of it are.
pub(super) struct Kind<'a> {
    pub label: &'a Label,
    /// It can have a source: its marks are claims.
    pub is_claim: bool,
    /// It has a date value: its marks are expressions of time.
    pub is_date: bool,
    /// It has an entity: its marks are names.
    pub is_name: bool,
}

/// Stretches of text that do not overlap, in order.
#[derive(Default)]
pub(super) struct Cover(Vec<Span>);

impl Cover {
    /// What these cover; they come in the order of their starts.
    pub fn of(spans: impl Iterator<Item = Span>) -> Self {
        let mut all: Vec<Span> = Vec::new();
        for span in spans {
            match all.last_mut() {
                Some(last) if span.start() <= last.end() => {
                    *last = Span::new(last.start(), last.end().max(span.end())).unwrap_or(*last);
                }
                _ => all.push(span),
            }
        }
        Cover(all)
    }

    /// Whether any of it lies in a span.
    pub fn touches(&self, span: Span) -> bool {
        let next = self.0.partition_point(|s| s.end() <= span.start());
        self.0.get(next).is_some_and(|s| s.start() < span.end())
    }
}

impl<'a> ArticleView<'a> {
    pub(super) fn new(look: &'a Look, facts: &'a TextFacts) -> Self {
        let kind = |label: &'a Label| Kind {
            label,
            is_claim: label.link(SOURCE).is_some(),
            is_date: label.attributes.iter().any(|a| a.kind == AttributeKind::Date),
            is_name: label.attributes.iter().any(|a| a.kind == AttributeKind::Entity),
        };
        let mut noise: Vec<Span> = match &*look.metadata.noise {
            [] => Vec::new(),
            lines => find_lines(&look.text, lines).into_iter().filter_map(|n| facts.nth_line(n)).collect(),
        };
        noise.sort();
        ArticleView {
            look,
            facts,
            labels: look.labels.iter().map(kind).collect(),
            noise,
            ids: OnceCell::new(),
            claims: OnceCell::new(),
        }
    }

    /// Its text.
    pub(super) fn text(&self) -> &'a Text {
        &self.look.text
    }

    /// The project's labels.
    pub(super) fn label_set(&self) -> &'a LabelSet {
        &self.look.labels
    }

    /// What is known about it.
    pub(super) fn metadata(&self) -> &'a Metadata {
        &self.look.metadata
    }

    /// All marks, lost ones included.
    pub(super) fn marks(&self) -> impl Iterator<Item = &'a Arc<Annotation>> {
        self.look.set.iter()
    }

    /// The marks in the text, in order, each with what its label is.
    pub(super) fn placed(&self) -> impl Iterator<Item = (Span, &'a Arc<Annotation>, Option<&Kind<'a>>)> {
        self.look.set.placed().map(|(span, mark)| (span, mark, self.kind(&mark.label)))
    }

    /// The marks that start at a position or behind it.
    pub(super) fn placed_from(&self, at: ByteOffset) -> impl Iterator<Item = (Span, &'a Arc<Annotation>)> {
        self.look.set.placed_from(at)
    }

    /// What a label is.
    pub(super) fn kind(&self, label: &str) -> Option<&Kind<'a>> {
        self.labels.iter().find(|k| *k.label.name == *label)
    }

    /// Whether this very mark could be there.
    pub(super) fn is_free(&self, span: Span, label: &str) -> bool {
        self.look.set.same(span, label).is_none()
    }

    /// The mark of that id.
    pub(super) fn get(&self, id: &AnnotationId) -> Option<&'a Arc<Annotation>> {
        self.look.set.get(id)
    }

    /// Whether there is a mark of that id.
    pub(super) fn has(&self, id: &AnnotationId) -> bool {
        self.ids.get_or_init(|| self.look.set.iter().map(|a| &a.id).collect()).contains(id)
    }

    /// Whether all links of a mark lead somewhere. One with links to nowhere cannot be changed before they are settled.
    pub(super) fn is_sound(&self, mark: &Annotation) -> bool {
        mark.links.iter().all(|l| self.has(&l.to))
    }

    /// Whether a place lies in a line that is not the article's text.
    pub(super) fn is_noise(&self, span: Span) -> bool {
        self.noise.iter().any(|n| n.overlaps(span))
    }

    /// Whether some label is one for claims.
    pub(super) fn knows_claims(&self) -> bool {
        self.labels.iter().any(|k| k.is_claim)
    }

    /// What lies inside claims.
    pub(super) fn claims(&self) -> &Cover {
        self.claims.get_or_init(|| {
            Cover::of(self.placed().filter(|(_, _, kind)| kind.is_some_and(|k| k.is_claim)).map(|(span, _, _)| span))
        })
    }

    /// The labels that a name has in the other articles of the project.
    pub(super) fn elsewhere(&self, name: &str) -> Labels {
        self.look.names.elsewhere(name, &self.look.key)
    }

    /// A problem of one mark, with its place.
    pub(super) fn of_mark(
        &self,
        rule: &'static str,
        mark: &Annotation,
        sentence: impl Into<Cow<'static, str>>,
    ) -> Problem {
        Problem {
            rule,
            sentence: sentence.into(),
            mark: Some(mark.id.clone()),
            places: mark.span().into_iter().collect(),
            about: mark.id.as_str().into(),
            fix: None,
        }
    }

    /// A problem of words that are not marked, known by these; in files all words are composed.
    pub(super) fn of_words(
        &self,
        rule: &'static str,
        place: Span,
        sentence: impl Into<Cow<'static, str>>,
        about: &str,
    ) -> Problem {
        let about = one_line(&about.nfc().collect::<String>(), 200).into();
        Problem { rule, sentence: sentence.into(), mark: None, places: vec![place], about, fix: None }
    }
}
