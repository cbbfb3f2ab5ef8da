//! Making, relabelling, resizing and removing marks; undo and redo of all that.

use super::{Doc, Selection, Session, ToldKind, View, history::Entry, history::Step};
use crate::{
    model::{Annotation, AnnotationId, ArticleKey, ChangeSet, LabelName, Place, Remarks, State},
    text::{Span, Text, Unit, one_line},
};
use std::collections::HashSet;

/// One end of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    Start,
    End,
}

impl Session {
    /// A label by key or chip: relabels the mark in hand, marks the selected text, or is armed for the next drags.
    pub(super) fn label(&mut self, label: &LabelName) {
        if self.label_suggestion(label) {
            return;
        }
        let Some(doc) = self.doc() else { return };
        if let Some(mark) = doc.selected().cloned() {
            if mark.label == *label || !self.can_mark() {
                return;
            }
            let new = Annotation { label: label.clone(), ..Annotation::clone(&mark) };
            let title = format!("Relabel {} as {label}", self.quote(mark.span()));
            let selection = doc.selection.clone();
            self.change(title, ChangeSet::updating(&mark, new), selection);
        } else if let Some(span) = doc.words() {
            self.mark(span, label);
        } else {
            self.armed = if self.armed.as_ref() == Some(label) { None } else { Some(label.clone()) };
        }
    }

    pub(super) fn mark(&mut self, span: Span, label: &LabelName) {
        self.mark_like(span, label, None);
    }

    /// Marks a place, saying what another mark of the same words says.
    fn mark_like(&mut self, span: Span, label: &LabelName, like: Option<&Annotation>) {
        let Some(doc) = self.doc() else { return };
        if !self.can_mark() {
            return self.tell_why_not();
        }
        if let Some(there) = doc.set.same(span, label).map(|a| a.id.clone()) {
            self.select_mark(&there, false);
            return self.tell(ToldKind::Info, format!("This is already marked as {label}"));
        }
        let Some(set) = self.current.as_ref().and_then(|key| self.docs.get(key)).map(|doc| &doc.set) else { return };
        let id = self.ids.make(|id| set.get(id).is_some());
        let annotation = self.fresh(id.clone(), span, label, like);
        let change = ChangeSet { created: vec![annotation.into()], ..ChangeSet::default() };
        let title = format!("Mark {} as {label}", self.quote(Some(span)));
        self.change(title, change, Selection { mark: Some(id), ..Selection::caret(span.end()) });
    }

    pub(super) fn delete(&mut self) {
        let Some((doc, mark)) = self.doc().and_then(|d| Some((d, d.selected()?))) else { return };
        let at = mark.span().map_or(doc.selection.focus, Span::end);
        let change = ChangeSet::deleting(&doc.set, &HashSet::from([mark.id.clone()]));
        let title = format!("Remove {} {}", mark.label, self.quote(mark.span()));
        self.change(title, change, Selection::caret(at));
    }

    pub(super) fn resize(&mut self, id: &AnnotationId, span: Span) {
        let Some(mark) = self.doc().and_then(|d| d.set.get(id)).cloned() else { return };
        if mark.span() == Some(span) || mark.span().is_none() {
            return;
        }
        let title = format!("Resize {} {}", mark.label, self.quote(Some(span)));
        let selection = Selection { mark: Some(id.clone()), ..Selection::caret(span.end()) };
        self.change(title, ChangeSet::updating(&mark, mark.at(span)), selection);
    }

    /// Moves one edge of the mark in hand, or of the selected text, by a unit outwards or inwards.
    pub(super) fn nudge(&mut self, edge: Edge, forward: bool, unit: Unit) {
        if self.nudge_suggestion(edge, forward, unit) {
            return;
        }
        let Some(doc) = self.doc() else { return };
        let mark = doc.selected().cloned();
        let Some(span) = mark.as_ref().map_or_else(|| doc.selection.span(), |m| m.span()) else { return };
        let Some(new) = nudged(&doc.text, span, edge, forward, unit) else { return };
        match mark {
            Some(mark) => self.resize(&mark.id, new),
            None => self.select_span(new),
        }
        self.reveal_at(if edge == Edge::Start { new.start() } else { new.end() });
    }

