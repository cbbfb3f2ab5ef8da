//! Changes made to the project by others.

use super::{
    atomic,
    lexicons::FOLDER as LEXICONS,
    paths,
    project::{ANNOTATIONS, ARTICLES, META, PRIVATE, PROJECT_FILE, Project, is_text_name, key_of},
    stamp::{Stamp, read_capped},
};
use crate::model::{AnnotatorName, ArticleKey};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError, Weak,
        mpsc::{self, Receiver, RecvTimeoutError},
    },
    time::{Duration, Instant},
};

/// Quiet for this long, and what happened is told.
const QUIET: Duration = Duration::from_millis(200);
/// Told at the latest after this long, however busy it is.
const LONGEST: Duration = Duration::from_secs(1);
/// Folders that often appear only when a project is open.
const LATER: [&str; 2] = [ANNOTATIONS, LEXICONS];
/// More files than this are told as one.
const MANY: usize = 64;

/// What others changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// An article's text: new, changed, or gone.
    Article(ArticleKey),
    /// An annotator's set of an article.
    Set(AnnotatorName, ArticleKey),
    /// What people entered about an article.
    Metadata(ArticleKey),
    /// The project's own file: its labels.
    Project,
    /// The project's word lists.
    Lists,
    /// Much, or something that cannot be told in detail: look at everything.
    Many,
}

/// Watches until it is dropped.
pub struct Watch {
    _watcher: Arc<Mutex<RecommendedWatcher>>,
}

impl Watch {
    /// Starts watching. What this program writes itself is not told. `None` where the system cannot watch (a network folder,
    /// too many folders): look again when the window gets the focus.
    pub fn start(project: &Project, deliver: impl Fn(Change) + Send + 'static) -> Option<Watch> {
        let (send, receive) = mpsc::channel::<notify::Result<notify::Event>>();
        let mut watcher = notify::recommended_watcher(move |event| {
            let _ = send.send(event);
        })
        .ok()?;
        let root = project.real();
        if root.join(ARTICLES).is_dir() {
            watcher.watch(root, RecursiveMode::NonRecursive).ok()?;
            watcher.watch(&root.join(ARTICLES), RecursiveMode::Recursive).ok()?;
            // They may not be there yet; each is then watched as soon as it appears.
            for folder in LATER {
                let _ = watcher.watch(&root.join(folder), RecursiveMode::Recursive);
            }
        } else {
            watcher.watch(root, RecursiveMode::Recursive).ok()?;
        }
        let project = project.clone();
        let watcher = Arc::new(Mutex::new(watcher));
        let weak = Arc::downgrade(&watcher);
        std::thread::Builder::new()
            .name("watch".into())
            .spawn(move || run(&project, &weak, &receive, &deliver))
            .ok()?;
        Some(Watch { _watcher: watcher })
    }
}

fn run(
    project: &Project,
    watcher: &Weak<Mutex<RecommendedWatcher>>,
    events: &Receiver<notify::Result<notify::Event>>,
    deliver: &impl Fn(Change),
) {
    let later = LATER.map(|folder| project.real().join(folder));
    while let Ok(first) = events.recv() {
        let mut seen = Seen::default();
        seen.take(project, first);
        let end = Instant::now() + LONGEST;
        let mut open = true;
        while open && Instant::now() < end {
            match events.recv_timeout(QUIET) {
                Ok(event) => seen.take(project, event),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => open = false,
            }
        }
        for folder in later.iter().filter(|folder| seen.paths.contains(*folder) && folder.is_dir()) {
            if let Some(watcher) = watcher.upgrade() {
                let mut watcher = watcher.lock().unwrap_or_else(PoisonError::into_inner);
                let _ = watcher.watch(folder, RecursiveMode::Recursive);
            }
        }
        seen.tell(project, deliver);
    }
}

#[derive(Default)]
struct Seen {
    paths: BTreeSet<PathBuf>,
    many: bool,
}

impl Seen {
    fn take(&mut self, project: &Project, event: notify::Result<notify::Event>) {
        let Ok(event) = event else {
            self.many = true;
            return;
        };
        if matches!(event.kind, EventKind::Access(_)) {
            return;
        }
        self.many |= event.need_rescan();
        self.paths.extend(event.paths.into_iter().filter(|p| concerns(project, p)));
    }

