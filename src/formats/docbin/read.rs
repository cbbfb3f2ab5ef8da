//! Reading DocBins, ours and those that others wrote.
//!
//! The words of a document stand long before the strings they are made of. So a file is read through once for its table of strings
//! and where things are, and then at four places at once: nothing but the strings stays in memory.

use super::{
    groups::read_groups,
    msgpack::{self, Item, broken},
    strings::{self, Strings},
    user_data::take_user_data,
    words::{Entity, Words},
};
use crate::formats::{
    At, Body, Flow, Import, ImportAbout, Incoming, IncomingMark, Likeness, News, OffsetUnit, Place, ReadError,
    Rejected, Source,
    lines::{self, MAX_RECORD},
    names,
};
use flate2::read::ZlibDecoder;
use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, BufReader, Read},
};

/// The import.
pub struct DocBins;

static READS: ImportAbout = ImportAbout {
    id: "docbin",
    title: "spaCy DocBin",
    files: "corpus.spacy, train.spacy, dev.spacy",
    unit: OffsetUnit::Chars,
};

/// The most tokens of a document, and documents of a file.
const MOST: u64 = 1 << 24;
/// The largest table of strings, in bytes.
const MOST_STRINGS: usize = 256 << 20;
/// The most columns: spaCy itself has 30.
const MOST_COLUMNS: u64 = 64;

impl Import for DocBins {
    fn about(&self) -> &'static ImportAbout {
        &READS
    }

    fn detect(&self, source: &dyn Source) -> Likeness {
        let Some(name) = files(source).next() else { return Likeness::No };
        let head = lines::head(source, name, 512);
        let mut from = ZlibDecoder::new(head.as_slice());
        let first = msgpack::next(&mut from).and_then(|_| msgpack::string(&mut from, 256));
        if first.is_ok_and(|key| key == b"version") { Likeness::Sure } else { Likeness::Perhaps }
    }

    fn read(&self, source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
        let mut any = false;
        for name in files(source) {
            any = true;
            let done = Bin::open(source, name, tell).and_then(|bin| bin.docs(source, tell));
            match done {
                Ok(Flow::Continue(())) => {}
                Ok(Flow::Break(())) => return Ok(()),
                Err(error) => return Err(wrong(name, error)),
            }
        }
        let none = || ReadError::form(Place::default(), "There is no file ending in .spacy");
        if any { Ok(()) } else { Err(none()) }
    }
}

fn files(source: &dyn Source) -> impl Iterator<Item = &str> {
    source.files().iter().map(String::as_str).filter(|name| name.ends_with(".spacy"))
}

/// An error while reading, as what it means.
fn wrong(name: &str, error: io::Error) -> ReadError {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => ReadError::form(Place::file(name), "The file is cut off"),
        io::ErrorKind::InvalidInput => {
            ReadError::form(Place::file(name), "It is not compressed as a DocBin is, or it is damaged")
        }
        io::ErrorKind::InvalidData => ReadError::form(Place::file(name), error.to_string()),
        _ => ReadError::File(name.into(), error),
    }
}

/// A file, unpacked as it is read.
struct Unpacked<'a> {
    from: BufReader<ZlibDecoder<Box<dyn Read + 'a>>>,
    at: u64,
}

impl Read for Unpacked<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(to)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl<'a> Unpacked<'a> {
    /// Opens a file at a place in what is unpacked.
    fn open(source: &'a dyn Source, name: &str, at: u64) -> io::Result<Self> {
        let from = ZlibDecoder::new_with_buf(source.open(name)?, vec![0; 1 << 16]);
        let mut unpacked = Unpacked { from: BufReader::with_capacity(1 << 16, from), at: 0 };
        msgpack::skip_bytes(&mut unpacked, at)?;
        Ok(unpacked)
    }
}

/// What is known of a file before its documents.
struct Bin<'a> {
    name: &'a str,
    /// Where things begin: the bytes of `tokens` and `spaces`, the elements of `span_groups` and `user_data`.
    at: BTreeMap<&'static str, u64>,
    columns: Columns,
    lengths: Vec<u32>,
    strings: Strings,
    /// The documents whose blanks are unknown.
    unknown: BTreeSet<usize>,
}

