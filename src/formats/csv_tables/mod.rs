//! Tables for spreadsheets, pandas and R: comma-separated, and the same with tabs.
//!
//! | file | columns |
//! |---|---|
//! | `docs.csv` | `doc_id, text, title, outlet, url, published, event, language, meta, article, annotator, state` |
//! | `spans.csv` | `doc_id, span_id, start, end, label, text, attrs, note, made` |
//! | `relations.csv` | `doc_id, relation_id, from, to, label`, ends by `span_id` |
//!
//! The first lie in `csv`, with CR LF; the second (`.tsv`) in `tsv`, with LF. Both as RFC 4180 has it, every cell in quotes,
//! UTF-8 without a byte-order mark. `attrs` and `meta` are JSON objects. Offsets are Unicode scalars, half open. A text that
//! begins like a formula stays as it is. pandas needs `dtype=str, keep_default_na=False`, or it takes `NA` for nothing.
//!
//! What is read is any table with headings that say what it is, with commas, semicolons or tabs, quoted or not: texts with their
//! titles, dates and so on; spans beside them, or spans alone with the whole text in every row; links. Columns that mean
//! nothing here are kept as metadata of the article, or as attributes of the mark.

mod headings;
mod read;
mod table;
mod write;

use super::{About, Holds, ImportAbout, OffsetUnit};

/// The format.
pub struct Csv;

static ABOUT: About = About {
    id: "csv",
    title: "CSV and TSV tables",
    purpose: "Spreadsheets, pandas and R",
    files: "csv/docs.csv, csv/spans.csv, csv/relations.csv, and the same in tsv",
    holds: Holds::ALL,
};

static READS: ImportAbout = ImportAbout {
    id: "csv",
    title: "CSV and TSV tables",
    files: "Tables of texts, of spans, or both: .csv, .tsv",
    unit: OffsetUnit::Chars,
};
