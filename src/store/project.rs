//! A project: a folder with articles, and where everything in it is.

use super::{
    atomic::{self, Disk, Expected, WriteError},
    home::Home,
    paths,
    record::{self, MAX_RECORD_BYTES},
    stamp::{Stamp, read_capped},
    trouble::{FileTrouble, OpenError, reason},
};
use crate::model::{AnnotatorName, ArticleKey, LabelSet};
use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

/// The folder of derived and private files.
pub(crate) const PRIVATE: &str = ".whosaid";
/// The folder of everyone's annotations.
pub(crate) const ANNOTATIONS: &str = "annotations";
/// The folder of the texts, where a project has one.
pub(crate) const ARTICLES: &str = "articles";
/// The project's own file.
pub(crate) const PROJECT_FILE: &str = "whosaid.ron";
/// The ending of metadata files.
pub(crate) const META: &str = ".meta.ron";
/// The ending of files that were set aside: no reader takes them for a record.
pub(crate) const ASIDE: &str = ".ron-aside";

/// An open project. Copies are cheap and are the same project.
#[derive(Clone)]
pub struct Project {
    inner: Arc<Inner>,
}

struct Inner {
    root: PathBuf,
    real: PathBuf,
    home: Home,
    disk: Disk,
    /// What this program wrote last, so that it does not take its own writing for someone else's.
    written: Mutex<HashMap<PathBuf, Stamp>>,
    /// The labels as they were read or written last: they say what former names in annotation files mean.
    labels: Mutex<Option<Arc<LabelSet>>>,
}

impl std::fmt::Debug for Project {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Project").field(&self.inner.root).finish()
    }
}

impl Project {
    /// Opens a folder as a project, or the project around a file, with the article to show first. A file's project is the
    /// nearest folder above it that holds `whosaid.ron`, `articles` or `annotations`; without one, the file's own folder.
    ///
    /// # Errors
    /// [`OpenError`] says what is wrong with the path.
    pub fn open(path: &Path) -> Result<(Project, Option<ArticleKey>), OpenError> {
        Project::open_with(path, Home::of_user())
    }

    /// The same with the user's folders elsewhere.
    ///
    /// # Errors
    /// As [`Project::open`].
    pub fn open_with(path: &Path, home: Home) -> Result<(Project, Option<ArticleKey>), OpenError> {
        let unreadable =
            |error: &std::io::Error| OpenError::Unreadable { path: path.to_owned(), reason: reason(error) };
        let path = std::path::absolute(path).map_err(|e| unreadable(&e))?;
        let facts = std::fs::metadata(&path).map_err(|e| unreadable(&e))?;
        if facts.is_dir() {
            std::fs::read_dir(&path).map_err(|e| unreadable(&e))?;
            return Ok((Project::at(&root_of_folder(&path), home, Disk::default()).map_err(|e| unreadable(&e))?, None));
        }
        let at = |root: &Path| Project::at(root, home.clone(), Disk::default()).map_err(|e| unreadable(&e));
        let own = path.parent().unwrap_or(&path);
        if path.file_name().is_some_and(|n| n == PROJECT_FILE) {
            return Ok((at(own)?, None));
        }
        if !is_text_name(&path.to_string_lossy()) {
            return Err(OpenError::NoArticle(path));
        }
        // A folder above may be a project that keeps its articles elsewhere: then the file is none of its.
        for root in own.ancestors().filter(|f| is_project(f)) {
            let project = at(root)?;
            if let Some(key) = project.key_of_article(&path) {
                return Ok((project, Some(key)));
            }
        }
        let project = at(own)?;
        match project.key_of_article(&path) {
            Some(key) => Ok((project, Some(key))),
            None => Err(OpenError::Outside { folder: project.articles_folder(), article: path }),
        }
    }

    /// A project on a folder, with a disk that tests can make fail.
    pub(crate) fn at(root: &Path, home: Home, disk: Disk) -> std::io::Result<Project> {
        let root = std::path::absolute(root)?;
        let real = std::fs::canonicalize(&root)?;
        Ok(Project {
            inner: Arc::new(Inner { root, real, home, disk, written: Mutex::default(), labels: Mutex::default() }),
        })
    }

    /// The project's folder.
    pub fn root(&self) -> &Path {
        &self.inner.root
    }

    /// The folder's name.
    pub fn name(&self) -> String {
        let root = self.root();
        root.file_name().unwrap_or(root.as_os_str()).to_string_lossy().into_owned()
    }

    /// The folder's canonical path.
    pub(crate) fn real(&self) -> &Path {
        &self.inner.real
    }

    /// The user's folders.
    pub fn home(&self) -> &Home {
        &self.inner.home
    }

    /// The folder that holds the texts: `articles`, or the project's folder itself.
    pub fn articles_folder(&self) -> PathBuf {
        let articles = self.root().join(ARTICLES);
        if articles.is_dir() { articles } else { self.root().to_owned() }
    }

    /// The file of an article.
    pub fn article_path(&self, key: &ArticleKey) -> PathBuf {
        join(self.articles_folder(), key.as_str())
    }

