//! How long people worked on what: a private file for each annotator, day and sitting, so that two windows never write the same
//! one and none loses the other's seconds.

use super::{
    atomic::{self, Expected, WriteError},
    paths,
    project::{ASIDE, Project},
    record::{self, SetTrouble},
    trouble::FileTrouble,
};
use crate::model::{AnnotationId, AnnotatorName, ArticleKey};
use jiff::civil::Date;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

/// The folder of times in the private folder.
const TIME: &str = "time";

/// One day of one annotator's work in a project, as one window saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sitting {
    /// Which sitting: no two windows, and no two openings of a project in one, have the same. Letters, digits and `-`.
    pub id: String,
    /// The person's own day.
    pub day: Date,
    /// What was done, by article.
    pub articles: BTreeMap<ArticleKey, Worked>,
}

impl Sitting {
    /// A sitting in which nothing was done yet.
    pub fn new(id: &str, day: Date) -> Self {
        Sitting { id: id.to_owned(), day, articles: BTreeMap::new() }
    }
}

/// What was done on an article on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Worked {
    /// How long, pauses left out.
    pub active: Duration,
    /// Marks made, less those taken back.
    pub made: u32,
    /// Marks changed.
    pub changed: u32,
    /// Marks removed.
    pub removed: u32,
    /// Whether the article was done in the end.
    pub done: bool,
    /// How long marks took: to be made, and to be changed later.
    pub marks: BTreeMap<AnnotationId, Duration>,
    /// How many things the person did to its marks, however many marks each changed, less those taken back.
    pub actions: u32,
    /// Suggestions that were seen and left when the article was done, by source.
    pub passed: BTreeMap<Arc<str>, u32>,
}

impl Worked {
    /// Adds what was done in another sitting.
    pub fn add(&mut self, other: &Worked) {
        self.active = self.active.saturating_add(other.active);
        self.made = self.made.saturating_add(other.made);
        self.changed = self.changed.saturating_add(other.changed);
        self.removed = self.removed.saturating_add(other.removed);
        self.done |= other.done;
        self.actions = self.actions.saturating_add(other.actions);
        for (source, passed) in &other.passed {
            // What was left is left: the later look says how much.
            self.passed.insert(source.clone(), *passed);
        }
        for (id, time) in &other.marks {
            let sum = self.marks.entry(id.clone()).or_default();
            *sum = sum.saturating_add(*time);
        }
    }
}

impl Project {
    fn time_folder(&self, annotator: &AnnotatorName) -> PathBuf {
        self.private_folder().join(TIME).join(paths::safe_name(annotator.as_str()))
    }

    /// Keeps a sitting's day, in the place of what was kept of it before.
    ///
    /// # Errors
    /// [`FileTrouble`] where it cannot be written.
    pub fn keep_time(&self, annotator: &AnnotatorName, sitting: &Sitting) -> Result<(), FileTrouble> {
        self.make_private_folder()?;
        let name = format!("{}-{}.ron", sitting.day, paths::safe_name(&sitting.id));
        let path = self.time_folder(annotator).join(name);
        match self.replace(&path, &record::time::write(sitting), Expected::Anything) {
            Ok(_) | Err(WriteError::Conflict) => Ok(()),
            Err(WriteError::Failed { trouble, .. }) => Err(trouble),
        }
    }

    /// All that is known of an annotator's times. What cannot be understood is set aside, with a sentence; what a newer version
    /// wrote is left as it is.
    pub fn times(&self, annotator: &AnnotatorName) -> (Vec<Sitting>, Vec<FileTrouble>) {
        let (mut sittings, mut troubles) = (Vec::new(), Vec::new());
        let Ok(entries) = std::fs::read_dir(self.time_folder(annotator)) else { return (sittings, troubles) };
        let mut files: Vec<PathBuf> = entries.filter_map(Result::ok).map(|e| e.path()).collect();
        files.retain(|f| f.extension().is_some_and(|e| e == "ron"));
        files.sort();
        for path in files {
            match self.read_time(&path) {
                Ok(sitting) => sittings.extend(sitting),
                Err(SetTrouble::Newer { trouble, .. }) => troubles.push(trouble),
                Err(SetTrouble::Broken(mut trouble)) => {
                    let aside = match atomic::put_aside(&path, ASIDE) {
                        Ok(aside) => format!("It was set aside as {}", aside.display()),
                        Err(why) => format!("It could not be set aside: {}", why.what),
                    };
                    trouble.what = format!("{}. {aside}; your marks are not touched by this", trouble.what);
                    troubles.push(trouble);
                }
            }
        }
        (sittings, troubles)
    }

    fn read_time(&self, path: &Path) -> Result<Option<Sitting>, SetTrouble> {
        // What cannot be read now is no broken file: it is left out this time.
        let Ok(Some(bytes)) = self.read_record(path) else { return Ok(None) };
        let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
        // The day stands in front of the sitting's name.
        let id = stem.get("2026-01-02-".len()..).unwrap_or(stem);
        record::time::read(path, &bytes, &paths::unsafe_name(id)).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Home;
    use jiff::civil::date;

    fn project() -> (tempfile::TempDir, Project) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("articles")).unwrap();
        let (project, _) = Project::open_with(folder.path(), Home::nowhere()).unwrap();
        (folder, project)
    }

    fn sitting(id: &str, seconds: u64) -> Sitting {
        let mut sitting = Sitting::new(id, date(2026, 1, 2));
        let worked = Worked { active: Duration::from_secs(seconds), made: 1, ..Worked::default() };
        sitting.articles.insert(ArticleKey::new("a.txt").unwrap(), worked);
        sitting
    }

    #[test]
    fn two_windows_keep_both_their_seconds() {
        let (folder, project) = project();
        let lan = AnnotatorName::new("Lan: B").unwrap();
        for (id, seconds) in [("one-1", 5), ("two-1", 7), ("one-1", 9)] {
            project.keep_time(&lan, &sitting(id, seconds)).unwrap();
        }
        let (sittings, troubles) = project.times(&lan);
        assert_eq!((sittings, troubles), (vec![sitting("one-1", 9), sitting("two-1", 7)], vec![]));
        assert!(folder.path().join(".whosaid/.gitignore").is_file(), "times are private");
        assert_eq!(project.times(&AnnotatorName::new("Minh").unwrap()), (vec![], vec![]));
    }

    #[test]
    fn a_broken_file_is_set_aside_and_a_newer_one_is_left() {
        let (_folder, project) = project();
        let lan = AnnotatorName::new("Lan").unwrap();
        project.keep_time(&lan, &sitting("one-1", 5)).unwrap();
        let folder = project.time_folder(&lan);
        std::fs::write(folder.join("2026-01-03-x.ron"), "Time(format: 1, day: ").unwrap();
        std::fs::write(folder.join("2026-01-04-x.ron"), "Time(format: 999)").unwrap();
        let (sittings, troubles) = project.times(&lan);
        assert_eq!((sittings.len(), troubles.len()), (1, 2));
        assert!(troubles[0].what.contains("It was set aside as"), "{}", troubles[0]);
        assert!(folder.join("2026-01-04-x.ron").is_file() && !folder.join("2026-01-03-x.ron").exists());
        assert_eq!(project.times(&lan).1.len(), 1, "said once");
    }
}
