//! Names that labels, attributes, values and roles had before. A mark that still has one means the thing by its present name:
//! so a renamed label loses none of its marks, whenever and wherever from their files come.

use super::{Annotation, AnnotationSet, AnnotatorName, Attribute, ChangeSet, Label, LabelName, LabelSet, LinkRole};
use crate::text::Span;
use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

/// Something of a label set that marks refer to by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    /// A label.
    Label(LabelName),
    /// An attribute of a label.
    Attribute(LabelName, Arc<str>),
    /// A value of an attribute of a label.
    Value(LabelName, Arc<str>, Arc<str>),
    /// A link's role of a label.
    Role(LabelName, Arc<str>),
}

/// How often a name is in use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Used {
    /// On how many marks.
    pub marks: usize,
    /// In how many files: one for each annotator and article.
    pub files: usize,
    /// Whose marks, and how many each.
    pub by: BTreeMap<AnnotatorName, usize>,
}

/// What all annotators' marks of a project refer to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    used: BTreeMap<Name, Used>,
    /// Files that could not be read: what they use is not known.
    pub unread: usize,
}

impl Uses {
    /// Counts the marks of one file: the names they have, each with how many marks have it.
    pub fn add(&mut self, by: &AnnotatorName, names: BTreeMap<Name, usize>) {
        for (name, marks) in names {
            let used = self.used.entry(name).or_default();
            used.marks += marks;
            used.files += 1;
            *used.by.entry(by.clone()).or_default() += marks;
        }
    }

    /// How often a name is in use; `None` for never.
    pub fn of(&self, name: &Name) -> Option<&Used> {
        self.used.get(name)
    }
}

/// A former name's mark that has to keep it: another mark at its place has the present name already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameClash {
    /// The label's former name, which the mark keeps.
    pub former: LabelName,
    /// Its present name, which the other mark has.
    pub present: LabelName,
}

impl std::fmt::Display for NameClash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let NameClash { former, present } = self;
        write!(
            f,
            "Another mark at its place is marked as {present} already, so it keeps its label’s former name {former}: \
             take over what it says, then remove one of the two"
        )
    }
}

impl LabelSet {
    /// Whether anything in it had another name before.
    pub fn has_former_names(&self) -> bool {
        let attribute = |a: &Attribute| !a.formerly.is_empty() || !a.former_values.is_empty();
        self.iter().any(|l| {
            !l.formerly.is_empty()
                || l.attributes.iter().any(attribute)
                || l.links.iter().any(|r| !r.formerly.is_empty())
        })
    }

    /// The label that a mark's name for it means: by its present name, else by a former one.
    pub fn meant(&self, name: &str) -> Option<&Label> {
        self.get(name).or_else(|| self.iter().find(|l| l.formerly.iter().any(|f| **f == *name)))
    }

    /// The change that gives every mark of a set its present names, and the marks that must keep a former one.
    pub fn present_names(&self, set: &AnnotationSet) -> (ChangeSet, Vec<NameClash>) {
        let mut change = ChangeSet::default();
        let mut clashes = Vec::new();
        if !self.has_former_names() {
            return (change, clashes);
        }
        let mut taken: HashSet<(Span, LabelName)> = HashSet::new();
        for mark in set.iter() {
            let Some(label) = self.meant(&mark.label) else { continue };
            if let Some(span) = mark.span()
                && label.name != mark.label
            {
                let present = (span, label.name.clone());
                if set.same(span, &label.name).is_some() || !taken.insert(present) {
                    clashes.push(NameClash { former: mark.label.clone(), present: label.name.clone() });
                    continue;
                }
            }
            if let Some(new) = self.present_mark(mark) {
                change.updated.push((mark.clone(), new.into()));
            }
        }
        (change, clashes)
    }

    /// The mark with its present names; `None` where it has no former one.
    pub fn present_mark(&self, mark: &Annotation) -> Option<Annotation> {
        let label = self.meant(&mark.label)?;
        let mut new = mark.clone();
        new.label = label.name.clone();
        let changed = label.bring(&mut new.attributes, new.links.iter_mut().map(|l| &mut l.role));
        (changed || new.label != mark.label).then_some(new)
    }

    /// The same change of a set in present names, for a set whose marks were all given theirs.
    pub fn present_change(&self, change: &ChangeSet) -> ChangeSet {
        let present = |mark: &Arc<Annotation>| self.present_mark(mark).map_or_else(|| mark.clone(), Arc::new);
        ChangeSet {
            created: change.created.iter().map(present).collect(),
            deleted: change.deleted.iter().map(present).collect(),
            updated: change.updated.iter().map(|(old, new)| (present(old), present(new))).collect(),
            ..change.clone()
        }
    }
}

