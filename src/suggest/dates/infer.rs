//! When an article without a publication date was published, as far as its text tells.

use super::{calendar, expr::Within, expr::Year, fold_for_dates, read, words::DateWords};
use crate::{
    model::{Published, detect, is_vietnamese, published_in},
    suggest::Lexicons,
    text::Text,
};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Years in which a pair of weekday and date is looked for.
const YEARS: std::ops::RangeInclusive<i16> = 1995..=2060;

/// A day on which an article may have been published, and what says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inferred {
    /// The day.
    pub published: Published,
    /// What it was inferred from, for a question to a person: words of the text.
    pub from: String,
    /// Why these words tell it.
    pub how: How,
}

/// How a day of publication was inferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// A line is a stamp of the publication.
    Stamp,
    /// A weekday with its day and month fits only some years; other years in the text say which.
    Pair,
    /// The latest full date of the text that is told as past or present.
    FullDate,
}

/// Infers the day of publication from the text. `language` as in [`crate::suggest::Request`].
pub fn infer_published(text: &Text, language: Option<&str>, lexicons: &Lexicons) -> Option<Inferred> {
    if let Some(published) = detect(text, "").published {
        let vietnamese = is_vietnamese(text.as_str());
        let is_it = |line: &&str| published_in(line, vietnamese).as_ref() == Some(&published);
        let composed = fold_for_dates(text).text;
        let from = composed.lines().find(is_it).unwrap_or_default().trim().to_owned();
        return Some(Inferred { published, from, how: How::Stamp });
    }
    let words = lexicons.get::<DateWords>();
    let folded = fold_for_dates(text);
    let main = super::main_language(text, language);
    let lexicon = words.all.iter().find(|l| l.language == main)?;
    let mentions = read::read(&folded.text, &words.tokens(&folded.text), lexicon, None, false);
    let quoted = |m: &read::Mention| folded.text.get(m.start..m.end).unwrap_or_default().to_owned();
    let on = |day: Date| Published { date: day, time: None, zone: None };
    // Full dates and years, to tell which of the possible years is meant.
    let mut full: Vec<(Date, &read::Mention)> = Vec::new();
    let mut years: BTreeMap<i16, usize> = BTreeMap::new();
    for mention in &mentions {
        let Some(place) = mention.expr.place() else { continue };
        if let Some(Year::At(year)) = place.year {
            *years.entry(year).or_default() += 1;
            if let Some(day) = mention.resolved.day.filter(|_| place.day.is_some() && mention.expr.modifier.is_none()) {
                full.push((day, mention));
            }
        }
    }
    let latest = years.keys().next_back().copied();
    let mut best: Option<(i64, Date, &read::Mention)> = None;
    for mention in &mentions {
        let Some(place) = mention.expr.place().filter(|p| p.year.is_none() && !p.lunar) else { continue };
        let (Some(weekday), Some(day), Some(Within::Month(month))) = (place.weekday, place.day, place.within) else {
            continue;
        };
        let fits = |year: &i16| calendar::date(*year, month, day).is_some_and(|d| calendar::weekday(d) == weekday);
        let possible: Vec<i16> = YEARS.filter(fits).collect();
        // Without a year in the text there is nothing that says which of them.
        let Some(near) = latest else { continue };
        let Some(year) = possible.iter().copied().filter(|y| (y - near).abs() <= 2).min_by_key(|y| (y - near).abs())
        else {
            continue;
        };
        let Some(day) = calendar::date(year, month, day) else { continue };
        let future = mention.cue.is_some_and(|(_, _, lean)| lean == super::year::Lean::Future);
        let rank = i64::from(future);
        let better = best.is_none_or(|(r, d, _)| (rank, std::cmp::Reverse(day)) < (r, std::cmp::Reverse(d)));
        if better {
            best = Some((rank, day, mention));
        }
    }
    if let Some((_, day, mention)) = best {
        return Some(Inferred { published: on(day), from: quoted(mention), how: How::Pair });
    }
    let is_future = |m: &read::Mention| m.cue.is_some_and(|(_, _, lean)| lean == super::year::Lean::Future);
    let told = full.iter().filter(|(_, m)| !is_future(m)).max_by_key(|(day, _)| *day);
    told.map(|(day, m)| Inferred { published: on(*day), from: quoted(m), how: How::FullDate })
}
