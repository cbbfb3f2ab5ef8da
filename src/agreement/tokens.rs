//! Tokens, and what everyone says of each: the ground of the measures that are made of tokens.

#[cfg(test)]
mod papers;
#[cfg(test)]
mod reference;
#[cfg(test)]
pub(super) mod tests;

use super::{
    Alive, Choice, Figure, Part, Study, Undefined,
    study::Item,
    tally::{Rows, add_up},
};
use std::{collections::HashMap, ops::Range, sync::Mutex};
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// In an [`Opinion`], that an annotator has not seen the article. Every other number is one of [`Tokens::sets`].
pub(super) const UNSEEN: u32 = u32::MAX;

/// What everyone says of a token: for each annotator a label set by its number, or [`UNSEEN`].
pub(super) type Opinion = Box<[u32]>;

/// The tokens of a study. Most have no label at all and most others differ from article to article only in number, so each
/// opinion that comes up is kept once, and each article is how often it has which.
#[derive(Debug)]
pub(super) struct Tokens {
    /// Every set of labels that someone gave to a token, each sorted. The first is empty.
    pub(super) sets: Vec<Box<[u16]>>,
    /// Every opinion that comes up.
    pub(super) opinions: Vec<Opinion>,
    /// For each article, opinions by number and how many tokens have them; none where fewer than two have seen it.
    counts: Rows<(u32, u32)>,
    added: Mutex<Added>,
}

impl Tokens {
    /// The tokens of every article that two people have seen. A token has the labels of all marks that cover a character of it.
    /// `None`: `alive` said stop.
    pub(super) fn new(study: &Study, alive: &mut Alive<'_>) -> Option<Self> {
        let mut sets = Numbered::default();
        let mut opinions = Numbered::default();
        sets.of(&[]);
        let mut counts = Rows::default();
        let (mut places, mut turns) = (Vec::new(), Vec::new());
        study.walk(alive, |item| {
            let mut row = Vec::new();
            if item.is_shared() {
                places.clear();
                tokens(item.text.as_str(), &mut places);
                turns_of(item, &places, &mut turns);
                count(item, &turns, places.len(), &mut sets, &mut opinions, &mut row);
                add_up(&mut row);
            }
            counts.push(row);
        })?;
        Some(Tokens { sets: sets.all, opinions: opinions.all, counts, added: Mutex::default() })
    }

    /// The labels that an opinion holds, with how many annotators gave them, and how many have seen the token.
    pub(super) fn labels_of(&self, opinion: &[u32]) -> (Vec<(u16, f64)>, f64) {
        let seen = opinion.iter().filter(|set| **set != UNSEEN);
        let mut labels: Vec<u16> = seen.clone().flat_map(|set| self.labels(*set)).copied().collect();
        labels.sort_unstable();
        let runs = labels.chunk_by(|a, b| a == b).filter_map(|run| Some((*run.first()?, run.len() as f64)));
        (runs.collect(), seen.count() as f64)
    }

    /// What some annotators say, of those who have seen the token: their sets by number, those that are the same side by side.
    pub(super) fn said<'b>(opinion: &[u32], who: &[usize], into: &'b mut Vec<u32>) -> &'b [u32] {
        into.clear();
        into.extend(who.iter().filter_map(|who| opinion.get(*who)).filter(|set| **set != UNSEEN));
        into.sort_unstable();
        into
    }

    /// The labels of a set.
    pub(super) fn labels(&self, set: u32) -> &[u16] {
        self.sets.get(set as usize).map_or(&[], |labels| labels)
    }
}

/// Adds up the tokens of choices of articles.
pub(super) struct Adder<'s> {
    pub(super) study: &'s Study,
    pub(super) tokens: &'s Tokens,
}

/// The last choice that was added up: several measures ask for the same one after the other.
#[derive(Debug, Default)]
struct Added {
    choice: Choice,
    /// How many tokens have which opinion, by number, in no order, each once.
    sums: Vec<(usize, f64)>,
    /// How often each opinion came; all zero between two uses.
    scratch: Vec<u64>,
}

impl Added {
    fn add(&mut self, articles: &Choice, tokens: &Tokens) {
        self.scratch.resize(tokens.opinions.len(), 0);
        let mut met = Vec::new();
        tokens.counts.each(articles, |(opinion, n), times| {
            if let Some(sum) = self.scratch.get_mut(*opinion as usize) {
                if *sum == 0 {
                    met.push(*opinion as usize);
                }
                *sum += times * u64::from(*n);
            }
        });
        let take = |opinion| Some((opinion, std::mem::take(self.scratch.get_mut(opinion)?) as f64));
        self.sums = met.into_iter().filter_map(take).collect();
        self.choice = articles.clone();
    }
}

impl<'s> Adder<'s> {
    pub(super) fn new(study: &'s Study, alive: &mut Alive<'_>) -> Option<Self> {
        if alive(0.0).is_break() {
            return None;
        }
        Some(Adder { study, tokens: study.tokens(alive)? })
    }

    /// How many tokens of these articles have which opinion (by number), in no order, each once; an article that comes twice
    /// counts twice.
    pub(super) fn sum(&self, articles: &Choice) -> Vec<(usize, f64)> {
        // What another thread left half done is done anew.
        let mut added = self.tokens.added.lock().unwrap_or_else(|poisoned| {
            let mut added = poisoned.into_inner();
            *added = Added::default();
            added
        });
        if added.choice != *articles || added.sums.is_empty() {
            added.add(articles, self.tokens);
        }
        added.sums.clone()
    }

