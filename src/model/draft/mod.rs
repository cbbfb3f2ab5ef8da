//! A label set that is being edited: every part remembers what it was, so that the finished set knows the former names.

mod build;
#[cfg(test)]
mod tests;

use super::{AttributeKind, ColorToken, Label, LabelName, LabelSet, LineStyle, LinkRole};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// A label set that is being edited. Its parts refer to one another by number, so that renaming one breaks nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The labels in their order.
    pub labels: Vec<DraftLabel>,
    /// Numbers are never given twice.
    next: usize,
}

/// A label that is being edited.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of a label, as they are typed")]
pub struct DraftLabel {
    pub id: usize,
    /// Its name in the set that is edited; `None` for a new one.
    pub was: Option<LabelName>,
    pub formerly: Vec<LabelName>,
    pub name: String,
    pub key: Option<u8>,
    pub color: ColorToken,
    pub line: LineStyle,
    pub guideline: String,
    pub attributes: Vec<DraftAttribute>,
    pub links: Vec<DraftLink>,
}

/// An attribute that is being edited.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of an attribute, as they are typed")]
pub struct DraftAttribute {
    pub id: usize,
    pub was: Option<Arc<str>>,
    pub formerly: Vec<Arc<str>>,
    pub name: String,
    pub kind: Kind,
    /// The values of a choice; kept while another kind is tried.
    pub values: Vec<DraftValue>,
    /// Former values, each with the value it is now.
    pub former_values: Vec<(Arc<str>, usize)>,
    pub default: Pick,
    pub required: bool,
    /// The attribute it depends on, and the values it then must have.
    pub when: Option<(usize, Vec<Pick>)>,
    pub hint: String,
}

/// A value of a choice that is being edited.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct DraftValue {
    pub id: usize,
    pub was: Option<Arc<str>>,
    pub text: String,
}

/// A value that something refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pick {
    /// A value of a choice, whatever it is called.
    Value(usize),
    /// Words as they are; none for no value.
    Words(String),
}

/// A link's role that is being edited.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of a role, as they are typed")]
pub struct DraftLink {
    pub was: Option<Arc<str>>,
    pub formerly: Vec<Arc<str>>,
    pub name: String,
    pub key: String,
    pub to: Vec<usize>,
    pub many: bool,
    pub required: bool,
    pub hint: String,
}

/// What an attribute's values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Kind {
    Text,
    Choice,
    YesNo,
    Date,
    Entity,
}

impl Kind {
    /// All kinds with their names on screen.
    pub const ALL: [(Kind, &'static str); 5] = [
        (Kind::Text, "Text"),
        (Kind::Choice, "Choice"),
        (Kind::YesNo, "Yes or no"),
        (Kind::Date, "Date value"),
        (Kind::Entity, "Entity"),
    ];
}

/// A part of a label that something is wrong with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Its name.
    Name,
    /// Its key.
    Key,
    /// The attribute at that place.
    Attribute(usize),
    /// The link at that place.
    Link(usize),
}

/// Why a draft makes no label set, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The label's place in the draft.
    pub label: usize,
    /// What of it.
    pub part: Part,
    /// What is wrong, as a sentence.
    pub sentence: String,
}

/// A name as it is kept: composed, without outer blanks.
fn kept(text: &str) -> Arc<str> {
    text.trim().nfc().collect::<String>().into()
}

impl Draft {
    /// A draft of a label set.
    pub fn of(set: &LabelSet) -> Self {
        let mut draft = Draft { labels: Vec::new(), next: set.iter().count() };
        let labels: Vec<&Label> = set.iter().collect();
        let number = |name: &LabelName| labels.iter().position(|l| l.name == *name);
        for (id, label) in labels.iter().enumerate() {
            let attributes = draft.attributes_of(label);
            let link = |l: &LinkRole| DraftLink {
                was: Some(l.name.clone()),
                formerly: l.formerly.clone(),
                name: l.name.to_string(),
                key: l.key.map(String::from).unwrap_or_default(),
                to: l.to.iter().filter_map(number).collect(),
                many: l.many,
                required: l.required,
                hint: l.hint.to_string(),
            };
            draft.labels.push(DraftLabel {
                id,
                was: Some(label.name.clone()),
                formerly: label.formerly.clone(),
                name: label.name.to_string(),
                key: label.key,
                color: label.color,
                line: label.line,
                guideline: label.guideline.to_string(),
                attributes,
                links: label.links.iter().map(link).collect(),
            });
        }
        draft
    }

