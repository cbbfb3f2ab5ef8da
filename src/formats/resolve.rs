//! From what a file says to a document: which unit its offsets count, where its marks are, what does not fit.

use super::{
    At, Body, Doc, Incoming, IncomingMark, Mark, OffsetUnit, Place, Rejected, Relation, TokenUnit, is_blank, json,
    tokens::tokens,
};
use crate::text::{ByteOffset, CharOffset, Found, Quotation, Span, SpanError, Text, Utf16Offset, find_again};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};
use unicode_normalization::UnicodeNormalization;

/// A document that was read and understood.
#[derive(Debug)]
pub struct Resolved {
    /// The document. Its id is empty where the source has none.
    pub doc: Doc,
    /// Which marks, by place, have an id of the source's that is worth keeping.
    pub kept_ids: HashSet<Arc<str>>,
    /// Whether a machine made the marks.
    pub machine: bool,
    /// Whether the text is the source's own; else blanks were guessed.
    pub exact_text: bool,
    /// Where it was read from.
    pub place: Place,
    /// What its offsets count.
    pub unit: OffsetUnit,
    /// What was taken in otherwise than it stands there, each with its place.
    pub remarks: Vec<Rejected>,
    /// What could not be taken in.
    pub rejected: Vec<Rejected>,
}

/// Understands a document.
///
/// `nominal` is what the format's offsets count; where the words that marks are said to cover speak for another unit, that one is
/// taken, unless `forced` says which. `known` is its text, where the source does not carry one.
///
/// # Errors
/// [`Rejected`] where the document has no text.
pub fn resolve(
    incoming: Incoming,
    nominal: OffsetUnit,
    forced: Option<OffsetUnit>,
    known: Option<&Text>,
) -> Result<Resolved, Rejected> {
    let Incoming { place, id, body, about, machine, marks, relations } = incoming;
    let (text, tokens, exact_text) = match (body, known) {
        (Body::Text(text), _) => (Text::new(text), Vec::new(), true),
        (Body::Tokens(sentences), Some(known)) => {
            let tokens = align(known.as_str(), sentences.iter().flatten())
                .map_err(|why| Rejected::new(place.clone(), why, id.as_deref().unwrap_or("")))?;
            (known.clone(), tokens, true)
        }
        (Body::Tokens(sentences), None) => {
            let (text, tokens) = join(&sentences);
            (Text::new(text), tokens, false)
        }
        (Body::Named, Some(known)) => (known.clone(), Vec::new(), true),
        (Body::Named, None) => {
            let why = "The file does not have the article’s text, and no article of the project has this name. Import \
                       beside docs.jsonl, or import the articles first";
            return Err(Rejected::new(place, why, id.as_deref().unwrap_or("")));
        }
    };
    let unit = forced.unwrap_or_else(|| likeliest(&text, &marks, nominal));
    let doubt = if forced.is_none() && unit == OffsetUnit::Chars { utf16_by_words(&text, &marks) } else { None };
    let mut doc = Doc::new(id.unwrap_or_default(), text);
    doc.about = about;
    let mut to = Resolved {
        doc,
        kept_ids: HashSet::new(),
        machine,
        exact_text,
        place,
        unit,
        remarks: Vec::new(),
        rejected: Vec::new(),
    };
    to.remarks.extend(doubt.map(|what| Rejected::new(to.place.clone(), what, "")));
    to.marks(marks, &tokens, relations);
    Ok(to)
}

