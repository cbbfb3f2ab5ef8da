//! Word lists: files in `assets/lexicons` that come with the program, and files of the same name in a project's folder `lexicons`,
//! which add to them.
//!
//! One entry a line; `#` begins a comment; `[section]` begins a section. In a project's file a line that begins with `- ` takes an
//! entry of the same section out. What an entry says beside its words is each list's own business.

use std::{
    any::{Any, TypeId},
    collections::{BTreeMap, BTreeSet, HashMap},
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

/// An entry of a project's list that cannot be understood. It was left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LexiconFault {
    /// The file's name.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub why: String,
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
        Lexicons { added, ..Lexicons::default() }
    }

    /// The entries of a list: the program's, then the project's; each once.
    pub fn entries(&self, file: LexiconFile) -> Vec<Entry> {
        let mut all = entries(file.text);
        all.iter_mut().for_each(|entry| entry.line = 0);
        for entry in self.added.get(file.name).map(|text| entries(text)).unwrap_or_default() {
            let same = |e: &Entry, words: &str| e.section == entry.section && e.words == words;
            match entry.words.strip_prefix("- ") {
                Some(gone) => all.retain(|e| !same(e, gone.trim_start())),
                None if !all.iter().any(|e| same(e, &entry.words)) => all.push(entry),
                None => {}
            }
        }
        all
    }

    /// Notes that an entry cannot be understood; whoever reads a list leaves such an entry out.
    pub fn fault(&self, file: LexiconFile, entry: &Entry, why: &str) {
        let fault = LexiconFault { file: file.name.to_owned(), line: entry.line, why: why.to_owned() };
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

fn entries(text: &str) -> Vec<Entry> {
    let mut section = String::new();
    let mut all = Vec::new();
    let lines = text.lines().map(str::trim).zip(1..);
    for (line, number) in lines.filter(|(l, _)| !l.is_empty() && !l.starts_with('#')) {
        match line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            Some(name) => section = name.trim().to_owned(),
            None => all.push(Entry { section: section.clone(), words: line.to_owned(), line: number }),
        }
    }
    all
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
