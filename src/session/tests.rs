//! Every gesture as a story: a text with marks, what a person does, the text with marks that comes of it.

use super::*;
use crate::{
    model::{AnnotationSet, Metadata, Place, Was, story},
    store::{Change, Loaded, SaveReport, SaveWhat, Stamp},
    text::{CharOffset, Quotation, Text},
};
use std::collections::BTreeMap;

/// A session over a disk in memory.
struct World {
    session: Session,
    disk: BTreeMap<ArticleKey, (Text, AnnotationSet, Stamp)>,
    /// Saves wait here while the disk is held.
    held: Option<Vec<crate::store::SaveJob>>,
    writes: u8,
}

fn key(name: &str) -> ArticleKey {
    ArticleKey::new(name).unwrap()
}

fn world(stories: &[&str]) -> World {
    let prefs = Prefs { annotator: Some("Lan".to_owned()), ..Prefs::default() };
    let mut disk = BTreeMap::new();
    for (n, text) in stories.iter().enumerate() {
        let story = story::parse(text).unwrap();
        disk.insert(key(&format!("{n}.txt")), (story.text.clone(), story::set(&story, n as u64 + 1), Stamp::Absent));
    }
    let mut world = World { session: Session::new(prefs, 7), disk, held: None, writes: 0 };
    world.session.handle(Event::Opened(Box::new(Opening {
        name: "news".to_owned(),
        root: "/news".into(),
        labels: Ok(crate::store::default_labels()),
        articles: world.disk.keys().cloned().collect(),
        troubles: Vec::new(),
        summaries: Vec::new(),
        annotators: Vec::new(),
        first: None,
    })));
    world.settle();
    world
}

impl World {
    /// Plays the outside until nothing is left to do.
    fn settle(&mut self) {
        loop {
            let effects = self.session.take_effects();
            if effects.is_empty() {
                return;
            }
            for effect in effects {
                match effect {
                    Effect::TakeLock(annotator) => self.session.handle(Event::Locked { annotator, read_only: None }),
                    Effect::Load(key, _, ask) => {
                        let loaded = self.loaded(&key);
                        self.session.handle(Event::Loaded(Box::new(loaded), ask));
                    }
                    Effect::Save(job) => match &mut self.held {
                        Some(held) => held.push(job),
                        None => self.write(job),
                    },
                    _ => {}
                }
            }
        }
    }

    fn loaded(&self, key: &ArticleKey) -> Loaded {
        let (text, set, stamp) = self.disk[key].clone();
        Loaded {
            key: key.clone(),
            text,
            notices: Vec::new(),
            found: Metadata::default(),
            edited: Metadata::default(),
            meta_stamp: Stamp::Absent,
            meta_trouble: None,
            set,
            stamp,
            text_changed: false,
            moved: Vec::new(),
            lost: Vec::new(),
            trouble: None,
            remarks: Vec::new(),
            rescued: None,
            unsaved: false,
            others: Vec::new(),
        }
    }

    fn write(&mut self, job: crate::store::SaveJob) {
        self.writes += 1;
        let stamp = Stamp::Hash([self.writes; 32]);
        let metadata = match job.what {
            SaveWhat::Set { set, stamp: expected, .. } => {
                let there = self.disk.get_mut(&job.key).unwrap();
                assert_eq!(there.2, expected, "each save says what it expects to find");
                (there.1, there.2) = (set, stamp);
                false
            }
            SaveWhat::SetOver { set, .. } => {
                let there = self.disk.get_mut(&job.key).unwrap();
                (there.1, there.2) = (set, stamp);
                false
            }
            SaveWhat::Metadata { .. } => true,
        };
        self.session.handle(Event::Save(SaveReport::Saved { key: job.key, serial: job.serial, stamp, metadata }));
    }

    fn act(&mut self, action: Action) -> &mut Self {
        self.session.act(action);
        self.settle();
        self
    }

