//! The import dialog: what is read is shown first, whose it becomes is said, and what came of it is told.

use super::*;
use crate::{
    formats::{Flow, OffsetUnit, Source},
    session::{ImportAction as I, ImportNews, ReadJob, Seen, Taking, dataset::Taken},
};
use std::path::PathBuf;

/// A file in memory.
struct One(Vec<String>, &'static str);

impl Source for One {
    fn files(&self) -> &[String] {
        &self.0
    }
    fn open(&self, _: &str) -> std::io::Result<Box<dyn std::io::Read + '_>> {
        Ok(Box::new(self.1.as_bytes()))
    }
}

const DOCCANO: &str = "{\"id\": 1, \"text\": \"Bà Lan nói.\", \"label\": [[0, 6, \"Actor\"], [7, 10, \"Verb\"]]}\n";

fn seen(job: &ReadJob, text: &'static str) -> Seen {
    let file = job.path.file_name().unwrap().to_string_lossy().into_owned();
    job.run(&One(vec![file], text), None, &crate::store::default_labels(), &mut |_| Flow::Continue(()))
}

/// What is asked of the outside, with what was read answered.
fn play(w: &mut World, actions: impl IntoIterator<Item = I>) -> Vec<Effect> {
    for action in actions {
        w.session.act(Action::Import(action));
    }
    let mut rest = Vec::new();
    loop {
        let effects = w.session.take_effects();
        if effects.is_empty() {
            return rest;
        }
        for effect in effects {
            match effect {
                Effect::Read(job) => {
                    let news = ImportNews::Seen(job.serial, Ok(Box::new(seen(&job, DOCCANO))));
                    w.session.handle(Event::Import(news));
                }
                other => rest.push(other),
            }
        }
    }
}

fn opened() -> World {
    let mut w = world(&["một hai"]);
    w.session.act(Action::Run("import"));
    play(&mut w, []);
    w
}

fn hindrance(w: &World) -> String {
    w.session.import_hindrance().unwrap_or_default()
}

#[test]
fn nothing_is_taken_in_before_it_was_seen_and_named() {
    let mut w = opened();
    assert_eq!((w.session.overlay(), hindrance(&w).as_str()), (Overlay::Import, "Choose a file or a folder"));
    play(&mut w, [I::Path("/from/round 1.jsonl".to_owned()), I::Read]);
    let importing = w.session.importing();
    let seen = importing.seen().unwrap().unwrap();
    assert_eq!(seen.format, Some("doccano"));
    assert_eq!((seen.preview.docs, seen.preview.by_label["Verb"]), (1, 1));
    assert_eq!(seen.preview.lacks, ["the label “Verb”"]);
    assert_eq!(importing.annotator(), "round 1", "nobody is named, so the file's name is proposed");
    assert_eq!(hindrance(&w), "");
    play(&mut w, [I::Annotator(String::new())]);
    assert_eq!(hindrance(&w), "Say whose annotations these are");
    assert!(play(&mut w, [I::Start]).is_empty());
    play(&mut w, [I::Annotator("a\nb".to_owned())]);
    assert!(!hindrance(&w).is_empty());
    let effects = play(&mut w, [I::Annotator("Minh".to_owned()), I::Machine(true), I::AddLabels(false), I::Start]);
    let [Effect::Import(job)] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!((job.path.as_path(), &job.into), (std::path::Path::new("/from/round 1.jsonl"), &None));
    assert!(job.request.machine && !job.request.add_labels);
    assert_eq!(job.request.annotator, AnnotatorName::new("Minh").ok());
    assert_eq!(job.me, AnnotatorName::new("Lan").ok());
}

