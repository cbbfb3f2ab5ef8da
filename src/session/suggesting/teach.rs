//! What finished articles teach the sources: one when it is done, and all of a project when it is opened.

use super::{
    figures::{Tally, tally},
    job::{Knowledge, rejections},
};
use crate::{
    model::{AnnotationSet, AnnotatorName, ArticleKey, Metadata, Place, State},
    store::Work,
    suggest::{self, Finished, Marked, Memory, Proposal, ProseCell, Request, Roles, SOURCES},
    text::Text,
};
use std::sync::Arc;

/// From so many finished articles at most a project's memory is built: the newest.
pub(super) const MOST: usize = 500;

/// An article that a person finished, to learn from.
#[derive(Clone, Debug)]
pub struct LearnJob {
    /// The article.
    pub key: ArticleKey,
    /// Its text.
    pub text: Text,
    /// What it came to.
    pub set: AnnotationSet,
    /// What is known of it.
    pub metadata: Metadata,
    /// Which labels there are, and which is for what.
    pub roles: Roles,
    /// What was proposed in it and seen.
    pub proposed: Vec<Proposal>,
    /// The person's own program, which learns too.
    pub program: Option<Arc<str>>,
}

impl LearnJob {
    /// The marks it came to, as far as sources know marks.
    pub fn marked(&self) -> Vec<Marked> {
        marks(&self.set)
    }

    /// Has the sources learn from it.
    pub fn teach(&self, know: &mut Knowledge) {
        let (set, proposed) = (&self.set, &self.proposed);
        teach(&mut know.memory, &know.lexicons, &self.text, &self.metadata, &self.roles, set, proposed);
    }
}

/// What a project's finished articles taught is to be built anew.
#[derive(Clone, Debug)]
pub struct RebuildJob {
    pub(super) generation: u32,
    /// The articles, in the order in which they teach.
    pub keys: Vec<ArticleKey>,
    /// Whose sets teach, the present annotator first.
    pub annotators: Vec<AnnotatorName>,
    /// Which labels there are, and which is for what.
    pub roles: Roles,
}

/// What was found while a memory was built.
#[derive(Clone, Debug, Default)]
pub struct Taught {
    pub(super) generation: u32,
    pub(super) tallies: Vec<(ArticleKey, Tally)>,
}

impl RebuildJob {
    /// What is found, before anything was looked at.
    pub fn begin(&self) -> Taught {
        Taught { generation: self.generation, tallies: Vec::new() }
    }

    /// Has the sources learn from one article as it is on disk.
    pub fn teach(&self, work: &Work, know: &Knowledge, memory: &mut Memory, taught: &mut Taught) {
        for (who, set) in work.sets.iter().filter_map(|(who, set)| Some((who, set.as_ref().ok()?))) {
            if self.annotators.first() == Some(who) {
                taught.tallies.push((work.key.clone(), tally(set)));
            }
            // A gold set is made of others' marks, which teach already.
            if set.state() == State::Done && set.review().is_none() {
                teach(memory, &know.lexicons, &work.text, &work.metadata, &self.roles, set, &[]);
            }
        }
    }
}

fn teach(
    memory: &mut Memory,
    lexicons: &suggest::Lexicons,
    text: &Text,
    metadata: &Metadata,
    roles: &Roles,
    set: &AnnotationSet,
    proposed: &[Proposal],
) {
    let (marked, rejected) = (marks(set), rejections(set));
    let before = Memory::default();
    let request = Request {
        text,
        language: metadata.language.as_deref(),
        published: metadata.published.as_ref(),
        roles,
        marked: &marked,
        lexicons,
        memory: &before,
        prose: &ProseCell::default(),
    };
    suggest::learn(&Finished { request, proposed, rejected: &rejected }, SOURCES, memory);
}

/// The marks of a set, as far as sources know marks.
pub(super) fn marks(set: &AnnotationSet) -> Vec<Marked> {
    let of = |a: &Arc<crate::model::Annotation>| match &a.place {
        Place::At(span) => Some(Marked { span: *span, label: a.label.clone(), attributes: a.attributes.clone() }),
        Place::Lost(_) => None,
    };
    set.iter().filter_map(of).collect()
}
