//! The places behind a number.

use super::{Measured, measuring::is_different};
use crate::agreement::{Confusion, Found, Item, Kind, Mark, Study};
use std::{collections::BTreeMap, sync::Arc};

/// A number that opens: between whom, and what of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Behind {
    pub between: Between,
    pub what: What,
    /// Which of its places are listed first.
    pub first: Shown,
}

/// Between whom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Between {
    /// Every two annotators.
    #[default]
    Everyone,
    /// These two, by their numbers in the study.
    Pair(usize, usize),
    /// An annotator and gold, by the number in [`Measured::against`].
    Gold(usize),
}

/// What of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// All places.
    All,
    /// Those with this label on one side, or both.
    Label(Arc<str>),
    /// Those with these labels left and right; `None` for no mark. Between everyone, also the other way round.
    Cell(Option<Arc<str>>, Option<Arc<str>>),
    /// Those in this article, by its name.
    Article(Arc<str>),
    /// Those on this event.
    Event(Arc<str>),
    /// Those on these words, without case and accents.
    Phrase(Arc<str>),
    /// Those in a point of the line over time, by its number.
    Point(usize),
}

/// Which places of a list are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// All.
    All,
    /// Those that differ in place or label.
    #[default]
    Differ,
    /// Those of a kind.
    Kind(Kind),
}

impl Shown {
    fn has(self, kind: Kind) -> bool {
        match self {
            Shown::All => true,
            Shown::Differ => is_different(kind),
            Shown::Kind(only) => only == kind,
        }
    }
}

/// The places behind a number.
#[derive(Debug)]
pub struct Opened {
    behind: Behind,
    places: Vec<Found>,
    shown: Shown,
    rows: Vec<usize>,
    kinds: BTreeMap<Kind, usize>,
    /// The place that was gone to last.
    went: Option<usize>,
}

impl Behind {
    /// The places that differ, between these, of this.
    pub fn new(between: Between, what: What) -> Self {
        Behind { between, what, first: Shown::Differ }
    }

    /// The same, with these listed first.
    pub fn first(self, first: Shown) -> Self {
        Behind { first, ..self }
    }
}

impl Opened {
    pub(super) fn new(measured: &Measured, behind: Behind) -> Self {
        let places = measured.places(&behind);
        let mut kinds = BTreeMap::new();
        places.iter().for_each(|f| *kinds.entry(f.pairing.kind).or_default() += 1);
        let first = behind.first;
        let mut opened = Opened { behind, places, shown: first, rows: Vec::new(), kinds, went: None };
        opened.show(first);
        if opened.rows.is_empty() {
            // What was asked for is not there; what is there says more than nothing.
            opened.show(Shown::All);
        }
        opened
    }

    /// The same of what was measured anew; `None` where there is no such number any more.
    pub(super) fn again(self, measured: &Measured) -> Option<Self> {
        let there = match self.behind.between {
            Between::Everyone => true,
            // Numbers go by names, and names may have come or gone.
            Between::Pair(..) | Between::Gold(_) => false,
        };
        there.then(|| Opened::new(measured, self.behind.first(self.shown)))
    }

    pub(super) fn show(&mut self, shown: Shown) {
        self.shown = shown;
        let rows = self.places.iter().enumerate().filter(|(_, f)| shown.has(f.pairing.kind));
        self.rows = rows.map(|(at, _)| at).collect();
    }

    /// What was opened.
    pub fn behind(&self) -> &Behind {
        &self.behind
    }

    /// Which of its places are shown.
    pub fn shown(&self) -> Shown {
        self.shown
    }

    /// How many places would be shown.
    pub fn count(&self, shown: Shown) -> usize {
        self.kinds.iter().filter(|(kind, _)| shown.has(**kind)).map(|(_, n)| n).sum()
    }

    /// How many are shown.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether the place in a row is the one that was gone to last.
    pub fn is_here(&self, n: usize) -> bool {
        self.went.is_some() && self.rows.get(n).copied() == self.went
    }

    pub(super) fn go(&mut self, n: usize) {
        self.went = self.rows.get(n).copied();
    }

    /// The place in a row.
    pub fn row(&self, n: usize) -> Option<&Found> {
        self.places.get(*self.rows.get(n)?)
    }
}

