//! Writing an export: each document once, into every format; then everything is read back and compared, and the manifest says
//! what came of it.
//!
//! Where the dataset is split, each part (train, dev, test) is an export of its own in a folder of its name. Formats that have a
//! way of their own for parts are written once, beside these folders.

use super::{Corpus, Request, SPLITS, Scan, scan::each};
use crate::{
    agreement::{Assessed, Confidence, Measure, assess_all, measure},
    formats::{
        DECISIONS, Doc, Export, Flow, Job, Kept, Manifest, Report, Scratch, Sink, Source, Writer, WrittenFile,
        decision_lines, digest, loss_lines, part_lines, verify, verify_own,
    },
    model::AnnotationSet,
    session::study::{StudyChoice, gather},
    text::{Text, counted},
};
use sha2::{Digest, Sha256};
use std::{
    cell::RefCell,
    collections::BTreeMap,
    fmt::Write as _,
    io::{self, BufWriter, Write},
    rc::Rc,
};

/// A folder that an export is written into and read back from.
pub trait Folder: Sink {
    /// These of the files that were written, for reading: all below a folder (its name with `/`, empty for the whole), without
    /// which they are named.
    fn written(&self, below: &str, names: Vec<String>) -> Box<dyn Source>;
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
    /// The files of an export that was in the folder before, with their SHA-256.
    pub earlier: BTreeMap<String, String>,
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

/// A folder as one format sees it: below a folder of its part of the dataset, and with its files noted.
struct Noted<'f> {
    folder: &'f mut dyn Folder,
    prefix: &'f str,
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
        let name = format!("{}{name}", self.prefix);
        let to = self.folder.create(&name)?;
        self.own.push(name.clone());
        let noted = NotedFile { to, hash: Sha256::new(), bytes: 0, name, files: self.files.clone() };
        // Formats write a few bytes at a time, and a hash is quick with many.
        Ok(Box::new(BufWriter::with_capacity(1 << 16, noted)))
    }

    fn scratch(&mut self) -> io::Result<Box<dyn Scratch>> {
        self.folder.scratch()
    }

    fn earlier(&self, name: &str) -> Option<String> {
        self.folder.earlier(&format!("{}{name}", self.prefix))
    }
}

/// A format being written.
struct Run<'j> {
    format: &'static dyn Export,
    writer: Box<dyn Writer + 'j>,
    own: Vec<String>,
}

/// A part of the dataset being written: an export with everything that belongs to one.
struct Part<'j> {
    /// The folder, with its `/`; empty for the whole.
    prefix: String,
    /// Which documents; `None` for all.
    split: Option<&'static str>,
    runs: Vec<Run<'j>>,
    loss: Box<dyn Write>,
    parts: Box<dyn Write>,
    digests: Vec<[u8; 32]>,
}

