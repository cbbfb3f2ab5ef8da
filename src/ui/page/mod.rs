//! The page: our own article view. It lays out only what is visible, never moves the text for a mark, and knows every position
//! in bytes of the unchanged text.
//!
//! | file | holds |
//! |---|---|
//! | `model` | blocks of text with their heights, marks by block |
//! | `layers` | several people's marks: what is given for them, and their lines |
//! | `touching` | which spans touch which block |
//! | `ghosts` | suggestions |
//! | `values` | what dates come to, in small under their words |
//! | `asking` | the question for the publication date |
//! | `tags` | whose a mark is, at its beginning |
//! | `layout` | blocks to rows, points to positions |
//! | `paint` | marks, selection, caret to shapes |
//! | `keyboard` | keys that need to know rows |
//! | `pointer` | mouse: selecting, clicking, dragging edges and links |
//! | `links` | curves, hint letters, the ring that a link is dragged from |
//! | `margin` | bars of long marks, dots of notes and states of places beside the text |
//! | `noise` | lines that are not article text |
//! | `access` | the accessibility tree |
//! | `places` | how far articles are scrolled, kept and told |
//! | this one | what is visible, and scrolling |
//!
//! Marks come in layers, one for each person ([`Layer`]). The first is the article's own set: only its marks are taken in hand,
//! resized and linked. All others are read: they have a tag, light up under the pointer, and a click on one is told
//! ([`PageResponse`]) for the caller to know what it means. Where a page has one layer only, nothing tells that there could be more.

mod access;
mod asking;
pub mod details;
mod ghosts;
mod keyboard;
mod layers;
mod layout;
mod links;
mod margin;
mod model;
mod noise;
mod paint;
mod places;
mod pointer;
mod tags;
mod touching;
mod values;

pub use ghosts::{percent, said, values};
pub use layers::{Layer, Lit, MarkOf, PageResponse, PlaceState};
pub use margin::shape as place_glyph;
pub use paint::{ghost_stroke, stroke};

use super::theme::{self, Palette, Strength, Typeset};
use crate::{
    model::{AnnotationId, AnnotationSet, ArticleKey, Label, LabelSet},
    session::{Doc, Hit, Linking, PublishedQuestion, Reveal, Suggestion, SuggestionId},
    text::{ByteOffset, Span, one_line},
};
use egui::{Rect, Response, ScrollArea, Sense, Ui, pos2, scroll_area::DragScroll, scroll_area::ScrollSource};
use layout::Placed;
use model::{Kind, PageMark, PageModel};
use paint::MarkLook;
use pointer::Held;
use std::{collections::HashMap, sync::Arc};

/// Marks on further lines are not filled unless they are in hand or under the pointer.
const FILLED: u8 = 3;

/// What the page shows this frame.
pub struct PageInput<'a> {
    /// The article.
    pub doc: &'a Doc,
    /// The marks: its own set, and behind it those of others.
    pub layers: &'a [Layer<'a>],
    /// The place in hand.
    pub lit: Option<&'a Lit>,
    /// Places with a glyph in the margin, in the order of their starts.
    pub places: &'a [(Span, PlaceState)],
    /// The project's labels.
    pub labels: &'a LabelSet,
    /// The label that the next drag applies.
    pub armed: Option<&'a Label>,
    /// Where to scroll.
    pub reveal: Option<Reveal>,
    /// Whether marks can be changed.
    pub can_mark: bool,
    /// What was found in it, in order, and the place in hand.
    pub found: (&'a [Hit], Option<Span>),
    /// Suggestions, in the order of their places, and the one in hand.
    pub ghosts: (&'a [Arc<Suggestion>], Option<&'a Arc<Suggestion>>),
    /// The publication date that is asked for.
    pub asked: Option<&'a PublishedQuestion>,
    /// The link that is being made.
    pub linking: Option<&'a Linking>,
    /// How the text is set. With several layers, spread ([`Typeset::spread`]).
    pub set: Typeset,
    /// Where the article was when it was last left, in an earlier run of the program.
    pub top: Option<Pin>,
}

