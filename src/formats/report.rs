//! What formats lose of a corpus: counted before anything is written.

use super::{Doc, Export, Job, Kept, Part, Reason};
use crate::text::counted;
use std::collections::BTreeMap;

/// What is in a corpus, and what each format loses of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many documents there are.
    pub docs: usize,
    /// How many marks there are.
    pub marks: usize,
    /// How many marks of each label.
    pub by_label: BTreeMap<String, usize>,
    /// How many links there are.
    pub links: usize,
    /// How many marks overlap another one.
    pub overlapping: usize,
    /// How many marks lie inside another one, or in the very same place.
    pub nested: usize,
    /// How many marks run over a line end. No format cuts them: in token formats the sentence goes on to their end.
    pub across_lines: usize,
    /// What each format loses, in the order asked for.
    pub formats: Vec<FormatReport>,
}

/// What a format loses of a corpus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatReport {
    /// The format.
    pub id: &'static str,
    /// How many documents are left out whole.
    pub docs: usize,
    /// How many marks it keeps.
    pub kept: usize,
    /// How many marks it loses, by the reason.
    pub lost: BTreeMap<Reason, usize>,
    /// How many attributes, links and notes of marks that it keeps it loses, by their kind.
    pub parts: BTreeMap<&'static str, usize>,
}

impl FormatReport {
    /// How many marks it loses.
    pub fn lost_marks(&self) -> usize {
        self.lost.values().sum()
    }

    /// Counts what it keeps of a document, and the parts of it that it loses.
    pub fn add(&mut self, kept: &Kept<'_>, parts: &[(usize, Part)]) {
        self.docs += usize::from(!kept.whole);
        self.kept += kept.marks.len();
        for (_, reason) in &kept.lost {
            *self.lost.entry(*reason).or_default() += 1;
        }
        for (_, part) in parts {
            *self.parts.entry(part.kind()).or_default() += 1;
        }
    }

    /// Whether it loses nothing.
    pub fn is_whole(&self) -> bool {
        self.docs == 0 && self.lost.is_empty() && self.parts.is_empty()
    }

    /// What it leaves out, in words, each with its number; empty where it loses nothing.
    pub fn sentences(&self) -> Vec<String> {
        let mut all = Vec::new();
        for (reason, _, words) in Reason::ALL {
            if let Some(n) = self.lost.get(&reason) {
                all.push(format!("{} {words}", counted(*n, "mark")));
            }
        }
        if self.docs > 0 {
            all.push(format!("{} whole: the text has characters that it cannot hold", counted(self.docs, "article")));
        }
        for (kind, n) in &self.parts {
            all.push(counted(*n, kind));
        }
        all
    }
}

impl Report {
    /// A report on these formats, with nothing counted yet.
    pub fn new<'a>(formats: impl IntoIterator<Item = &'a dyn Export>) -> Self {
        let empty = |format: &dyn Export| FormatReport {
            id: format.about().id,
            docs: 0,
            kept: 0,
            lost: BTreeMap::new(),
            parts: BTreeMap::new(),
        };
        Report { formats: formats.into_iter().map(empty).collect(), ..Report::default() }
    }

    /// Counts a document, and what every format loses of it.
    pub fn add(&mut self, doc: &Doc, job: &Job) {
        self.add_doc(doc);
        for report in &mut self.formats {
            let Some(format) = super::export(report.id) else { continue };
            let kept = Kept::of(doc, format.about(), job);
            report.add(&kept, &kept.parts());
        }
    }

    /// The report on a format, where it is one of these.
    pub fn of(&mut self, id: &str) -> Option<&mut FormatReport> {
        self.formats.iter_mut().find(|report| report.id == id)
    }

    /// Counts a document alone, where what formats lose of it is counted as they are written.
    pub fn add_doc(&mut self, doc: &Doc) {
        self.docs += 1;
        self.marks += doc.marks.len();
        self.links += doc.relations.len();
        for mark in &doc.marks {
            *self.by_label.entry(mark.label.to_string()).or_default() += 1;
            self.across_lines += usize::from(doc.words(mark).contains(['\n', '\r']));
        }
        let (overlapping, nested) = tangled(doc);
        self.overlapping += overlapping;
        self.nested += nested;
    }
}

/// How many marks of a document overlap another, and how many of these lie inside another.
fn tangled(doc: &Doc) -> (usize, usize) {
    let (mut overlapping, mut nested) = (0, 0);
    // How far the marks before each reach; they are in order of their starts.
    let mut reach = 0;
    let mut starts = doc.marks.iter().map(|m| m.span.start().0).skip(1);
    let mut before = Vec::with_capacity(doc.marks.len());
    for mark in &doc.marks {
        let (start, end) = (mark.span.start().0, mark.span.end().0);
        let next = starts.next().unwrap_or(usize::MAX);
        overlapping += usize::from(reach > start || next < end);
        before.push((start, end, reach));
        reach = reach.max(end);
    }
    // Inside one before that reaches as far, or inside one that begins with it and is longer.
    for (at, (start, end, reach)) in before.iter().enumerate() {
        let later =
            before.get(at + 1..).unwrap_or_default().iter().take_while(|(s, ..)| s == start).any(|(_, e, _)| e >= end);
        nested += usize::from(reach >= end || later);
    }
    (overlapping, nested)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::tests::{corpus, job};
    use proptest::prelude::*;

    #[test]
    fn nothing_is_counted_twice_and_nothing_left_out() {
        let job = job();
        let mut report = Report::new(super::super::EXPORTS.iter().copied());
        let docs = corpus();
        for doc in &docs {
            report.add(doc, &job);
        }
        for format in &report.formats {
            assert_eq!(format.kept + format.lost_marks(), report.marks, "{}", format.id);
            assert_eq!(format.is_whole(), format.sentences().is_empty(), "{}", format.id);
        }
        assert_eq!(report.by_label.values().sum::<usize>(), report.marks);
    }

    proptest! {
        #[test]
        fn overlapping_and_nested_marks_are_those_a_naive_look_finds(spans in prop::collection::btree_set((0usize..12, 1usize..8), 0..9)) {
            let text = crate::text::Text::new("abcdefghijklmnopqrstuvwxyz");
            let mut doc = Doc::new("x", text.clone());
            for (n, (start, len)) in spans.iter().enumerate() {
                let span = crate::text::Span::new(crate::text::ByteOffset(*start), crate::text::ByteOffset(start + len)).unwrap();
                doc.marks.push(super::super::Mark::new(format!("m{n}"), &text, span, "A"));
            }
            doc.sort();
            let others = |i: usize| doc.marks.iter().enumerate().filter(move |(j, _)| *j != i).map(|(_, m)| m.span);
            let spans = || doc.marks.iter().map(|m| m.span).enumerate();
            let overlapping = spans().filter(|(i, s)| others(*i).any(|o| o.overlaps(*s))).count();
            let nested = spans().filter(|(i, s)| others(*i).any(|o| o.covers(*s))).count();
            prop_assert_eq!(tangled(&doc), (overlapping, nested));
        }
    }
}
