//! What a format keeps of a document, and what it loses: told before anything is written, and what writers go by.

use super::{About, Attributes, Doc, Holds, Job, Labels, Mark, Overlap, Policy, Relation, xml};
use std::{collections::BTreeSet, sync::Arc};

/// What a format keeps of a document. Writers write this and nothing else, so that the report cannot differ from the files.
#[derive(Debug)]
pub struct Kept<'a> {
    doc: &'a Doc,
    holds: Holds,
    /// The places in [`Doc::marks`] that are kept, in order.
    pub marks: Vec<usize>,
    /// The marks that are lost, in order, each with the reason.
    pub lost: Vec<(usize, Reason)>,
    /// The whole document is left out: its text has characters that the format cannot hold.
    pub whole: bool,
}

/// Why a mark is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// It overlaps a mark that is kept.
    Overlap,
    /// It begins or ends with a blank.
    EdgeWhitespace,
    /// It touches a line of page noise that is left out.
    Noise,
    /// The format has no place for its label.
    Label,
    /// The text has characters that the format cannot hold.
    Text,
}

impl Reason {
    /// All, with their names in `loss.jsonl` and what marks are that are lost so.
    pub const ALL: [(Reason, &'static str, &'static str); 5] = [
        (Reason::Overlap, "overlap", "overlapping a mark that stays"),
        (Reason::EdgeWhitespace, "edge_whitespace", "with a blank at an edge"),
        (Reason::Noise, "noise", "touching page noise that is left out"),
        (Reason::Label, "label", "with a label that it has no place for"),
        (Reason::Text, "text", "on a text with characters that it cannot hold"),
    ];

    /// Its name in `loss.jsonl`.
    pub fn name(self) -> &'static str {
        Reason::ALL.iter().find(|(r, ..)| *r == self).map_or("", |(_, name, _)| name)
    }
}

/// Something of a kept mark that a format loses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// An attribute, by name.
    Attribute(Arc<str>),
    /// A link: its role, and the place of the mark it leads to.
    Link(Arc<str>, usize),
    /// The note.
    Note,
}

impl Part {
    /// What it is, in `loss-parts.jsonl`.
    pub fn kind(&self) -> &'static str {
        match self {
            Part::Attribute(_) => "attribute",
            Part::Link(..) => "link",
            Part::Note => "note",
        }
    }
}

impl<'a> Kept<'a> {
    /// What a format keeps of a document.
    pub fn of(doc: &'a Doc, about: &About, job: &Job) -> Self {
        let holds = about.holds;
        let mut kept = Kept { doc, holds, marks: Vec::new(), lost: Vec::new(), whole: true };
        if !holds.controls && doc.text.as_str().contains(xml::is_forbidden) {
            kept.whole = false;
            kept.lost = (0..doc.marks.len()).map(|at| (at, Reason::Text)).collect();
            return kept;
        }
        let dates = if holds.labels == Labels::Dates { job.dates() } else { Vec::new() };
        let noise = if holds.tokens && job.options.without_noise { doc.about.noise(&doc.text) } else { Vec::new() };
        let mut fit = Vec::with_capacity(doc.marks.len());
        for (at, mark) in doc.marks.iter().enumerate() {
            let reason = if holds.labels == Labels::Dates && !dates.contains(&mark.label) {
                Some(Reason::Label)
            } else if !holds.blank_edges && mark.has_blank_edge(&doc.text) {
                Some(Reason::EdgeWhitespace)
            } else if noise.iter().any(|n| n.overlaps(mark.span)) {
                Some(Reason::Noise)
            } else {
                None
            };
            match reason {
                Some(reason) => kept.lost.push((at, reason)),
                None => fit.push((at, mark)),
            }
        }
        match holds.overlap {
            Overlap::Any => kept.marks = fit.into_iter().map(|(at, _)| at).collect(),
            Overlap::None => kept.apart(fit, job.options.policy),
            Overlap::OtherLabels => {
                let labels: BTreeSet<&Arc<str>> = fit.iter().map(|(_, m)| &m.label).collect();
                for label in labels {
                    let own = fit.iter().filter(|(_, m)| m.label == *label).copied().collect();
                    kept.apart(own, job.options.policy);
                }
            }
        }
        kept.marks.sort_unstable();
        kept.lost.sort_unstable();
        kept
    }

