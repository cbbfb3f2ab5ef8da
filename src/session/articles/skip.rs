//! Skipping an article: it is dealt with, and a reason says why it has not been marked.

use super::super::{Overlay, Session};
use crate::{
    model::{ChangeSet, Remarks, State},
    text::one_line,
};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// Reasons that are offered in every project, behind those given in it already.
const USUAL: [&str; 3] = ["Duplicate", "Not news", "Wrong language"];
/// How many reasons are offered.
const OFFERED: usize = 6;
/// The longest reason that is kept, in characters.
const LONGEST: usize = 200;

impl Session {
    /// Reasons to choose from, the commonest in this project first.
    pub fn skip_reasons(&self) -> Vec<Arc<str>> {
        let mut reasons = self.articles.reasons();
        reasons.truncate(OFFERED);
        for usual in USUAL {
            if reasons.len() < OFFERED && reasons.iter().all(|r| **r != *usual) {
                reasons.push(usual.into());
            }
        }
        reasons
    }

    /// Skips the current article and opens the next. What is marked on it stays.
    pub(in crate::session) fn skip(&mut self, reason: &str) {
        let Some(doc) = self.doc() else { return };
        if !self.can_mark() {
            return self.tell_why_not();
        }
        let reason = one_line(&reason.trim().nfc().collect::<String>(), LONGEST);
        let (state, remarks) = (doc.set.state(), doc.set.remarks());
        let new = Remarks { skipped: reason.as_str().into(), ..Remarks::clone(remarks) };
        let change = ChangeSet {
            state: (state != State::Skipped).then_some((state, State::Skipped)),
            remarks: (**remarks != new).then(|| (remarks.clone(), new.into())),
            ..ChangeSet::default()
        };
        let selection = doc.selection.clone();
        if !change.is_empty() {
            let why = if reason.is_empty() { String::new() } else { format!(": {reason}") };
            self.change(format!("Skip the article{why}"), change, selection);
        }
        if self.overlay == Overlay::Skip {
            self.overlay = Overlay::None;
        }
        self.go_article(1);
    }

    /// Takes the skip of the current article back.
    pub(in crate::session) fn unskip(&mut self) {
        let Some(doc) = self.doc().filter(|d| d.set.state() == State::Skipped) else { return };
        self.set_state(if doc.set.is_empty() { State::New } else { State::InProgress });
    }
}
