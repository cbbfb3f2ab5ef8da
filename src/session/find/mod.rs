//! Finding in the article and in all articles: what is looked for, what was found, and which of it is checked for marking.

mod doing;
mod many;

use super::ToldKind;
use crate::{
    model::{ArticleKey, LabelName},
    store::{ArticleHits, FileTrouble, Hit, SearchEnd, Stamp},
    text::{Query, Span, Text},
};
use many::Many;
use std::collections::BTreeSet;

/// After so many hits a search ends.
pub const MOST_HITS: usize = 5_000;

/// What a person does about finding.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names and fields say it")]
pub enum FindAction {
    /// Look for other words.
    Words(String),
    Option(FindOption),
    /// In all articles, or in the one in hand.
    Everywhere(bool),
    /// Go to a hit: open its article and select it.
    Go(usize),
    /// Make a hit the one in hand without going to another article.
    Choose(usize),
    /// Whether a hit is to be marked.
    Check(usize, bool),
    /// The same for all hits of an article, by its number.
    CheckArticle(usize, bool),
    CheckAll(bool),
    /// Mark all checked hits.
    Mark(LabelName),
    /// Stop searching, or stop marking.
    Stop,
}

/// A choice of how to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum FindOption {
    Expression,
    Case,
    Accents,
    Whole,
}

impl FindOption {
    /// All of them, with their signs, their names and what they do.
    pub const ALL: [(FindOption, &'static str, &'static str, &'static str); 4] = [
        (FindOption::Case, "Aa", "Match case", "Upper and lower case differ"),
        (FindOption::Accents, "ấ", "Match accents", "Without this, Tong thong finds Tổng thống"),
        (FindOption::Whole, "W", "Whole words", "Only where no syllable is cut"),
        (FindOption::Expression, ".*", "Regular expression", "For example ông|bà, \\d+ or ^Theo"),
    ];

    /// Whether it is on in a query.
    pub fn of(self, query: &Query) -> bool {
        match self {
            FindOption::Expression => query.expression,
            FindOption::Case => query.case,
            FindOption::Accents => query.accents,
            FindOption::Whole => query.whole,
        }
    }
}

/// A row of the list of what was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// The head of an article's hits, by its number among those with hits.
    Article(usize),
    /// A hit, by its number among all.
    Hit(usize),
}

/// Finding: the query and what came of it.
#[derive(Default)]
pub struct Find {
    query: Query,
    everywhere: bool,
    /// The last search that was asked for.
    serial: u64,
    /// Whether it is under way.
    busy: bool,
    /// Whether what is shown still is of the search before.
    old: bool,
    /// The text it was asked of, where it was one.
    asked: Option<(ArticleKey, Text)>,
    /// Whether the page shall show the first hit as soon as it is found.
    show_first: bool,
    found: Vec<ArticleHits>,
    /// The number of the first hit of each article.
    starts: Vec<usize>,
    count: usize,
    unchecked: BTreeSet<usize>,
    at: Option<usize>,
    looked: usize,
    of: usize,
    unreadable: Vec<FileTrouble>,
    end: Option<SearchEnd>,
    /// Goes up each time the field is asked for.
    wanted: u64,
    /// Where to go once the article is read.
    going: Option<(ArticleKey, usize)>,
    /// Which article's hits are those of the text on the page; and for which text that was told.
    lit: Option<usize>,
    lit_for: Option<(Text, u64, usize)>,
    /// The text on the page as it was last compared with the one that was searched.
    stamped: Option<(Text, Stamp)>,
    /// The page of the side bar before, and whether the bar was open.
    before: Option<(super::Panel, bool)>,
    many: Option<Many>,
}

impl Find {
    /// What is looked for.
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// Whether in all articles.
    pub fn everywhere(&self) -> bool {
        self.everywhere
    }

    /// Whether a search is under way.
    pub fn busy(&self) -> bool {
        self.busy
    }

    /// How many hits there are by now.
    pub fn count(&self) -> usize {
        self.count
    }

