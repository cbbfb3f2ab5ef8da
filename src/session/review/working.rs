//! The Review workspace: the article in hand as cases, deciding them one by one, and going on to the next.

use super::{Case, Chosen, Clerk, Desk, Queue, Reviewed, confirm_nothing, decide, follow, is_annotation};
use crate::{
    model::{AnnotationId, AnnotationSet, AnnotatorName, ArticleKey, ChangeSet, Decision, Review, Settings, Verdict},
    session::{Key, Panel, Place, Selection, Session, Stroke, ToldKind, agreeing::Goal},
    store::{FileTrouble, SetTrouble},
    text::{ByteOffset, Span, Text, counted},
};
use jiff::Timestamp;
use std::{collections::HashMap, sync::Arc};

/// What the window is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Workspace {
    /// Marking articles oneself.
    #[default]
    Annotate,
    /// Deciding on others' work.
    Review,
}

/// What a person does in the Review workspace beside running commands.
#[derive(Clone, Debug, PartialEq)]
pub enum ReviewAction {
    /// Take a case in hand, by its number.
    Case(usize),
    /// Take the case in hand that a mark belongs to: of a reading, by its number, or of the reviewer's own set.
    CaseOf(Option<usize>, AnnotationId),
    /// Take a reading's version of the case in hand, by its number.
    Version(usize),
    /// Give the reason that is asked for; empty for none.
    Reason(Arc<str>),
    /// Do not give one; what was about to be decided is not.
    NoReason,
    /// Write a remark on the decision of a case, by its number; empty for none.
    Note(usize, String),
    /// Say something of a case, by its number, or settle what was said of it, or open it again.
    Say {
        /// The case.
        at: usize,
        /// The words; empty where it is only settled or opened again.
        text: String,
        /// Whether nothing is left to talk about.
        resolves: bool,
    },
    /// Say something of another's decision about marks of one's own in the article in hand.
    Answer {
        /// The decision.
        on: AnnotationId,
        /// Whose set holds it.
        of: AnnotatorName,
        /// The words; empty where it is only settled or opened again.
        text: String,
        /// Whether nothing is left to talk about.
        resolves: bool,
    },
    /// Show a place of the article in hand.
    Reveal(ByteOffset),
    /// Open the case of a decision of an article.
    Open(ArticleKey, AnnotationId),
    /// Whose work is reviewed.
    Whose(Reviewed),
    /// Whether the project hides names from reviewers.
    Blind(bool),
}

/// What is asked before something is decided, or after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    /// Why none of it is right.
    Neither,
    /// Why the case in hand was decided as it was.
    Reason,
}

pub(super) type Sets = Vec<(AnnotatorName, Result<AnnotationSet, SetTrouble>)>;

/// Others' work on an article, as it was read.
#[derive(Debug)]
pub(super) enum Others {
    Asked,
    Read(Text, Sets),
    Failed(FileTrouble),
}

/// The desk, and what it was made of.
#[derive(Debug)]
pub(super) struct Laid {
    pub(super) key: ArticleKey,
    pub(super) revision: u64,
    pub(super) desk: Desk,
}

/// The Review workspace.
#[derive(Debug, Default)]
pub struct Reviewing {
    pub(super) workspace: Workspace,
    pub(super) reviewed: Reviewed,
    pub(super) queue: Queue,
    pub(super) others: HashMap<ArticleKey, Others>,
    pub(super) laid: Option<Laid>,
    /// The case in hand.
    pub(super) at: Option<usize>,
    /// The marks of the case in hand are being edited by hand.
    pub(super) editing: bool,
    /// Where the history stood before that.
    pub(super) edited_from: u64,
    pub(super) asking: Option<Asking>,
    /// The decision whose case is to be taken in hand once the article is there.
    pub(super) wanted: Option<(ArticleKey, AnnotationId)>,
    pub(super) note_wanted: u64,
    pub(super) comment_wanted: u64,
    pub(super) generation: u32,
    pub(super) lays: u64,
    /// A place to go to once its article is laid out.
    pub(in crate::session) goal: Option<Goal>,
}

impl Reviewing {
    /// What the window is for.
    pub fn workspace(&self) -> Workspace {
        self.workspace
    }

