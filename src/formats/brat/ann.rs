//! The lines of an `.ann` file.

use super::breaks;
use crate::{
    formats::{
        At, Body, Incoming, IncomingMark, IncomingRelation, OffsetUnit, Place, Rejected, is_blank, json,
        names::unescaped,
        resolve::{explained, likeliest, words_at},
    },
    text::Text,
};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The pieces of a mark: start and end of each.
type Pieces = Vec<(u64, u64)>;

/// The annotations of a document.
#[derive(Default)]
pub struct Ann {
    marks: Vec<IncomingMark>,
    /// The pieces of marks that have more than one, by their places in `marks`.
    pieces: BTreeMap<usize, Pieces>,
    relations: Vec<IncomingRelation>,
    /// What could not be taken in.
    pub told: Vec<Rejected>,
    by_id: HashMap<String, usize>,
    /// Events with the ids of their triggers, and the triggers.
    events: HashMap<String, String>,
    triggers: HashSet<String>,
}

/// A line that says something: the file's name, the line's number, the id, and what follows it.
struct Said<'a> {
    file: &'a str,
    line: u64,
    id: &'a str,
    rest: String,
}

impl Said<'_> {
    fn place(&self) -> Place {
        Place { item: self.id.into(), ..Place::line(self.file, self.line) }
    }

    fn wrong(&self, why: impl Into<String>) -> Rejected {
        Rejected::new(self.place(), why, &format!("{}\t{}", self.id, self.rest))
    }

    fn is(&self, kinds: &[u8]) -> bool {
        self.id.bytes().next().is_some_and(|first| kinds.contains(&first))
    }
}

impl Ann {
    /// Understands the files of a document, each with its name: first what marks there are, then what is said of them.
    pub fn of(files: &[(&str, String)]) -> Self {
        let mut ann = Ann::default();
        let said: Vec<Said<'_>> = files.iter().flat_map(|(name, text)| ann.lines(name, text)).collect();
        for said in said.iter().filter(|s| s.is(b"T")) {
            ann.mark(said);
        }
        for said in said.iter().filter(|s| s.is(b"E")) {
            ann.event(said);
        }
        for said in &said {
            match said.id.bytes().next() {
                Some(b'E') => ann.arguments(said),
                Some(b'R') => ann.relation(said),
                Some(b'A' | b'M') => ann.attribute(said),
                Some(b'N') => ann.normalisation(said),
                Some(b'#') => ann.note(said),
                Some(b'*') => ann.told.push(said.wrong("An equivalence has no place among marks and links")),
                _ => {}
            }
        }
        ann
    }

