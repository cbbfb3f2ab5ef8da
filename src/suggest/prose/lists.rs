//! The word lists of claims and actors, in a form in which a text is looked through once.

use super::small::{Small, Smalls};
use crate::suggest::{LexiconFile, Lexicons, Words};
use crate::text::{Folding, fold};
use std::collections::HashMap;

macro_rules! file {
    ($name:literal) => {
        LexiconFile { name: $name, text: include_str!(concat!("../../../assets/lexicons/", $name)) }
    };
}

/// The lists for Vietnamese.
const VIETNAMESE: [LexiconFile; 3] = [file!("reporting-vi.txt"), file!("actors-vi.txt"), file!("grammar-vi.txt")];
/// The lists for English.
const ENGLISH: [LexiconFile; 3] = [file!("reporting-en.txt"), file!("actors-en.txt"), file!("grammar-en.txt")];

/// What somebody does who says something: the values of a claim's attribute `act`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::suggest) enum Act {
    States,
    Denies,
    Accuses,
    Warns,
    Demands,
    Promises,
    Asks,
    Estimates,
}

impl Act {
    const ALL: [(Act, &'static str); 8] = [
        (Act::States, "states"),
        (Act::Denies, "denies"),
        (Act::Accuses, "accuses"),
        (Act::Warns, "warns"),
        (Act::Demands, "demands"),
        (Act::Promises, "promises"),
        (Act::Asks, "asks"),
        (Act::Estimates, "estimates"),
    ];

    /// Its name among the attribute's values.
    pub fn name(self) -> &'static str {
        Act::ALL.iter().find(|(a, _)| *a == self).map_or("states", |(_, name)| name)
    }
}

macro_rules! classes {
    ($($class:ident $name:literal,)*) => {
        /// What a list says of a phrase: the sections of the files by their names.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(in crate::suggest) enum Class { Cue, $($class,)* }

        impl Class {
            fn named(name: &str) -> Option<Class> {
                match name { $($name => Some(Class::$class),)* _ => None }
            }
        }
    };
}

classes! {
    Question "questions", First "first persons", Reader "readers", Behind "behind cues", Tense "tenses", Passive "passives",
    According "according", Conjunction "conjunction", Not "not", Negation "negation", Noun "before nouns",
    Document "documents", Adverb "adverbs", Adjunct "adjuncts", Coordinator "coordinators", Connective "connectives",
    Relative "relatives", Finite "finite", Time "times", Modal "modals",
    Title "titles", Male "male", Female "female", Honorific "honorifics", They "they", It "it", Organisation "organisations",
    State "state bodies", Outlet "outlets", OutletName "outlet names", Group "groups", Anonymous "anonymous", Quantifier "quantifiers",
    Country "countries", Capital "capitals", Building "buildings", Place "places", Family "family names", Complement "complements",
    Stop "stops", Verb "verbs", Preposition "prepositions", Determiner "determiners", Prefix "prefixes", Tail "tails",
    Object "objects", Quoting "quoting", NounToo "nouns too", Turn "turns", Denied "denied", Compound "compounds", Apposed "apposed", TimeHead "time heads", Elsewhere "elsewhere", Doubt "doubts", Addressee "addressees", Dealing "dealings",
    Nameless "nameless", Particle "particles", Posted "posted", Alone "alone", Harm "harm", Ending "endings", Owner "owners", Thing "things", Vague "vague", He "he", She "she",
}

/// What stands behind a cue's words in its list, as signs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(in crate::suggest) struct Flags {
    /// `+`: only with a conjunction, a colon or a quotation behind it, or with the claim before it.
    pub strict: bool,
    /// `?`: a bare clause only where it looks like one.
    pub clause: bool,
    /// `<`: only after a quotation, or before one.
    pub quote: bool,
    /// `>`: the object with its verb: `urged both sides to talk`; a noun phrase will do.
    pub object: bool,
    /// `of`: the content follows `of`: `accused the firm of hiding`.
    pub of: bool,
    /// `for`: the content follows `for`, where there is one: `blamed the firm for hiding`.
    pub blame: bool,
    /// `-ing`: also with a gerund at once behind it: `recalled hearing`.
    pub gerund: bool,
    /// `@`: whoever is spoken to follows: `told`.
    pub addressee: bool,
    /// `-ing`: a participle: the subject is the sentence's.
    pub participle: bool,
    /// `to`: only with an infinitive.
    pub infinitive: bool,
    /// `at`: only with a figure.
    pub figure: bool,
    /// `^`: only with a capital: `WHO`, not `who`.
    pub capital: bool,
    /// `~`: passive, and whoever says it stays untold: `bị cáo buộc`, `were told to leave`.
    pub untold: bool,
    /// `!`: passive: the subject is the source all the same (`was quoted as saying`).
    pub passive: bool,
}