impl Resolved {
    fn marks(&mut self, marks: Vec<IncomingMark>, tokens: &[(usize, usize)], relations: Vec<super::IncomingRelation>) {
        let mut names =
            Names { wanted: marks.iter().filter(|m| m.keep_id).map(|m| m.id.clone()).collect(), ..Names::default() };
        let mut lost = Vec::new();
        for mark in marks {
            match self.span(&mark, tokens) {
                Err(Missed::Elsewhere) => lost.push(mark),
                Err(Missed::Never(why)) => self.reject(&mark, &why),
                Ok(span) => self.take(mark, span, &mut names),
            }
        }
        for (mark, span) in self.look_again(lost) {
            self.take(mark, span, &mut names);
        }
        let at: HashMap<Arc<str>, usize> =
            self.doc.marks.iter().enumerate().map(|(at, m)| (m.id.clone(), at)).collect();
        let end = |id: &str| names.by_id.get(id).and_then(|id| at.get(id)).copied();
        let mut seen = BTreeSet::new();
        for relation in relations {
            let (from, to) = (end(&relation.from), end(&relation.to));
            if let (Some(from), Some(to)) = (from, to) {
                let role = composed(&relation.role);
                let relation = Relation { from, to, role: role.into() };
                if seen.insert(relation.clone()) {
                    self.doc.relations.push(relation);
                }
            } else {
                let why = format!(
                    "The link “{}” from {} to {} has an end that is not there",
                    relation.role, relation.from, relation.to
                );
                let raw = json::string(&BTreeMap::from([
                    ("from", &relation.from),
                    ("to", &relation.to),
                    ("role", &relation.role),
                ]));
                self.rejected.push(Rejected::new(self.place.clone(), why, &raw));
            }
        }
        self.doc.sort();
    }

    fn take(&mut self, mark: IncomingMark, span: Span, names: &mut Names) {
        let label: Arc<str> = composed(&mark.label).into();
        if label.is_empty() {
            return self.reject(&mark, "The mark has no label");
        }
        if let Some(twin) = names.places.get(&(span, label.clone())) {
            // Its links lead on to the one that is there.
            if !mark.id.is_empty() {
                names.by_id.entry(mark.id.clone()).or_insert_with(|| twin.clone());
            }
            return self.reject(&mark, &format!("A mark “{label}” at this very place is there already"));
        }
        let own = mark.keep_id && !names.ids.contains(mark.id.as_str()) && is_id(&mark.id);
        let id = if own { mark.id.as_str().into() } else { names.next() };
        if own {
            self.kept_ids.insert(id.clone());
        }
        names.ids.insert(id.clone());
        if !mark.id.is_empty() {
            if names.by_id.contains_key(&mark.id) {
                let why = format!("A second mark has the id “{}”; links lead to the first", mark.id);
                self.remark(&mark, &why);
            } else {
                names.by_id.insert(mark.id.clone(), id.clone());
            }
        }
        names.places.insert((span, label.clone()), id.clone());
        let mut new = Mark::new(id, &self.doc.text, span, label);
        let attributes = mark.attributes.into_iter().filter(|(name, _)| !name.trim().is_empty());
        new.attributes = attributes.map(|(name, value)| (name.trim().into(), value.into())).collect();
        new.note = mark.note.into();
        new.made = mark.made.into();
        new.origin = mark.origin.map(Arc::new);
        self.doc.marks.push(new);
    }

