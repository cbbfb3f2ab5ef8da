//! Counts of each article that add up: what most measures are made of.

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

/// Counts of each article that are few of many possible ones: as many entries for each as it has.
#[derive(Clone, Debug)]
pub(super) struct Rows<T> {
    ends: Vec<usize>,
    entries: Vec<T>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Rows { ends: vec![0], entries: Vec::new() }
    }
}

impl<T> Rows<T> {
    /// Adds to the article in hand.
    pub(super) fn push(&mut self, entry: T) {
        self.entries.push(entry);
    }

    /// The next article is in hand.
    pub(super) fn end(&mut self) {
        self.ends.push(self.entries.len());
    }

    /// What an article has.
    pub(super) fn of(&self, article: usize) -> &[T] {
        let ends = self.ends.get(article).zip(self.ends.get(article + 1));
        ends.and_then(|(from, to)| self.entries.get(*from..*to)).unwrap_or(&[])
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
    fn every_article_has_its_own_entries() {
        let mut rows = Rows::default();
        rows.push('a');
        rows.push('b');
        rows.end();
        rows.end();
        rows.push('c');
        rows.end();
        assert_eq!([rows.of(0), rows.of(1), rows.of(2), rows.of(3)], [&['a', 'b'][..], &[], &['c'], &[]]);
        let told = |articles: &[usize]| {
            let mut told = BTreeMap::new();
            rows.each(articles, |entry, times| *told.entry(*entry).or_insert(0) += times);
            told.into_iter().collect::<Vec<_>>()
        };
        assert_eq!(told(&[2, 0, 2, 7]), [('a', 1), ('b', 1), ('c', 2)]);
        assert_eq!(told(&[1]), []);
        assert_eq!(told(&[]), []);
    }
}
