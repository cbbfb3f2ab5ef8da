//! A small markup for stories in tests and documents: `[Actor Ms Adams] said [Claim it rained]`.
//!
//! `[`, a label, a blank, the words, `]`. Marks nest. `\[`, `\]` and `\\` stand for themselves.

use super::{Annotation, AnnotationSet, ChangeSet, IdMaker, State};
use crate::text::{ByteOffset, Span, Text};
use std::fmt::Write as _;

/// A story taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// The text without the markup.
    pub text: Text,
    /// The marks in the order of their opening brackets.
    pub marks: Vec<(Span, String)>,
}

/// Why a text is no story.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentences say it")]
pub enum StoryError {
    #[error("byte {0}: a `]` without its `[`")]
    Unopened(usize),
    #[error("byte {0}: a `[` without its `]`")]
    Unclosed(usize),
    #[error("byte {0}: a mark is `[`, a label, a blank, and words")]
    Unlabelled(usize),
}

/// Takes a story apart.
///
/// # Errors
/// [`StoryError`] names the byte in the markup.
pub fn parse(story: &str) -> Result<Story, StoryError> {
    let mut text = String::new();
    let mut open: Vec<(usize, usize, usize)> = Vec::new();
    let mut marks: Vec<(Option<Span>, String)> = Vec::new();
    let mut chars = story.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => text.extend(chars.next().map(|(_, c)| c)),
            '[' => {
                let label: String = chars.by_ref().map(|(_, c)| c).take_while(|c| *c != ' ').collect();
                if label.is_empty() || label.contains(['[', ']']) {
                    return Err(StoryError::Unlabelled(at));
                }
                open.push((at, text.len(), marks.len()));
                marks.push((None, label));
            }
            ']' => {
                let (_, start, index) = open.pop().ok_or(StoryError::Unopened(at))?;
                let span = Span::new(ByteOffset(start), ByteOffset(text.len())).ok_or(StoryError::Unlabelled(at))?;
                if let Some(mark) = marks.get_mut(index) {
                    mark.0 = Some(span);
                }
            }
            c => text.push(c),
        }
    }
    if let Some((at, ..)) = open.pop() {
        return Err(StoryError::Unclosed(at));
    }
    let marks = marks.into_iter().filter_map(|(span, label)| Some((span?, label))).collect();
    Ok(Story { text: Text::new(text), marks })
}

/// A story's marks as a set, with ids drawn from `seed`.
pub fn set(story: &Story, seed: u64) -> AnnotationSet {
    let mut set = AnnotationSet::new(State::InProgress);
    let mut ids = IdMaker::new(seed);
    let mut change = ChangeSet::default();
    for (span, label) in &story.marks {
        let id = ids.make(|_| false);
        change.created.push(Annotation::new(id, *span, label.as_str().into()).into());
    }
    // Twice the same mark in one story is the writer's slip: the story then has none of its marks, and its test fails.
    let _ = change.apply(&mut set);
    set
}

/// Writes a text and its marks as a story. Marks that cross one another cannot be told apart and are given as a list after
/// the text, `{label start-end}` in Unicode scalars.
pub fn write(text: &Text, set: &AnnotationSet) -> String {
    let mut nested: Vec<(Span, &str)> = Vec::new();
    let mut crossing = String::new();
    let mut all: Vec<(Span, &str)> = set.placed().map(|(s, a)| (s, &*a.label)).collect();
    all.sort_by_key(|(s, label)| (s.start(), std::cmp::Reverse(s.end()), *label));
    for (span, label) in all {
        if nested.iter().any(|(s, _)| s.overlaps(span) && !s.covers(span) && !span.covers(*s)) {
            let (from, to) = (text.char_of(span.start()).0, text.char_of(span.end()).0);
            let _ = write!(crossing, "{{{label} {from}-{to}}}");
        } else {
            nested.push((span, label));
        }
    }
    let mut out = String::new();
    let mut open: Vec<ByteOffset> = Vec::new();
    let mut next = nested.into_iter().peekable();
    for (at, c) in text.as_str().char_indices() {
        while open.last() == Some(&ByteOffset(at)) {
            open.pop();
            out.push(']');
        }
        while let Some((span, label)) = next.next_if(|(s, _)| s.start().0 == at) {
            let _ = write!(out, "[{label} ");
            open.push(span.end());
        }
        if matches!(c, '[' | ']' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.extend(open.iter().map(|_| ']'));
    out.push_str(&crossing);
    out
}
