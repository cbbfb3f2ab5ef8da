//! Which mark of one annotator stands for which of another, each once: what figures open, and what is compared beside places.

use super::{
    Mark, Study,
    matching::{Place, best_first},
};
use std::{collections::BTreeMap, sync::Arc};

/// A mark of one annotator, of the other, or both as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pairing {
    /// The number in the left list.
    pub left: Option<usize>,
    /// The number in the right list.
    pub right: Option<usize>,
    /// How they differ.
    pub kind: Kind,
}

/// How two marks that stand for the same thing differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// In nothing: same place, label, attributes and links.
    Same,
    /// In attributes: same place and label.
    Attributes,
    /// In links alone: same place, label and attributes. Links are the same that have one role and lead to marks that are paired
    /// under one label.
    Links,
    /// In place: same label, at least one character in common.
    Boundary,
    /// In label: same place.
    Label,
    /// In place and label: at least half of what they cover together in common, in Unicode scalars.
    Both,
    /// There is only one.
    Missed,
}

impl Kind {
    /// Whether both have the mark, under one label.
    pub fn is_same_label(self) -> bool {
        matches!(self, Kind::Same | Kind::Attributes | Kind::Links | Kind::Boundary)
    }
}

/// Pairs the marks of two annotators of one article. Each mark comes once; pairings are in the order of places, and the other way round
/// they are the same. Both lists as in [`Item::sets`](super::Item::sets).
///
/// The best matches are taken first: same place and label; same place under other labels; same label, by IoU; other labels with
/// an IoU of a half or more, by IoU. Of equals, the first in the text. So a mark may stay alone beside one that overlaps it and has
/// a better partner. Takes n log n steps where few marks lie on one another.
pub fn pairings(left: &[Mark], right: &[Mark]) -> Vec<Pairing> {
    let mut pairs = Pairs { left, right, right_of: vec![None; left.len()], left_of: vec![None; right.len()] };
    pairs.alike(|m| (m.span, m.label));
    pairs.alike(|m| m.span);
    pairs.best(|m| m.label, Place::overlaps);
    pairs.best(|_| 0, Place::is_half);
    let mut told = pairs.told();
    // The sides do not matter: the smaller mark counts, then the greater.
    told.sort_by_cached_key(|p| {
        let of = |list: &[Mark], at: Option<usize>| at.and_then(|at| list.get(at)).map(|m| (m.span, m.label));
        let (left, right) = (of(left, p.left), of(right, p.right));
        (left.into_iter().chain(right).min(), left.max(right).filter(|_| left.is_some() && right.is_some()))
    });
    told
}

/// Who is paired with whom so far.
struct Pairs<'a> {
    left: &'a [Mark],
    right: &'a [Mark],
    right_of: Vec<Option<usize>>,
    left_of: Vec<Option<usize>>,
}

/// Those without a partner, with their numbers.
fn free<'m>(marks: &'m [Mark], other: &[Option<usize>]) -> impl Iterator<Item = (usize, &'m Mark)> {
    marks.iter().enumerate().zip(other).filter(|(_, other)| other.is_none()).map(|(mark, _)| mark)
}

