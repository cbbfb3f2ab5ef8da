//! Problems of the article in hand and of the project: going there, fixing, silencing, all of it undone.

use super::*;
use crate::model::{ChangeSet, Silence, problem::Problem};
use unicode_normalization::UnicodeNormalization;

const STORY: &str = "[Actor Bà Mai ]nói [Claim trời mưa]. Bà cho biết: “Chúng tôi sẽ sửa đường”. [Date hôm qua]";

fn rules(w: &World) -> Vec<&'static str> {
    w.session.problems().open().iter().map(|p| p.rule).collect()
}

fn silence(w: &World, rule: &str) -> Silence {
    w.session.problems().open().iter().find(|p| p.rule == rule).map(Problem::silence).expect("it is found")
}

fn chosen(w: &World) -> Option<&'static str> {
    w.session.problems().chosen().map(|(p, _)| p.rule)
}

#[test]
fn problems_follow_every_change() {
    let mut w = world(&[STORY]);
    assert_eq!(rules(&w), ["edges", "no-source", "quotation", "no-value"]);
    w.drag("Chúng tôi sẽ sửa đường").keys("2 Esc");
    assert_eq!(rules(&w), ["edges", "no-source", "no-source", "no-value"]);
    w.keys("Ctrl+z");
    assert_eq!(rules(&w), ["edges", "no-source", "quotation", "no-value"]);
    let published = (Field::Published, "2021-12-08".to_owned());
    w.act(Action::Metadata(vec![published]));
    let date = w.session.doc().unwrap().set().placed().last().unwrap().1.id.clone();
    let value = "2022-12-07".into();
    w.act(Action::Attribute { article: key("0.txt"), mark: date, name: "value".into(), value });
    assert_eq!(rules(&w).last(), Some(&"impossible-date"));
    w.act(Action::Metadata(vec![(Field::Published, "2022-12-08".to_owned())]));
    assert_eq!(rules(&w), ["edges", "no-source", "quotation"], "the details of the article count too");
}

#[test]
fn one_key_goes_there_and_round() {
    let mut w = world(&[STORY]);
    let mut seen = Vec::new();
    for _ in 0..5 {
        w.keys("F8");
        seen.push((chosen(&w).unwrap(), w.selected()));
    }
    assert_eq!(seen[0], ("edges", "Bà Mai ".to_owned()));
    assert_eq!(seen[1], ("no-source", "trời mưa".to_owned()));
    assert_eq!(seen[2], ("quotation", "Chúng tôi sẽ sửa đường".to_owned()));
    assert_eq!(seen[3].0, "no-value");
    assert_eq!(seen[4], seen[0]);
    assert_eq!(w.session.panel(), Panel::Problems);
    w.keys("Shift+F8");
    assert_eq!(chosen(&w), Some("no-value"));
    w.act(Action::Problems(ProblemAction::Only(Some("edges")))).keys("F8 F8");
    assert_eq!(chosen(&w), Some("edges"));
    let mut none = world(&["Không có gì."]);
    none.keys("F8");
    assert!(none.told().contains("No problems found"), "{}", none.told());
}

#[test]
fn from_where_the_caret_is() {
    let mut w = world(&[STORY]);
    let at = w.place("Chúng").start();
    w.act(Action::MoveCaret { to: at, extend: false }).keys("F8");
    assert_eq!(chosen(&w), Some("quotation"));
    w.act(Action::Problems(ProblemAction::Go(silence(&w, "edges"), 0)));
    w.keys("Esc").act(Action::MoveCaret { to: at, extend: false });
    w.keys("Shift+F8");
    assert_eq!(chosen(&w), Some("no-value"), "the problem in hand is what it goes on from");
}