    fn attributes_of(&mut self, label: &Label) -> Vec<DraftAttribute> {
        let mut drafts: Vec<DraftAttribute> = Vec::new();
        for attribute in &label.attributes {
            let (kind, values) = match &attribute.kind {
                AttributeKind::Text => (Kind::Text, [].as_slice()),
                AttributeKind::Choice(values) => (Kind::Choice, values.as_slice()),
                AttributeKind::YesNo => (Kind::YesNo, [].as_slice()),
                AttributeKind::Date => (Kind::Date, [].as_slice()),
                AttributeKind::Entity => (Kind::Entity, [].as_slice()),
            };
            let values: Vec<DraftValue> = values
                .iter()
                .map(|v| DraftValue { id: self.number(), was: Some(v.clone()), text: v.to_string() })
                .collect();
            let id = self.number();
            let mut new = DraftAttribute {
                id,
                was: Some(attribute.name.clone()),
                formerly: attribute.formerly.clone(),
                name: attribute.name.to_string(),
                kind,
                values,
                former_values: Vec::new(),
                default: Pick::none(),
                required: attribute.required,
                when: None,
                hint: attribute.hint.to_string(),
            };
            new.default = new.pick(&attribute.default);
            let former = attribute.former_values.iter();
            let value = |text: &Arc<str>| new.values.iter().find(|v| v.text == **text).map(|v| v.id);
            new.former_values = former.filter_map(|(old, now)| Some((old.clone(), value(now)?))).collect();
            drafts.push(new);
        }
        // Conditions refer to any of them, so they come when all are there.
        let conditions: Vec<_> = label
            .attributes
            .iter()
            .map(|attribute| {
                let when = attribute.when.as_ref()?;
                let other = drafts.iter().find(|d| d.name == *when.attribute)?;
                Some((other.id, when.values.iter().map(|v| other.pick(v)).collect()))
            })
            .collect();
        for (draft, when) in drafts.iter_mut().zip(conditions) {
            draft.when = when;
        }
        drafts
    }

    fn number(&mut self) -> usize {
        self.next += 1;
        self.next - 1
    }

    /// Adds a label that looks like no other, with the first key that is free. Gives its place.
    pub fn add_label(&mut self) -> usize {
        let looks = ColorToken::ALL.iter().zip(LineStyle::ALL.iter().cycle());
        let free = looks.clone().find(|((color, _), _)| self.labels.iter().all(|l| l.color != *color));
        let (color, line) =
            free.or(looks.clone().next()).map_or((ColorToken::Blue, LineStyle::Solid), |(c, l)| (c.0, l.0));
        let id = self.number();
        self.labels.push(DraftLabel {
            id,
            was: None,
            formerly: Vec::new(),
            name: String::new(),
            key: (1..=9).find(|key| self.labels.iter().all(|l| l.key != Some(*key))),
            color,
            line,
            guideline: String::new(),
            attributes: Vec::new(),
            links: Vec::new(),
        });
        self.labels.len() - 1
    }

    /// Adds an attribute to the label at that place.
    pub fn add_attribute(&mut self, label: usize) {
        let id = self.number();
        if let Some(label) = self.labels.get_mut(label) {
            label.attributes.push(DraftAttribute {
                id,
                was: None,
                formerly: Vec::new(),
                name: String::new(),
                kind: Kind::Text,
                values: Vec::new(),
                former_values: Vec::new(),
                default: Pick::none(),
                required: false,
                when: None,
                hint: String::new(),
            });
        }
    }

    /// Adds a value to a choice.
    pub fn add_value(&mut self, label: usize, attribute: usize) {
        let id = self.number();
        if let Some(attribute) = self.labels.get_mut(label).and_then(|l| l.attributes.get_mut(attribute)) {
            attribute.values.push(DraftValue { id, was: None, text: String::new() });
        }
    }

    /// Adds a link to the label at that place.
    pub fn add_link(&mut self, label: usize) {
        if let Some(label) = self.labels.get_mut(label) {
            label.links.push(DraftLink {
                was: None,
                formerly: Vec::new(),
                name: String::new(),
                key: String::new(),
                to: Vec::new(),
                many: false,
                required: false,
                hint: String::new(),
            });
        }
    }