/// What makes heights change when it changes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Measure {
    width: f32,
    pixels_per_point: f32,
    set: Typeset,
    /// Whether the publication date is asked for under the title.
    asks: bool,
}

/// A place to keep on the screen: a position in the text, and how far below the top of the view its row begins, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct Pin {
    pub at: ByteOffset,
    pub below: f32,
}

/// The page's own state: what was laid out, where it is scrolled to, what the pointer is doing.
#[derive(Default)]
pub struct Page {
    model: Option<PageModel>,
    shown: Option<(ArticleKey, u64)>,
    /// The sets of the further layers.
    others: Vec<AnnotationSet>,
    title: Option<String>,
    measure: Measure,
    /// The scroll offset at the end of the last frame, in points.
    offset: f32,
    /// To be added to the offset in the next frame, for heights above the view that turned out otherwise.
    correction: f32,
    /// Where each article was scrolled to.
    places: HashMap<ArticleKey, Pin>,
    pin: Option<Pin>,
    top: Option<Pin>,
    revealed: u64,
    pointer: pointer::Pointer,
    hovered: Option<MarkOf>,
    /// The suggestion under the pointer.
    ghost: Option<SuggestionId>,
    /// The suggestions that are shown.
    ghosts: Vec<Arc<Suggestion>>,
    /// What stood in the margin in the last frame, for the pointer.
    margin: Vec<margin::Item>,
    /// The tags on the screen.
    tags: Vec<tags::Tag>,
    goal_x: Option<f32>,
    view_height: f32,
    /// Whether the article is new here and is shown from its beginning.
    fresh: bool,
    telling: places::Telling,
}

/// The id of the page's widget, which has the keyboard focus while no text field has it.
pub fn page_id() -> egui::Id {
    egui::Id::unique("article-page")
}

impl Page {
    /// Shows the article and says what the person did.
    pub fn show(&mut self, ui: &mut Ui, input: &PageInput<'_>) -> PageResponse {
        let mut response = PageResponse::default();
        // The scroll bar has its room whether it is there or not: the text stands where it stands.
        let mut outer = ui.available_rect_before_wrap();
        outer.set_right(outer.right() - ui.spacing().scroll.allocated_width());
        self.follow(ui, input, outer);
        let mut area = ScrollArea::vertical()
            .id_salt("article-scroll")
            .auto_shrink(false)
            .scroll_source(ScrollSource { drag: DragScroll::Never, ..ScrollSource::ALL })
            .content_margin(egui::Margin::ZERO);
        if let Some(offset) = self.wanted_offset(ui, input, outer.height()) {
            // The library takes an offset beyond the end as it is.
            let last = self.content_height() - outer.height();
            area = area.vertical_scroll_offset(offset.min(last).max(0.0));
        }
        let out = area.show_viewport(ui, |ui, viewport| self.contents(ui, viewport, outer, input, &mut response));
        self.offset = out.state.clamped_offset().y;
        self.view_height = out.inner_rect.height();
        if self.correction != 0.0 || self.pin.is_some() {
            ui.request_repaint();
        }
        self.tell_place(ui, &mut response.actions);
        response
    }

    /// Forgets where articles were scrolled to, for another project.
    pub fn forget(&mut self) {
        *self = Page::default();
    }

    /// Whether this is the article that was shown last.
    pub fn shows(&self, article: &ArticleKey) -> bool {
        self.shown.as_ref().is_some_and(|(key, _)| key == article)
    }