impl Measured {
    /// The study that a number is of.
    pub fn study_of(&self, between: Between) -> &Study {
        if matches!(between, Between::Gold(_)) { &self.gold } else { &self.study }
    }

    /// The article of a place, and the marks left and right.
    pub fn place(&self, between: Between, found: &Found) -> Option<(&Item, Option<&Mark>, Option<&Mark>)> {
        let item = self.study_of(between).articles().get(found.article)?;
        let mark = |who, at: Option<usize>| item.of(who)?.get(at?);
        let (left, right) = found.annotators;
        Some((item, mark(left, found.pairing.left), mark(right, found.pairing.right)))
    }

    /// What stands for what between these.
    pub fn confusions(&self, between: Between) -> Vec<&Confusion> {
        match between {
            Between::Everyone => self.pairs.iter().map(|p| &p.confusion).collect(),
            Between::Pair(a, b) => self.pairs.iter().filter(|p| p.who == (a, b)).map(|p| &p.confusion).collect(),
            Between::Gold(who) => self.against.get(who).map(|a| &a.confusion).into_iter().collect(),
        }
    }

    /// How many places a cell has: these labels left and right, and between everyone also the other way round.
    pub fn cell(&self, between: Between, left: Option<u16>, right: Option<u16>) -> usize {
        let turned = between == Between::Everyone && left != right;
        let of = |c: &Confusion| c.cell(left, right).len() + if turned { c.cell(right, left).len() } else { 0 };
        self.confusions(between).into_iter().map(of).sum()
    }

    /// All places behind a number, in the order of articles.
    fn places(&self, behind: &Behind) -> Vec<Found> {
        let study = self.study_of(behind.between);
        if let What::Phrase(folded) = &behind.what {
            let phrase = self.phrases.iter().find(|p| p.folded == *folded);
            return phrase.map(|p| p.places.clone()).unwrap_or_default();
        }
        let number = |name: &Arc<str>| study.labels().iter().zip(0u16..).find(|(l, _)| ***l == **name).map(|(_, n)| n);
        let in_article: Box<dyn Fn(&Found) -> bool> = match &behind.what {
            What::Article(name) => {
                let at = study.articles().iter().position(|a| a.name == *name);
                Box::new(move |f| Some(f.article) == at)
            }
            What::Event(event) => {
                Box::new(move |f| study.articles().get(f.article).is_some_and(|a| a.event.as_ref() == Some(event)))
            }
            What::Point(n) => {
                let who = if let Between::Gold(who) = behind.between { self.against.get(who) } else { None };
                let articles = who.and_then(|a| a.points.get(*n)).map(|p| p.articles.as_slice()).unwrap_or_default();
                Box::new(move |f| articles.contains(&f.article))
            }
            What::All | What::Label(_) | What::Cell(..) | What::Phrase(_) => Box::new(|_| true),
        };
        let in_cell: Box<dyn Fn(Option<u16>, Option<u16>) -> bool> = match &behind.what {
            What::Label(name) => {
                let label = number(name);
                Box::new(move |a, b| label.is_some() && (a == label || b == label))
            }
            What::Cell(left, right) => {
                let cell = (left.as_ref().map(number), right.as_ref().map(number));
                let turned = behind.between == Between::Everyone;
                // A label that is not in use there has nothing behind it.
                let is = |at: Option<u16>, wanted: Option<Option<u16>>| match wanted {
                    None => at.is_none(),
                    Some(label) => label.is_some() && at == label,
                };
                Box::new(move |a, b| is(a, cell.0) && is(b, cell.1) || turned && is(b, cell.0) && is(a, cell.1))
            }
            _ => Box::new(|_, _| true),
        };
        let cells = self.confusions(behind.between).into_iter().flat_map(Confusion::cells);
        let found = cells.filter(|((a, b), _)| in_cell(*a, *b)).flat_map(|(_, found)| found);
        let mut places: Vec<Found> = found.filter(|f| in_article(f)).copied().collect();
        places.sort_by_cached_key(|f| {
            let place = self.place(behind.between, f);
            let start = place.and_then(|(_, left, right)| left.into_iter().chain(right).map(|m| m.span.start()).min());
            (f.article, start, f.annotators)
        });
        places
    }
}
