//! Exports and imports from outside: the program itself, on projects on the disk.
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

use program::{Ran, run};
use project::TestProject;
use std::{collections::BTreeMap, fs, path::Path};
use whosaid::formats::{EXPORTS, IMPORTS};

/// Runs the program; gives what it wrote to standard error.
fn whosaid(arguments: &[&str]) -> (i32, String) {
    let Ran { code, err, .. } = run(&TestProject::new(), arguments);
    (code, err)
}

fn well(arguments: &[&str]) -> String {
    let (code, told) = whosaid(arguments);
    assert_eq!(code, 0, "{arguments:?}: {told}");
    told
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let all = walkdir::WalkDir::new(folder).into_iter().map(|e| e.unwrap()).filter(|e| e.file_type().is_file());
    all.map(|e| (path(e.path().strip_prefix(folder).unwrap()).to_owned(), fs::read(e.path()).unwrap())).collect()
}

fn lines(file: &Path) -> Vec<serde_json::Value> {
    fs::read_to_string(file).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data");

/// Two articles, two annotators, one set not done, one article that nobody touched.
fn small() -> TestProject {
    let project = TestProject::new();
    project.write("articles/lu/song.txt", "Bà Mai nói nước  lên.\nHôm qua, ông Tư nói: “Nước rút”.");
    project.write("articles/mua.txt", "Ms Adams said it rained on Friday.");
    project.write("articles/nang.txt", "Trời nắng.");
    project.set(
        "Lan",
        "lu/song.txt",
        "Done",
        &[("Actor", "Bà Mai"), ("Claim", "nước  lên"), ("Actor", "Mai"), ("Date", "Hôm qua")],
    );
    project.set("Minh", "lu/song.txt", "InProgress", &[("Actor", "ông Tư"), ("Claim", "Nước rút")]);
    project.set("Lan", "mua.txt", "Done", &[("Actor", "Ms Adams"), ("Claim", "it rained"), ("Date", "Friday")]);
    project
}

#[test]
fn the_sample_goes_out_in_every_format_the_same_twice_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let (first, again) = (folder.path().join("1"), folder.path().join("2"));
    let told = well(&["export", SAMPLE, "--format", "all", "--out", path(&first), "--annotator", "Lan"]);
    assert!(told.contains("Everything was read back and is as in the project"), "{told}");
    well(&["export", SAMPLE, "--format", "all", "--out", path(&again), "--annotator", "Lan"]);
    let (one, two) = (files(&first), files(&again));
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
    for (name, bytes) in &one {
        assert!(two[name] == *bytes, "{name} differs");
    }

    // Whatever keeps everything comes back as it was, also through another format.
    let truth = |name: &str, folder: &Path| lines(&folder.join(name));
    for format in ["jsonl", "labelstudio", "uima_xmi"] {
        let Some(import) = whosaid::formats::import(format) else { panic!("{format} is not read") };
        let into = folder.path().join(format!("project-{format}"));
        let (code, told) = whosaid(&[
            "import",
            path(&first),
            "--format",
            import.about().id,
            "--into",
            path(&into),
            "--annotator",
            "Lan",
        ]);
        assert_eq!(code, 0, "{format}: {told}");
        let out = folder.path().join(format!("out-{format}"));
        well(&["export", path(&into), "--format", "jsonl", "--out", path(&out)]);
        for name in ["spans.jsonl", "relations.jsonl"] {
            let face = |v: &serde_json::Value| {
                let mut v = v.clone();
                // A format need not hold when a mark was made, and relations are only counted.
                let v = v.as_object_mut().unwrap();
                v.remove("made");
                if name == "relations.jsonl" {
                    v.remove("id");
                }
                serde_json::to_string(v).unwrap()
            };
            let sorted = |folder: &Path| {
                let mut all: Vec<String> = truth(name, folder).iter().map(face).collect();
                all.sort();
                all
            };
            let (want, got) = (sorted(&first), sorted(&out));
            assert!(want == got, "{format} {name}: {:?}", want.iter().zip(&got).find(|(a, b)| a != b));
        }
    }
}

