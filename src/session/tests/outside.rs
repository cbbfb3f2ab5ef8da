//! What happens outside: other windows, failing disks, files that change or go, answers that come late.

use super::*;

#[test]
fn another_window_on_the_same_marks_only_reads() {
    let mut w = world(&["Ann"]);
    let me = w.session.annotator().unwrap().clone();
    w.session.handle(Event::Locked { annotator: me, read_only: Some("Another window has it".to_owned()) });
    w.settle();
    w.drag("Ann").keys("1");
    assert_eq!(w.story(), "Ann");
    assert!(w.told().contains("Another window"));
}

#[test]
fn two_versions_meet_and_nothing_of_either_is_lost() {
    let mut w = world(&["Ann met Bob on Monday"]);
    w.held = Some(Vec::new());
    w.drag("Ann").keys("1");
    // Meanwhile someone else writes the file.
    let theirs = story::set(&story::parse("Ann met [Actor Bob] on Monday").unwrap(), 99);
    w.disk.get_mut(&key("0.txt")).unwrap().1 = theirs;
    w.disk.get_mut(&key("0.txt")).unwrap().2 = Stamp::Hash([200; 32]);
    let job = w.held.take().unwrap().remove(0);
    let theirs = Some(Box::new(w.loaded(&key("0.txt"))));
    let sentence = "The file was changed elsewhere".to_owned();
    w.session.handle(Event::Save(SaveReport::Conflict {
        key: job.key,
        serial: job.serial,
        sentence,
        theirs,
        metadata: false,
    }));
    w.settle();
    assert_eq!(w.story(), "[Actor Ann] met [Actor Bob] on Monday");
    let disk = &w.disk[&key("0.txt")];
    assert_eq!(story::write(&disk.0, &disk.1), "[Actor Ann] met [Actor Bob] on Monday");
    w.keys("Ctrl+z");
    assert_eq!(w.story(), "[Actor Ann] met Bob on Monday", "bringing them together can be undone");
}

#[test]
fn where_both_changed_one_mark_a_person_decides() {
    for (choice, after) in
        [(Choice::Mine, "[Date Ann] met"), (Choice::Theirs, "[Claim Ann] met"), (Choice::Merge, "[Date Ann] met")]
    {
        let mut w = conflicting();
        assert!(w.session.doc().unwrap().conflict().is_some());
        w.drag("met").keys("2");
        assert!(w.told().contains("two versions"), "nothing is changed before: {}", w.told());
        w.act(Action::Resolve(choice));
        assert_eq!(w.story(), after, "{choice:?}");
        let disk = &w.disk[&key("0.txt")];
        assert_eq!(story::write(&disk.0, &disk.1), after, "{choice:?} on disk");
    }
}

#[test]
fn a_failed_save_is_shown_until_it_succeeds() {
    let mut w = world(&["Ann"]);
    w.held = Some(Vec::new());
    w.drag("Ann").keys("1");
    assert_eq!(w.session.saving().state(), SaveState::Saving);
    let job = w.held.take().unwrap().remove(0);
    let failed = SaveReport::Failed {
        key: job.key.clone(),
        serial: job.serial,
        sentence: "The disk is full".to_owned(),
        metadata: false,
    };
    w.session.handle(Event::Save(failed));
    assert_eq!(w.session.saving().state(), SaveState::Failed("The disk is full".to_owned()));
    w.write(job);
    assert!(matches!(w.session.saving().state(), SaveState::Saved(_)));
}

#[test]
fn a_change_elsewhere_is_shown_and_old_steps_are_forgotten() {
    let mut w = world(&["Ann met Bob"]);
    w.drag("Ann").keys("1");
    w.disk.get_mut(&key("0.txt")).unwrap().1 = story::set(&story::parse("Ann met [Actor Bob]").unwrap(), 5);
    w.disk.get_mut(&key("0.txt")).unwrap().2 = Stamp::Hash([201; 32]);
    let me = w.session.annotator().unwrap().clone();
    w.session.handle(Event::Changed(Change::Set(me, key("0.txt"))));
    w.settle();
    assert_eq!(w.story(), "Ann met [Actor Bob]");
    assert_eq!(w.session.undo_title(), None);
    assert!(w.told().contains("changed elsewhere"));
}

