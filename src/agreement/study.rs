//! What is compared: articles, each with the marks of those who saw it. Not seen is not the same as seen and left empty.

use super::{Alive, Choice, Figure, gamma::Prepared, tokens::Tokens};
use crate::{
    model::{AnnotationSet, LabelName},
    text::{CharOffset, Cursor, Span, Text},
};
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, OnceLock},
};

/// What is compared.
#[derive(Debug, Default)]
pub struct Study {
    annotators: Vec<Arc<str>>,
    labels: Vec<LabelName>,
    articles: Vec<Item>,
    label_at: HashMap<LabelName, u16>,
    /// Made when first asked for, once for all measures that are made of tokens.
    tokens: OnceLock<Tokens>,
    /// Alignments of all articles, with their seed: long work that γ and γ-cat share.
    pub(super) aligned: OnceLock<(u64, Arc<Prepared>)>,
}

/// An article of a study.
#[derive(Debug)]
pub struct Item {
    /// Its name.
    pub name: Arc<str>,
    /// The event that it is on; articles on one event are resampled together where that is asked for.
    pub event: Option<Arc<str>>,
    /// Its text.
    pub text: Text,
    /// The marks of each annotator, in the order of [`Study::annotators`]: by place, then label, each place and label once. `None`:
    /// has not seen the article; empty: has seen it and marked nothing.
    pub sets: Vec<Option<Vec<Mark>>>,
}

/// A mark of a study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its place in bytes, on boundaries of Unicode scalars.
    pub span: Span,
    /// Its start in Unicode scalars.
    pub start: u32,
    /// Its end (not covered) in Unicode scalars.
    pub end: u32,
    /// Its label, as a number in [`Study::labels`].
    pub label: u16,
    /// Its number in the set or list that it came from, for going back to it.
    pub at: u32,
    /// What it says beside its place: attribute values by name.
    pub attributes: BTreeMap<Arc<str>, Arc<str>>,
    /// Its links: the role, and the other mark's number in [`Item::sets`].
    pub links: Vec<(Arc<str>, u32)>,
}

/// A mark as exchange files have it: start, end (not covered) in Unicode scalars, label.
pub type Plain<'a> = (usize, usize, &'a str);

/// A mark that a study cannot hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StudyError {
    /// Its start or end is not in the text, or it is empty.
    #[error("the span {0} to {1} is not in the text")]
    Span(usize, usize),
    /// A number cannot hold them.
    #[error("there are more than 65,535 labels")]
    Labels,
    /// An article of four billion characters.
    #[error("the text is too long")]
    Text,
}

impl Study {
    /// A study of these annotators without articles. They are put in the order of their names, each once.
    pub fn new(annotators: impl IntoIterator<Item = impl Into<Arc<str>>>) -> Self {
        let mut annotators: Vec<Arc<str>> = annotators.into_iter().map(Into::into).collect();
        annotators.sort();
        annotators.dedup();
        Study { annotators, ..Study::default() }
    }

    /// Adds an annotator, where there is none of that name yet; such a one has seen none of the articles so far. Numbers of
    /// annotators change with it, since they go by name.
    pub fn meet(&mut self, name: &str) {
        if let Err(at) = self.annotators.binary_search_by(|a| (**a).cmp(name)) {
            self.tokens.take();
            self.aligned.take();
            self.annotators.insert(at, name.into());
            for article in &mut self.articles {
                article.sets.insert(at, None);
            }
        }
    }

    /// Who is compared, by name.
    pub fn annotators(&self) -> &[Arc<str>] {
        &self.annotators
    }

    /// The number of an annotator.
    pub fn annotator(&self, name: &str) -> Option<usize> {
        self.annotators.binary_search_by(|a| (**a).cmp(name)).ok()
    }

    /// The labels in use, in the order in which they first came.
    pub fn labels(&self) -> &[LabelName] {
        &self.labels
    }

    /// The articles.
    pub fn articles(&self) -> &[Item] {
        &self.articles
    }

    /// The numbers of all articles.
    pub fn everything(&self) -> Vec<usize> {
        (0..self.articles.len()).collect()
    }

    /// How many articles two people have seen.
    pub fn shared(&self) -> usize {
        self.articles.iter().filter(|item| item.is_shared()).count()
    }

