//! Plain text files as articles, one a file: UTF-8 with or without a byte-order mark, UTF-16 with one.
//!
//! The text is taken to the letter; a byte-order mark is left out. There are no marks. A document is called as its file,
//! without `.txt`.

use super::{DocAbout, Flow, Import, ImportAbout, Likeness, News, OffsetUnit, ReadError, Source, files};
use crate::text::decode_plain;

/// The format.
pub struct Txt;

const ENDINGS: &[&str] = &[".txt", ".text"];

static READS: ImportAbout = ImportAbout {
    id: "txt",
    title: "Plain text",
    files: "A folder of .txt files, or one of them",
    unit: OffsetUnit::Chars,
};

impl Import for Txt {
    fn about(&self) -> &'static ImportAbout {
        &READS
    }

    fn detect(&self, source: &dyn Source) -> Likeness {
        files::likeness(source, ENDINGS, Likeness::Perhaps)
    }

    fn read(&self, source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
        files::each_article(source, ENDINGS, tell, &|bytes| {
            let text = decode_plain(bytes).map_err(|error| files::sentence(&error.to_string()))?;
            Ok((text.into_owned(), DocAbout::default()))
        })
    }
}
