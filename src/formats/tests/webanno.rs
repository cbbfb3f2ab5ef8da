//! WebAnno TSV: what is written to the letter, and what INCEpTION and others write.

use super::{Folder, corpus, corpus::story, job, read, understood, written};
use crate::formats::{Import, resolve, webanno::WebannoTsv};

/// A file, understood: marks as `label words {attributes}`, links, the text, all that was told.
fn from(text: &str) -> (Vec<String>, Vec<String>, String, Vec<String>) {
    let (docs, mut rejected) = read(&WebannoTsv, &Folder::with(&[("d.tsv", text.as_bytes())]));
    let Some(doc) = docs.into_iter().next() else {
        return (vec![], vec![], String::new(), rejected.iter().map(|r| format!("{}: {}", r.place, r.why)).collect());
    };
    let back = resolve(doc, WebannoTsv.about().unit, None, None).unwrap();
    rejected.extend(back.remarks.iter().chain(&back.rejected).cloned());
    let doc = &back.doc;
    let marks = doc.marks.iter().map(|m| format!("{} {} {:?}", m.label, doc.words(m), m.attributes));
    let links = doc
        .relations
        .iter()
        .map(|r| format!("{} {} {}", doc.words(&doc.marks[r.from]), r.role, doc.words(&doc.marks[r.to])));
    let told = rejected.iter().map(|r| format!("{}: {}", r.place, r.why));
    (marks.collect(), links.collect(), doc.text.as_str().to_owned(), told.collect())
}

