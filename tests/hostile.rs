//! Hostile bytes: whatever a file holds, reading it never panics, never overwrites it, and what is wrong is a sentence.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use proptest::prelude::*;
use std::{fs, path::PathBuf};
use whosaid::{
    model::{AnnotationSet, AnnotatorName, ArticleKey, story},
    store::{Home, Prefs, Project, SaveJob, SaveReport, SaveWhat, Saver, check},
    text::{ByteOffset, CharOffset, Found, Quotation, Span, Text, Unit, decode, find_again},
};

const TEXT: &str = include_str!("golden/format-1/articles/dam/river.txt");
const SET: &str = include_str!("golden/format-1/annotations/Bình/dam/river.ron");
const TIME: &str = "Time(\n    format: 1,\n    day: \"2026-01-02\",\n    articles: [\n        (article: \"dam/river.txt\", active_ms: 81500, made: 2, done: true, marks: [(\"m1\", 5000)]),\n    ],\n)\n";
const META: &str = include_str!("golden/format-1/articles/dam/river.meta.ron");
const LABELS: &str = include_str!("golden/format-1/whosaid.ron");

/// Pieces that break things: ends of strings and comments, numbers out of range, characters that are more than one letter or none.
const PIECES: [&str; 40] = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    ",",
    ":",
    "//",
    "/*",
    "*/",
    "r#\"",
    "\"#",
    "\\",
    "\\u{110000}",
    "\\x",
    "Some(",
    "None",
    "()",
    "true",
    "-1",
    "1e999",
    "NaN",
    "inf",
    "18446744073709551616",
    "340282366920938463463374607431768211456",
    "0x",
    "format: 3",
    "format: 0",
    "#![enable(implicit_some)]",
    "\u{feff}",
    "\0",
    "\r",
    "\u{302}\u{309}",
    "\u{200d}",
    "🇻🇳",
    "\u{202e}",
    "क्षि",
];

const UNITS: [Unit; 5] = [Unit::Grapheme, Unit::Syllable, Unit::Word, Unit::Sentence, Unit::Paragraph];

/// A project of one article with one annotator's marks, whose files can be anything.
struct World {
    folder: tempfile::TempDir,
}

impl World {
    fn new() -> Self {
        let world = World { folder: tempfile::tempdir().unwrap() };
        world.put("articles/dam/river.txt", TEXT.as_bytes());
        world.put("articles/dam/river.meta.ron", META.as_bytes());
        world.put("annotations/Bình/dam/river.ron", SET.as_bytes());
        world.put("whosaid.ron", LABELS.as_bytes());
        world
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("project").join(name)
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn project(&self) -> Project {
        Project::open_with(&self.path(""), Home::at(&self.folder.path().join("home"))).unwrap().0
    }

    /// Reads everything there is with these bytes in one of the files.
    fn survives(&self, file: &str, bytes: &[u8]) {
        self.put(file, bytes);
        let project = self.project();
        if let Err(trouble) = project.labels() {
            is_sentence(&trouble.what);
        }
        match project.load(&river(), &binh()) {
            Err(trouble) => is_sentence(&trouble.what),
            Ok(loaded) => {
                fits(&loaded.set, &loaded.text);
                if let Some(trouble) = &loaded.trouble {
                    is_sentence(&trouble.trouble().what);
                    assert!(loaded.set.is_empty(), "nothing of a broken file is shown as if it were all");
                } else {
                    self.can_be_saved(&project, &loaded.set, &loaded.text, loaded.stamp);
                    self.put(file, bytes);
                }
            }
        }
        for problem in check(&project) {
            is_sentence(&problem.trouble.what);
        }
        let mut seen = 0;
        project.look(project.index(), &mut |_| {
            seen += 1;
            true
        });
        assert!(seen <= 2);
        assert!(fs::read(self.path(file)).unwrap() == bytes, "{file} was changed by reading");
    }

    /// What could be read can be written, and is the same when read again.
    fn can_be_saved(&self, project: &Project, set: &AnnotationSet, text: &Text, stamp: whosaid::store::Stamp) {
        let (send, reports) = std::sync::mpsc::channel();
        let saver = Saver::start(project.clone(), move |r| drop(send.send(r)));
        let what = SaveWhat::Set { set: set.clone(), text: text.clone(), stamp };
        saver.save(SaveJob { key: river(), annotator: binh(), what, serial: 1, since: 0 });
        match reports.recv().unwrap() {
            SaveReport::Saved { .. } => {
                let again = project.load(&river(), &binh()).unwrap();
                assert!(again.trouble.is_none(), "{:?}", again.trouble);
                assert_eq!(&again.set, set);
            }
            other => panic!("{other:?}"),
        }
    }
}

fn river() -> ArticleKey {
    ArticleKey::new("dam/river.txt").unwrap()
}

fn binh() -> AnnotatorName {
    AnnotatorName::new("Bình").unwrap()
}

fn is_sentence(what: &str) {
    assert!(what.chars().next().is_some_and(|c| !c.is_lowercase()), "{what:?}");
    assert!(what.contains(' ') && what.chars().count() < 2000, "{what:?}");
}

fn fits(set: &AnnotationSet, text: &Text) {
    for (span, mark) in set.placed() {
        assert!(Span::in_text(text, span.start(), span.end()).is_ok(), "{mark:?} in a text of {} bytes", text.len());
    }
}

/// Bytes of a good file with some of them changed, cut, doubled or replaced by what breaks things.
fn damaged(good: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let edit = (0u8..6, any::<prop::sample::Index>(), 0usize..60, 0..PIECES.len(), any::<u8>());
    prop::collection::vec(edit, 1..8).prop_map(move |edits| {
        let mut bytes = good.as_bytes().to_vec();
        for (kind, at, length, piece, byte) in edits {
            let at = at.index(bytes.len() + 1);
            let end = (at + length).min(bytes.len());
            match kind {
                0 if at < bytes.len() => bytes[at] = byte,
                1 => drop(bytes.drain(at..end)),
                2 => {
                    let twice = bytes[at..end].to_vec();
                    bytes.splice(at..at, twice);
                }
                3 => bytes.truncate(at.max(1)),
                4 => drop(bytes.splice(at..end, PIECES[piece].bytes())),
                _ => drop(bytes.splice(at..at, PIECES[piece].bytes())),
            }
        }
        bytes
    })
}

fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..600),
        prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60).prop_map(|p| p.concat().into_bytes()),
    ]
}