/// A mark of mine that conflicts with a change made elsewhere, waiting for a decision.
fn conflicting() -> World {
    let mut w = world(&["[Actor Ann] met", "Bob"]);
    w.held = Some(Vec::new());
    w.click("Ann").keys("3");
    let there = w.disk.get_mut(&key("0.txt")).unwrap();
    let mark = there.1.iter().next().unwrap().clone();
    let other = crate::model::Annotation { label: "Claim".into(), ..crate::model::Annotation::clone(&mark) };
    crate::model::ChangeSet::updating(&mark, other).apply(&mut there.1).unwrap();
    there.2 = Stamp::Hash([200; 32]);
    let job = w.held.take().unwrap().remove(0);
    let theirs = Some(Box::new(w.loaded(&key("0.txt"))));
    let sentence = "The file was changed elsewhere".to_owned();
    let report = SaveReport::Conflict { key: job.key, serial: job.serial, sentence, theirs, metadata: false };
    w.session.handle(Event::Save(report));
    w.settle();
    w
}

#[test]
fn a_waiting_decision_outlives_further_news_of_the_file() {
    let mut w = conflicting();
    let me = w.session.annotator().unwrap().clone();
    w.session.handle(Event::Changed(Change::Set(me, key("0.txt"))));
    w.settle();
    w.session.handle(Event::Changed(Change::Many));
    w.settle();
    assert!(w.session.doc().unwrap().conflict().is_some());
    assert_eq!(w.story(), "[Date Ann] met", "mine is still here");
    let trouble = FileTrouble { path: "/news/0.txt".into(), line: None, column: None, what: "gone".to_owned() };
    let ask = w.session.ask();
    w.session.handle(Event::NotLoaded(key("0.txt"), trouble, ask));
    assert_eq!(w.story(), "[Date Ann] met", "even where the article went");
}

#[test]
fn marks_whose_file_is_gone_stay_until_a_person_decides() {
    let mut w = world(&["Ann met Bob"]);
    w.drag("Ann").keys("1").drag("Bob").keys("1");
    let there = w.disk.get(&key("0.txt")).unwrap().clone();
    let me = w.session.annotator().unwrap().clone();
    let gone = (there.0.clone(), AnnotationSet::new(State::New), Stamp::Absent);
    w.disk.insert(key("0.txt"), gone.clone());
    w.session.handle(Event::Changed(Change::Set(me.clone(), key("0.txt"))));
    w.settle();
    assert_eq!(w.story(), "[Actor Ann] met [Actor Bob]");
    assert!(w.session.doc().unwrap().conflict().is_some());
    // It comes back as it was: nothing is left to decide.
    w.disk.insert(key("0.txt"), there);
    w.session.handle(Event::Changed(Change::Set(me, key("0.txt"))));
    w.settle();
    assert!(w.session.doc().unwrap().conflict().is_none());
    w.click("Ann").keys("Delete");
    assert_eq!(w.story(), "Ann met [Actor Bob]");
    // Gone for good: mine is written again.
    w.disk.insert(key("0.txt"), gone);
    w.session.handle(Event::Changed(Change::Many));
    w.settle();
    w.act(Action::Resolve(Choice::Mine));
    let disk = &w.disk[&key("0.txt")];
    assert_eq!(story::write(&disk.0, &disk.1), "Ann met [Actor Bob]");
}

#[test]
fn what_was_read_before_a_save_is_not_taken_for_news() {
    let mut w = world(&["Ann and Bob"]);
    let early = w.loaded(&key("0.txt"));
    let ask = w.session.ask();
    w.drag("Ann").keys("1");
    w.session.handle(Event::Loaded(Box::new(early), ask));
    w.settle();
    assert_eq!(w.story(), "[Actor Ann] and Bob");
    w.drag("Bob").keys("1");
    let disk = &w.disk[&key("0.txt")];
    assert_eq!(story::write(&disk.0, &disk.1), "[Actor Ann] and [Actor Bob]");
}

