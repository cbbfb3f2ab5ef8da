//! Importing: what was recognised is shown first; then articles are found again by their text or written anew, and marks go into
//! the sets of those who made them. What cannot be taken in is told and kept, line by line.

use super::wanting::{Used, wanting};
use crate::{
    formats::{
        Body, Doc, DocAbout, Flow, IMPORTS, Import, LabelSeen, Likeness, Mark, News, OffsetUnit, Place, ReadError,
        Rejected, Resolved, Source, Texts, import, resolve,
    },
    model::{
        Annotation, AnnotationId, AnnotationSet, AnnotatorName, ChangeSet, IdMaker, LabelSet, Link, Metadata, State,
    },
    store::{FileTrouble, Intake, LabelsNotSaved, Project},
    text::{Text, counted},
};
use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    sync::Arc,
};
use unicode_normalization::UnicodeNormalization;

/// The most things of a kind that are listed by name; the rest is counted.
pub const MOST: usize = 100;

/// What is wanted of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRequest {
    /// The format, by its id.
    pub format: &'static str,
    /// Whose annotations they become; `None`: those whom the source names.
    pub annotator: Option<AnnotatorName>,
    /// A machine made them: they become a machine annotator's, whatever the source says.
    pub machine: bool,
    /// What the offsets count; `None`: what the format says, unless the covered words speak for another unit.
    pub unit: Option<OffsetUnit>,
    /// Add the labels, attributes and links that the project lacks.
    pub add_labels: bool,
    /// The state of new sets; `None`: as the source says, or done.
    pub state: Option<State>,
}

/// What there is to import.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// How many documents there are.
    pub docs: usize,
    /// How many of them are on articles that the project has already, by their text.
    pub known: usize,
    /// How many marks of each label.
    pub by_label: BTreeMap<Arc<str>, usize>,
    /// How many links there are.
    pub links: usize,
    /// Who made them, as the source says, with how many documents of each; the empty name for documents that do not say.
    pub annotators: BTreeMap<String, usize>,
    /// How many documents are a machine's.
    pub machine: usize,
    /// What offsets count, by how many documents with marks.
    pub units: BTreeMap<&'static str, usize>,
    /// How many documents have no text of their own, so that blanks were guessed.
    pub guessed: usize,
    /// The project's labels with what they lack; `None` where they lack nothing.
    pub wanting: Option<LabelSet>,
    /// What the project's labels lack, in words.
    pub lacks: Vec<String>,
    /// What cannot be taken in: the first of it.
    pub rejected: Vec<Rejected>,
    /// How much cannot be taken in.
    pub rejected_count: usize,
    /// What is taken in otherwise than it stands there: the first of it.
    pub remarks: Vec<Rejected>,
    /// How much is.
    pub remark_count: usize,
    /// The first document with a mark, or the first at all.
    pub first: Option<Doc>,
    /// Why reading could not go on.
    pub broken: Option<String>,
    /// It was stopped before the end.
    pub stopped: bool,
}

/// What an import came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// How many articles are new.
    pub new_articles: usize,
    /// How many were there already.
    pub known_articles: usize,
    /// How many sets were written.
    pub sets: usize,
    /// How many marks were added.
    pub marks: usize,
    /// How many marks were there already, in the same place with the same label.
    pub there: usize,
    /// How many links were added.
    pub links: usize,
    /// The labels, attributes and links that were added, or are lacking still, in words.
    pub lacks: Vec<String>,
    /// Whether they were added.
    pub labels_added: bool,
    /// What was not taken in: the first of it.
    pub rejected: Vec<Rejected>,
    /// How much was not.
    pub rejected_count: usize,
    /// What was taken in otherwise than it stands there: the first of it.
    pub remarks: Vec<Rejected>,
    /// How much was.
    pub remark_count: usize,
    /// Why reading could not go on; what was read before was taken in.
    pub broken: Option<String>,
    /// It was stopped before the end; what was read before was taken in.
    pub stopped: bool,
}

