//! A version's words beside those of the others: what all have stands back, what only some have stands out, and what this one
//! leaves out is struck.

use super::super::theme::{self, Palette};
use crate::{
    session::review::{Case, Desk},
    text::{ByteOffset, Span, Text},
};
use egui::{FontId, Stroke, TextFormat, text::LayoutJob};

/// A part of a version's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// All who marked something have it.
    Common,
    /// Only some have it, this version too.
    More,
    /// Only others have it.
    Less,
}

/// Longer pieces are shown by their two ends, in bytes.
const LONG: usize = 64;

/// What all versions with marks cover, seen from their outer edges; `None` where they have nothing in common.
pub(super) fn core(case: &Case) -> Option<Span> {
    let versions = case.cluster.versions.iter().filter_map(|marks| {
        let spans = || marks.iter().filter_map(|m| m.span());
        Some((spans().map(Span::start).min()?, spans().map(Span::end).max()?))
    });
    let (start, end) = versions.reduce(|a, b| (a.0.max(b.0), a.1.min(b.1)))?;
    Span::new(start, end)
}

/// A mark's words in pieces. What others have beyond it is told where it is the only mark of its version.
pub(super) fn pieces(case: &Case, mark: Span, only: bool) -> Vec<(Piece, Span)> {
    let hull = if only { case.cluster.span } else { mark };
    let core = core(case);
    let mut edges: Vec<ByteOffset> =
        [Some(hull), Some(mark), core].into_iter().flatten().flat_map(|s| [s.start(), s.end()]).collect();
    edges.retain(|e| *e >= hull.start() && *e <= hull.end());
    edges.sort_unstable();
    edges.dedup();
    let kind = |span: Span| match (mark.covers(span), core.is_some_and(|c| c.covers(span))) {
        (false, _) => Piece::Less,
        (true, true) => Piece::Common,
        (true, false) => Piece::More,
    };
    let spans = edges.iter().zip(edges.iter().skip(1)).filter_map(|(a, b)| Span::new(*a, *b));
    spans.map(|span| (kind(span), span)).collect()
}

/// The pieces as a text to be drawn.
pub(super) fn job(desk: &Desk, pieces: &[(Piece, Span)], p: &Palette, width: f32) -> LayoutJob {
    let mut job = LayoutJob::default();
    for (piece, span) in pieces {
        let text = shown(&desk.text, *span);
        let plain = FontId::proportional(14.0);
        let format = match piece {
            Piece::Common if pieces.len() > 1 => TextFormat::simple(plain, p.quiet),
            Piece::Common => TextFormat::simple(plain, p.text),
            Piece::More => TextFormat::simple(FontId::new(14.0, theme::bold()), p.text),
            Piece::Less => {
                TextFormat { strikethrough: Stroke::new(1.0, p.quiet), ..TextFormat::simple(plain, p.quiet) }
            }
        };
        job.append(&text, 0.0, format);
    }
    job.wrap.max_width = width;
    job
}

/// Words on one line; of many the first and the last.
pub(super) fn shown(text: &Text, span: Span) -> String {
    if span.len() <= LONG * 3 / 2 {
        return flat(span.of(text));
    }
    let part = |from: ByteOffset, to: ByteOffset| Span::new(from, to).map_or("", |s| s.of(text));
    let head = part(span.start(), text.grapheme_floor(ByteOffset(span.start().0 + LONG / 2)));
    let tail = part(text.grapheme_floor(ByteOffset(span.end().0 - LONG / 2)), span.end());
    let head = head.rsplit_once(char::is_whitespace).map_or(head, |(head, _)| head);
    let tail = tail.split_once(char::is_whitespace).map_or(tail, |(_, tail)| tail);
    format!("{} … {}", flat(head), flat(tail))
}

/// Blanks drawn together; those at the ends stay.
fn flat(text: &str) -> String {
    let mut flat = String::new();
    for c in text.chars() {
        match c.is_whitespace() {
            true if flat.ends_with(' ') => {}
            true => flat.push(' '),
            false => flat.push(c),
        }
    }
    flat
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::story,
        session::review::{Desk, Reading},
    };

    fn desk(versions: &[&str]) -> Desk {
        let stories: Vec<_> = versions.iter().map(|v| story::parse(v).unwrap()).collect();
        let reading = |(n, s): (usize, &story::Story)| Reading {
            by: crate::model::AnnotatorName::new(&format!("A{n}")).unwrap(),
            set: story::set(s, n as u64 + 1),
        };
        Desk::new(&stories[0].text, stories.iter().enumerate().map(reading).collect(), None)
    }

    #[test]
    fn what_is_more_and_less_is_told_against_what_all_have() {
        let desk = desk(&["[Actor Bà Hòa] nói.", "Bà [Actor Hòa nói]."]);
        let case = &desk.cases[0];
        let told = |version: usize| -> Vec<(Piece, &str)> {
            let mark = case.cluster.versions[version][0].span().unwrap();
            pieces(case, mark, true).into_iter().map(|(piece, span)| (piece, span.of(&desk.text))).collect()
        };
        assert_eq!(told(0), [(Piece::More, "Bà "), (Piece::Common, "Hòa"), (Piece::Less, " nói")]);
        assert_eq!(told(1), [(Piece::Less, "Bà "), (Piece::Common, "Hòa"), (Piece::More, " nói")]);
    }

    #[test]
    fn of_long_words_the_ends_are_shown() {
        let long = "nước đã rút khỏi cánh đồng ".repeat(8);
        let text = Text::new(&*long);
        let all = Span::new(ByteOffset(0), text.end()).unwrap();
        let shown = shown(&text, all);
        assert!(shown.starts_with("nước đã rút khỏi cánh … đã rút"), "{shown}");
        assert!(shown.chars().count() < 60, "{shown}");
    }
}
