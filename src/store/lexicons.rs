//! Word lists that a project adds to those of the program: text files in its folder `lexicons`.

use super::{
    project::Project,
    stamp::read_capped,
    trouble::{FileTrouble, sentence},
};
use crate::text::decode_plain;
use std::{collections::BTreeMap, path::PathBuf};

/// Their folder in the project.
pub(crate) const FOLDER: &str = "lexicons";
/// The most bytes of one list that are read.
const MAX_BYTES: u64 = 1 << 20;
/// The most lists that are read.
const MOST: usize = 64;

impl Project {
    /// The project's own word lists by file name, and what is wrong with those that cannot be read; these are left out, and the
    /// program's lists stand as they are.
    pub fn lexicons(&self) -> (BTreeMap<String, String>, Vec<FileTrouble>) {
        let (mut lists, mut troubles) = (BTreeMap::new(), Vec::new());
        let folder = self.root().join(FOLDER);
        let Ok(entries) = std::fs::read_dir(&folder) else { return (lists, troubles) };
        let mut files: Vec<PathBuf> = entries.filter_map(Result::ok).map(|e| e.path()).collect();
        // A list whose name is in capitals is read too, so that somebody can be told that it does not count.
        files.retain(|f| f.extension().is_some_and(|e| e.eq_ignore_ascii_case("txt")));
        files.sort();
        if files.len() > MOST {
            let what = format!("It holds {} word lists; only the first {MOST} are read", files.len());
            troubles.push(FileTrouble::new(&folder, what));
        }
        for path in files.into_iter().take(MOST) {
            let Some(name) = path.file_name().and_then(|n| n.to_str()).map(str::to_owned) else { continue };
            match self.lexicon(&path) {
                Ok(Some(text)) => _ = lists.insert(name, text),
                Ok(None) => {}
                Err(trouble) => troubles.push(trouble),
            }
        }
        (lists, troubles)
    }

    fn lexicon(&self, path: &std::path::Path) -> Result<Option<String>, FileTrouble> {
        self.check_inside(path)?;
        let Some(bytes) = read_capped(path, MAX_BYTES)? else { return Ok(None) };
        let text = decode_plain(&bytes).map_err(|error| FileTrouble::new(path, sentence(&error.to_string())))?;
        Ok(Some(text.into_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Home;

    #[test]
    fn lists_are_read_and_what_is_wrong_is_told() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("articles")).unwrap();
        let (project, _) = Project::open_with(folder.path(), Home::nowhere()).unwrap();
        assert_eq!(project.lexicons(), Default::default(), "no folder, no lists");
        let lists = folder.path().join(FOLDER);
        std::fs::create_dir(&lists).unwrap();
        std::fs::write(lists.join("dates-vi.txt"), "\u{feff}[month]\nGiêng\n").unwrap();
        std::fs::write(lists.join("titles.txt"), [b'a', 0xff, b'\n']).unwrap();
        std::fs::write(lists.join("huge.txt"), vec![b'a'; MAX_BYTES as usize + 1]).unwrap();
        std::fs::write(lists.join("notes.md"), "not a list").unwrap();
        std::fs::write(lists.join("LOUD.TXT"), "a").unwrap();
        let (read, troubles) = project.lexicons();
        let all = [("LOUD.TXT", "a"), ("dates-vi.txt", "[month]\nGiêng\n")];
        assert_eq!(read, all.map(|(name, text)| (name.to_owned(), text.to_owned())).into());
        let told: Vec<String> = troubles.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].contains("huge.txt") && told[1].contains("titles.txt"), "{told:?}");
    }
}
