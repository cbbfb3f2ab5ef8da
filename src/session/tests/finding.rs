//! Finding, and marking what was found.

use super::*;
use crate::session::FindAction as F;

const NEWS: &str = "Tổng thống nói. Bà Tổng thống Lan, tong thong, TỔNG THỐNG.";

fn find(w: &mut World, words: &str) {
    w.act(Action::Find(F::Words(words.to_owned())));
}

fn lines(w: &World) -> Vec<String> {
    let find = w.session.find();
    (0..find.count())
        .map(|n| find.hit(n).unwrap())
        .map(|(a, h)| format!("{}: {}", a.key, h.excerpt.line.get(h.excerpt.words.clone()).unwrap()))
        .collect()
}

#[test]
fn typing_finds_and_enter_goes_from_hit_to_hit() {
    let mut w = world(&[NEWS]);
    w.keys("Ctrl+f");
    assert_eq!(w.session.panel(), Panel::Find);
    find(&mut w, "tong thong");
    assert_eq!(w.session.find().count(), 4);
    assert_eq!(w.session.find().at(), Some(0));
    assert_eq!(w.session.highlights().0.len(), 4, "the page shows them");
    assert_eq!(w.selected(), "", "nothing is selected while typing");
    w.keys("F3");
    assert_eq!(w.selected(), "Tổng thống");
    w.keys("F3 F3");
    assert_eq!((w.session.find().at(), w.selected()), (Some(2), "tong thong".to_owned()));
    w.keys("F3 F3");
    assert_eq!(w.session.find().at(), Some(0), "round to the start");
    w.keys("Shift+F3");
    assert_eq!(w.selected(), "TỔNG THỐNG");
    w.keys("Esc");
    assert_eq!(w.session.panel(), Panel::Marks);
    assert_eq!(w.selected(), "TỔNG THỐNG", "the hit stays selected");
    assert!(w.session.highlights().0.is_empty());
    w.keys("1");
    assert!(w.story().contains("[Actor TỔNG THỐNG]"));
}

#[test]
fn options_narrow_and_selected_words_are_the_query() {
    let mut w = world(&[NEWS]);
    w.drag("Tổng thống").keys("Ctrl+f");
    assert_eq!(w.session.find().query().words, "Tổng thống");
    assert_eq!(w.session.find().count(), 4);
    let toggle = |w: &mut World, option| {
        w.act(Action::Find(F::Option(option)));
        w.session.find().count()
    };
    assert_eq!(toggle(&mut w, FindOption::Accents), 3);
    assert_eq!(toggle(&mut w, FindOption::Case), 2);
    find(&mut w, "Tổ");
    assert_eq!(w.session.find().count(), 2);
    assert_eq!(toggle(&mut w, FindOption::Whole), 0);
    assert_eq!(toggle(&mut w, FindOption::Expression), 0);
    find(&mut w, "T\\S+ng (thống");
    let end = w.session.find().end().and_then(SearchEnd::sentence);
    assert_eq!(end.as_deref(), Some("The expression cannot be read at character 8: unclosed group"));
    find(&mut w, "(x{1000}){1000}");
    assert!(w.session.find().end().and_then(SearchEnd::sentence).unwrap().contains("too large"));
    find(&mut w, "T\\S+ng (thống|lan)");
    assert_eq!(w.session.find().count(), 2);
    find(&mut w, "");
    assert_eq!((w.session.find().count(), w.session.find().rows(), w.session.find().end()), (0, 0, None));
}

#[test]
fn another_article_is_searched_when_it_is_opened() {
    let mut w = world(&["một hai một", "hai một hai"]);
    w.keys("Ctrl+f");
    find(&mut w, "hai");
    assert_eq!(w.session.find().count(), 1);
    w.keys("Ctrl+PageDown");
    assert_eq!(lines(&w), ["1.txt: hai", "1.txt: hai"]);
}

#[test]
fn everywhere_hits_lead_to_their_articles() {
    let mut w = world(&["một hai", "ba", "bốn Hai hải"]);
    w.keys("Ctrl+Shift+f");
    find(&mut w, "hai");
    assert_eq!(lines(&w), ["0.txt: hai", "2.txt: Hai", "2.txt: hải"]);
    let find = w.session.find();
    let rows: Vec<Found> = (0..find.rows()).map(|n| find.row(n).unwrap()).collect();
    assert_eq!(rows, [Found::Article(0), Found::Hit(0), Found::Article(1), Found::Hit(1), Found::Hit(2)]);
    assert!((0..find.count()).all(|hit| find.row(find.row_of(hit)) == Some(Found::Hit(hit))));
    w.act(Action::Find(F::Go(2)));
    assert_eq!(w.session.current(), Some(&key("2.txt")));
    assert_eq!(w.selected(), "hải");
    assert_eq!(w.session.highlights().0.len(), 2);
    w.keys("F3");
    assert_eq!((w.session.current(), w.selected()), (Some(&key("0.txt")), "hai".to_owned()));
}

