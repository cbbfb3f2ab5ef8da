//! Reading TEI: our own form, and leniently that of others.
//!
//! Text is what stands inside `text`. Where blanks are not to be kept (`xml:space`), runs of them are one, and paragraphs, lines
//! and the like begin new lines. Names, dates and speech that are marked in the text (`persName`, `rs`, `date`, `said` …)
//! become marks, labelled by the element's name, or the type of an `rs` or `name`; `who` becomes a link where it points to a
//! mark. Spans beside the text are marks wherever their ends are found: anchors, or any element with an `xml:id`. Footnotes and
//! second readings (`note`, `corr`, `reg` …) are no part of the text, which is said. A corpus is read document by document.

use super::{FILES, NAMED, OURS};
use crate::formats::{
    At, Body, DocAbout, Flow, Incoming, IncomingMark, IncomingRelation, News, Place, ReadError, Rejected, Source,
    jsonl, names,
    passed::{Passed, deliver},
    xml::{Element, Event, Reader, Running},
};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Reads every file.
pub fn read(source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
    let stems = jsonl::stems(source);
    FILES.each(source, tell, &mut |reader, tell| {
        let stem = names::stem_of(reader.name()).to_owned();
        let Event::Start(root) = reader.next()? else { return Ok(Flow::Continue(())) };
        if !root.name.starts_with("teiCorpus") {
            let found = document(reader, &root)?;
            let id = stems.get(&stem).cloned();
            return Ok(found.told(id, &stem, tell));
        }
        let mut n = 0;
        while let Some(element) = reader.child()? {
            if !element.name.starts_with("TEI") {
                reader.skip()?;
                continue;
            }
            reader.record();
            n += 1;
            let found = document(reader, &element)?;
            if found.told(None, &format!("{stem}-{n}"), tell).is_break() {
                return Ok(Flow::Break(()));
            }
        }
        Ok(Flow::Continue(()))
    })
}

/// A document as far as it was read.
#[derive(Default)]
struct Found {
    place: Place,
    /// The id that we wrote: what else the header says is then ours too.
    own: Option<String>,
    title: Option<String>,
    xml_id: Option<String>,
    about: DocAbout,
    /// What `ana` points to.
    categories: HashMap<String, String>,
    text: Running,
    /// A blank, or a new line, is due before the next word.
    blank: bool,
    line: bool,
    /// Where elements with an id are.
    places: HashMap<String, (u64, u64)>,
    marks: Vec<IncomingMark>,
    spans: Vec<Beside>,
    links: Vec<IncomingRelation>,
    passed: Passed,
    remarks: Vec<Rejected>,
}

/// A span beside the text. Ends and categories may come later in the file.
struct Beside {
    id: String,
    from: String,
    to: String,
    /// What `ana` points to.
    ana: Option<String>,
    /// What it says in words.
    said: String,
    mark: IncomingMark,
}

fn document(reader: &mut Reader<'_>, root: &Element) -> Result<Found, ReadError> {
    let mut to = Found { place: reader.place(), xml_id: root.get("xml:id").map(str::to_owned), ..Found::default() };
    while let Some(element) = reader.child()? {
        match element.name.as_str() {
            "teiHeader" => to.header(reader)?,
            "text" => {
                if let (Some(language), None) = (element.get("xml:lang"), &to.about.metadata.language) {
                    to.about.metadata.language = Some(language.into());
                }
                to.body(reader, element)?;
            }
            "standOff" => to.beside(reader, "")?,
            name => {
                to.passed.note(name);
                reader.skip()?;
            }
        }
    }
    Ok(to)
}

/// A pointer without its `#`.
fn pointer(of: &str) -> &str {
    of.trim().trim_start_matches('#')
}

/// The name that a typed element has.
fn named(element: &Element) -> Option<&str> {
    match element.get("type") {
        Some(NAMED) => element.get("n").or(Some(NAMED)),
        other => other,
    }
}

