//! One annotator's annotations of one article, as stored.

use super::{
    Record, SINCE, SINCE_REVIEW, SINCE_SUGGESTIONS, SetTrouble,
    comment::{self, CommentRecord},
    composed, emit, locate, nfc_shared, place,
    rejection::{self, RejectionRecord},
    review::{self, DecisionRecord},
};
use crate::{
    model::{
        Annotation, AnnotationSet, AnnotatorName, ArticleKey, LabelSet, NameClash, Origin, Remarks, Silence, State, Was,
    },
    store::trouble::FileTrouble,
    text::{Cursor, Text},
};
use serde::Deserialize;
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashSet},
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
    /// Whose work was reviewed.
    #[serde(default)]
    pub reviewed: Vec<Arc<str>>,
    /// The marks.
    pub annotations: Vec<MarkRecord>,
    /// What was decided about others' work.
    #[serde(default)]
    pub decisions: Vec<DecisionRecord>,
    /// What was said of decisions.
    #[serde(default)]
    comments: Vec<CommentRecord>,
    /// Suggestions that were rejected.
    #[serde(default)]
    pub rejected: Vec<RejectionRecord>,
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
    /// The source of the suggestion it came of; empty for none.
    #[serde(default)]
    pub from: Arc<str>,
    #[serde(default)]
    pub mended: bool,
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

    /// What the annotator said beside the marks, without a review and what was rejected: these need the text.
    pub(crate) fn remarks(&self) -> Remarks {
        let silence = |rule: &Arc<str>, about| Silence { rule: Arc::clone(rule), about: nfc_shared(about) };
        let silenced = self.silenced.iter().map(|(rule, about, why)| (silence(rule, about), nfc_shared(why))).collect();
        let comments = self.comments.iter().filter_map(CommentRecord::model).collect();
        Remarks { skipped: nfc_shared(&self.skipped), silenced, review: None, comments, rejected: BTreeSet::new() }
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
            let what = format!("The mark’s end ({}) is not after its start ({})", mark.end, mark.start);
            return Err(broken(place(), what));
        }
        if !places.insert((mark.start, mark.end, nfc_shared(&mark.label))) {
            let what = format!("A second mark “{}” has the very same place ({}–{})", mark.label, mark.start, mark.end);
            return Err(broken(place(), what));
        }
    }
    for rejection in &record.rejected {
        if let Some(what) = rejection.fault() {
            let section = text.find("rejected").and_then(|at| text.get(..at)).map(super::place_after);
            return Err(broken(locate(text, "quote", &rejection.quote, 0).max(section), what));
        }
    }
    let mut decided = HashSet::with_capacity(record.decisions.len());
    for decision in &record.decisions {
        let place = |nth| locate(text, "id", &decision.id, nth);
        if !decided.insert(&*decision.id) {
            return Err(broken(place(1), format!("A second decision has the id “{}”", decision.id)));
        }
        if let Some(what) = decision.fault() {
            return Err(broken(place(0), what));
        }
    }
    let mut said = HashSet::with_capacity(record.comments.len());
    for comment in &record.comments {
        let place = |nth| locate(text, "id", &comment.id, nth);
        if !said.insert(&*comment.id) {
            return Err(broken(place(1), format!("A second comment has the id “{}”", comment.id)));
        }
        if let Some(what) = comment.fault() {
            return Err(broken(place(0), what));
        }
    }
    if let (true, Some(first)) = (record.reviewed.is_empty(), record.decisions.first()) {
        let what = "Decisions need `reviewed`: the names of those whose work was compared".to_owned();
        return Err(broken(locate(text, "id", &first.id, 0), what));
    }
    if let Some(fault) = record.reviewed.iter().find_map(|name| AnnotatorName::new(name).err()) {
        return Err(broken(
            text.find("reviewed").and_then(|at| text.get(..at)).map(super::place_after),
            fault.to_string(),
        ));
    }
    Ok(record)
}

