//! What is wanted of an export: the project's labels, and the options, the same in the window and on the command line.

use crate::model::{AttributeKind, LabelSet};
use std::sync::Arc;

/// What is wanted of an export, beside the documents.
#[derive(Clone, Debug, Default)]
pub struct Job {
    /// The project's name.
    pub project: String,
    /// The labels in scope, in the project's order.
    pub labels: LabelSet,
    /// How to write.
    pub options: Options,
    /// How far the annotators agree, for cards: the names of measures with their values in words; none where nothing was measured.
    pub agreement: Vec<(String, String)>,
}

/// How to write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// What stays where marks overlap and a format cannot hold that.
    pub policy: Policy,
    /// Whether blanks at the edges of marks are left out of them, in every format.
    pub trim: bool,
    /// Whether texts are composed (NFC), with offsets following.
    pub composed: bool,
    /// What a token is.
    pub tokens: TokenUnit,
    /// Whether lines of page noise are left out of formats made of tokens.
    pub without_noise: bool,
}

/// What stays where marks overlap and a format cannot hold that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    /// The mark around the others; of two that cross, the first.
    #[default]
    Outermost,
    /// The marks inside.
    Innermost,
    /// The longest, wherever it stands.
    Longest,
}

impl Policy {
    /// All, with their names on the command line.
    pub const ALL: [(Policy, &'static str); 3] =
        [(Policy::Outermost, "outermost"), (Policy::Innermost, "innermost"), (Policy::Longest, "longest")];
}

/// What a token is. Either way, tokens are cut at the edges of marks and hold no blank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TokenUnit {
    /// Words as Unicode has them (UAX #29): `6,5` and `can't` are one.
    #[default]
    Words,
    /// Runs of letters, digits and their marks: in Vietnamese a syllable. `6,5` is three.
    Syllables,
}

impl TokenUnit {
    /// Both, with their names on the command line.
    pub const ALL: [(TokenUnit, &'static str); 2] = [(TokenUnit::Words, "words"), (TokenUnit::Syllables, "syllables")];
}

impl Job {
    /// The labels that stand for expressions of time: the one called Date, or where none is called so, those with an attribute
    /// for date values.
    pub fn dates(&self) -> Vec<Arc<str>> {
        let named = self.labels.iter().find(|l| &*l.name == "Date");
        if let Some(date) = named {
            return vec![date.name.clone()];
        }
        let has_date = |kind: &AttributeKind| *kind == AttributeKind::Date;
        let dated = self.labels.iter().filter(|l| l.attributes.iter().any(|a| has_date(&a.kind)));
        dated.map(|l| l.name.clone()).collect()
    }
}