    /// Presses keys, written as people write them: `Shift+Right`, `n`, `Ctrl+z`.
    fn keys(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            let mut parts: Vec<&str> = key.split('+').collect();
            let last = parts.pop().unwrap();
            let key = match last {
                "Right" => Key::Right,
                "Left" => Key::Left,
                "Enter" => Key::Enter,
                "Esc" => Key::Escape,
                "Delete" => Key::Delete,
                "PageDown" => Key::PageDown,
                "PageUp" => Key::PageUp,
                one => Key::Char(one.chars().next().unwrap()),
            };
            let has = |m: &str| parts.contains(&m);
            let stroke = Stroke { ctrl: has("Ctrl"), alt: has("Alt"), shift: has("Shift"), key };
            self.act(Action::Stroke(stroke));
        }
        self
    }

    fn place(&self, words: &str) -> Span {
        let text = self.session.doc().unwrap().text();
        let start = text.as_str().find(words).unwrap_or_else(|| panic!("no “{words}”"));
        Span::new(ByteOffset(start), ByteOffset(start + words.len())).unwrap()
    }

    /// Drags over the first place of these words.
    fn drag(&mut self, words: &str) -> &mut Self {
        let span = self.place(words);
        self.act(Action::Select { anchor: span.start(), focus: span.end(), finished: true })
    }

    /// Clicks on the first character of these words.
    fn click(&mut self, words: &str) -> &mut Self {
        let at = self.place(words).start();
        self.act(Action::Click { on: Some(at), caret: at })
    }

    fn story(&self) -> String {
        let doc = self.session.doc().unwrap();
        story::write(doc.text(), doc.set())
    }

    fn selected(&self) -> String {
        let doc = self.session.doc().unwrap();
        let span = doc.selected().and_then(|m| m.span()).or(doc.selection().span());
        span.map(|s| s.of(doc.text()).to_owned()).unwrap_or_default()
    }

    fn told(&self) -> String {
        self.session.told().iter().map(|t| t.text.to_string()).collect::<Vec<_>>().join("; ")
    }
}

/// Before, what is done, after; then undone is before again, and done again is after again.
#[track_caller]
fn check(before: &str, does: impl FnOnce(&mut World), after: &str) {
    let mut w = world(&[before]);
    does(&mut w);
    assert_eq!(w.story(), after);
    let disk = &w.disk[&key("0.txt")];
    assert_eq!(story::write(&disk.0, &disk.1), after, "and it is on disk");
    while w.session.undo_title().is_some() {
        w.keys("Ctrl+z");
    }
    assert_eq!(w.story(), before, "undone");
    while w.session.redo_title().is_some() {
        w.keys("Ctrl+Shift+z");
    }
    assert_eq!(w.story(), after, "done again");
}

#[test]
fn a_drag_and_a_key_make_a_mark() {
    check("Ms Adams said it rained", |w| _ = w.drag("Ms Adams").keys("1"), "[Actor Ms Adams] said it rained");
    check(
        "“Giá sẽ tăng”, bà Lan nói",
        |w| _ = w.drag("Giá sẽ tăng").keys("2").drag("bà Lan").keys("1"),
        "“[Claim Giá sẽ tăng]”, [Actor bà Lan] nói",
    );
}

#[test]
fn a_label_key_trims_blanks_and_outer_punctuation() {
    check("She said, it rained. Then", |w| _ = w.drag(", it rained. ").keys("2"), "She said, [Claim it rained]. Then");
}

#[test]
fn a_bracket_that_was_opened_is_closed() {
    check("hôm thứ Ba (7/12), ông", |w| _ = w.drag("thứ Ba (7/12").keys("3"), "hôm [Date thứ Ba (7/12)], ông");
    check("(theo AP)", |w| _ = w.drag("theo AP").keys("1"), "([Actor theo AP])");
}

#[test]
fn marks_overlap_nest_and_cross_paragraphs() {
    check(
        "Bob said Ann said no\nand left",
        |w| _ = w.drag("Ann said no\nand left").keys("2").drag("no").keys("2").drag("Ann").keys("1"),
        "Bob said [Claim [Actor Ann] said [Claim no]\nand left]",
    );
}

#[test]
fn the_same_mark_twice_is_refused_and_the_first_is_taken_in_hand() {
    let mut w = world(&["[Date Monday] came"]);
    w.drag("Monday").keys("3");
    assert_eq!(w.story(), "[Date Monday] came");
    assert_eq!(w.selected(), "Monday");
    assert!(w.told().contains("already"));
    assert_eq!(w.session.undo_title(), None);
}

#[test]
fn with_a_mark_in_hand_a_label_key_relabels() {
    check("[Actor Monday] came", |w| _ = w.click("Monday").keys("3"), "[Date Monday] came");
}

