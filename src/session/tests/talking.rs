//! What the project says of reviews, and what people say of decisions: who sees what, what is asked and answered.

use super::{
    reviewing::{reviewed, set_others},
    *,
};
use crate::{
    model::{Annotation, ChangeSet, Comment, Decision, Offer, Plan, Remarks, Review, Settings, Verdict},
    session::review::NoDesk,
};

const TEXT: &str = "Bà Hòa nói nước đã rút.";
const AN: &str = "[Actor Bà Hòa] nói nước đã rút.";
const MINH: &str = "Bà [Actor Hòa] nói [Claim nước đã rút].";

fn name(name: &str) -> AnnotatorName {
    AnnotatorName::new(name).unwrap()
}

fn says(w: &mut World, change: impl FnOnce(&mut Settings)) {
    let base = w.session.settings().clone();
    let mut settings = base.clone();
    change(&mut settings);
    w.act(Action::SaveSettings { settings: settings.into(), base: base.into() });
}

fn gives(w: &mut World, articles: &[(&str, &[&str])]) {
    says(w, |s| {
        s.assigned = articles.iter().map(|(k, who)| (key(k), who.iter().map(|n| name(n)).collect())).collect();
    });
}

fn listed(w: &World) -> Vec<(String, usize)> {
    w.session.reviewing().queue().articles().map(|(k, c)| (k.to_string(), c.open)).collect()
}

#[test]
fn others_marks_stay_back_until_one_is_done_with_an_article_of_ones_own() {
    let mut w = reviewed(&[[AN, MINH], [AN, MINH]]);
    assert_eq!(listed(&w), [("0.txt".to_owned(), 2), ("1.txt".to_owned(), 2)]);
    gives(&mut w, &[("0.txt", &["Lan", "An"]), ("1.txt", &["Minh"])]);
    assert_eq!(w.session.desk().err(), Some(NoDesk::NotDone));
    assert!(w.session.reviewing().others(&key("0.txt")).is_none(), "let go of, not only hidden");
    assert_eq!(listed(&w), [("1.txt".to_owned(), 2)]);
    assert_eq!(w.session.reviewing().queue().open(), (2, 1));
    w.keys("1 u A");
    assert_eq!(w.story(), TEXT, "and nothing can be decided there");

    // Done with it, and nothing marked: others' work is read, but one's own is no place for a review: that nothing was found there is
    // an annotator's word. Begun anew: it is put away again.
    w.act(Action::Run("done"));
    assert_eq!(w.session.desk().err(), Some(NoDesk::Own));
    assert!(w.session.reviewing().others(&key("0.txt")).is_some());
    w.act(Action::Run("done"));
    assert_eq!(w.session.desk().err(), Some(NoDesk::NotDone));
    assert!(w.session.reviewing().others(&key("0.txt")).is_none());
    assert_eq!(w.session.reviewing().queue().open(), (2, 1));

    // Where the project lets annotators look, they may.
    says(&mut w, |s| s.open = true);
    assert_eq!(w.session.desk().unwrap().cases.len(), 2);
    assert_eq!(w.session.reviewing().queue().open(), (4, 2));
}

#[test]
fn an_answer_that_comes_late_shows_nothing_either() {
    let mut w = reviewed(&[[AN, MINH]]);
    w.act(Action::Run("annotate"));
    let ask = w.session.ask();
    let work = w.work(&key("0.txt"), &[name("An"), name("Minh")]);
    gives(&mut w, &[("0.txt", &["Lan"])]);
    w.session.handle(Event::Work(key("0.txt"), Ok(Box::new(work)), ask));
    assert!(w.session.reviewing().others(&key("0.txt")).is_none());
}

#[test]
fn a_review_that_was_begun_goes_on() {
    let mut w = reviewed(&[[AN, MINH]]);
    w.keys("1");
    gives(&mut w, &[("0.txt", &["Lan"])]);
    assert_eq!(w.session.desk().unwrap().open(w.session.review()), 1);
}