impl Imported {
    /// What was taken in, in words.
    pub fn sentence(&self) -> String {
        format!(
            "{} new, {} there already; {} with {} and {}",
            counted(self.new_articles, "article"),
            self.known_articles,
            counted(self.sets, "set"),
            counted(self.marks, "mark"),
            counted(self.links, "link")
        )
    }
}

/// The formats that a source may be, the likeliest first.
pub fn recognise(source: &dyn Source) -> Vec<(Likeness, &'static dyn Import)> {
    let mut all: Vec<(Likeness, &'static dyn Import)> =
        IMPORTS.iter().map(|i| (i.detect(source), *i)).filter(|(how, _)| *how > Likeness::No).collect();
    // What is as likely keeps the order of the list; our own files, which hold everything, come first.
    all.sort_by_key(|(how, import)| (std::cmp::Reverse(*how), import.about().id != "jsonl"));
    all
}

/// Reads everything and says what is there, without taking anything in. `alive` is asked after each document.
pub fn preview(
    source: &dyn Source,
    request: &ImportRequest,
    project: Option<&Intake>,
    labels: &LabelSet,
    alive: &mut dyn FnMut(usize) -> Flow,
) -> Preview {
    let mut out = Preview::default();
    let mut used = Used::default();
    let done = each(source, request, &|id| project?.text_of(id), &mut |what| {
        match what {
            Read::Label(seen) => used.see(seen),
            Read::Rejected(rejected) => keep(&mut out.rejected, &mut out.rejected_count, rejected),
            Read::Doc(read) => {
                let doc = &read.doc;
                out.docs += 1;
                out.known += usize::from(project.is_some_and(|p| p.by_text(doc.text.as_str()).is_some()));
                out.links += doc.relations.len();
                out.machine += usize::from(read.machine);
                out.guessed += usize::from(!read.exact_text);
                for mark in &doc.marks {
                    *out.by_label.entry(mark.label.clone()).or_default() += 1;
                }
                if !doc.marks.is_empty() {
                    *out.units.entry(read.unit.name()).or_default() += 1;
                    *out.annotators.entry(doc.about.annotator.to_string()).or_default() += 1;
                }
                used.add(doc);
                let Resolved { rejected, remarks, .. } = &*read;
                for what in rejected {
                    keep(&mut out.rejected, &mut out.rejected_count, what.clone());
                }
                for what in remarks {
                    keep(&mut out.remarks, &mut out.remark_count, what.clone());
                }
                if out.first.as_ref().is_none_or(|f| f.marks.is_empty() && !doc.marks.is_empty()) {
                    out.first = Some(read.doc);
                }
                let flow = alive(out.docs);
                out.stopped = flow.is_break();
                return flow;
            }
        }
        Flow::Continue(())
    });
    out.broken = done.err().map(|error| error.to_string());
    let (wanting, lacks) = wanting(labels, &used);
    out.wanting = wanting;
    out.lacks = lacks;
    out
}

/// Takes everything in. `alive` is asked after each document; what was taken in before it says no stays. `reject` is given every
/// record that was not taken in, or otherwise than it stands there (`true`), for keeping.
///
/// # Errors
/// [`FileTrouble`] where the project's labels cannot be read; nothing was changed then.
pub fn take_in(
    source: &dyn Source,
    request: &ImportRequest,
    project: &Project,
    intake: &mut Intake,
    reject: &mut dyn FnMut(&Rejected, bool),
    alive: &mut dyn FnMut(usize) -> Flow,
) -> Result<Imported, FileTrouble> {
    let labels = project.labels()?;
    let mut used = Used::default();
    let mut taking = Taking { request, intake, out: Imported::default(), articles: BTreeMap::new(), reject };
    let mut docs = 0;
    // Texts that the source lacks are asked of the project as it was before.
    let before = taking.intake.names();
    let done = each(source, request, &|id| project.text_of(before.get(id)?), &mut |what| match what {
        Read::Label(seen) => {
            used.see(seen);
            Flow::Continue(())
        }
        Read::Rejected(rejected) => {
            taking.rejected(rejected);
            Flow::Continue(())
        }
        Read::Doc(read) => {
            used.add(&read.doc);
            taking.take(*read);
            docs += 1;
            let flow = alive(docs);
            taking.out.stopped = flow.is_break();
            flow
        }
    });
    let mut out = taking.out;
    out.broken = done.err().map(|error| error.to_string());
    let (wanting, lacks) = wanting(&labels, &used);
    out.lacks = lacks;
    if let Some(more) = wanting.filter(|_| request.add_labels) {
        match project.save_labels(&more, &labels) {
            Ok(()) => out.labels_added = true,
            // The marks are there by now, so this is no reason to say that nothing was imported.
            Err(LabelsNotSaved::Trouble(trouble)) => out.lacks.push(format!("These could not be added: {trouble}")),
            // Whoever changed them meanwhile is asked again by the page of problems.
            Err(LabelsNotSaved::Changed(_)) => {}
        }
    } else if !project.has_label_file()
        && let Err(trouble) = project.write_label_set_if_absent()
    {
        out.lacks.push(format!("The file of its labels could not be written: {trouble}"));
    }
    Ok(out)
}

/// Something that was read, and understood as far as it can be.
enum Read {
    Label(LabelSeen),
    Rejected(Rejected),
    Doc(Box<Resolved>),
}

/// Reads a source and understands it. A text that the format does not carry is taken from `docs.jsonl` beside it, or asked of
/// `known` by the document's id.
fn each(
    source: &dyn Source,
    request: &ImportRequest,
    known: &dyn Fn(&str) -> Option<Text>,
    tell: &mut dyn FnMut(Read) -> Flow,
) -> Result<(), ReadError> {
    let Some(format) = import(request.format) else { return Ok(()) };
    let nominal = format.about().unit;
    let mut beside = Texts::beside(source);
    format.read(source, &mut |news| match news {
        News::Label(seen) => tell(Read::Label(seen)),
        News::Rejected(rejected) => tell(Read::Rejected(rejected)),
        News::Doc(mut doc) => {
            // A docs.jsonl that lies near by chance has other articles: then the tokens say what there is, as without it.
            let alone = (doc.id.is_none() && matches!(doc.body, Body::Tokens(_))).then(|| doc.clone());
            let text = match &doc.body {
                Body::Text(_) => None,
                Body::Tokens(_) | Body::Named => {
                    if let Some((id, text)) = beside.get(doc.id.as_deref()) {
                        doc.id.get_or_insert(id);
                        Some(text)
                    } else {
                        doc.id.as_deref().and_then(known)
                    }
                }
            };
            let read = resolve(*doc, nominal, request.unit, text.as_ref());
            match read.or_else(|why| alone.map_or(Err(why), |doc| resolve(*doc, nominal, request.unit, None))) {
                Ok(read) => tell(Read::Doc(Box::new(read))),
                Err(rejected) => tell(Read::Rejected(rejected)),
            }
        }
    })
}

fn keep(all: &mut Vec<Rejected>, count: &mut usize, rejected: Rejected) {
    *count += 1;
    if all.len() < MOST {
        all.push(rejected);
    }
}

/// An import under way.
struct Taking<'t> {
    request: &'t ImportRequest,
    intake: &'t mut Intake,
    out: Imported,
    /// The articles, by their names in the project, with what they are called in the source.
    articles: BTreeMap<String, String>,
    reject: &'t mut dyn FnMut(&Rejected, bool),
}

