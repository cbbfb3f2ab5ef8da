//! Asking the sources again when something changed, and bringing what is shown up to date.

use super::{
    Session, Suggesting, Suggestion, SuggestionId,
    known::Known,
    same,
    sources::program_name,
    teach::{LearnJob, MOST, RebuildJob, Taught},
};
use crate::{
    model::{AnnotatorName, ArticleKey, LabelSet, Metadata, State},
    session::{Doc, Effect, SuggestJob, SuggestReport, Workspace},
    suggest::{Proposal, Roles},
    text::Text,
};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

/// What the sources were asked about: where nothing of it has changed the answer is the same.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) key: ArticleKey,
    text: Text,
    revision: u64,
    metadata: Metadata,
    labels: LabelSet,
    off: BTreeSet<Arc<str>>,
    machines: Vec<AnnotatorName>,
    program: Option<Arc<str>>,
    learnt: u64,
}

/// What is shown was made from this.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ShownOf {
    revision: u64,
    score: f32,
    off: BTreeSet<Arc<str>>,
}

impl Session {
    /// Whether suggestions are of use in the article in hand: it is being marked, and not done.
    pub(super) fn can_suggest(&self) -> bool {
        let open = self.state().is_some_and(|s| !matches!(s, State::Done | State::Skipped));
        open && self.can_mark() && self.reviewing.workspace() == Workspace::Annotate && self.labels_trouble.is_none()
    }

    /// After everything that was done or heard.
    pub(in crate::session) fn follow_suggestions(&mut self) {
        if self.suggesting.generation != self.generation {
            let Suggesting { serial, ids, unkept, .. } = self.suggesting;
            let generation = self.generation;
            self.suggesting = Suggesting { serial, ids, unkept, generation, ..Suggesting::default() };
        }
        self.follow_text();
        self.show_suggestions();
        self.let_go_of_suggestion();
        self.ask_sources();
        self.begin_learning();
    }

    /// What was found in a text stands at other words in another.
    fn follow_text(&mut self) {
        let wanted = self.can_suggest();
        let doc = self.current.as_ref().and_then(|key| self.docs.get(key)).filter(|_| wanted);
        let same = |seen: &Seen, doc: &Doc| seen.key == doc.key && seen.text == doc.text;
        let other = self.suggesting.seen.as_ref().is_some_and(|seen| !doc.is_some_and(|doc| same(seen, doc)));
        if other {
            let state = &mut self.suggesting;
            (state.seen, state.asked, state.current, state.question) = (None, None, None, None);
            (state.found, state.shown, state.below, state.shown_of, state.given) = Default::default();
            (state.offers_found, state.offers) = Default::default();
            if std::mem::take(&mut state.unkept) {
                self.effects.push(Effect::SavePreferences);
            }
        }
        if !wanted {
            // Nor is it asked whether lines are page noise where nothing else is asked.
            self.take_noise(Vec::new());
        }
        // What is done already was learnt from when the project was opened.
        if let Some(doc) = self.current.as_ref().and_then(|key| self.docs.get(key))
            && doc.set.state() == State::Done
        {
            self.suggesting.taught.entry(doc.key.clone()).or_insert_with(|| doc.set.clone());
        }
    }

    /// The person's own program, where it is on and nothing went wrong with it.
    fn asked_program(&self) -> Option<Arc<str>> {
        let on = |command: &Arc<str>| !self.settings().suggestions_off.contains(&program_name(command));
        self.program().filter(|command| on(command) && self.suggesting.program_trouble.is_none())
    }

    /// Somebody's set changed on disk: where it is a machine's it is a source.
    pub(in crate::session) fn machine_changed(&mut self, who: Option<&AnnotatorName>) {
        if who.map_or(!self.machines().is_empty(), AnnotatorName::is_machine) {
            self.suggesting.know_more();
        }
    }

