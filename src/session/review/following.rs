//! What follows in the Review workspace from what was done and read: others' work is asked for, the desk is laid, the list goes on.

use super::{
    Compared, Desk, QueueJob, Reading,
    queue::remarked,
    working::{Laid, Others, Reviewing, Workspace},
};
use crate::{
    model::{AnnotatorName, ArticleKey, Review},
    session::{Ask, Effect, Session},
    store::{FileTrouble, Summary, Work},
    text::ByteOffset,
};
use std::collections::HashSet;

impl Session {
    /// Asks for others' work where it is not known, lays the desk, and keeps the list going.
    pub(in crate::session) fn follow_review(&mut self) {
        if self.reviewing.generation != self.generation {
            let workspace = self.reviewing.workspace;
            let queue = self.reviewing.queue.renewed();
            let lays = self.reviewing.lays;
            self.reviewing = Reviewing { workspace, queue, lays, generation: self.generation, ..Reviewing::default() };
        }
        self.keep_back();
        if self.project.is_none() || self.annotator.is_none() {
            return;
        }
        if self.reviewing.workspace != Workspace::Review {
            if self.may_hear() {
                self.ask_for_others();
            }
            return;
        }
        self.ask_for_others();
        self.lay();
        self.go_on_to_place();
        self.follow_queue();
    }

    /// Lets go of others' work on articles of the annotator's own that they are not done with.
    fn keep_back(&mut self) {
        let back: Vec<ArticleKey> = self.reviewing.others.keys().filter(|key| self.must_wait(key)).cloned().collect();
        for key in back {
            self.reviewing.others.remove(&key);
            self.reviewing.laid.take_if(|laid| laid.key == key);
            self.reviewing.queue.learn(&key, Compared::default());
            self.reviewing.queue.sort();
        }
    }

    /// Everyone whose work may be reviewed, or who may have said something of a decision.
    fn reviewable(&self) -> Vec<AnnotatorName> {
        let Some(me) = &self.annotator else { return Vec::new() };
        let everyone = self.project.iter().flat_map(|p| &p.annotators).filter(|who| *who != me);
        everyone.filter(|who| !who.is_machine() || self.reviewing.reviewed.has(who, me)).cloned().collect()
    }

    fn ask_for_others(&mut self) {
        let Some(key) = self.current.clone() else { return };
        let reviewing = self.reviewing.workspace == Workspace::Review;
        let next = self.reviewing.queue.beside(&key, 1).filter(|_| reviewing).cloned();
        let (whose, ask) = (self.reviewable(), self.ask());
        for key in [Some(key), next].into_iter().flatten() {
            if !self.reviewing.others.contains_key(&key) && !self.must_wait(&key) {
                self.reviewing.others.insert(key.clone(), Others::Asked);
                self.effects.push(Effect::LoadWork(key, whose.clone(), ask));
            }
        }
    }

    pub(in crate::session) fn work_read(&mut self, key: &ArticleKey, work: Result<Box<Work>, FileTrouble>, ask: Ask) {
        if ask.generation != self.generation {
            return;
        }
        if self.must_wait(key) {
            self.reviewing.others.remove(key);
            return;
        }
        let others = match work {
            Ok(work) => Others::Read(work.text, work.sets),
            Err(trouble) => Others::Failed(trouble),
        };
        self.reviewing.others.insert(key.clone(), others);
        if self.reviewing.laid.as_ref().is_some_and(|l| l.key == *key) {
            self.reviewing.laid = None;
        }
    }

    /// Lays the article in hand out as cases, or brings the cases up to what is decided.
    pub(super) fn lay(&mut self) {
        let Some(me) = self.annotator.clone() else { return };
        let Some(doc) = self.current.as_ref().and_then(|key| self.docs.get(key)) else { return };
        if self.reviewing.laid.as_ref().is_some_and(|l| l.key == doc.key && l.revision == doc.revision) {
            return;
        }
        let review = doc.set().review().map(|r| &**r);
        let desk = match self.reviewing.laid.take().filter(|l| l.key == doc.key && l.desk.text == doc.text) {
            Some(mut laid) => {
                laid.desk.again(review);
                laid.desk
            }
            None => {
                let Some(Others::Read(text, sets)) = self.reviewing.others.get(&doc.key) else { return };
                if *text != doc.text {
                    // It was read before the text changed, or after: it is read again.
                    self.reviewing.others.remove(&doc.key);
                    return;
                }
                let mut readings: Vec<Reading> = self.reviewing.reviewed.readings(sets, &me);
                if self.is_blind() {
                    readings.sort_by_key(|r| self.shuffled(&r.by));
                }
                self.reviewing.at = None;
                Desk::new(&doc.text, readings, review)
            }
        };
        let (key, revision, caret) = (doc.key.clone(), doc.revision, doc.selection.focus);
        let remarked = remarked(&desk, review, |id| self.thread(id));
        let compared = Compared { own: self.is_own(), remarked, ..Compared::of(&desk, review) };
        // A decision that was asked for, else the first that is open.
        let wanted = self.reviewing.wanted.take().filter(|(article, _)| *article == key);
        let wanted = wanted.and_then(|(_, id)| desk.cases.iter().position(|case| case.is_of(&id)));
        let first = wanted.or_else(|| first_case(&desk, review, caret));
        let fresh = wanted.is_some() || self.reviewing.at.is_none_or(|at| at >= desk.cases.len());
        self.reviewing.queue.learn(&key, compared);
        self.reviewing.laid = Some(Laid { key, revision, desk });
        self.reviewing.lays += 1;
        if fresh {
            self.reviewing.at = None;
            if let Some(at) = first {
                self.take_case(at);
            }
        }
    }

