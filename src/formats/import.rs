//! What every import is: the trait, what it reads from, and what it tells.

use super::DocAbout;
use crate::model::Origin;
use std::{
    borrow::Cow,
    collections::BTreeMap,
    fmt,
    io::{self, Read},
};

/// A format that is read.
pub trait Import: Sync {
    /// What it is.
    fn about(&self) -> &'static ImportAbout;

    /// How well what is there looks like this format. Only names and the first bytes of files are looked at.
    fn detect(&self, source: &dyn Source) -> Likeness;

    /// Reads everything, document by document, in the order of the files. What cannot be understood is told as
    /// [`News::Rejected`], and reading goes on; nothing panics and nothing is dropped without a word.
    ///
    /// # Errors
    /// [`ReadError`] where it is no use going on: a file cannot be opened, or is not of this format at all.
    fn read(&self, source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError>;
}

/// What an import is, for lists, help and dialogs.
#[derive(Debug)]
pub struct ImportAbout {
    /// Its name on the command line.
    pub id: &'static str,
    /// Its name on screen.
    pub title: &'static str,
    /// Which files it reads.
    pub files: &'static str,
    /// What its offsets count, as far as the format says.
    pub unit: OffsetUnit,
}

/// How well a source looks like a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// It is not.
    No,
    /// It could be: the files have its ending, and nothing more was seen.
    Perhaps,
    /// It has the form.
    Likely,
    /// It says so.
    Sure,
}

/// What offsets count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OffsetUnit {
    /// Unicode scalars, as Python counts.
    #[default]
    Chars,
    /// UTF-16 units, as JavaScript and Java count.
    Utf16,
    /// Bytes of UTF-8.
    Bytes,
}

impl OffsetUnit {
    /// All, with their names on the command line.
    pub const ALL: [(OffsetUnit, &'static str); 3] =
        [(OffsetUnit::Chars, "characters"), (OffsetUnit::Utf16, "utf16"), (OffsetUnit::Bytes, "bytes")];

    /// Its name.
    pub fn name(self) -> &'static str {
        OffsetUnit::ALL.iter().find(|(u, _)| *u == self).map_or("", |(_, name)| name)
    }
}

/// The files that are imported, without their paths: a folder's, or one file.
pub trait Source {
    /// Their names with `/` between folders, in natural order. For one file: its name alone.
    fn files(&self) -> &[String];

    /// Opens one of them.
    ///
    /// # Errors
    /// Where it cannot be opened.
    fn open(&self, name: &str) -> io::Result<Box<dyn Read + '_>>;
}

/// Whether to go on.
pub type Flow = std::ops::ControlFlow<()>;

/// Something that was read.
#[derive(Debug)]
pub enum News {
    /// A label that the files declare, with what they say of it.
    Label(LabelSeen),
    /// A document.
    Doc(Box<Incoming>),
    /// Something that cannot be understood.
    Rejected(Rejected),
}

/// A label that files declare.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelSeen {
    /// Its name.
    pub name: String,
    /// Its colour as `#rrggbb`, or a CSS name; empty where the format has none.
    pub color: String,
    /// Its key; empty where the format has none.
    pub key: String,
}

/// A document as it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Incoming {
    /// Where it was read from.
    pub place: Place,
    /// Its name in the source, where it has one.
    pub id: Option<String>,
    /// Its text.
    pub body: Body,
    /// What else is known of it.
    pub about: DocAbout,
    /// A machine made these marks.
    pub machine: bool,
    /// Its marks.
    pub marks: Vec<IncomingMark>,
    /// The links between them.
    pub relations: Vec<IncomingRelation>,
}

/// The text of a document, as far as the format has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// To the letter.
    Text(String),
    /// As tokens, in sentences; blanks between them are not known.
    Tokens(Vec<Vec<String>>),
    /// Not at all: the document is only named.
    Named,
}

impl Default for Body {
    fn default() -> Self {
        Body::Text(String::new())
    }
}

