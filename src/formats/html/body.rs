//! Which part of a page is the article, and what in it is not: menus, scripts, forms, comments, links to other articles.
//!
//! When in doubt a part stays: whoever reads it can strike it out, but nobody sees what was lost. So what only looks like
//! trimmings is left out only where the article is not inside it.

use super::tree::{Node, Tree, What, is_block};
use crate::text::folded;
use std::ops::Range;

/// What was found out of a page.
#[derive(Debug)]
pub struct Parts {
    /// The nodes that are left out, each with all inside it.
    out: Vec<bool>,
    /// Where the article begins and ends in the page.
    pub article: Range<usize>,
    /// Its headline, if it is marked as one.
    pub headline: Option<usize>,
}

impl Parts {
    /// Whether a node is left out.
    pub fn is_out(&self, at: usize) -> bool {
        self.out.is(at)
    }
}

/// Names that classes and ids have of what readers wrote.
const COMMENTS: [&str; 15] = [
    "comments",
    "comment",
    "comment-list",
    "commentlist",
    "comment-area",
    "comments-area",
    "comment-section",
    "comments-section",
    "comment-form",
    "respond",
    "disqus_thread",
    "fb-comments",
    "box-comment",
    "box_comment",
    "binh-luan",
];

/// Names that classes and ids have of what leads elsewhere.
const TRIMMINGS: [&str; 47] = [
    "ad",
    "ads",
    "advert",
    "advertisement",
    "adsbygoogle",
    "banner-ads",
    "breadcrumb",
    "breadcrumbs",
    "cookie-banner",
    "cookie-notice",
    "jp-relatedposts",
    "lien-quan",
    "menu",
    "more-news",
    "most-read",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "outbrain",
    "pagination",
    "quang-cao",
    "read-more-list",
    "recommended",
    "recommendations",
    "related",
    "related-articles",
    "related-content",
    "related-links",
    "related-news",
    "related-posts",
    "related-stories",
    "share",
    "share-bar",
    "share-buttons",
    "sharedaddy",
    "sharing",
    "sidebar",
    "social",
    "social-share",
    "subscribe",
    "taboola",
    "tag-list",
    "tags",
    "tin-cung-chuyen-muc",
    "tin-lien-quan",
    "tin-khac",
];

/// Words inside classes and ids of what leads elsewhere; they count where there are mostly links.
const HINTS: [&str; 11] = [
    "breadcrumb",
    "lienquan",
    "lien-quan",
    "lien_quan",
    "readmore",
    "read-more",
    "recommend",
    "related",
    "share",
    "social",
    "tags",
];

/// Names of classes of what only programs that read aloud are told.
const UNSEEN: [&str; 4] = ["sr-only", "visually-hidden", "screen-reader-text", "visuallyhidden"];

/// How lists of other articles begin, folded.
const ELSEWHERE: [&str; 20] = [
    "tin lien quan",
    "bai lien quan",
    "bai viet lien quan",
    "tin cung chuyen muc",
    "cung chuyen muc",
    "tin khac",
    "tin moi",
    "xem them",
    "doc them",
    "doc nhieu",
    "co the ban quan tam",
    "related",
    "read more",
    "read also",
    "also read",
    "see also",
    "more on this",
    "more stories",
    "most read",
    "you may also like",
];

/// Letters of prose that make a form a part of the article: some pages are one form from end to end.
const FORM_OF_PROSE: usize = 200;

/// Finds the article of a page. With `all`, hidden parts and trimmings count as well: for pages that have nothing else.
pub fn find(tree: &Tree, all: bool) -> Parts {
    let mut out: Vec<bool> = tree.nodes.iter().map(is_never_text).collect();
    spread(tree, &mut out);
    if !all {
        let m = Measures::of(tree, &out);
        leave_out(tree, &mut out, |at, node| {
            (node.name() == "nav" || has_name(node, &COMMENTS)) && !m.core.is(at) && !m.headline.is(at)
        });
        let m = Measures::of(tree, &out);
        let whole = m.prose.get(0);
        let in_article = inherited(tree, |node| matches!(node.name(), "article" | "main"));
        let lists = Lists::of(tree);
        leave_out(tree, &mut out, |at, node| {
            let holds_article = m.core.is(at) || m.prose.get(at) * 2 > whole;
            !holds_article && (is_trimming(node, at, &m, in_article.is(at)) || lists.leads_elsewhere(tree, at, &m))
        });
    }
    let m = Measures::of(tree, &out);
    let (article, headline) = article(tree, &out, &m);
    Parts { out, article, headline }
}

