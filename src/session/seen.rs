//! What the screens read of the session.

use super::{ArticleList, Doc, LabelEdit, OpenProject, Overlay, Panel, Reveal, Saving, Session, Told};
use crate::{
    model::{AnnotatorName, ArticleKey, LabelName},
    store::{FileTrouble, Prefs},
};
use std::path::PathBuf;

impl Session {
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

    /// Which page of the right side bar is shown.
    pub fn panel(&self) -> Panel {
        self.panel
    }

    /// Editing the labels, and what follows from new names.
    pub fn label_edit(&self) -> &LabelEdit {
        &self.label_edit
    }

    /// The articles in memory.
    pub fn docs(&self) -> impl Iterator<Item = &Doc> {
        self.docs.values()
    }

    /// A number that goes up with every change of an article in memory.
    pub fn revision(&self) -> u64 {
        self.revisions
    }

    /// What is saved.
    pub fn saving(&self) -> &Saving {
        &self.saving
    }

    /// Goes up each time the filter box is asked for.
    pub fn filter_wanted(&self) -> u64 {
        self.filter_wanted
    }

    /// Goes up each time the choices to filter and sort by are asked for.
    pub fn choices_wanted(&self) -> u64 {
        self.choices_wanted
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
}
