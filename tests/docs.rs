//! The documentation is whole: each format has its page and its row, each page is linked, and each measure is explained.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

use std::{fs, path::PathBuf};
use whosaid::{
    agreement::MEASURES,
    formats::{EXPORTS, IMPORTS},
};

fn docs() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs")
}

fn index() -> String {
    fs::read_to_string(docs().join("formats.md")).unwrap()
}

/// The stems of all pages.
fn pages() -> Vec<String> {
    let files = fs::read_dir(docs().join("formats")).unwrap();
    let mut stems: Vec<String> =
        files.filter_map(|file| file.unwrap().file_name().to_str()?.strip_suffix(".md").map(str::to_owned)).collect();
    stems.sort();
    stems
}

#[test]
fn every_export_has_its_page_and_its_row() {
    let index = index();
    for export in EXPORTS {
        let about = export.about();
        let id = about.id;
        let page = fs::read_to_string(docs().join(format!("formats/{id}.md")))
            .unwrap_or_else(|error| panic!("docs/formats/{id}.md: {error}"));
        assert!(page.starts_with(&format!("# {}\n", about.title)), "docs/formats/{id}.md is called otherwise");
        assert!(page.contains(&format!("| name | `{id}` |")), "docs/formats/{id}.md does not say its name");
        assert!(page.contains("```python\n"), "docs/formats/{id}.md has no loader");
        let row = format!("| [{id}](formats/{id}.md) |");
        assert!(index.lines().any(|line| line.starts_with(&row)), "docs/formats.md has no row “{row}”");
    }
}

#[test]
fn every_import_is_named() {
    let index = index();
    for id in IMPORTS.iter().map(|i| i.about().id) {
        let named = [format!("`{id}`"), format!("[{id}](formats/{id}.md)")];
        assert!(named.iter().any(|name| index.contains(name)), "docs/formats.md does not name the import {id}");
    }
}

/// Formats that this build is without have pages all the same.
#[test]
fn every_page_is_linked_and_leads_back() {
    let index = index();
    let pages = pages();
    assert!(pages.len() > IMPORTS.len().min(EXPORTS.len()) / 2, "the pages are not where they should be");
    for stem in pages {
        assert!(index.contains(&format!("](formats/{stem}.md)")), "docs/formats.md does not link formats/{stem}.md");
        let page = fs::read_to_string(docs().join(format!("formats/{stem}.md"))).unwrap();
        assert!(page.ends_with("\n[All formats](../formats.md)\n"), "formats/{stem}.md does not lead back");
    }
}

#[test]
fn every_measure_is_explained_with_when_not_to_trust_it() {
    let page = fs::read_to_string(docs().join("agreement.md")).unwrap();
    let explained: Vec<(&str, &str)> = page
        .split("\n### ")
        .skip(1)
        .map(|part| part.split_once('\n').unwrap())
        .map(|(id, text)| (id.trim(), text))
        .collect();
    let ids: Vec<&str> = MEASURES.iter().map(|m| m.about().id).collect();
    assert_eq!(
        explained.iter().map(|(id, _)| *id).collect::<Vec<_>>(),
        ids,
        "docs/agreement.md, in the order of the list"
    );
    for (id, text) in explained {
        assert!(text.contains("*Do not trust it*"), "{id}");
    }
}
