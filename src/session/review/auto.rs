//! A whole project decided by a rule, without a person.

use super::{Clerk, Desk, Reviewed, Rule, confirm_nothing, decide, is_annotation};
use crate::{
    formats::Flow,
    model::{AnnotationSet, AnnotatorName, ArticleKey, IdMaker, State, Verdict},
    session::dataset::Corpus,
    store::{FileTrouble, Intake},
};
use std::sync::Arc;

/// What came of deciding by a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ruled {
    /// Articles with work that was compared.
    pub articles: usize,
    /// Cases that the rule decided now.
    pub decided: usize,
    /// Of them: where all agreed.
    pub agreed: usize,
    /// Of them: where it had no answer, and nothing was taken.
    pub split: usize,
    /// Cases that had been decided before, and stand.
    pub stood: usize,
    /// Cases that are open still: undecided since the last time, or decided by a person before the work was changed.
    pub left: usize,
    /// Marks in the reviewer's sets of these articles now.
    pub marks: usize,
    /// Articles with fewer than two sets that are ready: passed over.
    pub unready: usize,
    /// What could not be read or written.
    pub troubles: Vec<FileTrouble>,
    /// It was stopped before the end.
    pub stopped: bool,
}

/// What decides a whole project.
pub struct Ruling<'a> {
    /// The project.
    pub corpus: &'a dyn Corpus,
    /// Whose set the decisions go into.
    pub reviewer: &'a AnnotatorName,
    /// How it is decided.
    pub rule: Rule,
    /// Whose work.
    pub reviewed: &'a Reviewed,
    /// The time as RFC 3339 in UTC.
    pub now: Arc<str>,
}

impl Ruling<'_> {
    /// Whether the reviewer may review here: who has annotated would be both annotator and reviewer, and their sets no longer theirs.
    ///
    /// # Errors
    /// [`FileTrouble`] with the first article that they have annotated, finished or skipped themselves.
    pub fn check(&self) -> Result<(), FileTrouble> {
        let me = std::slice::from_ref(self.reviewer);
        for key in self.corpus.articles().iter().filter(|_| self.corpus.annotators().contains(self.reviewer)) {
            let Ok(work) = self.corpus.work_of(key, me) else { continue };
            let begun = |set: &AnnotationSet| set.review().is_none() && set.state() == State::InProgress;
            let own = |set: &AnnotationSet| is_annotation(set) || begun(set);
            if work.sets.iter().any(|(_, set)| set.as_ref().is_ok_and(own)) {
                let what =
                    format!("{} has annotated it. Give a name for the review that nobody annotates by", self.reviewer);
                return Err(FileTrouble::new(key.as_str(), what));
            }
        }
        Ok(())
    }

    /// Decides every case that no decision stands for. Articles that are decided are done; decisions that a person made stay.
    /// `alive` is asked before each article, with how many of how many were looked at.
    pub fn run(&self, intake: &mut Intake, alive: &mut dyn FnMut(usize, usize) -> Flow) -> Ruled {
        let mut ruled = Ruled::default();
        let everyone = self.corpus.annotators().into_iter();
        let annotators: Vec<AnnotatorName> = everyone.filter(|who| self.reviewed.has(who, self.reviewer)).collect();
        let keys = self.corpus.articles();
        for (at, key) in keys.iter().enumerate() {
            if alive(at, keys.len()).is_break() {
                ruled.stopped = true;
                break;
            }
            if let Err(trouble) = self.article(intake, key, &annotators, &mut ruled) {
                ruled.troubles.push(trouble);
            }
        }
        ruled
    }

    fn article(
        &self,
        intake: &mut Intake,
        key: &ArticleKey,
        annotators: &[AnnotatorName],
        ruled: &mut Ruled,
    ) -> Result<(), FileTrouble> {
        let work = self.corpus.work_of(key, annotators)?;
        let unreadable = work.sets.iter().filter_map(|(_, set)| set.as_ref().err().map(|t| t.trouble().clone()));
        ruled.troubles.extend(unreadable);
        let readings = self.reviewed.readings(&work.sets, self.reviewer);
        // One person's work is not gold by anyone's agreement, unless it is asked for by name.
        if readings.len() < 2 && (readings.is_empty() || self.reviewed.annotators.len() != 1) {
            ruled.unready += 1;
            return Ok(());
        }
        let (mut gold, stamp) = intake.set(key, self.reviewer, &work.text)?;
        let lost: Vec<&str> =
            readings.iter().filter(|r| r.set.lost().next().is_some()).map(|r| r.by.as_str()).collect();
        if !lost.is_empty() {
            let what = format!(
                "Its text was changed, and marks of {} have no place in it any more. It was left as it is: put these marks in \
                 their places first, or review it in the window",
                lost.join(" and ")
            );
            return Err(FileTrouble::new(key.as_str(), what));
        }
        let desk = Desk::new(&work.text, readings, gold.review().map(|r| &**r));
        let before = gold.review().cloned();
        let choices = self.rule.choices(&desk, before.as_deref());
        let seed = blake3::hash(format!("{key}\0{}\0{}", self.reviewer, self.now).as_bytes());
        let mut ids = IdMaker::new(u64::from_le_bytes(*seed.as_bytes().first_chunk().unwrap_or(&[0; 8])));
        let mut clerk = Clerk { ids: &mut ids, now: self.now.clone() };
        let mut change = confirm_nothing(&desk, &gold, &mut clerk).unwrap_or_default();
        if !choices.is_empty() {
            change = decide(&desk, &gold, &choices, &mut clerk);
        }
        change.state = (gold.state() != State::Done).then(|| (gold.state(), State::Done));
        if !change.is_empty() {
            change.apply(&mut gold).map_err(|why| FileTrouble::new(key.as_str(), why.to_string()))?;
            intake.save(key, self.reviewer, &gold, &work.text, stamp)?;
        }
        let how = |verdict: &Verdict| choices.iter().filter(|(_, c)| c.verdict == *verdict).count();
        ruled.articles += 1;
        ruled.stood += (0..desk.cases.len()).filter(|at| desk.is_settled(*at, before.as_deref())).count();
        ruled.left += desk.open(before.as_deref()) - choices.len();
        ruled.decided += choices.len();
        ruled.agreed += how(&Verdict::Agreed);
        ruled.split += how(&Verdict::Split);
        ruled.marks += gold.len();
        Ok(())
    }
}
