//! Session facts: how long a person was at work on what, and what came of it. The session is told the time and the day; every
//! action is a sign of life, and a pause longer than [`IDLE`] between two of them is left out.

use super::{Effect, Session, ToldKind, history::Step};
use crate::{
    model::{AnnotatorName, ArticleKey, ChangeSet, State},
    store::{FileTrouble, Sitting, Worked},
};
use jiff::civil::Date;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    time::Duration,
};

/// A longer pause is no work, in seconds: somebody who reads scrolls, points or presses a key more often.
pub const IDLE: f64 = 60.0;
/// While an article is worked on, times are kept at most this often, in seconds.
const KEEP_EVERY: f64 = 30.0;
/// The days of the chart.
const DAYS: usize = 14;

/// What is known of a person's time in the project.
#[derive(Clone, Default)]
pub(super) struct Clock {
    /// Makes sittings of this window differ from those of others.
    seed: u64,
    sittings: u32,
    today: Option<Date>,
    /// The last sign of life, in seconds on the steady clock.
    last: Option<f64>,
    /// This sitting, by day: it may pass midnight.
    days: BTreeMap<Date, Sitting>,
    /// What was not kept yet, and when the last was.
    unkept: BTreeSet<Date>,
    kept: f64,
    /// How long the article in hand was worked on since its last gesture.
    pending: (Option<ArticleKey>, Duration),
    /// The last thing of the history that was counted.
    counted: u64,
    others: Others,
}

/// The other sittings, as they were read last.
#[derive(Clone, Default)]
struct Others {
    read: bool,
    by_day: BTreeMap<Date, (Duration, u32)>,
    by_article: HashMap<ArticleKey, Duration>,
    days: BTreeMap<Date, BTreeMap<ArticleKey, Worked>>,
}

/// The facts of a project and an annotator, for a screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Whether earlier times were read already.
    pub complete: bool,
    /// How long today, pauses left out.
    pub active: Duration,
    /// Articles done today.
    pub done: usize,
    /// Marks made, changed and removed today.
    pub marks: (u32, u32, u32),
    /// Marks made in an hour of work today; `None` before there is a minute of it.
    pub pace: Option<f64>,
    /// How long a mark took today; half of them took less.
    pub per_mark: Option<Duration>,
    /// Today's articles, the one with the most time first.
    pub articles: Vec<(ArticleKey, Worked)>,
    /// The article in hand: how long over all days, and how long today.
    pub article: Option<(ArticleKey, Duration, Duration)>,
    /// The last 14 days, today last: how long, and how many marks were made.
    pub days: Vec<(Date, Duration, u32)>,
}

impl Clock {
    pub(super) fn new(seed: u64) -> Self {
        Clock { seed, ..Clock::default() }
    }

    fn worked(&mut self, article: &ArticleKey) -> Option<&mut Worked> {
        let today = self.today?;
        let (seed, sittings) = (self.seed, self.sittings);
        self.unkept.insert(today);
        let sitting = self.days.entry(today).or_insert_with(|| Sitting::new(&format!("{seed:x}-{sittings}"), today));
        Some(sitting.articles.entry(article.clone()).or_default())
    }
}

impl Session {
    /// Tells the person's own day.
    pub fn set_today(&mut self, day: Date) {
        self.clock.today = Some(day);
    }

    /// The person's own day, once it was told.
    pub fn today(&self) -> Option<Date> {
        self.clock.today
    }

    /// The last sign of life, in seconds on the steady clock.
    pub fn last_active(&self) -> Option<f64> {
        self.clock.last
    }

    /// A sign of life: the time since the last one was work on the article in hand, unless it was a pause.
    pub(super) fn attend(&mut self) {
        let now = self.now.0;
        let gap = self.clock.last.map_or(0.0, |last| now - last);
        self.clock.last = Some(now);
        let Some(article) = self.doc().map(|d| d.key.clone()) else { return };
        if self.clock.pending.0.as_ref() != Some(&article) {
            self.clock.pending = (Some(article.clone()), Duration::ZERO);
            self.keep_times();
        }
        let worked = Duration::try_from_secs_f64(gap).unwrap_or_default();
        if gap > IDLE || worked.is_zero() {
            return;
        }
        self.clock.pending.1 += worked;
        if let Some(article) = self.clock.worked(&article) {
            article.active = article.active.saturating_add(worked);
        }
        if now - self.clock.kept >= KEEP_EVERY {
            self.keep_times();
        }
    }

