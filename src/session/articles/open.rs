//! Opening articles: what is read, what is read ahead, and what came of reading.

use super::super::{Ask, Conflict, Doc, Effect, Session, ToldKind, Workspace};
use crate::{
    model::{ArticleKey, Metadata},
    store::{ArticleOrder, Change, FileTrouble, Loaded, Stamp},
};

/// Articles kept in memory beside those that were changed: enough to go back and forth without reading again.
const KEEP: usize = 24;

impl Session {
    pub(in crate::session) fn open_article(&mut self, key: &ArticleKey) {
        if self.current.as_ref() == Some(key) && self.doc().is_some() {
            return;
        }
        self.left = self.current.replace(key.clone());
        self.linking = None;
        self.reveal = None;
        if let Some(project) = &self.project {
            self.prefs.places.insert(project.root.clone(), key.as_str().to_owned());
        }
        self.load_current();
    }

    /// Reads the current article, and its neighbours ahead of being asked for.
    pub(in crate::session) fn load_current(&mut self) {
        let (Some(key), Some(me)) = (self.current.clone(), self.annotator.clone()) else { return };
        if !self.locked {
            return;
        }
        let beside = [1, -1].into_iter().filter_map(|by| Some(self.articles.beside(&key, by)?.key.clone()));
        let wanted: Vec<ArticleKey> = std::iter::once(key.clone()).chain(beside).collect();
        let ask = self.ask();
        for key in &wanted {
            // A file that could not be read may have been mended meanwhile.
            if !self.docs.contains_key(key) || self.stale.remove(key) {
                self.effects.push(Effect::Load(key.clone(), me.clone(), ask));
            }
        }
        if self.docs.len() > KEEP {
            // What was typed in the one just left may still come.
            let left = self.left.clone();
            self.docs.retain(|k, d| d.touched || wanted.contains(k) || left.as_ref() == Some(k));
        }
    }

    pub(in crate::session) fn reload(&mut self, key: &ArticleKey) {
        if let Some(me) = self.annotator.clone() {
            self.effects.push(Effect::Load(key.clone(), me, self.ask()));
        }
    }

    /// Sorts and groups the list, now and whenever a project is opened.
    pub(in crate::session) fn set_order(&mut self, order: ArticleOrder) {
        self.articles.set_order(order);
        self.prefs.order = order;
        self.effects.push(Effect::SavePreferences);
    }

    /// Goes to the next (1) or previous (-1) article of the list.
    pub(in crate::session) fn go_article(&mut self, by: isize) -> bool {
        let next = self.beside(by);
        if let Some(key) = &next {
            self.open_article(key);
        }
        next.is_some()
    }

    pub(in crate::session) fn can_go_article(&self, by: isize) -> bool {
        self.beside(by).is_some()
    }

    /// The next article (1) or the previous one (-1), in the order of the list that is shown.
    fn beside(&self, by: isize) -> Option<ArticleKey> {
        match self.reviewing().workspace() {
            Workspace::Annotate => self.articles.beside(self.current.as_ref()?, by).map(|e| e.key.clone()),
            Workspace::Review => self.beside_in_review(by),
        }
    }

