//! Makes `names-weights.txt` from the marked stories in `tests/names`, so that anyone can make it anew:
//! `UPDATE_WEIGHTS=1 cargo test --release --lib weights_of_names`.
//!
//! A story is a file: lines `#lang` and `#published`, an empty line, and an invented piece of news in the markup of
//! [`crate::model::story`], its names marked as `PER`, `ORG`, `LOC` and `MISC`. Full training takes long in a build without
//! optimisation, so an ordinary test asks only whether the file was made from these stories and these word lists.

use super::{
    chain::{State, begin, inside},
    classes::{Classes, Sink, class_features, elsewhere},
    lists::NameLists,
    names::{FILE, Kind, kind_keys},
    rows::parts,
    weights::{Feature, Row, Weights, feature, states_of},
};
use crate::{
    model::story::{self, Story},
    suggest::{
        Lexicons,
        tokens::{covered, tokens},
    },
    text::Text,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

/// How often the lessons are gone through.
const ROUNDS: usize = 20;

/// Features of fewer lessons are left out. Each story makes two lessons.
const FEW: usize = 4;

/// Smaller weights are left out.
const LEAST: f32 = 0.12;

/// What stands before the hash of all that the weights were made from.
const MADE_FROM: &str = "# Made from ";

const HEAD: &str = "\
# What names look like: the weights of the small chain of the learner, by the state that they speak for. Each line is a weight and
# a feature. They were learnt from the news in tests/names, all of it invented for this project, with the other lists of names.
# `UPDATE_WEIGHTS=1 cargo test --release --lib weights_of_names` makes this file anew.
";

/// The features of a token by name.
#[derive(Default)]
struct Named(Vec<String>);

impl Sink for Named {
    fn add(&mut self, parts: &[&str]) {
        self.0.push(parts.join("|"));
    }
}

/// What a story teaches.
struct Lesson<R> {
    /// Features of tokens.
    of_tokens: R,
    parts: Vec<(usize, usize)>,
    right: Vec<State>,
}

impl Lesson<Vec<Vec<String>>> {
    fn of(story: &Story, lists: &NameLists) -> Self {
        let tokens = tokens(story.text.as_str());
        let classes = Classes::of(&tokens, lists);
        let about = elsewhere(&tokens, &classes);
        let named = |i| {
            let mut named = Named::default();
            class_features(&tokens, &classes, &about, i, &mut named);
            named.0
        };
        let marks = story.marks.iter().filter_map(|(span, label)| {
            let kind = Kind::of(label)?;
            Some((Kind::ALL.iter().position(|k| *k == kind)?, covered(&tokens, span.start().0, span.end().0)?))
        });
        let right = states_of(tokens.len(), marks);
        let [parts, _] = parts(&tokens);
        Lesson { of_tokens: (0..tokens.len()).map(named).collect(), parts, right }
    }

    /// With those features that count.
    fn counted(self, count: &BTreeMap<String, usize>) -> Lesson<Row> {
        let mut row = Row::default();
        for names in &self.of_tokens {
            row.features.extend(names.iter().filter(|n| count.contains_key(*n)).map(|n| hashed(n)));
            row.ends.push(row.features.len());
        }
        Lesson { of_tokens: row, parts: self.parts, right: self.right }
    }
}

/// The same story in one line: other programs send texts whose lines were joined.
fn in_one_line(story: &Story) -> Story {
    Story { text: Text::new(story.text.as_str().replace('\n', " ")), marks: story.marks.clone() }
}

fn hashed(name: &str) -> Feature {
    feature(&name.split('|').collect::<Vec<_>>())
}

/// The weights that stories teach, as `names-weights.txt` has them.
pub(super) fn train(stories: &[Story], lexicons: &Lexicons) -> String {
    let lists = lexicons.get::<NameLists>();
    let both = stories.iter().flat_map(|story| [story.clone(), in_one_line(story)]);
    let named: Vec<_> = both.map(|story| Lesson::of(&story, &lists)).collect();
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for lesson in &named {
        for name in lesson.of_tokens.iter().flatten().collect::<BTreeSet<_>>() {
            *count.entry(name.clone()).or_default() += 1;
        }
    }
    count.retain(|_, n| *n >= FEW);
    let lessons: Vec<_> = named.into_iter().map(|lesson| lesson.counted(&count)).collect();
    let (keys, mut weights) = (kind_keys(), Weights::default());
    for round in 0..ROUNDS {
        // Another order in each round, the same on every machine.
        let mut order: Vec<usize> = (0..lessons.len()).collect();
        order.sort_by_key(|i| feature(&[&round.to_string(), &i.to_string()]));
        for lesson in order.iter().map(|i| &lessons[*i]) {
            for part in &lesson.parts {
                weights.learn(&lesson.of_tokens, *part, &keys, &lesson.right);
            }
        }
    }
    let mut states = vec![(0, "outside".to_owned())];
    for (i, kind) in Kind::ALL.iter().enumerate() {
        states.extend([(begin(i), format!("begin {}", kind.name())), (inside(i), format!("inside {}", kind.name()))]);
    }
    let mut out = "[pairs]\n".to_owned();
    for (from, a) in &states {
        for (to, b) in &states {
            let value = weights.of_pair(keys.keys[*from], keys.keys[*to]);
            if value.abs() >= LEAST {
                writeln!(out, "{value:.2} {a} → {b}").unwrap();
            }
        }
    }
    for (state, name) in states.iter().skip(1) {
        write!(out, "\n[{name}]\n").unwrap();
        for feature in count.keys() {
            let value = weights.value(hashed(feature), keys.keys[*state]);
            if value.abs() >= LEAST {
                writeln!(out, "{value:.2} {feature}").unwrap();
            }
        }
    }
    out
}

fn in_project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The stories by file name.
fn texts() -> BTreeMap<String, String> {
    let files = fs::read_dir(in_project("tests/names")).unwrap().map(|file| file.unwrap());
    let text = |path: &Path| fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    files.map(|file| (file.file_name().into_string().unwrap(), text(&file.path()))).collect()
}

/// What tells these stories and lists from others.
fn made_from(texts: &BTreeMap<String, String>) -> String {
    let mut hash = blake3::Hasher::new();
    let lists = super::lists::FILES.iter().map(|file| (file.name, file.text));
    for (name, text) in texts.iter().map(|(name, text)| (&**name, &**text)).chain(lists) {
        for line in [name].into_iter().chain(text.lines()) {
            hash.update(line.as_bytes()).update(b"\n");
        }
    }
    hash.finalize().to_hex().chars().take(32).collect()
}

fn story(name: &str, text: &str) -> Story {
    let (_, body) = text.split_once("\n\n").unwrap_or_else(|| panic!("{name}: an empty line behind its head"));
    story::parse(body.trim_end()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn weights_of_names_are_made_from_these_stories() {
    let texts = texts();
    let head = format!("{MADE_FROM}{}.", made_from(&texts));
    if std::env::var_os("UPDATE_WEIGHTS").is_some() {
        let stories: Vec<Story> = texts.iter().map(|(name, text)| story(name, text)).collect();
        let weights = train(&stories, &Lexicons::default());
        fs::write(in_project("assets/lexicons").join(FILE.name), format!("{HEAD}{head}\n\n{weights}")).unwrap();
        return;
    }
    assert!(
        FILE.text.lines().any(|line| line == head),
        "stories or lists of names changed: the head of {} says how to make it anew",
        FILE.name
    );
}

#[test]
fn stories_mark_names_and_nothing_else() {
    for (name, text) in texts() {
        let story = story(&name, &text);
        assert!(story.marks.len() > 2, "{name}: hardly a name");
        for (span, label) in &story.marks {
            let words = span.of(&story.text);
            assert!(["PER", "ORG", "LOC", "MISC"].contains(&&**label), "{name}: {label} of “{words}”");
            assert_eq!(words.trim(), words, "{name}: blanks at the edge of a mark");
        }
    }
}

#[test]
fn training_teaches_what_stories_say_and_always_the_same() {
    let told = [
        "[PER Ana Quill] of [ORG Brightwater Ltd] left [LOC Oslo] .",
        "[PER Tom Reed] of [ORG Harrow Ltd] left [LOC Lima] .",
    ];
    let stories = told.map(|text| story::parse(text).unwrap());
    let lexicons = Lexicons::default();
    let weights = train(&stories, &lexicons);
    assert_eq!(weights, train(&stories, &lexicons));
    for right in ["[begin person]", "[inside organisation]", "[begin place]"] {
        assert!(weights.contains(right), "{weights}");
    }
    let of = |section: &str| {
        let lines = weights.lines().skip_while(|l| *l != section).skip(1).take_while(|l| !l.is_empty());
        lines
            .filter_map(|l| Some((l.split_once(' ')?.1, l.split_once(' ')?.0.parse::<f32>().ok()?)))
            .collect::<BTreeMap<_, _>>()
    };
    let place = |section: &str| of(section).get("whole|0|place|").copied().unwrap_or(0.0);
    assert!(place("[begin place]") > place("[begin person]"), "{weights}");
}
