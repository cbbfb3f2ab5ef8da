//! GLiNER: to the letter, and what else there is in such files.

use super::{
    job,
    records::{known, marks, one, small},
    written,
};
use crate::formats::gliner::Gliner;

#[test]
fn a_small_example() {
    assert_eq!(
        written(&Gliner, &[small()], &job()).text("gliner.json"),
        concat!(
            "[\n{\"doc_id\":\"d/1\",\"tokenized_text\":[\"\u{1F525}\",",
            r#""Bà","Lan","nói","giá","tăng","5","/","3","."],"ner":[[1,2,"Actor"],[4,8,"Claim"],[6,8,"Date"]]}"#,
            "\n]\n"
        )
    );
}

#[test]
fn entities_may_have_more_and_relations() {
    let rows = r#"[{"tokenized_text":["Ms","Adams","left","."],"ner":[[0,1,"Actor","Ms Adams"],[2,2,7],[3,9,"X"]],"relations":[[0,1,"does"],[0,5,"does"]],"negative":["x"]}]"#;
    let (docs, rejected) = one(&Gliner, "train.json", rows);
    assert_eq!(rejected, [""; 0]);
    let read = known(&Gliner, docs[0].clone());
    assert_eq!(read.doc.text.as_str(), "Ms Adams left.\n");
    assert_eq!(
        marks(&read),
        [("Actor".into(), "Ms Adams".into(), "s1".into()), ("7".into(), "left".into(), "s2".into())]
    );
    assert_eq!(read.doc.relations.len(), 1);
    assert_eq!(
        read.rejected.iter().map(|r| format!("{}: {}", r.place, r.why)).collect::<Vec<_>>(),
        [
            "train.json (record 1, entity 2): Its tokens 3 to 9 are not among the document’s 4",
            "train.json (record 1): The link “does” from entity 0 to entity 5 has an end that is not there",
        ]
    );
}