#[test]
fn late_answers_are_dropped() {
    let mut w = world(&["một hai"]);
    w.session.act(Action::Run("find"));
    w.session.act(Action::Find(F::Words("hai".to_owned())));
    let first = w.session.take_effects();
    w.session.act(Action::Find(F::Words("một".to_owned())));
    let second = w.session.take_effects();
    assert!(second.iter().any(|e| matches!(e, Effect::StopSearch)), "the earlier one is stopped");
    for effect in second.into_iter().chain(first) {
        if let Effect::Search(search) = effect {
            w.search(&search);
        }
    }
    assert_eq!(lines(&w), ["0.txt: một"]);
    assert!(!w.session.find().busy());
}

#[test]
fn all_that_is_checked_is_marked_in_one_step() {
    let mut w = world(&["Bà [Actor Lan] và Lan, Lan."]);
    w.keys("Ctrl+f");
    find(&mut w, "lan");
    w.act(Action::Find(F::Check(1, false)));
    assert_eq!((w.session.find().checked(), w.session.find().is_checked(1)), (2, false));
    w.act(Action::Find(F::Mark("Actor".into())));
    assert_eq!(w.story(), "Bà [Actor Lan] và Lan, [Actor Lan].");
    assert!(w.told().contains("Marked 1 place as Actor. Left out: 1 place marked so already"), "{}", w.told());
    w.keys("Ctrl+z");
    assert_eq!(w.story(), "Bà [Actor Lan] và Lan, Lan.");
    w.act(Action::Find(F::CheckAll(false)));
    w.act(Action::Find(F::Mark("Actor".into())));
    assert_eq!(w.session.find().checked(), 0);
    assert_eq!(w.story(), "Bà [Actor Lan] và Lan, Lan.");
}