#[test]
fn what_is_chosen_is_exported_and_what_is_left_out_is_said_first() {
    let project = small();
    let out = project.root().join("../out");
    let export = |more: &[&str]| {
        let root = project.root();
        let arguments = [&["export", path(&root), "--format", "jsonl", "--out", path(&out)], more].concat();
        let told = well(&arguments);
        let ids: Vec<String> =
            lines(&out.join("docs.jsonl")).iter().map(|d| d["id"].as_str().unwrap().to_owned()).collect();
        let spans: Vec<String> =
            lines(&out.join("spans.jsonl")).iter().map(|s| s["text"].as_str().unwrap().to_owned()).collect();
        (ids, spans, told)
    };
    let before = project.files();
    let (ids, spans, told) = export(&[]);
    assert_eq!(project.files(), before, "the project is only read");
    assert_eq!((ids, spans.len()), (vec!["lu/song@Lan".into(), "lu/song@Minh".into(), "mua@Lan".into()], 9));
    assert!(
        told.contains("1 article without annotations of those who are chosen, left out") && told.contains("nang.txt"),
        "{told}"
    );
    assert!(
        told.contains("1 set not done, exported as they are") && told.contains("song.txt (Minh, in progress)"),
        "{told}"
    );

    project.set("machine: tagger", "mua.txt", "Done", &[("Actor", "Ms Adams")]);
    let (ids, spans, told) = export(&[]);
    assert_eq!((ids.len(), spans.len()), (3, 9), "nobody has looked at what a machine marked");
    assert!(
        told.contains("1 machine left out: name them to export theirs") && told.contains("machine: tagger"),
        "{told}"
    );
    let (ids, spans, told) = export(&["--annotator", "machine: tagger"]);
    assert_eq!((ids, spans), (vec!["mua".to_owned()], vec!["Ms Adams".to_owned()]));
    assert!(!told.contains("machine"), "{told}");

    let (ids, ..) = export(&["--state", "done", "--annotator", "Lan"]);
    assert_eq!(ids, ["lu/song", "mua"]);
    let (_, spans, told) = export(&["--annotator", "Lan", "--label", "Date"]);
    assert_eq!(spans, ["Hôm qua", "Friday"]);
    assert!(told.contains("5 marks with other labels left out"), "{told}");
    let (ids, ..) = export(&["--article", "lu/", "--state", "done"]);
    assert_eq!(ids, ["lu/song@Lan"]);

    let root = project.root();
    for (arguments, sentence) in [
        (
            &["--annotator", "Hoa"][..],
            "Nobody called “Hoa” has annotations here. Those who have: Lan, machine: tagger, Minh",
        ),
        (&["--label", "Nơi"], "The project has no label “Nơi”. It has Actor, Claim, Date"),
        (&["--article", "none"], "There is nothing to export"),
        (&["--format", "word"], "There is no format “word”"),
    ] {
        let (code, told) =
            whosaid(&[&["export", path(&root), "--format", "jsonl", "--out", path(&out)], arguments].concat());
        assert!(code == 2 && told.contains(sentence), "{arguments:?}: {told}");
    }
}

#[test]
fn losses_are_said_counted_and_listed() {
    let project = small();
    let (root, out) = (project.root(), project.root().join("../out"));
    let told = well(&["export", path(&root), "--format", "conll", "--dry-run", "--annotator", "Lan"]);
    assert!(told.contains("conll cannot hold: 1 mark overlapping a mark that stays"), "{told}");
    assert!(!out.exists(), "nothing is written by a dry run");
    well(&["export", path(&root), "--format", "conll", "--out", path(&out), "--annotator", "Lan"]);
    let loss = lines(&out.join("loss.jsonl"));
    assert_eq!(loss, [serde_json::json!({"format": "conll", "doc": "lu/song", "span": "m2", "reason": "overlap"})]);
    let manifest: serde_json::Value = serde_json::from_slice(&fs::read(out.join("manifest.json")).unwrap()).unwrap();
    let conll = &manifest["formats"]["conll"];
    assert_eq!(
        (&conll["spans"], &conll["lost_spans"]["overlap"], &conll["checked"]),
        (&6.into(), &1.into(), &true.into())
    );
    let conll = fs::read_to_string(out.join("conll/flat.iob2.conll")).unwrap();
    assert!(conll.contains("Bà -X- _ B-Actor\nMai -X- _ I-Actor\n"), "{conll}");
    well(&[
        "export",
        path(&root),
        "--format",
        "conll",
        "--out",
        path(&out),
        "--annotator",
        "Lan",
        "--overlap",
        "innermost",
    ]);
    let conll = fs::read_to_string(out.join("conll/flat.iob2.conll")).unwrap();
    assert!(conll.contains("Bà -X- _ O\nMai -X- _ B-Actor\n"), "{conll}");
}