    /// Others' work on an article, where it is known: for tests.
    #[cfg(test)]
    pub(in crate::session) fn others(&self, key: &ArticleKey) -> Option<()> {
        self.others.get(key).map(|_| ())
    }

    /// Whose work is reviewed.
    pub fn reviewed(&self) -> &Reviewed {
        &self.reviewed
    }

    /// The articles under review.
    pub fn queue(&self) -> &Queue {
        &self.queue
    }

    /// The number of the case in hand.
    pub fn at(&self) -> Option<usize> {
        self.at
    }

    /// Whether the marks of the case in hand are being edited by hand.
    pub fn is_editing(&self) -> bool {
        self.editing
    }

    /// What is asked.
    pub fn asking(&self) -> Option<Asking> {
        self.asking
    }

    /// Goes up each time the remark on the case in hand is to be written.
    pub fn note_wanted(&self) -> u64 {
        self.note_wanted
    }

    /// Goes up each time a comment on the case in hand is to be written.
    pub fn comment_wanted(&self) -> u64 {
        self.comment_wanted
    }

    /// Goes up with every change of the cases, their decisions, or what readings are called.
    pub fn revision(&self) -> u64 {
        self.lays
    }
}

/// Why there is nothing to decide in the article in hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoDesk {
    /// It is being read.
    Reading,
    /// Nobody is done with it.
    NobodyReady,
    /// The reviewer has annotated it themselves.
    Own,
    /// It is the reviewer's own to annotate, and they are not done with it.
    NotDone,
    /// Others' work cannot be read.
    Failed(FileTrouble),
}

impl Session {
    /// The Review workspace.
    pub fn reviewing(&self) -> &Reviewing {
        &self.reviewing
    }

    /// What keys mean now.
    pub fn place(&self) -> Place {
        match self.reviewing.workspace {
            Workspace::Review if !self.reviewing.editing => Place::Review,
            _ => Place::Annotate,
        }
    }

    /// The article in hand as cases.
    ///
    /// # Errors
    /// [`NoDesk`] says why there are none.
    pub fn desk(&self) -> Result<&Desk, NoDesk> {
        let key = self.current.as_ref().ok_or(NoDesk::NobodyReady)?;
        if self.must_wait(key) {
            // How far they have come is known when it is read.
            return Err(if self.docs.contains_key(key) { NoDesk::NotDone } else { NoDesk::Reading });
        }
        match self.reviewing.others.get(key) {
            Some(Others::Failed(trouble)) => Err(NoDesk::Failed(trouble.clone())),
            Some(Others::Read(..)) => match self.reviewing.laid.as_ref().filter(|l| l.key == *key) {
                None => Err(NoDesk::Reading),
                Some(_) if self.is_own() => Err(NoDesk::Own),
                Some(laid) if laid.desk.readings.is_empty() => Err(NoDesk::NobodyReady),
                Some(laid) => Ok(&laid.desk),
            },
            _ => Err(NoDesk::Reading),
        }
    }

    /// The decisions of the article in hand.
    pub fn review(&self) -> Option<&Review> {
        self.doc()?.set().review().map(|r| &**r)
    }

    /// The decision of the case in hand, with its number.
    pub fn case(&self) -> Option<(usize, Option<&Arc<Decision>>)> {
        let (desk, at) = (self.desk().ok()?, self.reviewing.at?);
        desk.cases.get(at)?;
        Some((at, desk.decision(at, self.review())))
    }

    /// What a reading is called on screen: by its annotator, or by a letter where names are hidden.
    pub fn reading_name(&self, reading: usize) -> String {
        let by = self.desk().ok().and_then(|d| d.readings.get(reading)).map(|r| &r.by);
        by.map(|by| self.shown_name(by)).unwrap_or_default()
    }

