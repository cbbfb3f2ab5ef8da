//! Where a person was, so that the next start shows precisely what was on the screen: the article, the selection in it, and how
//! far it was scrolled. Kept in characters of a text that may have changed since.

use super::{Effect, Selection, Session};
use crate::{
    model::ArticleKey,
    store::{Top, Whereabouts},
    text::{ByteOffset, CharOffset, Text},
};

impl Session {
    /// How far the current article was scrolled when it was last left: a position, and how many points below the top of the
    /// page its row begins.
    pub fn scrolled(&self) -> Option<(ByteOffset, f32)> {
        let (project, doc) = (self.project.as_ref()?, self.doc()?);
        let tops = &self.prefs.whereabouts.get(&project.root)?.tops;
        let top = tops.iter().find(|t| t.article == doc.key.as_str())?;
        Some((position(&doc.text, top.at), top.below))
    }

    pub(super) fn note_scroll(&mut self, key: &ArticleKey, at: ByteOffset, below: f32) {
        let (Some(project), Some(doc)) = (&self.project, self.docs.get(key)) else { return };
        let at = doc.text.char_of(doc.text.grapheme_floor(at)).0;
        let there = self.prefs.whereabouts.entry(project.root.clone()).or_default();
        there.scrolled(Top { article: key.as_str().to_owned(), at, below });
    }

    /// Notes the selection of the article that is shown, before the project is left.
    pub(super) fn note_whereabouts(&mut self) {
        let (Some(project), Some(doc)) = (&self.project, self.doc()) else { return };
        let (root, key) = (project.root.clone(), doc.key.as_str().to_owned());
        let chars = |at: ByteOffset| doc.text.char_of(doc.text.grapheme_floor(at)).0;
        let (anchor, caret) = (chars(doc.selection.anchor), chars(doc.selection.focus));
        let mark = doc.selection.mark.as_ref().map(|m| m.as_str().to_owned());
        self.prefs.places.insert(root.clone(), key.clone());
        let there = self.prefs.whereabouts.entry(root).or_default();
        *there = Whereabouts { article: key, anchor, caret, mark, tops: std::mem::take(&mut there.tops) };
    }

    /// Leaves the window: what is to be kept of it is kept.
    pub(super) fn leave(&mut self) {
        self.note_whereabouts();
        self.keep_times();
        self.effects.push(Effect::SavePreferences);
    }

    /// Takes the selection up again in the article that was shown last, once it is read.
    pub(super) fn resume(&mut self, key: &ArticleKey) {
        if self.resume.as_ref() != Some(key) {
            return;
        }
        self.resume = None;
        let Some(there) = self.project.as_ref().and_then(|p| self.prefs.whereabouts.get(&p.root)).cloned() else {
            return;
        };
        if there.article != key.as_str() {
            return;
        }
        let Some(doc) = self.docs.get_mut(key) else { return };
        let mark = there.mark.and_then(|id| doc.set.iter().find(|a| a.id.as_str() == id)).map(|a| a.id.clone());
        let (anchor, focus) = (position(&doc.text, there.anchor), position(&doc.text, there.caret));
        doc.selection = Selection { anchor: if mark.is_some() { focus } else { anchor }, focus, mark };
    }
}

/// The position of a character in a text that may be another one now.
fn position(text: &Text, chars: usize) -> ByteOffset {
    text.grapheme_floor(text.byte_of(CharOffset(chars)).unwrap_or(text.end()))
}
