//! From a query to an expression over the text as it is.

use super::QueryError;
use crate::text::{Folding, fold::fold, fold::is_accent};
use regex_syntax::ast::{
    AssertionKind, Ast, ClassSet, ClassSetItem, Flag, Flags, GroupKind, Span as Place, parse::ParserBuilder,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    sync::OnceLock,
};
use unicode_normalization::UnicodeNormalization;

/// How deep groups may nest.
pub(super) const NESTING: u32 = 60;

/// Accents stored behind their letter, in texts whose form is `Accented`.
const ACCENTS: &str = "[\\x{300}-\\x{36F}]";

/// An expression, and what is the same but for its word edges, where it has some.
pub(super) struct Made {
    pub pattern: String,
    pub without_edges: Option<String>,
}

/// The expression that finds plain words.
pub(super) fn words(words: &str, case: bool, accents: bool) -> String {
    let mut pattern = String::new();
    if accents {
        for c in words.trim().nfc() {
            escaped(c, &mut pattern);
        }
    } else {
        for c in fold(words.trim(), Folding { case: false, accents: true }).text.chars() {
            letter(c, !case, &mut pattern);
        }
    }
    pattern
}

/// The expression that finds what a person's expression means, accents respected or not.
pub(super) fn expression(typed: &str, accents: bool) -> Result<Made, QueryError> {
    let typed: String = typed.nfc().collect();
    let ast =
        ParserBuilder::new().nest_limit(NESTING).build().parse(&typed).map_err(|error| QueryError::Expression {
            at: typed.get(..error.span().start.offset).unwrap_or_default().chars().count() + 1,
            what: error.kind().to_string(),
        })?;
    let mut changes = Changes::default();
    changes.walk(&ast, accents);
    let pattern = changes.applied(&typed, false);
    let without_edges = (!changes.edges.is_empty()).then(|| changes.applied(&typed, true));
    Ok(Made { pattern, without_edges })
}

/// What is put in place of parts of an expression.
#[derive(Default)]
struct Changes {
    parts: Vec<(Place, String)>,
    edges: Vec<Place>,
    all_lines: bool,
}

impl Changes {
    fn walk(&mut self, ast: &Ast, accents: bool) {
        match ast {
            Ast::Assertion(assertion) => match assertion.kind {
                AssertionKind::StartLine | AssertionKind::EndLine => {}
                AssertionKind::StartText | AssertionKind::EndText => {}
                _ => self.edges.push(assertion.span),
            },
            Ast::Repetition(repetition) => self.walk(&repetition.ast, accents),
            Ast::Group(group) => {
                if let GroupKind::NonCapturing(flags) = &group.kind {
                    self.flags(flags);
                }
                self.walk(&group.ast, accents);
            }
            Ast::Alternation(all) => all.asts.iter().for_each(|ast| self.walk(ast, accents)),
            Ast::Concat(all) => all.asts.iter().for_each(|ast| self.walk(ast, accents)),
            _ if accents => {}
            Ast::Literal(literal) => {
                let mut forms = String::new();
                letter(literal.c, false, &mut forms);
                self.parts.push((literal.span, format!("(?:{forms})")));
            }
            Ast::Dot(place) => {
                let ends = if self.all_lines { "" } else { "\\n\\r" };
                self.parts.push((**place, format!("(?:[[^{ends}]--{ACCENTS}]{ACCENTS}*)").replace("[^]", "\\p{Any}")));
            }
            Ast::ClassPerl(class) => self.around(class.span),
            Ast::ClassUnicode(class) => self.around(class.span),
            Ast::ClassBracketed(class) => {
                self.around(class.span);
                self.set(&class.kind);
            }
            Ast::Flags(set) => self.flags(&set.flags),
            Ast::Empty(_) => {}
        }
    }

    /// Whether a dot stands for line ends too, from here on.
    fn flags(&mut self, flags: &Flags) {
        if let Some(on) = flags.flag_state(Flag::DotMatchesNewLine) {
            self.all_lines = on;
        }
    }

    /// One character of a class, with the accents that follow it.
    fn around(&mut self, place: Place) {
        let (start, end) = (Place::splat(place.start), Place::splat(place.end));
        self.parts.push((start, "(?:[".to_owned()));
        self.parts.push((end, format!("--{ACCENTS}]{ACCENTS}*)")));
    }

