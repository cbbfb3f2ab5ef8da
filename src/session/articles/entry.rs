//! One article in the list.

use super::super::Doc;
use crate::{
    model::{AnnotatorName, ArticleKey, LabelName, LabelSet, Metadata, State},
    store::{SetSummary, SortBy, Summary},
    text::folded,
};
use jiff::civil::{Date, Time};
use std::{cmp::Ordering, collections::BTreeMap, sync::Arc};

/// One article in the list.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its name in the project.
    pub key: ArticleKey,
    /// What is known of it; `None` until it was looked at.
    pub known: Option<Summary>,
    /// How far this annotator has come.
    pub state: State,
    /// Why this annotator skipped it; empty where they did not, or gave no reason.
    pub skipped: Arc<str>,
    /// This annotator's marks by label.
    pub counts: BTreeMap<LabelName, usize>,
    /// Whether it is this annotator's to do.
    pub mine: bool,
    /// What is wrong with this annotator's file.
    set_trouble: Option<String>,
    words: Words,
}

/// Title, outlet, event and name, folded, a blank between them: for the filter and for sorting.
#[derive(Clone, Debug)]
struct Words {
    all: Arc<str>,
    /// Where title, outlet and event end; an unknown one ends where it begins.
    ends: [u32; 3],
}

impl Words {
    fn of(key: &ArticleKey, metadata: Option<&Metadata>) -> Self {
        let known = |part: fn(&Metadata) -> &Option<Arc<str>>| metadata.and_then(|m| part(m).as_deref());
        let mut all = String::new();
        let ends = [known(|m| &m.title), known(|m| &m.outlet), known(|m| &m.event)].map(|part| {
            if let Some(part) = part {
                all.push_str(&folded(part));
            }
            let end = all.len();
            if !all.is_empty() && !all.ends_with(' ') {
                all.push(' ');
            }
            u32::try_from(end).unwrap_or(u32::MAX)
        });
        all.push_str(&folded(key.as_str()));
        Words { all: all.into(), ends }
    }

    /// The n-th of title, outlet and event; `None` where it is unknown.
    fn part(&self, n: usize) -> Option<&str> {
        let end = *self.ends.get(n)? as usize;
        let from = n.checked_sub(1).and_then(|n| self.ends.get(n)).map_or(0, |e| *e as usize);
        self.all.get(from..end).map(|part| part.trim_start_matches(' ')).filter(|part| !part.is_empty())
    }

    /// The title, or the file's name.
    fn title(&self) -> &str {
        let name = || {
            let end = self.ends.last().map_or(0, |e| *e as usize);
            let key = self.all.get(end..)?;
            // A blank stands between them where there is something before the name.
            key.strip_prefix(' ').filter(|_| end > 0).unwrap_or(key).rsplit('/').next()
        };
        self.part(0).or_else(name).unwrap_or_default()
    }
}

impl Entry {
    pub(super) fn new(key: ArticleKey) -> Self {
        let words = Words::of(&key, None);
        let (state, counts) = (State::New, BTreeMap::new());
        Entry { key, known: None, state, skipped: "".into(), counts, mine: false, set_trouble: None, words }
    }

    /// Its title, or its file's name where it has none.
    pub fn title(&self) -> &str {
        self.known.as_ref().and_then(|k| k.metadata.title.as_deref()).unwrap_or(self.key.file_name())
    }

    /// What is wrong with it, or with this annotator's marks on it.
    pub fn trouble(&self) -> Option<&str> {
        self.known.as_ref().and_then(|k| k.trouble.as_deref()).or(self.set_trouble.as_deref())
    }

    /// How many marks this annotator has on it.
    pub fn count(&self) -> usize {
        self.counts.values().sum()
    }

    /// What is known about it: what people entered, else what was found in the text.
    pub fn metadata(&self) -> Option<&Metadata> {
        self.known.as_ref().map(|k| &k.metadata)
    }

    /// The event it tells of.
    pub fn event(&self) -> Option<&Arc<str>> {
        self.metadata()?.event.as_ref()
    }

