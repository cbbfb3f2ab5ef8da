//! spaCy's DocBin: what is written to the letter, what spaCy writes, and what is broken.

use super::{Folder, corpus::story, job, read, written};
use crate::formats::{At, Body, IncomingMark, docbin::DocBin, docbin::DocBins};
use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use rmp::encode::{write_array_len, write_bin, write_map_len, write_nil, write_str, write_uint};
use std::io::{Read, Write};

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut to = ZlibEncoder::new(Vec::new(), Compression::default());
    to.write_all(bytes).unwrap();
    to.finish().unwrap()
}

fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut all = Vec::new();
    ZlibDecoder::new(bytes).read_to_end(&mut all).unwrap();
    all
}

/// MessagePack written by hand.
fn made(write: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut to = Vec::new();
    write(&mut to);
    to
}

fn numbers(of: &[u64]) -> Vec<u8> {
    of.iter().flat_map(|n| n.to_le_bytes()).collect()
}

/// The hashes of some words, as spaCy has them.
fn hash(word: &str) -> u64 {
    murmurhash64::murmur_hash64a(word.as_bytes(), 1)
}

/// A DocBin of these parts; the columns are word, entity, label, tag.
struct Parts {
    tokens: Vec<u64>,
    spaces: Vec<u8>,
    lengths: Vec<i32>,
    strings: Vec<&'static str>,
    unknown: bool,
    groups: Vec<Vec<u8>>,
    user_data: Vec<Option<Vec<u8>>>,
    cats: u32,
}

impl Parts {
    /// One document: `An nói` with an entity over the first word.
    fn new() -> Self {
        Parts {
            tokens: vec![hash("An"), 3, 380, 0, hash("nói"), 2, 0, 0],
            spaces: vec![1, 0],
            lengths: vec![2],
            strings: vec!["An", "nói", "Lời", "Ai"],
            unknown: false,
            groups: vec![vec![]],
            user_data: vec![None],
            cats: 0,
        }
    }

    fn bytes(&self) -> Vec<u8> {
        made(|to| {
            write_map_len(to, 10).unwrap();
            write_str(to, "version").unwrap();
            write_str(to, "0.1").unwrap();
            write_str(to, "attrs").unwrap();
            write_array_len(to, 4).unwrap();
            for column in [65, 77, 78, 75] {
                write_uint(to, column).unwrap();
            }
            write_str(to, "tokens").unwrap();
            write_bin(to, &numbers(&self.tokens)).unwrap();
            write_str(to, "spaces").unwrap();
            write_bin(to, &self.spaces).unwrap();
            write_str(to, "lengths").unwrap();
            write_bin(to, &self.lengths.iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<u8>>()).unwrap();
            write_str(to, "strings").unwrap();
            write_array_len(to, self.strings.len() as u32).unwrap();
            self.strings.iter().for_each(|s| write_str(to, s).unwrap());
            write_str(to, "cats").unwrap();
            write_array_len(to, 1).unwrap();
            write_map_len(to, self.cats).unwrap();
            for n in 0..self.cats {
                write_str(to, &format!("cat {n}")).unwrap();
                rmp::encode::write_f64(to, 1.0).unwrap();
            }
            write_str(to, "flags").unwrap();
            write_array_len(to, 1).unwrap();
            write_map_len(to, 1).unwrap();
            write_str(to, "has_unknown_spaces").unwrap();
            rmp::encode::write_bool(to, self.unknown).unwrap();
            write_str(to, "span_groups").unwrap();
            write_array_len(to, self.groups.len() as u32).unwrap();
            self.groups.iter().for_each(|g| write_bin(to, g).unwrap());
            write_str(to, "user_data").unwrap();
            write_array_len(to, self.user_data.len() as u32).unwrap();
            for data in &self.user_data {
                match data {
                    None => write_nil(to).unwrap(),
                    Some(data) => write_bin(to, data).unwrap(),
                }
            }
        })
    }

    fn folder(&self) -> Folder {
        Folder::with(&[("dev.spacy", &packed(&self.bytes()))])
    }
}

