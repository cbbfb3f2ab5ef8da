//! `whosaid agreement` and `whosaid measures` from outside: what they print, where a wrong file is wrong, and that a project and
//! the same marks in an exchange file give the same figures.
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
use serde_json::{Map, Value, json};
use std::{
    collections::BTreeSet,
    io::{self, Read},
};
use whosaid::{
    agreement::{Flow, Item, MEASURES, Study},
    formats::{Exchange, Source},
    model::AnnotatorName,
    session::study::{StudyChoice, gather},
    store::{Home, Project},
};

/// What `whosaid agreement … --json` says, which must end well.
fn figures(project: &TestProject, arguments: &[&str]) -> Value {
    let Ran { code, out, err } = run(project, &[&["agreement", "--json"], arguments].concat());
    assert_eq!(code, 0, "{err}");
    serde_json::from_str(&out).unwrap()
}

/// An exchange file in the project's folder, a line each.
fn file(project: &TestProject, lines: &[Value]) {
    project.write("marks.jsonl", lines.iter().map(|line| format!("{line}\n")).collect::<String>());
}

const TEXT: &str = "Bà Mén kể rằng nước réo suốt đêm thứ hai.";

/// The sets of three people on two articles, and one that two of them saw.
fn three_people() -> [Value; 3] {
    let lan = json!([[0, 6, "Actor"], [15, 24, "Claim"], [34, 41, "Date"]]);
    let an = json!([[0, 6, "Actor"], [10, 24, "Claim"], [34, 41, "Date"]]);
    [
        json!({"doc": "a", "text": TEXT, "event": "Lũ", "annotators": {"Lan": lan, "An": an, "Vy": lan}}),
        json!({"doc": "b", "text": TEXT, "event": "Lũ", "annotators": {"Lan": an, "An": an, "Vy": []}}),
        json!({"doc": "c", "text": TEXT, "annotators": {"An": an, "Lan": lan}}),
    ]
}

#[test]
fn the_json_has_the_form_that_the_help_says() {
    let project = TestProject::new();
    file(&project, &three_people());
    let told = figures(&project, &["marks.jsonl", "--rounds", "50", "--by-article"]);
    assert_eq!(told["annotators"], json!(["An", "Lan", "Vy"]));
    let head = |name: &str| told[name].clone();
    assert_eq!([head("articles"), head("shared_articles"), head("marks")], [json!(3), json!(3), json!(21)]);
    assert_eq!([head("rounds"), head("seed"), head("draw")], [json!(50), json!(1), json!("articles")]);
    let measures = told["measures"].as_object().unwrap();
    let ids: BTreeSet<&str> = MEASURES.iter().map(|m| m.about().id).collect();
    assert_eq!(measures.keys().map(String::as_str).collect::<BTreeSet<_>>(), ids);
    let number = |value: &Value| value.is_number() || value.is_null();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    for (id, measure) in measures {
        let wanted = [
            "by_article",
            "by_event",
            "by_label",
            "by_pair",
            "ci95",
            "counts",
            "expected",
            "n",
            "observed",
            "undefined",
            "value",
        ];
        assert_eq!(keys(measure), wanted, "{id}");
        assert!(
            [&measure["value"], &measure["observed"], &measure["expected"]].into_iter().all(number),
            "{id}: {measure}"
        );
        assert!(measure["n"].is_u64() && measure["counts"].is_string(), "{id}: {measure}");
        assert_eq!(measure["value"].is_null(), measure["undefined"].is_string(), "{id}: {measure}");
        assert_eq!(keys(&measure["by_pair"]), ["An-Lan", "An-Vy", "Lan-Vy"], "{id}");
        assert!(
            keys(&measure["by_label"]).iter().all(|l| ["Actor", "Claim", "Date"].contains(&&**l)),
            "{id}: {measure}"
        );
        assert_eq!(
            [keys(&measure["by_article"]), keys(&measure["by_event"])],
            [vec!["a", "b", "c"], vec!["Lũ"]],
            "{id}"
        );
        for part in ["by_pair", "by_label", "by_article", "by_event"] {
            assert!(measure[part].as_object().unwrap().values().all(number), "{id}: {measure}");
        }
        let interval = measure["ci95"].as_array();
        assert!(interval.is_none_or(|ends| ends.len() == 2 && ends[0].as_f64() <= ends[1].as_f64()), "{id}: {measure}");
        assert!(interval.is_some() || measure["ci95"].is_null(), "{id}: {measure}");
    }
    let none = figures(&project, &["marks.jsonl", "--rounds", "0"]);
    assert!(
        none["measures"].as_object().unwrap().values().all(|m| m["ci95"].is_null() && m.get("by_article").is_none())
    );
    let events = figures(&project, &["marks.jsonl", "--draw", "events", "--seed", "7", "--rounds", "10"]);
    assert_eq!([&events["draw"], &events["seed"]], [&json!("events"), &json!(7)]);
}

