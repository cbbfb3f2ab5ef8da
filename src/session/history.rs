//! Undo and redo: unlimited, over articles, and with the view as it was; and going back to any point of it.

use super::{Session, ToldKind, View};
use crate::model::{ArticleKey, ChangeSet, Metadata};
use std::collections::BTreeSet;

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

/// A thing done, with its number and when it was done.
#[derive(Clone, Debug)]
struct Dated {
    number: u64,
    /// Seconds on the session's steady clock.
    at: f64,
    entry: Entry,
}

/// A thing done or taken back, as the list of history shows it.
#[derive(Clone, Copy, Debug)]
pub struct Past<'a> {
    /// By which it is found again.
    pub number: u64,
    /// What it was.
    pub title: &'a str,
    /// The article, or the first of several.
    pub article: Option<&'a ArticleKey>,
    /// How many articles it changed.
    pub articles: usize,
    /// When it was done, in seconds on the session's steady clock.
    pub at: f64,
    /// Whether it is done; otherwise it was taken back and can be done again.
    pub done: bool,
}

/// What was done, and what was taken back.
#[derive(Clone, Debug, Default)]
pub struct History {
    done: Vec<Dated>,
    undone: Vec<Dated>,
    numbers: u64,
    now: f64,
}

impl History {
    /// Tells the time, in seconds on the session's steady clock.
    pub fn set_now(&mut self, now: f64) {
        self.now = now;
    }

    /// Remembers a thing done, and gives its number. What was taken back before it is gone.
    pub fn push(&mut self, entry: Entry) -> u64 {
        self.undone.clear();
        self.numbers += 1;
        self.done.push(Dated { number: self.numbers, at: self.now, entry });
        self.numbers
    }

    /// A thing that is still going on changed one more article. Gives the step back where the thing is not known any more.
    pub fn extend(&mut self, number: u64, title: &str, step: Step) -> Option<Step> {
        match self.done.iter_mut().rfind(|d| d.number == number) {
            Some(dated) => {
                title.clone_into(&mut dated.entry.title);
                dated.entry.steps.push(step);
                None
            }
            None => Some(step),
        }
    }

    /// The number of the last thing that was ever done.
    pub fn latest(&self) -> u64 {
        self.numbers
    }

    /// The things done since the one of that number, oldest first.
    pub fn since(&self, number: u64) -> impl Iterator<Item = &Entry> {
        let from = self.done.partition_point(|d| d.number <= number);
        self.done.iter().skip(from).map(|d| &d.entry)
    }

    /// How many things there are, done and taken back.
    pub fn len(&self) -> usize {
        self.done.len() + self.undone.len()
    }

    /// The n-th thing, newest first: what was taken back and can be done again, then what is done.
    pub fn nth(&self, n: usize) -> Option<Past<'_>> {
        let done = n.checked_sub(self.undone.len());
        let dated = match done {
            Some(n) => self.done.iter().nth_back(n)?,
            None => self.undone.get(n)?,
        };
        let steps = &dated.entry.steps;
        let articles: BTreeSet<&ArticleKey> = steps.iter().map(Step::article).collect();
        Some(Past {
            number: dated.number,
            title: &dated.entry.title,
            article: steps.first().map(Step::article),
            articles: articles.len(),
            at: dated.at,
            done: done.is_some(),
        })
    }

    /// The number of the last thing that is done; 0 before the first.
    pub fn stands_at(&self) -> u64 {
        self.done.last().map_or(0, |d| d.number)
    }

    /// Whether a thing is done, or was taken back; `None` where it is not known any more.
    pub fn is_done(&self, number: u64) -> Option<bool> {
        let has = |list: &[Dated]| list.iter().any(|d| d.number == number);
        if has(&self.done) { Some(true) } else { has(&self.undone).then_some(false) }
    }

    /// The next to take back.
    pub fn last(&self) -> Option<&Entry> {
        self.done.last().map(|d| &d.entry)
    }

    /// The next to do again.
    pub fn next(&self) -> Option<&Entry> {
        self.undone.last().map(|d| &d.entry)
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
        for step in self.done.iter_mut().chain(&mut self.undone).flat_map(|e| &mut e.entry.steps) {
            if let Step::Marks(_, change) = step {
                *change = present(change);
            }
        }
    }

    /// Forgets what can no longer be taken back or done again, because the files were changed elsewhere.
    pub fn forget(&mut self, article: &ArticleKey) {
        let touches = |d: &Dated| d.entry.steps.iter().any(|s| s.article() == article);
        self.done.retain(|e| !touches(e));
        self.undone.retain(|e| !touches(e));
    }
}

impl Session {
    /// How many things the list of history holds.
    pub fn past_len(&self) -> usize {
        self.history.len()
    }

    /// The n-th thing of the history, newest first.
    pub fn past(&self, n: usize) -> Option<Past<'_>> {
        self.history.nth(n)
    }

    /// The number of the last thing that is done; 0 before the first.
    pub fn stands_at(&self) -> u64 {
        self.history.stands_at()
    }

    /// Takes back, or does again, until the thing of this number is the last that is done; 0: until nothing is. A step that
    /// waits stops it, and says so.
    pub(super) fn go_in_history(&mut self, number: u64) {
        if number > 0 && number == self.history.stands_at() {
            let after = self.history.last().map(|e| e.after.clone());
            return after.iter().for_each(|view| self.show_view(view));
        }
        let back = number == 0 || self.history.is_done(number) == Some(true);
        let mut steps: usize = 0;
        loop {
            let arrived = self.history.stands_at() == number;
            let gone = number > 0 && self.history.is_done(number).is_none();
            if arrived || gone {
                break;
            }
            let before = (self.history.stands_at(), self.history.len());
            if back {
                self.undo();
            } else {
                self.redo();
            }
            if before == (self.history.stands_at(), self.history.len()) {
                return; // It waits, and has said why.
            }
            steps += 1;
        }
        if steps > 1 {
            let what = if back { "taken back" } else { "done again" };
            self.tell(ToldKind::Info, format!("{steps} steps {what}"));
        }
    }
}
