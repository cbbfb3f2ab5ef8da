//! Parts for training, development and testing that do not leak: what belongs together stays together.
//!
//! Two articles belong together where they tell of the same event, have the same address, have nearly the same words, or where
//! one has the words of the other in it. Groups of such articles go to a part as a whole. Which part that is follows from a hash
//! of the group's name and a salt, and is then frozen: articles that come later move nothing that was there.
//!
//! | file | holds |
//! |---|---|
//! | `address` | addresses, compared as what they lead to |
//! | `shingles` | a text as a set of runs of words |
//! | `alike` | which texts have nearly the same words |
//! | `parts` | parts, shares, and the frozen file |
//!
//! Texts come one at a time and are not kept. Nothing depends on the order in which they come.

mod address;
mod alike;
mod parts;
mod shingles;
#[cfg(test)]
mod tests;

pub use address::address;
pub use alike::Nearness;
pub use parts::{Frozen, Ratios, Split};

use alike::Signature;
use shingles::Shingles;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use unicode_normalization::UnicodeNormalization;

/// When texts are near-duplicates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// The least share of their runs of words that two texts must have in common (Jaccard), from above 0 to 1.
    pub alike: f64,
    /// The least share of a text's runs of words that must be in another, so that it counts as contained in it.
    pub contained: f64,
    /// How many words a run has.
    pub words: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options { alike: 0.7, contained: 0.9, words: 5 }
    }
}

/// What is known of an article.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts<'a> {
    /// Its id: the name by which it is frozen.
    pub id: &'a str,
    /// Its text.
    pub text: &'a str,
    /// The event it tells of.
    pub event: Option<&'a str>,
    /// Where it was published.
    pub url: Option<&'a str>,
}

/// Articles as they come.
#[derive(Debug)]
pub struct Grouping {
    options: Options,
    signing: alike::Signing,
    articles: Vec<Article>,
}

/// What is kept of an article: no text.
#[derive(Debug)]
struct Article {
    id: Arc<str>,
    event: Option<Arc<str>>,
    address: Option<Arc<str>>,
    shingles: Shingles,
    signature: Signature,
}

impl Grouping {
    /// No articles yet.
    pub fn new(options: Options) -> Self {
        let bound = |share: f64| if share.is_finite() { share.clamp(0.05, 1.0) } else { 1.0 };
        let options =
            Options { alike: bound(options.alike), contained: bound(options.contained), words: options.words.max(1) };
        Grouping { options, signing: alike::Signing::new(options.alike), articles: Vec::new() }
    }

    /// Takes an article in. One with an id that is there already belongs to that one.
    pub fn add(&mut self, facts: &Facts<'_>) {
        let shingles = Shingles::of(facts.text, self.options.words);
        let event: Option<String> = facts.event.map(|event| event.trim().nfc().collect());
        self.articles.push(Article {
            id: facts.id.into(),
            event: event.filter(|event| !event.is_empty()).map(Into::into),
            address: facts.url.and_then(address).map(Into::into),
            signature: self.signing.sign(&shingles),
            shingles,
        });
    }

    /// Looks for what belongs together.
    pub fn groups(mut self) -> Groups {
        // In one order, whatever the order in which they came.
        self.articles.sort_by(|a, b| {
            let key = |x| -> (_, _, _, _) {
                let Article { id, event, address, shingles, .. }: &Article = x;
                (id.clone(), shingles, event.clone(), address.clone())
            };
            a.id.cmp(&b.id).then_with(|| key(a).cmp(&key(b)))
        });
        let mut sets = Sets::new(self.articles.len());
        for of in [
            |a: &Article| Some(a.id.clone()), // the same article twice
            |a: &Article| a.event.clone(),
            |a: &Article| a.address.clone(),
        ] {
            let mut first: BTreeMap<Arc<str>, usize> = BTreeMap::new();
            for (at, article) in self.articles.iter().enumerate() {
                if let Some(key) = of(article) {
                    sets.join(at, *first.entry(key).or_insert(at));
                }
            }
        }
        let texts: Vec<(&Shingles, &Signature)> = self.articles.iter().map(|a| (&a.shingles, &a.signature)).collect();
        let mut pairs = Vec::new();
        for pair in alike::pairs(&texts, self.options) {
            sets.join(pair.one, pair.other);
            let id = |at: usize| self.articles.get(at).map(|a| a.id.clone()).unwrap_or_default();
            if id(pair.one) != id(pair.other) {
                pairs.push(NearDuplicate { one: id(pair.one), other: id(pair.other), how: pair.how });
            }
        }
        let mut groups: BTreeMap<usize, Vec<Member>> = BTreeMap::new();
        for (at, Article { id, event, address, .. }) in self.articles.into_iter().enumerate() {
            groups.entry(sets.root(at)).or_default().push(Member { id, event, address });
        }
        Groups { groups: groups.into_values().collect(), pairs }
    }
}

/// Which of so many belong together.
struct Sets(Vec<usize>);

impl Sets {
    fn new(n: usize) -> Self {
        Sets((0..n).collect())
    }

