//! Files that are articles: which of a folder's are meant, and reading them one after another.

use crate::model::State;

use super::{Body, DocAbout, Flow, Incoming, Likeness, News, Place, ReadError, Rejected, Source, lines};

/// What a file's bytes are as an article, or why they are none.
pub type Article = Result<(String, DocAbout), String>;
/// Where documents and what is wrong are told to.
type Tell<'t> = &'t mut dyn FnMut(News) -> Flow;

/// The files with one of these endings (written small, with their dot). A single file is meant whatever its ending is.
pub fn with_ending<'a>(source: &'a dyn Source, endings: &[&str]) -> Vec<&'a str> {
    match source.files() {
        [one] => vec![one],
        all => all.iter().map(String::as_str).filter(|name| stem(name, endings).is_some()).collect(),
    }
}

/// A file's name without its ending, where it has one of these.
pub fn stem<'a>(name: &'a str, endings: &[&str]) -> Option<&'a str> {
    endings.iter().find_map(|ending| {
        let (stem, end) = name.split_at_checked(name.len().checked_sub(ending.len())?)?;
        (end.eq_ignore_ascii_case(ending) && !stem.is_empty() && !stem.ends_with('/')).then_some(stem)
    })
}

/// How well a folder looks by its files' endings alone.
pub fn likeness(source: &dyn Source, endings: &[&str], all: Likeness) -> Likeness {
    let with = source.files().iter().filter(|name| stem(name, endings).is_some()).count();
    match with {
        0 => Likeness::No,
        n if n == source.files().len() => all,
        _ => Likeness::Perhaps,
    }
}

/// Reads every file with one of these endings as one article, from its bytes; the reason why one is none is told.
///
/// # Errors
/// [`ReadError`] where there is no such file.
pub fn each_article(
    source: &dyn Source,
    endings: &[&str],
    tell: Tell<'_>,
    article: &dyn Fn(&[u8]) -> Article,
) -> Result<(), ReadError> {
    each(source, endings, tell, &mut |name, tell| {
        let bytes = lines::whole_exact(source, name)?;
        let place = Place::file(name);
        let news = match article(&bytes) {
            Err(why) => Rejected::news(place, why, ""),
            Ok((text, mut about)) => {
                // Nobody has marked anything.
                about.state = Some(State::New);
                let id = stem(name, endings).unwrap_or(name).to_owned();
                let body = Body::Text(text);
                News::Doc(Box::new(Incoming { place, id: Some(id), body, about, ..Incoming::default() }))
            }
        };
        Ok(tell(news))
    })
}

/// Reads every file with one of these endings. Where one of several cannot be read that is told, and the next one is read.
///
/// # Errors
/// [`ReadError`] where there is no such file, or the only one cannot be read.
pub fn each(
    source: &dyn Source,
    endings: &[&str],
    tell: Tell<'_>,
    read: &mut dyn FnMut(&str, Tell<'_>) -> Result<Flow, ReadError>,
) -> Result<(), ReadError> {
    let names = with_ending(source, endings);
    if names.is_empty() {
        let what = format!("There is no file whose name ends with {}", endings.join(" or "));
        return Err(ReadError::form(Place::default(), what));
    }
    let alone = names.len() == 1;
    for name in names {
        let flow = match read(name, tell) {
            Err(error) if alone => return Err(error),
            Err(error) => tell(News::Rejected(error.rejected())),
            Ok(flow) => flow,
        };
        if flow.is_break() {
            break;
        }
    }
    Ok(())
}

/// Something that is wrong as a sentence: with a capital.
pub fn sentence(what: &str) -> String {
    let mut chars = what.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
