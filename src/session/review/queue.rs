//! What is left to review in the whole project: looked at in the background, the worst agreement first.

use super::{Desk, Reviewed};
use crate::{
    agreement::differ::Summary,
    model::{AnnotatorName, ArticleKey, State},
    store::Work,
};
use std::collections::{BTreeMap, HashSet};

/// A look at many articles, off the drawing thread; the answers carry the number.
#[derive(Clone, Debug)]
pub struct QueueJob {
    /// Its number: an answer to an earlier one is not listened to.
    pub serial: u64,
    /// The articles to look at.
    pub keys: Vec<ArticleKey>,
    /// Whose sets are read: everyone's who may be reviewed, and the reviewer's.
    pub annotators: Vec<AnnotatorName>,
    pub(super) reviewer: AnnotatorName,
    pub(super) reviewed: Reviewed,
    /// Articles that the reviewer is to annotate too: others' work is kept back until they are done.
    pub(super) kept_back: HashSet<ArticleKey>,
}

/// How an article stands.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Compared {
    /// How many people's work is compared; 0: nobody's is ready.
    pub readings: usize,
    /// How many cases there are.
    pub cases: usize,
    /// How many are left to decide.
    pub open: usize,
    /// How many of these were decided before the work was changed.
    pub changed: usize,
    /// Cases that all agree on, cases that they differ in, and how well they agree.
    pub summary: Summary,
    /// The reviewer has annotated it themselves, so that there is no place for a review.
    pub own: bool,
}

impl QueueJob {
    /// Compares the work on one article.
    pub fn look(&self, work: Option<&Work>) -> Compared {
        let Some(work) = work else { return Compared::default() };
        let mine = work.sets.iter().find(|(who, _)| *who == self.reviewer);
        let mine = mine.and_then(|(_, set)| set.as_ref().ok());
        let review = mine.and_then(|set| set.review());
        let done = mine.is_some_and(|set| set.state() == State::Done || review.is_some());
        if !done && self.kept_back.contains(&work.key) {
            return Compared::default();
        }
        let desk = Desk::new(&work.text, self.reviewed.readings(&work.sets, &self.reviewer), review.map(|r| &**r));
        let own = review.is_none() && mine.is_some_and(|set| !set.is_empty());
        Compared { own, ..Compared::of(&desk, review.map(|r| &**r)) }
    }
}

impl Compared {
    /// How a desk stands.
    pub fn of(desk: &Desk, review: Option<&crate::model::Review>) -> Self {
        let clusters: Vec<_> = desk.cases.iter().map(|c| c.cluster.clone()).collect();
        let settled = |at: &usize| desk.is_settled(*at, review);
        let open = (0..desk.cases.len()).filter(|at| !settled(at));
        Compared {
            readings: desk.readings.len(),
            cases: desk.cases.len(),
            open: open.clone().count(),
            changed: open.filter(|at| desk.cases.get(*at).is_some_and(|c| !c.earlier.is_empty())).count(),
            summary: Summary::of(&clusters),
            own: false,
        }
    }
}

/// The articles under review, in an order that stays while one works through it.
#[derive(Debug, Default)]
pub struct Queue {
    all: BTreeMap<ArticleKey, Compared>,
    order: Vec<ArticleKey>,
    /// How many cases are left to decide in all, and in how many articles.
    left: (usize, usize),
    pub(super) serial: u64,
    /// How many of how many articles were looked at, while that goes on.
    pub(super) running: Option<(usize, usize)>,
    pub(super) begun: bool,
}

impl Queue {
    /// A fresh start; the numbers go on.
    pub(super) fn renewed(&self) -> Self {
        Queue { serial: self.serial + 1, ..Queue::default() }
    }

    /// The articles with work to compare: what is left to decide first, the worst agreement first; then what is decided.
    pub fn articles(&self) -> impl ExactSizeIterator<Item = (&ArticleKey, Compared)> {
        self.order.iter().map(|key| (key, self.of(key).unwrap_or_default()))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// The n-th of them.
    pub fn nth(&self, n: usize) -> Option<(&ArticleKey, Compared)> {
        let key = self.order.get(n)?;
        Some((key, self.of(key)?))
    }

    /// Where an article stands in the list.
    pub fn row_of(&self, key: &ArticleKey) -> Option<usize> {
        self.order.iter().position(|k| k == key)
    }

    /// How an article stands, where it was looked at.
    pub fn of(&self, key: &ArticleKey) -> Option<Compared> {
        self.all.get(key).copied()
    }

    /// How many of how many articles were looked at, while that goes on.
    pub fn progress(&self) -> Option<(usize, usize)> {
        self.running
    }

    /// How many cases are left to decide in all, and in how many articles.
    pub fn open(&self) -> (usize, usize) {
        self.left
    }

    /// The article after one, or before it.
    pub(super) fn beside(&self, key: &ArticleKey, by: isize) -> Option<&ArticleKey> {
        let Some(at) = self.row_of(key) else { return self.order.first() };
        self.order.get(at.checked_add_signed(by)?)
    }

    pub(super) fn learn(&mut self, key: &ArticleKey, compared: Compared) {
        let old = self.all.insert(key.clone(), compared);
        let left = |c: Compared| if c.readings > 0 { (c.open, usize::from(c.open > 0)) } else { (0, 0) };
        let (old, new) = (old.map_or((0, 0), left), left(compared));
        self.left = (self.left.0 + new.0 - old.0, self.left.1 + new.1 - old.1);
    }

    /// Puts the list into its order.
    pub(super) fn sort(&mut self) {
        let mut all: Vec<(&ArticleKey, &Compared)> = self.all.iter().filter(|(_, c)| c.readings > 0).collect();
        all.sort_by(|(_, a), (_, b)| (a.open == 0).cmp(&(b.open == 0)).then(a.summary.worst_first(&b.summary)));
        self.order = all.into_iter().map(|(key, _)| key.clone()).collect();
    }
}
