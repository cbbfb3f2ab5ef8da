//! TEI P5, a file a document: the text with empty anchors where marks begin and end, and the marks beside it in `standOff`, so
//! that they may overlap.
//!
//! A label is a category of the header's taxonomy, to which `ana` points; attributes are typed notes of the span, a remark is
//! its `gloss`, and a link is a `link`. Names that TEI does not take as types (they have blanks) stand in `n`, as do the
//! marks' ids. What is known of the article is a `bibl` in the header; that it is ours says its `idno`. Control characters have
//! no place. What is read of others says `read`; `inline` is the
//! text, and `beside` what stands beside it.
//!
//! Facts: TEI P5 Guidelines; what is written is valid against tei_all.

mod beside;
mod inline;
mod read;

use super::{
    About, Doc, Export, Flow, Holds, Import, ImportAbout, Job, Kept, Likeness, News, OffsetUnit, ReadError, Sink,
    Source, Writer,
    export::write_file,
    names,
    xml::{Files, attribute, text},
};
use crate::text::ByteOffset;
use std::{collections::BTreeMap, fmt::Write as _, io, sync::Arc};

/// The format.
pub struct Tei;

static ABOUT: About = About {
    id: "tei",
    title: "TEI P5",
    purpose: "Digital humanities: oXygen, TEI Publisher, CATMA and others",
    files: "tei/STEM.xml",
    holds: Holds { controls: false, ..Holds::ALL },
};

static READS: ImportAbout =
    ImportAbout { id: "tei", title: "TEI P5", files: "a folder of TEI files, or one", unit: OffsetUnit::Chars };

static FILES: Files =
    Files { title: "TEI", endings: &[".xml", ".tei"], roots: &["TEI", "TEI.2", "teiCorpus", "teiCorpus.2"] };

/// The type of the `idno` that has our id.
const OURS: &str = "whosaid";

/// The type of what has its own name in `n`.
const NAMED: &str = "named";

impl Export for Tei {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn begin<'a>(&self, job: &'a Job, _: &mut dyn Sink) -> io::Result<Box<dyn Writer + 'a>> {
        Ok(Box::new(P5(job)))
    }

    fn reader(&self) -> &dyn Import {
        self
    }
}

struct P5<'a>(&'a Job);

impl Writer for P5<'_> {
    fn doc(&mut self, at: usize, doc: &Doc, kept: &Kept<'_>, out: &mut dyn Sink) -> io::Result<()> {
        if !kept.whole {
            return Ok(());
        }
        // The labels in scope, and those that are in the document all the same.
        let mut labels: Vec<Arc<str>> = self.0.labels.iter().map(|l| l.name.clone()).collect();
        let more: std::collections::BTreeSet<&Arc<str>> = kept.marks().map(|(_, m)| &m.label).collect();
        labels.extend(more.into_iter().filter(|l| self.0.labels.iter().all(|known| known.name != **l)).cloned());
        let ids: BTreeMap<Arc<str>, String> =
            labels.iter().enumerate().map(|(n, label)| (label.clone(), label_id(n, label))).collect();
        let mut to = header(doc, &labels, &ids);
        body(&mut to, doc, kept);
        stand_off(&mut to, kept, &ids);
        to.push_str("</TEI>\n");
        write_file(out, &format!("tei/{}.xml", names::stem(at, &doc.id)), to.as_bytes())
    }

    fn end(self: Box<Self>, _: &mut dyn Sink) -> io::Result<()> {
        Ok(())
    }
}

/// The `xml:id` of a label: itself where it can be one and is none of ours.
fn label_id(n: usize, label: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let ours = label.starts_with("label_")
        || label.strip_prefix('s').is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()));
    let own = label.starts_with(|c: char| c.is_ascii_alphabetic()) && label.chars().all(plain) && !ours;
    if own { label.to_owned() } else { format!("label_{n}") }
}

/// A name as TEI takes it for a type; other names stand in `n`.
fn typed(name: &str) -> String {
    let word = !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c.is_control()) && name.is_ascii();
    if word && name != NAMED {
        format!("type=\"{}\"", attribute(name))
    } else {
        format!("type=\"{NAMED}\" n=\"{}\"", attribute(name))
    }
}

