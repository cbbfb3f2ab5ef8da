//! Links between marks: begun by a key of a role, by a click or by dragging from the mark in hand; every mark that fits then
//! shows hint letters, and one more key makes the link.

use super::{Key, Session, Stroke, ToldKind};
use crate::{
    model::{Annotation, AnnotationId, ChangeSet, Link, LinkRole},
    text::ByteOffset,
};
use std::sync::Arc;

/// Hint letters in the order of how easily they are reached.
const LETTERS: &[u8; 26] = b"asdfghjklqwertyuiopzxcvbnm";

/// What a person does about links.
#[derive(Clone, Debug, PartialEq)]
pub enum LinkAction {
    /// Look for the other end of a link of that role from the mark in hand.
    Begin(Arc<str>),
    /// The other end, of the link that was begun, or of one whose role is still to be said.
    To(AnnotationId),
    /// The role of the link whose ends are known.
    As(Arc<str>),
    /// Take a link away.
    Remove(AnnotationId, Link),
    /// Put a link before the one of the same role that stands in front of it.
    Earlier(AnnotationId, Link),
    /// Leave it.
    Cancel,
}

/// A link that is being made.
#[derive(Clone, Debug, PartialEq)]
pub struct Linking {
    /// The mark it comes from.
    pub from: AnnotationId,
    /// What is still to be said.
    pub step: LinkStep,
}

/// What is still to be said of a link that is being made.
#[derive(Clone, Debug, PartialEq)]
pub enum LinkStep {
    /// Its role, then its other end.
    Role,
    /// Its other end.
    Target {
        /// Its role.
        role: Arc<str>,
        /// Every mark that fits, the nearest first, with the letters that choose it; the farthest of very many have none.
        hints: Vec<(AnnotationId, String)>,
        /// The letters typed so far.
        typed: String,
    },
    /// Its role alone: its other end is this one.
    Between(AnnotationId),
}

impl Linking {
    /// The letters of a mark that fits, where they begin as typed, and how many of them are typed.
    pub fn hint(&self, id: &AnnotationId) -> Option<(&str, usize)> {
        let LinkStep::Target { hints, typed, .. } = &self.step else { return None };
        let (_, letters) = hints.iter().find(|(of, _)| of == id)?;
        letters.starts_with(typed.as_str()).then_some((letters, typed.len()))
    }

    /// Whether a mark can be the other end.
    pub fn fits(&self, id: &AnnotationId) -> bool {
        matches!(&self.step, LinkStep::Target { hints, .. } if hints.iter().any(|(of, _)| of == id))
    }
}

impl Session {
    /// The link that is being made.
    pub fn linking(&self) -> Option<&Linking> {
        self.linking.as_ref()
    }

    /// The roles that can be said now: of the mark in hand, or between the two ends.
    pub fn link_roles(&self) -> Vec<&LinkRole> {
        let (Some(doc), Some(project)) = (self.doc(), self.project()) else { return Vec::new() };
        let (from, to) = match &self.linking {
            Some(Linking { from, step: LinkStep::Between(to) }) => (doc.set.get(from), doc.set.get(to)),
            Some(Linking { from, .. }) => (doc.set.get(from), None),
            None => (doc.selected(), None),
        };
        let roles = from.and_then(|m| project.labels.get(&m.label)).map(|l| l.links.as_slice()).unwrap_or_default();
        roles.iter().filter(|role| to.is_none_or(|to| role.allows(&to.label))).collect()
    }

    pub(super) fn link(&mut self, action: LinkAction) {
        match action {
            LinkAction::Begin(role) => self.begin_link(&role),
            LinkAction::To(to) => self.link_to(&to),
            LinkAction::As(role) => match self.linking.take() {
                Some(Linking { from, step: LinkStep::Between(to) }) => self.make_link(&from, &role, &to),
                _ => self.begin_link(&role),
            },
            LinkAction::Remove(from, link) => self.relink(&from, &format!("Remove {}", link.role), |links| {
                links.retain(|l| *l != link);
            }),
            LinkAction::Earlier(from, link) => self.relink(&from, &format!("Order {}", link.role), |links| {
                let Some(at) = links.iter().position(|l| *l == link) else { return };
                if let Some(before) = links.iter().take(at).rposition(|l| l.role == link.role) {
                    links.swap(before, at);
                }
            }),
            LinkAction::Cancel => self.linking = None,
        }
    }

