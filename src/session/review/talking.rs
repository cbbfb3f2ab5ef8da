//! What is said of decisions: a thread for each, put together from everyone's files.

use super::{
    Chosen, Clerk, decide,
    working::{Others, Workspace},
};
use crate::{
    model::{AnnotationId, AnnotatorName, ArticleKey, ChangeSet, Comment, IdMaker, Remarks, State, Thread, Verdict},
    session::{Selection, Session},
    text::ByteOffset,
};
use jiff::{Timestamp, ToSpan};
use std::collections::BTreeSet;

/// What is said of a decision about marks of the annotator's own.
#[derive(Clone, Debug, PartialEq)]
pub struct About {
    /// The decision.
    pub on: AnnotationId,
    /// Whose set holds it.
    pub of: AnnotatorName,
    /// Where the marks begin.
    pub at: ByteOffset,
    /// Their words.
    pub words: String,
    /// What was said.
    pub thread: Thread,
}

impl Session {
    /// What was said of a decision of the article in hand.
    pub fn thread(&self, decision: &AnnotationId) -> Thread {
        let (Some(doc), Some(me)) = (self.doc(), self.annotator()) else { return Thread::default() };
        let others = match self.reviewing.others.get(&doc.key) {
            Some(Others::Read(_, sets)) => &sets[..],
            _ => &[],
        };
        let others = others.iter().filter_map(|(who, set)| Some((who, &**set.as_ref().ok()?.remarks())));
        Thread::of(decision, me, [(me, &**doc.set().remarks())].into_iter().chain(others))
    }

    /// What was said of a case, also before the work was changed.
    pub fn thread_of(&self, at: usize) -> Thread {
        let Some(case) = self.desk().ok().and_then(|desk| desk.cases.get(at)) else { return Thread::default() };
        let mut said: Vec<_> = case.decisions().flat_map(|id| self.thread(id).said).collect();
        said.sort_by(|(_, a), (_, b)| a.made.cmp(&b.made));
        Thread { said }
    }

    /// Says something of a case. What is only talked about is not decided yet.
    pub(super) fn say(&mut self, at: usize, text: &str, resolves: bool) {
        let text = text.trim();
        let thread = self.thread_of(at);
        let needless = text.is_empty() && (thread.is_empty() || thread.is_open() != resolves);
        if needless || !self.can_mark() {
            return;
        }
        let title = match (text.is_empty(), resolves) {
            (false, _) => "Comment on a decision",
            (true, true) => "Resolve a comment",
            (true, false) => "Open a comment again",
        };
        let mut ids = self.ids.clone();
        let Some((change, selection)) = self.saying(at, text, resolves, &mut ids) else { return };
        self.ids = ids;
        self.change(title.into(), change, selection);
        self.lay();
    }

    fn saying(&self, at: usize, text: &str, resolves: bool, ids: &mut IdMaker) -> Option<(ChangeSet, Selection)> {
        let (desk, doc, me, now) = (self.desk().ok()?, self.doc()?, self.annotator()?, &self.now.1);
        let case = desk.cases.get(at)?;
        let old = doc.set().remarks();
        let mut change = ChangeSet::default();
        let on = match case.decisions().next() {
            Some(on) => on.clone(),
            None => {
                let mut clerk = Clerk { ids, now: now.clone() };
                change = decide(desk, doc.set(), &[(at, Chosen::new(Verdict::Open))], &mut clerk);
                let was = |id: &AnnotationId| old.review.as_ref().is_some_and(|r| r.decisions.contains_key(id));
                let review = change.remarks.as_ref()?.1.review.as_ref()?;
                review.decisions.keys().find(|id| !was(id))?.clone()
            }
        };
        self.add_comment(&mut change, (on, me.clone()), &self.thread_of(at), (text, resolves), ids);
        Some((change, doc.selection.clone()))
    }

