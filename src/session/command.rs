//! The one list of commands. Menus, palette, key overlay, hints and help are drawn from it, so none can be missing there.

use super::{
    ArticleOrder, Choosing, Describe, Effect, Filter, Key, Overlay, Panel, Session, Stroke, Theme, Workspace,
    marking::Edge,
};
use crate::{
    model::{State, Verdict},
    text::Unit,
};

/// A thing a person can do.
pub struct Command {
    /// Its name in code and in tests.
    pub id: &'static str,
    /// Its name on screen.
    pub title: &'static str,
    /// What it does, in a sentence.
    pub tooltip: &'static str,
    /// The strokes that it comes with; [`super::KeyMap`] knows which it has.
    pub keys: &'static [Stroke],
    /// Where it stands in menus and in the overlay of keys.
    pub group: Group,
    /// Where its keys mean it.
    pub place: Place,
    pub(super) enabled: fn(&Session) -> bool,
    pub(super) run: fn(&mut Session),
}

impl Command {
    /// Whether it can be run now.
    pub fn is_enabled(&self, session: &Session) -> bool {
        self.place.is(session.place()) && (self.enabled)(session)
    }
}

/// Where a command has its place, and its keys their meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// In both.
    Everywhere,
    /// Where marks are made: annotating, and editing the marks of a decision.
    Annotate,
    /// Where others' work is decided on.
    Review,
}

impl Place {
    /// Whether what has its place here can be met there.
    pub fn is(self, other: Place) -> bool {
        self == other || self == Place::Everywhere || other == Place::Everywhere
    }
}

/// Where commands stand in menus and in the overlay of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Group {
    Project,
    Edit,
    Mark,
    Review,
    Select,
    Go,
    View,
}

impl Group {
    /// All groups with their titles, in the order of the menus.
    pub const ALL: [(Group, &'static str); 7] = [
        (Group::Project, "Project"),
        (Group::Edit, "Edit"),
        (Group::Mark, "Mark"),
        (Group::Review, "Decide"),
        (Group::Select, "Select"),
        (Group::Go, "Go"),
        (Group::View, "View"),
    ];
}

/// The command of that id.
pub fn command(id: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|c| c.id == id)
}

const fn c(c: char) -> Stroke {
    Stroke::char(c)
}

const fn k(key: Key) -> Stroke {
    Stroke::key(key)
}

const fn always(_: &Session) -> bool {
    true
}

fn open(s: &Session) -> bool {
    s.project().is_some()
}

/// The list of all articles is on the left.
fn listing(s: &Session) -> bool {
    open(s) && s.reviewing().workspace() == Workspace::Annotate
}

fn doc(s: &Session) -> bool {
    s.doc().is_some()
}

fn mark_in_hand(s: &Session) -> bool {
    s.can_mark() && s.doc().is_some_and(|d| d.selected().is_some())
}

fn placed_in_hand(s: &Session) -> bool {
    s.can_mark() && s.doc().is_some_and(|d| d.selected().is_some_and(|m| m.span().is_some()))
}

fn selected(s: &Session) -> bool {
    s.has_suggestion()
        || s.doc().is_some_and(|d| {
            d.selected().is_some_and(|m| m.span().is_some()) && s.can_mark() || d.selection().span().is_some()
        })
}

fn proposed_noise(s: &Session) -> bool {
    s.can_say_noise() && s.doc().is_some_and(|d| d.proposed_noise().next().is_some())
}

fn marks(s: &Session) -> bool {
    s.doc().is_some_and(|d| !d.set().is_empty())
}

fn zoom(s: &mut Session, zoom: f32) {
    s.prefs.zoom = zoom.clamp(0.5, 2.0);
    s.effects.extend([Effect::Zoom(s.prefs.zoom), Effect::SavePreferences]);
}

macro_rules! commands {
    ($($group:ident in $place:ident { $($id:literal $title:literal [$($key:expr),*] $tooltip:literal if $enabled:expr => $run:expr;)* })*) => {
        /// Every command, in the order of the menus.
        pub static COMMANDS: &[Command] = &[$($(Command {
            id: $id,
            title: $title,
            tooltip: $tooltip,
            keys: &[$($key),*],
            group: Group::$group,
            place: Place::$place,
            enabled: $enabled,
            run: $run,
        }),*),*];
    };
}