    /// In how many articles.
    pub fn articles(&self) -> usize {
        self.found.len()
    }

    /// How many articles were looked at, of how many.
    pub fn looked(&self) -> (usize, usize) {
        (self.looked, self.of)
    }

    /// Articles that could not be read.
    pub fn unreadable(&self) -> &[FileTrouble] {
        &self.unreadable
    }

    /// How the search ended, once it has.
    pub fn end(&self) -> Option<&SearchEnd> {
        self.end.as_ref()
    }

    /// The number of the hit in hand.
    pub fn at(&self) -> Option<usize> {
        self.at
    }

    /// Goes up each time the field is asked for.
    pub fn wanted(&self) -> u64 {
        self.wanted
    }

    /// How many rows the list has: one for each article and each hit.
    pub fn rows(&self) -> usize {
        self.count + self.found.len()
    }

    /// A row of the list.
    pub fn row(&self, n: usize) -> Option<Found> {
        if n >= self.rows() {
            return None;
        }
        // Each article's head stands one row further down for each head before it.
        let mut below = 0..self.starts.len();
        while below.len() > 1 {
            let middle = below.start + below.len() / 2;
            if self.starts.get(middle).is_some_and(|start| start + middle <= n) {
                below.start = middle;
            } else {
                below.end = middle;
            }
        }
        let article = below.start;
        let head = self.starts.get(article)? + article;
        Some(if n == head { Found::Article(article) } else { Found::Hit(n - article - 1) })
    }

    /// In which row a hit stands.
    pub fn row_of(&self, hit: usize) -> usize {
        hit + self.starts.partition_point(|start| *start <= hit)
    }

    /// An article's hits.
    pub fn article(&self, n: usize) -> Option<&ArticleHits> {
        self.found.get(n)
    }

    /// A hit and its article.
    pub fn hit(&self, n: usize) -> Option<(&ArticleHits, &Hit)> {
        let article = self.starts.partition_point(|start| *start <= n).checked_sub(1)?;
        let found = self.found.get(article)?;
        Some((found, found.hits.get(n - self.starts.get(article)?)?))
    }

    /// The numbers of an article's hits.
    pub fn hits_of(&self, article: usize) -> std::ops::Range<usize> {
        let start = self.starts.get(article).copied().unwrap_or(self.count);
        start..self.starts.get(article + 1).copied().unwrap_or(self.count)
    }

    /// Whether a hit is to be marked.
    pub fn is_checked(&self, hit: usize) -> bool {
        !self.unchecked.contains(&hit)
    }

    /// How many hits are to be marked.
    pub fn checked(&self) -> usize {
        self.count - self.unchecked.len()
    }

    /// How many of an article's hits are to be marked.
    pub fn checked_of(&self, article: usize) -> usize {
        let hits = self.hits_of(article);
        hits.len() - self.unchecked.range(hits).count()
    }

    /// Marking that is under way: how many articles are done, of how many.
    pub fn marking(&self) -> Option<(usize, usize)> {
        self.many.as_ref().map(Many::progress)
    }

    fn clear(&mut self) {
        self.found.clear();
        self.starts.clear();
        self.unchecked.clear();
        self.unreadable.clear();
        (self.count, self.looked, self.of) = (0, 0, 0);
        (self.at, self.end, self.lit_for, self.lit) = (None, None, None, None);
    }

    fn add(&mut self, found: Vec<ArticleHits>) {
        for article in found {
            self.starts.push(self.count);
            self.count += article.hits.len();
            self.found.push(article);
        }
    }

    /// Forgets what was found, and marks no further: the project or the annotator was left.
    pub(super) fn leave(&mut self) {
        self.clear();
        (self.asked, self.going, self.many, self.stamped, self.busy) = (None, None, None, None, false);
        // Late answers are of another project.
        self.serial += 1;
    }
}

/// The kind of sentence that ends a search or a marking.
const SAY: ToldKind = ToldKind::Info;

/// The places of one article that are to be marked.
type Places = (ArticleKey, Stamp, Vec<Span>);
