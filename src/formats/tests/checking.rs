//! An export that is not as the project is marked as failed: whatever was changed behind its back is found.

use super::{Folder, job, written};
use crate::formats::{
    Attributes, Doc, EXPORTS, Export, Flow, Kept, Labels, Mark, compare::represented, digest, verify, verify_own,
};
use crate::text::{ByteOffset, Span};

/// Two documents whose marks every format can hold.
fn docs() -> Vec<Doc> {
    let mut first = super::corpus::story("a", "Hôm [Date thứ Sáu], [Actor bà Mai] nói: [Claim mưa 🌧 sẽ to]. Hết");
    first.marks[0].attributes.insert("value".into(), "2031-06-06".into());
    first.relations.push(crate::formats::Relation { from: 2, to: 1, role: "source".into() });
    vec![first, super::corpus::story("b", "[Actor Ông Tư] về [Date hôm qua]")]
}

/// What the check says of a format written from `lies` beside the truth.
fn said(format: &dyn Export, truth: &[Doc], lies: &[Doc]) -> Vec<String> {
    let own = crate::formats::export("jsonl").unwrap();
    let (job, all) = (job(), written(own, truth, &job()));
    let lies: Folder = written(format, lies, &job);
    for (name, bytes) in lies.files.borrow().iter() {
        all.files.borrow_mut().insert(name.clone(), bytes.clone());
    }
    let mut all = all;
    all.list();
    verify(format, &job, &all, &mut || Flow::Continue(()))
}

fn others() -> impl Iterator<Item = &'static dyn Export> {
    EXPORTS.iter().copied().filter(|f| f.about().id != "jsonl")
}

#[test]
fn the_truth_passes_in_every_format() {
    for format in others() {
        assert_eq!(said(format, &docs(), &docs()), [""; 0], "{}", format.about().id);
        let hostile = super::corpus();
        assert_eq!(said(format, &hostile, &hostile), [""; 0], "{}", format.about().id);
    }
}

#[test]
fn every_change_is_found_in_every_format_that_can_show_it() {
    type Change = (&'static str, fn(&mut Vec<Doc>), fn(&dyn Export) -> bool);
    let changes: [Change; 8] = [
        (
            "a mark is gone",
            |docs| {
                docs[0].marks.remove(0);
                docs[0].relations.clear();
            },
            |_| true,
        ),
        (
            "a mark is shorter",
            |docs| {
                let mark = &docs[1].marks[1];
                let span = Span::new(mark.span.start(), ByteOffset(mark.span.end().0 - " qua".len())).unwrap();
                docs[1].marks[1] = Mark::new(mark.id.clone(), &docs[1].text.clone(), span, mark.label.clone());
            },
            |_| true,
        ),
        ("a mark has another label", |docs| docs[1].marks[1].label = "Claim".into(), |_| true),
        (
            "a mark is new",
            |docs| {
                let text = docs[1].text.clone();
                let at = text.as_str().find("về").unwrap();
                let span = Span::new(ByteOffset(at), ByteOffset(at + "về".len())).unwrap();
                docs[1].marks.push(Mark::new("new", &text, span, "Date"));
                docs[1].sort();
            },
            |_| true,
        ),
        (
            "an attribute differs",
            |docs| {
                docs[0].marks[0].attributes.insert("value".into(), "2031-06-07".into());
            },
            |f| f.about().holds.attributes != Attributes::None,
        ),
        ("a link is gone", |docs| docs[0].relations.clear(), |f| f.about().holds.links),
        (
            "a document is gone",
            |docs| {
                docs.remove(1);
            },
            |_| true,
        ),
        (
            "a text differs",
            |docs| {
                docs[1] = super::corpus::story("b", "[Actor Ông Tư] đi [Date hôm qua]");
            },
            |f| f.about().holds.text,
        ),
    ];
    for format in others() {
        for (what, change, shows) in &changes {
            let mut lies = docs();
            change(&mut lies);
            let about = format.about();
            let seen = |docs: &[Doc]| -> Vec<bool> {
                docs.iter().map(|d| represented(format, d, &Kept::of(d, about, &job()))).collect()
            };
            let dates_only = about.holds.labels == Labels::Dates && *what == "a mark is gone";
            if shows(format) && !dates_only && seen(&docs()).iter().all(|s| *s) {
                assert!(!said(format, &docs(), &lies).is_empty(), "{}: {what} and nothing is said", about.id);
            }
        }
    }
}

#[test]
fn our_own_files_are_compared_with_the_project_itself() {
    let own = crate::formats::export("jsonl").unwrap();
    let docs = super::corpus();
    let digests: Vec<_> = docs.iter().map(digest).collect();
    let good = written(own, &docs, &job());
    assert_eq!(verify_own(&digests, &good), [""; 0]);
    assert!(verify_own(&digests[1..], &good)[0].contains("not as in the project"));
    let mut more = digests.clone();
    more.push(digests[0]);
    assert_eq!(verify_own(&more, &good), ["docs.jsonl: documents are missing"]);
    let spans = good.text("spans.jsonl");
    for (from, to) in [("\"label\":\"Date\"", "\"label\":\"Claim\""), ("\"m1\"", "\"m9\""), ("Ban Quản", "Ban Quảm")]
    {
        let mut bad = Folder::with(&[]);
        for (name, bytes) in good.files.borrow().iter() {
            bad.files.borrow_mut().insert(name.clone(), bytes.clone());
        }
        assert!(spans.contains(from), "{from}");
        bad.files.borrow_mut().insert("spans.jsonl".into(), spans.replacen(from, to, 1).into_bytes());
        bad.list();
        assert_ne!(verify_own(&digests, &bad), [""; 0], "{from}");
    }
}
