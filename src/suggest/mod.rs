//! Suggestions: annotations that are proposed, and never are annotations until a person accepts them.
//!
//! Each [`Source`] is one file or folder and one line in [`SOURCES`]. A source is a pure function of what it is shown: the article,
//! the marks it has, the words of the [`Lexicons`], and what earlier articles have taught ([`Memory`]). No disk, no threads, no
//! clock, no chance: the same work gives the same proposals.
//!
//! | file | holds |
//! |---|---|
//! | `actors` | who acts and speaks: mentions, and which are of one actor |
//! | `claims` | who said what |
//! | `prose` | a text as the grammars of claims and actors see it |
//! | `source` | the trait, what a source is shown, what it proposes, what it learns from |
//! | `roles` | which of a project's labels is for actors, claims, dates |
//! | `lexicon` | word lists: files in `assets/lexicons`, and what a project adds to them |
//! | `dates` | expressions of time and their values |
//! | `memory` | what sources have learnt |
//! | `combine` | proposals of several sources together; teaching them all |
//! | `learner` | the source that learns from finished articles |
//! | `noise` | the source of page noise |
//! | `pipe` | suggestions for another program, article by article |
//! | `repeats` | the source that carries marks on to where the same words stand again |
//! | `tally` | how well each source has done, and what its scores are worth |
//! | `tokens` | a text as the tokens that repeats and the learner count in |
//! | `wrapped` | lines that were broken only to fit a width |
//! | `wordings` | which words were marked, and which left |
//! | `worth` | what a source's scores are worth to this annotator |

pub mod actors;
mod claims;
mod combine;
pub mod dates;
mod learner;
mod lexicon;
mod memory;
mod noise;
mod pipe;
mod prose;
mod repeats;
mod roles;
mod source;
mod tally;
mod tokens;
mod wordings;
mod worth;
mod wrapped;

pub use combine::{Rejections, learn, suggest, together};
pub use lexicon::{Entry, LISTS, LexiconFault, LexiconFile, Lexicons, Words};
pub use memory::Memory;
pub use pipe::{Pipe, PipeDoc, PipeError, PipeSpan, with_goals};
pub use prose::{ActorKind, Gender, ProseCell};
pub use roles::Roles;
pub use source::{About, Finished, Goal, Marked, Proposal, Request, Source};
pub use tally::{Fate, Tallies, Tally, TurnedDown, WINDOW, WORTH};

/// Every source, in the order in which they are listed, asked and taught: the learner before the repeats, since it learns from what
/// they knew before an article.
pub static SOURCES: &[&dyn Source] =
    &[&dates::Dates, &claims::Claims, &actors::Actors, &learner::LEARNER, &repeats::REPEATS, &noise::Noise];

/// The source of that id.
pub fn source(id: &str) -> Option<&'static dyn Source> {
    SOURCES.iter().copied().find(|s| s.about().id == id)
}
