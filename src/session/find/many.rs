//! Marking what was found, in one article or in many, as one step. Articles that are not in memory are read first, a few at a
//! time, so that the window goes on; each is marked as soon as it is there.

use super::{Places, SAY, doing::as_marked};
use crate::{
    model::{AnnotationId, ArticleKey, ChangeSet, LabelName, State},
    session::{
        Ask, Effect, Session, View,
        history::{Entry, Step},
    },
    store::Stamp,
    text::{Span, one_line},
};
use std::collections::{HashMap, HashSet, VecDeque};

/// So many articles are asked for at a time, and as many are marked in a frame at most.
const AT_ONCE: usize = 16;

/// Marking that is under way.
pub(super) struct Many {
    label: LabelName,
    words: String,
    todo: VecDeque<Places>,
    asked: HashMap<ArticleKey, (Stamp, Vec<Span>)>,
    of: usize,
    before: View,
    marked: usize,
    articles: usize,
    entry: Option<InHistory>,
    left: Left,
}

/// Where the history has it. What is done meanwhile comes above it there, and is taken back first.
struct InHistory {
    number: u64,
    marked: usize,
    articles: usize,
}

/// What was left out, in places; and why.
#[derive(Default)]
struct Left {
    already: usize,
    changed: usize,
    blocked: usize,
    unreadable: usize,
    stopped: usize,
}

impl Many {
    pub(super) fn progress(&self) -> (usize, usize) {
        (self.of - self.todo.len() - self.asked.len(), self.of)
    }

    /// What came of it, in a sentence.
    fn sentence(&self) -> String {
        let places = |n: usize| format!("{n} {}", if n == 1 { "place" } else { "places" });
        let articles = self.articles;
        let mut sentence = match (self.marked, articles) {
            (0, _) => "Nothing was marked".to_owned(),
            (n, 1) => format!("Marked {} as {}", places(n), self.label),
            (n, _) => format!("Marked {} in {articles} articles as {}", places(n), self.label),
        };
        let left = &self.left;
        let reasons: Vec<String> = [
            (left.already, "marked so already"),
            (left.changed, "in texts that changed since the search"),
            (left.blocked, "in articles that could not be written"),
            (left.unreadable, "in articles that cannot be read"),
            (left.stopped, "not reached before it was stopped"),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, why)| format!("{} {why}", places(count)))
        .collect();
        if !reasons.is_empty() {
            sentence += &format!(". Left out: {}", reasons.join("; "));
        }
        sentence
    }
}

impl Session {
    /// Marks all checked hits with a label.
    pub(super) fn mark_found(&mut self, label: &LabelName) {
        if self.find.many.is_some() || self.cannot_mark() {
            return;
        }
        let find = &self.find;
        let places: VecDeque<Places> = (0..find.found.len())
            .filter_map(|n| {
                let article = find.found.get(n)?;
                let checked = find.hits_of(n).zip(&article.hits).filter(|(hit, _)| find.is_checked(*hit));
                let spans: Vec<Span> = checked.map(|(_, hit)| hit.span).collect();
                (!spans.is_empty()).then(|| (article.key.clone(), article.text, spans))
            })
            .collect();
        if places.is_empty() {
            return;
        }
        self.find.many = Some(Many {
            label: label.clone(),
            words: one_line(&find.query.words, 40),
            of: places.len(),
            todo: places,
            asked: HashMap::new(),
            before: self.view(),
            marked: 0,
            articles: 0,
            entry: None,
            left: Left::default(),
        });
        // What is in hand is marked in this very frame.
        let here = self.current.clone().filter(|key| self.docs.contains_key(key));
        if let (Some(key), Some(many)) = (here, &mut self.find.many)
            && let Some(at) = many.todo.iter().position(|(k, ..)| *k == key)
            && let Some((_, stamp, spans)) = many.todo.remove(at)
        {
            self.mark_places(&key, stamp, &spans);
        }
        self.go_on_marking();
    }

    /// Asks for the next articles to mark; ends where there are none.
    pub(in crate::session) fn go_on_marking(&mut self) {
        let ask = self.ask();
        let (Some(many), Some(me)) = (&mut self.find.many, &self.annotator) else { return };
        while many.asked.len() < AT_ONCE
            && let Some((key, stamp, spans)) = many.todo.pop_front()
        {
            self.effects.push(Effect::Load(key.clone(), me.clone(), ask));
            many.asked.insert(key, (stamp, spans));
        }
        if many.asked.is_empty() {
            self.end_marking();
        }
    }

