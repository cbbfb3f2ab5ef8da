//! The export dialog: what is chosen, what there is of it and what formats would lose, how far the export is, what came of it.
//!
//! What there is is looked at in the background, again whenever something else is chosen; the answer to the last wish counts.
//! Marks go to the disk first, so that what is exported is what is on the screen.

use super::{
    Choosing, Effect, ImportAction, Overlay, SaveState, Session, ToldKind,
    dataset::{ArticleScope, Corpus, Exported, Request, Scan, Scope, Specimen, Step, scan, specimens},
};
use crate::{
    formats::{
        EXPORTS, Export, Flow, Options, Overlap, export,
        split::{Frozen, Ratios},
    },
    model::{AnnotatorName, LabelName},
    store::FileTrouble,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::Arc,
};

/// Our own format, which is written beside every other one.
const OWN: &str = "jsonl";

/// What a person does in the export dialog.
#[derive(Clone, Debug, PartialEq)]
pub enum ExportAction {
    /// Write this format, or do not.
    Format(&'static str, bool),
    /// Take this annotator's sets, or do not.
    Annotator(AnnotatorName, bool),
    /// Take only sets that are done.
    DoneOnly(bool),
    /// Only gold sets.
    GoldOnly(bool),
    /// Take marks of this label, or do not.
    Label(LabelName, bool),
    /// Which articles.
    Articles(Which),
    /// How to write.
    Options(Options),
    /// Divide into train, dev and test, by shares so large.
    Split(bool, Ratios),
    /// The folder to write into, as it is typed.
    Folder(String),
    /// Ask for that folder with the system's dialog.
    ChooseFolder,
    /// Write it.
    Start,
    /// Stop writing; nothing is left behind.
    Stop,
    /// Show the folder in the system's file manager.
    OpenFolder,
}

/// Which articles are exported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// All of the project.
    #[default]
    All,
    /// Those that the list shows.
    Shown,
    /// The one in hand.
    Current,
}

/// Which options make a difference to the formats that are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needed {
    /// Some cannot hold marks that overlap.
    pub overlap: bool,
    /// Some cannot hold blanks at the edges of marks.
    pub edges: bool,
    /// Some are made of tokens.
    pub tokens: bool,
}

/// What is looked at: with another one, it is looked at again.
#[derive(Clone, Debug, PartialEq)]
struct Asked {
    annotators: BTreeMap<AnnotatorName, bool>,
    done_only: bool,
    gold: bool,
    without_labels: BTreeSet<LabelName>,
    articles: Which,
    options: Options,
    split: Option<Ratios>,
    /// The marks as they were then.
    revision: u64,
}

/// What there is of what is chosen.
#[derive(Debug)]
pub struct Scanned {
    /// What is in it, and what each format loses.
    pub scan: Scan,
    /// What was asked for.
    pub request: Request,
    /// What each format makes of the first document.
    pub specimens: Vec<Specimen>,
}

/// Looking at what there is to export, off the drawing thread; the answers carry the number.
#[derive(Debug)]
pub struct ScanJob {
    /// Its number: an answer to an earlier one is not listened to.
    pub serial: u64,
    /// What is chosen.
    pub request: Request,
}

impl ScanJob {
    /// Looks. `alive` is asked after each article, with how many of how many were looked at.
    ///
    /// # Errors
    /// [`FileTrouble`] where the labels cannot be read.
    pub fn run(self, corpus: &dyn Corpus, alive: &mut dyn FnMut(usize, usize) -> Flow) -> Result<Scanned, FileTrouble> {
        let (scan, job) = scan(corpus, &self.request, alive)?;
        let specimens = scan.first.as_ref().map_or_else(Vec::new, |doc| specimens(doc, &job, &self.request.exports()));
        Ok(Scanned { scan, request: self.request, specimens })
    }
}

/// Writing an export, off the drawing thread.
#[derive(Debug)]
pub struct ExportJob {
    /// What is wanted.
    pub request: Request,
    /// Where to, as it was typed.
    pub folder: PathBuf,
}

/// What is told of looking and writing.
#[derive(Debug)]
pub enum ExportNews {
    /// How many articles of how many a scan has looked at.
    Looked(u64, usize, usize),
    /// What a scan has seen, or why there is none.
    Scanned(u64, Result<Box<Scanned>, FileTrouble>),
    /// How far writing is.
    Step(Step),
    /// It is over: what was written where, or why nothing was.
    Over(Result<Box<Exported>, String>, PathBuf),
}

