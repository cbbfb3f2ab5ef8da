//! The mouse on the page: selecting by dragging, clicking marks, dragging their edges, and what lies under the pointer.

use super::{
    Page, PageInput, PageResponse, ghosts,
    layout::{self, Placed},
    links,
    model::{PageMark, PageModel},
};
use crate::{
    model::AnnotationId,
    session::{Action, LinkAction, SuggestAction, Suggestion, SuggestionId},
    text::{ByteOffset, Span, Unit, one_line},
    ui::theme::{self, Palette},
};
use egui::{Color32, CursorIcon, Event, Modifiers, PointerButton, Pos2, Response, Ui, vec2};
use std::sync::Arc;

/// Room kept free on each side of the column for the margin, in points.
pub const SIDE: f32 = 62.0;
/// Clicks this close in time (seconds) and place (points) count together.
const MULTIPLE: (f64, f32) = (0.4, 6.0);
/// How far from a mark's edge its grip can be taken, in points.
const GRIP: f32 = 6.0;

/// What is in hand, with edges to drag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// A mark of the own set.
    Mark(AnnotationId),
    /// A suggestion.
    Ghost(SuggestionId),
}

/// What the pointer is doing.
#[derive(Default)]
pub struct Pointer {
    /// Where a drag over text began.
    anchor: Option<ByteOffset>,
    /// The edge that is being dragged: of what, whether its start, and the span it would have.
    edge: Option<(Held, bool, Span)>,
    /// The link that is being dragged: where the pointer is, and the mark under it.
    link: Option<(Pos2, Option<AnnotationId>)>,
    /// Where the pointer lay when a key was pressed: until it moves it lights and names nothing, for the eye is on the keys.
    rests: Option<Pos2>,
    last_click: (f64, Pos2),
    clicks: u8,
}

impl Pointer {
    /// That whose edge is being dragged, with the span it would have.
    pub fn resizing(&self) -> Option<(&Held, Span)> {
        self.edge.as_ref().map(|(held, _, span)| (held, *span))
    }
}

impl Pointer {
    /// Where a dragged link has come to, and the mark there.
    pub fn linking(&self) -> Option<(Pos2, Option<&AnnotationId>)> {
        self.link.as_ref().map(|(at, target)| (*at, target.as_ref()))
    }
}

