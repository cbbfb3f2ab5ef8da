//! Labels and label sets.

use super::schema::{Attribute, AttributeKind, LinkRole, ValueError};
use std::{collections::HashMap, sync::Arc};

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
    /// Names it had before: marks that still have one of them are marks of this label.
    pub formerly: Vec<LabelName>,
    /// The digit key (1 to 9) that applies it.
    pub key: Option<u8>,
    /// Its colour.
    pub color: ColorToken,
    /// Its line.
    pub line: LineStyle,
    /// What it is for, in Markdown.
    pub guideline: Arc<str>,
    /// What its marks can say, in the order of the inspector.
    pub attributes: Vec<Attribute>,
    /// The links its marks can have.
    pub links: Vec<LinkRole>,
}

/// The labels of a project, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    #[error("an attribute of “{0}” has no name")]
    UnnamedAttribute(LabelName),
    #[error("“{0}” has two attributes called “{1}”")]
    TwiceAttribute(LabelName, Arc<str>),
    #[error("“{0}”: the choice “{1}” needs different values, none of them empty")]
    Choices(LabelName, Arc<str>),
    #[error("“{0}”: the default of “{1}” does not fit: {2}")]
    Default(LabelName, Arc<str>, ValueError),
    #[error("“{0}”: “{1}” depends on “{2}”, which is no other attribute of this label")]
    Condition(LabelName, Arc<str>, Arc<str>),
    #[error("“{0}”: “{1}” depends on a value that “{2}” cannot have")]
    ConditionValue(LabelName, Arc<str>, Arc<str>),
    #[error("“{0}”: “{1}” depends on itself in a circle")]
    Circle(LabelName, Arc<str>),
    #[error("a link of “{0}” has no role")]
    UnnamedLink(LabelName),
    #[error("“{0}” has two links called “{1}”")]
    TwiceLink(LabelName, Arc<str>),
    #[error("“{0}”: the link “{1}” leads to “{2}”, which is no label of this set")]
    LinkTarget(LabelName, Arc<str>, LabelName),
    #[error(
        "“{1}” was a name of “{0}” before and marks may still have it, so no other label can be called or have been called so"
    )]
    FormerName(LabelName, LabelName),
    #[error(
        "“{0}”: “{2}” was a name of “{1}” before and marks may still have it, so nothing else there can be called or have been called so"
    )]
    FormerPart(LabelName, Arc<str>, Arc<str>),
    #[error("“{0}”: “{2}” was a value of “{1}” before and marks may still have it, so no other value can be called so")]
    FormerValue(LabelName, Arc<str>, Arc<str>),
    #[error("“{0}”: a former value of “{1}” is said to be “{2}” now, which is no value of it")]
    FormerValueTo(LabelName, Arc<str>, Arc<str>),
    #[error("“{0}”: the key of the link “{1}” is to be one letter that no other link of this label has")]
    LinkKey(LabelName, Arc<str>),
}

