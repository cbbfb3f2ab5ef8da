//! Markdown files as articles, one a file, read as CommonMark with tables.
//!
//! The text is what a reader sees, one paragraph a line: links as their words, pictures as their descriptions, code as it
//! stands, items of lists and rows of tables a line each, HTML as its text. Between blocks is an empty line. The first heading of
//! the first level is the title, and stays in the text.
//!
//! A file may begin with `name: value` lines between two lines `---`, or `name = value` lines between `+++`: title, date, lang,
//! url, source and the like are understood as in `facts`, the rest is kept under its name. There are no marks. A document is
//! called as its file, without `.md`.

use super::{
    Flow, Import, ImportAbout, Likeness, News, OffsetUnit, ReadError, Source, facts,
    files::{self, Article},
    html,
};
use crate::{model::is_vietnamese, text::decode_plain};
use html::{Break, Lines};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// The format.
pub struct Markdown;

const ENDINGS: &[&str] = &[".md", ".markdown", ".mdown", ".mkd"];

/// The largest file that is read: taken apart, a text of nothing but marks is fifty times as large.
const MAX: usize = 8 << 20;

static READS: ImportAbout = ImportAbout {
    id: "markdown",
    title: "Markdown",
    files: "A folder of .md files, or one of them",
    unit: OffsetUnit::Chars,
};

impl Import for Markdown {
    fn about(&self) -> &'static ImportAbout {
        &READS
    }

    fn detect(&self, source: &dyn Source) -> Likeness {
        files::likeness(source, ENDINGS, Likeness::Likely)
    }

    fn read(&self, source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
        files::each_article(source, ENDINGS, tell, &article)
    }
}

fn article(bytes: &[u8]) -> Article {
    if bytes.len() > MAX {
        return Err(format!("The file is longer than {} MiB, more than any article", MAX >> 20));
    }
    let whole = decode_plain(bytes).map_err(|error| files::sentence(&error.to_string()))?;
    let (fields, body) = front(&whole).unwrap_or((Vec::new(), &whole));
    let mut reader = Reader::default();
    for event in Parser::new_ext(body, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        reader.take(event);
    }
    let text = reader.lines.end();
    if text.is_empty() {
        return Err("The file has no text".into());
    }
    let mut about = facts::about(fields, is_vietnamese(&text));
    let title = reader.title.map(|title| title.trim().to_owned()).filter(|title| !title.is_empty());
    about.metadata.title = about.metadata.title.or(title.map(Into::into));
    Ok((text, about))
}

/// The fields in front of a text, and what follows them. `None` where it does not begin with fields.
fn front(whole: &str) -> Option<(Vec<(String, String)>, &str)> {
    let mut lines = whole.split_inclusive('\n');
    let fence = lines.next()?;
    let (is_end, between): (fn(&str) -> bool, char) = match fence.trim_end() {
        "---" => (|line| matches!(line, "---" | "..."), ':'),
        "+++" => (|line| line == "+++", '='),
        _ => return None,
    };
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut read = fence.len();
    for line in lines {
        read += line.len();
        let bare = line.trim_end();
        if is_end(bare) {
            return Some((fields, whole.get(read..)?));
        }
        let item = bare.trim_start().strip_prefix("- ");
        let inside = bare.starts_with([' ', '\t']) || item.is_some();
        match (bare.trim(), fields.last_mut()) {
            ("", _) => {}
            (comment, _) if comment.starts_with('#') => {}
            // A list, or a value of several lines.
            (_, Some((_, value))) if inside => {
                if matches!(value.as_str(), "|" | ">" | "|-" | ">-") {
                    value.clear();
                }
                let more = item.map_or(bare.trim(), unquoted);
                let join = if value.is_empty() {
                    ""
                } else if item.is_some() {
                    ", "
                } else {
                    " "
                };
                value.push_str(join);
                value.push_str(more);
            }
            (line, _) => {
                let (name, value) = line.split_once(between)?;
                fields.push((unquoted(name).to_owned(), unquoted(value).to_owned()));
            }
        }
    }
    None
}

/// A value without the blanks and quotation marks around it.
fn unquoted(value: &str) -> &str {
    let value = value.trim();
    let inner = |mark: char| value.strip_prefix(mark)?.strip_suffix(mark);
    inner('"').or_else(|| inner('\'')).unwrap_or(value)
}

#[derive(Default)]
struct Reader {
    lines: Lines,
    /// The first heading of the first level, as far as it was read.
    title: Option<String>,
    in_title: bool,
    /// How many lists we are in.
    lists: usize,
    /// HTML that was read, until all of its block is there.
    html: Option<String>,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.stop(tag),
            Event::Html(part) => match &mut self.html {
                Some(html) => html.push_str(&part),
                None => self.words(&html::plain(&part)),
            },
            // Tags come one by one; what is between them is text.
            Event::InlineHtml(tag) => {
                if tag.get(..3).is_some_and(|t| t.eq_ignore_ascii_case("<br")) {
                    self.lines.end_line(Break::Asked);
                }
            }
            Event::Text(text)
            | Event::Code(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => self.words(&text),
            Event::SoftBreak => self.words(" "),
            Event::HardBreak => self.lines.end_line(Break::Asked),
            Event::Rule => self.lines.end_line(Break::Block),
            Event::TaskListMarker(_) => {}
        }
    }

    fn words(&mut self, words: &str) {
        self.lines.words(words);
        if self.in_title
            && let Some(title) = &mut self.title
        {
            title.push_str(words);
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.lines.end_line(Break::Block);
                if *level == HeadingLevel::H1 && self.title.is_none() {
                    self.title = Some(String::new());
                    self.in_title = true;
                }
            }
            Tag::List(_) => {
                self.lines.end_line(if self.lists == 0 { Break::Block } else { Break::Line });
                self.lists += 1;
            }
            Tag::Item | Tag::TableRow => self.lines.end_line(Break::Line),
            Tag::TableCell => self.lines.cell(),
            Tag::HtmlBlock => self.html = Some(String::new()),
            Tag::CodeBlock(_) => {
                self.lines.end_line(Break::Block);
                self.lines.begin_as_is();
            }
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. } => {}
            _ => self.lines.end_line(Break::Block),
        }
    }

    fn stop(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.in_title = false;
                self.lines.end_line(Break::Block);
            }
            TagEnd::List(_) => {
                self.lists = self.lists.saturating_sub(1);
                self.lines.end_line(if self.lists == 0 { Break::Block } else { Break::Line });
            }
            TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead => self.lines.end_line(Break::Line),
            TagEnd::HtmlBlock => {
                let text = html::plain(&self.html.take().unwrap_or_default());
                self.lines.end_line(Break::Block);
                self.lines.begin_as_is();
                self.lines.words(&text);
                self.lines.end_as_is();
                self.lines.end_line(Break::Block);
            }
            TagEnd::CodeBlock => {
                self.lines.end_as_is();
                self.lines.end_line(Break::Block);
            }
            TagEnd::TableCell
            | TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image => {}
            _ => self.lines.end_line(Break::Block),
        }
    }
}
