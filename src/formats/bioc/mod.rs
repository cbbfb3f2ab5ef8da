//! BioC: the format of PubTator, PubMed Central and biomedical text mining, as XML (`xml`) and as JSON (`json`): one file with
//! documents, each of passages with a text, annotations with locations, and relations between them. Infons, names with
//! values, say the rest.
//!
//! We write a document as one passage at offset 0. A mark's label is the infon `type`, its attributes are infons by their names
//! (`attribute:type` for one called type), a link is a relation with the nodes `from` and `to`, and what is known of the article
//! are infons of the document. Notes have no place. What is read, of ours and of others, says `read`.
//!
//! BioC.dtd asks for offsets in bytes, but NCBI's own library and nearly every tool count characters, and so do we; which one a
//! file of others counts is told by the words that its annotations say they cover.
//!
//! Facts: BioC.dtd, the `bioc` package, PubTator's and PubMed Central's exports.

mod json;
mod read;
mod xml;

pub use json::BiocJson;
pub use xml::BiocXml;

use super::{Doc, Kept, Mark};

/// The infon that has the label, or the role.
const TYPE: &str = "type";

/// What stands before an attribute's name where an infon could be mistaken for the label.
const ATTRIBUTE: &str = "attribute:";

/// The infons of a mark: the label first.
fn infons<'a>(kept: &Kept<'a>, mark: &'a Mark) -> Vec<(String, &'a str)> {
    let mut all = vec![(TYPE.to_owned(), &*mark.label)];
    for (name, value) in kept.attributes(mark) {
        let mistaken = &**name == TYPE || name.starts_with(ATTRIBUTE);
        all.push((if mistaken { format!("{ATTRIBUTE}{name}") } else { name.to_string() }, &**value));
    }
    all
}

/// The relations of a document: id, role, and the ids of both ends. No id is a mark's.
fn relations<'a>(doc: &'a Doc, kept: &Kept<'a>) -> Vec<(String, &'a str, &'a str, &'a str)> {
    let ids: std::collections::HashSet<&str> = doc.marks.iter().map(|m| &*m.id).collect();
    let mut numbers = (1..).map(|n| format!("r{n}")).filter(|id| !ids.contains(id.as_str()));
    let mut all = Vec::new();
    for relation in kept.relations() {
        let (Some(from), Some(to)) = (doc.marks.get(relation.from), doc.marks.get(relation.to)) else { continue };
        all.push((numbers.next().unwrap_or_default(), &*relation.role, &*from.id, &*to.id));
    }
    all
}
