//! Talk about a decision: what a reviewer and annotators say to each other of it, each in a file of their own.

use super::{AnnotationId, AnnotatorName, Remarks};
use std::sync::Arc;

/// What somebody says of a decision. It lies in the file of who says it, so that an annotator answers a reviewer without writing
/// into the reviewer's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The decision.
    pub on: AnnotationId,
    /// Whose set holds the decision.
    pub of: AnnotatorName,
    /// The words; empty where the thread is only settled or opened again.
    pub text: Arc<str>,
    /// When, as RFC 3339 in UTC; empty where unknown.
    pub made: Arc<str>,
    /// Whether nothing is left to talk about.
    pub resolves: bool,
}

/// All that was said of a decision, from the files of everyone who said something, in the order of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Thread {
    /// Who said what.
    pub said: Vec<(AnnotatorName, Arc<Comment>)>,
}

impl Thread {
    /// What was said of a decision in the set of `of`, in all these remarks.
    pub fn of<'a>(
        on: &AnnotationId,
        of: &AnnotatorName,
        everyone: impl Iterator<Item = (&'a AnnotatorName, &'a Remarks)>,
    ) -> Thread {
        let about = |c: &&Arc<Comment>| c.on == *on && c.of == *of;
        let all = everyone.flat_map(|(who, remarks)| remarks.comments.iter().map(move |(id, c)| (who, id, c)));
        let mut said: Vec<_> = all.filter(|(_, _, c)| about(c)).collect();
        said.sort_by_key(|(who, id, c)| (&c.made, *who, *id));
        Thread { said: said.into_iter().map(|(who, _, c)| (who.clone(), c.clone())).collect() }
    }

    /// Whether nobody said anything.
    pub fn is_empty(&self) -> bool {
        self.said.is_empty()
    }

    /// Whether somebody waits for an answer: something was said, and the last of it does not settle it.
    pub fn is_open(&self) -> bool {
        self.said.last().is_some_and(|(_, last)| !last.resolves)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(name: &str) -> AnnotatorName {
        AnnotatorName::new(name).unwrap()
    }

    fn says(id: &str, on: &str, made: &str, resolves: bool) -> Remarks {
        let comment =
            Comment { on: AnnotationId::new(on), of: name("Gold"), text: id.into(), made: made.into(), resolves };
        Remarks { comments: [(AnnotationId::new(id), comment.into())].into(), ..Remarks::default() }
    }

    #[test]
    fn a_thread_is_put_together_in_the_order_of_time_and_its_last_word_counts() {
        let (gold, lan, minh) = (name("Gold"), name("Lan"), name("Minh"));
        let (ask, answer) = (says("ask", "d1", "2026-01-01", false), says("answer", "d1", "2026-01-02", true));
        let other = says("other", "d2", "2026-01-03", false);
        let all = [(&minh, &other), (&lan, &answer), (&gold, &ask)];
        let thread = Thread::of(&AnnotationId::new("d1"), &gold, all.into_iter());
        let words: Vec<&str> = thread.said.iter().map(|(_, c)| &*c.text).collect();
        assert_eq!((words, thread.is_open()), (vec!["ask", "answer"], false));
        let open = Thread::of(&AnnotationId::new("d1"), &gold, [(&gold, &ask)].into_iter());
        assert!(open.is_open());
        assert!(!Thread::of(&AnnotationId::new("d1"), &lan, all.into_iter()).is_open(), "another's decision");
    }
}
