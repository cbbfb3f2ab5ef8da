//! Label Studio: to the letter, and what its own exports have.

use super::{
    Folder, job,
    records::{known, labels, marks, one, several, small},
    written,
};
use crate::{
    formats::{Incoming, Job, labelstudio::LabelStudio},
    model::State,
};

#[test]
fn a_small_example() {
    let mut doc = small();
    doc.about.metadata.more.insert("text".into(), "x".into());
    let folder: Folder = written(&LabelStudio, &[doc], &Job::default());
    assert_eq!(
        folder.text("labelstudio.json"),
        concat!(
            r#"[
{"id":1,"data":{"annotator":"Lan","doc_id":"d/1","text":"#,
            "\"\u{1F525} Bà Lan nói giá tăng 5/3.\",",
            r#""text_":"x","title":"Giá"},"annotations":[{"id":1,"was_cancelled":false,"ground_truth":false,"result":["#,
            r#"{"id":"m0","from_name":"label","to_name":"text","type":"labels","origin":"manual","value":{"start":2,"end":8,"text":"Bà Lan","labels":["Actor"]}},"#,
            r#"{"id":"m1","from_name":"label","to_name":"text","type":"labels","origin":"manual","value":{"start":13,"end":25,"text":"giá tăng 5/3","labels":["Claim"]},"meta":{"text":["chưa chắc"]}},"#,
            r#"{"id":"m2","from_name":"label","to_name":"text","type":"labels","origin":"manual","value":{"start":22,"end":25,"text":"5/3","labels":["Date"]}},"#,
            r#"{"id":"m2","from_name":"attr_value","to_name":"text","type":"textarea","origin":"manual","value":{"start":22,"end":25,"text":["2031-03-05"]}},"#,
            r#"{"type":"relation","from_id":"m1","to_id":"m0","direction":"right","labels":["source"]}]}],"predictions":[]}"#,
            "\n]\n"
        )
    );
    assert_eq!(
        folder.text("labelstudio_config.xml"),
        r#"<View>
  <Relations>
    <Relation value="source"/>
  </Relations>
  <Labels name="label" toName="text">
    <Label value="Actor"/>
    <Label value="Claim"/>
    <Label value="Date"/>
  </Labels>
  <Text name="text" value="$text" granularity="symbol"/>
  <TextArea name="attr_value" toName="text" perRegion="true"/>
</View>
"#
    );
    let with_labels = written(&LabelStudio, &[], &job()).text("labelstudio_config.xml");
    assert!(with_labels.contains("<Label value=\"Claim\" background=\"orange\" hotkey=\"2\"/>"), "{with_labels}");
    assert!(with_labels.contains("name=\"attr_entity\"") && with_labels.contains("<Relation value=\"when\"/>"));
}

/// What a document is, in a line.
fn shown(doc: Incoming) -> String {
    let d = known(&LabelStudio, doc);
    let said = |m: &crate::formats::Mark| m.attributes.iter().map(|(n, v)| format!(" {n}={v}")).collect::<String>();
    let note = |note: &str| if note.is_empty() { String::new() } else { format!(" ({note})") };
    let marks = d.doc.marks.iter();
    let marks: Vec<String> =
        marks.map(|m| format!("{} {}:{}{}{}", m.id, m.label, d.doc.words(m), said(m), note(&m.note))).collect();
    let links = d.doc.relations.iter().map(|r| format!("{}>{}:{}", r.from, r.to, r.role)).collect::<Vec<_>>();
    let pairs: Vec<String> = d.doc.about.pairs().iter().map(|(n, v)| format!("{n}={v}")).collect();
    let (machine, state) = (if d.machine { "machine " } else { "" }, d.doc.about.state.map_or("", State::name));
    let all = [marks.join(" | "), links.join(" "), pairs.join(" ")];
    assert_eq!(d.rejected, []);
    format!("{} {machine}{}, {state}: {}", d.doc.id, d.doc.about.annotator, all.join("; "))
}

#[test]
fn annotations_of_several_people_and_predictions() {
    let tasks = r##"[{"id":7,"data":{"text":"Ms Adams said it rained","outlet":"Wire","n":3},"meta":{},"created_at":"2031-01-01T00:00:00Z","inner_id":1,"drafts":[{"id":3,"user":"lan","result":[]}],
     "annotations":[
      {"id":11,"completed_by":{"id":1,"email":"lan@example.org","first_name":"Lan"},"was_cancelled":false,"lead_time":3.2,"result":[
        {"id":"aB3","from_name":"cue","to_name":"text","type":"choices","value":{"start":14,"end":23,"text":"it rained","choices":["said","told"]},"origin":"manual"},
        {"id":"aB3","from_name":"label","to_name":"text","type":"labels","value":{"start":14,"end":23,"text":"it rained","labels":["Claim"]},"meta":{"text":["unsure"]},"origin":"manual"},
        {"id":"x_1","from_name":"label","to_name":"text","type":"labels","value":{"start":0,"end":8,"text":"Ms Adams","labels":["Actor","Person"]}},
        {"id":"aB3","from_name":"rating","to_name":"text","type":"rating","value":{"start":14,"end":23,"rating":4}},
        {"id":"q","from_name":"topic","to_name":"text","type":"choices","value":{"choices":["weather"]}},
        {"from_id":"aB3","to_id":"x_1","type":"relation","direction":"right","labels":["source"]},
        {"from_id":"aB3","to_id":"x_1","type":"relation","direction":"left"},
        {"from_id":"aB3","to_id":"x_1","type":"relation","direction":"bi","labels":["with"]}]},
      {"id":12,"completed_by":4,"was_cancelled":true,"result":[]}],
     "predictions":[{"model_version":"m-2","score":0.5,"result":[{"id":"p","from_name":"label","to_name":"text","type":"labels","score":0.5,"value":{"start":0,"end":8,"labels":["Actor"]}}]}]},
     {"id":8,"data":{"text":"Old"},"completions":[{"created_username":" an@example.org, 1","skipped":false,"result":[]}],"predictions":[]},
     {"id":9,"data":{"text":"New"}}]"##;
    let (docs, rejected) = one(&LabelStudio, "project-1.json", tasks);
    assert_eq!(rejected, ["project-1.json (task 1, draft): It was not submitted and was left out"]);
    assert_eq!(
        docs.into_iter().map(shown).collect::<Vec<_>>(),
        [
            "7 lan@example.org, done: s1 Person:Ms Adams | x_1 Actor:Ms Adams | aB3 Claim:it rained cue=said, told rating=4 \
         (unsure); 1>2:related 1>2:with 2>1:source 2>1:with; outlet=Wire n=3 topic=weather",
            "7 4, skipped: ; ; outlet=Wire n=3",
            "7 machine m-2, : p Actor:Ms Adams; ; outlet=Wire n=3",
            "8 an@example.org, done: ; ; ",
            "9 , : ; ; ",
        ]
    );
}

