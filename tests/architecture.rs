//! The house holds: no room imports from a room above it or beside it, and what a room must not know stays outside.
//!
//! The tables below are those of `ARCHITECTURE.md`. Each finding names its file and line.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

#[path = "support/source.rs"]
mod source;

use source::{Path, Source};
use std::{collections::HashSet, fs, path::Path as FilePath};

/// Every room, and the rooms it may import from. A room that does not exist yet has its place already.
const ROOMS: [(&str, &[&str]); 10] = [
    ("text", &[]),
    ("model", &["text"]),
    ("agreement", &["text", "model"]),
    ("suggest", &["text", "model"]),
    ("formats", &["text", "model"]),
    ("store", &["text", "model"]),
    ("session", &["text", "model", "agreement", "suggest", "formats", "store"]),
    ("ui", &["text", "model", "agreement", "suggest", "formats", "session"]),
    ("cli", &["text", "model", "agreement", "suggest", "formats", "store", "session"]),
    ("app", &["text", "model", "agreement", "suggest", "formats", "store", "session", "ui", "cli"]),
];

/// What lies outside the house, the only rooms that may use it, and why. Tests inside a room may use it too.
const FENCES: [(&[&str], &[&str], &str); 9] = [
    (&["egui", "eframe", "epaint", "emath", "rfd", "winit"], &["ui", "app"], "only the window knows the window"),
    (&["std::fs", "walkdir", "notify", "tempfile"], &["store", "app"], "only the store and the app touch the disk"),
    (&["std::env", "directories"], &["store", "app"], "only the store and the app look at their surroundings"),
    (
        &["std::time::SystemTime", "std::time::Instant::now"],
        &["store", "app"],
        "only the store and the app know the time",
    ),
    (&["jiff::Timestamp::now", "jiff::Zoned::now"], &["store", "app"], "only the store and the app know the time"),
    (&["serde", "ron", "postcard"], &["store", "formats"], "only stored forms and formats are serialised"),
    (&["serde_json"], &["store", "formats", "cli"], "only stored forms, formats and --json are serialised"),
    (
        &["std::thread", "std::process::Command", "std::net"],
        &["store", "app"],
        "only the store and the app work beside the window",
    ),
    (&["std::path"], &["store", "session", "ui", "cli", "app"], "texts, marks, measures and formats know no paths"),
];

/// Methods that look at the disk without naming `std::fs`.
const DISK_METHODS: [&str; 7] =
    ["exists", "try_exists", "is_file", "is_dir", "read_dir", "canonicalize", "symlink_metadata"];

/// The longest a source of the program may be, in lines.
const LONGEST: usize = 700;

/// The file in which colours are numbers; everywhere else they have names.
const THEME: &str = "src/ui/theme.rs";

#[test]
fn the_house_holds() {
    let mut files = Vec::new();
    for folder in ["src", "tests"] {
        read(FilePath::new(env!("CARGO_MANIFEST_DIR")), folder, &mut files);
    }
    assert!(files.len() > 20, "the sources are not where they are looked for");
    let found = findings(&files);
    assert!(found.is_empty(), "{} findings:\n{}", found.len(), found.join("\n"));
}

fn read(root: &FilePath, folder: &str, files: &mut Vec<(String, String)>) {
    let mut entries: Vec<_> = fs::read_dir(root.join(folder)).unwrap().map(|e| e.unwrap()).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            read(root, &name, files);
        } else if name.ends_with(".rs") {
            files.push((name, fs::read_to_string(entry.path()).unwrap()));
        }
    }
}

/// Everything that is wrong, as `file:line: sentence`.
fn findings(files: &[(String, String)]) -> Vec<String> {
    let sources: Vec<(&str, &str, Source)> = files.iter().map(|(n, s)| (&**n, &**s, Source::of(s))).collect();
    let tests: HashSet<String> = sources.iter().flat_map(|(name, _, source)| test_files(name, source)).collect();
    let mut found = Vec::new();
    for (name, text, source) in &sources {
        let test = tests.iter().any(|t| *name == format!("{t}.rs") || name.starts_with(&format!("{t}/")));
        let mut say = |line: usize, sentence: String| found.push(format!("{name}:{line}: {sentence}"));
        form(text, source, &mut say);
        if let Some(below) = name.strip_prefix("src/") {
            let lines = text.lines().count();
            if lines > LONGEST {
                say(LONGEST + 1, format!("{lines} lines, more than {LONGEST}: split it"));
            }
            let module: Vec<&str> = below.trim_end_matches(".rs").split('/').filter(|w| *w != "mod").collect();
            arrows(&module, source, &mut say);
            if !test {
                fences(module[0], source, &mut say);
                if *name != THEME {
                    colours(source, &mut say);
                }
            }
        }
    }
    found
}

