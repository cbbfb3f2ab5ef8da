//! The list of articles: what is known of each, filter, opening, next and previous.

use super::{Ask, Conflict, Doc, Effect, Field, Session, ToldKind, history::Entry as Done, history::Step};
use crate::{
    model::{AnnotatorName, ArticleKey, LabelName, Metadata, Published, State},
    store::{Change, FileTrouble, Loaded, SetSummary, Stamp, Summary},
    text::folded,
};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// Articles kept in memory beside those that were changed: enough to go back and forth without reading again.
const KEEP: usize = 24;

/// One article in the list.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its name in the project.
    pub key: ArticleKey,
    /// What is known of it; `None` until it was looked at.
    pub known: Option<Summary>,
    /// How far this annotator has come.
    pub state: State,
    /// This annotator's marks by label.
    pub counts: BTreeMap<LabelName, usize>,
    /// What is wrong with this annotator's file.
    set_trouble: Option<String>,
    /// Title, outlet and name, folded, for the filter.
    haystack: Arc<str>,
}

impl Entry {
    fn new(key: ArticleKey) -> Self {
        let haystack = folded(key.as_str()).into();
        Entry { key, known: None, state: State::New, counts: BTreeMap::new(), set_trouble: None, haystack }
    }

    /// Its title, or its file's name where it has none.
    pub fn title(&self) -> &str {
        self.known.as_ref().and_then(|k| k.metadata.title.as_deref()).unwrap_or(self.key.file_name())
    }

    /// What is wrong with it, or with this annotator's marks on it.
    pub fn trouble(&self) -> Option<&str> {
        self.known.as_ref().and_then(|k| k.trouble.as_deref()).or(self.set_trouble.as_deref())
    }

    /// How many marks this annotator has on it.
    pub fn count(&self) -> usize {
        self.counts.values().sum()
    }

    fn learn(&mut self, summary: Summary, me: Option<&AnnotatorName>) {
        self.haystack = haystack(&self.key, &summary.metadata);
        self.known = Some(summary);
        self.count_for(me);
    }

    fn count_for(&mut self, me: Option<&AnnotatorName>) {
        let mine = self.known.iter().flat_map(|k| &k.sets).find(|s| Some(&s.annotator) == me);
        self.state = mine.map(|s| s.state).unwrap_or_default();
        self.counts = mine.map(|s| s.by_label.clone()).unwrap_or_default();
        self.set_trouble = mine.and_then(|s| s.trouble.clone());
    }
}

fn haystack(key: &ArticleKey, metadata: &Metadata) -> Arc<str> {
    let words = [metadata.title.as_deref(), metadata.outlet.as_deref(), Some(key.as_str())];
    folded(&words.into_iter().flatten().collect::<Vec<_>>().join(" ")).into()
}

/// Which articles the list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// All.
    #[default]
    All,
    /// Those in one state.
    Only(State),
    /// Those that cannot be opened.
    Trouble,
}

/// All articles in their order, and which of them are shown.
#[derive(Default)]
pub struct ArticleList {
    entries: Vec<Entry>,
    by_key: HashMap<ArticleKey, usize>,
    shown: Vec<usize>,
    filter: String,
    status: Status,
    complete: bool,
    /// How many are done: asked for in every frame.
    done: usize,
}

impl ArticleList {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entry of an article.
    pub fn get(&self, key: &ArticleKey) -> Option<&Entry> {
        self.entries.get(*self.by_key.get(key)?)
    }

    /// How many pass the filter.
    pub fn shown_len(&self) -> usize {
        self.shown.len()
    }

    /// The n-th of those that pass the filter.
    pub fn shown(&self, n: usize) -> Option<&Entry> {
        self.entries.get(*self.shown.get(n)?)
    }

    /// Where an article stands among those that pass the filter.
    pub fn position(&self, key: &ArticleKey) -> Option<usize> {
        self.shown.binary_search(self.by_key.get(key)?).ok()
    }

    /// The filter's words.
    pub fn filter(&self) -> &str {
        &self.filter
    }

    /// The filter's status.
    pub fn status(&self) -> Status {
        self.status
    }

    /// Whether every article has been looked at since the project was opened.
    pub fn complete(&self) -> bool {
        self.complete
    }

