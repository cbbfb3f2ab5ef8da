//! The dataset card: the `README.md` of a Hugging Face dataset, with YAML front matter that the Hub reads.
//!
//! A card is made from facts and from the card that is there already. What people wrote stays: only the parts between marker
//! comments are ours, and in the front matter only our keys. A part that is missing is put behind the one before it.
//!
//! Facts: <https://huggingface.co/docs/hub/datasets-cards> and its metadata specification.

use super::{Doc, Kept, json, names};
use crate::model::{AnnotatorName, LabelSet};
use pulldown_cmark::{Event, Parser, TagEnd};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    sync::Arc,
};
use unicode_segmentation::UnicodeSegmentation;

/// What a card says.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The dataset's name.
    pub title: String,
    /// The labels in order, each with what it is for, in Markdown.
    pub labels: Vec<(Arc<str>, Arc<str>)>,
    /// The languages of the texts, as BCP 47 tags.
    pub languages: BTreeSet<String>,
    /// The parts of the dataset by name.
    pub splits: BTreeMap<String, Split>,
    /// Who annotated.
    pub annotators: BTreeSet<Arc<str>>,
    /// The texts are composed (NFC), not as in their files.
    pub composed: bool,
    /// Measures of agreement with their values; none where nothing was measured.
    pub agreement: Vec<(String, String)>,
    /// What the rows have: the columns' names with a sentence.
    pub columns: Vec<(&'static str, &'static str)>,
    /// The column to look at first.
    pub shown: &'static str,
}

/// A part of the dataset.
#[derive(Clone, Debug, Default)]
pub struct Split {
    /// How many documents.
    pub docs: u64,
    /// How many characters they have.
    pub chars: u64,
    /// How many marks, by label.
    pub marks: BTreeMap<Arc<str>, u64>,
    /// How many bytes its file has.
    pub bytes: u64,
}

impl Facts {
    /// What a project's labels say, without documents.
    pub fn new(title: &str, labels: &LabelSet) -> Self {
        let labels = labels.iter().map(|l| (l.name.clone(), l.guideline.clone())).collect();
        Facts { title: title.into(), labels, ..Facts::default() }
    }

    /// The parts as they are used: what is trained on first, what is tested on last, others behind.
    fn in_order(&self) -> impl Iterator<Item = (&String, &Split)> {
        let place = |name: &str| ["train", "validation", "test"].iter().position(|known| *known == name);
        let mut all: Vec<_> = self.splits.iter().collect();
        all.sort_by_key(|(name, _)| place(name).unwrap_or(usize::MAX));
        all.into_iter()
    }

    /// Counts a document.
    pub fn count(&mut self, doc: &Doc, kept: &Kept<'_>) {
        self.languages.extend(doc.about.metadata.language.as_deref().filter(|l| is_language(l)).map(str::to_owned));
        if !doc.about.annotator.is_empty() {
            self.annotators.insert(doc.about.annotator.clone());
        }
        let split = self.splits.entry(split_of(doc)).or_default();
        split.docs += 1;
        split.chars += doc.text.char_len().0 as u64;
        for (_, mark) in kept.marks() {
            *split.marks.entry(mark.label.clone()).or_default() += 1;
        }
    }
}

/// The part that a document is in, as the Hub names it: `train` where it is in none, `validation` for what others call `dev`.
pub(super) fn split_of(doc: &Doc) -> String {
    match names::split(&doc.about) {
        None => "train".into(),
        Some(name) if name == "dev" => "validation".into(),
        Some(name) => name,
    }
}

/// Whether something can be a language for the Hub: `vi`, `zh-Hant`.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().is_some_and(|p| matches!(p.len(), 2 | 3) && p.bytes().all(|b| b.is_ascii_lowercase()));
    first && parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Makes a card, or brings one up to date: `there` is the card that is there already, empty where there is none.
pub fn card(facts: &Facts, there: &str) -> String {
    let there = there.strip_prefix('\u{feff}').unwrap_or(there);
    let (front, body) = front_matter(there);
    let mut card = String::from("---\n");
    card.push_str(&merged_keys(front.unwrap_or(""), &keys(facts)));
    card.push_str("---\n");
    let ours = parts(facts);
    if body.trim().is_empty() {
        let _ = write!(card, "\n# {}\n\n", cell(&facts.title));
        card.push_str(
            "(What this dataset is, where the articles come from, and who may use it: to be written by hand. A\n",
        );
        card.push_str("licence goes into the lines at the top of this file, as `license: …`.)\n\n");
        let written: Vec<String> = ours.iter().filter_map(|(name, text)| Some(part(name, text.as_deref()?))).collect();
        card.push_str(&written.join("\n"));
    } else {
        card.push_str(&merged_parts(body, &ours));
    }
    card
}

// --- front matter

/// The lines between the `---` at the top, and what follows them.
fn front_matter(text: &str) -> (Option<&str>, &str) {
    let Some(first) = text.split_inclusive('\n').next().filter(|line| line.trim_end() == "---") else {
        return (None, text);
    };
    let from = first.len();
    let mut at = from;
    for line in text.get(from..).unwrap_or("").split_inclusive('\n') {
        if line.trim_end() == "---" {
            return (text.get(from..at), text.get(at + line.len()..).unwrap_or(""));
        }
        at += line.len();
    }
    (None, text)
}