impl Page {
    pub(super) fn pointer(
        &mut self,
        ui: &Ui,
        response: &Response,
        input: &PageInput<'_>,
        model: &PageModel,
        placed: &[Placed],
        out: &mut PageResponse,
    ) {
        let text = model.text();
        let hit = |at: Pos2| layout::hit(text, model, placed, at);
        let let_go = let_go(ui);
        let ended = let_go.first().filter(|_| response.drag_stopped());
        let clicked = let_go.last().filter(|_| response.clicked());
        let time = ui.input(|i| i.time);
        let Modifiers { alt: fine, shift, command: link, .. } =
            ended.or(clicked).map_or_else(|| ui.input(|i| i.modifiers), |(_, held)| *held);
        let dragged_to = ended.map(|(at, _)| *at).or_else(|| response.interact_pointer_pos());
        if response.is_pointer_button_down_on() || response.clicked() || response.drag_started() {
            response.request_focus();
        }
        if response.drag_started_by(PointerButton::Primary)
            && let Some(origin) = ui.input(|i| i.pointer.press_origin())
        {
            // Where the edge and the ring are both near, the edge is meant: it lies on the text, and the ring beside it.
            self.pointer.edge = self.grip_at(input, model, placed, origin);
            let ring = self.pointer.edge.is_none() && self.ring_at(input, model, placed, origin);
            self.pointer.link = ring.then_some((origin, None));
            let taken = ring || self.pointer.edge.is_some();
            self.pointer.anchor = if taken { None } else { hit(origin).map(|h| h.caret) };
        }
        if let Some(at) = dragged_to.filter(|_| self.pointer.link.is_some()) {
            let own = input.doc.selection().mark.as_ref();
            let here = marks_at(model, placed, at);
            let target = here.iter().find(|m| m.layer == 0 && Some(&m.annotation.id) != own);
            self.pointer.link = Some((at, target.map(|m| m.annotation.id.clone())));
            if response.drag_stopped()
                && let Some((_, Some(target))) = self.pointer.link.take()
            {
                out.actions.push(Action::Link(LinkAction::To(target)));
            }
        }
        let now = dragged_to.and_then(hit);
        if (response.dragged() || response.drag_stopped())
            && let Some(now) = now
        {
            if let Some((_, start, span)) = &mut self.pointer.edge {
                if let Some(new) = dragged_edge(text, *span, *start, now.caret, fine) {
                    *span = new;
                }
            } else if let Some(anchor) = self.pointer.anchor {
                let span = if fine { Span::between(text, anchor, now.caret) } else { text.snap(anchor, now.caret) };
                let backwards = now.caret < anchor;
                let (from, to) = span.map_or((anchor, anchor), |s| (s.start(), s.end()));
                let (anchor, focus) = if backwards { (to, from) } else { (from, to) };
                let selection = input.doc.selection();
                let finished = response.drag_stopped();
                if finished || (selection.anchor, selection.focus) != (anchor, focus) || selection.mark.is_some() {
                    out.actions.push(Action::Select { anchor, focus, finished });
                }
            }
        }
        if response.dragged() {
            scroll_at_the_rim(ui);
        }
        if response.drag_stopped() {
            match self.pointer.edge.take() {
                Some((Held::Mark(id), _, span)) => out.actions.push(Action::Resize(id, span)),
                Some((Held::Ghost(id), _, span)) => {
                    out.actions.push(Action::Suggest(SuggestAction::Resize(id, span)));
                }
                None => {}
            }
            self.pointer.anchor = None;
        }
        if response.clicked()
            && let Some(at) = clicked.map(|(at, _)| *at).or_else(|| response.interact_pointer_pos())
            && let Some(now) = hit(at)
        {
            let again =
                time - self.pointer.last_click.0 < MULTIPLE.0 && at.distance(self.pointer.last_click.1) < MULTIPLE.1;
            let item = self.margin_at(at).map(|i| i.mark).or_else(|| self.tag_at(at));
            if let Some(mark) = item.and_then(|i| model.marks().get(i)) {
                out.click(mark);
                return;
            }
            let here = marks_at(model, placed, at);
            let own = input.doc.selection().mark.as_ref().filter(|_| link);
            if let Some(own) = own
                && let Some(to) = here.iter().find(|m| m.layer == 0 && m.annotation.id != *own)
            {
                out.actions.push(Action::Link(LinkAction::To(to.annotation.id.clone())));
                return;
            }
            self.pointer.clicks = if again { (self.pointer.clicks + 1).min(4) } else { 1 };
            self.pointer.last_click = (time, at);
            let unit = match self.pointer.clicks {
                2 => Some(Unit::Word),
                3 => Some(Unit::Sentence),
                4 => Some(Unit::Paragraph),
                _ => None,
            };
            // Beyond the end of a line the last word is meant.
            let on = now.on.unwrap_or_else(|| {
                let start = model.blocks().get(model.block_at(now.caret)).map_or(0, |b| b.range.start);
                text.prev_boundary(Unit::Word, now.caret).max(ByteOffset(start))
            });
            if shift {
                let from = input.doc.selection().anchor;
                let span = if fine { Span::between(text, from, now.caret) } else { text.snap(from, now.caret) };
                if let Some(span) = span {
                    let back = now.caret < from;
                    let (anchor, focus) = if back { (span.end(), span.start()) } else { (span.start(), span.end()) };
                    out.actions.push(Action::Select { anchor, focus, finished: false });
                }
            } else if let Some(unit) = unit {
                if let Some(span) = text.unit_at(unit, on) {
                    // Only a drag marks at once with an armed label: else each further click would make one more mark.
                    out.actions.push(Action::Select { anchor: span.start(), focus: span.end(), finished: false });
                }
            } else if let Some(act) = ghosts::clicked(input, &here, &ghosts::at(model, placed, at)) {
                out.actions.push(act);
            } else {
                out.actions.push(Action::Click { on: now.on, caret: now.caret });
                out.clicked_mark = here.first().map(|m| m.of());
            }
        }
        self.hover(ui, response, input, model, placed);
    }

