//! What is chosen of a project, and in which formats it is wanted.

use crate::{
    formats::{Export, Options, export, split::Frozen},
    model::{AnnotationSet, AnnotatorName, ArticleKey, LabelName, LabelSet, Metadata, State},
};
use std::collections::{BTreeMap, BTreeSet};

/// What is wanted of an export.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The formats, by their ids. Our own JSON Lines are written beside them in any case.
    pub formats: Vec<&'static str>,
    /// What of the project.
    pub scope: Scope,
    /// How to write.
    pub options: Options,
    /// Into which parts to divide it, with what was frozen before; `None` to leave it whole.
    pub split: Option<Frozen>,
}

/// What of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Whose sets; every person's where none is named. Machines' are taken only where they are named: nobody has looked at them.
    pub annotators: Vec<AnnotatorName>,
    /// Only sets that are done; else those in progress too. Skipped articles are left out in any case.
    pub done_only: bool,
    /// Only gold sets: those that came of a review.
    pub gold: bool,
    /// Which labels; `None` for all.
    pub labels: Option<BTreeSet<LabelName>>,
    /// Which articles.
    pub articles: ArticleScope,
}

/// Which articles of a project. Each part that is given narrows the choice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleScope {
    /// These.
    pub keys: Option<BTreeSet<ArticleKey>>,
    /// Those whose key begins so: a folder, or one article.
    pub under: Vec<String>,
    /// Those on one of these events.
    pub events: Vec<String>,
    /// Those of one of these outlets.
    pub outlets: Vec<String>,
}

impl ArticleScope {
    /// Whether an article is chosen by its name.
    pub fn has_key(&self, key: &ArticleKey) -> bool {
        let under = |prefix: &String| {
            let prefix = prefix.trim_end_matches('/');
            key.as_str() == prefix
                || key.stem() == prefix
                || key.as_str().strip_prefix(prefix).is_some_and(|rest| rest.starts_with('/'))
        };
        self.keys.as_ref().is_none_or(|keys| keys.contains(key))
            && (self.under.is_empty() || self.under.iter().any(under))
    }

    /// Whether an article is chosen by what is known of it.
    pub fn has(&self, metadata: &Metadata) -> bool {
        let among = |all: &[String], value: Option<&str>| {
            all.is_empty() || value.is_some_and(|value| all.iter().any(|a| a.trim().eq_ignore_ascii_case(value.trim())))
        };
        among(&self.events, metadata.event.as_deref()) && among(&self.outlets, metadata.outlet.as_deref())
    }
}

impl Scope {
    /// Whether a set in this state is chosen.
    pub fn has_state(&self, state: State) -> bool {
        match state {
            State::Done => true,
            State::New | State::InProgress => !self.done_only,
            State::Skipped => false,
        }
    }

    /// Whether a set is chosen, apart from its state.
    pub fn has_set(&self, set: &AnnotationSet) -> bool {
        !self.gold || set.review().is_some()
    }

    /// Whether a label is chosen.
    pub fn has_label(&self, label: &str) -> bool {
        self.labels.as_ref().is_none_or(|labels| labels.contains(label))
    }

    /// The project's labels that are chosen, in their order.
    pub fn labels_of(&self, labels: &LabelSet) -> LabelSet {
        let chosen = labels.iter().filter(|l| self.has_label(&l.name)).cloned().map(|mut label| {
            // A link to a label that is not chosen has no end.
            label.links.retain_mut(|link| {
                let any = link.to.is_empty();
                link.to.retain(|to| self.has_label(to));
                any || !link.to.is_empty()
            });
            label
        });
        LabelSet::new(chosen.collect()).unwrap_or_else(|_| labels.clone())
    }

    /// The choice in words for a manifest: each part that narrows it, with its values.
    pub fn words(&self) -> BTreeMap<String, Vec<String>> {
        let mut words: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut say = |name: &str, values: Vec<String>| {
            if !values.is_empty() {
                words.insert(name.into(), values);
            }
        };
        say("annotators", self.annotators.iter().map(ToString::to_string).collect());
        say("states", if self.done_only { vec!["done".into()] } else { vec!["any".into()] });
        say("sets", self.gold.then(|| "gold".into()).into_iter().collect());
        say("labels", self.labels.iter().flatten().map(ToString::to_string).collect());
        say("articles", self.articles.keys.iter().flatten().map(ToString::to_string).collect());
        say("under", self.articles.under.clone());
        say("events", self.articles.events.clone());
        say("outlets", self.articles.outlets.clone());
        words
    }
}

impl Request {
    /// What was chosen, in words for a manifest.
    pub fn words(&self) -> BTreeMap<String, Vec<String>> {
        let mut words = self.scope.words();
        if let Some(Frozen { ratios, salt, .. }) = &self.split {
            let shares = format!("{} to {} to {}", ratios.train, ratios.dev, ratios.test);
            words.insert("split".into(), vec![shares, format!("salt “{salt}”")]);
        }
        words
    }

    /// The formats that are written, our own first.
    pub fn exports(&self) -> Vec<&'static dyn Export> {
        let own = export("jsonl").into_iter();
        let others = self.formats.iter().filter(|id| **id != "jsonl").filter_map(|id| export(id));
        let mut seen = BTreeSet::new();
        own.chain(others).filter(|e| seen.insert(e.about().id)).collect()
    }
}
