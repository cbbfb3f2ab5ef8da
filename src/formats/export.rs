//! What every export is: the trait, what it says of itself, and where it writes to.

use super::{Doc, Import, Job, Kept, names};
use std::io::{self, Read, Seek, Write};

/// A format that is written.
pub trait Export: Sync {
    /// What it is, and what it can hold.
    fn about(&self) -> &'static About;

    /// Begins an export. Documents come one at a time, so that no corpus is too large for the memory.
    ///
    /// # Errors
    /// Where a file cannot be made.
    fn begin<'a>(&self, job: &'a Job, out: &mut dyn Sink) -> io::Result<Box<dyn Writer + 'a>>;

    /// Whether a document can be seen in the files at all. Some formats leave no trace of one without a mark or a token.
    fn leaves_trace(&self, _: &Doc, _: &Kept<'_>) -> bool {
        true
    }

    /// Whether it writes a card that tells how far the annotators agree ([`Job::agreement`]).
    fn has_card(&self) -> bool {
        false
    }

    /// What reads the files back, for checking them.
    fn reader(&self) -> &dyn Import;
}

/// An export under way.
pub trait Writer {
    /// Writes a document with what is kept of it. `at` counts documents from 0, those that are left out included.
    ///
    /// # Errors
    /// Where it cannot be written.
    fn doc(&mut self, at: usize, doc: &Doc, kept: &Kept<'_>, out: &mut dyn Sink) -> io::Result<()>;

    /// Writes what comes after the last document and closes all files.
    ///
    /// # Errors
    /// Where it cannot be written.
    fn end(self: Box<Self>, out: &mut dyn Sink) -> io::Result<()>;
}

/// The folder that an export is written into, without its path.
pub trait Sink {
    /// Begins a file by its name in the folder, with `/` between folders. It is written when it is flushed.
    ///
    /// # Errors
    /// Where it cannot be made.
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Write>>;

    /// A place for bytes that are needed later, out of memory.
    ///
    /// # Errors
    /// Where there is none.
    fn scratch(&mut self) -> io::Result<Box<dyn Scratch>>;

    /// A file of the folder as it was before this export, with what people wrote into it; `None` where there is none.
    fn earlier(&self, _name: &str) -> Option<String> {
        None
    }
}

/// Bytes out of memory: written, then read from the start.
pub trait Scratch: Read + Write + Seek {}

impl<T: Read + Write + Seek> Scratch for T {}

/// Writes a whole file.
pub(super) fn write_file(out: &mut dyn Sink, name: &str, bytes: &[u8]) -> io::Result<()> {
    let mut file = out.create(name)?;
    file.write_all(bytes)?;
    file.flush()
}

/// An export with one file a document, each on its own.
pub(super) struct FileEach<F> {
    /// The folder of the files.
    pub folder: &'static str,
    /// What follows a document's stem in the name of its file.
    pub ending: &'static str,
    /// The file of a document.
    pub content: F,
}

impl<F: Fn(&Doc, &Kept<'_>) -> String> Writer for FileEach<F> {
    fn doc(&mut self, at: usize, doc: &Doc, kept: &Kept<'_>, out: &mut dyn Sink) -> io::Result<()> {
        if !kept.whole {
            return Ok(());
        }
        let name = format!("{}/{}{}", self.folder, names::stem(at, &doc.id), self.ending);
        write_file(out, &name, (self.content)(doc, kept).as_bytes())
    }

    fn end(self: Box<Self>, _: &mut dyn Sink) -> io::Result<()> {
        Ok(())
    }
}

/// What a format is, for lists, help and dialogs.
#[derive(Debug)]
pub struct About {
    /// Its name on the command line.
    pub id: &'static str,
    /// Its name on screen.
    pub title: &'static str,
    /// What it is for, in a sentence.
    pub purpose: &'static str,
    /// The files it writes; `STEM` stands for one a document.
    pub files: &'static str,
    /// What it can hold.
    pub holds: Holds,
}

/// What a format can hold. What it cannot is said before writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holds {
    /// Which labels.
    pub labels: Labels,
    /// Which marks may overlap.
    pub overlap: Overlap,
    /// Marks that begin or end with a blank.
    pub blank_edges: bool,
    /// Attributes.
    pub attributes: Attributes,
    /// Links.
    pub links: bool,
    /// Notes.
    pub notes: bool,
    /// The marks' ids.
    pub ids: bool,
    /// The text itself, to the letter.
    pub text: bool,
    /// Title, outlet and the like.
    pub metadata: bool,
    /// Characters that XML 1.0 forbids (most control characters).
    pub controls: bool,
    /// Whether it is made of tokens, so that the options for tokens apply.
    pub tokens: bool,
    /// Whether it keeps the parts of a dataset (train, dev, test) apart by itself, such as in a file for each.
    pub parts: bool,
}

impl Holds {
    /// A format that holds everything; take away what it cannot.
    pub const ALL: Holds = Holds {
        labels: Labels::All,
        overlap: Overlap::Any,
        blank_edges: true,
        attributes: Attributes::All,
        links: true,
        notes: true,
        ids: true,
        text: true,
        metadata: true,
        controls: true,
        tokens: false,
        parts: false,
    };
    /// A flat sequence of tagged tokens.
    pub const FLAT: Holds = Holds {
        labels: Labels::All,
        overlap: Overlap::None,
        blank_edges: false,
        attributes: Attributes::None,
        links: false,
        notes: false,
        ids: false,
        text: false,
        metadata: false,
        controls: true,
        tokens: true,
        parts: false,
    };
}

/// Which labels a format can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Labels {
    /// Every label.
    All,
    /// Expressions of time: the label called Date, or where none is called so, those with an attribute for date values.
    Dates,
}

/// Which marks may overlap in a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlap {
    /// All.
    Any,
    /// Those of different labels.
    OtherLabels,
    /// None.
    None,
}

/// Which attributes a format can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attributes {
    /// All.
    All,
    /// The one called `value`.
    Value,
    /// None.
    None,
}
