//! `whosaid review` and gold exports from outside: what a rule decides, what is kept of it, and that gold goes out and comes back equal.
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
use serde_json::Value;
use std::{collections::BTreeSet, fs};
use whosaid::{
    model::{AnnotatorName, ArticleKey, Verdict},
    store::Project,
};

fn well(project: &TestProject, arguments: &[&str]) -> String {
    let Ran { code, out, err } = run(project, arguments);
    assert_eq!(code, 0, "{arguments:?}: {err}");
    out
}

/// Three people on two articles, and a third article that only one of them has done.
fn three() -> TestProject {
    let project = TestProject::new();
    project.write("articles/a.txt", "Bà Hòa nói nước đã rút ở bờ bắc hôm thứ Hai. Không ai trả lời.\n");
    project.write("articles/b.txt", "Không có tin gì.\n");
    project.write("articles/c.txt", "Ông Tư vắng mặt.\n");
    let date = ("Date", "thứ Hai");
    project.set("An", "a.txt", "Done", &[("Actor", "Bà Hòa"), ("Claim", "nước đã rút ở bờ bắc"), date]);
    project.set("Bình", "a.txt", "Done", &[("Actor", "Bà Hòa"), ("Claim", "nước đã rút"), date]);
    project.set("Cúc", "a.txt", "Done", &[("Actor", "Hòa"), ("Claim", "nước đã"), date, ("Claim", "Không ai trả lời")]);
    for name in ["An", "Bình", "Cúc"] {
        project.set(name, "b.txt", "Done", &[]);
    }
    project.set("An", "c.txt", "Done", &[("Actor", "Ông Tư")]);
    project
}

/// The marks of somebody's set, as label and words.
fn marks(project: &TestProject, who: &str, article: &str) -> Vec<(String, String)> {
    let (opened, _) = Project::open(&project.root()).unwrap();
    let loaded = opened.load(&ArticleKey::new(article).unwrap(), &AnnotatorName::new(who).unwrap()).unwrap();
    assert!(loaded.trouble.is_none(), "{:?}", loaded.trouble);
    loaded.set.placed().map(|(span, mark)| (mark.label.to_string(), span.of(&loaded.text).to_owned())).collect()
}

fn pairs(marks: &[(&str, &str)]) -> Vec<(String, String)> {
    marks.iter().map(|(label, words)| ((*label).to_owned(), (*words).to_owned())).collect()
}

#[test]
fn a_rule_makes_a_gold_set_that_says_where_each_mark_is_from() {
    let project = three();
    let out = well(&project, &["review", ".", "--auto", "majority", "--as", "Gold"]);
    assert!(out.contains("2 articles decided as Gold: 2 marks in the gold set"), "{out}");
    assert!(out.contains("1 article passed over"), "{out}");
    assert_eq!(marks(&project, "Gold", "a.txt"), pairs(&[("Actor", "Bà Hòa"), ("Date", "thứ Hai")]));
    let (opened, _) = Project::open(&project.root()).unwrap();
    let gold = |article: &str| {
        let key = ArticleKey::new(article).unwrap();
        opened.load(&key, &AnnotatorName::new("Gold").unwrap()).unwrap().set
    };
    let set = gold("a.txt");
    let review = set.review().unwrap();
    let verdicts: BTreeSet<&str> = review.decisions.values().map(|d| d.verdict.name()).collect();
    assert_eq!(verdicts, ["agreed", "majority", "split"].into());
    for mark in set.iter() {
        assert!(review.origin(&mark.id).is_some(), "{mark:?}");
    }
    // Two of three have nothing there: the majority is for nothing.
    let nothing = review.decisions.values().find(|d| d.verdict == Verdict::Majority && d.taken.is_empty()).unwrap();
    assert_eq!(nothing.rejected().count(), 1);
    let empty = gold("b.txt");
    assert_eq!(empty.review().unwrap().decisions.len(), 1, "nothing there is a record too");
    well(&project, &["check", "."]);
}

