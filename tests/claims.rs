//! Claims and actors proposed in annotated stories (`tests/stories/claims-*.txt`): how many are right, and how many are found.
//!
//! A story begins with `#lang` and `#published`. Its marks: `Actor#ENTITY=CLAIMS`, a mention and the claims it is the source of;
//! `Claim@N`; `Cue@N` and `Pron=N`, the reporting words and a pronoun that stands for the source, which only say more.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::{fs, path::Path};
use whosaid::model::story;
use whosaid::suggest::{Lexicons, Memory, Proposal, ProseCell, Request, Roles, source};
use whosaid::text::{Span, Text};

struct Story {
    name: String,
    language: String,
    text: Text,
    claims: BTreeMap<Span, u32>,
    actors: BTreeMap<Span, u32>,
    /// By claim: the mentions that are its source; `None` where only a pronoun is.
    sources: BTreeMap<u32, BTreeSet<Option<Span>>>,
}

fn read(path: &Path) -> Story {
    let name = path.file_stem().unwrap().to_string_lossy().into_owned();
    let raw = fs::read_to_string(path).unwrap();
    let mut body = raw.as_str();
    let mut language = String::new();
    while let Some((head, rest)) = body.split_once('\n').filter(|(head, _)| head.starts_with('#')) {
        if let Some(said) = head.strip_prefix("#lang ") {
            said.trim().clone_into(&mut language);
        }
        body = rest;
    }
    let parsed = story::parse(body).unwrap_or_else(|why| panic!("{name}: {why}"));
    let (mut claims, mut actors, mut sources) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for (span, label) in parsed.marks {
        let (label, numbers) = label.split_once('=').unwrap_or((&label, ""));
        let of: Vec<u32> = numbers.split(',').filter_map(|n| n.parse().ok()).collect();
        let mention = label.strip_prefix("Actor#");
        if let Some(number) = label.strip_prefix("Claim@") {
            claims.insert(span, number.parse().unwrap());
        } else if let Some(entity) = mention {
            actors.insert(span, entity.parse().unwrap());
        }
        for claim in of {
            sources.entry(claim).or_insert_with(BTreeSet::new).insert(mention.map(|_| span));
        }
    }
    Story { name, language, text: parsed.text, claims, actors, sources }
}

fn stories() -> Vec<Story> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stories");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.retain(|p| p.file_name().is_some_and(|n| n.to_string_lossy().starts_with("claims-")));
    paths.sort();
    assert!(paths.len() >= 40, "the stories are gone");
    paths.iter().map(|p| read(p)).collect()
}

fn proposed(story: &Story, id: &str, lexicons: &Lexicons) -> Vec<Proposal> {
    let roles = Roles::of(&["Actor".into(), "Claim".into(), "Date".into()]);
    let memory = Memory::default();
    let request = Request {
        text: &story.text,
        language: Some(&story.language),
        published: None,
        roles: &roles,
        marked: &[],
        lexicons,
        memory: &memory,
        prose: &ProseCell::default(),
    };
    let mut all = source(id).unwrap().propose(&request);
    all.retain(|p| p.score >= 0.5);
    all
}

/// Right among proposed, and found among what there is.
#[derive(Default)]
struct Tally {
    proposed: usize,
    right: usize,
    there: usize,
    found: usize,
}

impl Tally {
    fn precision(&self) -> f64 {
        self.right as f64 / self.proposed.max(1) as f64
    }

    fn recall(&self) -> f64 {
        self.found as f64 / self.there.max(1) as f64
    }
}

#[test]
fn most_claims_are_proposed_with_their_source_and_most_proposals_are_right() {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut misses = String::new();
    let lexicons = Lexicons::default();
    for story in stories() {
        let tally = tallies.entry(story.language.clone()).or_default();
        let all = proposed(&story, "claims", &lexicons);
        let right = |p: &Proposal| {
            let goal = p.links.first().map(|g| g.span);
            let sources = story.claims.get(&p.span).and_then(|n| story.sources.get(n));
            // For a pronoun the mention it means is proposed, which the story does not name: any mention before will do.
            sources.is_some_and(|s| {
                s.contains(&goal) || s.contains(&None) && goal.is_some_and(|g| story.actors.contains_key(&g))
            })
        };
        for p in &all {
            tally.proposed += 1;
            tally.right += usize::from(right(p));
            if !right(p) {
                misses += &format!("{}: wrong [{}] {}\n", story.name, p.span.of(&story.text), p.why);
            }
        }
        for claim in story.claims.keys() {
            let found = all.iter().any(|p| p.span == *claim && right(p));
            tally.there += 1;
            tally.found += usize::from(found);
            if !found {
                misses += &format!("{}: not found [{}]\n", story.name, claim.of(&story.text));
            }
        }
    }
    for (language, t) in &tallies {
        println!("{language}: claims with source: precision {:.2}, recall {:.2}", t.precision(), t.recall());
        let least = if language == "en" { (0.92, 0.91) } else { (0.91, 0.87) };
        assert!(
            t.precision() >= least.0 && t.recall() >= least.1,
            "{language}: {:.2}, {:.2}\n{misses}",
            t.precision(),
            t.recall()
        );
    }
}

#[test]
fn actors_are_more_often_right_than_wrong_in_both_languages() {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut misses = String::new();
    let lexicons = Lexicons::default();
    for story in stories() {
        let tally = tallies.entry(story.language.clone()).or_default();
        let spans: BTreeSet<Span> = proposed(&story, "actors", &lexicons).iter().map(|p| p.span).collect();
        for span in spans.iter().filter(|s| !story.actors.contains_key(s)) {
            misses += &format!("{}: wrong [{}]\n", story.name, span.of(&story.text));
        }
        tally.proposed += spans.len();
        tally.right += spans.iter().filter(|s| story.actors.contains_key(s)).count();
        tally.there += story.actors.len();
        tally.found += story.actors.keys().filter(|s| spans.contains(s)).count();
    }
    for (language, t) in &tallies {
        println!("{language}: actors: precision {:.2}, recall {:.2}", t.precision(), t.recall());
        let least = if language == "en" { (0.86, 0.91) } else { (0.86, 0.84) };
        assert!(
            t.precision() >= least.0 && t.recall() >= least.1,
            "{language}: {:.2}, {:.2}\n{misses}",
            t.precision(),
            t.recall()
        );
    }
}
