//! What is said: where a claim begins and ends.

use super::cue::{Cue, Cues};
use super::subject;
use crate::suggest::prose::{Act, Class, Kind, Phrase, Prose, Small, phrase};

/// A claim is not looked for farther than this.
const REACH: usize = 250;

/// How a claim is worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wording {
    Direct,
    Indirect,
    Mixed,
}

impl Wording {
    pub fn name(self) -> &'static str {
        match self {
            Wording::Direct => "direct",
            Wording::Indirect => "indirect",
            Wording::Mixed => "mixed",
        }
    }
}

/// A place in tokens with how it is worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Content {
    pub start: usize,
    pub end: usize,
    pub wording: Wording,
    /// Where another claim of the same speaker begins: `… and that B`.
    pub more: Option<usize>,
}

/// What stands inside the quotation that opens at a token, over all its paragraphs; and the token behind it.
pub(super) fn quotation(p: &Prose<'_>, open: usize) -> Option<(Content, usize)> {
    let at = p.quotes.partition_point(|q| q.open < open);
    let mut quote = p.quotes.get(at).filter(|q| q.open == open)?;
    let mut steps = 0;
    while let Some(next) = quote.next.and_then(|n| p.quotes.get(n)).filter(|_| steps < 200) {
        quote = next;
        steps += 1;
    }
    let start = open + 1;
    let end = trim(p, start, quote.close, true);
    let behind = quote.close + usize::from(quote.closed);
    (end > start).then_some((Content { start, end, wording: Wording::Direct, more: None }, behind))
}

/// Whether a sentence, or the level it stands on, ends at a token, or what follows is no more of the claim.
pub(super) fn closes(p: &Prose<'_>, i: usize, owner: u32, sentence_end: usize) -> bool {
    i >= sentence_end
        || p.owner(i) != owner
        || matches!(
            p.kind(i),
            Some(
                Kind::Stop | Kind::Comma | Kind::Semicolon | Kind::Close | Kind::Unbracket | Kind::Dash | Kind::Bracket
            )
        )
        || p.has(i, Class::Coordinator)
}

/// Takes off what ends a range: blanks there are none, but commas, and outside quotations the final stop.
fn trim(p: &Prose<'_>, start: usize, mut end: usize, keep_stop: bool) -> usize {
    while end > start {
        match p.kind(end - 1) {
            Some(Kind::Comma | Kind::Semicolon | Kind::Colon | Kind::Dash) => end -= 1,
            Some(Kind::Stop)
                if !keep_stop
                    && !p
                        .text
                        .as_str()
                        .get(p.token(end - 1).map_or(0, |t| t.start)..)
                        .is_some_and(|t| t.starts_with(['!', '?'])) =>
            {
                end -= 1;
            }
            // Emoji.
            Some(Kind::Other) if !keep_stop && p.lower(end - 1).chars().any(|c| c as u32 > 0x2300) => end -= 1,
            // `./.` at the end of an article.
            Some(Kind::Other) if !keep_stop && p.lower(end - 1) == "/" => end -= 1,
            _ => break,
        }
    }
    end
}

/// The claim that begins at a token: a quotation, or a clause.
pub(super) fn forward(p: &Prose<'_>, cues: &Cues, start: usize, verb: usize, cuts: bool) -> Option<Content> {
    let owner = p.owner(verb);
    let sentence = p.sentence(verb);
    let start = if p.is(start, Kind::Comma) { start + 1 } else { start };
    if p.owner(start) != owner || start >= sentence.end && !p.is(start, Kind::Open) {
        return None;
    }
    if p.is(start, Kind::Open)
        && let Some((content, behind)) = quotation(p, start)
        && (closes(p, behind, owner, sentence.end)
            || !p.vietnamese && p.is(behind - 2, Kind::Comma) && !p.is(behind, Kind::Open)
            || content.end > content.start + 1 && placed(p, behind, sentence.end))
    {
        return Some(content);
    }
    clause(p, cues, start, sentence.end.max(start), owner, cuts)
}