    fn show_suggestions(&mut self) {
        let Some(doc) = self.current.as_ref().and_then(|key| self.docs.get(key)) else { return };
        let off = &self.settings().suggestions_off;
        let of = ShownOf { revision: doc.revision, score: self.prefs.min_score, off: off.clone() };
        if self.suggesting.seen.is_none() || self.suggesting.shown_of.as_ref() == Some(&of) {
            return;
        }
        let roles = self.roles();
        let known = Known::of(&doc.set, roles.claim.as_ref());
        let open = |s: &&Arc<Suggestion>| !of.off.contains(&s.source) && !known.has(s);
        let open: Vec<_> = self.suggesting.found.iter().filter(open).cloned().collect();
        let (shown, below): (Vec<_>, Vec<_>) = open.into_iter().partition(|s| s.score >= of.score);
        self.suggesting.given.extend(shown.iter().map(|s| (s.id, s.clone())));
        (self.suggesting.shown, self.suggesting.below) = (shown, below.len());
        self.suggesting.offers = same::fitting(&self.suggesting.offers_found, &doc.set);
        self.suggesting.shown_of = Some(of);
    }

    /// Which labels there are, and which is for what.
    pub(super) fn roles(&self) -> Roles {
        Roles::of(self.project.iter().flat_map(|p| p.labels.iter()).map(|l| &l.name))
    }

    fn ask_sources(&mut self) {
        // One question at a time: what changes meanwhile is asked when the answer is there.
        if !self.can_suggest() || self.suggesting.asked.is_some() {
            return;
        }
        let (Some(project), Some(doc)) = (&self.project, self.doc()) else { return };
        let off = &project.settings.suggestions_off;
        let machines = self.machines();
        let program = self.asked_program();
        let learnt = self.suggesting.learnt;
        let same = self.suggesting.seen.as_ref().is_some_and(|seen| {
            seen.revision == doc.revision
                && seen.learnt == learnt
                && seen.program == program
                && seen.off == *off
                && seen.machines == machines
                && seen.metadata == doc.metadata
                && seen.labels == project.labels
        });
        if same {
            return;
        }
        let job = SuggestJob {
            serial: self.suggesting.serial + 1,
            key: doc.key.clone(),
            text: doc.text.clone(),
            set: doc.set.clone(),
            title: doc.metadata.title.clone(),
            language: doc.metadata.language.clone(),
            published: doc.metadata.published.clone(),
            roles: self.roles(),
            entity: self.entity_of_actors(),
            off: off.clone(),
            anew: self.suggesting.anew.clone(),
            machines: machines.clone(),
            program: program.clone(),
            near: self.scrolled().map_or(doc.selection.focus, |(at, _)| at),
        };
        let seen = Seen {
            key: doc.key.clone(),
            text: doc.text.clone(),
            revision: doc.revision,
            metadata: doc.metadata.clone(),
            labels: project.labels.clone(),
            off: off.clone(),
            machines,
            program,
            learnt,
        };
        self.suggesting.serial = job.serial;
        self.suggesting.asked = Some(job.serial);
        self.suggesting.seen = Some(seen);
        self.effects.push(Effect::Suggest(Box::new(job)));
    }

    /// Takes in what the sources answered, or a first part of it. An answer to an earlier question is not listened to.
    pub(in crate::session) fn suggested(&mut self, report: SuggestReport) {
        if self.suggesting.asked != Some(report.serial) {
            return;
        }
        let Some(text) = self.doc().map(|d| d.text.clone()) else { return };
        let fits = |p: &Proposal| {
            let spans = std::iter::once(p.span).chain(p.links.iter().map(|g| g.span));
            spans.into_iter().all(|s| crate::text::Span::in_text(&text, s.start(), s.end()).is_ok())
        };
        let titles = self.source_titles();
        let state = &mut self.suggesting;
        let mut old: HashMap<(crate::text::Span, Arc<str>), Vec<Arc<Suggestion>>> = HashMap::new();
        let mut found: Vec<Arc<Suggestion>> = Vec::with_capacity(report.proposals.len());
        for suggestion in std::mem::take(&mut state.found) {
            if report.part.is_some_and(|part| !part.covers(suggestion.was.span)) {
                found.push(suggestion); // Of what was not looked at yet the old stays.
            } else {
                old.entry((suggestion.was.span, suggestion.source.clone())).or_default().push(suggestion);
            }
        }
        for proposal in report.proposals.into_iter().filter(fits) {
            let same = old.get_mut(&(proposal.span, proposal.source.clone()));
            let same = same.and_then(|all| all.iter().position(|s| s.is(&proposal)).map(|at| all.swap_remove(at)));
            found.push(match same {
                // What the person changed of it stays.
                Some(same) if same.mended => same,
                Some(same) => Suggestion::new(same.id, proposal, same.title.clone()).into(),
                None => {
                    state.ids += 1;
                    let title = titles.get(&proposal.source).cloned().unwrap_or_else(|| proposal.source.clone());
                    Suggestion::new(SuggestionId(state.ids), proposal, title).into()
                }
            });
        }
        found.sort_by(|a, b| (a.span, &a.label, a.id).cmp(&(b.span, &b.label, b.id)));
        state.found = found;
        state.shown_of = None;
        if report.part.is_none() {
            state.asked = None;
            state.turned_down = report.turned_down;
            state.question = report.question;
            state.offers_found = report.offers;
            state.program_trouble = report.program.or(state.program_trouble.take());
        }
        if let Some(noise) = report.noise {
            self.take_noise(noise);
        }
    }

