//! What takes time, off the drawing thread: reading, looking at the whole project, dialogs. One thread reads in order, so that
//! nothing overtakes what it depends on.

use super::sample;
use crate::{
    formats::Flow,
    model::{AnnotatorName, ArticleKey, LabelSet, Settings},
    session::{
        Ask, Choosing, Event, ExportJob, ExportNews, ImportJob, ImportNews, LookJob, MeasureJob, MeasureNews, Opening,
        QueueJob, ReadJob, ScanJob, Seen, SurveyJob, Told, ToldKind, dataset,
    },
    store::{
        self, Backup, Change, Home, Inbox, Intake, Lock, Prefs, Project, Renaming, Search, SearchScope, Sitting,
        Summary,
    },
    ui::theme::Face,
};
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    thread::JoinHandle,
};

/// Something to be done.
pub enum Task {
    Open(PathBuf),
    Sample,
    Lock(Project, AnnotatorName),
    Unlock,
    Load(Project, ArticleKey, AnnotatorName, Ask),
    Work(Project, ArticleKey, Vec<AnnotatorName>, Ask),
    ReadLabels(Project),
    Backups(Project, ArticleKey, AnnotatorName),
    Restore(Project, Backup, ArticleKey, AnnotatorName),
    SetAside(Project, ArticleKey, AnnotatorName),
    Labels(Project),
    SaveLabels(Project, Box<LabelSet>, Box<LabelSet>),
    SaveSettings(Project, Box<Settings>, Box<Settings>),
    Preferences(Home, Box<Prefs>),
    KeepTime(Project, AnnotatorName, Box<Sitting>),
    Times(Project, AnnotatorName),
    /// Tells when everything before it is done.
    Done(Sender<()>),
}

/// What came of it.
pub enum Message {
    Opened(Project, Box<Opening>),
    /// All summaries as they stand after a look at the whole project.
    Known(Vec<Summary>),
    Event(Event),
    /// A face for articles, or the program's own.
    Face(Option<Face>),
    /// A folder was chosen.
    Chosen(PathBuf),
}

/// Tells messages and wakes the window. What is told of a project that was let go is known by its number.
#[derive(Clone)]
pub struct Teller {
    send: Sender<(u64, Message)>,
    ctx: egui::Context,
    project: u64,
}

/// The number under which is told what belongs to no project.
pub const NO_PROJECT: u64 = 0;

impl Teller {
    /// A teller, and what it tells.
    pub fn new(ctx: &egui::Context) -> (Self, Receiver<(u64, Message)>) {
        let (send, receive) = channel();
        (Teller { send, ctx: ctx.clone(), project: NO_PROJECT }, receive)
    }

    /// The same for what belongs to the project of that number.
    pub fn of(&self, project: u64) -> Self {
        Teller { project, ..self.clone() }
    }

    /// Tells, and has a frame drawn.
    pub fn tell(&self, message: Message) {
        // The window may be gone already; then there is nobody to tell.
        let _ = self.send.send((self.project, message));
        self.ctx.request_repaint();
    }

    /// Has a frame drawn.
    pub fn wake(&self) {
        self.ctx.request_repaint();
    }

    /// Tells an event.
    pub fn event(&self, event: Event) {
        self.tell(Message::Event(event));
    }
}

/// Starts the reading thread.
pub fn start(teller: Teller) -> Sender<(u64, Task)> {
    let (send, tasks) = channel::<(u64, Task)>();
    let run = move || {
        let mut lock = None;
        while let Ok((project, task)) = tasks.recv() {
            perform(task, &teller.of(project), &mut lock);
        }
    };
    // Without threads nothing can be read at all; the window then shows that it waits.
    let _ = std::thread::Builder::new().name("reader".into()).spawn(run);
    send
}