#[test]
fn one_key_fixes() {
    check(
        STORY,
        |w| {
            w.keys("F8 Ctrl+. F8 Ctrl+. F8 Ctrl+.");
        },
        "[Actor Bà Mai] nói [Claim trời mưa]. Bà cho biết: “[Claim Chúng tôi sẽ sửa đường]”. [Date hôm qua]",
    );
    let mut w = world(&[STORY]);
    w.keys("F8 F8 Ctrl+.");
    assert_eq!(w.session.undo_title(), Some("Link source to “Bà Mai”: “trời mưa”"));
    assert!(!rules(&w).contains(&"no-source"));
    // Without going there: the mark in hand is meant.
    w.click("Bà Mai").keys("Ctrl+.");
    assert!(w.story().starts_with("[Actor Bà Mai] nói"), "{}", w.story());
    w.click("hôm qua");
    let before = w.story();
    w.keys("Ctrl+.");
    assert_eq!(w.story(), before, "no clear fix, nothing done");
}

#[test]
fn all_places_of_a_name_in_one_step() {
    check(
        "[Actor Minh Hà] đến, Minh Hà đi, rồi Minh Hà về.",
        |w| {
            w.keys("F8");
            assert_eq!(w.selected(), "Minh Hà");
            w.keys("F8");
            assert!(w.session.doc().unwrap().selection().span().unwrap().start() > w.place("rồi").start());
            w.keys("Ctrl+.");
        },
        "[Actor Minh Hà] đến, [Actor Minh Hà] đi, rồi [Actor Minh Hà] về.",
    );
}

#[test]
fn silenced_with_a_reason_until_it_is_taken_back() {
    let mut w = world(&[STORY]);
    w.keys("F8 F8 F8 Ctrl+F8");
    assert_eq!(w.session.overlay(), Overlay::Silence);
    let quotation = silence(&w, "quotation");
    w.act(Action::Problems(ProblemAction::Silence(quotation.clone(), " a".into())));
    assert!(rules(&w).contains(&"quotation"), "a reason is wanted");
    w.act(Action::Problems(ProblemAction::Silence(quotation.clone(), "the text of a sign ".into())));
    assert_eq!(w.session.overlay(), Overlay::None);
    assert!(!rules(&w).contains(&"quotation"));
    let told: Vec<String> = w.session.problems().silenced().iter().map(|(p, r)| format!("{}: {r}", p.rule)).collect();
    assert_eq!(told, ["quotation: the text of a sign"]);
    assert_eq!(w.session.problems().reasons(), ["the text of a sign".into()]);
    // It is in the file, and there after the file is read again.
    assert_eq!(w.disk[&key("0.txt")].1.remarks().silenced.len(), 1);
    let mut again = world(&["Nothing."]);
    again.disk.insert(key("0.txt"), w.disk[&key("0.txt")].clone());
    again.act(Action::Run("refresh"));
    assert_eq!((rules(&again).contains(&"quotation"), again.session.problems().silenced().len()), (false, 1));
    w.keys("Ctrl+z");
    assert!(rules(&w).contains(&"quotation"));
    w.keys("Ctrl+Shift+z");
    assert!(!rules(&w).contains(&"quotation"));
    w.act(Action::Problems(ProblemAction::Unsilence(quotation)));
    assert!(rules(&w).contains(&"quotation"));
}

#[test]
fn rows_by_rule_or_as_the_text_goes() {
    let mut w = world(&["[Claim Mưa] và [Actor Bà Mai ]và [Claim nắng]"]);
    let open = |w: &World| w.session.problems().rows().to_vec();
    assert_eq!(open(&w), [ProblemRow::Open(0), ProblemRow::Open(1), ProblemRow::Open(2)]);
    w.act(Action::Problems(ProblemAction::ByRule(true)));
    let (edges, source) = (ProblemRow::Rule("edges", 1), ProblemRow::Rule("no-source", 2));
    assert_eq!(open(&w), [edges, ProblemRow::Open(1), source, ProblemRow::Open(0), ProblemRow::Open(2)]);
    w.act(Action::Problems(ProblemAction::Only(Some("no-source"))));
    assert_eq!(open(&w), [source, ProblemRow::Open(0), ProblemRow::Open(2)]);
    let claim = silence(&w, "no-source");
    w.act(Action::Problems(ProblemAction::Silence(claim, "own words".into())));
    w.act(Action::Problems(ProblemAction::Only(None)));
    assert_eq!(open(&w).last(), Some(&ProblemRow::Silenced(1)));
    w.act(Action::Problems(ProblemAction::ShowSilenced(true)));
    assert_eq!(open(&w).last(), Some(&ProblemRow::Quiet(0)));
}