/// Leaves out the nodes of which this holds, with all inside them.
fn leave_out(tree: &Tree, out: &mut Vec<bool>, is_out: impl Fn(usize, &Node) -> bool) {
    for (at, node) in tree.nodes.iter().enumerate().skip(1) {
        if !out.is(at) && is_out(at, node) {
            out.put(at, true);
        }
    }
    spread(tree, out);
}

/// What is inside something that is left out is left out: parents come before what is inside them.
fn spread(tree: &Tree, out: &mut Vec<bool>) {
    for (at, node) in tree.nodes.iter().enumerate().skip(1) {
        if out.is(node.parent) {
            out.put(at, true);
        }
    }
}

/// The nodes that are such a thing, or inside one.
fn inherited(tree: &Tree, is_one: impl Fn(&Node) -> bool) -> Vec<bool> {
    let mut all: Vec<bool> = tree.nodes.iter().map(is_one).collect();
    spread(tree, &mut all);
    all
}

/// What is never text on a page.
fn is_never_text(node: &Node) -> bool {
    match node.name() {
        "noscript" | "template" | "svg" | "canvas" | "audio" | "video" | "select" | "button" | "datalist" | "rp"
        | "map" => true,
        "dialog" => node.attribute("open").is_none(),
        _ => false,
    }
}

fn is_main(node: &Node) -> bool {
    node.name() == "main" || node.attribute("role") == Some("main") || is_marked_body(node)
}

/// Whether a page says of an element that it is the article's body.
fn is_marked_body(node: &Node) -> bool {
    node.attribute("itemprop").is_some_and(|names| names.split_whitespace().any(|name| name == "articleBody"))
}

fn is_hidden(node: &Node) -> bool {
    let style = || node.attribute("style").map(|style| style.to_lowercase().replace([' ', '\t', '\n'], ""));
    node.attribute("hidden").is_some_and(|how| how != "until-found")
        || node.attribute("aria-hidden") == Some("true")
        || style().is_some_and(|style| style.contains("display:none") || style.contains("visibility:hidden"))
}

/// The classes of an element and its id, small.
fn names(node: &Node) -> impl Iterator<Item = String> {
    let all = ["class", "id"].into_iter().filter_map(|of| node.attribute(of));
    all.flat_map(str::split_whitespace).map(str::to_lowercase)
}

/// Whether a class or the id of an element is one of these.
fn has_name(node: &Node, wanted: &[&str]) -> bool {
    names(node).any(|name| wanted.contains(&name.as_str()))
}

/// Whether an element is trimmings by what the page says of it.
fn is_trimming(node: &Node, at: usize, m: &Measures, in_article: bool) -> bool {
    if matches!(node.what, What::Text(_)) {
        return false;
    }
    let by_role = match node.attribute("role") {
        Some("navigation" | "search" | "dialog" | "alertdialog" | "menu" | "menubar" | "toolbar" | "tablist") => true,
        Some("complementary" | "contentinfo") => !in_article,
        _ => false,
    };
    let by_name = match node.name() {
        "aside" | "footer" => !in_article || m.is_mostly_links(at),
        "header" => !in_article && !m.headline.is(at) && m.is_mostly_links(at),
        "form" => m.prose.get(at) < FORM_OF_PROSE,
        _ => false,
    };
    let by_hint = m.links.get(at) > 0
        && m.is_mostly_links(at)
        && names(node).any(|name| HINTS.iter().any(|hint| name.contains(hint)));
    by_role || by_name || by_hint || is_hidden(node) || has_name(node, &TRIMMINGS) || has_name(node, &UNSEEN)
}

