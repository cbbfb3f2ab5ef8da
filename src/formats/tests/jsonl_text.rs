//! JSON with articles: each form of file, which field is the text, what is known of them.

use super::{Folder, read};
use crate::formats::{Body, IMPORTS, Import, Incoming, Likeness, Rejected, jsonl_text::JsonlText};

fn from(name: &str, file: &str) -> (Vec<Incoming>, Vec<Rejected>) {
    read(&JsonlText, &Folder::with(&[(name, file.as_bytes())]))
}

fn texts(docs: &[Incoming]) -> Vec<&str> {
    docs.iter().map(|d| if let Body::Text(text) = &d.body { text.as_str() } else { "" }).collect()
}

#[test]
fn a_crawler_s_records() {
    let file = concat!(
        "{\"_id\": 7, \"headline\": \"Bão\", \"text\": \"Mưa.\", \"body\": \"Ông Ba nói mưa to.\", \"publish_date\": \"2026-02-05T16:40:12+0700\", ",
        "\"link\": \"https://a.example/7\", \"source\": {\"id\": \"ts\", \"name\": \"Tin Sông\"}, \"lang\": \"vi_VN\", \"topic\": \"bão\", \"views\": 12, \"authors\": [\"Lan\"], \"x\": null}\n",
        "\n",
        "{\"_id\": 8, \"body\": \"\", \"text\": \"Chỉ có lời dẫn.\", \"publish_date\": \"hôm qua\", \"meta\": {\"url\": \"https://a.example/8\", \"title\": \"T\"}}\n",
        "{\"_id\": 9, \"headline\": \"Không có gì\"}\n",
        "not json\n",
        "{\"uuid\": \"u-1\", \"id\": null, \"body\": [\"Đoạn một.\", \"Đoạn hai.\"]}",
    );
    let (docs, rejected) = from("a.jsonl", file);
    assert_eq!(texts(&docs), ["Ông Ba nói mưa to.", "Chỉ có lời dẫn.", "Đoạn một.\n\nĐoạn hai."]);
    let ids: Vec<_> = docs.iter().map(|d| d.id.as_deref()).collect();
    assert_eq!(ids, [Some("7"), Some("8"), Some("u-1")]);
    let m = &docs[0].about.metadata;
    assert_eq!((m.title.as_deref(), m.outlet.as_deref()), (Some("Bão"), Some("Tin Sông")));
    assert_eq!((m.event.as_deref(), m.language.as_deref()), (Some("bão"), Some("vi")));
    assert_eq!(m.published.as_ref().unwrap().to_string(), "2026-02-05 16:40 +07:00");
    let more: Vec<_> = m.more.iter().map(|(n, v)| format!("{n}={v}")).collect();
    assert_eq!(more, ["authors=[\"Lan\"]", "source.id=ts", "text=Mưa.", "views=12"]);
    let m = &docs[1].about.metadata;
    assert_eq!((m.url.as_deref(), m.title.as_deref()), (Some("https://a.example/8"), Some("T")));
    assert_eq!(m.more.get("publish_date").map(|v| &**v), Some("hôm qua"), "kept under its name");
    let places: Vec<_> = rejected.iter().map(|r| r.place.to_string()).collect();
    assert_eq!(places, ["a.jsonl:4", "a.jsonl:5"]);
    assert!(rejected[0].why.starts_with("The record has no text"), "{rejected:?}");
}

#[test]
fn every_form_of_file_is_read() {
    for file in [
        "[{\"text\": \"Một.\"}, {\"text\": \"Hai.\"}]",
        "\u{feff}{\"text\": \"Một.\"}\n{\"text\": \"Hai.\"}\n",
        "{\"total\": 2, \"articles\": [{\"content\": \"Một.\"}, {\"content\": \"Hai.\"}]}",
        "{\n \"total\": 2,\n \"docs\": [\n  {\"Article_Text\": \"Một.\"},\n  {\"Article_Text\": \"Hai.\"}\n ]\n}\n",
    ] {
        let (docs, rejected) = from("a.json", file);
        assert_eq!((texts(&docs), rejected), (vec!["Một.", "Hai."], vec![]), "{file}");
    }
    let (docs, _) = from("a.json", "{\n  \"title\": \"T\",\n  \"raw_text\": \"Một.\"\n}\n");
    assert_eq!(texts(&docs), ["Một."]);
    let (docs, rejected) = from("a.json", "[{\"text\": \"Một.\"}, 3, {\"text\": \"Hai.\"}");
    assert_eq!((texts(&docs), rejected.len()), (vec!["Một.", "Hai."], 2), "{rejected:?}");
    let folder = Folder::with(&[("a.json", b"{"), ("b.json", b"{\"text\": \"Hai.\"}")]);
    let (docs, rejected) = read(&JsonlText, &folder);
    assert_eq!((texts(&docs), rejected.len()), (vec!["Hai."], 1), "the next file is read");
}

#[test]
fn records_with_marks_are_for_others() {
    let likeness = |file: &str| JsonlText.detect(&Folder::with(&[("a.jsonl", file.as_bytes())]));
    assert_eq!(likeness("{\"id\": 1, \"text\": \"Một.\", \"tags\": 3}"), Likeness::Perhaps);
    assert_eq!(likeness("[{\"id\": 1, \"data\": {\"text\": \"Một.\"}, \"annotations\": []}]"), Likeness::Perhaps);
    assert_eq!(likeness("{\"articles\": [{\"text\": \"Một \\\" {label:\"}]}"), Likeness::Likely);
    assert_eq!(likeness("{\"id\": 1, \"tokens\": [\"a\"]}"), Likeness::No);
    for format in IMPORTS {
        if format.about().id != "jsonl_text" {
            let folder = Folder::with(&[("a.jsonl", b"{\"id\": 1, \"text\": \"Mot.\", \"title\": \"x\"}\n")]);
            assert!(format.detect(&folder) < Likeness::Likely, "{}", format.about().id);
        }
    }
}

#[test]
fn dates_are_read_in_many_forms() {
    for (said, is) in [
        ("2026-02-05", "2026-02-05"),
        ("20260205", "2026-02-05"),
        ("2026-02-05 16:40:12.000Z", "2026-02-05 16:40 +00:00"),
        ("Thu, 05 Feb 2026 16:40:00 GMT", "2026-02-05 16:40 +00:00"),
        ("Thứ Năm, 5/2/2026, 16:40 (GMT+7)", "2026-02-05 16:40 +07:00"),
        ("1770284400", "2026-02-05 09:40 +00:00"),
        ("1770284400000", "2026-02-05 09:40 +00:00"),
    ] {
        let file = format!("{{\"date\": {said:?}, \"text\": \"Đường đã được thông lại từ chiều.\"}}");
        let (docs, _) = from("a.json", &file);
        let published = docs[0].about.metadata.published.as_ref();
        assert_eq!(published.map(ToString::to_string).as_deref(), Some(is), "{said}");
    }
}
