//! From a project to a study: whose work on which articles is compared, and what is left out of it. The window and the command
//! line run this same code.

use super::dataset::{ArticleScope, Corpus, Left, Remark};
use crate::{
    agreement::{Flow, Study},
    model::{AnnotationSet, AnnotatorName, ArticleKey, State},
    store::{FileTrouble, Work},
    text::counted,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// What of a project is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StudyChoice {
    /// Whose sets; every person's where none is named. Machines, and gold sets that came of a review, take part only where they
    /// are named: what was made of others' work is no judgement beside theirs.
    pub annotators: Vec<AnnotatorName>,
    /// Sets in progress count as seen too. Without this only sets that are done do: of others nobody knows whether a place
    /// without a mark was left or not reached. New and skipped sets never count as seen.
    pub unfinished: bool,
    /// Sets that hold a review are compared like those of others. Without this they are gold: a review comes of others' work, and
    /// would agree with it too well.
    pub reviews: bool,
    /// Which articles.
    pub articles: ArticleScope,
    /// Articles that are left out of these: whoever looks is to annotate them, and not done.
    pub kept_back: BTreeSet<ArticleKey>,
}

impl StudyChoice {
    /// Whether an annotator with a set in this state has seen the article.
    pub fn is_seen(&self, state: State) -> bool {
        match state {
            State::Done => true,
            State::InProgress => self.unfinished,
            State::New | State::Skipped => false,
        }
    }
}

/// A study of a project, and what is not in it.
#[derive(Debug, Default)]
pub struct Gathered {
    /// What is compared. Articles are called by their keys; those that nobody has seen are not in it. Of annotators who are not
    /// named, those who have seen nothing are not in it either.
    pub study: Study,
    /// Sets in progress: compared all the same, or left out for that, as the choice says.
    pub unfinished: Vec<Left>,
    /// What cannot be read, and is left out: such a set counts as not seen.
    pub unreadable: Vec<FileTrouble>,
    /// Marks whose words are not in the text any more: left out.
    pub lost_marks: usize,
    /// Machines that are left out, since they were not named.
    pub machines: Vec<AnnotatorName>,
    /// Whose sets are gold, and no part of the study for that.
    pub reviewers: BTreeSet<AnnotatorName>,
    /// The articles that have a gold set, with it and the work of others. Gold is called [`GOLD`]; where there are several of one
    /// article, it is that of the first reviewer by name.
    pub gold: Study,
    /// For each article of these, the day on which each annotator last marked something in it, where that is known.
    pub days: Vec<BTreeMap<Arc<str>, Date>>,
}

/// The name of gold among the annotators of [`Gathered::gold`]: it stands first there, and nobody else can have it.
pub const GOLD: &str = "";

impl Gathered {
    /// What is left out, or not done.
    pub fn remarks(&self, choice: &StudyChoice) -> Vec<Remark> {
        let mut remarks = Vec::new();
        let mut say = |what: &str, one: &str, names: Vec<String>| {
            if !names.is_empty() {
                remarks.push(Remark { sentence: format!("{} {what}", counted(names.len(), one)), names });
            }
        };
        say("that cannot be read, left out", "file", self.unreadable.iter().map(ToString::to_string).collect());
        let what = if choice.unfinished { "not done, compared as they are" } else { "not done, left out" };
        say(what, "set", self.unfinished.iter().map(|l| format!("{} ({})", l.article, l.annotator)).collect());
        say("left out: name them to compare them", "machine", self.machines.iter().map(ToString::to_string).collect());
        let reviewers = self.reviewers.iter().map(ToString::to_string).collect();
        say("left out: name them to compare their gold sets", "reviewer", reviewers);
        if self.lost_marks > 0 {
            let sentence =
                format!("{} left out: the words are not in the text any more", counted(self.lost_marks, "mark"));
            remarks.push(Remark { sentence, names: Vec::new() });
        }
        remarks
    }
}

/// Reads what is chosen, one article at a time. `alive` is asked before each, with how many of how many were read.
///
/// `None`: it was stopped.
pub fn gather(
    corpus: &dyn Corpus,
    choice: &StudyChoice,
    alive: &mut dyn FnMut(usize, usize) -> Flow,
) -> Option<Gathered> {
    let named = choice.annotators.iter().map(AnnotatorName::as_str);
    let mut gathered = Gathered { study: Study::new(named), ..Gathered::default() };
    let annotators = if choice.annotators.is_empty() {
        let (machines, people) = corpus.annotators().into_iter().partition(AnnotatorName::is_machine);
        gathered.machines = machines;
        people
    } else {
        choice.annotators.clone()
    };
    let wanted = |key: &ArticleKey| choice.articles.has_key(key) && !choice.kept_back.contains(key);
    let keys: Vec<ArticleKey> = corpus.articles().into_iter().filter(wanted).collect();
    for (at, key) in keys.iter().enumerate() {
        if alive(at, keys.len()).is_break() {
            return None;
        }
        match corpus.work_of(key, &annotators) {
            Err(trouble) => gathered.unreadable.push(trouble),
            Ok(work) if choice.articles.has(&work.metadata) => gathered.add(choice, work),
            Ok(_) => {}
        }
    }
    Some(gathered)
}

impl Gathered {
    fn add(&mut self, choice: &StudyChoice, work: Work) {
        self.unreadable.extend(work.meta_trouble);
        let (mut seen, mut gold) = (Vec::new(), None);
        for (annotator, set) in work.sets {
            match set {
                Err(trouble) => self.unreadable.push(trouble.trouble().clone()),
                Ok(set) => {
                    if set.state() == State::InProgress {
                        let (article, annotator) = (work.key.clone(), annotator.clone());
                        self.unfinished.push(Left { article, annotator, state: set.state() });
                    }
                    if !choice.is_seen(set.state()) {
                        continue;
                    }
                    if set.review().is_some() && !choice.reviews {
                        self.reviewers.insert(annotator);
                        gold.get_or_insert(set);
                    } else {
                        self.lost_marks += set.lost().count();
                        self.study.meet(annotator.as_str());
                        seen.push((annotator, set));
                    }
                }
            }
        }
        if seen.is_empty() {
            return;
        }
        let event = work.metadata.event.as_deref().map(str::trim).filter(|e| !e.is_empty()).map(Into::into);
        let sets = || seen.iter().map(|(annotator, set)| (annotator.as_str(), set));
        let name: Arc<str> = work.key.as_str().into();
        let mut added = Ok(());
        if let Some(gold) = &gold {
            std::iter::once(GOLD).chain(sets().map(|(name, _)| name)).for_each(|name| self.gold.meet(name));
            let with = sets().chain(std::iter::once((GOLD, gold)));
            added = self.gold.add(name.clone(), None, work.text.clone(), with);
            if added.is_ok() {
                self.days.push(sets().filter_map(|(name, set)| Some((name.into(), last_day(set)?))).collect());
            }
        }
        if let Err(error) = added.and_then(|()| self.study.add(name, event, work.text, sets())) {
            let (path, what) = (work.key.as_str().into(), format!("It cannot be compared: {error}"));
            self.unreadable.push(FileTrouble { path, line: None, column: None, what });
        }
    }
}

/// The day on which the last mark of a set was made.
fn last_day(set: &AnnotationSet) -> Option<Date> {
    let days = set.iter().filter_map(|mark| mark.made.parse::<Timestamp>().ok());
    days.max().map(|last| last.to_zoned(TimeZone::UTC).date())
}