    /// The lines that say something. One that begins with no id belongs to the words of the mark before it where those are
    /// shorter than the mark: some programs do not cut marks at line ends.
    fn lines<'a>(&mut self, file: &'a str, text: &'a str) -> Vec<Said<'a>> {
        let mut all: Vec<Said<'a>> = Vec::new();
        // How many characters the words of the last mark lack.
        let mut lacking = 0;
        for (line, number) in text.split('\n').zip(1..) {
            let line = line.strip_suffix('\r').unwrap_or(line);
            if line.chars().all(is_blank) {
                continue;
            }
            let (id, rest) = line.split_once(['\t', ' ']).unwrap_or((line, ""));
            let numbered = id.strip_prefix(['T', 'R', 'E', 'A', 'M', 'N', '#']);
            if id == "*" || numbered.is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit())) {
                lacking = if id.starts_with('T') { lack(rest) } else { 0 };
                all.push(Said { file, line: number, id, rest: rest.to_owned() });
                continue;
            }
            match all.last_mut().filter(|_| lacking > 0) {
                Some(last) => {
                    lacking = lacking.saturating_sub(line.chars().count() as u64 + 1);
                    last.rest.push('\n');
                    last.rest.push_str(line);
                }
                None => {
                    let why = "The line does not begin with an id such as T1, R1, A1 or #1";
                    self.told.push(Rejected::new(Place::line(file, number), why, line));
                }
            }
        }
        all
    }

    /// `Actor 2 8;9 12<tab>words`
    fn mark(&mut self, said: &Said<'_>) {
        let Some((label, pieces, words)) = textbound(&said.rest) else {
            let why = "A mark needs a label, a start and an end, such as “T1<tab>Actor 2 8<tab>words”";
            return self.told.push(said.wrong(why));
        };
        if self.by_id.contains_key(said.id) {
            self.told.push(said.wrong("A second mark has this id; what is said of it is taken for the first"));
        } else {
            self.by_id.insert(said.id.into(), self.marks.len());
        }
        let start = pieces.iter().map(|p| p.0).min().unwrap_or_default();
        let end = pieces.iter().map(|p| p.1).max().unwrap_or_default();
        if pieces.len() > 1 {
            self.pieces.insert(self.marks.len(), pieces);
        }
        self.marks.push(IncomingMark {
            id: said.id.into(),
            at: At::Offsets(start, end),
            label: unescaped(label),
            quote: if words.is_empty() { None } else { Some(words.into()) },
            place: Some(said.place()),
            ..IncomingMark::default()
        });
    }

    /// `Type:T3 …`
    fn event(&mut self, said: &Said<'_>) {
        let trigger = said.rest.split_whitespace().next().and_then(|first| Some(first.rsplit_once(':')?.1));
        match trigger.filter(|id| self.by_id.contains_key(*id)) {
            Some(trigger) => {
                if !self.triggers.insert(trigger.into()) {
                    let why =
                        format!("Another event has the trigger {trigger}; the arguments of both are links of one mark");
                    self.told.push(said.wrong(why));
                }
                self.events.insert(said.id.into(), trigger.into());
            }
            None => self.told.push(said.wrong("The event has no trigger that is there")),
        }
    }

    /// The mark that an id stands for: its own, or an event's trigger.
    fn owner(&self, id: &str) -> Option<&str> {
        let id = self.events.get(id).map_or(id, String::as_str);
        self.by_id.get_key_value(id).map(|(id, _)| id.as_str())
    }

    /// `Type:T3 Theme:T1 Cause:E2`: links from the trigger. A number behind a role only tells several of one role apart.
    fn arguments(&mut self, said: &Said<'_>) {
        let Some(from) = self.owner(said.id).map(str::to_owned) else { return };
        for part in said.rest.split_whitespace().skip(1) {
            let Some((role, to)) = part.rsplit_once(':') else {
                self.told.push(said.wrong(format!("The argument “{part}” is not of the form Role:T1")));
                continue;
            };
            let short = role.trim_end_matches(|c: char| c.is_ascii_digit());
            let role = if short.is_empty() { role } else { short };
            match self.owner(to).map(str::to_owned) {
                Some(to) => self.relations.push(IncomingRelation { from: from.clone(), to, role: unescaped(role) }),
                None => self.told.push(said.wrong(format!("Its argument {to} is not there"))),
            }
        }
    }

    /// `says Arg1:T1 Arg2:T2`
    fn relation(&mut self, said: &Said<'_>) {
        let mut words = said.rest.split_whitespace();
        let role = words.next().unwrap_or_default();
        let ends: Vec<Option<String>> =
            words.map(|part| self.owner(part.rsplit_once(':').map_or(part, |(_, id)| id)).map(str::to_owned)).collect();
        match ends.as_slice() {
            [Some(from), Some(to)] => {
                self.relations.push(IncomingRelation { from: from.clone(), to: to.clone(), role: unescaped(role) });
            }
            [_, _] => self.told.push(said.wrong("The link has an end that is not there")),
            _ => self.told.push(said.wrong(format!("A link has two ends, and this has {}", ends.len()))),
        }
    }

    /// `certainty T1 high`, or `Negation E1` for a flag.
    fn attribute(&mut self, said: &Said<'_>) {
        let (name, rest) = cut(&said.rest);
        let (of, value) = cut(rest);
        let value = if value.is_empty() { "true" } else { value };
        self.put(said, of, name, value);
    }

    /// `Reference T1 Wikipedia:534366<tab>Barack Obama`
    fn normalisation(&mut self, said: &Said<'_>) {
        let (name, rest) = cut(&said.rest);
        let (of, rest) = cut(rest);
        let (reference, text) = cut(rest);
        self.put(said, of, name, reference);
        if !text.is_empty() && self.owner(of).is_some() {
            self.put(said, of, &format!("{name} name"), text);
        }
    }

    /// `AnnotatorNotes T1<tab>words`: a remark, or what has no place in an attribute line.
    fn note(&mut self, said: &Said<'_>) {
        let (kind, rest) = cut(&said.rest);
        let (of, words) = cut(rest);
        let named = json::read::<BTreeMap<String, String>>(words);
        if let (true, Ok(named)) = (words.starts_with('{'), named) {
            for (name, value) in named {
                self.put(said, of, &name, &value);
            }
            return;
        }
        let quoted = if words.starts_with('"') { json::read::<String>(words).ok() } else { None };
        let words = quoted.unwrap_or_else(|| words.to_owned());
        let words = if kind == "AnnotatorNotes" { words } else { format!("{kind}: {words}") };
        let Some(mark) = self.said_of(said, of) else { return };
        if !mark.note.is_empty() {
            mark.note.push('\n');
        }
        mark.note += &words;
    }

    /// Gives a mark an attribute; of several values under one name none is dropped.
    fn put(&mut self, said: &Said<'_>, of: &str, name: &str, value: &str) {
        let Some(mark) = self.said_of(said, of) else { return };
        let name = unescaped(name);
        match mark.attributes.get_mut(&name) {
            Some(there) if there == value => {}
            Some(there) => {
                there.push_str("; ");
                there.push_str(value);
            }
            None => {
                mark.attributes.insert(name, value.into());
            }
        }
    }

    /// The mark that something is said of; tells where there is none.
    fn said_of(&mut self, said: &Said<'_>, of: &str) -> Option<&mut IncomingMark> {
        let at = self.owner(of).and_then(|id| self.by_id.get(id)).copied();
        if at.is_none() {
            let link = of.starts_with('R') || of.starts_with('*');
            let why = if link {
                format!("It is said of the link {of}; only marks can have attributes and notes")
            } else {
                format!("It is said of “{of}”, which is not there")
            };
            self.told.push(said.wrong(why));
        }
        self.marks.get_mut(at?)
    }

    /// The document that these are of, `None` for one whose text is not there.
    pub fn document(mut self, place: Place, id: String, text: Option<String>) -> (Incoming, Vec<Rejected>) {
        let text = text.map(Text::new);
        if let Some(text) = &text {
            self.count_line_ends(text);
            self.join(text);
        }
        let body = text.map_or(Body::Named, |text| Body::Text(text.as_str().to_owned()));
        let Ann { marks, relations, told, .. } = self;
        (Incoming { place, id: Some(id), body, marks, relations, ..Incoming::default() }, told)
    }

    /// Programs that read texts as Python does by default count CR LF as one. Where that explains more marks, counts anew.
    fn count_line_ends(&mut self, text: &Text) {
        if !text.as_str().contains("\r\n") {
            return;
        }
        let short = Text::new(text.as_str().replace("\r\n", "\n"));
        let (unit, short_unit) =
            (likeliest(text, &self.marks, OffsetUnit::Chars), likeliest(&short, &self.marks, OffsetUnit::Chars));
        if explained(&short, &self.marks, short_unit) <= explained(text, &self.marks, unit) {
            return;
        }
        let mut ends = Vec::new();
        let mut at = 0;
        let mut rest = text.as_str();
        while let Some((line, behind)) = rest.split_once("\r\n") {
            at += length(line, short_unit) as u64;
            ends.push(at);
            at += 1;
            rest = behind;
        }
        let moved = |at: u64| at.saturating_add(ends.partition_point(|end| *end < at) as u64);
        for mark in &mut self.marks {
            if let At::Offsets(start, end) = mark.at {
                mark.at = At::Offsets(moved(start), moved(end));
            }
        }
        for (start, end) in self.pieces.values_mut().flatten() {
            (*start, *end) = (moved(*start), moved(*end));
        }
    }

    /// Puts pieces together: quietly where only blanks lie between.
    fn join(&mut self, text: &Text) {
        let unit = likeliest(text, &self.marks, OffsetUnit::Chars);
        for (at, mut pieces) in std::mem::take(&mut self.pieces) {
            let Some(mark) = self.marks.get_mut(at) else { continue };
            pieces.sort_unstable();
            let between = |a: &(u64, u64), b: &(u64, u64)| {
                a.1 >= b.0 || words_at(text, unit, a.1, b.0).is_some_and(|gap| gap.chars().all(is_blank))
            };
            let whole = pieces.windows(2).all(|pair| matches!(pair, [a, b] if between(a, b)));
            let At::Offsets(start, end) = mark.at else { continue };
            let hull = words_at(text, unit, start, end);
            if whole {
                let letters = |words: &str| words.chars().filter(|c| !is_blank(*c)).collect::<String>();
                if let (Some(hull), Some(quote)) = (hull, &mark.quote)
                    && letters(hull) == letters(quote)
                {
                    mark.quote = Some(hull.into());
                }
                continue;
            }
            let words = mark.quote.take().unwrap_or_default();
            let why = format!("The mark has gaps; it now reaches from “{words}” over all that lies between");
            let place = mark.place.clone().unwrap_or_default();
            self.told.push(Rejected::new(place, why, hull.unwrap_or(&words)));
        }
    }
}

