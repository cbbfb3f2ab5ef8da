//! One save: compared, backed up, written; and where it fails, the work kept elsewhere.

use super::{
    atomic::{self, Expected, WriteError},
    load::Loaded,
    project::{ASIDE, Project},
    record::{self, MAX_RECORD_BYTES},
    rescue,
    saver::{SaveJob, SaveReport, SaveWhat},
    stamp::{Stamp, read_capped},
    trouble::FileTrouble,
};
use crate::model::{Metadata, State};
use std::{
    collections::{HashMap, HashSet},
    path::PathBuf,
};

/// A set this large that shrinks below half in one save raises the alarm.
const ALARM: usize = 8;

/// What this saver wrote last to a file.
#[derive(Clone, Copy)]
struct Known {
    stamp: Stamp,
    /// The save that wrote it.
    serial: u64,
    marks: usize,
}

pub(crate) struct Worker {
    project: Project,
    deliver: Box<dyn Fn(SaveReport) + Send>,
    known: HashMap<PathBuf, Known>,
    /// The state of a file when it was last found as expected: what kept work is based on.
    seen: HashMap<PathBuf, Stamp>,
    /// Rescue files that this saver wrote.
    kept: HashSet<PathBuf>,
}

/// One job, made ready.
struct Ready<'a> {
    job: &'a SaveJob,
    path: PathBuf,
    bytes: Vec<u8>,
    /// The stamp of the bytes.
    stamp: Stamp,
    marks: usize,
    /// The state it is based on; `None` to write over whatever is there.
    base: Option<Stamp>,
}

/// Why a job is not done.
enum Stopped {
    Conflict(String),
    Failed(FileTrouble),
}

impl Worker {
    /// A worker that has written nothing yet.
    pub(crate) fn new(project: Project, deliver: impl Fn(SaveReport) + Send + 'static) -> Self {
        Worker {
            project,
            deliver: Box::new(deliver),
            known: HashMap::new(),
            seen: HashMap::new(),
            kept: HashSet::new(),
        }
    }

    /// Saves, and reports. `false`: it is to be tried again.
    pub(crate) fn save(&mut self, job: &SaveJob) -> bool {
        let ready = self.ready(job);
        let (key, serial, metadata) = (job.key.clone(), job.serial, job.is_metadata());
        match self.write(&ready) {
            Ok((stamp, alarm)) => {
                self.known.insert(ready.path.clone(), Known { stamp, serial, marks: ready.marks });
                self.seen.insert(ready.path.clone(), stamp);
                self.tidy(&ready);
                (self.deliver)(SaveReport::Saved { key: key.clone(), serial, stamp, metadata });
                if let Some((from, backup)) = alarm {
                    (self.deliver)(SaveReport::Collapsed { key, from, to: ready.marks, backup });
                }
                true
            }
            Err(Stopped::Conflict(what)) => {
                let theirs = self.theirs(job);
                let kept = self.keep(&ready);
                let sentence = format!("{}: {what} {kept}", ready.path.display());
                (self.deliver)(SaveReport::Conflict { key, serial, sentence, theirs, metadata });
                true
            }
            Err(Stopped::Failed(trouble)) => {
                let kept = self.keep(&ready);
                let sentence = format!("Not saved yet. {trouble}. {kept} Saving is tried again every few seconds");
                (self.deliver)(SaveReport::Failed { key, serial, sentence, metadata });
                false
            }
        }
    }

