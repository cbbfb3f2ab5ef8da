//! Undo and redo: unlimited, over articles, and with the view as it was.

use super::View;
use crate::model::{ArticleKey, ChangeSet, Metadata};

/// One thing a person did.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What, for the menu and the history list: `Mark “Ms Adams” as Actor`.
    pub title: String,
    /// What it changed.
    pub steps: Vec<Step>,
    /// The view before.
    pub before: View,
    /// The view after.
    pub after: View,
}

/// What a thing done changed in one article.
#[derive(Clone, Debug)]
pub enum Step {
    /// Its annotations or state.
    Marks(ArticleKey, ChangeSet),
    /// Its edited metadata, before and after.
    Metadata(ArticleKey, Box<Metadata>, Box<Metadata>),
}

impl Step {
    /// The step that takes this one back.
    pub fn inverse(&self) -> Step {
        match self {
            Step::Marks(key, change) => Step::Marks(key.clone(), change.inverse()),
            Step::Metadata(key, old, new) => Step::Metadata(key.clone(), new.clone(), old.clone()),
        }
    }

    /// The article it changes.
    pub fn article(&self) -> &ArticleKey {
        match self {
            Step::Marks(key, _) | Step::Metadata(key, _, _) => key,
        }
    }
}

/// What was done, and what was taken back.
#[derive(Clone, Debug, Default)]
pub struct History {
    done: Vec<Entry>,
    undone: Vec<Entry>,
}

impl History {
    /// Remembers a thing done. What was taken back before it is gone.
    pub fn push(&mut self, entry: Entry) {
        self.undone.clear();
        self.done.push(entry);
    }

    /// The next to take back.
    pub fn last(&self) -> Option<&Entry> {
        self.done.last()
    }

    /// The next to do again.
    pub fn next(&self) -> Option<&Entry> {
        self.undone.last()
    }

    /// Moves the last thing done to the undone ones.
    pub fn step_back(&mut self) {
        self.undone.extend(self.done.pop());
    }

    /// Moves the last thing undone to the done ones.
    pub fn step_forward(&mut self) {
        self.done.extend(self.undone.pop());
    }

    /// Drops the last thing done: it can no longer be taken back.
    pub fn drop_last(&mut self) {
        self.done.pop();
    }

    /// Drops the last thing undone: it can no longer be done again.
    pub fn drop_next(&mut self) {
        self.undone.pop();
    }

    /// Gives the marks in all steps other names.
    pub fn rename(&mut self, present: impl Fn(&ChangeSet) -> ChangeSet) {
        for step in self.done.iter_mut().chain(&mut self.undone).flat_map(|e| &mut e.steps) {
            if let Step::Marks(_, change) = step {
                *change = present(change);
            }
        }
    }

    /// Forgets what can no longer be taken back or done again, because the files were changed elsewhere.
    pub fn forget(&mut self, article: &ArticleKey) {
        let touches = |e: &Entry| e.steps.iter().any(|s| s.article() == article);
        self.done.retain(|e| !touches(e));
        self.undone.retain(|e| !touches(e));
    }
}
