//! brat: what is written to the letter, and what people have.

use super::{Folder, corpus, job, read, understood, written};
use crate::formats::{Body, News, brat::Brat, resolve};

const TEXT: &str = "Bà Lan nói giá gạo\r\ntăng, và ông Bình không tin.";

/// A folder with a text and its annotations, understood: marks as `label words {attributes} note`, links, all that was told.
fn from(text: &str, ann: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
    let folder = Folder::with(&[("d.txt", text.as_bytes()), ("d.ann", ann.as_bytes())]);
    let (docs, mut rejected) = read(&Brat, &folder);
    assert_eq!(docs.len(), 1);
    let unit = crate::formats::Import::about(&Brat).unit;
    let back = resolve(docs.into_iter().next().unwrap(), unit, None, None).unwrap();
    rejected.extend(back.remarks.iter().chain(&back.rejected).cloned());
    let doc = &back.doc;
    let marks = doc.marks.iter().map(|m| format!("{} {} {:?} {}", m.label, doc.words(m), m.attributes, m.note));
    let links = doc
        .relations
        .iter()
        .map(|r| format!("{} {} {}", doc.words(&doc.marks[r.from]), r.role, doc.words(&doc.marks[r.to])));
    let told = rejected.iter().map(|r| format!("{}: {}", r.place, r.why));
    (marks.collect(), links.collect(), told.collect())
}

fn marks(text: &str, ann: &str) -> Vec<String> {
    let (marks, links, told) = from(text, ann);
    assert_eq!((links.len(), &told), (0, &Vec::new()));
    marks
}

#[test]
fn a_small_document_to_the_letter() {
    let mut doc = corpus::story("a b", "[Actor Bà Lan] nói [Claim giá\ntăng [Date 5/3]].");
    doc.marks[1].attributes.insert("certainty".into(), "high".into());
    doc.marks[1].attributes.insert("cue".into(), "nói rằng".into());
    doc.relations.push(crate::formats::Relation { from: 1, to: 0, role: "nói bởi".into() });
    doc.marks[0].label = "Người nói".into();
    let folder = written(&Brat, &[doc], &job());
    assert_eq!(folder.text("brat/00000_a_b.txt"), "Bà Lan nói giá\ntăng 5/3.");
    assert_eq!(
        folder.text("brat/00000_a_b.ann"),
        "T1\tNgười%20nói 0 6\tBà Lan\n\
         T2\tClaim 11 14;15 23\tgiá tăng 5/3\n\
         T3\tDate 20 23\t5/3\n\
         A1\tcertainty T2 high\n\
         #1\tAnnotatorNotes T2\t{\"cue\":\"nói rằng\"}\n\
         R1\tnói%20bởi Arg1:T2 Arg2:T1\n"
    );
    assert_eq!(
        folder.text("brat/annotation.conf"),
        "[entities]\nActor\nClaim\nDate\nNgười%20nói\n\n[relations]\nnói%20bởi\tArg1:<ENTITY>, Arg2:<ENTITY>\n\
         <OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n\n[events]\n\n[attributes]\n\
         certainty\tArg:<ENTITY>, Value:high\n"
    );
    assert!(folder.text("brat/visual.conf").contains("\nNgười%20nói | Người nói\n"));
    let back = &understood(&Brat, &folder, &|_, _| None)[0].doc;
    assert_eq!(&*back.marks[0].label, "Người nói");
    assert_eq!(&*back.marks[1].attributes["cue"], "nói rằng");
    assert_eq!(&*back.relations[0].role, "nói bởi");
}

#[test]
fn what_is_said_of_marks() {
    let ann = "T1\tActor 0 6\tBà Lan\nT2\tSaying 7 10\tnói\nT3\tClaim 11 26\tgiá gạo tăng\n\
               E1\tSaying:T2 Speaker:T1 Content2:T3\n\
               A1\tNegation E1\nM2\tSpeculation T3\nA3\tsource T1 own words\n\
               N1\tReference T1 Wikipedia:534366\tBà Lan (nghệ sĩ)\n\
               #1\tAnnotatorNotes E1\tlần đầu\n#2\tMissing T2\tlần sau\nR1\tby Arg1:T3 Arg2:T1\t\n\
               *\tEquiv T1 T2\n#3\tAnnotatorNotes R1\tlạ\n#4\tAnnotatorNotes T9\tlạ\n";
    let (marks, links, told) = from(&TEXT.replace("\r\n", " "), &ann.replace("11 26", "11 23"));
    assert_eq!(
        marks,
        [
            "Actor Bà Lan {\"Reference\": \"Wikipedia:534366\", \"Reference name\": \"Bà Lan (nghệ sĩ)\", \"source\": \"own words\"} ",
            "Saying nói {\"Negation\": \"true\"} lần đầu\nMissing: lần sau",
            "Claim giá gạo tăng {\"Speculation\": \"true\"} ",
        ]
    );
    assert_eq!(links, ["nói Speaker Bà Lan", "nói Content giá gạo tăng", "giá gạo tăng by Bà Lan"]);
    assert_eq!(
        told,
        [
            "d.ann:12 (*): An equivalence has no place among marks and links",
            "d.ann:13 (#3): It is said of the link R1; only marks can have attributes and notes",
            "d.ann:14 (#4): It is said of “T9”, which is not there",
        ]
    );
}

