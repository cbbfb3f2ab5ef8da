//! Syllables and words. Whether a place lies inside one is told from a few characters around it, so that nothing here ever
//! reads more of the text than the unit it is asked for.

use super::Unit;
use unicode_properties::{EmojiStatus, GeneralCategory, GeneralCategoryGroup, UnicodeEmoji, UnicodeGeneralCategory};
use unicode_segmentation::GraphemeCursor;

/// What a character, as people see it, is to a syllable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Blank,
    /// A letter or digit of a script that puts blanks between words.
    Letter,
    /// A character of a script without blanks: a syllable of its own.
    Alone,
    /// The same, but a word is a run of them.
    Katakana,
    Emoji,
    Punctuation,
}

/// One character as people see it: a grapheme cluster.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub start: usize,
    pub end: usize,
    pub first: char,
    pub kind: Kind,
}

impl Piece {
    fn new(text: &str, start: usize, end: usize) -> Option<Self> {
        let cluster = text.get(start..end)?;
        let first = cluster.chars().next()?;
        Some(Piece { start, end, first, kind: kind(first, cluster) })
    }

    fn is_letter(&self) -> bool {
        self.kind == Kind::Letter
    }

    fn is_digit(&self) -> bool {
        self.kind == Kind::Letter && self.first.is_numeric()
    }
}

fn kind(first: char, cluster: &str) -> Kind {
    if cluster.len() > first.len_utf8() && cluster.contains(['\u{20E3}', '\u{FE0F}']) {
        return Kind::Emoji;
    }
    if first.is_ascii() {
        return match first {
            'a'..='z' | 'A'..='Z' | '0'..='9' => Kind::Letter,
            '\0'..=' ' | '\x7f' => Kind::Blank,
            _ => Kind::Punctuation,
        };
    }
    // Zero-width space is what Khmer and Thai writers put between words; U+FEFF is a stray byte-order mark.
    if first.is_whitespace() || matches!(first, '\u{200B}' | '\u{FEFF}' | '\u{180E}') {
        return Kind::Blank;
    }
    match first.general_category_group() {
        GeneralCategoryGroup::Separator => Kind::Blank,
        GeneralCategoryGroup::Punctuation => Kind::Punctuation,
        GeneralCategoryGroup::Symbol => match first.emoji_status() {
            EmojiStatus::EmojiPresentation
            | EmojiStatus::EmojiPresentationAndModifierBase
            | EmojiStatus::EmojiPresentationAndEmojiComponent
            | EmojiStatus::EmojiPresentationAndModifierAndEmojiComponent => Kind::Emoji,
            _ => Kind::Punctuation,
        },
        GeneralCategoryGroup::Other => match first.general_category() {
            GeneralCategory::Control => Kind::Blank,
            GeneralCategory::Format => Kind::Punctuation,
            _ => Kind::Letter,
        },
        GeneralCategoryGroup::Number if first != '〇' => Kind::Letter,
        _ => match first {
            '\u{30A0}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}' => Kind::Katakana,
            // Thai, Lao, Myanmar, Khmer, Tai; kana, bopomofo, Chinese characters.
            '\u{0E00}'..='\u{0EFF}'
            | '\u{1000}'..='\u{109F}'
            | '\u{1780}'..='\u{17FF}'
            | '\u{1950}'..='\u{19FF}'
            | '\u{1A20}'..='\u{1AAF}'
            | '\u{3005}'..='\u{312F}'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{3FFFF}' => Kind::Alone,
            _ => Kind::Letter,
        },
    }
}

fn ascii(text: &str, at: usize) -> Option<u8> {
    text.as_bytes().get(at).copied().filter(|b| b.is_ascii() && *b != b'\r')
}

/// The character that starts at a grapheme boundary.
pub(super) fn after(text: &str, at: usize) -> Option<Piece> {
    // Between two ASCII characters there is always a boundary, except in CR LF.
    let end = if ascii(text, at).is_some() && ascii(text, at + 1).is_some() {
        at + 1
    } else {
        GraphemeCursor::new(at, text.len(), true).next_boundary(text, 0).ok()??
    };
    Piece::new(text, at, end)
}