/// Whether behind an English quotation only when or about what it was said follows: `“A” on Thursday`.
fn placed(p: &Prose<'_>, from: usize, limit: usize) -> bool {
    let ends = |j: &usize| matches!(p.kind(*j), Some(Kind::Comma | Kind::Stop | Kind::Semicolon));
    let end = (from..limit.min(from + 9)).find(ends).unwrap_or(limit);
    !p.vietnamese
        && end <= from + 8
        && !p.small(from, Small::Of)
        && p.has(from, Class::Preposition)
        && p.has(from, Class::Adjunct)
        && !(from..end).any(|j| p.has(j, Class::Finite) || p.has(j, Class::Coordinator) || p.is(j, Kind::Open))
}

/// A clause from a token to its end.
pub(super) fn clause(
    p: &Prose<'_>,
    cues: &Cues,
    start: usize,
    limit: usize,
    owner: u32,
    cuts: bool,
) -> Option<Content> {
    let limit = limit.min(start + REACH);
    let (mut i, mut more, mut quoted) = (start, None, false);
    while i < limit && p.owner(i) == owner {
        quoted |= p.is(i, Kind::Open);
        let comma = p.is(i, Kind::Comma);
        // Behind a semicolon somebody else may speak.
        if p.is(i, Kind::Semicolon) && i > start && (i + 1..limit.min(i + 14)).any(|k| p.has(k, Class::Cue)) {
            break;
        }
        if p.is(i, Kind::Unbracket) && !(start..i).any(|k| p.is(k, Kind::Bracket)) {
            break;
        }
        if p.is(i, Kind::Semicolon) && i > start && cuts && deed(p, cues, start) {
            break;
        }
        // `Leaders say a deal is close as the deadline nears`
        let not = p.ends(i, Class::Negation) > 0;
        if i > start + 1 && p.headline(i) && owner == 0 && !quoted && !not && p.has(i, Class::Ending) && !p.inside(i) {
            break;
        }
        // `A after finding that B`: what somebody did before.
        let deed = |c: &Cue| c.flags.participle && !c.according;
        if cuts && i > start && !p.vietnamese && p.has(i, Class::Elsewhere) && cues.at(i + 1).is_some_and(deed) {
            break;
        }
        let dash = p.is(i, Kind::Dash) && p.has(i + 1, Class::Coordinator);
        let inner = !p.vietnamese && i > start + 1 && p.is(i - 1, Kind::Close) && p.is(i - 2, Kind::Comma);
        // `X tuyên bố đóng mỏ, sau khi lỗ nặng`: what the teller adds.
        let adds = p.vietnamese && comma && i > start && owner == 0 && p.longest(i + 1, Class::Ending) > 0;
        if cuts && adds && p.tags(i + 1).all(|(_, len)| len <= p.longest(i + 1, Class::Ending)) {
            break;
        }
        if cuts && i > start && (comma || inner || dash || p.has(i, Class::Coordinator)) {
            match cut(p, cues, start, i, limit) {
                Cut::No => {}
                Cut::Here => break,
                Cut::More(at) => {
                    more = Some(at);
                    break;
                }
            }
        }
        i = p.next(i);
    }
    let end = trim(p, start, i.min(limit), false);
    let wording = if quoted { Wording::Mixed } else { Wording::Indirect };
    (end > start).then_some(Content { start, end, wording, more })
}

/// Whether what begins at a token is demanded, promised, denied or warned of.
fn deed(p: &Prose<'_>, cues: &Cues, start: usize) -> bool {
    let line = p.token(start).map(|t| t.line);
    let cue = (start.saturating_sub(8)..start).rev().find_map(|j| cues.at(j));
    cue.filter(|c| p.token(c.start).map(|t| t.line) == line)
        .is_some_and(|c| matches!(c.act, Act::Demands | Act::Promises | Act::Denies | Act::Warns))
}

