//! Former names in annotation files: everyone's files are brought to the present ones, and what is in use is counted.
//!
//! Nothing depends on the rewriting: a file that keeps its former names is read with the present ones. So a file that is broken,
//! newer, or somebody's who has a window open can be left as it is, and is written with the present names when it is saved next.

use super::{
    atomic::{Expected, WriteError},
    lock::Lock,
    project::Project,
    record::{self, SetTrouble},
    stamp::Stamp,
    trouble::FileTrouble,
};
use crate::model::{AnnotatorName, ArticleKey, LabelSet, Name, Uses};
use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    path::{Path, PathBuf},
};

/// That a renaming was begun and not finished; the file says so to the next window.
const UNFINISHED: &str = "renaming";

/// Which files are to be brought to the present names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renaming {
    /// Whose window asks. Other annotators who have a window open are left alone: their windows do it.
    pub me: Option<AnnotatorName>,
    /// Articles whose set by `me` the window saves itself.
    pub in_hand: BTreeSet<ArticleKey>,
    /// Only finish what was begun earlier, if anything was.
    pub finish: bool,
    /// Only the files of `me`.
    pub mine: bool,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renamed {
    /// Files that were written anew.
    pub files: usize,
    /// Marks in them that have other names now.
    pub marks: usize,
    /// Files that could not be, each with why. They are as they were, and are read with the present names where they can be read.
    pub left: Vec<FileTrouble>,
    /// Annotators who have a window open, which does it for their files.
    pub open: Vec<AnnotatorName>,
    /// Whether it went to its end.
    pub finished: bool,
}

impl Project {
    /// Every annotation file, by annotator.
    fn set_files(&self) -> Vec<(AnnotatorName, PathBuf, Vec<PathBuf>)> {
        let files = |folder: &Path| {
            let all = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
            let sets = all.filter(|e| !e.file_type().is_dir() && e.path().extension().is_some_and(|x| x == "ron"));
            sets.map(walkdir::DirEntry::into_path).collect()
        };
        self.annotator_folders().into_iter().map(|(name, folder)| (name, folder.clone(), files(&folder))).collect()
    }

    /// Brings annotation files to the present names, each compared, backed up and replaced at once. `each` hears how many files
    /// of how many were looked at, and the file of `me` that was written just now; it may say `false` to stop. What is stopped or
    /// cut short is finished by doing it again.
    pub fn rename(&self, ask: &Renaming, each: &mut dyn FnMut(usize, usize, Option<&ArticleKey>) -> bool) -> Renamed {
        let labels = self.present_labels();
        let mut out = Renamed::default();
        let marker = self.private_folder().join(UNFINISHED);
        if !labels.has_former_names() || ask.finish && !marker.is_file() {
            out.finished = true;
            return out;
        }
        if !ask.mine {
            // Where it cannot be written nothing is lost: files that keep former names are read all the same.
            let _ = self.make_private_folder().map(|_| self.replace(&marker, b"", Expected::Anything));
        }
        let all = self.set_files();
        let total = all.iter().map(|(_, _, files)| files.len()).sum();
        let mut seen = 0;
        for (annotator, folder, files) in all {
            let me = ask.me.as_ref() == Some(&annotator);
            if !me && (ask.mine || Lock::is_held(self, &annotator)) {
                seen += files.len();
                if !ask.mine {
                    out.open.push(annotator);
                }
                continue;
            }
            for path in files {
                seen += 1;
                let stem = path.strip_prefix(&folder).unwrap_or(&path).with_extension("");
                let key = self.key_of_stem(&stem);
                if me && key.as_ref().is_some_and(|key| ask.in_hand.contains(key)) {
                    continue;
                }
                let mut written = None;
                match self.rename_in(&path, key.as_ref(), &annotator, &labels) {
                    Ok((marks, clash)) => {
                        out.files += usize::from(marks > 0);
                        out.marks += marks;
                        out.left.extend(clash);
                        written = key.filter(|_| me && marks > 0);
                    }
                    Err(trouble) => out.left.push(trouble),
                }
                if !each(seen, total, written.as_ref()) {
                    return out;
                }
            }
        }
        if !ask.mine {
            let _ = std::fs::remove_file(marker);
        }
        out.finished = true;
        out
    }

