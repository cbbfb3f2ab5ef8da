//! XML as exports have it: what must be escaped so that a text comes back to the letter, and reading as a stream.
//!
//! Reading takes UTF-8 alone, keeps every blank (line ends as XML has them: CR LF and CR in a file are LF, `&#13;` is CR),
//! expands the five entities of XML and numbers, and no others: a document's own entities are an error, never expanded.
//! Files are read in pieces; nesting, attributes and the size of a record have limits.

use super::{Flow, Likeness, News, Place, ReadError, Rejected, Source, lines, lines::MAX_RECORD};
use quick_xml::{
    NsReader, XmlVersion,
    errors::Error as XmlError,
    escape::{EscapeError, resolve_predefined_entity},
    events::{BytesStart, Event as Raw},
    name::ResolveResult,
};
use std::{
    borrow::Cow,
    io::{self, BufRead, BufReader, Read},
};

/// Whether XML 1.0 has no way to hold a character.
pub fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Text between tags. A carriage return is written as a number, or readers make it a line feed.
pub fn text(of: &str) -> Cow<'_, str> {
    escape(of, false)
}

/// Text in an attribute. Tabs and line ends are written as numbers, or readers make them blanks.
pub fn attribute(of: &str) -> Cow<'_, str> {
    escape(of, true)
}

fn escape(of: &str, attribute: bool) -> Cow<'_, str> {
    let special =
        |c: char| matches!(c, '&' | '<' | '>' | '\r') || attribute && matches!(c, '"' | '\t' | '\n') || is_forbidden(c);
    if !of.contains(special) {
        return Cow::Borrowed(of);
    }
    let mut out = String::with_capacity(of.len() + of.len() / 8);
    for c in of.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            '"' if attribute => out.push_str("&quot;"),
            '\t' if attribute => out.push_str("&#9;"),
            '\n' if attribute => out.push_str("&#10;"),
            c if is_forbidden(c) => out.push(char::REPLACEMENT_CHARACTER),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The deepest nesting that is read.
const DEEPEST: usize = 512;

/// The most attributes of an element that are read.
const MOST_ATTRIBUTES: usize = 1024;

/// Something read from XML.
#[derive(Debug)]
pub enum Event {
    /// An element begins. An empty one ends right behind.
    Start(Element),
    /// The element that began last ends.
    End,
    /// All the text up to the next tag.
    Text(String),
    /// The file is at its end.
    Eof,
}

/// The beginning of an element.
#[derive(Debug)]
pub struct Element {
    /// Its name without a prefix.
    pub name: String,
    /// Its namespace; empty for none.
    pub space: String,
    /// Its attributes as they are written, without declarations of namespaces.
    pub attributes: Vec<(String, String)>,
}

impl Element {
    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The value of an attribute, taken out; empty where it is not there.
    pub fn take(&mut self, name: &str) -> String {
        let found = self.attributes.iter_mut().find(|(n, _)| n == name);
        found.map(|(_, value)| std::mem::take(value)).unwrap_or_default()
    }
}

/// Reads XML in pieces.
pub struct Reader<'a> {
    name: String,
    reader: NsReader<Watched<'a>>,
    buffer: Vec<u8>,
    ahead: Option<Event>,
    depth: usize,
}

impl<'a> Reader<'a> {
    /// Opens a file.
    ///
    /// # Errors
    /// [`ReadError`] where it cannot be opened.
    pub fn open(source: &'a dyn Source, name: &str) -> Result<Self, ReadError> {
        let file = source.open(name).map_err(ReadError::file(name))?;
        let watched = Watched { reader: BufReader::with_capacity(1 << 16, file), line: 1, used: 0 };
        let mut reader = NsReader::from_reader(watched);
        reader.config_mut().expand_empty_elements = true;
        Ok(Reader { name: name.into(), reader, buffer: Vec::new(), ahead: None, depth: 0 })
    }

    /// The file's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where reading is.
    pub fn place(&self) -> Place {
        Place::line(&self.name, self.reader.get_ref().line)
    }

    /// Begins another record: sizes are counted anew, so that a file of any size can be read and no record fills the memory.
    pub fn record(&mut self) {
        self.reader.get_mut().used = 0;
    }

    /// The next event. Comments and instructions are passed over.
    ///
    /// # Errors
    /// [`ReadError`] where the file cannot be read or is no XML from here on.
    pub fn next(&mut self) -> Result<Event, ReadError> {
        if let Some(event) = self.ahead.take() {
            return Ok(event);
        }
        let mut text = String::new();
        let event = loop {
            let mut buffer = std::mem::take(&mut self.buffer);
            buffer.clear();
            let event = self.piece(&mut buffer, &mut text);
            self.buffer = buffer;
            if let Some(event) = event? {
                break event;
            }
        };
        if text.is_empty() {
            return Ok(event);
        }
        self.ahead = Some(event);
        Ok(Event::Text(text))
    }

