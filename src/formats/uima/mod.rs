//! UIMA: the formats that INCEpTION, WebAnno and DKPro write, as XMI (`xmi`) and as JSON CAS (`json`). Offsets count UTF-16.
//!
//! Both hold the same: a text (sofa), feature structures (FS) with a type and features, and views that list what counts. We
//! write
//!
//! | type | features |
//! |---|---|
//! | `webanno.custom.Span`: a mark | `label`, `attrs` (a JSON object), `note`, `made`, `markId` |
//! | `webanno.custom.SpanLink`: a link | `label`, `Governor`, `Dependent`; begin and end are the Dependent's, as INCEpTION asks |
//! | `webanno.custom.Document`: once | `identifier`, `annotator`, `meta` (a JSON object) |
//!
//! and lose nothing but, in XMI, control characters. INCEpTION takes the types as layers from TypeSystem.xml. What is read, of
//! ours and of others, says `cas`.
//!
//! Facts: UIMA's XMI as dkpro-cassis reads and writes it, the JSON CAS specification 0.4, INCEpTION's user guide.

mod cas;
mod json;
mod types;
mod xmi;

pub use json::UimaJson;
pub use xmi::UimaXmi;

use super::{Kept, Mark, json::string};
use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

/// The features of a mark that are written, in order; those without a value are left out.
fn features<'a>(kept: &Kept<'a>, mark: &'a Mark) -> Vec<(&'static str, Cow<'a, str>)> {
    let attributes: BTreeMap<&Arc<str>, &Arc<str>> = kept.attributes(mark).collect();
    let attributes = if attributes.is_empty() { String::new() } else { string(&attributes) };
    let all = [
        ("attrs", attributes.into()),
        ("note", kept.note(mark).into()),
        ("made", (&*mark.made).into()),
        ("markId", (&*mark.id).into()),
    ];
    let label = [("label", Cow::from(&*mark.label))];
    label.into_iter().chain(all.into_iter().filter(|(_, value): &(_, Cow<'_, str>)| !value.is_empty())).collect()
}

/// The features of a document that are written.
fn document(doc: &super::Doc) -> Vec<(&'static str, Cow<'_, str>)> {
    let pairs: BTreeMap<_, _> = doc.about.pairs().into_iter().collect();
    let meta = if pairs.is_empty() { String::new() } else { string(&pairs) };
    let all = [("identifier", (&*doc.id).into()), ("annotator", (&*doc.about.annotator).into()), ("meta", meta.into())];
    all.into_iter().filter(|(_, value): &(_, Cow<'_, str>)| !value.is_empty()).collect()
}

/// The language, as UIMA wants it.
fn language(doc: &super::Doc) -> &str {
    doc.about.metadata.language.as_deref().filter(|l| !l.is_empty()).unwrap_or("x-unspecified")
}
