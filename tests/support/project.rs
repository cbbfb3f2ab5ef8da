//! Small projects in folders of their own, written by hand as a person would, not by the program's own code.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// A project's folder with a home beside it for preferences and rescued work. Both go when it is dropped.
pub struct TestProject {
    folder: TempDir,
}

impl TestProject {
    /// A folder with nothing in it.
    pub fn new() -> Self {
        let project = TestProject { folder: tempfile::tempdir().unwrap() };
        fs::create_dir_all(project.root()).unwrap();
        fs::create_dir_all(project.home()).unwrap();
        project
    }

    pub fn root(&self) -> PathBuf {
        self.folder.path().join("project")
    }

    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// Writes a file of the project; gives its path.
    pub fn write(&self, name: &str, contents: impl AsRef<[u8]>) -> PathBuf {
        let path = self.root().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, contents).unwrap();
        path
    }

    /// Writes one annotator's marks, each a label and the words it covers (where they first stand), of an article that is
    /// there already; gives the file's path.
    pub fn set(&self, annotator: &str, article: &str, state: &str, marks: &[(&str, &str)]) -> PathBuf {
        let text = fs::read_to_string(self.root().join("articles").join(article)).unwrap();
        let mut lines: Vec<(usize, usize, String)> = marks
            .iter()
            .enumerate()
            .map(|(n, (label, words))| {
                let start = text[..text.find(words).unwrap()].chars().count();
                let end = start + words.chars().count();
                let line = format!("(id: \"m{n}\", start: {start}, end: {end}, label: {label:?}, quote: {words:?})");
                (start, end, line)
            })
            .collect();
        lines.sort();
        let lines: String = lines.into_iter().map(|(_, _, line)| format!("        {line},\n")).collect();
        let hash = blake3::hash(text.as_bytes()).to_hex();
        let record = format!(
            "Annotations(\n    format: 1,\n    article: {article:?},\n    annotator: {annotator:?},\n    text: \"{hash}\",\n    \
             state: {state},\n    annotations: [\n{lines}    ],\n)\n"
        );
        self.write(&format!("annotations/{annotator}/{}.ron", article.trim_end_matches(".txt")), record)
    }

    /// Every file of the project with its bytes.
    pub fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        read(&self.root(), &mut files);
        files
    }
}

fn read(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, files);
        } else {
            files.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
}