/// All before the text. Writing to a string cannot go wrong.
fn header(doc: &Doc, labels: &[Arc<str>], ids: &BTreeMap<Arc<str>, String>) -> String {
    let known = &doc.about.metadata;
    let title = text(known.title.as_deref().unwrap_or(&doc.id));
    let mut to = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n<teiHeader>\n\
         <fileDesc><titleStmt><title>{title}</title>"
    );
    if !doc.about.annotator.is_empty() {
        let name = text(&doc.about.annotator);
        let _ = write!(to, "<respStmt><resp>annotation</resp><name>{name}</name></respStmt>");
    }
    let id = text(&doc.id);
    let _ = write!(
        to,
        "</titleStmt><publicationStmt><p>unpublished</p></publicationStmt>\n\
         <sourceDesc><bibl><idno type=\"{OURS}\">{id}</idno>"
    );
    for (name, value) in doc.about.pairs() {
        let value = text(&value);
        let _ = match &*name {
            "title" => write!(to, "<title>{value}</title>"),
            "outlet" => write!(to, "<publisher>{value}</publisher>"),
            "published" => write!(to, "<date>{value}</date>"),
            "url" => write!(to, "<idno type=\"url\">{value}</idno>"),
            name => write!(to, "<note {}>{value}</note>", typed(name)),
        };
    }
    to.push_str("</bibl></sourceDesc></fileDesc>\n");
    if !labels.is_empty() {
        to.push_str("<encodingDesc><classDecl><taxonomy>");
        for label in labels {
            let id = ids.get(label).map_or("", String::as_str);
            let _ = write!(to, "<category xml:id=\"{id}\"><catDesc>{}</catDesc></category>", text(label));
        }
        to.push_str("</taxonomy></classDecl></encodingDesc>\n");
    }
    to.push_str("</teiHeader>\n");
    let is_tag = |tag: &str| {
        tag.len() < 36
            && tag.split('-').all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
    };
    match known.language.as_deref().filter(|l| is_tag(l)) {
        Some(language) => to.push_str(&format!("<text xml:lang=\"{language}\">")),
        None => to.push_str("<text>"),
    }
    to
}

/// The text with anchors; at one place, ends stand before beginnings.
fn body(to: &mut String, doc: &Doc, kept: &Kept<'_>) {
    let mut anchors: Vec<(ByteOffset, bool, usize)> = Vec::with_capacity(2 * kept.marks.len());
    for (at, mark) in kept.marks() {
        anchors.extend([(mark.span.start(), true, at), (mark.span.end(), false, at)]);
    }
    anchors.sort_unstable();
    to.push_str("<body><ab xml:space=\"preserve\">");
    let mut done = ByteOffset(0);
    for (place, begins, mark) in anchors {
        let before = text(doc.text.get(done, place).unwrap_or(""));
        let _ = write!(to, "{before}<anchor xml:id=\"s{mark}.{}\"/>", if begins { 'b' } else { 'e' });
        done = place;
    }
    let _ = writeln!(to, "{}</ab></body></text>", text(doc.text.from(done)));
}

/// Marks and links.
fn stand_off(to: &mut String, kept: &Kept<'_>, ids: &BTreeMap<Arc<str>, String>) {
    if kept.marks.is_empty() {
        return;
    }
    to.push_str("<standOff>\n<spanGrp>\n");
    for (at, mark) in kept.marks() {
        let label = ids.get(&mark.label).map_or("", String::as_str);
        let id = attribute(&mark.id);
        let _ = write!(to, "<span xml:id=\"s{at}\" n=\"{id}\" from=\"#s{at}.b\" to=\"#s{at}.e\" ana=\"#{label}\">");
        for (name, value) in kept.attributes(mark) {
            let _ = write!(to, "<note {}>{}</note>", typed(name), text(value));
        }
        let note = kept.note(mark);
        if !note.is_empty() {
            let _ = write!(to, "<gloss>{}</gloss>", text(note));
        }
        to.push_str("</span>\n");
    }
    to.push_str("</spanGrp>\n");
    let mut any = false;
    for relation in kept.relations() {
        if !std::mem::replace(&mut any, true) {
            to.push_str("<linkGrp>\n");
        }
        let _ = writeln!(to, "<link {} target=\"#s{} #s{}\"/>", typed(&relation.role), relation.from, relation.to);
    }
    to.push_str(if any { "</linkGrp>\n</standOff>\n" } else { "</standOff>\n" });
}

impl Import for Tei {
    fn about(&self) -> &'static ImportAbout {
        &READS
    }

    fn detect(&self, source: &dyn Source) -> Likeness {
        FILES.detect(source)
    }

    fn read(&self, source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
        read::read(source, tell)
    }
}