#[test]
fn the_exact_f1_is_that_made_by_hand() {
    let project = TestProject::new();
    file(&project, &three_people());
    let told = figures(&project, &["marks.jsonl"]);
    let exact = &told["measures"]["span_f1_exact"];
    let near = |value: &Value, wanted: f64| (value.as_f64().unwrap() - wanted).abs() < 1e-12;
    // Marks alike, twice, over the marks of both: in all three articles, or the two that Vy saw.
    let [an_lan, an_vy, lan_vy] = [2.0 * 7.0 / 18.0, 2.0 * 2.0 / 9.0, 2.0 * 3.0 / 9.0];
    for (pair, wanted) in [("An-Lan", an_lan), ("An-Vy", an_vy), ("Lan-Vy", lan_vy)] {
        assert!(near(&exact["by_pair"][pair], wanted), "{pair}: {exact}");
    }
    assert!(near(&exact["value"], (an_lan + an_vy + lan_vy) / 3.0), "{exact}");
}

#[test]
fn absent_is_not_the_same_as_empty() {
    let project = TestProject::new();
    let marks = json!([[0, 6, "Actor"], [15, 24, "Claim"]]);
    let both = json!({"doc": "a", "text": TEXT, "annotators": {"A": marks, "B": marks}});
    let value = |second: Value| {
        file(&project, &[both.clone(), json!({"doc": "b", "text": TEXT, "annotators": second})]);
        let told = figures(&project, &["marks.jsonl", "--rounds", "0", "--measure", "span_f1_exact"]);
        (told["measures"]["span_f1_exact"]["value"].as_f64().unwrap(), told["shared_articles"].clone())
    };
    assert_eq!(value(json!({"A": marks})), (1.0, json!(1)));
    assert_eq!(value(json!({"A": marks, "B": []})), (2.0 / 3.0, json!(2)));
    // Nobody has seen it.
    assert_eq!(value(json!({})), (1.0, json!(1)));
}

