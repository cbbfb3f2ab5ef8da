//! What a page says of its article beside the text: in `<meta>` and `<link>`, in JSON-LD, in its headline and times.

use super::{
    body::Parts,
    plain,
    show::show,
    tree::{Node, Tree},
};
use crate::{
    formats::{DocAbout, facts},
    model::{Published, is_vietnamese},
};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What the head of a page says.
pub struct Said<'t> {
    tree: &'t Tree,
    /// The article as JSON-LD has it; empty where it does not.
    article: Map<String, Value>,
    /// The names of its objects by `@id`, since one may refer to another.
    names: BTreeMap<String, String>,
}

/// The most bytes of JSON-LD that are read: taken apart, it is many times as large.
const MAX_LINKED: usize = 4 << 20;

/// `<meta>` names of publication, the plainest first.
const PUBLISHED: [&str; 18] = [
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dc.date.created",
    "date",
];
const OUTLET: [&str; 4] = ["publisher", "dc.publisher", "dcterms.publisher", "application-name"];
const AUTHOR: [&str; 7] =
    ["author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "byl"];
/// What stands between a headline and the outlet's name behind it.
const BETWEEN: [&str; 6] = [" - ", " | ", " – ", " — ", " :: ", " • "];

impl<'t> Said<'t> {
    /// Reads what the head of a page says.
    pub fn of(tree: &'t Tree) -> Self {
        let mut objects = Vec::new();
        let mut left_to_read = MAX_LINKED;
        for script in &tree.json_ld {
            let Some(left) = left_to_read.checked_sub(script.len()) else { continue };
            left_to_read = left;
            let script = script.trim().trim_start_matches("<!--").trim_end_matches("-->").trim().trim_end_matches(';');
            let mut left: Vec<Value> = serde_json::from_str(script).into_iter().collect();
            while let Some(value) = left.pop() {
                match value {
                    Value::Array(all) => left.extend(all.into_iter().rev()),
                    Value::Object(mut object) => {
                        left.extend(["mainEntity", "@graph"].into_iter().filter_map(|key| object.remove(key)));
                        objects.push(object);
                    }
                    _ => {}
                }
            }
        }
        let is_article = |object: &&Map<String, Value>| {
            let is = |kind: &Value| kind.as_str().is_some_and(|k| k.ends_with("Article") || k.ends_with("Posting"));
            match object.get("@type") {
                Some(Value::Array(kinds)) => kinds.iter().any(is),
                kind => kind.is_some_and(is),
            }
        };
        let loose = |object: &&Map<String, Value>| object.contains_key("datePublished");
        let article = objects.iter().find(is_article).or_else(|| objects.iter().find(loose)).cloned();
        let text = |object: &Map<String, Value>, key: &str| object.get(key).and_then(Value::as_str).map(str::to_owned);
        let names = objects.iter().filter_map(|object| Some((text(object, "@id")?, text(object, "name")?)));
        Said { tree, article: article.unwrap_or_default(), names: names.collect() }
    }

    /// The text that JSON-LD has beside the page.
    pub fn body(&self) -> Option<String> {
        let body = self.article.get("articleBody")?.as_str()?;
        let body = if body.contains("</") || body.contains("<br") {
            plain(body)
        } else {
            let lines = body.lines().map(plain).filter(|line| !line.is_empty());
            lines.collect::<Vec<_>>().join("\n\n")
        };
        (!body.is_empty()).then_some(body)
    }

    /// What is known of the article.
    pub fn about(&self, tree: &Tree, parts: &Parts, text: &str) -> DocAbout {
        let headline = parts.headline.and_then(|at| {
            let end = tree.nodes.get(at)?.end;
            one_line(&show(tree, at..end, &|at| parts.is_out(at)))
        });
        let outlet = self.meta("og:site_name").or_else(|| self.linked("publisher"));
        let outlet = outlet.or_else(|| OUTLET.iter().find_map(|name| self.meta(name))).filter(|name| !is_address(name));
        let mut about = DocAbout::default();
        let m = &mut about.metadata;
        let title = self.meta("og:title").or_else(|| headline.clone()).or_else(|| self.linked("headline"));
        let title = title.or_else(|| self.meta("twitter:title")).or_else(|| one_line(&self.tree.title));
        m.title = title.map(|title| without_outlet(&title, outlet.as_deref(), headline.as_deref()).into());
        m.outlet = outlet.map(Into::into);
        m.url = self.url().map(Into::into);
        m.language = self.language().map(Into::into);
        let more = [
            ("author", self.linked("author").or_else(|| AUTHOR.iter().find_map(|name| self.meta(name)))),
            ("section", self.linked("articleSection").or_else(|| self.meta("article:section"))),
            ("modified", self.linked("dateModified").or_else(|| self.meta("article:modified_time"))),
        ];
        for (name, value) in more {
            if let Some(value) = value.filter(|value| !is_address(value)) {
                m.more.insert(name.into(), value.into());
            }
        }
        self.publication(parts, text, &mut about);
        about
    }

    /// When it was published: by the first date that can be read, and where that is a day alone, to the minute by another of
    /// the same day. One that cannot be read is kept as it is.
    fn publication(&self, parts: &Parts, text: &str, about: &mut DocAbout) {
        let is_vietnamese = is_vietnamese(text);
        let said: Vec<String> = self
            .linked("datePublished")
            .into_iter()
            .chain(PUBLISHED.iter().filter_map(|name| self.meta(name)))
            .collect();
        let times = |within: &dyn Fn(usize) -> bool| {
            let all = self.tree.nodes.iter().enumerate();
            let seen = all.filter(|(at, _)| within(*at) && !parts.is_out(*at));
            let times = seen.filter(|(_, node)| node.name() == "time");
            let mut times: Vec<&Node> = times.map(|(_, node)| node).collect();
            let is_said = |node: &&Node| {
                node.attribute("pubdate").is_some() || node.attribute("itemprop") == Some("datePublished")
            };
            times.sort_by_key(|node| !is_said(node));
            times.iter().filter_map(|node| node.attribute("datetime").map(str::to_owned)).collect::<Vec<_>>()
        };
        let mut shown = times(&|at| parts.article.contains(&at));
        shown.extend(times(&|at| !parts.article.contains(&at)));
        let read = |value: &String| facts::published(value, is_vietnamese);
        let mut all = said.iter().chain(&shown).filter_map(read);
        let finer = |first: Published, next: Published| {
            let same_day = next.date == first.date;
            let more = next.time.is_some() && (first.time.is_none() || first.zone.is_none() && next.zone.is_some());
            if same_day && more { next } else { first }
        };
        match all.next() {
            Some(first) => about.metadata.published = Some(all.fold(first, finer)),
            None => {
                if let Some(unread) = said.first().or(shown.first()) {
                    about.take("published", unread);
                }
            }
        }
    }

    fn url(&self) -> Option<String> {
        let canonical = self.tree.links.iter().find(|(rel, _)| rel.split_whitespace().any(|r| r == "canonical"));
        let canonical = canonical.map(|(_, href)| href.trim().to_owned());
        // `<!-- saved from url=(0028)https://tin.example/bai-1 -->`, and how SingleFile says it: ` url: https://…`
        let saved = || {
            let all = self.tree.comments.iter().flat_map(|c| c.lines());
            let mut found = all.filter_map(|line| {
                let line = line.trim();
                let rest = line.strip_prefix("saved from url=").or_else(|| line.strip_prefix("url:"))?;
                let rest = rest.strip_prefix('(').and_then(|r| r.split_once(')')).map_or(rest, |(_, rest)| rest);
                rest.split_whitespace().next().map(str::to_owned)
            });
            found.find(|url| is_address(url))
        };
        let linked =
            || ["url", "mainEntityOfPage"].into_iter().filter_map(|key| self.linked(key)).find(|u| is_address(u));
        let url = canonical.filter(|url| is_address(url));
        url.or_else(|| self.meta("og:url").filter(|url| is_address(url))).or_else(linked).or_else(saved)
    }

    fn language(&self) -> Option<String> {
        let said = [Some(self.tree.language.clone()), self.meta("og:locale"), self.linked("inLanguage")];
        let named = ["content-language", "language", "dc.language"].into_iter().map(|name| self.meta(name));
        said.into_iter().chain(named).flatten().find_map(|tag| facts::language(&tag))
    }

    /// What a `<meta>` element says.
    fn meta(&self, name: &str) -> Option<String> {
        let mut all = self.tree.meta.iter().filter(|(known, _)| known == name);
        all.find_map(|(_, content)| one_line(content))
    }

    /// What JSON-LD says of the article.
    fn linked(&self, key: &str) -> Option<String> {
        let said = match self.article.get(key)? {
            Value::Array(all) => all.iter().filter_map(|value| self.name(value)).collect::<Vec<_>>().join(", "),
            value => self.name(value)?,
        };
        // Many pages write it as HTML.
        let said = if said.contains(['&', '<']) { plain(&said) } else { said };
        one_line(&said)
    }

    fn name(&self, value: &Value) -> Option<String> {
        match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Object(object) => {
                let text = |key: &str| object.get(key).and_then(Value::as_str);
                let known = || text("@id").and_then(|id| self.names.get(id)).map(String::as_str);
                text("name").or_else(known).or_else(|| text("@id")).map(str::to_owned)
            }
            _ => None,
        }
    }
}

fn is_address(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// A text in one line; none where nothing is in it.
fn one_line(text: &str) -> Option<String> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

/// A title without the outlet's name behind it.
fn without_outlet(title: &str, outlet: Option<&str>, headline: Option<&str>) -> String {
    let after = headline.and_then(|headline| title.strip_prefix(headline));
    if let (Some(headline), Some(after)) = (headline, after)
        && BETWEEN.iter().any(|between| after.starts_with(between))
    {
        return headline.to_owned();
    }
    let without = outlet.and_then(|outlet| {
        let title = title.strip_suffix(outlet)?;
        BETWEEN.iter().find_map(|between| title.strip_suffix(between))
    });
    without.filter(|title| !title.trim().is_empty()).unwrap_or(title).to_owned()
}
