//! The strings that were marked, and how often they were marked as what, or left.

use crate::{
    model::LabelName,
    suggest::tokens::{Token, key},
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

/// How many tokens a string has at most.
pub(in crate::suggest) const LONGEST: usize = 10;

/// How many strings are remembered. Past that, those that were marked least and longest ago are forgotten.
const MOST: usize = 20_000;

/// A label whose marks have more tokens than this on average stands for clauses.
const CLAUSE: f64 = 6.0;

/// All strings that were marked. Those of a finished article and those of the one at work are kept apart.
#[derive(Clone, Debug, Default)]
pub(in crate::suggest) struct Known {
    strings: BTreeMap<String, Repeated>,
    /// How many tokens the longest string has that begins with this token.
    reach: HashMap<String, usize>,
    /// Strings without regard to case: what is written in capitals is looked up here.
    folded: HashMap<String, String>,
    lengths: BTreeMap<LabelName, (u64, u64)>,
    rates: BTreeMap<(LabelName, bool), (f32, f32)>,
    articles: u32,
}

/// What is known of a string.
#[derive(Clone, Debug, Default)]
pub(in crate::suggest) struct Repeated {
    labels: BTreeMap<LabelName, Share>,
    left: u32,
    last: u32,
}

/// How often a string was marked as one label.
#[derive(Clone, Debug, Default)]
pub(in crate::suggest) struct Share {
    /// How often.
    pub marked: u32,
    /// What the latest mark said of it.
    pub attributes: BTreeMap<Arc<str>, Arc<str>>,
}

/// A known string that begins at a place.
pub(in crate::suggest) struct Found<'a> {
    /// Its key.
    pub key: &'a String,
    /// What is known of it.
    pub string: &'a Repeated,
    /// How many tokens it covers.
    pub tokens: usize,
    /// Whether it is written as it was marked.
    pub same_case: bool,
}

impl Repeated {
    /// Its labels, and how often it was marked so.
    pub(in crate::suggest) fn labels(&self) -> impl Iterator<Item = (&LabelName, &Share)> {
        self.labels.iter()
    }

    /// How likely it is marked so again, where strings that were marked once are marked again at a `rate`.
    pub(in crate::suggest) fn score(&self, marked: u32, rate: f32, here: bool) -> f32 {
        let all: u32 = self.labels.values().map(|s| s.marked).sum();
        // What was marked in this very article is marked again there nearly always.
        let rate = if here { 0.5 + rate / 2.0 } else { rate };
        (marked as f32 + 1.5 * rate) / (all as f32 + self.left as f32 + 1.5)
            * if all == marked && self.left == 0 { rate.max(0.3).powf(1.0 / (1.0 + marked as f32)) } else { 1.0 }
    }
}

impl Known {
    /// A new article begins.
    pub(in crate::suggest) fn begin(&mut self) {
        self.articles = self.articles.saturating_add(1);
    }

    /// Takes notice of how long a mark of a label is.
    pub(in crate::suggest) fn measure(&mut self, label: &LabelName, tokens: usize) {
        let (all, n) = self.lengths.entry(label.clone()).or_default();
        *all += tokens as u64;
        *n += 1;
    }

    /// Whether marks of a label are names and phrases, not clauses.
    pub(in crate::suggest) fn is_short(&self, label: &LabelName) -> bool {
        self.lengths.get(label).is_none_or(|(all, n)| *all as f64 <= CLAUSE * *n as f64)
    }

    /// Takes notice of a mark.
    pub(in crate::suggest) fn mark<'a>(
        &mut self,
        words: &[Token<'_>],
        label: &LabelName,
        attribute: impl Fn(&str) -> Option<Arc<str>>,
        names: impl Iterator<Item = &'a Arc<str>>,
    ) {
        let Some(first) = words.first() else { return };
        let key = key(words);
        let reach = self.reach.entry(first.word.to_string()).or_default();
        *reach = words.len().max(*reach);
        if let folded = key.to_lowercase()
            && folded != key
        {
            let fold = self.reach.entry(first.word.to_lowercase()).or_default();
            *fold = words.len().max(*fold);
            self.folded.entry(folded).or_insert_with(|| key.clone());
        }
        let rate = self.rates.entry((label.clone(), first.is_capitalised())).or_default();
        let articles = self.articles;
        let string = self.strings.entry(key).or_default();
        if !string.labels.is_empty() {
            rate.0 += if string.labels.contains_key(label) { 1.0 } else { 0.0 };
            rate.1 += 1.0;
        }
        string.last = articles;
        let share = string.labels.entry(label.clone()).or_default();
        share.marked = share.marked.saturating_add(1);
        share.attributes = names.filter_map(|name| Some((name.clone(), attribute(name)?))).collect();
    }