#[test]
fn results_that_are_no_marks_in_a_text_are_told() {
    let tasks = r#"[{"id":1,"data":{"text":"a b"},"annotations":[{"result":[
        {"id":"r","from_name":"box","to_name":"img","type":"rectanglelabels","value":{"x":1,"rectanglelabels":["Car"]}},
        {"id":"h","from_name":"label","to_name":"text","type":"hypertextlabels","value":{"start":"/p[1]","end":"/p[1]","startOffset":0,"endOffset":1,"hypertextlabels":["X"]}},
        {"id":"t","from_name":"attr_x","to_name":"text","type":"textarea","value":{"start":0,"end":1,"text":["y"]}},
        {"id":"l","from_name":"label","to_name":"text","type":"labels","value":{"start":"0","end":1,"labels":["X"]}}]}]},
        {"id":2,"data":{"image":"a.png","url":"b"}}]"#;
    let (docs, rejected) = one(&LabelStudio, "a.json", tasks);
    assert_eq!(docs.len(), 1);
    assert_eq!(
        rejected,
        [
            "a.json (task 1, annotation 1, result 4): It cannot be understood here: invalid type: string \"0\", expected u64",
            "a.json (task 1, annotation 1, result 1): A result of the type “rectanglelabels” is not read",
            "a.json (task 1, annotation 1, result 2): A result of the type “hypertextlabels” is not read",
            "a.json (task 1, annotation 1, result 3): There is no region with the id “t” and a label",
            "a.json (task 2): Which of its data is the text is not known (image, url)",
        ]
    );
}

