//! Writing an export: each document once, into every format; then everything is read back and compared, and the manifest says
//! what came of it.

use super::{Corpus, Request, scan::each};
use crate::{
    formats::{
        Export, Flow, Job, Kept, Manifest, Report, Scratch, Sink, Source, Writer, WrittenFile, digest, loss_lines,
        part_lines, verify, verify_own,
    },
    text::counted,
};
use sha2::{Digest, Sha256};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    io::{self, Write},
    rc::Rc,
};

/// A folder that an export is written into and read back from.
pub trait Folder: Sink {
    /// These of the files that were written, for reading.
    fn written(&self, names: Vec<String>) -> Box<dyn Source>;
    /// A file of the folder as it was before this export.
    fn earlier(&self, name: &str) -> Option<String>;
}

/// What an export came to.
#[derive(Clone, Debug)]
pub struct Exported {
    /// What is in it, and what each format lost.
    pub report: Report,
    /// What differed when the files were read back, by format; empty where all is well.
    pub failed: BTreeMap<String, Vec<String>>,
    /// How many files were written, and how many bytes.
    pub files: usize,
    /// How many bytes.
    pub bytes: u64,
    /// The files of an export that was in the folder before.
    pub earlier: BTreeSet<String>,
}

impl Exported {
    /// What was written, in words.
    pub fn sentence(&self) -> String {
        format!(
            "{} and {} in {}: {}",
            counted(self.report.docs, "document"),
            counted(self.report.marks, "mark"),
            counted(self.report.formats.len(), "format"),
            counted(self.files, "file")
        )
    }

    /// What is not as in the project, in words; none where all is well.
    pub fn differences(&self) -> impl Iterator<Item = String> {
        self.failed.iter().flat_map(|(format, differences)| {
            differences.iter().map(move |d| format!("{format}: read back, it is not as in the project: {d}"))
        })
    }

    /// What it means, at the end.
    pub fn verdict(&self) -> &'static str {
        if self.failed.is_empty() {
            "Everything was read back and is as in the project"
        } else {
            "The export is marked as failed in manifest.json. The project is as it was; please report this"
        }
    }
}

/// Why nothing was exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// A person stopped it.
    #[error("The export was stopped; nothing was written")]
    Stopped,
    /// A file cannot be written.
    #[error("The export cannot be written: {0}. Nothing was left in the folder")]
    Write(#[from] io::Error),
}

/// How far an export is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Writing: this many articles of so many.
    Writing(usize, usize),
    /// Reading this format back.
    Checking(&'static str),
}

/// What was written so far, by every writer.
type Files = Rc<RefCell<BTreeMap<String, WrittenFile>>>;

/// A folder as one format sees it: its files are noted, with their checksums.
struct Noted<'f> {
    folder: &'f mut dyn Folder,
    files: Files,
    own: &'f mut Vec<String>,
}

struct NotedFile {
    to: Box<dyn Write>,
    hash: Sha256,
    bytes: u64,
    name: String,
    files: Files,
}

impl Write for NotedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()?;
        let mut sha256 = String::with_capacity(64);
        for byte in self.hash.clone().finalize() {
            let _ = write!(sha256, "{byte:02x}");
        }
        self.files.borrow_mut().insert(self.name.clone(), WrittenFile { bytes: self.bytes, sha256 });
        Ok(())
    }
}

impl Sink for Noted<'_> {
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Write>> {
        let to = self.folder.create(name)?;
        self.own.push(name.to_owned());
        Ok(Box::new(NotedFile { to, hash: Sha256::new(), bytes: 0, name: name.into(), files: self.files.clone() }))
    }

    fn scratch(&mut self) -> io::Result<Box<dyn Scratch>> {
        self.folder.scratch()
    }
}

/// A format being written.
struct Run<'j> {
    format: &'static dyn Export,
    writer: Box<dyn Writer + 'j>,
    own: Vec<String>,
}

