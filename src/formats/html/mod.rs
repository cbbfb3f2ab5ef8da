//! Web pages as they were saved, as articles: one a file.
//!
//! The text is what a reader sees of the article, one paragraph a line, an empty line between blocks: items of lists, rows of
//! tables and `<br>` are lines, cells stand a tab apart, `<pre>` stays as it is. Scripts, menus, forms, readers' comments, lists of
//! other articles and what is hidden are left out; captions stay. `body` says how the article is found.
//!
//! | what | where from, the first that is there |
//! |---|---|
//! | title | `og:title`, `<h1>`, JSON-LD, `<title>`; without the outlet's name behind it |
//! | publication | JSON-LD `datePublished`, `article:published_time` and other `<meta>`, `<time datetime>` |
//! | outlet | `og:site_name`, JSON-LD `publisher`, `<meta>` |
//! | URL | `<link rel=canonical>`, `og:url`, JSON-LD, where a browser says that it saved it from |
//! | language | `<html lang>`, `og:locale`, JSON-LD, `<meta>` |
//! | author, section, modified | JSON-LD and `<meta>`, kept under these names |
//!
//! Facts: the HTML standard, ogp.me, schema.org/NewsArticle. There are no marks. A document is called as its file, without `.html`.
//! Pages are UTF-8, or UTF-16 with its mark. Other encodings are told, unless nothing of them is used.

mod about;
mod body;
mod lines;
mod show;
mod tree;

pub(super) use lines::{Break, Lines};

use super::{
    Flow, Import, ImportAbout, Likeness, News, OffsetUnit, ReadError, Source,
    files::{self, Article},
    lines::head,
};
use crate::text::{DecodeError, decode_plain};

/// The format.
pub struct Html;

const ENDINGS: &[&str] = &[".html", ".htm", ".xhtml"];
/// How much of a page is looked at for what it says of its encoding: the standard looks at 1024 bytes, pages go further.
const HEAD: usize = 8 << 10;

static READS: ImportAbout = ImportAbout {
    id: "html",
    title: "Web pages",
    files: "A folder of saved .html files, or one of them",
    unit: OffsetUnit::Chars,
};

impl Import for Html {
    fn about(&self) -> &'static ImportAbout {
        &READS
    }

    fn detect(&self, source: &dyn Source) -> Likeness {
        let Some(first) = source.files().iter().find(|name| files::stem(name, ENDINGS).is_some()) else {
            return Likeness::No;
        };
        let head = String::from_utf8_lossy(&head(source, first, HEAD as u64)).to_lowercase();
        let is_page = ["<!doctype html", "<html", "<head", "<body", "<article"].iter().any(|tag| head.contains(tag));
        if is_page { Likeness::Likely } else { Likeness::Perhaps }
    }

    fn read(&self, source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
        files::each_article(source, ENDINGS, tell, &article)
    }
}

fn article(bytes: &[u8]) -> Article {
    let page = decoded(bytes)?;
    let tree = tree::read(&page).ok_or_else(|| {
        format!("The page has more than {} elements and pieces of text, more than any article", tree::MAX_NODES)
    })?;
    let said = about::Said::of(&tree);
    let mut parts = body::find(&tree, false);
    let mut text = show::show(&tree, parts.article.clone(), &|at| parts.is_out(at));
    // Pages whose text only a script shows have it beside the page.
    let beside = said.body().filter(|beside| beside.chars().count() > 3 * text.chars().count());
    if let Some(beside) = beside {
        text = beside;
    } else if text.is_empty() {
        parts = body::find(&tree, true);
        text = show::show(&tree, parts.article.clone(), &|at| parts.is_out(at));
    }
    if text.is_empty() {
        return Err("The page has no text".into());
    }
    let about = said.about(&tree, &parts, &text);
    Ok((text, about))
}

/// The text of a piece of HTML, with nothing left out but what is never text.
pub(super) fn plain(html: &str) -> String {
    let Some(tree) = tree::read(html) else { return html.to_owned() };
    let parts = body::find(&tree, true);
    show::show(&tree, 0..tree.nodes.len(), &|at| parts.is_out(at))
}

/// The bytes as a page. What it says of its encoding is believed only where it is not UTF-8: many say what they no longer are.
fn decoded(bytes: &[u8]) -> Result<String, String> {
    let start = String::from_utf8_lossy(bytes.get(..HEAD).unwrap_or(bytes)).to_lowercase();
    let said = charset(&start).filter(|name| !matches!(*name, "utf-8" | "utf8" | "utf-16" | "utf-16le" | "utf-16be"));
    // These write other letters with the bytes of ASCII.
    let is_escaped = said.is_some_and(|name| match name {
        "utf-7" | "hz-gb-2312" => true,
        name => name.starts_with("iso-2022") && bytes.contains(&0x1b),
    });
    let text = match decode_plain(bytes) {
        Ok(text) if !is_escaped => return Ok(text.into_owned()),
        Ok(_) => None,
        Err(error) => Some(error),
    };
    match (said, text) {
        (Some(name), None | Some(DecodeError::InvalidUtf8 { .. })) => Err(format!(
            "The page says that its encoding is {name}, which is not read. Open it in a browser and save it again, or \
             convert it to UTF-8"
        )),
        (_, Some(error)) => Err(files::sentence(&error.to_string())),
        (None, None) => Err("The page has no text".into()),
    }
}

/// The encoding that a page names, from its beginning in small letters.
fn charset(start: &str) -> Option<&str> {
    let declared = |after: &str| start.split_once(after).map(|(_, rest)| rest);
    let rest = match start.split_once("<meta") {
        Some((_, metas)) => metas.split_once("charset").map(|(_, rest)| rest),
        None => None,
    };
    let rest = rest.or_else(|| declared("<?xml").and_then(|_| declared("encoding")))?;
    let value = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let name = value.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))).next()?;
    (!name.is_empty()).then_some(name)
}
