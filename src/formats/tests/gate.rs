//! GATE XML: what we write, and what GATE writes.

use super::{
    corpus::story,
    job, written,
    xml::{links, marks, taken},
};
use crate::formats::{Relation, export};

#[test]
fn a_small_document() {
    let mut doc = story("d", "[Actor 🔥 Ba] said [Claim it]");
    doc.marks[0].attributes.insert("a".into(), "<x>".into());
    doc.relations.push(Relation { from: 1, to: 0, role: "source".into() });
    let file = written(export("gate").unwrap(), &[doc], &job()).text("gate/00000_d.xml");
    let expected = "<?xml version='1.0' encoding='UTF-8'?>\n<GateDocument version=\"3\">\n<GateDocumentFeatures>\
        <Feature><Name className=\"java.lang.String\">doc_id</Name><Value className=\"java.lang.String\">d</Value></Feature>\
        </GateDocumentFeatures>\n\
        <TextWithNodes><Node id=\"0\"/>🔥 Ba<Node id=\"5\"/> said <Node id=\"11\"/>it<Node id=\"13\"/></TextWithNodes>\n\
        <AnnotationSet>\n<Annotation Id=\"0\" Type=\"Actor\" StartNode=\"0\" EndNode=\"5\">\
        <Feature><Name className=\"java.lang.String\">a</Name><Value className=\"java.lang.String\">&lt;x&gt;</Value></Feature></Annotation>\n\
        <Annotation Id=\"1\" Type=\"Claim\" StartNode=\"11\" EndNode=\"13\"></Annotation>\n</AnnotationSet>\n\
        <RelationSet>\n<Relation Id=\"2\" Type=\"source\" Members=\"1;0\"/>\n</RelationSet>\n</GateDocument>\n";
    assert_eq!(file, expected);
}

/// A file as GATE writes it, with these annotation sets.
fn file(sets: &str) -> String {
    format!(
        r#"<?xml version='1.0' encoding='UTF-8'?>
<GateDocument version="3">
<!-- The document's features-->

<GateDocumentFeatures>
<Feature>
  <Name className="java.lang.String">gate.SourceURL</Name>
  <Value className="java.lang.String">https://example.org/1</Value>
</Feature>
<Feature>
  <Name className="java.lang.String">MimeType</Name>
  <Value className="java.lang.String">text/plain</Value>
</Feature>
<Feature>
  <Name className="java.lang.String">section</Name>
  <Value className="java.lang.String">World</Value>
</Feature>
</GateDocumentFeatures>
<TextWithNodes><Node id="0"/>🔥 Ba<Node id="5"/> said <Node id="11"/>it<Node id="13"/></TextWithNodes>
{sets}
</GateDocument>"#
    )
}

const ACTOR: &str = r#"<Annotation Id="1" Type="Actor" StartNode="0" EndNode="5"><Feature>
  <Name className="java.lang.String">rank</Name>
  <Value className="java.lang.Integer">3</Value>
</Feature></Annotation>"#;
const CLAIM: &str = r#"<Annotation Id="2" Type="Claim" StartNode="11" EndNode="13"/>"#;
const BUILT: &str = r#"<Annotation Id="90" Type="Token" StartNode="0" EndNode="5"/><Annotation Id="91" Type="Sentence" StartNode="0" EndNode="13"/>"#;

#[test]
fn sets_without_a_type_in_common_are_one_document() {
    let sets = format!(
        "<AnnotationSet>{BUILT}{CLAIM}</AnnotationSet>\n<AnnotationSet Name=\"People\">{ACTOR}</AnnotationSet>\n\
         <AnnotationSet Name=\"Original markups\"><Annotation Id=\"5\" Type=\"paragraph\" StartNode=\"0\" EndNode=\"13\"/></AnnotationSet>\n\
         <RelationSet><Relation Id=\"7\" Type=\"by\" Members=\"2;1\"/><Relation Id=\"8\" Type=\"alone\" Members=\"2\"/></RelationSet>"
    );
    let (docs, told) = taken("gate", &[("a.xml", &file(&sets))]);
    assert_eq!(docs.len(), 1);
    assert_eq!(marks(&docs[0]), ["Actor \"🔥 Ba\" rank=3 set=People", "Claim \"it\""]);
    assert_eq!(links(&docs[0]), ["it by 🔥 Ba"]);
    let about = &docs[0].doc.about.metadata;
    assert_eq!(about.url.as_deref(), Some("https://example.org/1"));
    assert_eq!(about.more.len(), 1);
    assert_eq!(told, ["a.xml:26: The relation “alone” has fewer than two members"]);
}

#[test]
fn sets_that_share_a_type_are_annotators() {
    let other = ACTOR.replace("Id=\"1\"", "Id=\"3\"");
    let sets = format!(
        "<AnnotationSet Name=\"anna\">{ACTOR}{CLAIM}</AnnotationSet><AnnotationSet Name=\"bao\">{other}</AnnotationSet>\
         <RelationSet Name=\"anna\"><Relation Id=\"7\" Type=\"by\" Members=\"2;1\"/><Relation Id=\"8\" Type=\"same\" Members=\"1;3\"/></RelationSet>"
    );
    let (docs, told) = taken("gate", &[("a.xml", &file(&sets))]);
    let who: Vec<_> = docs.iter().map(|d| (&*d.doc.id, &*d.doc.about.annotator, d.doc.marks.len())).collect();
    assert_eq!(who, [("a", "anna", 2), ("a", "bao", 1)]);
    assert_eq!(links(&docs[0]), ["it by 🔥 Ba"]);
    assert_eq!(told, ["a.xml: The link “same” is between marks of two annotators"]);
}

#[test]
fn places_go_by_the_nodes_and_not_by_their_numbers() {
    // Numbered by characters, as some scripts do.
    let text = "<GateDocument><TextWithNodes><Node id=\"0\"/>🔥 Ba<Node id=\"4\"/> x</TextWithNodes><AnnotationSet>\
        <Annotation Id=\"1\" Type=\"Actor\" StartNode=\"0\" EndNode=\"4\"/><Annotation Id=\"2\" Type=\"Lost\" StartNode=\"0\"/></AnnotationSet></GateDocument>";
    let (docs, told) = taken("gate", &[("a.xml", text)]);
    assert_eq!(marks(&docs[0]), ["Actor \"🔥 Ba\""]);
    assert_eq!(told, ["a.xml:1 (2): The annotation “Lost” does not say between which nodes it is"]);
}
