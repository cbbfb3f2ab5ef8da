//! The project on disk, from outside: saving, loading, conflicts, damage, hostile names, killed processes.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::mpsc::{self, Receiver},
    time::{Duration, Instant},
};
use whosaid::{
    model::{
        Annotation, AnnotationId, AnnotationSet, AnnotatorName, ArticleKey, AttributeKind, ChangeSet, IdMaker, Line,
        Metadata, Place, Published, Remarks, Settings, State, Thread, Verdict, story, timex,
    },
    store::{
        Change, Home, Loaded, Lock, OpenError, Prefs, ProblemKind, Project, SaveJob, SaveReport, SaveWhat, Saver,
        SetTrouble, Stamp, Summary, Theme, Watch, check,
    },
    text::{ByteOffset, Span, Text},
};

const STORY: &str = "[Actor Ms Adams] said [Claim it rained in [Date March]], and that the [Actor minister] knew.";

/// A project in a folder of its own, with a saver that reports here.
struct World {
    folder: tempfile::TempDir,
    project: Project,
    saver: Saver,
    reports: Receiver<SaveReport>,
}

fn key(name: &str) -> ArticleKey {
    ArticleKey::new(name).unwrap()
}

fn name(name: &str) -> AnnotatorName {
    AnnotatorName::new(name).unwrap()
}

fn open(root: &Path, home: &Path) -> Project {
    Project::open_with(root, Home::at(home)).unwrap().0
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("project");
        std::fs::create_dir_all(root.join("articles/dam")).unwrap();
        std::fs::write(root.join("articles/dam/river.txt"), story::parse(STORY).unwrap().text.as_str()).unwrap();
        let project = open(&root, &folder.path().join("home"));
        let (send, reports) = mpsc::channel();
        let saver = Saver::start(project.clone(), move |r| drop(send.send(r)));
        World { folder, project, saver, reports }
    }

    fn root(&self) -> &Path {
        self.project.root()
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.root().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn save(&self, set: &AnnotationSet, stamp: Stamp, serial: u64) {
        let what = SaveWhat::Set { set: set.clone(), text: text(), stamp };
        self.saver.save(SaveJob { key: river(), annotator: name("Anna"), what, serial, since: 0 });
    }

    fn report(&self) -> SaveReport {
        self.reports.recv_timeout(Duration::from_secs(10)).unwrap()
    }

    fn saved(&self) -> Stamp {
        match self.report() {
            SaveReport::Saved { stamp, .. } => stamp,
            other => panic!("{other:?}"),
        }
    }

    fn problems(&self) -> Vec<(ProblemKind, String)> {
        check(&self.project).into_iter().map(|p| (p.kind, p.trouble.to_string())).collect()
    }
}

fn river() -> ArticleKey {
    key("dam/river.txt")
}

fn text() -> Text {
    story::parse(STORY).unwrap().text
}

fn marks() -> AnnotationSet {
    story::set(&story::parse(STORY).unwrap(), 1)
}

/// A set of so many marks on the story's text.
fn many(n: usize) -> AnnotationSet {
    let mut set = AnnotationSet::new(State::InProgress);
    let mut ids = IdMaker::new(5);
    let created = (0..n).map(|i| {
        let span = Span::new(ByteOffset(i % 40), ByteOffset(i % 40 + 1)).unwrap();
        Annotation::new(ids.make(|_| false), span, format!("L{}", i / 40).as_str().into()).into()
    });
    let change = ChangeSet { created: created.collect(), ..ChangeSet::default() };
    change.apply(&mut set).unwrap();
    set
}

