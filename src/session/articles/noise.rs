//! Lines that are not article text: what a person said of them, what is proposed, and saying so. Nothing is applied unasked.

use super::super::{Doc, Session};
use crate::{
    model::{Line, Metadata, NoiseProposal, find_lines},
    text::{ByteOffset, Text, one_line},
};
use std::{collections::BTreeSet, ops::Range, sync::Arc};

/// A line of the article that is page noise, or looks like it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoiseLine {
    /// Its number, from 0.
    pub number: usize,
    /// Where it is, in bytes, without the line end.
    pub range: Range<ByteOffset>,
    /// What it looks like, where it is only proposed: `a comment counter`. `None` where a person said that it is noise.
    pub proposed: Option<Arc<str>>,
}

/// The lines of a text that are page noise, and those that look like it and of which nobody said that they are text, in order.
pub(in crate::session) fn noise_lines(text: &Text, edited: &Metadata, proposals: &[NoiseProposal]) -> Vec<NoiseLine> {
    if edited.noise.is_empty() && proposals.is_empty() {
        return Vec::new();
    }
    let said: BTreeSet<usize> = find_lines(text, &edited.noise).into_iter().collect();
    let body: BTreeSet<usize> = find_lines(text, &edited.body).into_iter().collect();
    let mut all: Vec<(usize, Option<Arc<str>>)> = said.iter().map(|n| (*n, None)).collect();
    let open = proposals.iter().filter(|p| !said.contains(&p.line) && !body.contains(&p.line));
    all.extend(open.map(|p| (p.line, Some(p.what.clone()))));
    all.sort_unstable();
    let lines = text.paragraphs();
    let line = |(number, proposed)| Some(NoiseLine { number, range: lines.get(number)?.clone(), proposed });
    all.into_iter().filter_map(line).collect()
}

impl Doc {
    /// The lines that are page noise or look like it, in order.
    pub fn noise(&self) -> &[NoiseLine] {
        &self.noise
    }

    /// The lines that only look like page noise: nobody decided on them yet.
    pub fn proposed_noise(&self) -> impl Iterator<Item = &NoiseLine> {
        self.noise.iter().filter(|line| line.proposed.is_some())
    }

    /// The numbers of the lines that the mark in hand, the selection or the caret touches; empty ones are left out.
    fn lines_in_hand(&self) -> Vec<usize> {
        let marked = self.selected().and_then(|m| m.span());
        let span = marked.or_else(|| self.selection.span());
        let (from, to) = span.map_or((self.selection.focus, self.selection.focus), |s| (s.start(), s.end()));
        let touched = |r: &Range<ByteOffset>| match span {
            Some(_) => r.start < to && from < r.end,
            None => r.start <= from && from <= r.end,
        };
        let lines = self.text.paragraphs().into_iter().enumerate();
        lines.filter(|(_, r)| r.start < r.end && touched(r)).map(|(number, _)| number).collect()
    }
}

impl Session {
    /// Takes in which lines of the article in hand look like page noise.
    pub(in crate::session) fn take_noise(&mut self, proposals: Vec<NoiseProposal>) {
        if let Some(doc) = self.doc_mut().filter(|doc| doc.proposals != proposals) {
            doc.noise = noise_lines(&doc.text, &doc.edited, &proposals);
            doc.proposals = proposals;
        }
    }

    /// Whether lines of the current article can be said to be noise or text.
    pub(in crate::session) fn can_say_noise(&self) -> bool {
        self.read_only().is_none() && self.doc().is_some_and(|d| d.meta_trouble.is_none())
    }

    /// The lines in hand become page noise; where all of them are, they become text again.
    pub(in crate::session) fn toggle_noise(&mut self) {
        let Some(doc) = self.doc() else { return };
        let lines = doc.lines_in_hand();
        let is_noise = |n: &usize| doc.noise.iter().any(|l| l.number == *n && l.proposed.is_none());
        let all = lines.iter().all(is_noise);
        self.say_noise(&lines, !all);
    }

    /// The lines in hand are text, and are not proposed as noise again.
    pub(in crate::session) fn keep_lines(&mut self) {
        let lines = self.doc().map(Doc::lines_in_hand).unwrap_or_default();
        self.say_noise(&lines, false);
    }

    /// Accepts or refuses everything that is proposed, as one step.
    pub(in crate::session) fn settle_proposals(&mut self, noise: bool) {
        let lines: Vec<usize> = self.doc().iter().flat_map(|d| d.proposed_noise()).map(|l| l.number).collect();
        self.say_noise(&lines, noise);
    }

    /// Puts the caret into the next line that is proposed, from the last one round to the first.
    pub(in crate::session) fn go_proposal(&mut self) {
        let Some(doc) = self.doc() else { return };
        let at = doc.selection.focus;
        let next = doc.proposed_noise().find(|l| l.range.start > at).or_else(|| doc.proposed_noise().next());
        if let Some(to) = next.map(|l| l.range.start) {
            self.move_caret(to, false);
        }
    }

    /// Says of lines whether they are page noise, as one step.
    pub(in crate::session) fn say_noise(&mut self, lines: &[usize], noise: bool) {
        if !self.can_say_noise() {
            return;
        }
        let Some(doc) = self.doc() else { return };
        let text = &doc.text;
        let paragraphs = text.paragraphs();
        let words = |n: usize| paragraphs.get(n).and_then(|r| text.get(r.start, r.end));
        let mut is_noise: BTreeSet<usize> = find_lines(text, &doc.edited.noise).into_iter().collect();
        let mut is_body: BTreeSet<usize> = find_lines(text, &doc.edited.body).into_iter().collect();
        for line in lines.iter().filter(|n| words(**n).is_some()) {
            if noise {
                is_noise.insert(*line);
                is_body.remove(line);
            } else {
                is_noise.remove(line);
                // Only where it would be proposed again does it have to be remembered.
                if doc.proposals.iter().any(|p| p.line == *line) {
                    is_body.insert(*line);
                }
            }
        }
        let noted = |numbers: &BTreeSet<usize>, before: &[Line]| {
            let now = numbers.iter().filter_map(|n| Some(Line { number: n + 1, words: words(*n)?.into() }));
            // What was said of lines that are not there now is kept for when they are back.
            let there = |line: &&Line| find_lines(text, std::slice::from_ref(line)).is_empty();
            let mut all: Vec<Line> = now.chain(before.iter().filter(there).cloned()).collect();
            all.sort();
            all.dedup();
            all
        };
        let old = doc.edited.clone();
        let new = Metadata { noise: noted(&is_noise, &old.noise), body: noted(&is_body, &old.body), ..old.clone() };
        if new == old {
            return;
        }
        let what = match lines {
            [line] => format!("“{}”", one_line(words(*line).unwrap_or_default(), 40)),
            lines => format!("{} lines", lines.len()),
        };
        let title =
            if noise { format!("Mark {what} as not article text") } else { format!("Keep {what} as article text") };
        self.remember_metadata(title, new);
    }
}
