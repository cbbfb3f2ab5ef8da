//! A text as the grammars of claims and actors see it: words with what the lists say of them, quotations, sentences.
//!
//! Everything is told in tokens. A token knows where it stands in the text as it is; its words are folded, so that composed and
//! decomposed Vietnamese, and upper and lower case, are alike to whoever asks.

mod build;
mod lists;
mod phrase;
mod phrase_en;
mod phrase_vi;
mod quotes;
mod small;

pub(super) use lists::{Act, Class, Flags, Lists, Tag};
pub use phrase::{ActorKind, Gender};
pub(super) use phrase::{Head, Phrase, phrase};
pub(super) use quotes::Quote;
pub(super) use small::Small;

use crate::suggest::{Request, wrapped};
use crate::text::{ByteOffset, Span, Text};
use std::{cell::OnceCell, ops::Deref};

/// How English spells past tenses and participles, gerunds, adverbs: endings, and no words of a list.
pub(super) const ED: &str = "ed";
pub(super) const ING: &str = "ing";
pub(super) const LY: &str = "ly";

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, with digits among them or not.
    Word,
    /// Begins with a digit: `24`, `7/12`, `1h10`.
    Number,
    /// `.`, `!`, `?`, `…`.
    Stop,
    Comma,
    Semicolon,
    Colon,
    /// A quotation mark that opens or closes.
    Open,
    Close,
    /// `(` or `[`, and their partners.
    Bracket,
    Unbracket,
    /// A dash between blanks, or a long one.
    Dash,
    Other,
}

/// A word or a mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// Where it starts and ends in the text, in bytes.
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
    /// Whether it begins with a capital.
    pub capital: bool,
    /// Whether it begins a sentence or a line.
    pub first: bool,
    /// The number of its line.
    pub line: u32,
    /// The quotation it stands in: its place in the list, and one; 0 outside.
    pub owner: u32,
    /// For an opening or closing mark or bracket the other one; else its own place.
    pub partner: u32,
    /// The sentence it belongs to.
    pub sentence: u32,
    /// Its lower-case words in the buffer.
    from: u32,
    to: u32,
    /// Its tags in the list of tags.
    tags: (u32, u32),
    /// What it does as a small word.
    smalls: small::Smalls,
}

/// A run of tokens at one level: quotations in it are seen as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sentence {
    pub start: usize,
    /// Behind its last token.
    pub end: usize,
}

/// A text and what it was taken apart into.
#[derive(Clone, Copy)]
pub(super) struct Prose<'a> {
    pub text: &'a Text,
    parts: &'a Parts,
}

impl<'a> Prose<'a> {
    /// The text of a request, taken apart by whoever asks first.
    pub fn of(request: &Request<'a>) -> Self {
        Prose { text: request.unbroken(), parts: request.prose.parts.get_or_init(|| Parts::of(request)) }
    }

    pub fn span(&self, start: usize, end: usize) -> Option<Span> {
        let (first, last) = (self.tokens.get(start)?, self.tokens.get(end.checked_sub(1)?)?);
        Span::between(self.text, ByteOffset(first.start), ByteOffset(last.end)).filter(|_| first.start < last.end)
    }
}

impl Deref for Prose<'_> {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        self.parts
    }
}

/// Where a text taken apart is kept for all sources that are shown the same [`Request`]: an empty one for each text.
#[derive(Default)]
pub struct ProseCell {
    parts: OnceCell<Parts>,
    unbroken: OnceCell<Text>,
}

impl ProseCell {
    /// The text as sources read it.
    pub(in crate::suggest) fn unbroken(&self, text: &Text) -> &Text {
        self.unbroken.get_or_init(|| wrapped::unbroken(text).unwrap_or_else(|| text.clone()))
    }
}

/// What a text was taken apart into.
pub(super) struct Parts {
    pub vietnamese: bool,
    pub tokens: Vec<Token>,
    pub quotes: Vec<Quote>,
    pub sentences: Vec<Sentence>,
    /// The tokens of lines that are not article text.
    noise: Vec<bool>,
    /// Which tokens stand inside a phrase that begins before them.
    inside: Vec<bool>,
    /// The first line that is article text.
    title: Option<u32>,
    lower: String,
    tags: Vec<(Tag, u8)>,
}

impl Parts {
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    pub fn token(&self, i: usize) -> Option<&Token> {
        self.tokens.get(i)
    }

    pub fn kind(&self, i: usize) -> Option<Kind> {
        self.tokens.get(i).map(|t| t.kind)
    }

    pub fn is(&self, i: usize, kind: Kind) -> bool {
        self.kind(i) == Some(kind)
    }

    pub fn is_word(&self, i: usize) -> bool {
        self.is(i, Kind::Word)
    }

