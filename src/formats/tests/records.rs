//! Files of records: their forms, what is broken in them, and which files of a folder are read. With what the tests of the JSON
//! formats share.

use super::{Folder, corpus::story, read};
use crate::formats::{
    Doc, Flow, IMPORTS, Import, Incoming, LabelSeen, Likeness, News, Relation, Resolved, argilla::Argilla,
    doccano::Doccano, labelstudio::LabelStudio, prodigy::Prodigy, pubannotation::PubAnnotation, records::places,
    resolve,
};

/// One document with whatever these formats have a place for.
pub fn small() -> Doc {
    let mut doc = story("d/1", "\u{1F525} [Actor Bà Lan] nói [Claim giá tăng [Date 5/3]].");
    for mark in &mut doc.marks {
        match &*mark.label {
            "Date" => drop(mark.attributes.insert("value".into(), "2031-03-05".into())),
            "Claim" => mark.note = "chưa chắc".into(),
            _ => {}
        }
    }
    let at = |label: &str| doc.marks.iter().position(|m| &*m.label == label).unwrap();
    doc.relations.push(Relation { from: at("Claim"), to: at("Actor"), role: "source".into() });
    doc.about.annotator = "Lan".into();
    doc.about.metadata.title = Some("Giá".into());
    doc
}

/// Reads one file: documents, and what was rejected with its place, a sentence each.
pub fn one(format: &dyn Import, name: &str, text: &str) -> (Vec<Incoming>, Vec<String>) {
    several(format, &[(name, text)])
}

/// The same of several files.
pub fn several(format: &dyn Import, files: &[(&str, &str)]) -> (Vec<Incoming>, Vec<String>) {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let (docs, rejected) = read(format, &Folder::with(&files));
    (docs, rejected.into_iter().map(|r| format!("{}: {}", r.place, r.why)).collect())
}

/// The labels that files declare: name, colour, key.
pub fn labels(format: &dyn Import, files: &[(&str, &str)]) -> Vec<(String, String, String)> {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let mut all = Vec::new();
    let _ = format.read(&Folder::with(&files), &mut |news| {
        if let News::Label(LabelSeen { name, color, key }) = news {
            all.push((name, color, key));
        }
        Flow::Continue(())
    });
    all
}

/// Understands a document.
pub fn known(format: &dyn Import, doc: Incoming) -> Resolved {
    resolve(doc, format.about().unit, None, None).unwrap()
}

/// A document's marks: label, words, id.
pub fn marks(resolved: &Resolved) -> Vec<(String, String, String)> {
    let doc = &resolved.doc;
    doc.marks.iter().map(|m| (m.label.to_string(), doc.words(m).to_owned(), m.id.to_string())).collect()
}

fn texts(docs: &[Incoming]) -> Vec<String> {
    docs.iter().map(|d| format!("{:?}", d.body)).collect()
}

