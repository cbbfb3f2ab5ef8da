//! Takes a text apart.

use super::lists::Phrases;
use super::quotes::{self, Mark, Quote};
use super::small::{Small, Smalls};
use super::{Kind, Lists, Parts, Sentence, Tag, Token};
use crate::model::{NoiseProposal, is_vietnamese};
use crate::suggest::{Request, Source as _, noise::Noise};
use crate::text::{Folding, Text, fold};

/// A phrase of a list has no more words than this.
const LONGEST: usize = 8;

/// A text of fewer bytes is too short to tell its language from.
const SHORT: usize = 300;

impl Parts {
    /// Takes the text of a request apart.
    pub fn of(request: &Request<'_>) -> Self {
        let lists = request.lexicons.get::<Lists>();
        // In a few words there are too few letters to tell: what is known of the article says it.
        let known = request.language.filter(|_| request.text.as_str().len() < SHORT);
        let vietnamese = match known {
            Some(language) if language.starts_with("vi") => true,
            Some(language) if language.starts_with("en") => false,
            _ => is_vietnamese(request.text.as_str()),
        };
        let noise = Noise.noise(request.unbroken(), None, request.lexicons);
        Parts::new(request.unbroken(), vietnamese, &lists, &noise)
    }

    /// Takes a text apart with the lists of a language.
    fn new(text: &Text, vietnamese: bool, lists: &Lists, proposed: &[NoiseProposal]) -> Self {
        let mut noise = Vec::new();
        for proposal in proposed {
            if noise.len() <= proposal.line {
                noise.resize(proposal.line + 1, false);
            }
            if let Some(line) = noise.get_mut(proposal.line) {
                *line = true;
            }
        }
        let starts: Vec<usize> = text.sentences().into_iter().map(|s| s.start().0).collect();
        let phrases = if vietnamese { &lists.vietnamese } else { &lists.english };
        let (mut tokens, lower) = tokens(text, &starts, vietnamese, phrases);
        headlines(text, &mut tokens);
        let quotes = quotations(text, &tokens);
        quotes::settle(&mut tokens, &quotes);
        begin(&starts, &mut tokens, &lower);
        for quote in &quotes {
            if let Some(token) = tokens.get_mut(quote.open + 1) {
                token.first = true;
            }
        }
        datelines(&mut tokens);
        let sentences = sentences(&mut tokens, &quotes);
        let inside = vec![false; tokens.len()];
        let title = title(&tokens, &lower, &noise);
        let mut parts = Parts { vietnamese, tokens, quotes, sentences, noise, inside, title, lower, tags: Vec::new() };
        let words: Vec<u32> = (0..parts.len()).map(|i| phrases.word(parts.lower(i))).collect();
        let mut tags: Vec<(Tag, u8)> = Vec::new();
        for i in 0..parts.len() {
            let from = tags.len() as u32;
            let line = parts.token(i).map(|t| t.line);
            let mut node = 0;
            for len in 1..=LONGEST {
                let at = i + len - 1;
                let Some(word) = words.get(at).filter(|w| **w > 0 && parts.token(at).map(|t| t.line) == line) else {
                    break;
                };
                let Some(next) = phrases.step(node, *word) else { break };
                node = next;
                tags.extend(
                    phrases
                        .tags(node)
                        .iter()
                        .filter(|t| !t.flags.capital || parts.capital(i))
                        .map(|tag| (*tag, len as u8)),
                );
            }
            if let Some(token) = parts.tokens.get_mut(i) {
                token.tags = (from, tags.len() as u32);
                token.smalls = words.get(i).map(|word| phrases.smalls(*word)).unwrap_or_default();
            }
        }
        parts.tags = tags;
        let mut end = 0;
        for i in 0..parts.len() {
            if let Some(inside) = parts.inside.get_mut(i).filter(|_| i < end) {
                *inside = true;
                continue;
            }
            end = i + parts.tags(i).map(|(_, len)| len).max().unwrap_or(1);
        }
        parts
    }
}

fn joins(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{200c}' | '\u{200d}' | '\u{ad}')
}

