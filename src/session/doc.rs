//! An article in hand: its text, the annotator's set, and what is selected in it.

use super::articles::{NoiseLine, noise_lines};
use crate::{
    model::{
        Annotation, AnnotationId, AnnotationSet, ArticleKey, ChangeSet, LabelName, Metadata, NoiseProposal,
        problem::TextFacts,
    },
    store::{Backup, FileTrouble, Loaded, SetTrouble, Stamp},
    text::{ByteOffset, Notice, Span, Text, occurrences},
};
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// What is selected: a stretch of text between two positions, or a caret where they are one, and perhaps a mark.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Where it began.
    pub anchor: ByteOffset,
    /// Where it has come to; the caret.
    pub focus: ByteOffset,
    /// The mark in hand, if one is. The text selection is then empty.
    pub mark: Option<AnnotationId>,
}

impl Selection {
    /// A bare caret.
    pub fn caret(at: ByteOffset) -> Self {
        Selection { anchor: at, focus: at, mark: None }
    }

    /// The selected text, if any.
    pub fn span(&self) -> Option<Span> {
        Span::new(self.anchor.min(self.focus), self.anchor.max(self.focus))
    }

    /// A selection of that span, the caret at its end.
    pub fn of(span: Span) -> Self {
        Selection { anchor: span.start(), focus: span.end(), mark: None }
    }
}

/// A version of this article's set that somebody else saved while this one had unsaved changes.
#[derive(Clone, Debug)]
pub struct Conflict {
    /// What happened.
    pub sentence: String,
    /// Their set and its stamp, where it can be read.
    pub theirs: Option<(AnnotationSet, Stamp)>,
}

/// An article in hand.
#[derive(Clone, Debug)]
pub struct Doc {
    pub(super) key: ArticleKey,
    pub(super) text: Text,
    pub(super) notices: Vec<Notice>,
    pub(super) found: Metadata,
    pub(super) edited: Metadata,
    pub(super) metadata: Metadata,
    /// Lines that look like page noise, whatever people said of them.
    pub(super) proposals: Vec<NoiseProposal>,
    pub(super) noise: Vec<NoiseLine>,
    pub(super) meta_stamp: Stamp,
    pub(super) meta_trouble: Option<FileTrouble>,
    pub(super) set: AnnotationSet,
    /// The set as it stands on disk, for bringing two versions together.
    pub(super) base: AnnotationSet,
    pub(super) stamp: Stamp,
    pub(super) trouble: Option<SetTrouble>,
    pub(super) moved: Vec<(AnnotationId, f32)>,
    pub(super) selection: Selection,
    /// What was selected before each growing, for shrinking again.
    pub(super) grown: Vec<Selection>,
    pub(super) conflict: Option<Conflict>,
    pub(super) backups: Vec<Backup>,
    /// Goes up with every change of text or set, so that what is drawn from them knows when to look again.
    pub(super) revision: u64,
    /// Whether it was changed in this session: it then stays in memory for undo.
    pub(super) touched: bool,
    /// The first save that can have been asked for since it was read.
    pub(super) since: u64,
    /// Where in the set the mark in hand was last, for every frame asks for it.
    held: Cell<usize>,
    counts: BTreeMap<LabelName, usize>,
    /// What the rules for problems know of its text, once it was read for them.
    pub(super) facts: Option<Arc<TextFacts>>,
    around: RefCell<Option<(u64, AnnotationId, Arc<Around>)>>,
}

/// What lies around the mark in hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Around {
    /// The links that lead to it: from which mark, and as what.
    pub incoming: Vec<(AnnotationId, Arc<str>)>,
    /// The same words elsewhere in the article; `None` where the article is too long to look in every time.
    pub elsewhere: Option<Vec<Elsewhere>>,
}

/// The same words elsewhere: where, and the marks they have there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// The place.
    pub span: Span,
    /// The marks that cover just this place, with their labels; none for words that are not marked.
    pub marks: Vec<(AnnotationId, LabelName)>,
}

/// In articles up to this length, in bytes, the same words are looked for whenever a mark is taken in hand.
const LOOK_AROUND: usize = 1 << 20;

impl Doc {
    pub(super) fn new(loaded: Loaded, revision: u64) -> Self {
        let mut counts = BTreeMap::new();
        for annotation in loaded.set.iter() {
            match counts.get_mut(&annotation.label) {
                Some(count) => *count += 1,
                None => _ = counts.insert(annotation.label.clone(), 1),
            }
        }
        Doc {
            metadata: loaded.edited.or(&loaded.found),
            noise: noise_lines(&loaded.text, &loaded.edited, &[]),
            proposals: Vec::new(),
            base: loaded.set.clone(),
            key: loaded.key,
            text: loaded.text,
            notices: loaded.notices,
            found: loaded.found,
            edited: loaded.edited,
            meta_stamp: loaded.meta_stamp,
            meta_trouble: loaded.meta_trouble,
            set: loaded.set,
            stamp: loaded.stamp,
            trouble: loaded.trouble,
            moved: loaded.moved,
            selection: Selection::default(),
            grown: Vec::new(),
            conflict: None,
            backups: Vec::new(),
            revision,
            touched: false,
            since: 0,
            held: Cell::new(0),
            counts,
            facts: None,
            around: RefCell::new(None),
        }
    }