    /// Counts what was done since this was last asked: whoever did it, it is in the history.
    pub(super) fn count_gestures(&mut self) {
        // What marks many articles is one gesture, which is counted when it is over.
        if self.history.latest() == self.clock.counted || self.find.marking().is_some() {
            return;
        }
        let gestures: Vec<Vec<Step>> = self.history.since(self.clock.counted).map(|e| e.steps.clone()).collect();
        let steps: Vec<Step> = gestures.iter().flatten().cloned().collect();
        self.clock.counted = self.history.latest();
        let touched = |c: &ChangeSet| c.created.len() + c.updated.len();
        let all: usize = steps.iter().map(|s| if let Step::Marks(_, c) = s { touched(c) } else { 0 }).sum();
        if steps.iter().any(|s| matches!(s, Step::Marks(..))) {
            let spent = std::mem::take(&mut self.clock.pending.1);
            let share = spent.checked_div(u32::try_from(all).unwrap_or(u32::MAX)).unwrap_or_default();
            for step in &steps {
                let Step::Marks(key, change) = step else { continue };
                let Some(article) = self.clock.worked(key) else { continue };
                for mark in change.created.iter().chain(change.updated.iter().map(|(_, new)| new)) {
                    let time = article.marks.entry(mark.id.clone()).or_default();
                    *time = time.saturating_add(share);
                }
            }
        }
        for steps in gestures {
            self.count_steps(&steps, true);
        }
        for key in Session::became_done(&steps) {
            self.note_passed(&key);
            self.learn_from(&key);
        }
    }

    /// Counts steps as done, or takes them back.
    pub(super) fn count_steps(&mut self, steps: &[Step], done: bool) {
        let mut acted: BTreeSet<&ArticleKey> = BTreeSet::new();
        for step in steps {
            let Step::Marks(key, change) = step else { continue };
            let first = acted.insert(key);
            let Some(article) = self.clock.worked(key) else { continue };
            let count = |number: &mut u32, by: usize| {
                let by = u32::try_from(by).unwrap_or(u32::MAX);
                *number = if done { number.saturating_add(by) } else { number.saturating_sub(by) };
            };
            count(&mut article.made, change.created.len());
            count(&mut article.changed, change.updated.len());
            count(&mut article.removed, change.deleted.len());
            let marks = change.created.len() + change.updated.len() + change.deleted.len();
            count(&mut article.actions, usize::from(first && (marks > 0 || change.remarks.is_some())));
            if let Some((before, after)) = change.state {
                article.done = State::Done == if done { after } else { before };
                if !article.done {
                    article.passed.clear();
                }
            }
        }
    }

    /// Notes how many suggestions of each source were seen and left in an article that is done.
    fn note_passed(&mut self, key: &ArticleKey) {
        let passed = self.suggesting.passed(key);
        if let Some(article) = self.clock.worked(key).filter(|w| w.done) {
            article.passed = passed;
        }
    }

    /// How many days of other sittings are known: whether the times were read meanwhile.
    pub(super) fn times_known(&self) -> usize {
        self.clock.others.days.len()
    }

    /// What is known of the work on each article, over all days; that of other sittings once it was read.
    pub(super) fn worked_on(&self) -> BTreeMap<ArticleKey, Worked> {
        let own = self.clock.days.values().map(|day| &day.articles);
        let mut all: BTreeMap<ArticleKey, Worked> = BTreeMap::new();
        for (key, worked) in self.clock.others.days.values().chain(own).flatten() {
            all.entry(key.clone()).or_default().add(worked);
        }
        all
    }

    /// Has what was not kept yet written in the background. A window that only reads writes no times either.
    pub(super) fn keep_times(&mut self) {
        let (Some(project), Some(me)) = (&self.project, &self.annotator) else { return };
        if self.clock.unkept.is_empty() || self.read_only().is_some() {
            return;
        }
        for day in std::mem::take(&mut self.clock.unkept) {
            if let Some(sitting) = self.clock.days.get(&day) {
                self.effects.push(Effect::KeepTime(project.root.clone(), me.clone(), Box::new(sitting.clone())));
            }
        }
        self.clock.kept = self.now.0;
    }

    /// A new sitting: another project or annotator.
    pub(super) fn new_sitting(&mut self) {
        let Clock { seed, sittings, today, last, .. } = self.clock;
        self.clock = Clock { seed, sittings: sittings + 1, today, last, kept: self.now.0, ..Clock::default() };
    }