/// The character that ends at a grapheme boundary.
pub(super) fn before(text: &str, at: usize) -> Option<Piece> {
    let last = at.checked_sub(1)?;
    let plain = |at| ascii(text, at).is_some_and(|b| b != b'\n');
    let start = if plain(last) && (last == 0 || plain(last - 1)) {
        last
    } else {
        GraphemeCursor::new(at, text.len(), true).prev_boundary(text, 0).ok()??
    };
    Piece::new(text, start, at)
}

/// To which side a punctuation mark belongs to the letters there, as the stop in `7.12` belongs to both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Glue {
    pub left: bool,
    pub right: bool,
}

impl Glue {
    fn both(when: bool) -> Self {
        Glue { left: when, right: when }
    }

    fn is_free(self) -> bool {
        self == Glue::default()
    }
}

/// What holds a punctuation mark to its neighbours.
pub(super) fn glue(text: &str, unit: Unit, mark: Piece) -> Glue {
    let (l, r) = (before(text, mark.start), after(text, mark.end));
    let letter = |p: Option<Piece>| p.is_some_and(|p| p.is_letter());
    let digit = |p: Option<Piece>| p.is_some_and(|p| p.is_digit());
    let is = |p: Option<Piece>, c: char| p.is_some_and(|p| p.first == c);
    let (left, right) = (letter(l), letter(r));
    let between = left && right;
    match mark.first {
        '.' if between => Glue::both(!ends_sentence_unspaced(text, l, r)),
        '.' => Glue { left: is_initial(text, l), right: false },
        ':' if left && is(r, '/') => Glue::both(is_scheme(text, mark.end)),
        ',' | ':' | '\u{066B}' | '\u{066C}' => Glue::both(digit(l) && digit(r)),
        '/' if is(l, ':') || is(l, '/') => {
            let colon = if is(l, ':') { l } else { l.and_then(|l| before(text, l.start)).filter(|c| c.first == ':') };
            Glue::both(colon.is_some_and(|c| letter(before(text, c.start)) && is_scheme(text, c.end)))
        }
        '/' => Glue::both(between && (unit != Unit::Syllable || digit(l) || digit(r))),
        '-' | '\u{2010}' | '\u{2011}' => Glue::both(between && (unit != Unit::Syllable || digit(r))),
        '\'' | '’' | '‘' | '_' | '&' | '=' | '·' | '‧' | '״' | '׳' => Glue::both(between),
        '@' | '#' => Glue { left: between, right },
        '+' if is(r, '+') => Glue::both(left),
        '+' if is(l, '+') => Glue { left: l.is_some_and(|l| letter(before(text, l.start))), right: digit(r) },
        '+' => Glue { left, right: digit(r) || between },
        '\u{2212}' => Glue { left: between, right: digit(r) },
        '%' | '‰' | '٪' | '′' | '″' => Glue { left: digit(l), right: false },
        '°' => Glue { left: digit(l), right: digit(l) && right },
        '™' | '®' => Glue { left, right: false },
        c if c.general_category() == GeneralCategory::CurrencySymbol => Glue { left, right: digit(r) || between },
        // Soft hyphens, joiners, controls of direction: they stand inside words and mean no end.
        c if c.general_category() == GeneralCategory::Format => Glue::both(between),
        _ => Glue::default(),
    }
}

/// Whether `//` and a letter follow, as in an address.
fn is_scheme(text: &str, at: usize) -> bool {
    let rest = text.get(at..).and_then(|rest| rest.strip_prefix("//"));
    rest.and_then(|rest| rest.chars().next()).is_some_and(char::is_alphanumeric)
}

/// Whether a stop between two letters ends a sentence whose blank was forgotten, as in `biên giới.Tổng thống`: a small letter
/// before, a capital after. Not so after one or two letters, as in `Tp.HCM`.
fn ends_sentence_unspaced(text: &str, l: Option<Piece>, r: Option<Piece>) -> bool {
    let Some((l, r)) = l.zip(r) else { return false };
    let small = l.first.is_lowercase() || l.first.is_numeric();
    let run = [Some(l), before(text, l.start)];
    let third = run.iter().flatten().last().and_then(|p| before(text, p.start));
    let long = run.iter().chain([&third]).all(|p| p.is_some_and(|p| p.is_letter()));
    small && long && r.first.is_uppercase()
}