    /// Asks for the role of a link from the mark in hand.
    pub(super) fn ask_role(&mut self) {
        let Some(from) = self.doc().and_then(|d| d.selected()).map(|m| m.id.clone()) else { return };
        if self.link_roles().is_empty() {
            let label = self.doc().and_then(|d| d.selected()).map(|m| m.label.clone()).unwrap_or_default();
            let sentence = format!("No link begins at a mark “{label}”; the label set says where links begin");
            return self.tell(ToldKind::Info, sentence);
        }
        self.linking = Some(Linking { from, step: LinkStep::Role });
    }

    fn begin_link(&mut self, role: &str) {
        if !self.can_mark() {
            return self.tell_why_not();
        }
        let Some((mark, label)) = self.described() else { return };
        let (Some(doc), Some(role), Some(span)) = (self.doc(), label.link(role), mark.span()) else { return };
        let mut fitting: Vec<(usize, &AnnotationId)> = doc
            .set
            .placed()
            .filter(|(_, other)| other.id != mark.id && role.allows(&other.label))
            .map(|(at, other)| (distance(at.start(), at.end(), span.start(), span.end()), &other.id))
            .collect();
        fitting.sort_by_key(|(far, _)| *far);
        if fitting.is_empty() {
            let to = if role.to.is_empty() { "other".to_owned() } else { role.to.join(" or ") };
            let sentence = format!("There is no {to} mark in this article yet that the {} could be", role.name);
            return self.tell(ToldKind::Info, sentence);
        }
        let letters = letters(fitting.len());
        let hints = fitting.into_iter().map(|(_, id)| id.clone()).zip(letters).collect();
        let (from, role) = (mark.id.clone(), role.name.clone());
        self.linking = Some(Linking { from, step: LinkStep::Target { role, hints, typed: String::new() } });
    }

    fn link_to(&mut self, to: &AnnotationId) {
        let from = match self.linking.take() {
            Some(Linking { from, step: LinkStep::Target { role, .. } }) => return self.make_link(&from, &role, to),
            Some(linking) => linking.from,
            None => match self.doc().and_then(|d| d.selected()) {
                Some(mark) => mark.id.clone(),
                None => return,
            },
        };
        if !self.can_mark() {
            return self.tell_why_not();
        }
        let (from, to) = (from, to.clone());
        // Where only the other way round makes sense, that is meant: an actor dragged to a claim is its source.
        for (from, to) in [(&from, &to), (&to, &from)] {
            self.linking = Some(Linking { from: from.clone(), step: LinkStep::Between(to.clone()) });
            let roles: Vec<Arc<str>> = self.link_roles().into_iter().map(|r| r.name.clone()).collect();
            match &roles[..] {
                [] => self.linking = None,
                [role] => {
                    self.linking = None;
                    return self.make_link(from, role, to);
                }
                _ => return,
            }
        }
        self.tell(ToldKind::Info, "The label set has no link between marks of these labels");
    }

    /// Makes the link, or takes it away where it is there already. A role that leads to one mark only lets the other go.
    fn make_link(&mut self, from: &AnnotationId, role: &str, to: &AnnotationId) {
        let Some(doc) = self.doc() else { return };
        let (Some(mark), Some(other)) = (doc.set.get(from), doc.set.get(to)) else { return };
        if from == to {
            return;
        }
        let Some(definition) = self.project().and_then(|p| p.labels.get(&mark.label)?.link(role)) else { return };
        if !definition.allows(&other.label) {
            return;
        }
        let many = definition.many;
        let link = Link { role: definition.name.clone(), to: to.clone() };
        let there = mark.links.contains(&link);
        let title =
            if there { format!("Remove {role}") } else { format!("Link {} as {role}", self.quote(other.span())) };
        self.relink(from, &title, |links| {
            if there {
                links.retain(|l| *l != link);
            } else {
                links.retain(|l| many || l.role != link.role);
                links.push(link);
            }
        });
    }

