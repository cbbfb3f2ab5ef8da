//! The words of the program as plain types: labels, annotations, sets, articles, and the one way to change them.
//!
//! This room knows nothing of files, formats, the clock or windows.

mod annotation;
mod article;
mod change;
mod found;
mod label;
#[cfg(test)]
mod laws;
mod merge;
mod noise;
mod set;
pub mod story;

pub use annotation::{Annotation, AnnotationId, IdMaker, Link, Place, Was};
pub use article::{ArticleKey, KeyError, Metadata, Published, PublishedError};
pub use change::{ChangeError, ChangeSet};
pub use found::{detect, is_vietnamese};
pub use label::{ColorToken, Label, LabelName, LabelSet, LabelSetError, LineStyle};
pub use merge::{Clash, diff, merge};
pub use noise::{NoiseProposal, propose_noise};
pub use set::{AnnotationSet, AnnotatorName, NameError, State};
