//! Quotations: the words at a place with a little text around, so that the place can be found again after the text changed.

use super::{ByteOffset, CharOffset, Span, Text};
use std::sync::Arc;

/// How many Unicode scalars of context a quotation keeps on each side, at most.
const CONTEXT: usize = 24;

/// The words a span covers, and a little text on each side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// Up to 24 Unicode scalars before the words.
    pub before: Arc<str>,
    /// The words.
    pub exact: Arc<str>,
    /// Up to 24 Unicode scalars after the words.
    pub after: Arc<str>,
}

impl Quotation {
    /// The quotation at a place; the context is cut between characters as people see them.
    pub fn of(text: &Text, span: Span) -> Self {
        let (before, after) = (text.until(span.start()), text.from(span.end()));
        let from = before.char_indices().rev().take(CONTEXT).last().map_or(before.len(), |(at, _)| at);
        let to = after.char_indices().nth(CONTEXT).map_or(after.len(), |(at, _)| at);
        let from = text.grapheme_ceil(ByteOffset(from)).min(span.start());
        let to = text.grapheme_floor(ByteOffset(span.end().0 + to)).max(span.end());
        let part = |a, b| text.get(a, b).unwrap_or("").into();
        Quotation { before: part(from, span.start()), exact: span.of(text).into(), after: part(span.end(), to) }
    }
}

/// What became of a quotation's place.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// The same words at the same offsets.
    Exact(Span),
    /// Found elsewhere, or a little changed. The score is 1 for the same words in the same surroundings, and falls with every change.
    Moved {
        /// Where the words are now.
        span: Span,
        /// How much of the words and their surroundings is as it was, from 0 to 1.
        score: f32,
    },
    /// Not found, or found at several places that cannot be told apart.
    Lost,
}

/// Finds quotations again in a text that may have changed since they were taken: each with the offsets it had then.
pub fn find_again(text: &Text, wanted: &[(CharOffset, CharOffset, Quotation)]) -> Vec<Found> {
    wanted
        .iter()
        .map(|(start, end, quotation)| {
            let old = text.byte_of(*start).zip(text.byte_of(*end)).and_then(|(a, b)| Span::in_text(text, a, b).ok());
            if let Some(span) = old.filter(|s| s.of(text) == &*quotation.exact) {
                return Found::Exact(span);
            }
            let mut all = text.as_str().match_indices(&*quotation.exact);
            match (all.next(), all.next()) {
                (Some((at, m)), None) => Span::in_text(text, ByteOffset(at), ByteOffset(at + m.len()))
                    .map_or(Found::Lost, |span| Found::Moved { span, score: 1.0 }),
                _ => Found::Lost,
            }
        })
        .collect()
}