    /// Where a mark is. Edges inside a character are widened around it, saying so.
    fn span(&mut self, mark: &IncomingMark, tokens: &[(usize, usize)]) -> Result<Span, Missed> {
        let text = self.doc.text.clone();
        let (start, end) = match mark.at {
            At::Tokens(first, behind) => {
                let start = tokens.get(first).map(|t| t.0);
                let end =
                    behind.checked_sub(1).filter(|last| *last >= first).and_then(|last| tokens.get(last)).map(|t| t.1);
                match start.zip(end) {
                    Some((start, end)) => (ByteOffset(start), ByteOffset(end)),
                    None => {
                        let (last, n) = (behind as i128 - 1, tokens.len());
                        return Err(Missed::Never(format!(
                            "Its tokens {first} to {last} are not among the document’s {n}"
                        )));
                    }
                }
            }
            At::Words => {
                let quote = mark.quote.as_deref().filter(|quote| !quote.trim().is_empty());
                let quote = quote.ok_or_else(|| Missed::Never("Neither its place nor its words are known".into()))?;
                // Without surroundings, words that are there once are theirs.
                let alone = mark.around.as_ref().is_none_or(|(before, after)| before.is_empty() && after.is_empty());
                let mut places = text.as_str().match_indices(quote).map(|(at, words)| (at, at + words.len()));
                match places.next().filter(|_| alone && places.next().is_none()) {
                    Some((start, end)) => (ByteOffset(start), ByteOffset(end)),
                    None => return Err(Missed::Elsewhere),
                }
            }
            At::Offsets(start, end) => {
                let found = bytes(&text, self.unit, start).zip(bytes(&text, self.unit, end));
                match found {
                    _ if end <= start && mark.quote.is_none() => {
                        return Err(Missed::Never(format!("Its end ({end}) is not after its start ({start})")));
                    }
                    Some(found) if found.0 < found.1 => found,
                    _ if mark.quote.is_some() => return Err(Missed::Elsewhere),
                    _ => {
                        let what = format!(
                            "Its place {start}–{end} is not inside the text, or cuts a character ({})",
                            self.unit.name()
                        );
                        return Err(Missed::Never(what));
                    }
                }
            }
        };
        let words = text.get(start, end).unwrap_or("");
        if mark.quote.as_deref().is_some_and(|quote| !same_words(quote, words)) {
            return Err(Missed::Elsewhere);
        }
        match Span::in_text(&text, start, end) {
            Ok(span) => Ok(span),
            Err(SpanError::CutsGrapheme) => {
                let span = Span::between(&text, start, end).ok_or_else(|| Missed::Never("It covers nothing".into()))?;
                let whole = text.get(span.start(), span.end()).unwrap_or("");
                self.remark(mark, &format!("An edge was inside a character; the mark is now around “{whole}”"));
                Ok(span)
            }
            Err(error) => Err(Missed::Never(format!("Its place does not fit: {error}"))),
        }
    }

    /// Looks for marks whose words are not at their place, all at once.
    fn look_again(&mut self, lost: Vec<IncomingMark>) -> Vec<(IncomingMark, Span)> {
        if lost.is_empty() {
            return Vec::new();
        }
        let end = self.doc.text.char_len();
        let wanted: Vec<(CharOffset, CharOffset, Quotation)> = lost
            .iter()
            .map(|mark| {
                let At::Offsets(start, _) = mark.at else { return (end, end, quotation(mark)) };
                let at = bytes(&self.doc.text, self.unit, start).map_or(end, |at| self.doc.text.char_of(at));
                let quotation = quotation(mark);
                (at, CharOffset(at.0 + quotation.exact.chars().count()), quotation)
            })
            .collect();
        let mut found = Vec::new();
        for (mark, place) in lost.into_iter().zip(find_again(&self.doc.text, &wanted)) {
            match place {
                Found::Exact(span) | Found::Moved { span, .. } => {
                    let start = self.doc.text.char_of(span.start()).0;
                    let same = || same_words(span.of(&self.doc.text), mark.quote.as_deref().unwrap_or(""));
                    match mark.at {
                        // It was to be found by its words, and they are there.
                        At::Words if same() => {}
                        At::Words | At::Tokens(..) => {
                            self.remark(
                                &mark,
                                &format!("Its words are a little different; they were found at {start}"),
                            );
                        }
                        At::Offsets(a, b) => {
                            self.remark(&mark, &format!("Its words are not at {a}–{b}; they were found at {start}"));
                        }
                    }
                    found.push((mark, span));
                }
                Found::Lost => {
                    let words = short(mark.quote.as_deref().unwrap_or(""));
                    let why = if mark.at == At::Words {
                        format!("Its words “{words}” are not there, or at several places that cannot be told apart")
                    } else {
                        format!("Its words “{words}” are not where it says, and nowhere else")
                    };
                    self.reject(&mark, &why);
                }
            }
        }
        found
    }

    fn place_of(&self, mark: &IncomingMark) -> Place {
        let mut place = mark.place.clone().unwrap_or_else(|| self.place.clone());
        if !mark.id.is_empty() && mark.place.is_none() {
            let id = short(&mark.id);
            place.item = if place.item.is_empty() { id } else { format!("{}, {id}", place.item) };
        }
        place
    }

    fn reject(&mut self, mark: &IncomingMark, why: &str) {
        self.rejected.push(Rejected::new(self.place_of(mark), why, &raw(mark)));
    }