/// A span group with one mark.
fn group(name: &str, span: &[u8]) -> Vec<u8> {
    made(|to| {
        write_map_len(to, 3).unwrap();
        write_str(to, "name").unwrap();
        write_str(to, name).unwrap();
        write_str(to, "attrs").unwrap();
        write_map_len(to, 0).unwrap();
        write_str(to, "spans").unwrap();
        write_array_len(to, 1).unwrap();
        write_bin(to, span).unwrap();
    })
}

fn span(ids: &[u64], places: [i32; 4]) -> Vec<u8> {
    let places = places.iter().flat_map(|n| n.to_be_bytes());
    ids.iter().flat_map(|n| n.to_be_bytes()).chain(places).collect()
}

fn places(marks: &[IncomingMark]) -> Vec<(&At, &str)> {
    marks.iter().map(|m| (&m.at, m.label.as_str())).collect()
}

#[test]
fn words_are_numbers_and_marks_are_tokens() {
    let folder = written(&DocBin, &[story("a", "[Actor An] mark"), story("b", "")], &job());
    let bytes = unpacked(&folder.bytes("corpus.spacy"));
    let (an, actor, id) = (hash("An"), hash("Actor"), hash("m0"));
    let tokens = numbers(&[an, 3, actor, 423, 2, 0]);
    let mut want = b"\x8a\xa7version\xa30.1\xa5attrs\x93\x41\x4d\x4e\xa6tokens\xc4\x30".to_vec();
    want.extend(tokens);
    want.extend(b"\xa6spaces\xc4\x02\x01\x00\xa7lengths\xc4\x08\x02\0\0\0\0\0\0\0");
    want.extend(b"\xa7strings\x94\xa5Actor\xa2An\xa2m0\xa4mark\xa4cats\x92\x80\x80");
    want.extend(b"\xa5flags\x92\x81\xb2has_unknown_spaces\xc2\x81\xb2has_unknown_spaces\xc2");
    let own = group("sc", &span(&[id, 0, actor], [0, 1, 0, 2]));
    let groups = made(|to| {
        write_map_len(to, 1).unwrap();
        write_bin(to, &own).unwrap();
        to.extend(b"\x91\xa2sc");
    });
    want.extend(b"\xabspan_groups\x92");
    write_bin(&mut want, &groups).unwrap();
    want.extend(b"\xc4\x01\x90");
    want.extend(b"\xa9user_data\x92\xc4\x1c\x83\xa5attrs\x80\xa6doc_id\xa1a\xa9relations\x90");
    want.extend(b"\xc4\x1c\x83\xa5attrs\x80\xa6doc_id\xa1b\xa9relations\x90");
    assert_eq!(bytes, want);
}

#[test]
fn parts_of_the_dataset_are_files() {
    let mut docs = vec![story("a", "x"), story("b", "y"), story("c", "z")];
    docs[0].about.split = Some("train".into());
    docs[1].about.split = Some("dev".into());
    docs[2].about.split = Some("../x".into());
    let folder = written(&DocBin, &docs, &job());
    assert_eq!(folder.names, ["___x.spacy", "dev.spacy", "train.spacy"]);
    let (back, rejected) = read(&DocBins, &folder);
    assert_eq!(rejected, []);
    let splits: Vec<_> = back.iter().map(|d| (d.id.as_deref().unwrap(), d.about.split.as_deref())).collect();
    assert_eq!(splits, [("c", None), ("b", Some("dev")), ("a", Some("train"))]);
}

#[test]
fn entities_are_marks_where_there_are_no_groups() {
    let (docs, rejected) = read(&DocBins, &Parts::new().folder());
    assert_eq!(rejected, []);
    assert_eq!(docs[0].body, Body::Text("An nói".into()));
    assert_eq!(places(&docs[0].marks), [(&At::Offsets(0, 2), "PERSON")]);
    assert_eq!(docs[0].id, None);
    assert_eq!(docs[0].about.split.as_deref(), Some("dev"));
}

