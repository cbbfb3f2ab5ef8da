//! Opening one article with one annotator's work on it.

use super::{
    paths,
    project::Project,
    record::{self, SetTrouble},
    rescue::{self, Rescued},
    settle::{Settled, settle},
    stamp::{Stamp, read_capped},
    trouble::{FileTrouble, sentence},
};
use crate::{
    model::{AnnotationId, AnnotationSet, AnnotatorName, ArticleKey, Metadata, detect},
    text::{DecodeError, MAX_ARTICLE_BYTES, Notice, Text, decode},
};
use std::path::Path;

/// An article, and one annotator's work on it.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The article's name.
    pub key: ArticleKey,
    /// Its text.
    pub text: Text,
    /// What there is to know about how its file was read.
    pub notices: Vec<Notice>,
    /// The metadata found in the text.
    pub found: Metadata,
    /// The metadata that people entered.
    pub edited: Metadata,
    /// The state of the metadata's file.
    pub meta_stamp: Stamp,
    /// What is wrong with the metadata's file; it must then not be written.
    pub meta_trouble: Option<FileTrouble>,
    /// The annotations.
    pub set: AnnotationSet,
    /// The state of the annotations' file, before any change made here.
    pub stamp: Stamp,
    /// Whether the text changed since the annotations were saved.
    pub text_changed: bool,
    /// Annotations found again elsewhere, with a score from 0 to 1.
    pub moved: Vec<(AnnotationId, f32)>,
    /// Annotations that were placed and whose words are not found any more. They are in the set, as lost.
    pub lost: Vec<AnnotationId>,
    /// What is wrong with the annotations' file. The set is then empty and must not be written.
    pub trouble: Option<SetTrouble>,
    /// What was odd in the annotations' file and was mended on the way in. The file is as it was until the next save.
    pub remarks: Vec<FileTrouble>,
    /// Work that could not be saved in an earlier session: what was found, where, and whether it is in `set`.
    pub rescued: Option<String>,
    /// Whether `set` or `edited` holds rescued work, which is to be saved.
    pub unsaved: bool,
    /// Who else has annotations of this article.
    pub others: Vec<AnnotatorName>,
}

/// A text as its file says it.
pub(crate) struct Article {
    pub(crate) text: Text,
    pub(crate) notices: Vec<Notice>,
}

/// One annotator's stored work on a text.
#[derive(Debug)]
pub(crate) struct Stored {
    pub(crate) stamp: Stamp,
    pub(crate) outcome: Result<Settled, SetTrouble>,
    pub(crate) remarks: Vec<FileTrouble>,
    /// The annotator's name in the file, where the file could be read.
    pub(crate) annotator: Option<String>,
    /// The article's key in the file, where the file could be read.
    pub(crate) article: Option<String>,
    /// The labels in use, where the file could be read, each with the id of its first mark.
    pub(crate) bytes: Vec<u8>,
}

impl Project {
    /// Opens an article with one annotator's annotations, and with work that could not be saved before, if there is some.
    ///
    /// # Errors
    /// [`FileTrouble`] where the article's text cannot be read. What is wrong with other files is told inside.
    pub fn load(&self, key: &ArticleKey, annotator: &AnnotatorName) -> Result<Loaded, FileTrouble> {
        let mut loaded = self.load_from_project(key, annotator)?;
        let rescued = self.rescued(key, annotator, loaded.stamp, loaded.meta_stamp);
        self.take_rescued(&mut loaded, annotator, rescued);
        Ok(loaded)
    }

    /// The same without looking for unsaved work.
    ///
    /// # Errors
    /// As [`Project::load`].
    pub fn load_from_project(&self, key: &ArticleKey, annotator: &AnnotatorName) -> Result<Loaded, FileTrouble> {
        let article = self.article(key)?;
        let (meta_stamp, edited) = self.metadata(key);
        let (edited, meta_trouble) = match edited {
            Ok(edited) => (edited, None),
            Err(trouble) => (Metadata::default(), Some(trouble)),
        };
        let stored = self.stored(&self.set_path(key, annotator), &article.text);
        let (settled, trouble) = match stored.outcome {
            Ok(settled) => (settled, None),
            Err(trouble) => (Settled::default(), Some(trouble)),
        };
        let found = detect(&article.text, key.file_name());
        Ok(Loaded {
            key: key.clone(),
            found,
            text: article.text,
            notices: article.notices,
            edited,
            meta_stamp,
            meta_trouble,
            set: settled.set,
            stamp: stored.stamp,
            text_changed: settled.text_changed,
            moved: settled.moved,
            lost: settled.lost,
            trouble,
            remarks: stored.remarks,
            rescued: None,
            unsaved: false,
            others: self.others(key, annotator),
        })
    }

    /// Reads an article's text.
    pub(crate) fn article(&self, key: &ArticleKey) -> Result<Article, FileTrouble> {
        let path = self.article_path(key);
        self.check_inside(&path)?;
        let bytes = read_capped(&path, MAX_ARTICLE_BYTES as u64)?
            .ok_or_else(|| FileTrouble::new(&path, "The article is not there any more"))?;
        let decoded = decode(&bytes).map_err(|error| {
            let place = if let DecodeError::InvalidUtf8 { byte, line } = error {
                let good = bytes.get(..byte).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("");
                Some((line, record::place_after(good.trim_start_matches('\u{feff}')).1))
            } else {
                None
            };
            FileTrouble::at(&path, place, sentence(&error.to_string()))
        })?;
        Ok(Article { text: decoded.text, notices: decoded.notices })
    }

