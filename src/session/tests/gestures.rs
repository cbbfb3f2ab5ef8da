//! Every gesture as a story.

use super::*;

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
fn details_are_edited_undone_and_checked() {
    let mut w = world(&["Ann"]);
    w.act(Action::Metadata(vec![(Field::Published, "2021-12-08 15:35 +7".to_owned())]));
    let published = |w: &World| w.session.doc().unwrap().metadata().published.as_ref().map(ToString::to_string);
    assert_eq!(published(&w).as_deref(), Some("2021-12-08 15:35 +07:00"));
    w.act(Action::Metadata(vec![(Field::Published, "yesterday".to_owned())]));
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

#[test]
fn growing_from_an_opening_quotation_mark_takes_the_words_behind_it() {
    let mut w = world(&["Một câu. “Giá sẽ tăng”, bà Lan nói."]);
    let at = w.place("“").start();
    w.act(Action::MoveCaret { to: at, extend: false }).keys("e");
    assert_eq!(w.selected(), "Giá");
    w.keys("e");
    assert_eq!(w.selected(), "Giá sẽ tăng", "no word has more than that syllable; the quotation comes next");
}

#[test]
fn a_window_with_room_for_one_side_bar_shows_the_one_asked_for_last() {
    let mut w = world(&["[Actor Ann] spoke"]);
    let sides = |w: &World| (w.session.sides().left, w.session.sides().right);
    assert_eq!(sides(&w), (true, true));
    w.act(Action::Narrow(true));
    assert_eq!(sides(&w), (false, true), "what the mark in hand says is needed more often");
    w.keys("Ctrl+b");
    assert_eq!(sides(&w), (true, false));
    w.click("Ann").keys("i");
    assert_eq!(sides(&w), (false, true));
    w.keys("Ctrl+j");
    assert_eq!(sides(&w), (true, false), "with the one away there is room for the other");
    w.act(Action::Narrow(false)).keys("Ctrl+j");
    assert_eq!(sides(&w), (true, true));
}
