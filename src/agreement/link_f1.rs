//! F1 of links between marks that stand for the same thing.

use super::{
    About, Alive, Mark, Measure, Ready, Study, Undefined,
    pairing::pairings,
    pairwise::{Pairwise, common},
};

/// Two annotators' marks are paired one to one ([`pairings`]). A link of one agrees with a link of the other where the roles are the same,
/// the marks they start from are paired under one label, and the marks they lead to are. The figure is twice the links that agree over
/// the links of both, added up over articles that both have seen; for all, the mean over pairs of annotators that have one. A link to
/// or from a mark that the other does not have agrees with nothing: missed marks weigh here. By label: of the mark that links start from.
#[derive(Debug)]
pub struct LinkF1;

static ABOUT: About = About {
    id: "link_f1",
    title: "Link F1",
    tooltip: "How many of the links that two people drew, such as from a claim to who made it, are the same.",
    source: "Hripcsak & Rothschild 2005, J. Am. Med. Inform. Assoc. 12(3):296–298, of links",
    counts: "links",
    chance: None,
    slow: false,
};

impl Measure for LinkF1 {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn prepare<'s>(&self, study: &'s Study, _seed: u64, alive: &mut Alive<'_>) -> Ready<'s> {
        let scorer = Pairwise::new(study, Undefined::NoLinks, alive, |left, right, counter| {
            let none = |marks: &[Mark]| marks.iter().all(|m| m.links.is_empty());
            if none(left) && none(right) {
                return;
            }
            let mut partner = vec![None; left.len()];
            for pairing in pairings(left, right).iter().filter(|p| p.kind.is_same_label()) {
                let slot = pairing.left.and_then(|at| partner.get_mut(at));
                slot.into_iter().for_each(|p| *p = pairing.right);
            }
            let right_of = |at: usize| partner.get(at).copied().flatten();
            let there: Vec<Link<'_>> = links(left, right_of);
            let here: Vec<Link<'_>> = links(right, Some);
            let mut all = (0, 0);
            let mut labels: Vec<u16> = there.iter().chain(&here).map(|link| link.label).collect();
            labels.sort_unstable();
            labels.dedup();
            for label in labels {
                let (there, here) = (of_label(&there, label), of_label(&here, label));
                let count = (common(&paired(there), &paired(here)), there.len() + here.len());
                all = (all.0 + count.0, all.1 + count.1);
                counter.label(label, count);
            }
            counter.all(all);
        })?;
        Some(Box::new(scorer))
    }
}

/// A link, in the numbers of right marks; `None` for a left one that has no partner.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Link<'a> {
    label: u16,
    from: Option<usize>,
    role: &'a str,
    to: Option<usize>,
    /// The left or right numbers themselves: links to two marks without a partner are two.
    own: (usize, u32),
}

/// In order, each once.
fn links(marks: &[Mark], right_of: impl Fn(usize) -> Option<usize>) -> Vec<Link<'_>> {
    let mut links: Vec<Link<'_>> = Vec::new();
    for (at, mark) in marks.iter().enumerate() {
        links.extend(mark.links.iter().map(|(role, to)| Link {
            label: mark.label,
            from: right_of(at),
            role,
            to: right_of(*to as usize),
            own: (at, *to),
        }));
    }
    links.sort_unstable();
    links.dedup();
    links
}

/// Those whose marks have partners, in order.
fn paired<'a>(links: &[Link<'a>]) -> Vec<(usize, &'a str, usize)> {
    links.iter().filter_map(|l| Some((l.from?, l.role, l.to?))).collect()
}

/// The part of a list in order that starts from marks of a label.
fn of_label<'a, 'b>(links: &'a [Link<'b>], label: u16) -> &'a [Link<'b>] {
    let links = links.get(links.partition_point(|l| l.label < label)..).unwrap_or(&[]);
    links.get(..links.partition_point(|l| l.label == label)).unwrap_or(&[])
}

#[cfg(test)]
mod tests;