/// The length of the word or number at the front of a text, in bytes; 0 where none stands there.
fn word_length(rest: &str, vietnamese: bool, phrases: &Phrases) -> usize {
    let mut end = 0;
    let number = rest.chars().next().is_some_and(|c| c.is_ascii_digit());
    let mut previous = ' ';
    for (at, c) in rest.char_indices() {
        let after = rest.get(at + c.len_utf8()..).and_then(|r| r.chars().next());
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let belongs = if c.is_alphanumeric() || joins(c) {
            true
        } else if end == 0 {
            false
        } else {
            match c {
                '_' => letter(after) && !vietnamese,
                '-' | '\u{2010}' | '\u{2011}' | '&' => letter(after),
                '/' | ':' | ',' => number && previous.is_ascii_digit() && after.is_some_and(|c| c.is_ascii_digit()),
                '.' if number => after.is_some_and(|c| c.is_ascii_digit()),
                // `U.S.`, `TP.HCM`, `PGS.TS`: capitals before; `a.m.`: single letters.
                '.' if shortened(rest.get(..end).unwrap_or_default(), phrases) => true,
                '.' => {
                    initial(rest, end, phrases)
                        && (letter(after) || end > 2 && rest.get(..end).is_some_and(|w| w.contains('.')))
                }
                '’' | '\'' => letter(after) && !possessive(rest.get(at + c.len_utf8()..).unwrap_or_default()),
                '%' => number,
                _ => false,
            }
        };
        if !belongs {
            break;
        }
        previous = c;
        end = at + c.len_utf8();
    }
    end
}

/// Whether the word before a stop is a form of address cut short: its stop belongs to it.
fn shortened(word: &str, phrases: &Phrases) -> bool {
    capitalised(word) && phrases.small(word, Small::CutShort)
}

/// Whether a word has one capital, and that in front.
fn capitalised(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.all(char::is_lowercase)
}

/// Whether the stop behind a word only cuts it short, since no sentence begins behind it: `John F. Hill`, `R-Wis.,`, `Acme Corp. said`.
fn cut_short(rest: &str, word: usize, begins: impl Fn(usize) -> bool) -> bool {
    let (Some(name), Some(behind)) = (rest.get(..word), rest.get(word..).and_then(|r| r.strip_prefix('.'))) else {
        return false;
    };
    let next = behind.char_indices().find(|(_, c)| !matches!(c, ' ' | '\u{a0}'));
    name.starts_with(char::is_uppercase)
        && name.chars().count() <= 6
        && next.is_some_and(|(at, c)| {
            matches!(c, ',' | ')') || at > 0 && c.is_alphanumeric() && !begins(word + '.'.len_utf8() + at)
        })
}

/// Whether an English ending follows an apostrophe: `’s`.
fn possessive(rest: &str) -> bool {
    let mut chars = rest.chars();
    matches!(chars.next(), Some('s' | 'S')) && chars.next().is_none_or(|c| !c.is_alphanumeric())
}

/// Whether what stands before a stop is letters cut short: a capital run, or one letter behind another stop.
fn initial(rest: &str, end: usize, phrases: &Phrases) -> bool {
    let word = rest.get(..end).unwrap_or_default();
    let last = word.rsplit(['.', '-']).next().unwrap_or(word);
    let mut count = 0;
    let capitals = last.chars().all(|c| {
        count += 1;
        c.is_uppercase()
    });
    let cut = || capitalised(last) && phrases.small(last, Small::CutShortName);
    count > 0 && (capitals && count <= 4 || count == 1 || cut())
}

fn kind_of(c: char, blank_before: bool, blank_after: bool) -> Kind {
    match c {
        '.' | '!' | '?' | '…' => Kind::Stop,
        ',' => Kind::Comma,
        ';' => Kind::Semicolon,
        ':' => Kind::Colon,
        '(' | '[' => Kind::Bracket,
        ')' | ']' => Kind::Unbracket,
        '–' | '—' => Kind::Dash,
        '-' if blank_before && blank_after => Kind::Dash,
        _ => Kind::Other,
    }
}