impl Label {
    /// Gives attribute names, values and roles of one of its marks their present names; says whether any was a former one. What
    /// has a present name already stands, and the former one beside it too: nothing that was said of a mark goes.
    pub fn bring<'a>(
        &self,
        values: &mut BTreeMap<Arc<str>, Arc<str>>,
        roles: impl Iterator<Item = &'a mut Arc<str>>,
    ) -> bool {
        let mut changed = false;
        for attribute in &self.attributes {
            for former in &attribute.formerly {
                if !values.contains_key(&attribute.name)
                    && let Some(value) = values.remove(former)
                {
                    values.insert(attribute.name.clone(), value);
                    changed = true;
                }
            }
            if let Some(value) = values.get_mut(&attribute.name)
                && let Some(present) = attribute.former_values.get(value)
            {
                *value = present.clone();
                changed = true;
            }
        }
        for role in roles {
            let former = |l: &&LinkRole| l.formerly.contains(role);
            if let Some(present) = self.links.iter().find(former) {
                *role = present.name.clone();
                changed = true;
            }
        }
        changed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AttributeKind, ColorToken, LabelSetError, LineStyle, story};

    fn label(name: &str, formerly: &[&str]) -> Label {
        Label {
            name: name.into(),
            formerly: formerly.iter().map(|f| Arc::from(*f)).collect(),
            key: None,
            color: ColorToken::Blue,
            line: LineStyle::Solid,
            guideline: "".into(),
            attributes: Vec::new(),
            links: Vec::new(),
        }
    }

    fn brought(labels: Vec<Label>, before: &str) -> (String, usize) {
        let labels = LabelSet::new(labels).unwrap();
        let story = story::parse(before).unwrap();
        let mut set = story::set(&story, 1);
        let (change, clashes) = labels.present_names(&set);
        change.apply(&mut set).unwrap();
        assert!(labels.present_names(&set).0.is_empty(), "once is enough");
        (story::write(&story.text, &set), clashes.len())
    }

    #[test]
    fn marks_come_to_their_labels_present_name_and_none_goes() {
        let person = || vec![label("Person", &["Actor", "Who"]), label("Date", &[])];
        assert_eq!(
            brought(person(), "[Actor Ann] [Who Bob] [Date today] [X y]").0,
            "[Person Ann] [Person Bob] [Date today] [X y]"
        );
        assert_eq!(
            brought(person(), "[Person [Actor Ann]] [Who [Actor Bob]]").1,
            2,
            "one of two at a place keeps its own"
        );
    }

    #[test]
    fn a_former_name_means_one_thing() {
        let bad = |labels: Vec<Label>| LabelSet::new(labels).unwrap_err();
        assert!(matches!(bad(vec![label("A", &["B"]), label("B", &[])]), LabelSetError::FormerName(..)));
        assert!(matches!(bad(vec![label("A", &["C"]), label("B", &["C"])]), LabelSetError::FormerName(..)));
        assert!(matches!(bad(vec![label("A", &["A"])]), LabelSetError::FormerName(..)));
        let mut one = label("A", &[]);
        one.attributes = vec![Attribute { formerly: vec!["y".into()], ..Attribute::new("x", AttributeKind::Text) }];
        one.attributes.push(Attribute::new("y", AttributeKind::Text));
        assert!(matches!(bad(vec![one]), LabelSetError::FormerPart(..)));
        let mut one = label("A", &[]);
        let choice = Attribute::new("x", AttributeKind::Choice(vec!["a".into()]));
        one.attributes = vec![Attribute { former_values: [("b".into(), "c".into())].into(), ..choice }];
        assert!(matches!(bad(vec![one]), LabelSetError::FormerValueTo(..)));
    }

    #[test]
    fn attributes_values_and_roles_come_along_and_a_present_one_stands() {
        let mut claim = label("Claim", &[]);
        let choice = Attribute::new("act", AttributeKind::Choice(vec!["states".into()]));
        claim.attributes = vec![Attribute {
            formerly: vec!["kind".into()],
            former_values: [("says".into(), "states".into())].into(),
            ..choice
        }];
        claim.links = vec![LinkRole { formerly: vec!["by".into()], ..LinkRole::new("source", Vec::new()) }];
        let mut values: BTreeMap<Arc<str>, Arc<str>> = [("kind".into(), "says".into())].into();
        let mut roles: Vec<Arc<str>> = vec!["by".into(), "when".into()];
        assert!(claim.bring(&mut values, roles.iter_mut()));
        assert_eq!((values.get("act").map(|v| &**v), values.len()), (Some("states"), 1));
        assert_eq!(roles, ["source".into(), "when".into()]);
        values.insert("kind".into(), "other".into());
        assert!(!claim.bring(&mut values, roles.iter_mut()));
        assert_eq!(values.len(), 2);
    }
}