/// A phrase of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::suggest) struct Tag {
    pub class: Class,
    pub act: Act,
    pub flags: Flags,
}

/// The lists of one language: phrases by their words.
#[derive(Default)]
pub(in crate::suggest) struct Phrases {
    words: HashMap<Box<str>, u32>,
    steps: HashMap<(u32, u32), u32>,
    tags: Vec<Vec<Tag>>,
    /// What small words do, by the number of the word.
    smalls: Vec<Smalls>,
}

impl Phrases {
    fn read(lexicons: &Lexicons, files: &[LexiconFile], english: bool) -> Self {
        let mut all = Phrases { tags: vec![Vec::new()], ..Phrases::default() };
        for (file, entry) in files.iter().flat_map(|f| lexicons.entries(*f).into_iter().map(move |e| (*f, e))) {
            if let Some(small) = Small::named(&entry.section) {
                if entry.words.contains([' ', '|']) {
                    lexicons.fault(file, &entry, "a small word is one word without signs");
                } else {
                    all.add_small(&entry.words, small);
                }
                continue;
            }
            let act = Act::ALL.iter().find(|(_, name)| *name == entry.section).map(|(a, _)| *a);
            let class = act.map_or_else(|| Class::named(&entry.section), |_| Some(Class::Cue));
            match (class, signs(&entry.words)) {
                (None, _) => lexicons.no_section(file, &entry),
                (_, Err(sign)) => lexicons.fault(file, &entry, &format!("there is no sign “{sign}”")),
                (Some(class), Ok((words, flags))) => {
                    let tag = Tag { class, act: act.unwrap_or(Act::States), flags };
                    all.add(words, tag);
                    let counts = matches!(class, Class::Title | Class::Organisation | Class::State | Class::Outlet);
                    if english && counts && !flags.capital {
                        all.add(&plural(words.trim_end()), Tag { class: Class::Group, ..tag });
                    }
                }
            }
        }
        all
    }

    fn add(&mut self, words: &str, tag: Tag) {
        let folded = fold(words, Folding { case: true, accents: false }).text;
        let mut node = 0;
        for word in folded.split_whitespace() {
            let word = self.number(word);
            let next = self.tags.len() as u32;
            node = *self.steps.entry((node, word)).or_insert(next);
            if node == next {
                self.tags.push(Vec::new());
            }
        }
        if let Some(tags) = self.tags.get_mut(node as usize).filter(|t| node > 0 && !t.contains(&tag)) {
            tags.push(tag);
        }
    }

    fn add_small(&mut self, word: &str, small: Small) {
        let word = self.number(&fold(word, Folding { case: true, accents: false }).text) as usize;
        if self.smalls.len() <= word {
            self.smalls.resize(word + 1, Smalls::default());
        }
        if let Some(smalls) = self.smalls.get_mut(word) {
            smalls.add(small);
        }
    }

    /// The number of a word, a new one where it has none.
    fn number(&mut self, word: &str) -> u32 {
        let fresh = self.words.len() as u32 + 1;
        *self.words.entry(word.into()).or_insert(fresh)
    }

    /// Whether a word, in any case, does this as a small one.
    pub fn small(&self, word: &str, small: Small) -> bool {
        self.smalls(self.word(&word.to_lowercase())).has(small)
    }

    /// What a word does as a small one, by its number.
    pub fn smalls(&self, word: u32) -> Smalls {
        self.smalls.get(word as usize).copied().unwrap_or_default()
    }

    /// The number of a word that any list has; 0 for others.
    pub fn word(&self, lower: &str) -> u32 {
        self.words.get(lower).copied().unwrap_or(0)
    }

    /// From a node of the tree by a word, from 0 on.
    pub fn step(&self, node: u32, word: u32) -> Option<u32> {
        self.steps.get(&(node, word)).copied()
    }

