//! Links on the page: curves for the mark in hand or under the pointer, hint letters while a link is made, and the ring from
//! which a link is dragged.

use super::{
    layers::MarkOf,
    layout::Placed,
    model::{PageMark, PageModel},
};
use crate::{
    model::{Annotation, AnnotationId, AnnotationSet},
    session::{LinkStep, Linking, Suggestion},
    text::Span,
    ui::theme::{self, Palette},
};
use egui::{
    Align2, Color32, CornerRadius, FontId, Painter, Pos2, Rect, Shape, Stroke,
    epaint::{CubicBezierShape, QuadraticBezierShape},
    pos2, vec2,
};

/// The ring's radius, and how near the pointer takes it, in points.
const RING: (f32, f32) = (4.0, 8.0);
/// Links that reach farther up or down than this go round by the margin, in points.
const FAR: f32 = 40.0;
/// Links to the mark in hand stand in so many lanes there.
const LANES: usize = 6;

/// The size of a hint's letters, and the height of what they stand on, in points: as much as fits between two rows.
const HINT: (f32, f32) = (11.0, 12.0);
/// The dashes of a curve that is only suggested: on, off, in points.
const DASHES: (f32, f32) = (5.0, 3.5);

/// How far from a curve the lines are that it is drawn with, in points.
const FINE: f32 = 0.1;

/// How a curve is drawn.
#[derive(Clone, Copy)]
struct Pen<'a> {
    /// The link's role, which is written at its end.
    role: &'a str,
    color: Color32,
    /// Which lane it takes where it goes round by the margin.
    lane: usize,
    /// A link that is only suggested.
    dashed: bool,
}

/// What the functions here look at.
pub struct View<'a> {
    pub painter: &'a Painter,
    pub palette: &'a Palette,
    pub model: &'a PageModel,
    pub placed: &'a [Placed],
    /// Where roles were written already, so that none lies on another.
    pub written: std::cell::RefCell<Vec<Rect>>,
}

/// The marks that a mark is linked with, in either direction, among those on the screen or in its own links.
pub fn partners(model: &PageModel, placed: &[Placed], layer: usize, mark: &Annotation) -> Vec<MarkOf> {
    let mut all: Vec<MarkOf> = mark.links.iter().map(|l| (layer, l.to.clone())).collect();
    for other in seen(model, placed, layer).filter(|m| m.links.iter().any(|l| l.to == mark.id)) {
        all.push((layer, other.id.clone()));
    }
    all
}

