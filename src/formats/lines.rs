//! Reading files of other people: with caps, so that no file can fill the memory.

use super::{Place, ReadError, Rejected, Source};
use std::{
    cell::Cell,
    io::{self, BufRead, BufReader, Read},
    rc::Rc,
};

/// The longest line, and the largest single document, that is read: 128 MiB, twice the largest article.
pub const MAX_RECORD: u64 = 128 << 20;

/// A whole file as text; a byte-order mark is left out.
///
/// # Errors
/// [`ReadError`] where it cannot be opened, is larger than [`MAX_RECORD`], or is not UTF-8.
pub fn whole(source: &dyn Source, name: &str) -> Result<String, ReadError> {
    let mut bytes = Vec::new();
    let file = source.open(name).map_err(ReadError::file(name))?;
    file.take(MAX_RECORD + 1).read_to_end(&mut bytes).map_err(ReadError::file(name))?;
    if bytes.len() as u64 > MAX_RECORD {
        return Err(ReadError::form(Place::file(name), too_long("It")));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let line = good.iter().filter(|b| **b == b'\n').count() as u64 + 1;
        ReadError::form(Place::line(name, line), "It is not UTF-8 here. Save it as UTF-8")
    })?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// A whole file as it is, where a byte-order mark belongs to the text.
///
/// # Errors
/// As [`whole`].
pub fn whole_exact(source: &dyn Source, name: &str) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    let file = source.open(name).map_err(ReadError::file(name))?;
    file.take(MAX_RECORD + 1).read_to_end(&mut bytes).map_err(ReadError::file(name))?;
    if bytes.len() as u64 > MAX_RECORD {
        return Err(ReadError::form(Place::file(name), too_long("It")));
    }
    Ok(bytes)
}

/// The first bytes of a file, for telling what it is; empty where it cannot be read.
pub fn head(source: &dyn Source, name: &str, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Ok(file) = source.open(name) {
        // What was read before an error is enough.
        let _ = file.take(most).read_to_end(&mut bytes);
    }
    bytes
}

/// A line with its number from 1, or what is wrong with it.
pub type Line<'l> = Result<(u64, &'l str), Rejected>;

/// The same as bytes, whether they are UTF-8 or not.
pub type RawLine<'l> = Result<(u64, &'l [u8]), Rejected>;

/// The lines of a file, one at a time, ended by a line feed alone; U+2028 and the like end none.
pub struct Lines<'a> {
    name: String,
    from: BufReader<Box<dyn Read + 'a>>,
    number: u64,
    buffer: Vec<u8>,
}

impl<'a> Lines<'a> {
    /// Opens a file.
    ///
    /// # Errors
    /// [`ReadError`] where it cannot be opened.
    pub fn open(source: &'a dyn Source, name: &str) -> Result<Self, ReadError> {
        let from = source.open(name).map_err(ReadError::file(name))?;
        Ok(Lines { name: name.into(), from: BufReader::with_capacity(1 << 16, from), number: 0, buffer: Vec::new() })
    }

    /// The next line that is not blank, without its end, with its number from 1. A line that is too long or not UTF-8 is
    /// told as rejected, and the one after it comes next time. `None` at the end.
    ///
    /// # Errors
    /// [`ReadError`] where the file cannot be read.
    pub fn next(&mut self) -> Result<Option<Line<'_>>, ReadError> {
        match self.raw()? {
            None => return Ok(None),
            Some(Err(rejected)) => return Ok(Some(Err(rejected))),
            Some(Ok(_)) => {}
        }
        Ok(Some(match std::str::from_utf8(&self.buffer) {
            Ok(line) => Ok((self.number, line)),
            Err(_) => {
                let raw = String::from_utf8_lossy(&self.buffer);
                Err(Rejected::new(self.place(), "The line is not UTF-8", &raw))
            }
        }))
    }

    /// The same as bytes.
    ///
    /// # Errors
    /// As [`Lines::next`].
    pub fn raw(&mut self) -> Result<Option<RawLine<'_>>, ReadError> {
        loop {
            self.buffer.clear();
            let mut from = (&mut self.from).take(MAX_RECORD);
            let read = from.read_until(b'\n', &mut self.buffer).map_err(ReadError::file(&self.name))?;
            if read == 0 {
                return Ok(None);
            }
            self.number += 1;
            if self.buffer.last() != Some(&b'\n') && read as u64 == MAX_RECORD {
                let raw = String::from_utf8_lossy(self.buffer.get(..256).unwrap_or_default()).into_owned();
                skip_line(&mut self.from).map_err(ReadError::file(&self.name))?;
                return Ok(Some(Err(Rejected::new(self.place(), too_long("The line"), &raw))));
            }
            if self.buffer.last() == Some(&b'\n') {
                self.buffer.pop();
            }
            if self.number == 1 && self.buffer.starts_with(b"\xef\xbb\xbf") {
                self.buffer.drain(..3);
            }
            if !self.buffer.iter().all(u8::is_ascii_whitespace) {
                break;
            }
        }
        Ok(Some(Ok((self.number, &self.buffer))))
    }

    /// Where the line in hand is.
    fn place(&self) -> Place {
        Place::line(&self.name, self.number)
    }
}

/// A reader that gives up where a record is longer than [`MAX_RECORD`]. Whoever reads sets `used` to 0 with every record.
pub struct Capped<R> {
    /// What is read.
    pub reader: R,
    /// How much was read of the record in hand.
    pub used: Rc<Cell<u64>>,
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.used.get() > MAX_RECORD {
            let what = format!("a record is longer than {} MiB, more than any article", MAX_RECORD >> 20);
            return Err(io::Error::other(what));
        }
        let read = self.reader.read(to)?;
        self.used.set(self.used.get() + read as u64);
        Ok(read)
    }
}

fn too_long(what: &str) -> String {
    format!("{what} is longer than {} MiB, more than any article", MAX_RECORD >> 20)
}

/// Reads on to the end of the line without keeping it.
fn skip_line(from: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = from.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let (used, ended) = match buffer.iter().position(|b| *b == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), false),
        };
        from.consume(used);
        if ended {
            return Ok(());
        }
    }
}
