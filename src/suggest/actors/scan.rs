//! All mentions of a text, as far as their words tell.

use crate::suggest::prose::{Phrase, Prose, phrase};

/// The mentions of a text in order, none inside another. Where several begin at one place the longest.
pub(in crate::suggest) fn scan(p: &Prose<'_>) -> Vec<Phrase> {
    let mut all = Vec::new();
    let mut i = 0;
    while i < p.len() {
        if p.noise(i) {
            i += 1;
            continue;
        }
        match phrase(p, i, p.len(), false).filter(|f| f.end > i) {
            Some(found) => {
                i = found.end;
                all.push(found);
            }
            None => i += 1,
        }
    }
    all
}