    /// The first of those that belong together with one.
    fn root(&mut self, mut at: usize) -> usize {
        while let Some(up) = self.0.get(at).copied().filter(|up| *up != at) {
            // Halfway up, so that the next one comes quicker.
            let above = self.0.get(up).copied().unwrap_or(up);
            if let Some(place) = self.0.get_mut(at) {
                *place = above;
            }
            at = above;
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        if let Some(place) = self.0.get_mut(one.max(other)) {
            *place = one.min(other);
        }
    }
}

/// Articles that belong together.
#[derive(Clone, Debug)]
pub struct Groups {
    groups: Vec<Vec<Member>>,
    pairs: Vec<NearDuplicate>,
}

#[derive(Clone, Debug)]
struct Member {
    id: Arc<str>,
    event: Option<Arc<str>>,
    address: Option<Arc<str>>,
}

/// Two articles with nearly the same words.
#[derive(Clone, Debug, PartialEq)]
pub struct NearDuplicate {
    /// The one; where it is contained in the other, the contained one.
    pub one: Arc<str>,
    /// The other.
    pub other: Arc<str>,
    /// How near they are.
    pub how: Nearness,
}

/// Two articles in different parts that should be in one.
#[derive(Clone, Debug, PartialEq)]
pub struct Leak {
    /// The one, and its part.
    pub one: (Arc<str>, Split),
    /// The other, and its part.
    pub other: (Arc<str>, Split),
    /// Why they should.
    pub why: Why,
}

/// Why two articles should be in one part.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// They tell of the same event.
    Event(Arc<str>),
    /// They have the same address.
    Address(Arc<str>),
    /// They have nearly the same words.
    Near(Nearness),
}

/// Which article is in which part, and what is wrong with that.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Splits {
    /// The parts by the articles' ids.
    pub of: BTreeMap<Arc<str>, Split>,
    /// What leaks. There is a leak only where frozen articles of different parts belong together, or came to do so by others.
    pub leaks: Vec<Leak>,
    /// All near-duplicates, for showing.
    pub near: Vec<NearDuplicate>,
}

impl Groups {
    /// The ids of the articles of each group, in order.
    pub fn iter(&self) -> impl Iterator<Item = impl Iterator<Item = &Arc<str>>> {
        self.groups.iter().map(|group| group.iter().map(|member| &member.id))
    }

    /// Puts each group into a part. What is frozen stays where it is, and those who join it go there too; where a group is frozen
    /// in several parts, newcomers go to the one with most of it. A group that is new goes where the hash of its name with the
    /// salt falls; its name is its first event, else its first address, else its first id.
    pub fn assign(&self, frozen: &Frozen) -> Splits {
        let mut splits = Splits { near: self.pairs.clone(), ..Splits::default() };
        for group in &self.groups {
            let mut there: BTreeMap<Split, usize> = BTreeMap::new();
            for split in group.iter().filter_map(|member| frozen.articles.get(&member.id)) {
                *there.entry(*split).or_default() += 1;
            }
            let most = there.iter().max_by_key(|(split, n)| (**n, std::cmp::Reverse(**split))).map(|(split, _)| *split);
            let split = most.unwrap_or_else(|| frozen.part_of(name(group)));
            for member in group {
                let own = frozen.articles.get(&member.id).copied().unwrap_or(split);
                splits.of.insert(member.id.clone(), own);
            }
            if there.len() > 1 {
                splits.leak(group, |m| m.event.clone(), Why::Event);
                splits.leak(group, |m| m.address.clone(), Why::Address);
            }
        }
        for NearDuplicate { one, other, how } in &self.pairs {
            let leak = splits.between(one, other, Why::Near(*how));
            splits.leaks.extend(leak);
        }
        splits
    }
}

fn name(group: &[Member]) -> &str {
    let event = group.iter().filter_map(|m| m.event.as_deref()).min();
    let address = || group.iter().filter_map(|m| m.address.as_deref()).min();
    event.or_else(address).or_else(|| group.iter().map(|m| &*m.id).min()).unwrap_or("")
}

impl Splits {
    /// What is frozen from now on: what was, and all that was put into a part.
    pub fn freeze(&self, frozen: &Frozen) -> Frozen {
        let mut next = frozen.clone();
        next.articles.extend(self.of.iter().map(|(id, split)| (id.clone(), *split)));
        next
    }

    /// The leaks by one thing that articles of a group share. Each article is named with the first one of every other part, so
    /// that a large event does not make a list of all with all.
    fn leak(&mut self, group: &[Member], key: fn(&Member) -> Option<Arc<str>>, why: fn(Arc<str>) -> Why) {
        let mut by_key: BTreeMap<Arc<str>, Vec<&Arc<str>>> = BTreeMap::new();
        for member in group {
            if let Some(key) = key(member) {
                by_key.entry(key).or_default().push(&member.id);
            }
        }
        for (key, ids) in by_key {
            let mut first: BTreeMap<Split, &Arc<str>> = BTreeMap::new();
            for id in &ids {
                if let Some(split) = self.of.get(*id) {
                    first.entry(*split).or_insert(id);
                }
            }
            let mut pairs: BTreeSet<(&Arc<str>, &Arc<str>)> = BTreeSet::new();
            for id in &ids {
                pairs.extend(first.values().map(|other| ((*id).min(*other), (*id).max(*other))));
            }
            for (one, other) in pairs {
                let leak = self.between(one, other, why(key.clone()));
                self.leaks.extend(leak);
            }
        }
    }

    /// A leak, where two articles are in different parts.
    fn between(&self, one: &Arc<str>, other: &Arc<str>, why: Why) -> Option<Leak> {
        let (part, other_part) = (*self.of.get(one)?, *self.of.get(other)?);
        (part != other_part).then(|| Leak { one: (one.clone(), part), other: (other.clone(), other_part), why })
    }
}
