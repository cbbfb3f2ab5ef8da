//! The real screens over a real project in a temporary folder, without a display: what the app does with effects is done here
//! at once, so that a test can press, drag and look.

use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, LazyLock,
        atomic::AtomicBool,
        mpsc::{Receiver, channel},
    },
    time::Duration,
};
use whosaid::{
    formats::Flow,
    model::{AnnotatorName, ArticleKey, story},
    session::{Action, Effect, Event, ExportNews, ImportNews, Knowledge, MeasureNews, Opening, Session, dataset},
    store::{Home, Inbox, Intake, Prefs, Project, SaveReport, Saver},
    suggest::{Goal, Proposal, SOURCES},
    text::{ByteOffset, Span, Text},
    ui::{self, Host, Screen, theme},
};

/// Word lists are read once.
static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(Knowledge::default);

/// A window's worth of program.
pub struct Desk {
    pub session: Session,
    pub screen: Screen,
    pub copied: Vec<String>,
    pub shown: Vec<PathBuf>,
    /// Measuring is begun, and goes on until it is stopped.
    pub hold_measuring: bool,
    /// What is suggested, in place of what the sources would say.
    pub suggests: Vec<Suggests>,
    /// The sources are asked too.
    pub real_sources: bool,
    /// They learn too.
    pub know: Option<Knowledge>,
    project: Option<Project>,
    saver: Option<(Saver, Receiver<SaveReport>)>,
    folder: tempfile::TempDir,
    frames: u64,
}

/// A made-up source: it suggests a label wherever these words stand.
#[derive(Clone)]
pub struct Suggests {
    pub source: &'static str,
    pub label: &'static str,
    pub words: &'static str,
    pub score: f32,
    pub says: &'static [(&'static str, &'static str)],
    /// A link: its role, the words that it leads to, and their label.
    pub link: Option<(&'static str, &'static str, &'static str)>,
    pub why: &'static str,
}

impl Suggests {
    fn proposals(&self, text: &Text) -> Vec<Proposal> {
        let places = |words: &'static str| {
            let all = text.as_str().match_indices(words);
            all.map(|(at, words)| Span::new(ByteOffset(at), ByteOffset(at + words.len())).unwrap()).collect::<Vec<_>>()
        };
        let goal = |span: Span| {
            let (role, words, label) = self.link?;
            // The nearest before, else the nearest after.
            let there = places(words);
            let before = there.iter().rfind(|s| s.end() <= span.start()).or(there.first())?;
            Some(Goal { role: role.into(), span: *before, label: label.into() })
        };
        let proposal = |span: Span| Proposal {
            source: self.source.into(),
            span,
            label: self.label.into(),
            attributes: self.says.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
            links: goal(span).into_iter().collect(),
            score: self.score,
            why: self.why.to_owned(),
        };
        places(self.words).into_iter().map(proposal).collect()
    }
}

struct Nowhere;

impl Host for Nowhere {
    fn complete_path(&self, typed: &str) -> Vec<String> {
        vec![format!("{typed}articles/")]
    }
    fn fonts(&self) -> Option<Vec<String>> {
        Some(vec!["Sample Serif".to_owned()])
    }
    fn user_name(&self) -> String {
        "an".to_owned()
    }
}

impl Desk {
    /// A project of these articles (file name, text), opened by an annotator; without a name the program asks for one.
    pub fn new(articles: &[(&str, &str)], annotator: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let prefs = Prefs { annotator: annotator.map(str::to_owned), ..Prefs::default() };
        let session = Session::new(prefs, 1);
        let screen = Screen::default();
        let mut desk = Desk {
            session,
            screen,
            copied: Vec::new(),
            shown: Vec::new(),
            hold_measuring: false,
            suggests: Vec::new(),
            real_sources: false,
            know: None,
            project: None,
            saver: None,
            folder,
            frames: 0,
        };
        if !articles.is_empty() {
            desk.begin(articles);
        }
        desk
    }