fn tokens(text: &Text, starts: &[usize], vietnamese: bool, phrases: &Phrases) -> (Vec<Token>, String) {
    let folded = fold(text.as_str(), Folding::default());
    let all = folded.text.as_str();
    let mut tokens = Vec::with_capacity(all.len() / 5);
    let mut lower = String::with_capacity(all.len());
    let (mut at, mut line, mut blank) = (0, 0u32, true);
    while let Some(rest) = all.get(at..).filter(|r| !r.is_empty()) {
        let Some(c) = rest.chars().next() else { break };
        if c.is_whitespace() {
            // Lines are counted as `Text::paragraphs` counts them.
            let crlf = c == '\r' && rest.starts_with("\r\n");
            line +=
                u32::from(!crlf && matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'));
            blank = true;
            at += c.len_utf8();
            continue;
        }
        // Word-segmented Vietnamese: `Bộ_Y_tế`.
        if c == '_' && vietnamese && !blank {
            blank = true;
            at += 1;
            continue;
        }
        let word = word_length(rest, vietnamese, phrases);
        let begins = |ahead: usize| starts.binary_search(&folded.original(at + ahead..at + ahead).start).is_ok();
        // `bà L., 61 tuổi, ở huyện B., kể`: in Vietnamese one letter for a name.
        let letter = || matches!(rest.get(..word), Some(w) if w == "Đ" || w.len() == 1);
        let short = (!vietnamese || letter()) && cut_short(rest, word, begins);
        let len = match word {
            0 if quotes::is_doubled(rest) => 2,
            0 => c.len_utf8(),
            _ => word + usize::from(short),
        };
        let after = rest.get(len..).and_then(|r| r.chars().next()).is_none_or(char::is_whitespace);
        let kind = match word {
            0 => kind_of(c, blank, after),
            _ if c.is_ascii_digit() => Kind::Number,
            _ => Kind::Word,
        };
        let range = folded.original(at..at + len);
        let from = lower.len() as u32;
        lower.extend(
            rest.get(..len)
                .map(|w| match w.strip_suffix('.') {
                    Some(cut) if short || shortened(cut, phrases) => w.trim_end_matches('.'),
                    _ => w,
                })
                .unwrap_or_default()
                .chars()
                .map(|c| if c == '’' { '\'' } else { c })
                .flat_map(char::to_lowercase),
        );
        tokens.push(Token {
            start: range.start,
            end: range.end,
            kind,
            capital: c.is_uppercase(),
            first: false,
            line,
            owner: 0,
            partner: 0,
            sentence: 0,
            from,
            to: lower.len() as u32,
            tags: (0, 0),
            smalls: Smalls::default(),
        });
        blank = false;
        at += len;
    }
    (tokens, lower)
}

/// In a line that is all in capitals, a headline, a capital shows no name: else all of it would be one.
fn headlines(text: &Text, tokens: &mut [Token]) {
    let shouted = |t: &Token| {
        let word = text.as_str().get(t.start..t.end).unwrap_or_default();
        !word.contains(char::is_lowercase)
    };
    for line in tokens.chunk_by_mut(|a, b| a.line == b.line) {
        let words = || line.iter().filter(|t| t.kind == Kind::Word);
        if words().count() >= 4 && words().all(shouted) {
            line.iter_mut().skip(1).for_each(|t| t.capital = false);
        }
    }
}

/// The quotations of a text. One that is not closed in its paragraph runs on where the next one opens anew.
fn quotations(text: &Text, tokens: &[Token]) -> Vec<Quote> {
    let mut all: Vec<Quote> = Vec::new();
    let mut pending: Option<usize> = None;
    let mut at = 0;
    while let Some(first) = tokens.get(at) {
        let end = at + tokens.get(at..).unwrap_or_default().iter().take_while(|t| t.line == first.line).count();
        let mut marks = Vec::new();
        for (i, t) in tokens.iter().enumerate().take(end).skip(at).filter(|(_, t)| t.kind == Kind::Other) {
            if let Some(c) = text.as_str().get(t.start..t.end).and_then(quotes::mark_of) {
                let before = text
                    .as_str()
                    .get(..t.start)
                    .and_then(|s| s.chars().next_back())
                    .filter(|c| !matches!(c, '\n' | '\r'));
                let after =
                    text.as_str().get(t.end..).and_then(|s| s.chars().next()).filter(|c| !matches!(c, '\n' | '\r'));
                marks.push(Mark { token: i, c, before, after });
            }
        }
        let (mut pairs, left) = quotes::pair(&marks);
        let leads = marks.first().is_some_and(|m| m.token == at);
        let colon = |i: usize| {
            i.checked_sub(1).and_then(|p| tokens.get(p)).is_some_and(|t| matches!(t.kind, Kind::Colon | Kind::Comma))
        };
        // What is left open counts where the next paragraph opens anew, or it is plainly speech.
        let runs = left.filter(|i| *i == at || colon(*i) || opens_anew(text, tokens, end));
        if let Some(open) = runs {
            pairs.push((open, end));
            pairs.sort_unstable();
        }
        for (open, close) in pairs {
            let carried = open == at && leads && pending.is_some();
            if carried && let Some(before) = pending.and_then(|p| all.get(p).copied().map(|q| (p, q))) {
                let next = all.len();
                if let Some(q) = all.get_mut(before.0) {
                    q.next = Some(next);
                }
            }
            all.push(Quote { open, close, closed: close < end, next: None, carried });
        }
        pending = runs.and_then(|open| all.iter().rposition(|q| q.open == open));
        at = end;
    }
    all
}

/// Whether the paragraph that begins at a token opens a quotation at once.
fn opens_anew(text: &Text, tokens: &[Token], at: usize) -> bool {
    let c = tokens.get(at).and_then(|t| text.as_str().get(t.start..t.end)).and_then(quotes::mark_of);
    c.is_some_and(|c| matches!(c, '“' | '"' | '„' | '«' | '‟'))
}

/// The line that is the headline: the first that is article text, unless it ends as sentences do.
fn title(tokens: &[Token], lower: &str, noise: &[bool]) -> Option<u32> {
    let line = tokens.iter().map(|t| t.line).find(|line| !noise.get(*line as usize).copied().unwrap_or(false))?;
    let last = tokens.iter().rfind(|t| t.line == line && t.kind != Kind::Close);
    let stop = last.and_then(|t| lower.get(t.from as usize..t.to as usize)) == Some(".");
    (!stop).then_some(line)
}

/// Says which tokens begin a sentence.
fn begin(starts: &[usize], tokens: &mut [Token], lower: &str) {
    // `ở Ý. Paris`: a letter with an accent alone is a word, and no initial.
    let mut word = false;
    let mut stopped = false;
    let mut next = 0;
    let mut line = None;
    for token in tokens {
        let mut first = line != Some(token.line);
        line = Some(token.line);
        while starts.get(next).is_some_and(|s| *s <= token.start) {
            first = true;
            next += 1;
        }
        token.first = first || stopped && token.capital;
        stopped = word && token.kind == Kind::Stop;
        let mut letters = lower.get(token.from as usize..token.to as usize).unwrap_or_default().chars();
        word =
            letters.next().is_some_and(|c| c.is_alphabetic() && !c.is_ascii() && c != 'đ') && letters.next().is_none();
    }
}

/// What tells where the news comes from has fewer words and marks than this.
const LEAD: u32 = 14;

/// `HÀ NỘI, 8/12 (TTX) – …`: behind where the news comes from a sentence begins.
fn datelines(tokens: &mut [Token]) {
    let mut line = None;
    let mut leads = 0;
    for token in tokens {
        if line != Some(token.line) {
            (line, leads) = (Some(token.line), 1);
            continue;
        }
        match leads {
            0 => {}
            1..LEAD if token.kind == Kind::Dash => leads = LEAD,
            1..LEAD => {
                let fits = token.capital
                    || matches!(token.kind, Kind::Number | Kind::Comma | Kind::Bracket | Kind::Unbracket | Kind::Stop);
                leads = if fits && leads + 1 < LEAD { leads + 1 } else { 0 };
            }
            _ => {
                token.first = true;
                leads = 0;
            }
        }
    }
}

/// The sentences of each level: a quotation does not end the sentence it stands in.
fn sentences(tokens: &mut [Token], quotes: &[Quote]) -> Vec<Sentence> {
    let mut all: Vec<Sentence> = Vec::new();
    // The sentence going on at each open level, the outermost first: the owner, and its number.
    let mut open: Vec<(u32, usize)> = Vec::new();
    let mut line = None;
    for i in 0..tokens.len() {
        let Some(token) = tokens.get(i).copied() else { break };
        if line != Some(token.line) {
            open.clear();
            line = Some(token.line);
        }
        // Levels that have ended: all deeper than this token's owner.
        while let Some((owner, _)) = open.last() {
            let ended = *owner > 0 && quotes.get(*owner as usize - 1).is_none_or(|q| q.close <= i);
            if !ended || *owner == token.owner {
                break;
            }
            open.pop();
        }
        let going = open.last().copied().filter(|(owner, _)| *owner == token.owner);
        let fresh = match going {
            None => true,
            Some(_) => token.first && !matches!(token.kind, Kind::Close | Kind::Stop | Kind::Comma),
        };
        let number = match going {
            Some((_, number)) if !fresh => number,
            _ => {
                all.push(Sentence { start: i, end: i + 1 });
                let number = all.len() - 1;
                match open.last_mut().filter(|(owner, _)| *owner == token.owner) {
                    Some(level) => level.1 = number,
                    None => open.push((token.owner, number)),
                }
                number
            }
        };
        // A sentence reaches over the quotations in it.
        for (_, number) in &open {
            if let Some(s) = all.get_mut(*number) {
                s.end = i + 1;
            }
        }
        if let Some(t) = tokens.get_mut(i) {
            t.sentence = number as u32;
        }
    }
    all
}