/// A mark as it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IncomingMark {
    /// Its id in the source, by which relations know it; empty for none.
    pub id: String,
    /// Whether that id is worth keeping: not one that the format merely counts.
    pub keep_id: bool,
    /// Where it is.
    pub at: At,
    /// Its label.
    pub label: String,
    /// The words it covers, as the source says; offsets are tested against them.
    pub quote: Option<String>,
    /// Some words before and after it, as the source says.
    pub around: Option<(String, String)>,
    /// Attribute values by name.
    pub attributes: BTreeMap<String, String>,
    /// A note; empty for none.
    pub note: String,
    /// When it was made, as RFC 3339; empty where unknown.
    pub made: String,
    /// The suggestion it came of.
    pub origin: Option<Origin>,
    /// Where it was read from, if its document is large.
    pub place: Option<Place>,
}

/// Where a mark is, in the source's own count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// Offsets: start, and end that is not covered.
    Offsets(u64, u64),
    /// Tokens of the whole document: first, and the one behind the last.
    Tokens(usize, usize),
    /// Wherever its words are: the source has no offsets.
    Words,
}

impl Default for At {
    fn default() -> Self {
        At::Offsets(0, 0)
    }
}

/// A link as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IncomingRelation {
    /// The id of the mark that has it.
    pub from: String,
    /// The id of the mark it leads to.
    pub to: String,
    /// Its role.
    pub role: String,
}

/// Where something was read from.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file's name in the source.
    pub file: String,
    /// The line, from 1; 0 where lines mean nothing.
    pub line: u64,
    /// What in it, such as `task 3` or `T12`; empty for the whole.
    pub item: String,
}

impl Place {
    /// A whole file.
    pub fn file(name: &str) -> Self {
        Place { file: name.into(), line: 0, item: String::new() }
    }

    /// A line of a file, from 1.
    pub fn line(name: &str, line: u64) -> Self {
        Place { file: name.into(), line, item: String::new() }
    }

    /// Something in a file.
    pub fn item(name: &str, item: impl fmt::Display) -> Self {
        Place { file: name.into(), line: 0, item: item.to_string() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if self.item.is_empty() { Ok(()) } else { write!(f, " ({})", self.item) }
    }
}

/// Something that could not be taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Where it stands.
    pub place: Place,
    /// What is wrong with it, as a sentence without a full stop.
    pub why: String,
    /// The record as it was read, as far as it is worth keeping; at most 4096 bytes.
    pub raw: String,
}

/// The most bytes of a record that are kept with what is wrong with it.
pub const RAW: usize = 4096;

impl Rejected {
    /// Something wrong, with the record it is in.
    pub fn new(place: Place, why: impl Into<String>, raw: &str) -> Self {
        let raw = raw.get(..raw.floor_char_boundary(RAW)).unwrap_or("").to_owned();
        Rejected { place, why: why.into(), raw }
    }

    /// Something wrong, with what it says by name.
    pub fn of_pairs(place: Place, why: impl Into<String>, pairs: &BTreeMap<String, String>) -> Self {
        Rejected::new(place, why, &super::json::string(pairs))
    }

    /// A line for the file of what was not taken in. `taken`: it was, otherwise than it stands there.
    pub fn to_line(&self, taken: bool) -> String {
        let Place { file, line, item } = &self.place;
        super::json::string(&serde_json::json!({
            "file": file, "line": line, "item": item, "why": self.why, "taken": taken, "record": self.raw,
        }))
    }

    /// The same as news.
    pub fn news(place: Place, why: impl Into<String>, raw: &str) -> News {
        News::Rejected(Rejected::new(place, why, raw))
    }
}

/// Why reading could not go on.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// A file cannot be opened or read.
    #[error("{0}: It cannot be read: {1}")]
    File(String, io::Error),
    /// It is not of this format.
    #[error("{0}: {1}")]
    Form(Place, Cow<'static, str>),
}

impl ReadError {
    /// A file that cannot be opened or read.
    pub fn file(name: &str) -> impl FnOnce(io::Error) -> Self + use<> {
        let name = name.to_owned();
        move |error| ReadError::File(name, error)
    }

    /// A file that is not of this format.
    pub fn form(place: Place, what: impl Into<Cow<'static, str>>) -> Self {
        ReadError::Form(place, what.into())
    }

    /// The same as something that could not be taken in: where the other files can still be read.
    pub fn rejected(self) -> Rejected {
        match self {
            ReadError::File(name, error) => {
                Rejected::new(Place::file(&name), format!("It cannot be read: {error}"), "")
            }
            ReadError::Form(place, what) => Rejected::new(place, what, ""),
        }
    }
}
