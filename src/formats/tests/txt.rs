//! Plain text files: to the letter, in each encoding, and told where they are none.

use super::{Folder, read};
use crate::formats::{Body, Import, Likeness, txt::Txt};

fn utf16(text: &str) -> Vec<u8> {
    std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

#[test]
fn files_are_articles_to_the_letter() {
    let text = "Bão số 5\r\n\r\n  Ông Ba nói: “Mưa to”.\n";
    let wide = utf16(text);
    let marked = format!("\u{feff}{text}");
    let folder = Folder::with(&[
        ("a/một.txt", text.as_bytes()),
        ("b.TXT", marked.as_bytes()),
        ("c.text", &wide),
        ("d.pdf", b"%PDF"),
        ("e.txt", b"one\ntwo \xff"),
        ("f.txt", b""),
    ]);
    let (docs, rejected) = read(&Txt, &folder);
    let ids: Vec<_> = docs.iter().map(|d| d.id.as_deref().unwrap()).collect();
    assert_eq!(ids, ["a/một", "b", "c"]);
    assert!(docs.iter().all(|d| d.body == Body::Text(text.into()) && d.marks.is_empty()));
    let told: Vec<_> = rejected.iter().map(|r| format!("{}: {}", r.place, r.why)).collect();
    assert_eq!(
        told,
        [
            "e.txt: Line 2, byte 8: this is not UTF-8; save the file again with the encoding UTF-8",
            "f.txt: The file is empty; put the article’s text into it, or remove it",
        ]
    );
}

#[test]
fn one_file_is_read_whatever_its_ending_is() {
    let folder = Folder::with(&[("article", b"Mua to.")]);
    assert_eq!(read(&Txt, &folder).0.len(), 1);
    assert_eq!(Txt.detect(&folder), Likeness::No);
    let none = Folder::with(&[("a.pdf", b"x"), ("b.pdf", b"x")]);
    let (docs, rejected) = read(&Txt, &none);
    assert!(docs.is_empty());
    assert!(rejected[0].why.contains("There is no file whose name ends with .txt or .text"), "{rejected:?}");
}
