//! PubAnnotation: to the letter, and what its server has.

use super::{
    job,
    records::{known, marks, one, small},
    written,
};
use crate::formats::pubannotation::PubAnnotation;

#[test]
fn a_small_example() {
    let mut doc = small();
    doc.marks[0].id = "A1".into();
    assert_eq!(
        written(&PubAnnotation, &[doc], &job()).text("pubannotation/00000_d_1.json"),
        concat!(
            "{\"sourcedb\":\"local\",\"sourceid\":\"d/1\",\"text\":\"\u{1F525} Bà Lan nói giá tăng 5/3.\",",
            r#""denotations":[{"id":"A1","span":{"begin":2,"end":8},"obj":"Actor"},{"id":"m1","span":{"begin":13,"end":25},"obj":"Claim"},{"id":"m2","span":{"begin":22,"end":25},"obj":"Date"}],"#,
            r#""attributes":[{"id":"A2","pred":"value","subj":"m2","obj":"2031-03-05"}],"#,
            r#""relations":[{"id":"R1","pred":"source","subj":"m1","obj":"A1"}]}"#,
            "\n"
        )
    );
}

#[test]
fn what_the_server_has() {
    let file = concat!(
        r#"[{"target":"http://pubannotation.org/docs/sourcedb/PMC/sourceid/12","sourcedb":"PMC","sourceid":"12","divid":3,"text":"Ms Adams did not leave","project":"p1","#,
        r#""denotations":[{"id":"T1","span":{"begin":0,"end":8},"obj":"Actor"},{"id":"T2","span":[{"begin":9,"end":12},{"begin":17,"end":22}],"obj":"Event"},{"id":"T3","span":{"begin":17,"end":22},"obj":"Event"}],"#,
        r#""attributes":[{"id":"A1","subj":"T3","pred":"sure","obj":true},{"id":"A2","subj":"T3","pred":"sure","obj":false},{"id":"A3","subj":"T9","pred":"x","obj":1}],"#,
        r#""modifications":[{"id":"M1","pred":"Negation","obj":"T3"}],"relations":[{"id":"R1","subj":"T3","pred":"agent","obj":"T1"}],"namespaces":[]},"#,
        r#"{"sourcedb":"PMC","sourceid":13,"text":"Rain","tracks":[{"project":"p1","denotations":[{"id":"T1","span":{"begin":0,"end":4},"obj":"Event"}]},{"project":"p2","denotations":[]}]}]"#
    );
    let (docs, rejected) = one(&PubAnnotation, "docs.json", file);
    assert_eq!(
        rejected,
        [
            "docs.json (document 1, denotation): It is in 2 pieces; marks here are of one",
            "docs.json (document 1, attribute): The mark “T3” has another value for “sure”, which was taken",
            "docs.json (document 1, attribute): There is no mark with the id “T9” that could have it",
        ]
    );
    let who: Vec<(&str, &str)> = docs.iter().map(|d| (d.id.as_deref().unwrap(), &*d.about.annotator)).collect();
    assert_eq!(who, [("PMC-12-3", "p1"), ("PMC-13", "p1"), ("PMC-13", "p2")]);
    let first = known(&PubAnnotation, docs[0].clone());
    assert_eq!(
        marks(&first),
        [("Actor".into(), "Ms Adams".into(), "T1".into()), ("Event".into(), "leave".into(), "T3".into())]
    );
    let said: Vec<String> = first.doc.marks[1].attributes.iter().map(|(n, v)| format!("{n}={v}")).collect();
    assert_eq!(said, ["Negation=yes", "sure=true"]);
    assert_eq!(first.doc.relations.len(), 1);
    assert_eq!(first.rejected, []);
}
