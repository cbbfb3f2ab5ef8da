//! One window for one annotator: politeness, so that two windows do not write the same files. The comparison before each
//! replacement is the safety.

use super::{paths, project::Project, trouble::FileTrouble};
use crate::model::AnnotatorName;
use std::fs::{File, OpenOptions, TryLockError};

/// Held while a window is open for an annotator.
#[derive(Debug)]
pub struct Lock {
    /// `None` where the folder or the disk knows no locks.
    _file: Option<File>,
}

impl Lock {
    /// Takes the lock, and tidies up behind dead processes in the background. `Ok(None)`: another window has it, so this one
    /// is to be read-only. Where the folder cannot be written or its disk knows no locks, the window opens for writing all the
    /// same; saving then says what is wrong.
    ///
    /// # Errors
    /// [`FileTrouble`] where the lock's file leads out of the project.
    pub fn acquire(project: &Project, annotator: &AnnotatorName) -> Result<Option<Lock>, FileTrouble> {
        let lock = Lock::take(project, annotator)?;
        if lock.is_some() {
            let (project, annotator) = (project.clone(), annotator.clone());
            let _ = std::thread::Builder::new().name("sweep".into()).spawn(move || project.sweep(&annotator));
        }
        Ok(lock)
    }

    /// Whether a window is open for an annotator, as far as the disk can tell.
    pub(crate) fn is_held(project: &Project, annotator: &AnnotatorName) -> bool {
        Lock::take(project, annotator).is_ok_and(|lock| lock.is_none())
    }

    fn take(project: &Project, annotator: &AnnotatorName) -> Result<Option<Lock>, FileTrouble> {
        let name = format!("lock-{}", paths::safe_name(&paths::folded(annotator.as_str())));
        let path = project.private_folder().join(name);
        project.check_inside(&path)?;
        let file = project
            .make_private_folder()
            .ok()
            .and_then(|_| OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).ok());
        match file.map(|file| (file.try_lock(), file)) {
            Some((Err(TryLockError::WouldBlock), _)) => Ok(None),
            Some((Ok(()), file)) => Ok(Some(Lock { _file: Some(file) })),
            Some((Err(TryLockError::Error(_)), _)) | None => Ok(Some(Lock { _file: None })),
        }
    }
}
