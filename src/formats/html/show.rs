//! A part of a page as text: one paragraph a line, an empty line between blocks.

use super::{
    lines::{Break, Lines},
    tree::{Tree, What, is_block},
};
use std::ops::Range;

/// The text of some nodes of a page, without those that are left out.
pub fn show(tree: &Tree, part: Range<usize>, is_out: &dyn Fn(usize) -> bool) -> String {
    let mut shower = Shower { lines: Lines::default(), lists: 0, quotes: 0 };
    // The elements that we are in, where their ends show: their ends in the page, and their names.
    let mut open: Vec<(usize, &str)> = Vec::new();
    let mut at = part.start;
    while let Some(node) = tree.nodes.get(at).filter(|_| at < part.end) {
        while let Some((_, name)) = open.pop_if(|(end, _)| *end <= at) {
            shower.end(name);
        }
        if is_out(at) {
            at = node.end.max(at + 1);
            continue;
        }
        match &node.what {
            What::Text(text) => shower.lines.words(text),
            What::Element { name, .. } => {
                if shower.start(name) {
                    open.push((node.end, name));
                }
            }
        }
        at += 1;
    }
    while let Some((_, name)) = open.pop() {
        shower.end(name);
    }
    shower.lines.end()
}

struct Shower {
    lines: Lines,
    lists: usize,
    quotes: usize,
}

impl Shower {
    /// What shows where an element begins; whether something shows where it ends.
    fn start(&mut self, name: &str) -> bool {
        match name {
            "br" => self.lines.end_line(Break::Asked),
            "td" | "th" => self.lines.cell(),
            "pre" | "listing" => {
                self.lines.end_line(Break::Block);
                self.lines.begin_as_is();
            }
            // Browsers put quotation marks around it.
            "q" => {
                self.lines.words(if self.quotes.is_multiple_of(2) { "“" } else { "‘" });
                self.quotes += 1;
            }
            "ul" | "ol" | "menu" | "dir" => {
                self.lines.end_line(self.around_list());
                self.lists += 1;
            }
            name => match breaks(name) {
                Some(by) => self.lines.end_line(by),
                None => return false,
            },
        }
        !matches!(name, "br" | "td" | "th" | "hr")
    }

    fn end(&mut self, name: &str) {
        match name {
            "pre" | "listing" => {
                self.lines.end_as_is();
                self.lines.end_line(Break::Block);
            }
            "q" => {
                self.quotes = self.quotes.saturating_sub(1);
                self.lines.words(if self.quotes.is_multiple_of(2) { "”" } else { "’" });
            }
            "ul" | "ol" | "menu" | "dir" => {
                self.lists = self.lists.saturating_sub(1);
                self.lines.end_line(self.around_list());
            }
            name => {
                if let Some(by) = breaks(name) {
                    self.lines.end_line(by);
                }
            }
        }
    }

    /// A list inside another is lines of it.
    fn around_list(&self) -> Break {
        if self.lists == 0 { Break::Block } else { Break::Line }
    }
}

/// What stands before and after an element.
fn breaks(name: &str) -> Option<Break> {
    match name {
        "li" | "dt" | "dd" | "tr" | "legend" | "option" | "optgroup" | "caption" => Some(Break::Line),
        "tbody" | "thead" | "tfoot" | "body" => None,
        name if is_block(name) => Some(Break::Block),
        _ => None,
    }
}