/// The marks of a layer that touch what is on the screen; those over several blocks come several times.
fn seen<'a>(model: &'a PageModel, placed: &'a [Placed], layer: usize) -> impl Iterator<Item = &'a Annotation> {
    let of = move |(_, m): (usize, &'a PageMark)| (m.layer == layer).then_some(&*m.annotation);
    placed.iter().flat_map(|p| model.touching(p.block)).filter_map(of)
}

impl View<'_> {
    /// A mark's rows on the screen.
    fn rows(&self, span: Span) -> Vec<Rect> {
        let blocks = self.model.block_at(span.start())..=self.model.block_at(span.end());
        let seen = self.placed.iter().filter(|p| blocks.contains(&p.block));
        seen.flat_map(|block| {
            let chars = block.char_of(self.model, span.start())..block.char_of(self.model, span.end());
            block.rects(chars).map(|(_, rect)| rect).collect::<Vec<_>>()
        })
        .collect()
    }

    /// A mark's first row on the screen, and how high the letters of that row reach.
    fn begins(&self, span: Span) -> Option<(Rect, f32)> {
        let blocks = self.model.block_at(span.start())..=self.model.block_at(span.end());
        self.placed.iter().filter(|p| blocks.contains(&p.block)).find_map(|block| {
            let chars = block.char_of(self.model, span.start())..block.char_of(self.model, span.end());
            let (row, rect) = block.rects(chars).next()?;
            Some((rect, rect.top() + block.letters_top(row)))
        })
    }

    /// Where a mark begins on the screen: its first row there.
    fn head(&self, span: Span) -> Option<Rect> {
        self.rows(span).first().copied()
    }

    /// The first and the last row of a mark; beyond the rim of the view where it is not on the screen.
    fn ends(&self, span: Span, x: f32) -> (Rect, Rect, bool) {
        let rows = self.rows(span);
        if let (Some(first), Some(last)) = (rows.first(), rows.last()) {
            return (*first, *last, true);
        }
        let clip = self.painter.clip_rect();
        let above = self.placed.first().is_some_and(|p| self.model.block_at(span.start()) < p.block);
        let y = if above { clip.top() - 30.0 } else { clip.bottom() + 30.0 };
        let beyond = Rect::from_center_size(pos2(x, y), vec2(20.0, 20.0));
        (beyond, beyond, false)
    }

    /// The links of a mark, from it and to it.
    pub fn curves(&self, set: &AnnotationSet, layer: usize, mark: &Annotation) {
        let Some(span) = mark.span() else { return };
        for (lane, link) in mark.links.iter().enumerate() {
            if let Some(to) = set.get(&link.to).and_then(|m| m.span()) {
                self.curve(span, to, Pen { role: &link.role, color: self.palette.accent, lane, dashed: false });
            }
        }
        let mut done: Vec<&AnnotationId> = Vec::new();
        for other in seen(self.model, self.placed, layer) {
            if done.contains(&&other.id) {
                continue;
            }
            done.push(&other.id);
            for link in other.links.iter().filter(|l| l.to == mark.id) {
                if let Some(from) = other.span() {
                    let lane = mark.links.len() + done.len() % LANES;
                    self.curve(from, span, Pen { role: &link.role, color: self.palette.quiet, lane, dashed: false });
                }
            }
        }
    }

    /// What a suggestion would be linked to.
    pub fn suggested(&self, suggestion: &Suggestion) {
        for (lane, goal) in suggestion.links.iter().enumerate() {
            let pen = Pen { role: &goal.role, color: self.palette.accent, lane, dashed: true };
            self.curve(suggestion.span, goal.span, pen);
        }
    }

    fn curve(&self, from: Span, to: Span, pen: Pen<'_>) {
        let middle = self.placed.first().map_or(0.0, |p| p.at.x + 60.0);
        let x = self.head(from).or_else(|| self.head(to)).map_or(middle, |r| r.center().x);
        let ((a_first, a_last, a_seen), (b_first, b_last, b_seen)) = (self.ends(from, x), self.ends(to, x));
        if !a_seen && !b_seen {
            return;
        }
        let within = |row: Rect, x: f32| x.clamp(row.left() + 6.0, (row.right() - 6.0).max(row.left() + 6.0));
        let stroke = Stroke::new(1.3, pen.color);
        // It leaves on the side where the other mark is, as near to it as it can, so that it crosses few words.
        let landing = b_first.left() + (b_first.width() / 2.0).min(20.0);
        let (a, b, bend) = if b_first.top() > a_last.top() + 4.0 {
            (pos2(within(a_last, landing), a_last.bottom() - 6.0), pos2(landing, b_first.top() + 4.0), 1.0)
        } else if b_last.top() < a_first.top() - 4.0 {
            let landing = within(b_last, a_first.left() + 20.0);
            (pos2(within(a_first, landing), a_first.top() + 4.0), pos2(landing, b_last.bottom() - 3.0), -1.0)
        } else {
            (pos2(within(a_first, landing), a_first.top() + 4.0), pos2(landing, b_first.top() + 4.0), 0.0)
        };
        // Over several rows it goes round by the margin, along the gaps between rows, so that it covers no words.
        if bend != 0.0 && (b.y - a.y).abs() > FAR {
            let column = self.placed.first().map_or(a.x, |p| p.at.x);
            let out = column - 6.0 - 3.0 * pen.lane as f32;
            let (leave, arrive) = (a.y + 2.0 * bend, b.y - 5.0 * bend);
            let r = 4.0;
            let turn = |from: Pos2, corner: Pos2, to: Pos2| {
                QuadraticBezierShape::from_points_stroke([from, corner, to], false, Color32::TRANSPARENT, stroke)
            };
            let turns = [
                turn(a, pos2(a.x, leave), pos2(a.x - r, leave)),
                turn(pos2(out + r, leave), pos2(out, leave), pos2(out, leave + r * bend)),
                turn(pos2(out, arrive - r * bend), pos2(out, arrive), pos2(out + r, arrive)),
                turn(pos2(b.x - r, arrive), pos2(b.x, arrive), b),
            ];
            let path: Vec<Pos2> = turns.iter().flat_map(|t| t.flatten(Some(FINE))).collect();
            self.line(path, stroke, pen.dashed);
            return self.end(a, b, b_seen, -6.0 * bend, pen);
        }
        let swing = if bend == 0.0 { -18.0 } else { ((b.y - a.y).abs() * 0.5).max(8.0) };
        let (leave, arrive) = if bend == 0.0 { (swing, swing) } else { (swing * bend, -swing * bend) };
        let points = [a, a + vec2(0.0, leave), b + vec2(0.0, arrive), b];
        let shape = CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, stroke);
        self.line(shape.flatten(Some(FINE)), stroke, pen.dashed);
        self.end(a, b, b_seen, if arrive < 0.0 { -6.0 } else { 6.0 }, pen);
    }

    fn line(&self, path: Vec<Pos2>, stroke: Stroke, dashed: bool) {
        if dashed {
            self.painter.extend(Shape::dashed_line(&path, stroke, DASHES.0, DASHES.1));
        } else {
            self.painter.line(path, stroke);
        }
    }

    /// The arrow at a curve's end, and its role.
    fn end(&self, a: Pos2, b: Pos2, b_seen: bool, back: f32, pen: Pen<'_>) {
        let color = pen.color;
        let tip = |side: f32| b + vec2(side * 3.5, back);
        self.painter.add(Shape::convex_polygon(vec![b, tip(-1.0), tip(1.0)], color, Stroke::NONE));
        // A knob where it begins: between neighbouring rows there is room for little else.
        self.painter.circle_filled(a, 2.2, color);
        // The role stands in the gap between two rows, at the end that is on the screen; several side by side, the same one once.
        let mut at = if b_seen { b + vec2(6.0, back * 0.6) } else { a + vec2(6.0, -back) };
        let text = self.painter.layout_no_wrap(pen.role.to_owned(), FontId::proportional(10.5), color);
        let place = |at: Pos2| Align2::LEFT_CENTER.anchor_size(at, text.rect.size());
        let mut written = self.written.borrow_mut();
        while let Some(there) = written.iter().find(|r| r.intersects(place(at).shrink(1.0))) {
            if there.width() == place(at).width() {
                return;
            }
            at.x = there.right() + 4.0;
        }
        let place = place(at);
        written.push(place);
        self.painter.rect_filled(place.shrink2(vec2(-2.0, 2.5)), CornerRadius::same(2), self.palette.page);
        self.painter.galley(place.min, text, color);
    }

    /// The letters at every mark on the screen that can be the other end.
    pub fn hints(&self, linking: &Linking) {
        let LinkStep::Target { hints, .. } = &linking.step else { return };
        for (id, _) in hints {
            let Some((letters, typed)) = linking.hint(id) else { continue };
            let Some(mark) = seen(self.model, self.placed, 0).find(|m| m.id == *id) else { continue };
            let Some((head, letters_top)) = mark.span().and_then(|s| self.begins(s)) else { continue };
            let font = FontId::new(HINT.0, theme::bold());
            let text = self.painter.layout_no_wrap(letters.to_uppercase(), font, self.palette.page);
            let badge = hint_place(head, letters_top, text.rect.width());
            self.painter.rect_filled(badge, CornerRadius::same(3), self.palette.accent);
            if typed > 0 {
                let under = Rect::from_min_max(badge.left_bottom() - vec2(0.0, 2.0), badge.center_bottom());
                self.painter.rect_filled(under, 0.0, self.palette.page);
            }
            self.painter.galley(badge.center() - text.rect.size() / 2.0, text, self.palette.page);
        }
    }

    /// The ring from which a link is dragged, beyond the end of the mark in hand.
    pub fn ring(&self, end: Rect) {
        self.painter.circle(ring_at(end), RING.0, self.palette.page, Stroke::new(1.8, self.palette.accent));
    }

    /// The line that follows the pointer while a link is dragged.
    pub fn dragged(&self, end: Rect, to: Pos2) {
        let from = ring_at(end);
        self.painter.line_segment([from, to], Stroke::new(1.5, self.palette.accent));
        self.painter.circle_filled(to, 3.0, self.palette.accent);
    }

    /// The name of a mark under a point, for the end of a dragged link.
    pub fn says(&self, at: Pos2, words: &str) {
        let text = self.painter.layout_no_wrap(words.to_owned(), FontId::proportional(13.0), self.palette.page);
        let place = Align2::LEFT_BOTTOM.anchor_size(at + vec2(10.0, -8.0), text.rect.size()).expand2(vec2(5.0, 2.0));
        self.painter.rect_filled(place, CornerRadius::same(4), self.palette.accent);
        self.painter.galley(place.min + vec2(5.0, 2.0), text, self.palette.page);
    }
}

/// Where the letters of a hint stand: over the beginning of a mark's first row, in the gap above its words, so that they stay to be
/// read.
fn hint_place(head: Rect, letters_top: f32, width: f32) -> Rect {
    Rect::from_min_size(pos2(head.left() - 2.0, letters_top - HINT.1), vec2(width + 7.0, HINT.1))
}

/// The ring's middle, beside the caret's place at the end of the mark in hand.
fn ring_at(end: Rect) -> Pos2 {
    pos2(end.center().x + 9.0, end.top() + 3.0)
}

/// Whether a point takes the ring.
pub fn takes_ring(end: Rect, at: Pos2) -> bool {
    ring_at(end).distance(at) <= RING.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_covers_none_of_the_letters_it_stands_for() {
        let head = Rect::from_min_max(pos2(100.0, 50.0), pos2(160.0, 77.0));
        let badge = hint_place(head, 55.0, 8.0);
        assert!(badge.bottom() <= 55.0 && badge.top() < head.top(), "{badge:?}");
        assert!(badge.left() < head.left() && head.left() < badge.right(), "it stands at the beginning: {badge:?}");
    }
}
