//! Reading a brat folder.

use super::{Brat, READS, ann::Ann, conf};
use crate::formats::{Flow, Import, ImportAbout, Likeness, News, Place, ReadError, Rejected, Source, jsonl, lines};
use std::collections::{HashMap, HashSet};

impl Import for Brat {
    fn about(&self) -> &'static ImportAbout {
        &READS
    }

    fn detect(&self, source: &dyn Source) -> Likeness {
        let files = source.files();
        let Some(ann) = files.iter().find(|f| matches!(split(f), Some((_, "ann" | "a1" | "a2")))) else {
            return Likeness::No;
        };
        let conf = files.iter().any(|f| f.rsplit('/').next() == Some("annotation.conf"));
        let head = lines::head(source, ann, 256);
        let first = head.split(|b| *b == b'\n').find(|line| !line.is_empty());
        let says = match first {
            Some([b'T' | b'R' | b'E' | b'A' | b'M' | b'N' | b'#', b'0'..=b'9', ..] | [b'*', b'\t', ..]) => true,
            Some(_) => false,
            // A document without a mark.
            None => conf,
        };
        match (says, conf) {
            (true, true) => Likeness::Sure,
            (true, false) => Likeness::Likely,
            (false, _) => Likeness::Perhaps,
        }
    }

    fn read(&self, source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
        let pairs = pairs(source);
        if pairs.is_empty() {
            return Err(ReadError::form(Place::default(), "There is no .ann file. Import the folder that has them"));
        }
        let ids = jsonl::stems(source);
        if conf::labels(source, tell).is_break() {
            return Ok(());
        }
        for (stem, files) in pairs {
            let name = stem.rsplit('/').next().unwrap_or(stem);
            let id = ids.get(name).cloned().unwrap_or_else(|| stem.to_owned());
            if document(source, id, &files, tell).is_break() {
                return Ok(());
            }
        }
        Ok(())
    }
}

/// A document's files.
#[derive(Default)]
struct Files<'a> {
    txt: Option<&'a str>,
    ann: Vec<&'a str>,
}

/// Documents by the stem of their files, in the files' order. A text without annotations is a document where others of its
/// folder have some.
fn pairs(source: &dyn Source) -> Vec<(&str, Files<'_>)> {
    let folder = |stem: &str| stem.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
    let mut all: Vec<(&str, Files<'_>)> = Vec::new();
    let mut at: HashMap<&str, usize> = HashMap::new();
    let mut folders = HashSet::new();
    for file in source.files() {
        let Some((stem, kind)) = split(file) else { continue };
        if !matches!(kind, "txt" | "ann" | "a1" | "a2") {
            continue;
        }
        let n = *at.entry(stem).or_insert(all.len());
        if n == all.len() {
            all.push((stem, Files::default()));
        }
        let Some((_, files)) = all.get_mut(n) else { continue };
        if kind == "txt" {
            files.txt = Some(file);
        } else {
            files.ann.push(file);
            folders.insert(folder(stem));
        }
    }
    all.retain(|(stem, files)| !files.ann.is_empty() || folders.contains(&folder(stem)));
    all
}

fn split(file: &str) -> Option<(&str, &str)> {
    file.rsplit_once('.')
}

fn document(source: &dyn Source, id: String, files: &Files<'_>, tell: &mut dyn FnMut(News) -> Flow) -> Flow {
    // A byte-order mark counts, as it does in brat: it stays with the text.
    let text = files.txt.map(|name| {
        let bytes = lines::whole_exact(source, name).map_err(ReadError::rejected)?;
        String::from_utf8(bytes).map_err(|_| Rejected::new(Place::file(name), "It is not UTF-8. Save it as UTF-8", ""))
    });
    let text = match text.transpose() {
        Ok(text) => text,
        Err(rejected) => return tell(News::Rejected(rejected)),
    };
    let mut said = Vec::new();
    for name in &files.ann {
        match lines::whole(source, name) {
            Ok(text) => said.push((*name, text)),
            Err(error) => tell(News::Rejected(error.rejected()))?,
        }
    }
    let place = Place::file(files.ann.first().copied().or(files.txt).unwrap_or_default());
    let (incoming, told) = Ann::of(&said).document(place, id, text);
    for rejected in told {
        tell(News::Rejected(rejected))?;
    }
    tell(News::Doc(Box::new(incoming)))
}
