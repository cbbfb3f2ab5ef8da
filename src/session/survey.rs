//! The problems of the whole project: looked for in the background, first when the page of problems is opened, then where
//! something changed. An article in hand tells its own.

use super::{Effect, Panel, Session};
use crate::{
    model::{
        AnnotatorName, ArticleKey, AttributeKind, LabelSet, State,
        problem::{ArticleNames, Found, Look, Names, names},
    },
    store::Loaded,
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

/// The rule that looks beyond one article: its findings in the project are counted from the names of all.
const BEYOND: &str = "two-labels";

/// A project of more articles is looked at when the page of problems is opened only: it takes many seconds of the processor.
const UNASKED: usize = 20_000;

/// What is known of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Tally {
    by_rule: BTreeMap<&'static str, usize>,
    /// Names that were said to be right as they are.
    quiet: Vec<Arc<str>>,
}

impl Tally {
    fn of(found: &Found) -> Self {
        let mut tally = Tally::default();
        for problem in found.open.iter().filter(|p| p.rule != BEYOND) {
            *tally.by_rule.entry(problem.rule).or_default() += 1;
        }
        let quiet = found.silenced.iter().filter(|(p, _)| p.rule == BEYOND);
        tally.quiet = quiet.map(|(p, _)| p.about.clone()).collect();
        tally
    }
}

/// A look at many articles, off the drawing thread; the answers carry the number.
#[derive(Clone, Debug)]
pub struct SurveyJob {
    /// Its number: an answer to an earlier one is not listened to.
    pub serial: u64,
    /// The articles to look at.
    pub keys: Vec<ArticleKey>,
    /// Whose sets.
    pub annotator: AnnotatorName,
    labels: Arc<LabelSet>,
}

/// What was found in one article.
#[derive(Clone, Debug)]
pub struct Surveyed {
    key: ArticleKey,
    tally: Tally,
    names: ArticleNames,
}

impl SurveyJob {
    /// Looks at one article of the job as it is on disk; one that cannot be read has no problems of this kind.
    pub fn look(&self, key: &ArticleKey, loaded: Option<Loaded>) -> Surveyed {
        let Some(loaded) = loaded else {
            return Surveyed { key: key.clone(), tally: Tally::default(), names: ArticleNames::default() };
        };
        let names = names(&loaded.text, &loaded.set, &self.labels);
        let look = Look {
            key: key.clone(),
            metadata: loaded.edited.or(&loaded.found),
            text: loaded.text,
            facts: None,
            set: loaded.set,
            labels: self.labels.clone(),
            names: Arc::default(),
        };
        Surveyed { key: key.clone(), tally: Tally::of(&look.run().0), names }
    }
}

/// What is known of the whole project.
#[derive(Debug, Default)]
pub struct Survey {
    tallies: BTreeMap<ArticleKey, Tally>,
    names: Arc<Names>,
    /// Goes up when the names change.
    version: u64,
    /// Whether names were said to be right, or no longer, since those with two labels were counted.
    hushed: bool,
    /// By article: names with two labels.
    conflicts: HashMap<ArticleKey, usize>,
    listed: Vec<(ArticleKey, usize)>,
    /// Whether the list is as the counts are.
    is_listed: bool,
    begun: bool,
    serial: u64,
    /// How many of how many articles were looked at.
    running: Option<(usize, usize)>,
    waiting: BTreeSet<ArticleKey>,
    labels: Option<Arc<LabelSet>>,
}

impl Survey {
    /// The articles with problems, in the order of the list, each with how many. Kept while the page shows it.
    pub fn articles(&self) -> &[(ArticleKey, usize)] {
        &self.listed
    }

    /// How many of how many articles were looked at, while that goes on.
    pub fn progress(&self) -> Option<(usize, usize)> {
        self.running
    }

