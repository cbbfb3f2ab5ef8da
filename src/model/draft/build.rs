//! From a draft to a label set, or to what is wrong with it and where.

use super::{Draft, DraftAttribute, DraftLabel, DraftLink, Fault, Kind, Part, kept};
use crate::model::{Attribute, AttributeKind, Condition, Label, LabelSet, LabelSetError, LinkRole};
use std::{collections::BTreeMap, sync::Arc};
use unicode_normalization::UnicodeNormalization;

fn was(formerly: &[Arc<str>], was: Option<&Arc<str>>, name: &Arc<str>) -> Vec<Arc<str>> {
    let mut all = formerly.to_vec();
    all.extend(was.cloned());
    all.retain(|f| f != name);
    all
}

impl Draft {
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

impl DraftAttribute {
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
