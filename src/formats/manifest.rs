//! What an export says of itself: `manifest.json`, and `loss.jsonl` with `loss-parts.jsonl` for what formats could not hold.
//!
//! | file | a line |
//! |---|---|
//! | `loss.jsonl` | `{"format", "doc", "span", "reason"}`: a mark that a format leaves out |
//! | `loss-parts.jsonl` | `{"format", "doc", "span", "part", "name", "value"}`: an attribute, link or note of a mark that is there |
//!
//! Neither holds a time, so that the same project gives the same bytes.

use super::{Doc, Kept, Options, Part, Policy, Report, TokenUnit, json};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    io::{self, Write},
};

/// The form of `manifest.json`; later ones only add to it.
const SCHEMA: u32 = 1;

/// What `manifest.json` says.
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    /// The project's name.
    pub project: String,
    /// What was chosen: each choice with its values.
    pub scope: BTreeMap<String, Vec<String>>,
    /// How it was written.
    pub options: Options,
    /// What is in it.
    pub report: Report,
    /// Which files each format wrote.
    pub files_of: BTreeMap<String, Vec<String>>,
    /// All files.
    pub files: BTreeMap<String, WrittenFile>,
    /// What differed when the files were read back, by format; empty where nothing did.
    pub failed: BTreeMap<String, Vec<String>>,
}

/// A file that was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenFile {
    /// Its length in bytes.
    pub bytes: u64,
    /// The SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
}

#[derive(Serialize)]
struct Record<'a> {
    program: &'a str,
    version: &'a str,
    schema: u32,
    project: &'a str,
    scope: &'a BTreeMap<String, Vec<String>>,
    options: OptionsRecord,
    counts: Counts<'a>,
    formats: BTreeMap<&'a str, FormatRecord<'a>>,
    checked: bool,
    files: &'a BTreeMap<String, WrittenFile>,
}

#[derive(Serialize)]
struct OptionsRecord {
    overlap: &'static str,
    trim: bool,
    nfc: bool,
    tokens: &'static str,
    without_noise: bool,
}

#[derive(Serialize)]
struct Counts<'a> {
    docs: usize,
    spans: usize,
    by_label: &'a BTreeMap<String, usize>,
    relations: usize,
    overlapping: usize,
    nested: usize,
    across_lines: usize,
}

#[derive(Serialize)]
struct FormatRecord<'a> {
    files: &'a [String],
    spans: usize,
    lost_spans: BTreeMap<&'static str, usize>,
    lost_parts: &'a BTreeMap<&'static str, usize>,
    lost_docs: usize,
    /// `true`: read back and found equal.
    checked: bool,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    differences: &'a [String],
}

impl Manifest {
    /// The file's text.
    pub fn to_json(&self) -> String {
        let none: &[String] = &[];
        let formats = self.report.formats.iter().map(|format| {
            let differences = self.failed.get(format.id).map_or(none, Vec::as_slice);
            let record = FormatRecord {
                files: self.files_of.get(format.id).map_or(none, Vec::as_slice),
                spans: format.kept,
                lost_spans: format.lost.iter().map(|(reason, n)| (reason.name(), *n)).collect(),
                lost_parts: &format.parts,
                lost_docs: format.docs,
                checked: differences.is_empty(),
                differences,
            };
            (format.id, record)
        });
        let report = &self.report;
        let record = Record {
            program: "whosaid",
            version: env!("CARGO_PKG_VERSION"),
            schema: SCHEMA,
            project: &self.project,
            scope: &self.scope,
            options: OptionsRecord {
                overlap: Policy::ALL.iter().find(|(p, _)| *p == self.options.policy).map_or("", |(_, name)| name),
                trim: self.options.trim,
                nfc: self.options.composed,
                tokens: TokenUnit::ALL.iter().find(|(u, _)| *u == self.options.tokens).map_or("", |(_, name)| name),
                without_noise: self.options.without_noise,
            },
            counts: Counts {
                docs: report.docs,
                spans: report.marks,
                by_label: &report.by_label,
                relations: report.links,
                overlapping: report.overlapping,
                nested: report.nested,
                across_lines: report.across_lines,
            },
            formats: formats.collect(),
            checked: self.failed.values().all(Vec::is_empty),
            files: &self.files,
        };
        let mut text = serde_json::to_string_pretty(&record).unwrap_or_default();
        text.push('\n');
        text
    }

    /// The files that an earlier export in the same folder wrote, with the SHA-256 of their bytes (empty for its manifest, which
    /// does not say its own); none where its manifest is not one of ours.
    pub fn files_of_earlier(text: &str) -> BTreeMap<String, String> {
        #[derive(Deserialize)]
        struct Earlier {
            program: String,
            files: BTreeMap<String, WrittenFile>,
        }
        match json::read::<Earlier>(text) {
            Ok(earlier) if earlier.program == "whosaid" => {
                let files = earlier.files.into_iter().map(|(name, file)| (name, file.sha256));
                files.chain([("manifest.json".to_owned(), String::new())]).collect()
            }
            _ => BTreeMap::new(),
        }
    }
}

/// Writes the lines of `loss.jsonl` for a document.
///
/// # Errors
/// Where they cannot be written.
pub fn loss_lines(to: &mut dyn Write, format: &str, doc: &Doc, kept: &Kept<'_>) -> io::Result<()> {
    #[derive(Serialize)]
    struct Line<'a> {
        format: &'a str,
        doc: &'a str,
        span: &'a str,
        reason: &'a str,
    }
    // A format for some labels only does not lose the others: the report counts them.
    let lost = kept.lost.iter().filter(|(_, reason)| *reason != super::Reason::Label);
    for (mark, reason) in lost.filter_map(|(at, reason)| Some((doc.marks.get(*at)?, reason))) {
        json::write_line(to, &Line { format, doc: &doc.id, span: &mark.id, reason: reason.name() })?;
    }
    Ok(())
}

/// Writes the lines of `loss-parts.jsonl` for a document: what [`Kept::parts`] says of it.
///
/// # Errors
/// Where they cannot be written.
pub fn part_lines(to: &mut dyn Write, format: &str, doc: &Doc, parts: &[(usize, Part)]) -> io::Result<()> {
    #[derive(Serialize)]
    struct Line<'a> {
        format: &'a str,
        doc: &'a str,
        span: &'a str,
        part: &'a str,
        name: &'a str,
        value: &'a str,
    }
    for (at, part) in parts {
        let Some(mark) = doc.marks.get(*at) else { continue };
        let (name, value) = match part {
            Part::Attribute(name) => (&**name, mark.attributes.get(name).map_or("", |v| &**v)),
            Part::Link(role, to) => (&**role, doc.marks.get(*to).map_or("", |m| &*m.id)),
            Part::Note => ("", &*mark.note),
        };
        json::write_line(to, &Line { format, doc: &doc.id, span: &mark.id, part: part.kind(), name, value })?;
    }
    Ok(())
}
