//! Labels and label sets.

use std::sync::Arc;

/// A label's name, NFC. Annotations refer to labels by name, so that files read well.
pub type LabelName = Arc<str>;

/// A colour by name; the theme says what it is in light and in dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum ColorToken {
    Blue,
    Orange,
    Green,
    Purple,
    Red,
    Teal,
    Brown,
    Pink,
}

impl ColorToken {
    /// All tokens with their names in files.
    pub const ALL: [(ColorToken, &'static str); 8] = [
        (ColorToken::Blue, "blue"),
        (ColorToken::Orange, "orange"),
        (ColorToken::Green, "green"),
        (ColorToken::Purple, "purple"),
        (ColorToken::Red, "red"),
        (ColorToken::Teal, "teal"),
        (ColorToken::Brown, "brown"),
        (ColorToken::Pink, "pink"),
    ];
}

/// How a label's underline is drawn, so that labels differ without colour too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum LineStyle {
    Solid,
    Bracketed,
    Dotted,
    Dashed,
    Double,
    Wavy,
}

impl LineStyle {
    /// All styles with their names in files.
    pub const ALL: [(LineStyle, &'static str); 6] = [
        (LineStyle::Solid, "solid"),
        (LineStyle::Bracketed, "bracketed"),
        (LineStyle::Dotted, "dotted"),
        (LineStyle::Dashed, "dashed"),
        (LineStyle::Double, "double"),
        (LineStyle::Wavy, "wavy"),
    ];
}

/// A category for annotations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its name, unique in the set.
    pub name: LabelName,
    /// The digit key (1 to 9) that applies it.
    pub key: Option<u8>,
    /// Its colour.
    pub color: ColorToken,
    /// Its line.
    pub line: LineStyle,
    /// What it is for, in Markdown.
    pub guideline: Arc<str>,
}

/// The labels of a project, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelSet {
    labels: Vec<Label>,
}

/// Why labels do not make a set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentences say it")]
pub enum LabelSetError {
    #[error("a label has no name")]
    Unnamed,
    #[error("two labels are called “{0}”")]
    TwiceNamed(LabelName),
    #[error("“{0}” and “{1}” have the same key {2}")]
    TwiceKeyed(LabelName, LabelName, u8),
    #[error("“{0}” has the key {1}; keys are 1 to 9")]
    Key(LabelName, u8),
}

impl LabelSet {
    /// Checks names and keys.
    pub fn new(labels: Vec<Label>) -> Result<Self, LabelSetError> {
        for (i, label) in labels.iter().enumerate() {
            if label.name.trim().is_empty() {
                return Err(LabelSetError::Unnamed);
            }
            if let Some(key) = label.key
                && !(1..=9).contains(&key)
            {
                return Err(LabelSetError::Key(label.name.clone(), key));
            }
            for earlier in labels.iter().take(i) {
                if earlier.name == label.name {
                    return Err(LabelSetError::TwiceNamed(label.name.clone()));
                }
                if let Some(key) = label.key
                    && earlier.key == Some(key)
                {
                    return Err(LabelSetError::TwiceKeyed(earlier.name.clone(), label.name.clone(), key));
                }
            }
        }
        Ok(LabelSet { labels })
    }

    /// The labels in their order.
    pub fn iter(&self) -> impl Iterator<Item = &Label> {
        self.labels.iter()
    }

    /// The label of that name.
    pub fn get(&self, name: &str) -> Option<&Label> {
        self.labels.iter().find(|l| &*l.name == name)
    }

    /// The label on a digit key.
    pub fn by_key(&self, key: u8) -> Option<&Label> {
        self.labels.iter().find(|l| l.key == Some(key))
    }
}