commands! {
    Project in Everywhere {
        "open-folder" "Open folder…" [c('o').ctrl()] "Choose a folder of articles with the system’s dialog" if always
            => |s| s.effects.push(Effect::Choose(Choosing::Project));
        "open-path" "Open path…" [c('o').ctrl().shift()] "Type the path of a folder or file; Tab completes it" if always
            => |s| s.overlay = Overlay::OpenPath;
        "open-sample" "Open the sample project" [] "Two invented events told by several outlets, with two annotators’ marks" if always
            => |s| s.effects.push(Effect::OpenSample);
        "refresh" "Look for changes" [k(Key::F(5))] "Look at every file of the project again" if open
            => |s| s.changed_outside(crate::store::Change::Many);
        "annotator" "Change annotator…" [] "Say whose marks these are; each annotator has files of their own" if always
            => |s| s.overlay = Overlay::Annotator;
        "metadata" "Edit article details…" [k(Key::F(2))] "Title, outlet, URL, publication date, event and language of this article" if doc
            => |s| s.overlay = Overlay::Metadata;
        "labels" "Edit labels…" [k(Key::F(6))] "Names, colours, keys, guidelines, attributes and links of the project’s labels" if |s| open(s) && s.read_only().is_none()
            => Session::edit_labels;
        "assign" "Assign articles…" [] "Say who does which articles, and how many are done by several" if Session::can_save_settings
            => |s| s.open_settings(Overlay::Assign);
        "import" "Import…" [c('i').ctrl()] "Take in articles and annotations of other programs; what was recognised is shown first" if always
            => Session::open_import;
        "export" "Export…" [c('e').ctrl()] "Write the annotations for other programs; what a format cannot hold is said first" if open
            => Session::open_export;
        "close-project" "Close project" [] "Go back to the welcome page" if open
            => |s| if s.may_leave() { s.close(); s.effects.push(Effect::CloseProject); };
        "quit" "Quit" [c('q').ctrl()] "Close the window; everything is saved already" if always
            => |s| s.effects.push(Effect::Quit);
    }
    Edit in Everywhere {
        "undo" "Undo" [c('z').ctrl()] "Take the last step back, in whichever article it was" if |s| s.history.last().is_some()
            => Session::undo;
        "redo" "Redo" [c('z').ctrl().shift(), c('y').ctrl()] "Do again what was taken back" if |s| s.history.next().is_some()
            => Session::redo;
        "copy" "Copy" [c('c').ctrl()] "Put the selected text, or the text of the mark in hand, on the clipboard" if doc
            => |s| if let Some(text) = s.selected_text() { s.effects.push(Effect::Copy(text)); };
        "select-all" "Select all" [c('a').ctrl()] "Select the whole article" if doc
            => Session::select_all;
    }
    Mark in Annotate {
        "label-1" "Label 1" [c('1')] "Mark the selection with the first label; relabel the mark in hand; with neither, arm the label" if doc => |s| s.label_key(1);
        "label-2" "Label 2" [c('2')] "The same with the second label" if doc => |s| s.label_key(2);
        "label-3" "Label 3" [c('3')] "The same with the third label" if doc => |s| s.label_key(3);
        "label-4" "Label 4" [c('4')] "The same with the fourth label" if doc => |s| s.label_key(4);
        "label-5" "Label 5" [c('5')] "The same with the fifth label" if doc => |s| s.label_key(5);
        "label-6" "Label 6" [c('6')] "The same with the sixth label" if doc => |s| s.label_key(6);
        "label-7" "Label 7" [c('7')] "The same with the seventh label" if doc => |s| s.label_key(7);
        "label-8" "Label 8" [c('8')] "The same with the eighth label" if doc => |s| s.label_key(8);
        "label-9" "Label 9" [c('9')] "The same with the ninth label" if doc => |s| s.label_key(9);
        "delete" "Remove mark" [k(Key::Delete), k(Key::Backspace)] "Remove the mark in hand" if mark_in_hand => Session::delete;
        "start-left" "Start earlier" [c('[')] "Move the start by a syllable to the left" if selected
            => |s| s.nudge(Edge::Start, false, Unit::Syllable);
        "start-right" "Start later" [c(']')] "Move the start by a syllable to the right" if selected
            => |s| s.nudge(Edge::Start, true, Unit::Syllable);
        "end-left" "End earlier" [c('{')] "Move the end by a syllable to the left" if selected
            => |s| s.nudge(Edge::End, false, Unit::Syllable);
        "end-right" "End later" [c('}')] "Move the end by a syllable to the right" if selected
            => |s| s.nudge(Edge::End, true, Unit::Syllable);
        "start-left-fine" "Start one character earlier" [c('[').alt()] "Move the start by one character to the left" if selected
            => |s| s.nudge(Edge::Start, false, Unit::Grapheme);
        "start-right-fine" "Start one character later" [c(']').alt()] "Move the start by one character to the right" if selected
            => |s| s.nudge(Edge::Start, true, Unit::Grapheme);
        "end-left-fine" "End one character earlier" [c('{').alt()] "Move the end by one character to the left" if selected
            => |s| s.nudge(Edge::End, false, Unit::Grapheme);
        "end-right-fine" "End one character later" [c('}').alt()] "Move the end by one character to the right" if selected
            => |s| s.nudge(Edge::End, true, Unit::Grapheme);
        "mark-next" "Mark the next occurrence" [c('.')] "The same label on the next place with the same words" if placed_in_hand
            => Session::mark_next;
        "mark-all" "Mark all occurrences…" [c('>')] "List all places with the same words and mark those you choose" if placed_in_hand
            => Session::list_occurrences;
        "next-suggestion" "Next suggestion" [k(Key::Tab)] "Take the next suggestion in hand; its edges and its label may be mended first" if Session::has_suggestions
            => |s| s.go_suggestion(true);
        "previous-suggestion" "Previous suggestion" [k(Key::Tab).shift()] "Take the previous suggestion in hand" if Session::has_suggestions
            => |s| s.go_suggestion(false);
        "accept-suggestion" "Accept suggestion" [c('a')] "Make a mark of the suggestion in hand, with what it is linked to; the next one comes in hand" if Session::has_suggestion
            => Session::accept_in_hand;
        "reject-suggestion" "Reject suggestion" [c('x')] "The suggestion in hand is wrong and does not come back; the next one comes in hand" if Session::has_suggestion
            => Session::reject_in_hand;
        "skip-suggestion" "Skip suggestion" [c(' ')] "Leave the suggestion in hand open and go on to the next" if Session::has_suggestion
            => |s| s.go_suggestion(true);
        "accept-label" "Accept all of this label" [c('A')] "Make marks of all suggestions in the article with the label of the one in hand, as one step" if Session::has_suggestion
            => Session::accept_label_in_hand;
        "accept-all" "Accept all suggestions" [c('a').ctrl().shift()] "Make marks of all suggestions that are shown, as one step, and mend afterwards" if Session::has_suggestions
            => Session::accept_everything;
        "accept-like" "Accept all like this" [c('a').alt()] "Make marks of all suggestions with the words and the label of the one in hand, as one step" if Session::has_suggestion
            => |s| s.settle_like_in_hand(true);
        "reject-like" "Reject all like this" [c('X')] "Reject all suggestions with the words and the label of the one in hand, as one step" if Session::has_suggestion
            => |s| s.settle_like_in_hand(false);
        "value-earlier" "Earlier date" [c(',')] "Give the date in hand the value a year before, or a week before where it names a weekday" if Session::can_turn
            => |s| s.turn_value(false);
        "value-later" "Later date" [c(';')] "Give the date in hand the value a year later, or a week later where it names a weekday" if Session::can_turn
            => |s| s.turn_value(true);
        "describe" "Attributes" [c('i')] "Write the attributes of the mark in hand: Tab to the next one, Enter back to the text" if mark_in_hand
            => |s| s.want(Describe::Attributes);
        "note" "Note" [c('m')] "Write a note on the mark in hand; Enter keeps it" if mark_in_hand => |s| s.want(Describe::Note);
        "link" "Link…" [c('l')] "Link the mark in hand to another: the key of a role, then the letters beside the other mark" if placed_in_hand
            => Session::ask_role;
        "fix-problem" "Fix the problem" [c('.').ctrl()] "Put the problem in hand right, where a fix is clear" if Session::can_fix => Session::fix_here;
        "silence-problem" "Silence the problem…" [k(Key::F(8)).ctrl()] "Say why the problem in hand is none; it is not shown again" if Session::can_silence
            => Session::ask_silence;
    }
    Mark in Everywhere {
        "done-next" "Done, next article" [k(Key::Enter)] "This article is done; open the next" if |s| s.can_mark()
            => |s| if s.may_finish() { s.set_state(State::Done); s.go_article(1); };
        "skip" "Skip article…" [k(Key::Enter).ctrl().shift()] "This article is not to be marked; say why and open the next" if |s| s.can_mark()
            => |s| s.overlay = Overlay::Skip;
        "unskip" "Take the skip back" [] "This article is to be marked after all" if |s| s.can_mark() && s.state() == Some(State::Skipped)
            => Session::unskip;
        "done" "Done" [k(Key::Enter).ctrl()] "Mark this article as done, or take that back" if |s| s.can_mark()
            => |s| s.set_state(if s.state() == Some(State::Done) { State::InProgress } else { State::Done });
        "noise" "Not article text" [c('h')] "These lines came with the page: dimmed, and left out of exports; again takes it back" if |s| s.can_say_noise()
            => Session::toggle_noise;
        "keep-lines" "Article text after all" [c('H')] "These lines belong to the article and are not proposed as page noise again" if |s| s.can_say_noise()
            => Session::keep_lines;
        "next-proposal" "Next proposed page noise" [] "Go to the next line that looks like page noise" if proposed_noise => Session::go_proposal;
        "accept-noise" "Accept all proposed page noise" [] "All lines that look like page noise are left out of exports; one step to undo" if proposed_noise
            => |s| s.settle_proposals(true);
        "refuse-noise" "Refuse all proposed page noise" [] "All lines that look like page noise are article text, and are not proposed again" if proposed_noise
            => |s| s.settle_proposals(false);
    }
    Review in Everywhere {
        "agreement" "Agreement…" [k(Key::F(7))] "How far annotators marked alike, by measures from the literature; every number opens the places behind it" if open
            => Session::open_agreement;
    }
    Review in Review {
        "take-1" "Take version 1" [c('1')] "The first annotator’s version is the right one; the next case opens" if Session::can_decide => |s| s.take_version(0);
        "take-2" "Take version 2" [c('2')] "The same with the second annotator’s" if Session::can_decide => |s| s.take_version(1);
        "take-3" "Take version 3" [c('3')] "The same with the third annotator’s" if Session::can_decide => |s| s.take_version(2);
        "take-4" "Take version 4" [c('4')] "The same with the fourth annotator’s" if Session::can_decide => |s| s.take_version(3);
        "take-5" "Take version 5" [c('5')] "The same with the fifth annotator’s" if Session::can_decide => |s| s.take_version(4);
        "take-6" "Take version 6" [c('6')] "The same with the sixth annotator’s" if Session::can_decide => |s| s.take_version(5);
        "take-7" "Take version 7" [c('7')] "The same with the seventh annotator’s" if Session::can_decide => |s| s.take_version(6);
        "take-8" "Take version 8" [c('8')] "The same with the eighth annotator’s" if Session::can_decide => |s| s.take_version(7);
        "take-9" "Take version 9" [c('9')] "The same with the ninth annotator’s" if Session::can_decide => |s| s.take_version(8);
        "take-union" "Take the union" [c('u')] "All that anyone covered is the right mark" if Session::can_decide => |s| s.decide_case(Verdict::Union);
        "take-intersection" "Take the intersection" [c('i')] "What all covered is the right mark" if Session::can_decide => |s| s.decide_case(Verdict::Intersection);
        "take-neither" "Take none of it…" [c('0')] "Nothing is there; say why, or Enter without a reason" if Session::can_decide => Session::ask_reject;
        "edit-case" "Edit by hand" [c('e')] "Mend the marks yourself with the keys for marking; Enter when it is right" if Session::can_decide => Session::edit_case;
        "case-later" "Later" [c(' ')] "Go on to the next open case and leave this one open" if Session::has_case => |s| s.go_case(true, true);
        "accept-agreed" "Accept all that everyone agrees on" [c('A')] "Every case of this article in which all agree, as one step" if Session::can_accept => Session::accept_agreed;
        "case-reason" "Reason…" [c('r')] "Say why the case in hand was decided so" if Session::can_give_reason => Session::ask_reason;
        "case-note" "Remark on the decision" [c('m')] "Write a remark on the case in hand; Enter keeps it" if Session::can_decide => Session::ask_case_note;
        "case-comment" "Comment on the decision" [c('c')] "Say something of the case in hand that its annotators can answer; Enter sends it" if Session::can_decide => Session::ask_case_comment;
        "next-case" "Next case" [c('n')] "Go to the next case, decided or not" if Session::has_case => |s| s.go_case(true, false);
        "previous-case" "Previous case" [c('p')] "Go to the previous case, decided or not" if Session::has_case => |s| s.go_case(false, false);
        "next-open-case" "Next open case" [c('N')] "Go to the next case that is left to decide" if Session::has_case => |s| s.go_case(true, true);
        "previous-open-case" "Previous open case" [c('P')] "The same backwards" if Session::has_case => |s| s.go_case(false, true);
    }
    Review in Everywhere {
        "review-settings" "Review settings…" [] "Reasons for decisions, hidden names, and what annotators see of each other, for the whole project" if Session::can_save_settings
            => |s| s.open_settings(Overlay::ReviewSettings);
    }
    Select in Everywhere {
        "right" "Next syllable" [k(Key::Right)] "Caret to the next syllable" if doc => |s| s.step(Unit::Syllable, true);
        "left" "Previous syllable" [k(Key::Left)] "Caret to the previous syllable" if doc => |s| s.step(Unit::Syllable, false);
        "extend-right" "Extend right" [k(Key::Right).shift()] "Extend the selection by a syllable" if doc => |s| s.extend(Unit::Syllable, true);
        "extend-left" "Extend left" [k(Key::Left).shift()] "Extend the selection by a syllable to the left" if doc => |s| s.extend(Unit::Syllable, false);
        "right-fine" "Next character" [k(Key::Right).alt()] "Caret by one character" if doc => |s| s.step(Unit::Grapheme, true);
        "left-fine" "Previous character" [k(Key::Left).alt()] "Caret by one character to the left" if doc => |s| s.step(Unit::Grapheme, false);
        "extend-right-fine" "Extend right by a character" [k(Key::Right).alt().shift()] "Extend the selection by one character" if doc
            => |s| s.extend(Unit::Grapheme, true);
        "extend-left-fine" "Extend left by a character" [k(Key::Left).alt().shift()] "Extend the selection by one character to the left" if doc
            => |s| s.extend(Unit::Grapheme, false);
        "sentence-right" "Next sentence" [k(Key::Right).ctrl()] "Caret to the next sentence" if doc => |s| s.step(Unit::Sentence, true);
        "sentence-left" "Previous sentence" [k(Key::Left).ctrl()] "Caret to the start of this sentence or of the one before" if doc
            => |s| s.step(Unit::Sentence, false);
        "extend-sentence-right" "Extend by a sentence" [k(Key::Right).ctrl().shift()] "Extend the selection to the end of the sentence" if doc
            => |s| s.extend(Unit::Sentence, true);
        "extend-sentence-left" "Extend back by a sentence" [k(Key::Left).ctrl().shift()] "Extend the selection to the start of the sentence" if doc
            => |s| s.extend(Unit::Sentence, false);
        "escape" "Let go" [k(Key::Escape)] "Close what is open, disarm the label, or let the selection go" if always => Session::escape;
    }
    Select in Annotate {
        "grow" "Grow selection" [c('e')] "Syllable, word, clause or quotation, sentence, paragraph" if doc => Session::grow;
        "shrink" "Shrink selection" [c('E')] "Take the last growing back" if doc => Session::shrink;
    }
    Go in Annotate {
        "next-mark" "Next mark" [c('n')] "Take the next mark in hand" if marks => |s| s.go_mark(true, false);
        "previous-mark" "Previous mark" [c('p')] "Take the previous mark in hand" if marks => |s| s.go_mark(false, false);
        "next-undecided" "Next undecided mark" [c('N')] "Take the next mark in hand about which something is open: a problem, something that is needed, a place found again" if marks
            => |s| s.go_mark(true, true);
        "previous-undecided" "Previous undecided mark" [c('P')] "The same backwards" if marks => |s| s.go_mark(false, true);
    }
    Go in Everywhere {
        "next-problem" "Next problem" [k(Key::F(8))] "Go to the next place where something looks forgotten or mistaken" if doc
            => |s| s.go_problem(true);
        "previous-problem" "Previous problem" [k(Key::F(8)).shift()] "Go to the previous one" if doc => |s| s.go_problem(false);
        "next-article" "Next article" [k(Key::PageDown).ctrl(), k(Key::Down).alt()] "Open the next article of the list" if |s| s.can_go_article(1)
            => |s| { s.go_article(1); };
        "previous-article" "Previous article" [k(Key::PageUp).ctrl(), k(Key::Up).alt()] "Open the previous article of the list" if |s| s.can_go_article(-1)
            => |s| { s.go_article(-1); };
        "find" "Find…" [c('f').ctrl()] "Look for words or an expression in this article; accents may be left out" if doc
            => |s| s.open_find(false);
        "find-corpus" "Find in all articles…" [c('f').ctrl().shift()] "The same in every article of the project" if open
            => |s| s.open_find(true);
        "find-next" "Next place found" [k(Key::F(3))] "Go to the next place that was found" if Session::can_find_on
            => |s| s.find_on(true);
        "find-previous" "Previous place found" [k(Key::F(3)).shift()] "Go to the place that was found before this one" if Session::can_find_on
            => |s| s.find_on(false);
        "filter" "Filter articles" [c('l').ctrl()] "Type words of a title, outlet or file name; accents may be left out" if listing
            => |s| { s.open_side(true); s.focus_mode = false; s.filter_wanted += 1; };
        "filter-by" "Filter and sort articles…" [c('l').ctrl().shift()] "By status, outlet, event, label and date of publication" if listing
            => |s| { s.open_side(true); s.focus_mode = false; s.choices_wanted += 1; };
        "show-all" "Show all articles" [] "Drop every filter of the list of articles" if |s| !s.articles.filter().is_empty()
            => |s| s.articles.set_filter(Filter::default());
        "group-articles" "Group articles by event" [] "Articles on one event together under a heading, or one list again" if open
            => |s| { let order = s.articles.order(); s.set_order(ArticleOrder { grouped: !order.grouped, ..order }); };
    }
    View in Everywhere {
        "annotate" "Annotate" [c('1').ctrl()] "Mark articles yourself" if open => |s| s.go_to(Workspace::Annotate);
        "review" "Review" [c('2').ctrl()] "Compare others’ work, decide where they differ, and keep the result as a gold set" if open
            => |s| s.go_to(Workspace::Review);
        "left-panel" "Articles" [c('b').ctrl()] "Show or hide the list of articles" if open => |s| s.toggle_side(true);
        "right-panel" "Marks" [c('j').ctrl()] "Show or hide the list of marks" if open => |s| s.toggle_side(false);
        "problems" "Problems" [] "Show what looks forgotten or mistaken, in the article and in the project" if open => |s| s.show_panel(Panel::Problems);
        "suggestions" "Suggestions" [] "List what is suggested, and say which sources suggest here" if open => |s| s.show_panel(Panel::Suggestions);
        "history" "History" [c('h').ctrl()] "List what was done, to go back to any point of it" if open => |s| s.show_panel(Panel::History);
        "guide" "Guidelines" [c('g')] "What the label in hand is for, with examples from your marks; again brings the marks back" if open
            => |s| { let shown = s.panel == Panel::Guide && s.sides().right; s.show_panel(if shown { Panel::Marks } else { Panel::Guide }); };
        "focus" "Text alone" [k(Key::F(11))] "Nothing but the text, on the whole screen; again or Esc brings all back" if open
            => |s| { if s.focus_mode { s.leave_focus_mode(); } else { s.focus_mode = true; s.effects.push(Effect::Fullscreen(true)); } };
        "zoom-in" "Zoom in" [c('+').ctrl(), c('=').ctrl()] "Everything larger" if always => |s| { let z = s.prefs.zoom; zoom(s, z + 0.1); };
        "zoom-out" "Zoom out" [c('-').ctrl()] "Everything smaller" if always => |s| { let z = s.prefs.zoom; zoom(s, z - 0.1); };
        "zoom-reset" "Normal size" [c('0').ctrl()] "Everything in its normal size" if always => |s| zoom(s, 1.0);
        "theme-system" "Theme of the system" [] "Light or dark as the system has it" if always => |s| s.set_theme(Theme::System);
        "theme-light" "Light theme" [] "Dark letters on a light ground" if always => |s| s.set_theme(Theme::Light);
        "theme-dark" "Dark theme" [] "Light letters on a dark ground" if always => |s| s.set_theme(Theme::Dark);
        "palette" "All commands…" [c('k').ctrl()] "Type a few letters of any command and run it" if always
            => |s| s.overlay = if s.overlay == Overlay::Palette { Overlay::None } else { Overlay::Palette };
        "keys" "All keys…" [c('?'), k(Key::F(1))] "Every key in one picture" if always
            => |s| s.overlay = if s.overlay == Overlay::Keys { Overlay::None } else { Overlay::Keys };
        "facts" "Session facts…" [k(Key::F(4))] "How long you worked on what, and what came of it, today and on the days before" if |s| open(s) && s.annotator().is_some() && s.today().is_some()
            => |s| { s.overlay = Overlay::Facts; s.effects.extend(s.annotator.clone().map(Effect::LoadTimes)); };
        "preferences" "Preferences…" [c(',').ctrl()] "How the text is set, light or dark, and which key does what; kept for you, not in the project" if always
            => |s| s.overlay = Overlay::Preferences;
        "about" "About Whosaid" [] "Version, licences and where your marks are" if always => |s| s.overlay = Overlay::About;
    }
}