    /// Lights the innermost mark under the pointer, names all that lie there, and shapes the cursor.
    fn hover(&mut self, ui: &Ui, response: &Response, input: &PageInput<'_>, model: &PageModel, placed: &[Placed]) {
        (self.hovered, self.ghost) = (None, None);
        let Some(at) = response.hover_pos().filter(|_| response.contains_pointer()) else { return };
        if ui.input(|i| i.events.iter().any(|e| matches!(e, Event::Key { pressed: true, .. } | Event::Text(_)))) {
            self.pointer.rests = Some(at);
        }
        if self.pointer.rests.is_some_and(|rest| rest.distance(at) < 3.0) {
            return;
        }
        self.pointer.rests = None;
        if let Some(item) = self.margin_at(at).cloned() {
            ui.set_cursor_icon(CursorIcon::PointingHand);
            if let Some(mark) = model.marks().get(item.mark) {
                self.hovered = Some(mark.of());
                response.clone().on_hover_ui_at_pointer(|ui| {
                    ui.set_max_width(320.0);
                    ui.colored_label(color(ui, input, mark), input.says(mark));
                    let note = &mark.annotation.note;
                    let words = one_line(mark.span.of(model.text()), 120);
                    ui.label(if item.lane.is_none() { note.to_string() } else { words });
                });
            }
            return;
        }
        if let Some(mark) = self.tag_at(at).and_then(|i| model.marks().get(i)) {
            ui.set_cursor_icon(CursorIcon::PointingHand);
            self.hovered = Some(mark.of());
            response.clone().on_hover_ui_at_pointer(|ui| tip(ui, input, model, &[mark], &[]));
            return;
        }
        let edge = self.pointer.edge.is_some() || self.grip_at(input, model, placed, at).is_some();
        if edge && self.pointer.link.is_none() {
            ui.set_cursor_icon(CursorIcon::ResizeHorizontal);
            return;
        }
        if self.pointer.link.is_some() || self.ring_at(input, model, placed, at) {
            ui.set_cursor_icon(CursorIcon::Grab);
            self.hovered = self.pointer.link.as_ref().and_then(|(_, target)| Some((0, target.clone()?)));
            return;
        }
        let Some(hit) = layout::hit(model.text(), model, placed, at) else { return };
        if hit.on.is_some() || self.pointer.anchor.is_some() {
            ui.set_cursor_icon(CursorIcon::Text);
        }
        if hit.on.is_none() || self.pointer.anchor.is_some() {
            return;
        }
        let here = marks_at(model, placed, at);
        let ghosts = ghosts::at(model, placed, at);
        let inner = |g: &&&Arc<Suggestion>| here.first().is_none_or(|m| g.span.len() < m.span.len());
        match ghosts.first().filter(inner) {
            Some(ghost) => self.ghost = Some(ghost.id),
            None => self.hovered = here.first().map(|m| m.of()),
        }
        // What is in hand needs no name at the pointer: it would hide the lines below.
        let in_hand = here.iter().any(|m| input.in_hand(m));
        if !(in_hand || here.is_empty() && ghosts.is_empty()) {
            response.clone().on_hover_ui_at_pointer(|ui| tip(ui, input, model, &here, &ghosts));
        }
    }

    /// The mark whose tag is under a point, by its index in the model.
    fn tag_at(&self, at: Pos2) -> Option<usize> {
        self.tags.iter().find(|tag| tag.rect.contains(at)).map(|tag| tag.mark)
    }

    /// Whether the ring of the mark in hand is under a point.
    fn ring_at(&self, input: &PageInput<'_>, model: &PageModel, placed: &[Placed], at: Pos2) -> bool {
        let Some(span) = input.doc.selected().filter(|_| input.can_mark).and_then(|m| m.span()) else { return false };
        let index = model.block_at(span.end());
        let block = placed.iter().find(|p| p.block == index);
        block.is_some_and(|block| links::takes_ring(block.caret(block.char_of(model, span.end()), false), at))
    }