/// Tells the session of what a look at the whole project finds.
fn looked(w: &mut World) {
    w.session.handle(Event::SummariesDone);
    w.settle();
}

fn counts(w: &World) -> Vec<(String, usize)> {
    w.session.problems().survey().articles().iter().map(|(k, n)| (k.to_string(), *n)).collect()
}

#[test]
fn the_project_is_looked_at_when_it_is_asked_for() {
    let mut w = world(&[
        "[Actor Kim Long] và [Actor Kim Long]",
        "[Claim Mưa] ở [Date Kim Long]",
        "Chưa bắt đầu: “một hai ba bốn”",
    ]);
    looked(&mut w);
    assert_eq!(w.session.problems().survey().progress(), None, "not before anybody wants to know");
    w.act(Action::Panel(Panel::Problems)).act(Action::Problems(ProblemAction::Whole(true)));
    // No source, no value, and the name that is an Actor elsewhere.
    assert_eq!(counts(&w), [("1.txt".to_owned(), 3)]);
    // The article in hand tells its own at once.
    w.act(Action::OpenArticle(key("1.txt")));
    assert!(rules(&w).contains(&"two-labels"), "{:?}", rules(&w));
    let name = silence(&w, "two-labels");
    w.act(Action::Problems(ProblemAction::Go(name, 0))).keys("Ctrl+.");
    assert_eq!(w.story(), "[Claim Mưa] ở [Actor Kim Long]");
    w.act(Action::OpenArticle(key("0.txt"))).act(Action::Problems(ProblemAction::Whole(true)));
    assert_eq!(counts(&w), [("1.txt".to_owned(), 1)], "and is remembered when it is left");
}

#[test]
fn what_is_silenced_in_a_decomposed_text_is_known_by_composed_words() {
    let story = "Bà Mai cho biết giá tăng. Có biển “cấm đỗ xe ở đây”. [Actor Hà Giang] đi.";
    let text: String = story.nfd().collect();
    let mut w = world(&[&text]);
    w.drag(&"đi".nfd().collect::<String>()).keys("3");
    let open = w.session.problems().open();
    for rule in ["quotation", "reporting"] {
        let problem = open.iter().find(|p| p.rule == rule).unwrap_or_else(|| panic!("{rule}"));
        assert_eq!(problem.about.nfc().collect::<String>(), *problem.about, "as it is read from a file");
    }
    w.act(Action::Skip("trùng tin".nfd().collect()));
    let skipped = &w.disk[&key("0.txt")].1.remarks().skipped;
    assert_eq!(**skipped, *"trùng tin");
}

/// A long article, looked at in the background, whose second name is not marked; with more words before that name, if any.
fn long(words: &str) -> Text {
    Text::new(format!("Ms Adams spoke. {words}And then Ms Adams left. {}", "So it was. ".repeat(30_000)))
}

/// That article with the first name marked, on disk and opened.
fn long_world() -> World {
    let mut w = world(&["[Actor Ms Adams] spoke."]);
    let there = w.disk.get_mut(&key("0.txt")).unwrap();
    (there.0, there.2) = (long(""), Stamp::Hash([9; 32]));
    w.act(Action::Run("refresh"));
    w.keys("Ctrl+Enter Ctrl+Enter");
    w
}