impl Session {
    /// How articles are set: seen at once, and kept.
    pub(super) fn set_reading(&mut self, reading: super::Reading) {
        let reading = reading.bounded();
        if reading.font != self.prefs.reading.font {
            self.effects.push(Effect::ReadingFont(reading.font.clone()));
        }
        self.prefs.reading = reading;
        self.unkept = true;
    }

    fn label_key(&mut self, key: u8) {
        let label = self.project().and_then(|p| p.labels.by_key(key)).map(|l| l.name.clone());
        if let Some(label) = label {
            self.label(&label);
        }
    }

    pub(super) fn set_theme(&mut self, theme: Theme) {
        self.prefs.theme = theme;
        self.effects.extend([Effect::Theme(theme), Effect::SavePreferences]);
    }

    pub(super) fn leave_focus_mode(&mut self) {
        self.focus_mode = false;
        self.effects.push(Effect::Fullscreen(false));
    }

    fn selected_text(&self) -> Option<String> {
        let doc = self.doc()?;
        let span = doc.selected().and_then(|m| m.span()).or(doc.selection().span())?;
        Some(span.of(doc.text()).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_command_says_what_it_is_and_no_key_means_two_things() {
        let mut ids = HashSet::new();
        let mut keys = HashSet::new();
        for command in COMMANDS {
            assert!(ids.insert(command.id), "{} twice", command.id);
            assert!(!command.title.is_empty() && !command.tooltip.is_empty(), "{}", command.id);
            assert!(!command.title.ends_with('.') && !command.tooltip.ends_with('.'), "{}", command.id);
            for key in command.keys {
                let places = [Place::Annotate, Place::Review].into_iter().filter(|p| p.is(command.place));
                for place in places {
                    assert!(keys.insert((place, *key)), "{key} runs two commands, one of them {}", command.id);
                }
            }
        }
    }
}