#[test]
fn an_export_takes_the_place_of_the_one_before_and_of_nothing_else() {
    let project = small();
    let (root, out) = (project.root(), project.root().join("../out"));
    well(&["export", path(&root), "--format", "brat", "--out", path(&out)]);
    assert!(out.join("brat").is_dir());
    fs::write(out.join("mine.txt"), "mine").unwrap();
    well(&["export", path(&root), "--format", "jsonl", "--out", path(&out)]);
    assert!(!out.join("brat").exists() && out.join("mine.txt").exists());
    fs::remove_file(out.join("manifest.json")).unwrap();
    let (code, told) = whosaid(&["export", path(&root), "--format", "jsonl", "--out", path(&out)]);
    assert!(code == 2 && told.contains("no earlier export wrote it, so nothing was written"), "{told}");
}

#[test]
fn checksums_are_true() {
    use sha2::{Digest, Sha256};
    let project = small();
    let out = project.root().join("../out");
    well(&["export", path(&project.root()), "--format", "all", "--out", path(&out)]);
    let manifest: serde_json::Value = serde_json::from_slice(&fs::read(out.join("manifest.json")).unwrap()).unwrap();
    let mut named: Vec<&String> = manifest["files"].as_object().unwrap().keys().collect();
    named.sort();
    let all = files(&out);
    assert_eq!(named, all.keys().filter(|n| *n != "manifest.json").collect::<Vec<_>>());
    for (name, bytes) in all.iter().filter(|(n, _)| *n != "manifest.json") {
        let hex: String = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(manifest["files"][name]["sha256"], hex, "{name}");
        assert_eq!(manifest["files"][name]["bytes"], bytes.len(), "{name}");
    }
}

#[test]
fn an_import_adds_and_never_takes_away() {
    let project = small();
    let (root, out) = (project.root(), project.root().join("../out"));
    well(&["export", path(&root), "--format", "jsonl", "--out", path(&out), "--annotator", "Minh"]);
    // Into Lan's set of the same article, which has other marks there already.
    let (code, told) = whosaid(&["import", path(&out), "--into", path(&root), "--annotator", "Lan"]);
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("0 articles new, 1 there already; 1 set with 2 marks"), "{told}");
    let set = fs::read_to_string(root.join("annotations/Lan/lu/song.ron")).unwrap();
    for words in ["Bà Mai", "Hôm qua", "ông Tư", "Nước rút"] {
        assert!(set.contains(&format!("quote: \"{words}\"")), "{set}");
    }
    // Once more: nothing is there twice.
    let told = well(&["import", path(&out), "--into", path(&root), "--annotator", "Lan"]);
    assert!(told.contains("0 marks") && told.contains("2 marks there already"), "{told}");
    assert_eq!(set, fs::read_to_string(root.join("annotations/Lan/lu/song.ron")).unwrap());
}