    pub(in crate::session) fn loaded(&mut self, loaded: Loaded, ask: Ask) {
        if ask.generation != self.generation {
            return; // Read for an annotator or a project that was left.
        }
        let key = loaded.key.clone();
        if self.saving.is_pending(&key) {
            self.stale.insert(key); // Ours is newer; when it is on disk there is time to look again.
            return;
        }
        if self.saving.last(&key) > ask.serial {
            return self.reload(&key); // It was read before what we saved meanwhile.
        }
        self.failed.remove(&key);
        if let Some(sentence) = loaded.rescued.clone().filter(|s| self.rescues.insert(s.clone())) {
            self.tell(ToldKind::Warning, sentence);
        }
        if let Some(old) = self.docs.get_mut(&key) {
            if let Some(conflict) = &mut old.conflict {
                // Mine waits for a decision; theirs may have gone on.
                if loaded.trouble.is_some() || loaded.text != old.text {
                    return;
                }
                if loaded.set == old.set {
                    // It has come to the same: nothing is left to decide.
                    (old.conflict, old.stamp, old.base) = (None, loaded.stamp, loaded.set);
                } else {
                    conflict.theirs = Some((loaded.set, loaded.stamp));
                }
                old.since = self.saving.serial() + 1;
                return;
            }
            let gone = loaded.stamp == Stamp::Absent && old.stamp != Stamp::Absent && !old.set.is_empty();
            if gone && loaded.trouble.is_none() && old.trouble.is_none() && loaded.text == old.text {
                // A file that is gone is no proof that its marks are not wanted: a folder may be away for a moment.
                old.conflict = Some(Conflict {
                    sentence: format!(
                        "The file of your marks on {key} is gone from the disk; your marks are still here"
                    ),
                    theirs: Some((loaded.set, loaded.stamp)),
                });
                old.since = self.saving.serial() + 1;
                return;
            }
            let unreadable = loaded.trouble.is_some() && old.trouble.is_none() && !old.set.is_empty();
            if unreadable && loaded.text == old.text {
                let why = loaded.trouble.map(|t| t.into_trouble().to_string()).unwrap_or_default();
                old.conflict = Some(Conflict {
                    sentence: format!(
                        "Your marks on {key} are still here, but their file cannot be read any more: {why}"
                    ),
                    theirs: None,
                });
                old.since = self.saving.serial() + 1;
                return;
            }
            let same_trouble = old.trouble.is_some() == loaded.trouble.is_some()
                && old.meta_trouble.is_some() == loaded.meta_trouble.is_some();
            let same = old.stamp == loaded.stamp && old.meta_stamp == loaded.meta_stamp;
            if same && same_trouble && old.text == loaded.text {
                return;
            }
        }
        self.revisions += 1;
        let mut doc = Doc::new(loaded.clone(), self.revisions);
        doc.since = self.saving.serial() + 1;
        if let Some(old) = self.docs.get(&key) {
            let (same_text, same_set) = (old.text == doc.text, old.set == doc.set);
            doc.touched = old.touched;
            let same_details = old.edited == doc.edited;
            if same_text {
                doc.selection = old.selection.clone();
                if doc.selection.mark.as_ref().is_some_and(|m| doc.set.get(m).is_none()) {
                    doc.selection.mark = None;
                }
            }
            if !same_text || !same_set || !same_details {
                self.history.forget(&key);
                let what = match (same_text, same_set) {
                    (false, _) => "The text of",
                    (true, false) => "The marks on",
                    (true, true) => "The details of",
                };
                self.tell(ToldKind::Info, format!("{what} {key} changed elsewhere; this is how it is now"));
            }
        }
        if let Some(remark) = loaded.remarks.first() {
            let more = loaded.remarks.len() - 1;
            let more = if more > 0 { format!(" (and {more} more; whosaid check lists them)") } else { String::new() };
            self.tell(ToldKind::Warning, format!("{remark}{more}"));
        }
        self.articles.update(&doc, self.annotator.as_ref());
        let (set_trouble, meta_trouble) = (doc.trouble.is_some(), doc.meta_trouble.is_some());
        self.docs.insert(key.clone(), doc);
        self.resume(&key);
        if loaded.unsaved && self.read_only().is_none() {
            if !set_trouble {
                self.save_set(&key);
            }
            if !meta_trouble && loaded.edited != Metadata::default() {
                self.save_metadata(&key);
            }
        }
    }

    pub(in crate::session) fn not_loaded(&mut self, key: &ArticleKey, trouble: FileTrouble, ask: Ask) {
        if ask.generation != self.generation {
            return;
        }
        let unsaved = self.saving.is_pending(key) || self.docs.get(key).is_some_and(|d| d.conflict.is_some());
        if unsaved {
            // What is only here must not go because the file went.
            self.stale.insert(key.clone());
            return self.tell(ToldKind::Warning, trouble.to_string());
        }
        self.history.forget(key);
        self.docs.remove(key);
        self.failed.insert(key.clone(), trouble);
    }

    pub(in crate::session) fn changed_outside(&mut self, change: Change) {
        match change {
            Change::Article(key) | Change::Metadata(key) => {
                if self.docs.contains_key(&key) || self.failed.contains_key(&key) {
                    self.reload(&key);
                }
                self.effects.push(Effect::Refresh);
            }
            Change::Set(who, key) => {
                if Some(&who) != self.annotator.as_ref() {
                    self.others_changed(Some(&key));
                    self.machine_changed(Some(&who));
                }
                if Some(&who) == self.annotator.as_ref() && self.docs.contains_key(&key) {
                    self.reload(&key);
                } else if Some(&who) != self.annotator.as_ref() {
                    self.effects.push(Effect::Refresh);
                }
            }
            Change::Project => self.effects.push(Effect::LoadLabels),
            Change::Lists => self.effects.push(Effect::ReadLists),
            Change::Many => {
                self.others_changed(None);
                self.machine_changed(None);
                // The article in view and its neighbours at once, the others when they are opened.
                self.stale.extend(self.docs.keys().cloned());
                self.load_current();
                self.effects.extend([Effect::LoadLabels, Effect::ReadLists, Effect::Refresh]);
            }
        }
    }
}
