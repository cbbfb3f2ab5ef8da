//! Reviewing: others' work on an article compared, decided case by case, and kept as a gold set with its history.
//!
//! | file | holds |
//! |---|---|
//! | `desk` | an article under review: everyone's work cut into cases, each with the decision that stands |
//! | `decide` | from a choice to a change of the reviewer's set; rules that decide without a person |
//! | `auto` | a whole project decided by a rule |
//! | `queue` | what is left to review in the whole project |
//! | `talking` | what is said of decisions |
//! | `working` | the Review workspace: deciding case by case |
//! | `following` | what follows from that: others' work is read, the cases are brought up to date |

mod auto;
mod decide;
mod desk;
mod following;
mod queue;
mod talking;
mod working;

pub use auto::{Ruled, Ruling};
pub use decide::{Chosen, Clerk, Rule, confirm_nothing, decide, follow};
pub use desk::{Case, Desk, Reading};
pub use queue::{Compared, Queue, QueueJob, Remarked};
pub use talking::About;
pub use working::{Asking, NoDesk, ReviewAction, Reviewing, Workspace};

use crate::{
    model::{AnnotationSet, AnnotatorName, State},
    store::SetTrouble,
};

/// Whose work is reviewed, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reviewed {
    /// These; where none is named, every person with work in the project.
    pub annotators: Vec<AnnotatorName>,
    /// Also sets that are in progress; else only those that are done. Skipped articles are never reviewed.
    pub any_state: bool,
}

impl Reviewed {
    /// Whether somebody's work is reviewed by this reviewer.
    pub fn has(&self, who: &AnnotatorName, reviewer: &AnnotatorName) -> bool {
        let named = self.annotators.contains(who);
        who != reviewer && (named || self.annotators.is_empty() && !who.is_machine())
    }

    /// Whether a set is reviewed: it is done, and it is not another reviewer's.
    pub fn has_set(&self, set: &AnnotationSet) -> bool {
        let ready = match set.state() {
            State::Done => true,
            State::InProgress => self.any_state,
            State::New | State::Skipped => false,
        };
        ready && set.review().is_none()
    }

    /// The work on an article that is reviewed by this reviewer.
    pub fn readings(
        &self,
        sets: &[(AnnotatorName, Result<AnnotationSet, SetTrouble>)],
        reviewer: &AnnotatorName,
    ) -> Vec<Reading> {
        let sets = sets.iter().filter(|(who, _)| self.has(who, reviewer));
        let sets = sets.filter_map(|(by, set)| Some((by, set.as_ref().ok().filter(|set| self.has_set(set))?)));
        sets.map(|(by, set)| Reading { by: by.clone(), set: set.clone() }).collect()
    }
}

/// Whether a reviewer's set of an article is their own annotation of it, so that there is no place for a review: also where they found
/// nothing, or skipped it.
fn is_annotation(set: &AnnotationSet) -> bool {
    set.review().is_none() && (!set.is_empty() || matches!(set.state(), State::Done | State::Skipped))
}

#[cfg(test)]
mod tests;
