//! What is saved and what is not; two versions of one file brought together.

use super::{Choice, Conflict, Doc, Effect, Selection, Session, ToldKind};
use crate::{
    model::{AnnotationSet, ArticleKey, diff, merge},
    store::{Loaded, SaveJob, SaveReport, SaveWhat},
};
use std::collections::BTreeMap;

/// The state of saving, for the top bar.
#[derive(Clone, Debug, PartialEq)]
pub enum SaveState {
    /// Nothing was changed yet.
    Clean,
    /// On its way to the disk.
    Saving,
    /// All is on disk, since that many seconds on the session's clock.
    Saved(f64),
    /// Not on disk; what happened, what was kept, what to do.
    Failed(String),
}

/// What is on its way to the disk.
#[derive(Debug, Default)]
pub struct Saving {
    serial: u64,
    /// Saves up to this one were asked for by an annotator, or in a project, that was left.
    floor: u64,
    /// The last save asked for, by article.
    last: BTreeMap<ArticleKey, u64>,
    /// The last save asked for, by article and whether it is the metadata; with the set for later comparison.
    pending: BTreeMap<(ArticleKey, bool), (u64, Option<AnnotationSet>)>,
    failed: BTreeMap<(ArticleKey, bool), String>,
    saved_at: Option<f64>,
}

impl Saving {
    /// For the top bar.
    pub fn state(&self) -> SaveState {
        if let Some(sentence) = self.failed.values().next() {
            SaveState::Failed(sentence.clone())
        } else if !self.pending.is_empty() {
            SaveState::Saving
        } else {
            self.saved_at.map_or(SaveState::Clean, SaveState::Saved)
        }
    }

    /// Whether an article has changes that are not on disk.
    pub fn is_pending(&self, key: &ArticleKey) -> bool {
        self.pending.keys().any(|(k, _)| k == key)
    }

    /// The number of the last save that was asked for.
    pub(super) fn serial(&self) -> u64 {
        self.serial
    }

    /// The number of the last save of an article; 0 for none.
    pub(super) fn last(&self, key: &ArticleKey) -> u64 {
        self.last.get(key).copied().unwrap_or_default()
    }

    /// A fresh start for another annotator or project; the numbers go on.
    pub(super) fn renewed(&self) -> Saving {
        Saving { serial: self.serial, floor: self.serial, ..Saving::default() }
    }

    fn next(&mut self, key: &ArticleKey, set: Option<AnnotationSet>) -> u64 {
        self.serial += 1;
        self.last.insert(key.clone(), self.serial);
        self.pending.insert((key.clone(), set.is_none()), (self.serial, set));
        self.serial
    }
}

impl Session {
    pub(super) fn save_set(&mut self, key: &ArticleKey) {
        self.save(key, |doc| SaveWhat::Set { set: doc.set.clone(), text: doc.text.clone(), stamp: doc.stamp });
    }

    fn save_over(&mut self, key: &ArticleKey) {
        self.save(key, |doc| SaveWhat::SetOver { set: doc.set.clone(), text: doc.text.clone() });
    }

    pub(super) fn save_metadata(&mut self, key: &ArticleKey) {
        self.save(key, |doc| SaveWhat::Metadata { edited: doc.edited.clone(), stamp: doc.meta_stamp });
    }

    fn save(&mut self, key: &ArticleKey, what: impl FnOnce(&Doc) -> SaveWhat) {
        let (Some(doc), Some(annotator)) = (self.docs.get(key), self.annotator.clone()) else { return };
        let what = what(doc);
        let set = (!matches!(what, SaveWhat::Metadata { .. })).then(|| doc.set.clone());
        let serial = self.saving.next(key, set);
        self.effects.push(Effect::Save(SaveJob { key: key.clone(), annotator, what, serial, since: doc.since }));
    }

