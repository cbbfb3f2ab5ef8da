//! The open project: what is shown, selected and done. It reads actions and events and answers with effects; it touches
//! no disk, no clock and no window, so every gesture can be tested as a story.
//!
//! | file | holds |
//! |---|---|
//! | `command` | the one list of commands: id, title, tooltip, keys, when enabled |
//! | `keys` | key strokes as data |
//! | `articles` | the list of articles: filter, order, opening, next and previous |
//! | `doc` | an article in hand |
//! | `marking` | making, relabelling, resizing and removing marks |
//! | `moving` | caret, selection, going from mark to mark |
//! | `history` | undo and redo |
//! | `saving` | what is saved, what is not, conflicts |
//! | `effect` | what the session wants done, and what it is told |

mod articles;
mod command;
mod doc;
mod effect;
mod history;
mod keys;
mod marking;
mod moving;
mod saving;

pub use articles::{ArticleList, Entry, Status};
pub use command::{COMMANDS, Command, Group, command, for_stroke};
pub use doc::{Conflict, Doc, Selection};
pub use effect::{Ask, Effect, Event, Opening, Told, ToldKind};
pub use keys::{Key, Stroke};
pub use saving::{SaveState, Saving};
// What the screens show of the store's findings, so that they need not know the store.
pub use crate::store::{Backup, FileTrouble, SetTrouble, Theme};

use crate::{
    model::{AnnotationId, AnnotatorName, ArticleKey, IdMaker, LabelName, LabelSet, State},
    store::Prefs,
    text::{ByteOffset, Span},
};
use history::History;
use std::{
    collections::{BTreeSet, HashMap},
    path::PathBuf,
    sync::Arc,
};

/// Without its labels a project must not be written to, but it can be read.
const NO_LABELS: &str = "The project's labels cannot be read, so nothing is changed here; mend whosaid.ron";

/// Something a person did on a screen, or a story in a test.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names and fields say it")]
pub enum Action {
    /// Run a command of the list, if it is enabled.
    Run(&'static str),
    OpenProject(PathBuf),
    OpenArticle(ArticleKey),
    /// Filter the list of articles by words and by status.
    Filter(String),
    FilterStatus(Status),
    SetAnnotator(String),
    /// Put the caret or the end of the selection at a position.
    MoveCaret {
        to: ByteOffset,
        extend: bool,
    },
    /// Select a stretch of text, as the end of a drag: with an armed label it is marked at once.
    Select {
        anchor: ByteOffset,
        focus: ByteOffset,
        finished: bool,
    },
    /// A click: takes the innermost mark over the character it is `on`, at a further click the next one out; else puts the caret.
    Click {
        on: Option<ByteOffset>,
        caret: ByteOffset,
    },
    /// A key stroke, where no text field takes it.
    Stroke(Stroke),
    SelectMark(AnnotationId),
    /// Put a label on what is selected, or arm it.
    Label(LabelName),
    /// Give a mark another span, as the end of dragging one of its edges.
    Resize(AnnotationId, Span),
    /// Edit fields of the current article's metadata, as one step.
    Metadata(Vec<(Field, String)>),
    /// Mark all these places with a label, as one step.
    MarkAll(Vec<Span>, LabelName),
    /// Put a lost mark at the selected text.
    PlaceLost(AnnotationId),
    /// Decide between two versions of the current article's set.
    Resolve(Choice),
    FindBackups,
    Restore(Backup),
    SetAside,
    Overlay(Overlay),
    Dismiss(usize),
    /// The window was resized, in points.
    WindowSize(f32, f32),
}

/// A field of an article's metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Field {
    Title,
    Outlet,
    Url,
    Published,
    Event,
    Language,
}

impl Field {
    /// Its name in a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Field::Title => "title",
            Field::Outlet => "outlet",
            Field::Url => "URL",
            Field::Published => "publication date",
            Field::Event => "event",
            Field::Language => "language",
        }
    }
}

/// What to do where two versions of a set meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Bring both together; where they differ, mine.
    Merge,
    /// Mine; theirs goes to the backups.
    Mine,
    /// Theirs; mine can be had back by undo.
    Theirs,
}

