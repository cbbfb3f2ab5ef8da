//! Autosave: every change reaches the disk from one background thread.

use super::{
    atomic::{Expected, WriteError},
    load::Loaded,
    project::{ASIDE, Project},
    record::{self, MAX_RECORD_BYTES},
    rescue,
    stamp::{Stamp, read_capped},
    trouble::FileTrouble,
};
use crate::{
    model::{AnnotationSet, AnnotatorName, ArticleKey, Metadata, State},
    text::Text,
};
use std::{
    collections::{HashMap, HashSet},
    path::PathBuf,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::JoinHandle,
    time::{Duration, Instant},
};

/// The first and the longest pause before a failed save is tried again.
const RETRY: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(10));

/// A set this large that shrinks below half in one save raises the alarm.
const ALARM: usize = 8;

/// What is to be saved.
#[derive(Clone, Debug)]
pub struct SaveJob {
    /// The article.
    pub key: ArticleKey,
    /// Whose window saves.
    pub annotator: AnnotatorName,
    /// What of it.
    pub what: SaveWhat,
    /// Given back in the report.
    pub serial: u64,
}

/// What of an article is to be saved.
#[derive(Clone, Debug)]
pub enum SaveWhat {
    /// The annotator's set, made on this text, over a file in this state.
    Set {
        /// The annotations.
        set: AnnotationSet,
        /// The article's text, whose offsets and words are written.
        text: Text,
        /// The state of the file that the set was made on.
        stamp: Stamp,
    },
    /// What people entered about the article, over a file in this state.
    Metadata {
        /// The entered fields.
        edited: Metadata,
        /// The state of the file that was read.
        stamp: Stamp,
    },
    /// The annotator's set over whatever is there: a person settled a conflict. What is there is backed up first, or set
    /// aside where it cannot be read.
    SetOver {
        /// The annotations.
        set: AnnotationSet,
        /// The article's text.
        text: Text,
    },
}

/// What became of a save.
#[derive(Clone, Debug)]
pub enum SaveReport {
    /// It is on the disk, durably.
    Saved {
        /// The article.
        key: ArticleKey,
        /// The job's serial. Jobs for the same file with smaller ones are thereby done too.
        serial: u64,
        /// The file's state now.
        stamp: Stamp,
        /// Whether it was the metadata.
        metadata: bool,
    },
    /// It is not on the disk yet. It is tried again until it is.
    Failed {
        /// The article.
        key: ArticleKey,
        /// The job's serial.
        serial: u64,
        /// What happened, what was kept and where, and that it is tried again.
        sentence: String,
    },
    /// The file is not as it was read: nothing was overwritten, and the job is not tried again.
    Conflict {
        /// The article.
        key: ArticleKey,
        /// The job's serial.
        serial: u64,
        /// What happened, what was kept and where, and what to do.
        sentence: String,
        /// The article as it is on the disk; `None` where the file is gone or cannot be read.
        theirs: Option<Box<Loaded>>,
        /// Whether it was the metadata.
        metadata: bool,
    },
    /// The alarm: a save left less than half of the annotations. The version before is kept.
    Collapsed {
        /// The article.
        key: ArticleKey,
        /// How many there were.
        from: usize,
        /// How many there are now.
        to: usize,
        /// Where the version before is kept.
        backup: PathBuf,
    },
}

/// Saves in the background, each file's latest state, one after the other.
pub struct Saver {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    queue: Mutex<Queue>,
    changed: Condvar,
}

#[derive(Default)]
struct Queue {
    waiting: Vec<Waiting>,
    busy: bool,
    closed: bool,
}

struct Waiting {
    job: SaveJob,
    attempts: u32,
    due: Instant,
}

impl SaveJob {
    fn is_metadata(&self) -> bool {
        matches!(self.what, SaveWhat::Metadata { .. })
    }

