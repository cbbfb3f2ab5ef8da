//! Names of people, organisations, places and other things before anything was learnt: a small chain whose weights come with the
//! program, made by `training`.

use super::{
    chain::{State, begin, inside},
    classes::{Classes, class_features, elsewhere},
    lists::NameLists,
    weights::{Feature, Keys, Row, StateKey, Weights, feature, state_keys},
};
use crate::suggest::{LexiconFile, Lexicons, Words, tokens::Token};

/// The weights.
pub(super) const FILE: LexiconFile =
    LexiconFile { name: "names-weights.txt", text: include_str!("../../../assets/lexicons/names-weights.txt") };

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Person,
    Organisation,
    Place,
    Other,
}

impl Kind {
    pub(super) const ALL: [Kind; 4] = [Kind::Person, Kind::Organisation, Kind::Place, Kind::Other];

    /// Its name among the weights.
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::Organisation => "organisation",
            Kind::Place => "place",
            Kind::Other => "other",
        }
    }

    /// What a label of this name is for, where it is one of those in common use.
    pub(super) fn of(label: &str) -> Option<Kind> {
        let label = label.to_lowercase();
        let is = |names: &[&str]| names.contains(&&*label);
        if is(&["per", "pers", "person", "people", "người"]) {
            Some(Kind::Person)
        } else if is(&["org", "organization", "organisation", "tổ chức"]) {
            Some(Kind::Organisation)
        } else if is(&["loc", "location", "place", "gpe", "địa điểm"]) {
            Some(Kind::Place)
        } else if is(&["misc", "miscellaneous", "norp"]) {
            Some(Kind::Other)
        } else {
            None
        }
    }
}

/// The weights that come with the program.
pub(super) struct NameWeights {
    weights: Weights,
    keys: Keys,
}

/// The keys of the states of the kinds.
pub(super) fn kind_keys() -> Keys {
    let keys = state_keys(Kind::ALL.map(Kind::name));
    Keys { first: vec![0.0; keys.len()], keys }
}

impl Words for NameWeights {
    /// A section for each state, and each line a weight and a feature; the pairs of states have a section of their own.
    fn read(lexicons: &Lexicons) -> Self {
        let (mut weights, keys) = (Weights::default(), kind_keys());
        let state = |name: &str| -> Option<StateKey> {
            let (part, kind) = name.split_once(' ').unwrap_or((name, ""));
            let kind = Kind::ALL.iter().position(|k| k.name() == kind);
            let state: State = match (part, kind) {
                ("outside", _) => 0,
                ("begin", Some(kind)) => begin(kind),
                ("inside", Some(kind)) => inside(kind),
                _ => return None,
            };
            keys.keys.get(state).copied()
        };
        for entry in lexicons.entries(FILE) {
            let Some((value, what)) = entry.words.split_once(' ') else { continue };
            let Some(value) = value.parse::<f32>().ok().filter(|v| v.is_finite()) else { continue };
            if entry.section == "pairs" {
                if let Some((from, to)) = what.split_once(" → ")
                    && let (Some(from), Some(to)) = (state(from), state(to))
                {
                    weights.set_pair(from, to, value);
                }
            } else if let Some(of) = state(&entry.section) {
                let parts: Vec<&str> = what.split('|').collect();
                weights.set(feature(&parts), of, value);
            }
        }
        NameWeights { weights, keys }
    }
}

/// What lists and surroundings say of the tokens of a text.
pub(super) struct Seen {
    /// The classes of the tokens.
    pub classes: Classes,
    /// Their features.
    pub row: Row,
}

/// Looks at the tokens of a text.
pub(super) fn look(tokens: &[Token<'_>], lists: &NameLists) -> Seen {
    let classes = Classes::of(tokens, lists);
    let about = elsewhere(tokens, &classes);
    let mut row = Row::default();
    for i in 0..tokens.len() {
        class_features(tokens, &classes, &about, i, &mut row);
        row.ends.push(row.features.len());
    }
    Seen { classes, row }
}

impl NameWeights {
    /// For some tokens of a row, how likely each state is, as log odds against being outside.
    pub(super) fn odds(&self, row: &Row, (from, to): (usize, usize)) -> Vec<Vec<f32>> {
        let likely = self.weights.scores(row, (from, to), &self.keys, |_, _| true).likely();
        let odds = (0..likely.len()).map(|n| {
            let states = likely.token(n);
            let outside = states.first().copied().unwrap_or(1.0).max(0.003);
            states.iter().skip(1).map(|p| (p.max(0.003) / outside).ln()).collect()
        });
        odds.collect()
    }
}

/// The feature that tells what the weights of names say.
pub(super) fn hint_feature(source: &str, state: State) -> Feature {
    feature(&[source, &state.to_string()])
}
