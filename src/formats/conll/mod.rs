//! CoNLL: a token a line, its tag in a column, a blank line behind each sentence.
//!
//! | format | files | a tag |
//! |---|---|---|
//! | `conll` | `conll/flat.iob2.conll` | `B-` begins a mark, `I-` goes on, `O` is outside |
//! | `conll_bioes` | `conll/flat.bioes.conll` | besides, `E-` ends one and `S-` is one alone |
//! | `conll_layers` | `conll/layers/LABEL.conll` | as the first, a file a label, so that marks of different labels may overlap |
//!
//! Four columns, `token -X- _ TAG`, with a blank between; `-DOCSTART-` begins a document, and documents have no names but their
//! order. Tokens hold no blank and are cut at the edges of marks; a sentence ends at a line's end that no mark crosses. A label
//! that is no single word has `%` and two digits for what cannot be in one. Held are marks that do not overlap, and no more.
//!
//! What is read is any such table: two columns or many, with blanks or tabs between; the last column of tags, or, where the
//! tokens of a sentence are numbered (GermEval, Universal NER), every one; IOB1, IOB2, BIOES, BILOU, tags without `B-` and `I-`;
//! comments (`# newdoc id = …`, `# text = …`). A sequence that breaks its rules is read as conlleval does, and told.
//!
//! Facts: the CoNLL-2003 task, `conlleval`, seqeval's schemes, universaldependencies.org/format.html.

mod layers;
mod read;
mod shape;
mod tags;
mod write;

use super::{
    About, Export, Flow, Holds, Import, ImportAbout, Job, Likeness, News, OffsetUnit, Overlap, ReadError, Sink, Source,
    Writer,
};
use std::io;

/// One file with the tags `B`, `I` and `O`.
pub struct Conll;
/// One file with the tags `B`, `I`, `E`, `S` and `O`.
pub struct ConllBioes;
/// A file a label.
pub struct ConllLayers;

const IOB2: &str = "conll/flat.iob2.conll";
const BIOES: &str = "conll/flat.bioes.conll";

static CONLL: About = About {
    id: "conll",
    title: "CoNLL (IOB2)",
    purpose: "Training taggers: one tag a token, so that no marks overlap",
    files: IOB2,
    holds: Holds::FLAT,
};

static CONLL_BIOES: About = About {
    id: "conll_bioes",
    title: "CoNLL (BIOES)",
    purpose: "The same with tags for the ends of marks, which some taggers learn better from",
    files: BIOES,
    holds: Holds::FLAT,
};

static CONLL_LAYERS: About = About {
    id: "conll_layers",
    title: "CoNLL, a file a label",
    purpose: "Training a tagger for each label, with marks of different labels overlapping",
    files: "conll/layers/LABEL.conll",
    holds: Holds { overlap: Overlap::OtherLabels, ..Holds::FLAT },
};

static READS: ImportAbout = ImportAbout {
    id: "conll",
    title: "CoNLL (IOB, BIOES, BILOU)",
    files: "Tables of tokens with tags: .conll, .conllu, .iob, .iob2, .bio, .txt, .tsv",
    unit: OffsetUnit::Chars,
};

static READS_LAYERS: ImportAbout = ImportAbout {
    id: "conll_layers",
    title: "CoNLL, a file a label",
    files: "layers/LABEL.conll, all with the same tokens",
    unit: OffsetUnit::Chars,
};

impl Export for Conll {
    fn about(&self) -> &'static About {
        &CONLL
    }

    fn begin<'a>(&self, job: &'a Job, out: &mut dyn Sink) -> io::Result<Box<dyn Writer + 'a>> {
        Ok(Box::new(write::Flat::new(job, false, out.create(IOB2)?)))
    }

    fn reader(&self) -> &dyn Import {
        self
    }
}

impl Export for ConllBioes {
    fn about(&self) -> &'static About {
        &CONLL_BIOES
    }

    fn begin<'a>(&self, job: &'a Job, out: &mut dyn Sink) -> io::Result<Box<dyn Writer + 'a>> {
        Ok(Box::new(write::Flat::new(job, true, out.create(BIOES)?)))
    }

    fn reader(&self) -> &dyn Import {
        self
    }
}

impl Export for ConllLayers {
    fn about(&self) -> &'static About {
        &CONLL_LAYERS
    }

    fn begin<'a>(&self, job: &'a Job, out: &mut dyn Sink) -> io::Result<Box<dyn Writer + 'a>> {
        Ok(Box::new(write::Layers::begin(job, out)?))
    }

    fn reader(&self) -> &dyn Import {
        self
    }
}

impl Import for Conll {
    fn about(&self) -> &'static ImportAbout {
        &READS
    }

    fn detect(&self, source: &dyn Source) -> Likeness {
        read::detect(source)
    }

    fn read(&self, source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
        read::read(source, BIOES, tell)
    }
}

/// Reads the same. Where both of our files are there, which are of the same documents, it takes its own.
impl Import for ConllBioes {
    fn about(&self) -> &'static ImportAbout {
        &READS
    }

    fn detect(&self, source: &dyn Source) -> Likeness {
        read::detect(source)
    }

    fn read(&self, source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
        read::read(source, IOB2, tell)
    }
}

impl Import for ConllLayers {
    fn about(&self) -> &'static ImportAbout {
        &READS_LAYERS
    }

    fn detect(&self, source: &dyn Source) -> Likeness {
        if layers::folders(source).is_empty() { Likeness::No } else { Likeness::Sure }
    }

    fn read(&self, source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
        layers::read(source, tell)
    }
}
