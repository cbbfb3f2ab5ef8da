//! Word lists: files in `assets/lexicons` that come with the program, and files of the same name in a project's folder `lexicons`,
//! which add to them.
//!
//! One entry a line; `#` begins a comment; `[section]` begins a section. In a project's file a line that begins with `- ` takes
//! entries of the same section out: the one that is written the same, or, without a code, all of that phrase. What an entry says
//! beside its words is each list's own business.

use crate::text::edits;
use std::{
    any::{Any, TypeId},
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt,
    sync::{Arc, LazyLock, PoisonError, RwLock},
};

/// A word list that comes with the program.
#[derive(Clone, Copy, Debug)]
pub struct LexiconFile {
    /// Its file's name: `dates-vi.txt`.
    pub name: &'static str,
    /// What it says.
    pub text: &'static str,
}

/// The lists that sources read, and a project can add to.
pub const LISTS: [&str; 14] = [
    "actors-en.txt",
    "actors-vi.txt",
    "dates-en.txt",
    "dates-vi.txt",
    "grammar-en.txt",
    "grammar-vi.txt",
    "names-organisations.txt",
    "names-other.txt",
    "names-people.txt",
    "names-places.txt",
    "names-weights.txt",
    "page-noise.txt",
    "reporting-en.txt",
    "reporting-vi.txt",
];

impl LexiconFile {
    /// Its sections, one as often as it is begun.
    pub fn sections(&self) -> impl Iterator<Item = &'static str> {
        self.text.lines().filter_map(|line| section(line.trim()))
    }
}

/// One line of a word list that says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The section it stands in; empty before the first.
    pub section: String,
    /// Its words, without blanks around.
    pub words: String,
    /// The line it stands in, from 1, where the project's own list says it; 0 where the program's does.
    pub line: usize,
}

/// An entry of a project's list that cannot be understood, or a whole list that no source reads. It was left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LexiconFault {
    /// The file's name.
    pub file: String,
    /// The line, from 1; 0 where it is the whole list.
    pub line: usize,
    /// What is wrong.
    pub why: String,
}

impl fmt::Display for LexiconFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let LexiconFault { file, line, why } = self;
        match line {
            0 => write!(f, "lexicons/{file}: {why}. The list is left out"),
            _ => write!(f, "lexicons/{file}:{line}: {why}. The entry is left out; the rest of the list stands"),
        }
    }
}

/// A form in which a source keeps its lists: made once for each set of lists.
pub trait Words: Any + Send + Sync {
    /// Reads it from the lists it needs.
    fn read(lexicons: &Lexicons) -> Self
    where
        Self: Sized;
}

/// The word lists of a project: those of the program, and what the project adds.
#[derive(Default)]
pub struct Lexicons {
    added: BTreeMap<String, String>,
    read: RwLock<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
    faults: RwLock<BTreeSet<LexiconFault>>,
}