    /// How many marks there are.
    pub fn marks(&self) -> usize {
        self.articles.iter().flat_map(Item::seen).map(|(_, marks)| marks.len()).sum()
    }

    /// Whether two annotators have both seen one of these articles.
    pub(super) fn share(&self, pair: (usize, usize), articles: &Choice) -> bool {
        articles.articles().any(|at| self.articles.get(at).is_some_and(|item| item.both(pair).is_some()))
    }

    /// Goes through the articles, and asks now and then whether to go on. `None`: `alive` said stop.
    pub(super) fn walk<'s>(&'s self, alive: &mut Alive<'_>, mut each: impl FnMut(&'s Item)) -> Option<()> {
        for (nth, item) in self.articles.iter().enumerate() {
            if nth % 64 == 0 && alive(nth as f32 / self.articles.len() as f32).is_break() {
                return None;
            }
            each(item);
        }
        Some(())
    }

    /// A figure for every two annotators.
    pub(super) fn by_pair(&self, figure: impl Fn((usize, usize)) -> Figure) -> Vec<((usize, usize), Figure)> {
        self.pairs().map(|pair| (pair, figure(pair))).collect()
    }

    /// A figure for every label, by its number.
    pub(super) fn by_label(&self, figure: impl Fn(u16) -> Figure) -> Vec<(LabelName, Figure)> {
        self.labels.iter().zip(0..).map(|(label, at)| (label.clone(), figure(at))).collect()
    }

    /// Every two annotators, the smaller number first.
    pub fn pairs(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        let n = self.annotators.len();
        (0..n).flat_map(move |a| (a + 1..n).map(move |b| (a, b)))
    }

    /// Its tokens. `None`: `alive` said stop.
    pub(super) fn tokens(&self, alive: &mut Alive<'_>) -> Option<&Tokens> {
        if self.tokens.get().is_none() {
            let made = Tokens::new(self, alive)?;
            // Where two were at it at once, both have made the same.
            self.tokens.get_or_init(|| made);
        }
        self.tokens.get()
    }

    /// Adds an article with the sets of annotators by their names; who is not named has not seen it. Lost annotations have no
    /// place and are left out. Names that the study was not made for are passed over.
    ///
    /// # Errors
    /// [`StudyError`] where it cannot hold the article.
    pub fn add<'a>(
        &mut self,
        name: Arc<str>,
        event: Option<Arc<str>>,
        text: Text,
        sets: impl IntoIterator<Item = (&'a str, &'a AnnotationSet)>,
    ) -> Result<(), StudyError> {
        let mut all = self.unseen();
        for (who, set) in sets {
            let Some(slot) = self.annotator(who).and_then(|at| all.get_mut(at)) else { continue };
            // A set is in the order of places; of one place, labels are put in order below.
            let mut marks = Vec::with_capacity(set.placed_len());
            let mut cursor = Cursor::new(&text);
            for (at, (span, mark)) in set.placed().enumerate() {
                let start = cursor.char_of(span.start()).0;
                let end = Cursor::char_of(&mut { cursor }, span.end()).0;
                let label = self.label(&mark.label)?;
                let (start, end, at) = (short(start)?, short(end)?, short(at)?);
                let (attributes, links) = (mark.attributes.clone(), Vec::new());
                marks.push(Mark { span, start, end, label, at, attributes, links });
            }
            Self::sort(&mut marks);
            // Links lead to places in the sorted list.
            if set.iter().any(|a| !a.links.is_empty()) {
                let ids: HashMap<_, _> =
                    marks.iter().zip(0u32..).filter_map(|(m, at)| Some((&set.nth(m.at as usize)?.id, at))).collect();
                let links: Vec<Vec<(Arc<str>, u32)>> = marks
                    .iter()
                    .map(|m| {
                        let links = set.nth(m.at as usize).into_iter().flat_map(|a| &a.links);
                        links.filter_map(|l| Some((l.role.clone(), *ids.get(&l.to)?))).collect()
                    })
                    .collect();
                for (mark, links) in marks.iter_mut().zip(links) {
                    mark.links = links;
                }
            }
            *slot = Some(marks);
        }
        self.push(Item { name, event, text, sets: all });
        Ok(())
    }

    /// Adds an article with marks as they stand in exchange files: start, end (not covered) in Unicode scalars, label. The same
    /// place and label twice is once.
    ///
    /// # Errors
    /// [`StudyError`], with the annotator's number in `sets` and the mark's in their list.
    pub fn add_plain<'a>(
        &mut self,
        name: Arc<str>,
        event: Option<Arc<str>>,
        text: Text,
        sets: &[(&'a str, Vec<Plain<'a>>)],
    ) -> Result<(), (StudyError, usize, usize)> {
        let mut all = self.unseen();
        for (nth, (who, list)) in sets.iter().enumerate() {
            let Some(slot) = self.annotator(who).and_then(|at| all.get_mut(at)) else { continue };
            let mut marks = Vec::with_capacity(list.len());
            for (at, (start, end, label)) in list.iter().enumerate() {
                let fault = |error| (error, nth, at);
                let byte = |at| text.byte_of(CharOffset(at));
                let span = byte(*start).zip(byte(*end)).and_then(|(a, b)| Span::new(a, b));
                let span = span.ok_or(fault(StudyError::Span(*start, *end)))?;
                let label = self.label(label).map_err(fault)?;
                let (start, end, at) = (short(*start), short(*end), short(at));
                let (attributes, links) = (BTreeMap::new(), Vec::new());
                marks.push(Mark {
                    span,
                    start: start.map_err(fault)?,
                    end: end.map_err(fault)?,
                    label,
                    at: at.map_err(fault)?,
                    attributes,
                    links,
                });
            }
            Self::sort(&mut marks);
            *slot = Some(marks);
        }
        self.push(Item { name, event, text, sets: all });
        Ok(())
    }

    fn push(&mut self, article: Item) {
        self.tokens.take();
        self.aligned.take();
        self.articles.push(article);
    }

    fn unseen(&self) -> Vec<Option<Vec<Mark>>> {
        self.annotators.iter().map(|_| None).collect()
    }

    fn sort(marks: &mut Vec<Mark>) {
        marks.sort_by_key(|m| (m.span, m.label, m.at));
        marks.dedup_by(|b, a| a.span == b.span && a.label == b.label);
    }

    fn label(&mut self, name: &str) -> Result<u16, StudyError> {
        if let Some(at) = self.label_at.get(name) {
            return Ok(*at);
        }
        let at = u16::try_from(self.labels.len()).map_err(|_| StudyError::Labels)?;
        let name: LabelName = name.into();
        self.labels.push(name.clone());
        self.label_at.insert(name, at);
        Ok(at)
    }
}

