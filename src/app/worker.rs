//! What takes time, off the drawing thread: reading, looking at the whole project, dialogs. One thread reads in order, so that
//! nothing overtakes what it depends on.

use crate::{
    model::{AnnotatorName, ArticleKey},
    session::{Event, Opening, Told, ToldKind},
    store::{Backup, Home, Lock, Prefs, Project, Summary},
};
use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
};

/// Something to be done.
pub enum Task {
    Open(PathBuf),
    Lock(Project, AnnotatorName),
    Load(Project, ArticleKey, AnnotatorName),
    Backups(Project, ArticleKey, AnnotatorName),
    Restore(Project, Backup, ArticleKey, AnnotatorName),
    SetAside(Project, ArticleKey, AnnotatorName),
    Labels(Project),
    Preferences(Home, Box<Prefs>),
}

/// What came of it.
pub enum Message {
    Opened(Project, Box<Opening>),
    Lock(Option<Lock>),
    /// All summaries as they stand after a look at the whole project.
    Known(Vec<Summary>),
    Event(Event),
    /// A folder was chosen.
    Chosen(PathBuf),
}

/// Tells messages and wakes the window.
#[derive(Clone)]
pub struct Teller {
    send: Sender<Message>,
    ctx: egui::Context,
}

impl Teller {
    /// A teller, and what it tells.
    pub fn new(ctx: &egui::Context) -> (Self, Receiver<Message>) {
        let (send, receive) = channel();
        (Teller { send, ctx: ctx.clone() }, receive)
    }

    /// Tells, and has a frame drawn.
    pub fn tell(&self, message: Message) {
        // The window may be gone already; then there is nobody to tell.
        let _ = self.send.send(message);
        self.ctx.request_repaint();
    }

    /// Tells an event.
    pub fn event(&self, event: Event) {
        self.tell(Message::Event(event));
    }
}

/// Starts the reading thread.
pub fn start(teller: Teller) -> Sender<Task> {
    let (send, tasks) = channel();
    let run = move || {
        while let Ok(task) = tasks.recv() {
            perform(task, &teller);
        }
    };
    // Without threads nothing can be read at all; the window then shows that it waits.
    let _ = std::thread::Builder::new().name("reader".into()).spawn(run);
    send
}

fn perform(task: Task, teller: &Teller) {
    match task {
        Task::Open(path) => match Project::open(&path) {
            Ok((project, first)) => {
                let listing = project.list();
                let opening = Opening {
                    name: project.name(),
                    root: project.root().to_owned(),
                    labels: project.labels(),
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
            let (lock, read_only) = match Lock::acquire(&project, &annotator) {
                Ok(Some(lock)) => (Some(lock), None),
                Ok(None) => (
                    None,
                    Some(format!("Another window is open for {annotator} in this project, so this one only reads")),
                ),
                Err(trouble) => (None, Some(trouble.to_string())),
            };
            teller.tell(Message::Lock(lock));
            teller.event(Event::Locked { annotator, read_only });
        }
        Task::Load(project, key, annotator) => teller.event(match project.load(&key, &annotator) {
            Ok(loaded) => Event::Loaded(Box::new(loaded)),
            Err(trouble) => Event::NotLoaded(key, trouble),
        }),
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
        Task::Preferences(home, prefs) => {
            if let Err(trouble) = prefs.save(&home) {
                teller.event(Event::Told(Told { kind: ToldKind::Warning, text: trouble.to_string().into() }));
            }
        }
    }
}

/// Looks at the whole project, telling what is new or changed in batches. A later look ends an earlier one.
pub fn refresh(project: Project, known: Vec<Summary>, teller: Teller, newest: Arc<AtomicU64>) {
    let mine = newest.fetch_add(1, Ordering::SeqCst) + 1;
    let run = move || {
        let mut batch = Vec::new();
        let mut told = std::time::Instant::now();
        let listing = project.list();
        let all = project.refresh(known, &mut |summary| {
            batch.push(summary);
            if batch.len() >= 500 || told.elapsed().as_millis() > 100 {
                teller.event(Event::Summaries(std::mem::take(&mut batch)));
                told = std::time::Instant::now();
            }
            newest.load(Ordering::SeqCst) == mine
        });
        teller.event(Event::Summaries(batch));
        if newest.load(Ordering::SeqCst) == mine {
            teller.event(Event::Listed(listing.articles, listing.troubles));
            teller.tell(Message::Known(all));
            teller.event(Event::SummariesDone);
        }
    };
    let _ = std::thread::Builder::new().name("looker".into()).spawn(run);
}

/// Asks for a folder with the system's dialog, on a thread of its own: without a portal it may answer at once as if it was
/// cancelled, or never.
pub fn choose_folder(teller: Teller, from: Option<PathBuf>) {
    let run = move || {
        let mut dialog = rfd::AsyncFileDialog::new().set_title("Open a folder of articles");
        if let Some(from) = from {
            dialog = dialog.set_directory(from);
        }
        match pollster::block_on(dialog.pick_folder()) {
            Some(folder) => teller.tell(Message::Chosen(folder.path().to_owned())),
            None => {
                let text = "No folder was chosen. If no dialog appeared, type the path (Ctrl+Shift+O) or drop the folder on the window";
                teller.event(Event::Told(Told { kind: ToldKind::Info, text: text.into() }));
            }
        }
    };
    let _ = std::thread::Builder::new().name("dialog".into()).spawn(run);
}