/// What lies over the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Overlay {
    #[default]
    None,
    Palette,
    Keys,
    Annotator,
    OpenPath,
    Metadata,
    Occurrences,
    About,
}

/// A view to come back to: the article and what was selected in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// The article.
    pub article: Option<ArticleKey>,
    /// What was selected in it.
    pub selection: Selection,
}

/// The project in hand.
#[derive(Clone, Debug)]
pub struct OpenProject {
    /// The folder's name.
    pub name: String,
    /// The folder.
    pub root: PathBuf,
    /// Its labels.
    pub labels: LabelSet,
    /// Annotators with work in it.
    pub annotators: Vec<AnnotatorName>,
    /// What the folder holds that cannot be an article.
    pub troubles: Vec<FileTrouble>,
}

/// A place for the page to scroll to; the number tells a new wish from an old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reveal {
    /// Goes up with every wish.
    pub count: u64,
    /// The place.
    pub at: ByteOffset,
}

/// The open project and everything a person sees and does in it.
pub struct Session {
    project: Option<OpenProject>,
    opening: Option<PathBuf>,
    open_error: Option<String>,
    annotator: Option<AnnotatorName>,
    read_only: Option<String>,
    /// Why the labels cannot be read; nothing is changed then.
    labels_trouble: Option<String>,
    locked: bool,
    /// Goes up with every project and annotator, so that late answers to an earlier one are known.
    generation: u32,
    /// Articles that may have changed on disk and are read again: when their save is done, or when they are opened.
    stale: BTreeSet<ArticleKey>,
    /// What was said of rescued work in this session; once is enough.
    rescues: BTreeSet<String>,
    /// Leaving with unsaved marks was warned of.
    warned: bool,
    articles: ArticleList,
    docs: HashMap<ArticleKey, Doc>,
    failed: HashMap<ArticleKey, FileTrouble>,
    current: Option<ArticleKey>,
    armed: Option<LabelName>,
    history: History,
    saving: Saving,
    told: Vec<Told>,
    overlay: Overlay,
    reveal: Option<Reveal>,
    reveals: u64,
    revisions: u64,
    ids: IdMaker,
    /// Seconds on any steady clock, and the wall clock as RFC 3339 in UTC.
    now: (f64, Arc<str>),
    prefs: Prefs,
    focus_mode: bool,
    filter_wanted: u64,
    effects: Vec<Effect>,
}

impl Session {
    /// A session with nothing open. `seed` makes annotation ids differ from those of other windows.
    pub fn new(prefs: Prefs, seed: u64) -> Self {
        let annotator = prefs.annotator.as_deref().and_then(|name| AnnotatorName::new(name).ok());
        Session {
            project: None,
            opening: None,
            open_error: None,
            annotator,
            read_only: None,
            labels_trouble: None,
            locked: false,
            generation: 0,
            stale: BTreeSet::new(),
            rescues: BTreeSet::new(),
            warned: false,
            articles: ArticleList::default(),
            docs: HashMap::new(),
            failed: HashMap::new(),
            current: None,
            armed: None,
            history: History::default(),
            saving: Saving::default(),
            told: Vec::new(),
            overlay: Overlay::None,
            reveal: None,
            reveals: 0,
            revisions: 0,
            ids: IdMaker::new(seed),
            now: (0.0, "".into()),
            prefs,
            focus_mode: false,
            filter_wanted: 0,
            effects: Vec::new(),
        }
    }

    // --- what the screens read

    /// The project in hand.
    pub fn project(&self) -> Option<&OpenProject> {
        self.project.as_ref()
    }

    /// The folder that is being opened.
    pub fn opening(&self) -> Option<&PathBuf> {
        self.opening.as_ref()
    }

    /// Why the path that was typed could not be opened.
    pub fn open_error(&self) -> Option<&str> {
        self.open_error.as_deref()
    }

    /// Who annotates.
    pub fn annotator(&self) -> Option<&AnnotatorName> {
        self.annotator.as_ref()
    }