    /// Writes articles and opens their project.
    pub fn begin(&mut self, articles: &[(&str, &str)]) {
        for (name, text) in articles {
            let path = self.root().join("articles").join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let path = self.root();
        self.session.act(Action::OpenProject(path));
        self.settle();
    }

    /// The program closed and started again on the same project, with what it remembers of the person.
    pub fn again(self) -> Self {
        let session = Session::new(self.session.prefs().clone(), 2);
        let mut desk = Desk { session, screen: Screen::default(), saver: None, project: None, ..self };
        let path = desk.root();
        desk.session.act(Action::OpenProject(path));
        desk.settle();
        desk
    }

    pub fn root(&self) -> PathBuf {
        self.folder.path().join("project")
    }

    /// Does what the session asks for until nothing is left.
    pub fn settle(&mut self) {
        loop {
            let effects = self.session.take_effects();
            let mut idle = effects.is_empty();
            for effect in effects {
                self.perform(effect);
            }
            if let Some((saver, reports)) = &self.saver {
                assert!(saver.flush(Duration::from_secs(10)), "the disk takes every save");
                while let Ok(report) = reports.try_recv() {
                    self.session.handle(Event::Save(report));
                    idle = false;
                }
            }
            if idle {
                return;
            }
        }
    }

    fn perform(&mut self, effect: Effect) {
        let project = self.project.clone();
        match (effect, project) {
            (Effect::OpenProject(path), _) => self.open(&path),
            (Effect::TakeLock(annotator), _) => self.session.handle(Event::Locked { annotator, read_only: None }),
            (Effect::Load(key, me, ask), Some(project)) => {
                let event = match project.load(&key, &me) {
                    Ok(loaded) => Event::Loaded(Box::new(loaded), ask),
                    Err(trouble) => Event::NotLoaded(key, trouble, ask),
                };
                self.session.handle(event);
            }
            (Effect::Save(job), _) => self.saver.as_ref().unwrap().0.save(job),
            (Effect::Search(search), Some(project)) => {
                let tell = &mut |news| self.session.handle(Event::Found(search.serial, news));
                whosaid::store::search(&project, &search, &AtomicBool::default(), tell);
            }
            (Effect::Refresh, Some(project)) => {
                let mut all = Vec::new();
                project.refresh(Vec::new(), &mut |summary| {
                    all.push(summary);
                    true
                });
                self.session.handle(Event::Summaries(all));
                let listing = project.list();
                self.session.handle(Event::Listed(listing.articles, listing.troubles));
                self.session.handle(Event::SummariesDone);
            }
            (Effect::SetAside(key, me), Some(project)) => {
                let outcome = project.set_aside(&key, &me).map(|p| p.display().to_string());
                self.session.handle(Event::Mended(key, outcome));
            }
            (Effect::SaveLabels(labels, base), Some(project)) => {
                let outcome = project.save_labels(&labels, &base);
                self.session.handle(Event::LabelsSaved(labels, outcome));
            }
            (Effect::SaveSettings(settings, base), Some(project)) => {
                let outcome = project.save_settings(&settings, &base);
                self.session.handle(Event::SettingsSaved(settings, outcome));
            }
            (Effect::LoadLabels, Some(project)) => {
                self.session.handle(Event::Settings(project.settings().unwrap_or_default()));
                self.session.handle(Event::Labels(project.labels()));
            }
            (Effect::CountUses, Some(project)) => {
                self.session.handle(Event::Uses(project.uses(&mut |_, _| true).unwrap()));
            }
            (Effect::Rename(ask), Some(project)) => {
                self.session.handle(Event::Renamed(project.rename(&ask, &mut |_, _, _| true)));
            }
            (Effect::FindBackups(key, me), Some(project)) => {
                let backups = project.backups(&key, &me);
                self.session.handle(Event::Backups(key, backups));
            }
            (Effect::FindProblems(job), _) => self.session.handle(Event::ProblemsFound(Box::new(job.run()))),
            (Effect::Survey(job), Some(project)) => {
                let look = |key| job.look(key, project.load_from_project(key, &job.annotator).ok());
                let (serial, batch) = (job.serial, job.keys.iter().map(look).collect());
                let looked = job.keys.len();
                self.session.handle(Event::Surveyed { serial, batch, looked, finished: true });
            }
            (Effect::LoadWork(key, whose, ask), Some(project)) => {
                let work = project.work_of(&key, &whose).map(Box::new);
                self.session.handle(Event::Work(key, work, ask));
            }
            (Effect::Compare(job), Some(project)) => {
                let look =
                    |key: &ArticleKey| (key.clone(), job.look(project.work_of(key, &job.annotators).ok().as_ref()));
                let (serial, batch, looked) = (job.serial, job.keys.iter().map(look).collect(), job.keys.len());
                self.session.handle(Event::Compared { serial, batch, looked, finished: true });
            }
            (Effect::Suggest(mut job), _) => {
                if !self.real_sources {
                    // Page noise is proposed in a bar of its own.
                    let ids = SOURCES.iter().map(|s| s.about().id).filter(|id| *id != "noise");
                    job.off.extend(ids.map(Arc::from));
                }
                let proposals: Vec<Proposal> = self.suggests.iter().flat_map(|s| s.proposals(&job.text)).collect();
                if let Some(know) = &mut self.know {
                    know.follow(&job);
                }
                let know = self.know.as_ref().unwrap_or(&KNOWLEDGE);
                let report = job.ask(know, &proposals, None, &|| true, &mut |_| ());
                self.session.handle(Event::Suggested(Box::new(report.unwrap())));
            }
            (Effect::Learn(job), _) => {
                if let Some(know) = &mut self.know {
                    job.teach(know);
                }
            }
            (Effect::Measure(_), _) if self.hold_measuring => {}
            (Effect::Measure(job), Some(project)) => {
                let news = job.run(&project, &mut |_| Flow::Continue(()));
                self.session.handle(Event::Measured(job.serial, news));
            }
            (Effect::StopMeasure, _) => {
                let serial = self.session.agreeing().serial();
                self.session.handle(Event::Measured(serial, MeasureNews::Stopped));
            }
            (Effect::KeepTime(_, me, sitting), Some(project)) => project.keep_time(&me, &sitting).unwrap(),
            (Effect::LoadTimes(me), Some(project)) => {
                let (sittings, troubles) = project.times(&me);
                self.session.handle(Event::Times(me, sittings, troubles));
            }
            (Effect::Scan(mut job), Some(project)) => {
                dataset::thaw(&project, &mut job.request).unwrap();
                let serial = job.serial;
                let scanned = job.run(&project, &mut |_, _| Flow::Continue(())).map(Box::new);
                self.session.handle(Event::Export(ExportNews::Scanned(serial, scanned)));
            }
            (Effect::Export(job), Some(project)) => {
                let go_on = &mut |_| Flow::Continue(());
                let outcome = dataset::export_into(&project, &job.request, &job.folder, go_on).map(Box::new);
                self.session.handle(Event::Export(ExportNews::Over(outcome, job.folder)));
            }
            (Effect::Read(job), Some(project)) => {
                let seen = Inbox::open(&job.path).map(|inbox| {
                    let intake = Intake::open(&project, &[], None).unwrap();
                    let labels = project.labels().unwrap();
                    Box::new(job.run(&inbox, Some(&intake), &labels, &mut |_| Flow::Continue(())))
                });
                self.session.handle(Event::Import(ImportNews::Seen(job.serial, seen)));
            }
            (Effect::Import(job), Some(project)) => {
                let inbox = Inbox::open(&job.path).unwrap();
                let go_on = &mut |_| Flow::Continue(());
                let taken = dataset::take_in_all(&inbox, &job.request, &project, job.me.as_ref(), go_on);
                let over = taken.map(|taken| (Box::new(taken), project.annotators())).map_err(|t| t.to_string());
                self.session.handle(Event::Import(ImportNews::Over(over)));
            }
            (Effect::OpenFolder(folder), _) => self.shown.push(folder),
            (Effect::Copy(text), _) => self.copied.push(text),
            _ => {}
        }
    }

    fn open(&mut self, path: &Path) {
        let (project, first) = Project::open_with(path, Home::at(&self.folder.path().join("home"))).unwrap();
        let listing = project.list();
        let (send, receive) = channel();
        self.saver = Some((Saver::start(project.clone(), move |report| _ = send.send(report)), receive));
        self.session.handle(Event::Opened(Box::new(Opening {
            name: project.name(),
            root: project.root().to_owned(),
            labels: project.labels(),
            settings: project.settings().unwrap_or_default(),
            articles: listing.articles,
            troubles: listing.troubles,
            summaries: Vec::new(),
            annotators: project.annotators(),
            first,
        })));
        self.project = Some(project);
    }

    /// The current article with its marks, as a story.
    pub fn story(&self) -> String {
        let doc = self.session.doc().expect("an article is open");
        story::write(doc.text(), doc.set())
    }

    /// Marks the first place of these words.
    pub fn mark(&mut self, words: &str, label: &str) {
        let span = self.place(words);
        self.session.act(Action::Select { anchor: span.start(), focus: span.end(), finished: true });
        self.session.act(Action::Label(label.into()));
        self.settle();
    }

    /// Takes the mark on the first place of these words in hand.
    pub fn take(&mut self, words: &str) {
        let at = self.place(words).start();
        self.session.act(Action::Run("escape"));
        self.session.act(Action::Click { on: Some(at), caret: at });
    }

    fn place(&self, words: &str) -> Span {
        let text = self.session.doc().expect("an article is open").text();
        let start = text.as_str().find(words).expect("the words are there");
        Span::new(ByteOffset(start), ByteOffset(start + words.len())).expect("they are not empty")
    }

    /// What a mark says: `act=denies source→Ms Adams “really?”`.
    pub fn said(&self, words: &str) -> String {
        let doc = self.session.doc().expect("an article is open");
        let span = self.place(words);
        let mark = doc.set().iter().find(|m| m.span() == Some(span)).expect("the words are marked");
        let of = |id| doc.set().get(id).and_then(|m| m.span()).map_or("?", |s| s.of(doc.text()));
        let attributes = mark.attributes.iter().map(|(name, value)| format!("{name}={value}"));
        let links = mark.links.iter().map(|l| format!("{}→{}", l.role, of(&l.to)));
        let note = (!mark.note.is_empty()).then(|| format!("“{}”", mark.note));
        attributes.chain(links).chain(note).collect::<Vec<_>>().join(" ")
    }

    /// The same as it is on disk.
    pub fn on_disk(&self, key: &str, annotator: &str) -> String {
        let (key, annotator) = (ArticleKey::new(key).unwrap(), AnnotatorName::new(annotator).unwrap());
        let loaded = self.project.as_ref().unwrap().load(&key, &annotator).unwrap();
        story::write(&loaded.text, &loaded.set)
    }

    pub fn frame(&mut self, ui: &mut egui::Ui) {
        self.frames += 1;
        self.session.set_now(self.frames as f64 / 60.0, "2026-01-02T03:04:05Z");
        self.session.set_today(jiff::civil::date(2026, 1, 2));
        let strokes = ui::strokes(ui.ctx(), &self.session);
        self.session.strokes(strokes);
        let actions = self.screen.show(ui, &self.session, &Nowhere);
        if !actions.is_empty() {
            ui.ctx().request_repaint();
        }
        for action in actions {
            self.session.act(action);
        }
        self.settle();
    }
}

/// The window, 1280×800 points.
pub fn window<'a>(desk: Desk, dark: bool) -> Harness<'a, Desk> {
    let builder = Harness::builder()
        .with_size(egui::vec2(1280.0, 800.0))
        .with_step_dt(1.0 / 60.0)
        .with_theme(if dark { egui::Theme::Dark } else { egui::Theme::Light })
        .allow_missing_glyphs();
    let mut harness = builder
        .with_context_setup(|ctx: &egui::Context| {
            theme::install(ctx);
        })
        .build_ui_state(|ui, desk: &mut Desk| desk.frame(ui), desk);
    settled(&mut harness);
    harness
}

/// Draws frames until the screen has settled; sentences that go away by themselves may stay.
pub fn settled(harness: &mut Harness<'_, Desk>) {
    for _ in 0..4 {
        harness.step();
    }
}

/// Types a character, as a keyboard does.
pub fn typed(harness: &mut Harness<'_, Desk>, text: &str) {
    for c in text.chars() {
        harness.event(egui::Event::Text(c.to_string()));
        settled(harness);
    }
}

pub fn press(harness: &mut Harness<'_, Desk>, modifiers: egui::Modifiers, key: egui::Key) {
    harness.key_press_modifiers(modifiers, key);
    settled(harness);
}

/// Drags from one place to another with the left button.
pub fn drag(harness: &mut Harness<'_, Desk>, from: egui::Pos2, to: egui::Pos2) {
    harness.hover_at(from);
    harness.step();
    harness.drag_at(from);
    harness.step();
    harness.hover_at(from.lerp(to, 0.5));
    harness.step();
    harness.hover_at(to);
    harness.step();
    harness.drop_at(to);
    settled(harness);
}

/// Where a word is on the screen, by the text runs of the accessibility tree: the left and right end of its first place.
pub fn place<S>(harness: &Harness<'_, S>, word: &str) -> (egui::Pos2, egui::Pos2) {
    use egui::accesskit::Role;
    for node in harness.get_all_by_role(Role::TextRun) {
        let accesskit = node.accesskit_node();
        let value = accesskit.value().unwrap_or_default();
        let (Some(at), Some(positions)) = (value.find(word), accesskit.data().character_positions()) else { continue };
        let widths = accesskit.data().character_widths().unwrap_or_default();
        let first = value[..at].chars().count();
        let last = first + word.chars().count() - 1;
        let rect = node.rect();
        let left = rect.left() + positions[first];
        let right = rect.left() + positions[last] + widths[last];
        return (egui::pos2(left + 1.0, rect.center().y), egui::pos2(right - 1.0, rect.center().y));
    }
    panic!("“{word}” is not on the screen");
}
