//! The open project: what is shown, selected and done. It reads actions and events and answers with effects; it touches
//! no disk, no clock and no window, so every gesture can be tested as a story.
//!
//! | file | holds |
//! |---|---|
//! | `action` | what a person does, as data |
//! | `project` | opening and leaving a project, its labels, the annotator |
//! | `command` | the one list of commands: id, title, tooltip, keys, when enabled |
//! | `keys` | key strokes as data |
//! | `keymap` | which stroke runs which command: defaults and a person's own |
//! | `articles` | the list of articles: filter, order, opening, next and previous, skipping, page noise |
//! | `doc` | an article in hand |
//! | `marking` | making, relabelling, resizing and removing marks |
//! | `labels` | editing the labels, and what follows from new names |
//! | `describing` | what a mark says beside its place: attributes, note, and what to propose for them |
//! | `linking` | links between marks |
//! | `moving` | caret, selection, going from mark to mark |
//! | `dataset` | exporting annotations, importing those of others: what the window and the command line share |
//! | `exporting`, `importing` | the dialogs for both |
//! | `suggesting` | suggestions for the article in hand: shown, gone through, accepted, mended, rejected, learnt from |
//! | `study` | what of a project is compared, for agreement |
//! | `agreeing` | agreement on screen: measured in the background, every number with the places behind it |
//! | `review` | others' work compared, decided, kept as a gold set |
//! | `problems` | what looks forgotten or mistaken in the article: going there, fixing, silencing |
//! | `survey` | the same over the whole project, in the background |
//! | `history` | undo and redo, and going back to any point |
//! | `facts` | how long a person was at work on what, and what came of it |
//! | `find` | finding in the article and in all, marking what was found |
//! | `settings` | what the project says beside its labels: reviews, and who does which articles |
//! | `sides` | which side bars are shown |
//! | `seen` | what the screens read of it |
//! | `saving` | what is saved, what is not, conflicts |
//! | `whereabouts` | where a person was, for coming back to the exact place |
//! | `effect` | what the session wants done, and what it is told |

mod action;
pub mod agreeing;
mod articles;
mod command;
pub mod dataset;
mod describing;
mod doc;
mod effect;
mod exporting;
mod facts;
mod find;
mod history;
mod importing;
mod keymap;
mod keys;
mod labels;
mod linking;
mod marking;
mod moving;
mod problems;
mod project;
pub mod review;
mod saving;
mod seen;
mod settings;
mod sides;
pub mod study;
mod suggesting;
mod survey;
mod whereabouts;

pub use action::{Action, Choice, Field, Overlay, Panel};
pub use agreeing::{Agreeing, AgreementAction, MeasureJob, MeasureNews};
pub use articles::{
    ArticleList, Entry, Facets, Filter, Group as ArticleGroup, NoiseLine, Part, Row, Status, Wanted, Within,
};
pub use command::{COMMANDS, Command, Group, Place, command};
pub use describing::Describe;
pub use doc::{Around, Conflict, Doc, Elsewhere, Selection};
pub use effect::{Ask, Choosing, Effect, Event, Opening, Told, ToldKind};
pub use exporting::{
    ExportAction, ExportJob, ExportNews, Exporting, Needed, ScanJob, Scanned, Which, Writing, format_title,
};
pub use facts::{Facts, IDLE};
pub use find::{Find, FindAction, FindOption, Found, MOST_HITS};
pub use history::Past;
pub use importing::{ImportAction, ImportJob, ImportNews, Importing, ReadJob, Seen, Taking};
pub use keymap::{KeyMap, Refusal, is_fixed};
pub use keys::{Key, Stroke, StrokeError};
pub use labels::LabelEdit;
pub use linking::{LinkAction, LinkStep, Linking};
pub use problems::{LookJob, LookReport, ProblemAction, ProblemRow, Problems};
pub use review::{Compared, QueueJob, ReviewAction, Reviewing, Workspace};
pub use saving::{SaveState, Saving};
pub use settings::SettingsEdit;
pub use sides::Sides;
pub use suggesting::{
    ActorOffer, AskProgram, Figures, Knowledge, LearnJob, PROGRAM, PublishedAnswer, PublishedQuestion, RebuildJob,
    SourceRow, SuggestAction, SuggestJob, SuggestReport, Suggesting, Suggestion, SuggestionFigures, SuggestionId,
    Taught, command_words, program_name,
};
pub use survey::{Survey, SurveyJob, Surveyed};
// What the screens show of the store's findings, so that they need not know the store.
pub use crate::store::{
    ArticleHits, ArticleOrder, Backup, FileTrouble, Hit, Reading, SearchEnd, SetTrouble, SortBy, Theme, Worked,
};

