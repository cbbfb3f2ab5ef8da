//! What looks forgotten or mistaken in the article in hand: looked for after every change, gone to, fixed, silenced.

use super::{Doc, Effect, Overlay, Panel, Selection, Session, Survey, ToldKind};
use crate::{
    model::{
        AnnotationId, AnnotationSet, ArticleKey, ChangeSet, LabelSet, Metadata, Remarks, Silence,
        problem::{Found, Look, Problem, TextFacts, rule},
    },
    text::{Span, Text},
};
use std::{collections::HashSet, sync::Arc};
use unicode_normalization::UnicodeNormalization;

/// A reason for silencing has at least as many characters.
const REASON: usize = 3;
/// So many reasons that were given are offered again.
const REASONS: usize = 6;

/// What a person does with problems.
#[derive(Clone, Debug, PartialEq)]
pub enum ProblemAction {
    /// Go to a problem, to the n-th of its places.
    Go(Silence, usize),
    /// Put it right.
    Fix(Silence),
    /// Ask for the reason why it is none.
    AskSilence(Silence),
    /// Never show it again, for this reason.
    Silence(Silence, String),
    /// Show it again.
    Unsilence(Silence),
    /// Show those of one rule alone, or all.
    Only(Option<&'static str>),
    /// Group them by rule, or leave them in the order of the text.
    ByRule(bool),
    /// Show the whole project, or the article in hand.
    Whole(bool),
    /// Show those that were silenced too.
    ShowSilenced(bool),
}

/// A row of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemRow {
    /// A rule, and how many problems it found.
    Rule(&'static str, usize),
    /// The n-th open problem.
    Open(usize),
    /// The silenced ones: how many.
    Silenced(usize),
    /// The n-th silenced problem.
    Quiet(usize),
}

/// What a look for problems was made on: where nothing of it has changed the answer is the same.
#[derive(Debug)]
struct Seen {
    key: ArticleKey,
    text: Text,
    revision: u64,
    metadata: Metadata,
    labels: Arc<LabelSet>,
    names: u64,
}

/// A look for problems, off the drawing thread; the answer carries the number.
#[derive(Debug)]
pub struct LookJob {
    serial: u64,
    look: Look,
}

/// What came of it.
#[derive(Debug)]
pub struct LookReport {
    serial: u64,
    key: ArticleKey,
    text: Text,
    set: AnnotationSet,
    found: Found,
    facts: Arc<TextFacts>,
}

impl LookJob {
    /// Looks; long texts take long.
    pub fn run(&self) -> LookReport {
        let (found, facts) = self.look.run();
        let (key, text, set) = (self.look.key.clone(), self.look.text.clone(), self.look.set.clone());
        LookReport { serial: self.serial, key, text, set, found, facts }
    }
}

/// The problems of the article in hand, and how they are shown.
#[derive(Debug, Default)]
pub struct Problems {
    found: Found,
    /// The marks as they were when these were found.
    found_on: AnnotationSet,
    rows: Vec<ProblemRow>,
    seen: Option<Seen>,
    serial: u64,
    /// The look that is under way.
    asked: Option<u64>,
    chosen: Option<(Silence, usize)>,
    only: Option<&'static str>,
    by_rule: bool,
    whole: bool,
    show_silenced: bool,
    reasons: Vec<Arc<str>>,
    pub(super) survey: Survey,
    generation: u32,
    labels: Option<Arc<LabelSet>>,
}

impl Problems {
    /// How many are open in the article in hand.
    pub fn count(&self) -> usize {
        self.found.open.len()
    }

    /// The open ones, in the order of the text.
    pub fn open(&self) -> &[Problem] {
        &self.found.open
    }

    /// The silenced ones, each with the reason.
    pub fn silenced(&self) -> &[(Problem, Arc<str>)] {
        &self.found.silenced
    }

    /// Whether a mark has an open one.
    pub fn has(&self, mark: &AnnotationId) -> bool {
        self.found.marks.contains(mark)
    }

