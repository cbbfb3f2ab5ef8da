//! An article with several annotators' work, as exports and comparisons read it.

use super::{Project, SetTrouble, Summary, trouble::FileTrouble};
use crate::{
    model::{AnnotationSet, AnnotatorName, ArticleKey, Metadata, detect},
    text::Text,
};

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

    /// What there is to know of every article without its text, in order. Nothing is written.
    pub fn survey(&self) -> Vec<Summary> {
        self.look(Vec::new(), &mut |_| true)
    }
}
