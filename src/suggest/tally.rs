//! How well each source has done with each label: what became of its proposals, and what its scores are worth.
//!
//! **The rule.** A source's score is what it says itself, put right by what became of its latest proposals for the label: of the
//! last [`WINDOW`] that had about the same score, the share that was right, with [`WEIGHT`] more counted as if the score had been
//! true (Laplace's rule with the source's own word as the prior). Where that share lies above or below what was said, the
//! score is moved by as much, in log odds.
//!
//! **Turning down.** The latest proposals that a source was sure of (its own score one half or more) cost more than they saved: a
//! right one saves a mark, a wrong one costs a key, and so does accepting all of an article, a part of which falls to each label
//! ([`SHARE`]); one more is counted as saved, so that a little bad luck turns nothing down. Then no score of the source for this
//! label is one half or more, so nothing of it is accepted unseen, until it does better. It goes on being watched: what it would
//! have proposed is counted in each finished article, shown or not. A person may ask it anew: then what was counted before is set aside, until they take that back.

use crate::model::LabelName;
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
};

/// How many of the latest outcomes of a source and a label are looked at.
pub const WINDOW: usize = 160;

/// How many outcomes a source's own word counts for.
const WEIGHT: f32 = 6.0;

/// Scores of one half or more are worth accepting unseen: a proposal that is wrong costs about what a right one saves.
pub const WORTH: f32 = 0.5;

/// What part of accepting all of an article falls to one label.
const SHARE: f32 = 0.25;

/// What is held back scores at most this.
const HELD: f32 = 0.45;

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
    /// Score, whether it was right, and the number of its article.
    latest: VecDeque<(f32, bool, u32)>,
    /// So many of the first of these do not count: a person asked the source anew behind them.
    forgiven: usize,
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
    /// Pairs of labels that some article has marks of that overlap, in order.
    nesting: BTreeMap<(LabelName, LabelName), u32>,
    /// Finished articles.
    articles: u32,
    /// Sources that a person asked anew.
    anew: BTreeSet<Arc<str>>,
}

impl Tally {
    /// What counts.
    fn counted(&self) -> impl Iterator<Item = &(f32, bool, u32)> {
        self.latest.iter().skip(self.forgiven)
    }

    /// Of the latest proposals that the source was sure of: right ones, and all.
    fn sure(&self) -> (usize, usize) {
        let sure = self.counted().filter(|(score, ..)| *score >= WORTH);
        sure.fold((0, 0), |(right, all), (_, taken, _)| (right + usize::from(*taken), all + 1))
    }

    /// The share of right ones among them, two right and two wrong ones added.
    fn precision(&self) -> f32 {
        let (right, all) = self.sure();
        (right as f32 + 2.0) / (all as f32 + 4.0)
    }

    /// Whether the source was right clearly more often than wrong.
    fn is_proven(&self) -> bool {
        let (right, all) = self.sure();
        right >= 2 * (all - right) + 2
    }

    /// Whether the source holds itself back.
    fn is_down(&self) -> bool {
        let (right, all) = self.sure();
        let mut articles: Vec<u32> = self.counted().filter(|(score, ..)| *score >= WORTH).map(|(.., a)| *a).collect();
        articles.dedup();
        let saved = right as f32 - (all - right) as f32 + 1.0;
        all >= FEW && saved < SHARE * articles.len() as f32
    }

    /// What a score is worth.
    fn put_right(&self, score: f32) -> f32 {
        let near = |other: f32| band(other) == band(score);
        let (mut right, mut said, mut n) = (0.0, 0.0, 0.0);
        for (other, taken, _) in self.counted().filter(|(s, ..)| near(*s)) {
            right += f32::from(u8::from(*taken));
            said += other;
            n += 1.0;
        }
        let moved = if n > 0.0 {
            let said = said / n;
            let measured = (right + WEIGHT * said) / (n + WEIGHT);
            1.0 / (1.0 + (-(odds(score) + odds(measured) - odds(said))).exp())
        } else {
            score
        };
        if self.is_down() { moved.min(self.precision()).min(HELD) } else { moved }
    }
}

/// Scores that are looked at together.
fn band(score: f32) -> usize {
    [0.35, 0.5, 0.65, 0.8, 0.92].iter().take_while(|edge| score >= **edge).count()
}

fn odds(p: f32) -> f32 {
    let p = p.clamp(0.005, 0.995);
    (p / (1.0 - p)).ln()
}

impl Tallies {
    /// How likely a proposal is right, from what its source says of it and how the source has done.
    pub fn worth(&self, source: &str, label: &LabelName, score: f32) -> f32 {
        let score = if score.is_finite() { score.clamp(0.0, 0.99) } else { 0.0 };
        self.get(source, label).map_or(score, |tally| tally.put_right(score))
    }

    /// Whether a source that has to prove itself for a label has: of the latest proposals that it was sure of, two were right
    /// for each wrong one, and two more.
    pub fn is_proven(&self, source: &str, label: &LabelName) -> bool {
        self.anew.contains(source) || self.get(source, label).is_some_and(Tally::is_proven)
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
            let (right, of) = tally.sure();
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
                _ => {}
            }
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