use crate::{
    model::{AnnotatorName, ArticleKey, IdMaker, LabelName, LabelSet, Settings, State},
    store::Prefs,
    text::ByteOffset,
};
use facts::Clock;
use history::History;
use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap},
    path::PathBuf,
    sync::Arc,
};

/// A view to come back to: the article and what was selected in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// The article.
    pub article: Option<ArticleKey>,
    /// What was selected in it.
    pub selection: Selection,
}

/// The project in hand.
#[derive(Clone, Debug)]
pub struct OpenProject {
    /// The folder's name.
    pub name: String,
    /// The folder.
    pub root: PathBuf,
    /// Its labels.
    pub labels: LabelSet,
    /// What it says beside them.
    pub settings: Settings,
    /// Annotators with work in it.
    pub annotators: Vec<AnnotatorName>,
    /// What the folder holds that cannot be an article.
    pub troubles: Vec<FileTrouble>,
}

/// A place for the page to scroll to; the number tells a new wish from an old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reveal {
    /// Goes up with every wish.
    pub count: u64,
    /// The place.
    pub at: ByteOffset,
}

/// The open project and everything a person sees and does in it.
pub struct Session {
    project: Option<OpenProject>,
    opening: Option<PathBuf>,
    open_error: Option<String>,
    annotator: Option<AnnotatorName>,
    read_only: Option<String>,
    /// Why the labels cannot be read; nothing is changed then.
    labels_trouble: Option<String>,
    locked: bool,
    /// Goes up with every project and annotator, so that late answers to an earlier one are known.
    generation: u32,
    /// Articles that may have changed on disk and are read again: when their save is done, or when they are opened.
    stale: BTreeSet<ArticleKey>,
    /// What was said of rescued work in this session; once is enough.
    rescues: BTreeSet<String>,
    /// Leaving with unsaved marks was warned of.
    warned: bool,
    articles: ArticleList,
    docs: HashMap<ArticleKey, Doc>,
    failed: HashMap<ArticleKey, FileTrouble>,
    current: Option<ArticleKey>,
    /// The article that was current before.
    left: Option<ArticleKey>,
    armed: Option<LabelName>,
    history: History,
    saving: Saving,
    told: Vec<Told>,
    overlay: Overlay,
    reveal: Option<Reveal>,
    reveals: u64,
    revisions: u64,
    ids: IdMaker,
    /// Seconds on any steady clock, and the wall clock as RFC 3339 in UTC.
    now: (f64, Arc<str>),
    prefs: Prefs,
    keys: KeyMap,
    /// Preferences changed by a slider, which says it many times: they are written when its dialog is closed.
    unkept: bool,
    clock: Clock,
    /// The article in which the selection of the last time is taken up again.
    resume: Option<ArticleKey>,
    focus_mode: bool,
    panel: Panel,
    room: sides::Room,
    label_edit: LabelEdit,
    settings_edit: SettingsEdit,
    describe_wanted: (u64, Describe),
    /// The values used before that were counted last.
    used: RefCell<Option<(describing::UsedOf, describing::UsedValues)>>,
    linking: Option<Linking>,
    problems: Problems,
    filter_wanted: u64,
    choices_wanted: u64,
    find: Find,
    exporting: Exporting,
    importing: Importing,
    reviewing: Reviewing,
    agreeing: Agreeing,
    suggesting: Suggesting,
    effects: Vec<Effect>,
}