/// Which column is where.
#[derive(Default)]
struct Columns {
    count: usize,
    word: usize,
    place: Option<usize>,
    label: Option<usize>,
    /// Attributes of entities.
    said: Vec<(usize, &'static str)>,
    /// What spaCy knows of words and Whosaid does not.
    other: Vec<(usize, &'static str)>,
}

impl Columns {
    fn of(numbers: &[u64]) -> io::Result<Self> {
        let at = |name: &str| strings::symbol(name).and_then(|n| numbers.iter().position(|of| *of == n));
        let all = |names: &[&'static str]| names.iter().filter_map(|name| Some((at(name)?, *name))).collect();
        Ok(Columns {
            count: numbers.len(),
            word: at("ORTH").ok_or_else(|| broken("Its tokens have no words (ORTH)"))?,
            place: at("ENT_IOB"),
            label: at("ENT_TYPE"),
            said: all(&["ENT_KB_ID", "ENT_ID"]),
            other: all(&["TAG", "POS", "LEMMA", "DEP", "MORPH"]),
        })
    }
}

impl<'a> Bin<'a> {
    /// Reads a file through, and tells what is in it that is not taken in.
    fn open(source: &dyn Source, name: &'a str, tell: &mut dyn FnMut(News) -> Flow) -> io::Result<Self> {
        let mut from = Unpacked::open(source, name, 0)?;
        let keys = match msgpack::next(&mut from)? {
            Item::Map(keys) => keys,
            _ => return Err(broken("It is compressed, but no DocBin")),
        };
        let mut bin = Bin {
            name,
            at: BTreeMap::new(),
            columns: Columns::default(),
            lengths: Vec::new(),
            strings: Strings::default(),
            unknown: BTreeSet::new(),
        };
        let mut sizes = BTreeMap::new();
        for _ in 0..keys {
            let key = msgpack::string(&mut from, 256)?;
            match key.as_slice() {
                b"version" => {
                    let version = String::from_utf8_lossy(&msgpack::string(&mut from, 256)?).into_owned();
                    if version != "0.1" {
                        let why = format!("Its version is {version}; it is read as version 0.1");
                        let _ = tell(Rejected::news(Place::file(name), why, ""));
                    }
                }
                b"attrs" => bin.columns = columns(&mut from)?,
                b"tokens" => sizes.extend([("tokens", bin.section("tokens", &mut from)?)]),
                b"spaces" => sizes.extend([("spaces", bin.section("spaces", &mut from)?)]),
                b"lengths" => bin.lengths(&mut from)?,
                b"strings" => bin.table(&mut from)?,
                b"cats" => bin.categories(&mut from, tell)?,
                b"flags" => bin.flags(&mut from)?,
                b"span_groups" => bin.elements("span_groups", &mut from)?,
                b"user_data" => bin.elements("user_data", &mut from)?,
                _ => msgpack::skip(&mut from)?,
            }
        }
        let tokens: u64 = bin.lengths.iter().map(|n| u64::from(*n)).sum();
        let size = |of: &str| sizes.get(of).copied().unwrap_or(0);
        if bin.columns.count == 0 {
            return Err(broken("It does not say which columns its tokens have (attrs)"));
        }
        if size("tokens") != tokens * 8 * bin.columns.count as u64 || size("spaces") != tokens {
            return Err(broken("Its tokens are not as many as its documents say"));
        }
        Ok(bin)
    }

    fn section(&mut self, name: &'static str, from: &mut Unpacked<'_>) -> io::Result<u64> {
        let Item::Bytes(len) = msgpack::next(from)? else { return Err(broken(format!("Its {name} are no bytes"))) };
        self.at.insert(name, from.at);
        msgpack::skip_bytes(from, len)?;
        Ok(len)
    }

    fn elements(&mut self, name: &'static str, from: &mut Unpacked<'_>) -> io::Result<()> {
        let count = msgpack::array(from)?;
        self.at.insert(name, from.at);
        (0..count).try_for_each(|_| msgpack::skip(from))?;
        let docs = self.lengths.len() as u64;
        if count < docs { Err(broken(format!("Its {name} are {count} for {docs} documents"))) } else { Ok(()) }
    }

    fn lengths(&mut self, from: &mut Unpacked<'_>) -> io::Result<()> {
        let bytes = msgpack::string(from, MOST * 4)?;
        for length in bytes.as_chunks().0 {
            let length = u32::try_from(i32::from_le_bytes(*length));
            self.lengths.push(length.map_err(|_| broken("A document has fewer than no tokens"))?);
        }
        Ok(())
    }

    fn table(&mut self, from: &mut Unpacked<'_>) -> io::Result<()> {
        for _ in 0..msgpack::array(from)? {
            let bytes = msgpack::string(from, MAX_RECORD)?;
            self.strings.number(&String::from_utf8(bytes).map_err(|_| broken("A string is not UTF-8"))?);
            if self.strings.bytes() > MOST_STRINGS {
                return Err(broken(format!("Its strings are larger than {} MiB", MOST_STRINGS >> 20)));
            }
        }
        Ok(())
    }

    fn categories(&mut self, from: &mut Unpacked<'_>, tell: &mut dyn FnMut(News) -> Flow) -> io::Result<()> {
        for at in 0..msgpack::array(from)? {
            match msgpack::next(from)? {
                Item::Nil | Item::Map(0) => {}
                Item::Map(count) => {
                    (0..count * 2).try_for_each(|_| msgpack::skip(from))?;
                    let why =
                        format!("Its categories ({count}) are not taken in: Whosaid marks words, not whole articles");
                    let _ = tell(Rejected::news(place(self.name, at as usize), why, ""));
                }
                _ => return Err(broken("The categories (cats) of a document are no map")),
            }
        }
        Ok(())
    }

    fn flags(&mut self, from: &mut Unpacked<'_>) -> io::Result<()> {
        for at in 0..msgpack::array(from)?.min(MOST) {
            let Item::Map(count) = msgpack::next(from)? else {
                return Err(broken("The flags of a document are no map"));
            };
            for _ in 0..count {
                let key = msgpack::string(from, 256)?;
                match (key.as_slice(), msgpack::next(from)?) {
                    (b"has_unknown_spaces", Item::Bool(true)) => drop(self.unknown.insert(at as usize)),
                    (_, Item::Nil | Item::Bool(_) | Item::Int(_) | Item::UInt(_) | Item::Float(_)) => {}
                    (_, other) => return Err(broken(format!("A flag of a document is {other:?}"))),
                }
            }
        }
        Ok(())
    }

    /// Reads the documents.
    fn docs(&self, source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> io::Result<Flow> {
        let open = |what: &str| self.at.get(what).map(|at| Unpacked::open(source, self.name, *at)).transpose();
        let cut = || broken("It has no tokens");
        let mut tokens = open("tokens")?.ok_or_else(cut)?;
        let mut spaces = open("spaces")?.ok_or_else(cut)?;
        let (mut groups, mut user_data) = (open("span_groups")?, open("user_data")?);
        let mut others = BTreeSet::new();
        for (at, length) in self.lengths.iter().enumerate() {
            let place = place(self.name, at);
            let words = self.words(*length, &mut tokens, &mut spaces, &mut others)?;
            let groups = groups.as_mut().map(|from| msgpack::string(from, MAX_RECORD)).transpose()?;
            let more = user_data.as_mut().map(item).transpose()?.flatten();
            let doc = words
                .and_then(|words| self.doc(at, words, groups.as_deref().unwrap_or_default(), more.as_deref(), tell));
            let news = match doc {
                Ok(doc) => News::Doc(Box::new(doc)),
                Err(why) => Rejected::news(place, why, ""),
            };
            if tell(news).is_break() {
                return Ok(Flow::Break(()));
            }
        }
        if !others.is_empty() {
            let names: Vec<&str> = others.into_iter().collect();
            let why = format!("What it says of words ({}) is not taken in, only its marks", names.join(", "));
            return Ok(tell(Rejected::news(Place::file(self.name), why, "")));
        }
        Ok(Flow::Continue(()))
    }

    /// Reads the words of a document; `Err` with what is wrong with it.
    fn words(
        &self,
        length: u32,
        tokens: &mut Unpacked<'_>,
        spaces: &mut Unpacked<'_>,
        others: &mut BTreeSet<&'static str>,
    ) -> io::Result<Result<Words, String>> {
        let mut words = Words::default();
        let mut wrong = None;
        let mut row = vec![0; self.columns.count * 8];
        if u64::from(length) > MOST {
            wrong = Some(format!("It has {length} words, more than any article"));
        }
        for at in 0..length {
            tokens.read_exact(&mut row)?;
            let mut space = [0];
            spaces.read_exact(&mut space)?;
            if wrong.is_some() {
                continue;
            }
            let number = |at: usize| row.as_chunks().0.get(at).map_or(0, |bytes| u64::from_le_bytes(*bytes));
            others.extend(self.columns.other.iter().filter(|(at, _)| number(*at) != 0).map(|(_, name)| name));
            let word = number(self.columns.word);
            match self.strings.get(word) {
                None => {
                    wrong = Some(format!("Its word {} is the number {word}, which is no string of the file", at + 1));
                }
                Some(word) => words.add(word, space != [0]),
            }
            if words.text.len() as u64 > MAX_RECORD {
                wrong = Some(format!("Its text is larger than {} MiB, more than any article", MAX_RECORD >> 20));
            }
            let label = self.columns.label.map_or(0, number);
            let said = self.columns.said.iter().map(|(at, name)| (*name, number(*at))).collect();
            words.entity(self.columns.place.map_or(0, number), Entity { first: at, behind: at + 1, label, said });
        }
        Ok(wrong.map_or(Ok(words), Err))
    }

    fn doc(
        &self,
        at: usize,
        words: Words,
        groups: &[u8],
        more: Option<&[u8]>,
        tell: &mut dyn FnMut(News) -> Flow,
    ) -> Result<Incoming, String> {
        let place = place(self.name, at);
        let mut tell = |why: String, raw: &str| {
            let _ = tell(Rejected::news(place.clone(), why, raw));
        };
        let mut doc = Incoming { place: place.clone(), ..Incoming::default() };
        let known = !self.unknown.contains(&at);
        let mut there = BTreeSet::new();
        let groups = read_groups(groups).map_err(|error| format!("Its span groups cannot be read: {error}"))?;
        let several = groups.len() > 1;
        let mut unknown = 0;
        for (key, span) in groups.iter().flat_map(|g| g.spans.iter().map(|span| (&g.key, span))) {
            let label = match self.strings.get(span.label) {
                Some(label) if !label.is_empty() => label.to_string(),
                // A group may stand for a label.
                Some(_) => key.clone(),
                None => {
                    tell(format!("A mark’s label is the number {}, which is no string of the file", span.label), "");
                    continue;
                }
            };
            let Some((start, end)) = words.place(span.first, span.behind) else {
                let (first, behind) = (span.first, span.behind);
                tell(
                    format!("A mark “{label}” has the tokens from {first} to before {behind}, which are not there"),
                    "",
                );
                continue;
            };
            if known && (start, end) != (span.start, span.end) {
                tell(
                    format!(
                        "A mark “{label}” says {}–{}; its tokens say {start}–{end}, and were followed",
                        span.start, span.end
                    ),
                    "",
                );
            }
            there.insert((span.first, span.behind, label.clone()));
            let id = self.strings.get(span.id).map(ToString::to_string).unwrap_or_default();
            let mut mark = mark(known, (span.first, span.behind), (start, end), label);
            if several {
                mark.attributes.insert("group".into(), key.clone());
            }
            self.say(&mut mark, "kb_id", span.kb_id, &mut unknown);
            doc.marks.push(IncomingMark { keep_id: !id.is_empty(), id, ..mark });
        }
        for entity in &words.entities {
            let label = self.strings.get(entity.label).map(ToString::to_string);
            let Some(label) = label else {
                tell(format!("An entity’s label is the number {}, which is no string of the file", entity.label), "");
                continue;
            };
            let (first, behind) = (entity.first as i32, entity.behind as i32);
            let Some(chars) = words.place(first, behind) else { continue };
            if there.insert((first, behind, label.clone())) {
                let mut mark = mark(known, (first, behind), chars, label);
                for (name, number) in &entity.said {
                    self.say(&mut mark, &name.trim_start_matches("ENT_").to_ascii_lowercase(), *number, &mut unknown);
                }
                doc.marks.push(mark);
            }
        }
        if unknown > 0 {
            tell(format!("{unknown} ids of its marks are numbers without a string, and are left out"), "");
        }
        if let Some(more) = more {
            let value =
                msgpack::value(&mut &*more).map_err(|error| format!("Its user data cannot be read: {error}"))?;
            take_user_data(&mut doc, value, &mut tell);
        }
        doc.about.split = names::split_of_file(self.name);
        doc.body = if known { Body::Text(words.text) } else { Body::Tokens(vec![words.tokens()]) };
        Ok(doc)
    }

    /// Takes in what is said of a mark by a number.
    fn say(&self, mark: &mut IncomingMark, name: &str, number: u64, unknown: &mut usize) {
        match self.strings.get(number) {
            Some(value) if value.is_empty() => {}
            Some(value) => drop(mark.attributes.insert(name.into(), value.to_string())),
            None => *unknown += 1,
        }
    }
}

fn place(name: &str, at: usize) -> Place {
    Place::item(name, format_args!("document {}", at + 1))
}

fn columns(from: &mut Unpacked<'_>) -> io::Result<Columns> {
    let count = msgpack::array(from)?;
    if count > MOST_COLUMNS {
        return Err(broken(format!("Its tokens have {count} columns")));
    }
    let mut numbers = Vec::new();
    for _ in 0..count {
        match msgpack::next(from)? {
            Item::UInt(number) => numbers.push(number),
            other => return Err(broken(format!("A column is {other:?} instead of a number"))),
        }
    }
    Columns::of(&numbers)
}

/// A record that may be missing.
fn item(from: &mut Unpacked<'_>) -> io::Result<Option<Vec<u8>>> {
    match msgpack::next(from)? {
        Item::Nil => Ok(None),
        Item::Bytes(len) => msgpack::bytes(from, len, MAX_RECORD).map(Some),
        other => Err(broken(format!("The user data of a document are {other:?}"))),
    }
}

/// A mark at tokens, or where blanks are known at characters.
fn mark(known: bool, tokens: (i32, i32), chars: (u64, u64), label: String) -> IncomingMark {
    let at = if known { At::Offsets(chars.0, chars.1) } else { At::Tokens(tokens.0 as usize, tokens.1 as usize) };
    IncomingMark { at, label, ..IncomingMark::default() }
}
