//! What the project says beside its labels: how its work is reviewed, and who does which articles.

use super::{Effect, Overlay, Session, ToldKind};
use crate::{
    model::{AnnotatorName, ArticleKey, Plan, Settings, State},
    store::FileTrouble,
    text::counted,
};
use std::sync::Arc;

/// Saving the settings, for the screen.
#[derive(Debug, Default)]
pub struct SettingsEdit {
    saving: bool,
    refused: Option<String>,
}

impl SettingsEdit {
    /// Whether they are on their way to the disk.
    pub fn is_saving(&self) -> bool {
        self.saving
    }

    /// Why they could not be saved.
    pub fn refused(&self) -> Option<&str> {
        self.refused.as_deref()
    }
}

impl Session {
    /// What the project says beside its labels.
    pub fn settings(&self) -> &Settings {
        static NONE: Settings = Settings::NONE;
        self.project.as_ref().map_or(&NONE, |p| &p.settings)
    }

    /// Saving the settings.
    pub fn settings_edit(&self) -> &SettingsEdit {
        &self.settings_edit
    }

    /// The reasons that a reviewer can give, in the order of their keys.
    pub fn reasons(&self) -> Vec<Arc<str>> {
        self.settings().reasons()
    }

    /// Whether reviewers see letters instead of names.
    pub fn is_blind(&self) -> bool {
        self.settings().blind
    }

    /// Whether an article is the annotator's to do.
    pub fn is_mine(&self, key: &ArticleKey) -> bool {
        self.annotator.as_ref().is_some_and(|me| self.settings().is_for(key, me))
    }

    /// Whether others' marks of an article are not shown yet: it is the annotator's to do, they are not done, and the project does
    /// not let them look. A review that they have begun stays.
    pub fn must_wait(&self, key: &ArticleKey) -> bool {
        if self.settings().open || !self.is_mine(key) {
            return false;
        }
        match self.docs.get(key) {
            Some(doc) => doc.set().state() != State::Done && doc.set().review().is_none(),
            None => self.articles.get(key).is_none_or(|entry| entry.state != State::Done),
        }
    }

    /// Where the articles would go that nobody has yet.
    pub fn assign(&self, plan: &Plan) -> Settings {
        let now = self.settings();
        Settings { assigned: plan.assign(&self.articles.keys(), &now.assigned), ..now.clone() }
    }

    /// How many articles nobody has yet.
    pub fn unassigned(&self) -> usize {
        let settings = self.settings();
        self.articles.iter().filter(|entry| settings.of(&entry.key).is_empty()).count()
    }

    /// Who an article is for, in words; empty where it is anybody's.
    pub fn for_whom(&self, key: &ArticleKey) -> String {
        let me = self.annotator.as_ref();
        let names = self.settings().of(key);
        let mine = names.iter().filter(|who| Some(*who) == me).map(|_| "you".to_owned());
        let others = names.iter().filter(|who| Some(*who) != me).map(AnnotatorName::to_string);
        match &mine.chain(others).collect::<Vec<_>>()[..] {
            [] => String::new(),
            [one] => format!("for {one}"),
            [one, two] => format!("for {one} and {two}"),
            [first @ .., last] => format!("for {} and {last}", first.join(", ")),
        }
    }

    pub(super) fn open_settings(&mut self, overlay: Overlay) {
        self.overlay = overlay;
        self.settings_edit.refused = None;
    }

    pub(super) fn can_save_settings(&self) -> bool {
        self.project.is_some() && self.read_only().is_none()
    }

    /// Saves other settings, where the project still says what they were made from.
    pub(super) fn save_settings(&mut self, new: Settings, base: Settings) {
        if self.settings_edit.saving || self.project.is_none() {
            return;
        }
        if let Some(why) = self.read_only().map(str::to_owned) {
            self.settings_edit.refused = Some(why.clone());
            return self.tell(ToldKind::Info, why);
        }
        self.settings_edit.refused = None;
        if new == base {
            return self.settings_done();
        }
        self.settings_edit.saving = true;
        self.effects.push(Effect::SaveSettings(Box::new(new), Box::new(base)));
    }

    pub(super) fn settings_saved(&mut self, new: Settings, outcome: Result<(), FileTrouble>) {
        self.settings_edit.saving = false;
        match outcome {
            Ok(()) => {
                if self.overlay == Overlay::Assign {
                    let (had, has) = (self.settings().assigned.len(), new.assigned.len());
                    self.tell(ToldKind::Info, format!("{} assigned", counted(has.saturating_sub(had), "article")));
                }
                self.take_settings(new);
                self.settings_done();
            }
            Err(trouble) => {
                let why = format!("The project’s settings were not saved. {trouble}");
                // In a dialog it is said there.
                if matches!(self.overlay, Overlay::Assign | Overlay::ReviewSettings) {
                    self.settings_edit.refused = Some(why);
                } else {
                    self.tell(ToldKind::Error, why);
                }
                self.effects.push(Effect::LoadLabels);
            }
        }
    }

    fn settings_done(&mut self) {
        if matches!(self.overlay, Overlay::Assign | Overlay::ReviewSettings) {
            self.overlay = Overlay::None;
        }
    }

    /// Takes other settings: who must wait, whose names are hidden and whose articles are listed follow.
    pub(super) fn take_settings(&mut self, settings: Settings) {
        let Some(project) = &mut self.project else { return };
        if project.settings == settings {
            return;
        }
        let was = std::mem::replace(&mut project.settings, settings);
        self.list_mine();
        if (was.open, &was.assigned) != (self.settings().open, &self.settings().assigned) {
            self.compare_again();
            self.measure_anew();
        } else if was.blind != self.is_blind() {
            self.lay_anew();
        }
    }

    /// Tells the list of articles which of them are the annotator's to do.
    pub(super) fn list_mine(&mut self) {
        let (Some(project), Some(me)) = (&self.project, &self.annotator) else { return };
        self.articles.set_mine(&project.settings, me);
    }
}