/// The sample, copied, and read by the program; every annotator's set of every article.
fn sample() -> (World, Vec<(ArticleKey, AnnotatorName, Loaded)>) {
    fn copy(from: &Path, to: &Path) {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
            let (from, to) = (entry.path(), to.join(entry.file_name()));
            if from.is_dir() {
                copy(&from, &to);
            } else {
                std::fs::copy(&from, &to).unwrap();
            }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("project");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data"), &root);
    let project = open(&root, &folder.path().join("home"));
    let (send, reports) = mpsc::channel();
    let saver = Saver::start(project.clone(), move |r| drop(send.send(r)));
    let world = World { folder, project, saver, reports };
    let mut sets = Vec::new();
    for key in world.project.list().articles {
        for annotator in world.project.annotators() {
            let loaded = world.project.load(&key, &annotator).unwrap();
            assert!(loaded.trouble.is_none() && loaded.meta_trouble.is_none() && loaded.remarks.is_empty(), "{key}");
            sets.push((key.clone(), annotator, loaded));
        }
    }
    (world, sets)
}

#[test]
fn the_sample_is_written_as_the_program_writes_it() {
    let (world, sets) = sample();
    let mut files = 0;
    for (key, annotator, loaded) in sets {
        let Loaded { set, text, edited, .. } = loaded;
        let set_path = world.project.set_path(&key, &annotator);
        // A file that is not there is written anew.
        for (path, what) in [
            (set_path, SaveWhat::Set { set, text, stamp: Stamp::Absent }),
            (world.project.metadata_path(&key), SaveWhat::Metadata { edited, stamp: Stamp::Absent }),
        ] {
            let Ok(before) = std::fs::read(&path) else { continue };
            std::fs::remove_file(&path).unwrap();
            world.saver.save(SaveJob { key: key.clone(), annotator: annotator.clone(), what, serial: 1, since: 0 });
            world.saved();
            let after = std::fs::read(&path).unwrap();
            assert_eq!(String::from_utf8_lossy(&after), String::from_utf8_lossy(&before), "{}", path.display());
            files += 1;
        }
    }
    assert!(files > 40, "{files}");
}

#[test]
fn the_sample_says_nothing_that_its_labels_do_not_allow() {
    let (world, sets) = sample();
    let labels = world.project.labels().unwrap();
    let (mut values, mut links) = (0, 0);
    for (key, annotator, loaded) in sets {
        for mark in loaded.set.iter() {
            let place = format!("{key}, {annotator}, {}", mark.id);
            let label = labels.get(&mark.label).unwrap();
            for (name, value) in &mark.attributes {
                let attribute = label.attribute(name).unwrap_or_else(|| panic!("{place}: {name}"));
                assert!(label.applies(attribute, &mark.attributes), "{place}: {name}");
                assert_eq!(attribute.check(value), Ok(()), "{place}");
                if attribute.kind == AttributeKind::Date {
                    assert!(timex::parse(value).unwrap().fits(&mark.attributes["kind"]), "{place}: {value}");
                }
                values += 1;
            }
            for (i, link) in mark.links.iter().enumerate() {
                let role = label.link(&link.role).unwrap_or_else(|| panic!("{place}: {}", link.role));
                let to = loaded.set.get(&link.to).unwrap_or_else(|| panic!("{place}: {}", link.to));
                assert!(role.allows(&to.label) && to.id != mark.id && !mark.links[..i].contains(link), "{place}");
                let several = mark.links.iter().filter(|l| l.role == link.role).count() > 1;
                assert!(role.many || !several, "{place}: {}", link.role);
                links += 1;
            }
        }
    }
    assert!(values > 2000 && links > 400, "{values} {links}");
}

#[test]
fn what_is_saved_is_there_when_opened_again() {
    let world = World::new();
    world.save(&marks(), Stamp::Absent, 1);
    let stamp = world.saved();
    let loaded = world.project.load(&river(), &name("Anna")).unwrap();
    assert_eq!((&loaded.set, loaded.stamp, &loaded.text), (&marks(), stamp, &text()));
    assert!(loaded.trouble.is_none() && loaded.rescued.is_none() && !loaded.text_changed && loaded.remarks.is_empty());

    let edited = Metadata {
        title: Some("The river".into()),
        published: Published::parse("2021-12-08 15:35 +07:00").ok(),
        ..Metadata::default()
    };
    let what = SaveWhat::Metadata { edited: edited.clone(), stamp: Stamp::Absent };
    world.saver.save(SaveJob { key: river(), annotator: name("Anna"), what, serial: 2, since: 0 });
    assert!(matches!(world.report(), SaveReport::Saved { metadata: true, serial: 2, .. }));
    assert!(world.root().join("articles/dam/river.meta.ron").is_file());
    assert_eq!(world.project.load(&river(), &name("Bình")).unwrap().edited, edited);
    assert_eq!(world.project.load(&river(), &name("Bình")).unwrap().others, [name("Anna")]);

    // The same again touches nothing.
    let file = world.project.set_path(&river(), &name("Anna"));
    let before = std::fs::metadata(&file).unwrap().modified().unwrap();
    world.save(&marks(), stamp, 3);
    assert_eq!(world.saved(), stamp);
    assert_eq!(std::fs::metadata(&file).unwrap().modified().unwrap(), before);
    assert_eq!(world.problems(), []);
}

#[test]
fn waiting_jobs_for_one_file_become_one_and_all_reach_the_disk() {
    let world = World::new();
    for serial in 0..200 {
        world.save(&many(serial + 1), Stamp::Absent, serial as u64);
    }
    assert!(world.saver.flush(Duration::from_secs(30)));
    assert_eq!(world.saver.pending(), 0);
    assert_eq!(world.project.load(&river(), &name("Anna")).unwrap().set.len(), 200);
    let reports: Vec<SaveReport> = world.reports.try_iter().collect();
    assert!(reports.iter().all(|r| matches!(r, SaveReport::Saved { .. })), "{reports:?}");
    assert!(matches!(reports.last(), Some(SaveReport::Saved { serial: 199, .. })));
}

#[test]
fn a_file_changed_underneath_is_a_conflict_and_nothing_is_lost() {
    let world = World::new();
    world.save(&many(3), Stamp::Absent, 1);
    let stamp = world.saved();
    let path = world.project.set_path(&river(), &name("Anna"));
    let theirs = std::fs::read_to_string(&path).unwrap().replace("InProgress", "Done");
    std::fs::write(&path, &theirs).unwrap();
    world.save(&marks(), stamp, 2);
    let SaveReport::Conflict { sentence, theirs: Some(loaded), .. } = world.report() else { panic!() };
    assert!(
        sentence.contains("Someone else changed the file") && sentence.contains("Your work is kept in"),
        "{sentence}"
    );
    assert_eq!((loaded.set.len(), loaded.set.state()), (3, State::Done));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), theirs);

    // A session that ends here leaves the work where the next one is told of it.
    let next = world.project.load(&river(), &name("Anna")).unwrap();
    assert_eq!(next.set.state(), State::Done);
    let told = next.rescued.unwrap();
    let kept = walkdir::WalkDir::new(world.folder.path().join("home")).into_iter().filter_map(Result::ok);
    let kept: Vec<_> = kept.filter(|e| e.file_type().is_file()).map(walkdir::DirEntry::into_path).collect();
    assert!(kept.len() == 1 && told.contains(&kept[0].display().to_string()), "{told} {kept:?}");
    assert!(std::fs::read_to_string(&kept[0]).unwrap().contains("Ms Adams"));

    // A person settled it: mine over theirs, and theirs is backed up.
    let what = SaveWhat::SetOver { set: marks(), text: text() };
    world.saver.save(SaveJob { key: river(), annotator: name("Anna"), what, serial: 3, since: 0 });
    world.saved();
    assert_eq!(world.project.load(&river(), &name("Anna")).unwrap().set, marks());
    let backups = world.project.backups(&river(), &name("Anna"));
    assert_eq!(std::fs::read_to_string(&backups[0].path).unwrap(), theirs);
}

#[test]
fn a_conflict_settled_by_merging_is_saved_over_their_stamp() {
    let world = World::new();
    world.save(&many(3), Stamp::Absent, 1);
    let stamp = world.saved();
    let path = world.project.set_path(&river(), &name("Anna"));
    std::fs::write(&path, std::fs::read_to_string(&path).unwrap().replace("InProgress", "Done")).unwrap();
    world.save(&many(4), stamp, 2);
    let SaveReport::Conflict { theirs: Some(theirs), .. } = world.report() else { panic!() };
    world.save(&many(5), theirs.stamp, 3);
    world.saved();
    let loaded = world.project.load(&river(), &name("Anna")).unwrap();
    assert_eq!((loaded.set.len(), loaded.rescued), (5, None));
}

#[test]
fn a_file_that_cannot_be_read_is_never_overwritten() {
    for (damage, newer) in
        [("Annotations(\n    format: 1,\n    article: oops", false), ("(format: 99, marks: <new>)", true)]
    {
        let world = World::new();
        world.write("annotations/Anna/dam/river.ron", damage);
        let loaded = world.project.load(&river(), &name("Anna")).unwrap();
        assert!(loaded.set.is_empty());
        match loaded.trouble.as_ref().unwrap() {
            SetTrouble::Broken(trouble) => {
                assert!(!newer && trouble.line == Some(3), "{trouble}");
                assert!(trouble.what.contains("was left as it is"), "{trouble}");
            }
            SetTrouble::Newer { format, trouble } => {
                assert!(newer && *format == 99, "{trouble}");
                assert!(trouble.what.contains("read-only"), "{trouble}");
            }
        }
        // Even where a session tried.
        world.save(&marks(), loaded.stamp, 1);
        assert!(matches!(world.report(), SaveReport::Conflict { theirs: None, .. }));
        let path = world.project.set_path(&river(), &name("Anna"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), damage);
        assert!(world.problems().iter().any(|(kind, _)| *kind == ProblemKind::Set));

        // A person sets it aside and starts anew.
        let aside = world.project.set_aside(&river(), &name("Anna")).unwrap();
        assert_eq!(std::fs::read_to_string(&aside).unwrap(), damage);
        assert_eq!(world.project.load(&river(), &name("Anna")).unwrap().stamp, Stamp::Absent);
        std::fs::write(&path, damage).unwrap();
        let second = world.project.set_aside(&river(), &name("Anna")).unwrap();
        assert!(second != aside && aside.is_file(), "nothing set aside is ever overwritten");
    }
}

