//! Dividing a dataset into parts that do not leak into one another.

use std::collections::BTreeMap;

/// The parts, with their names in files.
pub const SPLITS: [&str; 3] = ["train", "dev", "test"];

/// Which article is in which part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SplitPlan {
    of: BTreeMap<String, &'static str>,
    json: String,
}

impl SplitPlan {
    /// The part of an article, by its name outside.
    pub fn of(&self, article: &str) -> Option<&'static str> {
        self.of.get(article).copied()
    }

    /// The plan as `splits.json` has it.
    pub fn to_json(&self) -> &str {
        &self.json
    }
}