    /// One file; how many of its marks have other names now, and what to say of those that must keep theirs.
    fn rename_in(
        &self,
        path: &Path,
        key: Option<&ArticleKey>,
        annotator: &AnnotatorName,
        labels: &LabelSet,
    ) -> Result<(usize, Option<FileTrouble>), FileTrouble> {
        let Some(bytes) = self.read_record(path)? else { return Ok((0, None)) };
        let mut record = record::set::read(path, &bytes).map_err(SetTrouble::into_trouble)?;
        let (marks, clashes) = record.bring(labels);
        if marks > 0 {
            let nameless =
                || FileTrouble::new(path, "Its name is no article’s name, so it was left as it is. Rename it");
            self.back_up(key.ok_or_else(nameless)?, annotator, &bytes)?;
            match self.replace(path, &record.bytes(), Expected::OneOf(&[Stamp::of(&bytes)])) {
                Ok(_) => {}
                Err(WriteError::Failed { trouble, .. }) => return Err(trouble),
                Err(WriteError::Conflict) => {
                    let what =
                        "Someone changed it at this moment, so it was left as it is. It is read with the new names";
                    return Err(FileTrouble::new(path, what));
                }
            }
        }
        let clash = clashes.first().map(|(id, clash)| {
            let text = String::from_utf8_lossy(&bytes);
            let more = if clashes.len() > 1 { format!(" (and {} more)", clashes.len() - 1) } else { String::new() };
            FileTrouble::at(path, record::locate(&text, "id", id, 0), format!("{clash}{more}"))
        });
        Ok((marks, clash))
    }

    /// Counts what everyone's marks refer to, under its present name. `each` hears how many files of how many were read, and may
    /// say `false` to stop: `None` then.
    pub fn uses(&self, each: &mut dyn FnMut(usize, usize) -> bool) -> Option<Uses> {
        let labels = self.present_labels();
        let mut uses = Uses::default();
        let all = self.set_files();
        let total = all.iter().map(|(_, _, files)| files.len()).sum();
        let mut seen = 0;
        for (annotator, _, files) in all {
            for path in files {
                seen += 1;
                let record = self.read_record(&path).ok().flatten().and_then(|b| record::set::read(&path, &b).ok());
                match record {
                    Some(mut record) => {
                        record.bring(&labels);
                        uses.add(&annotator, names_in(&record));
                    }
                    None => uses.unread += 1,
                }
                if !each(seen, total) {
                    return None;
                }
            }
        }
        Some(uses)
    }
}

