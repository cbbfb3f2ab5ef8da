//! BioC: what we write, and what PubTator, PubMed Central and others write.

use super::{
    corpus::story,
    job, written,
    xml::{links, marks, taken},
};
use crate::formats::{Relation, export};

#[test]
fn a_small_document_as_both() {
    let mut doc = story("d", "[Actor Ông Ba] said [Claim it]");
    doc.marks[0].attributes.insert("type".into(), "person".into());
    doc.relations.push(Relation { from: 1, to: 0, role: "source".into() });
    doc.about.take("title", "A & B");
    let docs = [doc];
    let xml = written(export("bioc_xml").unwrap(), &docs, &job()).text("bioc.xml");
    let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE collection SYSTEM \"BioC.dtd\">\n\
        <collection><source>Hostile</source><date></date><key></key>\n\
        <document><id>d</id><infon key=\"title\">A &amp; B</infon><passage><offset>0</offset><text>Ông Ba said it</text>\n\
        <annotation id=\"m0\"><infon key=\"type\">Actor</infon><infon key=\"attribute:type\">person</infon>\
        <location offset=\"0\" length=\"6\"/><text>Ông Ba</text></annotation>\n\
        <annotation id=\"m1\"><infon key=\"type\">Claim</infon><location offset=\"12\" length=\"2\"/><text>it</text></annotation>\n\
        <relation id=\"r1\"><infon key=\"type\">source</infon><node refid=\"m1\" role=\"from\"/><node refid=\"m0\" role=\"to\"/></relation>\n\
        </passage></document>\n</collection>\n";
    assert_eq!(xml, expected);
    let json = written(export("bioc_json").unwrap(), &docs, &job()).text("bioc.json");
    let expected = "{\"source\":\"Hostile\",\"date\":\"\",\"key\":\"\",\"infons\":{},\"documents\":[\n\
        {\"annotations\":[],\"id\":\"d\",\"infons\":{\"title\":\"A & B\"},\"passages\":[{\"annotations\":[\
        {\"id\":\"m0\",\"infons\":{\"attribute:type\":\"person\",\"type\":\"Actor\"},\"locations\":[{\"length\":6,\"offset\":0}],\"text\":\"Ông Ba\"},\
        {\"id\":\"m1\",\"infons\":{\"type\":\"Claim\"},\"locations\":[{\"length\":2,\"offset\":12}],\"text\":\"it\"}],\
        \"infons\":{},\"offset\":0,\"relations\":[{\"id\":\"r1\",\"infons\":{\"type\":\"source\"},\
        \"nodes\":[{\"refid\":\"m1\",\"role\":\"from\"},{\"refid\":\"m0\",\"role\":\"to\"}]}],\"sentences\":[],\"text\":\"Ông Ba said it\"}],\"relations\":[]}\n]}\n";
    assert_eq!(json, expected);
    for (format, file, text) in [("bioc_xml", "x.xml", &xml), ("bioc_json", "x.json", &json)] {
        let (back, told) = taken(format, &[(file, text)]);
        assert_eq!(told, [""; 0]);
        assert_eq!(marks(&back[0]), ["Actor \"Ông Ba\" type=person", "Claim \"it\""]);
        assert_eq!(links(&back[0]), ["it source Ông Ba"]);
    }
}

#[test]
fn passages_are_joined_so_that_offsets_fit() {
    let text = r#"{"documents": [{"id": 17, "infons": {"journal": "J"}, "passages": [
 {"offset": 0, "infons": {"type": "title", "year": 2031}, "text": "Măng cụt", "annotations": [
  {"id": "0", "infons": {"type": "Fruit", "identifier": null}, "text": "Măng", "locations": [{"offset": 0, "length": 4}]}]},
 {"offset": 9, "infons": {"type": "abstract"}, "text": "Cooling of ripe red fruit.", "annotations": [
  {"id": "1", "infons": {"type": "Fruit"}, "text": "ripe red fruit", "locations": [{"offset": 29, "length": 5}, {"offset": "20", "length": 8}]},
  {"id": "2", "infons": {"type": "State"}, "text": "ripe fruit", "locations": [{"offset": 20, "length": 4}, {"offset": 29, "length": 5}]},
  {"id": "3", "infons": {"type": "Nowhere"}, "text": "x"}, 5]}],
 "relations": [{"id": "R1", "infons": {"type": "Association", "score": "0.9"}, "nodes": [{"refid": "1", "role": ""}, {"refid": "0", "role": ""}]},
  {"id": "R2", "infons": {}, "nodes": []}]}], "source": "PubTator", "key": ""}"#;
    let (docs, told) = taken("bioc_json", &[("p.json", text)]);
    let doc = &docs[0];
    assert_eq!(doc.doc.text.as_str(), "Măng cụt\nCooling of ripe red fruit.");
    assert_eq!(marks(doc), ["Fruit \"Măng\"", "Fruit \"ripe red fruit\"", "State \"ripe red fruit\""]);
    assert_eq!(links(doc), ["ripe red fruit Association Măng"]);
    assert_eq!(&*doc.doc.id, "17");
    let about = &doc.doc.about.metadata;
    assert_eq!(about.title.as_deref(), Some("Măng cụt"));
    assert_eq!(about.more.iter().map(|(n, v)| format!("{n}={v}")).collect::<Vec<_>>(), ["journal=J", "year=2031"]);
    assert_eq!(
        told[1..],
        [
            "p.json (2): The annotation is in 2 pieces with words between; the mark covers those too",
            "p.json (3): The annotation has no location",
            "p.json (R2): The relation has fewer than two ends",
            "p.json (document 1): Of relations that is not read: the infon score",
        ]
    );
    assert!(
        told[0].starts_with("p.json (document 1): It cannot be understood here: invalid type: integer `5`"),
        "{told:?}"
    );
}