/// The bytes of a set's file. The same set gives the same bytes.
pub(crate) fn write(key: &ArticleKey, annotator: &AnnotatorName, set: &AnnotationSet, text: &Text) -> Vec<u8> {
    let mut out = String::with_capacity(256 + set.len() * 192);
    let state = match set.state() {
        State::New => StateRecord::New,
        State::InProgress => StateRecord::InProgress,
        State::Done => StateRecord::Done,
        State::Skipped => StateRecord::Skipped,
    };
    let name = text_name(text.as_str());
    let (reviewed, decisions) = set.review().map(|r| review::records(r, text)).unwrap_or_default();
    let rejected = rejection::records(&set.remarks().rejected, text);
    let origin = |mark: &Annotation| mark.origin.is_some();
    let suggested = !rejected.is_empty()
        || set.iter().any(|mark| origin(mark))
        || decisions.iter().flat_map(DecisionRecord::marks).any(|mark| !mark.from.is_empty());
    let format = format_of(set.remarks(), &reviewed, suggested);
    push_head(&mut out, format, [key.as_str(), annotator.as_str(), &name], state, set.remarks(), &reviewed);
    let mut cursor = Cursor::new(text);
    for mark in set.iter() {
        let (Was { start, end, quotation }, lost) = place::stored(&mark.place, text, &mut cursor);
        let line = Line {
            id: mark.id.as_str(),
            place: (start.0, end.0),
            label: &mark.label,
            quotation: [&quotation.exact, &quotation.before, &quotation.after],
            attributes: &mark.attributes,
            note: &mark.note,
            made: &mark.made,
            lost,
            from: mark.origin.as_ref().map_or("", |o| &o.source),
            mended: mark.origin.as_ref().is_some_and(|o| o.mended),
        };
        line.push(&mut out, mark.links.iter().map(|l| (&*l.role, l.to.as_str())));
    }
    finish(out, &decisions, set.remarks(), &rejected)
}

impl SetRecord {
    /// Gives every mark its label's, attributes', values' and roles' present names. How many marks had former ones, and those
    /// that must keep one, by id: another mark at their place has the present one.
    pub(crate) fn bring(&mut self, labels: &LabelSet) -> (usize, Vec<(Arc<str>, NameClash)>) {
        let mut clashes = Vec::new();
        if !labels.has_former_names() {
            return (0, clashes);
        }
        let present = |m: &MarkRecord| !m.lost && labels.get(&composed(&m.label)).is_some();
        let taken = self.annotations.iter().filter(|m| present(m));
        let mut taken: HashSet<(usize, usize, Arc<str>)> =
            taken.map(|m| (m.start, m.end, nfc_shared(&m.label))).collect();
        let mut changed = 0;
        for mark in &mut self.annotations {
            let name = nfc_shared(&mark.label);
            let Some(label) = labels.meant(&name) else { continue };
            let renamed = label.name != name;
            if renamed && !mark.lost && !taken.insert((mark.start, mark.end, label.name.clone())) {
                clashes.push((mark.id.clone(), NameClash { former: name, present: label.name.clone() }));
                continue;
            }
            if renamed {
                mark.label = label.name.clone();
            }
            let brought = label.bring(&mut mark.attributes, mark.links.iter_mut().map(|(role, _)| role));
            changed += usize::from(renamed || brought);
        }
        self.decisions.iter_mut().for_each(|d| d.bring(labels));
        self.rejected.iter_mut().for_each(|r| r.bring(labels));
        (changed, clashes)
    }

    /// The bytes of the file, as [`write`] gives them: offsets, words and links as they were read.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut out = String::with_capacity(256 + self.annotations.len() * 192);
        let names = [&*self.article, &*self.annotator, &*self.text];
        let remarks = self.remarks();
        let mut marks = self.annotations.iter().chain(self.decisions.iter().flat_map(DecisionRecord::marks));
        let suggested = !self.rejected.is_empty() || marks.any(|mark| !mark.from.is_empty());
        let format = format_of(&remarks, &self.reviewed, suggested);
        push_head(&mut out, format, names, self.state, &remarks, &self.reviewed);
        for mark in &self.annotations {
            Line::of(mark).push(&mut out, mark.links.iter().map(|(role, to)| (&**role, &**to)));
        }
        finish(out, &self.decisions, &remarks, &self.rejected)
    }
}

impl MarkRecord {
    /// Where it stood.
    pub(crate) fn was(&self) -> Was {
        place::was((self.start, self.end), [&self.before, &self.quote, &self.after])
    }

    /// What is stored of a mark.
    pub(crate) fn of(mark: &Annotation, text: &Text) -> Self {
        let (Was { start, end, quotation }, lost) = place::stored(&mark.place, text, &mut Cursor::new(text));
        MarkRecord {
            id: mark.id.as_str().into(),
            start: start.0,
            end: end.0,
            label: mark.label.clone(),
            quote: quotation.exact,
            before: quotation.before,
            after: quotation.after,
            attributes: mark.attributes.clone(),
            links: mark.links.iter().map(|l| (l.role.clone(), l.to.as_str().into())).collect(),
            note: mark.note.clone(),
            made: mark.made.clone(),
            lost,
            from: mark.origin.as_ref().map_or_else(|| "".into(), |o| o.source.clone()),
            mended: mark.origin.as_ref().is_some_and(|o| o.mended),
        }
    }