    /// Remembers whether a proposal, shown or not, would have been right.
    pub(super) fn watch(&mut self, source: &Arc<str>, label: &LabelName, score: f32, right: bool) {
        let tally = self.by.entry((source.clone(), label.clone())).or_default();
        tally.latest.push_back((score, right, self.articles));
        while tally.latest.len() > WINDOW {
            tally.latest.pop_front();
            tally.forgiven = tally.forgiven.saturating_sub(1);
        }
    }

    /// Counts a finished article, and which labels overlap in it.
    pub(super) fn finish<'a>(&mut self, overlapping: impl IntoIterator<Item = (&'a LabelName, &'a LabelName)>) {
        self.articles = self.articles.saturating_add(1);
        for (a, b) in overlapping {
            *self.nesting.entry(pair(a, b)).or_default() += 1;
        }
    }
}

fn pair(a: &LabelName, b: &LabelName) -> (LabelName, LabelName) {
    if a <= b { (a.clone(), b.clone()) } else { (b.clone(), a.clone()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watched(outcomes: &[(f32, usize, usize)]) -> Tallies {
        let mut tallies = Tallies::default();
        for (score, right, wrong) in outcomes {
            for i in 0..right + wrong {
                tallies.watch(&"s".into(), &"L".into(), *score, i < *right);
            }
        }
        tallies
    }

    #[test]
    fn scores_go_to_what_was_measured() {
        let label: LabelName = "L".into();
        assert_eq!(Tallies::default().worth("s", &label, 0.7), 0.7, "nothing is known: its own word");
        assert_eq!(Tallies::default().worth("s", &label, f32::NAN), 0.0);
        let modest = watched(&[(0.7, 60, 0)]);
        assert!(modest.worth("s", &label, 0.7) > 0.9);
        assert_eq!(modest.worth("s", &label, 0.4), 0.4, "scores far from those are left alone");
        let boasting = watched(&[(0.9, 20, 20)]);
        let worth = boasting.worth("s", &label, 0.9);
        assert!((0.5..0.65).contains(&worth), "{worth}");
        assert!(boasting.turned_down().is_empty());
    }

    #[test]
    fn who_is_mostly_wrong_is_turned_down_and_may_come_back() {
        let label: LabelName = "L".into();
        let mut tallies = watched(&[(0.9, 1, 9)]);
        let down = tallies.turned_down();
        assert_eq!(down.iter().map(|d| (&*d.source, d.right, d.of)).collect::<Vec<_>>(), [("s", 1, 10)]);
        for score in [0.5, 0.9, 0.99] {
            assert!(tallies.worth("s", &label, score) < WORTH);
        }
        assert_eq!(tallies.worth("s", &"M".into(), 0.9), 0.9, "another label is another matter");
        for _ in 0..30 {
            tallies.watch(&"s".into(), &label, 0.9, true);
        }
        assert!(tallies.turned_down().is_empty() && tallies.worth("s", &label, 0.9) > WORTH);
        for _ in 0..WINDOW {
            tallies.watch(&"s".into(), &label, 0.9, false);
        }
        assert_eq!(tallies.turned_down()[0].of, WINDOW, "the window is bounded");
    }

    #[test]
    fn a_label_is_held_back_where_accepting_all_costs_what_it_saves() {
        let label: LabelName = "L".into();
        let outcomes = |of_each: &[&[bool]]| {
            let mut tallies = Tallies::default();
            for article in of_each {
                article.iter().for_each(|right| tallies.watch(&"s".into(), &label, 0.9, *right));
                tallies.finish([]);
            }
            tallies.worth("s", &label, 0.9) < WORTH
        };
        let (good, bad) = ([true].as_slice(), [false].as_slice());
        assert!(!outcomes(&[good, bad, good, bad, good, bad, good, good]), "five of eight, each in its article");
        assert!(outcomes(&[good, bad, good, bad, good, bad, good, bad]), "as many wrong as right");
        assert!(!outcomes(&[&[true, true, true, true, false, false, false, false]]), "the same in one article");
        assert!(!outcomes(&[bad, bad, bad]), "too few to tell");
    }

    #[test]
    fn who_is_asked_anew_begins_anew_and_that_can_be_taken_back() {
        let label: LabelName = "L".into();
        let mut tallies = watched(&[(0.9, 1, 9)]);
        let before = tallies.worth("s", &label, 0.9);
        tallies.ask_anew(&BTreeSet::from(["s".into()]));
        assert!(tallies.turned_down().is_empty() && tallies.is_proven("s", &label));
        assert_eq!(tallies.worth("s", &label, 0.9), 0.9, "its own word");
        for _ in 0..FEW {
            tallies.watch(&"s".into(), &label, 0.9, false);
        }
        assert_eq!(tallies.turned_down()[0].of, FEW, "wrong again, it turns itself down again");
        tallies.ask_anew(&BTreeSet::new());
        assert_eq!(tallies.turned_down()[0].of, 10 + FEW, "everything counts again");
        assert!(tallies.worth("s", &label, 0.9) < before);
        for _ in 0..WINDOW {
            tallies.ask_anew(&BTreeSet::from(["s".into()]));
            tallies.watch(&"s".into(), &label, 0.9, true);
        }
        assert!(tallies.turned_down().is_empty() && tallies.worth("s", &label, 0.9) > 0.9);
    }

    #[test]
    fn a_few_failures_turn_nothing_down() {
        assert!(watched(&[(0.9, 0, FEW - 1)]).turned_down().is_empty());
    }
}
