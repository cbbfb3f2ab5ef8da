//! Finding words or an expression in a text: case and accents respected or not, in composed and decomposed Unicode alike.
//!
//! A query becomes one expression that runs over the text as it is, with each letter standing for all its accented forms and
//! for accents stored behind it. Only texts in which that would not be exact are folded first.

mod excerpt;
mod form;
mod pattern;
#[cfg(test)]
mod tests;

pub use excerpt::Excerpt;

use super::{ByteOffset, Folded, Folding, Span, fold, segment};
use form::Form;
use regex::{Regex, RegexBuilder};
use std::{ops::Range, sync::OnceLock};

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Query {
    /// The words, or the expression.
    pub words: String,
    /// Whether `words` is a regular expression.
    pub expression: bool,
    /// Whether upper and lower case differ.
    pub case: bool,
    /// Whether accents and tone marks, and the bar of `đ`, make a difference.
    pub accents: bool,
    /// Whether only whole syllables are found.
    pub whole: bool,
}

impl Query {
    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        if self.expression { self.words.is_empty() } else { self.words.trim().is_empty() }
    }
}

/// Why nothing can be looked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentences say it")]
pub enum QueryError {
    #[error("Type what to find")]
    Empty,
    /// `at` counts characters of the expression from 1.
    #[error("The expression cannot be read at character {at}: {what}")]
    Expression { at: usize, what: String },
    #[error("The expression is too large: its repetitions multiply. Make the numbers in braces smaller")]
    TooLarge,
    #[error("These are too many words to look for at once; search for a part of them")]
    TooLong,
}

/// What was found in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    /// The places in order; none overlaps another.
    pub spans: Vec<Span>,
    /// Whether there are more than were asked for.
    pub more: bool,
    /// Whether the search was stopped before the end of the text.
    pub stopped: bool,
}

/// A query made ready. Threads that search at once do better with a copy each.
#[derive(Clone, Debug)]
pub struct Finder {
    query: Query,
    regex: Regex,
    /// Finds something wherever `regex` does, and more, but faster: the expression without its word edges, where it has some.
    quick: Option<Regex>,
    /// The same words with accents ignored, to tell quickly that a text need not be folded.
    loose: OnceLock<Option<Regex>>,
}

/// What an expression runs over.
enum Source {
    /// The text as it is.
    Same,
    /// Nothing: there is nothing to be found.
    Nothing,
    /// Its folded form.
    Folded(Folded),
}

/// What a compiled expression may take, in bytes. Time per byte of text grows with it.
const EXPRESSION_SIZE: usize = 2 << 20;
/// The same for plain words, where nothing multiplies.
const WORDS_SIZE: usize = 8 << 20;
/// What the states met on the way may take, in bytes.
const STATES_SIZE: usize = 4 << 20;
/// Long texts are read in pieces of so many bytes, between which a search can be stopped.
const PIECE: usize = 64 << 10;
/// An expression sees so many bytes past its piece at least; a hit that reaches that far is followed to its end.
const AHEAD: usize = 16 << 10;

impl Finder {
    /// Makes a query ready.
    ///
    /// # Errors
    /// [`QueryError`] says what is wrong with it, and where.
    pub fn new(query: &Query) -> Result<Finder, QueryError> {
        if query.is_empty() {
            return Err(QueryError::Empty);
        }
        let (regex, quick) = if query.expression {
            let made = pattern::expression(&query.words, query.accents)?;
            let quick = made.without_edges.map(|p| build(&p, query, EXPRESSION_SIZE)).transpose()?;
            (build(&made.pattern, query, EXPRESSION_SIZE)?, quick)
        } else {
            (build(&pattern::words(&query.words, query.case, query.accents), query, WORDS_SIZE)?, None)
        };
        Ok(Finder { query: query.clone(), regex, quick, loose: OnceLock::new() })
    }

    /// The places in a text, at most `limit`. `stop` is asked now and then; once it says yes, the search ends.
    pub fn find(&self, text: &str, limit: usize, stop: &dyn Fn() -> bool) -> Hits {
        let mut hits = Hits::default();
        let folded = match self.source(text) {
            Source::Nothing => return hits,
            Source::Same => None,
            Source::Folded(folded) => Some(folded),
        };
        let hay: &str = folded.as_ref().map_or(text, |folded| &folded.text);
        let mut at = 0;
        let mut end = 0;
        let mut turns = 0_u32;
        while let Some(found) = self.next(hay, at, stop, &mut hits.stopped) {
            turns = turns.wrapping_add(1);
            if turns.is_multiple_of(1024) && stop() {
                hits.stopped = true;
                break;
            }
            let range = folded.as_ref().map_or(found.clone(), |folded| folded.original(found.clone()));
            // A part of a character leads back to the whole of it.
            let part = folded.is_some() && !self.query.expression && {
                let again = text.get(range.clone()).map(|words| fold(words, self.folding()).text);
                again.as_deref() != hay.get(found.clone())
            };
            match self.accept(text, range, end).filter(|_| !part) {
                Some(span) => {
                    if hits.spans.len() == limit {
                        hits.more = true;
                        break;
                    }
                    end = span.end().0;
                    at = found.end;
                    hits.spans.push(span);
                }
                // What an expression found is gone past as a whole, or else this could take forever.
                None if self.query.expression && found.end > found.start => at = found.end,
                None => at = after(hay, found.start),
            }
        }
        hits
    }