/// Where the next text and the next element after a node begin: for telling lists of links by what stands above them.
struct Lists {
    next_text: Vec<usize>,
}

impl Lists {
    fn of(tree: &Tree) -> Self {
        let mut next_text = vec![usize::MAX; tree.nodes.len() + 1];
        for (at, node) in tree.nodes.iter().enumerate().rev() {
            let is_word = node.text().is_some_and(|text| !text.trim().is_empty());
            let next = if is_word { at } else { next_text.get(at + 1) };
            next_text.put(at, next);
        }
        Lists { next_text }
    }

    /// Whether this is a list of links that says that it leads elsewhere, or the heading above one.
    fn leads_elsewhere(&self, tree: &Tree, at: usize, m: &Measures) -> bool {
        let Some(node) = tree.nodes.as_slice().get(at) else { return false };
        let is_list = |at: usize| m.links.get(at) >= 2 && m.linked.get(at) >= m.prose.get(at) * 3;
        match node.name() {
            "ul" | "ol" | "div" | "section" | "dl" | "table" => {
                is_list(at) && (self.says_elsewhere(tree, at, node.end) || self.says_elsewhere_above(tree, at))
            }
            "h2" | "h3" | "h4" | "h5" | "h6" | "p" => {
                let next = self.next_element(tree, node.end);
                self.says_elsewhere(tree, at, node.end) && next.is_some_and(is_list)
            }
            _ => false,
        }
    }

    /// Whether the first words inside say that what follows leads elsewhere.
    fn says_elsewhere(&self, tree: &Tree, at: usize, end: usize) -> bool {
        let first = self.next_text.get(at);
        let words = tree.nodes.as_slice().get(first).filter(|_| first < end).and_then(Node::text);
        words.is_some_and(|words| {
            let begin: String = words.trim_start().chars().take(40).collect();
            let begin = folded(&begin);
            ELSEWHERE.iter().any(|words| begin.starts_with(words))
        })
    }

    /// The same of the block just before, if that says nothing else.
    fn says_elsewhere_above(&self, tree: &Tree, at: usize) -> bool {
        let mut above = at;
        // Blank texts between the two.
        for _ in 0..3 {
            let Some(before) = above.checked_sub(1) else { return false };
            let Some(node) = tree.nodes.as_slice().get(before) else { return false };
            above = before;
            if node.text().is_some_and(|text| !text.trim().is_empty()) {
                let block = tree.nodes.as_slice().get(node.parent);
                let is_above = block.is_some_and(|b| b.end <= at && is_block(b.name()));
                return is_above && self.says_elsewhere(tree, before, at);
            }
        }
        false
    }

    fn next_element(&self, tree: &Tree, from: usize) -> Option<usize> {
        let mut rest = tree.nodes.iter().enumerate().skip(from).take(3);
        rest.find(|(_, node)| node.text().is_none_or(|text| !text.trim().is_empty())).map(|(at, _)| at)
    }
}

/// What the nodes of a page hold, each with all inside it.
struct Measures {
    /// Letters outside links.
    prose: Vec<usize>,
    /// Letters in links.
    linked: Vec<usize>,
    links: Vec<usize>,
    /// Whether there is a main part or a marked body.
    core: Vec<bool>,
    /// Whether there is a headline of the first level.
    headline: Vec<bool>,
}

impl Measures {
    fn of(tree: &Tree, out: &Vec<bool>) -> Self {
        let n = tree.nodes.len();
        let (prose, linked, links) = (vec![0; n], vec![0; n], vec![0; n]);
        let mut m = Measures { prose, linked, links, core: vec![false; n], headline: vec![false; n] };
        let in_link = inherited(tree, |node| node.name() == "a");
        // What is inside comes after what it is in, so going backwards adds up.
        for (at, node) in tree.nodes.iter().enumerate().rev().filter(|(at, _)| !out.is(*at)) {
            let letters = node.text().map_or(0, |text| text.chars().filter(|c| !c.is_whitespace()).count());
            let to = if in_link.is(at) { &mut m.linked } else { &mut m.prose };
            to.put(at, to.get(at) + letters);
            m.links.put(at, m.links.get(at) + usize::from(node.name() == "a"));
            m.core.put(at, m.core.is(at) || is_main(node));
            m.headline.put(at, m.headline.is(at) || node.name() == "h1");
            if at > 0 {
                for sums in [&mut m.prose, &mut m.linked, &mut m.links] {
                    sums.put(node.parent, sums.get(node.parent) + sums.get(at));
                }
                for flags in [&mut m.core, &mut m.headline] {
                    flags.put(node.parent, flags.is(node.parent) || flags.is(at));
                }
            }
        }
        m
    }

