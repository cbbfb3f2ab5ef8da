//! Long names that begin with a word of a kind and go on in small letters, as Vietnamese names of bodies, laws and schemes do:
//! `Cục Cảnh sát điều tra tội phạm về kinh tế`, `Luật Bảo hiểm tiền gửi`, `Sở Giáo dục và Đào tạo Hà Nội`.

use super::{
    classes::{Classes, Sink, shape, spelt},
    lists::{FAMILY, GOES_ON, HEAD, OTHER_HEAD, TITLE, lists},
};
use crate::suggest::tokens::Token;

/// How far such a name is followed.
const LONGEST: usize = 24;

/// What may be such a name: how far it goes is told by capitals and by the list of words that bodies' names go on with, so it
/// may reach too far. Ranges of tokens by token; an empty one where there is none.
pub(super) fn bodies(tokens: &[Token<'_>], classes: &Classes) -> Vec<(usize, usize)> {
    let mut all = vec![(0, 0); tokens.len()];
    let mut i = 0;
    while i < tokens.len() {
        let end = end_of(tokens, classes, i);
        for place in all.iter_mut().take(end).skip(i) {
            *place = (i, end);
        }
        i = end.max(i + 1);
    }
    all
}

/// Where the body that begins at a token ends; the token itself where none does.
fn end_of(tokens: &[Token<'_>], classes: &Classes, from: usize) -> usize {
    let begins = classes.begins_at(from) & (HEAD | OTHER_HEAD) != 0;
    if !begins {
        return from;
    }
    let (mut end, mut i) = (from + 1, from + 1);
    while let Some(token) = tokens.get(i).filter(|t| i < from + LONGEST && !t.first_in_line) {
        let capital = |i: usize| tokens.get(i).is_some_and(|t| t.is_capitalised() && !t.first_in_line);
        let opens = classes.opens.get(i) == Some(&true);
        let part = (token.is_capitalised() && !opens)
            || token.word.starts_with(|c: char| c.is_ascii_digit())
            || classes.all_at(i) & (GOES_ON | HEAD) != 0 && !opens;
        if part {
            end = i + 1;
        } else if !(matches!(&*token.word, "," | "-" | "–" | "&") && capital(i + 1)
            || classes.links.get(i) == Some(&true)
                && tokens.get(i + 1).is_some_and(|t| t.is_word() && !t.first_in_line))
        {
            break;
        }
        i += 1;
    }
    end
}

/// The features of a token that is part of such a name.
pub(super) fn body_features(
    tokens: &[Token<'_>],
    classes: &Classes,
    (from, to): (usize, usize),
    i: usize,
    sink: &mut impl Sink,
) {
    let (Some(head), Some(token)) = (tokens.get(from), tokens.get(i)) else { return };
    let kind = if classes.begins_at(from) & HEAD != 0 { "body" } else { "thing" };
    let voice = if classes.vietnamese { "vi" } else { "" };
    let form = |j: usize| match tokens.get(j) {
        _ if j >= to => "out",
        Some(t) if t.is_capitalised() => "X",
        Some(t) if t.is_word() => {
            if classes.links.get(j) == Some(&true) {
                "link"
            } else {
                "x"
            }
        }
        _ => "sign",
    };
    let length = match to - from {
        1 => "1",
        2 => "2",
        3 => "3",
        4..=5 => "4",
        _ => "6",
    };
    let part = match (i == from, i + 1 == to) {
        (true, _) => "first",
        (_, true) => "last",
        _ => "on",
    };
    let case = shape(&head.word);
    sink.add(&[kind, part, case, length, voice]);
    let last = if i > from { form(i - 1) } else { "in" };
    sink.add(&[kind, case, last, form(i), form(i + 1)]);
    if i == from {
        sink.add(&[kind, "head", &head.word, form(i + 1)]);
        let small = (from + 1..to).any(|j| form(j) == "x");
        sink.add(&[kind, "head", case, if small { "small" } else { "" }, form(to - 1), voice]);
    } else {
        sink.add(&[kind, "of", &head.word.to_lowercase(), form(i)]);
        // `Bộ trưởng Bộ Y tế Lê Văn Tảo`: behind a title, a person's name follows on the body's.
        let titled = from.checked_sub(1).is_some_and(|j| classes.all_at(j) & TITLE != 0);
        let titled = if titled { "titled" } else { "" };
        for list in lists(classes.all_at(i)) {
            sink.add(&[kind, part, list, last]);
            sink.add(&[kind, titled, list, last, form(i), form(i + 1)]);
        }
        let (first, end) = classes.runs.get(i).copied().unwrap_or_default();
        if first < end {
            let family = if classes.all_at(first) & FAMILY != 0 { "family" } else { "" };
            let part = if i == first { "B" } else { "I" };
            let before = first.checked_sub(1).map_or("in", form);
            let words = if end - first > 4 { "long" } else { ["", "1", "2", "3", "4"].get(end - first).unwrap_or(&"") };
            sink.add(&[kind, titled, "run", part, family, words, before]);
        }
        if form(i) == "X" {
            sink.add(&[kind, titled, spelt(&token.word), last, form(i + 1)]);
        }
        if form(i) == "link" || form(i) == "sign" {
            sink.add(&[kind, &token.word, form(i + 1)]);
        }
    }
}