    /// The text of the element that has begun, up to its end; that of elements inside belongs to it.
    ///
    /// # Errors
    /// As [`Reader::next`].
    pub fn text(&mut self) -> Result<String, ReadError> {
        let (mut all, mut depth) = (String::new(), 0_usize);
        loop {
            match self.next()? {
                Event::Start(_) => depth += 1,
                Event::Text(text) if all.is_empty() => all = text,
                Event::Text(text) => all.push_str(&text),
                Event::End if depth == 0 => return Ok(all),
                Event::End => depth -= 1,
                Event::Eof => return Ok(all),
            }
        }
    }

    /// Reads on to the end of the element that has begun.
    ///
    /// # Errors
    /// As [`Reader::next`].
    pub fn skip(&mut self) -> Result<(), ReadError> {
        self.text().map(drop)
    }

    /// The next element inside the one that has begun; `None` at its end. Text between them is passed over.
    ///
    /// # Errors
    /// As [`Reader::next`].
    pub fn child(&mut self) -> Result<Option<Element>, ReadError> {
        loop {
            match self.next()? {
                Event::Start(element) => return Ok(Some(element)),
                Event::End | Event::Eof => return Ok(None),
                Event::Text(_) => {}
            }
        }
    }

    /// One piece of the file: text is added to `text`, else the event is given.
    fn piece(&mut self, buffer: &mut Vec<u8>, text: &mut String) -> Result<Option<Event>, ReadError> {
        let raw = match self.reader.read_event_into(buffer) {
            Ok(raw) => raw,
            Err(error) => return Err(self.fault(error)),
        };
        Ok(Some(match raw {
            // Around the first element there is nothing but line ends.
            Raw::Text(_) if self.depth == 0 => return Ok(None),
            Raw::Text(piece) => {
                text.push_str(&piece.xml10_content());
                return Ok(None);
            }
            Raw::CData(piece) => {
                text.push_str(&piece.xml10_content());
                return Ok(None);
            }
            Raw::GeneralRef(entity) => {
                match entity.resolve_char_ref() {
                    Ok(Some(c)) => text.push(c),
                    Ok(None) => match resolve_predefined_entity(&entity) {
                        Some(known) => text.push_str(known),
                        None => return Err(self.own_entity(&entity)),
                    },
                    Err(error) => return Err(self.fault(error)),
                }
                return Ok(None);
            }
            Raw::Start(start) | Raw::Empty(start) => {
                self.depth += 1;
                if self.depth > DEEPEST {
                    let why = format!("Its elements are nested deeper than {DEEPEST}");
                    return Err(ReadError::form(self.place(), why));
                }
                Event::Start(self.element(&start)?)
            }
            Raw::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                Event::End
            }
            Raw::Eof if self.depth > 0 => {
                return Err(ReadError::form(self.place(), "The file ends before its elements do"));
            }
            Raw::Eof => Event::Eof,
            Raw::Comment(_) | Raw::PI(_) | Raw::Decl(_) | Raw::DocType(_) => return Ok(None),
        }))
    }

    fn element(&self, start: &BytesStart<'_>) -> Result<Element, ReadError> {
        let (space, name) = self.reader.resolver().resolve_element(start.name());
        let space = if let ResolveResult::Bound(space) = space { space.as_ref().to_owned() } else { String::new() };
        let mut attributes = Vec::new();
        // Without its check for doubles, which takes the square of their number: the first one counts.
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| self.fault(error.into()))?;
            if attribute.key.as_namespace_binding().is_some() {
                continue;
            }
            let value = attribute.normalized_value(XmlVersion::Explicit1_0).map_err(|error| self.fault(error))?;
            attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
            if attributes.len() > MOST_ATTRIBUTES {
                let why = format!("An element has more than {MOST_ATTRIBUTES} attributes");
                return Err(ReadError::form(self.place(), why));
            }
        }
        Ok(Element { name: name.as_ref().to_owned(), space, attributes })
    }

    fn fault(&self, error: XmlError) -> ReadError {
        match error {
            XmlError::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => {
                ReadError::form(self.place(), error.to_string())
            }
            XmlError::Io(error) => ReadError::File(self.name.clone(), io::Error::new(error.kind(), error.to_string())),
            XmlError::Encoding(_) => ReadError::form(self.place(), "It is not UTF-8 here. Save it as UTF-8"),
            XmlError::Escape(EscapeError::UnrecognizedEntity(_, entity)) => self.own_entity(&entity),
            error => {
                let error: String = error.to_string().chars().take(200).collect();
                ReadError::form(self.place(), format!("It cannot be understood here: {error}"))
            }
        }
    }

    fn own_entity(&self, entity: &str) -> ReadError {
        let entity: String = entity.chars().take(40).collect();
        let why = format!("The entity “&{entity};” is the document’s own. Write the character that it stands for");
        ReadError::form(self.place(), why)
    }
}

/// Counts lines and bytes.
struct Watched<'a> {
    reader: BufReader<Box<dyn Read + 'a>>,
    line: u64,
    used: u64,
}