    /// All forms of the letters of a class.
    fn set(&mut self, set: &ClassSet) {
        match set {
            ClassSet::Item(item) => self.item(item),
            ClassSet::BinaryOp(both) => {
                self.set(&both.lhs);
                self.set(&both.rhs);
            }
        }
    }

    fn item(&mut self, item: &ClassSetItem) {
        match item {
            ClassSetItem::Literal(literal) => {
                self.add(literal.span, std::iter::once(literal.c));
            }
            // Longer ranges are not of letters of one alphabet.
            ClassSetItem::Range(range) if u32::from(range.end.c).saturating_sub(u32::from(range.start.c)) < 0x200 => {
                self.add(range.span, range.start.c..=range.end.c);
            }
            ClassSetItem::Bracketed(class) => self.set(&class.kind),
            ClassSetItem::Union(union) => union.items.iter().for_each(|item| self.item(item)),
            _ => {}
        }
    }

    fn add(&mut self, place: Place, letters: impl Iterator<Item = char>) {
        let more: BTreeSet<char> = letters.map(base).flat_map(|c| forms(c).iter().copied().chain([c])).collect();
        let mut text = String::new();
        more.iter().for_each(|c| escaped(*c, &mut text));
        self.parts.push((Place::splat(place.end), text));
    }

    fn applied(&mut self, typed: &str, without_edges: bool) -> String {
        let mut parts: Vec<(usize, usize, &str)> =
            self.parts.iter().map(|(place, text)| (place.start.offset, place.end.offset, text.as_str())).collect();
        if without_edges {
            parts.extend(self.edges.iter().map(|place| (place.start.offset, place.end.offset, "(?:)")));
        }
        parts.sort_by_key(|(start, ..)| *start);
        let mut made = String::with_capacity(typed.len());
        let mut at = 0;
        for (start, end, text) in parts {
            made.push_str(typed.get(at..start).unwrap_or_default());
            made.push_str(text);
            at = end;
        }
        made.push_str(typed.get(at..).unwrap_or_default());
        made
    }
}

/// A letter in all its forms, with the accents that follow it.
fn letter(c: char, both_cases: bool, out: &mut String) {
    let base = base(c);
    let mut all: BTreeSet<char> = forms(base).iter().copied().collect();
    all.extend([base, c]);
    if both_cases {
        // A letter may have its accent in one case only: İ.
        for other in base.to_lowercase().chain(base.to_uppercase()) {
            all.extend(forms(other));
        }
    }
    match all.len() {
        1 => escaped(c, out),
        _ => {
            out.push('[');
            all.iter().for_each(|c| escaped(*c, out));
            out.push(']');
        }
    }
    out.push_str(ACCENTS);
    out.push('*');
}

/// A character that means itself, in a class and outside.
fn escaped(c: char, out: &mut String) {
    if c.is_ascii_alphanumeric() {
        out.push(c);
    } else {
        let _ = write!(out, "\\x{{{:X}}}", u32::from(c));
    }
}

/// The letter without its accents.
fn base(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    table().bases.get(&c).copied().unwrap_or(c)
}

/// The accented forms of a letter.
fn forms(base: char) -> &'static [char] {
    table().forms.get(&base).map_or(&[], Vec::as_slice)
}

struct Table {
    bases: BTreeMap<char, char>,
    forms: BTreeMap<char, Vec<char>>,
}

/// The letters that accents were put to in one character: those of Latin, Greek, Cyrillic and Hebrew.
fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = Table { bases: BTreeMap::new(), forms: BTreeMap::new() };
        let all = ('\u{C0}'..='\u{6FF}').chain('\u{1E00}'..='\u{1FFF}').chain('\u{2126}'..='\u{212B}');
        for c in all.chain('\u{FB1D}'..='\u{FB4E}') {
            let bare = match c {
                'đ' => Some('d'),
                'Đ' => Some('D'),
                c => {
                    let mut bare = std::iter::once(c).nfd().filter(|c| !is_accent(*c));
                    bare.next().filter(|_| bare.next().is_none())
                }
            };
            if let Some(bare) = bare.filter(|b| *b != c) {
                table.bases.insert(c, bare);
                table.forms.entry(bare).or_default().push(c);
            }
        }
        table
    })
}
