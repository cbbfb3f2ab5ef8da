//! An article with several annotators' work, as exports and comparisons read it.

use super::{Project, SetTrouble, atomic::Expected, stamp::Stamp, trouble::FileTrouble};
use crate::{
    model::{AnnotationSet, AnnotatorName, ArticleKey, Metadata, detect},
    text::Text,
};

/// The file that says which article is in which part of a dataset.
const SPLITS: &str = "splits.json";

/// An article with the work of those who were asked for.
#[derive(Debug)]
pub struct Work {
    /// The article's name.
    pub key: ArticleKey,
    /// Its text.
    pub text: Text,
    /// What is known of it: what people entered, and where they entered nothing, what was found in the text.
    pub metadata: Metadata,
    /// What is wrong with the metadata's file.
    pub meta_trouble: Option<FileTrouble>,
    /// The sets that there are, in the order in which annotators were asked for.
    pub sets: Vec<(AnnotatorName, Result<AnnotationSet, SetTrouble>)>,
}

impl Project {
    /// Reads an article with the work of some annotators. Who has no file for it has no set.
    ///
    /// # Errors
    /// [`FileTrouble`] where the article's text cannot be read.
    pub fn work_of(&self, key: &ArticleKey, annotators: &[AnnotatorName]) -> Result<Work, FileTrouble> {
        let article = self.article(key)?;
        let (edited, meta_trouble) = match self.metadata(key).1 {
            Ok(edited) => (edited, None),
            Err(trouble) => (Metadata::default(), Some(trouble)),
        };
        let sets = annotators
            .iter()
            .map(|name| (name, self.set_path(key, name)))
            .filter(|(_, path)| std::fs::symlink_metadata(path).is_ok())
            .map(|(name, path)| (name.clone(), self.stored(&path, &article.text).outcome.map(|settled| settled.set)))
            .collect();
        let metadata = edited.or(&detect(&article.text, key.file_name()));
        Ok(Work { key: key.clone(), text: article.text, metadata, meta_trouble, sets })
    }

    /// The text of the file that says which article is in which part of a dataset; `None` where there is none.
    ///
    /// # Errors
    /// [`FileTrouble`] where it cannot be read.
    pub fn splits(&self) -> Result<Option<String>, FileTrouble> {
        let path = self.root().join(SPLITS);
        let Some(bytes) = self.read_record(&path)? else { return Ok(None) };
        String::from_utf8(bytes).map(Some).map_err(|_| FileTrouble::new(path, "It is not UTF-8. Save it as UTF-8"))
    }

    /// Writes that file over one that still says what was read, durably.
    ///
    /// # Errors
    /// [`FileTrouble`] where it cannot be written, or was changed meanwhile.
    pub fn write_splits(&self, text: &str, read: Option<&str>) -> Result<(), FileTrouble> {
        let path = self.root().join(SPLITS);
        let found = Stamp::of_found(read.map(str::as_bytes));
        let what = "It was changed by someone else meanwhile, so it was left as it is";
        let replaced = self.replace(&path, text.as_bytes(), Expected::OneOf(&[found]));
        replaced.map(|_| ()).map_err(|error| error.into_trouble(path, what))
    }
}