    pub fn capital(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.kind == Kind::Word && t.capital)
    }

    /// Whether a token is a capitalised word only because it begins a sentence, as far as its place tells.
    pub fn first(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.first)
    }

    pub fn owner(&self, i: usize) -> u32 {
        self.tokens.get(i).map_or(0, |t| t.owner)
    }

    /// Whether a token stands in the headline: the first line that is article text.
    pub fn headline(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| self.title == Some(t.line))
    }

    pub fn noise(&self, i: usize) -> bool {
        self.tokens.get(i).is_none_or(|t| self.noise.get(t.line as usize).copied().unwrap_or(false))
    }

    /// Whether a token stands inside a phrase of a list that begins before it: `bố` in `tuyên bố`.
    pub fn inside(&self, i: usize) -> bool {
        self.inside.get(i).copied().unwrap_or(false)
    }

    /// The words of a token, in lower case, composed.
    pub fn lower(&self, i: usize) -> &str {
        self.tokens.get(i).and_then(|t| self.lower.get(t.from as usize..t.to as usize)).unwrap_or_default()
    }

    /// Whether a token is the sign behind an owner that ends in s: `the workers' union`.
    pub fn possessive(&self, i: usize) -> bool {
        self.is(i, Kind::Other) && self.lower(i) == "'"
    }

    /// Whether a token is an English article.
    pub fn article(&self, i: usize) -> bool {
        self.small(i, Small::Article)
    }

    /// Whether a token is a small word that does this.
    pub fn small(&self, i: usize, small: Small) -> bool {
        self.tokens.get(i).is_some_and(|t| t.smalls.has(small))
    }

    /// Whether a token is a small word that does any of these.
    pub fn smalls(&self, i: usize, any: &[Small]) -> bool {
        any.iter().any(|small| self.small(i, *small))
    }

    /// Whether a word is spelt as English past tenses are.
    pub fn ed(&self, i: usize) -> bool {
        self.lower(i).ends_with(ED)
    }

    /// Whether a word is spelt as English gerunds are.
    pub fn ing(&self, i: usize) -> bool {
        self.lower(i).ends_with(ING)
    }

    /// The tokens of a range as lower-case words between single blanks.
    pub fn folded(&self, start: usize, end: usize) -> String {
        let mut all = String::new();
        for i in start..end {
            if !all.is_empty() {
                all.push(' ');
            }
            all.push_str(self.lower(i));
        }
        all
    }

    /// The tags of the phrases that begin at a token, with how many tokens each has.
    pub fn tags(&self, i: usize) -> impl Iterator<Item = (Tag, usize)> + '_ {
        let range = self.tokens.get(i).map_or(0..0, |t| t.tags.0 as usize..t.tags.1 as usize);
        self.tags.get(range).unwrap_or_default().iter().map(|(tag, len)| (*tag, usize::from(*len)))
    }

    /// The longest phrase of a class that begins at a token: how many tokens.
    pub fn longest(&self, i: usize, class: Class) -> usize {
        self.tags(i).filter(|(t, _)| t.class == class).map(|(_, len)| len).max().unwrap_or(0)
    }

    /// Whether a phrase of a class begins at a token.
    pub fn has(&self, i: usize, class: Class) -> bool {
        self.tags(i).any(|(t, _)| t.class == class)
    }

    /// The longest phrase of any of these classes.
    pub fn any(&self, i: usize, classes: &[Class]) -> usize {
        self.tags(i).filter(|(t, _)| classes.contains(&t.class)).map(|(_, len)| len).max().unwrap_or(0)
    }

    /// Whether a word that means no actor begins at a token, and is not only the start of a longer one: `luật` in `luật sư`.
    pub fn thing(&self, i: usize) -> bool {
        let longest = self.tags(i).map(|(_, len)| len).max().unwrap_or(0);
        longest > 0 && self.longest(i, Class::Thing) == longest
    }

    /// How many tokens a phrase of a class has that ends before a token, 0 where there is none.
    pub fn ends(&self, end: usize, class: Class) -> usize {
        (1..=5)
            .rev()
            .find(|n| end.checked_sub(*n).is_some_and(|at| self.tags(at).any(|(t, len)| t.class == class && len == *n)))
            .unwrap_or(0)
    }

    /// The next token at the same level: behind a quotation or a bracket if one opens here.
    pub fn next(&self, i: usize) -> usize {
        match self.tokens.get(i) {
            Some(t) if (t.partner as usize) > i => t.partner as usize + 1,
            _ => i + 1,
        }
    }

    /// The token before, at the same level: the one that opens a quotation or a bracket if it closes there.
    pub fn prev(&self, i: usize) -> Option<usize> {
        let before = i.checked_sub(1)?;
        match self.tokens.get(before) {
            Some(t) if (t.partner as usize) < before => Some(t.partner as usize),
            _ => Some(before),
        }
    }

    pub fn partner(&self, i: usize) -> usize {
        self.tokens.get(i).map_or(i, |t| t.partner as usize)
    }

    /// The sentence of a token, at the token's level.
    pub fn sentence(&self, i: usize) -> Sentence {
        let of = self.tokens.get(i).and_then(|t| self.sentences.get(t.sentence as usize));
        of.copied().unwrap_or(Sentence { start: i, end: i + 1 })
    }
}
