//! What a suggestion source is: the trait, what it is shown, what it proposes, what it learns from.

use super::{Lexicons, Memory, ProseCell, Roles};
use crate::{
    model::{LabelName, NoiseProposal, Published},
    text::{Span, Text},
};
use std::{collections::BTreeMap, sync::Arc};

/// A source of suggestions: one file or folder, and its line in [`super::SOURCES`].
pub trait Source: Sync {
    /// What it is called and what it does.
    fn about(&self) -> &'static About;

    /// What it proposes for an article, in any order. It may propose what is marked already or was rejected: that is taken out
    /// where proposals are brought together, as is what other sources propose better.
    fn propose(&self, request: &Request<'_>) -> Vec<Proposal>;

    /// Learns from an article that a person finished. Sources that learn nothing leave this out.
    fn learn(&self, finished: &Finished<'_>, memory: &mut Memory) {
        let _ = (finished, memory);
    }

    /// Reads its word lists, so that what is wrong with a project's is told. Sources that read theirs for every article leave this
    /// out.
    fn read_lists(&self, lexicons: &Lexicons) {
        let _ = lexicons;
    }

    /// Whether it has to have been right, unseen, before its proposals for this label are worth accepting unseen: a source that
    /// has only learnt about a label knows less than it thinks.
    fn must_prove(&self, label: &LabelName) -> bool {
        let _ = label;
        false
    }

    /// The lines of a text that are probably not the article, in order. `title` is the article's, which always is. Only a source
    /// of page noise has this.
    fn noise(&self, text: &Text, title: Option<&str>, lexicons: &Lexicons) -> Vec<NoiseProposal> {
        let _ = (text, title, lexicons);
        Vec::new()
    }
}

/// What a source is called and what it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About {
    /// Its name on the command line and in files: `dates`.
    pub id: &'static str,
    /// Its name on screen: `Dates`.
    pub title: &'static str,
    /// What it proposes, in a sentence without a full stop.
    pub what: &'static str,
}

/// What a source is shown of an article.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// Its text.
    pub text: &'a Text,
    /// Its language as an ISO 639-1 code such as `vi`; `None` where nobody said: the text tells.
    pub language: Option<&'a str>,
    /// When it was published.
    pub published: Option<&'a Published>,
    /// Which labels there are, and which is for what.
    pub roles: &'a Roles,
    /// What the annotator has marked in it so far, in order of place.
    pub marked: &'a [Marked],
    /// The word lists.
    pub lexicons: &'a Lexicons,
    /// What earlier articles have taught.
    pub memory: &'a Memory,
    /// Keeps the text taken apart, for whichever source needs that next.
    pub prose: &'a ProseCell,
}

impl<'a> Request<'a> {
    /// Its text with a blank for each line end at which a sentence goes on; places are the same.
    pub(super) fn unbroken(&self) -> &'a Text {
        self.prose.unbroken(self.text)
    }
}

/// A mark, as far as sources know marks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Marked {
    /// Where.
    pub span: Span,
    /// As what.
    pub label: LabelName,
    /// What it says, by attribute name: the `entity` of an actor, the `value` of a date.
    pub attributes: BTreeMap<Arc<str>, Arc<str>>,
}

/// A proposed annotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The id of the source: `dates`, or the name of a machine annotator.
    pub source: Arc<str>,
    /// Where.
    pub span: Span,
    /// As what.
    pub label: LabelName,
    /// What it says, by the attribute names of the default label set; what the project's label does not have is left out when it
    /// is accepted.
    pub attributes: BTreeMap<Arc<str>, Arc<str>>,
    /// What it is linked to. Accepting it makes those marks too where they are not there yet: it is one unit.
    pub links: Vec<Goal>,
    /// How likely a person takes it as it is, from 0 to 1.
    pub score: f32,
    /// Why it is proposed, for a person, in a phrase: `“7/12” is the nearest 7 December`.
    pub why: String,
}

/// Where a link of a proposal leads: to the mark with this place and label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// The role: `source`.
    pub role: Arc<str>,
    /// Where the mark is, or will be.
    pub span: Span,
    /// What it is.
    pub label: LabelName,
}

/// An article that a person has finished: what is marked is right, and what is not was seen and left.
#[derive(Clone, Copy)]
pub struct Finished<'a> {
    /// What the sources were shown: `marked` holds all marks it came to.
    pub request: Request<'a>,
    /// What was proposed in it, taken or not.
    pub proposed: &'a [Proposal],
    /// What was rejected by name, with its source.
    pub rejected: &'a [(Marked, Arc<str>)],
}