/// The verb that takes what begins at a token as its object at once: `acknowledged`, `warned of`.
fn noun<'c>(p: &Prose<'_>, cues: &'c Cues, start: usize) -> Option<&'c Cue> {
    let cue = (start.saturating_sub(8)..start).rev().find_map(|j| cues.at(j)).filter(|c| c.end == start);
    cue.filter(|c| super::objects::takes_noun(p, c) || c.flags.clause && c.flags.object)
}

/// Whether what begins at a token is denied.
fn denied(cues: &Cues, start: usize) -> bool {
    (start.saturating_sub(8)..start).rev().find_map(|j| cues.at(j)).is_some_and(|c| c.act == Act::Denies)
}

enum Cut {
    No,
    Here,
    More(usize),
}

/// Whether a claim ends at a comma or a coordinator: somebody says something else behind it.
fn cut(p: &Prose<'_>, cues: &Cues, start: usize, i: usize, limit: usize) -> Cut {
    let pause = matches!(p.kind(i), Some(Kind::Comma | Kind::Dash));
    // `“A,” and B said C`
    let comma = pause || i > 1 && p.is(i - 1, Kind::Close) && p.is(i - 2, Kind::Comma);
    let mut k = i + usize::from(pause);
    // `A, as prices rose`; but who warns of something says why.
    let warned =
        comma && !p.vietnamese && p.has(k, Class::Ending) && noun(p, cues, start).is_some_and(|c| c.act == Act::Warns);
    if comma && !warned && p.longest(k, Class::Turn) > p.longest(k, Class::Compound) {
        return Cut::Here;
    }
    // `acknowledged delays, which cost a fortune`: what the teller adds.
    if comma
        && !p.vietnamese
        && p.small(k, Small::Which)
        && noun(p, cues, start).is_some()
        && !(start..i).any(|j| p.has(j, Class::Finite))
    {
        return Cut::Here;
    }
    let mut joined = false;
    let mut new_subject = false;
    loop {
        let len = p.longest(k, Class::Coordinator);
        if len == 0 {
            break;
        }
        new_subject |= comma || p.small(k, Small::Contrast);
        joined = true;
        k += len;
    }
    let conjunction = p.longest(k, Class::Conjunction);
    if joined && conjunction > 0 && p.small(k, Small::That) {
        return Cut::More(k + conjunction);
    }
    if (joined || comma) && p.longest(k, Class::Turn) > p.longest(k, Class::Compound) {
        return Cut::Here;
    }
    // `Công ty hứa đền, dân không tin`
    let goes_on = |f: Phrase| p.is_word(f.end) && f.end < limit && !p.has(f.end, Class::Coordinator);
    if comma && p.vietnamese && p.headline(i) && phrase(p, k, limit, false).is_some_and(goes_on) {
        return Cut::Here;
    }
    let perfect = |k: usize| p.small(k, Small::Perfect);
    let adverbs = |mut k: usize| {
        loop {
            let len = p.longest(k, Class::Adverb);
            let timed = if p.vietnamese && k > i { time(p, k, limit) } else { 0 };
            if len.max(timed) == 0 || cues.at(k).is_some() {
                break k;
            }
            k += len.max(timed);
        }
    };
    let at = adverbs(k);
    // `had inspected the piles and found nothing`: what reports only before a conjunction or a quotation, before none.
    let reports = |cue: &Cue| {
        // `làm sổ sách, báo cáo.`: nothing is said.
        if p.vietnamese && !cue.according && (cue.end >= limit || p.is(cue.end, Kind::Stop)) {
            return false;
        }
        let near = (cue.end..limit.min(cue.end + if p.vietnamese { 12 } else { 3 })).any(|j| match p.kind(j) {
            Some(Kind::Colon | Kind::Open) => true,
            Some(Kind::Comma) => !p.vietnamese || j == cue.end,
            _ => p.has(j, Class::Conjunction) && (!p.small(j, Small::Is) || j == cue.end),
        });
        let bare = !p.vietnamese || p.any(cue.end, &[Class::Time, Class::Elsewhere]) == 0;
        near || !cue.flags.strict && (bare || cue.flags.object)
    };
    if let Some(cue) = cues.at(at).filter(|c| reports(c)) {
        // `bảo vệ đã chụp mặt và dọa …`: inside the claim its own subject goes on.
        let told = p.has(cue.end, Class::Conjunction) || matches!(p.kind(cue.end), Some(Kind::Colon | Kind::Open));
        let inner = p.vietnamese && !comma && !told && p.small(i, Small::And) && phrase(p, start, i, false).is_some();
        let verb = cue.flags.participle || p.vietnamese || !p.has(cue.start, Class::NounToo);
        let ends = !cue.according && (joined && !inner || comma && verb);
        if ends {
            return Cut::Here;
        }
        // `…, theo Reuters.`
        let commas = (cue.end..limit.min(cue.end + 25)).filter(|j| p.is(*j, Kind::Comma) && j + 1 < limit).count();
        if cue.according && comma && commas <= usize::from(!p.vietnamese) {
            return Cut::Here;
        }
    }
    // `told shops to clear it, after people fell ill`: why, as the teller says.
    let to = (start..i.min(start + 4)).any(|j| p.small(j, Small::To));
    if comma && !joined && (to || deed(p, cues, start)) && !p.vietnamese && p.has(k, Class::Ending) {
        return Cut::Here;
    }
    // `X hứa A, và B, X nói, …`: the second has reporting words of its own.
    if joined
        && let Some(pause) = (k..limit.min(k + 16)).find(|j| p.is(*j, Kind::Comma))
        && let Some(found) = phrase(p, pause + 1, limit, true)
        && let Some(cue) = cues.at(adverbs(found.end))
        && matches!(p.kind(cue.end), Some(Kind::Comma | Kind::Open))
    {
        return Cut::Here;
    }
    // `X said A, state television reported.`: the sentence's own reporter.
    if comma
        && !joined
        && let Some(found) = phrase(p, k, limit, true)
        && let Some(cue) = cues.at(adverbs(found.end + usize::from(perfect(found.end))))
        && !cue.according
        && !cue.flags.participle
        && trails(p, cue.end, limit)
    {
        return Cut::Here;
    }
    // `Ông A tuyên bố thắng, đối thủ đòi …`
    let leads_in =
        p.any(start, &[Class::TimeHead, Class::Time, Class::Adjunct, Class::Elsewhere, Class::Connective]) > 0;
    let short = comma && !joined && p.vietnamese && i - start < 7 && !leads_in;
    if (joined && new_subject || short)
        && k < limit
        && let Some(found) = phrase(p, k, limit, false)
    {
        let at = adverbs(found.end);
        let near = (at..limit.min(at + 3)).any(|j| cues.at(j).is_some_and(|c| !c.according));
        if near || joined && p.has(at, Class::Turn) {
            return Cut::Here;
        }
    }
    // `X nói A, còn một trung tâm mà không ai biết dự báo B`
    if joined
        && new_subject
        && let Some(cue) = (k + 1..limit.min(k + 20)).take_while(|j| !p.is(*j, Kind::Comma)).find_map(|j| cues.at(j))
        && !cue.according
        && subject::stands(p, k, cue.start)
    {
        return Cut::Here;
    }
    // `denied A, but a letter shows B`
    if joined && comma && !p.vietnamese && p.small(k - 1, Small::But) && denied(cues, start) {
        return Cut::Here;
    }
    // `yêu cầu A làm B, nhưng bị từ chối`
    if joined && comma && p.vietnamese && p.small(k - 1, Small::But) && deed(p, cues, start) {
        return Cut::Here;
    }
    // `yêu cầu A làm B và C cũng sẽ làm D`: what C does is not demanded.
    if joined
        && !p.small(i, Small::Loose)
        && deed(p, cues, start)
        && let after = phrase(p, k, limit, false).map_or(k, |f| f.end)
        && p.small(after, Small::Aspect)
    {
        return Cut::Here;
    }
    Cut::No
}