impl<'j> Part<'j> {
    fn begin(
        prefix: String,
        split: Option<&'static str>,
        formats: &[&'static dyn Export],
        job: &'j Job,
        folder: &mut dyn Folder,
        files: &Files,
    ) -> io::Result<Self> {
        let mut runs = Vec::with_capacity(formats.len());
        for format in formats {
            let mut own = Vec::new();
            let mut out = Noted { folder: &mut *folder, prefix: &prefix, files: files.clone(), own: &mut own };
            let writer = format.begin(job, &mut out)?;
            runs.push(Run { format: *format, writer, own });
        }
        let mut rest = Vec::new();
        let mut out = Noted { folder, prefix: &prefix, files: files.clone(), own: &mut rest };
        let (loss, parts) = (out.create("loss.jsonl")?, out.create("loss-parts.jsonl")?);
        Ok(Part { prefix, split, runs, loss, parts, digests: Vec::new() })
    }

    /// Writes a document, and counts what is kept and lost of it. Our own files stand beside every part; of these, only those
    /// of the whole are counted.
    fn doc(
        &mut self,
        doc: &Doc,
        job: &Job,
        report: &mut Report,
        folder: &mut dyn Folder,
        files: &Files,
    ) -> io::Result<()> {
        if self.split.is_some() && self.split != doc.about.split.as_deref() {
            return Ok(());
        }
        for run in &mut self.runs {
            let about = run.format.about();
            let kept = Kept::of(doc, about, job);
            let (prefix, own) = (&self.prefix, &mut run.own);
            let mut out = Noted { folder: &mut *folder, prefix, files: files.clone(), own };
            run.writer.doc(self.digests.len(), doc, &kept, &mut out)?;
            let lost = kept.parts();
            loss_lines(&mut self.loss, about.id, doc, &kept)?;
            part_lines(&mut self.parts, about.id, doc, &lost)?;
            if let Some(report) = report.of(about.id).filter(|_| self.split.is_none() || about.id != "jsonl") {
                report.add(&kept, &lost);
            }
        }
        self.digests.push(digest(doc));
        Ok(())
    }

    fn end(mut self, folder: &mut dyn Folder, files: &Files) -> io::Result<Written> {
        self.loss.flush()?;
        self.parts.flush()?;
        let mut written = Vec::with_capacity(self.runs.len());
        for Run { format, writer, mut own } in self.runs {
            let out = &mut Noted { folder: &mut *folder, prefix: &self.prefix, files: files.clone(), own: &mut own };
            writer.end(out)?;
            own.sort();
            written.push((format, own));
        }
        Ok(Written { prefix: self.prefix, written, digests: self.digests })
    }
}

/// A part that was written: its formats with their files, and what they were written from.
struct Written {
    prefix: String,
    written: Vec<(&'static dyn Export, Vec<String>)>,
    digests: Vec<[u8; 32]>,
}

/// Writes everything that is chosen, reads it back, and writes the manifest. The caller puts the folder into its place. `scan` is
/// what was said of it before.
///
/// # Errors
/// [`ExportError`]; the folder is then to be thrown away.
pub fn write(
    corpus: &dyn Corpus,
    request: &Request,
    scan: &Scan,
    job: &Job,
    folder: &mut dyn Folder,
    progress: &mut dyn FnMut(Step) -> Flow,
) -> Result<Exported, ExportError> {
    let files: Files = Rc::default();
    let exports = request.exports();
    let mut job = job.clone();
    if exports.iter().any(|e| e.has_card()) {
        job.agreement = agreement(corpus, request, &mut |n, of| progress(Step::Writing(n, of)))?;
    }
    let job = &job;
    let mut parts = Vec::new();
    let mut begin = |prefix: String, split, formats: &[&'static dyn Export]| {
        Part::begin(prefix, split, formats, job, &mut *folder, &files).map(|part| parts.push(part))
    };
    if scan.splits.is_some() {
        let by_itself = |e: &&'static dyn Export| e.about().holds.parts || e.about().id == "jsonl";
        let (whole, apart): (Vec<_>, Vec<_>) = exports.iter().copied().partition(by_itself);
        begin(String::new(), None, &whole)?;
        if !apart.is_empty() {
            let formats: Vec<_> = whole.first().copied().into_iter().chain(apart).collect();
            for split in SPLITS {
                begin(format!("{split}/"), Some(split), &formats)?;
            }
        }
    } else {
        begin(String::new(), None, &exports)?;
    }

    let mut report = Report::new(exports.iter().copied());
    let mut decisions: Option<Box<dyn Write>> = None;
    let mut failed: Option<io::Error> = None;
    let done = each(
        corpus,
        request,
        scan.splits.as_ref(),
        &mut None,
        &mut |n, of| progress(Step::Writing(n, of)),
        &mut |_, doc, (text, set)| {
            if set.review().is_some() {
                let mut out = Noted { folder: &mut *folder, prefix: "", files: files.clone(), own: &mut Vec::new() };
                if let Err(error) = decided(&mut decisions, &mut out, &doc, text, set) {
                    failed = Some(error);
                    return Flow::Break(());
                }
            }
            for part in &mut parts {
                if let Err(error) = part.doc(&doc, job, &mut report, &mut *folder, &files) {
                    failed = Some(error);
                    return Flow::Break(());
                }
            }
            report.add_doc(&doc);
            Flow::Continue(())
        },
    );
    if let Some(error) = failed {
        return Err(error.into());
    }
    if done.is_break() {
        return Err(ExportError::Stopped);
    }
    if let Some(mut decisions) = decisions {
        decisions.flush()?;
    }
    let mut written = Vec::with_capacity(parts.len());
    for part in parts {
        written.push(part.end(&mut *folder, &files)?);
    }
    let mut files_of: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut differences: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for part in &written {
        part.check(job, &*folder, &mut differences, progress)?;
        for (format, own) in &part.written {
            files_of.entry(format.about().id.to_owned()).or_default().extend(own.iter().cloned());
        }
    }
    let earlier = folder.earlier("manifest.json").map_or_else(BTreeMap::new, |text| Manifest::files_of_earlier(&text));
    if let Some(splits) = &scan.splits {
        let mut out = Noted { folder: &mut *folder, prefix: "", files: files.clone(), own: &mut Vec::new() };
        let mut file = out.create("splits.json")?;
        file.write_all(splits.to_json().as_bytes())?;
        file.flush()?;
    }
    let manifest = Manifest {
        project: job.project.clone(),
        scope: request.words(),
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

/// The measures that a card tells.
const ON_CARDS: [&str; 3] = ["span_f1_exact", "span_f1_overlap", "krippendorff_alpha"];

/// How far those agree who annotated the chosen articles; nothing where that cannot be measured.
fn agreement(
    corpus: &dyn Corpus,
    request: &Request,
    alive: &mut dyn FnMut(usize, usize) -> Flow,
) -> Result<Vec<(String, String)>, ExportError> {
    let scope = &request.scope;
    // One annotator's export is worth as much as the annotators agree, so the others count too.
    let annotators = if scope.annotators.len() > 1 { scope.annotators.clone() } else { Vec::new() };
    let choice = StudyChoice { annotators, articles: scope.articles.clone(), ..StudyChoice::default() };
    let study = gather(corpus, &choice, alive).ok_or(ExportError::Stopped)?.study;
    let measures: Vec<&dyn Measure> = ON_CARDS.into_iter().filter_map(measure).collect();
    let of = study.articles().len();
    let mut alive = |done: f32| alive((done * of as f32) as usize, of);
    let found = assess_all(&measures, &study, &study.everything(), Confidence::default(), &mut alive);
    let found = found.ok_or(ExportError::Stopped)?;
    let shared = study.shared();
    let line = |a: Assessed| {
        let value = a.all.value.ok()?;
        let interval = a.ci95.map(|(low, high)| format!("95 % interval {low:.3} to {high:.3}; ")).unwrap_or_default();
        let on = format!("{} {}, {}", a.all.n, a.about.counts, counted(shared, "article"));
        Some((
            a.about.title.to_owned(),
            format!("{value:.3} ({interval}{on} by {})", counted(study.annotators().len(), "annotator")),
        ))
    };
    Ok(found.into_iter().filter_map(line).collect())
}

/// Writes what was decided about a document into a file that is made with the first of them.
fn decided(
    file: &mut Option<Box<dyn Write>>,
    out: &mut dyn Sink,
    doc: &Doc,
    text: &Text,
    set: &AnnotationSet,
) -> io::Result<()> {
    let file = match file {
        Some(file) => file,
        None => file.insert(out.create(DECISIONS)?),
    };
    decision_lines(file, doc, text, set)
}

impl Written {
    /// Reads every format back, and adds what differs.
    fn check(
        &self,
        job: &Job,
        folder: &dyn Folder,
        differences: &mut BTreeMap<String, Vec<String>>,
        progress: &mut dyn FnMut(Step) -> Flow,
    ) -> Result<(), ExportError> {
        let own: Vec<String> =
            self.written.iter().filter(|(f, _)| f.about().id == "jsonl").flat_map(|(_, own)| own.clone()).collect();
        for (format, files) in &self.written {
            let id = format.about().id;
            if progress(Step::Checking(id)).is_break() {
                return Err(ExportError::Stopped);
            }
            let found = if id == "jsonl" {
                verify_own(&self.digests, &*folder.written(&self.prefix, own.clone()))
            } else {
                let source = folder.written(&self.prefix, own.iter().chain(files).cloned().collect());
                let mut stopped = false;
                let found = verify(*format, job, &*source, &mut || {
                    stopped = progress(Step::Checking(id)).is_break();
                    if stopped { Flow::Break(()) } else { Flow::Continue(()) }
                });
                if stopped {
                    return Err(ExportError::Stopped);
                }
                found
            };
            let found = found.into_iter().map(|what| format!("{}{what}", self.prefix));
            differences.entry(id.to_owned()).or_default().extend(found);
        }
        Ok(())
    }
}
