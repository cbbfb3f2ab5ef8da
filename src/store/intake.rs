//! Taking articles and annotations in from elsewhere: found again by their text, or written as new files.

use super::{
    Lock,
    atomic::Expected,
    paths,
    project::{ARTICLES, Project},
    record,
    stamp::Stamp,
    trouble::FileTrouble,
};
use crate::{
    model::{AnnotationSet, AnnotatorName, ArticleKey, Metadata, detect},
    text::{Text, decode},
};
use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// A project that takes articles and annotations in.
#[derive(Debug)]
pub struct Intake {
    project: Project,
    by_text: HashMap<[u8; 32], ArticleKey>,
    by_id: HashMap<String, ArticleKey>,
    /// Names in use, without regard to case, as some disks compare them.
    taken: HashSet<String>,
    /// How many articles are called so, of those that were given a number: where there are thousands, none is tried anew.
    numbered: HashMap<String, u32>,
    /// Everyone with work in the project, by the name without regard to case.
    annotators: HashMap<String, Vec<AnnotatorName>>,
    /// Whose window takes in, without regard to case: it knows what it does itself.
    me: Option<String>,
    /// Held while it runs, by the names without regard to case.
    locks: HashMap<String, Lock>,
}

/// What was not taken in: a file beside the project's others, made once there is something.
#[derive(Debug)]
pub struct Rejects {
    root: PathBuf,
    file: Option<(PathBuf, std::fs::File)>,
}

/// An article that was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenIn {
    /// Its name in the project.
    pub key: ArticleKey,
    /// Whether it is new.
    pub new: bool,
}

impl Project {
    /// Opens a folder as a project to import into; it is made where it is not there.
    ///
    /// # Errors
    /// [`FileTrouble`] where it can be neither opened nor made.
    pub fn open_or_make(path: &Path) -> Result<Project, FileTrouble> {
        std::fs::create_dir_all(path).map_err(|e| FileTrouble::io(path, "The folder cannot be made", &e))?;
        Project::open(path).map(|(project, _)| project).map_err(|error| FileTrouble::new(path, error.to_string()))
    }

    /// Whether the project has a file of its own that says its labels.
    pub fn has_label_file(&self) -> bool {
        std::fs::symlink_metadata(self.labels_path()).is_ok()
    }

    /// An article's text; `None` where it cannot be read.
    pub fn text_of(&self, key: &ArticleKey) -> Option<Text> {
        self.article(key).ok().map(|article| article.text)
    }

    /// The name that an article is called by outside: the one it was imported with, else its key without the ending.
    pub fn outer_id(key: &ArticleKey, metadata: &Metadata) -> String {
        metadata.id.as_deref().unwrap_or(key.stem()).to_owned()
    }
}

impl Intake {
    /// Looks at all articles of a project. `me` is whose window takes in, if one does.
    ///
    /// # Errors
    /// [`FileTrouble`] where an annotator of `annotators` has another window open: nothing is taken in behind their back.
    pub fn open(
        project: &Project,
        annotators: &[AnnotatorName],
        me: Option<&AnnotatorName>,
    ) -> Result<Self, FileTrouble> {
        let mut intake = Intake {
            project: project.clone(),
            by_text: HashMap::new(),
            by_id: HashMap::new(),
            taken: HashSet::new(),
            numbered: HashMap::new(),
            annotators: HashMap::new(),
            me: me.map(|me| paths::folded(me.as_str())),
            locks: HashMap::new(),
        };
        for annotator in annotators {
            intake.lock(annotator)?;
        }
        for name in project.annotators() {
            intake.annotators.entry(paths::folded(name.as_str())).or_default().push(name);
        }
        for key in project.list().articles {
            intake.taken.insert(paths::folded(key.stem()));
            let edited = project.metadata(&key).1.unwrap_or_default();
            intake.by_id.insert(Project::outer_id(&key, &edited), key.clone());
            if let Ok(article) = project.article(&key) {
                intake.by_text.entry(hash(article.text.as_str())).or_insert(key);
            }
        }
        Ok(intake)
    }

    /// The article with exactly this text.
    pub fn by_text(&self, text: &str) -> Option<&ArticleKey> {
        self.by_text.get(&hash(text))
    }

    /// The text of the article that is called so outside.
    pub fn text_of(&self, id: &str) -> Option<Text> {
        self.project.text_of(self.by_id.get(id)?)
    }

