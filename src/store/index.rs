//! The snapshot of all summaries: shown at once on opening, checked in the background, thrown away on any doubt.

use super::{
    atomic::Expected,
    project::{PRIVATE, Project},
    stamp::read_capped,
    summary::{Facts, FileFacts, Files, SetSummary, Summary},
};
use crate::model::{AnnotatorName, ArticleKey, Metadata, Published, State};
use serde::{Deserialize, Serialize};
use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    ffi::OsString,
    path::PathBuf,
    sync::{
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc,
    },
};

/// The first bytes of the file; the number goes up with every change to its form, which needs no other care.
const MAGIC: &[u8] = b"whosaid index 2\n";

/// More than this is in doubt: a hundred thousand articles take about a tenth.
const MAX_INDEX_BYTES: u64 = 512 << 20;

/// How many summaries are read at once.
const READERS: usize = 2;

#[derive(Serialize, Deserialize)]
struct Entry<'a> {
    key: Cow<'a, str>,
    metadata: [Option<Cow<'a, str>>; 6],
    trouble: Option<Cow<'a, str>>,
    notices: Cow<'a, [String]>,
    sets: Vec<SetEntry<'a>>,
    article: FileFacts,
    edited: FileFacts,
    files: Cow<'a, [(String, FileFacts)]>,
}

#[derive(Serialize, Deserialize)]
struct SetEntry<'a> {
    annotator: Cow<'a, str>,
    state: Cow<'a, str>,
    by_label: Vec<(Cow<'a, str>, usize)>,
    lost: usize,
    skipped: Cow<'a, str>,
    trouble: Option<Cow<'a, str>>,
}

impl Project {
    fn index_path(&self) -> PathBuf {
        self.root().join(PRIVATE).join("index")
    }

    /// The summaries of last time, unchecked; none where there are none, or in doubt.
    pub fn index(&self) -> Vec<Summary> {
        let path = self.index_path();
        if self.check_inside(&path).is_err() {
            return Vec::new();
        }
        let Ok(Some(bytes)) = read_capped(&path, MAX_INDEX_BYTES) else { return Vec::new() };
        decode(&bytes).unwrap_or_default()
    }

    /// Brings summaries up to date, as [`Project::look`] does, and keeps them for next time.
    pub fn refresh(&self, known: Vec<Summary>, each: &mut dyn FnMut(Summary) -> bool) -> Vec<Summary> {
        let was = known.len();
        let mut changed = false;
        let all = self.look(known, &mut |summary| {
            changed = true;
            each(summary)
        });
        if changed || all.len() != was {
            self.write_index(&all);
        }
        all
    }

    /// Brings summaries up to date: reads only what is new or changed since `known`, and hands each of those to `each`, which
    /// may say `false` to stop. Gives all summaries in the order of the list. Writes nothing.
    pub fn look(&self, known: Vec<Summary>, each: &mut dyn FnMut(Summary) -> bool) -> Vec<Summary> {
        let work = self.work();
        let mut known: HashMap<ArticleKey, Summary> = known.into_iter().map(|s| (s.key.clone(), s)).collect();
        let mut all: Vec<Option<Summary>> = Vec::new();
        all.resize_with(work.len(), || None);
        let mut fresh = Vec::new();
        let facts: HashMap<&ArticleKey, &Facts> = known.iter().map(|(key, s)| (key, &s.facts)).collect();
        let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
        std::thread::scope(|scope| {
            let (send, receive) = mpsc::sync_channel(256);
            for _ in 0..READERS {
                let (send, work, facts, next, stop) = (send.clone(), &work, &facts, &next, &stop);
                scope.spawn(move || {
                    while let Some((key, files)) = work.get(next.fetch_add(1, Ordering::Relaxed))
                        && !stop.load(Ordering::Relaxed)
                    {
                        let now = files.facts(self.root());
                        if facts.get(key).is_none_or(|before| **before != now)
                            && send.send(self.summarize(key, files, now)).is_err()
                        {
                            return;
                        }
                    }
                });
            }
            drop(send);
            for summary in receive {
                fresh.push(summary.clone());
                // A file may have been touched, or looked at too soon after its writing, and be the same.
                let same = known.get(&summary.key).is_some_and(|k| k.shows_the_same(&summary));
                if !same && !each(summary) {
                    stop.store(true, Ordering::Relaxed);
                }
            }
        });
        drop(facts);
        known.extend(fresh.into_iter().map(|s| (s.key.clone(), s)));
        for (place, (key, _)) in all.iter_mut().zip(&work) {
            *place = known.remove(key);
        }
        all.into_iter().flatten().collect()
    }

