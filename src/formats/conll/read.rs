//! Reading tables of tokens, document by document.

use super::{
    BIOES, IOB2,
    shape::{Line, Shape},
    tags::{self, Chunk, Chunks, Kind},
};
use crate::formats::{
    At, Body, Flow, Incoming, IncomingMark, Likeness, News, Place, ReadError, Rejected, Source, is_blank,
    lines::{self, Lines, MAX_RECORD},
    names::unescaped,
};

/// How much of a file is looked at to see how it is laid out.
const HEAD: u64 = 1 << 18;

/// The most memory that a document's tokens may take.
const MOST: u64 = 4 * MAX_RECORD;

/// The endings of such files.
const ENDINGS: [&str; 9] = ["conll", "conllu", "conllup", "iob", "iob2", "iob1", "bio", "bioes", "conll03"];

/// How well it looks like one.
pub fn detect(source: &dyn Source) -> Likeness {
    let files = files(source);
    let Some(name) = files.first() else { return Likeness::No };
    let head = head(source, name);
    if Shape::of(&head).is_none() {
        return Likeness::No;
    }
    match (head.starts_with("-DOCSTART-"), named(name)) {
        (true, _) => Likeness::Sure,
        (false, true) => Likeness::Likely,
        (false, false) => Likeness::Perhaps,
    }
}

/// Reads all files but one of ours that is of the same documents as the other.
pub fn read(source: &dyn Source, twin: &str, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
    let mut files = files(source);
    let is = |name: &str, ours: &str| name.rsplit('/').next() == ours.rsplit('/').next();
    if [IOB2, BIOES].iter().all(|ours| files.iter().any(|f| is(f, ours))) {
        files.retain(|f| !is(f, twin));
    }
    if files.is_empty() {
        return Err(ReadError::form(Place::default(), "There is no file of tokens with tags such as B-PER"));
    }
    for name in &files {
        let mut docs = match Docs::open(source, name, "Entity") {
            Ok(docs) => docs,
            Err(error) if files.len() == 1 => return Err(error),
            Err(error) => {
                if tell(News::Rejected(error.rejected())).is_break() {
                    return Ok(());
                }
                continue;
            }
        };
        let stem = name.rsplit_once('.').map_or(*name, |(stem, _)| stem);
        while let Some(draft) = docs.next(tell)? {
            // A file without documents is one.
            let id = if docs.begun { None } else { Some(stem.to_owned()) };
            if tell(News::Doc(Box::new(draft.document(name, id)))).is_break() {
                return Ok(());
            }
        }
        if docs.stopped {
            return Ok(());
        }
    }
    Ok(())
}

fn named(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending.to_ascii_lowercase().as_str()))
}

fn head(source: &dyn Source, name: &str) -> String {
    let bytes = lines::head(source, name, HEAD);
    let cut = bytes.len() as u64 == HEAD;
    let head = String::from_utf8_lossy(&bytes).into_owned();
    let whole = if cut { head.rsplit_once('\n').map(|(whole, _)| whole.to_owned()) } else { None };
    let head = whole.unwrap_or(head);
    head.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(head)
}

/// The files to read: those whose names say so; else texts that have the form; else the one that there is.
fn files(source: &dyn Source) -> Vec<&str> {
    let all = || source.files().iter().map(String::as_str);
    let named: Vec<&str> = all().filter(|f| named(f) && !super::layers::is_layer(f)).collect();
    if !named.is_empty() {
        return named;
    }
    if let [one] = source.files() {
        return vec![one];
    }
    let form = |name: &&str| {
        let head = head(source, name);
        let tagged = Shape::of(&head).is_some_and(|shape| !shape.bare);
        tagged && !head.trim().is_empty() && !head.starts_with("#FORMAT=")
    };
    all().filter(|f| f.ends_with(".txt") || f.ends_with(".tsv")).filter(form).collect()
}

/// The documents of a file.
pub struct Docs<'a> {
    /// The file's name.
    pub name: String,
    lines: Lines<'a>,
    shape: Shape,
    /// What a tag without a label stands for.
    label: String,
    /// The file says where documents begin.
    pub begun: bool,
    /// Nothing more is wanted.
    pub stopped: bool,
    /// The last line that was read.
    line: u64,
    next: Option<Draft>,
}

