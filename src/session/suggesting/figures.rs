//! What became of suggestions, by source.

use super::{Session, Suggesting};
use crate::model::{AnnotationSet, ArticleKey};
use std::{collections::BTreeMap, sync::Arc};

/// What became of the suggestions of one source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// How many there were: those that were decided on, and those that were seen and left or are still open.
    pub proposed: u32,
    /// How many were accepted as they were.
    pub accepted: u32,
    /// How many were accepted and mended, before or afterwards.
    pub mended: u32,
    /// How many were rejected, marks that were accepted and removed again among them.
    pub rejected: u32,
}

impl Figures {
    /// Adds those of another article.
    pub fn add(&mut self, other: Figures) {
        self.proposed = self.proposed.saturating_add(other.proposed);
        self.accepted = self.accepted.saturating_add(other.accepted);
        self.mended = self.mended.saturating_add(other.mended);
        self.rejected = self.rejected.saturating_add(other.rejected);
    }
}

/// What a set says of suggestions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// By source; what was only passed over is not in it.
    pub(super) by_source: BTreeMap<Arc<str>, Figures>,
    /// How many marks there are, whoever made them.
    pub(super) marks: u32,
}

/// Counts what became of suggestions in a set.
pub(super) fn tally(set: &AnnotationSet) -> Tally {
    let mut tally = Tally { marks: u32::try_from(set.len()).unwrap_or(u32::MAX), ..Tally::default() };
    for origin in set.iter().filter_map(|mark| mark.origin.as_ref()) {
        let figures = tally.by_source.entry(origin.source.clone()).or_default();
        figures.proposed += 1;
        *(if origin.mended { &mut figures.mended } else { &mut figures.accepted }) += 1;
    }
    for rejection in &set.remarks().rejected {
        let figures = tally.by_source.entry(rejection.source.clone()).or_default();
        figures.proposed += 1;
        figures.rejected += 1;
    }
    tally
}

/// What became of suggestions, for a screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SuggestionFigures {
    /// In the article in hand, by source.
    pub here: BTreeMap<Arc<str>, Figures>,
    /// In all sets of the annotator, by source.
    pub whole: BTreeMap<Arc<str>, Figures>,
    /// How many things the person did in the article in hand for each mark there is in the end.
    pub actions_here: Option<f64>,
    /// The same over all articles that were worked on.
    pub actions_whole: Option<f64>,
}

/// What figures were counted from: a screen asks for them in every frame.
#[derive(PartialEq)]
pub(super) struct FiguresOf {
    revision: u64,
    history: u64,
    learnt: u64,
    serial: u64,
    shown: usize,
    times: usize,
    current: Option<ArticleKey>,
}

impl Suggesting {
    /// How many suggestions of each source are open in an article, where it is in hand.
    pub(in crate::session) fn passed(&self, key: &ArticleKey) -> BTreeMap<Arc<str>, u32> {
        let in_hand = self.seen.as_ref().is_some_and(|seen| seen.key == *key);
        let counts = if in_hand { self.by_source() } else { BTreeMap::new() };
        counts.into_iter().map(|(source, n)| (source, u32::try_from(n).unwrap_or(u32::MAX))).collect()
    }
}

impl Session {
    /// What became of suggestions: in the article in hand at once, over all articles once the project was looked at and the times
    /// were read ([`super::SuggestAction::CountAll`]).
    pub fn suggestion_figures(&self) -> Arc<SuggestionFigures> {
        let state = &self.suggesting;
        let of = FiguresOf {
            revision: self.revisions,
            history: self.history.stands_at(),
            learnt: state.learnt,
            serial: state.serial,
            shown: state.shown.len(),
            times: self.times_known(),
            current: self.current.clone(),
        };
        let mut kept = state.figures.borrow_mut();
        match &*kept {
            Some((kept_of, figures)) if *kept_of == of => figures.clone(),
            _ => {
                let figures = Arc::new(self.count_suggestions());
                *kept = Some((of, figures.clone()));
                figures
            }
        }
    }

    fn count_suggestions(&self) -> SuggestionFigures {
        let worked = self.worked_on();
        let state = &self.suggesting;
        let mut figures = SuggestionFigures::default();
        // What is in memory is newer than what was found on disk.
        let on_disk = state.tallies.iter().filter(|(key, _)| !self.docs.contains_key(*key));
        let mut tallies: BTreeMap<&ArticleKey, Tally> = on_disk.map(|(key, tally)| (key, tally.clone())).collect();
        tallies.extend(self.docs.values().filter(|d| d.set.review().is_none()).map(|d| (&d.key, tally(&d.set))));
        let (mut actions, mut marks) = (0_u32, 0_u32);
        for (key, of) in tallies {
            let mut by_source = of.by_source;
            let open = state.passed(key);
            let left = worked.get(key).filter(|_| open.is_empty()).map(|w| &w.passed);
            for (source, left) in left.unwrap_or(&open) {
                let all = by_source.entry(source.clone()).or_default();
                all.proposed = all.proposed.saturating_add(*left);
            }
            let done = worked.get(key).map_or(0, |w| w.actions);
            if self.current.as_ref() == Some(key) {
                figures.here.clone_from(&by_source);
                figures.actions_here = per_mark(done, of.marks);
            }
            if done > 0 {
                actions = actions.saturating_add(done);
                marks = marks.saturating_add(of.marks);
            }
            for (source, of) in by_source {
                figures.whole.entry(source).or_default().add(of);
            }
        }
        figures.actions_whole = per_mark(actions, marks);
        figures
    }
}

fn per_mark(actions: u32, marks: u32) -> Option<f64> {
    (actions > 0 && marks > 0).then(|| f64::from(actions) / f64::from(marks))
}
