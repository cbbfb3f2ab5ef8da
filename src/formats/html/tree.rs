//! A page as a flat tree: its elements and texts in the order of the file, each with its parent and where its inside ends.
//!
//! The tokens are the standard's. How tags nest is simplified: what can leave its end out (`p`, `li`, `td`) is closed as a browser
//! closes it, an end tag without its start is passed over, and an end tag of words (`b`, `a`) closes no block. Nothing here calls
//! itself, and no end tag looks at more than it closes, so that a page of a million tags takes a million steps.

use html5gum::{
    Span, State, Tokenizer,
    emitters::callback::{Callback, CallbackEmitter, CallbackEvent},
};
use std::{collections::HashMap, rc::Rc};

/// A page.
#[derive(Debug, Default)]
pub struct Tree {
    /// Its elements and texts; the first one is its body, in which all others are.
    pub nodes: Vec<Node>,
    /// What `<title>` says.
    pub title: String,
    /// What `<html lang>` says.
    pub language: String,
    /// `<meta>` elements: their `name`, `property`, `itemprop` or `http-equiv`, small, and their `content`.
    pub meta: Vec<(String, String)>,
    /// `<link>` elements: their `rel`, small, and their `href`.
    pub links: Vec<(String, String)>,
    /// The scripts that hold JSON-LD.
    pub json_ld: Vec<String>,
    /// The comments in front of the page: browsers write there where it was saved from.
    pub comments: Vec<String>,
}

/// An element or a text.
#[derive(Debug)]
pub struct Node {
    /// The element it is in.
    pub parent: usize,
    /// The place behind the last node that is inside it.
    pub end: usize,
    /// What it is.
    pub what: What,
}

/// What a node is.
#[derive(Debug)]
pub enum What {
    /// An element.
    Element {
        /// Its name, small.
        name: Rc<str>,
        /// Those of its attributes that say something to us ([`KNOWN`]), their names small.
        attributes: Vec<(String, String)>,
    },
    /// Text.
    Text(String),
}

impl Node {
    /// Its name; empty for text.
    pub fn name(&self) -> &str {
        match &self.what {
            What::Element { name, .. } => name,
            What::Text(_) => "",
        }
    }

    /// An attribute of it.
    pub fn attribute(&self, wanted: &str) -> Option<&str> {
        let What::Element { attributes, .. } = &self.what else { return None };
        attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
    }

    /// Its text, where it is one.
    pub fn text(&self) -> Option<&str> {
        match &self.what {
            What::Text(text) => Some(text),
            What::Element { .. } => None,
        }
    }
}

/// The most elements and texts that a page may have: no page that people read comes near it, and the tree of more would fill
/// the memory.
pub const MAX_NODES: usize = 2_000_000;

/// The attributes that say something to us.
const KNOWN: [&str; 19] = [
    "aria-hidden",
    "class",
    "content",
    "datetime",
    "hidden",
    "href",
    "http-equiv",
    "id",
    "itemprop",
    "lang",
    "name",
    "open",
    "property",
    "pubdate",
    "rel",
    "role",
    "style",
    "type",
    "xml:lang",
];

/// How an element's tags behave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Nesting {
    /// Nothing is inside.
    Void,
    /// End tags from inside do not reach through it.
    Wall,
    /// It is in its own line or lines.
    Block,
    /// It is among words, or unknown.
    Words,
}

fn nesting(name: &str) -> Nesting {
    match name {
        "area" | "base" | "br" | "col" | "embed" | "hr" | "img" | "input" | "link" | "meta" | "param" | "source"
        | "track" | "wbr" | "frame" | "bgsound" | "keygen" => Nesting::Void,
        "table" | "td" | "th" | "caption" | "object" | "template" | "svg" | "math" => Nesting::Wall,
        name if is_block(name) => Nesting::Block,
        _ => Nesting::Words,
    }
}

/// Whether an element stands in its own line or lines.
pub fn is_block(name: &str) -> bool {
    closes_paragraph(name)
        || matches!(name, "tr" | "tbody" | "thead" | "tfoot" | "body" | "legend" | "optgroup" | "option")
}

/// Whether a paragraph ends where this element begins.
fn closes_paragraph(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "center"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dd"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "li"
            | "listing"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "plaintext"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "ul"
            | "xmp"
    )
}

/// Elements whose inside is no HTML, and how it is read.
fn raw(name: &str) -> Option<State> {
    match name {
        "title" | "textarea" => Some(State::RcData),
        "script" => Some(State::ScriptData),
        "style" | "iframe" | "noembed" | "noframes" | "xmp" => Some(State::RawText),
        "plaintext" => Some(State::PlainText),
        _ => None,
    }
}

