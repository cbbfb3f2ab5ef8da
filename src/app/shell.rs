//! The window's event loop: events in, a frame drawn, effects out.

use super::{
    fonts::Fonts,
    suggester::Suggester,
    worker::{self, Message, NO_PROJECT, Task, Teller},
};
use crate::{
    model::AnnotatorName,
    session::{
        Action, Choosing, Effect, Event, ExportJob, ImportAction, Overlay, QueueJob, SaveState, Session, SurveyJob,
        Told, ToldKind,
    },
    store::{Change, FileTrouble, Home, Prefs, Project, SaveJob, Saver, Sitting, Summary, Theme, Watch, now},
    ui::{self, Host, Screen, theme},
};
use egui::{Context, ThemePreference, ViewportCommand};
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    thread::JoinHandle,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

/// At the end, what is still on its way to the disk gets this long.
const LAST_SAVES: Duration = Duration::from_secs(5);

/// The window.
pub struct Shell {
    ctx: Context,
    session: Session,
    screen: Screen,
    home: Home,
    start: Instant,
    teller: Teller,
    messages: Receiver<(u64, Message)>,
    tasks: Sender<(u64, Task)>,
    project: Option<Project>,
    /// Which project this is, counting up; what is told of an earlier one is not listened to.
    number: u64,
    saver: Option<Saver>,
    watch: Option<Watch>,
    known: Arc<Vec<Summary>>,
    /// Whether a look at the whole project is under way, and whether another was asked for meanwhile.
    looking: (bool, bool),
    /// Stops the survey that is under way.
    survey: Arc<AtomicBool>,
    /// Stops comparing others' work.
    comparing: Arc<AtomicBool>,
    /// Ends the search that is under way.
    searching: Arc<AtomicBool>,
    /// Ends the look at what there is to export.
    scanning: Arc<AtomicBool>,
    /// Ends the reading of what is to be imported.
    reading: Arc<AtomicBool>,
    /// Stops the import that is under way.
    importing: Arc<AtomicBool>,
    /// Stops the measuring that is under way.
    measuring: Arc<AtomicBool>,
    /// Stops the export that is under way.
    exporting: (Arc<AtomicBool>, Option<JoinHandle<()>>),
    suggester: Suggester,
    labels_written: bool,
    /// Tells the work over all annotation files to stop: renaming, and counting.
    stop: (Arc<AtomicBool>, Arc<AtomicBool>),
    warned: bool,
    /// Closing with edited labels was warned of.
    warned_labels: bool,
    /// Closing in the middle of an export was warned of.
    warned_export: bool,
    fonts: Fonts,
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
            ctx: ctx.clone(),
            session,
            screen: Screen::default(),
            home,
            start: Instant::now(),
            tasks: worker::start(teller.clone()),
            fonts: Fonts::new(teller.clone()),
            teller,
            messages,
            project: None,
            number: NO_PROJECT,
            saver: None,
            watch: None,
            known: Arc::default(),
            looking: (false, false),
            survey: Arc::default(),
            comparing: Arc::default(),
            searching: Arc::default(),
            scanning: Arc::default(),
            reading: Arc::default(),
            importing: Arc::default(),
            measuring: Arc::default(),
            exporting: Default::default(),
            suggester: Suggester::start(),
            labels_written: false,
            stop: Default::default(),
            warned: false,
            warned_labels: false,
            warned_export: false,
            title: String::new(),
            focused: true,
            size: None,
        };
        if let Some(family) = shell.session.prefs().reading.font.clone() {
            shell.fonts.load(Some(family));
        }
        shell.effects(ctx);
        shell
    }

    fn now(&mut self) {
        self.session.set_now(self.start.elapsed().as_secs_f64(), &now());
        self.session.set_today(jiff::Zoned::now().date());
    }

    fn take_messages(&mut self, ctx: &Context) {
        while let Ok((number, message)) = self.messages.try_recv() {
            if number != NO_PROJECT && number != self.number {
                continue;
            }
            match message {
                Message::Event(event) => self.session.handle(event),
                Message::Known(summaries) => {
                    self.known = summaries.into();
                    let again = self.looking.1;
                    self.looking = (false, false);
                    if again {
                        self.look();
                    }
                }
                Message::Face(face) => ctx.set_fonts(theme::fonts(face)),
                Message::Chosen(path) => self.open(path),
                Message::Opened(project, opening) => {
                    // What is to be kept of the project that was open goes to it, not to the new one.
                    self.leave();
                    self.effects(ctx);
                    self.let_go();
                    let reports = self.teller.of(self.number);
                    self.saver = Some(Saver::start(project.clone(), move |report| reports.event(Event::Save(report))));
                    let changes = self.teller.of(self.number);
                    self.watch = Watch::start(&project, move |change| changes.event(Event::Changed(change)));
                    self.suggester.open(project.clone(), self.teller.of(self.number));
                    self.known = opening.summaries.clone().into();
                    self.project = Some(project);
                    self.session.handle(Event::Opened(opening));
                }
            }
            self.effects(ctx);
        }
    }

    /// Stops the work over all annotation files of one kind that is under way, and gives what stops the next.
    fn stopper(of: &mut Arc<AtomicBool>) -> Arc<AtomicBool> {
        of.store(true, Ordering::Relaxed);
        *of = Arc::default();
        of.clone()
    }

    /// Lets the project go: what is on its way to the disk gets there first.
    fn let_go(&mut self) {
        Self::stopper(&mut self.stop.0);
        Self::stopper(&mut self.stop.1);
        for of in [&mut self.scanning, &mut self.reading, &mut self.importing, &mut self.measuring] {
            Self::stopper(of);
        }
        self.end_export();
        if let Some(saver) = self.saver.take() {
            saver.flush(LAST_SAVES);
        }
        // What the last saves came to is still to be heard.
        while let Ok((number, message)) = self.messages.try_recv() {
            if let Message::Event(event @ Event::Save(_)) = message
                && number == self.number
            {
                self.session.handle(event);
            }
        }
        self.number += 1;
        self.suggester.close();
        self.watch = None;
        let _ = self.tasks.send((NO_PROJECT, Task::Unlock));
        self.project = None;
        self.known = Arc::default();
        self.looking = (false, false);
        self.survey.store(true, Ordering::Relaxed);
        self.comparing.store(true, Ordering::Relaxed);
        self.searching.store(true, Ordering::Relaxed);
        self.labels_written = false;
    }

    fn task(&self, task: impl FnOnce(Project) -> Task) {
        if let Some(project) = self.project.clone() {
            // The thread lives as long as the window.
            let _ = self.tasks.send((self.number, task(project)));
        }
    }

    /// Has what is on the screen noted, before the project or the window is left.
    fn leave(&mut self) {
        for action in self.screen.leave(&self.ctx, &self.session) {
            self.session.act(action);
        }
        self.session.act(Action::Leave);
    }

    fn keep_time(&self, root: &Path, me: AnnotatorName, sitting: Box<Sitting>) {
        if self.project.as_ref().is_some_and(|p| p.root() == root) {
            self.task(|p| Task::KeepTime(p, me, sitting));
        }
    }

    fn save(&mut self, job: SaveJob) {
        if !self.labels_written {
            self.labels_written = true;
            self.task(Task::Labels);
        }
        if let Some(saver) = &self.saver {
            saver.save(job);
        }
    }

    fn look(&mut self) {
        if self.looking.0 {
            self.looking.1 = true;
        } else if let Some(project) = self.project.clone() {
            self.looking = (true, false);
            worker::refresh(project, self.known.clone(), self.teller.of(self.number));
        }
    }

    fn survey(&mut self, job: Box<SurveyJob>) {
        self.survey.store(true, Ordering::Relaxed);
        self.survey = Arc::default();
        if let Some(project) = self.project.clone() {
            worker::survey(project, job, self.survey.clone(), self.teller.of(self.number));
        }
    }

    fn compare(&mut self, job: Box<QueueJob>) {
        let stop = Self::stopper(&mut self.comparing);
        if let Some(project) = self.project.clone() {
            worker::compare(project, job, stop, self.teller.of(self.number));
        }
    }

    fn export(&mut self, mut job: Box<ExportJob>) {
        job.folder = at_home(job.folder);
        let stop = Self::stopper(&mut self.exporting.0);
        if let Some(project) = self.project.clone() {
            self.exporting.1 = worker::export(project, job, stop, self.teller.of(self.number));
        }
    }

    /// Stops the export that is under way, and gives it the time to clear away what it has written.
    fn end_export(&mut self) {
        self.exporting.0.store(true, Ordering::Relaxed);
        let begun = Instant::now();
        while self.exporting.1.as_ref().is_some_and(|e| !e.is_finished()) && begun.elapsed() < LAST_SAVES {
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn effects(&mut self, ctx: &Context) {
        for effect in self.session.take_effects() {
            match effect {
                Effect::OpenProject(path) => {
                    let _ = self.tasks.send((NO_PROJECT, Task::Open(at_home(path))));
                }
                Effect::CloseProject => self.let_go(),
                Effect::OpenSample => {
                    let _ = self.tasks.send((NO_PROJECT, Task::Sample));
                }
                Effect::Choose(what) => {
                    let from = self.project.as_ref().and_then(|p| p.root().parent()).map(Path::to_owned);
                    worker::choose(
                        what,
                        self.teller.of(if what == Choosing::Project { NO_PROJECT } else { self.number }),
                        from,
                    );
                }
                Effect::OpenFolder(folder) => worker::open_folder(folder, self.teller.clone()),
                Effect::Scan(job) => {
                    let stop = Self::stopper(&mut self.scanning);
                    if let Some(project) = self.project.clone() {
                        worker::scan(project, *job, stop, self.teller.of(self.number));
                    }
                }
                Effect::Export(job) => self.export(job),
                Effect::Read(mut job) => {
                    job.path = at_home(job.path);
                    let stop = Self::stopper(&mut self.reading);
                    worker::read(self.project.clone(), job, stop, self.teller.of(self.number));
                }
                Effect::Import(mut job) => {
                    job.path = at_home(job.path);
                    job.into = job.into.map(at_home);
                    let stop = Self::stopper(&mut self.importing);
                    worker::import(self.project.clone(), job, stop, self.teller.of(self.number));
                }
                Effect::StopImport => self.importing.store(true, Ordering::Relaxed),
                Effect::StopExport => self.exporting.0.store(true, Ordering::Relaxed),
                Effect::TakeLock(me) => self.task(|p| Task::Lock(p, me)),
                Effect::Load(key, me, ask) => self.task(|p| Task::Load(p, key, me, ask)),
                Effect::LoadWork(key, whose, ask) => self.task(|p| Task::Work(p, key, whose, ask)),
                Effect::Compare(job) => self.compare(job),
                Effect::Measure(job) => {
                    let stop = Self::stopper(&mut self.measuring);
                    if let Some(project) = self.project.clone() {
                        worker::measure(project, job, stop, self.teller.of(self.number));
                    }
                }
                Effect::StopMeasure => self.measuring.store(true, Ordering::Relaxed),
                Effect::LoadLabels => self.task(Task::ReadLabels),
                Effect::Save(job) => self.save(job),
                Effect::SaveLabels(labels, base) => {
                    self.labels_written = true;
                    self.task(|p| Task::SaveLabels(p, labels, base));
                }
                Effect::SaveSettings(settings, base) => {
                    self.labels_written = true;
                    self.task(|p| Task::SaveSettings(p, settings, base));
                }
                Effect::CountUses => {
                    let stop = Self::stopper(&mut self.stop.1);
                    if let Some(project) = self.project.clone() {
                        worker::count_uses(project, stop, self.teller.of(self.number));
                    }
                }
                Effect::Rename(ask) => {
                    let stop = Self::stopper(&mut self.stop.0);
                    if let Some(project) = self.project.clone() {
                        worker::rename(project, ask, stop, self.teller.of(self.number));
                    }
                }
                Effect::StopRenaming => _ = Self::stopper(&mut self.stop.0),
                Effect::FindBackups(key, me) => self.task(|p| Task::Backups(p, key, me)),
                Effect::Restore(backup, key, me) => self.task(|p| Task::Restore(p, backup, key, me)),
                Effect::SetAside(key, me) => self.task(|p| Task::SetAside(p, key, me)),
                Effect::Search(search) => {
                    self.searching.store(true, Ordering::Relaxed);
                    self.searching = Arc::default();
                    if let Some(project) = self.project.clone() {
                        worker::search(project, search, self.searching.clone(), self.teller.of(self.number));
                    }
                }
                Effect::StopSearch => self.searching.store(true, Ordering::Relaxed),
                Effect::Refresh => self.look(),
                Effect::FindProblems(job) => worker::find_problems(job, self.teller.of(self.number)),
                Effect::Survey(job) => self.survey(job),
                Effect::Suggest(job) => self.suggester.ask(job),
                Effect::Learn(job) => self.suggester.learn(job),
                Effect::Rebuild(job) => self.suggester.rebuild(job),
                Effect::ReadLists => self.suggester.read_lists(),
                Effect::Copy(text) => ctx.copy_text(text),
                Effect::KeepTime(root, me, sitting) => self.keep_time(&root, me, sitting),
                Effect::LoadTimes(me) => self.task(|p| Task::Times(p, me)),
                Effect::SavePreferences => {
                    let prefs = Box::new(self.session.prefs().clone());
                    let _ = self.tasks.send((NO_PROJECT, Task::Preferences(self.home.clone(), prefs)));
                }
                Effect::Zoom(zoom) => ctx.set_zoom_factor(zoom),
                Effect::Theme(theme) => ctx.set_theme(preference(theme)),
                Effect::ReadingFont(family) => self.fonts.load(family),
                Effect::Fullscreen(on) => ctx.send_viewport_cmd(ViewportCommand::Fullscreen(on)),
                Effect::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
            }
        }
    }

    fn warn(&mut self, text: &str) {
        self.session.handle(Event::Told(Told { kind: ToldKind::Warning, text: text.into() }));
    }

    /// Opens another project, unless labels are edited that would go with this one.
    fn open(&mut self, path: PathBuf) {
        if self.screen.unsaved() {
            return self.warn(
                "Nothing was opened: the labels that you edited are not saved. Save them or cancel, then open it",
            );
        }
        self.session.act(Action::OpenProject(path));
    }

    /// Before the window closes: everything on disk, or a sentence and a second thought.
    fn closing(&mut self, ctx: &Context) {
        let unsaved = self.screen.unsaved();
        self.warned_labels &= unsaved;
        self.warned_export &= self.session.exporting().is_on();
        if !ctx.input(|i| i.viewport().close_requested()) {
            return;
        }
        if let Some(typed) = self.screen.typed(ctx, &self.session) {
            self.session.act(typed);
        }
        self.effects(ctx);
        if unsaved && !self.warned_labels {
            self.warned_labels = true;
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            // They may be out of sight.
            self.session.act(Action::Overlay(Overlay::Labels));
            return self
                .warn("The labels that you edited are not saved. Save them, or close once more to leave without them");
        }
        if self.session.exporting().is_on() && !self.warned_export {
            self.warned_export = true;
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            return self.warn(
                "An export is under way. Let it end, or close once more to stop it; nothing is left behind then",
            );
        }
        let written = self.saver.as_ref().is_none_or(|s| s.flush(LAST_SAVES));
        if written {
            self.warned = false;
        } else if !self.warned {
            self.warned = true;
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.take_messages(ctx);
            let why = match self.session.saving().state() {
                SaveState::Failed(sentence) => sentence,
                _ => "Some marks are still on their way to the disk".to_owned(),
            };
            let text = format!("{why}. Close once more to leave all the same").into();
            self.session.handle(Event::Told(Told { kind: ToldKind::Error, text }));
        }
    }

    fn dropped(&mut self, ctx: &Context) {
        let first = ctx.input(|i| i.raw.dropped_files.first().map(|f| f.path().to_owned()));
        let Some(path) = first.filter(|p| !p.as_os_str().is_empty()) else { return };
        // Articles and projects are opened; what else there is, or comes to an open project, is imported.
        let is_project = ["whosaid.ron", "annotations", "articles"].iter().any(|name| path.join(name).exists());
        let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
        let is_article = ending == "txt" || path.is_dir();
        let own = self.project.as_ref().is_some_and(|p| path.starts_with(p.root()));
        if is_project || ending == "ron" || is_article && (own || self.project.is_none()) {
            self.open(path);
        } else {
            self.session.act(Action::Import(ImportAction::Open(path)));
        }
    }

    fn follow_window(&mut self, ctx: &Context) {
        let focused = ctx.input(|i| i.focused);
        if focused && !self.focused && self.project.is_some() {
            // Network folders send no word of changes; looking again costs little.
            self.session.handle(Event::Changed(Change::Many));
        }
        self.focused = focused;
        let size = ctx.input(|i| i.viewport().inner_rect.map(|r| r.size()));
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
        let strokes = ui::strokes(&ctx, &self.session);
        self.session.strokes(strokes);
        let actions = self.screen.show(ui, &self.session, &Outside { fonts: &self.fonts });
        if !actions.is_empty() {
            ctx.request_repaint();
        }
        for action in actions {
            self.session.act(action);
        }
        self.effects(&ctx);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.leave();
        for effect in self.session.take_effects() {
            match effect {
                Effect::KeepTime(root, me, sitting) => self.keep_time(&root, me, sitting),
                Effect::Save(job) => self.save(job),
                _ => {}
            }
        }
        let (tell, done) = channel();
        let _ = self.tasks.send((NO_PROJECT, Task::Done(tell)));
        let _ = done.recv_timeout(LAST_SAVES);
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

/// A path as people type it: `~/` is their home.
fn at_home(path: PathBuf) -> PathBuf {
    let home = directories::UserDirs::new().map(|d| d.home_dir().to_owned());
    match (path.strip_prefix("~"), home) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path,
    }
}

/// What the screens ask of the system.
struct Outside<'a> {
    fonts: &'a Fonts,
}

impl Host for Outside<'_> {
    fn fonts(&self) -> Option<Vec<String>> {
        self.fonts.families()
    }

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
                let wanted = name.starts_with(begun) && (begun.starts_with('.') || !name.starts_with('.'));
                if !wanted {
                    return None;
                }
                // Only a link has to be looked at itself.
                let kind = entry.file_type().ok()?;
                let is_folder = kind.is_dir() || kind.is_symlink() && entry.path().is_dir();
                let shown = is_folder || name.to_lowercase().ends_with(".txt");
                shown.then(|| (!is_folder, format!("{folder}{name}{}", if is_folder { "/" } else { "" })))
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
