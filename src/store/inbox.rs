//! The files that are imported: one file, or a folder's.

use super::{
    paths,
    project::join,
    trouble::{FileTrouble, reason},
};
use std::{
    collections::HashSet,
    fs::File,
    io::{self, Error, ErrorKind, Read},
    path::{Path, PathBuf},
};
use walkdir::WalkDir;

/// What stands beside files of an export and belongs to them: the documents' texts, and which file is whose.
const BESIDE: [&str; 2] = ["docs.jsonl", "files.json"];

/// How many folders up these are looked for: `conll/layers` of an export is two below them.
const NEAR: usize = 2;

/// The files that are imported.
#[derive(Clone, Debug)]
pub struct Inbox {
    folder: PathBuf,
    names: Vec<String>,
    /// The same for finding one: a folder may have very many.
    known: HashSet<String>,
    /// Files that stand beside the folder, by their names.
    beside: Vec<(String, PathBuf)>,
    /// What could not be listed.
    pub troubles: Vec<FileTrouble>,
}

impl Inbox {
    /// A file, or all files of a folder. Hidden ones are left out; links are not followed.
    ///
    /// # Errors
    /// [`FileTrouble`] where there is nothing, or it cannot be read.
    pub fn open(path: &Path) -> Result<Self, FileTrouble> {
        let path = std::path::absolute(path).map_err(|e| FileTrouble::io(path, "It is no path", &e))?;
        let facts = std::fs::metadata(&path).map_err(|e| FileTrouble::io(&path, "It cannot be read", &e))?;
        if !facts.is_dir() {
            let mut inbox = Inbox::alone(&path)?;
            for near in path.ancestors().skip(1).take(NEAR) {
                inbox.look_beside(near);
            }
            return Ok(inbox);
        }
        let mut inbox = Inbox {
            folder: path.clone(),
            names: Vec::new(),
            known: HashSet::new(),
            beside: Vec::new(),
            troubles: Vec::new(),
        };
        let shown = |e: &walkdir::DirEntry| e.depth() == 0 || !e.file_name().as_encoded_bytes().starts_with(b".");
        for entry in WalkDir::new(&path).into_iter().filter_entry(shown) {
            match entry {
                Ok(entry) if entry.file_type().is_file() => {
                    let below = entry.path().strip_prefix(&path).unwrap_or(entry.path());
                    let parts: Option<Vec<&str>> = below.components().map(|c| c.as_os_str().to_str()).collect();
                    match parts {
                        Some(parts) => inbox.names.push(parts.join("/")),
                        None => {
                            let what = "Its name is no Unicode, so it was not read. Rename it";
                            inbox.troubles.push(FileTrouble::new(entry.path(), what));
                        }
                    }
                }
                Ok(_) => {}
                Err(error) => {
                    let at = error.path().unwrap_or(&path).to_owned();
                    let why = error.io_error().map_or_else(|| error.to_string(), reason);
                    inbox.troubles.push(FileTrouble::new(at, format!("It cannot be read: {why}")));
                }
            }
        }
        inbox.names.sort_by(|a, b| paths::natural(a, b));
        inbox.known.extend(inbox.names.iter().cloned());
        for near in path.ancestors().skip(1).take(NEAR) {
            inbox.look_beside(near);
        }
        Ok(inbox)
    }

    /// A file and nothing beside it; `None` where it is a folder.
    ///
    /// # Errors
    /// As [`Inbox::open`].
    pub fn of_file(path: &Path) -> Result<Option<Self>, FileTrouble> {
        let facts = std::fs::metadata(path).map_err(|e| FileTrouble::io(path, "It cannot be read", &e))?;
        if facts.is_dir() { Ok(None) } else { Inbox::alone(path).map(Some) }
    }

    fn alone(path: &Path) -> Result<Self, FileTrouble> {
        let folder = path.parent().unwrap_or(path).to_owned();
        let name = path.file_name().and_then(|n| n.to_str());
        let name = name.ok_or_else(|| FileTrouble::new(path, "Its name is no Unicode. Rename it"))?.to_owned();
        let known = HashSet::from([name.clone()]);
        Ok(Inbox { names: vec![name], known, beside: Vec::new(), troubles: Vec::new(), folder })
    }

    /// These files of a folder.
    pub(crate) fn of_names(folder: PathBuf, names: impl IntoIterator<Item = String>) -> Self {
        let mut names: Vec<String> = names.into_iter().collect();
        names.sort_by(|a, b| paths::natural(a, b));
        let known = names.iter().cloned().collect();
        Inbox { folder, names, known, beside: Vec::new(), troubles: Vec::new() }
    }

    fn look_beside(&mut self, folder: &Path) {
        for name in BESIDE {
            let path = folder.join(name);
            if !self.names.iter().any(|n| n == name) && path.is_file() {
                self.names.push(name.to_owned());
                self.known.insert(name.to_owned());
                self.beside.push((name.to_owned(), path));
            }
        }
    }

    /// The names of the files, with `/` between folders, in natural order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Where a file is.
    pub fn path(&self, name: &str) -> PathBuf {
        let beside = self.beside.iter().find(|(n, _)| n == name).map(|(_, path)| path.clone());
        beside.unwrap_or_else(|| join(self.folder.clone(), name))
    }

    /// Opens one of them.
    ///
    /// # Errors
    /// Where it is none of them, or cannot be opened.
    pub fn read(&self, name: &str) -> io::Result<Box<dyn Read>> {
        if !self.known.contains(name) {
            return Err(Error::new(ErrorKind::NotFound, "it is not among the files"));
        }
        let path = self.path(name);
        if !std::fs::metadata(&path)?.is_file() {
            return Err(Error::new(ErrorKind::InvalidInput, "it is no regular file"));
        }
        Ok(Box::new(File::open(path)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_or_a_file_with_what_stands_beside() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["docs.jsonl", "brat/10.ann", "brat/9.ann", "brat/.hidden", "x.csv"] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, name).unwrap();
        }
        let all = Inbox::open(folder.path()).unwrap();
        assert_eq!(all.names(), ["brat/9.ann", "brat/10.ann", "docs.jsonl", "x.csv"]);
        let brat = Inbox::open(&folder.path().join("brat")).unwrap();
        assert_eq!(brat.names(), ["9.ann", "10.ann", "docs.jsonl"]);
        let mut text = String::new();
        brat.read("docs.jsonl").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "docs.jsonl");
        let one = Inbox::open(&folder.path().join("x.csv")).unwrap();
        assert_eq!(one.names(), ["x.csv", "docs.jsonl"]);
        let alone = Inbox::of_file(&folder.path().join("x.csv")).unwrap().unwrap();
        assert_eq!(alone.names(), ["x.csv"]);
        assert!(Inbox::of_file(folder.path()).unwrap().is_none());
        assert!(one.read("../x.csv").is_err() && Inbox::open(&folder.path().join("none")).is_err());
    }
}