impl<'a> Docs<'a> {
    /// Opens a file. `label` is what tags without one stand for.
    ///
    /// # Errors
    /// Where it cannot be opened, or has no tags.
    pub fn open(source: &'a dyn Source, name: &str, label: &str) -> Result<Self, ReadError> {
        let shape = Shape::of(&head(source, name))
            .ok_or_else(|| ReadError::form(Place::file(name), "It has no column of tags such as B-PER, I-PER and O"))?;
        Ok(Docs {
            name: name.into(),
            lines: Lines::open(source, name)?,
            shape,
            label: label.into(),
            begun: false,
            stopped: false,
            line: 0,
            next: None,
        })
    }

    /// The next document; `None` at the end.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn next(&mut self, tell: &mut dyn FnMut(News) -> Flow) -> Result<Option<Draft>, ReadError> {
        if self.stopped {
            return Ok(None);
        }
        let mut told = Vec::new();
        if let Some((column, tag)) = self.shape.passed_over.take() {
            let why = format!("Column {} has tags too, such as {tag}; only the last column is read", column + 1);
            told.push(Rejected::new(Place::file(&self.name), why, ""));
        }
        let draft = self.document(&mut told)?;
        for rejected in told {
            if tell(News::Rejected(rejected)).is_break() {
                self.stopped = true;
                return Ok(None);
            }
        }
        Ok(draft)
    }

    fn document(&mut self, told: &mut Vec<Rejected>) -> Result<Option<Draft>, ReadError> {
        let mut draft = self.next.take();
        while let Some(line) = self.lines.next()? {
            let (number, line) = match line {
                Ok(line) => line,
                Err(rejected) => {
                    told.push(rejected);
                    continue;
                }
            };
            // Blank lines are not given.
            let blank = number > self.line + 1;
            self.line = number;
            if let Some(draft) = draft.as_mut().filter(|_| blank) {
                draft.end(&self.name, told);
            }
            let begins = match self.shape.line(line) {
                Line::Document(about) => {
                    let id = about.strip_prefix('(').and_then(|rest| rest.split_once(')'));
                    Some(id.map(|(id, _)| id.to_owned()))
                }
                Line::Comment(comment) => match key(comment, "newdoc") {
                    Some(rest) => Some(key(rest, "id").and_then(value)),
                    None => {
                        if let Some(text) = key(comment, "text").and_then(value) {
                            draft.get_or_insert_with(|| Draft::new(&self.shape, &self.label, number)).said = Some(text);
                        }
                        None
                    }
                },
                Line::Aside => None,
                Line::Empty => {
                    told.push(Rejected::new(Place::line(&self.name, number), "The line has no token", line));
                    None
                }
                Line::Token(token, cells) => {
                    let draft = draft.get_or_insert_with(|| Draft::new(&self.shape, &self.label, number));
                    let place = Place::line(&self.name, number);
                    draft.token(token, &cells, &self.shape, &place, told);
                    None
                }
            };
            if let Some(id) = begins {
                self.begun = true;
                let begun = Draft { id, ..Draft::new(&self.shape, &self.label, number) };
                if let Some(mut done) = draft.replace(begun) {
                    done.end(&self.name, told);
                    self.next = draft;
                    return Ok(Some(done));
                }
            }
        }
        if let Some(draft) = &mut draft {
            draft.end(&self.name, told);
        }
        Ok(draft)
    }
}

/// What follows a key at the start of a comment, such as ` = 3` in `sent_id = 3`.
fn key<'a>(comment: &'a str, key: &str) -> Option<&'a str> {
    comment.trim_start().strip_prefix(key).filter(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
}

fn value(rest: &str) -> Option<String> {
    rest.trim_start().strip_prefix('=').map(|value| value.trim().to_owned())
}

/// A document as far as it was read.
#[derive(Default)]
pub struct Draft {
    id: Option<String>,
    /// The line it begins at.
    pub line: u64,
    /// Its sentences.
    pub sentences: Vec<Vec<String>>,
    /// Its marks.
    pub marks: Vec<IncomingMark>,
    columns: Vec<Chunks>,
    label: String,
    /// The sentence in hand.
    open: Vec<String>,
    /// Its text, where a comment says it.
    said: Option<String>,
    /// The texts of all sentences; of fewer where a comment is missing.
    texts: Vec<String>,
    tokens: usize,
    size: u64,
}