impl Lexicons {
    /// The program's lists alone.
    pub fn standard() -> &'static Lexicons {
        static STANDARD: LazyLock<Lexicons> = LazyLock::new(Lexicons::default);
        &STANDARD
    }

    /// The program's lists with what a project adds, by file name.
    pub fn new(added: BTreeMap<String, String>) -> Self {
        let lexicons = Lexicons { added, ..Lexicons::default() };
        for file in lexicons.added.keys().filter(|file| !LISTS.contains(&file.as_str())) {
            let meant = LISTS.into_iter().min_by_key(|name| distance(file, name));
            let meant = meant.filter(|name| distance(file, name) <= 4).map(|name| format!(", perhaps {name} is meant"));
            let why = format!("no source reads a list of this name{}", meant.unwrap_or_default());
            lexicons.note(LexiconFault { file: file.clone(), line: 0, why });
        }
        lexicons
    }

    /// The entries of a list: the program's, then the project's; each once.
    pub fn entries(&self, file: LexiconFile) -> Vec<Entry> {
        let mut all = entries(file.text);
        all.iter_mut().for_each(|entry| entry.line = 0);
        for entry in self.added.get(file.name).map(|text| entries(text)).unwrap_or_default() {
            match entry.words.strip_prefix("- ") {
                Some(gone) => {
                    let (gone, before) = (gone.trim_start(), all.len());
                    all.retain(|e| e.section != entry.section || e.words != gone && phrase(&e.words) != gone);
                    match entry.section.as_str() {
                        _ if all.len() < before => {}
                        "" => self.no_section(file, &entry),
                        section => {
                            self.fault(file, &entry, &format!("there is no “{gone}” in [{section}] to take out"));
                        }
                    }
                }
                None if !all.iter().any(|e| e.section == entry.section && e.words == entry.words) => all.push(entry),
                None => {}
            }
        }
        all
    }

    /// Notes that an entry cannot be understood; whoever reads a list leaves such an entry out.
    pub fn fault(&self, file: LexiconFile, entry: &Entry, why: &str) {
        self.note(LexiconFault { file: file.name.to_owned(), line: entry.line, why: why.to_owned() });
    }

    /// Notes that there is no section such as an entry stands in.
    pub fn no_section(&self, file: LexiconFile, entry: &Entry) {
        let why = match entry.section.as_str() {
            "" => "it stands before the first [section]".to_owned(),
            section => format!("there is no section [{section}]"),
        };
        self.fault(file, entry, &why);
    }

    fn note(&self, fault: LexiconFault) {
        self.faults.write().unwrap_or_else(PoisonError::into_inner).insert(fault);
    }

    /// What could not be understood of the lists that were read so far, in order.
    pub fn faults(&self) -> Vec<LexiconFault> {
        self.faults.read().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// The lists in the form in which a source keeps them.
    pub fn get<T: Words>(&self) -> Arc<T> {
        let of = TypeId::of::<T>();
        let there = self.read.read().unwrap_or_else(PoisonError::into_inner).get(&of).cloned();
        if let Some(words) = there.and_then(|w| w.downcast::<T>().ok()) {
            return words;
        }
        let words = Arc::new(T::read(self));
        self.read.write().unwrap_or_else(PoisonError::into_inner).insert(of, words.clone());
        words
    }
}

/// The section that a line begins.
fn section(line: &str) -> Option<&str> {
    line.strip_prefix('[').and_then(|line| line.strip_suffix(']')).map(str::trim)
}

fn entries(text: &str) -> Vec<Entry> {
    let mut under = String::new();
    let mut all = Vec::new();
    let lines = text.lines().map(str::trim).zip(1..);
    for (line, number) in lines.filter(|(l, _)| !l.is_empty() && !l.starts_with('#')) {
        match section(line) {
            Some(name) => under = name.to_owned(),
            None => all.push(Entry { section: under.clone(), words: line.to_owned(), line: number }),
        }
    }
    all
}

/// The phrase of an entry, without its code or signs.
fn phrase(words: &str) -> &str {
    let ends = [words.find(" = "), words.find(" | ")].into_iter().flatten().min();
    ends.and_then(|end| words.get(..end)).unwrap_or(words).trim_end()
}

