//! Keys that need to know rows: up and down, the ends of a row, a page.

use super::{
    Page, PageInput,
    layout::{self, Placed},
    model::{Kind, PageModel},
};
use crate::{
    session::{Action, Selection},
    text::{ByteOffset, Span},
};
use egui::{Response, Ui, pos2};

impl Page {
    /// Moves the caret.
    pub(super) fn keys(
        &mut self,
        ui: &Ui,
        response: &Response,
        input: &PageInput<'_>,
        model: &PageModel,
        actions: &mut Vec<Action>,
    ) {
        use egui::Key;
        if !response.has_focus() {
            return;
        }
        let filter = egui::EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            tab: !input.ghosts.0.is_empty(),
            escape: true,
        };
        ui.memory_mut(|m| m.set_focus_lock_filter(response.id, filter));
        let page = ((self.view_height / self.measure.set.line) as isize - 2).max(1);
        let pressed: Vec<(Key, egui::Modifiers)> = ui.input(|i| {
            i.events
                .iter()
                .filter_map(|e| match e {
                    egui::Event::Key { key, pressed: true, modifiers, .. } => Some((*key, *modifiers)),
                    _ => None,
                })
                .collect()
        });
        let Selection { focus, .. } = *input.doc.selection();
        let focus = input.doc.selected().and_then(|m| m.span()).map_or(focus, Span::start);
        for (key, modifiers) in pressed {
            if modifiers.alt || modifiers.command && !matches!(key, Key::Home | Key::End) {
                continue;
            }
            let rows = match key {
                Key::ArrowUp => -1,
                Key::ArrowDown => 1,
                Key::PageUp => -page,
                Key::PageDown => page,
                Key::Home | Key::End => 0,
                _ => continue,
            };
            let to = if rows != 0 {
                self.vertical(ui, model, focus, rows)
            } else if modifiers.command {
                Some(if key == Key::Home { ByteOffset(0) } else { model.text().end() })
            } else {
                self.row_end(ui, model, focus, key == Key::End)
            };
            if let Some(to) = to {
                actions.push(Action::MoveCaret { to, extend: modifiers.shift });
            }
        }
        if ui.input(|i| {
            i.events.iter().any(|e| {
                matches!(
                    e,
                    egui::Event::Key { key: Key::ArrowLeft | Key::ArrowRight, pressed: true, .. }
                        | egui::Event::PointerButton { .. }
                )
            })
        }) {
            self.goal_x = None;
        }
    }

    /// The position so many rows above or below another, in the same column.
    fn vertical(&mut self, ui: &Ui, model: &PageModel, from: ByteOffset, rows: isize) -> Option<ByteOffset> {
        let place = |block: usize| {
            let (galley, _) = layout::galley(ui, model, block, self.measure.width, &self.measure.set);
            Placed { block, galley, at: pos2(0.0, 0.0), height: 0.0 }
        };
        let mut block = place(model.block_at(from));
        let chars = block.char_of(model, from);
        let goal = self.goal_x.unwrap_or_else(|| block.caret(chars, true).center().x);
        let cursor = egui::text::CCursor { index: chars.into(), prefer_next_row: true };
        let mut row = block.galley.layout_from_cursor(cursor).row;
        let step: isize = if rows < 0 { -1 } else { 1 };
        for _ in 0..rows.abs() {
            match row.checked_add_signed(step).filter(|r| *r < block.galley.rows.len()) {
                Some(next) => row = next,
                None => {
                    let text = |b: &usize| model.blocks().get(*b).is_some_and(|b| b.kind != Kind::Details);
                    let next =
                        std::iter::successors(block.block.checked_add_signed(step), |b| b.checked_add_signed(step))
                            .take_while(|b| *b < model.blocks().len())
                            .find(text);
                    let Some(next) = next else { break };
                    block = place(next);
                    row = if step < 0 { block.galley.rows.len().saturating_sub(1) } else { 0 };
                }
            }
        }
        self.goal_x = Some(goal);
        let before: usize =
            block.galley.rows.iter().take(row).map(|r| r.glyphs.len() + usize::from(r.ends_with_newline)).sum();
        let line = block.galley.rows.get(row)?;
        let mut column = line.char_at(goal - line.pos.x).0;
        // The place behind a row's last blank is the start of the next row.
        let goes_on = model.blocks().get(block.block).is_some_and(|b| b.goes_on);
        if column == line.glyphs.len() && (goes_on || row + 1 < block.galley.rows.len()) {
            column = column.saturating_sub(1);
        }
        Some(model.text().grapheme_floor(block.byte_of(model, before + column)))
    }

    fn row_end(&self, ui: &Ui, model: &PageModel, from: ByteOffset, end: bool) -> Option<ByteOffset> {
        let block = model.block_at(from);
        let (galley, _) = layout::galley(ui, model, block, self.measure.width, &self.measure.set);
        let placed = Placed { block, galley, at: pos2(0.0, 0.0), height: 0.0 };
        let cursor = egui::text::CCursor { index: placed.char_of(model, from).into(), prefer_next_row: true };
        let row = placed.galley.layout_from_cursor(cursor).row;
        let rows = &placed.galley.rows;
        let before: usize = rows.iter().take(row).map(|r| r.glyphs.len() + usize::from(r.ends_with_newline)).sum();
        let line = rows.get(row)?;
        let trailing = line.glyphs.iter().rev().take_while(|g| g.chr.is_whitespace()).count();
        let goes_on = model.blocks().get(block).is_some_and(|b| b.goes_on) || row + 1 < rows.len();
        // The place behind a row's last character is the next row's start, so the caret stays in front of one.
        let back = if goes_on { trailing.max(1) } else { 0 };
        let column = if end { line.glyphs.len().saturating_sub(back) } else { 0 };
        Some(model.text().grapheme_floor(placed.byte_of(model, before + column)))
    }
}
