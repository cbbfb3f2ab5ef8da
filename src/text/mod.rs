//! The text of an article: offsets, spans, boundaries, folding, finding, quotations that can be found again, tiling.
//!
//! This room knows nothing of annotations, files or windows. In memory every position is a [`ByteOffset`] into UTF-8.

mod anchor;
mod count;
mod cursor;
mod decode;
mod find;
mod fold;
mod occur;
mod offset;
mod segment;
mod shorten;
mod span;
mod tile;

pub use anchor::{Found, Quotation, edits, find_again};
pub use count::counted;
pub use cursor::Cursor;
pub use decode::{DecodeError, Decoded, Encoding, MAX_ARTICLE_BYTES, Notice, decode, decode_plain};
pub use find::{Excerpt, Finder, Hits, Query, QueryError};
pub use fold::{Folded, Folding, fold, folded};
pub use occur::{Places, occurrences};
pub use offset::{ByteOffset, CharOffset, Text, Utf16Offset};
pub use segment::Unit;
pub use shorten::one_line;
pub use span::{Span, SpanError};
pub use tile::{MAX_TRACKS, Tracks, tracks};
