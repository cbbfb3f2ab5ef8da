//! Annotation files as they were found, kept before they are replaced for the first time in a session.

use super::{
    atomic::{self, Expected},
    paths,
    project::{ASIDE, Project, join},
    record,
    stamp::{Stamp, read_capped},
    trouble::FileTrouble,
};
use crate::model::{AnnotatorName, ArticleKey};
use std::path::{Path, PathBuf};

/// How many backups of one file are kept.
const KEPT: usize = 10;

/// An annotation file as it was at some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// Where it is kept.
    pub path: PathBuf,
    /// When it was kept, as RFC 3339 in UTC.
    pub when: String,
    /// How many marks it holds; `None` where it cannot be understood.
    pub marks: Option<usize>,
}

impl Project {
    fn backup_folder(&self, key: &ArticleKey, annotator: &AnnotatorName) -> PathBuf {
        let folder = self.private_folder().join("backups").join(paths::safe_name(&paths::folded(annotator.as_str())));
        join(folder, key.stem())
    }

    /// The kept versions of an annotation file, newest first.
    pub fn backups(&self, key: &ArticleKey, annotator: &AnnotatorName) -> Vec<Backup> {
        let folder = self.backup_folder(key, annotator);
        files(&folder)
            .into_iter()
            .rev()
            .map(|path| {
                let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                let bytes = read_capped(&path, record::MAX_RECORD_BYTES).ok().flatten();
                let marks = bytes.and_then(|b| record::set::read(&path, &b).ok()).map(|r| r.annotations.len());
                Backup { when: when(&stem), marks, path }
            })
            .collect()
    }

    /// Keeps the bytes of an annotation file, and forgets the oldest beyond ten.
    pub(crate) fn back_up(
        &self,
        key: &ArticleKey,
        annotator: &AnnotatorName,
        bytes: &[u8],
    ) -> Result<PathBuf, FileTrouble> {
        self.back_up_in(&self.backup_folder(key, annotator), bytes)
    }

    /// Keeps the bytes of the project's own file.
    pub(crate) fn back_up_labels(&self, bytes: &[u8]) -> Result<PathBuf, FileTrouble> {
        self.back_up_in(&self.private_folder().join("backups-of-labels"), bytes)
    }

    fn back_up_in(&self, folder: &Path, bytes: &[u8]) -> Result<PathBuf, FileTrouble> {
        self.make_private_folder()?;
        let all = files(folder);
        if let Some(last) = all.last().filter(|l| std::fs::read(l).is_ok_and(|b| b == bytes)) {
            return Ok(last.clone());
        }
        let now = jiff::Timestamp::now();
        let mut path = folder.join(format!("{}.ron", name(now)));
        let mut later = now;
        // Two in one millisecond, or a clock that was set back: a backup is always the newest, and never overwrites one.
        while all.last().is_some_and(|last| *last >= path) || path.exists() {
            let last =
                all.last().and_then(|l| l.file_stem()?.to_str().and_then(|s| when(s).parse().ok())).unwrap_or(later);
            later = last.max(later).saturating_add(jiff::SignedDuration::from_millis(1)).unwrap_or(later);
            path = folder.join(format!("{}.ron", name(later)));
        }
        self.replace(&path, bytes, Expected::OneOf(&[Stamp::Absent]))
            .map_err(|error| error.into_trouble(&path, "Another program writes backups here"))?;
        let excess = (all.len() + 1).saturating_sub(KEPT);
        for old in all.iter().take(excess) {
            let _ = std::fs::remove_file(old);
        }
        Ok(path)
    }

    /// Puts a kept version in the place of an annotation file. The present file, if there is one, is kept aside first.
    ///
    /// # Errors
    /// [`FileTrouble`] says what failed; the present file is then as it was.
    pub fn restore(&self, backup: &Backup, key: &ArticleKey, annotator: &AnnotatorName) -> Result<(), FileTrouble> {
        let kept = read_capped(&backup.path, record::MAX_RECORD_BYTES)?
            .ok_or_else(|| FileTrouble::new(&backup.path, "The backup is not there any more. Choose another"))?;
        let path = self.set_path(key, annotator);
        self.check_inside(&path)?;
        let present = read_capped(&path, u64::MAX - 1)?;
        if present.as_ref() == Some(&kept) {
            return Ok(());
        }
        if let Some(bytes) = &present {
            atomic::copy_aside(&path, ASIDE, bytes)?;
        }
        let what = "It was changed by someone else just now, so the backup was not put in its place. Try again";
        let replaced = self.replace(&path, &kept, Expected::OneOf(&[Stamp::of_found(present.as_deref())]));
        replaced.map(|_| ()).map_err(|error| error.into_trouble(path, what))
    }

    /// Sets an annotation file aside under a name that no reader takes for a record, and gives that name. The annotator
    /// starts anew on this article; nothing is deleted.
    ///
    /// # Errors
    /// [`FileTrouble`] says what failed; the file is then as it was.
    pub fn set_aside(&self, key: &ArticleKey, annotator: &AnnotatorName) -> Result<PathBuf, FileTrouble> {
        let path = self.set_path(key, annotator);
        if let Some(folder) = path.parent() {
            self.check_inside(folder)?;
        }
        atomic::put_aside(&path, ASIDE)
    }
}

/// The backups in a folder, oldest first: their names sort by time.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut all: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .filter(|e| e.file_type().is_ok_and(|t| t.is_file()))
        .map(|e| e.path())
        .filter(|p| {
            p.extension().is_some_and(|e| e == "ron")
                && !p.file_name().is_some_and(|n| n.as_encoded_bytes().starts_with(b"."))
        })
        .collect();
    all.sort();
    all
}

/// A time as a file name that every system takes: `2026-11-22T02-11-52.123Z`.
fn name(time: jiff::Timestamp) -> String {
    format!("{time:.3}").replace(':', "-")
}

/// The time in RFC 3339 behind such a name; the name itself where it is none.
fn when(name: &str) -> String {
    match name.split_once('T') {
        Some((day, time)) => format!("{day}T{}", time.replace('-', ":")),
        None => name.to_owned(),
    }
}
