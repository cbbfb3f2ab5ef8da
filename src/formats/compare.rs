//! Whether what was read back is what was written: every export checks itself.

use super::{Doc, Export, Holds, Kept, Mark, Resolved, is_blank};
use std::collections::BTreeSet;

/// Whether a format leaves a trace of a document at all, so that it must come back.
pub fn represented(format: &dyn Export, doc: &Doc, kept: &Kept<'_>) -> bool {
    kept.whole && format.leaves_trace(doc, kept)
}

/// Where a document that was read back differs from what was to be written of it; `None`: nowhere.
pub fn compare(doc: &Doc, kept: &Kept<'_>, holds: Holds, back: &Resolved) -> Option<String> {
    if let Some(rejected) = back.rejected.first().or_else(|| back.remarks.first()) {
        return Some(format!("{}: {}", rejected.place, rejected.why));
    }
    if holds.text && back.doc.text != doc.text {
        let (a, b) = (doc.text.as_str(), back.doc.text.as_str());
        let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
        return Some(format!("the text differs from character {same} on"));
    }
    type Face<'a> = (usize, usize, &'a str, BTreeSet<(&'a str, &'a str)>, &'a str);
    fn face<'a>(mark: &'a Mark, attributes: BTreeSet<(&'a str, &'a str)>, note: &'a str) -> Face<'a> {
        (mark.start.0, mark.end.0, &mark.label, attributes, note)
    }
    let want: BTreeSet<Face<'_>> = kept
        .marks()
        .map(|(_, mark)| face(mark, kept.attributes(mark).map(|(n, v)| (&**n, &**v)).collect(), kept.note(mark)))
        .collect();
    let got: BTreeSet<Face<'_>> = back
        .doc
        .marks
        .iter()
        .map(|mark| face(mark, mark.attributes.iter().map(|(n, v)| (&**n, &**v)).collect(), &mark.note))
        .collect();
    let shown = |f: &Face<'_>| format!("{} {}–{} {:?} {:?}", f.2, f.0, f.1, f.3, f.4);
    if let Some(missing) = want.difference(&got).next() {
        let instead = got.difference(&want).next().map_or(String::new(), |f| format!("; there is {}", shown(f)));
        return Some(format!("the mark {} did not come back{instead}", shown(missing)));
    }
    if let Some(more) = got.difference(&want).next() {
        return Some(format!("a mark came back that was not there: {}", shown(more)));
    }
    if back.doc.marks.len() != kept.marks.len() {
        return Some("marks came back twice".into());
    }
    if holds.ids {
        let ids = |doc: &Doc| -> Vec<_> { doc.marks.iter().map(|m| m.id.clone()).collect() };
        let want: Vec<_> = kept.marks().map(|(_, m)| m.id.clone()).collect();
        if ids(&back.doc) != want {
            return Some("the marks’ ids differ".into());
        }
    }
    let end = |doc: &'_ Doc, at: usize| doc.marks.get(at).map(|m| (m.start.0, m.end.0, m.label.clone()));
    let want: BTreeSet<_> = kept.relations().map(|r| (end(doc, r.from), end(doc, r.to), r.role.clone())).collect();
    let got: BTreeSet<_> =
        back.doc.relations.iter().map(|r| (end(&back.doc, r.from), end(&back.doc, r.to), r.role.clone())).collect();
    if want != got {
        let role = want.symmetric_difference(&got).next().map_or("", |r| &*r.2);
        return Some(format!("a link “{role}” differs"));
    }
    if holds.metadata && back.doc.about.pairs() != doc.about.pairs() {
        return Some("title, outlet or the like differ".into());
    }
    None
}

/// Whether a text has a token at all.
pub(super) fn has_tokens(doc: &Doc) -> bool {
    doc.text.as_str().contains(|c| !is_blank(c))
}