/// Writes everything that is chosen, reads it back, and writes the manifest. The caller puts the folder into its place.
///
/// # Errors
/// [`ExportError`]; the folder is then to be thrown away.
pub fn write(
    corpus: &dyn Corpus,
    request: &Request,
    job: &Job,
    folder: &mut dyn Folder,
    progress: &mut dyn FnMut(Step) -> Flow,
) -> Result<Exported, ExportError> {
    let files: Files = Rc::default();
    let exports = request.exports();
    let mut runs: Vec<Run<'_>> = Vec::with_capacity(exports.len());
    for format in &exports {
        let mut own = Vec::new();
        let writer = format.begin(job, &mut Noted { folder: &mut *folder, files: files.clone(), own: &mut own })?;
        runs.push(Run { format: *format, writer, own });
    }
    let mut rest = Vec::new();
    let mut notes = Noted { folder: &mut *folder, files: files.clone(), own: &mut rest };
    let (mut loss, mut parts) = (notes.create("loss.jsonl")?, notes.create("loss-parts.jsonl")?);

    let mut report = Report::new(exports.iter().copied());
    let mut digests = Vec::new();
    let mut at = 0;
    let mut failed: Option<io::Error> = None;
    let done = each(corpus, request, &mut None, &mut |n, of| progress(Step::Writing(n, of)), &mut |_, doc| {
        let mut all = || -> io::Result<()> {
            for run in &mut runs {
                let kept = Kept::of(&doc, run.format.about(), job);
                let mut out = Noted { folder: &mut *folder, files: files.clone(), own: &mut run.own };
                run.writer.doc(at, &doc, &kept, &mut out)?;
                loss_lines(&mut loss, run.format.about().id, &doc, &kept)?;
                part_lines(&mut parts, run.format.about().id, &doc, &kept)?;
            }
            Ok(())
        };
        if let Err(error) = all() {
            failed = Some(error);
            return Flow::Break(());
        }
        report.add(&doc, job);
        digests.push(digest(&doc));
        at += 1;
        Flow::Continue(())
    });
    if let Some(error) = failed {
        return Err(error.into());
    }
    if done.is_break() {
        return Err(ExportError::Stopped);
    }
    loss.flush()?;
    parts.flush()?;
    let mut files_of = BTreeMap::new();
    for run in runs {
        let mut own = run.own;
        run.writer.end(&mut Noted { folder: &mut *folder, files: files.clone(), own: &mut own })?;
        own.sort();
        files_of.insert(run.format.about().id.to_owned(), own);
    }
    let differences = check(&exports, job, folder, &files_of, &digests, progress)?;

    let earlier = folder.earlier("manifest.json").map_or_else(BTreeSet::new, |text| Manifest::files_of_earlier(&text));
    let manifest = Manifest {
        project: job.project.clone(),
        scope: request.scope.words(),
        options: request.options,
        report,
        files_of,
        files: files.borrow().clone(),
        failed: differences,
    };
    let mut file = folder.create("manifest.json")?;
    file.write_all(manifest.to_json().as_bytes())?;
    file.flush()?;
    Ok(Exported {
        files: manifest.files.len() + 1,
        bytes: manifest.files.values().map(|f| f.bytes).sum(),
        report: manifest.report,
        failed: manifest.failed.into_iter().filter(|(_, d)| !d.is_empty()).collect(),
        earlier,
    })
}

/// Reads every format back. What differed, by format.
fn check(
    exports: &[&'static dyn Export],
    job: &Job,
    folder: &dyn Folder,
    files_of: &BTreeMap<String, Vec<String>>,
    digests: &[[u8; 32]],
    progress: &mut dyn FnMut(Step) -> Flow,
) -> Result<BTreeMap<String, Vec<String>>, ExportError> {
    let own = files_of.get("jsonl").cloned().unwrap_or_default();
    let mut failed = BTreeMap::new();
    for format in exports {
        let id = format.about().id;
        if progress(Step::Checking(id)).is_break() {
            return Err(ExportError::Stopped);
        }
        let mut names = own.clone();
        let differences = if id == "jsonl" {
            verify_own(digests, &*folder.written(names))
        } else {
            names.extend(files_of.get(id).cloned().unwrap_or_default());
            let mut stopped = false;
            let differences = verify(*format, job, &*folder.written(names), &mut || {
                stopped = progress(Step::Checking(id)).is_break();
                if stopped { Flow::Break(()) } else { Flow::Continue(()) }
            });
            if stopped {
                return Err(ExportError::Stopped);
            }
            differences
        };
        failed.insert(id.to_owned(), differences);
    }
    Ok(failed)
}
