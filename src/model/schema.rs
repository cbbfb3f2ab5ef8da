//! What a label's marks can say beside their place: attributes with their kinds, and links with their roles.

use super::{Annotation, Label, LabelName};
use std::{collections::BTreeMap, sync::Arc};

/// The values of a yes/no attribute.
pub const YES_NO: [&str; 2] = ["yes", "no"];

/// What an attribute's values are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttributeKind {
    /// Any words.
    Text,
    /// One of a list.
    Choice(Vec<Arc<str>>),
    /// `yes` or `no`.
    YesNo,
    /// A TIMEX3 value, such as `2021-12-07` or `P3W`.
    Date,
    /// A canonical name, shared by all mentions of one actor.
    Entity,
}

/// Something that marks of a label can say, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Its name, unique in its label.
    pub name: Arc<str>,
    /// Names it had before: values under one of them are values of this attribute.
    pub formerly: Vec<Arc<str>>,
    /// What values of a choice were called before, each with what it is called now.
    pub former_values: BTreeMap<Arc<str>, Arc<str>>,
    /// What its values are.
    pub kind: AttributeKind,
    /// The value a new mark has; empty for none.
    pub default: Arc<str>,
    /// Whether a mark without it is not finished.
    pub required: bool,
    /// Where it applies; `None` for always.
    pub when: Option<Condition>,
    /// What it is for, in a sentence.
    pub hint: Arc<str>,
}

/// An attribute applies only where another one has one of these values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The other attribute of the same label.
    pub attribute: Arc<str>,
    /// Its values; none for any value at all.
    pub values: Vec<Arc<str>>,
}

/// A kind of link that marks of a label can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkRole {
    /// Its name, unique in its label.
    pub name: Arc<str>,
    /// Names it had before: links with one of them are links of this role.
    pub formerly: Vec<Arc<str>>,
    /// The letter key that begins it on a mark in hand, lower case.
    pub key: Option<char>,
    /// The labels it may lead to; none for any.
    pub to: Vec<LabelName>,
    /// Whether it may lead to several marks, in order.
    pub many: bool,
    /// Whether a mark without it is not finished.
    pub required: bool,
    /// What it is for, in a sentence.
    pub hint: Arc<str>,
}

/// Why a value does not fit its attribute.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentences say it")]
pub enum ValueError {
    #[error("“{0}” is none of {1}")]
    Choice(Arc<str>, String),
    #[error("{0}")]
    Date(#[from] super::timex::TimexError),
}

impl Attribute {
    /// A bare attribute.
    pub fn new(name: impl Into<Arc<str>>, kind: AttributeKind) -> Self {
        let nothing: Arc<str> = "".into();
        Attribute {
            name: name.into(),
            formerly: Vec::new(),
            former_values: BTreeMap::new(),
            kind,
            default: nothing.clone(),
            required: false,
            when: None,
            hint: nothing,
        }
    }

    /// The values it can have, where they are a list.
    pub fn choices(&self) -> Option<Vec<&str>> {
        match &self.kind {
            AttributeKind::Choice(values) => Some(values.iter().map(|v| &**v).collect()),
            AttributeKind::YesNo => Some(YES_NO.to_vec()),
            AttributeKind::Text | AttributeKind::Date | AttributeKind::Entity => None,
        }
    }

    /// Whether a value fits.
    ///
    /// # Errors
    /// [`ValueError`] says what would.
    pub fn check(&self, value: &str) -> Result<(), ValueError> {
        if let Some(choices) = self.choices() {
            let fits = choices.contains(&value);
            return if fits { Ok(()) } else { Err(ValueError::Choice(value.into(), choices.join(", "))) };
        }
        if self.kind == AttributeKind::Date {
            super::timex::parse(value)?;
        }
        Ok(())
    }
}

impl LinkRole {
    /// A bare role.
    pub fn new(name: impl Into<Arc<str>>, to: Vec<LabelName>) -> Self {
        LinkRole {
            name: name.into(),
            formerly: Vec::new(),
            key: None,
            to,
            many: false,
            required: false,
            hint: "".into(),
        }
    }

    /// Whether it may lead to a mark of that label.
    pub fn allows(&self, label: &str) -> bool {
        self.to.is_empty() || self.to.iter().any(|to| **to == *label)
    }
}

impl Label {
    /// The attribute of that name.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|a| *a.name == *name)
    }

    /// The link role of that name.
    pub fn link(&self, role: &str) -> Option<&LinkRole> {
        self.links.iter().find(|l| *l.name == *role)
    }

    /// Whether an attribute applies to a mark with these values: its condition holds, and that of the attribute it hangs on.
    pub fn applies(&self, attribute: &Attribute, values: &BTreeMap<Arc<str>, Arc<str>>) -> bool {
        let mut attribute = attribute;
        // A label set never has a circle; the bound is for one that was not checked.
        for _ in 0..=self.attributes.len() {
            let Some(when) = &attribute.when else { return true };
            let Some(value) = values.get(&when.attribute) else { return false };
            if !when.values.is_empty() && !when.values.contains(value) {
                return false;
            }
            let Some(next) = self.attribute(&when.attribute) else { return true };
            attribute = next;
        }
        false
    }

    /// The attributes that apply to a mark, in their order.
    pub fn applicable<'a>(&'a self, mark: &'a Annotation) -> impl Iterator<Item = &'a Attribute> {
        self.attributes.iter().filter(|a| self.applies(a, &mark.attributes))
    }

    /// What a mark still lacks: the names of required attributes and links it does not have.
    pub fn missing<'a>(&'a self, mark: &'a Annotation) -> impl Iterator<Item = &'a Arc<str>> {
        let attributes = self.applicable(mark).filter(|a| a.required && !mark.attributes.contains_key(&a.name));
        let links = self.links.iter().filter(|l| l.required && !mark.links.iter().any(|link| link.role == l.name));
        attributes.map(|a| &a.name).chain(links.map(|l| &l.name))
    }

    /// The values a new mark of this label has.
    pub fn defaults(&self) -> BTreeMap<Arc<str>, Arc<str>> {
        let mut values = BTreeMap::new();
        self.fill(&mut values);
        values
    }

    /// Adds the defaults of the attributes that apply and have no value yet.
    pub fn fill(&self, values: &mut BTreeMap<Arc<str>, Arc<str>>) {
        for attribute in self.attributes.iter().filter(|a| !a.default.is_empty()) {
            if !values.contains_key(&attribute.name) && self.applies(attribute, values) {
                values.insert(attribute.name.clone(), attribute.default.clone());
            }
        }
    }
}
