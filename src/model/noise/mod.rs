//! Page noise: lines of a text that are not the article.

mod proposal;

pub use proposal::{NoiseProposal, propose_noise};