    /// How many are done.
    pub fn done(&self) -> usize {
        self.done
    }

    pub(super) fn replace(&mut self, keys: Vec<ArticleKey>) {
        let mut old: HashMap<ArticleKey, Entry> = self.entries.drain(..).map(|e| (e.key.clone(), e)).collect();
        self.entries = keys.into_iter().map(|k| old.remove(&k).unwrap_or_else(|| Entry::new(k))).collect();
        self.by_key = self.entries.iter().enumerate().map(|(i, e)| (e.key.clone(), i)).collect();
        self.complete = false;
        self.refilter();
    }

    pub(super) fn learn(&mut self, summaries: Vec<Summary>, me: Option<&AnnotatorName>) {
        for summary in summaries {
            if !self.by_key.contains_key(&summary.key) {
                // New since the project was opened: the listing that follows a look gives it its place.
                self.by_key.insert(summary.key.clone(), self.entries.len());
                self.entries.push(Entry::new(summary.key.clone()));
            }
            if let Some(entry) = self.by_key.get(&summary.key).and_then(|i| self.entries.get_mut(*i)) {
                entry.learn(summary, me);
            }
        }
        self.refilter();
    }

    pub(super) fn all_known(&mut self) {
        self.complete = true;
    }

    pub(super) fn count_for(&mut self, me: &AnnotatorName) {
        for entry in &mut self.entries {
            entry.count_for(Some(me));
        }
        self.refilter();
    }

    pub(super) fn set_filter(&mut self, words: String) {
        self.filter = words;
        self.refilter();
    }

    pub(super) fn set_status(&mut self, status: Status) {
        self.status = status;
        self.refilter();
    }

    /// What is in hand is what the list shows.
    pub(super) fn update(&mut self, doc: &Doc, me: Option<&AnnotatorName>) {
        let Some(entry) = self.by_key.get(&doc.key).and_then(|i| self.entries.get_mut(*i)) else { return };
        let was = entry.state;
        entry.state = doc.set.state();
        self.done += usize::from(entry.state == State::Done);
        self.done -= usize::from(was == State::Done);
        entry.counts.clone_from(doc.counts());
        entry.set_trouble = doc.trouble.as_ref().map(|_| "Your marks on this article cannot be read".to_owned());
        let Some(known) = &mut entry.known else { return };
        known.metadata = doc.metadata.clone();
        if let Some(me) = me {
            known.sets.retain(|s| s.annotator != *me);
            known.sets.push(SetSummary {
                annotator: me.clone(),
                state: entry.state,
                by_label: entry.counts.clone(),
                lost: doc.set.lost().count(),
                trouble: entry.set_trouble.clone(),
            });
        }
        entry.haystack = haystack(&entry.key, &known.metadata);
    }

    fn refilter(&mut self) {
        self.done = self.entries.iter().filter(|e| e.state == State::Done).count();
        let words: Vec<String> = self.filter.split_whitespace().map(folded).collect();
        let fits = |e: &Entry| {
            words.iter().all(|w| e.haystack.contains(w.as_str()))
                && match self.status {
                    Status::All => true,
                    Status::Only(state) => e.state == state && e.trouble().is_none(),
                    Status::Trouble => e.trouble().is_some(),
                }
        };
        self.shown = self.entries.iter().enumerate().filter(|(_, e)| fits(e)).map(|(i, _)| i).collect();
    }

    /// The article `by` places after (or, negative, before) another among those shown. Where the other is not shown, the
    /// nearest in the whole order.
    fn beside(&self, key: &ArticleKey, by: isize) -> Option<&Entry> {
        let place = *self.by_key.get(key)?;
        let at = match self.shown.binary_search(&place) {
            Ok(at) => at.checked_add_signed(by)?,
            Err(after) if by > 0 => after,
            Err(after) => after.checked_sub(1)?,
        };
        self.shown(at)
    }
}

impl Session {
    pub(super) fn open_article(&mut self, key: &ArticleKey) {
        if self.current.as_ref() == Some(key) && self.doc().is_some() {
            return;
        }
        self.current = Some(key.clone());
        self.linking = None;
        self.reveal = None;
        if let Some(project) = &self.project {
            self.prefs.places.insert(project.root.clone(), key.as_str().to_owned());
        }
        self.load_current();
    }

