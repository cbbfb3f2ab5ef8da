//! Tables: what is written to the letter, and what people have.

use super::{Folder, corpus::story, job, read, written};
use crate::formats::{Body, Import, Incoming, Likeness, csv_tables::Csv, resolve};

/// Files, understood: marks as `document label words {attributes} note`, all that was told.
fn from(files: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let (docs, mut rejected) = read(&Csv, &folder(files));
    let mut marks = Vec::new();
    for doc in docs {
        let back = resolve(doc, Csv.about().unit, None, None).unwrap();
        rejected.extend(back.rejected.iter().chain(&back.remarks).cloned());
        let id = &back.doc.id;
        marks.extend(
            back.doc
                .marks
                .iter()
                .map(|m| format!("{id} {} {} {:?} {}", m.label, back.doc.words(m), m.attributes, m.note)),
        );
        marks.extend(back.doc.relations.iter().map(|r| format!("{id} {} {} {}", r.from, r.role, r.to)));
    }
    (marks, rejected.iter().map(|r| format!("{}: {}", r.place, r.why)).collect())
}

fn folder(files: &[(&str, &str)]) -> Folder {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    Folder::with(&files)
}

fn docs(files: &[(&str, &str)]) -> Vec<Incoming> {
    let (docs, told) = read(&Csv, &folder(files));
    assert_eq!(told, []);
    docs
}

#[test]
fn a_small_document_to_the_letter() {
    let mut doc = story("a", "[Actor \"Lan\"] nói\n[Claim =1+1].");
    doc.marks[1].attributes.insert("cue".into(), "\"nói\"".into());
    doc.marks[1].note = "xem, \"lại\"".into();
    doc.relations.push(crate::formats::Relation { from: 1, to: 0, role: "source".into() });
    doc.about.metadata.title = Some("Tin; mới".into());
    doc.about.metadata.more.insert("section".into(), "Đời sống".into());
    let folder = written(&Csv, &[doc], &job());
    assert_eq!(
        folder.text("csv/docs.csv"),
        "\"doc_id\",\"text\",\"title\",\"outlet\",\"url\",\"published\",\"event\",\"language\",\"meta\",\"article\",\"annotator\",\"state\"\r\n\
         \"a\",\"\"\"Lan\"\" nói\n=1+1.\",\"Tin; mới\",\"\",\"\",\"\",\"\",\"\",\"{\"\"section\"\":\"\"Đời sống\"\"}\",\"\",\"\",\"\"\r\n"
    );
    assert_eq!(
        folder.text("tsv/spans.tsv"),
        "\"doc_id\"\t\"span_id\"\t\"start\"\t\"end\"\t\"label\"\t\"text\"\t\"attrs\"\t\"note\"\t\"made\"\n\
         \"a\"\t\"m0\"\t\"0\"\t\"5\"\t\"Actor\"\t\"\"\"Lan\"\"\"\t\"{}\"\t\"\"\t\"\"\n\
         \"a\"\t\"m1\"\t\"10\"\t\"14\"\t\"Claim\"\t\"=1+1\"\t\"{\"\"cue\"\":\"\"\\\"\"nói\\\"\"\"\"}\"\t\"xem, \"\"lại\"\"\"\t\"\"\n"
    );
    assert_eq!(
        folder.text("csv/relations.csv"),
        "\"doc_id\",\"relation_id\",\"from\",\"to\",\"label\"\r\n\"a\",\"r1\",\"m1\",\"m0\",\"source\"\r\n"
    );
}

#[test]
fn spans_in_any_order_and_links() {
    let (marks, told) = from(&[
        ("x/articles.csv", "id;Text\nb;Bảo nói\na;Lan nói\n"),
        (
            "x/marks.csv",
            "Doc;id;Start;End;Label;Text;certainty\na;1;0;3;Actor;Lan;high\nb;2;0;3;Actor;Bảo;\na;3;4;7;Claim;nói;\nc;1;0;1;Actor;x;\n",
        ),
        ("x/links.csv", "doc_id;from;to;role\na;3;1;source\n"),
    ]);
    assert_eq!(marks, ["b Actor Bảo {} ", "a Actor Lan {\"certainty\": \"high\"} ", "a Claim nói {} ", "a 1 source 0"]);
    assert_eq!(told, ["x/marks.csv: 1 of its rows name the document “c”, which is not there"]);
}

#[test]
fn one_table_of_spans_with_the_text_in_every_row() {
    let want = ["d1 Actor Lan {} ", "d1 Claim nói thế {} chắc", "d2 Actor Bảo {} "];
    let table =
        "doc,text,start,end,label,note\nd1,Lan nói thế,0,3,Actor,\nd1,Lan nói thế,4,11,Claim,chắc\nd2,Bảo,0,3,Actor,\n";
    assert_eq!(from(&[("a.csv", table)]), (want.map(str::to_owned).to_vec(), vec![]));
    // Ids that are the articles'; no ids at all; a byte-order mark, tabs, and quotes that are none.
    let (marks, _) = from(&[("a.csv", &table.replace("doc,", "id,"))]);
    assert_eq!(marks, want);
    let none =
        "\u{feff}text\tstart\tend\tlabel\n\"Lan nói thế\t1\t4\tActor\nBảo\t0\t3\tActor\n\"Lan nói thế\t5\t12\tClaim\n";
    let (marks, told) = from(&[("a.tsv", none)]);
    assert_eq!(
        (marks, told),
        (vec![" Actor Lan {} ".into(), " Claim nói thế {} ".into(), " Actor Bảo {} ".into()], vec![])
    );
    // Words alone, which are looked for.
    let (marks, told) = from(&[(
        "a.csv",
        "text,quote,label\r\nLan nói thế,nói,Claim\r\nLan nói thế,thế,X\r\nLan nói thế,Bảo,X\r\nba,a,\r\nbb,b,X\r\n",
    )]);
    assert_eq!(marks, [" Claim nói {} ", " X thế {} "]);
    assert_eq!(
        told,
        [
            "a.csv:4: The words “Bảo” are not in the text",
            "a.csv:6: The words “b” are in the text more than once, and the row does not say where",
            "a.csv:5: The mark has no label",
        ]
    );
}

