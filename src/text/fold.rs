//! Texts folded for searching: case and accents set aside on request, composed and decomposed forms alike always.

use std::ops::Range;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

/// What a search does not look at. Composed and decomposed letters are alike in any case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Folding {
    /// Ignore upper and lower case.
    pub case: bool,
    /// Ignore accents, tone marks and the bar of `đ`.
    pub accents: bool,
}

/// A folded text that knows where each of its parts came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    map: Map,
}

/// How positions of the folded text lead back.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Map {
    /// Byte for byte: the text was not altered but for the case of ASCII letters.
    Same,
    /// By runs in order, and the length of the original.
    Runs(Vec<Run>, usize),
}

/// Where a run of the folded text and of the original start. A run goes to the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    folded: usize,
    original: usize,
    /// Byte for byte, each a character of its own; else the whole run is one character.
    plain: bool,
}

impl Folded {
    /// The bytes of the original that a range of bytes of the folded text came from, widened to whole characters as people
    /// see them. Positions past the end count as the end.
    pub fn original(&self, range: Range<usize>) -> Range<usize> {
        let (start, end) = (range.start.min(self.text.len()), range.end.min(self.text.len()));
        match &self.map {
            Map::Same => {
                let start = edge(&self.text, start, false);
                start..edge(&self.text, end, true).max(start)
            }
            Map::Runs(runs, len) => {
                let at = runs.partition_point(|r| r.folded <= start);
                let from = match at.checked_sub(1).and_then(|i| runs.get(i)) {
                    Some(run) if run.plain => run.original + (start - run.folded),
                    Some(run) => run.original,
                    None => 0,
                };
                // The last run that holds a byte before the end.
                let at = runs.partition_point(|r| r.folded < end);
                let next = runs.get(at).map_or(*len, |r| r.original);
                let to = match at.checked_sub(1).and_then(|i| runs.get(i)) {
                    Some(run) if run.plain => run.original + (end - run.folded),
                    Some(_) => next,
                    None => 0,
                };
                from..to.max(from)
            }
        }
    }
}

/// The nearest grapheme boundary at or before, or at or after, a position.
pub(super) fn edge(text: &str, at: usize, forward: bool) -> usize {
    let at = text.floor_char_boundary(at);
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    if cursor.is_boundary(text, 0) != Ok(false) {
        return at;
    }
    let moved = if forward { cursor.next_boundary(text, 0) } else { cursor.prev_boundary(text, 0) };
    moved.ok().flatten().unwrap_or(if forward { text.len() } else { 0 })
}

/// Folds a text.
pub fn fold(text: &str, folding: Folding) -> Folded {
    let unaltered = text.is_ascii() || folding == Folding::default() && is_nfc_quick(text.chars()) == IsNormalized::Yes;
    if unaltered {
        let text = if folding.case { text.to_ascii_lowercase() } else { text.to_owned() };
        return Folded { text, map: Map::Same };
    }
    let mut folded = String::with_capacity(text.len());
    let mut runs: Vec<Run> = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let plain = plain_length(rest);
        if plain > 0 {
            runs.push(Run { folded: folded.len(), original: at, plain: true });
            let run = rest.get(..plain).unwrap_or_default();
            let from = folded.len();
            folded.push_str(run);
            if folding.case
                && let Some(run) = folded.get_mut(from..)
            {
                run.make_ascii_lowercase();
            }
            at += plain;
            continue;
        }
        let len = letter_length(rest).or_else(|| rest.graphemes(true).next().map(str::len)).unwrap_or(rest.len());
        runs.push(Run { folded: folded.len(), original: at, plain: false });
        fold_cluster(rest.get(..len).unwrap_or_default(), folding, &mut folded);
        at += len;
    }
    Folded { text: folded, map: Map::Runs(runs, text.len()) }
}

/// The text with case and accents ignored, for filter boxes.
pub fn folded(text: &str) -> String {
    fold(text, Folding { case: true, accents: true }).text
}

/// How many bytes at the front are ASCII characters that stand alone: the last one before anything else may have accents that
/// follow, and CR LF is one character.
fn plain_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let ascii = bytes.iter().position(|b| !b.is_ascii() || *b == b'\r').unwrap_or(bytes.len());
    match bytes.get(ascii) {
        None | Some(b'\r') => ascii,
        // A composed Latin letter never combines with what stands before it.
        Some(_) if ascii > 0 && rest.get(ascii..).and_then(|r| r.chars().next()).is_some_and(is_latin) => ascii,
        Some(_) => ascii.saturating_sub(1),
    }
}

/// Composed letters of Latin scripts, all of Vietnamese among them.
fn is_latin(c: char) -> bool {
    matches!(c, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}')
}

/// The length of a composed Latin letter at the front that nothing combines with: the usual case, told without tables.
fn letter_length(rest: &str) -> Option<usize> {
    let mut chars = rest.chars();
    let first = chars.next().filter(|c| is_latin(*c))?;
    let alone = chars.next().is_none_or(|c| c.is_ascii() || is_latin(c));
    alone.then_some(first.len_utf8())
}

