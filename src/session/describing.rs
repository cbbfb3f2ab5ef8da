//! What a mark says beside its place: attribute values and the note, and what to propose for them.

use super::{
    Doc, OpenProject, Session, ToldKind, View,
    history::{Entry, Step},
};
use crate::{
    model::{
        Annotation, AnnotationId, ArticleKey, Attribute, AttributeKind, ChangeSet, Label, LabelName, LabelSet, State,
        timex,
    },
    text::{Span, folded, one_line},
};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};
use unicode_normalization::UnicodeNormalization;

/// What of the mark in hand a person wants to write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Describe {
    /// Its first attribute.
    #[default]
    Attributes,
    /// Its note.
    Note,
}

/// Values in the order in which they are proposed, each with its folded form before it.
pub(super) type UsedValues = Arc<[(String, Arc<str>)]>;

/// What the values used before were counted from: they are counted again when any of it is another.
#[derive(PartialEq)]
pub(super) struct UsedOf {
    generation: u32,
    revision: u64,
    docs: usize,
    /// How far the project was looked at.
    survey: (u64, Option<(usize, usize)>),
    labels: LabelSet,
    /// Its name, and whether it is an entity.
    attribute: (Arc<str>, bool),
    mark: (ArticleKey, Option<AnnotationId>),
}

impl Session {
    /// The mark in hand with its label's definition.
    pub fn described(&self) -> Option<(&Arc<Annotation>, &Label)> {
        let mark = self.doc()?.selected()?;
        Some((mark, self.project()?.labels.get(&mark.label)?))
    }

    /// Goes up each time a field of the mark in hand is asked for, with what is asked for.
    pub fn describe_wanted(&self) -> (u64, Describe) {
        self.describe_wanted
    }

    pub(super) fn want(&mut self, what: Describe) {
        let panel = if self.panel.has_inspector() { self.panel } else { super::Panel::Marks };
        self.show_panel(panel);
        self.describe_wanted = (self.describe_wanted.0 + 1, what);
    }

    /// Gives an attribute of a mark a value; an empty one takes it away. Values that then no longer apply go with it.
    pub(super) fn set_attribute(&mut self, article: &ArticleKey, id: &AnnotationId, name: &str, value: &str) {
        let Some(mark) = self.mark_there(article, id) else { return self.tell_gone(article, name, value) };
        let value: Arc<str> = value.trim().nfc().collect::<String>().into();
        if mark.attributes.get(name).map_or("", |v| v) == &*value {
            return;
        }
        let label = self.project().and_then(|p| p.labels.get(&mark.label));
        let attribute = label.and_then(|l| l.attribute(name));
        if let Some(why) = attribute.filter(|_| !value.is_empty()).and_then(|a| a.check(&value).err()) {
            return self.tell(ToldKind::Warning, format!("“{value}” was not kept as {name}: {why}"));
        }
        let mut new = Annotation::clone(&mark);
        if value.is_empty() {
            new.attributes.remove(name);
        } else {
            new.attributes.insert(name.into(), value.clone());
        }
        if let Some(label) = label {
            if attribute.is_some_and(|a| a.kind == AttributeKind::Date) {
                set_type(label, &value, &mut new.attributes);
            }
            let gone: Vec<Arc<str>> = label
                .attributes
                .iter()
                .filter(|a| !label.applies(a, &new.attributes))
                .map(|a| a.name.clone())
                .collect();
            new.attributes.retain(|name, _| !gone.contains(name));
        }
        let words = self.words_in(article, &mark);
        let title = if value.is_empty() {
            format!("Clear {name} of {words}")
        } else {
            format!("Set {name} of {words} to {}", one_line(&value, 40))
        };
        self.describe(article, title, &mark, new, &value);
    }

    pub(super) fn set_note(&mut self, article: &ArticleKey, id: &AnnotationId, text: &str) {
        let Some(mark) = self.mark_there(article, id) else { return self.tell_gone(article, "the note", text) };
        let note: Arc<str> = text.trim().nfc().collect::<String>().into();
        if note == mark.note {
            return;
        }
        let words = self.words_in(article, &mark);
        let title = if note.is_empty() { format!("Clear the note on {words}") } else { format!("Note on {words}") };
        let new = Annotation { note: note.clone(), ..Annotation::clone(&mark) };
        self.describe(article, title, &mark, new, &note);
    }