#[test]
fn unanimous_takes_what_all_have() {
    let project = three();
    well(&project, &["review", ".", "--auto", "unanimous", "--as", "Gold"]);
    assert_eq!(marks(&project, "Gold", "a.txt"), pairs(&[("Date", "thứ Hai")]));
}

#[test]
fn the_same_work_gives_the_same_file_and_changed_work_is_decided_again() {
    let project = three();
    let review = ["review", ".", "--auto", "majority", "--as", "Gold"];
    well(&project, &review);
    let path = project.root().join("annotations/Gold/a.ron");
    let first = fs::read(&path).unwrap();
    assert!(String::from_utf8_lossy(&first).starts_with("Annotations(\n    format: 4,\n"));
    well(&project, &review);
    assert_eq!(fs::read(&path).unwrap(), first);
    let date = ("Date", "thứ Hai");
    project.set(
        "Cúc",
        "a.txt",
        "Done",
        &[("Actor", "Hòa"), ("Claim", "nước đã rút"), date, ("Claim", "Không ai trả lời")],
    );
    let out = well(&project, &review);
    assert!(out.contains("1 case decided now"), "{out}");
    let gold = [("Actor", "Bà Hòa"), ("Claim", "nước đã rút"), date];
    assert_eq!(marks(&project, "Gold", "a.txt"), pairs(&gold));
}

