//! How well each source has done with each label: what became of its proposals, and what its scores are worth.
//!
//! **The rule.** A source's score is what it says itself, put right by what became of its latest [`WINDOW`] proposals for the label,
//! shown or not: see [`super::worth`].
//!
//! **Turning down.** Where by that rule none of the latest proposals that a source was sure of (its own score one half or more)
//! would be worth accepting unseen, it holds itself back for this label. It goes on being watched: what it would have proposed is
//! counted in each finished article, shown or not. A person may ask it anew: then what was counted before is set aside, until they
//! take that back.

use super::{
    wordings::Wordings,
    worth::{Case, Curve, Outcome},
};
use crate::model::LabelName;
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
};

/// How many of the latest outcomes of a source and a label are looked at.
pub const WINDOW: usize = 160;

/// Scores of one half or more are worth accepting unseen: a proposal that is wrong costs about what a right one saves.
pub const WORTH: f32 = 0.5;

/// Fewer outcomes than this turn nothing down.
const FEW: usize = 4;

/// What became of the proposals of one source for one label.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// How many there were in finished articles.
    pub proposed: u64,
    /// Taken as they were.
    pub accepted: u64,
    /// Taken with other edges.
    pub mended: u64,
    /// Rejected by name, or left out.
    pub refused: u64,
    /// What became of the latest ones, and whether the source was sure of them.
    latest: VecDeque<(Outcome, bool)>,
    /// So many of the first of these do not count: a person asked the source anew behind them.
    forgiven: usize,
    /// Whether the source has to prove itself.
    must_prove: bool,
    /// What these make of its scores.
    curve: Option<Curve>,
}

/// What became of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was taken as it was.
    Accepted,
    /// A mark of its label overlaps it, with other edges.
    Mended,
    /// Nothing of its label is there.
    Refused,
}

/// A source that turned itself down for a label, with the numbers for a sentence: “10 of the last 40 were right”.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnedDown {
    /// The source.
    pub source: Arc<str>,
    /// The label.
    pub label: LabelName,
    /// How many of its latest proposals were right.
    pub right: usize,
    /// Of how many.
    pub of: usize,
}

/// The tallies of all sources and labels; a part of the [`super::Memory`].
#[derive(Clone, Debug, Default)]
pub struct Tallies {
    by: BTreeMap<(Arc<str>, LabelName), Tally>,
    wordings: Wordings,
    /// Pairs of labels that some article has marks of that overlap, in order.
    nesting: BTreeMap<(LabelName, LabelName), u32>,
    /// Finished articles.
    articles: u32,
    /// Sources that a person asked anew.
    anew: BTreeSet<Arc<str>>,
}

impl Tally {
    /// What counts.
    fn counted(&self) -> impl Iterator<Item = &(Outcome, bool)> {
        self.latest.iter().skip(self.forgiven)
    }

    /// The latest proposals that the source was sure of.
    fn sure(&self) -> impl Iterator<Item = &Outcome> {
        self.counted().filter(|(_, sure)| *sure).map(|(outcome, _)| outcome)
    }

    /// Learns the curve anew.
    fn fit(&mut self, anew: bool) {
        let outcomes: Vec<Outcome> = self.counted().map(|(outcome, _)| *outcome).collect();
        self.curve = Some(Curve::fitted(self.must_prove && !anew, &outcomes));
    }

    /// Whether the source holds itself back.
    fn is_down(&self) -> bool {
        let Some(curve) = self.curve else { return false };
        self.sure().count() >= FEW && self.sure().all(|outcome| curve.of(&outcome.case) < WORTH)
    }
}

impl Tallies {
    /// How likely a proposal is taken as it is, from what is known of it and how its source has done.
    pub(super) fn worth(&self, source: &Arc<str>, label: &LabelName, case: &Case, must_prove: bool) -> f32 {
        let curve = self.get(source, label).and_then(|tally| tally.curve);
        curve.unwrap_or_else(|| Curve::first(must_prove && !self.anew.contains(source))).of(case)
    }

    /// What is known of a proposal for these words.
    pub(super) fn case(&self, label: &LabelName, words: &str, score: f32, aside: bool) -> Case {
        Case::new(score, self.wordings.of(label, words), aside)
    }