    fn is_mostly_links(&self, at: usize) -> bool {
        self.linked.get(at) >= self.prose.get(at)
    }
}

/// Where the article is: the `<article>`, the marked body or the main part that has most of the page's prose, else the densest
/// block; and its headline, which may stand before it.
fn article(tree: &Tree, out: &Vec<bool>, m: &Measures) -> (Range<usize>, Option<usize>) {
    let whole = m.prose.get(0);
    let best = |is_one: &dyn Fn(&Node) -> bool| {
        let all = tree.nodes.iter().enumerate().filter(|(at, node)| !out.is(*at) && is_one(node));
        // Of two alike the outer one, which comes first.
        let best = all.map(|(at, _)| (m.prose.get(at), std::cmp::Reverse(at))).max();
        best.filter(|(prose, _)| *prose > 0 && prose * 2 >= whole).map(|(_, at)| at.0)
    };
    let said = best(&|node| node.name() == "article").or_else(|| best(&is_marked_body)).or_else(|| best(&is_main));
    let mut block = said.unwrap_or_else(|| densest(tree, m));
    let end = |at: usize| tree.nodes.as_slice().get(at).map_or(at, |node| node.end);
    let headlines: Vec<usize> =
        tree.nodes.iter().enumerate().filter(|(at, n)| n.name() == "h1" && !out.is(*at)).map(|(at, _)| at).collect();
    let inside = headlines.iter().find(|at| (block..end(block)).contains(at)).copied();
    let before = headlines.iter().rfind(|at| **at < block).copied();
    if inside.is_none()
        && let Some(before) = before
    {
        let around = around_both(tree, before, block);
        if said.is_some() || around == 0 {
            // What stands between the headline and the article is its first words, or its date.
            return (before..end(block), Some(before));
        }
        block = around;
    }
    (block..end(block), inside.or(before))
}

/// The innermost block that has nearly all of the page's prose.
fn densest(tree: &Tree, m: &Measures) -> usize {
    let mut block = 0;
    'inwards: loop {
        let Some(node) = tree.nodes.as_slice().get(block) else { return 0 };
        let mut child = block + 1;
        while child < node.end {
            let Some(inner) = tree.nodes.as_slice().get(child) else { return block };
            if inner.text().is_none() && m.prose.get(child) * 10 >= m.prose.get(block) * 9 && m.prose.get(child) > 0 {
                block = child;
                continue 'inwards;
            }
            child = inner.end.max(child + 1);
        }
        return block;
    }
}

/// The innermost element that has both of two nodes.
fn around_both(tree: &Tree, first: usize, second: usize) -> usize {
    let mut around = first;
    while let Some(node) = tree.nodes.as_slice().get(around) {
        if around <= second && second < node.end {
            return around;
        }
        around = node.parent;
    }
    0
}

/// Lists as long as the page's nodes: what is beyond them is nothing.
trait Of<T> {
    fn get(&self, at: usize) -> T;
    fn put(&mut self, at: usize, value: T);
}

impl<T: Copy + Default> Of<T> for Vec<T> {
    fn get(&self, at: usize) -> T {
        self.as_slice().get(at).copied().unwrap_or_default()
    }

    fn put(&mut self, at: usize, value: T) {
        if let Some(place) = self.as_mut_slice().get_mut(at) {
            *place = value;
        }
    }
}

trait Flags {
    fn is(&self, at: usize) -> bool;
}

impl Flags for Vec<bool> {
    fn is(&self, at: usize) -> bool {
        self.get(at)
    }
}
