//! From a BioC document to one of ours.
//!
//! The passages' texts, or their sentences', are joined so that offsets fit; what lies between them is filled with blanks and a
//! line end. Infons of the document, and those of its first passage, are kept with the article; those of other passages only
//! say how it is built. An annotation in pieces becomes one mark, and a relation of several nodes a link from the first to each
//! other, both said.

use super::{ATTRIBUTE, TYPE};
use crate::{
    formats::{
        At, Body, Incoming, IncomingMark, IncomingRelation, OffsetUnit, Place, Rejected, is_blank, passed::Passed,
        resolve::bytes, xml::Running,
    },
    text::Text,
};

/// A document.
#[derive(Debug, Default)]
pub struct Document {
    /// Its id.
    pub id: String,
    /// What is said of it.
    pub infons: Vec<(String, String)>,
    /// Its passages.
    pub passages: Vec<Passage>,
    /// Annotations of the whole.
    pub annotations: Vec<Annotation>,
    /// Relations, wherever they stood.
    pub relations: Vec<Relation>,
    /// What could not be understood.
    pub remarks: Vec<Rejected>,
}

/// A passage or a sentence.
#[derive(Debug, Default)]
pub struct Passage {
    /// Where it begins in the document.
    pub offset: u64,
    /// What is said of it.
    pub infons: Vec<(String, String)>,
    /// Its text.
    pub text: String,
    /// Its annotations.
    pub annotations: Vec<Annotation>,
    /// Its sentences.
    pub sentences: Vec<Passage>,
}

/// An annotation.
#[derive(Debug, Default)]
pub struct Annotation {
    /// Its id.
    pub id: String,
    /// Label and attributes.
    pub infons: Vec<(String, String)>,
    /// The words it covers.
    pub text: Option<String>,
    /// Offsets with lengths.
    pub locations: Vec<(u64, u64)>,
    /// Its line; 0 for none.
    pub line: u64,
}

/// A relation.
#[derive(Debug, Default)]
pub struct Relation {
    /// Its id.
    pub id: String,
    /// Role and more.
    pub infons: Vec<(String, String)>,
    /// The ids of what it relates, with the roles they play.
    pub nodes: Vec<(String, String)>,
}

/// The widest gap between passages that is filled; wider ones are closed, and what is behind moves.
const WIDEST: u64 = 1 << 16;

/// Understands a document.
pub fn understood(document: Document, place: Place) -> (Incoming, Vec<Rejected>) {
    let Document { id, infons, passages, annotations, relations, mut remarks } = document;
    let mut doc = Incoming { id: Some(id).filter(|id| !id.is_empty()), ..Incoming::default() };
    about(&mut doc, infons, passages.first());
    let pieces: Vec<Passage> = passages.into_iter().flat_map(pieces).collect();
    let unit = unit(&pieces);
    let mut text = Running::default();
    // With what is to be added to its offsets.
    let mut all: Vec<(Annotation, i128)> = Vec::new();
    let mut moved = 0;
    for (n, piece) in pieces.into_iter().enumerate() {
        let gap = piece.offset.checked_sub(text.len(unit)).filter(|gap| *gap <= WIDEST);
        match gap {
            Some(0) => {}
            Some(gap) if n == 0 => text.push(&" ".repeat(gap as usize)),
            Some(gap) => text.push(&(" ".repeat(gap as usize - 1) + "\n")),
            None => {
                moved += 1;
                text.push(if n == 0 { "" } else { "\n" });
            }
        }
        let shift = i128::from(text.len(unit)) - i128::from(piece.offset);
        all.extend(piece.annotations.into_iter().map(|a| (a, shift)));
        text.push(&piece.text);
    }
    if moved > 0 {
        let why = format!("{moved} passages are not where their offsets say; their marks were moved with them");
        remarks.push(Rejected::new(place.clone(), why, ""));
    }
    all.extend(annotations.into_iter().map(|a| (a, 0)));
    let text = Text::new(text.text);
    for (annotation, shift) in all {
        match mark(annotation, shift, &text, unit, &place) {
            Ok((mark, remark)) => {
                doc.marks.push(mark);
                remarks.extend(remark);
            }
            Err(rejected) => remarks.push(rejected),
        }
    }
    let mut passed = Passed::default();
    for relation in relations {
        if let Err(why) = link(&relation, &mut doc.relations, &mut passed) {
            let place = Place { item: relation.id.clone(), ..place.clone() };
            remarks.push(Rejected::new(place, why, ""));
        }
    }
    remarks.extend(passed.remark(&place, "Of relations that is not read"));
    doc.body = Body::Text(text.as_str().to_owned());
    doc.place = place;
    (doc, remarks)
}

/// What is known of the article.
fn about(doc: &mut Incoming, infons: Vec<(String, String)>, first: Option<&Passage>) {
    if let Some(first) = first {
        let built = ["section_type", "section", "offset"];
        let kind = first.infons.iter().find(|(name, _)| name == TYPE).map_or("", |(_, kind)| kind);
        if matches!(kind, "title" | "front") && !first.text.trim().is_empty() {
            doc.about.take("title", first.text.trim());
        }
        for (name, value) in first.infons.iter().filter(|(name, _)| name != TYPE && !built.contains(&name.as_str())) {
            doc.about.take(name, value);
        }
    }
    for (name, value) in infons {
        doc.about.take(&name, &value);
    }
}

