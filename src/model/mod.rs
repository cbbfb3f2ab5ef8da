//! The words of the program as plain types: labels, annotations, sets, articles, and the one way to change them.
//!
//! This room knows nothing of files, formats, the clock or windows.

mod annotation;
mod article;
mod change;
mod comment;
mod draft;
mod found;
mod label;
#[cfg(test)]
mod laws;
mod merge;
mod names;
mod noise;
pub mod problem;
mod rejection;

mod review;
mod schema;
mod set;
mod settings;
pub mod story;
pub mod timex;

pub use annotation::{Annotation, AnnotationId, IdMaker, Link, Origin, Place, Was};
pub use article::{ArticleKey, KeyError, Line, Metadata, Published, PublishedError};
pub use change::{ChangeError, ChangeSet};
pub use comment::{Comment, Thread};
pub use draft::{Draft, DraftAttribute, DraftLabel, DraftLink, DraftValue, Fault, Kind, Part, Pick};
pub use found::{detect, is_stamp, is_vietnamese, published_in};
pub use label::{ColorToken, Label, LabelName, LabelSet, LabelSetError, LineStyle};
pub use merge::{Clash, diff, merge};
pub use names::{Name, NameClash, Used, Uses};
pub use noise::{NoiseProposal, find_lines, line_spans};
pub use rejection::Rejection;
pub use review::{Decision, Offer, REASONS, Review, Verdict};
pub use schema::{Attribute, AttributeKind, Condition, LinkRole, ValueError, YES_NO};
pub use set::{AnnotationSet, AnnotatorName, NameError, Remarks, Silence, State};
pub use settings::{Plan, Settings};
