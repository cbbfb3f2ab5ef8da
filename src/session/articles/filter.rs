//! Which articles the list shows.

use super::Entry;
use crate::{
    model::{ArticleKey, LabelName, State},
    text::folded,
};
use jiff::civil::Date;
use std::{collections::HashSet, sync::Arc};

/// Which articles the list shows: those that fit every part of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Words of the title, outlet, event or file name, in any order; case and accents count for nothing.
    pub words: String,
    /// How far one has come with them.
    pub status: Status,
    /// Who published them.
    pub outlet: Wanted,
    /// The event they tell of.
    pub event: Wanted,
    /// A label, and whether they have marks of it or none.
    pub label: Option<(LabelName, bool)>,
    /// The first day of publication.
    pub from: Option<Date>,
    /// The last day of publication.
    pub to: Option<Date>,
    /// Only those that are the annotator's to do.
    pub mine: bool,
    /// Only these articles, such as those in which something was found.
    pub within: Option<Within>,
}

/// Which articles, by how far one has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// All.
    #[default]
    All,
    /// Those that are neither done nor skipped.
    ToDo,
    /// Those in one state.
    Only(State),
    /// Those that cannot be opened.
    Trouble,
}

impl Status {
    /// All choices, in the order of the menu.
    pub const ALL: [Status; 7] = [
        Status::All,
        Status::ToDo,
        Status::Only(State::New),
        Status::Only(State::InProgress),
        Status::Only(State::Done),
        Status::Only(State::Skipped),
        Status::Trouble,
    ];

    /// Its name on screen.
    pub fn name(self) -> &'static str {
        match self {
            Status::All => "All",
            Status::ToDo => "To do",
            Status::Only(State::New) => "New",
            Status::Only(State::InProgress) => "In progress",
            Status::Only(State::Done) => "Done",
            Status::Only(State::Skipped) => "Skipped",
            Status::Trouble => "Trouble",
        }
    }

    /// Whether an article has it.
    pub fn fits(self, entry: &Entry) -> bool {
        let trouble = entry.trouble().is_some();
        match self {
            Status::All => true,
            Status::ToDo => !trouble && matches!(entry.state, State::New | State::InProgress),
            Status::Only(state) => !trouble && entry.state == state,
            Status::Trouble => trouble,
        }
    }
}

/// What is wanted of a field that may be unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Wanted {
    /// Anything.
    #[default]
    Any,
    /// That it is unknown.
    Unknown,
    /// Exactly this.
    Is(Arc<str>),
}

impl Wanted {
    fn fits(&self, value: Option<&Arc<str>>) -> bool {
        match self {
            Wanted::Any => true,
            Wanted::Unknown => value.is_none(),
            Wanted::Is(wanted) => value == Some(wanted),
        }
    }
}

/// A set of articles, with what they have in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Within {
    /// In words for the chip: `Found: river`.
    pub what: Arc<str>,
    /// The articles.
    pub keys: Arc<HashSet<ArticleKey>>,
}

/// A part of the filter, which can be dropped by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Part {
    Words,
    Mine,
    Status,
    Outlet,
    Event,
    Label,
    Dates,
    Within,
}

impl Filter {
    /// The parts that are in use, each with its name on screen.
    pub fn parts(&self) -> Vec<(Part, String)> {
        let mut parts = Vec::new();
        let words = self.words.split_whitespace().collect::<Vec<_>>().join(" ");
        if !words.is_empty() {
            parts.push((Part::Words, format!("“{words}”")));
        }
        if self.mine {
            parts.push((Part::Mine, "Mine".to_owned()));
        }
        if self.status != Status::All {
            parts.push((Part::Status, self.status.name().to_owned()));
        }
        for (part, wanted, none) in [(Part::Outlet, &self.outlet, "No outlet"), (Part::Event, &self.event, "No event")]
        {
            match wanted {
                Wanted::Any => {}
                Wanted::Unknown => parts.push((part, none.to_owned())),
                Wanted::Is(value) => parts.push((part, value.to_string())),
            }
        }
        if let Some((label, has)) = &self.label {
            parts.push((Part::Label, format!("{} {label}", if *has { "With" } else { "Without" })));
        }
        match (self.from, self.to) {
            (Some(from), Some(to)) if from == to => parts.push((Part::Dates, from.to_string())),
            (Some(from), Some(to)) => parts.push((Part::Dates, format!("{from} to {to}"))),
            (Some(from), None) => parts.push((Part::Dates, format!("From {from}"))),
            (None, Some(to)) => parts.push((Part::Dates, format!("Until {to}"))),
            (None, None) => {}
        }
        if let Some(within) = &self.within {
            parts.push((Part::Within, within.what.to_string()));
        }
        parts
    }

    /// Whether it lets every article through.
    pub fn is_empty(&self) -> bool {
        self.parts().is_empty()
    }

    /// The same without one part.
    #[must_use]
    pub fn without(&self, part: Part) -> Filter {
        let mut filter = self.clone();
        match part {
            Part::Words => filter.words.clear(),
            Part::Mine => filter.mine = false,
            Part::Status => filter.status = Status::All,
            Part::Outlet => filter.outlet = Wanted::Any,
            Part::Event => filter.event = Wanted::Any,
            Part::Label => filter.label = None,
            Part::Dates => (filter.from, filter.to) = (None, None),
            Part::Within => filter.within = None,
        }
        filter
    }

    pub(super) fn ready(&self) -> Ready<'_> {
        Ready {
            filter: self,
            parts: self.parts().into_iter().map(|(part, _)| part).collect(),
            words: self.words.split_whitespace().map(folded).collect(),
        }
    }
}

/// A filter made ready for many articles.
pub(super) struct Ready<'a> {
    filter: &'a Filter,
    parts: Vec<Part>,
    words: Vec<String>,
}

impl Ready<'_> {
    /// Whether an article fits every part.
    pub(super) fn fits(&self, entry: &Entry) -> bool {
        self.parts.iter().all(|part| self.part_fits(*part, entry))
    }

    /// The only part that keeps an article out; `None` where none or several do.
    pub(super) fn only_hindrance(&self, entry: &Entry) -> Option<Part> {
        let mut hindrances = self.parts.iter().filter(|part| !self.part_fits(**part, entry));
        hindrances.next().copied().filter(|_| hindrances.next().is_none())
    }

    fn part_fits(&self, part: Part, entry: &Entry) -> bool {
        let metadata = entry.metadata();
        match part {
            Part::Words => self.words.iter().all(|w| entry.has_word(w)),
            Part::Mine => entry.mine,
            Part::Status => self.filter.status.fits(entry),
            Part::Outlet => self.filter.outlet.fits(metadata.and_then(|m| m.outlet.as_ref())),
            Part::Event => self.filter.event.fits(entry.event()),
            Part::Label => {
                self.filter.label.as_ref().is_none_or(|(label, has)| entry.counts.contains_key(label) == *has)
            }
            Part::Dates => metadata.and_then(|m| m.published.as_ref()).is_some_and(|p| {
                self.filter.from.is_none_or(|from| from <= p.date) && self.filter.to.is_none_or(|to| p.date <= to)
            }),
            Part::Within => self.filter.within.as_ref().is_none_or(|w| w.keys.contains(&entry.key)),
        }
    }
}
