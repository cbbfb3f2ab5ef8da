//! Reading TEI: our own form, and leniently that of others.
//!
//! Text is what stands inside `text`. Where blanks are not to be kept (`xml:space`), runs of them are one, and paragraphs, lines
//! and the like begin new lines. Names, dates and speech that are marked in the text (`persName`, `rs`, `date`, `said` …)
//! become marks, labelled by the element's name, or the type of an `rs` or `name`; `who` becomes a link where it points to a
//! mark. Spans beside the text are marks wherever their ends are found: anchors, or any element with an `xml:id`. Footnotes and
//! second readings (`note`, `corr`, `reg` …) are no part of the text, which is said. A corpus is read document by document.

use super::{FILES, NAMED, OURS, beside::Beside};
use crate::formats::{
    At, Body, DocAbout, Flow, Incoming, IncomingMark, IncomingRelation, News, Place, ReadError, Rejected, Source,
    jsonl, names,
    passed::{Passed, deliver},
    xml::{Element, Event, Reader, Running},
};
use std::collections::{HashMap, HashSet};

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
pub struct Found {
    /// Where it begins.
    pub place: Place,
    /// The id that we wrote: what else the header says is then ours too.
    pub own: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// The id of its element.
    pub xml_id: Option<String>,
    /// What is known of the article.
    pub about: DocAbout,
    /// What `ana` points to.
    pub categories: HashMap<String, String>,
    /// Its text so far.
    pub text: Running,
    /// A blank is due before the next word.
    pub blank: bool,
    /// A new line is due before the next word.
    pub line: bool,
    /// Where elements with an id are.
    pub places: HashMap<String, (u64, u64)>,
    /// Marks in the text.
    pub marks: Vec<IncomingMark>,
    /// Spans beside the text.
    pub spans: Vec<Beside>,
    /// Links.
    pub links: Vec<IncomingRelation>,
    /// What is passed over.
    pub passed: Passed,
    /// What else is to be said.
    pub remarks: Vec<Rejected>,
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
                to.body(reader, &element)?;
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
pub fn pointer(of: &str) -> &str {
    of.trim().trim_start_matches('#')
}

/// The name that a typed element has.
pub fn named(element: &Element) -> Option<&str> {
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

impl Found {
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
pub fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
