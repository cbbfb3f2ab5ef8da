//! UIMA CAS: what we write, and what INCEpTION and cassis write.

use super::{
    corpus::story,
    job, written,
    xml::{links, marks, taken},
};
use crate::formats::{Relation, export};

#[test]
fn a_small_document_as_xmi() {
    let mut doc = story("d", "[Actor Ông Ba] said [Claim it]");
    doc.marks[0].attributes.insert("a".into(), "\"x\"".into());
    doc.marks[1].note = "sure?".into();
    doc.relations.push(Relation { from: 1, to: 0, role: "source".into() });
    let file = written(export("uima_xmi").unwrap(), &[doc], &job()).text("uima_xmi/00000_d.xmi");
    let expected = r#"<?xml version="1.0" encoding="UTF-8"?>
<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:tcas="http:///uima/tcas.ecore" xmlns:custom="http:///webanno/custom.ecore" xmi:version="2.0">
<cas:NULL xmi:id="0"/>
<tcas:DocumentAnnotation xmi:id="2" sofa="1" begin="0" end="14" language="x-unspecified"/>
<custom:Document xmi:id="3" sofa="1" identifier="d"/>
<custom:Span xmi:id="4" sofa="1" begin="0" end="6" label="Actor" attrs="{&quot;a&quot;:&quot;\&quot;x\&quot;&quot;}" markId="m0"/>
<custom:Span xmi:id="5" sofa="1" begin="12" end="14" label="Claim" note="sure?" markId="m1"/>
<custom:SpanLink xmi:id="6" sofa="1" begin="0" end="6" label="source" Governor="5" Dependent="4"/>
<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="Ông Ba said it"/>
<cas:View sofa="1" members="2 3 4 5 6"/>
</xmi:XMI>
"#;
    assert_eq!(file, expected);
}

/// As INCEpTION writes it: tokens, named entities, a layer with link features, a relation, another view.
const XMI: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:custom="http:///webanno/custom.ecore"
 xmlns:type="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore"
 xmlns:type2="http:///de/tudarmstadt/ukp/dkpro/core/api/metadata/type.ecore"
 xmlns:type3="http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore"
 xmlns:type4="http:///de/tudarmstadt/ukp/dkpro/core/api/coref/type.ecore" xmi:version="2.0">
<cas:NULL xmi:id="0"/>
<type2:DocumentMetaData xmi:id="1" sofa="50" begin="0" end="36" language="vi" documentTitle="news.txt"/>
<type3:Token xmi:id="2" sofa="50" begin="0" end="2"/>
<type:NamedEntity xmi:id="3" sofa="50" begin="3" end="9" value="PER" identifier="http://kb/Q1"/>
<type:NamedEntity xmi:id="4" sofa="50" begin="25" end="31"/>
<custom:Quote xmi:id="5" sofa="50" begin="14" end="22" sure="true" kind="indirect" cue="nói" speaker="9"><tags>a</tags><tags>b</tags></custom:Quote>
<custom:Quote xmi:id="6" sofa="50" begin="32" end="35"/>
<custom:Denies xmi:id="7" sofa="50" begin="14" end="22" how="loudly" Governor="6" Dependent="5"/>
<type4:CoreferenceLink xmi:id="8" sofa="50" begin="3" end="9" referenceType="x"/>
<custom:QuoteSpeakerLink xmi:id="9" role="says" target="3"/>
<custom:Quote xmi:id="10" sofa="50" begin="0" end="2" kind="deleted"/>
<custom:Quote xmi:id="11" sofa="51" begin="0" end="2" kind="elsewhere"/>
<cas:Sofa xmi:id="50" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="🔥 Bà Lan nói giá tăng&#13;&#10;&#9;ông Tú bác."/>
<cas:Sofa xmi:id="51" sofaNum="2" sofaID="other" mimeType="text" sofaString="Another"/>
<cas:View sofa="50" members="1 2 3 4 5 6 7 8"/>
<cas:View sofa="51" members="11"/>
</xmi:XMI>"#;

const TYPES: &str = r#"<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types>
<typeDescription><name>webanno.custom.Quote</name><supertypeName>uima.tcas.Annotation</supertypeName><features>
<featureDescription><name>sure</name><rangeTypeName>uima.cas.Boolean</rangeTypeName></featureDescription>
<featureDescription><name>cue</name><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>
<featureDescription><name>kind</name><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>
<featureDescription><name>speaker</name><rangeTypeName>uima.cas.FSArray</rangeTypeName><elementType>webanno.custom.QuoteSpeakerLink</elementType></featureDescription>
</features></typeDescription></types></typeSystemDescription>"#;

#[test]
fn inception_files_are_read_with_annotators_and_layers() {
    let (docs, told) = taken(
        "uima_xmi",
        &[
            ("TypeSystem.xml", TYPES),
            ("annotation/news.txt/anna.xmi", XMI),
            ("annotation/news.txt/INITIAL_CAS.xmi", XMI),
        ],
    );
    assert_eq!(docs.len(), 2);
    let doc = &docs[1];
    assert_eq!((&*doc.doc.id, &*doc.doc.about.annotator), ("news.txt", "anna"));
    assert_eq!((&*docs[0].doc.id, &*docs[0].doc.about.annotator), ("news.txt", ""));
    assert_eq!(doc.doc.about.metadata.language.as_deref(), Some("vi"));
    assert_eq!(
        marks(doc),
        [
            "PER \"Bà Lan\" identifier=http://kb/Q1",
            "nói \"giá tăng\" kind=indirect layer=Quote sure=true tags=[\"a\",\"b\"]",
            "NamedEntity \"ông Tú\"",
            "Quote \"bác\"",
        ]
    );
    assert_eq!(links(doc), ["giá tăng says Bà Lan", "bác loudly giá tăng"]);
    let place = "annotation/news.txt/anna.xmi";
    assert_eq!(
        told[2..],
        [
            format!("{place}: Only the view _InitialView is read; there are marks in others too: other"),
            format!(
                "{place}: Layers and features that are not read: de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink"
            )
        ]
    );
}