    pub fn tags(&self, node: u32) -> &[Tag] {
        self.tags.get(node as usize).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Takes the signs off an entry: they stand behind a bar. A sign that means nothing is the error.
fn signs(entry: &str) -> Result<(&str, Flags), &str> {
    let (words, signs) = entry.split_once('|').unwrap_or((entry, ""));
    let mut flags = Flags::default();
    for sign in signs.split_whitespace() {
        match sign {
            "+" => flags.strict = true,
            "?" => flags.clause = true,
            "<" => flags.quote = true,
            ">" => flags.object = true,
            "of" => flags.of = true,
            "for" => flags.blame = true,
            "-ing" => flags.gerund = true,
            "@" => flags.addressee = true,
            "ing" => flags.participle = true,
            "to" => flags.infinitive = true,
            "at" => flags.figure = true,
            "^" => flags.capital = true,
            "!" => flags.passive = true,
            "~" => flags.untold = true,
            _ => return Err(sign),
        }
    }
    Ok((words, flags))
}

/// Several of what an English noun means: `ministries`, `spokesmen`, `widows`.
fn plural(noun: &str) -> String {
    let ending = |end: &str, with: &str| noun.strip_suffix(end).map(|stem| format!("{stem}{with}"));
    let y =
        noun.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])).map(|stem| format!("{stem}ies"));
    let hisses = ["s", "x", "ch", "sh"].iter().any(|end| noun.ends_with(end)).then(|| format!("{noun}es"));
    ending("man", "men").or(y).or(hisses).unwrap_or_else(|| format!("{noun}s"))
}

/// The lists of both languages.
pub(in crate::suggest) struct Lists {
    pub vietnamese: Phrases,
    pub english: Phrases,
}

impl Lists {
    /// Whether a word, in any case, does this as a small one in either language.
    pub fn small(&self, word: &str, small: Small) -> bool {
        self.vietnamese.small(word, small) || self.english.small(word, small)
    }
}

impl Words for Lists {
    fn read(lexicons: &Lexicons) -> Self {
        Lists {
            vietnamese: Phrases::read(lexicons, &VIETNAMESE, false),
            english: Phrases::read(lexicons, &ENGLISH, true),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_means_something_and_what_means_nothing_is_told() {
        let lexicons = Lexicons::default();
        lexicons.get::<Lists>();
        assert_eq!(lexicons.faults(), []);
        let added = "[states]\nnói leo | +\nnói hớt | %\n[state]\nnói kháy\n";
        let lexicons = Lexicons::new([("reporting-vi.txt".to_owned(), added.to_owned())].into());
        lexicons.get::<Lists>();
        let told: Vec<(usize, String)> = lexicons.faults().into_iter().map(|f| (f.line, f.why)).collect();
        assert_eq!(told, [(3, "there is no sign “%”".to_owned()), (5, "there is no section [state]".to_owned())]);
    }

    #[test]
    fn a_small_word_does_what_its_sections_say_and_is_no_phrase() {
        let added = "[belonging]\nthuộc về\n[part of]\nTrực\n- thuộc\n";
        let lexicons = Lexicons::new([("grammar-vi.txt".to_owned(), added.to_owned())].into());
        let lists = lexicons.get::<Lists>();
        let does = |word: &str, small| lists.vietnamese.small(word, small);
        assert!(does("của", Small::Belonging) && does("của", Small::Issuer) && !does("của", Small::PartOf));
        assert!(does("trực", Small::PartOf) && !does("thuộc", Small::PartOf), "a project adds and takes out");
        assert!(!lists.english.small("của", Small::Belonging) && lists.small("của", Small::Belonging));
        let told: Vec<(usize, String)> = lexicons.faults().into_iter().map(|f| (f.line, f.why)).collect();
        assert_eq!(told, [(2, "a small word is one word without signs".to_owned())]);
    }

    #[test]
    fn every_section_of_small_words_has_words() {
        let lists = Lexicons::default().get::<Lists>();
        let all = [&lists.vietnamese, &lists.english].into_iter().flat_map(|l| &l.smalls);
        let missing: Vec<Small> =
            Small::ALL.iter().copied().filter(|small| !all.clone().any(|smalls| smalls.has(*small))).collect();
        assert_eq!(missing, []);
    }
}
