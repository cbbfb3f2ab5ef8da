//! A person's preferences, in their own folder.

use super::{
    atomic::{self, Disk, Expected, WriteError},
    home::Home,
    project::ASIDE,
    record::format_of,
    stamp::{Stamp, read_capped},
    trouble::FileTrouble,
};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

const FORMAT: u32 = 1;
const MAX_BYTES: u64 = 1 << 20;
/// How many projects are remembered as recent.
const RECENT: usize = 12;
/// How many projects' places are remembered.
const PLACES: usize = 100;

/// Light, dark, or as the system has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// What the list of articles is sorted by. What is not known of an article puts it last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum SortBy {
    #[default]
    Name,
    Title,
    Outlet,
    Published,
    Event,
    Marks,
    Status,
}

/// The order of the list of articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ArticleOrder {
    /// What it is sorted by.
    pub by: SortBy,
    /// Whether the largest comes first.
    pub descending: bool,
    /// Whether articles on one event stand together under a heading.
    pub grouped: bool,
}

/// What the program remembers of a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Prefs {
    /// The name they annotate under.
    #[serde(skip_serializing_if = "Option::is_none", with = "plain")]
    pub annotator: Option<String>,
    /// Light or dark.
    pub theme: Theme,
    /// The zoom, 1 for none.
    pub zoom: f32,
    /// Projects opened lately, the latest first.
    pub recent: Vec<PathBuf>,
    /// Whether the left side bar is open.
    pub left_open: bool,
    /// Whether the right side bar is open.
    pub right_open: bool,
    /// The window's width and height.
    #[serde(skip_serializing_if = "Option::is_none", with = "plain")]
    pub window: Option<(f32, f32)>,
    /// The order of the list of articles.
    pub order: ArticleOrder,
    /// The article last shown, by project.
    pub places: BTreeMap<PathBuf, String>,
}

impl Default for Prefs {
    fn default() -> Self {
        Prefs {
            annotator: None,
            theme: Theme::System,
            zoom: 1.0,
            recent: Vec::new(),
            left_open: true,
            right_open: true,
            window: None,
            order: ArticleOrder::default(),
            places: BTreeMap::new(),
        }
    }
}

/// Options written without `Some`.
mod plain {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(clippy::ref_option, reason = "serde's `with` asks for this form")]
    pub(super) fn serialize<S: Serializer, T: Serialize>(value: &Option<T>, to: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => value.serialize(to),
            None => to.serialize_unit(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<T>, D::Error> {
        T::deserialize(from).map(Some)
    }
}

impl Prefs {
    /// Reads the preferences. Where the file cannot be understood, it is set aside and the defaults are given, with a sentence.
    pub fn load(home: &Home) -> (Prefs, Option<FileTrouble>) {
        let Some(path) = home.preferences() else { return (Prefs::default(), None) };
        let read = match read_capped(&path, MAX_BYTES) {
            Ok(None) => return (Prefs::default(), None),
            Ok(Some(bytes)) => parse(&path, &bytes),
            Err(trouble) => Err(trouble),
        };
        match read {
            Ok(prefs) => (prefs.bounded(), None),
            Err(mut trouble) => {
                let aside = match atomic::put_aside(&path, ASIDE) {
                    Ok(aside) => format!("It was set aside as {}", aside.display()),
                    Err(error) => format!("It could not be set aside: {}", error.what),
                };
                trouble.what = format!("Your preferences start anew: {}. {aside}", trouble.what);
                (Prefs::default(), Some(trouble))
            }
        }
    }

    /// Writes the preferences. Where the system names no folder for them, nothing is remembered.
    ///
    /// # Errors
    /// [`FileTrouble`] where they cannot be written.
    pub fn save(&self, home: &Home) -> Result<(), FileTrouble> {
        let Some(path) = home.preferences() else { return Ok(()) };
        let folder = path.parent().unwrap_or(&path);
        let cannot = |e: &std::io::Error| FileTrouble::io(folder, "Your preferences cannot be kept here", e);
        std::fs::create_dir_all(folder).map_err(|e| cannot(&e))?;
        let root = std::fs::canonicalize(folder).map_err(|e| cannot(&e))?;
        let config = ron::ser::PrettyConfig::new().new_line("\n").struct_names(true);
        let mut text = ron::ser::to_string_pretty(&self.clone().bounded(), config)
            .map_err(|e| FileTrouble::new(&path, format!("Your preferences cannot be written: {e}")))?;
        text = text.replacen("Prefs(\n", &format!("Prefs(\n    format: {FORMAT},\n"), 1);
        text.push('\n');
        match Disk::default().replace(&root, &path, text.as_bytes(), Stamp::of(text.as_bytes()), Expected::Anything) {
            Ok(()) | Err(WriteError::Conflict) => Ok(()),
            Err(WriteError::Failed { trouble, .. }) => Err(trouble),
        }
    }

    /// Puts a project first among the recent ones.
    pub fn remember(&mut self, project: &Path) {
        self.recent.retain(|p| p != project);
        self.recent.insert(0, project.to_owned());
        self.recent.truncate(RECENT);
    }

    /// Within bounds, whatever the file said.
    fn bounded(mut self) -> Self {
        self.zoom = if self.zoom.is_finite() { self.zoom.clamp(0.5, 3.0) } else { 1.0 };
        self.window = self.window.filter(|(w, h)| w.is_finite() && h.is_finite() && *w >= 200.0 && *h >= 150.0);
        self.recent.truncate(RECENT);
        while self.places.len() > PLACES {
            // The places of projects that were opened lately stay.
            let old =
                self.places.keys().find(|p| !self.recent.contains(p)).or_else(|| self.places.keys().next()).cloned();
            old.and_then(|p| self.places.remove(&p));
        }
        self
    }
}

fn parse(path: &Path, bytes: &[u8]) -> Result<Prefs, FileTrouble> {
    let text = std::str::from_utf8(bytes).map_err(|_| FileTrouble::new(path, "the file is not UTF-8"))?;
    if format_of(text).is_some_and(|format| format > FORMAT) {
        return Err(FileTrouble::new(path, "a newer version of Whosaid wrote the file"));
    }
    ron::from_str(text).map_err(|e| {
        let place = (e.span.start.line, e.span.start.col);
        FileTrouble::at(path, Some(place), format!("the file cannot be understood ({})", e.code))
    })
}
