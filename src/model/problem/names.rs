//! Which names are marked with which labels, over a whole project.

use crate::{
    model::{AnnotationSet, ArticleKey, AttributeKind, LabelName, LabelSet},
    text::Text,
};
use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    sync::Arc,
};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Nobody has a longer name, in bytes.
const LONGEST: usize = 160;

/// How often each label is on a name.
pub type Labels = BTreeMap<LabelName, u32>;

/// The names of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleNames {
    /// With the labels on them.
    pub words: BTreeMap<Arc<str>, Labels>,
    /// The canonical names that marks were given, each with how many marks have it.
    pub entities: BTreeMap<Arc<str>, u32>,
}

/// Words as a name: composed. `None` where they are none: too long, over several lines, or without a capital at the front.
pub(super) fn as_name(words: &str) -> Option<Cow<'_, str>> {
    if words.len() > LONGEST || !words.chars().next()?.is_uppercase() || words.contains(['\n', '\r']) {
        return None;
    }
    match is_nfc_quick(words.chars()) {
        IsNormalized::Yes => Some(Cow::Borrowed(words)),
        _ => Some(Cow::Owned(words.nfc().collect())),
    }
}

/// The names in a set, with the labels that their marks have: all words with a capital at the front on which some mark has a
/// label for names, one with an attribute for entities.
pub fn names(text: &Text, set: &AnnotationSet, labels: &LabelSet) -> ArticleNames {
    let mut all: BTreeMap<Arc<str>, Labels> = BTreeMap::new();
    let mut entities: BTreeMap<Arc<str>, u32> = BTreeMap::new();
    for (span, mark) in set.placed() {
        let Some(label) = labels.get(&mark.label) else { continue };
        for attribute in label.attributes.iter().filter(|a| a.kind == AttributeKind::Entity) {
            if let Some(entity) = mark.attributes.get(&attribute.name) {
                *entities.entry(entity.clone()).or_default() += 1;
            }
        }
        // The label of a name that another article has otherwise may be any.
        if let Some(name) = as_name(span.of(text)) {
            let counts = match all.get_mut(&*name) {
                Some(counts) => counts,
                None => all.entry(name.as_ref().into()).or_default(),
            };
            *counts.entry(mark.label.clone()).or_default() += 1;
        }
    }
    ArticleNames { words: all, entities }
}

/// The words and the canonical names of one article, by which they are found among all.
type Known = (Vec<Arc<str>>, BTreeMap<Arc<str>, u32>);

/// The names of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    words: HashMap<Arc<str>, Word>,
    articles: HashMap<ArticleKey, Known>,
    entities: BTreeMap<Arc<str>, u32>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Word {
    all: Labels,
    by_article: BTreeMap<ArticleKey, Labels>,
}

impl Names {
    /// Takes in what an article has now, in place of what it had.
    pub fn learn(&mut self, key: &ArticleKey, names: ArticleNames) {
        let (words, entities) = self.articles.remove(key).unwrap_or_default();
        for (entity, count) in entities {
            if let Some(all) = self.entities.get_mut(&entity) {
                *all = all.saturating_sub(count);
                if *all == 0 {
                    self.entities.remove(&entity);
                }
            }
        }
        for name in words {
            let Some(word) = self.words.get_mut(&name) else { continue };
            for (label, count) in word.by_article.remove(key).unwrap_or_default() {
                if let Some(all) = word.all.get_mut(&label) {
                    *all = all.saturating_sub(count);
                }
            }
            word.all.retain(|_, count| *count > 0);
            if word.by_article.is_empty() {
                self.words.remove(&name);
            }
        }
        if names == ArticleNames::default() {
            return;
        }
        for (entity, count) in &names.entities {
            *self.entities.entry(entity.clone()).or_default() += count;
        }
        self.articles.insert(key.clone(), (names.words.keys().cloned().collect(), names.entities));
        for (name, labels) in names.words {
            let word = self.words.entry(name).or_default();
            for (label, count) in &labels {
                *word.all.entry(label.clone()).or_default() += count;
            }
            word.by_article.insert(key.clone(), labels);
        }
    }

    /// Whether an article has just these names.
    pub fn knows(&self, key: &ArticleKey, names: &ArticleNames) -> bool {
        let Some((words, entities)) = self.articles.get(key) else { return *names == ArticleNames::default() };
        let has =
            |name: &Arc<str>, labels: &Labels| self.words.get(name).and_then(|w| w.by_article.get(key)) == Some(labels);
        *entities == names.entities
            && words.len() == names.words.len()
            && names.words.iter().all(|(name, labels)| has(name, labels))
    }

