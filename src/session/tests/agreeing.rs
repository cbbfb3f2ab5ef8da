//! Agreement: asked for, measured, stopped, out of date; the places behind its numbers, and the way to the page.

use super::{
    reviewing::{AN, MINH, reviewed, set_others},
    *,
};
use crate::{
    agreement::Kind,
    formats::Flow,
    session::{
        agreeing::{AgreementAction, Behind, Between, MeasureJob, MeasureNews, Shown, Stage, What},
        dataset::Corpus,
    },
    store::Work,
};

/// The world as a project on disk.
struct Disk<'w>(&'w World);

impl Corpus for Disk<'_> {
    fn name(&self) -> String {
        "news".to_owned()
    }
    fn labels(&self) -> Result<LabelSet, FileTrouble> {
        Ok(crate::store::default_labels())
    }
    fn annotators(&self) -> Vec<AnnotatorName> {
        self.0.session.project().unwrap().annotators.clone()
    }
    fn articles(&self) -> Vec<ArticleKey> {
        self.0.disk.keys().cloned().collect()
    }
    fn work_of(&self, key: &ArticleKey, annotators: &[AnnotatorName]) -> Result<Work, FileTrouble> {
        Ok(self.0.work(key, annotators))
    }
}

/// The job that waits to be run.
fn job(w: &mut World) -> Option<Box<MeasureJob>> {
    let effects = w.session.take_effects();
    effects.into_iter().find_map(|e| if let Effect::Measure(job) = e { Some(job) } else { None })
}

/// Runs what waits, and tells what came of it.
fn run(w: &mut World) {
    let job = job(w).expect("something was asked for");
    let news = job.run(&Disk(w), &mut |_| Flow::Continue(()));
    w.session.handle(Event::Measured(job.serial, news));
    w.settle();
}

fn agree(w: &mut World, action: AgreementAction) {
    w.session.act(Action::Agreement(action));
}

/// A world of two articles, with what An and Minh have in them measured.
fn measured() -> World {
    let mut w = reviewed(&[[AN, MINH], [MINH, MINH]]);
    w.session.act(Action::Run("agreement"));
    run(&mut w);
    w
}

fn headline(w: &World) -> f64 {
    w.session.agreeing().assessed("span_f1_exact").unwrap().all.value.unwrap()
}

fn open(w: &mut World, behind: Behind) -> Vec<Kind> {
    agree(w, AgreementAction::Open(behind));
    let opened = w.session.agreeing().opened().unwrap();
    (0..opened.len()).map(|n| opened.row(n).unwrap().pairing.kind).collect()
}

fn label(name: &str) -> Option<Arc<str>> {
    Some(name.into())
}

#[test]
fn nothing_is_measured_until_it_is_asked_for() {
    let mut w = reviewed(&[[AN, MINH]]);
    assert!(job(&mut w).is_none());
    w.session.act(Action::Run("agreement"));
    assert_eq!(w.session.overlay(), Overlay::Agreement);
    assert!(matches!(w.session.agreeing().stage(), Stage::On(..)));
    run(&mut w);
    assert!(matches!(w.session.agreeing().stage(), Stage::Idle));
    assert!((headline(&w) - 4.0 / 7.0).abs() < 1e-12);
    w.session.act(Action::Overlay(Overlay::None));
    w.session.act(Action::Run("agreement"));
    assert!(job(&mut w).is_none(), "what was measured stays");
}

#[test]
fn changed_work_is_measured_when_it_is_asked_for_again() {
    let mut w = measured();
    assert!(!w.session.is_measured_before());
    set_others(&mut w, "0.txt", "An", MINH, 900);
    w.session.handle(Event::Changed(Change::Set(AnnotatorName::new("An").unwrap(), key("0.txt"))));
    assert!(w.session.is_measured_before());
    assert!(job(&mut w).is_none());
    agree(&mut w, AgreementAction::Measure);
    run(&mut w);
    assert!(!w.session.is_measured_before());
    assert!((headline(&w) - 1.0).abs() < 1e-12);
}

#[test]
fn a_job_that_is_stopped_leaves_what_there_was_and_late_news_is_not_heard() {
    let mut w = measured();
    let before = headline(&w);
    agree(&mut w, AgreementAction::Measure);
    let late = job(&mut w).unwrap();
    agree(&mut w, AgreementAction::Stop);
    assert!(w.session.take_effects().iter().any(|e| matches!(e, Effect::StopMeasure)));
    let stopped = late.run(&Disk(&w), &mut |_| Flow::Break(()));
    assert!(matches!(stopped, MeasureNews::Stopped));
    w.session.handle(Event::Measured(late.serial, stopped));
    assert!(matches!(w.session.agreeing().stage(), Stage::Idle));
    agree(&mut w, AgreementAction::Measure);
    let next = job(&mut w).unwrap();
    w.session.handle(Event::Measured(late.serial, MeasureNews::Stopped));
    assert!(w.session.agreeing().stage().is_on(), "that was of an earlier one");
    let news = next.run(&Disk(&w), &mut |_| Flow::Continue(()));
    w.session.handle(Event::Measured(next.serial, news));
    assert_eq!(headline(&w), before);
}