#[test]
fn several_groups_and_the_entities_that_are_in_none() {
    let mut parts = Parts::new();
    // One group of spaCy 3.8, one of 3.0 without ids, one that stands for a label.
    let said = group("sc", &span(&[0, hash("Ai"), hash("Lời")], [0, 2, 0, 6]));
    let same = group("old", &span(&[0, 380], [0, 1, 0, 2]));
    let named = group("quotes", &span(&[hash("An"), 0, 0], [1, 2, 3, 6]));
    parts.groups = vec![made(|to| {
        write_map_len(to, 3).unwrap();
        for (group, keys) in [(said, &["sc"][..]), (same, &["old", "older"]), (named, &["quotes"])] {
            write_bin(to, &group).unwrap();
            write_array_len(to, keys.len() as u32).unwrap();
            keys.iter().for_each(|key| write_str(to, key).unwrap());
        }
    })];
    let (docs, rejected) = read(&DocBins, &parts.folder());
    assert_eq!(rejected, []);
    let marks = &docs[0].marks;
    let want = [(&At::Offsets(0, 6), "Lời"), (&At::Offsets(0, 2), "PERSON"), (&At::Offsets(3, 6), "quotes")];
    assert_eq!(places(marks), want);
    assert_eq!(marks[0].attributes["kb_id"], "Ai");
    assert_eq!(marks[1].attributes["group"], "old, older");
    assert_eq!((marks[2].id.as_str(), marks[2].keep_id, marks[0].keep_id), ("An", true, false));
}

#[test]
fn the_first_form_of_groups_is_a_list() {
    let mut parts = Parts::new();
    parts.groups = vec![made(|to| {
        write_array_len(to, 1).unwrap();
        write_bin(to, &group("sc", &span(&[0, 0, hash("Lời")], [1, 2, 3, 6]))).unwrap();
    })];
    let (docs, _) = read(&DocBins, &parts.folder());
    assert_eq!(places(&docs[0].marks), [(&At::Offsets(3, 6), "Lời"), (&At::Offsets(0, 2), "PERSON")]);
}

#[test]
fn unknown_blanks_give_tokens() {
    let parts = Parts { unknown: true, ..Parts::new() };
    let (docs, _) = read(&DocBins, &parts.folder());
    assert_eq!(docs[0].body, Body::Tokens(vec![vec!["An".into(), "nói".into()]]));
    assert_eq!(docs[0].marks[0].at, At::Tokens(0, 1));
}

#[test]
fn what_is_not_taken_in_is_told() {
    let mut parts = Parts { cats: 2, ..Parts::new() };
    parts.tokens[3] = hash("Ai");
    parts.user_data = vec![Some(made(|to| {
        write_map_len(to, 3).unwrap();
        write_str(to, "nguồn").unwrap();
        write_str(to, "báo").unwrap();
        for (name, at) in [("toà_soạn", None), ("cảm_xúc", Some(3))] {
            write_array_len(to, 4).unwrap();
            write_str(to, "._.").unwrap();
            write_str(to, name).unwrap();
            match at {
                None => write_nil(to).unwrap(),
                Some(at) => write_uint(to, at).map(|_| ()).unwrap(),
            }
            write_nil(to).unwrap();
            write_uint(to, 7).unwrap();
        }
    }))];
    let (docs, rejected) = read(&DocBins, &parts.folder());
    let more: Vec<_> = docs[0].about.pairs().into_iter().map(|(n, v)| format!("{n}={v}")).collect();
    assert_eq!(more, ["nguồn=báo", "toà_soạn=7"]);
    let told: Vec<_> = rejected.iter().map(|r| format!("{}: {}", r.place, r.why)).collect();
    assert_eq!(
        told,
        [
            "dev.spacy (document 1): Its categories (2) are not taken in: Whosaid marks words, not whole articles",
            "dev.spacy (document 1): What it says of a word or place under “cảm_xúc” is not taken in",
            "dev.spacy: What it says of words (TAG) is not taken in, only its marks",
        ]
    );
}