/// Our keys with their lines.
fn keys(facts: &Facts) -> Vec<(&'static str, String)> {
    let list = |all: &mut dyn Iterator<Item = &str>| -> String {
        all.fold(String::new(), |mut lines, item| {
            let _ = write!(lines, "\n- {}", quoted(item));
            lines
        })
    };
    let mut keys = vec![("pretty_name", format!(" {}", quoted(&facts.title)))];
    if !facts.languages.is_empty() {
        keys.push(("language", list(&mut facts.languages.iter().map(String::as_str))));
    }
    keys.push(("task_categories", list(&mut ["token-classification"].into_iter())));
    let docs: u64 = facts.splits.values().map(|s| s.docs).sum();
    keys.push(("size_categories", list(&mut [size(docs)].into_iter())));
    let mut configs = String::from("\n- config_name: default\n  data_files:");
    for (name, _) in facts.in_order() {
        let _ =
            write!(configs, "\n  - split: {}\n    path: {}", quoted(name), quoted(&format!("data/{name}-*.parquet")));
    }
    if !facts.splits.is_empty() {
        keys.push(("configs", configs));
        // By these lines `load_dataset` tells one export from the next: it keeps what it has loaded by the head of the card.
        let mut info = String::from("\n  splits:");
        for (name, Split { bytes, docs, .. }) in facts.in_order() {
            let _ = write!(info, "\n  - name: {}\n    num_bytes: {bytes}\n    num_examples: {docs}", quoted(name));
        }
        keys.push(("dataset_info", info));
    }
    keys
}

/// The Hub's words for how many rows there are.
fn size(rows: u64) -> &'static str {
    match rows {
        0..1_000 => "n<1K",
        1_000..10_000 => "1K<n<10K",
        10_000..100_000 => "10K<n<100K",
        100_000..1_000_000 => "100K<n<1M",
        _ => "1M<n<10M",
    }
}

/// A string that YAML reads to the letter, whatever is in it.
fn quoted(text: &str) -> String {
    let json = json::string(text);
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        // JSON leaves these as they are; YAML calls them not printable.
        if matches!(c, '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}') {
            let _ = write!(safe, "\\u{:04x}", u32::from(c));
        } else {
            safe.push(c);
        }
    }
    safe
}

