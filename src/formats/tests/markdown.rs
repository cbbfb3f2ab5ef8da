//! Markdown files: what a reader sees, and the fields in front.

use super::{Folder, read};
use crate::formats::{Body, Incoming, markdown::Markdown};

fn article(file: &str) -> Incoming {
    let (mut docs, rejected) = read(&Markdown, &Folder::with(&[("a.md", file.as_bytes())]));
    assert_eq!(rejected, []);
    docs.remove(0)
}

fn text(file: &str) -> String {
    match article(file).body {
        Body::Text(text) => text,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_file_with_fields() {
    let doc = article(
        "---\ntitle: \"Cầu đóng\"\ndate: 2026-03-05T06:15:00+07:00\nlang: vi-VN\nurl: https://tin.example/cau\n# a remark\nsource: Tin Sông\ntags:\n  - cầu\n  - đường\nsummary: >\n  Hai dòng\n  một câu\n---\n\n# Cầu Vĩnh Thạnh **đóng**\n\nÔng [Đỗ Bảo](https://a.example) nói:\n“Sẽ mở lại.”  \nBà Lê bác bỏ.\n",
    );
    let m = &doc.about.metadata;
    assert_eq!(doc.body, Body::Text("Cầu Vĩnh Thạnh đóng\n\nÔng Đỗ Bảo nói: “Sẽ mở lại.”\nBà Lê bác bỏ.".into()));
    assert_eq!(m.title.as_deref(), Some("Cầu đóng"));
    assert_eq!(m.published.as_ref().unwrap().to_string(), "2026-03-05 06:15 +07:00");
    assert_eq!((m.language.as_deref(), m.url.as_deref()), (Some("vi"), Some("https://tin.example/cau")));
    assert_eq!(m.outlet.as_deref(), Some("Tin Sông"));
    let more: Vec<_> = m.more.iter().map(|(n, v)| format!("{n}={v}")).collect();
    assert_eq!(more, ["summary=Hai dòng một câu", "tags=cầu, đường"]);
}

#[test]
fn blocks_are_lines() {
    assert_eq!(text("Tiêu đề\n=======\n\n- một\n- hai\n  1. ba\n\nsau"), "Tiêu đề\n\nmột\nhai\nba\n\nsau");
    assert_eq!(text("| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nx  =\n\n  1\n```"), "a\tb\n1\t2\n\nx  =\n\n  1");
    assert_eq!(text("> lời *trích*\n\n![cầu](x.png) và `mã`<br>mới &amp; cũ"), "lời trích\n\ncầu và mã\nmới & cũ");
    assert_eq!(text("<div>\n<p>Một</p><p>hai</p>\n</div>\n\nba\n\n<!-- bỏ -->"), "Một\n\nhai\n\nba");
    assert_eq!(article("Mở\n\n# A *b*\n\n# C").about.metadata.title.as_deref(), Some("A b"));
}

#[test]
fn what_only_looks_like_fields_is_text() {
    assert_eq!(text("---\n\nKhông phải trường.\n\n---\n\nSau."), "Không phải trường.\n\nSau.");
    assert_eq!(text("+++\ntitle = 'Bão'\n+++\nMưa."), "Mưa.");
    let doc = article("---\ndate: hôm qua\n---\nMưa.");
    assert_eq!(doc.about.metadata.more.get("date").map(|v| &**v), Some("hôm qua"), "kept under its name");
    assert_eq!(text("---\ntitle: a"), "title: a", "never closed");
}

#[test]
fn hostile_files_are_told_or_read() {
    let (_, rejected) =
        read(&Markdown, &Folder::with(&[("a.md", b"---\ntitle: x\n---\n\n"), ("b.md", b"\xff\xfe\x00")]));
    assert_eq!(rejected[0].why, "The file has no text");
    assert_eq!(rejected.len(), 2);
    let (_, rejected) = read(&Markdown, &Folder::with(&[("a.md", &vec![b'['; (8 << 20) + 1])]));
    assert_eq!(rejected[0].why, "The file is longer than 8 MiB, more than any article");
    for piece in ["> ", "- ", "[", "*a", "`", "<div>", "![", "| a ", "#", "\n\n---\n"] {
        read(&Markdown, &Folder::with(&[("a.md", piece.repeat(20_000).as_bytes())]));
    }
}