/// What writing is at.
#[derive(Debug, Default)]
pub enum Writing {
    /// Nothing was begun.
    #[default]
    Idle,
    /// Marks go to the disk first.
    Waiting,
    /// It goes on; whether it was told to stop.
    On(Step, bool),
    /// It is done.
    Done(Box<Exported>, PathBuf),
    /// It came to nothing, for this reason.
    Failed(String),
}

/// The export dialog.
#[derive(Debug, Default)]
pub struct Exporting {
    formats: BTreeSet<&'static str>,
    /// Whose sets are taken, or not, because somebody said so.
    annotators: BTreeMap<AnnotatorName, bool>,
    done_only: bool,
    gold: bool,
    without_labels: BTreeSet<LabelName>,
    articles: Which,
    options: Options,
    split: (bool, Ratios),
    folder: String,
    serial: u64,
    asked: Option<Asked>,
    /// How many articles of how many were looked at, while that goes on.
    looked: Option<(usize, usize)>,
    scanned: Option<Result<Box<Scanned>, FileTrouble>>,
    writing: Writing,
}

impl Exporting {
    /// Whether a format is written. Our own always is.
    pub fn has_format(&self, id: &str) -> bool {
        id == OWN || self.formats.contains(id)
    }

    /// Whether it is written beside every other one.
    pub fn is_own(id: &str) -> bool {
        id == OWN
    }

    /// The formats that are written, in the order of the list; our own alone where no other is chosen.
    pub fn chosen(&self) -> impl Iterator<Item = &'static dyn Export> {
        EXPORTS.iter().copied().filter(|e| self.has_format(e.about().id))
    }

    /// Whether an annotator's sets are taken: at first every person's, and no machine's.
    pub fn has_annotator(&self, name: &AnnotatorName) -> bool {
        self.annotators.get(name).copied().unwrap_or(!name.is_machine())
    }

    /// Whether only sets that are done are taken.
    pub fn done_only(&self) -> bool {
        self.done_only
    }

    /// Whether only gold sets are taken.
    pub fn gold(&self) -> bool {
        self.gold
    }

    /// Whether marks of a label are taken.
    pub fn has_label(&self, name: &str) -> bool {
        !self.without_labels.contains(name)
    }

    /// Which articles are taken.
    pub fn articles(&self) -> Which {
        self.articles
    }

    /// The options as they were chosen; those that make no difference count for nothing.
    pub fn options(&self) -> Options {
        self.options
    }

    /// Whether it is divided into train, dev and test, and by shares so large.
    pub fn split(&self) -> (bool, Ratios) {
        self.split
    }

    /// Which options make a difference.
    pub fn needed(&self) -> Needed {
        let any = |f: fn(&dyn Export) -> bool| self.chosen().any(f);
        Needed {
            overlap: any(|e| e.about().holds.overlap != Overlap::Any),
            edges: any(|e| !e.about().holds.blank_edges),
            tokens: any(|e| e.about().holds.tokens),
        }
    }

    /// The folder to write into, as it was typed.
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// How many articles of how many were looked at, while that goes on.
    pub fn looked(&self) -> Option<(usize, usize)> {
        self.looked
    }

    /// What there is of what was chosen when it was last looked at.
    pub fn scanned(&self) -> Option<Result<&Scanned, &FileTrouble>> {
        self.scanned.as_ref().map(|s| s.as_ref().map(|s| &**s))
    }

    /// What writing is at.
    pub fn writing(&self) -> &Writing {
        &self.writing
    }

    /// Whether an export is under way.
    pub fn is_on(&self) -> bool {
        matches!(self.writing, Writing::Waiting | Writing::On(..))
    }

    /// For another project: the formats and options stay, the choices that belong to this one go.
    pub(super) fn renewed(&self) -> Self {
        let (formats, options, split) = (self.formats.clone(), self.options, self.split);
        Exporting { formats, options, split, serial: self.serial + 1, ..Exporting::default() }
    }

    fn effective(&self) -> Options {
        let (needed, options, none) = (self.needed(), self.options, Options::default());
        Options {
            policy: if needed.overlap { options.policy } else { none.policy },
            trim: needed.edges && options.trim,
            composed: options.composed,
            tokens: if needed.tokens { options.tokens } else { none.tokens },
            without_noise: needed.tokens && options.without_noise,
        }
    }

    fn asks(&self, revision: u64) -> Asked {
        Asked {
            annotators: self.annotators.clone(),
            done_only: self.done_only,
            gold: self.gold,
            without_labels: self.without_labels.clone(),
            articles: self.articles,
            options: self.effective(),
            split: self.split.0.then_some(self.split.1),
            revision,
        }
    }
}

impl Session {
    /// The export dialog.
    pub fn exporting(&self) -> &Exporting {
        &self.exporting
    }