/// Front matter with our keys replaced where they stand, and the new ones at the end.
fn merged_keys(there: &str, ours: &[(&'static str, String)]) -> String {
    let mut lines = there.split_inclusive('\n').peekable();
    let mut merged = String::new();
    let mut written = BTreeSet::new();
    while let Some(line) = lines.next() {
        let Some((name, value)) = key(line).and_then(|name| ours.iter().find(|(own, _)| *own == name)) else {
            merged.push_str(line);
            continue;
        };
        // What is indented, or an item of a list, belongs to the key; blank lines only where such a line follows.
        let mut blank = String::new();
        while let Some(line) = lines.next_if(|l| l.trim().is_empty() || l.starts_with([' ', '\t', '-'])) {
            if line.trim().is_empty() { blank.push_str(line) } else { blank.clear() }
        }
        if written.insert(*name) {
            let _ = writeln!(merged, "{name}:{value}");
        }
        merged.push_str(&blank);
    }
    if !merged.is_empty() && !merged.ends_with('\n') {
        merged.push('\n');
    }
    for (name, value) in ours.iter().filter(|(name, _)| !written.contains(name)) {
        let _ = writeln!(merged, "{name}:{value}");
    }
    merged
}

/// The key that a line of front matter begins.
fn key(line: &str) -> Option<&str> {
    let (key, _) = line.split_once(':')?;
    if line.starts_with([' ', '\t', '-', '#']) {
        return None;
    }
    let key = key.trim_end();
    let bare = |quote| key.strip_prefix(quote).and_then(|k: &str| k.strip_suffix(quote));
    Some(bare('"').or_else(|| bare('\'')).unwrap_or(key))
}

// --- the text

/// The parts that are ours, in order: a name, and the text; none where there is nothing to say.
fn parts(facts: &Facts) -> Vec<(&'static str, Option<String>)> {
    vec![
        ("labels", Some(labels(facts))),
        ("numbers", Some(numbers(facts))),
        ("annotation", Some(annotation(facts))),
        ("agreement", (!facts.agreement.is_empty()).then(|| agreement(facts))),
        ("use", Some(how_to_use(facts))),
    ]
}

fn begin(name: &str) -> String {
    format!("<!-- whosaid: {name}, written by the export; edits between these two lines are lost -->")
}

fn end(name: &str) -> String {
    format!("<!-- whosaid: end of {name} -->")
}

fn part(name: &str, text: &str) -> String {
    format!("{}\n{}\n{}\n", begin(name), text.trim_end(), end(name))
}

/// Where a part stands, with its markers.
fn find(body: &str, name: &str) -> Option<(usize, usize)> {
    let (begin, end) = (begin(name), end(name));
    let from = body.find(&begin)?;
    let behind = from + begin.len();
    let to = behind + body.get(behind..)?.find(&end)? + end.len();
    let line_end = body.get(to..).is_some_and(|rest| rest.starts_with('\n'));
    Some((from, to + usize::from(line_end)))
}

/// A body with our parts replaced where they stand. What is missing is put behind the part before it, or at the end.
fn merged_parts(body: &str, ours: &[(&'static str, Option<String>)]) -> String {
    let mut body = body.to_owned();
    let mut behind: Option<usize> = None;
    for (name, text) in ours {
        let new = text.as_deref().map(|text| part(name, text));
        match (find(&body, name), new) {
            (Some((from, to)), Some(new)) => {
                body.replace_range(from..to, &new);
                behind = Some(from + new.len());
            }
            (Some((from, to)), None) => {
                body.replace_range(from..to, "");
                behind = Some(from);
            }
            (None, Some(new)) => {
                if behind.is_none() && !body.ends_with('\n') {
                    body.push('\n');
                }
                let at = behind.unwrap_or(body.len());
                body.insert_str(at, &format!("\n{new}"));
                behind = Some(at + 1 + new.len());
            }
            (None, None) => {}
        }
    }
    body
}

/// Text on one line that Markdown and HTML take for nothing but text.
fn cell(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut safe = String::with_capacity(line.len());
    for c in line.chars().filter(|c| !c.is_control()) {
        match c {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' => safe.extend(['\\', c]),
            c => safe.push(c),
        }
    }
    safe
}

/// The first sentence of a guideline, without its Markdown.
fn first_sentence(markdown: &str) -> String {
    let mut text = String::new();
    for event in Parser::new(markdown) {
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(&words),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::End(TagEnd::Paragraph | TagEnd::Item) if !text.trim().is_empty() => break,
            Event::End(TagEnd::Heading(_)) => text.clear(),
            _ => {}
        }
    }
    text.unicode_sentences().next().unwrap_or("").trim().to_owned()
}

fn labels(facts: &Facts) -> String {
    let mut text = String::from("## Labels\n\n| label | what it marks |\n|---|---|\n");
    for (name, guideline) in &facts.labels {
        let _ = writeln!(text, "| {} | {} |", cell(name), cell(&first_sentence(guideline)));
    }
    text
}

fn numbers(facts: &Facts) -> String {
    let mut names: Vec<&Arc<str>> = facts.labels.iter().map(|(name, _)| name).collect();
    let counted: BTreeSet<&Arc<str>> = facts.splits.values().flat_map(|s| s.marks.keys()).collect();
    names.extend(counted.into_iter().filter(|name| facts.labels.iter().all(|(known, _)| known != *name)));
    let mut text = String::from("## Numbers\n\n| part | documents | characters |");
    for name in &names {
        let _ = write!(text, " {} |", cell(name));
    }
    text.push_str("\n|---|--:|--:|");
    text.extend(names.iter().map(|_| "--:|"));
    for (split, n) in facts.in_order() {
        let _ = write!(text, "\n| {} | {} | {} |", cell(split), n.docs, n.chars);
        for name in &names {
            let _ = write!(text, " {} |", n.marks.get(*name).copied().unwrap_or(0));
        }
    }
    text
}

fn annotation(facts: &Facts) -> String {
    let is_machine = |name: &str| AnnotatorName::new(name).is_ok_and(|name| name.is_machine());
    let names = |machine: bool| {
        let all = facts.annotators.iter().filter(|name| is_machine(name) == machine);
        all.map(|name| cell(name)).collect::<Vec<_>>().join(", ")
    };
    let (people, machines) = (names(false), names(true));
    let mut text = String::from("## Annotation\n\n");
    if people.is_empty() && machines.is_empty() {
        text.push_str("Articles were marked with Whosaid. The annotators are not named. ");
    }
    if !people.is_empty() {
        let _ = write!(text, "Articles were marked by people with Whosaid. Annotators: {people}. ");
    }
    if !machines.is_empty() {
        let _ = write!(text, "Machines made these annotations: {machines}. ");
    }
    text.push_str(if facts.composed {
        "The texts are composed (Unicode NFC); nothing else of them was changed."
    } else {
        "Nothing of the texts was changed."
    });
    text
}

fn agreement(facts: &Facts) -> String {
    let mut text = String::from("## Agreement\n\n| measure | value |\n|---|--:|\n");
    for (measure, value) in &facts.agreement {
        let _ = writeln!(text, "| {} | {} |", cell(measure), cell(value));
    }
    text
}

fn how_to_use(facts: &Facts) -> String {
    let mut text = String::from("## Use\n\n");
    let split = facts.in_order().next().map_or("train", |(name, _)| name.as_str());
    let _ = write!(
        text,
        "```python\nfrom datasets import load_dataset\ndata = load_dataset(\"path/to/this/folder\")\n\
         print(data[\"{split}\"][0][\"{}\"])\n```\n\n| column | what it has |\n|---|---|\n",
        facts.shown
    );
    for (name, what) in &facts.columns {
        let _ = writeln!(text, "| `{name}` | {what} |");
    }
    text
}