fn perform(task: Task, teller: &Teller, lock: &mut Option<Lock>) {
    match task {
        Task::Sample => match sample::copy() {
            Ok(path) => teller.tell(Message::Chosen(path)),
            Err(error) => {
                let text = format!("The sample project could not be put in place: {error}").into();
                teller.event(Event::Told(Told { kind: ToldKind::Error, text }));
            }
        },
        Task::Unlock => *lock = None,
        Task::ReadLabels(project) => {
            // What is wrong with the file, the labels say.
            if let Ok(settings) = project.settings() {
                teller.event(Event::Settings(settings));
            }
            teller.event(Event::Labels(project.labels()));
        }
        Task::Open(path) => match Project::open(&path) {
            Ok((project, first)) => {
                let listing = project.list();
                let opening = Opening {
                    name: project.name(),
                    root: project.root().to_owned(),
                    labels: project.labels(),
                    settings: project.settings().unwrap_or_default(),
                    articles: listing.articles,
                    troubles: listing.troubles,
                    summaries: project.index(),
                    annotators: project.annotators(),
                    first,
                };
                teller.tell(Message::Opened(project, Box::new(opening)));
            }
            Err(why) => teller.event(Event::NotOpened(why.to_string())),
        },
        Task::Lock(project, annotator) => {
            // The one held before may be the very same.
            *lock = None;
            let read_only = match Lock::acquire(&project, &annotator) {
                Ok(Some(taken)) => {
                    *lock = Some(taken);
                    None
                }
                Ok(None) => {
                    Some(format!("Another window is open for {annotator} in this project, so this one only reads"))
                }
                Err(trouble) => Some(trouble.to_string()),
            };
            teller.event(Event::Locked { annotator, read_only });
        }
        Task::Load(project, key, annotator, ask) => teller.event(match project.load(&key, &annotator) {
            Ok(loaded) => Event::Loaded(Box::new(loaded), ask),
            Err(trouble) => Event::NotLoaded(key, trouble, ask),
        }),
        Task::Work(project, key, annotators, ask) => {
            let work = project.work_of(&key, &annotators).map(Box::new);
            teller.event(Event::Work(key, work, ask));
        }
        Task::Backups(project, key, annotator) => {
            let backups = project.backups(&key, &annotator);
            if backups.is_empty() {
                let text = "There is no backup of this file; set it aside to begin afresh".into();
                teller.event(Event::Told(Told { kind: ToldKind::Info, text }));
            }
            teller.event(Event::Backups(key, backups));
        }
        Task::Restore(project, backup, key, annotator) => {
            let outcome = project.restore(&backup, &key, &annotator);
            teller.event(Event::Mended(
                key,
                outcome.map(|()| "The backup is back in place; the other file was set aside".to_owned()),
            ));
        }
        Task::SetAside(project, key, annotator) => {
            let outcome = project.set_aside(&key, &annotator);
            teller.event(Event::Mended(key, outcome.map(|to| format!("The file is kept as {}", to.display()))));
        }
        Task::Labels(project) => {
            if let Err(trouble) = project.write_label_set_if_absent() {
                teller.event(Event::Told(Told { kind: ToldKind::Warning, text: trouble.to_string().into() }));
            }
        }
        Task::KeepTime(project, annotator, sitting) => {
            if let Err(trouble) = project.keep_time(&annotator, &sitting) {
                let text =
                    format!("How long you worked could not be kept; your marks are not touched by this. {trouble}");
                teller.event(Event::Told(Told { kind: ToldKind::Warning, text: text.into() }));
            }
        }
        Task::Times(project, annotator) => {
            let (sittings, troubles) = project.times(&annotator);
            teller.event(Event::Times(annotator, sittings, troubles));
        }
        Task::Done(tell) => _ = tell.send(()),
        Task::SaveLabels(project, labels, base) => {
            let outcome = project.save_labels(&labels, &base);
            teller.event(Event::LabelsSaved(labels, outcome));
        }
        Task::SaveSettings(project, settings, base) => {
            let outcome = project.save_settings(&settings, &base);
            teller.event(Event::SettingsSaved(settings, outcome));
        }
        Task::Preferences(home, prefs) => {
            if let Err(trouble) = prefs.save(&home) {
                teller.event(Event::Told(Told { kind: ToldKind::Warning, text: trouble.to_string().into() }));
            }
        }
    }
}