/// How many letters of a name must be changed to make it another one, capitals or not (Levenshtein). Of long names only the
/// beginning is looked at.
fn distance(a: &str, b: &str) -> usize {
    let letters = |text: &str| text.chars().flat_map(char::to_lowercase).take(64).collect::<Vec<char>>();
    edits(&letters(a), &letters(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: LexiconFile =
        LexiconFile { name: "x.txt", text: "# a comment\nzero\n[vi]\nmột\n hai \n\n[en]\none\n" };

    fn all(lexicons: &Lexicons) -> Vec<String> {
        lexicons.entries(FILE).into_iter().map(|e| format!("{}:{}", e.section, e.words)).collect()
    }

    #[test]
    fn a_project_adds_and_takes_out() {
        assert_eq!(all(&Lexicons::default()), [":zero", "vi:một", "vi:hai", "en:one"]);
        let added = BTreeMap::from([("x.txt".to_owned(), "[vi]\n- hai\nba\nmột\n[en]\n- một\n".to_owned())]);
        assert_eq!(all(&Lexicons::new(added)), [":zero", "vi:một", "en:one", "vi:ba"]);
    }

    #[test]
    fn a_phrase_without_a_code_takes_out_all_its_entries_and_what_takes_out_nothing_is_told() {
        const CODED: LexiconFile = LexiconFile {
            name: "dates-vi.txt",
            text: "[points]\nnay = D0\nmai = D+1\nmai = that D+1\nmốt | ?\n[other]\nmai\n",
        };
        let left = |added: &str| {
            let lexicons = Lexicons::new(BTreeMap::from([("dates-vi.txt".to_owned(), added.to_owned())]));
            let left = lexicons.entries(CODED).into_iter().map(|e| e.words).collect::<Vec<_>>().join(", ");
            (left, lexicons.faults().iter().map(ToString::to_string).collect::<Vec<_>>())
        };
        assert_eq!(left("[points]\n- mai\n- mốt"), ("nay = D0, mai".to_owned(), vec![]));
        assert_eq!(left("[points]\n- mai = D+1").0, "nay = D0, mai = that D+1, mốt | ?, mai");
        assert!(left("- nay").1[0].contains("dates-vi.txt:1: it stands before the first [section]"));
        let (all, told) = left("[points]\n- mai = D+2\n\n- hôm\n[nosuch]\n- mai");
        assert_eq!(all, "nay = D0, mai = D+1, mai = that D+1, mốt | ?, mai");
        assert_eq!(
            told,
            [
                "lexicons/dates-vi.txt:2: there is no “mai = D+2” in [points] to take out. The entry is left out; the rest of the list stands",
                "lexicons/dates-vi.txt:4: there is no “hôm” in [points] to take out. The entry is left out; the rest of the list stands",
                "lexicons/dates-vi.txt:6: there is no “mai” in [nosuch] to take out. The entry is left out; the rest of the list stands",
            ]
        );
    }

    #[test]
    fn a_list_that_no_source_reads_is_told_with_the_name_it_may_mean() {
        let names = ["date-vi.txt", "dates-vi.TXT", "DATES-VI.txt", "notes.txt", "actors-en.txt"];
        let lexicons = Lexicons::new(names.map(|name| (name.to_owned(), String::new())).into());
        let told: Vec<String> = lexicons.faults().iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "lexicons/DATES-VI.txt: no source reads a list of this name, perhaps dates-vi.txt is meant. The list is left out",
                "lexicons/date-vi.txt: no source reads a list of this name, perhaps dates-vi.txt is meant. The list is left out",
                "lexicons/dates-vi.TXT: no source reads a list of this name, perhaps dates-vi.txt is meant. The list is left out",
                "lexicons/notes.txt: no source reads a list of this name. The list is left out",
            ]
        );
    }

    #[test]
    fn names_that_are_alike_are_near() {
        for (a, b, n) in [("", "", 0), ("", "ab", 2), ("abc", "ABC", 0), ("date", "dates", 1), ("kitten", "sitting", 3)]
        {
            assert_eq!((distance(a, b), distance(b, a)), (n, n), "{a} {b}");
        }
    }

    #[test]
    fn a_form_is_made_once() {
        struct Count(usize);
        impl Words for Count {
            fn read(lexicons: &Lexicons) -> Self {
                Count(lexicons.entries(FILE).len())
            }
        }
        let lexicons = Lexicons::default();
        let (a, b) = (lexicons.get::<Count>(), lexicons.get::<Count>());
        assert_eq!(a.0, 4);
        assert!(Arc::ptr_eq(&a, &b));
    }
}
