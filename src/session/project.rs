//! Opening and leaving a project, its labels, and whose marks are made in it.

use super::{
    ArticleList, Effect, LabelEdit, OpenProject, Opening, Overlay, SaveState, Session, SettingsEdit, ToldKind,
    history::History,
};
use crate::model::{AnnotatorName, ArticleKey};
use std::path::PathBuf;

/// Without its labels a project must not be written to, but it can be read.
pub(super) const NO_LABELS: &str = "The project’s labels cannot be read, so nothing is changed here; mend whosaid.ron";

impl Session {
    pub(super) fn open_project(&mut self, path: PathBuf) {
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

    pub(super) fn opened(&mut self, opening: Opening) {
        self.close();
        self.opening = None;
        self.overlay = Overlay::None;
        let welcome = self.generation == 1;
        // What was said of the preferences at the start is still to be read.
        self.told.retain(|t| welcome && t.kind != ToldKind::Info);
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
            settings: opening.settings,
            annotators: opening.annotators,
            troubles: opening.troubles,
        });
        self.articles.set_order(self.prefs.order);
        self.articles.replace(articles);
        self.list_mine();
        self.articles.learn(opening.summaries, self.annotator.as_ref());
        self.current = first;
        self.resume = self.current.clone();
        self.reveal = None;
        match self.annotator.clone() {
            Some(me) => self.effects.push(Effect::TakeLock(me)),
            None => self.overlay = Overlay::Annotator,
        }
        if self.importing.take_made() && self.overlay == Overlay::None {
            // What came of it is still to be read.
            self.overlay = Overlay::Import;
        }
        self.effects.push(Effect::Refresh);
    }

    /// Whether the project, or its annotator, may be left: with marks that are not on disk only when asked twice.
    pub(super) fn may_leave(&mut self) -> bool {
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

    pub(super) fn close(&mut self) {
        if self.project.is_some() {
            self.leave();
        }
        self.generation += 1;
        self.stale.clear();
        self.project = None;
        self.labels_trouble = None;
        self.read_only = None;
        self.locked = false;
        self.articles = ArticleList::default();
        self.find.leave();
        self.docs.clear();
        self.failed.clear();
        self.current = None;
        self.armed = None;
        self.linking = None;
        self.label_edit = LabelEdit::default();
        self.settings_edit = SettingsEdit::default();
        self.exporting = self.exporting.renewed();
        self.agreeing = self.agreeing.renewed();
        self.importing.left();
        self.history = History::default();
        self.new_sitting();
        self.saving = self.saving.renewed();
    }

    pub(super) fn set_annotator(&mut self, name: &str) {
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
        self.keep_times();
        self.new_sitting();
        self.generation += 1;
        self.saving = self.saving.renewed();
        self.stale.clear();
        self.prefs.annotator = Some(name.as_str().to_owned());
        self.effects.push(Effect::SavePreferences);
        self.annotator = Some(name.clone());
        self.locked = false;
        self.linking = None;
        self.docs.clear();
        self.find.leave();
        self.history = History::default();
        self.articles.count_for(&name);
        self.list_mine();
        if self.project.is_some() {
            self.effects.push(Effect::TakeLock(name));
        }
    }
}