#[test]
fn with_nothing_selected_a_label_key_arms_and_esc_disarms() {
    check(
        "Ann and Bob and Eve",
        |w| {
            w.keys("1");
            assert_eq!(w.session.armed().map(|l| l.to_string()), Some("Actor".to_owned()));
            w.drag("Ann").drag("Bob").keys("Esc").drag("Eve");
            assert_eq!(w.session.armed(), None);
        },
        "[Actor Ann] and [Actor Bob] and Eve",
    );
}

#[test]
fn clicks_go_from_the_innermost_mark_outwards_and_round() {
    let mut w = world(&["[Claim the mayor of [Actor Hue] said [Claim no]] today"]);
    assert_eq!(w.click("Hue").selected(), "Hue");
    assert_eq!(w.click("Hue").selected(), "the mayor of Hue said no");
    assert_eq!(w.click("Hue").selected(), "Hue");
    assert_eq!(w.click("today").selected(), "");
}

#[test]
fn edges_move_by_syllable_and_by_character() {
    check("ông [Actor Biden] nói rõ", |w| _ = w.click("Biden").keys("["), "[Actor ông Biden] nói rõ");
    check("[Actor ông Biden] nói", |w| _ = w.click("ông").keys("]"), "ông [Actor Biden] nói");
    check("[Actor ông] Biden nói", |w| _ = w.click("ông").keys("}"), "[Actor ông Biden] nói");
    check("[Actor ông Biden] nói", |w| _ = w.click("ông").keys("{"), "[Actor ông] Biden nói");
    check("[Actor ông] Biden", |w| _ = w.click("ông").keys("{ ]"), "[Actor ông] Biden");
    check("[Date 7.12] đến", |w| _ = w.click("7").keys("Alt+{ Alt+{"), "[Date 7.]12 đến");
    // A letter with its tone is one character, however it is written.
    check("[Actor to\u{302}\u{309}] x", |w| _ = w.click("t").keys("Alt+{"), "[Actor t]o\u{302}\u{309} x");
}

#[test]
fn a_dragged_edge_keeps_the_mark_what_it_is() {
    let mut w = world(&["[Actor Ms] Adams said"]);
    let before = w.session.doc().unwrap().set().iter().next().unwrap().clone();
    w.click("Ms");
    let span = w.place("Ms Adams");
    w.act(Action::Resize(before.id.clone(), span));
    assert_eq!(w.story(), "[Actor Ms Adams] said");
    let after = w.session.doc().unwrap().set().iter().next().unwrap().clone();
    assert_eq!(
        (after.id.clone(), after.label.clone(), after.made.clone()),
        (before.id.clone(), before.label.clone(), before.made.clone())
    );
}

#[test]
fn a_dot_marks_the_next_place_with_the_same_words() {
    check(
        "[Actor Ann] met Bob, Ann left, Annie stayed. Ann!",
        |w| _ = w.click("Ann").keys(". ."),
        "[Actor Ann] met Bob, [Actor Ann] left, Annie stayed. [Actor Ann]!",
    );
    let mut w = world(&["[Actor Ann] and Bob"]);
    assert!(w.click("Ann").keys(".").told().contains("nowhere else"));
}

#[test]
fn many_places_are_marked_in_one_step() {
    let mut w = world(&["[Actor Ann] met Ann and Ann"]);
    w.click("Ann");
    let places: Vec<Span> = w.session.occurrences().into_iter().map(|(s, _)| s).collect();
    w.act(Action::MarkAll(places, "Actor".into()));
    assert_eq!(w.story(), "[Actor Ann] met [Actor Ann] and [Actor Ann]");
    w.keys("Ctrl+z");
    assert_eq!(w.story(), "[Actor Ann] met Ann and Ann");
}

#[test]
fn delete_removes_the_mark_in_hand_and_links_to_it() {
    check("[Claim [Actor Ann] left]", |w| _ = w.click("Ann").keys("Delete"), "[Claim Ann left]");
    check("[Actor Ann] left", |w| _ = w.keys("Delete"), "[Actor Ann] left");
}

#[test]
fn the_caret_goes_by_syllables_and_the_selection_grows_by_them() {
    let mut w = world(&["Thứ Ba (7/12), ông nói “không”. Mưa."]);
    assert_eq!(w.keys("Shift+Right").selected(), "Thứ");
    assert_eq!(w.keys("Shift+Right").selected(), "Thứ Ba");
    assert_eq!(w.keys("Shift+Left").selected(), "Thứ");
    assert_eq!(w.keys("Esc Right Right Shift+Right").selected().trim_end_matches(['(', ')', ',']), "7/12");
    w.act(Action::MoveCaret { to: ByteOffset(0), extend: false });
    w.keys("Ctrl+Right Shift+Right");
    assert_eq!(w.selected(), "Mưa");
    assert_eq!(w.keys("Left Ctrl+Left Shift+Right").selected(), "Thứ");
}