impl Found {
    fn header(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        let mut above: Vec<String> = Vec::new();
        let mut category = String::new();
        let mut annotates = false;
        loop {
            let element = match reader.next()? {
                Event::Start(element) => element,
                Event::Text(_) => continue,
                Event::End if above.pop().is_some() => continue,
                Event::End | Event::Eof => return Ok(()),
            };
            let parent = above.last().map_or("", String::as_str);
            match (parent, element.name.as_str()) {
                ("titleStmt", "title") if self.title.is_none() => {
                    self.title = Some(squeezed(&reader.text()?)).filter(|t| !t.is_empty());
                }
                ("titleStmt", "author") => self.take("author", &squeezed(&reader.text()?)),
                ("respStmt", "resp") => annotates = reader.text()?.trim() == "annotation",
                ("respStmt", "name" | "persName") if annotates => self.about.annotator = reader.text()?.trim().into(),
                ("publicationStmt", "publisher") => self.take("outlet", &squeezed(&reader.text()?)),
                ("publicationStmt", "date") => {
                    let when = element.get("when").map(str::to_owned);
                    let said = reader.text()?;
                    self.take("published", &when.unwrap_or_else(|| squeezed(&said)));
                }
                ("bibl", "idno") if element.get("type") == Some(OURS) => self.own = Some(reader.text()?),
                ("bibl", name) if self.own.is_some() => {
                    let name = match name {
                        "title" => "title",
                        "publisher" => "outlet",
                        "date" => "published",
                        "idno" => element.get("type").unwrap_or("idno"),
                        _ => named(&element).unwrap_or(name),
                    };
                    let value = reader.text()?;
                    self.about.take(name, &value);
                }
                (_, "category") => {
                    category = element.get("xml:id").unwrap_or("").to_owned();
                    above.push(element.name);
                }
                ("category", "catDesc" | "gloss") => {
                    let label = squeezed(&reader.text()?);
                    self.categories.insert(std::mem::take(&mut category), label);
                }
                _ => above.push(element.name),
            }
        }
    }

