//! Stories with a clock: time at work, history, and coming back to the exact place.

use super::*;
use crate::store::Sitting;
use jiff::civil::date;
use std::time::Duration;

fn at(w: &mut World, seconds: f64) -> &mut World {
    w.session.set_now(seconds, "2026-01-02T03:04:05Z");
    w.session.set_today(date(2026, 1, 2));
    w
}

fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}

#[test]
fn pauses_are_left_out_and_each_mark_has_its_seconds() {
    let mut w = world(&["Ann met Bob and Eve", "Second"]);
    at(&mut w, 100.0).act(Action::Present);
    at(&mut w, 110.0).drag("Ann").keys("1");
    at(&mut w, 140.0).act(Action::Present); // reading
    at(&mut w, 500.0).act(Action::Present); // after lunch
    at(&mut w, 505.0).drag("Bob").keys("1");
    at(&mut w, 506.0).keys("]"); // the mark in hand is changed: nothing is left of it, so nothing happens
    at(&mut w, 509.0).keys("2");
    let facts = w.session.facts().unwrap();
    assert_eq!(facts.active, seconds(10 + 30 + 5 + 4));
    assert_eq!((facts.marks, facts.done, facts.articles.len()), ((2, 1, 0), 0, 1));
    let set = w.session.doc().unwrap().set();
    let id = |words: &str| set.iter().find(|a| a.span() == Some(w.place(words))).unwrap().id.clone();
    let marks = &facts.articles[0].1.marks;
    assert_eq!((marks[&id("Ann")], marks[&id("Bob")]), (seconds(10), seconds(30 + 5 + 4)));
    assert_eq!(facts.per_mark, Some(seconds(39)));
    assert_eq!(w.session.mark_time(), Some(seconds(39)), "of the mark in hand");
    assert_eq!(facts.pace, None, "there is no minute of work yet");
    assert_eq!(facts.article, Some((key("0.txt"), seconds(49), seconds(49))));
}

#[test]
fn a_minute_is_work_and_a_second_more_is_a_pause() {
    let mut w = world(&["Ann"]);
    at(&mut w, 0.0).act(Action::Present);
    at(&mut w, 60.0).act(Action::Present);
    at(&mut w, 121.0).act(Action::Present);
    assert_eq!(w.session.facts().unwrap().active, seconds(60));
}

#[test]
fn what_is_taken_back_is_not_counted() {
    let mut w = world(&["Ann met Bob", "Second"]);
    at(&mut w, 0.0).drag("Ann").keys("1 Ctrl+z");
    let marks = |w: &World| w.session.facts().unwrap().marks;
    assert_eq!(marks(&w), (0, 0, 0));
    w.keys("Ctrl+Shift+z");
    assert_eq!(marks(&w), (1, 0, 0));
    w.keys("Delete");
    assert_eq!(marks(&w), (1, 0, 1));
    w.keys("Enter");
    assert_eq!(w.session.facts().unwrap().done, 1);
    w.keys("Ctrl+z");
    assert_eq!(w.session.facts().unwrap().done, 0);
}

#[test]
fn time_belongs_to_the_article_in_hand_and_is_kept_when_it_is_left() {
    let mut w = world(&["Ann met Bob", "Second"]);
    at(&mut w, 0.0).act(Action::Present);
    at(&mut w, 20.0).keys("Ctrl+PageDown");
    at(&mut w, 27.0).act(Action::Present);
    let active = |s: &Sitting| s.articles.iter().map(|(k, w)| (k.as_str().to_owned(), w.active)).collect::<Vec<_>>();
    let last = w.kept.last().expect("the first article was left");
    assert_eq!(active(last), [("0.txt".to_owned(), seconds(20))]);
    at(&mut w, 60.0).act(Action::Present);
    let kept = w.kept.len();
    at(&mut w, 61.0).act(Action::Present);
    assert_eq!(w.kept.len(), kept, "not more often than each half minute");
    at(&mut w, 62.0).act(Action::Leave);
    let last = w.kept.last().unwrap();
    assert_eq!(active(last), [("0.txt".to_owned(), seconds(20)), ("1.txt".to_owned(), seconds(42))]);
}