    /// What the articles are called outside, as it is now.
    pub fn names(&self) -> HashMap<String, ArticleKey> {
        self.by_id.clone()
    }

    /// Takes an article in: the one with this text, or a new file. `name` is what it would like to be called; what is no file
    /// name becomes one, and no two are the same.
    ///
    /// # Errors
    /// [`FileTrouble`] where it cannot be written, or is not what an article can be. Nothing was written then.
    pub fn article(&mut self, name: &str, text: &Text, metadata: &Metadata) -> Result<TakenIn, FileTrouble> {
        if let Some(key) = self.by_text(text.as_str()) {
            return Ok(TakenIn { key: key.clone(), new: false });
        }
        let key = self.free_key(name)?;
        let folder = self.project.root().join(ARTICLES);
        if self.taken.is_empty() && !folder.is_dir() {
            self.project.check_inside(&folder)?;
            std::fs::create_dir_all(&folder).map_err(|e| FileTrouble::io(&folder, "The folder cannot be made", &e))?;
        }
        let path = self.project.article_path(&key);
        let bytes = bytes_of(text.as_str());
        match decode(&bytes) {
            Ok(decoded) if decoded.text == *text => {}
            Ok(_) => return Err(FileTrouble::new(path, "Its text would not come back from a file as it is")),
            Err(error) => return Err(FileTrouble::new(path, format!("It cannot be an article: {error}"))),
        }
        self.write_new(&path, &bytes)?;
        let metadata = Metadata { id: metadata.id.clone().filter(|id| **id != *key.stem()), ..metadata.clone() };
        if metadata != Metadata::default() {
            self.write_new(&self.project.metadata_path(&key), &record::meta::write(&metadata))?;
        }
        self.taken.insert(paths::folded(key.stem()));
        self.by_id.insert(Project::outer_id(&key, &metadata), key.clone());
        self.by_text.insert(hash(text.as_str()), key.clone());
        Ok(TakenIn { key, new: true })
    }

    /// Keeps windows from being opened for an annotator while it runs.
    fn lock(&mut self, annotator: &AnnotatorName) -> Result<(), FileTrouble> {
        let name = paths::folded(annotator.as_str());
        let private = self.project.root().join(super::project::PRIVATE);
        if self.me.as_ref() == Some(&name) || self.locks.contains_key(&name) || !private.is_dir() {
            return Ok(());
        }
        let what = || format!("A window is open for {annotator}. Close it, then import");
        let lock = Lock::acquire(&self.project, annotator)?;
        self.locks.insert(name, lock.ok_or_else(|| FileTrouble::new(self.project.root(), what()))?);
        Ok(())
    }

    /// An annotator as the project has the name: one that differs only in case is the same, as some disks compare names.
    pub fn annotator(&mut self, name: AnnotatorName) -> AnnotatorName {
        let alike = self.annotators.entry(paths::folded(name.as_str())).or_default();
        if alike.contains(&name) {
            return name;
        }
        match alike.first() {
            Some(there) => there.clone(),
            None => {
                alike.push(name.clone());
                name
            }
        }
    }

    /// What the project says of an article.
    pub fn known(&self, key: &ArticleKey, text: &Text) -> Metadata {
        self.project.metadata(key).1.unwrap_or_default().or(&detect(text, key.file_name()))
    }

    /// An annotator's set of an article, to add to; empty where there is none.
    ///
    /// # Errors
    /// [`FileTrouble`] where there is one that cannot be read, or another window is open for the annotator: it is left as it
    /// is.
    pub fn set(
        &mut self,
        key: &ArticleKey,
        annotator: &AnnotatorName,
        text: &Text,
    ) -> Result<(AnnotationSet, Stamp), FileTrouble> {
        self.lock(annotator)?;
        let stored = self.project.stored(&self.project.set_path(key, annotator), text);
        let settled = stored.outcome.map_err(record::SetTrouble::into_trouble)?;
        Ok((settled.set, stored.stamp))
    }