#[test]
fn e_grows_from_syllable_to_everything_and_back() {
    let mut w = world(&["Ông nói “mưa to, gió lớn” rồi đi. Hết.\nĐoạn hai."]);
    let at = w.place("gió").start();
    w.act(Action::MoveCaret { to: at, extend: false });
    let mut seen = Vec::new();
    for _ in 0..8 {
        w.keys("e");
        seen.push(w.selected());
    }
    seen.dedup();
    assert_eq!(seen.first().map(String::as_str), Some("gió"));
    assert!(seen.contains(&"mưa to, gió lớn".to_owned()), "{seen:?}");
    assert!(seen.contains(&"Ông nói “mưa to, gió lớn” rồi đi.".to_owned()), "{seen:?}");
    assert!(seen.last().is_some_and(|s| s.ends_with("Đoạn hai.")), "{seen:?}");
    assert!(seen.windows(2).all(|w| w[0].len() < w[1].len()));
    for wanted in seen.iter().rev().skip(1) {
        assert_eq!(&w.keys("E").selected(), wanted);
    }
}

#[test]
fn n_and_p_go_from_mark_to_mark() {
    let mut w = world(&["[Actor Ann] said [Claim [Date Monday] is off] today"]);
    let mut seen = Vec::new();
    for keys in ["n", "n", "n", "n", "p", "p", "p"] {
        seen.push(w.keys(keys).selected());
    }
    assert_eq!(seen, ["Ann", "Monday", "Monday is off", "Monday is off", "Monday", "Ann", "Ann"]);
    assert_eq!(w.session.reveal().map(|r| r.at), Some(ByteOffset(0)));
}

#[test]
fn enter_ends_an_article_and_opens_the_next() {
    let mut w = world(&["Ann", "Bob"]);
    w.drag("Ann").keys("1 Enter");
    assert_eq!(w.session.current(), Some(&key("1.txt")));
    assert_eq!(w.session.articles().get(&key("0.txt")).map(|e| e.state), Some(State::Done));
    assert_eq!(w.disk[&key("0.txt")].1.state(), State::Done);
    w.keys("Enter");
    assert_eq!(w.session.current(), Some(&key("1.txt")), "the last one stays");
    assert_eq!(w.session.articles().done(), 2);
}

#[test]
fn undo_and_redo_go_across_articles_and_show_the_place() {
    let mut w = world(&["Ann said", "Bob said"]);
    w.drag("Ann").keys("1 Ctrl+PageDown");
    w.drag("Bob").keys("1 Ctrl+z");
    assert_eq!(w.story(), "Bob said");
    w.keys("Ctrl+z");
    assert_eq!(w.session.current(), Some(&key("0.txt")));
    assert_eq!((w.story().as_str(), w.selected().as_str()), ("Ann said", "Ann"));
    w.keys("Ctrl+Shift+z Ctrl+y");
    assert_eq!(w.session.current(), Some(&key("1.txt")));
    assert_eq!(w.story(), "[Actor Bob] said");
    assert_eq!(story::write(&w.disk[&key("0.txt")].0, &w.disk[&key("0.txt")].1), "[Actor Ann] said");
}

#[test]
fn the_first_mark_begins_an_article_and_undo_makes_it_new_again() {
    let mut w = world(&["Ann"]);
    w.disk.get_mut(&key("0.txt")).unwrap().1 = AnnotationSet::new(State::New);
    w.session.docs.clear();
    w.session.load_current();
    w.settle();
    w.drag("Ann").keys("1");
    assert_eq!(w.disk[&key("0.txt")].1.state(), State::InProgress);
    w.keys("Ctrl+z");
    assert_eq!(w.disk[&key("0.txt")].1.state(), State::New);
}

