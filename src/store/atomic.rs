//! Replacing a file durably and all at once.
//!
//! A temporary file in the same folder, written and synced; the target compared with what was read; renamed; the folder
//! synced. Whatever fails, the old file is whole or the new one is.

use super::{
    paths,
    stamp::{Stamp, read_capped},
    trouble::{FileTrouble, reason},
};
use std::{
    collections::HashSet,
    fs::{File, OpenOptions, Permissions},
    io::{Error, ErrorKind, Write as _},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// The ending of temporary files.
const TEMP: &str = ".whosaid-tmp";

/// A temporary file this old belongs to nobody any more, even where its process cannot be asked.
const STRAY_AGE: Duration = Duration::from_secs(600);

/// The steps of a write, in order; each can be made to fail in tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    MakeFolder,
    SyncParent,
    CreateTemp,
    WriteTemp,
    SyncTemp,
    Compare,
    Rename,
    SyncFolder,
}

impl Step {
    /// All of them.
    #[cfg(test)]
    pub(crate) const ALL: [Step; 8] = [
        Step::MakeFolder,
        Step::SyncParent,
        Step::CreateTemp,
        Step::WriteTemp,
        Step::SyncTemp,
        Step::Compare,
        Step::Rename,
        Step::SyncFolder,
    ];

    fn doing(self) -> &'static str {
        match self {
            Step::MakeFolder => "The folder cannot be made",
            Step::SyncParent | Step::SyncFolder => "The folder cannot be written to the disk",
            Step::CreateTemp | Step::WriteTemp => "It cannot be written",
            Step::SyncTemp => "It cannot be written to the disk",
            Step::Compare => "It cannot be compared with what was read before",
            Step::Rename => "It cannot be replaced",
        }
    }
}

type Hook = dyn Fn(Step, &Path) -> std::io::Result<()> + Send + Sync;

/// The disk as the store writes to it.
#[derive(Clone, Default)]
pub(crate) struct Disk {
    hook: Option<Arc<Hook>>,
    /// Folders whose entries in the folders above are known to be on the disk.
    durable: Arc<Mutex<HashSet<PathBuf>>>,
}

/// Why a file was not replaced.
#[derive(Debug)]
pub(crate) enum WriteError {
    /// It is not as expected: someone else wrote it. Nothing was changed.
    Conflict,
    /// Something failed. `replaced`: the new file is already in its place, but perhaps not yet safe on the disk.
    Failed { trouble: FileTrouble, replaced: bool },
}

impl WriteError {
    /// The trouble with a file, with the sentence for where someone else wrote it.
    pub(crate) fn into_trouble(self, path: impl Into<PathBuf>, conflict: &str) -> FileTrouble {
        match self {
            WriteError::Failed { trouble, .. } => trouble,
            WriteError::Conflict => FileTrouble::new(path, conflict),
        }
    }
}

/// What a file must be like to be replaced.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Expected<'a> {
    /// As one of these.
    OneOf(&'a [Stamp]),
    /// As it was found a moment ago, which need not be looked at again before the file is written.
    Found(Stamp),
    /// It does not matter: a derived or private file.
    Anything,
}

impl Disk {
    /// A disk on which a step can be made to fail.
    #[cfg(test)]
    pub(crate) fn failing(hook: impl Fn(Step, &Path) -> std::io::Result<()> + Send + Sync + 'static) -> Self {
        Disk { hook: Some(Arc::new(hook)), ..Disk::default() }
    }

    /// Replaces a file inside `root` (canonical) durably, following a symbolic link only inside it. Folders below `root` are
    /// made; `root` itself never is. Where the file already holds these bytes, whose stamp is `stamp`, it is only made durable.
    pub(crate) fn replace(
        &self,
        root: &Path,
        path: &Path,
        bytes: &[u8],
        stamp: Stamp,
        expected: Expected<'_>,
    ) -> Result<(), WriteError> {
        let trouble = |trouble| WriteError::Failed { trouble, replaced: false };
        paths::inside(root, path).map_err(trouble)?;
        let target = match std::fs::symlink_metadata(path) {
            Ok(facts) if facts.is_symlink() => {
                std::fs::canonicalize(path).map_err(|e| failed(path, Step::Compare, &e, false))?
            }
            _ => path.to_owned(),
        };
        self.make_folders(root, &target)?;
        let found = if let Expected::Found(found) = expected { found } else { self.compare(&target)? };
        if found == stamp {
            return self.sync_in_place(&target);
        }
        if !expected.allows(found) {
            return Err(WriteError::Conflict);
        }
        let temp = Temp::beside(&target);
        let done = self.write_and_rename(&target, &temp, bytes, expected);
        if done.is_err() {
            // It may not be there, or be in its place already; a stray is swept on opening.
            let _ = std::fs::remove_file(&temp.path);
        }
        done?;
        self.sync_folder(&target).map_err(|e| failed(path, Step::SyncFolder, &e, true))
    }