    /// Takes out the label at that place. With `into`, the number of another one, its marks become marks of that one, and links
    /// that may lead to it may lead there; without, its marks stay as they are, with a label that the set does not have.
    pub fn remove_label(&mut self, at: usize, into: Option<usize>) {
        if at >= self.labels.len() {
            return;
        }
        let gone = self.labels.remove(at);
        let into = into.and_then(|id| self.labels.iter_mut().find(|l| l.id == id));
        let there = into.as_ref().map(|l| l.id);
        if let Some(label) = into {
            label.formerly.extend(gone.formerly);
            label.formerly.extend(gone.was);
        }
        for link in self.labels.iter_mut().flat_map(|l| &mut l.links) {
            if let (Some(place), Some(there)) = (link.to.iter().position(|to| *to == gone.id), there) {
                if link.to.contains(&there) {
                    link.to.remove(place);
                } else if let Some(to) = link.to.get_mut(place) {
                    *to = there;
                }
            } else if link.to.len() > 1 {
                // Its last one stays, as a fault: a role that leads nowhere in particular may lead anywhere.
                link.to.retain(|to| *to != gone.id);
            }
        }
    }

    /// Moves a label by one place, up or down; gives its place then.
    pub fn move_label(&mut self, at: usize, down: bool) -> usize {
        shift(&mut self.labels, at, down)
    }

    /// Learns what others renamed meanwhile: marks with their name for a label, an attribute, a value or a role come to the name
    /// that it has here.
    pub fn know(&mut self, theirs: &LabelSet) {
        let learn = |formerly: &mut Vec<Arc<str>>, was: Option<&Arc<str>>, name: &Arc<str>| {
            if was != Some(name) && !formerly.contains(name) {
                formerly.push(name.clone());
            }
        };
        let is = |was: Option<&Arc<str>>, name: &Arc<str>, former: &[Arc<str>]| {
            was.is_some_and(|was| was == name || former.contains(was))
        };
        for label in theirs.iter() {
            let mine = |l: &&mut DraftLabel| is(l.was.as_ref(), &label.name, &label.formerly);
            let Some(mine) = self.labels.iter_mut().find(mine) else { continue };
            learn(&mut mine.formerly, mine.was.as_ref(), &label.name);
            for attribute in &label.attributes {
                let mine =
                    mine.attributes.iter_mut().find(|a| is(a.was.as_ref(), &attribute.name, &attribute.formerly));
                let Some(mine) = mine else { continue };
                learn(&mut mine.formerly, mine.was.as_ref(), &attribute.name);
                for (old, new) in &attribute.former_values {
                    let value = mine.values.iter().find(|v| v.was.as_ref() == Some(old)).map(|v| v.id);
                    mine.former_values.extend(value.map(|id| (new.clone(), id)));
                }
            }
            for link in &label.links {
                let mine = mine.links.iter_mut().find(|l| is(l.was.as_ref(), &link.name, &link.formerly));
                if let Some(mine) = mine {
                    learn(&mut mine.formerly, mine.was.as_ref(), &link.name);
                }
            }
        }
    }

    /// The label of that number.
    pub fn label(&self, id: usize) -> Option<&DraftLabel> {
        self.labels.iter().find(|l| l.id == id)
    }
}

/// Moves an item by one place, and gives its place then.
fn shift<T>(items: &mut [T], at: usize, down: bool) -> usize {
    let to = if down { at + 1 } else { at.saturating_sub(1) };
    if at < items.len() && to < items.len() {
        items.swap(at, to);
        to
    } else {
        at
    }
}

impl DraftLabel {
    /// Moves an attribute by one place.
    pub fn move_attribute(&mut self, at: usize, down: bool) {
        shift(&mut self.attributes, at, down);
    }

    /// Moves a link by one place.
    pub fn move_link(&mut self, at: usize, down: bool) {
        shift(&mut self.links, at, down);
    }
}

impl Pick {
    /// No value.
    pub fn none() -> Self {
        Pick::Words(String::new())
    }
}

impl DraftAttribute {
    fn pick(&self, text: &str) -> Pick {
        let value = self.values.iter().find(|v| v.text == *text);
        value.map_or_else(|| Pick::Words(text.to_owned()), |v| Pick::Value(v.id))
    }

    /// The words of a value that something refers to; `None` where it was taken out.
    pub fn words<'a>(&'a self, pick: &'a Pick) -> Option<&'a str> {
        match pick {
            Pick::Value(id) => self.values.iter().find(|v| v.id == *id).map(|v| v.text.as_str()),
            Pick::Words(words) => Some(words),
        }
    }

    /// The values it can have, where they are a list: each as it is referred to, and its words.
    pub fn picks(&self) -> Vec<(Pick, String)> {
        match self.kind {
            Kind::Choice => self.values.iter().map(|v| (Pick::Value(v.id), v.text.clone())).collect(),
            Kind::YesNo => super::YES_NO.map(|w| (Pick::Words(w.to_owned()), w.to_owned())).to_vec(),
            Kind::Text | Kind::Date | Kind::Entity => Vec::new(),
        }
    }
}