#[test]
fn what_was_read_for_another_annotator_is_not_shown_to_this_one() {
    let mut w = world(&["Ann"]);
    let lans = w.loaded(&key("0.txt"));
    let ask = w.session.ask();
    w.session.act(Action::SetAnnotator("Minh".to_owned()));
    w.session.handle(Event::Loaded(Box::new(lans), ask));
    assert!(w.session.doc().is_none());
}

#[test]
fn unsaved_marks_are_left_only_when_asked_twice() {
    let mut w = world(&["Ann"]);
    w.held = Some(Vec::new());
    w.drag("Ann").keys("1");
    let job = w.held.take().unwrap().remove(0);
    let failed = SaveReport::Failed {
        key: job.key,
        serial: job.serial,
        sentence: "The disk is full".to_owned(),
        metadata: false,
    };
    w.session.handle(Event::Save(failed.clone()));
    w.act(Action::SetAnnotator("Minh".to_owned()));
    assert_eq!(w.session.annotator().map(AnnotatorName::as_str), Some("Lan"));
    assert!(w.told().contains("once more"), "{}", w.told());
    w.act(Action::SetAnnotator("Minh".to_owned()));
    assert_eq!(w.session.annotator().map(AnnotatorName::as_str), Some("Minh"));
    // What comes of Lan's save is told, and is not taken for Minh's.
    w.session.handle(Event::Save(failed));
    assert!(!matches!(w.session.saving().state(), SaveState::Failed(_)));
}

#[test]
fn unreadable_labels_keep_the_project_read_only_until_they_are_mended() {
    let mut w = world(&["Ann"]);
    let trouble =
        FileTrouble { path: "/news/whosaid.ron".into(), line: Some(3), column: Some(1), what: "odd".to_owned() };
    w.session.handle(Event::Labels(Err(trouble)));
    let me = w.session.annotator().unwrap().clone();
    w.session.handle(Event::Locked { annotator: me, read_only: None });
    w.settle();
    w.drag("Ann").keys("1");
    assert_eq!(w.story(), "Ann");
    w.session.handle(Event::Labels(Ok(crate::store::default_labels())));
    w.keys("1");
    assert_eq!(w.story(), "[Actor Ann]");
}

#[test]
fn every_jump_is_a_new_wish_also_in_another_article() {
    let mut w = world(&["[Actor Ann]", "[Actor Bob]"]);
    let first = w.keys("n").session.reveal().unwrap();
    let second = w.keys("Ctrl+PageDown n").session.reveal().unwrap();
    assert!(second.count > first.count);
}

#[test]
fn a_step_that_does_not_fit_any_more_makes_way_for_the_one_before() {
    let mut w = world(&["Ann met Bob", "x"]);
    w.drag("Ann").keys("1").drag("Bob").keys("1");
    // Somebody takes the second mark away without our hearing of it.
    let doc = w.session.docs.get_mut(&key("0.txt")).unwrap();
    let bob = doc.set.iter().last().unwrap().clone();
    let change = crate::model::ChangeSet { deleted: vec![bob], ..Default::default() };
    change.apply(&mut doc.set).unwrap();
    assert!(w.keys("Ctrl+z").told().contains("does not fit"), "{}", w.told());
    assert_eq!(w.keys("Ctrl+z").story(), "Ann met Bob");
}

#[test]
fn counts_follow_a_change_of_annotator_and_back() {
    let mut w = world(&["Ann and Bob"]);
    let root = tempfile::tempdir().unwrap();
    std::fs::write(root.path().join("0.txt"), "Ann and Bob").unwrap();
    let (project, _) = crate::store::Project::open_with(root.path(), crate::store::Home::nowhere()).unwrap();
    w.session.handle(Event::Summaries(vec![project.summary(&key("0.txt"))]));
    w.drag("Ann").keys("1");
    w.act(Action::SetAnnotator("Minh".to_owned())).act(Action::SetAnnotator("Lan".to_owned()));
    assert_eq!(w.session.articles().get(&key("0.txt")).map(|e| (e.count(), e.state)), Some((1, State::InProgress)));
}

