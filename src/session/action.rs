//! What a person does, as data: a screen or a test says it, the session does it.

use super::{
    AgreementAction, ArticleOrder, Backup, ExportAction, Filter, FindAction, ImportAction, LinkAction, ProblemAction,
    Reading, ReviewAction, Stroke, SuggestAction, Theme,
};
use crate::{
    model::{AnnotationId, ArticleKey, LabelName, LabelSet, Settings},
    text::{ByteOffset, Span},
};
use std::{path::PathBuf, sync::Arc};

/// Something a person did on a screen, or a story in a test.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names and fields say it")]
pub enum Action {
    /// Run a command of the list, if it is enabled.
    Run(&'static str),
    OpenProject(PathBuf),
    OpenArticle(ArticleKey),
    /// Filter the list of articles by words; the other parts of the filter stay.
    Filter(String),
    /// Filter the list of articles.
    FilterBy(Filter),
    /// Sort and group the list of articles.
    Order(ArticleOrder),
    /// Fold the articles on an event away in the list, or show them again.
    Fold(Option<Arc<str>>, bool),
    /// Skip the current article for this reason, which may be empty, and open the next.
    Skip(String),
    /// Say of lines of the current article, by their numbers from 0, whether they are page noise.
    Noise(Vec<usize>, bool),
    SetAnnotator(String),
    /// Put the caret or the end of the selection at a position.
    MoveCaret {
        to: ByteOffset,
        extend: bool,
    },
    /// Select a stretch of text, as the end of a drag: with an armed label it is marked at once.
    Select {
        anchor: ByteOffset,
        focus: ByteOffset,
        finished: bool,
    },
    /// A click: takes the innermost mark over the character it is `on`, at a further click the next one out; else puts the caret.
    Click {
        on: Option<ByteOffset>,
        caret: ByteOffset,
    },
    /// A key stroke, where no text field takes it.
    Stroke(Stroke),
    SelectMark(AnnotationId),
    /// Put a label on what is selected, or arm it.
    Label(LabelName),
    /// Give a mark another span, as the end of dragging one of its edges.
    Resize(AnnotationId, Span),
    /// Give an attribute of a mark a value; empty for none. The article may have been left meanwhile.
    Attribute {
        article: ArticleKey,
        mark: AnnotationId,
        name: Arc<str>,
        value: String,
    },
    Note {
        article: ArticleKey,
        mark: AnnotationId,
        text: String,
    },
    Link(LinkAction),
    Find(FindAction),
    Export(ExportAction),
    Import(ImportAction),
    Review(ReviewAction),
    Agreement(AgreementAction),
    /// Edit fields of the current article's metadata, as one step.
    Metadata(Vec<(Field, String)>),
    /// Mark all these places with a label, as one step.
    MarkAll(Vec<Span>, LabelName),
    /// Put a lost mark at the selected text.
    PlaceLost(AnnotationId),
    /// Decide between two versions of the current article's set.
    Resolve(Choice),
    FindBackups,
    Restore(Backup),
    SetAside,
    Overlay(Overlay),
    Problems(ProblemAction),
    Suggest(SuggestAction),
    /// Show a page of the right side bar.
    Panel(Panel),
    /// Save the labels that were edited, over those that they were made from.
    SaveLabels {
        labels: Box<LabelSet>,
        base: Box<LabelSet>,
    },
    /// Save what the project says beside its labels, over what it was made from.
    SaveSettings {
        settings: Box<Settings>,
        base: Box<Settings>,
    },
    /// Stop bringing files to the labels' present names; it goes on when the project is opened next.
    StopRenaming,
    Dismiss(usize),
    /// How far an article is scrolled: which position stands how far below the top of the page, in points.
    Scrolled(ArticleKey, ByteOffset, f32),
    /// The person is there: the pointer moves, or something is scrolled.
    Present,
    /// Take back, or do again, until the thing of this number in the history is the last that is done; 0: until nothing is.
    History(u64),
    /// The window closes.
    Leave,
    /// Set the text of articles like this.
    Reading(Reading),
    Theme(Theme),
    /// Give a command these strokes and no others.
    Keys(&'static str, Vec<Stroke>),
    /// Give a command, or all, the keys they come with.
    DefaultKeys(Option<&'static str>),
    /// Whether the window has room for one side bar only.
    Narrow(bool),
    /// The window was resized, in points.
    WindowSize(f32, f32),
}

/// A field of an article's metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Field {
    Title,
    Outlet,
    Url,
    Published,
    Event,
    Language,
}

impl Field {
    /// Its name in a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Field::Title => "title",
            Field::Outlet => "outlet",
            Field::Url => "URL",
            Field::Published => "publication date",
            Field::Event => "event",
            Field::Language => "language",
        }
    }
}

/// What to do where two versions of a set meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Bring both together; where they differ, mine.
    Merge,
    /// Mine; theirs goes to the backups.
    Mine,
    /// Theirs; mine can be had back by undo.
    Theirs,
}

/// What lies over the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Overlay {
    #[default]
    None,
    Palette,
    Keys,
    Annotator,
    OpenPath,
    Metadata,
    Occurrences,
    Silence,
    Skip,
    Labels,
    Assign,
    ReviewSettings,
    Export,
    Import,
    Agreement,
    About,
    Preferences,
    Facts,
}

/// A page of the right side bar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Panel {
    #[default]
    Marks,
    Problems,
    Suggestions,
    History,
    Find,
    Guide,
}

impl Panel {
    /// Whether the mark in hand is shown beside it.
    pub fn has_inspector(self) -> bool {
        matches!(self, Panel::Marks | Panel::Problems | Panel::Suggestions)
    }

    /// All pages with their titles, in their order.
    pub const ALL: &[(Panel, &str)] = &[
        (Panel::Marks, "Marks"),
        (Panel::Suggestions, "Suggestions"),
        (Panel::Problems, "Problems"),
        (Panel::Find, "Find"),
        (Panel::Guide, "Guide"),
        (Panel::History, "History"),
    ];
}