    /// Keeps the model in step with the article, its marks and the window's width.
    fn follow(&mut self, ui: &Ui, input: &PageInput<'_>, outer: Rect) {
        let doc = input.doc;
        let title = doc.metadata().title.as_deref();
        let same_article = self.shown.as_ref().is_some_and(|(key, _)| key == doc.key());
        let same_text = same_article
            && self.title.as_deref() == title
            && self.model.as_ref().is_some_and(|m| m.text().shared().as_ptr() == doc.text().shared().as_ptr());
        let measure = Measure {
            width: input.set.column.min(outer.width() - 2.0 * pointer::SIDE).max(120.0),
            pixels_per_point: ui.pixels_per_point(),
            set: input.set,
            asks: input.asked.is_some(),
        };
        if !same_article {
            self.leave();
            self.pin = self.places.get(doc.key()).copied().or(input.top);
            self.fresh = self.pin.is_none();
            self.correction = 0.0;
            self.pointer = pointer::Pointer::default();
            self.goal_x = None;
        }
        if !same_text {
            if same_article {
                self.pin = self.top;
            }
            self.model = Some(PageModel::new(doc.text(), title));
            self.title = title.map(str::to_owned);
        }
        // Sets are shared: as long as nothing has changed, comparing them takes no time.
        let others = || input.layers.iter().skip(1).map(|l| l.set);
        let same_ghosts = self.ghosts.len() == input.ghosts.0.len()
            && self.ghosts.iter().zip(input.ghosts.0).all(|(a, b)| Arc::ptr_eq(a, b));
        let stale = !same_text
            || !same_ghosts
            || !self.others.iter().eq(others())
            || self.shown.as_ref().is_none_or(|(_, r)| *r != doc.revision());
        if let Some(model) = &mut self.model {
            if stale {
                model.set_marks(input.layers.iter().map(|l| l.set), input.ghosts.0);
                self.ghosts = input.ghosts.0.to_vec();
                self.others = others().cloned().collect();
            }
            if !same_text || measure != self.measure {
                if same_text {
                    self.pin = self.top;
                }
                let asking = if measure.asks { asking::height(measure.width) } else { 0.0 };
                let details = details::height(ui, doc, model, measure.width, &measure.set) + asking;
                model.estimate(|b, text| match b.kind {
                    Kind::Details => details,
                    kind => layout::estimate(kind, b.goes_on, text, measure.width, &measure.set),
                });
            }
        }
        self.measure = measure;
        self.shown = Some((doc.key().clone(), doc.revision()));
        if stale {
            let there = |(layer, id): &MarkOf| input.layers.get(*layer).is_some_and(|l| l.set.get(id).is_some());
            self.hovered = self.hovered.take().filter(there);
        }
    }

    /// The height of everything, with some room at the end, in points.
    fn content_height(&self) -> f32 {
        self.model.as_ref().map_or(0.0, PageModel::total) as f32 + self.measure.set.line * 3.0
    }

    /// Lays a block out and notes its true height; says by how much that differs from what was thought.
    fn measure_block(&mut self, ui: &Ui, block: usize) -> (Option<Arc<egui::Galley>>, f32) {
        let Measure { width, set, .. } = self.measure;
        let Some(model) = &mut self.model else { return (None, 0.0) };
        let Some(known) = model.blocks().get(block) else { return (None, 0.0) };
        if known.kind == Kind::Details {
            return (None, 0.0);
        }
        let (kind, goes_on, empty) = (known.kind, known.goes_on, known.range.is_empty());
        let (galley, by_grapheme) = layout::galley(ui, model, block, width, &set);
        let height = layout::height(kind, goes_on, empty, galley.rect.height(), &set);
        let difference = model.measured(block, height, by_grapheme);
        (Some(galley), difference)
    }

    /// The scroll offset to take this frame, where it is not simply the last one.
    fn wanted_offset(&mut self, ui: &Ui, input: &PageInput<'_>, view: f32) -> Option<f32> {
        let correction = std::mem::take(&mut self.correction);
        if let Some(pin) = self.pin.take() {
            let at = self.model.as_ref()?.text().grapheme_floor(pin.at);
            let block = self.model.as_ref()?.block_at(at);
            self.measure_around(ui, block, view);
            let row = self.row_at(ui, block, at).map_or(0.0, |row| row.top());
            return Some(self.model.as_ref()?.top(block) as f32 + row - pin.below);
        }
        if std::mem::take(&mut self.fresh) {
            self.offset = 0.0;
            if input.reveal.is_none_or(|r| r.count == self.revealed) {
                return Some(0.0);
            }
        }
        if let Some(reveal) = input.reveal.filter(|r| r.count != self.revealed) {
            self.revealed = reveal.count;
            let now = self.offset + correction;
            let block = self.model.as_ref()?.block_at(reveal.at);
            let row = self.row_at(ui, block, reveal.at)?;
            // The block's own rows above the place fill a part of the view, often all of it.
            self.measure_around(ui, block, view - row.top());
            let model = self.model.as_ref()?;
            let top = model.top(block) as f32 + row.top();
            let bottom = model.top(block) as f32 + row.bottom();
            let margin = (self.measure.set.line * 2.0).min(view / 4.0);
            let offset = if top - margin >= now && bottom + margin <= now + view {
                now
            } else if top > now - view / 3.0 && top - margin < now {
                top - margin
            } else if bottom < now + view * 1.33 && bottom + margin > now + view {
                bottom + margin - view
            } else {
                top - view * 0.35
            };
            return Some(offset);
        }
        (correction != 0.0).then_some(self.offset + correction)
    }