/// A text of letters, marks that join to them, line ends, and what has no width.
fn any_text() -> impl Strategy<Value = String> {
    let pieces = [
        "a",
        "Ông ",
        "o\u{302}\u{309}",
        "\n",
        "\r\n",
        "\r",
        "“",
        "”",
        "\"",
        ". ",
        "7.12",
        "TP.HCM ",
        "\u{200d}",
        "👩\u{200d}👩",
        "🇻",
        "🇳",
        "\u{202e}",
        "שלום",
        "한",
        "ก็",
        "\u{2028}",
        "\0",
        " ",
    ];
    prop_oneof![prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..60).prop_map(|p| p.concat()), ".{0,80}",]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn damaged_marks_are_told_or_mended(bytes in prop_oneof![4 => damaged(SET), 1 => any_bytes()]) {
        World::new().survives("annotations/Bình/dam/river.ron", &bytes);
    }

    #[test]
    fn damaged_metadata_is_told(bytes in prop_oneof![4 => damaged(META), 1 => any_bytes()]) {
        World::new().survives("articles/dam/river.meta.ron", &bytes);
    }

    #[test]
    fn damaged_labels_are_told(bytes in prop_oneof![4 => damaged(LABELS), 1 => any_bytes()]) {
        World::new().survives("whosaid.ron", &bytes);
    }

    #[test]
    fn damaged_articles_keep_every_mark(bytes in prop_oneof![4 => damaged(TEXT), 1 => any_bytes()]) {
        let world = World::new();
        let before = world.project().load(&river(), &binh()).unwrap().set.len();
        world.survives("articles/dam/river.txt", &bytes);
        world.put("annotations/Bình/dam/river.ron", SET.as_bytes());
        if let Ok(loaded) = world.project().load(&river(), &binh()) {
            prop_assert_eq!(loaded.set.len(), before, "no mark is ever dropped silently");
        }
    }

    #[test]
    fn a_damaged_index_is_thrown_away(edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6), cut in any::<prop::sample::Index>(), shorter in any::<bool>()) {
        let world = World::new();
        let all = world.project().refresh(Vec::new(), &mut |_| true);
        let path = world.path(".whosaid/index");
        let mut bytes = fs::read(&path).unwrap();
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if shorter {
            bytes.truncate(cut.index(bytes.len()));
        }
        fs::write(&path, bytes).unwrap();
        let project = world.project();
        let known = project.index();
        prop_assert!(known.len() <= all.len() + 1);
        prop_assert_eq!(project.refresh(known, &mut |_| true).len(), all.len());
    }

    #[test]
    fn damaged_times_are_told_and_set_aside(bytes in prop_oneof![4 => damaged(TIME), 1 => any_bytes()]) {
        let world = World::new();
        world.put(".whosaid/time/Bình/2026-01-02-a-1.ron", &bytes);
        let (sittings, troubles) = world.project().times(&binh());
        for trouble in &troubles {
            is_sentence(&trouble.what);
        }
        assert_eq!(sittings.len() + troubles.len(), 1);
        assert!(world.project().times(&binh()).1.iter().all(|t| t.what.contains("newer")), "said once");
    }

    #[test]
    fn damaged_preferences_are_told(bytes in any_bytes()) {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        Prefs::default().save(&home).unwrap();
        for file in walkdir(folder.path()) {
            fs::write(file, &bytes).unwrap();
        }
        if let (_, Some(trouble)) = Prefs::load(&home) {
            is_sentence(&trouble.what);
        }
    }
}

