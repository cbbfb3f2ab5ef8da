//! Chance from a seed: the same seed gives the same draws on every machine, for ever.

/// Draws numbers: SplitMix64 (Steele, Lea, Flood 2014), which is enough for resampling.
#[derive(Clone, Debug)]
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Chance(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`; 0 where `n` is 0. The bias is below 2⁻³² for every `n` that fits in 32 bits.
    pub(super) fn below(&mut self, n: usize) -> usize {
        let product = u128::from(self.next()) * n as u128;
        (product >> 64) as usize
    }

    /// A number from 0 to below 1.
    pub(super) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_draws_are_those_of_the_paper() {
        // The published first outputs of SplitMix64 for the seed 1234567.
        let mut chance = Chance::new(1_234_567);
        let draws: Vec<u64> = (0..3).map(|_| chance.next()).collect();
        assert_eq!(draws, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn every_number_comes_about_as_often() {
        let mut chance = Chance::new(7);
        let mut seen = [0usize; 7];
        (0..70_000).for_each(|_| seen[chance.below(7)] += 1);
        assert!(seen.iter().all(|n| (9_500..10_500).contains(n)), "{seen:?}");
        assert!((0..1000).map(|_| chance.unit()).all(|x| (0.0..1.0).contains(&x)));
    }
}