/// Looks at the whole project on a thread of its own, telling what is new or changed in batches.
pub fn refresh(project: Project, known: Arc<Vec<Summary>>, teller: Teller) {
    let run = move || {
        let mut batch = Vec::new();
        let mut told = std::time::Instant::now();
        let all = project.refresh(known.to_vec(), &mut |summary| {
            batch.push(summary);
            if batch.len() >= 500 || told.elapsed().as_millis() > 100 {
                teller.event(Event::Summaries(std::mem::take(&mut batch)));
                told = std::time::Instant::now();
            }
            true
        });
        let listing = project.list();
        teller.event(Event::Summaries(batch));
        teller.event(Event::Listed(listing.articles, listing.troubles));
        teller.event(Event::SummariesDone);
        teller.tell(Message::Known(all));
    };
    let _ = std::thread::Builder::new().name("looker".into()).spawn(run);
}

/// Looks for problems in one article, on a thread of its own.
pub fn find_problems(job: Box<LookJob>, teller: Teller) {
    let run = move || teller.event(Event::ProblemsFound(Box::new(job.run())));
    let _ = std::thread::Builder::new().name("problems".into()).spawn(run);
}

/// Looks for problems in many articles, on a thread of its own, until it is done or told to stop.
pub fn survey(project: Project, job: Box<SurveyJob>, stop: Arc<AtomicBool>, teller: Teller) {
    let (keys, serial) = (job.keys.clone(), job.serial);
    let look = move |key: &ArticleKey| job.look(key, project.load_from_project(key, &job.annotator).ok());
    look_at_all("surveyor", keys, stop, look, move |batch, looked, finished| {
        teller.event(Event::Surveyed { serial, batch, looked, finished });
    });
}

/// Compares others' work on many articles, in the same way.
pub fn compare(project: Project, job: Box<QueueJob>, stop: Arc<AtomicBool>, teller: Teller) {
    let (keys, serial) = (job.keys.clone(), job.serial);
    let look = move |key: &ArticleKey| (key.clone(), job.look(project.work_of(key, &job.annotators).ok().as_ref()));
    look_at_all("comparer", keys, stop, look, move |batch, looked, finished| {
        teller.event(Event::Compared { serial, batch, looked, finished });
    });
}

/// Measures agreement on a thread of its own, until it is done or told to stop.
pub fn measure(project: Project, job: Box<MeasureJob>, stop: Arc<AtomicBool>, teller: Teller) {
    let run = move || {
        let mut told = std::time::Instant::now();
        let news = job.run(&project, &mut |step| {
            if told.elapsed().as_millis() > 100 {
                teller.event(Event::Measured(job.serial, MeasureNews::Step(step)));
                told = std::time::Instant::now();
            }
            go_on(&stop)
        });
        teller.event(Event::Measured(job.serial, news));
    };
    let _ = std::thread::Builder::new().name("measurer".into()).spawn(run);
}

/// Looks at articles one after the other on a thread of its own, and tells what was found several times a second: a batch, how many
/// were looked at, and whether these were the last.
fn look_at_all<T: Send + 'static>(
    name: &str,
    keys: Vec<ArticleKey>,
    stop: Arc<AtomicBool>,
    look: impl Fn(&ArticleKey) -> T + Send + 'static,
    tell: impl Fn(Vec<T>, usize, bool) + Send + 'static,
) {
    let run = move || {
        let mut batch = Vec::new();
        let mut told = std::time::Instant::now();
        for (n, key) in keys.iter().enumerate() {
            if stop.load(Ordering::Relaxed) {
                return;
            }
            batch.push(look(key));
            let finished = n + 1 == keys.len();
            if finished || told.elapsed().as_millis() > 200 {
                tell(std::mem::take(&mut batch), n + 1, finished);
                told = std::time::Instant::now();
            }
        }
    };
    let _ = std::thread::Builder::new().name(name.into()).spawn(run);
}

/// Letters typed one after another are one search of the whole project.
const TYPING: std::time::Duration = std::time::Duration::from_millis(120);

/// Looks for words on a thread of its own, until all is found or `stop` says that nobody wants to know any more.
pub fn search(project: Project, search: Box<Search>, stop: Arc<AtomicBool>, teller: Teller) {
    let run = move || {
        if matches!(search.scope, SearchScope::Articles(_)) {
            std::thread::sleep(TYPING);
        }
        if !stop.load(Ordering::Relaxed) {
            store::search(&project, &search, &stop, &mut |news| teller.event(Event::Found(search.serial, news)));
        }
    };
    let _ = std::thread::Builder::new().name("finder".into()).spawn(run);
}

