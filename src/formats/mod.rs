//! Formats: how documents are written for other programs and read from them.
//!
//! This room knows neither disk nor paths: an export writes to a [`Sink`], an import reads from a [`Source`]. Offsets in files
//! count what the format says; [`Doc`] has them all.
//!
//! | file | holds |
//! |---|---|
//! | `doc` | a document: an article with one annotator's marks |
//! | `job` | what is wanted of an export |
//! | `export`, `import` | the two traits |
//! | `loss` | what a format keeps of a document, and what it loses |
//! | `tokens` | tokens and sentences, cut at the edges of marks |
//! | `resolve` | from what a file says to a document |
//! | `report` | what formats lose of a corpus, before it is written |
//! | `compare`, `verify` | whether what was read back is what was written |
//! | `manifest` | what an export says of itself: `manifest.json`, `loss.jsonl` |
//! | `files`, `facts` | files that are articles, and what they say of them |
//! | `split` | parts for training and testing that do not leak |
//! | `exchange` | everyone's marks on an article a line, for agreement |
//! | `card` | the card of a Hugging Face dataset |
//! | `protocol` | the lines that programs speak which suggest |
//! | `lines`, `json`, `fields`, `records`, `xml`, `tables`, `names`, `passed` | how files are read and written |
//! | the rest | one file a format, or a family of them |
//!
//! A new format is one file, and its line in [`EXPORTS`] or [`IMPORTS`].

mod argilla;
mod bioc;
mod brat;
mod card;
mod compare;
mod conll;
mod csv_tables;
mod decisions;
mod doc;
mod docbin;
mod doccano;
mod exchange;
mod export;
mod facts;
mod fields;
mod files;
mod gate;
mod gliner;
#[cfg(feature = "parquet")]
mod hf;
mod html;
mod import;
mod job;
mod json;
mod jsonl;
mod jsonl_text;
mod labelstudio;
mod lines;
mod loss;
mod manifest;
mod markdown;
mod names;
mod passed;
mod prodigy;
pub mod protocol;
mod pubannotation;
mod records;
mod report;
mod resolve;
pub mod split;
mod tables;
mod tei;
#[cfg(test)]
mod tests;
mod timeml;
mod tokens;
mod txt;
mod uima;
mod verify;
mod w3c;
mod webanno;
mod xml;

pub use card::{Facts, Split, card};
pub use compare::{compare, represented};
pub use decisions::{DECISIONS, decision_lines};
pub use doc::{Doc, DocAbout, Mark, Relation, is_blank};
pub use exchange::{Exchange, ExchangeError, ExchangeMark, ExchangeRow};
pub use export::{About, Attributes, Export, Holds, Labels, Overlap, Scratch, Sink, Writer};
pub use import::{
    At, Body, Flow, Import, ImportAbout, Incoming, IncomingMark, IncomingRelation, LabelSeen, Likeness, News,
    OffsetUnit, Place, ReadError, Rejected, Source,
};
pub use job::{Job, Options, Policy, TokenUnit};
pub use jsonl::Texts;
pub use loss::{Kept, Part, Reason};
pub use manifest::{Manifest, WrittenFile, loss_lines, part_lines};
pub use report::{FormatReport, Report};
pub use resolve::{Resolved, resolve};
pub use verify::{digest, verify, verify_own};

/// Every format that is written, in the order of menus.
pub static EXPORTS: &[&dyn Export] = &[
    &prodigy::Prodigy,
    &docbin::DocBin,
    &doccano::Doccano,
    &doccano::DoccanoRel,
    &labelstudio::LabelStudio,
    &argilla::Argilla,
    &brat::Brat,
    &conll::Conll,
    &conll::ConllBioes,
    &conll::ConllLayers,
    &webanno::WebannoTsv,
    &uima::UimaXmi,
    &uima::UimaJson,
    &w3c::W3c,
    &tei::Tei,
    &gate::Gate,
    &pubannotation::PubAnnotation,
    &bioc::BiocXml,
    &bioc::BiocJson,
    &timeml::TimeMl,
    &csv_tables::Csv,
    #[cfg(feature = "parquet")]
    &hf::Hf,
    #[cfg(feature = "parquet")]
    &hf::HfTokens,
    &gliner::Gliner,
    &jsonl::Jsonl,
];

/// Every format that is read, in the order of menus.
pub static IMPORTS: &[&dyn Import] = &[
    &prodigy::Prodigy,
    &docbin::DocBins,
    &doccano::Doccano,
    &doccano::DoccanoRel,
    &labelstudio::LabelStudio,
    &argilla::Argilla,
    &brat::Brat,
    &conll::Conll,
    &conll::ConllLayers,
    &webanno::WebannoTsv,
    &uima::UimaXmi,
    &uima::UimaJson,
    &w3c::W3c,
    &tei::Tei,
    &gate::Gate,
    &pubannotation::PubAnnotation,
    &bioc::BiocXml,
    &bioc::BiocJson,
    &timeml::TimeMl,
    &csv_tables::Csv,
    #[cfg(feature = "parquet")]
    &hf::HfRows,
    &gliner::Gliner,
    &jsonl::Jsonl,
    &html::Html,
    &markdown::Markdown,
    &jsonl_text::JsonlText,
    &txt::Txt,
];

/// The export of that id.
pub fn export(id: &str) -> Option<&'static dyn Export> {
    EXPORTS.iter().copied().find(|e| e.about().id == id)
}

/// The import of that id.
pub fn import(id: &str) -> Option<&'static dyn Import> {
    IMPORTS.iter().copied().find(|i| i.about().id == id)
}