#[test]
fn what_is_not_taken_in_is_told_and_kept() {
    let project = TestProject::new();
    let source = project.root().join("../in");
    fs::create_dir_all(&source).unwrap();
    fs::write(
        source.join("docs.jsonl"),
        "{\"id\": \"a\", \"text\": \"Bà Mai về.\"}\n{\"id\": 7\n{\"id\": \"../../b\", \"text\": \"e\u{301}n\"}\n",
    )
    .unwrap();
    fs::write(
        source.join("spans.jsonl"),
        concat!(
            "{\"doc\": \"a\", \"id\": \"x\", \"start\": 0, \"end\": 6, \"label\": \"Actor\", \"text\": \"Bà Mai\"}\n",
            "{\"doc\": \"a\", \"id\": \"y\", \"start\": 3, \"end\": 9, \"label\": \"Actor\", \"text\": \"Bà Mai\"}\n",
            "{\"doc\": \"a\", \"id\": \"z\", \"start\": 7, \"end\": 99, \"label\": \"Claim\"}\n",
            "{\"doc\": \"../../b\", \"id\": \"w\", \"start\": 0, \"end\": 1, \"label\": \"Actor\", \"text\": \"e\"}\n",
        ),
    )
    .unwrap();
    let into = project.root().join("new");
    let (code, told) = whosaid(&["import", path(&source), "--into", path(&into), "--annotator", "Lan"]);
    assert_eq!(code, 1, "{told}");
    for sentence in [
        "2 articles new",
        "docs.jsonl:2: It cannot be understood here",
        "spans.jsonl:2: A mark “Actor” at this very place is there already",
        "spans.jsonl:3: Its place 7–99 is not inside the text",
        "spans.jsonl:4: An edge was inside a character; the mark is now around “e\u{301}”",
    ] {
        assert!(told.contains(sentence), "{sentence}\n{told}");
    }
    let kept = lines(&into.join("import-rejected-1.jsonl"));
    let lines: Vec<(&str, u64, bool)> = kept
        .iter()
        .map(|l| (l["file"].as_str().unwrap(), l["line"].as_u64().unwrap(), l["taken"].as_bool().unwrap()))
        .collect();
    for line in
        [("docs.jsonl", 2, false), ("spans.jsonl", 2, false), ("spans.jsonl", 3, false), ("spans.jsonl", 4, true)]
    {
        assert!(lines.contains(&line), "{line:?} of {lines:?}");
    }
    let outside: Vec<_> = fs::read_dir(project.root()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(outside, ["new"], "no id is a path");
}

/// A source of our own form: a line of `docs.jsonl`, and the lines of `spans.jsonl` and `relations.jsonl`.
fn own(project: &TestProject, name: &str, docs: &str, spans: &str) -> std::path::PathBuf {
    let source = project.root().join("..").join(name);
    fs::create_dir_all(&source).unwrap();
    fs::write(source.join("docs.jsonl"), docs).unwrap();
    fs::write(source.join("spans.jsonl"), spans).unwrap();
    source
}

#[test]
fn what_differs_from_what_is_there_already_is_told() {
    let project = small();
    let root = project.root();
    let source = own(
        &project,
        "in",
        concat!(
            "{\"id\": \"mua\", \"text\": \"Ms Adams said it rained on Friday.\", \"meta\": {\"outlet\": \"Tin\"}}\n",
            "{\"id\": \"again\", \"text\": \"Ms Adams said it rained on Friday.\"}\n",
        ),
        concat!(
            "{\"doc\": \"mua\", \"id\": \"x\", \"start\": 0, \"end\": 8, \"label\": \"Actor\", ",
            "\"attrs\": {\"entity\": \"Adams\"}, \"note\": \"sure?\"}\n",
        ),
    );
    let first = own(
        &project,
        "before",
        "{\"id\": \"mua\", \"text\": \"Ms Adams said it rained on Friday.\"}\n",
        "{\"doc\": \"mua\", \"id\": \"x\", \"start\": 0, \"end\": 8, \"label\": \"Actor\"}\n",
    );
    well(&["import", path(&first), "--into", path(&root), "--annotator", "Vy"]);
    let (code, told) = whosaid(&["import", path(&source), "--into", path(&root), "--annotator", "Vy"]);
    assert_eq!(code, 1, "{told}");
    for sentence in [
        "docs.jsonl:1: The article mua.txt is there already and keeps what the project says of it; left out: “outlet”",
        "A mark “Actor” at this very place is there already; left out: the attribute “entity”, the note",
        "docs.jsonl:2: Its text is that of “mua” to the letter, so both became the article mua.txt",
    ] {
        assert!(told.contains(sentence), "{sentence}\n{told}");
    }
    let kept = fs::read_to_string(root.join("import-rejected-1.jsonl")).unwrap();
    assert!(kept.contains("sure?") && kept.contains("Tin"), "{kept}");
}

#[test]
fn what_was_skipped_elsewhere_is_not_done_here() {
    let project = TestProject::new();
    let source = project.root().join("../in.jsonl");
    fs::create_dir_all(project.root()).unwrap();
    fs::write(&source, "{\"text\": \"Một.\", \"answer\": \"ignore\", \"spans\": [], \"_input_hash\": 1}\n").unwrap();
    let root = project.root();
    let arguments = ["import", path(&source), "--into", path(&root), "--annotator", "Lan"];
    well(&[&arguments[..], &["--state", "done"]].concat());
    let sets = files(&root.join("annotations"));
    let set = String::from_utf8(sets.values().next().unwrap().clone()).unwrap();
    assert!(set.contains("state: Skipped"), "{set}");
}

#[test]
fn links_that_lose_an_end_are_said() {
    let project = small();
    let root = project.root();
    let source = own(
        &project,
        "in",
        "{\"id\": \"mua\", \"text\": \"Ms Adams said it rained on Friday.\"}\n",
        concat!(
            "{\"doc\": \"mua\", \"id\": \"x\", \"start\": 0, \"end\": 8, \"label\": \"Actor\"}\n",
            "{\"doc\": \"mua\", \"id\": \"y\", \"start\": 14, \"end\": 23, \"label\": \"Claim\"}\n",
        ),
    );
    let link = "{\"doc\": \"mua\", \"label\": \"source\", \"from\": \"y\", \"to\": \"x\"}\n";
    fs::write(source.join("relations.jsonl"), link).unwrap();
    well(&["import", path(&source), "--into", path(&root), "--annotator", "Vy", "--add-labels"]);
    let arguments = ["export", path(&root), "--format", "brat", "--annotator", "Vy", "--dry-run"];
    let told = well(&[&arguments[..], &["--label", "Claim"]].concat());
    assert!(told.contains("1 link to marks that are left out, left out with them"), "{told}");
    assert!(!well(&arguments).contains("left out with them"));
}

#[test]
fn texts_that_lie_near_by_chance_do_not_keep_tokens_out() {
    let project = TestProject::new();
    let source = project.root().join("../in/conll");
    fs::create_dir_all(&source).unwrap();
    fs::write(source.join("../docs.jsonl"), "{\"id\": \"other\", \"text\": \"Một bài khác.\"}\n").unwrap();
    let table = "-DOCSTART- -X- -X- O\n\nHello -X- _ O\nMary -X- _ B-PER\n\n";
    fs::write(source.join("x.conll"), table).unwrap();
    let root = project.root();
    let told = well(&["import", path(&source.join("x.conll")), "--into", path(&root), "--annotator", "Vy"]);
    assert!(told.contains("1 article new, 0 there already; 1 set with 1 mark"), "{told}");
    assert_eq!(fs::read_to_string(root.join("articles/x.txt")).unwrap(), "Hello Mary\n");
}

#[test]
fn labels_that_cannot_be_saved_do_not_hide_what_was_taken_in() {
    use whosaid::{
        formats::Flow,
        model::AnnotatorName,
        session::dataset::{ImportRequest, take_in_all},
        store::{Inbox, Project},
    };
    let project = small();
    let root = project.root();
    let source = own(
        &project,
        "in",
        "{\"id\": \"b\", \"text\": \"Một hai\"}\n",
        "{\"doc\": \"b\", \"id\": \"x\", \"start\": 0, \"end\": 3, \"label\": \"Số\"}\n",
    );
    let request = ImportRequest {
        format: "jsonl",
        annotator: Some(AnnotatorName::new("Vy").unwrap()),
        machine: false,
        unit: None,
        add_labels: true,
        state: None,
    };
    let opened = Project::open(&root).unwrap().0;
    let taken = take_in_all(&Inbox::open(&source).unwrap(), &request, &opened, None, &mut |_| {
        let _ = fs::remove_file(root.join("whosaid.ron"));
        fs::create_dir_all(root.join("whosaid.ron")).unwrap();
        Flow::Continue(())
    });
    let imported = taken.unwrap().imported;
    assert_eq!((imported.marks, imported.labels_added), (1, false));
    assert!(imported.lacks[1].starts_with("These could not be added: "), "{:?}", imported.lacks);
}

/// Only the Parquet formats have a card.
#[cfg(feature = "parquet")]
#[test]
fn an_export_can_be_stopped_while_the_agreement_for_its_card_is_measured() {
    use whosaid::{
        formats::Flow,
        session::dataset::{Request, export_into},
        store::Project,
    };
    let home = tempfile::tempdir().unwrap();
    let (opened, out) = (Project::open(SAMPLE.as_ref()).unwrap().0, home.path().join("out"));
    let request = |format: &'static str| Request { formats: vec![format], ..Request::default() };
    let asked = |format: &'static str| {
        let mut asked = 0;
        let mut alive = |_| {
            asked += 1;
            Flow::Continue(())
        };
        export_into(&opened, &request(format), &out.join(format), &mut alive).unwrap();
        asked
    };
    let (plain, with_card) = (asked("jsonl"), asked("hf"));
    assert!(with_card > plain + 50, "it asks while it measures: {plain}, {with_card}");
    let mut left = with_card / 2;
    let stopped = export_into(&opened, &request("hf"), &out.join("stopped"), &mut |_| {
        assert!(left > 0, "it goes on");
        left -= 1;
        if left == 0 { Flow::Break(()) } else { Flow::Continue(()) }
    });
    assert_eq!(stopped.unwrap_err(), "The export was stopped; nothing was written");
    assert!(!out.join("stopped").exists());
}

#[test]
fn formats_are_listed() {
    let list = run(&TestProject::new(), &["formats"]).out;
    for id in EXPORTS.iter().map(|e| e.about().id).chain(IMPORTS.iter().map(|i| i.about().id)) {
        assert!(list.contains(&format!("\n  {id} ")), "{id}");
    }
}
