//! The learner: labels for rows of words, learnt from finished articles as they come.
//!
//! One linear-chain conditional random field a group of labels whose marks do not overlap, on hashed features, trained by AdaGrad
//! over the latest articles. Its likelihoods are its scores. Three things it goes by before it has learnt anything: for labels
//! with names in common use (`PER`, `ORG`, `LOC`, `MISC` and their sisters) what names look like, by the word lists and a small
//! chain that comes with the program; for all labels the strings that were marked before; and what the annotator has marked in this
//! article, which every reading has to agree with, so that one correction mends its neighbours.
//!
//! | file | holds |
//! |---|---|
//! | `bodies` | long names of bodies and laws that go on in small letters |
//! | `lists` | the lists of names |
//! | `classes` | what words are like: lists, shapes, surroundings |
//! | `names` | the chain that comes with the program |
//! | `rows` | articles as rows of features |
//! | `weights` | hashed weights and how they are learnt |
//! | `chain` | how likely each reading is |
//! | `training` | makes the weights of that chain from `tests/names`; for tests only |
//! | `snap` | edges of long marks at quotation marks and clauses |

mod bodies;
mod chain;
mod classes;
mod lists;
mod names;
mod rows;
mod snap;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod training;
mod weights;

use super::{
    About, Finished, Lexicons, Marked, Memory, Proposal, Request, Source,
    repeats::Known,
    tokens::{Token, covered, tokens},
};
use crate::{
    model::LabelName,
    text::{ByteOffset, Span, counted},
};
use chain::begin;
use lists::NameLists;
use names::Kind;
use rows::{Rows, rows};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use weights::{Keys, Row, Weights, states_of};

/// The source.
pub(super) static LEARNER: Learner = Learner;

/// See the file.
pub(super) struct Learner;

/// How many of the latest articles are kept to learn from again.
const KEPT: usize = 80;

/// How many tokens times states are gone through for one finished article: what it may cost.
const EFFORT: usize = 36_000;

/// How often a new article is gone through.
const ROUNDS: usize = 4;

/// Articles with more tokens are learnt from up to there.
const LONGEST: usize = 2000;

/// Less likely stretches are not proposed.
const LEAST: f32 = 0.2;

/// What was learnt.
#[derive(Default)]
struct Learnt {
    weights: Weights,
    kept: VecDeque<Lesson>,
    labels: BTreeMap<LabelName, Marks>,
    overlaps: BTreeSet<(LabelName, LabelName)>,
    /// Turns over the kept articles.
    turn: usize,
}

/// What is known of the marks of a label.
#[derive(Clone, Copy, Debug, Default)]
struct Marks {
    marks: usize,
    tokens: usize,
    articles: u32,
}

/// A finished article to learn from.
struct Lesson {
    row: Row,
    parts: Vec<(usize, usize)>,
    stretches: Vec<(LabelName, (usize, usize))>,
}

impl Source for Learner {
    fn about(&self) -> &'static About {
        &About {
            id: "learner",
            title: "Learner",
            what: "What it has learnt from finished articles; names of people, organisations and places from the first",
        }
    }

    fn propose(&self, request: &Request<'_>) -> Vec<Proposal> {
        let nothing = Learnt::default;
        let fresh;
        let learnt = match request.memory.get::<Learnt>() {
            Some(learnt) => learnt,
            None => {
                fresh = nothing();
                &fresh
            }
        };
        let groups = learnt.groups(&request.roles.all);
        if groups.is_empty() {
            return Vec::new();
        }
        let tokens = tokens(request.unbroken().as_str());
        let rows = rows(request, &tokens, request.memory.get::<Known>());
        groups.iter().flat_map(|group| learnt.read(request, &tokens, &rows, group)).collect()
    }

    fn read_lists(&self, lexicons: &Lexicons) {
        lexicons.get::<NameLists>();
    }

    fn must_prove(&self, label: &LabelName) -> bool {
        Kind::of(label).is_none()
    }

    fn learn(&self, finished: &Finished<'_>, memory: &mut Memory) {
        let request = Request { marked: &[], ..finished.request };
        let mut tokens = tokens(request.unbroken().as_str());
        tokens.truncate(LONGEST);
        // The strings known so far: what this article adds to them comes later, or it would seem that all is known before.
        let Rows { row, sentences, .. } = rows(&request, &tokens, memory.get::<Known>());
        let learnt = memory.get_mut::<Learnt>();
        let stretches = learnt.take_notice(finished.request.marked, &tokens);
        let parts = joined(sentences, &stretches);
        learnt.kept.push_back(Lesson { row, parts, stretches });
        while learnt.kept.len() > KEPT {
            learnt.kept.pop_front();
        }
        learnt.practise(&request.roles.all);
    }
}