    /// The file of what people entered about an article.
    pub fn metadata_path(&self, key: &ArticleKey) -> PathBuf {
        join(self.articles_folder(), &format!("{}{META}", key.stem()))
    }

    /// The file of one annotator's annotations of one article.
    pub fn set_path(&self, key: &ArticleKey, annotator: &AnnotatorName) -> PathBuf {
        self.set_path_in(&self.annotator_folder(annotator), key)
    }

    /// The same, where the annotator's folder is known.
    pub(crate) fn set_path_in(&self, folder: &Path, key: &ArticleKey) -> PathBuf {
        join(folder.to_owned(), &format!("{}.ron", key.stem()))
    }

    /// The project's own file, with its label set.
    pub fn labels_path(&self) -> PathBuf {
        self.root().join(PROJECT_FILE)
    }

    /// The folder for derived and private files.
    pub(crate) fn private_folder(&self) -> PathBuf {
        self.root().join(PRIVATE)
    }

    /// The folder of an annotator: an existing one with this name, else one that differs only in case, else a new one.
    pub(crate) fn annotator_folder(&self, annotator: &AnnotatorName) -> PathBuf {
        let all = self.root().join(ANNOTATIONS);
        let safe = all.join(paths::safe_name(annotator.as_str()));
        let alike = |f: &(AnnotatorName, PathBuf)| paths::folded(f.0.as_str()) == paths::folded(annotator.as_str());
        let folders = self.annotator_folders();
        let same = folders.iter().find(|f| f.0 == *annotator).or_else(|| folders.iter().find(|f| alike(f)));
        same.map_or(safe, |f| f.1.clone())
    }

    /// The folders of all annotators, in natural order.
    pub(crate) fn annotator_folders(&self) -> Vec<(AnnotatorName, PathBuf)> {
        let Ok(entries) = std::fs::read_dir(self.root().join(ANNOTATIONS)) else { return Vec::new() };
        let mut all: Vec<(AnnotatorName, PathBuf)> = entries
            .filter_map(Result::ok)
            .filter_map(|entry| {
                let path = entry.path();
                let name = paths::annotator_of(entry.file_name().to_str()?)?;
                (path.is_dir() && self.check_inside(&path).is_ok()).then_some((name, path))
            })
            .collect();
        all.sort_by(|a, b| paths::natural(a.0.as_str(), b.0.as_str()).then_with(|| a.1.cmp(&b.1)));
        all
    }

    /// Everyone who has a folder under `annotations`, in natural order.
    pub fn annotators(&self) -> Vec<AnnotatorName> {
        let mut all: Vec<AnnotatorName> = self.annotator_folders().into_iter().map(|f| f.0).collect();
        all.dedup();
        all
    }

    /// The project's labels: those of `whosaid.ron`, or the default ones where there is no such file.
    ///
    /// # Errors
    /// [`FileTrouble`] where the file cannot be read or understood. It is left as it is.
    pub fn labels(&self) -> Result<LabelSet, FileTrouble> {
        let path = self.labels_path();
        let labels = match self.read_record(&path)? {
            None => record::project::default_labels(),
            Some(bytes) => record::project::read(&path, &bytes).map_err(record::SetTrouble::into_trouble)?,
        };
        self.keep_labels(&labels);
        Ok(labels)
    }

    /// The labels as they were read or written last; none where they cannot be read.
    pub(crate) fn present_labels(&self) -> Arc<LabelSet> {
        let kept = self.inner.labels.lock().unwrap_or_else(PoisonError::into_inner).clone();
        kept.or_else(|| self.labels().ok().map(Arc::new)).unwrap_or_default()
    }