impl LabelSet {
    /// Checks names, keys, and what the labels' attributes and links refer to.
    ///
    /// # Errors
    /// [`LabelSetError`] names the label, and what of it does not fit.
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
        for label in &labels {
            if let Some(name) = twice_meant(labels.iter().map(|l| (&l.name, &l.formerly)), &label.formerly, &label.name)
            {
                return Err(LabelSetError::FormerName(label.name.clone(), name));
            }
            check_attributes(label)?;
            check_links(label, &labels)?;
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

/// A former name of `owner` that something else, or itself, has or had too: what has it could then mean two things.
fn twice_meant<'a>(
    all: impl Iterator<Item = (&'a Arc<str>, &'a Vec<Arc<str>>)>,
    former: &[Arc<str>],
    owner: &Arc<str>,
) -> Option<Arc<str>> {
    let mut names: HashMap<&str, usize> = HashMap::new();
    if former.is_empty() {
        return None;
    }
    for name in all.flat_map(|(name, former)| std::iter::once(name).chain(former)) {
        *names.entry(name).or_default() += 1;
    }
    let bad = |name: &&Arc<str>| name.trim().is_empty() || *name == owner || names.get(&***name) != Some(&1);
    former.iter().find(bad).cloned()
}

fn check_attributes(label: &Label) -> Result<(), LabelSetError> {
    let of = || label.name.clone();
    for (i, attribute) in label.attributes.iter().enumerate() {
        let name = || attribute.name.clone();
        if attribute.name.trim().is_empty() {
            return Err(LabelSetError::UnnamedAttribute(of()));
        }
        if label.attributes.iter().take(i).any(|earlier| earlier.name == attribute.name) {
            return Err(LabelSetError::TwiceAttribute(of(), name()));
        }
        if let AttributeKind::Choice(values) = &attribute.kind {
            let twice = values.iter().enumerate().any(|(i, v)| v.is_empty() || values.iter().take(i).any(|w| w == v));
            if values.is_empty() || twice {
                return Err(LabelSetError::Choices(of(), name()));
            }
        }
        let all = label.attributes.iter().map(|a| (&a.name, &a.formerly));
        if let Some(former) = twice_meant(all, &attribute.formerly, &attribute.name) {
            return Err(LabelSetError::FormerPart(of(), name(), former));
        }
        let choices = attribute.choices().unwrap_or_default();
        for (old, new) in &attribute.former_values {
            if choices.contains(&&**old) {
                return Err(LabelSetError::FormerValue(of(), name(), old.clone()));
            }
            if !choices.contains(&&**new) {
                return Err(LabelSetError::FormerValueTo(of(), name(), new.clone()));
            }
        }
        if !attribute.default.is_empty()
            && let Err(why) = attribute.check(&attribute.default)
        {
            return Err(LabelSetError::Default(of(), name(), why));
        }
        let mut next = attribute;
        let mut steps = 0;
        while let Some(when) = &next.when {
            let Some(other) = label.attribute(&when.attribute) else {
                return Err(LabelSetError::Condition(of(), next.name.clone(), when.attribute.clone()));
            };
            if when.values.iter().any(|v| other.check(v).is_err()) {
                return Err(LabelSetError::ConditionValue(of(), next.name.clone(), other.name.clone()));
            }
            steps += 1;
            if steps > label.attributes.len() {
                return Err(LabelSetError::Circle(of(), name()));
            }
            next = other;
        }
    }
    Ok(())
}

fn check_links(label: &Label, all: &[Label]) -> Result<(), LabelSetError> {
    let of = || label.name.clone();
    for (i, link) in label.links.iter().enumerate() {
        if link.name.trim().is_empty() {
            return Err(LabelSetError::UnnamedLink(of()));
        }
        let mut earlier = label.links.iter().take(i);
        if earlier.clone().any(|e| e.name == link.name) {
            return Err(LabelSetError::TwiceLink(of(), link.name.clone()));
        }
        let names = label.links.iter().map(|l| (&l.name, &l.formerly));
        if let Some(former) = twice_meant(names, &link.formerly, &link.name) {
            return Err(LabelSetError::FormerPart(of(), link.name.clone(), former));
        }
        if let Some(stranger) = link.to.iter().find(|to| !all.iter().any(|l| l.name == **to)) {
            return Err(LabelSetError::LinkTarget(of(), link.name.clone(), stranger.clone()));
        }
        if let Some(key) = link.key
            && (!key.is_ascii_lowercase() || earlier.any(|e| e.key == Some(key)))
        {
            return Err(LabelSetError::LinkKey(of(), link.name.clone()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Annotation, AnnotationId, Condition};
    use crate::text::{ByteOffset, Span};

    fn label(name: &str, attributes: Vec<Attribute>, links: Vec<LinkRole>) -> Label {
        let (key, color, line) = (None, ColorToken::Blue, LineStyle::Solid);
        Label { name: name.into(), formerly: Vec::new(), key, color, line, guideline: "".into(), attributes, links }
    }

    fn only(attribute: Attribute, on: &str, values: &[&str]) -> Attribute {
        let values = values.iter().map(|v| Arc::from(*v)).collect();
        Attribute { when: Some(Condition { attribute: on.into(), values }), ..attribute }
    }

    fn choice(name: &str, values: &[&str]) -> Attribute {
        Attribute::new(name, AttributeKind::Choice(values.iter().map(|v| Arc::from(*v)).collect()))
    }

    fn text(name: &str) -> Attribute {
        Attribute::new(name, AttributeKind::Text)
    }

    #[test]
    fn what_does_not_fit_together_is_refused_by_name() {
        let bad = |attributes: Vec<Attribute>, links: Vec<LinkRole>| {
            LabelSet::new(vec![label("A", attributes, links)]).map_err(|e| e.to_string()).unwrap_err()
        };
        assert_eq!(bad(vec![text("x"), text("x")], vec![]), "“A” has two attributes called “x”");
        assert_eq!(bad(vec![text(" ")], vec![]), "an attribute of “A” has no name");
        assert!(bad(vec![choice("c", &["a", "a"])], vec![]).contains("different values"));
        assert!(
            bad(vec![Attribute { default: "z".into(), ..choice("c", &["a"]) }], vec![]).contains("“z” is none of a")
        );
        assert!(bad(vec![only(text("x"), "y", &[])], vec![]).contains("depends on “y”"));
        assert!(bad(vec![choice("c", &["a"]), only(text("x"), "c", &["b"])], vec![]).contains("cannot have"));
        assert!(bad(vec![only(text("x"), "y", &[]), only(text("y"), "x", &[])], vec![]).contains("circle"));
        assert!(bad(vec![], vec![LinkRole::new("l", vec!["B".into()])]).contains("“B”, which is no label"));
        let keyed = |name: &str, key| LinkRole { key: Some(key), ..LinkRole::new(name, vec![]) };
        assert!(bad(vec![], vec![keyed("l", 's'), keyed("m", 's')]).contains("no other link"));
        assert!(bad(vec![], vec![keyed("l", 'ổ')]).contains("one letter"));
    }

    #[test]
    fn conditions_requirements_and_defaults() {
        let kind = Attribute { default: "b".into(), ..choice("kind", &["a", "b"]) };
        let why = Attribute { required: true, ..only(text("why"), "kind", &["b"]) };
        let link = LinkRole { required: true, ..LinkRole::new("source", vec![]) };
        let set = LabelSet::new(vec![label("A", vec![kind, why, only(text("more"), "why", &[])], vec![link])]).unwrap();
        let label = set.get("A").unwrap();
        let span = Span::new(ByteOffset(0), ByteOffset(1)).unwrap();
        let mut mark = Annotation::new(AnnotationId::new("x"), span, "A".into());
        let names = |m: &Annotation| label.applicable(m).map(|a| a.name.to_string()).collect::<Vec<_>>();
        let missing = |m: &Annotation| label.missing(m).map(|a| a.to_string()).collect::<Vec<_>>();
        assert_eq!((names(&mark), missing(&mark)), (vec!["kind".into()], vec!["source".into()]));
        mark.attributes = label.defaults();
        assert_eq!(
            (names(&mark), missing(&mark)),
            (vec!["kind".into(), "why".into()], vec!["why".into(), "source".into()])
        );
        mark.attributes.insert("why".into(), "so".into());
        assert_eq!((names(&mark).len(), missing(&mark)), (3, vec!["source".to_owned()]));
        mark.attributes.insert("kind".into(), "a".into());
        assert_eq!(names(&mark), ["kind"], "what hangs on something that does not apply does not apply either");
    }
}