#[test]
fn articles_are_listed_and_counted_for_whom_they_are() {
    let mut w = reviewed(&[[AN, MINH], [AN, MINH], [AN, MINH], [AN, MINH]]);
    let plan = Plan { annotators: vec![name("Lan"), name("Minh")], shared: 50, together: 2, seed: 3 };
    let settings = w.session.assign(&plan);
    let base = w.session.settings().clone();
    w.act(Action::Run("assign"));
    assert_eq!((w.session.overlay(), w.session.unassigned()), (Overlay::Assign, 4));
    w.act(Action::SaveSettings { settings: settings.into(), base: base.into() });
    assert_eq!((w.session.overlay(), w.session.unassigned()), (Overlay::None, 0));
    assert!(w.told().contains("4 articles assigned"), "{}", w.told());
    let words: Vec<String> = (0..4).map(|n| w.session.for_whom(&key(&format!("{n}.txt")))).collect();
    assert_eq!(words.iter().filter(|w| *w == "for you and Minh").count(), 2, "{words:?}");
    assert_eq!(words.iter().filter(|w| *w == "for you").count(), 1, "{words:?}");
    assert_eq!(words.iter().filter(|w| *w == "for Minh").count(), 1, "{words:?}");
    w.act(Action::FilterBy(Filter { mine: true, ..Filter::default() }));
    assert_eq!(w.session.articles().shown_len(), 3);
    w.act(Action::Run("annotate"));
    let first = w.session.articles().shown(0).unwrap().key.clone();
    w.act(Action::OpenArticle(first)).act(Action::Run("done"));
    assert_eq!(w.session.articles().facets().mine, [3, 1, 0]);
    // Work on what is another's stays allowed.
    let other = key(&format!("{}.txt", words.iter().position(|w| w == "for Minh").unwrap()));
    w.act(Action::OpenArticle(other)).drag("Hòa").keys("1");
    assert!(w.story().contains("[Actor Hòa]"));
}

#[test]
fn settings_that_someone_else_changed_are_not_written_over() {
    let mut w = reviewed(&[[AN, MINH]]);
    w.act(Action::Run("review-settings"));
    let trouble = FileTrouble::new(std::path::Path::new("/news/whosaid.ron"), "Someone else changed it");
    let new = Settings { blind: true, ..Settings::default() };
    w.session.handle(Event::SettingsSaved(new.into(), Err(trouble)));
    assert_eq!(w.session.overlay(), Overlay::ReviewSettings, "what was typed stays");
    assert!(w.session.settings_edit().refused().is_some_and(|why| why.contains("Someone else changed it")));
    assert!(!w.session.is_blind());
    w.session.handle(Event::Settings(Settings { reasons: vec!["ranh giới".into()], ..Settings::default() }));
    assert_eq!(w.session.reasons(), ["ranh giới".into()]);
    w.act(Action::Overlay(Overlay::None)).keys("0 1");
    let decision = w.session.review().unwrap().decisions.values().next().unwrap().clone();
    assert_eq!((&decision.verdict, &*decision.reason), (&Verdict::Neither, "ranh giới"));
}