#[test]
fn records_are_read_as_lines_as_a_list_and_alone() {
    let rows = [r#"{"text":"a b","label":[[0,1,"X"]]}"#, r#"{"text":"c","label":[]}"#];
    let lines = one(&Doccano, "a.jsonl", &rows.join("\n"));
    let list = one(&Doccano, "a.json", &format!("\u{feff} [{}]", rows.join(",")));
    let spread = one(&Doccano, "a.json", "{\n  \"text\": \"a b\",\n  \"label\": [[0, 1, \"X\"]]\n}\n");
    assert_eq!((lines.1.len(), list.1.len(), spread.1.len()), (0, 0, 0));
    assert_eq!(texts(&lines.0), ["Text(\"a b\")", "Text(\"c\")"]);
    assert_eq!(texts(&list.0), texts(&lines.0));
    assert_eq!(texts(&spread.0), ["Text(\"a b\")"]);
    assert_eq!(lines.0[1].place.to_string(), "a.jsonl:2");
    assert_eq!(list.0[1].place.to_string(), "a.json (record 2)");
    assert_eq!(one(&Doccano, "a.jsonl", "").0, []);
}

#[test]
fn a_broken_record_is_told_and_the_next_is_read() {
    let (docs, rejected) = one(&Doccano, "a.jsonl", "{\"text\":\"a\"\n[1]\n{\"text\":7}\n{\"text\":\"b\"}\n");
    assert_eq!(texts(&docs), ["Text(\"b\")"]);
    assert_eq!(
        rejected,
        [
            "a.jsonl:1: It cannot be understood here: EOF while parsing an object at line 1 column 11",
            "a.jsonl:2: It cannot be understood here: invalid type: sequence, expected a map at line 1 column 0",
            "a.jsonl:3: The record has no text",
        ]
    );
    let (docs, rejected) = one(&Doccano, "a.json", "[{\"text\":\"a\"}, 5, {\"text\":\"b\"}, {\"te");
    assert_eq!(texts(&docs), ["Text(\"a\")", "Text(\"b\")"]);
    assert_eq!(
        rejected,
        [
            "a.json (record 2): It cannot be understood here: invalid type: integer `5`, expected a map",
            ": a.json:1: It cannot be understood here: EOF while parsing a string at line 1 column 36",
        ]
    );
}

#[test]
fn nothing_hostile_panics_or_is_passed_over_in_silence() {
    let deep = "[".repeat(200_000);
    let hostile = [
        "\u{0}",
        "{",
        "[",
        "null",
        "7",
        "\"x\"",
        "[null]",
        "{}",
        "[{}]",
        "[[]]",
        "{\"text\":null}",
        &deep,
        r#"{"text":"a","label":[[5,2,"X"],[-1,2,"X"],[0,99999999999999999999,"X"],[0,1,""],[0,1],{"start":0}]}"#,
        r#"{"text":"a","spans":[{"start":0,"end":9,"label":"X"},{"start":"0"},null],"relations":[{},7]}"#,
        r#"[{"data":{"text":"a"},"annotations":[{"result":[{},{"type":"labels","value":{}},{"type":"relation"},7]},7]}]"#,
        r#"[{"data":{"text":7}},{"data":[]},{"id":1}]"#,
        r#"[{"fields":{"text":"a"},"responses":{"s":[{"value":[{"start":1}]},7]},"suggestions":[7]}]"#,
        r#"{"text":"a","denotations":[{"id":"T1"},{"id":"T2","span":{"begin":0,"end":9},"obj":"X"},{"span":[{},{}],"obj":"X"}]}"#,
        r#"{"items":[{"target":{"source":"x"}},{"target":[]},{"motivation":"linking","target":["a","b"]},7]}"#,
        r#"[{"tokenized_text":["a"],"ner":[[0,9,"X"],[1,0,"X"],["x"],[0,18446744073709551615,"X"]]},{"tokenized_text":[1]}]"#,
    ];
    let ours = ["prodigy", "doccano", "doccano_rel", "labelstudio", "argilla", "pubannotation", "w3c", "gliner"];
    for import in IMPORTS.iter().filter(|i| ours.contains(&i.about().id)) {
        for text in hostile {
            let (docs, rejected) = one(*import, "x.json", text);
            let empty = matches!(text, "[" | "{" | "[[]]") || text == deep;
            assert!(!docs.is_empty() || !rejected.is_empty() || empty, "{}: {text:.60}", import.about().id);
            assert!(rejected.iter().all(|r| !r.ends_with('.')), "{rejected:?}");
            for doc in docs {
                let n = doc.marks.len();
                let Ok(back) = resolve(doc, import.about().unit, None, None) else { continue };
                assert_eq!(
                    back.doc.marks.len() + back.rejected.iter().filter(|r| !r.why.starts_with("The link")).count(),
                    n
                );
            }
        }
    }
}

#[test]
fn of_a_folder_those_files_are_read_that_look_like_the_format() {
    let task = r#"{"text":"a b","spans":[{"start":0,"end":1,"label":"X","token_start":0,"token_end":0}]}"#;
    let (docs, rejected) = several(&Prodigy, &[("files.json", "{}"), ("a.jsonl", task), ("b.json", "{\"x\":1}")]);
    assert_eq!(docs.len(), 1);
    assert_eq!(rejected, ["b.json: The file does not look like Prodigy and was left out"]);
    let (docs, rejected) = several(&Prodigy, &[("prodigy.jsonl", task), ("doccano.jsonl", "{\"text\":\"a\"}")]);
    assert_eq!((docs.len(), rejected.len()), (1, 0));
    let (_, rejected) = several(&Prodigy, &[("a.json", "{\"x\":1}"), ("b.json", "{\"x\":1}")]);
    assert_eq!(rejected, [": prodigy.jsonl: It is not there, and no other file is of the format Prodigy"]);
}

#[test]
fn the_places_in_a_head_are_known_wherever_it_is_cut() {
    let text = r#"[{"a":{"b\"[":[1,[2]]},"c":[{"d":"{\"e\":"},{"f":null}]},{"g":[]}]"#;
    let all = ["a", "a.b\\\"[", "a.b\\\"[[]", "a.b\\\"[[][]", "a{}", "c", "c[]", "c[].d", "c[].f", "c[]{}", "g", "g[]"];
    assert_eq!(places(text.as_bytes()).into_iter().collect::<Vec<_>>(), all);
    assert_eq!(places(&text.as_bytes()[1..]).len(), 12, "an object alone, then another, as lines have them");
    for cut in 0..text.len() {
        assert!(places(&text.as_bytes()[..cut]).iter().all(|p| all.contains(&p.as_str())), "{cut}");
    }
}

#[test]
fn what_other_tools_write_is_told_apart() {
    let files = [
        ("doccano", r#"{"id":1,"data":"a b","label":[[0,1,"X"]],"Comments":[]}"#),
        ("doccano", r#"{"id":1,"text":"a b","annotations":[{"label":4,"start_offset":0,"end_offset":1,"user":1}]}"#),
        (
            "doccano_rel",
            r#"{"id":1,"text":"a","entities":[{"id":1,"label":"X","start_offset":0,"end_offset":1}],"relations":[]}"#,
        ),
        ("labelstudio", r#"[{"id":1,"annotations":[{"id":2,"result":[]}],"data":{"text":"a"}}]"#),
        (
            "labelstudio",
            r#"[{"text":"a","id":1,"label":[{"start":0,"end":1,"labels":["X"]}],"annotator":1,"annotation_id":3}]"#,
        ),
        ("argilla", r#"[{"id":"1","fields":{"text":"a"},"metadata":{},"suggestions":{},"responses":{}}]"#),
        ("prodigy", r#"{"text":"a","_input_hash":1,"_task_hash":2,"spans":[],"answer":"accept"}"#),
        ("pubannotation", r#"{"text":"a","sourcedb":"PMC","sourceid":"1","denotations":[]}"#),
        (
            "w3c",
            r#"{"@context":"http://www.w3.org/ns/anno.jsonld","type":"Annotation","body":"x","target":"http://a.b/c#char=0,1"}"#,
        ),
        ("gliner", r#"[{"tokenized_text":["a"],"ner":[]}]"#),
    ];
    for (id, text) in files {
        let folder = Folder::with(&[("export.json", text.as_bytes())]);
        let mut best: Vec<(Likeness, &str)> = IMPORTS.iter().map(|i| (i.detect(&folder), i.about().id)).collect();
        best.sort_by_key(|(how, _)| std::cmp::Reverse(*how));
        assert_eq!((best[0].1, best[1].0 < best[0].0), (id, true), "{text}: {best:?}");
    }
}

#[test]
fn a_long_text_is_not_given_out_for_every_one_of_countless_annotations() {
    let text = "x".repeat(1 << 16);
    let many = 5000;
    let empty = vec!["{\"result\":[]}"; many].join(",");
    let (docs, rejected) =
        one(&LabelStudio, "a.json", &format!("[{{\"data\":{{\"text\":\"{text}\"}},\"annotations\":[{empty}]}}]"));
    assert_eq!(docs.len(), 0);
    assert_eq!(rejected, ["a.json (task 1): Its text of 65536 bytes is annotated 5000 times, more than can be read"]);
    let users: Vec<String> = (0..many).map(|n| format!("{{\"user_id\":\"u{n}\",\"value\":[]}}")).collect();
    let (docs, rejected) = one(
        &Argilla,
        "a.json",
        &format!("[{{\"fields\":{{\"text\":\"{text}\"}},\"responses\":{{\"s\":[{}]}}}}]", users.join(",")),
    );
    assert_eq!((docs.len(), rejected.len()), (0, 1));
    let tracks = vec!["{\"denotations\":[]}"; many].join(",");
    let (docs, rejected) = one(&PubAnnotation, "a.json", &format!("{{\"text\":\"{text}\",\"tracks\":[{tracks}]}}"));
    assert_eq!((docs.len(), rejected.len()), (0, 1));
}

#[test]
fn marks_as_long_as_the_text_cost_no_more_than_their_words() {
    // Each is compared with its words in every unit, so a file of a few hundred kilobytes could keep a processor busy for minutes.
    let text = "nước lên ".repeat(20_000);
    let chars = text.chars().count();
    let spans: Vec<String> = (0..2000)
        .map(|n| format!("{{\"start\":{n},\"end\":{},\"label\":\"A\",\"text\":\"zz{n}\"}}", chars - n))
        .collect();
    let line = format!("{{\"text\":\"{text}\",\"spans\":[{}]}}", spans.join(","));
    let (docs, _) = one(&Prodigy, "a.jsonl", &line);
    let begun = std::time::Instant::now();
    let back = known(&Prodigy, docs.into_iter().next().unwrap());
    assert_eq!((back.doc.marks.len(), back.rejected.len()), (0, 2000));
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}