/// Brings annotation files to the labels' present names on a thread of its own, until it is told to stop.
pub fn rename(project: Project, ask: Renaming, stop: Arc<AtomicBool>, teller: Teller) {
    let run = move || {
        let mut told = std::time::Instant::now();
        let renamed = project.rename(&ask, &mut |seen, total, written| {
            if let (Some(key), Some(me)) = (written, &ask.me) {
                teller.event(Event::Changed(Change::Set(me.clone(), key.clone())));
            }
            if told.elapsed().as_millis() > 100 {
                teller.event(Event::Renaming(seen, total));
                told = std::time::Instant::now();
            }
            !stop.load(Ordering::Relaxed)
        });
        teller.event(Event::Renamed(renamed));
    };
    let _ = std::thread::Builder::new().name("renamer".into()).spawn(run);
}

/// Counts what all marks refer to on a thread of its own.
pub fn count_uses(project: Project, stop: Arc<AtomicBool>, teller: Teller) {
    let run = move || {
        if let Some(uses) = project.uses(&mut |_, _| !stop.load(Ordering::Relaxed)) {
            teller.event(Event::Uses(uses));
        }
    };
    let _ = std::thread::Builder::new().name("counter".into()).spawn(run);
}

/// Looks at what there is to export on a thread of its own, until nobody wants to know any more.
pub fn scan(project: Project, mut job: ScanJob, stop: Arc<AtomicBool>, teller: Teller) {
    let run = move || {
        std::thread::sleep(TYPING);
        let serial = job.serial;
        let mut told = std::time::Instant::now();
        let thawed = dataset::thaw(&project, &mut job.request);
        let scanned = thawed.and_then(|_| {
            job.run(&project, &mut |n, of| {
                if told.elapsed().as_millis() > 100 {
                    teller.event(Event::Export(ExportNews::Looked(serial, n, of)));
                    told = std::time::Instant::now();
                }
                go_on(&stop)
            })
        });
        if !stop.load(Ordering::Relaxed) {
            teller.event(Event::Export(ExportNews::Scanned(serial, scanned.map(Box::new))));
        }
    };
    let _ = std::thread::Builder::new().name("scanner".into()).spawn(run);
}

fn go_on(stop: &AtomicBool) -> Flow {
    if stop.load(Ordering::Relaxed) { Flow::Break(()) } else { Flow::Continue(()) }
}

/// Writes an export on a thread of its own, all at once into its folder, until it is told to stop.
pub fn export(project: Project, job: Box<ExportJob>, stop: Arc<AtomicBool>, teller: Teller) -> Option<JoinHandle<()>> {
    let run = move || {
        let folder = std::path::absolute(&job.folder).unwrap_or_else(|_| job.folder.clone());
        let mut told: Option<std::time::Instant> = None;
        let outcome = dataset::export_into(&project, &job.request, &folder, &mut |step| {
            if told.is_none_or(|told| told.elapsed().as_millis() > 50) {
                teller.event(Event::Export(ExportNews::Step(step)));
                told = Some(std::time::Instant::now());
            }
            go_on(&stop)
        });
        teller.event(Event::Export(ExportNews::Over(outcome.map(Box::new), folder)));
    };
    std::thread::Builder::new().name("exporter".into()).spawn(run).ok()
}

/// Reads what is to be imported on a thread of its own, until nobody wants to know any more.
pub fn read(project: Option<Project>, job: Box<ReadJob>, stop: Arc<AtomicBool>, teller: Teller) {
    let run = move || {
        let mut told = std::time::Instant::now();
        let seen = Inbox::open(&job.path).and_then(|inbox| {
            let labels = project.as_ref().map_or_else(|| Ok(store::default_labels()), Project::labels)?;
            let intake = project.as_ref().map(|project| Intake::open(project, &[], None)).transpose()?;
            let seen = job.run(&inbox, intake.as_ref(), &labels, &mut |n| {
                if told.elapsed().as_millis() > 100 {
                    teller.event(Event::Import(ImportNews::Read(job.serial, n)));
                    told = std::time::Instant::now();
                }
                go_on(&stop)
            });
            Ok(Box::new(Seen { troubles: inbox.troubles, ..seen }))
        });
        if !stop.load(Ordering::Relaxed) {
            teller.event(Event::Import(ImportNews::Seen(job.serial, seen)));
        }
    };
    let _ = std::thread::Builder::new().name("importer".into()).spawn(run);
}

