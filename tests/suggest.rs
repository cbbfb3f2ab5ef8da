//! `whosaid suggest` and `whosaid sources`, as a person or another program meets them.
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

use program::{Ran, run, whosaid};
use project::TestProject;
use serde_json::{Value, json};
use std::{
    fs,
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Stdio},
};
use whosaid::suggest::SOURCES;

/// A talk with a program that runs.
struct Talk {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Talk {
    fn new(project: &TestProject, arguments: &[&str]) -> Self {
        let mut command = whosaid(&project.home());
        command.current_dir(project.root()).args(["suggest", "--pipe"]).args(arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (to, from) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        Talk { child, to, from }
    }

    /// One line in, one line out, before anything else is said.
    fn ask(&mut self, line: &str) -> Value {
        writeln!(self.to, "{line}").unwrap();
        let mut answer = String::new();
        self.from.read_line(&mut answer).unwrap();
        serde_json::from_str(&answer).unwrap()
    }

    fn say(&mut self, line: &Value) -> Value {
        self.ask(&line.to_string())
    }

    fn suggest(&mut self, id: &str, text: &str) -> Vec<String> {
        let answer =
            self.say(&json!({"op": "suggest", "doc": {"id": id, "lang": "en", "date": "2024-05-02", "text": text}}));
        words(&answer, text)
    }

    fn end(mut self) {
        assert_eq!(self.ask(r#"{"op":"quit"}"#), json!({"ok": true}));
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
    }
}

/// The spans of an answer as `label:words`.
fn words(answer: &Value, text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let spans = answer["spans"].as_array().unwrap_or_else(|| panic!("{answer}"));
    let at = |span: &Value, name: &str| usize::try_from(span[name].as_u64().unwrap()).unwrap();
    let of = |s: &Value| chars[at(s, "start")..at(s, "end")].iter().collect::<String>();
    spans.iter().map(|s| format!("{}:{}", s["label"].as_str().unwrap(), of(s))).collect()
}

/// A mark of the first place of some words.
fn mark(text: &str, words: &str, label: &str) -> Value {
    let start = text[..text.find(words).unwrap()].chars().count();
    json!({"start": start, "end": start + words.chars().count(), "label": label})
}

#[test]
fn another_program_is_helped_and_teaches() {
    let project = TestProject::new();
    let mut talk = Talk::new(&project, &[]);
    // Some programs begin what they write with a byte-order mark.
    assert_eq!(
        talk.ask("\u{feff}{\"op\":\"hello\",\"labels\":[\"Ship\",\"Crew\"]}"),
        json!({"ok": true, "live": true})
    );
    let text = "💧 Ferry Osprey left. Later Ferry Osprey came back, and Osprey too.";
    assert_eq!(talk.suggest("a", text), Vec::<String>::new(), "nothing is known of ships");
    let added = talk.say(&json!({"op": "added", "id": "a", "span": mark(text, "Ferry Osprey", "Ship")}));
    assert_eq!(words(&added, text), ["Ship:Ferry Osprey"]);
    assert_eq!(added["spans"][0]["source"], "repeats");
    let second = json!({"start": 52, "end": 58, "label": "Crew"});
    let again = talk.say(&json!({"op": "added", "id": "a", "span": second}));
    assert_eq!(words(&again, text), Vec::<String>::new(), "what was given is not given again");
    assert!(talk.ask("nonsense")["error"].is_string(), "and the talk goes on");
    let spans = [mark(text, "Ferry Osprey", "Ship"), mark(text, "Ferry Osprey came", "Ship")];
    assert_eq!(talk.say(&json!({"op": "done", "id": "a", "spans": spans})), json!({"ok": true}));
    assert_eq!(talk.suggest("b", "The Ferry Osprey sank."), ["Ship:Ferry Osprey"]);
    talk.end();
}

#[test]
fn names_are_there_from_the_first_article_and_the_score_is_a_choice() {
    let project = TestProject::new();
    let text = "Mr Robert Hanson flew from Paris to Vienna, said Linda Carter.";
    let hello = json!({"op": "hello", "labels": [{"name": "PER"}, {"name": "LOC"}]});
    let mut talk = Talk::new(&project, &["--source", "learner"]);
    talk.say(&hello);
    let found = talk.suggest("a", text);
    assert_eq!(found, ["PER:Robert Hanson", "LOC:Paris", "LOC:Vienna", "PER:Linda Carter"]);
    talk.end();
    let mut talk = Talk::new(&project, &["--min-score", "1"]);
    talk.say(&hello);
    assert_eq!(talk.suggest("a", text), Vec::<String>::new());
    talk.end();
}

#[test]
fn a_project_gets_machine_sets_and_peoples_stay() {
    let project = TestProject::new();
    project.write("articles/a.txt", "Bà Hoa Lê nói mưa. Bà Hoa Lê đi.");
    project.write("articles/b.txt", "Hôm qua bà Hoa Lê đến cùng Bà Hoa Lê.");
    project.set("Lan", "a.txt", "Done", &[("Actor", "Bà Hoa Lê")]);
    let before = project.files();
    let arguments = ["suggest", ".", "--source", "repeats", "--annotator", "draft"];
    let Ran { code, out, err } = run(&project, &arguments);
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    assert!(err.contains("as machine: draft, learnt from 1 finished article"), "{err}");
    let after = project.files();
    assert!(before.iter().all(|(path, bytes)| after.get(path) == Some(bytes)), "nothing else was altered");
    let written: Vec<_> =
        after.keys().filter(|p| !before.contains_key(*p) && p.to_string_lossy().contains("draft")).collect();
    assert_eq!(written.len(), 2, "{written:?}");
    let set = fs::read_to_string(written.iter().find(|p| p.ends_with("b.ron")).unwrap()).unwrap();
    assert!(set.contains("quote: \"Bà Hoa Lê\"") && set.contains("repeats: "), "{set}");
    // Once more: the same bytes.
    assert_eq!(run(&project, &arguments).code, 0);
    assert!(written.iter().all(|p| project.files()[*p] == after[*p]));
    let Ran { code, err, .. } = run(&project, &["check", "."]);
    assert_eq!(code, 0, "{err}");
}

#[test]
fn a_projects_own_words_count_and_what_cannot_be_understood_is_told() {
    let project = TestProject::new();
    project.write("articles/a.txt", "Hôm rày trời mưa, theo dự báo hôm qua.");
    project.write("lexicons/dates-vi.txt", "[points]\nhôm rày = PRESENT_REF\n- hôm qua = D-1\nhôm nớ = mai\n");
    let Ran { code, err, .. } = run(&project, &["suggest", ".", "--source", "dates", "--annotator", "draft"]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("lexicons/dates-vi.txt:4: [points] does not know the code “mai”"), "{err}");
    let files = project.files();
    let set = files.iter().find(|(p, _)| p.to_string_lossy().contains("draft") && p.ends_with("a.ron"));
    let set = String::from_utf8_lossy(set.unwrap().1);
    assert!(set.contains("quote: \"Hôm rày\"") && !set.contains("quote: \"hôm qua\""), "{set}");
}

#[test]
fn what_is_wrong_with_lists_is_told_wherever_it_stands() {
    let project = TestProject::new();
    project.write("articles/a.txt", "Hôm rày trời mưa.");
    project.write("lexicons/date-vi.txt", "[points]\n");
    project.write("lexicons/dates-en.TXT", "[points]\n");
    project.write("lexicons/dates-vi.txt", "[points]\n- hôm xưa\n[nosuch]\nhôm rày = D-1\n");
    project.write("lexicons/names-people.txt", "Quell\n[villagers]\nSand\n");
    project.write("lexicons/page-noise.txt", "[ends: x]\n(\n");
    let told = run(&project, &["suggest", "."]).err;
    for line in [
        "lexicons/date-vi.txt: no source reads a list of this name, perhaps dates-vi.txt is meant. The list is left out",
        "lexicons/dates-en.TXT: no source reads a list of this name, perhaps dates-en.txt is meant. The list is left out",
        "lexicons/dates-vi.txt:2: there is no “hôm xưa” in [points] to take out",
        "lexicons/dates-vi.txt:4: there is no section [nosuch]",
        "lexicons/names-people.txt:1: it stands before the first [section]",
        "lexicons/names-people.txt:3: there is no section [villagers]",
        "lexicons/page-noise.txt:2: this is no regular expression",
    ] {
        assert!(told.contains(&format!("whosaid: {line}")), "{line} is not in {told}");
    }
}

#[test]
fn only_what_suggest_wrote_is_replaced() {
    let project = TestProject::new();
    project.write("articles/a.txt", "Ms Adams left on Friday.");
    project.write("articles/b.txt", "Mr Brown left on 3 May 2024.");
    let predictions = project.set("machine: suggestions", "a.txt", "Done", &[("Actor", "Ms Adams")]);
    let before = fs::read(&predictions).unwrap();
    let written = project.root().join("annotations/machine: suggestions/b.ron");
    for _ in 0..2 {
        let Ran { code, err, .. } = run(&project, &["suggest", ".", "--source", "dates"]);
        assert_eq!(code, 1, "{err}");
        assert!(
            err.contains("1 set of machine: suggestions left alone, since not all marks there were written by suggest"),
            "{err}"
        );
        assert!(err.contains("Name another --annotator") && err.contains("whosaid:   a.txt"), "{err}");
        assert!(err.contains("1 mark proposed in 1 article"), "{err}");
        assert_eq!(fs::read(&predictions).unwrap(), before);
    }
    let first = fs::read_to_string(&written).unwrap();
    assert!(first.contains("3 May 2024") && first.contains("from: \"dates\""), "{first}");
    // What it wrote itself it brings up to date.
    assert_eq!(run(&project, &["suggest", ".", "--source", "dates", "--min-score", "1"]).code, 1);
    assert!(!fs::read_to_string(&written).unwrap().contains("quote: \"3 May 2024\""));
    assert_eq!(run(&project, &["suggest", ".", "--source", "dates", "--annotator", "draft"]).code, 0);
    // What a person has mended is theirs.
    fs::write(&written, first.replace("from: \"dates\"", "from: \"dates\", mended: true")).unwrap();
    let mended = fs::read(&written).unwrap();
    let Ran { err, .. } = run(&project, &["suggest", ".", "--source", "dates"]);
    assert!(err.contains("2 sets of machine: suggestions left alone"), "{err}");
    assert_eq!(fs::read(&written).unwrap(), mended);
}

#[test]
fn sources_are_listed_and_unknown_ones_told() {
    let project = TestProject::new();
    let Ran { code, out, .. } = run(&project, &["sources"]);
    let Ran { out: listed, .. } = run(&project, &["sources", "--json"]);
    let listed: Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(code, 0);
    for (source, told) in SOURCES.iter().zip(listed.as_array().unwrap()) {
        let about = source.about();
        assert!(out.contains(&format!("  {}: {}", about.id, about.title)), "{out}");
        assert_eq!(*told, json!({"id": about.id, "title": about.title, "what": about.what}));
    }
    let Ran { code, out, err } = run(&project, &["suggest", ".", "--source", "nobody"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("There is no source “nobody”. There are "), "{err}");
    assert_eq!(run(&project, &["suggest", "--pipe", "--min-score", "2"]).code, 2);
    assert_eq!(run(&project, &["suggest"]).code, 2, "a project or the pipe");
}