    pub(crate) fn keep_labels(&self, labels: &LabelSet) {
        *self.inner.labels.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(labels.clone()));
    }

    /// Writes the default label set where the project has no file of its own yet. `true`: it was written.
    ///
    /// # Errors
    /// [`FileTrouble`] where it cannot be written.
    pub fn write_label_set_if_absent(&self) -> Result<bool, FileTrouble> {
        let path = self.labels_path();
        if std::fs::symlink_metadata(&path).is_ok() {
            return Ok(false);
        }
        match self.replace(&path, record::project::DEFAULT.as_bytes(), Expected::OneOf(&[Stamp::Absent])) {
            Ok(_) => Ok(true),
            Err(WriteError::Conflict) => Ok(false),
            Err(WriteError::Failed { trouble, .. }) => Err(trouble),
        }
    }

    /// Reads a record's file; `None` where there is none.
    pub(crate) fn read_record(&self, path: &Path) -> Result<Option<Vec<u8>>, FileTrouble> {
        self.check_inside(path)?;
        read_capped(path, MAX_RECORD_BYTES)
    }

    /// Checks that a path does not lead out of the project.
    pub(crate) fn check_inside(&self, path: &Path) -> Result<(), FileTrouble> {
        paths::inside(self.real(), &self.real_path(path))
            .map_err(|trouble| FileTrouble { path: path.to_owned(), ..trouble })
    }

    /// The project may have been opened through a link: what counts is where that leads.
    fn real_path(&self, path: &Path) -> PathBuf {
        path.strip_prefix(self.root()).map_or_else(|_| path.to_owned(), |below| self.real().join(below))
    }

    /// Replaces a file of the project, durably, and remembers that it was this program that wrote it.
    pub(crate) fn replace(&self, path: &Path, bytes: &[u8], expected: Expected<'_>) -> Result<Stamp, WriteError> {
        let stamp = Stamp::of(bytes);
        self.replace_known(path, bytes, stamp, expected).map(|()| stamp)
    }

    /// The same where the stamp of the bytes is known.
    pub(crate) fn replace_known(
        &self,
        path: &Path,
        bytes: &[u8],
        stamp: Stamp,
        expected: Expected<'_>,
    ) -> Result<(), WriteError> {
        // Before the event: whoever watches must know the file by the time it hears of it.
        let before = self.remember(path, stamp);
        let done = self.inner.disk.replace(self.real(), &self.real_path(path), bytes, stamp, expected);
        if let Err(WriteError::Conflict | WriteError::Failed { replaced: false, .. }) = &done
            && let Some(before) = before
        {
            self.remember(path, before);
        }
        done
    }

    fn remember(&self, path: &Path, stamp: Stamp) -> Option<Stamp> {
        self.inner.written.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), stamp)
    }

    /// What this program wrote last to a file.
    pub(crate) fn written(&self, path: &Path) -> Option<Stamp> {
        self.inner.written.lock().unwrap_or_else(PoisonError::into_inner).get(path).copied()
    }

    /// Makes the private folder, with a note that version control shall leave it alone.
    pub(crate) fn make_private_folder(&self) -> Result<PathBuf, FileTrouble> {
        let folder = self.private_folder();
        self.check_inside(&folder)?;
        if !folder.is_dir() {
            std::fs::create_dir(&folder)
                .or_else(|e| if folder.is_dir() { Ok(()) } else { Err(e) })
                .map_err(|error| FileTrouble::io(&folder, "The folder cannot be made", &error))?;
            let _ = std::fs::write(folder.join(".gitignore"), "*\n");
        }
        Ok(folder)
    }

    /// The key of an article's file; `None` where the list does not look there.
    fn key_of_article(&self, path: &Path) -> Option<ArticleKey> {
        let folder = self.articles_folder();
        let key = path.strip_prefix(&folder).ok().and_then(key_of)?;
        let mut folders = key.folder().split('/').filter(|f| !f.is_empty());
        let top = folder == self.root() && folders.clone().next() == Some(ANNOTATIONS);
        (!top && !folders.any(|f| f.starts_with('.'))).then_some(key)
    }

    /// Removes what dead processes left behind in one annotator's folder and around. How many files that were.
    pub(crate) fn sweep(&self, annotator: &AnnotatorName) -> usize {
        let folders = [
            (self.annotator_folder(annotator), usize::MAX),
            (self.private_folder(), usize::MAX),
            (self.articles_folder(), usize::MAX),
            (self.root().to_owned(), 1),
        ];
        let mut seen = HashSet::new();
        let strays =
            folders.into_iter().filter(|(folder, _)| self.check_inside(folder).is_ok()).flat_map(|(folder, depth)| {
                let files = walkdir::WalkDir::new(folder).max_depth(depth).into_iter().filter_map(Result::ok);
                files.filter(|f| !f.file_type().is_dir()).map(walkdir::DirEntry::into_path)
            });
        strays
            .filter(|path| atomic::is_stray(path) && seen.insert(path.clone()))
            .filter(|path| std::fs::remove_file(path).is_ok())
            .count()
    }
}

/// Joins a key's parts, so that the system's own separator is used.
pub(crate) fn join(mut folder: PathBuf, key: &str) -> PathBuf {
    folder.extend(key.split('/'));
    folder
}

/// The key of a relative path; `None` where a part is not Unicode or may not be in a key.
pub(crate) fn key_of(below: &Path) -> Option<ArticleKey> {
    let parts: Option<Vec<&str>> = below.components().map(|c| c.as_os_str().to_str()).collect();
    ArticleKey::new(&parts?.join("/")).ok()
}

/// Whether a name is that of a text: it ends in `.txt`, in whatever case. A Mac's `._` companions are none.
pub(crate) fn is_text_name(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    let ending = file.len().checked_sub(4).and_then(|at| file.get(at..));
    ending.is_some_and(|e| e.eq_ignore_ascii_case(".txt")) && !file.starts_with("._")
}

fn is_project(folder: &Path) -> bool {
    folder.join(PROJECT_FILE).is_file() || folder.join(ARTICLES).is_dir() || folder.join(ANNOTATIONS).is_dir()
}

/// A project's `articles` folder stands for the project: otherwise the work on it would land in a second one inside.
fn root_of_folder(folder: &Path) -> PathBuf {
    let above = folder.parent().filter(|_| folder.file_name().is_some_and(|n| n == ARTICLES));
    let project = above.filter(|p| p.join(PROJECT_FILE).is_file() || p.join(ANNOTATIONS).is_dir());
    project.unwrap_or(folder).to_owned()
}