impl Session {
    /// A session with nothing open. `seed` makes annotation ids differ from those of other windows.
    pub fn new(prefs: Prefs, seed: u64) -> Self {
        let annotator = prefs.annotator.as_deref().and_then(|name| AnnotatorName::new(name).ok());
        let (keys, wrong) = KeyMap::new(&prefs.keys);
        let mut session = Session {
            project: None,
            opening: None,
            open_error: None,
            annotator,
            read_only: None,
            labels_trouble: None,
            locked: false,
            generation: 0,
            stale: BTreeSet::new(),
            rescues: BTreeSet::new(),
            warned: false,
            articles: ArticleList::default(),
            docs: HashMap::new(),
            failed: HashMap::new(),
            current: None,
            left: None,
            armed: None,
            history: History::default(),
            saving: Saving::default(),
            told: Vec::new(),
            overlay: Overlay::None,
            reveal: None,
            reveals: 0,
            revisions: 0,
            ids: IdMaker::new(seed),
            now: (0.0, "".into()),
            prefs,
            keys,
            unkept: false,
            resume: None,
            clock: Clock::new(seed),
            focus_mode: false,
            panel: Panel::default(),
            room: sides::Room::default(),
            label_edit: LabelEdit::default(),
            settings_edit: SettingsEdit::default(),
            describe_wanted: (0, Describe::default()),
            used: RefCell::default(),
            linking: None,
            problems: Problems::default(),
            filter_wanted: 0,
            choices_wanted: 0,
            find: Find::default(),
            exporting: Exporting::default(),
            importing: Importing::default(),
            reviewing: Reviewing::default(),
            agreeing: Agreeing::default(),
            suggesting: Suggesting::default(),
            effects: Vec::new(),
        };
        session.tell_wrong_keys(&wrong);
        session
    }

    /// What the app shall do now.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    // --- what comes in

    /// Tells the time: seconds on a steady clock, and RFC 3339 in UTC.
    pub fn set_now(&mut self, seconds: f64, stamp: &str) {
        self.now = (seconds, stamp.into());
        self.history.set_now(seconds);
        self.go_on_marking();
    }

    /// Does what a person asked for.
    pub fn act(&mut self, action: Action) {
        self.attend();
        self.act_on(action);
        self.follow_problems();
        self.count_gestures();
        self.follow_find();
        self.follow_export();
        self.follow_import();
        self.follow_review();
        self.follow_agreement();
        self.follow_suggestions();
        if self.unkept && self.overlay != Overlay::Preferences {
            self.unkept = false;
            self.effects.push(Effect::SavePreferences);
        }
    }

    fn act_on(&mut self, action: Action) {
        match action {
            Action::Find(action) => self.find_act(action),
            Action::Export(action) => self.export_act(action),
            Action::Import(action) => self.import_act(action),
            Action::Review(action) => self.review_act(action),
            Action::Agreement(action) => self.agreement_act(action),
            Action::Run(id) => self.run(id),
            Action::OpenProject(path) => self.open_project(path),
            Action::OpenArticle(key) => self.open_article(&key),
            Action::Filter(words) => self.articles.set_words(words),
            Action::FilterBy(filter) => self.articles.set_filter(filter),
            Action::Order(order) => self.set_order(order),
            Action::Fold(event, folded) => self.articles.fold(event, folded),
            Action::Skip(reason) => self.skip(&reason),
            Action::Noise(lines, noise) => self.say_noise(&lines, noise),
            Action::SetAnnotator(name) => self.set_annotator(&name),
            Action::MoveCaret { to, extend } => self.move_caret(to, extend),
            Action::Select { anchor, focus, finished } => self.select(anchor, focus, finished),
            Action::Click { on, caret } => self.click(on, caret),
            Action::Stroke(stroke) => {
                self.stroke(stroke);
            }
            Action::SelectMark(id) => self.select_mark(&id, true),
            Action::Label(label) => self.label(&label),
            Action::Resize(id, span) => self.resize(&id, span),
            Action::Attribute { article, mark, name, value } => self.set_attribute(&article, &mark, &name, &value),
            Action::Note { article, mark, text } => self.set_note(&article, &mark, &text),
            Action::Link(link) => self.link(link),
            Action::Metadata(fields) => self.edit_metadata(&fields),
            Action::MarkAll(spans, label) => self.mark_all(&spans, &label),
            Action::PlaceLost(id) => self.place_lost(&id),
            Action::Resolve(choice) => self.resolve(choice),
            Action::FindBackups => self.with_current(Effect::FindBackups),
            Action::Restore(backup) => self.with_current(|key, me| Effect::Restore(backup, key, me)),
            Action::SetAside => self.with_current(Effect::SetAside),
            Action::Overlay(overlay) => {
                self.overlay = overlay;
                self.open_error = None;
            }
            Action::Problems(action) => self.problem_action(action),
            Action::Suggest(action) => self.suggest_act(action),
            Action::Panel(panel) => self.show_panel(panel),
            Action::SaveLabels { labels, base } => self.save_labels(labels, base),
            Action::SaveSettings { settings, base } => self.save_settings(*settings, *base),
            Action::StopRenaming => self.effects.push(Effect::StopRenaming),
            Action::Dismiss(index) => {
                if index < self.told.len() {
                    self.told.remove(index);
                }
            }
            Action::Scrolled(key, at, below) => self.note_scroll(&key, at, below),
            Action::Leave => self.leave(),
            Action::Present => {}
            Action::History(number) => self.go_in_history(number),
            Action::Reading(reading) => self.set_reading(reading),
            Action::Theme(theme) => self.set_theme(theme),
            Action::Keys(id, strokes) => self.set_keys(id, &strokes),
            Action::DefaultKeys(id) => self.reset_keys(id),
            Action::Narrow(narrow) => self.set_narrow(narrow),
            Action::WindowSize(width, height) => {
                // Kept with the next preferences, at the latest when the window closes: a resize is many sizes.
                self.prefs.window = Some((width, height));
            }
        }
    }

