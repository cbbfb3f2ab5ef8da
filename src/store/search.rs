//! Looking for words or an expression in one text or in all articles of a project, on threads, so that nobody waits for it.
//!
//! Nothing is kept between searches: reading ten thousand articles anew takes less time than a person takes to look up.

use super::{
    project::{Project, join},
    stamp::{Stamp, read_capped},
    trouble::{FileTrouble, sentence},
};
use crate::{
    model::ArticleKey,
    text::{Excerpt, Finder, MAX_ARTICLE_BYTES, Query, QueryError, Span, Text, decode_plain},
};
use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    fs::{self, File},
    io::Read as _,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc::channel,
    },
    time::{Duration, Instant},
};

/// A search that was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    /// Which one, counting up: answers to an earlier one are not listened to.
    pub serial: u64,
    /// What is looked for.
    pub query: Query,
    /// Where.
    pub scope: SearchScope,
    /// After so many hits it ends.
    pub most: usize,
}

/// Where something is looked for.
#[derive(Clone, Debug, PartialEq)]
pub enum SearchScope {
    /// In a text that is at hand.
    Text(ArticleKey, Text),
    /// In the files of these articles, in this order.
    Articles(Arc<[ArticleKey]>),
}

/// What was found in one article; at least one hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleHits {
    /// The article.
    pub key: ArticleKey,
    /// Its text as it was read, so that it is known when it has changed since.
    pub text: Stamp,
    /// The places, in order.
    pub hits: Vec<Hit>,
}

/// A place with the line around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The place.
    pub span: Span,
    /// What stands around it.
    pub excerpt: Excerpt,
}

/// What came of a search so far.
#[derive(Clone, Debug, PartialEq)]
pub enum SearchNews {
    /// What was found in further articles, in order; how many were looked at by now; and those of them that cannot be read.
    Part {
        /// With hits.
        found: Vec<ArticleHits>,
        /// Articles looked at since the search began, unreadable ones included.
        looked: usize,
        /// Articles that could not be read.
        unreadable: Vec<FileTrouble>,
    },
    /// It is over.
    End(SearchEnd),
}

/// How a search ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SearchEnd {
    /// Everything was looked at.
    All,
    /// There are more hits than were asked for.
    Capped,
    /// It took so long in one article that it was given up there.
    Slow(ArticleKey),
    /// The query cannot be looked for.
    Refused(QueryError),
}

/// An expression that needs longer than this for one article is given up.
const PATIENCE: Duration = Duration::from_secs(2);
/// What is found is told this often.
const TELL: Duration = Duration::from_millis(40);
/// Articles taken by a thread at a time.
const CHUNK: usize = 32;
/// Threads that read.
const READERS: usize = 2;

/// Looks in one text. `stop` ends it early; then nothing more is told.
pub fn search_text(
    finder: &Finder,
    key: &ArticleKey,
    text: &str,
    most: usize,
    stop: &AtomicBool,
) -> (Option<ArticleHits>, SearchEnd) {
    let start = Instant::now();
    let slow = || start.elapsed() > PATIENCE;
    let found = finder.find(text, most, &|| stop.load(Ordering::Relaxed) || slow());
    let end = match (found.more, found.stopped) {
        (true, _) => SearchEnd::Capped,
        (_, true) => SearchEnd::Slow(key.clone()),
        _ => SearchEnd::All,
    };
    let hit = |span: Span| Hit { span, excerpt: Excerpt::of(text, span) };
    let hits: Vec<Hit> = found.spans.into_iter().map(hit).collect();
    let found = (!hits.is_empty()).then(|| ArticleHits { key: key.clone(), text: Stamp::of(text.as_bytes()), hits });
    (found, end)
}