    /// Reads what people entered about an article.
    pub(crate) fn metadata(&self, key: &ArticleKey) -> (Stamp, Result<Metadata, FileTrouble>) {
        let path = self.metadata_path(key);
        match self.read_record(&path) {
            Ok(None) => (Stamp::Absent, Ok(Metadata::default())),
            Ok(Some(bytes)) => (Stamp::of(&bytes), record::meta::read(&path, &bytes).map_err(SetTrouble::into_trouble)),
            Err(trouble) => (Stamp::Absent, Err(trouble)),
        }
    }

    /// Reads a set's file and settles it on the text.
    pub(crate) fn stored(&self, path: &Path, text: &Text) -> Stored {
        let mut stored = Stored {
            stamp: Stamp::Absent,
            outcome: Ok(Settled::default()),
            remarks: Vec::new(),
            annotator: None,
            article: None,
            bytes: Vec::new(),
        };
        let bytes = match self.read_record(path) {
            Ok(None) => return stored,
            Ok(Some(bytes)) => bytes,
            Err(trouble) => {
                stored.outcome = Err(SetTrouble::Broken(trouble));
                return stored;
            }
        };
        stored.stamp = Stamp::of(&bytes);
        stored.outcome = record::set::read(path, &bytes).and_then(|mut record| {
            let (_, clashes) = record.bring(&self.present_labels());
            let mut settled = settle(&record, text).map_err(|error| {
                let what = format!("Its marks do not fit together: {error}. The file was left as it is: mend it");
                SetTrouble::Broken(FileTrouble::new(path, what))
            })?;
            let clashes = clashes.into_iter().map(|(id, clash)| (AnnotationId::new(id), clash.to_string()));
            settled.remarks.extend(clashes);
            let file = String::from_utf8_lossy(&bytes);
            let place = |id: &AnnotationId| record::locate(&file, "id", id.as_str(), 0);
            stored.remarks =
                settled.remarks.iter().map(|(id, what)| FileTrouble::at(path, place(id), what.as_str())).collect();
            stored.annotator = Some(record.annotator);
            stored.article = Some(record.article);
            Ok(settled)
        });
        stored.bytes = bytes;
        stored
    }

    /// Who else has a file for this article.
    fn others(&self, key: &ArticleKey, annotator: &AnnotatorName) -> Vec<AnnotatorName> {
        let me = paths::folded(annotator.as_str());
        self.annotator_folders()
            .into_iter()
            .filter(|(name, folder)| paths::folded(name.as_str()) != me && self.set_path_in(folder, key).is_file())
            .map(|(name, _)| name)
            .collect()
    }

    fn take_rescued(&self, loaded: &mut Loaded, annotator: &AnnotatorName, rescued: Rescued) {
        let mut sentences = Vec::new();
        if let Some(kept) = rescued.set {
            match record::set::read(&kept.path, &kept.bytes).map_err(|t| t.into_trouble().what).and_then(
                |mut record| {
                    record.bring(&self.present_labels());
                    settle(&record, &loaded.text).map_err(|e| e.to_string())
                },
            ) {
                Ok(settled) if loaded.trouble.is_none() => {
                    loaded.set = settled.set;
                    loaded.text_changed = settled.text_changed;
                    loaded.moved = settled.moved;
                    loaded.lost = settled.lost;
                    loaded.unsaved = true;
                    sentences.push(format!(
                        "Marks by {annotator} that could not be saved before were found in {} and are shown here; they will be saved with the next change",
                        kept.path.display()
                    ));
                }
                Ok(_) => {
                    let path = kept.path.display();
                    sentences.push(format!("Marks that could not be saved before are kept in {path}"));
                }
                Err(what) => {
                    // It can never be offered again, so the next save must not tidy it away.
                    let path = rescue::move_apart(&kept.path).unwrap_or(kept.path);
                    sentences.push(format!("Unsaved marks kept in {} cannot be read: {what}", path.display()));
                }
            }
        }
        if let Some(kept) = rescued.metadata {
            match record::meta::read(&kept.path, &kept.bytes) {
                Ok(edited) if loaded.meta_trouble.is_none() => {
                    loaded.edited = edited;
                    loaded.unsaved = true;
                    sentences.push(format!(
                        "Article details that could not be saved before were found in {}",
                        kept.path.display()
                    ));
                }
                _ => sentences.push(format!(
                    "Article details that could not be saved before are kept in {}",
                    kept.path.display()
                )),
            }
        }
        for path in rescued.apart {
            sentences.push(format!(
                "Work that could not be saved before is kept in {}. The file in the project changed since, so that one is shown; \
                 compare the two, then remove the kept file",
                path.display()
            ));
        }
        loaded.rescued = (!sentences.is_empty()).then(|| sentences.join(". "));
    }
}
