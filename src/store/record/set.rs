//! One annotator's annotations of one article, as stored.

use super::{FORMAT, Record, SetTrouble, composed, emit, locate, nfc_shared};
use crate::{
    model::{AnnotationSet, AnnotatorName, ArticleKey, Place, Remarks, Silence, State},
    store::{cursor::Cursor, trouble::FileTrouble},
    text::{Quotation, Text},
};
use serde::Deserialize;
use std::{
    borrow::Cow,
    collections::{BTreeMap, HashSet},
    path::Path,
    sync::Arc,
};

/// The whole file.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename = "Annotations")]
pub(crate) struct SetRecord {
    format: u32,
    /// The article's key.
    pub article: String,
    /// The annotator's name.
    pub annotator: String,
    /// The blake3 hash of the article's text as UTF-8, in hexadecimal digits.
    pub text: String,
    state: StateRecord,
    #[serde(default)]
    skipped: Arc<str>,
    #[serde(default)]
    silenced: Vec<(Arc<str>, Arc<str>, Arc<str>)>,
    /// The marks.
    pub annotations: Vec<MarkRecord>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
enum StateRecord {
    New,
    InProgress,
    Done,
    Skipped,
}

/// One mark, on one line. Offsets count Unicode scalars.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MarkRecord {
    pub id: Arc<str>,
    pub start: usize,
    pub end: usize,
    pub label: Arc<str>,
    pub quote: Arc<str>,
    #[serde(default)]
    pub before: Arc<str>,
    #[serde(default)]
    pub after: Arc<str>,
    #[serde(default)]
    pub attributes: BTreeMap<Arc<str>, Arc<str>>,
    #[serde(default)]
    pub links: Vec<(Arc<str>, Arc<str>)>,
    #[serde(default)]
    pub note: Arc<str>,
    #[serde(default)]
    pub made: Arc<str>,
    #[serde(default)]
    pub lost: bool,
}

impl Record for SetRecord {
    fn format(&self) -> u32 {
        self.format
    }
}

impl SetRecord {
    /// How far the annotator has come.
    pub(crate) fn state(&self) -> State {
        match self.state {
            StateRecord::New => State::New,
            StateRecord::InProgress => State::InProgress,
            StateRecord::Done => State::Done,
            StateRecord::Skipped => State::Skipped,
        }
    }

    /// What the annotator said beside the marks.
    pub(crate) fn remarks(&self) -> Remarks {
        let silence = |rule: &Arc<str>, about| Silence { rule: Arc::clone(rule), about: nfc_shared(about) };
        let silenced = self.silenced.iter().map(|(rule, about, why)| (silence(rule, about), nfc_shared(why))).collect();
        Remarks { skipped: nfc_shared(&self.skipped), silenced }
    }
}