#[test]
fn slow_measures_run_when_they_are_asked_for_and_can_be_stopped() {
    let mut w = measured();
    assert!(w.session.agreeing().assessed("gamma").is_none());
    agree(&mut w, AgreementAction::MeasureSlow);
    assert!(w.session.agreeing().slow_stage().is_on());
    let slow = job(&mut w).unwrap();
    agree(&mut w, AgreementAction::Stop);
    let news = slow.run(&Disk(&w), &mut |_| Flow::Break(()));
    w.session.handle(Event::Measured(slow.serial, news));
    assert!(w.session.agreeing().assessed("gamma").is_none() && !w.session.agreeing().slow_stage().is_on());
    agree(&mut w, AgreementAction::MeasureSlow);
    run(&mut w);
    assert!(w.session.agreeing().assessed("gamma_cat").is_some());
}

#[test]
fn every_number_has_its_places() {
    use Kind::{Boundary, Missed, Same};
    let mut w = measured();
    let all = |what| Behind::new(Between::Everyone, what);
    assert_eq!(open(&mut w, all(What::All)), [Boundary, Missed], "in the order of the text");
    agree(&mut w, AgreementAction::Show(Shown::All));
    assert_eq!(w.session.agreeing().opened().unwrap().len(), 8);
    assert_eq!(open(&mut w, Behind::new(Between::Pair(0, 1), What::All)), [Boundary, Missed]);
    assert_eq!(open(&mut w, all(What::Label("Claim".into()))), [Missed]);
    assert_eq!(open(&mut w, all(What::Article("0.txt".into()))), [Boundary, Missed]);
    assert_eq!(open(&mut w, all(What::Article("1.txt".into()))), [Same; 4], "where none differs, all");
    assert_eq!(open(&mut w, all(What::Cell(label("Claim"), None))), [Missed], "either way round");
    let one = |left, right| Behind::new(Between::Pair(0, 1), What::Cell(left, right));
    assert_eq!(open(&mut w, one(None, label("Claim"))), [Missed]);
    assert_eq!(open(&mut w, one(label("Claim"), None)), []);
    assert_eq!(open(&mut w, one(label("Nobody"), None)), []);
    let phrase = w.session.agreeing().measured().unwrap().phrases.first().unwrap().clone();
    assert_eq!((&*phrase.folded, &*phrase.words), ("khong ai tra loi", "Không ai trả lời"));
    assert_eq!(open(&mut w, all(What::Phrase(phrase.folded))), [Missed]);
    let articles = &w.session.agreeing().measured().unwrap().articles;
    assert_eq!(articles.iter().map(|a| (a.what, a.differ)).collect::<Vec<_>>(), [(0, 2), (1, 0)], "the worst first");
}

#[test]
fn a_place_is_gone_to_with_its_case_in_hand() {
    let mut w = measured();
    w.session.act(Action::OpenArticle(key("1.txt")));
    w.keys("Ctrl+1");
    open(&mut w, Behind::new(Between::Everyone, What::All));
    agree(&mut w, AgreementAction::Go(1));
    w.settle();
    assert_eq!(w.session.overlay(), Overlay::None);
    assert_eq!(w.session.reviewing().workspace(), Workspace::Review);
    assert_eq!(w.session.current(), Some(&key("0.txt")));
    let at = |w: &World| {
        let (case, desk) = (w.session.case().unwrap().0, w.session.desk().unwrap());
        desk.cases[case].cluster.span.of(&desk.text).to_owned()
    };
    assert_eq!(at(&w), "Không ai trả lời");
    agree(&mut w, AgreementAction::Go(0));
    w.settle();
    assert_eq!(at(&w), "Bà Hòa");
    w.keys("n");
    assert_eq!(at(&w), "nước đã rút", "it was gone to once");
}

#[test]
fn in_an_article_of_ones_own_the_words_are_shown() {
    let mut w = measured();
    w.keys("Ctrl+1");
    w.session.act(Action::OpenArticle(key("0.txt")));
    w.settle();
    w.drag("rút").keys("1");
    open(&mut w, Behind::new(Between::Everyone, What::All));
    agree(&mut w, AgreementAction::Go(1));
    w.settle();
    assert!(w.session.case().is_none());
    assert_eq!(w.selected(), "Không ai trả lời");
}

#[test]
fn gold_is_no_annotator_and_each_is_compared_with_it() {
    let mut w = reviewed(&[[AN, MINH], [MINH, MINH]]);
    w.keys("A 1 1 Enter");
    let own = &w.disk[&key("0.txt")].1;
    assert!(own.review().is_some() && own.state() == State::Done);
    w.session.act(Action::Run("agreement"));
    run(&mut w);
    let measured = w.session.agreeing().measured().unwrap();
    assert_eq!(measured.study.annotators().iter().map(|a| &**a).collect::<Vec<_>>(), ["An", "Minh"]);
    let against = measured.against.iter().map(|a| (&*a.name, a.all.f1().unwrap(), a.all.articles.len()));
    let against: Vec<_> = against.collect();
    assert_eq!(against.iter().map(|a| (a.0, a.2)).collect::<Vec<_>>(), [("An", 1), ("Minh", 1)], "where there is gold");
    assert!(against[0].1 > against[1].1, "{against:?}");
    let kinds = open(&mut w, Behind::new(Between::Gold(1), What::Point(0)));
    assert!(kinds.contains(&Kind::Boundary), "{kinds:?}");
}

#[test]
fn another_project_begins_with_nothing_measured() {
    let mut w = measured();
    w.session.handle(Event::Opened(Box::new(Opening {
        name: "other".to_owned(),
        root: "/other".into(),
        labels: Ok(crate::store::default_labels()),
        settings: Default::default(),
        articles: Vec::new(),
        troubles: Vec::new(),
        summaries: Vec::new(),
        annotators: Vec::new(),
        first: None,
    })));
    assert!(w.session.agreeing().measured().is_none() && w.session.agreeing().opened().is_none());
}