    /// Whether anything counts of what a source proposed for a label.
    pub(super) fn know(&self, source: &str, label: &LabelName) -> bool {
        self.get(source, label).is_some_and(|tally| tally.counted().next().is_some())
    }

    /// The tally of one source and label.
    pub fn get(&self, source: &str, label: &LabelName) -> Option<&Tally> {
        self.by.get(&(source.into(), label.clone()))
    }

    /// All tallies, by source and label.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &LabelName, &Tally)> {
        self.by.iter().map(|((source, label), tally)| (source, label, tally))
    }

    /// The sources that hold themselves back now, and for which labels.
    pub fn turned_down(&self) -> Vec<TurnedDown> {
        let down = self.iter().filter(|(.., tally)| tally.is_down());
        let told = down.map(|(source, label, tally)| {
            let right = tally.sure().filter(|outcome| outcome.right).count();
            let of = tally.sure().count();
            TurnedDown { source: source.clone(), label: label.clone(), right, of }
        });
        told.collect()
    }

    /// The sources that a person asked anew.
    pub fn anew(&self) -> &BTreeSet<Arc<str>> {
        &self.anew
    }

    /// Asks these sources anew: what became of their proposals so far does not count, and they need not prove themselves again.
    /// For those that are asked anew no more all of it counts again.
    pub fn ask_anew(&mut self, sources: &BTreeSet<Arc<str>>) {
        for ((source, _), tally) in &mut self.by {
            match (sources.contains(source), self.anew.contains(source)) {
                (true, false) => tally.forgiven = tally.latest.len(),
                (false, true) => tally.forgiven = 0,
                _ => continue,
            }
            tally.fit(sources.contains(source));
        }
        self.anew.clone_from(sources);
    }

    /// How many articles were learnt from.
    pub fn articles(&self) -> u32 {
        self.articles
    }

    /// Whether marks of two labels were seen to overlap.
    pub fn nest(&self, a: &LabelName, b: &LabelName) -> bool {
        self.nesting.contains_key(&pair(a, b))
    }

    /// Counts what became of a proposal that was shown.
    pub(super) fn count(&mut self, source: &Arc<str>, label: &LabelName, fate: Fate) {
        let tally = self.by.entry((source.clone(), label.clone())).or_default();
        tally.proposed += 1;
        match fate {
            Fate::Accepted => tally.accepted += 1,
            Fate::Mended => tally.mended += 1,
            Fate::Refused => tally.refused += 1,
        }
    }

    /// Remembers what became of a proposal, shown or not.
    pub(super) fn watch(&mut self, source: &Arc<str>, label: &LabelName, (case, sure): (Case, bool), fate: Fate) {
        let tally = self.by.entry((source.clone(), label.clone())).or_default();
        tally.latest.push_back((Outcome { case, right: fate == Fate::Accepted }, sure));
        while tally.latest.len() > WINDOW {
            tally.latest.pop_front();
            tally.forgiven = tally.forgiven.saturating_sub(1);
        }
    }

    /// Takes notice of words that were marked as a label somewhere in this article, or left.
    pub(super) fn meet(&mut self, label: &LabelName, words: &str, marked: bool) {
        self.wordings.learn(label, words, marked, self.articles);
    }

    /// Counts a finished article, and which labels overlap in it, and puts the scores right by it.
    pub(super) fn finish<'a>(
        &mut self,
        overlapping: impl IntoIterator<Item = (&'a LabelName, &'a LabelName)>,
        must_prove: impl Fn(&str, &LabelName) -> bool,
    ) {
        self.articles = self.articles.saturating_add(1);
        for (a, b) in overlapping {
            *self.nesting.entry(pair(a, b)).or_default() += 1;
        }
        self.wordings.forget();
        for ((source, label), tally) in &mut self.by {
            tally.must_prove = must_prove(source, label);
            tally.fit(self.anew.contains(source));
        }
    }
}

