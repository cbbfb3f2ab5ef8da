//! A linear-chain conditional random field over begin, inside and outside: how likely each reading of a row of tokens is.

/// A state: 0 is outside; `1 + 2 l` begins label `l`, `2 + 2 l` goes on with it.
pub(super) type State = usize;

/// The state that begins a label.
pub(super) fn begin(label: usize) -> State {
    1 + 2 * label
}

/// The state that goes on with a label.
pub(super) fn inside(label: usize) -> State {
    2 + 2 * label
}

/// Whether a state may follow another: only what was begun goes on.
pub(super) fn may_follow(from: Option<State>, to: State) -> bool {
    to == 0 || to % 2 == 1 || from.is_some_and(|from| from == to || from + 1 == to)
}

/// What the readings of a row of tokens score.
pub(super) struct Scores {
    /// How many states there are.
    pub states: usize,
    /// Of each token, one score a state. A state that cannot be has negative infinity.
    pub tokens: Vec<f32>,
    /// Of each pair of states, from and to.
    pub pairs: Vec<f32>,
}

/// How likely each state of each token is, and what is needed to tell how likely it goes on.
pub(super) struct Likely {
    states: usize,
    /// Exponentials of the scores, by token and state, each token's divided by its largest.
    emitted: Vec<f32>,
    pairs: Vec<f32>,
    forward: Vec<f32>,
    backward: Vec<f32>,
}

impl Scores {
    fn row(&self, i: usize) -> &[f32] {
        self.tokens.get(i * self.states..(i + 1) * self.states).unwrap_or_default()
    }

    /// Forward and backward, scaled so that each token's forward values add up to one.
    pub(super) fn likely(&self) -> Likely {
        let s = self.states;
        let n = self.tokens.len() / s.max(1);
        let mut emitted = Vec::with_capacity(n * s);
        for i in 0..n {
            let row = self.row(i);
            let top = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let top = if top.is_finite() { top } else { 0.0 };
            emitted.extend(row.iter().map(|v| (v - top).exp()));
        }
        let mut pairs = Vec::with_capacity(s * s);
        for (k, v) in self.pairs.iter().enumerate() {
            pairs.push(if may_follow(Some(k / s), k % s) { v.exp() } else { 0.0 });
        }
        let mut forward = vec![0.0f32; n * s];
        let mut last = vec![0.0f32; s];
        for (i, (here, emit)) in forward.chunks_mut(s).zip(emitted.chunks(s)).enumerate() {
            if i == 0 {
                for (to, (h, e)) in here.iter_mut().zip(emit).enumerate() {
                    *h = if may_follow(None, to) { *e } else { 0.0 };
                }
            } else {
                for (from, row) in last.iter().zip(pairs.chunks(s)) {
                    for (h, p) in here.iter_mut().zip(row) {
                        *h += from * p;
                    }
                }
                for (h, e) in here.iter_mut().zip(emit) {
                    *h *= e;
                }
            }
            scale(here);
            last.copy_from_slice(here);
        }
        let mut backward = vec![1.0f32; n * s];
        let mut next: Vec<f32> = vec![1.0; s];
        for i in (0..n.saturating_sub(1)).rev() {
            let emit = emitted.get((i + 1) * s..(i + 2) * s).unwrap_or_default();
            for (v, e) in next.iter_mut().zip(emit) {
                *v *= e;
            }
            let here = backward.get_mut(i * s..(i + 1) * s).unwrap_or_default();
            for (h, row) in here.iter_mut().zip(pairs.chunks(s)) {
                *h = row.iter().zip(&next).map(|(p, v)| p * v).sum();
            }
            scale(here);
            next.copy_from_slice(here);
        }
        Likely { states: s, emitted, pairs, forward, backward }
    }
}

/// Makes values add up to one; where all are nothing, all alike.
fn scale(values: &mut [f32]) {
    let sum: f32 = values.iter().sum();
    if sum > 0.0 && sum.is_finite() {
        values.iter_mut().for_each(|v| *v /= sum);
    } else {
        let even = 1.0 / values.len().max(1) as f32;
        values.iter_mut().for_each(|v| *v = even);
    }
}

