//! Sentences and clauses, inside one paragraph.

use super::{Unit, marks, token};

/// Stops after which a sentence ends whatever follows, blank or not.
fn is_hard_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡' | '．' | '।' | '॥' | '؟' | '۔' | '።' | '։' | '។' | '៕')
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…') || is_hard_stop(c)
}

/// Titles and the like, always followed by a name or a number.
const TITLES: &[&str] = &[
    "TS", "Ts", "GS", "Gs", "PGS", "ThS", "Ths", "ThS", "BS", "Bs", "KS", "CN", "LS", "NSND", "NSƯT", "NGND", "NGƯT",
    "TP", "Tp", "TX", "TT", "ĐH", "Đ/c", "đ/c", "TSKH", "BSCK", "DS", "KTS", "Th", "Tr", "tr", "Mr", "Mrs", "Ms", "Dr",
    "Prof", "St", "Gen", "Gov", "Sen", "Rep", "Lt", "Col", "Capt", "Sgt", "Maj", "Rev", "Hon", "Mt", "vs", "cf",
    "Messrs", "Mme", "Mlle",
];

/// Words cut short that may also stand at a sentence's end.
const SHORTENED: &[&str] = &["Inc", "Ltd", "Co", "Corp", "Jr", "Sr", "Bros", "Esq", "St"];

/// Words cut short before a number.
const BEFORE_NUMBER: &[&str] = &[
    "No", "Nos", "Art", "Fig", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec",
    "p", "pp",
];

/// Words that a new sentence likes to begin with, so that the stop before them was not only that of an abbreviation.
const STARTERS: &[&str] = &[
    "The", "A", "An", "He", "She", "It", "They", "We", "I", "You", "In", "On", "At", "But", "And", "However", "This",
    "That", "These", "Those", "There", "When", "While", "After", "Before", "If", "As", "For", "His", "Her", "Its",
    "Their", "Our", "So", "Ông", "Bà", "Anh", "Chị", "Họ", "Theo", "Tuy", "Trong", "Còn", "Nhưng", "Và", "Khi", "Sau",
    "Trước", "Tại", "Hiện", "Đây", "Đó", "Những", "Các", "Một", "Ngoài", "Ngày", "Tuy", "Vì", "Do", "Nếu", "Với", "Từ",
    "Cũng", "Mặc",
];

/// The sentences between two grapheme boundaries of one paragraph, without the blanks between them.
pub(super) fn sentences(text: &str, from: usize, to: usize) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = from;
    let mut at = from;
    while let Some(stop) = text.get(at..to).and_then(|rest| rest.find(is_stop)).map(|i| at + i) {
        let (next, ends) = stop_at(text, start, stop, to);
        at = next;
        if ends {
            found.extend(marks::trim_blanks(text, start, at));
            start = at;
        }
    }
    found.extend(marks::trim_blanks(text, start, to));
    found
}

/// Looks at a stop: the position behind it and whatever belongs to it, and whether a sentence ends there.
fn stop_at(text: &str, start: usize, stop: usize, to: usize) -> (usize, bool) {
    let rest = |at: usize| text.get(at..to).unwrap_or_default();
    let single = rest(stop).starts_with('.') && !rest(stop + 1).starts_with(is_stop);
    // The stop in `7.12` and `TP.HCM` belongs to the syllable.
    if single
        && let Some(piece) = token::after(text, stop)
        && token::glue(text, Unit::Syllable, piece).right
    {
        return (stop + 1, false);
    }
    let slashed = rest(stop).starts_with("./.");
    let run = if slashed { 3 } else { rest(stop).len() - rest(stop).trim_start_matches(is_stop).len() };
    let hard = slashed || rest(stop).chars().take_while(|c| is_stop(*c)).any(is_hard_stop);
    let mut end = stop + run;
    let mut closed = false;
    while let Some(c) = rest(end).chars().next().filter(|c| marks::is_mark(*c)) {
        let after = rest(end + c.len_utf8()).chars().next();
        let closer = match c {
            '(' | '[' | '{' | '（' | '［' | '【' | '「' | '『' | '《' | '〈' => false,
            ')' | ']' | '}' | '）' | '］' | '】' | '」' | '』' | '》' | '〉' | '”' => true,
            _ => !after.is_some_and(char::is_alphanumeric),
        };
        if !closer {
            break;
        }
        closed |= marks::is_sure_quotation_mark(c) || matches!(c, '\'' | '’' | '›');
        end += c.len_utf8();
    }
    let end = boundary(text, end).min(to);
    let follows = rest(end);
    let next = follows.trim_start();
    let Some(first) = next.chars().next() else { return (end, true) };
    if hard {
        // `。」と言った`: after a closing mark a Japanese or Chinese sentence may run on; only a stop outside ends it for sure.
        return (end, true);
    }
    if next.len() == follows.len() {
        let opens = marks::is_mark(first) && !matches!(first, '\'' | '’');
        return (end, first.is_uppercase() || opens && !closed);
    }
    if matches!(first, ',' | ';' | ':' | ')' | ']') || closed && matches!(first, '-' | '–' | '—') {
        return (end, false);
    }
    let letter = next.chars().take(8).find(|c| c.is_alphanumeric());
    if letter.is_some_and(char::is_lowercase) {
        return (end, false);
    }
    let ends = !single || closed || !is_abbreviation(text, start, stop, next, letter);
    (end, ends)
}