impl Taking<'_> {
    fn rejected(&mut self, rejected: Rejected) {
        (self.reject)(&rejected, false);
        keep(&mut self.out.rejected, &mut self.out.rejected_count, rejected);
    }

    fn remark(&mut self, what: Rejected) {
        (self.reject)(&what, true);
        keep(&mut self.out.remarks, &mut self.out.remark_count, what);
    }

    fn take(&mut self, read: Resolved) {
        let Resolved { doc, kept_ids, machine, place, remarks, rejected, .. } = read;
        for what in rejected {
            self.rejected(what);
        }
        for what in remarks {
            self.remark(what);
        }
        let whole = |why: &str| Rejected::new(place.clone(), why, &doc.id);
        let stem = place.file.rsplit('/').next().and_then(|n| n.rsplit_once('.')).map_or("article", |(stem, _)| stem);
        let article = [&*doc.about.article, &*doc.id, stem].into_iter().find(|n| !n.is_empty()).unwrap_or("article");
        let name =
            doc.about.metadata.title.as_deref().filter(|_| article == stem && doc.id.is_empty()).unwrap_or(article);
        let id = Some(article).filter(|_| !doc.id.is_empty() || !doc.about.article.is_empty());
        let metadata = Metadata { id: id.map(Into::into), ..doc.about.metadata.clone() };
        let taken = match self.intake.article(name, &doc.text, &metadata) {
            Ok(taken) => taken,
            Err(trouble) => return self.rejected(whole(&trouble.to_string())),
        };
        match self.articles.get(&taken.key.to_string()) {
            Some(other) if other != article => {
                let what =
                    format!("Its text is that of “{other}” to the letter, so both became the article {}", taken.key);
                self.remark(whole(&what));
            }
            Some(_) => {}
            None => {
                self.articles.insert(taken.key.to_string(), article.to_owned());
                self.out.new_articles += usize::from(taken.new);
                self.out.known_articles += usize::from(!taken.new);
            }
        }
        if !taken.new {
            let known = self.intake.known(&taken.key, &doc.text);
            let known = DocAbout { metadata: known, ..DocAbout::default() }.pairs();
            let left = doc.about.pairs().into_iter().filter(|pair| !known.contains(pair));
            let left: BTreeMap<String, String> =
                left.map(|(name, value)| (name.to_string(), value.to_string())).collect();
            if !left.is_empty() {
                let names = left.keys().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ");
                let what = format!(
                    "The article {} is there already and keeps what the project says of it; left out: {names}",
                    taken.key
                );
                self.remark(Rejected::of_pairs(place.clone(), what, &left));
            }
        }
        // An article that nobody has worked on has no set.
        let untouched = match doc.about.state {
            Some(state) => state == State::New,
            None => self.request.annotator.is_none(),
        };
        if untouched && doc.marks.is_empty() {
            return;
        }
        let annotator = match annotator(self.request, &doc.about.annotator, machine) {
            Ok(annotator) => self.intake.annotator(annotator),
            Err(why) => return self.rejected(whole(&why)),
        };
        let (mut set, stamp) = match self.intake.set(&taken.key, &annotator, &doc.text) {
            Ok(found) => found,
            Err(trouble) => return self.rejected(whole(&trouble.to_string())),
        };
        let seed = blake3::hash(format!("{}\0{annotator}", taken.key).as_bytes());
        let seed = u64::from_le_bytes(*seed.as_bytes().first_chunk().unwrap_or(&[0; 8]));
        // An article that was skipped is never a finished one: that would say that there is nothing in it to mark.
        let skipped = doc.about.state.filter(|s| *s == State::Skipped);
        let state = skipped.or(self.request.state).or(doc.about.state).unwrap_or(State::Done);
        for (mark, left) in left_out(&set, &doc) {
            let place = Place { item: mark.id.to_string(), ..place.clone() };
            let what = format!("A mark “{}” at this very place is there already; left out: {left}", mark.label);
            let mut said: BTreeMap<String, String> =
                mark.attributes.iter().map(|(name, value)| (format!("attribute {name}"), value.to_string())).collect();
            let own = [("id", &mark.id), ("label", &mark.label), ("note", &mark.note)];
            said.extend(own.map(|(name, value)| (name.to_owned(), value.to_string())));
            said.insert("start".into(), mark.start.0.to_string());
            self.rejected(Rejected::of_pairs(place, what, &said));
        }
        let before = set.len();
        let (there, links) = match add(&mut set, &doc, &kept_ids, seed, state) {
            Ok(added) => added,
            Err(error) => return self.rejected(whole(&format!("Its marks do not fit together: {error}"))),
        };
        let marks = set.len() - before;
        match self.intake.save(&taken.key, &annotator, &set, &doc.text, stamp) {
            Ok(()) => {
                self.out.sets += 1;
                self.out.marks += marks;
                self.out.there += there;
                self.out.links += links;
            }
            Err(trouble) => self.rejected(whole(&trouble.to_string())),
        }
    }
}

