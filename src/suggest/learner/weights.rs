//! The weights of hashed features, learnt by AdaGrad.

use super::{
    chain::{Likely, Scores, State, begin, inside, may_follow},
    classes::Sink,
    names::Kind,
};
use crate::model::LabelName;

/// How many weights there are: a power of two. Features that fall on one weight share it.
const SLOTS: usize = 1 << 19;

/// How far a weight moves.
const RATE: f32 = 0.1;

/// What the first moves are held back by; weights of features with values by more, since they begin near where they should be.
const CALM: [f32; 2] = [2.0, 10.0];

/// What a label of no common name has against it before anything is learnt: most words are not marked.
const RARE: f32 = -3.0;

/// How much a weight is drawn back to nothing.
const DECAY: f32 = 0.002;

/// A feature, hashed.
pub(super) type Feature = u32;

/// What stands for a label's state in hashes.
pub(super) type StateKey = u32;

/// The weights.
#[derive(Clone)]
pub(super) struct Weights {
    /// The value of each, and the sum of the squares of what it was moved by. Plain numbers, so that none is touched before
    /// it is needed.
    all: Vec<[f32; 2]>,
}

impl Default for Weights {
    fn default() -> Self {
        Weights { all: vec![[0.0; 2]; SLOTS] }
    }
}

/// What is known of a row of tokens.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    /// The features of all tokens, one token's after the other's.
    pub features: Vec<Feature>,
    /// Where each token's features end.
    pub ends: Vec<usize>,
    /// Features with a value, in order of tokens.
    pub hints: Vec<Hint>,
}

/// A feature with a value that speaks for a state before anything is learnt of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hint {
    /// The token.
    pub token: usize,
    /// The feature.
    pub feature: Feature,
    /// Its value: log odds.
    pub value: f32,
    /// The state that it speaks for, and how much each unit of its value counts at first.
    pub speaks: Option<(StateKey, f32)>,
}

impl Row {
    /// How many tokens it has.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    fn token(&self, i: usize) -> &[Feature] {
        let from = i.checked_sub(1).and_then(|i| self.ends.get(i)).copied().unwrap_or(0);
        self.ends.get(i).and_then(|to| self.features.get(from..*to)).unwrap_or_default()
    }

    fn hints(&self, i: usize) -> &[Hint] {
        let from = self.hints.partition_point(|h| h.token < i);
        let to = self.hints.partition_point(|h| h.token <= i);
        self.hints.get(from..to).unwrap_or_default()
    }
}

impl Sink for Row {
    fn add(&mut self, parts: &[&str]) {
        self.features.push(feature(parts));
    }
}

/// The hash of a feature's parts: FNV-1a, so it is the same on every machine.
pub(super) fn feature(parts: &[&str]) -> Feature {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for part in parts {
        for byte in part.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    (hash ^ (hash >> 32)) as u32
}

/// The states of some labels.
pub(super) struct Keys {
    /// What stands for each.
    pub keys: Vec<StateKey>,
    /// What each scores at first.
    pub first: Vec<f32>,
}

impl Keys {
    /// Those of some labels; names in common use have hints that say how likely they are.
    pub(super) fn of(labels: &[LabelName]) -> Self {
        let first = labels.iter().flat_map(|label| [if Kind::of(label).is_some() { 0.0 } else { RARE }, 0.0]);
        Keys { keys: state_keys(labels.iter().map(|l| &**l)), first: [0.0].into_iter().chain(first).collect() }
    }
}

/// What stands for the states of labels, in the order of states. Outside is 0.
pub(super) fn state_keys<'a>(labels: impl IntoIterator<Item = &'a str>) -> Vec<StateKey> {
    let both = labels.into_iter().flat_map(|label| [feature(&["begin", label]) | 1, feature(&["inside", label]) | 1]);
    [0].into_iter().chain(both).collect()
}

fn slot(feature: Feature, state: StateKey) -> usize {
    let mixed = (u64::from(feature) << 32 | u64::from(state)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 32) as usize % SLOTS
}

/// The feature that is a pair of states with this one first.
fn pair_feature(from: StateKey) -> Feature {
    from ^ 0x5bd1_e995
}

/// Outside has weights of its own only behind a state.
fn pair_state(to: StateKey) -> StateKey {
    if to == 0 { 2 } else { to }
}

impl Weights {
    /// What a feature says for a state.
    pub(super) fn value(&self, feature: Feature, state: StateKey) -> f32 {
        self.all.get(slot(feature, state)).map_or(0.0, |[value, _]| *value)
    }

