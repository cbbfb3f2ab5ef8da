//! The window's event loop: events in, a frame drawn, effects out.

use super::{
    sample,
    worker::{self, Message, Task, Teller},
};
use crate::{
    session::{Action, Effect, Event, Session, Told, ToldKind},
    store::{Change, FileTrouble, Home, Lock, Prefs, Project, Saver, Summary, Theme, Watch},
    ui::{self, Host, Screen, theme},
};
use egui::{Context, ThemePreference, ViewportCommand};
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::AtomicU64,
        mpsc::{Receiver, Sender},
    },
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

/// At the end, what is still on its way to the disk gets this long.
const LAST_SAVES: Duration = Duration::from_secs(5);

/// The window.
pub struct Shell {
    session: Session,
    screen: Screen,
    home: Home,
    start: Instant,
    teller: Teller,
    messages: Receiver<Message>,
    tasks: Sender<Task>,
    project: Option<Project>,
    saver: Option<Saver>,
    watch: Option<Watch>,
    lock: Option<Lock>,
    known: Vec<Summary>,
    looks: Arc<AtomicU64>,
    labels_written: bool,
    warned: bool,
    title: String,
    focused: bool,
    size: Option<egui::Vec2>,
}

impl Shell {
    /// A window with the person's preferences, opening the paths given.
    pub fn new(ctx: &Context, home: Home, prefs: Prefs, trouble: Option<FileTrouble>, paths: Vec<PathBuf>) -> Self {
        theme::install(ctx);
        ctx.options_mut(|o| o.fallback_theme = egui::Theme::Light);
        ctx.set_theme(preference(prefs.theme));
        ctx.set_zoom_factor(prefs.zoom.clamp(0.5, 3.0));
        let (teller, messages) = Teller::new(ctx);
        let seed = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_nanos() as u64);
        let mut session = Session::new(prefs, seed ^ (u64::from(std::process::id()) << 40));
        if let Some(trouble) = trouble {
            session.handle(Event::Told(Told { kind: ToldKind::Warning, text: trouble.to_string().into() }));
        }
        if let Some(path) = paths.into_iter().next() {
            session.act(Action::OpenProject(path));
        }
        let mut shell = Shell {
            session,
            screen: Screen::default(),
            home,
            start: Instant::now(),
            tasks: worker::start(teller.clone()),
            teller,
            messages,
            project: None,
            saver: None,
            watch: None,
            lock: None,
            known: Vec::new(),
            looks: Arc::new(AtomicU64::new(0)),
            labels_written: false,
            warned: false,
            title: String::new(),
            focused: true,
            size: None,
        };
        shell.effects(ctx);
        shell
    }

    fn now(&mut self) {
        let stamp = jiff::Timestamp::now().round(jiff::Unit::Second).map(|t| t.to_string()).unwrap_or_default();
        self.session.set_now(self.start.elapsed().as_secs_f64(), &stamp);
    }

    fn take_messages(&mut self, ctx: &Context) {
        while let Ok(message) = self.messages.try_recv() {
            match message {
                Message::Event(event) => self.session.handle(event),
                Message::Known(summaries) => self.known = summaries,
                Message::Lock(lock) => self.lock = lock,
                Message::Chosen(path) => self.session.act(Action::OpenProject(path)),
                Message::Opened(project, opening) => {
                    self.let_go();
                    let reports = self.teller.clone();
                    self.saver = Some(Saver::start(project.clone(), move |report| reports.event(Event::Save(report))));
                    let changes = self.teller.clone();
                    self.watch = Watch::start(&project, move |change| changes.event(Event::Changed(change)));
                    self.known.clone_from(&opening.summaries);
                    self.project = Some(project);
                    self.session.handle(Event::Opened(opening));
                }
            }
            self.effects(ctx);
        }
    }

    /// Lets the project go: what is on its way to the disk gets there first.
    fn let_go(&mut self) {
        if let Some(saver) = self.saver.take() {
            saver.flush(LAST_SAVES);
        }
        self.watch = None;
        self.lock = None;
        self.project = None;
        self.known.clear();
        self.labels_written = false;
    }

    fn task(&self, task: impl FnOnce(Project) -> Task) {
        if let Some(project) = self.project.clone() {
            // The thread lives as long as the window.
            let _ = self.tasks.send(task(project));
        }
    }

    fn effects(&mut self, ctx: &Context) {
        for effect in self.session.take_effects() {
            match effect {
                Effect::OpenProject(path) => {
                    let _ = self.tasks.send(Task::Open(path));
                }
                Effect::CloseProject => self.let_go(),
                Effect::OpenSample => match sample::copy() {
                    Ok(path) => {
                        self.session.act(Action::OpenProject(path));
                        ctx.request_repaint();
                    }
                    Err(error) => {
                        let text = format!("The sample project could not be put in place: {error}").into();
                        self.session.handle(Event::Told(Told { kind: ToldKind::Error, text }));
                    }
                },
                Effect::ChooseFolder => {
                    let from = self.project.as_ref().and_then(|p| p.root().parent()).map(Path::to_owned);
                    worker::choose_folder(self.teller.clone(), from);
                }
                Effect::TakeLock(me) => {
                    self.lock = None;
                    self.task(|p| Task::Lock(p, me));
                }
                Effect::Load(key, me) => self.task(|p| Task::Load(p, key, me)),
                Effect::Save(job) => {
                    if !self.labels_written {
                        self.labels_written = true;
                        self.task(Task::Labels);
                    }
                    if let Some(saver) = &self.saver {
                        saver.save(job);
                    }
                }
                Effect::FindBackups(key, me) => self.task(|p| Task::Backups(p, key, me)),
                Effect::Restore(backup, key, me) => self.task(|p| Task::Restore(p, backup, key, me)),
                Effect::SetAside(key, me) => self.task(|p| Task::SetAside(p, key, me)),
                Effect::Refresh => {
                    if let Some(project) = self.project.clone() {
                        worker::refresh(project, self.known.clone(), self.teller.clone(), self.looks.clone());
                    }
                }
                Effect::Copy(text) => ctx.copy_text(text),
                Effect::SavePreferences => {
                    let prefs = Box::new(self.session.prefs().clone());
                    let _ = self.tasks.send(Task::Preferences(self.home.clone(), prefs));
                }
                Effect::Zoom(zoom) => ctx.set_zoom_factor(zoom),
                Effect::Theme(theme) => ctx.set_theme(preference(theme)),
                Effect::Fullscreen(on) => ctx.send_viewport_cmd(ViewportCommand::Fullscreen(on)),
                Effect::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
            }
        }
    }

    /// Before the window closes: everything on disk, or a sentence and a second thought.
    fn closing(&mut self, ctx: &Context) {
        if !ctx.input(|i| i.viewport().close_requested()) {
            return;
        }
        let written = self.saver.as_ref().is_none_or(|s| s.flush(LAST_SAVES));
        if !written && !self.warned {
            self.warned = true;
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            let text = "Some marks are not in the project yet; they are kept in your data folder and offered when you open it again. Close once more to leave";
            self.session.handle(Event::Told(Told { kind: ToldKind::Error, text: text.into() }));
        }
    }

    fn dropped(&mut self, ctx: &Context) {
        let first = ctx.input(|i| i.raw.dropped_files.first().map(|f| f.path().to_owned()));
        if let Some(path) = first.filter(|p| !p.as_os_str().is_empty()) {
            self.session.act(Action::OpenProject(path));
        }
    }

    fn follow_window(&mut self, ctx: &Context) {
        let focused = ctx.input(|i| i.focused);
        if focused && !self.focused && self.project.is_some() {
            // Network folders send no word of changes; looking again costs little.
            self.session.handle(Event::Changed(Change::Many));
        }
        self.focused = focused;
        let size =
            ctx.input(|i| i.viewport().inner_rect.map(|r| r.size()));
        if size.is_some() && size != self.size && !self.session.focus_mode() {
            if let Some(size) = size.filter(|_| self.size.is_some()) {
                let zoom = ctx.zoom_factor();
                self.session.act(Action::WindowSize(size.x * zoom, size.y * zoom));
            }
            self.size = size;
        }
        let title = self.session.project().map_or("Whosaid".to_owned(), |p| format!("{} — Whosaid", p.name));
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }
}

