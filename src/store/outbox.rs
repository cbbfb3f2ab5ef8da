//! The folder that an export is written into: all at once, and never over what is not an earlier export's.

use super::{
    inbox::Inbox,
    project::{ANNOTATIONS, Project, join},
    trouble::{FileTrouble, reason},
};
use sha2::{Digest, Sha256};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    fs::{File, OpenOptions},
    io::{self, Read},
    path::{Component, Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

/// A folder being written. It stands beside its place under another name until [`Outbox::finish`]; dropped before, it goes.
#[derive(Debug)]
pub struct Outbox {
    target: PathBuf,
    stage: PathBuf,
    made: BTreeSet<String>,
    /// The files as they were before that were asked for: what is written in their place has what people wrote into them.
    asked: RefCell<BTreeSet<String>>,
}

impl Project {
    /// Begins a folder for an export of this project.
    ///
    /// # Errors
    /// [`FileTrouble`] where it cannot be made, or where its files would be taken for articles or annotations of the project.
    pub fn outbox(&self, target: &Path) -> Result<Outbox, FileTrouble> {
        let full = std::path::absolute(target).map_err(|e| FileTrouble::io(target, "It is no path", &e))?;
        let own = [self.articles_folder(), self.root().join(ANNOTATIONS), self.private_folder()];
        let real = real(&full);
        // The project's own files are no export's: its splits.json would be taken for one.
        if real == self::real(self.root()) || own.iter().any(|own| real.starts_with(self::real(own))) {
            let what = "An export here would be taken for articles or annotations of the project. Name another folder";
            return Err(FileTrouble::new(full, what));
        }
        Outbox::new(target)
    }
}

impl Outbox {
    /// Begins a folder.
    ///
    /// # Errors
    /// [`FileTrouble`] where it cannot be made.
    pub fn new(target: &Path) -> Result<Self, FileTrouble> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let target = std::path::absolute(target).map_err(|e| FileTrouble::io(target, "It is no path", &e))?;
        let (Some(folder), Some(name)) = (target.parent(), target.file_name()) else {
            return Err(FileTrouble::new(&target, "An export needs a folder of its own"));
        };
        if std::fs::metadata(&target).is_ok_and(|facts| !facts.is_dir()) {
            return Err(FileTrouble::new(&target, "A file stands where the folder should be. Name another folder"));
        }
        std::fs::create_dir_all(folder).map_err(|e| FileTrouble::io(folder, "The folder cannot be made", &e))?;
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = name.to_string_lossy();
        let name = name.get(..name.floor_char_boundary(100)).unwrap_or("");
        let stage = folder.join(format!(".{name}.whosaid-export-{}-{count}", std::process::id()));
        std::fs::create_dir(&stage).map_err(|e| FileTrouble::io(&stage, "The folder cannot be made", &e))?;
        Ok(Outbox { target, stage, made: BTreeSet::new(), asked: RefCell::default() })
    }

    /// Where the folder will be.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Begins a file by its name in the folder, with `/` between folders. It is not buffered.
    ///
    /// # Errors
    /// Where it cannot be made, or the name leads out of the folder.
    pub fn create(&mut self, name: &str) -> io::Result<File> {
        let path = join(self.stage.clone(), name);
        let below = Path::new(name);
        if below.components().any(|c| !matches!(c, Component::Normal(_))) || name.contains('\\') {
            return Err(io::Error::new(io::ErrorKind::InvalidFilename, format!("“{name}” is no name in a folder")));
        }
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let file = OpenOptions::new().write(true).create_new(true).open(&path)?;
        self.made.insert(name.to_owned());
        Ok(file)
    }

    /// A file without a name, gone when it is closed.
    ///
    /// # Errors
    /// Where it cannot be made.
    pub fn scratch(&self) -> io::Result<File> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let path = self.stage.join(format!(".scratch-{}", COUNT.fetch_add(1, Ordering::Relaxed)));
        let file = OpenOptions::new().read(true).write(true).create_new(true).open(&path)?;
        // Where an open file cannot be removed, it goes with the folder.
        let _ = std::fs::remove_file(&path);
        Ok(file)
    }

    /// What was written so far, to be read back: only these names, all below a folder, without which they are called.
    pub fn written(&self, below: &str, names: impl IntoIterator<Item = String>) -> Inbox {
        let names = names.into_iter().filter_map(|name| name.strip_prefix(below).map(str::to_owned));
        Inbox::of_names(join(self.stage.clone(), below.trim_end_matches('/')), names)
    }

    /// A file of the folder as it is now, from an earlier export or by hand; `None` where there is none.
    pub fn earlier(&self, name: &str) -> Option<String> {
        let text = std::fs::read_to_string(join(self.target.clone(), name)).ok()?;
        self.asked.borrow_mut().insert(name.to_owned());
        Some(text)
    }

    /// Puts everything in its place. `earlier` are the files of an export that was there before, with their SHA-256 (empty
    /// where it is not known); they go where they are not written anew.
    ///
    /// # Errors
    /// [`FileTrouble`] where a file that is not an earlier export's is in the way, or one that is was changed since (nothing was
    /// changed then), or where something cannot be put in place.
    pub fn finish(mut self, earlier: &BTreeMap<String, String>) -> Result<(), FileTrouble> {
        let foreign = self.made.iter().find(|name| {
            !earlier.contains_key(*name) && std::fs::symlink_metadata(join(self.target.clone(), name)).is_ok()
        });
        if let Some(name) = foreign {
            let what = "This file is there and no earlier export wrote it, so nothing was written. Name another folder, or move the file";
            return Err(FileTrouble::new(join(self.target.clone(), name), what));
        }
        // People work on in what was exported, in brat in the very folder: that is not to be lost.
        let changed =
            earlier.iter().filter(|(name, sha256)| is_plain(name) && !sha256.is_empty()).find(|(name, sha256)| {
                let there = sha256_of(&join(self.target.clone(), name));
                let asked = self.asked.borrow().contains(*name);
                // An export that was cut short has written the same before.
                let same = || self.made.contains(*name) && there == sha256_of(&join(self.stage.clone(), name));
                !asked && there.as_ref().is_some_and(|there| there != *sha256) && !same()
            });
        if let Some((name, _)) = changed {
            let what = "This file was changed since it was exported, so nothing was written. Name another folder, or move the file";
            return Err(FileTrouble::new(join(self.target.clone(), name), what));
        }
        let cannot = |path: &Path, error: &io::Error| {
            FileTrouble::new(
                path,
                format!("The export cannot be put in its place: {}. Export once more", reason(error)),
            )
        };
        if std::fs::symlink_metadata(&self.target).is_err() && std::fs::rename(&self.stage, &self.target).is_ok() {
            self.made.clear();
            return Ok(());
        }
        for name in earlier.keys().filter(|name| !self.made.contains(*name) && is_plain(name)) {
            let path = join(self.target.clone(), name);
            let _ = std::fs::remove_file(&path);
            let mut folder = path.parent();
            // Folders that are empty now go too; one that is not stays.
            while let Some(at) = folder.filter(|at| at.starts_with(&self.target) && **at != *self.target) {
                if std::fs::remove_dir(at).is_err() {
                    break;
                }
                folder = at.parent();
            }
        }
        for name in &self.made {
            let (from, to) = (join(self.stage.clone(), name), join(self.target.clone(), name));
            if let Some(folder) = to.parent() {
                std::fs::create_dir_all(folder).map_err(|e| cannot(folder, &e))?;
            }
            std::fs::rename(&from, &to).map_err(|e| cannot(&to, &e))?;
        }
        Ok(())
    }
}