fn labels_broken() -> Event {
    Event::Labels(Err(FileTrouble::new(std::path::Path::new("/news/whosaid.ron"), "broken")))
}

#[test]
fn two_versions_that_meet_while_the_labels_are_broken_wait() {
    let mut w = world(&["Ms Adams and Mr Bell spoke."]);
    let k = key("0.txt");
    w.held = Some(Vec::new());
    w.drag("Adams").keys("1");
    let job = w.held.as_mut().unwrap().pop().unwrap();
    w.session.handle(labels_broken());
    let theirs = story::set(&story::parse("Ms Adams and [Actor Mr Bell] spoke.").unwrap(), 50);
    let there = w.disk.get_mut(&k).unwrap();
    (there.1, there.2) = (theirs, Stamp::Hash([77; 32]));
    let theirs = Some(Box::new(w.loaded(&k)));
    let report =
        SaveReport::Conflict { key: k.clone(), serial: job.serial, sentence: "met".into(), theirs, metadata: false };
    w.session.handle(Event::Save(report));
    w.held = None;
    w.act(Action::Resolve(Choice::Merge));
    assert!(w.session.doc().unwrap().conflict().is_some(), "nothing is decided while nothing can be changed");
    w.session.handle(Event::Labels(Ok(crate::store::default_labels())));
    w.act(Action::Resolve(Choice::Merge));
    w.drag("spoke").keys("2");
    let there = &w.disk[&k];
    assert_eq!(story::write(&there.0, &there.1), "Ms [Actor Adams] and [Actor Mr Bell] [Claim spoke].");
}

#[test]
fn a_window_that_only_reads_writes_over_nothing() {
    let mut w = world(&["[Actor Ms Adams] spoke."]);
    let k = key("0.txt");
    w.disk.get_mut(&k).unwrap().2 = Stamp::Hash([3; 32]);
    w.act(Action::Run("refresh"));
    let annotator = AnnotatorName::new("Lan").unwrap();
    w.session.handle(Event::Locked { annotator, read_only: Some("Another window writes".into()) });
    w.settle();
    let gone = Loaded { set: AnnotationSet::default(), stamp: Stamp::Absent, ..w.loaded(&k) };
    w.session.handle(Event::Loaded(Box::new(gone), w.session.ask()));
    w.session.take_effects();
    for choice in [Choice::Mine, Choice::Theirs, Choice::Merge] {
        w.session.act(Action::Resolve(choice));
        assert!(!w.session.take_effects().iter().any(|e| matches!(e, Effect::Save(_))), "{choice:?}");
        assert!(w.session.doc().unwrap().conflict().is_some(), "{choice:?}");
    }
    assert!(w.told().contains("Another window writes"), "{}", w.told());
}

#[test]
fn details_that_cannot_be_read_are_not_written_by_redo() {
    let mut w = world(&["Ms Adams spoke."]);
    let k = key("0.txt");
    w.act(Action::Metadata(vec![(Field::Title, "T".into())]));
    w.keys("Ctrl+z");
    let trouble = FileTrouble::new(std::path::Path::new("/news/0.meta.ron"), "newer");
    let newer = Loaded { meta_stamp: Stamp::Hash([5; 32]), meta_trouble: Some(trouble), ..w.loaded(&k) };
    w.session.handle(Event::Loaded(Box::new(newer), w.session.ask()));
    w.session.take_effects();
    w.session.act(Action::Run("redo"));
    assert!(!w.session.take_effects().iter().any(|e| matches!(e, Effect::Save(_))));
    assert!(w.session.redo_title().is_some(), "it waits");
}
