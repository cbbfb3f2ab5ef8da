//! What the session wants done in the world, and what the world tells it. The session itself touches no disk and no clock.

use super::{
    Compared, ExportJob, ExportNews, ImportJob, ImportNews, LearnJob, LookJob, LookReport, MeasureJob, MeasureNews,
    QueueJob, ReadJob, RebuildJob, ScanJob, SuggestJob, SuggestReport, SurveyJob, Surveyed, Taught, Theme,
};
use crate::{
    model::{AnnotatorName, ArticleKey, LabelSet, Settings, Uses},
    store::{
        Backup, Change, FileTrouble, LabelsNotSaved, Loaded, Renamed, Renaming, SaveJob, SaveReport, Search,
        SearchNews, Sitting, Summary, Work,
    },
};
use std::{path::PathBuf, sync::Arc};

/// Something for the app to do, off the drawing thread where it takes time.
#[derive(Debug)]
pub enum Effect {
    /// Open the project at this path: a folder, or a file in one.
    OpenProject(PathBuf),
    /// Let the project go.
    CloseProject,
    /// Copy the sample project to a place of the person's own and open it.
    OpenSample,
    /// Ask for a folder or a file with the system's dialog.
    Choose(Choosing),
    /// Show a folder in the system's file manager.
    OpenFolder(PathBuf),
    /// Look at what there is to export, as the only such look: an earlier one is over.
    Scan(Box<ScanJob>),
    /// Write an export.
    Export(Box<ExportJob>),
    /// Stop writing it; nothing is left behind.
    StopExport,
    /// Read what is to be imported, as the only such reading: an earlier one is over.
    Read(Box<ReadJob>),
    /// Take it in.
    Import(Box<ImportJob>),
    /// Stop taking it in; what was taken in stays.
    StopImport,
    /// Take the annotator's lock and learn whether another window has it.
    TakeLock(AnnotatorName),
    /// Read an article with the annotator's set; the answer carries the ask.
    Load(ArticleKey, AnnotatorName, Ask),
    /// Read an article with the work of these annotators; the answer carries the ask.
    LoadWork(ArticleKey, Vec<AnnotatorName>, Ask),
    /// Compare others' work on many articles; a new comparison takes the place of the one before.
    Compare(Box<QueueJob>),
    /// Measure agreement, as the only such job: an earlier one is over.
    Measure(Box<MeasureJob>),
    /// Stop measuring.
    StopMeasure,
    /// Read the project's own file again: its labels, and what it says beside them.
    LoadLabels,
    /// Save the labels, where the file still says what the second ones say.
    SaveLabels(Box<LabelSet>, Box<LabelSet>),
    /// Save what the project says beside its labels, where its file still says what the second says.
    SaveSettings(Box<Settings>, Box<Settings>),
    /// Count what all marks of the project refer to.
    CountUses,
    /// Bring annotation files to the labels' present names.
    Rename(Renaming),
    /// Stop doing so.
    StopRenaming,
    /// Write a file in the background.
    Save(SaveJob),
    /// Look for the backups of an article's set.
    FindBackups(ArticleKey, AnnotatorName),
    /// Put a backup back in place; the present file is set aside.
    Restore(Backup, ArticleKey, AnnotatorName),
    /// Set a file that cannot be read aside, so that a new one can begin.
    SetAside(ArticleKey, AnnotatorName),
    /// Look for words in the background, as the only search: an earlier one is over.
    Search(Box<Search>),
    /// Stop looking for words.
    StopSearch,
    /// Look at the whole project again for changes.
    Refresh,
    /// Look for the problems of the article in hand; one is asked for at a time.
    FindProblems(Box<LookJob>),
    /// Look for the problems of many articles; a new survey takes the place of the one before.
    Survey(Box<SurveyJob>),
    /// Ask the sources for suggestions for the article in hand; one question is under way at a time, and a new one takes its place.
    Suggest(Box<SuggestJob>),
    /// Have the sources learn from an article that was finished.
    Learn(Box<LearnJob>),
    /// Build anew what the project's finished articles teach the sources.
    Rebuild(Box<RebuildJob>),
    /// Read the project's word lists again, where they changed.
    ReadLists,
    /// Put text on the clipboard.
    Copy(String),
    /// Keep what an annotator did in a sitting in the project at this path, in the background.
    KeepTime(PathBuf, AnnotatorName, Box<Sitting>),
    /// Read what was kept of an annotator's times.
    LoadTimes(AnnotatorName),
    /// Keep the person's preferences.
    SavePreferences,
    /// Zoom the window by this factor of its normal size.
    Zoom(f32),
    /// Show this theme.
    Theme(Theme),
    /// Take this font family of the system for articles; `None`: the one that comes with the program.
    ReadingFont(Option<String>),
    /// Leave or enter full screen.
    Fullscreen(bool),
    /// Close the window.
    Quit,
}

/// What is asked for with the system's dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choosing {
    /// A folder of articles to open.
    Project,
    /// A folder to export into.
    ExportFolder,
    /// A file to import.
    ImportFile,
    /// A folder to import.
    ImportFolder,
}

