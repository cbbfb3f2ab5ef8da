//! Caret and selection, and going from mark to mark.

use super::{Selection, Session};
use crate::{
    model::AnnotationId,
    text::{ByteOffset, Span, Text, Unit},
};

impl Session {
    /// A position from outside, on a grapheme boundary of the current text.
    fn settled(&self, at: ByteOffset) -> ByteOffset {
        self.doc().map_or(ByteOffset(0), |d| d.text.grapheme_floor(at))
    }

    pub(super) fn move_caret(&mut self, to: ByteOffset, extend: bool) {
        let to = self.settled(to);
        let Some(doc) = self.doc_mut() else { return };
        let anchor = if extend { doc.selection.anchor } else { to };
        doc.selection = Selection { anchor, focus: to, mark: None };
        doc.grown.clear();
        self.reveal_at(to);
    }

    pub(super) fn select(&mut self, anchor: ByteOffset, focus: ByteOffset, finished: bool) {
        let (anchor, focus) = (self.settled(anchor), self.settled(focus));
        let armed = self.armed.clone().filter(|_| finished);
        self.linking = None;
        let Some(doc) = self.doc_mut() else { return };
        doc.selection = Selection { anchor, focus, mark: None };
        doc.grown.clear();
        if let Some((label, span)) = armed.zip(doc.words()) {
            self.mark(span, &label);
        }
    }

    pub(super) fn click(&mut self, on: Option<ByteOffset>, caret: ByteOffset) {
        if self.linking.is_some() {
            return self.link_click(on);
        }
        let at = self.settled(caret);
        let Some(doc) = self.doc() else { return };
        let here: Vec<AnnotationId> = on.iter().flat_map(|on| doc.marks_at(*on)).map(|(_, a)| a.id.clone()).collect();
        // A second click at the same marks goes one further out, and from the outermost back in.
        let now = doc.selection.mark.as_ref().and_then(|m| here.iter().position(|h| h == m));
        let next = match now {
            Some(now) => here.get(now + 1).or(here.first()),
            None => here.first(),
        };
        let mark = next.cloned();
        if let Some(doc) = self.doc_mut() {
            doc.selection = Selection { mark, ..Selection::caret(at) };
            doc.grown.clear();
        }
    }

    pub(super) fn select_mark(&mut self, id: &AnnotationId, reveal: bool) {
        self.linking = None;
        let Some(doc) = self.doc_mut() else { return };
        let Some(mark) = doc.find(id).and_then(|at| doc.set.nth(at)) else { return };
        let at = mark.span().map(Span::start);
        doc.selection = Selection { mark: Some(id.clone()), ..Selection::caret(at.unwrap_or(doc.selection.focus)) };
        doc.grown.clear();
        if let Some(at) = at.filter(|_| reveal) {
            self.reveal_at(at);
        }
    }

    /// The caret by a unit; with a mark in hand it starts from the mark's end or start.
    pub(super) fn step(&mut self, unit: Unit, forward: bool) {
        let Some(doc) = self.doc() else { return };
        let span = doc.selected().and_then(|m| m.span()).or(doc.selection.span());
        let to = match (span, forward) {
            // From its last character, so that a syllable that begins right behind it is not passed over.
            (Some(span), true) => {
                doc.text.next_boundary(unit, doc.text.prev_grapheme(span.end()).unwrap_or(span.start()))
            }
            (Some(span), false) => span.start(),
            (None, true) => doc.text.next_boundary(unit, doc.selection.focus),
            (None, false) => doc.text.prev_boundary(unit, doc.selection.focus),
        };
        self.move_caret(to, false);
    }

