//! From a place of a list to the page: its article opened in the Review workspace, with the case in hand that it belongs to.

use super::Between;
use crate::{
    model::{AnnotatorName, ArticleKey},
    session::{Overlay, Selection, Session, Workspace, review::NoDesk},
    text::Span,
};

/// A place to go to once its article is laid out.
#[derive(Clone, Debug)]
pub(in crate::session) struct Goal {
    key: ArticleKey,
    span: Span,
    /// Whose mark it is; `None` for gold.
    by: Option<AnnotatorName>,
}

impl Session {
    /// Goes to the place in a row of the list.
    pub(super) fn go_to_place(&mut self, row: usize) {
        let Some(goal) = self.goal_of(row) else { return };
        self.agreeing.went_to(row);
        self.overlay = Overlay::None;
        self.go_to(Workspace::Review);
        self.open_article(&goal.key);
        self.reviewing.goal = Some(goal);
    }

    fn goal_of(&self, row: usize) -> Option<Goal> {
        let (measured, opened) = (self.agreeing.measured()?, self.agreeing.opened()?);
        let (between, found) = (opened.behind().between, opened.row(row)?);
        let (item, left, right) = measured.place(between, found)?;
        let (who, mark) = match (left, right) {
            (Some(left), _) => (found.annotators.0, left),
            (None, right) => (found.annotators.1, right?),
        };
        let gold = matches!(between, Between::Gold(_)) && who == found.annotators.1;
        let name = measured.study_of(between).annotators().get(who).filter(|_| !gold);
        let by = name.and_then(|name| AnnotatorName::new(name).ok());
        Some(Goal { key: ArticleKey::new(&item.name).ok()?, span: mark.span, by })
    }

    /// Takes the case of the place in hand that was gone to, as soon as the article is laid out; where there is none, its words.
    pub(in crate::session) fn go_on_to_place(&mut self) {
        let Some(goal) = self.reviewing.goal.clone() else { return };
        if self.current.as_ref() != Some(&goal.key) {
            self.reviewing.goal = None;
            return;
        }
        if self.doc().is_none() {
            return;
        }
        let case = match self.desk() {
            Err(NoDesk::Reading) => return,
            Err(_) => None,
            Ok(desk) => {
                let reading = desk.readings.iter().position(|r| Some(&r.by) == goal.by.as_ref());
                let marks = |n: usize| desk.cases.get(n).and_then(|c| c.cluster.versions.get(reading?));
                let is = |n: &usize| marks(*n).is_some_and(|v| v.iter().any(|m| m.span() == Some(goal.span)));
                let near = || desk.cases.iter().position(|c| c.cluster.span.overlaps(goal.span));
                (0..desk.cases.len()).find(is).or_else(near)
            }
        };
        self.reviewing.goal = None;
        if let Some(case) = case {
            return self.take_case(case);
        }
        let Some(doc) = self.doc_mut() else { return };
        if let Ok(span) = Span::in_text(&doc.text, goal.span.start(), goal.span.end()) {
            doc.selection = Selection { anchor: span.start(), focus: span.end(), mark: None };
            self.reveal_at(span.start());
        }
    }
}
