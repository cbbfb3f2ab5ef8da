//! All articles in the list's order, which of them are shown, and how they are grouped.
//!
//! Sorting and filtering happen when something changes, never in a frame. `sorted` has every article in the list's order and
//! `rank` is its inverse, so that where an article stands is found by a binary search, also for one that is not shown.

use super::{
    super::Doc,
    entry::Entry,
    filter::{Filter, Part, Status},
};
use crate::{
    model::{AnnotatorName, ArticleKey, LabelSet, Settings, State},
    store::{ArticleOrder, SortBy, Summary},
    text::folded,
};
use std::{
    cell::OnceCell,
    cmp::Ordering,
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

/// From so many articles on, news of them is not put in order at once.
const MANY: usize = 5000;

/// Articles on one event, under a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The event; `None` for articles of which none is known.
    pub event: Option<Arc<str>>,
    /// How many articles on it pass the filter.
    pub shown: usize,
    /// How many there are on it.
    pub total: usize,
    /// How many of all on it are done.
    pub done: usize,
    /// How many of all on it were skipped.
    pub skipped: usize,
    /// Whether its articles are folded away.
    pub folded: bool,
    /// Its heading's row.
    row: usize,
    /// Where its articles begin among those with a row.
    first: usize,
}

/// A row of the list.
#[derive(Clone, Copy, Debug)]
pub enum Row<'a> {
    /// The heading of a group.
    Group(&'a Group),
    /// An article.
    Article(&'a Entry),
}

/// What there is to filter by, with how many articles each has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// Who published them, by name; `None`, if there is one, last.
    pub outlets: Vec<(Option<Arc<str>>, usize)>,
    /// The events they tell of, in the same way.
    pub events: Vec<(Option<Arc<str>>, usize)>,
    /// By status, in the order of [`Status::ALL`].
    pub statuses: [usize; Status::ALL.len()],
    /// How many are the annotator's to do, and how many of these are done, and skipped.
    pub mine: [usize; 3],
}

/// All articles in their order, and which of them are shown.
#[derive(Default)]
pub struct ArticleList {
    entries: Vec<Entry>,
    by_key: HashMap<ArticleKey, usize>,
    filter: Filter,
    order: ArticleOrder,
    /// All entries in the list's order, and where each stands in it.
    sorted: Vec<usize>,
    rank: Vec<usize>,
    /// Whether an entry changed since they were sorted.
    unsorted: bool,
    /// Entries of which more became known, and which were not put in order yet.
    pending: Vec<usize>,
    /// Those that pass the filter, in order.
    shown: Vec<usize>,
    /// Those of them that have a row: all but those folded away. Empty where none is folded away.
    open: Vec<usize>,
    groups: Vec<Group>,
    folded: BTreeSet<Option<Arc<str>>>,
    /// Where nothing passes the filter: the parts that could be dropped, with how many would be shown then.
    hindrances: Vec<(Part, usize)>,
    complete: bool,
    /// How many are done, and skipped: asked for in every frame.
    done: usize,
    skipped: usize,
    facets: OnceCell<Facets>,
}

impl ArticleList {
    /// All of them, in the order they have in the project.
    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The names of all, in their order.
    pub(in crate::session) fn keys(&self) -> Arc<[ArticleKey]> {
        self.entries.iter().map(|e| e.key.clone()).collect()
    }

    /// The entry of an article.
    pub fn get(&self, key: &ArticleKey) -> Option<&Entry> {
        self.entries.get(*self.by_key.get(key)?)
    }

    /// How many pass the filter.
    pub fn shown_len(&self) -> usize {
        self.shown.len()
    }

    /// The n-th of those that pass the filter.
    pub fn shown(&self, n: usize) -> Option<&Entry> {
        self.entries.get(*self.shown.get(n)?)
    }

    /// How many rows the list has: articles, and headings of groups.
    pub fn rows(&self) -> usize {
        self.open().len() + self.groups.len()
    }

