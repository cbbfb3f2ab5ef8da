//! Tags of tokens, in whichever scheme: IOB2, IOB1, BIOES, BILOU, or labels alone.

use crate::formats::{At, IncomingMark};

/// Whether tags say where marks begin (`B-Actor`), or only what a token is (`Actor`).
#[derive(Clone, Copy)]
pub enum Scheme {
    /// Where they begin.
    Prefixed,
    /// Only what a token is.
    Plain,
}

impl Scheme {
    /// The scheme of these tags.
    pub fn of<'a>(tags: impl Iterator<Item = &'a str>) -> Self {
        let prefixed = |tag: &str| {
            let mut chars = tag.chars();
            chars.next().is_some_and(|c| "BILESUM".contains(c)) && matches!(chars.next(), Some('-' | '_'))
        };
        let mut tags = tags.filter(|tag| !is_outside(tag));
        if tags.all(prefixed) { Scheme::Prefixed } else { Scheme::Plain }
    }

    /// A tag's prefix and its label; `None` outside.
    pub fn split(self, tag: &str) -> Option<(char, &str)> {
        if is_outside(tag) {
            return None;
        }
        match self {
            Scheme::Prefixed => Some((tag.chars().next()?, tag.get(2..)?)),
            Scheme::Plain => Some(('I', tag)),
        }
    }
}

fn is_outside(tag: &str) -> bool {
    matches!(tag, "O" | "" | "_" | "null")
}

/// The marks of tags in IOB2, IOB1, BIOES or BILOU, or without prefixes.
pub fn tagged(tags: &[String]) -> Vec<IncomingMark> {
    let scheme = Scheme::of(tags.iter().map(String::as_str));
    let mut marks: Vec<(usize, usize, &str)> = Vec::new();
    let mut open = false;
    for (at, tag) in tags.iter().enumerate() {
        let Some((prefix, label)) = scheme.split(tag) else {
            open = false;
            continue;
        };
        let goes_on = open && matches!(prefix, 'I' | 'E' | 'L' | 'M');
        match marks.last_mut().filter(|last| goes_on && last.2 == label) {
            Some(last) => last.1 = at + 1,
            None => marks.push((at, at + 1, label)),
        }
        open = !matches!(prefix, 'E' | 'L' | 'S' | 'U');
    }
    let mark = |(first, behind, label): (usize, usize, &str)| IncomingMark {
        at: At::Tokens(first, behind),
        label: label.into(),
        ..IncomingMark::default()
    };
    marks.into_iter().map(mark).collect()
}
