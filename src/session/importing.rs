//! The import dialog: what was recognised in a file or a folder, whose annotations they become, how far it is, what came of it.
//!
//! Everything is read in the background before anything is taken in, again whenever it is to be read otherwise; the answer to the
//! last wish counts.

use super::{
    Choosing, Effect, Overlay, SaveState, Session, ToldKind,
    dataset::{ImportRequest, Preview, Taken, preview, recognise},
};
use crate::{
    formats::{Flow, Likeness, OffsetUnit, Source},
    model::{AnnotatorName, LabelSet, State},
    store::{Change, FileTrouble, Intake},
};
use std::path::PathBuf;

/// What a person does in the import dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportAction {
    /// Open the dialog on this file or folder.
    Open(PathBuf),
    /// The file or folder, as it is typed.
    Path(String),
    /// Read what the path names.
    Read,
    /// Ask for it with the system's dialog: a file, or else a folder.
    Choose(bool),
    /// Read it as this format.
    Format(&'static str),
    /// Whose annotations they become; empty for those whom the source names.
    Annotator(String),
    /// A machine made them.
    Machine(bool),
    /// What the offsets count; `None` for what is found.
    Unit(Option<OffsetUnit>),
    /// The state of new sets; `None` for what the source says, or done.
    State(Option<State>),
    /// Add the labels, attributes and links that the project lacks.
    AddLabels(bool),
    /// The folder of the new project, where none is open.
    Into(String),
    /// Take it in.
    Start,
    /// Stop; what was taken in stays.
    Stop,
}

/// How a source is read.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Asked {
    path: PathBuf,
    format: Option<&'static str>,
    unit: Option<OffsetUnit>,
}

/// Reading a source, off the drawing thread; the answers carry the number.
#[derive(Debug)]
pub struct ReadJob {
    /// Its number: an answer to an earlier one is not listened to.
    pub serial: u64,
    /// The file or folder.
    pub path: PathBuf,
    format: Option<&'static str>,
    unit: Option<OffsetUnit>,
}

/// What was read.
#[derive(Debug, Default)]
pub struct Seen {
    /// The formats that it may be, the likeliest first.
    pub likely: Vec<(Likeness, &'static str)>,
    /// The format that it was read as; none where it is like none.
    pub format: Option<&'static str>,
    /// What is there.
    pub preview: Preview,
    /// The labels that it was compared with.
    pub labels: LabelSet,
    /// What could not be listed.
    pub troubles: Vec<FileTrouble>,
}

impl ReadJob {
    /// Reads. `alive` is asked after each document.
    pub fn run(
        &self,
        source: &dyn Source,
        project: Option<&Intake>,
        labels: &LabelSet,
        alive: &mut dyn FnMut(usize) -> Flow,
    ) -> Seen {
        let likely: Vec<_> = recognise(source).iter().map(|(how, import)| (*how, import.about().id)).collect();
        let format = self.format.or(likely.first().map(|(_, id)| *id));
        let preview = format.map_or_else(Preview::default, |format| {
            let request = ImportRequest {
                format,
                annotator: None,
                machine: false,
                unit: self.unit,
                add_labels: false,
                state: None,
            };
            preview(source, &request, project, labels, alive)
        });
        Seen { likely, format, preview, labels: labels.clone(), troubles: Vec::new() }
    }
}

/// Taking a source in, off the drawing thread.
#[derive(Debug)]
pub struct ImportJob {
    /// The file or folder.
    pub path: PathBuf,
    /// What is wanted.
    pub request: ImportRequest,
    /// The folder of the new project, where none is open.
    pub into: Option<PathBuf>,
    /// Whose window this is.
    pub me: Option<AnnotatorName>,
}

/// What is told of reading and taking in.
#[derive(Debug)]
pub enum ImportNews {
    /// How many documents were read.
    Read(u64, usize),
    /// What there is, or why it cannot be read.
    Seen(u64, Result<Box<Seen>, FileTrouble>),
    /// How many documents were taken in.
    Step(usize),
    /// It is over, with who has work in the project now; or why nothing was taken in.
    Over(Result<(Box<Taken>, Vec<AnnotatorName>), String>),
}

/// What taking in is at.
#[derive(Debug, Default)]
pub enum Taking {
    /// Nothing was begun.
    #[default]
    Idle,
    /// Marks go to the disk first.
    Waiting,
    /// It goes on: how many documents were taken in, and whether it was told to stop.
    On(usize, bool),
    /// It is done.
    Done(Box<Taken>),
    /// It came to nothing, for this reason.
    Failed(String),
}

/// The import dialog.
#[derive(Debug, Default)]
pub struct Importing {
    path: String,
    source: Option<PathBuf>,
    format: Option<&'static str>,
    annotator: String,
    /// The name was typed, or taken from the file's name.
    named: bool,
    machine: bool,
    unit: Option<OffsetUnit>,
    state: Option<State>,
    keep_labels: bool,
    into: String,
    serial: u64,
    asked: Option<Asked>,
    reading: Option<usize>,
    seen: Option<Result<Box<Seen>, FileTrouble>>,
    taking: Taking,
    /// A project was made for it, and is not open yet.
    made: bool,
}

impl Importing {
    /// The file or folder, as it was typed.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is read, once something was named.
    pub fn source(&self) -> Option<&std::path::Path> {
        self.source.as_deref()
    }

