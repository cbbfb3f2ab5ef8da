//! What things are called.

use crate::{
    agreement::{About, Kind},
    model::AnnotatorName,
    session::{
        Session,
        agreeing::{Behind, Between, Measured, Shown, What},
    },
    text::{counted, one_line},
};

/// What was compared, in a line.
pub(super) fn summary(measured: &Measured) -> String {
    format!(
        "{} · {}, {} seen by two or more · {}",
        counted(measured.study.annotators().len(), "annotator"),
        counted(measured.study.articles().len(), "article"),
        measured.shared,
        counted(measured.marks, "mark"),
    )
}

/// A value: two digits after the point, and no minus before nothing.
pub(super) fn short(value: f64) -> String {
    let text = format!("{value:.2}");
    if text == "-0.00" { "0.00".to_owned() } else { text }
}

/// An interval.
pub(super) fn interval(ci95: Option<(f64, f64)>) -> String {
    ci95.map_or(String::new(), |(low, high)| format!("{} to {}", short(low), short(high)))
}

/// A sentence with a capital at its start.
pub(super) fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

/// What is said of a measure under the pointer.
pub(super) fn about(about: &About) -> String {
    let chance = match about.chance {
        Some(chance) => format!("1 is perfect agreement, {chance} is what chance alone gives"),
        None => "1 is perfect agreement; it is not corrected for chance".to_owned(),
    };
    format!("{}\n{chance}\n{}", about.tooltip, about.source)
}

/// What an annotator of the study is called on screen.
pub(super) fn name(session: &Session, measured: &Measured, who: usize) -> String {
    measured.study.annotators().get(who).map_or(String::new(), |name| called(session, name))
}

/// What an annotator of that name is called on screen; gold has none.
pub(super) fn called(session: &Session, name: &str) -> String {
    if name.is_empty() {
        return "Gold".to_owned();
    }
    AnnotatorName::new(name).map_or_else(|_| name.to_owned(), |name| session.shown_name(&name))
}

/// Between whom.
pub(super) fn between(session: &Session, measured: &Measured, between: Between) -> String {
    match between {
        Between::Everyone => "Every two annotators".to_owned(),
        Between::Pair(a, b) => format!("{} and {}", name(session, measured, a), name(session, measured, b)),
        Between::Gold(who) => {
            let who = measured.against.get(who).map_or(String::new(), |a| called(session, &a.name));
            format!("{who} and gold")
        }
    }
}

/// A label, or that there is none.
pub(super) fn label(label: Option<&str>) -> &str {
    label.unwrap_or("none")
}

/// What was opened, in a line.
pub(super) fn behind(session: &Session, measured: &Measured, behind: &Behind) -> String {
    let who = between(session, measured, behind.between);
    match &behind.what {
        What::All => who,
        What::Label(label) => format!("{who}: {label}"),
        What::Cell(left, right) => format!("{who}: {} against {}", label(left.as_deref()), label(right.as_deref())),
        What::Article(name) => article(session, name),
        What::Event(event) => event.to_string(),
        What::Phrase(folded) => {
            let phrase = measured.phrases.iter().find(|p| p.folded == *folded);
            format!("“{}”", phrase.map_or(String::new(), |p| one_line(&p.words, 80)))
        }
        What::Point(n) => {
            let point = match behind.between {
                Between::Gold(at) => measured.against.get(at).and_then(|a| a.points.get(*n)),
                _ => None,
            };
            let what = point.map_or(String::new(), |point| match (point.day, point.articles.first()) {
                (Some(day), _) => day.to_string(),
                (None, first) => {
                    let item = first.and_then(|at| measured.gold.articles().get(*at));
                    item.map_or(String::new(), |item| article(session, &item.name))
                }
            });
            format!("{who}: {what}")
        }
    }
}

/// An article's title, by its name.
pub(super) fn article(session: &Session, name: &str) -> String {
    let key = crate::model::ArticleKey::new(name).ok();
    let entry = key.as_ref().and_then(|key| session.articles().get(key));
    entry.map_or(name, |e| e.title()).to_owned()
}

/// How two marks differ, in a word.
pub(super) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Same => "same",
        Kind::Attributes => "attribute",
        Kind::Links => "link",
        Kind::Boundary => "boundary",
        Kind::Label => "label",
        Kind::Both => "label and boundary",
        Kind::Missed => "missed",
    }
}

/// What the choices of a list are called.
pub(super) fn shown(shown: Shown) -> String {
    match shown {
        Shown::All => "All".to_owned(),
        Shown::Differ => "Differ".to_owned(),
        Shown::Kind(of) => sentence(kind(of)),
    }
}
