//! Which quotation marks belong together, of every style, nested and over several paragraphs.

use super::{Kind, Token};

/// A quotation, in tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::suggest) struct Quote {
    /// The opening mark.
    pub open: usize,
    /// The closing mark, or the first token behind it where it has none of its own in this paragraph.
    pub close: usize,
    /// Whether the mark closes it; else it runs on in the next paragraph.
    pub closed: bool,
    /// The next paragraph's quotation, where this one runs on: its place in the list.
    pub next: Option<usize>,
    /// Whether it carries on one from the paragraph before.
    pub carried: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Double,
    Single,
}

/// A mark with what stands on both sides.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    pub token: usize,
    pub c: char,
    pub before: Option<char>,
    pub after: Option<char>,
}

fn family(c: char) -> Family {
    match c {
        '\'' | '‘' | '’' | '‚' | '‛' | '‹' | '›' => Family::Single,
        _ => Family::Double,
    }
}

pub(super) fn is_quotation_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '”'
            | '„'
            | '‟'
            | '«'
            | '»'
            | '\''
            | '‘'
            | '’'
            | '‚'
            | '‛'
            | '‹'
            | '›'
            | '「'
            | '」'
            | '『'
            | '』'
            | '＂'
    )
}

/// Whether a text begins with a mark that is written as two: ``` `` ``` and `''`.
pub(super) fn is_doubled(text: &str) -> bool {
    text.starts_with("``") || text.starts_with("''")
}

/// The quotation mark that a token is.
pub(super) fn mark_of(token: &str) -> Option<char> {
    match token {
        "``" => Some('“'),
        "''" => Some('"'),
        _ => token.chars().next().filter(|c| is_quotation_mark(*c)),
    }
}

/// Whether a mark could open, and could close, by its form and its neighbours.
fn faces(mark: &Mark) -> (bool, bool) {
    let free_left = mark.before.is_none_or(|c| {
        c.is_whitespace() || matches!(c, '(' | '[' | '–' | '—' | '-' | '/' | ':') || is_quotation_mark(c)
    });
    let free_right = mark.after.is_none_or(|c| !c.is_alphanumeric());
    let holds = mark.after.is_some_and(|c| !c.is_whitespace());
    // Tokenised text has blanks on both sides: `" A , " he said .`
    let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let apart = blank(mark.before) && blank(mark.after);
    match mark.c {
        '"' | '“' if apart => (mark.after.is_some(), mark.c == '"'),
        // French marks have blanks inside: `« A »`.
        '«' => (mark.after.is_some(), false),
        '“' | '„' | '‟' | '「' | '『' => (holds, !free_left && free_right && mark.c == '“'),
        '‘' | '‚' | '‛' | '‹' => (holds && free_left, false),
        '”' => (
            free_left && holds && mark.before.is_none_or(char::is_whitespace),
            !mark.before.is_none_or(char::is_whitespace) || !holds,
        ),
        '»' | '」' | '』' => (false, true),
        '’' | '›' => (false, free_right),
        '\'' => (free_left && holds, free_right),
        // `'A'"`: behind a quotation mark a straight one opens only what begins with a letter.
        _ => {
            let nested = mark.before.is_some_and(is_quotation_mark) && free_right;
            (holds && free_left, !free_left || !holds || nested)
        }
    }
}

/// Quotations nest no deeper than this.
const DEEPEST: usize = 16;

/// Pairs the marks of one paragraph; the last unclosed double mark is told apart.
pub(super) fn pair(marks: &[Mark]) -> (Vec<(usize, usize)>, Option<usize>) {
    let mut open: Vec<(Family, Mark)> = Vec::new();
    let mut pairs = Vec::new();
    for mark in marks {
        let of = family(mark.c);
        let (opens, closes) = faces(mark);
        let there = open.iter().rposition(|(f, _)| *f == of);
        match there {
            // A straight mark that could do both closes what is open.
            Some(at) if closes => {
                if let Some((_, from)) = open.get(at) {
                    pairs.push((from.token, mark.token));
                }
                open.truncate(at);
            }
            _ if opens && open.len() < DEEPEST => open.push((of, *mark)),
            _ => {}
        }
    }
    let left = open.iter().find(|(f, _)| *f == Family::Double).map(|(_, m)| m.token);
    pairs.sort_unstable();
    (pairs, left)
}

/// Says of each token in which quotation it stands, and of each mark which is its partner. Quotations are in order of their opening.
pub(super) fn settle(tokens: &mut [Token], quotes: &[Quote]) {
    let mut open: Vec<usize> = Vec::new();
    let mut next = 0;
    for i in 0..tokens.len() {
        while open.last().and_then(|q| quotes.get(*q)).is_some_and(|q| q.close <= i) {
            open.pop();
        }
        if let Some(t) = tokens.get_mut(i) {
            t.owner = open.last().map_or(0, |q| *q as u32 + 1);
            t.partner = i as u32;
        }
        if let Some(q) = quotes.get(next).filter(|q| q.open == i) {
            let close = q.close.min(tokens.len().saturating_sub(1));
            let last = if q.closed { close } else { q.close.saturating_sub(1) };
            if let Some(t) = tokens.get_mut(i) {
                t.kind = Kind::Open;
                t.partner = last as u32;
            }
            open.push(next);
            next += 1;
        }
    }
    for q in quotes.iter().filter(|q| q.closed) {
        if let Some(t) = tokens.get_mut(q.close) {
            t.kind = Kind::Close;
            t.partner = q.open as u32;
        }
    }
    brackets(tokens);
}

/// Says of each bracket which is its partner, where both stand in one line and in one quotation.
fn brackets(tokens: &mut [Token]) {
    let mut open: Vec<usize> = Vec::new();
    for i in 0..tokens.len() {
        let Some(token) = tokens.get(i).copied() else { break };
        let level = |at: &usize| tokens.get(*at).is_some_and(|t| (t.line, t.owner) == (token.line, token.owner));
        match token.kind {
            Kind::Bracket if open.len() < DEEPEST => open.push(i),
            Kind::Bracket => {}
            Kind::Unbracket => {
                if let Some(from) = open.pop().filter(level) {
                    for (one, other) in [(from, i), (i, from)] {
                        if let Some(t) = tokens.get_mut(one) {
                            t.partner = other as u32;
                        }
                    }
                }
            }
            _ => {}
        }
        if tokens.get(i + 1).is_none_or(|t| t.line != token.line) {
            open.clear();
        }
    }
}