/// The files of the modules that a source declares for tests only, without their ending.
fn test_files(name: &str, source: &Source) -> Vec<String> {
    let stem = name.trim_end_matches(".rs");
    let folder = ["/mod", "/lib", "/main"].iter().find_map(|end| stem.strip_suffix(end)).unwrap_or(stem);
    source.test_modules.iter().map(|module| format!("{folder}/{module}")).collect()
}

/// What holds for every source.
fn form(text: &str, source: &Source, say: &mut impl FnMut(usize, String)) {
    if !text.starts_with("//!") {
        say(1, "begin with a `//!` that says what the file is for".into());
    }
    for name in ["todo", "unimplemented", "dbg"] {
        for token in source.find(&[name, "!"]) {
            say(token.line, format!("`{name}!` promises and does not keep"));
        }
    }
    for token in source.find(&["#", "[", "ignore"]) {
        say(token.line, "`#[ignore]`: a test runs, or it is not there".into());
    }
}

/// No path leads up or aside.
fn arrows(module: &[&str], source: &Source, say: &mut impl FnMut(usize, String)) {
    let own = module[0];
    let top = matches!(own, "lib" | "main");
    let below = ROOMS.iter().find(|(room, _)| *room == own).map(|(_, below)| *below);
    if below.is_none() && !top {
        return say(1, format!("there is no room `{own}` in the house: see ROOMS"));
    }
    for token in source.find(&["#", "[", "path"]).iter().chain(&source.find(&["include", "!"])) {
        say(token.line, "sources are brought in by `mod` alone".into());
    }
    for path in &source.paths {
        let words: Vec<&str> = path.words.iter().map(String::as_str).collect();
        let first = words[0];
        if matches!(first, "crate" | "std" | "jiff") && path.imported.is_some() && words.len() < 3 {
            let renamed = path.imported.as_deref() != words.last().copied();
            if renamed || words.last() == Some(&"*") || words == ["crate"] {
                say(path.line, format!("`{first}` is neither renamed nor taken whole, so that paths can be read"));
                continue;
            }
        }
        if first == "whosaid" && words.len() > 1 && own != "main" {
            say(path.line, "`whosaid::` is for outside: inside it is `crate::`".into());
        }
        if top {
            continue;
        }
        if first == "super" {
            let up = words.iter().take_while(|w| **w == "super").count();
            if up >= module.len() + path.depth {
                say(path.line, format!("`{}` leaves the room: write it from `crate`", words.join("::")));
            }
        }
        if let ["crate", room, ..] = words[..]
            && room != own
            && !below.unwrap_or_default().contains(&room)
        {
            say(path.line, format!("`{own}` must not know `{room}` (`{}`)", words.join("::")));
        }
    }
}

/// Nothing from outside the house where it does not belong.
fn fences(room: &str, source: &Source, say: &mut impl FnMut(usize, String)) {
    if matches!(room, "lib" | "main") {
        return;
    }
    let used = |path: &Path, fenced: &str| {
        let fenced: Vec<&str> = fenced.split("::").collect();
        let words: Vec<&str> = path.words.iter().map(|w| if w == "core" { "std" } else { w.as_str() }).collect();
        let glob = words.last() == Some(&"*") && words.len() > 2 && fenced.starts_with(&words[..words.len() - 1]);
        // A crate's name counts where a path begins with it, not as a word of our own.
        let named = words.starts_with(&fenced) && (words.len() > 1 || path.imported.is_some());
        named || glob
    };
    for (fenced, rooms, why) in FENCES {
        if rooms.contains(&room) {
            continue;
        }
        for path in source.paths.iter().filter(|p| !p.test && fenced.iter().any(|f| used(p, f))) {
            say(path.line, format!("`{}` in `{room}`: {why}", path.words.join("::")));
        }
    }
    if !matches!(room, "store" | "app") {
        for method in DISK_METHODS {
            for token in source.find(&[".", method, "("]).iter().filter(|t| !t.test) {
                say(token.line, format!("`.{method}()` in `{room}`: only the store and the app touch the disk"));
            }
        }
    }
}

