//! What is wrong with a file, in sentences.

use std::{
    io::{Error, ErrorKind},
    path::{Path, PathBuf},
};

/// What is wrong with one file or folder, and where in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct FileTrouble {
    /// The file or folder.
    pub path: PathBuf,
    /// The line, from 1, where one can be named.
    pub line: Option<usize>,
    /// The column in characters, from 1, where one can be named.
    pub column: Option<usize>,
    /// What happened, what was kept, what to do: one sentence or several.
    pub what: String,
}

impl std::fmt::Display for FileTrouble {
    /// `path:line:column: what`, as editors and terminals understand it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.path.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
            if let Some(column) = self.column {
                write!(f, ":{column}")?;
            }
        }
        write!(f, ": {}", self.what)
    }
}

impl FileTrouble {
    /// Trouble with a whole file.
    pub(crate) fn new(path: impl Into<PathBuf>, what: impl Into<String>) -> Self {
        FileTrouble { path: path.into(), line: None, column: None, what: what.into() }
    }

    /// Trouble at a place in a file.
    pub(crate) fn at(path: &Path, place: Option<(usize, usize)>, what: impl Into<String>) -> Self {
        FileTrouble { path: path.into(), line: place.map(|p| p.0), column: place.map(|p| p.1), what: what.into() }
    }

    /// What the system said, in words: `doing` names what was tried, such as `It cannot be read`.
    pub(crate) fn io(path: impl Into<PathBuf>, doing: &str, error: &Error) -> Self {
        FileTrouble::new(path, format!("{doing}: {}", reason(error)))
    }
}

/// What the system said, in words a person can act on.
pub(crate) fn reason(error: &Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "it is not there".into(),
        ErrorKind::PermissionDenied => "permission is denied (see who may read and write it)".into(),
        ErrorKind::StorageFull => "the disk is full (make room)".into(),
        ErrorKind::QuotaExceeded => "your share of the disk is used up (make room)".into(),
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only".into(),
        ErrorKind::InvalidFilename => "the name is too long, or not allowed on this disk".into(),
        ErrorKind::NotADirectory => "a file stands where a folder should be".into(),
        ErrorKind::IsADirectory => "it is a folder".into(),
        ErrorKind::FileTooLarge => "the disk does not take files of this size".into(),
        ErrorKind::StaleNetworkFileHandle => "the network folder is gone".into(),
        _ => error.to_string(),
    }
}

/// The same with a capital at the front: other rooms' errors are parts of sentences.
pub(crate) fn sentence(part: &str) -> String {
    let mut rest = part.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}

/// Why a project cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// There is nothing at the path, or it cannot be read.
    #[error("{path} cannot be opened: {reason}", path = .path.display())]
    Unreadable {
        /// What was to be opened.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// A file that is no article.
    #[error("{path} is no article: articles are text files whose names end in .txt. Open one of those, or a folder that holds some", path = .0.display())]
    NoArticle(PathBuf),
    /// An article that its project does not list.
    #[error("{article} is not listed in its project: this project’s articles are in {folder}. Move the file there, or open another", article = .article.display(), folder = .folder.display())]
    Outside {
        /// The file.
        article: PathBuf,
        /// Where the project's articles are.
        folder: PathBuf,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trouble_names_its_place() {
        let mut trouble = FileTrouble::new("a/b.ron", "A comma is missing");
        assert_eq!(trouble.to_string(), "a/b.ron: A comma is missing");
        trouble.line = Some(3);
        trouble.column = Some(7);
        assert_eq!(trouble.to_string(), "a/b.ron:3:7: A comma is missing");
    }
}
