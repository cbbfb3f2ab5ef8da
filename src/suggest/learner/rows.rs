//! Articles as the learner sees them: rows of features.

use super::{
    classes::{Sink, opens_sentence},
    lists::{NameLists, titled},
    names::{Kind, NameWeights, hint_feature, look},
    weights::{Hint, Row, StateKey, feature, state_keys},
};
use crate::{
    model::LabelName,
    suggest::{
        Marked, Request,
        repeats::Known,
        tokens::{Token, covered},
    },
};

use std::collections::BTreeMap;

/// How much a name's odds count at first for a label of its kind.
const NAMES: f32 = 1.0;

/// How much the odds of the same word elsewhere in the text count at first.
const ELSEWHERE: f32 = 0.3;

/// How much the odds of a known string count at first.
const REPEATS: f32 = 0.8;

/// The log odds that what is marked in this article is marked so again there.
const HERE: f32 = 10.0;

/// A longer line is taken apart into sentences.
const LONG_LINE: usize = 600;

/// A row, and the parts of it that are read together.
pub(super) struct Rows {
    /// The features.
    pub row: Row,
    /// Lines.
    pub lines: Vec<(usize, usize)>,
    /// Sentences.
    pub sentences: Vec<(usize, usize)>,
}

/// The rows of an article.
pub(super) fn rows(request: &Request<'_>, tokens: &[Token<'_>], known: Option<&Known>) -> Rows {
    let lexicons = request.lexicons;
    let seen = look(tokens, &lexicons.get::<NameLists>());
    let [lines, sentences] = parts(tokens);
    let mut hints = kind_hints(request, tokens, &seen.row, &lines, &lexicons.get::<NameWeights>());
    hints.extend(repeat_hints(request, tokens, known));
    hints.sort_by_key(|h| h.token);
    let quoted = quoted(tokens);
    let mut row = Row { hints, ..Row::default() };
    let lower: Vec<String> = tokens.iter().map(|t| t.word.to_lowercase()).collect();
    let mut from = 0;
    for (i, end) in seen.row.ends.iter().enumerate() {
        row.features.extend_from_slice(seen.row.features.get(from..*end).unwrap_or_default());
        from = *end;
        let run = seen.classes.runs.get(i).copied().unwrap_or_default();
        word_features(tokens, &lower, &quoted, run, i, &mut row);
        row.ends.push(row.features.len());
    }
    Rows { row, lines, sentences }
}