/// How long the Vietnamese expression of time is that begins at a token: `hôm 5/3`, `vào tháng 11`.
fn time(p: &Prose<'_>, from: usize, limit: usize) -> usize {
    let led = p.small(from, Small::TimeLead) && p.has(from + 1, Class::Time);
    let start = from + usize::from(led);
    if !led && !p.has(start, Class::TimeHead) {
        return 0;
    }
    let more = |j: &usize| p.is(*j, Kind::Number) || p.has(*j, Class::Time);
    (start..limit).take_while(more).count() + start - from
}

/// Whether nothing but when and where stands between reporting words and the end of their sentence.
pub(super) fn trails(p: &Prose<'_>, from: usize, limit: usize) -> bool {
    let end = (from..limit).rev().find(|j| !p.is(*j, Kind::Stop)).map_or(from, |j| j + 1);
    end == from
        || p.any(from, &[Class::Adjunct, Class::Time]) > 0
            && end <= from + 12
            && !(from..end)
                .any(|j| matches!(p.kind(j), Some(Kind::Comma | Kind::Open | Kind::Colon)) || p.has(j, Class::Finite))
}

/// Whether a range is nothing but mentions side by side, up to where they are.
fn nouns(p: &Prose<'_>, content: &Content) -> bool {
    let mut at = content.start;
    while let Some(found) = phrase(p, at, content.end, false) {
        let and = p.longest(found.end, Class::Coordinator);
        if and == 0 || found.end + and >= content.end {
            let placed = p.any(found.end, &[Class::Tail, Class::Place, Class::Preposition]) > 0;
            return at > content.start && (placed || found.end >= content.end);
        }
        at = found.end + and;
    }
    false
}

