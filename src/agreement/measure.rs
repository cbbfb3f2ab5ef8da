//! What a measure is, and what one says of a study.

use super::{Choice, Study};
use crate::model::LabelName;
use std::ops::ControlFlow;

/// Go on, or stop: what is asked between the steps of a long computation.
pub type Flow = ControlFlow<()>;

/// Asked now and then, with how far a computation has come (0 to 1), whether it is to go on.
pub type Alive<'a> = dyn FnMut(f32) -> Flow + 'a;

/// What scores the articles of a study; `None`: it was stopped before.
pub type Ready<'s> = Option<Box<dyn Scorer + 's>>;

/// What is known of a measure.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// Its name in code, files and on the command line.
    pub id: &'static str,
    /// Its name on screen.
    pub title: &'static str,
    /// What it says, in a sentence for people who have not met it.
    pub tooltip: &'static str,
    /// Where it is from: author, year, place.
    pub source: &'static str,
    /// What its `n` counts: `marks`, `tokens`, `characters`, ….
    pub counts: &'static str,
    /// The value of perfect agreement is 1 for all; this is what chance alone gives: 0 for corrected measures, `None` where it
    /// depends on the data.
    pub chance: Option<f64>,
    /// Whether it takes so long that it is run in the background and only when asked for.
    pub slow: bool,
}

/// Why there is no figure. A measure never gives a number that means nothing. In the order of how far a comparison comes, so that the
/// greatest of several reasons says most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Undefined {
    /// Fewer than two annotators.
    #[error("there are fewer than two annotators to compare")]
    FewerThanTwoAnnotators,
    /// Nothing was seen by two people.
    #[error("no article was seen by two annotators")]
    NoSharedArticles,
    /// Nothing was seen by everyone, which this measure needs.
    #[error("no article was seen by every annotator, which this measure needs")]
    NoArticlesOfAll,
    /// Nobody marked anything in what was compared.
    #[error("nobody marked anything in what was compared")]
    NoMarks,
    /// There is no text to compare.
    #[error("there is no text in what was compared")]
    NoText,
    /// No two marks stand for the same thing, so that there is nothing to compare in them.
    #[error("no two marks stand for the same thing")]
    NoMatchedMarks,
    /// Nobody gave a value to an attribute of a mark that two people made.
    #[error("no mark that two people made has an attribute")]
    NoAttributes,
    /// Nobody drew a link between marks.
    #[error("nobody linked marks in what was compared")]
    NoLinks,
    /// All judgements are the same, so that agreement by chance would be certain too.
    #[error("all judgements are the same: agreement by chance would be certain too")]
    NoVariation,
    /// The computation would take too long.
    #[error("there is too much on one place to compute this")]
    TooMuch,
}

impl Undefined {
    /// Its name in files.
    pub fn id(self) -> &'static str {
        match self {
            Undefined::FewerThanTwoAnnotators => "fewer_than_two_annotators",
            Undefined::NoSharedArticles => "no_shared_articles",
            Undefined::NoArticlesOfAll => "no_articles_of_all",
            Undefined::NoMarks => "no_marks",
            Undefined::NoText => "no_text",
            Undefined::NoVariation => "no_variation",
            Undefined::NoMatchedMarks => "no_matched_marks",
            Undefined::NoAttributes => "no_attributes",
            Undefined::NoLinks => "no_links",
            Undefined::TooMuch => "too_much",
        }
    }
}

/// A number, or why there is none. Never NaN, never infinite.
pub type Figure = Result<f64, Undefined>;

/// A figure with what it was made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// The figure.
    pub value: Figure,
    /// On how many things it rests; [`About::counts`] says which.
    pub n: usize,
    /// What was observed: agreement, or disagreement for measures that are made of that. `None` where the measure has none.
    pub observed: Option<f64>,
    /// What chance would give of the same. `None` where the measure is not corrected for chance.
    pub expected: Option<f64>,
}

impl Part {
    /// No figure.
    pub fn undefined(why: Undefined) -> Self {
        Part { value: Err(why), n: 0, observed: None, expected: None }
    }
}

/// A measure. One a file.
pub trait Measure: Sync {
    /// What is known of it.
    fn about(&self) -> &'static About;

    /// Looks at every article of a study once and gives what scores any choice of them. `alive` is asked now and then, with how
    /// far it has come (0 to 1); where it says stop, there is no scorer.
    fn prepare<'s>(&self, study: &'s Study, seed: u64, alive: &mut Alive<'_>) -> Ready<'s>;
}

/// What scores any choice of a study's articles. Those seen by fewer than two annotators do not change a figure.
pub trait Scorer {
    /// Over all annotators and labels.
    fn all(&self, articles: &Choice) -> Part;

    /// For every two annotators (numbers in [`Study::annotators`], the smaller first).
    fn by_pair(&self, articles: &Choice) -> Vec<((usize, usize), Figure)>;

    /// For every label, as if there were no other; empty for measures that are not made of labels. In the order of
    /// [`Study::labels`].
    fn by_label(&self, articles: &Choice) -> Vec<(LabelName, Figure)>;
}