    fn remark(&mut self, mark: &IncomingMark, what: &str) {
        self.remarks.push(Rejected::new(self.place_of(mark), what, &raw(mark)));
    }
}

/// What is known of a document's marks while they come.
#[derive(Default)]
struct Names {
    /// Ids that are worth keeping, and so not to be taken by other marks.
    wanted: HashSet<String>,
    /// Ids in use.
    ids: HashSet<Arc<str>>,
    /// Ids by those of the source.
    by_id: HashMap<String, Arc<str>>,
    /// Ids by place and label.
    places: HashMap<(Span, Arc<str>), Arc<str>>,
    count: usize,
}

impl Names {
    /// A new id.
    fn next(&mut self) -> Arc<str> {
        loop {
            self.count += 1;
            let id = format!("s{}", self.count);
            if !self.wanted.contains(&id) && !self.ids.contains(id.as_str()) {
                return id.into();
            }
        }
    }
}

/// Why a mark has no place.
enum Missed {
    /// Its words are not there: it is looked for.
    Elsewhere,
    /// It cannot have one, and why.
    Never(String),
}

fn quotation(mark: &IncomingMark) -> Quotation {
    let (before, after) = mark.around.clone().unwrap_or_default();
    Quotation { before: before.into(), exact: mark.quote.clone().unwrap_or_default().into(), after: after.into() }
}

/// The name of a label or a role, as the project has names: composed, without blanks around it.
fn composed(name: &str) -> String {
    let name = name.trim();
    if name.is_ascii() { name.to_owned() } else { name.nfc().collect() }
}

/// Whether an id can be one of ours: it is short and has nothing that could disturb.
fn is_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= 64 && id.chars().all(|c| c.is_ascii_graphic())
}

