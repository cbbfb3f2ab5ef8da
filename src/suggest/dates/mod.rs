//! Suggestions of dates: expressions of time in Vietnamese and English, resolved against the day of publication.
//!
//! A text is folded to composed letters and taken apart into tokens (`token`); the words of a language come from
//! `assets/lexicons/dates-*.txt` (`words`), whose first lines say how they are written. At each token that can begin an expression a
//! small grammar reads the longest one (`parse`); what stands around it decides whether it is one (`guard`); what it means is
//! told by the calendar, the day of publication, what was spoken of before (`resolve`, `year`, `lunar`), the words that draw it to
//! the past or the future (`cue`), and the day of a quotation it stands in (`quotes`). All of it goes once through the text.
//!
//! Decisions that one could take otherwise:
//!
//! - `03/04/2021` in an English text is the third of April, unless some other date of the text can only be read with the month
//!   first. In a Vietnamese text the day is always first.
//! - `tháng Giêng` alone is January; with `mùng`, `rằm`, `âm lịch` or a number without `ngày` it is the first month of the moon.
//!   `tháng Chạp` with a day is the moon's twelfth.
//! - A weekday is the last one up to the day of publication, that day included; behind `sẽ`, `will` or `could` the next one after
//!   it. Right behind a word that reports it is past, whatever is reported.
//! - In a quotation `hôm nay` counts from the day that the reporting clause tells; a weekday there does not.
//! - `two weeks ago` is that week, `ten years later` that year: no expression is more exact than its words.
//! - A clock time alone belongs to the day that was spoken of a few lines before, else to the day of publication.

mod calendar;
mod cue;
mod expr;
mod guard;
mod infer;
mod lunar;
mod parse;
mod quotes;
mod read;
mod resolve;
#[cfg(test)]
mod tests;
mod token;
mod turn;
mod words;
mod year;

pub use infer::{How, Inferred, infer_published};
pub use turn::turn;

use super::{About, Lexicons, Proposal, Request, Source};
use crate::{
    model::{Published, is_vietnamese},
    text::{ByteOffset, Folded, Folding, Span, Text, fold},
};
use calendar::Unit;
use expr::Core;
use read::Mention;
use std::{collections::BTreeMap, sync::Arc};
use words::DateWords;
use year::Lean;

/// The source of dates.
pub struct Dates;

static ABOUT: About = About {
    id: "dates",
    title: "Dates",
    what: "Expressions of time in Vietnamese and English, with their values seen from the day of publication",
};

impl Source for Dates {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn propose(&self, request: &Request<'_>) -> Vec<Proposal> {
        let Some(label) = &request.roles.date else { return Vec::new() };
        let inferred = match request.published {
            Some(_) => None,
            None => infer_published(request.text, request.language, request.lexicons),
        };
        let published = request.published.or(inferred.as_ref().map(|i| &i.published));
        let words = request.lexicons.get::<DateWords>();
        let folded = fold_for_dates(request.unbroken());
        let main = main_language(request.text, request.language);
        let tokens = words.tokens(&folded.text);
        let mut all: Vec<Mention> = Vec::new();
        // The language of the text first: where two read the same words, it is right.
        for strict in [false, true] {
            for lexicon in words.all.iter().filter(|l| (l.language == main) != strict) {
                let own = all.len();
                for mention in read::read(&folded.text, &tokens, lexicon, published, strict) {
                    let seen = all.get(..own).unwrap_or_default();
                    let at = seen.partition_point(|m| m.end <= mention.start);
                    match seen.get(at).filter(|m| m.start < mention.end) {
                        None => all.push(mention),
                        // Bare digits are of no language: `ngày 7/12/2021` in an English text is its own.
                        Some(m) if mention.start < m.start && m.end == mention.end && is_bare(&folded, m) => {
                            if let Some(place) = all.get_mut(at) {
                                *place = mention;
                            }
                        }
                        Some(_) => {}
                    }
                }
                all.sort_by_key(|m| m.start);
            }
        }
        let source: Arc<str> = ABOUT.id.into();
        let proposal = |mention: &Mention| {
            let range = folded.original(mention.start..mention.end);
            let span = Span::in_text(request.text, ByteOffset(range.start), ByteOffset(range.end)).ok()?;
            Some(Proposal {
                source: source.clone(),
                span,
                label: label.clone(),
                attributes: attributes(mention),
                links: Vec::new(),
                score: score(mention, request.published.is_some(), main),
                why: why(mention, &folded, inferred.as_ref()),
            })
        };
        all.iter().filter_map(proposal).collect()
    }
}