impl Read for Watched<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(to)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Watched<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.used > MAX_RECORD {
            let what = format!("It is longer than {} MiB, more than any article", MAX_RECORD >> 20);
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, what));
        }
        self.reader.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        let lines = self.reader.buffer().get(..n).unwrap_or_default().iter().filter(|b| **b == b'\n').count();
        self.line += lines as u64;
        self.used += n as u64;
        self.reader.consume(n);
    }
}

/// The name of a file's first element, without a prefix, from its first bytes; `None` where there is none.
pub fn root(head: &[u8]) -> Option<String> {
    let mut reader = quick_xml::Reader::from_reader(head);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).ok()? {
            Raw::Start(start) | Raw::Empty(start) => return Some(start.local_name().as_ref().to_owned()),
            Raw::Text(text) if !text.chars().all(char::is_whitespace) => return None,
            Raw::Eof | Raw::End(_) | Raw::CData(_) => return None,
            _ => {}
        }
    }
}

/// What of a file is looked at to tell what it is.
const HEAD: u64 = 4096;

/// First elements of files that other formats of ours have: where one of these lies beside the wanted files, it is no mistake.
const OTHERS: &[&str] =
    &["XMI", "typeSystemDescription", "TEI", "TEI.2", "teiCorpus", "GateDocument", "collection", "TimeML", "View"];

/// What reads one file, and tells what is in it.
pub type ReadOne<'f, 's> = dyn FnMut(&mut Reader<'s>, &mut dyn FnMut(News) -> Flow) -> Result<Flow, ReadError> + 'f;

/// The files of a format, by their endings and their first elements.
pub struct Files {
    /// What it is called where there is none.
    pub title: &'static str,
    /// Endings of names, with the dot. A single file may have any.
    pub endings: &'static [&'static str],
    /// Names of first elements.
    pub roots: &'static [&'static str],
}

impl Files {
    /// How well a source looks like this: a few files are looked into.
    pub fn detect(&self, source: &dyn Source) -> Likeness {
        if self.some(source).next().is_some() { Likeness::Sure } else { Likeness::No }
    }

    /// The wanted ones among the first files.
    pub fn some<'s>(&self, source: &'s dyn Source) -> impl Iterator<Item = &'s str> {
        self.named(source).take(8).filter(|name| {
            let root = root(&lines::head(source, name, HEAD));
            root.is_some_and(|root| self.roots.contains(&root.as_str()))
        })
    }

    /// Reads every file with the wanted first element. One that breaks off is told, and the next is read.
    ///
    /// # Errors
    /// [`ReadError`] where a file cannot be opened, or none is of this format.
    pub fn each<'s>(
        &self,
        source: &'s dyn Source,
        tell: &mut dyn FnMut(News) -> Flow,
        read: &mut ReadOne<'_, 's>,
    ) -> Result<(), ReadError> {
        let mut any = false;
        for name in self.named(source) {
            let why = match root(&lines::head(source, name, HEAD)) {
                Some(root) if self.roots.contains(&root.as_str()) => {
                    any = true;
                    match Reader::open(source, name).and_then(|mut reader| read(&mut reader, tell)) {
                        Ok(Flow::Continue(())) => continue,
                        Ok(Flow::Break(())) => return Ok(()),
                        Err(ReadError::Form(place, why)) => {
                            if tell(Rejected::news(place, why, "")).is_break() {
                                return Ok(());
                            }
                            continue;
                        }
                        Err(error) => return Err(error),
                    }
                }
                Some(root) if OTHERS.contains(&root.as_str()) => continue,
                Some(root) => {
                    let root: String = root.chars().take(40).collect();
                    format!("It is not {}: its first element is <{root}>", self.title)
                }
                None => format!("It is not {}: it does not begin as XML in UTF-8", self.title),
            };
            if tell(Rejected::news(Place::file(name), why, "")).is_break() {
                return Ok(());
            }
        }
        if any {
            return Ok(());
        }
        let wanted = format!("*{}", self.endings.first().unwrap_or(&""));
        Err(ReadError::form(Place::file(&wanted), format!("No file here is {}", self.title)))
    }

    fn named<'s>(&self, source: &'s dyn Source) -> impl Iterator<Item = &'s str> {
        let files = source.files();
        let ends = |name: &str| {
            let name = name.to_ascii_lowercase();
            self.endings.iter().any(|e| name.ends_with(e))
        };
        files.iter().map(String::as_str).filter(move |name| files.len() == 1 || ends(name))
    }
}

/// A text as it is put together, with its length in characters and UTF-16 units.
#[derive(Debug, Default)]
pub struct Running {
    /// The text.
    pub text: String,
    /// Its length in Unicode scalars.
    pub chars: u64,
    /// Its length in UTF-16 units.
    pub utf16: u64,
}

impl Running {
    /// Adds a piece.
    pub fn push(&mut self, piece: &str) {
        self.text.push_str(piece);
        self.chars += piece.chars().count() as u64;
        self.utf16 += piece.chars().map(|c| c.len_utf16() as u64).sum::<u64>();
    }
}