    /// Takes in what other sittings kept.
    pub(super) fn times_read(&mut self, annotator: &AnnotatorName, sittings: Vec<Sitting>, troubles: &[FileTrouble]) {
        for trouble in troubles {
            self.tell(ToldKind::Warning, trouble.to_string());
        }
        if self.annotator.as_ref() != Some(annotator) {
            return;
        }
        let own = format!("{:x}-{}", self.clock.seed, self.clock.sittings);
        let mut others = Others { read: true, ..Others::default() };
        for sitting in sittings.into_iter().filter(|s| s.id != own) {
            let (active, made) = others.by_day.entry(sitting.day).or_default();
            let day = others.days.entry(sitting.day).or_default();
            for (key, worked) in &sitting.articles {
                *active = active.saturating_add(worked.active);
                *made = made.saturating_add(worked.made);
                let all = others.by_article.entry(key.clone()).or_default();
                *all = all.saturating_add(worked.active);
                day.entry(key.clone()).or_default().add(worked);
            }
        }
        self.clock.others = others;
    }

    /// How long the mark in hand took so far, pauses left out; `None` where that was not noticed.
    pub fn mark_time(&self) -> Option<Duration> {
        let doc = self.doc()?;
        let id = &doc.selected()?.id;
        let own = self.clock.days.values().filter_map(|day| day.articles.get(&doc.key));
        let others = self.clock.others.days.values().filter_map(|day| day.get(&doc.key));
        let times = own.chain(others).filter_map(|worked| worked.marks.get(id)).copied();
        Some(times.fold(Duration::ZERO, Duration::saturating_add)).filter(|time| !time.is_zero())
    }

    /// What there is to say of this project and annotator; `None` before there is a project, an annotator and a day.
    pub fn facts(&self) -> Option<Facts> {
        let (Some(_), Some(_), Some(today)) = (&self.project, &self.annotator, self.clock.today) else { return None };
        let clock = &self.clock;
        let mut articles = clock.others.days.get(&today).cloned().unwrap_or_default();
        for (key, worked) in clock.days.get(&today).iter().flat_map(|s| &s.articles) {
            articles.entry(key.clone()).or_default().add(worked);
        }
        // What was done and is not any more is not done today.
        for (key, worked) in &mut articles {
            worked.done &= self.articles.get(key).is_none_or(|e| e.state == State::Done);
        }
        let sum = |f: fn(&Worked) -> u32| articles.values().map(f).fold(0, u32::saturating_add);
        let active = articles.values().map(|w| w.active).fold(Duration::ZERO, Duration::saturating_add);
        let marks = (sum(|w| w.made), sum(|w| w.changed), sum(|w| w.removed));
        let mut times: Vec<Duration> = articles.values().flat_map(|w| w.marks.values().copied()).collect();
        times.sort_unstable();
        let own = |day: &Date| {
            let worked = clock.days.get(day).into_iter().flat_map(|s| s.articles.values());
            worked.fold((Duration::ZERO, 0_u32), |(time, made), w| {
                (time.saturating_add(w.active), made.saturating_add(w.made))
            })
        };
        let first = today.saturating_sub(jiff::Span::new().days(DAYS as i64 - 1));
        let days = first.series(jiff::Span::new().days(1)).take(DAYS).map(|day| {
            let (time, made) = own(&day);
            let (before, more) = clock.others.by_day.get(&day).copied().unwrap_or_default();
            (day, before.saturating_add(time), more.saturating_add(made))
        });
        let article = self.doc().map(|d| {
            let worked = clock.days.values().filter_map(|s| s.articles.get(&d.key)).map(|w| w.active);
            let before = clock.others.by_article.get(&d.key).copied().unwrap_or_default();
            let all = worked.fold(before, Duration::saturating_add);
            (d.key.clone(), all, articles.get(&d.key).map_or(Duration::ZERO, |w| w.active))
        });
        let hours = active.as_secs_f64() / 3600.0;
        let mut articles: Vec<(ArticleKey, Worked)> = articles.into_iter().collect();
        articles.sort_by_key(|(_, w)| std::cmp::Reverse(w.active));
        Some(Facts {
            complete: clock.others.read,
            active,
            done: articles.iter().filter(|(_, w)| w.done).count(),
            marks,
            pace: (active.as_secs() >= 60).then(|| f64::from(marks.0) / hours),
            per_mark: times.get(times.len() / 2).copied(),
            articles,
            article,
            days: days.collect(),
        })
    }
}

#[cfg(test)]
impl Session {
    /// This sitting's day, as it would be kept.
    pub(super) fn clock_for_tests(&self) -> Sitting {
        self.clock.days.values().next().cloned().unwrap_or_else(|| Sitting::new("none", Date::MIN))
    }
}