    /// Measures a block and those above it that would be on the screen with it, so that going there lands exactly.
    fn measure_around(&mut self, ui: &Ui, block: usize, view: f32) {
        let mut above = view;
        let mut first = block;
        self.measure_block(ui, block);
        while first > 0 && above > 0.0 {
            first -= 1;
            self.measure_block(ui, first);
            above -= self.model.as_ref().and_then(|m| m.blocks().get(first)).map_or(0.0, |b| b.height);
        }
        if let Some(model) = &mut self.model {
            model.sum();
        }
    }

    /// The row of a position, seen from the top of its block.
    fn row_at(&mut self, ui: &Ui, block: usize, at: ByteOffset) -> Option<Rect> {
        let galley = self.measure_block(ui, block).0?;
        let placed = Placed { block, galley, at: pos2(0.0, 0.0), height: 0.0 };
        Some(placed.caret(placed.char_of(self.model.as_ref()?, at), true))
    }

    /// Lays out what is visible. The block at the top of the view keeps its lower edge where it is, so that nothing on the
    /// screen moves when a height was guessed wrong.
    fn visible(&mut self, ui: &Ui, from: f64, view: f32, corner: egui::Pos2) -> Vec<Placed> {
        let Some(model) = &self.model else { return Vec::new() };
        let mut first = model.block_at_height(from);
        let was_top = model.top(first);
        let start = first;
        let (_, difference) = self.measure_block(ui, first);
        let mut top = was_top - f64::from(difference);
        let height_of =
            |page: &Page, b: usize| page.model.as_ref().and_then(|m| m.blocks().get(b)).map_or(0.0, |b| b.height);
        while top > from && first > 0 {
            first -= 1;
            self.measure_block(ui, first);
            top -= f64::from(height_of(self, first));
        }
        let mut shown = Vec::new();
        let count = self.model.as_ref().map_or(0, |m| m.blocks().len());
        let mut y = (top - from) as f32;
        let mut block = first;
        while block < count && y < view {
            let galley = self.measure_block(ui, block).0;
            let height = height_of(self, block);
            let at = pos2(corner.x, corner.y + y);
            match galley {
                Some(galley) => shown.push(Placed { block, galley, at, height }),
                None => shown.push(Placed {
                    block,
                    galley: ui.painter().layout_no_wrap(
                        String::new(),
                        self.measure.set.body(),
                        egui::Color32::PLACEHOLDER,
                    ),
                    at,
                    height,
                }),
            }
            y += height;
            block += 1;
        }
        let Some(model) = &mut self.model else { return Vec::new() };
        model.sum();
        // Where the first block now begins, against where it is drawn.
        self.correction = if start == 0 { 0.0 } else { (model.top(first) - top) as f32 };
        if self.correction.abs() < 0.01 {
            self.correction = 0.0;
        }
        shown
    }

