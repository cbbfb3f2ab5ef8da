//! The words that report something, where they do.

use super::before::near;
use crate::suggest::prose::{Act, Class, Flags, Kind, Phrase, Prose, Small, phrase};

/// Reporting words, in tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cue {
    pub start: usize,
    pub end: usize,
    pub act: Act,
    pub flags: Flags,
    /// `theo`, `according to`: the source follows.
    pub according: bool,
}

/// All cues of a text in order, and for each token the cue that begins there.
pub(super) struct Cues {
    pub all: Vec<Cue>,
    at: Vec<u32>,
}

impl Cues {
    pub fn at(&self, i: usize) -> Option<&Cue> {
        self.all.get((*self.at.get(i)? as usize).checked_sub(1)?)
    }

    pub fn find(p: &Prose<'_>) -> Self {
        let mut all: Vec<Cue> = Vec::new();
        let mut at = vec![0; p.len()];
        let mut i = 0;
        let mut blocked = 0;
        while i < p.len() {
            let not = p.longest(i, Class::Not);
            let cue = (!p.noise(i))
                .then(|| longest(p, i))
                .flatten()
                .map(|c| with_behind(p, c))
                .filter(|c| c.end - c.start >= not || untold(p, c).is_some());
            if cue.is_none() && not > 0 {
                blocked = blocked.max(i + not);
            }
            // `nhà phân tích`: a calling, and no cue in it.
            let calling = p.any(i, &CALLINGS);
            if calling > 1 && cue.is_none_or(|c| c.end - c.start < calling) {
                blocked = blocked.max(i + calling);
            }
            // `Dự báo` in a name, `ông Bảo`: no verb has a capital inside a sentence.
            if let Some(c) = cue.filter(|_| p.vietnamese && p.capital(i) && !p.first(i)) {
                blocked = blocked.max(if c.according { i } else { c.end });
            }
            // `bác bỏ ý kiến cho rằng`: what is denied, with the words that bring it in.
            if all.last().is_some_and(|c| c.end == i && c.act == Act::Denies && !c.according) {
                blocked = blocked.max(i + p.longest(i, Class::Denied));
            }
            // `cam kết đảm bảo A`: what is promised.
            let promised = |c: &Cue| {
                all.last().is_some_and(|l| {
                    l.end == c.start && l.flags.object && !c.according && matches!(l.act, Act::Promises | Act::Demands)
                })
            };
            match cue
                .filter(|c| !p.vietnamese || !promised(c))
                .filter(|c| i >= blocked && !paper(p, c) && reports(p, c))
            {
                Some(cue) => {
                    all.push(cue);
                    if let Some(at) = at.get_mut(i) {
                        *at = all.len() as u32;
                    }
                    i = cue.end;
                }
                None => {
                    // `ra thông báo`: no cue, and none in it.
                    if let Some(c) = cue.filter(|c| p.vietnamese && !c.according && i >= blocked) {
                        blocked = blocked.max(c.end);
                    }
                    i += 1;
                }
            }
        }
        Cues { all, at }
    }
}

/// Phrases in which no cue is looked for.
const CALLINGS: [Class; 7] =
    [Class::Title, Class::Group, Class::Organisation, Class::State, Class::Outlet, Class::Anonymous, Class::Compound];

fn longest(p: &Prose<'_>, i: usize) -> Option<Cue> {
    let mut best: Option<Cue> = None;
    for (tag, len) in p.tags(i).filter(|(t, _)| matches!(t.class, Class::Cue | Class::According)) {
        let according = tag.class == Class::According;
        if best.is_none_or(|b| b.end - b.start < len) {
            best = Some(Cue { start: i, end: i + len, act: tag.act, flags: tag.flags, according });
        }
    }
    // `tố cáo` stands in two sections: the first holds.
    best
}

/// `khẳng định thêm`: what belongs to the verb behind it.
fn with_behind(p: &Prose<'_>, cue: Cue) -> Cue {
    let counts = |at: usize| p.is(at, Kind::Number) || p.has(at, Class::Quantifier);
    let more = if cue.according || cue.flags.object { 0 } else { p.longest(cue.end, Class::Behind) };
    let more = if counts(cue.end + more) { 0 } else { more };
    Cue { end: cue.end + more, ..cue }
}

/// `Thông báo ghi`: at the start of a sentence, with a cue of its own behind it, a paper and no verb.
fn paper(p: &Prose<'_>, cue: &Cue) -> bool {
    let len = p.longest(cue.start, Class::Document);
    let end = cue.start + len;
    len > 0 && p.first(cue.start) && longest(p, end + p.longest(end, Class::Adverb)).is_some_and(|c| !c.according)
}

/// Whether a negation ends before a token, that is not the end of a longer word: `Cục Hàng không`.
fn negated(p: &Prose<'_>, end: usize) -> bool {
    let n = p.ends(end, Class::Negation);
    n > 0 && !(p.vietnamese && p.inside(end - n))
}

/// The token before, behind adverbs, at the same level.
fn before(p: &Prose<'_>, start: usize) -> Option<usize> {
    let mut i = start;
    for _ in 0..4 {
        let n = p.ends(i, Class::Adverb);
        if n == 0 || i < n {
            break;
        }
        i -= n;
    }
    let at = i.checked_sub(1)?;
    (p.token(at)?.line == p.token(start)?.line).then_some(at)
}

