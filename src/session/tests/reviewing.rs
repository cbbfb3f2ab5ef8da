//! The Review workspace by its keys: versions taken, cases accepted, mended and left, undone across articles.

use super::*;
use crate::{
    model::Verdict,
    session::review::{Asking, NoDesk, Reviewed},
    store::Work,
};

const TEXT: &str = "Bà Hòa nói nước đã rút hôm thứ Hai. Không ai trả lời.";
pub(super) const AN: &str = "[Actor Bà Hòa] nói [Claim nước đã rút] hôm [Date thứ Hai]. Không ai trả lời.";
pub(super) const MINH: &str = "Bà [Actor Hòa] nói [Claim nước đã rút] hôm [Date thứ Hai]. [Claim Không ai trả lời].";

/// A world with the work of An and Minh on each article, reviewed by Lan.
pub(super) fn reviewed(articles: &[[&str; 2]]) -> World {
    let texts: Vec<String> =
        articles.iter().map(|[an, _]| story::parse(an).unwrap().text.as_str().to_owned()).collect();
    let mut w = world(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    for (n, both) in articles.iter().enumerate() {
        for (markup, (who, seed)) in both.iter().zip([("An", 100), ("Minh", 200)]) {
            set_others(&mut w, &format!("{n}.txt"), who, markup, seed + n as u64);
        }
    }
    let project = w.session.project.as_mut().unwrap();
    project.annotators = ["An", "Lan", "Minh"].map(|n| AnnotatorName::new(n).unwrap()).to_vec();
    w.session.handle(Event::SummariesDone);
    w.keys("Ctrl+2");
    w
}

pub(super) fn set_others(w: &mut World, article: &str, who: &str, markup: &str, seed: u64) {
    let mut set = story::set(&story::parse(markup).unwrap(), seed);
    let done = crate::model::ChangeSet { state: Some((set.state(), State::Done)), ..Default::default() };
    done.apply(&mut set).unwrap();
    w.others.insert((key(article), AnnotatorName::new(who).unwrap()), set);
}

fn open(w: &World) -> usize {
    w.session.desk().unwrap().open(w.session.review())
}

fn at(w: &World) -> String {
    let desk = w.session.desk().unwrap();
    let (at, _) = w.session.case().unwrap();
    desk.cases[at].cluster.span.of(&desk.text).to_owned()
}

#[test]
fn an_article_is_reviewed_to_the_end_by_keys_alone() {
    let mut w = reviewed(&[[AN, MINH], [TEXT, TEXT]]);
    assert_eq!((open(&w), at(&w)), (4, "Bà Hòa".to_owned()));
    w.keys("A");
    assert_eq!(
        (open(&w), w.story()),
        (2, "Bà Hòa nói [Claim nước đã rút] hôm [Date thứ Hai]. Không ai trả lời.".to_owned())
    );
    assert_eq!(at(&w), "Không ai trả lời", "the next open case opens by itself");
    w.keys("0");
    assert_eq!(w.session.reviewing().asking(), Some(Asking::Neither));
    w.keys("5");
    assert_eq!(at(&w), "Bà Hòa", "round to the one before");
    let decision =
        w.session.review().unwrap().decisions.values().find(|d| d.verdict == Verdict::Neither).unwrap().clone();
    assert_eq!((&*decision.reason, decision.rejected().count()), ("not to be marked", 1));
    w.keys("1");
    assert_eq!((open(&w), w.story()), (0, AN.to_owned()));
    w.keys("Enter");
    assert_eq!(w.disk[&key("0.txt")].1.state(), State::Done);
    assert_eq!(w.session.current(), Some(&key("1.txt")));
    w.keys("Enter");
    let (_, nothing, _) = &w.disk[&key("1.txt")];
    assert_eq!(
        (nothing.state(), nothing.review().unwrap().decisions.len()),
        (State::Done, 1),
        "nothing there is a record too"
    );
}

#[test]
fn every_key_decides_and_undoes_across_articles() {
    for (keys, story) in [
        ("1", "[Actor Bà Hòa] nói nước đã rút hôm thứ Hai. Không ai trả lời."),
        ("2", "Bà [Actor Hòa] nói nước đã rút hôm thứ Hai. Không ai trả lời."),
        ("u", "[Actor Bà Hòa] nói nước đã rút hôm thứ Hai. Không ai trả lời."),
        ("i", "Bà [Actor Hòa] nói nước đã rút hôm thứ Hai. Không ai trả lời."),
        ("0 Enter", TEXT),
        ("0 Esc", TEXT),
        ("3", TEXT),
    ] {
        let mut w = reviewed(&[[AN, MINH], [AN, MINH]]);
        w.keys(keys);
        assert_eq!(w.story(), story, "{keys}");
        let decided = usize::from(!matches!(keys, "0 Esc" | "3"));
        assert_eq!(open(&w), 4 - decided, "{keys}");
        if decided == 1 {
            w.act(Action::OpenArticle(key("1.txt"))).keys("1 Ctrl+z Ctrl+z");
            assert_eq!((w.session.current(), open(&w), w.story()), (Some(&key("0.txt")), 4, TEXT.to_owned()));
            assert_eq!(at(&w), "Bà Hòa", "what was undone is in hand again");
            w.keys("Ctrl+Shift+z");
            assert_eq!(w.story(), story, "{keys}");
        }
    }
}

#[test]
fn a_case_is_mended_by_hand_with_the_keys_for_marking() {
    let mut w = reviewed(&[[AN, MINH]]);
    w.keys("e");
    assert!(w.session.reviewing().is_editing());
    assert_eq!(w.selected(), "Bà Hòa");
    w.keys("] 3");
    assert_eq!(w.story(), "Bà [Date Hòa] nói nước đã rút hôm thứ Hai. Không ai trả lời.");
    w.keys("Enter");
    assert!(!w.session.reviewing().is_editing());
    let decision = w.session.review().unwrap().decisions.values().next().unwrap();
    assert_eq!((&decision.verdict, decision.taken.len()), (&Verdict::Edited, 1));
    assert_eq!((open(&w), at(&w)), (3, "nước đã rút".to_owned()));
}

#[test]
fn escape_gives_up_what_was_edited_by_hand() {
    let mut w = reviewed(&[[AN, MINH]]);
    w.keys("e ] Esc");
    assert!(!w.session.reviewing().is_editing());
    assert_eq!((w.story(), open(&w), at(&w)), (TEXT.to_owned(), 4, "Bà Hòa".to_owned()));
    w.keys("2");
    assert_eq!(w.story(), "Bà [Actor Hòa] nói nước đã rút hôm thứ Hai. Không ai trả lời.");
}

#[test]
fn what_is_marked_while_a_case_is_edited_came_of_it() {
    let mut w = reviewed(&[[AN, MINH]]);
    w.keys("e").drag("Hòa nói").keys("1 Enter");
    let decision = w.session.review().unwrap().decisions.values().next().unwrap();
    assert_eq!((&decision.verdict, decision.taken.len()), (&Verdict::Edited, 2));
}

#[test]
fn later_leaves_a_case_open_and_n_and_p_walk() {
    let mut w = reviewed(&[[AN, MINH]]);
    w.keys("Space");
    assert_eq!((open(&w), at(&w)), (4, "nước đã rút".to_owned()));
    w.keys("n n n");
    assert_eq!(at(&w), "Bà Hòa");
    w.keys("p");
    assert_eq!(at(&w), "Không ai trả lời");
    assert_eq!(w.session.review(), None, "walking writes nothing");
}

#[test]
fn an_article_with_open_cases_is_not_called_done_by_a_slip() {
    let mut w = reviewed(&[[AN, MINH]]);
    w.keys("1 Enter");
    assert!(w.session.told().iter().any(|t| t.text.contains("3 cases left to decide")), "{:?}", w.session.told());
    assert_eq!(w.disk[&key("0.txt")].1.state(), State::InProgress);
}

#[test]
fn what_nobody_is_done_with_is_not_called_done_by_a_slip() {
    let mut w = reviewed(&[[AN, MINH]]);
    w.others.clear();
    w.session.handle(Event::Changed(Change::Set(AnnotatorName::new("Minh").unwrap(), key("0.txt"))));
    w.settle();
    assert_eq!(w.session.desk().err(), Some(NoDesk::NobodyReady));
    w.keys("Enter");
    assert_ne!(w.session.state(), Some(State::Done));
}

#[test]
fn remarks_and_reasons_are_kept_with_the_decision() {
    let mut w = reviewed(&[[AN, MINH]]);
    w.keys("1 p r 7");
    w.act(Action::Review(ReviewAction::Note(0, "Xem hướng dẫn, mục 2".into())));
    let decision = w.session.review().unwrap().decisions.values().next().unwrap().clone();
    assert_eq!((&*decision.reason, &*decision.note), ("guideline unclear", "Xem hướng dẫn, mục 2"));
    w.act(Action::Review(ReviewAction::Note(1, "Hỏi lại".into())));
    assert_eq!(open(&w), 3, "a remark decides nothing");
    assert_eq!(w.session.review().unwrap().decisions.len(), 2);
    w.act(Action::Review(ReviewAction::Case(1))).keys("1 p 0 Enter");
    let notes: Vec<&str> = w.session.review().unwrap().decisions.values().map(|d| &*d.note).collect();
    assert!(notes.contains(&"Hỏi lại") && notes.contains(&"Xem hướng dẫn, mục 2"), "{notes:?}");
}

#[test]
fn the_list_is_worst_first_and_counts_what_is_left() {
    let mut w = reviewed(&[[AN, AN], [AN, MINH], [TEXT, TEXT]]);
    let listed: Vec<(String, usize)> =
        w.session.reviewing().queue().articles().map(|(k, c)| (k.to_string(), c.open)).collect();
    assert_eq!(listed, [("1.txt".into(), 4), ("0.txt".into(), 3), ("2.txt".into(), 0)]);
    assert_eq!(w.session.reviewing().queue().open(), (7, 2));
    w.act(Action::OpenArticle(key("0.txt"))).keys("A");
    assert_eq!(w.session.reviewing().queue().open(), (4, 1));
}

#[test]
fn changed_work_is_asked_again_and_the_rest_stands() {
    let mut w = reviewed(&[[AN, MINH]]);
    w.keys("A 1 1");
    assert_eq!(open(&w), 0);
    set_others(
        &mut w,
        "0.txt",
        "Minh",
        &MINH.replace("Bà [Actor Hòa]", "[Actor Bà Hòa nói]").replace(" nói [C", " [C"),
        200,
    );
    w.session.handle(Event::Changed(Change::Set(AnnotatorName::new("Minh").unwrap(), key("0.txt"))));
    w.settle();
    assert_eq!((open(&w), at(&w)), (1, "Bà Hòa nói".to_owned()));
    assert_eq!(w.session.desk().unwrap().cases[0].earlier.len(), 1);
}

#[test]
fn ones_own_marks_are_no_place_for_a_review() {
    let mut w = reviewed(&[[AN, MINH]]);
    w.keys("Ctrl+1").drag("Hòa").keys("1 Ctrl+2");
    assert_eq!(w.session.desk().err(), Some(NoDesk::Own));
    w.keys("A 1 u");
    assert_eq!(w.story(), "Bà [Actor Hòa] nói nước đã rút hôm thứ Hai. Không ai trả lời.");
}

#[test]
fn names_hide_behind_letters_that_stay() {
    let mut w = reviewed(&[[AN, MINH]]);
    assert_eq!([w.session.reading_name(0), w.session.reading_name(1)], ["An", "Minh"]);
    w.act(Action::Review(ReviewAction::Blind(true)));
    let names = [w.session.reading_name(0), w.session.reading_name(1)];
    assert!(names.iter().all(|n| n.starts_with("Annotator ")) && names[0] < names[1], "{names:?}");
    // Who joins later shifts nobody's letters.
    let joined = ["Bảo", "Zoe"].map(|n| AnnotatorName::new(n).unwrap());
    w.session.project.as_mut().unwrap().annotators.extend(joined);
    assert_eq!([w.session.reading_name(0), w.session.reading_name(1)], names);
    w.keys("1");
    assert!(w.session.undo_title().is_some_and(|t| t.contains(&names[0])), "{:?}", w.session.undo_title());
}

#[test]
fn what_another_offered_too_is_not_rejected() {
    let mut w = reviewed(&[[AN, &AN.replace("[Date thứ Hai]", "thứ Hai")]]);
    w.keys("1 1 1");
    let review = w.session.review().unwrap();
    let verdicts: Vec<&str> = review.decisions.values().map(|d| d.verdict.name()).collect();
    assert_eq!(verdicts.iter().filter(|v| **v == "agreed").count(), 2, "{verdicts:?}");
    assert_eq!(review.decisions.values().map(|d| d.rejected().count()).sum::<usize>(), 0);
    let mut w = reviewed(&[[MINH, MINH]]);
    set_others(&mut w, "0.txt", "Hoa", AN, 300);
    w.session.handle(Event::SummariesDone);
    w.session.project.as_mut().unwrap().annotators.push(AnnotatorName::new("Hoa").unwrap());
    w.act(Action::Review(ReviewAction::Whose(Reviewed::default()))).act(Action::Review(ReviewAction::Case(0)));
    w.keys("2");
    let decision = w.session.review().unwrap().decisions.values().next().unwrap();
    let rejected: Vec<&str> = decision.rejected().map(|(by, _)| by.as_str()).collect();
    assert_eq!(rejected, ["Hoa"], "An and Minh have the same");
}

#[test]
fn one_annotator_alone_can_be_reviewed() {
    let mut w = reviewed(&[[AN, MINH]]);
    let minh = vec![AnnotatorName::new("Minh").unwrap()];
    w.act(Action::Review(ReviewAction::Whose(Reviewed { annotators: minh, any_state: false })));
    assert_eq!(open(&w), 4);
    w.keys("1 0 2 1 1");
    assert_eq!(w.story(), MINH.replace("[Claim nước đã rút]", "nước đã rút"));
    let set = &w.others[&(key("0.txt"), AnnotatorName::new("Minh").unwrap())];
    assert_eq!(set.len(), 4, "the original stays as it was");
}

impl World {
    pub(super) fn work(&self, key: &ArticleKey, annotators: &[AnnotatorName]) -> Work {
        let own = AnnotatorName::new("Lan").unwrap();
        let set = |who: &AnnotatorName| {
            let own = (*who == own).then(|| self.disk[key].1.clone());
            own.or_else(|| self.others.get(&(key.clone(), who.clone())).cloned())
        };
        Work {
            key: key.clone(),
            text: self.disk[key].0.clone(),
            metadata: Metadata::default(),
            meta_trouble: None,
            sets: annotators.iter().filter_map(|who| Some((who.clone(), Ok(set(who)?)))).collect(),
        }
    }

    /// Answers what the Review workspace asks for.
    pub(super) fn read_others(&mut self, effect: Effect) {
        match effect {
            Effect::LoadWork(key, annotators, ask) => {
                let work = Box::new(self.work(&key, &annotators));
                self.session.handle(Event::Work(key, Ok(work), ask));
            }
            Effect::Compare(job) => {
                let look = |k: &ArticleKey| (k.clone(), job.look(Some(&self.work(k, &job.annotators))));
                let batch: Vec<_> = job.keys.iter().map(look).collect();
                let (serial, looked) = (job.serial, batch.len());
                self.session.handle(Event::Compared { serial, batch, looked, finished: true });
            }
            _ => {}
        }
    }
}