    pub(super) fn saved(&mut self, report: SaveReport) {
        match report {
            SaveReport::Saved { serial, .. } if serial <= self.saving.floor => {}
            // The annotator or project was left, but the work is somebody's.
            SaveReport::Failed { serial, sentence, .. } | SaveReport::Conflict { serial, sentence, .. }
                if serial <= self.saving.floor =>
            {
                self.tell(ToldKind::Warning, sentence);
            }
            SaveReport::Saved { key, serial, stamp, metadata } => {
                let slot = (key, metadata);
                self.saving.failed.remove(&slot);
                let newest = self.saving.pending.get(&slot).is_none_or(|(s, _)| *s <= serial);
                let set = if newest { self.saving.pending.remove(&slot).and_then(|(_, set)| set) } else { None };
                self.saving.saved_at = Some(self.now.0);
                if let Some(doc) = self.docs.get_mut(&slot.0) {
                    if metadata {
                        doc.meta_stamp = stamp;
                    } else {
                        doc.stamp = stamp;
                        if let Some(set) = set {
                            doc.base = set;
                        }
                    }
                }
                if !self.saving.is_pending(&slot.0) && self.stale.remove(&slot.0) {
                    self.reload(&slot.0);
                }
            }
            SaveReport::Failed { key, sentence, metadata, .. } => {
                self.saving.failed.insert((key, metadata), sentence);
            }
            SaveReport::Conflict { key, serial: _, sentence, theirs, metadata } => {
                self.saving.pending.remove(&(key.clone(), metadata));
                self.saving.failed.remove(&(key.clone(), metadata));
                if metadata {
                    self.tell(ToldKind::Warning, sentence);
                    self.reload(&key);
                } else {
                    self.meet(&key, sentence, theirs);
                }
            }
            SaveReport::Collapsed { key, from, to, backup } => self.tell(
                ToldKind::Warning,
                format!(
                    "{key} went from {from} marks to {to}. The earlier file is kept at {}; undo brings the marks back",
                    backup.display()
                ),
            ),
        }
    }

    /// Two versions of one set met. Where nobody's work is in the way of the other's, both are kept at once; else a person decides.
    fn meet(&mut self, key: &ArticleKey, sentence: String, theirs: Option<Box<Loaded>>) {
        let Some(doc) = self.docs.get_mut(key) else { return };
        let theirs = theirs.filter(|t| t.trouble.is_none() && t.text == doc.text).map(|t| (t.set, t.stamp));
        let easy = theirs.as_ref().is_some_and(|(set, _)| merge(&doc.base, &doc.set, set).1.is_empty());
        doc.conflict = Some(Conflict { sentence, theirs });
        if easy && self.read_only().is_none() {
            let here = self.current.replace(key.clone());
            self.resolve(Choice::Merge);
            self.current = here;
            self.tell(ToldKind::Info, format!("{key} was changed elsewhere too; both versions were brought together"));
        }
    }

    pub(super) fn resolve(&mut self, choice: Choice) {
        if self.read_only().is_some() {
            return self.tell_why_not(); // The decision waits: what comes of it could not be kept.
        }
        let Some(key) = self.current.clone() else { return };
        let Some(doc) = self.docs.get_mut(&key) else { return };
        let Some(conflict) = doc.conflict.take() else { return };
        let selection = Selection { mark: None, ..doc.selection.clone() };
        match (choice, conflict.theirs) {
            (Choice::Mine, _) | (_, None) => self.save_over(&key),
            (Choice::Theirs, Some((theirs, stamp))) => {
                let change = diff(&doc.set, &theirs);
                doc.stamp = stamp;
                doc.base = theirs;
                if change.is_empty() {
                    self.save_set(&key);
                } else {
                    self.change_as_it_is("Take the other version".to_owned(), change, selection);
                }
            }
            (Choice::Merge, Some((theirs, stamp))) => {
                let (merged, _) = merge(&doc.base, &doc.set, &theirs);
                let change = diff(&doc.set, &merged);
                doc.stamp = stamp;
                doc.base = theirs;
                if change.is_empty() {
                    self.save_set(&key);
                } else {
                    self.change_as_it_is("Bring two versions together".to_owned(), change, selection);
                }
            }
        }
    }
}
