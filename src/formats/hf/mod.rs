//! Hugging Face datasets: Parquet files with a dataset card, as `datasets.load_dataset` and the Hub take them.
//!
//! | file | holds |
//! |---|---|
//! | `hf/data/train-00000-of-00001.parquet` | a document a row; one file a part of the dataset (`validation`, `test`) |
//! | `hf/README.md` | the dataset card, which says where the files are |
//!
//! `hf` has texts with spans. `id`, `text`, `spans` (a list of `id`, `start`, `end`, `label`, `text`, `attrs`, `note`; `attrs` is
//! JSON, since a column of open names would give every row every name), `relations` (a list of `from`, `to`, `label`, by the ids
//! of spans); then what is known of the article, and `meta` for whatever has no column. Offsets are Unicode scalars, half open.
//! Nothing is lost.
//!
//! `hf_tokens` has words with tags for token classification: `id`, `tokens`, `ner_tags` (IOB2, by number; the names are in the
//! file's metadata under `huggingface`, as ClassLabel has them), `token_starts`. Marks that overlap are lost, and everything but
//! places and labels.
//!
//! Parquet files that others wrote are read by the names of their columns (`rows`).
//!
//! Facts: the sources of `datasets` 5.2 and its documentation; the Parquet format.

mod columns;
mod files;
pub(super) mod pages;
mod parquet;
mod rows;
mod spans;
mod tags;
mod values;

use super::{
    About, Doc, Export, Facts, Flow, Holds, Import, ImportAbout, Job, Kept, Likeness, News, OffsetUnit, Place,
    ReadError, Rejected, Sink, Source, Writer, lines,
};
use columns::{SpanColumns, TokenColumns};
use files::Files;
use std::io;

/// Texts with spans.
pub struct Hf;

/// Words with tags.
pub struct HfTokens;

/// Both, and what others write, from Parquet files.
pub struct HfRows;

static SPANS: About = About {
    id: "hf",
    title: "Hugging Face dataset",
    purpose: "Sharing the whole dataset on the Hub, and loading it in two lines of Python",
    files: "hf/README.md, hf/data/train-00000-of-00001.parquet",
    holds: Holds { parts: true, ..Holds::ALL },
};

static TOKENS: About = About {
    id: "hf_tokens",
    title: "Hugging Face tokens",
    purpose: "Training token classifiers with transformers",
    files: "hf_tokens/README.md, hf_tokens/data/train-00000-of-00001.parquet",
    holds: Holds { parts: true, ..Holds::FLAT },
};

static READS: ImportAbout = ImportAbout {
    id: "hf",
    title: "Hugging Face dataset (Parquet)",
    files: "*.parquet with texts and spans, or with tokens and tags",
    unit: OffsetUnit::Chars,
};

impl Export for Hf {
    fn about(&self) -> &'static About {
        &SPANS
    }

    fn has_card(&self) -> bool {
        true
    }

    fn begin<'a>(&self, job: &'a Job, _: &mut dyn Sink) -> io::Result<Box<dyn Writer + 'a>> {
        let facts = Facts {
            columns: columns::SPANS_SAID.to_vec(),
            shown: "spans",
            composed: job.options.composed,
            agreement: job.agreement.clone(),
            ..Facts::new(&job.project, &job.labels)
        };
        Ok(Box::new(Files::<SpanColumns>::new("hf", job, facts)))
    }

    fn reader(&self) -> &dyn Import {
        &HfRows
    }
}

impl Export for HfTokens {
    fn about(&self) -> &'static About {
        &TOKENS
    }

    fn has_card(&self) -> bool {
        true
    }

    fn begin<'a>(&self, job: &'a Job, _: &mut dyn Sink) -> io::Result<Box<dyn Writer + 'a>> {
        let facts = Facts {
            columns: columns::TOKENS_SAID.to_vec(),
            shown: "tokens",
            composed: job.options.composed,
            agreement: job.agreement.clone(),
            ..Facts::new(&job.project, &job.labels)
        };
        Ok(Box::new(Files::<TokenColumns>::new("hf_tokens", job, facts)))
    }

    fn reader(&self) -> &dyn Import {
        &HfRows
    }
}

impl Import for HfRows {
    fn about(&self) -> &'static ImportAbout {
        &READS
    }

    fn detect(&self, source: &dyn Source) -> Likeness {
        match parquets(source).next() {
            None => Likeness::No,
            Some(name) if lines::head(source, name, 4) == b"PAR1" => Likeness::Sure,
            Some(_) => Likeness::Perhaps,
        }
    }

    fn read(&self, source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
        let files: Vec<&str> = parquets(source).collect();
        if files.is_empty() {
            return Err(ReadError::form(Place::default(), "There is no file ending in .parquet"));
        }
        for name in &files {
            match rows::read(source, name, tell) {
                Ok(Flow::Continue(())) => {}
                Ok(Flow::Break(())) => return Ok(()),
                Err(error) if files.len() == 1 => return Err(error),
                // Of many files one may be something else.
                Err(ReadError::Form(place, why)) => {
                    if tell(Rejected::news(place, why, "")).is_break() {
                        return Ok(());
                    }
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

fn parquets(source: &dyn Source) -> impl Iterator<Item = &str> {
    source.files().iter().map(String::as_str).filter(|name| name.ends_with(".parquet"))
}

/// An error of the Parquet library, as one of the disk's.
fn failed(error: impl std::error::Error + Send + Sync + 'static) -> io::Error {
    io::Error::other(error)
}

/// What the columns of a format are made of, a document at a time.
trait Columns: Default {
    /// Their names and types.
    fn schema() -> arrow_schema::SchemaRef;

    /// The columns whose values come again and again.
    const REPEATED: &'static [&'static str];

    /// The columns of numbers that mostly grow.
    const GROWING: &'static [&'static str] = &[];

    /// Takes a document in.
    ///
    /// # Errors
    /// Where it is too large for a column.
    fn add(&mut self, doc: &Doc, kept: &Kept<'_>, job: &Job, tags: &mut columns::Tags) -> io::Result<()>;

    /// About how many bytes wait.
    fn bytes(&self) -> usize;

    /// What waits, as columns; then nothing waits.
    ///
    /// # Errors
    /// Where columns do not fit together.
    fn take(&mut self) -> io::Result<Vec<arrow_array::ArrayRef>>;

    /// What the file's metadata say of the columns to the `datasets` library; `None` where the types say it all.
    fn features(tags: &columns::Tags) -> Option<String>;
}
