//! Ghosts: suggestions on the page. Their lines are dashed, thin and without a fill, below those of the marks; the one in hand has a
//! dashed frame and a tint. Nothing of it lies over a letter.

use super::{
    Page, PageInput,
    layout::{self, Placed},
    model::{PageMark, PageModel},
    paint::{self, MarkLook},
    pointer::Held,
};
use crate::{
    model::{AttributeKind, Label, LabelName},
    session::{Action, SuggestAction, Suggestion, SuggestionId},
    text::{ByteOffset, Span, Text, one_line},
    ui::theme::{self, Palette, Strength},
};
use egui::{Pos2, Ui};
use std::sync::Arc;

/// So many are named at the pointer.
const NAMED: usize = 4;

/// How likely it is, for people: `93 %`.
pub fn percent(score: f32) -> String {
    format!("{:.0} %", score * 100.0)
}

impl PageInput<'_> {
    /// The suggestion in hand.
    pub(super) fn ghost_in_hand(&self) -> Option<&Arc<Suggestion>> {
        self.ghosts.1
    }

    pub(super) fn has_in_hand(&self, id: SuggestionId) -> bool {
        self.ghost_in_hand().is_some_and(|g| g.id == id)
    }
}

/// The suggestions under a point, innermost first.
pub fn at<'a>(model: &'a PageModel, placed: &[Placed], at: Pos2) -> Vec<&'a Arc<Suggestion>> {
    let Some(on) = layout::hit(model.text(), model, placed, at).and_then(|h| h.on) else { return Vec::new() };
    let touching = model.haunting(model.block_at(on)).map(|g| &g.suggestion);
    let mut here: Vec<_> = touching.filter(|s| s.span.contains(on)).collect();
    here.sort_by_key(|s| s.span.len());
    here
}

/// What a click means where suggestions lie: the innermost of them and of the marks there, and at a further click the next one out.
/// `None` where there are none, and the click is as ever.
pub fn clicked(input: &PageInput<'_>, marks: &[&PageMark], ghosts: &[&Arc<Suggestion>]) -> Option<Action> {
    if ghosts.is_empty() {
        return None;
    }
    let own = marks.iter().filter(|m| m.layer == 0);
    let own = own.map(|m| (m.span.len(), input.in_hand(m), Action::SelectMark(m.annotation.id.clone())));
    let go = |g: &&Arc<Suggestion>| (g.span.len(), input.has_in_hand(g.id), Action::Suggest(SuggestAction::Go(g.id)));
    let mut all: Vec<(usize, bool, Action)> = own.chain(ghosts.iter().map(go)).collect();
    all.sort_by_key(|(len, ..)| *len);
    let next = all.iter().position(|(_, in_hand, _)| *in_hand).map_or(0, |now| (now + 1) % all.len());
    all.into_iter().nth(next).map(|(.., act)| act)
}

/// What is said at the pointer of suggestions that lie there.
pub fn tip(ui: &mut Ui, input: &PageInput<'_>, model: &PageModel, ghosts: &[&Arc<Suggestion>]) {
    let p = Palette::of(ui.visuals());
    for (n, ghost) in ghosts.iter().take(NAMED).enumerate() {
        if n > 0 {
            ui.separator();
        }
        let label = input.labels.get(&ghost.label);
        let (color, _) = theme::look(label, p);
        ui.horizontal(|ui| {
            ui.colored_label(color, format!("{}?", ghost.label));
            ui.add(egui::Label::new(one_line(ghost.span.of(model.text()), 60)).truncate());
        });
        for (name, value) in said(ghost, label, model.text()) {
            ui.label(format!("{name}: {value}"));
        }
        if !ghost.why.is_empty() {
            ui.label(&ghost.why);
        }
        ui.weak(format!("{} · {}{}", ghost.title, percent(ghost.score), if ghost.mended { " · mended" } else { "" }));
    }
    if let Some(more) = ghosts.len().checked_sub(NAMED).filter(|more| *more > 0) {
        ui.weak(format!("and {more} more suggestions"));
    }
}

/// What a suggestion says, by name: what a date comes to first, then in the order of its label's attributes.
pub fn values<'a>(ghost: &'a Suggestion, label: Option<&Label>) -> Vec<(&'a Arc<str>, &'a str)> {
    let place = |name: &Arc<str>| {
        let all = label?.attributes.iter().enumerate();
        let (n, attribute) = all.into_iter().find(|(_, a)| a.name == *name || a.formerly.contains(name))?;
        Some((attribute.kind != AttributeKind::Date, n))
    };
    let said = ghost.attributes.iter().filter(|(_, value)| !value.is_empty());
    let mut values: Vec<_> = said.map(|(name, value)| (name, &**value)).collect();
    values.sort_by_key(|(name, _)| place(name).unwrap_or((true, usize::MAX)));
    values
}