#[test]
fn backups_hold_what_was_found_and_can_be_put_back() {
    let world = World::new();
    let found = {
        let first = World::new();
        first.save(&many(20), Stamp::Absent, 1);
        first.saved();
        std::fs::read(first.project.set_path(&river(), &name("Anna"))).unwrap()
    };
    world.write("annotations/Anna/dam/river.ron", &found);
    world.save(&many(21), Stamp::of(&found), 1);
    let stamp = world.saved();
    world.save(&many(22), stamp, 2);
    let stamp = world.saved();
    let backups = world.project.backups(&river(), &name("Anna"));
    assert_eq!((backups.len(), backups[0].marks), (1, Some(20)));
    assert!(backups[0].when.parse::<jiff::Timestamp>().is_ok(), "{}", backups[0].when);

    // The alarm.
    world.save(&many(4), stamp, 3);
    world.saved();
    let SaveReport::Collapsed { from: 22, to: 4, backup, .. } = world.report() else { panic!() };
    let backups = world.project.backups(&river(), &name("Anna"));
    assert_eq!((backups.len(), backups[0].marks, &backups[0].path), (2, Some(22), &backup));

    let present = std::fs::read(world.project.set_path(&river(), &name("Anna"))).unwrap();
    world.project.restore(&backups[0], &river(), &name("Anna")).unwrap();
    let loaded = world.project.load(&river(), &name("Anna")).unwrap();
    assert_eq!(loaded.set.len(), 22);
    let aside = world.root().join("annotations/Anna/dam/river.ron.broken-1.ron-aside");
    assert_eq!(std::fs::read(aside).unwrap(), present);
    // And the saver goes on from there.
    world.save(&many(23), loaded.stamp, 4);
    world.saved();
    assert!(world.root().join(".whosaid/.gitignore").is_file());
}

#[test]
fn only_the_newest_ten_backups_are_kept() {
    let world = World::new();
    let mut stamp = Stamp::Absent;
    for round in 0..13 {
        let fresh = Saver::start(world.project.clone(), |_| {});
        let what = SaveWhat::Set { set: many(round + 1), text: text(), stamp };
        fresh.save(SaveJob { key: river(), annotator: name("Anna"), what, serial: 0, since: 0 });
        assert!(fresh.flush(Duration::from_secs(10)));
        stamp = world.project.load(&river(), &name("Anna")).unwrap().stamp;
    }
    let marks: Vec<_> = world.project.backups(&river(), &name("Anna")).iter().map(|b| b.marks.unwrap()).collect();
    assert_eq!(marks, (3..=12).rev().collect::<Vec<_>>());
}

#[test]
fn work_survives_a_folder_that_is_gone_for_a_while() {
    let world = World::new();
    world.save(&many(3), Stamp::Absent, 1);
    let stamp = world.saved();
    let elsewhere = world.folder.path().join("elsewhere");
    std::fs::rename(world.root(), &elsewhere).unwrap();
    world.save(&marks(), stamp, 2);
    let SaveReport::Failed { sentence, .. } = world.report() else { panic!() };
    assert!(sentence.starts_with("Not saved yet.") && sentence.contains("Your work is kept in"), "{sentence}");
    assert!(!world.root().exists(), "the project's folder is never made anew");
    assert!(!world.saver.flush(Duration::from_millis(50)));
    assert_eq!(world.saver.pending(), 1);
    std::fs::rename(&elsewhere, world.root()).unwrap();
    assert!(world.saver.flush(Duration::from_secs(20)));
    let loaded = world.project.load(&river(), &name("Anna")).unwrap();
    assert_eq!((loaded.set, loaded.rescued), (marks(), None));
    assert_eq!(world.problems(), []);
}

#[test]
fn unsaved_work_is_offered_to_the_next_session() {
    let world = World::new();
    world.save(&many(3), Stamp::Absent, 1);
    let stamp = world.saved();
    let elsewhere = world.folder.path().join("elsewhere");
    std::fs::rename(world.root(), &elsewhere).unwrap();
    world.save(&marks(), stamp, 2);
    assert!(matches!(world.report(), SaveReport::Failed { .. }));
    let World { folder, project, saver, .. } = world;
    drop(saver);
    std::fs::rename(&elsewhere, project.root()).unwrap();
    assert!(check(&project).iter().any(|p| p.kind == ProblemKind::Rescue));
    let loaded = project.load(&river(), &name("Anna")).unwrap();
    assert_eq!((&loaded.set, loaded.stamp, loaded.unsaved), (&marks(), stamp, true));
    assert!(loaded.rescued.unwrap().contains("will be saved"));
    let saver = Saver::start(project.clone(), |_| {});
    let what = SaveWhat::Set { set: loaded.set, text: loaded.text, stamp: loaded.stamp };
    saver.save(SaveJob { key: river(), annotator: name("Anna"), what, serial: 1, since: 0 });
    assert!(saver.flush(Duration::from_secs(10)));
    assert_eq!(project.load(&river(), &name("Anna")).unwrap().rescued, None);
    assert!(check(&project).is_empty());
    drop(folder);
}

#[test]
fn marks_are_found_again_when_the_text_changed() {
    let world = World::new();
    world.save(&marks(), Stamp::Absent, 1);
    world.saved();
    let new = text().as_str().replace("Ms Adams said", "On Monday, Ms Adams said").replace("minister", "mayor");
    world.write("articles/dam/river.txt", new);
    let loaded = world.project.load(&river(), &name("Anna")).unwrap();
    assert!(loaded.text_changed);
    assert_eq!(loaded.set.len(), 4);
    assert_eq!((loaded.moved.len(), loaded.lost.len()), (3, 1));
    let words: Vec<&str> = loaded.set.placed().map(|(s, _)| s.of(&loaded.text)).collect();
    assert_eq!(words, ["Ms Adams", "it rained in March", "March"]);
    let problems = world.problems();
    assert!(problems.iter().all(|(kind, _)| *kind == ProblemKind::Place));
    let lost = problems.iter().find(|(_, t)| t.contains("not in the text any more")).unwrap();
    assert!(lost.1.contains("river.ron:11:10:"), "{}", lost.1);
}

