//! The project's own file: its label set.

use super::{
    Record, SINCE, SINCE_REVIEW, SINCE_SUGGESTIONS, SetTrouble, emit, locate, nfc, present,
    settings::{self, AssignmentRecord, ReviewRecord, SuggestionsRecord},
};
use crate::{
    model::{
        Attribute, AttributeKind, ColorToken, Condition, Label, LabelSet, LabelSetError, LineStyle, LinkRole, Settings,
    },
    store::trouble::FileTrouble,
};
use serde::Deserialize;
use std::{collections::BTreeMap, path::Path, sync::Arc};

/// The label set of a new project, as its file will be.
pub(crate) const DEFAULT: &str = include_str!("../../../assets/labels.ron");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename = "Project")]
struct ProjectRecord {
    format: u32,
    labels: Vec<LabelRecord>,
    #[serde(default)]
    review: ReviewRecord,
    #[serde(default)]
    assignments: Vec<AssignmentRecord>,
    #[serde(default)]
    suggestions: SuggestionsRecord,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LabelRecord {
    name: Arc<str>,
    #[serde(default)]
    formerly: Vec<Arc<str>>,
    #[serde(default, deserialize_with = "present")]
    key: Option<u8>,
    color: String,
    #[serde(default = "solid")]
    line: String,
    #[serde(default)]
    guideline: Arc<str>,
    #[serde(default)]
    attributes: Vec<AttributeRecord>,
    #[serde(default)]
    links: Vec<LinkRecord>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AttributeRecord {
    name: Arc<str>,
    #[serde(default)]
    formerly: Vec<Arc<str>>,
    kind: KindRecord,
    /// What values of a choice were called, each with its name now.
    #[serde(default)]
    former_values: BTreeMap<Arc<str>, Arc<str>>,
    #[serde(default)]
    default: Arc<str>,
    #[serde(default)]
    required: bool,
    /// The attribute it depends on, with the values it then must have; none for any value.
    #[serde(default, deserialize_with = "present")]
    when: Option<(Arc<str>, Vec<Arc<str>>)>,
    #[serde(default)]
    hint: Arc<str>,
}

#[derive(Debug, Deserialize)]
enum KindRecord {
    Text,
    Choice(Vec<Arc<str>>),
    YesNo,
    Date,
    Entity,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LinkRecord {
    role: Arc<str>,
    #[serde(default)]
    formerly: Vec<Arc<str>>,
    #[serde(default, deserialize_with = "present")]
    key: Option<char>,
    #[serde(default)]
    to: Vec<Arc<str>>,
    #[serde(default)]
    many: bool,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    hint: Arc<str>,
}

impl AttributeRecord {
    fn into_model(self) -> Attribute {
        Attribute {
            name: nfc(self.name.trim()),
            formerly: names(&self.formerly),
            former_values: self.former_values.iter().map(|(old, new)| (nfc(old.trim()), nfc(new.trim()))).collect(),
            kind: match self.kind {
                KindRecord::Text => AttributeKind::Text,
                KindRecord::Choice(values) => AttributeKind::Choice(names(&values)),
                KindRecord::YesNo => AttributeKind::YesNo,
                KindRecord::Date => AttributeKind::Date,
                KindRecord::Entity => AttributeKind::Entity,
            },
            default: nfc(self.default.trim()),
            required: self.required,
            when: self
                .when
                .map(|(attribute, values)| Condition { attribute: nfc(attribute.trim()), values: names(&values) }),
            hint: nfc(self.hint.trim()),
        }
    }
}

impl LinkRecord {
    fn into_model(self) -> LinkRole {
        LinkRole {
            name: nfc(self.role.trim()),
            formerly: names(&self.formerly),
            key: self.key,
            to: names(&self.to),
            many: self.many,
            required: self.required,
            hint: nfc(self.hint.trim()),
        }
    }
}

fn names(all: &[Arc<str>]) -> Vec<Arc<str>> {
    all.iter().map(|name| nfc(name.trim())).collect()
}

fn solid() -> String {
    "solid".into()
}

impl Record for ProjectRecord {
    fn format(&self) -> u32 {
        self.format
    }
}

/// The labels of a project without a file of its own.
pub fn default_labels() -> LabelSet {
    // A test reads the asset, so the fallback is for the compiler only.
    read(Path::new("labels.ron"), DEFAULT.as_bytes())
        .ok()
        .or_else(|| LabelSet::new(Vec::new()).ok())
        .unwrap_or_else(|| unreachable!("an empty label set has no two labels alike"))
}

/// Reads a project file: its labels.
pub(crate) fn read(path: &Path, bytes: &[u8]) -> Result<LabelSet, SetTrouble> {
    read_whole(path, bytes).map(|(labels, _)| labels)
}

/// Reads a project file: its labels, and what it says beside them.
pub(crate) fn read_whole(path: &Path, bytes: &[u8]) -> Result<(LabelSet, Settings), SetTrouble> {
    let text = super::text_of(path, bytes)?;
    let record: ProjectRecord = super::parse(path, text)?;
    let broken = |place: Option<(usize, usize)>, what: String| {
        let what = format!("{what}. The file was left as it is: mend the line");
        SetTrouble::Broken(FileTrouble::at(path, place, what))
    };
    let settings =
        settings::settings(&record.review, &record.assignments, &record.suggestions).map_err(|(what, words)| {
            broken(text.find(&emit::literal(&words)).and_then(|at| text.get(..at)).map(super::place_after), what)
        })?;
    let mut labels = Vec::with_capacity(record.labels.len());
    for label in record.labels {
        let place = locate(text, "name", &label.name, 0);
        let Some((color, _)) = ColorToken::ALL.iter().find(|(_, name)| *name == label.color) else {
            let all = ColorToken::ALL.map(|(_, name)| name).join(", ");
            return Err(broken(place, format!("“{}” is no colour; there are {all}", label.color)));
        };
        let Some((line, _)) = LineStyle::ALL.iter().find(|(_, name)| *name == label.line) else {
            let all = LineStyle::ALL.map(|(_, name)| name).join(", ");
            return Err(broken(place, format!("“{}” is no line; there are {all}", label.line)));
        };
        labels.push(Label {
            name: nfc(label.name.trim()),
            formerly: names(&label.formerly),
            key: label.key,
            color: *color,
            line: *line,
            guideline: nfc(label.guideline.trim_end()),
            attributes: label.attributes.into_iter().map(AttributeRecord::into_model).collect(),
            links: label.links.into_iter().map(LinkRecord::into_model).collect(),
        });
    }
    let labels = LabelSet::new(labels).map_err(|error| {
        let place = match &error {
            LabelSetError::Unnamed => None,
            LabelSetError::TwiceNamed(name) => locate(text, "name", name, 1),
            LabelSetError::TwiceKeyed(_, name, _)
            | LabelSetError::Key(name, _)
            | LabelSetError::UnnamedAttribute(name)
            | LabelSetError::UnnamedLink(name)
            | LabelSetError::FormerName(name, _) => locate(text, "name", name, 0),
            LabelSetError::TwiceAttribute(label, name)
            | LabelSetError::Choices(label, name)
            | LabelSetError::Default(label, name, _)
            | LabelSetError::Condition(label, name, _)
            | LabelSetError::ConditionValue(label, name, _)
            | LabelSetError::Circle(label, name)
            | LabelSetError::FormerValue(label, name, _)
            | LabelSetError::FormerValueTo(label, name, _) => within(text, label, "name", name),
            LabelSetError::TwiceLink(label, role)
            | LabelSetError::LinkTarget(label, role, _)
            | LabelSetError::LinkKey(label, role) => within(text, label, "role", role),
            LabelSetError::FormerPart(label, name, _) => {
                let all = [within(text, label, "name", name), within(text, label, "role", name)];
                all.into_iter().flatten().max()
            }
        };
        broken(place, format!("The labels do not fit together: {error}"))
    })?;
    Ok((labels, settings))
}

/// Where an attribute or a link of a label stands: the first place after the label's name.
fn within(text: &str, label: &str, field: &str, name: &str) -> Option<(usize, usize)> {
    let of = locate(text, "name", label, 0)?;
    (0..).map_while(|nth| locate(text, field, name, nth)).find(|place| *place > of).or(Some(of))
}

/// The comment before the record, as a person wrote it; that of the default file where there is no file.
pub(crate) fn head(file: Option<&str>) -> &str {
    let text = file.unwrap_or(DEFAULT);
    let mut rest = super::skip_blank(text);
    while let Some((_, after)) = rest.strip_prefix("/*").and_then(|comment| comment.split_once("*/")) {
        rest = super::skip_blank(after);
    }
    text.get(..text.len() - rest.len()).unwrap_or("")
}

/// The bytes of a project file: its head as it was, then the record. The same labels and settings give the same bytes.
pub(crate) fn write(head: &str, labels: &LabelSet, beside: &Settings) -> Vec<u8> {
    let mut out = head.to_owned();
    if !head.is_empty() && !head.ends_with('\n') {
        out.push('\n');
    }
    out.push_str("Project(\n");
    let format = match beside {
        Settings { suggestions_off, .. } if !suggestions_off.is_empty() => SINCE_SUGGESTIONS,
        plain if *plain == Settings::default() => SINCE,
        _ => SINCE_REVIEW,
    };
    emit::push_line(&mut out, "format", &format.to_string());
    out.push_str("    labels: [\n");
    for label in labels.iter() {
        out.push_str("        (\n");
        let mut line = |name: &str, value: &str| {
            out.push_str("            ");
            out.push_str(name);
            out.push_str(": ");
            out.push_str(value);
            out.push_str(",\n");
        };
        line("name", &emit::literal(&label.name));
        if !label.formerly.is_empty() {
            line("formerly", &list(&label.formerly));
        }
        if let Some(key) = label.key {
            line("key", &key.to_string());
        }
        line("color", &emit::literal(ColorToken::ALL.iter().find(|(c, _)| *c == label.color).map_or("", |c| c.1)));
        line("line", &emit::literal(LineStyle::ALL.iter().find(|(l, _)| *l == label.line).map_or("", |l| l.1)));
        if !label.guideline.is_empty() {
            line("guideline", &prose(&label.guideline));
        }
        if !label.attributes.is_empty() {
            line("attributes", &block(label.attributes.iter().map(attribute)));
        }
        if !label.links.is_empty() {
            line("links", &block(label.links.iter().map(link)));
        }
        out.push_str("        ),\n");
    }
    out.push_str("    ],\n");
    settings::push(&mut out, beside);
    out.push_str(")\n");
    out.into_bytes()
}

/// A text of several lines as it is, between as many `#` as it needs; any other text, and one that holds what cannot be seen, as
/// an ordinary string.
fn prose(text: &str) -> String {
    let seen = |line: &str| emit::literal(line).len() == line.len() + 2 + line.matches(['"', '\\']).count();
    if !text.contains('\n') || !text.split('\n').all(seen) {
        return emit::literal(text);
    }
    let hashes = text.split('"').skip(1).map(|rest| rest.bytes().take_while(|b| *b == b'#').count() + 1).max();
    let hashes = "#".repeat(hashes.unwrap_or(0).max(1));
    format!("r{hashes}\"{text}\"{hashes}")
}

fn block(lines: impl Iterator<Item = String>) -> String {
    let lines: String = lines.map(|line| format!("                ({line}),\n")).collect();
    format!("[\n{lines}            ]")
}

fn list(names: &[Arc<str>]) -> String {
    let names: Vec<String> = names.iter().map(|name| emit::literal(name)).collect();
    format!("[{}]", names.join(", "))
}

fn attribute(attribute: &Attribute) -> String {
    let mut out = String::new();
    emit::push_always(&mut out, "name", &attribute.name);
    let mut field = |name: &str, value: &str| out.extend([name, ": ", value, ", "]);
    if !attribute.formerly.is_empty() {
        field("formerly", &list(&attribute.formerly));
    }
    match &attribute.kind {
        AttributeKind::Text => field("kind", "Text"),
        AttributeKind::Choice(values) => field("kind", &format!("Choice({})", list(values))),
        AttributeKind::YesNo => field("kind", "YesNo"),
        AttributeKind::Date => field("kind", "Date"),
        AttributeKind::Entity => field("kind", "Entity"),
    }
    if !attribute.former_values.is_empty() {
        let all = attribute.former_values.iter();
        let all: Vec<String> =
            all.map(|(old, new)| format!("{}: {}", emit::literal(old), emit::literal(new))).collect();
        field("former_values", &format!("{{{}}}", all.join(", ")));
    }
    if !attribute.default.is_empty() {
        field("default", &emit::literal(&attribute.default));
    }
    if attribute.required {
        field("required", "true");
    }
    if let Some(when) = &attribute.when {
        field("when", &format!("({}, {})", emit::literal(&when.attribute), list(&when.values)));
    }
    emit::push_text(&mut out, "hint", &attribute.hint);
    emit::close(&mut out);
    out
}

fn link(link: &LinkRole) -> String {
    let mut out = String::new();
    emit::push_always(&mut out, "role", &link.name);
    let mut field = |name: &str, value: &str| out.extend([name, ": ", value, ", "]);
    if !link.formerly.is_empty() {
        field("formerly", &list(&link.formerly));
    }
    if let Some(key) = link.key {
        // A label set takes small letters only, which stand for themselves.
        field("key", &format!("'{key}'"));
    }
    if !link.to.is_empty() {
        field("to", &list(&link.to));
    }
    if link.many {
        field("many", "true");
    }
    if link.required {
        field("required", "true");
    }
    emit::push_text(&mut out, "hint", &link.hint);
    emit::close(&mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AnnotatorName, ArticleKey};
    use proptest::prelude::*;

    fn back(labels: &LabelSet, beside: &Settings, head: &str) -> (LabelSet, Settings) {
        let bytes = write(head, labels, beside);
        let read = read_whole(Path::new("w"), &bytes).unwrap_or_else(|e| {
            panic!("{}\n{}", e.trouble(), String::from_utf8_lossy(&bytes));
        });
        assert_eq!(write(super::head(Some(std::str::from_utf8(&bytes).unwrap())), &read.0, &read.1), bytes);
        read
    }

    #[test]
    fn the_default_file_is_as_it_would_be_written() {
        assert_eq!(String::from_utf8(write(head(None), &default_labels(), &Settings::default())).unwrap(), DEFAULT);
    }

    #[test]
    fn the_head_stays_as_it_was() {
        assert_eq!(
            head(Some("// by Lan\r\n/* and\n(others */\n\nProject(format: 1")),
            "// by Lan\r\n/* and\n(others */\n\n"
        );
        assert_eq!(head(Some("(format: 1")), "");
    }

    fn words() -> impl Strategy<Value = String> {
        "(\\PC|ổ|o\u{302}\u{309}|\"|\"#|\"##|\\\\|'|\u{202e}| ){0,8}".prop_map(|s| nfc(s.trim()).to_string())
    }

    fn guideline() -> impl Strategy<Value = String> {
        "(\\PC|\n|\r\n|\"#|\"##|\\\\|o\u{302}\u{309}|\u{200b}|\t){0,30}".prop_map(|s| nfc(s.trim_end()).to_string())
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            labels in proptest::collection::vec((words(), words(), guideline(), words(), words(), any::<[bool; 4]>()), 0..5),
            beside in (0usize..4, words(), any::<bool>(), any::<bool>()),
        ) {
            let count = labels.len();
            let name = |n: usize, word: &str| nfc(format!("{n}{word}").trim());
            let all: Vec<Label> = labels.iter().enumerate().map(|(n, (word, former, text, value, hint, [a, b, c, d]))| {
                let values = AttributeKind::Choice(vec![name(0, value), name(1, value)]);
                let choice = Attribute {
                    formerly: if *a { vec![name(7, word)] } else { Vec::new() },
                    former_values: if *b { [(name(2, value), name(1, value))].into() } else { Default::default() },
                    default: if *c { name(0, value) } else { "".into() },
                    hint: hint.as_str().into(),
                    ..Attribute::new(name(8, word), values)
                };
                let when = Condition { attribute: choice.name.clone(), values: vec![name(1, value)] };
                let kind = [AttributeKind::Text, AttributeKind::YesNo, AttributeKind::Date, AttributeKind::Entity][n % 4].clone();
                let other = Attribute { required: *d, when: Some(when), ..Attribute::new(name(9, hint), kind) };
                let link = LinkRole {
                    formerly: if *d { vec![name(5, value)] } else { Vec::new() },
                    key: a.then_some('s'),
                    many: *b,
                    required: *c,
                    hint: hint.as_str().into(),
                    ..LinkRole::new(name(6, hint), if *c { vec![name(n, word), name(count - 1 - n, &labels[count - 1 - n].0)] } else { Vec::new() })
                };
                Label {
                    name: name(n, word),
                    formerly: if *a { vec![name(n + 10, former)] } else { Vec::new() },
                    key: b.then_some(n as u8 + 1),
                    color: ColorToken::ALL[n % 8].0,
                    line: LineStyle::ALL[n % 6].0,
                    guideline: text.as_str().into(),
                    attributes: vec![choice, other],
                    links: vec![link],
                }
            }).collect();
            let labels = LabelSet::new(all);
            prop_assume!(labels.is_ok());
            let labels = labels.unwrap();
            let name = |n: usize| AnnotatorName::new(&format!("{n} {}", beside.1)).unwrap();
            let key = |n: usize| ArticleKey::new(&format!("{n}/ổ “x”.txt")).unwrap();
            let settings = Settings {
                reasons: (0..beside.0).map(|n| nfc(format!("{n}{}", beside.1).trim())).collect(),
                blind: beside.2,
                open: beside.3,
                assigned: (0..beside.0).map(|n| (key(n), (0..n).map(name).collect())).collect(),
                suggestions_off: (0..beside.0 / 2).map(|n| nfc(format!("{n}{}", beside.1).trim())).collect(),
            };
            prop_assert_eq!(back(&labels, &settings, "// head\n"), (labels, settings));
        }
    }

    #[test]
    fn the_default_labels_are_these() {
        let labels = read(Path::new("labels.ron"), DEFAULT.as_bytes()).unwrap();
        let names: Vec<(&str, Option<u8>)> = labels.iter().map(|l| (&*l.name, l.key)).collect();
        assert_eq!(names, [("Actor", Some(1)), ("Claim", Some(2)), ("Date", Some(3))]);
        assert!(labels.iter().all(|l| l.guideline.len() > 80 && !l.attributes.is_empty()));
        assert!(labels.get("Claim").is_some_and(|l| l.link("source").is_some_and(|s| s.many && s.allows("Actor"))));
        assert_eq!(default_labels(), labels);
    }

    #[test]
    fn faults_are_named_with_their_line() {
        let two =
            "(\n format: 1,\n labels: [\n  (name: \"A\", color: \"blue\"),\n  (name: \"A\", color: \"red\"),\n ],\n)";
        assert_eq!(read(Path::new("w"), two.as_bytes()).unwrap_err().trouble().line, Some(5));
        let color = two.replace("red", "mauve");
        let trouble = read(Path::new("w"), color.as_bytes()).unwrap_err().into_trouble();
        assert!(trouble.to_string().contains("“mauve” is no colour; there are blue"), "{trouble}");
        let attribute = "(\n format: 2,\n labels: [\n  (name: \"x\", color: \"blue\"),\n  (name: \"A\", color: \"red\", attributes: [\n   (name: \"x\", kind: Choice([])),\n  ]),\n ],\n)";
        assert_eq!(read(Path::new("w"), attribute.as_bytes()).unwrap_err().trouble().line, Some(6));
        let link = "(format: 2, labels: [(name: \"A\", color: \"red\", links: [\n(role: \"r\", to: [\"B\"])])])";
        let trouble = read(Path::new("w"), link.as_bytes()).unwrap_err().into_trouble();
        assert!(trouble.line == Some(2) && trouble.what.contains("leads to “B”"), "{trouble}");
    }
}