    /// Whose annotations they become; empty for those whom the source names.
    pub fn annotator(&self) -> &str {
        &self.annotator
    }

    /// Whether a machine made them.
    pub fn machine(&self) -> bool {
        self.machine
    }

    /// What the offsets count; `None` for what is found.
    pub fn unit(&self) -> Option<OffsetUnit> {
        self.unit
    }

    /// The state of new sets; `None` for what the source says, or done.
    pub fn state(&self) -> Option<State> {
        self.state
    }

    /// Whether the labels, attributes and links that the project lacks are added.
    pub fn add_labels(&self) -> bool {
        !self.keep_labels
    }

    /// The folder of the new project, where none is open.
    pub fn into(&self) -> &str {
        &self.into
    }

    /// How many documents were read, while that goes on.
    pub fn reading(&self) -> Option<usize> {
        self.reading
    }

    /// What there is, or why it cannot be read.
    pub fn seen(&self) -> Option<Result<&Seen, &FileTrouble>> {
        self.seen.as_ref().map(|s| s.as_ref().map(|s| &**s))
    }

    /// What taking in is at.
    pub fn taking(&self) -> &Taking {
        &self.taking
    }

    /// Whether an import is under way.
    pub fn is_on(&self) -> bool {
        matches!(self.taking, Taking::Waiting | Taking::On(..))
    }

    /// For another project; what came of an import that made it stays.
    pub(super) fn left(&mut self) {
        if !self.made {
            *self = self.renewed();
        }
    }

    /// Whether this project was just made by an import.
    pub(super) fn take_made(&mut self) -> bool {
        std::mem::take(&mut self.made)
    }

    fn renewed(&self) -> Self {
        Importing { serial: self.serial + 1, ..Importing::default() }
    }
}

impl Session {
    /// The import dialog.
    pub fn importing(&self) -> &Importing {
        &self.importing
    }

    /// Why nothing can be taken in now.
    pub fn import_hindrance(&self) -> Option<String> {
        let importing = &self.importing;
        let name = importing.annotator.trim();
        let why = match importing.seen() {
            _ if importing.reading.is_some() => "Reading what is there",
            None => "Choose a file or a folder",
            Some(Err(_)) => "It cannot be read",
            Some(Ok(seen)) if seen.format.is_none() => "Say which format it is",
            Some(Ok(seen)) if seen.preview.docs == 0 => "There is nothing to take in",
            Some(Ok(seen)) => {
                let nobody =
                    seen.preview.annotators.keys().all(String::is_empty) && !seen.preview.annotators.is_empty();
                if nobody && name.is_empty() {
                    "Say whose annotations these are"
                } else if let Some(Err(why)) = (!name.is_empty()).then(|| AnnotatorName::new(name)) {
                    return Some(why.to_string());
                } else if self.project.is_none() && importing.into.trim().is_empty() {
                    "Name a folder for the new project"
                } else {
                    return self.project.as_ref().and(self.read_only()).map(str::to_owned);
                }
            }
        };
        Some(why.to_owned())
    }

    pub(super) fn open_import(&mut self) {
        self.overlay = Overlay::Import;
        if matches!(self.importing.taking, Taking::Done(_) | Taking::Failed(_)) {
            self.importing = self.importing.renewed();
        }
    }

    pub(super) fn import_act(&mut self, action: ImportAction) {
        let importing = &mut self.importing;
        match action {
            ImportAction::Open(path) => {
                if !importing.is_on() {
                    self.importing = importing.renewed();
                    self.importing.path = path.display().to_string();
                    self.read_source();
                }
                self.overlay = Overlay::Import;
            }
            ImportAction::Path(path) => importing.path = path,
            ImportAction::Read => self.read_source(),
            ImportAction::Choose(file) => {
                let what = if file { Choosing::ImportFile } else { Choosing::ImportFolder };
                self.effects.push(Effect::Choose(what));
            }
            ImportAction::Format(id) => importing.format = Some(id),
            ImportAction::Annotator(name) => {
                importing.annotator = name;
                importing.named = true;
            }
            ImportAction::Machine(machine) => importing.machine = machine,
            ImportAction::Unit(unit) => importing.unit = unit,
            ImportAction::State(state) => importing.state = state,
            ImportAction::AddLabels(add) => importing.keep_labels = !add,
            ImportAction::Into(folder) => importing.into = folder,
            ImportAction::Start => {
                if !importing.is_on() && self.import_hindrance().is_none() {
                    self.importing.taking = Taking::Waiting;
                }
            }
            ImportAction::Stop => {
                if let Taking::On(_, stopped) = &mut importing.taking {
                    *stopped = true;
                    self.effects.push(Effect::StopImport);
                }
            }
        }
    }