fn names_in(record: &record::set::SetRecord) -> BTreeMap<Name, usize> {
    let mut names: BTreeMap<Name, usize> = BTreeMap::new();
    for mark in &record.annotations {
        let label = record::nfc_shared(&mark.label);
        let mut add = |name| *names.entry(name).or_default() += 1;
        for (attribute, value) in &mark.attributes {
            add(Name::Attribute(label.clone(), attribute.clone()));
            add(Name::Value(label.clone(), attribute.clone(), value.clone()));
        }
        let roles: HashSet<_> = mark.links.iter().map(|(role, _)| role).collect();
        for role in roles {
            add(Name::Role(label.clone(), role.clone()));
        }
        add(Name::Label(label));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::{Draft, story},
        store::{Home, LabelsNotSaved, check},
    };

    /// A project of three articles with work by Lan and Minh.
    struct World {
        _folder: tempfile::TempDir,
        project: Project,
    }

    const STORIES: [&str; 3] =
        ["[Actor Ms Adams] said [Claim it rained].", "[Actor Mr Bell] left on [Date Monday].", "Nobody came."];

    fn name(name: &str) -> AnnotatorName {
        AnnotatorName::new(name).unwrap()
    }

    fn key(n: usize) -> ArticleKey {
        ArticleKey::new(&format!("{n}.txt")).unwrap()
    }

    impl World {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let root = folder.path().join("project");
            std::fs::create_dir_all(root.join("articles")).unwrap();
            let project = {
                for (n, text) in STORIES.iter().enumerate() {
                    let story = story::parse(text).unwrap();
                    std::fs::write(root.join(format!("articles/{n}.txt")), story.text.as_str()).unwrap();
                }
                Project::open_with(&root, Home::at(&folder.path().join("home"))).unwrap().0
            };
            let world = World { _folder: folder, project };
            for (n, who) in [(0, "Lan"), (1, "Lan"), (0, "Minh")] {
                world.write(n, who, STORIES[n]);
            }
            world
        }

        fn path(&self, n: usize, who: &str) -> PathBuf {
            self.project.set_path(&key(n), &name(who))
        }

        fn write(&self, n: usize, who: &str, marks: &str) {
            let story = story::parse(marks).unwrap();
            let bytes = record::set::write(&key(n), &name(who), &story::set(&story, n as u64), &story.text);
            self.project.replace(&self.path(n, who), &bytes, Expected::Anything).unwrap();
        }

        fn file(&self, n: usize, who: &str) -> String {
            std::fs::read_to_string(self.path(n, who)).unwrap()
        }

        fn story(&self, n: usize, who: &str) -> String {
            let loaded = self.project.load(&key(n), &name(who)).unwrap();
            assert_eq!(loaded.trouble, None);
            story::write(&loaded.text, &loaded.set)
        }

        /// Saves the labels with this edit.
        fn edit(&self, edit: impl FnOnce(&mut Draft)) -> LabelSet {
            let base = self.project.labels().unwrap();
            let mut draft = Draft::of(&base);
            edit(&mut draft);
            let labels = draft.build(|_| None).unwrap();
            self.project.save_labels(&labels, &base).unwrap();
            labels
        }

        fn rename(&self, who: &str) -> Renamed {
            self.project.rename(&Renaming { me: Some(name(who)), ..Renaming::default() }, &mut |_, _, _| true)
        }
    }

    fn person(draft: &mut Draft) {
        draft.labels[0].name = "Person".into();
    }

    #[test]
    fn a_renamed_label_reaches_everyones_files_and_those_that_come_later() {
        let world = World::new();
        let old = world.file(0, "Minh");
        world.edit(person);
        assert_eq!(world.story(0, "Lan"), "[Person Ms Adams] said [Claim it rained].", "it is read at once");
        assert!(world.file(0, "Lan").contains("\"Actor\""), "before the file says so");
        let done = world.rename("Lan");
        assert_eq!((done.files, done.marks, done.left.len(), done.open.len(), done.finished), (3, 3, 0, 0, true));
        for (n, who) in [(0, "Lan"), (1, "Lan"), (0, "Minh")] {
            assert!(world.file(n, who).contains("\"Person\"") && !world.file(n, who).contains("Actor"));
            assert_eq!(world.project.backups(&key(n), &name(who)).len(), 1, "as it was is kept");
        }
        assert_eq!(world.file(0, "Minh"), old.replace("\"Actor\"", "\"Person\""), "nothing else differs");
        assert_eq!(world.rename("Lan").files, 0, "once is enough");

        // A version with the old name comes back through version control.
        std::fs::write(world.path(0, "Minh"), &old).unwrap();
        assert_eq!(world.story(0, "Minh"), "[Person Ms Adams] said [Claim it rained].");
        assert_eq!(check(&world.project), []);
        let again = Project::open_with(world.project.root(), Home::nowhere()).unwrap().0;
        assert_eq!(again.load(&key(0), &name("Minh")).unwrap().set.len(), 2);
        assert_eq!(
            again.summary(&key(0)).sets[1].by_label.keys().map(|k| &**k).collect::<Vec<_>>(),
            ["Claim", "Person"]
        );

        // Renamed back: all is as it was, whichever names the files have.
        world.edit(|d| d.labels[0].name = "Actor".into());
        assert_eq!(world.story(0, "Lan"), STORIES[0]);
        assert_eq!(world.rename("Lan").files, 2);
        assert_eq!(world.file(0, "Minh"), old);
    }

    #[test]
    fn who_has_a_window_open_is_left_alone_and_read_all_the_same() {
        let world = World::new();
        world.edit(person);
        let lock = Lock::acquire(&world.project, &name("Minh")).unwrap().unwrap();
        let done = world.rename("Lan");
        assert_eq!((done.files, &done.open[..], done.finished), (2, &[name("Minh")][..], true));
        assert!(world.file(0, "Minh").contains("\"Actor\""));
        assert_eq!(world.story(0, "Minh"), "[Person Ms Adams] said [Claim it rained].");
        // Their own window does it.
        let theirs = Renaming { me: Some(name("Minh")), mine: true, ..Renaming::default() };
        assert_eq!(world.project.rename(&theirs, &mut |_, _, _| true).files, 1);
        drop(lock);
    }

    #[test]
    fn a_renaming_that_was_cut_short_is_finished_later() {
        let world = World::new();
        let finish = Renaming { me: Some(name("Lan")), finish: true, ..Renaming::default() };
        world.edit(person);
        assert_eq!(world.project.rename(&finish, &mut |_, _, _| true).files, 0, "nothing was begun");
        let ask = Renaming { me: Some(name("Lan")), in_hand: [key(1)].into(), ..Renaming::default() };
        let mut told = Vec::new();
        let cut = world.project.rename(&ask, &mut |seen, total, key| {
            told.push((seen, total, key.cloned()));
            false
        });
        assert_eq!((cut.files, cut.finished, told), (1, false, vec![(1, 3, Some(key(0)))]));
        let done = world.project.rename(&finish, &mut |_, _, _| true);
        assert_eq!((done.files, done.finished), (2, true));
        assert_eq!(
            world.project.rename(&finish, &mut |_, _, _| panic!("nothing is left")),
            Renamed { finished: true, ..Renamed::default() }
        );
    }

    #[test]
    fn what_cannot_be_understood_is_told_and_left_byte_for_byte() {
        let world = World::new();
        std::fs::write(world.path(0, "Lan"), "Annotations(format: 2, oh").unwrap();
        let newer = world.file(1, "Lan").replace("format: 2", "format: 99");
        std::fs::write(world.path(1, "Lan"), &newer).unwrap();
        world.edit(person);
        let done = world.rename("Lan");
        assert_eq!((done.files, done.left.len(), done.finished), (1, 2, true));
        assert!(done.left[1].what.contains("newer version"), "{}", done.left[1]);
        assert_eq!((world.file(0, "Lan").as_str(), world.file(1, "Lan")), ("Annotations(format: 2, oh", newer));
    }

    #[test]
    fn a_label_taken_out_into_another_keeps_every_mark() {
        let world = World::new();
        world.write(2, "Lan", "[Actor [Claim Nobody]] [Claim came].");
        world.edit(|d| {
            let into = d.labels[0].id;
            d.labels[1].links.clear();
            d.remove_label(1, Some(into));
        });
        assert_eq!(world.story(0, "Lan"), "[Actor Ms Adams] said [Actor it rained].");
        let done = world.rename("Lan");
        assert_eq!((done.files, done.marks, done.left.len()), (3, 3, 1));
        let loaded = world.project.load(&key(2), &name("Lan")).unwrap();
        assert_eq!(loaded.set.len(), 3, "both marks on the same word are there");
        assert!(loaded.remarks[0].what.contains("already"), "{:?}", loaded.remarks);
        assert!(check(&world.project).iter().any(|p| p.trouble.what.contains("does not have")));
    }

    #[test]
    fn what_is_in_use_is_counted_by_person() {
        let world = World::new();
        std::fs::write(world.path(1, "Lan"), "oh").unwrap();
        let uses = world.project.uses(&mut |_, _| true).unwrap();
        let used = uses.of(&Name::Label("Actor".into())).unwrap();
        assert_eq!((used.marks, used.files, used.by.len(), uses.unread), (2, 2, 2, 1));
        assert_eq!(uses.of(&Name::Label("Date".into())), None);
    }

    #[test]
    fn labels_changed_elsewhere_are_not_overwritten_and_the_head_stays() {
        let world = World::new();
        let path = world.project.labels_path();
        let first = "// Ours.\n(format: 1, labels: [(name: \"Nơi\", color: \"teal\")])\n";
        std::fs::write(&path, first).unwrap();
        let base = world.project.labels().unwrap();
        let new = world.edit(|d| d.labels[0].guideline = "Ở \"đâu\"#\nlà".into());
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("// Ours.\nProject(\n    format: 2,\n"), "{text}");
        assert_eq!(world.project.labels().unwrap(), new);
        let kept: Vec<_> = walkdir::WalkDir::new(world.project.private_folder().join("backups-of-labels"))
            .into_iter()
            .filter_map(Result::ok)
            .filter(|e| e.file_type().is_file())
            .collect();
        assert_eq!(std::fs::read_to_string(kept[0].path()).unwrap(), first);
        assert!(
            matches!(world.project.save_labels(&base, &base), Err(LabelsNotSaved::Changed(theirs)) if *theirs == new)
        );
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        world.project.save_labels(&new, &base).unwrap();
        std::fs::write(&path, "oh").unwrap();
        assert!(matches!(world.project.save_labels(&base, &new), Err(LabelsNotSaved::Trouble(_))));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "oh");
    }
}