    fn ready<'a>(&self, job: &'a SaveJob) -> Ready<'a> {
        let (path, bytes, marks, base) = match &job.what {
            SaveWhat::Set { set, text, .. } | SaveWhat::SetOver { set, text } => {
                let path = self.project.set_path(&job.key, &job.annotator);
                (path, record::set::write(&job.key, &job.annotator, set, text), set.len(), job.base())
            }
            SaveWhat::Metadata { edited, .. } => {
                (self.project.metadata_path(&job.key), record::meta::write(edited), 0, job.base())
            }
        };
        Ready { job, path, stamp: Stamp::of(&bytes), bytes, marks, base }
    }

    /// Writes, and says whether the alarm is due: how many marks there were, and where they are kept.
    fn write(&mut self, ready: &Ready<'_>) -> Result<(Stamp, Option<(usize, PathBuf)>), Stopped> {
        let article = self.project.article_path(&ready.job.key);
        if !article.is_file() {
            let what = "The article is not there (was the project’s folder moved, renamed or disconnected?)";
            return Err(Stopped::Failed(FileTrouble::new(article, what)));
        }
        self.project.check_inside(&ready.path).map_err(Stopped::Failed)?;
        let known = self.known.get(&ready.path).copied();
        let found = read_capped(&ready.path, u64::MAX - 1).map_err(Stopped::Failed)?;
        let stamp = Stamp::of_found(found.as_deref());
        if stamp == ready.stamp {
            // Nothing changed, or only the last step of an earlier attempt failed.
            return self.replace(ready, stamp).map(|()| (stamp, None));
        }
        let mine = known.is_some_and(|k| k.stamp == stamp && k.serial >= ready.job.since);
        let expected = mine || ready.base.is_none_or(|base| base == stamp);
        if !expected {
            return Err(Stopped::Conflict(changed(found.is_some())));
        }
        self.seen.insert(ready.path.clone(), stamp);
        if stamp == Stamp::Absent && is_nothing(ready.job) {
            return Ok((Stamp::Absent, None));
        }
        let mut alarm = None;
        if let Some(found) = &found {
            let marks = match known.filter(|_| mine) {
                Some(known) => known.marks,
                None => self.first_look(ready, found)?,
            };
            if !ready.job.is_metadata() && marks >= ALARM && ready.marks < marks.div_ceil(2) {
                let backup =
                    self.project.back_up(&ready.job.key, &ready.job.annotator, found).map_err(Stopped::Failed)?;
                alarm = Some((marks, backup));
            }
        }
        self.replace(ready, stamp).map(|()| (ready.stamp, alarm))
    }

    /// A file that this saver has not written: it must be readable to be replaced, and is backed up.
    fn first_look(&self, ready: &Ready<'_>, found: &[u8]) -> Result<usize, Stopped> {
        let too_large = found.len() as u64 > MAX_RECORD_BYTES;
        let marks = if ready.job.is_metadata() {
            record::meta::read(&ready.path, found).map(|_| 0)
        } else {
            record::set::read(&ready.path, found).map(|r| r.annotations.len())
        };
        match marks {
            Ok(marks) if !too_large => {
                // A save over someone else's work waits for its backup; an ordinary one does not fail for want of it.
                let backup = if ready.job.is_metadata() {
                    Ok(())
                } else {
                    self.project.back_up(&ready.job.key, &ready.job.annotator, found).map(|_| ())
                };
                if ready.base.is_none() {
                    backup.map_err(Stopped::Failed)?;
                }
                Ok(marks)
            }
            _ if ready.base.is_none() => {
                atomic::copy_aside(&ready.path, ASIDE, found).map_err(Stopped::Failed)?;
                Ok(0)
            }
            unreadable => {
                let why = unreadable.err().map_or_else(|| "It is too large".into(), |t| t.into_trouble().to_string());
                Err(Stopped::Conflict(format!("The file cannot be read, so it was not overwritten ({why}).")))
            }
        }
    }

    fn replace(&mut self, ready: &Ready<'_>, found: Stamp) -> Result<(), Stopped> {
        match self.project.replace_known(&ready.path, &ready.bytes, ready.stamp, Expected::Found(found)) {
            Ok(()) => Ok(()),
            Err(WriteError::Conflict) => Err(Stopped::Conflict(changed(ready.path.exists()))),
            Err(WriteError::Failed { trouble, replaced }) => {
                if replaced {
                    self.known.insert(
                        ready.path.clone(),
                        Known { stamp: ready.stamp, serial: ready.job.serial, marks: ready.marks },
                    );
                    self.seen.insert(ready.path.clone(), ready.stamp);
                }
                Err(Stopped::Failed(trouble))
            }
        }
    }

    /// The file as someone else wrote it.
    fn theirs(&self, job: &SaveJob) -> Option<Box<Loaded>> {
        let loaded = self.project.load_from_project(&job.key, &job.annotator).ok()?;
        let readable = if job.is_metadata() {
            loaded.meta_trouble.is_none() && loaded.meta_stamp != Stamp::Absent
        } else {
            loaded.trouble.is_none() && loaded.stamp != Stamp::Absent
        };
        readable.then(|| Box::new(loaded))
    }

    /// Keeps the work in the user's data folder, and says where it is.
    fn keep(&mut self, ready: &Ready<'_>) -> String {
        let only_here = "Your work is kept in this window only: leave it open.".to_owned();
        let Some(path) = self.project.rescue_file(&ready.job.key, &ready.job.annotator, ready.job.is_metadata()) else {
            return only_here;
        };
        let base = self.seen.get(&ready.path).copied().or(ready.base).unwrap_or(Stamp::Absent);
        // Another session's work on another state of the file is not ours to overwrite.
        if !self.kept.contains(&path) && path.exists() && rescue::base_of(&path) != Some(base) {
            let _ = rescue::move_apart(&path);
        }
        match self.project.keep(&path, base, &ready.bytes) {
            Ok(()) => {
                let sentence = format!("Your work is kept in {}.", path.display());
                self.kept.insert(path);
                sentence
            }
            Err(trouble) => format!("{only_here} ({trouble})"),
        }
    }

    /// Removes the kept work that is now saved.
    fn tidy(&mut self, ready: &Ready<'_>) {
        let job = ready.job;
        let Some(path) = self.project.rescue_file(&job.key, &job.annotator, job.is_metadata()) else { return };
        let taken = || ready.base.is_some() && rescue::base_of(&path) == ready.base;
        if self.kept.remove(&path) || path.exists() && taken() {
            let _ = std::fs::remove_file(&path);
        }
    }
}

