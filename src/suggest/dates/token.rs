//! The text as tokens: numbers, words, marks; each with where it stands and what stands between it and the one before.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// A run of digits: its number and how many digits. One too long to be of use is [`u32::MAX`].
    Number(u32, u8),
    /// A run of letters: what it is in the list of words; 0 where it is not in it.
    Word(u16),
    /// Any other character.
    Mark(char),
}

/// What stands between a token and the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing.
    None,
    /// Blanks.
    Blank,
    /// The end of a line.
    Line,
}

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// Its first letter is small, or it has none.
    Small,
    /// Its first letter is a capital.
    Capital,
    /// It has two letters or more, all capitals.
    Capitals,
    /// So has every word of its line, a headline: nothing is said by that.
    Line,
}

/// A token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
    pub gap: Gap,
    pub case: Case,
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}')
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Blanks that `char::is_whitespace` does not count, because they have no width.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}')
}

/// Takes a text apart. `id` says what a word in lower case is in the list.
pub(super) fn tokens(text: &str, id: impl Fn(&str) -> u16) -> Vec<Token> {
    let mut all = Vec::with_capacity(text.len() / 4);
    let mut lower = String::new();
    let mut chars = text.char_indices().peekable();
    let mut gap = Gap::Line;
    let mut line = 0;
    while let Some((start, c)) = chars.next() {
        if is_line_end(c) {
            headline(all.get_mut(line..).unwrap_or_default());
            line = all.len();
            gap = Gap::Line;
            continue;
        }
        // Word-segmented Vietnamese: `thứ_Ba`.
        let word = |t: &Token| matches!(t.kind, Kind::Word(_));
        if c == '_'
            && gap == Gap::None
            && all.last().is_some_and(word)
            && chars.peek().is_some_and(|(_, c)| is_letter(*c))
        {
            gap = Gap::Blank;
            continue;
        }
        if is_blank(c) {
            gap = gap.max(Gap::Blank);
            continue;
        }
        let mut end = start + c.len_utf8();
        let mut case = Case::Small;
        let kind = if c.is_ascii_digit() {
            let (mut number, mut digits) = (c.to_digit(10), 1_u8);
            while let Some((at, d)) = chars.next_if(|(_, c)| c.is_ascii_digit()) {
                number = number.and_then(|n| n.checked_mul(10)?.checked_add(d.to_digit(10)?));
                digits = digits.saturating_add(1);
                end = at + 1;
            }
            Kind::Number(number.unwrap_or(u32::MAX), digits)
        } else if is_letter(c) {
            lower.clear();
            let (mut letters, mut capitals) = (1, usize::from(c.is_uppercase()));
            lower.extend(c.to_lowercase());
            while let Some((at, c)) = chars.next_if(|(_, c)| is_letter(*c)) {
                letters += 1;
                capitals += usize::from(c.is_uppercase());
                if c.is_ascii() {
                    lower.push(c.to_ascii_lowercase());
                } else {
                    lower.extend(c.to_lowercase());
                }
                end = at + c.len_utf8();
            }
            if c.is_uppercase() {
                case = if letters > 1 && capitals == letters { Case::Capitals } else { Case::Capital };
            }
            Kind::Word(id(&lower))
        } else {
            Kind::Mark(plain(c))
        };
        all.push(Token { start, end, kind, gap, case });
        gap = Gap::None;
    }
    headline(all.get_mut(line..).unwrap_or_default());
    all
}

/// Marks the words of a line that is all in capitals.
fn headline(line: &mut [Token]) {
    let words = line.iter().filter(|t| matches!(t.kind, Kind::Word(_)));
    let capitals = words.clone().filter(|t| t.case == Case::Capitals).count();
    if capitals >= 3 && words.clone().all(|t| t.case != Case::Small) && capitals * 2 >= words.count() {
        line.iter_mut().filter(|t| t.case != Case::Small).for_each(|t| t.case = Case::Line);
    }
}

/// Marks that do the same are one mark: dashes, quotation marks, wide brackets.
fn plain(c: char) -> char {
    match c {
        '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
        '’' | '‘' | 'ʼ' | '′' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '（' => '(',
        '）' => ')',
        '⁄' | '∕' => '/',
        '：' => ':',
        c => c,
    }
}