    /// What an annotator is called on screen: where names are hidden, by letters drawn from the name. They stay the same in every
    /// article and whoever else joins, and their order has nothing to do with that of the names.
    pub fn shown_name(&self, who: &AnnotatorName) -> String {
        if !self.is_blind() || self.annotator.as_ref() == Some(who) {
            return who.to_string();
        }
        // No vowels: letters that spell nothing. In the order of the draws, as versions stand.
        const LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";
        let drawn = self.shuffled(who).first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes));
        let drawn = ((u128::from(drawn) * 8000) >> 64) as usize;
        let letters = [drawn / 400, drawn / 20, drawn].map(|n| LETTERS.get(n % 20).map_or('?', |l| char::from(*l)));
        format!("Annotator {}", letters.iter().collect::<String>())
    }

    /// How long ago something was done, by when it was; empty where that is unknown.
    pub fn ago(&self, made: &str) -> String {
        let stamps = made.parse::<Timestamp>().ok().zip(self.now.1.parse::<Timestamp>().ok());
        let Some((then, now)) = stamps else { return String::new() };
        match now.duration_since(then).as_secs() / 60 {
            ..1 => "just now".to_owned(),
            minutes @ 1..60 => format!("{minutes} min ago"),
            minutes @ 60..1440 => format!("{} h ago", minutes / 60),
            _ => format!("on {}", then.strftime("%Y-%m-%d")),
        }
    }

    /// An order of annotators that has nothing to do with their names, the same in every article.
    pub(super) fn shuffled(&self, who: &AnnotatorName) -> [u8; 32] {
        let project = self.project.as_ref().map_or("", |p| p.name.as_str());
        *blake3::hash(format!("{project}\0{who}").as_bytes()).as_bytes()
    }

    /// Whether the reviewer has annotated the article in hand, so that there is no place for a review.
    pub(super) fn is_own(&self) -> bool {
        self.doc().is_some_and(|d| is_annotation(d.set()))
    }

    // --- what commands ask

    pub(in crate::session) fn has_case(&self) -> bool {
        self.reviewing.workspace == Workspace::Review && self.case().is_some()
    }

    pub(in crate::session) fn can_decide(&self) -> bool {
        self.has_case() && self.can_mark()
    }

    pub(in crate::session) fn can_give_reason(&self) -> bool {
        self.can_decide() && self.case().is_some_and(|(_, decision)| decision.is_some())
    }

    pub(in crate::session) fn can_accept(&self) -> bool {
        self.can_mark() && self.acceptable().next().is_some()
    }

    /// The cases in which all agree and that are not settled.
    fn acceptable(&self) -> impl Iterator<Item = usize> {
        let (desk, review) = (self.desk().ok(), self.review());
        let cases = desk.into_iter().flat_map(|desk| desk.cases.iter().enumerate().map(move |case| (desk, case)));
        cases.filter(move |(desk, (at, c))| c.is_agreed() && !desk.is_settled(*at, review)).map(|(_, (at, _))| at)
    }

    // --- what commands and actions do

    pub(in crate::session) fn go_to(&mut self, workspace: Workspace) {
        if self.reviewing.workspace != workspace {
            self.reviewing.workspace = workspace;
            (self.reviewing.editing, self.reviewing.asking) = (false, None);
            self.reviewing.queue.begun &= workspace == Workspace::Review;
            self.reviewing.queue.sort();
            self.armed = None;
            if workspace == Workspace::Review {
                self.panel = Panel::Marks;
            }
        }
    }

    pub(in crate::session) fn review_act(&mut self, action: ReviewAction) {
        match action {
            ReviewAction::Case(at) => self.take_case(at),
            ReviewAction::CaseOf(reading, mark) => {
                if let Some(at) = self.case_of(reading, &mark) {
                    self.take_case(at);
                }
            }
            ReviewAction::Version(reading) => self.take_version(reading),
            ReviewAction::Reason(reason) => self.give_reason(&reason),
            ReviewAction::NoReason => self.reviewing.asking = None,
            ReviewAction::Note(at, text) => self.note_case(at, &text),
            ReviewAction::Say { at, text, resolves } => self.say(at, &text, resolves),
            ReviewAction::Answer { on, of, text, resolves } => self.answer(&on, &of, &text, resolves),
            ReviewAction::Reveal(at) => self.reveal_at(at),
            ReviewAction::Open(key, id) => self.open_decision(&key, id),
            ReviewAction::Whose(reviewed) => {
                self.reviewing.reviewed = reviewed;
                self.compare_again();
            }
            ReviewAction::Blind(blind) => {
                let base = self.settings().clone();
                self.save_settings(Settings { blind, ..base.clone() }, base);
            }
        }
    }

    /// The case that a mark belongs to.
    fn case_of(&self, reading: Option<usize>, mark: &AnnotationId) -> Option<usize> {
        let (desk, review) = (self.desk().ok()?, self.review());
        desk.cases.iter().enumerate().position(|(at, case)| match reading {
            Some(reading) => case.cluster.versions.get(reading).is_some_and(|v| v.iter().any(|m| m.id == *mark)),
            None => desk.decision(at, review).is_some_and(|d| d.taken.contains(mark)),
        })
    }

    pub(in crate::session) fn take_case(&mut self, at: usize) {
        let Some(span) = self.desk().ok().and_then(|d| d.cases.get(at)).map(|c| c.cluster.span) else { return };
        let reviewing = &mut self.reviewing;
        (reviewing.at, reviewing.editing, reviewing.asking) = (Some(at), false, None);
        if let Some(doc) = self.doc_mut() {
            doc.selection = Selection::caret(span.start());
        }
        self.reveal_at(span.start());
    }

    /// Goes to the next or previous case, or open case; from the end round to the start.
    pub(in crate::session) fn go_case(&mut self, forward: bool, open: bool) {
        let Ok(desk) = self.desk() else { return };
        let (count, review) = (desk.cases.len(), self.review());
        let here = self.reviewing.at.unwrap_or(0);
        let steps = (1..=count).map(|n| if forward { (here + n) % count } else { (here + count - n) % count });
        let mut steps = steps.filter(|at| !open || !desk.is_settled(*at, review));
        match steps.next() {
            Some(at) => self.take_case(at),
            None => {
                let done = self.keys.shown("done-next");
                self.tell(
                    ToldKind::Info,
                    format!("Nothing is left to decide in this article. {done}: done, next article"),
                );
            }
        }
    }

    /// Goes on to the next open case after a decision; at the end the screen says that all is decided.
    fn go_on(&mut self) {
        if self.desk().is_ok_and(|desk| desk.open(self.review()) > 0) {
            self.go_case(true, true);
        }
    }

    /// Takes a reading's version of the case in hand, by its number.
    pub(in crate::session) fn take_version(&mut self, reading: usize) {
        let by = self.desk().ok().and_then(|d| d.readings.get(reading)).map(|r| r.by.clone());
        let agreed = self.case().and_then(|(at, _)| self.desk().ok()?.cases.get(at)).is_some_and(Case::is_agreed);
        match by {
            // Of what all have, nobody's version is the right one more than another's.
            Some(_) if agreed => self.decide_case(Verdict::Agreed),
            Some(by) => self.decide_case(Verdict::Took(by)),
            None => self.tell(ToldKind::Info, format!("There is no version {} here", reading + 1)),
        }
    }

    /// Decides the case in hand and goes on to the next that is open.
    pub(in crate::session) fn decide_case(&mut self, verdict: Verdict) {
        let Some((at, _)) = self.case().filter(|_| self.can_decide()) else { return };
        self.decide_all(&[(at, Chosen::new(verdict))]);
        self.go_on();
    }

    pub(in crate::session) fn ask_reject(&mut self) {
        self.reviewing.asking = Some(Asking::Neither);
    }

    pub(in crate::session) fn ask_reason(&mut self) {
        self.reviewing.asking = Some(Asking::Reason);
    }

    pub(in crate::session) fn ask_case_note(&mut self) {
        self.reviewing.note_wanted += 1;
    }

    pub(in crate::session) fn ask_case_comment(&mut self) {
        self.reviewing.comment_wanted += 1;
    }

    fn give_reason(&mut self, reason: &Arc<str>) {
        let Some(asking) = self.reviewing.asking.take() else { return };
        let Some((at, decision)) = self.case().filter(|_| self.can_decide()) else { return };
        match (asking, decision.cloned()) {
            (Asking::Neither, _) => {
                let chosen = Chosen { reason: reason.clone(), ..Chosen::new(Verdict::Neither) };
                self.decide_all(&[(at, chosen)]);
                self.go_on();
            }
            (Asking::Reason, Some(decision)) => {
                let title = if reason.is_empty() {
                    "Take the reason back".into()
                } else {
                    format!("Give the reason “{reason}”")
                };
                let Some(id) = self.desk().ok().and_then(|d| d.cases.get(at)?.decision.clone()) else { return };
                self.amend(id, title, Decision { reason: reason.clone(), ..Decision::clone(&decision) });
            }
            (Asking::Reason, None) => {}
        }
    }

    fn note_case(&mut self, at: usize, text: &str) {
        let Ok(desk) = self.desk() else { return };
        let text = text.trim();
        // A decision that stands no longer is remarked on too: its marks are there until the case is decided anew.
        let case = desk.cases.get(at);
        let id = case.and_then(|case| case.decisions().next()).cloned();
        let decision = id.and_then(|id| Some((id.clone(), self.review()?.decisions.get(&id)?.clone())));
        match decision {
            Some((_, decision)) if &*decision.note == text => {}
            Some((id, decision)) => {
                let noted = Decision { note: text.into(), ..Decision::clone(&decision) };
                self.amend(id, "Write a remark on a decision".into(), noted);
            }
            None if text.is_empty() => {}
            // What is remarked on is not decided yet.
            None => self.decide_all(&[(at, Chosen { note: text.into(), ..Chosen::new(Verdict::Open) })]),
        }
    }

    /// Puts another text of the same decision in its place.
    fn amend(&mut self, id: AnnotationId, title: String, new: Decision) {
        let Some(doc) = self.doc() else { return };
        let Some(review) = doc.set().review() else { return };
        let mut review = Review::clone(review);
        review.decisions.insert(id, new.into());
        let (remarks, selection) = (Some(doc.set().reviewed(review)), doc.selection.clone());
        self.change(title, ChangeSet { remarks, ..ChangeSet::default() }, selection);
    }

    pub(in crate::session) fn accept_agreed(&mut self) {
        let all: Vec<_> = self.acceptable().map(|at| (at, Chosen::new(Verdict::Agreed))).collect();
        self.decide_all(&all);
        self.go_on();
    }

    /// Takes a first version of the case in hand over, to be mended with the keys for marking.
    pub(in crate::session) fn edit_case(&mut self) {
        let Some((at, _)) = self.case() else { return };
        self.reviewing.edited_from = self.history.stands_at();
        self.decide_all(&[(at, Chosen::new(Verdict::Edited))]);
        self.reviewing.editing = true;
        let first = self.case().and_then(|(_, decision)| decision?.taken.first().cloned());
        if let Some(first) = first {
            self.select_mark(&first, true);
        }
    }

    /// Decides cases as one step. What was remarked on them stays.
    pub(super) fn decide_all(&mut self, chosen: &[(usize, Chosen)]) {
        let Ok(desk) = self.desk() else { return };
        let Some(doc) = self.doc() else { return };
        let remark = |case: &Case| {
            let mut notes = case.decisions().filter_map(|id| self.review()?.decisions.get(id)).map(|d| &d.note);
            notes.find(|note| !note.is_empty()).cloned()
        };
        let with_remark = |(at, chosen): &(usize, Chosen)| {
            let note = desk.cases.get(*at).filter(|_| chosen.note.is_empty()).and_then(remark);
            (*at, Chosen { note: note.unwrap_or_else(|| chosen.note.clone()), ..chosen.clone() })
        };
        let chosen: &[(usize, Chosen)] = &chosen.iter().map(with_remark).collect::<Vec<_>>();
        let Some(case) = chosen.first().and_then(|(at, _)| desk.cases.get(*at)) else { return };
        let title = self.title_of(chosen, case.cluster.span);
        let selection = Selection::caret(case.cluster.span.start());
        let mut ids = self.ids.clone();
        let change = decide(desk, doc.set(), chosen, &mut Clerk { ids: &mut ids, now: self.now.1.clone() });
        self.ids = ids;
        if !change.is_empty() {
            self.change(title, change, selection);
        }
        self.lay();
    }

    fn title_of(&self, chosen: &[(usize, Chosen)], span: Span) -> String {
        let words = self.quote(Some(span));
        match chosen {
            [(_, chosen)] => match &chosen.verdict {
                Verdict::Took(who) => format!("Take the version of {} of {words}", self.shown_name(who)),
                Verdict::Agreed => format!("Accept {words}"),
                Verdict::Union => format!("Take the union at {words}"),
                Verdict::Intersection => format!("Take the intersection at {words}"),
                Verdict::Edited => format!("Edit {words} by hand"),
                Verdict::Neither => format!("Take nothing at {words}"),
                Verdict::Open | Verdict::Majority | Verdict::Split => format!("Put off {words}"),
            },
            many => format!("Accept {} in which all agree", counted(many.len(), "case")),
        }
    }

    /// Strokes that mean something of their own: while a reason is asked for, and at the end of editing by hand.
    pub(in crate::session) fn case_stroke(&mut self, stroke: Stroke) -> bool {
        let plain = !stroke.ctrl && !stroke.alt;
        if self.reviewing.asking.is_some() {
            match stroke.key {
                Key::Char(c) if plain => {
                    let reasons = self.reasons();
                    let nth = c.to_digit(10).and_then(|n| (n as usize).checked_sub(1));
                    if let Some(reason) = nth.and_then(|n| reasons.get(n)) {
                        self.give_reason(&reason.clone());
                    }
                }
                Key::Enter => self.give_reason(&"".into()),
                Key::Escape => self.reviewing.asking = None,
                _ => return false,
            }
            return true;
        }
        if self.reviewing.editing && plain && matches!(stroke.key, Key::Enter | Key::Escape) {
            self.reviewing.editing = false;
            if stroke.key == Key::Escape {
                // The case is as it was before it was taken in hand for mending.
                self.go_in_history(self.reviewing.edited_from);
            }
            self.lay();
            if stroke.key == Key::Enter {
                self.go_on();
            }
            return true;
        }
        false
    }

    /// Whether the article in hand may be called done; in a review, nothing is left to decide then, or nothing is there and that is
    /// recorded.
    pub(in crate::session) fn may_finish(&mut self) -> bool {
        if self.reviewing.workspace == Workspace::Annotate {
            return true;
        }
        let desk = match self.desk() {
            Ok(desk) => desk,
            Err(NoDesk::Own) => return true,
            Err(_) => {
                let next = self.keys.shown("next-article");
                self.tell(
                    ToldKind::Info,
                    format!("Nothing here is ready for review, so it is not done. {next} opens the next article"),
                );
                return false;
            }
        };
        let Some(doc) = self.doc() else { return true };
        let open = desk.open(self.review());
        if open > 0 {
            let left = counted(open, "case");
            let done = self.keys.shown("done");
            self.tell(ToldKind::Info, format!("{left} left to decide here. {done} calls it done all the same"));
            return false;
        }
        let mut ids = self.ids.clone();
        let nothing = confirm_nothing(desk, doc.set(), &mut Clerk { ids: &mut ids, now: self.now.1.clone() });
        self.ids = ids;
        if let Some(change) = nothing {
            self.change("Confirm that nothing is here".into(), change, Selection::default());
        }
        true
    }

    /// Brings the review of a set along with a change of its marks: what was taken and is changed by hand was edited, and what is
    /// made while a case is edited came of it.
    pub(in crate::session) fn with_review(&self, change: &mut ChangeSet) {
        let Some(doc) = self.doc().filter(|_| change.remarks.is_none()) else { return };
        let Some(old) = doc.set().review() else { return };
        let mut new = follow(old, change);
        let made = change.created.iter().map(|m| m.id.clone());
        let case = self.reviewing.at.filter(|_| self.reviewing.editing && !change.created.is_empty());
        let id = case.and_then(|at| self.desk().ok()?.cases.get(at)?.decision.clone());
        if let Some(id) = id {
            let review = new.get_or_insert_with(|| Review::clone(old));
            if let Some(decision) = review.decisions.get_mut(&id) {
                let mut edited = Decision::clone(decision);
                edited.taken.extend(made);
                edited.verdict = Verdict::Edited;
                *decision = edited.into();
            }
        }
        change.remarks = new.map(|new| doc.set().reviewed(new));
    }
}