/// Whose marks they become.
fn annotator(request: &ImportRequest, named: &str, machine: bool) -> Result<AnnotatorName, String> {
    let name = match &request.annotator {
        Some(annotator) => annotator.clone(),
        None if named.is_empty() => {
            return Err("The source does not say whose annotations these are. Say it, and import once more".into());
        }
        None => AnnotatorName::new(named).map_err(|error| format!("“{named}” is no annotator: {error}"))?,
    };
    if request.machine || machine {
        name.machine().map_err(|error| format!("“{name}” is no annotator: {error}"))
    } else {
        Ok(name)
    }
}

/// What is said of marks that are in a set already, and that the set says otherwise or not at all; what it says stays.
fn left_out<'d>(set: &AnnotationSet, doc: &'d Doc) -> Vec<(&'d Mark, String)> {
    // Files have everything composed.
    let differs = |a: &str, b: &str| a != b && a.nfc().ne(b.nfc());
    let mut all = Vec::new();
    for mark in &doc.marks {
        let Some(same) = set.same(mark.span, &mark.label) else { continue };
        let has =
            |name: &str, value: &str| same.attributes.iter().any(|(n, v)| !differs(n, name) && !differs(v, value));
        let attributes = mark.attributes.iter().filter(|(name, value)| !has(name, value));
        let mut left: Vec<String> = attributes.map(|(name, _)| format!("the attribute “{name}”")).collect();
        if !mark.note.is_empty() && differs(&mark.note, &same.note) {
            left.push("the note".into());
        }
        if !left.is_empty() {
            all.push((mark, left.join(", ")));
        }
    }
    all
}