#[test]
fn the_list_names_what_it_cannot_list_and_goes_on() {
    let world = World::new();
    world.write("articles/10.txt", "x");
    world.write("articles/9.TXT", "x");
    world.write("articles/._9.txt", "x");
    world.write("articles/.hidden/a.txt", "x");
    world.write("articles/picture.png", "x");
    #[cfg(unix)]
    {
        use std::os::unix::{ffi::OsStrExt, fs::symlink};
        world.write("articles/back\\slash.txt", "x");
        let bad = std::ffi::OsStr::from_bytes(b"not\xffunicode.txt");
        let made = std::fs::write(world.root().join("articles").join(bad), "x").is_ok();
        std::fs::write(world.folder.path().join("secret.txt"), "secret").unwrap();
        symlink(world.folder.path().join("secret.txt"), world.root().join("articles/out.txt")).unwrap();
        symlink("nowhere.txt", world.root().join("articles/broken.txt")).unwrap();
        symlink("10.txt", world.root().join("articles/inner.txt")).unwrap();
        let troubles: Vec<String> = world.project.list().troubles.iter().map(ToString::to_string).collect();
        assert_eq!(troubles.len(), 3 + usize::from(made), "{troubles:#?}");
        for (file, what) in
            [("out.txt", "leads out of the project"), ("broken.txt", "not there"), ("slash.txt", "Rename it")]
        {
            assert!(troubles.iter().any(|t| t.contains(file) && t.contains(what)), "{file}: {troubles:#?}");
        }
        std::fs::remove_file(world.root().join("articles/inner.txt")).unwrap();
        assert!(
            world.project.load(&key("out.txt"), &name("Anna")).unwrap_err().what.contains("leads out of the project")
        );
    }
    let keys: Vec<String> = world.project.list().articles.iter().map(ToString::to_string).collect();
    assert_eq!(keys, ["9.TXT", "10.txt", "dam/river.txt"]);
}

#[test]
fn any_folder_of_texts_is_a_project() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("Báo");
    std::fs::create_dir_all(root.join("sub/annotations")).unwrap();
    std::fs::create_dir_all(root.join("annotations/Anna")).unwrap();
    for file in ["b.txt", "a.txt", "sub/annotations/c.txt", "annotations/Anna/not.txt"] {
        std::fs::write(root.join(file), "x").unwrap();
    }
    let home = Home::at(folder.path());
    let (project, first) = Project::open_with(&root.join("sub/annotations/c.txt"), home.clone()).unwrap();
    assert_eq!((project.name(), first), ("Báo".to_owned(), Some(key("sub/annotations/c.txt"))));
    let keys: Vec<String> = project.list().articles.iter().map(ToString::to_string).collect();
    assert_eq!(keys, ["a.txt", "b.txt", "sub/annotations/c.txt"]);
    assert!(!root.join("whosaid.ron").exists());
    let names: Vec<String> = project.labels().unwrap().iter().map(|l| l.name.to_string()).collect();
    assert_eq!(names, ["Actor", "Claim", "Date"]);
    assert_eq!(project.write_label_set_if_absent(), Ok(true));
    assert_eq!(project.write_label_set_if_absent(), Ok(false));
    assert_eq!(project.labels().unwrap().iter().count(), 3);

    std::fs::write(root.join("picture.png"), "x").unwrap();
    let open = |path: &str| Project::open_with(&root.join(path), home.clone());
    assert!(matches!(open("picture.png"), Err(OpenError::NoArticle(_))));
    assert!(matches!(open("none"), Err(OpenError::Unreadable { .. })));
    assert!(matches!(open("annotations/Anna/not.txt"), Ok((p, _)) if p.root() == root.join("annotations/Anna")));
    std::fs::create_dir(root.join("articles")).unwrap();
    assert_eq!(open("articles").unwrap().0.root(), root);
    assert!(matches!(open("a.txt"), Err(OpenError::Outside { .. })));
}

#[test]
fn bad_articles_each_get_a_sentence() {
    let world = World::new();
    world.write("articles/binary.txt", [0u8, 159, 146, 150, 0, 1, 2, 3].repeat(100));
    world.write("articles/latin.txt", b"line one\nT\xf4i");
    world.write("articles/empty.txt", "");
    let big = world.write("articles/big.txt", "");
    std::fs::File::options().write(true).open(&big).unwrap().set_len(100 << 20).unwrap();
    for (article, what) in [
        ("binary.txt", "not text"),
        ("latin.txt", "not UTF-8"),
        ("empty.txt", "empty"),
        ("big.txt", "too large: 100 MiB"),
    ] {
        let trouble = world.project.load(&key(article), &name("Anna")).unwrap_err();
        assert!(trouble.to_string().contains(article) && trouble.what.contains(what), "{trouble}");
        let summary = world.project.summary(&key(article));
        assert_eq!(summary.trouble.as_deref(), Some(trouble.what.as_str()));
    }
    assert_eq!(world.project.load(&key("latin.txt"), &name("Anna")).unwrap_err().line, Some(2));
    assert!(world.project.load(&key("gone.txt"), &name("Anna")).unwrap_err().what.contains("not there"));
    assert_eq!(world.problems().iter().filter(|(kind, _)| *kind == ProblemKind::Article).count(), 4);
    assert!(world.project.load(&river(), &name("Anna")).is_ok());
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_gets_a_sentence() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::new();
    let path = world.write("articles/private.txt", "x");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(&path).is_ok() {
        return; // Root may read everything.
    }
    let trouble = world.project.load(&key("private.txt"), &name("Anna")).unwrap_err();
    assert!(trouble.what.contains("permission is denied"), "{trouble}");
}

#[test]
fn hostile_annotator_names_stay_inside() {
    let world = World::new();
    let hostile = [
        "../../escape",
        "..",
        "/etc",
        "C:\\x",
        "CON",
        "nul.txt",
        "a/b",
        ".hidden",
        "Dr.",
        "日本",
        "%2e%2e",
        "x\u{202e}y",
    ];
    for who in hostile {
        let path = world.project.set_path(&river(), &name(who));
        let below = path.strip_prefix(world.root().join("annotations")).unwrap();
        assert_eq!(below.components().count(), 3, "{who}: {}", below.display());
        let what = SaveWhat::Set { set: marks(), text: text(), stamp: Stamp::Absent };
        world.saver.save(SaveJob { key: river(), annotator: name(who), what, serial: 0, since: 0 });
        world.saved();
        assert_eq!(world.project.load(&river(), &name(who)).unwrap().set, marks(), "{who}");
    }
    let mut all = world.project.annotators();
    all.sort();
    let mut expected: Vec<_> = hostile.map(name).into();
    expected.sort();
    assert_eq!(all, expected);
    assert_eq!(world.problems(), []);
    // The same person, whatever the case.
    assert_eq!(world.project.set_path(&river(), &name("DR.")), world.project.set_path(&river(), &name("Dr.")));
}

