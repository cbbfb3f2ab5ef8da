//! Argilla: to the letter, what its library writes, and what its server answers.

use super::{
    job,
    records::{known, labels, marks, one, small},
    written,
};
use crate::{formats::argilla::Argilla, model::State};

#[test]
fn a_small_example() {
    assert_eq!(
        written(&Argilla, &[small()], &job()).text("argilla.json"),
        concat!(
            "[\n{\"id\":\"d/1\",\"fields\":{\"text\":\"\u{1F525} Bà Lan nói giá tăng 5/3.\"},",
            r#""metadata":{"annotator":"Lan","title":"Giá"},"suggestions":{},"responses":{"spans":[{"value":["#,
            r#"{"start":2,"end":8,"label":"Actor"},{"start":13,"end":25,"label":"Claim"},{"start":22,"end":25,"label":"Date"}],"#,
            r#""user_id":"00000000-0000-0000-0000-000000000001","status":"submitted"}]},"vectors":{},"status":"completed"}"#,
            "\n]\n"
        )
    );
}

/// What a document is, in a line.
fn shown(doc: crate::formats::Incoming) -> String {
    let d = known(&Argilla, doc);
    let marks: Vec<String> = marks(&d).into_iter().map(|(label, words, _)| format!("{label}:{words}")).collect();
    let pairs: Vec<String> = d.doc.about.pairs().iter().map(|(n, v)| format!("{n}={v}")).collect();
    let state = d.doc.about.state.map_or("", State::name);
    let who = if d.machine { "machine " } else { "" };
    format!("{} {who}{} {state} {} {}", d.doc.id, d.doc.about.annotator, marks.join("|"), pairs.join("|"))
}

#[test]
fn responses_are_their_users_and_suggestions_a_machines() {
    let records = concat!(
        r#"[{"id":"a","fields":{"text":"Ms Adams left","headline":"News"},"metadata":{"outlet":"Wire"},"suggestions":{"spans":{"value":[{"start":0,"end":8,"label":"Actor"}],"score":[0.9],"agent":"model-1"}},"#,
        r#""responses":{"spans":[{"value":[{"start":9,"end":13,"label":"Event"}],"user_id":"u1","status":"submitted"},{"value":null,"user_id":"u2","status":"discarded"}],"topic":[{"value":"sport","user_id":"u1","status":"submitted"}]},"vectors":{},"status":"completed","_server_id":"x"},"#,
        r#"{"id":"b","external_id":null,"fields":{"article":"Ms Adams left"},"metadata":null,"responses":null,"suggestions":null}]"#,
    );
    let records = records.replace(r#""external_id":null,"#, "");
    let (docs, rejected) = one(&Argilla, "records.json", &records);
    assert_eq!(rejected, [""; 0]);
    assert_eq!(
        docs.into_iter().map(shown).collect::<Vec<_>>(),
        [
            "a u1 done Event:left outlet=Wire|headline=News|topic=sport",
            "a u2 skipped  outlet=Wire|headline=News",
            "a machine model-1  Actor:Ms Adams outlet=Wire|headline=News",
            "b    ",
        ]
    );
}

#[test]
fn what_the_server_answers() {
    let record = r#"{"external_id":"a","fields":{"text":"Ms Adams left"},"responses":[{"user_id":"u1","status":"draft","values":{"spans":{"value":[{"start":0,"end":8,"label":"Actor"},{"start":3}]}}}],"suggestions":[{"question_name":"spans","agent":"m","value":[{"start":9,"end":13,"label":"Event"}]}]}"#;
    let (docs, rejected) = one(&Argilla, "a.jsonl", record);
    assert_eq!(rejected, ["a.jsonl:1 (spans, span 2): It cannot be understood here: missing field `end`"]);
    assert_eq!(
        docs.into_iter().map(shown).collect::<Vec<_>>(),
        ["a u1 in progress Actor:Ms Adams ", "a machine m  Event:left "]
    );
}

#[test]
fn labels_are_in_the_settings() {
    let settings = r#"{"questions":[{"name":"spans","settings":{"type":"span","options":[{"value":"Actor","text":"Actor"}]}},{"name":"t","settings":{"type":"label_selection","options":[{"value":"no"}]}}]}"#;
    let record = r#"[{"id":"a","fields":{"text":"x"},"responses":{}}]"#;
    let files = [(".argilla/settings.json", settings), (".argilla/dataset.json", "{}"), ("records.json", record)];
    assert_eq!(labels(&Argilla, &files), [("Actor".into(), "".into(), "".into())]);
}
