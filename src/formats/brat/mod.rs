//! brat's standoff: a text, and beside it a file that says what is where.
//!
//! | file | holds |
//! |---|---|
//! | `brat/STEM.txt` | the text to the letter |
//! | `brat/STEM.ann` | a line a thing: `T1` marks, `R1` links, `A1` attributes, `#1` other attributes |
//! | `brat/annotation.conf` | the labels, roles and attributes, without which brat shows nothing |
//! | `brat/visual.conf` | the labels as they are shown |
//!
//! Offsets count Unicode scalars, half open. Readers of `.ann` break lines where Python's `splitlines` does, so a mark that
//! covers such a character is written in pieces (`2 4;5 8`), one a line of the text, and put together again when read.
//! Names are one word: what cannot be in one is written as `%` and two digits. An attribute whose value or name is no plain
//! word is a note that is a JSON object; so readers can tell what a note is, notes of people are not written, though they are
//! read. Marks with a blank at an edge are no marks to brat's readers. Ids are counted anew.
//!
//! Read are also `.a1` and `.a2` (BioNLP), events (`E`: the trigger is the mark, arguments are its links), flags (`M`, and `A`
//! without a value: `true`), normalisations (`N`: an attribute with the reference, and one with its name). A mark with a gap
//! that is not blank becomes one from its first to its last piece, and that is told; equivalences (`*`) are told.
//!
//! Facts: brat's manual (brat.nlplab.org/standoff.html, configuration.html) and its `annotation.py`.

mod ann;
mod conf;
mod read;
mod write;

use super::{About, Holds, ImportAbout, OffsetUnit};

/// The format.
pub struct Brat;

static ABOUT: About = About {
    id: "brat",
    title: "brat",
    purpose: "Working on in brat, and tools that extract relations",
    files: "brat/STEM.txt, brat/STEM.ann, brat/annotation.conf, brat/visual.conf",
    holds: Holds { blank_edges: false, ids: false, metadata: false, notes: false, ..Holds::ALL },
};

static READS: ImportAbout = ImportAbout {
    id: "brat",
    title: "brat",
    files: ".txt and .ann (or .a1 and .a2) with the same name, annotation.conf, visual.conf",
    unit: OffsetUnit::Chars,
};

/// Whether a reader of `.ann` breaks a line, or a column, at this character.
fn breaks(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}