fn walkdir(folder: &std::path::Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(walkdir(&path)) } else { found.push(path) }
    }
    found
}

proptest! {
    #[test]
    fn any_bytes_are_a_text_or_a_sentence(bytes in prop_oneof![any_bytes(), any_text().prop_map(String::into_bytes), damaged(TEXT)]) {
        match decode(&bytes) {
            Ok(decoded) => prop_assert!(decoded.notices.iter().all(|n| n.sentence().contains(' '))),
            Err(error) => prop_assert!(error.to_string().contains(' ')),
        }
    }

    #[test]
    fn boundaries_stand_between_whole_characters(text in any_text(), at in 0usize..300, to in 0usize..300) {
        let text = Text::new(text);
        // Inside a character and beyond the end no answer is right, but none may be a panic.
        let _ = (text.snap(ByteOffset(at), ByteOffset(to)), text.quotation_at(ByteOffset(at)));
        for unit in UNITS {
            let _ = (text.unit_at(unit, ByteOffset(at)), text.next_boundary(unit, ByteOffset(at)));
            let _ = (text.prev_boundary(unit, ByteOffset(at)), text.next_end(unit, ByteOffset(at)));
        }
        let inside = |at: usize| text.grapheme_floor(ByteOffset(at.min(text.len())));
        let (at, to) = (inside(at), inside(to));
        for unit in UNITS {
            let moved = [
                text.next_boundary(unit, at), text.prev_boundary(unit, at), text.next_start(unit, at),
                text.prev_start(unit, at), text.next_end(unit, at), text.prev_end(unit, at),
            ];
            for place in moved {
                prop_assert!(text.is_grapheme_boundary(place), "{unit:?} from {at:?} to {place:?}");
            }
            if let Some(span) = text.unit_at(unit, at) {
                prop_assert!(Span::in_text(&text, span.start(), span.end()).is_ok(), "{unit:?} {span:?}");
            }
        }
        if let Some(span) = text.snap(at, to) {
            prop_assert!(Span::in_text(&text, span.start(), span.end()).is_ok(), "{span:?}");
            prop_assert!(Span::in_text(&text, text.close(span).start(), text.close(span).end()).is_ok());
            prop_assert!(text.grow(span).covers(span));
        }
        if let Some(span) = text.quotation_at(at) {
            prop_assert!(Span::in_text(&text, span.start(), span.end()).is_ok(), "{span:?}");
        }
    }

    #[test]
    fn made_up_quotations_are_found_or_lost(text in any_text(), wanted in prop::collection::vec((0usize..200, 0usize..200, any_text(), ".{0,20}", ".{0,20}"), 0..6)) {
        let text = Text::new(text);
        let wanted: Vec<(CharOffset, CharOffset, Quotation)> = wanted
            .into_iter()
            .map(|(start, end, exact, before, after)| {
                let quotation = Quotation { before: before.into(), exact: exact.into(), after: after.into() };
                (CharOffset(start), CharOffset(end), quotation)
            })
            .collect();
        let found = find_again(&text, &wanted);
        prop_assert_eq!(found.len(), wanted.len());
        for (found, (_, _, quotation)) in found.iter().zip(&wanted) {
            match found {
                Found::Exact(span) => prop_assert_eq!(span.of(&text), &*quotation.exact),
                Found::Moved { span, score } => {
                    prop_assert!(Span::in_text(&text, span.start(), span.end()).is_ok(), "{span:?}");
                    prop_assert!((0.5..=1.0).contains(score), "{score}");
                }
                Found::Lost => {}
            }
        }
    }

    #[test]
    fn any_text_is_a_story_or_a_sentence(story in prop_oneof![any_text(), "(\\[|\\]|\\\\| |a|Actor |ệ){0,40}"]) {
        match story::parse(&story) {
            Ok(parsed) => {
                let set = story::set(&parsed, 1);
                story::write(&parsed.text, &set);
            }
            Err(error) => prop_assert!(error.to_string().contains(' ')),
        }
    }
}

#[test]
fn deep_nesting_is_a_sentence_and_no_overflow() {
    for piece in
        ["(", "[", "{", "/*", "Some(", "r#", "#", "((((marks:[", "\\", "-", "'", "Set(format: 1, marks: [", "(a:"]
    {
        for file in ["annotations/Bình/dam/river.ron", "articles/dam/river.meta.ron", "whosaid.ron"] {
            World::new().survives(file, piece.repeat(200_000).as_bytes());
        }
    }
}
