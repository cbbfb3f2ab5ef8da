//! All mentions of a text, as far as their words tell.

use crate::suggest::prose::{Head, Phrase, Prose, phrase};
use std::collections::HashSet;

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
    // `Okello denied it`: one word at the head of an English sentence is a name where it is part of one elsewhere.
    let last = |m: &Phrase| m.name.map(|(_, end)| p.lower(end - 1));
    let known: HashSet<&str> = all.iter().filter(|m| m.end - m.start > 1).filter_map(last).collect();
    let bare = |m: &Phrase| !p.vietnamese && m.head == Head::Name && m.end - m.start == 1 && p.first(m.start);
    all.retain(|m| !bare(m) || last(m).is_some_and(|name| known.contains(name)));
    all
}