    /// Keeps marks of which no two overlap: each in the policy's order, unless one that is kept is in its way. So each that is
    /// lost overlaps one that is kept.
    fn apart(&mut self, mut fit: Vec<(usize, &Mark)>, policy: Policy) {
        let (start, end) = (|m: &Mark| m.start.0, |m: &Mark| m.end.0);
        let long = |m: &Mark| end(m) - start(m);
        match policy {
            // Outermost-leftmost: what begins first, and of those the longest.
            Policy::Outermost => fit.sort_by(|(_, a), (_, b)| {
                start(a).cmp(&start(b)).then(end(b).cmp(&end(a))).then(a.label.cmp(&b.label))
            }),
            Policy::Innermost => fit.sort_by(|(_, a), (_, b)| {
                long(a).cmp(&long(b)).then(start(a).cmp(&start(b))).then(a.label.cmp(&b.label))
            }),
            Policy::Longest => fit.sort_by(|(_, a), (_, b)| {
                long(b).cmp(&long(a)).then(start(a).cmp(&start(b))).then(a.label.cmp(&b.label))
            }),
        }
        // Kept places by their starts: since no two overlap, only the neighbours can be in the way.
        let mut taken = std::collections::BTreeMap::new();
        for (at, mark) in fit {
            let before = taken.range(..=start(mark)).next_back().is_none_or(|(_, e)| *e <= start(mark));
            let after = taken.range(start(mark)..).next().is_none_or(|(s, _)| *s >= end(mark));
            if before && after {
                taken.insert(start(mark), end(mark));
                self.marks.push(at);
            } else {
                self.lost.push((at, Reason::Overlap));
            }
        }
    }

    /// The marks that are kept, in order, with their places in [`Doc::marks`].
    pub fn marks(&self) -> impl Iterator<Item = (usize, &'a Mark)> + '_ {
        self.marks.iter().filter_map(|at| Some((*at, self.doc.marks.get(*at)?)))
    }

    /// Whether a mark is kept.
    pub fn has(&self, mark: usize) -> bool {
        self.marks.binary_search(&mark).is_ok()
    }

    /// The relations that are kept: none where the format has no links, else those whose ends are.
    pub fn relations(&self) -> impl Iterator<Item = &'a Relation> + '_ {
        let all: &'a [Relation] = if self.holds.links { &self.doc.relations } else { &[] };
        all.iter().filter(|r| self.has(r.from) && self.has(r.to))
    }

    /// The attributes of a mark that are kept, by name.
    pub fn attributes(&self, mark: &'a Mark) -> impl Iterator<Item = (&'a Arc<str>, &'a Arc<str>)> + use<'a> {
        let holds = self.holds;
        mark.attributes.iter().filter(move |(name, value)| match holds.attributes {
            Attributes::All => {
                holds.controls || !name.contains(xml::is_forbidden) && !value.contains(xml::is_forbidden)
            }
            Attributes::Value => &***name == "value" && !value.contains(xml::is_forbidden),
            Attributes::None => false,
        })
    }

    /// The note of a mark, where it is kept; empty for none.
    pub fn note(&self, mark: &'a Mark) -> &'a str {
        let can = self.holds.notes && (self.holds.controls || !mark.note.contains(xml::is_forbidden));
        if can { &mark.note } else { "" }
    }

    /// What is lost of the marks that are kept, in order.
    pub fn parts(&self) -> Vec<(usize, Part)> {
        let mut lost = Vec::new();
        for (at, mark) in self.marks() {
            let held: BTreeSet<&Arc<str>> = self.attributes(mark).map(|(name, _)| name).collect();
            let names = mark.attributes.keys().filter(|name| !held.contains(name));
            lost.extend(names.map(|name| (at, Part::Attribute(name.clone()))));
            let gone = |r: &&Relation| !self.holds.links || !self.has(r.to);
            let links = self.doc.relations_of(at).filter(gone);
            lost.extend(links.map(|r| (at, Part::Link(r.role.clone(), r.to))));
            if self.note(mark).is_empty() && !mark.note.is_empty() {
                lost.push((at, Part::Note));
            }
        }
        lost
    }
}