    /// Sets a weight, as it was learnt elsewhere.
    pub(super) fn set(&mut self, feature: Feature, state: StateKey, value: f32) {
        if let Some([there, _]) = self.all.get_mut(slot(feature, state)) {
            *there = value;
        }
    }

    /// Sets the weight of a pair of states.
    pub(super) fn set_pair(&mut self, from: StateKey, to: StateKey, value: f32) {
        self.set(pair_feature(from), pair_state(to), value);
    }

    /// What a pair of states scores.
    pub(super) fn of_pair(&self, from: StateKey, to: StateKey) -> f32 {
        self.value(pair_feature(from), pair_state(to))
    }

    /// What the readings of some tokens of a row score. `allowed` says which states a token may have.
    pub(super) fn scores(
        &self,
        row: &Row,
        (from, to): (usize, usize),
        keys: &Keys,
        allowed: impl Fn(usize, State) -> bool,
    ) -> Scores {
        let Keys { keys, first } = keys;
        let states = keys.len();
        let mut tokens = Vec::with_capacity((to - from) * states);
        for i in from..to {
            let (features, hints) = (row.token(i), row.hints(i));
            for ((state, key), first) in keys.iter().enumerate().zip(first) {
                if !allowed(i, state) {
                    tokens.push(f32::NEG_INFINITY);
                    continue;
                }
                let mut score = 0.0;
                if state != 0 {
                    score = features.iter().map(|f| self.value(*f, *key)).sum::<f32>() + first;
                    for hint in hints {
                        let first = hint.speaks.filter(|(speaks, _)| speaks == key).map_or(0.0, |(_, first)| first);
                        score += (self.value(hint.feature, *key) + first) * hint.value;
                    }
                }
                tokens.push(score);
            }
        }
        let mut pairs = Vec::with_capacity(states * states);
        for from in keys {
            pairs.extend(keys.iter().map(|to| self.of_pair(*from, *to)));
        }
        Scores { states, tokens, pairs }
    }

    fn move_by(&mut self, feature: Feature, state: StateKey, by: f32, calm: f32) {
        if let Some([value, moved]) = self.all.get_mut(slot(feature, state)) {
            let by = by + DECAY * *value;
            *moved += by * by;
            *value -= RATE * by / (calm + *moved).sqrt();
        }
    }

    /// Learns the right states of some tokens of a row.
    pub(super) fn learn(&mut self, row: &Row, (from, to): (usize, usize), keys: &Keys, right: &[State]) {
        if to <= from {
            return;
        }
        let likely: Likely = self.scores(row, (from, to), keys, |_, _| true).likely();
        let Keys { keys, .. } = keys;
        for (n, i) in (from..to).enumerate() {
            let truth = right.get(i).copied().unwrap_or(0);
            for ((state, p), key) in likely.token(n).into_iter().enumerate().zip(keys).skip(1) {
                let by = p - if state == truth { 1.0 } else { 0.0 };
                if by.abs() < 0.004 {
                    continue;
                }
                for feature in row.token(i) {
                    self.move_by(*feature, *key, by, CALM[0]);
                }
                for hint in row.hints(i) {
                    self.move_by(hint.feature, *key, by * hint.value, CALM[1]);
                }
            }
        }
        let states = keys.len();
        let mut sums = vec![0.0f32; states * states];
        for (n, i) in (from..to.saturating_sub(1)).enumerate() {
            for (sum, p) in sums.iter_mut().zip(likely.pair(n)) {
                *sum += p;
            }
            let truth = right.get(i).copied().unwrap_or(0) * states + right.get(i + 1).copied().unwrap_or(0);
            if let Some(sum) = sums.get_mut(truth) {
                *sum -= 1.0;
            }
        }
        for (k, by) in sums.into_iter().enumerate() {
            if by.abs() > 0.004
                && may_follow(Some(k / states), k % states)
                && let (Some(from), Some(to)) = (keys.get(k / states), keys.get(k % states))
            {
                self.move_by(pair_feature(*from), pair_state(*to), by, CALM[0]);
            }
        }
    }
}

/// The right states of tokens for some labels' stretches, each a label and a range of tokens. Where two overlap, the first stays.
pub(super) fn states_of(tokens: usize, stretches: impl IntoIterator<Item = (usize, (usize, usize))>) -> Vec<State> {
    let mut states = vec![0; tokens];
    for (label, (from, to)) in stretches {
        let places = states.get_mut(from..to).unwrap_or_default();
        if places.iter().any(|s| *s != 0) {
            continue;
        }
        for (n, place) in places.iter_mut().enumerate() {
            *place = if n == 0 { begin(label) } else { inside(label) };
        }
    }
    states
}
