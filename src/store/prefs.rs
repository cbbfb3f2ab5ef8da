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
    ops::RangeInclusive,
    path::{Path, PathBuf},
};

const FORMAT: u32 = 1;
const MAX_BYTES: u64 = 1 << 20;
/// How many projects are remembered as recent.
const RECENT: usize = 12;
/// How many projects' places are remembered.
const PLACES: usize = 100;
/// For how many articles of a project it is remembered how far they were scrolled.
const TOPS: usize = 50;
/// Suggestions of a lower score are not shown, unless the person wants them: more of them are wrong than right.
const MIN_SCORE: f32 = 0.5;

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

/// How the text of an article is set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reading {
    /// A font family of the system; `None` for the one that comes with the program.
    #[serde(skip_serializing_if = "Option::is_none", with = "plain")]
    pub font: Option<String>,
    /// The size of letters, in points.
    pub size: f32,
    /// The height of a line, in sizes.
    pub line: f32,
    /// The width of the column, in characters as they are on average.
    pub column: u16,
}

impl Default for Reading {
    fn default() -> Self {
        Reading { font: None, size: 17.0, line: 1.65, column: 68 }
    }
}

impl Reading {
    /// The sizes that can be chosen, in points.
    pub const SIZES: RangeInclusive<f32> = 12.0..=28.0;
    /// The line heights that can be chosen, in sizes.
    pub const LINES: RangeInclusive<f32> = 1.2..=2.2;
    /// The column widths that can be chosen, in characters.
    pub const COLUMNS: RangeInclusive<u16> = 45..=100;

    /// Within bounds, whatever a file or a slider said.
    #[must_use]
    pub fn bounded(self) -> Self {
        let default = Reading::default();
        let within = |value: f32, bounds: RangeInclusive<f32>, or: f32| {
            if value.is_finite() { value.clamp(*bounds.start(), *bounds.end()) } else { or }
        };
        Reading {
            font: self.font.filter(|f| !f.trim().is_empty()),
            size: within(self.size, Self::SIZES, default.size),
            line: within(self.line, Self::LINES, default.line),
            column: self.column.clamp(*Self::COLUMNS.start(), *Self::COLUMNS.end()),
        }
    }
}

/// Where a person was in a project. Positions are characters of an article's text; the text may have changed since.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Whereabouts {
    /// The article in which the selection was.
    pub article: String,
    /// Where the selection began.
    pub anchor: usize,
    /// Where it had come to: the caret.
    pub caret: usize,
    /// The id of the mark in hand.
    #[serde(skip_serializing_if = "Option::is_none", with = "plain")]
    pub mark: Option<String>,
    /// How far articles were scrolled, the one last shown first.
    pub tops: Vec<Top>,
}

/// How far an article was scrolled.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Top {
    /// The article.
    pub article: String,
    /// The character at which the first visible paragraph begins.
    pub at: usize,
    /// How far below the top of the page it begins, in points; negative where it begins above.
    pub below: f32,
}

impl Whereabouts {
    /// Notes how far an article was scrolled.
    pub fn scrolled(&mut self, top: Top) {
        self.tops.retain(|t| t.article != top.article);
        self.tops.insert(0, top);
        self.tops.truncate(TOPS);
    }
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
    /// Where exactly, by project.
    pub whereabouts: BTreeMap<PathBuf, Whereabouts>,
    /// How the text of an article is set.
    pub reading: Reading,
    /// Keys of the person's own, by the id of their command, as people write them: `Ctrl+Shift+F`. A command that is not here
    /// has the keys it comes with.
    pub keys: BTreeMap<String, Vec<String>>,
    /// The score from which suggestions are shown, from 0 to 1.
    pub min_score: f32,
    /// The person's own programs that suggest, as commands, by project.
    pub programs: BTreeMap<PathBuf, String>,
    /// As they were read.
    #[serde(skip)]
    pub read: AsRead,
}

/// Preferences as they were read from their file, so that what a window changed since can be told from what others changed.
/// It says nothing of what they are now, so any two are equal.
#[derive(Clone, Debug, Default)]
pub struct AsRead(Option<Box<Prefs>>);