#[test]
fn other_sittings_count_and_a_new_day_begins_anew() {
    let mut w = world(&["Ann met Bob"]);
    at(&mut w, 0.0).act(Action::Present);
    at(&mut w, 10.0).drag("Ann").keys("1");
    let mut other = Sitting::new("elsewhere", date(2026, 1, 2));
    other.articles.insert(key("0.txt"), Worked { active: seconds(100), made: 3, ..Default::default() });
    let mut before = other.clone();
    before.day = date(2025, 12, 30);
    let own = w.session.clock_for_tests();
    w.session.handle(Event::Times(AnnotatorName::new("Lan").unwrap(), vec![other, before, own], vec![]));
    let facts = w.session.facts().unwrap();
    assert_eq!((facts.active, facts.marks.0), (seconds(110), 4), "its own seconds are not counted twice");
    assert_eq!(facts.article, Some((key("0.txt"), seconds(210), seconds(110))));
    let day = |n: usize| (facts.days[n].0, facts.days[n].1, facts.days[n].2);
    assert_eq!(facts.days.len(), 14);
    assert_eq!((day(13), day(10)), ((date(2026, 1, 2), seconds(110), 4), (date(2025, 12, 30), seconds(100), 3)));
    w.session.set_now(15.0, "");
    w.session.set_today(date(2026, 1, 3));
    w.act(Action::Present);
    let facts = w.session.facts().unwrap();
    assert_eq!((facts.active, facts.marks.0), (seconds(5), 0));
    assert_eq!(facts.days[12].1, seconds(110));
}

#[test]
fn a_click_in_the_history_goes_there_over_articles() {
    let mut w = world(&["Ann met Bob", "Second Eve"]);
    at(&mut w, 0.0).drag("Ann").keys("1");
    at(&mut w, 30.0).drag("Bob").keys("1 Ctrl+PageDown");
    w.drag("Eve").keys("1");
    let list = |w: &World| -> Vec<(u64, bool)> {
        (0..w.session.past_len()).filter_map(|n| w.session.past(n)).map(|p| (p.number, p.done)).collect()
    };
    assert_eq!(list(&w), [(3, true), (2, true), (1, true)]);
    let past = w.session.past(2).unwrap();
    assert_eq!((past.title, past.article, past.at), ("Mark “Ann” as Actor", Some(&key("0.txt")), 0.0));
    w.act(Action::History(1));
    assert_eq!(list(&w), [(3, false), (2, false), (1, true)]);
    assert_eq!(w.story(), "[Actor Ann] met Bob");
    w.act(Action::History(3));
    assert_eq!((w.story().as_str(), w.session.stands_at()), ("Second [Actor Eve]", 3));
    assert!(w.told().contains("2 steps done again"), "{}", w.told());
    w.act(Action::History(0));
    assert_eq!((w.story().as_str(), w.session.stands_at()), ("Ann met Bob", 0));
    w.act(Action::History(77));
    assert_eq!(w.session.stands_at(), 0, "what is not there any more leads nowhere");
}

#[test]
fn a_step_that_waits_stops_the_way_back() {
    let mut w = world(&["Ann met Bob", "Second Eve"]);
    w.drag("Ann").keys("1 Ctrl+PageDown");
    w.drag("Eve").keys("1");
    w.session.docs.get_mut(&key("0.txt")).unwrap().conflict = Some(Conflict { sentence: String::new(), theirs: None });
    w.act(Action::History(0));
    assert_eq!(w.session.stands_at(), 1);
    assert!(w.told().contains("This step waits"), "{}", w.told());
}

/// The same project opened again with what is remembered.
fn again(w: World) -> World {
    let mut w = w;
    w.act(Action::Leave);
    let mut next = World { session: Session::new(w.session.prefs().clone(), 9), ..w };
    next.session.handle(Event::Opened(Box::new(Opening {
        name: "news".to_owned(),
        root: "/news".into(),
        labels: Ok(crate::store::default_labels()),
        settings: Default::default(),
        articles: next.disk.keys().cloned().collect(),
        troubles: Vec::new(),
        summaries: Vec::new(),
        annotators: Vec::new(),
        first: None,
    })));
    next.settle();
    next
}

#[test]
fn the_next_start_shows_the_exact_place() {
    let mut w = world(&["Một hai", "Thứ nhất\n\nTổng thống nói gì đó"]);
    w.keys("Ctrl+PageDown").drag("Tổng thống").keys("1");
    let top = w.place("nói").start();
    w.act(Action::Scrolled(key("1.txt"), top, -7.5));
    let mut w = again(w);
    assert_eq!(w.session.current(), Some(&key("1.txt")));
    assert_eq!(w.selected(), "Tổng thống", "the mark is in hand again");
    assert_eq!(w.session.scrolled(), Some((top, -7.5)));
    w.drag("nói gì");
    let mut w = again(w);
    assert_eq!(w.selected(), "nói gì");
    // The text became shorter, and what was there is no more: the nearest place there is.
    let there = w.disk.get_mut(&key("1.txt")).unwrap();
    there.0 = Text::new("Thứ o\u{302}\u{309}");
    let w = again(w);
    let doc = w.session.doc().unwrap();
    assert!(doc.selection().focus <= doc.text().end() && doc.text().is_grapheme_boundary(doc.selection().focus));
    assert!(w.session.scrolled().is_some_and(|(at, _)| doc.text().is_grapheme_boundary(at)));
}