/// The position itself, or where it lies inside a character as people see it, that character's end.
fn boundary(text: &str, at: usize) -> usize {
    let mut cursor = unicode_segmentation::GraphemeCursor::new(at, text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(false) => cursor.next_boundary(text, 0).ok().flatten().unwrap_or(text.len()),
        _ => at,
    }
}

/// Whether the single stop at `stop` only marks a word cut short.
fn is_abbreviation(text: &str, start: usize, stop: usize, next: &str, letter: Option<char>) -> bool {
    let head = text.get(start..stop).unwrap_or_default();
    let belongs = |c: &char| c.is_alphanumeric() || matches!(c, '.' | '/') || ('\u{300}'..='\u{36F}').contains(c);
    let len: usize = head.chars().rev().take(24).take_while(belongs).map(char::len_utf8).sum();
    let (lead, word) = head.split_at_checked(head.len() - len).unwrap_or_default();
    let last = word.rsplit('.').next().unwrap_or(word);
    if TITLES.contains(&last) || TITLES.contains(&word) {
        return true;
    }
    let number = letter.is_some_and(char::is_numeric);
    if BEFORE_NUMBER.contains(&word) && number {
        return true;
    }
    // `1. Mở đầu`: the number of a list's item.
    if lead.trim().is_empty() && word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit()) {
        return true;
    }
    let capital = |part: &str| {
        let mut chars = part.chars().filter(|c| c.is_alphanumeric());
        chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
    };
    let initials = word.split('.').all(capital);
    if initials || SHORTENED.contains(&word) {
        let first = next.split(|c: char| !c.is_alphabetic()).find(|w| !w.is_empty()).unwrap_or_default();
        return !STARTERS.contains(&first);
    }
    false
}

/// The clauses of a sentence: what stands between commas, semicolons, colons, dashes, brackets, ellipses and quotation marks,
/// without the punctuation at their edges.
pub(super) fn clauses(text: &str, from: usize, to: usize) -> Vec<(usize, usize)> {
    let (pairs, _) = marks::pairs(text, from, to);
    let mut paired: Vec<usize> = pairs.iter().flat_map(|p| [p.open.0, p.close.0]).collect();
    paired.sort_unstable();
    let inside = text.get(from..to).unwrap_or_default();
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    let mut previous = ' ';
    for (i, c) in inside.char_indices() {
        let at = from + i;
        let end = at + c.len_utf8();
        let next = text.get(end..to).and_then(|t| t.chars().next()).unwrap_or(' ');
        let cut = match c {
            ',' | ':' | '.' => {
                let glued = || token::after(text, at).is_some_and(|p| token::glue(text, Unit::Syllable, p).right);
                (c != '.' || previous == '.' || next == '.') && !glued()
            }
            ';' | '—' | '…' | '，' | '、' | '；' | '：' | '،' | '؛' => true,
            '–' => previous.is_whitespace() || next.is_whitespace(),
            '-' => previous.is_whitespace() && next.is_whitespace(),
            c if marks::is_mark(c) => {
                !matches!(c, '\'' | '’' | '‘' | '‚' | '‛' | '‹' | '›') || paired.binary_search(&at).is_ok()
            }
            _ => false,
        };
        if cut {
            cuts.push((at, end));
        }
        previous = c;
    }
    let mut found = Vec::new();
    let mut start = from;
    for (at, end) in cuts.into_iter().chain([(to, to)]) {
        // A mark with something combining on it is one character; both of its edges are moved out of it.
        let (l, r) = (boundary(text, start), boundary(text, at).min(to));
        if l < r
            && let Some((l, r)) = marks::trim(text, l, r)
            && token::next_end(text, Unit::Syllable, l).is_some_and(|end| end <= r)
        {
            found.push((l, r));
        }
        start = end.max(boundary(text, end));
    }
    found
}