#[test]
fn pieces_become_one_mark() {
    let text = "North and South America\n today";
    assert_eq!(marks(text, "T1\tPlace 10 23;25 30\tSouth America today\n"), ["Place South America\n today {} "]);
    let (marks, _, told) = from(text, "T1\tPlace 0 5;16 23\tNorth America\n");
    assert_eq!(marks, ["Place North and South America {} "]);
    assert_eq!(
        told,
        ["d.ann:1 (T1): The mark has gaps; it now reaches from “North America” over all that lies between"]
    );
}

#[test]
fn other_units_and_line_ends_are_seen_by_the_words() {
    let want = ["Actor Bà Lan {} ", "Claim giá gạo\r\ntăng {} ", "Actor ông Bình {} "];
    // Characters; CR LF counted as one; bytes; and without tabs or with CR LF in the annotations.
    assert_eq!(marks(TEXT, "T1\tActor 0 6\tBà Lan\nT2\tClaim 11 24\tgiá gạo tăng\nT3\tActor 29 37\tông Bình\n"), want);
    assert_eq!(marks(TEXT, "T1\tActor 0 6\tBà Lan\nT2\tClaim 11 23\tgiá gạo tăng\nT3\tActor 28 36\tông Bình\n"), want);
    assert_eq!(
        marks(TEXT, "T1 Actor 0 6 Bà Lan\r\nT2 Claim 11 18;20 24 giá gạo tăng\r\nT3 Actor 29 37 ông Bình\r\n"),
        want
    );
    let fire = format!("🔥 {TEXT}");
    assert_eq!(marks(&fire, "T1\tActor 3 9\tBà Lan\nT2\tClaim 14 27\tgiá gạo tăng\nT3\tActor 32 40\tông Bình"), want);
    // Words that go on in the next line.
    assert_eq!(marks(TEXT, "T1\tActor 0 6\tBà Lan\nT2\tClaim 11 24\tgiá gạo\n\ntăng\nT3\tActor 29 37\tông Bình"), want);
    // A byte-order mark counts.
    assert_eq!(marks("\u{feff}Lan", "T1\tActor 1 4\tLan\n"), ["Actor Lan {} "]);
}

#[test]
fn texts_and_annotations_alone() {
    let folder = Folder::with(&[
        ("x/a.txt", b"A"),
        ("x/b.ann", b"T1\tActor 0 1\tB\n"),
        ("x/c.txt", b"C"),
        ("x/c.a1", b"T1\tActor 0 1\tC\n"),
        ("x/c.a2", b"E1\tActor:T1\n"),
        ("readme.txt", b"no document"),
        ("x/annotation.conf", b"[entities]\nActor\n\tPerson\n!Group\n-----\n[relations]\nby Arg1:Actor\n[events]\nSaying By:Actor\n"),
        ("x/visual.conf", b"[labels]\nActor | Who\n[drawing]\nActor\tbgColor:#8fb2ff, borderColor:darken\nSaying fgColor:black, bgColor:lightgreen\n"),
        ("x/kb_shortcuts.conf", b"P\tPerson\n"),
    ]);
    let (docs, rejected) = read(&Brat, &folder);
    assert_eq!(rejected, []);
    let ids: Vec<_> = docs.iter().map(|d| (d.id.as_deref().unwrap(), d.marks.len(), d.body != Body::Named)).collect();
    assert_eq!(ids, [("x/a", 0, true), ("x/b", 1, false), ("x/c", 1, true)]);
    let mut labels = Vec::new();
    let _ = crate::formats::Import::read(&Brat, &folder, &mut |news| {
        if let News::Label(l) = news {
            labels.push(format!("{} {} {}", l.name, l.color, l.key));
        }
        super::Flow::Continue(())
    });
    assert_eq!(labels, ["Actor #8fb2ff ", "Person  P", "Saying lightgreen "]);
}

#[test]
fn what_is_broken_is_told() {
    let ann = "T1\tActor 0 6\tBà Lan\nT2\tActor\nT1\tActor 7 10\tnói\nrubbish\nE1\tSaying:T7 By:T1\nE2\tActor:T1 By\n\
               R1\tby Arg1:T1\nR2\tby Arg1:T1 Arg2:T5\nT8\tActor 99999999999999999999 3\tx\nT9\tActor 6 2\tLan?\n";
    let (marks, links, told) = from(TEXT, ann);
    assert_eq!((marks.len(), links.len()), (2, 0));
    assert_eq!(
        told,
        [
            "d.ann:4: The line does not begin with an id such as T1, R1, A1 or #1",
            "d.ann:2 (T2): A mark needs a label, a start and an end, such as “T1<tab>Actor 2 8<tab>words”",
            "d.ann:3 (T1): A second mark has this id; what is said of it is taken for the first",
            "d.ann:9 (T8): A mark needs a label, a start and an end, such as “T1<tab>Actor 2 8<tab>words”",
            "d.ann:5 (E1): The event has no trigger that is there",
            "d.ann:6 (E2): The argument “By” is not of the form Role:T1",
            "d.ann:7 (R1): A link has two ends, and this has 1",
            "d.ann:8 (R2): The link has an end that is not there",
            "d.ann:3 (T1): A second mark has the id “T1”; links lead to the first",
            "d.ann:10 (T9): Its words “Lan?” are not where it says, and nowhere else",
        ]
    );
    let folder = Folder::with(&[("d.txt", b"\xff"), ("d.ann", b"T1\tA 0 1\tx\n")]);
    assert_eq!(read(&Brat, &folder).1[0].why, "It is not UTF-8. Save it as UTF-8");
}