    /// The rows of the list as it is shown.
    pub fn rows(&self) -> &[ProblemRow] {
        &self.rows
    }

    /// Whether the answer to the last change is still on its way.
    pub fn is_looking(&self) -> bool {
        self.asked.is_some()
    }

    /// The problem in hand, and which of its places.
    pub fn chosen(&self) -> Option<(&Problem, usize)> {
        let (silence, place) = self.chosen.as_ref()?;
        Some((self.found.open.iter().find(|p| p.is(silence))?, *place))
    }

    /// The rule whose problems are shown alone.
    pub fn only(&self) -> Option<&'static str> {
        self.only
    }

    /// Whether they are grouped by rule.
    pub fn by_rule(&self) -> bool {
        self.by_rule
    }

    /// Whether the whole project is shown.
    pub fn whole(&self) -> bool {
        self.whole
    }

    /// Whether the silenced ones are shown.
    pub fn show_silenced(&self) -> bool {
        self.show_silenced
    }

    /// Reasons that were given before, the latest first.
    pub fn reasons(&self) -> &[Arc<str>] {
        &self.reasons
    }

    /// Whether a reason says enough to be understood by others.
    pub fn is_reason(reason: &str) -> bool {
        reason.trim().chars().count() >= REASON
    }

    /// What is known of the whole project.
    pub fn survey(&self) -> &Survey {
        &self.survey
    }

    /// How many open problems each rule found, in the order of the rules.
    pub fn by_rules(&self) -> Vec<(&'static str, usize)> {
        let count = |id: &str| self.found.open.iter().filter(|p| p.rule == id).count();
        crate::model::problem::RULES.iter().map(|r| (r.id(), count(r.id()))).filter(|(_, n)| *n > 0).collect()
    }

    fn is_shown(&self, problem: &Problem) -> bool {
        self.only.is_none_or(|only| problem.rule == only)
    }

    fn arrange(&mut self) {
        if self.only.is_some_and(|only| !self.found.open.iter().any(|p| p.rule == only)) {
            self.only = None;
        }
        let shown = |(n, p): (usize, &Problem)| self.is_shown(p).then_some(n);
        let open: Vec<usize> = self.found.open.iter().enumerate().filter_map(shown).collect();
        let mut rows = Vec::with_capacity(open.len() + 16);
        if self.by_rule {
            for (id, count) in self.by_rules() {
                if self.only.is_none_or(|only| only == id) {
                    rows.push(ProblemRow::Rule(id, count));
                    let of = |n: &&usize| self.found.open.get(**n).is_some_and(|p| p.rule == id);
                    rows.extend(open.iter().filter(of).map(|n| ProblemRow::Open(*n)));
                }
            }
        } else {
            rows.extend(open.into_iter().map(ProblemRow::Open));
        }
        let quiet = self.found.silenced.len();
        if quiet > 0 {
            rows.push(ProblemRow::Silenced(quiet));
            if self.show_silenced {
                rows.extend((0..quiet).map(ProblemRow::Quiet));
            }
        }
        self.rows = rows;
        if self.chosen().is_none() {
            self.chosen = None;
        }
    }

    fn take(&mut self, found: Found, on: AnnotationSet) {
        self.found = found;
        self.found_on = on;
        self.arrange();
    }

    fn remember(&mut self, reason: &Arc<str>) {
        self.reasons.retain(|r| r != reason);
        self.reasons.insert(0, reason.clone());
        self.reasons.truncate(REASONS);
    }
}

impl Session {
    /// The problems of the article in hand.
    pub fn problems(&self) -> &Problems {
        &self.problems
    }