    /// Begins with what the path names.
    fn read_source(&mut self) {
        let importing = &mut self.importing;
        let path = importing.path.trim().to_owned();
        if path.is_empty() || importing.is_on() {
            return;
        }
        let path = PathBuf::from(path);
        // What was chosen for another source need not fit this one.
        let into = path.with_file_name(format!("{}-project", stem(&path))).display().to_string();
        let (typed, keep_labels) = (std::mem::take(&mut importing.path), importing.keep_labels);
        *importing = Importing { path: typed, source: Some(path), into, keep_labels, ..importing.renewed() };
    }

    /// After everything that was done: reads again where it is to be read otherwise, and takes in once all marks are on the disk.
    pub(super) fn follow_import(&mut self) {
        let importing = &mut self.importing;
        if let Some(path) = importing.source.clone() {
            let asked = Asked { path, format: importing.format, unit: importing.unit };
            if importing.asked.as_ref() != Some(&asked) && !importing.is_on() {
                importing.serial += 1;
                importing.reading = Some(0);
                let Asked { path, format, unit } = asked.clone();
                importing.asked = Some(asked);
                self.effects.push(Effect::Read(Box::new(ReadJob { serial: importing.serial, path, format, unit })));
            }
        }
        if !matches!(importing.taking, Taking::Waiting) {
            return;
        }
        let failed = match self.saving.state() {
            SaveState::Saving => return,
            SaveState::Failed(sentence) => Some(sentence),
            SaveState::Clean | SaveState::Saved(_) => None,
        };
        let importing = &mut self.importing;
        let format = importing.seen().and_then(|s| s.ok()?.format);
        let (Some(path), Some(format), None) = (importing.source.clone(), format, &failed) else {
            let why = failed.unwrap_or_else(|| "What was read is not there any more".to_owned());
            importing.taking = Taking::Failed(format!("{why}. Nothing was imported"));
            return;
        };
        let request = ImportRequest {
            format,
            annotator: AnnotatorName::new(importing.annotator.trim()).ok(),
            machine: importing.machine,
            unit: importing.unit,
            add_labels: importing.add_labels(),
            state: importing.state,
        };
        let into = self.project.is_none().then(|| PathBuf::from(importing.into.trim()));
        importing.taking = Taking::On(0, false);
        self.effects.push(Effect::Import(Box::new(ImportJob { path, request, into, me: self.annotator.clone() })));
    }

    pub(super) fn import_news(&mut self, news: ImportNews) {
        let importing = &mut self.importing;
        match news {
            ImportNews::Read(serial, n) if serial == importing.serial => importing.reading = Some(n),
            ImportNews::Seen(serial, seen) if serial == importing.serial => {
                importing.reading = None;
                if let (Ok(seen), false, Some(source)) = (&seen, importing.named, &importing.source) {
                    let nobody = seen.preview.annotators.keys().all(String::is_empty);
                    let named = nobody && !seen.preview.annotators.is_empty();
                    importing.annotator = if named { stem(source) } else { String::new() };
                }
                importing.seen = Some(seen);
            }
            ImportNews::Read(..) | ImportNews::Seen(..) => {}
            ImportNews::Step(n) => {
                if let Taking::On(at, _) = &mut importing.taking {
                    *at = n;
                }
            }
            ImportNews::Over(Ok((taken, annotators))) => {
                let sentence = taken.imported.sentence();
                importing.taking = Taking::Done(taken);
                importing.made = self.project.is_none();
                if let Some(project) = &mut self.project {
                    project.annotators = annotators;
                    self.changed_outside(Change::Many);
                }
                if self.overlay != Overlay::Import {
                    self.tell(ToldKind::Info, sentence);
                }
            }
            ImportNews::Over(Err(why)) => {
                importing.taking = Taking::Failed(why.clone());
                if self.overlay != Overlay::Import {
                    self.tell(ToldKind::Warning, why);
                }
            }
        }
    }
}

/// The name of a file or folder, without its ending.
fn stem(path: &std::path::Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().trim().to_owned()
}
