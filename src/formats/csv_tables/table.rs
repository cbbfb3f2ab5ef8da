//! A table of some kind: what lies between its cells is seen by its first rows.

use super::headings::{Headings, Role};
use crate::{
    formats::{
        Flow, News, Place, ReadError, Rejected, Source,
        lines::{self, Capped},
    },
    text::counted,
};
use csv::{ByteRecord, ReaderBuilder, StringRecord};
use std::{cell::Cell, collections::HashSet, io::Read, rc::Rc};

/// How a table may be read: how well it looks so, and its first rows.
type Guess = ((usize, usize, usize), Table, Vec<StringRecord>);

/// How much of a file is looked at.
const HEAD: u64 = 1 << 18;

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its file.
    pub name: String,
    delimiter: u8,
    quoted: bool,
    /// Its lines end with CR LF.
    crlf: bool,
    /// Its columns.
    pub headings: Headings,
    /// What a row is.
    pub role: Role,
    /// In a table of spans: its text column is the whole text, in every row.
    pub whole: bool,
}

impl Table {
    /// Looks at a file.
    ///
    /// # Errors
    /// Where it is no table that says what it is.
    pub fn of(source: &dyn Source, name: &str) -> Result<Table, ReadError> {
        let head = lines::head(source, name, HEAD);
        let wrong = |what: &'static str| ReadError::form(Place::file(name), what);
        if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
            return Err(wrong("It is UTF-16. Save it as “CSV UTF-8”"));
        }
        let crlf =
            head.iter().position(|b| *b == b'\n').is_some_and(|at| head.get(..at).is_some_and(|l| l.ends_with(b"\r")));
        let cut = head.len() as u64 == HEAD;
        let mut best: Option<Guess> = None;
        for quoted in [true, false] {
            for delimiter in *b",;\t" {
                let mut rows: Vec<StringRecord> = builder(delimiter, quoted)
                    .from_reader(head.as_slice())
                    .byte_records()
                    .take(500)
                    .map_while(Result::ok)
                    .map(StringRecord::from_byte_record_lossy)
                    .collect();
                if cut && rows.len() > 2 {
                    rows.pop();
                }
                let Some(headings) = rows.first().map(|row| row.iter().map(str::to_owned).collect()) else { continue };
                let headings = Headings::of(headings);
                let Some(role) = headings.role() else { continue };
                let even = rows.iter().filter(|row| row.len() == headings.all.len()).count() * 1000 / rows.len();
                // A quotation mark that is none swallows rows; a single column has nothing else to tell them by.
                let rows_found = if headings.all.len() > 1 { rows.len() } else { 0 };
                let score = (even, headings.known(), rows_found);
                if best.as_ref().is_none_or(|(best, ..)| score > *best) {
                    let table = Table { name: name.into(), delimiter, quoted, crlf, headings, role, whole: false };
                    best = Some((score, table, rows));
                }
            }
        }
        let (_, mut table, rows) =
            best.ok_or_else(|| wrong("Its first row has no headings such as text, or start, end and label"))?;
        table.columns(rows.get(1..).unwrap_or_default());
        Ok(table)
    }

    /// What some columns mean is seen by what they hold.
    fn columns(&mut self, rows: &[StringRecord]) {
        let headings = &mut self.headings;
        let cell = |row: &'_ StringRecord, at: Option<usize>| at.and_then(|at| row.get(at)).unwrap_or("").to_owned();
        if self.role != Role::Spans {
            if self.role == Role::Docs && headings.doc.is_none() {
                headings.doc = headings.id.take();
            }
            return;
        }
        if let (Some(text), None) = (headings.text, headings.words) {
            // Words are as long as their place; a text reaches beyond it.
            let long = rows.iter().filter(|row| {
                let ends = number(&cell(row, headings.start)).zip(number(&cell(row, headings.end)));
                let length = cell(row, Some(text)).chars().count() as u64;
                ends.is_some_and(|(start, end)| length >= end && end - start.min(end) != length)
            });
            self.whole = long.count() * 2 > rows.len();
            if !self.whole {
                headings.words = headings.text.take();
            }
        } else {
            self.whole = headings.text.is_some();
        }
        if headings.doc.is_none() && headings.id.is_some() {
            // Articles have several marks: where ids come again, or no text does, they are the articles'.
            let different = |at: Option<usize>| rows.iter().map(|row| cell(row, at)).collect::<HashSet<_>>().len();
            if different(headings.id) < rows.len() || !self.whole || different(headings.text) == rows.len() {
                headings.doc = headings.id.take();
            }
        }
    }

    /// Opens the table for reading.
    ///
    /// # Errors
    /// Where it cannot be opened.
    pub fn rows<'a>(&self, source: &'a dyn Source) -> Result<Rows<'a>, ReadError> {
        let used = Rc::new(Cell::new(0));
        let reader: Box<dyn Read + 'a> = source.open(&self.name).map_err(ReadError::file(&self.name))?;
        let mut builder = builder(self.delimiter, self.quoted);
        let reader = builder.buffer_capacity(1 << 16).from_reader(Capped { reader, used: used.clone() });
        Ok(Rows { table: Rc::new(self.clone()), reader, used, begun: false })
    }
}

