//! Labels that get other names while marks are in hand.

use super::*;
use crate::{
    model::{Draft, LabelSet},
    store::{LabelsNotSaved, Renamed, Renaming},
};

fn labels(w: &World) -> LabelSet {
    w.session.project().unwrap().labels.clone()
}

fn edited(w: &World, edit: impl FnOnce(&mut Draft)) -> LabelSet {
    let mut draft = Draft::of(&labels(w));
    edit(&mut draft);
    draft.build(|_| None).unwrap()
}

fn person(draft: &mut Draft) {
    draft.labels[0].name = "Person".into();
}

/// Saves the labels, as the disk does where nobody else writes, and gives what is then asked for.
fn save(w: &mut World, new: &LabelSet) -> Vec<Renaming> {
    let base = labels(w).into();
    w.session.act(Action::SaveLabels { labels: new.clone().into(), base });
    let effects = w.session.take_effects();
    assert!(matches!(&effects[..], [Effect::SaveLabels(saved, _)] if **saved == *new), "{effects:?}");
    assert!(w.session.label_edit().saving());
    w.session.handle(Event::LabelsSaved(new.clone().into(), Ok(())));
    let mut asked = Vec::new();
    for effect in w.session.take_effects() {
        match effect {
            Effect::Rename(ask) => asked.push(ask),
            Effect::Save(job) => w.write(job),
            _ => {}
        }
    }
    asked
}

#[test]
fn marks_in_hand_get_the_new_name_are_saved_and_can_be_undone() {
    let mut w = world(&["[Actor Ann] met Bob on Monday", "[Actor Cem] left"]);
    w.drag("Bob").keys("1").drag("Monday").keys("3 Esc");
    w.act(Action::Label("Actor".into()));
    w.act(Action::FilterBy(Filter { label: Some(("Actor".into(), true)), ..Filter::default() }));
    let new = edited(&w, person);
    let asked = save(&mut w, &new);
    assert_eq!(w.story(), "[Person Ann] met [Person Bob] on [Date Monday]");
    assert_eq!(w.session.armed().map(|l| &**l), Some("Person"), "what was armed is so still");
    assert_eq!(w.session.articles().shown_len(), 2, "the filter asks for the new name");
    let disk = &w.disk[&key("0.txt")];
    assert_eq!(story::write(&disk.0, &disk.1), "[Person Ann] met [Person Bob] on [Date Monday]");
    let in_hand = [key("0.txt"), key("1.txt")].into();
    assert_eq!(asked, [Renaming { me: w.session.annotator().cloned(), in_hand, ..Renaming::default() }]);
    assert_eq!(w.session.doc().unwrap().counts().get("Person"), Some(&2));
    w.keys("Ctrl+z Ctrl+z");
    assert_eq!(w.story(), "[Person Ann] met Bob on Monday");
    w.keys("Ctrl+Shift+z");
    assert_eq!(w.story(), "[Person Ann] met [Person Bob] on Monday");
    // Renamed back, the same steps go on.
    let back = edited(&w, |d| d.labels[0].name = "Actor".into());
    save(&mut w, &back);
    w.keys("Ctrl+z Ctrl+Shift+z Ctrl+Shift+z");
    assert_eq!(w.story(), "[Actor Ann] met [Actor Bob] on [Date Monday]");
}

#[test]
fn a_name_given_in_another_window_reaches_this_one() {
    let mut w = world(&["[Actor Ann] met Bob"]);
    w.drag("Bob").keys("1");
    let new = edited(&w, person);
    w.session.handle(Event::Labels(Ok(new.clone())));
    let effects = w.session.take_effects();
    let mine = |e: &Effect| matches!(e, Effect::Rename(Renaming { mine: true, finish: false, .. }));
    assert!(effects.iter().any(mine), "its own files are left to this window: {effects:?}");
    assert!(effects.iter().any(|e| matches!(e, Effect::Save(_))));
    assert_eq!(w.story(), "[Person Ann] met [Person Bob]");
    // The echo of the same labels is no news.
    w.session.handle(Event::Labels(Ok(new)));
    assert!(w.session.take_effects().is_empty());
}

#[test]
fn where_two_marks_would_be_one_both_stay_and_it_is_said() {
    let mut w = world(&["[Actor [Claim Ann]] met Bob"]);
    w.drag("Bob").keys("2");
    let new = edited(&w, |d| {
        let into = d.labels[0].id;
        d.remove_label(1, Some(into));
    });
    save(&mut w, &new);
    assert_eq!(w.session.doc().unwrap().set().len(), 3);
    assert!(w.told().contains("Another mark at its place is marked as Actor already"), "{}", w.told());
    assert_eq!(w.story().matches("[Claim").count(), 1, "{}", w.story());
}

#[test]
fn what_is_in_the_way_of_saving_is_said_and_nothing_changes() {
    let mut w = world(&["[Actor Ann]"]);
    let (old, new) = (labels(&w), edited(&w, person));
    let save = |w: &mut World| {
        w.session.act(Action::SaveLabels { labels: new.clone().into(), base: old.clone().into() });
        w.session.take_effects().len()
    };
    assert_eq!((save(&mut w), save(&mut w)), (1, 0), "once at a time");
    let trouble = crate::store::default_labels();
    w.session.handle(Event::LabelsSaved(new.clone().into(), Err(LabelsNotSaved::Changed(trouble.into()))));
    assert_eq!((labels(&w), w.story()), (old.clone(), "[Actor Ann]".to_owned()));
    let me = w.session.annotator().unwrap().clone();
    w.session.handle(Event::Locked { annotator: me, read_only: Some("Another window has it".to_owned()) });
    w.session.take_effects();
    assert_eq!(save(&mut w), 0);
    assert!(w.session.label_edit().refused().unwrap().contains("Another window"));
    w.act(Action::Run("labels"));
    assert_eq!(w.session.overlay(), Overlay::None, "a window that only reads edits no labels");
}

#[test]
fn what_came_of_a_renaming_is_said() {
    let mut w = world(&["Ann"]);
    let open = vec![AnnotatorName::new("Minh").unwrap()];
    w.session.handle(Event::Renaming(1, 3));
    assert_eq!(w.session.label_edit().renaming(), Some((1, 3)));
    w.session.handle(Event::Renamed(Renamed { files: 2, marks: 5, open, finished: true, ..Renamed::default() }));
    assert_eq!(w.session.label_edit().renaming(), None);
    assert!(w.told().contains("5 marks in 2 files") && w.told().contains("Minh has a window open"), "{}", w.told());
    assert_eq!(w.session.letter_taken('e'), Some("Grow selection"));
    assert_eq!((w.session.letter_taken('x'), w.session.letter_taken('s')), (Some("Reject suggestion"), None));
}