impl Item {
    /// The marks of an annotator who has seen it.
    pub fn of(&self, annotator: usize) -> Option<&[Mark]> {
        self.sets.get(annotator)?.as_deref()
    }

    /// The marks of two annotators who have both seen it.
    pub fn both(&self, (a, b): (usize, usize)) -> Option<(&[Mark], &[Mark])> {
        self.of(a).zip(self.of(b))
    }

    /// The marks of everyone who has seen it, with their numbers.
    pub fn seen(&self) -> impl Iterator<Item = (usize, &[Mark])> {
        self.sets.iter().enumerate().filter_map(|(at, set)| Some((at, set.as_deref()?)))
    }

    /// Whether two people have seen it.
    pub fn is_shared(&self) -> bool {
        self.seen().nth(1).is_some()
    }

    /// How long its text is, in Unicode scalars.
    pub fn chars(&self) -> usize {
        self.text.char_len().0
    }
}

fn short(n: usize) -> Result<u32, StudyError> {
    u32::try_from(n).map_err(|_| StudyError::Text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn annotators_may_come_late() {
        let mut study = Study::new(["Mai"]);
        let a: [(&str, Vec<Plain<'_>>); 1] = [("Mai", vec![(0, 1, "Actor")])];
        study.add_plain("a".into(), None, Text::new("a"), &a).unwrap();
        for name in ["An", "Mai", "Vy", "An"] {
            study.meet(name);
        }
        assert_eq!(study.annotators().iter().map(|a| &**a).collect::<Vec<_>>(), ["An", "Mai", "Vy"]);
        let article = &study.articles()[0];
        assert_eq!(article.sets.len(), 3);
        assert_eq!(article.seen().map(|(who, marks)| (who, marks.len())).collect::<Vec<_>>(), [(1, 1)]);
    }
}