    /// The canonical names in use, each with how many marks have it.
    pub fn entities(&self) -> impl Iterator<Item = (&Arc<str>, u32)> {
        self.entities.iter().map(|(name, count)| (name, *count))
    }

    /// The labels that a name has in all articles but this one.
    pub fn elsewhere(&self, name: &str, key: &ArticleKey) -> Labels {
        let Some(word) = self.words.get(name) else { return Labels::new() };
        let mut all = word.all.clone();
        for (label, count) in word.by_article.get(key).into_iter().flatten() {
            if let Some(all) = all.get_mut(label) {
                *all = all.saturating_sub(*count);
            }
        }
        all.retain(|_, count| *count > 0);
        all
    }

    /// The names with several labels of which one is for names, and for each the articles that have another label than most do.
    pub fn conflicts<'a>(
        &'a self,
        is_for_names: &'a dyn Fn(&str) -> bool,
    ) -> impl Iterator<Item = (&'a Arc<str>, Vec<&'a ArticleKey>)> {
        let several = self.words.iter().filter(|(_, w)| w.all.len() > 1 && w.all.keys().any(|l| is_for_names(l)));
        several.map(|(name, word)| {
            let most = word.all.values().max().copied().unwrap_or_default();
            let odd = |labels: &Labels| labels.keys().any(|l| is_odd(&word.all, l, most));
            (name, word.by_article.iter().filter(|(_, labels)| odd(labels)).map(|(key, _)| key).collect())
        })
    }
}

/// Whether a label is not the one that a name mostly has; where two have it equally often both are odd.
pub(super) fn is_odd(all: &Labels, label: &str, most: u32) -> bool {
    let own = all.get(label).copied().unwrap_or_default();
    own < most || all.values().filter(|c| **c == most).count() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> ArticleKey {
        ArticleKey::new(name).unwrap()
    }

    fn of(names: &[(&str, &str, u32)]) -> ArticleNames {
        let words = names.iter().map(|(name, label, n)| ((*name).into(), Labels::from([((*label).into(), *n)])));
        let entities = names.iter().map(|(name, _, n)| ((*name).into(), *n)).collect();
        ArticleNames { words: words.collect(), entities }
    }

    #[test]
    fn what_is_learned_replaces_what_was() {
        let mut all = Names::default();
        all.learn(&key("a"), of(&[("Nam", "Actor", 2)]));
        all.learn(&key("b"), of(&[("Nam", "Date", 1)]));
        let is_actor = |l: &str| l == "Actor";
        let conflicts: Vec<_> = all.conflicts(&is_actor).map(|(n, k)| (n.to_string(), k)).collect();
        assert_eq!(conflicts, [("Nam".to_owned(), vec![&key("b")])]);
        assert_eq!(all.elsewhere("Nam", &key("b")), Labels::from([("Actor".into(), 2)]));
        assert_eq!(all.elsewhere("Bắc", &key("b")), Labels::new());
        let entities = |all: &Names| all.entities().map(|(e, n)| format!("{e} {n}")).collect::<Vec<_>>();
        assert_eq!(entities(&all), ["Nam 3"]);
        all.learn(&key("b"), of(&[("Nam", "Actor", 1)]));
        assert_eq!(entities(&all), ["Nam 3"]);
        all.learn(&key("a"), of(&[("Nam", "Actor", 1)]));
        assert_eq!(entities(&all), ["Nam 2"]);
        assert_eq!(all.conflicts(&is_actor).count(), 0);
        let now = of(&[("Nam", "Actor", 1)]);
        assert!(all.knows(&key("a"), &now) && all.knows(&key("c"), &of(&[])));
        for other in
            [&[][..], &[("Nam", "Date", 1)], &[("Nam", "Actor", 2)], &[("Nam", "Actor", 1), ("An", "Actor", 1)]]
        {
            assert!(!all.knows(&key("a"), &of(other)), "{other:?}");
        }
        all.learn(&key("a"), of(&[]));
        all.learn(&key("b"), of(&[]));
        assert_eq!(all, Names::default(), "nothing is left behind");
    }

    #[test]
    fn names_begin_with_a_capital() {
        assert_eq!(as_name("Bà Mai").as_deref(), Some("Bà Mai"));
        assert_eq!(as_name("E\u{301}p").as_deref(), Some("Ép"));
        assert_eq!((as_name("bà Mai"), as_name("A\nB"), as_name("")), (None, None, None));
    }
}