    /// What was undone or done again is shown with the case that it was about.
    pub(in crate::session) fn case_at_caret(&mut self) {
        if self.reviewing.workspace != Workspace::Review {
            return;
        }
        self.reviewing.editing = false;
        self.lay();
        let Some(caret) = self.doc().map(|d| d.selection.focus) else { return };
        let here = self.desk().ok().and_then(|d| d.cases.iter().position(|c| c.cluster.span.start() == caret));
        if let Some(at) = here {
            self.take_case(at);
        }
    }

    /// Others' work was changed: it is read again where it is in hand, and compared again.
    pub(in crate::session) fn others_changed(&mut self, key: Option<&ArticleKey>) {
        match key {
            Some(key) => _ = self.reviewing.others.remove(key),
            None => self.reviewing.others.clear(),
        }
        self.reviewing.queue.begun = false;
        self.agreeing.others_changed();
    }

    /// Whose work was found for the first time is one of the project's annotators from now on.
    pub(in crate::session) fn meet_annotators(&mut self, summaries: &[Summary]) {
        let Some(project) = &mut self.project else { return };
        let known = project.annotators.len();
        for set in summaries.iter().flat_map(|s| &s.sets) {
            if !project.annotators.contains(&set.annotator) {
                project.annotators.push(set.annotator.clone());
            }
        }
        if project.annotators.len() > known {
            project.annotators.sort();
            self.others_changed(None);
        }
    }

    /// Lays the desk anew: others' work comes in another order.
    pub(in crate::session) fn lay_anew(&mut self) {
        self.reviewing.laid = None;
    }

    pub(in crate::session) fn compare_again(&mut self) {
        self.reviewing.others.clear();
        self.reviewing.laid = None;
        self.reviewing.queue = self.reviewing.queue.renewed();
    }

    /// Begins to look at the whole project, once its articles are known.
    fn follow_queue(&mut self) {
        let Some(me) = self.annotator.clone() else { return };
        if self.reviewing.queue.begun || !self.articles.complete() {
            return;
        }
        let mut annotators = self.reviewable();
        annotators.push(me.clone());
        let keys: Vec<ArticleKey> = self.articles.iter().map(|e| e.key.clone()).collect();
        let kept_back = match self.settings().open {
            true => HashSet::new(),
            false => keys.iter().filter(|key| self.settings().is_for(key, &me)).cloned().collect(),
        };
        let queue = &mut self.reviewing.queue;
        queue.begun = true;
        queue.serial += 1;
        queue.running = (!keys.is_empty()).then_some((0, keys.len()));
        if !keys.is_empty() {
            let (serial, reviewed) = (queue.serial, self.reviewing.reviewed.clone());
            let job = QueueJob { serial, keys, annotators, reviewer: me, reviewed, kept_back };
            self.effects.push(Effect::Compare(Box::new(job)));
        }
    }

    pub(in crate::session) fn compared(
        &mut self,
        serial: u64,
        batch: Vec<(ArticleKey, Compared)>,
        looked: usize,
        finished: bool,
    ) {
        let laid = self.reviewing.laid.as_ref().map(|l| l.key.clone());
        let in_hand = self.docs.keys().filter(|key| self.must_wait(key));
        let kept_back: HashSet<ArticleKey> = in_hand.cloned().collect();
        let queue = &mut self.reviewing.queue;
        if serial != queue.serial {
            return;
        }
        for (key, compared) in batch {
            // One may have begun it anew meanwhile.
            let compared = if kept_back.contains(&key) { Compared::default() } else { compared };
            // The one in hand knows better.
            if laid.as_ref() != Some(&key) {
                queue.learn(&key, compared);
            }
        }
        if let Some((done, _)) = &mut queue.running {
            *done = looked;
        }
        queue.sort();
        if finished {
            queue.running = None;
        }
    }

    /// The article after the one in hand, in the order of the review.
    pub(in crate::session) fn beside_in_review(&self, by: isize) -> Option<ArticleKey> {
        self.reviewing.queue.beside(self.current.as_ref()?, by).cloned()
    }
}

/// Where to begin: the first open case from the caret on, else the first open one, else the first.
fn first_case(desk: &Desk, review: Option<&Review>, caret: ByteOffset) -> Option<usize> {
    let open = |at: &usize| !desk.is_settled(*at, review);
    let from = desk.cases.partition_point(|c| c.cluster.span.start() < caret);
    let all = 0..desk.cases.len();
    (from..desk.cases.len()).find(open).or_else(|| all.clone().find(open)).or_else(|| all.clone().next())
}