#[cfg(unix)]
#[test]
fn links_out_of_the_project_are_never_followed() {
    use std::os::unix::fs::symlink;
    let world = World::new();
    let outside = world.folder.path().join("outside");
    std::fs::create_dir_all(outside.join("dam")).unwrap();
    std::fs::create_dir_all(world.root().join("annotations")).unwrap();
    symlink(&outside, world.root().join("annotations/Anna")).unwrap();
    world.save(&marks(), Stamp::Absent, 1);
    let SaveReport::Failed { sentence, .. } = world.report() else { panic!() };
    assert!(sentence.contains("leads out of the project"), "{sentence}");
    assert_eq!(std::fs::read_dir(outside.join("dam")).unwrap().count(), 0);
    assert!(world.project.annotators().is_empty());
    assert!(world.problems().iter().any(|(kind, t)| *kind == ProblemKind::Annotator && t.contains("leads out")));
}

#[cfg(unix)]
#[test]
fn modes_and_links_inside_are_kept() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let world = World::new();
    world.save(&many(2), Stamp::Absent, 1);
    let stamp = world.saved();
    let path = world.project.set_path(&river(), &name("Anna"));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o660)).unwrap();
    let real = world.root().join("kept.ron");
    std::fs::rename(&path, &real).unwrap();
    symlink("../../../kept.ron", &path).unwrap();
    world.save(&many(3), stamp, 2);
    world.saved();
    assert!(std::fs::symlink_metadata(&path).unwrap().is_symlink());
    assert_eq!(std::fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o660);
    assert_eq!(world.project.load(&river(), &name("Anna")).unwrap().set.len(), 3);
    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o440)).unwrap();
    world.save(&many(4), stamp, 3);
    let SaveReport::Failed { sentence, .. } = world.report() else { panic!() };
    assert!(sentence.contains("write-protected"), "{sentence}");
}

#[test]
fn a_second_window_for_the_same_annotator_is_told() {
    let world = World::new();
    let lock = Lock::acquire(&world.project, &name("Anna")).unwrap();
    assert!(lock.is_some());
    let other = open(world.root(), world.folder.path());
    assert!(Lock::acquire(&other, &name("anna")).unwrap().is_none());
    assert!(Lock::acquire(&other, &name("Bình")).unwrap().is_some());
    drop(lock);
    assert!(Lock::acquire(&other, &name("Anna")).unwrap().is_some());
}

