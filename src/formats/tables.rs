//! Tables that belong together: documents in one file, their marks and links in others, each row naming its document.

use super::{Flow, News, Place, ReadError, Rejected};
use std::collections::HashMap;

/// The rows of a table: the document's id with the row, `None` at the end. What cannot be understood is told.
pub type Rows<'a, R> = Box<dyn FnMut(&mut dyn FnMut(News) -> Flow) -> Result<Option<(String, R)>, ReadError> + 'a>;

/// A table's rows by document. Where they stand in the documents' order, as exports have them, nothing is kept in memory.
pub struct Grouped<'a, R> {
    rows: Rows<'a, R>,
    ahead: Option<(String, R)>,
    begun: bool,
    /// All rows, where their order is another.
    all: Option<HashMap<String, Vec<R>>>,
}

impl<'a, R> Grouped<'a, R> {
    /// Rows in the documents' order.
    pub fn ordered(rows: Rows<'a, R>) -> Self {
        Grouped { rows, ahead: None, begun: false, all: None }
    }

    /// Rows in whatever order: all are read at once.
    ///
    /// # Errors
    /// [`ReadError`] where they cannot be read.
    pub fn any(mut rows: Rows<'a, R>, tell: &mut dyn FnMut(News) -> Flow) -> Result<Self, ReadError> {
        let mut all: HashMap<String, Vec<R>> = HashMap::new();
        while let Some((doc, row)) = rows(tell)? {
            all.entry(doc).or_default().push(row);
        }
        Ok(Grouped { rows, ahead: None, begun: true, all: Some(all) })
    }

    /// The rows of a document.
    ///
    /// # Errors
    /// [`ReadError`] where they cannot be read.
    pub fn take(&mut self, doc: &str, tell: &mut dyn FnMut(News) -> Flow) -> Result<Vec<R>, ReadError> {
        if let Some(all) = &mut self.all {
            return Ok(all.remove(doc).unwrap_or_default());
        }
        if !self.begun {
            self.begun = true;
            self.ahead = (self.rows)(tell)?;
        }
        let mut found = Vec::new();
        while let Some((_, row)) = self.ahead.take_if(|(of, _)| of == doc) {
            found.push(row);
            self.ahead = (self.rows)(tell)?;
        }
        Ok(found)
    }

    /// Tells of rows whose document is not there.
    pub fn end(self, file: &str, tell: &mut dyn FnMut(News) -> Flow) {
        let left = self.all.into_iter().flatten().map(|(doc, rows)| (doc, rows.len()));
        let mut left: Vec<(String, usize)> = left.chain(self.ahead.map(|(doc, _)| (doc, 1))).collect();
        left.sort();
        for (doc, n) in left {
            let why = format!("{n} of its rows name the document “{doc}”, which is not there");
            if tell(Rejected::news(Place::file(file), why, &doc)).is_break() {
                return;
            }
        }
    }
}

/// Whether the rows of a table stand in the documents' order: both are given as the documents' ids.
///
/// # Errors
/// [`ReadError`] where they cannot be read.
pub fn in_order(
    mut docs: impl FnMut() -> Result<Option<String>, ReadError>,
    mut rows: impl FnMut() -> Result<Option<String>, ReadError>,
) -> Result<bool, ReadError> {
    let mut at = docs()?;
    while let Some(row) = rows()? {
        while at.as_ref().is_some_and(|doc| *doc != row) {
            at = docs()?;
        }
        if at.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}