/// Adds a document's marks to a set. How many were there already, and how many links were added.
fn add(
    set: &mut AnnotationSet,
    doc: &Doc,
    kept_ids: &HashSet<Arc<str>>,
    seed: u64,
    state: State,
) -> Result<(usize, usize), crate::model::ChangeError> {
    let mut ids = IdMaker::new(seed);
    let mut taken: BTreeSet<AnnotationId> = set.iter().map(|m| m.id.clone()).collect();
    let mut there = 0;
    let mut is: Vec<AnnotationId> = Vec::with_capacity(doc.marks.len());
    let mut change = ChangeSet::default();
    for mark in &doc.marks {
        if let Some(same) = set.same(mark.span, &mark.label) {
            there += 1;
            is.push(same.id.clone());
            continue;
        }
        let own = AnnotationId::new(mark.id.clone());
        let id =
            if kept_ids.contains(&mark.id) && !taken.contains(&own) { own } else { ids.make(|id| taken.contains(id)) };
        taken.insert(id.clone());
        is.push(id.clone());
        let mut new = Annotation::new(id, mark.span, mark.label.clone());
        new.attributes = mark.attributes.clone();
        new.note = mark.note.clone();
        new.made = mark.made.clone();
        new.origin = mark.origin.clone();
        change.created.push(new.into());
    }
    let mut links = 0;
    let mut more: BTreeMap<AnnotationId, Vec<Link>> = BTreeMap::new();
    for relation in &doc.relations {
        let (Some(from), Some(to)) = (is.get(relation.from), is.get(relation.to)) else { continue };
        more.entry(from.clone()).or_default().push(Link { role: relation.role.clone(), to: to.clone() });
    }
    let mut with_links = |annotation: &Annotation| {
        let mut new = annotation.clone();
        // A set: a mark may have very many.
        let mut there: HashSet<(Arc<str>, AnnotationId)> =
            new.links.iter().map(|link| (link.role.clone(), link.to.clone())).collect();
        for link in more.remove(&annotation.id).into_iter().flatten() {
            if there.insert((link.role.clone(), link.to.clone())) {
                new.links.push(link);
                links += 1;
            }
        }
        new
    };
    for annotation in &mut change.created {
        *annotation = with_links(annotation).into();
    }
    for old in set.iter() {
        let new = with_links(old);
        if new != **old {
            change.updated.push((old.clone(), new.into()));
        }
    }
    if set.is_empty() && set.state() == State::New {
        change.state = Some((set.state(), state));
    }
    change.apply(set)?;
    Ok((there, links))
}
