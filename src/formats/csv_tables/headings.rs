//! What the headings of a table say it is. People call one thing many names.

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// An article.
    Docs,
    /// A mark.
    Spans,
    /// A link.
    Relations,
}

/// A table's columns by what they hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headings {
    /// All, as they are written.
    pub all: Vec<String>,
    /// The article's name.
    pub doc: Option<usize>,
    /// A mark's id, or else an article's.
    pub id: Option<usize>,
    /// The article's text; in a table of spans perhaps the words of the mark.
    pub text: Option<usize>,
    /// The words of the mark.
    pub words: Option<usize>,
    /// Where the mark starts.
    pub start: Option<usize>,
    /// Where it ends.
    pub end: Option<usize>,
    /// The mark's label, or the link's role.
    pub label: Option<usize>,
    /// The ends of a link.
    pub from: Option<usize>,
    /// The other.
    pub to: Option<usize>,
    /// Attributes as a JSON object.
    pub attributes: Option<usize>,
    /// A note.
    pub note: Option<usize>,
    /// When a mark was made.
    pub made: Option<usize>,
    /// More metadata as a JSON object.
    pub meta: Option<usize>,
    /// The article as the project names it.
    pub article: Option<usize>,
    /// Whose marks they are.
    pub annotator: Option<usize>,
    /// How far the annotator has come.
    pub state: Option<usize>,
    /// Metadata with a name of ours.
    pub metadata: Vec<(&'static str, usize)>,
}

const DOC: [&str; 9] =
    ["doc_id", "docid", "document_id", "article_id", "doc", "document", "article", "file_name", "filename"];
const TEXT: [&str; 8] =
    ["text", "content", "body", "article_text", "full_text", "fulltext", "document_text", "context"];
const WORDS: [&str; 9] =
    ["span_text", "words", "quote", "mention", "surface", "covered_text", "entity_text", "span", "exact"];
const START: [&str; 7] = ["start", "begin", "start_char", "start_offset", "char_start", "begin_offset", "start_index"];
const END: [&str; 7] = ["end", "stop", "end_char", "end_offset", "char_end", "stop_offset", "end_index"];
const LABEL: [&str; 9] =
    ["label", "tag", "type", "role", "category", "entity_type", "entity_label", "relation", "relation_type"];
const SPAN: [&str; 4] = ["span_id", "mark_id", "annotation_id", "entity_id"];
const FROM: [&str; 6] = ["from", "from_id", "head", "head_id", "arg1", "source_id"];
const TO: [&str; 6] = ["to", "to_id", "tail", "tail_id", "arg2", "target_id"];
const NOTE: [&str; 4] = ["note", "notes", "comment", "remark"];

/// Names of metadata: ours first.
const METADATA: [&[&str]; 6] = [
    &["title", "headline"],
    &["outlet", "newspaper", "publisher", "site"],
    &["url", "link"],
    &["published", "date", "published_at", "publish_date", "publication_date", "pubdate"],
    &["event"],
    &["language", "lang"],
];

impl Headings {
    /// Understands headings.
    pub fn of(all: Vec<String>) -> Self {
        let names: Vec<String> = all.iter().map(|h| h.trim().to_lowercase().replace([' ', '-'], "_")).collect();
        let find = |known: &[&str]| known.iter().find_map(|k| names.iter().position(|n| n == k));
        let metadata = METADATA.iter().filter_map(|known| Some((*known.first()?, find(known)?)));
        let doc = find(&DOC);
        Headings {
            doc,
            id: find(&SPAN).or_else(|| find(&["id"])),
            text: find(&TEXT),
            words: find(&WORDS),
            start: find(&START),
            end: find(&END),
            label: find(&LABEL),
            from: find(&FROM),
            to: find(&TO),
            attributes: find(&["attrs", "attributes"]),
            note: find(&NOTE),
            made: find(&["made"]),
            meta: find(&["meta", "metadata"]),
            article: find(&["article"]).filter(|at| Some(*at) != doc),
            annotator: find(&["annotator", "annotator_id", "annotated_by"]),
            state: find(&["state"]),
            metadata: metadata.collect(),
            all,
        }
    }

    /// What a row is; `None` where the headings do not say.
    pub fn role(&self) -> Option<Role> {
        if self.from.is_some() && self.to.is_some() && self.label.is_some() && self.start.is_none() {
            Some(Role::Relations)
        } else if self.label.is_some() && self.start.is_some() && self.end.is_some() {
            Some(Role::Spans)
        } else if self.label.is_some() && self.words.is_some() && (self.text.is_some() || self.doc.is_some()) {
            // Words alone: they are looked for.
            Some(Role::Spans)
        } else if self.text.is_some() {
            Some(Role::Docs)
        } else {
            None
        }
    }

    /// How many headings are known.
    pub fn known(&self) -> usize {
        let one = [
            self.doc,
            self.id,
            self.text,
            self.words,
            self.start,
            self.end,
            self.label,
            self.from,
            self.to,
            self.attributes,
            self.note,
            self.meta,
        ];
        one.iter().flatten().count() + self.metadata.len()
    }

    /// The columns that hold nothing of `used`, with their headings: where they have one.
    pub fn others<'a>(&'a self, used: &'a [Option<usize>]) -> impl Iterator<Item = (usize, &'a str)> {
        let all = self.all.iter().map(|h| h.trim()).enumerate();
        all.filter(move |(at, heading)| !heading.is_empty() && !used.contains(&Some(*at)))
    }
}
