//! W3C annotations: to the letter, and how others write them.

use super::{
    Folder, job, read,
    records::{marks, one, several, small},
    written,
};
use crate::{
    formats::{Body, Incoming, OffsetUnit, Resolved, resolve, w3c::W3c},
    text::Text,
};

#[test]
fn a_small_example() {
    let mut doc = small();
    doc.marks.truncate(2);
    doc.marks[1].made = "2031-03-05T08:00:00Z".into();
    doc.marks[1].attributes.insert("cue".into(), "nói".into());
    assert_eq!(
        written(&W3c, &[doc], &job()).text("w3c.jsonld"),
        concat!(
            r#"{"@context":"http://www.w3.org/ns/anno.jsonld","id":"urn:anno:page","type":"AnnotationPage","items":["#,
            "\n",
            r#"{"id":"urn:anno:0:m0","type":"Annotation","motivation":"tagging","creator":{"type":"Person","name":"Lan"},"#,
            r#""body":[{"type":"TextualBody","purpose":"tagging","value":"Actor"}],"target":{"source":"urn:doc:d%2F1","selector":["#,
            r#"{"type":"TextPositionSelector","start":2,"end":8},{"type":"TextQuoteSelector","exact":"Bà Lan","#,
            "\"prefix\":\"\u{1F525} \",\"suffix\":\" nói giá tăng 5/3.\"}]}},\n",
            r#"{"id":"urn:anno:0:m1","type":"Annotation","motivation":"tagging","creator":{"type":"Person","name":"Lan"},"created":"2031-03-05T08:00:00Z","#,
            r#""body":[{"type":"TextualBody","purpose":"tagging","value":"Claim"},{"type":"TextualBody","purpose":"describing","value":"{\"cue\":\"nói\"}"},"#,
            r#"{"type":"TextualBody","purpose":"commenting","value":"chưa chắc"}],"target":{"source":"urn:doc:d%2F1","selector":["#,
            r#"{"type":"TextPositionSelector","start":13,"end":25},{"type":"TextQuoteSelector","exact":"giá tăng 5/3","#,
            "\"prefix\":\"\u{1F525} Bà Lan nói \",\"suffix\":\".\"}]}},\n",
            r#"{"id":"urn:link:0:1","type":"Annotation","motivation":"linking","creator":{"type":"Person","name":"Lan"},"#,
            r#""body":[{"type":"TextualBody","purpose":"tagging","value":"source"}],"target":["urn:anno:0:m1","urn:anno:0:m0"]}"#,
            "\n]}\n"
        )
    );
}

fn on(doc: Incoming, text: &str) -> Resolved {
    assert_eq!(doc.body, Body::Named);
    resolve(doc, OffsetUnit::Chars, None, Some(&Text::new(text))).unwrap()
}

#[test]
fn texts_come_from_docs_jsonl_in_any_order() {
    let mut docs = [small(), small(), small()];
    for (doc, id) in docs.iter_mut().zip(["a", "b", "c"]) {
        doc.id = id.into();
    }
    let page = written(&W3c, &docs, &job()).bytes("w3c.jsonld");
    let line = |id: &str| {
        let text = docs[0].text.as_str();
        format!("{{\"id\":\"{id}\",\"text\":\"{text}\",\"meta\":{{\"outlet\":\"Wire\"}},\"annotator\":\"An\"}}\n")
    };
    for order in [["a", "x", "b"], ["b", "a", "x"], ["x", "b", "a"]] {
        let lines: String = order.into_iter().map(line).collect();
        let (back, rejected) = read(&W3c, &Folder::with(&[("docs.jsonl", lines.as_bytes()), ("w3c.jsonld", &page)]));
        assert_eq!(rejected, []);
        let seen: Vec<_> = back
            .iter()
            .map(|d| (d.id.as_deref().unwrap(), &*d.about.annotator, d.about.pairs().len(), d.body != Body::Named))
            .collect();
        assert_eq!(seen, [("a", "Lan", 1, true), ("b", "Lan", 1, true), ("c", "Lan", 0, false)]);
    }
}

