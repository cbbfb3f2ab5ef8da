//! The export dialog: what is chosen is looked at, marks go to the disk first, and what came of it is told.

use super::*;
use crate::{
    formats::{EXPORTS, Flow, Overlap, Policy},
    session::{
        ExportAction as E, ExportNews, Which, Writing,
        dataset::{Corpus, Exported, Step},
    },
    store::{SaveJob, Work},
};

impl Corpus for World {
    fn name(&self) -> String {
        "news".to_owned()
    }
    fn labels(&self) -> Result<LabelSet, FileTrouble> {
        Ok(self.session.project().unwrap().labels.clone())
    }
    fn annotators(&self) -> Vec<AnnotatorName> {
        vec![AnnotatorName::new("Lan").unwrap()]
    }
    fn articles(&self) -> Vec<ArticleKey> {
        self.disk.keys().cloned().collect()
    }
    fn work_of(&self, key: &ArticleKey, annotators: &[AnnotatorName]) -> Result<Work, FileTrouble> {
        let (text, set, _) = self.disk[key].clone();
        let mine = annotators.iter().filter(|a| a.as_str() == "Lan" && !set.is_empty());
        let sets = mine.map(|a| (a.clone(), Ok(set.clone()))).collect();
        Ok(Work { key: key.clone(), text, metadata: Metadata::default(), meta_trouble: None, sets })
    }
}

/// What is asked of the outside, with saves done and scans answered.
fn play(w: &mut World, actions: impl IntoIterator<Item = E>) -> Vec<Effect> {
    for action in actions {
        w.session.act(Action::Export(action));
    }
    let mut rest = Vec::new();
    loop {
        let effects = w.session.take_effects();
        if effects.is_empty() {
            return rest;
        }
        for effect in effects {
            match effect {
                Effect::Scan(job) => scan(w, *job),
                Effect::Save(job) => save(w, job),
                other => rest.push(other),
            }
        }
    }
}

fn scan(w: &mut World, job: ScanJob) {
    let serial = job.serial;
    let scanned = job.run(w, &mut |_, _| Flow::Continue(())).unwrap();
    w.session.handle(Event::Export(ExportNews::Scanned(serial, Ok(Box::new(scanned)))));
}

fn save(w: &mut World, job: SaveJob) {
    match &mut w.held {
        Some(held) => held.push(job),
        None => w.write(job),
    }
}

fn opened() -> World {
    let mut w = world(&["[Actor Bà Lan] nói [Claim giá gạo tăng]", "Ông [Actor Minh] đến", "Không có gì"]);
    w.session.act(Action::Run("export"));
    play(&mut w, []);
    w
}

fn counts(w: &World) -> (usize, usize) {
    let scanned = w.session.exporting().scanned().unwrap().unwrap();
    (scanned.scan.report.docs, scanned.scan.report.marks)
}

fn exported(w: &World) -> Exported {
    let report = w.session.exporting().scanned().unwrap().unwrap().scan.report.clone();
    Exported { report, failed: BTreeMap::new(), files: 5, bytes: 2000, earlier: BTreeMap::new() }
}

#[test]
fn what_is_chosen_is_counted_again_each_time() {
    let mut w = opened();
    assert_eq!(w.session.overlay(), Overlay::Export);
    assert_eq!(counts(&w), (2, 3));
    assert_eq!(w.session.exporting().folder(), "/news-export");
    play(&mut w, [E::Label("Claim".into(), false)]);
    assert_eq!(counts(&w), (2, 2));
    play(&mut w, [E::Articles(Which::Current)]);
    assert_eq!(counts(&w), (1, 1));
    w.session.act(Action::Filter("1".to_owned()));
    play(&mut w, [E::Articles(Which::Shown), E::Label("Claim".into(), true)]);
    assert_eq!(counts(&w), (1, 1));
    play(&mut w, [E::Articles(Which::All), E::DoneOnly(true)]);
    assert_eq!(counts(&w), (0, 0));
    assert_eq!(w.session.export_hindrance().as_deref(), Some("There is nothing to export"));
    let remarks = w.session.exporting().scanned().unwrap().unwrap();
    let remarks = remarks.scan.remarks(&remarks.request);
    assert!(remarks.iter().any(|r| r.sentence == "2 sets not done, left out" && r.names.len() == 2), "{remarks:?}");
}