#[test]
fn the_configuration_says_which_value_is_the_text_and_what_labels_there_are() {
    let config = r##"<View><!-- news --><Header value="$title"/>
      <Labels name="ner" toName="body"><Label value="Actor" background="#FFA39E" hotkey="a"/><Label value="Claim" alias="CLM"/></Labels>
      <RectangleLabels name="r" toName="i"><Label value="Car"/></RectangleLabels>
      <Text name="body" value="$article"/><Text name="head" value="$title"/></View>"##;
    let tasks = r#"[{"id":1,"data":{"article":"Ms Adams","title":"News"},"annotations":[{"result":[
        {"id":"1","from_name":"ner","to_name":"body","type":"labels","value":{"start":0,"end":8,"labels":["Actor"]}},
        {"id":"2","from_name":"ner","to_name":"head","type":"labels","value":{"start":0,"end":4,"labels":["CLM"]}}]}]}]"#;
    let files = [("tasks.json", tasks), ("config.xml", config)];
    let found = labels(&LabelStudio, &files);
    assert_eq!(found, [("Actor".into(), "#FFA39E".into(), "a".into()), ("CLM".into(), "".into(), "".into())]);
    let (docs, rejected) = several(&LabelStudio, &files);
    assert_eq!(rejected, ["tasks.json (task 1, annotation 1, result 2): It is on “head”, not on the text “body”"]);
    assert_eq!(docs.into_iter().map(shown).collect::<Vec<_>>(), ["1 , done: 1 Actor:Ms Adams; ; title=News"]);
    let (_, rejected) = several(&LabelStudio, &[("tasks.json", "[]"), ("config.xml", "<View><Labels></View>")]);
    assert_eq!(rejected.len(), 1);
    assert!(rejected[0].starts_with("config.xml: The configuration cannot be understood: "), "{rejected:?}");
}

#[test]
fn the_short_form_is_read() {
    let tasks = r#"[{"text":"Ms Adams","id":3,"outlet":"Wire","label":[{"start":0,"end":8,"text":"Ms Adams","labels":["Actor"]}],"sentiment":"good","annotator":2,"annotation_id":5,"created_at":"2031","updated_at":"2031","lead_time":1.5}]"#;
    let (docs, rejected) = one(&LabelStudio, "min.json", tasks);
    assert_eq!(rejected, [""; 0]);
    assert_eq!(
        docs.into_iter().map(shown).collect::<Vec<_>>(),
        ["3 2, : s1 Actor:Ms Adams; ; outlet=Wire sentiment=good"]
    );
}

#[test]
fn covered_words_tell_old_offsets_and_may_have_their_line_ends_written_out() {
    let tasks = "[{\"data\":{\"text\":\"\u{1F525} Ms\\nAdams left\"},\"annotations\":[{\"result\":[\
        {\"id\":\"1\",\"type\":\"labels\",\"value\":{\"start\":3,\"end\":11,\"text\":\"Ms\\\\nAdams\",\"labels\":[\"Actor\"]}}]}]}]";
    let (docs, rejected) = one(&LabelStudio, "a.json", tasks);
    assert_eq!(rejected, [""; 0]);
    let doc = known(&LabelStudio, docs[0].clone());
    assert_eq!(doc.unit, crate::formats::OffsetUnit::Utf16);
    assert_eq!(marks(&doc), [("Actor".into(), "Ms\nAdams".into(), "1".into())]);
    assert_eq!(doc.remarks, []);
}
