//! How a table of tokens is laid out: what lies between columns, which of them is the token, and which are tags.

use super::tags::{self, Scheme};
use std::collections::BTreeMap;

/// How a file is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Tabs lie between columns; else blanks do.
    tabs: bool,
    /// How many columns there are.
    pub columns: usize,
    /// Which is the token.
    token: usize,
    /// Tokens are numbered in the first column.
    numbered: bool,
    /// Which are tags, and the rules they follow.
    pub tags: Vec<(usize, Scheme)>,
    /// Tags are bare labels.
    pub bare: bool,
    /// A column of tags that is not read, with a tag from it.
    pub passed_over: Option<(usize, String)>,
}

/// Ours, which is that of CoNLL-2003.
impl Default for Shape {
    fn default() -> Self {
        Shape {
            tabs: false,
            columns: 4,
            token: 0,
            numbered: false,
            tags: vec![(3, Scheme::Begins)],
            bare: false,
            passed_over: None,
        }
    }
}

/// Whether the first cells count the tokens of their sentences. Those that stand for several (`1-2`) or none (`2.1`) do not count.
fn counted(sentences: &[Vec<Vec<&str>>], mostly: impl Fn(usize, usize) -> bool) -> bool {
    let (mut right, mut all) = (0, 0);
    for sentence in sentences {
        let numbers = sentence.iter().filter_map(|line| line.first()).filter(|n| !n.contains(['-', '.']));
        for (number, n) in numbers.zip(1..) {
            all += 1;
            right += usize::from(number.parse() == Ok(n));
        }
    }
    all > 0 && mostly(right, all)
}

/// A line.
#[derive(Debug, PartialEq, Eq)]
pub enum Line<'a> {
    /// The line that begins a document, and what it says of it.
    Document(&'a str),
    /// A comment without its `#`.
    Comment(&'a str),
    /// A token with its tags, in the order of [`Shape::tags`]; `None` where the line has too few columns.
    Token(&'a str, Vec<Option<&'a str>>),
    /// A token that stands for several, or for none: it is no token of the text.
    Aside,
    /// A line without a token.
    Empty,
}

impl Shape {
    /// What the first lines of a file look like; `None` where they have no tags.
    pub fn of(head: &str) -> Option<Shape> {
        let lines = || head.lines().filter(|l| !l.starts_with('#') && !l.starts_with("-DOCSTART-"));
        let filled = || lines().filter(|l| !l.trim().is_empty());
        let (all, tabbed) = (filled().count(), filled().filter(|l| l.contains('\t')).count());
        if all == 0 {
            return Some(Shape::default());
        }
        let mut shape = Shape { tabs: tabbed * 2 > all, ..Shape::default() };
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for line in filled() {
            *counts.entry(shape.split(line).count()).or_default() += 1;
        }
        shape.columns = counts.into_iter().max_by_key(|(_, n)| *n).map(|(columns, _)| columns)?;
        // Sentences of lines with that many columns.
        let mut sentences: Vec<Vec<Vec<&str>>> = vec![Vec::new()];
        for line in lines() {
            let cells: Vec<&str> = shape.split(line).collect();
            if line.trim().is_empty() {
                sentences.push(Vec::new());
            } else if cells.len() == shape.columns {
                sentences.last_mut()?.push(cells);
            }
        }
        let cells = |column: usize| sentences.iter().flatten().filter_map(move |line| line.get(column)).copied();
        let rows = cells(0).count();
        // A few lines may be broken.
        let mostly = |n: usize, of: usize| of - n.min(of) <= of / 50 + usize::from(of >= 5);
        let is_tags = |column: &usize| mostly(cells(*column).filter(|c| tags::parse(c).is_some()).count(), rows);
        let mut found: Vec<usize> = (1..shape.columns).filter(is_tags).collect();
        if found.is_empty() && shape.columns == 2 && is_tags(&0) {
            // The tag first.
            (shape.token, found) = (1, vec![0]);
        }
        let last = shape.columns.checked_sub(1).filter(|last| *last > 0)?;
        if !found.contains(&1) && shape.token == 0 && counted(&sentences, mostly) && cells(1).any(|c| c != "-X-") {
            (shape.token, shape.numbered) = (1, true);
        }
        if found.is_empty() {
            shape.bare = cells(last).filter(|c| *c == "O").count() * 3 >= rows;
            shape.tags = vec![(last, Scheme::Inside)];
            return shape.bare.then_some(shape);
        }
        if !shape.numbered {
            let read = found.split_off(found.len() - 1);
            let tagged = |column: usize| cells(column).find(|c| *c != "O").map(|tag| (column, tag.to_owned()));
            shape.passed_over = std::mem::replace(&mut found, read).into_iter().find_map(tagged);
        }
        let scheme = |column: usize| {
            tags::scheme(sentences.iter().map(|s| s.iter().filter_map(|line| line.get(column)).copied().collect()))
        };
        shape.tags = found.into_iter().map(|column| (column, scheme(column))).collect();
        Some(shape)
    }

    fn split<'a>(&self, line: &'a str) -> Box<dyn Iterator<Item = &'a str> + 'a> {
        if self.tabs {
            Box::new(line.trim_end_matches(['\r', '\n']).split('\t').map(|cell| cell.trim_matches(' ')))
        } else {
            Box::new(line.split([' ', '\t', '\r']).filter(|cell| !cell.is_empty()))
        }
    }

    /// Reads a line that is not blank.
    pub fn line<'a>(&self, line: &'a str) -> Line<'a> {
        if let Some(rest) = line.strip_prefix("-DOCSTART-") {
            return Line::Document(rest.trim());
        }
        let cells: Vec<&str> = self.split(line).collect();
        let cell = |at: usize| cells.get(at).copied();
        if let Some(comment) = line.strip_prefix('#') {
            let pair = !self.tabs && cell(2) == Some("=");
            let tagged =
                |(column, _): &(usize, Scheme)| cell(*column).is_some_and(|c| self.bare || tags::parse(c).is_some());
            if pair || cells.len() != self.columns || !self.tags.iter().all(tagged) {
                return Line::Comment(comment);
            }
        }
        if self.numbered && !cell(0).is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit())) {
            return Line::Aside;
        }
        let Some(token) = cell(self.token).filter(|token| !token.is_empty()) else { return Line::Empty };
        // Counted from the end: a token with a blank in it is cut, and its tag is still the last column.
        let column = |(column, _): &(usize, Scheme)| {
            let from_end = self.columns - column;
            cells.len().checked_sub(from_end).filter(|at| *at > self.token || *at == *column).and_then(cell)
        };
        Line::Token(token, self.tags.iter().map(column).collect())
    }
}