    fn contents(&mut self, ui: &mut Ui, viewport: Rect, outer: Rect, input: &PageInput<'_>, out: &mut PageResponse) {
        let palette = Palette::of(ui.visuals());
        let clip = ui.clip_rect();
        let left = (outer.left() + (outer.width() - self.measure.width) / 2.0).round();
        let corner = pos2(left, outer.top());
        let placed = self.visible(ui, f64::from(viewport.min.y), viewport.height(), corner);
        ui.set_height(self.content_height());
        ui.set_width(ui.available_width());
        self.top = self.model.as_ref().and_then(|m| places::top(m, &placed, outer.top()));
        let response = ui.interact(clip, page_id(), Sense::click_and_drag());
        let Some(model) = self.model.take() else { return };
        self.margin = margin::items(input, &model, &placed, self.measure.width);
        self.tags = tags::tags(ui.painter(), input, &model, &placed, palette);
        self.pointer(ui, &response, input, &model, &placed, out);
        self.keys(ui, &response, input, &model, &mut out.actions);
        self.paint(ui, input, &model, &placed, palette, &response);
        let offset = f64::from(viewport.min.y);
        access::tree(ui, &response, input, &model, &placed, (corner, offset, self.measure.width), out);
        noise::show(ui, input, &model, &placed, &mut out.actions);
        margin::places(ui, input, &model, &placed, self.measure.width, out);
        self.model = Some(model);
        details::show(ui, input, &placed, self.model.as_ref(), self.measure.width, &mut out.actions);
        asking::show(ui, input, &placed, self.model.as_ref(), self.measure.width, &mut out.actions);
    }

    fn is_hovered(&self, mark: &PageMark) -> bool {
        self.hovered.as_ref().is_some_and(|(layer, id)| mark.is(*layer, id))
    }

    /// How strongly a mark is drawn; `partners` are those linked with the one that is looked at.
    fn strength(&self, input: &PageInput<'_>, mark: &PageMark, partners: &[MarkOf]) -> Strength {
        let hint = || mark.layer == 0 && input.linking.is_some_and(|l| l.hint(&mark.annotation.id).is_some());
        if input.in_hand(mark) {
            Strength::Chosen
        } else if input.is_lit(mark) {
            Strength::Lit
        } else if self.is_hovered(mark) || partners.iter().any(|(layer, id)| mark.is(*layer, id)) || hint() {
            Strength::Hover
        } else if input.lit.is_some() {
            Strength::Dim
        } else {
            Strength::Faint
        }
    }