#[test]
fn machines_are_exported_only_where_they_are_ticked() {
    let mut w = opened();
    let [lan, machine] = ["Lan", "machine: tagger"].map(|name| AnnotatorName::new(name).unwrap());
    w.session.project.as_mut().unwrap().annotators = vec![lan.clone(), machine.clone()];
    let named = |w: &World| w.session.exporting().scanned().unwrap().unwrap().request.scope.annotators.clone();
    let ticked = |w: &World| [&lan, &machine].map(|name| w.session.exporting().has_annotator(name));
    play(&mut w, [E::GoldOnly(false)]);
    assert_eq!((ticked(&w), named(&w)), ([true, false], vec![]), "at first all people are chosen, without naming them");
    play(&mut w, [E::Annotator(machine.clone(), true)]);
    assert_eq!((ticked(&w), named(&w)), ([true, true], vec![lan.clone(), machine.clone()]));
    play(&mut w, [E::Annotator(lan.clone(), false)]);
    assert_eq!((ticked(&w), named(&w)), ([false, true], vec![machine.clone()]));
    play(&mut w, [E::Annotator(machine.clone(), false)]);
    assert_eq!(w.session.export_hindrance().as_deref(), Some("Choose whose marks are exported"));
}

#[test]
fn every_format_says_what_it_would_lose_before_it_is_chosen() {
    let w = opened();
    let scanned = w.session.exporting().scanned().unwrap().unwrap();
    assert_eq!(scanned.scan.report.formats.len(), EXPORTS.len());
    assert_eq!(scanned.specimens.len(), EXPORTS.len());
    assert_eq!(w.session.exporting().chosen().count(), 1, "our own is written in any case");
}

#[test]
fn options_count_only_where_a_format_needs_them() {
    let mut w = opened();
    let options = crate::formats::Options { policy: Policy::Longest, trim: true, ..Default::default() };
    let flat = EXPORTS.iter().map(|e| e.about()).find(|a| a.holds.overlap != Overlap::Any);
    let effects = play(&mut w, [E::Options(options), E::Start]);
    let request = |effects: &[Effect]| {
        let job = effects.iter().find_map(|e| if let Effect::Export(job) = e { Some(job) } else { None });
        job.expect("it is exported").request.clone()
    };
    assert_eq!(request(&effects).options, Default::default(), "our own holds everything as it is");
    let done = Event::Export(ExportNews::Over(Ok(Box::new(exported(&w))), "/news-export".into()));
    w.session.handle(done);
    if let Some(flat) = flat {
        play(&mut w, [E::Format(flat.id, true)]);
        let effects = play(&mut w, [E::Start]);
        assert_eq!(request(&effects).options.policy, Policy::Longest);
        let formats = request(&effects).formats;
        assert!(formats.len() == 2 && formats.contains(&"jsonl") && formats.contains(&flat.id), "{formats:?}");
    }
}

#[test]
fn marks_go_to_the_disk_before_anything_is_looked_at_or_written() {
    let mut w = opened();
    w.session.act(Action::Overlay(Overlay::None));
    w.held = Some(Vec::new());
    w.session.act(Action::OpenArticle(key("2.txt")));
    w.settle();
    let span = w.place("gì");
    w.session.act(Action::Select { anchor: span.start(), focus: span.end(), finished: true });
    w.session.act(Action::Label("Actor".into()));
    w.session.act(Action::Run("export"));
    play(&mut w, [E::Start]);
    assert!(matches!(w.session.exporting().writing(), Writing::Idle), "nothing was looked at yet");
    let held = w.held.take().unwrap();
    held.into_iter().for_each(|job| w.write(job));
    play(&mut w, []);
    assert_eq!(counts(&w), (3, 4));
    // The same once more, with the wish to write already there.
    w.held = Some(Vec::new());
    w.session.act(Action::Run("delete"));
    w.session.act(Action::Export(E::Start));
    assert!(matches!(w.session.exporting().writing(), Writing::Waiting));
    assert!(!play(&mut w, []).iter().any(|e| matches!(e, Effect::Export(_))));
    let held = w.held.take().unwrap();
    assert!(!held.is_empty());
    held.into_iter().for_each(|job| w.write(job));
    assert!(play(&mut w, []).iter().any(|e| matches!(e, Effect::Export(_))));
}

