//! Which articles of a study are scored, and how often each counts.

/// A choice of articles by their numbers: each once and in order, with how often it counts. A draw with replacement is one, with a
/// third fewer articles than were drawn, and its order is that in which they are kept: sums over it are quick.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice(Vec<(usize, u64)>);

impl Choice {
    /// These articles; one that comes several times counts as often.
    pub fn of(articles: impl IntoIterator<Item = usize>) -> Self {
        let mut articles: Vec<usize> = articles.into_iter().collect();
        articles.sort_unstable();
        let runs = articles.chunk_by(|a, b| a == b);
        Choice(runs.filter_map(|run| Some((*run.first()?, run.len() as u64))).collect())
    }

    /// Every article as often as this says, by its number.
    pub(super) fn counted(times: &[u32]) -> Self {
        let counted = times.iter().enumerate().filter(|(_, times)| **times > 0);
        Choice(counted.map(|(article, times)| (article, u64::from(*times))).collect())
    }

    /// The articles, each once, with how often it counts.
    pub fn iter(&self) -> impl Iterator<Item = (usize, u64)> {
        self.0.iter().copied()
    }

    /// The articles, each once.
    pub fn articles(&self) -> impl Iterator<Item = usize> {
        self.0.iter().map(|(article, _)| *article)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_that_comes_often_counts_as_often() {
        let choice = Choice::of([3, 1, 1]);
        assert_eq!(choice.iter().collect::<Vec<_>>(), [(1, 2), (3, 1)]);
        assert_eq!(choice, Choice::counted(&[0, 2, 0, 1, 0]));
        assert_eq!(choice.articles().collect::<Vec<_>>(), [1, 3]);
        assert_eq!(Choice::of([]), Choice::default());
    }
}
