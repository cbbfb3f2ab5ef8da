//! Spans to be found by what they share with another: a k-d tree (Bentley 1975) over starts and ends.

use crate::text::Span;

/// Spans, each with a number.
pub(super) struct Field {
    bounds: Bounds,
    node: Node,
}

enum Node {
    Leaf(Vec<(Span, usize)>),
    Fork(Box<[Field; 2]>),
}

/// More are parted.
const LEAF: usize = 8;

/// What is known of some spans. With s for the start and e for the end of a span, two spans share at least half of what they
/// cover together where 3 · (the smaller e - the larger s) ≥ the sum of their lengths. As every choice of e and s must be so large,
/// these are four bounds, each on a plain sum of the one's s and e.
#[derive(Clone, Copy)]
struct Bounds {
    /// The least and the largest e - s.
    length: (usize, usize),
    /// The least 2 s + e.
    left: usize,
    /// The largest s + 2 e.
    right: usize,
}

impl Bounds {
    const NONE: Bounds = Bounds { length: (usize::MAX, 0), left: usize::MAX, right: 0 };

    fn of(span: Span) -> Self {
        let (s, e) = (span.start().0, span.end().0);
        Bounds { length: (e - s, e - s), left: 2 * s + e, right: s + 2 * e }
    }

    fn with(self, other: Self) -> Self {
        Bounds {
            length: (self.length.0.min(other.length.0), self.length.1.max(other.length.1)),
            left: self.left.min(other.left),
            right: self.right.max(other.right),
        }
    }

    /// Whether one of the spans may share most of its text with that one; of a single span: whether it does.
    fn may_share(self, with: Span) -> bool {
        let (s, e) = (with.start().0, with.end().0);
        let length = e - s;
        self.length.0 <= 2 * length && length <= 2 * self.length.1 && self.left <= s + 2 * e && 2 * s + e <= self.right
    }
}

impl Field {
    pub(super) fn new(spans: Vec<(Span, usize)>) -> Self {
        Field::parted(spans, false)
    }

    fn parted(mut spans: Vec<(Span, usize)>, by_end: bool) -> Self {
        let node = if spans.len() <= LEAF {
            Node::Leaf(spans)
        } else {
            let middle = spans.len() / 2;
            spans.select_nth_unstable_by_key(middle, |(s, _)| if by_end { s.end() } else { s.start() });
            let more = spans.split_off(middle);
            Node::Fork(Box::new([Field::parted(spans, !by_end), Field::parted(more, !by_end)]))
        };
        Field { bounds: node.bounds(), node }
    }

    /// Takes out a span whose intersection with that one is at least half of their union.
    pub(super) fn take(&mut self, like: Span) -> Option<(Span, usize)> {
        if !self.bounds.may_share(like) {
            return None;
        }
        let taken = match &mut self.node {
            Node::Leaf(spans) => {
                let at = spans.iter().position(|(span, _)| Bounds::of(*span).may_share(like))?;
                spans.swap_remove(at)
            }
            Node::Fork(halves) => halves.iter_mut().find_map(|half| half.take(like))?,
        };
        self.bounds = self.node.bounds();
        Some(taken)
    }
}

impl Node {
    fn bounds(&self) -> Bounds {
        match self {
            Node::Leaf(spans) => spans.iter().map(|(s, _)| Bounds::of(*s)).fold(Bounds::NONE, Bounds::with),
            Node::Fork(halves) => halves.iter().map(|half| half.bounds).fold(Bounds::NONE, Bounds::with),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::ByteOffset;
    use proptest::prelude::*;

    fn span((start, length): (usize, usize)) -> Span {
        Span::new(ByteOffset(start), ByteOffset(start + length)).unwrap()
    }

    proptest! {
        #[test]
        fn takes_all_that_share_half_and_nothing_else(spans in prop::collection::vec((0usize..60, 1usize..30), 0..60), like in (0usize..60, 1usize..30)) {
            let like = span(like);
            let shares = |s: Span| {
                let both = (0..100).filter(|i| s.contains(ByteOffset(*i)) && like.contains(ByteOffset(*i))).count();
                let any = (0..100).filter(|i| s.contains(ByteOffset(*i)) || like.contains(ByteOffset(*i))).count();
                2 * both >= any
            };
            let spans: Vec<(Span, usize)> = spans.into_iter().map(span).zip(0..).collect();
            let mut field = Field::new(spans.clone());
            let mut taken: Vec<usize> = std::iter::from_fn(|| field.take(like)).map(|(_, n)| n).collect();
            taken.sort_unstable();
            let right: Vec<usize> = spans.iter().filter(|(s, _)| shares(*s)).map(|(_, n)| *n).collect();
            prop_assert_eq!(taken, right);
        }
    }
}