    /// Everyone whose sets can be exported: those with work in the project, and the one at work.
    pub fn exported_annotators(&self) -> Vec<AnnotatorName> {
        let mut all = self.project.as_ref().map(|p| p.annotators.clone()).unwrap_or_default();
        all.extend(self.annotator.iter().filter(|me| !all.contains(me)).cloned().collect::<Vec<_>>());
        all
    }

    /// Articles of which two versions wait for a decision: the one on disk would be exported.
    pub fn in_conflict(&self) -> usize {
        self.docs.values().filter(|d| d.conflict.is_some()).count()
    }

    /// Why nothing can be exported now.
    pub fn export_hindrance(&self) -> Option<String> {
        let exporting = &self.exporting;
        let why = if self.exported_annotators().iter().all(|a| !exporting.has_annotator(a)) {
            "Choose whose marks are exported"
        } else if !self.project.iter().flat_map(|p| p.labels.iter()).any(|l| exporting.has_label(&l.name)) {
            "Choose the labels that are exported"
        } else if exporting.split == (true, Ratios { train: 0, dev: 0, test: 0 }) {
            "Say how large the parts are"
        } else if let Some(Err(_)) = exporting.scanned {
            "What there is to export cannot be read"
        } else if exporting.looked.is_some() || exporting.scanned.is_none() {
            "Looking at what there is to export"
        } else if exporting.scanned().is_some_and(|s| s.is_ok_and(|s| s.scan.report.docs == 0)) {
            "There is nothing to export"
        } else if exporting.folder.trim().is_empty() {
            "Name a folder to write into"
        } else {
            return None;
        };
        Some(why.to_owned())
    }

    pub(super) fn open_export(&mut self) {
        let Some(project) = &self.project else { return };
        self.overlay = Overlay::Export;
        let exporting = &mut self.exporting;
        // What was seen the last time may be otherwise by now.
        exporting.asked = None;
        exporting.looked = Some((0, 0));
        if exporting.folder.is_empty() {
            let beside = project.root.with_file_name(format!("{}-export", project.name));
            exporting.folder = beside.display().to_string();
        }
        if !exporting.is_on() {
            exporting.writing = Writing::Idle;
        }
        if exporting.articles == Which::Shown && self.articles.filter().is_empty() {
            self.exporting.articles = Which::All;
        }
    }

    pub(super) fn export_act(&mut self, action: ExportAction) {
        fn put<T: Ord>(set: &mut BTreeSet<T>, value: T, there: bool) {
            if there {
                set.insert(value);
            } else {
                set.remove(&value);
            }
        }
        let exporting = &mut self.exporting;
        match action {
            ExportAction::Format(id, on) => put(&mut exporting.formats, id, on),
            ExportAction::Annotator(name, on) => _ = exporting.annotators.insert(name, on),
            ExportAction::DoneOnly(only) => exporting.done_only = only,
            ExportAction::GoldOnly(only) => exporting.gold = only,
            ExportAction::Label(name, on) => put(&mut exporting.without_labels, name, !on),
            ExportAction::Articles(which) => exporting.articles = which,
            ExportAction::Options(options) => exporting.options = options,
            ExportAction::Split(on, ratios) => exporting.split = (on, ratios),
            ExportAction::Folder(folder) => exporting.folder = folder,
            ExportAction::ChooseFolder => self.effects.push(Effect::Choose(Choosing::ExportFolder)),
            ExportAction::Start => {
                if !exporting.is_on() && self.export_hindrance().is_none() {
                    self.exporting.writing = Writing::Waiting;
                }
            }
            ExportAction::Stop => {
                if let Writing::On(_, stopped) = &mut exporting.writing {
                    *stopped = true;
                    self.effects.push(Effect::StopExport);
                } else if matches!(exporting.writing, Writing::Waiting) {
                    exporting.writing = Writing::Idle;
                }
            }
            ExportAction::OpenFolder => {
                if let Writing::Done(_, folder) = &exporting.writing {
                    self.effects.push(Effect::OpenFolder(folder.clone()));
                }
            }
        }
    }

