//! Editing the project's labels, and what follows from new names: marks in memory have them at once, files are brought to them
//! in the background, and undo goes on with them.

use super::{COMMANDS, Effect, Overlay, Place, Session, Stroke, ToldKind, project::NO_LABELS};
use crate::{
    model::{ArticleKey, LabelName, LabelSet, Uses},
    store::{FileTrouble, LabelsNotSaved, Renamed, Renaming},
};

/// Editing the labels, for the screen.
#[derive(Debug, Default)]
pub struct LabelEdit {
    pub(super) saving: bool,
    pub(super) answers: u64,
    pub(super) refused: Option<String>,
    pub(super) uses: Option<Uses>,
    pub(super) renaming: Option<(usize, usize)>,
}

impl LabelEdit {
    /// Whether edited labels are on their way to the disk.
    pub fn saving(&self) -> bool {
        self.saving
    }

    /// Goes up each time it is known what became of a wish to save.
    pub fn answers(&self) -> u64 {
        self.answers
    }

    /// Why they could not be saved.
    pub fn refused(&self) -> Option<&str> {
        self.refused.as_deref()
    }

    /// What all marks of the project refer to, once it is counted.
    pub fn uses(&self) -> Option<&Uses> {
        self.uses.as_ref()
    }

    /// How many annotation files of how many were brought to the present names, while that goes on.
    pub fn renaming(&self) -> Option<(usize, usize)> {
        self.renaming
    }
}

