//! Saving the project's own file: its labels, and what it says beside them.

use super::{
    atomic::Expected,
    project::Project,
    record::{self, SetTrouble},
    stamp::Stamp,
    trouble::FileTrouble,
};
use crate::model::{LabelSet, Settings};

/// Why labels were not saved. The file is as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LabelsNotSaved {
    /// Someone else changed them since they were read; these are theirs.
    Changed(Box<LabelSet>),
    /// The file cannot be read or written.
    Trouble(FileTrouble),
}

impl From<FileTrouble> for LabelsNotSaved {
    fn from(trouble: FileTrouble) -> Self {
        LabelsNotSaved::Trouble(trouble)
    }
}

/// The project's own file as it stands.
struct Stands {
    labels: LabelSet,
    settings: Settings,
    head: String,
    /// Its bytes; none where there is no file.
    found: Option<Vec<u8>>,
}

impl Project {
    /// Saves the labels where the file still says what `base` says, durably. The comment at its head stays, and what else it says;
    /// the former file is kept among the backups. From then on marks are read with the new names.
    ///
    /// # Errors
    /// [`LabelsNotSaved`]; the file is then as it was.
    pub fn save_labels(&self, labels: &LabelSet, base: &LabelSet) -> Result<(), LabelsNotSaved> {
        let stands = self.stands()?;
        if stands.labels != *base && stands.labels != *labels {
            return Err(LabelsNotSaved::Changed(stands.labels.into()));
        }
        if stands.labels != *labels || stands.found.is_none() {
            self.write_own_file(&stands, labels, &stands.settings)?;
        }
        self.keep_labels(labels);
        Ok(())
    }

    /// What the project says beside its labels.
    ///
    /// # Errors
    /// [`FileTrouble`] where its file cannot be read or understood. It is left as it is.
    pub fn settings(&self) -> Result<Settings, FileTrouble> {
        self.stands().map(|stands| stands.settings)
    }

    /// Saves what the project says beside its labels where the file still says what `base` says, durably.
    ///
    /// # Errors
    /// [`FileTrouble`]; the file is then as it was.
    pub fn save_settings(&self, settings: &Settings, base: &Settings) -> Result<(), FileTrouble> {
        let stands = self.stands()?;
        if stands.settings != *base && stands.settings != *settings {
            let what = "Someone else changed the project's settings meanwhile, so theirs were left as they are. Look at them, \
                        then change yours again";
            return Err(FileTrouble::new(self.labels_path(), what));
        }
        if stands.settings == *settings {
            return Ok(());
        }
        self.write_own_file(&stands, &stands.labels, settings)
    }

    fn stands(&self) -> Result<Stands, FileTrouble> {
        let path = self.labels_path();
        let Some(bytes) = self.read_record(&path)? else {
            let (labels, head) = (record::project::default_labels(), record::project::head(None).to_owned());
            return Ok(Stands { labels, settings: Settings::default(), head, found: None });
        };
        let (labels, settings) = record::project::read_whole(&path, &bytes).map_err(SetTrouble::into_trouble)?;
        let text = record::text_of(&path, &bytes).map_err(SetTrouble::into_trouble)?;
        let head = record::project::head(Some(text)).to_owned();
        Ok(Stands { labels, settings, head, found: Some(bytes) })
    }

    fn write_own_file(&self, stands: &Stands, labels: &LabelSet, settings: &Settings) -> Result<(), FileTrouble> {
        let path = self.labels_path();
        let bytes = record::project::write(&stands.head, labels, settings);
        if let Some(found) = &stands.found {
            self.back_up_labels(found)?;
        }
        let what = "It was changed by someone else at this moment, so it was not overwritten. Save once more";
        let replaced = self.replace(&path, &bytes, Expected::OneOf(&[Stamp::of_found(stands.found.as_deref())]));
        replaced.map(|_| ()).map_err(|error| error.into_trouble(path, what))
    }
}
