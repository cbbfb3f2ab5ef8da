//! Going from one suggestion to the next, and mending the one in hand before it is accepted.

use super::{Selection, Session, Suggestion, SuggestionId};
use crate::{
    model::{AttributeKind, LabelName},
    session::{
        ToldKind,
        marking::{Edge, nudged},
    },
    suggest::{
        Lexicons,
        dates::{goes_by_weeks, turn},
    },
    text::{ByteOffset, Span, Unit},
};
use std::sync::Arc;

impl Session {
    /// Whether there is a suggestion to go to.
    pub(in crate::session) fn has_suggestions(&self) -> bool {
        self.can_suggest() && !self.suggesting.shown.is_empty()
    }

    /// Whether a suggestion is in hand.
    pub(in crate::session) fn has_suggestion(&self) -> bool {
        self.can_suggest() && self.suggesting.in_hand().is_some()
    }

    /// The next or previous suggestion, from the one in hand or from the caret; round at the ends.
    pub(in crate::session) fn go_suggestion(&mut self, forward: bool) {
        let shown = &self.suggesting.shown;
        let last = shown.len().saturating_sub(1);
        let here = self.doc().map(|d| d.selected().and_then(|m| m.span()).map_or(d.selection.focus, Span::start));
        let next = match (self.suggesting.current(), forward) {
            (Some(now), true) => {
                if now == last {
                    0
                } else {
                    now + 1
                }
            }
            (Some(now), false) => now.checked_sub(1).unwrap_or(last),
            (None, true) => shown.iter().position(|s| Some(s.span.start()) >= here).unwrap_or(0),
            (None, false) => shown.iter().rposition(|s| Some(s.span.start()) < here).unwrap_or(last),
        };
        if let Some(next) = shown.get(next).map(|s| s.id) {
            self.go_to_suggestion(next);
        }
    }

    /// Takes a suggestion in hand and shows it.
    pub(super) fn go_to_suggestion(&mut self, id: SuggestionId) {
        let Some(span) = self.suggesting.get(id).map(|s| s.span) else { return };
        self.linking = None;
        let selection = Selection::caret(span.start());
        let Some(doc) = self.doc_mut() else { return };
        doc.selection = selection.clone();
        doc.grown.clear();
        self.suggesting.current = Some((id, selection));
        self.reveal_at(span.start());
    }

    /// The first suggestion behind a place comes in hand; at the end of the article none does.
    pub(super) fn go_on_from(&mut self, at: ByteOffset) {
        let next = self.suggesting.shown.iter().find(|s| s.span.start() >= at).map(|s| s.id);
        match next {
            Some(next) => self.go_to_suggestion(next),
            None => {
                self.suggesting.current = None;
                let before = self.suggesting.shown.len();
                if before > 0 {
                    let key = self.keys.shown("next-suggestion");
                    let left = crate::text::counted(before, "suggestion");
                    self.tell(ToldKind::Info, format!("{left} left before this place; {key} goes there"));
                }
            }
        }
    }

    /// The sweep is over.
    pub(in crate::session) fn end_sweep(&mut self) {
        self.suggesting.current = None;
    }

    /// Whatever else was selected, or went, lets the suggestion in hand go.
    pub(super) fn let_go_of_suggestion(&mut self) {
        let Some((_, selection)) = &self.suggesting.current else { return };
        let stays = self.suggesting.in_hand().is_some() && self.doc().is_some_and(|d| d.selection == *selection);
        if !stays {
            self.suggesting.current = None;
        }
    }

    // --- mending before accepting

    /// Moves one edge of the suggestion in hand; says whether there is one.
    pub(in crate::session) fn nudge_suggestion(&mut self, edge: Edge, forward: bool, unit: Unit) -> bool {
        let Some((suggestion, doc)) = self.suggesting.in_hand().zip(self.doc()).filter(|_| self.can_suggest()) else {
            return false;
        };
        let id = suggestion.id;
        if let Some(span) = nudged(&doc.text, suggestion.span, edge, forward, unit) {
            self.resize_suggestion(id, span);
            self.reveal_at(if edge == Edge::Start { span.start() } else { span.end() });
        }
        true
    }

