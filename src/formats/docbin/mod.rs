//! spaCy's DocBin: what `spacy train` reads. One file, `corpus.spacy`, or one a part of the dataset (`train.spacy`, `dev.spacy`).
//!
//! A file is a MessagePack map, compressed with zlib:
//!
//! | key | holds |
//! |---|---|
//! | `version`, `attrs` | `"0.1"`; which columns `tokens` has, `ORTH` first |
//! | `tokens` | a number for every token and column: 64 bits, little-endian |
//! | `spaces` | for every token, whether a blank follows |
//! | `lengths` | for every document, how many tokens it has: 32 bits, little-endian |
//! | `strings` | every string that is a number elsewhere (`strings`) |
//! | `cats`, `flags` | for every document, categories; whether its blanks are unknown |
//! | `span_groups` | for every document, MessagePack of its marks: group to keys, numbers big-endian |
//! | `user_data` | for every document, MessagePack of whatever else is known |
//!
//! The text is rebuilt from tokens, so blanks other than one U+0020 behind a word are tokens. Tokens are cut at the edges of marks.
//! All marks are in the span group `sc`, which spaCy's span categorizer takes; those that do not overlap also in `ents`. Attributes,
//! links and notes are in `user_data`. Nothing is lost.
//!
//! Facts: the sources of spaCy 3.8 (`tokens/_serialize.py`, `_dict_proxies.py`, `span_group.pyx`).

mod groups;
mod msgpack;
mod read;
mod strings;
mod symbols;
mod user_data;
mod words;

use super::{About, Doc, Export, Holds, Import, Job, Kept, Mark, Scratch, Sink, Writer, names, tokens};
use crate::model::State;
use flate2::{Compression, write::ZlibEncoder};
use serde_json::{Map, Value};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, BufWriter, Seek, Write},
};
use strings::Strings;

/// The format.
pub struct DocBin;

static ABOUT: About = About {
    id: "docbin",
    title: "spaCy DocBin",
    purpose: "Training with spaCy: spans, and entities where they do not overlap",
    files: "corpus.spacy",
    holds: Holds { parts: true, ..Holds::ALL },
};

/// What can be an entity: no blank at an edge, and none over another.
static ENTITIES: About = About { holds: Holds { tokens: false, ..Holds::FLAT }, ..ABOUT };

/// spaCy's numbers for columns: the word, its place in an entity, the entity's label.
const COLUMNS: [u64; 3] = [65, 77, 78];
/// The places in an entity.
const INSIDE: u64 = 1;
const OUTSIDE: u64 = 2;
const BEGIN: u64 = 3;

/// The span group that is written: the one spaCy's span categorizer looks at unless told otherwise.
const GROUP: &str = "sc";

impl Export for DocBin {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn begin<'a>(&self, job: &'a Job, _: &mut dyn Sink) -> io::Result<Box<dyn Writer + 'a>> {
        Ok(Box::new(Files { job, bins: BTreeMap::new() }))
    }

    fn reader(&self) -> &dyn Import {
        &DocBins
    }
}

/// The import.
pub use read::DocBins;

/// The files under way, by their stems.
struct Files<'a> {
    job: &'a Job,
    bins: BTreeMap<String, Bin>,
}

/// A file under way. Only the strings stay in memory.
struct Bin {
    to: Box<dyn Write>,
    tokens: Section,
    spaces: Section,
    groups: Section,
    user_data: Section,
    lengths: Vec<u8>,
    strings: Strings,
}

/// Bytes that are needed at the end.
struct Section {
    bytes: BufWriter<Box<dyn Scratch>>,
    len: u64,
}

impl Section {
    fn new(out: &mut dyn Sink) -> io::Result<Self> {
        Ok(Section { bytes: BufWriter::with_capacity(1 << 16, out.scratch()?), len: 0 })
    }

    fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.len += bytes.len() as u64;
        self.bytes.write_all(bytes)
    }

    fn copy(self, to: &mut dyn Write) -> io::Result<()> {
        let mut bytes = self.bytes.into_inner().map_err(io::IntoInnerError::into_error)?;
        bytes.rewind()?;
        io::copy(&mut bytes, to).map(drop)
    }
}

