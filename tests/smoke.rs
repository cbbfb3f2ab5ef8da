//! The real program in a real window, with real mouse and keys, on a display without a screen: that a drag and a key become
//! a mark on the disk, and that it stays there whatever happens next. What the window does in detail is tested without one.
#![cfg(all(feature = "window", target_os = "linux"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

#[path = "support/display.rs"]
mod display;
#[allow(dead_code, reason = "shared with other tests")]
#[path = "support/project.rs"]
mod project;

use display::{Display, PATIENCE, Program, wait};
use project::TestProject;
use std::{fs, process::Command, thread::sleep, time::Duration};

/// A project with one article that fills the page, so that a drag anywhere in the middle meets words; and an annotator.
fn news() -> TestProject {
    let project = TestProject::new();
    project.write("articles/news.txt", text());
    let preferences = "Prefs(format: 1, annotator: \"Lan\", theme: Light, window: (1200.0, 760.0))";
    fs::write(project.home().join("preferences.ron"), preferences).unwrap();
    project
}

fn text() -> String {
    "Bà Mén said on Monday that the water came without a warning, and Mr Thục agreed with every word. ".repeat(60)
}

/// What the disk holds: label and words of each mark, each checked against the text.
fn marks(project: &TestProject) -> Vec<(String, String)> {
    let Ok(record) = fs::read_to_string(project.root().join("annotations/Lan/news.ron")) else { return Vec::new() };
    let text: Vec<char> = text().chars().collect();
    let field = |line: &str, name: &str| {
        let from = line.split_once(&format!("{name}: ")).unwrap().1;
        from.trim_start_matches('"').split(['"', ',']).next().unwrap().to_owned()
    };
    let lines = record.lines().filter(|line| line.trim_start().starts_with("(id:"));
    lines
        .map(|line| {
            let (start, end): (usize, usize) =
                (field(line, "start").parse().unwrap(), field(line, "end").parse().unwrap());
            let words: String = text[start..end].iter().collect();
            let quote = line.split_once("quote: \"").unwrap().1;
            assert!(quote.starts_with(&format!("{words}\"")), "{line} does not hold “{words}”");
            (field(line, "label"), words)
        })
        .collect()
}

/// Drags over words at a height of the window and presses a key, until the disk holds so many marks.
fn mark(display: &Display, project: &TestProject, height: i32, key: &str, wanted: usize) -> Vec<(String, String)> {
    for _ in 0..5 {
        // The article may still be on its way to the page: then nothing was under the mouse.
        display.drag((540, height), (700, height));
        display.key(key);
        let seen = marks_within(project, wanted, Duration::from_secs(4));
        if seen.len() == wanted {
            return seen;
        }
        display.key("Escape");
    }
    panic!("the disk holds {:?}; picture: {:?}", marks(project), display.picture("no-mark"));
}

/// The marks on the disk as soon as there are so many, or those there are in the end.
fn marks_within(project: &TestProject, wanted: usize, patience: Duration) -> Vec<(String, String)> {
    let enough = wait(patience, || Some(marks(project)).filter(|marks| marks.len() == wanted));
    enough.unwrap_or_else(|| marks(project))
}

fn labels(marks: &[(String, String)]) -> Vec<&str> {
    let mut labels: Vec<&str> = marks.iter().map(|(label, _)| &**label).collect();
    labels.sort_unstable();
    labels
}

#[test]
fn a_drag_and_a_key_are_a_mark_on_the_disk_and_undo_takes_it_back() {
    let Some(display) = Display::start() else { return };
    let project = news();
    let _program = Program::start(&display, &project.home(), &project.root());
    let marks = mark(&display, &project, 400, "1", 1);
    assert_eq!(labels(&marks), ["Actor"]);
    assert!(marks[0].1.chars().count() > 8, "{marks:?}");
    display.key("ctrl+z");
    assert_eq!(marks_within(&project, 0, PATIENCE), []);
    display.key("ctrl+shift+z");
    assert_eq!(marks_within(&project, 1, PATIENCE), marks);
    let check = Command::new(env!("CARGO_BIN_EXE_whosaid"))
        .arg("check")
        .arg(project.root())
        .env("WHOSAID_HOME", project.home())
        .output()
        .unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
}

#[test]
fn what_was_saved_outlives_a_kill() {
    let Some(display) = Display::start() else { return };
    let project = news();
    let program = Program::start(&display, &project.home(), &project.root());
    let before = mark(&display, &project, 400, "1", 1);
    program.kill();
    assert_eq!(marks(&project), before);
    let _program = Program::start(&display, &project.home(), &project.root());
    let after = mark(&display, &project, 470, "2", 2);
    assert_eq!(labels(&after), ["Actor", "Claim"]);
    assert!(after.contains(&before[0]));
}

#[test]
fn leaving_right_after_a_key_loses_nothing() {
    let Some(display) = Display::start() else { return };
    let project = news();
    let mut program = Program::start(&display, &project.home(), &project.root());
    mark(&display, &project, 400, "3", 1);
    display.drag((540, 470), (700, 470));
    display.key("1");
    display.key("ctrl+q");
    assert!(program.ended().is_some_and(|status| status.success()), "{:?}", display.picture("not-left"));
    assert_eq!(labels(&marks(&project)), ["Actor", "Date"]);
}

#[test]
fn an_idle_window_draws_nothing() {
    let Some(display) = Display::start() else { return };
    let project = news();
    let program = Program::start(&display, &project.home(), &project.root());
    // Waits until it has come to rest, however busy the machine is.
    let rested = wait(PATIENCE, || {
        let before = program.used();
        sleep(Duration::from_secs(2));
        (program.used() - before <= Duration::from_millis(20)).then_some(())
    });
    assert!(rested.is_some(), "it never rests; picture: {:?}", display.picture("restless"));
}
