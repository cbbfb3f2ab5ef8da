//! Prodigy: what is written to the letter, and what Prodigy itself writes.

use super::{
    job,
    records::{known, marks, one, small},
    written,
};
use crate::{formats::prodigy::Prodigy, model::State};

#[test]
fn a_small_example() {
    let folder = written(&Prodigy, &[small()], &job());
    assert_eq!(
        folder.text("prodigy.jsonl"),
        concat!(
            "{\"text\":\"\u{1F525} Bà Lan nói giá tăng 5/3.\",\"meta\":{\"doc_id\":\"d/1\",\"title\":\"Giá\"},",
            r#""_view_id":"spans_manual","answer":"accept","_annotator_id":"Lan","tokens":["#,
            "{\"text\":\"\u{1F525}\",\"start\":0,\"end\":1,\"id\":0,\"ws\":true},",
            r#"{"text":"Bà","start":2,"end":4,"id":1,"ws":true},{"text":"Lan","start":5,"end":8,"id":2,"ws":true},"#,
            r#"{"text":"nói","start":9,"end":12,"id":3,"ws":true},{"text":"giá","start":13,"end":16,"id":4,"ws":true},"#,
            r#"{"text":"tăng","start":17,"end":21,"id":5,"ws":true},{"text":"5","start":22,"end":23,"id":6,"ws":false},"#,
            r#"{"text":"/","start":23,"end":24,"id":7,"ws":false},{"text":"3","start":24,"end":25,"id":8,"ws":false},"#,
            r#"{"text":".","start":25,"end":26,"id":9,"ws":false}],"spans":["#,
            r#"{"start":2,"end":8,"label":"Actor","span_id":"m0","token_start":1,"token_end":2,"text":"Bà Lan"},"#,
            r#"{"start":13,"end":25,"label":"Claim","span_id":"m1","token_start":4,"token_end":8,"text":"giá tăng 5/3","note":"chưa chắc"},"#,
            r#"{"start":22,"end":25,"label":"Date","span_id":"m2","token_start":6,"token_end":8,"text":"5/3","attrs":{"value":"2031-03-05"}}],"#,
            r#""relations":[{"head":4,"child":1,"label":"source","#,
            r#""head_span":{"start":13,"end":25,"label":"Claim","span_id":"m1","token_start":4,"token_end":8},"#,
            r#""child_span":{"start":2,"end":8,"label":"Actor","span_id":"m0","token_start":1,"token_end":2}}]}"#,
            "\n"
        )
    );
}

#[test]
fn what_prodigy_writes() {
    let tasks = concat!(
        r#"{"text":"Ms Adams said it rained","_input_hash":-7,"_task_hash":9,"_is_binary":false,"tokens":[{"text":"Ms","start":0,"end":2,"id":0,"ws":true}],"#,
        r#""_view_id":"relations","spans":[{"start":0,"end":8,"token_start":0,"token_end":1,"label":"Actor"},{"start":14,"end":23,"token_start":3,"token_end":4,"label":"Claim"},{"start":0,"end":2,"label":null}],"#,
        r#""relations":[{"head":4,"child":1,"label":"source","color":"red"},{"head":1,"child":2,"label":"x","head_span":{"start":0,"end":8,"label":"Actor"},"child_span":{"start":9,"end":13,"label":null}}],"#,
        r#""answer":"accept","_timestamp":1700000000,"_annotator_id":"news-lan","_session_id":"news-lan","meta":{"source":"wire","score":0.5}}"#,
        "\n",
        r#"{"text":"No","spans":[{"start":0,"end":2,"label":"Actor"}],"answer":"reject","_session_id":"news-an","_view_id":"ner_manual"}"#,
        "\n",
        r#"{"text":"Later","spans":null,"answer":"ignore","meta":null,"id":12}"#,
        "\n",
        r#"{"text":"About rain","options":[{"id":"WEATHER"}],"accept":["WEATHER","NEWS"],"answer":"accept"}"#,
        "\n",
        r#"{"image":"a.png","answer":"accept"}"#,
        "\n"
    );
    let (docs, rejected) = one(&Prodigy, "news.jsonl", tasks);
    assert_eq!(
        rejected,
        [
            "news.jsonl:2: Its answer is “reject”, so its 1 marks are held to be wrong and were left out",
            "news.jsonl:5: The task has no text",
        ]
    );
    assert_eq!(docs.len(), 4);
    assert_eq!(
        docs[0].about.pairs().iter().map(|(n, v)| format!("{n}={v}")).collect::<Vec<_>>(),
        ["score=0.5", "source=wire"]
    );
    assert_eq!((&*docs[0].about.annotator, &*docs[1].about.annotator), ("news-lan", "news-an"));
    assert_eq!(
        docs.iter().map(|d| d.about.state).collect::<Vec<_>>(),
        [Some(State::Done), Some(State::Skipped), Some(State::Skipped), Some(State::Done)]
    );
    assert_eq!((docs[0].id.as_deref(), docs[2].id.as_deref()), (None, Some("12")));
    assert_eq!(docs[3].about.pairs(), [("accept".into(), "WEATHER, NEWS".into())]);
    let first = known(&Prodigy, docs[0].clone());
    assert_eq!(
        marks(&first),
        [("Actor".into(), "Ms Adams".into(), "s1".into()), ("Claim".into(), "it rained".into(), "s2".into())]
    );
    assert_eq!(first.doc.relations.len(), 1);
    assert_eq!(
        first.rejected.iter().map(|r| format!("{}: {}", r.place, r.why)).collect::<Vec<_>>(),
        [
            "news.jsonl:1 (span 3): The mark has no label",
            "news.jsonl:1: The link “x” from span 1 to the words at 9–13 has an end that is not there",
        ]
    );
}