fn pair(a: &LabelName, b: &LabelName) -> (LabelName, LabelName) {
    if a <= b { (a.clone(), b.clone()) } else { (b.clone(), a.clone()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(score: f32) -> Case {
        Case::new(score, (0, 0), false)
    }

    /// What became of proposals with this score: right ones, then wrong ones.
    fn more(tallies: &mut Tallies, (score, right, wrong): (f32, usize, usize), must_prove: bool) {
        for i in 0..right + wrong {
            let fate = if i < right { Fate::Accepted } else { Fate::Refused };
            tallies.watch(&"s".into(), &"L".into(), (case(score), score >= WORTH), fate);
        }
        tallies.finish([], |_, _| must_prove);
    }

    fn watched(outcomes: (f32, usize, usize)) -> Tallies {
        let mut tallies = Tallies::default();
        more(&mut tallies, outcomes, false);
        tallies
    }

    fn worth(tallies: &Tallies, label: &str, score: f32) -> f32 {
        tallies.worth(&"s".into(), &label.into(), &case(score), false)
    }

    #[test]
    fn who_is_mostly_wrong_is_turned_down_and_may_come_back() {
        let mut tallies = watched((0.9, 1, 9));
        let down = tallies.turned_down();
        assert_eq!(down.iter().map(|d| (&*d.source, d.right, d.of)).collect::<Vec<_>>(), [("s", 1, 10)]);
        assert!(worth(&tallies, "L", 0.9) < WORTH);
        assert!((worth(&tallies, "M", 0.9) - 0.9).abs() < 1e-3, "another label is another matter");
        more(&mut tallies, (0.9, 30, 0), false);
        assert!(tallies.turned_down().is_empty() && worth(&tallies, "L", 0.9) > WORTH);
        more(&mut tallies, (0.9, 0, 2 * WINDOW), false);
        assert_eq!(tallies.turned_down()[0].of, WINDOW, "the window is bounded");
        assert!(watched((0.9, 0, FEW - 1)).turned_down().is_empty(), "too few to say so");
    }

    #[test]
    fn one_article_tells_who_keeps_only_a_part() {
        for (right, wrong) in [(2, 5), (3, 4), (4, 4)] {
            assert!(worth(&watched((0.95, right, wrong)), "L", 0.95) < WORTH, "{right} of {}", right + wrong);
        }
        for (right, wrong) in [(1, 0), (3, 1), (5, 2), (4, 0)] {
            assert!(worth(&watched((0.95, right, wrong)), "L", 0.95) > WORTH, "{right} of {}", right + wrong);
        }
    }

    #[test]
    fn who_has_to_prove_themselves_does_so_by_being_right() {
        let of = |right, wrong| {
            let mut tallies = Tallies::default();
            more(&mut tallies, (0.9, right, wrong), true);
            worth(&tallies, "L", 0.9)
        };
        assert!(Tallies::default().worth(&"s".into(), &"L".into(), &case(0.98), true) < WORTH);
        assert!(of(1, 0) < WORTH && of(8, 1) > WORTH && of(8, 8) < WORTH, "{:?}", [of(1, 0), of(8, 1), of(8, 8)]);
    }

    #[test]
    fn who_is_asked_anew_begins_anew_and_that_can_be_taken_back() {
        let label: LabelName = "L".into();
        let mut tallies = watched((0.9, 1, 9));
        let before = worth(&tallies, "L", 0.9);
        let anew = BTreeSet::from(["s".into()]);
        tallies.ask_anew(&anew);
        assert!(tallies.turned_down().is_empty() && !tallies.know("s", &label));
        assert!((worth(&tallies, "L", 0.9) - 0.9).abs() < 1e-3, "its own word");
        more(&mut tallies, (0.9, 0, FEW), true);
        assert_eq!(tallies.turned_down()[0].of, FEW, "wrong again, it turns itself down again");
        tallies.ask_anew(&BTreeSet::new());
        assert_eq!(tallies.turned_down()[0].of, 10 + FEW, "everything counts again");
        assert!(worth(&tallies, "L", 0.9) < before);
        tallies.ask_anew(&anew);
        more(&mut tallies, (0.9, WINDOW, 0), false);
        assert!(tallies.turned_down().is_empty() && worth(&tallies, "L", 0.9) > 0.9);
    }
}