#[test]
fn gold_goes_out_and_comes_back_equal() {
    let project = three();
    well(&project, &["review", ".", "--auto", "majority", "--as", "Gold"]);
    well(&project, &["export", ".", "--gold", "--format", "conll", "--out", "out"]);
    let line = |file: &str| -> Vec<Value> {
        let text = fs::read_to_string(project.root().join("out").join(file)).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let docs = line("docs.jsonl");
    assert_eq!(
        docs.iter().map(|d| d["id"].as_str().unwrap()).collect::<Vec<_>>(),
        ["a", "b"],
        "gold alone, by its article"
    );
    let decisions = line("decisions.jsonl");
    let spans: BTreeSet<String> = line("spans.jsonl").iter().map(|s| s["id"].as_str().unwrap().to_owned()).collect();
    let taken =
        |d: &Value| d["taken"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect::<Vec<_>>();
    let origins: BTreeSet<String> = decisions.iter().flat_map(&taken).collect();
    assert_eq!(origins, spans, "every mark has a decision");
    let offered = |d: &Value| {
        d["offered"].as_array().unwrap().iter().flat_map(|o| o["spans"].as_array().unwrap().clone()).collect::<Vec<_>>()
    };
    let rejected: Vec<String> = decisions
        .iter()
        .filter(|d| d["verdict"] == "majority")
        .flat_map(offered)
        .filter(|s| s["rejected"] == true)
        .map(|s| s["text"].as_str().unwrap().to_owned())
        .collect();
    let wanted: BTreeSet<&str> = ["Hòa", "Không ai trả lời"].into();
    assert_eq!(rejected.iter().map(String::as_str).collect::<BTreeSet<_>>(), wanted, "hard negatives");
    assert!(decisions.iter().any(|d| d["doc"] == "b" && d["verdict"] == "agreed" && taken(d).is_empty()));
    for (text, span) in decisions.iter().flat_map(offered).map(|s| (s["text"].as_str().unwrap().to_owned(), s)) {
        let doc: Vec<char> = docs[0]["text"].as_str().unwrap().chars().collect();
        let place = |name: &str| usize::try_from(span[name].as_u64().unwrap()).unwrap();
        assert_eq!(doc[place("start")..place("end")].iter().collect::<String>(), text);
    }
    // Taken into another project, and back.
    let other = TestProject::new();
    other.write("articles/a.txt", fs::read(project.root().join("articles/a.txt")).unwrap());
    other.write("articles/b.txt", fs::read(project.root().join("articles/b.txt")).unwrap());
    let out = project.root().join("out");
    well(
        &other,
        &["import", out.to_str().unwrap(), "--format", "jsonl", "--into", ".", "--annotator", "Gold", "--add-labels"],
    );
    assert_eq!(marks(&other, "Gold", "a.txt"), marks(&project, "Gold", "a.txt"));
}

#[test]
fn marks_that_lost_their_place_are_not_taken_for_taken_back() {
    let project = three();
    let review = ["review", ".", "--auto", "majority", "--as", "Gold"];
    well(&project, &review);
    let gold = fs::read(project.root().join("annotations/Gold/a.ron")).unwrap();
    project.write("articles/a.txt", "Hoàn toàn khác: mưa to.\n");
    let Ran { code, err, .. } = run(&project, &review);
    assert!(code == 1 && err.contains("marks of An and Bình and Cúc have no place in it any more"), "{err}");
    assert_eq!(fs::read(project.root().join("annotations/Gold/a.ron")).unwrap(), gold);
}

#[test]
fn a_gold_set_is_nobodys_judgement_beside_the_others() {
    let project = three();
    let figures = |project: &TestProject, more: &[&str]| -> Value {
        serde_json::from_str(&well(
            project,
            &[&["agreement", ".", "--json", "--measure", "span_f1_exact"], more].concat(),
        ))
        .unwrap()
    };
    let before = figures(&project, &[]);
    well(&project, &["review", ".", "--auto", "majority", "--as", "Gold"]);
    assert_eq!(figures(&project, &[]), before);
    let named = figures(&project, &["--annotator", "An", "--annotator", "Gold"]);
    assert!(named["measures"]["span_f1_exact"]["by_pair"]["An-Gold"].is_number(), "{named}");
}

#[test]
fn what_cannot_be_reviewed_is_said_and_left_alone() {
    let project = three();
    for (arguments, said) in [
        (&["--as", "An"][..], "An has annotated it"),
        (&["--as", "Gold", "--annotator", "Nobody"], "“Nobody” has no work in the project"),
        (&["--as", "An", "--annotator", "An"], "A reviewer does not review their own work"),
        (&["--as", " "], "is no annotator"),
        (&[], "--as"),
    ] {
        let before = project.files();
        let Ran { code, err, .. } = run(&project, &[&["review", ".", "--auto", "majority"], arguments].concat());
        assert!(code == 2 && err.contains(said), "{arguments:?}: {code} {err}");
        assert_eq!(project.files(), before, "nothing was touched");
    }
    let file = project.root().join("annotations/Bình/a.ron");
    let broken = fs::read_to_string(&file).unwrap().replace("state: Done", "state: Done!");
    fs::write(&file, &broken).unwrap();
    let Ran { code, out, err } = run(&project, &["review", ".", "--auto", "majority", "--as", "Gold"]);
    assert!(code == 1 && err.contains("a.ron:"), "{err}");
    assert!(out.contains("2 articles decided"), "{out}");
    assert_eq!(fs::read_to_string(&file).unwrap(), broken);
}

#[cfg(feature = "parquet")]
#[test]
fn a_dataset_card_tells_how_far_the_annotators_agree() {
    let project = three();
    well(&project, &["review", ".", "--auto", "majority", "--as", "Gold"]);
    well(&project, &["export", ".", "--gold", "--format", "hf", "--out", "out"]);
    let card = fs::read_to_string(project.root().join("out/hf/README.md")).unwrap();
    let row = card.lines().find(|line| line.starts_with("| Exact span F1 |")).unwrap_or_else(|| panic!("{card}"));
    // An and Bình have two of three marks in common, Cúc the date with each.
    let wanted = (2.0 * 2.0 / 6.0 + 2.0 / 7.0 + 2.0 / 7.0) / 3.0;
    assert!(row.starts_with(&format!("| Exact span F1 | {wanted:.3} (")), "{row}");
    assert!(row.contains("2 articles by 3 annotators"), "{row}");
    let alone = TestProject::new();
    alone.write("articles/a.txt", "Ông Tư vắng mặt.\n");
    alone.set("An", "a.txt", "Done", &[("Actor", "Ông Tư")]);
    well(&alone, &["export", ".", "--format", "hf", "--out", "out"]);
    let card = fs::read_to_string(alone.root().join("out/hf/README.md")).unwrap();
    assert!(!card.contains("Agreement"), "nothing was measured: {card}");
}