    fn paint(
        &self,
        ui: &Ui,
        input: &PageInput<'_>,
        model: &PageModel,
        placed: &[Placed],
        palette: &Palette,
        response: &Response,
    ) {
        let painter = ui.painter();
        let selection = input.doc.selection();
        let selected = selection.span();
        let preview = self.pointer.resizing();
        let resized = |id: &AnnotationId| preview.filter(|(held, _)| matches!(held, Held::Mark(of) if of == id));
        let gaze = self.gaze(input, model, placed);
        let linking = input.linking;
        let of = |id: &AnnotationId| input.doc.set().get(id);
        let taken = selection.mark.as_ref().map(|id| (0, id));
        let hovered = self.hovered.as_ref().map(|(layer, id)| (*layer, id));
        let known = |(layer, id): (usize, &AnnotationId)| {
            let set = input.layers.get(layer)?.set;
            Some((set, layer, set.get(id)?))
        };
        let looked_at = hovered.or(taken).and_then(known);
        let partners = looked_at.map(|(_, layer, m)| links::partners(model, placed, layer, m)).unwrap_or_default();
        for block in placed.iter().filter(|p| model.blocks().get(p.block).is_some_and(|b| b.kind != Kind::Details)) {
            let Some(range) = model.blocks().get(block.block).map(|b| b.range.clone()) else { continue };
            let chars = |span: Span| {
                block.char_of(model, span.start().max(ByteOffset(range.start)))
                    ..block.char_of(model, span.end().min(ByteOffset(range.end)))
            };
            let (found, here) = input.found;
            let first = found.partition_point(|hit| hit.span.end().0 <= range.start);
            for hit in found.iter().skip(first).take_while(|hit| hit.span.start().0 < range.end) {
                paint::found(painter, palette, block, chars(hit.span), Some(hit.span) == here);
            }
            if let Some(span) = selected {
                paint::selection(painter, palette, block, chars(span));
                if Some(span) == here {
                    paint::found(painter, palette, block, chars(span), true);
                }
            }
            let tracks = model.tracks(block.block);
            let looks: Vec<MarkLook> = model
                .touching(block.block)
                .map(|(_, mark)| {
                    let own = resized(&mark.annotation.id).filter(|_| mark.layer == 0);
                    let span = own.map_or(mark.span, |(_, span)| span);
                    let (color, line) = theme::look(input.labels.get(&mark.annotation.label), palette);
                    let strength = self.strength(input, mark, &partners);
                    let ends = (span.start().0 >= range.start, span.end().0 <= range.end);
                    MarkLook { chars: chars(span), color, line, line_at: mark.slot.line, strength, ends }
                })
                .collect();
            // Of many marks over one another only the longest are filled: the text must stay readable.
            // In review several people's marks light up on the same letters: there each letter is strongly filled once.
            let mut filled = Vec::new();
            for look in &looks {
                let strong = !matches!(look.strength, Strength::Dim | Strength::Faint);
                if strong && input.lit.is_some() {
                    for part in layers::fresh(look.chars.clone(), &mut filled) {
                        paint::fill(painter, palette, block, part, look, &input.set);
                    }
                } else if strong || look.line_at < FILLED {
                    paint::fill(painter, palette, block, look.chars.clone(), look, &input.set);
                }
            }
            for look in &looks {
                paint::underline(painter, palette, block, look, tracks, &input.set);
            }
            gaze.paint((painter, palette), input, model, block, tracks);
            values::show(painter, input, model, block, (tracks, self.measure.width), palette);
            for tag in self.tags.iter().filter(|tag| tag.block == block.block) {
                tags::show(painter, tag, palette);
            }
            let color = model.blocks().get(block.block).map_or(palette.text, |b| noise::color(input.doc, b, palette));
            painter.galley(block.at, block.galley.clone(), color);
            if let Some(more) = tracks.checked_sub(paint::TRACKS_SHOWN).filter(|more| *more > 0) {
                let at = pos2(block.at.x - 8.0, block.at.y + input.set.line / 2.0);
                let font = egui::FontId::proportional(11.5);
                painter.text(at, egui::Align2::RIGHT_CENTER, format!("+{more}"), font, palette.quiet);
            }
        }
        self.paint_margin(ui, input, model, palette);
        let caret = |at: ByteOffset, next_row: bool| {
            let block = placed.iter().find(|p| p.block == model.block_at(at))?;
            Some(block.caret(block.char_of(model, at), next_row))
        };
        let chosen = input.doc.selected().and_then(|m| Some((m, m.span()?)));
        let held = chosen.map(|(m, span)| (resized(&m.id).map_or(span, |(_, span)| span), &m.label));
        let ghost = gaze.ghosts.first().filter(|g| input.has_in_hand(g.id)).map(|g| (g.span, &g.label));
        if let Some((span, label)) = held.or(ghost) {
            let (color, _) = theme::look(input.labels.get(label), palette);
            for (at, start) in [(span.start(), true), (span.end(), false)] {
                if let Some(rect) = caret(at, start).filter(|_| input.can_mark) {
                    paint::grip(painter, palette, rect, color, start, &input.set);
                }
            }
        } else if response.has_focus()
            && let Some(rect) = caret(selection.focus, selection.focus <= selection.anchor)
        {
            paint::caret(painter, palette, rect, &input.set);
        }
        let view = links::View { painter, palette, model, placed, written: Default::default() };
        for of in [taken, hovered.filter(|h| taken != Some(*h))] {
            if let Some((set, layer, mark)) = of.and_then(known).filter(|_| preview.is_none()) {
                view.curves(set, layer, mark);
            }
        }
        for ghost in gaze.ghosts.iter().filter(|_| preview.is_none()) {
            view.suggested(ghost);
        }
        if let Some(end) =
            chosen.and_then(|(_, span)| caret(span.end(), false)).filter(|_| input.can_mark && linking.is_none())
        {
            view.ring(end);
            if let Some((at, target)) = self.pointer.linking() {
                view.dragged(end, at);
                if let Some(span) = target.and_then(of).and_then(|m| m.span()) {
                    view.says(at, &one_line(span.of(model.text()), 40));
                }
            }
        }
        if let Some(linking) = linking {
            view.hints(linking);
        }
    }
}
