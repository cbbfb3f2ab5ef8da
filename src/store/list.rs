//! The names of a project's articles.

use super::{
    paths,
    project::{ANNOTATIONS, META, Project, is_text_name, key_of},
    trouble::FileTrouble,
};
use crate::model::ArticleKey;
use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};
use walkdir::{DirEntry, WalkDir};

/// What the articles' folder holds, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The articles, by name in natural order.
    pub articles: Vec<ArticleKey>,
    /// What could not be listed: folders that cannot be read, broken links, links that lead out of the project, names that
    /// are no Unicode. Each is told; the list goes on.
    pub troubles: Vec<FileTrouble>,
}

/// A listing, and which articles have a metadata file.
pub(crate) struct Walk {
    pub(crate) listing: Listing,
    pub(crate) metadata: HashSet<PathBuf>,
}

impl Project {
    /// The articles by name. Nothing is opened, so this is fast.
    pub fn list(&self) -> Listing {
        self.walk().listing
    }

    /// Walks the articles' folder.
    pub(crate) fn walk(&self) -> Walk {
        let folder = self.articles_folder();
        let mut walk = Walk { listing: Listing::default(), metadata: HashSet::new() };
        if let Err(trouble) = self.check_inside(&folder) {
            walk.listing.troubles.push(trouble);
            return walk;
        }
        let skip_annotations = folder == self.root();
        let wanted = |entry: &DirEntry| {
            let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            let annotations = skip_annotations && entry.depth() == 1 && entry.file_name() == ANNOTATIONS;
            entry.depth() == 0 || !entry.file_type().is_dir() || !hidden && !annotations
        };
        for entry in WalkDir::new(&folder).into_iter().filter_entry(wanted) {
            match entry {
                Ok(entry) => self.take(&folder, &entry, &mut walk),
                Err(error) => {
                    let path = error.path().unwrap_or(&folder).to_owned();
                    let trouble = match error.io_error() {
                        Some(io) => {
                            FileTrouble::io(path, "The folder cannot be read, so its articles are not listed", io)
                        }
                        None => FileTrouble::new(path, error.to_string()),
                    };
                    walk.listing.troubles.push(trouble);
                }
            }
        }
        walk.listing.articles.sort_by(|a, b| paths::natural(a.as_str(), b.as_str()));
        walk
    }

    fn take(&self, folder: &Path, entry: &DirEntry, walk: &mut Walk) {
        let kind = entry.file_type();
        if kind.is_dir() {
            return;
        }
        let lossy = entry.file_name().to_string_lossy();
        if lossy.ends_with(META) {
            walk.metadata.insert(entry.path().to_owned());
            return;
        }
        if !is_text_name(&lossy) {
            return;
        }
        match self.article_key(folder, entry.path(), kind.is_symlink(), kind.is_file()) {
            Ok(Some(key)) => walk.listing.articles.push(key),
            Ok(None) => {}
            Err(trouble) => walk.listing.troubles.push(trouble),
        }
    }

    /// The key of a text file; `None` for a link to a folder, whose articles are listed where they lie.
    fn article_key(
        &self,
        folder: &Path,
        path: &Path,
        link: bool,
        file: bool,
    ) -> Result<Option<ArticleKey>, FileTrouble> {
        if link {
            self.check_inside(path)?;
            match std::fs::metadata(path) {
                Ok(facts) if facts.is_file() => {}
                Ok(_) => return Ok(None),
                Err(error) => return Err(FileTrouble::io(path, "The link leads nowhere", &error)),
            }
        } else if !file {
            return Err(FileTrouble::new(path, "It is no regular file, so it is not opened"));
        }
        let Ok(below) = path.strip_prefix(folder) else { return Ok(None) };
        let key = key_of(below).ok_or_else(|| {
            let what = "Its name holds characters that a name cannot have in a project (no Unicode, a backslash, a \
                        control character), so it is not listed. Rename it";
            FileTrouble::new(path, what)
        })?;
        Ok(Some(key))
    }
}