    /// The opinions of these articles, with how many tokens have them.
    pub(super) fn opinions(&self, articles: &Choice) -> Vec<(&'s [u32], f64)> {
        let tokens = self.tokens;
        let named = |(opinion, n): (usize, f64)| Some((&**tokens.opinions.get(opinion)?, n));
        self.sum(articles).into_iter().filter_map(named).collect()
    }

    /// A figure for every two annotators, from the opinions of these articles.
    pub(super) fn by_pair(
        &self,
        articles: &Choice,
        of: impl Fn(&[usize], &[(&[u32], f64)]) -> Option<Part>,
    ) -> Vec<((usize, usize), Figure)> {
        let opinions = self.opinions(articles);
        self.study.by_pair(|(a, b)| match of(&[a, b], &opinions) {
            Some(part) => part.value,
            None => Err(self.nothing_of((a, b), articles)),
        })
    }

    /// Why there is no figure of two annotators, who have no token in common.
    pub(super) fn nothing_of(&self, pair: (usize, usize), articles: &Choice) -> Undefined {
        if self.study.share(pair, articles) { Undefined::NoText } else { Undefined::NoSharedArticles }
    }
}

/// Slices with their numbers, in the order in which they first came.
struct Numbered<T> {
    all: Vec<Box<[T]>>,
    at: HashMap<Box<[T]>, u32>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Numbered { all: Vec::new(), at: HashMap::new() }
    }
}

impl<T: Copy + Eq + std::hash::Hash> Numbered<T> {
    fn of(&mut self, slice: &[T]) -> u32 {
        if let Some(at) = self.at.get(slice) {
            return *at;
        }
        // Memory ends long before 32 bits do.
        let at = self.all.len() as u32;
        self.all.push(slice.into());
        self.at.insert(slice.into(), at);
        at
    }
}

/// A label that begins or ends at a token, for one annotator.
struct Turn {
    token: usize,
    who: usize,
    label: u16,
    begins: bool,
}

/// Where labels begin and end in an article, in the order of its tokens.
fn turns_of(item: &Item, places: &[Range<usize>], turns: &mut Vec<Turn>) {
    turns.clear();
    for (who, marks) in item.seen() {
        let mut from = 0;
        for mark in marks {
            let (start, end) = (mark.span.start().0, mark.span.end().0);
            // Marks come in the order of their starts.
            from += places.get(from..).unwrap_or(&[]).partition_point(|t| t.end <= start);
            let covered = places.get(from..).unwrap_or(&[]).partition_point(|t| t.start < end);
            if covered > 0 {
                let label = mark.label;
                turns.push(Turn { token: from, who, label, begins: true });
                turns.push(Turn { token: from + covered, who, label, begins: false });
            }
        }
    }
    turns.sort_unstable_by_key(|t| (t.token, t.who));
}

/// Counts the opinions on an article's tokens, run by run.
fn count(
    item: &Item,
    turns: &[Turn],
    tokens: usize,
    sets: &mut Numbered<u16>,
    opinions: &mut Numbered<u32>,
    counts: &mut Vec<(u32, u32)>,
) {
    let mut opinion: Vec<u32> = item.sets.iter().map(|set| if set.is_some() { 0 } else { UNSEEN }).collect();
    // For each annotator the labels at this place, sorted, as often as marks give them.
    let mut active: Vec<Vec<u16>> = vec![Vec::new(); item.sets.len()];
    let mut distinct = Vec::new();
    let mut at = 0;
    for turns in turns.chunk_by(|a, b| (a.token, a.who) == (b.token, b.who)) {
        let Some(Turn { token, who, .. }) = turns.first() else { continue };
        if *token > at {
            counts.push((opinions.of(&opinion), (token - at) as u32));
            at = *token;
        }
        let (Some(active), Some(set)) = (active.get_mut(*who), opinion.get_mut(*who)) else { continue };
        for turn in turns {
            let place = active.partition_point(|label| *label < turn.label);
            if turn.begins {
                active.insert(place, turn.label);
            } else if place < active.len() {
                active.remove(place);
            }
        }
        distinct.clone_from(active);
        distinct.dedup();
        *set = sets.of(&distinct);
    }
    if tokens > at {
        counts.push((opinions.of(&opinion), (tokens - at) as u32));
    }
}

/// What a character is to a token.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Blank,
    Word,
    Other,
}

fn kind(c: char) -> Kind {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' => Kind::Word,
        ' ' | '\t'..='\r' => Kind::Blank,
        '\0'..='\x7f' => Kind::Other,
        // Latin letters with accents, combining accents, Han: looked up in no table, for speed.
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='\u{24f}' | '\u{300}'..='\u{36f}' | 'Ḁ'..='ỿ' | '一'..='\u{9fff}' => {
            Kind::Word
        }
        c if c.is_whitespace() => Kind::Blank,
        c => match c.general_category_group() {
            GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number | GeneralCategoryGroup::Mark => Kind::Word,
            // Joiners, soft hyphens and direction marks belong to the word they stand in.
            _ if c.general_category() == GeneralCategory::Format => Kind::Word,
            _ => Kind::Other,
        },
    }
}

/// The tokens of a text, in bytes: runs of letters, digits and other numbers, marks and format characters (Unicode's general
/// categories L, N, M and Cf), and every other character alone; blanks (White_Space) are in none.
fn tokens(text: &str, all: &mut Vec<Range<usize>>) {
    let mut word = None;
    for (at, c) in text.char_indices() {
        let kind = kind(c);
        if kind == Kind::Word {
            word.get_or_insert(at);
            continue;
        }
        all.extend(word.take().map(|from| from..at));
        if kind == Kind::Other {
            all.push(at..at + c.len_utf8());
        }
    }
    all.extend(word.map(|from| from..text.len()));
}