#[test]
fn strays_are_told_and_swept_on_opening() {
    let world = World::new();
    let stray = world.write("annotations/Anna/.river.ron.4194305-3.whosaid-tmp", "half");
    let mine = world.write(&format!("annotations/Anna/.river.ron.{}-3.whosaid-tmp", std::process::id()), "half");
    let told = world.problems();
    assert!(matches!(told.as_slice(), [(ProblemKind::Stray, _)]) || !cfg!(target_os = "linux"), "{told:?}");
    let _lock = Lock::acquire(&world.project, &name("Anna")).unwrap().unwrap();
    let end = Instant::now() + Duration::from_secs(5);
    while cfg!(target_os = "linux") && stray.exists() {
        assert!(Instant::now() < end, "the stray is still there");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(mine.exists(), "a file of a living process stays");
}

#[test]
fn the_index_is_a_snapshot_that_is_checked_and_thrown_away_on_doubt() {
    let world = World::new();
    for n in 0..30 {
        world.write(&format!("articles/{n}.txt"), format!("Title {n}\n\nText."));
    }
    assert!(world.project.index().is_empty());
    let refresh = |known: Vec<Summary>| {
        let mut changed = Vec::new();
        let all = world.project.refresh(known, &mut |s| {
            changed.push(s.key.to_string());
            true
        });
        (all, changed)
    };
    let (all, changed) = refresh(Vec::new());
    assert_eq!((all.len(), changed.len()), (31, 31));
    let keys: Vec<_> = all.iter().map(|s| s.key.clone()).collect();
    assert_eq!(keys, world.project.list().articles);
    assert_eq!(world.project.index().len(), 31);

    // Nothing changed, and then one mark, one text, one title, one article less.
    let (all, changed) = refresh(world.project.index());
    assert_eq!(changed, Vec::<String>::new());
    world.save(&marks(), Stamp::Absent, 1);
    world.saved();
    world.write("articles/3.txt", "Another title\n\nText.");
    world.write("articles/4.meta.ron", "(format: 1, title: \"Edited\")");
    std::fs::remove_file(world.root().join("articles/5.txt")).unwrap();
    let (all, mut changed) = refresh(all);
    changed.sort();
    assert_eq!(changed, ["3.txt", "4.txt", "dam/river.txt"]);
    let summary = |k: &str| all.iter().find(|s| s.key == key(k)).unwrap();
    assert_eq!(summary("4.txt").metadata.title.as_deref(), Some("Edited"));
    let set = &summary("dam/river.txt").sets[0];
    assert_eq!((set.annotator.clone(), set.state, set.by_label["Actor"]), (name("Anna"), State::InProgress, 2));
    assert_eq!(all.len(), 30);
    let kept = world.project.index();
    assert_eq!(
        kept.iter().map(|s| (&s.key, &s.sets, &s.metadata)).collect::<Vec<_>>(),
        all.iter().map(|s| (&s.key, &s.sets, &s.metadata)).collect::<Vec<_>>()
    );

    // Stopping early keeps what was known.
    let mut first = 0;
    let some = world.project.refresh(Vec::new(), &mut |_| {
        first += 1;
        false
    });
    assert!(first >= 1 && some.len() <= 30);

    let path = world.root().join(".whosaid/index");
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    assert!(world.project.index().is_empty());
    std::fs::write(&path, b"whosaid index 1\nshort").unwrap();
    assert!(world.project.index().is_empty());
}

#[test]
fn changes_by_others_are_told_and_ones_own_are_not() {
    let world = World::new();
    world.write("annotations/Bình/dam/other.ron", "x");
    let (send, changes) = mpsc::channel();
    let Some(_watch) = Watch::start(&world.project, move |c| drop(send.send(c))) else {
        return; // This system cannot watch.
    };
    let next = || changes.recv_timeout(Duration::from_secs(5)).unwrap();
    world.write("articles/dam/river.txt", "changed");
    assert_eq!(next(), Change::Article(river()));
    world.write("annotations/Bình/dam/river.ron", "x");
    assert_eq!(next(), Change::Set(name("Bình"), river()));
    world.write("articles/dam/river.meta.ron", "x");
    assert_eq!(next(), Change::Metadata(river()));
    world.write("whosaid.ron", "x");
    assert_eq!(next(), Change::Project);
    let what = SaveWhat::Set { set: many(3), text: text(), stamp: Stamp::of(b"x") };
    world.write(".whosaid/index", "x");
    world.write("articles/.river.txt.1-1.whosaid-tmp", "x");
    world.saver.save(SaveJob { key: river(), annotator: name("Bình"), what: what.clone(), serial: 0, since: 0 });
    assert!(matches!(world.report(), SaveReport::Conflict { .. }));
    let SaveWhat::Set { set, text, .. } = what else { return };
    world.saver.save(SaveJob {
        key: river(),
        annotator: name("Bình"),
        what: SaveWhat::SetOver { set, text },
        serial: 1,
        since: 0,
    });
    world.saved();
    let told: Vec<Change> = std::iter::from_fn(|| changes.recv_timeout(Duration::from_millis(700)).ok()).collect();
    assert_eq!(told, []);
    for n in 0..200 {
        world.write(&format!("articles/new-{n}.txt"), "x");
    }
    assert_eq!(next(), Change::Many);
}

#[test]
fn the_first_annotations_of_a_project_are_watched_too() {
    let world = World::new();
    let (send, changes) = mpsc::channel();
    let Some(_watch) = Watch::start(&world.project, move |c| drop(send.send(c))) else {
        return; // This system cannot watch.
    };
    world.save(&marks(), Stamp::Absent, 1);
    world.saved();
    assert_eq!(changes.recv_timeout(Duration::from_millis(700)).ok(), None, "one's own first save is no news");
    world.write("annotations/Anna/dam/river.ron", "by someone else");
    assert_eq!(changes.recv_timeout(Duration::from_secs(5)), Ok(Change::Set(name("Anna"), river())));
}

#[test]
fn the_projects_word_lists_are_watched_from_the_first_one_on() {
    let world = World::new();
    let (send, changes) = mpsc::channel();
    let Some(_watch) = Watch::start(&world.project, move |c| drop(send.send(c))) else {
        return; // This system cannot watch.
    };
    for text in ["[month]\nGiêng\n", "[month]\nGiêng\nChạp\n"] {
        world.write("lexicons/dates-vi.txt", text);
        assert_eq!(changes.recv_timeout(Duration::from_secs(5)), Ok(Change::Lists));
        while changes.recv_timeout(Duration::from_millis(700)).is_ok() {}
    }
}

#[test]
fn check_finds_each_fault_with_its_line() {
    let world = World::new();
    let problems = |kind: ProblemKind| -> Vec<String> {
        let all = world.problems().into_iter();
        all.filter(|(k, _)| *k == kind).map(|(_, t)| t.replace(&world.root().display().to_string(), "")).collect()
    };
    world.save(&marks(), Stamp::Absent, 1);
    world.saved();
    let good = std::fs::read_to_string(world.project.set_path(&river(), &name("Anna"))).unwrap();
    world.write("annotations/Bình/dam/river.ron", good.replace("label: \"Date\"", "label: \"Place\""));
    let label = problems(ProblemKind::Label);
    assert!(
        label.len() == 1 && label[0].starts_with("/annotations/Bình/dam/river.ron:10:10: 1 mark has the label “Place”"),
        "{label:?}"
    );
    assert_eq!(problems(ProblemKind::Annotator).len(), 1);
    world.write("annotations/Anna/gone.ron", &good);
    assert!(problems(ProblemKind::Orphan)[0].contains("gone.ron: Its article is not there; it was “dam/river.txt”"));
    world.write("annotations/Bình/dam/river.ron", good.replacen("quote:", "quot:", 1));
    assert!(
        problems(ProblemKind::Set)[0].starts_with("/annotations/Bình/dam/river.ron:8:"),
        "{:?}",
        problems(ProblemKind::Set)
    );
    world.write("articles/dam/river.meta.ron", "(\n  format: 1,\n  published: \"yesterday\",\n)");
    world.write("articles/none.meta.ron", "(format: 1)");
    let metadata = problems(ProblemKind::Metadata);
    assert!(
        metadata.len() == 2 && metadata[0].starts_with("/articles/dam/river.meta.ron:3:3: “yesterday”"),
        "{metadata:?}"
    );
    world.write("whosaid.ron", "(format: 1, labels: [(name: \"A\")])");
    assert_eq!(problems(ProblemKind::Labels).len(), 1);
}

#[test]
fn preferences_are_remembered_and_a_broken_file_is_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::at(folder.path());
    assert_eq!(Prefs::load(&home), (Prefs::default(), None));
    let mut prefs = Prefs {
        annotator: Some("Bình “B” 'x'".into()),
        theme: Theme::Dark,
        zoom: 1.5,
        window: Some((1280.0, 800.0)),
        left_open: false,
        ..Prefs::default()
    };
    for n in 0..20 {
        prefs.remember(Path::new(&format!("/p/{}", n % 15)));
        prefs.places.insert(format!("/p/{n}").into(), "a.txt".into());
    }
    assert_eq!((prefs.recent.len(), prefs.recent[0].clone()), (12, PathBuf::from("/p/4")));
    prefs.save(&home).unwrap();
    assert_eq!(Prefs::load(&home), (prefs.clone(), None));
    let path = home.preferences().unwrap();
    std::fs::write(&path, "(format: 1, zoom: NaN)").unwrap();
    assert!((Prefs::load(&home).0.zoom - 1.0).abs() < f32::EPSILON);
    std::fs::write(&path, "(format: 1,\n zoom: big)").unwrap();
    let (prefs, trouble) = Prefs::load(&home);
    assert_eq!(prefs, Prefs::default());
    let trouble = trouble.unwrap();
    assert!(trouble.line == Some(2) && trouble.what.contains("set aside as"), "{trouble}");
    assert!(!path.exists());
}

/// The files of format 1, for ever: what they hold is read as it was meant, and written back to the same bytes.
#[test]
fn the_golden_project_of_format_1_loads() {
    let loaded = golden(1);
    assert_eq!((loaded.set.state(), &**loaded.set.remarks()), (State::Done, &Remarks::default()));
}

#[test]
fn the_golden_project_of_format_2_loads() {
    let loaded = golden(2);
    assert_eq!((loaded.set.state(), &*loaded.set.remarks().skipped), (State::Skipped, "Trùng bài"));
    let silenced: Vec<_> = loaded.set.remarks().silenced.iter().collect();
    assert_eq!(
        silenced.iter().map(|(s, why)| (&*s.rule, &*s.about, &***why)).collect::<Vec<_>>(),
        [("claim-without-source", "claim", "Nguồn ở \"bài trước\""), ("reporting-verb", "nói rằng", "")]
    );
    let line = |number, words: &str| vec![Line { number, words: words.into() }];
    assert_eq!((loaded.edited.noise, loaded.edited.body), (line(3, "Xem thêm\t»"), line(1, "Hôm thứ Ba")));
}

/// Since format 3 an article can have an id and whatever else an import brought.
#[test]
fn the_golden_project_of_format_3_loads() {
    let edited = golden(3).edited;
    assert_eq!(edited.id.as_deref(), Some("kho/2021#7"));
    let more: Vec<_> = edited.more.iter().map(|(name, value)| (&**name, &**value)).collect();
    assert_eq!(more, [("mục", "Thời sự\nĐịa phương"), ("section", "news")]);
}