/// Reads a page; `None` where it has more than [`MAX_NODES`] elements and texts.
pub fn read(page: &str) -> Option<Tree> {
    let is_xml = page.trim_start().starts_with("<?xml");
    let mut pieces = Tokenizer::new_with_emitter(page, CallbackEmitter::new(Tags::default()));
    let mut builder = Builder::default();
    builder.push("body", Vec::new());
    while let Some(Ok(piece)) = pieces.next() {
        match piece {
            Piece::Start { name, attributes, closed } => {
                if let Some(state) = builder.start(&name, attributes, closed, is_xml) {
                    pieces.set_state(state);
                }
            }
            Piece::End(name) => builder.end(&name),
            Piece::Text(text) => builder.text(text),
            Piece::Comment(text) if builder.tree.nodes.len() <= 2 && builder.tree.comments.len() < 8 => {
                builder.tree.comments.push(text);
            }
            Piece::Comment(_) => {}
        }
        if builder.tree.nodes.len() > MAX_NODES {
            return None;
        }
    }
    builder.close_to(0);
    Some(builder.tree)
}

/// What a page is made of.
enum Piece {
    Start { name: String, attributes: Vec<(String, String)>, closed: bool },
    End(String),
    Text(String),
    Comment(String),
}

/// Takes the tokenizer's events together to pieces. Attributes that say nothing to us are not kept.
#[derive(Default)]
struct Tags {
    name: String,
    attributes: Vec<(String, String)>,
    /// Whether the value that comes is of the last one of these.
    known: bool,
}

impl Callback<Piece, ()> for Tags {
    fn handle_event(&mut self, event: CallbackEvent<'_>, _: Span<()>) -> Option<Piece> {
        let utf8 = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.name = utf8(name);
                self.attributes.clear();
                None
            }
            CallbackEvent::AttributeName { name } => {
                let name = utf8(name);
                // The first of a name counts.
                self.known = KNOWN.contains(&name.as_str()) && !self.attributes.iter().any(|(n, _)| *n == name);
                if self.known {
                    self.attributes.push((name, String::new()));
                }
                None
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some((_, known)) = self.attributes.last_mut().filter(|_| self.known) {
                    known.push_str(&utf8(value));
                }
                None
            }
            CallbackEvent::CloseStartTag { self_closing } => Some(Piece::Start {
                name: std::mem::take(&mut self.name),
                attributes: std::mem::take(&mut self.attributes),
                closed: self_closing,
            }),
            CallbackEvent::EndTag { name } => {
                self.attributes.clear();
                Some(Piece::End(utf8(name)))
            }
            CallbackEvent::String { value } => Some(Piece::Text(utf8(value))),
            CallbackEvent::Comment { value } => Some(Piece::Comment(utf8(value))),
            CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => None,
        }
    }
}

/// How deep elements of a name are open, the innermost last.
struct Name {
    name: Rc<str>,
    nesting: Nesting,
    open: Vec<usize>,
}

#[derive(Default)]
struct Builder {
    tree: Tree,
    names: Vec<Name>,
    by_name: HashMap<Rc<str>, usize>,
    /// The open elements: their places in the tree and in `names`.
    open: Vec<(usize, usize)>,
    /// How deep blocks and walls are open.
    blocks: Vec<usize>,
    /// How deep walls are open.
    walls: Vec<usize>,
    /// The element whose inside is no HTML, and whether it is kept.
    raw: Option<Raw>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Raw {
    Title,
    JsonLd,
    Dropped,
}

impl Builder {
    fn name(&mut self, name: &str) -> usize {
        if let Some(at) = self.by_name.get(name) {
            return *at;
        }
        let shared: Rc<str> = name.into();
        self.names.push(Name { name: shared.clone(), nesting: nesting(name), open: Vec::new() });
        self.by_name.insert(shared, self.names.len() - 1);
        self.names.len() - 1
    }

    /// How deep the innermost of these elements is open; 0, where the body is, for none.
    fn depth(&self, names: &[&str]) -> usize {
        let open = names.iter().filter_map(|name| self.names.get(*self.by_name.get(*name)?)?.open.last());
        open.max().copied().unwrap_or(0)
    }

    fn push(&mut self, name: &str, attributes: Vec<(String, String)>) {
        let known = self.name(name);
        let at = self.tree.nodes.len();
        let depth = self.open.len();
        let Some(name) = self.names.get_mut(known) else { return };
        let what = What::Element { name: name.name.clone(), attributes };
        if name.nesting != Nesting::Void {
            name.open.push(depth);
            match name.nesting {
                Nesting::Wall => {
                    self.walls.push(depth);
                    self.blocks.push(depth);
                }
                Nesting::Block => self.blocks.push(depth),
                Nesting::Void | Nesting::Words => {}
            }
        }
        let opens = name.nesting != Nesting::Void;
        self.node(what);
        if opens {
            self.open.push((at, known));
        }
    }

    fn node(&mut self, what: What) {
        let parent = self.open.last().map_or(0, |(at, _)| *at);
        self.tree.nodes.push(Node { parent, end: self.tree.nodes.len() + 1, what });
    }