    /// Where the words of the mark in hand stand elsewhere in the article, with whether each is marked alike already.
    pub fn occurrences(&self) -> Vec<(Span, bool)> {
        let Some((doc, mark, span)) = self.doc().and_then(|d| Some((d, d.selected()?, d.selected()?.span()?))) else {
            return Vec::new();
        };
        let alike = |place| (place, doc.set.same(place, &mark.label).is_some());
        doc.same_words(span).into_iter().map(alike).collect()
    }

    /// The same label on the next place with the same words that does not have it yet; from the end round to the start.
    pub(super) fn mark_next(&mut self) {
        let Some((mark, span)) = self.doc().and_then(|d| Some((d.selected()?.clone(), d.selected()?.span()?))) else {
            return;
        };
        let open: Vec<Span> = self.occurrences().into_iter().filter(|(_, marked)| !marked).map(|(s, _)| s).collect();
        let next = open.iter().find(|s| s.start() >= span.end()).or(open.first()).copied();
        match next {
            Some(next) => {
                self.mark_like(next, &mark.label, Some(&mark));
                self.reveal_at(next.start());
            }
            None => {
                let words = self.quote(Some(span));
                self.tell(ToldKind::Info, format!("{words} stands nowhere else without this label"));
            }
        }
    }

    /// Lists the places with the same words, where there are some without this label.
    pub(super) fn list_occurrences(&mut self) {
        if self.occurrences().iter().any(|(_, marked)| !marked) {
            self.overlay = super::Overlay::Occurrences;
        } else {
            let words = self.quote(self.doc().and_then(|d| d.selected()).and_then(|m| m.span()));
            self.tell(ToldKind::Info, format!("{words} stands nowhere else without this label"));
        }
    }

    /// Marks many places at once, as one step.
    pub(super) fn mark_all(&mut self, spans: &[Span], label: &LabelName) {
        let Some(doc) = self.doc() else { return };
        let like = doc.selected().cloned();
        let mut taken: HashSet<AnnotationId> = doc.set.iter().map(|a| a.id.clone()).collect();
        let new: Vec<Span> = spans.iter().filter(|s| doc.set.same(**s, label).is_none()).copied().collect();
        let Some(first) = new.first().copied() else { return };
        let selection = doc.selection.clone();
        let mut change = ChangeSet::default();
        for span in &new {
            let id = self.ids.make(|id| taken.contains(id));
            taken.insert(id.clone());
            change.created.push(self.fresh(id, *span, label, like.as_deref()).into());
        }
        let title = format!("Mark {} × {} as {label}", new.len(), self.quote(Some(first)));
        self.change(title, change, selection);
    }

    pub(super) fn place_lost(&mut self, id: &AnnotationId) {
        let Some(doc) = self.doc() else { return };
        let Some(mark) = doc.set.get(id).filter(|m| matches!(m.place, Place::Lost(_))).cloned() else { return };
        let Some(span) = doc.words() else {
            return self.tell(ToldKind::Info, "Select the words that this mark belongs to first, then put it there");
        };
        let title = format!("Put {} at {}", mark.label, self.quote(Some(span)));
        let selection = Selection { mark: Some(id.clone()), ..Selection::caret(span.end()) };
        self.change(title, ChangeSet::updating(&mark, mark.at(span)), selection);
    }