/// Sentences, those joined that a mark crosses.
fn joined(sentences: Vec<(usize, usize)>, stretches: &[(LabelName, (usize, usize))]) -> Vec<(usize, usize)> {
    let mut crossing: Vec<(usize, usize)> = stretches.iter().map(|(_, s)| *s).collect();
    crossing.sort_unstable();
    let mut reach = 0;
    let mut marks = crossing.into_iter().peekable();
    let mut parts: Vec<(usize, usize)> = Vec::new();
    for (from, to) in sentences {
        match parts.last_mut().filter(|_| reach > from) {
            Some(last) => last.1 = to,
            None => parts.push((from, to)),
        }
        while let Some((_, end)) = marks.next_if(|(start, _)| *start < to) {
            reach = reach.max(end);
        }
    }
    parts
}

impl Learnt {
    /// Labels that have a chance, in groups whose marks do not overlap.
    fn groups(&self, all: &[LabelName]) -> Vec<Vec<LabelName>> {
        let mut groups: Vec<Vec<LabelName>> = Vec::new();
        for label in all.iter().filter(|l| self.labels.contains_key(*l) || Kind::of(l).is_some()) {
            let apart = |other: &LabelName| {
                let pair = if other < label { (other.clone(), label.clone()) } else { (label.clone(), other.clone()) };
                !self.overlaps.contains(&pair)
            };
            match groups.iter_mut().find(|group| group.iter().all(apart)) {
                Some(group) => group.push(label.clone()),
                None => groups.push(vec![label.clone()]),
            }
        }
        groups
    }

