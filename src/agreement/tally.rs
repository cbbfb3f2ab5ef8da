//! Counts of each article that add up: what most measures are made of.

use super::Choice;
use std::ops::Range;

/// As many things for each article as it has, one article after the other.
#[derive(Clone, Debug)]
pub(super) struct Rows<T> {
    all: Vec<T>,
    /// Where each ends.
    ends: Vec<usize>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Rows { all: Vec::new(), ends: Vec::new() }
    }
}

impl<T> Rows<T> {
    /// Adds what the next article has.
    pub(super) fn push(&mut self, row: impl IntoIterator<Item = T>) {
        self.all.extend(row);
        self.end();
    }

    /// Adds one more to what the next article has.
    pub(super) fn add(&mut self, one: T) {
        self.all.push(one);
    }

    /// The next article has all that was added for it.
    pub(super) fn end(&mut self) {
        self.ends.push(self.all.len());
    }

    /// What an article has.
    pub(super) fn row(&self, article: usize) -> &[T] {
        self.all.get(self.range(article)).unwrap_or(&[])
    }

    /// Where that is in all.
    pub(super) fn range(&self, article: usize) -> Range<usize> {
        let start = article.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        let end = self.ends.get(article).copied();
        start.zip(end).map_or(0..0, |(start, end)| start..end)
    }

    /// What all have.
    pub(super) fn all(&self) -> &[T] {
        &self.all
    }

    /// Gives every entry of a choice of articles, with how often it counts.
    pub(super) fn each(&self, articles: &Choice, mut count: impl FnMut(&T, u64)) {
        for (article, times) in articles.iter() {
            self.row(article).iter().for_each(|entry| count(entry, times));
        }
    }
}

/// Puts counts of the same number into one, in the order of numbers.
pub(super) fn add_up(counts: &mut Vec<(u32, u32)>) {
    counts.sort_unstable();
    counts.dedup_by(|next, sum| {
        let same = next.0 == sum.0;
        if same {
            sum.1 += next.1;
        }
        same
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_as_long_as_they_are() {
        let mut rows = Rows::default();
        rows.push([1, 2]);
        rows.push([]);
        rows.add(3);
        rows.end();
        assert_eq!([rows.row(0), rows.row(1), rows.row(2), rows.row(3)], [&[1, 2][..], &[], &[3], &[]]);
        assert_eq!((rows.range(2), rows.range(3), rows.all()), (2..3, 0..0, &[1, 2, 3][..]));
        let mut told = Vec::new();
        rows.each(&Choice::of([2, 0, 2, 7]), |entry, times| told.push((*entry, times)));
        assert_eq!(told, [(1, 1), (2, 1), (3, 2)]);
    }
}
