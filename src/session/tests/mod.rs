//! A session over a disk in memory, for stories: a text with marks, what a person does, the text with marks that comes of it.

mod agreeing;
mod articles;
mod exporting;
mod facts;
mod finding;
mod gestures;
mod importing;
mod labels;
mod outside;
mod problems;
mod reviewing;
mod same;
mod saying;
mod suggesting;
mod talking;

use super::*;
use crate::{
    model::{AnnotationId, AnnotationSet, Attribute, AttributeKind, Metadata, Place, Was, story},
    store::{Change, Loaded, SaveReport, SaveWhat, Search, SearchNews, SearchScope, Stamp, search_text},
    text::{CharOffset, Finder, Quotation, Span, Text},
};
use std::{collections::BTreeMap, sync::atomic::AtomicBool};

/// A session over a disk in memory.
struct World {
    session: Session,
    disk: BTreeMap<ArticleKey, (Text, AnnotationSet, Stamp)>,
    /// Others' work on it.
    others: BTreeMap<(ArticleKey, AnnotatorName), AnnotationSet>,
    /// Saves wait here while the disk is held.
    held: Option<Vec<crate::store::SaveJob>>,
    writes: u8,
    /// The last save of each article.
    wrote: BTreeMap<ArticleKey, u64>,
    /// Times that were to be kept, in order.
    kept: Vec<crate::store::Sitting>,
    /// Made-up sources of suggestions.
    sources: Vec<suggesting::Made>,
    /// Questions to the sources wait here while they are held.
    asks: Option<Vec<SuggestJob>>,
    /// What the sources learnt from: the article, its set, and how many proposals it had.
    learnt: Vec<(ArticleKey, AnnotationSet, usize)>,
}

fn key(name: &str) -> ArticleKey {
    ArticleKey::new(name).unwrap()
}

fn world(stories: &[&str]) -> World {
    let prefs = Prefs { annotator: Some("Lan".to_owned()), ..Prefs::default() };
    let mut disk = BTreeMap::new();
    for (n, text) in stories.iter().enumerate() {
        let story = story::parse(text).unwrap();
        disk.insert(key(&format!("{n}.txt")), (story.text.clone(), story::set(&story, n as u64 + 1), Stamp::Absent));
    }
    let mut world = World {
        session: Session::new(prefs, 7),
        disk,
        others: BTreeMap::new(),
        held: None,
        writes: 0,
        wrote: BTreeMap::new(),
        kept: Vec::new(),
        sources: Vec::new(),
        asks: None,
        learnt: Vec::new(),
    };
    world.session.handle(Event::Opened(Box::new(Opening {
        name: "news".to_owned(),
        root: "/news".into(),
        labels: Ok(crate::store::default_labels()),
        settings: Default::default(),
        articles: world.disk.keys().cloned().collect(),
        troubles: Vec::new(),
        summaries: Vec::new(),
        annotators: Vec::new(),
        first: None,
    })));
    world.settle();
    world
}