impl Session {
    /// The command that a letter runs, here or as the program comes, so that no label's link can have it as its key.
    pub fn letter_taken(&self, letter: char) -> Option<&'static str> {
        let stroke = Stroke::char(letter);
        let command = self.keys.for_stroke(stroke, Place::Annotate);
        let comes_with = COMMANDS.iter().find(|c| c.place.is(Place::Annotate) && c.keys.contains(&stroke));
        command.or(comes_with).map(|c| c.title)
    }

    pub(super) fn edit_labels(&mut self) {
        if self.overlay != Overlay::Labels {
            self.overlay = Overlay::Labels;
            self.label_edit.refused = None;
            self.label_edit.uses = None;
            self.effects.push(Effect::CountUses);
        }
    }

    pub(super) fn save_labels(&mut self, labels: Box<LabelSet>, base: Box<LabelSet>) {
        if self.label_edit.saving || self.project.is_none() {
            return;
        }
        if let Some(why) = self.read_only() {
            self.label_edit.refused = Some(why.to_owned());
            self.label_edit.answers += 1;
            return;
        }
        self.label_edit.refused = None;
        self.label_edit.saving = true;
        self.effects.push(Effect::SaveLabels(labels, base));
    }

    pub(super) fn labels_saved(&mut self, labels: &LabelSet, outcome: Result<(), LabelsNotSaved>) {
        self.label_edit.saving = false;
        self.label_edit.answers += 1;
        match outcome {
            Ok(()) => {
                if self.overlay == Overlay::Labels {
                    self.overlay = Overlay::None;
                }
                let former = labels.has_former_names();
                self.take_labels(labels);
                self.tell(ToldKind::Info, "The labels are saved; the file as it was is among the backups");
                if former {
                    let in_hand = self.docs.keys().cloned().collect();
                    let me = self.annotator.clone();
                    self.effects.push(Effect::Rename(Renaming { me, in_hand, ..Renaming::default() }));
                }
            }
            // The editor shows that they differ from those that it began with, and what can be done.
            Err(LabelsNotSaved::Changed(theirs)) => self.take_labels(&theirs),
            Err(LabelsNotSaved::Trouble(trouble)) => {
                self.label_edit.refused = Some(format!("The labels were not saved. {trouble}"));
            }
        }
    }

    /// The labels were read again.
    pub(super) fn labels_read(&mut self, labels: Result<LabelSet, FileTrouble>) {
        match labels {
            Ok(labels) => {
                self.labels_trouble = None;
                let news = self.project.as_ref().is_some_and(|p| p.labels != labels) && labels.has_former_names();
                self.take_labels(&labels);
                // Whoever renamed left the files of a window that is open to that window.
                if news && self.locked && self.read_only().is_none() {
                    let (me, in_hand) = (self.annotator.clone(), self.docs.keys().cloned().collect());
                    self.effects.push(Effect::Rename(Renaming { me, in_hand, mine: true, finish: false }));
                }
            }
            Err(trouble) => {
                self.labels_trouble = Some(NO_LABELS.to_owned());
                self.tell(ToldKind::Error, trouble.to_string());
            }
        }
    }

    /// Goes on with a renaming that was cut short, if there is one.
    pub(super) fn finish_renaming(&mut self) {
        let former = self.project.as_ref().is_some_and(|p| p.labels.has_former_names());
        if former && self.read_only().is_none() {
            let (me, in_hand) = (self.annotator.clone(), self.docs.keys().cloned().collect());
            self.effects.push(Effect::Rename(Renaming { me, in_hand, mine: false, finish: true }));
        }
    }

    pub(super) fn renamed(&mut self, renamed: &Renamed) {
        self.label_edit.renaming = None;
        let count = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
        let mut sentences = Vec::new();
        if renamed.marks > 0 {
            let (marks, files) = (count(renamed.marks, "mark"), count(renamed.files, "file"));
            sentences.push(format!("{marks} in {files} got new names; the files as they were are among the backups"));
            self.effects.push(Effect::Refresh);
        }
        for name in &renamed.open {
            sentences.push(format!("{name} has a window open, which brings {name}’s files to the new names itself"));
        }
        if !renamed.finished {
            sentences.push("It was stopped, and goes on when the project is opened next; all marks are read with the new names meanwhile".to_owned());
        }
        if let Some(first) = renamed.left.first() {
            let more = renamed.left.len() - 1;
            let more = if more > 0 { format!(" (and {more} more; whosaid check lists them)") } else { String::new() };
            sentences.push(format!("Something is left to look at: {first}{more}"));
        }
        let kind = if renamed.left.is_empty() { ToldKind::Info } else { ToldKind::Warning };
        if !sentences.is_empty() {
            self.tell(kind, sentences.join(". "));
        }
    }

    /// Takes other labels: every mark in memory gets its present names, in what was done and undone too.
    fn take_labels(&mut self, labels: &LabelSet) {
        let Some(project) = &mut self.project else { return };
        if project.labels == *labels {
            return;
        }
        project.labels = labels.clone();
        let meant = |name: LabelName| labels.meant(&name).map(|l| l.name.clone());
        self.armed = self.armed.take().and_then(meant);
        self.go_on_marking_as(meant);
        self.linking = None; // its role may be another now
        if !labels.has_former_names() {
            return;
        }
        self.articles.present_names(labels);
        self.history.rename(|change| labels.present_change(change));
        let keys: Vec<ArticleKey> = self.docs.keys().cloned().collect();
        for key in keys {
            let Some(doc) = self.docs.get_mut(&key) else { continue };
            let theirs = doc.conflict.as_mut().and_then(|c| c.theirs.as_mut()).map(|(set, _)| set);
            for other in [Some(&mut doc.base), theirs].into_iter().flatten() {
                // A change made of the set itself always fits it.
                let _ = labels.present_names(other).0.apply(other);
            }
            let (change, clashes) = labels.present_names(&doc.set);
            let clash = clashes.first().map(|clash| format!("{key}: {clash}"));
            let fits = change.is_empty() || change.apply(&mut doc.set).is_ok();
            let settled = doc.trouble.is_none() && doc.conflict.is_none();
            if let Some(clash) = clash {
                // What was done there may speak of either of the two.
                self.history.forget(&key);
                self.tell(ToldKind::Warning, clash);
            }
            if fits && !change.is_empty() {
                self.changed(&key, &change, settled && self.read_only().is_none());
            }
        }
    }
}