#[test]
fn without_a_type_system_the_first_words_are_the_label() {
    let (docs, _) = taken("uima_xmi", &[("x.xmi", XMI)]);
    assert!(
        marks(&docs[0]).contains(&"indirect \"giá tăng\" cue=nói layer=Quote sure=true tags=[\"a\",\"b\"]".to_owned())
    );
    assert_eq!(links(&docs[0])[0], "giá tăng says Bà Lan");
}

#[test]
fn json_cas_as_others_write_it() {
    let text = r#"{"%TYPES": {"my.Person": {"%NAME": "my.Person", "%SUPER_TYPE": "uima.tcas.Annotation", "born": {"%RANGE": "uima.cas.Integer"}},
 "webanno.custom.Quote": {"%NAME": "webanno.custom.Quote", "%SUPER_TYPE": "uima.tcas.Annotation", "zeal": {"%RANGE": "uima.cas.String"}, "cue": {"%RANGE": "uima.cas.String"}}},
"%FEATURE_STRUCTURES": {"1": {"%TYPE": "uima.cas.Sofa", "sofaID": "_InitialView", "sofaString": "🔥 Lan said so"},
 "2": {"%TYPE": "my.Person", "@sofa": 1, "begin": 3, "end": 6, "born": 1990, "note": null},
 "3": {"%TYPE": "webanno.custom.Quote", "@sofa": 1, "begin": 12, "end": 14, "zeal": "hot", "cue": "said", "@who": 4},
 "4": {"%TYPE": "uima.cas.FSArray", "%ELEMENTS": [2]}, "5": {"%TYPE": "uima.tcas.DocumentAnnotation", "@sofa": 1, "begin": 0, "end": 14, "language": "x-unspecified"}}}"#;
    let (docs, told) =
        taken("uima_json", &[("a.json", text), ("files.json", "{\"a\": \"article\"}"), ("b.json", "[1]")]);
    assert_eq!(told, [""; 0]);
    assert_eq!(marks(&docs[0]), ["Person \"Lan\" born=1990", "hot \"so\" cue=said layer=Quote"]);
    assert_eq!(links(&docs[0]), ["so who Lan"]);
    assert_eq!(&*docs[0].doc.id, "article");
}

#[test]
fn what_cannot_be_understood_is_told() {
    let none = "<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:cas=\"http:///uima/cas.ecore\"><cas:Sofa xmi:id=\"1\" sofaURI=\"file:x\"/></xmi:XMI>";
    assert_eq!(taken("uima_xmi", &[("a.xmi", none)]).1, ["a.xmi: It has no text: no sofa with a sofaString"]);
    let (_, told) = taken("uima_json", &[("a.json", "{\"%TYPES\": {},\n \"%VIEWS\": 3}")]);
    assert!(told[0].starts_with("a.json:2: It cannot be understood here: "), "{told:?}");
    assert_eq!(taken("uima_json", &[("a.json", "{}")]).1, [": *.json: No file here is a JSON CAS"]);
    // A place inside a surrogate pair, and one behind the end.
    let place = |begin: u8, end: u8| {
        format!(
            "<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:cas=\"http:///uima/cas.ecore\" xmlns:custom=\"http:///webanno/custom.ecore\">\
             <custom:Span xmi:id=\"7\" sofa=\"1\" begin=\"{begin}\" end=\"{end}\" label=\"A\"/><cas:Sofa xmi:id=\"1\" sofaString=\"🔥🔥\"/></xmi:XMI>"
        )
    };
    for (begin, end) in [(1, 2), (2, 9)] {
        let (docs, _) = taken("uima_xmi", &[("a.xmi", &place(begin, end))]);
        assert!(docs[0].doc.marks.is_empty());
        assert_eq!(
            docs[0].rejected[0].why,
            format!("Its place {begin}–{end} is not inside the text, or cuts a character (utf16)")
        );
    }
}

#[test]
fn what_has_no_place_and_what_leads_nowhere_is_told() {
    let file = XMI
        .replace("speaker=\"9\"", "speaker=\"99\"")
        .replace("<custom:Denies", "<custom:Genre xmi:id=\"20\" value=\"x\"/><custom:Denies")
        .replace("xmi:id=\"4\" sofa=\"50\" begin=\"25\"", "xmi:id=\"4\" sofa=\"50\" begin=\"-25\"")
        .replace("members=\"1 2", "members=\"20 1 2");
    let format = crate::formats::import("uima_xmi").unwrap();
    let (_, told) =
        super::read(format, &super::Folder::with(&[("a.xmi", file.as_bytes()), ("TypeSystem.xml", TYPES.as_bytes())]));
    let told: Vec<String> = told.into_iter().map(|r| r.why).collect();
    for what in ["Quote.speaker to what is not there", "Genre without a place", "NamedEntity without a place"] {
        assert!(told.iter().any(|why| why.contains(what)), "{what}: {told:?}");
    }
}
