//! Saving the project's own file: its labels.

use super::{
    atomic::Expected,
    project::Project,
    record::{self, SetTrouble},
    stamp::Stamp,
    trouble::FileTrouble,
};
use crate::model::LabelSet;

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

impl Project {
    /// Saves the labels where the file still says what `base` says, durably. The comment at its head stays; the former file is
    /// kept among the backups. From then on marks are read with the new names.
    ///
    /// # Errors
    /// [`LabelsNotSaved`]; the file is then as it was.
    pub fn save_labels(&self, labels: &LabelSet, base: &LabelSet) -> Result<(), LabelsNotSaved> {
        let path = self.labels_path();
        let found = self.read_record(&path)?;
        let (theirs, head) = match &found {
            None => (record::project::default_labels(), record::project::head(None)),
            Some(bytes) => (
                record::project::read(&path, bytes).map_err(SetTrouble::into_trouble)?,
                record::project::head(Some(record::text_of(&path, bytes).map_err(SetTrouble::into_trouble)?)),
            ),
        };
        if theirs != *base && theirs != *labels {
            return Err(LabelsNotSaved::Changed(theirs.into()));
        }
        let bytes = record::project::write(head, labels);
        if theirs == *labels && found.is_some() {
            self.keep_labels(labels);
            return Ok(());
        }
        if let Some(found) = &found {
            self.back_up_labels(found)?;
        }
        let what = "It was changed by someone else at this moment, so it was not overwritten. Save once more";
        self.replace(&path, &bytes, Expected::OneOf(&[Stamp::of_found(found.as_deref())]))
            .map_err(|error| error.into_trouble(path, what))?;
        self.keep_labels(labels);
        Ok(())
    }
}
