//! What is said of decisions: a thread for each, put together from everyone's files.

use super::{
    Chosen, Clerk, decide,
    working::{Others, Workspace},
};
use crate::{
    model::{AnnotationId, ArticleKey, ChangeSet, Comment, IdMaker, Remarks, Thread, Verdict},
    session::{Selection, Session},
};
use jiff::{Timestamp, ToSpan};

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
        let ids = case.decision.iter().chain(&case.earlier);
        let mut said: Vec<_> = ids.flat_map(|id| self.thread(id).said).collect();
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
        let on = match case.decision.iter().chain(&case.earlier).next() {
            Some(on) => on.clone(),
            None => {
                let mut clerk = Clerk { ids, now: now.clone() };
                change = decide(desk, doc.set(), &[(at, Chosen::new(Verdict::Open))], &mut clerk);
                let was = |id: &AnnotationId| old.review.as_ref().is_some_and(|r| r.decisions.contains_key(id));
                let review = change.remarks.as_ref()?.1.review.as_ref()?;
                review.decisions.keys().find(|id| !was(id))?.clone()
            }
        };
        let mut new = Remarks::clone(change.remarks.as_ref().map_or(old, |(_, new)| new));
        let id = ids.make(|id| old.comments.contains_key(id));
        // An answer comes after what it answers, whatever the clocks of different people say.
        let last = self.thread_of(at).said.last().and_then(|(_, c)| c.made.parse::<Timestamp>().ok());
        let after = last
            .and_then(|last| last.checked_add(1.second()).ok())
            .filter(|after| now.parse::<Timestamp>().is_ok_and(|now| now < *after));
        let made = after.map_or_else(|| now.clone(), |after| after.to_string().into());
        let comment = Comment { on, of: me.clone(), text: text.into(), made, resolves };
        new.comments.insert(id, comment.into());
        change.remarks = Some((old.clone(), new.into()));
        Some((change, doc.selection.clone()))
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
