//! Edges of long marks: they lie at quotation marks and where clauses begin and end.

use crate::suggest::tokens::Token;

/// How far an edge moves, in tokens.
const REACH: usize = 3;

/// A stretch with its edges at the nearest place where a clause or a quotation may begin or end, where one is near.
pub(super) fn snap(tokens: &[Token<'_>], (from, to): (usize, usize)) -> (usize, usize) {
    let word = |i: usize| tokens.get(i).map_or("", |t| &*t.word);
    let opens = |i: usize| {
        i == 0 || matches!(word(i - 1), "“" | "«" | "\"" | "," | ":" | ";" | "(" | "." | "?" | "!") || first(tokens, i)
    };
    let ends =
        |i: usize| matches!(word(i), "”" | "»" | "\"" | "," | ";" | ")" | "." | "?" | "!" | "") || first(tokens, i);
    let near = |at: usize, is: &dyn Fn(usize) -> bool, low: usize, high: usize| {
        if is(at) {
            return at;
        }
        let there = (1..=REACH).flat_map(|n| [at.checked_sub(n), Some(at + n)]).flatten();
        there.filter(|i| *i >= low && *i <= high).find(|i| is(*i)).unwrap_or(at)
    };
    let start = near(from, &|i| opens(i) && tokens.get(i).is_some_and(Token::is_word), 0, to.saturating_sub(1));
    let end = near(to, &ends, start + 1, tokens.len());
    if start < end { (start, end) } else { (from, to) }
}

/// Whether a token begins a line.
fn first(tokens: &[Token<'_>], i: usize) -> bool {
    tokens.get(i).is_some_and(|t| t.first_in_line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suggest::tokens::tokens;

    #[test]
    fn edges_go_to_clauses_and_quotations() {
        let text = "She said “the bridge is closed”, and left.";
        let all = tokens(text);
        let words = |(from, to): (usize, usize)| text.get(all[from].start..all[to - 1].end).unwrap();
        assert_eq!(words(snap(&all, (4, 7))), "the bridge is closed");
        assert_eq!(words(snap(&all, (3, 6))), "the bridge is closed");
        assert_eq!(words(snap(&all, (0, 2))), "She said", "nothing near: as it is");
    }
}