/// The name of a text in a set's file: two texts with the same name are the same.
pub(crate) fn text_name(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

/// Reads a set's file and checks what can be checked without the article.
pub(crate) fn read(path: &Path, bytes: &[u8]) -> Result<SetRecord, SetTrouble> {
    let text = super::text_of(path, bytes)?;
    let record: SetRecord = super::parse(path, text)?;
    let broken = |place: Option<(usize, usize)>, what: String| {
        let what =
            format!("{what}. The file was left as it is: mend the line, restore a backup, or set the file aside");
        SetTrouble::Broken(FileTrouble::at(path, place, what))
    };
    let mut ids = HashSet::with_capacity(record.annotations.len());
    let mut places = HashSet::with_capacity(record.annotations.len());
    for mark in &record.annotations {
        if !ids.insert(&*mark.id) {
            return Err(broken(locate(text, "id", &mark.id, 1), format!("A second mark has the id “{}”", mark.id)));
        }
        if mark.lost {
            continue;
        }
        let place = || locate(text, "id", &mark.id, 0);
        if mark.end <= mark.start {
            let what = format!("The mark's end ({}) is not after its start ({})", mark.end, mark.start);
            return Err(broken(place(), what));
        }
        if !places.insert((mark.start, mark.end, nfc_shared(&mark.label))) {
            let what = format!("A second mark “{}” has the very same place ({}–{})", mark.label, mark.start, mark.end);
            return Err(broken(place(), what));
        }
    }
    Ok(record)
}

/// The bytes of a set's file. The same set gives the same bytes.
pub(crate) fn write(key: &ArticleKey, annotator: &AnnotatorName, set: &AnnotationSet, text: &Text) -> Vec<u8> {
    let mut out = String::with_capacity(256 + set.len() * 192);
    out.push_str("Annotations(\n");
    emit::push_line(&mut out, "format", &FORMAT.to_string());
    emit::push_line(&mut out, "article", &emit::literal(key.as_str()));
    emit::push_line(&mut out, "annotator", &emit::literal(annotator.as_str()));
    emit::push_line(&mut out, "text", &emit::literal(&text_name(text.as_str())));
    let state = match set.state() {
        State::New => "New",
        State::InProgress => "InProgress",
        State::Done => "Done",
        State::Skipped => "Skipped",
    };
    emit::push_line(&mut out, "state", state);
    let remarks = set.remarks();
    if !remarks.skipped.is_empty() {
        emit::push_line(&mut out, "skipped", &emit::literal(&composed(&remarks.skipped)));
    }
    if !remarks.silenced.is_empty() {
        out.push_str("    silenced: [\n");
        for (Silence { rule, about }, why) in &remarks.silenced {
            let texts = [&**rule, &composed(about), &composed(why)].map(emit::literal).join(", ");
            out.push_str(&format!("        ({texts}),\n"));
        }
        out.push_str("    ],\n");
    }
    out.push_str("    annotations: [\n");
    let mut cursor = Cursor::new(text);
    for mark in set.iter() {
        let (start, end, quotation, lost) = match &mark.place {
            Place::At(span) => {
                let start = cursor.char_of(span.start());
                let end = Cursor::char_of(&mut { cursor }, span.end());
                (start, end, Quotation::of(text, *span), false)
            }
            Place::Lost(was) => (was.start, was.end, was.quotation.clone(), true),
        };
        out.push_str("        (");
        emit::push_always(&mut out, "id", mark.id.as_str());
        emit::push_number(&mut out, "start", start.0);
        emit::push_number(&mut out, "end", end.0);
        emit::push_always(&mut out, "label", &composed(&mark.label));
        emit::push_always(&mut out, "quote", &quotation.exact);
        emit::push_text(&mut out, "before", &quotation.before);
        emit::push_text(&mut out, "after", &quotation.after);
        if !mark.attributes.is_empty() {
            let attributes: BTreeMap<Cow<'_, str>, Cow<'_, str>> =
                mark.attributes.iter().map(|(name, value)| (composed(name), composed(value))).collect();
            push_all(&mut out, "attributes: {", attributes.iter(), ": ", ("", "}"));
        }
        if !mark.links.is_empty() {
            let links = mark.links.iter().map(|l| (composed(&l.role), l.to.as_str()));
            push_all(&mut out, "links: [", links, ", ", ("(", "]"));
        }
        emit::push_text(&mut out, "note", &composed(&mark.note));
        emit::push_text(&mut out, "made", &mark.made);
        if lost {
            out.push_str("lost: true, ");
        }
        emit::close(&mut out);
        out.push_str("),\n");
    }
    out.push_str("    ],\n)\n");
    out.into_bytes()
}

/// Adds pairs: a map's entries, or a list's tuples where they are opened.
fn push_all<A: AsRef<str>, B: AsRef<str>>(
    out: &mut String,
    open: &str,
    pairs: impl Iterator<Item = (A, B)>,
    between: &str,
    (each, close): (&str, &str),
) {
    out.push_str(open);
    for (a, b) in pairs {
        out.push_str(each);
        emit::push_literal(out, a.as_ref());
        out.push_str(between);
        emit::push_literal(out, b.as_ref());
        out.push_str(if each.is_empty() { ", " } else { "), " });
    }
    emit::close(out);
    out.push_str(close);
    out.push_str(", ");
}
