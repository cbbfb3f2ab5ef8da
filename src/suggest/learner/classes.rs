//! What words are like before anything was learnt: on which lists they stand, how they are written, what stands around them.

use super::{
    bodies::{bodies, body_features},
    lists::{
        FAMILY, FUNCTION_BIT, GIVEN, HEAD, NameLists, OTHER, OTHER_HEAD, PARTICLE, PLACE_HEAD, TITLE, WHOLES, is_upper,
        lists, titled,
    },
};
use crate::suggest::tokens::{Token, is_syllable};
use std::collections::HashMap;

/// What is known of each token of a text.
pub(super) struct Classes {
    /// The lists it stands on.
    pub bits: Vec<u32>,
    /// The lists on which a whole name of several tokens stands that begins here, or goes on here.
    pub wholes: Vec<(u32, u32)>,
    /// The capitalised run it is part of: first token, one behind the last. Empty runs are no names.
    pub runs: Vec<(usize, usize)>,
    /// Whether its line is written in capitals.
    pub loud: Vec<bool>,
    /// Whether it begins a sentence.
    pub opens: Vec<bool>,
    /// Whether the text is Vietnamese, by its letters.
    pub vietnamese: bool,
    /// Whether it is a small word that stands inside names.
    pub links: Vec<bool>,
    /// The body, law or work it is part of, perhaps.
    pub bodies: Vec<(usize, usize)>,
}

/// Of so many words of a run the spelling is looked at.
const LONG_RUN: usize = 16;