    fn take(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.about.take(name, value);
        }
    }
}

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
    fn body(&mut self, reader: &mut Reader<'_>, root: Element) -> Result<(), ReadError> {
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
                    open.push(self.begun(element, keeps, reader));
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

    fn begun(&mut self, element: Element, keeps: bool, reader: &Reader<'_>) -> Open {
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
                .filter(|(name, _)| !FORMAL.contains(&name.as_str()) && !(kind.is_some() && name == "type"));
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

    /// Spans, links and categories beside the text, up to the end of what has begun. `kind` is the type of the group.
    fn beside(&mut self, reader: &mut Reader<'_>, kind: &str) -> Result<(), ReadError> {
        let mut kinds = vec![kind.to_owned()];
        loop {
            match reader.next()? {
                Event::Text(_) => {}
                Event::End => {
                    kinds.pop();
                    if kinds.is_empty() {
                        return Ok(());
                    }
                }
                Event::Eof => return Ok(()),
                Event::Start(element) => match element.name.as_str() {
                    "span" => self.span(reader, &element, kinds.last().map_or("", String::as_str))?,
                    "link" => {
                        let role = named(&element).or(kinds.last().map(String::as_str)).unwrap_or("").to_owned();
                        let target = element.get("target").or(element.get("targets")).unwrap_or("");
                        let ends: Vec<&str> = target.split_ascii_whitespace().map(pointer).collect();
                        match ends.split_first() {
                            Some((from, others)) if !others.is_empty() => {
                                if others.len() > 1 {
                                    self.passed.note("links of several ends (read from the first to each other)");
                                }
                                self.links.extend(others.iter().map(|to| IncomingRelation {
                                    from: (*from).to_owned(),
                                    to: (*to).to_owned(),
                                    role: role.clone(),
                                }));
                            }
                            _ => {
                                let why = format!("The link “{role}” has fewer than two ends");
                                self.remarks.push(Rejected::new(reader.place(), why, target));
                            }
                        }
                        reader.skip()?;
                    }
                    "interp" | "category" => {
                        let id = element.get("xml:id").unwrap_or("").to_owned();
                        let label = squeezed(&reader.text()?);
                        self.categories.insert(id, label);
                    }
                    name => {
                        if name.starts_with("list") {
                            self.passed.note(name);
                        }
                        kinds.push(element.get("type").unwrap_or("").to_owned());
                    }
                },
            }
        }
    }

    fn span(&mut self, reader: &mut Reader<'_>, element: &Element, kind: &str) -> Result<(), ReadError> {
        let place = reader.place();
        let mut attributes = BTreeMap::new();
        let (mut said, mut note) = (String::new(), String::new());
        loop {
            match reader.next()? {
                Event::Text(text) => said.push_str(&text),
                Event::Start(inside) => {
                    let value = reader.text()?;
                    match named(&inside) {
                        Some(name) if inside.name == "note" => drop(attributes.insert(name.to_owned(), value)),
                        _ => note.push_str(&value),
                    }
                }
                Event::End | Event::Eof => break,
            }
        }
        let said = squeezed(&said);
        let mut ana = element.get("ana").unwrap_or("").split_ascii_whitespace().map(pointer);
        let first_ana = ana.next().map(str::to_owned);
        let label = match element.get("type").unwrap_or(kind) {
            "" if said.is_empty() => "span",
            "" => &said,
            kind => kind,
        };
        let label = label.to_owned();
        let more = ana.collect::<Vec<_>>().join(" ");
        if !more.is_empty() {
            attributes.insert("ana".into(), more);
        }
        let target = element.get("target").unwrap_or("");
        let first = target.split_ascii_whitespace().next().unwrap_or("");
        let last = target.split_ascii_whitespace().next_back().unwrap_or("");
        let from = pointer(element.get("from").unwrap_or(first)).to_owned();
        let to = element.get("to").map_or(if target.is_empty() { &from } else { pointer(last) }, pointer).to_owned();
        let id = element.get("xml:id").map_or_else(|| format!("span {}", self.spans.len()), str::to_owned);
        let keep_id = element.get("xml:id").is_some();
        // Our own id is in `n`; links point to the other, and are led on.
        let own = if self.own.is_some() { element.get("n") } else { None };
        let mark = IncomingMark {
            id: own.unwrap_or(&id).to_owned(),
            keep_id,
            label,
            attributes,
            note,
            place: Some(Place { item: id.clone(), ..place }),
            ..IncomingMark::default()
        };
        self.spans.push(Beside { id, from, to, ana: first_ana, said, mark });
        Ok(())
    }

    /// Tells the document. `id` is what the files beside it say; `stem` is for want of any other.
    fn told(mut self, id: Option<String>, stem: &str, tell: &mut dyn FnMut(News) -> Flow) -> Flow {
        let mut ids: HashMap<String, String> = HashMap::new();
        for Beside { id, from, to, ana, said, mut mark } in std::mem::take(&mut self.spans) {
            if let Some(ana) = ana {
                mark.label = self.categories.get(&ana).filter(|l| !l.is_empty()).cloned().unwrap_or(ana);
            }
            if mark.note.is_empty() && said != mark.label {
                mark.note = said;
            }
            if let (Some((start, _)), Some((_, end))) = (self.places.get(&from), self.places.get(&to)) {
                mark.at = At::Offsets(*start, *end);
                ids.insert(id, mark.id.clone());
                self.marks.push(mark);
            } else {
                let why =
                    format!("The span “{}” is between “{from}” and “{to}”, which are not in the text", mark.label);
                self.remarks.push(Rejected::new(mark.place.unwrap_or_default(), why, ""));
            }
        }
        for link in &mut self.links {
            for end in [&mut link.from, &mut link.to] {
                if let Some(id) = ids.get(end) {
                    end.clone_from(id);
                }
            }
        }
        self.speakers();
        self.remarks.extend(self.passed.remark(&self.place, "Not read as text or marks"));
        if let (None, Some(title)) = (&self.own, &self.title) {
            self.about.take("title", title);
        }
        let id = id.or(self.own).or(self.title).or(self.xml_id).unwrap_or_else(|| stem.to_owned());
        let doc = Incoming {
            place: self.place,
            id: Some(id),
            body: Body::Text(self.text.text),
            about: self.about,
            machine: false,
            marks: self.marks,
            relations: self.links,
        };
        deliver(doc, self.remarks, tell)
    }

    /// `who` that points to a mark is a link.
    fn speakers(&mut self) {
        let ids: HashSet<String> = self.marks.iter().map(|m| m.id.clone()).collect();
        for mark in &mut self.marks {
            let Some(who) = mark.attributes.get("who") else { continue };
            let all: Vec<String> = who.split_ascii_whitespace().map(|w| pointer(w).to_owned()).collect();
            if !all.is_empty() && all.iter().all(|w| ids.contains(w)) {
                mark.attributes.remove("who");
                let from = &mark.id;
                let link = |to| IncomingRelation { from: from.clone(), to, role: "who".into() };
                self.links.extend(all.into_iter().map(link));
            }
        }
    }
}

/// A text with runs of blanks as one.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