#[test]
fn nothing_is_exported_while_marks_cannot_be_saved() {
    let mut w = opened();
    w.held = Some(Vec::new());
    let span = w.place("giá");
    w.session.act(Action::Select { anchor: span.start(), focus: span.end(), finished: true });
    w.session.act(Action::Label("Date".into()));
    w.session.act(Action::Export(E::Start));
    play(&mut w, []);
    let job = w.held.take().unwrap().pop().unwrap();
    let (key, serial) = (job.key, job.serial);
    let report = SaveReport::Failed { key, serial, sentence: "The disk is full".to_owned(), metadata: false };
    w.session.handle(Event::Save(report));
    assert!(!play(&mut w, []).iter().any(|e| matches!(e, Effect::Export(_))));
    let Writing::Failed(why) = w.session.exporting().writing() else { panic!("it is told") };
    assert_eq!(why, "The disk is full. Nothing was exported");
}

#[test]
fn an_answer_to_an_earlier_wish_is_not_listened_to() {
    let mut w = opened();
    w.session.act(Action::Export(E::Label("Actor".into(), false)));
    let first = w.session.take_effects();
    w.session.act(Action::Export(E::Label("Actor".into(), true)));
    let second = w.session.take_effects();
    for effect in second.into_iter().chain(first) {
        if let Effect::Scan(job) = effect {
            scan(&mut w, *job);
        }
    }
    assert_eq!(counts(&w), (2, 3));
    assert!(w.session.exporting().looked().is_none());
}

#[test]
fn an_export_goes_on_behind_and_is_told_or_stopped() {
    let mut w = opened();
    let effects = play(&mut w, [E::Folder(" /out ".to_owned()), E::Start]);
    let job = effects.iter().find_map(|e| if let Effect::Export(job) = e { Some(job) } else { None }).unwrap();
    assert_eq!(job.folder, std::path::Path::new("/out"));
    assert!(play(&mut w, [E::Start]).is_empty(), "one at a time");
    w.session.handle(Event::Export(ExportNews::Step(Step::Writing(2, 3))));
    assert!(matches!(w.session.exporting().writing(), Writing::On(Step::Writing(2, 3), false)));
    w.keys("Esc");
    let done = ExportNews::Over(Ok(Box::new(exported(&w))), "/out".into());
    w.session.handle(Event::Export(done));
    assert_eq!(
        w.told(),
        "2 documents and 3 marks in 11 formats: 5 files in /out".replace("11", &EXPORTS.len().to_string())
    );
    let effects = play(&mut w, [E::OpenFolder]);
    assert!(matches!(&effects[..], [Effect::OpenFolder(folder)] if folder.ends_with("out")));
    w.session.act(Action::Run("export"));
    play(&mut w, []);
    assert!(matches!(w.session.exporting().writing(), Writing::Idle), "opened again it begins afresh");
    play(&mut w, [E::Start]);
    assert!(matches!(&play(&mut w, [E::Stop])[..], [Effect::StopExport]));
    let stopped = "The export was stopped; nothing was written".to_owned();
    w.session.handle(Event::Export(ExportNews::Over(Err(stopped.clone()), "/out".into())));
    assert!(matches!(w.session.exporting().writing(), Writing::Failed(why) if *why == stopped));
}

#[test]
fn a_reason_stands_beside_a_button_that_does_nothing() {
    let mut w = opened();
    let reasons = [
        (E::Annotator(AnnotatorName::new("Lan").unwrap(), false), "Choose whose marks are exported"),
        (E::Annotator(AnnotatorName::new("Lan").unwrap(), true), ""),
        (E::Folder("  ".to_owned()), "Name a folder to write into"),
    ];
    for (action, reason) in reasons {
        play(&mut w, [action]);
        assert_eq!(w.session.export_hindrance().unwrap_or_default(), reason);
    }
    let labels = crate::store::default_labels();
    play(&mut w, labels.iter().map(|l| E::Label(l.name.clone(), false)));
    assert_eq!(w.session.export_hindrance().as_deref(), Some("Choose the labels that are exported"));
    assert!(!play(&mut w, [E::Start]).iter().any(|e| matches!(e, Effect::Export(_))));
}

#[test]
fn a_folder_that_cannot_be_shown_is_told_with_its_path() {
    let mut w = opened();
    w.session.handle(Event::NotShown("/out".into(), "xdg-open is not there".to_owned()));
    assert_eq!(w.told(), "/out could not be shown: xdg-open is not there. Its path is on the clipboard");
    assert!(matches!(&w.session.take_effects()[..], [Effect::Copy(path)] if path == "/out"));
}
