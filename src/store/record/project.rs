//! The project's own file: its label set.

use super::{Record, SetTrouble, locate, nfc, present};
use crate::{
    model::{Attribute, AttributeKind, ColorToken, Condition, Label, LabelSet, LabelSetError, LineStyle, LinkRole},
    store::trouble::FileTrouble,
};
use serde::Deserialize;
use std::{path::Path, sync::Arc};

/// The label set of a new project, as its file will be.
pub(crate) const DEFAULT: &str = include_str!("../../../assets/labels.ron");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename = "Project")]
struct ProjectRecord {
    format: u32,
    labels: Vec<LabelRecord>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LabelRecord {
    name: Arc<str>,
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
    kind: KindRecord,
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
            kind: match self.kind {
                KindRecord::Text => AttributeKind::Text,
                KindRecord::Choice(values) => AttributeKind::Choice(values.iter().map(|v| nfc(v.trim())).collect()),
                KindRecord::YesNo => AttributeKind::YesNo,
                KindRecord::Date => AttributeKind::Date,
                KindRecord::Entity => AttributeKind::Entity,
            },
            default: nfc(&self.default),
            required: self.required,
            when: self.when.map(|(attribute, values)| Condition {
                attribute: nfc(attribute.trim()),
                values: values.iter().map(|v| nfc(v.trim())).collect(),
            }),
            hint: nfc(self.hint.trim()),
        }
    }
}

impl LinkRecord {
    fn into_model(self) -> LinkRole {
        LinkRole {
            name: nfc(self.role.trim()),
            key: self.key,
            to: self.to.iter().map(|label| nfc(label.trim())).collect(),
            many: self.many,
            required: self.required,
            hint: nfc(self.hint.trim()),
        }
    }
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

/// Reads a project file.
pub(crate) fn read(path: &Path, bytes: &[u8]) -> Result<LabelSet, SetTrouble> {
    let text = super::text_of(path, bytes)?;
    let record: ProjectRecord = super::parse(path, text)?;
    let broken = |place: Option<(usize, usize)>, what: String| {
        let what = format!("{what}. The file was left as it is: mend the line");
        SetTrouble::Broken(FileTrouble::at(path, place, what))
    };
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
            key: label.key,
            color: *color,
            line: *line,
            guideline: nfc(label.guideline.trim_end()),
            attributes: label.attributes.into_iter().map(AttributeRecord::into_model).collect(),
            links: label.links.into_iter().map(LinkRecord::into_model).collect(),
        });
    }
    LabelSet::new(labels).map_err(|error| {
        let place = match &error {
            LabelSetError::Unnamed => None,
            LabelSetError::TwiceNamed(name) => locate(text, "name", name, 1),
            LabelSetError::TwiceKeyed(_, name, _)
            | LabelSetError::Key(name, _)
            | LabelSetError::UnnamedAttribute(name)
            | LabelSetError::UnnamedLink(name) => locate(text, "name", name, 0),
            LabelSetError::TwiceAttribute(label, name)
            | LabelSetError::Choices(label, name)
            | LabelSetError::Default(label, name, _)
            | LabelSetError::Condition(label, name, _)
            | LabelSetError::ConditionValue(label, name, _)
            | LabelSetError::Circle(label, name) => within(text, label, "name", name),
            LabelSetError::TwiceLink(label, role)
            | LabelSetError::LinkTarget(label, role, _)
            | LabelSetError::LinkKey(label, role) => within(text, label, "role", role),
        };
        broken(place, format!("The labels do not fit together: {error}"))
    })
}

/// Where an attribute or a link of a label stands: the first place after the label's name.
fn within(text: &str, label: &str, field: &str, name: &str) -> Option<(usize, usize)> {
    let of = locate(text, "name", label, 0)?;
    (0..).map_while(|nth| locate(text, field, name, nth)).find(|place| *place > of).or(Some(of))
}

#[cfg(test)]
mod tests {
    use super::*;

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
