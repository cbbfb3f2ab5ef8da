//! Datasets: exporting a project's annotations, and importing those of others. The window and the command line run this same
//! code; it reads a [`Corpus`] and writes to a folder that it knows by a trait, so a test needs no disk.
//!
//! | file | holds |
//! |---|---|
//! | `scope` | what is chosen: annotators, states, labels, articles |
//! | `docs` | from an article with a set to a document |
//! | `scan` | what there would be, and what formats would lose of it, before anything is written |
//! | `preview` | what formats make of one document, in memory |
//! | `export` | writing, reading back, the manifest |
//! | `disk` | the store's side of the traits |

mod disk;
mod docs;
mod export;
mod preview;
mod scan;
mod scope;

pub use docs::to_doc;
pub use export::{ExportError, Exported, Folder, Step, write};
pub use preview::{Glimpse, Preview, previews};
pub use scan::{Corpus, Left, Remark, Scan, job, scan};
pub use scope::{ArticleScope, Request, Scope};