    /// Every article with the files that belong to it, from the folders' listings alone.
    fn work(&self) -> Vec<(ArticleKey, Files)> {
        let walk = self.walk();
        let folder = self.articles_folder();
        let mut sets: HashMap<OsString, Vec<(AnnotatorName, PathBuf)>> = HashMap::new();
        for (annotator, folder) in self.annotator_folders() {
            for entry in walkdir::WalkDir::new(&folder).into_iter().filter_map(Result::ok) {
                let path = entry.path();
                if !entry.file_type().is_dir()
                    && path.extension().is_some_and(|e| e == "ron")
                    && let Ok(below) = path.strip_prefix(&folder)
                {
                    let stem = below.with_extension("").into_os_string();
                    sets.entry(stem).or_default().push((annotator.clone(), entry.into_path()));
                }
            }
        }
        walk.listing
            .articles
            .into_iter()
            .map(|key| {
                let stem = super::project::join(PathBuf::new(), key.stem()).into_os_string();
                let metadata = super::project::join(folder.clone(), &format!("{}{}", key.stem(), super::project::META));
                let files = Files {
                    article: super::project::join(folder.clone(), key.as_str()),
                    metadata: Some(metadata).filter(|m| walk.metadata.contains(m)),
                    sets: sets.remove(&stem).unwrap_or_default(),
                };
                (key, files)
            })
            .collect()
    }

    /// Writes the snapshot. It is disposable, so what fails here is not told.
    fn write_index(&self, all: &[Summary]) {
        let entries: Vec<Entry<'_>> = all.iter().map(entry).collect();
        let Ok(body) = postcard::to_stdvec(&entries) else { return };
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(blake3::hash(&body).as_bytes());
        bytes.extend_from_slice(&body);
        if self.make_private_folder().is_ok() {
            let _ = self.replace(&self.index_path(), &bytes, Expected::Anything);
        }
    }
}

fn entry(summary: &Summary) -> Entry<'_> {
    let m = &summary.metadata;
    let text = |value: &'_ Option<std::sync::Arc<str>>| value.as_ref().map(|v| Cow::Owned(v.to_string()));
    Entry {
        key: summary.key.as_str().into(),
        metadata: [
            text(&m.title),
            text(&m.outlet),
            text(&m.url),
            m.published.as_ref().map(|p| Cow::Owned(p.to_string())),
            text(&m.event),
            text(&m.language),
        ],
        trouble: summary.trouble.as_deref().map(Cow::Borrowed),
        notices: summary.notices.as_slice().into(),
        sets: summary
            .sets
            .iter()
            .map(|s| SetEntry {
                annotator: s.annotator.as_str().into(),
                state: s.state.name().into(),
                by_label: s.by_label.iter().map(|(label, n)| (Cow::Borrowed(&**label), *n)).collect(),
                lost: s.lost,
                skipped: (&*s.skipped).into(),
                trouble: s.trouble.as_deref().map(Cow::Borrowed),
            })
            .collect(),
        article: summary.facts.article,
        edited: summary.facts.metadata,
        files: summary.facts.sets.as_slice().into(),
    }
}

/// The summaries in a snapshot; `None` on any doubt.
fn decode(bytes: &[u8]) -> Option<Vec<Summary>> {
    let rest = bytes.strip_prefix(MAGIC)?;
    let (hash, body) = rest.split_at_checked(32)?;
    if blake3::hash(body).as_bytes() != hash {
        return None;
    }
    let entries: Vec<Entry<'_>> = postcard::from_bytes(body).ok()?;
    entries.into_iter().map(summary).collect()
}

fn summary(entry: Entry<'_>) -> Option<Summary> {
    let [title, outlet, url, published, event, language] =
        entry.metadata.map(|value| value.map(|v| std::sync::Arc::<str>::from(&*v)));
    let sets: Option<Vec<SetSummary>> = entry.sets.into_iter().map(set).collect();
    Some(Summary {
        key: ArticleKey::new(&entry.key).ok()?,
        metadata: Metadata {
            title,
            outlet,
            url,
            published: published.map(|p| Published::parse(&p)).transpose().ok()?,
            event,
            language,
            // Lines that are noise matter to the article in hand only.
            ..Metadata::default()
        },
        trouble: entry.trouble.map(Cow::into_owned),
        notices: entry.notices.into_owned(),
        sets: sets?,
        facts: Facts { article: entry.article, metadata: entry.edited, sets: entry.files.into_owned() },
    })
}

fn set(entry: SetEntry<'_>) -> Option<SetSummary> {
    let (state, _) = State::ALL.iter().find(|(_, name)| *name == entry.state)?;
    let by_label: BTreeMap<_, _> = entry.by_label.into_iter().map(|(label, n)| ((&*label).into(), n)).collect();
    Some(SetSummary {
        annotator: AnnotatorName::new(&entry.annotator).ok()?,
        state: *state,
        by_label,
        lost: entry.lost,
        skipped: (&*entry.skipped).into(),
        trouble: entry.trouble.map(Cow::into_owned),
    })
}