#[test]
fn marks_in_many_articles_are_one_step() {
    let texts: Vec<String> = (0..40).map(|n| format!("Bài {n}: bà Lan nói với “Lan”.")).collect();
    let mut w = world(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    w.keys("Ctrl+Shift+f");
    find(&mut w, "lan");
    assert_eq!((w.session.find().count(), w.session.find().articles()), (80, 40));
    // One of them changes before it is marked, and one is not wanted.
    let other = story::parse("Bài 7 khác hẳn: Lan").unwrap();
    w.disk.get_mut(&key("7.txt")).unwrap().0 = other.text;
    let article = (0..40).find(|n| w.session.find().article(*n).unwrap().key == key("9.txt")).unwrap();
    w.act(Action::Find(F::CheckArticle(article, false)));
    assert_eq!(w.session.find().checked_of(article), 0);
    w.act(Action::Find(F::Mark("Actor".into())));
    assert!(w.session.find().marking().is_none(), "it is done");
    assert!(
        w.told().contains("Marked 76 places in 38 articles as Actor. Left out: 2 places in texts that changed"),
        "{}",
        w.told()
    );
    let on_disk = |w: &World, n: usize| {
        let (text, set, _) = &w.disk[&key(&format!("{n}.txt"))];
        story::write(text, set)
    };
    assert_eq!(on_disk(&w, 30), "Bài 30: bà [Actor Lan] nói với “[Actor Lan]”.");
    assert_eq!(on_disk(&w, 7), "Bài 7 khác hẳn: Lan");
    assert_eq!(w.session.undo_title(), Some("Mark 76 × “lan” in 38 articles as Actor"));
    w.keys("Ctrl+z");
    assert!((0..40).all(|n| !on_disk(&w, n).contains('[')), "one step takes all back");
    w.keys("Ctrl+Shift+z");
    assert_eq!(on_disk(&w, 39), "Bài 39: bà [Actor Lan] nói với “[Actor Lan]”.");
}

#[test]
fn marking_can_be_stopped_and_what_is_done_is_one_step() {
    let texts: Vec<String> = (0..50).map(|n| format!("Lan {n}")).collect();
    let mut w = world(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    w.keys("Ctrl+Shift+f");
    find(&mut w, "lan");
    w.session.act(Action::Find(F::Mark("Actor".into())));
    let (done, of) = w.session.find().marking().unwrap();
    assert_eq!((done, of), (1, 50), "the article in hand is marked at once");
    w.session.act(Action::Find(F::Stop));
    w.settle();
    assert!(
        w.told().contains("Marked 1 place as Actor. Left out: 49 places not reached before it was stopped"),
        "{}",
        w.told()
    );
    w.keys("Ctrl+z");
    assert_eq!(w.story(), "Lan 0");
}

#[test]
fn nothing_is_marked_where_nothing_may_be_written() {
    let mut w = world(&["Lan", "Lan"]);
    w.session.handle(Event::Locked {
        annotator: AnnotatorName::new("Lan").unwrap(),
        read_only: Some("Only reading".to_owned()),
    });
    w.keys("Ctrl+Shift+f");
    find(&mut w, "lan");
    w.act(Action::Find(F::Mark("Actor".into())));
    assert_eq!(w.session.find().marking(), None);
    assert!(w.told().contains("Only reading"));
}

#[test]
fn a_place_in_a_text_that_changed_is_not_gone_to() {
    let mut w = world(&["một", "hai ba"]);
    w.keys("Ctrl+Shift+f");
    find(&mut w, "ba");
    let other = story::parse("bốn năm sáu").unwrap();
    w.disk.get_mut(&key("1.txt")).unwrap().0 = other.text;
    w.session.act(Action::Run("refresh"));
    w.settle();
    w.act(Action::Find(F::Go(0)));
    assert_eq!(w.session.doc().unwrap().text().as_str(), "bốn năm sáu");
    assert_eq!(w.selected(), "");
    assert!(w.told().contains("changed since it was searched"), "{}", w.told());
}

fn on_disk(w: &World, n: usize) -> String {
    let (text, set, _) = &w.disk[&key(&format!("{n}.txt"))];
    story::write(text, set)
}

/// Marking in many articles that has only reached the one in hand.
fn under_way() -> World {
    let mut w = world(&["một hai", "ba hai", "bốn hai"]);
    w.keys("Ctrl+Shift+f");
    find(&mut w, "hai");
    w.session.act(Action::Find(F::Mark("Actor".into())));
    assert_eq!(w.session.find().marking(), Some((1, 3)));
    w
}

#[test]
fn what_is_done_while_many_are_marked_is_taken_back_first() {
    let mut w = under_way();
    let span = w.place("hai");
    w.session.act(Action::Click { on: Some(span.start()), caret: span.start() });
    w.session.act(Action::Label("Claim".into()));
    w.settle();
    assert_eq!((on_disk(&w, 0), on_disk(&w, 2)), ("một [Claim hai]".into(), "bốn [Actor hai]".into()));
    assert_eq!(w.session.undo_title(), Some("Relabel “hai” as Claim"));
    w.keys("Ctrl+z");
    assert_eq!(w.session.undo_title(), Some("Mark 3 × “hai” in 3 articles as Actor"));
    w.keys("Ctrl+z");
    assert!((0..3).all(|n| !on_disk(&w, n).contains('[')), "one step takes all back");
    assert_eq!(w.session.undo_title(), None);
    w.keys("Ctrl+Shift+z Ctrl+Shift+z");
    assert_eq!((on_disk(&w, 0), on_disk(&w, 2)), ("một [Claim hai]".into(), "bốn [Actor hai]".into()));
}

#[test]
fn undo_stops_marking_and_takes_back_what_was_marked() {
    let mut w = under_way();
    w.session.act(Action::Run("undo"));
    w.settle();
    assert_eq!(w.session.find().marking(), None);
    assert!((0..3).all(|n| !on_disk(&w, n).contains('[')));
    assert_eq!(w.session.redo_title(), Some("Mark 1 × “hai” as Actor"));
}

#[test]
fn a_label_renamed_while_many_are_marked_is_meant_by_its_new_name() {
    let mut w = under_way();
    let mut draft = crate::model::Draft::of(&w.session.project().unwrap().labels);
    let at = draft.labels.iter().position(|l| l.name == "Actor").unwrap();
    draft.labels[at].name = "Person".into();
    let new = draft.build(|_| None).unwrap();
    w.session.handle(Event::LabelsSaved(Box::new(new), Ok(())));
    w.settle();
    assert_eq!((on_disk(&w, 0), on_disk(&w, 2)), ("một [Person hai]".into(), "bốn [Person hai]".into()));
    w.keys("Ctrl+z");
    assert!((0..3).all(|n| !on_disk(&w, n).contains('[')), "{}", w.told());
}

#[test]
fn what_may_no_longer_be_written_is_left_out_of_many() {
    let mut w = under_way();
    w.session.handle(Event::Labels(Err(FileTrouble::new(std::path::Path::new("/news/whosaid.ron"), "broken"))));
    w.settle();
    assert!((1..3).all(|n| !on_disk(&w, n).contains('[')));
    assert!(w.told().contains("Left out: 2 places in articles"), "{}", w.told());
}

#[test]
fn marks_made_by_finding_begin_with_the_defaults_of_their_label() {
    let mut w = world(&["một hai", "ba hai"]);
    let label = w.with_default();
    w.keys("Ctrl+Shift+f");
    find(&mut w, "hai");
    w.act(Action::Find(F::Mark(label.name.clone())));
    for n in 0..2 {
        let (_, set, _) = &w.disk[&key(&format!("{n}.txt"))];
        assert_eq!(set.iter().next().unwrap().attributes, label.defaults());
    }
}

#[test]
fn what_was_read_for_another_annotator_is_not_taken_for_marking() {
    let mut w = under_way();
    w.session.set_now(1.0, "2026-01-02T03:04:05Z");
    let stale = Ask { generation: w.session.generation.wrapping_sub(1), ..w.session.ask() };
    let loaded = w.loaded(&key("2.txt"));
    w.session.handle(Event::Loaded(Box::new(loaded), stale));
    w.settle();
    assert!(on_disk(&w, 2).contains("[Actor hai]"), "{}", w.told());
}
