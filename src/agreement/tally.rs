//! Counts of each article that add up: what most measures are made of.

use std::ops::Range;

/// So many numbers for each article, one article after the other.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    width: usize,
    rows: Vec<f64>,
}

impl Tally {
    /// All zero, for so many articles with so many numbers each.
    pub(super) fn new(articles: usize, width: usize) -> Self {
        Tally { width, rows: vec![0.0; articles * width] }
    }

    /// The numbers of an article.
    pub(super) fn row(&self, article: usize) -> &[f64] {
        self.rows.get(article * self.width..(article + 1) * self.width).unwrap_or(&[])
    }

    /// The same, to be counted up.
    pub(super) fn row_mut(&mut self, article: usize) -> &mut [f64] {
        self.rows.get_mut(article * self.width..(article + 1) * self.width).unwrap_or(&mut [])
    }

    /// The sums over articles; one that comes twice counts twice.
    pub(super) fn sum(&self, articles: &[usize]) -> Vec<f64> {
        let mut sum = vec![0.0; self.width];
        for article in articles {
            for (sum, n) in sum.iter_mut().zip(self.row(*article)) {
                *sum += n;
            }
        }
        sum
    }
}

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

    /// Gives every entry of a choice of articles, with how often it is to be counted.
    pub(super) fn each(&self, articles: &[usize], mut count: impl FnMut(&T, u64)) {
        let all = self.ends.len() - 1;
        if articles.len() < all / 2 {
            return articles.iter().flat_map(|a| self.of(*a)).for_each(|entry| count(entry, 1));
        }
        // A draw from all: in the order of memory and each once, which is much quicker than as they were drawn.
        let mut times = vec![0u32; all];
        articles.iter().for_each(|a| times.get_mut(*a).into_iter().for_each(|t| *t += 1));
        for (article, times) in times.into_iter().enumerate().filter(|(_, times)| *times > 0) {
            self.of(article).iter().for_each(|entry| count(entry, u64::from(times)));
        }
    }
}

/// Each article of a choice once, with how often it comes, by number: a draw of many has a third fewer to add up, and they lie in
/// the order in which they are kept.
pub(super) fn times(articles: &[usize], of: usize) -> Vec<(usize, u64)> {
    if articles.len() < of / 8 {
        let mut sorted = articles.to_vec();
        sorted.sort_unstable();
        return sorted.chunk_by(|a, b| a == b).filter_map(|run| Some((*run.first()?, run.len() as u64))).collect();
    }
    let mut times = vec![0; of];
    for article in articles {
        if let Some(n) = times.get_mut(*article) {
            *n += 1;
        }
    }
    times.into_iter().enumerate().filter(|(_, n)| *n > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn articles_add_up_as_often_as_they_come() {
        let mut tally = Tally::new(2, 2);
        tally.row_mut(0).copy_from_slice(&[1.0, 2.0]);
        tally.row_mut(1).copy_from_slice(&[10.0, 20.0]);
        assert_eq!(tally.sum(&[0, 1, 1]), [21.0, 42.0]);
        assert_eq!(tally.sum(&[]), [0.0, 0.0]);
        assert_eq!(tally.row(2), [0.0; 0]);
    }

    #[test]
    fn rows_are_as_long_as_they_are() {
        let mut rows = Rows::default();
        rows.push([1, 2]);
        rows.push([]);
        rows.add(3);
        rows.end();
        assert_eq!([rows.row(0), rows.row(1), rows.row(2), rows.row(3)], [&[1, 2][..], &[], &[3], &[]]);
        assert_eq!((rows.range(2), rows.range(3), rows.all()), (2..3, 0..0, &[1, 2, 3][..]));
    }

    #[test]
    fn a_choice_is_counted() {
        let counted = [(1, 2), (3, 1)];
        assert_eq!(times(&[3, 1, 1], 4), counted);
        assert_eq!(times(&[3, 1, 1], 400), counted);
        assert_eq!(times(&[], 4), []);
    }
}