    /// How many problems each rule found in an article.
    pub fn of(&self, key: &ArticleKey) -> Vec<(&'static str, usize)> {
        let mut all: Vec<(&'static str, usize)> =
            self.tallies.get(key).into_iter().flat_map(|t| &t.by_rule).map(|(rule, n)| (*rule, *n)).collect();
        all.extend(self.conflicts.get(key).map(|n| (BEYOND, *n)));
        all
    }

    /// The names of the project, as far as it was looked at.
    pub fn names(&self) -> &Arc<Names> {
        &self.names
    }

    pub(super) fn version(&self) -> u64 {
        self.version
    }

    /// A fresh start for another project or annotator; the numbers go on.
    pub(super) fn renewed(&self) -> Self {
        Survey { serial: self.serial + 1, version: self.version + 1, ..Survey::default() }
    }

    /// The article in hand tells its own problems.
    pub(super) fn tally(&mut self, key: &ArticleKey, found: &Found, state: State) {
        if self.begun {
            let tally = if state == State::Skipped { Tally::default() } else { Tally::of(found) };
            let old = self.tallies.insert(key.clone(), tally.clone()).unwrap_or_default();
            self.is_listed &= old == tally;
            self.hushed |= old.quiet != tally.quiet;
        }
    }

    fn count(&self, key: &ArticleKey) -> usize {
        let own: usize = self.tallies.get(key).map_or(0, |t| t.by_rule.values().sum());
        own + self.conflicts.get(key).copied().unwrap_or_default()
    }

    /// Counts the names with two labels anew.
    fn compare(&mut self, labels: &LabelSet) {
        let is_for_names = |label: &str| {
            labels.get(label).is_some_and(|l| l.attributes.iter().any(|a| a.kind == AttributeKind::Entity))
        };
        self.version += 1;
        self.is_listed = false;
        self.hushed = false;
        self.conflicts.clear();
        for (name, articles) in self.names.conflicts(&is_for_names) {
            for key in articles {
                let quiet = |about: &Arc<str>| about.strip_suffix(&**name).is_some_and(|label| label.ends_with(' '));
                if !self.tallies.get(key).is_some_and(|t| t.quiet.iter().any(quiet)) {
                    *self.conflicts.entry(key.clone()).or_default() += 1;
                }
            }
        }
    }
}

impl Session {
    /// Begins when the page of problems is opened, or in projects that are soon looked at when the first mark is taken in hand
    /// (how its words are marked elsewhere is of use then), and goes on where something waits; one look at a time.
    pub(super) fn follow_survey(&mut self) {
        let Some(project) = &self.project else { return };
        let whole = self.problems.whole();
        let survey = &mut self.problems.survey;
        let shown = self.panel == Panel::Problems && self.prefs.right_open;
        let in_hand = self.current.as_ref().and_then(|k| self.docs.get(k)).is_some_and(|d| d.selection.mark.is_some());
        let wanted = shown || in_hand && self.articles.len() <= UNASKED;
        if !(survey.begun || wanted) || !self.articles.complete() {
            return;
        }
        if survey.labels.as_ref().is_none_or(|l| **l != project.labels) {
            // The first look, or what the rules go by is another: everything that was begun.
            survey.begun = true;
            survey.labels = Some(Arc::new(project.labels.clone()));
            survey.tallies.clear();
            survey.names = Arc::default();
            survey.running = None;
            survey.is_listed = false;
            let begun = self.articles.iter().filter(|e| !matches!(e.state, State::New | State::Skipped));
            survey.waiting = begun.map(|e| e.key.clone()).collect();
        }
        if survey.running.is_none()
            && !survey.waiting.is_empty()
            && let (Some(annotator), Some(labels)) = (self.annotator.clone(), survey.labels.clone())
        {
            survey.serial += 1;
            let keys: Vec<ArticleKey> = std::mem::take(&mut survey.waiting).into_iter().collect();
            survey.running = Some((0, keys.len()));
            let serial = survey.serial;
            self.effects.push(Effect::Survey(Box::new(SurveyJob { serial, keys, annotator, labels })));
        }
        if shown && whole && !survey.is_listed {
            let counted = self.articles.iter().map(|e| (&e.key, survey.count(&e.key))).filter(|(_, count)| *count > 0);
            let listed = counted.map(|(key, count)| (key.clone(), count)).collect();
            survey.listed = listed;
            survey.is_listed = true;
        }
    }

    /// Articles that were found changed on disk are looked at again, once the project has been looked at.
    pub(super) fn survey_again(&mut self, keys: impl Iterator<Item = ArticleKey>) {
        if self.problems.survey.begun {
            self.problems.survey.waiting.extend(keys);
        }
    }

    pub(super) fn surveyed(&mut self, serial: u64, batch: Vec<Surveyed>, looked: usize, finished: bool) {
        let current = self.current.clone();
        let survey = &mut self.problems.survey;
        if serial != survey.serial {
            return;
        }
        survey.is_listed = false;
        let all = Arc::make_mut(&mut survey.names);
        for found in batch {
            all.learn(&found.key, found.names);
            // The one in hand knows better.
            if current.as_ref() != Some(&found.key) || !survey.tallies.contains_key(&found.key) {
                survey.tallies.insert(found.key, found.tally);
            }
        }
        if let Some((done, _)) = &mut survey.running {
            *done = looked;
        }
        if finished {
            survey.running = None;
            if let Some(labels) = survey.labels.clone() {
                survey.compare(&labels);
            }
        }
    }

    /// The names of an article that is left, as they are now.
    pub(super) fn learn_names(&mut self, key: &ArticleKey) {
        let survey = &mut self.problems.survey;
        let (Some(labels), Some(doc)) = (survey.labels.clone(), self.docs.get(key)) else { return };
        if doc.touched {
            let names = names(&doc.text, &doc.set, &labels);
            let known = survey.names.knows(key, &names);
            if !known {
                Arc::make_mut(&mut survey.names).learn(key, names);
            }
            if !known || survey.hushed {
                survey.compare(&labels);
            }
        }
    }
}