#[test]
fn a_decision_is_talked_about_answered_and_resolved() {
    let mut w = reviewed(&[[AN, MINH]]);
    let say = |text: &str, resolves| Action::Review(ReviewAction::Say { at: 0, text: text.to_owned(), resolves });
    w.act(say("  ", false));
    assert!(w.session.undo_title().is_none(), "nothing said is nothing");
    w.act(say("Vì sao có “Bà”?", false));
    let review = w.session.review().unwrap();
    assert_eq!(review.decisions.values().map(|d| &d.verdict).collect::<Vec<_>>(), [&Verdict::Open]);
    assert_eq!(w.session.thread_of(0).said.len(), 1);
    w.keys("Ctrl+z");
    assert!(w.session.review().is_none() && w.session.thread_of(0).is_empty(), "one step, undone");
    w.keys("Ctrl+Shift+z");
    assert!(w.session.thread_of(0).is_open());

    // It is the same talk after the case is decided. An answers in a file of their own.
    w.keys("p 2");
    assert!(w.session.thread_of(0).is_open(), "{:?}", w.session.review());
    let on = w.session.desk().unwrap().cases[0].decision.clone().unwrap();
    let answer =
        Comment {
            on, of: name("Lan"), text: "Tên gọi".into(), made: "2027-01-01T00:00:00Z".into(), resolves: false
        };
    set_others(&mut w, "0.txt", "An", AN, 100);
    let set = w.others.get_mut(&(key("0.txt"), name("An"))).unwrap();
    let new = Remarks { comments: [(AnnotationId::new("c1"), answer.into())].into(), ..Remarks::default() };
    let remarks = Some((set.remarks().clone(), new.into()));
    ChangeSet { remarks, ..Default::default() }.apply(set).unwrap();
    w.session.handle(Event::Changed(Change::Set(name("An"), key("0.txt"))));
    w.settle();
    let said: Vec<String> = w.session.thread_of(0).said.iter().map(|(who, c)| format!("{who}: {}", c.text)).collect();
    assert_eq!(said, ["Lan: Vì sao có “Bà”?", "An: Tên gọi"]);

    w.session.set_now(2.0, "2027-01-02T00:00:00Z");
    w.act(Action::Run("done"));
    w.act(say("", true));
    assert!(!w.session.thread_of(0).is_open());
    w.act(say("", true));
    assert_eq!(w.session.thread_of(0).said.len(), 3, "once is enough");
    let (_, kept, _) = &w.disk[&key("0.txt")];
    assert_eq!(kept.remarks().comments.len(), 2, "mine are in my file");
    w.act(say("", false));
    assert!(w.session.thread_of(0).is_open());
}

#[test]
fn what_was_unclear_gathers_and_opens() {
    let mut w = reviewed(&[[AN, MINH], [AN, MINH]]);
    w.keys("0 7 0 1");
    w.act(Action::OpenArticle(key("1.txt"))).keys("n 0 7");
    let say = ReviewAction::Say { at: 0, text: "Hỏi".to_owned(), resolves: false };
    w.act(Action::Review(say));
    let queue = w.session.reviewing().queue();
    let all: Vec<(String, String, String, Option<bool>)> =
        queue.remarked().map(|(k, r)| (k.to_string(), r.words.to_string(), r.reason.to_string(), r.talk)).collect();
    let row = |k: &str, words: &str, reason: &str, talk| (k.to_owned(), words.to_owned(), reason.to_owned(), talk);
    assert_eq!(
        all,
        [
            row("0.txt", "Bà Hòa", "guideline unclear", None),
            row("0.txt", "nước đã rút", "boundary", None),
            row("1.txt", "Bà Hòa", "", Some(true)),
            row("1.txt", "nước đã rút", "guideline unclear", None),
        ]
    );
    // The same is found by the look at the project, and each opens its case.
    w.act(Action::Run("annotate")).act(Action::Run("review"));
    assert_eq!(w.session.reviewing().queue().remarked().count(), 4);
    let second = w.session.reviewing().queue().remarked().nth(1).map(|(k, r)| (k.clone(), r.id.clone())).unwrap();
    w.act(Action::Review(ReviewAction::Open(second.0.clone(), second.1)));
    assert_eq!((w.session.current(), w.session.case().map(|(at, _)| at)), (Some(&second.0), Some(1)));
    let first = w.session.reviewing().queue().remarked().next().map(|(k, r)| (k.clone(), r.id.clone())).unwrap();
    w.act(Action::Review(ReviewAction::Open(first.0, first.1)));
    assert_eq!(w.session.case().map(|(at, _)| at), Some(0));
}

