//! A label set that is being edited: every part remembers what it was, so that the finished set knows the former names.

use super::{
    Attribute, AttributeKind, ColorToken, Condition, Label, LabelName, LabelSet, LabelSetError, LineStyle, LinkRole,
};
use std::{collections::BTreeMap, sync::Arc};
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

fn was(formerly: &[Arc<str>], was: Option<&Arc<str>>, name: &Arc<str>) -> Vec<Arc<str>> {
    let mut all = formerly.to_vec();
    all.extend(was.cloned());
    all.retain(|f| f != name);
    all
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

    /// The finished set. `taken` says which command a letter key runs already.
    ///
    /// # Errors
    /// [`Fault`] is the first thing that does not fit, with its place.
    pub fn build(&self, taken: impl Fn(char) -> Option<String>) -> Result<LabelSet, Fault> {
        let mut labels = Vec::with_capacity(self.labels.len());
        for (at, draft) in self.labels.iter().enumerate() {
            let name = kept(&draft.name);
            let fault = |part, sentence| Fault { label: at, part, sentence };
            let attributes =
                draft.attributes.iter().enumerate().map(|(i, attribute)| {
                    attribute.build(draft).map_err(|sentence| fault(Part::Attribute(i), sentence))
                });
            let links = draft
                .links
                .iter()
                .enumerate()
                .map(|(i, link)| link.build(self, &taken).map_err(|sentence| fault(Part::Link(i), sentence)));
            labels.push(Label {
                formerly: was(&draft.formerly, draft.was.as_ref(), &name),
                key: draft.key,
                color: draft.color,
                line: draft.line,
                guideline: draft.guideline.trim_end().nfc().collect::<String>().into(),
                attributes: attributes.collect::<Result<_, _>>()?,
                links: links.collect::<Result<_, _>>()?,
                name,
            });
        }
        LabelSet::new(labels).map_err(|error| self.fault(&error))
    }

    fn fault(&self, error: &LabelSetError) -> Fault {
        use LabelSetError as E;
        let last = |name: &Arc<str>| self.labels.iter().rposition(|l| kept(&l.name) == *name).unwrap_or(0);
        let attribute = |label: &Arc<str>, name: &str| {
            let label = last(label);
            let all = self.labels.get(label).map(|l| l.attributes.as_slice()).unwrap_or_default();
            (label, Part::Attribute(all.iter().rposition(|a| *kept(&a.name) == *name).unwrap_or(0)))
        };
        let link = |label: &Arc<str>, name: &str| {
            let label = last(label);
            let all = self.labels.get(label).map(|l| l.links.as_slice()).unwrap_or_default();
            (label, Part::Link(all.iter().rposition(|a| *kept(&a.name) == *name).unwrap_or(0)))
        };
        let part = |label: &Arc<str>, name: &str| {
            let (at, of) = attribute(label, name);
            let known = self.labels.get(at).is_some_and(|l| l.attributes.iter().any(|a| *kept(&a.name) == *name));
            if known { (at, of) } else { link(label, name) }
        };
        let (label, part) = match error {
            E::Unnamed => (last(&"".into()), Part::Name),
            E::TwiceNamed(name) | E::FormerName(name, _) => (last(name), Part::Name),
            E::TwiceKeyed(_, name, _) | E::Key(name, _) => (last(name), Part::Key),
            E::UnnamedAttribute(name) => attribute(name, ""),
            E::UnnamedLink(name) => link(name, ""),
            E::TwiceAttribute(label, name)
            | E::Choices(label, name)
            | E::Default(label, name, _)
            | E::Condition(label, name, _)
            | E::ConditionValue(label, name, _)
            | E::Circle(label, name)
            | E::FormerValue(label, name, _)
            | E::FormerValueTo(label, name, _) => attribute(label, name),
            E::FormerPart(label, name, _) => part(label, name),
            E::TwiceLink(label, name) | E::LinkTarget(label, name, _) | E::LinkKey(label, name) => link(label, name),
        };
        let sentence = error.to_string();
        let mut rest = sentence.chars();
        let sentence = rest.next().map(|c| c.to_uppercase().chain(rest).collect()).unwrap_or_default();
        Fault { label, part, sentence }
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

    fn build(&self, of: &DraftLabel) -> Result<Attribute, String> {
        let name = kept(&self.name);
        let mut former_values: BTreeMap<Arc<str>, Arc<str>> = BTreeMap::new();
        if self.kind == Kind::Choice {
            for (old, id) in &self.former_values {
                if let Some(value) = self.values.iter().find(|v| v.id == *id) {
                    former_values.insert(old.clone(), kept(&value.text));
                }
            }
            for value in &self.values {
                let now = kept(&value.text);
                if let Some(was) = value.was.as_ref().filter(|w| **w != now) {
                    former_values.insert(was.clone(), now);
                }
            }
            former_values.retain(|old, now| old != now);
        }
        let when = match &self.when {
            None => None,
            Some((id, picks)) => {
                let gone = || format!("“{name}” depends on an attribute that was taken out: choose another one");
                let other = of.attributes.iter().find(|a| a.id == *id).ok_or_else(gone)?;
                let values: Vec<Arc<str>> = picks.iter().filter_map(|p| other.words(p)).map(kept).collect();
                if values.is_empty() && !picks.is_empty() {
                    return Err(format!("“{name}” depends on values that were taken out: choose others"));
                }
                Some(Condition { attribute: kept(&other.name), values })
            }
        };
        Ok(Attribute {
            formerly: was(&self.formerly, self.was.as_ref(), &name),
            former_values,
            kind: match self.kind {
                Kind::Text => AttributeKind::Text,
                Kind::Choice => AttributeKind::Choice(self.values.iter().map(|v| kept(&v.text)).collect()),
                Kind::YesNo => AttributeKind::YesNo,
                Kind::Date => AttributeKind::Date,
                Kind::Entity => AttributeKind::Entity,
            },
            default: self.words(&self.default).map(kept).unwrap_or_default(),
            required: self.required,
            when,
            hint: kept(&self.hint),
            name,
        })
    }
}

impl DraftLink {
    fn build(&self, of: &Draft, taken: impl Fn(char) -> Option<String>) -> Result<LinkRole, String> {
        let name = kept(&self.name);
        let mut letters = self.key.trim().chars();
        let key = letters.next();
        if letters.next().is_some() || key.is_some_and(|c| !c.is_ascii_lowercase()) {
            return Err(format!("The key of “{name}” is to be one small letter from a to z"));
        }
        if let Some((key, command)) = key.and_then(|key| Some((key, taken(key)?))) {
            return Err(format!("The key {key} of “{name}” belongs to “{command}”: choose another letter"));
        }
        let to: Vec<Arc<str>> = self.to.iter().filter_map(|id| of.label(*id)).map(|l| kept(&l.name)).collect();
        if to.is_empty() && !self.to.is_empty() {
            return Err(format!("“{name}” led to a label that was taken out: choose where it may lead"));
        }
        Ok(LinkRole {
            formerly: was(&self.formerly, self.was.as_ref(), &name),
            key,
            to,
            many: self.many,
            required: self.required,
            hint: kept(&self.hint),
            name,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(name: &str, key: u8) -> Label {
        Label {
            name: name.into(),
            formerly: Vec::new(),
            key: Some(key),
            color: ColorToken::Blue,
            line: LineStyle::Solid,
            guideline: "Who".into(),
            attributes: Vec::new(),
            links: Vec::new(),
        }
    }

    /// Actor with a kind and a rank that depends on it, Place, and Claim, whose source is an Actor.
    fn set() -> LabelSet {
        let mut actor = label("Actor", 1);
        let values = AttributeKind::Choice(vec!["person".into(), "body".into()]);
        let kind = Attribute { default: "body".into(), ..Attribute::new("kind", values) };
        let when = Some(Condition { attribute: "kind".into(), values: vec!["person".into()] });
        let rank = Attribute { when, ..Attribute::new("rank", AttributeKind::Text) };
        actor.attributes = vec![kind, rank];
        let mut claim = label("Claim", 3);
        claim.links = vec![LinkRole { key: Some('s'), ..LinkRole::new("source", vec!["Actor".into()]) }];
        LabelSet::new(vec![actor, label("Place", 2), claim]).unwrap()
    }

    fn edited(edit: impl FnOnce(&mut Draft)) -> Result<LabelSet, Fault> {
        let mut draft = Draft::of(&set());
        edit(&mut draft);
        draft.build(|c| (c == 'e').then(|| "Grow selection".to_owned()))
    }

    #[test]
    fn an_untouched_draft_is_the_set() {
        assert_eq!(edited(|_| {}).unwrap(), set());
        assert_eq!(Draft::of(&set()), Draft::of(&set()));
    }

    #[test]
    fn everything_that_is_renamed_knows_its_former_name_and_what_refers_to_it_follows() {
        let new = edited(|d| {
            d.labels[0].name = " Person ".into();
            d.labels[0].attributes[0].name = "sort".into();
            d.labels[0].attributes[0].values[0].text = "human".into();
            d.labels[0].attributes[0].values[1].text = "group".into();
            d.labels[2].links[0].name = "said by".into();
        })
        .unwrap();
        let person = new.get("Person").unwrap();
        assert_eq!(person.formerly, ["Actor".into()]);
        let (sort, rank) = (&person.attributes[0], &person.attributes[1]);
        assert_eq!((&*sort.default, sort.formerly.len(), sort.former_values.len()), ("group", 1, 2));
        assert_eq!(rank.when, Some(Condition { attribute: "sort".into(), values: vec!["human".into()] }));
        let source = &new.get("Claim").unwrap().links[0];
        assert_eq!((&source.formerly[..], &source.to[..]), (&["source".into()][..], &["Person".into()][..]));

        // Renamed once more, it knows both; renamed back, only the name between.
        let mut draft = Draft::of(&new);
        draft.labels[0].name = "Who".into();
        let third = draft.build(|_| None).unwrap();
        assert_eq!(third.get("Who").unwrap().formerly, ["Actor".into(), "Person".into()]);
        let mut draft = Draft::of(&new);
        draft.labels[0].name = "Actor".into();
        draft.labels[0].attributes[0].values[0].text = "person".into();
        let back = draft.build(|_| None).unwrap();
        let actor = back.get("Actor").unwrap();
        assert_eq!(actor.formerly, ["Person".into()]);
        let former: Vec<_> = actor.attributes[0].former_values.iter().map(|(a, b)| format!("{a}={b}")).collect();
        assert_eq!(former, ["body=group", "human=person"]);
    }

    #[test]
    fn names_that_could_mean_two_things_are_refused_at_their_place() {
        let swapped = edited(|d| {
            d.labels[0].name = "Place".into();
            d.labels[1].name = "Actor".into();
        });
        assert_eq!(swapped.map_err(|f| (f.label, f.part)), Err((0, Part::Name)));
        let swapped = edited(|d| {
            d.labels[0].attributes[0].values[0].text = "body".into();
            d.labels[0].attributes[0].values[1].text = "person".into();
        });
        assert_eq!(swapped.map_err(|f| f.part), Err(Part::Attribute(0)));
        let fault = edited(|d| d.labels[2].links[0].key = "e".into()).unwrap_err();
        assert!(fault.part == Part::Link(0) && fault.sentence.contains("Grow selection"), "{fault:?}");
        assert_eq!(edited(|d| d.labels[1].key = Some(1)).map_err(|f| (f.label, f.part)), Err((1, Part::Key)));
        assert_eq!(edited(|d| _ = d.add_label()).map_err(|f| (f.label, f.part)), Err((3, Part::Name)));
        assert_eq!(edited(|d| d.add_attribute(1)).map_err(|f| (f.label, f.part)), Err((1, Part::Attribute(0))));
        let fault = edited(|d| _ = d.labels[0].attributes.remove(0)).unwrap_err();
        assert!(fault.sentence.contains("taken out"), "{fault:?}");
    }

    #[test]
    fn a_label_is_taken_out_into_another_one_or_alone() {
        let into = edited(|d| d.remove_label(0, Some(1))).unwrap();
        assert_eq!(into.get("Place").unwrap().formerly, ["Actor".into()]);
        assert_eq!(into.get("Claim").unwrap().links[0].to, ["Place".into()]);
        let alone = edited(|d| d.remove_label(0, None)).unwrap_err();
        assert_eq!((alone.label, alone.part), (1, Part::Link(0)));
        let alone = edited(|d| {
            d.remove_label(0, None);
            d.labels[1].links.clear();
        });
        assert!(!alone.unwrap().has_former_names());
    }

    #[test]
    fn what_others_renamed_meanwhile_is_known() {
        let theirs = edited(|d| {
            d.labels[0].name = "Person".into();
            d.labels[0].attributes[0].name = "sort".into();
            d.labels[0].attributes[0].values[0].text = "human".into();
            d.labels[2].links[0].name = "by".into();
        })
        .unwrap();
        let mine = edited(|d| {
            d.labels[0].guideline = "Anyone".into();
            d.know(&theirs);
        })
        .unwrap();
        let actor = mine.get("Actor").unwrap();
        assert_eq!(
            (&actor.formerly[..], &actor.attributes[0].formerly[..]),
            (&["Person".into()][..], &["sort".into()][..])
        );
        assert!(actor.attributes[0].former_values.contains_key("human"));
        assert_eq!(mine.get("Claim").unwrap().links[0].formerly, ["by".into()]);
    }

    #[test]
    fn what_is_added_looks_like_nothing_else() {
        let mut draft = Draft::of(&set());
        let at = draft.add_label();
        let new = &draft.labels[at];
        assert_eq!((new.key, new.color == ColorToken::Blue), (Some(4), false));
        assert_eq!(draft.move_label(at, false), at - 1);
    }
}
