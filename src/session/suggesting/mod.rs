//! Suggestions for the article in hand: asked for in the background after every change, shown, gone through, accepted, mended,
//! rejected. They never become marks by themselves.
//!
//! | file | holds |
//! |---|---|
//! | `job` | what is asked of the sources, and what they answer |
//! | `teach` | what finished articles teach them |
//! | `known` | what was decided already and is no news |
//! | `follow` | asking again, and bringing what is shown up to date |
//! | `sweep` | going from one to the next, mending it first |
//! | `decide` | accepting and rejecting |
//! | `sources` | which sources there are, on or off |
//! | `figures` | what became of suggestions, by source |
//! | `published` | the publication date that the text gives away |
//! | `same` | whether marks are of one actor |

mod decide;
mod figures;
mod follow;
mod job;
mod known;
mod published;
mod same;
mod sources;
mod sweep;
mod teach;

pub use figures::{Figures, SuggestionFigures};
pub use job::{AskProgram, Knowledge, SuggestJob, SuggestReport};
pub use published::PublishedQuestion;
pub use same::ActorOffer;
pub use sources::{PROGRAM, SourceRow, command_words, program_name};
pub use teach::{LearnJob, RebuildJob, Taught};

use super::{Selection, Session};
use crate::{
    model::{AnnotationSet, ArticleKey, LabelName},
    suggest::{Goal, Proposal, Roles},
    text::{ByteOffset, Span},
};
use figures::Tally;
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Names a suggestion while its article is in hand; it stays the same when the sources are asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SuggestionId(u64);

/// A suggestion as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// Its name.
    pub id: SuggestionId,
    /// The source's id.
    pub source: Arc<str>,
    /// What the source is called on screen.
    pub title: Arc<str>,
    /// Where.
    pub span: Span,
    /// As what.
    pub label: LabelName,
    /// What it says.
    pub attributes: BTreeMap<Arc<str>, Arc<str>>,
    /// What it is linked to: marks that are there, or are made with it.
    pub links: Vec<Goal>,
    /// How likely a person takes it as it is, from 0 to 1.
    pub score: f32,
    /// Why it is proposed, in a phrase.
    pub why: String,
    /// Whether the person changed it; accepted it counts as mended.
    pub mended: bool,
    /// As it was proposed.
    was: Arc<Proposal>,
}

impl Suggestion {
    fn new(id: SuggestionId, of: Proposal, title: Arc<str>) -> Self {
        Suggestion {
            id,
            title,
            was: of.clone().into(),
            source: of.source,
            span: of.span,
            label: of.label,
            attributes: of.attributes,
            links: of.links,
            score: of.score,
            why: of.why,
            mended: false,
        }
    }

    /// Whether this is what is proposed there.
    fn is(&self, proposal: &Proposal) -> bool {
        self.source == proposal.source && self.was.span == proposal.span && self.was.label == proposal.label
    }
}

/// What a person does with suggestions.
#[derive(Clone, Debug, PartialEq)]
pub enum SuggestAction {
    /// Go to a suggestion.
    Go(SuggestionId),
    /// Accept it.
    Accept(SuggestionId),
    /// Reject it.
    Reject(SuggestionId),
    /// Give it another span before it is accepted.
    Resize(SuggestionId, Span),
    /// Give it another label before it is accepted.
    Relabel(SuggestionId, LabelName),
    /// Accept all of a label that are shown in the article.
    AcceptAll(LabelName),
    /// Accept all that are shown in the article.
    AcceptEverything,
    /// Accept all with the same words and label as this one.
    AcceptLike(SuggestionId),
    /// Reject all with the same words and label as this one.
    RejectLike(SuggestionId),
    /// Show those of at least this score.
    Threshold(f32),
    /// Turn a source on or off, for the project.
    Source(Arc<str>, bool),
    /// Ask a source anew that turned itself down, as long as the project is open; or no more.
    Anew(Arc<str>, bool),
    /// Ask this program of the person's own too, or none. Given again it is started again.
    Program(Option<String>),
    /// Answer the question for the publication date.
    AnswerPublished(PublishedAnswer),
    /// Do what is offered about the marked actors; the offer is named by its id.
    TakeOffer(Arc<str>),
    /// Say that it is not so: it is not offered again.
    RefuseOffer(Arc<str>),
    /// Read what is needed for the figures of the whole project.
    CountAll,
}

/// What a person says to the publication date that the text gives away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublishedAnswer {
    /// It is right.
    Yes,
    /// It is another, as people write it.
    Other(String),
    /// It is not asked again while the project is open.
    No,
}

