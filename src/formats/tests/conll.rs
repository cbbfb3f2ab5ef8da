//! CoNLL: what is written to the letter, and the tables that people have.

use super::{Folder, corpus::story, job, read, written};
use crate::formats::{
    Body, Doc, Import, Job, Options, TokenUnit,
    conll::{Conll, ConllBioes, ConllLayers},
    resolve,
};
use crate::model::Line;

/// A file, understood: marks as `label words`, the texts, all that was told.
fn from(format: &dyn Import, files: &[(&str, &str)]) -> (Vec<String>, Vec<String>, Vec<String>) {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let (docs, mut rejected) = read(format, &Folder::with(&files));
    let (mut marks, mut texts) = (Vec::new(), Vec::new());
    for doc in docs {
        let back = resolve(doc, format.about().unit, None, None).unwrap();
        rejected.extend(back.rejected.iter().chain(&back.remarks).cloned());
        marks.extend(back.doc.marks.iter().map(|m| format!("{} {}", m.label, back.doc.words(m))));
        texts.push(back.doc.text.as_str().to_owned());
    }
    (marks, texts, rejected.iter().map(|r| format!("{}: {}", r.place, r.why)).collect())
}

fn marks(text: &str) -> Vec<String> {
    let (marks, _, told) = from(&Conll, &[("a.conll", text)]);
    assert_eq!(told, Vec::<String>::new());
    marks
}

fn docs() -> Vec<Doc> {
    let mut doc = story("a", "[Claim Giá 6,5% [Date hôm nay]], theo [Actor Lan].\nXem thêm\n[Actor Bảo\nAn].");
    doc.marks.last_mut().unwrap().label = "Người nói".into();
    doc.about.metadata.noise = vec![Line { number: 2, words: "Xem thêm".into() }];
    vec![doc, story("b", "")]
}

#[test]
fn a_small_document_to_the_letter() {
    let folder = written(&Conll, &docs(), &job());
    assert_eq!(
        folder.text("conll/flat.iob2.conll"),
        "-DOCSTART- -X- -X- O\n\nGiá -X- _ B-Claim\n6,5 -X- _ I-Claim\n% -X- _ I-Claim\nhôm -X- _ I-Claim\nnay -X- _ I-Claim\n\
         , -X- _ O\ntheo -X- _ O\nLan -X- _ B-Actor\n. -X- _ O\n\nXem -X- _ O\nthêm -X- _ O\n\n\
         Bảo -X- _ B-Người%20nói\nAn -X- _ I-Người%20nói\n. -X- _ O\n\n-DOCSTART- -X- -X- O\n\n"
    );
    let options = Options { tokens: TokenUnit::Syllables, without_noise: true, ..Options::default() };
    let folder = written(&ConllBioes, &docs(), &Job { options, ..job() });
    assert_eq!(
        folder.text("conll/flat.bioes.conll"),
        "-DOCSTART- -X- -X- O\n\nGiá -X- _ B-Claim\n6 -X- _ I-Claim\n, -X- _ I-Claim\n5 -X- _ I-Claim\n% -X- _ I-Claim\n\
         hôm -X- _ I-Claim\nnay -X- _ E-Claim\n, -X- _ O\ntheo -X- _ O\nLan -X- _ S-Actor\n. -X- _ O\n\n\
         Bảo -X- _ B-Người%20nói\nAn -X- _ E-Người%20nói\n. -X- _ O\n\n-DOCSTART- -X- -X- O\n\n"
    );
}

#[test]
fn a_layer_holds_one_label_and_a_late_one_keeps_the_count() {
    let all = [story("x", "[Actor Lan]"), docs().remove(0)];
    let folder = written(&ConllLayers, &all, &job());
    assert_eq!(folder.text("conll/layers/Actor.conll").matches("B-Actor").count(), 2);
    assert!(folder.text("conll/layers/Date.conll").contains("\nhôm -X- _ B-Date\nnay -X- _ I-Date\n, -X- _ O\n"));
    let late = folder.text("conll/layers/Người nói.conll");
    assert!(late.starts_with("-DOCSTART- -X- -X- O\n\n-DOCSTART- -X- -X- O\n\nGiá"), "{late}");
    let (docs, told) = read(&ConllLayers, &folder);
    assert_eq!(told, []);
    let labels: Vec<Vec<&str>> = docs.iter().map(|d| d.marks.iter().map(|m| m.label.as_str()).collect()).collect();
    assert_eq!(labels, [vec!["Actor"], vec!["Actor", "Claim", "Date", "Người nói"]]);
}