    fn event_key(&self) -> SortKey<'_> {
        self.event().map_or(SortKey::Unknown, |event| SortKey::Text(self.words.part(2).unwrap_or_default(), event))
    }

    /// Whether this folded word stands in its title, outlet, event or name.
    pub(super) fn has_word(&self, word: &str) -> bool {
        self.words.all.contains(word)
    }

    pub(super) fn learn(&mut self, summary: Summary, me: Option<&AnnotatorName>) {
        self.words = Words::of(&self.key, Some(&summary.metadata));
        self.known = Some(summary);
        self.count_for(me);
    }

    pub(super) fn present_names(&mut self, labels: &LabelSet) {
        let sets = self.known.iter_mut().flat_map(|k| &mut k.sets).map(|s| &mut s.by_label);
        for counts in sets.chain([&mut self.counts]) {
            let old: Vec<LabelName> = counts.keys().filter(|l| labels.get(l).is_none()).cloned().collect();
            for former in old {
                if let Some(label) = labels.meant(&former)
                    && let Some(count) = counts.remove(&former)
                {
                    *counts.entry(label.name.clone()).or_default() += count;
                }
            }
        }
    }

    pub(super) fn count_for(&mut self, me: Option<&AnnotatorName>) {
        let mine = self.known.iter().flat_map(|k| &k.sets).find(|s| Some(&s.annotator) == me);
        self.state = mine.map(|s| s.state).unwrap_or_default();
        self.skipped = mine.map_or_else(|| "".into(), |s| s.skipped.clone());
        self.counts = mine.map(|s| s.by_label.clone()).unwrap_or_default();
        self.set_trouble = mine.and_then(|s| s.trouble.clone());
    }

    /// What is in hand is what the list shows. Says whether what is known about it changed.
    pub(super) fn update(&mut self, doc: &Doc, me: Option<&AnnotatorName>) -> bool {
        self.state = doc.set.state();
        self.skipped = doc.set.remarks().skipped.clone();
        self.counts.clone_from(doc.counts());
        self.set_trouble = doc.trouble.as_ref().map(|_| "Your marks on this article cannot be read".to_owned());
        let Some(known) = &mut self.known else { return false };
        // The lines of the text are the page's business.
        let metadata = Metadata { noise: Vec::new(), body: Vec::new(), ..doc.metadata.clone() };
        let changed = known.metadata != metadata;
        if changed {
            self.words = Words::of(&self.key, Some(&metadata));
            known.metadata = metadata;
        }
        if let Some(me) = me {
            known.sets.retain(|s| s.annotator != *me);
            known.sets.push(SetSummary {
                annotator: me.clone(),
                state: self.state,
                by_label: self.counts.clone(),
                lost: doc.set.lost().count(),
                skipped: self.skipped.clone(),
                trouble: self.set_trouble.clone(),
            });
        }
        changed
    }

    /// By what it is sorted.
    pub(super) fn sort_key(&self, by: SortBy) -> SortKey<'_> {
        match by {
            SortBy::Name => SortKey::Number(0),
            SortBy::Title => SortKey::Text(self.words.title(), ""),
            SortBy::Outlet => self.words.part(1).map_or(SortKey::Unknown, |outlet| SortKey::Text(outlet, "")),
            SortBy::Event => self.event_key(),
            SortBy::Published => {
                let published = self.metadata().and_then(|m| m.published.as_ref());
                published.map_or(SortKey::Unknown, |p| SortKey::When(p.date, p.time))
            }
            SortBy::Marks => SortKey::Number(self.count()),
            SortBy::Status => SortKey::Number(self.state as usize),
        }
    }

    /// The order of their events; different events are never equal, and no event comes last.
    pub(super) fn compare_events(&self, other: &Entry, descending: bool) -> Ordering {
        if self.event() == other.event() {
            return Ordering::Equal;
        }
        self.event_key().compare(&other.event_key(), descending)
    }
}

/// By what an entry is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SortKey<'a> {
    Number(usize),
    /// Folded, and what decides where that is alike.
    Text(&'a str, &'a str),
    When(Date, Option<Time>),
    Unknown,
}

impl SortKey<'_> {
    /// The order of two. What is not known comes last, also where the largest comes first.
    pub(super) fn compare(&self, other: &Self, descending: bool) -> Ordering {
        let known = |key: &Self| *key != SortKey::Unknown;
        if descending && known(self) && known(other) { other.cmp(self) } else { self.cmp(other) }
    }
}