/// Whether there is nothing yet that is worth a file.
fn is_nothing(job: &SaveJob) -> bool {
    match &job.what {
        SaveWhat::Set { set, .. } | SaveWhat::SetOver { set, .. } => set.is_empty() && set.state() == State::New,
        SaveWhat::Metadata { edited, .. } => *edited == Metadata::default(),
    }
}

fn changed(there: bool) -> String {
    if there {
        "Someone else changed the file since it was read, so it was not overwritten.".into()
    } else {
        "The file was removed or renamed since it was read.".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::{AnnotationSet, AnnotatorName, ArticleKey, story},
        store::{
            atomic::{Disk, Step, is_temp},
            home::Home,
        },
        text::Text,
    };
    use std::{
        path::Path,
        sync::{
            Arc, Mutex,
            atomic::{AtomicI32, Ordering},
        },
    };

    /// A project with one article, whose disk fails as told.
    struct World {
        folder: tempfile::TempDir,
        project: Project,
        worker: Worker,
        reports: Arc<Mutex<Vec<SaveReport>>>,
        text: Text,
        set: AnnotationSet,
    }

    impl World {
        fn new(hook: impl Fn(Step, &Path) -> std::io::Result<()> + Send + Sync + 'static) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let root = folder.path().join("project");
            std::fs::create_dir_all(root.join("articles")).unwrap();
            let story = story::parse("[Actor Ms Adams] said [Claim it rained].").unwrap();
            std::fs::write(root.join("articles/a.txt"), story.text.as_str()).unwrap();
            let home = Home::at(&folder.path().join("home"));
            let project = Project::at(&root, home, Disk::failing(hook)).unwrap();
            let reports = Arc::new(Mutex::new(Vec::new()));
            let (set, sink) = (story::set(&story, 7), Arc::clone(&reports));
            let worker = Worker::new(project.clone(), move |r| sink.lock().unwrap().push(r));
            World { folder, project, worker, reports, text: story.text, set }
        }

        fn job(&self, set: &AnnotationSet, stamp: Stamp) -> SaveJob {
            SaveJob {
                key: key(),
                annotator: anna(),
                what: SaveWhat::Set { set: set.clone(), text: self.text.clone(), stamp },
                serial: 1,
                since: 0,
            }
        }

        fn last(&self) -> SaveReport {
            self.reports.lock().unwrap().last().cloned().unwrap()
        }

        fn files(&self) -> Vec<PathBuf> {
            let all = walkdir::WalkDir::new(self.folder.path()).into_iter().map(|e| e.unwrap());
            all.filter(|e| e.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
        }
    }

    fn key() -> ArticleKey {
        ArticleKey::new("a.txt").unwrap()
    }

    fn anna() -> AnnotatorName {
        AnnotatorName::new("Anna").unwrap()
    }

    /// ENOSPC, EACCES, EIO.
    const ERRORS: [i32; 3] = [28, 13, 5];

    #[test]
    fn whatever_step_fails_the_old_file_or_the_new_one_is_whole_and_the_work_is_kept() {
        for step in Step::ALL {
            for error in ERRORS {
                for replacing in [false, true] {
                    one_failure(step, error, replacing);
                }
            }
        }
    }

    fn one_failure(step: Step, error: i32, replacing: bool) {
        let left = Arc::new(AtomicI32::new(0));
        let fails = Arc::clone(&left);
        let mut world = World::new(move |at, path| {
            let ours = at == step && !path.components().any(|c| c.as_os_str() == ".whosaid");
            if ours && fails.load(Ordering::SeqCst) > 0 {
                fails.fetch_sub(1, Ordering::SeqCst);
                return Err(std::io::Error::from_raw_os_error(error));
            }
            Ok(())
        });
        let what = format!("{step:?} {error} {replacing}");
        let path = world.project.set_path(&key(), &anna());
        let mut old = None;
        let mut stamp = Stamp::Absent;
        if replacing {
            let empty = AnnotationSet::new(State::Done);
            assert!(world.worker.save(&world.job(&empty, Stamp::Absent)));
            old = Some(std::fs::read(&path).unwrap());
            stamp = Stamp::of_found(old.as_deref());
        }
        left.store(1, Ordering::SeqCst);
        let job = world.job(&world.set, stamp);
        let done = world.worker.save(&job);
        let reached = left.load(Ordering::SeqCst) == 0;
        let new = record::set::write(&key(), &anna(), &world.set, &world.text);
        assert_eq!(done, !reached, "{what}");
        // Folders are made, and made durable, with the first save only.
        assert_eq!(reached, !(replacing && matches!(step, Step::MakeFolder | Step::SyncParent)), "{what}");
        if reached {
            let found = std::fs::read(&path).ok();
            assert!(found == old || found.as_ref() == Some(&new), "{what}");
            let SaveReport::Failed { sentence, .. } = world.last() else { panic!("{what}: {:?}", world.last()) };
            let words = match error {
                28 => "the disk is full",
                13 => "permission is denied",
                _ => "Input/output error",
            };
            assert!(sentence.contains(words) && sentence.contains("annotations"), "{what}: {sentence}");
            let kept = world.project.rescue_file(&key(), &anna(), false).unwrap();
            assert!(sentence.contains(&kept.display().to_string()), "{what}: {sentence}");
            assert!(std::fs::read(&kept).unwrap().ends_with(&new), "{what}");
            assert!(!world.files().iter().any(|f| is_temp(&f.file_name().unwrap().to_string_lossy())), "{what}");

            // Another session gets the work back; this one saves it at the next attempt.
            let loaded = world.project.load(&key(), &anna()).unwrap();
            assert_eq!(loaded.set, world.set, "{what}");
            assert_eq!(loaded.unsaved, found.as_ref() != Some(&new), "{what}");
            assert!(world.worker.save(&job), "{what}");
            assert!(!kept.exists(), "{what}");
        }
        assert_eq!(std::fs::read(&path).unwrap(), new, "{what}");
        assert!(matches!(world.last(), SaveReport::Saved { .. }), "{what}");
        assert_eq!(world.project.load(&key(), &anna()).unwrap().rescued, None, "{what}");
    }

    #[test]
    fn a_failed_save_after_a_good_one_is_offered_again() {
        let fail = Arc::new(AtomicI32::new(0));
        let fails = Arc::clone(&fail);
        let mut world = World::new(move |step, _| {
            if step == Step::Rename && fails.load(Ordering::SeqCst) == 1 {
                return Err(std::io::Error::from_raw_os_error(28));
            }
            Ok(())
        });
        let empty = AnnotationSet::new(State::InProgress);
        assert!(world.worker.save(&world.job(&empty, Stamp::Absent)));
        fail.store(1, Ordering::SeqCst);
        // The session has not heard of the new stamp yet.
        assert!(!world.worker.save(&world.job(&world.set, Stamp::Absent)));
        let loaded = world.project.load(&key(), &anna()).unwrap();
        assert_eq!(loaded.set, world.set);
        assert!(loaded.rescued.is_some_and(|r| r.contains("will be saved")));
    }

    #[test]
    fn a_change_while_saving_is_noticed() {
        let count = AtomicI32::new(0);
        let mut world = World::new(move |step, path| {
            if step == Step::Compare && path.ends_with("Anna/a.ron") && count.fetch_add(1, Ordering::SeqCst) == 0 {
                std::fs::write(path, "someone else").unwrap();
            }
            Ok(())
        });
        assert!(world.worker.save(&world.job(&world.set, Stamp::Absent)));
        assert!(matches!(world.last(), SaveReport::Conflict { theirs: None, .. }), "{:?}", world.last());
        assert_eq!(std::fs::read(world.project.set_path(&key(), &anna())).unwrap(), b"someone else");
    }

    #[test]
    fn nothing_yet_is_no_file() {
        let mut world = World::new(|_, _| Ok(()));
        assert!(world.worker.save(&world.job(&AnnotationSet::default(), Stamp::Absent)));
        assert!(matches!(world.last(), SaveReport::Saved { stamp: Stamp::Absent, .. }));
        assert_eq!(world.files().len(), 1);
    }
}