#[test]
fn layers_that_do_not_fit_are_told() {
    let (marks, texts, told) = from(
        &ConllLayers,
        &[
            ("layers/A.conll", "-DOCSTART- -X- O\n\nLan B\nnói O\n\n-DOCSTART- -X- O\n\nBảo B\n\n"),
            ("layers/B%2FC.conll", "-DOCSTART- -X- O\n\nLan B\nnói I\n\n"),
            ("layers/D.conll", "-DOCSTART- -X- O\n\nLan B\n\n-DOCSTART- -X- O\n\nBảo O\n\n"),
        ],
    );
    assert_eq!(marks, ["A Lan", "B/C Lan nói", "A Bảo"]);
    assert_eq!(texts, ["Lan nói\n", "Bảo\n"]);
    assert_eq!(
        told,
        [
            "layers/D.conll:1: Its tokens are not those of layers/A.conll; its 1 marks are left out",
            "layers/B%2FC.conll: It has fewer documents than the others",
        ]
    );
}

#[test]
fn columns_and_separators_of_all_kinds() {
    let want = ["PER Lan", "LOC Hà Nội"];
    assert_eq!(marks("Lan B-PER\nthăm O\nHà B-LOC\nNội I-LOC\n"), want);
    assert_eq!(marks("Lan\tB-PER\r\nthăm\tO\r\nHà Nội\tB-LOC\r\n"), want);
    assert_eq!(marks("B-PER\tLan\nO\tthăm\nB-LOC\tHà\nI-LOC\tNội\n"), want);
    // GermEval: numbers, and a second column for what is inside.
    let nested = "#\tvtv.vn [2031-06-03]\n1\tĐại\tB-ORG\tO\n2\thọc\tI-ORG\tO\n3\tHuế\tI-ORG\tB-LOC\n\n1\tđóng\tO\tO\n";
    assert_eq!(marks(nested), ["ORG Đại học Huế", "LOC Huế"]);
    // Universal NER: more columns behind the tags, ranges of tokens.
    let uner = "# sent_id = 1\n# text = Lan's\n1-2\tLan's\tO\t-\n1\tLan\tB-PER\t-\n2\t's\tO\t-\n3\tx\tO\tb\n";
    assert_eq!(marks(uner), ["PER Lan"]);
    // Bare labels, and bare tags.
    assert_eq!(marks("Lan PER\nthăm O\nHà LOC\nNội LOC\n. O\n"), want);
    assert_eq!(marks("Lan B\nthăm O\nHà B\nNội I\n"), ["Entity Lan", "Entity Hà Nội"]);
}

#[test]
fn schemes_of_all_kinds() {
    let want = ["PER Lan", "PER Bảo An", "LOC Huế"];
    assert_eq!(marks("Lan B-PER\nBảo B-PER\nAn I-PER\nHuế B-LOC\n"), want);
    assert_eq!(marks("Lan I-PER\nBảo B-PER\nAn I-PER\nHuế I-LOC\n"), want);
    assert_eq!(marks("Lan S-PER\nBảo B-PER\nAn E-PER\nHuế S-LOC\n"), want);
    assert_eq!(marks("Lan U-PER\nBảo B-PER\nAn L-PER\nHuế U-LOC\n"), want);
    let (marks, _, told) =
        from(&Conll, &[("a.conll", "Lan B-PER\nBảo I-LOC\nAn I-LOC\n. O\nHuế I-PER\n\nx I-PER\ny X\nz B-PER\n")]);
    assert_eq!(marks, ["PER Lan", "LOC Bảo An", "PER Huế", "PER x", "PER z"]);
    assert_eq!(told.len(), 3 + 1);
    assert_eq!(told[0], "a.conll:2: “I-LOC” goes on from no mark of its label; it begins one, as conlleval reads it");
    assert_eq!(told[3], "a.conll:8: “X” is no tag such as B-PER; it is read as O");
    let (marks, _, told) = from(&Conll, &[("a.conll", "Lan B-PER\nBảo S-LOC\nAn E-LOC\nx B-PER\n\ny O\n")]);
    assert_eq!(marks, ["PER Lan", "LOC Bảo", "LOC An", "PER x"]);
    assert_eq!(
        told,
        [
            "a.conll:2: “S-LOC” follows a mark without a tag for its end; that mark ends before it",
            "a.conll:3: “E-LOC” goes on from no mark of its label; it begins one, as conlleval reads it",
            "a.conll:4: The sentence ends in this mark, which has no tag for its end",
        ]
    );
}