    /// Writes a set, over one that is still as it was read.
    ///
    /// # Errors
    /// [`FileTrouble`] where it cannot be written, or was changed meanwhile.
    pub fn save(
        &self,
        key: &ArticleKey,
        annotator: &AnnotatorName,
        set: &AnnotationSet,
        text: &Text,
        stamp: Stamp,
    ) -> Result<(), FileTrouble> {
        let path = self.project.set_path(key, annotator);
        let bytes = record::set::write(key, annotator, set, text);
        if bytes.len() as u64 > record::MAX_RECORD_BYTES {
            return Err(FileTrouble::new(path, "There are too many marks for one file"));
        }
        if stamp == Stamp::Absent {
            return self.write_new(&path, &bytes);
        }
        let what = "It was changed by someone else at this moment, so it was left as it is";
        let replaced = self.project.replace(&path, &bytes, Expected::OneOf(&[stamp]));
        replaced.map(|_| ()).map_err(|error| error.into_trouble(path, what))
    }

    /// Writes a file that is not there yet. What it is made from is still there, so it need not be safe on the disk at once.
    fn write_new(&self, path: &Path, bytes: &[u8]) -> Result<(), FileTrouble> {
        self.project.check_inside(path)?;
        let write = |path: &Path| {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)?;
            }
            let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(path)?;
            // A part of an article would be taken for one, and a part of a set for a broken file.
            std::io::Write::write_all(&mut file, bytes).inspect_err(|_| drop(std::fs::remove_file(path)))
        };
        write(path).map_err(|e| FileTrouble::io(path, "It cannot be written", &e))
    }

    /// A key that is not in use, like a name.
    fn free_key(&mut self, name: &str) -> Result<ArticleKey, FileTrouble> {
        let parts: Vec<String> = name.split(['/', '\\']).map(short).filter(|p| !p.is_empty()).collect();
        let parts: Vec<&String> = parts.iter().rev().take(4).rev().collect();
        let mut stem = parts.iter().map(|p| paths::safe_name(p)).collect::<Vec<_>>().join("/");
        if stem.is_empty() {
            stem = "article".into();
        }
        let numbered = self.numbered.entry(paths::folded(&stem)).or_insert(1);
        for n in *numbered..1_000_000 {
            *numbered = n;
            let stem = if n == 1 { stem.clone() } else { format!("{stem}-{n}") };
            if self.taken.contains(&paths::folded(&stem)) {
                continue;
            }
            let key = ArticleKey::new(&format!("{stem}.txt"))
                .map_err(|error| FileTrouble::new(PathBuf::from(&stem), error.to_string()))?;
            if std::fs::symlink_metadata(self.project.article_path(&key)).is_err() {
                return Ok(key);
            }
        }
        Err(FileTrouble::new(PathBuf::from(stem), "A million articles are called so already"))
    }
}

impl Rejects {
    /// What an import into a project does not take in; nothing so far.
    pub fn of(project: &Project) -> Self {
        Rejects { root: project.root().to_owned(), file: None }
    }

    /// Keeps a line.
    ///
    /// # Errors
    /// [`FileTrouble`] where it cannot be written.
    pub fn keep(&mut self, line: &str) -> Result<(), FileTrouble> {
        let cannot = |e: &std::io::Error| FileTrouble::io(&self.root, "What was not taken in cannot be kept here", e);
        if self.file.is_none() {
            let mut n = 1;
            self.file = loop {
                let path = self.root.join(format!("import-rejected-{n}.jsonl"));
                match std::fs::OpenOptions::new().write(true).create_new(true).open(&path) {
                    Ok(file) => break Some((path, file)),
                    Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists && n < 10_000 => n += 1,
                    Err(error) => return Err(cannot(&error)),
                }
            };
        }
        let Some((_, file)) = &mut self.file else { return Ok(()) };
        std::io::Write::write_all(file, format!("{line}\n").as_bytes()).map_err(|e| cannot(&e))
    }

    /// The file; `None` where everything was taken in.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_ref().map(|(path, _)| path.as_path())
    }
}

/// A part of a name, short enough for every disk.
fn short(part: &str) -> String {
    let part: String = part.trim().nfc().collect();
    let part = part.strip_suffix(".txt").unwrap_or(&part);
    let mut out = String::new();
    for grapheme in part.graphemes(true) {
        if out.len() + grapheme.len() > 80 {
            break;
        }
        out.push_str(grapheme);
    }
    out.trim().to_owned()
}

fn hash(text: &str) -> [u8; 32] {
    blake3::hash(text.as_bytes()).into()
}