impl Likely {
    fn of<'a>(&self, all: &'a [f32], i: usize) -> &'a [f32] {
        all.get(i * self.states..(i + 1) * self.states).unwrap_or_default()
    }

    /// How many tokens there are.
    pub(super) fn len(&self) -> usize {
        self.forward.len() / self.states.max(1)
    }

    /// How likely each state of a token is.
    pub(super) fn token(&self, i: usize) -> Vec<f32> {
        let mut both: Vec<f32> =
            self.of(&self.forward, i).iter().zip(self.of(&self.backward, i)).map(|(f, b)| f * b).collect();
        scale(&mut both);
        both
    }

    /// How likely each state of the next token is, given the state of this one.
    pub(super) fn next(&self, i: usize, from: State) -> Vec<f32> {
        let row = self.pairs.get(from * self.states..(from + 1) * self.states).unwrap_or_default();
        let (emit, behind) = (self.of(&self.emitted, i + 1), self.of(&self.backward, i + 1));
        let mut all: Vec<f32> = row.iter().zip(emit).zip(behind).map(|((p, e), b)| p * e * b).collect();
        scale(&mut all);
        all
    }

    /// How likely each pair of states of a token and the next one is.
    pub(super) fn pair(&self, i: usize) -> Vec<f32> {
        let (emit, behind) = (self.of(&self.emitted, i + 1), self.of(&self.backward, i + 1));
        let next: Vec<f32> = emit.iter().zip(behind).map(|(e, b)| e * b).collect();
        let mut all = Vec::with_capacity(self.states * self.states);
        for (from, row) in self.of(&self.forward, i).iter().zip(self.pairs.chunks(self.states)) {
            all.extend(row.iter().zip(&next).map(|(p, v)| from * p * v));
        }
        scale(&mut all);
        all
    }

    /// The likeliest stretch of a label that begins at a token: one behind its end, and how likely exactly that is.
    pub(super) fn stretch(&self, i: usize, label: usize) -> (usize, f32) {
        let (begin, inside) = (begin(label), inside(label));
        let mut so_far = self.token(i).get(begin).copied().unwrap_or(0.0);
        let (mut best, mut at, mut state) = ((i + 1, 0.0), i, begin);
        loop {
            let on = if at + 1 < self.len() { self.next(at, state).get(inside).copied().unwrap_or(0.0) } else { 0.0 };
            if so_far * (1.0 - on) > best.1 {
                best = (at + 1, so_far * (1.0 - on));
            }
            so_far *= on;
            if so_far <= best.1 {
                return best;
            }
            (at, state) = (at + 1, inside);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every reading with its probability, by trying them all.
    fn readings(scores: &Scores, n: usize) -> Vec<(Vec<State>, f64)> {
        let mut all: Vec<(Vec<State>, f64)> = vec![(Vec::new(), 0.0)];
        for i in 0..n {
            let longer = all.iter().flat_map(|(path, score)| {
                let from = path.last().copied();
                (0..scores.states).filter(move |to| may_follow(from, *to)).map(move |to| {
                    let pair = from.map_or(0.0, |f| f64::from(scores.pairs[f * scores.states + to]));
                    let score = score + pair + f64::from(scores.tokens[i * scores.states + to]);
                    (path.iter().copied().chain([to]).collect(), score)
                })
            });
            all = longer.collect();
        }
        let sum: f64 = all.iter().map(|(_, s)| s.exp()).sum();
        all.into_iter().map(|(path, s)| (path, s.exp() / sum)).collect()
    }

    proptest! {
        #[test]
        fn likelihoods_are_those_of_all_readings(values in prop::collection::vec(-3.0f32..3.0, 45), n in 1usize..5) {
            let states = 5;
            let scores = Scores { states, tokens: values[..n * states].to_vec(), pairs: values[20..45].to_vec() };
            let likely = scores.likely();
            let all = readings(&scores, n);
            let sum = |is: &dyn Fn(&[State]) -> bool| all.iter().filter(|(p, _)| is(p)).map(|(_, w)| w).sum::<f64>() as f32;
            for i in 0..n {
                for (state, p) in likely.token(i).into_iter().enumerate() {
                    prop_assert!((p - sum(&|path| path[i] == state)).abs() < 1e-3);
                }
                for label in 0..2 {
                    let (end, p) = likely.stretch(i, label);
                    let is = |path: &[State]| {
                        path[i] == begin(label)
                            && path[i + 1..end].iter().all(|s| *s == inside(label))
                            && path.get(end) != Some(&inside(label))
                    };
                    prop_assert!((p - sum(&is)).abs() < 1e-3, "{p} {}", sum(&is));
                }
            }
            for i in 0..n - 1 {
                for (k, p) in likely.pair(i).into_iter().enumerate() {
                    prop_assert!((p - sum(&|path| path[i] == k / states && path[i + 1] == k % states)).abs() < 1e-3);
                }
            }
        }
    }

    #[test]
    fn what_cannot_be_is_not() {
        let mut tokens = vec![0.0; 9];
        tokens[0] = f32::NEG_INFINITY;
        tokens[1] = 0.0;
        let likely = Scores { states: 3, tokens, pairs: vec![0.0; 9] }.likely();
        assert_eq!(likely.token(0)[0], 0.0);
        assert_eq!(likely.token(0)[2], 0.0, "nothing goes on at the front");
    }
}