    pub(super) fn set_state(&mut self, state: State) {
        let Some(doc) = self.doc() else { return };
        let old = doc.set.state();
        if old == state {
            return;
        }
        // Only a skipped article has a reason for it.
        let remarks = doc.set.remarks();
        let bare = Remarks { skipped: "".into(), ..Remarks::clone(remarks) };
        let remarks = (!remarks.skipped.is_empty()).then(|| (remarks.clone(), bare.into()));
        let change = ChangeSet { state: Some((old, state)), remarks, ..ChangeSet::default() };
        let title = match state {
            State::Done => "Mark the article as done".to_owned(),
            _ if old == State::Skipped => "Take the skip back".to_owned(),
            state => format!("Put the article back to {}", state.name()),
        };
        let selection = doc.selection.clone();
        self.change(title, change, selection);
    }

    /// Applies a person's own change to the current article, remembers it for undo, and has it saved: what it says of suggestions
    /// that marks came of is noted with it.
    pub(super) fn change(&mut self, title: String, mut change: ChangeSet, selection: Selection) {
        self.with_review(&mut change);
        if let Some(doc) = self.doc() {
            Session::with_origins(&doc.set, &mut change);
        }
        self.change_as_it_is(title, change, selection);
    }

    /// The same for what others did.
    pub(super) fn change_as_it_is(&mut self, title: String, mut change: ChangeSet, selection: Selection) {
        if !self.can_mark() {
            return self.tell_why_not();
        }
        let before = self.view();
        let Some(doc) = self.doc_mut() else { return };
        if change.state.is_none() && doc.set.state() == State::New {
            change.state = Some((State::New, State::InProgress));
        }
        if !fits(doc, &change) {
            return; // No gesture makes such a span; a place read from elsewhere might.
        }
        if let Err(why) = change.apply(&mut doc.set) {
            return self.tell(ToldKind::Info, format!("Nothing was changed: {why}"));
        }
        doc.selection = selection;
        let key = doc.key.clone();
        let after = self.view();
        self.changed(&key, &change, true);
        self.history.push(Entry { title, steps: vec![Step::Marks(key, change)], before, after });
    }

    /// After every change of a set: counts, pictures and, where it may, the disk follow.
    pub(super) fn changed(&mut self, key: &ArticleKey, change: &ChangeSet, save: bool) {
        self.revisions += 1;
        let revision = self.revisions;
        if let Some(doc) = self.docs.get_mut(key) {
            doc.revision = revision;
            doc.recount(change);
            doc.touched = true;
            doc.grown.clear();
            if !doc.moved.is_empty() {
                let there: HashSet<&AnnotationId> = doc.set.iter().map(|a| &a.id).collect();
                doc.moved.retain(|(id, _)| there.contains(id));
            }
            self.articles.update(doc, self.annotator.as_ref());
            if save {
                self.save_set(key);
            }
        }
    }

    pub(super) fn undo(&mut self) {
        self.stop_marking();
        if let Some(entry) = self.history.last().cloned() {
            let steps: Vec<Step> = entry.steps.iter().rev().map(Step::inverse).collect();
            match self.replay(&steps, &entry.before) {
                Replayed::Done => {
                    self.history.step_back();
                    self.count_steps(&entry.steps, false);
                    self.tell(ToldKind::Info, format!("Undone: {}", entry.title));
                }
                Replayed::Waits => {}
                Replayed::Misfit => self.history.drop_last(),
            }
        }
    }

    pub(super) fn redo(&mut self) {
        self.stop_marking();
        if let Some(entry) = self.history.next().cloned() {
            match self.replay(&entry.steps, &entry.after) {
                Replayed::Done => {
                    self.history.step_forward();
                    self.count_steps(&entry.steps, true);
                    self.tell(ToldKind::Info, format!("Done again: {}", entry.title));
                }
                Replayed::Waits => {}
                Replayed::Misfit => self.history.drop_next(),
            }
        }
    }

