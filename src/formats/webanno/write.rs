//! Writing the lines.

use super::{
    ABOUT, LINK, SPAN, WebannoTsv,
    cells::{text, value},
};
use crate::{
    formats::{
        About, Doc, Export, Import, Job, Kept, Relation, Sink, Writer, compare::has_tokens, export::write_file, json,
        names, tokens::Tokens,
    },
    text::{ByteOffset, Span},
};
use std::{
    collections::BTreeMap,
    fmt::{self, Write as _},
    io,
};

impl Export for WebannoTsv {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn begin<'a>(&self, job: &'a Job, _: &mut dyn Sink) -> io::Result<Box<dyn Writer + 'a>> {
        Ok(Box::new(Files { job }))
    }

    /// INCEpTION cannot read a file without a sentence, so none is written.
    fn leaves_trace(&self, doc: &Doc, _: &Kept<'_>) -> bool {
        has_tokens(doc)
    }

    fn reader(&self) -> &dyn Import {
        self
    }
}

struct Files<'a> {
    job: &'a Job,
}

impl Writer for Files<'_> {
    fn doc(&mut self, at: usize, doc: &Doc, kept: &Kept<'_>, out: &mut dyn Sink) -> io::Result<()> {
        if !has_tokens(doc) {
            return Ok(());
        }
        let mut lines = String::new();
        // Writing to a string does not fail.
        let _ = self.lines(doc, kept, &mut lines);
        write_file(out, &format!("webanno_tsv/{}.tsv", names::stem(at, &doc.id)), lines.as_bytes())
    }

    fn end(self: Box<Self>, _: &mut dyn Sink) -> io::Result<()> {
        Ok(())
    }
}

/// A mark as its cells have it.
struct Cells {
    number: usize,
    first: usize,
    label: String,
    attributes: String,
}

impl Files<'_> {
    fn lines(&self, doc: &Doc, kept: &Kept<'_>, to: &mut String) -> fmt::Result {
        let tokens = Tokens::of(doc, kept, self.job.options.tokens, &[]);
        let spans: Vec<Span> = kept.marks().map(|(_, m)| m.span).collect();
        let sentences = tokens.lines(doc, &spans);
        // The marks by their places in the document, and those on each token.
        let mut marks: BTreeMap<usize, Cells> = BTreeMap::new();
        let mut on: Vec<Vec<usize>> = vec![Vec::new(); tokens.all.len()];
        for (number, (at, mark)) in (1..).zip(kept.marks()) {
            let Some(range) = tokens.range(mark.span) else { continue };
            let attributes: BTreeMap<_, _> = kept.attributes(mark).map(|(n, v)| (&**n, &**v)).collect();
            let attributes = if attributes.is_empty() { String::new() } else { json::string(&attributes) };
            let (label, attributes) = (value(&mark.label), value(&attributes));
            marks.insert(at, Cells { number, first: range.start, label, attributes });
            on.get_mut(range).unwrap_or_default().iter_mut().for_each(|on| on.push(at));
        }
        // Links by the first token of the mark they lead to.
        let mut links: BTreeMap<usize, Vec<(&Relation, &Cells, &Cells)>> = BTreeMap::new();
        for relation in kept.relations() {
            if let (Some(from), Some(into)) = (marks.get(&relation.from), marks.get(&relation.to)) {
                links.entry(into.first).or_default().push((relation, from, into));
            }
        }
        let mut units: Vec<String> = Vec::with_capacity(tokens.all.len());
        for (n, sentence) in (1..).zip(&sentences) {
            units.extend((1..=sentence.len()).map(|m| format!("{n}-{m}")));
        }
        let unit = |token: usize| units.get(token).map_or("", String::as_str);

        writeln!(to, "#FORMAT=WebAnno TSV 3.3\n#T_SP={SPAN}|label|attrs")?;
        if !links.is_empty() {
            writeln!(to, "#T_RL={LINK}|label|BT_{SPAN}")?;
        }
        to.push('\n');
        let mut utf16 = Count { text: doc.text.as_str(), byte: 0, utf16: 0 };
        let start = |token: usize| tokens.all.get(token).map(|t| t.start);
        for (n, sentence) in sentences.iter().enumerate() {
            to.push('\n');
            // A sentence reaches to the next: the text has no holes.
            let end = sentences.get(n + 1).and_then(|next| start(next.start)).unwrap_or(doc.text.len());
            let words = doc.text.get(ByteOffset(start(sentence.start).unwrap_or(end)), ByteOffset(end)).unwrap_or("");
            for line in words.split('\n') {
                writeln!(to, "#Text={}", text(line))?;
            }
            for token in sentence.clone() {
                let Some(place) = tokens.all.get(token) else { continue };
                let (start, end) = (utf16.at(place.start), utf16.at(place.end));
                write!(to, "{}\t{start}-{end}\t{}\t", unit(token), tokens.words(doc, token))?;
                let on: Vec<&Cells> = on.get(token).into_iter().flatten().filter_map(|at| marks.get(at)).collect();
                cell(to, &on, |m, to| write!(to, "{}[{}]", m.label, m.number))?;
                cell(to, &on, |m, to| write!(to, "{}[{}]", m.attributes, m.number))?;
                if !links.is_empty() {
                    let here = links.get(&token).map(Vec::as_slice).unwrap_or_default();
                    cell(to, here, |(link, ..), to| write!(to, "{}", value(&link.role)))?;
                    cell(to, here, |(_, from, into), to| {
                        write!(to, "{}[{}_{}]", unit(from.first), from.number, into.number)
                    })?;
                }
                to.push('\n');
            }
        }
        Ok(())
    }
}

/// Counts UTF-16 units up to places that follow one another: quicker than asking for each anew.
struct Count<'a> {
    text: &'a str,
    byte: usize,
    utf16: usize,
}

impl Count<'_> {
    fn at(&mut self, byte: usize) -> usize {
        let between = self.text.get(self.byte..byte).unwrap_or("");
        self.utf16 += between.encode_utf16().count();
        self.byte = byte;
        self.utf16
    }
}

/// A cell with a bar between its values, and the tab behind it.
fn cell<T>(to: &mut String, all: &[T], write: impl Fn(&T, &mut String) -> fmt::Result) -> fmt::Result {
    if all.is_empty() {
        to.push('_');
    }
    for (n, one) in all.iter().enumerate() {
        if n > 0 {
            to.push('|');
        }
        write(one, to)?;
    }
    to.push('\t');
    Ok(())
}