/// Takes in what is to be imported on a thread of its own, until it is told to stop.
pub fn import(project: Option<Project>, job: Box<ImportJob>, stop: Arc<AtomicBool>, teller: Teller) {
    let run = move || {
        let mut told = std::time::Instant::now();
        let taken = Inbox::open(&job.path).and_then(|inbox| {
            let project = match (project, &job.into) {
                (Some(project), _) => project,
                (None, into) => Project::open_or_make(into.as_deref().unwrap_or(Path::new("")))?,
            };
            let taken = dataset::take_in_all(&inbox, &job.request, &project, job.me.as_ref(), &mut |n| {
                if told.elapsed().as_millis() > 50 {
                    teller.event(Event::Import(ImportNews::Step(n)));
                    told = std::time::Instant::now();
                }
                go_on(&stop)
            })?;
            Ok((Box::new(taken), project))
        });
        let new = taken.as_ref().ok().filter(|_| job.into.is_some()).map(|(_, project)| project.root().to_owned());
        let over = taken.map(|(taken, project)| (taken, project.annotators()));
        let over = over.map_err(|trouble| format!("{trouble}. Nothing was imported"));
        teller.event(Event::Import(ImportNews::Over(over)));
        if let Some(root) = new {
            teller.tell(Message::Chosen(root));
        }
    };
    let _ = std::thread::Builder::new().name("importer".into()).spawn(run);
}

/// Shows a folder in the system's file manager.
pub fn open_folder(folder: PathBuf, teller: Teller) {
    let program = match std::env::consts::OS {
        "macos" => "open",
        "windows" => "explorer",
        _ => "xdg-open",
    };
    let run = move || {
        let status = std::process::Command::new(program).arg(&folder).status();
        let why = match status {
            // The one of Windows says 1 when all is well.
            Ok(status) if status.success() || program == "explorer" => return,
            Ok(_) => format!("{program} found nothing to show it with"),
            Err(_) => format!("{program} is not there"),
        };
        teller.event(Event::NotShown(folder, why));
    };
    let _ = std::thread::Builder::new().name("file-manager".into()).spawn(run);
}

/// Asks for a folder or a file with the system's dialog, on a thread of its own: without a portal it may answer at once as if it
/// was cancelled, or never.
pub fn choose(what: Choosing, teller: Teller, from: Option<PathBuf>) {
    let (title, instead) = match what {
        Choosing::Project => {
            ("Open a folder of articles", "type the path (Project, Open path…) or drop the folder on the window")
        }
        Choosing::ImportFile => ("Choose a file to import", "type its path, or drop it on the window"),
        Choosing::ImportFolder => ("Choose a folder to import", "type its path, or drop it on the window"),
        Choosing::ExportFolder => ("Choose a folder to export into", "type the path in the field beside the button"),
    };
    let run = move || {
        let mut dialog = rfd::AsyncFileDialog::new().set_title(title);
        if let Some(from) = from {
            dialog = dialog.set_directory(from);
        }
        let chosen = if what == Choosing::ImportFile {
            pollster::block_on(dialog.pick_file())
        } else {
            pollster::block_on(dialog.pick_folder())
        };
        match chosen {
            Some(folder) if what == Choosing::Project => teller.tell(Message::Chosen(folder.path().to_owned())),
            Some(folder) => teller.event(Event::Chose(what, folder.path().to_owned())),
            None => {
                let text = format!("Nothing was chosen. If no dialog appeared, {instead}");
                teller.event(Event::Told(Told { kind: ToldKind::Info, text: text.into() }));
            }
        }
    };
    let _ = std::thread::Builder::new().name("dialog".into()).spawn(run);
}