/// A passage as what has a text of its own: itself, or its sentences.
fn pieces(mut passage: Passage) -> Vec<Passage> {
    let sentences = std::mem::take(&mut passage.sentences);
    if passage.text.is_empty() && !sentences.is_empty() {
        let mut all = sentences;
        if let Some(first) = all.first_mut() {
            first.annotations.append(&mut passage.annotations);
        }
        return all;
    }
    passage.annotations.extend(sentences.into_iter().flat_map(|s| s.annotations));
    vec![passage]
}

impl Running {
    fn len(&self, unit: OffsetUnit) -> u64 {
        match unit {
            OffsetUnit::Chars => self.chars,
            OffsetUnit::Utf16 => self.utf16,
            OffsetUnit::Bytes => self.text.len() as u64,
        }
    }
}

/// What offsets count: what puts most annotations on the words that they cover, and most passages behind one another.
fn unit(pieces: &[Passage]) -> OffsetUnit {
    if pieces.iter().all(|p| p.text.is_ascii()) {
        return OffsetUnit::Chars;
    }
    let mut counts = [(OffsetUnit::Chars, 0, 0), (OffsetUnit::Bytes, 0, 0), (OffsetUnit::Utf16, 0, 0)];
    let mut behind = [0; 3];
    for piece in pieces {
        let text = Text::new(piece.text.as_str());
        let lens = [text.char_len().0, text.len(), text.utf16_len().0];
        for ((unit, hits, fits), (end, len)) in counts.iter_mut().zip(behind.iter_mut().zip(lens)) {
            for annotation in &piece.annotations {
                let (Some(quote), [(offset, long)]) = (&annotation.text, annotation.locations.as_slice()) else {
                    continue;
                };
                let at = |offset: u64| bytes(&text, *unit, offset.checked_sub(piece.offset)?);
                let words = at(*offset).zip(at(offset.saturating_add(*long)));
                *hits += usize::from(words.and_then(|(a, b)| text.get(a, b)) == Some(quote));
            }
            *fits += usize::from((0..=2).contains(&(i128::from(piece.offset) - i128::from(*end))));
            *end = piece.offset.saturating_add(len as u64);
        }
    }
    let [mut best, rest @ ..] = counts;
    for other in rest {
        if (other.1, other.2) > (best.1, best.2) {
            best = other;
        }
    }
    best.0
}

/// A mark, and what is to be said of it.
fn mark(
    annotation: Annotation,
    shift: i128,
    text: &Text,
    unit: OffsetUnit,
    place: &Place,
) -> Result<(IncomingMark, Option<Rejected>), Rejected> {
    let Annotation { id, infons, text: quote, locations, line } = annotation;
    let place = Place { line: if line > 0 { line } else { place.line }, item: id.clone(), ..place.clone() };
    let moved = |at: u64| u64::try_from(i128::from(at) + shift).unwrap_or(u64::MAX);
    let ends = |(offset, length): &(u64, u64)| (moved(*offset), moved(offset.saturating_add(*length)));
    let mut parts: Vec<(u64, u64)> = locations.iter().map(ends).collect();
    parts.sort_unstable();
    let (Some(start), Some(end)) = (parts.first().map(|p| p.0), parts.iter().map(|p| p.1).max()) else {
        return Err(Rejected::new(place, "The annotation has no location", &format!("{infons:?}")));
    };
    let between = |pair: &[(u64, u64)]| {
        let [(_, a), (b, _)] = pair else { return true };
        let words = bytes(text, unit, *a).zip(bytes(text, unit, *b)).and_then(|(a, b)| text.get(a, b));
        words.is_some_and(|words| words.chars().all(is_blank))
    };
    let whole = parts.windows(2).all(between);
    let remark = (!whole).then(|| {
        let why = format!("The annotation is in {} pieces with words between; the mark covers those too", parts.len());
        Rejected::new(place.clone(), why, quote.as_deref().unwrap_or(""))
    });
    // Up to six digits merely count.
    let counted = id.len() <= 6 && id.bytes().all(|b| b.is_ascii_digit());
    let mut mark = IncomingMark {
        id,
        keep_id: !counted,
        at: At::Offsets(start, end),
        quote: quote.filter(|_| whole),
        place: Some(place),
        ..IncomingMark::default()
    };
    for (name, value) in infons {
        if name == TYPE {
            mark.label = value;
        } else {
            mark.attributes.insert(name.strip_prefix(ATTRIBUTE).map_or(name.clone(), str::to_owned), value);
        }
    }
    Ok((mark, remark))
}

/// The roles of the end that has the link.
const FROM: [&str; 5] = ["from", "source", "subject", "arg1", "head"];

fn link(relation: &Relation, links: &mut Vec<IncomingRelation>, passed: &mut Passed) -> Result<(), String> {
    let infon = |wanted: &str| relation.infons.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
    let role = infon(TYPE).or_else(|| infon("relation")).unwrap_or_else(|| "relation".into());
    let first = relation.nodes.iter().position(|(_, role)| FROM.contains(&role.to_ascii_lowercase().as_str()));
    let first = first.unwrap_or(0);
    let Some((from, _)) = relation.nodes.get(first).filter(|_| relation.nodes.len() > 1) else {
        return Err("The relation has fewer than two ends".into());
    };
    for (to, _) in relation.nodes.iter().enumerate().filter(|(n, _)| *n != first).map(|(_, node)| node) {
        links.push(IncomingRelation { from: from.clone(), to: to.clone(), role: role.clone() });
    }
    if relation.nodes.len() > 2 {
        passed.note("that it has more than two ends: there are links from the first to each other");
    }
    for (name, _) in relation.infons.iter().filter(|(name, _)| name != TYPE && name != "relation") {
        passed.note(&format!("the infon {name}"));
    }
    Ok(())
}