    /// The n-th row.
    pub fn row(&self, n: usize) -> Option<Row<'_>> {
        let after = self.groups.partition_point(|g| g.row <= n);
        let at = match after.checked_sub(1).and_then(|g| self.groups.get(g)) {
            Some(group) if group.row == n => return Some(Row::Group(group)),
            Some(group) => group.first + (n - group.row - 1),
            None => n,
        };
        self.entries.get(*self.open().get(at)?).map(Row::Article)
    }

    /// The row of an article; `None` where it is not shown or folded away.
    pub fn row_of(&self, key: &ArticleKey) -> Option<usize> {
        let at = self.place(key)?.ok()?;
        let after = self.groups.partition_point(|g| g.first <= at);
        Some(match after.checked_sub(1).and_then(|g| self.groups.get(g)) {
            Some(group) => group.row + 1 + (at - group.first),
            None => at,
        })
    }

    /// How many headings stand above a row.
    pub fn headings_above(&self, row: usize) -> usize {
        self.groups.partition_point(|g| g.row < row)
    }

    /// The row of the heading over the row of that number, or that number itself where it is a heading.
    pub fn heading_of(&self, row: usize) -> Option<usize> {
        let after = self.groups.partition_point(|g| g.row <= row);
        Some(self.groups.get(after.checked_sub(1)?)?.row)
    }

    /// The filter.
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// What the list is sorted by, and whether it is grouped.
    pub fn order(&self) -> ArticleOrder {
        self.order
    }

    /// Where nothing passes the filter: the parts of it that alone stand in the way, with how many articles would be shown
    /// without each, the most first.
    pub fn hindrances(&self) -> &[(Part, usize)] {
        &self.hindrances
    }

    /// What there is to filter by. Counted when first asked for after a change.
    pub fn facets(&self) -> &Facets {
        self.facets.get_or_init(|| self.count_facets())
    }

    /// Whether every article has been looked at since the project was opened.
    pub fn complete(&self) -> bool {
        self.complete
    }

    /// How many are done.
    pub fn done(&self) -> usize {
        self.done
    }

    /// How many were skipped.
    pub fn skipped(&self) -> usize {
        self.skipped
    }

    /// Reasons given for skipping articles, the commonest first.
    pub fn reasons(&self) -> Vec<Arc<str>> {
        let mut counts: HashMap<&Arc<str>, usize> = HashMap::new();
        for entry in self.entries.iter().filter(|e| e.state == State::Skipped && !e.skipped.is_empty()) {
            *counts.entry(&entry.skipped).or_default() += 1;
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        counts.into_iter().map(|(reason, _)| reason.clone()).collect()
    }

    fn open(&self) -> &[usize] {
        if self.folded.is_empty() || self.groups.is_empty() { &self.shown } else { &self.open }
    }

    /// Where an article stands among those with a row, or where it would stand.
    fn place(&self, key: &ArticleKey) -> Option<Result<usize, usize>> {
        let rank = *self.rank.get(*self.by_key.get(key)?)?;
        Some(self.open().binary_search_by(|e| self.rank.get(*e).cmp(&Some(&rank))))
    }

    /// The article `by` places after (or, negative, before) another among those with a row. Where the other has none, the
    /// nearest in the list's order.
    pub(super) fn beside(&self, key: &ArticleKey, by: isize) -> Option<&Entry> {
        let at = match self.place(key)? {
            Ok(at) => at.checked_add_signed(by)?,
            Err(after) if by > 0 => after,
            Err(after) => after.checked_sub(1)?,
        };
        self.entries.get(*self.open().get(at)?)
    }

    pub(in crate::session) fn replace(&mut self, keys: Vec<ArticleKey>) {
        self.complete = false;
        if self.entries.iter().map(|e| &e.key).eq(keys.iter()) {
            return;
        }
        let mut old: HashMap<ArticleKey, Entry> = self.entries.drain(..).map(|e| (e.key.clone(), e)).collect();
        self.entries = keys.into_iter().map(|k| old.remove(&k).unwrap_or_else(|| Entry::new(k))).collect();
        self.by_key = self.entries.iter().enumerate().map(|(i, e)| (e.key.clone(), i)).collect();
        self.sort();
    }

    pub(in crate::session) fn learn(&mut self, summaries: Vec<Summary>, me: Option<&AnnotatorName>) {
        for summary in summaries {
            if !self.by_key.contains_key(&summary.key) {
                // New since the project was opened: the listing that follows a look gives it its place.
                self.by_key.insert(summary.key.clone(), self.entries.len());
                self.entries.push(Entry::new(summary.key.clone()));
            }
            if let Some((at, entry)) = self.by_key.get(&summary.key).and_then(|i| Some((*i, self.entries.get_mut(*i)?)))
            {
                entry.learn(summary, me);
                self.pending.push(at);
            }
        }
        // Of very many articles the news comes in many batches; putting each in order would take longer than reading it.
        if self.entries.len() < MANY || self.pending.len() > self.entries.len() / 20 {
            self.sort_in();
        }
    }

    pub(in crate::session) fn all_known(&mut self) {
        self.complete = true;
        if !self.pending.is_empty() {
            self.sort_in();
        }
    }

    pub(in crate::session) fn count_for(&mut self, me: &AnnotatorName) {
        for entry in &mut self.entries {
            entry.count_for(Some(me));
        }
        self.sort();
    }

    /// Learns which of them are the annotator's to do.
    pub(in crate::session) fn set_mine(&mut self, settings: &Settings, me: &AnnotatorName) {
        for entry in &mut self.entries {
            entry.mine = settings.is_for(&entry.key, me);
        }
        self.facets.take();
        if self.filter.mine {
            self.set_filter(self.filter.clone());
        }
    }

    /// Counts marks under their labels' present names; a filter by label follows.
    pub(in crate::session) fn present_names(&mut self, labels: &LabelSet) {
        for entry in &mut self.entries {
            entry.present_names(labels);
        }
        let mut filter = self.filter.clone();
        if let Some((label, _)) = &mut filter.label
            && let Some(meant) = labels.meant(label)
        {
            *label = meant.name.clone();
        }
        self.facets.take();
        self.set_filter(filter);
    }

    pub(in crate::session) fn set_filter(&mut self, filter: Filter) {
        self.filter = filter;
        if self.unsorted || !self.pending.is_empty() {
            self.sort();
        } else {
            self.refilter();
        }
    }

    pub(in crate::session) fn set_words(&mut self, words: String) {
        self.set_filter(Filter { words, ..self.filter.clone() });
    }

    pub(in crate::session) fn set_order(&mut self, order: ArticleOrder) {
        self.order = order;
        self.sort();
    }

    /// Folds a group away, or shows its articles again.
    pub(in crate::session) fn fold(&mut self, event: Option<Arc<str>>, folded: bool) {
        if folded {
            self.folded.insert(event);
        } else {
            self.folded.remove(&event);
        }
        self.group();
    }

    /// What is in hand is what the list shows. Its place stays until the list is sorted again: nothing moves under one's hands.
    pub(in crate::session) fn update(&mut self, doc: &Doc, me: Option<&AnnotatorName>) {
        let Some(at) = self.by_key.get(&doc.key).copied() else { return };
        let Some(entry) = self.entries.get_mut(at) else { return };
        let (was, event, count) = (entry.state, entry.event().cloned(), entry.count());
        let details = entry.update(doc, me);
        let is = entry.state;
        if was != is || details {
            self.facets.take();
        }
        if entry.event() != event.as_ref() {
            self.pending.push(at);
            return self.sort_in();
        }
        self.unsorted |= details || was != is || entry.count() != count;
        let group = self.groups.iter_mut().find(|g| g.event == event);
        let mut tallies = vec![(&mut self.done, &mut self.skipped)];
        tallies.extend(group.map(|g| (&mut g.done, &mut g.skipped)));
        for (done, skipped) in tallies {
            *done = *done + usize::from(is == State::Done) - usize::from(was == State::Done);
            *skipped = *skipped + usize::from(is == State::Skipped) - usize::from(was == State::Skipped);
        }
    }

    fn compare(&self, a: usize, b: usize) -> Ordering {
        let ArticleOrder { by, descending, grouped } = self.order;
        let (Some(one), Some(two)) = (self.entries.get(a), self.entries.get(b)) else { return a.cmp(&b) };
        let by_event =
            || if grouped { one.compare_events(two, descending && by == SortBy::Event) } else { Ordering::Equal };
        let by_name = || if descending && by == SortBy::Name { b.cmp(&a) } else { a.cmp(&b) };
        by_event().then_with(|| one.sort_key(by).compare(&two.sort_key(by), descending)).then_with(by_name)
    }

    fn sort(&mut self) {
        // What is compared lies close together: with many articles, looking into each entry takes longer than comparing.
        let ArticleOrder { by, descending, grouped } = self.order;
        let events = self.event_ranks(grouped, descending && by == SortBy::Event);
        let keys: Vec<_> = self.entries.iter().map(|e| e.sort_key(by)).collect();
        let compare = |a: &usize, b: &usize| {
            let by_event = events.get(*a).cmp(&events.get(*b));
            let by_key = || match (keys.get(*a), keys.get(*b)) {
                (Some(one), Some(two)) => one.compare(two, descending),
                _ => Ordering::Equal,
            };
            let by_name = || if descending && by == SortBy::Name { b.cmp(a) } else { a.cmp(b) };
            by_event.then_with(by_key).then_with(by_name)
        };
        let mut sorted: Vec<usize> = (0..self.entries.len()).collect();
        sorted.sort_unstable_by(compare);
        self.sorted = sorted;
        self.sorted_anew();
    }

    /// Sorts where only the pending entries changed: they are put among the others, which are in order.
    fn sort_in(&mut self) {
        if self.unsorted || self.pending.len() * 4 > self.entries.len() {
            return self.sort();
        }
        let mut is_changed = vec![false; self.entries.len()];
        for at in &self.pending {
            if let Some(flag) = is_changed.get_mut(*at) {
                *flag = true;
            }
        }
        let mut old = self.sorted.clone();
        old.retain(|at| !is_changed.get(*at).copied().unwrap_or(false));
        let mut new = self.pending.clone();
        new.sort_unstable();
        new.dedup();
        new.sort_unstable_by(|a, b| self.compare(*a, *b));
        let mut sorted = Vec::with_capacity(old.len() + new.len());
        let mut new = new.into_iter().peekable();
        for at in old {
            while let Some(earlier) = new.next_if(|n| self.compare(*n, at).is_lt()) {
                sorted.push(earlier);
            }
            sorted.push(at);
        }
        sorted.extend(new);
        self.sorted = sorted;
        self.sorted_anew();
    }

    /// For each entry where its event comes among all; nothing where the list is not grouped.
    fn event_ranks(&self, grouped: bool, descending: bool) -> Vec<usize> {
        if !grouped {
            return Vec::new();
        }
        let mut first: HashMap<Option<&Arc<str>>, usize> = HashMap::new();
        for (at, entry) in self.entries.iter().enumerate() {
            first.entry(entry.event()).or_insert(at);
        }
        let mut events: Vec<(Option<&Arc<str>>, Option<&Entry>)> =
            first.into_iter().map(|(event, at)| (event, self.entries.get(at))).collect();
        events.sort_unstable_by(|(_, a), (_, b)| match (a, b) {
            (Some(a), Some(b)) => a.compare_events(b, descending),
            _ => Ordering::Equal,
        });
        let ranks: HashMap<Option<&Arc<str>>, usize> =
            events.into_iter().enumerate().map(|(rank, (event, _))| (event, rank)).collect();
        self.entries.iter().map(|e| ranks.get(&e.event()).copied().unwrap_or_default()).collect()
    }

    fn sorted_anew(&mut self) {
        self.unsorted = false;
        self.pending.clear();
        self.rank = vec![0; self.sorted.len()];
        for (rank, at) in self.sorted.iter().enumerate() {
            if let Some(place) = self.rank.get_mut(*at) {
                *place = rank;
            }
        }
        self.done = self.entries.iter().filter(|e| e.state == State::Done).count();
        self.skipped = self.entries.iter().filter(|e| e.state == State::Skipped).count();
        self.facets.take();
        self.refilter();
    }

    fn refilter(&mut self) {
        let ready = self.filter.ready();
        let fits = |at: &&usize| self.entries.get(**at).is_some_and(|e| ready.fits(e));
        self.shown = if self.filter.is_empty() {
            self.sorted.clone()
        } else {
            self.sorted.iter().filter(fits).copied().collect()
        };
        self.hindrances.clear();
        if self.shown.is_empty() {
            for part in self.entries.iter().filter_map(|e| ready.only_hindrance(e)) {
                match self.hindrances.iter_mut().find(|(p, _)| *p == part) {
                    Some((_, count)) => *count += 1,
                    None => self.hindrances.push((part, 1)),
                }
            }
            self.hindrances.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        }
        self.group();
    }

    /// Puts headings over the groups, and leaves out what is folded away.
    fn group(&mut self) {
        (self.groups, self.open) = (Vec::new(), Vec::new());
        if !self.order.grouped {
            return;
        }
        // In the list's order the articles on one event stand together.
        let mut tallies: HashMap<Option<&Arc<str>>, [usize; 3]> = HashMap::new();
        let all: Vec<&Entry> = self.sorted.iter().filter_map(|at| self.entries.get(*at)).collect();
        for event in all.chunk_by(|a, b| a.event() == b.event()) {
            let count = |state| event.iter().filter(|e| e.state == state).count();
            let tally = [event.len(), count(State::Done), count(State::Skipped)];
            tallies.insert(event.first().and_then(|e| e.event()), tally);
        }
        let (mut groups, mut open): (Vec<Group>, Vec<usize>) = (Vec::new(), Vec::new());
        for at in &self.shown {
            let event = self.entries.get(*at).and_then(Entry::event);
            if groups.last().is_none_or(|g| g.event.as_ref() != event) {
                let [total, done, skipped] = tallies.get(&event).copied().unwrap_or_default();
                let (row, first) = (groups.len() + open.len(), open.len());
                let event = event.cloned();
                let folded = self.folded.contains(&event);
                groups.push(Group { event, shown: 0, total, done, skipped, folded, row, first });
            }
            if let Some(group) = groups.last_mut() {
                group.shown += 1;
                if !group.folded {
                    open.push(*at);
                }
            }
        }
        (self.groups, self.open) = (groups, open);
    }

    fn count_facets(&self) -> Facets {
        type Counts<'a> = HashMap<Option<&'a Arc<str>>, usize>;
        let (mut outlets, mut events): (Counts<'_>, Counts<'_>) = Default::default();
        let mut statuses = [0; Status::ALL.len()];
        let mine = |state: Option<State>| {
            let mine = self.entries.iter().filter(|e| e.mine);
            mine.filter(|e| state.is_none_or(|state| e.state == state)).count()
        };
        let mine = [mine(None), mine(Some(State::Done)), mine(Some(State::Skipped))];
        for entry in &self.entries {
            *outlets.entry(entry.metadata().and_then(|m| m.outlet.as_ref())).or_default() += 1;
            *events.entry(entry.event()).or_default() += 1;
            for (count, status) in statuses.iter_mut().zip(Status::ALL) {
                *count += usize::from(status.fits(entry));
            }
        }
        let in_order = |counts: Counts<'_>| {
            let mut all: Vec<_> = counts.into_iter().map(|(name, count)| (name.cloned(), count)).collect();
            all.sort_by_cached_key(|(name, _)| (name.is_none(), name.as_deref().map(folded), name.clone()));
            all
        };
        Facets { outlets: in_order(outlets), events: in_order(events), statuses, mine }
    }
}

#[cfg(test)]
mod laws;
