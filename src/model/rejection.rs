//! A suggestion that a person rejected, remembered beside the marks.

use super::{LabelName, Place};
use crate::text::Span;
use std::sync::Arc;

/// A suggestion that was rejected: it does not come back, and its source learns from it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rejection {
    /// Where it was. Where the text changed it is found again by its words as marks are, or kept as lost.
    pub place: Place,
    /// As what it was proposed.
    pub label: LabelName,
    /// The source that proposed it.
    pub source: Arc<str>,
}

impl Rejection {
    /// One at a place in the text.
    pub fn new(span: Span, label: LabelName, source: Arc<str>) -> Self {
        Rejection { place: Place::At(span), label, source }
    }

    /// Its span, unless it is lost.
    pub fn span(&self) -> Option<Span> {
        match &self.place {
            Place::At(span) => Some(*span),
            Place::Lost(_) => None,
        }
    }
}