fn fold_cluster(cluster: &str, folding: Folding, out: &mut String) {
    let bare = cluster.nfd().filter(|c| !(folding.accents && is_accent(*c))).map(|c| match c {
        'đ' if folding.accents => 'd',
        'Đ' if folding.accents => 'D',
        c => c,
    });
    if folding.case {
        // Lower case may bring new marks with it (İ), and the two small sigmas are one letter.
        let lower = bare.flat_map(char::to_lowercase).filter(|c| !(folding.accents && is_accent(*c)));
        out.extend(lower.map(|c| if c == 'ς' { 'σ' } else { c }).nfc());
    } else {
        out.extend(bare.nfc());
    }
}

/// Marks that a reader takes for an accent of a letter: not the vowel signs of Indic and Thai writing, without which a word is
/// another word.
pub(super) fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}'
        | '\u{FE20}'..='\u{FE2F}' // Latin, Greek, Cyrillic
        | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C4}' | '\u{5C5}' | '\u{5C7}' // Hebrew points
        | '\u{64B}'..='\u{652}' | '\u{670}' // Arabic vowel points
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NONE: Folding = Folding { case: false, accents: false };
    const CASE: Folding = Folding { case: true, accents: false };
    const ALL: Folding = Folding { case: true, accents: true };

    #[test]
    fn what_is_ignored_vanishes() {
        for (text, folding, expected) in [
            ("Đập NƯỚC", ALL, "dap nuoc"),
            ("Đập NƯỚC", CASE, "đập nước"),
            ("Đập", Folding { case: false, accents: true }, "Dap"),
            ("Đa\u{323}\u{302}p", NONE, "Đập"),
            ("Đa\u{302}\u{323}p", NONE, "Đập"),
            ("Plain", NONE, "Plain"),
            ("Plain", ALL, "plain"),
            ("ΟΔΟΣ όδος", ALL, "οδοσ οδοσ"),
            ("İ", ALL, "i"),
            ("น้ำ हिन्दी が", ALL, "น้ำ हिन्दी が"),
            ("שָׁלוֹם", ALL, "שלום"),
            ("한글", ALL, "한글"),
            ("ﬁ", ALL, "ﬁ"),
        ] {
            assert_eq!(fold(text, folding).text, expected, "{text}");
        }
        assert_eq!(folded("Sông Đà"), "song da");
    }

    #[test]
    fn a_find_leads_back() {
        let text = "Ở ĐẬP nu\u{31b}o\u{31b}\u{301}c, 👩‍🚀 x\r\n";
        let found = |needle: &str| {
            let folded = fold(text, ALL);
            let at = folded.text.find(needle).unwrap();
            text.get(folded.original(at..at + needle.len())).unwrap()
        };
        assert_eq!(found("dap"), "ĐẬP");
        assert_eq!(found("uo"), "u\u{31b}o\u{31b}\u{301}");
        assert_eq!(found("nuoc,"), "nu\u{31b}o\u{31b}\u{301}c,");
        assert_eq!(found("🚀"), "👩‍🚀");
        assert_eq!(found("\n"), "\r\n");
        assert_eq!(found("x"), "x");
        assert_eq!(fold("a👩‍🚀", NONE).original(2..5), 1..12);
    }

    proptest! {
        // Not the combining marks that came with the latest Unicode: the crates for forms and for graphemes learn of them at
        // different times.
        #[test]
        fn folding_maps_back_and_knows_no_forms(
            text in "([a-zA-Z]|[à-öø-ÿăĩũơưạ-ỹÀ-ÖĂĐĨŨƠƯẠ-Ỹđ]|[ \r\n]|\r\n|o\u{302}\u{309}|[\u{300}\u{301}\u{31b}]|👩\u{200d}🚀|각|น้|[^\\pC\u{1ac0}-\u{1aff}]){0,30}",
            case in any::<bool>(), accents in any::<bool>(), i in any::<usize>(), j in any::<usize>(),
        ) {
            let folding = Folding { case, accents };
            let folded = fold(&text, folding);
            let nfc: String = text.nfc().collect();
            let nfd: String = text.nfd().collect();
            prop_assert_eq!(&fold(&nfc, folding).text, &fold(&nfd, folding).text);
            // Folding twice changes nothing more.
            prop_assert_eq!(&fold(&folded.text, folding).text, &folded.text);
            prop_assert_eq!(folded.original(0..folded.text.len()).len() <= text.len(), true);
            let (i, j) = (i % (folded.text.len() + 1), j % (folded.text.len() + 1));
            let (i, j) = (folded.text.floor_char_boundary(i.min(j)), folded.text.ceil_char_boundary(i.max(j)));
            let range = folded.original(i..j);
            let all: Vec<usize> = text.grapheme_indices(true).map(|(i, _)| i).chain([text.len()]).collect();
            prop_assert!(all.contains(&range.start) && all.contains(&range.end), "{range:?} {all:?}");
            // What is found there folds to what was looked for, and perhaps a little more at its edges.
            prop_assert!(i == j || fold(text.get(range).unwrap(), folding).text.contains(folded.text.get(i..j).unwrap()));
        }
    }
}