    /// An article was read, or could not be.
    pub(in crate::session) fn read_for_marking(&mut self, key: &ArticleKey, ask: Ask) {
        if ask.generation != self.generation {
            return; // Not read, as it is of an annotator or a project that was left.
        }
        let asked = self.find.many.as_mut().and_then(|many| many.asked.remove(key));
        if let Some((stamp, spans)) = asked {
            self.mark_places(key, stamp, &spans);
        }
        let over = self.find.many.as_ref().is_some_and(|many| many.todo.is_empty() && many.asked.is_empty());
        if over {
            self.end_marking();
        }
    }

    fn mark_places(&mut self, key: &ArticleKey, stamp: Stamp, spans: &[Span]) {
        let Some(mut many) = self.find.many.take() else { return };
        if let Some((change, count)) = self.mark_in(key, stamp, spans, &mut many) {
            self.remember(Step::Marks(key.clone(), change), count, &mut many);
        }
        self.find.many = Some(many);
    }

    /// Puts a step to those before it; where the history does not have them any more, a new entry begins.
    fn remember(&mut self, step: Step, count: usize, many: &mut Many) {
        many.marked += count;
        many.articles += 1;
        let title = |marked: usize, articles: usize| {
            let places = if articles == 1 { String::new() } else { format!(" in {articles} articles") };
            format!("Mark {marked} × “{}”{places} as {}", many.words, many.label)
        };
        let step = match &mut many.entry {
            Some(entry) => {
                entry.marked += count;
                entry.articles += 1;
                self.history.extend(entry.number, &title(entry.marked, entry.articles), step)
            }
            None => Some(step),
        };
        if let Some(step) = step {
            let (before, after) = (many.before.clone(), self.view());
            let entry = Entry { title: title(count, 1), steps: vec![step], before, after };
            many.entry = Some(InHistory { number: self.history.push(entry), marked: count, articles: 1 });
        }
    }

    fn mark_in(
        &mut self,
        key: &ArticleKey,
        stamp: Stamp,
        spans: &[Span],
        many: &mut Many,
    ) -> Option<(ChangeSet, usize)> {
        let Some(doc) = self.docs.get(key) else {
            many.left.unreadable += spans.len();
            return None;
        };
        if self.read_only().is_some() || doc.trouble.is_some() || doc.conflict.is_some() {
            many.left.blocked += spans.len();
            return None;
        }
        if Stamp::of(doc.text.as_str().as_bytes()) != stamp {
            many.left.changed += spans.len();
            return None;
        }
        let mut taken: HashSet<AnnotationId> = doc.set.iter().map(|a| a.id.clone()).collect();
        let mut places = HashSet::new();
        let mut change = ChangeSet::default();
        for span in spans {
            let span = as_marked(&doc.text, *span);
            if doc.set.same(span, &many.label).is_some() || !places.insert(span) {
                many.left.already += 1;
                continue;
            }
            let id = self.ids.make(|id| taken.contains(id));
            taken.insert(id.clone());
            change.created.push(self.fresh(id, span, &many.label, None).into());
        }
        if change.created.is_empty() {
            return None;
        }
        if doc.set.state() == State::New {
            change.state = Some((State::New, State::InProgress));
        }
        let count = change.created.len();
        let doc = self.docs.get_mut(key)?;
        if change.apply(&mut doc.set).is_err() {
            many.left.blocked += count;
            return None;
        }
        self.changed(key, &change, true);
        Some((change, count))
    }

    /// Stops marking; what is marked stays, and is one step.
    pub(in crate::session) fn stop_marking(&mut self) {
        if let Some(many) = &mut self.find.many {
            let asked = many.asked.drain().map(|(_, (_, spans))| spans.len());
            many.left.stopped +=
                asked.sum::<usize>() + many.todo.drain(..).map(|(.., spans)| spans.len()).sum::<usize>();
        }
        self.end_marking();
    }

    fn end_marking(&mut self) {
        let Some(many) = self.find.many.take() else { return };
        self.tell(SAY, many.sentence());
        self.count_gestures();
    }

    /// The labels are others now: what is still to be marked gets the present name of its label, or is left where it has none.
    pub(in crate::session) fn go_on_marking_as(&mut self, meant: impl Fn(LabelName) -> Option<LabelName>) {
        let Some(many) = &mut self.find.many else { return };
        match meant(many.label.clone()) {
            Some(label) => many.label = label,
            None => self.stop_marking(),
        }
    }
}