/// Somebody changes its text or marks outside, and it is read again, while the look at it is still under way.
fn changed_outside(w: &mut World, words: &str, set: AnnotationSet) {
    w.disk.insert(key("0.txt"), (long(words), set, Stamp::Hash([10; 32])));
    w.session.act(Action::Run("refresh"));
    for effect in w.session.take_effects() {
        if let Effect::Load(key, _, ask) = effect {
            let loaded = w.loaded(&key);
            w.session.handle(Event::Loaded(Box::new(loaded), ask));
        }
    }
}

#[test]
fn what_was_found_in_a_text_is_not_shown_in_another() {
    let mut w = long_world();
    let name = silence(&w, "unmarked-name");
    let set = w.disk[&key("0.txt")].1.clone();
    changed_outside(&mut w, "Yesterday. ", set);
    assert!(w.session.problems().is_looking());
    assert_eq!(rules(&w), [""; 0]);
    w.session.act(Action::Problems(ProblemAction::Fix(name)));
    assert_eq!(w.session.doc().unwrap().set().len(), 1, "nothing is marked at other words");
    w.act(Action::Run("refresh"));
}

#[test]
fn a_mark_that_changed_since_it_was_looked_at_is_not_fixed() {
    let mut w = long_world();
    let k = key("0.txt");
    // The mark has a blank too much, and somebody moves it while that is looked at.
    let with = |w: &World, words: &str| {
        let set = w.disk[&k].1.clone();
        let mark = set.iter().next().unwrap().clone();
        let mut set = set;
        ChangeSet::updating(&mark, mark.at(w.place(words))).apply(&mut set).unwrap();
        set
    };
    let set = with(&w, "Ms Adams ");
    w.disk.insert(k.clone(), (long(""), set, Stamp::Hash([11; 32])));
    w.act(Action::Run("refresh"));
    let edges = silence(&w, "edges");
    let set = with(&w, "spoke");
    changed_outside(&mut w, "", set);
    w.session.act(Action::Problems(ProblemAction::Fix(edges)));
    let marks = w.session.doc().unwrap();
    let words: Vec<&str> = marks.set().placed().map(|(s, _)| s.of(marks.text())).collect();
    assert_eq!(words, ["spoke"]);
    assert!(w.told().contains("looked for anew"), "{}", w.told());
}

#[test]
fn a_mark_made_by_a_fix_begins_with_the_defaults_of_its_label() {
    let mut w = world(&["[Actor Ms Adams] spoke. And then Ms Adams left."]);
    let label = w.with_default();
    w.drag("spoke").keys("3");
    let name = silence(&w, "unmarked-name");
    w.act(Action::Problems(ProblemAction::Fix(name)));
    let set = w.session.doc().unwrap().set();
    let new = set.iter().rfind(|m| &*m.label == "Actor").unwrap();
    assert_eq!(new.attributes, label.defaults());
}

#[test]
fn names_are_compared_again_only_where_they_changed() {
    let mut w = world(&["[Actor Nam] came, it rained.", "[Date Nam] came.", "[Date Nam] left."]);
    looked(&mut w);
    w.act(Action::Panel(Panel::Problems));
    let version = |w: &World| w.session.problems().survey().version();
    let known = version(&w);
    w.drag("it rained").keys("2 Esc Ctrl+PageDown Ctrl+PageUp");
    assert_eq!(version(&w), known, "no name of the article is another");
    let conflicts = |w: &World| w.session.problems().survey().of(&key("0.txt")).iter().any(|(r, _)| *r == "two-labels");
    assert!(conflicts(&w));
    let name = silence(&w, "two-labels");
    w.act(Action::Problems(ProblemAction::Silence(name, "Two people".into())));
    w.keys("Ctrl+PageDown");
    assert!(!conflicts(&w), "what was silenced is not counted");
    w.keys("Ctrl+PageUp").click("Nam").keys("3 Ctrl+PageDown");
    assert!(version(&w) > known);
}
