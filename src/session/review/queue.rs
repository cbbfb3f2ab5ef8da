//! What is left to review in the whole project: looked at in the background, the worst agreement first.

use super::{Desk, Reviewed, is_annotation};
use crate::{
    agreement::differ::Summary,
    model::{AnnotationId, AnnotatorName, ArticleKey, Review, State, Thread},
    store::Work,
    text::one_line,
};
use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

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

/// A decision to come back to, with its words: it has a reason, or somebody said something of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Remarked {
    /// The decision.
    pub id: AnnotationId,
    /// The words that it is about.
    pub words: Arc<str>,
    /// Why it was decided so; empty for no reason given.
    pub reason: Arc<str>,
    /// The reviewer's remark; empty for none.
    pub note: Arc<str>,
    /// Whether what was said of it is open, or settled; `None` where nobody said anything.
    pub talk: Option<bool>,
}

/// How an article stands.
#[derive(Clone, Debug, Default, PartialEq)]
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
    /// Decisions with a reason, or of which somebody said something, in the order of the text.
    pub remarked: Vec<Remarked>,
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
        let own = mine.is_some_and(is_annotation);
        let remarked = remarked(&desk, review.map(|r| &**r), |id| {
            let sets = work.sets.iter().filter_map(|(who, set)| Some((who, &**set.as_ref().ok()?.remarks())));
            Thread::of(id, &self.reviewer, sets)
        });
        Compared { own, remarked, ..Compared::of(&desk, review.map(|r| &**r)) }
    }
}

/// The decisions of a desk that have a reason, or of which somebody said something.
pub(super) fn remarked(
    desk: &Desk,
    review: Option<&Review>,
    thread: impl Fn(&AnnotationId) -> Thread,
) -> Vec<Remarked> {
    let Some(review) = review else { return Vec::new() };
    let mut all = Vec::new();
    for case in &desk.cases {
        for id in case.decisions() {
            let Some(decision) = review.decisions.get(id) else { continue };
            let thread = thread(id);
            if decision.reason.is_empty() && thread.is_empty() {
                continue;
            }
            all.push(Remarked {
                id: id.clone(),
                words: one_line(case.cluster.span.of(&desk.text), 200).into(),
                reason: decision.reason.clone(),
                note: decision.note.clone(),
                talk: (!thread.is_empty()).then(|| thread.is_open()),
            });
        }
    }
    all
}

impl Compared {
    /// How a desk stands.
    pub fn of(desk: &Desk, review: Option<&Review>) -> Self {
        let settled = |at: &usize| desk.is_settled(*at, review);
        let open = (0..desk.cases.len()).filter(|at| !settled(at));
        Compared {
            readings: desk.readings.len(),
            cases: desk.cases.len(),
            open: open.clone().count(),
            changed: open.filter(|at| desk.cases.get(*at).is_some_and(|c| !c.earlier.is_empty())).count(),
            summary: desk.summary,
            own: false,
            remarked: Vec::new(),
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
    news: u64,
}

impl Queue {
    /// A fresh start; the numbers go on.
    pub(super) fn renewed(&self) -> Self {
        Queue { serial: self.serial + 1, news: self.news + 1, ..Queue::default() }
    }

    /// Decisions to come back to, in the order of the articles.
    pub fn remarked(&self) -> impl Iterator<Item = (&ArticleKey, &Remarked)> {
        self.all.iter().flat_map(|(key, compared)| compared.remarked.iter().map(move |r| (key, r)))
    }

    /// Goes up with every news of an article.
    pub fn revision(&self) -> u64 {
        self.news
    }

    /// The articles with work to compare: what is left to decide first, the worst agreement first; then what is decided.
    pub fn articles(&self) -> impl Iterator<Item = (&ArticleKey, &Compared)> {
        self.order.iter().filter_map(|key| Some((key, self.all.get(key)?)))
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
    pub fn nth(&self, n: usize) -> Option<(&ArticleKey, &Compared)> {
        let key = self.order.get(n)?;
        Some((key, self.of(key)?))
    }

    /// Where an article stands in the list.
    pub fn row_of(&self, key: &ArticleKey) -> Option<usize> {
        self.order.iter().position(|k| k == key)
    }

    /// How an article stands, where it was looked at.
    pub fn of(&self, key: &ArticleKey) -> Option<&Compared> {
        self.all.get(key)
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
        self.news += 1;
        let left = |c: &Compared| if c.readings > 0 { (c.open, usize::from(c.open > 0)) } else { (0, 0) };
        let new = left(&compared);
        let old = self.all.insert(key.clone(), compared).as_ref().map_or((0, 0), left);
        self.left = (self.left.0 + new.0 - old.0, self.left.1 + new.1 - old.1);
    }

    /// Puts the list into its order.
    pub(super) fn sort(&mut self) {
        let mut all: Vec<(&ArticleKey, &Compared)> = self.all.iter().filter(|(_, c)| c.readings > 0).collect();
        all.sort_by(|(_, a), (_, b)| (a.open == 0).cmp(&(b.open == 0)).then(a.summary.worst_first(&b.summary)));
        self.order = all.into_iter().map(|(key, _)| key.clone()).collect();
    }
}