impl World {
    /// Plays the outside until nothing is left to do.
    fn settle(&mut self) {
        loop {
            let mut effects = self.session.take_effects();
            if effects.is_empty() && self.session.find().marking().is_some() {
                self.session.set_now(1.0, "2026-01-02T03:04:05Z");
                effects = self.session.take_effects();
            }
            if effects.is_empty() {
                return;
            }
            for effect in effects {
                match effect {
                    Effect::TakeLock(annotator) => self.session.handle(Event::Locked { annotator, read_only: None }),
                    Effect::Load(key, _, ask) => {
                        let loaded = self.loaded(&key);
                        self.session.handle(Event::Loaded(Box::new(loaded), ask));
                    }
                    Effect::Search(search) => self.search(&search),
                    Effect::Save(job) => match &mut self.held {
                        Some(held) => held.push(job),
                        None => self.write(job),
                    },
                    Effect::FindProblems(job) => {
                        self.session.handle(Event::ProblemsFound(Box::new(job.run())));
                    }
                    Effect::Survey(job) => {
                        let look = |k: &ArticleKey| job.look(k, Some(self.loaded(k)));
                        let batch: Vec<Surveyed> = job.keys.iter().map(look).collect();
                        let (serial, looked) = (job.serial, batch.len());
                        self.session.handle(Event::Surveyed { serial, batch, looked, finished: true });
                    }
                    Effect::SaveSettings(new, base) => {
                        assert_eq!(*base, *self.session.settings(), "what the settings were made from");
                        self.session.handle(Event::SettingsSaved(new, Ok(())));
                    }
                    Effect::Suggest(job) => match &mut self.asks {
                        Some(asks) => asks.push(*job),
                        None => {
                            let mut report = job.report(self.propose(&job.text), None, None);
                            let words = crate::suggest::Lexicons::standard();
                            report.noise = Some(job.noise(words));
                            report.offers = job.actor_offers(words, &crate::suggest::ProseCell::default());
                            self.session.handle(Event::Suggested(Box::new(report)));
                        }
                    },
                    Effect::Learn(job) => self.learnt.push((job.key, job.set, job.proposed.len())),
                    Effect::KeepTime(_, _, sitting) => self.kept.push(*sitting),
                    Effect::LoadWork(..) | Effect::Compare(_) => self.read_others(effect),
                    _ => {}
                }
            }
        }
    }

    /// What the made-up sources propose for a text.
    fn propose(&self, text: &Text) -> Vec<crate::suggest::Proposal> {
        self.sources.iter().flat_map(|source| source.propose(text)).collect()
    }

    /// A search over the disk in memory.
    fn search(&mut self, search: &Search) {
        let finder = match Finder::new(&search.query) {
            Ok(finder) => finder,
            Err(error) => {
                let end = SearchNews::End(SearchEnd::Refused(error));
                return self.session.handle(Event::Found(search.serial, end));
            }
        };
        let texts: Vec<(ArticleKey, Text)> = match &search.scope {
            SearchScope::Text(key, text) => vec![(key.clone(), text.clone())],
            SearchScope::Articles(keys) => keys.iter().map(|k| (k.clone(), self.disk[k].0.clone())).collect(),
        };
        for (n, (key, text)) in texts.iter().enumerate() {
            let (found, _) = search_text(&finder, key, text.as_str(), search.most, &AtomicBool::new(false));
            let found = found.into_iter().collect();
            let part = SearchNews::Part { found, looked: n + 1, unreadable: Vec::new() };
            self.session.handle(Event::Found(search.serial, part));
        }
        self.session.handle(Event::Found(search.serial, SearchNews::End(SearchEnd::All)));
    }

    fn loaded(&self, key: &ArticleKey) -> Loaded {
        let (text, set, stamp) = self.disk[key].clone();
        Loaded {
            key: key.clone(),
            text,
            notices: Vec::new(),
            found: Metadata::default(),
            edited: Metadata::default(),
            meta_stamp: Stamp::Absent,
            meta_trouble: None,
            set,
            stamp,
            text_changed: false,
            moved: Vec::new(),
            lost: Vec::new(),
            trouble: None,
            remarks: Vec::new(),
            rescued: None,
            unsaved: false,
            others: Vec::new(),
        }
    }

    fn write(&mut self, job: crate::store::SaveJob) {
        self.writes += 1;
        let stamp = Stamp::Hash([self.writes; 32]);
        let metadata = match job.what {
            SaveWhat::Set { set, stamp: expected, .. } => {
                let there = self.disk.get_mut(&job.key).unwrap();
                // What was written since the article was read, the saver knows as its own.
                let own = self.wrote.get(&job.key).is_some_and(|serial| *serial >= job.since);
                assert!(own || there.2 == expected, "each save says what it expects to find");
                (there.1, there.2) = (set, stamp);
                false
            }
            SaveWhat::SetOver { set, .. } => {
                let there = self.disk.get_mut(&job.key).unwrap();
                (there.1, there.2) = (set, stamp);
                false
            }
            SaveWhat::Metadata { .. } => true,
        };
        self.wrote.insert(job.key.clone(), job.serial);
        self.session.handle(Event::Save(SaveReport::Saved { key: job.key, serial: job.serial, stamp, metadata }));
    }