    fn tell(self, project: &Project, deliver: &impl Fn(Change)) {
        let mut told: Vec<Change> = Vec::new();
        let mut many = self.many || self.paths.len() > MANY;
        for path in self.paths.iter().filter(|_| !many).filter(|p| !is_ours(project, p)).collect::<Vec<_>>() {
            match change(project, path) {
                Some(Change::Many) => many = true,
                Some(change) if !told.contains(&change) => told.push(change),
                _ => {}
            }
        }
        if many {
            deliver(Change::Many);
        } else {
            told.into_iter().for_each(deliver);
        }
    }
}

/// Whether a path can matter at all.
fn concerns(project: &Project, path: &Path) -> bool {
    let Ok(below) = path.strip_prefix(project.real()) else { return false };
    let temp = path.file_name().and_then(|n| n.to_str()).is_some_and(atomic::is_temp);
    let hidden =
        below.parent().is_some_and(|p| p.components().any(|c| c.as_os_str().as_encoded_bytes().starts_with(b".")));
    !temp && !hidden && !below.starts_with(PRIVATE) && !below.as_os_str().is_empty()
}

/// Whether the file is as this program wrote it.
fn is_ours(project: &Project, path: &Path) -> bool {
    let Ok(below) = path.strip_prefix(project.real()) else { return false };
    let Some(written) = project.written(&project.root().join(below)) else { return false };
    read_capped(path, u64::MAX - 1).is_ok_and(|bytes| Stamp::of_found(bytes.as_deref()) == written)
}

/// What a change to this path means.
fn change(project: &Project, path: &Path) -> Option<Change> {
    let below = path.strip_prefix(project.real()).ok()?;
    if below == Path::new(PROJECT_FILE) {
        return Some(Change::Project);
    }
    // Where articles have no folder of their own these may be articles too.
    if below.starts_with(LEXICONS) && project.real().join(ARTICLES).is_dir() {
        return Some(Change::Lists);
    }
    if path.is_dir() {
        // A new folder, perhaps with files in it that came before it was watched.
        let files = walkdir::WalkDir::new(path).into_iter().filter_map(Result::ok).filter(|e| !e.file_type().is_dir());
        let mut others = files.filter(|e| concerns(project, e.path()) && !is_ours(project, e.path()));
        return others.next().map(|_| Change::Many);
    }
    let name = path.file_name()?.to_string_lossy();
    if let Ok(rest) = below.strip_prefix(ANNOTATIONS) {
        let mut parts = rest.components();
        let annotator = parts.next().and_then(|p| paths::annotator_of(p.as_os_str().to_str()?));
        let file = parts.as_path();
        return match (annotator, file.extension()) {
            (Some(annotator), Some(ending)) if ending == "ron" => {
                Some(Change::Set(annotator, project.key_of_stem(&file.with_extension(""))?))
            }
            _ => file.extension().is_none_or(|e| e != "ron-aside").then_some(Change::Many),
        };
    }
    let folder = if project.real().join(ARTICLES).is_dir() { ARTICLES } else { "" };
    let article = below.strip_prefix(folder).ok()?;
    if let Some(stem) = name.strip_suffix(META) {
        return Some(Change::Metadata(project.key_of_stem(&article.with_file_name(stem))?));
    }
    if is_text_name(&name) {
        return Some(key_of(article).map_or(Change::Many, Change::Article));
    }
    // A folder that went or was renamed, with whatever is in it. Other files are none of ours.
    (!path.exists() && path.extension().is_none()).then_some(Change::Many)
}

impl Project {
    /// The article that a set's or a metadata file's stem belongs to.
    pub(crate) fn key_of_stem(&self, stem: &Path) -> Option<ArticleKey> {
        let whole = key_of(stem)?;
        let usual = ArticleKey::new(&format!("{whole}.txt")).ok()?;
        let other =
            is_text_name(whole.as_str()) && !self.article_path(&usual).is_file() && self.article_path(&whole).is_file();
        Some(if other { whole } else { usual })
    }
}