    fn write_and_rename(
        &self,
        target: &Path,
        temp: &Temp,
        bytes: &[u8],
        expected: Expected<'_>,
    ) -> Result<(), WriteError> {
        let at = |step| move |error: Error| failed(target, step, &error, false);
        let permissions = self.permissions(target)?;
        self.before(Step::CreateTemp, &temp.path).map_err(at(Step::CreateTemp))?;
        let mut file = temp.create(permissions.as_ref()).map_err(at(Step::CreateTemp))?;
        self.before(Step::WriteTemp, &temp.path).map_err(at(Step::WriteTemp))?;
        file.write_all(bytes).map_err(at(Step::WriteTemp))?;
        if let Some(permissions) = permissions {
            file.set_permissions(permissions).map_err(at(Step::WriteTemp))?;
        }
        self.before(Step::SyncTemp, &temp.path).map_err(at(Step::SyncTemp))?;
        file.sync_all().map_err(at(Step::SyncTemp))?;
        drop(file);
        if !expected.allows(self.compare(target)?) {
            return Err(WriteError::Conflict);
        }
        self.before(Step::Rename, target).map_err(at(Step::Rename))?;
        std::fs::rename(&temp.path, target).map_err(at(Step::Rename))
    }

    /// The permissions to keep; a write-protected file is left alone.
    fn permissions(&self, target: &Path) -> Result<Option<Permissions>, WriteError> {
        match std::fs::metadata(target) {
            Ok(facts) if facts.permissions().readonly() => {
                let trouble = FileTrouble::new(target, "It is write-protected. Allow writing to it");
                Err(WriteError::Failed { trouble, replaced: false })
            }
            Ok(facts) => Ok(Some(facts.permissions())),
            Err(_) => Ok(None),
        }
    }

    fn compare(&self, target: &Path) -> Result<Stamp, WriteError> {
        self.before(Step::Compare, target).map_err(|e| failed(target, Step::Compare, &e, false))?;
        read_capped(target, u64::MAX - 1)
            .map(|found| Stamp::of_found(found.as_deref()))
            .map_err(|trouble| WriteError::Failed { trouble, replaced: false })
    }

    /// Makes the folders above `target` that are missing below `root`, each durable in the one above it.
    fn make_folders(&self, root: &Path, target: &Path) -> Result<(), WriteError> {
        let mut missing: Vec<&Path> = Vec::new();
        let mut at = target.parent();
        while let Some(folder) = at.filter(|f| !f.is_dir()) {
            missing.push(folder);
            at = folder.parent();
        }
        let above = at.and_then(|f| std::fs::canonicalize(f).ok());
        if !missing.is_empty() && !above.is_some_and(|above| above.starts_with(root)) {
            let trouble = FileTrouble::new(target, "The project's folder is gone. Bring it back where it was");
            return Err(WriteError::Failed { trouble, replaced: false });
        }
        for folder in missing.into_iter().rev() {
            self.before(Step::MakeFolder, folder)
                .and_then(|()| match std::fs::create_dir(folder) {
                    Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
                    made => made,
                })
                .map_err(|e| failed(folder, Step::MakeFolder, &e, false))?;
        }
        // Also those that were there: whoever made them may have been cut short.
        let folders: Vec<&Path> = target.ancestors().skip(1).take_while(|f| *f != root).collect();
        for folder in folders.into_iter().rev() {
            let mut durable = self.durable.lock().unwrap_or_else(PoisonError::into_inner);
            if !durable.contains(folder) {
                self.before(Step::SyncParent, folder)
                    .and_then(|()| sync_folder_of(folder))
                    .map_err(|e| failed(folder, Step::SyncParent, &e, false))?;
                durable.insert(folder.to_owned());
            }
        }
        Ok(())
    }

    /// The file is as wanted, perhaps from an attempt that failed at its last step.
    fn sync_in_place(&self, target: &Path) -> Result<(), WriteError> {
        self.before(Step::SyncTemp, target)
            .and_then(|()| File::open(target)?.sync_all())
            .or_else(|e| if e.kind() == ErrorKind::PermissionDenied && cfg!(windows) { Ok(()) } else { Err(e) })
            .map_err(|e| failed(target, Step::SyncTemp, &e, true))?;
        self.sync_folder(target).map_err(|e| failed(target, Step::SyncFolder, &e, true))
    }

