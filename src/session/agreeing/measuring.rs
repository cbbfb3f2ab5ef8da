//! The job of measuring: from the project to figures, off the drawing thread.

use super::gold::{Against, against};
use crate::{
    agreement::{Assessed, Confidence, Confusion, Flow, Found, Kind, MEASURES, Measure, Study, assess_all},
    session::{
        dataset::{Corpus, Remark},
        study::{Gathered, StudyChoice, gather},
    },
    text::folded,
};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// The longest words that are counted as a phrase, in bytes of the text: what is longer hardly comes twice.
const LONGEST: usize = 200;
/// So many phrases are kept.
const MOST_PHRASES: usize = 1_000;

/// Measuring, off the drawing thread; the answers carry the number.
#[derive(Debug)]
pub struct MeasureJob {
    /// Its number: an answer to an earlier one is not listened to.
    pub serial: u64,
    task: Task,
}

#[derive(Debug)]
enum Task {
    /// Read the project and run the quick measures.
    Quick(StudyChoice),
    /// Run the slow measures on what was read.
    Slow(Arc<Measured>),
}

/// What is told of measuring.
#[derive(Debug)]
pub enum MeasureNews {
    /// How far it is.
    Step(MeasureStep),
    /// It was stopped.
    Stopped,
    /// What came of it.
    Done(Reckoned),
}

/// What measuring is at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MeasureStep {
    /// Reading the work: so many articles of so many.
    Reading(usize, usize),
    /// Measuring it: this share is done.
    Measuring(f32),
}

/// What came of a job.
#[derive(Debug)]
pub enum Reckoned {
    /// The work, and what the quick measures say of it.
    Quick(Box<Measured>),
    /// What the slow ones say.
    Slow(Vec<Assessed>),
}

/// The work that was compared, and what came of it.
#[derive(Debug)]
pub struct Measured {
    /// What was compared.
    pub study: Study,
    /// What has gold, with it: see [`Gathered::gold`].
    pub gold: Study,
    /// How many articles two or more have seen.
    pub shared: usize,
    /// How many marks there are.
    pub marks: usize,
    /// What was left out of it.
    pub remarks: Vec<Remark>,
    /// What each quick measure says, in the order of the list; the first is the headline.
    pub assessed: Vec<Assessed>,
    /// Between every two, all marks that stand for one another or alone.
    pub pairs: Vec<Pair>,
    /// Articles that two or more have seen, the worst first.
    pub articles: Vec<Ranked<usize>>,
    /// Events, the worst first.
    pub events: Vec<Ranked<Arc<str>>>,
    /// Words that are marked by one and by another not, or under another label; those that come most often first.
    pub phrases: Vec<Phrase>,
    /// Each annotator against gold.
    pub against: Vec<Against>,
}

/// Two annotators.
#[derive(Debug)]
pub struct Pair {
    /// Their numbers in the study.
    pub who: (usize, usize),
    /// What stands for what.
    pub confusion: Confusion,
    /// In how many places they differ.
    pub differ: usize,
}

/// An article or an event, with how well annotators agree there.
#[derive(Clone, Debug)]
pub struct Ranked<T> {
    /// Which.
    pub what: T,
    /// The headline's value; `None` where nobody marked anything.
    pub value: Option<f64>,
    /// On how many marks it rests.
    pub marks: usize,
    /// In how many places two of them differ.
    pub differ: usize,
}

/// Words that annotators do not agree on.
#[derive(Clone, Debug)]
pub struct Phrase {
    /// The words without case and accents, by which they are one.
    pub folded: Arc<str>,
    /// The words as they stand in the first place.
    pub words: Arc<str>,
    /// Where.
    pub places: Vec<Found>,
}

impl MeasureJob {
    pub(super) fn quick(serial: u64, choice: StudyChoice) -> Self {
        MeasureJob { serial, task: Task::Quick(choice) }
    }

    pub(super) fn slow(serial: u64, measured: Arc<Measured>) -> Self {
        MeasureJob { serial, task: Task::Slow(measured) }
    }

    /// Does it. `alive` is asked now and then, with how far it is.
    pub fn run(&self, corpus: &dyn Corpus, alive: &mut dyn FnMut(MeasureStep) -> Flow) -> MeasureNews {
        let reckoned = match &self.task {
            Task::Quick(choice) => quick(corpus, choice, alive).map(|m| Reckoned::Quick(Box::new(m))),
            Task::Slow(measured) => run(&measured.study, true, alive).map(Reckoned::Slow),
        };
        reckoned.map_or(MeasureNews::Stopped, MeasureNews::Done)
    }
}