impl Writer for Files<'_> {
    fn doc(&mut self, _: usize, doc: &Doc, kept: &Kept<'_>, out: &mut dyn Sink) -> io::Result<()> {
        let stem = names::split(&doc.about).unwrap_or_else(|| "corpus".into());
        let bin = match self.bins.entry(stem) {
            std::collections::btree_map::Entry::Occupied(there) => there.into_mut(),
            std::collections::btree_map::Entry::Vacant(new) => {
                let bin = Bin::new(new.key(), out)?;
                new.insert(bin)
            }
        };
        bin.add(doc, kept, self.job)
    }

    fn end(mut self: Box<Self>, out: &mut dyn Sink) -> io::Result<()> {
        if self.bins.is_empty() {
            self.bins.insert("corpus".into(), Bin::new("corpus", out)?);
        }
        self.bins.into_values().try_for_each(Bin::end)
    }
}

impl Bin {
    fn new(stem: &str, out: &mut dyn Sink) -> io::Result<Self> {
        Ok(Bin {
            to: out.create(&format!("{stem}.spacy"))?,
            tokens: Section::new(out)?,
            spaces: Section::new(out)?,
            groups: Section::new(out)?,
            user_data: Section::new(out)?,
            lengths: Vec::new(),
            strings: Strings::default(),
        })
    }

    fn add(&mut self, doc: &Doc, kept: &Kept<'_>, job: &Job) -> io::Result<()> {
        let text = doc.text.as_str();
        let starts: BTreeSet<usize> = kept.marks().map(|(_, m)| m.span.start().0).collect();
        let ends: BTreeSet<usize> = kept.marks().map(|(_, m)| m.span.end().0).collect();
        let tokens = tokens::spaced(text, job.options.tokens, &starts, &ends);
        let flat = Kept::of(doc, &ENTITIES, job);
        let mut entities = flat.marks().map(|(_, m)| m).peekable();
        let (mut words, mut spaces) = (Vec::with_capacity(tokens.len() * 24), Vec::with_capacity(tokens.len()));
        for token in &tokens {
            while entities.next_if(|m| m.span.end().0 <= token.start).is_some() {}
            let entity = entities.peek().filter(|m| m.span.start().0 <= token.start);
            let place = entity.map_or(OUTSIDE, |m| if m.span.start().0 == token.start { BEGIN } else { INSIDE });
            let word = text.get(token.start..token.end).unwrap_or("");
            for number in [self.strings.number(word), place, entity.map_or(0, |m| self.strings.number(&m.label))] {
                words.extend(number.to_le_bytes());
            }
            spaces.push(u8::from(token.space));
        }
        self.tokens.add(&words)?;
        self.spaces.add(&spaces)?;
        let count = i32::try_from(tokens.len()).map_err(|_| too_large("A document"))?;
        self.lengths.extend(count.to_le_bytes());
        let place = |m: &Mark| {
            let first = tokens.partition_point(|t| t.start < m.span.start().0);
            (first, tokens.partition_point(|t| t.end <= m.span.end().0))
        };
        let group = group(doc, kept, place, &mut self.strings)?;
        let mut framed = Vec::with_capacity(group.len() + 5);
        rmp::encode::write_bin(&mut framed, &group)?;
        self.groups.add(&framed)?;
        framed.clear();
        let mut data = Vec::new();
        msgpack::write(&mut data, &user_data(doc, kept))?;
        rmp::encode::write_bin(&mut framed, &data)?;
        self.user_data.add(&framed)
    }

    fn end(self) -> io::Result<()> {
        let count = u32::try_from(self.lengths.len() / 4).map_err(|_| too_large("The corpus"))?;
        // Quick rather than small: a number for every word compresses well at any level.
        let mut to = ZlibEncoder::new(self.to, Compression::fast());
        rmp::encode::write_map_len(&mut to, 10)?;
        rmp::encode::write_str(&mut to, "version")?;
        rmp::encode::write_str(&mut to, "0.1")?;
        rmp::encode::write_str(&mut to, "attrs")?;
        rmp::encode::write_array_len(&mut to, COLUMNS.len() as u32)?;
        COLUMNS.iter().try_for_each(|column| rmp::encode::write_uint(&mut to, *column).map(drop))?;
        for (name, section) in [("tokens", self.tokens), ("spaces", self.spaces)] {
            rmp::encode::write_str(&mut to, name)?;
            let len = u32::try_from(section.len).map_err(|_| too_large("The corpus"))?;
            rmp::encode::write_bin_len(&mut to, len)?;
            section.copy(&mut to)?;
        }
        rmp::encode::write_str(&mut to, "lengths")?;
        rmp::encode::write_bin(&mut to, &self.lengths)?;
        rmp::encode::write_str(&mut to, "strings")?;
        let strings = self.strings.sorted();
        rmp::encode::write_array_len(&mut to, u32::try_from(strings.len()).map_err(|_| too_large("The corpus"))?)?;
        strings.iter().try_for_each(|string| rmp::encode::write_str(&mut to, string))?;
        rmp::encode::write_str(&mut to, "cats")?;
        rmp::encode::write_array_len(&mut to, count)?;
        (0..count).try_for_each(|_| rmp::encode::write_map_len(&mut to, 0).map(drop))?;
        rmp::encode::write_str(&mut to, "flags")?;
        rmp::encode::write_array_len(&mut to, count)?;
        for _ in 0..count {
            rmp::encode::write_map_len(&mut to, 1)?;
            rmp::encode::write_str(&mut to, "has_unknown_spaces")?;
            rmp::encode::write_bool(&mut to, false)?;
        }
        for (name, section) in [("span_groups", self.groups), ("user_data", self.user_data)] {
            rmp::encode::write_str(&mut to, name)?;
            rmp::encode::write_array_len(&mut to, count)?;
            section.copy(&mut to)?;
        }
        to.finish()?.flush()
    }
}