    fn sync_folder(&self, target: &Path) -> std::io::Result<()> {
        self.before(Step::SyncFolder, target)?;
        sync_folder_of(target)
    }

    fn before(&self, step: Step, path: &Path) -> std::io::Result<()> {
        self.hook.as_ref().map_or(Ok(()), |hook| hook(step, path))
    }
}

impl Expected<'_> {
    fn allows(self, found: Stamp) -> bool {
        match self {
            Expected::OneOf(stamps) => stamps.contains(&found),
            Expected::Found(stamp) => stamp == found,
            Expected::Anything => true,
        }
    }
}

fn failed(path: &Path, step: Step, error: &Error, replaced: bool) -> WriteError {
    WriteError::Failed { trouble: FileTrouble::new(path, format!("{}: {}", step.doing(), reason(error))), replaced }
}

/// Makes the entries of the folder around `path` durable. Systems and disks that cannot sync a folder keep their own order.
pub(crate) fn sync_folder_of(path: &Path) -> std::io::Result<()> {
    if cfg!(windows) {
        return Ok(());
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match File::open(folder)?.sync_all() {
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        synced => synced,
    }
}

/// A temporary file of this process, with a name that no other has.
struct Temp {
    path: PathBuf,
}

impl Temp {
    fn beside(target: &Path) -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        // Names near the disk's limit leave no room for the ending.
        let name = name.get(..name.floor_char_boundary(100)).unwrap_or("");
        Temp { path: target.with_file_name(format!(".{name}.{}-{count}{TEMP}", std::process::id())) }
    }

    fn create(&self, permissions: Option<&Permissions>) -> std::io::Result<File> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if let Some(permissions) = permissions {
            use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
            // Never more open than the file it replaces, not even for a moment.
            options.mode(permissions.mode() & 0o600);
        }
        #[cfg(not(unix))]
        let _ = permissions;
        options.open(&self.path)
    }
}

/// Whether a file's name is that of a temporary file of ours.
pub(crate) fn is_temp(name: &str) -> bool {
    name.starts_with('.') && name.ends_with(TEMP)
}

/// Whether a temporary file was left behind by a process that is gone.
pub(crate) fn is_stray(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(|n| n.to_str()).filter(|n| is_temp(n)) else { return false };
    let process = name.trim_end_matches(TEMP).rsplit('.').next().and_then(|p| p.split('-').next()?.parse::<u32>().ok());
    if process == Some(std::process::id()) {
        return false;
    }
    // On a shared disk the process may live on another machine. Its write then fails at the rename and is tried again.
    let gone = cfg!(target_os = "linux") && process.is_some_and(|p| !Path::new("/proc").join(p.to_string()).exists());
    let age = std::fs::symlink_metadata(path).and_then(|f| f.modified()).ok().and_then(|m| m.elapsed().ok());
    gone || age.is_some_and(|age| age > STRAY_AGE)
}

/// Renames a file to a name with `ending` that is free, and gives the name. Nothing is ever overwritten.
pub(crate) fn put_aside(path: &Path, ending: &str) -> Result<PathBuf, FileTrouble> {
    let (aside, placeholder) = free_name(path, ending)?;
    drop(placeholder);
    // The placeholder is ours, so renaming over it destroys nothing.
    std::fs::rename(path, &aside).map_err(|error| {
        let _ = std::fs::remove_file(&aside);
        FileTrouble::io(path, "It cannot be set aside", &error)
    })?;
    let _ = sync_folder_of(path);
    Ok(aside)
}

/// Keeps a copy of `bytes` beside `path` under a free name, durably.
pub(crate) fn copy_aside(path: &Path, ending: &str, bytes: &[u8]) -> Result<PathBuf, FileTrouble> {
    let (aside, mut file) = free_name(path, ending)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| sync_folder_of(&aside)).map_err(|error| {
        let _ = std::fs::remove_file(&aside);
        FileTrouble::io(&aside, "The present file cannot be kept under this name", &error)
    })?;
    Ok(aside)
}

/// Reserves `PATH.broken-N` + ending.
fn free_name(path: &Path, ending: &str) -> Result<(PathBuf, File), FileTrouble> {
    for n in 1..10_000_u32 {
        let aside = paths::with_ending(path, &format!(".broken-{n}{ending}"));
        match OpenOptions::new().write(true).create_new(true).open(&aside) {
            Ok(file) => return Ok((aside, file)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(FileTrouble::io(&aside, "The file cannot be set aside under this name", &error)),
        }
    }
    Err(FileTrouble::new(path, "Ten thousand versions of it are set aside already. Remove some"))
}
