//! What a person entered about an article, as stored beside it: only the edited fields.

use super::{Record, SINCE, SINCE_MORE, SetTrouble, emit, locate, nfc, present};
use crate::{
    model::{Line, Metadata, Published},
    store::trouble::FileTrouble,
};
use serde::Deserialize;
use std::{collections::BTreeMap, path::Path, sync::Arc};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename = "Article")]
struct MetaRecord {
    format: u32,
    #[serde(default, deserialize_with = "present")]
    id: Option<Arc<str>>,
    #[serde(default, deserialize_with = "present")]
    title: Option<Arc<str>>,
    #[serde(default, deserialize_with = "present")]
    outlet: Option<Arc<str>>,
    #[serde(default, deserialize_with = "present")]
    url: Option<Arc<str>>,
    #[serde(default, deserialize_with = "present")]
    published: Option<Arc<str>>,
    #[serde(default, deserialize_with = "present")]
    event: Option<Arc<str>>,
    #[serde(default, deserialize_with = "present")]
    language: Option<Arc<str>>,
    #[serde(default)]
    more: BTreeMap<Arc<str>, Arc<str>>,
    #[serde(default)]
    noise: Vec<(usize, Arc<str>)>,
    #[serde(default)]
    body: Vec<(usize, Arc<str>)>,
}

impl Record for MetaRecord {
    fn format(&self) -> u32 {
        self.format
    }
}

/// Reads a metadata file.
pub(crate) fn read(path: &Path, bytes: &[u8]) -> Result<Metadata, SetTrouble> {
    let text = super::text_of(path, bytes)?;
    let record: MetaRecord = super::parse(path, text)?;
    let published = match record.published {
        None => None,
        Some(published) => Some(Published::parse(&published).map_err(|error| {
            let what =
                format!("“{published}” is no publication date: {error}. The file was left as it is: mend the line");
            SetTrouble::Broken(FileTrouble::at(path, locate(text, "published", &published, 0), what))
        })?),
    };
    Ok(Metadata {
        id: record.id,
        more: record.more,
        title: record.title.map(|t| nfc(&t)),
        outlet: record.outlet.map(|t| nfc(&t)),
        url: record.url,
        published,
        event: record.event.map(|t| nfc(&t)),
        language: record.language.map(|t| nfc(&t)),
        noise: lines(record.noise),
        body: lines(record.body),
    })
}

/// The bytes of a metadata file.
pub(crate) fn write(edited: &Metadata) -> Vec<u8> {
    let mut out = String::from("Article(\n");
    let new = edited.id.is_some() || !edited.more.is_empty();
    emit::push_line(&mut out, "format", &if new { SINCE_MORE } else { SINCE }.to_string());
    let published = edited.published.as_ref().map(|p| Arc::from(p.to_string()));
    for (name, value) in [
        // A name of another program's: exact, not composed.
        ("id", edited.id.clone()),
        ("title", edited.title.as_deref().map(nfc)),
        ("outlet", edited.outlet.as_deref().map(nfc)),
        ("url", edited.url.clone()),
        ("published", published),
        ("event", edited.event.as_deref().map(nfc)),
        ("language", edited.language.as_deref().map(nfc)),
    ] {
        if let Some(value) = value {
            emit::push_line(&mut out, name, &emit::literal(&value));
        }
    }
    if !edited.more.is_empty() {
        let all = edited.more.iter().map(|(n, v)| format!("        {}: {},\n", emit::literal(n), emit::literal(v)));
        out.push_str(&format!("    more: {{\n{}    }},\n", all.collect::<String>()));
    }
    for (name, lines) in [("noise", &edited.noise), ("body", &edited.body)] {
        if !lines.is_empty() {
            // A line's words are a quotation: exact, not composed.
            let all = lines.iter().map(|l| format!("        ({}, {}),\n", l.number, emit::literal(&l.words)));
            out.push_str(&format!("    {name}: [\n{}    ],\n", all.collect::<String>()));
        }
    }
    out.push_str(")\n");
    out.into_bytes()
}

fn lines(record: Vec<(usize, Arc<str>)>) -> Vec<Line> {
    record.into_iter().map(|(number, words)| Line { number, words }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn metadata_survives(title in proptest::option::of("\\PC{0,30}"), url in proptest::option::of("\\PC{0,30}"),
            id in proptest::option::of("(\\PC|o\u{302}|\n){0,12}"), more in proptest::collection::btree_map("(\\PC|o\u{302}){0,6}", "(\\PC|\n){0,9}", 0..3), day in 1i8..29, timed: bool,
            noise in proptest::collection::vec((1usize..999, "(\\PC|o\u{302}){0,12}"), 0..3)) {
            let published = Published::parse(&format!("2021-12-{day:02}{}", if timed { " 15:35 +07:00" } else { "" })).ok();
            let more = more.into_iter().map(|(n, v)| (n.into(), v.into())).collect();
            let edited = Metadata { id: id.map(Into::into), more, title: title.map(|t| nfc(&t)), url: url.map(Into::into), published, noise: lines(noise.into_iter().map(|(n, w)| (n, w.into())).collect()), ..Metadata::default() };
            prop_assert_eq!(read(Path::new("m"), &write(&edited)), Ok(edited));
        }
    }

    #[test]
    fn a_bad_date_is_named_with_its_line() {
        let bad = b"(\n format: 1,\n published: \"8.12.2021\",\n)";
        let trouble = read(Path::new("a.meta.ron"), bad).unwrap_err().into_trouble();
        assert!(trouble.to_string().starts_with("a.meta.ron:3:2: “8.12.2021” is no publication date"), "{trouble}");
    }

    #[test]
    fn an_unknown_field_is_an_error_with_its_place() {
        let trouble = read(Path::new("m"), b"(\n format: 1,\n titel: \"x\",\n)").unwrap_err().into_trouble();
        assert_eq!(trouble.line, Some(3), "{trouble}");
        assert!(trouble.what.contains("titel"), "{trouble}");
    }
}
