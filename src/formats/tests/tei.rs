//! TEI: what we write, and what others write.

use super::{
    corpus::story,
    job, round_trip, written,
    xml::{links, marks, taken},
};
use crate::formats::{Relation, export};

#[test]
fn a_small_document() {
    let mut doc = story("d", "[Actor Ba] said [Claim it\r]");
    doc.marks[0].attributes.insert("a".into(), "x".into());
    doc.marks[0].attributes.insert("two words".into(), "y".into());
    doc.marks[1].note = "sure?".into();
    doc.relations.push(Relation { from: 1, to: 0, role: "source".into() });
    doc.about.take("language", "en");
    doc.about.take("outlet", "News");
    let job = crate::formats::Job::default();
    let file = written(export("tei").unwrap(), std::slice::from_ref(&doc), &job).text("tei/00000_d.xml");
    let expected = r##"<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0">
<teiHeader>
<fileDesc><titleStmt><title>d</title></titleStmt><publicationStmt><p>unpublished</p></publicationStmt>
<sourceDesc><bibl><idno type="whosaid">d</idno><publisher>News</publisher><note type="language">en</note></bibl></sourceDesc></fileDesc>
<encodingDesc><classDecl><taxonomy><category xml:id="Actor"><catDesc>Actor</catDesc></category><category xml:id="Claim"><catDesc>Claim</catDesc></category></taxonomy></classDecl></encodingDesc>
</teiHeader>
<text xml:lang="en"><body><ab xml:space="preserve"><anchor xml:id="s0.b"/>Ba<anchor xml:id="s0.e"/> said <anchor xml:id="s1.b"/>it&#13;<anchor xml:id="s1.e"/></ab></body></text>
<standOff>
<spanGrp>
<span xml:id="s0" n="m0" from="#s0.b" to="#s0.e" ana="#Actor"><note type="a">x</note><note type="named" n="two words">y</note></span>
<span xml:id="s1" n="m1" from="#s1.b" to="#s1.e" ana="#Claim"><gloss>sure?</gloss></span>
</spanGrp>
<linkGrp>
<link type="source" target="#s1 #s0"/>
</linkGrp>
</standOff>
</TEI>
"##;
    assert_eq!(file, expected);
    round_trip(export("tei").unwrap(), &[doc], &job);
}

#[test]
fn labels_that_are_no_ids_come_back() {
    let mut doc = story("d", "[Lời nói one] [s0 two] [label_1 three] [Direct speech four]");
    doc.relations.push(Relation { from: 0, to: 1, role: "đáp lại".into() });
    round_trip(export("tei").unwrap(), &[doc], &job());
}

#[test]
fn marks_inside_the_text_of_others_are_read() {
    let text = r##"<?xml version="1.0"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Bridge
  opens</title><author>Lê An</author></titleStmt><publicationStmt><publisher>River News</publisher><date when="2031-06-03">June</date></publicationStmt>
<sourceDesc><bibl><title>Elsewhere</title></bibl></sourceDesc></fileDesc></teiHeader>
<text xml:lang="en">
 <body>
  <head>Bridge opens</head>
  <p>On <date when="2031-06-03">Tuesday</date>, the <rs type="Actor" ref="#x">mayor
     of <placeName>Hue</placeName></rs> said
     <said who="#m1">
        <q who="#nobody"><p>it opens</p></q>
     </said> to <persName xml:id="m1"> Ms Lê </persName>.<note>Not true</note></p>
  <p><choice><sic>teh</sic><corr>the</corr></choice> <w xml:id="w1">big</w> <w xml:id="w2">end</w>,<lb/>a<lb break="no"/>way
   <persName/></p>
  <spanGrp type="tone"><span from="#w1" to="#w2">irony</span><span target="#w1" ana="#l1 #l2"/><span from="#no"/></spanGrp>
  <interpGrp><interp xml:id="l1">Claim</interp></interpGrp>
 </body></text></TEI>"##;
    let (docs, told) = taken("tei", &[("t.xml", text)]);
    let doc = &docs[0];
    assert_eq!(
        doc.doc.text.as_str(),
        "Bridge opens\nOn Tuesday, the mayor of Hue said\nit opens\nto Ms Lê .\nteh big end,\naway"
    );
    assert_eq!(
        marks(doc),
        [
            "date \"Tuesday\" when=2031-06-03",
            "Actor \"mayor of Hue\" ref=#x",
            "placeName \"Hue\"",
            "q \"it opens\" who=#nobody",
            "said \"it opens\"",
            "persName \"Ms Lê\"",
            "Claim \"big\" ana=l2",
            "tone \"big end\"",
        ]
    );
    assert_eq!(doc.doc.marks.last().map(|m| &*m.note), Some("irony"));
    assert_eq!(links(doc), ["it opens who Ms Lê"]);
    let about = &doc.doc.about.metadata;
    assert_eq!((&*doc.doc.id, about.title.as_deref()), ("Bridge opens", Some("Bridge opens")));
    assert_eq!((about.outlet.as_deref(), about.language.as_deref()), (Some("River News"), Some("en")));
    assert_eq!(about.published.as_ref().map(ToString::to_string).as_deref(), Some("2031-06-03"));
    assert_eq!(
        told,
        [
            "t.xml:14: The persName has no text",
            "t.xml:15 (span 2): The span “tone” is between “no” and “no”, which are not in the text",
            "t.xml:2: Not read as text or marks: corr, note",
        ]
    );
}

#[test]
fn a_corpus_is_read_document_by_document() {
    let one = |title: &str| {
        format!(
            "<TEI><teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt></fileDesc></teiHeader><text><body><p>{title} text</p></body></text></TEI>"
        )
    };
    let corpus = format!("<teiCorpus><teiHeader/>{}{}</teiCorpus>", one("A"), one(""));
    let (docs, told) = taken("tei", &[("c.xml", &corpus)]);
    let found: Vec<_> = docs.iter().map(|d| (&*d.doc.id, d.doc.text.as_str())).collect();
    assert_eq!(found, [("A", "A text"), ("c-2", "text")]);
    assert_eq!(told, [""; 0]);
}