/// The same with what it would be linked to.
pub fn said(ghost: &Suggestion, label: Option<&Label>, text: &Text) -> Vec<(Arc<str>, String)> {
    let values = values(ghost, label).into_iter().map(|(name, value)| (name.clone(), value.to_owned()));
    let links = ghost.links.iter().map(|g| (g.role.clone(), one_line(g.span.of(text), 60)));
    values.chain(links).collect()
}

impl Page {
    /// The suggestions that are looked at: the one in hand, and the one under the pointer.
    fn ghosts_looked_at<'a>(
        &self,
        input: &PageInput<'a>,
        model: &PageModel,
        placed: &[Placed],
    ) -> Vec<Arc<Suggestion>> {
        let in_hand = input.ghosts.1.cloned();
        let hovered = self.ghost.filter(|id| in_hand.as_ref().is_none_or(|g| g.id != *id));
        let hovered = hovered.and_then(|id| {
            let mut seen = placed.iter().flat_map(|p| model.haunting(p.block));
            seen.find(|g| g.suggestion.id == id).map(|g| g.suggestion.clone())
        });
        in_hand.into_iter().chain(hovered).collect()
    }

    /// What is looked at, for a frame.
    pub(super) fn gaze(&self, input: &PageInput<'_>, model: &PageModel, placed: &[Placed]) -> Gaze {
        let mut ghosts = self.ghosts_looked_at(input, model, placed);
        if let Some((Held::Ghost(id), span)) = self.pointer.resizing() {
            for ghost in ghosts.iter_mut().filter(|g| g.id == *id) {
                Arc::make_mut(ghost).span = span;
            }
        }
        let goals = ghosts.iter().flat_map(|g| &g.links).map(|g| (g.span, g.label.clone())).collect();
        Gaze { ghosts, goals }
    }
}

/// The suggestions that are looked at, and where their links lead.
pub struct Gaze {
    /// The one in hand, and the one under the pointer.
    pub ghosts: Vec<Arc<Suggestion>>,
    goals: Vec<(Span, LabelName)>,
}

impl Gaze {
    /// Draws the ghosts of a block, behind its letters.
    pub fn paint(
        &self,
        (painter, palette): (&egui::Painter, &Palette),
        input: &PageInput<'_>,
        model: &PageModel,
        block: &Placed,
        tracks: u8,
    ) {
        let Some(range) = model.blocks().get(block.block).map(|b| b.range.clone()) else { return };
        let look = |span: Span, label: &LabelName, line_at: u8, strength: Strength| {
            let (color, line) = theme::look(input.labels.get(label), palette);
            let chars = block.char_of(model, span.start().max(ByteOffset(range.start)))
                ..block.char_of(model, span.end().min(ByteOffset(range.end)));
            let ends = (span.start().0 >= range.start, span.end().0 <= range.end);
            MarkLook { chars, color, line, line_at, strength, ends }
        };
        for ghost in model.haunting(block.block) {
            let there = &ghost.suggestion;
            let looked_at = self.ghosts.iter().find(|g| g.id == there.id);
            let in_hand = looked_at.is_some() && input.has_in_hand(there.id);
            let strength = match looked_at {
                Some(_) if in_hand => Strength::Chosen,
                Some(_) => Strength::Hover,
                None => Strength::Faint,
            };
            let span = looked_at.map_or(there.span, |g| g.span);
            let look = look(span, &there.label, ghost.slot.line, strength);
            if looked_at.is_some() {
                let tint = MarkLook { strength: Strength::Hover, chars: look.chars.clone(), ..look };
                paint::fill(painter, palette, block, look.chars.clone(), &tint, &input.set);
            }
            if in_hand {
                paint::frame(painter, block, &look, 1.4, &input.set);
            }
            paint::ghost_line(painter, block, &look, tracks, &input.set);
        }
        // What would be linked is framed too, whether it is a mark already, another suggestion, or made only then.
        for (span, label) in &self.goals {
            if span.start().0 < range.end && range.start < span.end().0 {
                paint::frame(painter, block, &look(*span, label, 0, Strength::Faint), 1.0, &input.set);
            }
        }
    }
}