#[test]
fn a_lost_mark_is_put_where_the_person_says() {
    let mut w = world(&["Ann said no"]);
    let lost = crate::model::Annotation {
        place: Place::Lost(Was {
            start: CharOffset(3),
            end: CharOffset(9),
            quotation: Quotation { before: "".into(), exact: "Ms Ann".into(), after: "".into() },
        }),
        ..crate::model::Annotation::new(AnnotationId::new("lost1"), w.place("Ann"), "Actor".into())
    };
    let change = crate::model::ChangeSet { created: vec![lost.into()], ..Default::default() };
    change.apply(&mut w.disk.get_mut(&key("0.txt")).unwrap().1).unwrap();
    w.session.docs.clear();
    w.session.load_current();
    w.settle();
    w.act(Action::PlaceLost(AnnotationId::new("lost1")));
    assert!(w.told().contains("Select the words"), "{}", w.told());
    w.drag("Ann").act(Action::PlaceLost(AnnotationId::new("lost1")));
    assert_eq!(w.story(), "[Actor Ann] said no");
    w.keys("Ctrl+z");
    assert_eq!(w.session.doc().unwrap().set().lost().count(), 1);
}

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

#[test]
fn details_are_edited_undone_and_checked() {
    let mut w = world(&["Ann"]);
    w.act(Action::Metadata(Field::Published, "2021-12-08 15:35 +7".to_owned()));
    let published = |w: &World| w.session.doc().unwrap().metadata().published.as_ref().map(ToString::to_string);
    assert_eq!(published(&w).as_deref(), Some("2021-12-08 15:35 +07:00"));
    w.act(Action::Metadata(Field::Published, "yesterday".to_owned()));
    assert!(w.told().contains("kept as it was"));
    assert_eq!(published(&w).as_deref(), Some("2021-12-08 15:35 +07:00"));
    w.keys("Ctrl+z");
    assert_eq!(published(&w), None);
}

#[test]
fn the_filter_finds_without_accents() {
    let mut w = world(&["Ann", "Bob"]);
    w.session.articles.replace(vec![key("Tổng thống.txt"), key("khác.txt")]);
    w.act(Action::Filter("tong THONG".to_owned()));
    let list = w.session.articles();
    assert_eq!((list.shown_len(), list.shown(0).map(|e| e.key.as_str())), (1, Some("Tổng thống.txt")));
}

#[test]
fn labels_that_are_not_in_the_set_stay_as_they_are() {
    check("[Place Hue] and Ann", |w| _ = w.drag("Ann").keys("1"), "[Place Hue] and [Actor Ann]");
}

#[test]
fn random_gestures_undo_to_the_start_and_redo_to_the_end() {
    use proptest::prelude::*;
    let gesture = (0usize..9, 0usize..60, 1usize..25);
    proptest!(ProptestConfig::with_cases(60), |(gestures in proptest::collection::vec(gesture, 1..40))| {
        let text = "Thứ Ba (7/12), ông Biden nói “không”.\nMs Adams said it rained. ổ 🔥";
        let mut w = world(&[text]);
        for (what, at, long) in gestures {
            let doc = w.session.doc().unwrap();
            let anchor = doc.text().grapheme_floor(ByteOffset(at));
            let focus = doc.text().grapheme_floor(ByteOffset(at + long));
            match what {
                0..=3 => _ = w.act(Action::Select { anchor, focus, finished: true }).keys(["1", "2", "3", "1"][what]),
                4 => _ = w.act(Action::Click { on: Some(anchor), caret: anchor }).keys("Delete"),
                5 => _ = w.act(Action::Click { on: Some(anchor), caret: anchor }).keys("}"),
                6 => _ = w.act(Action::Click { on: Some(anchor), caret: anchor }).keys("["),
                7 => _ = w.act(Action::Click { on: Some(anchor), caret: anchor }).keys("2"),
                _ => _ = w.act(Action::Click { on: Some(anchor), caret: anchor }).keys("3"),
            }
            let doc = w.session.doc().unwrap();
            for (span, _) in doc.set().placed() {
                prop_assert!(Span::in_text(doc.text(), span.start(), span.end()).is_ok());
            }
        }
        let end = w.session.doc().unwrap().set().clone();
        let mut steps = 0;
        while w.session.undo_title().is_some() { w.keys("Ctrl+z"); steps += 1; }
        prop_assert!(w.session.doc().unwrap().set().is_empty());
        for _ in 0..steps { w.keys("Ctrl+Shift+z"); }
        let now = w.session.doc().unwrap().set().clone();
        prop_assert_eq!(&now, &end);
        prop_assert_eq!(&w.disk[&key("0.txt")].1, &now);
    });
}
