//! Writing tokens with tags.

use crate::{
    formats::{
        Doc, Job, Kept, Sink, Writer,
        names::{file_name, word},
        tokens::Tokens,
    },
    text::Span,
};
use std::{
    collections::BTreeMap,
    io::{self, Write},
    sync::Arc,
};

const DOCUMENT: &str = "-DOCSTART- -X- -X- O\n\n";

/// All labels in one file.
pub struct Flat<'a> {
    job: &'a Job,
    bioes: bool,
    file: Box<dyn Write>,
    /// A document's lines; kept, so that its memory is used again.
    lines: String,
}

impl<'a> Flat<'a> {
    /// Writes to this file.
    pub fn new(job: &'a Job, bioes: bool, file: Box<dyn Write>) -> Self {
        Flat { job, bioes, file, lines: String::new() }
    }
}

impl Writer for Flat<'_> {
    fn doc(&mut self, _: usize, doc: &Doc, kept: &Kept<'_>, _: &mut dyn Sink) -> io::Result<()> {
        let tokens = tokens(doc, kept, self.job);
        let marks: Vec<(Span, &str)> = kept.marks().map(|(_, m)| (m.span, &*m.label)).collect();
        self.lines.clear();
        document(doc, &tokens, &marks, self.bioes, &mut self.lines);
        self.file.write_all(self.lines.as_bytes())
    }

    fn end(mut self: Box<Self>, _: &mut dyn Sink) -> io::Result<()> {
        self.file.flush()
    }
}

/// A file a label.
pub struct Layers<'a> {
    job: &'a Job,
    files: BTreeMap<Arc<str>, Box<dyn Write>>,
    docs: usize,
    lines: String,
}

impl<'a> Layers<'a> {
    /// Begins the files of the project's labels.
    ///
    /// # Errors
    /// Where one cannot be made.
    pub fn begin(job: &'a Job, out: &mut dyn Sink) -> io::Result<Self> {
        let mut layers = Layers { job, files: BTreeMap::new(), docs: 0, lines: String::new() };
        job.labels.iter().try_for_each(|label| layers.open(&label.name, out))?;
        Ok(layers)
    }

    /// Begins a label's file. The documents before have none of its marks: they are written without their tokens.
    fn open(&mut self, label: &Arc<str>, out: &mut dyn Sink) -> io::Result<()> {
        let mut file = out.create(&format!("conll/layers/{}.conll", file_name(label)))?;
        (0..self.docs).try_for_each(|_| file.write_all(DOCUMENT.as_bytes()))?;
        self.files.insert(label.clone(), file);
        Ok(())
    }
}

impl Writer for Layers<'_> {
    fn doc(&mut self, _: usize, doc: &Doc, kept: &Kept<'_>, out: &mut dyn Sink) -> io::Result<()> {
        let tokens = tokens(doc, kept, self.job);
        let mut layers: BTreeMap<&Arc<str>, Vec<(Span, &str)>> = BTreeMap::new();
        for (_, mark) in kept.marks() {
            layers.entry(&mark.label).or_default().push((mark.span, &mark.label));
        }
        for label in layers.keys() {
            if !self.files.contains_key(*label) {
                self.open(label, out)?;
            }
        }
        for (label, file) in &mut self.files {
            let marks = layers.get(label).map(Vec::as_slice).unwrap_or_default();
            self.lines.clear();
            document(doc, &tokens, marks, false, &mut self.lines);
            file.write_all(self.lines.as_bytes())?;
        }
        self.docs += 1;
        Ok(())
    }

    fn end(mut self: Box<Self>, _: &mut dyn Sink) -> io::Result<()> {
        self.files.values_mut().try_for_each(Write::flush)
    }
}

fn tokens(doc: &Doc, kept: &Kept<'_>, job: &Job) -> Tokens {
    let noise = if job.options.without_noise { doc.about.noise(&doc.text) } else { Vec::new() };
    Tokens::of(doc, kept, job.options.tokens, &noise)
}

/// The lines of a document with marks of which no two overlap, in order.
fn document(doc: &Doc, tokens: &Tokens, marks: &[(Span, &str)], bioes: bool, to: &mut String) {
    to.push_str(DOCUMENT);
    let spans: Vec<Span> = marks.iter().map(|(span, _)| *span).collect();
    let mut marks = marks.iter().filter_map(|(span, label)| Some((tokens.range(*span)?, word(label)))).peekable();
    for sentence in tokens.lines(doc, &spans) {
        for at in sentence {
            to.push_str(tokens.words(doc, at));
            to.push_str(" -X- _ ");
            match marks.peek() {
                Some((range, label)) if range.contains(&at) => {
                    let (first, last) = (at == range.start, at + 1 == range.end);
                    to.push_str(match (first, last) {
                        (true, true) if bioes => "S-",
                        (false, true) if bioes => "E-",
                        (true, _) => "B-",
                        (false, _) => "I-",
                    });
                    to.push_str(label);
                    if last {
                        marks.next();
                    }
                }
                _ => to.push('O'),
            }
            to.push('\n');
        }
        to.push('\n');
    }
}
