//! Reading XML: entities, nesting, sizes, broken files; and what the other tests of XML formats share.

use super::{Folder, corpus, job, read, written};
use crate::formats::{Import, Resolved, export, import, resolve, xml};

/// What a format reads of some files, and what was told beside: with each place.
pub(super) fn taken(format: &str, files: &[(&str, &str)]) -> (Vec<Resolved>, Vec<String>) {
    let format: &dyn Import = import(format).unwrap();
    let bytes: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let (docs, rejected) = read(format, &Folder::with(&bytes));
    let docs = docs.into_iter().map(|doc| resolve(doc, format.about().unit, None, None).unwrap()).collect();
    (docs, rejected.iter().map(|r| format!("{}: {}", r.place, r.why)).collect())
}

/// The marks of a document, in order: label, words, attributes.
pub(super) fn marks(doc: &Resolved) -> Vec<String> {
    let attributes = |m: &crate::formats::Mark| {
        m.attributes.iter().map(|(name, value)| format!(" {name}={value}")).collect::<String>()
    };
    doc.doc.marks.iter().map(|m| format!("{} {:?}{}", m.label, doc.doc.words(m), attributes(m))).collect()
}

/// The links of a document: words, role, words.
pub(super) fn links(doc: &Resolved) -> Vec<String> {
    let words = |at: usize| doc.doc.words(&doc.doc.marks[at]);
    doc.doc.relations.iter().map(|r| format!("{} {} {}", words(r.from), r.role, words(r.to))).collect()
}

/// A TimeML file around a text, the simplest of the XML formats.
fn told(text: &str) -> Vec<String> {
    taken("timeml", &[("a.tml", text)]).1
}

#[test]
fn blanks_and_entities_come_to_the_letter() {
    let text = "<TimeML><DOCID>d</DOCID><TEXT> a\r\nb\rc&#13;&#x0A;\t&lt;&gt;&amp;&apos;&quot;&#x1F525;<!-- no --><![CDATA[<&\r\n]]>z </TEXT></TimeML>";
    let (docs, rejected) = taken("timeml", &[("a.tml", text)]);
    assert_eq!(rejected, [""; 0]);
    assert_eq!(docs[0].doc.text.as_str(), " a\nb\nc\r\n\t<>&'\"🔥<&\nz ");
}

#[test]
fn entities_of_a_document_are_never_expanded() {
    let bomb = "<!DOCTYPE TimeML [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]>\n<TimeML><TEXT>\n&b;</TEXT></TimeML>";
    assert_eq!(told(bomb), ["a.tml:3: The entity “&b;” is the document’s own. Write the character that it stands for"]);
    let attribute = "<TimeML><TEXT><TIMEX3 value=\"&own;\">x</TIMEX3></TEXT></TimeML>";
    assert_eq!(
        told(attribute),
        ["a.tml:1: The entity “&own;” is the document’s own. Write the character that it stands for"]
    );
    // A DTD alone does no harm.
    assert_eq!(told("<!DOCTYPE TimeML SYSTEM \"TimeML.dtd\"><TimeML><TEXT>a</TEXT></TimeML>"), [""; 0]);
}

#[test]
fn broken_files_are_told_with_their_line_and_the_next_is_read() {
    let files = [
        ("a.tml", "<TimeML>\n<TEXT>half"),
        ("b.tml", "<TimeML>\n\n<TEXT>x</TXET></TimeML>"),
        ("c.tml", "<TimeML><TEXT>whole</TEXT></TimeML>"),
        ("d.tml", "no XML"),
        ("e.xml", "<html/>"),
        ("f.xml", "<TEI/>"),
    ];
    let (docs, told) = taken("timeml", &files);
    assert_eq!(docs.len(), 1);
    assert_eq!(docs[0].doc.text.as_str(), "whole");
    assert_eq!(told[0], "a.tml:2: The file ends before its elements do");
    assert!(told[1].starts_with("b.tml:3: It cannot be understood here: "), "{told:?}");
    assert_eq!(told[2], "d.tml: It is not TimeML: it does not begin as XML in UTF-8");
    assert_eq!(told[3], "e.xml: It is not TimeML: its first element is <html>");
    assert_eq!(told.len(), 4, "a file of another format of ours is no mistake: {told:?}");
}

#[test]
fn bytes_that_are_not_utf8_are_told() {
    let format = import("timeml").unwrap();
    let (docs, rejected) = read(format, &Folder::with(&[("a.tml", b"<TimeML>\n<TEXT>caf\xe9</TEXT></TimeML>")]));
    assert!(docs.is_empty());
    assert_eq!(rejected[0].why, "It is not UTF-8 here. Save it as UTF-8");
}

#[test]
fn hostile_nesting_and_attributes_have_limits() {
    let deep = format!("<TimeML><TEXT>{}{}</TEXT></TimeML>", "<a>".repeat(100_000), "</a>".repeat(100_000));
    assert_eq!(told(&deep), ["a.tml:1: Its elements are nested deeper than 512"]);
    let wide: String = (0..5000).map(|n| format!(" a{n}=\"\"")).collect();
    assert_eq!(
        told(&format!("<TimeML><TEXT{wide}>a</TEXT></TimeML>")),
        ["a.tml:1: An element has more than 1024 attributes"]
    );
}

#[test]
fn the_first_element_is_found_behind_everything() {
    let head = b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- <no> -->\n<!DOCTYPE x:TEI>\n<x:TEI xmlns:x='u'>";
    assert_eq!(xml::root(head).as_deref(), Some("TEI"));
    assert_eq!(xml::root(b"text <a>"), None);
    assert_eq!(xml::root(b""), None);
}

#[test]
fn damaged_files_are_read_as_far_as_they_go() {
    for id in ["uima_xmi", "uima_json", "tei", "gate", "bioc_xml", "bioc_json", "timeml"] {
        let whole = written(export(id).unwrap(), &corpus(), &job());
        let format = import(id).unwrap();
        let mut seed = 1_u32;
        for name in &whole.names {
            let bytes = whole.bytes(name);
            for _ in 0..24 {
                // Cut off, or a byte made another.
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let at = seed as usize % bytes.len();
                let mut damaged = bytes.clone();
                if seed & 1 << 30 == 0 {
                    damaged.truncate(at);
                } else {
                    damaged[at] = b"<>&\"'/;0\x80\n[{"[(seed >> 8) as usize % 12];
                }
                let (docs, rejected) = read(format, &Folder::with(&[(name, &damaged)]));
                let there = damaged.is_empty() || !docs.is_empty() || !rejected.is_empty() || id.starts_with("bioc");
                assert!(there, "{id} {name}: neither a document nor a word about it");
                docs.into_iter().for_each(|doc| drop(resolve(doc, format.about().unit, None, None)));
            }
        }
    }
}