#[test]
fn targets_and_bodies_of_all_kinds() {
    let page = r#"{"@context":["http://www.w3.org/ns/anno.jsonld",{}],"type":"AnnotationCollection","first":{"type":"AnnotationPage","items":[
      {"id":"http://a.b/1","type":"Annotation","body":{"type":"TextualBody","value":"rain?"},"motivation":"commenting","creator":{"id":"http://a.b/lan","nickname":"lan"},
       "target":{"source":{"id":"http://a.b/news"},"selector":{"type":"TextQuoteSelector","exact":"it","prefix":"said ","suffix":" rained"}}},
      {"id":"http://a.b/2","type":"Annotation","body":[{"purpose":"tagging","value":"Actor"},{"purpose":"tagging","value":"Person"},{"purpose":"identifying","source":"http://w.d/Q1"}],"creator":{"nickname":"lan"},
       "target":"http://a.b/news#char=0,8"},
      {"id":"http://a.b/3","type":"Annotation","bodyValue":"Claim","motivation":"oa:tagging","creator":"lan",
       "target":[{"source":"http://a.b/news","selector":{"type":"FragmentSelector","value":"body","refinedBy":{"type":"TextQuoteSelector","exact":"rained"}}}]},
      {"id":"http://a.b/4","type":"Annotation","body":"x","target":{"source":"http://a.b/news","selector":{"type":"TextPositionSelector","start":9,"end":23,"refinedBy":{"type":"TextPositionSelector","start":0,"end":4}}},"creator":"lan"},
      {"type":"Annotation","body":"x","target":"http://a.b/news"},
      {"type":"Annotation","body":"x","target":{"source":"http://a.b/news","selector":{"type":"XPathSelector","value":"/p","refinedBy":{"type":"TextPositionSelector","start":0,"end":4}}}},
      {"type":"Annotation","body":{"purpose":"tagging","value":"Actor"},"creator":{"type":"Software","name":"m"},"target":{"source":"http://a.b/news","selector":[{"type":"RangeSelector"},{"type":"TextPositionSelector","start":0,"end":8}]}},
      {"type":"Annotation","motivation":"linking","body":[{"purpose":"tagging","value":"of"}],"target":[{"id":"http://a.b/3"},{"id":"http://a.b/2"}]},
      {"type":"Annotation","motivation":"linking","target":["http://a.b/9","http://a.b/2"]}
    ]}}"#;
    let (docs, rejected) = one(&W3c, "page.json", page);
    assert_eq!(
        rejected,
        [
            "page.json (annotation 5): It is on a whole document, not on words in it",
            "page.json (annotation 6): Its selectors are of kinds that do not say which words it is on (XPathSelector)",
            "page.json (annotation 9): The link “related” from http://a.b/9 to http://a.b/2 has an end that is not there",
        ]
    );
    let who: Vec<_> = docs.iter().map(|d| (d.id.as_deref().unwrap(), &*d.about.annotator, d.machine)).collect();
    assert_eq!(who, [("http://a.b/news", "lan", false), ("http://a.b/news", "m", true)]);
    assert_eq!(docs[0].about.metadata.url.as_deref(), Some("http://a.b/news"));
    let lan = on(docs[0].clone(), "Ms Adams said it rained");
    assert_eq!(
        marks(&lan),
        [
            ("Actor".into(), "Ms Adams".into(), "http://a.b/2".into()),
            ("Person".into(), "Ms Adams".into(), "s1".into()),
            ("commenting".into(), "it".into(), "http://a.b/1".into()),
            ("Claim".into(), "rained".into(), "http://a.b/3".into()),
        ]
    );
    assert_eq!(lan.remarks, []);
    assert_eq!(lan.rejected.iter().map(|r| &*r.why).collect::<Vec<_>>(), ["The mark has no label"]);
    assert_eq!(lan.doc.marks[0].attributes.get("identifying").map(|v| &**v), Some("http://w.d/Q1"));
    assert_eq!(&*lan.doc.marks[2].note, "rain?");
    assert_eq!(lan.doc.relations.iter().map(|r| (r.from, r.to, &*r.role)).collect::<Vec<_>>(), [(3, 0, "of")]);
}

#[test]
fn lists_lines_and_one_alone_are_read_and_mixed_documents_come_together() {
    let mark = |id: &str, doc: &str, start: usize| {
        format!(
            r#"{{"id":"{id}","type":"Annotation","body":{{"purpose":"tagging","value":"X"}},"target":{{"source":"{doc}","selector":{{"type":"TextPositionSelector","start":{start},"end":{}}}}}}}"#,
            start + 1
        )
    };
    let link = r#"{"id":"l","type":"Annotation","motivation":"linking","target":["1","3"]}"#;
    let all = [link.to_owned(), mark("1", "a", 0), mark("2", "b", 0), mark("3", "a", 2)];
    let forms = [
        ("x.json", format!("[{}]", all.join(","))),
        ("x.jsonl", all.join("\n")),
        ("x.json", format!("{{\"items\":[{}]}}", all.join(",\n"))),
    ];
    for (name, text) in forms {
        let (docs, rejected) = one(&W3c, name, &text);
        assert_eq!(rejected, [""; 0]);
        let seen: Vec<_> = docs.iter().map(|d| (d.id.as_deref().unwrap(), d.marks.len(), d.relations.len())).collect();
        assert_eq!(seen, [("a", 2, 1), ("b", 1, 0)]);
    }
    assert_eq!(one(&W3c, "x.json", &mark("1", "a", 0)).0.len(), 1);
    let (docs, rejected) = one(&W3c, "x.json", &format!("[{},{}, {{\"id", all[1], all[2]));
    assert_eq!(
        (docs.len(), rejected.len()),
        (2, 1),
        "what comes before the end of a broken file is read: {rejected:?}"
    );
    let (docs, rejected) = several(&W3c, &[("x.json", &all[1]), ("y.json", &all[3])]);
    assert_eq!((docs.len(), docs[0].marks.len(), rejected.len()), (1, 2, 0));
}

#[test]
fn words_at_several_places_are_told() {
    let annotation = r#"{"id":"q","body":{"purpose":"tagging","value":"X"},"target":{"source":"a","selector":{"type":"TextQuoteSelector","exact":"rain"}}}"#;
    let (docs, _) = one(&W3c, "x.json", annotation);
    let found = on(docs[0].clone(), "rain and rain");
    assert_eq!(
        found.rejected.iter().map(|r| &*r.why).collect::<Vec<_>>(),
        ["Its words “rain” are not there, or at several places that cannot be told apart"]
    );
    assert_eq!(marks(&on(docs[0].clone(), "sun and rain")), [("X".into(), "rain".into(), "q".into())]);
}