    /// The suggestion it came of.
    pub(crate) fn origin(&self) -> Option<Arc<Origin>> {
        let source = nfc_shared(&self.from);
        (!source.is_empty()).then(|| Origin { source, mended: self.mended }.into())
    }
}

/// Everything after the last mark.
fn finish(mut out: String, decisions: &[DecisionRecord], remarks: &Remarks, rejected: &[RejectionRecord]) -> Vec<u8> {
    out.push_str("    ],\n");
    review::push_all(&mut out, decisions.iter());
    comment::push_all(&mut out, &remarks.comments);
    rejection::push_all(&mut out, rejected);
    out.push_str(")\n");
    out.into_bytes()
}

/// The number of the newest thing in a set.
fn format_of(remarks: &Remarks, reviewed: &[Arc<str>], suggested: bool) -> u32 {
    match reviewed.is_empty() && remarks.comments.is_empty() {
        _ if suggested => SINCE_SUGGESTIONS,
        true => SINCE,
        false => SINCE_REVIEW,
    }
}

/// Everything before the first mark. `names`: the article's, the annotator's, the text's.
fn push_head(
    out: &mut String,
    format: u32,
    names: [&str; 3],
    state: StateRecord,
    remarks: &Remarks,
    reviewed: &[Arc<str>],
) {
    out.push_str("Annotations(\n");
    emit::push_line(out, "format", &format.to_string());
    for (field, name) in ["article", "annotator", "text"].into_iter().zip(names) {
        emit::push_line(out, field, &emit::literal(name));
    }
    let state = match state {
        StateRecord::New => "New",
        StateRecord::InProgress => "InProgress",
        StateRecord::Done => "Done",
        StateRecord::Skipped => "Skipped",
    };
    emit::push_line(out, "state", state);
    if !remarks.skipped.is_empty() {
        emit::push_line(out, "skipped", &emit::literal(&composed(&remarks.skipped)));
    }
    if !remarks.silenced.is_empty() {
        out.push_str("    silenced: [\n");
        for (Silence { rule, about }, why) in &remarks.silenced {
            let texts = [&**rule, &composed(about), &composed(why)].map(emit::literal).join(", ");
            out.push_str(&format!("        ({texts}),\n"));
        }
        out.push_str("    ],\n");
    }
    review::push_reviewed(out, reviewed);
    out.push_str("    annotations: [\n");
}

/// A mark's line, without its links.
pub(super) struct Line<'a> {
    id: &'a str,
    place: (usize, usize),
    label: &'a str,
    /// The words it covers, those before, those after.
    quotation: [&'a str; 3],
    attributes: &'a BTreeMap<Arc<str>, Arc<str>>,
    note: &'a str,
    made: &'a str,
    lost: bool,
    from: &'a str,
    mended: bool,
}

impl<'m> Line<'m> {
    /// The line of a mark as it was read.
    pub(super) fn of(mark: &'m MarkRecord) -> Self {
        Line {
            id: &mark.id,
            place: (mark.start, mark.end),
            label: &mark.label,
            quotation: [&mark.quote, &mark.before, &mark.after],
            attributes: &mark.attributes,
            note: &mark.note,
            made: &mark.made,
            lost: mark.lost,
            from: &mark.from,
            mended: mark.mended,
        }
    }

    pub(super) fn push<'a>(&self, out: &mut String, links: impl ExactSizeIterator<Item = (&'a str, &'a str)>) {
        let [exact, before, after] = self.quotation;
        out.push_str("        (");
        emit::push_always(out, "id", self.id);
        emit::push_number(out, "start", self.place.0);
        emit::push_number(out, "end", self.place.1);
        emit::push_always(out, "label", &composed(self.label));
        emit::push_always(out, "quote", exact);
        emit::push_text(out, "before", before);
        emit::push_text(out, "after", after);
        if !self.attributes.is_empty() {
            let attributes: BTreeMap<Cow<'_, str>, Cow<'_, str>> =
                self.attributes.iter().map(|(name, value)| (composed(name), composed(value))).collect();
            push_all(out, "attributes: {", attributes.iter(), ": ", ("", "}"));
        }
        if links.len() > 0 {
            push_all(out, "links: [", links.map(|(role, to)| (composed(role), to)), ", ", ("(", "]"));
        }
        emit::push_text(out, "note", &composed(self.note));
        emit::push_text(out, "made", self.made);
        if self.lost {
            out.push_str("lost: true, ");
        }
        if !self.from.is_empty() {
            emit::push_always(out, "from", &composed(self.from));
            if self.mended {
                out.push_str("mended: true, ");
            }
        }
        emit::close(out);
        out.push_str("),\n");
    }
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