#[test]
fn documents_and_their_texts() {
    let text = "# newdoc id = a/1\n# text = Lan: “Chào!”\nLan B-PER\n: O\n“ O\nChào O\n! O\n” O\n\n\
                # newdoc id = a/2\n# O\n# B-PER\nBảo B-PER\n, O\n( O\nAn B-PER\n) O\n";
    let folder = Folder::with(&[("x.conllu", text.as_bytes())]);
    let (docs, told) = read(&Conll, &folder);
    assert_eq!(told, []);
    assert_eq!(docs[0].id.as_deref(), Some("a/1"));
    assert_eq!(docs[0].body, Body::Text("Lan: “Chào!”\n".into()));
    assert_eq!(docs[1].id.as_deref(), Some("a/2"));
    let (marks, texts, _) = from(&Conll, &[("x.conllu", text)]);
    assert_eq!(texts[1], "# # Bảo, (An)\n");
    assert_eq!(marks, ["PER Lan", "PER #", "PER Bảo", "PER An"]);
    // Without a word about documents the file is one, and has the file's name.
    assert_eq!(
        read(&Conll, &Folder::with(&[("x/train.txt", b"Lan B-PER\n\nBao B-PER\n")])).0[0].id.as_deref(),
        Some("x/train")
    );
    let start = "-DOCSTART- (947testa CRICKET)\n\nLan B-PER\n\n-DOCSTART- -X- -X- O\n\n";
    let (docs, _) = read(&Conll, &Folder::with(&[("x.conll", start.as_bytes())]));
    assert_eq!(docs.iter().map(|d| d.id.as_deref()).collect::<Vec<_>>(), [Some("947testa CRICKET"), None]);
}

#[test]
fn what_is_broken_is_told() {
    let (_, _, told) = from(&Conll, &[("a.conll", "EU NNP B-NP B-ORG\nrejects VBZ B-VP O\n")]);
    assert_eq!(told, ["a.conll: Column 3 has tags too, such as B-NP; only the last column is read"]);
    let (_, _, told) = from(&Conll, &[("a.conll", "no tags\nat all\n")]);
    assert_eq!(told, [": a.conll: It has no column of tags such as B-PER, I-PER and O"]);
    let lines = "Lan B-PER\nnói O\n".repeat(60);
    let (marks, _, told) = from(&Conll, &[("a.conll", &format!("{lines}alone\nNew York B-LOC\n"))]);
    assert_eq!(marks.last().unwrap(), "LOC New");
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0], "a.conll:121: “” is no tag such as B-PER; it is read as O");
    let bytes = [lines.as_bytes(), b"\xff B-PER\n"].concat();
    assert_eq!(read(&Conll, &Folder::with(&[("a.conll", &bytes)])).1[0].why, "The line is not UTF-8");
}

#[test]
fn of_our_two_files_each_format_reads_its_own() {
    let mut folder = written(&Conll, &docs(), &job());
    let bioes = written(&ConllBioes, &docs(), &job()).bytes("conll/flat.bioes.conll");
    folder.files.borrow_mut().insert("conll/flat.bioes.conll".into(), bioes);
    folder.list();
    assert_eq!(read(&Conll, &folder).0.len(), 2);
    let own = read(&ConllBioes, &folder).0;
    assert_eq!((own.len(), own[0].place.file.as_str()), (2, "conll/flat.bioes.conll"));
}