fn too_large(what: &str) -> io::Error {
    io::Error::other(format!("{what} has more words than one DocBin can hold; export it in parts"))
}

/// The marks as MessagePack: a map from the group, itself MessagePack, to its keys; an empty list where there are none.
fn group(
    doc: &Doc,
    kept: &Kept<'_>,
    place: impl Fn(&Mark) -> (usize, usize),
    strings: &mut Strings,
) -> io::Result<Vec<u8>> {
    let mut all = Vec::new();
    if kept.marks.is_empty() {
        rmp::encode::write_array_len(&mut all, 0)?;
        return Ok(all);
    }
    let mut group = Vec::with_capacity(kept.marks.len() * 42 + 32);
    rmp::encode::write_map_len(&mut group, 3)?;
    rmp::encode::write_str(&mut group, "name")?;
    rmp::encode::write_str(&mut group, GROUP)?;
    rmp::encode::write_str(&mut group, "attrs")?;
    rmp::encode::write_map_len(&mut group, 0)?;
    rmp::encode::write_str(&mut group, "spans")?;
    let too_many = |_| too_large(&doc.id);
    rmp::encode::write_array_len(&mut group, u32::try_from(kept.marks.len()).map_err(too_many)?)?;
    for (_, mark) in kept.marks() {
        let mut span = Vec::with_capacity(40);
        for number in [strings.number(&mark.id), 0, strings.number(&mark.label)] {
            span.extend(number.to_be_bytes());
        }
        let (first, behind) = place(mark);
        for number in [first, behind, mark.start.0, mark.end.0] {
            span.extend(i32::try_from(number).map_err(too_many)?.to_be_bytes());
        }
        rmp::encode::write_bin(&mut group, &span)?;
    }
    rmp::encode::write_map_len(&mut all, 1)?;
    rmp::encode::write_bin(&mut all, &group)?;
    rmp::encode::write_array_len(&mut all, 1)?;
    rmp::encode::write_str(&mut all, GROUP)?;
    Ok(all)
}

/// What spaCy has no place for.
fn user_data(doc: &Doc, kept: &Kept<'_>) -> Value {
    let about = &doc.about;
    let mut all = Map::new();
    all.insert("doc_id".into(), (*doc.id).into());
    let state = about.state.map_or("", State::name);
    for (name, value) in [("article", &*about.article), ("annotator", &*about.annotator), ("state", state)] {
        if !value.is_empty() {
            all.insert(name.into(), value.into());
        }
    }
    let (mut attrs, mut notes, mut made) = (Map::new(), Map::new(), Map::new());
    for (_, mark) in kept.marks() {
        let said: Map<String, Value> =
            kept.attributes(mark).map(|(name, value)| (name.to_string(), (**value).into())).collect();
        for (to, value, there) in [
            (&mut notes, kept.note(mark).into(), !kept.note(mark).is_empty()),
            (&mut made, (*mark.made).into(), !mark.made.is_empty()),
            (&mut attrs, Value::Object(said.clone()), !said.is_empty()),
        ] {
            if there {
                to.insert(mark.id.to_string(), value);
            }
        }
    }
    let end = |at: usize| doc.marks.get(at).map(|m| &*m.id);
    let relations = kept.relations().filter_map(|r| Some(vec![end(r.from)?, end(r.to)?, &*r.role]));
    all.insert("relations".into(), relations.collect::<Vec<_>>().into());
    all.insert("attrs".into(), attrs.into());
    let meta: Map<String, Value> =
        about.pairs().iter().map(|(name, value)| (name.to_string(), (**value).into())).collect();
    for (name, map) in [("notes", notes), ("made", made), ("meta", meta)] {
        if !map.is_empty() {
            all.insert(name.into(), map.into());
        }
    }
    all.into()
}