    /// Extends the selection by a unit: it grows to whole units and shrinks by them.
    pub(super) fn extend(&mut self, unit: Unit, forward: bool) {
        let Some(doc) = self.doc() else { return };
        let text = &doc.text;
        let (anchor, focus) = match doc.selected().and_then(|m| m.span()) {
            Some(span) => (span.start(), span.end()),
            None => (doc.selection.anchor, doc.selection.focus),
        };
        let to = match (forward, focus >= anchor) {
            (true, true) => text.next_end(unit, focus),
            (true, false) => text.next_boundary(unit, focus).min(anchor),
            (false, false) => text.prev_boundary(unit, focus),
            (false, true) if focus == anchor => text.prev_boundary(unit, focus),
            (false, true) => text.prev_end(unit, focus).max(anchor),
        };
        if let Some(doc) = self.doc_mut() {
            doc.selection.anchor = anchor;
        }
        self.move_caret(to, true);
    }

    /// Grows the selection: syllable, word, clause or quotation, sentence, paragraph, everything.
    pub(super) fn grow(&mut self) {
        let Some(doc) = self.doc_mut() else { return };
        let before = doc.selection.clone();
        let span = doc.selected().and_then(|m| m.span()).or(before.span());
        let grown = match span {
            Some(span) => Some(doc.text.grow(span)),
            None => first_words(&doc.text, before.focus),
        };
        if let Some(grown) = grown.filter(|g| Some(*g) != before.span()) {
            doc.grown.push(before);
            doc.selection = Selection::of(grown);
        }
    }

    /// Takes the last growing back.
    pub(super) fn shrink(&mut self) {
        if let Some(doc) = self.doc_mut()
            && let Some(before) = doc.grown.pop()
        {
            doc.selection = before;
        }
    }

    pub(super) fn select_all(&mut self) {
        if let Some(doc) = self.doc_mut()
            && let Some(span) = Span::new(ByteOffset(0), doc.text.end())
        {
            doc.selection = Selection::of(span);
        }
    }

    /// The next (or previous) mark in order of their starts, then of their ends; only one that wants a decision where `open`.
    pub(super) fn go_mark(&mut self, forward: bool, open: bool) {
        let Some(doc) = self.doc() else { return };
        let here = doc.selection.focus;
        let order = |a: &crate::model::Annotation| (a.span(), a.id.clone());
        let now = doc.selected().filter(|m| m.span().is_some()).map(|m| order(m));
        let wanted = |a: &crate::model::Annotation| !open || self.undecided(a);
        let next = match (now, forward) {
            (Some(now), true) => doc.set.placed().find(|(_, a)| order(a) > now && wanted(a)),
            (Some(now), false) => doc.set.placed().rfind(|(_, a)| order(a) < now && wanted(a)),
            (None, true) => doc.set.placed().find(|(s, a)| s.start() >= here && wanted(a)),
            (None, false) => doc.set.placed().rfind(|(s, a)| s.start() < here && wanted(a)),
        };
        let next = next.map(|(_, a)| a.id.clone());
        match next {
            Some(id) => self.select_mark(&id, true),
            None if open => {
                let way = if forward { "after" } else { "before" };
                self.tell(super::ToldKind::Info, format!("No mark {way} this place wants a decision"));
            }
            None => {}
        }
    }

    /// Esc: one thing at a time, from the outside in.
    pub(super) fn escape(&mut self) {
        if self.overlay == super::Overlay::Labels {
            // The editor asks first whether what was edited may go.
        } else if self.overlay != super::Overlay::None {
            self.overlay = super::Overlay::None;
        } else if self.armed.is_some() {
            self.armed = None;
        } else if self.has_suggestion() {
            self.end_sweep();
        } else if self.focus_mode {
            self.leave_focus_mode();
        } else if self.panel == super::Panel::Find && self.sides().right {
            self.close_find();
        } else if let Some(doc) = self.doc_mut() {
            doc.selection = Selection::caret(doc.selection.focus);
            doc.grown.clear();
        }
    }
}

/// The syllable at a position; where only quotation marks or brackets stand there, the first one behind them.
fn first_words(text: &Text, at: ByteOffset) -> Option<Span> {
    let here = text.unit_at(Unit::Syllable, at)?;
    let behind = |span: &Span| text.unit_at(Unit::Syllable, span.end()).filter(|next| next.start() == span.end());
    let mut units = std::iter::successors(Some(here), behind).take(4);
    units.find(|span| span.of(text).contains(char::is_alphanumeric)).or(Some(here))
}