/// Whether the words report: not negated, not wished for, no noun.
fn reports(p: &Prose<'_>, cue: &Cue) -> bool {
    if cue.according {
        return true;
    }
    let Some(last) = before(p, cue.start) else { return true };
    if p.first(cue.start) {
        return true;
    }
    // `I think`, `tôi nghĩ`: whoever is quoted speaks of it, and nobody else.
    let first = p.ends(last + 1, Class::First);
    let whose = (last + 1).checked_sub(first + 1).is_some_and(|b| {
        p.is_word(b)
            && p.any(b, &[Class::Coordinator, Class::Conjunction, Class::Connective, Class::Adverb, Class::Finite]) == 0
    });
    if first > 0 && !(p.vietnamese && whose) {
        return false;
    }
    if negated(p, last + 1) || negated(p, cue.start) {
        return false;
    }
    if p.vietnamese {
        // `với báo Đò Ngang`: a paper.
        if p.has(cue.start, Class::Outlet) && p.capital(cue.end) {
            return false;
        }
        // `người đệ trình kiến nghị, nói`: what is demanded follows, or is a quotation before.
        let sentence = p.sentence(cue.start);
        let ends = p.is(cue.end, Kind::Comma) || p.is(cue.end, Kind::Dash);
        let wanted = matches!(cue.act, Act::Demands | Act::Promises);
        if cue.flags.object
            && wanted
            && ends
            && !(near(sentence.start, cue.start)..cue.start).any(|j| p.is(j, Kind::Close))
        {
            return false;
        }
        // `cam kết của Mỹ`: whose it is.
        if p.small(cue.end, Small::Belonging) {
            return false;
        }
        // `tuần trước nói`: a time, and no `trước` before a noun.
        let before = p.ends(cue.start, Class::Noun);
        let noun = before > p.ends(cue.start, Class::Time) && cue.end - cue.start <= 2 && !names(p, cue.start);
        return !noun && p.ends(last + 1, Class::Modal) == 0;
    }
    // A capital in the middle of a sentence is part of a name, but in a headline.
    if p.capital(cue.start) && p.capital(cue.start + 1) && p.capital(last) {
        return false;
    }
    if cue.flags.participle && !participates(p, cue.start, last) {
        return false;
    }
    // `cut its forecast on Tuesday and said`
    let alone = p.has(cue.start, Class::NounToo)
        && p.any(cue.end, &[Class::Preposition, Class::Coordinator]) > 0
        && !(cue.end..cue.end + 8).any(|j| p.has(j, Class::Conjunction));
    let whose = (cue.start.saturating_sub(3)..cue.start).any(|j| p.longest(j, Class::Noun) > 0 && !p.capital(j));
    if alone && whose {
        return false;
    }
    // `the rules were adopted`: with a verb of its own behind it a noun.
    if p.has(cue.start, Class::NounToo) && (p.has(cue.end, Class::Passive) || p.small(cue.end, Small::Perfect)) {
        return false;
    }
    // `demand` is a verb only with many: `growers demand`, but `steel demand`.
    let base = cue.end == cue.start + 1 && !p.lower(cue.start).ends_with(['s', 'd', 'g']);
    let many =
        p.lower(last).ends_with('s') || p.any(last, &[Class::Group, Class::They]) > 0 || p.has(last, Class::Finite);
    if base && !many && cue.act != Act::Estimates && p.has(cue.start, Class::NounToo) {
        return false;
    }
    let counted = p.is(cue.start - 1, Kind::Number);
    if (counted || p.ends(cue.start, Class::Noun) > 0) && p.has(cue.start, Class::NounToo) {
        return false;
    }
    // `was claiming A`, `had been told by X that A`
    let told = p.has(last, Class::Passive)
        && (cue.flags.participle || cue.flags.addressee && p.small(cue.end, Small::By))
        || untold(p, cue).is_some();
    cue.flags.passive || told || p.ends(last + 1, Class::Modal) == 0
}

/// What is said where whoever says it stays untold: where it begins, behind `bị cáo buộc`, `were told that`, `were told to`.
pub(super) fn untold(p: &Prose<'_>, cue: &Cue) -> Option<usize> {
    let passive = cue.start.checked_sub(1).is_some_and(|b| p.has(b, Class::Passive));
    if !cue.flags.untold || !p.vietnamese && !passive {
        return None;
    }
    let next = cue.end;
    // `told to leave`, but not `told to children`
    let noun = [Class::Determiner, Class::Quantifier, Class::Group, Class::Title, Class::Organisation, Class::State];
    let at = next + usize::from(p.has(next, Class::Negation));
    let to = p.small(at, Small::To) && p.any(at + 1, &noun) == 0 && !p.capital(at + 1);
    let that = p.longest(next, Class::Conjunction);
    (p.vietnamese || to || that > 0).then_some(next + that)
}

/// Whether a participle goes with a clause: behind a comma, `and` or `after`, with `was`, or behind `with` and whose it is.
fn participates(p: &Prose<'_>, start: usize, last: usize) -> bool {
    let joins = [Class::Coordinator, Class::Passive, Class::Elsewhere];
    matches!(p.kind(last), Some(Kind::Comma | Kind::Close))
        || p.any(last, &joins) > 0
        || p.small(last, Small::By)
        || with(p, start).is_some()
}

/// Whoever a participle is said of, where that is not its sentence's subject: `with its director saying A`.
pub(super) fn with(p: &Prose<'_>, participle: usize) -> Option<Phrase> {
    let line = p.token(participle)?.line;
    let at = (participle.saturating_sub(9)..participle).rev().find(|j| p.small(*j, Small::With))?;
    let found = phrase(p, at + 1, participle, true)?;
    (found.end == participle && !p.vietnamese && p.token(at).map(|t| t.line) == Some(line)).then_some(found)
}

/// Whether the word before is the end of a name: `Quốc Bản nói`.
fn names(p: &Prose<'_>, end: usize) -> bool {
    end.checked_sub(1).is_some_and(|i| p.capital(i) && !p.first(i))
}