    pub(super) fn resize_suggestion(&mut self, id: SuggestionId, span: Span) {
        let fits = self.doc().is_some_and(|d| Span::in_text(&d.text, span.start(), span.end()).is_ok());
        if fits && self.can_suggest() {
            self.adjust(id, |s| s.span = span);
        }
    }

    /// Gives the suggestion in hand another label; says whether there is one.
    pub(in crate::session) fn label_suggestion(&mut self, label: &LabelName) -> bool {
        let Some(id) = self.suggesting.in_hand().map(|s| s.id).filter(|_| self.can_suggest()) else { return false };
        self.relabel_suggestion(id, label);
        true
    }

    pub(super) fn relabel_suggestion(&mut self, id: SuggestionId, label: &LabelName) {
        if self.can_suggest() && self.project().is_some_and(|p| p.labels.get(label).is_some()) {
            self.adjust(id, |s| s.label = label.clone());
        }
    }

    /// Changes a suggestion. It stays in hand wherever it comes to.
    fn adjust(&mut self, id: SuggestionId, change: impl FnOnce(&mut Suggestion)) {
        let state = &mut self.suggesting;
        let Some(found) = state.found.iter_mut().find(|s| s.id == id) else { return };
        let mut new = Suggestion::clone(found);
        change(&mut new);
        new.mended = (new.span, &new.label, &new.attributes) != (new.was.span, &new.was.label, &new.was.attributes);
        if new == **found {
            return;
        }
        let new = Arc::new(new);
        *found = new.clone();
        for all in [&mut state.found, &mut state.shown] {
            if let Some(there) = all.iter_mut().find(|s| s.id == id) {
                *there = new.clone();
            }
            all.sort_by(|a, b| (a.span, &a.label, a.id).cmp(&(b.span, &b.label, b.id)));
        }
    }

    // --- the neighbour of a date

    /// Whether a date is in hand, suggested or marked, with a value that has a neighbour.
    pub(in crate::session) fn can_turn(&self) -> bool {
        self.can_mark() && self.turned(true).is_some()
    }

    /// The value of the date in hand one year on or back; of one that is named by its weekday, a week.
    fn turned(&self, forward: bool) -> Option<(Arc<str>, String)> {
        let doc = self.doc()?;
        let in_hand = self.suggesting.in_hand().filter(|_| self.can_suggest());
        let (span, label, said) = match in_hand {
            Some(s) => (s.span, &s.label, &s.attributes),
            None => doc.selected().and_then(|m| Some((m.span()?, &m.label, &m.attributes)))?,
        };
        let label = self.project()?.labels.get(label)?;
        let dates = label.attributes.iter().filter(|a| a.kind == AttributeKind::Date);
        let (name, value) = dates.map(|a| &a.name).find_map(|name| said.get_key_value(name))?;
        let weekly = goes_by_weeks(span.of(&doc.text), Lexicons::standard());
        let turned = turn(value, forward, weekly)?;
        Some((name.clone(), turned))
    }

    /// Gives the date in hand the neighbouring value.
    pub(in crate::session) fn turn_value(&mut self, forward: bool) {
        let Some((name, value)) = self.turned(forward) else { return };
        if let Some(id) = self.suggesting.in_hand().map(|s| s.id).filter(|_| self.can_suggest()) {
            return self.adjust(id, |s| _ = s.attributes.insert(name, value.into()));
        }
        let mark = self.doc().and_then(|d| Some((d.key.clone(), d.selected()?.id.clone())));
        if let Some((key, mark)) = mark {
            self.set_attribute(&key, &mark, &name, &value);
        }
    }
}
