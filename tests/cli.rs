//! The program on the command line, as a person or a script meets it: what it prints where, what it ends with, and that it
//! leaves the project as it was.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

#[path = "support/program.rs"]
mod program;
#[path = "support/project.rs"]
mod project;

use program::{Ran, ran, run, whosaid};
use project::TestProject;
use serde_json::{Value, json};
use std::{ffi::OsStr, fs, path::Path, process::Stdio};

/// Two articles, two annotators.
fn two_by_two() -> TestProject {
    let project = TestProject::new();
    project.write("articles/a.txt", "Ms Adams said on Monday that it rained.\n");
    project.write("articles/sub/b.txt", "Bà Mén kể: “Nước réo”.\n");
    project.write("articles/c.txt", "Nobody said anything.\n");
    project.set("An", "a.txt", "Done", &[("Actor", "Ms Adams"), ("Date", "Monday"), ("Claim", "it rained")]);
    project.set("An", "sub/b.txt", "InProgress", &[("Actor", "Bà Mén")]);
    project.set("Bình", "a.txt", "InProgress", &[("Actor", "Ms Adams"), ("Claim", "that it rained")]);
    project
}

#[test]
fn help_is_complete() {
    let project = TestProject::new();
    for (arguments, words) in [
        (
            &["--help"][..],
            &[
                "check",
                "stats",
                "agreement",
                "measures",
                "PATH",
                "Examples:",
                "Exit codes:",
                "WHOSAID_HOME",
                "--version",
            ][..],
        ),
        (&["check", "--help"], &["PROJECT", "path:line:column", "Examples:", "Exit codes:"]),
        (&["stats", "--help"], &["PROJECT", "--json", "by_state", "Examples:", "Exit codes:"]),
        (
            &["agreement", "--help"],
            &["PATH", "--json", "ci95", "by_pair", "not_asked", "\"annotators\": {\"Lan\"", "Examples:", "Exit codes:"],
        ),
        (
            &["assign", "--help"],
            &[
                "PROJECT",
                "--annotator",
                "--shared",
                "--together",
                "--seed",
                "--dry-run",
                "--clear",
                "Examples:",
                "Exit codes:",
            ],
        ),
        (&["measures", "--help"], &["--json", "source"]),
    ] {
        let help = run(&project, arguments);
        assert_eq!((help.code, &*help.err), (0, ""), "{help:?}");
        assert!(words.iter().all(|word| help.out.contains(word)), "{arguments:?}: {}", help.out);
    }
    let version = run(&project, &["--version"]);
    assert_eq!(version.out, format!("whosaid {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn articles_are_assigned_once_and_the_draw_is_kept() {
    let project = TestProject::new();
    for n in 0..10 {
        project.write(&format!("articles/{n}.txt"), "It rained.\n");
    }
    let before = project.files();
    let lan_and_minh = ["assign", ".", "--annotator", "Lan", "--annotator", "Minh", "--annotator", "Lan"];
    let dry = run(&project, &[&lan_and_minh[..], &["--dry-run"]].concat());
    assert_eq!((dry.code, &*dry.err), (0, ""), "{dry:?}");
    assert_eq!(project.files(), before, "a dry run writes nothing");
    let lines: Vec<Vec<&str>> = dry.out.lines().map(|l| l.split_whitespace().collect()).collect();
    assert_eq!(lines[0].join(" "), "Would be: 10 articles assigned, 10 in all");
    for row in [["Lan", "6", "2"], ["Minh", "6", "2"]] {
        assert!(lines.contains(&row.to_vec()), "{}", dry.out);
    }
    assert!(lines.contains(&vec!["Lan", "and", "Minh", "2"]), "{}", dry.out);

    let done = run(&project, &lan_and_minh);
    assert_eq!(done.out, dry.out.trim_start_matches("Would be: "), "{done:?}");
    let kept = fs::read_to_string(project.root().join("whosaid.ron")).unwrap();
    assert_eq!(kept.matches(".txt\", [").count(), 10, "{kept}");
    let again = run(&project, &[&lan_and_minh[..], &["--seed", "7"]].concat());
    assert!(again.out.starts_with("0 articles assigned, 10 in all"), "{again:?}");
    assert_eq!(fs::read_to_string(project.root().join("whosaid.ron")).unwrap(), kept, "what was given stays");

    project.write("articles/late.txt", "It rained.\n");
    let late = run(&project, &["assign", ".", "--annotator", "An", "--shared", "0"]);
    assert!(late.out.starts_with("1 article assigned, 11 in all"), "{late:?}");
    assert!(fs::read_to_string(project.root().join("whosaid.ron")).unwrap().contains("(\"late.txt\", [\"An\"])"));
    let cleared = run(&project, &["assign", ".", "--clear"]);
    assert_eq!((cleared.code, &*cleared.out), (0, "11 articles given back\n"), "{cleared:?}");
    assert!(!fs::read_to_string(project.root().join("whosaid.ron")).unwrap().contains("assignments"));
}

#[test]
fn what_cannot_be_assigned_is_told() {
    let project = two_by_two();
    let before = project.files();
    for (arguments, words) in [
        (&["assign", "."][..], "--annotator"),
        (&["assign", ".", "--annotator", " "], "is no annotator"),
        (&["assign", ".", "--annotator", "An", "--shared", "101"], "101"),
        (&["assign", ".", "--annotator", "An", "--together", "1"], "from 2"),
        (&["assign", "nowhere", "--annotator", "An"], "nowhere"),
    ] {
        let told = run(&project, arguments);
        assert_eq!((told.code, &*told.out), (2, ""), "{told:?}");
        assert!(told.err.contains(words), "{told:?}");
    }
    assert_eq!(project.files(), before);
    project.write("whosaid.ron", "Project(format: 2, labels: [");
    let told = run(&project, &["assign", ".", "--annotator", "An"]);
    assert_eq!(told.code, 2, "a broken file is left alone: {told:?}");
    assert_eq!(fs::read_to_string(project.root().join("whosaid.ron")).unwrap(), "Project(format: 2, labels: [");
}

#[test]
fn wrong_usage_is_told() {
    let project = TestProject::new();
    for arguments in [&["check"][..], &["stats", "--yaml", "."], &["--nonsense"], &["check", ".", "."]] {
        let told = run(&project, arguments);
        assert_eq!((told.code, &*told.out), (2, ""), "{told:?}");
        assert!(told.err.contains("--help"), "{told:?}");
    }
}

#[test]
fn a_clean_project_has_no_problem_and_stays_as_it_is() {
    let project = two_by_two();
    let before = project.files();
    let check = run(&project, &["check", "."]);
    assert_eq!((check.code, &*check.out), (0, ""), "{check:?}");
    assert_eq!(check.err, "whosaid: No problem in 3 articles\n");
    run(&project, &["stats", "."]);
    assert!(project.files() == before, "looking at a project changed it");
}

#[test]
fn a_fault_in_a_file_is_told_with_its_place_and_left_alone() {
    let project = two_by_two();
    let path = project.root().join("annotations/An/a.ron");
    // Line 9 holds the second mark.
    let faulty = fs::read_to_string(&path).unwrap().replacen("label: \"Date\"", "label \"Date\"", 1);
    fs::write(&path, &faulty).unwrap();
    let (line, column) = (9, faulty.lines().nth(8).unwrap().find("label \"").unwrap() + "label".len() + 1);
    let check = run(&project, &["check", "."]);
    assert_eq!(check.code, 1, "{check:?}");
    assert!(check.out.starts_with(&format!("./annotations/An/a.ron:{line}:{column}: ")), "{check:?}");
    assert_eq!(check.out.lines().count(), 1, "{check:?}");
    assert_eq!(check.err, "whosaid: 1 problem in 1 file; 3 articles checked\n");
    assert_eq!(fs::read_to_string(&path).unwrap(), faulty);

    let stats = run(&project, &["stats", ".", "--json"]);
    assert_eq!(stats.code, 0);
    assert!(stats.err.contains("1 annotation file could not be read"), "{stats:?}");
    let stats: Value = serde_json::from_str(&stats.out).unwrap();
    assert_eq!(stats["unreadable"], json!({ "annotation_files": 1, "articles": 0 }));
    assert_eq!(stats["annotations"]["by_annotator"], json!({ "An": 1, "Bình": 2 }));
}

#[test]
fn a_newer_format_is_told_and_left_alone() {
    let project = two_by_two();
    let newer = "Annotations(\n    format: 99,\n    brains: 2,\n)\n";
    let path = project.write("annotations/An/a.ron", newer);
    let check = run(&project, &["check", "."]);
    assert_eq!(check.code, 1, "{check:?}");
    assert!(check.out.starts_with("./annotations/An/a.ron:"), "{check:?}");
    assert!(check.out.contains("newer version") && check.out.contains("99"), "{check:?}");
    assert_eq!(fs::read_to_string(path).unwrap(), newer);
}

#[test]
fn an_article_that_is_no_text_is_told_and_the_others_are_read() {
    let project = two_by_two();
    project.write("articles/bad.txt", b"One line\nand \xe1\xba too few bytes\n");
    project.write("annotations/An/bad.ron", "Annotations(format: 1, nonsense");
    let check = run(&project, &["check", "."]);
    assert_eq!(check.code, 1, "{check:?}");
    let lines: Vec<&str> = check.out.lines().collect();
    assert!(lines[0].starts_with("./articles/bad.txt:2:5: "), "{check:?}");
    assert!(lines[1].starts_with("./annotations/An/bad.ron:1:"), "{check:?}");
    assert_eq!(lines.len(), 2, "{check:?}");
    let stats: Value = serde_json::from_str(&run(&project, &["stats", ".", "--json"]).out).unwrap();
    assert_eq!(stats["unreadable"]["articles"], 1);
    assert_eq!(stats["annotations"]["total"], 6);
}

#[test]
fn marks_that_do_not_fit_are_told() {
    let project = two_by_two();
    let path = project.set("An", "c.txt", "InProgress", &[("Rumour", "Nobody")]);
    let check = run(&project, &["check", "."]);
    assert_eq!(check.code, 1, "{check:?}");
    assert!(check.out.starts_with("./annotations/An/c.ron:8:10: "), "{check:?}");
    assert!(check.out.contains("“Rumour”"), "{check:?}");
    fs::remove_file(path).unwrap();

    // The words are gone from the text, and one file has no article any more.
    project.write("articles/a.txt", "Something else altogether stands here now.\n");
    fs::remove_file(project.root().join("articles/sub/b.txt")).unwrap();
    let check = run(&project, &["check", "."]);
    assert_eq!(check.code, 1, "{check:?}");
    assert_eq!(check.out.matches("./annotations/An/a.ron:").count(), 3, "{check:?}");
    assert_eq!(check.out.matches("./annotations/An/sub/b.ron: Its article is not there").count(), 1, "{check:?}");
}

#[test]
fn what_is_not_there_is_told_in_one_sentence() {
    let project = TestProject::new();
    for command in ["check", "stats"] {
        let told = run(&project, &[command, "nowhere"]);
        assert_eq!((told.code, &*told.out), (2, ""), "{told:?}");
        assert_eq!(told.err.lines().count(), 1, "{told:?}");
        assert!(told.err.starts_with("whosaid: ") && told.err.contains("nowhere"), "{told:?}");
    }
}

#[test]
fn counts_are_those_made_by_hand() {
    let project = two_by_two();
    project.set("Chi", "c.txt", "New", &[]);
    let stats = run(&project, &["stats", "--json", "."]);
    assert_eq!((stats.code, &*stats.err), (0, ""));
    let states = |done: usize, in_progress: usize, new: usize| json!({ "by_state": { "done": done, "in progress": in_progress, "new": new, "skipped": 0 } });
    let marks = |actor: usize, claim: usize, date: usize| {
        let by_label = json!({ "Actor": actor, "Claim": claim, "Date": date });
        json!({ "by_label": by_label, "lost": 0, "total": actor + claim + date })
    };
    let mut together = marks(3, 2, 1);
    together["by_annotator"] = json!({ "An": 4, "Bình": 2, "Chi": 0 });
    let mut articles = states(1, 1, 1);
    articles["total"] = json!(3);
    let wanted = json!({
        "articles": articles,
        "annotations": together,
        "annotators": {
            "An": { "annotations": marks(2, 1, 1), "articles": states(1, 1, 1) },
            "Bình": { "annotations": marks(1, 1, 0), "articles": states(0, 1, 2) },
            "Chi": { "annotations": marks(0, 0, 0), "articles": states(0, 0, 3) },
        },
        "unreadable": { "annotation_files": 0, "articles": 0 },
    });
    assert_eq!(serde_json::from_str::<Value>(&stats.out).unwrap(), wanted);
    // The keys are sorted, so that two counts can be compared by line.
    assert_eq!(stats.out, format!("{wanted:#}\n"));
}

#[test]
fn what_machines_marked_is_no_progress() {
    let project = two_by_two();
    let people = run(&project, &["stats", "--json", "."]);
    project.set("machine: tagger", "c.txt", "Done", &[("Actor", "Nobody")]);
    let stats = run(&project, &["stats", "--json", "."]);
    assert_eq!((stats.code, &stats.out), (0, &people.out));
    assert_eq!(stats.err, "whosaid: 1 machine left out: name them to count theirs:\nwhosaid:   machine: tagger\n");
    let named = ["stats", "--json", ".", "--annotator", "An", "--annotator", "machine: tagger"];
    let Ran { out, err, .. } = run(&project, &named);
    let named: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((err.as_str(), &named["annotations"]["by_annotator"]), ("", &json!({ "An": 4, "machine: tagger": 1 })));
    assert_eq!(named["articles"]["by_state"]["done"], 2);
    assert_eq!(run(&project, &["stats", ".", "--annotator", "Chi"]).code, 2);
}

#[test]
fn the_table_says_the_same() {
    let project = two_by_two();
    let stats = run(&project, &["stats", "."]);
    let wanted = "\
project: 3 articles, 6 marks

Articles     new  in progress    done  skipped   total
furthest       1            1       1        0       3
An             1            1       1        0       3
Bình           2            1       0        0       3

Marks      Actor   Claim    Date   total
An             2       1       1       4
Bình           1       1       0       2
together       3       2       1       6
";
    assert_eq!(stats.out, wanted);
}

#[test]
fn the_sample_is_clean() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data");
    let home = TestProject::new();
    let check = run(&home, &[OsStr::new("check"), sample.as_os_str()]);
    assert_eq!((check.code, &*check.out), (0, ""), "{check:?}");
    let stats = run(&home, &[OsStr::new("stats"), sample.as_os_str(), OsStr::new("--json")]);
    let stats: Value = serde_json::from_str(&stats.out).unwrap();
    assert!(stats["articles"]["total"].as_u64() >= Some(10), "{stats}");
    assert_eq!(stats["annotators"].as_object().unwrap().len(), 2, "{stats}");
}

#[test]
fn a_folder_without_set_up_and_one_named_like_a_command_work() {
    let project = TestProject::new();
    project.write("check/a.txt", "A text.");
    let check = run(&project, &["check", "check"]);
    assert_eq!((check.code, &*check.err), (0, "whosaid: No problem in 1 article\n"), "{check:?}");
    let stats = run(&project, &["stats", "./check"]);
    assert!(stats.out.starts_with("check: 1 article, 0 marks\n"), "{stats:?}");
    assert_eq!(project.files().len(), 1);
}

#[cfg(unix)]
#[test]
fn names_that_are_no_unicode_work() {
    use std::os::unix::ffi::OsStrExt;
    let project = TestProject::new();
    let name = OsStr::from_bytes(b"b\xe0i");
    fs::create_dir(project.root().join(name)).unwrap();
    fs::write(project.root().join(name).join("a.txt"), "A text.").unwrap();
    assert_eq!(run(&project, &[OsStr::new("check"), name]).code, 0);
    assert_eq!(run(&project, &[OsStr::new("stats"), name]).code, 0);
    let missing = run(&project, &[OsStr::new("check"), OsStr::from_bytes(b"\xff\x1b[2J")]);
    assert_eq!(missing.code, 2, "{missing:?}");
    assert!(!missing.err.contains('\u{1b}'), "{missing:?}");
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let project = two_by_two();
    project.write("annotations/An/a.ron", "nonsense");
    for (arguments, code) in [(["check", "."], 1), (["stats", "."], 0), (["stats", "--help"], 0)] {
        let mut child = whosaid(&project.home())
            .args(arguments)
            .current_dir(project.root())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"));
    }
    let full = fs::OpenOptions::new().write(true).open("/dev/full");
    if let Ok(full) = full {
        let told = ran(whosaid(&project.home()).args(["stats", "."]).current_dir(project.root()).stdout(full));
        assert_eq!(told.code, 2, "{told:?}");
    }
}

/// Without a display, or without a window in the build, a sentence says what to do.
#[test]
fn without_a_window_there_is_a_sentence() {
    let project = two_by_two();
    for arguments in [&["."][..], &[], &["./articles/a.txt"]] {
        let told = run(&project, arguments);
        assert_eq!((told.code, &*told.out), (2, ""), "{told:?}");
        assert_eq!(told.err.lines().count(), 1, "{told:?}");
        let word = if cfg!(feature = "window") { "display" } else { "no window" };
        assert!(told.err.starts_with("whosaid: ") && told.err.contains(word), "{told:?}");
        assert!(told.err.contains("--help"), "{told:?}");
    }
}