#[test]
fn it_is_read_again_where_it_is_to_be_read_otherwise() {
    let mut w = opened();
    w.session.act(Action::Import(I::Open("/from/a.jsonl".into())));
    let first = w.session.take_effects();
    w.session.act(Action::Import(I::Unit(Some(OffsetUnit::Bytes))));
    let second = w.session.take_effects();
    assert!(w.session.importing().reading().is_some());
    for effect in second.into_iter().chain(first) {
        if let Effect::Read(job) = effect {
            let news = ImportNews::Seen(job.serial, Ok(Box::new(seen(&job, DOCCANO))));
            w.session.handle(Event::Import(news));
        }
    }
    let seen = w.session.importing().seen().unwrap().unwrap();
    assert_eq!(seen.preview.units.keys().collect::<Vec<_>>(), [&"bytes"]);
    let before = w.session.take_effects().len();
    play(&mut w, [I::Annotator("An".to_owned())]);
    assert_eq!((before, w.session.importing().annotator()), (0, "An"), "a name changes nothing of what is read");
}

#[test]
fn what_came_of_it_is_told_and_everything_is_looked_at_again() {
    let mut w = opened();
    play(&mut w, [I::Open("/from/a.jsonl".into())]);
    play(&mut w, [I::Start]);
    w.session.handle(Event::Import(ImportNews::Step(1)));
    assert!(matches!(w.session.importing().taking(), Taking::On(1, false)));
    w.keys("Esc");
    let people = vec![AnnotatorName::new("a").unwrap()];
    w.session.handle(Event::Import(ImportNews::Over(Ok((Box::new(Taken::default()), people.clone())))));
    assert_eq!(w.told(), "0 articles new, 0 there already; 0 sets with 0 marks and 0 links");
    assert_eq!(w.session.project().unwrap().annotators, people);
    assert!(w.session.take_effects().iter().any(|e| matches!(e, Effect::Refresh)));
    w.session.act(Action::Run("import"));
    assert!(w.session.importing().source().is_none(), "opened again it begins afresh");
}

#[test]
fn marks_go_to_the_disk_first_and_stopping_is_passed_on() {
    let mut w = opened();
    play(&mut w, [I::Open("/from/a.jsonl".into())]);
    w.session.act(Action::Overlay(Overlay::None));
    let span = w.place("một");
    w.session.act(Action::Select { anchor: span.start(), focus: span.end(), finished: true });
    w.session.act(Action::Label("Actor".into()));
    w.session.act(Action::Run("import"));
    let effects = play(&mut w, [I::Start]);
    assert!(!effects.iter().any(|e| matches!(e, Effect::Import(_))));
    for effect in effects {
        if let Effect::Save(job) = effect {
            w.write(job);
        }
    }
    assert!(play(&mut w, []).iter().any(|e| matches!(e, Effect::Import(_))));
    assert!(matches!(&play(&mut w, [I::Stop])[..], [Effect::StopImport]));
    w.session.handle(Event::Import(ImportNews::Over(Err("A window is open for a".to_owned()))));
    assert!(matches!(w.session.importing().taking(), Taking::Failed(why) if why == "A window is open for a"));
}

#[test]
fn without_a_project_one_is_made_and_what_came_of_it_is_still_read_there() {
    let mut w = opened();
    w.session.act(Action::Run("close-project"));
    play(&mut w, [I::Open("/from/a.jsonl".into())]);
    assert_eq!(w.session.importing().into(), "/from/a-project");
    let effects = play(&mut w, [I::Start]);
    let [Effect::Import(job)] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(job.into, Some(PathBuf::from("/from/a-project")));
    w.session.handle(Event::Import(ImportNews::Over(Ok((Box::new(Taken::default()), Vec::new())))));
    w.session.handle(Event::Opened(Box::new(Opening {
        name: "a-project".to_owned(),
        root: "/from/a-project".into(),
        labels: Ok(crate::store::default_labels()),
        settings: Default::default(),
        articles: Vec::new(),
        troubles: Vec::new(),
        summaries: Vec::new(),
        annotators: Vec::new(),
        first: None,
    })));
    assert_eq!(w.session.overlay(), Overlay::Import);
    assert!(matches!(w.session.importing().taking(), Taking::Done(_)));
}
