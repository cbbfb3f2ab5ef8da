//! Autosave: every change reaches the disk from one background thread.

use super::{load::Loaded, project::Project, stamp::Stamp, worker::Worker};
use crate::{
    model::{AnnotationSet, AnnotatorName, ArticleKey, Metadata},
    text::Text,
};
use std::{
    collections::{BTreeMap, HashMap},
    path::PathBuf,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::JoinHandle,
    time::{Duration, Instant},
};

/// The first and the longest pause before a failed save is tried again.
const RETRY: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(10));

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
    /// The first serial since the file was last read. What this saver wrote before that is not expected to be there: the
    /// file was read since, and `stamp` says how it was.
    pub since: u64,
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
        /// Whether it was the metadata.
        metadata: bool,
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
    /// In the order in which they came, or came back.
    waiting: BTreeMap<u64, Waiting>,
    /// Where in it each file's job is.
    places: HashMap<FileId, u64>,
    next: u64,
    busy: bool,
    closed: bool,
}

struct Waiting {
    job: SaveJob,
    attempts: u32,
    due: Instant,
}

/// Names the file that a job writes: an article's metadata, or somebody's set of it.
type FileId = (ArticleKey, Option<AnnotatorName>);

impl Queue {
    /// Puts a job at the end, or in the place of an older one for its file.
    fn put(&mut self, waiting: Waiting) {
        let place = *self.places.entry(waiting.job.file()).or_insert_with(|| {
            self.next += 1;
            self.next
        });
        self.waiting.insert(place, waiting);
    }

    /// Takes the first job that is due; a closing saver takes any.
    fn take(&mut self, now: Instant) -> Option<Waiting> {
        let place = *self.waiting.iter().find(|(_, w)| self.closed || w.due <= now)?.0;
        let waiting = self.waiting.remove(&place)?;
        self.places.remove(&waiting.job.file());
        Some(waiting)
    }
}

impl SaveJob {
    pub(crate) fn is_metadata(&self) -> bool {
        matches!(self.what, SaveWhat::Metadata { .. })
    }

    /// The state of the file it is based on; `None` for whatever is there.
    pub(crate) fn base(&self) -> Option<Stamp> {
        match self.what {
            SaveWhat::Set { stamp, .. } | SaveWhat::Metadata { stamp, .. } => Some(stamp),
            SaveWhat::SetOver { .. } => None,
        }
    }

    fn file(&self) -> FileId {
        (self.key.clone(), (!self.is_metadata()).then(|| self.annotator.clone()))
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
        let mut worker = Worker::new(project, deliver);
        let thread = std::thread::Builder::new().name("saver".into()).spawn(move || run(&theirs, &mut worker)).ok();
        if thread.is_none() {
            shared.lock().closed = true;
        }
        Saver { shared, thread }
    }

    /// Takes a job. One that still waits for the same file is replaced by it.
    pub fn save(&self, job: SaveJob) {
        let mut queue = self.shared.lock();
        let attempts = queue.places.get(&job.file()).and_then(|p| queue.waiting.get(p)).map_or(0, |w| w.attempts);
        queue.put(Waiting { job, attempts, due: Instant::now() });
        drop(queue);
        self.shared.changed.notify_all();
    }

    /// Saves everything now, also what failed before, and waits for it. `true`: nothing is left to save.
    pub fn flush(&self, limit: Duration) -> bool {
        let end = Instant::now() + limit;
        let mut queue = self.shared.lock();
        for waiting in queue.waiting.values_mut() {
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
        let Some(mut waiting) = queue.take(now) else {
            if closed {
                return;
            }
            let next = queue.waiting.values().map(|w| w.due).min();
            queue = match next {
                None => shared.changed.wait(queue).unwrap_or_else(PoisonError::into_inner),
                Some(due) => {
                    let pause = due.saturating_duration_since(now);
                    shared.changed.wait_timeout(queue, pause).unwrap_or_else(PoisonError::into_inner).0
                }
            };
            continue;
        };
        queue.busy = true;
        drop(queue);
        let done = worker.save(&waiting.job);
        queue = shared.lock();
        queue.busy = false;
        // A newer job for the file takes the place of the failed one; a closing window has no time to try again.
        if !done && !closed && !queue.places.contains_key(&waiting.job.file()) {
            let pause = RETRY.0.saturating_mul(1 << waiting.attempts.min(8)).min(RETRY.1);
            waiting.attempts += 1;
            waiting.due = Instant::now() + pause;
            queue.put(waiting);
        }
        shared.changed.notify_all();
    }
}
