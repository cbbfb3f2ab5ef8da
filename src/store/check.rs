//! Everything that is wrong in a project.

use super::{
    atomic, paths,
    project::{ANNOTATIONS, META, Project},
    record,
    trouble::FileTrouble,
};
use crate::model::{AnnotatorName, ArticleKey, LabelSet};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::{Path, PathBuf},
};

/// What sort of problem it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemKind {
    /// An article cannot be listed or read.
    Article,
    /// The project's own file is broken.
    Labels,
    /// A metadata file is broken, or its article is gone.
    Metadata,
    /// An annotation file is broken, or a newer version wrote it.
    Set,
    /// A mark's words are not where the file says, or nowhere.
    Place,
    /// A mark has a label that the project does not have.
    Label,
    /// An annotation file's article is gone, or is another than the file says.
    Orphan,
    /// A folder and the file in it name different annotators, or two folders one.
    Annotator,
    /// A temporary file was left behind.
    Stray,
    /// Work that could not be saved waits in the user's data folder.
    Rescue,
}

/// One problem of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileProblem {
    /// Where, and what.
    pub trouble: FileTrouble,
    /// What sort it is.
    pub kind: ProblemKind,
}

/// Finds everything that is wrong in a project. Nothing is changed.
pub fn check(project: &Project) -> Vec<FileProblem> {
    let mut check = Check { project, problems: Vec::new(), labels: None };
    match project.labels() {
        Ok(labels) => check.labels = Some(labels),
        Err(trouble) => check.add(ProblemKind::Labels, trouble),
    }
    let walk = project.walk();
    for trouble in walk.listing.troubles {
        check.add(ProblemKind::Article, trouble);
    }
    let mut metadata = walk.metadata;
    let mut sets = check.sets();
    for key in &walk.listing.articles {
        if metadata.remove(&project.metadata_path(key))
            && let (_, Err(trouble)) = project.metadata(key)
        {
            check.add(ProblemKind::Metadata, trouble);
        }
        let stem = super::project::join(PathBuf::new(), key.stem());
        let sets = sets.remove(&stem).unwrap_or_default();
        check.article(key, &sets);
    }
    let mut left: Vec<PathBuf> = metadata.into_iter().collect();
    left.sort();
    for path in left {
        check.add(ProblemKind::Metadata, FileTrouble::new(path, "Its article is gone, or has another name now"));
    }
    let mut left: Vec<PathBuf> = sets.into_values().flatten().map(|(_, path)| path).collect();
    left.sort();
    for path in left {
        check.orphan(&path);
    }
    check.leftovers();
    check.problems
}

struct Check<'a> {
    project: &'a Project,
    problems: Vec<FileProblem>,
    labels: Option<LabelSet>,
}