fn run(study: &Study, slow: bool, alive: &mut dyn FnMut(MeasureStep) -> Flow) -> Option<Vec<Assessed>> {
    let measures: Vec<&dyn Measure> = MEASURES.iter().copied().filter(|m| m.about().slow == slow).collect();
    let articles = study.everything();
    assess_all(&measures, study, &articles, Confidence::default(), &mut |done| alive(MeasureStep::Measuring(done)))
}

fn quick(corpus: &dyn Corpus, choice: &StudyChoice, alive: &mut dyn FnMut(MeasureStep) -> Flow) -> Option<Measured> {
    let gathered = gather(corpus, choice, &mut |n, of| alive(MeasureStep::Reading(n, of)))?;
    let remarks = gathered.remarks(choice);
    let Gathered { study, gold, days, .. } = gathered;
    let assessed = run(&study, false, alive)?;
    let articles = study.everything();
    let mut pairs = Vec::new();
    for pair in study.pairs() {
        if alive(MeasureStep::Measuring(1.0)).is_break() {
            return None;
        }
        let confusion = Confusion::of(&study, &articles, &[pair]);
        let found = confusion.cells().flat_map(|(_, found)| found);
        let differ = found.filter(|f| is_different(f.pairing.kind)).count();
        pairs.push(Pair { who: pair, confusion, differ });
    }
    let mut differ: HashMap<usize, usize> = HashMap::new();
    let places = || pairs.iter().flat_map(|pair| pair.confusion.cells()).flat_map(|(_, found)| found);
    for found in places().filter(|f| is_different(f.pairing.kind)) {
        *differ.entry(found.article).or_default() += 1;
    }
    let mut of_event: BTreeMap<&str, usize> = BTreeMap::new();
    for (article, n) in &differ {
        if let Some(event) = study.articles().get(*article).and_then(|a| a.event.as_deref()) {
            *of_event.entry(event).or_default() += n;
        }
    }
    let headline = assessed.first();
    let by_article = headline.into_iter().flat_map(|a| &a.by_article).map(|(article, part)| Ranked {
        what: *article,
        value: part.value.ok(),
        marks: part.n,
        differ: differ.get(article).copied().unwrap_or_default(),
    });
    let by_event = headline.into_iter().flat_map(|a| &a.by_event).map(|(event, part)| Ranked {
        what: event.clone(),
        value: part.value.ok(),
        marks: part.n,
        differ: of_event.get(&**event).copied().unwrap_or_default(),
    });
    let (articles, events) = (worst_first(by_article.collect()), worst_first(by_event.collect()));
    let phrases = phrases(&study, places());
    Some(Measured {
        shared: study.shared(),
        marks: study.marks(),
        against: against(&gold, &days),
        remarks,
        assessed,
        pairs,
        articles,
        events,
        phrases,
        study,
        gold,
    })
}

/// Whether two differ in place or label, or one has nothing: what lowers the headline.
pub(super) fn is_different(kind: Kind) -> bool {
    matches!(kind, Kind::Boundary | Kind::Label | Kind::Both | Kind::Missed)
}

/// The lowest value first, of equals those with more differences; at the end those without a value.
fn worst_first<T>(mut all: Vec<Ranked<T>>) -> Vec<Ranked<T>> {
    all.sort_by(|a, b| {
        let value = |r: &Ranked<T>| r.value.unwrap_or(f64::INFINITY);
        value(a).total_cmp(&value(b)).then(b.differ.cmp(&a.differ))
    });
    all
}

/// The words of marks that only one made, or that two put under different labels.
fn phrases<'f>(study: &Study, places: impl Iterator<Item = &'f Found>) -> Vec<Phrase> {
    let mut all: HashMap<String, Phrase> = HashMap::new();
    for found in places.filter(|f| matches!(f.pairing.kind, Kind::Missed | Kind::Label | Kind::Both)) {
        let Some(item) = study.articles().get(found.article) else { continue };
        let (left, right) = (item.of(found.annotators.0), item.of(found.annotators.1));
        let mark = |list: Option<&'_ [_]>, at: Option<usize>| {
            list.and_then(|l| l.get(at?)).map(|m: &crate::agreement::Mark| m.span)
        };
        let Some(span) = mark(left, found.pairing.left).or(mark(right, found.pairing.right)) else { continue };
        if span.len() > LONGEST {
            continue;
        }
        let words = span.of(&item.text);
        let key = folded(words);
        let phrase = all.entry(key).or_insert_with_key(|folded| Phrase {
            folded: folded.as_str().into(),
            words: words.into(),
            places: Vec::new(),
        });
        phrase.places.push(*found);
    }
    let mut all: Vec<Phrase> = all.into_values().collect();
    all.sort_by(|a, b| b.places.len().cmp(&a.places.len()).then_with(|| a.folded.cmp(&b.folded)));
    all.truncate(MOST_PHRASES);
    for phrase in &mut all {
        phrase.places.sort_by_key(|f| (f.article, f.annotators));
    }
    all
}