    /// What is chosen, in these formats.
    fn export_request(&self, formats: Vec<&'static str>) -> Request {
        let exporting = &self.exporting;
        let everyone = self.exported_annotators();
        let usual = everyone.iter().all(|a| exporting.has_annotator(a) != a.is_machine());
        let annotators = everyone.into_iter().filter(|a| !usual && exporting.has_annotator(a));
        let labels = self.project.iter().flat_map(|p| p.labels.iter()).map(|l| l.name.clone());
        let keys = match exporting.articles {
            Which::All => None,
            Which::Shown => {
                let shown = (0..self.articles.shown_len()).filter_map(|n| self.articles.shown(n));
                Some(shown.map(|e| e.key.clone()).collect())
            }
            Which::Current => Some(self.current.iter().cloned().collect()),
        };
        Request {
            formats,
            scope: Scope {
                // None is named where all people are chosen.
                annotators: annotators.collect(),
                done_only: exporting.done_only,
                gold: exporting.gold,
                labels: (!exporting.without_labels.is_empty())
                    .then(|| labels.filter(|l| exporting.has_label(l)).collect()),
                articles: ArticleScope { keys, ..ArticleScope::default() },
            },
            options: exporting.effective(),
            // What is divided already is read with the project.
            split: exporting.split.0.then(|| Frozen { ratios: exporting.split.1, ..Frozen::default() }),
        }
    }

    /// After everything that was done: looks again where something else is chosen, and writes once all marks are on the disk.
    pub(super) fn follow_export(&mut self) {
        let shown = self.overlay == Overlay::Export;
        if !shown && !matches!(self.exporting.writing, Writing::Waiting) {
            return;
        }
        let saved = match self.saving.state() {
            SaveState::Saving => return,
            SaveState::Failed(sentence) => Err(sentence),
            SaveState::Clean | SaveState::Saved(_) => Ok(()),
        };
        if matches!(self.exporting.writing, Writing::Waiting) {
            self.exporting.writing = match saved {
                Err(sentence) => Writing::Failed(format!("{sentence}. Nothing was exported")),
                Ok(()) => {
                    let request = self.export_request(self.exporting.chosen().map(|e| e.about().id).collect());
                    let folder = PathBuf::from(self.exporting.folder.trim());
                    self.effects.push(Effect::Export(Box::new(ExportJob { request, folder })));
                    Writing::On(Step::Writing(0, 0), false)
                }
            };
        }
        let asks = self.exporting.asks(self.revisions);
        if !shown || self.exporting.asked.as_ref() == Some(&asks) {
            return;
        }
        // Every format is looked at, so that each can say beside its name what it would lose.
        let request = self.export_request(EXPORTS.iter().map(|e| e.about().id).collect());
        let exporting = &mut self.exporting;
        exporting.asked = Some(asks);
        exporting.serial += 1;
        exporting.looked = Some((0, 0));
        self.effects.push(Effect::Scan(Box::new(ScanJob { serial: exporting.serial, request })));
    }

    pub(super) fn export_news(&mut self, news: ExportNews) {
        let exporting = &mut self.exporting;
        match news {
            ExportNews::Looked(serial, n, of) if serial == exporting.serial => exporting.looked = Some((n, of)),
            ExportNews::Scanned(serial, scanned) if serial == exporting.serial => {
                exporting.looked = None;
                exporting.scanned = Some(scanned);
            }
            ExportNews::Looked(..) | ExportNews::Scanned(..) => {}
            ExportNews::Step(step) => {
                if let Writing::On(at, _) = &mut exporting.writing {
                    *at = step;
                }
            }
            ExportNews::Over(outcome, folder) => {
                let (kind, sentence): (_, Arc<str>) = match &outcome {
                    Ok(exported) if exported.failed.is_empty() => {
                        (ToldKind::Info, format!("{} in {}", exported.sentence(), folder.display()).into())
                    }
                    Ok(exported) => (ToldKind::Error, exported.verdict().into()),
                    Err(why) => (ToldKind::Warning, why.as_str().into()),
                };
                exporting.writing = match outcome {
                    Ok(exported) => Writing::Done(exported, folder),
                    Err(why) => Writing::Failed(why),
                };
                if self.overlay != Overlay::Export {
                    self.tell(kind, sentence);
                }
            }
        }
    }

    /// A folder or file was chosen with the system's dialog.
    pub(super) fn chose(&mut self, what: Choosing, path: PathBuf) {
        match what {
            Choosing::Project => self.open_project(path),
            Choosing::ExportFolder => self.exporting.folder = path.display().to_string(),
            Choosing::ImportFile | Choosing::ImportFolder => self.import_act(ImportAction::Open(path)),
        }
    }

    /// The file manager could not be started.
    pub(super) fn not_shown(&mut self, folder: &std::path::Path, why: &str) {
        let folder = folder.display().to_string();
        self.tell(ToldKind::Warning, format!("{folder} could not be shown: {why}. Its path is on the clipboard"));
        self.effects.push(Effect::Copy(folder));
    }
}

/// The title of a format, by its id.
pub fn format_title(id: &str) -> &'static str {
    export(id).map_or("", |e| e.about().title)
}