impl Draft {
    fn new(shape: &Shape, label: &str, line: u64) -> Self {
        let columns = shape.tags.iter().map(|(_, scheme)| Chunks::new(*scheme)).collect();
        Draft { columns, label: label.into(), line, ..Draft::default() }
    }

    fn token(&mut self, token: &str, cells: &[Option<&str>], shape: &Shape, place: &Place, told: &mut Vec<Rejected>) {
        let before = self.size;
        self.size = self.size.saturating_add(token.len() as u64 + 64);
        if self.size > MOST {
            if before <= MOST {
                let why = format!("The document is longer than any article ({} MiB); the rest is left out", MOST >> 20);
                told.push(Rejected::new(place.clone(), why, token));
            }
            return;
        }
        let mut ended = Vec::new();
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            let cell = cell.unwrap_or("");
            let tag = match cell {
                "O" => Some((Kind::Out, "")),
                "" => None,
                label if shape.bare => Some((Kind::In, label)),
                tag => tags::parse(tag),
            };
            let (kind, label) = tag.unwrap_or_else(|| {
                let why = format!("“{cell}” is no tag such as B-PER; it is read as O");
                told.push(Rejected::new(place.clone(), why, token));
                (Kind::Out, "")
            });
            let (chunk, wrong) = column.tag(self.tokens, place.line, kind, label);
            ended.extend(chunk);
            if let Some(wrong) = wrong {
                told.push(Rejected::new(place.clone(), format!("“{cell}” {wrong}"), token));
            }
        }
        ended.into_iter().for_each(|chunk| self.mark(&chunk, &place.file));
        self.open.push(token.to_owned());
        self.tokens += 1;
    }

    /// Ends the sentence in hand.
    fn end(&mut self, file: &str, told: &mut Vec<Rejected>) {
        if self.open.is_empty() {
            return;
        }
        let ended: Vec<_> = self.columns.iter_mut().map(Chunks::end).collect();
        for (chunk, unended) in ended {
            if let Some(chunk) = chunk {
                if unended {
                    let why = "The sentence ends in this mark, which has no tag for its end";
                    told.push(Rejected::new(Place::line(file, chunk.line), why, &chunk.label));
                }
                self.mark(&chunk, file);
            }
        }
        self.sentences.push(std::mem::take(&mut self.open));
        self.texts.extend(self.said.take());
    }

    fn mark(&mut self, chunk: &Chunk, file: &str) {
        self.marks.push(IncomingMark {
            at: At::Tokens(chunk.first, self.tokens),
            label: if chunk.label.is_empty() { self.label.clone() } else { unescaped(&chunk.label) },
            place: Some(Place::line(file, chunk.line)),
            ..IncomingMark::default()
        });
    }

    /// The document that it is, with a name where it has none of its own.
    pub fn document(mut self, file: &str, id: Option<String>) -> Incoming {
        let body = match self.exact() {
            Some((text, places)) => {
                let place = |at: usize| places.get(at).copied().unwrap_or_default();
                for mark in &mut self.marks {
                    if let At::Tokens(first, behind) = mark.at {
                        mark.at = At::Offsets(place(first).0, place(behind.saturating_sub(1)).1);
                    }
                }
                Body::Text(text)
            }
            None => Body::Tokens(self.sentences),
        };
        let id = self.id.or(id);
        Incoming { place: Place::line(file, self.line), id, body, marks: self.marks, ..Incoming::default() }
    }

    /// The text as its comments have it, a sentence a line, with the places of the tokens: where every token is there.
    fn exact(&self) -> Option<(String, Vec<(u64, u64)>)> {
        if self.sentences.is_empty() || self.texts.len() != self.sentences.len() {
            return None;
        }
        let (mut text, mut places, mut chars) = (String::new(), Vec::new(), 0);
        for (sentence, said) in self.sentences.iter().zip(&self.texts) {
            let (mut rest, mut at) = (said.as_str(), chars);
            for token in sentence {
                let behind = rest.trim_start_matches(is_blank);
                let blanks = rest.get(..rest.len() - behind.len()).unwrap_or("");
                at += blanks.chars().count() as u64;
                rest = behind.strip_prefix(token.as_str())?;
                let end = at + token.chars().count() as u64;
                places.push((at, end));
                at = end;
            }
            text.push_str(said);
            text.push('\n');
            chars += said.chars().count() as u64 + 1;
        }
        Some((text, places))
    }
}