#[test]
fn thin_data_is_told_by_its_reason() {
    let project = TestProject::new();
    let reason = |lines: &[Value]| {
        file(&project, lines);
        let told = figures(&project, &["marks.jsonl"]);
        let measures = told["measures"].as_object().unwrap();
        let reasons: BTreeSet<String> =
            measures.values().map(|m| m["undefined"].as_str().unwrap().to_owned()).collect();
        assert!(measures.values().all(|m| m["value"].is_null() && m["ci95"].is_null()));
        reasons.into_iter().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(reason(&[]), "fewer_than_two_annotators");
    assert_eq!(
        reason(&[json!({"doc": "a", "text": "a", "annotators": {"A": [[0, 1, "X"]]}})]),
        "fewer_than_two_annotators"
    );
    let apart = ["A", "B"].map(|who| json!({"doc": who, "text": "a", "annotators": {who: [[0, 1, "X"]]}}));
    assert_eq!(reason(&apart), "no_shared_articles");
}

#[test]
fn the_tables_say_the_same() {
    let project = TestProject::new();
    file(&project, &three_people());
    let Ran { code, out, err } = run(&project, &["agreement", "marks.jsonl", "--by-article"]);
    assert_eq!((code, &*err), (0, ""));
    assert!(
        out.starts_with("marks.jsonl: 3 articles, 3 seen by two or more, 3 annotators, 21 marks\n\nAgreement"),
        "{out}"
    );
    let told = figures(&project, &["marks.jsonl"]);
    for about in MEASURES.iter().map(|m| m.about()) {
        let line =
            out.lines().find(|line| line.starts_with(about.title)).unwrap_or_else(|| panic!("{}: {out}", about.id));
        match told["measures"][about.id]["value"].as_f64() {
            Some(value) => assert!(line.contains(&format!("{value:.3}")) && line.ends_with(about.counts), "{line}"),
            None => assert!(line.contains('–'), "{line}"),
        }
    }
    for heading in ["By pair", "By label", "By event", "By article"] {
        assert!(out.lines().any(|line| line.starts_with(heading)), "{heading}: {out}");
    }
}

#[test]
fn a_wrong_line_is_told_with_its_place() {
    let project = TestProject::new();
    let good = json!({"doc": "0", "text": "Mén", "annotators": {"A": [], "B": []}}).to_string();
    let marks = |marks: &str| {
        format!("{{\"doc\": \"a\", \"text\": \"Mén kể\", \"annotators\": {{\"Lê\": [], \"An\": {marks}}}}}")
    };
    let at = |marks: &str, words: &str| marks.split(words).next().unwrap().chars().count() + 1;
    let cases = [
        (
            marks("[[0, 3, \"X\"], [4, 99, \"Y\"]]"),
            "[4",
            "Mark 2 of “An” from 4 to 99 is not in the text, which has 6 characters",
        ),
        (marks("[[3, 3, \"X\"]]"), "[3", "Mark 1 of “An” from 3 to 3 is empty"),
        (marks("[[3, 1, \"X\"]]"), "[3", "Mark 1 of “An” from 3 to 1 ends before it begins"),
        (marks("[[18446744073709551615, 18446744073709551615, \"X\"]]"), "[18", "is empty"),
        (marks("[[0, 3.0, \"X\"]]"), ", \"X", "an offset: a whole number from 0"),
        (marks("[[0, -3, \"X\"]]"), ", \"X", "an offset: a whole number from 0"),
        (marks("[[0, 1e999, \"X\"]]"), "", "number out of range"),
        (marks("[[0, NaN, \"X\"]]"), "", "It cannot be understood here"),
        (marks("[[0, 3, X]]"), "X]", "It cannot be understood here"),
        ("{\"doc\": \"a\"".into(), "", "EOF"),
        (good.clone(), "", "“0” is in line 1 already"),
    ];
    for (line, words, what) in cases {
        project.write("marks.jsonl", format!("{good}\r\n\n{line}\n"));
        let Ran { code, out, err } = run(&project, &["agreement", "marks.jsonl", "--json"]);
        assert_eq!((code, &*out, err.lines().count()), (2, "", 1), "{line}: {err}");
        assert!(err.starts_with("whosaid: marks.jsonl:3:") && err.contains(what), "{line}: {err}");
        if words.starts_with('[') {
            assert!(err.starts_with(&format!("whosaid: marks.jsonl:3:{}: ", at(&line, words))), "{line}: {err}");
        }
    }
    for (bytes, place) in [(&b"\xff\xfe{"[..], "1:1"), (b"{\"doc\": \"\xc3\xa9\xc3", "1:11"), (b"null", "1:4")] {
        project.write("marks.jsonl", bytes);
        let Ran { code, err, .. } = run(&project, &["agreement", "marks.jsonl"]);
        assert!(code == 2 && err.starts_with(&format!("whosaid: marks.jsonl:{place}: ")), "{err}");
    }
    let Ran { code, err, .. } = run(&project, &["agreement", "nowhere"]);
    assert!(code == 2 && err.contains("nowhere") && err.lines().count() == 1, "{err}");
}

#[test]
fn odd_files_are_read() {
    let project = TestProject::new();
    let line = "{\"x\": {\"y\": [1]}, \"annotators\": {\"B\": [[0, 1, \"T\\u1ed5ng\"], [0, 1, \"Tổng\"]], \"A\": [[0, 1, \"Tổng\"]]}, \
                \"doc\": 7, \"text\": \"\\ud83d\\udca7\"}";
    project.write("marks.jsonl", format!("\u{feff}\r\n  \r\n{line}\r\n"));
    let Ran { code, out, err } = run(&project, &["agreement", "./marks.jsonl", "--json"]);
    assert_eq!((code, &*err), (0, "whosaid: 1 field not of the format, passed over: “x”\n"));
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(told["marks"], 2, "the same place and label twice is once");
    assert_eq!(told["measures"]["span_f1_exact"]["by_label"], json!({"Tổng": 1.0}));
    assert_eq!(told["measures"]["span_f1_exact"]["by_event"], json!({}));

    // Pairs that would read alike.
    let four: Map<String, Value> =
        ["a", "a-b", "b-c", "c"].map(|who| (who.to_owned(), json!([]))).into_iter().collect();
    file(&project, &[json!({"doc": "a", "text": "a", "annotators": four})]);
    let told = figures(&project, &["marks.jsonl", "--measure", "span_f1_exact"]);
    let pairs: Vec<&String> = told["measures"]["span_f1_exact"]["by_pair"].as_object().unwrap().keys().collect();
    assert_eq!(pairs, ["\"a\"-\"b-c\"", "\"a-b\"-\"c\"", "a-a-b", "a-b-b-c", "a-c", "b-c-c"]);
}

#[test]
fn what_is_not_there_cannot_be_named() {
    let project = TestProject::new();
    file(&project, &three_people());
    for (arguments, words) in [
        (&["--measure", "luck"][..], "no measure “luck”"),
        (&["--annotator", "Chi"], "Nobody called “Chi” has seen anything here. Those who have: An, Lan, Vy"),
        (&["--rounds=-1"], "--rounds"),
        (&["--rounds", "99999999999"], "--rounds"),
        (&["--draw", "straws"], "--draw"),
    ] {
        let Ran { code, out, err } = run(&project, &[&["agreement", "marks.jsonl"], arguments].concat());
        assert!(code == 2 && out.is_empty() && err.contains(words), "{arguments:?}: {err}");
    }
    let told =
        figures(&project, &["marks.jsonl", "--annotator", "Lan", "--annotator", "An", "--measure", "span_f1_exact"]);
    assert_eq!(told["annotators"], json!(["An", "Lan"]));
    assert_eq!(told["measures"].as_object().unwrap().keys().collect::<Vec<_>>(), ["span_f1_exact"]);
}

/// Three people and a machine, some done, some not.
fn a_project() -> TestProject {
    let project = TestProject::new();
    for (name, event) in [("a", "Lũ"), ("b", "Lũ"), ("sub/c", "Bão")] {
        project.write(&format!("articles/{name}.txt"), format!("{TEXT}\n"));
        project.write(
            &format!("articles/{name}.meta.ron"),
            format!("Article(\n    format: 1,\n    event: {event:?},\n)\n"),
        );
    }
    let words: [&[(&str, &str)]; 3] = [
        &[("Actor", "Bà Mén"), ("Claim", "nước réo"), ("Date", "thứ hai")],
        &[("Actor", "Bà Mén"), ("Claim", "rằng nước réo")],
        &[("Date", "đêm thứ hai"), ("Actor", "Bà"), ("Claim", "nước réo suốt đêm")],
    ];
    for (nth, who) in ["An", "Bình", "machine: tagger"].iter().enumerate() {
        for (at, article) in ["a.txt", "b.txt", "sub/c.txt"].iter().enumerate() {
            project.set(who, article, "Done", words[(nth + at) % 3]);
        }
    }
    project.set("Chi", "a.txt", "Done", &[]);
    project.set("Chi", "b.txt", "InProgress", &[("Actor", "Bà Mén")]);
    project.set("Chi", "sub/c.txt", "New", &[]);
    project.set("Dũng", "a.txt", "Skipped", &[]);
    project
}

/// A study as an exchange file has it.
fn lines(study: &Study) -> Vec<Value> {
    let line = |article: &Item| {
        let sets: Map<String, Value> = article
            .seen()
            .map(|(who, marks)| {
                let marks = marks.iter().map(|m| json!([m.start, m.end, study.labels()[usize::from(m.label)]]));
                (study.annotators()[who].to_string(), marks.collect())
            })
            .collect();
        json!({"doc": &*article.name, "text": article.text.as_str(), "event": article.event.as_deref(), "annotators": sets})
    };
    study.articles().iter().map(line).collect()
}

#[test]
fn a_project_gives_the_same_figures_as_its_exchange_file() {
    let project = a_project();
    let machine = AnnotatorName::new("machine: tagger").unwrap();
    let named = ["An", "Bình"].map(|name| AnnotatorName::new(name).unwrap());
    for (arguments, choice) in [
        (&[][..], StudyChoice::default()),
        (&["--state", "any"], StudyChoice { unfinished: true, ..StudyChoice::default() }),
        (
            &["--annotator", "An", "--annotator", "Bình", "--annotator", "machine: tagger"],
            StudyChoice { annotators: [&named[..], &[machine]].concat(), ..StudyChoice::default() },
        ),
    ] {
        let before = project.files();
        let told = ["agreement", "--json", "--by-article", "--rounds", "100"];
        let Ran { code, out: of_project, err } = run(&project, &[&told[..], &["."], arguments].concat());
        assert_eq!(code, 0, "{err}");
        assert!(project.files() == before, "looking at a project changed it");
        let opened = Project::open_with(&project.root(), Home::at(&project.home())).unwrap().0;
        let gathered = gather(&opened, &choice, &mut |_, _| Flow::Continue(())).unwrap();
        let outside = TestProject::new();
        file(&outside, &lines(&gathered.study));
        let Ran { out: of_file, err, .. } = run(&outside, &[&told[..], &["marks.jsonl"]].concat());
        assert_eq!((of_project, ""), (of_file, &*err), "{arguments:?}");
    }
}

#[test]
fn a_review_is_no_annotators_work_unless_it_is_named() {
    let project = a_project();
    let before = run(&project, &["agreement", ".", "--json"]).out;
    let Ran { code, err, .. } = run(&project, &["review", ".", "--auto", "majority", "--as", "Gold"]);
    assert_eq!(code, 0, "{err}");
    let Ran { out: after, err, .. } = run(&project, &["agreement", ".", "--json"]);
    assert_eq!(before, after);
    assert!(err.contains("1 reviewer left out") && err.contains("Gold"), "{err}");
    let named = figures(&project, &[".", "--annotator", "An", "--annotator", "Gold"]);
    assert_eq!(named["annotators"], json!(["An", "Gold"]));
    assert!(named["measures"]["span_f1_exact"]["value"].is_number(), "{named}");
}

#[test]
fn who_has_seen_an_article_of_a_project_goes_by_the_state() {
    let project = a_project();
    let told = figures(&project, &["."]);
    assert_eq!(told["annotators"], json!(["An", "Bình", "Chi"]), "neither machines nor who has finished nothing");
    assert_eq!([&told["articles"], &told["shared_articles"], &told["marks"]], [&json!(3), &json!(3), &json!(16)]);
    let any = figures(&project, &[".", "--state", "any"]);
    assert_eq!(any["marks"], 17);
    let named = figures(&project, &[".", "--annotator", "An", "--annotator", "Dũng"]);
    assert_eq!(named["annotators"], json!(["An", "Dũng"]));
    assert!(named["measures"].as_object().unwrap().values().all(|m| m["undefined"] == "no_shared_articles"), "{named}");

    let path = project.root().join("annotations/An/a.ron");
    std::fs::write(&path, "nonsense").unwrap();
    let Ran { code, out, err } = run(&project, &["agreement", "."]);
    assert_eq!(code, 0, "{err}");
    for words in [
        "1 file that cannot be read, left out:",
        "a.ron:1:",
        "1 set not done, left out:",
        "b.txt (Chi)",
        "1 machine left out",
    ] {
        assert!(err.contains(words), "{words}: {err}");
    }
    assert!(out.contains("3 articles, 3 seen by two or more, 3 annotators"), "{out}");
}

#[test]
fn measures_are_listed() {
    let project = TestProject::new();
    let Ran { code, out, err } = run(&project, &["measures"]);
    assert_eq!((code, &*err), (0, ""));
    let Ran { out: json, .. } = run(&project, &["measures", "--json"]);
    let listed: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(listed.as_array().unwrap().len(), MEASURES.len());
    for (measure, listed) in MEASURES.iter().zip(listed.as_array().unwrap()) {
        let about = measure.about();
        assert!([about.id, about.title, about.tooltip, about.source].iter().all(|words| out.contains(words)), "{out}");
        assert_eq!([&listed["id"], &listed["says"], &listed["source"]], [about.id, about.tooltip, about.source]);
    }
}

/// Pieces of JSON, broken and whole.
const PIECES: [&str; 24] = [
    "{",
    "}",
    "[",
    "]",
    "\"",
    "\\",
    "\\ud800",
    ",",
    ":",
    "-1",
    "3.0",
    "1e999",
    "NaN",
    "18446744073709551616",
    "null",
    "\n",
    "\r\n",
    "\0",
    "\u{feff}",
    "\u{302}",
    "\"doc\":",
    "\"annotators\":{",
    "[[[[[[[[",
    "💧",
];

/// A file in memory.
struct Memory(Vec<u8>);

impl Source for Memory {
    fn files(&self) -> &[String] {
        &[]
    }

    fn open(&self, _: &str) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(&*self.0))
    }
}