#[test]
fn a_small_document_to_the_letter() {
    let mut doc = story("a", "\u{1f525} [Actor Lan] nói\n\n[Claim giá\\[[Date 5]\\] *\ttăng].");
    doc.marks[0].attributes.insert("entity".into(), "Lan|An".into());
    doc.relations.push(crate::formats::Relation { from: 1, to: 0, role: "nói->ra".into() });
    let folder = written(&WebannoTsv, &[doc], &job());
    assert_eq!(
        folder.text("webanno_tsv/00000_a.tsv"),
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Span|label|attrs\n\
         #T_RL=webanno.custom.SpanLink|label|BT_webanno.custom.Span\n\n\n\
         #Text=\u{1f525} Lan nói\n#Text=\n#Text=\n\
         1-1\t0-2\t\u{1f525}\t_\t_\t_\t_\t\n\
         1-2\t3-6\tLan\tActor[1]\t{\"entity\":\"Lan\\|An\"}[1]\tnói\\->ra\t2-1[2_1]\t\n\
         1-3\t7-10\tnói\t_\t_\t_\t_\t\n\n\
         #Text=giá[5] *\\ttăng.\n\
         2-1\t12-15\tgiá\tClaim[2]\t*[2]\t_\t_\t\n\
         2-2\t15-16\t[\tClaim[2]\t*[2]\t_\t_\t\n\
         2-3\t16-17\t5\tClaim[2]|Date[3]\t*[2]|*[3]\t_\t_\t\n\
         2-4\t17-18\t]\tClaim[2]\t*[2]\t_\t_\t\n\
         2-5\t19-20\t*\tClaim[2]\t*[2]\t_\t_\t\n\
         2-6\t21-25\ttăng\tClaim[2]\t*[2]\t_\t_\t\n\
         2-7\t25-26\t.\t_\t_\t_\t_\t\n"
    );
}

#[test]
fn texts_come_back_to_the_letter_but_for_leading_blanks() {
    let docs = corpus();
    let folder = written(&WebannoTsv, &docs, &job());
    let back = understood(&WebannoTsv, &folder, &|_, _| None);
    let there: Vec<_> = docs.iter().filter(|d| crate::formats::compare::has_tokens(d)).collect();
    assert_eq!(back.len(), there.len());
    for (doc, back) in there.iter().zip(&back) {
        let (was, is) = (doc.text.as_str(), back.doc.text.as_str());
        let words = was.trim_start_matches(crate::formats::is_blank);
        assert_eq!(is.trim_start_matches(' '), words);
        assert_eq!(is.chars().count(), was.chars().count());
    }
}

#[test]
fn what_inception_writes() {
    let text = "#FORMAT=WebAnno TSV 3.2\r\n\
        #T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value\r\n\
        #T_SP=webanno.custom.Flag|\r\n\
        #T_SP=webanno.custom.Event|kind|ROLE_webanno.custom.Event:who_webanno.custom.EventWhoLink|uima.tcas.Annotation\r\n\
        #T_RL=webanno.custom.Says|manner|certainty|BT_de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity\r\n\
        #T_CH=de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink|referenceType|referenceRelation\r\n\r\n\r\n\
        #Sentence.id=s1\r\n#Text=\u{1f525} Lan, Hà Nội\r\n\
        1-1\t0-2\t\u{1f525}\t_\t_\t*\t_\t_\t_\t_\t_\t_\t_\t_\t\r\n\
        1-2\t3-6\tLan\thttp://x/Q\\_1\tPER\t_\tsay\twho\t1-3\t_\t_\t_\tnam[1]\t*->1-1\t\r\n\
        1-2.1\t3-5\tLa\t*\tPART\t_\t_\t_\t_\t_\t_\t_\t_\t_\t\r\n\
        1-3\t8-10\tHà\t*[2]|*[3]\tLOC[2]|ORG[3]\t_\t_\t_\t_\tby|\\*of\t*|low\t1-2[0_2]|1-2[0_3]\t_\t_\t\r\n\
        1-4\t11-14\tNội\t*[2]|*[3]\tLOC[2]|ORG[3]\t_\t_\t_\t_\t_\t_\t_\t_\t_\t\r\n\r\n\
        #Text=Hết\r\n2-1\t15-18\tHết\t_\t_\t_\t_\t_\t_\t*\t_\t1-9\t_\t_\t\r\n";
    let (marks, links, body, told) = from(text);
    assert_eq!(body, "\u{1f525} Lan, Hà Nội\nHết");
    assert_eq!(
        marks,
        [
            "Flag \u{1f525} {}",
            "PART La {}",
            "PER Lan {\"identifier\": \"http://x/Q_1\"}",
            "say Lan {}",
            "LOC Hà Nội {}",
            "ORG Hà Nội {}",
        ]
    );
    assert_eq!(links, ["Lan by Hà Nội", "Lan *of Hà Nội"]);
    assert_eq!(
        told,
        [
            "d.tsv: The layer webanno.custom.Event has the slot ROLE_webanno.custom.Event:who_webanno.custom.EventWhoLink, \
             which has no place here: 1 cells, the first who",
            "d.tsv:18 (2-1): The link “Says” has an end that is not there",
            "d.tsv: The layer webanno.custom.Says has links with the feature certainty, which has no place here: 1 cells, \
             the first *|low",
            "d.tsv: The layer de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink is a chain, which has no place \
             here: 1 cells, the first nam[1]",
        ]
    );
}

#[test]
fn offsets_in_characters_are_seen_by_the_tokens() {
    let text = "#FORMAT=WebAnno TSV 3.3\n#T_SP=x.Span|label\n\n\n#Text=\u{1f525} Lan\n1-1\t0-1\t\u{1f525}\t_\t\n1-2\t2-5\tLan\tActor\t\n\n\
                #Text=Hết\n2-1\t7-10\tHết\tClaim\t\n";
    let (marks, _, body, told) = from(text);
    assert_eq!(
        (marks, body.as_str(), told),
        (vec!["Actor Lan {}".into(), "Claim Hết {}".into()], "\u{1f525} Lan\n Hết", vec![])
    );
}

#[test]
fn projects_have_an_annotator_a_file() {
    let text = b"#FORMAT=WebAnno TSV 3.3\n\n\n#Text=a\n1-1\t0-1\ta\t\n";
    let folder = Folder::with(&[
        ("annotation/a.txt/Lan.tsv", text),
        ("annotation/a.txt/An.tsv", text),
        ("curation/a.txt/CURATION_USER.tsv", text),
        ("other/table.tsv", b"x\ty\n"),
    ]);
    let (docs, told) = read(&WebannoTsv, &folder);
    assert_eq!(told, []);
    let names: Vec<_> = docs.iter().map(|d| (d.id.as_deref().unwrap(), &*d.about.annotator)).collect();
    assert_eq!(names, [("a.txt", "An"), ("a.txt", "Lan"), ("a.txt", "CURATION_USER")]);
}

#[test]
fn what_is_broken_is_told() {
    let (_, _, _, told) = from("#FORMAT=WebAnno TSV 2\n");
    assert_eq!(told, ["d.tsv:1: It does not begin with “#FORMAT=WebAnno TSV 3”. Export it again as WebAnno TSV 3"]);
    assert_eq!(from("x").3, [": d.tsv: There is no file that begins with “#FORMAT=WebAnno TSV”"]);
    let text = "#FORMAT=WebAnno TSV 3.3\n#T_SP=x.Span|label\n\n\n1-1\t0-1\ta\t_\t\n#Text=Lan nói\n1-1\t0-3\tLan\tActor\t\n\
                1-2\t4\tnói\t_\t\n1-3\t18446744073709551615-18446744073709551615\tx\tClaim\t\n\n\
                #Text=xa\n2-1\t18446744073709551615-3\txa\t_\t\n";
    let (marks, _, body, told) = from(text);
    assert_eq!((marks, body.as_str()), (vec!["Actor Lan {}".into()], "Lan nóixa"));
    assert_eq!(
        told,
        [
            "d.tsv:5: No #Text= stands before the token",
            "d.tsv:8: The line is not of the form “1-2<tab>3-8<tab>token<tab>…”",
            "d.tsv: 2 of its tokens are not where they say in the text; marks on them may be misplaced",
            "d.tsv:9 (1-3): Its words “x” are not where it says, and nowhere else",
        ]
    );
}
