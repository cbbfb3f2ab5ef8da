//! Text as a reader sees it, built line by line: one paragraph a line, an empty line between blocks.

use crate::formats::is_blank;

/// What ends a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Break {
    /// A new line, as between items or rows.
    Line,
    /// A new line that was asked for; two after one another are an empty line.
    Asked,
    /// An empty line as well, as between paragraphs.
    Block,
}

/// Lines that are being built.
#[derive(Debug, Default)]
pub struct Lines {
    text: String,
    line: String,
    /// A blank was read that shows only where a word follows.
    blank: bool,
    /// How many line ends stand before the next line.
    ends: usize,
    /// In how many blocks we are whose blanks and lines show as they are.
    as_is: usize,
    /// Such a block begins here: a line end right after its tag does not show.
    begins: bool,
}

impl Lines {
    /// Some words. Runs of blanks and line ends are one blank, as on a page.
    pub fn words(&mut self, words: &str) {
        for c in words.chars() {
            let blank = matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
            if self.as_is > 0 {
                match c {
                    '\n' if std::mem::take(&mut self.begins) => {}
                    '\n' => self.end_kept(),
                    '\r' => {}
                    c => self.line.push(c),
                }
                self.begins = false;
            } else if blank {
                self.blank = true;
            } else {
                if std::mem::take(&mut self.blank) && !self.line.is_empty() {
                    self.line.push(' ');
                }
                self.line.push(c);
            }
        }
    }

    /// Ends the line.
    pub fn end_line(&mut self, by: Break) {
        let any = self.commit(self.as_is > 0);
        let ends = match by {
            Break::Line => 1,
            Break::Asked if any => 1,
            Break::Asked => (self.ends + 1).min(2),
            Break::Block => 2,
        };
        self.ends = self.ends.max(ends);
    }

    /// Begins a cell of a table: a tab stands between the cells of a row.
    pub fn cell(&mut self) {
        if !self.line.is_empty() {
            self.line.push('\t');
            self.blank = false;
        }
    }

    /// From here on, blanks and lines show as they are.
    pub fn begin_as_is(&mut self) {
        self.as_is += 1;
        self.begins = true;
    }

    /// From here on no longer.
    pub fn end_as_is(&mut self) {
        self.commit(true);
        self.as_is = self.as_is.saturating_sub(1);
        self.ends = self.ends.min(2);
    }

    fn end_kept(&mut self) {
        if self.commit(true) {
            self.ends = 1;
        } else if !self.text.is_empty() {
            self.ends += 1;
        }
    }

    /// Puts the line to the text, if there is something in it.
    fn commit(&mut self, as_is: bool) -> bool {
        self.blank = false;
        let end = self.line.trim_end_matches(is_blank);
        let line = if as_is { end } else { end.trim_start_matches(is_blank) };
        let any = !line.is_empty();
        if any {
            if !self.text.is_empty() {
                let ends = self.ends.max(1);
                self.text.extend(std::iter::repeat_n('\n', ends));
            }
            self.text.push_str(line);
            self.ends = 0;
        }
        self.line.clear();
        any
    }

    /// All lines.
    pub fn end(mut self) -> String {
        self.commit(self.as_is > 0);
        self.text
    }
}
