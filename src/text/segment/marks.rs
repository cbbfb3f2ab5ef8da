//! Quotation marks and brackets: which belong together, and which to leave out at the edges of a selection.

use super::{Unit, token};
use token::Kind;

/// Marks that can close one another, however unlike they look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Double,
    Single,
    Round,
    Square,
    Curly,
    Corner,
    Angle,
}

const FAMILIES: usize = 7;

/// A mark that opens and the one that closes it, each as start and end in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub open: (usize, usize),
    pub close: (usize, usize),
    pub is_quotation: bool,
}

/// Which way a mark faces, as its form says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Open,
    Close,
    Straight,
}

fn mark(c: char) -> Option<(Family, Form)> {
    Some(match c {
        '"' | '\u{FF02}' => (Family::Double, Form::Straight),
        '“' | '„' | '‟' | '«' => (Family::Double, Form::Open),
        '”' | '»' => (Family::Double, Form::Close),
        '\'' => (Family::Single, Form::Straight),
        '‘' | '‚' | '‛' | '‹' => (Family::Single, Form::Open),
        '’' | '›' => (Family::Single, Form::Close),
        '(' | '（' => (Family::Round, Form::Open),
        ')' | '）' => (Family::Round, Form::Close),
        '[' | '［' | '【' => (Family::Square, Form::Open),
        ']' | '］' | '】' => (Family::Square, Form::Close),
        '{' => (Family::Curly, Form::Open),
        '}' => (Family::Curly, Form::Close),
        '「' | '『' => (Family::Corner, Form::Open),
        '」' | '』' => (Family::Corner, Form::Close),
        '《' | '〈' => (Family::Angle, Form::Open),
        '》' | '〉' => (Family::Angle, Form::Close),
        _ => return None,
    })
}

/// Whether a character is a bracket or a quotation mark (which may yet be an apostrophe).
pub(super) fn is_mark(c: char) -> bool {
    mark(c).is_some()
}

/// Whether a character is a quotation mark that is never an apostrophe.
pub(super) fn is_sure_quotation_mark(c: char) -> bool {
    matches!(mark(c), Some((Family::Double | Family::Corner, _)))
}

/// Whether a mark at `at` is an apostrophe: `don’t`.
fn is_apostrophe(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)
}

/// Whether a mark closes (true), opens (false), or is neither (`None`), by its form, its neighbours and whether one of its
/// family is open.
fn closes(form: Form, family: Family, before: Option<char>, after: Option<char>, is_open: bool) -> Option<bool> {
    let quotation = matches!(family, Family::Double | Family::Single);
    if !quotation {
        return Some(form == Form::Close);
    }
    if family == Family::Single && is_apostrophe(before, after) {
        return None;
    }
    let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let leads =
        before.is_some_and(|c| matches!(c, ':' | '-' | '–' | '—' | '/') || matches!(mark(c), Some((_, Form::Open))));
    let faces_right = (blank(before) || leads) && !blank(after);
    let faces_left = !blank(before) && !word(after);
    match form {
        Form::Open if faces_left && !faces_right && is_open => Some(true),
        Form::Open => Some(false),
        Form::Close if faces_right && !faces_left && !is_open => (family == Family::Double).then_some(false),
        Form::Close => Some(true),
        Form::Straight if faces_right == faces_left => match family {
            Family::Single if !is_open => None,
            _ => Some(is_open),
        },
        Form::Straight => Some(faces_left),
    }
}

/// The pairs of marks between two scalar boundaries, in the order of their closing marks, and the first mark of quotation
/// that nothing closes. Looks at the neighbours outside too.
pub(super) fn pairs(text: &str, from: usize, to: usize) -> (Vec<Pair>, Option<(usize, usize)>) {
    let mut open: [Vec<(usize, usize)>; FAMILIES] = Default::default();
    let mut pairs = Vec::new();
    for (i, c) in text.get(from..to).unwrap_or_default().char_indices() {
        let Some((family, form)) = mark(c) else { continue };
        let at = (from + i, from + i + c.len_utf8());
        let before = text.get(..at.0).and_then(|t| t.chars().next_back());
        let after = text.get(at.1..).and_then(|t| t.chars().next());
        let Some(stack) = open.get_mut(family as usize) else { continue };
        match closes(form, family, before, after, !stack.is_empty()) {
            Some(false) => stack.push(at),
            Some(true) => pairs.extend(stack.pop().map(|open| Pair {
                open,
                close: at,
                is_quotation: matches!(family, Family::Double | Family::Single | Family::Corner),
            })),
            None => {}
        }
    }
    let unclosed = open.get(Family::Double as usize).and_then(|stack| stack.first()).copied();
    (pairs, unclosed)
}

