//! Quotations: what is said in one says nothing of the words around it, and its `today` is the day on which it was said.

use super::{
    cue::{is_sentence_end, tells},
    expr::{Core, Offset},
    parse::Parser,
    read::{Mention, State},
    token::{Gap, Kind, Token},
    year::Lean,
};
use jiff::civil::Date;
use std::ops::Range;

/// How far from a quotation, in tokens, the clause is looked for that reports it.
const REACH: usize = 30;

/// The quotations of a text, one behind the other, by tokens with both marks. One that is not closed goes to the end of its line.
pub(super) fn find(text: &str, tokens: &[Token]) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let glued = |n: usize| tokens.get(n).is_some_and(|t| t.gap == Gap::None);
    for (n, token) in tokens.iter().enumerate() {
        if token.gap == Gap::Line
            && let Some((from, _)) = open.take()
        {
            all.push(from..n);
        }
        let Kind::Mark(mark @ ('"' | '\'')) = token.kind else { continue };
        let sign = text.get(token.start..token.end).unwrap_or_default();
        let letter = glued(n + 1) && tokens.get(n + 1).is_some_and(|t| matches!(t.kind, Kind::Word(_)));
        open = match open {
            // A closing mark alone, one for inches, an apostrophe open nothing.
            None if matches!(sign, "”" | "»" | "’") || !glued(n + 1) => None,
            None if mark == '\'' && (glued(n) || !letter) => None,
            None => Some((n, mark)),
            Some((from, opened)) if opened != mark || mark == '\'' && (letter || !glued(n)) => Some((from, opened)),
            Some((from, _)) if sign == "«" || sign == "“" && is_sign(text, tokens, from, "“") => {
                all.push(from..n);
                Some((n, mark))
            }
            Some((from, _)) => {
                all.push(from..n + 1);
                None
            }
        };
    }
    all.extend(open.map(|(from, _)| from..tokens.len()));
    all
}

fn is_sign(text: &str, tokens: &[Token], at: usize, sign: &str) -> bool {
    tokens.get(at).and_then(|t| text.get(t.start..t.end)) == Some(sign)
}

/// Where the quotation begins that ends with a token.
pub(super) fn closed_by(quotations: &[Range<usize>], at: usize) -> Option<usize> {
    let n = quotations.partition_point(|q| q.end <= at);
    quotations.get(n).filter(|q| q.end == at + 1 && q.start < at).map(|q| q.start)
}

/// Counts `hôm nay`, `two days ago` in a quotation from the day on which it was said, where the clause that reports it tells that:
/// `Hôm 5/12 ông nói: “Hôm nay …”`, `“… tomorrow,” she said on May 3`.
pub(super) fn resolve_in_quotations(p: &Parser<'_>, quotations: &[Range<usize>], mentions: &mut [Mention]) {
    let mut last: Option<(usize, Date)> = None;
    for quotation in quotations {
        let inside = |m: &Mention| quotation.start < m.tokens.start && m.tokens.end <= quotation.end;
        let first = mentions.partition_point(|m| m.tokens.start < quotation.start);
        // A quotation that goes on belongs to the same clause.
        let line = (quotation.start.saturating_sub(REACH)..=quotation.start).rev();
        let line = line.take_while(|n| p.tokens.get(n + 1).is_some_and(|t| t.gap < Gap::Line)).last();
        let goes_on = last.filter(|(end, _)| line.is_some_and(|line| line <= *end)).map(|(_, day)| day);
        let Some(day) = said_on(p, quotation, mentions, first).or(goes_on) else { continue };
        last = Some((quotation.end, day));
        for mention in mentions.iter_mut().skip(first).take_while(|m| inside(m)) {
            let counted = matches!(mention.expr.core, Core::By(_, Offset::Now(_)) | Core::From(_, Offset::Now(_)));
            let lean = mention.cue.map_or(Lean::Neither, |(_, _, lean)| lean);
            if counted && let Some(resolved) = State::quoted(day).resolve(&mention.expr, lean) {
                (mention.resolved, mention.cue) = (resolved, None);
            }
        }
    }
}

/// The day that the clause before or behind a quotation tells. `first`: the first mention that does not begin before it.
fn said_on(p: &Parser<'_>, quotation: &Range<usize>, mentions: &[Mention], first: usize) -> Option<Date> {
    let day = |m: &Mention| {
        let whole = m.resolved.day.filter(|d| m.resolved.value.starts_with(&d.to_string()));
        whole.filter(|_| m.resolved.kind != "DURATION" && m.cue.is_none_or(|(_, _, lean)| lean != Lean::Future))
    };
    let one_clause = |mut range: Range<usize>| {
        range.len() < REACH
            && range.all(|n| !is_sentence_end(p, n) && p.tokens.get(n).is_some_and(|t| t.gap < Gap::Line))
    };
    let told = |mut range: Range<usize>| range.any(|n| tells(p, n).is_some());
    let behind = mentions.iter().skip(first).find(|m| m.tokens.start >= quotation.end);
    let behind = behind.filter(|m| {
        let between = quotation.end..m.tokens.start;
        // `he said: “…”, on May 3`
        let ahead = quotation.start.saturating_sub(REACH / 4)..quotation.start;
        one_clause(between.start..between.end + 1) && (told(between.clone()) || between.len() < 3 && told(ahead))
    });
    let before = first.checked_sub(1).and_then(|n| mentions.get(n)).filter(|m| {
        let sentence = m.tokens.start.saturating_sub(REACH / 2)..quotation.start;
        one_clause(m.tokens.end..quotation.start) && told(sentence)
    });
    behind.and_then(day).or_else(|| before.and_then(day))
}