    /// The grip under a point: the edge of what is in hand that can be dragged there.
    fn grip_at(
        &self,
        input: &PageInput<'_>,
        model: &PageModel,
        placed: &[Placed],
        at: Pos2,
    ) -> Option<(Held, bool, Span)> {
        let mark = input.doc.selected().and_then(|m| Some((Held::Mark(m.id.clone()), m.span()?)));
        let ghost = || input.ghost_in_hand().map(|g| (Held::Ghost(g.id), g.span));
        let (held, span) = mark.or_else(ghost).filter(|_| input.can_mark)?;
        let near = |edge: ByteOffset| {
            let index = model.block_at(edge);
            placed.iter().find(|p| p.block == index).is_some_and(|block| {
                let line = block.caret(block.char_of(model, edge), edge == span.start());
                line.expand2(vec2(GRIP, 4.0)).contains(at)
            })
        };
        [(span.end(), false), (span.start(), true)]
            .into_iter()
            .find(|(edge, _)| near(*edge))
            .map(|(_, start)| (held, start, span))
    }
}

/// Where the button was let go in this frame, with the keys that were held: the pointer itself may be elsewhere by now, where
/// a frame takes long, and may have been pressed again.
fn let_go(ui: &Ui) -> Vec<(Pos2, Modifiers)> {
    let of = |event: &Event| match event {
        Event::PointerButton { pos, button: PointerButton::Primary, pressed: false, modifiers } => {
            Some((*pos, *modifiers))
        }
        _ => None,
    };
    ui.input(|i| i.events.iter().filter_map(of).collect())
}

/// The marks under a point, innermost first.
fn marks_at<'a>(model: &'a PageModel, placed: &[Placed], at: Pos2) -> Vec<&'a PageMark> {
    let Some(on) = layout::hit(model.text(), model, placed, at).and_then(|h| h.on) else { return Vec::new() };
    let touching = model.touching(model.block_at(on));
    let mut here: Vec<_> = touching.map(|(_, m)| m).filter(|m| m.span.contains(on)).collect();
    here.sort_by_key(|m| m.span.len());
    here
}

/// What is said at the pointer of marks and suggestions that lie there.
fn tip(ui: &mut Ui, input: &PageInput<'_>, model: &PageModel, here: &[&PageMark], ghosts: &[&Arc<Suggestion>]) {
    ui.set_max_width(320.0);
    ghosts::tip(ui, input, model, ghosts);
    if !here.is_empty() && !ghosts.is_empty() {
        ui.separator();
    }
    for mark in here.iter().take(8) {
        let words = one_line(mark.span.of(model.text()), 60);
        ui.horizontal(|ui| {
            ui.colored_label(color(ui, input, mark), input.says(mark));
            ui.add(egui::Label::new(words).truncate());
        });
        if let Some(attributes) = input.attributes(mark) {
            ui.weak(attributes);
        }
    }
    if here.len() > 8 {
        ui.weak(format!("and {} more", here.len() - 8));
    }
    if here.iter().filter(|m| m.layer == 0).count() > 1 {
        ui.weak("Click again for the next one out");
    }
}

fn color(ui: &Ui, input: &PageInput<'_>, mark: &PageMark) -> Color32 {
    theme::look(input.labels.get(&mark.annotation.label), Palette::of(ui.visuals())).0
}

/// The span with one edge moved to a position: by whole syllables, or finely by characters. The other edge stays, and the span
/// is never empty.
fn dragged_edge(text: &crate::text::Text, span: Span, start: bool, to: ByteOffset, fine: bool) -> Option<Span> {
    let to = match (fine, start) {
        (true, _) => text.grapheme_floor(to),
        (false, true) => text.snap(to, span.end()).map_or(to, Span::start),
        (false, false) => text.snap(span.start(), to).map_or(to, Span::end),
    };
    if start { Span::new(to, span.end()) } else { Span::new(span.start(), to) }
}

/// Scrolls while a drag reaches over the upper or lower rim of the view.
fn scroll_at_the_rim(ui: &Ui) {
    let view = ui.clip_rect();
    let Some(at) = ui.input(|i| i.pointer.latest_pos()) else { return };
    let over = if at.y < view.top() + 12.0 {
        view.top() + 12.0 - at.y
    } else if at.y > view.bottom() - 12.0 {
        view.bottom() - 12.0 - at.y
    } else {
        return;
    };
    ui.scroll_with_delta(vec2(0.0, over.clamp(-60.0, 60.0) * 0.5));
    ui.request_repaint();
}