    /// Reads the current article, and its neighbours ahead of being asked for.
    pub(super) fn load_current(&mut self) {
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
            self.docs.retain(|k, d| d.touched || wanted.contains(k));
        }
    }

    pub(super) fn reload(&mut self, key: &ArticleKey) {
        if let Some(me) = self.annotator.clone() {
            self.effects.push(Effect::Load(key.clone(), me, self.ask()));
        }
    }

    /// Goes to the next (1) or previous (-1) article of the list.
    pub(super) fn go_article(&mut self, by: isize) -> bool {
        let next = self.current.as_ref().and_then(|k| self.articles.beside(k, by)).map(|e| e.key.clone());
        if let Some(key) = &next {
            self.open_article(key);
        }
        next.is_some()
    }

    pub(super) fn can_go_article(&self, by: isize) -> bool {
        self.current.as_ref().is_some_and(|k| self.articles.beside(k, by).is_some())
    }

    pub(super) fn loaded(&mut self, loaded: Loaded, ask: Ask) {
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

    pub(super) fn not_loaded(&mut self, key: &ArticleKey, trouble: FileTrouble, ask: Ask) {
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

    pub(super) fn changed_outside(&mut self, change: Change) {
        match change {
            Change::Article(key) | Change::Metadata(key) => {
                if self.docs.contains_key(&key) || self.failed.contains_key(&key) {
                    self.reload(&key);
                }
                self.effects.push(Effect::Refresh);
            }
            Change::Set(who, key) => {
                if Some(&who) == self.annotator.as_ref() && self.docs.contains_key(&key) {
                    self.reload(&key);
                } else if Some(&who) != self.annotator.as_ref() {
                    self.effects.push(Effect::Refresh);
                }
            }
            Change::Project => self.effects.push(Effect::LoadLabels),
            Change::Many => {
                // The article in view and its neighbours at once, the others when they are opened.
                self.stale.extend(self.docs.keys().cloned());
                self.load_current();
                self.effects.extend([Effect::LoadLabels, Effect::Refresh]);
            }
        }
    }

    pub(super) fn edit_metadata(&mut self, fields: &[(Field, String)]) {
        let Some(doc) = self.doc() else { return };
        if self.read_only().is_some() || doc.meta_trouble.is_some() {
            return;
        }
        let old = doc.edited.clone();
        let mut new = old.clone();
        for (field, value) in fields {
            let value = value.trim();
            let text = (!value.is_empty()).then(|| Arc::<str>::from(value));
            // An edit that says what the text says anyway is no edit.
            let unless_found = |found: &Option<Arc<str>>| text.clone().filter(|t| found.as_ref() != Some(t));
            match field {
                Field::Title => new.title = unless_found(&doc.found.title),
                Field::Outlet => new.outlet = unless_found(&doc.found.outlet),
                Field::Url => new.url = unless_found(&doc.found.url),
                Field::Event => new.event = unless_found(&doc.found.event),
                Field::Language => new.language = unless_found(&doc.found.language),
                Field::Published => match text.as_deref().map(Published::parse).transpose() {
                    Ok(published) => new.published = published.filter(|p| doc.found.published.as_ref() != Some(p)),
                    Err(why) => {
                        let sentence = format!("The publication date was kept as it was: {why}");
                        return self.tell(ToldKind::Error, sentence);
                    }
                },
            }
        }
        if new == old {
            return;
        }
        let title = match fields {
            [(field, _)] => format!("Edit the {}", field.name()),
            _ => "Edit the article's details".to_owned(),
        };
        let key = doc.key.clone();
        let view = self.view();
        self.set_metadata(&key, &new);
        let steps = vec![Step::Metadata(key, old.into(), new.into())];
        self.history.push(Done { title, steps, before: view.clone(), after: view });
    }

    pub(super) fn set_metadata(&mut self, key: &ArticleKey, edited: &Metadata) {
        if let Some(doc) = self.docs.get_mut(key) {
            doc.edited = edited.clone();
            doc.metadata = doc.edited.or(&doc.found);
            doc.touched = true;
            self.articles.update(doc, self.annotator.as_ref());
            self.save_metadata(key);
        }
    }
}