#[test]
fn damaged_lines_are_told_or_read() {
    let good: String = three_people().iter().map(|line| format!("{line}\n")).collect();
    let mut chance = 7u64;
    let mut below = |n: usize| {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (chance >> 33) as usize % n.max(1)
    };
    let (mut read, mut told) = (0, 0);
    for _ in 0..4_000 {
        let mut bytes = good.clone().into_bytes();
        for _ in 0..=below(2) {
            let at = below(bytes.len() + 1);
            let end = (at + below(12)).min(bytes.len());
            match below(5) {
                0 => bytes.truncate(at),
                1 if at < bytes.len() => bytes[at] ^= 1 << below(8),
                2 => drop(bytes.splice(at..end, [])),
                3 => drop(bytes.splice(at..end, PIECES[below(PIECES.len())].bytes())),
                _ => drop(bytes.splice(at..at, PIECES[below(PIECES.len())].bytes())),
            }
        }
        let memory = Memory(bytes);
        let mut rows = Exchange::open(&memory, "marks.jsonl").unwrap();
        loop {
            match rows.row() {
                Ok(None) => break,
                Ok(Some(row)) => {
                    read += 1;
                    for (set, (_, marks)) in row.annotators.iter().enumerate() {
                        assert!((0..marks.len()).all(|mark| row.column(set, mark).is_some()));
                    }
                }
                Err(error) => {
                    told += 1;
                    assert!(error.line.is_some_and(|line| line <= 9) && !error.what.is_empty(), "{error:?}");
                    break;
                }
            }
        }
    }
    assert!(read > 1_000 && told > 1_000, "{read} {told}");
}
