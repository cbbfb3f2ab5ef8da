//! A session with an article in hand, in memory alone.

use std::path::PathBuf;
use whosaid::{
    model::{AnnotationSet, AnnotatorName, ArticleKey, Metadata},
    session::{Effect, Event, Opening, Session},
    store::{Loaded, Prefs, Stamp, default_labels},
    text::Text,
};

pub fn key(name: &str) -> ArticleKey {
    ArticleKey::new(name).expect("a name")
}

pub fn loaded(name: &str, text: &Text, set: AnnotationSet) -> Loaded {
    let found = Metadata {
        title: text.as_str().lines().next().map(|l| l.chars().take(90).collect::<String>().into()),
        ..Metadata::default()
    };
    Loaded {
        key: key(name),
        text: text.clone(),
        notices: Vec::new(),
        found,
        edited: Metadata::default(),
        meta_stamp: Stamp::Absent,
        meta_trouble: None,
        set,
        stamp: Stamp::Absent,
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

/// A project of 200 articles, of which these were read; the first is in hand.
pub fn session(articles: Vec<Loaded>) -> Session {
    let prefs = Prefs { annotator: Some("Lan".to_owned()), ..Prefs::default() };
    let mut session = Session::new(prefs, 1);
    let mut names: Vec<ArticleKey> = articles.iter().map(|a| a.key.clone()).collect();
    names.extend((0..200).map(|n| key(&format!("z/{n:03}.txt"))));
    let annotator = AnnotatorName::new("Lan").expect("a name");
    session.handle(Event::Opened(Box::new(Opening {
        name: "bench".to_owned(),
        root: PathBuf::from("/bench"),
        labels: Ok(default_labels()),
        settings: Default::default(),
        articles: names,
        troubles: Vec::new(),
        summaries: Vec::new(),
        annotators: Vec::new(),
        first: articles.first().map(|a| a.key.clone()),
    })));
    session.handle(Event::Locked { annotator, read_only: None });
    let asked = session.take_effects().into_iter().find_map(|effect| match effect {
        Effect::Load(_, _, ask) => Some(ask),
        _ => None,
    });
    let ask = asked.expect("the first article is asked for");
    for article in articles {
        session.handle(Event::Loaded(Box::new(article), ask));
    }
    session
}