/// Does a search, telling what is found as it is found. `stop` ends it early; then nothing more is told.
pub fn search(project: &Project, search: &Search, stop: &AtomicBool, tell: &mut dyn FnMut(SearchNews)) {
    let finder = match Finder::new(&search.query) {
        Ok(finder) => finder,
        Err(error) => return tell(SearchNews::End(SearchEnd::Refused(error))),
    };
    let end = match &search.scope {
        SearchScope::Text(key, text) => {
            let (found, end) = search_text(&finder, key, text.as_str(), search.most, stop);
            if !stop.load(Ordering::Relaxed) {
                let found = found.into_iter().collect();
                tell(SearchNews::Part { found, looked: 1, unreadable: Vec::new() });
            }
            end
        }
        SearchScope::Articles(keys) => through(project, &finder, keys, search.most, stop, tell),
    };
    if !stop.load(Ordering::Relaxed) {
        tell(SearchNews::End(end));
    }
}

/// What came of a chunk of articles.
#[derive(Default)]
struct Chunk {
    found: Vec<ArticleHits>,
    looked: usize,
    unreadable: Vec<FileTrouble>,
    end: Option<SearchEnd>,
}

/// Looks through many files. What is told is in the order of the articles, whoever was faster.
fn through(
    project: &Project,
    finder: &Finder,
    keys: &[ArticleKey],
    most: usize,
    stop: &AtomicBool,
    tell: &mut dyn FnMut(SearchNews),
) -> SearchEnd {
    let next = AtomicUsize::new(0);
    let over = AtomicBool::new(false);
    let chunks: Vec<&[ArticleKey]> = keys.chunks(CHUNK).collect();
    let (send, receive) = channel::<(usize, Chunk)>();
    let mut end = SearchEnd::All;
    std::thread::scope(|scope| {
        for _ in 0..READERS.min(chunks.len()) {
            let (send, chunks, next, over) = (send.clone(), &chunks, &next, &over);
            scope.spawn(move || {
                let (mut reader, finder) = (Reader::new(project), finder.clone());
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let ended = over.load(Ordering::Relaxed) || stop.load(Ordering::Relaxed);
                    let Some(chunk) = chunks.get(number).filter(|_| !ended) else { return };
                    if send.send((number, reader.look(&finder, chunk, most, stop))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        let mut waiting: BTreeMap<usize, Chunk> = BTreeMap::new();
        let (mut turn, mut left) = (0, most);
        let mut ready = Chunk::default();
        let mut told = Instant::now();
        'all: for (number, chunk) in receive {
            waiting.insert(number, chunk);
            while let Some(mut chunk) = waiting.remove(&turn) {
                turn += 1;
                ready.looked += chunk.looked;
                ready.unreadable.append(&mut chunk.unreadable);
                for mut article in chunk.found {
                    if article.hits.len() > left {
                        article.hits.truncate(left);
                        end = SearchEnd::Capped;
                    }
                    left -= article.hits.len();
                    if !article.hits.is_empty() {
                        ready.found.push(article);
                    }
                }
                if let Some(early) = chunk.end.filter(|_| end == SearchEnd::All) {
                    end = early;
                }
                if end != SearchEnd::All {
                    over.store(true, Ordering::Relaxed);
                    break 'all;
                }
            }
            if told.elapsed() >= TELL && !stop.load(Ordering::Relaxed) {
                // The number is of all so far, what was found is new.
                let Chunk { found, unreadable, looked, .. } = std::mem::take(&mut ready);
                ready.looked = looked;
                tell(SearchNews::Part { found, looked, unreadable });
                told = Instant::now();
            }
        }
        if !stop.load(Ordering::Relaxed) {
            let Chunk { found, unreadable, looked, .. } = ready;
            tell(SearchNews::Part { found, looked, unreadable });
        }
    });
    end
}

/// Reads articles one after another, asking of each folder once whether it lies inside the project.
struct Reader<'p> {
    project: &'p Project,
    root: PathBuf,
    folders: HashMap<PathBuf, bool>,
    bytes: Vec<u8>,
}

impl<'p> Reader<'p> {
    fn new(project: &'p Project) -> Self {
        Reader { project, root: project.articles_folder(), folders: HashMap::new(), bytes: Vec::new() }
    }

    fn look(&mut self, finder: &Finder, keys: &[ArticleKey], most: usize, stop: &AtomicBool) -> Chunk {
        let mut chunk = Chunk::default();
        for key in keys {
            if stop.load(Ordering::Relaxed) {
                break;
            }
            chunk.looked += 1;
            match self.read(key).map(|text| search_text(finder, key, &text, most, stop)) {
                Ok((found, end)) => {
                    chunk.found.extend(found);
                    if end != SearchEnd::All {
                        chunk.end = Some(end);
                        break;
                    }
                }
                Err(trouble) => chunk.unreadable.push(trouble),
            }
        }
        chunk
    }

    /// An article's text, decoded as on opening it.
    fn read(&mut self, key: &ArticleKey) -> Result<Cow<'_, str>, FileTrouble> {
        let path = join(self.root.clone(), key.as_str());
        self.bytes(&path)?;
        decode_plain(&self.bytes).map_err(|error| FileTrouble::new(&path, sentence(&error.to_string())))
    }

    fn bytes(&mut self, path: &Path) -> Result<(), FileTrouble> {
        let gone = || FileTrouble::new(path, "The article is not there any more");
        let folder = path.parent().unwrap_or(path);
        let inside = match self.folders.get(folder) {
            Some(inside) => *inside,
            None => {
                let inside = self.project.check_inside(folder).is_ok();
                self.folders.insert(folder.to_owned(), inside);
                inside
            }
        };
        let plain = fs::symlink_metadata(path).ok().filter(|facts| inside && facts.is_file());
        let size = plain.and_then(|facts| usize::try_from(facts.len()).ok()).filter(|size| *size <= MAX_ARTICLE_BYTES);
        self.bytes.clear();
        let Some(size) = size else {
            // A link, or something odd: looked at as carefully as on opening it.
            self.project.check_inside(path)?;
            self.bytes = read_capped(path, MAX_ARTICLE_BYTES as u64)?.ok_or_else(gone)?;
            return Ok(());
        };
        self.bytes.reserve(size + 1);
        let cannot = |error: &std::io::Error| FileTrouble::io(path, "The article cannot be read", error);
        let file = File::open(path).map_err(|error| cannot(&error))?;
        // One byte more than allowed, so that a file that grows meanwhile is refused by decoding.
        file.take(MAX_ARTICLE_BYTES as u64 + 1).read_to_end(&mut self.bytes).map_err(|error| cannot(&error))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Home;

    fn key(name: &str) -> ArticleKey {
        ArticleKey::new(name).unwrap()
    }

    fn run(
        project: &Project,
        query: Query,
        keys: &[ArticleKey],
        most: usize,
    ) -> (Vec<ArticleHits>, usize, Vec<FileTrouble>, SearchEnd) {
        let asked = Search { serial: 1, query, scope: SearchScope::Articles(keys.into()), most };
        let (mut all, mut count, mut bad, mut last) = (Vec::new(), 0, Vec::new(), None);
        search(project, &asked, &AtomicBool::new(false), &mut |news| match news {
            SearchNews::Part { found, looked, unreadable } => {
                assert!(last.is_none() && looked >= count);
                all.extend(found);
                bad.extend(unreadable);
                count = looked;
            }
            SearchNews::End(end) => last = Some(end),
        });
        (all, count, bad, last.unwrap())
    }

    fn project(files: &[(&str, &[u8])]) -> (tempfile::TempDir, Project, Vec<ArticleKey>) {
        let folder = tempfile::tempdir().unwrap();
        let articles = folder.path().join("p/articles");
        for (name, bytes) in files {
            let path = articles.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let home = Home::at(&folder.path().join("home"));
        let project = Project::open_with(&folder.path().join("p"), home).unwrap().0;
        let keys = files.iter().map(|(name, _)| key(name)).collect();
        (folder, project, keys)
    }

    #[test]
    fn all_encodings_are_searched_in_order_and_what_cannot_be_read_is_told() {
        let wide: Vec<u8> =
            std::iter::once(0xFEFF).chain("Tổng thống nói".encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let (_folder, project, mut keys) = project(&[
            ("b/1.txt", "\u{feff}Bà tổng thống".as_bytes()),
            ("a/2.txt", &wide),
            ("3.txt", b"\xFF\x00broken"),
            ("4.txt", b"nothing here"),
            ("5.txt", "To\u{302}\u{309}ng tho\u{302}\u{301}ng".as_bytes()),
        ]);
        keys.push(key("gone.txt"));
        let query = Query { words: "tong thong".to_owned(), ..Query::default() };
        let (found, looked, bad, end) = run(&project, query, &keys, 100);
        let names: Vec<&str> = found.iter().map(|f| f.key.as_str()).collect();
        assert_eq!(names, ["b/1.txt", "a/2.txt", "5.txt"]);
        assert_eq!((looked, end), (6, SearchEnd::All));
        assert_eq!(bad.len(), 2, "{bad:?}");
        assert_eq!(found[1].hits[0].excerpt.line, "Tổng thống nói");
        let text = project.article(&keys[1]).unwrap().text;
        assert_eq!(found[1].text, Stamp::of(text.as_str().as_bytes()), "the text is that which is opened");
        assert_eq!(found[1].hits[0].span.of(&text), "Tổng thống");
    }

    #[test]
    fn so_many_and_no_more_whoever_reads_faster() {
        let names: Vec<String> = (0..300).map(|n| format!("{n:03}.txt")).collect();
        let files: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), "một hai một".as_bytes())).collect();
        let (_folder, project, keys) = project(&files);
        let query = Query { words: "mot".to_owned(), ..Query::default() };
        let (found, looked, _, end) = run(&project, query.clone(), &keys, 1000);
        assert_eq!((found.len(), looked, end), (300, 300, SearchEnd::All));
        assert!(found.iter().map(|f| &f.key).eq(&keys), "in order");
        let (found, _, _, end) = run(&project, query, &keys, 101);
        assert_eq!(found.iter().map(|f| f.hits.len()).sum::<usize>(), 101);
        assert_eq!(end, SearchEnd::Capped);
        let wrong = Query { words: "(".to_owned(), expression: true, ..Query::default() };
        assert!(matches!(run(&project, wrong, &keys, 9).3, SearchEnd::Refused(_)));
    }

    #[test]
    fn what_was_stopped_tells_nothing_more() {
        let (_folder, project, keys) = project(&[("a.txt", b"words")]);
        let query = Query { words: "words".to_owned(), ..Query::default() };
        let asked = Search { serial: 1, query, scope: SearchScope::Articles(keys.into()), most: 9 };
        search(&project, &asked, &AtomicBool::new(true), &mut |news| panic!("{news:?}"));
    }

    #[cfg(unix)]
    #[test]
    fn links_out_of_the_project_are_not_followed() {
        let (folder, project, _) = project(&[("a.txt", b"words")]);
        fs::write(folder.path().join("secret.txt"), "words").unwrap();
        fs::create_dir(folder.path().join("other")).unwrap();
        fs::write(folder.path().join("other/b.txt"), "words").unwrap();
        std::os::unix::fs::symlink(folder.path().join("secret.txt"), folder.path().join("p/articles/s.txt")).unwrap();
        std::os::unix::fs::symlink(folder.path().join("other"), folder.path().join("p/articles/o")).unwrap();
        let query = Query { words: "words".to_owned(), ..Query::default() };
        let keys = [key("a.txt"), key("s.txt"), key("o/b.txt")];
        let (found, _, bad, _) = run(&project, query, &keys, 9);
        assert_eq!((found.len(), bad.len()), (1, 2), "{bad:?}");
    }
}