    fn relink(&mut self, from: &AnnotationId, title: &str, edit: impl FnOnce(&mut Vec<Link>)) {
        let Some(doc) = self.doc() else { return };
        let Some(mark) = doc.set.get(from).cloned() else { return };
        let mut new = Annotation::clone(&mark);
        edit(&mut new.links);
        if new.links != mark.links {
            let title = format!("{title} of {}", self.quote(mark.span()));
            let selection = doc.selection.clone();
            self.change(title, ChangeSet::updating(&mark, new), selection);
        }
    }

    /// A stroke while a link is being made, or one that begins a link of the mark in hand; says whether it was one.
    pub(super) fn link_stroke(&mut self, stroke: Stroke) -> bool {
        let Key::Char(c) = stroke.key else {
            return match (stroke.key, &mut self.linking) {
                (Key::Backspace, Some(Linking { step: LinkStep::Target { typed, .. }, .. })) => {
                    typed.pop();
                    true
                }
                (Key::Escape, linking @ Some(_)) => {
                    *linking = None;
                    true
                }
                // Anything else lets the link go and does what it does.
                _ => {
                    self.linking = None;
                    false
                }
            };
        };
        if stroke.ctrl || stroke.alt {
            self.linking = None;
            return false;
        }
        match self.linking.as_mut().map(|l| &mut l.step) {
            Some(LinkStep::Target { hints, typed, .. }) => {
                typed.extend(c.to_lowercase());
                let chosen = hints.iter().find(|(_, letters)| letters == typed).map(|(id, _)| id.clone());
                match chosen {
                    Some(to) => self.link_to(&to),
                    None if hints.iter().any(|(_, letters)| letters.starts_with(typed.as_str())) => {}
                    // A slip of the finger costs nothing.
                    None => _ = typed.pop(),
                }
                true
            }
            Some(LinkStep::Role | LinkStep::Between(_)) => {
                let role = self.link_roles().into_iter().find(|r| r.key == Some(c)).map(|r| r.name.clone());
                if let Some(role) = role {
                    self.link(LinkAction::As(role));
                }
                true
            }
            None => {
                let role = self.link_roles().into_iter().find(|r| r.key == Some(c)).map(|r| r.name.clone());
                role.inspect(|role| self.begin_link(role)).is_some()
            }
        }
    }

    /// A click while the other end of a link is looked for: on a mark that fits it makes the link, elsewhere it lets it go.
    pub(super) fn link_click(&mut self, on: Option<ByteOffset>) {
        let target = self.doc().zip(self.linking.as_ref()).zip(on).and_then(|((doc, linking), on)| {
            doc.marks_at(on).into_iter().map(|(_, a)| a.id.clone()).find(|id| linking.fits(id))
        });
        match target {
            Some(to) => self.link_to(&to),
            None => self.linking = None,
        }
    }
}

/// How far apart two stretches are, in bytes; overlapping ones by how their starts lie.
fn distance(start: ByteOffset, end: ByteOffset, from: ByteOffset, to: ByteOffset) -> usize {
    start.0.saturating_sub(to.0).max(from.0.saturating_sub(end.0))
}

/// So many different letters, of which none begins another: single ones first, then pairs.
fn letters(count: usize) -> Vec<String> {
    let all = LETTERS.len();
    // The last letters of the row begin pairs, as many of them as are needed.
    let pairs = if count <= all { 0 } else { (count - all).div_ceil(all - 1).min(all) };
    let letter = |b: &u8| char::from(*b).to_string();
    let singles = LETTERS.iter().take(all - pairs).map(letter);
    let doubles = LETTERS.iter().skip(all - pairs).flat_map(|a| LETTERS.iter().map(move |b| letter(a) + &letter(b)));
    singles.chain(doubles).take(count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    proptest! {
        #[test]
        fn no_letters_begin_others_and_as_many_as_can_be_are_single(count in 0usize..800) {
            let all = letters(count);
            prop_assert_eq!(all.len(), count.min(26 * 26));
            let set: HashSet<&String> = all.iter().collect();
            prop_assert_eq!(set.len(), all.len());
            for one in all.iter().filter(|l| l.len() == 1) {
                prop_assert!(!all.iter().any(|l| l.len() == 2 && l.starts_with(one.as_str())));
            }
            prop_assert!(count > 26 || all.iter().all(|l| l.len() == 1));
        }
    }
}