/// A path without links and steps up, as far as it is there: so no way around leads into a folder.
fn real(path: &Path) -> PathBuf {
    let mut real = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(real.pop()),
            part => real.push(part),
        }
        real = real.canonicalize().unwrap_or(real);
    }
    real
}

/// The SHA-256 of a file's bytes, in hexadecimal digits; `None` where it cannot be read.
fn sha256_of(path: &Path) -> Option<String> {
    let mut file = File::open(path).ok()?;
    let (mut hash, mut buffer) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        let read = file.read(&mut buffer).ok()?;
        if read == 0 {
            let bytes = hash.finalize();
            return Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect());
        }
        hash.update(buffer.get(..read).unwrap_or_default());
    }
}

/// Whether a name from a manifest stays in its folder.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && !name.contains('\\') && Path::new(name).components().all(|c| matches!(c, Component::Normal(_)))
}

impl Drop for Outbox {
    fn drop(&mut self) {
        // What cannot be removed has a hidden name that says what it is.
        let _ = std::fs::remove_dir_all(&self.stage);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn put(outbox: &mut Outbox, name: &str, text: &str) {
        outbox.create(name).unwrap().write_all(text.as_bytes()).unwrap();
    }

    #[test]
    fn an_export_comes_all_at_once_and_takes_the_place_of_the_one_before() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a/out");
        let mut outbox = Outbox::new(&target).unwrap();
        put(&mut outbox, "docs.jsonl", "1");
        put(&mut outbox, "brat/1.txt", "1");
        assert!(!target.exists());
        outbox.finish(&BTreeMap::new()).unwrap();
        std::fs::write(target.join("own.txt"), "mine").unwrap();

        let sha256 = sha256_of(&target.join("docs.jsonl")).unwrap();
        let mut earlier: BTreeMap<String, String> =
            ["docs.jsonl", "brat/1.txt", "../../x"].map(|name| (name.to_owned(), sha256.clone())).into();
        let mut outbox = Outbox::new(&target).unwrap();
        put(&mut outbox, "docs.jsonl", "2");
        outbox.finish(&earlier).unwrap();
        assert_eq!(std::fs::read_to_string(target.join("docs.jsonl")).unwrap(), "2");
        assert!(!target.join("brat").exists() && target.join("own.txt").exists());

        // Changed since: its sum is not that of the export any more.
        let mut outbox = Outbox::new(&target).unwrap();
        put(&mut outbox, "docs.jsonl", "3");
        let trouble = outbox.finish(&earlier).unwrap_err();
        assert!(trouble.what.starts_with("This file was changed since"), "{trouble}");
        assert_eq!(std::fs::read_to_string(target.join("docs.jsonl")).unwrap(), "2");
        // Unless what was changed is in what is written, or is that already.
        let mut outbox = Outbox::new(&target).unwrap();
        let there = outbox.earlier("docs.jsonl").unwrap();
        put(&mut outbox, "docs.jsonl", &format!("{there}+"));
        outbox.finish(&earlier).unwrap();
        let mut outbox = Outbox::new(&target).unwrap();
        put(&mut outbox, "docs.jsonl", "2+");
        outbox.finish(&earlier).unwrap();
        earlier.remove("docs.jsonl");

        let mut outbox = Outbox::new(&target).unwrap();
        put(&mut outbox, "own.txt", "3");
        let trouble = outbox.finish(&earlier).unwrap_err();
        assert!(trouble.what.starts_with("This file is there"), "{trouble}");
        assert_eq!(std::fs::read_to_string(target.join("own.txt")).unwrap(), "mine");
        let names: Vec<_> =
            std::fs::read_dir(folder.path().join("a")).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(names, ["out"], "nothing is left behind");
    }

    #[test]
    fn no_way_around_leads_into_the_project() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("p");
        std::fs::create_dir_all(root.join("articles")).unwrap();
        let (project, _) = Project::open(&root).unwrap();
        let mut ways = vec!["p", "p/articles/x", "p/none/../articles/x", "q/../p", "p/annotations"];
        if cfg!(unix) {
            #[cfg(unix)]
            std::os::unix::fs::symlink(root.join("articles"), folder.path().join("link")).unwrap();
            ways.push("link/x");
        }
        for way in ways {
            assert!(project.outbox(&folder.path().join(way)).is_err(), "{way}");
        }
        for way in ["p/out", "out", "p/articles2"] {
            assert!(project.outbox(&folder.path().join(way)).is_ok(), "{way}");
        }
    }

    #[test]
    fn names_stay_in_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let mut outbox = Outbox::new(&folder.path().join("out")).unwrap();
        for name in ["../x", "/x", "a/../../x", "a\\b", ""] {
            assert!(outbox.create(name).is_err(), "{name}");
        }
    }
}
