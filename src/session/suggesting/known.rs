//! What was decided already: a suggestion of it is no news.

use super::Suggestion;
use crate::{
    model::{Annotation, AnnotationSet, LabelName},
    text::{ByteOffset, Span},
};
use std::{collections::HashSet, sync::Arc};

/// What was decided in an article.
pub(super) struct Known<'a> {
    marks: Vec<(Span, &'a Annotation)>,
    /// How far the marks up to each reach.
    reach: Vec<ByteOffset>,
    rejected: HashSet<(Span, &'a str)>,
    /// The label that nests: what somebody says holds what others say.
    nests: Option<&'a LabelName>,
}

impl<'a> Known<'a> {
    pub(super) fn of(set: &'a AnnotationSet, nests: Option<&'a LabelName>) -> Self {
        let marks: Vec<(Span, &Annotation)> = set.placed().map(|(span, mark)| (span, &**mark)).collect();
        let mut far = ByteOffset(0);
        let reach = marks.iter().map(|(span, _)| {
            far = far.max(span.end());
            far
        });
        let reach = reach.collect();
        let rejected = set.remarks().rejected.iter().filter_map(|r| Some((r.span()?, &*r.label))).collect();
        Known { marks, reach, rejected, nests }
    }

    /// Whether a suggestion was decided on: accepted, marked by hand, or rejected.
    pub(super) fn has(&self, suggestion: &Suggestion) -> bool {
        let (span, label) = (suggestion.span, &suggestion.label);
        let rejected = |span: Span, label: &str| self.rejected.contains(&(span, label));
        rejected(span, label)
            || rejected(suggestion.was.span, &suggestion.was.label)
            || self.is_marked(span, label, &suggestion.source)
    }

    fn is_marked(&self, span: Span, label: &LabelName, source: &Arc<str>) -> bool {
        let until = self.marks.partition_point(|(other, _)| other.start() < span.end());
        let before = self.marks.iter().zip(&self.reach).take(until).rev();
        // Those that end before it begins, and all before them, say nothing of it.
        let mut near = before.take_while(|(_, reach)| **reach > span.start()).map(|(mark, _)| mark);
        near.any(|(other, mark)| {
            if !other.overlaps(span) {
                return false;
            }
            if mark.label == *label {
                let inside = other.covers(span) || span.covers(*other);
                return *other == span || !(inside && self.nests == Some(label));
            }
            // A mark that came of this source and got another label stands for what it was.
            let mended = mark.origin.as_ref().is_some_and(|o| o.mended && o.source == *source);
            let common = other.common(span).map_or(0, Span::len);
            mended && 2 * common >= other.hull(span).len()
        })
    }
}