/// Since format 4 a set can be a review, its annotator can talk about decisions, and a project says how it is reviewed and who does
/// which articles.
#[test]
fn the_golden_project_of_format_4_loads() {
    let text = |s: &str| std::sync::Arc::<str>::from(s);
    let (folder, bình) = golden_at(4);
    let project = open(&folder.path().join("project"), folder.path());
    let settings = Settings {
        reasons: ["ranh giới", "guideline unclear", "không phải \"phát ngôn\""].map(text).to_vec(),
        blind: true,
        open: true,
        assigned: [
            (river(), vec![name("Bình"), name("Lan \"L\"")]),
            (key("later/not there yet.txt"), vec![name("Minh")]),
        ]
        .into(),
        ..Settings::default()
    };
    assert_eq!(project.settings(), Ok(settings));
    let gold = project.load(&river(), &name("Gold")).unwrap();
    assert_eq!((gold.trouble.as_ref(), gold.text_changed, gold.set.len()), (None, false, 5));
    assert_eq!((gold.set.state(), gold.set.lost().count(), gold.moved.len()), (State::InProgress, 0, 0));
    let review = gold.set.review().unwrap();
    assert_eq!(review.of, [name("Bình"), name("Lan \"L\"")]);
    let verdicts: Vec<(&str, &Verdict)> = review.decisions.iter().map(|(id, d)| (id.as_str(), &d.verdict)).collect();
    let took = Verdict::Took(name("Bình"));
    assert_eq!(
        verdicts,
        [
            ("d-agreed", &Verdict::Agreed),
            ("d-edited", &Verdict::Edited),
            ("d-intersection", &Verdict::Intersection),
            ("d-majority", &Verdict::Majority),
            ("d-neither", &Verdict::Neither),
            ("d-open", &Verdict::Open),
            ("d-split", &Verdict::Split),
            ("d-took", &took),
            ("d-union", &Verdict::Union),
        ]
    );
    let decision = |id: &str| &review.decisions[&AnnotationId::new(id)];
    let neither = decision("d-neither");
    assert_eq!((&*neither.reason, &*neither.note), ("guideline unclear", "Phi hành gia\ncó phải nơi?"));
    assert_eq!((&*neither.made, neither.offered[1].marks.len()), ("2026-11-23T02:12:00Z", 0));
    let took = decision("d-took");
    assert_eq!(took.taken, [AnnotationId::new("g-claim")]);
    let offered = &took.offered[0].marks[0];
    assert_eq!(offered.span().unwrap().of(&gold.text), "\"nước sông dâng\u{a0}cao\", \\ hết\r\nlời");
    assert_eq!((&*offered.attributes["tense"], &*offered.links[0].role, &*offered.note), ("past", "source", "n"));
    assert!(review.decisions.values().flat_map(|d| &d.offered).all(|o| o.marks.iter().all(|m| m.span().is_some())));

    let comments = |set: &AnnotationSet| set.remarks().comments.len();
    assert_eq!((comments(&gold.set), comments(&bình.set)), (3, 2));
    let all = || [(name("Gold"), &gold.set), (name("Bình"), &bình.set)];
    let thread = |on: &str| {
        let all = all();
        let remarks = all.iter().map(|(who, set)| (who, &**set.remarks()));
        let thread = Thread::of(&AnnotationId::new(on), &name("Gold"), remarks);
        let said: Vec<String> = thread.said.iter().map(|(who, c)| format!("{who}: {}", c.text)).collect();
        (said, thread.is_open())
    };
    let said = ["Gold: Vì sao “hết lời” thuộc câu nói?", "Bình: Câu này tôi đọc khác:\nxem đoạn trên", "Gold: "];
    assert_eq!(thread("d-took"), (said.map(str::to_owned).to_vec(), false));
    assert_eq!(thread("d-open"), (vec!["Gold: Ai nói?".to_owned(), "Bình: Đồng ý".to_owned()], false));
}

/// Since format 5 a mark says which suggestion it came of, a set what was rejected, and a project which sources are off.
#[test]
fn the_golden_project_of_format_5_loads() {
    let (folder, loaded) = golden_at(5);
    let project = open(&folder.path().join("project"), folder.path());
    let off = project.settings().unwrap().suggestions_off;
    assert_eq!(off.iter().map(|id| &**id).collect::<Vec<_>>(), ["actors", "máy: “thử”"]);
    let origin = |id: &str| {
        let mark = loaded.set.get(&AnnotationId::new(id)).unwrap();
        mark.origin.as_ref().map(|o| (o.source.to_string(), o.mended))
    };
    assert_eq!(origin("date"), Some(("dates".to_owned(), false)));
    assert_eq!(origin("claim"), Some(("máy: “thử”".to_owned(), true)));
    assert_eq!((origin("lost"), origin("actor")), (Some(("dates".to_owned(), true)), None));
    let rejected = loaded.set.remarks().rejected.iter();
    let rejected: Vec<_> = rejected
        .map(|r| (r.span().map(|s| s.of(&loaded.text).to_owned()), r.label.to_string(), r.source.to_string()))
        .collect();
    let row = |words: Option<&str>, label: &str, source: &str| {
        (words.map(str::to_owned), label.to_owned(), source.to_owned())
    };
    assert_eq!(
        rejected,
        [
            row(Some("thứ Ba"), "Date", "dates"),
            row(Some("👩\u{200d}🚀"), "Nơi", "learner"),
            row(None, "Actor", "máy: “thử”")
        ]
    );
    let gold = project.load(&river(), &name("Gold")).unwrap();
    let decision = &gold.set.review().unwrap().decisions[&AnnotationId::new("d-took")];
    assert_eq!(decision.offered[0].marks[0].origin.as_ref().map(|o| &*o.source), Some("claims"));
}

/// What every format's golden project must come to.
fn golden(format: u32) -> Loaded {
    golden_at(format).1
}