    /// Takes in what happened outside.
    pub fn handle(&mut self, event: Event) {
        self.take_in(event);
        self.follow_find();
        self.follow_export();
        self.follow_import();
        self.follow_review();
        self.follow_agreement();
        self.follow_suggestions();
    }

    fn take_in(&mut self, event: Event) {
        match event {
            Event::Found(serial, news) => self.found(serial, news),
            Event::Opened(opening) => self.opened(*opening),
            Event::NotOpened(sentence) => {
                self.opening = None;
                // Where a path was typed, it is mended there.
                if self.overlay == Overlay::OpenPath {
                    self.open_error = Some(sentence);
                } else {
                    self.tell(ToldKind::Error, sentence);
                }
            }
            Event::Locked { annotator, read_only } => {
                if Some(&annotator) == self.annotator.as_ref() {
                    self.read_only = read_only;
                    self.locked = true;
                    self.load_current();
                    self.finish_renaming();
                }
            }
            Event::Summaries(summaries) => {
                self.survey_again(summaries.iter().map(|s| s.key.clone()));
                self.meet_annotators(&summaries);
                self.articles.learn(summaries, self.annotator.as_ref());
                // What is in hand is newer than what a look found on disk.
                for doc in self.docs.values() {
                    self.articles.update(doc, self.annotator.as_ref());
                }
            }
            Event::SummariesDone => self.articles.all_known(),
            Event::Listed(keys, troubles) => {
                self.articles.replace(keys);
                self.list_mine();
                if let Some(project) = &mut self.project {
                    project.troubles = troubles;
                }
            }
            Event::Loaded(loaded, ask) => {
                let key = loaded.key.clone();
                self.loaded(*loaded, ask);
                self.read_for_marking(&key, ask);
            }
            Event::NotLoaded(key, trouble, ask) => {
                self.not_loaded(&key, trouble, ask);
                self.read_for_marking(&key, ask);
            }
            Event::Labels(labels) => self.labels_read(labels),
            Event::Settings(settings) => self.take_settings(settings),
            Event::SettingsSaved(settings, outcome) => self.settings_saved(*settings, outcome),
            Event::LabelsSaved(labels, outcome) => self.labels_saved(&labels, outcome),
            Event::Uses(uses) => self.label_edit.uses = Some(uses),
            Event::Renaming(seen, total) => self.label_edit.renaming = Some((seen, total)),
            Event::Renamed(renamed) => self.renamed(&renamed),
            Event::Save(report) => self.saved(report),
            Event::Backups(key, backups) => {
                if let Some(doc) = self.docs.get_mut(&key) {
                    doc.backups = backups;
                }
            }
            Event::Mended(key, outcome) => {
                match outcome {
                    Ok(sentence) => self.tell(ToldKind::Info, sentence),
                    Err(trouble) => self.tell(ToldKind::Error, trouble.to_string()),
                }
                self.reload(&key);
            }
            Event::Changed(change) => self.changed_outside(change),
            Event::Times(annotator, sittings, troubles) => self.times_read(&annotator, sittings, &troubles),
            Event::Told(told) => self.tell(told.kind, told.text.to_string()),
            Event::Suggested(report) => self.suggested(*report),
            Event::Taught(taught) => self.taught(*taught),
            Event::ListsRead => self.suggesting.know_more(),
            Event::ProblemsFound(report) => self.look_done(*report),
            Event::Export(news) => self.export_news(news),
            Event::Import(news) => self.import_news(news),
            Event::Measured(serial, news) => self.measured(serial, news),
            Event::Work(key, work, ask) => self.work_read(&key, work, ask),
            Event::Compared { serial, batch, looked, finished } => self.compared(serial, batch, looked, finished),
            Event::Chose(what, path) => self.chose(what, path),
            Event::NotShown(folder, why) => self.not_shown(&folder, &why),
            Event::Surveyed { serial, batch, looked, finished } => self.surveyed(serial, batch, looked, finished),
        }
        self.follow_problems();
    }