    /// What to run over.
    fn source(&self, text: &str) -> Source {
        let form = form::of(text);
        let same = match form {
            Form::Simple => true,
            Form::Accented => !self.query.accents,
            Form::Other => false,
        };
        if same {
            let some = self.quick.as_ref().is_none_or(|quick| quick.is_match(text));
            return if some { Source::Same } else { Source::Nothing };
        }
        if form == Form::Accented && !self.query.expression {
            let loose = self.loose.get_or_init(|| {
                let pattern = pattern::words(&self.query.words, self.query.case, false);
                build(&pattern, &self.query, WORDS_SIZE).ok()
            });
            if loose.as_ref().is_some_and(|loose| !loose.is_match(text)) {
                return Source::Nothing;
            }
        }
        Source::Folded(fold(text, self.folding()))
    }

    /// Case is the expression's own affair.
    fn folding(&self) -> Folding {
        Folding { case: false, accents: !self.query.accents }
    }

    /// The next match from a position on. Long texts are read piece by piece.
    fn next(&self, hay: &str, from: usize, stop: &dyn Fn() -> bool, stopped: &mut bool) -> Option<Range<usize>> {
        let mut at = from;
        let mut ahead = AHEAD;
        loop {
            let piece = at.saturating_add(PIECE);
            let window = match hay.get(..hay.floor_char_boundary(piece.saturating_add(ahead))) {
                Some(window) if window.len() + AHEAD < hay.len() => window,
                _ => hay,
            };
            let last = window.len() == hay.len();
            match self.regex.find_at(window, at) {
                Some(found) if found.end() == window.len() && !last => ahead = ahead.saturating_mul(4),
                Some(found) => return Some(found.range()),
                None if last => return None,
                None => (at, ahead) = (hay.floor_char_boundary(piece), AHEAD),
            }
            if stop() {
                *stopped = true;
                return None;
            }
        }
    }

    /// A match as a place: on whole characters, behind the last one, and whole syllables where that was asked for.
    fn accept(&self, text: &str, range: Range<usize>, behind: usize) -> Option<Span> {
        let range = if self.query.expression {
            floor(text, range.start)..ceil(text, range.end)
        } else if is_boundary(text, range.start) && is_boundary(text, range.end) {
            range
        } else {
            return None;
        };
        if range.start < behind || self.query.whole && (cuts(text, range.start) || cuts(text, range.end)) {
            return None;
        }
        Span::new(ByteOffset(range.start), ByteOffset(range.end))
    }
}

fn build(pattern: &str, query: &Query, size: usize) -> Result<Regex, QueryError> {
    RegexBuilder::new(pattern)
        .case_insensitive(!query.case)
        .multi_line(true)
        .crlf(true)
        .size_limit(size)
        .dfa_size_limit(STATES_SIZE)
        .nest_limit(pattern::NESTING + 8)
        .build()
        .map_err(|error| match error {
            regex::Error::CompiledTooBig(_) if query.expression => QueryError::TooLarge,
            regex::Error::CompiledTooBig(_) => QueryError::TooLong,
            // What the parser took is refused by a later step: there is no better place to name than the start.
            error => QueryError::Expression { at: 1, what: last_line(&error.to_string()) },
        })
}

fn last_line(text: &str) -> String {
    let line = text.lines().next_back().unwrap_or_default();
    line.trim_start_matches("error: ").to_owned()
}

/// The position after the character at `at`.
fn after(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.chars().next()).map_or(text.len() + 1, |c| at + c.len_utf8())
}

/// The characters right before and after a position.
fn beside(text: &str, at: usize) -> (Option<char>, Option<char>) {
    (text.get(..at).and_then(|t| t.chars().next_back()), text.get(at..).and_then(|t| t.chars().next()))
}

fn is_boundary(text: &str, at: usize) -> bool {
    match beside(text, at) {
        // No Latin letter joins what stands before it but LF after CR.
        (Some(before), Some(after)) if before < '\u{300}' && after < '\u{300}' => !(before == '\r' && after == '\n'),
        (None, _) | (_, None) => true,
        _ => floor(text, at) == at,
    }
}

fn floor(text: &str, at: usize) -> usize {
    fold::edge(text, at, false)
}

fn ceil(text: &str, at: usize) -> usize {
    fold::edge(text, at, true)
}

/// Whether a position lies inside a syllable.
fn cuts(text: &str, at: usize) -> bool {
    match beside(text, at) {
        (None, _) | (_, None) => false,
        (Some(before), Some(after)) if before == ' ' || after == ' ' => false,
        (Some(before), Some(after)) if before.is_ascii_alphabetic() && after.is_ascii_alphabetic() => true,
        _ => segment::cuts_syllable(text, at),
    }
}
