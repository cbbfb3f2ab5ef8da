//! Names that are marked in one place of the article and not in another.

use super::{ArticleView, Fix, Problem, Rule, names::as_name, view::Cover};
use crate::{
    model::{Annotation, Label},
    text::{ByteOffset, Span, Text, one_line},
};
use std::{
    borrow::Cow,
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

/// Finds them.
///
/// A place inside another mark of the label, or with another label on the very same words, is none; nor is one beside another
/// word with a capital, which would make it part of a longer name (`Jill Biden`, `Nga-Mỹ`). A name of one syllable is often
/// an adjective or part of another name, so it counts only where it is marked more often than not.
pub(super) struct UnmarkedName;

impl Rule for UnmarkedName {
    fn id(&self) -> &'static str {
        "unmarked-name"
    }

    fn title(&self) -> &'static str {
        "Names marked here but not there"
    }

    fn explanation(&self) -> &'static str {
        "The same name is marked in another place of this article. Mark it here too, or silence this for the name"
    }

    fn find(&self, article: &ArticleView<'_>, out: &mut Vec<Problem>) {
        let kinds: Vec<&Label> = article.labels.iter().filter(|k| k.is_name).map(|k| k.label).collect();
        if kinds.is_empty() {
            return;
        }
        let taken: HashSet<Span> = article.placed().map(|(span, _, _)| span).collect();
        for label in kinds {
            let of_label = || article.placed().filter(|(_, mark, _)| mark.label == label.name);
            let cover = Cover::of(of_label().map(|(span, _, _)| span));
            let mut by_name: BTreeMap<Cow<'_, str>, Vec<&Arc<Annotation>>> = BTreeMap::new();
            for (span, mark, _) in of_label() {
                if let Some(name) = as_name(span.of(article.text())) {
                    by_name.entry(name).or_default().push(mark);
                }
            }
            for (name, marks) in by_name {
                let is_open = |span: &Span| {
                    !cover.touches(*span)
                        && !taken.contains(span)
                        && !article.is_noise(*span)
                        && !in_longer_name(article.text(), *span)
                };
                let open: Vec<Span> = article.facts.places(&name).iter().copied().filter(is_open).collect();
                let Some(first) = open.first().copied() else { continue };
                let syllables = name.split_whitespace().count();
                if syllables < 2 && open.len() >= marks.len() {
                    continue;
                }
                let words = one_line(&name, 40);
                let sentence = match open.len() {
                    1 => format!("“{words}” is {} elsewhere, but not here", label.name),
                    count => format!("“{words}” is {} elsewhere, but not in {count} places", label.name),
                };
                let mut problem = article.of_words(self.id(), first, sentence, &format!("{} {name}", label.name));
                problem.places = open;
                problem.fix = Some(Fix::Mark(label.name.clone(), shared(&marks)));
                out.push(problem);
            }
        }
    }
}

/// The attribute values that all these marks have.
fn shared(marks: &[&Arc<Annotation>]) -> BTreeMap<Arc<str>, Arc<str>> {
    let Some((first, rest)) = marks.split_first() else { return BTreeMap::new() };
    let mut values = first.attributes.clone();
    values.retain(|name, value| rest.iter().all(|m| m.attributes.get(name) == Some(value)));
    values
}

/// Whether a word with a capital stands right before or behind, or is joined by a hyphen, a dash or a slash.
fn in_longer_name(text: &Text, span: Span) -> bool {
    const JOINS: [char; 6] = [' ', '\u{a0}', '-', '–', '—', '/'];
    let before = text.get(ByteOffset(0), span.start()).unwrap_or_default();
    let last = before.trim_end_matches(JOINS);
    let word = last.rsplit(|c: char| !c.is_alphanumeric() && !matches!(c, '\u{300}'..='\u{36f}')).next();
    if last.len() + 8 > before.len() && word.is_some_and(|w| w.starts_with(char::is_uppercase)) {
        return true;
    }
    let after = text.get(span.end(), text.end()).unwrap_or_default();
    let next = after.trim_start_matches(JOINS);
    next.len() + 8 > after.len() && next.starts_with(char::is_uppercase)
}