impl Classes {
    pub(super) fn of(tokens: &[Token<'_>], lists: &NameLists) -> Self {
        let own = |t: &&Token<'_>| t.word.contains(|c| matches!(c, 'đ' | 'Đ' | 'ơ' | 'ư' | '\u{1ea0}'..='\u{1ef9}'));
        let vietnamese = tokens.iter().filter(own).count() * 8 > tokens.len();
        let loud = loud_lines(tokens);
        let opens: Vec<bool> = (0..tokens.len()).map(|i| opens_sentence(tokens, i)).collect();
        let mut wholes = vec![(0, 0); tokens.len()];
        let mut bits = Vec::with_capacity(tokens.len());
        for (i, token) in tokens.iter().enumerate() {
            bits.push(lists.one(token, opens.get(i) == Some(&true), vietnamese));
            let (whole, n) = lists.whole(tokens.get(i..).unwrap_or_default(), vietnamese);
            for (j, place) in wholes.iter_mut().skip(i).take(n).enumerate() {
                if j == 0 { place.0 |= whole } else { place.1 |= whole }
            }
        }
        let runs = runs(tokens, &bits, &opens);
        let links = tokens.iter().map(|t| lists.is_link(&t.word)).collect();
        let mut classes = Classes { bits, wholes, runs, loud, opens, vietnamese, links, bodies: Vec::new() };
        classes.bodies = bodies(tokens, &classes);
        classes
    }

    fn bits_at(&self, i: Option<usize>) -> u32 {
        i.and_then(|i| self.bits.get(i)).copied().unwrap_or(0)
    }

    /// The lists on which a token stands, alone or as a part of a whole.
    pub(super) fn all_at(&self, i: usize) -> u32 {
        let whole = self.wholes.get(i).copied().unwrap_or_default();
        self.bits_at(Some(i)) | whole.0 | whole.1
    }

    /// The lists on which a word or a whole stands that begins here.
    pub(super) fn begins_at(&self, i: usize) -> u32 {
        self.bits_at(Some(i)) | self.wholes.get(i).map_or(0, |whole| whole.0)
    }

    /// The same for a neighbour.
    fn near(&self, i: Option<usize>) -> u32 {
        i.map_or(0, |i| self.all_at(i))
    }
}

/// Lines whose words are nearly all capitalised or in capitals: headlines of agencies.
fn loud_lines(tokens: &[Token<'_>]) -> Vec<bool> {
    let mut loud = Vec::with_capacity(tokens.len());
    while loud.len() < tokens.len() {
        let from = loud.len();
        // Text in one line: headlines end at the first word that is not loud, so whole sentences are looked at.
        let to = (from + 1..tokens.len()).find(|i| opens_sentence(tokens, *i)).unwrap_or(tokens.len());
        let words = tokens.get(from..to).unwrap_or_default().iter().filter(|t| t.word.chars().any(char::is_alphabetic));
        let (upper, all) = words
            .fold((0, 0), |(upper, all), t| (upper + usize::from(!t.word.chars().any(char::is_lowercase)), all + 1));
        loud.resize(to, all >= 2 && upper * 10 >= all * 7);
    }
    loud
}

/// Whether a token begins a sentence, as far as its neighbours tell.
pub(super) fn opens_sentence(tokens: &[Token<'_>], i: usize) -> bool {
    let before = |n: usize| i.checked_sub(n).and_then(|j| tokens.get(j));
    let Some(token) = tokens.get(i) else { return false };
    if token.first_in_line || i == 0 {
        return true;
    }
    let ends = |t: &Token<'_>| matches!(&*t.word, "." | "!" | "?" | "…");
    let is_quote = |t: &Token<'_>| matches!(&*t.word, "\"" | "”" | "“" | "»" | "'" | "’" | ")");
    match before(1) {
        Some(last) if ends(last) => !token.glued && (token.is_capitalised() || !token.is_word()),
        Some(last) if is_quote(last) => before(2).is_none_or(ends) && (token.is_capitalised()),
        _ => false,
    }
}

/// Runs of capitalised words; a stop inside (`St. Louis`) and glued punctuation end one. Small words inside names do not
/// (`Maarten van Dijk`), nor what is tied on with a hyphen (`Park Hang-seo`, `Ahmed al-Sharaa`).
fn runs(tokens: &[Token<'_>], bits: &[u32], opens: &[bool]) -> Vec<(usize, usize)> {
    let mut runs = vec![(0, 0); tokens.len()];
    let mut i = 0;
    while i < tokens.len() {
        let in_run = |j: usize| {
            let Some(token) = tokens.get(j) else { return false };
            // `Ông Hải` where a sentence begins is `ông Hải`.
            let none = if opens.get(j) == Some(&true) { FUNCTION_BIT | TITLE } else { FUNCTION_BIT };
            let no_name = j == i && bits.get(j).is_some_and(|b| b & none != 0);
            token.is_capitalised() && !no_name && !(j > i && (token.first_in_line || opens.get(j) == Some(&true)))
        };
        let small = |j: usize| {
            tokens.get(j).is_some_and(|t| !t.is_capitalised() && !t.first_in_line)
                && bits.get(j).is_some_and(|b| b & PARTICLE != 0)
        };
        let hyphen = |j: usize| tokens.get(j).is_some_and(|t| t.glued && &*t.word == "-");
        let tied = |j: usize| tokens.get(j).is_some_and(|t| t.glued && t.word.starts_with(char::is_lowercase));
        let mut end = i;
        loop {
            if in_run(end) {
                end += 1;
                continue;
            }
            if end == i {
                break;
            }
            let past = (end..).take(3).take_while(|j| small(*j)).count() + end;
            let past = if past > end && hyphen(past) { past + 1 } else { past };
            if past > end && in_run(past) {
                end = past + 1;
            } else if hyphen(end) && tied(end + 1) {
                end += 2;
            } else {
                break;
            }
        }
        for run in runs.iter_mut().take(end).skip(i) {
            *run = (i, end);
        }
        i = end.max(i + 1);
    }
    runs
}

/// How a word is written.
pub(super) fn shape(word: &str) -> &'static str {
    let mut chars = word.chars();
    let Some(first) = chars.next() else { return "" };
    let rest = || word.chars().skip(1);
    if first.is_numeric() {
        return match (word.chars().all(char::is_numeric), word.chars().count()) {
            (true, 4) => "dddd",
            (true, 1..=2) => "d",
            (true, _) => "ddd",
            (false, _) if word.chars().any(char::is_alphabetic) => "dx",
            (false, _) => "d.d",
        };
    }
    if !first.is_alphabetic() {
        return "punctuation";
    }
    let upper = first.is_uppercase();
    match (upper, rest().any(char::is_uppercase), rest().any(char::is_lowercase), word.contains('.')) {
        (true, _, false, true) => "X.",
        (true, false, false, _) => "X",
        (true, true, false, _) => "XX",
        (true, true, true, _) => "XxX",
        (true, false, true, _) => "Xx",
        (false, true, ..) => "xX",
        (false, false, ..) => "x",
    }
}

/// Where features go: told by their parts.
pub(super) trait Sink {
    /// Takes a feature.
    fn add(&mut self, parts: &[&str]);
}

/// The features of a token that hold in any text: no name is part of them, only the words around names.
pub(super) fn class_features(
    tokens: &[Token<'_>],
    classes: &Classes,
    about: &[(u32, u32)],
    i: usize,
    sink: &mut impl Sink,
) {
    let Some(token) = tokens.get(i) else { return };
    let at = |n: isize| i.checked_add_signed(n).filter(|j| *j < tokens.len());
    let loud = classes.loud.get(i).copied().unwrap_or(false);
    let voice = match (loud, classes.vietnamese) {
        (true, _) => "loud",
        (false, true) => "vi",
        (false, false) => "",
    };
    let opens = classes.opens.get(i).copied().unwrap_or(false);
    let own = shape(&token.word);
    sink.add(&["bias", voice]);
    sink.add(&["shape", own, voice]);
    if opens {
        sink.add(&["opens", own, voice]);
    }
    for (n, name) in [(-2, "-2"), (-1, "-1"), (1, "+1"), (2, "+2")] {
        let Some(other) = at(n).and_then(|j| tokens.get(j)) else {
            sink.add(&["edge", name]);
            continue;
        };
        let bits = classes.near(at(n));
        if bits & FUNCTION_BIT != 0 || !other.is_word() || other.word.starts_with(char::is_lowercase) {
            sink.add(&["word", name, &other.word.to_lowercase(), if token.is_capitalised() { "X" } else { "" }]);
        }
        if n.abs() == 1 {
            let glue = at(n.max(0)).and_then(|j| tokens.get(j)).is_some_and(|t| t.glued);
            sink.add(&["shape", name, shape(&other.word), own, if glue { "glued" } else { "" }]);
        }
        for list in lists(bits) {
            sink.add(&["list", name, list, if token.is_capitalised() { "X" } else { "" }]);
        }
    }
    let bits = classes.bits_at(Some(i));
    if bits & FUNCTION_BIT != 0 || !token.is_word() {
        sink.add(&["word", "0", &token.word.to_lowercase()]);
    }
    let (mut any, whole) = (bits != 0, classes.wholes.get(i).copied().unwrap_or_default());
    for list in lists(bits & !WHOLES) {
        sink.add(&["list", "0", list]);
    }
    // A place that is a word of a longer known name is not that place.
    for list in lists(if whole.0 | whole.1 == 0 { bits & WHOLES } else { 0 }) {
        sink.add(&["whole", "0", list, voice]);
    }
    for (bits, part) in [(whole.0, "first"), (whole.1, "on")] {
        for list in lists(bits) {
            any = true;
            sink.add(&["whole", part, list, voice]);
        }
    }
    if !any && token.is_capitalised() {
        sink.add(&["unknown", own, voice]);
    }
    let letters: Vec<char> = token.word.chars().collect();
    if token.is_capitalised() && letters.len() > 4 {
        for n in [2, 3] {
            let end: String = letters.iter().skip(letters.len() - n).flat_map(|c| c.to_lowercase()).collect();
            sink.add(&["end", &end]);
        }
    }
    let (from, to) = classes.runs.get(i).copied().unwrap_or_default();
    if from < to {
        let place = match (i == from, i + 1 == to) {
            (true, true) => "only",
            (true, false) => "first",
            (false, true) => "last",
            (false, false) => "inner",
        };
        sink.add(&["run", place, voice]);
        sink.add(&["run", place, own, if to - from > 3 { "long" } else { "" }]);
        for list in lists(classes.bits_at(Some(to - 1))) {
            sink.add(&["run-last", list, if i + 1 == to { "here" } else { "" }]);
        }
        for list in lists(classes.bits_at(Some(from))) {
            sink.add(&["run-first", list, if i == from { "here" } else { "" }]);
        }
        if !loud {
            around(tokens, classes, (from, to), place, sink);
        }
        table(tokens, classes, (from, to), i, sink);
        let length = ["1", "2", "3", "4", "5+"].get(to - from - 1).copied().unwrap_or("5+");
        sink.add(&["run-length", length, place, voice]);
        if classes.vietnamese {
            // A line of capitals is one run.
            let words = tokens.get(from..to.min(from + LONG_RUN)).unwrap_or_default();
            let foreign = words.iter().filter(|t| spelt(&t.word) == "foreign").count();
            let spelling = if foreign == 0 {
                "own"
            } else if foreign == words.len() {
                "foreign"
            } else {
                "mixed"
            };
            let part = if i == from { "B" } else { "I" };
            sink.add(&["run-spelt", spelling, length, part]);
            let before = classes.near(from.checked_sub(1));
            for list in lists(before) {
                sink.add(&["run-spelt", spelling, length, part, "behind", list]);
            }
            let family = classes.bits_at(Some(from)) & FAMILY != 0;
            let given = classes.bits_at(Some(to - 1)) & GIVEN != 0;
            let name = match (family, given) {
                (true, true) => "both",
                (true, false) => "family",
                (false, true) => "given",
                _ => "",
            };
            sink.add(&["run-name", name, length, part]);
        }
    }
    if classes.vietnamese && token.is_capitalised() {
        let last = at(-1).and_then(|j| tokens.get(j)).filter(|t| t.is_capitalised()).map_or("", |t| spelt(&t.word));
        let next = at(1).and_then(|j| tokens.get(j)).filter(|t| t.is_capitalised()).map_or("", |t| spelt(&t.word));
        let here = spelt(&token.word);
        sink.add(&["spelt", last, here, next]);
        for list in lists(classes.bits_at(at(-1))) {
            sink.add(&["spelt", here, list]);
        }
    }
    let body = classes.bodies.get(i).copied().unwrap_or_default();
    if body.0 < body.1 {
        body_features(tokens, classes, body, i, sink);
    }
    numbered(tokens, classes, i, sink);
    chunk(tokens, i, sink);
    let capital = |n: isize| at(n).and_then(|j| tokens.get(j)).is_some_and(Token::is_capitalised);
    if !token.is_capitalised() && capital(-1) {
        sink.add(&["goes-on", &token.word, if capital(1) { "X" } else { "" }]);
    } else if !token.is_capitalised() && behind_head(tokens, classes, i).is_some() {
        sink.add(&["goes-on", &token.word]);
    }
    if let Some(last) = at(-1).and_then(|j| tokens.get(j))
        && last.is_capitalised() != token.is_capitalised()
    {
        sink.add(&["two", &last.word.to_lowercase(), &token.word.to_lowercase()]);
    }
    if let Some(n) = behind_head(tokens, classes, i) {
        sink.add(&["behind-head", n, own]);
    }
    let (before, behind) = about.get(i).copied().unwrap_or_default();
    for list in lists(before) {
        sink.add(&["elsewhere-before", list, place_in(from, to, i)]);
    }
    for list in lists(behind) {
        sink.add(&["elsewhere-behind", list, place_in(from, to, i)]);
    }
    if before & SEEN_LOW != 0 {
        sink.add(&["elsewhere-lower", own]);
    }
    if before & SEEN_HIGH != 0 && (opens || loud) {
        sink.add(&["elsewhere-upper", own]);
    }
}

/// Whether a word of a Vietnamese text is spelt as its syllables are: with marks, perhaps, or so that it cannot be one.
pub(super) fn spelt(word: &str) -> &'static str {
    if !is_syllable(word) {
        "foreign"
    } else if word.is_ascii() {
        "plain"
    } else {
        "marked"
    }
}

/// How far back a word stands that an organisation begins with, with nothing but words between: `Bộ Y tế`, `Bank of England`.
fn behind_head(tokens: &[Token<'_>], classes: &Classes, i: usize) -> Option<&'static str> {
    let far = ["1", "2", "3", "4"];
    for (n, name) in far.into_iter().enumerate() {
        let j = i.checked_sub(n + 1)?;
        if !tokens.get(j).is_some_and(Token::is_word) || tokens.get(j + 1).is_some_and(|t| t.first_in_line) {
            return None;
        }
        let whole = classes.wholes.get(j).copied().unwrap_or_default();
        if (classes.bits_at(Some(j)) | whole.0 | whole.1) & HEAD != 0 {
            return Some(name);
        }
    }
    None
}

/// How much of what stands around a run is numbers, as in tables of results and markets, and what that makes of known names.
fn table(tokens: &[Token<'_>], classes: &Classes, (from, to): (usize, usize), i: usize, sink: &mut impl Sink) {
    let near = tokens.get(from.saturating_sub(6)..from).unwrap_or_default().iter();
    let near = near.chain(tokens.get(to..(to + 6).min(tokens.len())).unwrap_or_default());
    let (numbers, words) = near.fold((0, 0), |(numbers, words), t| {
        (
            numbers + usize::from(t.word.starts_with(char::is_numeric)),
            words + usize::from(t.word.starts_with(char::is_lowercase)),
        )
    });
    let name = match (numbers, words) {
        (0, 0) => "bare",
        (0, _) => "prose",
        (1.., 0..=1) => "table",
        _ => "mixed",
    };
    let part = if i == from { "B" } else { "I" };
    let next = tokens.get(to).map_or("", |t| shape(&t.word));
    let last = from.checked_sub(1).and_then(|j| tokens.get(j)).map_or("", |t| shape(&t.word));
    let first_in_line = tokens.get(from).is_some_and(|t| t.first_in_line);
    let last = if first_in_line { "line" } else { last };
    let next = if tokens.get(to).is_some_and(|t| t.first_in_line) { "line" } else { next };
    sink.add(&["table", name, part, last, next]);
    let whole = classes.wholes.get(i).copied().unwrap_or_default();
    for list in lists(classes.bits_at(Some(i)) | whole.0 | whole.1) {
        sink.add(&["table", name, part, list]);
        sink.add(&["table", last, next, part, list]);
    }
    let at = |j: Option<usize>| j.and_then(|j| tokens.get(j)).filter(|t| !t.is_word());
    if let (Some(a), Some(b)) = (at(from.checked_sub(1)), at(Some(to))) {
        sink.add(&["between", &a.word, &b.word, part]);
    }
}

/// The form of words that are written together with others: `London-based`, `6-4`, `Al-Hayat`.
fn chunk(tokens: &[Token<'_>], i: usize, sink: &mut impl Sink) {
    let glued = |j: usize| tokens.get(j).is_some_and(|t| t.glued);
    let joins =
        |j: usize| tokens.get(j).is_some_and(|t| t.is_word() || matches!(&*t.word, "-" | "/" | "&" | "'" | "’" | "."));
    let (mut from, mut to) = (i, i + 1);
    while from > 0 && i - from < 4 && glued(from) && joins(from - 1) {
        from -= 1;
    }
    while to - i < 4 && glued(to) && joins(to) {
        to += 1;
    }
    if to - from < 2 {
        return;
    }
    let form = |range: std::ops::Range<usize>| {
        let mut form = String::new();
        for t in tokens.get(range).unwrap_or_default() {
            form.push_str(if t.is_word() { shape(&t.word) } else { &t.word });
        }
        form
    };
    sink.add(&["chunk", &form(from..i), &form(i..to)]);
}

/// A number behind a name or a word of a kind may be part of the name: `Quận 5`, `quốc lộ 32`, `V-League 2018`.
fn numbered(tokens: &[Token<'_>], classes: &Classes, i: usize, sink: &mut impl Sink) {
    let number =
        |j: usize| tokens.get(j).is_some_and(|t| t.word.starts_with(|c: char| c.is_ascii_digit()) && !t.first_in_line);
    for (j, part) in [(Some(i), "B"), (i.checked_sub(1), "I")] {
        let Some(j) = j.filter(|j| number(j + 1)) else { continue };
        let Some(token) = tokens.get(j).filter(|t| t.is_word()) else { continue };
        let form = tokens.get(j + 1).map_or("", |t| shape(&t.word));
        for list in lists(classes.all_at(j) & (PLACE_HEAD | OTHER_HEAD | HEAD | OTHER)) {
            sink.add(&["numbered", part, list, shape(&token.word), form]);
        }
        if token.word.starts_with(char::is_lowercase) {
            sink.add(&["numbered", part, &token.word, form]);
        }
        let (from, to) = classes.runs.get(j).copied().unwrap_or_default();
        if from < to {
            for list in lists(classes.all_at(from)) {
                sink.add(&["numbered", part, "run", list, form]);
            }
            for list in lists(classes.near(from.checked_sub(1))) {
                sink.add(&["numbered", part, "behind", list, form]);
            }
        }
    }
}

fn place_in(from: usize, to: usize, i: usize) -> &'static str {
    if from == i {
        "first"
    } else if to == i + 1 {
        "last"
    } else {
        ""
    }
}

/// What stands before and behind a run of capitalised words.
fn around(tokens: &[Token<'_>], classes: &Classes, (from, to): (usize, usize), place: &str, sink: &mut impl Sink) {
    let first = if place == "only" || place == "first" { "B" } else { "I" };
    for (j, name) in [(from.checked_sub(1), "before"), (Some(to), "behind")] {
        let Some(token) = j.and_then(|j| tokens.get(j)) else { continue };
        let bits = classes.near(j);
        if bits & FUNCTION_BIT != 0 || !token.is_word() || token.word.starts_with(char::is_lowercase) {
            sink.add(&["run", name, &token.word.to_lowercase(), first]);
        }
        sink.add(&["run", name, shape(&token.word), first]);
        if classes.vietnamese && name == "before" && token.word.starts_with(char::is_lowercase) {
            // Most words have two syllables.
            let other = from.checked_sub(2).and_then(|j| tokens.get(j)).map_or("", |t| &*t.word);
            sink.add(&["run", "before", &other.to_lowercase(), &token.word, first]);
        }
        for list in lists(bits) {
            sink.add(&["run", name, "list", list, first]);
        }
    }
}

/// The word is written small elsewhere in the text.
const SEEN_LOW: u32 = 1 << 30;
/// The word is written with a capital inside a sentence elsewhere in the text.
const SEEN_HIGH: u32 = 1 << 31;

/// For each capitalised token: on which lists stands what precedes and follows the same word elsewhere in the text, and how the word
/// is written there.
pub(super) fn elsewhere(tokens: &[Token<'_>], classes: &Classes) -> Vec<(u32, u32)> {
    let mut seen: HashMap<&str, (u32, u32)> = HashMap::new();
    for (i, token) in tokens.iter().enumerate().filter(|(_, t)| t.is_capitalised()) {
        let at = seen.entry(&token.word).or_default();
        if classes.loud.get(i) == Some(&true) {
            continue;
        }
        at.0 |= classes.bits_at(i.checked_sub(1)) & !FUNCTION_BIT;
        at.1 |= classes.bits_at(Some(i + 1)) & !FUNCTION_BIT;
        if classes.opens.get(i) != Some(&true) {
            at.0 |= SEEN_HIGH;
        }
    }
    let low: std::collections::HashSet<&str> =
        tokens.iter().filter(|t| t.word.starts_with(char::is_lowercase)).map(|t| &*t.word).collect();
    let about = tokens.iter().map(|token| {
        if !token.is_capitalised() {
            return (0, 0);
        }
        let (mut before, mut behind) = seen.get(&*token.word).copied().unwrap_or_default();
        if token.word.chars().nth(2).is_some() {
            if is_upper(token)
                && let Some(other) = seen.get(&*titled(&token.word))
            {
                before |= other.0;
                behind |= other.1;
            }
            if low.contains(&*token.word.to_lowercase()) {
                before |= SEEN_LOW;
            }
        }
        (before, behind)
    });
    about.collect()
}