    /// Closes the element that is open at a depth, and all inside it.
    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            let Some((at, name)) = self.open.pop() else { return };
            let depth = self.open.len();
            let end = self.tree.nodes.len();
            if let Some(node) = self.tree.nodes.get_mut(at) {
                node.end = end;
            }
            if let Some(name) = self.names.get_mut(name) {
                name.open.pop();
            }
            self.blocks.pop_if(|block| *block == depth);
            self.walls.pop_if(|wall| *wall == depth);
        }
    }

    /// How the inside is read, where it is no HTML.
    fn start(&mut self, name: &str, attributes: Vec<(String, String)>, closed: bool, is_xml: bool) -> Option<State> {
        let attribute =
            |wanted: &str| attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
        match name {
            "html" => {
                let language = attribute("lang").or(attribute("xml:lang")).unwrap_or_default();
                if self.tree.language.is_empty() {
                    self.tree.language = language.to_owned();
                }
                return None;
            }
            "head" | "body" => return None,
            "meta" => {
                let names = ["name", "property", "itemprop", "http-equiv"].into_iter().filter_map(attribute);
                if let Some(content) = attribute("content") {
                    self.tree.meta.extend(names.map(|name| (name.trim().to_lowercase(), content.to_owned())));
                }
            }
            "link" => {
                let (rel, href) = (attribute("rel").unwrap_or_default(), attribute("href").unwrap_or_default());
                self.tree.links.push((rel.to_lowercase(), href.to_owned()));
            }
            _ => {}
        }
        // Prose ends a drawing whose end is missing.
        while closes_paragraph(name) && self.depth(&["svg", "math"]) > self.depth(&["foreignobject"]) {
            self.close_to(self.depth(&["svg", "math"]));
        }
        let drawing = matches!(name, "svg" | "math") || self.depth(&["svg", "math"]) > 0;
        if let Some(state) = raw(name) {
            if closed && (is_xml || drawing) {
                return None;
            }
            if matches!(name, "xmp" | "plaintext") {
                self.close_implied("pre");
                self.push("pre", Vec::new());
            } else {
                let json_ld = attribute("type").is_some_and(|t| t.trim().eq_ignore_ascii_case("application/ld+json"));
                self.raw = Some(match name {
                    "title" if !drawing && self.tree.title.is_empty() => Raw::Title,
                    "script" if json_ld => {
                        self.tree.json_ld.push(String::new());
                        Raw::JsonLd
                    }
                    _ => Raw::Dropped,
                });
            }
            return Some(state);
        }
        self.close_implied(name);
        // Only in drawings and formulas does a tag close itself; elsewhere the slash means nothing.
        let depth = self.open.len();
        self.push(name, attributes);
        if closed && (drawing || is_xml) {
            self.close_to(depth);
        }
        None
    }

    /// Closes what ends where this element begins.
    fn close_implied(&mut self, name: &str) {
        let wall = self.walls.last().copied().unwrap_or(0);
        let (siblings, inside): (&[&str], usize) = match name {
            "li" => (&["li"], self.depth(&["ul", "ol", "menu", "dir"]).max(wall)),
            "dt" | "dd" => (&["dt", "dd"], self.depth(&["dl"]).max(wall)),
            "td" | "th" | "caption" => (&["td", "th", "caption"], self.depth(&["table"])),
            "tr" => (&["tr", "caption"], self.depth(&["table"])),
            "tbody" | "thead" | "tfoot" => (&["tbody", "thead", "tfoot", "caption", "tr"], self.depth(&["table"])),
            // A link inside words of a link; around a block it stays.
            "a" => (&["a"], self.blocks.last().copied().unwrap_or(0)),
            _ => (&[], 0),
        };
        for _ in siblings {
            let depth = self.depth(siblings);
            if depth > inside {
                self.close_to(depth);
            }
        }
        let wall = self.walls.last().copied().unwrap_or(0);
        let paragraph = self.depth(&["p"]);
        if closes_paragraph(name) && paragraph > wall {
            self.close_to(paragraph);
        }
    }

    fn end(&mut self, name: &str) {
        let wall = self.walls.last().copied().unwrap_or(0);
        if raw(name).is_some() && self.raw.take().is_some() {
            return;
        }
        // The end of a line alone is a line all the same; so browsers have it.
        if name == "br" {
            return self.push("br", Vec::new());
        }
        let name = if matches!(name, "xmp" | "plaintext") { "pre" } else { name };
        let Some(known) = self.by_name.get(name).and_then(|at| self.names.get(*at)) else { return };
        let Some(depth) = known.open.last().copied() else { return };
        let limit = match known.nesting {
            Nesting::Void => return,
            Nesting::Wall if matches!(name, "td" | "th" | "caption") => self.depth(&["table"]),
            Nesting::Wall => 0,
            Nesting::Block if matches!(name, "tr" | "tbody" | "thead" | "tfoot") => self.depth(&["table"]),
            Nesting::Block => wall,
            Nesting::Words => self.blocks.last().copied().unwrap_or(0),
        };
        if depth > limit {
            self.close_to(depth);
        }
    }

    fn text(&mut self, text: String) {
        match self.raw {
            Some(Raw::Title) => self.tree.title.push_str(&text),
            Some(Raw::JsonLd) => {
                if let Some(script) = self.tree.json_ld.last_mut() {
                    script.push_str(&text);
                }
            }
            Some(Raw::Dropped) => {}
            None => self.node(What::Text(text)),
        }
    }
}