#[test]
fn words_that_are_there_more_than_once_are_not_put_at_the_first() {
    let (docs, _) = read(
        &Csv,
        &folder(&[
            ("docs.csv", "doc_id,text\na,Bà Mai nói. Roi Ba về. Bà Mai lại nói.\n"),
            ("spans.csv", "doc_id,words,label\na,Bà Mai,Actor\na,Roi Ba,Actor\n"),
        ]),
    );
    let back = resolve(docs.into_iter().next().unwrap(), Csv.about().unit, None, None).unwrap();
    let whys: Vec<&str> = back.rejected.iter().chain(&back.remarks).map(|r| r.why.as_str()).collect();
    assert_eq!(whys, ["Its words “Bà Mai” are not there, or at several places that cannot be told apart"]);
    assert_eq!(back.doc.marks.iter().map(|m| back.doc.words(m)).collect::<Vec<_>>(), ["Roi Ba"]);
}

#[test]
fn spans_without_a_text_name_their_articles() {
    let docs = docs(&[("a.csv", "doc_id,start,end,label,text\na,0,3,Actor,Lan\nb,0,3,Actor,Bảo\n")]);
    assert_eq!(
        docs.iter().map(|d| (d.id.as_deref(), &d.body, d.marks.len())).collect::<Vec<_>>(),
        [(Some("a"), &Body::Named, 1), (Some("b"), &Body::Named, 1)]
    );
    assert_eq!(docs[0].marks[0].quote.as_deref(), Some("Lan"));
}

#[test]
fn texts_alone_are_articles() {
    let table = "ID,Headline,Date,Section,Content\n7,\"Mưa, to\",2031-06-03,Đời sống,\"Dòng một\r\nDòng hai\"\n8,,,,\"=SUM(A1)\"\n";
    let docs = docs(&[("news.csv", table)]);
    assert_eq!(docs[0].id.as_deref(), Some("7"));
    assert_eq!(docs[0].body, Body::Text("Dòng một\r\nDòng hai".into()));
    let pairs: Vec<String> = docs[0].about.pairs().iter().map(|(n, v)| format!("{n}={v}")).collect();
    assert_eq!(pairs, ["title=Mưa, to", "published=2031-06-03", "Section=Đời sống"]);
    assert_eq!((docs[1].place.line, &docs[1].body), (4, &Body::Text("=SUM(A1)".into())));
}

#[test]
fn several_annotators_are_several_documents() {
    let docs = docs(&[
        ("docs.csv", "doc_id,text\na,Lan nói\n"),
        (
            "spans.csv",
            "doc_id,span_id,start,end,label,annotator\na,1,0,3,Actor,Hà\na,2,0.0,3.0,Actor,An\na,3,4,7,Claim,An\n",
        ),
        ("relations.csv", "doc_id,from,to,label\na,3,2,source\n"),
    ]);
    let found: Vec<_> = docs.iter().map(|d| (&*d.about.annotator, d.marks.len(), d.relations.len())).collect();
    assert_eq!(found, [("An", 2, 1), ("Hà", 1, 0)]);
}

#[test]
fn what_is_broken_is_told() {
    let (marks, told) = from(&[
        ("docs.csv", "doc_id,text,meta\na,Lan nói,{oops\nb\n"),
        (
            "spans.csv",
            "doc_id,span_id,start,end,label,text,attrs\na,1,zero,3,Actor,Lan,\na,2,0,3,Actor,Lan,[1]\na,3,,,Actor,,\na,4,4,7,Claim,nói,{}\n",
        ),
    ]);
    assert_eq!(marks, ["a Claim nói {} "]);
    assert_eq!(
        told,
        [
            "docs.csv:2: The metadata is no JSON object; it is kept as text",
            "spans.csv:2: “zero” is no position in a text",
            "spans.csv:3: The attributes are no JSON object. It cannot be understood here: invalid type: sequence, expected a map at line 1 column 0",
            "spans.csv:4: “” is no position in a text",
            "docs.csv:3: The row has 1 cell, and there are 3 headings",
        ]
    );
    assert_eq!(
        from(&[("a.csv", "x,y\n1,2\n")]).1,
        [": a.csv: Its first row has no headings such as text, or start, end and label"]
    );
    let (_, told) = read(&Csv, &Folder::with(&[("a.csv", b"id,text\n1,\xff\n2,ok\n")]));
    assert_eq!(told[0].why, "The row is not UTF-8");
    let (_, told) = read(&Csv, &Folder::with(&[("a.csv", b"\xff\xfet\0e\0")]));
    assert_eq!(told[0].why, "a.csv: It is UTF-16. Save it as “CSV UTF-8”");
    assert_eq!(Csv.detect(&folder(&[("a.csv", "x,y\n1,2\n")])), Likeness::No);
}
