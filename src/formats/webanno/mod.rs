//! WebAnno TSV 3.3: what WebAnno and INCEpTION write and read, `webanno_tsv/STEM.tsv`, one a document that has a token.
//!
//! ```text
//! #FORMAT=WebAnno TSV 3.3
//! #T_SP=webanno.custom.Span|label|attrs
//! #T_RL=webanno.custom.SpanLink|label|BT_webanno.custom.Span
//!
//!
//! #Text=🔥 Lan nói.
//! 1-1<tab>0-2<tab>🔥<tab>_<tab>_<tab>_<tab>_<tab>
//! 1-2<tab>3-6<tab>Lan<tab>Actor[1]<tab>{"entity":"Lan"}[1]<tab>_<tab>_<tab>
//! ```
//!
//! Offsets count UTF-16 units, half open. A mark is on every token it covers, with its number; marks on one token have a bar
//! between; no value is `*`, no mark `_`. A link stands at the first token of the mark that it leads to, and names the first of
//! the one it comes from. Attributes are one JSON object; the layer is to have the features `label` and `attrs`.
//!
//! Sentences tile the text, so that it comes back to the letter but for one thing: blanks before the first token come back as
//! spaces, since the format only says how many there are. Lines of page noise stay, or the text would have holes. Notes have no
//! place; marks with a blank at an edge, none either.
//!
//! Read are 3.0 to 3.3 with any layers: a mark's label is the feature `label` or `value`, else the first; the others are
//! attributes. Chains and slots are told. Offsets in characters, as some other programs write them, are seen by the tokens.
//!
//! Facts: INCEpTION's user guide, appendix “WebAnno TSV 3.3”, and its `Tsv3XDeserializer`.

mod cells;
mod read;
mod write;

use super::{About, Holds, ImportAbout, OffsetUnit};

/// The format.
pub struct WebannoTsv;

static ABOUT: About = About {
    id: "webanno_tsv",
    title: "WebAnno TSV 3.3",
    purpose: "Working on in INCEpTION",
    files: "webanno_tsv/STEM.tsv",
    holds: Holds { blank_edges: false, ids: false, notes: false, text: false, metadata: false, ..Holds::ALL },
};

static READS: ImportAbout = ImportAbout {
    id: "webanno_tsv",
    title: "WebAnno TSV 3",
    files: "One .tsv a document, or an INCEpTION project’s folders annotation and curation",
    unit: OffsetUnit::Utf16,
};

const SPAN: &str = "webanno.custom.Span";
const LINK: &str = "webanno.custom.SpanLink";