    /// Runs a command of the list, if it is enabled.
    pub fn run(&mut self, id: &str) {
        if let Some(command) = command(id)
            && command.is_enabled(self)
        {
            (command.run)(self);
        }
    }

    /// Runs what a key stroke stands for; says whether it stood for anything that could be done.
    pub fn stroke(&mut self, stroke: Stroke) -> bool {
        if self.overlay == Overlay::None && (self.link_stroke(stroke) || self.case_stroke(stroke)) {
            return true;
        }
        let Some(command) = self.keys.for_stroke(stroke, self.place()).filter(|c| c.is_enabled(self)) else {
            return false;
        };
        (command.run)(self);
        true
    }

    /// Runs the strokes of one frame. One that asks for a field or opens something gets the keyboard for it: what was struck
    /// behind it was meant for that, and runs nothing.
    pub fn strokes(&mut self, strokes: impl IntoIterator<Item = Stroke>) {
        let keyboard = self.keyboard();
        for stroke in strokes {
            self.act(Action::Stroke(stroke));
            if self.keyboard() != keyboard {
                return;
            }
        }
    }

    /// What has asked for the keyboard so far.
    fn keyboard(&self) -> (Overlay, [u64; 6]) {
        let wanted = [
            self.describe_wanted.0,
            self.filter_wanted,
            self.choices_wanted,
            self.find.wanted(),
            self.reviewing.note_wanted(),
            self.reviewing.comment_wanted(),
        ];
        (self.overlay, wanted)
    }

    // --- shared by the files of this room

    fn tell(&mut self, kind: ToldKind, text: impl Into<Arc<str>>) {
        let told = Told { kind, text: text.into() };
        self.told.retain(|t| *t != told && (t.kind != ToldKind::Info || kind != ToldKind::Info));
        self.told.push(told);
    }

    fn doc_mut(&mut self) -> Option<&mut Doc> {
        self.docs.get_mut(self.current.as_ref()?)
    }

    fn with_current(&mut self, effect: impl FnOnce(ArticleKey, AnnotatorName) -> Effect) {
        if let (Some(key), Some(me)) = (self.current.clone(), self.annotator.clone()) {
            self.effects.push(effect(key, me));
        }
    }

    /// Whether marks of the current article can be changed now.
    pub fn can_mark(&self) -> bool {
        self.read_only().is_none() && self.doc().is_some_and(|d| d.trouble.is_none() && d.conflict.is_none())
    }

    /// Shows a page of the right side bar, opening the bar where it is folded away.
    fn show_panel(&mut self, panel: Panel) {
        self.panel = panel;
        if self.focus_mode {
            self.leave_focus_mode();
        }
        self.open_side(false);
    }

    fn view(&self) -> View {
        let selection = self.doc().map(|d| d.selection.clone()).unwrap_or_default();
        View { article: self.current.clone(), selection }
    }

    fn reveal_at(&mut self, at: ByteOffset) {
        self.reveals += 1;
        self.reveal = Some(Reveal { count: self.reveals, at });
    }

    fn ask(&self) -> Ask {
        Ask { generation: self.generation, serial: self.saving.serial() }
    }

    fn state(&self) -> Option<State> {
        self.doc().map(|d| d.set.state())
    }
}

#[cfg(test)]
mod tests;