fn builder(delimiter: u8, quoted: bool) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder.delimiter(delimiter).quoting(quoted).has_headers(false).flexible(true);
    builder
}

/// A whole number, as programs write it: also `12.0`.
pub fn number(cell: &str) -> Option<u64> {
    let cell = cell.trim();
    cell.strip_suffix(".0").unwrap_or(cell).parse().ok()
}

/// The rows of a table.
pub struct Rows<'a> {
    /// The table.
    pub table: Rc<Table>,
    reader: csv::Reader<Capped<Box<dyn Read + 'a>>>,
    used: Rc<Cell<u64>>,
    begun: bool,
}

/// A row.
#[derive(Debug)]
pub struct Row {
    cells: StringRecord,
    /// Where it stands.
    pub place: Place,
}

impl Row {
    /// A cell; empty where there is none.
    pub fn cell(&self, column: Option<usize>) -> &str {
        column.and_then(|at| self.cells.get(at)).unwrap_or("")
    }

    /// Something wrong with it.
    pub fn wrong(&self, why: impl Into<String>) -> News {
        Rejected::news(self.place.clone(), why, &self.cells.iter().collect::<Vec<_>>().join(", "))
    }
}

impl Rows<'_> {
    /// The next row; what cannot be understood is told.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn next(&mut self, tell: &mut dyn FnMut(News) -> Flow) -> Result<Option<Row>, ReadError> {
        let mut record = ByteRecord::new();
        loop {
            self.used.set(0);
            let read = self.reader.read_byte_record(&mut record);
            let file = ReadError::file(&self.table.name);
            if !read.map_err(|error| file(error.into()))? {
                return Ok(None);
            }
            if !std::mem::replace(&mut self.begun, true) {
                continue;
            }
            // Behind CR LF a row is said to begin at the LF.
            let line = record.position().map_or(0, csv::Position::line) + u64::from(self.table.crlf);
            let place = Place::line(&self.table.name, line);
            let wanted = self.table.headings.all.len();
            let news = match StringRecord::from_byte_record(std::mem::take(&mut record)) {
                Err(_) => Rejected::news(place, "The row is not UTF-8", ""),
                Ok(cells) => {
                    let row = Row { cells, place };
                    // Spreadsheets add empty cells, and some programs leave them out.
                    if row.cells.iter().skip(wanted).all(str::is_empty) && row.cells.len() * 2 > wanted {
                        return Ok(Some(row));
                    }
                    row.wrong(format!(
                        "The row has {}, and there are {wanted} headings",
                        counted(row.cells.len(), "cell")
                    ))
                }
            };
            if tell(news).is_break() {
                return Ok(None);
            }
        }
    }
}