    pub(super) fn problem_action(&mut self, action: ProblemAction) {
        match action {
            ProblemAction::Go(silence, place) => self.go_to_problem(silence, place),
            ProblemAction::Fix(silence) => self.fix(&silence),
            ProblemAction::AskSilence(silence) => {
                self.problems.chosen = Some((silence, 0));
                self.ask_silence();
            }
            ProblemAction::Silence(silence, reason) => self.silence(&silence, &reason),
            ProblemAction::Unsilence(silence) => self.unsilence(&silence),
            ProblemAction::Only(only) => self.problems.only = only,
            ProblemAction::ByRule(by_rule) => self.problems.by_rule = by_rule,
            ProblemAction::Whole(whole) => self.problems.whole = whole,
            ProblemAction::ShowSilenced(show) => self.problems.show_silenced = show,
        }
        self.problems.arrange();
    }

    /// After everything that was done or heard: where the article in hand, its details, the labels or the project's names are
    /// not what they were, problems are looked for again; at once where that takes well under a frame.
    pub(super) fn follow_problems(&mut self) {
        if self.problems.generation != self.generation {
            let old = std::mem::take(&mut self.problems);
            let serial = old.serial + 1;
            let survey = old.survey.renewed();
            let (by_rule, reasons, generation) = (old.by_rule, old.reasons, self.generation);
            self.problems = Problems { serial, survey, by_rule, reasons, generation, ..Problems::default() };
        }
        self.follow_article();
        self.follow_survey();
    }

    fn follow_article(&mut self) {
        let key = self.doc().filter(|d| d.trouble.is_none()).map(|d| d.key.clone());
        // What was found in a text stands at other words in another, until that is looked at.
        let text = key.as_ref().and_then(|k| self.docs.get(k)).map(|d| &d.text);
        let same_text = |seen: &Text| text.is_some_and(|t| Arc::ptr_eq(&t.shared(), &seen.shared()) || t == seen);
        let other = self.problems.seen.as_ref().is_some_and(|s| Some(&s.key) != key.as_ref() || !same_text(&s.text));
        if other {
            if let Some(seen) = self.problems.seen.take() {
                self.learn_names(&seen.key);
            }
            self.problems.asked = None;
            self.problems.chosen = None;
            self.problems.take(Found::default(), AnnotationSet::default());
        }
        let (Some(key), Some(project)) = (key, &self.project) else { return };
        let Some(doc) = self.docs.get(&key) else { return };
        let labels = match &self.problems.labels {
            Some(labels) if **labels == project.labels => labels.clone(),
            _ => {
                let labels = Arc::new(project.labels.clone());
                self.problems.labels = Some(labels.clone());
                labels
            }
        };
        let names = self.problems.survey.version();
        let same = self.problems.seen.as_ref().is_some_and(|s| {
            s.revision == doc.revision && s.names == names && s.labels == labels && s.metadata == doc.metadata
        });
        // One look at a time: what changes meanwhile is looked at when it is back.
        if same || self.problems.asked.is_some() {
            return;
        }
        let look = Look {
            key: key.clone(),
            text: doc.text.clone(),
            facts: doc.facts.clone(),
            set: doc.set.clone(),
            metadata: doc.metadata.clone(),
            labels: labels.clone(),
            names: self.problems.survey.names().clone(),
        };
        let metadata = doc.metadata.clone();
        let text = doc.text.clone();
        self.problems.seen = Some(Seen { key: key.clone(), text, revision: doc.revision, metadata, labels, names });
        if look.is_quick() {
            let (found, facts) = look.run();
            self.found_problems(&key, found, look.set, facts);
        } else {
            self.problems.serial += 1;
            let serial = self.problems.serial;
            self.problems.asked = Some(serial);
            self.effects.push(Effect::FindProblems(Box::new(LookJob { serial, look })));
        }
    }

    pub(super) fn look_done(&mut self, report: LookReport) {
        if self.problems.asked != Some(report.serial) {
            return;
        }
        self.problems.asked = None;
        // The article may have been read again meanwhile: then it is looked at again too.
        let read = |doc: &Doc| Arc::ptr_eq(&doc.text.shared(), &report.text.shared());
        if self.docs.get(&report.key).is_some_and(read) {
            self.found_problems(&report.key, report.found, report.set, report.facts);
        }
    }