impl eframe::App for Shell {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        self.now();
        self.take_messages(&ctx);
        self.closing(&ctx);
        self.dropped(&ctx);
        self.follow_window(&ctx);
        // Keys first: what they do is seen in this very frame.
        for stroke in ui::strokes(&ctx, &self.session) {
            self.session.act(Action::Stroke(stroke));
        }
        let actions = self.screen.show(ui, &self.session, &Outside);
        if !actions.is_empty() {
            ctx.request_repaint();
        }
        for action in actions {
            self.session.act(action);
        }
        self.effects(&ctx);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        let prefs = self.session.prefs().clone();
        let _ = prefs.save(&self.home);
        self.let_go();
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}

fn preference(theme: Theme) -> ThemePreference {
    match theme {
        Theme::System => ThemePreference::System,
        Theme::Light => ThemePreference::Light,
        Theme::Dark => ThemePreference::Dark,
    }
}

/// What the screens ask of the system.
struct Outside;

impl Host for Outside {
    fn complete_path(&self, typed: &str) -> Vec<String> {
        let home = directories::UserDirs::new().map(|d| d.home_dir().to_owned());
        let full = match (typed.strip_prefix("~/"), home) {
            (Some(rest), Some(home)) => home.join(rest).display().to_string() + if rest.is_empty() { "/" } else { "" },
            _ => typed.to_owned(),
        };
        let cut = full.rfind(['/', '\\']).map_or(0, |i| i + 1);
        let (folder, begun) = full.split_at(cut);
        let from = if folder.is_empty() { Path::new(".") } else { Path::new(folder) };
        let Ok(entries) = std::fs::read_dir(from) else { return Vec::new() };
        let mut found: Vec<(bool, String)> = entries
            .filter_map(Result::ok)
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                let is_folder = entry.path().is_dir();
                let wanted = name.starts_with(begun) && (begun.starts_with('.') || !name.starts_with('.'));
                let shown = is_folder || name.to_lowercase().ends_with(".txt");
                (wanted && shown).then(|| (!is_folder, format!("{folder}{name}{}", if is_folder { "/" } else { "" })))
            })
            .take(2000)
            .collect();
        found.sort();
        found.into_iter().map(|(_, path)| path).take(200).collect()
    }

    fn user_name(&self) -> String {
        ["USER", "USERNAME"].iter().find_map(|v| std::env::var(v).ok()).unwrap_or_default()
    }
}
