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
        // `Nordan lãi lớn`: one word at the head of a sentence may be a name that is known from elsewhere.
        let alone = || {
            let found = phrase(p, i, i + 1, true).filter(|f| p.vietnamese && f.head == Head::Name && p.first(i))?;
            p.tags(i).next().is_none().then_some(found)
        };
        match phrase(p, i, p.len(), false).filter(|f| f.end > i).or_else(alone) {
            Some(found) => {
                i = found.end;
                all.push(found);
            }
            None => i += 1,
        }
    }
    // `Okello denied it`: one word at the head of a sentence is a name where it is part of one elsewhere.
    let last = |m: &Phrase| m.name.map(|(_, end)| p.lower(end - 1));
    let known: HashSet<&str> = all.iter().filter(|m| m.end - m.start > 1).filter_map(last).collect();
    let bare = |m: &Phrase| m.head == Head::Name && m.end - m.start == 1 && p.first(m.start);
    all.retain(|m| !bare(m) || last(m).is_some_and(|name| known.contains(name)));
    all
}
