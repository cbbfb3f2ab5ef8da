//! The labelling configuration: which labels there are, and which values of a task are its texts.

use super::{CONFIG, write::Seen};
use crate::{
    formats::{Job, LabelSeen, News, Place, Rejected, Source, lines, xml},
    model::ColorToken,
};
use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};
use std::collections::BTreeSet;

/// What a configuration says of the tasks.
#[derive(Default)]
pub struct Config {
    /// The names of texts on the page, each with the key of its value in a task's data.
    pub texts: Vec<(String, String)>,
}

/// The configuration in a source, with what there is to tell of it: the first XML file that is one, ours before others.
pub fn find(source: &dyn Source) -> (Config, Vec<News>) {
    let is_xml = |name: &&String| name.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("xml"));
    let own = source.files().iter().find(|name| *name == CONFIG);
    let is_view = |name: &&String| {
        let head = lines::head(source, name, 4096);
        head.windows(5).any(|w| w == b"<View")
    };
    let Some(name) = own.or_else(|| source.files().iter().filter(is_xml).find(is_view)) else {
        return (Config::default(), Vec::new());
    };
    let mut news = Vec::new();
    let mut config = Config::default();
    match lines::whole(source, name) {
        Err(error) => news.push(Rejected::news(Place::default(), error.to_string(), "")),
        Ok(text) => {
            if let Err(why) = read(&text, &mut config, &mut news) {
                news.push(Rejected::news(Place::file(name), why, ""));
            }
        }
    }
    (config, news)
}

fn read(text: &str, config: &mut Config, news: &mut Vec<News>) -> Result<(), String> {
    let mut reader = Reader::from_str(text);
    let mut in_labels = false;
    loop {
        let event = reader.read_event().map_err(|error| format!("The configuration cannot be understood: {error}"))?;
        let (tag, opens) = match event {
            Event::Eof => return Ok(()),
            Event::Start(tag) => (tag, true),
            Event::Empty(tag) => (tag, false),
            Event::End(tag) => {
                in_labels &= !is_labels(tag.name().as_ref());
                continue;
            }
            _ => continue,
        };
        match tag.name().as_ref() {
            name if is_labels(name) => in_labels = opens,
            "Label" if in_labels => {
                let value = attribute(&tag, "alias").or_else(|| attribute(&tag, "value")).unwrap_or_default();
                if !value.is_empty() {
                    news.push(News::Label(LabelSeen {
                        name: value,
                        color: attribute(&tag, "background").unwrap_or_default(),
                        key: attribute(&tag, "hotkey").unwrap_or_default(),
                    }));
                }
            }
            "Text" | "HyperText" => {
                let name = attribute(&tag, "name").zip(attribute(&tag, "value"));
                let key = name.and_then(|(name, value)| Some((name, value.strip_prefix('$')?.to_owned())));
                config.texts.extend(key);
            }
            _ => {}
        }
    }
}

fn is_labels(tag: &str) -> bool {
    matches!(tag, "Labels" | "HyperTextLabels")
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.try_get_attribute(name).ok()??;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.trim().to_owned())
}

/// The configuration of an export: the project's labels, attributes and links, and what else the marks have.
pub fn written(job: &Job, seen: &Seen) -> String {
    let mut labels = String::new();
    for label in job.labels.iter() {
        let color = ColorToken::ALL.iter().find(|(c, _)| *c == label.color).map_or("", |(_, name)| name);
        let key = label.key.map_or(String::new(), |key| format!(" hotkey=\"{key}\""));
        let name = xml::attribute(&label.name);
        labels.push_str(&format!("    <Label value=\"{name}\" background=\"{color}\"{key}/>\n"));
    }
    for name in seen.labels.iter().filter(|name| job.labels.get(name).is_none()) {
        labels.push_str(&format!("    <Label value=\"{}\"/>\n", xml::attribute(name)));
    }
    let roles = job.labels.iter().flat_map(|l| &l.links).map(|l| &l.name);
    let roles: BTreeSet<_> = roles.chain(&seen.roles).collect();
    let names = job.labels.iter().flat_map(|l| &l.attributes).map(|a| &a.name);
    let names: BTreeSet<_> = names.chain(&seen.attributes).collect();
    let relation = |role| format!("    <Relation value=\"{}\"/>\n", xml::attribute(role));
    let area = |name| {
        let name = xml::attribute(name);
        format!("  <TextArea name=\"{}{name}\" toName=\"text\" perRegion=\"true\"/>\n", super::ATTRIBUTE)
    };
    let roles: String = roles.into_iter().map(|role| relation(role)).collect();
    let roles = if roles.is_empty() { roles } else { format!("  <Relations>\n{roles}  </Relations>\n") };
    let areas: String = names.into_iter().map(|name| area(name)).collect();
    format!(
        "<View>\n{roles}  <Labels name=\"label\" toName=\"text\">\n{labels}  </Labels>\n  <Text name=\"text\" value=\"$text\" \
         granularity=\"symbol\"/>\n{areas}</View>\n"
    )
}