/// The bytes of a file whose text this is. A byte-order mark keeps apart a text that begins with one, or is empty.
fn bytes_of(text: &str) -> Vec<u8> {
    let mark = if text.is_empty() || text.starts_with('\u{feff}') { "\u{feff}" } else { "" };
    format!("{mark}{text}").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_has_a_window_open_is_left_alone_and_names_alike_are_one_annotator() {
        let folder = tempfile::tempdir().unwrap();
        let project = Project::open_or_make(folder.path()).unwrap();
        let name = |name: &str| AnnotatorName::new(name).unwrap();
        let text = Text::new("một");
        let window = Lock::acquire(&project, &name("Lan")).unwrap().unwrap();
        assert!(Intake::open(&project, &[name("Lan")], None).is_err());
        let mut intake = Intake::open(&project, &[name("Lan")], Some(&name("Lan"))).unwrap();
        let key = intake.article("a", &text, &Metadata::default()).unwrap().key;
        assert!(intake.set(&key, &name("Lan"), &text).is_ok(), "a window knows what it takes in itself");
        // A source may name whom nobody thought of.
        let mut intake = Intake::open(&project, &[], None).unwrap();
        let trouble = intake.set(&key, &name("Lan"), &text).unwrap_err();
        assert_eq!(trouble.what, "A window is open for Lan. Close it, then import");
        drop(window);
        let (set, stamp) = intake.set(&key, &name("Lan"), &text).unwrap();
        intake.save(&key, &name("Lan"), &set, &text, stamp).unwrap();
        assert!(intake.set(&key, &name("lan"), &text).is_ok(), "its own lock is not in its way");

        let mut intake = Intake::open(&project, &[], None).unwrap();
        assert_eq!(intake.annotator(name("LAN")), name("Lan"));
        assert_eq!((intake.annotator(name("Vy")), intake.annotator(name("vy"))), (name("Vy"), name("Vy")));
    }

    #[test]
    fn thousands_of_articles_of_one_name_each_get_the_next_number() {
        let folder = tempfile::tempdir().unwrap();
        let project = Project::open_or_make(folder.path()).unwrap();
        let mut intake = Intake::open(&project, &[], None).unwrap();
        intake.taken.extend((1..=300_000).map(|n| if n == 1 { "a".to_owned() } else { format!("a-{n}") }));
        let begun = std::time::Instant::now();
        for n in 0..20 {
            let taken = intake.article("A", &Text::new(format!("{n}")), &Metadata::default()).unwrap();
            assert_eq!(taken.key.as_str(), format!("A-{}.txt", 300_001 + n));
        }
        assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    }

    #[test]
    fn texts_come_back_to_the_letter_and_names_are_safe() {
        let folder = tempfile::tempdir().unwrap();
        let project = Project::open_or_make(&folder.path().join("new")).unwrap();
        let mut intake = Intake::open(&project, &[], None).unwrap();
        let texts = ["một", "", "\u{feff}hai", "\r\n ba\r", " \n\t "];
        let names = ["../../etc/passwd", "CON", "a/b", "A/B.txt", "tên: \"lạ\"?\0"];
        for (text, name) in texts.iter().zip(names) {
            let metadata = Metadata { id: Some(name.into()), ..Metadata::default() };
            let taken = intake.article(name, &Text::new(*text), &metadata).unwrap();
            assert!(taken.new, "{name}");
            assert_eq!(project.article(&taken.key).unwrap().text.as_str(), *text, "{name}");
            assert_eq!(Project::outer_id(&taken.key, &project.metadata(&taken.key).1.unwrap()), name);
            assert_eq!(intake.article("other", &Text::new(*text), &metadata).unwrap(), TakenIn { new: false, ..taken });
        }
        let keys: Vec<String> = project.list().articles.iter().map(|k| k.as_str().to_owned()).collect();
        assert_eq!(keys.len(), 5, "{keys:?}");
        assert!(keys.contains(&"a/B-2.txt".to_owned()) || keys.contains(&"A/B-2.txt".to_owned()), "{keys:?}");
        let again = Intake::open(&project, &[], None).unwrap();
        assert_eq!(again.text_of("CON").unwrap().as_str(), "");
        assert!(again.by_text("\u{feff}hai").is_some() && again.by_text("hai").is_none());
        let binary = intake.article("x", &Text::new("\u{1}\u{2}\0\u{3}\0\0"), &Metadata::default());
        assert!(binary.is_err(), "what a file cannot hold is told");
    }
}
