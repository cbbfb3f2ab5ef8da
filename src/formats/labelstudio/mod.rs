//! Label Studio: its tasks as JSON, with the configuration that its page needs.
//!
//! | file | holds |
//! |---|---|
//! | `labelstudio.json` | `[{"id", "data": {"text", "doc_id", …}, "annotations": [{"id", "was_cancelled", "result": […]}], "predictions": []}]` |
//! | `labelstudio_config.xml` | `<View>` with `<Labels>`, `<Text>`, `<Relations>`, and a `<TextArea>` for each attribute |
//!
//! A mark is a result `{"id", "from_name": "label", "to_name": "text", "type": "labels", "value": {"start", "end", "text", "labels"}}`;
//! each attribute is another result with the same id, of the type `textarea` (or on import `choices` and the like); a link is a
//! result of the type `relation`. A note stands in the region's `meta`. Offsets are Unicode scalars with an end that is not covered;
//! old versions wrote UTF-16 units, which the covered words tell. Metadata stands inside `data`: Label Studio loses it elsewhere.
//! Annotators do not stand in `completed_by`, since a server refuses those it does not know, but in `data`. A task of Label
//! Studio's own has an annotation for each annotator, and a machine's marks under `predictions`. Its short form (JSON-MIN) is read
//! too. Facts: Label Studio's code and documentation (1.x, 2026), label_studio_sdk 2.1.

mod config;
mod read;
mod write;

use super::{
    About, Export, Flow, Holds, Import, ImportAbout, Job, Likeness, News, OffsetUnit, ReadError, Sink, Source, Writer,
    records::{self, Looks},
};
use std::io;

/// The format.
pub struct LabelStudio;

static ABOUT: About = About {
    id: "labelstudio",
    title: "Label Studio",
    purpose: "Going on in Label Studio",
    files: "labelstudio.json, labelstudio_config.xml",
    holds: Holds::ALL,
};

static READS: ImportAbout = ImportAbout {
    id: "labelstudio",
    title: "Label Studio",
    files: "JSON or JSON-MIN, with the labelling configuration as XML beside it",
    unit: OffsetUnit::Chars,
};

static LOOKS: Looks = Looks {
    own: "labelstudio.json",
    like: |has| {
        let says = ["annotations[].result", "completions[].result", "predictions[].result"];
        let data = has.contains("data{}");
        if data && says.iter().any(|key| has.contains(*key)) || has.contains("annotation_id") {
            Likeness::Sure
        } else if data || has.contains("label[].labels") {
            Likeness::Likely
        } else {
            Likeness::No
        }
    },
};

/// The configuration that is written.
const CONFIG: &str = "labelstudio_config.xml";

/// What `data` has that is no metadata.
const OURS: [&str; 3] = ["text", "doc_id", "annotator"];

/// What the control of an attribute is called before its name.
const ATTRIBUTE: &str = "attr_";

impl Export for LabelStudio {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn begin<'a>(&self, job: &'a Job, out: &mut dyn Sink) -> io::Result<Box<dyn Writer + 'a>> {
        Ok(Box::new(write::Tasks::begin(job, out)?))
    }

    fn reader(&self) -> &dyn Import {
        self
    }
}

impl Import for LabelStudio {
    fn about(&self) -> &'static ImportAbout {
        &READS
    }

    fn detect(&self, source: &dyn Source) -> Likeness {
        LOOKS.detect(source)
    }

    fn read(&self, source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
        let (config, news) = config::find(source);
        if news.into_iter().try_for_each(&mut *tell).is_break() {
            return Ok(());
        }
        let files = LOOKS.files(source, READS.title, tell)?;
        records::read(source, &files, "task", tell, &mut |task, place, news| read::task(task, &config, place, news))
    }
}
