//! In how many finished articles the same words were marked as a label, and in how many they were left though they were proposed.

use crate::model::LabelName;
use std::collections::BTreeMap;

/// How many wordings are remembered. Past that those are forgotten that were met longest ago.
const MOST: usize = 20_000;

/// Longer ones are no names: in bytes.
const LONGEST: usize = 120;

/// The wordings.
#[derive(Clone, Debug, Default)]
pub(super) struct Wordings {
    by: BTreeMap<LabelName, BTreeMap<Box<str>, Met>>,
    count: usize,
}

/// In how many articles a wording was met.
#[derive(Clone, Copy, Debug, Default)]
struct Met {
    marked: u32,
    left: u32,
    last: u32,
}

impl Wordings {
    /// In how many articles these words were marked as this, and left.
    pub(super) fn of(&self, label: &LabelName, words: &str) -> (u32, u32) {
        self.by.get(label).and_then(|by| by.get(words)).map_or((0, 0), |met| (met.marked, met.left))
    }

    /// Takes notice of the words of an article, and whether they were marked anywhere in it.
    pub(super) fn learn(&mut self, label: &LabelName, words: &str, marked: bool, article: u32) {
        if words.len() > LONGEST {
            return;
        }
        let by = self.by.entry(label.clone()).or_default();
        if !by.contains_key(words) {
            by.insert(words.into(), Met::default());
            self.count += 1;
        }
        if let Some(met) = by.get_mut(words) {
            let side = if marked { &mut met.marked } else { &mut met.left };
            *side = side.saturating_add(1);
            met.last = article;
        }
    }

    /// Forgets what was met longest ago, once there is too much.
    pub(super) fn forget(&mut self) {
        if self.count <= MOST {
            return;
        }
        let mut last: Vec<u32> = self.by.values().flat_map(|by| by.values().map(|met| met.last)).collect();
        last.sort_unstable();
        let from = last.get(self.count - MOST * 9 / 10).copied().unwrap_or(0);
        for by in self.by.values_mut() {
            by.retain(|_, met| met.last > from);
        }
        self.count = self.by.values().map(BTreeMap::len).sum();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wordings_are_counted_and_bounded() {
        let (label, mut wordings) = (LabelName::from("L"), Wordings::default());
        wordings.learn(&label, "Ana Lund", true, 0);
        wordings.learn(&label, "Ana Lund", false, 1);
        wordings.learn(&label, &"x".repeat(LONGEST + 1), true, 1);
        assert_eq!(wordings.of(&label, "Ana Lund"), (1, 1));
        assert_eq!(wordings.of(&"M".into(), "Ana Lund"), (0, 0));
        assert_eq!(wordings.of(&label, &"x".repeat(LONGEST + 1)), (0, 0));
        for article in 0..MOST as u32 {
            wordings.learn(&label, &format!("Name {article}"), true, article + 2);
            wordings.forget();
        }
        assert!(wordings.count <= MOST && wordings.of(&label, "Ana Lund") == (0, 0));
        assert_eq!(wordings.of(&label, &format!("Name {}", MOST - 1)), (1, 0));
    }
}
