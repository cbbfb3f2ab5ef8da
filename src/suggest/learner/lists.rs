//! The lists of names, in the form in which they are looked up.

use crate::suggest::{
    LexiconFile, Lexicons, Words,
    tokens::{Token, key, tokens},
};
use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};
use unicode_normalization::is_nfc;

/// The lists of names.
pub(super) const FILES: [LexiconFile; 4] = [
    LexiconFile { name: "names-people.txt", text: include_str!("../../../assets/lexicons/names-people.txt") },
    LexiconFile { name: "names-places.txt", text: include_str!("../../../assets/lexicons/names-places.txt") },
    LexiconFile {
        name: "names-organisations.txt",
        text: include_str!("../../../assets/lexicons/names-organisations.txt"),
    },
    LexiconFile { name: "names-other.txt", text: include_str!("../../../assets/lexicons/names-other.txt") },
];

/// The lists by the bit that stands for each; Vietnamese lists share the bit of their English sisters.
const LISTS: [&str; 19] = [
    "given",
    "family",
    "title",
    "country",
    "place",
    "demonym",
    "place-head",
    "place-end",
    "organisation",
    "organisation-head",
    "organisation-end",
    "other",
    "other-end",
    "calendar",
    "says",
    "team",
    "other-head",
    "organisation-word",
    "particle",
];

/// The bit of given names.
pub(super) const GIVEN: u32 = 1;

/// The bit of family names.
pub(super) const FAMILY: u32 = 1 << 1;

/// The bit of the words that stand before names of people.
pub(super) const TITLE: u32 = 1 << 2;

/// The bit of the words that organisations begin with.
pub(super) const HEAD: u32 = 1 << 9;

/// The bit of names of other things.
pub(super) const OTHER: u32 = 1 << 11;

/// The bit of the words that laws, events and works begin with, or that stand before them.
pub(super) const OTHER_HEAD: u32 = 1 << 16;

/// The bit of the words that names of organisations go on with in small letters: `Bộ Nông nghiệp và Phát triển nông thôn`.
pub(super) const GOES_ON: u32 = 1 << 17;

/// The bit of the small words inside names of people: `van`, `al`.
pub(super) const PARTICLE: u32 = 1 << 18;

/// The bit of the words that places begin with, or that stand before them.
pub(super) const PLACE_HEAD: u32 = 1 << 6;

/// Words of a kind: written with a capital where a sentence begins, they are what they are in small letters.
const KINDS: u32 = TITLE | HEAD | OTHER_HEAD | PLACE_HEAD | FUNCTION_BIT;

/// The list of words that are no names.
const FUNCTION: &str = "function";

/// The bit of that list.
pub(super) const FUNCTION_BIT: u32 = 1 << LISTS.len();

/// The list of small words inside names: they tell where a name goes on, not what it is of.
const LINK: &str = "organisation-link";

/// Where names of several words stand in [`LISTS`]: these are looked for as wholes.
pub(super) const WHOLES: u32 = 1 << 3 | 1 << 4 | 1 << 8 | OTHER | 1 << 15;

/// The lists of names in the form in which they are looked up.
pub(super) struct NameLists {
    /// What counts in every text.
    all: Table,
    /// Words of Vietnamese, which count in Vietnamese texts alone: `do` and `in` are words of English too.
    vietnamese: Table,
    links: HashSet<String>,
}

/// Words and names by what they are.
#[derive(Default)]
struct Table {
    words: HashMap<String, u32>,
    /// Names of several tokens.
    wholes: HashMap<String, u32>,
    /// The most tokens that a name has that begins with this token.
    reach: HashMap<String, usize>,
}

impl Table {
    fn add(&mut self, words: &str, bit: u32) {
        if words.chars().all(char::is_alphanumeric) && is_nfc(words) {
            *self.words.entry(words.to_owned()).or_default() |= bit;
            return;
        }
        let parts = tokens(words);
        match parts.as_slice() {
            [] => {}
            [one] => *self.words.entry(one.word.to_string()).or_default() |= bit,
            [first, ..] => {
                let reach = self.reach.entry(first.word.to_string()).or_default();
                *reach = parts.len().max(*reach);
                *self.wholes.entry(key(&parts)).or_default() |= bit;
            }
        }
    }
}

impl Words for NameLists {
    fn read(lexicons: &Lexicons) -> Self {
        let mut lists = NameLists { all: Table::default(), vietnamese: Table::default(), links: HashSet::new() };
        for (file, entry) in FILES.iter().flat_map(|file| lexicons.entries(*file).into_iter().map(|e| (*file, e))) {
            let section = entry.section.trim_end_matches("-vi");
            if section == LINK {
                lists.links.insert(entry.words.clone());
                continue;
            }
            let bit = match LISTS.iter().position(|l| *l == section) {
                Some(bit) => 1 << bit,
                None if section == FUNCTION => FUNCTION_BIT,
                None => {
                    lexicons.no_section(file, &entry);
                    continue;
                }
            };
            let own = section != entry.section && bit & KINDS != 0 || bit == GOES_ON;
            let table = if own { &mut lists.vietnamese } else { &mut lists.all };
            let newer = modern(&entry.words);
            if newer != entry.words {
                table.add(&newer, bit);
            }
            table.add(&entry.words, bit);
        }
        lists
    }
}

impl NameLists {
    fn tables(&self, vietnamese: bool) -> impl Iterator<Item = &Table> {
        [&self.all].into_iter().chain(vietnamese.then_some(&self.vietnamese))
    }

