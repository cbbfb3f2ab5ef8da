//! What the article list shows of an article.

use super::{project::Project, trouble::FileTrouble};
use crate::model::{AnnotatorName, ArticleKey, LabelName, Metadata, State, detect};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

/// What the article list shows of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// The article's name.
    pub key: ArticleKey,
    /// Its metadata: what people entered, and where they entered nothing, what was found in the text.
    pub metadata: Metadata,
    /// Why it cannot be opened, as a sentence.
    pub trouble: Option<String>,
    /// What there is to know about how its file and its metadata were read, as sentences.
    pub notices: Vec<String>,
    /// Everyone's work on it.
    pub sets: Vec<SetSummary>,
    pub(crate) facts: Facts,
}

impl Summary {
    /// Whether nothing that is shown differs.
    pub(crate) fn shows_the_same(&self, other: &Summary) -> bool {
        let face = |s: &'_ Summary| (s.metadata.clone(), s.trouble.clone());
        self.sets == other.sets && self.notices == other.notices && face(self) == face(other)
    }
}

/// What the article list shows of one annotator's work on an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetSummary {
    /// Whose work it is.
    pub annotator: AnnotatorName,
    /// How far it has come.
    pub state: State,
    /// How many marks of each label there are, lost ones included.
    pub by_label: BTreeMap<LabelName, usize>,
    /// How many marks have no place in the text.
    pub lost: usize,
    /// Why the article was skipped; empty where it was not, or no reason was given.
    pub skipped: Arc<str>,
    /// Why the file cannot be read, as a sentence.
    pub trouble: Option<String>,
}

/// What tells, without reading, that the files of an article are as they were.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) article: FileFacts,
    pub(crate) metadata: FileFacts,
    /// By the name of the annotator's folder.
    pub(crate) sets: Vec<(String, FileFacts)>,
}

/// Length and times of a file. A file changed just before it was looked at could change again without its time changing:
/// such facts are never taken for equal.
#[derive(Clone, Copy, Debug, Default, serde::Serialize, serde::Deserialize)]
pub(crate) struct FileFacts {
    /// Length, time of change in nanoseconds, and on Unix the time of the last change to its entry and its number.
    known: Option<(u64, i64, i64, u64)>,
    fresh: bool,
}

impl PartialEq for FileFacts {
    fn eq(&self, other: &Self) -> bool {
        self.known == other.known && !self.fresh && !other.fresh
    }
}

impl Eq for FileFacts {}

/// The coarsest time a common disk keeps (FAT) is two seconds.
const FRESH: Duration = Duration::from_secs(2);

impl FileFacts {
    /// Looks at a file; a missing one has no facts.
    pub(crate) fn of(path: &Path, now: SystemTime) -> Self {
        let Ok(facts) = std::fs::metadata(path) else { return FileFacts::default() };
        let changed = facts.modified().unwrap_or(SystemTime::UNIX_EPOCH);
        let nanos = changed.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |d| d.as_nanos());
        #[cfg(unix)]
        let entry = {
            use std::os::unix::fs::MetadataExt;
            (facts.ctime().wrapping_mul(1_000_000_000).wrapping_add(facts.ctime_nsec()), facts.ino())
        };
        #[cfg(not(unix))]
        let entry = (0, 0);
        let fresh = now.duration_since(changed).map_or(true, |age| age < FRESH);
        FileFacts { known: Some((facts.len(), i64::try_from(nanos).unwrap_or(0), entry.0, entry.1)), fresh }
    }
}

/// The files that belong to an article, without opening one.
pub(crate) struct Files {
    pub(crate) article: PathBuf,
    pub(crate) metadata: Option<PathBuf>,
    pub(crate) sets: Vec<(AnnotatorName, PathBuf)>,
}

impl Files {
    /// Looks at them all.
    pub(crate) fn facts(&self, root: &Path) -> Facts {
        let now = SystemTime::now();
        let name = |path: &Path| path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned();
        Facts {
            article: FileFacts::of(&self.article, now),
            metadata: self.metadata.as_ref().map_or_else(FileFacts::default, |m| FileFacts::of(m, now)),
            sets: self.sets.iter().map(|(_, path)| (name(path), FileFacts::of(path, now))).collect(),
        }
    }
}

impl Project {
    /// Reads an article and everyone's work on it. What is wrong is told inside.
    pub fn summary(&self, key: &ArticleKey) -> Summary {
        let sets = self
            .annotator_folders()
            .into_iter()
            .map(|(name, folder)| (name, self.set_path_in(&folder, key)))
            .filter(|(_, path)| std::fs::symlink_metadata(path).is_ok())
            .collect();
        let files = Files { article: self.article_path(key), metadata: Some(self.metadata_path(key)), sets };
        let facts = files.facts(self.root());
        self.summarize(key, &files, facts)
    }

    /// The same with the files known. The facts are those from before reading: a change meanwhile is noticed next time.
    pub(crate) fn summarize(&self, key: &ArticleKey, files: &Files, facts: Facts) -> Summary {
        let mut summary = Summary {
            key: key.clone(),
            metadata: Metadata::default(),
            trouble: None,
            notices: Vec::new(),
            sets: Vec::new(),
            facts,
        };
        if files.metadata.is_some() {
            match self.metadata(key).1 {
                // Which lines are page noise, and what an import brought, is asked of the article when it is open.
                Ok(edited) => {
                    let nothing = Metadata::default();
                    let (id, more, noise, body) = (nothing.id, nothing.more, nothing.noise, nothing.body);
                    summary.metadata = Metadata { id, more, noise, body, ..edited };
                }
                Err(trouble) => summary.notices.push(trouble.to_string()),
            }
        }
        let article = match self.article(key) {
            Ok(article) => article,
            Err(trouble) => {
                summary.trouble = Some(trouble.what);
                summary.sets = files.sets.iter().map(|(annotator, _)| unread(annotator, None)).collect();
                return summary;
            }
        };
        summary.notices.extend(article.notices.iter().map(crate::text::Notice::sentence));
        summary.metadata = summary.metadata.or(&detect(&article.text, key.file_name()));
        for (annotator, path) in &files.sets {
            let stored = self.stored(path, &article.text);
            summary.sets.push(match stored.outcome {
                Err(trouble) => unread(annotator, Some(trouble.trouble())),
                Ok(settled) => {
                    let mut by_label = BTreeMap::new();
                    for mark in settled.set.iter() {
                        *by_label.entry(mark.label.clone()).or_default() += 1;
                    }
                    SetSummary {
                        annotator: annotator.clone(),
                        state: settled.set.state(),
                        by_label,
                        lost: settled.set.lost().count(),
                        skipped: settled.set.remarks().skipped.clone(),
                        trouble: None,
                    }
                }
            });
        }
        summary
    }
}

fn unread(annotator: &AnnotatorName, trouble: Option<&FileTrouble>) -> SetSummary {
    SetSummary {
        annotator: annotator.clone(),
        state: State::New,
        by_label: BTreeMap::new(),
        lost: 0,
        skipped: "".into(),
        trouble: trouble.map(ToString::to_string),
    }
}