    /// Keeps the counts in step with a change of the set.
    pub(super) fn recount(&mut self, change: &ChangeSet) {
        let (old, new): (Vec<_>, Vec<_>) = change.updated.iter().map(|(old, new)| (old, new)).unzip();
        for mark in change.created.iter().chain(new) {
            *self.counts.entry(mark.label.clone()).or_default() += 1;
        }
        for mark in change.deleted.iter().chain(old) {
            if let Some(count) = self.counts.get_mut(&mark.label) {
                *count -= 1;
            }
        }
        self.counts.retain(|_, count| *count > 0);
    }

    /// Its name in the project.
    pub fn key(&self) -> &ArticleKey {
        &self.key
    }

    /// Its text, unchanged.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// What is worth knowing about its text.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// What is known about it: what a person wrote, else what was found in the text.
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// What was found in the text, before a person's edits.
    pub fn found(&self) -> &Metadata {
        &self.found
    }

    /// The annotator's set.
    pub fn set(&self) -> &AnnotationSet {
        &self.set
    }

    /// What is selected.
    pub fn selection(&self) -> &Selection {
        &self.selection
    }

    /// How many marks of each label there are, lost ones included.
    pub fn counts(&self) -> &BTreeMap<LabelName, usize> {
        &self.counts
    }

    /// The mark in hand.
    pub fn selected(&self) -> Option<&Arc<Annotation>> {
        self.set.nth(self.selected_at()?)
    }

    /// Where the mark in hand stands in the set.
    pub fn selected_at(&self) -> Option<usize> {
        let id = self.selection.mark.as_ref()?;
        let at = self.held.get();
        if self.set.nth(at).is_some_and(|a| a.id == *id) {
            return Some(at);
        }
        self.find(id)
    }

    /// Where a mark stands in the set; it is about to be taken in hand.
    pub(super) fn find(&self, id: &AnnotationId) -> Option<usize> {
        let at = self.set.iter().position(|a| a.id == *id)?;
        self.held.set(at);
        Some(at)
    }

    /// What lies around the mark in hand: looked for once for each mark and change.
    pub fn around(&self) -> Arc<Around> {
        let Some(mark) = self.selected() else { return Arc::default() };
        let mut kept = self.around.borrow_mut();
        if let Some((revision, of, around)) = &*kept
            && *revision == self.revision
            && *of == mark.id
        {
            return around.clone();
        }
        let to_it = |a: &Arc<Annotation>| {
            let roles: Vec<_> = a.links.iter().filter(|l| l.to == mark.id).map(|l| l.role.clone()).collect();
            roles.into_iter().map(|role| (a.id.clone(), role)).collect::<Vec<_>>()
        };
        let elsewhere = mark.span().filter(|_| self.text.len() <= LOOK_AROUND).map(|span| self.elsewhere(span));
        let around = Arc::new(Around { incoming: self.set.iter().flat_map(to_it).collect(), elsewhere });
        *kept = Some((self.revision, mark.id.clone(), around.clone()));
        around
    }

    /// Where the words of a place stand elsewhere.
    pub(super) fn same_words(&self, span: Span) -> Vec<Span> {
        occurrences(&self.text, span.of(&self.text)).into_iter().filter(|place| *place != span).collect()
    }

    /// Where the words of a place stand elsewhere, with the marks they have there.
    fn elsewhere(&self, span: Span) -> Vec<Elsewhere> {
        let places = self.same_words(span);
        let mut marks: HashMap<Span, Vec<(AnnotationId, LabelName)>> =
            places.iter().map(|p| (*p, Vec::new())).collect();
        for (span, mark) in self.set.placed() {
            if let Some(here) = marks.get_mut(&span) {
                here.push((mark.id.clone(), mark.label.clone()));
            }
        }
        let of = |span: Span| marks.get(&span).cloned().unwrap_or_default();
        places.into_iter().map(|span| Elsewhere { span, marks: of(span) }).collect()
    }

    /// Why the set cannot be shown or written: its file is broken or from a newer program.
    pub fn trouble(&self) -> Option<&SetTrouble> {
        self.trouble.as_ref()
    }

    /// What is wrong with the metadata's file.
    pub fn meta_trouble(&self) -> Option<&FileTrouble> {
        self.meta_trouble.as_ref()
    }

    /// Somebody else's version that waits for a decision.
    pub fn conflict(&self) -> Option<&Conflict> {
        self.conflict.as_ref()
    }

    /// Backups of the set, newest first, once they were asked for.
    pub fn backups(&self) -> &[Backup] {
        &self.backups
    }

    /// Marks whose place was found again after the text changed, with how sure that is (0 to 1).
    pub fn moved(&self) -> &[(AnnotationId, f32)] {
        &self.moved
    }

    /// A number that goes up with every change of text or set.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The words that a label would mark: the selection without outer blanks and punctuation, its brackets closed.
    pub fn words(&self) -> Option<Span> {
        Some(self.text.close(self.text.trim(self.selection.span()?)?))
    }

    /// The marks that cover a position, innermost (shortest) first.
    pub fn marks_at(&self, at: ByteOffset) -> Vec<(Span, &Arc<Annotation>)> {
        let mut marks: Vec<_> = self
            .set
            .placed()
            .take_while(|(span, _)| span.start() <= at)
            .filter(|(span, _)| span.contains(at))
            .collect();
        marks.sort_by_key(|(span, a)| (span.len(), std::cmp::Reverse(span.start()), a.id.clone()));
        marks
    }
}