/// The suggestions of the article in hand, and how they are shown.
#[derive(Default)]
pub struct Suggesting {
    /// What the sources proposed, with what the person changed of it, in order of place.
    found: Vec<Arc<Suggestion>>,
    shown: Vec<Arc<Suggestion>>,
    /// All that were shown since the article came in hand, decided on or not.
    given: BTreeMap<SuggestionId, Arc<Suggestion>>,
    /// How many are not shown for their score alone.
    below: usize,
    /// What `shown` was made from.
    shown_of: Option<follow::ShownOf>,
    /// The one in hand, and the selection that went with it: any other selection lets it go.
    current: Option<(SuggestionId, Selection)>,
    ids: u64,
    seen: Option<follow::Seen>,
    serial: u64,
    /// The question that is under way.
    asked: Option<u64>,
    generation: u32,
    /// Goes up when the sources have learnt something.
    learnt: u64,
    /// The labels for which building the memory of this project was asked for.
    built_for: Option<Roles>,
    /// What was learnt from while the project was open.
    taught: BTreeMap<ArticleKey, AnnotationSet>,
    /// What the sets on disk say of suggestions.
    tallies: BTreeMap<ArticleKey, Tally>,
    turned_down: BTreeMap<Arc<str>, String>,
    /// Sources that are asked anew.
    anew: BTreeSet<Arc<str>>,
    /// What was found to offer about the marked actors, and what of it still fits.
    offers_found: Vec<ActorOffer>,
    offers: Vec<ActorOffer>,
    program_trouble: Option<String>,
    question: Option<PublishedQuestion>,
    unasked: BTreeSet<ArticleKey>,
    /// The slider was moved and is not kept yet.
    unkept: bool,
    /// The figures that were counted last.
    figures: RefCell<Option<(figures::FiguresOf, Arc<SuggestionFigures>)>>,
}

impl Suggesting {
    /// The sources know something new: they are asked again.
    pub(super) fn know_more(&mut self) {
        self.learnt += 1;
    }

    /// Those that are shown, in order of place.
    pub fn shown(&self) -> &[Arc<Suggestion>] {
        &self.shown
    }

    /// How many are not shown because their score is below the one that is wanted.
    pub fn below(&self) -> usize {
        self.below
    }

    /// Those that are shown and begin in a stretch of the text, in order.
    pub fn starting_in(&self, from: ByteOffset, to: ByteOffset) -> &[Arc<Suggestion>] {
        let at = |offset: ByteOffset| self.shown.partition_point(|s| s.span.start() < offset);
        self.shown.get(at(from)..at(to)).unwrap_or_default()
    }

    /// The one of that name, where it is shown.
    pub fn get(&self, id: SuggestionId) -> Option<&Arc<Suggestion>> {
        self.shown.iter().find(|s| s.id == id)
    }

    /// Which of those that are shown is in hand.
    pub fn current(&self) -> Option<usize> {
        let (id, _) = self.current.as_ref()?;
        self.shown.iter().position(|s| s.id == *id)
    }

    /// The one in hand.
    pub fn in_hand(&self) -> Option<&Arc<Suggestion>> {
        self.shown.get(self.current()?)
    }

    /// How many of each label are shown.
    pub fn by_label(&self) -> BTreeMap<LabelName, usize> {
        let mut counts = BTreeMap::new();
        for suggestion in &self.shown {
            *counts.entry(suggestion.label.clone()).or_default() += 1;
        }
        counts
    }

    /// How many of each source are shown.
    pub fn by_source(&self) -> BTreeMap<Arc<str>, usize> {
        let mut counts = BTreeMap::new();
        for suggestion in &self.shown {
            *counts.entry(suggestion.source.clone()).or_default() += 1;
        }
        counts
    }

    /// What is offered about the marked actors, in order of place.
    pub fn actor_offers(&self) -> &[ActorOffer] {
        &self.offers
    }

    /// Whether the sources are at work on the article in hand.
    pub fn is_looking(&self) -> bool {
        self.asked.is_some()
    }

    /// What went wrong with the person's own program; it is asked nothing then until it is given again.
    pub fn program_trouble(&self) -> Option<&str> {
        self.program_trouble.as_deref()
    }

    /// The publication date that the text gives away, where the article has none and nobody was asked yet.
    pub fn published_question(&self) -> Option<&PublishedQuestion> {
        self.question.as_ref()
    }
}

impl Session {
    /// The suggestions of the article in hand.
    pub fn suggesting(&self) -> &Suggesting {
        &self.suggesting
    }

    /// The score from which suggestions are shown.
    pub fn suggestion_threshold(&self) -> f32 {
        self.prefs.min_score
    }

    pub(super) fn suggest_act(&mut self, action: SuggestAction) {
        match action {
            SuggestAction::Go(id) => self.go_to_suggestion(id),
            SuggestAction::Accept(id) => self.accept(id),
            SuggestAction::Reject(id) => self.reject(id),
            SuggestAction::Resize(id, span) => self.resize_suggestion(id, span),
            SuggestAction::Relabel(id, label) => self.relabel_suggestion(id, &label),
            SuggestAction::AcceptAll(label) => self.accept_label(&label),
            SuggestAction::AcceptEverything => self.accept_everything(),
            SuggestAction::AcceptLike(id) => self.accept_like(id),
            SuggestAction::RejectLike(id) => self.reject_like(id),
            SuggestAction::Threshold(score) => {
                self.prefs.min_score = if score.is_finite() { score.clamp(0.0, 1.0) } else { 0.0 };
                self.suggesting.unkept = true;
            }
            SuggestAction::Source(id, on) => self.set_source(&id, on),
            SuggestAction::Anew(id, on) => self.ask_anew(id, on),
            SuggestAction::Program(command) => self.set_program(command),
            SuggestAction::AnswerPublished(answer) => self.answer_published(answer),
            SuggestAction::TakeOffer(id) => self.take_offer(&id),
            SuggestAction::RefuseOffer(id) => self.refuse_offer(&id),
            SuggestAction::CountAll => self.effects.extend(self.annotator.clone().map(super::Effect::LoadTimes)),
        }
    }
}