impl Pairs<'_> {
    fn pair(&mut self, left: usize, right: usize) {
        self.right_of.get_mut(left).into_iter().for_each(|l| *l = Some(right));
        self.left_of.get_mut(right).into_iter().for_each(|r| *r = Some(left));
    }

    /// Pairs those that have the same key, which both lists are in the order of.
    fn alike<K: Ord>(&mut self, key: impl Fn(&Mark) -> K) {
        let mut found = Vec::new();
        {
            let mut left = free(self.left, &self.right_of).peekable();
            let mut right = free(self.right, &self.left_of).peekable();
            while let (Some((l, a)), Some((r, b))) = (left.peek(), right.peek()) {
                let order = key(a).cmp(&key(b));
                if order.is_eq() {
                    found.push((*l, *r));
                }
                if order.is_le() {
                    left.next();
                }
                if order.is_ge() {
                    right.next();
                }
            }
        }
        found.into_iter().for_each(|(l, r)| self.pair(l, r));
    }

    /// Pairs those that fit, group by group, the best first.
    fn best(&mut self, group: impl Fn(&Mark) -> u16, fits: impl Fn(Place, Place) -> bool) {
        let grouped = |marks, other: &[Option<usize>]| {
            let mut list: Vec<(u16, usize, Place)> =
                free(marks, other).map(|(at, mark)| (group(mark), at, Place::of(mark))).collect();
            // Within a group the order of places stays.
            list.sort_by_key(|(group, ..)| *group);
            list
        };
        let (left, right) = (grouped(self.left, &self.right_of), grouped(self.right, &self.left_of));
        for left in left.chunk_by(|a, b| a.0 == b.0) {
            let Some((group, ..)) = left.first() else { continue };
            let from = right.partition_point(|(g, ..)| g < group);
            let right = right.get(from..).unwrap_or(&[]);
            let right = right.get(..right.partition_point(|(g, ..)| g == group)).unwrap_or(&[]);
            let places = |list: &[(u16, usize, Place)]| list.iter().map(|(.., place)| *place).collect::<Vec<_>>();
            for (l, r) in best_first(&places(left), &places(right), &fits) {
                if let (Some((_, l, _)), Some((_, r, _))) = (left.get(l), right.get(r)) {
                    self.pair(*l, *r);
                }
            }
        }
    }

    /// All of both lists, with how they differ.
    fn told(&self) -> Vec<Pairing> {
        let left = self.right_of.iter().enumerate().map(|(left, right)| {
            let kind = right.map_or(Kind::Missed, |right| self.kind(left, right));
            Pairing { left: Some(left), right: *right, kind }
        });
        let right = free(self.right, &self.left_of);
        left.chain(right.map(|(at, _)| Pairing { left: None, right: Some(at), kind: Kind::Missed })).collect()
    }

    fn kind(&self, left: usize, right: usize) -> Kind {
        let Some((l, r)) = self.left.get(left).zip(self.right.get(right)) else { return Kind::Missed };
        match (l.span == r.span, l.label == r.label) {
            (true, false) => Kind::Label,
            (false, true) => Kind::Boundary,
            (false, false) => Kind::Both,
            (true, true) if l.attributes != r.attributes => Kind::Attributes,
            (true, true) if !self.same_links(l, r) => Kind::Links,
            (true, true) => Kind::Same,
        }
    }

    fn same_links(&self, left: &Mark, right: &Mark) -> bool {
        let set = |mut links: Vec<(Arc<str>, Option<usize>)>| {
            links.sort();
            links.dedup();
            links
        };
        let there = left.links.iter().map(|(role, to)| (role.clone(), self.under_one_label(*to as usize)));
        let here = right.links.iter().map(|(role, to)| (role.clone(), Some(*to as usize)));
        set(there.collect()) == set(here.collect())
    }

    /// The right partner of a left mark that has the same label.
    fn under_one_label(&self, left: usize) -> Option<usize> {
        let right = (*self.right_of.get(left)?)?;
        (self.left.get(left)?.label == self.right.get(right)?.label).then_some(right)
    }
}

/// How often a label of one annotator stands where another has this or that label, or nothing.
#[derive(Debug, Default)]
pub struct Confusion {
    cells: BTreeMap<(Option<u16>, Option<u16>), Vec<Found>>,
}

/// A pairing and where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The article, as its number in [`Study::articles`].
    pub article: usize,
    /// Whose the left and the right marks are, as numbers in [`Study::annotators`].
    pub annotators: (usize, usize),
    /// The marks, as numbers in the annotators' lists.
    pub pairing: Pairing,
}

impl Confusion {
    /// Over a choice of articles, between these left and right annotators, where both have seen the article.
    pub fn of(study: &Study, articles: &[usize], annotators: &[(usize, usize)]) -> Self {
        let mut cells: BTreeMap<_, Vec<Found>> = BTreeMap::new();
        for article in articles {
            let Some(item) = study.articles().get(*article) else { continue };
            for pair in annotators {
                let Some((left, right)) = item.both(*pair) else { continue };
                for pairing in pairings(left, right) {
                    let label = |list: &[Mark], at: Option<usize>| Some(list.get(at?)?.label);
                    let cell = cells.entry((label(left, pairing.left), label(right, pairing.right))).or_default();
                    cell.push(Found { article: *article, annotators: *pair, pairing });
                }
            }
        }
        Confusion { cells }
    }

    /// What is in a cell: the left label and the right one, as numbers in [`Study::labels`]; `None` for no mark. In the order of the
    /// articles and annotators asked for.
    pub fn cell(&self, left: Option<u16>, right: Option<u16>) -> &[Found] {
        self.cells.get(&(left, right)).map_or(&[], Vec::as_slice)
    }

    /// The cells that have something in them.
    pub fn cells(&self) -> impl Iterator<Item = ((Option<u16>, Option<u16>), &[Found])> {
        self.cells.iter().map(|(labels, found)| (*labels, found.as_slice()))
    }
}

#[cfg(test)]
mod tests;
