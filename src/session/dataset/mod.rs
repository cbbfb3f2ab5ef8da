//! Datasets: exporting a project's annotations, and importing those of others. The window and the command line run this same
//! code; it reads a [`Corpus`] and writes to a folder that it knows by a trait, so a test needs no disk.
//!
//! | file | holds |
//! |---|---|
//! | `scope` | what is chosen: annotators, states, labels, articles |
//! | `docs` | from an article with a set to a document |
//! | `scan` | what there would be, and what formats would lose of it, before anything is written |
//! | `specimen` | what formats make of one document, in memory |
//! | `splitting` | parts that do not leak into one another |
//! | `export` | writing, reading back, the manifest |
//! | `import`, `wanting` | what was recognised, taking it in, and what the labels lack for it |
//! | `disk` | the store's side of the traits |

mod disk;
mod docs;
mod export;
mod import;
mod scan;
mod scope;
mod specimen;
mod splitting;
mod wanting;

pub use disk::{Looked, Taken, export_into, export_looked, take_in_all, thaw};
pub use docs::to_doc;
pub use export::{ExportError, Exported, Folder, Step, write};
pub use import::{ImportRequest, Imported, MOST, Preview, preview, recognise, take_in};
pub use scan::{Corpus, Left, Remark, Scan, scan};
pub use scope::{ArticleScope, Request, Scope};
pub use specimen::{Glimpse, Specimen, specimens};
pub use splitting::{SPLITS, SplitPlan};