impl Check<'_> {
    fn add(&mut self, kind: ProblemKind, trouble: FileTrouble) {
        self.problems.push(FileProblem { trouble, kind });
    }

    /// All annotation files by stem; folders that are nobody's, or somebody's twice, are told.
    fn sets(&mut self) -> BTreeMap<PathBuf, Vec<(AnnotatorName, PathBuf)>> {
        let mut sets: BTreeMap<PathBuf, Vec<(AnnotatorName, PathBuf)>> = BTreeMap::new();
        let folders = self.project.annotator_folders();
        let mut seen: HashMap<String, PathBuf> = HashMap::new();
        for (annotator, folder) in &folders {
            if let Some(other) = seen.insert(paths::folded(annotator.as_str()), folder.clone()) {
                let what = format!(
                    "It differs only in case from {}, which many disks cannot keep apart. Bring the two together",
                    other.display()
                );
                self.add(ProblemKind::Annotator, FileTrouble::new(folder, what));
            }
            for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
                match entry {
                    Ok(entry) if entry.file_type().is_dir() => {}
                    Ok(entry) => {
                        let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
                        if below.extension().is_some_and(|e| e == "ron") {
                            let stem = below.with_extension("");
                            sets.entry(stem).or_default().push((annotator.clone(), entry.path().to_owned()));
                        }
                    }
                    Err(error) => {
                        let path = error.path().unwrap_or(folder).to_owned();
                        self.add(ProblemKind::Set, FileTrouble::new(path, format!("It cannot be read: {error}")));
                    }
                }
            }
        }
        let known: HashSet<PathBuf> = folders.into_iter().map(|f| f.1).collect();
        let entries =
            std::fs::read_dir(self.project.root().join(ANNOTATIONS)).into_iter().flatten().filter_map(Result::ok);
        let mut unknown: Vec<PathBuf> =
            entries.map(|e| e.path()).filter(|p| p.is_dir() && !known.contains(p)).collect();
        unknown.sort();
        for path in
            unknown.into_iter().filter(|p| !p.file_name().is_some_and(|n| n.as_encoded_bytes().starts_with(b".")))
        {
            let trouble = self.project.check_inside(&path).err();
            let what = "Its name is no annotator’s name, so what is in it is not read. Rename it";
            self.add(ProblemKind::Annotator, trouble.unwrap_or_else(|| FileTrouble::new(path, what)));
        }
        sets
    }

    fn article(&mut self, key: &ArticleKey, sets: &[(AnnotatorName, PathBuf)]) {
        let article = match self.project.article(key) {
            Ok(article) => article,
            Err(trouble) => {
                self.add(ProblemKind::Article, trouble);
                // Whether the marks are in place cannot be told; whether their files can be read, can.
                for (_, path) in sets {
                    if let Err(trouble) = self.record(path) {
                        self.add(ProblemKind::Set, trouble);
                    }
                }
                return;
            }
        };
        for (annotator, path) in sets {
            let stored = self.project.stored(path, &article.text);
            let settled = match stored.outcome {
                Ok(settled) => settled,
                Err(trouble) => {
                    self.add(ProblemKind::Set, trouble.into_trouble());
                    continue;
                }
            };
            if stored.article.as_deref() != Some(key.as_str()) {
                let what = format!(
                    "It says it belongs to “{}”, but lies where “{key}” is looked for",
                    stored.article.unwrap_or_default()
                );
                self.add(ProblemKind::Orphan, FileTrouble::new(path, what));
            }
            let named = stored.annotator.unwrap_or_default();
            if !AnnotatorName::new(&named).is_ok_and(|n| paths::folded(n.as_str()) == paths::folded(annotator.as_str()))
            {
                let what = format!("It says it is by “{named}”, but lies in the folder of “{annotator}”");
                self.add(ProblemKind::Annotator, FileTrouble::new(path, what));
            }
            let file = String::from_utf8_lossy(&stored.bytes);
            let at = |id: &str, what: String| FileTrouble::at(path, record::locate(&file, "id", id, 0), what);
            for trouble in stored.remarks {
                self.add(ProblemKind::Place, trouble);
            }
            if settled.text_changed {
                // One sentence for all: after a line was inserted near the top it would be one for every mark.
                let least = settled.moved.iter().map(|(_, score)| *score).fold(1.0, f32::min);
                if let Some((first, _)) = settled.moved.first() {
                    let marks = match settled.moved.len() {
                        1 => "1 mark was".to_owned(),
                        count => format!("{count} marks were"),
                    };
                    let what = format!(
                        "The text changed; {marks} found again at another place, the least sure with {:.0} %. The next save by \
                         their annotator settles this",
                        least * 100.0
                    );
                    self.add(ProblemKind::Place, at(first.as_str(), what));
                }
            }
            for mark in settled.set.lost() {
                let what =
                    "The mark’s words are not in the text any more. Open the article to place it anew or remove it";
                self.add(ProblemKind::Place, at(mark.id.as_str(), what.into()));
            }
            let mut unknown: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
            for mark in settled.set.iter() {
                if self.labels.as_ref().is_some_and(|l| l.get(&mark.label).is_none()) {
                    unknown.entry(&mark.label).or_insert((mark.id.as_str(), 0)).1 += 1;
                }
            }
            for (label, (first, count)) in unknown {
                let marks =
                    if count == 1 { "1 mark has".to_owned() } else { format!("{count} marks have, this one first,") };
                let what = format!(
                    "{marks} the label “{label}”, which the project does not have. Add it to whosaid.ron, or relabel"
                );
                self.add(ProblemKind::Label, at(first, what));
            }
        }
    }

    /// An annotation file without its article.
    fn record(&self, path: &Path) -> Result<record::set::SetRecord, FileTrouble> {
        let bytes = self.project.read_record(path)?.unwrap_or_default();
        record::set::read(path, &bytes).map_err(record::SetTrouble::into_trouble)
    }

    fn orphan(&mut self, path: &Path) {
        match self.record(path) {
            Ok(record) => {
                let what = format!(
                    "Its article is not there; it was “{}”. Bring the article back, or move this file with it",
                    record.article
                );
                self.add(ProblemKind::Orphan, FileTrouble::new(path, what));
            }
            Err(trouble) => self.add(ProblemKind::Set, trouble),
        }
    }

    /// Strays in the project, and rescued work outside it.
    fn leftovers(&mut self) {
        let files = |folder: &Path| {
            walkdir::WalkDir::new(folder)
                .sort_by_file_name()
                .into_iter()
                .filter_map(Result::ok)
                .filter(|e| !e.file_type().is_dir())
                .map(walkdir::DirEntry::into_path)
        };
        let root = self.project.root();
        for path in files(root).filter(|p| atomic::is_stray(p)).collect::<Vec<_>>() {
            self.add(
                ProblemKind::Stray,
                FileTrouble::new(path, "A save that was cut short left it behind; it can be removed"),
            );
        }
        for path in self.project.rescue_folder().iter().flat_map(|f| files(f)).collect::<Vec<_>>() {
            let metadata = path.to_string_lossy().contains(META);
            let what = if metadata { "Article details" } else { "Marks" };
            let what = format!(
                "{what} that could not be saved in this project are kept here. Open the article to get them back"
            );
            self.add(ProblemKind::Rescue, FileTrouble::new(path, what));
        }
    }
}
