//! A file a label: all of them together are one document after the other.

use super::read::{Docs, Draft};
use crate::formats::{Flow, LabelSeen, News, Place, ReadError, Rejected, Source, names::unescaped};
use std::collections::BTreeMap;

/// Whether a file is a layer by its name: `layers/LABEL.conll`.
pub fn is_layer(name: &str) -> bool {
    let folder = name.rsplit_once('/').map(|(folder, _)| folder.rsplit('/').next().unwrap_or(folder));
    folder == Some("layers") && name.ends_with(".conll")
}

/// The folders of layers, with their files.
pub fn folders(source: &dyn Source) -> BTreeMap<&str, Vec<&str>> {
    let mut all: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for name in source.files().iter().filter(|name| is_layer(name)) {
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        all.entry(folder).or_default().push(name);
    }
    all
}

/// Reads all folders, or where there is none, as one.
pub fn read(source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
    let mut folders = folders(source);
    if folders.is_empty() {
        let here: Vec<&str> = source.files().iter().map(String::as_str).filter(|f| f.ends_with(".conll")).collect();
        if here.is_empty() {
            return Err(ReadError::form(
                Place::default(),
                "There is no file called LABEL.conll. Import the folder layers",
            ));
        }
        folders.insert("", here);
    }
    for files in folders.values() {
        if folder(source, files, tell)?.is_break() {
            return Ok(());
        }
    }
    Ok(())
}

fn folder(source: &dyn Source, files: &[&str], tell: &mut dyn FnMut(News) -> Flow) -> Result<Flow, ReadError> {
    let mut layers = Vec::new();
    for name in files {
        let stem = name.rsplit('/').next().unwrap_or(name).trim_end_matches(".conll");
        let label = unescaped(stem);
        match Docs::open(source, name, &label) {
            Ok(docs) => layers.push(docs),
            Err(error) if files.len() == 1 => return Err(error),
            Err(error) => {
                if tell(News::Rejected(error.rejected())).is_break() {
                    return Ok(Flow::Break(()));
                }
                continue;
            }
        }
        if tell(News::Label(LabelSeen { name: label, ..LabelSeen::default() })).is_break() {
            return Ok(Flow::Break(()));
        }
    }
    let mut ended = vec![false; layers.len()];
    loop {
        let mut drafts: Vec<Option<Draft>> = Vec::new();
        for layer in &mut layers {
            drafts.push(layer.next(tell)?);
            if layer.stopped {
                return Ok(Flow::Break(()));
            }
        }
        if drafts.iter().all(Option::is_none) {
            return Ok(Flow::Continue(()));
        }
        let mut told = Vec::new();
        for ((draft, layer), ended) in drafts.iter().zip(&layers).zip(&mut ended) {
            if draft.is_none() && !std::mem::replace(ended, true) {
                told.push(Rejected::new(Place::file(&layer.name), "It has fewer documents than the others", ""));
            }
        }
        // The first that has tokens: a label that came late has none in the documents before.
        let full = |draft: &Option<Draft>| draft.as_ref().is_some_and(|d| !d.sentences.is_empty());
        let at = drafts.iter().position(full).or_else(|| drafts.iter().position(Option::is_some)).unwrap_or(0);
        let base = drafts.get_mut(at).and_then(Option::take);
        let (Some(mut base), Some(of)) = (base, layers.get(at)) else { return Ok(Flow::Continue(())) };
        for (draft, layer) in drafts.into_iter().zip(&layers) {
            let Some(draft) = draft else { continue };
            if draft.sentences.iter().flatten().eq(base.sentences.iter().flatten()) {
                base.marks.extend(draft.marks);
            } else if !draft.sentences.is_empty() {
                let why =
                    format!("Its tokens are not those of {}; its {} marks are left out", of.name, draft.marks.len());
                told.push(Rejected::new(Place::line(&layer.name, draft.line), why, ""));
            }
        }
        let news = told.into_iter().map(News::Rejected).chain([News::Doc(Box::new(base.document(&of.name, None)))]);
        for news in news {
            if tell(news).is_break() {
                return Ok(Flow::Break(()));
            }
        }
    }
}