/// Whether a range looks like a clause: a verb that tells of something stands in it.
pub(super) fn is_clause(p: &Prose<'_>, content: &Content) -> bool {
    let end = content.end.min(content.start + 22);
    let ed = |j: usize| !p.vietnamese && j > content.start && p.lower(j).len() > 4 && p.ed(j);
    let long = content.end - content.start;
    if content.wording == Wording::Mixed && !p.vietnamese {
        return true;
    }
    if p.vietnamese {
        // `nhấn mạnh vai trò của …`: what is spoken of, and not what is said.
        let object = p.longest(content.start, Class::Object);
        let told = (content.start + object..end).any(|j| p.has(j, Class::Tense) && !p.inside(j));
        if object > 0 && !told && !p.is(content.start + object, Kind::Number) {
            return false;
        }
        if content.wording == Wording::Mixed {
            return true;
        }
        // `thừa nhận sai phạm, xin lỗi dân`
        let pause = (content.start..end).find(|j| p.is(*j, Kind::Comma)).unwrap_or(end);
        let plain = |j: usize| p.any(j, &[Class::Finite, Class::Verb, Class::Tense]) == 0;
        if pause < end && pause < content.start + 3 && (content.start..pause).all(plain) {
            return false;
        }
        let subject = !p.has(content.start, Class::Noun)
            && phrase(p, content.start, content.end, false).is_some_and(|f| f.end + 1 < content.end);
        // `một người Mỹ và một người Nga tại Oslo`
        if nouns(p, content) {
            return false;
        }
        let verb = p.any(content.start, &[Class::Verb]) > 0 && long >= 3;
        // `một xưởng nhuộm xả nước`
        let counted = p.has(content.start, Class::Quantifier)
            && phrase(p, content.start, content.end, false).is_some_and(|f| f.end + 1 < content.end);
        if verb
            || counted
            || subject && long >= 4
            || long >= 5 && p.any(content.start, &[Class::Noun, Class::Adjunct]) == 0
        {
            return true;
        }
    }
    // `the mistake and apologised`: what the subject did next.
    let and = (content.start..end).find(|j| p.has(*j, Class::Coordinator)).unwrap_or(end);
    (content.start..end).any(|j| p.has(j, Class::Finite)) || (content.start..and).any(ed)
}