#[test]
fn offsets_in_bytes_are_known_by_the_words() {
    let passage = |offset: usize, text: &str, at: usize, words: &str| {
        format!(
            "<passage><offset>{offset}</offset><sentence><offset>{offset}</offset><text>{text}</text>\
             <annotation id=\"T{at}\"><infon key=\"type\">Actor</infon><location offset=\"{at}\" length=\"{}\"/><text>{words}</text></annotation>\
             </sentence></passage>",
            words.len()
        )
    };
    let (one, two) = ("Ông Đỗ nói.", "Bà Lê cãi.");
    let next = one.len() + 1;
    let body =
        passage(0, one, one.find("Đỗ").unwrap(), "Đỗ") + &passage(next, two, next + two.find("Lê").unwrap(), "Lê");
    let file = format!("<collection><source/><date/><key/><document><id>d</id>{body}</document></collection>");
    let (docs, told) = taken("bioc_xml", &[("b.xml", &file)]);
    assert_eq!(told, [""; 0]);
    assert_eq!(docs[0].doc.text.as_str(), "Ông Đỗ nói.\nBà Lê cãi.");
    assert_eq!(marks(&docs[0]), ["Actor \"Đỗ\"", "Actor \"Lê\""]);
    assert!(docs[0].remarks.is_empty() && docs[0].rejected.is_empty());
}

#[test]
fn offsets_that_cannot_be_are_put_right_and_told() {
    let passage = |offset: u64, text: &str, words: &str, at: u64| {
        format!(
            "<passage><offset>{offset}</offset><text>{text}</text><annotation id=\"{words}\"><infon key=\"type\">A</infon>\
             <location offset=\"{at}\" length=\"3\"/><text>{words}</text></annotation></passage>"
        )
    };
    let far = 1_u64 << 60;
    let file = format!(
        "<collection><document><id>d</id>{}{}{}</document></collection>",
        passage(0, "one two", "two", 4),
        passage(0, "six ten", "six", 0),
        passage(far, "far far away", "far", far + 4)
    );
    let (docs, told) = taken("bioc_xml", &[("b.xml", &file)]);
    assert_eq!(docs[0].doc.text.as_str(), "one two\nsix ten\nfar far away");
    assert_eq!(docs[0].doc.marks.iter().map(|m| m.start.0).collect::<Vec<_>>(), [4, 8, 20]);
    assert_eq!(told, ["b.xml:1 (d): 2 passages are not where their offsets say; their marks were moved with them"]);
}

#[test]
fn every_shape_of_json_is_read() {
    let doc = "{\"id\": \"d\", \"infons\": {}, \"passages\": [{\"offset\": 0, \"text\": \"a\"}]}";
    for (name, text) in [
        ("a.json", format!("[{{\"bioctype\": \"BioCCollection\", \"documents\": [{doc}]}}]")),
        ("a.json", format!("{{\"PubTator3\": [{doc}]}}")),
        ("a.json", doc.to_owned()),
        ("a.jsonl", format!("{doc}\n")),
    ] {
        let (docs, told) = taken("bioc_json", &[(name, &text), ("other.json", "{}")]);
        assert_eq!(told, [""; 0], "{text}");
        assert_eq!((docs.len(), &*docs[0].doc.id, docs[0].doc.text.as_str()), (1, "d", "a"), "{text}");
    }
    let (docs, told) = taken("bioc_json", &[("a.json", &format!("{{\"documents\": [{doc}, {{\"infons\": 1}}, {{"))]);
    assert_eq!((docs.len(), told.len()), (1, 2), "{told:?}");
}