    fn found_problems(&mut self, key: &ArticleKey, found: Found, on: AnnotationSet, facts: Arc<TextFacts>) {
        if let Some(doc) = self.docs.get_mut(key) {
            doc.facts.get_or_insert(facts);
            self.problems.survey.tally(key, &found, doc.set.state());
        }
        self.problems.take(found, on);
    }

    // --- going, fixing, silencing

    /// The problem that a command is about: the one in hand, else one of the mark in hand or at the caret.
    fn problem_here(&self) -> Option<&Problem> {
        if let Some((problem, _)) = self.problems.chosen() {
            return Some(problem);
        }
        let doc = self.doc()?;
        let shown = || self.problems.found.open.iter().filter(|p| self.problems.is_shown(p));
        if let Some(mark) = &doc.selection.mark {
            return shown().find(|p| p.mark.as_ref() == Some(mark));
        }
        let here = |s: &Span| s.start() <= doc.selection.focus && doc.selection.focus <= s.end();
        shown().find(|p| p.places.iter().any(here))
    }

    pub(super) fn can_fix(&self) -> bool {
        self.can_mark() && self.problem_here().is_some_and(|p| p.fix.is_some())
    }

    pub(super) fn can_silence(&self) -> bool {
        self.can_mark() && self.problem_here().is_some()
    }

    /// The next or previous place with a problem, from the one in hand or from the caret; round at the ends.
    pub(super) fn go_problem(&mut self, forward: bool) {
        let problems = &self.problems;
        let mut stops: Vec<(Option<Span>, &Problem, usize)> = Vec::new();
        for problem in problems.found.open.iter().filter(|p| problems.is_shown(p)) {
            if problem.places.is_empty() {
                stops.push((None, problem, 0));
            }
            stops.extend(problem.places.iter().enumerate().map(|(n, span)| (Some(*span), problem, n)));
        }
        stops.sort_by_key(|(span, _, _)| *span);
        let focus = self.doc().map(|d| d.selected().and_then(|m| m.span()).map_or(d.selection.focus, Span::start));
        let at = |span: &Option<Span>| span.map(Span::start);
        let now = problems
            .chosen
            .as_ref()
            .and_then(|(chosen, place)| stops.iter().position(|(_, p, n)| p.is(chosen) && n == place));
        let last = stops.len().saturating_sub(1);
        let next = match (now, forward) {
            (Some(now), true) => {
                if now == last {
                    0
                } else {
                    now + 1
                }
            }
            (Some(now), false) => now.checked_sub(1).unwrap_or(last),
            (None, true) => stops.iter().position(|(span, _, _)| at(span) >= focus).unwrap_or(0),
            (None, false) => stops.iter().rposition(|(span, _, _)| at(span) < focus).unwrap_or(last),
        };
        match stops.get(next).map(|(_, p, n)| (p.silence(), *n)) {
            Some((silence, place)) => self.go_to_problem(silence, place),
            None => self.tell(ToldKind::Info, "No problems found in this article"),
        }
    }

    /// Takes a problem in hand and shows one of its places.
    fn go_to_problem(&mut self, silence: Silence, place: usize) {
        let Some(problem) = self.problems.found.open.iter().find(|p| p.is(&silence)) else { return };
        let (mark, span) = (problem.mark.clone(), problem.places.get(place).copied());
        self.problems.chosen = Some((silence, place));
        self.problems.whole = false;
        if !self.focus_mode {
            self.show_panel(Panel::Problems);
        }
        match (mark, span) {
            (Some(mark), _) if place == 0 => self.select_mark(&mark, true),
            (_, Some(span)) => {
                let there = self.doc().and_then(|d| d.set.placed_from(span.start()).find(|(s, _)| *s == span));
                match there.map(|(_, mark)| mark.id.clone()) {
                    Some(mark) => self.select_mark(&mark, true),
                    None => {
                        self.select_span(span);
                        self.reveal_at(span.start());
                    }
                }
            }
            _ => {}
        }
    }

