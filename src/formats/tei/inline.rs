//! The text of a TEI document, and what is marked in it.

use super::read::Found;
use crate::formats::{
    At, IncomingMark, ReadError, Rejected,
    xml::{Element, Event, Reader},
};

/// An element of the text that has begun.
struct Open {
    keeps: bool,
    choice: bool,
    breaks: bool,
    id: Option<String>,
    mark: Option<IncomingMark>,
    /// Where its text begins, once there is some.
    start: Option<u64>,
}

/// Elements that are marks.
const MARKS: &[&str] =
    &["persName", "orgName", "placeName", "geogName", "name", "rs", "date", "time", "q", "said", "quote"];

/// Elements that begin new lines.
const BLOCKS: &[&str] = &[
    "p",
    "ab",
    "head",
    "l",
    "lg",
    "lb",
    "item",
    "list",
    "row",
    "cell",
    "table",
    "sp",
    "speaker",
    "stage",
    "body",
    "front",
    "back",
    "group",
    "titlePage",
    "titlePart",
    "byline",
    "dateline",
    "opener",
    "closer",
    "salute",
    "signed",
    "trailer",
    "argument",
    "epigraph",
    "figure",
    "floatingText",
    "postscript",
];

/// Elements whose text is not the document's.
const BESIDE: &[&str] = &["note", "rdg", "fw", "figDesc", "teiHeader"];

/// Elements of a choice whose text is not the document's: what the source has is.
const SECOND: &[&str] = &["corr", "reg", "expan"];

/// Attributes that say nothing of a mark.
const FORMAL: &[&str] = &["xml:id", "xml:lang", "xml:space", "xml:base", "rend", "rendition", "style"];

fn breaks(name: &str) -> bool {
    BLOCKS.contains(&name) || name.strip_prefix("div").is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()))
}

impl Found {
    pub fn body(&mut self, reader: &mut Reader<'_>, root: &Element) -> Result<(), ReadError> {
        let mut open = vec![self.begun(root, false, reader)];
        while let Some(innermost) = open.last() {
            let (keeps, choice) = (innermost.keeps, innermost.choice);
            match reader.next()? {
                Event::Text(text) if keeps => self.put(&text, &mut open),
                Event::Text(text) => {
                    let blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
                    let mut words = text.split(blank).peekable();
                    while let Some(word) = words.next() {
                        if !word.is_empty() {
                            self.put(word, &mut open);
                        }
                        self.blank |= words.peek().is_some();
                    }
                }
                Event::Start(element)
                    if BESIDE.contains(&element.name.as_str()) || choice && SECOND.contains(&element.name.as_str()) =>
                {
                    self.passed.note(&element.name);
                    reader.skip()?;
                }
                Event::Start(element) if matches!(element.name.as_str(), "spanGrp" | "linkGrp" | "interpGrp") => {
                    self.beside(reader, element.get("type").unwrap_or(""))?;
                }
                Event::Start(element) => {
                    if element.name == "anchor" {
                        self.put("", &mut open);
                    }
                    open.push(self.begun(&element, keeps, reader));
                }
                Event::End => {
                    if let Some(ended) = open.pop() {
                        self.ended(ended);
                    }
                }
                Event::Eof => return Ok(()),
            }
        }
        Ok(())
    }

    /// Adds to the text, behind the blank or the new line that is due. What has begun has its beginning there.
    fn put(&mut self, piece: &str, open: &mut [Open]) {
        let so_far = &self.text.text;
        let due = match (self.line, self.blank) {
            _ if so_far.is_empty() || so_far.ends_with('\n') => "",
            (true, _) => "\n",
            (false, true) if !so_far.ends_with(' ') => " ",
            _ => "",
        };
        self.text.push(due);
        (self.line, self.blank) = (false, false);
        let at = self.text.chars;
        open.iter_mut().rev().take_while(|o| o.start.is_none()).for_each(|o| o.start = Some(at));
        self.text.push(piece);
    }

    fn begun(&mut self, element: &Element, keeps: bool, reader: &Reader<'_>) -> Open {
        let keeps = element.get("xml:space").map_or(keeps, |space| space == "preserve");
        let breaks = breaks(&element.name) && element.get("break") != Some("no");
        self.line |= breaks;
        let id = element.get("xml:id").map(str::to_owned);
        let mark = MARKS.contains(&element.name.as_str()).then(|| {
            let by_type = matches!(element.name.as_str(), "rs" | "name");
            let kind = element.get("type").filter(|kind| by_type && !kind.trim().is_empty());
            let label = kind.unwrap_or(&element.name).to_owned();
            let more = element
                .attributes
                .iter()
                .filter(|(name, _)| !FORMAL.contains(&name.as_str()) && (kind.is_none() || name != "type"));
            IncomingMark {
                id: id.clone().unwrap_or_default(),
                keep_id: id.is_some(),
                label,
                attributes: more.cloned().collect(),
                place: Some(reader.place()),
                ..IncomingMark::default()
            }
        });
        Open { keeps, choice: element.name == "choice", breaks, id, mark, start: None }
    }

    fn ended(&mut self, ended: Open) {
        let end = self.text.chars;
        let start = ended.start.unwrap_or(end);
        if let Some(mut mark) = ended.mark {
            if start < end {
                // Links need one.
                if mark.id.is_empty() {
                    mark.id = format!("#{}", self.marks.len());
                }
                mark.at = At::Offsets(start, end);
                self.marks.push(mark);
            } else {
                let place = mark.place.unwrap_or_default();
                self.remarks.push(Rejected::new(place, format!("The {} has no text", mark.label), ""));
            }
        }
        if let Some(id) = ended.id {
            self.places.insert(id, (start, end));
        }
        self.line |= ended.breaks;
    }
}
