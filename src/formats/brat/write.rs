//! Writing brat's files.

use super::{ABOUT, Brat, breaks};
use crate::{
    formats::{
        About, Doc, Export, Import, Job, Kept, Mark, Sink, Writer,
        export::write_file,
        is_blank, json,
        names::{self, word},
    },
    text::ByteOffset,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    io,
    sync::Arc,
};

impl Export for Brat {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn begin<'a>(&self, job: &'a Job, _: &mut dyn Sink) -> io::Result<Box<dyn Writer + 'a>> {
        Ok(Box::new(Files::new(job)))
    }

    fn reader(&self) -> &dyn Import {
        self
    }
}

/// What `annotation.conf` has to list, as far as it was met.
struct Files<'a> {
    job: &'a Job,
    /// Labels that are not the project's.
    more: BTreeSet<Arc<str>>,
    roles: BTreeSet<String>,
    values: BTreeMap<Arc<str>, BTreeSet<Arc<str>>>,
}

impl<'a> Files<'a> {
    fn new(job: &'a Job) -> Self {
        Files { job, more: BTreeSet::new(), roles: BTreeSet::new(), values: BTreeMap::new() }
    }

    fn labels(&self) -> impl Iterator<Item = &Arc<str>> {
        self.job.labels.iter().map(|l| &l.name).chain(&self.more)
    }
}

impl Writer for Files<'_> {
    fn doc(&mut self, at: usize, doc: &Doc, kept: &Kept<'_>, out: &mut dyn Sink) -> io::Result<()> {
        let stem = names::stem(at, &doc.id);
        let mut ann = String::new();
        // Writing to a string does not fail.
        let _ = self.ann(doc, kept, &mut ann);
        write_file(out, &format!("brat/{stem}.txt"), doc.text.as_str().as_bytes())?;
        write_file(out, &format!("brat/{stem}.ann"), ann.as_bytes())
    }

    fn end(self: Box<Self>, out: &mut dyn Sink) -> io::Result<()> {
        let (mut conf, mut shown) = (String::from("[entities]\n"), String::from("[labels]\n"));
        for label in self.labels() {
            conf += &format!("{}\n", word(label));
            shown += &format!("{} | {}\n", word(label), label.replace(|c| breaks(c) || c == '|', " "));
        }
        conf += "\n[relations]\n";
        for role in &self.roles {
            conf += &format!("{role}\tArg1:<ENTITY>, Arg2:<ENTITY>\n");
        }
        conf += "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n\n[events]\n\n[attributes]\n";
        for (name, values) in &self.values {
            let values: Vec<&str> = values.iter().map(|v| &**v).collect();
            conf += &format!("{name}\tArg:<ENTITY>, Value:{}\n", values.join("|"));
        }
        write_file(out, "brat/annotation.conf", conf.as_bytes())?;
        write_file(out, "brat/visual.conf", shown.as_bytes())
    }
}

impl Files<'_> {
    fn ann(&mut self, doc: &Doc, kept: &Kept<'_>, to: &mut String) -> std::fmt::Result {
        let mut number = vec![0; doc.marks.len()];
        for (n, (at, mark)) in (1..).zip(kept.marks()) {
            if let Some(number) = number.get_mut(at) {
                *number = n;
            }
            if self.job.labels.get(&mark.label).is_none() {
                self.more.insert(mark.label.clone());
            }
            let (places, words) = pieces(doc, mark);
            writeln!(to, "T{n}\t{} {places}\t{words}", word(&mark.label))?;
        }
        let (mut attributes, mut notes) = (0, 0);
        for (n, (_, mark)) in (1..).zip(kept.marks()) {
            let mut odd: BTreeMap<&str, &str> = BTreeMap::new();
            for (name, value) in kept.attributes(mark) {
                if is_plain(name) && is_plain(value) {
                    attributes += 1;
                    writeln!(to, "A{attributes}\t{name} T{n} {value}")?;
                    self.values.entry(name.clone()).or_default().insert(value.clone());
                } else {
                    odd.insert(name, value);
                }
            }
            if !odd.is_empty() {
                notes += 1;
                writeln!(to, "#{notes}\tAnnotatorNotes T{n}\t{}", json::string(&odd))?;
            }
        }
        for (n, relation) in (1..).zip(kept.relations()) {
            let end = |at: usize| number.get(at).copied().unwrap_or(0);
            let role = word(&relation.role);
            writeln!(to, "R{n}\t{role} Arg1:T{} Arg2:T{}", end(relation.from), end(relation.to))?;
            self.roles.insert(role);
        }
        Ok(())
    }
}

/// The pieces of a mark between breaks, as `2 4;5 8`, and their words with a blank between.
fn pieces(doc: &Doc, mark: &Mark) -> (String, String) {
    let (mut places, mut words) = (String::new(), String::new());
    let mut at = mark.span.start().0;
    for piece in doc.words(mark).split_inclusive(breaks) {
        let rest = piece.trim_start_matches(is_blank);
        let start = at + piece.len() - rest.len();
        let rest = rest.trim_end_matches(is_blank);
        at += piece.len();
        if rest.is_empty() {
            continue;
        }
        if !places.is_empty() {
            places.push(';');
            words.push(' ');
        }
        let char_of = |byte: usize| doc.text.char_of(ByteOffset(byte)).0;
        places += &format!("{} {}", char_of(start), char_of(start + rest.len()));
        words += rest;
    }
    (places, words)
}

/// Whether brat takes it as the name or value of an attribute.
fn is_plain(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | ':' | '+' | '-'))
}
