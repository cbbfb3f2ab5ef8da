//! How far articles are scrolled: kept while the window is open, and told to the session, which keeps it for the next time.

use super::{
    Page, Pin,
    layout::Placed,
    model::{Kind, PageModel},
};
use crate::{model::ArticleKey, session::Action};
use egui::Ui;
use std::time::Duration;

/// While it is being scrolled, an article's place is told this often, in seconds.
const EVERY: f64 = 1.0;

/// What was told last, and when.
#[derive(Default)]
pub(super) struct Telling {
    told: Option<(ArticleKey, Pin)>,
    at: f64,
    /// The place of an article that was left.
    left: Option<Action>,
}

/// The first row on the screen: the position at which it begins, and how far below the top of the view.
pub(super) fn top(model: &PageModel, placed: &[Placed], view_top: f32) -> Option<Pin> {
    let text = |p: &&Placed| model.blocks().get(p.block).is_some_and(|b| b.kind != Kind::Details);
    placed.iter().filter(text).find_map(|block| {
        let mut chars = 0;
        block.galley.rows.iter().find_map(|row| {
            let y = block.at.y + row.pos.y;
            let first = chars;
            chars += row.glyphs.len() + usize::from(row.ends_with_newline);
            let seen = y + row.size.y > view_top;
            seen.then(|| Pin { at: block.byte_of(model, first), below: y - view_top })
        })
    })
}

impl Page {
    /// Where the article that is shown stands.
    pub fn place(&self) -> Option<Action> {
        let ((key, _), top) = self.shown.as_ref().zip(self.top)?;
        Some(Action::Scrolled(key.clone(), top.at, top.below))
    }

    /// Keeps the place of the article that was shown.
    pub(super) fn leave(&mut self) {
        self.telling.left = self.place();
        if let Some(((key, _), top)) = self.shown.take().zip(self.top.take()) {
            self.places.insert(key, top);
        }
    }

    /// Tells where the article stands: when it is left, and now and then while it is scrolled.
    pub(super) fn tell_place(&mut self, ui: &Ui, actions: &mut Vec<Action>) {
        actions.extend(self.telling.left.take());
        let Some(((key, _), top)) = self.shown.as_ref().zip(self.top) else { return };
        let now = (key.clone(), top);
        if self.telling.told.as_ref() == Some(&now) {
            return;
        }
        let time = ui.input(|i| i.time);
        let known = self.telling.told.as_ref().is_some_and(|(told, _)| told == key);
        if !known && self.offset == 0.0 {
            self.telling.told = Some(now); // At its beginning, where it would be shown anyway.
        } else if time - self.telling.at >= EVERY {
            (self.telling.told, self.telling.at) = (Some(now), time);
            actions.extend(self.place());
        } else {
            ui.request_repaint_after(Duration::from_secs_f64((EVERY - (time - self.telling.at)).max(0.05)));
        }
    }
}
