//! What a source's scores are worth to this annotator: learnt from what became of its latest proposals.
//!
//! How likely a proposal is taken is a logistic curve: of the source's own odds; of whether the same words were marked or left in
//! finished articles; and of whether they stand outside sentences (headlines, tables), which some projects leave. Before anything
//! is known the curve is the source's own word. Each outcome moves it, by as much as makes all of them likeliest together with what
//! it was at first (the maximum a posteriori, with normal priors).

/// What can be told of a proposal before it is judged, each as a number that counts in log odds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Case([f32; PARTS]);

/// The constant, the source's odds, words that were marked, words that were left, standing aside.
const PARTS: usize = 5;

/// What the parts count at first.
const FIRST: [f32; PARTS] = [0.0, 1.0, 0.0, -2.0, 0.0];

/// What the constant is at first for a source that has to prove itself, in log odds: even its surest proposals stay below one half
/// until some like them were right.
const UNPROVEN: f32 = -5.0;

/// How far from that they may be: variances. The constant differs most between annotators.
const SPREAD: [f32; PARTS] = [2.0, 0.5, 1.0, 1.0, 1.0];

/// What a wrong outcome counts where a right one counts 1, in outcomes. With five proposals of a label in an article and one key to
/// accept them, three right ones save what the two wrong ones and that key cost: so the score is one half where 3 of 5 are right.
const WRONG: f32 = 1.5;

/// How often each part is moved to where it is best, the others held.
const ROUNDS: usize = 8;

/// What became of a proposal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Outcome {
    /// What was known of it.
    pub case: Case,
    /// Whether it was taken as it was.
    pub right: bool,
}

/// The curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Curve([f32; PARTS]);

impl Case {
    /// Of a proposal with this score; `marked` and `left` are the articles in which its words were.
    pub(super) fn new(score: f32, (marked, left): (u32, u32), aside: bool) -> Self {
        let score = if score.is_finite() { score.clamp(0.0, 0.99) } else { 0.0 };
        let more = |a: u32, b: u32| (1.0 + a.saturating_sub(b) as f32).ln();
        Case([1.0, odds(score), more(marked, left), more(left, marked), if aside { 1.0 } else { 0.0 }])
    }
}

fn odds(p: f32) -> f32 {
    let p = p.clamp(0.005, 0.995);
    (p / (1.0 - p)).ln()
}

impl Curve {
    /// Before anything is known.
    pub(super) fn first(must_prove: bool) -> Self {
        let mut curve = Curve(FIRST);
        if must_prove && let Some(constant) = curve.0.first_mut() {
            *constant = UNPROVEN;
        }
        curve
    }

    /// The likeliest curve.
    pub(super) fn fitted(must_prove: bool, outcomes: &[Outcome]) -> Self {
        let first = Curve::first(must_prove);
        let mut curve = first;
        for part in (0..ROUNDS).flat_map(|_| 0..PARTS) {
            let at = |values: &[f32; PARTS]| values.get(part).copied().unwrap_or(0.0);
            let mut slope = (at(&first.0) - at(&curve.0)) / at(&SPREAD);
            let mut bend = 1.0 / at(&SPREAD);
            for outcome in outcomes {
                let x = at(&outcome.case.0);
                if x == 0.0 {
                    continue;
                }
                let p = curve.of(&outcome.case);
                let (truth, counts) = if outcome.right { (1.0, 1.0) } else { (0.0, WRONG) };
                slope += counts * (truth - p) * x;
                bend += counts * p * (1.0 - p) * x * x;
            }
            if let Some(value) = curve.0.get_mut(part) {
                *value += (slope / bend).clamp(-2.0, 2.0);
            }
        }
        curve
    }

    /// How likely a proposal is taken as it is.
    pub(super) fn of(&self, case: &Case) -> f32 {
        let sum: f32 = self.0.iter().zip(&case.0).map(|(a, b)| a * b).sum();
        1.0 / (1.0 + (-sum).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fitted(outcomes: &[(Case, bool)]) -> Curve {
        let all: Vec<Outcome> = outcomes.iter().map(|(case, right)| Outcome { case: *case, right: *right }).collect();
        Curve::fitted(false, &all)
    }

    fn said(score: f32) -> Case {
        Case::new(score, (0, 0), false)
    }

    #[test]
    fn nothing_known_is_the_sources_own_word() {
        for score in [0.1, 0.5, 0.9] {
            assert!((fitted(&[]).of(&said(score)) - score).abs() < 1e-3);
        }
        assert!(fitted(&[]).of(&said(f32::NAN)) < 0.01);
    }

    #[test]
    fn the_curve_goes_to_what_was_measured() {
        let modest = fitted(&[(said(0.6), true); 60]);
        assert!(modest.of(&said(0.6)) > 0.9);
        let boasting = fitted(&[[(said(0.9), true); 40], [(said(0.9), false); 40]].concat());
        assert!((0.35..0.5).contains(&boasting.of(&said(0.9))), "a wrong one counts more: {:?}", boasting);
        // Sure ones right, doubtful ones wrong: it believes the first and not the others.
        let both = fitted(&[[(said(0.9), true); 30], [(said(0.6), false); 30]].concat());
        assert!(both.of(&said(0.9)) > 0.7 && both.of(&said(0.6)) < 0.4, "{both:?}");
    }

    #[test]
    fn words_and_places_that_are_left_are_told_apart() {
        let left = Case::new(0.9, (0, 1), false);
        assert!(fitted(&[]).of(&left) < 0.75, "at first a little");
        let by_name = fitted(&[[(Case::new(0.9, (1, 0), false), true); 9], [(left, false); 9]].concat());
        assert!(by_name.of(&left) < 0.2 && by_name.of(&Case::new(0.9, (1, 0), false)) > 0.8, "{by_name:?}");
        let aside = Case::new(0.9, (0, 0), true);
        let bodies_only = fitted(&[[(said(0.9), true); 9], [(aside, false); 9]].concat());
        assert!(bodies_only.of(&aside) < 0.5 && bodies_only.of(&said(0.9)) > 0.7, "{bodies_only:?}");
    }
}