    fn mark_there(&self, article: &ArticleKey, id: &AnnotationId) -> Option<Arc<Annotation>> {
        self.docs.get(article)?.set.get(id).cloned()
    }

    fn words_in(&self, article: &ArticleKey, mark: &Annotation) -> String {
        let words = self.docs.get(article).zip(mark.span()).map(|(doc, span)| one_line(span.of(&doc.text), 40));
        words.map_or_else(|| "a lost mark".to_owned(), |words| format!("“{words}”"))
    }

    fn tell_gone(&mut self, article: &ArticleKey, name: &str, value: &str) {
        let value = one_line(value.trim(), 80);
        if value.is_empty() {
            return;
        }
        self.tell(
            ToldKind::Warning,
            format!("“{value}” was not kept as {name}: its mark in {article} is not there any more"),
        );
    }

    /// Has a mark say something else, also in an article that was left while it was typed.
    fn describe(&mut self, article: &ArticleKey, title: String, old: &Arc<Annotation>, new: Annotation, value: &str) {
        let change = ChangeSet::updating(old, new);
        let Some(doc) = self.docs.get_mut(article) else { return };
        if self.current.as_ref() == Some(article) {
            let selection = doc.selection.clone();
            return self.change(title, change, selection);
        }
        let blocked = doc.trouble.is_some() || doc.conflict.is_some();
        if self.read_only().is_some() || blocked {
            let why =
                format!("“{}” was not kept: {article} cannot be written now; open it to see why", one_line(value, 80));
            return self.tell(ToldKind::Warning, why);
        }
        self.change_left(article, title, change);
    }

    /// Changes an article that was left; taking it back goes there.
    fn change_left(&mut self, article: &ArticleKey, title: String, mut change: ChangeSet) {
        let Some(doc) = self.docs.get_mut(article) else { return };
        if doc.set.state() == State::New {
            change.state = Some((State::New, State::InProgress));
        }
        Session::with_origins(&doc.set, &mut change);
        if let Err(why) = change.apply(&mut doc.set) {
            return self.tell(ToldKind::Info, format!("Nothing was changed: {why}"));
        }
        let there = View { article: Some(article.clone()), selection: doc.selection.clone() };
        self.changed(article, &change, true);
        let steps = vec![Step::Marks(article.clone(), change)];
        self.history.push(Entry { title, steps, before: there.clone(), after: there });
    }

    /// What a person may mean who types this for an attribute of the mark in hand: its choices, or values used before, those
    /// used on the same words first, then the most used.
    pub fn proposals(&self, attribute: &Attribute, typed: &str) -> Vec<Arc<str>> {
        let wanted = folded(typed.trim());
        if let Some(choices) = attribute.choices() {
            // Those that begin with it come before those that hold it.
            let (begin, hold): (Vec<&str>, Vec<&str>) = choices
                .into_iter()
                .filter(|c| folded(c).contains(&wanted))
                .partition(|c| folded(c).starts_with(&wanted));
            return begin.into_iter().chain(hold).map(Arc::from).collect();
        }
        if attribute.kind == AttributeKind::Date {
            return Vec::new();
        }
        let (Some(doc), Some(project)) = (self.doc(), self.project()) else { return Vec::new() };
        let used = self.used(attribute, doc, project);
        let fitting = used.iter().filter(|(folded, _)| folded.contains(&wanted));
        let mut values: Vec<Arc<str>> = fitting.map(|(_, value)| value.clone()).take(8).collect();
        let span = doc.selected().and_then(|m| m.span());
        if attribute.kind == AttributeKind::Entity
            && let Some(own) = span.map(|s| s.of(&doc.text).nfc().collect::<String>())
            && folded(&own).contains(&wanted)
            && !values.iter().any(|v| **v == *own)
        {
            values.push(one_line(&own, 200).into());
        }
        values
    }