    fn replay(&mut self, steps: &[Step], view: &View) -> Replayed {
        let blocked = |step: &Step| {
            let details = matches!(step, Step::Metadata(..));
            let is_blocked =
                |d: &Doc| d.trouble.is_some() || d.conflict.is_some() || details && d.meta_trouble.is_some();
            self.read_only().is_some() || self.docs.get(step.article()).is_none_or(is_blocked)
        };
        if steps.iter().any(blocked) {
            self.tell(ToldKind::Warning, "This step waits: its article cannot be written now; open it to see why");
            return Replayed::Waits;
        }
        // All steps or none: each is tried on a copy first.
        let misfit = steps.iter().find_map(|step| {
            let Step::Marks(key, change) = step else { return None };
            let doc = self.docs.get(key)?;
            let outcome = change.apply(&mut doc.set.clone());
            outcome.err().map(|why| why.to_string()).or((!fits(doc, change)).then(|| "the text changed".to_owned()))
        });
        if let Some(why) = misfit {
            self.tell(ToldKind::Warning, format!("This step does not fit any more and was left out: {why}"));
            return Replayed::Misfit;
        }
        for step in steps {
            match step {
                Step::Marks(key, change) => {
                    let applied = self.docs.get_mut(key).is_some_and(|doc| change.apply(&mut doc.set).is_ok());
                    if applied {
                        self.changed(key, change, true);
                    }
                }
                Step::Metadata(key, _, new) => self.set_metadata(key, new),
            }
        }
        self.show_view(view);
        self.case_at_caret();
        Replayed::Done
    }

    /// Goes to a view as it was.
    pub(super) fn show_view(&mut self, view: &View) {
        if let Some(key) = &view.article {
            self.open_article(key);
        }
        if let Some(doc) = self.doc_mut() {
            doc.selection = view.selection.clone();
            let at = doc.selected().and_then(|m| m.span()).map_or(doc.selection.focus, Span::start);
            self.reveal_at(at);
        }
    }

    pub(super) fn tell_why_not(&mut self) {
        let why = match (self.read_only(), self.doc().and_then(|d| d.trouble.as_ref())) {
            (Some(why), _) => why.to_owned(),
            (None, Some(_)) => "Nothing was changed: this article’s annotation file must be settled first".to_owned(),
            (None, None) => {
                "Nothing was changed: two versions of this article’s marks wait for your decision".to_owned()
            }
        };
        self.tell(ToldKind::Info, why);
    }

    /// The words of a span for a title, shortened to a line.
    pub(super) fn quote(&self, span: Option<Span>) -> String {
        let Some((doc, span)) = self.doc().zip(span) else { return "a lost mark".to_owned() };
        format!("“{}”", one_line(span.of(&doc.text), 40))
    }

    pub(super) fn select_span(&mut self, span: Span) {
        if let Some(doc) = self.doc_mut() {
            doc.selection = Selection::of(span);
        }
    }
}

/// A span with one edge moved by a unit; `None` where nothing would be left: a mark is never empty.
pub(super) fn nudged(text: &Text, span: Span, edge: Edge, forward: bool, unit: Unit) -> Option<Span> {
    let (start, end) = match (edge, forward) {
        (Edge::Start, false) => (text.prev_boundary(unit, span.start()), span.end()),
        (Edge::Start, true) => (text.next_boundary(unit, span.start()), span.end()),
        (Edge::End, false) => (span.start(), text.prev_end(unit, span.end())),
        (Edge::End, true) => (span.start(), text.next_end(unit, span.end())),
    };
    Span::new(start, end)
}

/// What became of a step taken back or done again.
enum Replayed {
    Done,
    /// Its article cannot be written now.
    Waits,
    /// It can never be done again.
    Misfit,
}

/// Whether all new places lie in the text, on whole characters.
fn fits(doc: &Doc, change: &ChangeSet) -> bool {
    let new = change.created.iter().chain(change.updated.iter().map(|(_, new)| new));
    new.filter_map(|a| a.span()).all(|s| Span::in_text(&doc.text, s.start(), s.end()).is_ok())
}