/// A range between two grapheme boundaries without the blanks at its edges; `None` where nothing else is in it.
pub(super) fn trim_blanks(text: &str, mut start: usize, mut end: usize) -> Option<(usize, usize)> {
    let blank = |p: &token::Piece| p.kind == Kind::Blank;
    while start < end
        && let Some(p) = token::after(text, start).filter(blank)
    {
        start = p.end;
    }
    while start < end
        && let Some(p) = token::before(text, end).filter(blank)
    {
        end = p.start;
    }
    (start < end).then_some((start, end))
}

/// Farther than this from an edge no partner of a bracket is looked for.
const REACH: usize = 32 << 10;

/// A range without the blanks and the punctuation at its edges. Kept are marks that belong to a syllable (`50%`), and brackets
/// and quotation marks whose partner is inside, unless the two enclose it all. A range of punctuation alone keeps it.
pub(super) fn trim(text: &str, start: usize, end: usize) -> Option<(usize, usize)> {
    let (mut l, mut r) = trim_blanks(text, start, end)?;
    let whole = (l, r);
    let mut at = l;
    loop {
        match token::after(text, at).filter(|p| p.end <= r) {
            None => return Some(whole),
            Some(p) if token::is_word(text, Unit::Syllable, p) => break,
            Some(p) => at = p.end,
        }
    }
    loop {
        let (left, right) = (token::after(text, l)?, token::before(text, r)?);
        let keeps = |p: token::Piece| token::is_word(text, Unit::Syllable, p);
        let partner = |p: token::Piece, of_open: bool| {
            if !is_mark(p.first) {
                return None;
            }
            let (from, to) = if of_open { (l, r.min(l + REACH)) } else { (l.max(r.saturating_sub(REACH)), r) };
            let (from, to) = (text.ceil_char_boundary(from), text.floor_char_boundary(to));
            pairs(text, from, to)
                .0
                .into_iter()
                .find(|pair| if of_open { pair.open.0 == p.start } else { pair.close.0 == p.start })
        };
        if !keeps(left) {
            match partner(left, true) {
                Some(pair) if pair.close.1 >= r => {
                    (l, r) = trim_blanks(text, left.end, right.start)?;
                    continue;
                }
                Some(_) => {}
                None => {
                    (l, r) = trim_blanks(text, left.end, r)?;
                    continue;
                }
            }
        }
        if keeps(right) || partner(right, false).is_some() {
            return Some((l, r));
        }
        (l, r) = trim_blanks(text, l, right.start)?;
    }
}

/// What is inside the innermost quotation marks around a position, within a paragraph; `starts` and `ends` tell whether the
/// range begins and ends with the paragraph.
pub(super) fn quotations(text: &str, paragraph: (usize, usize), starts: bool, at: usize) -> Vec<(usize, usize)> {
    let (pairs, unclosed) = pairs(text, paragraph.0, paragraph.1);
    let mut contents: Vec<(usize, usize)> = pairs
        .iter()
        .filter(|p| p.is_quotation && p.open.1 <= at && at <= p.close.0)
        .map(|p| (p.open.1, p.close.0))
        .collect();
    // A quotation that runs over several paragraphs opens each anew and closes only the last.
    if let Some(open) = unclosed
        && starts
        && open.1 <= at
        && text.get(paragraph.0..open.0).is_some_and(|lead| lead.trim().is_empty())
    {
        contents.push((open.1, paragraph.1));
    }
    contents.sort_by_key(|(start, end)| end - start);
    contents.into_iter().filter_map(|(start, end)| content(text, start, end)).collect()
}

/// What is inside the outermost quotation marks of a paragraph, in order; `starts` as above.
pub(super) fn all_quotations(text: &str, paragraph: (usize, usize), starts: bool) -> Vec<(usize, usize)> {
    let (mut pairs, unclosed) = pairs(text, paragraph.0, paragraph.1);
    pairs.retain(|p| p.is_quotation);
    pairs.sort_by_key(|p| p.open.0);
    let mut found: Vec<(usize, usize)> = Vec::new();
    if let Some(open) = unclosed
        && starts
        && text.get(paragraph.0..open.0).is_some_and(|lead| lead.trim().is_empty())
    {
        found.push((open.1, paragraph.1));
    }
    for pair in pairs {
        if found.last().is_none_or(|(_, end)| *end <= pair.open.0) {
            found.push((pair.open.1, pair.close.0));
        }
    }
    found.into_iter().filter_map(|(start, end)| content(text, start, end)).collect()
}

/// The words between two marks: without blanks at the edges, and without the comma that English puts before the closing mark.
fn content(text: &str, start: usize, end: usize) -> Option<(usize, usize)> {
    let inside = text.get(start..end)?;
    let from = end - inside.trim_start().len();
    let words = inside.trim();
    let words = words.strip_suffix(',').unwrap_or(words).trim_end();
    (!words.is_empty()).then_some((from, from + words.len()))
}