fn golden_at(format: u32) -> (tempfile::TempDir, Loaded) {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/format-{format}"));
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("project");
    for entry in walkdir::WalkDir::new(&golden) {
        let entry = entry.unwrap();
        let to = root.join(entry.path().strip_prefix(&golden).unwrap());
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(to).unwrap();
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
    let project = open(&root, folder.path());
    let labels = project.labels().unwrap();
    let last = labels.get("Nơi").unwrap();
    assert_eq!((last.attributes.len(), last.links.len()), if format == 1 { (0, 0) } else { (4, 1) });
    if format > 1 {
        let former = (&last.formerly[..], &last.attributes[0].formerly[..], &last.links[0].formerly[..]);
        assert_eq!(former, (&["Chỗ".into()][..], &["kiểu".into()][..], &["cạnh".into()][..]));
        assert_eq!(last.attributes[0].former_values, [("suối".into(), "sông".into())].into());
    }
    let labels: Vec<_> = labels.iter().map(|l| (l.name.to_string(), l.key)).collect();
    assert_eq!(
        labels,
        [("Actor".into(), Some(1)), ("Claim".into(), Some(2)), ("Date".into(), Some(3)), ("Nơi".into(), None)]
    );
    let loaded = project.load(&river(), &name("Bình")).unwrap();
    assert_eq!((loaded.trouble.as_ref(), loaded.text_changed, loaded.set.len()), (None, false, 5));
    let mark = |id: &str| Annotation::clone(loaded.set.get(&AnnotationId::new(id)).unwrap());
    let words = |id: &str| mark(id).span().map(|s| s.of(&loaded.text).to_owned()).unwrap();
    assert_eq!(words("actor"), "ba\u{300} Bi\u{300}nh");
    assert_eq!(words("claim"), "\"nước sông dâng\u{a0}cao\", \\ hết\r\nlời");
    assert_eq!(&*mark("claim").note, "Hai dòng\nvà một tab\there, “trích”");
    assert_eq!(&*mark("claim").made, "2026-11-22T02:11:52Z");
    let links: Vec<_> = mark("claim").links.iter().map(|l| (l.role.to_string(), l.to.to_string())).collect();
    assert_eq!(links, [("source".into(), "actor".into()), ("when".into(), "date".into())]);
    assert_eq!(
        mark("actor").attributes.iter().map(|(n, v)| format!("{n}={v}")).collect::<Vec<_>>(),
        ["entity=Bình", "role=bộ trưởng"]
    );
    assert_eq!(words("emoji"), "👩\u{200d}🚀");
    let Place::Lost(was) = mark("lost").place else { panic!() };
    assert_eq!((was.start.0, was.end.0, &*was.quotation.exact), (200, 209, "ngập lụt\u{202e}!"));
    assert_eq!(loaded.edited.title.as_deref(), Some("Nước sông dâng cao"));
    assert_eq!(loaded.edited.outlet.as_deref(), Some(""));
    assert_eq!(loaded.edited.published, Published::parse("2021-12-08 15:35 Asia/Ho_Chi_Minh").ok());
    assert_eq!(check(&project).iter().map(|p| p.kind).collect::<Vec<_>>(), [ProblemKind::Place]);

    // Written over nothing, the same bytes come out.
    let (set, meta) = (project.set_path(&river(), &name("Bình")), project.metadata_path(&river()));
    let read = |path| std::fs::read_to_string(path).unwrap();
    let was = (read(&set), read(&meta));
    std::fs::remove_file(&set).unwrap();
    std::fs::remove_file(&meta).unwrap();
    let saver = Saver::start(project, |_| {});
    let what = SaveWhat::Set { set: loaded.set.clone(), text: loaded.text.clone(), stamp: Stamp::Absent };
    saver.save(SaveJob { key: river(), annotator: name("Bình"), what, serial: 0, since: 0 });
    let what = SaveWhat::Metadata { edited: loaded.edited.clone(), stamp: Stamp::Absent };
    saver.save(SaveJob { key: river(), annotator: name("Bình"), what, serial: 0, since: 0 });
    assert!(saver.flush(Duration::from_secs(10)));
    // The number alone is today's: of what has not changed since, that of format 2.
    let today = |text: String| text.replacen("format: 1", "format: 2", 1);
    assert_eq!((read(&set), read(&meta)), (today(was.0), today(was.1)));
    (folder, loaded)
}

const CHILD: &str = "WHOSAID_TEST_CHILD";

/// Not a test: what the killed process does. It saves, and acknowledges each save on its output.
#[test]
fn killed_child() {
    let Some(folder) = std::env::var_os(CHILD) else { return };
    let folder = Path::new(&folder);
    let project = open(&folder.join("project"), &folder.join("home"));
    let loaded = project.load(&river(), &name("Anna")).unwrap();
    assert!(loaded.trouble.is_none());
    let saver = Saver::start(project, |report| match report {
        SaveReport::Saved { serial, .. } => println!("\nsaved {serial}"),
        other => println!("\nwrong {other:?}"),
    });
    let mut set = loaded.set;
    let mut serial = serial_in(&set);
    loop {
        serial += 1;
        let old = set.iter().next().unwrap().clone();
        let new = Annotation { note: serial.to_string().into(), ..Annotation::clone(&old) };
        ChangeSet::updating(&old, new).apply(&mut set).unwrap();
        let what = SaveWhat::Set { set: set.clone(), text: text(), stamp: loaded.stamp };
        saver.save(SaveJob { key: river(), annotator: name("Anna"), what, serial, since: 0 });
        saver.flush(Duration::from_secs(10));
    }
}

fn serial_in(set: &AnnotationSet) -> u64 {
    set.iter().next().unwrap().note.parse().unwrap_or(0)
}

#[cfg(unix)]
#[test]
fn two_hundred_kills_lose_nothing_that_was_acknowledged() {
    use std::os::unix::process::ExitStatusExt;
    let world = World::new();
    world.save(&many(60), Stamp::Absent, 1);
    world.saved();
    let mut acknowledged = 0;
    let mut random: u64 = 88_172_645_463_325_252;
    for round in 0..200 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "killed_child", "--nocapture", "--test-threads=1"])
            .env(CHILD, world.folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        for _ in 0..=(round % 4) {
            let line = lines.by_ref().find(|l| l.starts_with("saved ") || l.starts_with("wrong ")).unwrap();
            acknowledged = line.strip_prefix("saved ").unwrap_or_else(|| panic!("{line}")).parse().unwrap();
        }
        // Xorshift: somewhere in the middle of the next saves.
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        std::thread::sleep(Duration::from_micros(random % 4000));
        child.kill().unwrap();
        for line in lines {
            if let Some(serial) = line.strip_prefix("saved ").and_then(|s| s.parse().ok()) {
                acknowledged = serial;
            }
        }
        assert_eq!(child.wait().unwrap().signal(), Some(9));
        let loaded = world.project.load(&river(), &name("Anna")).unwrap();
        assert_eq!((loaded.trouble, loaded.set.len(), loaded.rescued), (None, 60, None));
        assert!(serial_in(&loaded.set) >= acknowledged, "round {round}: {} < {acknowledged}", serial_in(&loaded.set));
    }
    assert!(acknowledged > 400);
    let _lock = Lock::acquire(&world.project, &name("Anna")).unwrap();
    let end = Instant::now() + Duration::from_secs(5);
    while world.problems().iter().any(|(kind, _)| *kind != ProblemKind::Label) {
        assert!(Instant::now() < end, "{:?}", world.problems());
        std::thread::sleep(Duration::from_millis(10));
    }
}