    /// Why nothing can be changed in this window, where that is so.
    pub fn read_only(&self) -> Option<&str> {
        self.labels_trouble.as_deref().or(self.read_only.as_deref())
    }

    /// The list of articles.
    pub fn articles(&self) -> &ArticleList {
        &self.articles
    }

    /// The current article's name.
    pub fn current(&self) -> Option<&ArticleKey> {
        self.current.as_ref()
    }

    /// The current article, once it is read.
    pub fn doc(&self) -> Option<&Doc> {
        self.docs.get(self.current.as_ref()?)
    }

    /// Why the current article cannot be read.
    pub fn failed(&self) -> Option<&FileTrouble> {
        self.failed.get(self.current.as_ref()?)
    }

    /// The label that each drag applies.
    pub fn armed(&self) -> Option<&LabelName> {
        self.armed.as_ref()
    }

    /// What waits to be read by the person.
    pub fn told(&self) -> &[Told] {
        &self.told
    }

    /// What lies over the window.
    pub fn overlay(&self) -> Overlay {
        self.overlay
    }

    /// The place the page shall show.
    pub fn reveal(&self) -> Option<Reveal> {
        self.reveal
    }

    /// The person's preferences.
    pub fn prefs(&self) -> &Prefs {
        &self.prefs
    }

    /// Whether only the text is shown.
    pub fn focus_mode(&self) -> bool {
        self.focus_mode
    }

    /// What is saved.
    pub fn saving(&self) -> &Saving {
        &self.saving
    }

    /// Goes up each time the filter box is asked for.
    pub fn filter_wanted(&self) -> u64 {
        self.filter_wanted
    }

    /// Seconds on the session's steady clock.
    pub fn now(&self) -> f64 {
        self.now.0
    }

    /// What would be undone.
    pub fn undo_title(&self) -> Option<&str> {
        self.history.last().map(|e| e.title.as_str())
    }

    /// What would be redone.
    pub fn redo_title(&self) -> Option<&str> {
        self.history.next().map(|e| e.title.as_str())
    }

    /// What the app shall do now.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    // --- what comes in

    /// Tells the time: seconds on a steady clock, and RFC 3339 in UTC.
    pub fn set_now(&mut self, seconds: f64, stamp: &str) {
        self.now = (seconds, stamp.into());
    }

    /// Does what a person asked for.
    pub fn act(&mut self, action: Action) {
        match action {
            Action::Run(id) => self.run(id),
            Action::OpenProject(path) => self.open_project(path),
            Action::OpenArticle(key) => self.open_article(&key),
            Action::Filter(words) => self.articles.set_filter(words),
            Action::FilterStatus(status) => self.articles.set_status(status),
            Action::SetAnnotator(name) => self.set_annotator(&name),
            Action::MoveCaret { to, extend } => self.move_caret(to, extend),
            Action::Select { anchor, focus, finished } => self.select(anchor, focus, finished),
            Action::Click { on, caret } => self.click(on, caret),
            Action::Stroke(stroke) => {
                self.stroke(stroke);
            }
            Action::SelectMark(id) => self.select_mark(&id, true),
            Action::Label(label) => self.label(&label),
            Action::Resize(id, span) => self.resize(&id, span),
            Action::Metadata(fields) => self.edit_metadata(&fields),
            Action::MarkAll(spans, label) => self.mark_all(&spans, &label),
            Action::PlaceLost(id) => self.place_lost(&id),
            Action::Resolve(choice) => self.resolve(choice),
            Action::FindBackups => self.with_current(Effect::FindBackups),
            Action::Restore(backup) => self.with_current(|key, me| Effect::Restore(backup, key, me)),
            Action::SetAside => self.with_current(Effect::SetAside),
            Action::Overlay(overlay) => {
                self.overlay = overlay;
                self.open_error = None;
            }
            Action::Dismiss(index) => {
                if index < self.told.len() {
                    self.told.remove(index);
                }
            }
            Action::WindowSize(width, height) => {
                // Kept with the next preferences, at the latest when the window closes: a resize is many sizes.
                self.prefs.window = Some((width, height));
            }
        }
    }