    // --- what is learnt

    /// What finished articles taught is built once the project was looked at, and anew where its labels are others.
    fn begin_learning(&mut self) {
        if !self.locked || !self.articles.complete() || self.labels_trouble.is_some() {
            return;
        }
        let roles = self.roles();
        let Some(me) = self.annotator.as_ref().filter(|_| self.suggesting.built_for.as_ref() != Some(&roles)) else {
            return;
        };
        let mut done: Vec<_> = Vec::new();
        let mut others: BTreeSet<&AnnotatorName> = BTreeSet::new();
        for entry in self.articles.iter() {
            let sets = entry.known.iter().flat_map(|k| &k.sets).filter(|s| !s.annotator.is_machine());
            let teaches: Vec<_> = sets.filter(|s| s.state == State::Done || s.annotator == *me).collect();
            if !teaches.is_empty() {
                let published = entry.metadata().and_then(|m| m.published.as_ref()).map(|p| p.date);
                done.push((published, &entry.key));
                others.extend(teaches.into_iter().map(|s| &s.annotator).filter(|who| *who != me));
            }
        }
        done.sort();
        let older = done.len().saturating_sub(MOST);
        let keys: Vec<ArticleKey> = done.into_iter().skip(older).map(|(_, key)| key.clone()).collect();
        let annotators = std::iter::once(me).chain(others).cloned().collect();
        let job = RebuildJob { generation: self.generation, keys, annotators, roles: roles.clone() };
        self.suggesting.built_for = Some(roles);
        self.effects.push(Effect::Rebuild(Box::new(job)));
    }

    /// The memory of the project is built.
    pub(in crate::session) fn taught(&mut self, taught: Taught) {
        if taught.generation == self.generation {
            self.suggesting.tallies = taught.tallies.into_iter().collect();
            self.suggesting.know_more();
        }
    }

    /// An article became done: the sources learn from it, and what was passed over is noted.
    pub(in crate::session) fn learn_from(&mut self, key: &ArticleKey) {
        let Some(doc) = self.docs.get(key) else { return };
        let same_marks = |set: &crate::model::AnnotationSet| set.iter().eq(doc.set.iter());
        if doc.set.review().is_some() || self.suggesting.taught.get(key).is_some_and(same_marks) {
            return;
        }
        let in_hand = self.suggesting.seen.as_ref().is_some_and(|seen| seen.key == *key);
        let given = self.suggesting.given.values().filter(|_| in_hand);
        let proposed = given.map(|s| Proposal::clone(&s.was)).collect();
        let job = LearnJob {
            key: key.clone(),
            text: doc.text.clone(),
            set: doc.set.clone(),
            metadata: doc.metadata.clone(),
            roles: self.roles(),
            proposed,
            program: self.asked_program(),
        };
        self.suggesting.taught.insert(key.clone(), job.set.clone());
        self.effects.push(Effect::Learn(Box::new(job)));
    }
}