    fn same_file(&self, other: &SaveJob) -> bool {
        let metadata = self.is_metadata();
        self.key == other.key && metadata == other.is_metadata() && (metadata || self.annotator == other.annotator)
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Saver {
    /// Starts the thread. Reports are delivered on it.
    pub fn start(project: Project, deliver: impl Fn(SaveReport) + Send + 'static) -> Saver {
        let shared = Arc::new(Shared::default());
        let theirs = Arc::clone(&shared);
        let mut worker = Worker { project, deliver: Box::new(deliver), known: HashMap::new(), kept: HashSet::new() };
        let thread = std::thread::Builder::new().name("saver".into()).spawn(move || run(&theirs, &mut worker)).ok();
        if thread.is_none() {
            shared.lock().closed = true;
        }
        Saver { shared, thread }
    }

    /// Takes a job. One that still waits for the same file is replaced by it.
    pub fn save(&self, job: SaveJob) {
        let mut queue = self.shared.lock();
        let new = Waiting { job, attempts: 0, due: Instant::now() };
        match queue.waiting.iter_mut().find(|w| w.job.same_file(&new.job)) {
            Some(old) => *old = Waiting { attempts: old.attempts, ..new },
            None => queue.waiting.push(new),
        }
        drop(queue);
        self.shared.changed.notify_all();
    }

    /// Saves everything now, also what failed before, and waits for it. `true`: nothing is left to save.
    pub fn flush(&self, limit: Duration) -> bool {
        let end = Instant::now() + limit;
        let mut queue = self.shared.lock();
        for waiting in &mut queue.waiting {
            waiting.due = Instant::now();
        }
        self.shared.changed.notify_all();
        while queue.busy || !queue.waiting.is_empty() {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            queue = self.shared.changed.wait_timeout(queue, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }

    /// How many files are not saved yet.
    pub fn pending(&self) -> usize {
        let queue = self.shared.lock();
        queue.waiting.len() + usize::from(queue.busy)
    }
}

impl Drop for Saver {
    /// Tries what is left once more; what still fails is in the user's data folder.
    fn drop(&mut self) {
        self.shared.lock().closed = true;
        self.shared.changed.notify_all();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn run(shared: &Shared, worker: &mut Worker) {
    let mut queue = shared.lock();
    loop {
        let now = Instant::now();
        let closed = queue.closed;
        let due = queue.waiting.iter().position(|w| closed || w.due <= now);
        let Some(at) = due else {
            if closed {
                return;
            }
            let next = queue.waiting.iter().map(|w| w.due).min();
            queue = match next {
                None => shared.changed.wait(queue).unwrap_or_else(PoisonError::into_inner),
                Some(due) => {
                    let pause = due.saturating_duration_since(now);
                    shared.changed.wait_timeout(queue, pause).unwrap_or_else(PoisonError::into_inner).0
                }
            };
            continue;
        };
        let mut waiting = queue.waiting.remove(at);
        queue.busy = true;
        drop(queue);
        let done = worker.save(&waiting.job);
        queue = shared.lock();
        queue.busy = false;
        // A newer job for the file takes the place of the failed one; a closing window has no time to try again.
        if !done && !closed && !queue.waiting.iter().any(|w| w.job.same_file(&waiting.job)) {
            let pause = RETRY.0.saturating_mul(1 << waiting.attempts.min(8)).min(RETRY.1);
            waiting.attempts += 1;
            waiting.due = Instant::now() + pause;
            queue.waiting.push(waiting);
        }
        shared.changed.notify_all();
    }
}

/// What this saver wrote last to a file.
#[derive(Clone, Copy)]
struct Known {
    stamp: Stamp,
    marks: usize,
}

struct Worker {
    project: Project,
    deliver: Box<dyn Fn(SaveReport) + Send>,
    known: HashMap<PathBuf, Known>,
    /// Rescue files that this saver wrote.
    kept: HashSet<PathBuf>,
}

/// One job, made ready.
struct Ready<'a> {
    job: &'a SaveJob,
    path: PathBuf,
    bytes: Vec<u8>,
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
    /// Saves, and reports. `false`: it is to be tried again.
    fn save(&mut self, job: &SaveJob) -> bool {
        let ready = self.ready(job);
        let (key, serial, metadata) = (job.key.clone(), job.serial, job.is_metadata());
        match self.write(&ready) {
            Ok((stamp, alarm)) => {
                self.known.insert(ready.path.clone(), Known { stamp, marks: ready.marks });
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
                (self.deliver)(SaveReport::Failed { key, serial, sentence });
                false
            }
        }
    }

    fn ready<'a>(&self, job: &'a SaveJob) -> Ready<'a> {
        let set_path = || self.project.set_path(&job.key, &job.annotator);
        match &job.what {
            SaveWhat::Set { set, text, stamp } => Ready {
                job,
                path: set_path(),
                bytes: record::set::write(&job.key, &job.annotator, set, text),
                marks: set.len(),
                base: Some(*stamp),
            },
            SaveWhat::SetOver { set, text } => Ready {
                job,
                path: set_path(),
                bytes: record::set::write(&job.key, &job.annotator, set, text),
                marks: set.len(),
                base: None,
            },
            SaveWhat::Metadata { edited, stamp } => Ready {
                job,
                path: self.project.metadata_path(&job.key),
                bytes: record::meta::write(edited),
                marks: 0,
                base: Some(*stamp),
            },
        }
    }

    /// Writes, and says whether the alarm is due: how many marks there were, and where they are kept.
    fn write(&mut self, ready: &Ready<'_>) -> Result<(Stamp, Option<(usize, PathBuf)>), Stopped> {
        let article = self.project.article_path(&ready.job.key);
        if !article.is_file() {
            let what = "The article is not there (was the project's folder moved, renamed or disconnected?)";
            return Err(Stopped::Failed(FileTrouble::new(article, what)));
        }
        self.project.check_inside(&ready.path).map_err(Stopped::Failed)?;
        let known = self.known.get(&ready.path).copied();
        let found = read_capped(&ready.path, u64::MAX - 1).map_err(Stopped::Failed)?;
        let stamp = Stamp::of_found(found.as_deref());
        if stamp == Stamp::of(&ready.bytes) {
            // Nothing changed, or only the last step of an earlier attempt failed.
            let stamp = self.replace(ready, stamp)?;
            return Ok((stamp, None));
        }
        let mine = known.is_some_and(|k| k.stamp == stamp);
        let expected = mine || ready.base.is_none_or(|base| base == stamp);
        if !expected {
            return Err(Stopped::Conflict(changed(found.is_some())));
        }
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
        Ok((self.replace(ready, stamp)?, alarm))
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
                super::atomic::copy_aside(&ready.path, ASIDE, found).map_err(Stopped::Failed)?;
                Ok(0)
            }
            unreadable => {
                let why = unreadable.err().map_or_else(|| "It is too large".into(), |t| t.into_trouble().to_string());
                Err(Stopped::Conflict(format!("The file cannot be read, so it was not overwritten ({why}).")))
            }
        }
    }

    fn replace(&mut self, ready: &Ready<'_>, found: Stamp) -> Result<Stamp, Stopped> {
        match self.project.replace(&ready.path, &ready.bytes, Expected::OneOf(&[found])) {
            Ok(stamp) => Ok(stamp),
            Err(WriteError::Conflict) => Err(Stopped::Conflict(changed(ready.path.exists()))),
            Err(WriteError::Failed { trouble, replaced }) => {
                if replaced {
                    let stamp = Stamp::of(&ready.bytes);
                    self.known.insert(ready.path.clone(), Known { stamp, marks: ready.marks });
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
        // Another session's work on another state of the file is not ours to overwrite.
        if !self.kept.contains(&path) && path.exists() && rescue::base_of(&path) != ready.base {
            let _ = rescue::move_apart(&path);
        }
        let base = ready.base.or_else(|| self.known.get(&ready.path).map(|k| k.stamp)).unwrap_or(Stamp::Absent);
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