impl PartialEq for AsRead {
    fn eq(&self, _: &Self) -> bool {
        true
    }
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
            whereabouts: BTreeMap::new(),
            reading: Reading::default(),
            keys: BTreeMap::new(),
            min_score: MIN_SCORE,
            programs: BTreeMap::new(),
            read: AsRead::default(),
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
            Ok(prefs) => {
                let prefs = prefs.bounded();
                (Prefs { read: AsRead(Some(Box::new(prefs.clone()))), ..prefs }, None)
            }
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

    /// Writes what was changed of the preferences since they were read over those that are in the file by now: another window
    /// may have changed others. Where the system names no folder for them, nothing is remembered.
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
        let there = read_capped(&path, MAX_BYTES).ok().flatten().and_then(|bytes| parse(&path, &bytes).ok());
        let all = there.map_or_else(|| self.clone(), |there| self.over(there));
        let mut text = ron::ser::to_string_pretty(&all.bounded(), config)
            .map_err(|e| FileTrouble::new(&path, format!("Your preferences cannot be written: {e}")))?;
        text = text.replacen("Prefs(\n", &format!("Prefs(\n    format: {FORMAT},\n"), 1);
        text.push('\n');
        match Disk::default().replace(&root, &path, text.as_bytes(), Stamp::of(text.as_bytes()), Expected::Anything) {
            Ok(()) | Err(WriteError::Conflict) => Ok(()),
            Err(WriteError::Failed { trouble, .. }) => Err(trouble),
        }
    }

    /// Others' preferences with what was changed in these laid over them.
    fn over(&self, theirs: Prefs) -> Prefs {
        let base = self.read.0.as_deref().cloned().unwrap_or_default();
        Prefs {
            annotator: changed(&self.annotator, &base.annotator, theirs.annotator),
            theme: changed(&self.theme, &base.theme, theirs.theme),
            zoom: changed(&self.zoom, &base.zoom, theirs.zoom),
            recent: latest(&self.recent, &base.recent, theirs.recent),
            left_open: changed(&self.left_open, &base.left_open, theirs.left_open),
            right_open: changed(&self.right_open, &base.right_open, theirs.right_open),
            window: changed(&self.window, &base.window, theirs.window),
            order: changed(&self.order, &base.order, theirs.order),
            places: each_changed(&self.places, &base.places, theirs.places),
            whereabouts: each_changed(&self.whereabouts, &base.whereabouts, theirs.whereabouts),
            reading: changed(&self.reading, &base.reading, theirs.reading),
            keys: each_changed(&self.keys, &base.keys, theirs.keys),
            min_score: changed(&self.min_score, &base.min_score, theirs.min_score),
            programs: each_changed(&self.programs, &base.programs, theirs.programs),
            read: AsRead::default(),
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
        self.whereabouts.retain(|project, _| self.places.contains_key(project));
        for there in self.whereabouts.values_mut() {
            there.tops.truncate(TOPS);
            there.tops.retain(|t| t.below.is_finite());
        }
        self.reading = self.reading.bounded();
        self.min_score = if self.min_score.is_finite() { self.min_score.clamp(0.0, 1.0) } else { MIN_SCORE };
        self
    }
}

/// Mine where I changed it, else theirs.
fn changed<T: Clone + PartialEq>(mine: &T, base: &T, theirs: T) -> T {
    if mine == base { theirs } else { mine.clone() }
}

/// The same for each entry; one that I removed is gone.
fn each_changed<K: Clone + Ord, V: Clone + PartialEq>(
    mine: &BTreeMap<K, V>,
    base: &BTreeMap<K, V>,
    mut theirs: BTreeMap<K, V>,
) -> BTreeMap<K, V> {
    theirs.retain(|key, _| mine.contains_key(key) || !base.contains_key(key));
    let new = mine.iter().filter(|(key, value)| base.get(*key) != Some(*value));
    theirs.extend(new.map(|(key, value)| (key.clone(), value.clone())));
    theirs
}

