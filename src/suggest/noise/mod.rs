//! Lines of a news page that are probably not the article: players, comment counters, share buttons, credits, stamps, tags.
//!
//! A proposal is only shown, so a line that is missed costs one key, and a line of the article that is proposed costs trust. Each
//! rule therefore knows whole lines only, and what could also be a sentence, a crosshead or a quotation is left alone. The rules'
//! words are in `assets/lexicons/page-noise.txt`.

mod rules;

use super::{About, Lexicons, Proposal, Request, Source};
use crate::{
    model::{NoiseProposal, is_vietnamese},
    text::Text,
};
use rules::Rules;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// A longer line is never proposed, in bytes: furniture is short, and a caption of this length has the weight of a paragraph.
const LONGEST: usize = 300;
/// How many lines with words count as the head of a page, and as its foot.
const HEAD: usize = 6;
const FOOT: usize = 4;
/// The lines of a block of other articles are at most this long, in characters.
const HEADLINE: usize = 130;

/// Page noise: it proposes no marks, but lines.
pub struct Noise;

impl Source for Noise {
    fn about(&self) -> &'static About {
        &About {
            id: "noise",
            title: "Page noise",
            what: "Lines that are not the article: players, counters, buttons, bylines, captions, stamps",
        }
    }

    fn propose(&self, _: &Request<'_>) -> Vec<Proposal> {
        Vec::new()
    }

    fn read_lists(&self, lexicons: &Lexicons) {
        lexicons.get::<Rules>();
    }

    fn noise(&self, text: &Text, title: Option<&str>, lexicons: &Lexicons) -> Vec<NoiseProposal> {
        propose(text, title, &lexicons.get::<Rules>())
    }
}

/// What of a text looks like page noise, in order. `title` is the article's, which is never proposed.
fn propose(text: &Text, title: Option<&str>, rules: &Rules) -> Vec<NoiseProposal> {
    let lines: Vec<(usize, String)> = text
        .paragraphs()
        .into_iter()
        .enumerate()
        .filter_map(|(number, range)| {
            let line = text.get(range.start, range.end)?.trim();
            // A long line only takes its place in the count.
            (!line.is_empty())
                .then(|| (number, if line.len() > LONGEST { String::new() } else { line.nfc().collect() }))
        })
        .collect();
    let title: Option<String> = title.map(|t| t.trim().nfc().collect());
    let language = LazyLock::new(|| is_vietnamese(text.as_str()));
    let mut found = Vec::new();
    let mut block = None;
    for (at, (number, line)) in lines.iter().enumerate() {
        if line.is_empty() || title.as_ref() == Some(line) {
            continue;
        }
        let place = (at < HEAD, at + FOOT >= lines.len());
        if rules.is_heading(line) {
            block = Some(at);
            found.push(NoiseProposal { line: *number, what: "a heading over other articles".into() });
        } else if let Some(what) = rules.furniture(line, place, || *language) {
            found.push(NoiseProposal { line: *number, what });
        }
    }
    // Below the heading stand headlines to the page's end, or it is not such a block.
    let below = block.and_then(|at| lines.get(at + 1..)).unwrap_or_default();
    let proposed = |number: usize| found.iter().any(|p| p.line == number);
    if below.iter().all(|(number, line)| headline(line) || proposed(*number)) {
        let new: Vec<_> = below.iter().filter(|(number, _)| !proposed(*number)).collect();
        found.extend(
            new.into_iter().map(|(line, _)| NoiseProposal { line: *line, what: "a link to another article".into() }),
        );
    }
    found.sort_by_key(|p| p.line);
    found
}

/// Whether a line can be another article's headline: short, and no sentence.
fn headline(line: &str) -> bool {
    !line.is_empty()
        && line.chars().count() <= HEADLINE
        && !line.ends_with(['.', '!', '?', '”', '"', ':', ';', ',', '…'])
}

#[cfg(test)]
mod tests;