/// Colours have names.
fn colours(source: &Source, say: &mut impl FnMut(usize, String)) {
    for path in source.paths.iter().filter(|p| !p.test) {
        let Some(at) = path.words.iter().position(|w| matches!(&**w, "Color32" | "Rgba" | "Hsva")) else { continue };
        let Some(what) = path.words.get(at + 1) else { continue };
        let constant = what.chars().all(|c| c.is_ascii_uppercase() || c == '_');
        // Two that are no colours: nothing, and whatever the surroundings say.
        if what.starts_with("from_") || what == "new" || constant && !matches!(&**what, "TRANSPARENT" | "PLACEHOLDER") {
            say(path.line, format!("`{}::{what}`: colours are numbers only in {THEME}", path.words[at]));
        }
    }
    for token in source.find(&["hex_color", "!"]).iter().filter(|t| !t.test) {
        say(token.line, format!("`hex_color!`: colours are numbers only in {THEME}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found in one made-up source, as the lines it is found on.
    fn lines(name: &str, source: &str) -> Vec<usize> {
        let found = findings(&[(name.into(), format!("//! Made up.\n{source}"))]);
        found
            .iter()
            .map(|f| f.strip_prefix(&format!("{name}:")).unwrap().split(':').next().unwrap().parse().unwrap())
            .collect()
    }

    fn bad(name: &str, source: &str) {
        assert_eq!(lines(name, source), [2], "{name}: {source}");
    }

    fn good(name: &str, source: &str) {
        assert_eq!(lines(name, source), [0; 0], "{name}: {source}");
    }

    #[test]
    fn arrows_that_run_up_or_aside_are_found() {
        for (room, below) in ROOMS {
            for (other, _) in ROOMS {
                let source = format!("use crate::{other}::X;");
                let allowed = room == other || below.contains(&other);
                assert_eq!(lines(&format!("src/{room}/a.rs"), &source).is_empty(), allowed, "{room} {other}");
            }
        }
        bad("src/model/a.rs", "use crate::{text::Span, store};");
        assert_eq!(lines("src/model/a.rs", "use crate::{\n  text::Span,\n  store,\n};"), [4]);
        bad("src/model/a.rs", "use crate::text::Span; fn f() { crate::session::x() }");
        bad("src/model/mod.rs", "pub use super::ui::X;");
        bad("src/model.rs", "pub use super::ui::X;");
        bad("src/model/a/b.rs", "fn f() { super::super::super::ui::x() }");
        bad("src/model/a.rs", "#[cfg(test)] mod tests { use super::super::super::text; }");
        bad("src/ui/a.rs", "fn f(x: &crate::store::Project) {}");
        bad("src/cli/mod.rs", "use whosaid::model;");
        bad("src/cli/mod.rs", "use crate as house;");
        bad("src/cli/mod.rs", "use crate::*;");
        assert_eq!(lines("src/kitchen/mod.rs", ""), [1]);
    }

    #[test]
    fn arrows_that_run_down_are_left_alone() {
        good("src/model/a.rs", "use super::Set; use crate::text::{Span, Text}; mod b { use super::super::Set; }");
        good("src/store/record/set.rs", "use super::super::trouble; use crate::{model::Set, store::trouble::X};");
        good("src/ui/a.rs", "// crate::store\nconst A: &str = \"crate::store::X\";");
        good("src/main.rs", "use whosaid::cli;");
        good("src/lib.rs", "pub mod text;");
    }

    #[test]
    fn what_a_room_must_not_know_is_found() {
        bad("src/session/a.rs", "use egui::Ui;");
        bad("src/session/a.rs", "fn f(ui: &mut egui::Ui) {}");
        bad("src/cli/a.rs", "use rfd;");
        bad("src/store/a.rs", "fn f() { eframe::run() }");
        bad("src/model/a.rs", "use std::{collections::BTreeMap, fs};");
        bad("src/model/a.rs", "use std::*;");
        bad("src/session/a.rs", "fn f(p: &P) -> bool { p.is_dir() }");
        bad("src/session/a.rs", "fn f() { std::time::Instant::now(); }");
        assert_eq!(lines("src/session/a.rs", "use std::time;\nfn f() { time::Instant::now(); }"), [3]);
        assert_eq!(lines("src/session/a.rs", "use std::time::Instant as I;\nfn f() { I::now(); }"), [3]);
        bad("src/ui/a.rs", "use std::time::SystemTime;");
        bad("src/cli/a.rs", "fn f() { std::env::args(); }");
        bad("src/text/a.rs", "fn f() { jiff::Timestamp::now(); }");
        assert_eq!(lines("src/session/a.rs", "use jiff::Zoned;\nfn f() { Zoned::now(); }"), [3]);
        bad("src/model/a.rs", "use serde::Serialize;");
        bad("src/session/a.rs", "#[derive(serde::Serialize)] struct A;");
        bad("src/session/a.rs", "fn f() { serde_json::json!(1); }");
        bad("src/formats/a.rs", "fn f(p: &std::path::Path) {}");
        bad("src/agreement/a.rs", "use std::thread;");
        bad("src/ui/a.rs", "const A: Color32 = Color32::from_rgb(1, 2, 3);");
        bad("src/ui/a.rs", "fn f() { egui::Color32::WHITE; }");
        bad("src/app/a.rs", "fn f() { egui::hex_color!(1); }");
    }

    #[test]
    fn what_a_room_may_know_is_left_alone() {
        good("src/store/a.rs", "use std::{fs, time::{Instant, SystemTime}}; fn f() { Instant::now(); }");
        good("src/session/a.rs", "use std::time::{Duration, Instant};");
        good("src/model/a.rs", "use jiff::civil; fn f(ron: u8, notify: u8) { self.serde; g(ron, notify) }");
        good("src/ui/theme.rs", "const A: egui::Color32 = egui::Color32::from_rgb(1, 2, 3);");
        good("src/ui/a.rs", "fn f(c: Color32) { Color32::TRANSPARENT; Color32::PLACEHOLDER; c.gamma_multiply(0.5) }");
        good("src/cli/a.rs", "use std::path::PathBuf; fn f() { serde_json::json!(1); }");
        let tests = "#[cfg(test)] mod tests { use std::fs; fn f() { egui::Color32::WHITE; p.is_dir(); } }";
        good("src/session/a.rs", tests);
    }

    #[test]
    fn tests_in_files_of_their_own_are_known() {
        let file = |name: &str, source: &str| (name.to_owned(), format!("//! Made up.\n{source}"));
        let tests = "use std::fs;";
        let declared = [file("src/text/a.rs", "#[cfg(test)] mod laws;"), file("src/text/a/laws.rs", tests)];
        assert_eq!(findings(&declared), [""; 0]);
        let declared = [file("src/text/mod.rs", "#[cfg(test)] mod laws;"), file("src/text/laws/b.rs", tests)];
        assert_eq!(findings(&declared), [""; 0]);
        assert_eq!(findings(&[file("src/text/mod.rs", "mod laws;"), file("src/text/laws.rs", tests)]).len(), 1);
    }

    #[test]
    fn the_form_of_sources_is_looked_at() {
        for source in [
            "fn f() { todo!() }",
            "fn f() { std::unimplemented!(\"x\") }",
            "fn f() { dbg!(1); }",
            "#[ignore] fn f() {}",
        ] {
            bad("src/model/a.rs", source);
            bad("tests/a.rs", source);
        }
        bad("src/model/a.rs", "#[path = \"../ui/b.rs\"] mod b;");
        bad("src/model/a.rs", "include!(\"b.rs\");");
        let long = "\n".repeat(LONGEST);
        assert_eq!(lines("src/model/a.rs", &long), [LONGEST + 1]);
        assert_eq!(findings(&[("src/model/a.rs".into(), "// no header".into())]).len(), 1);
        good("tests/a.rs", "use std::fs; fn f() { whosaid::x(); }");
    }
}