    /// Takes in what happened outside.
    pub fn handle(&mut self, event: Event) {
        match event {
            Event::Opened(opening) => self.opened(*opening),
            Event::NotOpened(sentence) => {
                self.opening = None;
                // Where a path was typed, it is mended there.
                if self.overlay == Overlay::OpenPath {
                    self.open_error = Some(sentence);
                } else {
                    self.tell(ToldKind::Error, sentence);
                }
            }
            Event::Locked { annotator, read_only } => {
                if Some(&annotator) == self.annotator.as_ref() {
                    self.read_only = read_only;
                    self.locked = true;
                    self.load_current();
                }
            }
            Event::Summaries(summaries) => {
                self.articles.learn(summaries, self.annotator.as_ref());
                // What is in hand is newer than what a look found on disk.
                for doc in self.docs.values() {
                    self.articles.update(doc, self.annotator.as_ref());
                }
            }
            Event::SummariesDone => self.articles.all_known(),
            Event::Listed(keys, troubles) => {
                self.articles.replace(keys);
                if let Some(project) = &mut self.project {
                    project.troubles = troubles;
                }
            }
            Event::Loaded(loaded, ask) => self.loaded(*loaded, ask),
            Event::NotLoaded(key, trouble, ask) => self.not_loaded(&key, trouble, ask),
            Event::Labels(labels) => self.labels_read(labels),
            Event::Save(report) => self.saved(report),
            Event::Backups(key, backups) => {
                if let Some(doc) = self.docs.get_mut(&key) {
                    doc.backups = backups;
                }
            }
            Event::Mended(key, outcome) => {
                match outcome {
                    Ok(sentence) => self.tell(ToldKind::Info, sentence),
                    Err(trouble) => self.tell(ToldKind::Error, trouble.to_string()),
                }
                self.reload(&key);
            }
            Event::Changed(change) => self.changed_outside(change),
            Event::Told(told) => self.tell(told.kind, told.text.to_string()),
        }
    }

    /// Runs a command of the list, if it is enabled.
    pub fn run(&mut self, id: &str) {
        if let Some(command) = command(id)
            && (command.enabled)(self)
        {
            (command.run)(self);
        }
    }

    /// Runs what a key stroke stands for; says whether it stood for anything that could be done.
    pub fn stroke(&mut self, stroke: Stroke) -> bool {
        let Some(command) = for_stroke(stroke).filter(|c| (c.enabled)(self)) else { return false };
        (command.run)(self);
        true
    }

    // --- shared by the files of this room

    fn tell(&mut self, kind: ToldKind, text: impl Into<Arc<str>>) {
        let told = Told { kind, text: text.into() };
        self.told.retain(|t| *t != told && (t.kind != ToldKind::Info || kind != ToldKind::Info));
        self.told.push(told);
    }

    fn doc_mut(&mut self) -> Option<&mut Doc> {
        self.docs.get_mut(self.current.as_ref()?)
    }

    fn with_current(&mut self, effect: impl FnOnce(ArticleKey, AnnotatorName) -> Effect) {
        if let (Some(key), Some(me)) = (self.current.clone(), self.annotator.clone()) {
            self.effects.push(effect(key, me));
        }
    }

    /// Whether marks of the current article can be changed now.
    pub fn can_mark(&self) -> bool {
        self.read_only().is_none() && self.doc().is_some_and(|d| d.trouble.is_none() && d.conflict.is_none())
    }

    fn view(&self) -> View {
        let selection = self.doc().map(|d| d.selection.clone()).unwrap_or_default();
        View { article: self.current.clone(), selection }
    }

    fn reveal_at(&mut self, at: ByteOffset) {
        self.reveals += 1;
        self.reveal = Some(Reveal { count: self.reveals, at });
    }

    fn open_project(&mut self, path: PathBuf) {
        if !self.may_leave() {
            return;
        }
        if self.overlay != Overlay::OpenPath {
            self.overlay = Overlay::None;
        }
        self.open_error = None;
        self.opening = Some(path.clone());
        self.effects.push(Effect::OpenProject(path));
    }

