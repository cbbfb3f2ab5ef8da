//! What a project says beside its labels: how its work is reviewed, who does which articles, and what suggests.

use super::{AnnotatorName, ArticleKey, REASONS};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// What a project says beside its labels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The reasons that a reviewer can give, in the order of their keys; empty for the usual ones.
    pub reasons: Vec<Arc<str>>,
    /// Whether reviewers see letters instead of names.
    pub blind: bool,
    /// Whether annotators may look at others' marks on articles of their own that they are not done with.
    pub open: bool,
    /// Who does which articles. An article that is not named is anybody's.
    pub assigned: BTreeMap<ArticleKey, Vec<AnnotatorName>>,
    /// Sources of suggestions that are not asked here, by id; all others are.
    pub suggestions_off: BTreeSet<Arc<str>>,
}

/// How articles are given to annotators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// To whom.
    pub annotators: Vec<AnnotatorName>,
    /// How many of a hundred articles are done by several, so that agreement can be measured.
    pub shared: u8,
    /// By how many these are done; at least 2, at most all.
    pub together: usize,
    /// What the draw comes from: the same seed gives the same draw.
    pub seed: u64,
}

impl Settings {
    /// What a project says that says nothing.
    pub const NONE: Settings = Settings {
        reasons: Vec::new(),
        blind: false,
        open: false,
        assigned: BTreeMap::new(),
        suggestions_off: BTreeSet::new(),
    };

    /// The reasons that a reviewer can give, in the order of their keys.
    pub fn reasons(&self) -> Vec<Arc<str>> {
        if self.reasons.is_empty() { REASONS.iter().map(|r| Arc::from(*r)).collect() } else { self.reasons.clone() }
    }

    /// Who does an article; nobody in particular where it was not given to anybody.
    pub fn of(&self, key: &ArticleKey) -> &[AnnotatorName] {
        self.assigned.get(key).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether an article is among those of an annotator.
    pub fn is_for(&self, key: &ArticleKey, who: &AnnotatorName) -> bool {
        self.of(key).contains(who)
    }

    /// How many articles each annotator does, and how many of these with others.
    pub fn loads(&self) -> BTreeMap<&AnnotatorName, (usize, usize)> {
        let mut loads: BTreeMap<&AnnotatorName, (usize, usize)> = BTreeMap::new();
        for names in self.assigned.values() {
            for name in names {
                let load = loads.entry(name).or_default();
                load.0 += 1;
                load.1 += usize::from(names.len() > 1);
            }
        }
        loads
    }
}

impl Plan {
    /// Gives the articles that nobody has yet to the annotators, evenly: each article goes to those who have the fewest, and chance
    /// decides between equals. What was given before stays as it is and counts.
    pub fn assign(
        &self,
        articles: &[ArticleKey],
        before: &BTreeMap<ArticleKey, Vec<AnnotatorName>>,
    ) -> BTreeMap<ArticleKey, Vec<AnnotatorName>> {
        let mut assigned = before.clone();
        if self.annotators.is_empty() {
            return assigned;
        }
        let draw = |what: &str| *blake3::hash(format!("{}\0{what}", self.seed).as_bytes()).as_bytes();
        let mut new: Vec<&ArticleKey> = articles.iter().filter(|key| !before.contains_key(key)).collect();
        new.sort_by_key(|key| draw(key.as_str()));
        let shared = (new.len() * usize::from(self.shared.min(100))).div_ceil(100);
        let together = self.together.clamp(1, self.annotators.len());
        let mut loads: BTreeMap<&AnnotatorName, usize> = self.annotators.iter().map(|name| (name, 0)).collect();
        for name in before.values().flatten() {
            if let Some(load) = loads.get_mut(name) {
                *load += 1;
            }
        }
        for (at, key) in new.into_iter().enumerate() {
            let mut order: Vec<&AnnotatorName> = self.annotators.iter().collect();
            order.sort_by_cached_key(|name| (loads.get(name).copied(), draw(&format!("{key}\0{name}"))));
            let mut chosen: Vec<AnnotatorName> =
                order.into_iter().take(if at < shared { together } else { 1 }).cloned().collect();
            for name in &chosen {
                if let Some(load) = loads.get_mut(name) {
                    *load += 1;
                }
            }
            chosen.sort();
            assigned.insert(key.clone(), chosen);
        }
        assigned
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names(count: usize) -> Vec<AnnotatorName> {
        (0..count).map(|n| AnnotatorName::new(&format!("Person {n}")).unwrap()).collect()
    }

    fn articles(range: std::ops::Range<usize>) -> Vec<ArticleKey> {
        range.map(|n| ArticleKey::new(&format!("{n}.txt")).unwrap()).collect()
    }

    proptest! {
        #[test]
        fn everyone_has_as_many_and_so_many_are_shared(people in 1usize..6, count in 0usize..60, more in 0usize..30, shared in 0u8..=100, together in 0usize..5, seed: u64) {
            let plan = Plan { annotators: names(people), shared, together, seed };
            let first = plan.assign(&articles(0..count), &BTreeMap::new());
            prop_assert_eq!(first.len(), count);
            let wanted = (count * usize::from(shared)).div_ceil(100);
            let several = first.values().filter(|n| n.len() > 1).count();
            prop_assert_eq!(several, if together.min(people) > 1 { wanted } else { 0 });
            prop_assert!(first.values().all(|n| n.len() == 1 || n.len() == together.clamp(1, people)));
            let settings = Settings { assigned: plan.assign(&articles(0..count + more), &first), ..Settings::default() };
            for (key, names) in &first {
                prop_assert_eq!(settings.of(key), &names[..], "what was given stays");
            }
            let loads: Vec<usize> = settings.loads().values().map(|l| l.0).collect();
            if let (Some(most), Some(fewest)) = (loads.iter().max(), loads.iter().min()) {
                prop_assert!(loads.len() < people || most - fewest <= 1, "{:?}", loads);
            }
            prop_assert_eq!(plan.assign(&articles(0..count), &BTreeMap::new()), first, "the same seed, the same draw");
        }
    }

    #[test]
    fn every_pair_meets() {
        let plan = Plan { annotators: names(4), shared: 100, together: 2, seed: 5 };
        let all = plan.assign(&articles(0..60), &BTreeMap::new());
        let pairs: BTreeSet<_> = all.values().collect();
        assert_eq!(pairs.len(), 6);
    }
}
