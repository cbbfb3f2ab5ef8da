//! The documentation is whole: each format has its page and its row, each page is linked, each measure and each source of
//! suggestions is explained, and the pipe, the example program and the worked example do as their page says.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

use serde_json::Value;
use std::{
    fs,
    io::Write,
    path::PathBuf,
    process::{Command, Stdio},
};
use whosaid::{
    agreement::MEASURES,
    formats::{EXPORTS, IMPORTS},
    suggest::{LISTS, SOURCES},
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

/// The third-level sections of a page: what each is called, and its text.
fn sections(page: &str) -> Vec<(&str, &str)> {
    let parts = page.split("\n### ").skip(1).map(|part| part.split_once('\n').unwrap());
    parts.map(|(id, text)| (id.trim(), text.split("\n## ").next().unwrap())).collect()
}

#[test]
fn every_measure_is_explained_with_when_not_to_trust_it() {
    let page = fs::read_to_string(docs().join("agreement.md")).unwrap();
    let explained = sections(&page);
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

#[test]
fn every_source_of_suggestions_is_explained_with_when_not_to_trust_it() {
    let page = fs::read_to_string(docs().join("suggestions.md")).unwrap();
    let ids: Vec<&str> = SOURCES.iter().map(|s| s.about().id).collect();
    let explained = sections(&page);
    let own: Vec<&(&str, &str)> = explained.iter().filter(|(id, _)| ids.contains(id)).collect();
    assert_eq!(own.iter().map(|(id, _)| *id).collect::<Vec<_>>(), ids, "docs/suggestions.md, in the order of the list");
    for (id, text) in own {
        assert!(text.contains("*Do not trust it*"), "{id}");
    }
}

#[test]
fn every_word_list_is_named() {
    let page = fs::read_to_string(docs().join("suggestions.md")).unwrap();
    let lists = fs::read_dir(docs().join("../assets/lexicons")).unwrap();
    let lists: Vec<String> = lists.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    assert!(lists.len() > SOURCES.len());
    let of_others = lists.iter().filter(|list| !LISTS.contains(&list.as_str()));
    assert_eq!(of_others.count() + LISTS.len(), lists.len(), "suggest::LISTS");
    for list in lists {
        assert!(page.contains(&format!("`{list}`")), "docs/suggestions.md does not name {list}");
    }
}

/// The talks of the page with a program: what is said, and what is answered. Long lines are broken there.
fn talks() -> Vec<(Vec<String>, Vec<Value>)> {
    let page = fs::read_to_string(docs().join("suggestions.md")).unwrap();
    let blocks = page.split("```").skip(1).step_by(2).filter(|block| block.contains("\n< "));
    let talk = |block: &str| {
        let mut lines: Vec<String> = Vec::new();
        for line in block.lines() {
            match (line.strip_prefix("    "), lines.last_mut()) {
                (Some(more), Some(whole)) => {
                    let blank = if whole.ends_with([',', ':', '{', '}', '[', ']']) { "" } else { " " };
                    whole.extend([blank, more]);
                }
                _ => lines.push(line.to_owned()),
            }
        }
        let of = |mark| lines.iter().filter_map(move |line| line.strip_prefix(mark));
        let answers = of("> ").map(without_scores);
        (of("< ").map(str::to_owned).collect(), answers.collect())
    };
    blocks.map(talk).collect()
}

/// An answer without its scores, which change with every word that is added to a list.
fn without_scores(answer: &str) -> Value {
    let mut answer: Value = serde_json::from_str(answer).unwrap_or_else(|error| panic!("{answer}: {error}"));
    for span in answer.get_mut("spans").and_then(Value::as_array_mut).into_iter().flatten() {
        span.as_object_mut().unwrap().remove("score").unwrap();
    }
    answer
}

fn answers(program: &mut Command, said: &[String]) -> Vec<Value> {
    let mut running = program.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = running.stdin.take().unwrap();
    said.iter().for_each(|line| writeln!(input, "{line}").unwrap());
    drop(input);
    let output = running.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap().lines().map(without_scores).collect()
}

#[test]
fn the_pipe_answers_as_its_page_says() {
    let (said, told) = &talks()[0];
    assert!(said.len() > 5);
    assert_eq!(answers(Command::new(env!("CARGO_BIN_EXE_whosaid")).args(["suggest", "--pipe"]), said), *told);
}

/// The blocks of a section, each with the line above it.
fn blocks(section: &str) -> Vec<(&str, &str)> {
    let parts: Vec<&str> = section.split("```").collect();
    let pairs = parts.chunks_exact(2).map(|pair| (pair[0].trim().lines().last().unwrap_or(""), pair[1]));
    // What stands behind the marks that begin a block is its language.
    pairs.map(|(above, block)| (above, block.split_once('\n').unwrap().1)).collect()
}

#[test]
fn the_worked_example_is_as_its_page_says() {
    let page = fs::read_to_string(docs().join("suggestions.md")).unwrap();
    let (_, example) = *sections(&page).iter().find(|(title, _)| *title == "A worked example").unwrap();
    assert!(example.contains("published on 11 March 2026"));
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("my-project");
    let write = |file: &str, text: &str| {
        fs::create_dir_all(root.join(file).parent().unwrap()).unwrap();
        fs::write(root.join(file), text).unwrap();
    };
    let suggest = || {
        let mut program = Command::new(env!("CARGO_BIN_EXE_whosaid"));
        program.env("WHOSAID_HOME", folder.path().join("home")).current_dir(folder.path());
        String::from_utf8(program.args(["suggest", "my-project"]).output().unwrap().stderr).unwrap()
    };
    let marks = || {
        let set = fs::read_to_string(root.join("annotations/machine%3A suggestions/ghe.ron")).unwrap();
        let around = regex::Regex::new(r#"(?:before|after): "[^"]*", "#).unwrap();
        let marks = set.lines().map(str::trim).filter(|line| line.starts_with("(id: "));
        marks.map(|line| around.replace_all(line, "").into_owned()).collect::<Vec<_>>()
    };
    let (mut lists, mut said, mut set) = (0, "", "");
    for (above, block) in blocks(example) {
        let file = above.split('`').nth(1).filter(|_| above.starts_with('`') && above.ends_with(':'));
        if let Some(article) = file.filter(|file| file.starts_with("articles/")) {
            write(article, block);
            write("articles/ghe.meta.ron", "Article(\n    format: 2,\n    published: \"2026-03-11\",\n)\n");
            assert!(suggest().starts_with("whosaid: 1 mark proposed in 1 article"));
            let [only] = &marks()[..] else { panic!("{:?}", marks()) };
            assert!(only.contains("quote: \"Hôm qua\"") && only.contains("label: \"Date\""), "{only}");
        } else if let Some(list) = file {
            write(list, block);
            lists += 1;
        } else if let Some(output) = block.strip_prefix("$ whosaid suggest my-project\n") {
            said = output;
        } else {
            set = block;
        }
    }
    assert_eq!(lists, 3);
    assert_eq!(suggest(), said);
    assert_eq!(marks(), set.lines().collect::<Vec<_>>());
}

/// Where there is no Python the program cannot be run.
#[test]
fn the_example_program_answers_as_its_page_says() {
    if !Command::new("python3").arg("--version").output().is_ok_and(|told| told.status.success()) {
        return;
    }
    let (said, told) = &talks()[1];
    assert!(said.len() > 5);
    assert_eq!(answers(Command::new("python3").arg(docs().join("examples/suggest_program.py")), said), *told);
}
