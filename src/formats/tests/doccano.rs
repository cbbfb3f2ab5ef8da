//! doccano: both shapes to the letter, its old shapes, and offsets that its page has counted.

use super::{
    job,
    records::{known, labels, marks, one, several, small},
    written,
};
use crate::formats::{
    OffsetUnit,
    doccano::{Doccano, DoccanoRel},
    resolve,
};

#[test]
fn a_small_example() {
    let text = "\"text\":\"\u{1F525} Bà Lan nói giá tăng 5/3.\"";
    assert_eq!(
        written(&Doccano, &[small()], &job()).text("doccano.jsonl"),
        format!(
            "{{\"doc_id\":\"d/1\",{text},{}}}\n",
            r#""label":[[2,8,"Actor"],[13,25,"Claim"],[22,25,"Date"]],"meta":{"title":"Giá"}"#
        )
    );
    let linked = written(&DoccanoRel, &[small(), small()], &job()).text("doccano_rel.jsonl");
    assert_eq!(
        linked.lines().nth(1).unwrap(),
        format!(
            "{{\"id\":2,\"doc_id\":\"d/1\",{text},{}}}",
            concat!(
                r#""entities":[{"id":4,"label":"Actor","start_offset":2,"end_offset":8},"#,
                r#"{"id":5,"label":"Claim","start_offset":13,"end_offset":25},{"id":6,"label":"Date","start_offset":22,"end_offset":25}],"#,
                r#""relations":[{"id":2,"from_id":5,"to_id":4,"type":"source"}],"Comments":[],"meta":{"title":"Giá"}"#
            )
        )
    );
}

#[test]
fn old_and_new_shapes_are_read() {
    let rows = concat!(
        r#"{"id":1,"text":"Ms Adams left","labels":[[0,8,"Actor"]],"meta":{"source":"wire"},"annotation_approver":null}"#,
        "\n",
        r#"{"id":2,"data":"Ms Adams left","label":[[0,8,"Actor"]],"Comments":["check"],"url":"http://a.b"}"#,
        "\n",
        r#"{"id":3,"text":"Ms Adams left","annotations":[{"id":7,"label":4,"start_offset":0,"end_offset":8,"user":1},{"id":8,"label":"Event","start_offset":9,"end_offset":13,"user":2}]}"#,
        "\n",
        r#"{"text":"Ms Adams left","cats":["news"],"entities":[[0,8,"Actor"]]}"#,
        "\n",
        r#"{"text":"Ms Adams left","label":["sport"]}"#,
        "\n"
    );
    let (docs, rejected) = one(&Doccano, "export.jsonl", rows);
    assert_eq!(rejected, [""; 0]);
    let seen: Vec<String> = docs
        .into_iter()
        .map(|d| {
            let d = known(&Doccano, d);
            let pairs: Vec<String> = d.doc.about.pairs().iter().map(|(n, v)| format!("{n}={v}")).collect();
            let marks: Vec<String> =
                marks(&d).into_iter().map(|(label, words, _)| format!("{label}:{words}")).collect();
            format!("{} {} {} {}", d.doc.id, d.doc.about.annotator, marks.join("|"), pairs.join("|"))
        })
        .collect();
    assert_eq!(
        seen,
        [
            "1  Actor:Ms Adams source=wire",
            "2  Actor:Ms Adams url=http://a.b|Comments=check",
            "3 1 4:Ms Adams ",
            "3 2 Event:left ",
            "  Actor:Ms Adams cats=news",
            "   label=sport",
        ]
    );
}

#[test]
fn files_of_annotators_who_work_apart_have_their_names() {
    let row = r#"{"id":1,"text":"a b","label":[[0,1,"X"]]}"#;
    let config = r##"[{"id":1,"text":"X","prefixKey":null,"suffixKey":"x","backgroundColor":"#ff0000"}]"##;
    let files = [("lan.jsonl", row), ("an.jsonl", row), ("all.jsonl", row), ("label_config.json", config)];
    let (docs, rejected) = several(&Doccano, &files);
    assert_eq!(rejected, [""; 0]);
    let who: Vec<&str> = docs.iter().map(|d| &*d.about.annotator).collect();
    assert_eq!(who, ["", "an", "lan"]);
    assert_eq!(labels(&Doccano, &files), [("X".into(), "#ff0000".into(), "x".into())]);
}

#[test]
fn offsets_that_look_like_utf16_are_told() {
    let text = "\u{1F525}\u{1F525} Ms Adams said it rained";
    let row = format!(r#"{{"text":"{text}","label":[[5,13,"Actor"],[19,28,"Claim"]]}}"#);
    let (docs, _) = one(&Doccano, "a.jsonl", &row);
    let as_chars = known(&Doccano, docs[0].clone());
    assert_eq!(
        as_chars.remarks.iter().map(|r| &*r.why).collect::<Vec<_>>(),
        [
            "Its offsets look like UTF-16 units: counted so, 2 of 2 marks begin and end with words; counted as characters, as \
         here, 0"
        ]
    );
    let forced = resolve(docs[0].clone(), OffsetUnit::Chars, Some(OffsetUnit::Utf16), None).unwrap();
    assert_eq!(forced.remarks, []);
    assert_eq!(marks(&forced).into_iter().map(|m| m.1).collect::<Vec<_>>(), ["Ms Adams", "it rained"]);

    // As characters they fit; before such a character both are the same; half a word is no sign.
    for label in [r#"[3,11,"Actor"]"#, r#"[4,10,"Actor"]"#] {
        let (docs, _) = one(&Doccano, "a.jsonl", &format!(r#"{{"text":"{text}","label":[{label}]}}"#));
        assert_eq!(known(&Doccano, docs[0].clone()).remarks, []);
    }
    let (docs, _) = one(&Doccano, "a.jsonl", "{\"text\":\"Ms Adams \u{1F525}\",\"label\":[[1,5,\"Actor\"]]}");
    assert_eq!(known(&Doccano, docs[0].clone()).remarks, []);
}