    /// Takes notice of a known string that was left unmarked.
    pub(in crate::suggest) fn leave(&mut self, key: &str) {
        let Some(string) = self.strings.get_mut(key) else { return };
        string.left = string.left.saturating_add(1);
        let capital = key.starts_with(char::is_uppercase);
        for label in string.labels.keys() {
            self.rates.entry((label.clone(), capital)).or_default().1 += 1.0;
        }
    }

    /// How often strings of a label, once marked, are marked so again. Before much is known: names mostly, other words
    /// about every other time.
    pub(in crate::suggest) fn rate(&self, label: &LabelName, first: &Token<'_>) -> f32 {
        let capital = first.is_capitalised();
        let (again, all) = self.rates.get(&(label.clone(), capital)).copied().unwrap_or_default();
        let before = if capital { 0.8 } else { 0.4 };
        (again + 5.0 * before) / (all + 5.0)
    }

    /// The longest known string at the front of some tokens.
    pub(in crate::suggest) fn longest(&self, tokens: &[Token<'_>]) -> Option<Found<'_>> {
        let first = tokens.first()?;
        let loud = first.word.chars().nth(1).is_some() && first.word.chars().all(|c| !c.is_lowercase());
        let reach = self.reach.get(&*first.word).copied().unwrap_or(0);
        let lower = if loud { self.reach.get(&first.word.to_lowercase()).copied().unwrap_or(0) } else { 0 };
        for n in (1..=reach.max(lower).min(tokens.len()).min(LONGEST)).rev() {
            let words = key(tokens.get(..n).unwrap_or_default());
            if let Some((key, string)) = self.strings.get_key_value(&words) {
                return Some(Found { key, string, tokens: n, same_case: true });
            }
            if n > lower
                || words.chars().filter(|c| c.is_uppercase()).count() < 4
                || words.chars().any(char::is_lowercase)
            {
                continue;
            }
            if let Some((key, string)) =
                self.folded.get(&words.to_lowercase()).and_then(|k| self.strings.get_key_value(k))
            {
                return Some(Found { key, string, tokens: n, same_case: false });
            }
        }
        None
    }

    /// Forgets what was least useful, once there is too much: marked least, longest ago.
    pub(in crate::suggest) fn forget(&mut self) {
        if self.strings.len() <= MOST {
            return;
        }
        let use_of = |s: &Repeated| s.labels.values().map(|s| s.marked).sum::<u32>();
        let mut order: Vec<(u32, u32, String)> =
            self.strings.iter().map(|(key, s)| (use_of(s), s.last, key.clone())).collect();
        order.sort_unstable();
        for (_, _, key) in order.into_iter().take(self.strings.len() - MOST * 9 / 10) {
            self.strings.remove(&key);
        }
        let there: BTreeSet<&String> = self.strings.keys().collect();
        self.folded.retain(|_, key| there.contains(key));
        // First tokens that no string has any more cost a failed look-up each; they go too.
        let firsts: BTreeSet<String> = there
            .iter()
            .flat_map(|key| {
                let tokens = crate::suggest::tokens::tokens(key);
                let first = tokens.first().map(|t| t.word.to_string()).unwrap_or_default();
                [first.to_lowercase(), first]
            })
            .collect();
        self.reach.retain(|first, _| firsts.contains(first));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suggest::tokens::tokens;

    #[test]
    fn memory_is_bounded_and_keeps_what_was_used() {
        let mut known = Known::default();
        let label: LabelName = "L".into();
        for i in 0..MOST + 100 {
            known.begin();
            let words = if i % 1000 == 0 { "Always There".to_owned() } else { format!("Name{i} Here") };
            known.mark(&tokens(&words), &label, |_| None, std::iter::empty());
            known.forget();
        }
        assert!(known.strings.len() <= MOST && known.reach.len() <= 2 * MOST + 2);
        assert!(known.longest(&tokens("Always There")).is_some());
        assert!(known.longest(&tokens("Name1 Here")).is_none());
        assert!(known.longest(&tokens(&format!("Name{} Here", MOST + 99))).is_some());
    }
}