fn short(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// A mark as a line for the file of what was rejected.
fn raw(mark: &IncomingMark) -> String {
    let (start, end) = match mark.at {
        At::Offsets(start, end) => (Some(start), Some(end)),
        At::Tokens(first, behind) => (Some(first as u64), Some(behind as u64)),
        At::Words => (None, None),
    };
    let value = serde_json::json!({
        "id": mark.id, "start": start, "end": end, "label": mark.label, "text": mark.quote, "attributes": mark.attributes,
    });
    json::string(&value)
}

/// A position in bytes; `None` where there is no such position.
pub(super) fn bytes(text: &Text, unit: OffsetUnit, at: u64) -> Option<ByteOffset> {
    let at = usize::try_from(at).ok()?;
    match unit {
        OffsetUnit::Chars => text.byte_of(CharOffset(at)),
        OffsetUnit::Utf16 => text.byte_of_utf16(Utf16Offset(at)),
        OffsetUnit::Bytes => text.as_str().is_char_boundary(at).then_some(ByteOffset(at)),
    }
}

/// The unit whose places have the words that the marks are said to cover: the format's own, unless another explains more.
pub fn likeliest(text: &Text, marks: &[IncomingMark], nominal: OffsetUnit) -> OffsetUnit {
    if text.as_str().is_ascii() {
        return nominal;
    }
    let explained = |unit: OffsetUnit| explained(text, marks, unit);
    let mut best = (explained(nominal), nominal);
    if best.0 == marks.len() {
        return nominal;
    }
    for (unit, _) in OffsetUnit::ALL {
        let n = if unit == nominal { 0 } else { explained(unit) };
        if n > best.0 {
            best = (n, unit);
        }
    }
    best.1
}

/// Whether offsets look like UTF-16 units, where the source has no words to test them by and they are taken for characters: marks
/// begin and end with words so, and otherwise do not. Only marks behind the first character that is two units can tell.
fn utf16_by_words(text: &Text, marks: &[IncomingMark]) -> Option<String> {
    let first = text.as_str().chars().position(|c| c.len_utf16() == 2)? as u64;
    if marks.iter().any(|m| m.quote.is_some()) {
        return None;
    }
    let offsets =
        marks.iter().filter_map(|m| if let At::Offsets(start, end) = m.at { Some((start, end)) } else { None });
    let telling: Vec<(u64, u64)> = offsets.filter(|(_, end)| *end > first).collect();
    if telling.is_empty() {
        return None;
    }
    let words = tokens(text.as_str(), TokenUnit::Syllables, &BTreeSet::new());
    let fit = |unit: OffsetUnit| {
        let fits = |(start, end): &&(u64, u64)| {
            let place = bytes(text, unit, *start).zip(bytes(text, unit, *end));
            place.is_some_and(|(start, end)| {
                words.binary_search_by_key(&start.0, |w| w.start).is_ok()
                    && words.binary_search_by_key(&end.0, |w| w.end).is_ok()
            })
        };
        telling.iter().filter(fits).count()
    };
    let (chars, utf16, n) = (fit(OffsetUnit::Chars), fit(OffsetUnit::Utf16), telling.len());
    (utf16 > 2 * chars && 2 * utf16 > n).then(|| {
        format!(
            "Its offsets look like UTF-16 units: counted so, {utf16} of {n} marks begin and end with words; counted as characters, \
             as here, {chars}"
        )
    })
}

/// How many of the marks have the words there that they are said to cover.
pub(super) fn explained(text: &Text, marks: &[IncomingMark], unit: OffsetUnit) -> usize {
    let fits = |mark: &&IncomingMark| {
        let (Some(quote), At::Offsets(start, end)) = (&mark.quote, mark.at) else { return false };
        words_at(text, unit, start, end).is_some_and(|words| same_words(quote, words))
    };
    marks.iter().filter(fits).count()
}

/// The words between two positions; `None` where there are no such positions.
pub(super) fn words_at(text: &Text, unit: OffsetUnit, start: u64, end: u64) -> Option<&str> {
    let (start, end) = bytes(text, unit, start).zip(bytes(text, unit, end))?;
    text.get(start, end)
}

/// Whether two are the same words: to the letter, or but for the Unicode form and the length and kind of blanks.
fn same_words(a: &str, b: &str) -> bool {
    // Compared as they go: a few words said of a place as long as the text are told apart at the first letter.
    fn words(text: &str) -> impl Iterator<Item = char> {
        let (mut any, mut blank) = (false, false);
        let letters = text.nfc().map(move |c| {
            if is_blank(c) {
                blank = any;
                return [None, None];
            }
            any = true;
            [std::mem::take(&mut blank).then_some(' '), Some(c)]
        });
        letters.flatten().flatten()
    }
    a == b || words(a).eq(words(b))
}

/// The places, in bytes, of tokens that stand in a text in their order with blanks between. Tokens may be left out of the text's
/// (page noise), but every one must be found.
fn align<'a>(text: &str, tokens: impl Iterator<Item = &'a String>) -> Result<Vec<(usize, usize)>, String> {
    let mut at = 0;
    let mut places = Vec::new();
    for (n, token) in tokens.enumerate() {
        let rest = text.get(at..).unwrap_or("");
        let blank = rest.len() - rest.trim_start_matches(is_blank).len();
        let from = if rest.get(blank..).is_some_and(|r| r.starts_with(token.as_str())) {
            at + blank
        } else {
            at + rest.find(token.as_str()).ok_or_else(|| {
                format!("Its token {} “{}” does not follow in the article’s text", n + 1, short(token))
            })?
        };
        at = from + token.len();
        places.push((from, at));
    }
    Ok(places)
}

/// A text of tokens: a sentence a line, and no blank before a comma or behind an opening bracket.
fn join(sentences: &[Vec<String>]) -> (String, Vec<(usize, usize)>) {
    let closes = |t: &str| {
        t.chars()
            .all(|c| matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '%' | '”' | '’' | '»' | '…'))
    };
    let opens = |t: &str| t.chars().all(|c| matches!(c, '(' | '[' | '{' | '“' | '‘' | '«'));
    let mut text = String::new();
    let mut places = Vec::new();
    for sentence in sentences {
        let mut glued = true;
        for token in sentence {
            if !glued && !closes(token) {
                text.push(' ');
            }
            let from = text.len();
            text.push_str(token);
            places.push((from, text.len()));
            glued = opens(token);
        }
        text.push('\n');
    }
    (text, places)
}