    fn act(&mut self, action: Action) -> &mut Self {
        self.session.act(action);
        self.settle();
        self
    }

    /// Presses keys, written as people write them: `Shift+Right`, `n`, `Ctrl+z`.
    fn keys(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            let mut parts: Vec<&str> = key.split('+').collect();
            let last = parts.pop().unwrap();
            let key = match last {
                "Space" => Key::Char(' '),
                "Right" => Key::Right,
                "Left" => Key::Left,
                "Enter" => Key::Enter,
                "Esc" => Key::Escape,
                "Tab" => Key::Tab,
                "F3" => Key::F(3),
                "Delete" => Key::Delete,
                "PageDown" => Key::PageDown,
                "PageUp" => Key::PageUp,
                "F8" => Key::F(8),
                one => Key::Char(one.chars().next().unwrap()),
            };
            let has = |m: &str| parts.contains(&m);
            let stroke = Stroke { ctrl: has("Ctrl"), alt: has("Alt"), shift: has("Shift"), key };
            self.act(Action::Stroke(stroke));
        }
        self
    }

    /// Gives the label for actors an attribute with a default.
    fn with_default(&mut self) -> crate::model::Label {
        let mut labels: Vec<_> = self.session.project().unwrap().labels.iter().cloned().collect();
        let actor = labels.iter_mut().find(|l| &*l.name == "Actor").unwrap();
        let kind = Attribute { default: "body".into(), ..Attribute::new("sort of", AttributeKind::Text) };
        actor.attributes.push(kind);
        let actor = actor.clone();
        self.session.handle(Event::Labels(Ok(LabelSet::new(labels).unwrap())));
        self.settle();
        actor
    }

    fn place(&self, words: &str) -> Span {
        let text = self.session.doc().unwrap().text();
        let start = text.as_str().find(words).unwrap_or_else(|| panic!("no “{words}”"));
        Span::new(ByteOffset(start), ByteOffset(start + words.len())).unwrap()
    }

    /// Drags over the first place of these words.
    fn drag(&mut self, words: &str) -> &mut Self {
        let span = self.place(words);
        self.act(Action::Select { anchor: span.start(), focus: span.end(), finished: true })
    }

    /// Clicks on the first character of these words.
    fn click(&mut self, words: &str) -> &mut Self {
        let at = self.place(words).start();
        self.act(Action::Click { on: Some(at), caret: at })
    }

    fn story(&self) -> String {
        let doc = self.session.doc().unwrap();
        story::write(doc.text(), doc.set())
    }

    fn selected(&self) -> String {
        let doc = self.session.doc().unwrap();
        let span = doc.selected().and_then(|m| m.span()).or(doc.selection().span());
        span.map(|s| s.of(doc.text()).to_owned()).unwrap_or_default()
    }

    fn told(&self) -> String {
        self.session.told().iter().map(|t| t.text.to_string()).collect::<Vec<_>>().join("; ")
    }
}

/// Before, what is done, after; then undone is before again, and done again is after again.
#[track_caller]
fn check(before: &str, does: impl FnOnce(&mut World), after: &str) {
    let mut w = world(&[before]);
    does(&mut w);
    assert_eq!(w.story(), after);
    let disk = &w.disk[&key("0.txt")];
    assert_eq!(story::write(&disk.0, &disk.1), after, "and it is on disk");
    while w.session.undo_title().is_some() {
        w.keys("Ctrl+z");
    }
    assert_eq!(w.story(), before, "undone");
    while w.session.redo_title().is_some() {
        w.keys("Ctrl+Shift+z");
    }
    assert_eq!(w.story(), after, "done again");
}