fn length(text: &str, unit: OffsetUnit) -> usize {
    match unit {
        OffsetUnit::Chars => text.chars().count(),
        OffsetUnit::Utf16 => text.encode_utf16().count(),
        OffsetUnit::Bytes => text.len(),
    }
}

/// The first word, and what follows the blank behind it.
fn cut(text: &str) -> (&str, &str) {
    let text = text.trim_start_matches([' ', '\t']);
    let (first, rest) = text.split_once([' ', '\t']).unwrap_or((text, ""));
    (first, rest.trim_matches(|c| c == ' ' || breaks(c)))
}

/// What follows the id of a mark: label, pieces, words.
fn textbound(rest: &str) -> Option<(&str, Pieces, &str)> {
    let (label, mut rest) = rest.trim_start_matches([' ', '\t']).split_once([' ', '\t'])?;
    let mut pieces = Vec::new();
    loop {
        let (start, behind) = number(rest)?;
        let (end, behind) = number(behind)?;
        pieces.push((start, end));
        match behind.strip_prefix(';') {
            Some(more) => rest = more,
            None => return Some((label, pieces, behind.strip_prefix(['\t', ' ']).unwrap_or(behind))),
        }
    }
}

fn number(text: &str) -> Option<(u64, &str)> {
    let text = text.trim_start_matches([' ', '\t']);
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    Some((digits.parse().ok()?, rest))
}

/// How many characters the words of a mark are shorter than its place.
fn lack(rest: &str) -> u64 {
    let Some((_, pieces, words)) = textbound(rest) else { return 0 };
    let long = pieces.iter().map(|(start, end)| end.saturating_sub(*start)).fold(0, u64::saturating_add);
    long.saturating_sub(words.chars().count() as u64)
}
