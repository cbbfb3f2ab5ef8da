//! Page noise: lines of a text that are not the article. A person says which; what looks like it is only proposed.

use super::Line;
use crate::text::{Span, Text};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// A line that is proposed as page noise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoiseProposal {
    /// Its number, from 0.
    pub line: usize,
    /// What it looks like, for a tooltip: `a comment counter`.
    pub what: Arc<str>,
}

/// Where lines that were noted earlier stand in a text now: their numbers, from 0, in order, each once.
///
/// A line is where it was noted if its words still stand there; else it is the nearest line with the very same words. A line
/// whose words are gone is left out.
pub fn find_lines(text: &Text, noted: &[Line]) -> Vec<usize> {
    if noted.is_empty() {
        return Vec::new();
    }
    let mut by_words: HashMap<&str, Vec<usize>> = noted.iter().map(|l| (&*l.words, Vec::new())).collect();
    for (number, range) in text.paragraphs().into_iter().enumerate() {
        let words = text.get(range.start, range.end).unwrap_or_default();
        if let Some(places) = by_words.get_mut(words) {
            places.push(number);
        }
    }
    let mut found = BTreeMap::new();
    let places = |line: &Line| by_words.get(&*line.words).map(Vec::as_slice).unwrap_or_default();
    // Those that did not move take their places first.
    for (at, line) in noted.iter().enumerate() {
        if let Some(number) = line.number.checked_sub(1).filter(|n| places(line).binary_search(n).is_ok()) {
            found.entry(number).or_insert(at);
        }
    }
    for line in noted {
        let number = line.number.saturating_sub(1);
        if places(line).binary_search(&number).is_err()
            && let Some(nearest) =
                places(line).iter().filter(|n| !found.contains_key(n)).min_by_key(|n| n.abs_diff(number))
        {
            found.insert(*nearest, usize::MAX);
        }
    }
    found.into_keys().collect()
}

/// The bytes of the lines of a text that were noted as page noise, without their line ends, in order: what an exporter leaves
/// out, and what the page dims. Lines are found as [`find_lines`] finds them; an empty line has no span.
pub fn line_spans(text: &Text, noted: &[Line]) -> Vec<Span> {
    let numbers = find_lines(text, noted);
    if numbers.is_empty() {
        return Vec::new();
    }
    let lines = text.paragraphs();
    numbers.into_iter().filter_map(|n| lines.get(n)).filter_map(|l| Span::new(l.start, l.end)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(number: usize, words: &str) -> Line {
        Line { number, words: words.into() }
    }

    #[test]
    fn lines_are_found_where_they_were_or_went() {
        let text = Text::new("b\na\nx\r\na\n\nđó");
        assert_eq!(find_lines(&text, &[line(2, "a"), line(4, "a")]), [1, 3]);
        assert_eq!(find_lines(&text, &[line(5, "a")]), [3], "the nearest");
        assert_eq!(find_lines(&text, &[line(1, "a"), line(2, "a")]), [1, 3], "each line is one");
        assert_eq!(find_lines(&text, &[line(9, "gone"), line(0, "x")]), [2]);
        assert_eq!(find_lines(&text, &[line(2, "a"), line(2, "a")]), [1]);
        let spans = line_spans(&text, &[line(3, "x"), line(5, ""), line(6, "đó")]);
        assert_eq!(spans.iter().map(|s| s.of(&text)).collect::<Vec<_>>(), ["x", "đó"], "an empty line covers nothing");
    }

    proptest! {
        #[test]
        fn what_is_noted_is_found_in_the_same_text_and_below_new_lines(
            lines in prop::collection::vec("[ab]{0,2}", 1..12), chosen in prop::collection::btree_set(0usize..12, 0..6), above in 0usize..4)
        {
            let noted: Vec<Line> = chosen.iter().filter_map(|n| Some(line(n + 1, lines.get(*n)?))).collect();
            let numbers: Vec<usize> = noted.iter().map(|l| l.number - 1).collect();
            prop_assert_eq!(find_lines(&Text::new(lines.join("\n")), &noted), numbers);
            let moved = Text::new(format!("{}{}", "new\n".repeat(above), lines.join("\n")));
            let found = find_lines(&moved, &noted);
            prop_assert_eq!(found.len(), noted.len(), "none is lost while its words are there");
            let words = |n: usize| moved.paragraphs().get(n).and_then(|r| moved.get(r.start, r.end)).map(str::to_owned);
            let mut now: Vec<_> = found.iter().filter_map(|n| words(*n)).collect();
            let mut then: Vec<_> = noted.iter().map(|l| l.words.to_string()).collect();
            now.sort();
            then.sort();
            prop_assert_eq!(now, then);
        }
    }
}