/// What I put first, then theirs.
fn latest(mine: &[PathBuf], base: &[PathBuf], mut theirs: Vec<PathBuf>) -> Vec<PathBuf> {
    // What stands behind it has the order it had.
    let in_order = |rest: &[PathBuf]| {
        let mut base = base.iter();
        rest.iter().all(|p| base.any(|b| b == p))
    };
    let first = (0..mine.len()).find(|n| mine.get(*n..).is_some_and(in_order)).unwrap_or(mine.len());
    let first: Vec<PathBuf> = mine.iter().take(first).cloned().collect();
    theirs.retain(|p| !first.contains(p));
    first.into_iter().chain(theirs).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    /// As the first version wrote it.
    const OLD: &str = r#"Prefs(
    format: 1,
    annotator: "Lan",
    theme: Dark,
    zoom: 1.2,
    recent: ["/news"],
    left_open: false,
    right_open: true,
    window: (1100.0, 700.0),
    places: {"/news": "a.txt"},
)
"#;

    #[test]
    fn an_old_file_loads_and_the_rest_is_as_it_comes() {
        let prefs = parse(Path::new("p"), OLD.as_bytes()).unwrap().bounded();
        assert_eq!((prefs.annotator.as_deref(), prefs.theme, prefs.left_open), (Some("Lan"), Theme::Dark, false));
        assert_eq!(prefs.places[Path::new("/news")], "a.txt");
        assert_eq!(prefs.order, ArticleOrder::default());
        assert_eq!((prefs.reading, prefs.keys.len(), prefs.whereabouts.len()), (Reading::default(), 0, 0));
    }

    #[test]
    fn two_windows_keep_what_each_changed() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        let grow = ("grow".to_owned(), vec!["e".to_owned()]);
        let find = ("find".to_owned(), vec!["f".to_owned()]);
        let mut first = Prefs { keys: BTreeMap::from([grow]), ..Prefs::default() };
        ["/a", "/b", "/c"].iter().for_each(|p| first.remember(Path::new(p)));
        first.save(&home).unwrap();
        let (mut one, _) = Prefs::load(&home);
        let (mut two, _) = Prefs::load(&home);
        one.keys.insert(find.0.clone(), find.1.clone());
        one.theme = Theme::Dark;
        one.remember(Path::new("/a"));
        one.places.insert("/a".into(), "1.txt".into());
        one.save(&home).unwrap();
        two.keys.remove("grow");
        two.zoom = 1.5;
        two.remember(Path::new("/d"));
        two.places.insert("/d".into(), "2.txt".into());
        two.save(&home).unwrap();
        let (both, trouble) = Prefs::load(&home);
        assert_eq!(trouble, None);
        assert_eq!((both.theme, both.zoom, both.keys), (Theme::Dark, 1.5, BTreeMap::from([find])));
        assert_eq!(both.recent, ["/d", "/a", "/c", "/b"].map(PathBuf::from));
        assert_eq!(both.places.len(), 2);
    }

    #[test]
    fn what_is_kept_comes_back_and_what_is_out_of_bounds_is_mended() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        let mark = Some("m1".to_owned());
        let mut there = Whereabouts { article: "a.txt".into(), anchor: 3, caret: 9, mark, tops: Vec::new() };
        for n in 0..80 {
            there.scrolled(Top { article: format!("{}.txt", n % 60), at: n, below: -4.5 });
        }
        assert_eq!((there.tops.len(), there.tops[0].article.as_str()), (TOPS, "19.txt"));
        let prefs = Prefs {
            order: ArticleOrder { by: SortBy::Published, descending: true, grouped: true },
            places: BTreeMap::from([("/news".into(), "a.txt".into())]),
            whereabouts: BTreeMap::from([("/news".into(), there)]),
            reading: Reading { font: Some("DejaVu Serif".into()), size: 21.5, line: 1.3, column: 90 },
            keys: BTreeMap::from([("grow".into(), vec!["Ctrl+Shift+F".into(), "←".into()]), ("gone".into(), vec![])]),
            ..Prefs::default()
        };
        prefs.save(&home).unwrap();
        assert_eq!(Prefs::load(&home), (prefs.clone(), None));
        let wild = Reading { font: Some(" ".into()), size: f32::NAN, line: 9.0, column: 3 };
        assert_eq!(wild.bounded(), Reading { font: None, size: 17.0, line: 2.2, column: 45 });
        let elsewhere = Prefs { whereabouts: BTreeMap::from([("/gone".into(), Whereabouts::default())]), ..prefs };
        assert!(elsewhere.bounded().whereabouts.is_empty(), "only of projects whose place is known");
    }
}
