//! The store's side of the traits: a project is a corpus, an outbox a folder, an inbox a source.

use super::{
    Corpus, ExportError, Exported, Folder, ImportRequest, Imported, Request, Scan, Step, scan, take_in, write,
};
use crate::{
    formats::{Flow, Job, Scratch, Sink, Source, split::Frozen},
    model::{AnnotatorName, ArticleKey, LabelSet},
    store::{FileTrouble, Inbox, Intake, Outbox, Project, Rejects, Work},
};
use std::{
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

/// Gives a request that divides what the project has divided already; answers with its `splits.json` as it was read.
///
/// # Errors
/// [`FileTrouble`] where that file cannot be read or understood.
pub fn thaw(project: &Project, request: &mut Request) -> Result<Option<String>, FileTrouble> {
    let Some(split) = &mut request.split else { return Ok(None) };
    let text = project.splits()?;
    if let Some(text) = &text {
        let frozen = Frozen::read(text).map_err(|why| FileTrouble::new(project.root().join("splits.json"), why))?;
        *split = Frozen { ratios: split.ratios, ..frozen };
    }
    Ok(text)
}

/// What was looked at for an export: what there would be, what is wanted of the formats, and `splits.json` as it was read.
#[derive(Clone, Debug)]
pub struct Looked {
    /// What there would be.
    pub scan: Scan,
    /// What is wanted of the formats.
    pub job: Job,
    /// The project's `splits.json`, where the request divides by it.
    pub frozen: Option<String>,
}

/// Writes an export of a project into a folder, all at once.
///
/// # Errors
/// Why nothing was written, as a sentence.
pub fn export_into(
    project: &Project,
    request: &Request,
    folder: &Path,
    progress: &mut dyn FnMut(Step) -> Flow,
) -> Result<Exported, String> {
    let nothing = |trouble: FileTrouble| format!("{trouble}. Nothing was exported");
    let mut request = request.clone();
    let frozen = thaw(project, &mut request).map_err(nothing)?;
    // What was looked at for the choice may be of some minutes ago.
    let (scan, job) = scan(project, &request, &mut |_, of| progress(Step::Writing(0, of))).map_err(nothing)?;
    if scan.stopped {
        return Err(ExportError::Stopped.to_string());
    }
    let outbox = project.outbox(folder).map_err(nothing)?;
    let (exported, kept) = export_looked(project, &request, &Looked { scan, job, frozen }, outbox, progress)?;
    kept.map(|()| exported)
}

/// Writes what was looked at. Beside what came of it: whether the project keeps which article is in which part, or the sentence
/// why it could not be told to.
///
/// # Errors
/// Why nothing was written, as a sentence.
pub fn export_looked(
    project: &Project,
    request: &Request,
    Looked { scan, job, frozen }: &Looked,
    mut outbox: Outbox,
    progress: &mut dyn FnMut(Step) -> Flow,
) -> Result<(Exported, Result<(), String>), String> {
    let exported = write(project, request, scan, job, &mut outbox, progress).map_err(|error| error.to_string())?;
    outbox.finish(&exported.earlier).map_err(|trouble| trouble.to_string())?;
    let kept = scan.splits.as_ref().map_or(Ok(()), |plan| project.write_splits(&plan.to_json(), frozen.as_deref()));
    let kept =
        kept.map_err(|trouble| format!("The files are written, but not which article is in which part: {trouble}"));
    Ok((exported, kept))
}

/// What came of an import, with the file of what was not taken in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// What it came to.
    pub imported: Imported,
    /// Where records are kept that were not taken in, or otherwise than they stand there.
    pub kept: Option<PathBuf>,
    /// Why they could not be kept.
    pub trouble: Option<FileTrouble>,
}

/// Takes everything in and keeps what cannot be taken in beside the project. Whose window is this one, `me`, is not kept out by it.
///
/// # Errors
/// [`FileTrouble`] where another window is open for the annotator, or the labels cannot be read; nothing was changed then.
pub fn take_in_all(
    source: &dyn Source,
    request: &ImportRequest,
    project: &Project,
    me: Option<&AnnotatorName>,
    alive: &mut dyn FnMut(usize) -> Flow,
) -> Result<Taken, FileTrouble> {
    // A project that is made for this has the labels that it brings.
    let new = !project.has_label_file() && project.list().articles.is_empty();
    let request = ImportRequest { add_labels: request.add_labels || new, ..request.clone() };
    let machine = |name: &AnnotatorName| if request.machine { name.machine().ok() } else { Some(name.clone()) };
    let writers: Vec<AnnotatorName> = request.annotator.iter().filter_map(machine).collect();
    let mut intake = Intake::open(project, &writers, me)?;
    // Written as it comes: there may be more of it than fits into memory, and it is of use most where things end badly.
    let (mut rejects, mut trouble) = (Rejects::of(project), None);
    let reject = &mut |what: &crate::formats::Rejected, taken| {
        if trouble.is_none() {
            trouble = rejects.keep(&what.to_line(taken)).err();
        }
    };
    let imported = take_in(source, &request, project, &mut intake, reject, alive)?;
    Ok(Taken { imported, kept: rejects.file().map(Path::to_owned), trouble })
}

impl Corpus for Project {
    fn name(&self) -> String {
        Project::name(self)
    }

    fn labels(&self) -> Result<LabelSet, FileTrouble> {
        Project::labels(self)
    }

    fn annotators(&self) -> Vec<AnnotatorName> {
        Project::annotators(self)
    }

    fn articles(&self) -> Vec<ArticleKey> {
        self.list().articles
    }

    fn work_of(&self, key: &ArticleKey, annotators: &[AnnotatorName]) -> Result<Work, FileTrouble> {
        Project::work_of(self, key, annotators)
    }
}

impl Sink for Outbox {
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Write>> {
        Ok(Box::new(Outbox::create(self, name)?))
    }

    fn scratch(&mut self) -> io::Result<Box<dyn Scratch>> {
        Ok(Box::new(Outbox::scratch(self)?))
    }

    fn earlier(&self, name: &str) -> Option<String> {
        Outbox::earlier(self, name)
    }
}

impl Folder for Outbox {
    fn written(&self, below: &str, names: Vec<String>) -> Box<dyn Source> {
        Box::new(Outbox::written(self, below, names))
    }
}

impl Source for Inbox {
    fn files(&self) -> &[String] {
        self.names()
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn Read + '_>> {
        self.read(name)
    }
}