    fn opened(&mut self, opening: Opening) {
        self.close();
        self.opening = None;
        self.overlay = Overlay::None;
        self.told.clear();
        let labels = match opening.labels {
            Ok(labels) => labels,
            Err(trouble) => {
                self.labels_trouble = Some(NO_LABELS.to_owned());
                self.tell(ToldKind::Error, trouble.to_string());
                crate::store::default_labels()
            }
        };
        self.prefs.remember(&opening.root);
        let place = self.prefs.places.get(&opening.root).and_then(|k| ArticleKey::new(k).ok());
        self.effects.push(Effect::SavePreferences);
        let articles = opening.articles;
        let first = opening.first.or(place.filter(|p| articles.contains(p))).or(articles.first().cloned());
        self.project = Some(OpenProject {
            name: opening.name,
            root: opening.root,
            labels,
            annotators: opening.annotators,
            troubles: opening.troubles,
        });
        self.articles.replace(articles);
        self.articles.learn(opening.summaries, self.annotator.as_ref());
        self.current = first;
        self.reveal = None;
        match self.annotator.clone() {
            Some(me) => self.effects.push(Effect::TakeLock(me)),
            None => self.overlay = Overlay::Annotator,
        }
        self.effects.push(Effect::Refresh);
    }

    /// Whether the project, or its annotator, may be left: with marks that are not on disk only when asked twice.
    fn may_leave(&mut self) -> bool {
        match self.saving.state() {
            SaveState::Failed(sentence) if !self.warned => {
                self.warned = true;
                self.tell(ToldKind::Error, format!("{sentence}. Do it once more to leave all the same"));
                false
            }
            _ => {
                self.warned = false;
                true
            }
        }
    }

    fn labels_read(&mut self, labels: Result<LabelSet, FileTrouble>) {
        match (labels, &mut self.project) {
            (Ok(labels), Some(project)) => {
                project.labels = labels;
                self.labels_trouble = None;
                self.armed = self.armed.take().filter(|l| project.labels.get(l).is_some());
            }
            (Err(trouble), _) => {
                self.labels_trouble = Some(NO_LABELS.to_owned());
                self.tell(ToldKind::Error, trouble.to_string());
            }
            (Ok(_), None) => {}
        }
    }

    fn close(&mut self) {
        self.generation += 1;
        self.stale.clear();
        self.project = None;
        self.labels_trouble = None;
        self.read_only = None;
        self.locked = false;
        self.articles = ArticleList::default();
        self.docs.clear();
        self.failed.clear();
        self.current = None;
        self.armed = None;
        self.history = History::default();
        self.saving = self.saving.renewed();
    }

    fn set_annotator(&mut self, name: &str) {
        let name = match AnnotatorName::new(name) {
            Ok(name) => name,
            Err(why) => return self.tell(ToldKind::Error, why.to_string()),
        };
        // Someone who is there under another case is meant.
        let known = self.project.iter().flat_map(|p| &p.annotators);
        let same = |a: &&AnnotatorName| a.as_str().to_lowercase() == name.as_str().to_lowercase();
        let name = known.clone().find(|a| **a == name).or_else(|| known.clone().find(same)).cloned().unwrap_or(name);
        self.overlay = Overlay::None;
        if self.annotator.as_ref() == Some(&name) && self.locked || !self.may_leave() {
            return;
        }
        self.generation += 1;
        self.saving = self.saving.renewed();
        self.stale.clear();
        self.prefs.annotator = Some(name.as_str().to_owned());
        self.effects.push(Effect::SavePreferences);
        self.annotator = Some(name.clone());
        self.locked = false;
        self.docs.clear();
        self.history = History::default();
        self.articles.count_for(&name);
        if self.project.is_some() {
            self.effects.push(Effect::TakeLock(name));
        }
    }

    fn ask(&self) -> Ask {
        Ask { generation: self.generation, serial: self.saving.serial() }
    }

    fn state(&self) -> Option<State> {
        self.doc().map(|d| d.set.state())
    }
}

#[cfg(test)]
mod tests;
