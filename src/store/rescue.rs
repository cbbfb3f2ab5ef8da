//! Work that could not be saved in its project, kept in the user's data folder until it can.

use super::{
    atomic::{Disk, Expected},
    paths,
    project::{META, Project, join},
    stamp::{Stamp, read_capped},
    trouble::FileTrouble,
};
use crate::model::{AnnotatorName, ArticleKey};
use std::path::{Path, PathBuf};

/// The first words of a rescue file; the stamp it is based on follows.
const HEAD: &str = "// Unsaved work, based on ";

/// A rescued file.
pub(crate) struct Kept {
    pub(crate) path: PathBuf,
    pub(crate) bytes: Vec<u8>,
}

/// What was rescued of one article.
#[derive(Default)]
pub(crate) struct Rescued {
    /// Annotations made on the file as it is now.
    pub(crate) set: Option<Kept>,
    /// Metadata entered on the file as it is now.
    pub(crate) metadata: Option<Kept>,
    /// Work made on a file that has changed since.
    pub(crate) apart: Vec<PathBuf>,
}

impl Project {
    /// The folder of this project's rescued work; `None` where the user has no data folder.
    pub(crate) fn rescue_folder(&self) -> Option<PathBuf> {
        let hash = blake3::hash(self.real().as_os_str().as_encoded_bytes()).to_hex();
        Some(self.home().rescue()?.join(hash.get(..16)?))
    }

    fn rescue_path(&self, key: &ArticleKey, annotator: &AnnotatorName, ending: &str) -> Option<PathBuf> {
        let folder = self.rescue_folder()?.join(paths::safe_name(&paths::folded(annotator.as_str())));
        Some(join(folder, &format!("{}{ending}", key.stem())))
    }

    /// The rescue file of a set or of metadata.
    pub(crate) fn rescue_file(&self, key: &ArticleKey, annotator: &AnnotatorName, metadata: bool) -> Option<PathBuf> {
        self.rescue_path(key, annotator, if metadata { META } else { ".ron" })
    }

    /// Keeps bytes that could not be saved. `Ok(None)`: the user has no data folder.
    pub(crate) fn keep(&self, path: &Path, base: Stamp, bytes: &[u8]) -> Result<(), FileTrouble> {
        let Some(root) = self.home().rescue() else {
            return Err(FileTrouble::new(path, "The system names no folder for a user’s data"));
        };
        let folder = path.parent().unwrap_or(&root);
        std::fs::create_dir_all(folder).map_err(|e| FileTrouble::io(folder, "The folder cannot be made", &e))?;
        let root = std::fs::canonicalize(&root).map_err(|e| FileTrouble::io(&root, "The folder cannot be read", &e))?;
        let mut kept = format!("{HEAD}{} of {}\n", base.name(), self.root().display()).into_bytes();
        kept.extend_from_slice(bytes);
        Disk::default()
            .replace(&root, path, &kept, Stamp::of(&kept), Expected::Anything)
            .map_err(|error| error.into_trouble(path, "Another program writes to it"))
    }

    /// What was rescued of an article. Work that was made on another state of its file is moved apart, so that it is never
    /// overwritten, and named.
    pub(crate) fn rescued(&self, key: &ArticleKey, annotator: &AnnotatorName, set: Stamp, metadata: Stamp) -> Rescued {
        let mut rescued = Rescued::default();
        for (is_metadata, stamp) in [(false, set), (true, metadata)] {
            let Some(path) = self.rescue_file(key, annotator, is_metadata) else { continue };
            if let Some((base, bytes)) = read_kept(&path) {
                if Stamp::of(body(&bytes)) == stamp {
                    // It is in its place, and only the tidying was missed.
                    let _ = std::fs::remove_file(&path);
                } else if base == Some(stamp) {
                    let kept = Some(Kept { path: path.clone(), bytes });
                    if is_metadata { rescued.metadata = kept } else { rescued.set = kept }
                } else {
                    let _ = move_apart(&path);
                }
            }
            rescued.apart.extend(apart(&path));
        }
        rescued
    }
}

/// The bytes without the first line.
fn body(bytes: &[u8]) -> &[u8] {
    bytes.iter().position(|b| *b == b'\n').and_then(|at| bytes.get(at + 1..)).unwrap_or(bytes)
}

/// A rescue file and the stamp it is based on.
fn read_kept(path: &Path) -> Option<(Option<Stamp>, Vec<u8>)> {
    let bytes = read_capped(path, u64::MAX - 1).ok().flatten()?;
    let first = bytes.split(|b| *b == b'\n').next().and_then(|l| std::str::from_utf8(l).ok()).unwrap_or("");
    let base = first.strip_prefix(HEAD).and_then(|rest| rest.split(' ').next()).and_then(Stamp::named);
    Some((base, bytes))
}

/// The stamp that a rescue file is based on.
pub(crate) fn base_of(path: &Path) -> Option<Stamp> {
    read_kept(path)?.0
}

fn apart_name(path: &Path, n: u32) -> PathBuf {
    paths::with_ending(path, &format!(".apart-{n}"))
}

/// Moves a rescue file to a name of its own.
pub(crate) fn move_apart(path: &Path) -> std::io::Result<PathBuf> {
    for n in 1..1000 {
        let to = apart_name(path, n);
        match std::fs::OpenOptions::new().write(true).create_new(true).open(&to) {
            Ok(_) => return std::fs::rename(path, &to).map(|()| to),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(std::io::ErrorKind::AlreadyExists.into())
}

fn apart(path: &Path) -> Vec<PathBuf> {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned() + ".apart-").unwrap_or_default();
    let Some(Ok(entries)) = path.parent().map(std::fs::read_dir) else { return Vec::new() };
    let mut all: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .filter(|e| e.file_name().to_string_lossy().starts_with(&name))
        .map(|e| e.path())
        .collect();
    all.sort();
    all
}
