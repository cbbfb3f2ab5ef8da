//! TimeML: what we write, and the corpora of others.

use super::{
    corpus::story,
    job, written,
    xml::{marks, taken},
};
use crate::formats::export;

#[test]
fn a_small_document() {
    let mut doc = story("d", "On [Date May 5] and [Date later]");
    doc.marks[0].attributes.insert("value".into(), "2031-05-05".into());
    doc.about.take("published", "2031-05-06 07:30");
    let file = written(export("timeml").unwrap(), &[doc], &job()).text("timeml/00000_d.tml");
    let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <TimeML xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:noNamespaceSchemaLocation=\"http://timeml.org/timeMLdocs/TimeML_1.2.1.xsd\">\n\
        <DOCID>d</DOCID>\n\
        <DCT><TIMEX3 tid=\"t0\" type=\"TIME\" value=\"2031-05-06T07:30\" functionInDocument=\"CREATION_TIME\">2031-05-06T07:30</TIMEX3></DCT>\n\
        <TEXT>On <TIMEX3 tid=\"t1\" type=\"DATE\" value=\"2031-05-05\">May 5</TIMEX3> and \
        <TIMEX3 tid=\"t2\" type=\"DATE\" value=\"XXXX-XX-XX\" temporalFunction=\"true\">later</TIMEX3></TEXT>\n</TimeML>\n";
    assert_eq!(file, expected);
    let (back, told) = taken("timeml", &[("d.tml", &file)]);
    assert_eq!(told, [""; 0]);
    assert_eq!(marks(&back[0]), ["Date \"May 5\" value=2031-05-05", "Date \"later\""]);
    assert_eq!(back[0].doc.about.metadata.published.as_ref().unwrap().to_string(), "2031-05-06 07:30");
}

#[test]
fn a_label_of_another_name_comes_back() {
    let mut doc = story("d", "On [Ngày May 5]");
    doc.marks[0].attributes.insert("value".into(), "XXXX-XX-XX".into());
    let mut labels = job().labels.iter().cloned().collect::<Vec<_>>();
    labels.iter_mut().for_each(|l| {
        if &*l.name == "Date" {
            l.name = "Ngày".into();
        }
    });
    labels.iter_mut().for_each(|l| l.links.clear());
    let job = crate::formats::Job { labels: crate::model::LabelSet::new(labels).unwrap(), ..job() };
    super::round_trip(export("timeml").unwrap(), &[doc], &job);
}

#[test]
fn corpora_with_events_are_read_for_their_dates() {
    let text = "<?xml version=\"1.0\" ?>\n<TimeML>\n<DOCID>wsj_1</DOCID>\n\
        <DCT><TIMEX3 tid=\"t0\" type=\"DATE\" value=\"1998-03-08\" temporalFunction=\"false\" functionInDocument=\"CREATION_TIME\">03/08/98</TIMEX3></DCT>\n\
        <TITLE>Ports</TITLE>\n<TEXT>\nShe <EVENT eid=\"e1\" class=\"REPORTING\">said</EVENT> \
        <TIMEX3 tid=\"t1\" type=\"DURATION\" value=\"P2D\" functionInDocument=\"NONE\">two days</TIMEX3> <SIGNAL sid=\"s1\">before</SIGNAL> \
        <TIMEX3 tid=\"t2\" type=\"SET\" value=\"P1W\" quant=\"EVERY\">weekly</TIMEX3><TIMEX3 tid=\"t3\" type=\"DATE\" value=\"\"/>.\n</TEXT>\n\
        <MAKEINSTANCE eventID=\"e1\" eiid=\"ei1\"/>\n<TLINK lid=\"l1\" relType=\"BEFORE\"/>\n<TLINK lid=\"l2\" relType=\"AFTER\"/>\n</TimeML>";
    let (docs, told) = taken("timeml", &[("x.tml", text)]);
    assert_eq!(docs[0].doc.text.as_str(), "\nShe said two days before weekly.\n");
    assert_eq!(marks(&docs[0]), ["Date \"two days\" value=P2D", "Date \"weekly\" quant=EVERY type=SET value=P1W"]);
    assert_eq!(&*docs[0].doc.id, "wsj_1");
    let about = &docs[0].doc.about.metadata;
    assert_eq!(
        (about.title.as_deref(), about.published.as_ref().map(ToString::to_string)),
        (Some("Ports"), Some("1998-03-08".into()))
    );
    assert_eq!(
        told,
        ["x.tml: It has more than expressions of time, which is not read: EVENT, MAKEINSTANCE, SIGNAL, \
          TIMEX3 without words in the text, TLINK (2)"]
    );
}

#[test]
fn files_without_a_text_element_are_read_whole() {
    let text = "<TimeML><s>On <TIMEX3 tid=\"t1\" type=\"DATE\" value=\"1998-02\" functionInDocument=\"CREATION_TIME\">Feb 98</TIMEX3> it rained.</s></TimeML>";
    let (docs, told) = taken("timeml", &[("x.tml", text)]);
    assert_eq!(docs[0].doc.text.as_str(), "On Feb 98 it rained.");
    assert_eq!(marks(&docs[0]), ["Date \"Feb 98\" functionInDocument=CREATION_TIME value=1998-02"]);
    assert_eq!(told, [""; 0]);
}