#[test]
fn broken_marks_are_told_and_the_rest_is_read() {
    let mut parts = Parts::new();
    let wrong = [
        span(&[0, 0, hash("Lời")], [1, 9, 3, 6]),
        span(&[0, 0, 77_777], [0, 1, 0, 2]),
        span(&[0, 0, hash("Lời")], [0, 1, 5, 6]),
        span(&[0, 0, hash("Lời")], [-1, 1, 0, 2]),
    ];
    parts.groups = vec![made(|to| {
        write_array_len(to, 4).unwrap();
        wrong.iter().for_each(|span| write_bin(to, &group("sc", span)).unwrap());
    })];
    let (docs, rejected) = read(&DocBins, &parts.folder());
    let told: Vec<_> = rejected.iter().map(|r| r.why.as_str()).collect();
    assert_eq!(
        told,
        [
            "A mark “Lời” has the tokens from 1 to before 9, which are not there",
            "A mark’s label is the number 77777, which is no string of the file",
            "A mark “Lời” says 5–6; its tokens say 0–2, and were followed",
            "A mark “Lời” has the tokens from -1 to before 1, which are not there",
        ]
    );
    assert_eq!(places(&docs[0].marks), [(&At::Offsets(0, 2), "Lời"), (&At::Offsets(0, 2), "PERSON")]);
}

#[test]
fn a_word_without_a_string_leaves_its_document_out() {
    let mut parts = Parts::new();
    parts.strings.remove(1);
    let (docs, rejected) = read(&DocBins, &parts.folder());
    assert!(docs.is_empty());
    let why = format!("Its word 2 is the number {}, which is no string of the file", hash("nói"));
    assert_eq!(rejected[0].why, why);
}

#[test]
fn lengths_that_do_not_fit_end_it_with_a_sentence() {
    let why = |parts: &Parts| read(&DocBins, &parts.folder()).1[0].why.clone();
    let odd = "dev.spacy: Its tokens are not as many as its documents say";
    assert_eq!(why(&Parts { lengths: vec![3], ..Parts::new() }), odd);
    assert_eq!(why(&Parts { spaces: vec![1], ..Parts::new() }), odd);
    assert_eq!(why(&Parts { lengths: vec![-1], ..Parts::new() }), "dev.spacy: A document has fewer than no tokens");
    let none = "dev.spacy: Its span_groups are 0 for 1 documents";
    assert_eq!(why(&Parts { groups: vec![], ..Parts::new() }), none);
}

#[test]
fn damaged_files_end_with_a_sentence() {
    let why = |bytes: &[u8]| read(&DocBins, &Folder::with(&[("a.spacy", bytes)])).1[0].why.clone();
    let whole = packed(&Parts::new().bytes());
    assert_eq!(why(&whole[..whole.len() / 2]), "a.spacy: The file is cut off");
    assert_eq!(why(b""), "a.spacy: The file is cut off");
    assert_eq!(why(b"no zlib at all"), "a.spacy: It is not compressed as a DocBin is, or it is damaged");
    assert_eq!(why(&packed(b"\x93\x01\x02\x03")), "a.spacy: It is compressed, but no DocBin");
    // Lengths that promise more than there is take no memory.
    assert_eq!(
        why(&packed(b"\x81\xa7strings\xdd\xff\xff\xff\xff\xdb\x05\xff\xff\xff")),
        "a.spacy: The file is cut off"
    );
    let large = packed(b"\x81\xa7strings\xdd\xff\xff\xff\xff\xdb\xff\xff\xff\xff");
    assert!(why(&large).starts_with("a.spacy: One value has 4294967295 bytes"));
    let nested = packed(&[b"\x81\xa1x".as_slice(), &[0x91; 1 << 20]].concat());
    assert_eq!(why(&nested), "a.spacy: The file is cut off");
}

#[test]
fn any_damage_ends_without_a_panic() {
    let whole = Parts::new().bytes();
    for at in 0..whole.len() {
        for with in [0, 0x7f, 0xff, 0xc1] {
            let mut bytes = whole.clone();
            bytes[at] = with;
            let _ = read(&DocBins, &Folder::with(&[("a.spacy", &packed(&bytes))]));
        }
    }
}
