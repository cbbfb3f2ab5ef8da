//! `decisions.jsonl`: what a reviewer decided, a decision a line. Written beside the exports of gold sets, whatever the format.
//!
//! ```json
//! {"doc", "id", "verdict", "took", "reason", "note", "made", "taken": [span id],
//!  "offered": [{"annotator", "spans": [{"id", "start", "end", "label", "text", "attrs", "links": [[role, id]], "rejected"}]}],
//!  "comments": [{"by", "text", "made", "resolves"}]}
//! ```
//!
//! Offsets are Unicode scalars in exactly the text of `docs.jsonl`; a span whose words are not in the text any more has none.
//! `rejected` spans were seen by the reviewer and not taken as they are: hard negatives. A decision in which nobody offers a
//! span confirms that nothing is there in the whole document. `comments` are those of the reviewer; what annotators answered lies in
//! files of their own.

use super::Doc;
use crate::{
    model::{Annotation, AnnotationId, AnnotationSet, Place, Verdict},
    text::{Span, Text},
};
use serde::Serialize;
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    io::{self, Write},
};

/// The file.
pub const DECISIONS: &str = "decisions.jsonl";

#[derive(Serialize)]
struct DecisionRow<'a> {
    doc: &'a str,
    id: &'a str,
    verdict: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    took: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    reason: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    made: &'a str,
    taken: Vec<&'a str>,
    offered: Vec<OfferRow<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    comments: Vec<CommentRow<'a>>,
}

#[derive(Serialize)]
struct CommentRow<'a> {
    by: &'a str,
    text: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    made: &'a str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    resolves: bool,
}

#[derive(Serialize)]
struct OfferRow<'a> {
    annotator: &'a str,
    spans: Vec<SpanRow<'a>>,
}

#[derive(Serialize)]
struct SpanRow<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<usize>,
    label: &'a str,
    text: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    attrs: BTreeMap<&'a str, &'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<(&'a str, &'a str)>,
    rejected: bool,
}

/// Writes the decisions of a gold set. `text` is the article's, in which the set has its places; where the document's text was
/// composed the offsets are left out, for they would count another text.
///
/// # Errors
/// As writing has them.
pub fn decision_lines(out: &mut dyn Write, doc: &Doc, text: &Text, set: &AnnotationSet) -> io::Result<()> {
    let Some(review) = set.review() else { return Ok(()) };
    let same = doc.text == *text;
    let places: HashMap<&AnnotationId, (Span, &str)> =
        set.placed().map(|(span, mark)| (&mark.id, (span, &*mark.label))).collect();
    for (id, decision) in &review.decisions {
        let taken: HashSet<(Span, &str)> = decision.taken.iter().filter_map(|id| places.get(id).copied()).collect();
        let rejected = |mark: &Annotation| {
            decision.is_settled() && mark.span().is_none_or(|span| !taken.contains(&(span, &*mark.label)))
        };
        let offers = decision.offered.iter();
        let row = DecisionRow {
            doc: &doc.id,
            id: id.as_str(),
            verdict: decision.verdict.name(),
            took: match &decision.verdict {
                Verdict::Took(who) => who.as_str(),
                _ => "",
            },
            reason: &decision.reason,
            note: &decision.note,
            made: &decision.made,
            taken: decision.taken.iter().map(AnnotationId::as_str).collect(),
            offered: offers
                .map(|offer| OfferRow {
                    annotator: offer.by.as_str(),
                    spans: offer.marks.iter().map(|m| span(m, text, same, rejected(m))).collect(),
                })
                .collect(),
            comments: comments(doc, id, set),
        };
        serde_json::to_writer(&mut *out, &row)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// What the reviewer said of a decision, in the order of time.
fn comments<'a>(doc: &'a Doc, decision: &AnnotationId, set: &'a AnnotationSet) -> Vec<CommentRow<'a>> {
    let by = &*doc.about.annotator;
    let about = set.remarks().comments.values().filter(|c| c.on == *decision && c.of.as_str() == by);
    let mut all: Vec<_> = about.collect();
    all.sort_by_key(|c| &c.made);
    all.iter().map(|c| CommentRow { by, text: &c.text, made: &c.made, resolves: c.resolves }).collect()
}

fn span<'a>(mark: &'a Annotation, text: &'a Text, same: bool, rejected: bool) -> SpanRow<'a> {
    let here = mark.span().filter(|_| same);
    SpanRow {
        id: mark.id.as_str(),
        start: here.map(|s| text.char_of(s.start()).0),
        end: here.map(|s| text.char_of(s.end()).0),
        label: &mark.label,
        text: match &mark.place {
            Place::At(span) => span.of(text),
            Place::Lost(was) => &was.quotation.exact,
        },
        attrs: mark.attributes.iter().map(|(name, value)| (&**name, &**value)).collect(),
        links: mark.links.iter().map(|l| (&*l.role, l.to.as_str())).collect(),
        rejected,
    }
}