    pub(super) fn fix_here(&mut self) {
        if let Some(silence) = self.problem_here().map(Problem::silence) {
            self.fix(&silence);
        }
    }

    fn fix(&mut self, silence: &Silence) {
        let Some(problem) = self.problems.found.open.iter().find(|p| p.is(silence)).cloned() else { return };
        let Some(key) = self.current.clone() else { return };
        let Some(fix) = problem.fix.as_ref() else {
            return self.tell(ToldKind::Info, "There is no clear fix for this; see to it by hand, or silence it");
        };
        let Some(doc) = self.docs.get(&key) else { return };
        // The set may have gone on since a long article was looked at.
        let as_seen = |id: &AnnotationId| self.problems.found_on.get(id) == doc.set.get(id);
        if !problem.mark.iter().chain(fix.marks()).all(as_seen) {
            return self
                .tell(ToldKind::Info, "These marks are not as they were when this was found; it is looked for anew");
        }
        let mut taken: HashSet<AnnotationId> = doc.set.iter().map(|a| a.id.clone()).collect();
        let ids = &mut self.ids;
        let mut new_id = || {
            let id = ids.make(|id| taken.contains(id));
            taken.insert(id.clone());
            id
        };
        let Some(mut change) = fix.change(&problem, &doc.set, &mut new_id, &self.now.1) else { return };
        change.created.retain(|new| new.span().is_none_or(|span| doc.set.same(span, &new.label).is_none()));
        let labels = self.project.as_ref().map(|p| &p.labels);
        for new in &mut change.created {
            if let Some(label) = labels.and_then(|l| l.get(&new.label)) {
                label.fill(&mut Arc::make_mut(new).attributes);
            }
        }
        if change.is_empty() {
            return;
        }
        let hand = change.created.first().map(|a| a.id.clone()).or(problem.mark.clone());
        let selection = match hand {
            Some(mark) => Selection { mark: Some(mark), ..Selection::caret(doc.selection.focus) },
            None => doc.selection.clone(),
        };
        let title = format!("{}: {}", fix.title(&problem), self.quote(problem.places.first().copied()));
        self.change(title, change, selection);
    }

    pub(super) fn ask_silence(&mut self) {
        let Some(silence) = self.problem_here().map(Problem::silence) else { return };
        if !self.can_mark() {
            return self.tell_why_not();
        }
        if self.problems.chosen().is_none() {
            self.problems.chosen = Some((silence, 0));
        }
        self.overlay = Overlay::Silence;
    }

    fn silence(&mut self, silence: &Silence, reason: &str) {
        if !Problems::is_reason(reason) {
            return self.tell(ToldKind::Info, "Say in a few words why this is no problem");
        }
        self.overlay = Overlay::None;
        let reason: Arc<str> = reason.trim().nfc().collect::<String>().into();
        self.problems.remember(&reason);
        let what = rule(&silence.rule).map_or("a problem", |r| r.title()).to_owned();
        self.remark(format!("Silence: {what}"), |all| _ = all.silenced.insert(silence.clone(), reason));
    }

    fn unsilence(&mut self, silence: &Silence) {
        let what = rule(&silence.rule).map_or("a problem", |r| r.title()).to_owned();
        self.remark(format!("Show again: {what}"), |all| _ = all.silenced.remove(silence));
    }

    fn remark(&mut self, title: String, alter: impl FnOnce(&mut Remarks)) {
        let Some(doc) = self.doc() else { return };
        let (old, selection) = (doc.set.remarks().clone(), doc.selection.clone());
        let mut new = Remarks::clone(&old);
        alter(&mut new);
        if new != *old {
            let change = ChangeSet { remarks: Some((old, new.into())), ..ChangeSet::default() };
            self.change(title, change, selection);
        }
    }
}
