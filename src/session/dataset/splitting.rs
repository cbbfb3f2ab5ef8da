//! Dividing a dataset into parts that do not leak into one another: by groups of articles, frozen in the project's `splits.json`.

use crate::{
    formats::split::{Frozen, Groups, Leak, NearDuplicate, Nearness, Split, Splits, Why},
    text::counted,
};

/// The parts, with their names in files.
pub const SPLITS: [&str; 3] = ["train", "dev", "test"];

/// Which article is in which part, and what is wrong with that.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SplitPlan {
    splits: Splits,
    frozen: Frozen,
    groups: usize,
    new: usize,
}

impl SplitPlan {
    /// Puts groups into parts. What is frozen stays where it is.
    pub fn new(groups: &Groups, frozen: &Frozen) -> Self {
        let splits = groups.assign(frozen);
        let new = splits.of.keys().filter(|id| !frozen.articles.contains_key(*id)).count();
        SplitPlan { frozen: splits.freeze(frozen), groups: groups.iter().count(), new, splits }
    }

    /// The part of an article, by its name outside.
    pub fn of(&self, article: &str) -> Option<&'static str> {
        self.splits.of.get(article).map(|split| split.name())
    }

    /// The plan as `splits.json` has it, with everything that was frozen before.
    pub fn to_json(&self) -> String {
        self.frozen.write()
    }

    /// How many articles are in each part.
    pub fn counts(&self) -> [(&'static str, usize); 3] {
        Split::ALL.map(|(split, name)| (name, self.splits.of.values().filter(|s| **s == split).count()))
    }

    /// The parts in words.
    pub fn sentence(&self) -> String {
        let parts = self.counts().map(|(name, n)| format!("{name} {n}"));
        let empty: Vec<&str> = self.counts().into_iter().filter(|(_, n)| *n == 0).map(|(name, _)| name).collect();
        let few = || format!(". Nothing fell to {}: there are few groups", empty.join(" and "));
        let empty = if empty.is_empty() { String::new() } else { few() };
        format!("{} in three parts: {}{empty}", counted(self.groups(), "group"), parts.join(", "))
    }

    /// How many groups of articles that belong together there are.
    pub fn groups(&self) -> usize {
        self.groups
    }

    /// How many articles were in no part before.
    pub fn new_articles(&self) -> usize {
        self.new
    }

    /// Pairs of articles in different parts that should be in one, as sentences.
    pub fn leaks(&self) -> Vec<String> {
        let sentence = |leak: &Leak| {
            let why = match &leak.why {
                Why::Event(event) => format!("both tell of “{event}”"),
                Why::Address(address) => format!("both are at {address}"),
                Why::Near(how) => nearness(*how),
            };
            let ((one, part), (other, other_part)) = (&leak.one, &leak.other);
            format!("{one} ({}) and {other} ({}): {why}", part.name(), other_part.name())
        };
        self.splits.leaks.iter().map(sentence).collect()
    }

    /// Pairs of articles with nearly the same words, as sentences.
    pub fn near(&self) -> Vec<String> {
        let sentence = |pair: &NearDuplicate| format!("{} and {}: {}", pair.one, pair.other, nearness(pair.how));
        self.splits.near.iter().map(sentence).collect()
    }
}

fn nearness(how: Nearness) -> String {
    match how {
        Nearness::Alike(share) => format!("{:.0} % of their words in common", share * 100.0),
        Nearness::Contained(share) => format!("{:.0} % of the first is in the second", share * 100.0),
    }
}