/// When something was asked for: an answer that comes after an annotator left, or after a later save, is out of date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    pub(super) generation: u32,
    pub(super) serial: u64,
}

/// Something that happened outside.
#[derive(Debug)]
pub enum Event {
    /// A project was opened: its name, folder, labels or what is wrong with them, the articles' names, and where to begin.
    Opened(Box<Opening>),
    /// No project could be opened there.
    NotOpened(String),
    /// Whether this window may write as the annotator.
    Locked {
        /// Who.
        annotator: AnnotatorName,
        /// `None` where this window has the lock, or a sentence why it only reads.
        read_only: Option<String>,
    },
    /// Summaries of articles, new or changed.
    Summaries(Vec<Summary>),
    /// All articles have been looked at.
    SummariesDone,
    /// The names of all articles as they are now, and what the folder holds that cannot be one.
    Listed(Vec<ArticleKey>, Vec<FileTrouble>),
    /// An article was read.
    Loaded(Box<Loaded>, Ask),
    /// An article could not be read.
    NotLoaded(ArticleKey, FileTrouble, Ask),
    /// An article with others' work was read, or why it could not be.
    Work(ArticleKey, Result<Box<Work>, FileTrouble>, Ask),
    /// Others' work on articles was compared.
    Compared {
        /// The number of the comparison.
        serial: u64,
        /// What was found.
        batch: Vec<(ArticleKey, Compared)>,
        /// How many were looked at so far.
        looked: usize,
        /// Whether these were the last.
        finished: bool,
    },
    /// News of measuring agreement, with its number.
    Measured(u64, MeasureNews),
    /// The project's labels were read again.
    Labels(Result<LabelSet, FileTrouble>),
    /// What the project says beside its labels was read again.
    Settings(Settings),
    /// It was saved, or why not.
    SettingsSaved(Box<Settings>, Result<(), FileTrouble>),
    /// The labels were saved, or why not.
    LabelsSaved(Box<LabelSet>, Result<(), LabelsNotSaved>),
    /// What all marks of the project refer to.
    Uses(Uses),
    /// How many annotation files of how many were brought to the labels' present names.
    Renaming(usize, usize),
    /// All were, or it was stopped.
    Renamed(Renamed),
    /// News of a save.
    Save(SaveReport),
    /// The backups of an article's set, newest first.
    Backups(ArticleKey, Vec<Backup>),
    /// A file was restored or set aside; a sentence, good or bad.
    Mended(ArticleKey, Result<String, FileTrouble>),
    /// Something changed on disk, by others or by us.
    Changed(Change),
    /// What was kept of an annotator's times, and what could not be understood of it.
    Times(AnnotatorName, Vec<Sitting>, Vec<FileTrouble>),
    /// What a search has found, with its number.
    Found(u64, SearchNews),
    /// News of the export dialog.
    Export(ExportNews),
    /// News of the import dialog.
    Import(ImportNews),
    /// What was chosen with the system's dialog.
    Chose(Choosing, PathBuf),
    /// The file manager does not show this folder, for that reason.
    NotShown(PathBuf, String),
    /// A sentence to show.
    Told(Told),
    /// What the sources suggest for the article in hand, or for a first part of it.
    Suggested(Box<SuggestReport>),
    /// What the project's finished articles taught the sources is built.
    Taught(Box<Taught>),
    /// The project's word lists changed, and were read again.
    ListsRead,
    /// Problems were looked for in the article in hand.
    ProblemsFound(Box<LookReport>),
    /// Articles of a survey were looked at.
    Surveyed {
        /// The number of the survey.
        serial: u64,
        /// What was found in them.
        batch: Vec<Surveyed>,
        /// How many were looked at so far.
        looked: usize,
        /// Whether these were the last.
        finished: bool,
    },
}

/// What is known of a project as it opens.
#[derive(Debug)]
pub struct Opening {
    /// The folder's name.
    pub name: String,
    /// The folder.
    pub root: PathBuf,
    /// The label set, or what is wrong with it.
    pub labels: Result<LabelSet, FileTrouble>,
    /// What it says beside its labels.
    pub settings: Settings,
    /// All articles, in order.
    pub articles: Vec<ArticleKey>,
    /// What the folder holds that cannot be an article.
    pub troubles: Vec<FileTrouble>,
    /// What is known of the articles from last time, unchecked.
    pub summaries: Vec<Summary>,
    /// Annotators with work in the project.
    pub annotators: Vec<AnnotatorName>,
    /// The article to show first.
    pub first: Option<ArticleKey>,
}

/// A sentence for the person, kept until it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// How grave it is.
    pub kind: ToldKind,
    /// What happened, what was kept, what to do.
    pub text: Arc<str>,
}

/// How grave a sentence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToldKind {
    /// Good to know; goes by itself.
    Info,
    /// Something to look at; stays until dismissed.
    Warning,
    /// Something went wrong; stays until dismissed.
    Error,
}