    fn word(&self, word: &str, vietnamese: bool) -> u32 {
        let word = &*if vietnamese { modern(word) } else { word.into() };
        self.tables(vietnamese).filter_map(|t| t.words.get(word)).fold(0, |all, bits| all | bits)
    }

    fn name(&self, words: &str, vietnamese: bool) -> u32 {
        let words = &*if vietnamese { modern(words) } else { words.into() };
        self.tables(vietnamese).filter_map(|t| t.wholes.get(words)).fold(0, |all, bits| all | bits)
    }

    fn reach(&self, word: &str, vietnamese: bool) -> usize {
        let word = &*if vietnamese { modern(word) } else { word.into() };
        self.tables(vietnamese).filter_map(|t| t.reach.get(word)).copied().max().unwrap_or(0)
    }

    /// Whether it is a small word that stands inside names.
    pub(super) fn is_link(&self, word: &str) -> bool {
        self.links.contains(word)
    }

    /// The lists on which a token stands.
    pub(super) fn one(&self, token: &Token<'_>, opens: bool, vietnamese: bool) -> u32 {
        let mut own = self.word(&token.word, vietnamese);
        if is_upper(token) && own & !FUNCTION_BIT == 0 {
            own |= self.word(&titled(&token.word), vietnamese);
        }
        if token.is_capitalised() && (own == 0 || opens) {
            let kinds = if own == 0 { KINDS } else { TITLE | FUNCTION_BIT };
            own |= self.word(&token.word.to_lowercase(), vietnamese) & kinds;
        }
        own
    }

    /// The longest name of several tokens at the front.
    pub(super) fn whole(&self, rest: &[Token<'_>], vietnamese: bool) -> (u32, usize) {
        let Some(first) = rest.first() else { return (0, 0) };
        let title = is_upper(first).then(|| titled(&first.word));
        let low = first.is_capitalised().then(|| first.word.to_lowercase());
        let forms = [Some(&*first.word), title.as_deref(), low.as_deref()];
        let reach = forms.into_iter().flatten().map(|word| self.reach(word, vietnamese)).max().unwrap_or(0);
        for n in (2..=reach.min(rest.len())).rev() {
            let words = rest.get(..n).unwrap_or_default();
            let here = key(words);
            let mut found = self.name(&here, vietnamese);
            if found == 0 && title.is_some() {
                let title = words.iter().map(|t| titled(&t.word)).collect::<Vec<_>>().join(" ");
                found = self.name(&title, vietnamese);
            }
            // `Phát ngôn viên` where a sentence begins, or as some write titles.
            if found == 0
                && let (Some(low), Some(rest)) = (&low, here.get(first.word.len()..))
            {
                found = self.name(&[low, rest].concat(), vietnamese) & KINDS;
            }
            if found != 0 {
                return (found, n);
            }
        }
        (0, 0)
    }
}

/// Where newer spelling has the mark of the tone: `hòa` for `hoà`, `Ủy ban` for `Uỷ ban`.
fn modern(words: &str) -> Cow<'_, str> {
    const OLD: [(&str, &str); 15] = [
        ("oà", "òa"),
        ("oá", "óa"),
        ("oả", "ỏa"),
        ("oã", "õa"),
        ("oạ", "ọa"),
        ("oè", "òe"),
        ("oé", "óe"),
        ("oẻ", "ỏe"),
        ("oẽ", "õe"),
        ("oẹ", "ọe"),
        ("uỳ", "ùy"),
        ("uý", "úy"),
        ("uỷ", "ủy"),
        ("uỹ", "ũy"),
        ("uỵ", "ụy"),
    ];
    let newer = |word: &str| {
        let old = OLD.iter().find_map(|(old, new)| Some((ending(word, old)?, *new)));
        let old = old.filter(|(front, _)| !front.ends_with(['q', 'Q']));
        old.map(|(front, new)| match front {
            "" if word.starts_with(char::is_uppercase) => titled_first(new),
            _ => [front, new].concat(),
        })
    };
    let may_be =
        |c| matches!(c, '\u{e0}' | '\u{e1}' | '\u{e3}' | '\u{e8}' | '\u{e9}' | '\u{fd}' | '\u{1ea0}'..='\u{1ef9}');
    if !words.contains(may_be) || !words.split(' ').any(|word| newer(word).is_some()) {
        return words.into();
    }
    let all = words.split(' ').map(|word| newer(word).unwrap_or_else(|| word.to_owned()));
    all.collect::<Vec<_>>().join(" ").into()
}

/// What stands before an ending, which a word written with a capital may be as a whole.
fn ending<'a>(word: &'a str, end: &str) -> Option<&'a str> {
    let whole = || word.starts_with(char::is_uppercase) && word.len() == end.len() && word.to_lowercase() == end;
    word.strip_suffix(end).or_else(|| whole().then_some(""))
}

/// With a capital first.
fn titled_first(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

pub(super) fn is_upper(token: &Token<'_>) -> bool {
    token.word.chars().nth(2).is_some() && token.word.chars().all(char::is_uppercase)
}

/// `PARIS` as `Paris`.
pub(super) fn titled(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().into_iter().chain(chars.flat_map(char::to_lowercase)).collect()
}

/// The names of the lists in a set of bits.
pub(super) fn lists(bits: u32) -> impl Iterator<Item = &'static str> {
    LISTS.iter().enumerate().filter(move |(i, _)| bits & (1 << i) != 0).map(|(_, name)| *name)
}