/// Whether the stop behind `l` closes letters that each have their stop: `U.S.`, `v.v.`
fn is_initial(text: &str, l: Option<Piece>) -> bool {
    let letter = |p: &Piece| p.is_letter() && p.first.is_alphabetic();
    let Some(l) = l.filter(letter) else { return false };
    let Some(stop) = before(text, l.start).filter(|p| p.first == '.') else { return false };
    let Some(earlier) = before(text, stop.start).filter(letter) else { return false };
    before(text, earlier.start).is_none_or(|p| !p.is_letter())
}

/// Whether a character belongs to a syllable: all but blanks and free punctuation.
pub(super) fn is_word(text: &str, unit: Unit, piece: Piece) -> bool {
    match piece.kind {
        Kind::Blank => false,
        Kind::Punctuation => !glue(text, unit, piece).is_free(),
        _ => true,
    }
}

/// Whether a grapheme boundary lies inside a syllable or word, or inside a run of free punctuation.
fn is_inside(text: &str, unit: Unit, at: usize) -> bool {
    let plain = |at: usize| ascii(text, at).is_some_and(|b| b.is_ascii_alphanumeric());
    if at > 0 && plain(at - 1) && plain(at) {
        return true;
    }
    let Some((l, r)) = before(text, at).zip(after(text, at)) else { return false };
    match (l.kind, r.kind) {
        (Kind::Letter, Kind::Letter) => true,
        (Kind::Katakana, Kind::Katakana) => unit != Unit::Syllable,
        (Kind::Letter, Kind::Punctuation) => glue(text, unit, r).left,
        (Kind::Punctuation, Kind::Letter) => glue(text, unit, l).right,
        (Kind::Punctuation, Kind::Punctuation) => {
            let (l, r) = (glue(text, unit, l), glue(text, unit, r));
            l.is_free() && r.is_free() || l.right && r.left
        }
        _ => false,
    }
}

/// The start of the unit that a grapheme boundary lies inside of; the boundary itself where it lies between two.
pub(super) fn start_of(text: &str, unit: Unit, mut at: usize) -> usize {
    while at > 0 && is_inside(text, unit, at) {
        at = before(text, at).map_or(0, |p| p.start);
    }
    at
}

/// The end of the unit that a grapheme boundary lies inside of; the boundary itself where it lies between two.
pub(super) fn end_of(text: &str, unit: Unit, mut at: usize) -> usize {
    while at < text.len() && is_inside(text, unit, at) {
        at = after(text, at).map_or(text.len(), |p| p.end);
    }
    at
}

/// The syllable, word or run of punctuation that covers a grapheme boundary, or else ends there.
pub(super) fn at(text: &str, unit: Unit, at: usize) -> Option<(usize, usize)> {
    let covering = after(text, at).filter(|p| p.kind != Kind::Blank);
    let piece = covering.or_else(|| before(text, at).filter(|p| p.kind != Kind::Blank))?;
    Some((start_of(text, unit, piece.start), end_of(text, unit, piece.end)))
}

/// The first start of a syllable or word after a grapheme boundary.
pub(super) fn next_start(text: &str, unit: Unit, at: usize) -> Option<usize> {
    let piece = after(text, at)?;
    let mut at = if is_word(text, unit, piece) { end_of(text, unit, piece.end) } else { piece.end };
    loop {
        let piece = after(text, at)?;
        if is_word(text, unit, piece) {
            return Some(at);
        }
        at = piece.end;
    }
}

/// The last start of a syllable or word before a grapheme boundary.
pub(super) fn prev_start(text: &str, unit: Unit, mut at: usize) -> Option<usize> {
    loop {
        let piece = before(text, at)?;
        if is_word(text, unit, piece) {
            return Some(start_of(text, unit, piece.start));
        }
        at = piece.start;
    }
}

/// The first end of a syllable or word after a grapheme boundary.
pub(super) fn next_end(text: &str, unit: Unit, mut at: usize) -> Option<usize> {
    loop {
        let piece = after(text, at)?;
        if is_word(text, unit, piece) {
            return Some(end_of(text, unit, piece.end));
        }
        at = piece.end;
    }
}

/// The last end of a syllable or word before a grapheme boundary.
pub(super) fn prev_end(text: &str, unit: Unit, at: usize) -> Option<usize> {
    let piece = before(text, at)?;
    let mut at = if is_word(text, unit, piece) { start_of(text, unit, piece.start) } else { piece.start };
    loop {
        let piece = before(text, at)?;
        if is_word(text, unit, piece) {
            return Some(at);
        }
        at = piece.start;
    }
}