    /// The values of an attribute that were used before, each with its folded form, those first that were used on the words of
    /// the mark in hand, then the most used. They are counted once for each mark and change: a field asks in every frame.
    fn used(&self, attribute: &Attribute, doc: &Doc, project: &OpenProject) -> UsedValues {
        let survey = self.problems().survey();
        let of = UsedOf {
            generation: self.generation,
            revision: self.revisions,
            docs: self.docs.len(),
            survey: (survey.version(), survey.progress()),
            labels: project.labels.clone(),
            attribute: (attribute.name.clone(), attribute.kind == AttributeKind::Entity),
            mark: (doc.key.clone(), doc.selection.mark.clone()),
        };
        if let Some((kept, values)) = &*self.used.borrow()
            && *kept == of
        {
            return values.clone();
        }
        let span = doc.selected().and_then(|m| m.span());
        let words = span.map(|s| folded(s.of(&doc.text))).unwrap_or_default();
        // Mentions of one actor meet over all attributes of that kind.
        let counts = |name: &str, label: &str| match attribute.kind {
            AttributeKind::Entity => {
                let of = project.labels.get(label).and_then(|l| l.attribute(name));
                of.is_some_and(|a| a.kind == AttributeKind::Entity)
            }
            _ => name == &*attribute.name,
        };
        let mut used: HashMap<&Arc<str>, (bool, usize)> = HashMap::new();
        for other in self.docs.values() {
            for mark in other.set.iter() {
                for (_, value) in mark.attributes.iter().filter(|(name, _)| counts(name, &mark.label)) {
                    let same = mark.span().is_some_and(|s| folded(s.of(&other.text)) == words);
                    let entry = used.entry(value).or_default();
                    *entry = (entry.0 || same, entry.1 + 1);
                }
            }
        }
        if attribute.kind == AttributeKind::Entity {
            // What other articles have, as far as the project was looked at; those in memory were counted.
            for (entity, count) in self.problems().survey().names().entities() {
                let entry = used.entry(entity).or_default();
                entry.1 = entry.1.max(count as usize);
            }
        }
        let mut found: Vec<(&Arc<str>, (bool, usize))> = used.into_iter().collect();
        found.sort_by(|(a, (same_a, n_a)), (b, (same_b, n_b))| (same_b, n_b, a).cmp(&(same_a, n_a, b)));
        let values: UsedValues = found.into_iter().map(|(value, _)| (folded(value), value.clone())).collect();
        *self.used.borrow_mut() = Some((of, values.clone()));
        values
    }

    /// How the words of the mark in hand are marked in other articles, with how often, as far as the project was looked at;
    /// only words that begin with a capital are known.
    pub fn in_project(&self) -> Vec<(LabelName, u32)> {
        let Some((doc, span)) = self.doc().and_then(|d| Some((d, d.selected()?.span()?))) else { return Vec::new() };
        let words: String = span.of(&doc.text).nfc().collect();
        self.problems().survey().names().elsewhere(&words, &doc.key).into_iter().collect()
    }

    /// Whether a mark wants a decision: it lacks something required, its label is unknown, it was found again elsewhere, or there
    /// is another problem about it that was not silenced.
    pub fn undecided(&self, mark: &Annotation) -> bool {
        let (Some(doc), Some(project)) = (self.doc(), self.project()) else { return false };
        let lacks = project.labels.get(&mark.label).is_none_or(|l| l.missing(mark).next().is_some());
        lacks
            || mark.span().is_none()
            || self.problems().has(&mark.id)
            || doc.moved.iter().any(|(id, _)| *id == mark.id)
    }

    /// A new mark as it begins: with its label's defaults, or with what the mark it repeats says.
    pub(super) fn fresh(
        &self,
        id: AnnotationId,
        span: Span,
        label: &Arc<str>,
        like: Option<&Annotation>,
    ) -> Annotation {
        let mut mark = Annotation::new(id, span, label.clone());
        mark.made = self.now.1.clone();
        let words = |span: Span| self.doc().map(|d| span.of(&d.text).nfc());
        let alike = |like: &Annotation| {
            like.label == *label && like.span().and_then(words).zip(words(span)).is_some_and(|(a, b)| a.eq(b))
        };
        mark.attributes = match like {
            Some(like) if alike(like) => like.attributes.clone(),
            _ => self.project().and_then(|p| p.labels.get(label)).map(Label::defaults).unwrap_or_default(),
        };
        mark
    }
}

/// A value says of which type it is, where the label has a choice of those types that is still open.
pub(super) fn set_type(label: &Label, value: &str, values: &mut BTreeMap<Arc<str>, Arc<str>>) {
    let is_type = |a: &&Attribute| a.choices().is_some_and(|c| timex::TYPES.iter().all(|t| c.contains(t)));
    let Some(attribute) = label.attributes.iter().find(is_type) else { return };
    let Ok(value) = timex::parse(value) else { return };
    if !values.get(&attribute.name).is_some_and(|t| value.fits(t)) {
        values.insert(attribute.name.clone(), value.kind.name().into());
    }
}