/// Lines and sentences as ranges of tokens.
pub(super) fn parts(tokens: &[Token<'_>]) -> [Vec<(usize, usize)>; 2] {
    let (mut lines, mut sentences) = (Vec::new(), Vec::new());
    let (mut line, mut sentence) = (0, 0);
    for i in 1..=tokens.len() {
        let ends = i == tokens.len();
        if ends || opens_sentence(tokens, i) {
            sentences.push((sentence, i));
            sentence = i;
        }
        let is_long = i - line > LONG_LINE && sentence == i;
        if ends || is_long || tokens.get(i).is_some_and(|t| t.first_in_line) || i - line > 4 * LONG_LINE {
            lines.push((line, i));
            line = i;
        }
    }
    [lines, sentences]
}

/// Whether each token stands between quotation marks on its line.
fn quoted(tokens: &[Token<'_>]) -> Vec<bool> {
    let mut open = false;
    let all = tokens.iter().map(|token| {
        open &= !token.first_in_line;
        match &*token.word {
            "“" | "«" | "„" => open = true,
            "”" | "»" => open = false,
            "\"" => open = !open,
            _ => return open,
        }
        false
    });
    all.collect()
}

/// What the weights of names say of each token, and of the same word elsewhere in the text, for the labels of the project that are
/// for such names.
fn kind_hints(
    request: &Request<'_>,
    tokens: &[Token<'_>],
    row: &Row,
    lines: &[(usize, usize)],
    names: &NameWeights,
) -> Vec<Hint> {
    let keys: Vec<Option<StateKey>> = Kind::ALL
        .iter()
        .flat_map(|kind| {
            let label = request.roles.all.iter().find(|l| Kind::of(l) == Some(*kind));
            let keys = label.map(|l| state_keys([&**l]));
            [1, 2].map(|state| keys.as_ref().and_then(|k| k.get(state)).copied())
        })
        .collect();
    let any = keys.iter().any(Option::is_some);
    let odds: Vec<Vec<f32>> = lines.iter().flat_map(|line| names.odds(row, *line)).collect();
    let mut hints = Vec::new();
    let mut put = |token: usize, values: &[f32], source: &str, count: f32| {
        for ((state, value), key) in (1..).zip(values).zip(&keys) {
            let speaks = key.map(|key| (key, count));
            hints.push(Hint { token, feature: hint_feature(source, state), value: *value, speaks });
        }
    };
    for (token, values) in odds.iter().enumerate() {
        if any || values.iter().any(|v| *v >= -3.0) {
            put(token, values, "names", NAMES);
        }
    }
    // One word is mostly one thing in one text.
    let mut same: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, token) in tokens.iter().enumerate().filter(|(_, t)| t.is_capitalised()) {
        same.entry(titled(&token.word)).or_default().push(i);
    }
    for places in same.into_values().filter(|p| any && p.len() > 1) {
        let of_kinds: Vec<Vec<f32>> = places.iter().filter_map(|i| Some(of_kinds(odds.get(*i)?))).collect();
        let mut sum = [0.0; Kind::ALL.len()];
        for values in &of_kinds {
            sum.iter_mut().zip(values).for_each(|(s, v)| *s += v);
        }
        for (token, own) in places.iter().zip(&of_kinds) {
            let others = (places.len() - 1) as f32;
            let mean = sum.iter().zip(own).map(|(s, v)| (s - v) / others).flat_map(|v| [v, v]);
            put(*token, &mean.collect::<Vec<_>>(), "elsewhere", ELSEWHERE);
        }
    }
    hints
}

/// The odds of kinds, from those of their states.
fn of_kinds(states: &[f32]) -> Vec<f32> {
    states.chunks(2).map(|both| both.iter().copied().fold(f32::NEG_INFINITY, f32::max)).collect()
}

/// What known strings say of the tokens they cover.
fn repeat_hints(request: &Request<'_>, tokens: &[Token<'_>], known: Option<&Known>) -> Vec<Hint> {
    let mut hints = Vec::new();
    let mut put = |(from, to): (usize, usize), label: &LabelName, source: &str, value: f32| {
        let keys = state_keys([&**label]);
        for token in from..to {
            let (state, part) = if token == from { (1, "begin") } else { (2, "inside") };
            let feature = feature(&[source, label, part]);
            hints.push(Hint { token, feature, value, speaks: keys.get(state).map(|key| (*key, REPEATS)) });
        }
    };
    if let Some(known) = known {
        let mut i = 0;
        while let Some(rest) = tokens.get(i..).filter(|r| !r.is_empty()) {
            let Some(found) = known.longest(rest) else {
                i += 1;
                continue;
            };
            for (label, share) in found.string.labels().filter(|(l, _)| known.is_short(l)) {
                let p =
                    rest.first().map_or(0.0, |first| found.string.score(share.marked, known.rate(label, first), false));
                let p = p.clamp(0.03, 0.97);
                put((i, i + found.tokens), label, "repeats", (p / (1.0 - p)).ln());
            }
            i += found.tokens;
        }
    }
    let mut here = Known::default();
    for mark in short(request, known) {
        if let Some((from, to)) = covered(tokens, mark.span.start().0, mark.span.end().0) {
            here.mark(tokens.get(from..to).unwrap_or_default(), &mark.label, |_| None, std::iter::empty());
        }
    }
    for i in 0..tokens.len() {
        let Some(found) = here.longest(tokens.get(i..).unwrap_or_default()) else { continue };
        for (label, _) in found.string.labels() {
            put((i, i + found.tokens), label, "here", HERE);
        }
    }
    hints
}

fn short<'a>(request: &Request<'a>, known: Option<&Known>) -> impl Iterator<Item = &'a Marked> {
    let claim = request.roles.claim.as_ref();
    request.marked.iter().filter(move |m| claim != Some(&m.label) && known.is_none_or(|k| k.is_short(&m.label)))
}

/// The features in which words are words.
fn word_features(
    tokens: &[Token<'_>],
    lower: &[String],
    quoted: &[bool],
    run: (usize, usize),
    i: usize,
    row: &mut Row,
) {
    let Some(token) = tokens.get(i) else { return };
    let word = |n: isize| i.checked_add_signed(n).and_then(|j| lower.get(j)).map_or("", String::as_str);
    let case = if token.is_capitalised() { "X" } else { "x" };
    row.add(&["w", &token.word]);
    row.add(&["w0", word(0)]);
    for (n, name) in [(-2, "w-2"), (-1, "w-1"), (1, "w+1"), (2, "w+2")] {
        row.add(&[name, word(n), case]);
    }
    row.add(&["w-1w0", word(-1), word(0)]);
    row.add(&["w0w+1", word(0), word(1)]);
    row.add(&["w-2w-1", word(-2), word(-1), case]);
    row.add(&["w+1w+2", word(1), word(2), case]);
    if token.is_word() {
        let letters: Vec<char> = word(0).chars().collect();
        for n in 2..=4usize.min(letters.len().saturating_sub(1)) {
            let front: String = letters.iter().take(n).collect();
            let end: String = letters.iter().skip(letters.len() - n).collect();
            row.add(&["front", &front, case]);
            row.add(&["back", &end, case]);
        }
    }
    let (from, to) = run;
    if from < to {
        let part = if i == from { "B" } else { "I" };
        let of = |j: Option<usize>| j.and_then(|j| lower.get(j)).map_or("", String::as_str);
        row.add(&["run-w-1", of(from.checked_sub(1)), part]);
        row.add(&["run-w-2", of(from.checked_sub(2)), of(from.checked_sub(1)), part]);
        row.add(&["run-w+1", of(Some(to)), part]);
        row.add(&["run-first", of(Some(from)), part]);
        row.add(&["run-last", of(Some(to - 1)), part]);
    }
    let inside = quoted.get(i) == Some(&true);
    let before = i.checked_sub(1).and_then(|j| tokens.get(j));
    if inside {
        row.add(&["quoted", case]);
        row.add(&["quoted", "behind", word(-1)]);
        row.add(&["quoted", "before", word(1)]);
    }
    if before.is_some_and(|t| !t.is_word()) {
        row.add(&["clause", word(-1), if inside { "quoted" } else { "" }]);
    }
}