#[test]
fn an_annotator_hears_what_is_said_of_their_marks_once_they_are_done_and_answers() {
    // Lan has annotated; Gold reviews Lan and An.
    let mut w = world(&["[Actor Bà Hòa] nói nước đã rút."]);
    let project = w.session.project.as_mut().unwrap();
    project.annotators = ["An", "Gold", "Lan"].map(name).to_vec();
    let lan = w.disk[&key("0.txt")].1.clone();
    let decision = |by: &str, marks: Vec<Arc<Annotation>>| Decision {
        offered: vec![Offer { by: name(by), marks }],
        verdict: Verdict::Neither,
        taken: Vec::new(),
        reason: "".into(),
        note: "".into(),
        made: "".into(),
    };
    let mine = decision("Lan", lan.iter().cloned().collect());
    let other = decision("An", lan.iter().cloned().collect());
    let decisions = [(AnnotationId::new("d1"), mine.into()), (AnnotationId::new("d2"), other.into())].into();
    let says = |on: &str, text: &str| Comment {
        on: AnnotationId::new(on),
        of: name("Gold"),
        text: text.into(),
        made: "2027-01-01T00:00:00Z".into(),
        resolves: false,
    };
    let review = Review { of: vec![name("An"), name("Lan")], decisions };
    let comments = [
        (AnnotationId::new("c1"), says("d1", "Vì sao?").into()),
        (AnnotationId::new("c2"), says("d2", "An ơi").into()),
    ];
    let remarks = Remarks { review: Some(review.into()), comments: comments.into(), ..Remarks::default() };
    let mut gold = AnnotationSet::default();
    let change = ChangeSet { remarks: Some((gold.remarks().clone(), remarks.into())), ..Default::default() };
    change.apply(&mut gold).unwrap();
    w.others.insert((key("0.txt"), name("Gold")), gold);

    w.act(Action::Present);
    assert!(w.session.talk_about_mine().is_empty() && w.session.reviewing().others(&key("0.txt")).is_none());
    w.act(Action::Run("done"));
    let about = w.session.talk_about_mine();
    assert_eq!(about.iter().map(|a| (a.on.as_str(), &*a.words)).collect::<Vec<_>>(), [("d1", "Bà Hòa")]);
    w.session.set_now(1.0, "2026-12-01T00:00:00Z");
    let answer = |text: &str, resolves| {
        Action::Review(ReviewAction::Answer {
            on: AnnotationId::new("d1"),
            of: name("Gold"),
            text: text.into(),
            resolves,
        })
    };
    w.act(answer("Bà là danh xưng", false));
    let (_, kept, _) = &w.disk[&key("0.txt")];
    let own: Vec<&str> = kept.remarks().comments.values().map(|c| &*c.made).collect();
    assert_eq!(own, ["2027-01-01T00:00:01Z"], "an answer comes after what it answers");
    assert_eq!((kept.state(), kept.len()), (State::Done, 1), "and takes nothing back");
    let said: Vec<String> = w.session.talk_about_mine()[0].thread.said.iter().map(|(who, _)| who.to_string()).collect();
    assert_eq!(said, ["Gold", "Lan"]);
    w.keys("Ctrl+z");
    assert_eq!(w.session.talk_about_mine()[0].thread.said.len(), 1);
    w.act(answer("", true));
    assert!(w.session.talk_about_mine().is_empty(), "what is settled is not shown");
    w.keys("Ctrl+z").act(Action::Run("done"));
    assert!(w.session.talk_about_mine().is_empty(), "not while one is at it again");
}

#[test]
fn agreement_leaves_out_what_is_kept_back() {
    let mut w = reviewed(&[[AN, MINH], [AN, MINH]]);
    gives(&mut w, &[("0.txt", &["Lan"])]);
    w.session.act(Action::Run("agreement"));
    let asked = format!("{:?}", w.session.take_effects());
    assert!(asked.contains("kept_back: {ArticleKey(\"0.txt\")}"), "{asked}");
}