    /// Adds a comment to a change of the annotator's own set.
    fn add_comment(
        &self,
        change: &mut ChangeSet,
        (on, of): (AnnotationId, AnnotatorName),
        thread: &Thread,
        (text, resolves): (&str, bool),
        ids: &mut IdMaker,
    ) {
        let Some(old) = self.doc().map(|doc| doc.set().remarks()) else { return };
        let now = &self.now.1;
        let mut new = Remarks::clone(change.remarks.as_ref().map_or(old, |(_, new)| new));
        let id = ids.make(|id| old.comments.contains_key(id));
        // An answer comes after what it answers, whatever the clocks of different people say.
        let last = thread.said.last().and_then(|(_, c)| c.made.parse::<Timestamp>().ok());
        let after = last
            .and_then(|last| last.checked_add(1.second()).ok())
            .filter(|after| now.parse::<Timestamp>().is_ok_and(|now| now < *after));
        let made = after.map_or_else(|| now.clone(), |after| after.to_string().into());
        let comment = Comment { on, of, text: text.into(), made, resolves };
        new.comments.insert(id, comment.into());
        change.remarks = Some((old.clone(), new.into()));
    }

    /// Whether the annotator may hear what is said of their marks in the article in hand: once they are done with it.
    pub(super) fn may_hear(&self) -> bool {
        let doc = self.doc().filter(|doc| doc.set().state() == State::Done && doc.set().review().is_none());
        doc.is_some_and(|doc| !doc.set().is_empty() && !self.must_wait(&doc.key))
    }

    /// What is open of what was said of the annotator's marks in the article in hand, in the order of the text.
    pub fn talk_about_mine(&self) -> Vec<About> {
        let (Some(doc), Some(me)) = (self.doc().filter(|_| self.may_hear()), self.annotator()) else {
            return Vec::new();
        };
        let Some(Others::Read(text, sets)) = self.reviewing.others.get(&doc.key) else { return Vec::new() };
        if *text != doc.text {
            return Vec::new();
        }
        let others = || sets.iter().filter_map(|(who, set)| Some((who, set.as_ref().ok()?)));
        let everyone = || [(me, doc.set())].into_iter().chain(others()).map(|(who, set)| (who, &**set.remarks()));
        let named: BTreeSet<(&AnnotatorName, &AnnotationId)> =
            everyone().flat_map(|(_, remarks)| remarks.comments.values().map(|c| (&c.of, &c.on))).collect();
        let mut all: Vec<About> = Vec::new();
        for (of, on) in named {
            let review = others().find(|(who, _)| *who == of).and_then(|(_, set)| set.review());
            let Some(decision) = review.and_then(|r| r.decisions.get(on)) else { continue };
            let mine = decision.offered.iter().filter(|o| o.by == *me).flat_map(|o| &o.marks);
            let Some(span) = mine.filter_map(|m| m.span()).min() else { continue };
            let thread = Thread::of(on, of, everyone());
            if thread.is_open() {
                let (on, of, words) = (on.clone(), of.clone(), span.of(text).to_owned());
                all.push(About { on, of, at: span.start(), words, thread });
            }
        }
        all.sort_by_key(|about| about.at);
        all
    }

    /// Answers what was said of the annotator's marks, in their own file.
    pub(super) fn answer(&mut self, on: &AnnotationId, of: &AnnotatorName, text: &str, resolves: bool) {
        let Some(about) = self.talk_about_mine().into_iter().find(|a| a.on == *on && a.of == *of) else { return };
        let Some(selection) = self.doc().map(|doc| doc.selection.clone()).filter(|_| self.can_mark()) else { return };
        let text = text.trim();
        if text.is_empty() && !resolves {
            return;
        }
        let mut ids = self.ids.clone();
        let mut change = ChangeSet::default();
        self.add_comment(&mut change, (on.clone(), of.clone()), &about.thread, (text, resolves), &mut ids);
        self.ids = ids;
        let title = if text.is_empty() { "Resolve a comment" } else { "Answer a comment" };
        self.change(title.into(), change, selection);
    }

    /// Opens the case of a decision.
    pub(super) fn open_decision(&mut self, key: &ArticleKey, id: AnnotationId) {
        if self.reviewing.workspace != Workspace::Review {
            return;
        }
        if self.current() != Some(key) {
            self.reviewing.wanted = Some((key.clone(), id));
            return self.open_article(key);
        }
        let at = self.desk().ok().and_then(|desk| desk.cases.iter().position(|case| case.is_of(&id)));
        if let Some(at) = at {
            self.take_case(at);
        }
    }
}