    /// Takes notice of an article's marks: the stretches of tokens that they cover, outer ones first.
    fn take_notice(&mut self, marked: &[Marked], tokens: &[Token<'_>]) -> Vec<(LabelName, (usize, usize))> {
        let mut stretches: Vec<(LabelName, (usize, usize))> = marked
            .iter()
            .filter_map(|m| Some((m.label.clone(), covered(tokens, m.span.start().0, m.span.end().0)?)))
            .collect();
        stretches.sort_by_key(|(label, (from, to))| (*from, std::cmp::Reverse(*to), label.clone()));
        let mut open: BTreeMap<&LabelName, usize> = BTreeMap::new();
        let mut had = BTreeSet::new();
        for (label, (from, to)) in &stretches {
            for (other, end) in &open {
                if *end > *from && *other != label {
                    let (a, b) = if *other < label { (*other, label) } else { (label, *other) };
                    self.overlaps.insert((a.clone(), b.clone()));
                }
            }
            let end = open.entry(label).or_insert(*to);
            *end = (*end).max(*to);
            let marks = self.labels.entry(label.clone()).or_default();
            marks.marks += 1;
            marks.tokens += to - from;
            marks.articles += u32::from(had.insert(label));
        }
        stretches
    }

    /// Goes through the new article some times, and through older ones in turn, as far as the effort goes.
    fn practise(&mut self, all: &[LabelName]) {
        let groups = self.groups(all);
        let Some(newest) = self.kept.len().checked_sub(1) else { return };
        let states: usize = groups.iter().map(|g| 1 + 2 * g.len()).sum();
        let length = |lesson: Option<&Lesson>| lesson.map_or(0, |l| l.row.len()) * states;
        let mut order = Vec::new();
        let mut effort = EFFORT;
        for round in 0..ROUNDS {
            // Older ones between the rounds, so that the newest does not push them out.
            order.push(newest);
            effort = effort.saturating_sub(length(self.kept.back()));
            for _ in 0..newest.min(if round + 1 == ROUNDS { newest } else { 3 }) {
                self.turn = (self.turn + 7) % newest.max(1);
                let cost = length(self.kept.get(self.turn));
                if cost > effort {
                    break;
                }
                effort -= cost;
                order.push(self.turn);
            }
            if effort < length(self.kept.back()) {
                break;
            }
        }
        let Learnt { weights, kept, .. } = self;
        for lesson in order.iter().filter_map(|i| kept.get(*i)) {
            for group in &groups {
                let keys = Keys::of(group);
                let own =
                    lesson.stretches.iter().filter_map(|(label, s)| Some((group.iter().position(|l| l == label)?, *s)));
                let right = states_of(lesson.row.len(), own);
                for part in &lesson.parts {
                    weights.learn(&lesson.row, *part, &keys, &right);
                }
            }
        }
    }

    /// What the chain of a group reads in an article.
    fn read(&self, request: &Request<'_>, tokens: &[Token<'_>], rows: &Rows, group: &[LabelName]) -> Vec<Proposal> {
        let keys = Keys::of(group);
        let place = |mark: &Marked| {
            let label = group.iter().position(|l| *l == mark.label)?;
            Some((label, covered(tokens, mark.span.start().0, mark.span.end().0)?))
        };
        let fixed = states_of(tokens.len(), request.marked.iter().filter_map(place));
        let allowed = |i: usize, state: usize| match fixed.get(i).copied().unwrap_or(0) {
            // What is not marked yet may be anything, but no mark goes on past its end.
            0 => {
                !(state != 0
                    && state.is_multiple_of(2)
                    && i.checked_sub(1).and_then(|j| fixed.get(j)).is_some_and(|s| *s != 0))
            }
            there => state == there,
        };
        let mut proposals = Vec::new();
        for (from, to) in &rows.lines {
            let likely = self.weights.scores(&rows.row, (*from, *to), &keys, allowed).likely();
            for n in 0..likely.len() {
                let states = likely.token(n);
                for (index, label) in group.iter().enumerate() {
                    if states.get(begin(index)).is_none_or(|p| *p < LEAST) || fixed.get(from + n) != Some(&0) {
                        continue;
                    }
                    let (end, likelihood) = likely.stretch(n, index);
                    if likelihood >= LEAST {
                        proposals.extend(self.proposal(request, tokens, label, (from + n, from + end), likelihood));
                    }
                }
            }
        }
        proposals
    }

    fn proposal(
        &self,
        request: &Request<'_>,
        tokens: &[Token<'_>],
        label: &LabelName,
        (from, to): (usize, usize),
        likelihood: f32,
    ) -> Option<Proposal> {
        let marks = self.labels.get(label).copied().unwrap_or_default();
        let long = marks.marks > 0 && marks.tokens > 6 * marks.marks;
        let (from, to) = if long { snap::snap(tokens, (from, to)) } else { (from, to) };
        let span = Span::new(ByteOffset(tokens.get(from)?.start), ByteOffset(tokens.get(to.checked_sub(1)?)?.end))?;
        let why = match (marks.articles, Kind::of(label)) {
            (0, _) => "it is written like a name of this kind".to_owned(),
            (n, _) => format!("learnt from {} with {label}", counted(n as usize, "finished set")),
        };
        Some(Proposal {
            source: "learner".into(),
            span: Span::in_text(request.text, span.start(), span.end()).ok()?,
            label: label.clone(),
            attributes: BTreeMap::new(),
            links: Vec::new(),
            score: likelihood,
            why,
        })
    }
}