/// Whether marked words say a bare weekday or a week, so that the value's neighbours are a week away and not a year: what [`turn`]
/// is to be told.
pub fn goes_by_weeks(words: &str, lexicons: &Lexicons) -> bool {
    let folded = fold(words, Folding::default()).text;
    let weekly = |mention: &Mention| match &mention.expr.core {
        Core::Place(place) => place.whole_week || place.weekday.is_some() && place.day.is_none(),
        Core::By(unit, _) => *unit == Unit::Week,
        Core::Weekend(_) => true,
        _ => false,
    };
    // Which day is read does not matter, as long as there is one to count from.
    let published = Published::parse("2000-01-05").ok();
    let words = lexicons.get::<DateWords>();
    let tokens = words.tokens(&folded);
    let read = |lexicon| read::read(&folded, &tokens, lexicon, published.as_ref(), false);
    words.all.iter().any(|lexicon| read(lexicon).first().is_some_and(weekly))
}

/// Whether a mention has no letters.
fn is_bare(folded: &Folded, mention: &Mention) -> bool {
    folded.text.get(mention.start..mention.end).is_some_and(|t| !t.contains(char::is_alphabetic))
}

/// Composed letters: what the lists of words are written in.
fn fold_for_dates(text: &Text) -> Folded {
    fold(text.as_str(), Folding::default())
}

/// The language a text is read in first.
fn main_language<'a>(text: &Text, language: Option<&'a str>) -> &'a str {
    match language {
        Some(language) => language.split('-').next().unwrap_or(language),
        None if is_vietnamese(text.as_str()) => "vi",
        None => "en",
    }
}

fn attributes(mention: &Mention) -> BTreeMap<Arc<str>, Arc<str>> {
    let found = &mention.resolved;
    let mut all: BTreeMap<Arc<str>, Arc<str>> = BTreeMap::new();
    all.insert("kind".into(), found.kind.into());
    all.insert("value".into(), found.value.as_str().into());
    if let Some(modifier) = found.modifier {
        all.insert("mod".into(), modifier.into());
    }
    all
}

/// How sure a proposal is: what its form shows, less for what had to be guessed.
fn score(mention: &Mention, published: bool, main: &str) -> f32 {
    let mut score: f32 = if mention.expr.strong { 0.95 } else { 0.8 };
    if mention.resolved.value.contains("XX") && mention.resolved.kind != "SET"
        || mention.resolved.value.starts_with('T')
    {
        score -= 0.25;
    }
    if !published && mention.resolved.kind != "DURATION" && mention.resolved.kind != "SET" {
        score -= 0.1;
    }
    if mention.language != main {
        score -= 0.15;
    }
    score.clamp(0.0, 1.0)
}

/// Why, for a person: how the day was found, and which word drew it.
fn why(mention: &Mention, folded: &Folded, inferred: Option<&Inferred>) -> String {
    let mut why = mention.resolved.why.clone();
    if let Some((start, end, lean)) = mention.cue
        && mention.resolved.kind != "DURATION"
        && mention.resolved.kind != "SET"
        && !mention.resolved.value.ends_with("_REF")
        && let Some(word) = folded.text.get(start..end)
    {
        let side = if lean != Lean::Future { "back" } else { "ahead" };
        why.push_str(&format!("; “{word}” points {side}"));
    }
    if let Some(inferred) = inferred {
        why.push_str(&format!("; the day of publication is inferred from “{}”", inferred.from));
    }
    why
}
