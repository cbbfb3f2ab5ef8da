//! One annotator's annotations of one article.

use super::{Annotation, AnnotationId, Comment, Rejection, Review};
use crate::text::{ByteOffset, Span};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use unicode_normalization::UnicodeNormalization;

/// The name of a person or machine who annotates: NFC, trimmed, one line, not empty.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AnnotatorName(Arc<str>);

/// Why a text is no annotator's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentences say it")]
pub enum NameError {
    #[error("a name is needed")]
    Empty,
    #[error("a name has at most 60 characters")]
    TooLong,
    #[error("a name is one line without control characters")]
    Control,
}

impl AnnotatorName {
    /// Trims, composes (NFC) and checks a name.
    pub fn new(name: &str) -> Result<Self, NameError> {
        let name: String = name.trim().nfc().collect();
        if name.is_empty() {
            return Err(NameError::Empty);
        }
        if name.chars().count() > 60 {
            return Err(NameError::TooLong);
        }
        if name.chars().any(char::is_control) {
            return Err(NameError::Control);
        }
        Ok(AnnotatorName(name.into()))
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The machine annotator of this name: a model whose sets are no person's work. The name says it, so that folders and
    /// exports do too.
    ///
    /// # Errors
    /// [`NameError`] where that is too long.
    pub fn machine(&self) -> Result<Self, NameError> {
        if self.is_machine() { Ok(self.clone()) } else { AnnotatorName::new(&format!("{MACHINE}{self}")) }
    }

    /// Whether this is a machine.
    pub fn is_machine(&self) -> bool {
        self.0.starts_with(MACHINE)
    }
}

/// What the names of machine annotators begin with.
const MACHINE: &str = "machine: ";

impl std::fmt::Display for AnnotatorName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// How far an annotator has come with an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Not touched.
    #[default]
    New,
    /// Touched, not finished.
    InProgress,
    /// Left out, for the reason in the set's remarks.
    Skipped,
    /// Finished: what is not marked was seen and left.
    Done,
}

impl State {
    /// All states with their names in files and on the command line.
    pub const ALL: [(State, &'static str); 4] =
        [(State::New, "new"), (State::InProgress, "in progress"), (State::Done, "done"), (State::Skipped, "skipped")];

    /// Its name.
    pub fn name(self) -> &'static str {
        State::ALL.iter().find(|(s, _)| *s == self).map_or("", |(_, name)| name)
    }
}

/// One annotator's annotations of one article, in order, with a state. Copying one is cheap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnnotationSet {
    pub(super) items: Arc<Vec<Arc<Annotation>>>,
    pub(super) state: State,
    pub(super) remarks: Arc<Remarks>,
}

/// What an annotator said of an article beside the marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remarks {
    /// Why the article was skipped; empty for no reason given.
    pub skipped: Arc<str>,
    /// Problems that were looked at and are none, each with the reason.
    pub silenced: BTreeMap<Silence, Arc<str>>,
    /// What was decided about others' work: this set is a gold set then.
    pub review: Option<Arc<Review>>,
    /// What they said of decisions, their own and others', by ids.
    pub comments: BTreeMap<AnnotationId, Arc<Comment>>,
    /// Suggestions that were rejected, so that they never come back.
    pub rejected: BTreeSet<Rejection>,
}

/// A problem that shall not be shown again.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Silence {
    /// The rule that found it.
    pub rule: Arc<str>,
    /// What it is about, in a form that a change elsewhere in the text leaves alone: an annotation's id, or words.
    pub about: Arc<str>,
}

impl AnnotationSet {
    /// An empty set in the given state; annotations come in by change sets.
    pub fn new(state: State) -> Self {
        AnnotationSet { items: Arc::default(), state, remarks: Arc::default() }
    }

    /// How far its annotator has come.
    pub fn state(&self) -> State {
        self.state
    }

    /// What its annotator said of the article beside the marks.
    pub fn remarks(&self) -> &Arc<Remarks> {
        &self.remarks
    }

    /// What was decided about others' work, where this is a gold set.
    pub fn review(&self) -> Option<&Arc<Review>> {
        self.remarks.review.as_ref()
    }

    /// Its remarks as they are, and as they are with this review: what a change needs.
    pub fn reviewed(&self, review: Review) -> (Arc<Remarks>, Arc<Remarks>) {
        let new = Remarks { review: Some(review.into()), ..Remarks::clone(&self.remarks) };
        (self.remarks.clone(), new.into())
    }

    /// All annotations in order: by start, end, id; lost ones last.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Arc<Annotation>> + ExactSizeIterator {
        self.items.iter()
    }

    /// Those that have a place in the text, with it, in order.
    pub fn placed(&self) -> impl DoubleEndedIterator<Item = (Span, &Arc<Annotation>)> {
        self.items.iter().filter_map(|a| Some((a.span()?, a)))
    }

    /// Those that start at a position or behind it, in order.
    pub fn placed_from(&self, at: ByteOffset) -> impl Iterator<Item = (Span, &Arc<Annotation>)> {
        let from = self.items.partition_point(|a| a.span().is_some_and(|s| s.start() < at));
        self.items.iter().skip(from).filter_map(|a| Some((a.span()?, a)))
    }

    /// How many have a place in the text. O(log n).
    pub fn placed_len(&self) -> usize {
        self.items.partition_point(|a| a.span().is_some())
    }

    /// The n-th of all in order; those that have a place come first.
    pub fn nth(&self, n: usize) -> Option<&Arc<Annotation>> {
        self.items.get(n)
    }

    /// Those whose place was lost.
    pub fn lost(&self) -> impl Iterator<Item = &Arc<Annotation>> {
        self.items.iter().skip(self.placed_len())
    }

    /// How many annotations it has, lost ones included.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The annotation of that id.
    pub fn get(&self, id: &AnnotationId) -> Option<&Arc<Annotation>> {
        self.items.iter().find(|a| a.id == *id)
    }

    /// The annotation with exactly this span and label.
    pub fn same(&self, span: Span, label: &str) -> Option<&Arc<Annotation>> {
        let from = self.items.partition_point(|a| a.span().is_some_and(|s| s < span));
        self.items.iter().skip(from).take_while(|a| a.span() == Some(span)).find(|a| &*a.label == label)
    }
}
