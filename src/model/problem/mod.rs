//! Problems of an article: what looks forgotten or mistaken in a set. Rules find them, one file each, and [`RULES`] lists them.
//!
//! A rule goes by what the labels define, not by their names: a label with a link `source` is one for claims, one with a date
//! value is one for dates, one with an entity is one for names. In a project without such labels the rule finds nothing.

mod date_value;
mod edges;
mod facts;
mod fix;
mod impossible_date;
mod lexicon;
mod links;
mod lost;
mod missing;
mod names;
mod no_source;
mod quotation;
mod reporting;
#[cfg(test)]
mod tests;
mod two_labels;
mod unknown_label;
mod unmarked_name;
mod values;
mod view;

pub use facts::TextFacts;
pub use fix::Fix;
pub use names::{ArticleNames, Labels, Names, names};
pub use view::ArticleView;

use super::{AnnotationId, AnnotationSet, ArticleKey, LabelSet, Metadata, Silence, State};
use crate::text::{Span, Text};
use std::{borrow::Cow, collections::HashSet, sync::Arc};

/// The rules, in the order in which they are listed.
pub static RULES: &[&dyn Rule] = &[
    &lost::Lost,
    &links::Links,
    &unknown_label::UnknownLabel,
    &missing::Missing,
    &values::Values,
    &edges::Edges,
    &no_source::NoSource,
    &date_value::NoValue,
    &impossible_date::ImpossibleDate,
    &two_labels::TwoLabels,
    &unmarked_name::UnmarkedName,
    &quotation::Quotation,
    &reporting::Reporting,
];

/// Finds one kind of problem.
pub trait Rule: Sync {
    /// Its name in files, where silenced problems refer to it: never changes.
    fn id(&self) -> &'static str;
    /// Its name on screen.
    fn title(&self) -> &'static str;
    /// What it finds and what to do about it, in a sentence or two.
    fn explanation(&self) -> &'static str;
    /// Adds what it finds.
    fn find(&self, article: &ArticleView<'_>, out: &mut Vec<Problem>);
}

/// The rule of that name.
pub fn rule(id: &str) -> Option<&'static dyn Rule> {
    RULES.iter().copied().find(|r| r.id() == id)
}

/// Something that looks forgotten or mistaken.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The rule that found it.
    pub rule: &'static str,
    /// What is so.
    pub sentence: Cow<'static, str>,
    /// The mark it is about.
    pub mark: Option<AnnotationId>,
    /// Where it is; several where the same words stand in several places, none for a lost mark.
    pub places: Vec<Span>,
    /// What it is about, in a form that a change elsewhere leaves alone: see [`Silence::about`].
    pub about: Arc<str>,
    /// What would put it right, where that is clear.
    pub fix: Option<Fix>,
}

impl Problem {
    /// How it is named where it is silenced.
    pub fn silence(&self) -> Silence {
        Silence { rule: self.rule.into(), about: self.about.clone() }
    }

    /// Whether it is the one that is named so.
    pub fn is(&self, silence: &Silence) -> bool {
        self.rule == &*silence.rule && self.about == silence.about
    }
}

/// The problems of one article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Those to be seen to, in the order of the text; those without a place first.
    pub open: Vec<Problem>,
    /// Those that were silenced, each with the reason.
    pub silenced: Vec<(Problem, Arc<str>)>,
    /// The marks that have an open one.
    pub marks: HashSet<AnnotationId>,
}

/// Everything wanted to look for the problems of an article: cheap to copy and to send.
#[derive(Clone, Debug)]
pub struct Look {
    /// The article.
    pub key: ArticleKey,
    /// Its text.
    pub text: Text,
    /// What is known of the text; `None` where it was not read yet.
    pub facts: Option<Arc<TextFacts>>,
    /// The annotations.
    pub set: AnnotationSet,
    /// What is known of the article.
    pub metadata: Metadata,
    /// The project's labels.
    pub labels: Arc<LabelSet>,
    /// The names of the project.
    pub names: Arc<Names>,
}

impl Look {
    /// Looks for all problems with all rules, and gives what it had to learn of the text. An article that was not begun or
    /// was skipped has none but lost marks.
    pub fn run(&self) -> (Found, Arc<TextFacts>) {
        let facts = self.facts.clone().unwrap_or_else(|| Arc::new(TextFacts::new(&self.text)));
        let view = ArticleView::new(self, &facts);
        let begun = !matches!(self.set.state(), State::New | State::Skipped);
        let mut all = Vec::new();
        for rule in RULES.iter().filter(|r| begun || r.id() == lost::Lost.id()) {
            rule.find(&view, &mut all);
        }
        all.sort_by_key(|p| p.places.first().map(|s| (s.start(), s.end())));
        let silenced = &self.set.remarks().silenced;
        let mut found = Found::default();
        for problem in all {
            match if silenced.is_empty() { None } else { silenced.get(&problem.silence()) } {
                Some(reason) => found.silenced.push((problem, reason.clone())),
                None => found.open.push(problem),
            }
        }
        found.marks = found.open.iter().filter_map(|p| p.mark.clone()).collect();
        (found, facts)
    }

    /// Whether looking takes well under a frame, so that it can be done at once.
    pub fn is_quick(&self) -> bool {
        let (bytes, marks) = if self.facts.is_some() { (512 << 10, 1500) } else { (24 << 10, 500) };
        self.text.len() <= bytes && self.set.len() <= marks
    }
}
